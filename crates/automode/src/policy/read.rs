//! The text of an `automode.toml` into what it says. Every mistake is found in one go, each with its place; a file with a
//! mistake is not used at all, since half a policy is not what anybody wrote.

mod cursor;
pub mod hints;
mod limits;
pub mod rule;

use automode_engine::policy::sheet::{At, Fact, Pin, Sheet, Wish};
use automode_engine::policy::{Autonomy, Layer, Role, Stage};
use automode_model::Category;

use super::mistake::Mistake;
use cursor::{Cursor, Table};

/// Largest policy file; a thousand rules are some 300 KiB.
pub const MAX_BYTES: u64 = 1 << 20;

/// The keys of the file, for the schema, messages and documentation.
pub const TOP: &[(&str, &str)] = &[
    ("auto", "false switches automatic decisions off: everything but looking is asked about."),
    ("utc_offset", "What the clock of rules differs from UTC by, as \"+01:00\"."),
    ("pin", "Managed policy only: what no other layer may change."),
    ("facts", "Facts about the environment."),
    ("category", "How much is decided without a person, by kind of work."),
    ("breakers", "How many stops there may be before a person is asked."),
    ("guardrail", "What was looked at and holds: tests, a staging environment, a way back."),
    ("personal", "Personal data that is replaced in everything that is recorded."),
    ("role", "Names for who acts."),
    ("rule", "Typed rules."),
];

/// The keys of a category.
pub const CATEGORY: &[(&str, &str)] = &[
    ("mode", "How much is decided without a person."),
    ("confidence", "Understanding that is less sure than this (0–100) is asked about."),
    ("stage", "How far its adoption has come; the first two carry a mode."),
    ("needs", "Guardrails without which everything of this kind is asked about."),
];

/// The keys of a guardrail.
pub const GUARDRAIL: &[(&str, &str)] = &[
    ("says", "What holds, in words for people."),
    ("proof", "A file or directory that must be there: `/…`, `~/…`, or relative to the repository."),
    ("checked", "The day on which somebody looked, as \"2026-11-20\"."),
    ("days", "How many days that counts; 90 where nothing is said."),
];

/// The keys of a role.
pub const ROLE: &[(&str, &str)] = &[
    ("user", "Names of the system's users."),
    ("group", "Groups that the user is in: the system's, or those of /etc/automode/groups."),
    ("agent", "Coding agents, as on the command line of the hook."),
    ("model", "Models; `*` is a wildcard."),
    ("subagent", "Kinds of subagents; `-` is the main agent."),
];

/// What a file says, or everything that is wrong with it.
pub fn read(text: &str, file: &str, layer: Layer) -> Result<Sheet, Vec<Mistake>> {
    let mut cursor = Cursor::new(file, text);
    let Some(top) = cursor.parse() else { return Err(cursor.mistakes) };
    let mut sheet = Sheet::empty(layer, file);
    cursor.known(&top, "the file", &keys(TOP));
    if let Some(auto) = cursor.flag(&top, "auto") {
        sheet.auto = Some(auto);
    }
    sheet.utc_offset = utc_offset(&mut cursor, &top);
    pins(&mut cursor, &top, &mut sheet);
    facts(&mut cursor, &top, &mut sheet);
    categories(&mut cursor, &top, &mut sheet);
    limits::breakers(&mut cursor, &top, &mut sheet);
    limits::guardrails(&mut cursor, &top, &mut sheet);
    limits::personal(&mut cursor, &top, &mut sheet);
    roles(&mut cursor, &top, &mut sheet);
    rule::rules(&mut cursor, &top, &mut sheet);
    if cursor.mistakes.is_empty() { Ok(sheet) } else { Err(cursor.mistakes) }
}

/// The names of described keys.
pub fn keys(described: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    described.iter().map(|(key, _)| *key).collect()
}

fn utc_offset(cursor: &mut Cursor, top: &Table) -> Option<At<i16>> {
    let (at, _) = cursor.text(top, "utc_offset")?;
    let offset = minutes_of_offset(at.value);
    if offset.is_none() {
        cursor.wrong(top, "utc_offset", format!("`{}` is not an offset", at.value), "write \"+01:00\" or \"-05:30\"");
    }
    offset.map(|value| At { value, line: at.line })
}

fn minutes_of_offset(text: &str) -> Option<i16> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let fine = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    fine.then_some(sign * (hours * 60 + minutes))
}

/// Everything that can be pinned, as written.
pub fn pinnable() -> Vec<String> {
    Pin::all().map(Pin::name).collect()
}

fn pin_of(name: &str) -> Option<Pin> {
    Pin::all().find(|pin| pin.name() == name)
}

fn pins(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    for (name, span) in cursor.list(top, "pin") {
        match pin_of(name.value) {
            Some(value) => sheet.pins.push(At { value, line: name.line }),
            None => cursor.unknown_word(&span, name.value, "cannot be pinned", &pinnable()),
        }
    }
}

fn facts(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    let Some(table) = cursor.table(top, "facts") else { return };
    let known: Vec<&str> = Fact::ALL.iter().map(|f| f.name()).collect();
    cursor.known(&table, "[facts]", &known);
    for fact in Fact::ALL {
        sheet.emptied.extend(cursor.emptied(&table, fact.name()).map(|line| At { value: *fact, line }));
        for (at, span) in cursor.list(&table, fact.name()) {
            if at.value.trim_matches(['*', '.', '/']).is_empty() && fact.loosens() {
                let hint = "name the hosts, remotes or buckets; a pattern that takes everything trusts everybody";
                cursor.wrong_at(&span, format!("`{}` names everything", at.value), hint);
            } else {
                cursor.fits_something(&span, fact.name(), at.value);
            }
            sheet.facts.push((*fact, at));
        }
    }
}

fn categories(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    let Some(tables) = cursor.table(top, "category") else { return };
    let names: Vec<&str> = Category::ALL.iter().map(|c| c.name()).collect();
    cursor.known(&tables, "[category]", &names);
    for category in Category::ALL {
        let Some(table) = cursor.table(&tables, category.name()) else { continue };
        cursor.known(&table, "a category", &keys(CATEGORY));
        let modes: Vec<&str> = Autonomy::ALL.iter().map(|m| m.name()).collect();
        if let Some(mode) = cursor.word(&table, "mode", &modes, Autonomy::from_name) {
            sheet.categories.push((*category, Wish::Mode(mode)));
        }
        if let Some(at) = cursor.number(&table, "confidence", 0..=100) {
            sheet.categories.push((*category, Wish::Threshold(at)));
        }
        let stages: Vec<&str> = Stage::ALL.iter().map(|s| s.name()).collect();
        if let Some(stage) = cursor.word(&table, "stage", &stages, Stage::from_name) {
            sheet.categories.push((*category, Wish::Stage(stage)));
        }
        for (need, span) in cursor.list(&table, "needs") {
            limits::named(cursor, &span, need.value);
            sheet.categories.push((*category, Wish::Needs(need)));
        }
    }
}

fn roles(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    let Some(tables) = cursor.table(top, "role") else { return };
    for (name, line) in cursor.names(&tables) {
        let Some(table) = cursor.table(&tables, name) else { continue };
        cursor.known(&table, "a role", &keys(ROLE));
        let who = rule::who(cursor, &table);
        if who == automode_engine::policy::Who::ANYONE {
            cursor.wrong(
                &tables,
                name,
                format!("the role `{name}` is everybody's"),
                "say who has it: user, group, agent, model or subagent",
            );
        }
        sheet.roles.push(At { value: Role { name, who }, line });
    }
}

#[cfg(test)]
mod tests;
