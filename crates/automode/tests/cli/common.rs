//! A machine of its own for each test: a home with a project, a state directory, the binary.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

pub use serde_json::Value;

pub const BINARY: &str = env!("CARGO_BIN_EXE_automode");

/// What a run gave.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    /// What the hook answered: the decision and its reason.
    pub fn answer(&self) -> (String, String) {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        let answer = self.json();
        let told = &answer["hookSpecificOutput"];
        assert_eq!(told["hookEventName"], "PreToolUse");
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        (text(&told["permissionDecision"]), text(&told["permissionDecisionReason"]))
    }

    /// The action does not run: exit 2, nothing on stdout, a text for the agent.
    pub fn assert_blocked(&self, what: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{what}: {self:?}");
        assert!(self.err.starts_with("automode") && self.err.contains("not run"), "{what}: {self:?}");
    }
}

/// Removed at the end of the test.
pub struct Machine {
    pub dir: PathBuf,
}

impl Machine {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("automode-cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        // Not links: what is judged are resolved paths.
        let dir = std::env::temp_dir().canonicalize().unwrap().join(name);
        std::fs::create_dir_all(dir.join("home/shop")).unwrap();
        Self { dir }
    }

    pub fn home(&self) -> PathBuf {
        self.dir.join("home")
    }

    pub fn project(&self) -> PathBuf {
        self.dir.join("home/shop")
    }

    /// Where the ledger lies by default.
    pub fn state(&self) -> PathBuf {
        self.home().join(".local/state/automode")
    }

    /// The program with these arguments in the project, with nothing of our own environment but a PATH.
    pub fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).env_clear().env("HOME", self.home()).env("PATH", "/usr/bin:/bin");
        command.current_dir(self.project());
        command
    }

    pub fn run(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Said {
        finish(self.command(BINARY, args), stdin.as_ref())
    }

    /// A hook call of the profile strict.
    pub fn hook(&self, event: impl AsRef<[u8]>) -> Said {
        self.run(&["hook", "claude"], event)
    }

    /// A proposed command, as the agent tells it.
    pub fn bash(&self, command: &str) -> String {
        self.event("Bash", serde_json::json!({"command": command}), "call_1")
    }

    pub fn event(&self, tool: &str, input: Value, id: &str) -> String {
        serde_json::json!({
            "session_id": "s1", "cwd": self.project(), "permission_mode": "default",
            "hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": input, "tool_use_id": id,
        })
        .to_string()
    }

    /// The records of the ledger as `log --json` tells them.
    pub fn records(&self) -> Vec<Value> {
        self.run(&["log", "--all", "--json", "--limit", "1000"], "").lines()
    }

    pub fn verify(&self) -> Said {
        self.run(&["log", "verify", "--json"], "")
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

pub fn start(mut command: Command, stdin: &[u8]) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that ends before it has read everything closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child
}

pub fn end(child: Child) -> Said {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub fn finish(command: Command, stdin: &[u8]) -> Said {
    end(start(command, stdin))
}

/// A file of the test data.
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A captured event of Claude Code.
pub fn captured(name: &str) -> Vec<u8> {
    std::fs::read(data("events").join(format!("{name}.json"))).unwrap()
}
