//! What a small change takes out of a program, by its vocabulary: more names that guard, clean, check, bound or hide go than
//! come. The widest of the checks and the last one: what it sees has no known shape. And single shapes beside it: a condition
//! that becomes a constant, a list that becomes everything, exceptions that grow.

use super::super::delta::{Line, body};
use super::super::lex::{Kind, Token};
use super::{Scene, defined_name, has_word, plain_name};

/// A change of more lines than this is one of the program.
const MAX_LINES: usize = 6;
/// A longer token is no name.
const MAX_NAME: usize = 60;

/// What goes, in words.
#[must_use]
pub fn lost(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.len() > MAX_LINES || s.delta.added.len() > s.delta.removed.len() + 2 {
        return None;
    }
    let vocabulary = || vocabulary_lost(s).filter(|_| !super::credit::replaced(s));
    swapped(s).or_else(vocabulary).or_else(|| always(s)).or_else(|| everything(s)).or_else(|| exceptions(s))
}

/// Words of names that protect, wherever in the name.
const GUARDS: &[&str] = &[
    "auth",
    "authn",
    "authz",
    "authenticate",
    "authenticated",
    "authentication",
    "authorize",
    "authorized",
    "authorization",
    "authorizer",
    "csrf",
    "xsrf",
    "xss",
    "csp",
    "hsts",
    "helmet",
    "guard",
    "guards",
    "permission",
    "permissions",
    "permitted",
    "acl",
    "rbac",
    "jwt",
    "verify",
    "verified",
    "verifier",
    "validate",
    "validated",
    "validator",
    "validators",
    "valid",
    "sanitize",
    "sanitized",
    "sanitizer",
    "sanitise",
    "escape",
    "escaped",
    "autoescape",
    "escapehtml",
    "purify",
    "bleach",
    "defusedxml",
    "httponly",
    "samesite",
    "encrypt",
    "encrypted",
    "signature",
    "hmac",
    "captcha",
    "throttle",
    "limiter",
    "lockout",
    "audit",
    "redact",
    "redacted",
    "redactor",
    "allowlist",
    "whitelist",
    "denylist",
    "blocklist",
    "blacklist",
    "disallow",
    "forbid",
    "forbidden",
    "deny",
    "denied",
    "trusted",
    "sandbox",
    "restrict",
    "restricted",
    "sha256sum",
    "cosign",
    "gpg",
    "basename",
    "realpath",
    "canonicalize",
    "canonical",
    "expires",
    "expired",
    "expiry",
    "revoked",
    "signing",
    "pinner",
    "csurf",
    "unauthorized",
    "nonreentrant",
    "whennotpaused",
    "loginrequired",
    "noopener",
    "noreferrer",
    "integrity",
    "checksum",
    "fingerprint",
    "pinned",
    "pinning",
    "starttls",
    "umask",
    "zeroize",
    "cleanse",
    "memzero",
    "audience",
    "issuer",
    "esc",
    "setuid",
    "setgid",
    "setgroups",
    "initgroups",
    "set1",
    "hostflags",
    "sealed",
    "allowlisted",
    "authenticator",
    "signed",
    "verifying",
    "unprivileged",
    "honeypot",
    "encryption",
    "enforce",
    "enforced",
    "safehref",
    "attack",
    "governor",
    "firewall",
    "waf",
];
/// The same, by all letters of a name.
const WHOLE: &[&str] = &[
    "getfilename",
    "securefilename",
    "maxbytesreader",
    "ratelimit",
    "safejoin",
    "shellescape",
    "shlexquote",
    "htmlspecialchars",
    "timingsafeequal",
    "sslset1host",
    "sslsethostflags",
    "x509verifyparamset1host",
    "forhtml",
    "forhtmlcontent",
    "forhtmlattribute",
    "forjavascript",
    "encodeforhtml",
    "comparedigest",
    "escapeshellarg",
    "constanttimecompare",
    "issafe",
    "safeload",
    "literaleval",
    "filepathclean",
    "bodylimit",
    "maxbodysize",
    "contentlengthlimit",
    "requireapikey",
    "depthlimit",
    "costlimit",
    "expiresin",
    "currentuser",
    "sessionregenerateid",
    "regenerateid",
    "regeneratesession",
    "resetsession",
    "setobjectinputfilter",
    "securestorage",
    "encryptedsharedpreferences",
    "explicitbzero",
    "securezeromemory",
    "pathnormalize",
    "pathclean",
    "bleachclean",
    "htmlescape",
    "osrng",
    "hkdf",
    "pbkdf2hmac",
    "scrypt",
    "argon2id",
];

