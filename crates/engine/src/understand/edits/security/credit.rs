//! What stands in the place of a protection that goes: the same guard by another form or further out, or a call that checks or
//! cleans what the old one did. A protection with such a successor is moved, not lost. Called by `security` for every finding that
//! rests on something being gone.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::{Scene, beside, has_word, plain_name};

/// A longer token is no name.
const MAX_NAME: usize = 60;

/// Verbs and adjectives of calls that check or clean and fail by themselves.
const CHECKS: &[&str] = &[
    "require",
    "requires",
    "required",
    "assert",
    "ensure",
    "ensures",
    "enforce",
    "must",
    "check",
    "checked",
    "checks",
    "verify",
    "verified",
    "validate",
    "validated",
    "validates",
    "validator",
    "authorize",
    "authorise",
    "authorized",
    "authenticate",
    "authenticated",
    "guard",
    "guarded",
    "protect",
    "protected",
    "confine",
    "confined",
    "inside",
    "within",
    "safe",
    "safely",
    "secure",
    "sanitize",
    "sanitise",
    "sanitized",
    "escape",
    "escaped",
    "clean",
    "cleaned",
    "only",
    "permit",
    "permission",
    "policy",
    "deny",
    "reject",
    "refuse",
    "limit",
    "limiter",
    "throttle",
    "expect",
    "strict",
    "bounded",
    "abort",
    "own",
    "owned",
    "mine",
    "confirm",
    "validated",
];

/// Whether what the removed lines guarded is guarded by what came.
#[must_use]
pub fn replaced(s: &Scene<'_>) -> bool {
    if !beside::is_small(s) {
        return false;
    }
    if s.delta.added.is_empty() {
        return further_out(s) || super::within::kept(s);
    }
    let old = guards(&s.delta.removed);
    !old.is_empty() && same_elsewhere(s, &old)
        || successor(s)
        || still_refuses(s)
        || clamps(s)
        || same_verb(s)
        || named_anew(s)
        || gathered(s)
        || refused_otherwise(s)
        || super::within::kept(s)
}

/// So far above it the function begins that refuses now.
const MAX_ABOVE: usize = 4;

/// The same refusals stand in a function that is new here and is put in front: a guard that was repeated is written once.
fn gathered(s: &Scene<'_>) -> bool {
    let after = lines(&s.after.tokens);
    let mut refusals =
        s.delta.removed.iter().filter(|l| super::guards::asks(l) || super::guards::refuses(l)).peekable();
    let same = |a: &Line<'_>, b: &Line<'_>| a.tokens.iter().map(|t| t.text).eq(b.tokens.iter().map(|t| t.text));
    let fresh = |l: &Line<'_>| s.delta.added.iter().any(|a| a.number == l.number);
    let used = |name: &str, at: u32| {
        let other = |l: &&Line<'_>| l.number != at;
        s.delta
            .added
            .iter()
            .filter(other)
            .any(|l| l.tokens.iter().any(|t| t.text.trim_start_matches(['@', ':']) == name))
    };
    let moved = |l: &Line<'_>| {
        after.iter().enumerate().any(|(i, a)| {
            let above = after.get(i.saturating_sub(MAX_ABOVE)..i).unwrap_or_default();
            same(a, l)
                && above
                    .iter()
                    .rev()
                    .filter(|f| fresh(f))
                    .any(|f| super::defined_name(f).is_some_and(|n| used(&n, f.number)))
        })
    };
    refusals.peek().is_some() && refusals.all(moved)
}

/// The same refusal on another line, about the same values: `fetch(table) { raise ArgumentError, table }`.
fn refused_otherwise(s: &Scene<'_>) -> bool {
    let refusal = |l: &&Line<'_>| super::guards::refuses(l);
    // The condition stands on the line of its refusal, and no condition on the new one: what is called asks.
    let whole = |l: &&Line<'_>| super::guards::asks(l);
    if s.delta.removed.iter().filter(refusal).any(|l| !whole(&l)) {
        return false;
    }
    let mut old = s.delta.removed.iter().filter(refusal).peekable();
    let word = |t: &&Token<'_>| {
        t.kind == Kind::Word && t.text.len() > 1 && !["if", "unless", "not", "return"].contains(&t.text)
    };
    let new: Vec<&Line<'_>> = s.delta.added.iter().filter(refusal).filter(|l| !whole(l)).collect();
    let said = |o: &Line<'_>| {
        let words: Vec<&str> = o.tokens.iter().filter(word).map(|t| t.text).collect();
        let shared = |n: &&&Line<'_>| words.iter().filter(|w| n.tokens.iter().any(|t| t.text == **w)).count() * 4;
        words.len() > 2
            && new.iter().any(|n| {
                shared(&n) >= words.len() * 3
                    && n.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(")))
            })
    };
    old.peek().is_some() && old.all(said)
}

