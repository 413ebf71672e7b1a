//! `automode policy docs`: the book's pages about the default rules and about the keys of policy files, made from what the
//! program goes by. A test holds that the committed pages are fresh.

use std::fmt::Write as _;

use automode_engine::decide::consent::wording;
use automode_engine::inspect::rules;
use automode_engine::policy::sheet::{Breaker, Fact};
use automode_engine::policy::words::Verbs;
use automode_engine::policy::{Autonomy, Facet, Personal, Rule, Stage, When};
use automode_model::{Category, Lift, PathClass, Place, Verb};
use clap::{Args, ValueEnum};

use crate::out::{self, Done};
use crate::policy::example;
use crate::policy::read::rule::{GIVEN, Key, RULE, WHEN};
use crate::policy::read::{CATEGORY, GUARDRAIL, ROLE, TOP};

/// Arguments of `policy docs`.
#[derive(Args, Debug)]
pub struct Docs {
    /// Which page
    #[arg(value_enum)]
    page: Page,
}

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Page {
    /// The default rules: docs/book/src/rules.md
    Rules,
    /// The keys of policy files: docs/book/src/policy-reference.md
    Keys,
}

/// Prints a page.
pub fn run(args: &Docs) -> Done {
    out::print(&page(args.page))?;
    Ok(out::answer(true))
}

/// A page's text.
pub fn page(page: Page) -> String {
    match page {
        Page::Rules => rules_page(),
        Page::Keys => keys_page(),
    }
}

fn rules_page() -> String {
    let mut out = String::from(
        "# The default rules\n\n<!-- made by `automode policy docs rules`; change policy/*.toml instead -->\n\n\
         These are always in force. A rule can only tighten; what it says stands unless one of the things under *answered by*\n\
         is there. What no rule speaks about is decided by [risk and authorization](how-it-decides.md).\n",
    );
    let mut family = "";
    for rule in rules::all() {
        let own = rule.id.split('.').next().unwrap_or(rule.id);
        if own != family {
            family = own;
            let _ = write!(out, "\n## {family}\n");
        }
        out.push_str(&of_rule(rule));
    }
    out
}

fn of_rule(rule: &Rule) -> String {
    let mut out = format!("\n### {}\n`{}` · **{}**", rule.title, rule.id, rule.outcome.name());
    if !rule.tags.is_empty() {
        let _ = write!(out, " · {}", rule.tags.join(", "));
    }
    let said = words_for(rule);
    let lifts: Vec<String> =
        rule.lifts.iter().map(|l| lift(*l).to_owned() + if *l == Lift::Named { &said } else { "" }).collect();
    let answered = if lifts.is_empty() { "nothing".to_owned() } else { lifts.join("; ") };
    let _ = write!(
        out,
        "\n\nStopped because {}. Instead: {}.\n\n- about: {}\n- answered by: {answered}\n",
        rule.reason,
        rule.remedy,
        about(&rule.when)
    );
    if let Some(unless) = &rule.unless {
        let _ = writeln!(out, "- not about: {}", about(unless));
    }
    if let Some(with) = &rule.with {
        let _ = writeln!(out, "- only together with: {}", about(with));
    }
    let _ = writeln!(out, "- speaks about: {}", codes(rule.matches));
    let _ = writeln!(out, "- is silent about: {}", codes(rule.not_matches));
    out
}

/// What the user could say to the rule's first example that has words of its own.
fn words_for(rule: &Rule) -> String {
    let said = |command: &&&str| {
        let said = wording::of(&example::actions(command), command);
        (!said.is_empty() && !said.iter().any(|s| s.starts_with("run `"))).then_some(said)
    };
    let found = rule.matches.iter().find_map(|command| said(&command));
    found.map_or_else(String::new, |said| format!(" (*{}*)", said.join(", ")))
}

fn lift(lift: Lift) -> &'static str {
    match lift {
        Lift::Named => "the user's own words that name the operation and its target",
        Lift::Approved => "a one-time approval of this very action",
        Lift::Managed => "the administrator's policy",
    }
}

fn codes(list: &[&str]) -> String {
    list.iter().map(|c| format!("``{}``", c.replace('\n', "⏎"))).collect::<Vec<_>>().join(", ")
}

