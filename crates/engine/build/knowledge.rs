//! Knowledge files to static tables. See `knowledge/README.md` for the format.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use automode_model::{Scope, Verb};
use serde::Deserialize;

#[path = "packed.rs"]
mod packed;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    program: String,
    #[serde(default)]
    also: Vec<String>,
    about: String,
    checked: String,
    #[serde(default)]
    style: Option<String>,
    /// `@file` stands for the words in that file.
    #[serde(default)]
    responses: bool,
    /// A word with a dash behind an option with a value may be that value or the next option.
    #[serde(default)]
    dashed: bool,
    /// It takes beginnings of its commands' words.
    #[serde(default)]
    abbreviates: bool,
    form: Vec<Form>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default)]
    of: Vec<String>,
    #[serde(default)]
    does: Vec<String>,
    bare: Option<Vec<String>>,
    #[serde(default)]
    operands: Vec<String>,
    #[serde(default)]
    flags: String,
    #[serde(default)]
    values: String,
    #[serde(default)]
    optional: String,
    #[serde(default)]
    options: BTreeMap<String, OptionSpec>,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    lenient: bool,
    stdin: Option<String>,
    /// Standard input counts although an operand says what runs.
    #[serde(default)]
    fed: bool,
    #[serde(default)]
    stops_at_operand: bool,
    /// Its operands are whole folders, whatever the options say.
    scope: Option<String>,
    /// Whose the words behind `--` are: a form (`-- native`) or a program with its first words.
    behind: Option<String>,
    handler: Option<String>,
    #[serde(default)]
    tests: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OptionSpec {
    Role(String),
    Table(OptionTable),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct OptionTable {
    value: Option<String>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    does: Vec<String>,
    instead: Option<Vec<String>>,
    operands: Option<Vec<String>>,
    #[serde(default)]
    forced: bool,
    scope: Option<String>,
    #[serde(default)]
    dry: bool,
    #[serde(default)]
    code: bool,
    /// It takes two words; the role is that of the first.
    #[serde(default)]
    pair: bool,
    /// What comes behind it are operands.
    #[serde(default)]
    ends: bool,
    /// What a trial run does all the same: `read`, `run`.
    #[serde(default)]
    keeps: Vec<String>,
    /// Beside it no run is a trial.
    #[serde(default)]
    real: bool,
    /// What happens to its value stays in a trial run.
    #[serde(default)]
    always: bool,
    /// Effects that only some values have: patterns, separated by `|`, and effects.
    #[serde(default)]
    on: BTreeMap<String, Vec<String>>,
}

/// Behind this stand options beside which an option has effects.
const WITH: &str = "with:";

/// The effects of an option where there is no operand.
const BARE: &str = "bare:";

/// The tables for all files.
pub fn generate(files: &[(String, String)]) -> Result<String, String> {
    let mut names: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut programs, mut examples, mut shared) = (String::new(), String::new(), Shared::default());
    let mut count = 0;
    for (at, (file, text)) in files.iter().enumerate() {
        let named = |e: String| format!("knowledge/{file}: {e}");
        let table: toml::Table = toml::from_str(text).map_err(|e| named(e.to_string()))?;
        for (called, table) in members(table).map_err(named)? {
            let parsed: File = table.try_into().map_err(|e: toml::de::Error| named(e.to_string()))?;
            program(&parsed, &mut programs, &mut examples, &mut shared).map_err(named)?;
            let family = || std::iter::once(&parsed.program).chain(&parsed.also).cloned().collect();
            for name in called.map_or_else(family, |name| vec![name]) {
                if let Some((other, _)) = names.insert(name.clone(), (at, count)) {
                    let other = files.get(other).map_or("", |f| f.0.as_str());
                    return Err(format!("knowledge/{file}: `{name}` is already in {other}"));
                }
            }
            count += 1;
        }
    }
    let slots = slots(names.keys().map(String::as_str));
    let names: String = names.iter().map(|(n, (_, i))| format!("({n:?},{i}),")).collect();
    Ok(format!(
        "static OPTIONS: &[Opt] = &[{}];\nstatic MANNERS: &[Manner] = &[{}];\nstatic BEHIND: &[&str] = &[{}];\nstatic PROGRAMS: &[Program] = &[{programs}];\nstatic NAMES: &[(&str, u16)] = &[{names}];\nstatic SLOTS: &[u16] = &{slots:?};\nstatic EXAMPLES: Packed = {};\n",
        shared.options.written,
        shared.manners.written,
        shared.behind.written,
        packed::written(&examples)
    ))
}

