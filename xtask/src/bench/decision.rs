//! The decision alone: understanding, rules and the table, without process, ledger or file system. Run by `bench` in a
//! build with the shipped profile (feature `decision`), since this task's own build is not optimised.

use crate::args::Args;
use crate::run::Result;

#[cfg(not(feature = "decision"))]
pub fn run(_: &Args) -> Result {
    Err("built without the engine\nhint: cargo xtask bench --only decision".to_owned())
}

#[cfg(feature = "decision")]
pub use linked::run;

#[cfg(feature = "decision")]
mod linked {
    use std::hint::black_box;
    use std::time::Instant;

    use automode_engine::policy::sheet::{At, Sheet};
    use automode_engine::policy::words::Verbs;
    use automode_engine::policy::{Facet, Given, Layer, Policy, Rule, When, Who, join, wire};
    use automode_model::{Event, Host, Mode, Outcome, Phase, Session, Text, Tool, ToolCall, Verb};
    use serde_json::json;

    use super::{Args, Result};
    use crate::bare::Bare;
    use crate::bench::stats::quantile;

    /// The hook's own: half of a judgement is small parts of memory.
    #[global_allocator]
    static ALLOC: automode_contain::guard::alloc::Alloc = automode_contain::guard::alloc::Alloc;

    /// What agents type most, by shape.
    const TYPICAL: &[&str] = &[
        "git status",
        "ls -la src",
        "cargo test --workspace",
        "grep -rn 'total' src | head -20",
        "cd crates/model && git diff --stat",
        "npm run build 2>&1 | tail -5",
        "git add -A && git commit -m 'shop: round prices'",
        "python3 -c 'import json; print(json.load(open(\"a.json\")))'",
        "rm -rf build",
        "curl -s https://example.com/health",
    ];
    /// The promise for each of them.
    const MAX_US: f64 = 50.0;
    const RUNS: usize = 20_000;

    pub fn run(args: &Args) -> Result {
        automode_contain::guard::alloc::begin();
        if let Some(name) = args.value("--once") {
            return once(&name, args.number("--runs", 1)?);
        }
        let mut rows: Vec<_> = TYPICAL.iter().map(|command| row(command)).collect();
        rows.extend(UNDER_POLICY.iter().map(|command| row_under_policy(command)));
        rows.push(row_of_loading());
        rows.push(bounded(row_of("a script of 200 lines", &script(), RUNS / 100), MAX_SCRIPT_US));
        for piece in HOSTILE {
            let text = hostile(piece);
            rows.push(bounded(row_of(&format!("1 MB of `{}`", piece.trim()), &text, 20), MAX_HOSTILE_US));
        }
        println!("{}", serde_json::Value::Array(rows));
        Ok(())
    }

    /// The same with a policy of a user in force.
    const UNDER_POLICY: &[&str] = &["git status", "git push origin main", "curl -s https://example.com/health"];
    /// How many rules that user has.
    const RULES: usize = 100;
    /// Reading a policy keeps its bytes as long as the process lives; this many keep some megabytes.
    const LOADS: usize = 500;

