//! Guards by what they do, whatever they are called: a condition that stood before an operation on the same values and left with an
//! error, a condition that is turned around or asks for less, a refusal that becomes a pass, a lookup that is not limited to who asks
//! any more, a rule about a field that goes. Called by `security` for programs.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::beside::{Beside, beside, is_few, left_out, loosely, only_in};
use super::{Scene, credit, has_word};

/// More lines than these are a change of the program, not of one guard.
const MAX_LINES: usize = 12;
/// So many lines below it belong to a guard, or are what it guards.
const MAX_BELOW: usize = 8;
/// A longer text is prose, not a name.
const MAX_NAME: usize = 60;

/// What is lost, in words.
#[must_use]
pub fn lost(s: &Scene<'_>) -> Option<String> {
    if !is_few(s, MAX_LINES) {
        return None;
    }
    let b = loosely(beside(s));
    turned(s, &b)
        .or_else(|| super::turns::turned(s, &b))
        .or_else(|| passes(s, &b))
        .or_else(|| anyone(s, &b))
        .or_else(|| opened_annotation(s))
        .or_else(|| unconditional(s, &b))
        .or_else(|| asks_for_less(s, &b))
        .or_else(|| call_gone(s).filter(|_| !credit::replaced(s)))
        .or_else(|| Some(unguarded(s)).flatten().filter(|_| !credit::replaced(s)))
        .or_else(|| rule_gone(s).filter(|_| !credit::replaced(s)))
}

fn is_any(t: &Token<'_>, list: &[&str]) -> bool {
    list.iter().any(|w| t.is(w))
}

/// Begins or holds a condition.
#[must_use]
pub fn asks(l: &Line<'_>) -> bool {
    l.tokens.iter().any(|t| is_any(t, &["if", "unless", "elif", "elsif", "guard", "when", "while", "?"])) || requires(l)
}

/// `require(amount <= max, …)`, `assert x > 0`: a condition that fails by itself.
fn requires(l: &Line<'_>) -> bool {
    let verb = l.tokens.first().is_some_and(|t| {
        t.kind == Kind::Word
            && (has_word(t.text, &["require", "assert", "precondition", "invariant"])
                || ["checkArgument", "checkState", "debug_assert", "guard"].contains(&t.text))
    });
    verb && l.tokens.iter().any(|t| is_any(t, &["<", ">", "=", "!", "&", "|", "in", "not", "is", "=="]))
}

/// Leaves with an error: not only done with, but refused.
#[must_use]
pub fn refuses(l: &Line<'_>) -> bool {
    let words = [
        "throw",
        "raise",
        "abort",
        "bail",
        "panic",
        "halt",
        "die",
        "exit",
        "reject",
        "fail",
        "Err",
        "croak",
        "confess",
        "revert",
        "error",
        "unreachable",
    ];
    let codes = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "423", "429"];
    let returns = l.tokens.iter().position(|t| t.is("return"));
    let value = returns.and_then(|at| l.tokens.get(at + 1));
    let negative = value.is_some_and(|v| v.is("-") || is_any(v, &["false", "False", "FALSE"]));
    negative
        || l.tokens.iter().any(|t| {
            let short = t.text.len() < MAX_NAME;
            let named = t.kind == Kind::Word
                && short
                && (words.contains(&t.text)
                    || has_word(
                        t.text,
                        &["err", "error", "errors", "exception", "forbidden", "unauthorized", "denied", "abort"],
                    )
                    || t.text.starts_with("ERR") && t.text.len() > 3
                    || t.text.get(..3).is_some_and(|p| p.eq_ignore_ascii_case("err")) && t.text.len() > 3);
            let answer = t.kind == Kind::Word
                && short
                && ["notfound", "badrequest", "forbid", "challenge"].contains(&super::plain_name(t.text).as_str());
            answer
                || named && !t.text.starts_with("on")
                || t.kind != Kind::Mark && codes.contains(&body(t.text)) && returns_code(l)
        })
}

