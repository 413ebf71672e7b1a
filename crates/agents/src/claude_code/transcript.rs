//! Claude Code's session files (JSONL) as events: what was proposed, what ran, what the user typed and really answered.
//! Called by `automode replay`.
//!
//! The files are written by the host, line by line, and live in `~/.claude/projects/DIR/SESSION.jsonl`, those of subagents
//! below `SESSION/subagents/`. Read with bounded memory: one line at a time, and the calls whose result has not come yet.
//! A line that cannot be read is counted, not fatal. Nothing here says that a call was harmless.

mod lines;
mod walk;

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use automode_model::{Event, Host, Mode, Phase, Text, Tool, ToolCall};

use crate::json;
use crate::text::{MAX_OUTPUT_BYTES, MAX_PROMPT_BYTES, cut};
use lines::{Block, Content, Line};
pub use walk::files;

/// Longest line that is read; longer ones are counted as unreadable. Sessions with pictures have lines of 5 MB.
pub const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/// Most calls that wait for their result; the oldest go first. Hosts run a handful at a time.
const MAX_WAITING: usize = 256;

/// One thing that happened, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What happened. Calls appear twice: when proposed ([`Phase::PreTool`]) and with their result.
    pub event: Event,
    /// The line, from 1.
    pub line: u64,
    /// What became of the call; only with results.
    pub outcome: Option<Outcome>,
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// It ran (successfully or not).
    pub ran: bool,
    /// Who decided that.
    pub decided: Decided,
}

/// Who decided about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decided {
    /// A person, who was asked.
    Person,
    /// Rules, mode, a hook or the host's own judge: nobody was asked.
    Host,
    /// Somebody should have been asked, and nobody was there.
    Nobody,
    /// The file does not say; older versions only tell refusals.
    Unknown,
}

/// Tells what was seen before: a session that is resumed may begin with a copy of the one it continues, and a folder would
/// then count the same call twice. Sixteen bytes per item; a thousand sessions take some megabytes.
#[derive(Debug, Default)]
pub struct Seen(HashSet<u64>);

impl Seen {
    /// True the first time that this item comes, in whichever file.
    pub fn first(&mut self, item: &Item) -> bool {
        let mut hasher = DefaultHasher::new();
        let phase = &item.event.phase;
        phase.name().hash(&mut hasher);
        match (phase, phase.call().and_then(|call| call.id.as_deref())) {
            (_, Some(id)) => id.hash(&mut hasher),
            (Phase::Prompt(text), None) => (item.event.time_ms, &text.body).hash(&mut hasher),
            (_, None) => return true,
        }
        self.0.insert(hasher.finish())
    }
}

/// Reads one session file.
pub struct Transcript {
    from: BufReader<File>,
    path: PathBuf,
    line: u64,
    unreadable: u64,
    /// What earlier lines said about the session: mode and directory hold until told otherwise.
    mode: Mode,
    cwd: String,
    session: String,
    waiting: HashMap<String, ToolCall>,
    order: VecDeque<String>,
    ready: VecDeque<Item>,
    buffer: Vec<u8>,
}

/// Opens a session file.
///
/// # Errors
/// Where it cannot be opened.
pub fn read(path: &Path) -> io::Result<Transcript> {
    let session = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Transcript {
        from: BufReader::with_capacity(256 * 1024, File::open(path)?),
        path: path.to_owned(),
        line: 0,
        unreadable: 0,
        mode: Mode::Unknown,
        cwd: String::new(),
        session,
        waiting: HashMap::new(),
        order: VecDeque::new(),
        ready: VecDeque::new(),
        buffer: Vec::new(),
    })
}

impl Iterator for Transcript {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            let mut buffer = std::mem::take(&mut self.buffer);
            let more = self.next_line(&mut buffer);
            if more {
                self.take(&buffer);
            }
            self.buffer = buffer;
            if !more {
                return None;
            }
        }
    }
}

