//! Protections that a change takes away: verification switched off, checks and cleaning removed, doors opened, code run from
//! text. From the tokens of lines that went and came; data in `TABLES`-like lists, so that a new spelling is a row.

mod beside;
mod config;
mod credit;
mod guards;
mod less;
mod lost;
mod mass;
mod openings;
mod order;
mod pieces;
mod polarity;
mod refusals;
mod rows;
mod scanners;
mod shapes;
mod switched;
mod turns;
mod twins;
mod ways;
mod weighed;
mod within;

use std::collections::BTreeMap;

use super::artifact::Artifact;
use super::delta::{Delta, Line, body, finds};
use super::lang::{Dialect, Language};
use super::lex::{Kind, Token};
use super::proofs::Source;

/// What a check looks at.
pub struct Scene<'a> {
    /// The resolved path.
    pub path: &'a str,
    /// What the file is.
    pub artifact: Artifact,
    /// Its language.
    pub language: &'static Language,
    /// The file before.
    pub before: &'a Source<'a>,
    /// The file after.
    pub after: &'a Source<'a>,
    /// What went and came.
    pub delta: &'a Delta<'a>,
    /// There was no file before.
    pub fresh: bool,
}

/// The protection that goes, in words; none where none was seen.
#[must_use]
pub fn weakened(s: &Scene<'_>) -> Option<String> {
    if s.fresh {
        // A new file takes nothing away; what it opens is judged by its kind, but for what nothing needs.
        return born_weak(s);
    }
    let test = s.artifact == Artifact::Test;
    if matches!(s.artifact, Artifact::Ci | Artifact::Infra | Artifact::Access)
        && s.delta.added.len() > s.delta.removed.len() + MAX_NEW_LINES
    {
        // Much that is new: asked about as what it is.
        return None;
    }
    settings(s)
        .or_else(|| added(s, test))
        .or_else(|| silences(s.before, s.after).filter(|_| !is_of_new(s)))
        .or_else(|| {
            if test {
                None
            } else {
                shapes::opened(s)
                    .or_else(|| shapes::list_emptied(s))
                    .or_else(|| removed(s).filter(|_| !credit::replaced(s)))
            }
        })
        .or_else(|| special(s))
        .or_else(|| if test { None } else { by_meaning(s) })
}

/// What a new file has no need for: a partner that is not verified, a container that is not confined.
fn born_weak(s: &Scene<'_>) -> Option<String> {
    if !matches!(s.artifact, Artifact::Source | Artifact::DevConfig | Artifact::ProdConfig) {
        return None;
    }
    let unconfined = || {
        let pairs = pairs(&s.delta.added);
        let key = pairs.iter().find(|(k, _, v)| rows::UNCONFINED.contains(&k.as_str()) && v == "true")?;
        Some(format!("a container gets out (`{}`)", key.0))
    };
    let data = s.language.is_data();
    rows_added(s, |r| r.what == rows::TLS).or_else(|| if data { unconfined().or_else(|| container(s)) } else { None })
}

/// Protections by what names and statements mean.
fn by_meaning(s: &Scene<'_>) -> Option<String> {
    match s.artifact {
        Artifact::Source | Artifact::ProdConfig => {
            let seen = known(s).or_else(|| mass::opening_text(s)).or_else(|| mass::insecure_fetch(s));
            let seen = seen.or_else(|| config::below_key(s).filter(|_| s.language.name == "markup"));
            let seen = seen.or_else(|| config::tool_on(s).filter(|_| s.language.is_data()));
            let seen = seen.or_else(|| mass::lost(s)).or_else(|| polarity::loosened(s)).or_else(|| guards::lost(s));
            let seen = seen.or_else(|| less::seen(s)).or_else(|| weighed::less(s));
            seen.or_else(|| refusals::fewer(s))
                .or_else(|| openings::shown(s))
                .or_else(|| ways::past(s))
                .or_else(|| within::left(s))
                .or_else(|| order::changed(s))
                .or_else(|| pieces::lost(s))
        }
        Artifact::Access | Artifact::Infra => known(s),
        Artifact::DevConfig | Artifact::Manifest => {
            let told = lost::user_gone(s)
                .or_else(|| lost::unverified(s))
                .or_else(|| scanners::told_to_skip(s))
                .or_else(|| config::hardened_less(s));
            let told = told.or_else(|| mass::opening_text(s)).or_else(|| mass::insecure_fetch(s));
            let told = told.or_else(|| weighed::in_texts(s));
            told.or_else(|| less::seen(s).or_else(|| less::turned(s)).filter(|_| !s.language.is_data()))
        }
        _ => None,
    }
}

