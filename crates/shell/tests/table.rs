//! Scripts and the trees they must become: `tests/table.txt`. `AUTOMODE_UPDATE=1` writes what is, to be read in the diff.

mod common;

use automode_shell::{Dialect, parse};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/table.txt");

/// `$ ` lines are a script, the `= ` line its tree, `> ` the dialect from there on; all others stand as they are.
#[test]
fn scripts_become_these_trees() {
    let text = std::fs::read_to_string(PATH).unwrap();
    let (mut out, mut script, mut dialect) = (String::new(), Vec::new(), Dialect::Bash);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("> ") {
            dialect = match name {
                "sh" => Dialect::Sh,
                "zsh" => Dialect::Zsh,
                _ => Dialect::Bash,
            };
        }
        if let Some(source) = line.strip_prefix("$ ") {
            script.push(source.replace("␍", "\r"));
        } else if !script.is_empty() {
            let tree = parse(&script.join("\n"), dialect);
            out.push_str(&format!("= {}\n", common::script(&tree)));
            script.clear();
            if line.starts_with("= ") || line == "=" {
                continue;
            }
        }
        out.push_str(line);
        out.push('\n');
    }
    if std::env::var_os("AUTOMODE_UPDATE").is_some() {
        std::fs::write(PATH, &out).unwrap();
    }
    for (n, (is, should)) in out.lines().zip(text.lines()).enumerate() {
        assert_eq!(is, should, "table.txt line {}", n + 1);
    }
    assert_eq!(out, text);
}
