//! `cargo xtask layout`: which functions a hook runs, in the order in which the linker shall place them
//! (`crates/automode/hot.txt`, named in `.cargo/config.toml`).
//!
//! A page of the program that is touched for the first time costs a hook about a microsecond, and its removal at the end
//! some more. Left to the linker, what one `git status` runs lies in three hundred pages all over the binary; in order it
//! lies in a third of them, side by side. The list is made by running samples of what agents do under valgrind: first
//! what every sample runs, last what one of them runs. A name that is not in the binary any more does no harm, and a
//! function that is not in the list only lies farther away; `--check` says how much of what runs is listed.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::args::Args;
use crate::run::{self, MUSL, Result, cargo, root, target_dir};

/// Relative to the root of the repository.
const LIST: &str = "crates/automode/hot.txt";
/// Below this share of executed functions in the list it is time to make it anew.
const MIN_LISTED: f64 = 0.75;
const MAX_TRIES: usize = 20;

/// What the profile has no names for, or other ones: the first steps of every program.
const STARTS: &[&str] =
    &["_start", "_start_c", "__libc_start_main", "__init_libc", "__set_thread_area", "_init", "main"];

/// Data that is written, and small: beside each other it takes one page, else one each, in front of and behind the arena. What
/// is in the list stands before what is not.
const DATA: &[&str] = &[
    "automode_lock",
    "automode_dying",
    "automode_on_death",
    "automode_installed",
    "automode_kill_timer",
    "_RNvNtCsaz6eC2DG7lh_3std9panicking4HOOK",
    "_RNvNtNtCsaz6eC2DG7lh_3std9panicking11panic_count18GLOBAL_PANIC_COUNT",
    "_RNvNtNtNtCsaz6eC2DG7lh_3std3sys3env4unix8ENV_LOCK",
    "__libc",
    "__sysinfo",
    "__hwcap",
    "__environ",
    "main_tls",
    "builtin_tls",
    "lock",
    "slot",
    "head",
    "builtin",
    "__progname_full",
    "__progname",
    "__malloc_context",
    "handler_set",
    "unmask_done",
];

/// So many of the commands, the first ones, are what agents do all day; they count three times.
const FREQUENT: usize = 12;

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
    let gate = match args.value("--bin") {
        Some(file) => std::path::absolute(&file).map_err(|e| format!("{file}: {e}"))?,
        None => with_symbols()?,
    };
    let place = Place::new(gate)?;
    let mut runs = Vec::new();
    for event in events(&place.cwd()) {
        runs.push(place.functions(&event)?);
    }
    place.remove();
    let order = order(&runs);
    if check { compare(&order) } else { write(&order) }
}

/// The shipped binary, but with its symbols. The names are those of the shipped one: what cargo derives them from is
/// the same.
fn with_symbols() -> Result<PathBuf> {
    run::need_musl()?;
    let build = ["rustc", "--quiet", "--release", "-p", "automode", "--target", MUSL];
    run::run(cargo().args(build).args(run::shipped()).args(["--", "-C", "strip=none"]))?;
    Ok(target_dir().join(MUSL).join("release/automode"))
}

struct Place {
    dir: PathBuf,
    gate: PathBuf,
}

impl Place {
    fn new(gate: PathBuf) -> Result<Self> {
        let dir = target_dir().join(format!("layout-{}", std::process::id()));
        run::sample_repository(&dir.join("shop"))?;
        Ok(Self { dir, gate })
    }

    fn cwd(&self) -> String {
        self.dir.join("shop").to_string_lossy().into_owned()
    }

    /// The functions that one hook runs.
    fn functions(&self, event: &Value) -> Result<Vec<String>> {
        // Under valgrind a run takes some hundred times longer; on a busy machine it may meet its deadline.
        for _ in 0..MAX_TRIES {
            if let Some(names) = self.run(event)? {
                return Ok(names);
            }
        }
        Err(format!("{event}: no run of {MAX_TRIES} ended in time\nhint: try again when the machine is idle"))
    }

