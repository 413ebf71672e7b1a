//! `bwrap`: options with two values, before the command that it runs.

use super::super::value::{Piece, Val};
use super::{Call, Handled, reread};
use crate::knowledge::Role;

/// Options of bubblewrap with more than one value.
const MANY: &[(&str, usize)] = &[
    ("--bind", 2),
    ("--bind-try", 2),
    ("--dev-bind", 2),
    ("--dev-bind-try", 2),
    ("--ro-bind", 2),
    ("--ro-bind-try", 2),
    ("--bind-fd", 2),
    ("--ro-bind-fd", 2),
    ("--symlink", 2),
    ("--setenv", 2),
    ("--file", 2),
    ("--bind-data", 2),
    ("--ro-bind-data", 2),
    ("--chmod", 2),
    ("--overlay", 3),
];

/// Takes them out; the environment that they set counts.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    for t in reread::without(c, MANY, true) {
        if let ("--setenv", [name, value]) = (t.name.as_str(), t.values.as_slice()) {
            let mut pair: Val = name.clone();
            pair.push(Piece::Text("=".into()));
            pair.extend(value);
            c.role(Role::Assign, &pair, &[]);
        }
    }
    Handled::Partly
}
