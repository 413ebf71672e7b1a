//! Protections that a change switches off by a name or a value: `skipVerify`, `csrf(x::disable)`, `hsts: false`, a constant
//! where chance was, fewer rounds, parameters of a query that become its text.

use super::super::artifact::Artifact;
use super::super::delta::{Line, body};
use super::super::lang::Dialect;
use super::super::lex::{Kind, Token};
use super::{Scene, has_word, plain_name};

/// More new lines than these are a new part of the program.
const MAX_NEW: usize = 40;
/// A longer token is no name.
const MAX_NAME: usize = 60;

/// What is switched off, in words.
#[must_use]
pub fn off(s: &Scene<'_>) -> Option<String> {
    if s.delta.added.len() > MAX_NEW {
        return None;
    }
    negated_name(s)
        .or_else(|| disabled_call(s))
        .or_else(|| strict_off(s))
        .or_else(|| text_in_query(s))
        .or_else(|| constant_chance(s))
        .or_else(|| fewer_rounds(s))
        .or_else(|| debugging(s))
        .or_else(|| every_origin(s))
}

/// How many tokens of these lines fit.
fn count(lines: &[Line<'_>], fits: &dyn Fn(&Line<'_>, usize, &Token<'_>) -> bool) -> usize {
    lines.iter().map(|l| l.tokens.iter().enumerate().filter(|(i, t)| fits(l, *i, t)).count()).sum()
}

/// The first token of the new lines that fits, where more of the new fit than of the old.
fn comes<'x, 'a>(s: &'x Scene<'a>, fits: &dyn Fn(&Line<'_>, usize, &Token<'_>) -> bool) -> Option<&'x Token<'a>> {
    let mut hits = s.delta.added.iter().flat_map(|l| l.tokens.iter().enumerate().map(move |(i, t)| (l, i, t)));
    let first = hits.find(|(l, i, t)| fits(l, *i, t))?.2;
    (count(&s.delta.added, fits) > count(&s.delta.removed, fits)).then_some(first)
}

const TURNED: &[&str] = &[
    "insecure",
    "skip",
    "disable",
    "disabled",
    "disables",
    "bypass",
    "ignore",
    "unsafe",
    "noop",
    "dangerous",
    "dangerously",
    "unchecked",
    "unverified",
];
const PROTECTS: &[&str] = &[
    "verify",
    "verification",
    "ssl",
    "tls",
    "cert",
    "certs",
    "certificate",
    "certificates",
    "hostname",
    "auth",
    "authentication",
    "authorization",
    "csrf",
    "security",
    "signature",
    "signatures",
    "https",
    "sandbox",
    "permission",
    "permissions",
    "csp",
    "credentials",
    "check",
    "checks",
    "expiry",
    "validation",
    "channel",
    "transport",
    "connection",
];

/// A name that says that a protection is not wanted, and is not set to no.
fn negated_name(s: &Scene<'_>) -> Option<String> {
    let says = |l: &Line<'_>, i: usize, t: &Token<'_>| {
        let at = |n: usize| l.tokens.get(i + n);
        let refused = (1..3).any(|n| at(n).is_some_and(|v| v.is(":") || v.is("=") || v.is("(")))
            && (2..4).any(|n| {
                at(n).is_some_and(|v| {
                    ["false", "False", "FALSE", "0", "no", "off", "nil", "None"].iter().any(|f| v.is(f))
                })
            });
        let taken = has_word(t.text, &["accept", "allow", "trust"])
            && has_word(t.text, &["invalid", "untrusted", "selfsigned", "self", "expired", "any", "all"])
            && has_word(t.text, &["cert", "certs", "certificate", "certificates", "hostnames", "tls", "ssl"]);
        let named = taken
            || has_word(t.text, TURNED) && has_word(t.text, PROTECTS)
            || t.text.eq_ignore_ascii_case("insecure") && at(1).is_some_and(|n| n.is(".") || n.is(":"));
        // What a provider of infrastructure does not ask its own service first.
        let startup = s.language.dialect == super::Dialect::Hcl && t.text.starts_with("skip_");
        t.kind == Kind::Word && t.text.len() < MAX_NAME && named && !refused && !startup
    };
    comes(s, &says).map(|t| format!("`{}` comes", t.text))
}

/// So many tokens before it say what a call switches off.
const MAX_NEAR: usize = 24;

const SWITCHES: &[&str] = &[
    "csrf",
    "xsrf",
    "hsts",
    "xss",
    "csp",
    "ssl",
    "tls",
    "auth",
    "authentication",
    "authorization",
    "firewall",
    "sandbox",
    "seccomp",
    "selinux",
    "audit",
    "throttle",
    "mfa",
    "signature",
    "frame",
    "xssprotection",
    "clickjacking",
    "limit",
    "limiter",
];

/// `csrf(AbstractHttpConfigurer::disable)`, `frameOptions().disable()`.
fn disabled_call(s: &Scene<'_>) -> Option<String> {
    let disables = |l: &Line<'_>, i: usize, t: &Token<'_>| {
        let verb = ["disable", "disabled", "permissive", "allowAll", "allow_all"].contains(&t.text);
        let called = || l.tokens.get(i.wrapping_sub(1)).is_some_and(|b| b.is(".") || b.is(":"));
        // Of what, is looked for around it.
        let near = l.tokens.get(i.saturating_sub(MAX_NEAR)..i).unwrap_or_default();
        t.kind == Kind::Word
            && verb
            && called()
            && near.iter().any(|w| w.kind == Kind::Word && has_word(w.text, SWITCHES))
    };
    comes(s, &disables).map(|t| format!("a protection is switched off (`{}`)", t.text))
}

const STRICT: &[&str] = &[
    "ssl",
    "tls",
    "https",
    "csrf",
    "xsrf",
    "csp",
    "hsts",
    "hostname",
    "certificate",
    "signature",
    "sandbox",
    "seccomp",
    "apparmor",
    "selinux",
    "firewall",
    "encryption",
    "encrypted",
    "mfa",
    "waf",
];
/// Words of what is only known or shown, not set.
const STATE: &[&str] =
    &["is", "has", "was", "can", "show", "loading", "valid", "supports", "supported", "test", "default"];
const WHOLE: &[&str] =
    &["contentsecuritypolicy", "frameguard", "hidepoweredby", "xssfilter", "nosniff", "stricttransportsecurity"];

/// A protection that is named and said not to be there, as an argument or a setting.
fn strict_off(s: &Scene<'_>) -> Option<String> {
    let program = !s.language.is_data() && s.language.name != "ini";
    let says = |l: &Line<'_>, i: usize, t: &Token<'_>| {
        let at = |n: usize| l.tokens.get(i + n);
        let sets = at(1).is_some_and(|n| n.is(":") || n.is("="));
        let no = at(2).is_some_and(|v| {
            ["false", "off", "no", "disabled", "never"].contains(&body(v.text).to_ascii_lowercase().as_str())
        });
        let before = l.tokens.get(i.wrapping_sub(1));
        let argument = before.is_some_and(|b| b.is("(") || b.is(",") || b.is("{") || b.is("."))
            || i == 0 && at(1).is_some_and(|n| n.is(":"));
        let constant = t.text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit());
        let name = body(t.text);
        let about = (has_word(name, STRICT)
            && !has_word(name, STATE)
            && !has_word(name, TURNED)
            && !has_word(name, &["no", "allow", "without"]))
            || WHOLE.contains(&plain_name(name).as_str());
        t.kind != Kind::Mark && t.text.len() < MAX_NAME && about && sets && no && (!program || argument || constant)
    };
    comes(s, &says).map(|t| format!("`{}` is switched off", body(t.text)))
}

