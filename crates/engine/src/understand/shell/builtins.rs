//! Commands of the shell itself: those that change its state or evaluate text. Plain programs are in `knowledge/`.

use automode_model::{PathKind, Span, Verb};
use automode_shell::Dialect;
use automode_shell::tree::Simple;

use super::super::invoke::{self, Invocation};
use super::super::scene::{MAX_SCRIPT_BYTES, Scene};
use super::super::state::State;
use super::super::value::{Piece, Set, Val};
use super::super::{filters, paths, script};
use super::{Done, Shell, gap_like};

/// Runs a builtin; none where the name is not one.
pub(super) fn run(
    shell: &Shell<'_, '_>,
    state: &mut State,
    name: &str,
    call: &Invocation,
    simple: Option<&Simple>,
) -> Option<Done> {
    let silent = Done { out: Val::default(), certain: true };
    let args = call.argv.get(1..).unwrap_or_default();
    Some(match name {
        "cd" | "chdir" | "pushd" | "popd" => change_directory(shell, state, name, args),
        "eval" => evaluate(shell, state, args, call),
        "source" | "." => source(shell, state, args, call),
        "exec" => exec(shell, state, args, call),
        "command" | "builtin" | "nocorrect" | "noglob" => bypass(shell, state, name, args, call),
        "export" | "declare" | "typeset" | "local" | "readonly" | "integer" | "float" => {
            declare(shell, state, name, args, simple, call);
            silent
        }
        "unset" => {
            for n in args.iter().filter_map(Val::known).filter(|n| !n.starts_with('-')) {
                state.set(n, Set::one(Val::default()));
                state.functions.remove(n);
            }
            silent
        }
        "alias" => alias(shell, state, args, call),
        "unalias" => {
            args.iter().filter_map(Val::known).for_each(|n| drop(state.aliases.remove(n)));
            silent
        }
        "trap" => trap(shell, state, args, call),
        "read" | "mapfile" | "readarray" => read(shell, state, name, args, call),
        "set" => set(state, args),
        "shift" | "getopts" | "shopt" | "setopt" | "unsetopt" | "emulate" | "autoload" | "zmodload" | "compdef" => {
            state.positional = None;
            silent
        }
        "hash" => hash(state, args),
        "let" => {
            for a in args {
                match a.known() {
                    Some(t) => shell.arith_names(state, t, call.span, 0),
                    None => shell.scene.add_unknown("arithmetic that is not known", call.span),
                }
            }
            silent
        }
        "test" | "[" => test(shell, state, args, call.span),
        "printf" if args.first().and_then(Val::known) == Some("-v") => printf_variable(shell, state, args, call.span),
        "enable" => {
            if args.iter().any(|a| a.known() == Some("-f")) {
                shell.scene.add_unknown("a builtin loaded from a file", call.span);
            }
            silent
        }
        "fc" | "history" => history(shell, state, args, call),
        name if is_quiet(name) => quiet(shell, name, args, call),
        _ => return None,
    })
}

/// Builtins that change nothing that is judged.
fn is_quiet(name: &str) -> bool {
    matches!(
        name,
        ":" | "true"
            | "false"
            | "exit"
            | "return"
            | "break"
            | "continue"
            | "wait"
            | "jobs"
            | "fg"
            | "bg"
            | "disown"
            | "ulimit"
            | "umask"
            | "times"
            | "type"
            | "compgen"
            | "complete"
            | "bind"
            | "dirs"
            | "suspend"
            | "logout"
            | "caller"
            | "help"
            | "whence"
            | "rehash"
            | "print"
    )
}

fn quiet(shell: &Shell<'_, '_>, name: &str, args: &[Val], call: &Invocation) -> Done {
    if name == "bind" && args.iter().any(|a| a.prefix().starts_with("-x"))
        || matches!(name, "compgen" | "complete") && args.iter().any(|a| matches!(a.known(), Some("-C" | "-F")))
    {
        shell.scene.add_unknown("a command bound to a key or a completion", call.span);
    }
    invoke::inspect(shell.scene, call);
    Done {
        out: if name == "print" { Val::gap("the output of `print`") } else { Val::default() },
        certain: name != "false",
    }
}

