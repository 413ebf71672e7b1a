//! Values and lists by the direction in which they move: a limit that grows many times, a strength that falls, a list of protections
//! that loses an entry, a list of exceptions that gains everything, a name that says that nothing is checked in the place of one that
//! does not. Called by `security`.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::beside::{Beside, beside, is_few, left_out, loosely, only_in};
use super::{Scene, credit, has_word, plain_name, twins};

/// More lines than these are a change of the program, not of one setting.
const MAX_LINES: usize = 12;
/// A longer text is prose, not a name.
const MAX_NAME: usize = 80;

/// What moved towards less, in words.
#[must_use]
pub fn loosened(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.is_empty() || !is_few(s, MAX_LINES) {
        return None;
    }
    let b = loosely(beside(s));
    numbers(s, &b)
        .or_else(|| entry_lost(s, &b))
        .or_else(|| everything(s, &b))
        .or_else(|| opening(s, &b))
        .or_else(|| plain_text(&b))
        .or_else(|| restraint(&b))
        .or_else(|| literal_secret(&b))
        .or_else(|| shows_insides(&b))
        .or_else(|| all_of_it(s))
}

/// A name in a line of one of these words.
fn says(l: &Line<'_>, list: &[&str]) -> bool {
    l.tokens.iter().any(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME && has_word(t.text, list))
}

/// So many times more is another order of things, not a correction.
const MANY: f64 = 8.0;

/// Words of bounds, and of what they bound, where more of it helps an attacker.
const BOUNDS: &[&str] = &[
    "max",
    "maximum",
    "limit",
    "limits",
    "expires",
    "expiry",
    "expire",
    "exp",
    "expiration",
    "ttl",
    "lifetime",
    "lifespan",
    "age",
    "attempts",
    "failed",
    "tries",
    "burst",
    "rate",
    "throttle",
    "window",
    "timeout",
    "duration",
    "depth",
    "quota",
];
const BOUND: &[&str] = &[
    "token",
    "session",
    "login",
    "password",
    "body",
    "upload",
    "payload",
    "request",
    "requests",
    "cookie",
    "jwt",
    "file",
    "attempt",
    "attempts",
    "access",
    "refresh",
    "reset",
    "auth",
    "exp",
    "expiry",
    "expires",
    "json",
    "urlencoded",
    "throttle",
    "limiter",
    "depth",
    "nesting",
    "otp",
    "code",
    "lockout",
    "failures",
    "fee",
    "amount",
    "download",
    "message",
    "packet",
    "frame",
];
/// Words of strength, where less of it helps.
const STRENGTH: &[&str] = &[
    "min",
    "minimum",
    "minlength",
    "rounds",
    "iterations",
    "cost",
    "stretches",
    "bits",
    "keysize",
    "hsts",
    "pbkdf2",
    "argon2",
    "scrypt",
    "bcrypt",
    "memory",
    "params",
    "salt",
    "saltrounds",
    "required",
    "approvals",
    "approving",
    "reviewers",
    "reviews",
    "review",
    "entropy",
    "strength",
    "minimal",
];
const STRONG: &[&str] = &[
    "password",
    "passphrase",
    "hash",
    "hashing",
    "pbkdf2",
    "argon2",
    "scrypt",
    "bcrypt",
    "key",
    "keys",
    "hsts",
    "salt",
    "rounds",
    "stretches",
    "iterations",
    "rsa",
    "dh",
    "secret",
    "token",
    "approving",
    "approvals",
    "reviewers",
    "transport",
    "otp",
    "pin",
    "cost",
];

