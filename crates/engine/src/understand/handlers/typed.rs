//! `tmux send-keys`: what is typed into a terminal is run by the shell there.

use crate::knowledge::Role;

use super::super::value::{Piece, Val};
use super::{Call, Handled};

/// Joins what is typed: words stand side by side, names of keys are keys.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let words = std::mem::take(&mut c.bound.operands);
    if c.bound.has("-H") {
        c.unknown("keys given as numbers");
        return Handled::Partly;
    }
    let literal = c.bound.has("-l");
    let mut text = Val::default();
    for w in &words {
        match w.known().filter(|_| !literal) {
            Some("Space") => text.push(Piece::Text(" ".into())),
            Some("Enter" | "C-m" | "C-j" | "KPEnter") => text.push(Piece::Text("\n".into())),
            Some(k) if is_key(k) => {}
            _ => text.extend(w),
        }
    }
    if text.known() != Some("") {
        c.role(Role::Shell, &text, &[]);
    }
    Handled::Partly
}

fn is_key(word: &str) -> bool {
    let named = [
        "Tab", "BTab", "BSpace", "Escape", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "PgUp",
        "PgDn", "NPage", "PPage", "DC", "IC", "Delete", "Insert",
    ];
    let chord = |p: &str| word.strip_prefix(p).is_some_and(|k| k.chars().count() == 1);
    named.contains(&word)
        || chord("C-")
        || chord("M-")
        || chord("S-")
        || chord("^")
        || word.starts_with("F") && word.len() <= 3 && word.get(1..).is_some_and(|n| n.parse::<u8>().is_ok())
}

/// `screen -L FILE`: older versions take the log's name behind `-L`.
pub fn screen(c: &mut Call<'_, '_, '_>) -> Handled {
    let log = c.call.argv.windows(2).find_map(|w| match w {
        [l, name] if l.known() == Some("-L") && name.prefix().contains('/') => Some(name.clone()),
        _ => None,
    });
    if let Some(log) = log {
        c.path(automode_model::Verb::Append, &log);
    }
    commanded(c);
    Handled::Partly
}

/// `screen -S dev -X quit`, `-X hardcopy FILE`: commands that end a session or show what stands in it.
fn commanded(c: &mut Call<'_, '_, '_>) {
    let Some(command) = c.bound.operands.first().and_then(Val::known).filter(|_| c.bound.has("-X")) else { return };
    match command {
        "quit" => {
            let name = c.bound.value("-S").map(Val::show).unwrap_or_default();
            let verb = automode_model::Verb::ProcessKill;
            c.effects.push(super::super::effects::on_name(verb, "session", &name, c.call.span));
        }
        "hardcopy" => {
            if let Some(file) = c.bound.operands.get(1).cloned() {
                c.path(automode_model::Verb::Write, &file);
            }
        }
        _ => return,
    }
    c.bound.options.retain(|(o, _)| !o.names.contains(&"-X"));
    c.bound.operands.clear();
}
