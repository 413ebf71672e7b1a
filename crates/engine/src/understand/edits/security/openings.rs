//! One expression that opens something: who somebody is taken from what is sent, a secret with a default that is written down, a
//! shell in the place of a program, a query without its owner, rules of a field that are fewer, a bound that is not said, a header
//! that answers whoever asks, a value that is not looked at before it is used. Called by `less`, on lines beside each other.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::beside::{Beside, left_out, only_in};
use super::{Scene, credit, guards, has_word, mass, plain_name, turns};

/// A longer text is prose.
const MAX_TEXT: usize = 400;

/// What is opened, in words.
#[must_use]
pub fn seen(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    let pair = b.pairs.iter().find_map(|(old, new)| {
        chance_written(old, new)
            .or_else(|| who_is_sent(s, old, new))
            .or_else(|| default_secret(old, new))
            .or_else(|| from_outside(old, new))
            .or_else(|| no_more(old, new))
            .or_else(|| shell(old, new))
            .or_else(|| owner_of_rows(s, old, new))
            .or_else(|| fewer_rules(s, old, new))
            .or_else(|| answers_whoever(old, new))
            .or_else(|| unlooked(s, old, new))
            .or_else(|| kept_in_reach(old, new))
            .or_else(|| excused(s, old, new))
            .or_else(|| lets_more_in(s, old, new))
            .or_else(|| filter_gone(s, old, new))
    });
    let pair =
        pair.or_else(|| b.pairs.iter().find_map(|(old, new)| others_may(old, new).or_else(|| mode_opens(old, new))));
    let pair = pair.or_else(|| held_back(s));
    pair.or_else(|| bound_gone(s)).or_else(|| hidden_no_more(s)).or_else(|| only_told(s))
}

/// `umask 077` becomes `umask 000`: somebody else may read or write what is made.
fn others_may(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let bits = |l: &Line<'_>| {
        let at = l.tokens.iter().position(|t| t.is("umask"))?;
        let number = l.tokens.get(at + 1..)?.iter().find(|t| t.kind == Kind::Number)?;
        u32::from_str_radix(number.text.trim_start_matches("0o"), 8).ok()
    };
    (bits(old)? & !bits(new)? != 0).then(|| "`umask` keeps others out less".to_owned())
}

/// What was only its owner's may be read or written by others: `0o600` becomes `0o644`.
fn mode_opens(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let modes = |l: &Line<'_>| -> Vec<u32> {
        let octal = |t: &Token<'_>| {
            let digits = t.text.strip_prefix("0o").or_else(|| t.text.strip_prefix('0'))?;
            (digits.len() == 3).then(|| u32::from_str_radix(digits, 8).ok())?
        };
        l.tokens.iter().filter(|t| t.kind == Kind::Number).filter_map(octal).collect()
    };
    let (was, is) = (modes(old), modes(new));
    let opens = was.iter().zip(&is).any(|(a, b)| a & 0o077 == 0 && b & 0o077 != 0);
    (opens && was.len() == is.len()).then(|| "others may read or write it".to_owned())
}

/// A list of what nobody may set or see is not kept any more.
const CLOSED: &[&str] =
    &["read_only_fields", "readonly_fields", "write_only_fields", "attr_protected", "attr_readonly"];
/// What says until when, for whom and by whom something is signed.
const CLAIMS: &[&str] = &["exp", "aud", "iss", "nbf", "expiresIn", "expires_in"];

/// A line of a literal that only held back goes: `read_only_fields = […]`, `"exp": …` of what is signed.
fn held_back(s: &Scene<'_>) -> Option<String> {
    let [old] = s.delta.removed.as_slice() else { return None };
    let [key, sign, ..] = old.tokens.as_slice() else { return None };
    let name = body(key.text);
    let set = sign.is(":") || sign.is("=");
    let closed = CLOSED.contains(&name) || CLAIMS.contains(&name) && key.kind == Kind::Text;
    (set && closed && s.delta.added.is_empty()).then(|| format!("`{name}` is not said any more"))
}

