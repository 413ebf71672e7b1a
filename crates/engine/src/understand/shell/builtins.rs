//! Commands of the shell itself: those that change its state or evaluate text. Plain programs are in `knowledge/`.

use automode_model::{Action, PathKind, Span, Verb};
use automode_shell::Dialect;
use automode_shell::tree::Simple;

use super::super::effects::{self, Touched};
use super::super::invoke::{self, Invocation};
use super::super::scene::{MAX_SCRIPT_BYTES, Scene};
use super::super::state::{NUMBERS, State};
use super::super::value::{Gap, Piece, Set, Val, number};
use super::super::{filters, paths, printed, script, touch};
use super::arith::is_hidden;
use super::{Done, Shell, aliases, assign, declare, flow, gap_like, options, places, reading, traps, unset};

/// Runs a builtin; none where the name is not one.
pub(super) fn run(
    shell: &Shell<'_, '_>,
    state: &mut State,
    name: &str,
    call: &Invocation,
    simple: Option<&Simple>,
) -> Option<Done> {
    let silent = Done::sure();
    let args = call.argv.get(1..).unwrap_or_default();
    if reshapes(state, name, args) {
        state.changes_itself();
    }
    if matches!(name, "set" | "shift") {
        state.changes_arguments();
    }
    if !call.env.is_empty() && is_builtin(name) {
        for (n, v) in &call.env {
            state.set_given(n, v);
        }
    }
    if drops_line(name, args) {
        shell.may_end(state, call.span);
        state.may_stop();
    }
    Some(match name {
        "cd" | "chdir" | "pushd" | "popd" => {
            if call.env.iter().any(|(n, _)| matches!(n.as_str(), "PWD" | "OLDPWD")) {
                shell.scene.add_unknown("a directory that is set for one command", call.span);
            }
            let own = |n: &str| state.is_local(n) || state.is_callers(n) || state.is_given(n);
            if ["PWD", "OLDPWD"].iter().any(|n| state.attributed.contains_key(*n) || own(n)) {
                // Some of it is done all the same where these may not be assigned; those of a function go when it ends.
                shell
                    .scene
                    .add_unknown("a directory whose variables have attributes or are a function's own", call.span);
            }
            places::change_directory(shell, state, name, args, call.span)
        }
        "eval" => evaluate(shell, state, behind_dashes(args), call),
        "source" | "." => source(shell, state, behind_dashes(args), call),
        "exec" => exec(shell, state, args, call),
        "command" | "builtin" => bypass(shell, state, name, args, call),
        "nocorrect" | "noglob" | "integer" | "float" => only_zsh(shell, state, name, call, simple),
        "export" | "declare" | "typeset" | "local" | "readonly" => {
            let sure = declare::run(shell, state, name, args, simple, call);
            match lists_variables(args, simple) {
                true => Done::printed(all_variables()),
                // Words that may be none at all: then it prints what there is.
                false if args.iter().all(|a| a.many) && !args.is_empty() => {
                    Done::printed(Val::gap("what there is to declare").spread())
                }
                false if sure => silent,
                false => Done::settled(Val::default()),
            }
        }
        "unset" => {
            let plain = |a: &Val| a.known().is_some_and(|t| !t.starts_with('-') && !state.attributed.contains_key(t));
            let sure = args.iter().all(plain);
            unset::run(shell, state, args, call.span);
            let switched_off = args.iter().filter_map(Val::known).find(|n| n.starts_with("HIST"));
            switched_off.into_iter().for_each(|n| weakens(shell, call, n));
            if sure { silent } else { Done::settled(Val::default()) }
        }
        _ => return other(shell, state, name, call),
    })
}

/// Whether these are words with which it is an error that drops the rest of the line.
fn drops_line(name: &str, args: &[Val]) -> bool {
    let count = |a: &Val| a.known().is_some_and(|t| t.parse::<u32>().is_ok());
    match name {
        "shift" | "return" | "exit" => behind_dashes(args).len() > 1,
        "break" | "continue" => behind_dashes(args).len() > 1 || !behind_dashes(args).iter().all(count),
        _ => false,
    }
}

