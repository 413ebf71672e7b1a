//! The default rule pack (`policy/*.toml`) to static tables. See `policy/README.md` for the format.

use std::collections::BTreeSet;

use automode_model::{Category, EnvLabel, Lift, Outcome, PathClass, Place, Reversibility, Scope, Verb};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    title: String,
    reason: String,
    remedy: String,
    outcome: String,
    #[serde(default)]
    lifts: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    when: When,
    unless: Option<When>,
    with: Option<When>,
    #[serde(default)]
    given: Given,
    #[serde(rename = "match")]
    matches: Vec<String>,
    not_match: Vec<String>,
}

/// The circumstances that the pack needs; files of users have more.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Given {
    risk_at_least: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct When {
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    category: Vec<String>,
    #[serde(default)]
    place: Vec<String>,
    #[serde(default)]
    class: Vec<String>,
    #[serde(default)]
    env: Vec<String>,
    #[serde(default)]
    kind: Vec<String>,
    #[serde(default)]
    program: Vec<String>,
    #[serde(default)]
    name: Vec<String>,
    #[serde(default)]
    host: Vec<String>,
    #[serde(default)]
    command: Vec<String>,
    scope_at_least: Option<String>,
    reversibility_at_least: Option<String>,
    forced: Option<bool>,
    local: Option<bool>,
    tracked: Option<bool>,
    created_here: Option<bool>,
    exists: Option<bool>,
    understood: Option<bool>,
    has_secret: Option<bool>,
    exposure_at_least: Option<u8>,
}

/// The table for all files.
pub fn generate(files: &[(String, String)]) -> Result<String, String> {
    let (mut out, mut verbs_of) = (String::new(), String::new());
    let mut ids = BTreeSet::new();
    for (file, text) in files {
        let parsed: File = toml::from_str(text).map_err(|e| format!("policy/{file}: {e}"))?;
        for r in &parsed.rule {
            if !ids.insert(r.id.clone()) {
                return Err(format!("policy/{file}: rule `{}` stands twice", r.id));
            }
            let named = |e| format!("policy/{file}: rule `{}`: {e}", r.id);
            out.push_str(&rule(r).map_err(named)?);
            verbs_of.push_str(&format!("Verbs({}),", verbs(&r.when.verb).map_err(named)?));
        }
    }
    Ok(format!("static RULES: &[Rule] = &[{out}];\nstatic VERBS: &[Verbs] = &[{verbs_of}];\n"))
}

fn rule(r: &Rule) -> Result<String, String> {
    if r.matches.is_empty() || r.not_match.is_empty() {
        return Err("needs `match` and `not_match` examples".into());
    }
    let outcome = Outcome::from_name(&r.outcome).ok_or(format!("outcome `{}` is not known", r.outcome))?;
    if outcome == Outcome::Hard && !r.lifts.is_empty() {
        return Err("a hard rule cannot be lifted".into());
    }
    let lifts: Result<BTreeSet<Lift>, String> =
        r.lifts.iter().map(|l| Lift::from_name(l).ok_or(format!("lift `{l}` is not known"))).collect();
    let lifts: String = lifts?.iter().map(|l| format!("Lift::{l:?},")).collect();
    Ok(format!(
        "Rule{{id:{:?},title:{:?},reason:{:?},remedy:{:?},outcome:Outcome::{outcome:?},grants:false,layer:Layer::BuiltIn,lifts:&[{lifts}],tags:&{:?},who:Who::ANYONE,when:{},unless:{},with:{},given:{},matches:&{:?},not_matches:&{:?}}},\n",
        r.id,
        r.title,
        r.reason,
        r.remedy,
        r.tags,
        when(&r.when)?,
        opt(r.unless.as_ref().map(when).transpose()?),
        opt(r.with.as_ref().map(when).transpose()?),
        given(&r.given)?,
        r.matches,
        r.not_match
    ))
}

fn opt<T: ToString>(v: Option<T>) -> String {
    v.map_or("None".to_owned(), |v| format!("Some({})", v.to_string()))
}

fn given(g: &Given) -> Result<String, String> {
    let risk = named(g.risk_at_least.as_deref(), "risk", |n| {
        automode_model::Risk::from_name(n).map(|r| format!("automode_model::Risk::{r:?}"))
    })?;
    Ok(format!("Given{{risk_at_least:{},..Given::ALWAYS}}", opt(risk)))
}

/// The parts of a target that the pack asks for.
fn facets(w: &When) -> String {
    let parts = [("Host", &w.host), ("Command", &w.command)];
    let some = parts.iter().filter(|(_, list)| !list.is_empty());
    some.map(|(facet, list)| format!("(crate::policy::Facet::{facet},&{list:?}),")).collect()
}

fn when(w: &When) -> Result<String, String> {
    let scope = named(w.scope_at_least.as_deref(), "scope", |n| {
        Scope::from_name(n).map(|s| format!("automode_model::Scope::{s:?}"))
    })?;
    let rev = named(w.reversibility_at_least.as_deref(), "reversibility", |n| {
        Reversibility::from_name(n).map(|s| format!("automode_model::Reversibility::{s:?}"))
    })?;
    Ok(format!(
        "When{{verb:Verbs({}),category:Categories({}),place:Places({}),class:Classes({}),env:Envs({}),kind:&{:?},program:&{:?},name:&{:?},facets:&[{}],scope_at_least:{},reversibility_at_least:{},forced:{:?},local:{:?},tracked:{:?},created_here:{:?},exists:{:?},understood:{:?},has_secret:{:?},exposure_at_least:{:?}}}",
        verbs(&w.verb)?,
        bits(&w.category, "category", |n| Category::from_name(n).map(|c| c as u32))?,
        bits(&w.place, "place", |n| Place::from_name(n).map(|c| c as u32))?,
        bits(&w.class, "class", |n| PathClass::from_name(n).map(|c| c as u32))?,
        bits(&w.env, "env", |n| EnvLabel::from_name(n).map(|c| c as u32))?,
        w.kind,
        w.program,
        w.name,
        facets(w),
        opt(scope),
        opt(rev),
        w.forced,
        w.local,
        w.tracked,
        w.created_here,
        w.exists,
        w.understood,
        w.has_secret,
        w.exposure_at_least
    ))
}

/// Verbs as bits, where `db.*` stands for all that begin with `db.`.
fn verbs(names: &[String]) -> Result<u128, String> {
    let mut out = 0;
    for n in names {
        let hits: Vec<&Verb> = match n.strip_suffix('*') {
            Some(prefix) => Verb::ALL.iter().filter(|v| v.name().starts_with(prefix)).collect(),
            None => Verb::from_name(n).and_then(|v| Verb::ALL.iter().find(|x| **x == v)).into_iter().collect(),
        };
        if hits.is_empty() {
            return Err(format!("verb `{n}` is not known"));
        }
        out |= hits.iter().fold(0u128, |all, v| all | 1 << (**v as u32));
    }
    Ok(out)
}

/// Words of the model as bits, in the order of their declaration.
fn bits(names: &[String], what: &str, find: impl Fn(&str) -> Option<u32>) -> Result<u32, String> {
    names.iter().try_fold(0, |all, n| find(n).map(|bit| all | 1 << bit).ok_or(format!("{what} `{n}` is not known")))
}

fn named(name: Option<&str>, what: &str, find: impl Fn(&str) -> Option<String>) -> Result<Option<String>, String> {
    name.map(|n| find(n).ok_or(format!("{what} `{n}` is not known"))).transpose()
}