impl Transcript {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many lines so far could not be read.
    #[must_use]
    pub fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// The next line without its end; a line that is too long is skipped and counted. False at the end, and where
    /// reading fails.
    fn next_line(&mut self, buffer: &mut Vec<u8>) -> bool {
        buffer.clear();
        let mut too_long = false;
        loop {
            let Ok(chunk) = self.from.fill_buf() else {
                self.unreadable += 1;
                return false;
            };
            if chunk.is_empty() {
                if buffer.is_empty() && !too_long {
                    return false;
                }
                break;
            }
            let end = chunk.iter().position(|b| *b == b'\n');
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or(chunk);
            too_long |= buffer.len() + part.len() > MAX_LINE_BYTES;
            if !too_long {
                buffer.extend_from_slice(part);
            }
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.from.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.line += 1;
        if too_long {
            buffer.clear();
            self.unreadable += 1;
        }
        true
    }

    fn take(&mut self, bytes: &[u8]) {
        if bytes.iter().all(u8::is_ascii_whitespace) || !lines::may_matter(bytes) {
            return;
        }
        match std::str::from_utf8(bytes).ok().and_then(|text| serde_json::from_str::<Line<'_>>(text).ok()) {
            Some(line) => self.line(&line),
            None => self.unreadable += 1,
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        self.remember(line);
        match line.kind.as_deref() {
            Some("assistant") => self.blocks(line, &mut Self::proposed),
            Some("user") => self.user(line),
            _ => {}
        }
    }

    fn remember(&mut self, line: &Line<'_>) {
        if let Some(mode) = &line.permission_mode {
            self.mode = super::decode::mode(mode);
        }
        if let Some(cwd) = line.cwd.as_deref().filter(|cwd| cwd.starts_with('/') && *cwd != self.cwd) {
            self.cwd = cwd.to_owned();
        }
        if let Some(session) = line.session_id.as_deref().filter(|id| *id != self.session) {
            self.session = session.to_owned();
        }
    }

    fn user(&mut self, line: &Line<'_>) {
        match line.content() {
            Some(Content::Text(text)) => self.prompt(line, &text),
            Some(Content::Blocks) => self.blocks(line, &mut Self::result_or_prompt),
            None => {}
        }
    }

    /// Calls `each` for every block that can be read; one that cannot is counted.
    fn blocks(&mut self, line: &Line<'_>, each: &mut dyn FnMut(&mut Self, &Line<'_>, &Block<'_>)) {
        match line.blocks() {
            Some(blocks) => blocks.iter().for_each(|block| each(self, line, block)),
            // An assistant's plain text.
            None if matches!(line.content(), Some(Content::Text(_)) | None) => {}
            None => self.unreadable += 1,
        }
    }

    fn event(&self, line: &Line<'_>, phase: Phase) -> Event {
        Event {
            host: Host::ClaudeCode,
            session: self.session.clone(),
            agent: line.agent_id.as_deref().map(str::to_owned),
            agent_kind: line.agent_kind().map(str::to_owned),
            cwd: self.cwd.clone(),
            mode: self.mode,
            time_ms: line.timestamp.as_deref().and_then(lines::time_ms).unwrap_or(0),
            reading: None,
            phase,
        }
    }

    fn push(&mut self, line: &Line<'_>, phase: Phase, outcome: Option<Outcome>) {
        let item = Item { event: self.event(line, phase), line: self.line, outcome };
        self.ready.push_back(item);
    }

    fn proposed(&mut self, line: &Line<'_>, block: &Block<'_>) {
        if block.kind.as_deref() != Some("tool_use") {
            return;
        }
        let name = block.name.as_deref().unwrap_or("");
        let input = block.input.map_or("null", |raw| raw.get());
        let Ok(input) = json::parse(input) else {
            self.unreadable += 1;
            return;
        };
        let call = super::tools::call(name, &input, block.id.as_deref(), None);
        if let Some(id) = &call.id {
            self.wait(id.clone(), remembered(&call));
        }
        self.push(line, Phase::PreTool(call), None);
    }

    fn wait(&mut self, id: String, call: ToolCall) {
        if self.waiting.insert(id.clone(), call).is_none() {
            self.order.push_back(id);
        }
        while self.order.len() > MAX_WAITING {
            if let Some(oldest) = self.order.pop_front() {
                self.waiting.remove(&oldest);
            }
        }
    }

    fn answered(&mut self, id: &str) -> ToolCall {
        self.order.retain(|waiting| waiting != id);
        let unknown =
            || ToolCall { name: String::new(), id: Some(id.to_owned()), tool: Tool::Unknown { args: Vec::new() } };
        self.waiting.remove(id).unwrap_or_else(unknown)
    }

    fn result_or_prompt(&mut self, line: &Line<'_>, block: &Block<'_>) {
        match block.kind.as_deref() {
            Some("tool_result") => self.result(line, block),
            Some("text") => {
                if let Some(text) = block.text.as_deref() {
                    self.prompt(line, text);
                }
            }
            _ => {}
        }
    }

    fn result(&mut self, line: &Line<'_>, block: &Block<'_>) {
        let Some(id) = block.tool_use_id.as_deref() else { return };
        let text = block.content.map(|raw| result_text(raw.get())).unwrap_or_default();
        let outcome = lines::outcome(line, block, &text.body);
        let call = self.answered(id);
        let failed = block.is_error == Some(true) || !outcome.ran;
        let phase = match failed {
            true => Phase::PostToolFailure { call, error: text },
            false => Phase::PostTool { call, output: text },
        };
        self.push(line, phase, Some(outcome));
    }

    /// Only what a person typed is a prompt: not a subagent's task, not what the host puts into the user's place.
    fn prompt(&mut self, line: &Line<'_>, text: &str) {
        if line.is_by_person() && !text.trim_start().is_empty() && !super::typed::is_by_host(text) {
            self.push(line, Phase::Prompt(cut(text, MAX_PROMPT_BYTES)), None);
        }
    }
}

/// The call without long contents, to bound what waits; its result needs name and target only.
fn remembered(call: &ToolCall) -> ToolCall {
    const ENOUGH_BYTES: usize = 4096;
    let shorter = |text: &Text| {
        let mut kept = cut(&text.body, ENOUGH_BYTES);
        kept.cut_bytes += text.cut_bytes;
        kept
    };
    let tool = match &call.tool {
        Tool::Write { path, content } => Tool::Write { path: path.clone(), content: shorter(content) },
        Tool::Edit { path, .. } => Tool::Edit { path: path.clone(), edits: Vec::new() },
        Tool::Shell { command, background } => Tool::Shell { command: shorter(command), background: *background },
        Tool::Subagent { prompt, kind } => Tool::Subagent { prompt: shorter(prompt), kind: kind.clone() },
        other => other.clone(),
    };
    ToolCall { name: call.name.clone(), id: call.id.clone(), tool }
}

fn result_text(raw: &str) -> Text {
    match json::parse(raw) {
        Ok(value) => crate::text::output(&value),
        // A text that strict reading refuses (a lone surrogate, say) is still something that was read.
        Err(_) => cut(raw, MAX_OUTPUT_BYTES),
    }
}

#[cfg(test)]
mod tests;