/// What zsh alone has: other shells look for a program of that name, and nothing is set.
#[inline(never)]
fn only_zsh(shell: &Shell<'_, '_>, state: &mut State, name: &str, call: &Invocation, simple: Option<&Simple>) -> Done {
    let before = Box::new(state.clone());
    let args = call.argv.get(1..).unwrap_or_default();
    let out = match name {
        "integer" | "float" => {
            declare::run(shell, state, name, args, simple, call);
            Val::default()
        }
        _ => bypass(shell, state, name, args, call).out,
    };
    state.rejoin(Some(before));
    let silent = out == Val::default();
    Done::settled(if silent { out } else { gap_like(&out, "what a command prints that may not run").spread() })
}

/// Whether it may change more of the shell than variables and arguments.
fn reshapes(state: &State, name: &str, args: &[Val]) -> bool {
    match name {
        "cd" | "chdir" | "pushd" | "popd" | "dirs" | "shopt" | "alias" | "unalias" | "setopt" | "unsetopt"
        | "emulate" => true,
        "set" => args.iter().any(|a| a.known() != Some("--") && a.prefix().starts_with(['-', '+'])),
        "unset" => args.iter().any(|a| a.known().is_none_or(|n| n.starts_with('-') || state.functions.contains_key(n))),
        _ => false,
    }
}

/// The builtins that assign nothing by their form.
fn other(shell: &Shell<'_, '_>, state: &mut State, name: &str, call: &Invocation) -> Option<Done> {
    let args = call.argv.get(1..).unwrap_or_default();
    Some(match name {
        "alias" => aliases::define(shell, state, args, call),
        // What was read before, the rest of the line and functions, has it within.
        "unalias" => Done::settled(Val::default()),
        "trap" => traps::trap(shell, state, args, call),
        "read" | "mapfile" | "readarray" => reading::run(shell, state, name, args, call),
        "set" if args.is_empty() => Done::printed(all_variables()),
        "set" => {
            traced_prompt(shell, state, args, call);
            if options::sets_otherwise(args) {
                shell.scene.add_unknown("an option that makes a shell read words otherwise", call.span);
            }
            set(state, args)
        }
        "shift" => shift(state, args),
        "getopts" => {
            let target = args.get(1).and_then(Val::known).unwrap_or_default();
            state.referenced |= args.get(1).is_some_and(|a| a.known().is_none());
            for n in [target, "OPTARG", "OPTIND"] {
                state.forget(n, "an option of the script");
            }
            Done::silent()
        }
        "shopt" => {
            if args.iter().any(|a| a.known().is_none_or(options::reads_otherwise)) {
                shell.scene.add_unknown("an option that makes a shell read words otherwise", call.span);
            }
            let sets = args.iter().any(|a| a.known() == Some("inherit_errexit"));
            state.options.inherits |= sets;
            let named = |name: &str| args.iter().any(|a| a.known().is_none_or(|t| t == name));
            state.options.nocase |= named("nocasematch");
            state.options.lastpipe |= named("lastpipe");
            Done::silent()
        }
        "setopt" | "unsetopt" | "emulate" | "autoload" | "zmodload" | "compdef" => {
            state.positional = None;
            Done::silent()
        }
        "pwd" => Done::printed(match state.cwd.as_slice() {
            [cwd] if args.is_empty() && state.var("PWD").is_none() => Val::text(format!("{cwd}\n")),
            _ => Val::gap("the working directory"),
        }),
        "return" | "break" | "continue" | "exit" => {
            leave(state, name, args);
            quiet(shell, state, name, args, call)
        }
        "hash" => hash(state, args),
        "let" => computed(shell, state, args, call.span),
        "test" | "[" => test(shell, state, args, call.span),
        "printf" if into_variable(args) => printf_variable(shell, state, args, call.span),
        "enable" => enable(shell, args, call.span),
        "fc" | "history" => history(shell, state, args, call),
        name if is_quiet(name) => quiet(shell, state, name, args, call),
        _ => return None,
    })
}

