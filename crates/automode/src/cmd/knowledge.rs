//! `automode knowledge`: what automode knows of a program, whether the examples of that knowledge hold, and how much of
//! real commands it covers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use automode_engine::inspect::rules;
use automode_engine::knowledge::{self, Form, Opt, Program};
use automode_model::{Certainty, Session, Target, Text, Tool, ToolCall, Verb, Verdict};
use clap::{Args, Subcommand};
use serde_json::json;

use super::coverage;
use crate::nowhere::Nowhere;
use crate::out::{self, Done, Failure};

/// Arguments of `knowledge`.
#[derive(Args, Debug)]
pub struct Knowledge {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// What is known of a program: its subcommands, options and their effects
    Show {
        /// Its name, as typed
        program: String,
    },
    /// Check every example of the knowledge files and rules; exit 1 if one does not hold
    Lint {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// How many commands of a corpus are understood, and what is missing most
    Coverage(coverage::Coverage),
}

/// Runs the command.
pub fn run(args: &Knowledge) -> Done {
    match &args.action {
        Action::Show { program } => show(program),
        Action::Lint { json } => lint(*json),
        Action::Coverage(args) => coverage::run(args),
    }
}

/// The verdict about a command on a machine without files.
pub fn judge(command: &str, world: &Nowhere) -> Verdict {
    let tool = Tool::Shell { command: Text::whole(command), background: false };
    let call = ToolCall { name: "Bash".to_owned(), id: None, tool };
    automode_engine::judge_call(&call, world.cwd(), world, &Session::default())
}

fn show(name: &str) -> Done {
    let Some(program) = knowledge::find(name) else {
        let near: Vec<&str> = knowledge::all().map(|(n, _)| n).filter(|n| n.starts_with(name)).take(8).collect();
        let hint = match near.as_slice() {
            [] => "what is not known is asked about; `knowledge/README.md` says how to teach it".to_owned(),
            near => format!("known are {}", near.join(", ")),
        };
        return Err(Failure::new(format!("the program `{name}` is not known")).hint(hint));
    };
    out::print(&describe(name, program))?;
    Ok(out::answer(true))
}

fn describe(name: &str, program: &Program) -> String {
    let described = knowledge::described().find(|d| d.program == program.name);
    let mut out =
        described.map_or_else(String::new, |d| format!("{} — {}\nchecked with {}\n", d.program, d.about, d.checked));
    if name != program.name {
        let _ = writeln!(out, "`{name}` is read as `{}`", program.name);
    }
    out.push_str(&of_form(&program.root, "without subcommand"));
    for (at, form) in program.forms.iter().enumerate() {
        out.push_str(&of_form(form, &program.paths_of(at).collect::<Vec<_>>().join(", ")));
    }
    if let Some(described) = described {
        out.push_str("\nexamples\n");
        described.examples().for_each(|(command, effects)| _ = writeln!(out, "  {command}  →  {effects}"));
    }
    out
}

fn of_form(form: &Form, title: &str) -> String {
    let mut out = format!("\n{title}\n");
    if !form.does.is_empty() {
        let _ = writeln!(out, "  does {}", verbs(form.does));
    }
    if let Some(bare) = form.bare {
        let _ = writeln!(out, "  does {} without operands", verbs(bare));
    }
    if let Some(handler) = form.handler {
        let _ = writeln!(out, "  read by the function `{handler}`");
    }
    for option in form.options() {
        let _ = writeln!(out, "  {}", of_option(&option));
    }
    if form.open {
        out.push_str("  other options are harmless\n");
    }
    out
}

fn of_option(option: &Opt) -> String {
    let mut notes = Vec::new();
    notes.extend((!option.does.is_empty()).then(|| format!("does {}", verbs(option.does))));
    notes.extend(option.instead.map(|verbs_| format!("does only {}", verbs(verbs_))));
    notes.extend(option.forced.then(|| "forced".to_owned()));
    notes.extend(option.scope.map(|s| format!("scope {}", s.name())));
    notes.extend(option.dry.then(|| "changes nothing".to_owned()));
    notes.extend(option.code.then(|| "runs code that is not followed".to_owned()));
    let names = option.names.0.to_owned();
    if notes.is_empty() { names } else { format!("{names:28} {}", notes.join(", ")) }
}

fn verbs(list: &[Verb]) -> String {
    if list.is_empty() { "nothing".to_owned() } else { list.iter().map(|v| v.name()).collect::<Vec<_>>().join(", ") }
}

fn lint(as_json: bool) -> Done {
    let mut wrong: Vec<String> = knowledge::examples().filter_map(|(p, c, w)| example_fault(p, c, w)).collect();
    let examples = knowledge::examples().count();
    let mut checked = 0;
    for rule in rules::all() {
        checked += rule.matches.len() + rule.not_matches.len();
        let speaks = |c: &&&str| judge(c, &Nowhere::example()).judgement().findings.iter().any(|f| f.rule == rule.id);
        wrong.extend(rule.matches.iter().filter(|c| !speaks(c)).map(|c| format!("{} is silent about `{c}`", rule.id)));
        wrong.extend(rule.not_matches.iter().filter(speaks).map(|c| format!("{} speaks about `{c}`", rule.id)));
    }
    if as_json {
        out::print_json(&json!({"examples": examples, "rule_examples": checked, "wrong": wrong}))?;
    } else {
        let lines: String = wrong.iter().map(|w| format!("{w}\n")).collect();
        let verdict = if wrong.is_empty() { "all hold".to_owned() } else { format!("{} do not hold", wrong.len()) };
        out::print(&format!("{lines}{examples} examples of programs, {checked} of rules: {verdict}\n"))?;
    }
    Ok(out::answer(wrong.is_empty()))
}

/// How an example differs from what is understood of it.
fn example_fault(program: &str, command: &str, promised: &str) -> Option<String> {
    let sink =
        |effect: &str| ["/dev/null", "/dev/stdout", "/dev/stdin", "/dev/zero"].iter().any(|s| effect.ends_with(s));
    let want: BTreeSet<String> = promised
        .split(',')
        .map(|w| w.trim().to_owned())
        .filter(|w| !matches!(w.as_str(), "" | "∅" | "inspect") && !sink(w))
        .collect();
    let got = effects(command);
    let fine = if want.contains("unknown") { got.contains("unknown") } else { got == want };
    let list = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    (!fine).then(|| format!("{program}: `{command}`\n    promised: {}\n    found:    {}", list(&want), list(&got)))
}

/// The effects of a command in the words of the knowledge files.
fn effects(command: &str) -> BTreeSet<String> {
    let verdict = judge(command, &Nowhere::example());
    let mut out = BTreeSet::new();
    for effect in verdict.judgement().actions.iter().flat_map(|a| &a.effects) {
        let target = match &effect.target {
            Target::Path(path) => path.given.as_str(),
            other => other.text(),
        };
        match (&effect.certainty, effect.verb) {
            (Certainty::Unknown(_), _) => _ = out.insert("unknown".to_owned()),
            // What a run makes under a name is noted for the session, not done to anything.
            (_, Verb::Inspect | Verb::Create) => {}
            (_, verb) => _ = out.insert(format!("{} {target}", verb.name()).trim().to_owned()),
        }
    }
    out
}