/// A number that is a status: it stands with a word about answering.
fn returns_code(l: &Line<'_>) -> bool {
    let about = [
        "status", "code", "send", "render", "head", "abort", "halt", "exit", "return", "response", "respond", "reply",
        "write",
    ];
    l.tokens.iter().any(|t| {
        t.kind == Kind::Word && has_word(t.text, &about)
            || t.text.contains("sendStatus")
            || t.text.contains("WriteHeader")
    })
}

/// Words of who somebody is and what they may.
const WHO: &[&str] = &[
    "user",
    "owner",
    "tenant",
    "principal",
    "claims",
    "role",
    "roles",
    "permission",
    "permissions",
    "scope",
    "scopes",
    "admin",
    "superuser",
    "staff",
    "auth",
    "authenticated",
    "authorized",
    "session",
    "token",
    "password",
    "signature",
    "login",
    "member",
    "verified",
    "trusted",
    "allowed",
    "mfa",
    "otp",
    "csrf",
    "origin",
    "issuer",
    "audience",
    "expired",
    "expiry",
    "exp",
    "nonce",
    "locked",
    "attempts",
    "revoked",
    "identity",
    "credentials",
    "policy",
    "access",
    "acl",
    "host",
    "private",
    "internal",
];
/// Words of more than being known.
pub const PRIVILEGED: &[&str] = &[
    "superuser",
    "admin",
    "admins",
    "owner",
    "owners",
    "staff",
    "root",
    "role",
    "roles",
    "permission",
    "permissions",
    "scope",
    "scopes",
    "manager",
    "moderator",
    "verified",
    "mfa",
    "tenant",
    "authorized",
    "privileged",
];

fn speaks(l: &Line<'_>, list: &[&str]) -> bool {
    l.tokens.iter().any(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME && has_word(t.text, list))
}

/// Speaks of more than being known.
#[must_use]
pub fn privileged(l: &Line<'_>) -> bool {
    speaks(l, PRIVILEGED)
}

/// Whether the guard that this line of the new file begins refuses: on the line, or just below.
#[must_use]
pub fn refuses_below(file: &[Line<'_>], number: u32) -> bool {
    let at = file.partition_point(|l| l.number < number);
    file.iter().skip(at).take(3).any(refuses)
}

/// The condition of a guard: its operators alone change, or it asks for less than it did.
fn turned(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let file = lines(&s.after.tokens);
    b.pairs.iter().filter(|(old, new)| asks(old) && asks(new)).find_map(|(old, new)| {
        if !refuses_below(&file, new.number) && super::mass::decides(s).is_none() {
            return None;
        }
        let (gone, come) = (only_in(old, new), only_in(new, old));
        let operator = |t: &&Token<'_>| {
            t.kind == Kind::Mark
                || is_any(t, &["and", "or", "not", "is", "in", "if", "unless", "true", "false", "True", "False"])
        };
        let plain = gone.iter().all(operator) && come.iter().all(operator);
        let order = gone.is_empty() && come.is_empty();
        let brackets = |t: &&Token<'_>| is_any(t, &["(", ")", "{", "}", ";", ":", ","]);
        let layout = gone.iter().all(brackets) && come.iter().all(brackets);
        if plain && !order && !layout && speaks(old, WHO) {
            return Some("a check is turned around".to_owned());
        }
        let asked = gone.iter().find(|t| t.kind == Kind::Word && has_word(t.text, PRIVILEGED))?;
        let said = |l: &Line<'_>| l.tokens.iter().any(|t| t.text == asked.text);
        let still =
            speaks(new, PRIVILEGED) || s.delta.added.iter().any(said) || come.iter().any(|t| super::mass::is_guard(t));
        (!still && !credit::replaced(s)).then(|| format!("`{}` is not asked for any more", asked.text))
    })
}

