//! `chmod`: a mode that lets everybody write, or that makes a program run as its owner, weakens a protection.

use automode_model::{Scope, Verb};

use super::super::value::Val;
use super::{Call, Handled};

/// Looks at the mode; files get the stronger effect where it says so.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let operands = c.bound.operands.clone();
    if c.bound.value("--reference").is_some_and(|v| v.prefix().starts_with('/')) {
        // The mode of a program of the system may let it run as its owner.
        operands.iter().for_each(|f| drop(c.path(Verb::SecurityWeaken, f)));
    }
    let by_option = c.bound.options.iter().any(|(o, _)| o.operands.is_some());
    let Some((mode, files)) = operands.split_first().filter(|_| !by_option) else { return Handled::Partly };
    let entry =
        files.iter().position(|f| f.known().is_some_and(|t| t.contains(" allow "))).filter(|_| adds_entry(mode));
    if !mode.known().is_some_and(weakens) && entry.is_none() {
        return Handled::Partly;
    }
    let files = files.get(entry.map_or(0, |at| at + 1)..).unwrap_or_default();
    if c.bound.has("--recursive") {
        c.scope = c.scope.max(Scope::Tree);
    }
    for f in files {
        c.path(Verb::SecurityWeaken, f);
    }
    Handled::Wholly
}

/// The same for the mode that `install -m` and `mkdir -m` give.
pub fn given_mode(c: &mut Call<'_, '_, '_>) -> Handled {
    let opens = c.bound.value("-m").and_then(Val::known).is_some_and(weakens);
    if let Some(last) = c.bound.operands.last().filter(|_| opens).cloned() {
        c.path(Verb::SecurityWeaken, &last);
    }
    Handled::Partly
}

fn weakens(mode: &str) -> bool {
    match u32::from_str_radix(mode.trim_start_matches('='), 8) {
        Ok(bits) => bits & 0o6002 != 0,
        Err(_) => mode.split(',').any(clause),
    }
}

/// macOS: `chmod +a "everyone allow write" f`.
fn adds_entry(mode: &Val) -> bool {
    matches!(mode.known(), Some("+a" | "+a#" | "+ai" | "=a#"))
}

/// One part of `u+s,o=rw`.
fn clause(text: &str) -> bool {
    let Some(at) = text.find(['+', '=']) else { return false };
    let (who, what) = text.split_at(at);
    let for_others = who.contains(['o', 'a']) && what.contains(['w', 'u']);
    for_others || what.contains('s')
}

#[cfg(test)]
mod tests {
    use super::weakens;

    #[test]
    fn only_what_opens_up_weakens() {
        for m in ["777", "0666", "4755", "2755", "u+s", "g+s", "o+w", "a+rw", "u=rwx,o=rwx", "+s", "o=u", "a=u"] {
            assert!(weakens(m), "{m}");
        }
        for m in ["755", "644", "0600", "+x", "u+x", "go-w", "o-rwx", "a+rX", "u=rwx,go=rx", "+w", "g=u", "u=g"] {
            assert!(!weakens(m), "{m}");
        }
    }
}