fn change_directory(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val]) -> Done {
    let target = args.iter().find(|a| a.prefix().is_empty() || !a.prefix().starts_with('-') || a.known() == Some("-"));
    if name == "popd" || target.is_some_and(|t| t.known() == Some("-")) {
        let old = state.var("OLDPWD").and_then(|s| match s.values() {
            [v] => v.known().map(str::to_owned),
            _ => None,
        });
        state.cwd = old.into_iter().collect();
        return Done { out: Val::default(), certain: false };
    }
    let target = match (target, name) {
        (Some(t), _) => t.clone(),
        (None, "pushd") => return Done { out: Val::default(), certain: false },
        (None, _) => Val::text(shell.scene.home.clone()),
    };
    if state.var("CDPATH").is_some() {
        state.cwd.clear();
        return Done { out: Val::default(), certain: false };
    }
    let Some(to) = target.known().map(str::to_owned) else {
        state.cwd.clear();
        return Done { out: Val::default(), certain: false };
    };
    if let [old] = state.cwd.as_slice() {
        let old = Set::one(Val::text(old.clone()));
        state.set("OLDPWD", old);
    }
    let dirs: Vec<String> = state.cwd.iter().map(|c| paths::join(c, &to)).collect();
    let dirs = if dirs.is_empty() && to.starts_with('/') { vec![paths::normalise(&to)] } else { dirs };
    let certain = !dirs.is_empty() && dirs.iter().all(|d| shell.scene.world.path(d).kind == PathKind::Dir);
    state.cwd = dirs;
    Done { out: Val::default(), certain }
}

fn evaluate(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    let mut text = Val::default();
    for (i, a) in args.iter().enumerate() {
        if i > 0 {
            text.push(Piece::Text(" ".into()));
        }
        text.extend(a);
    }
    let out = invoke::shell_text(shell, state, &text, Dialect::Bash, &call.stdin, call.span);
    Done { out, certain: false }
}

fn source(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    let Some(file) = args.first() else { return Done { out: Val::default(), certain: false } };
    let paths = invoke::touch(shell.scene, state, file, Verb::Read, call.span, "source");
    if paths.is_empty() {
        shell.scene.add_unknown("a file that is sourced and whose name is not known", call.span);
    }
    for p in &paths {
        run_file(shell, state, &p.resolved, &call.stdin, call.span);
    }
    Done { out: Val::gap("the output of a sourced file"), certain: false }
}

/// Runs a shell file in this state: what the event wrote, or what lies on the disk.
pub fn run_file(shell: &Shell<'_, '_>, state: &mut State, path: &str, stdin: &Val, span: Span) {
    let written = shell.scene.files.borrow().get(path).cloned();
    if let Some(text) = written {
        invoke::shell_text(shell, state, &text, Dialect::Bash, stdin, span);
        return;
    }
    match shell.scene.world.read(path, MAX_SCRIPT_BYTES) {
        Ok(text) => drop(shell.inner(span).run_text(state, &text, Dialect::Bash, stdin)),
        Err(_) => {
            let call = Invocation { argv: vec![Val::text("source"), Val::text(path)], span, ..Invocation::default() };
            script::unread_script(shell, state, path, &call);
        }
    }
}

fn exec(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    let mut rest = args;
    while let Some(flag) = rest.first().and_then(Val::known).filter(|f| f.starts_with('-') && f.len() > 1) {
        rest = rest.get(if flag == "-a" { 2 } else { 1 }..).unwrap_or_default();
    }
    if rest.is_empty() {
        // Only redirections: they stay, so what later commands read or write is not followed further.
        return Done { out: Val::default(), certain: true };
    }
    let inner = Invocation { argv: rest.to_vec(), ..call.clone() };
    let out = invoke::program(shell, state, inner);
    Done { out, certain: false }
}

fn bypass(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val], call: &Invocation) -> Done {
    let flags = args.iter().take_while(|a| a.prefix().starts_with('-')).count();
    let asks = name == "command" && args.iter().take(flags).any(|a| a.known().is_some_and(|t| t.contains(['v', 'V'])));
    let rest = args.get(flags..).unwrap_or_default();
    if asks || rest.is_empty() {
        invoke::inspect(shell.scene, call);
        return Done { out: Val::gap("the output of `command`"), certain: false };
    }
    let inner = Invocation { argv: rest.to_vec(), ..call.clone() };
    let mut without = state.clone();
    without.functions.clear();
    without.aliases.clear();
    let done = shell.deeper().command(&mut without, inner, None);
    without.functions.clone_from(&state.functions);
    without.aliases.clone_from(&state.aliases);
    *state = without;
    done
}