/// A number of one of these lines moved the wrong way.
fn numbers(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let near = |l: &Line<'_>, list: &[&str]| {
        says(l, list) || list.iter().any(|w| w.len() > 5 && around(s, l.number).to_ascii_lowercase().contains(w))
    };
    b.pairs.iter().find_map(|(old, new)| {
        let (was, is) = (magnitude(old)?, magnitude(new)?);
        let compound = |l: &Line<'_>, list: &[&str]| {
            l.tokens.iter().any(|t| list.iter().any(|w| w.len() > 5 && plain_name(t.text).contains(w)))
        };
        // `"anon": "20/min"` below `THROTTLE_RATES`.
        let rates = || {
            let above = around(s, old.number).to_ascii_lowercase();
            old.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text).contains('/'))
                && (above.contains("throttle") || above.contains("rate"))
        };
        // `@max_size` of `upload.ex`: the file says what it bounds.
        let sized = || {
            says(old, &["size", "length", "bytes", "len"]) && has_word(s.path.rsplit('/').next().unwrap_or(""), BOUND)
        };
        let bounds = says(old, BOUNDS) && (says(old, BOUND) || sized()) || rates();
        let strength = (says(old, STRENGTH) || compound(old, STRENGTH)) && (near(old, STRONG) || compound(old, STRONG));
        let (l, r) = (left_of_value(old), left_of_value(new));
        let same = l.iter().zip(&r).all(|(x, y)| x == y) && !(l.is_empty() || r.is_empty());
        // What else comes with it has numbers of its own.
        let words = |l: &Line<'_>| {
            l.tokens.iter().filter(|t| t.kind == Kind::Word && !any_unit(t) && value(t).is_none()).count()
        };
        let same = same && words(new) <= words(old) + 1;
        // The name beside the number says which of the two it is.
        let strength = strength && !nearest(old, new).is_some_and(|n| has_word(n, BOUNDS) && !has_word(n, STRENGTH));
        let looser = same && (bounds && is >= was * MANY || strength && is * 2.0 <= was);
        looser.then(|| format!("{} becomes {}", told(was), told(is)))
    })
}

/// The name in front of the number that is another.
fn nearest<'x>(old: &'x Line<'_>, new: &Line<'_>) -> Option<&'x str> {
    let differs = |(a, b): (&Token<'_>, &Token<'_>)| a.text != b.text;
    let at = old.tokens.iter().zip(&new.tokens).position(differs)?;
    old.tokens.get(..at)?.iter().rev().find(|t| t.kind == Kind::Word && !any_unit(t)).map(|t| t.text)
}

fn told(value: f64) -> String {
    if value.is_infinite() { "a limit".to_owned() } else { format!("{value}") }
}

/// The line and its neighbours, as written.
fn around<'a>(s: &Scene<'a>, number: u32) -> &'a str {
    let first = usize::try_from(number).unwrap_or(0).saturating_sub(2);
    let text = s.before.text;
    let mut ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let from = if first == 0 { 0 } else { ends.nth(first - 1).unwrap_or(text.len()) };
    let rest = text.get(from..).unwrap_or("");
    let to = rest.match_indices('\n').nth(4).map_or(rest.len(), |(at, _)| at);
    rest.get(..to).unwrap_or("")
}

/// What stands before the first number.
fn left_of_value(l: &Line<'_>) -> Vec<String> {
    let words = l.tokens.iter().take_while(|t| value(t).is_none());
    words.filter(|t| t.kind != Kind::Mark && !any_unit(t)).map(|t| t.text.to_owned()).take(4).collect()
}

/// How much a line says: its numbers multiplied, with their units; none where it has none.
fn magnitude(l: &Line<'_>) -> Option<f64> {
    if let Some(seconds) = calendar(l) {
        return Some(seconds);
    }
    let mut product = 1.0;
    let mut any = false;
    for (i, t) in l.tokens.iter().enumerate() {
        let minus = i > 0 && l.tokens.get(i - 1).is_some_and(|m| m.is("-")) && i > 1;
        if let Some(v) = value(t) {
            product *= if minus && v == 1.0 { f64::INFINITY } else { v };
            any = true;
        } else if t.kind == Kind::Word && any_unit(t) {
            product *= unit(t.text).unwrap_or(1.0);
        }
    }
    let shift = l.tokens.windows(3).find_map(|w| match w {
        [a, b, n] if a.is("<") && b.is("<") => value(n),
        _ => None,
    });
    // `1 << 30`: the number behind it is no factor.
    let shifted = shift.filter(|n| *n > 0.0 && *n < 64.0).map(|n| product / n * n.exp2());
    any.then_some(shifted.unwrap_or(product))
}