/// The lists of an option's names in a form that changes nothing.
const LISTS: [&str; 3] = ["flags", "values", "optional"];

/// The family of a file, and each member that has forms of its own (`only`) as a program for itself, under its name.
fn members(mut family: toml::Table) -> Result<Vec<(Option<String>, toml::Table)>, String> {
    let forms = match family.remove("form") {
        Some(toml::Value::Array(forms)) => forms,
        _ => return Err("no forms".into()),
    };
    let (mut own, mut shared) = (Vec::new(), Vec::new());
    for mut form in forms {
        let only = texts(&form, "only");
        match form.as_table_mut().and_then(|f| f.remove("only")) {
            Some(_) => own.push((only, form)),
            None => shared.push(form),
        }
    }
    let mut names: Vec<String> = own.iter().flat_map(|(only, _)| only.clone()).collect();
    names.sort();
    names.dedup();
    let mut out = Vec::new();
    for name in names {
        let also = family.get_mut("also").and_then(toml::Value::as_array_mut);
        let found = also.and_then(|a| a.iter().position(|n| n.as_str() == Some(&name)).map(|at| a.remove(at)));
        found.ok_or(format!("`only` names `{name}`, which is not in `also`"))?;
        out.push(name);
    }
    let with = |forms: Vec<toml::Value>| {
        let mut table = family.clone();
        table.insert("form".into(), toml::Value::Array(forms));
        table
    };
    let mut all = vec![(None, with(shared.clone()))];
    for name in out {
        let own = own.iter().filter(|(only, _)| only.contains(&name));
        let forms = own.fold(untested(&shared), |forms, (_, f)| instead(forms, f));
        all.push((Some(name), with(forms)));
    }
    Ok(all)
}

/// The forms that a member shares: their examples are the family's.
fn untested(shared: &[toml::Value]) -> Vec<toml::Value> {
    let mut forms = shared.to_vec();
    forms.iter_mut().filter_map(toml::Value::as_table_mut).for_each(|f| drop(f.remove("tests")));
    forms
}

/// The forms with a member's own form: laid over the shared one of the same path, which loses that path, or in addition.
fn instead(forms: Vec<toml::Value>, own: &toml::Value) -> Vec<toml::Value> {
    let mine = texts(own, "of");
    let (mut out, mut made) = (Vec::new(), None);
    for mut form in forms {
        let paths = texts(&form, "of");
        let left: Vec<String> = paths.iter().filter(|p| !mine.contains(p)).cloned().collect();
        let same = left.len() < paths.len() || paths.is_empty() && mine.is_empty();
        if same && made.is_none() {
            made = Some(laid_over(&form, own));
        }
        if same && let Some(table) = form.as_table_mut() {
            table.insert("of".into(), left.iter().map(|p| toml::Value::from(p.as_str())).collect::<Vec<_>>().into());
        }
        if !same || !left.is_empty() {
            out.push(form);
        }
    }
    out.push(made.unwrap_or_else(|| own.clone()));
    out
}

/// A form with the keys of another in place of its own; of its options only those stay that the other does not name.
fn laid_over(form: &toml::Value, own: &toml::Value) -> toml::Value {
    let empty = toml::Table::new();
    let (mut out, own) = (form.as_table().cloned().unwrap_or_default(), own.as_table().unwrap_or(&empty));
    let lists = |key: &&str| own.get(*key).and_then(toml::Value::as_str).unwrap_or("").to_owned();
    let options = own.get("options").and_then(toml::Value::as_table).unwrap_or(&empty);
    let named: Vec<String> = LISTS.iter().map(lists).chain(options.keys().cloned()).collect();
    let named: Vec<&str> = named.iter().flat_map(|names| names.split_whitespace()).collect();
    let rest = |names: &str| names.split_whitespace().filter(|n| !named.contains(n)).collect::<Vec<_>>().join(" ");
    for key in LISTS {
        let theirs = out.get(key).and_then(toml::Value::as_str).map(rest).unwrap_or_default();
        out.insert(key.into(), format!("{theirs} {}", lists(&key)).into());
    }
    let theirs = out.get("options").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let theirs = theirs.into_iter().map(|(names, spec)| (rest(&names), spec)).filter(|(names, _)| !names.is_empty());
    let all: toml::Table = theirs.chain(options.clone()).collect();
    out.insert("options".into(), toml::Value::Table(all));
    let other = own.iter().filter(|(key, _)| !LISTS.contains(&key.as_str()) && *key != "options");
    out.extend(other.map(|(key, value)| (key.clone(), value.clone())));
    toml::Value::Table(out)
}

