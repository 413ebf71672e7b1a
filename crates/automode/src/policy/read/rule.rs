//! A typed rule of a file: its keys, and what they mean. The keys stand in tables that the schema and the documentation
//! are made from, too.

use automode_engine::inspect::rules;
use automode_engine::policy::rule::{Given, Rule, Texts, When, Who};
use automode_engine::policy::sheet::{At, Sheet};
use automode_engine::policy::words::{Categories, Classes, Envs, Places, Stages, Verbs};
use automode_engine::policy::{Facet, Layer, Stage};
use automode_model::{
    Authorization, Category, EnvLabel, Lift, Outcome, PathClass, Place, Reversibility, Risk, Scope, Verb,
};

use super::cursor::{Cursor, Table};

/// What the value of a key is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Some of these words.
    Words(fn() -> Vec<String>),
    /// One of these words.
    Word(fn() -> Vec<String>),
    /// Texts, in which `*` is a wildcard.
    Patterns,
    /// A text.
    Text,
    /// Yes or no.
    Flag,
    /// A whole number up to this.
    Number(u8),
    /// A condition on an effect.
    When,
    /// Who acts.
    Who,
    /// Circumstances.
    Given,
}

/// A key with its kind and what it means.
pub type Key = (&'static str, Kind, &'static str);

/// The keys of a rule.
pub const RULE: &[Key] = &[
    ("id", Kind::Text, "Its name in messages and in the ledger, stable: `team.no-friday-deploys`."),
    ("title", Kind::Text, "One line for people."),
    ("reason", Kind::Text, "A clause that goes on from \"stopped because\"."),
    ("remedy", Kind::Text, "A permitted way."),
    ("outcome", Kind::Word(outcomes), "What it says; `hard` is a denial that nothing lifts."),
    (
        "lifts",
        Kind::Words(lifts),
        "Evidence that answers it: the user's words, a one-time approval, the administrator.",
    ),
    ("tags", Kind::Patterns, "Tags of standards."),
    ("who", Kind::Who, "Whom it is about."),
    ("when", Kind::When, "The effect that it is about; every key that is set must hold, in a list one entry suffices."),
    ("unless", Kind::When, "Not these effects."),
    ("with", Kind::When, "Only where the same event has another effect like this."),
    ("given", Kind::Given, "Only in these circumstances."),
    ("match", Kind::Patterns, "Commands that it must speak about: `automode policy test` runs them."),
    ("not_match", Kind::Patterns, "Commands that it must be silent about."),
];

/// The keys of a condition besides the facets.
pub const WHEN: &[Key] = &[
    ("verb", Kind::Words(verbs), "What happens; `db.*` stands for all that begin so."),
    ("category", Kind::Words(categories), "The kind of work."),
    ("place", Kind::Words(places), "Where the path lies."),
    ("class", Kind::Words(classes), "What the path is."),
    ("env", Kind::Words(envs), "The target's environment."),
    ("kind", Kind::Patterns, "The kind of named target, as `automode explain` shows it."),
    ("program", Kind::Patterns, "The program, exactly."),
    ("scope_at_least", Kind::Word(scopes), "How much is touched."),
    ("reversibility_at_least", Kind::Word(reversibilities), "What it takes to undo."),
    ("forced", Kind::Flag, "A safety question of the tool is switched off."),
    ("local", Kind::Flag, "The target is this machine."),
    ("tracked", Kind::Flag, "Git has the file's present content."),
    ("created_here", Kind::Flag, "This session made it."),
    ("exists", Kind::Flag, "It exists."),
    ("understood", Kind::Flag, "It is understood."),
    ("has_secret", Kind::Flag, "The words hold a secret."),
    ("exposure_at_least", Kind::Number(3), "How private the data is, 0–3."),
];

/// The keys of circumstances.
pub const GIVEN: &[Key] = &[
    ("risk_at_least", Kind::Word(risks), "The effect's risk."),
    ("risk_at_most", Kind::Word(risks), "The effect's risk."),
    ("reversibility", Kind::Number(3), "At least this much in this dimension of the risk."),
    ("blast_radius", Kind::Number(3), "At least this much in this dimension of the risk."),
    ("data_exposure", Kind::Number(3), "At least this much in this dimension of the risk."),
    ("compliance", Kind::Number(3), "At least this much in this dimension of the risk."),
    ("visibility", Kind::Number(3), "At least this much in this dimension of the risk."),
    ("authorization_at_least", Kind::Word(authorizations), "Who asked for it, by evidence."),
    ("authorization_at_most", Kind::Word(authorizations), "Who asked for it, by evidence."),
    ("confidence_below", Kind::Number(100), "The understanding is less sure than this."),
    ("confidence_at_least", Kind::Number(100), "The understanding is at least this sure."),
    ("tainted", Kind::Flag, "The session has read a text that tried to steer it."),
    ("stage", Kind::Words(stages), "The stage of the effect's category."),
    ("days", Kind::Words(days), "Days of the week."),
    ("from", Kind::Text, "From this time of the day, as \"08:00\"."),
    ("to", Kind::Text, "To this time of the day; before `from` it is over midnight."),
];