    /// Rules of all kinds about what agents do: half permit, half ask; on paths, branches, hosts and names.
    fn policy() -> Policy {
        let mut sheet = Sheet::empty(Layer::User, "bench");
        for n in 0..RULES {
            let verb = [Verb::Write, Verb::VcsPush, Verb::NetFetch, Verb::Inspect, Verb::Delete][n % 5];
            let facet = [Facet::Path, Facet::Branch, Facet::Host, Facet::Command, Facet::Path][n % 5];
            let patterns: &'static [&'static str] =
                vec![&*format!("team-{n}/**").leak(), &*format!("*-{n}.example.org").leak()].leak();
            let when = When { verb: Verbs::one(verb), facets: vec![(facet, patterns)].leak(), ..When::ANYTHING };
            let rule = Rule { id: format!("bench.{n:03}").leak(), grants: n % 2 == 0, when, ..RULE };
            sheet.rules.push(At { value: rule, line: 1 });
        }
        join(&[sheet]).policy
    }

    const RULE: Rule = Rule {
        id: "",
        title: "a rule of the bench",
        reason: "the bench says so",
        remedy: "leave it",
        outcome: Outcome::Ask,
        grants: false,
        layer: Layer::User,
        lifts: &[],
        tags: &[],
        who: Who::ANYONE,
        when: When::ANYTHING,
        unless: None,
        with: None,
        given: Given::ALWAYS,
        matches: &[],
        not_matches: &[],
    };

    fn row_under_policy(command: &str) -> serde_json::Value {
        let policy = policy();
        let session = Session::default();
        let event = Event {
            host: Host::Check,
            session: String::new(),
            agent: None,
            agent_kind: None,
            cwd: "/home/dev/shop".into(),
            mode: Mode::Unknown,
            time_ms: 1,
            phase: Phase::PreTool(call(command)),
            reading: None,
        };
        let judge = || drop(black_box(automode_engine::judge(black_box(&event), &Bare, &session, &policy)));
        figures(&format!("{command}, {RULES} rules of a user"), RUNS, judge)
    }

    /// What a hook does with the compiled policy.
    fn row_of_loading() -> serde_json::Value {
        let bytes: &'static [u8] = wire::encode(&policy()).leak();
        figures(&format!("reading {RULES} compiled rules"), LOADS, || drop(black_box(wire::decode(black_box(bytes)))))
    }

    fn call(command: &str) -> ToolCall {
        let tool = Tool::Shell { command: Text::whole(command), background: false };
        ToolCall { name: "Bash".into(), id: None, tool }
    }

    fn row(command: &str) -> serde_json::Value {
        row_of(command, command, RUNS)
    }

    /// The promise for a script of 200 lines.
    const MAX_SCRIPT_US: f64 = 2_000.0;
    /// The promise for a megabyte of anything.
    const MAX_HOSTILE_US: f64 = 50_000.0;
    const MAX_HOSTILE_BYTES: usize = 1 << 20;
    /// What a megabyte of commands is made of.
    const HOSTILE: &[&str] = &[
        "a; ",
        "a | ",
        "$(x) ",
        "a=b ",
        "{ ",
        "$(",
        "((",
        "[a]",
        "\"$x\" ",
        "x=(a b)\n",
        "for i in a b; do c $i; done\n",
    ];

    /// What a longer script does: variables, loops, conditions, functions, substitutions, pipelines.
    fn script() -> String {
        let block = "name=$(basename \"$PWD\")\nout=\"build/$name\"\nmkdir -p \"$out\" && cd src\n\
            for f in a.c b.c c.c; do gcc -c \"$f\" -o \"../$out/${f%.c}.o\" || exit 1; done\n\
            if [ -f Makefile ]; then make -j4 all; else echo 'no makefile' >&2; fi\n\
            count=$((count + 1))\ngrep -rn TODO . | sort | head -20 > todo.txt\n\
            log() { printf '%s\\n' \"$1\"; }\nlog \"done with $name\"\ncd ..\n";
        format!("set -eu\n{}", block.repeat(20))
    }

    fn hostile(piece: &str) -> String {
        piece.repeat(MAX_HOSTILE_BYTES / piece.len())
    }

    /// One of the long ones, judged once, or `--runs` times for a sampler: what `valgrind --tool=callgrind` counts does not depend on who else works here.
    fn once(name: &str, runs: usize) -> Result {
        let text = match HOSTILE.iter().find(|piece| piece.starts_with(name)) {
            _ if name == "script" => script(),
            Some(piece) => hostile(piece),
            None => return Err(format!("nothing begins with `{name}`")),
        };
        let judge = || automode_engine::judge_call(&call(&text), "/home/dev/shop", &Bare, &Session::default());
        (1..runs).for_each(|_| drop(black_box(judge())));
        let verdict = judge();
        let findings = verdict.judgement().findings.len();
        println!("{} bytes: {:?}, {findings} findings", text.len(), verdict.decision());
        Ok(())
    }

    fn bounded(mut row: serde_json::Value, bound: f64) -> serde_json::Value {
        if let Some(row) = row.as_object_mut() {
            row.insert("bound".into(), json!(bound));
        }
        row
    }

    fn row_of(name: &str, command: &str, runs: usize) -> serde_json::Value {
        let call = call(command);
        let session = Session::default();
        figures(name, runs, || {
            drop(black_box(automode_engine::judge_call(black_box(&call), "/home/dev/shop", &Bare, &session)));
        })
    }

    fn figures(name: &str, runs: usize, work: impl Fn()) -> serde_json::Value {
        let warm = runs / 10;
        let mut times = Vec::with_capacity(runs);
        for n in 0..warm + runs {
            let began = Instant::now();
            work();
            let us = began.elapsed().as_nanos() as f64 / 1e3;
            if n >= warm {
                times.push(us);
            }
        }
        let at = |share| quantile(times.iter().copied(), share);
        json!({"name": name, "median": at(0.5), "p05": at(0.05), "p99": at(0.99), "bound": MAX_US})
    }
}
