//! One thing of a line that turns: a yes that becomes a no, a word that becomes its opposite, a value that is not put through what
//! cleaned it, an option that is not said any more, a guard with an exception that it did not have, data that is sent where the
//! session's own was. Called by `security`, on lines beside each other.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::beside::{Beside, left_out, only_in};
use super::{Scene, credit, guards, has_word, words};

/// A longer text is prose, not a name.
const MAX_NAME: usize = 80;

/// What turned, in words.
#[must_use]
pub fn turned(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    b.pairs
        .iter()
        .find_map(|(old, new)| {
            flips(old, new)
                .or_else(|| opposite(old, new))
                .or_else(|| unwrapped(old, new))
                .or_else(|| unsaid(s, old, new))
                .or_else(|| excepted(old, new))
                .or_else(|| sent(old, new))
        })
        .or_else(|| refuses_less(s, b))
        .or_else(|| denies_less(s))
        .or_else(|| condition_gone(s))
}

/// Words of what protects, where no is less.
pub const PROTECTS: &[&str] = &[
    "secure",
    "security",
    "verify",
    "validate",
    "validation",
    "check",
    "csrf",
    "xsrf",
    "xss",
    "https",
    "ssl",
    "tls",
    "auth",
    "authenticated",
    "authorization",
    "lockout",
    "encrypt",
    "encrypted",
    "encryption",
    "signed",
    "signature",
    "sandbox",
    "strict",
    "sanitize",
    "escape",
    "autoescape",
    "lock",
    "audit",
    "hsts",
    "httponly",
    "mfa",
    "2fa",
    "otp",
    "protected",
    "protection",
    "isolation",
    "enforce",
    "required",
    "require",
    "restrict",
    "readonly",
    "locked",
    "guard",
    "policy",
    "throttle",
    "captcha",
    "redact",
    "mask",
    "private",
    "revoked",
    "expires",
    "integrity",
    "permission",
    "block",
    "deny",
    "safe",
];
/// Words of what opens, where yes is less.
pub const OPENS: &[&str] = &[
    "debug",
    "insecure",
    "skip",
    "bypass",
    "anonymous",
    "unsafe",
    "public",
    "privileged",
    "trust",
    "permissive",
    "unverified",
    "exposed",
    "expose",
    "dangerous",
    "dangerously",
    "disable",
    "disabled",
    "ignore",
    "unauthenticated",
    "guest",
    "cleartext",
    "introspection",
    "playground",
    "console",
    "stacktrace",
    "verbose",
    "remote",
    "root",
    "passthrough",
    "unrestricted",
];

/// What the nearest names before a value say.
pub fn about<'x>(l: &'x Line<'_>, at: usize) -> impl Iterator<Item = &'x str> {
    let before = l.tokens.get(at.saturating_sub(8)..at).unwrap_or_default();
    before.iter().filter(|t| t.kind != Kind::Mark && t.text.len() < MAX_NAME).map(|t| t.text)
}

/// One yes becomes no, or no yes.
fn flips(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return None };
    let yes = |t: &Token<'_>| {
        ["true", "on", "yes", "enabled", "always"].contains(&body(t.text).to_ascii_lowercase().as_str())
    };
    let no = |t: &Token<'_>| {
        ["false", "off", "no", "disabled", "never", "none"].contains(&body(t.text).to_ascii_lowercase().as_str())
    };
    let at = old.tokens.iter().position(|t| std::ptr::eq(t, *was))?;
    let says = |list: &[&str]| about(old, at).any(|n| has_word(n, list));
    let opens = says(OPENS);
    // `"trust proxy", 1` becomes `true`: whoever it was, it is everybody.
    let narrow =
        matches!(was.kind, Kind::Number | Kind::Text) && !yes(was) && says(&["trust", "trusted", "allow", "expose"]);
    let loosened = yes(was) && no(is) && says(PROTECTS) && !opens || (no(was) && opens || narrow) && yes(is);
    loosened.then(|| format!("`{}` becomes `{}`", body(was.text), body(is.text)))
}

