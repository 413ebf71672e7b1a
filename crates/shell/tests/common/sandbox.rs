//! Runs a script in real bash, in a sandbox without programs, network or anything to write to, and says what it ran.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Where scripts may run.
pub struct Sandbox {
    bash: PathBuf,
    log: PathBuf,
    count: AtomicU64,
}

/// Each unknown command appends its count and arguments, NUL-separated, to a file of its own process. The status is
/// random, so that both branches are taken and no loop lasts.
const HANDLER: &str = "() { builtin printf '%s\\0' \"$#\" \"$@\" >>/log/$BASHPID; return $((RANDOM % 2)); }";

impl Sandbox {
    /// `None` where bwrap, bash or namespaces are not to be had.
    pub fn new() -> Option<Self> {
        let bash = ["/usr/bin/bash", "/bin/bash"].into_iter().map(PathBuf::from).find(|p| p.exists())?;
        let log = std::env::temp_dir().join(format!("automode-diff-{}", std::process::id()));
        fs::create_dir_all(&log).ok()?;
        let sandbox = Self { bash, log, count: AtomicU64::new(0) };
        let works = sandbox.run("probe 'a b'", false) == [vec!["probe".to_owned(), "a b".to_owned()]];
        works.then_some(sandbox)
    }

    fn spawn(&self, script: &str, extglob: bool, log: &Path) -> Option<Child> {
        let mut command = Command::new("bwrap");
        command.args(["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]);
        for dir in ["/lib", "/lib64", "/usr/lib", "/usr/lib64"] {
            command.args(["--ro-bind-try", dir, dir]);
        }
        command.arg("--ro-bind").arg(&self.bash).arg("/bash").arg("--bind").arg(log).arg("/log");
        command.args([
            "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp", "--setenv", "PATH", "/none", "--setenv", "HOME",
            "/tmp",
        ]);
        command.args(["--setenv", "LC_ALL", "C.UTF-8"]);
        command.args(["--setenv", "FUNCNEST", "20", "--setenv", "BASH_FUNC_command_not_found_handle%%", HANDLER]);
        let limits = "ulimit -t 1 -u 300 -f 64 -v 2000000; exec /bash --norc --noprofile $2 -c \"$1\"";
        command.args([
            "/bash",
            "--norc",
            "--noprofile",
            "-c",
            limits,
            "sh",
            script,
            if extglob { "-O extglob" } else { "" },
        ]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()
    }

    /// The commands that were looked for, with their arguments. Ends after a second.
    pub fn run(&self, script: &str, extglob: bool) -> Vec<Vec<String>> {
        // A folder for each run: what an earlier one left running may still write to its own.
        let log = self.log.join(self.count.fetch_add(1, Ordering::Relaxed).to_string());
        let made = fs::create_dir_all(&log).is_ok();
        let Some(mut child) = self.spawn(script, extglob, &log).filter(|_| made) else { return Vec::new() };
        let begin = Instant::now();
        let mut pause = Duration::from_micros(500);
        while let Ok(None) = child.try_wait() {
            if begin.elapsed() > Duration::from_secs(1) {
                let _ = child.kill();
                let _ = child.wait();
                break;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(4));
        }
        let out = collect(&log);
        let _ = fs::remove_dir_all(&log);
        out
    }
}

fn collect(log: &Path) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(log).into_iter().flatten().flatten() {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        let mut fields = bytes.split(|b| *b == 0).map(|f| String::from_utf8_lossy(f).into_owned());
        while let Some(count) = fields.next().and_then(|n| n.parse().ok()) {
            let argv: Vec<String> = fields.by_ref().take(count).collect();
            if argv.len() == count && count > 0 {
                out.push(argv);
            }
        }
    }
    out
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.log);
    }
}