/// `let`: each of its words is computed, up to the first that is an error.
fn computed(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], span: Span) -> Done {
    let mut ends = None;
    for a in args {
        let value = match a.known() {
            Some(t) => shell.arith_text(state, Some(t), t, span),
            None => {
                shell.scene.add_unknown("arithmetic that is not known", span);
                None
            }
        };
        if value.is_none() {
            ends = flow::merge(ends, Some(state.clone()));
        }
    }
    state.rejoin(ends.map(Box::new));
    Done::silent()
}

/// `wait -p NAME`: which job it was. What bore the name is unset before it waits; where no job ends it stays so, and where the
/// option is an error (older shells have none) nothing happens.
fn waited(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], span: Span) {
    let named = args.iter().position(|a| a.prefix().starts_with('-') && a.prefix().contains('p'));
    let Some(at) = named else { return };
    let joined = args.get(at).and_then(|a| a.split_once('p')).map(|(_, n)| n).filter(|n| *n != Val::default());
    let Some(name) = joined.or_else(|| args.get(at + 1).cloned()) else { return };
    let before = state.clone();
    unset::run(shell, state, &[Val::text("-v"), name.clone()], span);
    let nothing = state.clone();
    match name.known() {
        Some(name) => match name.split_once('[') {
            Some((list, _)) => assign::put_element(state, list, None, Set::one(number()), false),
            None => state.forget(name, "the number of a job"),
        },
        None => state.referenced = true,
    }
    *state = std::mem::take(state).join(&nothing).join(&before);
}

/// `enable -n NAME`, `enable -f FILE NAME`: a name of the shell's own means something else from here on.
fn enable(shell: &Shell<'_, '_>, args: &[Val], span: Span) -> Done {
    let flag = |c: char| args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains(c));
    if flag('f') {
        shell.scene.add_unknown("a builtin loaded from a file", span);
    } else if flag('n') && args.iter().any(|a| !a.prefix().starts_with('-')) {
        shell.scene.add_unknown("a builtin in whose place a program runs", span);
    }
    Done::settled(Val::default())
}

/// Control leaves the function, the loop or the shell: what holds here may hold behind it.
fn leave(state: &mut State, name: &str, args: &[Val]) {
    match name {
        "exit" => state.ended += 1,
        "return" => {
            state.returned = state.escape(state.returned.clone());
            state.left += 1;
        }
        _ => {
            state.broken = state.escape(state.broken.clone());
            if !args.is_empty() {
                // It may leave several loops.
                state.returned = state.escape(state.returned.clone());
                state.far = true;
            }
        }
    }
}

/// `export`, `declare -x`, `readonly -p` without a name print what there is.
fn lists_variables(args: &[Val], simple: Option<&Simple>) -> bool {
    let plain = |a: &Val| a.known().is_some_and(|t| matches!(t, "-p" | "-x" | "-px" | "-xp"));
    args.iter().all(plain) && simple.is_none_or(|s| s.declared.is_empty())
}

/// What a list of all variables holds.
fn all_variables() -> Val {
    Val::from_gap(Gap { why: "a list of all variables".into(), secret: true, network: false })
}

/// Builtins that see the variables set for them (`A=b eval …`).
fn is_builtin(name: &str) -> bool {
    matches!(
        name,
        "eval"
            | "source"
            | "."
            | "command"
            | "builtin"
            | "exec"
            | "printf"
            | "let"
            | "test"
            | "["
            | "cd"
            | "chdir"
            | "pushd"
            | "popd"
    )
}

