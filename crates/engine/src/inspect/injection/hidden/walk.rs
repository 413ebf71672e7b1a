//! Runs of invisible characters and what surrounds them. Fed with every character of a text; linear, keeps no text.

use automode_model::Hit;

use super::chars::{
    is_bidi, is_pictograph, is_private, is_rare_space, is_rtl, is_selector, is_space, is_tag, is_zero_width,
    needs_joiners,
};
use super::{
    LIKELY, MIN_ANNOTATION, MIN_BITS, MIN_PRIVATE, MIN_RUN, MIN_SELECTORS, MIN_SPACES, MIN_SPREAD, MIN_TAGS, ODD, SURE,
    hit,
};

/// The flags of parts of a country are a black flag and at most seven tags.
const MAX_FLAG_TAGS: usize = 7;

/// Single selectors behind characters that take none: more than these carry data.
const MAX_STRAY_SELECTORS: usize = 4;

/// What a run is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tag,
    Selector,
    Zero,
    Private,
}

/// A run of characters of one kind.
struct Run {
    kind: Kind,
    start: usize,
    count: usize,
    /// The character before it.
    before: char,
    first: char,
    /// A second kind of zero-width character in it.
    mixed: bool,
    /// How often the character changes within it.
    turns: usize,
    last: char,
}

/// A run of spaces of several widths.
#[derive(Default)]
struct White {
    start: usize,
    count: usize,
    turns: usize,
    last: Option<char>,
}

/// The state between characters.
pub(super) struct Walk {
    pub(super) found: Vec<Hit>,
    run: Option<Run>,
    before: char,
    /// Single letters with a zero-width character between each two.
    spread: usize,
    spread_start: usize,
    /// Letters since the last zero-width character.
    letters: usize,
    stray: usize,
    /// Bidi controls on this line: where, how many open, an override among them, and whether the line needs them.
    bidi: Option<usize>,
    overrides: bool,
    rtl: bool,
    white: White,
    /// Where a text begins that annotates another, which is what is shown.
    annotation: Option<(usize, usize)>,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            found: Vec::new(),
            run: None,
            before: '\n',
            spread: 0,
            spread_start: 0,
            letters: 0,
            stray: 0,
            bidi: None,
            overrides: false,
            rtl: false,
            white: White::default(),
            annotation: None,
        }
    }
}

fn kind(c: char) -> Option<Kind> {
    if is_tag(c) {
        Some(Kind::Tag)
    } else if is_selector(c) {
        Some(Kind::Selector)
    } else if is_zero_width(c) {
        Some(Kind::Zero)
    } else if is_private(c) {
        Some(Kind::Private)
    } else {
        None
    }
}

impl Walk {
    /// True where even a plain character matters.
    pub(super) fn is_open(&self) -> bool {
        self.run.is_some() || self.bidi.is_some() || self.white.count > 0 || self.annotation.is_some()
    }

    /// ASCII characters outside of everything.
    pub(super) fn plain(&mut self, run: &[u8]) {
        if let Some(last) = run.last() {
            self.before = char::from(*last);
            self.letters += run.len();
            self.rtl &= !run.contains(&b'\n');
        }
    }

    pub(super) fn take(&mut self, at: usize, c: char) {
        let kind = kind(c);
        if kind == Some(Kind::Zero) && self.white.count > 0 {
            self.space(at, c);
        }
        if self.run.as_ref().is_some_and(|run| Some(run.kind) != kind) {
            self.close(at, c);
        }
        match kind {
            Some(kind) => self.within(kind, at, c),
            None => self.visible(at, c),
        }
    }

    fn within(&mut self, kind: Kind, at: usize, c: char) {
        match &mut self.run {
            Some(run) => {
                run.count += 1;
                run.turns += usize::from(run.last != c);
                run.mixed |= run.first != c;
                run.last = c;
            }
            None => {
                self.run = Some(Run {
                    kind,
                    start: at,
                    count: 1,
                    before: self.before,
                    first: c,
                    mixed: false,
                    turns: 0,
                    last: c,
                });
            }
        }
    }

    fn visible(&mut self, at: usize, c: char) {
        if is_bidi(c) {
            self.bidi.get_or_insert(at);
            self.overrides |= matches!(c, '\u{202d}' | '\u{202e}');
            return;
        }
        self.space(at, c);
        self.annotate(at, c);
        self.rtl |= is_rtl(c);
        if c == '\n' {
            self.end_line(at);
        }
        self.before = c;
        self.letters += 1;
    }