/// What is kept of somebody to know them again comes into what is sent out: `"password_hash": u.PasswordHash` in `toJSON`.
#[must_use]
pub fn shown(s: &Scene<'_>) -> Option<String> {
    let kept = [
        "passwordhash",
        "hashedpassword",
        "encryptedpassword",
        "passworddigest",
        "ssn",
        "totpsecret",
        "otpsecret",
        "clientsecret",
        "recoverycodes",
        "resettoken",
    ];
    let field = |l: &&Line<'_>| {
        let entry = l.tokens.len() <= 12 && !l.tokens.iter().any(|t| t.is("=") || t.is("==") || t.is(";"));
        entry
            && l.tokens
                .iter()
                .any(|t| t.kind != Kind::Mark && t.text.len() < 40 && kept.contains(&plain_name(t.text).as_str()))
    };
    let gone = s.delta.removed.iter().any(|l| field(&l));
    let line = s.delta.added.iter().find(field).filter(|_| !gone)?;
    let outline = super::super::outline::Outline::of(s.after.text);
    let out = [
        "json",
        "serialize",
        "serializer",
        "serializable",
        "dto",
        "public",
        "present",
        "presenter",
        "response",
        "dict",
        "view",
        "expose",
        "jsonify",
        "attributes",
    ];
    let sent = |head: &str| {
        head.len() < 200 && head.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| has_word(w, &out))
    };
    let place = s.path.rsplit('/').take(3).any(|part| {
        part.split('.').next().is_some_and(|p| {
            has_word(
                p,
                &[
                    "serializers",
                    "serializer",
                    "graphql",
                    "dto",
                    "presenter",
                    "presenters",
                    "resources",
                    "resource",
                    "views",
                ],
            )
        })
    });
    (place || outline.chain(line.number).skip(1).any(sent))
        .then(|| "what is kept to know somebody is sent out".to_owned())
}

fn joins(t: &Token<'_>) -> bool {
    ["or", "|", "?", "else", ":", ","].iter().any(|m| t.is(m))
}

fn texts<'x>(l: &'x Line<'_>) -> impl Iterator<Item = &'x str> {
    l.tokens.iter().filter(|t| t.kind == Kind::Text && t.text.len() < MAX_TEXT).map(|t| body(t.text))
}

/// `salt=salt` becomes `salt=b"static"`.
fn chance_written(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let names = ["salt", "nonce", "iv", "pepper", "seed"];
    let written = |l: &Line<'_>| {
        l.tokens.windows(3).find_map(|w| match w {
            [n, sign, v] if n.kind == Kind::Word && has_word(n.text, &names) && (sign.is("=") || sign.is(":")) => {
                Some((n.text.to_owned(), matches!(v.kind, Kind::Text | Kind::Number)))
            }
            _ => None,
        })
    };
    let (name, constant) = written(new)?;
    let was = written(old).filter(|(n, c)| *n == name && !c);
    was.filter(|_| constant).map(|_| format!("`{name}` is the same every time"))
}

/// What the session knew may be sent now: `session[:user_id] || params[:user_id]`.
fn who_is_sent(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let come = left_out(new, old)?;
    let knew = old.tokens.iter().any(|t| {
        t.kind == Kind::Word
            && has_word(t.text, &["session", "claims", "token", "principal", "jwt", "authenticated", "identity"])
    });
    let about = mass::function(s)
        .is_some_and(|f| has_word(&f, &["user", "tenant", "account", "principal", "session", "identity"]))
        || old.tokens.iter().any(|t| has_word(t.text, &["user", "tenant", "account"]));
    let other = come.iter().any(|t| joins(t)) && turns::is_sent(&come);
    (knew && about && other).then(|| "who somebody is may be sent".to_owned())
}

const SECRETS: &[&str] = &["secret", "password", "passphrase", "passwd", "key", "salt", "pepper", "signing"];

