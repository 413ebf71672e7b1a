//! `tar`: the mode decides what the archive and the operands are; bundles without a dash; checkpoints that run code.

use automode_model::{Scope, Verb};

use crate::knowledge::Role;

use super::super::value::Val;
use super::{Call, Handled, reread};

/// Letters of a bundle that take the next word.
const WITH_VALUE: &str = "fCTXbgHIKLNFV";

/// Most members that are looked at by name; of more the folder speaks.
const MAX_MEMBERS: usize = 64;

/// The archive and the target of an extraction; operands and other options are the data's.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let args: Vec<Val> = c.call.argv.get(1..).unwrap_or_default().to_vec();
    if let Some(long) = bundle(&args) {
        reread::with(c, &long);
    }
    let has = |names: &[&str]| names.iter().any(|n| c.bound.has(n));
    let (creates, extracts) = (has(&["-c", "-r", "-u", "-A", "--delete"]), has(&["-x"]));
    if creates {
        c.scope = c.scope.max(Scope::Tree);
    }
    let printed = has(&["-O", "--to-stdout", "--to-command"]);
    let absolute = has(&["-P"]);
    if let Some(archive) = c.bound.value("-f").cloned().or_else(|| c.variable("TAPE")) {
        let verb = if creates { Verb::Write } else { Verb::Read };
        c.role(Role::CopyEnd(verb), &archive, &[]);
    }
    if extracts && !printed {
        let into = c.bound.value("-C").or(c.bound.value("--one-top-level")).cloned().unwrap_or_else(|| Val::text("."));
        c.path(Verb::Write, &into);
        members(c, &into);
        if absolute {
            // Members may then stand anywhere (`tar Pxf a --xform s@.*@/etc/cron.d/job@`).
            c.scope = c.scope.max(Scope::Tree);
            c.path(Verb::Write, &Val::text("/"));
        }
    }
    checkpoints(c);
    Handled::Partly
}

/// What is named is written, whatever else the archive holds: `tar xf a.tar .vscode/tasks.json`.
fn members(c: &mut Call<'_, '_, '_>, into: &Val) {
    let strips = c.bound.value("--strip-components").is_some();
    let named: Vec<String> = c.bound.operands.iter().filter_map(|v| v.known().map(str::to_owned)).collect();
    let Some(into) = into.known() else { return };
    for name in named.iter().take(MAX_MEMBERS) {
        let name = if strips { name.trim_end_matches('/').rsplit('/').next().unwrap_or(name) } else { name };
        c.path(Verb::Write, &Val::text(format!("{into}/{name}")));
    }
}

/// `xzf a.tgz` as `-x -z -f a.tgz`; none where the first word is not such a bundle.
fn bundle(args: &[Val]) -> Option<Vec<Val>> {
    let letters = args.first()?.known()?;
    if letters.starts_with('-') || !letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let mut rest = args.get(1..)?.iter();
    let mut out = Vec::new();
    for l in letters.chars() {
        out.push(Val::text(format!("-{l}")));
        if WITH_VALUE.contains(l) {
            out.push(rest.next()?.clone());
        }
    }
    out.extend(rest.cloned());
    Some(out)
}

/// `--checkpoint-action=exec=…` runs a command; the other actions print or wait.
fn checkpoints(c: &mut Call<'_, '_, '_>) {
    let actions: Vec<Val> = c
        .bound
        .options
        .iter()
        .filter(|(o, _)| o.names.contains(&"--checkpoint-action"))
        .filter_map(|(_, v)| v.clone())
        .collect();
    for action in actions {
        if action.prefix().starts_with("exec=") {
            let command = action.skip("exec=".len());
            c.role(Role::Shell, &command, &[]);
        } else if action.known().is_none() {
            c.unknown("an action at checkpoints that is not known");
        }
    }
}
