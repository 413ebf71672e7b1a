//! What a path is: where it lies and what kind of file it names. Decided in `engine`, from facts of the `World`.

use crate::words;

words! {
    /// Where a path lies.
    Place {
        Workspace "workspace" "Below the session's working directory or its repository.",
        WorkspaceRoot "workspace-root" "The working directory or repository itself, or a parent of it.",
        Temp "temp" "A scratch directory.",
        Cache "cache" "A cache of the user's that tools fill again.",
        Home "home" "Elsewhere in the user's home.",
        HomeRoot "home-root" "The home directory itself, or a parent of it.",
        System "system" "Owned by the system.",
        Root "root" "The root directory or a first-level system directory itself.",
        Device "device" "A device, /proc, /sys.",
        Sink "sink" "/dev/null, /dev/stdout and the like: writing changes nothing.",
        Outside "outside" "Somewhere else.",
        Unknown "unknown" "Cannot be told: a variable, a failed resolution.",
    }
}

words! {
    /// What kind of file a path names.
    PathClass {
        Source "source" "Program text.",
        Test "test" "Tests and their fixtures.",
        Docs "docs" "Documentation.",
        Manifest "manifest" "Dependency manifests and build definitions.",
        Lockfile "lockfile" "Lock files.",
        DevConfig "dev-config" "Settings of formatters, linters, compilers.",
        Ci "ci" "CI workflows and deploy definitions.",
        Iac "iac" "Infrastructure as code.",
        Migration "migration" "Database migrations.",
        ProdConfig "prod-config" "Production configuration.",
        Data "data" "Databases and data files.",
        Generated "generated" "Build outputs, caches, installed dependencies: made again by a command.",
        Secret "secret" "Secrets and credentials.",
        SecretExample "secret-example" "Templates of secret files, without secrets.",
        AccessControl "access-control" "Who may do what: sudoers, CODEOWNERS, authorized_keys, IAM.",
        VcsInternal "vcs-internal" "The inside of a repository's own directory.",
        VcsHook "vcs-hook" "Hooks and configuration of version control that run code.",
        AgentControl "agent-control" "Control files of agents, of editors' tasks and of this gate.",
        ShellRc "shell-rc" "What a shell or interpreter runs at start.",
        Persistence "persistence" "What the system runs later or at start.",
        SystemConfig "system-config" "Settings of the system.",
        SystemBinary "system-binary" "Programs and libraries of the system.",
        Log "log" "Logs and histories.",
        Memory "memory" "The agent's own memory and instruction files.",
        Other "other" "None of these.",
    }
}

/// A path that an action touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTarget {
    /// As written.
    pub given: String,
    /// Absolute and normalised, links resolved where the machine told; a trailing `*` part stands for a glob.
    pub resolved: String,
    /// Where it lies.
    pub place: Place,
    /// What it is.
    pub class: PathClass,
    /// It exists, where the machine told.
    pub exists: Option<bool>,
    /// Git has its present content committed, where the machine told.
    pub tracked: Option<bool>,
    /// This session made it.
    pub created_here: bool,
}
