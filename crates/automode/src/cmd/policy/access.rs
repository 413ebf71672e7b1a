//! `automode policy access`: who may do what, for an access review: a row for each role, kind of work and resource, with what
//! is decided, and who said so where. As text, CSV, or a page.

use std::path::PathBuf;

use automode_contain::world::LiveWorld;
use automode_engine::inspect::rules;
use automode_engine::policy::rule::Given;
use automode_engine::policy::words::Verbs;
use automode_engine::policy::{Layer, Rule, Setting, When, join};
use automode_model::{Category, EnvLabel, PathClass, Place, Reversibility, Scope, Verb};
use clap::Args;

use crate::out::{self, Done};
use crate::policy::{self, Loaded};

/// Arguments of `policy access`.
#[derive(Args, Debug)]
pub struct Access {
    /// As comma-separated values
    #[arg(long, conflicts_with = "html")]
    csv: bool,
    /// As a page
    #[arg(long)]
    html: bool,
    /// The directory whose policy it is
    #[arg(long, value_name = "DIR")]
    cwd: Option<PathBuf>,
}

const HEAD: [&str; 8] = ["role", "members", "category", "resource", "decision", "by", "rule", "source"];

type Row = [String; 8];

/// The kind of work of a rule that is about a place and not about what is done there.
const ANY_WORK: &str = "(any)";

/// Prints the matrix.
pub fn run(args: &Access) -> Done {
    let cwd = super::super::check::absolute(args.cwd.as_deref())?;
    let loaded = policy::load(&LiveWorld::new(), &cwd);
    policy::report(&loaded);
    let rows = rows(&loaded);
    let text = match (args.csv, args.html) {
        (true, _) => as_csv(&rows),
        (_, true) => as_page(&rows, &loaded.policy.hash),
        _ => as_text(&rows),
    };
    out::print(&text)?;
    Ok(out::answer(loaded.mistakes.is_empty()))
}

/// Each role, and everybody else, with what holds for them: the category's setting, then every rule about it.
fn rows(loaded: &Loaded) -> Vec<Row> {
    let mut roles: Vec<(String, String)> =
        loaded.policy.roles.iter().map(|r| (r.name.to_owned(), members(&r.who))).collect();
    roles.push(("(everybody)".to_owned(), String::new()));
    let mut out = Vec::new();
    for (role, members) in &roles {
        for category in Category::ALL {
            let setting = loaded.policy.setting(*category);
            let (name, source) = (category.name(), source(loaded, &format!("category.{}.mode", category.name())));
            let rest = [role, members, name, "(anything else)", &mode(setting), setting.mode_by.name(), "", &source];
            out.push(rest.map(str::to_owned));
            let about = |r: &&Rule| about(&r.when, *category) && is_for(r, role);
            out.extend(all(loaded).filter(about).map(|rule| of_rule(loaded, role, members, name, rule)));
        }
        let of_places = |r: &&Rule| r.when.verb == Verbs::ANY && r.when.category.is_any() && is_for(r, role);
        out.extend(all(loaded).filter(of_places).map(|rule| of_rule(loaded, role, members, ANY_WORK, rule)));
    }
    out.dedup();
    out
}

fn all(loaded: &Loaded) -> impl Iterator<Item = &Rule> {
    rules::all().iter().chain(&loaded.policy.rules)
}

/// The row of a rule; whom it names itself stands in the place of the role's members.
fn of_rule(loaded: &Loaded, role: &str, of_role: &str, category: &str, rule: &Rule) -> Row {
    let own = members(&rule.who);
    let members = if own.is_empty() { of_role } else { &own };
    let source = source(loaded, &format!("rule.{}", rule.id));
    [role, members, category, &resource(rule), &said(rule), rule.layer.name(), rule.id, &source].map(str::to_owned)
}

/// File and line of a value; empty for the default pack.
fn source(loaded: &Loaded, key: &str) -> String {
    let fact = key.strip_prefix("rule.facts.").map(|fact| format!("facts.{}", fact.replace('-', "_")));
    let key = fact.as_deref().unwrap_or(key);
    let found = loaded.origins.iter().find(|o| o.key == key);
    found.map_or_else(String::new, |o| format!("{}:{}", o.file, o.line))
}

fn members(who: &automode_engine::policy::Who) -> String {
    let lists = [
        ("user", who.users),
        ("group", who.groups),
        ("agent", who.hosts),
        ("model", who.models),
        ("subagent", who.subagents),
    ];
    let some = lists.iter().filter(|(_, list)| !list.is_empty());
    some.map(|(key, list)| format!("{key}: {}", list.join(" "))).collect::<Vec<_>>().join("; ")
}

fn mode(setting: &Setting) -> String {
    let limit = if setting.threshold > 0 { format!(", {} % sure", setting.threshold) } else { String::new() };
    format!("{}{limit}, stage {}", setting.mode.name(), setting.stage.name())
}

/// Whether a rule is about a kind of work: by its categories, or by those of its verbs.
fn about(when: &When, category: Category) -> bool {
    let by_verb = when.verb == Verbs::ANY || when.verb.each().any(|v| v.category() == category);
    when.category.holds(category) && (!when.category.is_any() || by_verb && when.verb != Verbs::ANY)
}

