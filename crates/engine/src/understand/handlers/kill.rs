//! `kill`, `pkill`, `fuser -k`, `kill-port`: which processes. One that this shell started (`%1`, `$!`), whose number a file
//! of the work holds, or that serves or watches the project, is the work's own; `-1` and groups are many.

use automode_model::{Place, Scope, Verb};

use super::super::effects;
use super::super::paths;
use super::super::shell::Shell;
use super::super::state::State;
use super::super::value::{NUMBER, Piece, Val};
use super::{Call, Handled};

/// Gives each operand its effect; listing signals is left to the data.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    asks_only(c);
    if c.tries() || c.bound.options.iter().any(|(o, _)| o.operands.is_some()) {
        return Handled::Partly;
    }
    // The shell itself or one around it: its group, or a number where its own was asked for.
    let scene = c.shell.scene;
    let shells = |v: &Val| match v.known() {
        Some(t) => t == "0" || t.starts_with('-'),
        None => scene.numbered.get() || v.prefix().starts_with('-'),
    };
    let ends_shell = c.bound.operands.iter().any(shells);
    scene.killed.set(scene.killed.get().wrapping_add(u32::from(ends_shell)));
    let state = c.inner_state();
    if state.signalled && (ends_shell || !state.in_trap) {
        scene.add_unknown("a signal whose trap changes the shell in the midst", c.call.span);
    }
    for target in c.bound.operands.clone() {
        // `0` is the group of the shell itself.
        let own = target.prefix().starts_with('%') || is_number(&target) || target.known() == Some("0");
        end(c, &target, own);
        if target.prefix().starts_with('-')
            && let Some(effect) = c.effects.last_mut()
        {
            effect.scope = Scope::Many;
        }
    }
    Handled::Wholly
}

/// `pkill -0 --signal KILL x`: nothing is asked where another signal is named as well.
fn asks_only(c: &mut Call<'_, '_, '_>) {
    // `-s` of `pkill` is a session.
    let names = if c.program.name == "kill" { &["--signal", "-s", "-n"][..] } else { &["--signal"] };
    if names.iter().filter(|n| c.bound.has(n)).any(|n| c.bound.value(n).and_then(Val::known) != Some("0")) {
        c.bound.options.retain(|(o, _)| !o.names.contains(&"-0"));
    }
}

/// `pkill PATTERN`: what serves, watches or tests a project is started again by one command.
pub fn by_name(c: &mut Call<'_, '_, '_>) -> Handled {
    asks_only(c);
    let many = ["-v", "--inverse", "-g", "--pgroup", "-G", "--group", "-P", "-s", "-t", "-u", "--euid", "-U", "--uid"];
    // `-x`: no other name than that of a program that this event started.
    let exact = c.bound.has("-x") && !c.bound.has("-f");
    let started = |name: &str| exact && c.shell.scene.makes("process", name);
    let fits = |v: &Val| v.known().is_some_and(|t| serves_project(t) || started(t));
    if many.iter().any(|n| c.bound.has(n)) || c.bound.operands.is_empty() || !c.bound.operands.iter().all(fits) {
        return Handled::Partly;
    }
    for pattern in std::mem::take(&mut c.bound.operands) {
        end(c, &pattern, true);
    }
    Handled::Wholly
}

/// `kill-port 3000`, `fuser -k 3000/tcp`.
pub fn by_port(c: &mut Call<'_, '_, '_>) -> Handled {
    let kills = c.program.name != "fuser" || ["-k", "--kill", "-km"].iter().any(|n| c.bound.has(n));
    let mut ports = c.bound.operands.clone();
    ports.extend(["-p", "--port"].iter().filter_map(|n| c.bound.value(n)).cloned());
    let fits = |v: &Val| v.known().is_some_and(|t| is_work_port(t.trim_end_matches("/tcp")));
    if !kills || c.bound.has("-m") || ports.is_empty() || !ports.iter().all(fits) {
        return Handled::Partly;
    }
    for port in ports {
        end(c, &port, true);
    }
    Handled::Wholly
}