/// Shapes that are known, whatever the words.
fn known(s: &Scene<'_>) -> Option<String> {
    switched::off(s).or_else(|| lost::lost(s)).or_else(|| lost::logged(s))
}

/// Infrastructure that comes with its own remarks for the checkers: it takes nothing from what was there.
fn is_of_new(s: &Scene<'_>) -> bool {
    matches!(s.artifact, Artifact::Infra | Artifact::Access) && s.delta.removed.is_empty() && s.delta.added.len() > 2
}

/// More new lines than this in infrastructure are a new part of it, not a protection that goes.
const MAX_NEW_LINES: usize = 8;

/// How often this pattern stands in the lines.
fn count(lines: &[Line<'_>], pattern: &str) -> usize {
    lines.iter().map(|l| finds(l, pattern)).sum()
}

fn comes(s: &Scene<'_>, pattern: &str) -> bool {
    let n = count(&s.delta.added, pattern);
    n > 0 && n > count(&s.delta.removed, pattern)
}

/// Words and shapes that open something.
fn added(s: &Scene<'_>, test: bool) -> Option<String> {
    rows_added(s, |r| (r.in_tests || !test) && s.artifact != Artifact::Docs)
}

/// The first of these rows that comes.
fn rows_added(s: &Scene<'_>, chosen: impl Fn(&rows::Row) -> bool) -> Option<String> {
    let applies = |r: &rows::Row| (r.languages.is_empty() || r.languages.contains(&s.language.name)) && chosen(r);
    // Only a sieve: two texts with one hash cost time, no answer.
    let mut there: Vec<u64> = s.delta.added.iter().flat_map(|l| &l.tokens).map(|t| hash_of(body(t.text))).collect();
    there.sort_unstable();
    there.dedup();
    let possible = |r: &rows::Row| {
        let mut atoms = r.pattern.split(' ').filter(|a| *a != "*");
        atoms.all(|a| there.binary_search(&hash_of(a.trim_matches('\''))).is_ok())
    };
    rows::ADDED.iter().filter(|r| applies(r) && possible(r)).find(|r| comes(s, r.pattern)).map(|r| r.what.to_owned())
}

/// FNV-1a over a text's bytes, letters of either case being one.
fn hash_of(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// The letters of a name: `verify_ssl`, `verifySSL` and `Verify-SSL` are one.
fn plain_name(text: &str) -> String {
    let text = body(text);
    let mut out = String::with_capacity(text.len());
    out.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())));
    out
}