fn declare(
    shell: &Shell<'_, '_>,
    state: &mut State,
    name: &str,
    args: &[Val],
    simple: Option<&Simple>,
    call: &Invocation,
) {
    let nameref = name != "export" && args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('n'));
    let local = matches!(name, "local" | "declare" | "typeset")
        && !args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('g'));
    // All words are expanded before the first assignment happens.
    let before = state.clone();
    let mut exported: Vec<(String, Val)> = Vec::new();
    for a in simple.iter().flat_map(|s| &s.declared) {
        let mut old = before.clone();
        shell.assign(&mut old, a);
        if local {
            state.make_local(&a.name);
        }
        if let Some(list) = old.arrays.get(&a.name) {
            state.vars.remove(&a.name);
            state.arrays.insert(a.name.clone(), list.clone());
        } else if let Some(value) = old.vars.get(&a.name) {
            exported.extend(value.values().iter().map(|v| (a.name.clone(), v.clone())));
            shell.set_checked(state, &a.name, value.clone());
        }
    }
    for a in args {
        match a.split_once('=') {
            Some((n, value)) if !n.starts_with('-') => {
                let n = n.trim_end_matches('+').to_owned();
                if local {
                    state.make_local(&n);
                }
                exported.push((n.clone(), value.clone()));
                shell.set_checked(state, &n, Set::one(value));
            }
            _ => {
                if let Some(n) = a.known().filter(|n| !n.starts_with('-')) {
                    if local {
                        state.make_local(n);
                    }
                    exported.extend(
                        state
                            .var(n)
                            .map(|s| s.values().to_vec())
                            .unwrap_or_default()
                            .into_iter()
                            .map(|v| (n.to_owned(), v)),
                    );
                }
            }
        }
    }
    if name == "export" || args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('x')) {
        for (n, v) in exported {
            invoke::variable(shell, state, &n, &v, call);
        }
    }
    if nameref {
        let names: Vec<String> = state.vars.keys().cloned().collect();
        for n in names {
            state.forget(&n, "a variable that another name may change");
        }
    }
}

fn alias(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    for a in args {
        if let Some((name, text)) = a.split_once('=') {
            state.aliases.insert(name, text);
        } else if a.why().is_some() {
            shell.scene.add_unknown("an alias that is not known", call.span);
        }
    }
    invoke::inspect(shell.scene, call);
    Done { out: Val::default(), certain: true }
}

fn trap(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    let action = args.iter().find(|a| a.known() != Some("--"));
    if let Some(action) = action.filter(|a| !matches!(a.known(), Some("-" | "" | "-l" | "-p"))) {
        invoke::shell_text(shell, &mut state.clone(), action, Dialect::Bash, &Val::default(), call.span);
    }
    Done { out: Val::default(), certain: true }
}

fn read(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val], call: &Invocation) -> Done {
    // `-u` reads another descriptor, whose content is not followed; `-C` of mapfile runs its argument.
    let other = args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('u'));
    let stdin = &if other { Val::gap("the content of another descriptor") } else { call.stdin.clone() };
    if let Some(at) = args.iter().position(|a| name != "read" && a.known() == Some("-C"))
        && let Some(callback) = args.get(at + 1)
    {
        invoke::shell_text(shell, &mut state.clone(), callback, Dialect::Bash, &Val::default(), call.span);
    }
    let array = name != "read" || args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('a'));
    let mut names: Vec<String> = Vec::new();
    let mut skip = false;
    for a in args {
        let Some(t) = a.known() else { continue };
        if skip {
            skip = false;
            if array
                && t.chars().all(|c| c.is_alphanumeric() || c == '_')
                && !t.starts_with(|c: char| c.is_ascii_digit())
            {
                names.push(t.to_owned());
            }
        } else if let Some(flags) = t.strip_prefix('-') {
            skip = flags.ends_with(['a', 'd', 'i', 'n', 'N', 'p', 't', 'u', 'c', 'C', 'O', 's'])
                && flags.len() == 1
                && flags != "s";
        } else {
            names.push(t.to_owned());
        }
    }
    if names.is_empty() {
        names.push(if name == "read" { "REPLY".into() } else { "MAPFILE".into() });
    }
    let lines: Option<Vec<Val>> = stdin.known().map(|t| t.lines().map(Val::text).collect());
    for (i, n) in names.iter().enumerate() {
        if array {
            let value = match &lines {
                Some(lines) => lines.iter().cloned().map(Set::one).collect(),
                None => vec![Set::one(gap_like(stdin, "a line of the input").spread())],
            };
            state.vars.remove(n);
            state.arrays.insert(n.clone(), value);
            continue;
        }
        let value = match &lines {
            Some(lines) if names.len() == 1 => Set::of(lines.clone(), "a line of the input"),
            Some(lines) => Set::of(lines.iter().map(|l| field(l, i, names.len())).collect(), "a field of the input"),
            None => Set::one(gap_like(stdin, "a line of the input")),
        };
        state.set(n, value);
    }
    Done { out: Val::default(), certain: true }
}