/// A secret that had to be given has a default that is written down.
fn default_secret(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let key = new.tokens.iter().take(5).find(|t| t.kind != Kind::Mark && has_word(t.text, SECRETS))?;
    let default = |l: &Line<'_>| {
        l.tokens.windows(2).any(|w| {
            matches!(w, [j, v] if joins(j) && v.kind == Kind::Text && body(v.text).len() > 3 && !is_constant_name(body(v.text)))
        })
    };
    let same = old.tokens.iter().take(5).any(|t| t.text == key.text);
    let fetched = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            let plain = plain_name(t.text);
            ["env", "environ", "config", "settings", "secrets", "vault", "credentials", "require"]
                .iter()
                .any(|w| plain.contains(w))
        })
    };
    (same && fetched(old) && fetched(new) && default(new) && !default(old))
        .then(|| format!("`{}` has a default that is written down", body(key.text)))
}

/// `JWT_SECRET`.
fn is_constant_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// `autoescape: true` becomes what the environment says.
fn from_outside(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let [was] = gone.iter().filter(|t| t.kind != Kind::Mark).collect::<Vec<_>>()[..] else { return None };
    let yes = ["true", "on", "yes", "always", "enabled"].contains(&body(was.text).to_ascii_lowercase().as_str());
    let outside = come.iter().any(|t| {
        let plain = plain_name(t.text);
        t.kind == Kind::Word && ["env", "getenv", "environ", "processenv"].contains(&plain.as_str())
    });
    let at = old.tokens.iter().position(|t| std::ptr::eq(t, *was))?;
    let name = turns::about(old, at).find(|n| has_word(n, turns::PROTECTS))?;
    (yes && outside).then(|| format!("`{name}` is switched from outside"))
}

/// A protection's way is none at all: `lock_strategy = :none`.
fn no_more(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let ([was], [is]) = (gone.as_slice(), come.as_slice()) else { return None };
    let none = |t: &Token<'_>| {
        ["none", "off", "disabled", "never", "noop", "infinity", "unlimited", "permissive", "all"]
            .contains(&body(t.text).to_ascii_lowercase().as_str())
    };
    let at = old.tokens.iter().position(|t| std::ptr::eq(t, *was))?;
    let named = |n: &str| {
        has_word(n, turns::PROTECTS) || has_word(n, &["lock", "lockout", "cookie", "age", "ttl", "expiry", "limit"])
    };
    let name = turns::about(old, at).find(|n| named(n))?;
    let nothing = ["None", "nil", "null"].contains(&was.text) || none(was);
    (none(is) && is.text != "None" && !nothing && was.kind != Kind::Mark)
        .then(|| format!("`{name}` is `{}`", body(is.text)))
}

/// A program that was started by its name and its arguments is started by a shell.
fn shell(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let shells = ["sh", "bash", "/bin/sh", "/bin/bash", "cmd", "cmd.exe", "powershell", "zsh"];
    let told =
        |l: &Line<'_>| texts(l).any(|t| shells.contains(&t)) && texts(l).any(|t| ["-c", "/c", "-Command"].contains(&t));
    let built = |l: &Line<'_>| {
        l.tokens.iter().enumerate().any(|(i, t)| {
            t.kind == Kind::Text
                && (t.text.contains("${")
                    || t.text.contains("#{")
                    || l.tokens.get(i + 1).is_some_and(|n| n.is("+") || n.is(".")))
        })
    };
    let called = |l: &Line<'_>| {
        l.tokens.windows(2).any(|w| match w {
            [f, p] if f.kind == Kind::Word && p.is("(") => {
                let plain = plain_name(f.text);
                let bare = plain.trim_end_matches("async").trim_end_matches("sync").trim_end_matches("promise");
                ["exec", "execp", "shell", "execshell", "runshell", "sh"].contains(&bare)
            }
            _ => false,
        })
    };
    let says = |l: &Line<'_>| built(l) && (told(l) || called(l));
    (says(new) && !says(old)).then(|| "a shell reads text that is put together".to_owned())
}

/// Columns that say whose a row is, or whether it may be shown.
const COLUMNS: &[&str] = &[
    "user",
    "owner",
    "tenant",
    "account",
    "org",
    "organisation",
    "organization",
    "team",
    "customer",
    "member",
    "author",
    "company",
    "workspace",
    "deleted",
    "published",
    "visible",
    "active",
    "revoked",
    "expires",
];