/// What was cleaned of a name that somebody gave is a name that the program draws.
fn named_anew(s: &Scene<'_>) -> bool {
    let named = |t: &&str| has_word(t, &["filename", "basename", "file"]) || plain_name(t).contains("filename");
    let old = guards(&s.delta.removed);
    let drawn = |t: &Token<'_>| {
        t.kind == Kind::Word
            && (has_word(t.text, &["uuid", "uuid4", "nanoid", "ulid"]) || plain_name(t.text).contains("uuid"))
    };
    !old.is_empty() && old.iter().all(named) && s.delta.added.iter().flat_map(|l| &l.tokens).any(drawn)
}

/// Another library does the same: `bleach.clean(text)` becomes `nh3.clean(text)`.
fn same_verb(s: &Scene<'_>) -> bool {
    let called = |l: &Line<'_>, owned: bool| -> Vec<String> {
        let all = l.tokens.windows(3).filter_map(|w| match w {
            [o, v, p]
                if p.is("(")
                    && v.kind == Kind::Word
                    && has_word(v.text, CHECKS)
                    && (!owned || o.is(".") || o.is(":")) =>
            {
                Some(v.text.to_owned())
            }
            _ => None,
        });
        all.collect()
    };
    let old: Vec<String> = s.delta.removed.iter().flat_map(|l| called(l, true)).collect();
    let new: Vec<String> = s.delta.added.iter().flat_map(|l| called(l, false)).collect();
    let other = s.delta.removed.len() == s.delta.added.len() && s.delta.removed.len() <= 2;
    other
        && !old.is_empty()
        && old.iter().all(|v| new.contains(v))
        && guards(&s.delta.removed).len() == guards(&s.delta.added).len() + 1
}

fn guards<'x>(lines: &'x [Line<'_>]) -> Vec<&'x str> {
    let path = |t: &Token<'_>| t.kind == Kind::Text && body(t.text).starts_with('/');
    let named = |t: &&Token<'_>| t.kind != Kind::Mark && t.text.len() < MAX_NAME && is_guard(t) && !path(t);
    lines.iter().filter(|l| !super::mass::imports(l)).flat_map(|l| &l.tokens).filter(named).map(|t| t.text).collect()
}

fn is_guard(t: &Token<'_>) -> bool {
    super::mass::is_guard(t) || super::is_protective(t.text) || super::lost::is_guarding(t)
}

/// The same line stands in front of a whole class or group now, where it stood in front of its members.
fn further_out(s: &Scene<'_>) -> bool {
    let over = |file: &[Line<'_>], guard: &Line<'_>| {
        let same = |l: &Line<'_>| l.tokens.iter().map(|t| t.text).eq(guard.tokens.iter().map(|t| t.text));
        let whole = |l: &Line<'_>| {
            let words = ["class", "controller", "struct", "impl", "module", "interface", "object", "trait"];
            l.tokens.iter().any(|t| words.iter().any(|w| t.is(w)))
        };
        file.iter().enumerate().any(|(i, l)| same(l) && file.iter().skip(i + 1).take(3).any(whole))
    };
    let (before, after) = (lines(&s.before.tokens), lines(&s.after.tokens));
    !s.delta.removed.is_empty() && s.delta.removed.iter().all(|g| over(&after, g) && !over(&before, g))
}

/// The letters of a guard's name without what says which form it has.
fn stem(name: &str) -> String {
    let plain = plain_name(name);
    let forms = ["mixin", "middleware", "interceptor", "decorator", "filter", "handler", "plug"];
    let base = forms.iter().find_map(|f| plain.strip_suffix(f)).unwrap_or(&plain);
    base.trim_end_matches('s').to_owned()
}

/// Every guard of the old lines stands in the new ones; where a statement stays without its own, a registration further out has it.
fn same_elsewhere(s: &Scene<'_>, old: &[&str]) -> bool {
    let came: Vec<String> = guards(&s.delta.added).into_iter().map(stem).collect();
    if came.is_empty() || !old.iter().all(|g| came.contains(&stem(g))) {
        return false;
    }
    let b = beside::beside(s);
    let has = |l: &Line<'_>, g: &str| guards(std::slice::from_ref(l)).iter().any(|n| stem(n) == g);
    b.pairs.iter().all(|(was, is)| {
        let lost: Vec<String> =
            guards(std::slice::from_ref(*was)).into_iter().map(stem).filter(|g| !has(is, g)).collect();
        // In front of a whole group: a line that registers it and is no route of its own.
        let over = |g: &String| {
            s.delta.added.iter().any(|l| {
                has(l, g)
                    && super::lost::registers(l, false)
                    && !l.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text).starts_with('/'))
            })
        };
        lost.iter().all(|g| {
            over(g) || b.came.iter().any(|l| has(l, g)) || b.pairs.iter().any(|(o, n)| !has(o, g) && has(n, g))
        })
    })
}

