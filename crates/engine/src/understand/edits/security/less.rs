//! Patterns, comparisons, callbacks and decisions that hold back less than they did: an anchor that goes from a pattern, a prefix
//! without its separator, a protection that may be switched off from outside, a callback that agrees with everything, a cipher that
//! does not notice changes, a guard in front of fewer actions, chance that can be guessed, a decision that asks for less. Called by
//! `security`, on lines beside each other.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::beside::{Beside, beside, is_few, left_out, loosely, only_in};
use super::{Scene, credit, guards, has_word, mass, openings, plain_name, shapes, turns};

/// More lines than these are a change of the program, not of one check.
const MAX_LINES: usize = 12;
/// A longer text is prose, not a pattern.
const MAX_PATTERN: usize = 300;

/// What holds back less, in words.
#[must_use]
pub fn seen(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.is_empty() || !is_few(s, MAX_LINES) {
        return None;
    }
    let b = loosely(beside(s));
    b.pairs
        .iter()
        .find_map(|(old, new)| {
            pattern(s, old, new)
                .or_else(|| prefix(old, new))
                .or_else(|| switchable(old, new))
                .or_else(|| callback(old, new))
                .or_else(|| mode(old, new))
                .or_else(|| fewer_actions(s, old, new))
                .or_else(|| denies_fewer(s, old, new))
                .or_else(|| looks_at_nothing(old, new))
        })
        .or_else(|| guessable(s))
        .or_else(|| compared_openly(s))
        .or_else(|| decides_by_less(s, &b))
        .or_else(|| handed_on(s))
        .or_else(|| openings::seen(s, &b))
}

/// A word or a yes of a setting that turns, in settings that are programs.
#[must_use]
pub fn turned(s: &Scene<'_>) -> Option<String> {
    let few = !s.delta.removed.is_empty() && is_few(s, MAX_LINES);
    few.then(|| turns::turned(s, &loosely(beside(s)))).flatten()
}

/// Words of what a pattern is for, where more that fits is less that is held back.
const FITTING: &[&str] = &[
    "allow",
    "allowed",
    "valid",
    "validate",
    "validates",
    "validator",
    "safe",
    "trusted",
    "origin",
    "origins",
    "host",
    "hosts",
    "domain",
    "domains",
    "redirect",
    "email",
    "username",
    "filename",
    "slug",
    "upload",
    "check",
    "whitelist",
    "allowlist",
    "accept",
    "accepted",
    "permitted",
    "identifier",
    "ident",
    "format",
    "verify",
    "sanitize",
    "path",
    "paths",
    "url",
    "internal",
    "admin",
    "auth",
    "role",
    "issuer",
    "subject",
    "table",
    "column",
    "branch",
];

/// A text as the pattern that it is: without quotes, slashes and flags.
fn pattern_of<'a>(t: &Token<'a>) -> Option<&'a str> {
    if t.kind != Kind::Text || t.text.len() > MAX_PATTERN {
        return None;
    }
    let inner = body(t.text);
    let regex = inner.strip_prefix('/').and_then(|r| r.rsplit_once('/')).map(|(r, _)| r);
    Some(regex.or(inner.strip_prefix("%r{").and_then(|r| r.strip_suffix('}'))).unwrap_or(inner))
}

/// An anchor goes, a dot that stood for itself stands for any letter, a class becomes everything.
fn pattern(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let texts = |l: &[&Token<'_>]| l.iter().filter(|t| t.kind == Kind::Text).count();
    if texts(&gone) != 1 || texts(&come) != 1 {
        return None;
    }
    let was = gone.iter().find_map(|t| pattern_of(t))?;
    let is = come.iter().find_map(|t| pattern_of(t))?;
    let about = |l: &Line<'_>| {
        l.tokens.iter().any(|t| t.kind != Kind::Mark && t.text.len() < MAX_PATTERN && has_word(t.text, FITTING))
    };
    let name = s.path.rsplit('/').next().unwrap_or("");
    if !(about(old) || mass::function(s).is_some_and(|f| has_word(&f, FITTING)) || has_word(name, FITTING)) {
        return None;
    }
    let front = |p: &str| p.starts_with('^') || p.starts_with("\\A");
    let back = |p: &str| p.ends_with('$') && !p.ends_with("\\$") || p.ends_with("\\z") || p.ends_with("\\Z");
    let bare = |p: &str| -> String {
        let p = p.trim_start_matches("\\A").trim_start_matches('^');
        p.trim_end_matches("\\z").trim_end_matches("\\Z").trim_end_matches('$').to_owned()
    };
    let everything = |p: &str| p.contains(".*") || p.contains(".+");
    let loosened = if bare(was) == bare(is) {
        front(was) && !front(is) || back(was) && !back(is)
    } else if was.contains("\\.") && was.replace("\\.", ".") == is.replace("\\.", ".") {
        was.matches("\\.").count() > is.matches("\\.").count()
    } else {
        let special = |p: &str| p.contains(['[', '\\', '(', '^']);
        special(was) && everything(is) && !everything(was) && is.len() < was.len()
    };
    loosened.then(|| format!("`{is}` fits more than `{was}`"))
}

