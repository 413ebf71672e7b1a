//! Values that are handed on as they came: all that was sent where single fields were named, a path put together where it was confined,
//! a text for a shell where arguments were a list, what is given back as it was where it was made harmless.

use super::super::super::delta::{Line, body};
use super::super::super::lex::{Kind, Token};
use super::super::beside::Beside;
use super::super::{Scene, credit, has_word, plain_name};
use super::{named, says};

/// What goes on as it came.
pub fn handed_on(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    whole(s).or_else(|| {
        b.pairs.iter().find_map(|(old, new)| {
            joined(old, new)
                .or_else(|| as_text(old, new))
                .or_else(|| unchanged(old, new))
                .filter(|_| !credit::replaced(s))
        })
    })
}

/// Words of calls that keep what they are given.
const KEEPS: &[&str] = &[
    "update",
    "create",
    "save",
    "insert",
    "assign",
    "fill",
    "set",
    "build",
    "new",
    "patch",
    "upsert",
    "replace",
    "merge",
    "store",
    "add",
    "put",
    "attributes",
    "findbyidandupdate",
    "construct",
    "extend",
    "persist",
];

fn keeps(l: &Line<'_>) -> bool {
    l.tokens.iter().enumerate().any(|(i, t)| {
        t.kind == Kind::Word
            && has_word(t.text, KEEPS)
            && l.tokens.get(i + 1).is_some_and(|n| n.is("(") || n.is("!") || n.is("{") || n.is("."))
    })
}

/// All that was sent, as one argument: `req.body)`, `**request.data`, `$request->all()`.
fn all_that_was_sent(l: &Line<'_>) -> bool {
    let at = |i: usize| l.tokens.get(i);
    let sent =
        ["body", "data", "json", "query", "params", "POST", "form", "payload", "attributes", "parsedBody", "values"];
    let holder = |t: &Token<'_>| {
        ["req", "request", "ctx", "c", "event", "conn", "self", "params", "input", "r"]
            .contains(&t.text.trim_start_matches('$'))
    };
    let ends = |i: usize| at(i).is_none_or(|n| n.is(")") || n.is(",") || n.is("}"));
    (0..l.tokens.len()).any(|i| {
        let Some(t) = at(i).filter(|t| t.kind == Kind::Word) else { return false };
        let dotted = i > 1 && at(i - 1).is_some_and(|d| d.is(".") || d.is(">"));
        let of = dotted
            && (i.checked_sub(2).and_then(at).is_some_and(holder) || i.checked_sub(3).and_then(at).is_some_and(holder));
        let called = at(i + 1).is_some_and(|n| n.is("(")) && at(i + 2).is_some_and(|n| n.is(")"));
        let end = if called { i + 3 } else { i + 1 };
        let unsafe_all = ["all", "permit!", "to_unsafe_h", "to_unsafe_hash", "get_json", "input", "dict", "model_dump"]
            .contains(&t.text)
            && called
            && of
            || t.is("permit") && at(i + 1).is_some_and(|n| n.is("!"));
        of && sent.contains(&t.text) && ends(end) || unsafe_all
    })
}

/// Single fields were named, and all that was sent is kept now.
fn whole(s: &Scene<'_>) -> Option<String> {
    let now = s.delta.added.iter().any(|l| keeps(l) && all_that_was_sent(l));
    let was = s.delta.removed.iter().any(|l| keeps(l) && all_that_was_sent(l));
    let fields = |l: &Line<'_>| {
        let listed = l.tokens.iter().any(|t| t.is("{") || t.is("[") || t.is("("))
            && l.tokens.iter().filter(|t| t.is(",")).count() > 0;
        listed || says(l, &["only", "permit", "pick", "validated", "validate", "parse", "schema", "serializer"])
    };
    let checked = s
        .delta
        .added
        .iter()
        .any(|l| says(l, &["parse", "validate", "validated", "schema", "only", "pick", "permit", "sanitize"]));
    (now && !was && !checked && s.delta.removed.iter().any(fields)).then(|| "whatever is sent is kept".to_owned())
}

/// Words of what opens below one folder only.
const CONFINES: &[&str] = &[
    "safe",
    "secure",
    "root",
    "within",
    "inside",
    "confine",
    "confined",
    "jail",
    "sandbox",
    "chroot",
    "subpath",
    "basename",
    "base",
    "directory",
    "scoped",
    "filename",
];

