//! `flock FILE COMMAND…` and `flock FILE -c 'TEXT'`: the option comes after the operand.

use automode_model::Verb;

use crate::knowledge::Role;

use super::{Call, Handled};

/// The lock, then what runs.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut operands = c.bound.operands.clone();
    if operands.is_empty() {
        return Handled::Partly;
    }
    let lock = operands.remove(0);
    // A number is a descriptor that is open already.
    if !lock.known().is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit())) {
        c.path(Verb::Write, &lock);
    }
    if let [flag, text] = operands.as_slice()
        && matches!(flag.known(), Some("-c" | "--command"))
    {
        c.role(Role::Shell, text, &[]);
        operands.clear();
    }
    if !operands.is_empty() {
        c.run_inner(operands);
    }
    c.bound.operands.clear();
    Handled::Partly
}
