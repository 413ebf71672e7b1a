//! The injection scanner: does a text that the agent is about to read try to steer it? Called for every tool result and
//! prompt before anything is cut or redacted ([`read`]), and by `automode scan` ([`scan`]).
//!
//! Pure and linear in the text. Two answers: *warn* (the agent is told, the session is tainted) and *mask* (the spans are
//! also replaced where the host can). Reading itself is never blocked.

mod address;
mod concepts;
pub mod context;
pub mod dense;
mod disguise;
mod encoded;
pub mod features;
mod hidden;
mod judge;
mod lines;
mod links;
mod marks;
mod markup;
pub mod observe;
mod place;
mod sentences;
mod split;
pub mod table;
mod terminal;
mod words;

use automode_model::reading::{MAX_HITS, source};
use automode_model::{Event, Hit, Phase, Reaction, Reading, Span, Technique, Text};

use judge::Judge;
use sentences::Reader;

pub use place::{Kind, Place};

/// From this score (thousandths) on the agent is warned.
pub const WARN_FROM: u16 = 500;

/// From this score on the spans are masked.
pub const MASK_FROM: u16 = 850;

/// A decoded text is warned of from this score on.
const HIDDEN_FROM: u16 = 300;

/// Most bytes that are scanned of one text: a hook has a second, and a slow machine needs a quarter of it for this. What is
/// beyond is not looked at, and the reading says so.
pub const MAX_SCAN_BYTES: usize = 4 << 20;

/// The reading of what an event brings to the agent; none where it brings no text.
#[must_use]
pub fn read(event: &Event) -> Option<Reading> {
    let (text, place) = brought(&event.phase)?;
    let reading = scan(&text.body, place);
    let cut = text.cut_bytes > 0 && place.kind != Kind::Prompt;
    let reading = if cut { with_rest(reading, text.body.len(), text.body.len()) } else { reading };
    Some(Reading { source: source(event), ..reading })
}

/// The text that comes in with an event, and what it is.
fn brought(phase: &Phase) -> Option<(&Text, Place<'_>)> {
    match phase {
        Phase::PostTool { call, output } => Some((output, Place::of_call(call))),
        Phase::PostToolFailure { call, error } => Some((error, Place::of_call(call))),
        Phase::Prompt(text) => Some((text, Place::new(Kind::Prompt, ""))),
        _ => None,
    }
}

/// What stands in a text that is found at `place`.
#[must_use]
pub fn scan(text: &str, place: Place<'_>) -> Reading {
    let mut end = MAX_SCAN_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let whole = text.len();
    let reading = scan_all(text.get(..end).unwrap_or(""), place);
    if end < whole { with_rest(reading, end, whole) } else { reading }
}

/// The reading of a text of which nothing was looked at.
#[must_use]
pub fn unscanned(start: usize, end: usize) -> Reading {
    with_rest(Reading::default(), start, end)
}

/// The reading of a text of which a part was not looked at: it warns and taints, because what nobody looked at may say
/// anything.
fn with_rest(mut reading: Reading, start: usize, end: usize) -> Reading {
    reading.hits.truncate(MAX_HITS - 1);
    reading.hits.push(Hit { technique: Technique::Unscanned, span: Span::new(start, end), score: WARN_FROM });
    reading.score = reading.score.max(WARN_FROM);
    reading.reaction = reading.reaction.max(Reaction::Warn);
    reading
}

fn scan_all(text: &str, place: Place<'_>) -> Reading {
    let judge = judged(text, place);
    let mut hits = hidden::hits(text);
    let certain = hits.iter().map(|hit| hit.score).max().unwrap_or(0);
    hits.extend(judge.hits(place));
    hits.extend(links::hits(text));
    hits.extend(encoded::hits(text, place, plain_score));
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    let score = hits.first().map_or(0, |hit| hit.score);
    hits.retain(|hit| hit.score >= WARN_FROM);
    hits.truncate(MAX_HITS);
    let judged = judge::reaction(score, &judge.context, place);
    let reaction = if certain >= MASK_FROM { Reaction::Mask } else { judged };
    Reading { reaction, score, hits, source: String::new(), ..Reading::default() }
}

fn judged(text: &str, place: Place<'_>) -> Judge {
    let mut judge = Judge::new(place);
    Reader::new(|sentence| judge.take(sentence)).read(text);
    judge
}

/// The score of a text that was decoded: what hides needs less to be taken for an attack.
fn plain_score(text: &str, place: Place<'_>) -> u16 {
    let score = judged(text, place).hits(place).iter().map(|hit| hit.score).max().unwrap_or(0);
    if score >= HIDDEN_FROM { score.saturating_add(WARN_FROM - HIDDEN_FROM).min(1000) } else { score }
}