/// `AddDate(years, months, days)` in seconds.
fn calendar(l: &Line<'_>) -> Option<f64> {
    let at = l.tokens.iter().position(|t| t.is("AddDate"))?;
    let mut numbers = l.tokens.get(at + 1..)?.iter().filter_map(value);
    let (years, months, days) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Some((years * 365.0 + months * 30.0 + days) * 86_400.0)
}

fn any_unit(t: &Token<'_>) -> bool {
    unit(t.text).is_some() && t.text.len() > 1
}

/// Seconds or bytes.
fn unit(text: &str) -> Option<f64> {
    Some(match text.to_ascii_lowercase().as_str() {
        "s" | "sec" | "second" | "seconds" => 1.0,
        "m" | "min" | "minute" | "minutes" | "ofminutes" | "fromminutes" | "addminutes" | "plusminutes" => 60.0,
        "h" | "hour" | "hours" | "ofhours" | "fromhours" | "addhours" | "plushours" => 3_600.0,
        "d" | "day" | "days" | "ofdays" | "fromdays" | "adddays" | "plusdays" => 86_400.0,
        "w" | "week" | "weeks" | "plusweeks" | "addweeks" | "ofweeks" => 604_800.0,
        "month" | "months" | "plusmonths" | "addmonths" | "ofmonths" => 2_592_000.0,
        "y" | "year" | "years" | "plusyears" | "addyears" | "ofyears" => 31_536_000.0,
        "b" => 1.0,
        "kb" | "kib" | "k" => 1_024.0,
        "mb" | "mib" => 1_048_576.0,
        "gb" | "gib" | "g" => 1_073_741_824.0,
        _ => return None,
    })
}

/// The number that a token is: `64`, `19_456`, `"100kb"`, `"15m"`, `usize::MAX`.
fn value(t: &Token<'_>) -> Option<f64> {
    let text = body(t.text).trim();
    if t.kind == Kind::Word
        && [
            "MAX",
            "MaxInt",
            "MaxInt64",
            "MAX_VALUE",
            "MaxValue",
            "Infinity",
            "INFINITY",
            "inf",
            "infinity",
            "unlimited",
        ]
        .contains(&text)
    {
        return Some(f64::INFINITY);
    }
    if t.kind == Kind::Mark || !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > 24 {
        return None;
    }
    let plain = text.replace('_', "");
    let end = plain.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(plain.len());
    let (number, rest) = plain.split_at_checked(end)?;
    let number: f64 = number.trim_end_matches('.').parse().ok()?;
    Some(number * unit(rest.trim()).unwrap_or(1.0))
}

/// Words of lists whose entries protect.
const GUARDING: &[&str] = &[
    "permission",
    "permissions",
    "authentication",
    "validator",
    "validators",
    "hidden",
    "guarded",
    "redact",
    "redacted",
    "sanitize",
    "middleware",
    "middlewares",
    "hashers",
    "forbidden",
    "denied",
    "blocked",
    "deny",
    "block",
    "blocklist",
    "denylist",
    "drop",
    "security",
    "headers",
    "checks",
    "required",
    "protected",
    "interceptors",
    "guards",
    "policies",
    "readonly",
    "sensitive",
    "masked",
    "filters",
    "extensions",
    "matcher",
    "disallowed",
    "reserved",
    "restricted",
    "prehandler",
    "secure",
];
/// Words of entries that protect, in lists of any name.
const ENTRY: &[&str] = &[
    "security",
    "csp",
    "frame",
    "nosniff",
    "password",
    "secret",
    "token",
    "otp",
    "ssn",
    "csrf",
    "xss",
    "auth",
    "authenticated",
    "admin",
    "isadmin",
    "depth",
    "limiter",
    "validator",
    "isauthenticated",
    "permission",
    "staff",
    "guard",
    "policy",
    "transport",
    "private",
    "cookie",
    "authorization",
    "throttle",
    "ssrf",
    "audit",
    "credit",
    "card",
    "email",
    "confirmable",
    "lockable",
    "timeoutable",
];

