//! Foreign rules as typed rules. A permission is judged by what it permits: its command is understood on a machine without
//! files, and the rule names the verbs that were found, so that a form of the command which does more is not permitted by it.

use std::collections::BTreeSet;

use automode_engine::inspect::rules;
use automode_engine::policy::Policy;
use automode_model::{Action, Outcome as Demand, Reversibility, Risk, Verb};

use super::{About, Decision, Foreign};
use crate::nowhere::Nowhere;
use crate::policy::example;

/// What became of a foreign rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A typed rule.
    Rule {
        /// Its id.
        id: String,
        /// Its TOML.
        toml: String,
    },
    /// It runs without a question anyway.
    NotNeeded(String),
    /// It is not taken over; why.
    Refused(String),
}

/// Programs that run whatever they are told: a permission for one with anything behind it is one for everything.
const RUNS_ANYTHING: &[&str] = &[
    "sh",
    "bash",
    "zsh",
    "dash",
    "ksh",
    "fish",
    "pwsh",
    "powershell",
    "cmd",
    "eval",
    "exec",
    "source",
    ".",
    "env",
    "xargs",
    "nohup",
    "timeout",
    "nice",
    "time",
    "watch",
    "parallel",
    "script",
    "python",
    "python2",
    "python3",
    "node",
    "deno",
    "bun",
    "ruby",
    "perl",
    "php",
    "lua",
    "awk",
    "gawk",
    "osascript",
    "tclsh",
    "Rscript",
    "npx",
    "bunx",
    "pnpx",
    "uvx",
    "pipx",
    "ssh",
    "docker",
    "podman",
    "kubectl",
    "find",
    "make",
    "just",
    "curl",
    "wget",
    "uv",
    "npm",
    "pnpm",
    "yarn",
    "cargo",
    "go",
    "git",
];
/// Programs that act with another user's rights.
const OTHER_USER: &[&str] = &["sudo", "su", "doas", "pkexec", "runuser", "run0"];
/// Programs whose use takes something away.
const DESTROYS: &[&str] = &["rm", "rmdir", "dd", "shred", "mkfs", "unlink", "truncate", "kill", "pkill", "killall"];

/// Converts, in order; two rules that say the same become one.
pub fn convert(rules: &[Foreign], agent: &str) -> Vec<(Foreign, Outcome)> {
    let mut ids = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    let mut told = BTreeSet::new();
    for rule in rules {
        let new = seen.insert(format!("{:?}{:?}", rule.decision, rule.about));
        // What says the same twice is one rule; what is refused is told in each of its spellings.
        let spelled = told.insert((rule.decision, rule.source.clone()));
        if new {
            out.push((rule.clone(), one(rule, agent, &mut ids)));
        } else if spelled {
            let outcome = one(rule, agent, &mut ids.clone());
            if !matches!(outcome, Outcome::Rule { .. }) {
                out.push((rule.clone(), outcome));
            }
        }
    }
    out
}

fn one(rule: &Foreign, agent: &str, ids: &mut BTreeSet<String>) -> Outcome {
    let allow = rule.decision == Decision::Allow;
    let when = match &rule.about {
        About::Command { text, .. } if has_several(text) => {
            refused("it names several commands, which are judged one by one; write a rule for each")
        }
        About::Command { text, open } if allow => allowed_command(text, *open),
        About::Command { text, open } => stopped_command(text, *open),
        About::Read(path) | About::Write(path) if path.starts_with('!') => {
            refused("a pattern that only takes something out says nothing by itself")
        }
        About::Read(path) => on_path(path, allow, &["read", "secret.read"], "reading"),
        About::Write(path) => on_path(path, allow, if allow { CHANGES } else { ALL_CHANGES }, "changing"),
        About::Directory(path) => on_path(&below(path), allow, &["read", "write", "append"], "working in"),
        About::Host(host) => on_host(host, allow),
        About::Search if allow => {
            Err(Outcome::NotNeeded("a search runs without a question, unless it holds a secret".into()))
        }
        About::Search => Ok(vec![("program", words(&["WebSearch"])), ("verb", words(&["net.fetch", "net.send"]))]),
        About::Server { server, tool } => on_server(server, tool.as_deref(), allow),
        About::Subagent => Err(Outcome::NotNeeded("a subagent's calls are judged one by one".into())),
        About::Other(why) => Err(Outcome::Refused(why.clone())),
    };
    match when {
        Err(outcome) => outcome,
        Ok(when) => {
            let id = id(agent, rule, ids);
            let toml = toml(&id, rule, agent, &when);
            Outcome::Rule { id, toml }
        }
    }
}

