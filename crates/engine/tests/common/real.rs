//! Runs scripts in real bash, many in one sandbox that holds bash, a few plain tools and stubs, and nothing to lose; says
//! what each ran.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What ran: programs with their arguments.
pub type Log = Vec<Vec<String>>;

/// Where scripts may run.
pub struct Real {
    dir: PathBuf,
    bash: PathBuf,
    count: usize,
}

/// Numbers the sandboxes of this process.
static SANDBOXES: AtomicUsize = AtomicUsize::new(0);

/// Real programs that compute or pass on.
const TOOLS: [&str; 33] = [
    "cat", "env", "timeout", "nice", "nohup", "xargs", "sed", "tr", "cut", "rev", "base64", "head", "tail", "seq",
    "basename", "dirname", "mkdir", "find", "sort", "tac", "tee", "uniq", "wc", "rm", "chmod", "touch", "cp", "mv",
    "grep", "sleep", "expr", "ln", "rmdir",
];

/// Appends its count and arguments, NUL-separated, to a file of its process. The status is random, so that both branches
/// are taken and no loop lasts.
const STUB: &str =
    "#!/bash\nbuiltin printf '%s\\0' $(($#+1)) \"${0##*/}\" \"$@\" >>${__L:-/log}/$$; exit $((RANDOM%2))\n";
const HANDLER: &str =
    "() { builtin printf '%s\\0' \"$#\" \"$@\" >>${__L:-/log}/$BASHPID; builtin return $((RANDOM % 2)); }";

/// Bounds what a script may use, then hands over to `drive` in this very test binary: it spends no process on anything
/// but the scripts.
const DRIVER: &str =
    "ulimit -t 2 -f 64 -v 2000000; exec /driver inside_the_sandbox_scripts_are_run --exact --nocapture";
/// Says that this process is the driver.
const INSIDE: &str = "AUTOMODE_DIFF_INSIDE";
const PROJECT: &str = "/home/dev/project";
/// How long a script may take.
const PATIENCE: Duration = Duration::from_millis(500);

/// Inside the sandbox: runs each script of `/in` in a fresh directory. Outside it does nothing.
pub fn drive() {
    if std::env::var_os(INSIDE).is_none() {
        return;
    }
    let mut names: Vec<_> = fs::read_dir("/in").into_iter().flatten().flatten().map(|e| e.file_name()).collect();
    names.sort();
    for (n, name) in names.iter().enumerate() {
        let script = fs::read_to_string(Path::new("/in").join(name)).unwrap_or_default();
        let extglob = name.to_string_lossy().ends_with('x');
        one(&script, &Path::new("/log").join(name), extglob);
        // What could not be ended keeps its own directory.
        let _ = fs::rename(PROJECT, format!("/old-{n}"));
        for place in ["/home/dev", "/tmp"] {
            for left in fs::read_dir(place).into_iter().flatten().flatten() {
                let _ = fs::remove_dir_all(left.path()).or_else(|_| fs::remove_file(left.path()));
            }
        }
        let _ = fs::create_dir_all(PROJECT);
    }
}

