//! Copies between this machine and object stores (`aws s3 cp`, `gsutil cp`, `gcloud storage cp`, `rclone copy`, `mc cp`): the same words do
//! different things by which end is remote.

use automode_model::{Dimensions, Place, Reversibility, Scope, Target, Verb};

use super::super::effects;
use super::super::value::Val;
use super::{Call, Handled};

/// The last operand is where to, all others where from.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut ends = std::mem::take(&mut c.bound.operands);
    let Some(to) = ends.pop() else { return Handled::Partly };
    let moves = c.bound.path.last().is_some_and(|w| matches!(w.as_str(), "mv" | "move" | "moveto"));
    let style = c.program.name;
    for from in &ends {
        if remote(style, from) {
            let verb = if moves { Verb::CloudDestroy } else { Verb::CloudRead };
            let effect = match is_public(c) && !moves {
                true => effects::plain(verb, Target::None, c.call.span),
                false => effects::on_name(verb, "bucket", &from.show(), c.call.span),
            };
            c.effects.push(effect);
        } else if from.known() != Some("-") {
            drop(c.path(Verb::Read, from));
            if moves {
                drop(c.path(Verb::Delete, from));
            }
        }
    }
    if remote(style, &to) {
        c.effects.push(effects::on_name(Verb::CloudChange, "bucket", &to.show(), c.call.span));
    } else if to.known() != Some("-") {
        drop(c.path(Verb::Write, &to));
        if takes_tree(c) && ends.iter().any(|from| remote(style, from)) {
            over_project(c);
        }
    }
    Handled::Partly
}

/// Whether it is read as anybody may read it, as a page of the web is.
fn is_public(c: &Call<'_, '_, '_>) -> bool {
    c.bound.has("--no-sign-request")
}

/// Whether all of a folder is copied.
fn takes_tree(c: &Call<'_, '_, '_>) -> bool {
    let word = c.bound.path.last().map_or("", String::as_str);
    let whole = matches!(word, "sync" | "rsync" | "mirror") || c.program.name == "rclone" && !word.ends_with("to");
    whole || ["--recursive", "-r", "-R"].iter().any(|n| c.bound.has(n))
}

/// A tree that lands on the whole project may overwrite any file of it, work that was not saved and control files among them:
/// which ones only the store knows, so that none can be kept before.
fn over_project(c: &mut Call<'_, '_, '_>) {
    for e in c.effects.iter_mut().filter(|e| e.verb == Verb::Write) {
        if e.target.path().is_some_and(|p| p.place == Place::WorkspaceRoot) {
            e.scope = Scope::Tree;
            e.dimensions = e.dimensions.max(Dimensions::new([2, 2, 0, 0, 1]));
            e.reversibility = Reversibility::Irreversible;
        }
    }
}

/// Whether an operand names something in a store. An operand with a gap counts as remote: that is the stricter reading of a destination.
fn remote(program: &str, end: &Val) -> bool {
    let text = end.prefix();
    if text.contains("://") || end.known().is_none() && text.is_empty() {
        return !text.starts_with("file://");
    }
    let local = text.starts_with(['/', '.', '~', '-']);
    match program {
        "rclone" => text.split_once(':').is_some_and(|(name, _)| !name.contains('/')),
        "mc" => !local && text.contains('/'),
        _ => false,
    }
}