/// The days of the week, Monday first.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const OUTCOMES: [Outcome; 5] = [Outcome::Note, Outcome::Contain, Outcome::Ask, Outcome::Deny, Outcome::Hard];
const LIFTS: [Lift; 3] = [Lift::Named, Lift::Approved, Lift::Managed];
const RISKS: [Risk; 4] = [Risk::Low, Risk::Medium, Risk::High, Risk::Critical];
const AUTHORIZATIONS: [Authorization; 4] =
    [Authorization::None, Authorization::Implied, Authorization::Named, Authorization::Approved];
const SCOPES: [Scope; 4] = [Scope::One, Scope::Many, Scope::Tree, Scope::All];
const REVERSIBILITIES: [Reversibility; 4] =
    [Reversibility::Nothing, Reversibility::Regenerable, Reversibility::Checkpointable, Reversibility::Irreversible];
const ENVS: [EnvLabel; 4] = [EnvLabel::Local, EnvLabel::Staging, EnvLabel::Production, EnvLabel::Unknown];

fn owned<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|w| name(*w).to_owned()).collect()
}

/// The words of `outcome`.
pub fn outcomes() -> Vec<String> {
    std::iter::once("allow".to_owned()).chain(owned(&OUTCOMES, Outcome::name)).collect()
}
/// The words of `lifts`.
pub fn lifts() -> Vec<String> {
    owned(&LIFTS, Lift::name)
}
/// The words of `verb`: each verb, and each family.
pub fn verbs() -> Vec<String> {
    let mut words = owned(Verb::ALL, Verb::name);
    let mut families: Vec<String> =
        Verb::ALL.iter().filter_map(|v| v.name().split_once('.').map(|(f, _)| format!("{f}.*"))).collect();
    families.dedup();
    words.extend(families);
    words
}
/// The words of `category`.
pub fn categories() -> Vec<String> {
    owned(Category::ALL, Category::name)
}
/// The words of `place`.
pub fn places() -> Vec<String> {
    owned(Place::ALL, Place::name)
}
/// The words of `class`.
pub fn classes() -> Vec<String> {
    owned(PathClass::ALL, PathClass::name)
}
/// The words of `env`.
pub fn envs() -> Vec<String> {
    owned(&ENVS, EnvLabel::name)
}
/// The words of `scope_at_least`.
pub fn scopes() -> Vec<String> {
    owned(&SCOPES, Scope::name)
}
/// The words of `reversibility_at_least`.
pub fn reversibilities() -> Vec<String> {
    owned(&REVERSIBILITIES, Reversibility::name)
}
/// The words of `risk_at_least`.
pub fn risks() -> Vec<String> {
    owned(&RISKS, Risk::name)
}
/// The words of `authorization_at_least`.
pub fn authorizations() -> Vec<String> {
    owned(&AUTHORIZATIONS, Authorization::name)
}
/// The words of `stage`.
pub fn stages() -> Vec<String> {
    owned(Stage::ALL, Stage::name)
}
/// The words of `days`.
pub fn days() -> Vec<String> {
    DAYS.iter().map(|d| (*d).to_owned()).collect()
}

fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|(name, ..)| *name).collect()
}

/// Every rule of the file.
pub fn rules(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    for table in cursor.tables(top, "rule") {
        let line = cursor.line_of(&table);
        let Some(value) = rule(cursor, &table, sheet.layer) else { continue };
        if sheet.rules.iter().any(|r| r.value.id == value.id) {
            cursor.wrong(&table, "id", format!("the rule `{}` stands twice", value.id), "give each rule its own id");
        }
        sheet.rules.push(At { value, line });
    }
}

