//! What one file says, before it is joined with the others: made by the reader of `automode.toml`, taken by `join`.

use automode_model::{Category, EnvLabel, words};

use super::words::{Autonomy, Layer, Personal, Stage};
use super::{Guardrail, Role, Rule};
use crate::inspect::breakers::Limits;

/// Something with the line on which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// What.
    pub value: T,
    /// The line, from 1.
    pub line: u32,
}

/// One layer's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Whose it is.
    pub layer: Layer,
    /// Its path, for people.
    pub file: String,
    /// Facts about the environment.
    pub facts: Vec<(Fact, At<&'static str>)>,
    /// Facts that are given as an empty list.
    pub emptied: Vec<At<Fact>>,
    /// Settings of categories.
    pub categories: Vec<(Category, Wish)>,
    /// Automatic decisions at all.
    pub auto: Option<At<bool>>,
    /// What no other layer may change.
    pub pins: Vec<At<Pin>>,
    /// Roles.
    pub roles: Vec<At<Role>>,
    /// Typed rules.
    pub rules: Vec<At<Rule>>,
    /// What was declared to hold.
    pub guardrails: Vec<At<Guardrail>>,
    /// Limits of the breakers.
    pub breakers: Vec<(Breaker, At<u32>)>,
    /// Personal data that is to be replaced in what is recorded.
    pub personal: Vec<At<Personal>>,
    /// What the clock of rules differs from UTC by, in minutes.
    pub utc_offset: Option<At<i16>>,
}

impl Sheet {
    /// A file that says nothing.
    #[must_use]
    pub fn empty(layer: Layer, file: &str) -> Self {
        Self {
            layer,
            file: file.to_owned(),
            facts: Vec::new(),
            emptied: Vec::new(),
            categories: Vec::new(),
            auto: None,
            pins: Vec::new(),
            roles: Vec::new(),
            rules: Vec::new(),
            guardrails: Vec::new(),
            breakers: Vec::new(),
            personal: Vec::new(),
            utc_offset: None,
        }
    }
}

/// One setting of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// How much is decided without a person.
    Mode(At<Autonomy>),
    /// The least certainty.
    Threshold(At<u8>),
    /// How far its adoption has come.
    Stage(At<Stage>),
    /// A guardrail without which it asks.
    Needs(At<&'static str>),
}

words! {
    /// A limit of the breakers.
    Breaker {
        InARow "in_a_row" "After so many stops in a row a person is asked about what is more than low risk.",
        InSession "in_session" "After so many stops since a person last spoke up one is asked about every change.",
        OfLast "of_last" "After so many stops …",
        Last "last" "… of the last so many judged actions one is asked about every change.",
    }
}

impl Breaker {
    /// The largest value that makes sense.
    #[must_use]
    pub fn limit(self) -> u32 {
        match self {
            Self::InARow => 100,
            Self::InSession => 1000,
            Self::OfLast | Self::Last => Limits::MAX_LAST,
        }
    }

    /// The field of the limits.
    pub fn of(self, limits: &mut Limits) -> &mut u32 {
        match self {
            Self::InARow => &mut limits.in_a_row,
            Self::InSession => &mut limits.in_session,
            Self::OfLast => &mut limits.of_last,
            Self::Last => &mut limits.last,
        }
    }

    /// Whether a value stops sooner than another. Of more actions looked back at, more were stopped.
    #[must_use]
    pub fn tighter(self, value: u32, than: u32) -> bool {
        if self == Self::Last { value > than } else { value < than }
    }
}

/// What the administrator's file keeps for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// Automatic decisions at all.
    Auto,
    /// A category's settings.
    Category(Category),
    /// A kind of facts.
    Fact(Fact),
    /// Rules that allow.
    AllowRules,
    /// The limits of the breakers.
    Breakers,
}

impl Pin {
    /// As it is written in the file.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Auto => "auto".to_owned(),
            Self::Category(category) => format!("category.{}", category.name()),
            Self::Fact(fact) => format!("facts.{}", fact.name()),
            Self::AllowRules => "rules.allow".to_owned(),
            Self::Breakers => "breakers".to_owned(),
        }
    }

    /// Everything that can be pinned.
    pub fn all() -> impl Iterator<Item = Self> {
        let parts = Category::ALL.iter().map(|c| Self::Category(*c)).chain(Fact::ALL.iter().map(|f| Self::Fact(*f)));
        [Self::Auto, Self::Breakers, Self::AllowRules].into_iter().chain(parts)
    }
}

words! {
    /// A kind of facts about the environment.
    Fact {
        TrustedHosts "trusted_hosts" "Hosts to which data may be sent (never secrets, except a token as the credential of a request); `*.example.com` takes the domain and all below it.",
        TrustedRemotes "trusted_remotes" "Remotes that may be pushed to, by address (`github.com/acme/*`) or by name.",
        TrustedRegistries "trusted_registries" "Hosts from which packages may be installed.",
        TrustedBuckets "trusted_buckets" "Buckets that may be written to.",
        ProtectedBranches "protected_branches" "Branches to which nothing is pushed unasked, and whose history nobody rewrites.",
        Production "production" "Names that mean production: of hosts, clusters, accounts, databases.",
        Staging "staging" "Names that mean staging.",
        Development "development" "Names that mean development.",
        SecretStores "secret_stores" "Names of secrets and vaults that are asked about, whatever is done with them.",
        KeyServices "key_services" "Services and hosts whose change is asked about.",
        SensitivePaths "sensitive_paths" "Paths whose content is private: reading and changing is asked about, sending is denied.",
    }
}

impl Fact {
    /// Whether more of it permits more.
    #[must_use]
    pub fn loosens(self) -> bool {
        match self {
            Self::TrustedHosts
            | Self::TrustedRemotes
            | Self::TrustedRegistries
            | Self::TrustedBuckets
            | Self::Staging
            | Self::Development => true,
            Self::ProtectedBranches
            | Self::Production
            | Self::SecretStores
            | Self::KeyServices
            | Self::SensitivePaths => false,
        }
    }

    /// The label that names of this kind tell.
    #[must_use]
    pub fn label(self) -> Option<EnvLabel> {
        match self {
            Self::Production => Some(EnvLabel::Production),
            Self::Staging => Some(EnvLabel::Staging),
            Self::Development => Some(EnvLabel::Local),
            _ => None,
        }
    }
}
