//! Answers of checks that nobody looks at any more: the call stays, what was done about its answer goes; a conversion that could fail
//! becomes one that cannot.

use super::super::super::delta::Line;
use super::super::super::lex::{Kind, Token};
use super::super::beside::{Beside, only_in};
use super::super::{Scene, has_word, plain_name};

/// What is not looked at.
pub fn ignored(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    answer(s).or_else(|| b.pairs.iter().find_map(|(old, new)| unchecked(old, new)))
}

/// Words of calls whose answer says whether to go on.
const ANSWERS: &[&str] = &[
    "verify",
    "check",
    "validate",
    "authenticate",
    "authorize",
    "setuid",
    "setgid",
    "setgroups",
    "seteuid",
    "setegid",
    "setresuid",
    "chroot",
    "pledge",
    "unveil",
    "confirm",
    "decrypt",
    "evaluate",
    "prctl",
    "mlock",
    "permits",
    "allowed",
    "valid",
    "wait_for_approval",
    "compare",
    "rlimit",
    "setrlimit",
    "seccomp",
    "landlock",
    "restrict",
];

fn calls<'x>(l: &'x Line<'_>) -> impl Iterator<Item = &'x str> {
    l.tokens.windows(2).filter_map(|w| match w {
        [f, p] if f.kind == Kind::Word && p.is("(") && has_word(f.text, ANSWERS) => Some(f.text),
        _ => None,
    })
}

/// The call that a statement is, not one among what it hands on.
fn outer<'x>(l: &'x Line<'_>) -> Option<&'x str> {
    let open = l.tokens.iter().position(|t| t.is("("))?;
    let name = open.checked_sub(1).and_then(|at| l.tokens.get(at))?;
    (name.kind == Kind::Word && has_word(name.text, ANSWERS) && l.tokens.last().is_some_and(|t| t.is(";") || t.is(")")))
        .then_some(name.text)
}

/// Something is done with what the line's calls answer.
fn looks(l: &Line<'_>) -> bool {
    let words = [
        "if",
        "unless",
        "guard",
        "return",
        "while",
        "assert",
        "elif",
        "elsif",
        "when",
        "match",
        "switch",
        "require",
        "raise",
        "throw",
        "and",
        "or",
        "unwrap",
        "expect",
        "orElseThrow",
        "not",
        "case",
        "with",
        "try",
        "must",
        "await",
    ];
    let marks = l.tokens.iter().any(|t| t.is("?") || t.is("!"))
        || l.tokens
            .windows(2)
            .any(|w| matches!(w, [a, b] if a.text == b.text && (a.is("&") || a.is("|")) && !b.spaced));
    let sign = l.tokens.iter().position(|t| t.is("="));
    let kept = sign.is_some_and(|at| {
        let target = at
            .checked_sub(1)
            .and_then(|p| l.tokens.get(p))
            .filter(|t| !t.is(":"))
            .or_else(|| at.checked_sub(2).and_then(|p| l.tokens.get(p)));
        target.is_some_and(|t| t.kind == Kind::Word && t.text != "_")
    });
    marks || kept || l.tokens.iter().any(|t| t.kind == Kind::Word && words.contains(&t.text) && !t.is("await"))
}

/// The same check is made, and nothing is done about what it says.
fn answer(s: &Scene<'_>) -> Option<String> {
    let bare = s.delta.added.iter().filter(|l| !looks(l)).filter_map(outer).find(|name| {
        let same = |lines: &[Line<'_>], f: &dyn Fn(&Line<'_>) -> bool| {
            lines.iter().any(|l| f(l) && calls(l).any(|c| c == *name))
        };
        same(&s.delta.removed, &looks) && !same(&s.delta.added, &looks)
    })?;
    Some(format!("nobody looks at what `{bare}` says"))
}

/// Words of conversions and sums that notice what does not fit.
const NOTICE: &[&str] = &[
    "tryfrom",
    "tryinto",
    "checkedadd",
    "checkedsub",
    "checkedmul",
    "checkeddiv",
    "tointexact",
    "addexact",
    "multiplyexact",
    "subtractexact",
    "numericcast",
    "safecast",
    "narrow",
    "checkedcast",
    "safeint",
    "trysub",
    "tryadd",
    "toshortexact",
];

fn unchecked(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let notices = |t: &&&Token<'_>| t.kind == Kind::Word && NOTICE.contains(&plain_name(t.text).as_str());
    let was = gone.iter().find(notices)?;
    let blind = |t: &&Token<'_>| {
        let plain = plain_name(t.text);
        t.is("as")
            || t.is("+")
            || t.is("*")
            || t.is("-")
            || plain.starts_with("wrapping")
            || plain.contains("unchecked")
            || plain == "staticcast"
            || plain == "cast"
            || plain.ends_with("value")
    };
    (come.iter().any(blind) && !come.iter().any(|t| notices(&t)))
        .then(|| format!("`{}` noticed what does not fit", was.text))
}
