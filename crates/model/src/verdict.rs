//! The verdict: what is answered, and why. Made only by [`Verdict::settle`], which holds the invariants.

use crate::category::Category;
use crate::effect::Action;
use crate::finding::{Finding, Outcome};
use crate::risk::{Dimensions, Risk};

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// Runs without a question.
    Allow,
    /// Runs in a cage, or after a checkpoint.
    Contain,
    /// A person decides.
    Ask,
    /// Does not run.
    Deny,
    /// Cannot be judged now (ledger not writable, limit exceeded); never worded as a denial of the action.
    Unavailable,
}

impl Decision {
    /// The name in ledger, messages and `--json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Contain => "contain",
            Self::Ask => "ask",
            Self::Deny => "deny",
            Self::Unavailable => "unavailable",
        }
    }
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Allow, Self::Contain, Self::Ask, Self::Deny, Self::Unavailable].into_iter().find(|s| s.name() == name)
    }
    /// True where the action does not simply run.
    #[must_use]
    pub fn stops(self) -> bool {
        match self {
            Self::Allow | Self::Contain => false,
            Self::Ask | Self::Deny | Self::Unavailable => true,
        }
    }
}

/// Who asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Authorization {
    /// Nobody, as far as evidence goes.
    None,
    /// In the spirit of the task: ordinary development work inside the workspace.
    Implied,
    /// The user named operation and target.
    Named,
    /// A one-time approval of this exact action.
    Approved,
}

impl Authorization {
    /// The name in ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Implied => "implied",
            Self::Named => "named",
            Self::Approved => "approved",
        }
    }
    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::None, Self::Implied, Self::Named, Self::Approved].into_iter().find(|s| s.name() == name)
    }
}

/// Why an authorization was granted: what the user typed, which approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// user-words, approval, workspace-task, server-configured.
    pub kind: &'static str,
    /// The words or the id.
    pub text: String,
}

/// All that a verdict is made from. Plain data: anybody may build one, only [`Verdict::settle`] makes it count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What the decision table says for each action's risk and authorization, joined by maximum.
    pub decision: Decision,
    /// The joined risk dimensions.
    pub dimensions: Dimensions,
    /// The highest level of any single action.
    pub risk: Risk,
    /// The authorization of the action that decided.
    pub authorization: Authorization,
    /// Why that authorization.
    pub evidence: Vec<Evidence>,
    /// The category of the action that decided.
    pub category: Category,
    /// How sure we are of the understanding, 0–100.
    pub confidence: u8,
    /// Every layer's opinion.
    pub findings: Vec<Finding>,
    /// What was understood.
    pub actions: Vec<Action>,
}

/// What is answered, and why.
#[must_use = "a verdict that nobody answers with is an action that nobody judged"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    inner: Judgement,
    hard: bool,
}

impl Verdict {
    /// Joins a judgement into a verdict: the strictest of its own decision and of every finding that is not lifted.
    /// Adding a finding can only tighten.
    pub fn settle(mut judgement: Judgement) -> Self {
        let live = || judgement.findings.iter().filter(|f| f.lifted_by.is_none() || f.outcome == Outcome::Hard);
        let hard = live().any(|f| f.outcome == Outcome::Hard);
        let demanded = live().map(|f| at_least(f.outcome)).max().unwrap_or(Decision::Allow);
        judgement.decision = judgement.decision.max(demanded);
        Self { inner: judgement, hard }
    }

    /// What is answered.
    #[must_use]
    pub fn decision(&self) -> Decision {
        self.inner.decision
    }

    /// A hard rule spoke: nothing lifts it.
    #[must_use]
    pub fn hard(&self) -> bool {
        self.hard
    }

    /// Everything it was made from.
    #[must_use]
    pub fn judgement(&self) -> &Judgement {
        &self.inner
    }

    /// The finding that speaks for the verdict: the strictest that is not lifted, the first of equals.
    #[must_use]
    pub fn leading(&self) -> Option<&Finding> {
        let mut best: Option<&Finding> = None;
        for f in self.inner.findings.iter().filter(|f| f.lifted_by.is_none()) {
            if best.is_none_or(|b| f.outcome > b.outcome) {
                best = Some(f);
            }
        }
        best
    }
}

fn at_least(outcome: Outcome) -> Decision {
    match outcome {
        Outcome::Note => Decision::Allow,
        Outcome::Contain => Decision::Contain,
        Outcome::Ask => Decision::Ask,
        Outcome::Deny | Outcome::Hard => Decision::Deny,
    }
}