/// Builtins that change nothing that is judged.
fn is_quiet(name: &str) -> bool {
    matches!(
        name,
        ":" | "true"
            | "false"
            | "exit"
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

fn quiet(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val], call: &Invocation) -> Done {
    if name == "bind" && args.iter().any(|a| a.prefix().starts_with("-x"))
        || matches!(name, "compgen" | "complete") && args.iter().any(|a| matches!(a.known(), Some("-C" | "-F")))
    {
        shell.scene.add_unknown("a command bound to a key or a completion", call.span);
    } else if name == "jobs" && args.iter().any(|a| a.prefix().starts_with('-') && a.prefix().contains('x')) {
        shell.scene.add_unknown("a command that is run with numbers of jobs", call.span);
    } else if name == "wait" {
        waited(shell, state, args, call.span);
    } else if name == "umask" && args.iter().any(takes_from_owner) {
        shell.scene.add_unknown("files that are made so that they may not be read", call.span);
    } else if name == "dirs" {
        places::forget_left(state, args);
    }
    invoke::inspect(shell.scene, call);
    Done {
        out: match name {
            "print" => Val::gap("the output of `print`"),
            // The shell's own, of which there may be several.
            "jobs" if matches!(args, [only] if matches!(only.known(), Some("-p" | "-pr" | "-rp"))) => number(),
            _ => Val::default(),
        },
        certain: matches!(name, ":" | "true" | "exit" | "times") || name == "umask" && is_mask(args),
        settled: true,
    }
}

/// `umask 777`: the owner may not use what is made from here on.
fn takes_from_owner(mask: &Val) -> bool {
    let digits = mask.known().filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
    digits.is_some_and(|t| t.bytes().rev().nth(2).is_some_and(|owner| owner != b'0'))
}

/// `umask 077`: what surely succeeds.
fn is_mask(args: &[Val]) -> bool {
    let octal = |a: &Val| a.known().is_some_and(|t| t.len() <= 4 && t.bytes().all(|b| (b'0'..=b'7').contains(&b)));
    args.iter().all(octal)
}

/// `eval -- …`: dashes in front end the options.
fn behind_dashes(args: &[Val]) -> &[Val] {
    match args {
        [first, rest @ ..] if first.known() == Some("--") => rest,
        all => all,
    }
}

fn evaluate(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    let mut text = Val::default();
    for (i, a) in args.iter().enumerate() {
        if i > 0 {
            text.push(Piece::Text(" ".into()));
        }
        text.extend(a);
    }
    if text.known().is_some_and(|t| t.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1) {
        // Bash takes what it reads next for something else then.
        shell.scene.add_unknown("an evaluated text that ends in a backslash", call.span);
    }
    let out = invoke::shell_text(shell, state, &text, Dialect::Bash, &call.stdin, call.span);
    Done::printed(out)
}

fn source(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    let Some(file) = args.first() else { return Done::silent() };
    if file.known() == Some("/dev/stdin") && args.len() == 1 {
        return source_input(shell, state, call);
    }
    let paths = touch::by_shell(shell.scene, state, file, Verb::Read, call.span, "source");
    // One that was written here may be meant, or is written while this job goes on.
    let written = || !shell.scene.files.borrow().is_empty() || shell.scene.beside.borrow().in_job();
    let unsure = file.known().is_none() && written();
    if paths.is_empty() || file.has_glob() || unsure {
        shell.scene.add_unknown("a file that is sourced and whose name is not known", call.span);
    }
    let outer = (state.positional.clone(), state.returned.take());
    let given_anew = std::mem::take(&mut state.given_anew);
    if let Some(words) = args.get(1..).filter(|w| !w.is_empty()) {
        state.positional = Some(words.to_vec());
    }
    if let Some(name) = file.known().filter(|n| !n.contains('/'))
        && let Ok(found) = shell.scene.world.which(name)
    {
        // A name alone is looked for in PATH first.
        let mut elsewhere = state.clone();
        run_file(shell, &mut elsewhere, &found, &call.stdin, call.span);
        state.rejoin(Some(Box::new(elsewhere)));
    }
    source_paths(shell, state, &paths, call);
    let returned = state.returned.take();
    state.rejoin(returned);
    state.returned = outer.1;
    if args.len() > 1 {
        // Outside functions what `set` leaves behind stays.
        let set = state.given_anew || state.positional.as_deref() != args.get(1..);
        let stays = state.locals.is_none() && set;
        state.positional = outer.0.filter(|before| !stays || state.positional.as_ref() == Some(before));
    }
    state.given_anew |= given_anew;
    Done::printed(Val::gap("the output of a sourced file"))
}

/// The file that is sourced, which may be one of several: each from where the shell is before.
fn source_paths(shell: &Shell<'_, '_>, state: &mut State, paths: &[Touched], call: &Invocation) {
    let start = (paths.len() > 1).then(|| state.clone());
    let mut end = None;
    for p in paths {
        let mut inner = start.clone().unwrap_or_else(|| std::mem::take(state));
        // A file that may not be there may set nothing, and write nothing.
        let missing = shell.may_be_missing(&p.resolved);
        let written = || shell.scene.written_to_run(&p.resolved).is_some();
        let found = || written() || shell.scene.world.path(&p.resolved).kind == PathKind::File;
        if inner.options.posix && (missing || !found()) {
            shell.ends_by_error(&mut inner, call.span);
        }
        let before = missing.then(|| inner.clone());
        let maybe = inner.maybe;
        inner.maybe |= missing || paths.len() > 1;
        run_file(shell, &mut inner, &p.resolved, &call.stdin, call.span);
        inner.maybe = maybe;
        inner.rejoin(before.map(Box::new));
        end = flow::merge(end, Some(inner));
    }
    if let Some(end) = end {
        *state = end;
    }
}

/// `. /dev/stdin`: runs all that is left of the input.
fn source_input(shell: &Shell<'_, '_>, state: &mut State, call: &Invocation) -> Done {
    let text = match state.input_read.get() {
        true => Val::gap("an input of which something may have been read"),
        false => call.stdin.clone(),
    };
    state.input_read.set(true);
    let outer = state.returned.take();
    drop(invoke::shell_text(shell, state, &text, Dialect::Bash, &Val::default(), call.span));
    let returned = state.returned.take();
    state.rejoin(returned);
    state.returned = outer;
    Done::printed(Val::gap("the output of a sourced file"))
}

/// Runs a shell file in this state: what the event wrote, or what lies on the disk.
pub fn run_file(shell: &Shell<'_, '_>, state: &mut State, path: &str, stdin: &Val, span: Span) {
    let written = shell.scene.written_to_run(path);
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
    let mut named = None;
    while let Some(flag) = rest.first().and_then(Val::known).filter(|f| f.starts_with('-') && f.len() > 1) {
        // `-a NAME`, `-la NAME`: what the program takes for its own name.
        let apart = flag.ends_with('a');
        if let Some((_, joined)) = flag.split_once('a') {
            named = if apart { rest.get(1).cloned() } else { Some(Val::text(joined)) };
        }
        rest = rest.get(if apart { 2 } else { 1 }..).unwrap_or_default();
    }
    if rest.is_empty() {
        // Only redirections: they stay.
        return Done::sure();
    }
    let mut inner = Invocation { argv: rest.to_vec(), ..call.clone() };
    inner.env.extend(named.map(|name| ("0".to_owned(), name)));
    // `exec ./run`: the program gets its whole path for a name.
    let name = inner.argv.first().and_then(Val::known).unwrap_or_default().to_owned();
    let relative = name.contains('/') && !name.starts_with('/');
    let mut out = Val::default();
    for cwd in state.cwd.clone().into_iter().filter(|_| relative) {
        let whole = Val::text(format!("{}/{}", cwd.trim_end_matches('/'), name.strip_prefix("./").unwrap_or(&name)));
        inner.argv.splice(..1, [whole]);
        out = invoke::program(shell, state, inner.clone());
    }
    if !relative || state.cwd.is_empty() {
        out = invoke::program(shell, state, inner);
    }
    // What stands behind it never runs, or where it cannot run.
    state.ended += 1;
    Done::printed(out)
}

fn bypass(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val], call: &Invocation) -> Done {
    let dashes = args.iter().position(|a| a.known() == Some("--"));
    let plain = args.iter().take_while(|a| a.prefix().starts_with('-') && a.known() != Some("-")).count();
    let flags = dashes.filter(|at| *at < plain).map_or(plain, |at| at + 1);
    let asks = name == "command" && args.iter().take(flags).any(|a| a.known().is_some_and(|t| t.contains(['v', 'V'])));
    let rest = args.get(flags..).unwrap_or_default();
    if asks || rest.is_empty() {
        invoke::inspect(shell.scene, call);
        return Done::printed(Val::gap("the output of `command`"));
    }
    let inner = Invocation { argv: rest.to_vec(), ..call.clone() };
    match name {
        // zsh's own modifiers: a function of that name runs.
        "nocorrect" | "noglob" => shell.deeper().command(state, inner, None),
        _ => {
            let done = shell.deeper().past_functions(state, inner);
            let allowed: &[char] = if name == "command" { &['p', '-'] } else { &['-'] };
            let odd = |a: &Val| a.known().is_none_or(|t| t.contains(|c| !allowed.contains(&c)));
            // With an option that there is not it is an error.
            match args.iter().take(flags).any(odd) && done.out != Val::default() {
                true => Done::printed(gap_like(&done.out, "what a command prints that may not run").spread()),
                false => done,
            }
        }
    }
}

