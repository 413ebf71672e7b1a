//! The verbs: what an effect does. One table gives each its category and its usual risk; knowledge files and rules
//! speak in these words only.

use crate::category::Category;
use crate::risk::Dimensions;

macro_rules! verbs {
    ($($variant:ident $name:literal $cat:ident [$r:literal $b:literal $d:literal $c:literal $v:literal] $doc:literal),+ $(,)?) => {
        /// What an effect does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Verb { $(#[doc = $doc] $variant),+ }

        impl Verb {
            /// All, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in knowledge, policy, ledger and messages.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name),+ } }

            /// The verb of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> { match name { $($name => Some(Self::$variant),)+ _ => None } }

            /// The identifier of the variant, for generated code.
            #[must_use]
            pub const fn variant(self) -> &'static str { match self { $(Self::$variant => stringify!($variant)),+ } }

            /// What it does, in words for people.
            #[must_use]
            pub const fn doc(self) -> &'static str { match self { $(Self::$variant => $doc),+ } }

            /// Its usual category; a target may change it (writing a test file is `test`).
            #[must_use]
            pub const fn category(self) -> Category { match self { $(Self::$variant => Category::$cat),+ } }

            /// Its usual risk: reversibility, blast radius, data exposure, compliance, visibility. A target may raise it.
            #[must_use]
            pub const fn dimensions(self) -> Dimensions { match self { $(Self::$variant => Dimensions::new([$r,$b,$d,$c,$v])),+ } }
        }
    };
}