/// A query that asked whose rows they are does not.
fn owner_of_rows(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let sql = |l: &Line<'_>| -> Option<Vec<String>> {
        let text = texts(l).find(|t| {
            let t = t.trim_start().to_ascii_lowercase();
            ["select ", "update ", "delete "].iter().any(|v| t.starts_with(v)) && t.contains(" where ")
        })?;
        let conditions = text.to_ascii_lowercase();
        let behind = conditions.split_once(" where ").map(|(_, w)| w.to_owned())?;
        Some(behind.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned).collect())
    };
    let (was, is) = (sql(old)?, sql(new).unwrap_or_default());
    if is.is_empty() && !texts(new).any(|t| t.to_ascii_lowercase().contains("select ")) {
        return None;
    }
    let gone = was.iter().find(|w| has_word(w, COLUMNS) && !is.contains(w))?;
    let elsewhere =
        s.delta.added.iter().flat_map(|l| &l.tokens).any(|t| t.text.to_ascii_lowercase().contains(gone.as_str()));
    (!elsewhere).then(|| format!("`{gone}` is not asked in the query"))
}

/// Rules about a field in one text: `required|mimes:png|max:2048`.
fn fewer_rules(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let rules = |l: &Line<'_>| -> Vec<String> {
        texts(l).filter(|t| !t.contains(' ')).flat_map(|t| t.split('|').map(str::to_owned)).collect()
    };
    let about =
        |l: &Line<'_>| l.tokens.iter().any(|t| has_word(t.text, &["validate", "rules", "validator", "validates"]));
    let joined = texts(old).any(|t| t.contains('|'));
    let (was, is) = (rules(old), rules(new));
    let holds = [
        "max",
        "min",
        "mimes",
        "email",
        "url",
        "uuid",
        "exists",
        "unique",
        "size",
        "in",
        "regex",
        "image",
        "between",
        "confirmed",
        "required",
        "numeric",
        "integer",
    ];
    let gone = was.iter().find(|r| !is.contains(r) && holds.contains(&r.split(':').next().unwrap_or("")))?;
    let in_rules = about(old) || mass::function(s).is_some_and(|f| has_word(&f, &["rules", "validate", "validator"]));
    (joined && in_rules && is.len() < was.len() && is.iter().all(|r| was.contains(r)))
        .then(|| format!("`{gone}` is not asked of a field"))
}

/// The header that says which site may call says whichever calls.
fn answers_whoever(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let header = |l: &Line<'_>| texts(l).any(|t| t.eq_ignore_ascii_case("access-control-allow-origin"));
    let mirrors = |l: &Line<'_>| {
        texts(l).any(|t| t.eq_ignore_ascii_case("origin"))
            || l.tokens.windows(3).any(|w| matches!(w, [h, d, o] if has_word(h.text, &["headers", "header", "req", "request"]) && d.is(".") && o.text.eq_ignore_ascii_case("origin")))
    };
    (header(old) && header(new) && mirrors(new) && !mirrors(old)).then(|| "every site may call".to_owned())
}

/// A name that says that its value was looked at, given without looking.
fn unlooked(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let sign = |l: &Line<'_>| l.tokens.iter().take(8).position(|t| t.is("="));
    let (at, to) = (sign(old)?, sign(new)?);
    let name = old.tokens.iter().take(at).rev().find(|t| t.kind == Kind::Word)?;
    let same = new.tokens.iter().take(to).any(|t| t.text == name.text);
    let said = has_word(
        name.text,
        &[
            "safe",
            "clean",
            "sanitized",
            "allowed",
            "trusted",
            "verified",
            "escaped",
            "checked",
            "permitted",
            "authorized",
        ],
    );
    let looks = |l: &Line<'_>, at: usize| {
        let rest = l.tokens.get(at + 1..).unwrap_or_default();
        rest.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && p.is("(")))
            || rest.windows(2).any(|w| matches!(w, [a, b] if (a.is("=") || a.is("!")) && b.is("=")))
            || rest.iter().any(|t| t.is("<") || t.is("in"))
    };
    (same && said && looks(old, at) && !looks(new, to) && !credit::replaced(s))
        .then(|| format!("`{}` is not looked at", name.text))
}