/// The texts in a list of a form.
fn texts(form: &toml::Value, key: &str) -> Vec<String> {
    let list = form.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    list.filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

/// What many forms have in common: written once, and named by its number.
#[derive(Default)]
struct Shared {
    /// What options mean, but for their names: of eight thousand some seven hundred differ.
    options: Table,
    /// What forms do, but for their options.
    manners: Table,
    /// Whose the words behind `--` are.
    behind: Table,
}

/// Expressions, each once.
#[derive(Default)]
struct Table {
    numbers: BTreeMap<String, u16>,
    written: String,
}

impl Table {
    /// The number of this expression.
    fn number(&mut self, expression: String) -> Result<u16, String> {
        if let Some(number) = self.numbers.get(&expression) {
            return Ok(*number);
        }
        let number = u16::try_from(self.numbers.len()).map_err(|_| "too many kinds of options or forms".to_owned())?;
        let _ = write!(self.written, "{expression},");
        self.numbers.insert(expression, number);
        Ok(number)
    }
}

/// An open hash table over the names: 1 + the index of a name, or 0; the same function as `knowledge::slot`. Of equal
/// names the first is found.
fn slots<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Vec<usize> {
    let size = (names.len() * 3 / 2 + 1).next_power_of_two();
    let mut table = vec![0; size];
    for (i, name) in names.enumerate() {
        let hash = name.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        let mut at = hash as usize % size;
        while table.get(at).is_some_and(|t| *t != 0) {
            at = (at + 1) % size;
        }
        if let Some(free) = table.get_mut(at) {
            *free = i + 1;
        }
    }
    table
}

fn program(file: &File, out: &mut String, examples: &mut String, shared: &mut Shared) -> Result<(), String> {
    let style = match file.style.as_deref() {
        None | Some("gnu") => "Gnu",
        Some("long-exact") => "LongExact",
        Some("single-dash") => "SingleDash",
        Some("key-value") => "KeyValue",
        Some("raw") => "Raw",
        Some(other) => return Err(format!("style `{other}` is none of gnu, long-exact, single-dash, key-value, raw")),
    };
    let roots: Vec<&Form> = file.form.iter().filter(|f| f.of.is_empty()).collect();
    if roots.len() > 1 {
        return Err("more than one form without `of`".into());
    }
    let empty = Form::default();
    let one_dash = style == "SingleDash";
    let top = roots.first().copied().unwrap_or(&empty);
    let root = form(top, top, one_dash, shared)?;
    let (mut forms, mut paths) = (String::new(), Vec::new());
    let mut tests = Vec::new();
    for f in &file.form {
        let at = f.of.first().map_or("the program's own form", String::as_str);
        for t in &f.tests {
            if !t.contains('→') {
                return Err(format!("test `{t}` of {at} has no →"));
            }
            tests.push(t.as_str());
        }
        if !f.of.is_empty() {
            let _ = write!(forms, "{},", form(f, top, one_dash, shared).map_err(|e| format!("form `{at}`: {e}"))?);
            let number = paths.last().map_or(0, |(form, _): &(u16, String)| form + 1);
            paths.extend(f.of.iter().map(|path| (number, path.split_whitespace().collect::<Vec<_>>().join(" "))));
        }
    }
    if tests.is_empty() {
        return Err("no tests".into());
    }
    // One text for all programs: a table of their parts would be as large as they are.
    let described = [&file.program, &file.about, &file.checked].map(String::as_str);
    let _ = write!(examples, "{}\u{1e}{}\u{1d}", described.join("\u{1e}"), tests.join("\u{1e}"));
    let _ = writeln!(
        out,
        "Program{{name:{:?},style:Style::{style},responses:{},dashed:{},abbreviates:{},root:{root},forms:&[{forms}],words:b\"{}\"}},",
        file.program,
        file.responses,
        file.dashed,
        file.abbreviates,
        words(&paths)?.escape_ascii()
    );
    Ok(())
}

/// The paths of all forms by their first letters; see `knowledge::Program::words`.
fn words(paths: &[(u16, String)]) -> Result<Vec<u8>, String> {
    let mut groups: BTreeMap<u8, Vec<u8>> = BTreeMap::new();
    for (form, path) in paths {
        let len = u8::try_from(path.len()).map_err(|_| format!("the path `{path}` is too long"))?;
        let first = path.bytes().next().ok_or("an empty path")?;
        let group = groups.entry(first).or_default();
        group.extend(form.to_le_bytes());
        group.push(len);
        group.extend(path.bytes());
    }
    let mut out = Vec::new();
    for (first, group) in groups {
        let len = u16::try_from(group.len()).map_err(|_| "too many paths with the same first letter".to_owned())?;
        out.push(first);
        out.extend(len.to_le_bytes());
        out.extend(group);
    }
    Ok(out)
}

fn form(f: &Form, top: &Form, one_dash: bool, shared: &mut Shared) -> Result<String, String> {
    let mut seen: Vec<&str> = Vec::new();
    for names in names(f) {
        claim(&mut seen, names)?;
    }
    beside(f, |name| seen.contains(&name) || names(top).any(|names| names.split_whitespace().any(|n| n == name)))?;
    let spellings = spellings(f, one_dash)?;
    let mut options = Vec::new();
    for (key, spec) in &f.options {
        let number = option(spec).and_then(|meaning| shared.options.number(meaning));
        options.push(number.map_err(|e| format!("option `{key}`: {e}"))?);
    }
    let plain: Vec<usize> = spellings.lines.iter().skip(f.options.len()).map(|line| line.start).collect();
    let manner = manner(f, &mut shared.behind)?;
    let manner = shared.manners.number(manner)?;
    Ok(format!(
        "Form{{spellings:{:?},plain:{plain:?},slots:&{:?},patterns:{},options:&{options:?},manner:{manner}}}",
        spellings.text,
        spellings.slots,
        seen.iter().any(|name| name.ends_with('*')),
    ))
}

/// The names of all options of a form, list by list.
fn names(f: &Form) -> impl Iterator<Item = &String> {
    f.options.keys().chain([&f.flags, &f.values, &f.optional])
}

/// The options that others name behind [`WITH`] are some.
fn beside(f: &Form, is_known: impl Fn(&str) -> bool) -> Result<(), String> {
    let tables = f.options.iter().filter_map(|(key, spec)| match spec {
        OptionSpec::Table(table) => Some((key, table)),
        OptionSpec::Role(_) => None,
    });
    for (key, table) in tables {
        let named = table.on.keys().filter_map(|patterns| patterns.strip_prefix(WITH)).flat_map(str::split_whitespace);
        if let Some(name) = named.into_iter().find(|name| !is_known(name)) {
            return Err(format!("option `{key}`: `{WITH}{name}` names no option of this form"));
        }
    }
    Ok(())
}

/// What a form does, but for its options.
fn manner(f: &Form, behind: &mut Table) -> Result<String, String> {
    let behind = match &f.behind {
        Some(whose) => behind.number(format!("{whose:?}"))? + 1,
        None => 0,
    };
    Ok(format!(
        "Manner{{does:{},bare:{},operands:&{},open:{},lenient:{},stdin:{},fed:{},stops_at_operand:{},scope:{},behind:{},handler:{}}}",
        verbs(&f.does)?,
        optional(f.bare.as_deref().map(verbs).transpose()?),
        operands(&f.operands)?,
        f.open,
        f.lenient,
        referred(f.stdin.as_deref().map(role).transpose()?),
        f.fed,
        f.stops_at_operand,
        optional(scope(f.scope.as_deref())?.map(|s| format!("Scope::{s:?}"))),
        behind,
        optional(f.handler.as_deref().map(|name| format!("{name:?}"))),
    ))
}

/// All names of a form's options; see `knowledge::Form`.
struct Spellings {
    text: String,
    /// Of each option, and of the three kinds that change nothing.
    lines: Vec<std::ops::Range<usize>>,
    /// The hash table from each name to where it stands.
    slots: Vec<usize>,
}

fn spellings(f: &Form, one_dash: bool) -> Result<Spellings, String> {
    let (mut text, mut lines, mut starts, mut names) = (String::new(), Vec::new(), Vec::new(), Vec::new());
    for line in f.options.keys().chain([&f.flags, &f.values, &f.optional]) {
        let from = text.len();
        for name in line.split_whitespace() {
            starts.push(text.len() + 1);
            names.push(if one_dash { name.trim_start_matches('-') } else { name });
            let _ = write!(text, "{name} ");
        }
        lines.push(from..text.trim_end_matches(' ').len());
        text.push('\n');
    }
    if text.len() > usize::from(u16::MAX) {
        return Err("too many options".into());
    }
    let found = |slot: usize| slot.checked_sub(1).and_then(|at| starts.get(at)).copied().unwrap_or(0);
    let slots = if names.is_empty() { Vec::new() } else { slots(names.into_iter()) };
    Ok(Spellings { text, lines, slots: slots.into_iter().map(found).collect() })
}

fn claim<'a>(seen: &mut Vec<&'a str>, names: &'a str) -> Result<(), String> {
    for name in names.split_whitespace() {
        if !name.starts_with(['-', '+', '/']) && !name.ends_with('=') {
            return Err(format!("option `{name}` neither starts with -, + or / nor ends with ="));
        }
        if seen.contains(&name) {
            return Err(format!("option `{name}` is listed twice"));
        }
        seen.push(name);
    }
    Ok(())
}

