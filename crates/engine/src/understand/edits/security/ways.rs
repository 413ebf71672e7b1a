//! Ways past a check that stays where it is, read from the form alone: the same exit is taken above the check, either of two conditions
//! is enough where both were asked, the protection is one arm of a choice whose other arm is everything, what is counted by is new each
//! time, a wrapper that asked who calls is a plain one. Called by `security` for programs.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::beside::{Beside, beside, is_few, left_out, loosely, only_in};
use super::{Scene, guards, has_word, shapes};

/// A change of more lines than these is one of the program.
const MAX_LINES: usize = 12;
/// So far below an early exit the check that it passes by is looked for.
const MAX_BELOW: usize = 40;
/// A longer line is data.
const MAX_TOKENS: usize = 80;

/// The way past, in words.
#[must_use]
pub fn past(s: &Scene<'_>) -> Option<String> {
    if !is_few(s, MAX_LINES) || s.language.is_data() {
        return None;
    }
    let b = loosely(beside(s));
    above(s)
        .or_else(|| either(s, &b))
        .or_else(|| chosen(&b))
        .or_else(|| always_new(s, &b))
        .or_else(|| plain_wrapper(s, &b))
        .or_else(|| let_through(s))
        .or_else(|| refused_sometimes(s, &b))
        .or_else(|| ended(s))
        .or_else(|| shared_key(s, &b))
        .or_else(|| told_only(s))
        .or_else(|| not_among(s))
        .or_else(|| defaults(s, &b))
        .or_else(|| b.pairs.iter().find_map(|(old, new)| all_fit(old, new).or_else(|| unawaited(old, new))))
}

/// What is done was looked up among what is allowed, and refused where it was not there; it is done as it was given.
fn not_among(s: &Scene<'_>) -> Option<String> {
    let list = |l: &Line<'_>| {
        l.tokens.windows(2).find_map(|w| match w {
            [t, n]
                if t.kind == Kind::Word
                    && has_word(
                        t.text,
                        &["allowed", "permitted", "allowlist", "whitelist", "trusted", "known", "safe", "registered"],
                    )
                    && is_any(n, &["[", ".", ")"]) =>
            {
                Some(t.text.to_owned())
            }
            _ => None,
        })
    };
    let gone = s.delta.removed.iter().find_map(list)?;
    let refused = s.delta.removed.iter().any(guards::refuses) && !s.delta.added.iter().any(guards::refuses);
    let still = s.delta.added.iter().any(|l| list(l).is_some() || l.tokens.iter().any(super::mass::is_guard));
    let asked = |all: &[Line<'_>]| all.iter().filter(|l| guards::asks(l)).count();
    (refused && !still && asked(&s.delta.added) < asked(&s.delta.removed))
        .then(|| format!("it is not looked for in `{gone}` any more"))
}

/// Words of what must not be empty when it cannot be read.
const RULES: &[&str] = &[
    "policy",
    "policies",
    "permission",
    "permissions",
    "acl",
    "auth",
    "roles",
    "denylist",
    "blocklist",
    "allowlist",
    "rules",
    "revoked",
    "banned",
    "signature",
    "trust",
    "claims",
];

/// What cannot be read is taken as if it said nothing: an error that went up becomes a default.
fn defaults(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let about = s.path.rsplit('/').next().is_some_and(|n| has_word(n, RULES));
    let says = |l: &Line<'_>| l.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, RULES));
    let fallback = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            ["unwrap_or_default", "unwrap_or", "unwrap_or_else", "getOrDefault", "getOrElse", "orElse", "ok"]
                .contains(&t.text)
        })
    };
    b.pairs.iter().find_map(|(old, new)| {
        let up = |l: &Line<'_>| l.tokens.iter().any(|t| t.is("?"));
        let same =
            old.tokens.iter().filter(|t| t.kind == Kind::Word).all(|t| new.tokens.iter().any(|n| n.text == t.text));
        (up(old) && !up(new) && fallback(new) && !fallback(old) && same && (about || says(old)))
            .then(|| "what cannot be read says nothing, and counts".to_owned())
    })
}

