//! The words of a policy: layers, modes, stages, facets of a target, and sets of the model's words as bits. Used by the
//! default pack (as constants), by the reader of `automode.toml`, and by the compiled form.

use automode_model::{Category, EnvLabel, PathClass, Place, Verb, words};

words! {
    /// Who wrote a part of the policy. The strictest of all layers wins; only some may loosen.
    Layer {
        BuiltIn "built-in" "the default pack",
        Managed "managed" "the administrator's file, which only root writes",
        User "user" "the user's own file",
        Project "project" "the file of the repository; it can only tighten",
        Session "session" "what the user forbade in this session",
    }
}

impl Layer {
    /// Whether this layer may permit something that the default pack stops.
    #[must_use]
    pub fn may_loosen(self) -> bool {
        matches!(self, Self::BuiltIn | Self::Managed | Self::User)
    }
}

words! {
    /// How much is decided without a person, from most to least autonomy.
    Autonomy {
        Auto "auto" "the decision table decides",
        Ask "ask" "asked about, unless the user named it",
        Observe "observe" "a person decides each one; only an approval of that very action answers",
    }
}

words! {
    /// How far a category has come in its adoption.
    Stage {
        Observe "observe" "automode watches, people decide",
        Pilot "pilot" "one person, one category, looked at daily",
        Expand "expand" "a team",
        Scale "scale" "everybody",
        Operate "operate" "reviewed each quarter",
    }
}

impl Stage {
    /// The autonomy that a stage allows where no mode is given.
    #[must_use]
    pub fn autonomy(self) -> Autonomy {
        match self {
            Self::Observe => Autonomy::Observe,
            Self::Pilot => Autonomy::Ask,
            Self::Expand | Self::Scale | Self::Operate => Autonomy::Auto,
        }
    }
}

words! {
    /// A part of a target that a rule may name.
    Facet {
        Path "path" "a path: `/…`, `~/…`, or relative to the repository; `*` within a name, `**` over directories",
        Branch "branch" "a branch, tag or other reference",
        Remote "remote" "a remote of version control, by name or address",
        Host "host" "a machine; `*.example.com` takes example.com too",
        Database "database" "a database, schema, table or collection",
        Cluster "cluster" "a cluster or its context",
        Namespace "namespace" "a namespace of a cluster",
        Account "account" "a cloud account, project or profile",
        SecretStore "secret_store" "a secret, key or vault, by its name",
        Service "service" "a service, app, job or container",
        Bucket "bucket" "a bucket of a cloud store",
        Package "package" "a package, module or image",
        Command "command" "the words of the command after expansion, joined by blanks",
        Name "name" "the target's text, whatever it is",
    }
}

words! {
    /// Kinds of personal data that can be replaced in what is recorded.
    Personal {
        Mail "mail" "mail addresses; those of example domains stay",
        Phone "phone" "phone numbers in international form",
        Iban "iban" "bank account numbers with a right checksum",
        Card "card" "payment card numbers with a right checksum",
        National "national" "numbers that a state gives its people",
    }
}

/// A set of verbs; empty is any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Verbs(pub u128);

impl Verbs {
    /// Any verb.
    pub const ANY: Self = Self(0);

    /// The set of one verb.
    #[must_use]
    pub fn one(verb: Verb) -> Self {
        Self(1 << (verb as u32))
    }

    /// The verbs of that name; `db.*` stands for all that begin so. Empty where there is none.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name.strip_suffix('*') {
            Some(prefix) => Verb::ALL.iter().filter(|v| v.name().starts_with(prefix)).fold(Self(0), |s, v| s.and(*v)),
            None => Verb::from_name(name).map_or(Self(0), Self::one),
        }
    }

    /// With this verb.
    #[must_use]
    pub fn and(self, verb: Verb) -> Self {
        Self(self.0 | Self::one(verb).0)
    }

    /// Whether the set, or any of an empty one, has it.
    #[must_use]
    pub fn holds(self, verb: Verb) -> bool {
        self.0 == 0 || self.0 & Self::one(verb).0 != 0
    }

    /// Whether an effect of one of these other verbs could match.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 == 0 || self.0 & other.0 != 0
    }

    /// Each verb of it.
    pub fn each(self) -> impl Iterator<Item = Verb> {
        Verb::ALL.iter().copied().filter(move |v| self.0 & Self::one(*v).0 != 0)
    }
}

macro_rules! set {
    ($(#[$meta:meta])* $set:ident $item:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $set(pub u32);
        impl $set {
            /// Any.
            pub const ANY: Self = Self(0);
            /// With this one.
            #[must_use]
            pub fn and(self, item: $item) -> Self { Self(self.0 | 1 << (item as u32)) }
            /// Whether the set, or any of an empty one, has it.
            #[must_use]
            pub fn holds(self, item: $item) -> bool { self.0 == 0 || self.0 & (1 << (item as u32)) != 0 }
            /// Nothing is asked.
            #[must_use]
            pub fn is_any(self) -> bool { self.0 == 0 }
        }
    };
}

set! {
    /// A set of categories; empty is any.
    Categories Category
}
set! {
    /// A set of places; empty is any.
    Places Place
}
set! {
    /// A set of path classes; empty is any.
    Classes PathClass
}
set! {
    /// A set of environment labels; empty is any.
    Envs EnvLabel
}
set! {
    /// A set of stages; empty is any.
    Stages Stage
}
set! {
    /// A set of kinds of personal data; empty is none.
    Personals Personal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_model_has_its_bit() {
        assert!(Verb::ALL.len() <= 128 && Category::ALL.len() <= 32);
        assert!(Place::ALL.len() <= 32 && PathClass::ALL.len() <= 32);
        for v in Verb::ALL {
            assert_eq!(Verbs::one(*v).each().collect::<Vec<_>>(), [*v]);
        }
        assert_eq!(
            Verbs::named("db.*").each().count(),
            Verb::ALL.iter().filter(|v| v.name().starts_with("db.")).count()
        );
        assert_eq!(Verbs::named("nonsense"), Verbs::ANY);
    }
}
