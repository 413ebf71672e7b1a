//! What happens to an event before it is judged: secrets become placeholders and long texts are cut, so that what is
//! judged is what is stored. Called through [`crate::Ledger::admit`], or [`admit`] where there is no ledger.

use automode_model::secret::{MAX_TRACES, Trace};
use automode_model::{Edit, Event, Phase, Reading, Text, Tool, ToolCall};

use crate::redact::{Redactor, settings};

/// How much of one text is kept. A command or a file beyond this says so in its `cut_bytes` and is never proof of
/// harmlessness; larger ones would make the record, not the judgement, the slow part.
pub const MAX_TEXT_BYTES: usize = 64 << 10;

/// How much of an event's texts is kept in all: an edit may have many parts, a call many arguments.
pub const MAX_EVENT_BYTES: usize = 1 << 20;

/// How many edits or arguments of a call are kept; the last one then stands for the rest and is marked as cut.
pub const MAX_PARTS: usize = 1024;

/// How far beyond the cut secrets are looked for, so that the cut does not hide the shape of one that it divides.
const LOOK_AHEAD_BYTES: usize = 8 << 10;

/// The event with its secrets replaced and its long texts cut.
#[must_use]
pub fn admit(event: Event, redactor: &Redactor) -> Event {
    admit_knowing(event, redactor, &[])
}

/// The same where a session has read these secrets: their values are known again in any form. What a tool's result
/// brings is traced in its reading.
#[must_use]
pub fn admit_knowing(event: Event, redactor: &Redactor, known: &[Trace]) -> Event {
    let mut admit = Admit { redactor, left: MAX_EVENT_BYTES, known, traces: Vec::new() };
    let mut event = admit.event(event);
    if !admit.traces.is_empty() {
        event.reading.get_or_insert_default().secrets = admit.traces;
    }
    event
}

struct Admit<'a> {
    redactor: &'a Redactor,
    /// How many bytes of texts may still be kept.
    left: usize,
    /// What the session read.
    known: &'a [Trace],
    /// What this event brings.
    traces: Vec<Trace>,
}

