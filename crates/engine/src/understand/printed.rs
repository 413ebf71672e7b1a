//! What a program prints, as far as that is known: what it computes from its words, from its input and from files that
//! this event wrote. Called by `invoke` behind every program.

mod named;
mod scratch;
mod setup;
mod version;

use automode_model::{Target, Verb};

use crate::knowledge::Program;

use super::invoke::Invocation;
use super::scene::Scene;
use super::shell::{Shell, is_from_outside};
use super::state::State;
use super::value::{Gap, NUMBER, Piece, Set, Val};
use super::{filters, listing, paths};

pub use named::stays;
pub use version::of_file as stated_version;

/// Marks what a filter makes of a text that is known.
pub const OF_OWN: &str = " for a text of the script";

/// Marks what was written in letters that an address takes, or made small.
const PACKED: &str = " in a form to be carried";

/// Whether a word holds what a program packed.
#[must_use]
pub fn is_packed(word: &Val) -> bool {
    word.pieces().iter().any(|p| matches!(p, Piece::Gap(g) if g.why.ends_with(PACKED)))
}

/// Whether this run packs what it reads, or hands on what was packed before it.
fn packs(program: &str, argv: &[Val], stdin: &Val) -> bool {
    let unpacks = |v: &Val| matches!(v.prefix(), "-d" | "-D" | "-r" | "--decode" | "--decompress" | "-di" | "-dc");
    let encodes = match program {
        "base64" | "base32" | "basenc" | "xxd" | "od" | "hexdump" | "uuencode" | "gzip" | "bzip2" | "xz" | "zstd" => {
            true
        }
        "openssl" => argv.iter().any(|v| matches!(v.known(), Some("enc" | "base64" | "-base64"))),
        _ => false,
    };
    encodes && !argv.iter().any(unpacks) || passes_on(program, argv) && is_packed(stdin)
}

/// Filters that print what they read, more or less; a count is none of it.
fn passes_on(program: &str, argv: &[Val]) -> bool {
    match program {
        "sed" | "sort" | "tr" | "cut" | "awk" | "head" | "tail" | "rev" | "base64" | "xxd" | "cat" | "tac" | "uniq"
        | "paste" | "fold" | "tee" => true,
        "grep" => !argv.iter().any(|a| a.prefix().starts_with("-c")),
        _ => false,
    }
}

/// What this run of a program prints; `from` is where its actions begin.
pub fn output(shell: &Shell<'_, '_>, state: &State, program: &'static Program, call: &Invocation, from: usize) -> Val {
    let args = call.argv.get(1..).unwrap_or_default();
    let (args, stdin) = written_input(shell, state, program.name, args, &call.stdin);
    let called = call.argv.first().and_then(Val::known).and_then(|n| n.rsplit('/').next()).unwrap_or_default();
    // One file of knowledge tells of both.
    let name = if matches!(program.name, "basename" | "seq" | "uname") { called } else { program.name };
    if setup::prints(called, &args) {
        return Val::text(":\n");
    }
    if name == "cat" && !args.is_empty() && args.iter().all(|a| a.known() == Some("/dev/null")) {
        return Val::default();
    }
    if let Some(out) = super::credentials::printed(name, call) {
        return out;
    }
    if let Some(out) = filters::output(name, &args, &stdin) {
        return match !out.show().is_ascii() && state.may_lack_letters() {
            true => super::shell::gap_like(&out, "letters that the locale may not have"),
            false => out,
        };
    }
    let own = passes_on(program.name, &call.argv) && reads_own(shell, state, call)
        || is_given_commands(shell, state, program.name, call);
    not_known(shell.scene, program, call, from, own)
}

/// A filter that is given one file which this event wrote reads what that holds.
fn written_input<'v>(
    shell: &Shell<'_, '_>,
    state: &State,
    program: &str,
    args: &'v [Val],
    stdin: &Val,
) -> (std::borrow::Cow<'v, [Val]>, Val) {
    let as_is = || (std::borrow::Cow::Borrowed(args), stdin.clone());
    let Some((file, options)) =
        args.split_last().filter(|_| matches!(program, "cat" | "head" | "tail" | "tac" | "rev"))
    else {
        return as_is();
    };
    let plain = |v: &Val| v.known().is_some_and(|t| t.starts_with('-') && t.len() > 1);
    let ([cwd], Some(name), true) = (state.cwd.as_slice(), file.known(), options.iter().all(plain) && !plain(file))
    else {
        return as_is();
    };
    match shell.written(&paths::join(cwd, name)) {
        Some(content) => (std::borrow::Cow::Owned(options.to_vec()), content),
        None => as_is(),
    }
}

/// `pwd` prints where we are; `mktemp` a name that nothing else has.
pub fn place(shell: &Shell<'_, '_>, state: &State, program: &str, args: &[Val]) -> Option<Val> {
    let plain = |list: &[&str]| args.iter().all(|a| a.known().is_some_and(|t| list.contains(&t)));
    match (program, state.cwd.as_slice()) {
        ("pwd", [cwd]) if plain(&["-L"]) => Some(Val::text(format!("{cwd}\n"))),
        ("cat" | "lsof" | "pgrep", _) => super::handlers::process_number(shell, state, program, args),
        ("git", [cwd]) => listing::repository(shell.scene, cwd, args),
        ("mktemp", _) => scratch::made(shell, state, args),
        _ => None,
    }
    .or_else(|| version::printed(shell, state, program, args))
}

