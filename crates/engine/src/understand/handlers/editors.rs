//! Editors that work without a person: settings of Vim that are loaded at its start, functions that Emacs calls by name.

use automode_model::{Certainty, Target, Verb};

use super::super::code::lisp;
use super::super::value::Val;
use super::super::{effects, loads};
use super::{Call, Handled, task};
use crate::knowledge::Role;

/// `-u FILE`, where that is not the word for none.
pub fn vim(c: &mut Call<'_, '_, '_>) -> Handled {
    for v in values(c, &["-u", "-U", "-i"]) {
        if !matches!(v.known(), Some("NONE" | "NORC" | "DEFAULTS")) {
            c.give(Role::Script("vim"), &v, &[]);
        }
    }
    Handled::Partly
}

/// `-f FUNCTION`: one that is listed, or one of a file of the project that was loaded before it.
pub fn emacs(c: &mut Call<'_, '_, '_>) -> Handled {
    // What `-l` names, and whatever that requires, is looked for there first.
    for folder in values(c, &["-L", "--directory"]) {
        if folder.known().is_none() || loads::from_elsewhere(c.shell.scene, &c.inner_state(), "EMACSLOADPATH", &folder)
        {
            c.unknown("a folder of Lisp from outside of the project");
        }
    }
    let loads = ["-l", "--load", "--script"].iter().any(|n| c.bound.has(n));
    for v in values(c, &["-f", "--funcall"]) {
        let name = v.show();
        if name.starts_with("batch-byte-") || name.starts_with("batch-native-") {
            // Macros of a file run while it is compiled.
            for file in c.bound.operands.clone() {
                c.give(Role::Script("elisp"), &file, &[]);
            }
        }
        let verb = task::by_name(&name);
        if v.known().is_none() || !lisp::is_listed(&name) && (!loads || verb != Verb::Run && verb != Verb::Test) {
            let why = format!("the function `{name}` of Emacs");
            c.unknown(&why);
        } else if !lisp::is_listed(&name) {
            let mut e = effects::plain(verb, Target::None, c.call.span);
            e.certainty = Certainty::Likely;
            c.effects.push(e);
        }
    }
    Handled::Partly
}

/// What was given for options of these names.
fn values(c: &Call<'_, '_, '_>, names: &[&str]) -> Vec<Val> {
    let named = c.bound.options.iter().filter(|(o, _)| names.iter().any(|n| o.names.contains(n)));
    named.filter_map(|(_, v)| v.clone()).collect()
}