/// The same is done, and no condition stands in front of it any more: `if (known(x)) open(x)` becomes `open(x)`.
fn unconditional(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let asked_elsewhere = s.delta.added.iter().any(asks);
    b.pairs.iter().find_map(|(old, new)| {
        let gone = only_in(old, new);
        let condition = gone.iter().any(|t| is_any(t, &["if", "unless", "?"])) && !asks(new);
        let member = ["has", "includes", "contains", "in_array", "include", "indexOf", "in", "some", "any"];
        let asks_about = gone.iter().any(|t| {
            t.kind == Kind::Word && (member.contains(&t.text) || has_word(t.text, WHO) || super::mass::is_guard(t))
        });
        let own = old
            .tokens
            .iter()
            .any(|t| t.kind == Kind::Word && has_word(t.text, &["cache", "cached", "memo", "seen", "visited"]));
        let acts = !own && new.tokens.iter().any(|t| has_word(t.text, ACTS) || t.is("=") || super::mass::is_guard(t));
        (condition && asks_about && acts && !asked_elsewhere && !credit::replaced(s))
            .then(|| "a condition goes from what is done".to_owned())
    })
}

/// What decides who or what may is decided by less: one of its conditions goes.
fn asks_for_less(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    super::mass::decides(s)?;
    b.pairs.iter().find_map(|(old, new)| {
        let out = left_out(old, new)?;
        let joins = |t: &&&Token<'_>| is_any(t, &["and", "&"]);
        let first = out.first().filter(joins).or(out.last().filter(joins))?;
        let decides = old.tokens.iter().any(|t| is_any(t, &["return", "=", ">"])) && !refuses(old);
        (decides && !credit::replaced(s)).then(|| format!("what decides asks for less (`{}`)", first.text))
    })
}

/// A statement that only checks goes: `claims.require("delete")?`.
fn call_gone(s: &Scene<'_>) -> Option<String> {
    let verbs = [
        "require",
        "authorize",
        "authorise",
        "ensure",
        "enforce",
        "check",
        "verify",
        "validate",
        "must",
        "guard",
        "protect",
    ];
    let checks = |l: &Line<'_>| {
        let sets = l.tokens.iter().any(|t| t.is("=") || t.is("return") || t.is("import") || t.is("use"));
        let call = l.tokens.windows(3).find(|w| {
            matches!(w, [dot, verb, open] if (dot.is(".") || dot.is(":") || dot.is(">")) && open.is("(")
                && verb.kind == Kind::Word && has_word(verb.text, &verbs))
        })?;
        call.get(1).filter(|_| !sets).map(|t| t.text.to_owned())
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter_map(checks).count();
    let all = s.delta.removed.len();
    // `Admin(claims): Admin` asks by its type.
    let typed =
        s.delta.added.iter().any(|l| speaks(l, PRIVILEGED)) && !s.delta.removed.iter().any(|l| speaks(l, PRIVILEGED));
    (!typed && all <= 4 && n(&s.delta.removed) > n(&s.delta.added))
        .then(|| s.delta.removed.iter().find_map(checks).map(|c| format!("`{c}` is not asked any more")))?
}

/// What lets somebody go on.
fn lets_pass(l: &Line<'_>) -> bool {
    let t = &l.tokens;
    let calls = |i: usize| t.get(i + 1).is_some_and(|n| n.is("(")) && t.get(i + 2).is_some_and(|n| n.is(")"));
    t.iter().enumerate().any(|(i, w)| {
        w.is("next") && calls(i)
            || is_any(w, &["pass", "proceed"])
            || w.is("return") && t.get(i + 1).is_some_and(|v| is_any(v, &["true", "True", "TRUE"]))
            || w.kind == Kind::Word
                && has_word(w.text, &["log", "logger", "warn", "warning", "console", "println", "printf"])
    })
}

