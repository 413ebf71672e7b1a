//! Languages of settings (Jsonnet, Dhall, Nickel, the expressions of Terraform): they only compute, and reach out by files, variables
//! and addresses that they name. Called by `code`. Comments and texts are looked at like anything else: that only tells more.

use automode_model::Verb;

use super::super::state::from_environment;
use super::Small;

/// Functions that read the file that their argument names (`file`, `filebase64sha256`, `templatefile`), by their beginnings.
const READS: &[&str] = &["file", "templatefile"];

/// What such a text reaches for.
#[must_use]
pub fn scan(text: &str) -> Small {
    let mut out = Small::default();
    if text.contains("\\u") || text.contains("\\x") {
        out.unclear = Some("a text with signs written by their numbers".to_owned());
    }
    let part = |c: char| c.is_alphanumeric() || "._~/@:+-%".contains(c);
    let mut before = '\0';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end.max(c.len_utf8())).unwrap_or((rest, ""));
        if part(c) {
            look(word, matches!(before, '"' | '\''), behind, &mut out);
        }
        before = word.chars().next_back().unwrap_or(c);
        rest = behind;
    }
    out
}

fn look(word: &str, quoted: bool, behind: &str, out: &mut Small) {
    let rooted = word.starts_with('/') && word.len() > 1 && !word.starts_with("//");
    if rooted || word.starts_with("~/") || word.split('/').any(|p| p == "..") && word.contains('/') {
        out.paths.push((Verb::Read, Some(word.to_owned())));
    }
    // Terraform's console prints what it is asked for.
    let asked = word.split_once('.').filter(|(kind, _)| !quoted && matches!(*kind, "var" | "local"));
    let named = asked.map(|(_, name)| name.to_ascii_uppercase()).filter(|n| from_environment(n).is_secret());
    out.variables.extend(named.map(Some));
    if word == "nonsensitive" {
        out.unclear = Some("a value that is marked as secret".to_owned());
    }
    if let Some(name) = word.strip_prefix("env:").filter(|_| !quoted) {
        out.variables.push(Some(name.to_owned()));
    } else if !quoted && word.contains("://") {
        out.unclear = Some(format!("`{word}`, which a text of settings takes in"));
    }
    let call = behind.trim_start().strip_prefix('(').filter(|_| READS.iter().any(|f| word.starts_with(f)));
    if call.is_some_and(|argument| !is_literal(argument.trim_start())) {
        out.unclear = Some(format!("`{word}` with a name that is computed"));
    }
}

/// A text in quotes with nothing filled in, and the end of the argument behind it.
fn is_literal(argument: &str) -> bool {
    let inner = argument.strip_prefix('"').and_then(|t| t.split_once('"'));
    inner.is_some_and(|(t, behind)| !t.contains("${") && behind.trim_start().starts_with([')', ',']))
}

#[cfg(test)]
mod tests {
    use super::scan;

    #[test]
    fn reads_by_name() {
        for (text, paths) in [
            ("importstr \"/etc/shadow\"", "/etc/shadow"),
            ("{a: 1, b: a / 2, u: \"https://example.com/x\"}", ""),
            ("~/x.dhall as Text", "~/x.dhall"),
            ("(import 'lib/../../../x.libsonnet')", "lib/../../../x.libsonnet"),
            ("file(\"a.txt\")", ""),
        ] {
            let found = scan(text);
            let named: Vec<String> = found.paths.into_iter().filter_map(|(_, p)| p).collect();
            assert_eq!((named.join(" ").as_str(), found.unclear), (paths, None), "{text}");
        }
        for text in ["https://example.com/p.dhall", "file(join(\"\", x))", "file(\"/e${a}\")", "'\\u002fetc'"] {
            assert!(scan(text).unclear.is_some(), "{text}");
        }
    }
}
