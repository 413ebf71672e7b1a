//! Lock files: made by a tool, allowed, unless what they pin comes from somewhere else than before. Which hosts are expected is
//! learned from the file itself: from what it said before, and where it is new, from what most of its entries say. What a tool's own
//! settings name is expected too; those are read by the caller, through `World`, only where a strange host was seen.

mod entries;
pub mod settings;

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Change, Kind};
use entries::{Entry, Lock, Origin};

/// A new file is compared with itself from so many entries on: fewer have no majority.
const MIN_MAJORITY: usize = 4;

/// What speaks against a lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What was seen, in words.
    pub reason: String,
    /// The host that was not expected, where that is all: settings that name it explain it.
    pub host: Option<String>,
}

/// Judges a change of a lock file.
#[must_use]
pub fn judge(before: &str, after: &str, path: &str) -> Change {
    match doubt(before, after, path, &[]) {
        Some(d) => Change::new(Kind::DepSource, d.reason),
        None => Change::proven(Kind::Lockfile, "pinned versions"),
    }
}

/// The same, and what would explain it. `expected`: hosts that settings name.
#[must_use]
pub fn doubt(before: &str, after: &str, path: &str, expected: &[String]) -> Option<Doubt> {
    let sure = |reason: String| Doubt { reason, host: None };
    if let Some(line) = repinned(before, after, path) {
        return Some(sure(format!("the same version has another checksum: `{line}`")));
    }
    let (old, new) = (entries::read(before), entries::read(after));
    let stays = new.entries.iter().filter_map(|(name, list)| Some((*name, old.entries.get(name)?, list)));
    for (name, was, is) in stays.filter(|(name, ..)| !name.is_empty()) {
        if let Some(d) = moved(was, is, expected) {
            return Some(Doubt { reason: format!("`{name}` {}", d.reason), ..d });
        }
    }
    let strange = if before.trim().is_empty() { odd_one(&new, expected) } else { newcomer(&old, &new, expected) }?;
    let reason = format!("what is pinned comes from `{}`", if strange.git { strange.address } else { strange.host });
    Some(Doubt { reason, host: explicable(strange) })
}

/// The host of what settings could explain: a registry, reached safely.
fn explicable(o: &Origin<'_>) -> Option<String> {
    (!o.git && o.scheme != "http" && !o.host.is_empty()).then(|| o.host.to_owned())
}

fn is_expected(o: &Origin<'_>, expected: &[String]) -> bool {
    explicable(o).is_some_and(|host| expected.contains(&host))
}

/// What changed about where an entry of this name comes from; none where it came from there before.
fn moved(was: &[Entry<'_>], is: &[Entry<'_>], expected: &[String]) -> Option<Doubt> {
    let sure = |reason: String| Doubt { reason, host: None };
    let old: BTreeSet<(String, bool)> = was.iter().flat_map(|e| &e.origins).map(|o| (identity(o), o.git)).collect();
    let mut new = is.iter().flat_map(|e| &e.origins);
    let none = new.clone().next().is_none();
    let other = |o: &&Origin<'_>| !old.is_empty() && !old.contains(&(identity(o), o.git)) && !is_expected(o, expected);
    if let Some(o) = new.find(other) {
        return Some(Doubt { reason: format!("comes from `{}` now", identity(o)), host: explicable(o) });
    }
    if !old.is_empty() && none && is.iter().any(|e| e.local) {
        return Some(sure("comes from this machine now".to_owned()));
    }
    let same = |list: &[Entry<'_>], version: &str, checked: bool| {
        list.iter().any(|n| n.version == version && !n.local && n.checked == checked)
    };
    let unchecked = was.iter().find(|e| {
        let sure = e.checked && !e.version.is_empty() && !same(was, e.version, false);
        sure && same(is, e.version, false) && !same(is, e.version, true)
    });
    unchecked.map(|e| sure(format!("{} has no checksum any more", e.version)))
}

/// What makes two origins one: for a repository all of its address, else where it is fetched from and how.
fn identity(o: &Origin<'_>) -> String {
    if o.git {
        o.address.trim_end_matches(".git").to_owned()
    } else {
        let scheme = o.scheme.rsplit('+').next().unwrap_or(o.scheme);
        format!("{scheme}://{}", o.host)
    }
}