/// `startsWith(ROOT + sep)` becomes `startsWith(ROOT)`, `endsWith(".example.com")` becomes `endsWith("example.com")`.
fn prefix(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let calls = ["startswith", "startwith", "hasprefix", "endswith", "endwith", "hassuffix", "isrelativeto"];
    let compares = |l: &Line<'_>| l.tokens.iter().any(|t| calls.contains(&plain_name(t.text).as_str()));
    if !compares(old) || !compares(new) {
        return None;
    }
    let border = |text: &str| !text.is_empty() && text.chars().all(|c| !c.is_alphanumeric());
    let left = left_out(old, new).is_some_and(|out| {
        out.iter()
            .any(|t| has_word(t.text, &["sep", "separator", "slash"]) || t.kind == Kind::Text && border(body(t.text)))
    });
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let shorter = gone.iter().filter(|t| t.kind == Kind::Text).any(|o| {
        come.iter().filter(|t| t.kind == Kind::Text).any(|n| {
            let (o, n) = (body(o.text), body(n.text));
            !n.is_empty() && o.strip_prefix(n).or(o.strip_suffix(n)).is_some_and(border)
        })
    });
    (left || shorter).then(|| "a beginning or end is compared without its border".to_owned())
}

/// A protection whose value may be no, by a default or from outside: `verify = environ.get("CA") or False`.
fn switchable(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let sign = |l: &Line<'_>| l.tokens.iter().position(|t| t.is("=") || t.is(":"));
    let (at, from) = (sign(old)?, sign(new)?);
    let same = old.tokens.iter().take(at).map(|t| t.text).eq(new.tokens.iter().take(from).map(|t| t.text));
    let key = old.tokens.iter().take(at).rev().find(|t| t.kind != Kind::Mark)?;
    let opens = has_word(key.text, turns::OPENS);
    let table = new.tokens.get(from + 1).is_some_and(|t| t.is("{") || t.is("["));
    if !same || table || new.tokens.len() < from + 3 || !(opens || has_word(key.text, turns::PROTECTS)) {
        return None;
    }
    let value = |l: &Line<'_>, at: usize| {
        let words: &[&str] =
            if opens { &["true", "on", "yes", "1"] } else { &["false", "off", "no", "nil", "none", "null", "0"] };
        let t = &l.tokens;
        (at + 1..t.len()).any(|i| {
            let is = t.get(i).is_some_and(|t| words.contains(&body(t.text).to_ascii_lowercase().as_str()));
            let behind = i.checked_sub(1).and_then(|p| t.get(p));
            // What is compared with it is not set to it.
            let joined = behind.is_some_and(|b| ["or", "|", "?", ",", ":", "else"].iter().any(|m| b.is(m)));
            is && joined && i > at + 1
        })
    };
    (value(new, from) && !value(old, at)).then(|| format!("`{}` may be switched off", body(key.text)))
}

/// Names of callbacks that look.
const LOOKING: &[&str] = &[
    "verify",
    "verifier",
    "verification",
    "validate",
    "validator",
    "validation",
    "check",
    "checker",
    "authorize",
    "authorizer",
    "authenticate",
    "hostkey",
    "certificate",
    "guard",
    "permission",
    "hostkeycallback",
    "isvalid",
    "peer",
];

