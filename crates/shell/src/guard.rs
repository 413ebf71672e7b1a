//! Looks at a text before the grammar does: what is too large, too costly or not text is refused here, and what would make
//! the grammar slow is hidden from it. Called by `parse`.

use std::borrow::Cow;

use crate::limits::{MAX_EXPANSIONS, MAX_INPUT_BYTES, MAX_LIVE_BYTES, SMALL_INPUT_BYTES};
use crate::scan::{Body, Scan};

/// A text that the grammar may see.
pub(crate) struct Prepared<'a> {
    /// The same bytes at the same places, save that expansions in the masked bodies are dots.
    pub(crate) text: Cow<'a, str>,
    /// The masked heredoc bodies; each must turn out to be one, or the text was misread.
    pub(crate) masked: Vec<Body>,
}

/// The text for the grammar, or why it gets none.
pub(crate) fn prepare(src: &str) -> Result<Prepared<'_>, &'static str> {
    if src.len() > MAX_INPUT_BYTES {
        return Err("longer than 1 MiB");
    }
    if src.as_bytes().contains(&0) {
        return Err("holds a NUL byte, which shells drop or stop at");
    }
    let plain = |text| Ok(Prepared { text, masked: Vec::new() });
    if src.len() <= SMALL_INPUT_BYTES
        || (!src.contains("<<") && src.len() <= MAX_LIVE_BYTES && live(src.as_bytes()) <= MAX_EXPANSIONS)
    {
        return plain(Cow::Borrowed(src));
    }
    let mut scan = Scan::new(src);
    scan.bodies = Some(Vec::new());
    if !scan.whole() {
        return Err("a quote, bracket or heredoc in a long text does not end");
    }
    let bodies = scan.bodies.take().unwrap_or_default();
    measure(src, &scan, &bodies)?;
    Ok(mask(src, bodies))
}

fn live(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| matches!(b, b'$' | b'`')).count()
}

fn slice<'a>(src: &'a str, body: &Body) -> &'a [u8] {
    src.as_bytes().get(body.start..body.end).unwrap_or_default()
}

fn measure(src: &str, scan: &Scan<'_>, bodies: &[Body]) -> Result<(), &'static str> {
    let dead: usize = bodies.iter().filter(|b| b.quoted).map(|b| b.end - b.start).sum();
    if src.len().saturating_sub(dead).saturating_sub(scan.quoted_bytes) > MAX_LIVE_BYTES {
        return Err("more than 64 KiB outside quotes");
    }
    let in_bodies: usize = bodies.iter().filter(|b| !b.quoted).map(|b| live(slice(src, b))).sum();
    if scan.expansions + in_bodies > MAX_EXPANSIONS {
        return Err("more than 4096 expansions");
    }
    Ok(())
}

/// Live heredoc bodies cost the grammar quadratic time (64 KiB with a substitution on each line: 0.4 s), and the reader
/// does not need its opinion on them.
fn mask(src: &str, bodies: Vec<Body>) -> Prepared<'_> {
    let masked: Vec<Body> = bodies.into_iter().filter(|b| !b.quoted && live(slice(src, b)) > 0).collect();
    if masked.is_empty() {
        return Prepared { text: Cow::Borrowed(src), masked };
    }
    let mut text = String::with_capacity(src.len());
    let mut at = 0;
    for body in &masked {
        text.push_str(src.get(at..body.start).unwrap_or_default());
        text.extend(
            src.get(body.start..body.end)
                .unwrap_or_default()
                .chars()
                .map(|c| if matches!(c, '$' | '`' | '\\') { '.' } else { c }),
        );
        at = body.end;
    }
    text.push_str(src.get(at..).unwrap_or_default());
    Prepared { text: Cow::Owned(text), masked }
}
