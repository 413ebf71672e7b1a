//! Manifests that are handed to a cluster: which objects they change or destroy, in which namespace, what of the nodes their
//! pods get, which rights they give. Called for `kubectl apply`, `create`, `replace` and `delete`.

use automode_model::Verb;

use super::super::value::Val;
use super::super::yaml::{self, Node};
use super::super::{effects, paths};
use super::{Call, Handled, docker, source};

/// Objects that are looked at; more are not understood.
const MAX_OBJECTS: usize = 500;
/// How deep kustomizations may name others.
const MAX_DEPTH: u32 = 4;

/// The manifests of `-f` and `-k`.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.tries() {
        return Handled::Partly;
    }
    let destroys = c.bound.path.first().is_some_and(|w| w == "delete") || c.bound.has("--force");
    let named = |names: &[&str]| -> Vec<Val> {
        let all = c.bound.options.iter().filter(|(o, _)| names.iter().any(|n| o.names.contains(n)));
        all.filter_map(|(_, v)| v.clone()).collect()
    };
    let (files, folders) = (named(&["-f", "--filename"]), named(&["-k", "--kustomize"]));
    let mut objects = Vec::new();
    for file in files {
        match file.known() {
            Some("-") => {
                let stdin = c.call.stdin.clone();
                if let Some(text) = stdin.known() {
                    read(c, text, true, &mut objects);
                }
            }
            Some(name) if !name.contains("://") => {
                for dir in super::recipes::directories(c) {
                    named_file(c, &paths::join(&dir, name), &mut objects);
                }
            }
            Some(url) => {
                let effect = effects::on_url(Verb::RunRemote, url, c.call.span);
                c.effects.push(effect);
            }
            None => {}
        }
    }
    for folder in folders.iter().filter_map(Val::known) {
        for dir in super::recipes::directories(c) {
            kustomization(c, &paths::join(&dir, folder), &mut objects, 0);
        }
    }
    if objects.len() > MAX_OBJECTS {
        c.unknown("more objects than are looked at");
        objects.truncate(MAX_OBJECTS);
    }
    for o in &objects {
        object(c, o, destroys);
    }
    Handled::Partly
}

/// `helm install`, `upgrade`: the templates of a chart that lies here. What they fill in is not known; what they plainly say holds.
pub fn chart(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.tries() {
        return Handled::Partly;
    }
    let (mut objects, charts) = (Vec::new(), c.bound.operands.clone());
    for chart in charts.iter().filter_map(Val::known) {
        for dir in super::recipes::directories(c) {
            let folder = paths::join(&paths::join(&dir, chart), "templates");
            for f in source::within(c, &folder, &[".yaml", ".yml"]).unwrap_or_default() {
                objects.extend(yaml::documents(&untemplated(&f.text)).unwrap_or_default());
            }
        }
    }
    for o in objects.iter().take(MAX_OBJECTS) {
        object(c, o, false);
    }
    Handled::Partly
}

/// A template without what it fills in: lines that only decide go, values become a word.
fn untemplated(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut rest = line;
        let mut plain = String::new();
        while let Some((before, after)) = rest.split_once("{{") {
            plain.push_str(before);
            let (_, more) = after.split_once("}}").unwrap_or((after, ""));
            if !plain.trim().is_empty() {
                plain.push_str("filled");
            }
            rest = more;
        }
        plain.push_str(rest);
        if line.contains("{{") && matches!(plain.trim(), "" | "-") {
            continue;
        }
        out.push_str(&plain);
        out.push('\n');
    }
    out
}

/// A file, or all of a folder.
fn named_file(c: &mut Call<'_, '_, '_>, path: &str, objects: &mut Vec<Node>) {
    let endings = [".yaml", ".yml", ".json"];
    let files = match source::at(c, path) {
        Some(one) => vec![one],
        None => source::within(c, path, &endings).unwrap_or_default(),
    };
    for f in files {
        read(c, &f.text, f.made_here, objects);
    }
}

/// What a kustomization names.
fn kustomization(c: &mut Call<'_, '_, '_>, dir: &str, objects: &mut Vec<Node>, depth: u32) {
    let names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    let Some(found) = names.iter().find_map(|n| source::at(c, &paths::join(dir, n))) else { return };
    let Some(root) = yaml::parse(&found.text).filter(|_| depth <= MAX_DEPTH) else { return };
    if let Some(namespace) = root.get("namespace").and_then(Node::text) {
        c.effects.push(effects::on_name(Verb::InfraChange, "namespace", namespace, c.call.span));
    }
    let listed = ["resources", "bases", "components"];
    for name in listed.iter().filter_map(|k| root.get(k)).flat_map(Node::items).filter_map(Node::text) {
        let path = paths::join(dir, name);
        if source::at(c, &path).is_some() {
            named_file(c, &path, objects);
        } else if !name.contains("://") {
            kustomization(c, &path, objects, depth + 1);
        }
    }
}

