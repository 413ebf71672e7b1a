//! The texts written for this project: `corpus/injection/*.txt`. A line is a template: `{a|b|c}` stands for each of its
//! choices, `{name}` for the list of that name in `lists.txt`. A file whose name begins with `attack` holds attacks, one whose
//! name begins with `benign` what must stay quiet. Each template gives some texts, chosen by its own hash.

use std::collections::BTreeMap;
use std::path::Path;

use automode_engine::inspect::injection::{Kind, Place};

use super::doc::Doc;
use super::fit::Dice;
use crate::run::Result;

/// Texts made of one template.
const TEXTS: usize = 12;
/// Deepest use of a list within a list.
const MAX_DEPTH: u32 = 8;

type Lists = BTreeMap<String, Vec<String>>;

/// Documents made of harmless lines, and as many with an attack in one of them.
const DOCUMENTS: usize = 400;
/// Groups of harmless lines that make one kind of document each.
const KINDS: [&[&str]; 4] = [
    &["agent-rules"],
    &["system-prompt", "agent-rules", "prompt-source"],
    &["trigger", "people"],
    &["about-attacks", "trigger"],
];

/// Texts made of each document of carriers.txt, and as many with an attack in them.
const CARRIED: usize = 16;

/// Where a passage may be put into a carrier.
const SLOT: &str = "@@";

/// Files of attacks, and of what must stay quiet.
const ATTACKS: &[&str] = &["attack", "attack-acts", "attack-addressed", "attack-placed"];
const BENIGN: &[&str] = &["benign", "benign-acts", "benign-hard", "benign-placed"];

/// Every text of the folder.
pub fn read(dir: &Path) -> Result<Vec<Doc>> {
    let lists = lists(&dir.join("lists.txt"))?;
    let all = |names: &[&str]| -> Result<Vec<Passage>> {
        let files = names.iter().map(|name| lines(&dir.join(format!("{name}.txt")), &lists));
        Ok(files.collect::<Result<Vec<_>>>()?.concat())
    };
    let attacks = all(ATTACKS)?;
    let benign = all(BENIGN)?;
    let mut docs: Vec<Doc> = attacks.iter().map(|(group, text)| doc(text, group, true)).collect();
    docs.extend(benign.iter().map(|(group, text)| doc(text, group, false)));
    documents(&benign, &attacks, &mut docs);
    let embedded = lines(&dir.join("attack-embedded.txt"), &lists)?;
    carried(&dir.join("carriers.txt"), &lists, &benign, &[attacks, embedded], &mut docs)?;
    Ok(docs)
}

type Passage = (String, String);

/// Documents of harmless lines, with and without an attack among them.
fn documents(benign: &[Passage], attacks: &[Passage], docs: &mut Vec<Doc>) {
    let mut dice = Dice::of("documents");
    for n in 0..DOCUMENTS {
        let Some(kind) = KINDS.get(n % KINDS.len()) else { continue };
        let parts: Vec<&String> = benign.iter().filter(|(g, _)| kind.contains(&g.as_str())).map(|(_, t)| t).collect();
        let mut text = document(&parts, &mut dice);
        docs.push(doc(&text.join(""), "documents", false));
        if n % KINDS.len() != 3
            && let Some((group, attack)) = attacks.get(dice.below(attacks.len()))
        {
            let at = dice.below(text.len() + 1);
            let passage = hidden(attack, &mut dice);
            let start: usize = text.iter().take(at).map(String::len).sum();
            let end = start + passage.len();
            text.insert(at, passage);
            let mut with = doc(&text.join(""), &format!("in-documents/{group}"), true);
            with.mark_span(start, end);
            docs.push(with);
        }
    }
}

/// The carriers, each with an attack in one of its places and with something harmless or nothing there.
fn carried(path: &Path, lists: &Lists, benign: &[Passage], attacks: &[Vec<Passage>], docs: &mut Vec<Doc>) -> Result {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let people: Vec<&Passage> = benign.iter().filter(|(group, _)| CHATTER.contains(&group.as_str())).collect();
    for carrier in text.split("----\n") {
        let carrier = carrier.lines().filter(|line| !line.starts_with("# Documents") && !line.starts_with("# without"));
        let carrier = carrier.collect::<Vec<_>>().join("\n");
        let mut dice = Dice::of(&carrier);
        for n in 0..CARRIED {
            let filled = fill(&carrier, lists, &mut dice, 0).replace("(:", "{").replace(":)", "}");
            let places = filled.matches(SLOT).count().max(1);
            let set = attacks.get(n % 2).map_or(&[][..], Vec::as_slice);
            let Some((group, attack)) = set.get(dice.below(set.len())) else { continue };
            let (text, span) = put(&filled, dice.below(places), attack);
            let mut with = doc(&text, &format!("carried/{group}"), true);
            with.mark_span(span.0, span.1);
            docs.push(with);
            let other = if n % 4 == 0 { "" } else { people.get(dice.below(people.len())).map_or("", |p| p.1.as_str()) };
            docs.push(doc(&put(&filled, dice.below(places), other).0, "carriers", false));
        }
    }
    Ok(())
}