/// Whether a rule is for this role: rules for everybody are told once, for everybody.
fn is_for(rule: &Rule, role: &str) -> bool {
    if role == "(everybody)" { rule.who.roles.is_empty() } else { rule.who.roles.contains(&role) }
}

/// What a rule is about: every condition that it sets.
fn resource(rule: &Rule) -> String {
    let mut text = conditions(&rule.when);
    for (word, when) in [("unless", &rule.unless), ("with", &rule.with)] {
        if let Some(when) = when {
            text = format!("{text}; {word} {}", conditions(when));
        }
    }
    if rule.given != Given::ALWAYS {
        text.push_str("; in the rule's circumstances");
    }
    text
}

fn conditions(when: &When) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut named = |key: &str, names: Vec<&str>| {
        if !names.is_empty() {
            parts.push(format!("{key} {}", names.join(" ")).trim().to_owned());
        }
    };
    let verbs = if when.verb == Verbs::ANY { Vec::new() } else { when.verb.each().map(Verb::name).collect() };
    named("", verbs);
    named("place", chosen(Place::ALL, when.place.is_any(), |p| when.place.holds(p), Place::name));
    named("class", chosen(PathClass::ALL, when.class.is_any(), |c| when.class.holds(c), PathClass::name));
    named("env", chosen(&ENVS, when.env.is_any(), |e| when.env.holds(e), EnvLabel::name));
    named("kind", when.kind.to_vec());
    named("program", when.program.to_vec());
    named("name", when.name.to_vec());
    for (facet, patterns) in when.facets {
        named(facet.name(), patterns.to_vec());
    }
    let flags = [
        ("forced", when.forced),
        ("local", when.local),
        ("tracked", when.tracked),
        ("created_here", when.created_here),
        ("exists", when.exists),
        ("understood", when.understood),
        ("has_secret", when.has_secret),
    ];
    for (key, flag) in flags {
        named(key, flag.map(|flag| if flag { "yes" } else { "no" }).into_iter().collect());
    }
    named("scope at least", when.scope_at_least.map(Scope::name).into_iter().collect());
    named("reversibility at least", when.reversibility_at_least.map(Reversibility::name).into_iter().collect());
    parts.join(", ")
}

const ENVS: [EnvLabel; 4] = [EnvLabel::Local, EnvLabel::Staging, EnvLabel::Production, EnvLabel::Unknown];

/// The words of a set; none where every word is meant.
fn chosen<T: Copy>(
    all: &[T],
    any: bool,
    holds: impl Fn(T) -> bool,
    name: impl Fn(T) -> &'static str,
) -> Vec<&'static str> {
    all.iter().filter(|_| !any).filter(|w| holds(**w)).map(|w| name(*w)).collect()
}

fn said(rule: &Rule) -> String {
    let lifts: Vec<&str> = rule.lifts.iter().map(|l| l.name()).collect();
    let unless = if lifts.is_empty() { String::new() } else { format!(", unless {}", lifts.join(" or ")) };
    format!("{}{unless}", join::said(rule))
}

fn as_text(rows: &[Row]) -> String {
    let line = |row: &Row| {
        let [role, _, category, resource, decision, by, rule, _] = row;
        format!("{role:20} {category:15} {decision:32} {by:9} {rule:32} {resource}\n")
    };
    rows.iter().filter(|row| row.get(5).is_none_or(|by| by != Layer::BuiltIn.name())).map(line).collect::<String>()
        + "\nthe default pack is in the --csv and --html forms\n"
}

fn as_csv(rows: &[Row]) -> String {
    let mut out = format!("{}\n", HEAD.join(","));
    for row in rows {
        out.push_str(&row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(","));
        out.push('\n');
    }
    out
}

/// Quoted; a cell that a spreadsheet would take for a formula begins with a quote mark of its own.
fn csv_cell(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

fn as_page(rows: &[Row], hash: &str) -> String {
    let cells = |row: &Row| row.iter().map(|c| format!("<td>{}</td>", escaped(c))).collect::<String>();
    let body: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))).collect();
    let head: String = HEAD.iter().map(|h| format!("<th>{h}</th>")).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>automode: access review</title>\n\
         <style>body{{font:14px sans-serif;margin:2em}}table{{border-collapse:collapse}}\
         td,th{{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top}}\
         th{{position:sticky;top:0;background:#eee}}</style>\n\
         <h1>Access review</h1>\n<p>Policy {}. Engine {}. A row with a rule wins over the row of its category; the strictest rule wins.</p>\n\
         <table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></html>\n",
        if hash.is_empty() { "of the default pack".to_owned() } else { format!("<code>{hash}</code>") },
        escaped(automode_engine::VERSION),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_inert() {
        assert_eq!(csv_cell("=1+\"x\""), "\"'=1+\"\"x\"\"\"");
        assert_eq!(escaped("<b>&\""), "&lt;b&gt;&amp;&quot;");
    }
}
