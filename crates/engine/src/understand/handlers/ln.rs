//! `ln`: what a new link names matters as much as where it lies; later parts of the same command may go through it.

use automode_model::{Place, Verb};

use super::super::state::State;
use super::super::value::Val;
use super::super::{effects, paths};
use super::{Call, Handled};

/// Notes the links and weighs what they name.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let operands = c.bound.operands.clone();
    let (Some(to), Some(at)) = (operands.first(), operands.last().filter(|_| operands.len() > 1)) else {
        return Handled::Partly;
    };
    let given = at.clone();
    let state = c.inner_state();
    let (Some(cwd), Some(to), Some(at)) = (state.cwd.first(), to.known(), at.known()) else { return Handled::Partly };
    let link = paths::join(cwd, at);
    let base = paths::normalise(&format!("{link}/.."));
    let target = paths::join(&base, to);
    let named = paths::target(c.shell.scene, to, &target);
    if effects::is_protected(named.class) || matches!(named.place, Place::Root | Place::HomeRoot) {
        // Reading or writing through the link later would not show its real target: judged as touching it now.
        let verb = if named.class == automode_model::PathClass::Secret { Verb::Read } else { Verb::Link };
        c.path(verb, &Val::text(target.clone()));
    }
    // The place of the link itself is weighed before paths go through it: `ln -sf other ~/.bashrc` replaces that file.
    let into_folder = c.bound.options.iter().any(|(o, _)| o.names.contains(&"-t"));
    if !into_folder {
        c.path(Verb::Link, &given);
    }
    c.shell.scene.changed();
    // What lies there already may stay instead.
    let stays = c.shell.scene.files.borrow().contains_key(&link);
    let before = c.shell.scene.links.borrow_mut().insert(link, target.clone());
    if before.is_some_and(|to| to != target) {
        // What was written through it and what is read lie in one of two files, as the second link was made or not.
        c.shell.scene.add_unknown("a link that led elsewhere before", c.call.span);
    }
    if stays {
        c.shell.keep(&named.resolved, &Val::gap("a link that may not be made"), false);
    }
    if into_folder || c.bound.operands.len() > 2 || !c.bound.unknown.is_empty() {
        return Handled::Partly;
    }
    // The link is judged; by its own name it would be what it names from now on.
    c.forced = c.bound.has("-f");
    if let Some(source) = operands.first().filter(|_| !c.bound.has("-s")) {
        c.path(Verb::Read, source);
    }
    Handled::Wholly
}

/// A link that was made here and that this word moves or copies is one under its other name as well.
pub fn copied(c: &Call<'_, '_, '_>, state: &State, word: &Val) {
    let mut links = c.shell.scene.links.borrow_mut();
    if links.is_empty() {
        return;
    }
    let from: Vec<String> = state.cwd.iter().map(|cwd| paths::join(cwd, word.prefix())).collect();
    let held = |at: &String| from.iter().any(|f| at == f || paths::below(at, f));
    let moved: Vec<String> = links.keys().filter(|at| held(at)).cloned().collect();
    let whole = |a: &Val| a.prefix().starts_with('-') && a.prefix().contains(['r', 'R', 'a', 'd', 'P', 'l']);
    let follows = c.program.name != "mv" && !c.call.argv.iter().any(whole);
    match (moved.as_slice(), c.bound.operands.as_slice(), state.cwd.as_slice()) {
        ([], ..) => {}
        ([at], [_, _], _) if follows && from.contains(at) => {}
        ([at], [_, to], [cwd]) if from.contains(at) && to.known().is_some() => {
            let to = paths::join(cwd, to.prefix());
            let target = links.get(at).cloned().unwrap_or_default();
            // Where that is a folder it lies in there.
            links.insert(paths::join(&to, at.rsplit('/').next().unwrap_or_default()), target.clone());
            if links.insert(to, target.clone()).is_some_and(|before| before != target) {
                c.shell.scene.add_unknown("a link that led elsewhere before", c.call.span);
            }
        }
        _ => c.shell.scene.add_unknown("links among what is copied", c.call.span),
    }
}