fn one(script: &str, log: &Path, extglob: bool) {
    let mut bash = Command::new("/bash");
    bash.args(["--norc", "--noprofile"]).args(extglob.then_some(["-O", "extglob"]).into_iter().flatten());
    bash.arg("-c").arg(script).env_remove(INSIDE).env_remove("OLDPWD").env_remove("_").env("__L", log);
    bash.env("PWD", PROJECT).current_dir(PROJECT).process_group(0);
    let Ok(mut child) = bash.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else { return };
    let group = child.id();
    let (done, ended) = mpsc::channel();
    let waiter = std::thread::spawn(move || {
        let _ = child.wait();
        let _ = done.send(());
    });
    if ended.recv_timeout(PATIENCE).is_err() {
        let _ = Command::new("/bash").args(["--norc", "-c", &format!("kill -KILL -{group}")]).env_clear().status();
    }
    let _ = waiter.join();
    // What still runs in the background would find its directory moved away.
    let deadline = Instant::now() + PATIENCE / 2;
    while is_running(group) {
        if Instant::now() > deadline {
            let _ = Command::new("/bash").args(["--norc", "-c", &format!("kill -KILL -{group}")]).env_clear().status();
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Whether a process of this group is there. The sandbox has its own, so that there are few.
fn is_running(group: u32) -> bool {
    let of = |name: std::ffi::OsString| {
        let name = name.into_string().ok().filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?;
        let stat = fs::read_to_string(format!("/proc/{name}/stat")).ok()?;
        // Behind the name, which may hold anything: state, parent, group.
        let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace();
        let state = fields.next()?;
        Some(state != "Z" && fields.nth(1)?.parse() == Ok(group))
    };
    fs::read_dir("/proc").into_iter().flatten().flatten().any(|e| of(e.file_name()) == Some(true))
}

impl Real {
    /// `None` where bwrap, bash or namespaces are not to be had.
    pub fn new() -> Option<Self> {
        let bash = ["/usr/bin/bash", "/bin/bash"].into_iter().map(PathBuf::from).find(|p| p.exists())?;
        let number = SANDBOXES.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("automode-real-{}-{number}", std::process::id()));
        let mut real = Self { dir, bash, count: 0 };
        fs::create_dir_all(real.dir.join("stub")).ok()?;
        for n in 0..10 {
            real.stub(&format!("c{n}")).ok()?;
        }
        let log = real.run(&["c1 'a b'; nothere".to_owned()]);
        let strings = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let mut ran = log.first()?.clone();
        ran.sort();
        (ran == [strings(&["c1", "a b"]), strings(&["nothere"])]).then_some(real)
    }

    fn stub(&self, name: &str) -> std::io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let path = self.dir.join("stub").join(name);
        fs::write(&path, STUB)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
    }

    /// What each of these scripts ran; every other one with `extglob`.
    pub fn run(&mut self, scripts: &[String]) -> Vec<Log> {
        self.count += 1;
        let base = self.dir.join(self.count.to_string());
        let (input, log) = (base.join("in"), base.join("log"));
        let made = fs::create_dir_all(&input).is_ok() && fs::create_dir_all(&log).is_ok();
        let name = |n: usize| format!("{n:04}{}", if n.is_multiple_of(2) { "x" } else { "" });
        for (n, script) in scripts.iter().enumerate() {
            let _ = fs::write(input.join(name(n)), script);
            let _ = fs::create_dir(log.join(name(n)));
        }
        if made {
            self.spawn(&input, &log, scripts.len());
        }
        let out = (0..scripts.len()).map(|n| collect(&log.join(name(n)))).collect();
        let _ = fs::remove_dir_all(&base);
        out
    }

    fn spawn(&self, input: &Path, log: &Path, scripts: usize) {
        let mut command = Command::new("bwrap");
        command.args(["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]);
        for dir in ["/lib", "/lib64", "/usr/lib", "/usr/lib64"] {
            command.args(["--ro-bind-try", dir, dir]);
        }
        command.arg("--ro-bind").arg(&self.bash).arg("/bash");
        command.arg("--ro-bind").arg(self.dir.join("stub")).arg("/stub");
        command.arg("--ro-bind").arg(input).arg("/in").arg("--bind").arg(log).arg("/log");
        for tool in TOOLS {
            command.args(["--ro-bind-try", &format!("/usr/bin/{tool}"), &format!("/tool/{tool}")]);
        }
        command.arg("--ro-bind").arg(&self.bash).arg("/tool/bash").arg("--ro-bind").arg(&self.bash).arg("/tool/sh");
        command.args(["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]);
        command.args(["--dir", "/home/dev/project", "--chdir", "/home/dev/project"]);
        for (name, value) in [("PATH", "/stub:/tool"), ("HOME", "/home/dev"), ("LC_ALL", "C.UTF-8"), ("FUNCNEST", "20")]
        {
            command.args(["--setenv", name, value]);
        }
        command.args(["--setenv", "BASH_FUNC_command_not_found_handle%%", HANDLER]);
        // A function where bash itself runs them, which spares a process; a file where another program does.
        for n in 0..10 {
            let function = HANDLER.replacen("\"$#\"", &format!("$(($#+1)) c{n}"), 1);
            command.args(["--setenv", &format!("BASH_FUNC_c{n}%%"), &function]);
        }
        let Ok(driver) = std::env::current_exe() else { return };
        command.arg("--ro-bind").arg(driver).args(["/driver", "--setenv", INSIDE, "1"]);
        command.args(["/bash", "--norc", "--noprofile", "-c", DRIVER]);
        let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
            return;
        };
        let (begin, most) = (Instant::now(), Duration::from_secs(5 + scripts as u64));
        while let Ok(None) = child.try_wait() {
            if begin.elapsed() > most {
                let _ = child.kill();
                let _ = child.wait();
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

fn collect(log: &Path) -> Log {
    let mut out = Vec::new();
    for entry in fs::read_dir(log).into_iter().flatten().flatten() {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        // Where the file may not grow the last word is cut.
        let whole = bytes.iter().rposition(|b| *b == 0).map_or(&[][..], |end| &bytes[..end]);
        if whole.is_empty() {
            continue;
        }
        let mut fields = whole.split(|b| *b == 0).map(|f| String::from_utf8_lossy(f).into_owned());
        while let Some(count) = fields.next().and_then(|n| n.parse().ok()) {
            let argv: Vec<String> = fields.by_ref().take(count).collect();
            if argv.len() == count && count > 0 {
                out.push(argv);
            }
        }
    }
    out
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}
