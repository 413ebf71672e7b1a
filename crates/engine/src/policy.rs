//! Policy: what people wrote down about what may run (DESIGN §7). Layers — managed, user, project — each a file of facts,
//! modes and typed rules, joined so that the strictest wins, and compiled to bytes that a hook reads in microseconds.
//!
//! Pure: the files are found and read by the program (`crates/automode/src/policy`); here is what they mean. `decide` calls
//! [`Policy::findings`] and [`Policy::grants`]; the default pack (`inspect/rules.rs`) is always in force beside them.

pub mod apply;
pub mod facets;
pub mod facts;
pub mod glob;
pub mod guardrail;
pub mod join;
pub mod occasion;
pub mod rule;
pub mod sheet;
pub mod trial;
pub mod truth;
pub mod wire;
pub mod words;

use automode_model::{Category, EnvLabel};

pub use guardrail::Guardrail;
pub use join::{Ignored, Joined, Origin, join};
pub use occasion::Occasion;
pub use rule::{Given, Rule, Texts, When, Who};
pub use sheet::Sheet;
pub use truth::Truth;
pub use words::{Autonomy, Facet, Layer, Personal, Stage};

use crate::inspect::breakers::Limits;
use words::Personals;

/// A category's settings, each with the layer that set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// How much is decided without a person.
    pub mode: Autonomy,
    /// Who said so.
    pub mode_by: Layer,
    /// Understanding that is less sure than this is asked about; 0 is no limit.
    pub threshold: u8,
    /// Who said so.
    pub threshold_by: Layer,
    /// How far its adoption has come.
    pub stage: Stage,
    /// Who said so.
    pub stage_by: Layer,
    /// Guardrails without which it asks.
    pub needs: Texts,
    /// The lowest layer that said so.
    pub needs_by: Layer,
}

impl Setting {
    /// What holds where no file says anything.
    pub const DEFAULT: Self = Self {
        mode: Autonomy::Auto,
        mode_by: Layer::BuiltIn,
        threshold: 0,
        threshold_by: Layer::BuiltIn,
        stage: Stage::Operate,
        stage_by: Layer::BuiltIn,
        needs: &[],
        needs_by: Layer::BuiltIn,
    };
}

/// A role: a name for who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: &'static str,
    /// Who has it.
    pub who: Who,
}

/// Why a policy that is there cannot be used, and what that comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Whose file it is.
    pub layer: Layer,
    /// What is wrong with it and where, for people.
    pub why: String,
}

/// What the machine must be asked for before the rules can be evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The user's name.
    pub user: bool,
    /// The groups that the user is in.
    pub groups: bool,
    /// Home and top of the repository.
    pub root: bool,
    /// The present branch and the remotes.
    pub branch: bool,
}

/// Everything in force besides the default pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Typed rules of all layers, in order of id.
    pub rules: Vec<Rule>,
    /// Settings of the categories, in their order.
    pub categories: [Setting; Category::ALL.len()],
    /// Who switched automatic decisions off.
    pub auto_off: Option<Layer>,
    /// Names that tell an environment: label and pattern.
    pub labels: Vec<(EnvLabel, &'static str)>,
    /// Roles.
    pub roles: Vec<Role>,
    /// What was declared to hold.
    pub guardrails: Vec<Guardrail>,
    /// When a person is asked before the agent goes on.
    pub breakers: Limits,
    /// Personal data that is replaced in what is recorded.
    pub personal: Personals,
    /// What the policy's clock differs from UTC by.
    pub utc_offset_minutes: i16,
    /// A file that is there and cannot be used.
    pub broken: Option<Broken>,
    /// What a layer wanted and may not, for people.
    pub ignored: Texts,
    /// The content hash that records carry; empty where no file says anything.
    pub hash: String,
}

static BUILT_IN: Policy = Policy {
    rules: Vec::new(),
    categories: [Setting::DEFAULT; Category::ALL.len()],
    auto_off: None,
    labels: Vec::new(),
    roles: Vec::new(),
    guardrails: Vec::new(),
    breakers: Limits::DEFAULT,
    personal: Personals::ANY,
    utc_offset_minutes: 0,
    broken: None,
    ignored: &[],
    hash: String::new(),
};

impl Policy {
    /// No file says anything: only the default pack is in force.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILT_IN
    }

    /// Nothing can be judged by a policy that cannot be read.
    #[must_use]
    pub fn unusable(layer: Layer, why: String) -> Self {
        Self { broken: Some(Broken { layer, why }), ..BUILT_IN.clone() }
    }

    /// A category's settings.
    #[must_use]
    pub fn setting(&self, category: Category) -> &Setting {
        self.categories.get(category as usize).unwrap_or(&Setting::DEFAULT)
    }

    /// What must be known of the machine.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        for rule in &self.rules {
            let whens = [Some(rule.when), rule.unless, rule.with];
            for (facet, _) in whens.iter().flatten().flat_map(|w| w.facets) {
                needs.root |= *facet == Facet::Path;
                needs.branch |= matches!(facet, Facet::Branch | Facet::Remote);
            }
            let who = |named: fn(&Who) -> bool| {
                let roles = || self.roles.iter().filter(|role| rule.who.roles.contains(&role.name));
                named(&rule.who) || roles().any(|role| named(&role.who))
            };
            needs.user |= who(|w| !w.users.is_empty());
            needs.groups |= who(|w| !w.groups.is_empty());
        }
        needs.root |= !self.guardrails.is_empty();
        needs
    }
}
