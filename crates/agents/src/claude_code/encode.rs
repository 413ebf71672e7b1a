//! A recorded verdict becomes Claude Code's answer: one line of JSON, or nothing. Called once per hook run.
//!
//! What each profile answers in each permission mode, and why, is the table of docs/design/profiles.md; `answer` is that
//! table. The text that the model reads is made in `message`.

use automode_ledger::Record;
use automode_model::{Category, Decision, Event, Finding, Mode, Phase, Reaction, Risk, Tool, Verdict};

use crate::advice::advice;
use crate::json::quote_into;
use crate::message::{self, Parts};
use crate::profile::{AskAs, Profile};

/// How verdicts are put to the host.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rendering<'a> {
    /// Who answers.
    pub profile: Profile,
    /// What a question becomes.
    pub ask_as: AskAs,
    /// How a person approves exactly this action, where there is a way: `automode approve 7f3a`.
    pub approve: Option<&'a str>,
    /// The tool's result without the spans that a reading wants masked, as JSON of the same shape.
    pub masked: Option<&'a str>,
}

/// What the host is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Say {
    /// Nothing: its own flow decides.
    Nothing,
    Allow,
    Ask,
    Deny,
}

/// Which of the host's forms the answer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    PreTool,
    Permission,
    Config,
}

/// All that the answer depends on.
struct Answer<'a> {
    form: Form,
    /// The call only concerns the conversation.
    internal: bool,
    mode: Mode,
    decision: Decision,
    hard: bool,
    risk: Risk,
    /// The action only looks.
    inspects: bool,
    leading: Option<&'a Finding>,
    /// The action's own words, where no finding names some.
    words: &'a str,
}

impl<'a> Answer<'a> {
    /// Nothing where the event wants no answer.
    fn of(event: &Event, verdict: &'a Verdict) -> Option<Self> {
        let judged = verdict.judgement();
        let decided = judged.actions.iter().find(|a| a.effects.iter().any(|e| e.category == judged.category));
        Some(Self {
            form: form(&event.phase)?,
            internal: event.phase.call().is_some_and(|call| matches!(call.tool, Tool::Internal)),
            mode: event.mode,
            decision: verdict.decision(),
            hard: verdict.hard(),
            risk: judged.risk,
            inspects: judged.category == Category::Inspect,
            leading: verdict.leading(),
            words: decided.or(judged.actions.first()).map_or("", |a| a.words.as_str()),
        })
    }
}

fn form(phase: &Phase) -> Option<Form> {
    match phase {
        Phase::PreTool(_) => Some(Form::PreTool),
        Phase::PermissionRequest(_) => Some(Form::Permission),
        Phase::ConfigChange { .. } => Some(Form::Config),
        Phase::PostTool { .. }
        | Phase::PostToolFailure { .. }
        | Phase::Prompt(_)
        | Phase::SessionStart { .. }
        | Phase::SessionEnd { .. }
        | Phase::SubagentStart
        | Phase::SubagentStop
        | Phase::Other(_) => None,
    }
}

/// The line that the hook prints; empty where it is told nothing. Only what is in the ledger can be answered.
#[must_use]
pub fn encode(record: &Record, how: &Rendering<'_>) -> String {
    match record.verdict() {
        Some(verdict) => answer_to(record.event(), verdict, how),
        None if record.event().reading.is_some() => about_reading(record.event(), how),
        None => unavailable(&record.event().phase, "no verdict was reached", how.profile),
    }
}