fn end(c: &mut Call<'_, '_, '_>, target: &Val, own: bool) {
    let verb = if own { Verb::ProcessSignal } else { Verb::ProcessKill };
    let effect = effects::on_name(verb, "process", &target.show(), c.call.span);
    c.effects.push(effect);
}

/// `$!`, and what else is known to be the number of a process of the work's own.
fn is_number(target: &Val) -> bool {
    matches!(target.pieces(), [Piece::Glob(g)] if g == NUMBER)
}

/// Servers of development, watchers and test runners: all of them of this user may end without loss.
const WATCHERS: &[&str] = &[
    "vite",
    "vitest",
    "jest",
    "nodemon",
    "webpack",
    "webpack-dev-server",
    "storybook",
    "parcel",
    "live-server",
    "browser-sync",
    "http-server",
    "next-server",
    "ts-node-dev",
    "tsserver",
    "esbuild",
    "chromedriver",
    "geckodriver",
    "watchman",
    "guard",
    "cargo-watch",
    "air",
];

/// What starts a project's own program: with a second word, a command line of it is meant.
const STARTERS: &[&str] = &[
    "node",
    "python",
    "python3",
    "ruby",
    "php",
    "java",
    "deno",
    "bun",
    "npm",
    "pnpm",
    "yarn",
    "npx",
    "uv",
    "poetry",
    "uvicorn",
    "gunicorn",
    "hypercorn",
    "flask",
    "streamlit",
    "celery",
    "rails",
    "puma",
    "next",
    "nest",
    "nuxt",
    "astro",
    "ng",
    "expo",
    "react-scripts",
    "tsx",
    "ts-node",
    "tsc",
    "cargo",
    "go",
    "dotnet",
    "mvn",
    "gradle",
    "hugo",
    "jekyll",
    "mkdocs",
    "playwright",
    "cypress",
    "turbo",
    "artisan",
    "mix",
    "rackup",
    "sidekiq",
    "wrangler",
];

/// Whether a pattern of `pkill -f` means a server, watcher or test run of a project.
fn serves_project(pattern: &str) -> bool {
    let mut words = pattern.split(|c: char| c.is_whitespace() || c == '.' && pattern.contains(".*"));
    let first = words.next().unwrap_or("").trim_start_matches(['^', '[']);
    let base = first.rsplit('/').next().unwrap_or("");
    let more = words.any(|w| w.len() > 2);
    let built = ["target/debug/", "target/release/", "./build/", "./dist/", "./bin/", "node_modules/.bin/"];
    let plain = !pattern.contains(['|', '\\', '$']) && pattern.len() > 2;
    let script =
        [".js", ".mjs", ".ts", ".py", ".rb", ".php", ".jar"].iter().any(|e| base.ends_with(e) && base.len() > e.len());
    plain
        && (script
            || WATCHERS.contains(&base)
            || more && STARTERS.contains(&base)
            || built.iter().any(|b| first.contains(b) && !base.is_empty()))
}

/// A port on which projects serve, not one of a database or of the system.
fn is_work_port(text: &str) -> bool {
    const SHARED: &[u16] = &[
        1433, 1521, 2049, 2181, 2375, 2376, 2379, 3306, 3389, 4222, 5432, 5433, 5672, 5984, 6379, 6443, 7687, 8086,
        9042, 9092, 9200, 9300, 11211, 15672, 26257, 27017,
    ];
    text.parse::<u16>().is_ok_and(|p| p >= 1024 && !SHARED.contains(&p))
}

