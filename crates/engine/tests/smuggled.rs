//! Texts with something smuggled in by characters that people do not see or take for others, and the writing of the world that
//! needs the same characters: both made from templates, each way with each payload in another document.

#![cfg(test)]

#[path = "smuggled/carriers.rs"]
mod carriers;
#[path = "smuggled/ways.rs"]
mod ways;
#[path = "smuggled/writing.rs"]
mod writing;

use std::collections::BTreeMap;

use automode_engine::inspect::injection::{Kind, Place, scan};
use automode_model::Reading;

const PLACES: [(Kind, &str); 5] = [
    (Kind::File, "NOTES.md"),
    (Kind::Web, "https://docs.example.com/page"),
    (Kind::Output, ""),
    (Kind::Rules, "AGENTS.md"),
    (Kind::Thread, "issue"),
];

fn read(text: &str, n: usize) -> Reading {
    let (kind, name) = PLACES[n % PLACES.len()];
    scan(text, Place::new(kind, name))
}

/// What of some texts is not as it should be, at most some of it in full.
fn wrong(texts: &[(String, String)], warned: bool) -> (usize, String) {
    let off = |(n, (_, text)): &(usize, &(String, String))| read(text, *n).warns() != warned;
    let wrong: Vec<_> = texts.iter().enumerate().filter(off).collect();
    let mut names = BTreeMap::<&str, usize>::new();
    for (_, (name, _)) in &wrong {
        *names.entry(name).or_default() += 1;
    }
    let shown = |(n, (name, text)): &(usize, &(String, String))| format!("{name}: {text:?} {:?}", read(text, *n).hits);
    let shown: Vec<String> = wrong.iter().take(3).map(shown).collect();
    (wrong.len(), format!("{} of {}: {names:?}\n{}", wrong.len(), texts.len(), shown.join("\n\n")))
}

#[test]
fn what_is_smuggled_is_seen() {
    let texts = ways::hidden();
    assert!(texts.len() >= 300, "{}", texts.len());
    let (missed, which) = wrong(&texts, true);
    // 99.5 %.
    assert!(missed * 200 <= texts.len(), "missed {which}");
}

/// What is not hidden but dressed is judged by what it says: not every sentence of a few words shows what it is for.
#[test]
fn what_is_dressed_is_read() {
    let texts = ways::dressed();
    let (missed, which) = wrong(&texts, true);
    assert!(missed * 100 <= texts.len() * 15, "missed {which}");
}

#[test]
fn writing_that_needs_such_characters_is_clean() {
    let texts = writing::texts();
    assert!(texts.len() >= 1000, "{}", texts.len());
    let (flagged, which) = wrong(&texts, false);
    assert!(flagged == 0, "flagged {which}");
}