    /// Spaces of two widths in a run are bits, where one of them is none that people type and they do not just take turns.
    fn space(&mut self, at: usize, c: char) {
        if is_rare_space(c) || self.white.count > 0 && (is_space(c) || is_zero_width(c)) {
            let white = &mut self.white;
            white.start = if white.count == 0 { at } else { white.start };
            white.turns += usize::from(white.last.is_some_and(|last| last != c));
            white.last = Some(c);
            white.count += 1;
            return;
        }
        let white = std::mem::take(&mut self.white);
        let braille = needs_joiners(c) || needs_joiners(self.before);
        let mixed = white.turns * 5 >= white.count && white.turns * 5 <= white.count * 4;
        if white.count >= MIN_SPACES && mixed && !braille {
            self.found.push(hit(SURE, white.start, at));
        }
    }

    /// What annotates a text is not shown where the text is.
    fn annotate(&mut self, at: usize, c: char) {
        match (c, &mut self.annotation) {
            ('\u{fffa}', open) => *open = Some((at, 0)),
            ('\u{fffb}' | '\n', Some((start, letters))) => {
                if *letters >= MIN_ANNOTATION {
                    self.found.push(hit(LIKELY, *start, at));
                }
                self.annotation = None;
            }
            (c, Some((_, letters))) => *letters += usize::from(c.is_alphabetic()),
            _ => {}
        }
    }

    /// Reordering on a line without a letter of a script that is written from right to left.
    fn end_line(&mut self, at: usize) {
        if let Some(start) = self.bidi.take()
            && !self.rtl
        {
            // A pair of isolates around a placeholder is what message formatters write; an override reorders letters.
            let score = if self.overrides { LIKELY } else { ODD };
            self.found.push(hit(score, start, at));
        }
        self.overrides = false;
        self.rtl = false;
    }

    fn close(&mut self, at: usize, next: char) {
        let Some(run) = self.run.take() else { return };
        match run.kind {
            Kind::Tag => self.tags(&run, at),
            Kind::Selector => self.selectors(&run, at),
            Kind::Zero => self.zero(&run, at, next),
            Kind::Private if run.count >= MIN_PRIVATE && run.turns >= MIN_PRIVATE / 2 => {
                self.found.push(hit(LIKELY, run.start, at));
            }
            Kind::Private => self.spread = 0,
        }
        self.letters = 0;
    }

    fn tags(&mut self, run: &Run, at: usize) {
        let flag = run.before == '\u{1f3f4}' && run.count <= MAX_FLAG_TAGS && run.last == '\u{e007f}';
        if !flag {
            self.found.push(hit(if run.count >= MIN_TAGS { SURE } else { LIKELY }, run.start, at));
        }
    }

    fn selectors(&mut self, run: &Run, at: usize) {
        if run.count >= MIN_SELECTORS {
            self.found.push(hit(SURE, run.start, at));
            return;
        }
        let takes = !run.before.is_ascii_alphabetic() && !run.before.is_whitespace();
        if !takes || run.count > 1 {
            self.stray += 1;
            if self.stray > MAX_STRAY_SELECTORS {
                self.found.push(hit(SURE, run.start, at));
                self.stray = 0;
            }
        }
    }

    fn zero(&mut self, run: &Run, at: usize, next: char) {
        let script = needs_joiners(run.before) || needs_joiners(next);
        let emoji = run.count == 1 && is_pictograph(run.before) && is_pictograph(next);
        if emoji || (script && run.count < MIN_BITS) {
            self.spread = 0;
            return;
        }
        // A filler repeats itself (mail preheaders); bits do not.
        let periodic = run.mixed && run.turns + 1 >= run.count;
        if run.count >= MIN_BITS && run.mixed && !periodic {
            self.found.push(hit(SURE, run.start, at));
        } else if run.count >= MIN_RUN && !run.mixed && run.first != '\u{ad}' {
            self.found.push(hit(LIKELY, run.start, at));
        }
        self.spread(run, at, next);
    }

    /// `i​g​n​o​r​e`: letters one by one between zero-width characters.
    fn spread(&mut self, run: &Run, at: usize, next: char) {
        let lone = |c: char| !c.is_control() && !c.is_whitespace();
        let single = self.letters <= 1 && lone(run.before) && !next.is_control();
        if !single || self.spread == 0 {
            self.spread = 0;
            self.spread_start = run.start;
        }
        self.spread += 1;
        if self.spread >= MIN_SPREAD {
            match self.found.last_mut().filter(|h| self.spread > MIN_SPREAD && h.score == SURE) {
                Some(last) => last.span.end = last.span.end.max(u32::try_from(at).unwrap_or(u32::MAX)),
                None => self.found.push(hit(SURE, self.spread_start, at)),
            }
        }
    }

    pub(super) fn end(&mut self, at: usize) {
        self.close(at, '\n');
        self.space(at, '\n');
        self.end_line(at);
    }
}