/// What holds and what lets, word by word.
const OPPOSITES: &[(&str, &[&str])] = &[
    ("strong", &["weak", "any", "none"]),
    ("strict", &["lax", "none", "loose", "optional", "relaxed", "permissive"]),
    ("lax", &["none"]),
    ("always", &["never", "none", "optional", "sameasrequest"]),
    ("required", &["optional", "none", "preferred", "never", "wanted"]),
    ("require", &["allow", "prefer", "disable", "none", "want", "optional"]),
    ("prohibit", &["parse", "allow", "ignore"]),
    ("private", &["public"]),
    ("deny", &["allow", "permit", "accept"]),
    ("block", &["allow", "accept"]),
    ("reject", &["accept", "ignore", "warn", "allow"]),
    ("every", &["some"]),
    ("secure", &["insecure", "none"]),
    ("authenticated", &["anonymous", "public", "anyone", "any"]),
    ("restricted", &["unrestricted", "public", "open"]),
    ("enforce", &["permissive", "warn", "audit", "disabled"]),
    ("enforcing", &["permissive", "disabled"]),
    ("confined", &["unconfined"]),
    ("verify", &["skip", "none", "ignore"]),
    ("error", &["follow"]),
    ("manual", &["follow"]),
    ("deny", &["allowall"]),
    ("sameorigin", &["allowall"]),
    ("bounded", &["unbounded"]),
    ("limited", &["unlimited"]),
    ("hard", &["soft"]),
];

/// The same line with one word in the place of its opposite.
fn opposite(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    if old.tokens.len() > 60 {
        return None;
    }
    if gone.len() > 2 || come.len() > 5 {
        return option_turned(old, new);
    }
    // Which part of a program sees a name is no protection.
    let bare = |t: &Token<'_>| t.kind == Kind::Word && ["private", "public", "protected", "internal"].contains(&t.text);
    let named = |t: &&&Token<'_>| t.kind != Kind::Mark && t.text.len() < MAX_NAME && !bare(t);
    gone.iter().filter(named).find_map(|was| {
        let of = words(was.text);
        let lets = |is: &&&Token<'_>| {
            let to = words(is.text);
            OPPOSITES.iter().any(|(a, list)| {
                of.iter().any(|w| w == a) && !to.iter().any(|w| w == a) && to.iter().any(|w| list.contains(&w.as_str()))
            })
        };
        come.iter().filter(named).find(lets).map(|is| format!("`{}` becomes `{}`", body(was.text), body(is.text)))
    })
}

/// The same of one option among others that change: `redirect: "error"` becomes `redirect: "follow"`.
fn option_turned(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let options = |l: &Line<'_>| -> Vec<(String, String)> {
        let all = l.tokens.windows(3).filter_map(|w| match w {
            [k, s, v]
                if k.kind == Kind::Word
                    && (s.is(":") || s.is("="))
                    && v.kind == Kind::Text
                    && v.text.len() < MAX_NAME =>
            {
                Some((k.text.to_owned(), body(v.text).to_ascii_lowercase()))
            }
            _ => None,
        });
        all.collect()
    };
    let now = options(new);
    options(old).into_iter().find_map(|(key, was)| {
        let is = now.iter().find(|(k, _)| *k == key).map(|(_, v)| v)?;
        let turned = OPPOSITES.iter().any(|(a, list)| *a == was && list.contains(&is.as_str()));
        turned.then(|| format!("`{was}` becomes `{is}`"))
    })
}

/// Words of what cleans a value.
const CLEANS: &[&str] = &[
    "strip",
    "clean",
    "escape",
    "escaped",
    "encode",
    "encoded",
    "sanitize",
    "sanitized",
    "safe",
    "quote",
    "quoted",
    "normalize",
    "canonical",
    "canonicalize",
    "basename",
    "validate",
    "verified",
    "verify",
    "encrypt",
    "hash",
    "hashed",
    "mask",
    "redact",
    "purify",
    "filter",
    "clamp",
    "limit",
    "bounded",
    "tokenize",
    "sign",
    "policy",
    "scope",
    "accessible",
    "permitted",
    "visible",
    "authorized",
    "render_template",
];
/// Words of what comes from outside.
const SENT: &[&str] = &[
    "body",
    "params",
    "query",
    "args",
    "form",
    "headers",
    "cookies",
    "input",
    "GET",
    "POST",
    "_GET",
    "_POST",
    "_REQUEST",
    "payload",
    "querystring",
    "searchParams",
];