/// Whether a program reads what the script itself wrote: what a filter makes of that is the script's own doing.
fn reads_own(shell: &Shell<'_, '_>, state: &State, call: &Invocation) -> bool {
    let made_here = |v: &Val| v.pieces().iter().any(|p| !matches!(p, Piece::Gap(g) if is_from_outside(g)));
    let file = |v: &Val| {
        let name = v.known().filter(|t| !t.starts_with('-'))?;
        state.cwd.iter().find_map(|cwd| shell.written(&paths::join(cwd, name)))
    };
    if made_here(&call.stdin) || shell.scene.files.borrow().is_empty() {
        return made_here(&call.stdin);
    }
    let words = call.argv.iter().skip(1).filter(|v| !v.prefix().starts_with('-'));
    // One whose name or folder is not known may be any of those that are written here.
    let any = words.clone().any(|v| v.known().is_none_or(|t| state.cwd.is_empty() && !t.starts_with('/')));
    any && shell.scene.files.borrow().values().any(made_here) || words.filter_map(file).any(|v| made_here(&v))
}

/// A text that would run something where it is evaluated.
pub fn holds_command(word: &Val) -> bool {
    word.pieces().iter().any(|p| matches!(p, Piece::Text(t) if t.contains("$(") || t.contains('`')))
}

/// Whether a program may print such a text that the script made: words, an input, variables, functions or files.
pub fn is_given_commands(shell: &Shell<'_, '_>, state: &State, program: &str, call: &Invocation) -> bool {
    let counts = matches!(program, "wc" | "date" | "nproc" | "stat" | "du" | "df" | "ps" | "pgrep" | "id" | "uname");
    call.argv.iter().skip(1).any(holds_command)
        || !counts
            && (shell.scene.holds_command.get()
                || call.env.iter().map(|(_, v)| v).chain([&call.stdin]).any(holds_command)
                || state.vars.values().flat_map(Set::values).any(holds_command)
                || state.exported_functions.iter().any(|name| state.functions.contains_key(name)))
}

/// What is known of a program's output: nothing but where it comes from.
fn not_known(scene: &Scene<'_>, program: &Program, call: &Invocation, from: usize, own: bool) -> Val {
    let effects = scene.effects_since(from);
    let network = effects.iter().any(|e| {
        matches!(
            e.verb,
            Verb::NetFetch
                | Verb::NetSend
                | Verb::ExternalRead
                | Verb::ExternalWrite
                | Verb::RemoteExec
                | Verb::RemoteCopy
        ) && !matches!(&e.target, Target::Url { local: true, .. })
    });
    let secret = effects.iter().any(|e| e.verb == Verb::SecretRead || super::shell::shown::tells(e));
    // Counting, testing and listing programs print nothing of what they read.
    let mute = matches!(program.name, "wc" | "test" | "[" | "ls" | "stat" | "cksum" | "cmp" | "du" | "file" | "true");
    // What a web client prints is the answer: not the credential that it presented.
    let answers = matches!(program.name, "curl" | "wget" | "http" | "xh")
        && !effects.iter().any(|e| e.dimensions.data_exposure >= 3);
    let through = |f: fn(&Val) -> bool| !mute && (f(&call.stdin) || !answers && call.argv.iter().any(f));
    let chosen = super::shell::shown::leaves_secrets_out(program.name, call.argv.get(1..).unwrap_or_default());
    let called = call.argv.first().and_then(Val::known).and_then(|n| n.rsplit('/').next()).unwrap_or_default();
    let plain = || named::prints(called, call.argv.get(1..).unwrap_or_default(), &call.stdin);
    let behind = match own {
        true => OF_OWN,
        false if packs(program.name, &call.argv, &call.stdin) => PACKED,
        false if plain() => named::ONE_NAME,
        false => "",
    };
    Val::from_gap(Gap {
        why: ["the output of `", program.name, "`", behind].concat(),
        secret: (secret && !mute) || !chosen && through(Val::is_secret),
        network: network || through(Val::is_network),
    })
}

/// A text with an expansion in place of each number that is not known; none where quotes could keep it from being one.
#[must_use]
pub fn with_numbers(text: &Val) -> Option<String> {
    let is_number = |p: &Piece| matches!(p, Piece::Glob(g) if g == NUMBER);
    if !text.pieces().iter().any(is_number) {
        return Some(text.show());
    }
    let quoting = |p: &Piece| matches!(p, Piece::Text(t) if t.contains(['\'', '\\']) || t.contains("<<"));
    if text.pieces().iter().any(quoting) {
        return None;
    }
    let of = |p: &Piece| match p {
        Piece::Text(t) | Piece::Glob(t) if !is_number(p) => t.clone(),
        _ => "${#automode_number[@]}".to_owned(),
    };
    Some(text.pieces().iter().map(of).collect())
}
