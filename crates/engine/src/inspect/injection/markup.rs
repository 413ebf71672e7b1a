//! HTML as far as it decides what is shown: comments, elements that are not displayed, texts in attributes. Not a parser;
//! what is no tag is text. Called by `sentences`.

/// Elements of prompts, not of pages; the first eight letters.
const ROLES: &[Name] = &names([
    "importan", "system", "assistan", "user", "human", "instruct", "admin", "secret", "hidden", "tool", "function",
    "context", "override", "prompt", "message", "data", "document", "informat", "inst", "end", "command", "priority",
]);

/// Elements within a sentence.
const INLINE: &[Name] = &names([
    "a", "b", "i", "em", "strong", "code", "span", "font", "u", "s", "small", "sub", "sup", "mark", "kbd", "br",
]);

/// Elements without an end.
const VOID: &[Name] =
    &names(["img", "br", "hr", "input", "meta", "link", "source", "area", "base", "col", "embed", "wbr"]);

/// The first eight letters of an element's name in lower case, as one number.
type Name = u64;

const fn names<const N: usize>(of: [&str; N]) -> [Name; N] {
    let mut all = [0; N];
    let (mut slots, mut rest): (&mut [Name], &[&str]) = (&mut all, &of);
    while let ([slot, next @ ..], [first, tail @ ..]) = (slots, rest) {
        let mut letters = first.as_bytes();
        while let [head @ .., last] = letters {
            *slot = *slot << 8 | *last as u64;
            letters = head;
        }
        (slots, rest) = (next, tail);
    }
    all
}

/// How far a tag may go before its `>`; longer ones are text.
const MAX_TAG_BYTES: usize = 2048;
/// Deepest nesting of hidden elements that is followed; deeper ones stay hidden until the outermost ends.
const MAX_DEPTH: u32 = 1 << 16;
/// Shortest text of an attribute that says something.
const MIN_TEXT_BYTES: usize = 16;

/// What stands at a `<`.
pub(super) enum Tag {
    /// No tag.
    None,
    /// A tag within a sentence, of this length.
    Inline(usize),
    /// A tag that ends a sentence.
    Block(usize),
    /// A tag that no page has: it plays a role, a turn or an order to a model.
    Role(usize),
    /// The beginning of a comment.
    Comment(usize),
}

/// The state between tags.
#[derive(Default)]
pub(super) struct Markup {
    comment: bool,
    /// Up to here no tag ends: saves looking for its end again at each `<`.
    open_until: usize,
    /// The element that is not shown, and how many of its name are open within it.
    hidden: Option<(Name, u32)>,
}

impl Markup {
    pub(super) fn in_comment(&self) -> bool {
        self.comment
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden.is_some()
    }

    /// Inside a comment: (0, length) where it ends here, else (1, 0).
    pub(super) fn comment_end(&mut self, rest: &str) -> (usize, usize) {
        if rest.starts_with("-->") {
            self.comment = false;
            return (0, 3);
        }
        (1, 0)
    }

    /// Reads what stands at a `<`.
    pub(super) fn tag(&mut self, rest: &str, at: usize) -> Tag {
        if self.comment {
            return Tag::None;
        }
        if rest.starts_with("<!--") {
            self.comment = true;
            return Tag::Comment(4);
        }
        let head = rest.get(1..).unwrap_or("").trim_start_matches('/');
        if at < self.open_until || !head.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Tag::None;
        }
        let Some(end) = rest.bytes().take(MAX_TAG_BYTES).position(|b| b == b'>') else {
            self.open_until = at + MAX_TAG_BYTES / 2;
            return Tag::None;
        };
        let tag = rest.get(..=end).unwrap_or("");
        let name = name(head);
        self.follow(tag, name);
        if ROLES.contains(&name) {
            Tag::Role(end + 1)
        } else if INLINE.contains(&name) {
            Tag::Inline(end + 1)
        } else {
            Tag::Block(end + 1)
        }
    }

    fn follow(&mut self, tag: &str, name: Name) {
        let closes = tag.starts_with("</");
        match &mut self.hidden {
            Some((open, depth)) if *open == name => {
                *depth = if closes { depth.saturating_sub(1) } else { (*depth + 1).min(MAX_DEPTH) };
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            None if !closes && !tag.ends_with("/>") && !VOID.contains(&name) && hides(tag) => {
                self.hidden = Some((name, 1))
            }
            _ => {}
        }
    }
}