fn scope(name: Option<&str>) -> Result<Option<Scope>, String> {
    name.map(|s| Scope::from_name(s).ok_or(format!("scope `{s}` is not known"))).transpose()
}

/// What an option means, without its names.
fn option(spec: &OptionSpec) -> Result<String, String> {
    let role_only;
    let t = match spec {
        OptionSpec::Role(r) => {
            role_only = OptionTable { value: Some(r.clone()), ..OptionTable::default() };
            &role_only
        }
        OptionSpec::Table(t) => t,
    };
    let arg = match (&t.value, t.optional) {
        (None, false) => "No",
        (Some(_), false) => "Required",
        (_, true) => "Attached",
    };
    let scope = scope(t.scope.as_deref())?;
    let by_value = |patterns: &String| !patterns.starts_with(WITH) && patterns != BARE;
    if (t.pair || t.on.keys().any(by_value)) && t.value.is_none() {
        return Err("`pair` and `on` are about a value, and it takes none".into());
    }
    let mut on = String::new();
    for (patterns, effects) in &t.on {
        if patterns.strip_prefix(WITH).is_some_and(|names| names.is_empty() || names.contains("  ")) {
            return Err(format!("`{patterns}`: behind `{WITH}` stand names of options, with one blank between"));
        }
        if patterns.contains("[!") {
            return Err(format!("`{patterns}`: a pattern knows `*` and nothing else"));
        }
        if patterns.starts_with("anycase:") && patterns.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(format!("`{patterns}`: what minds no case is written in lower case"));
        }
        let _ = write!(on, "({patterns:?},{}),", verbs(effects)?);
    }
    Ok(format!(
        "Opt{{names:Names(\"\"),arg:Arg::{arg},value:{},does:{},instead:{},operands:{},forced:{},scope:{},dry:{},code:{},pair:{},ends:{},trial:{},on:&[{}]}}",
        t.value.as_deref().map_or(Ok("Role::Text".to_owned()), role)?,
        verbs(&t.does)?,
        optional(t.instead.as_deref().map(verbs).transpose()?),
        referred(t.operands.as_deref().map(operands).transpose()?),
        t.forced,
        optional(scope.map(|s| format!("Scope::{s:?}"))),
        t.dry,
        t.code,
        t.pair,
        t.ends,
        trial(t)?,
        on,
    ))
}

