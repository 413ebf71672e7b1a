//! Copies between this machine and object stores (`aws s3 cp`, `gsutil cp`, `gcloud storage cp`, `rclone copy`, `mc cp`): the same words do
//! different things by which end is remote.

use automode_model::Verb;

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
            c.effects.push(effects::on_name(verb, "bucket", &from.show(), c.call.span));
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
    }
    Handled::Partly
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
