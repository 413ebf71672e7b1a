//! Manifests of any other form, line by line: what a line is without its version names the dependency, the version is what it
//! demands. Enough to tell a step from a new entry, whatever the syntax.

use super::super::{Dep, Manifest};

/// Longest line that is read.
const MAX_LINE: usize = 400;
/// A version has at most as many characters.
const MAX_VERSION: usize = 40;

/// Every line that holds a version or comes from a repository.
#[must_use]
pub fn versions(text: &str) -> Manifest {
    let mut m = Manifest::default();
    let mut above = "";
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && l.len() < MAX_LINE) {
        if ["#", "//", "--", ";", "%"].iter().any(|c| line.starts_with(c)) {
            continue;
        }
        let (name, demand) = split(line);
        let source = repository(line);
        if demand.is_empty() && source.is_empty() {
            above = line;
            continue;
        }
        // `- name: x` and its version on the line below.
        let name =
            if name.starts_with("version") || name.starts_with("\"version") { format!("{above} {name}") } else { name };
        m.deps.push(Dep { name, demand, source });
    }
    m
}

/// The line with its versions taken out, and those.
fn split(line: &str) -> (String, String) {
    let (mut name, mut demand) = (String::new(), Vec::new());
    for word in line.split_inclusive(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '(' | ')' | '{' | '}' | '[' | ']' | '/')
    }) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '+' && c != '*');
        let number = bare.trim_start_matches(['v', '^', '~', '<', '>', '=', '!', '@', '-']);
        let dotted =
            number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.') && number.len() < MAX_VERSION;
        if dotted {
            demand.push(bare.to_owned());
        } else {
            name.push_str(word);
        }
    }
    let name: String = name.chars().filter(|c| !matches!(c, '<' | '>' | '=' | '~' | '^' | ',')).collect();
    (name.trim().to_owned(), demand.join(", "))
}

/// A repository or archive on the line; one that stands behind a key for links only is none.
fn repository(line: &str) -> String {
    let link = ["homepage", "bug-reports", "dev-repo", "doc:", "repository", "url: \"https://github.com"]
        .iter()
        .any(|k| line.to_ascii_lowercase().starts_with(k));
    let git = [".git", "git+", "git@", "git://", "git:"].iter().any(|k| line.contains(k));
    if link || !git {
        return String::new();
    }
    let at = line.find("://").map_or(0, |p| p + 3);
    let rest = line.get(at..).unwrap_or("");
    rest.split(['"', '\'', ' ', ',', ')', '#', '?']).next().unwrap_or("").to_owned()
}
