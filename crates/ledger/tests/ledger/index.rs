//! The index finds what the readers find, and is made again when it has to be.

use automode_ledger::index::Index;
use automode_ledger::read::{self, Filter};
use automode_ledger::{Durability, verify};
use automode_model::*;

use crate::common::*;

fn some_ledger() -> Dir {
    let dir = filled("index", 60);
    let mut ledger = dir.ledger();
    for i in 0..20 {
        let mut judgement = allow().judgement().clone();
        judgement.category = Category::Delete;
        judgement.findings.push(Finding {
            rule: ["delete.outside", "delete.root.all", "deletion"].into_iter().cycle().nth(i).unwrap().into(),
            outcome: Outcome::Ask,
            reason: "Reaches Far".into(),
            remedy: String::new(),
            words: "rm".into(),
            span: Span::default(),
            lifts: vec![],
            lifted_by: None,
        });
        let event = Event { time_ms: 2_000_000_000_000 + i as u64, ..event("s-three", shell("c", "rm -rf x")) };
        let verdict = Some(Verdict::settle(judgement));
        let _ = ledger.append(event, &[], verdict, &meta(), Durability::Kernel).unwrap();
    }
    dir
}

fn filters() -> Vec<Filter> {
    let base = Filter::default;
    vec![
        base(),
        Filter { session: Some("s-t".into()), ..base() },
        Filter { decision: Some(Decision::Ask), ..base() },
        Filter { category: Some(Category::Delete), ..base() },
        Filter { rule: Some("delete".into()), ..base() },
        Filter { rule: Some("delete.".into()), ..base() },
        Filter { rule: Some("delete.root".into()), ..base() },
        Filter { rule: Some("delete.outside".into()), ..base() },
        Filter { since_ms: Some(2_000_000_000_005), ..base() },
        Filter { text: Some("LOG -n 1".into()), ..base() },
        Filter { text: Some("reaches far".into()), session: Some("s-three".into()), ..base() },
        Filter { text: Some("100% _'\";--".into()), ..base() },
    ]
}

fn assert_equal(dir: &Dir, index: &Index) {
    for filter in filters() {
        for limit in [7, 1000] {
            let plain = read::newest(dir, &filter, limit).unwrap().iter().map(|r| r.seq).collect::<Vec<_>>();
            assert_eq!(index.search(&filter, limit).unwrap(), plain, "{filter:?}");
        }
    }
}

#[test]
fn it_finds_what_the_readers_find() {
    let dir = some_ledger();
    let mut index = Index::open(&dir).unwrap();
    assert_equal(&dir, &index);
    let _ = append(&mut dir.ledger(), "s-two", "c", "git log -n 1 --all");
    assert_eq!(index.refresh().unwrap(), 1);
    assert_eq!(index.refresh().unwrap(), 0);
    assert_equal(&dir, &index);
}

#[test]
fn the_figures_are_those_of_the_records() {
    let dir = some_ledger();
    let figures = Index::open(&dir).unwrap().statistics(&Filter::default()).unwrap();
    assert_eq!((figures.records, figures.judged, figures.sessions), (80, 80, 3));
    let named = |counts: &[(&str, u64)]| counts.iter().map(|(n, c)| ((*n).to_owned(), *c)).collect::<Vec<_>>();
    assert_eq!(figures.decisions, named(&[("allow", 60), ("ask", 20)]));
    assert_eq!(figures.categories, named(&[("inspect", 60), ("delete", 20)]));
    assert_eq!(figures.rules, named(&[("delete.outside", 7), ("delete.root.all", 7), ("deletion", 6)]));
    assert_eq!(figures.tools, named(&[("Bash", 80)]));
    assert_eq!((figures.latency_p50_us, figures.latency_p99_us), (42, 42));
    let part = Filter { decision: Some(Decision::Ask), ..Filter::default() };
    assert_eq!(Index::open(&dir).unwrap().statistics(&part).unwrap().judged, 20);
}

#[test]
fn it_is_made_again_when_it_does_not_fit() {
    let dir = some_ledger();
    drop(Index::open(&dir).unwrap());
    std::fs::write(dir.join("index.sqlite"), b"this is no database, whatever its name says").unwrap();
    assert_equal(&dir, &Index::open(&dir).unwrap());
    // Another ledger under the same name.
    let other = filled("index-other", 90);
    for part in ["journal", "head"] {
        let (from, to) = (other.join(part), dir.join(part));
        if to.is_dir() {
            std::fs::remove_dir_all(&to).unwrap()
        } else {
            std::fs::remove_file(&to).unwrap()
        }
        std::fs::rename(from, to).unwrap();
    }
    assert!(verify(&dir).unwrap().intact());
    assert_equal(&dir, &Index::open(&dir).unwrap());
}

#[test]
fn readers_at_once_agree() {
    let dir = some_ledger();
    std::thread::scope(|s| {
        for _ in 0..4 {
            s.spawn(|| assert_equal(&dir, &Index::open(&dir).unwrap()));
        }
    });
}