/// A callback that looked becomes one that finds nothing, whatever it is given.
fn callback(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let key = |l: &Line<'_>| {
        let at = l.tokens.iter().position(|t| {
            let plain = plain_name(t.text);
            t.kind == Kind::Word && (has_word(t.text, LOOKING) || plain.contains("hostkey") || plain.contains("verif"))
        })?;
        let sign = l.tokens.get(at + 1).is_some_and(|n| n.is(":") || n.is("=") || n.is("("));
        l.tokens.get(at).filter(|_| sign).map(|t| t.text.to_owned())
    };
    let name = key(new).filter(|n| key(old).as_ref() == Some(n))?;
    (finds_nothing(new) && !finds_nothing(old)).then(|| format!("`{name}` finds nothing any more"))
}

/// A function in the line whose body is only that all is well.
fn finds_nothing(l: &Line<'_>) -> bool {
    let starts = l.tokens.iter().any(|t| ["func", "function", "fn", "lambda", "|", "->"].iter().any(|k| t.is(k)))
        || l.tokens.windows(2).any(|w| matches!(w, [a, b] if (a.is("=") || a.is("-")) && b.is(">")));
    let closing = |t: &&&Token<'_>| [")", ",", ";", "}", "("].iter().any(|m| t.is(m));
    let rest: Vec<&Token<'_>> = l.tokens.iter().rev().skip_while(|t| closing(&t)).collect();
    let empty = rest.first().is_some_and(|t| t.is("{"))
        && l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("{") && b.is("}")));
    let well = ["nil", "null", "None", "undefined", "true", "True", "Ok", "noErr", "NULL"];
    let says = matches!(rest.as_slice(), [value, before, ..]
        if well.contains(&value.text) && ["return", ">", ":", "{", "|"].iter().any(|m| before.is(m)));
    starts && (empty || says)
}

/// Modes that notice when what was encrypted is changed.
const NOTICING: &[&str] = &["gcm", "ccm", "poly1305", "siv", "ocb", "eax", "aead"];

fn mode(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let parts = |l: &Line<'_>| -> Vec<String> {
        let named = l.tokens.iter().filter(|t| t.kind != Kind::Mark && t.text.len() < 60);
        named.flat_map(|t| super::words(t.text)).flat_map(|w| split_digits(&w)).collect()
    };
    let (was, is) = (parts(old), parts(new));
    let notices = |p: &[String]| p.iter().any(|w| NOTICING.contains(&w.as_str()));
    let cipher = is.iter().find(|w| {
        ["aes", "des", "3des", "tripledes", "desede", "rc4", "blowfish", "cbc", "ecb", "ctr", "chacha", "cfb"]
            .contains(&w.as_str())
    });
    cipher.filter(|_| notices(&was) && !notices(&is)).map(|c| format!("`{c}` does not notice changes"))
}

/// `aes256gcm` as `aes256gcm`, `aes`, `gcm`.
fn split_digits(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    out.extend(word.split(|c: char| c.is_ascii_digit()).filter(|w| w.len() > 1).map(str::to_owned));
    out
}

/// A guard that is said to stand in front of some actions stands in front of fewer.
fn fewer_actions(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let listed = |l: &Line<'_>| -> Option<Vec<String>> {
        let at = l.tokens.iter().position(|t| ["only", "methods", "actions", "on", "paths"].iter().any(|w| t.is(w)))?;
        let rest = l.tokens.get(at + 1..)?.iter().filter(|t| t.kind != Kind::Mark);
        Some(
            rest.flat_map(|t| body(t.text).split([' ', '[', ']', '%', ',', '(', ')']))
                .filter(|w| w.len() > 1)
                .map(str::to_owned)
                .collect(),
        )
    };
    let guards = |l: &Line<'_>| {
        l.tokens.iter().any(|t| super::lost::is_guarding(t) || mass::is_guard(t) || super::is_protective(t.text))
    };
    if !guards(old) || !guards(new) {
        return None;
    }
    let (was, is) = (listed(old)?, listed(new)?);
    let gone = was.iter().find(|w| !is.contains(w))?;
    let elsewhere =
        s.delta.added.iter().filter(|l| l.number != new.number).any(|l| listed(l).is_some_and(|x| x.contains(gone)));
    let fewer = is.iter().all(|w| was.contains(w)) && !elsewhere;
    fewer.then(|| format!("`{gone}` is guarded no more"))
}

