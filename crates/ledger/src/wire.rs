//! The record format, version 1: one JSON line per record. These structs are the format; the words of the model are
//! converted here and nowhere else, so that a change of the model cannot silently change what is stored.
//!
//! A line begins with `{"v":1,"seq":N,` and ends with `"prev":"<64 digits>"}`, both at fixed places: the verifier and
//! the recovery read them without trusting the rest.

mod event;
mod json;
mod reading;
mod sensitive;
mod session;
mod verdict;
mod words;

use std::borrow::Cow;

use automode_model::{Event, Session, Verdict};
use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::record::{Fact, RecordMeta, Repair, StoredRecord};

/// The version that is written.
pub(crate) const VERSION: u64 = 1;

/// Bytes of `"prev":"…"}` at the end of a line.
pub(crate) const PREV_BYTES: usize = 8 + 64 + 2;

/// What is the same whatever the record's place: encoded before the lock is taken, so that others wait less.
#[derive(Serialize)]
struct Body<'a> {
    event: event::Event<'a>,
    #[serde(skip_serializing_if = "slice_is_empty")]
    facts: &'a [Fact],
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<verdict::Verdict<'a>>,
    meta: Meta<'a>,
}

/// A whole line, as read.
#[derive(Deserialize)]
struct Line<'a> {
    v: u64,
    seq: u64,
    event: event::Event<'a>,
    #[serde(default)]
    facts: Vec<Fact>,
    #[serde(default)]
    verdict: Option<verdict::Verdict<'a>>,
    meta: Meta<'a>,
    #[serde(default)]
    repairs: Vec<WireRepair>,
    prev: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Meta<'a> {
    policy: Cow<'a, str>,
    engine: Cow<'a, str>,
    latency_us: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WireRepair {
    Torn { times: u64, bytes: u64 },
    Missed { count: u64, since_ms: u64 },
    Lost { from: u64, to: u64 },
    HeadRebuilt,
}

fn slice_is_empty(facts: &&[Fact]) -> bool {
    facts.is_empty()
}

/// The part of a line that does not depend on the record's place.
pub(crate) fn encode_body(event: &Event, facts: &[Fact], verdict: Option<&Verdict>, meta: &RecordMeta) -> Vec<u8> {
    let meta = Meta {
        policy: Cow::Borrowed(&meta.policy_hash),
        engine: Cow::Borrowed(&meta.engine_version),
        latency_us: meta.latency_us,
    };
    to_json(&Body { event: event::Event::of(event), facts, verdict: verdict.map(verdict::Verdict::of), meta })
}

/// The line of a record, with its newline: what the body says, in its own memory, where there usually is room enough. (A second
/// buffer would be a page more in each hook.)
pub(crate) fn encode_line(seq: u64, body: Vec<u8>, repairs: &[Repair], prev: &Hash) -> Vec<u8> {
    let mut line = body;
    // Its braces become those of the line.
    line.pop();
    let begin = ["{\"v\":", &VERSION.to_string(), ",\"seq\":", &seq.to_string(), ","].concat();
    drop(line.splice(..1, begin.into_bytes()));
    if !repairs.is_empty() {
        line.extend_from_slice(b",\"repairs\":");
        let wire: Vec<WireRepair> = repairs.iter().map(wire_repair).collect();
        line.extend_from_slice(&to_json(&wire));
    }
    line.push(b',');
    push_prev(&mut line, prev);
    line
}

/// Ends a line: the hash of the record before, the brace and the newline.
pub(crate) fn push_prev(line: &mut Vec<u8>, prev: &Hash) {
    line.extend_from_slice(b"\"prev\":\"");
    line.extend_from_slice(&prev.hex());
    line.extend_from_slice(b"\"}\n");
}

/// A line's number and the hash of the record before, read from their fixed places only.
pub(crate) fn place(line: &[u8]) -> Option<(u64, Hash)> {
    let digits = line.strip_prefix(b"{\"v\":1,\"seq\":")?;
    let end = digits.iter().position(|b| !b.is_ascii_digit())?;
    let (number, rest) = digits.split_at_checked(end)?;
    let seq: u64 = std::str::from_utf8(number).ok()?.parse().ok()?;
    (rest.first() == Some(&b',')).then_some(())?;
    Some((seq, prev_of(line)?))
}

/// The hash at the end of a line (without its newline).
pub(crate) fn prev_of(line: &[u8]) -> Option<Hash> {
    let tail = line.get(line.len().checked_sub(PREV_BYTES)?..)?;
    let hex = tail.strip_prefix(b"\"prev\":\"")?.strip_suffix(b"\"}")?;
    Hash::from_hex(std::str::from_utf8(hex).ok()?)
}

/// The record of a line (without its newline); the text says what is wrong with it.
pub(crate) fn decode(line: &[u8], segment: u64, offset: u64) -> Result<StoredRecord, String> {
    let wire: Line<'_> = serde_json::from_slice(line).map_err(|e| format!("not a record: {e}"))?;
    if wire.v != VERSION {
        return Err(format!("record format {} is not known to this version", wire.v));
    }
    Ok(StoredRecord {
        seq: wire.seq,
        hash: crate::merkle::leaf(line),
        prev: Hash::from_hex(&wire.prev).ok_or("`prev` is not a hash")?,
        event: wire.event.model(),
        facts: wire.facts,
        verdict: wire.verdict.map(verdict::Verdict::model).transpose()?,
        meta: RecordMeta {
            policy_hash: wire.meta.policy.into_owned(),
            engine_version: wire.meta.engine.into_owned(),
            latency_us: wire.meta.latency_us,
        },
        repairs: wire.repairs.into_iter().map(repair).collect(),
        segment,
        offset,
    })
}

/// An event in the one form in which equal events are equal bytes: for the hash of an action.
pub(crate) fn canonical(event: &Event) -> Vec<u8> {
    to_json(&event::Event::of(event))
}

/// A session's snapshot.
pub(crate) fn encode_session(session: &Session) -> Vec<u8> {
    session::encode(session)
}

/// The session of a snapshot.
pub(crate) fn decode_session(bytes: &[u8]) -> Option<Session> {
    session::decode(bytes)
}

/// How a session's id stands in every record of it: for a quick search before decoding.
pub(crate) fn session_needle(id: &str) -> Vec<u8> {
    let mut needle = b"\"session\":".to_vec();
    needle.extend_from_slice(&to_json(&id));
    needle
}

fn wire_repair(repair: &Repair) -> WireRepair {
    match *repair {
        Repair::Torn { times, bytes } => WireRepair::Torn { times, bytes },
        Repair::Missed { count, since_ms } => WireRepair::Missed { count, since_ms },
        Repair::Lost { from, to } => WireRepair::Lost { from, to },
        Repair::HeadRebuilt => WireRepair::HeadRebuilt,
    }
}

fn repair(wire: WireRepair) -> Repair {
    match wire {
        WireRepair::Torn { times, bytes } => Repair::Torn { times, bytes },
        WireRepair::Missed { count, since_ms } => Repair::Missed { count, since_ms },
        WireRepair::Lost { from, to } => Repair::Lost { from, to },
        WireRepair::HeadRebuilt => Repair::HeadRebuilt,
    }
}

/// Most records are below this; saves the growing of the buffer.
const USUAL_BYTES: usize = 2048;

fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut out = Vec::with_capacity(USUAL_BYTES);
    // Cannot fail: no struct here has a map with other keys than text.
    let _ = json::write(&mut out, value);
    out
}

#[cfg(test)]
mod tests;