/// The number of a process of the work's own, where a program prints nothing else: `cat server.pid`, `lsof -ti :3000`,
/// `pgrep -f "vite --port 3000"`.
pub fn number(shell: &Shell<'_, '_>, state: &State, program: &str, args: &[Val]) -> Option<Val> {
    let words: Vec<&str> = args.iter().map(Val::known).collect::<Option<_>>()?;
    let own = match program {
        "cat" => matches!(words.as_slice(), [file] if is_own_pid_file(shell, state, file)),
        "lsof" => prints_port_users(&words),
        "pgrep" => {
            let (options, rest): (Vec<&str>, Vec<&str>) = words.iter().partition(|w| w.starts_with('-'));
            let plain = options.iter().all(|o| matches!(*o, "-f" | "-n" | "-o" | "-x" | "-i" | "-fn" | "-fo" | "-nf"));
            plain && matches!(rest.as_slice(), [pattern] if serves_project(pattern))
        }
        _ => false,
    };
    own.then(super::super::value::number)
}

/// A file of the work or of scratch named like one that holds a process's number, and that holds nothing else.
fn is_own_pid_file(shell: &Shell<'_, '_>, state: &State, file: &str) -> bool {
    let ([cwd], true) = (state.cwd.as_slice(), file.ends_with(".pid") || file.ends_with("_pid")) else { return false };
    let path = paths::join(cwd, file);
    let target = paths::target(shell.scene, file, &path);
    let held = match shell.written(&path) {
        Some(v) => v.known().map(str::to_owned),
        None => shell.scene.world.read(&path, MAX_PID_BYTES).ok(),
    };
    let numbers = |t: String| t.split_whitespace().all(|w| w.bytes().all(|b| b.is_ascii_digit()));
    matches!(target.place, Place::Workspace | Place::Temp) && held.is_none_or(numbers)
}

/// How much of a file that should hold one number is read.
const MAX_PID_BYTES: usize = 4096;

/// `lsof -ti :3000`, `lsof -t -i tcp:3000 -sTCP:LISTEN`.
fn prints_port_users(words: &[&str]) -> bool {
    let (mut terse, mut ports) = (false, 0);
    let mut rest = words.iter().copied().peekable();
    while let Some(word) = rest.next() {
        if word.to_ascii_lowercase().starts_with("-stcp:") {
            continue;
        }
        if word == "-s" && rest.peek().is_some_and(|w| w.to_ascii_lowercase().starts_with("tcp:")) {
            rest.next();
            continue;
        }
        let Some(letters) = word.strip_prefix('-') else { return false };
        let (flags, address) = letters.split_once('i').map_or((letters, None), |(f, a)| (f, Some(a)));
        if !flags.bytes().all(|b| b"tnPa".contains(&b)) {
            return false;
        }
        terse |= flags.contains('t');
        if let Some(attached) = address {
            let address = if attached.is_empty() { rest.next().unwrap_or("") } else { attached };
            let port = address.trim_start_matches(['4', '6']).trim_start_matches("tcp").trim_start_matches("TCP");
            let listed = |p: &str| p.split(',').all(is_work_port);
            if !port.strip_prefix(':').is_some_and(listed) {
                return false;
            }
            ports += 1;
        }
    }
    terse && ports > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serves_a_project_is_told_from_what_may_be_anybodys() {
        for own in ["vite", "vite --port 5199", "node server.js", "python manage.py runserver", "target/debug/api"] {
            assert!(serves_project(own), "{own}");
        }
        for other in ["node", "python", "worker", "nginx", "postgres", "ssh agent", "java", ".", "", "node|ssh x"] {
            assert!(!serves_project(other), "{other}");
        }
        assert!(prints_port_users(&["-ti:3000"]) && prints_port_users(&["-t", "-i", "tcp:8080", "-sTCP:LISTEN"]));
        for other in [&["-ti:5432"][..], &["-ti:22"], &["-ti"], &["-i:3000"], &["-ti:3000", "-u", "root"], &["-t"]] {
            assert!(!prints_port_users(other), "{other:?}");
        }
    }
}
