//! `cd`, `pushd`, `popd`: where the shell is, where it was, and where it goes back to. Called by `builtins`.

use automode_model::PathKind;

use super::super::paths;
use super::super::state::{Stack, State};
use super::super::value::{Set, Val};
use super::{Done, Shell};

/// Runs one of them.
pub(super) fn change_directory(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val]) -> Done {
    // `$PWD` is where the shell is, whatever was assigned to it; where the shell stays it is what was assigned.
    let assigned = state.var("PWD").cloned();
    if assigned.is_some() {
        state.vars.remove("PWD");
    }
    let before = state.cwd.clone();
    let target = args.iter().find(|a| a.prefix().is_empty() || !a.prefix().starts_with('-') || a.known() == Some("-"));
    // Where none was left behind it is an error.
    let none = target.is_none() && matches!(name, "pushd" | "popd") && state.stack == Stack::default();
    let dirs = match (name, target) {
        // `pushd +2`, `popd -n`: which one comes out is not followed.
        ("pushd" | "popd", _) if args.iter().any(turns) => {
            state.stack = Stack::Unknown;
            Vec::new()
        }
        ("pushd" | "popd", None) => state.stack.pop(&before),
        (_, Some(t)) if t.known() == Some("-") => previous(state),
        (_, target) => named(shell, state, target),
    };
    if name == "pushd" && !none {
        state.stack.push(&before);
    }
    let certain = !dirs.is_empty() && dirs.iter().all(|d| shell.scene.world.path(d).kind == PathKind::Dir);
    // Where none was left there is none to go back to.
    let back = target.is_some_and(|t| t.known() == Some("-"));
    let nowhere = |v: &Val| v.known().is_none_or(str::is_empty);
    let lost = back && state.var("OLDPWD").is_none_or(|set| set.values().iter().any(nowhere));
    let certain = certain && !lost && !none && !args.iter().any(odd);
    left(state, &before, certain);
    if let Some(assigned) = assigned.filter(|_| !certain) {
        let there = Set::of(dirs.iter().map(Val::text).collect(), "the working directory");
        let there = state.var("PWD").cloned().unwrap_or(there);
        state.vars.insert("PWD".to_owned(), there.join(&assigned));
    }
    state.cwd = dirs;
    Done { out: Val::default(), certain, settled: false }
}

/// An option that there may not be: then it is an error.
fn odd(word: &Val) -> bool {
    let known = |t: &str| matches!(t, "-" | "--") || t.chars().skip(1).all(|c| "LPe@".contains(c));
    word.prefix().starts_with('-') && !word.known().is_some_and(known)
}

/// A word that turns or changes the stack of directories.
fn turns(word: &Val) -> bool {
    word.known().is_none_or(|t| t.len() > 1 && t.starts_with(['+', '-']))
}

/// Where `cd -` goes. Where no directory was left so far it goes nowhere.
fn previous(state: &State) -> Vec<String> {
    let Some(old) = state.var("OLDPWD") else { return Vec::new() };
    let known: Option<Vec<&str>> = old.values().iter().map(Val::known).collect();
    known.unwrap_or_default().into_iter().filter(|d| !d.is_empty()).map(str::to_owned).collect()
}

/// Where a word leads, or none at all, which is home; nothing where that is not known.
fn named(shell: &Shell<'_, '_>, state: &mut State, target: Option<&Val>) -> Vec<String> {
    let target = match target {
        Some(t) => t.clone(),
        None => match state.var("HOME").map(Set::values) {
            None => Val::text(shell.scene.home.clone()),
            Some([home]) if home.known() != Some("") => home.clone(),
            Some(_) => Val::gap("a home directory that the script changes"),
        },
    };
    let Some(to) = target.known().filter(|_| state.var("CDPATH").is_none()).map(str::to_owned) else {
        return Vec::new();
    };
    if to.starts_with("//") && !to.starts_with("///") {
        // Two slashes in front may mean something, and stay.
        state.forget("PWD", "a directory with two slashes in front");
    }
    let dirs: Vec<String> = state.cwd.iter().map(|c| paths::join(c, &to)).collect();
    if dirs.is_empty() && to.starts_with('/') { vec![paths::normalise(&to)] } else { dirs }
}

/// Notes where the shell comes from; where the change may fail it stays what it was.
fn left(state: &mut State, before: &[String], certain: bool) {
    let new = Set::one(match before {
        [one] => Val::text(one.clone()),
        _ => Val::gap("the directory before"),
    });
    let old = state.var("OLDPWD").cloned().unwrap_or_else(|| Set::one(Val::default()));
    state.set("OLDPWD", if certain { new } else { new.join(&old) });
}