/// A list of protections has an entry less.
fn entry_lost(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let file = lines(&s.before.tokens);
    let inline = b.pairs.iter().find_map(|(old, new)| {
        let out = left_out(old, new)?;
        let key = key_of(old)?;
        let at = file.partition_point(|l| l.number < old.number);
        let above = at
            .checked_sub(1)
            .and_then(|a| file.get(a))
            .filter(|l| l.tokens.last().is_some_and(|t| t.is("[") || t.is("(")));
        let key = above.and_then(key_of).unwrap_or(key);
        let listed = above.is_some() || old.tokens.iter().any(|t| t.is("[") || t.is("{") || t.is("%"));
        let mut entries = out.iter().filter(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME);
        let whole = ["filter_parameters", "read_only", "readOnly"];
        let guards = has_word(&key, GUARDING) || whole.iter().any(|w| key.contains(w));
        let gone = entries.next().filter(|_| listed && (guards && !has_word(&key, &["allow", "allowed", "skip"])))?;
        let elsewhere = s.delta.added.iter().flat_map(|l| &l.tokens).any(|t| t.text == gone.text);
        (!elsewhere).then(|| format!("`{}` is taken out of `{key}`", body(gone.text)))
    });
    inline.or_else(|| entry_line(s).filter(|_| !credit::replaced(s)))
}

/// The first name of a line.
fn key_of(l: &Line<'_>) -> Option<String> {
    let skipped = [
        "const",
        "let",
        "var",
        "protected",
        "private",
        "public",
        "static",
        "final",
        "val",
        "export",
        "def",
        "self",
        "config",
    ];
    let t = l.tokens.iter().find(|t| t.kind != Kind::Mark && !skipped.contains(&t.text))?;
    // `Rails.application.config.filter_parameters`: the last of the chain.
    let at = l.tokens.iter().position(|x| std::ptr::eq(x, t))?;
    let mut name = t;
    for pair in l.tokens.get(at..)?.windows(3) {
        match pair {
            [_, dot, next] if dot.is(".") && next.kind == Kind::Word => name = next,
            [_, sign, _] if sign.is("=") || sign.is(":") || sign.is("[") || sign.is("(") || sign.is("+") => break,
            _ => {}
        }
    }
    Some(body(name.text).trim_start_matches('$').to_owned())
}

/// The same for a list over several lines: its line goes, and nothing takes its place.
fn entry_line(s: &Scene<'_>) -> Option<String> {
    if !s.delta.added.is_empty() {
        return None;
    }
    let file = lines(&s.before.tokens);
    let first = s.delta.removed.first()?;
    let alone = |l: &Line<'_>| {
        let ends = l.tokens.last().is_some_and(|t| t.is(",") || t.kind == Kind::Text || t.is("}") || t.is("]"));
        let begins = l.tokens.first().is_some_and(|t| t.kind == Kind::Text || t.is("{") || t.is(":") || t.is("["));
        ends && begins
    };
    if !s.delta.removed.iter().all(alone) {
        return None;
    }
    let at = file.partition_point(|l| l.number < first.number);
    let opens = |l: &&Line<'_>| l.tokens.last().is_some_and(|t| t.is("[") || t.is("{") || t.is("("));
    let head = file.get(..at)?.iter().rev().take(20).find(opens)?;
    let named = says(head, GUARDING) && !says(head, &["allow", "allowed", "exclude", "skip", "public"]);
    let gone =
        s.delta.removed.iter().flat_map(|l| &l.tokens).find(|t| t.kind != Kind::Mark && has_word(t.text, ENTRY))?;
    named.then(|| format!("`{}` is taken out of a list that protects", body(gone.text)))
}

