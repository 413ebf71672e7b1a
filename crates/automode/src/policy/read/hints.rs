//! What to do about a mistake in a policy file: what its writer probably meant, told from the place where the text stops being
//! what it should. Called by `cursor` and by the readers of patterns.

use std::ops::Range;

/// How many possible words a hint lists; of more it says where they stand.
const MAX_LISTED: usize = 24;

/// The words that may stand there.
pub fn list(known: &[impl AsRef<str>]) -> String {
    let all: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    let shown = all.iter().take(MAX_LISTED).copied().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(MAX_LISTED) {
        0 => format!("it may be {shown}"),
        more => format!("it may be {shown}, or one of {more} more, which `automode policy schema` lists"),
    }
}

/// How a value of the right kind looks.
pub fn of_kind(key: &str, want: &str) -> String {
    match want {
        "a text" => format!("write {key} = \"…\""),
        "a list of texts" => format!("write {key} = [\"…\", \"…\"]"),
        "true or false" => format!("write {key} = true or {key} = false, without quotes"),
        "a whole number" => format!("write {key} = 90: digits alone, without quotes, dot or unit"),
        "a list of tables" => format!("write [[{key}]], in two brackets, before each"),
        _ => format!("write [{key}] on a line of its own and its keys below, or {key} = {{ … }}"),
    }
}

/// What to do about a text that is no TOML.
pub fn of_syntax(message: &str, text: &str, span: &Range<usize>) -> &'static str {
    let here = text.get(span.start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let first = here.chars().next().unwrap_or('\n');
    let says = |what: &str| message.contains(what);
    if text.trim_start().starts_with('{') && says("expected key") {
        return "it looks like JSON: the language is TOML, a line `key = value` for each value";
    }
    if first == ':' {
        return "write key = value; the colon is YAML's";
    }
    if first == '\0' {
        return "a byte 0 stands here: the file is damaged or not a text";
    }
    if is_unseen(first) {
        return "a character that cannot be seen, or a blank that is no plain one, stands here: delete it";
    }
    if matches!(first, '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`') {
        return "use plain quotation marks: \"…\"";
    }
    match () {
        () if says("duplicate key") => {
            "a key, and a [table], stands once: join them (rules are [[rule]], in two brackets)"
        }
        () if says("must be quoted") => "put a text in quotes: \"…\"; without them only numbers, true and false stand",
        () if says("unicode") || says("escape") => {
            "between \"…\" a backslash begins a sign of its own: write '…' instead"
        }
        () if says("array") || says("`]`") => "close the list with ], and put a comma between its values",
        () if says("inline table") || says("`}`") => "close what { opened with }, and put a comma between its keys",
        () if says("carriage return") => "save it with the line ends of Unix or of Windows",
        () if says("recurs") => "nothing in a policy file lies so deep: nest less",
        () if says("unquoted key") => "a key has letters, digits, - and _, or stands in quotes",
        () if says("date") || says("time") || says("day") => "write a day that there is, in quotes: \"2026-11-20\"",
        () if says("string") => "close the text with the same quotation mark, on the same line",
        () => "a line is `key = value`, `[table]`, `[[rule]]` or `# a note`",
    }
}

fn is_unseen(c: char) -> bool {
    let blank = c.is_whitespace() && !c.is_ascii();
    blank || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Why a pattern for hosts fits none, where it does not.
pub fn no_host(pattern: &str) -> Option<String> {
    let bare = pattern.split_once("://").map_or(pattern, |(_, rest)| rest);
    let host = bare.rsplit_once('@').map_or(bare, |(_, rest)| rest);
    let host = host.split(['/', '?']).next().unwrap_or("");
    let bracketed = host.starts_with('[');
    let host = if bracketed || host.matches(':').count() > 1 { host } else { host.split(':').next().unwrap_or(host) };
    (host != pattern && !host.is_empty()).then(|| format!("only the name is compared: write \"{host}\""))
}

/// What in a pattern is no wildcard although it looks like one. Such names exist (`app/[id]/page.tsx`), so it is a doubt only.
pub fn doubt(pattern: &str, of_path: bool) -> Option<&'static str> {
    let within = |open: char, close: char| {
        let (_, rest) = pattern.split_once(open)?;
        rest.split_once(close).map(|(inner, _)| inner)
    };
    if pattern.starts_with('!') {
        return Some("`!` does not turn it round: say `unless = { … }` in a rule");
    }
    if pattern.starts_with('^') || pattern.ends_with('$') || pattern.contains(".*") && !pattern.contains("/.*") {
        return Some("it looks like a regular expression; patterns have `*` alone");
    }
    if within('{', '}').is_some_and(|inner| inner.contains(',')) {
        return Some("braces stand for themselves: write one pattern for each");
    }
    if within('[', ']').is_some_and(|inner| inner.contains('-') || inner.starts_with(['!', '^'])) {
        return Some("brackets stand for themselves: only `*`, `**` and `?` are wildcards");
    }
    if !of_path && pattern.contains('?') {
        return Some("only `*` is a wildcard here, and `?` stands for itself");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names() {
        for (pattern, want) in [
            ("https://a.example.com/x", Some("a.example.com")),
            ("a.example.com:8443", Some("a.example.com")),
            ("deploy@a.example.com", Some("a.example.com")),
            ("*.example.com/v1/*", Some("*.example.com")),
        ] {
            assert_eq!(
                no_host(pattern),
                want.map(|w| format!("only the name is compared: write \"{w}\"")),
                "{pattern}"
            );
        }
        for fine in ["*.example.com", "localhost", "10.0.0.5", "2001:db8::1", "[2001:db8::1]", "acme-*"] {
            assert_eq!(no_host(fine), None, "{fine}");
        }
    }

    #[test]
    fn what_looks_like_a_wildcard() {
        for (pattern, path) in
            [("!src/**", true), ("{a,b}/x", true), ("[a-z]*", true), ("^main$", false), ("v?", false)]
        {
            assert!(doubt(pattern, path).is_some(), "{pattern}");
        }
        for (pattern, path) in [("app/[id]/page.tsx", true), ("src/.*", true), ("a?.txt", true), ("release/*", false)] {
            assert_eq!(doubt(pattern, path), None, "{pattern}");
        }
    }
}