/// A text that said which becomes one that everything fits.
fn all_fit(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return None };
    let about = &[
        "filter",
        "allow",
        "allowed",
        "accept",
        "pattern",
        "host",
        "hosts",
        "origin",
        "origins",
        "scope",
        "resource",
        "principal",
        "trusted",
        "domain",
        "permit",
        "matcher",
        "policy",
    ];
    let says = new.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, about));
    let all =
        |t: &Token<'_>| t.kind == Kind::Text && ["*", "**", ".*", "^.*$", "%", "/**", "*:*"].contains(&body(t.text));
    (says && all(is) && was.kind == Kind::Text && !all(was)).then(|| "everything fits".to_owned())
}

/// Nobody waits for what a check says.
fn unawaited(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let gone = only_in(old, new);
    let waited = gone.iter().any(|t| t.is("await")) && !new.tokens.iter().any(|t| is_any(t, &["return", "await", "="]));
    let checks = |w: &[Token<'_>]| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(") && has_word(f.text, &["require", "check", "verify", "validate", "authorize", "authenticate", "ensure", "enforce", "assert", "guard", "allowed"]));
    let call = new.tokens.windows(2).find(|w| checks(w))?;
    (waited && old.tokens.windows(2).any(checks))
        .then(|| format!("nobody waits for what `{}` says", call.first().map_or("", |t| t.text)))
}

/// A command that checks, in a script: when it fails the script says so and goes on.
fn told_only(s: &Scene<'_>) -> Option<String> {
    let checks = |l: &Line<'_>| {
        let has = |list: &[&str]| l.tokens.iter().any(|t| t.kind == Kind::Word && list.contains(&t.text));
        has(&[
            "sha256sum",
            "shasum",
            "sha512sum",
            "md5sum",
            "b2sum",
            "gpg",
            "gpgv",
            "cosign",
            "minisign",
            "openssl",
            "signify",
            "slsa-verifier",
            "codesign",
        ]) && l.tokens.iter().any(|t| ["check", "verify", "c"].contains(&t.text.trim_start_matches('-')))
            || has(&["gpgv", "visudo"])
    };
    let goes_on = |l: &Line<'_>| {
        let at = l
            .tokens
            .windows(2)
            .position(|w| matches!(w, [a, b] if a.is("|") && b.is("|") || a.is("||") && !b.is("exit")));
        at.and_then(|at| l.tokens.get(at + 1..))
            .is_some_and(|rest| !rest.iter().any(|t| is_any(t, &["exit", "return", "die", "fail", "abort", "false"])))
    };
    let n = |all: &[Line<'_>], f: &dyn Fn(&Line<'_>) -> bool| all.iter().filter(|l| checks(l) && f(l)).count();
    let shell = s.language.dialect == super::Dialect::Shell;
    (shell && n(&s.delta.added, &goes_on) > n(&s.delta.removed, &goes_on) && n(&s.delta.removed, &|_| true) > 0)
        .then(|| "it goes on where a check fails".to_owned())
}

/// A refusal gets one more condition: what was refused is refused only where that holds as well.
fn refused_sometimes(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let file = lines(&s.after.tokens);
    b.pairs.iter().find_map(|(old, new)| {
        let ((and, or), (ands, ors)) = (joins(&[old]), joins(&[new]));
        let kept = |t: &&Token<'_>| t.kind != Kind::Mark && !is_any(t, &["unless", "not", "if", "elif"]);
        let all = old.tokens.iter().filter(kept).all(|t| new.tokens.iter().any(|n| n.text == t.text));
        let leaves = |l: &Line<'_>| {
            let at = file.partition_point(|x| x.number < l.number);
            file.iter()
                .skip(at)
                .take(2)
                .any(|x| guards::refuses(x) || x.tokens.iter().any(|t| is_any(t, &["return", "redirect_to"])))
        };
        let who = old.tokens.iter().any(|t| t.kind != Kind::Mark && has_word(t.text, ASKED));
        let asked = guards::asks(old)
            && guards::asks(new)
            && old.tokens.iter().take(3).any(|t| is_any(t, &["if", "unless", "elif", "return", "raise", "throw"]));
        let brings = new.tokens.iter().any(|t| {
            t.kind != Kind::Mark
                && t.text.len() > 1
                && !old.tokens.iter().any(|o| o.text == t.text)
                && !["if", "not", "and"].contains(&t.text)
        });
        (ands > and
            && ors <= or
            && all
            && asked
            && who
            && brings
            && (guards::refuses_below(&file, new.number) || leaves(new)))
        .then(|| "it is refused only sometimes".to_owned())
    })
}

