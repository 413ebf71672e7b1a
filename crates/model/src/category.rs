//! The taxonomy of actions (DESIGN §5): what policy, statistics and stages of adoption are about.

macro_rules! categories {
    ($($variant:ident $name:literal $doc:literal),+ $(,)?) => {
        /// What kind of work an action is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Category { $(#[doc = $doc] $variant),+ }

        impl Category {
            /// All, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in policy, ledger and messages.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The category of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

categories! {
    Inspect "inspect" "Looks, changes nothing.",
    Refactor "refactor" "Changes source code.",
    Format "format" "Formatting and linting.",
    Docs "docs" "Documentation.",
    Test "test" "Runs or changes tests.",
    Build "build" "Builds, runs project tasks.",
    DepsPatch "deps-patch" "Installs declared dependencies, patch updates.",
    DepsMinor "deps-minor" "Adds or updates dependencies.",
    DepsMajor "deps-major" "Major updates.",
    VcsLocal "vcs-local" "The local repository.",
    VcsRemote "vcs-remote" "Remote repositories and forges.",
    Delete "delete" "Deletes or overwrites what may not come back.",
    Database "database" "Databases, queues, caches.",
    Infra "infra" "Infrastructure as code, clusters, containers.",
    Cloud "cloud" "Cloud accounts.",
    DeployCi "deploy-ci" "Deployments and CI.",
    Secrets "secrets" "Reads or changes secrets.",
    Environment "environment" "Environment variables and machine settings.",
    AccessControl "access-control" "Who may do what.",
    ExternalApi "external-api" "Changes state at third parties.",
    Network "network" "Other network use.",
    Privilege "privilege" "Acts as another user or outside its cage.",
    Persistence "persistence" "Makes something run later or at start.",
    AgentControl "agent-control" "Control files of agents, editors and this gate.",
    Unknown "unknown" "Not understood.",
}
