//! Parts of a target that rules name: a branch, a host, a cluster … An effect has one target; where the command tells more
//! (`kubectl --context prod delete pod x`), the action has an effect for each, so a part is looked for in all of them.
//! What the command does not tell is a doubt, not a no.

use automode_model::{Action, Effect, EnvLabel, Place, Scope, Target, Verb};

use super::occasion::{Occasion, Repository};
use super::rule::{Texts, absolute, on_path};
use super::truth::Truth;
use super::words::Facet;
use crate::decide::whereabouts;
use crate::inspect::rules::glob as name_glob;
use crate::understand::net;

/// Whether one of the patterns fits this part of the target.
#[must_use]
pub fn holds(facet: Facet, patterns: Texts, action: &Action, effect: &Effect, now: &Occasion<'_>) -> Truth {
    match facet {
        Facet::Path => on_paths(patterns, effect, now),
        Facet::Command => Truth::of(patterns.iter().any(|p| name_glob(p, &action.words))),
        Facet::Name => names(patterns, std::iter::once(effect.target.text()), is_unknown(&effect.target)),
        Facet::Host => hosts(patterns, effect),
        Facet::Branch | Facet::Remote => references(facet, patterns, effect, now.repository(action)),
        _ => kinds(facet, patterns, action, effect),
    }
}

/// The environment of a target, where it has one.
#[must_use]
pub fn environment(target: &Target) -> Option<EnvLabel> {
    match target {
        Target::Named { env, .. } => Some(*env),
        Target::Url { local: true, .. } | Target::Host { local: true, .. } => Some(EnvLabel::Local),
        Target::Url { host, .. } | Target::Host { host, .. } => Some(net::environment_of(host)),
        _ => None,
    }
}

fn is_unknown(target: &Target) -> bool {
    matches!(target, Target::Unknown(_)) || target.path().is_some_and(|p| p.place == Place::Unknown)
}

const NOT_TOLD: &str = "the command does not tell what it falls on";

fn names<'a>(patterns: Texts, mut texts: impl Iterator<Item = &'a str>, unknown: bool) -> Truth {
    if unknown {
        return Truth::Maybe(NOT_TOLD);
    }
    Truth::of(texts.any(|t| patterns.iter().any(|p| name_glob(p, t))))
}

fn on_paths(patterns: Texts, effect: &Effect, now: &Occasion<'_>) -> Truth {
    let Some(path) = effect.target.path() else {
        return if is_unknown(&effect.target) { Truth::Maybe(NOT_TOLD) } else { Truth::No };
    };
    if path.place == Place::Unknown {
        return Truth::Maybe(NOT_TOLD);
    }
    let takes_all = effect.scope >= Scope::Tree;
    Truth::any(patterns.iter().map(|pattern| {
        let pattern = absolute(pattern, now.home, now.root);
        let stars = has_stars(&path.resolved);
        match on_path(&pattern, &path.resolved) {
            Truth::No if (takes_all || stars) && super::glob::may_meet(&pattern, &path.resolved, takes_all) => {
                Truth::Maybe("it takes several files, and what the rule is about may be among them")
            }
            // What is named by a pattern of its own is only inside where every file of it is.
            Truth::Yes if stars && !pattern.ends_with("**") => Truth::Maybe("it takes several files by a pattern"),
            other => other,
        }
    }))
}