fn shift(state: &mut State, args: &[Val]) -> Done {
    let n = match args {
        [] => Some(1),
        [n] => n.known().and_then(|t| t.parse::<usize>().ok()),
        _ => None,
    };
    state.positional = match (state.positional.take(), n) {
        (Some(list), Some(n)) if list.iter().take(n).all(|v| !v.many && !v.has_glob()) => {
            // More than there are: nothing is shifted.
            Some(if n > list.len() { list } else { list.into_iter().skip(n).collect() })
        }
        _ => None,
    };
    Done::silent()
}

/// `set -x`: what `PS4` holds is expanded before each command that is traced.
fn traced_prompt(shell: &Shell<'_, '_>, state: &State, args: &[Val], call: &Invocation) {
    let traces = |a: &Val| a.known().is_some_and(|t| t.starts_with('-') && !t.starts_with("--") && t.contains('x'));
    let Some(prompt) = state.var("PS4").filter(|_| args.iter().any(traces)) else { return };
    expand_prompt(shell, state, prompt, call.span);
}

/// What `PS4` runs, which may be set while commands are traced.
pub(super) fn expand_prompt(shell: &Shell<'_, '_>, state: &State, prompt: &Set, span: Span) {
    for text in prompt.values().iter().filter_map(Val::known) {
        let word = Val::text(format!(": \"{}\"", text.replace('"', "")));
        invoke::shell_text(shell, &mut state.clone(), &word, Dialect::Bash, &Val::default(), span);
    }
}