/// The warning beside a text that tries to steer the agent, and the text without it; empty where it is clean.
fn about_reading(event: &Event, how: &Rendering<'_>) -> String {
    let Some(reading) = event.reading.as_ref().filter(|_| how.profile != Profile::Observe) else {
        return String::new();
    };
    let Some((name, text)) = heard(&event.phase).zip(advice(reading)) else { return String::new() };
    let mut out = format!(r#"{{"hookSpecificOutput":{{"hookEventName":"{name}""#);
    add(&mut out, "additionalContext", &text);
    if let Some(masked) = how.masked.filter(|_| reading.reaction == Reaction::Mask) {
        let mcp = event.phase.call().is_some_and(|call| matches!(call.tool, Tool::Mcp { .. }));
        out.push_str(if mcp { r#","updatedMCPToolOutput":"# } else { r#","updatedToolOutput":"# });
        out.push_str(masked);
    }
    out.push_str("}}");
    out
}

/// The host's name for the events at which it listens to advice.
fn heard(phase: &Phase) -> Option<&'static str> {
    match phase {
        Phase::PostTool { .. } => Some("PostToolUse"),
        Phase::PostToolFailure { .. } => Some("PostToolUseFailure"),
        Phase::Prompt(_) => Some("UserPromptSubmit"),
        Phase::SessionStart { .. } => Some("SessionStart"),
        _ => None,
    }
}

/// The answer to an event; empty where the host is told nothing.
fn answer_to(event: &Event, verdict: &Verdict, how: &Rendering<'_>) -> String {
    let Some(answer) = Answer::of(event, verdict) else { return String::new() };
    let say = answer.say(how);
    if say == Say::Nothing {
        return String::new();
    }
    let text = if say == Say::Allow { String::new() } else { answer.text(say, how) };
    write(answer.form, say, &text)
}

/// The answer where there is no record to answer with: nothing runs, and it is not called a denial of the action.
/// `why` is one clause, lower case. Empty where the event wants no answer or the profile never answers.
#[must_use]
pub fn unavailable(phase: &Phase, why: &str, profile: Profile) -> String {
    match form(phase) {
        Some(form) if profile != Profile::Observe => write(form, Say::Deny, &unavailable_text(why)),
        _ => String::new(),
    }
}

fn unavailable_text(why: &str) -> String {
    message::compose(&Parts {
        lead: "automode could not judge this now",
        reason: why,
        tail: "Nothing was run; try again, or tell the user",
        ..Parts::default()
    })
}

impl Answer<'_> {
    /// The table of docs/design/profiles.md.
    fn say(&self, how: &Rendering<'_>) -> Say {
        // The host puts plans and questions to its person in this very call: an allow would answer in their place.
        if how.profile == Profile::Observe || (self.internal && self.decision == Decision::Allow) {
            return Say::Nothing;
        }
        match self.decision {
            Decision::Allow => self.say_allow(how.profile),
            // Until there is a cage to run it in, a person decides.
            Decision::Contain | Decision::Ask => self.say_ask(how),
            Decision::Deny | Decision::Unavailable => Say::Deny,
        }
    }

    fn say_allow(&self, profile: Profile) -> Say {
        let only_plans = self.mode == Mode::Plan && !self.inspects;
        let speaks = match (profile, self.form) {
            (Profile::Overlay | Profile::Observe, _) | (_, Form::Config) => false,
            // The host asks here in spite of our allow, because of an ask rule or a file that it protects itself: a
            // person who is there decides.
            (Profile::Interactive, Form::Permission) => false,
            (Profile::Strict, _) | (Profile::Interactive, Form::PreTool) => !only_plans,
        };
        if speaks { Say::Allow } else { Say::Nothing }
    }

    fn say_ask(&self, how: &Rendering<'_>) -> Say {
        if self.form == Form::Config {
            return Say::Deny;
        }
        let denies = match (how.ask_as, self.mode) {
            (AskAs::Deny, _) | (_, Mode::DontAsk) => true,
            (AskAs::Ask, _) => false,
            // Several versions swallowed a hook's question in these modes.
            (AskAs::ByRisk, Mode::Auto | Mode::Bypass | Mode::Unknown) => {
                how.profile == Profile::Strict && self.risk >= Risk::High
            }
            (AskAs::ByRisk, Mode::Manual | Mode::AcceptEdits | Mode::Plan) => false,
        };
        match (denies, self.form) {
            (true, _) => Say::Deny,
            (false, Form::PreTool) => Say::Ask,
            // The host is about to ask anyway.
            (false, Form::Permission | Form::Config) => Say::Nothing,
        }
    }

    fn text(&self, say: Say, how: &Rendering<'_>) -> String {
        let reason = self.leading.map_or("", |f| f.reason.as_str());
        if self.decision == Decision::Unavailable {
            return unavailable_text(if reason.is_empty() { "no verdict could be reached" } else { reason });
        }
        let asks = matches!(self.decision, Decision::Ask | Decision::Contain);
        let lead = match (say, asks) {
            (Say::Deny, true) => "needs a person, and nobody can be asked here",
            (Say::Deny, false) => "denied",
            (Say::Ask | Say::Allow | Say::Nothing, _) => "needs a person",
        };
        let approve = how.approve.map(|command| format!("A person can approve it: {command}"));
        let tail = match say {
            Say::Deny if self.hard => "",
            Say::Deny => approve.as_deref().unwrap_or("A person can run it themselves or allow it"),
            Say::Ask | Say::Allow | Say::Nothing => "",
        };
        let table = format!("risk.{}", self.risk.name());
        let words = self.leading.map(|f| f.words.as_str()).filter(|w| !w.is_empty()).unwrap_or(self.words);
        message::compose(&Parts {
            lead,
            rule: self.leading.map_or(table.as_str(), |f| f.rule.as_str()),
            reason: if reason.is_empty() { "nobody asked for something of this risk" } else { reason },
            words,
            remedy: self.leading.map_or("", |f| f.remedy.as_str()),
            tail,
        })
    }
}

/// The host's JSON, by hand: three shapes, one line, no other member. Nothing but these shapes is honoured.
fn write(form: Form, say: Say, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 160);
    match form {
        Form::PreTool => {
            out.push_str(r#"{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":""#);
            out.push_str(match say {
                Say::Allow => "allow",
                Say::Ask => "ask",
                Say::Deny | Say::Nothing => "deny",
            });
            out.push('"');
            add(&mut out, "permissionDecisionReason", text);
            out.push_str("}}");
        }
        Form::Permission => {
            out.push_str(r#"{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":""#);
            out.push_str(if say == Say::Allow { "allow" } else { "deny" });
            out.push('"');
            add(&mut out, "message", text);
            out.push_str("}}}");
        }
        Form::Config => {
            out.push_str(r#"{"decision":"block""#);
            add(&mut out, "reason", text);
            out.push('}');
        }
    }
    out
}

fn add(out: &mut String, key: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    out.push(',');
    quote_into(out, key);
    out.push(':');
    quote_into(out, text);
}

#[cfg(test)]
mod tests;