fn rule(cursor: &mut Cursor, table: &Table, layer: Layer) -> Option<Rule> {
    cursor.known(table, "a rule", &names(RULE));
    let id = id(cursor, table);
    let said = cursor.word(table, "outcome", &as_strs(&outcomes()), outcome_of);
    if !cursor.has(table, "outcome") {
        cursor.wrong(table, "outcome", "the rule has no `outcome`", "say allow, note, contain, ask, deny or hard");
    }
    let text = |cursor: &mut Cursor, key| cursor.text(table, key).map(|(at, _)| at.value);
    let (title, reason, remedy) = (text(cursor, "title"), text(cursor, "reason"), text(cursor, "remedy"));
    let when = condition(cursor, table, "when");
    if when.is_none() {
        cursor.wrong(table, "when", "the rule has no `when`", "say what it is about: when = { verb = [\"vcs.push\"] }");
    }
    let (grants, outcome) = said.map_or((false, Outcome::Deny), |at| at.value);
    let rule = Rule {
        id: id?,
        title: title.unwrap_or(id?),
        reason: reason.unwrap_or("a rule of the policy is about it"),
        remedy: remedy.unwrap_or("ask the user to name this action and its target"),
        outcome,
        grants,
        layer,
        lifts: lifts_of(cursor, table, grants, outcome),
        tags: cursor.texts(table, "tags"),
        who: who_of(cursor, table),
        when: when?,
        unless: condition(cursor, table, "unless"),
        with: condition(cursor, table, "with"),
        given: given_of(cursor, table),
        matches: cursor.texts(table, "match"),
        not_matches: cursor.texts(table, "not_match"),
    };
    if grants {
        allows_something(cursor, table, &rule);
    }
    Some(rule)
}

fn as_strs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

fn outcome_of(name: &str) -> Option<(bool, Outcome)> {
    if name == "allow" { Some((true, Outcome::Note)) } else { Outcome::from_name(name).map(|o| (false, o)) }
}

fn id(cursor: &mut Cursor, table: &Table) -> Option<&'static str> {
    let Some((at, span)) = cursor.text(table, "id") else {
        cursor.wrong(table, "id", "the rule has no `id`", "give it a stable name: id = \"team.no-friday-deploys\"");
        return None;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if at.value.is_empty() || !at.value.chars().all(plain) {
        cursor.wrong_at(&span, format!("`{}` is no id", at.value), "use letters, digits, dots and dashes");
    }
    let reserved = ["facts.", "policy.", "risk.", "understand.", "taint.", "anomaly."];
    if rules::all().iter().any(|r| r.id == at.value) || reserved.iter().any(|p| at.value.starts_with(p)) {
        cursor.wrong_at(&span, format!("the id `{}` is taken", at.value), "begin it with a word of your own: `team.…`");
    }
    Some(at.value)
}

/// A rule that allows everything, or everything of a program, allows what nobody thought of.
fn allows_something(cursor: &mut Cursor, table: &Table, rule: &Rule) {
    let when = &rule.when;
    if when.verb == Verbs::ANY && when.category.is_any() {
        let hint =
            "name the verbs or categories that it allows: when = { verb = [\"vcs.push\"], branch = [\"topic/*\"] }";
        cursor.wrong(table, "when", "a rule that allows must say what", hint);
    }
}

fn lifts_of(cursor: &mut Cursor, table: &Table, grants: bool, outcome: Outcome) -> &'static [Lift] {
    let mut lifts = cursor.words(table, "lifts", &lifts(), Lift::from_name);
    if !lifts.is_empty() && (grants || outcome == Outcome::Hard) {
        let what = if grants { "a rule that allows" } else { "a hard rule" };
        cursor.wrong(table, "lifts", format!("{what} cannot be lifted"), "leave `lifts` out");
    }
    if !cursor.has(table, "lifts") && !grants {
        // What asks is answered by whoever is asked; what denies is not, unless it says so.
        return if outcome <= Outcome::Ask { &[Lift::Named, Lift::Approved] } else { &[] };
    }
    lifts.sort_unstable();
    lifts.dedup();
    lifts.leak()
}

fn who_of(cursor: &mut Cursor, table: &Table) -> Who {
    let Some(inner) = cursor.table(table, "who") else { return Who::ANYONE };
    let mut known = super::keys(super::ROLE);
    known.push("role");
    cursor.known(&inner, "`who`", &known);
    Who { roles: cursor.texts(&inner, "role"), ..who(cursor, &inner) }
}

/// Who acts, without roles.
pub fn who(cursor: &mut Cursor, table: &Table) -> Who {
    Who {
        users: cursor.texts(table, "user"),
        groups: cursor.texts(table, "group"),
        hosts: cursor.texts(table, "agent"),
        models: cursor.texts(table, "model"),
        subagents: cursor.texts(table, "subagent"),
        roles: &[],
    }
}

fn condition(cursor: &mut Cursor, table: &Table, key: &str) -> Option<When> {
    let inner = cursor.table(table, key)?;
    let mut known = names(WHEN);
    known.extend(Facet::ALL.iter().map(|f| f.name()));
    cursor.known(&inner, &format!("`{key}`"), &known);
    let before = cursor.mistakes.len();
    let when = when(cursor, &inner);
    if when == When::ANYTHING && cursor.mistakes.len() == before {
        cursor.wrong(table, key, format!("`{key}` says nothing"), "name a verb, a category or a target");
    }
    Some(when)
}

