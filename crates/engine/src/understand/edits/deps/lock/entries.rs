//! A lock file as entries: what each is called, which version it pins, where it comes from, and its checksum. One reader for every
//! form, by blocks and indentation: `[[package]]` of TOML, objects of JSON, keys of YAML, headers of yarn, sections of Bundler, rows
//! of Elixir. What a link only tells about (funding, home pages) is no source. Called by `lock`.

use std::collections::BTreeMap;

/// Keys whose addresses are only read by people.
const TOLD: &[&str] = &[
    "funding",
    "homepage",
    "home",
    "support",
    "authors",
    "author",
    "maintainers",
    "maintainer",
    "bugs",
    "docs",
    "issues",
    "description",
    "deprecated",
    "license",
    "licenses",
    "changelog",
    "forum",
    "wiki",
    "chat",
    "rss",
    "email",
    "notification-url",
    "keywords",
    "readme",
    "_readme",
    "documentation",
    "reason",
    "message",
];
/// Keys that only hold parts of an entry.
const PARTS: &[&str] = &[
    "dist",
    "source",
    "resolution",
    "locked",
    "original",
    "metadata",
    "wheels",
    "sdist",
    "files",
    "archive",
    "artifact",
    "remote",
    "state",
    "checksums",
    "git",
    "url",
    "engines",
    "specs",
    "package.source",
    "dependencies",
    "requires",
    "require",
    "packages",
    "requirements",
    "peerdependencies",
    "optionaldependencies",
    "bin",
    "dev",
    "default",
    "develop",
    "_meta",
    "autoload",
];
/// Most entries that are read: a lock file of this many packages is as long as what is compared at all.
const MAX_ENTRIES: usize = 20_000;
/// How deep blocks are followed.
const MAX_DEPTH: usize = 32;
/// Shortest run of letters and digits that is a checksum.
const MIN_CHECKSUM: usize = 32;

/// Where something comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin<'a> {
    /// `https`, `git+ssh`, `file`.
    pub scheme: &'a str,
    /// The host, without user and port; empty for a place on this machine.
    pub host: &'a str,
    /// The address without what names a commit.
    pub address: &'a str,
    /// A repository of version control.
    pub git: bool,
    /// The key that names it, or the word before it.
    pub role: &'a str,
}

/// What is pinned.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// As the file says it.
    pub version: &'a str,
    /// Where it comes from.
    pub origins: Vec<Origin<'a>>,
    /// It has a checksum.
    pub checked: bool,
    /// It lies on this machine.
    pub local: bool,
}

/// All of a lock file.
#[derive(Clone, Debug, Default)]
pub struct Lock<'a> {
    /// By name; those of one name in order.
    pub entries: BTreeMap<&'a str, Vec<Entry<'a>>>,
}

impl<'a> Lock<'a> {
    /// Every origin.
    pub fn origins(&self) -> impl Iterator<Item = &Origin<'a>> {
        self.entries.values().flatten().flat_map(|e| &e.origins)
    }
}

/// Reads a lock file.
#[must_use]
pub fn read(text: &str) -> Lock<'_> {
    let mut r = Reader { lock: Lock::default(), stack: Vec::new(), name: "", now: Entry::default(), count: 0 };
    for line in text.lines() {
        if r.count > MAX_ENTRIES {
            break;
        }
        r.line(line);
    }
    r.close();
    r.lock
}

struct Reader<'a> {
    lock: Lock<'a>,
    /// Indentation and key of the blocks around.
    stack: Vec<(usize, &'a str)>,
    name: &'a str,
    now: Entry<'a>,
    count: usize,
}

impl<'a> Reader<'a> {
    /// What was read is an entry if it says anything.
    fn close(&mut self) {
        let entry = std::mem::take(&mut self.now);
        let says = !entry.version.is_empty() || entry.checked || entry.local || !entry.origins.is_empty();
        if says {
            self.lock.entries.entry(self.name).or_default().push(entry);
            self.count += 1;
        }
    }

    fn begin(&mut self, name: &'a str) {
        self.close();
        self.name = name;
    }

    fn line(&mut self, line: &'a str) {
        let inner = line.trim();
        if inner.is_empty() || matches!(inner, "}" | "]" | "}," | "],") || inner.starts_with('#') {
            return;
        }
        let indent = line.len() - line.trim_start().len();
        self.stack.retain(|(at, _)| *at < indent);
        let (key, value) = split(inner);
        if self.header(inner, indent, key, value) {
            return;
        }
        let told = TOLD.contains(&key.to_ascii_lowercase().as_str()) && !addresses(value).any(|o| o.git)
            || self.stack.iter().any(|(_, k)| *k != "description" && TOLD.contains(k));
        if told {
            return;
        }
        self.said(key, value, inner);
    }

