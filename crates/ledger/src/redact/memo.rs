//! A place that was searched for, remembered: asked again from anywhere before it, it is still the next one. This keeps
//! the scanner linear on texts made to be searched again and again.

/// The next place of something.
#[derive(Default)]
pub(super) struct Memo {
    known: Option<(usize, usize)>,
}

impl Memo {
    /// Where it is, seen from `start`; `search` is called when that is not known.
    pub(super) fn end(&mut self, start: usize, search: impl FnOnce() -> usize) -> usize {
        match self.known {
            Some((from, end)) if (from..=end).contains(&start) => end,
            _ => {
                let end = search();
                self.known = Some((start, end));
                end
            }
        }
    }
}
