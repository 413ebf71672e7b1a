//! The workflow files that `act` runs on this machine: their steps as the shell text that they are, in containers or, where
//! a runner is this machine itself, here. Called for `act`.

use automode_shell::Dialect;

use super::super::value::Val;
use super::super::yaml::{self, Node};
use super::super::{invoke, paths};
use super::{Call, Handled, dockerfile, source};

/// Steps that are followed; more are not understood.
const MAX_STEPS: usize = 200;

/// `act`: the jobs of `.github/workflows`.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.tries() {
        return Handled::Partly;
    }
    let here = c.bound.options.iter().any(|(o, v)| {
        (o.names.contains(&"-P") || o.names.contains(&"--platform"))
            && v.as_ref().is_none_or(|v| v.known().is_none_or(|t| t.ends_with("-self-hosted")))
    });
    let wanted = ["-j", "--job"].iter().find_map(|n| c.bound.value(n)).map(Val::show);
    let given = ["-W", "--workflows"].iter().find_map(|n| c.bound.value(n)).map(Val::show);
    let place = given.unwrap_or_else(|| ".github/workflows".to_owned());
    let mut steps = 0;
    for dir in super::recipes::directories(c) {
        let path = paths::join(&dir, &place);
        let files = match source::at(c, &path) {
            Some(one) => vec![one],
            None => source::within(c, &path, &[".yml", ".yaml"]).unwrap_or_default(),
        };
        for f in files {
            let Some(root) = yaml::parse(&f.text) else {
                if f.made_here || here {
                    c.unknown("a workflow that is not understood");
                }
                continue;
            };
            jobs(c, &root, wanted.as_deref(), here, &mut steps);
        }
    }
    Handled::Partly
}

fn jobs(c: &mut Call<'_, '_, '_>, root: &Node, wanted: Option<&str>, here: bool, count: &mut usize) {
    let Some(Node::Map(jobs)) = root.get("jobs") else { return };
    let chosen = jobs.iter().filter(|(name, _)| wanted.is_none_or(|w| w == name));
    for step in chosen.filter_map(|(_, job)| job.get("steps")).flat_map(Node::items) {
        *count += 1;
        if *count > MAX_STEPS {
            return c.unknown("a workflow with more steps than are followed");
        }
        let Some(text) = step.get("run").and_then(Node::text) else { continue };
        let from = c.shell.scene.count();
        // `${{ … }}` is filled in before the shell sees it.
        let text = filled(text);
        let mut state = c.inner_state();
        invoke::shell_text(c.shell, &mut state, &Val::text(text), Dialect::Bash, &Val::default(), c.call.span);
        if !here {
            dockerfile::keep_reaching(c, from);
        }
    }
}

/// The text with a variable in place of each expression of the workflow.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        out.push_str(before);
        out.push_str("${automode_expression}");
        rest = after.split_once("}}").map_or("", |(_, r)| r);
    }
    out + rest
}
