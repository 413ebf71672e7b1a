//! Rights and standings by their names. What asks for one asks for less when another that is less takes its place, when somebody who
//! is less may come too, or when one of several that were asked for is not any more; what gives one gives more the other way round.

use super::super::super::delta::{Line, body};
use super::super::super::lex::{Kind, Token};
use super::super::beside::{Beside, left_out, only_in};
use super::super::{Scene, credit, has_word, words};
use super::{named, says};

/// What goes from what is asked for, or comes to what is given.
pub fn less(s: &Scene<'_>, b: &Beside<'_, '_>) -> Option<String> {
    b.pairs.iter().find_map(|(old, new)| {
        let (gone, come) = (only_in(old, new), only_in(new, old));
        lower(old, &gone, &come)
            .or_else(|| one_more(s, old, new, &gone, &come))
            .or_else(|| unasked(s, old, new))
            .or_else(|| given_more(s, old, new, &gone, &come))
            .or_else(|| dangerous_entry(new, &gone, &come))
    })
}

/// What somebody may do, from less to more.
const RIGHTS: &[(u8, &[&str])] = &[
    (1, &["read", "view", "list", "get", "show", "browse", "see", "index", "search", "preview", "readonly"]),
    (2, &["write", "edit", "update", "create", "modify", "change", "add", "post", "upload", "comment", "submit"]),
    (
        3,
        &[
            "delete",
            "destroy",
            "remove",
            "refund",
            "approve",
            "ban",
            "publish",
            "transfer",
            "export",
            "impersonate",
            "grant",
            "deploy",
            "merge",
            "cancel",
            "maintain",
            "execute",
            "void",
            "purge",
            "moderate",
            "invite",
        ],
    ),
    (4, &["admin", "manage", "full", "owner", "root", "superuser", "administer", "everything"]),
];
/// Who somebody is, from anybody to those who may do everything.
const STANDINGS: &[(u8, &[&str])] = &[
    (0, &["anyone", "anonymous", "guest", "guests", "public", "everyone", "anybody", "visitor"]),
    (
        1,
        &[
            "user",
            "users",
            "login",
            "authenticated",
            "member",
            "members",
            "viewer",
            "reader",
            "session",
            "active",
            "customer",
            "signin",
            "loggedin",
            "logged",
            "identity",
            "account",
            "person",
        ],
    ),
    (
        2,
        &[
            "staff",
            "editor",
            "author",
            "moderator",
            "employee",
            "writer",
            "operator",
            "developer",
            "maintainer",
            "support",
            "contributor",
            "analyst",
            "manager",
            "verified",
            "teacher",
            "doctor",
            "reviewer",
            "approver",
            "finance",
            "billing",
        ],
    ),
    (3, &["admin", "admins", "administrator", "superuser", "root", "owner", "owners", "superadmin", "sysadmin", "ops"]),
];

fn weight(name: &str, scale: &[(u8, &[&str])]) -> Option<u8> {
    let of = words(name);
    scale.iter().filter(|(_, list)| of.iter().any(|w| list.contains(&w.as_str()))).map(|(n, _)| *n).max()
}

/// Words of what asks somebody before it goes on.
const ASKS: &[&str] = &[
    "require",
    "requires",
    "required",
    "permission",
    "permissions",
    "authorize",
    "authorise",
    "authorized",
    "guard",
    "guards",
    "policy",
    "role",
    "roles",
    "ensure",
    "check",
    "checks",
    "before",
    "plug",
    "middleware",
    "depends",
    "scope",
    "scopes",
    "must",
    "only",
    "restrict",
    "protect",
    "protected",
    "authority",
    "authorities",
    "privilege",
    "ability",
    "access",
    "acl",
    "pipe",
    "security",
    "secured",
    "login",
    "auth",
    "allowed",
    "hasrole",
    "preauthorize",
    "gate",
    "can",
    "passes",
    "procedure",
    "group",
    "groups",
];