fn set(state: &mut State, args: &[Val]) -> Done {
    let mut rest = args;
    let (mut dashes, mut empties) = (false, false);
    while let Some(first) = rest.first().filter(|_| !dashes) {
        let Some(word) = first.known() else {
            // It may be an option, `--` or an argument.
            state.positional = None;
            if first.prefix().starts_with(['-', '+']) || is_hidden(first) {
                any_option(state);
            }
            return Done::settled(if first.prefix().is_empty() { settings() } else { Val::default() });
        };
        if !word.starts_with(['-', '+']) {
            break;
        }
        // `set --` takes all arguments away, `set -` leaves them.
        (dashes, empties) = (matches!(word, "--" | "-"), word == "--");
        if !word.chars().skip(1).all(|c| "abefhkmnoptuvxBCEHPT".contains(c)) && !dashes {
            // An option that there is not: nothing is set.
            state.positional = None;
            return Done::settled(if word.contains('o') { settings() } else { Val::default() });
        }
        // Nothing runs from here on.
        state.ended += u32::from(options::stops(word, rest.get(1).and_then(Val::known)));
        switch(state, word, rest.get(1).and_then(Val::known));
        let takes = word.contains('o') && !dashes && !word.starts_with("--") && rest.len() > 1;
        if takes && !rest.get(1).and_then(Val::known).is_some_and(options::is_name) {
            // The same for its long name.
            state.positional = None;
            if rest.get(1).is_some_and(|name| name.known().is_none()) {
                any_option(state);
            }
            // What is no word at all leaves it without a name.
            let none = rest.get(1).is_some_and(|name| name.many);
            return Done::settled(if none { settings() } else { Val::default() });
        }
        rest = rest.get(if takes { 2 } else { 1 }..).unwrap_or_default();
    }
    if empties || !rest.is_empty() {
        (state.positional, state.given_anew) = (Some(rest.to_vec()), true);
    }
    let asks =
        |a: &Val| a.known().is_some_and(|t| t.starts_with(['-', '+']) && !t.starts_with("--") && t.contains('o'));
    match args.last().is_some_and(asks) {
        // `set -o`, `set +o`: no name behind it.
        true => Done::settled(settings()),
        false => Done::sure(),
    }
}