/// A secret is put where every script of a page, or every app, can read it.
fn kept_in_reach(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let places = [
        "localStorage",
        "sessionStorage",
        "UserDefaults",
        "SharedPreferences",
        "getSharedPreferences",
        "AsyncStorage",
        "external",
    ];
    let there = |l: &Line<'_>| l.tokens.iter().any(|t| places.contains(&t.text));
    let secret = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            t.kind != Kind::Mark
                && has_word(t.text, &["token", "secret", "password", "jwt", "credential", "credentials", "refresh"])
        })
    };
    (there(new) && !there(old) && secret(old) && secret(new))
        .then(|| "a secret is kept where others can read it".to_owned())
}

/// Words of a refusal of somebody.
fn shuts(l: &Line<'_>) -> bool {
    l.tokens.iter().any(|t| {
        let plain = plain_name(t.text);
        t.kind != Kind::Mark
            && t.text.len() < MAX_TEXT
            && (["401", "403", "429"].contains(&body(t.text))
                || ["unauthorized", "forbidden", "unauthenticated", "denied", "notallowed", "sendstatus401"]
                    .iter()
                    .any(|w| plain.contains(w)))
    })
}

/// A refusal of somebody gets an exception: `if user == nil && method != GET`.
fn excused(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    if !guards::asks(old) || !guards::asks(new) {
        return None;
    }
    let (gone, come) = (only_in(old, new), only_in(new, old));
    let file = lines(&s.after.tokens);
    let at = file.partition_point(|l| l.number < new.number);
    let shut = file.iter().skip(at).take(4).any(shuts);
    let and = |l: &[&Token<'_>]| {
        l.first().is_some_and(|t| t.is("&") || t.is("and")) || l.last().is_some_and(|t| t.is("&") || t.is("and"))
    };
    let added = left_out(new, old).is_some_and(|more| and(&more));
    // `NODE_ENV === 'production'` becomes `STRICT === 'true'`: only where somebody asks for it.
    let production =
        gone.iter().any(|t| body(t.text).contains("prod")) && !come.iter().any(|t| body(t.text).contains("prod"));
    (shut && (added || production) && !credit::replaced(s)).then(|| "a refusal gets an exception".to_owned())
}

/// What decides who may says yes for one more reason.
fn lets_more_in(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let name = mass::decides(s)?;
    let or = |l: &Line<'_>| {
        l.tokens.windows(2).filter(|w| matches!(w, [a, b] if a.is("|") && b.is("|"))).count()
            + l.tokens.iter().filter(|t| t.is("or")).count()
    };
    let denies = has_word(&name, &["deny", "denied", "forbidden", "blocked", "invalid", "expired"]);
    let refuses = guards::asks(new) || guards::refuses(new);
    let empty =
        only_in(new, old).iter().any(|t| has_word(t.text, &["empty", "nil", "none", "blank", "null", "debug", "dev"]));
    (or(new) > or(old) && empty && !denies && !refuses).then(|| format!("`{name}` says yes for one more reason"))
}

/// What is active, visible or allowed is everything: the filter goes.
fn filter_gone(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let states = [
        "active",
        "visible",
        "published",
        "valid",
        "unexpired",
        "enabled",
        "accessible",
        "permitted",
        "allowed",
        "authorized",
        "readable",
        "mine",
        "own",
        "owned",
        "unrevoked",
        "confirmed",
        "approved",
    ];
    let filters = |l: &Line<'_>| {
        l.tokens
            .iter()
            .any(|t| ["where", "filter", "find_by", "exclude", "joins", "Where", "Filter", "select"].contains(&t.text))
    };
    let named = |l: &Line<'_>| l.tokens.iter().any(|t| t.kind != Kind::Mark && has_word(t.text, &states));
    let everything = new.tokens.iter().any(|t| ["all", "All", "objects", "true"].contains(&t.text));
    (filters(old)
        && !filters(new)
        && everything
        && (named(old) || mass::function(s).is_some_and(|f| has_word(&f, &states))))
    .then(|| "nothing is left out any more".to_owned())
}