/// A right or a standing becomes a lower one, in a line that asks for it.
fn lower(old: &Line<'_>, gone: &[&Token<'_>], come: &[&Token<'_>]) -> Option<String> {
    let asks = says(old, ASKS) || gone.iter().any(|t| named(t) && has_word(t.text, ASKS));
    if !asks || gone.len() > 6 || come.len() > 6 || gives(old) {
        return None;
    }
    [RIGHTS, STANDINGS].iter().find_map(|scale| {
        let heaviest = |of: &[&Token<'_>]| {
            let all =
                of.iter().filter(|t| named(t)).filter_map(|t| Some((weight(t.text, scale)?, body(t.text).to_owned())));
            all.max_by_key(|(n, _)| *n)
        };
        let ((was, from), (is, to)) = (heaviest(gone)?, heaviest(come)?);
        // The same thing otherwise: only the right differs, not what it is a right to.
        let others = |name: &str| -> Vec<String> {
            let rest = words(name).into_iter().filter(|w| weight(w, scale).is_none());
            rest.filter(|w| !["is", "get", "current", "require", "requires", "ensure", "s"].contains(&w.as_str()))
                .collect()
        };
        let (a, z) = (others(&from), others(&to));
        let same = a.is_empty() || z.is_empty() || a.iter().any(|w| z.contains(w));
        (is < was && same).then(|| format!("`{to}` is asked for, not `{from}`"))
    })
}

/// Words of lists of whoever may: each more lets somebody else in.
const WHO_MAY: &[&str] =
    &["roles", "role", "groups", "group", "allowed", "anyrole", "any", "authorities", "allow", "permit"];

/// Somebody who is less than all who might is let in as well.
fn one_more(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>, gone: &[&Token<'_>], come: &[&Token<'_>]) -> Option<String> {
    let who = |t: &&&Token<'_>| named(t) && weight(t.text, STANDINGS).is_some();
    if gone.iter().any(|t| named(t)) || !says(new, WHO_MAY) || !matches!(come.len(), 1..=6) {
        return None;
    }
    let in_list = |t: &Token<'_>| !has_word(t.text, WHO_MAY) || t.kind == Kind::Text;
    let least = old.tokens.iter().filter(|t| named(t) && in_list(t)).filter_map(|t| weight(t.text, STANDINGS)).min()?;
    let more = come.iter().filter(who).find(|t| weight(t.text, STANDINGS).is_some_and(|n| n < least))?;
    let gone_there = s.delta.removed.iter().flat_map(|l| &l.tokens).any(|t| t.text == more.text);
    (!gone_there).then(|| format!("`{}` may as well", body(more.text)))
}

/// Registers, or lists what has to be passed.
const LISTS: &[&str] = &[
    "middleware",
    "middlewares",
    "pipe_through",
    "pipeline",
    "dependencies",
    "guards",
    "useguards",
    "permission_classes",
    "permissions",
    "permission",
    "before",
    "onrequest",
    "prehandler",
    "prevalidation",
    "use",
    "with",
    "plugs",
    "interceptors",
    "authentication_classes",
    "validators",
    "policies",
    "filters",
    "decorators",
    "requires",
    "scopes",
];

/// One of several that had to be passed is not in the list any more.
fn unasked(s: &Scene<'_>, old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let listed = |l: &Line<'_>| {
        l.tokens.iter().any(|t| {
            t.kind == Kind::Word
                && (LISTS.contains(&t.text.to_ascii_lowercase().as_str())
                    || has_word(t.text, &["middleware", "guards", "scopes"]))
        })
    };
    let routed = super::super::shapes::ROUTES;
    let route = |l: &Line<'_>| {
        l.tokens.iter().any(|t| routed.contains(&t.text))
            && l.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text).starts_with('/'))
    };
    if !(listed(old) && listed(new) || route(old) && route(new)) {
        return None;
    }
    let out = left_out(old, new)?;
    let asks = |t: &&&Token<'_>| {
        let who = weight(t.text, STANDINGS).is_some_and(|n| n > 1)
            || has_word(t.text, ASKS)
            || super::super::lost::is_guarding(t);
        named(t) && who && !(t.kind == Kind::Text && body(t.text).starts_with('/'))
    };
    let gone = out.iter().find(asks)?;
    let elsewhere = s.delta.added.iter().flat_map(|l| &l.tokens).any(|t| t.text == gone.text);
    // Another in its place.
    let known = |t: &Token<'_>| s.delta.removed.iter().flat_map(|l| &l.tokens).any(|r| r.text == t.text);
    let other = s.delta.added.iter().flat_map(|l| &l.tokens).any(|t| asks(&&t) && !known(t));
    (!elsewhere && !other).then(|| format!("`{}` need not be passed any more", body(gone.text)))
}