/// Something that was opened below a folder is opened at a path that is put together.
fn joined(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let joins = |l: &Line<'_>| {
        l.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(") && (["join", "Join", "resolve", "Combine", "concat"].contains(&f.text))))
            || l.tokens.windows(3).any(|w| matches!(w, [a, plus, z] if plus.is("+") && (body(a.text) == "/" || body(z.text) == "/" || named(a) && has_word(a.text, &["dir", "root", "path", "uploads", "folder"]))))
    };
    let confines = |l: &Line<'_>| {
        l.tokens.iter().enumerate().any(|(i, t)| {
            let next = l.tokens.get(i + 1);
            let receiver = next.is_some_and(|n| n.is(".")) && ["root", "fsys", "jail", "sandbox"].contains(&t.text);
            let called = next.is_some_and(|n| n.is("("))
                && t.kind == Kind::Word
                && has_word(t.text, CONFINES)
                && super::super::words(t.text).len() > 1;
            receiver || called
        })
    };
    let opens = |l: &Line<'_>| {
        says(
            l,
            &[
                "open", "file", "send", "read", "serve", "write", "get", "load", "stream", "download", "unlink",
                "remove", "fs",
            ],
        )
    };
    (joins(new) && !joins(old) && confines(old) && !confines(new) && opens(new))
        .then(|| "a path is put together, and was confined".to_owned())
}

/// Arguments were a list and are a text with values in it.
fn as_text(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let runs = [
        "run",
        "exec",
        "execute",
        "call",
        "spawn",
        "popen",
        "system",
        "command",
        "sh",
        "shell",
        "check_output",
        "start",
        "output",
        "ssh",
    ];
    let runner = |l: &Line<'_>| {
        l.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(") && has_word(f.text, &runs)))
    };
    let list = |l: &Line<'_>| l.tokens.windows(2).any(|w| matches!(w, [a, t] if a.is("[") && t.kind == Kind::Text));
    let built = |t: &Token<'_>| {
        let text = t.text;
        let prefix = text.find(['"', '\'', '`']).and_then(|q| text.get(..q)).unwrap_or("");
        t.kind == Kind::Text
            && body(text).contains(' ')
            && (text.contains("${")
                || text.contains("#{")
                || text.contains("\\(")
                || prefix.contains(['f', 'F', '$']) && text.contains('{'))
    };
    let plus = |l: &Line<'_>| {
        l.tokens.windows(2).any(
            |w| matches!(w, [t, p] if t.kind == Kind::Text && body(t.text).ends_with(' ') && (p.is("+") || p.is("."))),
        )
    };
    (runner(old) && runner(new) && list(old) && !list(new) && (new.tokens.iter().any(built) || plus(new)))
        .then(|| "a command is a text with values in it".to_owned())
}

/// Words of what makes a value harmless.
const HARMLESS: &[&str] = &[
    "replace",
    "test",
    "escape",
    "encode",
    "sanitize",
    "clean",
    "strip",
    "trim",
    "quote",
    "mask",
    "redact",
    "gsub",
    "sub",
    "filter",
    "allowed",
    "slice",
    "replaceall",
];

/// `(v) => clean(v)` becomes `(v) => v`: what made a value harmless gives it back as it came.
fn unchanged(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let given = |l: &Line<'_>| -> Option<String> {
        let t: Vec<&Token<'_>> = l.tokens.iter().filter(|t| !t.is(";") && !t.is(",")).collect();
        let (last, before) = (t.last()?, t.get(..t.len().checked_sub(1)?)?);
        let back = before.last().is_some_and(|b| b.is(">") || b.is("return") || b.is("|") || b.is("="));
        let parameter = before.iter().filter(|b| b.text == last.text).count() == 1;
        (last.kind == Kind::Word && back && (parameter || t.len() == 2)).then(|| last.text.to_owned())
    };
    let name = given(new)?;
    let cleaned = old.tokens.iter().enumerate().any(|(i, t)| {
        let called = old.tokens.get(i + 1).is_some_and(|n| n.is("("));
        t.kind == Kind::Word
            && called
            && (has_word(t.text, HARMLESS) || HARMLESS.contains(&plain_name(t.text).as_str()))
    });
    let about = old.tokens.iter().filter(|t| t.text == name).count() > 0;
    // What is replaced is a letter that means something, not a space.
    let special = old
        .tokens
        .iter()
        .any(|t| t.kind == Kind::Text && body(t.text).chars().any(|c| "<>&\"'=+@;|`$\\/%.".contains(c)))
        || old.tokens.iter().any(|t| {
            has_word(t.text, &["escape", "sanitize", "encode", "clean", "quote", "mask", "redact", "allowed"])
        });
    (cleaned && about && special).then(|| format!("`{name}` is given back as it came"))
}
