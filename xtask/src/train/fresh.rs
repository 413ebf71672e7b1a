//! The sets that were written before anybody looked at how they are judged (`corpus/injection/fresh`), for `--evaluate`: what
//! weights that saw none of them find. Nothing is learned from them.

use std::path::Path;

use automode_engine::inspect::injection::{Kind, Place};

use super::doc::Doc;
use super::fit::{Weights, score};
use crate::run::Result;

/// Whole documents: a place, a document, and what stands in it.
const WHOLE: [&str; 2] = ["third", "fourth"];
/// Passages that are put into the documents of `documents.txt`.
const PASSAGES: [&str; 3] = ["first", "second", "triggers"];

const PLACES: [(Kind, &str); 4] =
    [(Kind::File, "NOTES.md"), (Kind::Web, "https://docs.example.com"), (Kind::Output, ""), (Kind::Thread, "issue")];

/// Every text of the sets; its source is the set's name, its category the group, its id the line.
pub fn read(dir: &Path) -> Result<Vec<Doc>> {
    let file = |name: &str| {
        let path = dir.join(format!("{name}.txt"));
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    let documents = file("documents")?;
    let documents: Vec<String> = documents.split("----\n").map(plain).collect();
    let mut docs = Vec::new();
    for set in WHOLE {
        whole(set, &file(set)?, &mut docs);
    }
    for set in PASSAGES {
        passages(set, &file(set)?, &documents, &mut docs);
    }
    Ok(docs)
}

fn plain(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n").replace("\\n", "\n")
}

fn kind(word: &str) -> Kind {
    match word {
        "web" => Kind::Web,
        "output" => Kind::Output,
        "thread" | "mcp" => Kind::Thread,
        "tools" => Kind::Tools,
        _ => Kind::File,
    }
}

fn doc(text: &str, place: Place<'_>, attack: bool, set: &str, group: &str, line: &str) -> Doc {
    let mut doc = Doc::new(text, place, attack);
    (doc.source, doc.category, doc.id) = (set.to_owned(), group.to_owned(), line.to_owned());
    doc
}

fn whole(set: &str, text: &str, docs: &mut Vec<Doc>) {
    for group in text.split("\n=== ").skip(1) {
        let Some((head, rest)) = group.split_once('\n') else { continue };
        let Some((document, lines)) = rest.split_once("\n--\n") else { continue };
        let (word, name) = head.split_once(' ').unwrap_or((head, ""));
        for (sign, line) in lines.lines().filter_map(|line| line.split_at_checked(2)) {
            let text = document.replace("@@", &line.replace("\\n", "\n"));
            docs.push(doc(&text, Place::new(kind(word), name), sign == "+ ", set, head, line));
        }
    }
}

fn passages(set: &str, text: &str, documents: &[String], docs: &mut Vec<Doc>) {
    let mut group = "";
    let mut n = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("## ") {
            group = name;
        } else if !(line.starts_with("# ") && group.is_empty()) {
            let passage = line.replace("\\n", "\n");
            let (kind, name) = PLACES.get(n % PLACES.len()).copied().unwrap_or((Kind::Output, ""));
            let mut add = |text: &str| {
                docs.push(doc(text, Place::new(kind, name), group.starts_with("attack"), set, group, line));
            };
            for at in [n, n * 5 + 3] {
                if let Some(document) = documents.get(at % documents.len().max(1)) {
                    add(&document.replace("@@", &passage));
                }
            }
            if set == "triggers" {
                add(&passage);
            }
            n += 1;
        }
    }
}

/// How many of each set are flagged at a threshold; with a path, each text's score is written there.
pub fn report(docs: &[Doc], weights: &Weights<'_>, threshold: f32, fixed: u16, path: Option<String>) -> Result {
    let logit = |d: &Doc| if d.fixed >= fixed { 50.0 } else { score(d, weights) };
    let scores: Vec<f32> = docs.iter().map(logit).collect();
    println!("\nfresh sets at {threshold:.3}, weights of all permissive texts");
    for set in WHOLE.iter().chain(&PASSAGES) {
        let count = |attack: bool| {
            let rows = docs.iter().zip(&scores).filter(|(d, _)| d.source == *set && d.attack == attack);
            (rows.clone().filter(|(_, s)| **s > threshold).count(), rows.count())
        };
        let ((found, attacks), (flagged, twins)) = (count(true), count(false));
        println!("  {set:10} found {found} of {attacks}, flagged {flagged} of {twins}");
    }
    let Some(path) = path else { return Ok(()) };
    let line = |(d, s): (&Doc, &f32)| {
        format!("{s:.3}\t{}\t{}\t{}\t{}\n", if d.attack { '+' } else { '-' }, d.source, d.category, d.id)
    };
    let lines: String = docs.iter().zip(&scores).map(line).collect();
    std::fs::write(&path, lines).map_err(|e| format!("{path}: {e}"))
}
