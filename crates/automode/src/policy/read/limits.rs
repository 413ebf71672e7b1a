//! The parts of an `automode.toml` that limit autonomy as a whole: breakers, guardrails, personal data. Called by `read`.

use std::ops::Range;

use automode_engine::policy::guardrail::{DEFAULT_DAYS, day};
use automode_engine::policy::sheet::{At, Breaker, Sheet};
use automode_engine::policy::{Guardrail, Personal};

use super::cursor::{Cursor, Table};
use super::{GUARDRAIL, keys};

/// `[breakers]`: each limit within what makes sense; of the last so many no more than that many can have been stopped.
pub fn breakers(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    let Some(table) = cursor.table(top, "breakers") else { return };
    let names: Vec<&str> = Breaker::ALL.iter().map(|b| b.name()).collect();
    cursor.known(&table, "[breakers]", &names);
    for breaker in Breaker::ALL {
        if let Some(at) = cursor.count(&table, breaker.name(), 1..=breaker.limit()) {
            sheet.breakers.push((*breaker, at));
        }
    }
    let said = |b: Breaker| sheet.breakers.iter().find(|(have, _)| *have == b).map(|(_, at)| at.value);
    if let (Some(of_last), Some(last)) = (said(Breaker::OfLast), said(Breaker::Last))
        && of_last > last
    {
        let hint = "`of_last` counts stops among the `last` actions: make it the smaller number";
        cursor.wrong(&table, "of_last", format!("{of_last} of {last} actions can never be stopped"), hint);
    }
}

/// `[guardrail.NAME]`: what was looked at, and when.
pub fn guardrails(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    let Some(tables) = cursor.table(top, "guardrail") else { return };
    for (name, line) in cursor.names(&tables) {
        let Some(table) = cursor.table(&tables, name) else { continue };
        cursor.known(&table, "a guardrail", &keys(GUARDRAIL));
        let text = |cursor: &mut Cursor, key| cursor.text(&table, key).map_or("", |(at, _)| at.value);
        let (says, proof) = (text(cursor, "says"), text(cursor, "proof"));
        if proof.contains('*') {
            cursor.wrong(
                &table,
                "proof",
                format!("`{proof}` is a pattern"),
                "name one file or directory that is there",
            );
        }
        let days = cursor.count(&table, "days", 1..=3650).and_then(|at| u16::try_from(at.value).ok());
        let Some(checked) = checked(cursor, &table) else { continue };
        let layer = sheet.layer;
        let value = Guardrail { name, says, proof, checked, days: days.unwrap_or(DEFAULT_DAYS), layer };
        sheet.guardrails.push(At { value, line });
    }
}

fn checked(cursor: &mut Cursor, table: &Table) -> Option<u32> {
    let Some((at, _)) = cursor.text(table, "checked") else {
        cursor.wrong(table, "checked", "nobody says when it was checked", "write the day: checked = \"2026-11-20\"");
        return None;
    };
    let day = day(at.value);
    if day.is_none() {
        cursor.wrong(table, "checked", format!("`{}` is no day", at.value), "write it as \"2026-11-20\"");
    }
    day
}

/// `personal = ["mail", "iban"]`.
pub fn personal(cursor: &mut Cursor, top: &Table, sheet: &mut Sheet) {
    let known: Vec<&str> = Personal::ALL.iter().map(|p| p.name()).collect();
    for (word, span) in cursor.list(top, "personal") {
        match Personal::from_name(word.value) {
            Some(value) => sheet.personal.push(At { value, line: word.line }),
            None => cursor.unknown_word(&span, word.value, "is no kind of personal data", &known),
        }
    }
}

/// A name that may stand behind `guardrail.`.
pub fn named(cursor: &mut Cursor, span: &Range<usize>, name: &str) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(plain) {
        let hint = "use letters, digits and dashes, and declare it as [guardrail.NAME]";
        cursor.wrong_at(span, format!("`{name}` is no name of a guardrail"), hint);
    }
}
