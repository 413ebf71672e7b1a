//! `kill`: which processes. One that this shell started (`%1`, `$!`) is its own; `-1` and groups are many.

use automode_model::{Scope, Verb};

use super::super::effects;
use super::super::value::{NUMBER, Piece, Val};
use super::{Call, Handled};

/// Gives each operand its effect; listing signals is left to the data.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.bound.options.iter().any(|(o, _)| o.operands.is_some() || o.dry) {
        return Handled::Partly;
    }
    for target in c.bound.operands.clone() {
        let own = target.prefix().starts_with('%') || is_last_background(&target);
        let verb = if own { Verb::ProcessSignal } else { Verb::ProcessKill };
        let mut effect = effects::on_name(verb, "process", &target.show(), c.call.span);
        if target.prefix().starts_with('-') {
            effect.scope = Scope::Many;
        }
        c.effects.push(effect);
    }
    Handled::Wholly
}

/// `$!` and `$$` are numbers that are not known, but whose processes are this shell's.
fn is_last_background(target: &Val) -> bool {
    matches!(target.pieces(), [Piece::Glob(g)] if g == NUMBER)
}