/// A name that guards, cleans, checks, bounds or hides.
#[must_use]
pub fn is_guard(t: &Token<'_>) -> bool {
    if t.kind == Kind::Mark || t.text.len() > MAX_NAME {
        return false;
    }
    // A text of several words is a message.
    if t.kind == Kind::Text && body(t.text).contains(' ') {
        return false;
    }
    // Swift's keyword, and what holds a lock.
    if t.is("guard") {
        return false;
    }
    let plain = plain_name(t.text);
    let compound = has_word(t.text, &["admin"]) && super::words(t.text).len() > 1;
    let scoped = has_word(t.text, &["current"]) && has_word(t.text, &["user", "account", "tenant", "member"]);
    compound
        || scoped
        || has_word(t.text, GUARDS)
        || WHOLE.contains(&plain.as_str())
        || ["csrf", "ratelimit", "sanitiz", "httponly", "samesite"].iter().any(|w| plain.contains(w))
        || has_word(t.text, &["safe"])
            && has_word(
                t.text,
                &[
                    "path", "url", "host", "html", "href", "dial", "client", "fetch", "redirect", "join", "load",
                    "return", "string",
                ],
            )
        || has_word(t.text, &["require", "requires", "ensure"]) && plain.len() > 9
        || t.text == "secure"
        || t.text.ends_with("_SECURE")
        || t.text == "Secure"
}

fn guards<'x, 'a>(lines: &'x [Line<'a>]) -> Vec<&'x Token<'a>> {
    let all = lines.iter().flat_map(|l| l.tokens.iter().enumerate().map(move |(i, t)| (l, i, t)));
    all.filter(|(l, i, t)| (is_guard(t) || is_guard_of(l, *i, t)) && !is_off(l, *i, t)).map(|(_, _, t)| t).collect()
}

/// With its owner's name: `filepath.Clean`; and what a shell pipes through.
fn is_guard_of(l: &Line<'_>, i: usize, t: &Token<'_>) -> bool {
    let before = |n: usize| i.checked_sub(n).and_then(|at| l.tokens.get(at));
    let piped = before(1).is_some_and(|b| b.is("|")) && ["age", "gpg", "openssl"].contains(&t.text);
    let owner = before(2).filter(|o| before(1).is_some_and(|d| d.is(".")) && o.kind == Kind::Word);
    let whole = owner.map(|o| plain_name(o.text) + &plain_name(t.text));
    piped || t.kind == Kind::Word && whole.is_some_and(|w| WHOLE.contains(&w.as_str()))
}

/// Said not to be there: what goes with it was no protection. A header that is sent is none either.
fn is_off(l: &Line<'_>, i: usize, t: &Token<'_>) -> bool {
    let at = |n: usize| l.tokens.get(i + n);
    let set = at(1).is_some_and(|n| n.is(":") || n.is("="));
    let no = at(2).is_some_and(|v| ["false", "False", "off", "no", "0", "none", "None"].contains(&body(v.text)));
    // `secure: "#0a0"` is a colour, and `state.auth.token` a place.
    let colour = set && body(t.text) == "secure" && at(2).is_some_and(|v| v.kind == Kind::Text);
    let place = t.text == "auth" && at(1).is_some_and(|n| n.is("."));
    colour || place || of_control(l, i) || set && (no || body(t.text).eq_ignore_ascii_case("authorization"))
}

/// What a control of a page looks like, or whether it can be pressed: `disabled={!valid}`. A server guards, a page only helps.
fn of_control(l: &Line<'_>, i: usize) -> bool {
    let looks = [
        "disabled",
        "className",
        "class",
        "style",
        "hidden",
        "checked",
        "readOnly",
        "title",
        "label",
        "placeholder",
        "variant",
        "color",
        "icon",
        "loading",
        "isDisabled",
        "open",
        "show",
        "visible",
        "aria",
        "selected",
    ];
    let from = i.saturating_sub(MAX_ATTRIBUTE);
    let before = l.tokens.get(from..=i).unwrap_or_default();
    let opens = before.windows(3).rposition(|w| {
        matches!(w, [name, sign, value] if name.kind == Kind::Word && sign.is("=") && (value.is("{") || value.kind == Kind::Text))
    });
    let closed = |at: usize| before.get(at + 3..).unwrap_or_default().iter().any(|t| t.is("}"));
    let named = |at: usize| before.get(at).is_some_and(|t| looks.contains(&t.text) || t.text.starts_with("aria"));
    opens.is_some_and(|at| named(at) && !closed(at))
}

/// An attribute of more tokens than these is a program of its own.
const MAX_ATTRIBUTE: usize = 12;

