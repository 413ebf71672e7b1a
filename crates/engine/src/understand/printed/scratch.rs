//! `mktemp`: the name that it prints, which nothing else has. Called by `printed`.

use automode_model::PathKind;

use crate::understand::paths;
use crate::understand::shell::Shell;
use crate::understand::state::State;
use crate::understand::value::Val;

/// What the words of `mktemp` say.
#[derive(Default)]
struct Asked<'a> {
    template: Option<&'a str>,
    folder: Option<&'a str>,
    suffix: &'a str,
    /// The template lies in the folder for temporary files, or in the one that was named.
    below: bool,
    /// The name is not made (`-u`).
    unmade: bool,
}

/// The path that is made; none where the words do not say it.
pub(super) fn made(shell: &Shell<'_, '_>, state: &State, args: &[Val]) -> Option<Val> {
    let words: Vec<&str> = args.iter().map(Val::known).collect::<Option<_>>()?;
    let asked = asked(&words)?;
    let temporary = match state.var("TMPDIR").map(|set| set.values()) {
        None => "/tmp",
        Some([one]) => one.known().map(|t| if t.is_empty() { "/tmp" } else { t })?,
        Some(_) => return None,
    };
    // A prefix for BSD's `-t`, which is no template for GNU's and makes nothing there.
    let template = asked.template.unwrap_or("tmp.XXXXXXXXXX");
    let (rest, behind) = template.rsplit_once("XXX").unwrap_or((template, ""));
    let rest = rest.trim_end_matches('X');
    let name = format!("{rest}made-here-{}{behind}{}", shell.scene.count(), asked.suffix);
    let [cwd] = state.cwd.as_slice() else { return None };
    let folder = match (asked.below, asked.folder) {
        (true, Some(folder)) if !folder.is_empty() => paths::join(cwd, folder),
        (true, _) => temporary.to_owned(),
        (false, _) => cwd.clone(),
    };
    let path = paths::join(&folder, &name);
    // Where the folder is missing nothing is printed, and what follows means something else.
    let (within, _) = path.rsplit_once('/')?;
    let there = within == "/tmp" || within == cwd || shell.scene.world.path(within).kind == PathKind::Dir;
    if !there {
        return None;
    }
    if !asked.unmade {
        shell.keep(&path, &Val::gap("a scratch file"), false);
    }
    // The words say whether it is printed from the root on.
    let printed = if asked.below { path.as_str() } else { name.as_str() };
    Some(Val::text(format!("{printed}\n")))
}

fn asked<'a>(words: &[&'a str]) -> Option<Asked<'a>> {
    let mut asked = Asked::default();
    let mut words = words.iter().copied();
    while let Some(word) = words.next() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("-d" | "-q" | "--directory" | "--quiet" | "-dq" | "-qd", "") => {}
            ("-u" | "--dry-run" | "-du" | "-ud", "") => asked.unmade = true,
            ("-t" | "-dt" | "-td" | "--tmpdir", "") => asked.below = true,
            ("--tmpdir", folder) => (asked.below, asked.folder) = (true, Some(folder)),
            ("-p", "") => (asked.below, asked.folder) = (true, Some(words.next()?)),
            ("--suffix", "") => asked.suffix = words.next()?,
            ("--suffix", suffix) => asked.suffix = suffix,
            _ if word.starts_with('-') || asked.template.is_some() => return None,
            _ => asked.template = Some(word),
        }
    }
    asked.below |= asked.template.is_none();
    Some(asked)
}
