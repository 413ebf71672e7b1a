//! Lock files: made by a tool, allowed, unless what they pin comes from a place that was not there before and is no public
//! registry.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Change, Kind};

/// Where packages are published.
const REGISTRIES: &[&str] = &[
    "registry.npmjs.org",
    "registry.yarnpkg.com",
    "registry.npmmirror.com",
    "npm.jsr.io",
    "jsr.io",
    "pypi.org",
    "files.pythonhosted.org",
    "crates.io",
    "index.crates.io",
    "static.crates.io",
    "rubygems.org",
    "proxy.golang.org",
    "repo.maven.apache.org",
    "repo1.maven.org",
    "packagist.org",
    "repo.packagist.org",
    "hex.pm",
    "repo.hex.pm",
    "pub.dev",
    "pub.dartlang.org",
    "api.nuget.org",
    "www.nuget.org",
    "deno.land",
    "conda.anaconda.org",
    "registry.terraform.io",
    "cdn.cocoapods.org",
    "trunk.cocoapods.org",
    "download.pytorch.org",
    "plugins.gradle.org",
    "dl.google.com",
];

/// Hosts whose links are only information (funding, home pages, issue trackers) or archives that a hash pins.
const INFORMATION: &[&str] = &["github.com", "api.github.com", "opencollective.com", "gitlab.com", "bitbucket.org"];

/// Judges a change of a lock file.
#[must_use]
pub fn judge(before: &str, after: &str, path: &str) -> Change {
    let (old, new) = (sources(before), sources(after));
    let fresh = before.is_empty();
    if let Some(line) = repinned(before, after, path) {
        return Change::new(Kind::DepSource, format!("the same version has another checksum: `{line}`"));
    }
    let strange = new.iter().find(|s| !old.contains(*s) && !fresh && !path.ends_with("flake.lock"));
    match strange {
        Some(s) => Change::new(Kind::DepSource, format!("what is pinned comes from `{s}`")),
        None => Change::proven(Kind::Lockfile, "pinned versions"),
    }
}

/// Where what is pinned comes from, public registries left out.
fn sources(text: &str) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for line in text.lines() {
        let pins = [
            "resolved",
            "\"url\"",
            "url =",
            "source",
            "remote:",
            "tarball",
            "registry",
            "git+",
            "\"dist\"",
            "reference",
        ];
        if !line.contains("://") || !pins.iter().any(|k| line.contains(k)) || line.contains("\"funding\"") {
            continue;
        }
        for (at, _) in line.match_indices("://") {
            let scheme = line.get(..at).unwrap_or("");
            let rest = line.get(at + 3..).unwrap_or("");
            let end = rest.find(['/', '"', '\'', ' ', ')', '#', '?', ',', '}']).unwrap_or(rest.len());
            let host = rest.get(..end).unwrap_or("");
            let host = host.rsplit('@').next().unwrap_or(host);
            let git = scheme.ends_with("git+https")
                || scheme.ends_with("git+ssh")
                || scheme.ends_with("git+http")
                || scheme.ends_with("ssh")
                || scheme.ends_with("git");
            if git {
                let stop = rest.find(['"', '\'', ' ', '#', '?', ',', '}']).unwrap_or(rest.len());
                out.insert(rest.get(..stop).unwrap_or(host));
            } else if !REGISTRIES.contains(&host) && !INFORMATION.contains(&host) {
                out.insert(host);
            }
        }
    }
    out
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