    /// A line that opens a block; true where there is no more in it.
    fn header(&mut self, inner: &'a str, indent: usize, key: &'a str, value: &'a str) -> bool {
        let table = inner.starts_with('[') && inner.ends_with(']') && indent == 0;
        if table {
            let table = inner.trim_matches(['[', ']']);
            if !PARTS.contains(&table) || inner.starts_with("[[") {
                self.begin("");
            }
            return true;
        }
        let section = indent == 0 && !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_uppercase() || b == b' ');
        if section {
            // GEM, GIT, PATH of Bundler.
            self.begin(inner);
            self.now.local = inner == "PATH";
            return true;
        }
        if inner == "{" || inner == "[" || inner == "-" {
            if self.stack.len() < MAX_DEPTH {
                self.stack.push((indent, ""));
            }
            self.begin("");
            return true;
        }
        let opens = value.is_empty() && inner.ends_with(':') || matches!(value, "{" | "[") || inner.ends_with(" {");
        if !opens {
            return false;
        }
        if self.stack.len() < MAX_DEPTH {
            self.stack.push((indent, key));
        }
        let part = PARTS.contains(&key.to_ascii_lowercase().as_str()) || TOLD.contains(&key);
        if !part {
            self.begin(named(key));
            if let Some((_, provider)) = inner.split_once("provider \"") {
                self.provider(provider.trim_end_matches(['{', ' ', '"']));
            }
        }
        true
    }

    /// `provider "registry.example.com/owner/name"` of Terraform.
    fn provider(&mut self, address: &'a str) {
        self.name = address;
        let host = address.split('/').next().unwrap_or("");
        self.now.origins.push(Origin { scheme: "https", host, address, git: false, role: "provider" });
    }

    /// A line of an entry.
    fn said(&mut self, key: &'a str, value: &'a str, inner: &'a str) {
        match key {
            "name" | "identity" | "- name" if !value.is_empty() && !value.contains("://") => {
                // A dash begins the next of a list.
                if !self.name.is_empty() || key.starts_with('-') || !self.now.version.is_empty() {
                    self.begin("");
                }
                self.name = plain(value);
                return;
            }
            "version" | "- version" => self.now.version = plain(value),
            "link" | "path" | "directory" | "editable" => self.now.local |= value != "false" && !value.is_empty(),
            "type" if matches!(plain(value), "directory" | "path") => self.now.local = true,
            _ => {}
        }
        let row = self.is_row(key, value);
        if row {
            self.begin(named(key));
        }
        let (role, text) = if row || key.is_empty() { ("", inner) } else { (key, value) };
        let local =
            ["file:", "link:", "{ path =", "{ directory =", "{ editable ="].iter().any(|l| plain(text).starts_with(l));
        self.now.local |= local || key == "remote" && plain(value).starts_with(['.', '/']);
        for origin in addresses(text) {
            self.now.origins.push(Origin { role: if role.is_empty() { origin.role } else { role }, ..origin });
        }
        self.now.checked |= has_checksum(inner);
    }

    /// A whole entry on one line: `"left": ["left@1.2.3", "", {}, "sha512-…"]`, `"phx": {:hex, …}`.
    fn is_row(&self, key: &str, value: &str) -> bool {
        let listed = (value.starts_with('[') || value.starts_with("{:")) && value.len() > 2;
        listed && self.stack.len() <= 2 && !PARTS.contains(&key) && !matches!(key, "files" | "hashes" | "dependencies")
    }
}

/// `key: value`, `"key": value`, `key = value`, `key value`; the key without quotes, the value without a comma.
fn split(inner: &str) -> (&str, &str) {
    let inner = inner.trim_end_matches(',');
    if let Some(rest) = inner.strip_prefix('"')
        && let Some((key, value)) = rest.split_once('"')
        && let Some(value) = value.trim_start().strip_prefix([':', '='])
    {
        return (key, value.trim());
    }
    let sign = inner.find([':', '=']).filter(|at| !inner.get(at + 1..).is_some_and(|r| r.starts_with("//")));
    let word_end = inner.find(' ');
    match (sign, word_end) {
        // `resolved "https://…"` of yarn; a key with a blank in it is none.
        (sign, Some(end)) if sign.is_none_or(|s| s > end + 1) && !inner.ends_with(':') => {
            (inner.get(..end).unwrap_or(""), inner.get(end..).unwrap_or("").trim())
        }
        (Some(_), _) if inner.ends_with(':') => (inner.trim_end_matches(':'), ""),
        (Some(at), _) => (inner.get(..at).unwrap_or("").trim(), inner.get(at + 1..).unwrap_or("").trim()),
        _ => ("", inner),
    }
}