/// A value that lands between the quotes of a query: `name = '#{name}'`, `"… mail = '" + mail`.
fn text_in_query(s: &Scene<'_>) -> Option<String> {
    let built = |l: &Line<'_>, i: usize, t: &Token<'_>| {
        if t.kind != Kind::Text {
            return false;
        }
        // Of what a shell runs in Ruby, Perl and PHP.
        if t.text.starts_with('`') && matches!(s.language.dialect, Dialect::Ruby | Dialect::Perl | Dialect::Php) {
            return t.text.contains("#{") || s.language.dialect != Dialect::Ruby && t.text.contains('$');
        }
        let lower = t.text.to_ascii_lowercase();
        let compares =
            lower.contains("like '") || lower.contains("= '") || lower.contains("='") || lower.contains("in ('");
        let opens = ["'#{", "'%#{", "'${", "'%${", "'{", "'%{", "'$", "'%$", "'#$"].iter().any(|o| lower.contains(o));
        // `s"…$name"`: what is put in is said in front.
        let put_in = || {
            i.checked_sub(1).and_then(|p| l.tokens.get(p)).is_some_and(|p| ["s", "f"].contains(&p.text) && !t.spaced)
        };
        let inside = opens
            && (s.language.name == "scala" && (lower.starts_with('s') || put_in())
                || lower.contains("#{")
                || lower.contains("${")
                || lower.contains("#$")
                || lower.starts_with(['f', '$'])
                || s.language.dialect == Dialect::Php);
        let ends = ["= '\"", "='\"", "like '\"", "like '%\"", "('\""].iter().any(|e| lower.ends_with(e));
        let joined = l.tokens.get(i + 1).is_some_and(|n| n.is("+") || n.is(".") || n.is("&"));
        compares && inside || ends && joined
    };
    comes(s, &built).map(|_| "a query or a command is put together from text".to_owned())
}