/// Brings something in, and does nothing.
#[must_use]
pub fn imports(l: &Line<'_>) -> bool {
    let words = ["import", "use", "using", "from", "require", "include", "#include", "require_relative", "alias"];
    // `from.debit(amount)` brings nothing in.
    let used = l.tokens.get(1).is_some_and(|n| n.is(".") || n.is("=")) && l.tokens.get(1).is_some_and(|n| !n.spaced);
    l.tokens.first().is_some_and(|t| !used && words.iter().any(|w| t.is(w)))
        || l.tokens.iter().any(|t| t.is("require")) && l.tokens.iter().any(|t| t.is("const"))
}

fn vocabulary_lost(s: &Scene<'_>) -> Option<String> {
    // What is not imported any more is not used any more; another in its place is.
    if s.delta.removed.iter().all(imports)
        && !(s.delta.added.iter().any(imports) && s.delta.removed.len() == 1 && swaps_module(s))
    {
        return None;
    }
    let (old, new) = (guards(&s.delta.removed), guards(&s.delta.added));
    // `yaml.load(…, Loader=SafeLoader)` is the same.
    let loader = |t: &Token<'_>| ["SafeLoader", "CSafeLoader", "BaseLoader"].contains(&t.text);
    if s.delta.added.iter().flat_map(|l| &l.tokens).any(loader) && old.iter().all(|t| t.text == "safe_load") {
        return None;
    }
    if new.len() >= old.len() || s.language.name == "css" || only_markup(s) || only_routes(s) {
        return None;
    }
    let gone = old.iter().find(|o| !new.iter().any(|n| n.text == o.text))?;
    // What was only named in something that goes as a whole guards nothing else.
    let states = [
        "is", "set", "has", "use", "on", "state", "error", "message", "label", "title", "icon", "color", "test",
        "mock", "key",
    ];
    let whole = s.delta.added.is_empty() && s.delta.removed.iter().any(|l| defined_name(l).is_some());
    let known = WHOLE.contains(&plain_name(gone.text).as_str());
    (!whole && (known || !has_word(gone.text, &states))).then(|| format!("`{}` is gone from here", body(gone.text)))
}

/// Routes that go as a whole, with what guarded them.
fn only_routes(s: &Scene<'_>) -> bool {
    let route = |l: &Line<'_>| {
        let bound = l.tokens.iter().any(|t| super::shapes::ROUTES.contains(&t.text));
        bound && l.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text).starts_with('/'))
    };
    s.delta.added.is_empty() && s.delta.removed.iter().all(route)
}

/// Elements that go as a whole: what was shown in them guarded nothing.
fn only_markup(s: &Scene<'_>) -> bool {
    let element =
        |l: &Line<'_>| l.tokens.first().is_some_and(|t| t.is("<")) && l.tokens.last().is_some_and(|t| t.is(">"));
    let guards = ["integrity", "sandbox", "rel", "nonce", "crossorigin", "referrerpolicy"];
    let holds = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            guards.contains(&t.text) || plain_name(t.text).contains("csrf") || plain_name(t.text).contains("captcha")
        })
    };
    s.delta.added.is_empty() && s.delta.removed.iter().all(element) && !s.delta.removed.iter().any(holds)
}

/// Another module under the same names: `from defusedxml import parse` becomes `from xml import parse`.
fn swaps_module(s: &Scene<'_>) -> bool {
    let last = |lines: &[Line<'_>]| lines.first().and_then(|l| l.tokens.last()).map(|t| t.text.to_owned());
    let old = s.delta.removed.first();
    let other = |l: &Line<'_>| {
        l.tokens.iter().any(|t| t.kind != Kind::Mark && old.is_some_and(|o| o.tokens.iter().all(|w| w.text != t.text)))
    };
    // A name that is left out of an import is not used any more.
    s.delta.added.iter().any(other) && last(&s.delta.removed) == last(&s.delta.added)
}

/// What is safe and what takes its place is not.
const SWAPS: &[(&str, &str)] = &[
    ("html/template", "text/template"),
    ("crypto/rand", "math/rand"),
    ("secrets", "random"),
    ("SecureRandom", "Random"),
    ("execFile", "exec"),
    ("execFileSync", "execSync"),
    ("literal_eval", "eval"),
    ("safe_load", "load"),
    ("AesGcm", "DESCryptoServiceProvider"),
    ("AesGcm", "TripleDESCryptoServiceProvider"),
    ("textContent", "innerHTML"),
    ("timingSafeEqual", "equals"),
    ("SHA256", "MD5"),
    ("SHA256", "SHA1"),
    ("strncpy", "strcpy"),
    ("snprintf", "sprintf"),
    ("fgets", "gets"),
    ("https", "http"),
    ("wss", "ws"),
    ("ldaps", "ldap"),
    ("render_template", "render_template_string"),
];

