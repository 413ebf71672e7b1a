//! How much of the answering automode takes over from the host: named by `--profile`, written by `automode init`.
//! What each does under each permission mode: docs/design/profiles.md.

/// Who answers the host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// automode answers everything; if it cannot, nothing runs. For unattended work.
    #[default]
    Strict,
    /// automode answers; if it cannot, the host asks its person. For work at a terminal.
    Interactive,
    /// automode only stops; what it would allow is left to the host's own flow.
    Overlay,
    /// automode records and never answers.
    Observe,
}

impl Profile {
    /// All, strictest first.
    pub const ALL: [Self; 4] = [Self::Strict, Self::Interactive, Self::Overlay, Self::Observe];

    /// The name on the command line and in the host's settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Interactive => "interactive",
            Self::Overlay => "overlay",
            Self::Observe => "observe",
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }

    /// True where a gate that cannot answer must block instead of leaving the host to itself.
    #[must_use]
    pub fn fails_closed(self) -> bool {
        matches!(self, Self::Strict)
    }
}

/// What a question becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AskAs {
    /// A question where the host is known to put it to a person; where it may be swallowed, high risk is denied.
    #[default]
    ByRisk,
    /// Always a question, unless the host says that it never asks.
    Ask,
    /// Always a denial that says how a person approves.
    Deny,
}

impl AskAs {
    /// The setting of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "by-risk" => Some(Self::ByRisk),
            "ask" => Some(Self::Ask),
            "deny" => Some(Self::Deny),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for p in Profile::ALL {
            assert_eq!(Profile::from_name(p.name()), Some(p));
        }
        assert_eq!(Profile::from_name("Strict"), None);
    }
}
