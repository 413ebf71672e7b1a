//! Lock files: made by a tool, allowed, unless what they pin comes from a place that was not there before and is no public
//! registry.

use std::collections::BTreeSet;

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