/// Words of what a refusal is about.
const ASKED: &[&str] = &[
    "secure",
    "compare",
    "signature",
    "verify",
    "verified",
    "valid",
    "token",
    "csrf",
    "factor",
    "mfa",
    "otp",
    "twofactor",
    "captcha",
    "approval",
    "approved",
    "consent",
    "permission",
    "role",
    "admin",
    "owner",
    "auth",
    "authorized",
    "authenticated",
    "allowed",
    "dangerous",
    "locked",
    "banned",
    "expired",
    "revoked",
    "password",
    "origin",
    "tenant",
    "user",
    "session",
    "limit",
    "attempts",
];

/// A statement that ended what somebody could have used again goes: a token is good twice, a session lives on.
fn ended(s: &Scene<'_>) -> Option<String> {
    let ends = |l: &Line<'_>| -> Option<String> {
        let first = l.tokens.windows(2).find(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(")))?;
        let name = first.first()?;
        let statement = !l.tokens.iter().take(6).any(|t| t.is("=")) && !guards::asks(l);
        let verb = super::words(name.text).first().is_some_and(|w| ENDS.contains(&w.as_str()));
        (statement && verb && super::defined_name(l).is_none()).then(|| name.text.to_owned())
    };
    let gone = s.delta.removed.iter().find_map(ends)?;
    let still = s.after.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, ENDS));
    let holds = s.before.tokens.iter().any(|t| {
        t.kind == Kind::Word
            && has_word(
                t.text,
                &[
                    "token",
                    "tokens",
                    "session",
                    "sessions",
                    "nonce",
                    "code",
                    "key",
                    "password",
                    "invite",
                    "refresh",
                    "otp",
                    "login",
                    "credential",
                    "cookie",
                ],
            )
    });
    (!still && holds).then(|| format!("`{gone}` is not done any more"))
}

/// Verbs that end what is good for somebody.
const ENDS: &[&str] = &[
    "revoke",
    "invalidate",
    "regenerate",
    "rotate",
    "consume",
    "burn",
    "blacklist",
    "denylist",
    "lockout",
    "zeroize",
    "wipe",
];

/// What is kept for one is kept for all: whose it is goes from the name that it is kept under.
fn shared_key(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let about = |l: &Line<'_>| {
        l.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, &["key", "cachekey", "cache", "vary", "etag"]))
    };
    let named = super::mass::function(s).is_some_and(|f| has_word(&f, &["key", "cache"]));
    let whose = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            t.kind != Kind::Mark
                && t.text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| {
                    has_word(
                        w,
                        &[
                            "user",
                            "userid",
                            "tenant",
                            "tenantid",
                            "org",
                            "orgid",
                            "session",
                            "account",
                            "owner",
                            "workspace",
                        ],
                    )
                })
        })
    };
    b.pairs.iter().find_map(|(old, new)| {
        let built = |l: &Line<'_>| l.tokens.iter().any(|t| t.kind == Kind::Text);
        let fewer =
            new.tokens.iter().filter(|t| t.kind == Kind::Word).all(|t| old.tokens.iter().any(|o| o.text == t.text));
        ((named || about(old) && about(new))
            && built(old)
            && whose(old)
            && !whose(new)
            && fewer
            && !s.delta.added.iter().any(whose))
        .then(|| "what is kept for one is kept for all".to_owned())
    })
}

fn is_any(t: &Token<'_>, list: &[&str]) -> bool {
    list.iter().any(|w| t.is(w))
}

/// What a line leaves with, behind `return` or `=>`, without what ends it.
fn leaves_with<'x>(l: &'x Line<'_>) -> Option<Vec<&'x str>> {
    let at = l.tokens.iter().position(|t| t.is("return"))?;
    let ends = |t: &&Token<'_>| !(is_any(t, &[";", "}", "end"]) || t.is("if") || t.is("unless"));
    let out: Vec<&str> = l.tokens.iter().skip(at + 1).take_while(ends).map(|t| t.text).collect();
    (!out.is_empty()).then_some(out)
}

/// A value that says nothing is wrong with leaving: an empty answer, an error handed on.
fn is_plain(out: &[&str]) -> bool {
    let nothing = ["null", "nil", "None", "undefined", "false", "False", "0", "err", "\"\"", "''", "[", "{"];
    out.len() == 1 && out.iter().all(|w| nothing.contains(w))
        || out.iter().any(|w| has_word(w, &["err", "error", "errors", "abort", "redirect"]))
        || out.first().is_some_and(|w| ["nil", "null", "None", "[", "{", "throw"].contains(w))
}