/// A line that gives a right: `can :update, Article`, `grant(role, "read")`.
fn gives(l: &Line<'_>) -> bool {
    let verb = l.tokens.iter().find(|t| t.kind == Kind::Word);
    verb.is_some_and(|t| ["can", "grant", "allow", "permit", "give", "grants", "permits", "allows"].contains(&t.text))
        && l.tokens.first().is_some_and(|t| t.kind == Kind::Word)
}

/// More is given, or it is given without the condition that it had.
fn given_more(
    s: &Scene<'_>,
    old: &Line<'_>,
    new: &Line<'_>,
    gone: &[&Token<'_>],
    come: &[&Token<'_>],
) -> Option<String> {
    if !gives(old) || !gives(new) {
        return None;
    }
    let most = |of: &[&Token<'_>]| {
        of.iter()
            .filter(|t| named(t))
            .filter_map(|t| weight(t.text, RIGHTS).map(|n| (n, body(t.text).to_owned())))
            .max()
    };
    let everything = |of: &[&Token<'_>]| of.iter().any(|t| ["all", "any", "*"].contains(&body(t.text)));
    let more = most(come).filter(|(is, _)| most(gone).is_none_or(|(was, _)| *is > was) && *is > 1);
    let all = everything(come) && !everything(gone) && !gone.is_empty();
    let condition = left_out(old, new).is_some_and(|out| {
        out.iter().any(|t| t.is(":") || t.is("=") || t.is("if") || t.is("{"))
            && out.iter().any(|t| {
                super::super::guards::PRIVILEGED
                    .iter()
                    .chain(&["user", "author", "account", "team"])
                    .any(|w| has_word(t.text, &[w]))
            })
    });
    let what = more.map(|(_, t)| t).or_else(|| (all || condition).then(|| "all".to_owned()))?;
    (!credit::replaced(s)).then(|| format!("more is given (`{what}`)"))
}

/// Lists of what is understood, accepted or offered.
const ACCEPTS: &[&str] = &[
    "accept",
    "accepts",
    "accepted",
    "allow",
    "allowed",
    "algorithms",
    "algorithm",
    "algs",
    "schemes",
    "scheme",
    "protocols",
    "extensions",
    "mimetypes",
    "ciphers",
    "serializer",
    "serializers",
    "content",
    "formats",
    "kex",
    "cast",
    "assignable",
    "writable",
    "fillable",
    "permit",
];
/// Entries of such lists that nobody should accept beside others.
const DANGEROUS: &[&str] = &[
    "pickle",
    "marshal",
    "none",
    "file",
    "javascript",
    "gopher",
    "php",
    "phtml",
    "exe",
    "svg",
    "html",
    "htm",
    "jsp",
    "md5",
    "sha1",
    "rc4",
    "des",
    "3des",
    "role",
    "roles",
    "admin",
    "superuser",
    "password",
    "balance",
    "staff",
    "verified",
    "owner",
    "script",
    "iframe",
    "embed",
    "srcdoc",
    "onerror",
    "onclick",
];

/// Something dangerous comes to a list of what is accepted.
fn dangerous_entry(new: &Line<'_>, gone: &[&Token<'_>], come: &[&Token<'_>]) -> Option<String> {
    let lists = new.tokens.iter().any(|t| t.is("[") || t.is("{") || t.is("(")) && says(new, ACCEPTS);
    if !lists || gone.iter().any(|t| named(t)) || come.len() > 8 {
        return None;
    }
    let bad = |t: &&&Token<'_>| named(t) && t.kind != Kind::Number && has_word(t.text, DANGEROUS);
    let followed = |t: &Token<'_>| {
        let at = new.tokens.iter().position(|x| std::ptr::eq(x, t)).unwrap_or(0);
        new.tokens.get(at + 1).is_some_and(|n| n.is("=") || n.is(":") || n.is("(") || n.is("."))
    };
    come.iter().filter(bad).find(|t| !followed(t)).map(|t| format!("`{}` is accepted", body(t.text)))
}