/// The condition stays, and its refusal lets pass now.
fn passes(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let n = |lines: &[Line<'_>], f: fn(&Line<'_>) -> bool| lines.iter().filter(|l| f(l)).count();
    let (old, new) = (&s.delta.removed, &s.delta.added);
    if n(old, refuses) <= n(new, refuses) || n(old, asks) > n(new, asks) {
        return None;
    }
    let refused = b.pairs.iter().map(|(o, _)| *o).chain(b.gone.iter().copied()).find(|l| refuses(l))?;
    let after = lines(&s.after.tokens);
    let at = after.partition_point(|l| l.number < s.delta.added.first().map_or(0, |l| l.number));
    let condition = after.get(at.saturating_sub(2)..=at).unwrap_or_default().iter().any(asks);
    let passing = new.iter().any(lets_pass);
    (condition && passing && (speaks(refused, WHO) || speaks_near(s, refused)))
        .then(|| "what was refused goes on now".to_owned())
}

/// The lines above speak of who somebody is.
fn speaks_near(s: &Scene<'_>, l: &Line<'_>) -> bool {
    let file = lines(&s.before.tokens);
    let at = file.partition_point(|x| x.number < l.number);
    file.get(at.saturating_sub(3)..=at).unwrap_or_default().iter().any(|x| speaks(x, WHO))
}

/// Expressions of who asks: `request.user`, `current_user`, `ctx.user`, an owner or tenant by name.
#[must_use]
pub fn identities(l: &Line<'_>) -> usize {
    let t = &l.tokens;
    let holder = [
        "request",
        "req",
        "ctx",
        "context",
        "session",
        "c",
        "auth",
        "conn",
        "socket",
        "assigns",
        "g",
        "self",
        "this",
        "principal",
    ];
    t.iter()
        .enumerate()
        .filter(|(i, w)| {
            let dotted = *i > 1 && t.get(i - 1).is_some_and(|d| d.is("."));
            let of = dotted
                .then(|| t.get(i - 2))
                .flatten()
                .is_some_and(|h| holder.contains(&h.text.trim_start_matches('@')));
            let who = has_word(w.text, &["user", "account", "tenant", "principal", "member", "customer"]);
            w.kind == Kind::Word
                && w.text.len() < MAX_NAME
                && (has_word(w.text, &["owner", "tenant", "principal", "claims"])
                    || who && (of || has_word(w.text, &["current", "authenticated", "acting"])))
        })
        .count()
}

/// Finds or decides something.
fn looks_up(l: &Line<'_>) -> bool {
    let verbs = [
        "filter", "find", "get", "where", "query", "first", "select", "objects", "load", "fetch", "delete", "update",
        "one", "lookup", "scope", "by", "all", "invoice", "count", "exists",
    ];
    asks(l)
        || l.tokens.iter().enumerate().any(|(i, t)| {
            t.kind == Kind::Word
                && has_word(t.text, &verbs)
                && l.tokens.get(i + 1).is_some_and(|n| n.is("(") || n.is("."))
        })
}

