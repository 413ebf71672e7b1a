//! Secrets that leave. A session's state says which secrets it read, which files it wrote them into and whose texts it
//! listened to ([`automode_model::Sensitive`]); here a call that would carry one of them out is stopped, whatever the
//! channel and however it is spelt: the ledger has put the same placeholder wherever the value stands, also encoded.
//!
//! And the rule of two: a session that read untrusted text *and* something sensitive does not act outward without a person.
//! Called by `judge` for every call; costs nothing in a session that read no secret.

use automode_model::secret::{Strength, marks};
use automode_model::sensitive::{Seen, Sensitive, texts};
use automode_model::{Action, Effect, Finding, Lift, Outcome, Session, Span, Target, Tool, ToolCall, Verb};

use crate::decide::taint;

/// What is found about a call in the light of what its session knows.
#[must_use]
pub fn look(actions: &[Action], call: &ToolCall, session: &Session) -> Vec<Finding> {
    let knows = &session.sensitive;
    if knows.secrets.is_empty() && knows.places.is_empty() && knows.carriers.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for action in actions {
        for effect in &action.effects {
            let at = At { action, effect, call, knows };
            out.extend(at.value_leaves().or_else(|| at.file_leaves()).or_else(|| at.is_committed()));
        }
    }
    if out.is_empty() {
        out.extend(rule_of_two(actions, session));
    }
    out
}

/// One effect of a call, and what the session knows.
struct At<'a> {
    action: &'a Action,
    effect: &'a Effect,
    call: &'a ToolCall,
    knows: &'a Sensitive,
}

impl At<'_> {
    /// A value that was read goes out.
    fn value_leaves(&self) -> Option<Finding> {
        let seen = leaves(self.effect).then(|| self.secret()).flatten()?;
        Some(self.finding(Outcome::Deny, format!("it would send {} to {}", told(seen), self.whither())))
    }

    /// A file goes out that the session wrote a secret into.
    fn file_leaves(&self) -> Option<Finding> {
        let sends = leaves(self.effect) && !matches!(self.effect.verb, Verb::VcsPush | Verb::NetFetch | Verb::NetProbe);
        let file = name_of(sends.then(|| self.carrier()).flatten()?);
        let why = format!("it would send `{file}`, into which this session wrote a secret, to {}", self.whither());
        Some(self.finding(Outcome::Deny, why))
    }

    /// A secret, or a file with one, becomes part of the history, which is shared sooner or later.
    fn is_committed(&self) -> Option<Finding> {
        let commits = matches!(self.effect.verb, Verb::VcsChange | Verb::VcsRewrite)
            && self.says(&["add", "commit", "stage", "tag"]);
        commits.then_some(())?;
        if let Some(seen) = self.secret() {
            return Some(self.finding(Outcome::Deny, format!("it would commit {}", told(seen))));
        }
        let all = self.says(&["-A", "--all", "-a", "-am", "."]);
        if let Some(file) = self.carrier().or_else(|| self.knows.carriers.first().filter(|_| all)) {
            let why = format!("it would commit `{}`, into which this session wrote a secret", name_of(file));
            return Some(self.finding(Outcome::Ask, why));
        }
        let file = name_of(self.named_of(
            self.knows.secrets.iter().filter(|seen| seen.sure && seen.source.starts_with('/')).map(|seen| &seen.source),
        )?);
        Some(self.finding(Outcome::Ask, format!("it would commit `{file}`, in which this session read a secret")))
    }

    fn says(&self, words: &[&str]) -> bool {
        self.action.words.split_whitespace().any(|word| words.contains(&word))
    }

    /// The known secret that the action carries.
    fn secret(&self) -> Option<&Seen> {
        let known = |text: &str| {
            let mut real = marks(text).filter(|m| m.strength() > Strength::StandIn);
            real.find_map(|m| self.knows.secret(m.digits))
        };
        // What a shell passes on its own ways (a document on stdin, a variable) stands in the command, not in the words.
        let elsewhere = matches!(self.call.tool, Tool::Shell { .. }) && !sends(self.effect);
        known(&self.action.words).or_else(|| texts(self.call).into_iter().find_map(known).filter(|_| !elsewhere))
    }

    /// The file with a secret that the action names.
    fn carrier(&self) -> Option<&String> {
        self.named_of(self.knows.carriers.iter())
    }

    /// The first of some files that the action names.
    fn named_of<'f>(&self, mut files: impl Iterator<Item = &'f String>) -> Option<&'f String> {
        let target = self.effect.target.path().map(|p| p.resolved.as_str());
        let named = |file: &str| {
            let name = name_of(file);
            self.action.words.split([' ', '=', '@', ',', ':', '\'', '"']).any(|word| {
                word == file || word == name || word.strip_suffix(name).is_some_and(|before| before.ends_with('/'))
            })
        };
        files.find(|file| !file.is_empty() && (target == Some(file.as_str()) || named(file)))
    }

    fn whither(&self) -> String {
        match &self.effect.target {
            Target::Url { host, .. } | Target::Host { host, .. } => format!("`{host}`"),
            target if target.text().is_empty() => "somebody else".to_owned(),
            target => format!("`{}`", target.text()),
        }
    }

    fn finding(&self, outcome: Outcome, reason: String) -> Finding {
        Finding {
            rule: "secrets.leak".to_owned(),
            outcome,
            reason,
            remedy: "leave the value where it is: let the program that needs it read it itself, by its name".to_owned(),
            words: self.action.words.clone(),
            span: self.effect.span,
            lifts: vec![Lift::Approved],
            lifted_by: None,
        }
    }
}

