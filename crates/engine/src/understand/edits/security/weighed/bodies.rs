//! What looked and finds nothing any more: a function about trust that always agrees, an empty check, a mask that goes, a page put
//! together from text, a name that loses the word that said who may call it.

use super::super::super::delta::{Line, body};
use super::super::super::lex::{Kind, Token};
use super::super::beside::{Beside, only_in};
use super::super::{Scene, credit, has_word, mass, words};
use super::{equates, named, says};

/// What looks at nothing.
pub fn blind(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    agrees(s).or_else(|| empty(s)).or_else(|| debugs(s)).or_else(|| unmasked(s)).or_else(|| {
        b.pairs.iter().find_map(|(old, new)| {
            page(old, new)
                .or_else(|| unqualified(old, new))
                .or_else(|| there(s, old, new))
                .or_else(|| called_none(old, new))
                .or_else(|| everything(old, new))
        })
    })
}

/// Words of what decides about somebody or something.
const TRUST: &[&str] = &[
    "allow",
    "allowed",
    "allows",
    "verify",
    "verifier",
    "verification",
    "valid",
    "validate",
    "validator",
    "trusted",
    "trust",
    "origin",
    "check",
    "checker",
    "accept",
    "authorize",
    "authorized",
    "authorizer",
    "permission",
    "permitted",
    "guard",
    "certificate",
    "hostname",
    "peer",
    "signature",
    "callback",
];

/// A function that says yes to everything it is given stands in the line.
fn says_yes(l: &Line<'_>) -> bool {
    let t = &l.tokens;
    let yes = |t: &Token<'_>| ["true", "True", "TRUE"].contains(&t.text);
    t.windows(3).any(|w| match w {
        [a, b, v] => {
            (a.is("=") || a.is("-")) && b.is(">") && yes(v) || b.is("in") && yes(v) && t.iter().any(|x| x.is("{"))
        }
        _ => false,
    }) || t.windows(2).any(
        |w| matches!(w, [a, v] if (a.is(":") && t.iter().any(|x| x.is("lambda")) || a.is("{") || a.is("|")) && yes(v)),
    )
}

fn agrees(s: &Scene<'_>) -> Option<String> {
    let trusts = |l: &Line<'_>| {
        l.tokens.iter().find(|t| t.kind == Kind::Word && has_word(t.text, TRUST)).map(|t| t.text.to_owned())
    };
    let all = |lines: &[Line<'_>]| lines.iter().filter(|l| says_yes(l) && trusts(l).is_some()).count();
    (all(&s.delta.added) > all(&s.delta.removed))
        .then(|| s.delta.added.iter().filter(|l| says_yes(l)).find_map(trusts))
        .flatten()
        .map(|n| format!("`{n}` says yes to everything"))
}

/// A check that is defined with nothing in it.
fn empty(s: &Scene<'_>) -> Option<String> {
    let name = |l: &Line<'_>| -> Option<String> {
        let t = &l.tokens;
        let at = t.windows(2).position(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(") && has_word(f.text, &["check", "verify", "validate", "authorize", "trusted", "authenticate"])))?;
        let ends = t.windows(2).any(|w| matches!(w, [a, b] if a.is("{") && b.is("}")))
            && t.last().is_some_and(|x| x.is("}") || x.is(",") || x.is(";"));
        let defines = t.iter().take(at).any(|x| {
            ["void", "public", "func", "function", "fn", "fun", "def", "override", "async"].iter().any(|k| x.is(k))
        });
        t.get(at).filter(|_| ends && defines).map(|x| x.text.to_owned())
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter_map(name).count();
    (n(&s.delta.added) > n(&s.delta.removed))
        .then(|| s.delta.added.iter().find_map(name))
        .flatten()
        .map(|n| format!("`{n}` does nothing"))
}

/// A server is told to show its insides.
fn debugs(s: &Scene<'_>) -> Option<String> {
    let told = |l: &Line<'_>| {
        let yes = l.tokens.windows(3).any(|w| matches!(w, [k, s, v] if has_word(k.text, &["debug"]) && (s.is("=") || s.is(":")) && ["True", "true"].contains(&v.text)));
        yes && says(
            l,
            &[
                "app",
                "server",
                "application",
                "fastapi",
                "flask",
                "starlette",
                "sanic",
                "litestar",
                "quart",
                "bottle",
                "serve",
            ],
        )
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter(|l| told(l)).count();
    (n(&s.delta.added) > n(&s.delta.removed)).then(|| "a server shows its insides".to_owned())
}

/// What hid a value goes: `SECRET.sub("***", text)`.
fn unmasked(s: &Scene<'_>) -> Option<String> {
    let masks = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            t.kind == Kind::Text
                && t.text.len() < 40
                && (t.text.contains("***")
                    || ["redacted", "masked", "filtered", "hidden"]
                        .iter()
                        .any(|w| body(t.text).to_ascii_lowercase().contains(w))
                        && body(t.text).starts_with(['[', '<', '{', '(']))
        })
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter(|l| masks(l)).count();
    (n(&s.delta.removed) > n(&s.delta.added) && !credit::replaced(s)).then(|| "what hid a value goes".to_owned())
}

