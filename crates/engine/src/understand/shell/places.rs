//! `cd`, `pushd`, `popd`: where the shell is, where it was, and where it goes back to. Called by `builtins`.

use automode_model::{PathKind, Span};

use super::super::paths;
use super::super::state::{FROM_ENVIRONMENT, NAMED_HERE, Stack, State, Way, either_place};
use super::super::value::{Piece, Set, Val};
use super::{Done, Shell};

/// Runs one of them.
pub(super) fn change_directory(shell: &Shell<'_, '_>, state: &mut State, name: &str, args: &[Val], span: Span) -> Done {
    // `$PWD` is where the shell is, whatever was assigned to it; where the shell stays it is what was assigned.
    let assigned = state.var("PWD").cloned();
    if assigned.is_some() {
        state.vars.remove("PWD");
    }
    let named = |v: &Val| v.why() == Some(NAMED_HERE);
    if assigned.as_ref().is_some_and(|set| set.values().iter().any(named)) && relative(args) {
        shell.scene.add_unknown("where a shell goes that was given another name of its directory", span);
    }
    if shell.scene.rootless.get() && relative(args) {
        shell.scene.add_unknown("where a shell goes whose directory is gone", span);
    }
    let before = state.cwd.clone();
    let stacks = matches!(name, "pushd" | "popd");
    let there =
        |dirs: &[String]| !dirs.is_empty() && dirs.iter().all(|d| shell.scene.world.path(d).kind == PathKind::Dir);
    // What holds where it fails is joined behind it, but where it goes back: that is another thing on each way.
    let (dirs, certain, settled) = if stacks && (args.iter().any(turns) || name == "popd" && !args.is_empty()) {
        // `pushd +2`, `popd -n`: which one comes out is not followed.
        state.stack = Stack::Unknown;
        (Vec::new(), false, false)
    } else if stacks && args.is_empty() {
        let (dirs, sure) = go_back(state, name == "pushd", &there);
        let certain = sure && there(&dirs);
        (dirs, certain, true)
    } else {
        let (dirs, sure) = go_to(shell, state, name == "pushd", args, span);
        let certain = sure && there(&dirs);
        (dirs, certain, false)
    };
    let dirs = if args.iter().any(physical) { behind_links(shell, dirs, span) } else { dirs };
    left(state, &before, assigned.as_ref(), certain);
    if let Some(assigned) = assigned.filter(|_| !certain) {
        let there = Set::of(dirs.iter().map(Val::text).collect(), "the working directory");
        let there = state.var("PWD").cloned().unwrap_or(there);
        state.vars.insert("PWD".to_owned(), there.join(&assigned));
    }
    state.cwd = dirs;
    Done { out: Val::default(), certain, settled }
}

/// Whether it goes from where it is.
fn relative(args: &[Val]) -> bool {
    !args.iter().any(|a| a.prefix().starts_with('/'))
}

/// `cd -P`: the shell takes the name that a directory has without links.
fn physical(word: &Val) -> bool {
    word.prefix().starts_with('-') && word.prefix().contains('P')
}

fn behind_links(shell: &Shell<'_, '_>, dirs: Vec<String>, span: Span) -> Vec<String> {
    if !shell.scene.links.borrow().is_empty() {
        shell.scene.add_unknown("where a shell is behind links that are made here", span);
    }
    let real = |dir: String| match shell.scene.world.path(&dir) {
        facts if facts.kind == PathKind::Dir && !facts.real.is_empty() => facts.real,
        _ => dir,
    };
    dirs.into_iter().map(real).collect()
}

/// Goes where a word leads; `stays` says that the directory before is left behind. Says, too, whether nothing but a missing
/// directory can make it fail.
fn go_to(shell: &Shell<'_, '_>, state: &mut State, stays: bool, args: &[Val], span: Span) -> (Vec<String>, bool) {
    let is_option = |a: &Val| a.prefix().len() > 1 && a.prefix().starts_with('-') || a.known() == Some("--");
    let mut operands = args.iter().filter(|a| !is_option(a));
    let (target, more) = (operands.next(), operands.next().is_some());
    let back = target.is_some_and(|t| t.known() == Some("-"));
    // Where none was left there is none to go back to.
    let nowhere = |v: &Val| v.known().is_none_or(str::is_empty);
    let lost = back && state.var("OLDPWD").is_none_or(|set| set.values().iter().any(nowhere));
    if target.is_some_and(strays) {
        shell.scene.strayed.set(true);
    }
    let goal = if back { Goal::These(previous(state)) } else { named(shell, state, target, span) };
    if stays || state.stack != Stack::default() {
        let ways = state.stack.ways(&state.cwd);
        let gone = |mut way: Way| {
            let here = goal.from(&way.here);
            if stays {
                way.left.push(way.here);
            }
            Way { here, ..way }
        };
        state.stack = ways.map_or(Stack::Unknown, |list| Stack::of(list.into_iter().map(gone).collect()));
    }
    // Of several it goes to none; `d/..` leads nowhere where there is no `d`.
    let through = target.and_then(Val::known).is_some_and(|t| t.trim_start_matches("../").contains("/.."));
    (goal.from(&state.cwd), !lost && !more && !through && !args.iter().any(odd))
}

