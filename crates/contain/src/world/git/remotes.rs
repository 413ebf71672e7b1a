//! Where a repository's fetches come from and its pushes go to. Called by `facts`.

use super::config::{self, split};
use super::settings::Entry;
use crate::world::files::refused;
use automode_model::NotKnown;

/// Most settings about remotes and addresses: each is compared with each. Real ones are below ten.
const MAX_REMOTE_SETTINGS: usize = 500;

/// Name and address of every remote, rewriting (`insteadOf`) applied. A name may stand several times: push addresses
/// come before fetch addresses, and the remote that a push without arguments goes to comes first of all.
pub(super) fn remotes(entries: &[Entry], branch: Option<&str>) -> Result<Vec<(String, String)>, NotKnown> {
    let of_remotes = |e: &&Entry| matches!(config::split(&e.key).0, "remote" | "url");
    if entries.iter().filter(of_remotes).count() > MAX_REMOTE_SETTINGS {
        return Err(refused("git configuration", "too many remotes"));
    }
    let entries: &[Entry] = &relevant(entries, branch);
    let mut names: Vec<&str> = Vec::new();
    for entry in entries {
        if let ("remote", Some(name), "url" | "pushurl") = split(&entry.key)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    let default = default_push(entries, branch, &names);
    if !names.contains(&default) && is_address(default) {
        names.push(default);
    }
    names.sort_by_key(|name| *name != default);
    let mut all: Vec<(String, String)> = Vec::new();
    for name in names {
        for address in addresses(entries, name) {
            let pair = (name.to_string(), address);
            if !all.contains(&pair) {
                all.push(pair);
            }
        }
    }
    Ok(all)
}

/// Only what says something about remotes, so that asking often costs little.
fn relevant(entries: &[Entry], branch: Option<&str>) -> Vec<Entry> {
    let mine = |e: &&Entry| match config::split(&e.key) {
        ("remote" | "url", ..) => true,
        ("branch", of, _) => of.is_some() && of == branch,
        _ => false,
    };
    entries.iter().filter(mine).cloned().collect()
}

/// A remote's name may be an address itself.
fn is_address(name: &str) -> bool {
    name.contains([':', '/'])
}

fn last<'a>(entries: &'a [Entry], key: (&str, Option<&str>, &str)) -> Option<&'a str> {
    entries.iter().rev().find(|e| split(&e.key) == key).map(|e| e.value.as_str())
}

/// The order of git-push(1).
fn default_push<'a>(entries: &'a [Entry], branch: Option<&str>, names: &[&'a str]) -> &'a str {
    let of_branch = |what: &str| branch.and_then(|b| last(entries, ("branch", Some(b), what)));
    of_branch("pushremote")
        .or_else(|| last(entries, ("remote", None, "pushdefault")))
        .or_else(|| of_branch("remote"))
        .or(match names {
            [only] => Some(only),
            _ => None,
        })
        .unwrap_or("origin")
}

fn addresses(entries: &[Entry], name: &str) -> Vec<String> {
    let of = |what: &str| {
        let key = ("remote", Some(name), what);
        let found: Vec<&str> = entries.iter().filter(|e| split(&e.key) == key).map(|e| e.value.as_str()).collect();
        found
    };
    let (mut urls, push_urls) = (of("url"), of("pushurl"));
    if urls.is_empty() {
        urls.push(name);
    }
    let mut all = Vec::new();
    if push_urls.is_empty() {
        urls.iter().for_each(|url| all.extend(rewritten(entries, url, "pushinsteadof")));
    }
    push_urls.iter().chain(&urls).for_each(|url| {
        let found = rewritten(entries, url, "insteadof");
        if found.is_empty() {
            all.push((*url).to_string());
        }
        all.extend(found);
    });
    all
}

/// The address after the longest fitting rule; where a rule is only maybe in force, also without it.
fn rewritten(entries: &[Entry], url: &str, kind: &str) -> Vec<String> {
    let rules: Vec<(&Entry, &str)> = entries
        .iter()
        .filter_map(|e| match split(&e.key) {
            ("url", Some(base), name) if name == kind && url.starts_with(&e.value) => Some((e, base)),
            _ => None,
        })
        .collect();
    let apply = |sure_only: bool| {
        let fitting = rules.iter().filter(|(e, _)| e.sure || !sure_only);
        fitting
            .max_by_key(|(e, _)| e.value.len())
            .map(|(e, base)| format!("{base}{}", url.strip_prefix(&e.value).unwrap_or_default()))
    };
    let unsure = rules.iter().any(|(e, _)| !e.sure);
    let mut all: Vec<String> = apply(false).into_iter().collect();
    if unsure {
        all.push(apply(true).unwrap_or_else(|| url.to_string()));
    }
    all
}