/// A condition is new above a refusal and leaves with what stands behind it.
fn above(s: &Scene<'_>) -> Option<String> {
    let file = lines(&s.after.tokens);
    let was = lines(&s.before.tokens);
    let old_exits: Vec<Vec<&str>> =
        was.iter().filter(|l| l.tokens.len() <= MAX_TOKENS).filter_map(leaves_with).collect();
    s.delta.added.iter().filter(|l| l.tokens.len() <= MAX_TOKENS && begins_condition(l)).find_map(|l| {
        let at = file.partition_point(|x| x.number < l.number);
        let exit = file.get(at..(at + 3).min(file.len()))?.iter().find(|x| leaves_with(x).is_some())?;
        let out = leaves_with(exit).filter(|out| !is_plain(out) && old_exits.contains(out))?;
        let asked = |x: &Line<'_>| x.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text) == "OPTIONS");
        let from = file.partition_point(|x| x.number <= exit.number);
        let below = file.get(from..(from + MAX_BELOW).min(file.len()))?;
        let refusal = below.iter().position(|x| guards::refuses(x) && !fails(x))?;
        let behind = below.get(refusal + 1..)?.iter();
        // Another function begins: what stands there is its own.
        let mut behind = behind.take_while(|x| super::defined_name(x).is_none());
        (!asked(l) && behind.any(|x| leaves_with(x).as_ref() == Some(&out)))
            .then(|| "a way past a check is new".to_owned())
    })
}

/// Hands on that something did not work, which is no refusal.
fn fails(l: &Line<'_>) -> bool {
    l.tokens.iter().any(|t| ["catch", "except", "rescue"].iter().any(|w| t.is(w)))
}

fn begins_condition(l: &Line<'_>) -> bool {
    let first = l.tokens.iter().find(|t| !t.is("}") && !t.is("else"));
    first.is_some_and(|t| is_any(t, &["if", "unless", "elif", "elsif", "case", "when"]))
        || l.tokens.iter().any(|t| t.is("return")) && l.tokens.iter().any(|t| is_any(t, &["if", "unless"]))
}

