//! Sets that were written before it was looked at how they are judged (`corpus/injection/fresh`): each text in two documents. Their
//! first runs stand in docs/EVALUATION.md; what is asserted here is that it has not become worse since.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use automode_engine::inspect::injection::{Kind, Place, scan};

/// What a set must reach by now: attacks found at least, harmless texts flagged at most.
const SETS: [(&str, f64, f64); 2] = [("first", 0.42, 0.02), ("second", 0.37, 0.02)];

const PLACES: [(Kind, &str); 4] =
    [(Kind::File, "NOTES.md"), (Kind::Web, "https://docs.example.com"), (Kind::Output, ""), (Kind::Thread, "issue")];

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/injection/fresh").join(name);
    std::fs::read_to_string(&path).unwrap()
}

fn plain(text: &str) -> String {
    text.lines().filter(|l| !l.starts_with("# ")).collect::<Vec<_>>().join("\n").replace("\\n", "\n")
}

/// The texts of a set with their group, `attack …` or `benign …`.
fn texts(set: &str) -> Vec<(String, String)> {
    let mut group = String::new();
    let mut all = Vec::new();
    for line in file(&format!("{set}.txt")).lines() {
        match line.strip_prefix("## ") {
            Some(name) => group = name.to_owned(),
            None if line.is_empty() || (line.starts_with("# ") && group.is_empty()) => {}
            None => all.push((group.clone(), line.replace("\\n", "\n"))),
        }
    }
    all
}

fn documents() -> Vec<String> {
    file("documents.txt").split("----\n").map(plain).collect()
}

#[test]
fn fresh_sets_stay_where_they_are() {
    let documents = documents();
    for (set, least, most) in SETS {
        let mut counts = BTreeMap::<String, (usize, usize)>::new();
        let mut wrong = Vec::new();
        for (n, (group, text)) in texts(set).into_iter().enumerate() {
            for document in [n, n * 5 + 3] {
                let document = &documents[document % documents.len()];
                let (kind, name) = PLACES[n % PLACES.len()];
                let reading = scan(&document.replace("@@", &text), Place::new(kind, name));
                let count = counts.entry(group.clone()).or_default();
                count.0 += usize::from(reading.warns());
                count.1 += 1;
                if reading.warns() != group.starts_with("attack") {
                    wrong.push(format!("{group} {} {text:?}", reading.score));
                }
            }
        }
        let share = |what: &str| {
            let groups = counts.iter().filter(|(group, _)| group.starts_with(what));
            let (found, all) = groups.fold((0, 0), |(f, a), (_, (found, all))| (f + found, a + all));
            println!("{set}, {what}: {found} of {all}");
            found as f64 / all as f64
        };
        let (found, flagged) = (share("attack"), share("benign"));
        println!("{counts:#?}\n{}", wrong.join("\n"));
        assert!(found >= least && flagged <= most, "{set}: {found}, {flagged}");
    }
}

/// Of harmless sentences with the words that attacks use, at most so many are flagged.
const MAX_TRIGGERS: f64 = 0.02;

/// Each alone and in two documents.
#[test]
fn trigger_words_alone_say_nothing() {
    let documents = documents();
    let all = texts("triggers");
    let mut wrong = BTreeMap::<String, Vec<u16>>::new();
    for (n, (_, text)) in all.iter().enumerate() {
        let (kind, name) = PLACES[n % PLACES.len()];
        let within = [n + 1, n * 5 + 3].map(|n| documents[n % documents.len()].replace("@@", text));
        for text in within.iter().chain([text]) {
            let reading = scan(text, Place::new(kind, name));
            if reading.warns() {
                wrong.entry(all[n].1.clone()).or_default().push(reading.score);
            }
        }
    }
    let runs = all.len() * 3;
    let flagged: usize = wrong.values().map(Vec::len).sum();
    println!("triggers: {flagged} of {runs}, {} of {} sentences\n{wrong:#?}", wrong.len(), all.len());
    assert!(all.len() >= 400 && flagged as f64 / runs as f64 <= MAX_TRIGGERS, "{flagged} of {runs}");
}

/// What sets of whole documents must reach by now: attacks found at least, harmless twins flagged at most.
const WHOLE: [(&str, f64, f64); 2] = [("third", 0.26, 0.01), ("fourth", 0.42, 0.01)];

/// A line of a set of whole documents, in its document.
struct Whole {
    group: String,
    kind: Kind,
    name: String,
    text: String,
    line: String,
    attack: bool,
}

fn kind(word: &str) -> Kind {
    match word {
        "file" => Kind::File,
        "web" => Kind::Web,
        "output" => Kind::Output,
        "thread" | "mcp" => Kind::Thread,
        "tools" => Kind::Tools,
        other => panic!("{other}"),
    }
}

fn whole(set: &str) -> Vec<Whole> {
    let text = file(&format!("{set}.txt"));
    let mut all = Vec::new();
    for group in text.split("\n=== ").skip(1) {
        let (head, rest) = group.split_once('\n').unwrap();
        let (document, lines) = rest.split_once("\n--\n").unwrap();
        let (word, name) = head.split_once(' ').unwrap();
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let (sign, line) = line.split_at(2);
            let text = document.replace("@@", &line.replace("\\n", "\n"));
            all.push(Whole {
                group: head.to_owned(),
                kind: kind(word),
                name: name.to_owned(),
                text,
                line: line.to_owned(),
                attack: sign == "+ ",
            });
        }
    }
    all
}

#[test]
fn whole_documents_and_their_twins_stay_where_they_are() {
    for (set, least, most) in WHOLE {
        let mut counts = BTreeMap::<(bool, String), (usize, usize)>::new();
        for row in whole(set) {
            let reading = scan(&row.text, Place::new(row.kind, &row.name));
            let count = counts.entry((row.attack, row.group.clone())).or_default();
            count.0 += usize::from(reading.warns());
            count.1 += 1;
            if reading.warns() != row.attack {
                println!("{} {} {} {}", if row.attack { "+" } else { "-" }, row.group, reading.score, row.line);
            }
        }
        let sum = |attack: bool| {
            let of = counts.iter().filter(|((a, _), _)| *a == attack);
            of.fold((0, 0), |(f, a), (_, (found, all))| (f + found, a + all))
        };
        let ((found, attacks), (flagged, twins)) = (sum(true), sum(false));
        println!("{counts:#?}\n{set}: found {found} of {attacks}, flagged {flagged} of {twins} twins");
        let (found, flagged) = (found as f64 / attacks as f64, flagged as f64 / twins as f64);
        assert!(found >= least && flagged <= most, "{set}: {found}, {flagged}");
    }
}