/// A nonce, a salt or a vector that was drawn and is written down now.
fn constant_chance(s: &Scene<'_>) -> Option<String> {
    let names = ["nonce", "iv", "salt", "seed", "challenge", "otp"];
    let assigned = |l: &Line<'_>| -> Option<(String, bool)> {
        let sign = l.tokens.iter().position(|t| t.is("="))?;
        let (left, right) = (l.tokens.get(..sign)?, l.tokens.get(sign + 1..)?);
        let name = left.iter().find(|t| t.kind == Kind::Word && has_word(t.text, &names))?;
        let draws = right.iter().any(|t| {
            let plain = plain_name(t.text);
            ["rand", "random", "generate", "secret", "rng", "getbytes", "uuid", "gensalt", "newsalt", "urandom"]
                .iter()
                .any(|w| plain.contains(w))
        });
        Some((name.text.to_owned(), draws))
    };
    let came: Vec<(String, bool)> = s.delta.added.iter().filter_map(assigned).collect();
    let fixed =
        s.delta.removed.iter().filter_map(assigned).find(|(n, draws)| *draws && came.iter().any(|(m, d)| m == n && !d));
    fixed.map(|(n, _)| format!("`{n}` is drawn no more"))
}

const WORK: &[&str] = &[
    "rounds",
    "iterations",
    "cost",
    "factor",
    "bits",
    "keysize",
    "modulus",
    "gensalt",
    "bcrypt",
    "pbkdf2",
    "pbkdf2hmac",
    "argon2",
    "scrypt",
    "rsa",
    "timecost",
    "memorycost",
    "time_cost",
    "parallelism",
    "tokenurlsafe",
    "tokenhex",
    "randombytes",
    "saltrounds",
    "generatekey",
    "hashpw",
    "keylength",
    "minlength",
    "minpasswordlength",
];
const RATE: &[&str] = &["throttle", "ratelimit", "attempts", "lockout", "maxattempts", "limiter", "maxlogins"];