/// The first letters of an element's name, in lower case.
fn name(head: &str) -> Name {
    let letters = head.bytes().take(8).take_while(u8::is_ascii_alphanumeric);
    (0..).step_by(8).zip(letters).fold(0, |name, (shift, byte)| name | Name::from(byte.to_ascii_lowercase()) << shift)
}

/// Words without which no attribute hides an element; most tags have none of them.
const HIDING: [&[u8]; 4] = [b"style", b"hidden", b"sr-only", b"invisib"];

fn may_hide(attributes: &str) -> bool {
    let begins = |rest: &[u8], word: &[u8]| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let bytes = attributes.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        matches!(byte | 0x20, b's' | b'h' | b'i')
            && bytes.get(at..).is_some_and(|rest| HIDING.iter().any(|word| begins(rest, word)))
    })
}

/// The element's own attributes say that it is not shown.
fn hides(tag: &str) -> bool {
    let Some(attributes) = tag.split_once(|c: char| c.is_ascii_whitespace()).map(|(_, rest)| rest) else {
        return false;
    };
    if !may_hide(attributes) {
        return false;
    }
    let packed: String =
        attributes.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).take(MAX_TAG_BYTES).collect();
    const STYLES: &[&str] = &[
        "display:none",
        "visibility:hidden",
        "opacity:0;",
        "opacity:0\"",
        "opacity:0'",
        "opacity:0.0",
        "font-size:0",
        "font-size:1px",
        "height:0",
        "width:0",
        "max-height:0",
        "text-indent:-",
        "left:-9",
        "top:-9",
        "left:-1",
        "top:-1",
        "clip:rect(0",
        "clip-path:inset(100",
        "color:transparent",
        "color:white",
        "color:#fff",
        "color:rgb(255,255,255",
        "color:rgba(0,0,0,0",
        "transform:scale(0",
        "mso-hide:all",
        "hidden=\"\"",
        "hidden=\"true\"",
        "hidden='",
        "hidden>",
        "aria-hidden=\"true\"",
        "aria-hidden='true'",
        "class=\"hidden",
        "class=\"sr-only",
        "class=\"visually-hidden",
        "class=\"invisible",
    ];
    let light = packed.contains("background");
    STYLES.iter().any(|style| {
        packed.find(style).is_some_and(|at| {
            let after_background = packed.get(..at).is_some_and(|before| before.ends_with("background-"));
            let is_colour =
                style.starts_with("color:w") || style.starts_with("color:#") || style.starts_with("color:rgb(");
            !(after_background || is_colour && light)
        })
    }) || packed.ends_with("hidden>")
        || packed == "hidden"
}

/// The texts in a tag's attributes and where they begin.
pub(super) fn texts(tag: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = tag.get(at..)?;
            let open = rest.find(['"', '\''])?;
            let quote = rest.get(open..)?.chars().next()?;
            let value = rest.get(open + 1..)?;
            let close = value.find(quote)?;
            let start = at + open + 1;
            at = start + close + 1;
            let name = rest.get(..open)?.trim_end_matches('=').rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
            let style = ["style", "class", "href", "src", "d", "points"].contains(&name) || name.starts_with("on");
            let value = value.get(..close)?;
            if value.len() >= MIN_TEXT_BYTES && value.contains(' ') && !style {
                return Some((value, start));
            }
        }
    })
}