/// A bound on what comes in is not said any more: a line of a literal that stays.
fn bound_gone(s: &Scene<'_>) -> Option<String> {
    let bound = |l: &Line<'_>| {
        let key = l.tokens.first().filter(|t| t.kind != Kind::Mark)?;
        let sign = l.tokens.get(1).is_some_and(|t| t.is(":") || t.is("="));
        let bounds = has_word(key.text, &["max", "limit", "timeout", "depth", "quota"]);
        let what = [
            "header", "read", "request", "body", "bytes", "size", "upload", "payload", "nesting", "file", "attempts",
            "length", "message", "depth",
        ];
        let ends = l.tokens.last().is_some_and(|t| t.is(","));
        (sign && bounds && has_word(key.text, &what) && ends).then(|| key.text.to_owned())
    };
    if !s.delta.added.is_empty() || !s.delta.removed.iter().all(|l| bound(l).is_some()) {
        return None;
    }
    s.delta.removed.iter().find_map(bound).map(|b| format!("`{b}` is not said any more"))
}

/// A mark goes that kept a field from being set or shown by whoever calls.
fn hidden_no_more(s: &Scene<'_>) -> Option<String> {
    let marks = [
        "bindnever",
        "jsonignore",
        "readonly",
        "xmltransient",
        "nonserialized",
        "ignore",
        "hidden",
        "writeonly",
        "exclude",
        "notmapped",
        "sensitive",
        "redacted",
        "internal",
    ];
    let mark = |l: &Line<'_>| {
        let first = l.tokens.first()?;
        let name = l.tokens.iter().find(|t| t.kind == Kind::Word)?;
        let opens = first.is("[") || first.is("@") || first.text.starts_with('@') || first.is("#");
        (opens && l.tokens.len() <= 6 && marks.contains(&plain_name(name.text).as_str())).then(|| name.text.to_owned())
    };
    let gone = s.delta.removed.iter().find_map(mark)?;
    (s.delta.added.is_empty() && s.delta.removed.len() <= 2 && s.delta.removed.iter().all(|l| mark(l).is_some()))
        .then(|| format!("`{gone}` held a field back"))
}

/// What failed a check of what was sent or stored is only told: `raise IntegrityError` becomes a line of a log.
fn only_told(s: &Scene<'_>) -> Option<String> {
    let [old] = s.delta.removed.as_slice() else { return None };
    let [new] = s.delta.added.as_slice() else { return None };
    let logs = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            t.kind == Kind::Word
                && has_word(
                    t.text,
                    &[
                        "log", "logger", "logging", "warn", "warning", "console", "print", "println", "eprintln",
                        "slog", "debug",
                    ],
                )
        })
    };
    let leaves = |l: &Line<'_>| {
        l.tokens.first().is_some_and(|t| ["raise", "throw", "return", "panic", "abort", "bail"].iter().any(|w| t.is(w)))
    };
    let file = lines(&s.before.tokens);
    let at = file.partition_point(|l| l.number < old.number);
    let near = file.get(at.saturating_sub(2)..=at)?;
    let about = [
        "checksum",
        "sha",
        "sha256",
        "digest",
        "hexdigest",
        "hmac",
        "mac",
        "signature",
        "signed",
        "integrity",
        "fingerprint",
        "certificate",
        "pin",
        "nonce",
        "token",
        "csrf",
        "permission",
        "allowed",
        "expired",
        "revoked",
        "disabled",
        "suspended",
        "banned",
        "blocked",
        "locked",
        "forbidden",
        "denied",
        "authenticated",
        "authorized",
        "admin",
        "owner",
    ];
    let checks = near
        .iter()
        .any(|l| l.tokens.iter().any(|t| t.kind != Kind::Mark && t.text.len() < 80 && has_word(t.text, &about)));
    (leaves(old) && guards::refuses(old) && logs(new) && !leaves(new) && checks && near.iter().any(guards::asks))
        .then(|| "what failed a check goes on".to_owned())
}
