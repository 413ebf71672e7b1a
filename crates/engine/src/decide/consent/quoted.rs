//! The user's own words for what was read: where a prompt was written out before it was read (names in the place of `those two`,
//! a correction in the place of what it corrects), the evidence of a decision quotes what they typed, and not what it means.
//! Called by `Wishes`, for whom the sentences of its readings are keys.

use super::text;

/// The prompts that were written out: what was typed, and what was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Quoted {
    written: Vec<(String, String)>,
}

impl Quoted {
    /// What these prompts were, of which those were made.
    pub(super) fn of(typed: &[String], read: &[String]) -> Self {
        let pairs = typed.iter().zip(read).filter(|(typed, read)| typed != read);
        Self { written: pairs.map(|(typed, read)| (typed.clone(), read.clone())).collect() }
    }

    /// The sentence that the user typed for the one that was read: of its prompt the one with most of its words.
    pub(super) fn typed(&self, words: &str) -> String {
        let start = words.trim_end_matches('…');
        let of = self.written.iter().rev().find(|(typed, read)| read.contains(start) && !typed.contains(start));
        let shared = |s: &text::Sentence| {
            let own = s.text.split_whitespace();
            own.filter(|w| words.split_whitespace().any(|r| r == *w)).count()
        };
        let sentences = of.map(|(typed, _)| text::sentences(typed)).unwrap_or_default();
        // Of several the last: what was put right stands behind what was wrong.
        let best = sentences.into_iter().max_by_key(shared);
        best.map_or_else(|| words.to_owned(), |s| s.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_quoted() {
        let typed = ["a-1 and a-2 hang".to_owned(), "thanks. now delete those two".to_owned()];
        let read = ["a-1 and a-2 hang".to_owned(), "thanks. now delete a-1 and a-2".to_owned()];
        let quoted = Quoted::of(&typed, &read);
        for (words, want) in [
            ("now delete a-1 and a-2", "now delete those two"),
            ("now delete a-1 …", "now delete those two"),
            ("a-1 and a-2 hang", "a-1 and a-2 hang"),
            ("never said", "never said"),
        ] {
            assert_eq!(quoted.typed(words), want, "{words}");
        }
    }
}