fn swapped(s: &Scene<'_>) -> Option<String> {
    let has = |lines: &[Line<'_>], w: &str| {
        lines.iter().flat_map(|l| &l.tokens).any(|t| t.kind != Kind::Mark && body(t.text) == w)
    };
    let (old, new) = (&s.delta.removed, &s.delta.added);
    // `yaml.load(…, Loader=SafeLoader)` is the same.
    let safely =
        ["SafeLoader", "CSafeLoader", "BaseLoader", "JSON_SCHEMA", "FAILSAFE_SCHEMA"].iter().any(|w| has(new, w));
    let fits = |(a, b): &&(&str, &str)| {
        has(old, a) && !has(new, a) && has(new, b) && !has(old, b) && !(safely && *a == "safe_load")
    };
    SWAPS.iter().find(fits).map(|(a, b)| format!("`{b}` in the place of `{a}`"))
}

/// The name of the function that the change lies in.
#[must_use]
pub fn function(s: &Scene<'_>) -> Option<String> {
    let first = s.delta.removed.first().or(s.delta.added.first())?.number;
    let lines = super::super::delta::lines(&s.before.tokens);
    let above = lines.iter().rev().filter(|l| l.number <= first && first - l.number <= 12);
    above.filter_map(defined_name).next()
}

/// The same, where the name says that it decides who may.
#[must_use]
pub fn decides(s: &Scene<'_>) -> Option<String> {
    let name = function(s)?;
    let about = [
        "allowed",
        "allow",
        "allows",
        "permits",
        "authorizes",
        "authorize",
        "authorized",
        "can",
        "may",
        "permit",
        "permitted",
        "admin",
        "owner",
        "verify",
        "check",
        "guard",
        "access",
        "valid",
        "validate",
        "activate",
        "forbidden",
        "trusted",
        "safe",
        "authenticate",
        "auth",
        "sign",
        "login",
    ];
    has_word(&name, &about).then_some(name)
}

fn yes(t: &Token<'_>) -> bool {
    ["true", "True", "TRUE", "YES"].contains(&t.text)
}

/// What decided now always says yes.
fn always(s: &Scene<'_>) -> Option<String> {
    let constant = s
        .delta
        .added
        .iter()
        .find(|l| l.tokens.len() <= 24 && l.tokens.iter().rev().find(|t| t.kind == Kind::Word).is_some_and(yes))?;
    let returns = constant.tokens.iter().any(|t| t.is("return") || t.is(">")) || constant.tokens.len() == 1;
    let was = s.delta.removed.iter().any(|l| !l.tokens.iter().any(yes) && l.tokens.len() > 2);
    let who =
        ["user", "auth", "owner", "role", "session", "token", "claims", "ctx", "req", "request", "account", "tenant"];
    let about =
        || s.delta.removed.iter().flat_map(|l| &l.tokens).any(|t| t.kind == Kind::Word && has_word(t.text, &who));
    let decided = decides(s).is_some()
        || about()
            && has_word(
                s.path,
                &[
                    "guard",
                    "guards",
                    "policy",
                    "policies",
                    "auth",
                    "permission",
                    "permissions",
                    "rules",
                    "acl",
                    "authz",
                ],
            );
    (returns && was && decided && s.delta.added.len() <= 2).then(|| "what decided always says yes now".to_owned())
}

/// A list of what is let through or shown becomes everything.
fn everything(s: &Scene<'_>) -> Option<String> {
    let all = |t: &Token<'_>| t.kind == Kind::Text && matches!(body(t.text), "*" | "__all__" | ".*" | "/**" | "**");
    let key = |l: &Line<'_>| l.tokens.iter().find(|t| t.kind != Kind::Mark).map(|t| body(t.text).to_owned());
    let open = s.delta.added.iter().find(|l| l.tokens.iter().any(all))?;
    let name = key(open)?;
    let narrow = s
        .delta
        .removed
        .iter()
        .any(|l| key(l).as_deref() == Some(name.as_str()) && !l.tokens.iter().any(all) && l.tokens.len() > 2);
    let about = [
        "fields",
        "include",
        "expose",
        "exposed",
        "allow",
        "allowed",
        "origin",
        "origins",
        "hosts",
        "methods",
        "actions",
        "resources",
        "columns",
        "attributes",
        "domains",
        "headers",
        "permissions",
        "group",
        "topic",
        "values",
        "verbs",
        "publish",
    ];
    (narrow
        && (has_word(&name, &about) || open.tokens.iter().any(|t| t.kind != Kind::Mark && has_word(t.text, &about))))
    .then(|| format!("`{name}` is everything now"))
}

