//! What a session knows that must not leave, and whom it listened to: the secrets and files of secrets that it read, the
//! files that it wrote them into, and the untrusted sources that it read from. Folded from records; see
//! [`crate::Session`]. A label is only kept once its call ran.

use crate::event::{Event, McpSource, Phase, Tool, ToolCall};
use crate::reading;
use crate::secret::{Strength, Trace, marks};
use crate::verb::Verb;
use crate::verdict::{Decision, Verdict};

/// How many secrets a session keeps, the oldest go first: every hook reads them, some 400 bytes each.
pub const MAX_SECRETS: usize = 48;

/// How many files of secrets, written files and untrusted sources are kept; the first ones say enough.
pub const MAX_LABELS: usize = 32;

/// How many bytes of a source are kept.
const MAX_SOURCE_BYTES: usize = 200;

/// A secret that the session read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What is known of its value.
    pub trace: Trace,
    /// Where it was read: a file, a command, a server.
    pub source: String,
    /// The call whose result brought it.
    pub call: Option<String>,
    /// When.
    pub time_ms: u64,
    /// Its shape or chance gave it away, not its name alone.
    pub sure: bool,
}

/// What a call that is under way would add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A file or place of secrets is read.
    Sensitive(String),
    /// Somebody else's text is read.
    Untrusted(String),
}

/// What a session knows and heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sensitive {
    /// Secrets that it read, oldest first.
    pub secrets: Vec<Seen>,
    /// Files and places of secrets that it read, known by what they are.
    pub places: Vec<String>,
    /// Files that it wrote a secret into: absolute paths.
    pub carriers: Vec<String>,
    /// Whose texts it read: pages, other people's servers.
    pub untrusted: Vec<String>,
    /// Labels of calls that were not stopped and have not run yet, by call.
    pub pending: Vec<(String, Label)>,
}

impl Sensitive {
    /// The state after one more record.
    pub(crate) fn fold(&mut self, event: &Event, verdict: Option<&Verdict>) {
        match &event.phase {
            Phase::PreTool(call) => {
                if let Some(verdict) = verdict.filter(|v| v.decision() != Decision::Deny) {
                    self.proposed(call, verdict);
                }
            }
            Phase::PostTool { call, .. } | Phase::PostToolFailure { call, .. } => {
                self.ran(call);
                self.read(event, call.id.as_deref());
            }
            _ => {}
        }
    }

    /// A call that will run: what it would read, and where it writes a secret.
    fn proposed(&mut self, call: &ToolCall, verdict: &Verdict) {
        let id = call.id.clone().unwrap_or_default();
        let actions = &verdict.judgement().actions;
        for effect in actions.iter().flat_map(|a| &a.effects) {
            let label = match effect.verb {
                Verb::SecretRead => Label::Sensitive(head(effect.target.text())),
                Verb::NetFetch | Verb::ExternalRead if !is_local(&effect.target) => {
                    Label::Untrusted(head(effect.target.text()))
                }
                _ => continue,
            };
            if self.pending.len() < MAX_LABELS && !self.pending.iter().any(|(i, l)| *i == id && *l == label) {
                self.pending.push((id.clone(), label));
            }
        }
        let carries = texts(call).iter().any(|t| marks(t).any(|m| m.strength() > Strength::Named))
            || actions.iter().any(|a| a.effects.iter().any(|e| e.verb == Verb::SecretRead));
        if carries {
            let writes = actions
                .iter()
                .flat_map(|a| &a.effects)
                .filter(|e| matches!(e.verb, Verb::Write | Verb::Append | Verb::SecretWrite));
            for path in writes.filter_map(|e| e.target.path()) {
                add(&mut self.carriers, &path.resolved);
            }
        }
    }

    /// Its labels now hold.
    fn ran(&mut self, call: &ToolCall) {
        let id = call.id.as_deref().unwrap_or("");
        let mut at = 0;
        while let Some((of, _)) = self.pending.get(at) {
            if of != id {
                at += 1;
                continue;
            }
            match self.pending.remove(at).1 {
                Label::Sensitive(place) => add(&mut self.places, &place),
                Label::Untrusted(source) => add(&mut self.untrusted, &source),
            }
        }
        match &call.tool {
            Tool::Fetch { url } => add(&mut self.untrusted, url),
            Tool::WebSearch { .. } => add(&mut self.untrusted, "a web search"),
            Tool::Mcp { server, source: McpSource::Project | McpSource::Unknown, .. } => {
                add(&mut self.untrusted, &format!("the server {server}"));
            }
            _ => {}
        }
    }

    /// The secrets in a result.
    fn read(&mut self, event: &Event, call: Option<&str>) {
        let Some(reading) = &event.reading else { return };
        for trace in &reading.secrets {
            if self.secrets.iter().any(|s| s.trace.digits == trace.digits) {
                continue;
            }
            if self.secrets.len() >= MAX_SECRETS {
                self.secrets.remove(0);
            }
            let text = format!("{}{}_{}", crate::secret::MARK, trace.kind, trace.digits);
            self.secrets.push(Seen {
                trace: trace.clone(),
                source: head(&reading::source(event)),
                call: call.map(str::to_owned),
                time_ms: event.time_ms,
                sure: marks(&text).any(|m| m.strength() > Strength::Named),
            });
        }
    }

    /// What its values are known by.
    #[must_use]
    pub fn traces(&self) -> Vec<Trace> {
        self.secrets.iter().map(|seen| seen.trace.clone()).collect()
    }

    /// The secret with these digits.
    #[must_use]
    pub fn secret(&self, digits: &str) -> Option<&Seen> {
        self.secrets.iter().find(|s| s.trace.digits == digits)
    }

    /// What it read that must not leave, for people: a sure secret or a place of secrets.
    #[must_use]
    pub fn what_it_knows(&self) -> Option<String> {
        let secret =
            self.secrets.iter().find(|s| s.sure).map(|s| format!("a secret ({}) from `{}`", s.trace.kind, s.source));
        secret.or_else(|| self.places.first().map(|place| format!("`{place}`")))
    }

    /// True where nothing is known yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The texts that a call carries.
#[must_use]
pub fn texts(call: &ToolCall) -> Vec<&str> {
    match &call.tool {
        Tool::Shell { command, .. } => vec![&command.body],
        Tool::Read { path } => vec![path],
        Tool::Write { path, content } => vec![path, &content.body],
        Tool::Edit { path, edits } => {
            let new = edits.iter().map(|e| e.new.body.as_str());
            std::iter::once(path.as_str()).chain(new).collect()
        }
        Tool::Search { path, pattern } => path.iter().map(String::as_str).chain([pattern.as_str()]).collect(),
        Tool::Fetch { url } => vec![url],
        Tool::WebSearch { query } => vec![query],
        Tool::Subagent { prompt, .. } => vec![&prompt.body],
        Tool::Mcp { args, .. } | Tool::Unknown { args } => args.iter().map(|(_, t)| t.body.as_str()).collect(),
        Tool::Internal => Vec::new(),
    }
}

fn is_local(target: &crate::effect::Target) -> bool {
    use crate::effect::Target;
    matches!(target, Target::Url { local: true, .. } | Target::Host { local: true, .. })
}

fn add(list: &mut Vec<String>, item: &str) {
    let item = head(item);
    if list.len() < MAX_LABELS && !list.contains(&item) {
        list.push(item);
    }
}

fn head(text: &str) -> String {
    let mut end = MAX_SOURCE_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("").to_owned()
}