fn has_stars(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// `*.example.com` takes example.com as well: whoever trusts or forbids a domain means it whole.
fn hosts(patterns: Texts, effect: &Effect) -> Truth {
    let host = match &effect.target {
        Target::Url { host, .. } | Target::Host { host, .. } => host.as_str(),
        Target::Named { kind: "host" | "hostname" | "server" | "machine", name, .. } => name.as_str(),
        Target::Unknown(_) => return Truth::Maybe(NOT_TOLD),
        // Something goes out, and where to is not told.
        Target::None if goes_out(effect.verb) => return Truth::Maybe(NOT_TOLD),
        _ => return Truth::No,
    };
    let host = host.to_ascii_lowercase();
    let fits = |p: &&str| {
        let p = p.to_ascii_lowercase();
        name_glob(&p, &host) || p.strip_prefix("*.").is_some_and(|domain| domain == host)
    };
    Truth::of(patterns.iter().any(fits))
}

fn goes_out(verb: Verb) -> bool {
    matches!(verb, Verb::NetFetch | Verb::NetSend | Verb::RemoteExec | Verb::RemoteCopy | Verb::NetTunnel)
}

/// Branches and remotes: a push names its remote first, then what it sends.
fn references(facet: Facet, patterns: Texts, effect: &Effect, now: Repository<'_>) -> Truth {
    let Target::Named { kind, name, .. } = &effect.target else {
        return if is_vcs(effect.verb) { Truth::Maybe(NOT_TOLD) } else { Truth::No };
    };
    let sends = matches!(effect.verb, Verb::VcsPush | Verb::VcsForcePush | Verb::VcsDeleteRemote | Verb::VcsFetch);
    let mut words = name.split_whitespace();
    if !sends {
        let about = match facet {
            Facet::Branch => matches!(*kind, "branch" | "ref" | "tag" | "revision"),
            _ => *kind == "remote",
        };
        return if about { any_of(patterns, words) } else { Truth::No };
    }
    let remote = words.next();
    if facet == Facet::Remote {
        return remote.map_or(Truth::Maybe("which remote it goes to is not told"), |r| on_remote(patterns, r, now));
    }
    let branches: Vec<&str> = words.map(branch_of).collect();
    match (branches.as_slice(), now.branch) {
        ([], Some(branch)) => any_of(patterns, [branch].into_iter()),
        ([], None) => Truth::Maybe("which branch it falls on is not told"),
        (some, _) => any_of(patterns, some.iter().copied()),
    }
}

/// A remote's name is the repository's to choose: a pattern with a dot or slash is about the address behind it. A name may
/// have several addresses, and a push goes to each.
fn on_remote(patterns: Texts, remote: &str, now: Repository<'_>) -> Truth {
    let named = now.remotes.iter().filter(|(name, _)| name == remote).map(|(_, address)| address.as_str());
    let mut addresses: Vec<&str> = named.collect();
    if addresses.is_empty() {
        addresses.push(remote);
    }
    let of_name = patterns.iter().any(|p| !p.contains(['.', '/']) && name_glob(p, remote));
    if of_name {
        return if now.unknown {
            Truth::Maybe("which repository the command runs in cannot be told")
        } else {
            Truth::Yes
        };
    }
    let by_address: Vec<&&str> = patterns.iter().filter(|p| p.contains(['.', '/'])).collect();
    let fits = |address: &&&str| by_address.iter().any(|p| on_address(p, address));
    let told = addresses.iter().all(|address| *address != remote || remote.contains(['/', ':']));
    match addresses.iter().filter(fits).count() {
        _ if by_address.is_empty() => Truth::No,
        _ if !told => Truth::Maybe("the address of the remote cannot be told"),
        0 => Truth::No,
        some if some == addresses.len() => Truth::Yes,
        _ => Truth::Maybe("it goes to several addresses, and only some are the rule's"),
    }
}

/// Host against host and path against path: a star in the one never reaches into the other.
fn on_address(pattern: &str, address: &str) -> bool {
    let (pattern, address) = (plain_address(pattern), plain_address(address));
    let (wanted, path) = pattern.split_once('/').unwrap_or((&pattern, "*"));
    let (host, rest) = address.split_once('/').unwrap_or((&address, ""));
    name_glob(&wanted.to_ascii_lowercase(), &host.to_ascii_lowercase()) && name_glob(path, rest)
}

/// `git@github.com:acme/shop.git` and `https://github.com/acme/shop` as `github.com/acme/shop`.
#[must_use]
pub fn plain_address(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").map_or((false, address), |(_, rest)| (true, rest));
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or(host);
    let joined = format!("{}{path}", if scheme { host.to_owned() } else { host.replacen(':', "/", 1) });
    joined.trim_end_matches('/').trim_end_matches(".git").to_owned()
}

fn is_vcs(verb: Verb) -> bool {
    verb.name().starts_with("vcs.")
}

/// `+refs/heads/a:refs/heads/b` falls on `b`.
fn branch_of(word: &str) -> &str {
    let to = word.rsplit(':').next().unwrap_or(word).trim_start_matches('+');
    ["refs/heads/", "refs/tags/", "heads/"].iter().find_map(|p| to.strip_prefix(p)).unwrap_or(to)
}

fn any_of<'a>(patterns: Texts, mut texts: impl Iterator<Item = &'a str>) -> Truth {
    Truth::of(texts.any(|t| patterns.iter().any(|p| name_glob(p, t))))
}