/// A lookup or a condition that was about who asks, and is not.
fn anyone(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let sum = |lines: &[Line<'_>]| lines.iter().map(identities).sum::<usize>();
    if sum(&s.delta.added) >= sum(&s.delta.removed) {
        return None;
    }
    let mut pairs = b.pairs.iter().filter(|(o, n)| looks_up(o) && looks_up(n));
    let lost = pairs.any(|(o, n)| identities(o) > 0 && identities(n) == 0);
    // Renamed: another word for who asks.
    let named =
        s.delta.added.iter().any(|l| speaks(l, &["owner", "tenant", "principal", "claims", "actor", "own", "mine"]));
    (lost && !named && !credit::replaced(s)).then(|| "what is found is not limited to who asks any more".to_owned())
}

/// Annotations that open what they stand on.
fn opened_annotation(s: &Scene<'_>) -> Option<String> {
    let opens = |l: &Line<'_>| {
        let marked = l.tokens.first().is_some_and(|t| t.is("@") || t.text.starts_with('@') || t.is("[") || t.is("#"));
        let words = [
            "public",
            "anonymous",
            "exempt",
            "unauthenticated",
            "insecure",
            "noauth",
            "skipauth",
            "permitall",
            "unprotected",
        ];
        let name = l.tokens.iter().find(|t| t.kind == Kind::Word && t.text.len() > 1)?;
        let plain = super::plain_name(name.text);
        let whole = ["allowanonymous", "permitall", "skipauth", "noauth", "public", "ispublic", "nologin"]
            .contains(&plain.as_str());
        (marked && l.tokens.len() <= 8 && (whole || has_word(name.text, &words) && plain != "publicapi"))
            .then(|| name.text.to_owned())
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter_map(opens).count();
    let (old, new) = (n(&s.delta.removed), n(&s.delta.added));
    let grows = s.delta.added.len() > 3 + s.delta.removed.len();
    (new > old && !grows)
        .then(|| s.delta.added.iter().find_map(opens).map(|a| format!("`{a}` opens it to everybody")))?
}

/// Words of rules about a field: what is not said any more is accepted.
const RULES: &[&str] = &[
    "valid",
    "validated",
    "notnull",
    "notblank",
    "notempty",
    "pattern",
    "matches",
    "email",
    "size",
    "length",
    "min",
    "max",
    "minlength",
    "maxlength",
    "range",
    "regularexpression",
    "stringlength",
    "digits",
    "positive",
    "past",
    "future",
    "url",
    "uuid",
];

/// A rule about a field, by annotation, with the field still there.
fn rule_gone(s: &Scene<'_>) -> Option<String> {
    let rules = |lines: &[Line<'_>]| -> Vec<String> {
        let all = lines.iter().flat_map(|l| l.tokens.iter().enumerate().map(move |(i, t)| (l, i, t)));
        all.filter(|(l, i, t)| {
            let at = *i > 0 && l.tokens.get(i - 1).is_some_and(|b| b.is("@") || b.is("[") && *i == 1);
            let name = t.text.trim_start_matches('@');
            let plain = super::plain_name(name);
            let known = RULES.contains(&plain.as_str())
                || plain.len() > 3
                    && name.starts_with("Is")
                    && name.get(2..3).is_some_and(|c| c.chars().all(char::is_uppercase));
            t.kind == Kind::Word && (at || t.text.starts_with('@')) && known
        })
        .map(|(_, _, t)| t.text.to_owned())
        .collect()
    };
    let (old, new) = (rules(&s.delta.removed), rules(&s.delta.added));
    // A field that goes takes its rules with it.
    let fields = |lines: &[Line<'_>]| lines.iter().filter(|l| l.tokens.last().is_some_and(|t| t.is(";"))).count();
    let kept = fields(&s.delta.removed) <= fields(&s.delta.added);
    (old.len() > new.len() && kept).then(|| old.first().map(|r| format!("`{r}` holds no more")))?
}

/// What conditions say about nothing but whether there is something.
const NOISE: &[&str] = &[
    "if",
    "unless",
    "not",
    "is",
    "null",
    "nil",
    "None",
    "undefined",
    "length",
    "size",
    "count",
    "isEmpty",
    "is_empty",
    "empty",
    "exists",
    "isset",
    "NULL",
    "return",
    "throw",
    "new",
    "raise",
    "then",
    "defined",
    "blank",
    "present",
    "end",
    "0",
    "any",
    "typeof",
    "elif",
    "hasOwnProperty",
    "self",
    "this",
    "let",
    "const",
    "var",
    "Some",
    "guard",
    "else",
];
/// Words of operations that do something with what they are given.
const ACTS: &[&str] = &[
    "open",
    "read",
    "write",
    "send",
    "file",
    "exec",
    "system",
    "spawn",
    "run",
    "query",
    "execute",
    "fetch",
    "request",
    "connect",
    "redirect",
    "include",
    "load",
    "eval",
    "extract",
    "unpack",
    "unzip",
    "strcpy",
    "memcpy",
    "sprintf",
    "strcat",
    "copy",
    "move",
    "rename",
    "upload",
    "uploaded",
    "save",
    "store",
    "insert",
    "delete",
    "remove",
    "destroy",
    "transfer",
    "pay",
    "charge",
    "refund",
    "withdraw",
    "grant",
    "promote",
    "apply",
    "serve",
    "install",
    "mount",
    "chown",
    "chmod",
    "publish",
    "deserialize",
    "unmarshal",
    "proxy",
    "forward",
    "sign",
    "decrypt",
    "mint",
    "burn",
    "update",
    "set",
    "alloc",
    "malloc",
    "index",
    "import",
];

/// A condition that left with an error goes, and what stood behind it still works on the same values.
fn unguarded(s: &Scene<'_>) -> Option<String> {
    let removed = &s.delta.removed;
    let guard = removed.iter().position(|l| {
        let near = removed.iter().filter(|r| r.number >= l.number && r.number - l.number <= 3);
        let sets = || near.clone().any(|r| corrects(l, r));
        let danger = || l.tokens.iter().any(|t| t.kind == Kind::Text && DANGERS.contains(&body(t.text)));
        // One of two values is chosen: nothing is refused.
        let chooses = l.tokens.iter().take(6).any(|t| t.is("=")) && l.tokens.iter().any(|t| t.is("else"));
        asks(l)
            && !chooses
            && (requires(l)
                || near.clone().any(refuses)
                || sets()
                || danger()
                || near.clone().any(|r| leaves_constant(l, r)))
    })?;
    let condition = removed.get(guard)?;
    let asked_after = s.delta.added.iter().filter(|l| asks(l)).count();
    if asked_after >= removed.iter().filter(|l| asks(l)).count() {
        return None;
    }
    if let Some(t) =
        condition.tokens.iter().find(|t| t.kind == Kind::Text && DANGERS.iter().any(|d| body(t.text) == *d))
    {
        return Some(format!("`{}` is let through", body(t.text)));
    }
    let near = removed.iter().filter(|r| r.number >= condition.number && r.number - condition.number <= 3);
    let shut = ["forbidden", "unauthorized", "unauthenticated", "denied", "Forbidden", "Unauthorized"];
    let closed = |t: &Token<'_>| {
        t.kind != Kind::Mark && (["401", "403", "429"].contains(&body(t.text)) || has_word(t.text, &shut))
    };
    let address = |t: &Token<'_>| t.kind == Kind::Text && body(t.text).contains("://");
    if condition.tokens.iter().any(address) && s.delta.added.is_empty() {
        return Some("an address is not looked at any more".to_owned());
    }
    if near.clone().any(|l| l.tokens.iter().any(closed)) {
        return Some("a refusal goes".to_owned());
    }
    let names: Vec<&str> = condition.tokens.iter().filter(variable).map(|t| t.text.trim_start_matches('$')).collect();
    if names.is_empty() || only_presence(condition) {
        return None;
    }
    let about: Vec<&str> =
        removed.iter().flat_map(|l| &l.tokens).filter(variable).map(|t| t.text.trim_start_matches('$')).collect();
    let behind = behind(s, condition.number);
    let act = behind.iter().find(|l| {
        let acts = l.tokens.iter().enumerate().any(|(i, t)| {
            let next = l.tokens.get(i + 1);
            let called = next.is_some_and(|n| n.is("(") || n.is("!")) && t.kind == Kind::Word && has_word(t.text, ACTS);
            let put = t.is("]") && next.is_some_and(|n| n.is("="));
            called || put || i == 0 && requires(condition) && next.is_some_and(|n| n.is("="))
        });
        acts && l.tokens.iter().any(|t| about.contains(&t.text.trim_start_matches('$')))
    })?;
    let name = act.tokens.iter().find(|t| t.kind == Kind::Word).map_or("", |t| t.text);
    Some(format!("a check before `{name}` goes"))
}

fn variable(t: &&Token<'_>) -> bool {
    t.kind == Kind::Word && t.text.len() > 1 && !NOISE.contains(&t.text)
}

/// Values that are dangerous wherever they go on.
const DANGERS: &[&str] =
    &["__proto__", "constructor", "prototype", "..", "../", "javascript:", "file:", "169.254.169.254", "\\0"];

/// The condition's own value is set to something safe: `if (!local(to)) to = "/"`.
#[must_use]
pub fn corrects(condition: &Line<'_>, l: &Line<'_>) -> bool {
    let sign =
        l.tokens.windows(3).position(|w| matches!(w, [a, s, b] if a.kind == Kind::Word && s.is("=") && !b.is("=")));
    let name = sign.and_then(|at| l.tokens.get(at)).map(|t| t.text);
    let constant = sign
        .and_then(|at| l.tokens.get(at + 2))
        .is_some_and(|t| t.kind != Kind::Word || t.text.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
    let asked = condition.tokens.iter().filter(variable).any(|t| Some(t.text) == name);
    let known = |t: &Token<'_>| {
        t.kind == Kind::Word && t.text.len() > 2 && t.text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
    };
    constant && asked && condition.tokens.iter().any(|t| t.kind == Kind::Text || t.is("(") || known(t))
}

/// Leaves where a value is not one that is written here: `if (uri.host != "shop.example.com") return`.
fn leaves_constant(condition: &Line<'_>, l: &Line<'_>) -> bool {
    let leaves = l.tokens.iter().any(|t| is_any(t, &["return", "continue", "break"]));
    let differs = condition.tokens.iter().any(|t| is_any(t, &["!", "not", "unless"]));
    let address = |t: &Token<'_>| {
        let text = body(t.text);
        t.kind == Kind::Text && (text.contains("://") || text.contains('.') && !text.contains(' ') && text.len() > 3)
    };
    leaves && differs && condition.tokens.iter().any(address)
}

