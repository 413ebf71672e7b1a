//! Clusters that run on this machine for whoever works at it (kind, minikube, k3d, Docker Desktop and their like): what is
//! changed there hits nobody else, and is there to be made anew. Called by `milder`.

use automode_model::{Effect, EnvLabel, Scope, Target, Verb};

use super::handlers::Call;
use super::value::Val;

/// Programs that talk to the cluster of a context, and the options that name it.
const CLIENTS: &[(&str, &str)] =
    &[("kubectl", "--context"), ("helm", "--kube-context"), ("skaffold", "--kube-context"), ("tilt", "--context")];

/// Options that lead elsewhere than to the context.
const ELSEWHERE: &[&str] =
    &["--server", "-s", "--kubeconfig", "--cluster", "--kube-apiserver", "--kube-token", "--token", "--as", "--user"];

/// Things of a cluster that hold others, or what is kept.
const WIDE: &[&str] =
    &["ns", "namespace", "namespaces", "pvc", "pv", "persistentvolumeclaim", "persistentvolume", "crd"];

/// `k3d cluster create t1; …; k3d cluster delete t1`: a cluster that this event makes and takes away.
fn own_cluster(c: &mut Call<'_, '_, '_>) {
    let deletes = c.call.argv.iter().any(|a| a.known() == Some("delete"));
    if !deletes
        || !matches!(c.program.name, "kind" | "k3d" | "minikube")
        || c.call.argv.iter().any(|a| a.known() == Some("--all"))
    {
        return;
    }
    let plain = |text: &str| -> Vec<String> {
        let other = |w: &&str| matches!(*w, "create" | "delete" | "start" | "cluster");
        // `--name=x` and `--name x`: what counts is the value.
        let value =
            |w: &str| w.strip_prefix('-').map_or(Some(w.to_owned()), |o| o.split_once('=').map(|(_, v)| v.to_owned()));
        text.split(' ').skip(1).filter(|w| !other(w)).filter_map(value).collect()
    };
    let gone = plain(&c.call.words());
    let makes =
        |t: &str| t.split(' ').any(|w| matches!(w, "create" | "start")) && gone.iter().all(|g| plain(t).contains(g));
    if c.shell.scene.makes_by_words(c.program.name, makes) {
        c.effects.iter_mut().for_each(milder);
    }
}

/// What happens to a cluster of this machine is weighed like a container of this machine.
pub fn weigh(c: &mut Call<'_, '_, '_>) {
    own_cluster(c);
    let Some((_, option)) = CLIENTS.iter().find(|(p, _)| *p == c.program.name) else { return };
    let elsewhere = ELSEWHERE.iter().any(|o| given(c, o).is_some());
    if elsewhere || !is_local(c, option) || names_production(c) {
        return;
    }
    let wide = c.scope >= Scope::Tree || c.bound.operands.iter().filter_map(Val::known).any(is_wide);
    for e in &mut c.effects {
        if e.verb == Verb::InfraChange || e.verb == Verb::InfraDestroy && !wide && e.scope < Scope::Tree {
            milder(e);
        }
    }
}

fn is_wide(word: &str) -> bool {
    word.split([',', '/']).next().is_some_and(|w| WIDE.contains(&w))
}

fn milder(e: &mut Effect) {
    (e.verb, e.category) = (Verb::ContainerRun, Verb::ContainerRun.category());
    e.dimensions = Verb::ContainerRun.dimensions();
}

/// The context that the words name, or that this event chose before.
fn is_local(c: &Call<'_, '_, '_>, option: &str) -> bool {
    match given(c, option) {
        Some(name) => is_local_name(&name),
        None => {
            let set = c.call.env.iter().any(|(n, _)| n.starts_with("KUBE"));
            !set && c.state.var("KUBECONFIG").is_none() && chosen(c)
        }
    }
}

/// What stands behind this option, as it is spelled: options that mean the same to the knowledge file do not here.
fn given(c: &Call<'_, '_, '_>, option: &str) -> Option<String> {
    let words: Vec<String> =
        c.call.argv.iter().skip(1).take_while(|a| a.known() != Some("--")).map(Val::show).collect();
    let joined = |w: &String| w.strip_prefix(option).and_then(|r| r.strip_prefix('=')).map(str::to_owned);
    let at = words.iter().position(|w| w == option);
    words.iter().find_map(joined).or_else(|| at.map(|i| words.get(i + 1).cloned().unwrap_or_default()))
}

/// Names that the tools for clusters on one machine give to their contexts.
#[must_use]
pub fn is_local_name(context: &str) -> bool {
    let exact =
        ["minikube", "docker-desktop", "docker-for-desktop", "rancher-desktop", "orbstack", "colima", "microk8s"];
    let begins = ["kind-", "k3d-", "colima-", "kwok-"];
    exact.contains(&context)
        || begins.iter().any(|b| context.strip_prefix(b).is_some_and(|rest| !rest.is_empty() && is_name(rest)))
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'.')
}

/// The last thing in this event that chose a context chose one of this machine.
fn chosen(c: &Call<'_, '_, '_>) -> bool {
    let words =
        c.shell.scene.words_of(&["kind", "minikube", "k3d", "kubectl", "kubectx", "gcloud", "aws", "az", "doctl"]);
    let mut local = false;
    for (program, text) in &words {
        let args: Vec<&str> = text.split(' ').skip(1).filter(|w| !w.starts_with('-')).collect();
        match (program.as_str(), args.as_slice()) {
            ("kind" | "k3d", ["create", "cluster", ..] | ["cluster", "create", ..]) | ("minikube", ["start", ..]) => {
                local = true;
            }
            ("kubectl", ["config", "use-context" | "use", name, ..]) | ("kubectx", [name, ..]) => {
                local = is_local_name(name);
            }
            ("kubectl", ["config", "set" | "set-cluster" | "set-context" | "rename-context", ..])
            | ("gcloud" | "aws" | "az" | "doctl", _) => local = false,
            _ => {}
        }
    }
    local
}

fn names_production(c: &Call<'_, '_, '_>) -> bool {
    c.effects.iter().any(|e| matches!(&e.target, Target::Named { env: EnvLabel::Production, .. }))
}

#[cfg(test)]
mod tests {
    use super::is_local_name;

    #[test]
    fn only_names_that_local_tools_give() {
        for name in ["kind-dev", "minikube", "k3d-x", "docker-desktop"] {
            assert!(is_local_name(name), "{name}");
        }
        for name in ["prod", "kind", "kind-", "minikube-prod", "kind-$X", "my-kind-dev", ""] {
            assert!(!is_local_name(name), "{name}");
        }
    }
}
