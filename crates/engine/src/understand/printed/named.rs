//! Programs that print one plain name: a commit's, a machine's, a user's. What it is only the run knows, but a path that
//! holds it behind known text stays in its folder. Called by `printed`; used where a path is touched.

use crate::understand::state::FROM_ENVIRONMENT;
use crate::understand::value::{Gap, NUMBER, Piece, Val};

/// How the reason of a gap ends that stands for one plain name: it holds no `..`.
pub(super) const ONE_NAME: &str = ", a plain name";

/// Variables that a login sets.
const LOGIN: &[&str] = &["USER", "LOGNAME", "HOSTNAME", "USERNAME"];

/// Whether a variable of the environment holds a plain name.
fn by_login(variable: &str) -> bool {
    LOGIN.contains(&variable)
}

/// Whether this program, called so, prints one plain name.
pub(super) fn prints(called: &str, args: &[Val], stdin: &Val) -> bool {
    let Some(words) = args.iter().map(Val::known).collect::<Option<Vec<_>>>() else {
        return called == "basename";
    };
    let flags = |allowed: &[&str]| words.iter().all(|w| allowed.contains(w));
    match called {
        "basename" => true,
        "whoami" | "logname" | "arch" | "uuidgen" => words.is_empty(),
        "hostname" => flags(&["-s", "-f", "--short", "--fqdn"]),
        "uname" => flags(&["-m", "-s", "-r", "-n", "-p", "-i"]),
        "id" => flags(&["-un", "-gn", "-u", "-g", "-n"]),
        "dpkg" => words == ["--print-architecture"],
        "lsb_release" => flags(&["-cs", "-rs", "-is", "-sc", "-sr", "-si"]),
        "sw_vers" => words == ["-productVersion"],
        "openssl" => words.starts_with(&["rand", "-hex"]),
        "tput" => matches!(words.as_slice(), ["cols" | "lines"]),
        "stat" => matches!(words.as_slice(), ["-c" | "-f", format, _] if numbered(format)),
        "wc" => words.iter().all(|w| w.starts_with('-')),
        "sha256sum" | "sha1sum" | "sha512sum" | "md5sum" | "b2sum" | "shasum" | "cksum" => !words.iter().any(climbs),
        "docker" | "podman" => {
            matches!(words.as_slice(), ["ps", rest @ ..] if rest.iter().any(|w| w.starts_with("-q") || *w == "-lq" || *w == "-aq"))
        }
        "git" => by_git(&words),
        // What picks a part of such a name.
        "cut" | "head" | "tail" => is_one(stdin) && !words.iter().any(|w| !w.starts_with('-') && w.contains('/')),
        "awk" => {
            is_one(stdin) && matches!(words.as_slice(), ["{print $1}" | "{ print $1 }" | "{print $NF}" | "{print $2}"])
        }
        _ => false,
    }
}

/// Commits, branches and tags: no name of these holds `..`.
fn by_git(words: &[&str]) -> bool {
    let format = |w: &str| {
        w.strip_prefix("--format=")
            .or_else(|| w.strip_prefix("--pretty=format:"))
            .is_some_and(|f| matches!(f, "%h" | "%H" | "%t" | "%T" | "%ct" | "%at" | "%cs" | "%as"))
    };
    match words {
        // Of other options it prints places.
        ["rev-parse", rest @ ..] => rest.iter().all(|w| {
            !w.starts_with("--") && !climbs(w)
                || matches!(*w, "--verify" | "--abbrev-ref" | "-q" | "--quiet")
                || w.starts_with("--short")
        }),
        ["describe", rest @ ..] => !rest.contains(&"--contains"),
        ["merge-base" | "write-tree" | "hash-object" | "rev-list", ..] | ["branch", "--show-current"] => true,
        ["log" | "show", rest @ ..] => {
            rest.iter().any(|w| format(w)) && rest.iter().any(|w| matches!(*w, "-1" | "-n1" | "-s"))
        }
        _ => false,
    }
}

/// `%s`, `%Y`: sizes and times.
fn numbered(format: &str) -> bool {
    let mut chars = format.chars();
    std::iter::from_fn(|| chars.next()).all(|c| c.is_ascii_alphanumeric() || matches!(c, '%' | '-' | '_' | '.'))
        && !format.contains("%n")
        && !format.contains("%N")
}

fn climbs(word: &&str) -> bool {
    word.contains("..")
}

/// A word that is one plain name as a whole.
fn is_one(value: &Val) -> bool {
    matches!(value.pieces(), [Piece::Gap(gap)] if is_plain(gap))
}

/// Whether this stands for one plain name.
fn is_plain(gap: &Gap) -> bool {
    let login = || gap.why.strip_suffix(FROM_ENVIRONMENT).and_then(|w| w.strip_prefix('$')).is_some_and(by_login);
    !gap.secret && !gap.network && (gap.why.ends_with(ONE_NAME) || login())
}

/// A path of which only plain names behind known text are not known, with a number for each: it stays where the text leads.
pub fn stays(path: &Val) -> Option<Val> {
    if path.prefix().is_empty() {
        return None;
    }
    let mut out = Val::default();
    for piece in path.pieces() {
        out.push(match piece {
            Piece::Gap(gap) if is_plain(gap) => Piece::Glob(NUMBER.into()),
            Piece::Gap(_) => return None,
            other => other.clone(),
        });
    }
    Some(out)
}