fn read(c: &mut Call<'_, '_, '_>, text: &str, made_here: bool, objects: &mut Vec<Node>) {
    let json = text.trim_start().starts_with('{');
    let found = if json { yaml::inline(text).map(|n| vec![n]) } else { yaml::documents(text) };
    match found {
        Some(found) => {
            for o in found {
                match o.get("items").filter(|_| o.get("kind").and_then(Node::text) == Some("List")) {
                    Some(list) => objects.extend(list.items().into_iter().cloned()),
                    None => objects.push(o),
                }
            }
        }
        None if made_here => c.unknown("a manifest that is not understood"),
        None => {}
    }
}

/// What one object means.
fn object(c: &mut Call<'_, '_, '_>, o: &Node, destroys: bool) {
    let span = c.call.span;
    let kind = o.get("kind").and_then(Node::text).unwrap_or("");
    let of = |key: &str| o.get("metadata").and_then(|m| m.get(key)).and_then(Node::text).unwrap_or("").to_owned();
    let (name, namespace) = (of("name"), of("namespace"));
    let verb = if destroys { Verb::InfraDestroy } else { Verb::InfraChange };
    if !namespace.is_empty() {
        c.effects.push(effects::on_name(verb, "namespace", &namespace, span));
    }
    let mut does = |verb: Verb, what: &'static str| c.effects.push(effects::on_name(verb, what, &name, span));
    match kind {
        "Namespace" | "PersistentVolume" | "PersistentVolumeClaim" | "CustomResourceDefinition" | "StorageClass"
            if destroys =>
        {
            does(Verb::InfraDestroy, "storage")
        }
        "Namespace" => does(verb, "namespace"),
        "Secret" | "SealedSecret" | "ExternalSecret" => does(Verb::SecretWrite, "secret"),
        "Role" | "ClusterRole" if grants_all(o) => does(Verb::Grant, "role"),
        "RoleBinding" | "ClusterRoleBinding" => does(Verb::Grant, "role"),
        "NetworkPolicy" | "PodSecurityPolicy" | "ValidatingAdmissionPolicy" if destroys => {
            does(Verb::SecurityWeaken, "policy")
        }
        "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration" | "APIService" => {
            does(Verb::Grant, "webhook")
        }
        "Service" => {
            let kind = o.get("spec").and_then(|s| s.get("type")).and_then(Node::text);
            if matches!(kind, Some("LoadBalancer" | "NodePort")) {
                does(Verb::NetListen, "service");
            }
        }
        _ => {}
    }
    if let Some(pod) = pod(o, kind).filter(|_| !destroys) {
        privileges(c, pod);
    }
}

/// Rules that allow everything, or what amounts to it.
fn grants_all(o: &Node) -> bool {
    let has = |rule: &Node, key: &str, what: &[&str]| {
        rule.get(key).map(Node::items).unwrap_or_default().iter().filter_map(|n| n.text()).any(|t| what.contains(&t))
    };
    o.get("rules").map(Node::items).unwrap_or_default().iter().any(|rule| {
        has(rule, "verbs", &["*", "escalate", "bind", "impersonate"])
            || has(rule, "resources", &["*", "secrets", "pods/exec", "nodes/proxy"])
    })
}

/// The pod that an object makes.
fn pod<'n>(o: &'n Node, kind: &str) -> Option<&'n Node> {
    let spec = o.get("spec")?;
    match kind {
        "Pod" => Some(spec),
        "CronJob" => spec.get("jobTemplate")?.get("spec")?.get("template")?.get("spec"),
        _ => spec.get("template")?.get("spec"),
    }
}

/// What of the node a pod gets.
fn privileges(c: &mut Call<'_, '_, '_>, pod: &Node) {
    let yes = |n: Option<&Node>| n.and_then(Node::text) == Some("true");
    for key in ["hostPID", "hostIPC", "hostNetwork"] {
        if yes(pod.get(key)) {
            docker::elevate(c, key);
        }
    }
    for volume in pod.get("volumes").map(Node::items).unwrap_or_default() {
        if let Some(path) = volume.get("hostPath").and_then(|h| h.get("path")).and_then(Node::text) {
            docker::elevate(c, path);
        }
    }
    let containers = ["containers", "initContainers", "ephemeralContainers"];
    for container in containers.iter().filter_map(|k| pod.get(k)).flat_map(Node::items) {
        let Some(security) = container.get("securityContext") else { continue };
        if yes(security.get("privileged")) {
            docker::elevate(c, "privileged");
        }
        let added = security.get("capabilities").and_then(|caps| caps.get("add")).map(Node::items);
        for capability in added.unwrap_or_default().into_iter().filter_map(Node::text) {
            docker::capability(c, &Val::text(capability));
        }
    }
}