/// Signs that join conditions: how often both are asked, how often one is enough.
fn joins(all: &[&Line<'_>]) -> (usize, usize) {
    let (mut and, mut or) = (0, 0);
    for l in all {
        let t = &l.tokens;
        let twice = |i: usize, m: &str| t.get(i + 1).is_some_and(|n| n.is(m) && !n.spaced);
        for (i, token) in t.iter().enumerate() {
            let second = i > 0 && t.get(i - 1).is_some_and(|p| p.text == token.text) && !token.spaced;
            and += usize::from(token.is("and") || token.is("&") && twice(i, "&") && !second);
            or += usize::from(
                token.is("or") || token.is("|") && !second && !twice(i, "=") && (token.spaced || twice(i, "|")),
            );
        }
    }
    (and, or)
}

/// Names of what looks at all of a list, and at any of it.
const EVERY: &[&str] = &["all", "every", "allmatch", "allsatisfy", "forall", "none", "nonematch"];
const SOME: &[&str] = &["any", "some", "anymatch", "contains", "exists", "containswhere"];

/// Both were asked, and one is enough: nothing else is named than before.
fn either(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let (old, new): (Vec<&Line<'_>>, Vec<&Line<'_>>) =
        (s.delta.removed.iter().collect(), s.delta.added.iter().collect());
    if old.is_empty() || new.is_empty() || old.len() > 4 || new.len() > 6 {
        return None;
    }
    let ((and, or), (ands, ors)) = (joins(&old), joins(&new));
    let plain = |t: &Token<'_>| super::plain_name(t.text);
    let word = |t: &&&Token<'_>| t.kind != Kind::Mark && t.text.len() > 1 && !is_any(t, &["and", "or", "not"]);
    let in_old: Vec<&Token<'_>> = old.iter().flat_map(|l| &l.tokens).collect();
    let every = in_old.iter().any(|t| t.kind == Kind::Word && EVERY.contains(&plain(t).as_str()));
    let in_new: Vec<&Token<'_>> = new.iter().flat_map(|l| &l.tokens).collect();
    let known = |t: &Token<'_>| in_old.iter().any(|o| o.text == t.text);
    let some = |t: &Token<'_>| every && SOME.contains(&plain(t).as_str());
    let same = in_new.iter().filter(word).all(|t| known(t) || some(t));
    let who = in_old.iter().any(|t| t.kind != Kind::Mark && has_word(t.text, OWN));
    let file = lines(&s.after.tokens);
    // Of a refusal, one more alternative is more.
    let refused = |l: &&Line<'_>| guards::asks(l) && guards::refuses_below(&file, l.number);
    let kept = in_old.iter().filter(word).filter(|t| !in_new.iter().any(|n| n.text == t.text)).count() <= 2;
    let asks = |all: &[&Line<'_>]| all.iter().filter(|l| guards::asks(l)).count();
    let turned =
        ors > or && ands <= and && asks(&old) <= asks(&new) && same && kept && who && !new.iter().any(&refused);
    // Of a refusal: one was enough to refuse, and both are asked.
    let both = ors < or && ands > and && asks(&old) == asks(&new) && same && kept && who && new.iter().any(refused);
    let quantified = || {
        b.pairs.iter().any(|(o, n)| {
            let (gone, come) = (only_in(o, n), only_in(n, o));
            let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return false };
            let loosens = EVERY.contains(&plain(was).as_str()) && SOME.contains(&plain(is).as_str());
            loosens && who && (super::mass::decides(s).is_some() || n.tokens.iter().any(|t| t.is("return")))
        })
    };
    (turned || both || quantified()).then(|| "either is enough where both were asked".to_owned())
}

/// Words of whose something is, and who may.
const OWN: &[&str] = &[
    "tenant",
    "tenantid",
    "owner",
    "ownerid",
    "user",
    "userid",
    "account",
    "accountid",
    "org",
    "organization",
    "team",
    "role",
    "roles",
    "admin",
    "scope",
    "scopes",
    "permission",
    "permissions",
    "allowed",
    "verified",
    "token",
    "signature",
    "member",
    "issuer",
    "audience",
    "password",
    "workspace",
    "project",
    "company",
    "group",
];

/// A protection becomes one arm of a choice; the other is everything, or the value as it came.
fn chosen(b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let come =
            left_out(&loose(new, false), &loose(old, true)).map(|out| out.into_iter().copied().collect::<Vec<_>>())?;
        let has = |w: &str| come.iter().any(|t| t.is(w));
        let choice = has("?") && has(":") || has("if") && has("else");
        let protects =
            old.tokens.iter().any(|t| t.kind != Kind::Mark && (has_word(t.text, OWN) || super::mass::is_guard(t)));
        let inside: Vec<&str> = old
            .tokens
            .windows(3)
            .filter_map(|w| match w {
                [p, a, z] if p.is("(") && z.is(")") && a.kind == Kind::Word => Some(a.text),
                _ => None,
            })
            .collect();
        let n = new.tokens.len();
        let arm = |i: usize, t: &Token<'_>| {
            let from = t.is(":") || t.is("else");
            let value = new.tokens.get(i + 1);
            let ends = new.tokens.get(i + 2).is_none_or(|e| is_any(e, &[";", "}", ")", ","]) || i + 2 >= n);
            let whole = value.is_some_and(|v| {
                ["all", "true", "True", "unscoped", "everything"].contains(&v.text) || inside.contains(&v.text)
            });
            from && ends && whole
        };
        (choice && protects && new.tokens.iter().enumerate().any(|(i, t)| arm(i, t)))
            .then(|| "it is protected only sometimes".to_owned())
    })
}

/// A line without the mark of Ruby's that fails where there is nothing; `bare`: of its marks only round brackets.
fn loose<'a>(l: &Line<'a>, bare: bool) -> Line<'a> {
    let kept = l.tokens.iter().filter(|t| !bare || t.kind != Kind::Mark || t.is("(") || t.is(")"));
    let tokens =
        kept.map(|t| Token { text: t.text.strip_suffix('!').filter(|r| !r.is_empty()).unwrap_or(t.text), ..*t });
    Line { number: l.number, tokens: tokens.collect() }
}