/// The kinds of named targets that are this part.
fn kinds_of(facet: Facet) -> &'static [&'static str] {
    match facet {
        Facet::Database => &["database", "table", "collection", "store", "schema"],
        Facet::Cluster => &["cluster", "context"],
        Facet::Namespace => &["namespace"],
        Facet::Account => &["account", "project", "profile", "subscription"],
        Facet::SecretStore => &["secret", "vault", "key", "store", "variable"],
        Facet::Service => &["service", "app", "job", "container", "pod", "process", "release", "resource", "target"],
        Facet::Bucket => &["bucket"],
        Facet::Package => &["package", "module", "image", "plugin"],
        _ => &[],
    }
}

/// The options, in their canonical spelling, whose values are this part.
fn options_of(facet: Facet) -> &'static [&'static str] {
    match facet {
        Facet::Cluster => &["--context", "--cluster"],
        Facet::Namespace => &["--namespace"],
        Facet::Account => &["--project", "--profile", "--account", "--subscription", "--organization"],
        Facet::Database => &["--dbname", "--database"],
        Facet::Service => &["--app"],
        _ => &[],
    }
}

/// A part that several effects of one action may tell. Where none does, a command about such things leaves it open.
fn kinds(facet: Facet, patterns: Texts, action: &Action, effect: &Effect) -> Truth {
    let kinds = kinds_of(facet);
    let told = action.effects.iter().filter_map(|e| match &e.target {
        Target::Named { kind, name, .. } if kinds.contains(kind) => Some(name.as_str()),
        _ => None,
    });
    // `--context prod`, `-n shop`: whatever kind of thing the knowledge takes the value for.
    let by_option = whereabouts::values(action, options_of(facet));
    let mut some = false;
    for name in told.chain(by_option) {
        some = true;
        if name.split_whitespace().chain([name]).any(|n| patterns.iter().any(|p| name_glob(p, n))) {
            return Truth::Yes;
        }
    }
    let about = matches!(effect.target, Target::Named { .. } | Target::Unknown(_) | Target::None);
    if some || !about || !may_concern(facet, effect.verb) { Truth::No } else { Truth::Maybe(NOT_TOLD) }
}

/// Whether what a verb does may fall on such a thing although the command does not tell: `git status` touches no vault.
fn may_concern(facet: Facet, verb: Verb) -> bool {
    if matches!(verb, Verb::Unknown | Verb::RunCode | Verb::RunRemote | Verb::RemoteExec | Verb::ToolCall) {
        return true;
    }
    let kinds: &[&str] = match facet {
        Facet::Database => &["db", "cloud", "infra", "container"],
        Facet::Cluster | Facet::Namespace => &["infra", "cloud", "deploy", "secret"],
        Facet::Account => &["cloud", "infra", "deploy", "external", "secret", "access", "security", "auth"],
        Facet::SecretStore => &["secret", "env", "cloud", "infra", "forge", "external", "auth"],
        Facet::Service => {
            &["service", "container", "infra", "cloud", "deploy", "process", "external", "ci", "db", "net", "system"]
        }
        Facet::Bucket => &["cloud", "infra", "net", "external", "remote"],
        Facet::Package => &["publish", "unpublish", "deps", "tool", "system", "container", "infra"],
        _ => return verb != Verb::Inspect,
    };
    let family = verb.name().split('.').next().unwrap_or("");
    kinds.contains(&family)
}
