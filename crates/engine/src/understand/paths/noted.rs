//! Files in which people note down what they log in with: `~/keys.txt`, `~/Documents/recovery-codes.pdf`. Called by `paths`
//! for files outside the workspace, where such a name is not a source's or a test's.

use crate::understand::tools::words_of;

/// Endings of what people write or print, not of programs.
const NOTES: &[&str] = &[
    "", "txt", "csv", "tsv", "md", "rtf", "doc", "docx", "odt", "xls", "xlsx", "ods", "pdf", "numbers", "pages",
    "json", "yml", "yaml", "ini", "conf", "enc", "gpg", "bak", "png", "jpg",
];

/// Words of which one is enough.
const ALONE: &[&str] = &[
    "password",
    "passwords",
    "passwort",
    "passwörter",
    "contraseñas",
    "passwd",
    "passphrase",
    "passphrases",
    "credential",
    "credentials",
    "creds",
    "apikey",
    "apikeys",
    "mnemonic",
    "mnemonics",
    "seedphrase",
    "logins",
];

/// Words that mean it together.
const TOGETHER: &[(&[&str], &[&str])] = &[
    (&["recovery", "backup", "rescue", "2fa", "otp", "scratch"], &["code", "codes", "key", "keys", "phrase"]),
    (&["api", "private", "secret", "access", "license"], &["key", "keys", "token", "tokens"]),
    (&["seed", "pass"], &["phrase", "phrases"]),
    (&["wallet", "bank", "login"], &["key", "keys", "pin", "pins", "password", "data"]),
];

/// Folders of projects and programs: a name means something else there.
const WORKED: &[&str] = &[
    "src",
    "lib",
    "libs",
    "app",
    "test",
    "tests",
    "spec",
    "docs",
    "doc",
    "node_modules",
    "vendor",
    "examples",
    "fixtures",
    "testdata",
    "public",
    "i18n",
    "locales",
    "packages",
    "components",
    "site-packages",
    "include",
    "share",
];

/// Whether a file of this name, in a home but in no project's sources, is such a note.
#[must_use]
pub fn holds_credentials(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or("");
    if parts.any(|d| WORKED.contains(&d.to_ascii_lowercase().as_str())) {
        return false;
    }
    let (stem, ending) = name.rsplit_once('.').filter(|(s, _)| !s.is_empty()).unwrap_or((name, ""));
    if !NOTES.contains(&ending.to_ascii_lowercase().as_str()) {
        return false;
    }
    let words = words_of(stem);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let bare = matches!(ending, "txt" | "csv")
        && matches!(words.as_slice(), [w] if matches!(w.as_str(), "keys" | "tokens" | "secrets" | "pins"));
    bare || has(ALONE) || TOGETHER.iter().any(|(a, b)| has(a) && has(b))
}

#[cfg(test)]
mod tests {
    use super::holds_credentials;

    #[test]
    fn a_note_is_told_by_its_words() {
        for (path, yes) in [
            ("/home/dev/keys.txt", true),
            ("/home/dev/Documents/recovery-codes.pdf", true),
            ("/home/dev/MyPasswords.xlsx", true),
            ("/home/dev/api_keys.md", true),
            ("/home/dev/notes.txt", false),
            ("/home/dev/other/src/passwords.md", false),
            ("/home/dev/other/keys.json", false),
            ("/home/dev/other/tokens.css", false),
            ("/home/dev/other/password.rs", false),
        ] {
            assert_eq!(holds_credentials(path), yes, "{path}");
        }
    }
}
