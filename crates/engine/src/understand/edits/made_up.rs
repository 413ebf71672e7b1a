//! Data that is made up for tests or to show something: whom it lets do what is nobody's right, and what it lists does not live.
//! Called by `edits` and by `decide/entries`.

/// Only the file and the last folders count: what leads to the work says nothing.
const NEAR: usize = 4;

/// Whether a path is one of such data.
#[must_use]
pub fn is_path(path: &str) -> bool {
    let pieces = |part: &str| part.to_ascii_lowercase().split(|c: char| !c.is_alphanumeric()).any(is_word);
    path.rsplit('/').take(NEAR).any(pieces)
}

/// Whether a piece of a file's or folder's name says so.
#[must_use]
pub fn is_word(word: &str) -> bool {
    const MADE_UP: &[&str] = &[
        "fixture",
        "fixtures",
        "testdata",
        "mock",
        "mocks",
        "fake",
        "fakes",
        "stub",
        "stubs",
        "seed",
        "seeds",
        "factory",
        "factories",
        "story",
        "stories",
        "e2e",
        "cypress",
        "playwright",
    ];
    MADE_UP.contains(&word)
}