/// Takes something that comes from outside.
#[must_use]
pub fn is_sent(l: &[&Token<'_>]) -> bool {
    l.iter().any(|t| t.kind == Kind::Word && SENT.contains(&t.text.trim_start_matches('$')))
}

/// `put(clean(x))` becomes `put(x)`.
fn unwrapped(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let out = left_out(old, new)?;
    let names: Vec<&&Token<'_>> = out.iter().filter(|t| t.kind != Kind::Mark).collect();
    let opens = out.iter().filter(|t| t.is("(")).count();
    let wraps = opens > 0 && opens == out.iter().filter(|t| t.is(")")).count() && !names.is_empty() && names.len() <= 4;
    let cleans = names.iter().find(|t| t.kind == Kind::Word && has_word(t.text, CLEANS));
    let all: Vec<&Token<'_>> = new.tokens.iter().collect();
    let cast = names.iter().find(|t| {
        is_sent(&all)
            && ["String", "Number", "parseInt", "int", "str", "Boolean", "intval", "Integer"].contains(&t.text)
    });
    wraps.then(|| cleans.or(cast).map(|t| format!("`{}` does not see to it any more", t.text)))?
}

/// Words of places where each option matters.
const CAREFUL: &[&str] = &[
    "auth",
    "oauth",
    "oidc",
    "saml",
    "session",
    "cookie",
    "cookies",
    "crypto",
    "cipher",
    "tls",
    "ssl",
    "jwt",
    "token",
    "tokens",
    "login",
    "password",
    "csp",
    "cors",
    "security",
    "secure",
    "verify",
    "verifier",
    "sign",
    "key",
    "keys",
    "hash",
    "sandbox",
    "permissions",
    "policy",
    "guard",
    "authorize",
    "credentials",
    "validates",
    "validate",
    "validator",
    "limiter",
    "upload",
];
/// Words of options that bound.
const BOUNDING: &[&str] =
    &["timeout", "limit", "limits", "max", "depth", "size", "length", "redirect", "signal", "redirects"];

/// An option goes from a statement that stays, where options are what protects; or one that bounds, anywhere.
fn unsaid(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let out = left_out(old, new)?;
    let named = |t: &Token<'_>| {
        let at = old.tokens.iter().position(|o| std::ptr::eq(o, t))?;
        let sign = old.tokens.get(at + 1).is_some_and(|n| n.is("=") || n.is(":"));
        let first = at == 0;
        (t.kind == Kind::Word && sign && !first && t.text.len() > 2).then(|| t.text.to_owned())
    };
    let option = out.iter().find_map(|t| named(t))?;
    let balanced =
        |l: &Line<'_>| l.tokens.iter().filter(|t| t.is("(")).count() == l.tokens.iter().filter(|t| t.is(")")).count();
    let name = s.path.rsplit('/').next().unwrap_or("");
    let calls = old
        .tokens
        .windows(2)
        .any(|w| matches!(w, [a, p] if a.kind == Kind::Word && p.is("(") && has_word(a.text, CAREFUL)));
    let starts = old.tokens.first().is_some_and(|t| has_word(t.text, CAREFUL));
    let careful = calls || starts || has_word(name, CAREFUL);
    let harmless = has_word(
        &option,
        &["name", "label", "title", "description", "message", "id", "key", "domain", "logger", "level"],
    );
    let elsewhere = s.delta.added.iter().flat_map(|l| &l.tokens).any(|t| t.text == option);
    let typed = matches!(s.language.dialect, super::Dialect::Python) && old.tokens.first().is_some_and(|t| t.is("def"))
        || ["fn", "function", "func", "fun", "class", "interface"].iter().any(|k| old.tokens.iter().any(|t| t.is(k)));
    let same_end = old.tokens.last().map(|t| t.text) == new.tokens.last().map(|t| t.text);
    (same_end
        && (careful && !harmless || has_word(&option, BOUNDING))
        && balanced(old)
        && balanced(new)
        && !elsewhere
        && !typed)
        .then(|| format!("`{option}` is not said any more"))
}

/// A line that guards, with an exception that it did not have.
fn excepted(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let come = left_out(new, old)?;
    let lists = ["except", "skip", "exclude", "exempt", "unless", "if", "only", "ignore", "without", "bypass"];
    let word = come.iter().find(|t| t.kind == Kind::Word && lists.contains(&t.text))?;
    // `except:` beside a guard's name, not a condition of the program.
    let option = new
        .tokens
        .windows(2)
        .any(|w| matches!(w, [a, c] if a.text == word.text && (c.is(":") || c.is("=") || c.is("("))));
    let guards = old.tokens.iter().any(|t| super::lost::is_guarding(t) || super::mass::is_guard(t));
    (guards && option).then(|| format!("it guards less (`{}`)", word.text))
}

/// What the session knew is taken from what is sent.
fn sent(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let knew = guards::identities(old) > guards::identities(new) && gone.iter().any(|t| t.kind == Kind::Word);
    (knew && is_sent(&come) && !is_sent(&gone)).then(|| "who it is for is taken from what is sent".to_owned())
}