/// A condition as keys and their TOML, or why there is no rule.
type When = Result<Vec<(&'static str, String)>, Outcome>;

const CHANGES: &[&str] = &["write", "append"];
const ALL_CHANGES: &[&str] =
    &["write", "append", "delete", "move", "chmod", "link", "wipe", "secret.write", "persist", "agent.control"];

fn refused(why: impl Into<String>) -> When {
    Err(Outcome::Refused(why.into()))
}

fn allowed_command(text: &str, open: bool) -> When {
    let program = text.split_whitespace().next().unwrap_or("");
    let bare = text.split_whitespace().count() < 2;
    let name = program.rsplit('/').next().unwrap_or(program);
    if program.is_empty() || program.contains('*') {
        return refused("it allows every command");
    }
    if OTHER_USER.contains(&name) {
        return refused(format!("`{name}` acts with another user's rights"));
    }
    if open && bare && RUNS_ANYTHING.contains(&name) {
        return refused(format!("`{name}` with anything behind it can do anything; name the subcommand"));
    }
    if open && DESTROYS.contains(&name) {
        return refused(format!("`{name}` with anything behind it destroys anything; name the paths"));
    }
    if open && looks_like_code(text) {
        return refused("it lets any code follow");
    }
    permitted(text, open)
}

/// `python -c`, `bash -c`, `node -e`: what follows is code.
fn looks_like_code(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let program = words.first().and_then(|p| p.rsplit('/').next()).unwrap_or("");
    let last = words.last().copied().unwrap_or("");
    RUNS_ANYTHING.contains(&program)
        && matches!(last, "-c" | "-e" | "-lc" | "-i" | "-r" | "--eval" | "--command" | "exec" | "run" | "x")
}

/// What the command does, as a rule that permits just this.
fn permitted(text: &str, open: bool) -> When {
    let example_text = text.replace('*', "x");
    let actions = understood(&example_text);
    let mut verbs = BTreeSet::new();
    for effect in actions.iter().flat_map(|a| &a.effects) {
        let risk = effect.dimensions.level();
        let is_final = effect.reversibility == Reversibility::Irreversible;
        if open && (risk == Risk::Critical || risk == Risk::High && is_final && effect.verb != Verb::VcsPush) {
            return refused(format!("it {}, whatever follows; name the target, too", effect.verb.doc()));
        }
        if !matches!(effect.verb, Verb::Inspect | Verb::Read) {
            verbs.insert(effect.verb.name());
        }
    }
    if let Some(rule) = denied(&example_text) {
        return refused(format!("the default rule `{rule}` denies it, and a file of the user cannot lift that"));
    }
    let decision = example::decided(Policy::builtin(), &example_text).0;
    if verbs.is_empty() || !decision.stops() && !verbs.contains("unknown") {
        return Err(Outcome::NotNeeded("it runs without a question".into()));
    }
    if verbs.contains("unknown") && text.contains('*') {
        return refused("what it does cannot be told; name the whole command");
    }
    let verbs: Vec<&str> = verbs.into_iter().collect();
    Ok(vec![("verb", words(&verbs)), ("command", patterns(&spelled(text, &actions), open))])
}

fn understood(text: &str) -> Vec<Action> {
    let world = Nowhere::example();
    let verdict =
        automode_engine::judge_call(&example::call(text), world.cwd(), &world, &automode_model::Session::default());
    verdict.judgement().actions.clone()
}

/// The rule of the default pack that denies it.
fn denied(text: &str) -> Option<&'static str> {
    let world = Nowhere::example();
    let speaking = automode_engine::speaking(&example::call(text), world.cwd(), &world, Policy::builtin());
    rules::all().iter().find(|r| r.outcome >= Demand::Deny && speaking.contains(&r.id)).map(|r| r.id)
}

/// Whether an operator of the shell stands between words.
fn has_several(text: &str) -> bool {
    text.split_whitespace().any(|word| matches!(word, "&&" | "||" | "|" | ";" | "&") || word.ends_with(';'))
}

/// A denial or question may be as broad as anybody wants, except for all commands at once.
fn stopped_command(text: &str, open: bool) -> When {
    if text.trim_matches(['*', ' ']).is_empty() {
        return refused("it stops every command; write `auto = false` instead");
    }
    let last: Vec<String> = spelled(text, &understood(text)).pop().into_iter().collect();
    Ok(vec![("command", patterns(&last, open))])
}

/// A command as rules compare it: the words of its actions, without quotes. One with wildcards stays as written.
fn spelled(text: &str, actions: &[Action]) -> Vec<String> {
    let mut all: Vec<String> = actions.iter().map(|a| a.words.clone()).filter(|w| !w.is_empty()).collect();
    all.dedup();
    if text.contains('*') || all.is_empty() { vec![text.to_owned()] } else { all }
}

