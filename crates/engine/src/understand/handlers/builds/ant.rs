//! Targets of Ant, alone in `build.xml` or within a POM.

use automode_model::Verb;

use super::xml::{self, Element};
use super::{MAX_TASKS, Step};

/// How many properties of a file are kept; what names others is not known.
pub const MAX_PROPERTIES: usize = 512;
/// How deep elements of one target are looked at.
const MAX_DEPTH: u32 = 16;

/// What the targets of these names do, and those that they need.
#[must_use]
pub fn steps(text: &str, names: &[String]) -> Vec<Step> {
    let Some(root) = xml::parse(text) else { return Vec::new() };
    let properties: Vec<(String, String)> = root
        .all("property")
        .filter_map(|p| {
            Some((
                p.attribute("name")?.to_owned(),
                p.attribute("value").or_else(|| p.attribute("location"))?.to_owned(),
            ))
        })
        .take(MAX_PROPERTIES)
        .collect();
    let mut wanted: Vec<String> = names.to_vec();
    if wanted.is_empty() {
        wanted.extend(root.attribute("default").map(str::to_owned));
    }
    let (mut out, mut next) = (Vec::new(), 0);
    while let Some(name) = wanted.get(next).filter(|_| next < MAX_TASKS).cloned() {
        next += 1;
        let Some(target) = root.all("target").find(|t| t.attribute("name") == Some(&name)) else { continue };
        for need in target.attribute("depends").unwrap_or("").split(',').map(str::trim) {
            if wanted.len() < MAX_TASKS && !need.is_empty() && !wanted.iter().any(|w| w == need) {
                wanted.push(need.to_owned());
            }
        }
        tasks(target, &properties, &mut out, 0);
    }
    out
}

/// What the elements of a target do.
pub fn tasks(target: &Element, properties: &[(String, String)], out: &mut Vec<Step>, depth: u32) {
    if depth > MAX_DEPTH {
        return;
    }
    for task in &target.children {
        let get = |name: &str| task.attribute(name).and_then(|v| filled(v, properties));
        match task.name.as_str() {
            "exec" | "apply" => {
                let mut words = vec![get("executable")];
                for arg in task.all("arg") {
                    match arg.attribute("line") {
                        Some(line) => words.extend(line.split_whitespace().map(|w| filled(w, properties))),
                        None => words.push(
                            ["value", "file", "path"]
                                .iter()
                                .find_map(|n| arg.attribute(n))
                                .and_then(|v| filled(v, properties)),
                        ),
                    }
                }
                out.push(Step::Words(words));
            }
            "delete" => {
                let sets = task.all("fileset").filter_map(|f| f.attribute("dir"));
                let given = ["dir", "file"].iter().filter_map(|n| task.attribute(n));
                out.extend(
                    given.chain(sets).filter_map(|p| filled(p, properties)).map(|p| Step::Path(Verb::Delete, p)),
                );
            }
            "get" => out.extend(get("src").map(Step::Fetch)),
            "move" => out.extend(get("file").map(|p| Step::Path(Verb::Move, p))),
            "scp" | "sshexec" | "ftp" => {
                let host = get("host").or_else(|| get("server")).or_else(|| get("todir"));
                out.push(Step::Words(vec![Some("ssh".to_owned()), host, Some("true".to_owned())]));
            }
            _ => tasks(task, properties, out, depth + 1),
        }
    }
}

/// A value with `${…}` filled in; none where it is not known.
pub fn filled(text: &str, properties: &[(String, String)]) -> Option<String> {
    /// Properties may name others.
    const MAX_ROUNDS: usize = 8;
    let mut text = text.trim().to_owned();
    for _ in 0..MAX_ROUNDS {
        let Some((before, rest)) = text.split_once("${") else { return Some(text) };
        let (name, after) = rest.split_once('}')?;
        let value = match name {
            "basedir" | "project.basedir" | "maven.multiModuleProjectDirectory" => ".",
            "project.build.directory" => "target",
            "user.home" | "env.HOME" => "~",
            other => properties.iter().find(|(n, _)| n == other).map(|(_, v)| v.as_str())?,
        };
        text = format!("{before}{value}{after}");
    }
    None
}
