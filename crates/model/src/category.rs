//! The taxonomy of actions (DESIGN §5): what policy, statistics and stages of adoption are about.

use crate::words;

words! {
    /// What kind of work an action is.
    Category {
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
}
