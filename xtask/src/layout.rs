//! `cargo xtask layout`: which functions and constants a hook touches, in the order in which the linker shall place them
//! (`crates/automode/hot.ld`, a linker script named in `.cargo/config.toml`).
//!
//! A page of the program that is touched for the first time costs a hook a microsecond or two, and its removal at the end
//! some more. Left to the linker, what one `git status` touches lies in two hundred pages all over the binary; in order it
//! lies side by side at the beginning, in a dozen of the pieces that the kernel maps at once. The list is made by running samples of
//! what agents do under valgrind, which writes down every address: first what most samples touch, last what one of them
//! does. A name that is not in the binary any more does no harm, and what is not in the list only lies farther away;
//! `--check` says how much of what is touched is listed.
//!
//! Made behind `cargo xtask profile`, never before it: a function that the profile does not know is not divided into what
//! runs and what does not, and lies in the list whole.

mod map;
mod script;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::args::Args;
use crate::run::{self, MUSL, Result, cargo, target_dir};
use map::{Map, Section};

/// Below this share of touched sections in the list it is time to make it anew.
const MIN_LISTED: f64 = 0.75;
const MAX_TRIES: usize = 20;

/// So many of the commands, the first ones, are what agents do all day; they count three times.
const FREQUENT: usize = 12;

/// So many of them run in a home and a repository that hold nothing beside, too: what is looked for and not found there must not
/// lie far away.
pub const BOTH: usize = 4;

/// How much a sample of so many counts. The first is what agents do most, and what a time is promised for: it counts for so many
/// that all that it touches is of the core.
fn weight(sample: usize, samples: usize) -> usize {
    match sample {
        0 => 12 * samples,
        _ if sample < FREQUENT => 3,
        _ => 1,
    }
}

/// What agents ask a shell for, by kind of what the gate does with it.
const COMMANDS: &[&str] = &[
    "git status",
    "git diff --stat HEAD~1 -- src && git log --oneline -5",
    "git add -A && git commit -m 'shop: round prices'",
    "git checkout -b topic && git push -u origin topic",
    "ls -la src",
    "cd src && pwd",
    "cat src/lib.rs | head -50",
    "grep -rn 'total' src --include=*.rs | head -20",
    "rg -n 'fn total' -g '*.rs'",
    "find . -name '*.rs' -not -path './target/*' | xargs wc -l",
    "sed -n '1,80p' src/lib.rs",
    "cargo test --workspace 2>&1 | tail -30",
    "cargo build --release && ./target/release/shop --help",
    "npm run build 2>&1 | tail -5",
    "npm install --save-dev typescript",
    "python3 -c 'import json; print(json.load(open(\"a.json\")))'",
    "python3 -m pytest -q tests/test_prices.py",
    "pip install -r requirements.txt",
    "rm -rf build",
    "rm -rf ~/thesis",
    "mkdir -p src/prices && touch src/prices/mod.rs && mv a.txt b.txt && cp -r src /tmp/copy",
    "curl -s https://example.com/health | jq .status",
    "for f in *.txt; do echo \"$f\"; done",
    "if [ -f Cargo.toml ]; then echo yes; else echo no; fi",
    "X=1; echo $((X + 1)) ${HOME} > out.txt 2>/dev/null",
    "cat > src/prices.py <<'EOF'\nimport math\n\ndef price(n):\n    return math.floor(n)\nEOF",
    "docker ps -a && docker logs --tail 20 web",
    "kubectl get pods -n shop",
    "gh pr list --state open",
    "sudo apt-get install -y jq",
    "echo done",
    "make test",
    "psql -c 'select 1'",
    "ssh host.example.com uptime",
    "chmod +x run.sh && ./run.sh",
];

pub fn run(args: &Args) -> Result {
    let check = args.flag("--check");
    if !run::have("valgrind") {
        return Err("it needs valgrind, which is not on PATH\nhint: install it with the system's packages".to_owned());
    }
    let map = target_dir().join("layout.map");
    let gate = match args.value("--bin") {
        Some(file) => std::path::absolute(&file).map_err(|e| format!("{file}: {e}"))?,
        None => traced(&map)?,
    };
    let map = Map::read(&map)?;
    let (place, bare) = (Place::new(&gate, "lived")?, Place::new(&gate, "bare")?);
    run::lived_in(&place.dir, &place.shop())?;
    let mut runs = Vec::new();
    for (event, other) in events(&place.cwd())?.iter().zip(events(&bare.cwd())?) {
        let mut touched = place.touched(&map, event)?;
        if runs.len() < BOTH {
            let more = bare.touched(&map, &other)?;
            touched
                .extend(more.into_iter().filter(|s| !touched.iter().any(|t| std::ptr::eq(*t, *s))).collect::<Vec<_>>());
        }
        runs.push(touched);
    }
    place.remove();
    bare.remove();
    let order = script::order(&runs, |at| weight(at, runs.len()));
    if check { script::compare(&order, MIN_LISTED) } else { script::write(&order) }
}