/// Asks for no more than whether there is something: nothing that is dangerous to go on without.
#[must_use]
pub fn only_presence(l: &Line<'_>) -> bool {
    let tokens = condition_of(l);
    let bounds = tokens.iter().any(|t| is_any(t, &["<", ">"]) || t.kind == Kind::Text);
    let plain = |t: &Token<'_>| NOISE.contains(&t.text) || t.text == "len";
    let calls = tokens.windows(2).any(|w| matches!(w, [a, b] if a.kind == Kind::Word && b.is("(") && !plain(a)));
    let who = tokens.iter().any(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME && has_word(t.text, WHO));
    !bounds && !calls && !who
}

/// What is asked, without what is done first: `if err := write(f); err != nil {` asks for an error only.
fn condition_of<'x, 'a>(l: &'x Line<'a>) -> &'x [Token<'a>] {
    let brace = l.tokens.last().filter(|t| t.is("{")).map_or(l.tokens.len(), |_| l.tokens.len() - 1);
    let tokens = l.tokens.get(..brace).unwrap_or_default();
    let first = tokens.first().is_some_and(|t| t.is("if"));
    let semicolon = tokens.iter().rposition(|t| t.is(";")).filter(|at| first && at + 1 < tokens.len());
    semicolon.and_then(|at| tokens.get(at + 1..)).unwrap_or(tokens)
}

/// The lines of the old file behind this one that stay.
fn behind<'a>(s: &Scene<'a>, number: u32) -> Vec<Line<'a>> {
    let stays = |l: &Line<'_>| !s.delta.removed.iter().any(|r| r.number == l.number);
    let below = lines(&s.before.tokens).into_iter().filter(|l| l.number > number && stays(l)).take(MAX_BELOW);
    // And what came in the place of the rest.
    below.chain(s.delta.added.iter().cloned()).collect()
}