/// What an option means for a trial run, as the bits of `knowledge::trial`.
fn trial(t: &OptionTable) -> Result<u8, String> {
    if !t.keeps.is_empty() && !t.dry {
        return Err("`keeps` says what a trial run does all the same, and without `dry` it is none".into());
    }
    if t.dry && (t.real || t.always) {
        return Err("`dry` makes a trial run; `real` and `always` are for the options beside it".into());
    }
    let mut bits = if t.real { 4 } else { 0 } | if t.always { 8 } else { 0 };
    for verb in &t.keeps {
        bits |= match verb.as_str() {
            "read" => 1,
            "run" => 2,
            other => return Err(format!("`keeps` is of `read` and `run`, not `{other}`")),
        };
    }
    Ok(bits)
}

fn optional(text: Option<String>) -> String {
    text.map_or("None".to_owned(), |t| format!("Some({t})"))
}

fn referred(text: Option<String>) -> String {
    optional(text.map(|t| format!("&{t}")))
}

fn verbs(names: &[String]) -> Result<String, String> {
    let list: Result<String, String> = names.iter().map(|n| Ok(format!("{},", verb(n)?))).collect();
    Ok(format!("&[{}]", list?))
}

fn verb(name: &str) -> Result<String, String> {
    let v = Verb::from_name(name).ok_or(format!("verb `{name}` is not known (see crates/model/src/verb.rs)"))?;
    Ok(format!("Verb::{}", v.variant()))
}