/// The words; in an open rule, more may follow the last.
fn patterns(texts: &[String], open: bool) -> String {
    let mut all: Vec<String> = texts.to_vec();
    all.extend(texts.last().filter(|_| open).map(|last| format!("{last} *")));
    words(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

fn on_path(path: &str, allow: bool, verbs: &[&str], what: &str) -> When {
    let broad = path.trim_matches(['*', '/', '.', '~']).is_empty();
    if broad && allow && verbs == CHANGES && matches!(path, "" | "*" | "**" | "./**" | "./*") {
        return Err(Outcome::NotNeeded("changing ordinary files of the workspace runs without a question".into()));
    }
    if broad && allow && what == "reading" && matches!(path, "" | "*" | "**" | "./**" | "./*") {
        return Err(Outcome::NotNeeded("reading runs without a question, except for secrets".into()));
    }
    if broad {
        let whole = if allow { "allows" } else { "stops" };
        return refused(format!("it {whole} {what} everywhere, secrets and system included; name the directories"));
    }
    let path = folder(path);
    // As in an ignore file, what is named is what lies below it, too. A permission stays as narrow as it can be read.
    let inside = format!("{path}/**");
    let patterns: &[&str] = if allow || path.ends_with("**") { &[&path] } else { &[&path, &inside] };
    Ok(vec![("verb", words(verbs)), ("path", words(patterns))])
}

/// `secrets/` is a folder of that name anywhere, and all that is in it.
fn folder(path: &str) -> String {
    match path.strip_suffix('/') {
        Some(dir) if dir.contains('/') => format!("{dir}/**"),
        Some(dir) => format!("**/{dir}/**"),
        None => path.to_owned(),
    }
}

fn below(path: &str) -> String {
    format!("{}/**", path.trim_end_matches(['/', '*']))
}

fn on_host(host: &str, allow: bool) -> When {
    let host = host.trim().trim_start_matches("https://").trim_start_matches("http://");
    let host = host.split('/').next().unwrap_or("").trim();
    if host.trim_matches(['*', '.']).is_empty() || host.starts_with('*') && host.matches('.').count() < 2 {
        return match allow {
            true => refused("it allows every host"),
            false => Ok(vec![("verb", words(&["net.*"]))]),
        };
    }
    let verbs: &[&str] = if allow { &["net.fetch"] } else { &["net.*", "external.*"] };
    Ok(vec![("verb", words(verbs)), ("host", words(&[host]))])
}

fn on_server(server: &str, tool: Option<&str>, allow: bool) -> When {
    if server.is_empty() || server.contains('*') && allow {
        return refused("it allows every server");
    }
    let program = ("program", words(&[&format!("mcp:{server}")]));
    match tool {
        None if allow => refused("it allows every tool of the server, those that come later, too; name the tools"),
        None => Ok(vec![program]),
        Some(tool) => {
            let verbs = ("verb", words(&["tool.call", "external.read", "external.write", "read", "write"]));
            let command = ("command", words(&[&format!("{server}/{tool}"), &format!("{server}/{tool} *")]));
            Ok(if allow { vec![verbs, program, command] } else { vec![program, command] })
        }
    }
}

fn id(agent: &str, rule: &Foreign, ids: &mut BTreeSet<String>) -> String {
    let subject = match &rule.about {
        About::Command { text, .. } => text.clone(),
        About::Read(path) => format!("read {path}"),
        About::Write(path) => format!("write {path}"),
        About::Directory(path) => format!("directory {path}"),
        About::Host(host) => format!("host {host}"),
        About::Server { server, tool } => format!("{server} {}", tool.as_deref().unwrap_or("all")),
        About::Search => "search".into(),
        About::Subagent | About::Other(_) => "other".into(),
    };
    let mut slug = String::new();
    for c in subject.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= MAX_SLUG_BYTES {
            break;
        }
    }
    let base = format!("{agent}.{}.{}", rule.decision.outcome(), slug.trim_matches('-'));
    let mut id = base.clone();
    let mut n = 2;
    while !ids.insert(id.clone()) {
        id = format!("{base}-{n}");
        n += 1;
    }
    id
}

/// Long enough to be told apart by people.
const MAX_SLUG_BYTES: usize = 40;

fn toml(id: &str, rule: &Foreign, agent: &str, when: &[(&str, String)]) -> String {
    let condition: Vec<String> = when.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    let mut out = format!("[[rule]]\nid = {}\n", quoted(id));
    out.push_str(&format!("title = {}\n", quoted(&format!("From the rules of {agent}: {}", one_line(&rule.source)))));
    if rule.decision != Decision::Allow {
        let reason = rule.reason.clone().unwrap_or_else(|| format!("the rules taken over from {agent} name it"));
        out.push_str(&format!("reason = {}\n", quoted(&one_line(&reason))));
    }
    out.push_str(&format!("outcome = {}\n", quoted(rule.decision.outcome())));
    out.push_str(&format!("when = {{ {} }}\n", condition.join(", ")));
    if let About::Command { text, open } = &rule.about
        && !text.contains('*')
    {
        let other = if *open { format!("echo {text}") } else { format!("{text} --and-more") };
        out.push_str(&format!("match = {}\nnot_match = {}\n", words(&[text]), words(&[&other])));
    }
    out
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn words(list: &[&str]) -> String {
    format!("[{}]", list.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(", "))
}

/// A TOML text.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
