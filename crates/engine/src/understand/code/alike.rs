//! Texts of fish and PowerShell that mean in sh what they mean there: plain words, quotes around plain text, and the signs between
//! commands. Anything else is left unread. Called by `code`.

/// Words that begin a command and mean something else in one of them, or would make sh read what follows otherwise.
const OTHER: &[&str] = &[
    ".",
    "[",
    "abbr",
    "alias",
    "bind",
    "eval",
    "export",
    "fc",
    "functions",
    "gp",
    "history",
    "iex",
    "not",
    "read",
    "ri",
    "set",
    "shift",
    "sl",
    "source",
    "time",
    "trap",
    "type",
    "unset",
];

/// Signs that may stand anywhere in such a text.
const SIGNS: &[u8] = b" \t\n-_./:+@;|&\"'";

/// Whether sh would do the same.
#[must_use]
pub fn is_read_as_sh(text: &str) -> bool {
    let signs = |b: u8| b.is_ascii_alphanumeric() || SIGNS.contains(&b);
    // A single `&` is no separator in both of them.
    let lone = text.replace("&&", "").contains('&');
    text.bytes().all(signs)
        && !lone
        && !text.contains("--%")
        && !text.to_ascii_lowercase().contains("env:")
        && text.split([';', '|', '&', '\n']).all(|command| {
            let first = command.split_ascii_whitespace().next().unwrap_or("");
            !OTHER.contains(&first) && !first.starts_with(['"', '\'', '@']) && !command.contains(" @")
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_means_the_same_is_read() {
        for (text, same) in [
            ("git status; ls -la src", true),
            ("npm test -- --grep 'a b' && echo \"done\"", true),
            ("Get-Content a.txt | Select-String foo", true),
            ("Get-ChildItem Env:", false),
            ("echo (rm -rf x)", false),
            ("echo $(rm -rf x)", false),
            ("set -gx PATH /tmp; ls", false),
            ("ls > a", false),
            ("& ./a.ps1", false),
            ("'rm' a", false),
            ("ls \u{2019}; rm -rf x; \u{2019}", false),
        ] {
            assert_eq!(super::is_read_as_sh(text), same, "{text}");
        }
    }
}