fn operands(list: &[String]) -> Result<String, String> {
    let (mut head, mut rest, mut tail) = (String::new(), None, String::new());
    for item in list {
        if let Some(repeated) = item.strip_suffix("...") {
            if rest.replace(role(repeated)?).is_some() {
                return Err("more than one repeating operand".into());
            }
        } else if rest.is_none() {
            let _ = write!(head, "{},", role(item)?);
        } else {
            let _ = write!(tail, "{},", role(item)?);
        }
    }
    Ok(format!("Operands{{head:&[{head}],rest:{},tail:&[{tail}]}}", optional(rest)))
}

fn role(text: &str) -> Result<String, String> {
    if let Some((before, other)) = text.rsplit_once('|') {
        return parts(before, other).map_err(|e| format!("role `{text}`: {e}"));
    }
    Ok(match text {
        "text" => "Role::Text".to_owned(),
        "cd" => "Role::Cd".to_owned(),
        "command" => "Role::Command".to_owned(),
        "shell" => "Role::Shell".to_owned(),
        "assign" => "Role::Assign".to_owned(),
        "git-config" => "Role::GitConfig".to_owned(),
        "package" => "Role::Package".to_owned(),
        "archive-out" => "Role::ArchiveOut".to_owned(),
        _ => return composed(text),
    })
}

/// A word of parts: `PATTERN ROLE|PATTERN ROLE|ROLE`.
fn parts(before: &str, other: &str) -> Result<String, String> {
    let mut out = String::new();
    for (pattern, what) in before.split('|').map(|part| part.split_once(' ').unwrap_or((part, ""))) {
        if pattern.is_empty() || what.is_empty() {
            return Err("each part but the last is a pattern, a blank and a role".into());
        }
        let _ = write!(out, "({pattern:?},{}),", part(what)?);
    }
    Ok(format!("Role::Parts(&[{out}(\"\",{})])", part(other)?))
}

/// The role of a part: what needs the words behind it, or gives its name to what the form does, is no part of a word.
fn part(text: &str) -> Result<String, String> {
    let whole = text == "command" || ["script:", "task:", "name:"].iter().any(|lead| text.starts_with(lead));
    if whole || text == "package" { Err(format!("`{text}` is no role of a part")) } else { role(text) }
}

fn composed(text: &str) -> Result<String, String> {
    for (prefix, kind) in [("code:", "Code"), ("script:", "Script"), ("task:", "Task")] {
        if let Some(what) = text.strip_prefix(prefix) {
            return Ok(format!("Role::{kind}({what:?})"));
        }
    }
    let (first, target) = text.split_once(' ').unwrap_or((text, ""));
    if let Some(kind) = text.strip_prefix("name:") {
        return Ok(named("None", kind));
    }
    if first == "copy-end" {
        return Ok(format!("Role::CopyEnd({})", verb(target)?));
    }
    let v = verb(first)?;
    Ok(match target {
        "" | "path" => format!("Role::Path({v})"),
        "url" => format!("Role::Url({v})"),
        "host" => format!("Role::Host({v})"),
        _ => match target.strip_prefix("name:") {
            Some(kind) => named(&format!("Some({v})"), kind),
            None => return Err(format!("role `{text}` is not known")),
        },
    })
}

fn named(verb: &str, kind: &str) -> String {
    match kind.strip_prefix("env:") {
        Some(kind) => format!("Role::Named({verb},{kind:?},true)"),
        None => format!("Role::Named({verb},{kind:?},false)"),
    }
}