fn when(cursor: &mut Cursor, t: &Table) -> When {
    let verb_of = |n: &str| Some(Verbs::named(n)).filter(|v| *v != Verbs::ANY);
    let found = cursor.words(t, "verb", &verbs(), verb_of);
    let categories = cursor.words(t, "category", &categories(), Category::from_name);
    let places = cursor.words(t, "place", &places(), Place::from_name);
    let classes = cursor.words(t, "class", &classes(), PathClass::from_name);
    let envs = cursor.words(t, "env", &envs(), EnvLabel::from_name);
    When {
        verb: Verbs(found.iter().fold(0, |all, v| all | v.0)),
        category: categories.into_iter().fold(Categories::ANY, Categories::and),
        place: places.into_iter().fold(Places::ANY, Places::and),
        class: classes.into_iter().fold(Classes::ANY, Classes::and),
        env: envs.into_iter().fold(Envs::ANY, Envs::and),
        kind: cursor.texts(t, "kind"),
        program: cursor.texts(t, "program"),
        name: &[],
        facets: facets(cursor, t),
        scope_at_least: one(cursor, t, "scope_at_least", &scopes(), Scope::from_name),
        reversibility_at_least: one(cursor, t, "reversibility_at_least", &reversibilities(), Reversibility::from_name),
        forced: flag(cursor, t, "forced"),
        local: flag(cursor, t, "local"),
        tracked: flag(cursor, t, "tracked"),
        created_here: flag(cursor, t, "created_here"),
        exists: flag(cursor, t, "exists"),
        understood: flag(cursor, t, "understood"),
        has_secret: flag(cursor, t, "has_secret"),
        exposure_at_least: cursor.number(t, "exposure_at_least", 0..=3).map(|at| at.value),
    }
}

fn one<T>(cursor: &mut Cursor, t: &Table, key: &str, known: &[String], find: impl Fn(&str) -> Option<T>) -> Option<T> {
    cursor.word(t, key, &as_strs(known), find).map(|at| at.value)
}

fn flag(cursor: &mut Cursor, t: &Table, key: &str) -> Option<bool> {
    cursor.flag(t, key).map(|at| at.value)
}

fn facets(cursor: &mut Cursor, table: &Table) -> &'static [(Facet, Texts)] {
    let mut out = Vec::new();
    for facet in Facet::ALL {
        let patterns = cursor.texts(table, facet.name());
        if !patterns.is_empty() {
            out.push((*facet, patterns));
        }
    }
    out.leak()
}

fn given_of(cursor: &mut Cursor, table: &Table) -> Given {
    let Some(t) = cursor.table(table, "given") else { return Given::ALWAYS };
    cursor.known(&t, "`given`", &names(GIVEN));
    let dimension = |cursor: &mut Cursor, key| cursor.number(&t, key, 0..=3).map_or(0, |at| at.value);
    let stages = cursor.words(&t, "stage", &stages(), Stage::from_name);
    let day = |name: &str| DAYS.iter().position(|d| *d == name);
    Given {
        risk_at_least: one(cursor, &t, "risk_at_least", &risks(), Risk::from_name),
        risk_at_most: one(cursor, &t, "risk_at_most", &risks(), Risk::from_name),
        dimensions_at_least: ["reversibility", "blast_radius", "data_exposure", "compliance", "visibility"]
            .map(|key| dimension(cursor, key)),
        authorization_at_least: one(cursor, &t, "authorization_at_least", &authorizations(), Authorization::from_name),
        authorization_at_most: one(cursor, &t, "authorization_at_most", &authorizations(), Authorization::from_name),
        confidence_below: cursor.number(&t, "confidence_below", 0..=100).map(|at| at.value),
        confidence_at_least: cursor.number(&t, "confidence_at_least", 0..=100).map(|at| at.value),
        tainted: flag(cursor, &t, "tainted"),
        stages: stages.into_iter().fold(Stages::ANY, Stages::and),
        days: cursor.words(&t, "days", &days(), day).into_iter().fold(0, |all, d| all | 1 << d),
        minutes: times(cursor, &t),
    }
}

fn times(cursor: &mut Cursor, table: &Table) -> (u16, u16) {
    let mut read = |key: &str| {
        let (at, span) = cursor.text(table, key)?;
        let minutes = minute_of(at.value);
        if minutes.is_none() {
            cursor.wrong_at(&span, format!("`{}` is no time of the day", at.value), "write it as \"08:30\"");
        }
        minutes
    };
    let (from, to) = (read("from"), read("to"));
    match (from, to) {
        (None, None) => (0, 0),
        (from, to) => (from.unwrap_or(0), to.unwrap_or(24 * 60)),
    }
}

fn minute_of(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
