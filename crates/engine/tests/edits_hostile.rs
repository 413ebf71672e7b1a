//! No text makes the judgement of an edit slow: repeated openers of everything that nests, in every language family, and files that
//! differ wholly before and after. Over a limit it is not known what was lost, and that is said.

#[path = "../../shell/tests/common/cpu.rs"]
mod cpu;

use automode_engine::understand::edits::{Change, Input, judge};
use automode_engine::understand::paths::classify;
use automode_model::Certainty;

fn judged(path: &str, before: Option<&str>, after: &str) -> Change {
    let path = format!("/srv/{path}");
    judge(&Input { path: &path, own: &path, class: classify(&path, "/home/dev"), before, after })
}

const PATHS: [&str; 14] = [
    "a.ts",
    "a.py",
    "a.rs",
    "a.rb",
    "a.sh",
    "a.yaml",
    "main.tf",
    "a.php",
    "q.sql",
    "package.json",
    "Cargo.toml",
    "a.html",
    "Dockerfile",
    "tests/a.test.ts",
];

#[test]
fn hostile_input_is_bounded() {
    let pieces = [
        "(",
        "{[",
        "\"",
        "'",
        "`${",
        "<",
        "/*",
        "<<EOF\n",
        "r#\"",
        "|\n  ",
        "#{",
        "a:<",
        "? :",
        "@x(",
        "if(x){return",
        "$x$",
        "=>",
        "((((x",
    ];
    let bytes = if cfg!(debug_assertions) { 6_000 } else { 60_000 };
    let budget_ms = if cfg!(debug_assertions) { 5_000 } else { 500 };
    for path in PATHS {
        for piece in pieces {
            let text = piece.repeat(bytes / piece.len());
            let after = format!("{text}x");
            let (_, took) = cpu::timed(|| judged(path, Some(&text), &after));
            let took = took.as_millis();
            assert!(took < budget_ms, "{path} {piece:?}: {took} ms");
        }
    }
}

/// Lines of which none is the same on both sides, made of what the checks look for.
fn wholly(line: &str, n: usize) -> String {
    (0..n).map(|i| line.replace('#', &i.to_string()) + "\n").collect()
}

#[test]
fn hostile_files_differ_wholly() {
    let lines = [
        ("if user#.admin and token# == secret#: raise Forbidden(#)", "let user# = verify(token#, secret#) or None"),
        ("app.use(requireAuth#)", "app.get('/x#', requireAuth#, handler)"),
        ("assert total(#) == #", "assert total(#) is not None"),
        ("key#: { verify: true, max: # }", "key#: { verify: false, max: #000000 }"),
        ("a# b# c# d# e# f# g# h#", "h# g# f# e# d# c# b# a#"),
        ("import { a#, b# } from \"m#\"", "import { c#, d# } from \"n#\""),
        ("re.compile(r'^[a-z#]+$')", "re.compile(r'.*#')"),
    ];
    let n = if cfg!(debug_assertions) { 40 } else { 1_500 };
    let budget_ms = if cfg!(debug_assertions) { 5_000 } else { 500 };
    for path in PATHS {
        for (old, new) in lines {
            for every in [1, 3] {
                // Every third line alone stays, so that there are as many pieces as can be.
                let same = |text: String| -> String {
                    let kept = text.lines().enumerate();
                    kept.map(|(i, l)| if i % every == 0 { format!("{l}\n") } else { format!("kept{i}\n") }).collect()
                };
                let (before, after) = (same(wholly(old, n)), same(wholly(new, n)));
                let (_, took) = cpu::timed(|| judged(path, Some(&before), &after));
                let took = took.as_millis();
                assert!(took < budget_ms, "{path} {old:?} every {every}: {took} ms");
            }
        }
    }
}

/// One line of many tokens, without any end.
#[test]
fn hostile_lines_are_long() {
    let n = if cfg!(debug_assertions) { 600 } else { 12_000 };
    let budget_ms = if cfg!(debug_assertions) { 5_000 } else { 500 };
    for path in PATHS {
        let line = |word: &str| (0..n).map(|i| format!("{word}{i}(x),")).collect::<String>();
        let (before, after) = (line("verify"), line("allow"));
        let (_, took) = cpu::timed(|| judged(path, Some(&before), &after));
        assert!(took.as_millis() < budget_ms, "{path}: {} ms", took.as_millis());
    }
}

/// A megabyte ends in a limit, soon, and what a program lost is then not known.
#[test]
fn a_hostile_megabyte_is_a_limit() {
    let budget_ms = if cfg!(debug_assertions) { 5_000 } else { 50 };
    for path in ["a.py", "a.ts", "a.rs"] {
        let before = wholly("if user#.admin: raise Forbidden(#)", 25_000);
        let after = wholly("user#.grant(everything, #)", 40_000);
        assert!(after.len() > 1_000_000);
        let (change, took) = cpu::timed(|| judged(path, Some(&before), &after));
        assert!(took.as_millis() < budget_ms, "{path}: {} ms", took.as_millis());
        assert!(matches!(change.certainty, Certainty::Unknown(_)), "{path}: {change:?}");
        let new = judged(path, None, &after);
        assert_eq!(new.certainty, Certainty::Likely, "a new file loses nothing");
    }
}
