//! Conditions by their number, whatever they are called: a small change that leaves fewer of them and brings no name that could hold
//! what they asked. Asked where the program is about somebody, about money, about files, addresses or secrets.

use super::super::super::delta::{Line, body, lines};
use super::super::super::lex::{Kind, Token};
use super::super::beside::{Beside, left_out};
use super::super::{Scene, guards, has_word, mass};
use super::named;

/// A change of more lines than these is one of the program.
const MAX_LINES: usize = 4;
/// So many lines around it say what the program is about.
const AROUND: usize = 4;

/// What is asked less.
pub fn fewer(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    unstopped(s).or_else(|| one_more_way(s, b)).or_else(|| requires_less(b)).or_else(|| counted(s, b))
}

/// Words of what a check is about.
const TOPICS: &[&str] = &[
    "auth",
    "session",
    "user",
    "users",
    "role",
    "roles",
    "permission",
    "permissions",
    "account",
    "accounts",
    "admin",
    "token",
    "tokens",
    "login",
    "password",
    "policy",
    "policies",
    "access",
    "acl",
    "team",
    "member",
    "members",
    "owner",
    "tenant",
    "pay",
    "payment",
    "refund",
    "order",
    "billing",
    "invoice",
    "transfer",
    "withdraw",
    "coupon",
    "upload",
    "download",
    "redirect",
    "url",
    "host",
    "origin",
    "exec",
    "socket",
    "webhook",
    "proxy",
    "secret",
    "crypto",
    "sign",
    "verify",
    "scope",
    "guard",
    "security",
    "may",
    "allowed",
    "credential",
    "credentials",
    "oauth",
    "share",
    "invite",
    "privilege",
    "sudo",
    "private",
    "public",
    "join",
    "room",
    "impersonate",
    "sender",
    "webhook",
    "callback",
];

fn sensitive(s: &Scene<'_>) -> bool {
    let path = s.path.rsplit('/').take(2).any(|p| has_word(p, TOPICS));
    let number = s.delta.removed.first().map_or(0, |l| l.number);
    let file = lines(&s.before.tokens);
    let at = file.partition_point(|l| l.number < number);
    let near = file.get(at.saturating_sub(AROUND)..(at + AROUND).min(file.len())).unwrap_or_default();
    path || near.iter().flat_map(|l| &l.tokens).any(|t| named(t) && has_word(t.text, TOPICS))
}

/// Words of questions that are only whether something is there, and words of any statement.
const PLAIN: &[&str] = &[
    "return",
    "true",
    "false",
    "True",
    "False",
    "null",
    "nil",
    "None",
    "undefined",
    "is_empty",
    "isEmpty",
    "isset",
    "is_none",
    "is_some",
    "isNull",
    "length",
    "len",
    "size",
    "count",
    "if",
    "not",
    "await",
    "throw",
    "new",
    "const",
    "let",
    "var",
    "self",
    "this",
    "then",
    "end",
    "bool",
    "pass",
    "empty",
    "present",
    "blank",
    "else",
    "Boolean",
    "boolean",
];

/// How many conditions stand in the line.
fn conditions(l: &Line<'_>) -> usize {
    let t = &l.tokens;
    let at = |i: usize| t.get(i);
    let nothing = |i: usize| {
        at(i).is_some_and(|v| {
            ["true", "false", "True", "False", "null", "nil", "None", "undefined", "0", "\"\"", "''"].contains(&v.text)
        })
    };
    let pair =
        |i: usize, a: &str, b: &str| at(i).is_some_and(|x| x.is(a)) && at(i + 1).is_some_and(|x| x.is(b) && !x.spaced);
    let loops = t.first().is_some_and(|x| x.is("for") || x.is("foreach") || x.is("async"));
    let mut n = 0;
    let mut i = 0;
    while i < t.len() {
        let compared = ["=", "!", "<", ">"].iter().any(|m| pair(i, m, "="));
        if compared {
            let mut end = i + 1;
            while at(end).is_some_and(|x| x.is("=")) {
                end += 1;
            }
            n += usize::from(!nothing(end));
            i = end;
            continue;
        }
        let ordered = at(i).is_some_and(|x| (x.is("<") || x.is(">")) && x.spaced)
            && at(i + 1).is_some_and(|x| x.spaced)
            && !nothing(i + 1);
        let word = at(i).is_some_and(|x| x.is("instanceof") || x.is("in") && !loops);
        let pattern = at(i).is_some_and(|x| x.is(":")) && at(i + 1).is_some_and(|x| x.is(":") && x.spaced);
        n += usize::from(ordered || word || pattern || asks_of(t, i));
        i += 1;
    }
    n
}