/// The same line with a number that makes a hash cheaper, a key shorter, or lets more attempts through.
fn fewer_rounds(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.len() != s.delta.added.len() {
        return None;
    }
    let of_keys = ["KeyPairGenerator", "generate_private_key", "GenerateKey", "generateKeyPair", "RSA", "DHParameter"];
    let keys = of_keys.iter().any(|k| s.after.text.contains(k));
    let mut pairs = s.delta.removed.iter().zip(&s.delta.added).filter(|(o, n)| o.tokens.len() == n.tokens.len());
    pairs.find_map(|(old, new)| {
        let differ: Vec<_> = old.tokens.iter().zip(&new.tokens).filter(|(o, n)| o.text != n.text).collect();
        let about = |list: &[&str]| {
            let named = |t: &Token<'_>| has_word(t.text, list) || list.contains(&plain_name(t.text).as_str());
            old.tokens.iter().any(|t| t.kind != Kind::Mark && named(t))
        };
        let (work, rate) = (about(WORK), about(RATE));
        let changes = || differ.iter().map(|(o, n)| Some((*o, *n, leading(o)?, leading(n)?)));
        if !changes().all(|c| c.is_some()) {
            return None;
        }
        let mut worse = changes().flatten().filter(|(_, _, was, is)| {
            work && is * 1.5 < *was || rate && *is > was * 4.0 || keys && *was >= 2048.0 && *is < 2048.0
        });
        worse.next().map(|(o, n, _, _)| format!("{} becomes {}", o.text, n.text))
    })
}

/// The number that a token is or a text begins with: `4_096`, `"100/minute"`.
fn leading(t: &Token<'_>) -> Option<f64> {
    let text = body(t.text).replace('_', "");
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

/// A program that shows its insides to everybody.
fn debugging(s: &Scene<'_>) -> Option<String> {
    if s.artifact != Artifact::Source && s.artifact != Artifact::ProdConfig {
        return None;
    }
    let says = |l: &Line<'_>, i: usize, t: &Token<'_>| {
        let at = |n: usize| l.tokens.get(i + n);
        let on = at(1).is_some_and(|n| n.is("=") || n.is(":"))
            && at(2).is_some_and(|v| ["true", "1", "on"].contains(&body(v.text).to_ascii_lowercase().as_str()));
        let constant = t.text == "DEBUG" && i == 0 || t.text == "APP_DEBUG";
        let near = l.tokens.get(i.saturating_sub(MAX_NEAR)..i).unwrap_or_default();
        let run = || t.text == "debug" && near.windows(2).any(|w| matches!(w, [a, b] if a.text == "run" && b.is("(")));
        on && (constant || run())
    };
    comes(s, &says).map(|_| "debugging is on".to_owned())
}

/// Whoever asks is named as allowed: `origin: true`, `allow_origin(Any)`.
fn every_origin(s: &Scene<'_>) -> Option<String> {
    let says = |l: &Line<'_>, i: usize, t: &Token<'_>| {
        let at = |n: usize| l.tokens.get(i + n);
        let mirrors = t.text == "origin" && at(1).is_some_and(|n| n.is(":")) && at(2).is_some_and(|v| v.is("true"));
        let plain = plain_name(t.text);
        let any = plain == "alloworigin" && at(2).is_some_and(|v| v.is("Any") || body(v.text) == "*");
        let all = ["corsoriginallowall", "corsallowallorigins", "allowallorigins", "allowanyorigin"]
            .contains(&plain.as_str())
            && !(2..4).any(|n| at(n).is_some_and(|v| v.text.eq_ignore_ascii_case("false")));
        let near = || l.tokens.iter().skip(i.saturating_sub(MAX_NEAR)).take(2 * MAX_NEAR);
        let about = || near().any(|w| plain_name(w.text).contains("cors") || w.text == "credentials");
        t.kind == Kind::Word && (mirrors && about() || any || all)
    };
    comes(s, &says).map(|_| "every site may call".to_owned())
}