/// A page is put together from text, where a template or a tag wrote values safely.
fn page(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let tag = |t: &Token<'_>| {
        t.kind == Kind::Text
            && body(t.text)
                .split_once('<')
                .is_some_and(|(_, r)| r.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'))
    };
    let built = |l: &Line<'_>| {
        l.tokens.iter().enumerate().any(|(i, t)| {
            let next = l.tokens.get(i + 1).is_some_and(|n| {
                n.is("+") || n.is(".") && l.tokens.get(i + 2).is_some_and(|v| v.text.starts_with('$')) || n.is("%")
            });
            let before = i > 0 && l.tokens.get(i - 1).is_some_and(|p| p.is("+"));
            let tagged = i > 0 && !t.spaced && l.tokens.get(i - 1).is_some_and(|p| p.kind == Kind::Word);
            let holds = t.text.contains("${") || t.text.starts_with(['f', '$']) && t.text.contains('{');
            tag(t) && (next || before || holds && !tagged)
        })
    };
    let answers = says(
        new,
        &[
            "return", "send", "write", "response", "html", "render", "echo", "body", "respond", "end", "content",
            "append", "insert", "string",
        ],
    );
    (built(new) && !built(old) && answers && !says(old, &["build", "join", "concat"]))
        .then(|| "a page is put together from text".to_owned())
}

/// What a caller must be is said in the name of what is called: `memberProcedure` becomes `procedure`.
fn unqualified(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return None };
    if was.kind != Kind::Word || is.kind != Kind::Word || !named(was) {
        return None;
    }
    let (a, z) = (words(was.text), words(is.text));
    let place = [
        "procedure",
        "route",
        "router",
        "handler",
        "endpoint",
        "action",
        "resolver",
        "controller",
        "view",
        "app",
        "api",
        "client",
        "middleware",
        "query",
        "mutation",
        "loader",
    ];
    let lost = [
        "member",
        "auth",
        "authed",
        "authenticated",
        "protected",
        "secure",
        "secured",
        "private",
        "admin",
        "owner",
        "user",
        "staff",
        "verified",
        "signed",
        "restricted",
        "internal",
        "limited",
        "safe",
    ];
    let shorter = z.len() < a.len() && z.iter().all(|w| a.contains(w));
    let gone = a.iter().filter(|w| !z.contains(w)).find(|w| lost.contains(&w.as_str()))?;
    (shorter && z.iter().any(|w| place.contains(&w.as_str())))
        .then(|| format!("`{gone}` is not asked of who calls `{}`", is.text))
}

/// What decided by comparing two things only asks whether one is there.
fn there(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let decides = mass::decides(s).is_some()
        || mass::function(s).is_some_and(|f| {
            has_word(
                &f,
                &["vote", "supports", "access", "owns", "belongs", "match", "matches", "same", "voteonattribute"],
            )
        })
        || super::super::guards::asks(new);
    let nothing =
        |l: &Line<'_>| l.tokens.iter().any(|t| ["null", "nil", "None", "undefined", "NULL"].contains(&t.text));
    let values = |l: &Line<'_>| l.tokens.iter().any(|t| matches!(t.kind, Kind::Number | Kind::Text));
    let whole = equates(old) && !nothing(old) && !values(old) && equates(new) && nothing(new) && !values(new);
    let sides = old.tokens.iter().filter(|t| t.kind == Kind::Word).count()
        > new.tokens.iter().filter(|t| t.kind == Kind::Word).count();
    let subset = new
        .tokens
        .iter()
        .filter(|t| {
            t.kind == Kind::Word && !["null", "nil", "None", "undefined", "NULL", "not", "is"].contains(&t.text)
        })
        .all(|t| old.tokens.iter().any(|o| o.text == t.text));
    (decides && whole && sides && subset && !credit::replaced(s))
        .then(|| "it is only asked whether something is there".to_owned())
}

/// Words of places where each choice is one about safety.
const CAREFUL: &[&str] = &[
    "session",
    "fixation",
    "frame",
    "csrf",
    "cors",
    "auth",
    "security",
    "cookie",
    "hsts",
    "tls",
    "ssl",
    "headers",
    "policy",
    "access",
    "permission",
    "sandbox",
    "isolation",
    "credentials",
    "validation",
    "certificate",
];

/// `.migrateSession()` becomes `.none()`.
fn called_none(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return None };
    let at = new.tokens.iter().position(|t| std::ptr::eq(t, *is))?;
    let called = new.tokens.get(at + 1).is_some_and(|n| n.is("("));
    let none = [
        "none",
        "disable",
        "disabled",
        "off",
        "noop",
        "allowall",
        "permissive",
        "unrestricted",
        "never",
        "anonymous",
        "any",
    ]
    .contains(&is.text.to_ascii_lowercase().as_str());
    (called && none && was.kind == Kind::Word && says(new, CAREFUL))
        .then(|| format!("`{}` in the place of `{}`", is.text, was.text))
}

/// What was not read from data is: `TypeNameHandling.None` becomes `.All`.
fn everything(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return None };
    let none = ["none", "off", "never", "no_access", "ignore", "prohibit", "disallow"]
        .contains(&was.text.to_ascii_lowercase().as_str());
    let all = ["all", "auto", "objects", "always", "full", "any", "parse", "full_access"]
        .contains(&is.text.to_ascii_lowercase().as_str());
    let about = says(
        new,
        &[
            "handling",
            "resolver",
            "binder",
            "polymorphic",
            "typing",
            "typename",
            "entities",
            "entity",
            "dtd",
            "inclusion",
            "deserialization",
            "external",
        ],
    );
    (none && all && about).then(|| format!("`{}` in the place of `{}`", is.text, was.text))
}
