//! `env`: what its options take out of the environment is not there for the command that it runs.

use super::super::value::Val;
use super::{Call, Handled};

/// The command runs without what `-i`, a lone dash or `-u` takes away; behind it everything is as before.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let dash = c.bound.operands.first().is_some_and(|v| v.known() == Some("-"));
    if dash {
        c.bound.operands.remove(0);
    }
    let taken: Vec<Val> = c
        .bound
        .options
        .iter()
        .filter(|(o, _)| o.names.contains(&"-u"))
        .filter_map(|(_, value)| value.clone())
        .collect();
    let (vars, arrays, exported, functions) =
        (c.state.vars.clone(), c.state.arrays.clone(), c.state.exported.clone(), c.state.exported_functions.clone());
    if dash || c.bound.has("-i") || c.bound.has("--ignore-environment") {
        c.state.exported.clear();
        c.state.exported_functions.clear();
        c.state.forget("HOME", "a home directory that the script takes away");
    }
    for name in taken.iter().filter_map(Val::known) {
        c.state.unset(name);
        c.state.exported.remove(name);
        c.state.exported_functions.remove(name);
    }
    c.by_data();
    (c.state.vars, c.state.arrays) = (vars, arrays);
    (c.state.exported, c.state.exported_functions) = (exported, functions);
    Handled::Wholly
}