/// A folder whose beginning nothing here says: a variable of the environment that is not named for the project, the network.
fn strays(target: &Val) -> bool {
    let Some(Piece::Gap(gap)) = target.pieces().iter().find(|p| !matches!(p, Piece::Text(t) if t.is_empty())) else {
        return false;
    };
    let project = |name: &str| ["CWD", "PROJECT", "PWD", "REPO", "ROOT", "WORKSPACE"].iter().any(|w| name.contains(w));
    gap.network || gap.why.strip_suffix(FROM_ENVIRONMENT).is_some_and(|name| !project(name))
}

/// `popd`, or `pushd` alone, which changes places with the last one. Where none was left behind it is an error.
fn go_back(state: &mut State, swaps: bool, there: &dyn Fn(&[String]) -> bool) -> (Vec<String>, bool) {
    let Some(ways) = state.stack.ways(&state.cwd) else { return (Vec::new(), false) };
    let (mut gone, mut sure) = (Vec::new(), true);
    for way in ways {
        let mut left = way.left.clone();
        let Some(last) = left.pop() else {
            sure = false;
            gone.push(way);
            continue;
        };
        if swaps {
            left.push(way.here.clone());
        }
        if !there(&last) {
            let left = if swaps { left.clone() } else { way.left };
            gone.push(Way { left, ..way });
        }
        gone.push(Way { here: last, left });
    }
    let mut all = gone.iter().map(|way| way.here.clone());
    let first = all.next().unwrap_or_default();
    let dirs = all.fold(first, |mut dirs, here| {
        either_place(&mut dirs, &here);
        dirs
    });
    state.stack = Stack::of(gone);
    (dirs, sure)
}

/// `dirs -c` forgets what was left behind.
pub(super) fn forget_left(state: &mut State, args: &[Val]) {
    match args {
        [only] if only.known() == Some("-c") => state.stack = Stack::default(),
        _ if args.iter().any(|a| a.known().is_none_or(|t| t.contains('c'))) => state.stack = Stack::Unknown,
        _ => {}
    }
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

/// Where `cd -` goes. Where no directory was left so far it goes nowhere; what was assigned may be any text.
fn previous(state: &State) -> Vec<String> {
    let Some(old) = state.var("OLDPWD") else { return Vec::new() };
    let known: Option<Vec<&str>> = old.values().iter().map(Val::known).collect();
    let known = known.unwrap_or_default();
    if known.iter().any(|d| !d.is_empty() && (!d.starts_with('/') || paths::normalise(d) != *d)) {
        return Vec::new();
    }
    known.into_iter().filter(|d| !d.is_empty()).map(str::to_owned).collect()
}

/// Where a shell goes.
enum Goal {
    /// To this path, from where it is.
    Path(String),
    /// To these, from everywhere; none: that is not known.
    These(Vec<String>),
}

impl Goal {
    fn from(&self, here: &[String]) -> Vec<String> {
        match self {
            Self::Path(to) if here.is_empty() && to.starts_with('/') => vec![paths::normalise(to)],
            Self::Path(to) => here.iter().map(|c| paths::join(c, to)).collect(),
            Self::These(dirs) => dirs.clone(),
        }
    }
}

/// Where a word leads, or none at all, which is home.
fn named(shell: &Shell<'_, '_>, state: &State, target: Option<&Val>, span: Span) -> Goal {
    let target = match target {
        Some(t) => t.clone(),
        None => home(shell, state),
    };
    let Some(to) = target.known().filter(|_| state.var("CDPATH").is_none()).map(str::to_owned) else {
        return Goal::These(Vec::new());
    };
    if to.starts_with("//") && !to.starts_with("///") {
        // Two slashes in front may mean something, and stay; in what is gone to from there as well.
        shell.scene.add_unknown("a directory with two slashes in front", span);
    }
    Goal::Path(to)
}

/// Where a `~` and a `cd` without a word lead.
pub(super) fn home(shell: &Shell<'_, '_>, state: &State) -> Val {
    let odd = state.attributed.get("HOME").is_some_and(|a| a.keyed || a.changes) || state.arrays.contains_key("HOME");
    match state.var("HOME").map(Set::values) {
        None if !odd => Val::text(shell.scene.home.clone()),
        Some([home]) if !odd && home.known().is_some_and(|home| !home.is_empty()) => home.clone(),
        _ => Val::gap("a home directory that the script changes"),
    }
}

/// Notes where the shell comes from, which is what `$PWD` holds; where the change may fail it stays what it was.
fn left(state: &mut State, before: &[String], assigned: Option<&Set>, certain: bool) {
    let new = match (assigned, before) {
        (Some(assigned), _) => assigned.clone(),
        (None, [one]) => Set::one(Val::text(one.clone())),
        _ => Set::one(Val::gap("the directory before")),
    };
    let old = state.var("OLDPWD").cloned().unwrap_or_else(|| Set::one(Val::default()));
    state.set("OLDPWD", if certain { new } else { new.join(&old) });
}