/// A call whose answer is yes or no: `rooms.isMember(…)`, `roles.contains(…)`.
fn asks_of(t: &[Token<'_>], i: usize) -> bool {
    let verbs = [
        "is", "has", "can", "may", "contains", "includes", "include", "starts", "ends", "matches", "match", "some",
        "every", "exists", "allowed", "member", "owns", "belongs",
    ];
    let Some(w) = t.get(i).filter(|w| w.kind == Kind::Word && !PLAIN.contains(&w.text)) else { return false };
    let defined = i
        .checked_sub(1)
        .and_then(|p| t.get(p))
        .is_some_and(|p| ["function", "def", "fn", "func", "fun"].iter().any(|d| p.is(d)));
    let called = !defined && t.get(i + 1).is_some_and(|n| n.is("(") || n.is("?"));
    called && super::super::words(w.text).first().is_some_and(|f| verbs.contains(&f.as_str()))
}

fn counted(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let (old, new) = (&s.delta.removed, &s.delta.added);
    if new.is_empty() || old.len() > MAX_LINES || new.len() > old.len() || s.language.is_data() {
        return None;
    }
    let n = |lines: &[Line<'_>]| lines.iter().map(conditions).sum::<usize>();
    let (was, is) = (n(old), n(new));
    let part = |o: &Token<'_>, t: &Token<'_>| {
        o.text == t.text || t.kind == Kind::Text && o.kind == Kind::Text && body(o.text).contains(body(t.text))
    };
    let known = |t: &Token<'_>| PLAIN.contains(&t.text) || old.iter().flat_map(|l| &l.tokens).any(|o| part(o, t));
    let brings = new.iter().flat_map(|l| &l.tokens).any(|t| t.kind != Kind::Mark && t.text.len() > 1 && !known(t));
    if is >= was || brings || old.iter().any(chooses) || tighter(s, b) || !sensitive(s) {
        return None;
    }
    Some("fewer conditions are asked".to_owned())
}

/// One of two values is chosen, and neither is a refusal: how something is called.
fn chooses(l: &Line<'_>) -> bool {
    let choice = l.tokens.iter().any(|t| t.is("?") && t.spaced || t.is("else"));
    let sets = l.tokens.iter().take(8).any(|t| t.is("="))
        && l.tokens.first().is_some_and(|t| t.kind == Kind::Word && !t.is("return") && !t.is("if"));
    choice && sets
}

/// A statement that requires several things requires fewer: `require(now < end && sold <= cap)`.
fn requires_less(b: &Beside<'_, '_>) -> Option<String> {
    let verb = |l: &Line<'_>| {
        l.tokens.first().is_some_and(|t| {
            t.kind == Kind::Word
                && has_word(t.text, &["require", "ensure", "assert", "precondition", "invariant", "check"])
        })
    };
    let and = |out: &[&Token<'_>]| out.iter().any(|t| t.is("and")) || out.iter().filter(|t| t.is("&")).count() > 1;
    b.pairs.iter().find_map(|(old, new)| {
        let out = left_out(old, new).filter(|out| verb(old) && verb(new) && and(out))?;
        let or = out.iter().any(|t| t.is("or")) || out.iter().filter(|t| t.is("|")).count() > 1;
        (!or).then(|| "less is required".to_owned())
    })
}

/// A way in goes, or a refusal refuses more: it is asked more, not less.
fn tighter(s: &Scene<'_>, b: &Beside<'_, '_>) -> bool {
    let file = lines(&s.after.tokens);
    let has = |out: &[&Token<'_>], word: &str, mark: &str| {
        out.iter().any(|t| t.is(word)) || out.windows(2).any(|w| matches!(w, [a, z] if a.is(mark) && z.is(mark)))
    };
    b.pairs.iter().any(|(old, new)| {
        let Some(out) = left_out(old, new) else { return false };
        let (or, and) = (has(&out, "or", "|"), has(&out, "and", "&"));
        // An answer that is written here stands for the value that was not wanted.
        let default = new.tokens.windows(2).any(|w| matches!(w, [r, v] if r.is("return") && v.kind == Kind::Text));
        let refuses = guards::asks(new) && (default || guards::refuses_below(&file, new.number));
        or && !and && !refuses || and && !or && refuses
    })
}

/// A refusal was sent and the rest was left; it is sent, and the rest goes on.
fn unstopped(s: &Scene<'_>) -> Option<String> {
    let only = s.delta.added.is_empty() && s.delta.removed.len() == 1;
    let gone = s.delta.removed.first().filter(|l| {
        only && l.tokens.len() <= 3
            && l.tokens
                .first()
                .is_some_and(|t| ["return", "exit", "halt", "die", "abort", "break"].iter().any(|w| t.is(w)))
    })?;
    let file = lines(&s.before.tokens);
    let above = file.partition_point(|l| l.number < gone.number).checked_sub(1).and_then(|at| file.get(at))?;
    let refused = above.tokens.iter().any(|t| {
        t.kind != Kind::Mark
            && (["401", "403", "429", "400"].contains(&body(t.text))
                || has_word(t.text, &["unauthorized", "forbidden", "denied", "deny", "reject"]))
            || t.text.contains("Unauthorized")
            || t.text.contains("Forbidden")
    });
    refused.then(|| "what is refused goes on".to_owned())
}

/// What says who or what may gets one more way to say yes.
fn one_more_way(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let lets = [
        "has",
        "may",
        "can",
        "allows",
        "allowed",
        "permits",
        "owns",
        "authenticate",
        "verify",
        "authorized",
        "trusted",
        "matches",
        "access",
        "login",
        "valid",
    ];
    let name = mass::function(s).filter(|f| has_word(f, &lets) && !has_word(f, super::super::less::DENYING))?;
    let file = lines(&s.after.tokens);
    b.pairs.iter().find_map(|(old, new)| {
        let come = left_out(new, old)?;
        let or =
            come.iter().any(|t| t.is("or")) || come.windows(2).any(|w| matches!(w, [a, z] if a.is("|") && z.is("|")));
        let literal = come.iter().any(|t| t.kind == Kind::Text);
        let at = file.partition_point(|l| l.number < new.number);
        let yes =
            file.iter().skip(at).take(2).any(|l| l.tokens.iter().any(|t| ["true", "True"].iter().any(|w| t.is(w))))
                || new.tokens.first().is_some_and(|t| t.is("return"));
        let refused = new.tokens.iter().any(|t| t.is("!") || t.is("not")) && guards::refuses_below(&file, new.number);
        (or && literal && yes && !refused).then(|| format!("`{name}` says yes for one more reason"))
    })
}