/// A condition in words.
fn about(when: &When) -> String {
    let mut parts = Vec::new();
    let mut part = |key: &str, words: Vec<&str>| {
        if !words.is_empty() {
            parts.push(format!("{key} {}", words.join(", ")));
        }
    };
    if when.verb != Verbs::ANY {
        part("verb", when.verb.each().map(Verb::name).collect());
    }
    let of = |all: bool, words: Vec<&'static str>| if all { Vec::new() } else { words };
    part("category", of(when.category.is_any(), named(Category::ALL, |c| when.category.holds(c), Category::name)));
    part("place", of(when.place.is_any(), named(Place::ALL, |p| when.place.holds(p), Place::name)));
    part("class", of(when.class.is_any(), named(PathClass::ALL, |c| when.class.holds(c), PathClass::name)));
    part("kind", when.kind.to_vec());
    part("program", when.program.to_vec());
    part("name", when.name.to_vec());
    let envs =
        [automode_model::EnvLabel::Production, automode_model::EnvLabel::Staging, automode_model::EnvLabel::Local];
    part("environment", of(when.env.is_any(), named(&envs, |e| when.env.holds(e), automode_model::EnvLabel::name)));
    let flags = [
        ("forced", when.forced),
        ("on this machine", when.local),
        ("in git", when.tracked),
        ("made in this session", when.created_here),
        ("existing", when.exists),
        ("understood", when.understood),
        ("with a secret in its words", when.has_secret),
    ];
    for (word, flag) in flags {
        part(if flag == Some(false) { "not" } else { "" }, flag.map(|_| word).into_iter().collect());
    }
    part("scope at least", when.scope_at_least.map(|s| s.name()).into_iter().collect());
    part("reversibility at least", when.reversibility_at_least.map(|s| s.name()).into_iter().collect());
    let exposure = when.exposure_at_least.map(|x| x.to_string());
    part("exposure of data at least", exposure.as_deref().into_iter().collect());
    parts.iter().map(|p| p.trim()).collect::<Vec<_>>().join(" · ")
}

fn named<T: Copy>(all: &[T], holds: impl Fn(T) -> bool, name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().filter(|w| holds(**w)).map(|w| name(*w)).collect()
}

fn keys_page() -> String {
    let mut out = String::from(
        "# Keys of policy files\n\n<!-- made by `automode policy docs keys`; change crates/automode/src/policy/read.rs instead -->\n\n\
         The same file format in each layer. [Policy](policy.md) explains how to use it.\n",
    );
    table(&mut out, "The file", TOP.iter().map(|(k, d)| (*k, *d)));
    table(&mut out, "`[facts]`", Fact::ALL.iter().map(|f| (f.name(), f.doc())));
    table(&mut out, "`[category.NAME]`", CATEGORY.iter().map(|(k, d)| (*k, *d)));
    table(&mut out, "Modes", Autonomy::ALL.iter().map(|m| (m.name(), m.doc())));
    table(&mut out, "Stages", Stage::ALL.iter().map(|s| (s.name(), s.doc())));
    table(&mut out, "Categories", Category::ALL.iter().map(|c| (c.name(), "")));
    table(&mut out, "`[breakers]`", Breaker::ALL.iter().map(|b| (b.name(), b.doc())));
    table(&mut out, "`[guardrail.NAME]`", GUARDRAIL.iter().map(|(k, d)| (*k, *d)));
    table(&mut out, "`personal`", Personal::ALL.iter().map(|p| (p.name(), p.doc())));
    table(&mut out, "`[role.NAME]`, and `who` of a rule (there also `role`)", ROLE.iter().map(|(k, d)| (*k, *d)));
    table(&mut out, "`[[rule]]`", RULE.iter().map(plain));
    table(
        &mut out,
        "`when`, `unless`, `with`",
        WHEN.iter().map(plain).chain(Facet::ALL.iter().map(|f| (f.name(), f.doc()))),
    );
    table(&mut out, "`given`", GIVEN.iter().map(plain));
    table(&mut out, "Verbs", Verb::ALL.iter().map(|v| (v.name(), v.doc())));
    out
}

fn plain((key, _, doc): &Key) -> (&'static str, &'static str) {
    (*key, *doc)
}

fn table<'a>(out: &mut String, title: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    let _ = write!(out, "\n## {title}\n\n| word | meaning |\n|---|---|\n");
    for (word, meaning) in rows {
        let _ = writeln!(out, "| `{word}` | {} |", meaning.replace('|', "\\|"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pages_are_fresh() {
        for (which, file) in [(Page::Rules, "rules.md"), (Page::Keys, "policy-reference.md")] {
            let path = format!("{}/../../docs/book/src/{file}", env!("CARGO_MANIFEST_DIR"));
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(committed == page(which), "{file} is stale: automode policy docs … > docs/book/src/{file}");
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/automode.schema.json");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        let fresh = format!("{:#}\n", crate::policy::schema::schema());
        assert!(committed == fresh, "stale: automode policy schema > docs/automode.schema.json");
    }
}