impl Admit<'_> {
    fn event(&mut self, event: Event) -> Event {
        let admit = self;
        Event {
            // The ids stay as they are: they are what records are found by.
            host: event.host,
            session: event.session,
            agent: event.agent,
            agent_kind: event.agent_kind,
            cwd: admit.string(event.cwd),
            mode: event.mode,
            time_ms: event.time_ms,
            reading: event.reading.map(|reading| admit.reading(reading)),
            phase: admit.phase(event.phase),
        }
    }

    /// A short text that cannot say that it was cut: a path, an address, a name.
    fn string(&mut self, text: String) -> String {
        match self.known {
            [] => self.redactor.redact_owned(text),
            known => self.redactor.retrace(self.redactor.redact(&text), known).into_owned(),
        }
    }

    /// The spans are of the text as the agent got it; only the source is a text of its own.
    fn reading(&mut self, reading: Reading) -> Reading {
        Reading { source: self.string(reading.source), ..reading }
    }

    fn option(&mut self, text: Option<String>) -> Option<String> {
        text.map(|t| self.string(t))
    }

    fn text(&mut self, text: Text) -> Text {
        self.looked_at(text, |admit, text| {
            admit.redactor.retrace(admit.redactor.redact(text), admit.known).into_owned()
        })
    }

    /// A result: its secrets are traced.
    fn result(&mut self, call: &ToolCall, text: Text) -> Text {
        let settings = settings::is_read_by(&call.tool);
        self.looked_at(text, |admit, text| {
            let (body, traces) = admit.redactor.redact_traced(text, settings);
            let free = MAX_TRACES.saturating_sub(admit.traces.len());
            admit.traces.extend(traces.into_iter().take(free));
            admit.redactor.retrace(body, admit.known).into_owned()
        })
    }

    /// A text with its secrets replaced, cut where it is too long.
    fn looked_at(&mut self, text: Text, replace: impl FnOnce(&mut Self, &str) -> String) -> Text {
        let keep = MAX_TEXT_BYTES.min(self.left);
        let whole_bytes = text.body.len();
        let seen = if whole_bytes <= keep { &text.body } else { head(&text.body, keep + LOOK_AHEAD_BYTES) };
        let body = replace(self, seen);
        let kept = head(&body, keep).len();
        self.left = self.left.saturating_sub(kept);
        if kept == body.len() && whole_bytes <= keep {
            return Text { body, cut_bytes: text.cut_bytes };
        }
        let cut = whole_bytes.saturating_sub(kept).max(1) as u64;
        Text { body: head(&body, keep).to_owned(), cut_bytes: text.cut_bytes.saturating_add(cut) }
    }

    fn edit(&mut self, edit: Edit) -> Edit {
        Edit { old: self.text(edit.old), new: self.text(edit.new), all: edit.all }
    }

    fn edits(&mut self, edits: Vec<Edit>) -> Vec<Edit> {
        let rest = edits.len().saturating_sub(MAX_PARTS) as u64;
        let mut kept: Vec<Edit> = edits.into_iter().take(MAX_PARTS).map(|e| self.edit(e)).collect();
        if let Some(last) = kept.last_mut().filter(|_| rest > 0) {
            last.new.cut_bytes = last.new.cut_bytes.saturating_add(rest);
        }
        kept
    }

    fn args(&mut self, args: Vec<(String, Text)>) -> Vec<(String, Text)> {
        let rest = args.len().saturating_sub(MAX_PARTS) as u64;
        let mut kept: Vec<(String, Text)> = args
            .into_iter()
            .take(MAX_PARTS)
            .map(|(pointer, text)| {
                let text = self.argument(&pointer, text);
                (self.string(pointer), text)
            })
            .collect();
        if let Some((_, last)) = kept.last_mut().filter(|_| rest > 0) {
            last.cut_bytes = last.cut_bytes.saturating_add(rest);
        }
        kept
    }

    /// An argument whose name says that it is a secret is one, whatever it looks like.
    fn argument(&mut self, pointer: &str, text: Text) -> Text {
        match self.redactor.redact_named(pointer, &text.body) {
            Some(body) => Text { body, cut_bytes: text.cut_bytes },
            None => self.text(text),
        }
    }

    fn tool(&mut self, tool: Tool) -> Tool {
        match tool {
            Tool::Shell { command, background } => Tool::Shell { command: self.text(command), background },
            Tool::Read { path } => Tool::Read { path: self.string(path) },
            Tool::Write { path, content } => Tool::Write { path: self.string(path), content: self.text(content) },
            Tool::Edit { path, edits } => Tool::Edit { path: self.string(path), edits: self.edits(edits) },
            Tool::Search { path, pattern } => Tool::Search { path: self.option(path), pattern: self.string(pattern) },
            Tool::Fetch { url } => Tool::Fetch { url: self.string(url) },
            Tool::WebSearch { query } => Tool::WebSearch { query: self.string(query) },
            Tool::Subagent { prompt, kind } => Tool::Subagent { prompt: self.text(prompt), kind },
            Tool::Mcp { server, tool, args, source } => Tool::Mcp { server, tool, args: self.args(args), source },
            Tool::Internal => Tool::Internal,
            Tool::Unknown { args } => Tool::Unknown { args: self.args(args) },
        }
    }

    fn call(&mut self, call: ToolCall) -> ToolCall {
        ToolCall { name: call.name, id: call.id, tool: self.tool(call.tool) }
    }

    fn phase(&mut self, phase: Phase) -> Phase {
        match phase {
            Phase::PreTool(call) => Phase::PreTool(self.call(call)),
            Phase::PermissionRequest(call) => Phase::PermissionRequest(self.call(call)),
            Phase::PostTool { call, output } => {
                let output = self.result(&call, output);
                Phase::PostTool { call: self.call(call), output }
            }
            Phase::PostToolFailure { call, error } => {
                let error = self.result(&call, error);
                Phase::PostToolFailure { call: self.call(call), error }
            }
            Phase::Prompt(text) => Phase::Prompt(self.text(text)),
            Phase::SessionStart { source, model } => Phase::SessionStart { source: self.string(source), model },
            Phase::SessionEnd { reason } => Phase::SessionEnd { reason: self.string(reason) },
            Phase::SubagentStart => Phase::SubagentStart,
            Phase::SubagentStop => Phase::SubagentStop,
            Phase::ConfigChange { source, path } => {
                Phase::ConfigChange { source: self.string(source), path: self.option(path) }
            }
            Phase::Other(name) => Phase::Other(self.string(name)),
        }
    }
}

/// The longest beginning of at most `max` bytes that ends between two characters.
fn head(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}
