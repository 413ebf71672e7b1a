//! One line of a session file, borrowed from it as far as possible. What is not named here is skipped unread: lines carry
//! the whole request, pictures and copies of files beside what we need.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Decided, Outcome};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line<'a> {
    #[serde(rename = "type", borrow, default)]
    pub kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub session_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub cwd: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub timestamp: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub permission_mode: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub agent_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    attribution_agent: Option<Cow<'a, str>>,
    #[serde(default)]
    is_sidechain: Option<bool>,
    #[serde(default)]
    is_meta: Option<bool>,
    #[serde(default)]
    is_compact_summary: Option<bool>,
    #[serde(default)]
    is_visible_in_transcript_only: Option<bool>,
    #[serde(borrow, default)]
    permission_decision: Option<PermissionDecision<'a>>,
    #[serde(borrow, default)]
    message: Option<Message<'a>>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    content: Option<&'a RawValue>,
}

/// Written by recent versions beside a result: who decided, and what.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PermissionDecision<'a> {
    #[serde(borrow, default)]
    decision: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    source: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    reason_code: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
pub(super) struct Block<'a> {
    #[serde(rename = "type", borrow, default)]
    pub kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub input: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub text: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub tool_use_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub content: Option<&'a RawValue>,
    #[serde(default)]
    pub is_error: Option<bool>,
}

pub(super) enum Content<'a> {
    Text(Cow<'a, str>),
    Blocks,
}

impl Line<'_> {
    pub(super) fn content(&self) -> Option<Content<'_>> {
        let raw = self.message.as_ref()?.content?.get();
        match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).ok().map(Content::Text),
            Some(b'[') => Some(Content::Blocks),
            _ => None,
        }
    }

    pub(super) fn blocks(&self) -> Option<Vec<Block<'_>>> {
        serde_json::from_str(self.message.as_ref()?.content?.get()).ok()
    }

    pub(super) fn agent_kind(&self) -> Option<&str> {
        self.agent_id.as_ref()?;
        self.attribution_agent.as_deref()
    }

    /// The user's place is also used by the host: for a subagent's task, summaries, notices.
    pub(super) fn is_by_person(&self) -> bool {
        ![self.is_sidechain, self.is_meta, self.is_compact_summary, self.is_visible_in_transcript_only]
            .contains(&Some(true))
    }
}

/// A cheap look before parsing: most bytes of a session file are copies of requests, which say nothing new.
pub(super) fn may_matter(line: &[u8]) -> bool {
    /// The kind stands within the first members or after the message; requests begin with theirs.
    const NOTHING_NEW: [&[u8]; 4] = [
        b"{\"type\":\"api-request",
        b"{\"type\":\"file-history",
        b"{\"type\":\"queue-operation",
        b"{\"type\":\"summary\"",
    ];
    !NOTHING_NEW.iter().any(|kind| line.starts_with(kind))
}

/// What became of a call: recent versions say it; in older ones the refusal's text is the only trace.
pub(super) fn outcome(line: &Line<'_>, block: &Block<'_>, text: &str) -> Outcome {
    let told = line.permission_decision.as_ref().and_then(|told| by_record(told, text));
    told.unwrap_or_else(|| by_text(block.is_error == Some(true), text))
}

fn by_record(told: &PermissionDecision<'_>, text: &str) -> Option<Outcome> {
    let ran = match told.decision.as_deref()? {
        "accept" => true,
        "reject" => false,
        _ => return None,
    };
    let by_hook = told.reason_code.as_deref().is_some_and(|code| code.starts_with("hook:"));
    let decided = match told.source.as_deref()? {
        "user_permanent" | "user_temporary" | "user_reject" | "user_abort" => Decided::Person,
        "config" if !ran && !by_hook && wanted_a_person(text) => Decided::Nobody,
        "config" | "hook" => Decided::Host,
        _ => Decided::Unknown,
    };
    Some(Outcome { ran, decided })
}

fn by_text(is_error: bool, text: &str) -> Outcome {
    const PERSON: [&str; 2] =
        ["The user doesn't want to proceed with this tool use", "The user doesn't want to take this action right now"];
    const HOST: [&str; 4] = ["PreToolUse:", "Permission for this ", "Permission to use ", "Blocked by classifier"];
    let begins = |marks: &[&str]| is_error && marks.iter().any(|mark| text.starts_with(mark));
    if begins(&PERSON) {
        Outcome { ran: false, decided: Decided::Person }
    } else if is_error && wanted_a_person(text) {
        Outcome { ran: false, decided: Decided::Nobody }
    } else if begins(&HOST) {
        Outcome { ran: false, decided: Decided::Host }
    } else {
        Outcome { ran: true, decided: Decided::Unknown }
    }
}

/// What the host says when it would have asked and nobody was there.
fn wanted_a_person(text: &str) -> bool {
    text.starts_with("Claude requested permissions to ")
        || text.starts_with("This Bash command contains multiple operations. The following part")
        || (text.len() < 600 && (text.contains("requires approval") || text.contains("needs approval")))
}

/// `2026-11-20T11:14:29.930Z` as milliseconds since 1970; other forms are not told.
pub(super) fn time_ms(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) || !text.ends_with('Z') {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let fraction = match bytes.get(19) {
        Some(b'.') => format!("{:0<3.3}", text.get(20..text.len() - 1)?).parse::<u64>().ok()?,
        _ => 0,
    };
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    Some(seconds * 1000 + fraction)
}

/// Days since 1970, by counting years from March so that the leap day comes last.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let leap_days = year / 4 - year / 100 + year / 400;
    (365 * year + leap_days + day_of_year) - 719_468
}
