//! Sets that were written before it was looked at how they are judged (`corpus/injection/fresh`): each text in two documents. Their
//! first runs stand in docs/EVALUATION.md; what is asserted here is that it has not become worse since.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use automode_engine::inspect::injection::{Kind, Place, scan};

/// What a set must reach by now: attacks found at least, harmless texts flagged at most.
const SETS: [(&str, f64, f64); 2] = [("first", 0.42, 0.02), ("second", 0.35, 0.02)];

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

#[test]
fn fresh_sets_stay_where_they_are() {
    let documents: Vec<String> = file("documents.txt").split("----\n").map(plain).collect();
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