fn plain(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'', ','])
}

/// The name of a package without its version: `left@^1.0`, `/left/1.2.3`, `node_modules/left`.
fn named(key: &str) -> &str {
    let first = plain(key).split(", ").next().unwrap_or(key);
    let first = plain(first).trim_start_matches('/');
    let at = first.rfind('@').filter(|at| *at > 0);
    at.and_then(|at| first.get(..at)).unwrap_or(first)
}

/// Every address in a text.
fn addresses(text: &str) -> impl Iterator<Item = Origin<'_>> {
    text.match_indices("://").filter_map(|(at, _)| {
        let before = text.get(..at)?;
        let start =
            before.rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).map_or(0, |s| s + 1);
        let scheme = before.get(start..)?;
        let rest = text.get(at + 3..)?;
        let stop = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '#' | '?' | ',' | '}' | ']' | '\\'));
        let stop = stop.unwrap_or(rest.len());
        let whole = rest.get(..stop)?;
        let authority = whole.split('/').next().unwrap_or("");
        let host = authority.rsplit('@').next().unwrap_or(authority);
        let word = before.get(..start).unwrap_or("").trim_end_matches([' ', '"', '\'', '=', '{', ':', ',']);
        let role = word.rsplit([' ', '"', '{', ',', '[']).next().unwrap_or("");
        let git = scheme.contains("git")
            || scheme.contains("ssh")
            || whole.ends_with(".git")
            || matches!(role, "git" | ":git");
        Some(Origin { scheme, host, address: text.get(start..at + 3 + stop)?, git, role })
    })
}

/// A run of letters and digits that no name is.
fn has_checksum(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let hashed =
        |run: &[u8]| run.len() >= MIN_CHECKSUM && run.iter().any(u8::is_ascii_digit) && !run.starts_with(b"//");
    text.as_bytes().split(|b| !word(*b)).any(hashed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String, usize, bool, bool)> {
        let lock = read(text);
        let all = lock.entries.iter().flat_map(|(n, list)| list.iter().map(move |e| (n, e)));
        all.map(|(n, e)| ((*n).to_owned(), e.version.to_owned(), e.origins.len(), e.checked, e.local)).collect()
    }

    #[test]
    fn every_form_is_read() {
        let sum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";
        let rows = [
            format!(
                "[[package]]\nname = \"left\"\nversion = \"1.0\"\nsource = \"registry+https://index.example.com/a\"\nchecksum = \"{sum}\"\n"
            ),
            format!(
                "{{\n  \"packages\": {{\n    \"node_modules/left\": {{\n      \"version\": \"1.0\",\n      \"resolved\": \"https://registry.example.com/left.tgz\",\n      \"integrity\": \"sha512-{sum}\",\n      \"funding\": {{\n        \"url\": \"https://fund.example.com\"\n      }}\n    }}\n  }}\n}}\n"
            ),
            format!("left@^1.0:\n  version \"1.0\"\n  resolved \"https://registry.example.com/left.tgz#{sum}\"\n"),
            format!(
                "    \"left\": [\"left@1.0\", \"https://registry.example.com/left.tgz\", {{}}, \"sha512-{sum}\"],\n"
            ),
            format!(
                "{{\n    \"packages\": [\n        {{\n            \"name\": \"left\",\n            \"version\": \"1.0\",\n            \"dist\": {{\n                \"url\": \"https://registry.example.com/left.zip\",\n                \"shasum\": \"{sum}\"\n            }},\n            \"homepage\": \"https://left.example.com\"\n        }}\n    ]\n}}\n"
            ),
        ];
        for text in rows {
            let read = names(&text);
            let found = read
                .iter()
                .any(|(n, _, origins, checked, local)| n.ends_with("left") && *origins == 1 && *checked && !local);
            assert!(found, "{text}\n{read:?}");
        }
    }

    #[test]
    fn what_is_local_says_so() {
        for text in [
            "[[package]]\nname = \"a\"\nsource = { path = \"../a\" }\n",
            "\"a@file:../a\":\n  version \"1\"\n  resolved \"file:../a\"\n",
        ] {
            assert!(names(text).iter().any(|e| e.4), "{text}: {:?}", names(text));
        }
    }
}