fn field(line: &Val, i: usize, of: usize) -> Val {
    let Some(text) = line.known() else { return line.clone() };
    let mut words = text.split_whitespace();
    if i + 1 == of {
        return Val::text(words.skip(i).collect::<Vec<_>>().join(" "));
    }
    Val::text(words.nth(i).unwrap_or(""))
}

fn set(state: &mut State, args: &[Val]) -> Done {
    if let Some(at) = args.iter().position(|a| a.known() == Some("--")) {
        state.positional = Some(args.get(at + 1..).unwrap_or_default().to_vec());
    } else if args.first().is_some_and(|a| !a.prefix().starts_with(['-', '+'])) {
        state.positional = Some(args.to_vec());
    }
    Done { out: Val::default(), certain: true }
}

fn hash(state: &mut State, args: &[Val]) -> Done {
    if let [flag, path, name, ..] = args
        && flag.known() == Some("-p")
        && let Some(name) = name.known()
    {
        state.hashed.insert(name.to_owned(), path.clone());
    }
    Done { out: Val::default(), certain: true }
}

/// `test -v 'a[$(cmd)]'` and numeric comparisons evaluate their operands.
fn test(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], span: Span) -> Done {
    let mut evaluates = false;
    for a in args {
        if evaluates && let Some(t) = a.known() {
            shell.arith_value(state, t, span, 0);
        }
        evaluates = a.known() == Some("-v");
    }
    Done { out: Val::default(), certain: false }
}

fn printf_variable(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], span: Span) -> Done {
    let [_, name, rest @ ..] = args else { return Done { out: Val::default(), certain: true } };
    let value = filters::printf(rest).unwrap_or_else(|| Val::gap("a formatted text"));
    match name.known() {
        Some(n) => {
            let (base, index) = n.split_once('[').unwrap_or((n, ""));
            if !index.is_empty() {
                shell.arith_value(state, index, span, 0);
            }
            shell.set_checked(state, base, Set::one(value));
        }
        None => shell.scene.add_unknown("a variable whose name is not known", span),
    }
    Done { out: Val::default(), certain: true }
}

fn history(shell: &Shell<'_, '_>, state: &State, args: &[Val], call: &Invocation) -> Done {
    let reruns = call.argv.first().and_then(Val::known) == Some("fc")
        && !args.iter().any(|a| a.known().is_some_and(|t| t.starts_with("-l")));
    let to_file = args.iter().position(|a| matches!(a.known(), Some("-a" | "-w" | "-anr" | "-aw")));
    if let Some(file) = to_file.and_then(|at| args.get(at + 1)) {
        invoke::touch(shell.scene, state, file, Verb::Append, call.span, "history");
    }
    if reruns {
        shell.scene.add_unknown("a command from the history", call.span);
    } else {
        invoke::inspect(shell.scene, call);
    }
    Done { out: Val::gap("the history"), certain: false }
}

/// Whether this assignment makes program names mean something else; the reason.
pub(super) fn names_unsure(scene: &Scene<'_>, name: &str, value: &Set) -> Option<String> {
    if name == "PATH" || name == "path" {
        let changed = value.values().iter().any(|v| !path_is_ordinary(scene, v));
        return changed.then(|| "PATH was changed to folders that may hold other programs".to_owned());
    }
    None
}

/// A PATH that only has usual folders in front, or keeps the old one in front.
fn path_is_ordinary(scene: &Scene<'_>, value: &Val) -> bool {
    let text = value.show();
    text.split(':').take_while(|d| !d.contains('…')).all(|dir| {
        let d = dir.trim_end_matches('/');
        d.starts_with("/usr/")
            || d.starts_with("/opt/")
            || matches!(d, "/bin" | "/sbin" | "/usr/bin" | "/usr/sbin" | "/snap/bin")
            || (d.starts_with(&scene.home)
                && !paths::below(d, &scene.workspace)
                && d != scene.home
                && !d.contains("/tmp"))
            || d.ends_with("/node_modules/.bin")
            || d.ends_with("venv/bin")
    })
}