/// Words of lists whose entries are let through.
const THROUGH: &[&str] = &[
    "except",
    "exempt",
    "exclude",
    "excluded",
    "ignore",
    "ignored",
    "public",
    "skip",
    "allow",
    "allowed",
    "permit",
    "permitted",
    "trusted",
    "whitelist",
    "allowlist",
    "fillable",
    "origin",
    "origins",
    "hosts",
    "anonymous",
];
/// Fields that make somebody more than they are.
const RAISES: &[&str] = &[
    "role",
    "roles",
    "admin",
    "is_admin",
    "isadmin",
    "superuser",
    "staff",
    "owner",
    "permissions",
    "balance",
    "verified",
];

/// A pattern, a star or a network that holds everything.
fn is_everything(text: &str) -> bool {
    let bare = text.trim_start_matches(['/', '^', '(']).trim_end_matches(['/', '$', ')']);
    matches!(text, "*" | ".*" | "**" | "/**" | "/*" | "^/")
        || matches!(bare, ".*" | ".+" | ".*?" | "0.0.0.0/0" | "::/0")
}

/// Everything, or what makes somebody more, comes into a list of what is let through.
fn everything(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let all = |t: &&Token<'_>| t.kind == Kind::Text && is_everything(body(t.text));
    let file = lines(&s.after.tokens);
    let head = |l: &Line<'_>| {
        let at = file.partition_point(|x| x.number < l.number);
        let above = file.get(at.saturating_sub(6)..at).unwrap_or_default();
        says(l, THROUGH)
            || above.iter().rev().any(|x| x.tokens.last().is_some_and(|t| t.is("[") || t.is("(")) && says(x, THROUGH))
    };
    b.pairs.iter().find_map(|(old, new)| {
        let come = only_in(new, old);
        let gone = only_in(old, new);
        let star = come.iter().find(|t| all(t));
        // `postMessage(data, origin)` becomes `postMessage(data, "*")`.
        let names =
            gone.iter().any(|t| t.kind == Kind::Word && has_word(t.text, &["origin", "host", "domain", "target"]));
        let address = gone.iter().any(|t| t.kind == Kind::Text && body(t.text).contains("://"));
        if star.is_some() && (head(new) || names || address) {
            return Some("everything is let through (`*`)".to_owned());
        }
        let raises = |t: &&&Token<'_>| t.kind != Kind::Mark && t.text.len() < MAX_NAME && has_word(t.text, RAISES);
        let more = gone.is_empty() && says(new, THROUGH);
        more.then(|| come.iter().find(raises)).flatten().map(|t| format!("`{}` may be set by anybody", body(t.text)))
    })
}