/// What `set -o` prints.
fn settings() -> Val {
    Val::gap("the options of a shell").spread()
}

/// An option that is not known may be any.
fn any_option(state: &mut State) {
    let o = &mut state.options;
    (o.nounset, o.errexit, o.noclobber, o.allexport, o.traced) = (true, true, true, true, true);
    state.ended += 1;
}

/// Notes the options under which a shell ends in the midst.
pub(super) fn switch(state: &mut State, word: &str, name: Option<&str>) {
    let on = word.starts_with('-');
    let named = |wanted: &str| word.contains('o') && name == Some(wanted);
    if word.contains('u') || named("nounset") {
        state.options.nounset = on;
    }
    if word.contains('C') || named("noclobber") {
        state.options.noclobber = on;
    }
    if word.contains('e') || named("errexit") {
        state.options.errexit = on;
    }
    state.options.posix |= named("posix");
    state.options.traced |= word.contains(['E', 'T']) || named("errtrace") || named("functrace");
    state.options.allexport |= on && (word.contains('a') || named("allexport"));
}

/// `hash -p FILE NAME…`: the name means another program until it is forgotten.
fn hash(state: &mut State, args: &[Val]) -> Done {
    let several = args.len() > 1 || args.iter().any(|a| a.many);
    let points = |a: &Val| match a.known() {
        Some(t) => t.starts_with('-') && t.contains('p'),
        None => a.prefix().is_empty() || a.prefix().starts_with('-'),
    };
    if several && args.iter().any(points) {
        state.names_unsure = Some("`hash -p` makes names mean other commands".to_owned());
    }
    Done::settled(Val::default())
}

/// `test -v 'a[$(cmd)]'` and numeric comparisons evaluate their operands.
fn test(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], span: Span) -> Done {
    let mut evaluates = false;
    for a in args {
        if evaluates {
            shell.arith_named(state, a, span);
        }
        evaluates = a.known() == Some("-v");
    }
    Done::silent()
}

fn into_variable(args: &[Val]) -> bool {
    args.first().is_some_and(|a| a.prefix().starts_with("-v"))
}

fn printf_variable(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], span: Span) -> Done {
    // `-v NAME`, `-vNAME`
    let [option, rest @ ..] = args else { return Done::settled(Val::default()) };
    let (name, rest) = match (option.known() == Some("-v"), rest) {
        (true, [name, rest @ ..]) => (name.clone(), rest),
        (true, []) => return Done::settled(Val::default()),
        (false, rest) => (option.skip(2), rest),
    };
    // A NUL ends it.
    let value = filters::printf(rest)
        .filter(|v| !v.prefix().contains('\0') && (v.prefix().is_ascii() || !state.may_lack_letters()))
        .unwrap_or_else(|| Val::gap("a formatted text"));
    match name.known() {
        Some(n) => {
            let Some((base, index)) = n.split_once('[') else {
                shell.set_checked(state, n, Set::one(value));
                return Done::settled(Val::default());
            };
            shell.arith_value(state, index, span, 0);
            let index = index.strip_suffix(']').and_then(|i| i.parse().ok());
            shell.computes(state, base, &value);
            assign::put_element(state, base, index, Set::one(value), false);
        }
        None => shell.scene.add_unknown("a variable whose name is not known", span),
    }
    Done::settled(Val::default())
}

