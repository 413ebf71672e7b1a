//! What a line stands in: the lines above it that are indented less, up to the outermost one. Nearly all text that people write
//! is indented by what it belongs to, in every language, so that this needs no grammar. Linear; called by `authority`.

/// Deepest nesting that is kept.
const MAX_DEPTH: usize = 64;

/// For each line the line that it belongs to.
pub struct Outline<'a> {
    lines: Vec<(&'a str, Option<u32>)>,
}

impl<'a> Outline<'a> {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut lines: Vec<(&'a str, Option<u32>)> = Vec::new();
        let mut open: Vec<(usize, u32)> = Vec::new();
        for (number, line) in (0u32..).zip(text.lines()) {
            let trimmed = line.trim_start();
            // A brace alone opens what the line above began.
            if trimmed.is_empty() || trimmed == "{" {
                lines.push(("", open.last().map(|(_, at)| *at)));
                continue;
            }
            // An entry of a list belongs to the key above it, though it may stand as far left.
            let entry = usize::from(trimmed.starts_with("- ") || trimmed.starts_with("| "));
            let width = 2 * (line.len() - trimmed.len()) + entry;
            while open.last().is_some_and(|(w, _)| *w >= width) {
                open.pop();
            }
            lines.push((trimmed, open.last().map(|(_, at)| *at)));
            let closes = trimmed.starts_with(['}', ')', ']']);
            if !closes && open.len() < MAX_DEPTH {
                open.push((width, number));
            }
        }
        Self { lines }
    }

    /// This line and those that it stands in, from the inside out.
    pub fn chain(&self, number: u32) -> impl Iterator<Item = &'a str> {
        let at = |n: u32| usize::try_from(n).ok().and_then(|n| self.lines.get(n)).copied();
        let mut next = Some(number);
        let mut left = MAX_DEPTH + 1;
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let (text, parent) = at(next?)?;
            next = parent;
            Some(text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_others() {
        let text = "roles:\n- name: a\n  verbs:\n    - get\n\nother:\n  x: 1\n";
        let outline = Outline::of(text);
        assert_eq!(outline.chain(3).collect::<Vec<_>>(), ["- get", "verbs:", "- name: a", "roles:"]);
        assert_eq!(outline.chain(6).collect::<Vec<_>>(), ["x: 1", "other:"]);
    }
}