/// A file's last name: messages have little room.
fn name_of(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// A secret for people: what it is and where it came from.
fn told(seen: &Seen) -> String {
    let kind = seen.trace.kind.trim_start_matches(automode_model::secret::RANDOM);
    format!("a secret ({kind}) that this session read from `{}`", seen.source)
}

/// It reaches somebody else, or asks somebody else.
fn leaves(effect: &Effect) -> bool {
    let local = matches!(effect.target, Target::Url { local: true, .. } | Target::Host { local: true, .. });
    let out = sends(effect)
        || matches!(
            effect.verb,
            Verb::NetFetch
                | Verb::NetProbe
                | Verb::ExternalRead
                | Verb::ForgeRead
                | Verb::VcsPush
                | Verb::VcsForcePush
                | Verb::VcsFetch
                | Verb::VcsRemoteChange
                | Verb::RunRemote
        );
    out && !local
}

/// It is made to send something.
fn sends(effect: &Effect) -> bool {
    matches!(
        effect.verb,
        Verb::NetSend
            | Verb::NetTunnel
            | Verb::RemoteCopy
            | Verb::RemoteExec
            | Verb::ForgeWrite
            | Verb::ForgeMerge
            | Verb::ForgeAdmin
            | Verb::CiTrigger
            | Verb::Publish
            | Verb::Deploy
            | Verb::ExternalWrite
            | Verb::ToolCall
    )
}

/// Untrusted text, something sensitive, and an act outward: one of the three goes to a person.
fn rule_of_two(actions: &[Action], session: &Session) -> Option<Finding> {
    let knows = session.sensitive.what_it_knows()?;
    let taint = session.taints.last().map(|t| t.source.clone());
    let heard = taint.or_else(|| session.sensitive.untrusted.last().cloned())?;
    let outward = |a: &'_ &Action| a.effects.iter().any(taint::outward);
    let action = actions.iter().find(outward)?;
    let span = action.effects.iter().find(|e| taint::outward(e)).map_or(Span::default(), |e| e.span);
    Some(Finding {
        rule: "taint.rule-of-two".to_owned(),
        outcome: Outcome::Ask,
        reason: format!(
            "this session read text that anybody may have written (`{heard}`) and {knows}, and now it would act outward"
        ),
        remedy: "let the user name this action and its target, or do it in a session that did not read both".to_owned(),
        words: action.words.clone(),
        span,
        lifts: vec![Lift::Named, Lift::Approved],
        lifted_by: None,
    })
}