    fn run(&self, event: &Value) -> Result<Option<Vec<String>>> {
        let profile = self.dir.join("profile");
        let mut command = Command::new("valgrind");
        command.args(["--quiet", "--tool=callgrind", "--compress-strings=no", "--compress-pos=no", "--demangle=no"]);
        command.arg(format!("--callgrind-out-file={}", profile.display())).arg(&self.gate);
        command.args(["hook", "claude", "--profile", "strict", "--state"]).arg(self.dir.join("state"));
        command.env("HOME", &self.dir).current_dir(self.dir.join("shop"));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        if !run::fed(&mut command, event.to_string().as_bytes())?.success() {
            return Ok(None);
        }
        run::read(&profile).map(|text| Some(names(&text)))
    }

    fn remove(&self) {
        // A left-over directory below target/ hurts nobody.
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// The symbols in a profile of callgrind's, each once.
fn names(profile: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let named = profile.lines().filter_map(|l| l.strip_prefix("fn="));
    // A function that calls itself has a number for each depth.
    let plain = named.map(|n| n.split_once('\'').map_or(n, |(name, _)| name));
    plain.filter(|n| !n.starts_with(['(', '0']) && seen.insert(*n)).map(str::to_owned).collect()
}

/// What more samples run comes first; among the same number, what the same samples run stands together.
fn order(runs: &[Vec<String>]) -> Vec<String> {
    let mut samples: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, run) in runs.iter().enumerate() {
        run.iter().for_each(|name| samples.entry(name).or_default().push(at));
    }
    let weight = |samples: &[usize]| -> usize { samples.iter().map(|at| if *at < FREQUENT { 3 } else { 1 }).sum() };
    let mut all: Vec<_> = samples.into_iter().map(|(name, at)| (Reverse(weight(&at)), at, name)).collect();
    all.sort_unstable();
    let unnamed = STARTS.iter().chain(DATA).copied();
    unnamed.chain(all.into_iter().map(|(_, _, name)| name)).map(str::to_owned).collect()
}

fn write(order: &[String]) -> Result {
    let mut text = order.join("\n");
    text.push('\n');
    run::write(&root().join(LIST), &text)?;
    println!("{LIST}: {} functions; build again to use it", order.len());
    Ok(())
}

fn compare(order: &[String]) -> Result {
    let text = run::read(Path::new(&root().join(LIST)))?;
    let listed: HashSet<&str> = text.lines().collect();
    let hits = order.iter().filter(|name| listed.contains(name.as_str())).count();
    let share = hits as f64 / order.len().max(1) as f64;
    println!("{LIST}: {hits} of {} functions that run are listed ({:.0} %)", order.len(), share * 100.0);
    if share < MIN_LISTED {
        return Err("the list is out of date\nhint: cargo xtask layout".to_owned());
    }
    Ok(())
}

/// The samples: each command, and the other kinds of event that a session consists of.
pub fn events(cwd: &str) -> Vec<Value> {
    let file = format!("{cwd}/src/lib.rs");
    let code = "pub fn total(base: u32) -> u32 {\n    base.saturating_add(1)\n}\n";
    let tool =
        |name: &str, input: Value| json!({"hook_event_name": "PreToolUse", "tool_name": name, "tool_input": input});
    let mut events: Vec<Value> = COMMANDS.iter().map(|c| tool("Bash", json!({"command": c}))).collect();
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
    ]);
    events.into_iter().map(|event| with_common(event, cwd)).collect()
}

/// With what every event of a host has.
pub fn with_common(mut event: Value, cwd: &str) -> Value {
    let common = json!({"session_id": "00000000-0000-4000-8000-000000000001", "cwd": cwd,
                        "transcript_path": format!("{cwd}/../transcript.jsonl"), "permission_mode": "default"});
    if let (Some(event), Value::Object(common)) = (event.as_object_mut(), common) {
        event.extend(common);
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_profile_and_their_order() {
        let profile = "fl=a\nfn=_Rmain\n1 2\ncfn=_Rhelp\nfn=_Rloop'2\nfn=_Rloop\nfn=(below main)\nfn=0x00401\n";
        assert_eq!(names(profile), ["_Rmain", "_Rloop"]);
        let runs = [vec!["b".to_owned(), "a".to_owned()], vec!["b".to_owned(), "c".to_owned()]];
        let order = order(&runs);
        assert_eq!(order.get(STARTS.len() + DATA.len()..).unwrap(), ["b", "a", "c"]);
    }
}