/// Words of functions whose yes keeps something out.
pub const DENYING: &[&str] = &[
    "internal",
    "private",
    "blocked",
    "banned",
    "forbidden",
    "denied",
    "reserved",
    "expired",
    "revoked",
    "locked",
    "suspicious",
    "malicious",
    "unsafe",
    "dangerous",
    "restricted",
    "loopback",
    "tainted",
    "limited",
    "throttled",
    "infected",
    "spam",
    "blacklisted",
    "disallowed",
    "stale",
    "disabled",
    "suspended",
    "compromised",
    "protected",
    "sensitive",
];

/// What says that something is to be kept out says so less often.
fn denies_fewer(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let name = mass::function(s).filter(|f| has_word(f, DENYING))?;
    let equal = |l: &Line<'_>| l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("=") && b.is("=")));
    let differs = |l: &Line<'_>| l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("!") && b.is("=")));
    let narrowed = differs(old) && equal(new) && !differs(new);
    let joins = |l: &[&Token<'_>], word: &str, mark: &str| {
        l.iter().any(|t| t.is(word)) || l.iter().filter(|t| t.is(mark)).count() >= 2
    };
    let less = left_out(old, new).is_some_and(|out| joins(&out, "or", "|"));
    let more = left_out(new, old).is_some_and(|come| joins(&come, "and", "&"));
    ((narrowed || less || more) && !credit::replaced(s)).then(|| format!("`{name}` keeps out less"))
}

/// What somebody who looks is called, and what one who does not.
fn looks_at_nothing(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let role = [
        "manager",
        "verifier",
        "validator",
        "policy",
        "checker",
        "guard",
        "authenticator",
        "authorizer",
        "sanitizer",
        "escaper",
        "filter",
        "limiter",
        "strategy",
        "callback",
    ];
    let blind = [
        "accept",
        "accepting",
        "acceptall",
        "all",
        "any",
        "noop",
        "dummy",
        "naive",
        "blind",
        "always",
        "null",
        "empty",
        "fake",
        "allow",
        "allowing",
        "nop",
        "trusting",
        "permissive",
        "lenient",
        "unrestricted",
        "no",
        "none",
        "void",
    ];
    let looks = |t: &&&Token<'_>| {
        t.kind == Kind::Word && t.text.len() < 80 && has_word(t.text, &role) && has_word(t.text, &blind)
    };
    let come = only_in(new, old);
    come.iter().find(looks).filter(|_| !only_in(old, new).is_empty()).map(|t| format!("`{}` looks at nothing", t.text))
}

/// Words of what anybody can guess.
const GUESSED: &[&str] = &[
    "time",
    "now",
    "date",
    "timestamp",
    "nano",
    "nanos",
    "nanotime",
    "millis",
    "counter",
    "sequence",
    "seq",
    "pid",
    "getpid",
    "md5",
    "sha1",
    "increment",
    "count",
    "rand",
    "mt",
    "uniqid",
    "math",
    "clock",
    "ticks",
    "epoch",
    "utcnow",
];
/// Words of what somebody made who thought of it.
const DRAWN: &[&str] = &[
    "random", "secure", "crypto", "nanoid", "uuid", "ulid", "nonce", "csprng", "entropy", "secrets", "token",
    "generate",
];

/// Chance that nobody could guess becomes something that can be.
fn guessable(s: &Scene<'_>) -> Option<String> {
    let strong = |t: &Token<'_>| t.kind == Kind::Word && shapes::STRONG_CHANCE.contains(&plain_name(t.text).as_str());
    let gone = s.delta.removed.iter().flat_map(|l| &l.tokens).find(|t| strong(t))?;
    let new =
        || s.delta.added.iter().filter(|l| !mass::imports(l)).flat_map(|l| &l.tokens).filter(|t| t.kind == Kind::Word);
    let drawn = new().any(|t| strong(t) || has_word(t.text, DRAWN) && !has_word(t.text, GUESSED));
    let guessed = new().find(|t| has_word(t.text, GUESSED)).filter(|_| !drawn)?;
    Some(format!("`{}` can be guessed, `{}` could not", guessed.text, gone.text))
}

/// Comparisons whose time tells nothing.
const EVEN: &[&str] = &[
    "cryptomemcmp",
    "timingsafeequal",
    "timingsafecompare",
    "cteq",
    "consttimeeq",
    "constanttimecompare",
    "constanttimeeq",
    "comparedigest",
    "securecompare",
    "fixedtimeequals",
    "sodiummemcmp",
    "hashequals",
    "verifyslicesareequal",
    "timingsafebcmp",
    "constanttimeequals",
    "fixedlengthsecurecompare",
    "safestrcmp",
];

