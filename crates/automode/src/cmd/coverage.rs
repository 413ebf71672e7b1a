//! `automode knowledge coverage`: the share of a corpus' shell commands in which every program, subcommand and option is
//! known, and what is missing most. What to write a knowledge file for next.

use std::collections::HashMap;
use std::path::PathBuf;

use automode_agents::claude_code::transcript;
use automode_model::Certainty;
use clap::Args;
use serde_json::{Value, json};

use super::knowledge::judge;
use crate::nowhere::Nowhere;
use crate::out::{self, Done, Failure};

/// Arguments of `knowledge coverage`.
#[derive(Args, Debug)]
pub struct Coverage {
    /// JSONL files or folders; a line is a record with `input.command` (and `tool` or `tool_name` Bash)
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How many of the missing ones to show
    #[arg(long, value_name = "COUNT", default_value_t = 30)]
    top: usize,
    /// For programs
    #[arg(long)]
    json: bool,
}

#[derive(Default)]
struct Tally {
    commands: u64,
    covered: u64,
    programs: HashMap<String, u64>,
    options: HashMap<String, u64>,
    /// Not understood for another reason than missing knowledge.
    others: HashMap<String, u64>,
}

/// Counts and prints.
pub fn run(args: &Coverage) -> Done {
    let mut tally = Tally::default();
    for path in &args.paths {
        let failed = |e: std::io::Error| Failure::new(format!("cannot read `{}`: {e}", path.display()));
        for file in transcript::files(path).map_err(failed)? {
            let text = std::fs::read_to_string(&file).map_err(failed)?;
            text.lines().filter_map(command_of).for_each(|command| tally.add(&command));
        }
    }
    if tally.commands == 0 {
        return Err(Failure::new("there is no shell command in these files").hint("lines need `input.command`"));
    }
    if args.json {
        out::print_json(&tally.json(args.top))?
    } else {
        out::print(&tally.text(args.top))?
    }
    Ok(out::answer(true))
}

/// The shell command of a corpus record or a hook event.
fn command_of(line: &str) -> Option<String> {
    let record: Value = serde_json::from_str(line).ok()?;
    let tool = record.get("tool").or_else(|| record.get("tool_name"))?;
    let input = record.get("input").or_else(|| record.get("tool_input"))?;
    (tool == "Bash").then(|| input.get("command")?.as_str().map(str::to_owned))?
}

impl Tally {
    fn add(&mut self, command: &str) {
        self.commands += 1;
        let verdict = judge(command, &Nowhere::example());
        let mut covered = true;
        for effect in verdict.judgement().actions.iter().flat_map(|a| &a.effects) {
            let Certainty::Unknown(why) = &effect.certainty else { continue };
            let list = match Missing::of(why) {
                Some(Missing::Program) => &mut self.programs,
                Some(Missing::Option) => &mut self.options,
                None => {
                    *self.others.entry(why.clone()).or_default() += 1;
                    continue;
                }
            };
            covered = false;
            *list.entry(why.clone()).or_default() += 1;
        }
        self.covered += u64::from(covered);
    }

    fn share(&self) -> f64 {
        100.0 * self.covered as f64 / self.commands.max(1) as f64
    }

    fn text(&self, top: usize) -> String {
        let mut out = format!(
            "{} of {} commands ({:.1} %) have only known programs, subcommands and options\n",
            self.covered,
            self.commands,
            self.share()
        );
        let lists = [
            ("programs", &self.programs),
            ("subcommands and options", &self.options),
            ("not about knowledge", &self.others),
        ];
        for (title, list) in lists {
            out.push_str(&format!("\n{title} ({} kinds)\n", list.len()));
            most(list, top)
                .iter()
                .for_each(|(why, n)| out.push_str(&format!("{n:>6}  {}\n", crate::view::text::line(why))));
        }
        out
    }

    fn json(&self, top: usize) -> Value {
        let list = |l: &HashMap<String, u64>| {
            most(l, top).into_iter().map(|(why, n)| json!({"what": why, "count": n})).collect::<Vec<_>>()
        };
        json!({
            "commands": self.commands, "covered": self.covered, "percent": self.share(),
            "programs": list(&self.programs), "options": list(&self.options), "others": list(&self.others),
        })
    }
}

enum Missing {
    Program,
    Option,
}

impl Missing {
    /// The two forms in which the engine says that a knowledge file is missing or lacks something.
    fn of(why: &str) -> Option<Self> {
        if why.starts_with("the program `") && why.ends_with("` is not known") {
            Some(Self::Program)
        } else if why.starts_with('`') && why.contains("` with `") && why.ends_with("` is not understood") {
            Some(Self::Option)
        } else {
            None
        }
    }
}

fn most(list: &HashMap<String, u64>, top: usize) -> Vec<(&str, u64)> {
    let mut all: Vec<(&str, u64)> = list.iter().map(|(why, n)| (why.as_str(), *n)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    all.truncate(top);
    all
}
