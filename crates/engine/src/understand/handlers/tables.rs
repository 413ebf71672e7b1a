//! Miller, xsv and their like: verbs chained by `then`, of which some write files or run commands.

use automode_model::Verb;

use super::super::value::Val;
use super::{Call, Handled};

/// Words that write, split or run, wherever they stand.
const ACTS: &[&str] = &[
    "tee",
    "split",
    "system",
    "exec",
    "case-split",
    "apply",
    "luau",
    "py",
    "fetch",
    "snappy",
    "to",
    "template",
    "foreach",
];

/// Options with a file that is written or a value of their own.
const VALUES: &[&str] = &[
    "-f",
    "-r",
    "-n",
    "-g",
    "-o",
    "-s",
    "-d",
    "-i",
    "--ifs",
    "--ofs",
    "--ips",
    "--ops",
    "--irs",
    "--ors",
    "--from",
    "--nr-progress-mod",
    "--records-per-batch",
    "-a",
    "-x",
    "-c",
    "--delimiter",
    "--select",
];

/// Reads the words by themselves: options, a chain of verbs, files.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let args: Vec<Val> = c.call.argv.get(1..).unwrap_or_default().to_vec();
    let miller = c.program.name == "mlr"
        && c.call.argv.first().and_then(Val::known).is_none_or(|n| n.ends_with("mlr") || n.ends_with("miller"));
    let in_place = miller && args.iter().any(|a| a.known() == Some("-I"));
    let mut i = 0;
    let mut files = Vec::new();
    while let Some(arg) = args.get(i) {
        i += 1;
        let Some(text) = arg.known() else {
            c.unknown("words that are not known");
            return Handled::Wholly;
        };
        let acts = ACTS.contains(&text)
            || text.contains("system(")
            || text.contains("exec(")
            || text.contains("tee >")
            || text.contains("| \"")
            || text.contains("> \"");
        if acts || text.contains("emit >") || text.contains("print >") || text.contains("dump >") {
            c.unknown("a step that writes or runs something");
            return Handled::Wholly;
        }
        match text {
            "-o" | "--output" if !miller => {
                if let Some(out) = args.get(i).cloned() {
                    drop(c.path(Verb::Write, &out));
                }
                i += 1;
            }
            "--from" | "--prepipe" | "--prepipex" | "--load" | "--mload" => {
                if text != "--from" {
                    c.unknown("an option that runs or loads something");
                }
                files.extend(args.get(i).cloned());
                i += 1;
            }
            _ if VALUES.contains(&text) => i += 1,
            _ if text.starts_with('-') => {}
            // A name with an ending is a file; verbs, fields and expressions have none.
            _ if text.contains('.') && !text.contains([' ', '$', '(', '"']) || text.contains('/') => {
                files.push(arg.clone())
            }
            _ => {}
        }
    }
    for f in files {
        drop(c.path(if in_place { Verb::Write } else { Verb::Read }, &f));
    }
    Handled::Wholly
}