/// Words of names that say that nothing is looked at.
const OPENING: &[&str] = &[
    "unsafe",
    "unescaped",
    "insecure",
    "unchecked",
    "unverified",
    "unauthenticated",
    "anonymous",
    "bypass",
    "noop",
    "permissive",
    "dangerously",
    "unrestricted",
    "untrusted",
    "plaintext",
    "cleartext",
];
/// What does the same and holds nothing back.
const SIBLINGS: &[(&str, &str)] = &[
    ("RejectPolicy", "AutoAddPolicy"),
    ("RejectPolicy", "WarningPolicy"),
    ("allowHost", "anyHost"),
    ("cancel", "proceed"),
    ("secureStorage", "prefs"),
    ("secureStorage", "SharedPreferences"),
    ("SecureStore", "AsyncStorage"),
    ("EncryptedSharedPreferences", "SharedPreferences"),
    ("object", "any"),
    ("validated", "all"),
    ("validate", "all"),
    ("ct_eq", "=="),
    ("performDefaultHandling", "useCredential"),
    ("deny", "allow"),
    ("DENY", "ALLOWALL"),
    ("DENY", "ALLOW"),
    ("Strict", "None"),
    ("strict", "none"),
    ("Lax", "None"),
    ("RequireAndVerifyClientCert", "RequestClientCert"),
    ("RequireAndVerifyClientCert", "NoClientCert"),
    ("authenticated", "permitAll"),
    ("gcm", "cbc"),
    ("GCM", "ECB"),
    ("GCM", "CBC"),
    ("mkstemp", "mktemp"),
    ("NamedTemporaryFile", "mktemp"),
    ("htmltemplate", "texttemplate"),
    ("html/template", "text/template"),
    ("defusedxml", "xml"),
    ("execFile", "exec"),
    ("execFileSync", "execSync"),
    ("SafeConstructor", "Constructor"),
];
/// A name that looks at nothing, where the line had one that did.
fn opening(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let (gone, come) = (only_in(old, new), only_in(new, old));
        if gone.is_empty() {
            return None;
        }
        let opens = |t: &&&Token<'_>| t.kind == Kind::Word && t.text.len() < MAX_NAME && has_word(t.text, OPENING);
        if let Some(t) = come.iter().find(opens) {
            return Some(format!("`{}` takes the place of what looked", t.text));
        }
        if let Some(what) = twins::seen(s, new, &gone, &come) {
            return Some(what);
        }
        let part = |t: &&Token<'_>, w: &str| {
            t.text == w
                || t.kind == Kind::Text
                    && t.text.len() < MAX_NAME
                    && body(t.text).split(['-', '/', '_', ' ']).any(|p| p == w)
        };
        let compares = |l: &Line<'_>| l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("=") && b.is("=")));
        let sibling = SIBLINGS.iter().find(|(safe, not)| {
            let came = come.iter().any(|t| part(t, not)) || *not == "==" && compares(new) && !compares(old);
            gone.iter().any(|t| part(t, safe)) && came
        });
        sibling.map(|(safe, not)| format!("`{not}` in the place of `{safe}`"))
    })
}

/// An address that is not encrypted any more, or a port that listens for everybody.
fn plain_text(b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let texts = |l: &Line<'_>| -> Vec<String> {
            l.tokens.iter().filter(|t| t.kind != Kind::Mark).map(|t| body(t.text).to_owned()).collect()
        };
        let (was, is) = (texts(old), texts(new));
        was.iter().zip(&is).filter(|(o, n)| o != n).find_map(|(o, n)| {
            let local = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"].iter().any(|h| n.contains(h));
            let downgraded =
                [("https://", "http://"), ("wss://", "ws://"), ("ldaps://", "ldap://"), ("rediss://", "redis://")]
                    .iter()
                    .any(|(safe, not)| o.strip_prefix(safe).is_some_and(|r| n.strip_prefix(not) == Some(r)));
            if downgraded && !local {
                return Some(format!("`{n}` is not encrypted"));
            }
            let bound = o.strip_prefix("127.0.0.1:").or(o.strip_prefix("localhost:"));
            (bound == Some(n.as_str()) || bound.is_some_and(|r| n.strip_prefix("0.0.0.0:") == Some(r)))
                .then(|| format!("`{n}` listens for every address"))
        })
    })
}

/// Calls that are only safe by what they are told beside.
const RESTRAINED: &[&str] = &[
    "extractall",
    "unpack_archive",
    "binary_to_term",
    "unserialize",
    "unmarshal",
    "syslog",
    "printf",
    "fprintf",
    "setcookie",
    "set_cookie",
    "cookie",
    "Limiter",
    "decode",
    "verify",
    "load",
    "loads",
    "allocate",
    "Template",
    "Environment",
    "parse",
    "starttls",
    "postMessage",
    "openExternal",
    "redirect_to",
    "render",
];