verbs! {
    // Looking
    Inspect "inspect" Inspect [0 0 0 0 0] "looks and prints, changes nothing",
    Read "read" Inspect [0 0 1 0 0] "reads a file or directory",
    EnvRead "env.read" Environment [0 0 1 0 0] "prints environment variables",
    SecretRead "secret.read" Secrets [0 0 3 2 1] "reads a secret",
    // Files
    Write "write" Refactor [1 1 0 0 1] "creates or overwrites a file",
    Append "append" Refactor [1 1 0 0 1] "adds to a file",
    Delete "delete" Delete [2 1 0 0 1] "deletes files",
    Move "move" Refactor [1 1 0 0 1] "moves or renames files",
    Wipe "wipe" Delete [3 3 0 0 1] "destroys data beyond recovery (disks, shredding)",
    Chmod "chmod" AccessControl [1 1 0 0 1] "changes modes or attributes of files",
    Chown "chown" AccessControl [1 2 0 1 1] "changes owners of files",
    Link "link" Refactor [1 1 0 0 1] "creates links",
    Mount "mount" Privilege [2 2 0 1 1] "mounts or unmounts file systems",
    Create "create" Build [0 0 0 0 0] "makes a thing with a name, which is this session's own then",
    // Development
    Build "build" Build [1 1 0 0 0] "builds, type-checks, runs a project task",
    Test "test" Test [1 1 0 0 0] "runs tests",
    Format "format" Format [1 1 0 0 0] "formats or lints, may rewrite sources",
    Run "run" Build [1 1 0 0 0] "runs code of the project",
    RunCode "run.code" Unknown [2 2 1 0 1] "runs code that is not understood",
    RunRemote "run.remote-code" Unknown [3 2 2 1 1] "runs code that comes from the network",
    DepsInstall "deps.install" DepsPatch [1 1 0 0 1] "installs declared dependencies",
    DepsAdd "deps.add" DepsMinor [1 1 0 1 1] "adds a dependency, running its install code",
    DepsUpdate "deps.update" DepsMinor [1 1 0 1 1] "updates dependencies",
    DepsMajor "deps.major" DepsMajor [1 3 0 1 1] "steps to a new major version of a dependency",
    DepsRemove "deps.remove" DepsMinor [1 1 0 0 1] "removes a dependency",
    ToolRun "tool.run" Build [1 1 0 0 1] "runs a development tool, installing it where missing",
    ToolInstall "tool.install" DepsMinor [1 2 0 1 1] "installs a program for this user",
    SystemInstall "system.install" Privilege [2 2 0 1 1] "installs or removes system packages",
    Publish "publish" DeployCi [3 3 1 2 0] "publishes a package, image or release",
    Unpublish "unpublish" DeployCi [3 3 0 2 0] "withdraws something published",
    // Version control
    VcsRead "vcs.read" VcsLocal [0 0 0 0 0] "reads the repository",
    VcsChange "vcs.change" VcsLocal [1 1 0 0 0] "changes the local repository, undoable",
    VcsDiscard "vcs.discard" Delete [2 1 0 0 1] "throws uncommitted work away",
    VcsRewrite "vcs.rewrite" VcsLocal [2 1 0 1 2] "rewrites or drops history",
    VcsConfig "vcs.config" VcsLocal [1 1 0 1 2] "changes version control settings",
    VcsRemoteChange "vcs.remote-change" VcsRemote [1 2 1 1 2] "changes where a repository is sent to or fetched from",
    VcsFetch "vcs.fetch" VcsRemote [1 1 0 0 0] "fetches from a remote repository",
    VcsPush "vcs.push" VcsRemote [2 2 1 1 0] "sends commits to a remote repository",
    VcsForcePush "vcs.force-push" VcsRemote [3 3 0 1 1] "overwrites history of a remote repository",
    VcsDeleteRemote "vcs.delete-remote" VcsRemote [3 2 0 1 1] "deletes branches or tags of a remote repository",
    ForgeRead "forge.read" VcsRemote [0 0 0 0 0] "reads a forge (issues, pull requests, runs)",
    ForgeWrite "forge.write" VcsRemote [2 2 1 1 0] "writes to a forge (pull requests, issues, comments)",
    ForgeMerge "forge.merge" VcsRemote [2 3 0 2 0] "merges or approves a change",
    ForgeDelete "forge.delete" VcsRemote [3 3 0 2 1] "deletes something at a forge",
    ForgeAdmin "forge.admin" AccessControl [2 3 1 3 1] "changes settings, secrets or access at a forge",
    CiTrigger "ci.trigger" DeployCi [2 2 0 1 0] "starts or changes CI runs",
    // Network
    NetFetch "net.fetch" Network [0 1 1 0 0] "loads something from the network",
    NetSend "net.send" ExternalApi [2 2 2 1 1] "sends data to a host",
    NetProbe "net.probe" Network [0 1 0 0 0] "asks the network (ping, DNS)",
    NetScan "net.scan" Network [0 2 1 2 1] "scans or attacks hosts",
    NetListen "net.listen" Network [1 2 1 0 1] "opens a port",
    NetTunnel "net.tunnel" Network [1 3 2 2 2] "opens a way in or out",
    RemoteExec "remote.exec" Infra [3 3 1 1 2] "runs a command on another machine",
    RemoteCopy "remote.copy" Network [2 2 2 1 1] "copies files to or from another machine",
    // Shared systems
    DbRead "db.read" Database [0 1 2 1 0] "reads a database",
    DbWrite "db.write" Database [2 2 1 1 1] "changes rows",
    DbSchema "db.schema" Database [2 2 0 1 1] "changes a schema, runs migrations",
    DbDestroy "db.destroy" Database [3 3 0 1 1] "drops or empties data",
    DbAdmin "db.admin" AccessControl [2 3 0 3 1] "changes roles, settings or replication of a database",
    ContainerRead "container.read" Infra [0 0 0 0 0] "looks at containers and images",
    ContainerBuild "container.build" Build [1 1 0 0 0] "builds or pulls an image",
    ContainerRun "container.run" Infra [1 1 0 0 1] "starts containers",
    ContainerStop "container.stop" Infra [2 2 0 0 0] "stops containers",
    ContainerDelete "container.delete" Infra [3 2 0 0 1] "deletes containers, images, volumes",
    InfraRead "infra.read" Infra [0 1 1 0 0] "reads infrastructure state or plans a change",
    InfraChange "infra.change" Infra [2 3 0 2 1] "changes infrastructure or a cluster",
    InfraDestroy "infra.destroy" Infra [3 3 0 2 1] "destroys infrastructure or cluster objects",
    CloudRead "cloud.read" Cloud [0 1 1 0 0] "reads a cloud account",
    CloudChange "cloud.change" Cloud [2 3 0 2 1] "changes a cloud account",
    CloudDestroy "cloud.destroy" Cloud [3 3 0 2 1] "deletes cloud resources",
    Deploy "deploy" DeployCi [2 3 0 2 0] "deploys",
    ExternalRead "external.read" Network [0 1 1 0 0] "reads from a third party's service",
    ExternalWrite "external.write" ExternalApi [3 3 1 2 1] "changes state at a third party (messages, payments)",
    ServiceRead "service.read" Inspect [0 0 0 0 0] "looks at services and logs",
    ServiceStart "service.start" Infra [1 2 0 0 0] "starts or reloads a service",
    ServiceStop "service.stop" Infra [2 3 0 1 0] "stops, restarts or disables a service",
    ProcessKill "process.kill" Delete [2 2 0 0 1] "ends processes",
    ProcessSignal "process.signal" Build [1 1 0 0 0] "ends a process that this shell started",
    Power "system.power" Privilege [2 3 0 1 0] "shuts down or restarts the machine",
    // Control
    Elevate "elevate" Privilege [2 2 1 2 1] "acts as another user",
    Grant "access.grant" AccessControl [2 3 1 3 1] "grants or changes access, users, roles",
    SystemConfig "system.config" Privilege [2 2 0 2 1] "changes settings of the system, firewall, kernel",
    SecurityWeaken "security.weaken" AccessControl [2 3 1 3 2] "switches a protection or audit off",
    SecretWrite "secret.write" Secrets [2 3 1 2 1] "creates, changes or rotates a secret",
    Login "auth.login" Secrets [1 2 2 2 1] "logs in or stores credentials",
    SecretPresent "secret.present" Secrets [0 2 2 1 1] "hands a credential to a host that is not known to be its own",
    Persist "persist" Persistence [2 2 1 2 2] "makes something run later or at start",
    EnvSet "env.set" Environment [1 1 0 0 1] "changes environment variables or the shell's state",
    AgentSpawn "agent.spawn" AgentControl [2 2 1 1 2] "starts another agent",
    AgentControl "agent.control" AgentControl [2 2 1 3 2] "changes what controls an agent or this gate",
    ToolCall "tool.call" ExternalApi [1 1 1 0 0] "calls a tool of a server that the user configured",
    Unknown "unknown" Unknown [2 2 1 0 1] "not understood",
}

#[cfg(test)]
mod tests {
    use super::Verb;
    #[test]
    fn names_lead_back() {
        for v in Verb::ALL {
            assert_eq!(Verb::from_name(v.name()), Some(*v));
        }
    }
}
