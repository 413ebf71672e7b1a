//! The injection scanner: does a text that the agent is about to read try to steer it? Called for every tool result and
//! prompt before anything is cut or redacted ([`read`]), and by `automode scan` ([`scan`]).
//!
//! Pure and linear in the text. Two answers: *warn* (the agent is told, the session is tainted) and *mask* (the spans are
//! also replaced where the host can). Reading itself is never blocked.

mod hidden;
mod place;

use automode_model::reading::{MAX_HITS, source};
use automode_model::{Event, Hit, Phase, Reaction, Reading, Text};

pub use place::{Kind, Place};

/// From this score (thousandths) on the agent is warned.
pub const WARN_FROM: u16 = 500;

/// From this score on the spans are masked.
pub const MASK_FROM: u16 = 850;

/// Most bytes that are scanned of one text; a hook's message cannot bring more. What is beyond is not looked at, and the
/// text's `cut_bytes` says so.
pub const MAX_SCAN_BYTES: usize = 16 << 20;

/// The reading of what an event brings to the agent; none where it brings no text.
#[must_use]
pub fn read(event: &Event) -> Option<Reading> {
    let (text, place) = brought(&event.phase)?;
    let reading = scan(&text.body, place);
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
    let text = text.get(..end).unwrap_or("");
    let mut hits = hidden::hits(text);
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    hits.truncate(MAX_HITS);
    let _ = place;
    settle(hits)
}

fn settle(hits: Vec<Hit>) -> Reading {
    let score = hits.first().map_or(0, |hit| hit.score);
    let reaction = match score {
        MASK_FROM.. => Reaction::Mask,
        WARN_FROM.. => Reaction::Warn,
        _ => Reaction::Clean,
    };
    Reading { reaction, score, hits, source: String::new(), ..Reading::default() }
}
