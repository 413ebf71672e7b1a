//! No code in another language makes a judgement slow or deep: repeated openers of everything that nests or chains.

mod common;
#[path = "../../shell/tests/common/cpu.rs"]
mod cpu;

#[test]
fn hostile_code_is_bounded() {
    let pieces = [
        "(",
        "[",
        "{",
        "{|a|",
        "a.b",
        ".b()",
        "a(",
        "\"",
        "'",
        "`",
        "f'{",
        "\"#{",
        "\"${",
        "`${",
        "q(",
        "%w[",
        "/",
        "<<E\n",
        "lambda:",
        "=>",
        "x=>",
        "a?b:",
        "if x:\n ",
        "def f(a):\n",
        "a=a+a;",
        "f(f,f);",
        "-",
        "not ",
        "x if y else ",
        "a,",
        "@{[",
        "$x->{a}",
        "\\",
        "'''",
        "class A{",
        "for a in b:",
        "[[",
        "--[[",
        "/*",
        "a['b']",
        "import a.",
    ];
    let budget_ms = if cfg!(debug_assertions) { 4_000 } else { 100 };
    for program in ["python3 -", "node -", "ruby -", "perl -", "php", "lua -", "awk -f -", "sed -f -"] {
        for piece in pieces {
            let command = format!("{program} <<'END_OF_CODE'\n{}\nEND_OF_CODE", piece.repeat(6_000 / piece.len()));
            let (verdict, took) = cpu::timed(|| common::judge(&common::Small::default(), &command));
            let took = took.as_millis();
            assert!(took < budget_ms, "{program} {piece:?}: {took} ms");
            drop(verdict);
        }
    }
}

/// What runs its words again, nested as deep as it may be.
#[test]
fn wrappers_in_wrappers_end() {
    for piece in [
        "find . -exec ",
        "find a b -exec sh -c x {} ",
        "xargs ",
        "env A=1 find {} -exec ",
        "f() { f; f; }; if c; then f; fi; ",
    ] {
        let command = piece.repeat(60);
        let start = std::time::Instant::now();
        let verdict = common::judge(&common::Small::default(), &command);
        assert!(start.elapsed().as_millis() < 4_000, "{piece:?}: {:?}", start.elapsed());
        drop(verdict);
    }
}

#[test]
fn functions_that_call_each_other_end() {
    let mut code = String::new();
    for i in 0..60 {
        code.push_str(&format!("def f{i}(x):\n    f{}(x); f{}(x); f{}(x)\n", (i + 1) % 60, (i + 2) % 60, (i + 3) % 60));
    }
    code.push_str("f0('a')\n");
    let command = format!("python3 - <<'E'\n{code}E");
    let (verdict, took) = cpu::timed(|| common::judge(&common::Small::default(), &command));
    assert!(took.as_millis() < 4_000, "{took:?}");
    assert!(verdict.decision().stops());
}