/// The words of a name, lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut lower = false;
    for c in body(name).chars() {
        if !c.is_alphanumeric() {
            out.push(String::new());
            lower = false;
            continue;
        }
        if c.is_uppercase() && lower {
            out.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(w) = out.last_mut() {
            w.extend(c.to_lowercase());
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

/// Whether one of a name's words is in the list, which is lower case. As [`words`] reads them, but without making them: every
/// name of a file is asked for.
pub fn has_word(name: &str, list: &[&str]) -> bool {
    let name = body(name);
    if !name.is_ascii() {
        return words(name).iter().any(|w| list.contains(&w.as_str()));
    }
    let mut bytes = name.as_bytes();
    while !bytes.is_empty() {
        let begins = |at: usize, byte: u8| {
            at > 0 && byte.is_ascii_uppercase() && bytes.get(at - 1).is_some_and(u8::is_ascii_lowercase)
        };
        let ends = |(at, byte): (usize, &u8)| !byte.is_ascii_alphanumeric() || begins(at, *byte);
        let end = bytes.iter().enumerate().position(ends).unwrap_or(bytes.len());
        let (word, rest) = bytes.split_at_checked(end).unwrap_or_default();
        if !word.is_empty() && list.iter().any(|w| w.as_bytes().eq_ignore_ascii_case(word)) {
            return true;
        }
        bytes = match rest.split_first() {
            Some((byte, after)) if !byte.is_ascii_alphanumeric() => after,
            _ => rest,
        };
    }
    false
}

/// `key: value`, `key = value`, `"key": value`, `key => value` pairs of lines, the key's letters and the value's.
fn pairs(lines: &[Line<'_>]) -> Vec<(String, Vec<String>, String)> {
    let mut out = Vec::new();
    for line in lines {
        for (i, t) in line.tokens.iter().enumerate().filter(|(_, t)| matches!(t.kind, Kind::Word | Kind::Text)) {
            let at = |n: usize| line.tokens.get(i + n);
            let colon = at(1).is_some_and(|n| n.is(":") || n.is("="));
            let arrow = at(1).is_some_and(|n| n.is("=")) && at(2).is_some_and(|n| n.is(">"));
            let compared = at(2).is_some_and(|n| n.is("="));
            if !colon || compared && !arrow || t.kind == Kind::Text && t.text.len() > 80 {
                continue;
            }
            if let Some(value) = at(if arrow { 3 } else { 2 }) {
                // The name space of an attribute says nothing: `android:allowBackup`.
                let name = body(t.text);
                let own = name.rsplit_once(':').map_or(name, |(_, own)| own);
                out.push((plain_name(own), words(own), body(value.text).to_ascii_lowercase()));
            }
        }
        out.extend(spaced(line));
    }
    out
}

/// `PermitRootLogin yes`: a server's setting, with nothing between name and value.
fn spaced(line: &Line<'_>) -> Option<Pair> {
    let [key, value] = line.tokens.as_slice() else { return None };
    let words_only = key.kind == Kind::Word && value.kind != Kind::Mark;
    words_only.then(|| (plain_name(key.text), words(key.text), body(value.text).to_ascii_lowercase()))
}

/// Settings that went, among which one is looked for.
const MAX_PAIRS: usize = 2_000;

/// A setting that protects, switched to the value that does not.
fn settings(s: &Scene<'_>) -> Option<String> {
    let (old, new) = (pairs(&s.delta.removed), pairs(&s.delta.added));
    let off = |v: &str| matches!(v, "false" | "off" | "no" | "0" | "none" | "disabled" | "never");
    let on = |v: &str| matches!(v, "true" | "on" | "yes" | "1" | "always" | "enabled");
    for (key, key_words, value) in &new {
        let fixed = rows::SETTINGS
            .iter()
            .find(|(k, v)| k == key && (v == value || *v == "false" && off(value) || *v == "true" && on(value)));
        let about = key_words.iter().any(|w| rows::PROTECTIVE.contains(&w.as_str()));
        // Only these are looked for among what was there.
        let about = about || key_words.first().is_some_and(|w| VERBS.contains(&w.as_str()) || w == "allow");
        if fixed.is_none() && !about || old.iter().take(MAX_PAIRS).any(|(k, _, v)| k == key && v == value) {
            continue;
        }
        let was_on = || old.iter().take(MAX_PAIRS).any(|(k, _, v)| k == key && on(v));
        let was_off = || old.iter().take(MAX_PAIRS).any(|(k, _, v)| k == key && off(v));
        let negated = key_words.iter().any(|w| rows::NEGATION.contains(&w.as_str()));
        let switched = off(value) && !negated && was_on()
            || on(value) && negated && was_off()
            || by_verb(key_words, off(value), &was_on, on(value), &was_off);
        if fixed.is_some() || switched {
            return Some(format!("`{key}` becomes `{value}`"));
        }
    }
    hardening_gone(s, &old, &new)
}

/// Verbs of settings that make a program look.
const VERBS: &[&str] = &[
    "validate",
    "verify",
    "require",
    "enforce",
    "block",
    "deny",
    "restrict",
    "protect",
    "encrypt",
    "sanitize",
    "escape",
    "sign",
    "audit",
    "authenticate",
    "authorize",
    "harden",
    "forbid",
    "reject",
    "lock",
    "isolate",
];
/// What should not be allowed because somebody asks for it.
const ALLOWED: &[&str] = &[
    "file",
    "files",
    "universal",
    "arbitrary",
    "unsigned",
    "mixed",
    "insecure",
    "external",
    "remote",
    "cleartext",
    "http",
    "eval",
    "unsafe",
    "any",
    "untrusted",
    "anonymous",
    "public",
    "backup",
    "exec",
    "script",
    "scripts",
    "root",
    "self",
    "foreign",
    "private",
    "dangerous",
    "all",
    "unauthenticated",
    "redirects",
    "downgrade",
    "legacy",
    "plaintext",
    "weak",
    "list",
    "guest",
    "empty",
];

/// `validateIssuer` becomes false, `allowFileAccess` true.
fn by_verb(key: &[String], off: bool, was_on: &dyn Fn() -> bool, on: bool, was_off: &dyn Fn() -> bool) -> bool {
    let Some(first) = key.first().map(String::as_str) else { return false };
    let checks = matches!(first, "validate" | "verify");
    VERBS.contains(&first) && off && (checks || was_on())
        || first == "allow" && on && was_off() && key.iter().any(|w| ALLOWED.contains(&w.as_str()))
}

type Pair = (String, Vec<String>, String);

/// A hardening line that is taken out altogether.
fn hardening_gone(s: &Scene<'_>, old: &[Pair], new: &[Pair]) -> Option<String> {
    if !matches!(s.artifact, Artifact::Infra | Artifact::Ci | Artifact::Access | Artifact::ProdConfig) {
        return None;
    }
    let hard = |k: &str, v: &str| rows::HARDENING.iter().any(|(a, b)| *a == k && *b == v);
    let gone = old.iter().find(|(k, _, v)| hard(k, v) && !new.iter().any(|(n, _, _)| n == k))?;
    Some(format!("`{}: {}` is taken out", gone.0, gone.2))
}

/// Calls, decorators and declarations in lines, by their names. What stays on both sides is not in them, so that fewer here
/// are fewer in the file.
fn protective_calls(lines: &[Line<'_>]) -> Vec<String> {
    let t: Vec<&Token<'_>> = lines.iter().flat_map(|l| &l.tokens).collect();
    let mut out = Vec::new();
    for (i, token) in t.iter().enumerate().filter(|(_, t)| t.kind == Kind::Word) {
        let next = |m: &str| t.get(i + 1).is_some_and(|n| n.is(m));
        let before = |m: &str| t.get(i.wrapping_sub(1)).is_some_and(|n| n.is(m));
        let defines = || ["def", "fn", "func", "function", "fun", "class"].iter().any(|d| before(d));
        if next("(") && !defines() {
            let owner = t.get(i.wrapping_sub(2)).filter(|o| before(".") && o.kind == Kind::Word);
            let audits = owner.filter(|o| has_word(o.text, &["audit"]));
            let name = audits.map_or_else(|| token.text.to_owned(), |o| format!("{}.{}", o.text, token.text));
            out.extend(Some(name).filter(|n| is_protective(n)));
        } else if before("@") || token.text.starts_with('@') {
            out.extend(is_protective(token.text).then(|| token.text.to_owned()));
        } else if rows::DECLARED.contains(&token.text) {
            let name = t.get(i + 1..).unwrap_or_default().iter().take(3).find(|n| n.kind == Kind::Word);
            let declared = format!("{} {}", token.text, name.map_or("", |n| n.text));
            out.extend(Some(declared).filter(|d| is_protective(d)));
        }
    }
    out
}

fn is_protective(name: &str) -> bool {
    let plain = plain_name(name);
    let whole = ["ratelimit", "timingsafe", "htmlspecialchars", "htmlentities", "dompurify", "shellescape", "realpath"];
    (has_word(name, rows::GUARDS) || whole.iter().any(|k| plain.contains(k)) || shapes::is_guard_name(name))
        && !has_word(name, &["unescape", "handle", "test", "mock", "error", "message", "invalid"])
}

/// Guards and cleaning that went: fewer calls of the same names, nothing like them in their place.
fn removed(s: &Scene<'_>) -> Option<String> {
    if !matches!(
        s.artifact,
        Artifact::Source | Artifact::Ci | Artifact::Access | Artifact::DevConfig | Artifact::ProdConfig
    ) {
        return None;
    }
    let (old, new) = (protective_calls(&s.delta.removed), protective_calls(&s.delta.added));
    if new.len() < old.len() {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        new.iter().for_each(|n| *left.entry(n).or_default() += 1);
        let gone = old.iter().find(|n| match left.get_mut(n.as_str()) {
            Some(k) if *k > 0 => {
                *k -= 1;
                false
            }
            _ => true,
        });
        // The whole function that did it may have gone, with everything around it: that is a change of the program.
        if let Some(name) = gone.filter(|_| small(s)) {
            return Some(format!("`{name}` is not called any more"));
        }
    }
    shapes::taken_out(s)
        .or_else(|| guard_gone(s))
        .or_else(|| mode_gone(s))
        .or_else(|| warned(s))
        .or_else(|| inside_guard(s))
}

/// A file mode that kept others out.
fn mode_gone(s: &Scene<'_>) -> Option<String> {
    let modes = ["0o600", "0o700", "0o400", "0600", "0700", "0400"];
    let n = |lines: &[Line<'_>]| lines.iter().flat_map(|l| &l.tokens).filter(|t| modes.contains(&t.text)).count();
    (n(&s.delta.removed) > n(&s.delta.added)).then(|| "a file is readable by others".to_owned())
}

/// A comment that warned of an attack goes, with the code below it.
fn warned(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.len() <= s.delta.added.len() || s.delta.removed.len() > MAX_WARNED_LINES {
        return None;
    }
    let comments = |source: &'_ Source<'_>| -> Vec<String> {
        source.tokens.iter().filter(|t| t.kind == Kind::Comment).map(|t| t.text.trim().to_owned()).collect()
    };
    let after = comments(s.after);
    let near = |line: u32| s.delta.removed.iter().any(|l| l.number.abs_diff(line) <= 3);
    let gone = s
        .before
        .tokens
        .iter()
        .filter(|t| t.kind == Kind::Comment && near(t.line) && !after.iter().any(|a| a == t.text.trim()));
    let mut talk =
        gone.filter(|t| has_word(t.text, rows::WARNINGS) || t.text.contains("CWE-") || t.text.contains("CVE-"));
    talk.next().map(|t| format!("what guarded goes: `{}`", t.text.chars().take(80).collect::<String>()))
}

/// A removal of more lines than this is not what one comment was about.
const MAX_WARNED_LINES: usize = 40;

/// A function whose name says that it cleans or checks does less than before.
fn inside_guard(s: &Scene<'_>) -> Option<String> {
    let emptied = s.delta.added.is_empty() && !s.delta.removed.is_empty();
    if !emptied && s.delta.removed.len() < s.delta.added.len() + 2 || s.delta.removed.len() > MAX_WARNED_LINES {
        return None;
    }
    let first = s.delta.removed.first()?.number;
    let lines = super::delta::lines(&s.before.tokens);
    let head = lines.iter().rev().filter(|l| l.number < first && first - l.number <= 12).find_map(defined_name)?;
    let kept = s.after.tokens.iter().any(|t| t.text == head);
    (is_protective(&head) && kept).then(|| format!("`{head}` does less"))
}

/// The name that a line defines as a function or class.
fn defined_name(line: &Line<'_>) -> Option<String> {
    let t = &line.tokens;
    let after = |k: &str| {
        t.iter()
            .position(|x| x.is(k))
            .and_then(|i| t.get(i + 1))
            .filter(|x| x.kind == Kind::Word)
            .map(|x| x.text.to_owned())
    };
    let keyword = ["def", "fn", "func", "function", "fun", "class", "struct", "enum", "interface", "trait", "impl"]
        .iter()
        .find_map(|k| after(k));
    keyword.or_else(|| {
        let opens = t.last().is_some_and(|x| x.is("{"));
        let call =
            t.iter().position(|x| x.is("(")).and_then(|i| t.get(i.checked_sub(1)?)).filter(|x| x.kind == Kind::Word);
        let control = ["if", "for", "while", "switch", "catch"];
        call.filter(|x| opens && !control.contains(&x.text)).map(|x| x.text.to_owned())
    })
}

/// Few lines: a protection taken out of something that stays.
fn small(s: &Scene<'_>) -> bool {
    s.delta.removed.len() <= MAX_GUARD_LINES && s.delta.added.len() <= s.delta.removed.len() + 4
}

/// A removal of more lines than this is a change of the program, not a guard taken out.
const MAX_GUARD_LINES: usize = 24;

/// An early exit that is gone, with words of protection in it or in the comment above.
fn guard_gone(s: &Scene<'_>) -> Option<String> {
    if !small(s) {
        return None;
    }
    let conditions =
        |lines: &[Line<'_>]| lines.iter().filter(|l| l.tokens.iter().any(|t| t.is("if") || t.is("unless"))).count();
    if conditions(&s.delta.removed) <= conditions(&s.delta.added) {
        return None;
    }
    let exits = |lines: &[Line<'_>]| {
        lines.iter().filter(|l| l.tokens.iter().any(|t| t.kind == Kind::Word && rows::EXITS.contains(&t.text))).count()
    };
    let speaks = s.delta.removed.iter().find(|l| l.tokens.iter().any(|t| speaks_of_guard(t)))?;
    let fewer = exits(&s.delta.removed) > exits(&s.delta.added);
    let spoken_after = s.delta.added.iter().any(|l| l.tokens.iter().any(|t| speaks_of_guard(t)));
    (fewer && !spoken_after).then(|| format!("a check goes (line {})", speaks.number + 1))
}

fn speaks_of_guard(t: &Token<'_>) -> bool {
    if t.kind == Kind::Text && t.text.len() > 400 {
        return false;
    }
    matches!(t.kind, Kind::Word | Kind::Text) && has_word(t.text, rows::GUARD_TALK)
}

/// Comments that silence a security check.
#[must_use]
pub fn silences(before: &Source<'_>, after: &Source<'_>) -> Option<String> {
    let marks = [
        "nosec",
        "nosemgrep",
        "nolint:gosec",
        "nolint: gosec",
        "NOSONAR",
        "checkov:skip",
        "tfsec:ignore",
        "trivy:ignore",
        "kics-scan ignore",
        "snyk:ignore",
        "codeql[",
    ];
    let count = |s: &Source<'_>| {
        s.tokens.iter().filter(|t| t.kind == Kind::Comment && marks.iter().any(|m| t.text.contains(m))).count()
    };
    (count(after) > count(before)).then(|| "a security check is silenced".to_owned())
}

/// What only one kind of file can lose.
fn special(s: &Scene<'_>) -> Option<String> {
    match s.artifact {
        Artifact::Infra | Artifact::Access => wildcard(s),
        Artifact::Ci => workflow(s),
        Artifact::Source if s.language.dialect != Dialect::Prose => weaker_hash(s).or_else(|| open_host(s)),
        Artifact::DevConfig | Artifact::ProdConfig => open_host(s).or_else(|| container(s)),
        _ => None,
    }
}

/// The world, or every action, where there was something narrower.
fn wildcard(s: &Scene<'_>) -> Option<String> {
    let texts = |lines: &[Line<'_>], what: &str| {
        lines.iter().flat_map(|l| &l.tokens).filter(|t| t.kind == Kind::Text && body(t.text) == what).count()
    };
    let more = |what: &str| texts(&s.delta.added, what) > texts(&s.delta.removed, what);
    let rule = s.delta.added.len() <= s.delta.removed.len() + 2;
    if more("0.0.0.0/0") || more("::/0") && rule {
        return rule.then(|| "open to every address".to_owned());
    }
    let star = s.delta.added.iter().find(|l| {
        let list = l.tokens.iter().any(|t| t.is("[") || t.is(":") || t.is("="));
        list && l.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text) == "*")
    });
    (rule && more("*") && star.is_some()).then(|| "everything is allowed (`*`)".to_owned())
}

/// Triggers and rights of workflows.
fn workflow(s: &Scene<'_>) -> Option<String> {
    if comes(s, "pull_request_target") || comes(s, "workflow_run") && comes(s, "secrets") {
        return Some("untrusted pull requests run with the repository's rights".to_owned());
    }
    if comes(s, "write-all") {
        return Some("the workflow may write everything".to_owned());
    }
    if let Some(action) = unpinned(s) {
        return Some(format!("`{action}` is pinned to a commit no more"));
    }
    // Steps are strings: what they run is text.
    let runs = |source: &Source<'_>, what: &str| source.text.matches(what).count();
    rows::STEPS.iter().find(|w| runs(s.after, w) > runs(s.before, w)).map(|w| format!("a step with `{}`", w.trim()))
}

/// An action that was pinned to a commit and follows a name now, which its owner may move.
fn unpinned(s: &Scene<'_>) -> Option<String> {
    let uses = |lines: &[Line<'_>]| -> Vec<(String, bool)> {
        let texts = lines.iter().filter(|l| l.tokens.iter().any(|t| t.is("uses"))).flat_map(|l| &l.tokens);
        texts
            .filter_map(|t| body(t.text).split_once('@'))
            .map(|(a, v)| (a.to_owned(), v.len() == 40 && v.bytes().all(|b| b.is_ascii_hexdigit())))
            .collect()
    };
    let (old, new) = (uses(&s.delta.removed), uses(&s.delta.added));
    let loose = new.into_iter().find(|(a, pinned)| !pinned && old.iter().any(|(o, was)| o == a && *was));
    loose.map(|(a, _)| a)
}

const STRONG_CIPHERS: &[&str] = &[
    "sha256",
    "sha384",
    "sha512",
    "sha3",
    "blake2b",
    "blake3",
    "sha3256",
    "bcrypt",
    "argon2",
    "scrypt",
    "aes256gcm",
    "aesgcm",
    "gcm",
    "chacha20",
    "poly1305",
    "oaep",
    "pss",
    "hs256",
    "rs256",
    "es256",
    "eddsa",
];
const WEAK_CIPHERS: &[&str] =
    &["md5", "sha1", "des", "rc4", "md4", "aesecb", "ecb", "crc32", "rc2", "desede", "3des", "pkcs1", "hs1"];
/// Hashes made for passwords, and those that are too quick for them.
const SLOW_HASHES: &[&str] = &[
    "bcrypt",
    "argon2",
    "argon2id",
    "scrypt",
    "pbkdf2",
    "password_hash",
    "checkpw",
    "hashpw",
    "bcryptjs",
    "passwordencoder",
];
const FAST_HASHES: &[&str] =
    &["md5", "sha1", "sha256", "sha512", "sha3", "digest", "messagedigest", "createhash", "sum256", "crc32", "noop"];

/// A hash that is broken in the place of one that is not.
fn weaker_hash(s: &Scene<'_>) -> Option<String> {
    let named = |t: &Token<'_>, list: &[&str]| {
        let parts = || body(t.text).split(|c: char| !c.is_ascii_alphanumeric());
        let is = |w: &str| list.iter().any(|l| l.eq_ignore_ascii_case(w));
        // `MD5PasswordHasher`: a name that begins with it.
        let begins = || {
            let names = ["md5", "sha1", "argon2", "bcrypt", "pbkdf2", "scrypt", "unsalted"];
            let last = body(t.text).rsplit(['.', '/', ':']).next().unwrap_or("").to_ascii_lowercase();
            names.iter().any(|n| list.contains(n) && last.starts_with(n))
        };
        t.text.len() < 90
            && (begins() || t.text.len() < 40 && (list.contains(&plain_name(t.text).as_str()) || parts().any(is)))
    };
    let names =
        |lines: &[Line<'_>], list: &[&str]| lines.iter().flat_map(|l| &l.tokens).filter(|t| named(t, list)).count();
    let falls = |list: &[&str]| names(&s.delta.removed, list) > names(&s.delta.added, list);
    let rises = |list: &[&str]| names(&s.delta.added, list) > names(&s.delta.removed, list);
    let worse = rises(WEAK_CIPHERS) && falls(STRONG_CIPHERS) || rises(FAST_HASHES) && falls(SLOW_HASHES);
    worse.then(|| "a weaker hash or cipher".to_owned())
}

/// What lets a container out, in a composition of them.
fn container(s: &Scene<'_>) -> Option<String> {
    let marks = [
        "docker.sock",
        "network_mode: host",
        "network_mode: \"host\"",
        "pid: host",
        "cap_add",
        "seccomp:unconfined",
        "apparmor:unconfined",
    ];
    marks
        .iter()
        .find(|m| s.after.text.matches(*m).count() > s.before.text.matches(*m).count())
        .map(|m| format!("a container gets out (`{m}`)"))
}

/// A service that listens for everybody where it listened for itself.
fn open_host(s: &Scene<'_>) -> Option<String> {
    let texts = |lines: &[Line<'_>], list: &[&str]| {
        lines.iter().flat_map(|l| &l.tokens).filter(|t| list.contains(&body(t.text))).count()
    };
    let all = ["0.0.0.0", "::", "0.0.0.0/0"];
    let own = ["127.0.0.1", "localhost", "::1"];
    let opens = texts(&s.delta.added, &all) > texts(&s.delta.removed, &all)
        && texts(&s.delta.removed, &own) > texts(&s.delta.added, &own);
    opens.then(|| "listens for every address".to_owned())
}