/// The first origin from where nothing came before. Where every entry has a repository of its own, their host counts.
fn newcomer<'x, 'a>(old: &Lock<'a>, new: &'x Lock<'a>, expected: &[String]) -> Option<&'x Origin<'a>> {
    let known: BTreeSet<String> = old.origins().map(identity).collect();
    let (git, all) = (old.origins().filter(|o| o.git).count(), old.origins().count());
    let own = git > 0 && 2 * git >= all;
    let hosts: BTreeSet<&str> = old.origins().map(|o| o.host).collect();
    new.origins().find(|o| {
        let host_is_known = hosts.contains(o.host) && o.scheme != "http";
        !known.contains(&identity(o)) && !(host_is_known && (own || !o.git)) && !is_expected(o, expected)
    })
}

/// In a new file: what comes from elsewhere than most of what is named in the same way.
fn odd_one<'x, 'a>(new: &'x Lock<'a>, expected: &[String]) -> Option<&'x Origin<'a>> {
    let mut roles: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for o in new.origins() {
        *roles.entry(o.role).or_default().entry(o.host).or_default() += 1;
    }
    new.origins().find(|o| {
        let Some(hosts) = roles.get(o.role) else { return false };
        let all: usize = hosts.values().sum();
        let most = hosts.values().copied().max().unwrap_or(0);
        let own = hosts.get(o.host).copied().unwrap_or(0);
        all > MIN_MAJORITY && most * 4 >= all * 3 && own * 4 <= all && own < most && !is_expected(o, expected)
    })
}

/// Lock files in which a checksum stands on one line with its version, or at most this many lines below.
const CHECKED: &[(&str, usize)] = &[
    ("package-lock.json", 2),
    ("npm-shrinkwrap.json", 2),
    ("yarn.lock", 2),
    ("pnpm-lock.yaml", 1),
    ("cargo.lock", 3),
    ("packages.lock.json", 2),
    ("deno.lock", 1),
    ("pubspec.lock", 0),
    ("go.sum", 0),
    ("bun.lock", 0),
    ("mix.lock", 0),
    ("uv.lock", 0),
    ("poetry.lock", 0),
    ("pdm.lock", 0),
];

/// Shortest run of letters and digits that is a checksum.
const MIN_CHECKSUM: usize = 32;

/// A line whose checksum is another while everything that names what it is the checksum of stays: what was published under a
/// version does not change.
fn repinned<'a>(before: &str, after: &'a str, path: &str) -> Option<&'a str> {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let above = CHECKED.iter().find(|(n, _)| *n == name).map(|(_, above)| *above)?;
    let old = checksums(before, above);
    checksums(after, above).into_iter().find_map(|(key, (sum, line))| {
        let other = old.get(&key).is_some_and(|(was, _)| *was != sum);
        other.then_some(line.trim()).map(|l| l.get(..100).unwrap_or(l))
    })
}

/// The checksums by what they are of; what has two is no one's.
fn checksums(text: &str, above: usize) -> BTreeMap<String, (String, &str)> {
    let mut out: BTreeMap<String, (String, &str)> = BTreeMap::new();
    let mut recent: Vec<&str> = Vec::new();
    for line in text.lines() {
        let (own, sums) = masked(line);
        if !sums.is_empty() {
            let near = recent.iter().rev().take(above).copied();
            let key = std::iter::once(own.as_str()).chain(near).collect::<Vec<_>>().join("\n");
            // Only what names a version is compared.
            if key.bytes().any(|b| b == b'.') && key.bytes().any(|b| b.is_ascii_digit()) {
                out.entry(key).and_modify(|e| e.0.clear()).or_insert((sums, line));
            }
        }
        recent.push(line);
    }
    out.retain(|_, (sum, _)| !sum.is_empty());
    out
}

/// The line without its checksums, and those; none where it names a commit, which may move.
fn masked(line: &str) -> (String, String) {
    let moves = ["git", "rev", "reference", "commit", "content-hash", "content_hash"];
    if moves.iter().any(|m| line.contains(m)) {
        return Default::default();
    }
    if let Some((what, sum)) = line.split_once(" h1:") {
        return (what.to_owned(), sum.trim().to_owned());
    }
    // The slash of base64 does not end a checksum; that of an address does.
    let based = line.contains("sha");
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '=') || based && c == '/';
    let (mut own, mut sums) = (String::new(), String::new());
    for run in line.split_inclusive(|c: char| !word(c)) {
        let sum = run.trim_end_matches(|c: char| !word(c));
        if sum.len() >= MIN_CHECKSUM && sum.bytes().any(|b| b.is_ascii_digit()) {
            sums.push_str(sum);
            own.push('#');
            own.push_str(run.get(sum.len()..).unwrap_or(""));
        } else {
            own.push_str(run);
        }
    }
    (own, sums)
}