/// What attempts are counted by, or something is known again by, is new each time.
fn always_new(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let counted = |t: &Token<'_>| {
        t.kind != Kind::Mark
            && has_word(
                t.text,
                &[
                    "limit",
                    "limiter",
                    "ratelimit",
                    "throttle",
                    "attempt",
                    "attempts",
                    "lockout",
                    "idempotency",
                    "nonce",
                    "replay",
                    "bucket",
                    "quota",
                ],
            )
    };
    let about = s
        .path
        .split('/')
        .rev()
        .take(2)
        .any(|p| has_word(p, &["limit", "limiter", "ratelimit", "throttle", "lockout", "idempotency", "replay"]))
        || s.before.tokens.iter().any(counted);
    let draws = |t: &Token<'_>| {
        let text = t.text;
        let says = |w: &str| text.contains(w);
        ["Date.now(", "random", "uuid", "UUID", "nanoid", "time.time(", "nanoTime", "microtime", "hrtime", "UnixNano"]
            .iter()
            .any(|w| says(w))
            || t.kind == Kind::Word && has_word(text, &["now", "timestamp"])
    };
    b.pairs.iter().find_map(|(old, new)| {
        let key = |l: &Line<'_>| {
            l.tokens
                .iter()
                .take(4)
                .any(|t| t.kind == Kind::Word && has_word(t.text, &["key", "bucket", "identifier", "id"]))
        };
        let drawn = |l: &Line<'_>| l.tokens.iter().any(draws);
        (about && key(old) && key(new) && drawn(new) && !drawn(old))
            .then(|| "what is counted by is new each time".to_owned())
    })
}

/// What a handler stood in asked who calls, by its name; what it stands in now is a plain one.
fn plain_wrapper(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let (gone, come) = (only_in(old, new), only_in(new, old));
        let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return None };
        let asks =
            |t: &Token<'_>| t.kind == Kind::Word && (shapes::is_guard_name(t.text) || has_word(t.text, WRAPPERS));
        let place = |l: &Line<'_>, t: &Token<'_>| {
            let at = l.tokens.iter().position(|x| std::ptr::eq(x, t));
            at.and_then(|at| l.tokens.get(at + 1)).is_some_and(|n| n.is("(") || n.is("{"))
        };
        let known = s.before.tokens.iter().filter(|t| t.text == is.text).count();
        let imported = s.delta.added.iter().any(super::mass::imports);
        let other = asks(was) && !asks(is) && is.kind == Kind::Word && (known > 0 || imported);
        (other && place(old, was) && place(new, is)).then(|| format!("`{}` in the place of `{}`", is.text, was.text))
    })
}

/// Words of wrappers that ask who calls.
const WRAPPERS: &[&str] = &["authed", "authenticated", "protected", "secured", "restricted", "privileged", "signed"];

/// More entries in a list of what nobody is asked for.
fn let_through(s: &Scene<'_>) -> Option<String> {
    let file = lines(&s.after.tokens);
    let first = s.delta.added.iter().find(|l| l.tokens.iter().any(|t| t.kind == Kind::Text))?;
    let at = file.partition_point(|l| l.number <= first.number);
    let open = file.get(..at)?.iter().rev().take(8).find(|l| {
        let named = |t: &Token<'_>| t.kind == Kind::Word && has_word(t.text, LET_THROUGH);
        l.tokens.iter().any(named)
            && l.tokens.iter().any(|t| t.is("="))
            && l.tokens.iter().any(|t| is_any(t, &["{", "[", "("]))
    })?;
    let name = open.tokens.iter().find(|t| t.kind == Kind::Word && has_word(t.text, LET_THROUGH))?;
    let closed = file.get(..at)?.iter().rev().take_while(|l| l.number > open.number && l.number < first.number);
    let ends = |l: &Line<'_>| l.tokens.first().is_some_and(|t| is_any(t, &["}", "]", ")"]));
    let entries = |all: &[Line<'_>]| {
        let texts = all.iter().flat_map(|l| &l.tokens).filter(|t| t.kind == Kind::Text);
        texts.filter(|t| body(t.text).contains('/') || body(t.text).contains('.')).count()
    };
    let more = entries(&s.delta.added) > entries(&s.delta.removed);
    let refuses = || {
        s.before.tokens.iter().any(|t| {
            t.kind != Kind::Mark
                && t.text.len() < 40
                && (["401", "403"].contains(&t.text)
                    || has_word(
                        t.text,
                        &["unauthenticated", "unauthorized", "forbidden", "denied", "authorization", "authenticate"],
                    ))
        })
    };
    (more && !closed.into_iter().any(ends) && refuses())
        .then(|| format!("more is let through unasked (`{}`)", name.text))
}

/// Names of such lists.
const LET_THROUGH: &[&str] = &[
    "public",
    "open",
    "exempt",
    "anonymous",
    "unprotected",
    "unauthenticated",
    "skip",
    "bypass",
    "allowlist",
    "whitelist",
    "noauth",
];