/// More is left out of a protection.
fn exceptions(s: &Scene<'_>) -> Option<String> {
    let lists = [
        "except",
        "exempt",
        "exclude",
        "excluded",
        "ignored",
        "skip",
        "bypass",
        "unprotected",
        "whitelist",
        "unless",
        "without",
        "public",
    ];
    let lines = super::super::delta::lines(&s.after.tokens);
    let first = s.delta.added.first()?;
    let above = || lines.iter().rev().filter(|l| l.number <= first.number && first.number - l.number <= 6);
    // `unless` with nothing of an option's behind it is a condition.
    let condition = |l: &Line<'_>, i: usize, t: &Token<'_>| {
        t.is("unless") && !l.tokens.get(i + 1).is_some_and(|n| n.is(":") || n.is("=") || n.is("("))
    };
    let names =
        |l: &Line<'_>, i: usize, t: &Token<'_>| t.kind == Kind::Word && has_word(t.text, &lists) && !condition(l, i, t);
    // `except BadSignature as err:` catches.
    let names = |l: &Line<'_>, i: usize, t: &Token<'_>| names(l, i, t) && !(i == 0 && t.is("except"));
    let listed = above().any(|l| l.tokens.iter().enumerate().any(|(i, t)| names(l, i, t)));
    let entries = |lines: &[Line<'_>]| lines.iter().flat_map(|l| &l.tokens).filter(|t| t.kind == Kind::Text).count();
    let name = s.path.rsplit('/').next().unwrap_or("");
    let about = has_word(name, GUARDS) || above().any(|l| l.tokens.iter().any(is_guard));
    (listed && about && entries(&s.delta.added) > entries(&s.delta.removed))
        .then(|| "more is left out of a protection".to_owned())
}

/// Text that opens something, wherever it stands in a string: a policy of contents, a frame, a template.
const TEXTS: &[&str] = &[
    "'unsafe-inline'",
    "'unsafe-eval'",
    "allow-same-origin",
    "allow-top-navigation",
    "| sudo bash",
    "| sudo sh",
    "| bash",
    "| sh\n",
    "|bash",
    "<%- ",
    "v-html=",
    "{!! ",
    "{{{ ",
    "| safe }}",
    "|safe",
    "[innerHTML]",
    "{@html ",
    "set:html=",
    "th:utext=",
    "<%== ",
    "autoescape off",
    "autoescape false",
    "| raw }}",
    "allow_other_host: true",
    "target=\"_blank\" rel=\"opener\"",
    ".html_safe",
    "Html.Raw(",
    "MarkupString)",
    "unsafeHTML(",
    "bypassSecurityTrust",
    "disable-output-escaping=\"yes\"",
];

/// Such text that there is more of than before.
#[must_use]
pub fn opening_text(s: &Scene<'_>) -> Option<String> {
    let more = |w: &&&str| s.after.text.matches(**w).count() > s.before.text.matches(**w).count();
    let templates = ["<%- ", "{{{ ", "|safe", "{!! ", "| sh\n", "| bash", "|bash"];
    let of_language = |w: &str| match w {
        "<%- " => s.path.ends_with(".ejs"),
        "{{{ " | "|safe" | "{!! " => matches!(s.language.name, "markup" | "php"),
        _ => matches!(s.language.name, "shell" | "makefile" | "dockerfile" | "yaml"),
    };
    let fits = |w: &&&str| !templates.contains(*w) || of_language(w);
    TEXTS.iter().filter(fits).find(more).map(|w| format!("`{}` comes", w.trim()))
}

/// `curl -fsSLk`: certificates are not looked at, said in a cluster of letters.
#[must_use]
pub fn insecure_fetch(s: &Scene<'_>) -> Option<String> {
    let says = |l: &Line<'_>| {
        let curl = l.tokens.iter().any(|t| t.text == "curl");
        let cluster = |t: &Token<'_>| {
            t.text.strip_prefix('-').is_some_and(|r| {
                !r.starts_with('-') && r.len() < 10 && r.contains('k') && r.bytes().all(|b| b.is_ascii_alphabetic())
            })
        };
        curl && l.tokens.iter().any(cluster)
    };
    let n = |lines: &[Line<'_>]| lines.iter().filter(|l| says(l)).count();
    (n(&s.delta.added) > n(&s.delta.removed)).then(|| "certificates are not verified (`curl -k`)".to_owned())
}