/// As many conditions refuse as before, in the same words: the guard asks something else.
fn still_refuses(s: &Scene<'_>) -> bool {
    let of = |lines: &[Line<'_>]| -> (usize, Vec<String>) {
        let asks = lines.iter().filter(|l| super::guards::asks(l)).count();
        let names = |t: &&Token<'_>| {
            let name =
                t.kind == Kind::Word && has_word(t.text, &["abort", "error", "exception", "unauthorized", "forbidden"]);
            name || t.kind != Kind::Mark && ["401", "403"].contains(&body(t.text))
        };
        (asks, lines.iter().flat_map(|l| &l.tokens).filter(names).map(|t| t.text.to_owned()).collect())
    };
    let ((asked, refused), (asks, refuses)) = (of(&s.delta.removed), of(&s.delta.added));
    // With a call of its own: a condition that asks less is no successor.
    let calls = |l: &Line<'_>| {
        let known = |t: &Token<'_>| s.delta.removed.iter().flat_map(|r| &r.tokens).any(|r| r.text == t.text);
        let new = l.tokens.windows(2).any(|w| matches!(w, [a, p] if a.kind == Kind::Word && p.is("(") && !known(a)));
        new && (super::guards::asks(l) || l.tokens.iter().any(|t| t.is("or")))
    };
    !refused.is_empty()
        && asked <= asks.max(1)
        && refused.iter().all(|r| refuses.contains(r))
        && s.delta.added.iter().any(calls)
}

/// The bound that was asked about is kept by the value itself: `max(1, page)`, `rows.slice(0, 1000)`.
fn clamps(s: &Scene<'_>) -> bool {
    let bounds = |t: &&Token<'_>| t.kind == Kind::Number;
    let asked = s.delta.removed.iter().filter(|l| super::guards::asks(l)).flat_map(|l| &l.tokens);
    let mut numbers = asked.filter(bounds).peekable();
    let keeps = |n: &Token<'_>| {
        s.delta.added.iter().any(|l| {
            let clamps = l
                .tokens
                .iter()
                .any(|t| ["max", "min", "clamp", "slice", "take", "limit", "coerceIn"].contains(&t.text));
            clamps && l.tokens.iter().any(|t| t.text == n.text)
        })
    };
    numbers.peek().is_some() && numbers.all(keeps)
}

/// A call or annotation that checks, new here, about something that the old lines were about.
fn successor(s: &Scene<'_>) -> bool {
    let names = |lines: &[Line<'_>]| -> Vec<String> {
        let words = lines.iter().flat_map(|l| &l.tokens).filter(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME);
        words.map(|t| body(t.text).trim_start_matches('$').to_owned()).collect()
    };
    let before = names(&s.delta.removed);
    s.delta.added.iter().filter(|l| !super::mass::imports(l)).any(|l| {
        l.tokens.iter().enumerate().any(|(i, t)| {
            let at = |n: usize| l.tokens.get(i + n);
            // `e(…)` and `h(…)` escape in templates.
            let short = ["e", "h"].contains(&t.text) && at(1).is_some_and(|n| n.is("("));
            let word = t.kind == Kind::Word && t.text.len() < MAX_NAME && (has_word(t.text, CHECKS) || short);
            let fresh = !before.iter().any(|b| b == t.text);
            if !word || !fresh || declared(l, i) {
                return false;
            }
            let annotates =
                t.text.starts_with('@') || i > 0 && l.tokens.get(i - 1).is_some_and(|b| b.is("@") || b.is("["));
            if annotates {
                return true;
            }
            let called = at(1).is_some_and(|n| n.is("(") || n.is("!") || n.is("<")) || i == 0;
            let about = l.tokens.iter().skip(i + 1).filter(|a| a.kind != Kind::Mark && a.text.len() < MAX_NAME);
            let mut about = about.map(|a| body(a.text).trim_start_matches('$'));
            let alone = has_word(t.text, &["require", "ensure", "assert", "enforce", "must"])
                && at(2).is_some_and(|n| n.is(")"));
            called && (alone || about.any(|a| a.len() > 1 && before.iter().any(|b| b == a)))
        })
    })
}

/// Is being defined here: what it does is on the lines below.
fn declared(l: &Line<'_>, i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|p| l.tokens.get(p));
    before.is_some_and(|b| {
        ["def", "fn", "func", "function", "fun", "const", "let", "var", "class"].iter().any(|d| b.is(d))
    })
}