/// The record of commands is switched off or emptied.
fn weakens(shell: &Shell<'_, '_>, call: &Invocation, name: &str) {
    let effect = effects::on_name(Verb::SecurityWeaken, "log", name, call.span);
    let action = Action { words: call.words(), program: "history".into(), span: call.span, effects: vec![effect] };
    shell.scene.add(action);
}

fn history(shell: &Shell<'_, '_>, state: &State, args: &[Val], call: &Invocation) -> Done {
    let reruns = call.argv.first().and_then(Val::known) == Some("fc")
        && !args.iter().any(|a| a.known().is_some_and(|t| t.starts_with("-l")));
    let to_file = args.iter().position(|a| matches!(a.known(), Some("-a" | "-w" | "-anr" | "-aw")));
    if let Some(file) = to_file.and_then(|at| args.get(at + 1)) {
        touch::by_shell(shell.scene, state, file, Verb::Append, call.span, "history");
    }
    if args.iter().any(|a| matches!(a.known(), Some("-c" | "-d" | "-p" | "-cw"))) {
        weakens(shell, call, "history");
    } else if reruns {
        shell.scene.add_unknown("a command from the history", call.span);
    } else {
        invoke::inspect(shell.scene, call);
    }
    Done::printed(Val::gap("the history"))
}

/// Why names of programs mean something else, and those of builtins do not.
const PATH_CHANGED: &str = "PATH was changed to folders that may hold other programs";

/// Whether a shell runs this itself, wherever it looks for programs.
pub(super) fn needs_no_path(name: &str) -> bool {
    is_quiet(name) || matches!(name, "echo" | "printf" | "test" | "[" | "let" | "pwd" | "kill")
}

/// The doubt that a changed PATH leaves, for a command that is none of its programs.
pub(super) fn take_path_changed(state: &mut State) -> Option<String> {
    state.names_unsure.take_if(|why| why == PATH_CHANGED)
}

/// Whether this assignment makes program names mean something else; the reason.
pub(in super::super) fn names_unsure(scene: &Scene<'_>, name: &str, value: &Set) -> Option<String> {
    if name == "PATH" || name == "path" {
        let changed = value.values().iter().any(|v| !path_is_ordinary(scene, v));
        return changed.then(|| PATH_CHANGED.to_owned());
    }
    if matches!(name, "BASH_COMPAT" | "BASHOPTS" | "SHELLOPTS") {
        return Some(format!("`{name}` makes shells read words otherwise"));
    }
    // Words are split at single bytes of it then.
    if name == "IFS" && value.values().iter().any(|v| !v.show().is_ascii() && v.known().is_some()) {
        return Some("`IFS` of letters that take several bytes".to_owned());
    }
    if name == "POSIXLY_CORRECT" {
        return Some(format!("`{name}` makes shells read words otherwise"));
    }
    if name == "FUNCNEST" {
        return Some("functions that call others may be refused".to_owned());
    }
    None
}

/// Not known, but not by the script's own doing: a command's output, the environment.
pub(in super::super) fn is_from_outside(gap: &Gap) -> bool {
    gap.why.starts_with("the output of") && !gap.why.ends_with(printed::OF_OWN)
        || gap.why.starts_with('$') && gap.why.ends_with("from the environment")
        || gap.why == NUMBERS
}

/// A PATH that only has usual folders in front, or keeps the old one in front. One that leaves out where the system's own
/// programs are is none: what runs by their names is something else, or nothing.
fn path_is_ordinary(scene: &Scene<'_>, value: &Val) -> bool {
    // A part that the script itself makes so that it is not known may be any folder.
    if value.pieces().iter().any(|p| matches!(p, Piece::Gap(g) if !is_from_outside(g))) {
        return false;
    }
    let text = value.show();
    let has_system =
        text.contains('…') || text.split(':').any(|d| matches!(d.trim_end_matches('/'), "/usr/bin" | "/bin"));
    has_system
        && text.split(':').take_while(|d| !d.contains('…')).all(|dir| {
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
