//! Facts about the environment as rules: whoever trusts a host writes a name, and this is what it comes to. Called by `join`.

use automode_model::{Lift, Outcome, Verb};

use super::rule::{Given, Rule, Texts, When, Who};
use super::sheet::Fact;
use super::words::{Facet, Layer, Verbs};

/// The rules that a kind of facts stands for.
#[must_use]
pub fn rules(fact: Fact, layer: Layer, patterns: Texts) -> Vec<Rule> {
    let base = Rule { layer, ..EMPTY };
    match fact {
        Fact::TrustedHosts => vec![permits(
            base,
            "facts.trusted-hosts",
            "Sending to a trusted host",
            on(
                &[Verb::NetFetch, Verb::NetSend, Verb::NetProbe, Verb::ExternalRead, Verb::SecretPresent],
                Facet::Host,
                patterns,
            ),
        )],
        Fact::TrustedRemotes => vec![permits(
            base,
            "facts.trusted-remotes",
            "Pushing to a trusted remote",
            on(&[Verb::VcsPush, Verb::VcsFetch], Facet::Remote, patterns),
        )],
        Fact::TrustedRegistries => vec![permits(
            base,
            "facts.trusted-registries",
            "Installing from a trusted registry",
            on(
                &[Verb::DepsInstall, Verb::DepsAdd, Verb::DepsUpdate, Verb::ToolInstall, Verb::NetFetch],
                Facet::Host,
                patterns,
            ),
        )],
        Fact::TrustedBuckets => vec![permits(
            base,
            "facts.trusted-buckets",
            "Writing to a trusted bucket",
            on(&[Verb::CloudChange, Verb::CloudRead], Facet::Bucket, patterns),
        )],
        Fact::ProtectedBranches => protected_branches(base, patterns),
        Fact::SecretStores => vec![Rule {
            id: "facts.secret-stores",
            title: "Touching a named secret store",
            reason: "it touches a secret store that the policy names",
            when: on(&[], Facet::SecretStore, patterns),
            unless: Some(When { verb: Verbs::one(Verb::Inspect), ..When::ANYTHING }),
            ..base
        }],
        Fact::KeyServices => vec![Rule {
            id: "facts.key-services",
            title: "Changing a key service",
            reason: "it changes a service that the policy names as important",
            when: on(CHANGES, Facet::Name, patterns),
            ..base
        }],
        Fact::SensitivePaths => sensitive_paths(base, patterns),
        Fact::Production | Fact::Staging | Fact::Development => Vec::new(),
    }
}

/// Names that a repository calls production: changing them is asked about.
#[must_use]
pub fn production(layer: Layer, patterns: Texts) -> Rule {
    Rule {
        id: "facts.production",
        layer,
        title: "Changing what the repository calls production",
        reason: "it changes something that the repository calls production",
        when: on(CHANGES, Facet::Name, patterns),
        ..EMPTY
    }
}

const EMPTY: Rule = Rule {
    id: "",
    title: "",
    reason: "",
    remedy: "ask the user to name this action and its target",
    outcome: Outcome::Ask,
    grants: false,
    layer: Layer::BuiltIn,
    lifts: &[Lift::Named, Lift::Approved],
    tags: &[],
    who: Who::ANYONE,
    when: When::ANYTHING,
    unless: None,
    with: None,
    given: Given::ALWAYS,
    matches: &[],
    not_matches: &[],
};

/// What changes something that others use.
const CHANGES: &[Verb] = &[
    Verb::RemoteExec,
    Verb::RemoteCopy,
    Verb::NetSend,
    Verb::DbWrite,
    Verb::DbSchema,
    Verb::DbDestroy,
    Verb::DbAdmin,
    Verb::ContainerStop,
    Verb::ContainerDelete,
    Verb::ContainerRun,
    Verb::InfraChange,
    Verb::InfraDestroy,
    Verb::CloudChange,
    Verb::CloudDestroy,
    Verb::Deploy,
    Verb::ExternalWrite,
    Verb::ServiceStart,
    Verb::ServiceStop,
    Verb::CiTrigger,
    Verb::ProcessKill,
];

/// What carries data out of the machine.
const OUTWARD: &[Verb] = &[
    Verb::NetSend,
    Verb::NetTunnel,
    Verb::RemoteCopy,
    Verb::ExternalWrite,
    Verb::ForgeWrite,
    Verb::Publish,
    Verb::ToolCall,
];

fn on(verbs: &[Verb], facet: Facet, patterns: Texts) -> When {
    let facets: &'static [(Facet, Texts)] = vec![(facet, patterns)].leak();
    When { verb: verbs.iter().fold(Verbs::ANY, |all, v| all.and(*v)), facets, ..When::ANYTHING }
}

fn permits(base: Rule, id: &'static str, title: &'static str, when: When) -> Rule {
    Rule { id, title, grants: true, outcome: Outcome::Note, lifts: &[], when, ..base }
}

fn protected_branches(base: Rule, patterns: Texts) -> Vec<Rule> {
    let pushes = on(&[Verb::VcsPush, Verb::ForgeMerge], Facet::Branch, patterns);
    let rewrites = on(&[Verb::VcsForcePush, Verb::VcsDeleteRemote], Facet::Branch, patterns);
    vec![
        Rule {
            id: "facts.protected-branches",
            title: "Pushing to a protected branch",
            reason: "it sends commits to a branch that the policy protects",
            remedy: "push to a branch of your own and open a pull request",
            when: pushes,
            ..base
        },
        Rule {
            id: "facts.protected-history",
            title: "Rewriting a protected branch",
            reason: "it overwrites or deletes a branch that the policy protects",
            remedy: "push to a branch of your own and open a pull request",
            outcome: Outcome::Deny,
            lifts: &[Lift::Approved],
            when: rewrites,
            ..base
        },
    ]
}

fn sensitive_paths(base: Rule, patterns: Texts) -> Vec<Rule> {
    let touched = on(&[], Facet::Path, patterns);
    vec![
        Rule {
            id: "facts.sensitive-paths",
            title: "Touching a sensitive path",
            reason: "it reads or changes files that the policy calls sensitive",
            when: touched,
            unless: Some(When { verb: Verbs::one(Verb::Inspect), ..When::ANYTHING }),
            ..base
        },
        Rule {
            id: "facts.sensitive-paths-leave",
            title: "Sending a sensitive path away",
            reason: "it reads files that the policy calls sensitive, and sends something to another machine",
            remedy: "send nothing that was read from these files",
            outcome: Outcome::Deny,
            lifts: &[Lift::Approved],
            when: When { verb: OUTWARD.iter().fold(Verbs::ANY, |all, v| all.and(*v)), ..When::ANYTHING },
            with: Some(touched),
            ..base
        },
    ]
}
