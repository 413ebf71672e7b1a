//! Each way for a hook run to die, as a real process: its exit code, its stdout and its stderr (FAULTS F1, F3, F10).
//!
//! Without a harness: with `AUTOMODE_VICTIM` set this program is the victim, a small hook run; else it starts itself
//! once per row of the table and compares.
#![expect(unsafe_code, reason = "closes descriptors and blocks signals in the child before it starts")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test without a harness: clippy does not see that it is one")]

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use automode_contain::fault;
use automode_contain::guard::alloc::{self, Alloc};
use automode_contain::guard::{Guard, MAX_DEATH_TEXT_BYTES, OnDeath, read_stdin};

#[global_allocator]
static ALLOC: Alloc = Alloc;

const DEADLINE: Duration = Duration::from_millis(400);
const MAX_INPUT: usize = 1 << 20;

/// name | on death | fault at point | stdin | how started | exit code | stdout | stderr contains
const CASES: &str = "
answer        | block  | -        | event   | -           | 0 | ok event | -
bom           | block  | -        | bom     | -           | 0 | ok event | -
panic         | block  | panic    | event   | -           | 2 | -        | internal fault (panic at fault.rs:
abort         | block  | abort    | event   | -           | 2 | -        | signal 6
overflow      | block  | overflow | event   | -           | 2 | -        | signal 11
segv          | block  | segv     | event   | -           | 2 | -        | signal 11
endless loop  | block  | loop     | event   | -           | 2 | -        | time limit
memory        | block  | oom      | event   | -           | 2 | -        | out of memory
exit 0        | block  | exit0    | event   | -           | 2 | -        | without an answer
exit 1        | block  | exit1    | event   | -           | 2 | -        | without an answer
thread panics | block  | thread   | event   | -           | 2 | -        | internal fault (panic at fault.rs:
thread overfl | block  | tover    | event   | -           | 2 | -        | signal 11
report panic  | report | panic    | event   | -           | 1 | -        | this event was not looked at
report loop   | report | loop     | event   | -           | 1 | -        | time limit
report segv   | report | segv     | event   | -           | 1 | -        | signal 11
silent panic  | silent | panic    | event   | -           | 0 | -        | -
silent abort  | silent | abort    | event   | -           | 0 | -        | -
silent overfl | silent | overflow | event   | -           | 0 | -        | -
silent loop   | silent | loop     | event   | -           | 0 | -        | -
silent exit 1 | silent | exit1    | event   | -           | 0 | -        | -
before known  | late   | panic    | event   | -           | 2 | -        | the action was not run
open stdin    | block  | -        | open    | -           | 2 | -        | time limit
closed stdin  | block  | -        | none    | close 0     | 2 | -        | no event came
empty stdin   | block  | -        | none    | -           | 2 | -        | no event came
huge stdin    | block  | -        | huge    | -           | 2 | -        | longer than 1048576 bytes
closed stdout | block  | -        | event   | close 1     | 2 | -        | could not be delivered
broken pipe   | block  | -        | event   | broken pipe | 2 | -        | could not be delivered
closed stderr | block  | panic    | event   | close 2     | 2 | -        | -
full stderr   | block  | panic    | event   | full stderr | 2 | -        | -
full stdout   | block  | -        | event   | full stdout | 2 | -        | time limit
blocked alarm | block  | loop     | event   | block alarm | 2 | -        | time limit
ignored alarm | block  | loop     | event   | ignore      | 2 | -        | time limit
small stack   | block  | overflow | event   | small stack | 2 | -        | signal 11
term          | block  | loop     | event   | kill 15     | 2 | -        | time limit
int           | block  | loop     | event   | kill 2      | 2 | -        | time limit
hup           | block  | loop     | event   | kill 1      | 2 | -        | time limit
quit          | block  | loop     | event   | kill 3      | 2 | -        | time limit
usr1          | block  | loop     | event   | kill 10     | 2 | -        | time limit
xcpu          | block  | loop     | event   | kill 24     | 2 | -        | processor time
pipe signal   | block  | loop     | event   | kill 13     | 2 | -        | time limit
stuck call    | block  | stuck    | event   | -           | killed | -   | -
many die      | block  | many     | event   | -           | 2 | -        | internal fault (panic at guard.rs:
";

fn main() {
    // nextest asks each test program what is in it before it runs anything.
    let asked = |word: &str| std::env::args().any(|arg| arg == word);
    if asked("--list") {
        print!("{}", if asked("--ignored") { "" } else { "every_death_blocks: test\n" });
        return;
    }
    match std::env::var("AUTOMODE_VICTIM") {
        Ok(on_death) => victim(&on_death),
        Err(_) => {
            let failed = CASES.lines().filter(|l| !l.is_empty()).filter(|l| !passes(l)).count();
            let failed = failed + usize::from(!every_failing_allocation_blocks());
            assert_eq!(failed, 0, "{failed} rows failed");
        }
    }
}

fn victim(on_death: &str) -> ! {
    alloc::begin();
    let guard = Guard::install(OnDeath::Block, DEADLINE);
    fault::point("start");
    if on_death == "late" {
        fault::point("event");
    }
    let event = match read_stdin(MAX_INPUT) {
        Ok(event) => event,
        Err(error) => guard.block(&error.to_string()),
    };
    match on_death {
        "report" => guard.set_on_death(OnDeath::Report),
        "silent" => guard.set_on_death(OnDeath::Silent),
        _ => {}
    }
    fault::point("event");
    match std::env::var("AUTOMODE_FAULT").as_deref() {
        Ok("event=tover") => covered_thread(&guard),
        Ok("event=many") => many_panics(),
        Ok("event=stuck") => stuck(),
        _ => {}
    }
    if let Ok(n) = std::env::var("AUTOMODE_FAIL_ALLOCATION") {
        fault::fail_allocation(n.parse().unwrap());
    }
    let answer = format!("ok {}", String::from_utf8(event).unwrap());
    let big = std::env::var("AUTOMODE_BIG_ANSWER").is_ok();
    guard.answer(if big { answer.repeat(100_000).into_bytes() } else { answer.into_bytes() }.as_slice())
}

fn covered_thread(guard: &Guard) {
    std::thread::scope(|s| {
        s.spawn(|| {
            guard.cover_thread();
            // SAFETY: the child is single-purpose; no other thread reads the environment now.
            unsafe { std::env::set_var("AUTOMODE_FAULT", "x=overflow") };
            fault::point("x");
        });
    });
}

/// A system call that runs no handler and can only be killed, as one on a stopped network file system: a child that
/// shares our memory keeps its parent waiting until it is done.
fn stuck() {
    extern "C" fn wait(_: *mut libc::c_void) -> libc::c_int {
        // SAFETY: neither call touches memory.
        unsafe {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            libc::poll(std::ptr::null_mut(), 0, 10_000)
        }
    }
    let mut stack = vec![0_u128; 4096];
    // SAFETY: the stack is large enough for two system calls and lives longer than the child.
    unsafe {
        let top = stack.as_mut_ptr().add(stack.len()).cast();
        libc::clone(wait, top, libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD, std::ptr::null_mut());
    }
}

fn many_panics() {
    let all: Vec<_> = (0..8).map(|_| std::thread::spawn(|| panic!("injected"))).collect();
    all.into_iter().for_each(|t| drop(t.join()));
}

fn passes(line: &str) -> bool {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, on_death, how, stdin, start, code, stdout, stderr] = cells[..] else { panic!("bad row: {line}") };
    let began = Instant::now();
    let seen = run(on_death, how, stdin, start);
    let took = began.elapsed();
    let want = |cell: &'static str, text: &str| if cell == "-" { text.is_empty() } else { text.contains(cell) };
    let stderr: &'static str = Box::leak(stderr.to_string().into());
    let exact = if stdout == "-" { "" } else { stdout };
    // The wrapper around the gate, `|| exit 2`, makes a block of a killed one.
    let good = seen.code == code.parse().ok()
        && seen.stdout == exact
        && want(stderr, &seen.stderr)
        && seen.stderr.len() <= MAX_DEATH_TEXT_BYTES
        && seen.stderr.lines().count() <= 1
        && took < DEADLINE + Duration::from_secs(5);
    println!(
        "{} {name:14} {took:?} {}",
        if good { "ok  " } else { "FAIL" },
        if good { String::new() } else { format!("{seen:?}") }
    );
    good
}

#[derive(Debug)]
struct Seen {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn run(on_death: &str, how: &str, stdin: &str, start: &str) -> Seen {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env("AUTOMODE_VICTIM", on_death).env("AUTOMODE_FAULT", format!("event={how}"));
    command.stdin(if stdin == "none" { Stdio::null() } else { Stdio::piped() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let _kept = prepare(&mut command, start);
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take();
    let writer = std::thread::spawn({
        let text = match stdin {
            "bom" => b"\xEF\xBB\xBFevent".to_vec(),
            "huge" => vec![b' '; 8 << 20],
            "none" => vec![],
            _ => b"event".to_vec(),
        };
        let keep = stdin == "open";
        move || {
            // A victim that stops reading closes the pipe: no failure here.
            let _ = input.as_mut().map(|i| i.write_all(&text));
            keep.then_some(input)
        }
    });
    if start == "broken pipe" {
        drop(child.stdout.take());
    }
    if let Some(signal) = start.strip_prefix("kill ") {
        std::thread::sleep(Duration::from_millis(150));
        // SAFETY: our own child, not waited for yet.
        unsafe { libc::kill(child.id().try_into().unwrap(), signal.parse().unwrap()) };
    }
    let out = if start == "full stdout" {
        // Nobody reads until it is dead.
        let status = child.wait().unwrap();
        let mut out = child.wait_with_output().unwrap();
        out.status = status;
        out.stdout.clear();
        out
    } else {
        child.wait_with_output().unwrap()
    };
    drop(writer.join());
    Seen {
        code: out.status.code(),
        stdout: String::from_utf8(out.stdout).unwrap(),
        stderr: String::from_utf8(out.stderr).unwrap(),
    }
}

/// Sets up the child; what it returns must live as long as the child.
fn prepare(command: &mut Command, start: &str) -> Option<std::io::PipeReader> {
    match start {
        "full stdout" => {
            command.env("AUTOMODE_BIG_ANSWER", "1");
            None
        }
        "full stderr" => {
            let (reader, mut writer) = std::io::pipe().unwrap();
            let room = 64 * 1024;
            writer.write_all(&vec![b'x'; room]).unwrap();
            command.stderr(writer);
            Some(reader)
        }
        _ => {
            let start = start.to_string();
            // SAFETY: only system calls that are safe between fork and exec.
            unsafe { command.pre_exec(move || in_child(&start)) };
            None
        }
    }
}

fn in_child(start: &str) -> std::io::Result<()> {
    // SAFETY: see the caller; all structures live on this stack.
    unsafe {
        match start {
            "close 0" => drop(libc::close(0)),
            "close 1" => drop(libc::close(1)),
            "close 2" => drop(libc::close(2)),
            "ignore" => drop(libc::signal(libc::SIGALRM, libc::SIG_IGN)),
            "block alarm" => {
                let mut set = std::mem::zeroed();
                libc::sigfillset(&raw mut set);
                libc::sigprocmask(libc::SIG_BLOCK, &raw const set, std::ptr::null_mut());
            }
            "small stack" => {
                let small = libc::rlimit { rlim_cur: 256 * 1024, rlim_max: libc::RLIM_INFINITY };
                libc::setrlimit(libc::RLIMIT_STACK, &raw const small);
            }
            _ => {}
        }
    }
    Ok(())
}

/// FAULTS F3: for every n, when the n-th allocation fails, the action is blocked or the answer is whole.
fn every_failing_allocation_blocks() -> bool {
    let mut blocked = 0;
    for n in 1..100 {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env("AUTOMODE_VICTIM", "block").env("AUTOMODE_FAIL_ALLOCATION", n.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(b"event").unwrap();
        let out = child.wait_with_output().unwrap();
        match (out.status.code(), out.stdout.as_slice()) {
            (Some(2), b"") => blocked += 1,
            (Some(0), b"ok event") => {
                println!("ok   {blocked} failing allocations, all block");
                return blocked > 0;
            }
            other => {
                println!("FAIL allocation {n}: {other:?}");
                return false;
            }
        }
    }
    false
}