/// The shipped binary, but with time enough to run under valgrind, and a map of where the linker put what. The names are
/// those of the shipped one: what cargo derives them from is the same.
fn traced(map: &std::path::Path) -> Result<PathBuf> {
    run::need_musl()?;
    let place = target_dir().join("layout");
    let mut build = cargo();
    build.args(["rustc", "--quiet", "--release", "-p", "automode", "--target", MUSL, "--target-dir"]).arg(&place);
    build.args(run::shipped()).args(["--config", &run::rustflags(&["--cfg=automode_layout".to_owned()])]);
    run::run(build.args(["--", "-C"]).arg(format!("link-arg=-Map={}", map.display())))?;
    Ok(place.join(MUSL).join("release/automode"))
}

/// A home with a repository in it.
struct Place<'g> {
    dir: PathBuf,
    gate: &'g Path,
}

impl<'g> Place<'g> {
    fn new(gate: &'g Path, kind: &str) -> Result<Self> {
        let dir = target_dir().join(format!("layout-{kind}-{}", std::process::id()));
        run::sample_repository(&dir.join("shop"))?;
        Ok(Self { dir, gate })
    }

    fn shop(&self) -> PathBuf {
        self.dir.join("shop")
    }

    fn cwd(&self) -> String {
        self.shop().to_string_lossy().into_owned()
    }

    /// The sections that one hook touches, in the order in which it does. The first run is not looked at: it makes the ledger, or
    /// what the others find there.
    fn touched<'m>(&self, map: &'m Map, event: &Value) -> Result<Vec<&'m Section>> {
        for _ in 0..MAX_TRIES {
            if self.run("none", event)? && self.run("lackey", event)? {
                let trace = run::read(&self.trace())?;
                return Ok(map.touched(&trace));
            }
        }
        Err(format!("{event}: no run of {MAX_TRIES} ended in time\nhint: try again when the machine is idle"))
    }

    fn trace(&self) -> PathBuf {
        self.dir.join("trace")
    }

    /// One hook under one of valgrind's tools. The first run too: the ledger keeps what the processor can do, and valgrind's
    /// can less.
    fn run(&self, tool: &str, event: &Value) -> Result<bool> {
        let mut command = Command::new("valgrind");
        command.arg(format!("--tool={tool}")).arg(format!("--log-file={}", self.trace().display()));
        if tool == "lackey" {
            command.arg("--trace-mem=yes");
        }
        command.arg(self.gate).args(["hook", "claude", "--profile", "strict", "--state"]).arg(self.dir.join("state"));
        command.env("HOME", &self.dir).current_dir(self.dir.join("shop"));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(run::fed(&mut command, event.to_string().as_bytes())?.success())
    }

    fn remove(&self) {
        // A left-over directory below target/ hurts nobody.
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// The samples: each command, and the other kinds of event that a session consists of.
pub fn events(cwd: &str) -> Result<Vec<Value>> {
    let file = format!("{cwd}/src/lib.rs");
    let code = "pub fn total(base: u32) -> u32 {\n    base.saturating_add(1)\n}\n";
    let tool =
        |name: &str, input: Value| json!({"hook_event_name": "PreToolUse", "tool_name": name, "tool_input": input});
    let shell = |command| tool("Bash", json!({"command": command, "description": "Work on the shop"}));
    let mut events: Vec<Value> = COMMANDS.iter().map(shell).collect();
    events.extend([
        tool("Read", json!({"file_path": file})),
        tool("Write", json!({"file_path": file, "content": code})),
        tool("Edit", json!({"file_path": file, "old_string": "u32 { 0 }", "new_string": "u32 { 1 }"})),
        tool("Grep", json!({"pattern": "total", "path": cwd})),
        tool("WebFetch", json!({"url": "https://example.com/page", "prompt": "what is it"})),
        tool("mcp__tracker__list", json!({"project": "shop"})),
        json!({"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"},
               "tool_response": {"stdout": "Cargo.toml\nsrc\n", "stderr": ""}}),
        json!({"hook_event_name": "UserPromptSubmit", "prompt": "round the prices and push the branch"}),
        json!({"hook_event_name": "SessionStart", "source": "startup"}),
        json!({"hook_event_name": "UserPromptSubmit", "prompt": beginnings()?}),
    ]);
    let with_end = |(n, event): (usize, Value)| {
        let mut event = with_common(event, cwd);
        // Where in a step of eight bytes the last text ends decides how it is read.
        let end = format!("{cwd}/../{}transcript.jsonl", "x".repeat(n % 8));
        event.as_object_mut().and_then(|event| event.insert("transcript_path".to_owned(), end.into()));
        event
    };
    Ok(events.into_iter().enumerate().map(with_end).collect())
}

/// The beginnings of all kinds of secrets, as far as they are looked at before a word is compared with one: which are depends on the
/// first letters of a text's words, and a path's are everybody's own.
fn beginnings() -> Result<String> {
    let table = run::read(&run::root().join("crates/ledger/src/redact/kinds.rs"))?;
    let literals = table.split('"').skip(1).step_by(2);
    Ok(literals.map(|text| text.chars().take(4).collect::<String>()).collect::<Vec<_>>().join(" "))
}

/// With what every event of a host has.
pub fn with_common(mut event: Value, cwd: &str) -> Value {
    let common = json!({"session_id": "00000000-0000-4000-8000-000000000001", "cwd": cwd,
                        "transcript_path": format!("{cwd}/../transcript.jsonl"), "permission_mode": "default",
                        "tool_use_id": "toolu_00000001"});
    if let (Some(event), Value::Object(common)) = (event.as_object_mut(), common) {
        event.extend(common);
    }
    event
}
