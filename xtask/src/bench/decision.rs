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

    use automode_model::{GitFacts, NotKnown, PathFacts, PathKind, Session, Text, Tool, ToolCall, World};
    use serde_json::json;

    use super::{Args, Result};
    use crate::bench::stats::quantile;

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
    const WARM: usize = 2_000;
    const RUNS: usize = 20_000;

    pub fn run(_: &Args) -> Result {
        let rows: Vec<_> = TYPICAL.iter().map(|command| row(command)).collect();
        println!("{}", serde_json::Value::Array(rows));
        Ok(())
    }

    fn row(command: &str) -> serde_json::Value {
        let tool = Tool::Shell { command: Text::whole(command), background: false };
        let call = ToolCall { name: "Bash".into(), id: None, tool };
        let session = Session::default();
        let mut times = Vec::with_capacity(RUNS);
        for n in 0..WARM + RUNS {
            let began = Instant::now();
            let verdict = automode_engine::judge_call(black_box(&call), "/home/dev/shop", &Bare, &session);
            let us = began.elapsed().as_nanos() as f64 / 1e3;
            black_box(&verdict);
            if n >= WARM {
                times.push(us);
            }
        }
        let at = |share| quantile(times.iter().copied(), share);
        json!({"name": command, "median": at(0.5), "p05": at(0.05), "p99": at(0.99), "bound": MAX_US})
    }

    /// A machine with a repository and nothing else: the live one's answers cost system calls, which the whole hook has.
    struct Bare;

    impl World for Bare {
        fn home(&self) -> String {
            "/home/dev".into()
        }
        fn path(&self, path: &str) -> PathFacts {
            let kind = PathKind::Missing;
            PathFacts { real: path.into(), kind, is_link: false, links: 0, executable: false, size: 0 }
        }
        fn read(&self, _: &str, _: usize) -> std::result::Result<String, NotKnown> {
            Err(NotKnown::Missing)
        }
        fn list(&self, _: &str, _: usize) -> std::result::Result<Vec<String>, NotKnown> {
            Err(NotKnown::Missing)
        }
        fn git_root(&self, _: &str) -> std::result::Result<String, NotKnown> {
            Err(NotKnown::Missing)
        }
        fn git(&self, _: &str) -> std::result::Result<GitFacts, NotKnown> {
            Ok(GitFacts { root: "/home/dev/shop".into(), branch: Some("main".into()), ..GitFacts::default() })
        }
        fn git_tracked(&self, _: &str) -> Option<bool> {
            None
        }
        fn git_ignored(&self, _: &str) -> Option<bool> {
            None
        }
        fn which(&self, program: &str) -> std::result::Result<String, NotKnown> {
            Ok(format!("/usr/bin/{program}"))
        }
    }
}
