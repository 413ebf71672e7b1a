//! `automode policy lint` and `automode policy test`: whether policy files are right, what in them is doubtful, and whether the
//! examples of their rules hold.

use std::fmt::Write as _;
use std::path::PathBuf;

use automode_contain::world::LiveWorld;
use automode_engine::inspect::rules;
use automode_engine::policy::{Facet, Layer, Policy, Rule};
use automode_model::Category;
use clap::Args;
use serde_json::json;

use crate::out::{self, Done};
use crate::policy::read::hints;
use crate::policy::{self, Loaded, example, places};

/// Arguments of `policy lint`.
#[derive(Args, Debug)]
pub struct Lint {
    /// Files; without any, those in force here
    files: Vec<PathBuf>,
    /// The layer that the files are: managed, user, project
    #[arg(long, value_name = "LAYER", default_value = "user", value_parser = layer)]
    layer: Layer,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Arguments of `policy test`.
#[derive(Args, Debug)]
pub struct Test {
    /// Files; without any, those in force here and the default pack
    files: Vec<PathBuf>,
    /// The layer that the files are: managed, user, project
    #[arg(long, value_name = "LAYER", default_value = "user", value_parser = layer)]
    layer: Layer,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// The layer of that name, for the command line.
pub fn layer(name: &str) -> Result<Layer, String> {
    Layer::from_name(name)
        .filter(|l| matches!(l, Layer::Managed | Layer::User | Layer::Project))
        .ok_or_else(|| format!("`{name}` is none of managed, user, project"))
}

/// The files of the command line as one policy, or what is in force here.
fn loaded(files: &[PathBuf], layer: Layer) -> Result<Loaded, out::Failure> {
    if files.is_empty() {
        let cwd = super::super::check::absolute(None)?;
        return Ok(policy::load(&LiveWorld::new(), &cwd));
    }
    let found: Vec<_> = files.iter().map(|path| places::Found { layer, path: path.clone(), trusted: Ok(()) }).collect();
    Ok(policy::of_files(&found))
}

/// Lints.
pub fn lint(args: &Lint) -> Done {
    let loaded = loaded(&args.files, args.layer)?;
    let mut doubts: Vec<String> = loaded.policy.rules.iter().flat_map(doubts).collect();
    doubts.extend(undeclared(&loaded.policy));
    for (label, p) in &loaded.policy.labels {
        let all = is_everything(p).then(|| names_everything(label.name(), p));
        doubts.extend(all.or_else(|| looks_wild(label.name(), p, false)));
    }
    if args.json {
        let mistakes: Vec<_> = loaded
            .mistakes
            .iter()
            .map(|m| {
                json!({
                    "file": m.file, "line": m.line, "column": m.column, "message": m.message, "hint": m.hint,
                })
            })
            .collect();
        let ignored: Vec<_> = loaded.ignored.iter().map(|i| i.text()).collect();
        out::print_json(&json!({"mistakes": mistakes, "ignored": ignored, "doubts": doubts}))?;
    } else {
        let mut text = String::new();
        loaded.mistakes.iter().for_each(|m| text.push_str(&m.show()));
        loaded.ignored.iter().for_each(|i| _ = writeln!(text, "{}", i.text()));
        doubts.iter().for_each(|d| _ = writeln!(text, "{d}"));
        let _ = writeln!(
            text,
            "{}: {}, {} ignored, {} doubtful",
            counted(loaded.files.len(), "file"),
            counted(loaded.mistakes.len(), "mistake"),
            loaded.ignored.len(),
            doubts.len()
        );
        out::print(&text)?;
    }
    Ok(out::answer(loaded.mistakes.is_empty()))
}

/// `1 file`, `2 files`.
fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// A fact that takes everything asks about everything: nobody reads those questions for long.
fn of_facts(rule: &Rule) -> Option<String> {
    let mut patterns = rule.when.facets.iter().flat_map(|(_, patterns)| patterns.iter());
    let fact = rule.id.trim_start_matches("facts.").replace('-', "_");
    patterns.find(|p| is_everything(p)).map(|p| names_everything(&fact, p))
}

fn names_everything(fact: &str, pattern: &str) -> String {
    format!("`{fact}` has `{pattern}`, which names everything; name what is meant")
}

/// The pattern names whatever there is: `*`, `**`, `./**`.
fn is_everything(pattern: &str) -> bool {
    pattern.trim_matches(['*', '.', '/']).is_empty()
}

/// A pattern that looks like what it is not.
fn looks_wild(of: &str, pattern: &str, of_path: bool) -> Option<String> {
    hints::doubt(pattern, of_path).map(|why| format!("`{of}` has `{pattern}`: {why}"))
}

/// The patterns of a rule that look like what they are not.
fn wild(rule: &Rule) -> impl Iterator<Item = String> {
    let whens = [Some(rule.when), rule.unless, rule.with].into_iter().flatten();
    let patterns = whens.flat_map(|w| w.facets).flat_map(|(facet, all)| all.iter().map(move |p| (*facet, *p)));
    patterns.filter(|(facet, _)| *facet != Facet::Command).filter_map(|(facet, p)| {
        let of = rule.id.strip_prefix("facts.").map_or_else(|| rule.id.to_owned(), |f| f.replace('-', "_"));
        looks_wild(&of, p, facet == Facet::Path)
    })
}

/// Roles and guardrails that are named and that no file declares: both are asked about.
fn undeclared(policy: &Policy) -> Vec<String> {
    let mut out = Vec::new();
    for rule in &policy.rules {
        for role in rule.who.roles.iter().filter(|name| policy.roles.iter().all(|r| r.name != **name)) {
            out.push(format!(
                "rule `{}`: no file declares the role `{role}`: whom it is about cannot be told",
                rule.id
            ));
        }
    }
    for category in Category::ALL {
        for need in policy.setting(*category).needs.iter().filter(|n| policy.guardrails.iter().all(|g| g.name != **n)) {
            let name = category.name();
            out.push(format!(
                "`category.{name}`: no file declares the guardrail `{need}`: all of {name} is asked about"
            ));
        }
    }
    out
}

/// What in a rule is right and may not be meant.
fn doubts(rule: &Rule) -> Vec<String> {
    let mut out: Vec<String> = wild(rule).collect();
    if rule.id.starts_with("facts.") {
        // Two rules come of one fact; the first tells.
        let once = !rule.id.ends_with("-leave") && rule.id != "facts.protected-history";
        out.extend(of_facts(rule));
        return if once { out } else { Vec::new() };
    }
    let mut doubt = |what: &str| out.push(format!("rule `{}`: {what}", rule.id));
    if rule.matches.is_empty() || rule.not_matches.is_empty() {
        doubt("it has no `match` and `not_match` examples, so nothing tests it");
    }
    if !rule.grants && rule.reason == "a rule of the policy is about it" {
        doubt("it has no `reason`; whoever is stopped will not know why");
    }
    let narrow = rule.when.facets.iter().any(|(_, patterns)| !patterns.iter().any(|p| is_everything(p)));
    let targets = narrow || !rule.when.program.is_empty() || !rule.when.place.is_any();
    if rule.grants && !targets && rule.when.class.is_any() && rule.when.env.is_any() {
        doubt("it allows on every target; name a path, branch, host or program");
    }
    if rule.grants && rule.layer == Layer::Managed {
        doubt("the administrator's permission counts as an approval: also for what cannot be taken back");
    }
    out
}

/// Runs the examples.
pub fn test(args: &Test) -> Done {
    let loaded = loaded(&args.files, args.layer)?;
    policy::report(&loaded);
    let pack: &[Rule] = if args.files.is_empty() { rules::all() } else { &[] };
    let mut wrong = Vec::new();
    let mut count = 0;
    for rule in pack.iter().chain(&loaded.policy.rules) {
        count += rule.matches.len() + rule.not_matches.len();
        wrong.extend(faults(&loaded.policy, rule));
    }
    if args.json {
        out::print_json(&json!({"examples": count, "wrong": wrong}))?;
    } else {
        let lines: String = wrong.iter().map(|w| format!("{w}\n")).collect();
        let verdict = if wrong.is_empty() { "all hold".to_owned() } else { format!("{} do not hold", wrong.len()) };
        out::print(&format!("{lines}{count} examples: {verdict}\n"))?;
    }
    Ok(out::answer(wrong.is_empty() && loaded.mistakes.is_empty()))
}

fn faults(policy: &Policy, rule: &Rule) -> Vec<String> {
    let speaks = |e: &&&str| example::speaks(policy, rule.id, e);
    let silent = rule.matches.iter().filter(|e| !speaks(e)).map(|e| format!("{} is silent about `{e}`", rule.id));
    let loud = rule.not_matches.iter().filter(speaks).map(|e| format!("{} speaks about `{e}`", rule.id));
    silent.chain(loud).collect()
}