/// What people say who do not attack, where a carrier has a place for it.
const CHATTER: &[&str] = &[
    "people",
    "colleagues",
    "how-to",
    "trigger",
    "story-and-law",
    "machine-output",
    "placed-error-people",
    "placed-row-people",
    "placed-agent-facts",
    "placed-agent-deeds",
    "placed-about-snippets",
    "placed-thread-people",
    "placed-commit-people",
    "trigger-ignore",
    "trigger-must-and-secret",
];

/// A carrier with a passage in one of its places, the others empty; and where the passage stands.
fn put(carrier: &str, place: usize, passage: &str) -> (String, (usize, usize)) {
    let mut out = String::new();
    let mut span = (0, 0);
    for (n, part) in carrier.split(SLOT).enumerate() {
        if n == place + 1 {
            span = (out.len(), out.len() + passage.len().max(1));
            out.push_str(passage);
        }
        out.push_str(part);
    }
    (out, span)
}

/// Some lines of one kind, as a list or as paragraphs.
fn document(parts: &[&String], dice: &mut Dice) -> Vec<String> {
    let count = 8 + dice.below(40);
    let list = dice.below(2) == 0;
    let line = |text: &String| if list { format!("- {text}\n") } else { format!("{text}\n\n") };
    (0..count).filter_map(|_| parts.get(dice.below(parts.len())).map(|t| line(t))).collect()
}

/// An attack as it is put into a document.
fn hidden(attack: &str, dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => format!("<!-- {attack} -->\n"),
        1 => format!("<div style=\"display:none\">{attack}</div>\n"),
        2 => format!("[//]: # ({attack})\n"),
        3 => format!("// {attack}\n"),
        4 => format!("# {attack}\n"),
        5 => format!("<img alt=\"{attack}\" src=\"a.png\">\n"),
        _ => format!("\n{attack}\n\n"),
    }
}

/// The texts of a file's templates, each with its group.
fn lines(path: &Path, lists: &Lists) -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut group = String::new();
    let mut all = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("## ") {
            group = name.to_owned();
        } else if !line.is_empty() && !line.starts_with('#') {
            all.extend(texts(line, lists).into_iter().map(|text| (group.clone(), text.replace("\\n", "\n"))));
        }
    }
    Ok(all)
}

fn doc(text: &str, group: &str, attack: bool) -> Doc {
    let mut doc = Doc::new(text, Place::new(Kind::File, "own.md"), attack);
    doc.source = format!("own/{group}");
    doc.own = true;
    doc.permissive = true;
    doc
}

fn lists(path: &Path) -> Result<Lists> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut lists = Lists::new();
    let mut name = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(head) = line.strip_prefix("## ") {
            name = head.to_owned();
        } else if !line.is_empty() && !line.starts_with('#') {
            lists.entry(name.clone()).or_default().push(line.to_owned());
        }
    }
    Ok(lists)
}

fn texts(template: &str, lists: &Lists) -> Vec<String> {
    let mut dice = Dice::of(template);
    let mut made: Vec<String> = (0..TEXTS).map(|_| fill(template, lists, &mut dice, 0)).collect();
    made.sort();
    made.dedup();
    made
}

/// Replaces each brace by one of its choices.
fn fill(template: &str, lists: &Lists, dice: &mut Dice, depth: u32) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some(end) = closing(after) else {
            out.push('{');
            rest = after;
            continue;
        };
        let inner = after.get(..end).unwrap_or_default();
        rest = after.get(end + 1..).unwrap_or_default();
        let choice = match lists.get(inner) {
            Some(list) => list.get(dice.below(list.len())).map_or("", String::as_str),
            None => {
                let choices = choices(inner);
                choices.get(dice.below(choices.len())).copied().unwrap_or_default()
            }
        };
        if depth < MAX_DEPTH {
            out.push_str(&fill(choice, lists, dice, depth + 1));
        }
    }
    out.push_str(rest);
    out
}

/// Where the brace closes that was open before this text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The choices between the bars that stand in no inner brace.
fn choices(text: &str) -> Vec<&str> {
    let (mut all, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 => {
                all.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    all.extend(text.get(start..));
    all
}
