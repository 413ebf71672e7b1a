//! Cases as data (`cases.txt`), and what holds for all of them.

use super::*;

/// `@@ path => kind`, the file before, a line `>>>>`, the file after. A file that is new begins with `>>>>`.
fn cases() -> Vec<(String, String, Option<String>, String)> {
    let text = include_str!("cases.txt");
    let mut out = Vec::new();
    for block in text.split("\n@@ ").skip(1) {
        let (head, body) = block.split_once('\n').unwrap();
        let (path, kind) = head.split_once(" => ").unwrap();
        let body = format!("\n{body}");
        let (before, after) = body.split_once("\n>>>>").unwrap_or_else(|| panic!("no `>>>>` in {head}"));
        let before = before.strip_prefix('\n').map(|b| format!("{b}\n"));
        out.push((path.to_owned(), kind.trim().to_owned(), before, after.trim_start_matches('\n').to_owned() + "\n"));
    }
    out
}

fn judged(path: &str, before: Option<&str>, after: &str) -> Change {
    let path = format!("/srv/{path}");
    judge(&Input {
        path: &path,
        own: &path,
        class: crate::understand::paths::classify(&path, "/home/dev"),
        before,
        after,
    })
}

#[test]
fn changes_are_what_they_change() {
    let all = cases();
    assert!(all.len() > 90, "{}", all.len());
    let mut wrong = Vec::new();
    for (path, kind, before, after) in &all {
        let change = judged(path, before.as_deref(), after);
        if change.kind.name() != kind {
            wrong.push(format!("{path}: {} instead of {kind} ({})\n{after}", change.kind.name(), change.reason));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn a_file_that_stays_the_same_is_never_a_finding() {
    let quiet = [
        Kind::Format,
        Kind::DevConfig,
        Kind::Control,
        Kind::AccessControl,
        Kind::ProdConfig,
        Kind::Lockfile,
        Kind::Docs,
        Kind::Path,
    ];
    for (path, _, _, after) in cases() {
        let change = judged(&path, Some(&after), &after);
        assert!(quiet.contains(&change.kind), "{path}: {:?}", change);
    }
}

#[test]
fn only_proof_lowers() {
    for (path, _, before, after) in cases() {
        let change = judged(&path, before.as_deref(), &after);
        let proofs = [
            Kind::Format,
            Kind::Docs,
            Kind::Types,
            Kind::Rename,
            Kind::Test,
            Kind::DepPatch,
            Kind::Lockfile,
            Kind::Source,
            Kind::Lookalike,
        ];
        assert!(!change.proven || proofs.contains(&change.kind), "{path}: {change:?}");
    }
}

#[test]
fn too_long_is_likely_and_never_lowered() {
    let long = "x = 1\n".repeat(2 * MAX_BYTES / 6 + 10);
    let change = judged("k8s/deploy.yaml", Some("a: 1\n"), &long);
    assert_eq!((change.kind, change.proven, change.certainty), (Kind::Infra, false, Certainty::Likely));
}
