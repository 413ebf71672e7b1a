//! A layer's opinion. It can only tighten; lifts answer it, explicitly.

use crate::span::Span;

/// What a finding demands at least; findings join by maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing: reported only.
    Note,
    /// Run it contained or checkpointed.
    Contain,
    /// Ask a person.
    Ask,
    /// Refuse; a person may lift it.
    Deny,
    /// Refuse; nothing lifts it.
    Hard,
}

impl Outcome {
    /// The name in policy, ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Contain => "contain",
            Self::Ask => "ask",
            Self::Deny => "deny",
            Self::Hard => "hard",
        }
    }
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Note, Self::Contain, Self::Ask, Self::Deny, Self::Hard].into_iter().find(|s| s.name() == name)
    }
}

/// What may answer a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lift {
    /// The user named operation and target in their own words.
    Named,
    /// A one-time approval of this exact action.
    Approved,
    /// An administrator's policy.
    Managed,
}

impl Lift {
    /// The name in policy, ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Approved => "approved",
            Self::Managed => "managed",
        }
    }
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Named, Self::Approved, Self::Managed].into_iter().find(|s| s.name() == name)
    }
}

/// One layer's opinion about an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule, stable: `delete.outside-workspace`.
    pub rule: String,
    /// What it demands at least.
    pub outcome: Outcome,
    /// Why, for people and for the agent: one clause, lower case.
    pub reason: String,
    /// A permitted way to reach the aim, where there is one.
    pub remedy: String,
    /// The words that caused it, as the user would recognise them.
    pub words: String,
    /// Where they stand in the event's text.
    pub span: Span,
    /// What may lift it.
    pub lifts: Vec<Lift>,
    /// Evidence that did lift it; then it no longer counts.
    pub lifted_by: Option<String>,
}