/// A comparison in even time becomes one that stops at the first difference.
fn compared_openly(s: &Scene<'_>) -> Option<String> {
    let even = |t: &Token<'_>| t.kind == Kind::Word && EVEN.contains(&plain_name(t.text).as_str());
    let all = |lines: &[Line<'_>]| lines.iter().flat_map(|l| &l.tokens).any(even);
    let plain =
        ["strcmp", "strncmp", "memcmp", "equals", "hasprefix", "startswith", "eql", "bytesequal", "compare", "equal"];
    let compares = |l: &Line<'_>| {
        l.tokens.iter().any(|t| t.kind == Kind::Word && plain.contains(&plain_name(t.text).as_str()))
            || l.tokens.windows(2).any(|w| matches!(w, [a, b] if (a.is("=") || a.is("!")) && b.is("=")))
    };
    (all(&s.delta.removed) && !all(&s.delta.added) && s.delta.added.iter().any(compares))
        .then(|| "a secret is compared byte by byte".to_owned())
}

/// What decides who may asked for a role or an owner, and asks for hardly anything now.
fn decides_by_less(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let name = mass::decides(s)?;
    b.pairs.iter().find_map(|(old, new)| {
        let returns =
            |l: &Line<'_>| l.tokens.first().is_some_and(|t| t.is("return")) || l.tokens.iter().any(|t| t.is(">"));
        let asked = guards::privileged(old) && !guards::privileged(new);
        let called = new.tokens.windows(2).any(|w| matches!(w, [a, p] if a.kind == Kind::Word && p.is("(")));
        let shorter = new.tokens.len() < old.tokens.len();
        // `owns && !suspended` becomes `owns`.
        let and = |t: &&&Token<'_>| t.is("&") || t.is("&&") || t.is("and");
        let fewer = left_out(old, new)
            .is_some_and(|m| m.len() > 2 && (m.first().filter(and).is_some() || m.last().filter(and).is_some()));
        let denies = has_word(&name, &["deny", "denied", "forbidden", "blocked", "invalid", "expired"]);
        if fewer && returns(old) && returns(new) && !denies && !credit::replaced(s) {
            return Some(format!("`{name}` asks for less"));
        }
        (returns(old) && returns(new) && asked && !called && shorter && !credit::replaced(s))
            .then(|| format!("`{name}` asks for less"))
    })
}

/// Words of values that are looked at before they are handed on.
const HANDED: &[&str] = &[
    "host",
    "netloc",
    "origin",
    "url",
    "uri",
    "scheme",
    "redirect",
    "domain",
    "path",
    "prefix",
    "referer",
    "referrer",
    "startswith",
    "local",
    "safe",
    "allowed",
    "trusted",
    "relative",
    "internal",
    "permitted",
    "known",
    "valid",
];

/// A value that was given back only where it passed is given back always: `if not local(to): return "/"` goes before `return to`.
fn handed_on(s: &Scene<'_>) -> Option<String> {
    let (old, new) = (&s.delta.removed, &s.delta.added);
    let at = old.iter().position(guards::asks)?;
    let condition = old.get(at)?;
    let about = condition.tokens.iter().any(|t| t.kind != Kind::Mark && has_word(t.text, HANDED));
    let constant = |l: &Line<'_>| {
        let value = l.tokens.iter().position(|t| t.is("return")).and_then(|r| l.tokens.get(r + 1));
        value.is_none_or(|v| v.kind == Kind::Text || v.text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
            && l.tokens.iter().any(|t| t.is("return"))
    };
    let left = old.get(at..at + 3.min(old.len() - at)).unwrap_or_default().iter().any(constant);
    if !about || !left || new.iter().any(guards::asks) || credit::replaced(s) {
        return None;
    }
    let file = lines(&s.before.tokens);
    let stays = |l: &&Line<'_>| l.number > condition.number && old.iter().all(|o| o.number != l.number);
    let below = file.iter().filter(stays).take(6).chain(new);
    let given = below.filter(|l| l.tokens.first().is_some_and(|t| t.is("return"))).find_map(|l| l.tokens.get(1))?;
    let asked = given.kind == Kind::Word && condition.tokens.iter().any(|t| t.text == given.text);
    asked.then(|| format!("`{}` is handed on whatever it is", given.text))
}