/// The condition of a refusal loses one of its alternatives: it refuses less, whatever it is about.
fn refuses_less(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let file = lines(&s.after.tokens);
    b.pairs.iter().find_map(|(old, new)| {
        let out = left_out(old, new)?;
        let twice = |x: Option<&&Token<'_>>, y: Option<&&Token<'_>>| {
            x.is_some_and(|t| t.is("|")) && y.is_some_and(|t| t.is("|"))
        };
        let word = |t: Option<&&Token<'_>>| t.is_some_and(|t| t.is("or"));
        // Anywhere: what is left may begin alike.
        let joins = word(out.first()) || word(out.last()) || out.windows(2).any(|w| twice(w.first(), w.get(1)));
        if !joins {
            return None;
        }
        // Asked elsewhere in the same edit: in the query, for example.
        let about = |t: &&&Token<'_>| t.kind == Kind::Word && t.text.len() > 2;
        let elsewhere = out.iter().filter(about).any(|t| {
            s.delta.added.iter().filter(|l| l.number != new.number).flat_map(|l| &l.tokens).any(|a| a.text == t.text)
        });
        let values = out.iter().any(|t| t.kind != Kind::Mark && t.text.len() > 1);
        let refuses = values && !elsewhere && guards::asks(new) && guards::refuses_below(&file, new.number);
        // A guard that stays in the line takes no other's place: what does has a name of its own.
        let old_names = || s.delta.removed.iter().flat_map(|l| &l.tokens);
        let fresh = s.delta.added.iter().flat_map(|l| &l.tokens);
        let brings = fresh.filter(|t| t.kind == Kind::Word).any(|t| !old_names().any(|o| o.text == t.text));
        (refuses && !(brings && credit::replaced(s))).then(|| "a check refuses less".to_owned())
    })
}

/// In what decides who or what may, less is denied.
fn denies_less(s: &Scene<'_>) -> Option<String> {
    let name = super::mass::decides(s)?;
    let no = |l: &Line<'_>| {
        l.tokens.iter().any(|t| ["false", "False", "FALSE"].contains(&t.text))
            && l.tokens.iter().any(|t| t.is("return") || t.is(">"))
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter(|l| no(l)).count();
    let (old, new) = (n(&s.delta.removed), n(&s.delta.added));
    if new >= old {
        return None;
    }
    // Said in one expression: every name that was asked about still is.
    let names = |lines: &[Line<'_>]| -> Vec<String> {
        let asked = lines.iter().filter(|l| guards::asks(l)).flat_map(|l| &l.tokens);
        asked
            .filter(|t| {
                t.kind == Kind::Word && t.text.len() > 1 && !["if", "nil", "null", "None", "not"].contains(&t.text)
            })
            .map(|t| t.text.to_owned())
            .collect()
    };
    let said = |n: &String| s.delta.added.iter().flat_map(|l| &l.tokens).any(|t| t.text == n);
    let asked = names(&s.delta.removed);
    let kept = !asked.is_empty() && asked.iter().all(said);
    (!kept && !credit::replaced(s)).then(|| format!("`{name}` denies less"))
}

/// A condition about where or who goes, and what stood in it is done always.
fn condition_gone(s: &Scene<'_>) -> Option<String> {
    let (old, new) = (&s.delta.removed, &s.delta.added);
    let pure = |l: &&Line<'_>| {
        let first = l.tokens.first().is_some_and(|t| t.is("if") || t.is("unless"));
        let ends = l.tokens.last().is_some_and(|t| t.is(")") || t.is(":") || t.is("{") || t.is("then"));
        first && ends
    };
    let condition = old.iter().find(pure)?;
    let about = [
        "development",
        "dev",
        "debug",
        "local",
        "test",
        "admin",
        "staff",
        "owner",
        "authenticated",
        "allowed",
        "trusted",
        "verified",
        "permission",
        "role",
    ];
    let speaks = condition.tokens.iter().any(|t| t.kind == Kind::Word && has_word(t.text, &about));
    let asks = |lines: &[Line<'_>]| lines.iter().filter(|l| guards::asks(l)).count();
    // Its body stays: what is removed besides is brackets and the other branch.
    let file = lines(&s.before.tokens);
    let at = file.partition_point(|l| l.number <= condition.number);
    let body = file.iter().skip(at).find(|l| l.tokens.iter().any(|t| t.kind == Kind::Word))?;
    let same = |l: &Line<'_>| l.tokens.iter().map(|t| t.text).eq(body.tokens.iter().map(|t| t.text));
    let stays = lines(&s.after.tokens).iter().any(same);
    (speaks && asks(new) < asks(old) && stays && !credit::replaced(s))
        .then(|| "what was done under a condition is done always".to_owned())
}