/// Such a call with less said.
fn restraint(b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let out = left_out(old, new)?;
        let called =
            old.tokens.windows(2).find(|w| matches!(w, [a, p] if p.is("(") && RESTRAINED.contains(&a.text)))?;
        let said = out.iter().any(|t| t.kind == Kind::Word && t.text.len() > 2 || t.kind == Kind::Text);
        let named = out.iter().any(|t| t.is("=") || t.is(":") || t.kind == Kind::Text && body(t.text).contains('%'));
        let open = |l: &Line<'_>| {
            l.tokens.iter().filter(|t| t.is("(")).count() == l.tokens.iter().filter(|t| t.is(")")).count()
        };
        let name = called.first().filter(|_| open(old) && open(new)).map(|t| t.text)?;
        (said && named).then(|| format!("`{name}` is held back by less"))
    })
}

/// A key, password or secret that was fetched and is written down now.
fn literal_secret(b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let key = old
            .tokens
            .first()
            .filter(|t| t.kind != Kind::Mark && has_word(t.text, &["secret", "password", "passphrase", "key"]))?;
        let same = new.tokens.first().is_some_and(|t| t.text == key.text);
        let text = |l: &Line<'_>| {
            l.tokens.get(1..).unwrap_or_default().iter().any(|t| t.kind == Kind::Text && body(t.text).len() > 5)
        };
        let fetched = |l: &Line<'_>| {
            l.tokens.iter().any(|t| {
                let plain = plain_name(t.text);
                ["env", "getenv", "environ", "config", "secrets", "vault", "settings", "keychain", "credentials"]
                    .iter()
                    .any(|w| plain.contains(w))
            })
        };
        (same && fetched(old) && !fetched(new) && text(new))
            .then(|| format!("`{}` is written into the program", body(key.text)))
    })
}

/// What went wrong inside is answered to whoever asked.
fn shows_insides(b: &Beside<'_, '_>) -> Option<String> {
    let insides = [
        "format_exc",
        "traceback",
        "stack",
        "stackTrace",
        "getStackTrace",
        "StackTrace",
        "backtrace",
        "print_exc",
        "printStackTrace",
    ];
    let answers = [
        "jsonify",
        "json",
        "send",
        "render",
        "response",
        "Response",
        "body",
        "return",
        "reply",
        "write",
        "detail",
        "message",
        "HttpResponse",
        "res",
        "Json",
    ];
    let has = |l: &Line<'_>, list: &[&str]| l.tokens.iter().any(|t| t.kind != Kind::Mark && list.contains(&t.text));
    let mut pairs = b.pairs.iter().filter(|(o, n)| has(n, &insides) && !has(o, &insides) && has(n, &answers));
    pairs.next().map(|_| "the insides of a failure are shown".to_owned())
}

/// A list of names that could be set becomes whatever is sent.
fn all_of_it(s: &Scene<'_>) -> Option<String> {
    let texts = |l: &Line<'_>| l.tokens.iter().filter(|t| t.kind == Kind::Text).count();
    let named = s.delta.removed.iter().any(|l| {
        texts(l) >= 2
            && l.tokens.iter().any(|t| t.is("for") || t.is("of") || t.is("in") || t.is("pick") || t.is("only"))
    });
    let all = |l: &Line<'_>| {
        let words = ["items", "entries", "keys", "iteritems", "all", "each"];
        l.tokens.iter().any(|t| words.contains(&t.text)) && texts(l) == 0
    };
    let sets = |l: &Line<'_>| {
        l.tokens
            .iter()
            .any(|t| has_word(t.text, &["setattr", "set", "assign", "update", "fill", "attributes"]) || t.is("]"))
    };
    let now = s.delta.added.iter().any(all) && s.delta.added.iter().any(sets);
    (named && now).then(|| "whatever is sent is set".to_owned())
}
