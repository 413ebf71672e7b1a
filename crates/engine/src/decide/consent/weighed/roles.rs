//! What the words of the last turns are to an edit or a command, and how they follow one another: names that it has are taken for
//! just that, so that `drop <gone> from the list, keep <kept>` is the same whoever is meant. Two linear models say how much such words
//! ask for it (`models/roles_edits.bin`, `models/roles_commands.bin`); the trees weigh that among the other numbers.

use std::collections::BTreeSet;

use super::super::learned::Bag;
use super::super::meant::{end_of, last_turns};
use super::super::otherwise::aligned::stem;
use super::super::otherwise::elements::{Element, Elements};
use super::super::otherwise::words::{Words, is_common, is_small, pieces};
use crate::decide::entries::steps::Steps;
use crate::weights::Linear;

/// A linear model: a line of text with the numbers, then the sets.
pub struct Roles {
    /// Where it lies in the repository.
    pub path: &'static str,
    bytes: &'static [u8],
}

/// How the first line of both begins.
pub const MAGIC: &str = "automode-roles 1 ";

/// Sets of their tables.
pub const SETS: usize = 1 << 11;

/// That of edits.
pub static EDITS: Roles =
    Roles { path: "models/roles_edits.bin", bytes: include_bytes!("../../../../../../models/roles_edits.bin") };

/// That of commands.
pub static COMMANDS: Roles =
    Roles { path: "models/roles_commands.bin", bytes: include_bytes!("../../../../../../models/roles_commands.bin") };

impl Roles {
    /// How much such words ask for it: the logit of a chance.
    #[must_use]
    pub fn logit(&self, features: &[(u32, f32)]) -> Option<f32> {
        Some(Linear::load(self.bytes, MAGIC, SETS)?.logit(features))
    }
}

/// Turns that count, the last first.
const TURNS: usize = 3;
/// Words of a turn that count, from its end.
const MOST: usize = 300;
/// Words of a command that are held against those of the last turn.
const OWN: usize = 8;

/// The features of an edit, as hashes with how much each counts.
#[must_use]
pub fn of_edit(prompts: &[String], edit: &Steps) -> Vec<(u32, f32)> {
    let elements = Elements::of(edit);
    let kind = match (elements.gone.is_empty() && elements.turned.is_empty(), elements.after <= elements.kept.len()) {
        (_, true) => "goes",
        (true, _) => "comes",
        _ => "turns",
    };
    let parts = |of: &mut dyn Iterator<Item = &Element>| -> BTreeSet<String> {
        of.flat_map(|e| &e.parts).filter(|p| !is_small(p)).flat_map(|p| [p.clone(), stem(p).to_owned()]).collect()
    };
    let gone = parts(&mut elements.touched().filter_map(|(x, _)| x));
    let come = parts(&mut elements.touched().filter_map(|(_, y)| y));
    let kept = parts(&mut elements.kept.iter());
    let path: BTreeSet<String> = pieces(&edit.path).collect();
    let role = |word: &str| {
        let names = names(word);
        let is = |of: &BTreeSet<String>| names.iter().any(|n| of.contains(n));
        match (is(&gone), is(&come), is(&kept)) {
            (false, true, _) => "@new",
            (true, false, false) => "@old",
            (true, true, false) => "@it",
            (true, ..) => "@both",
            (false, false, true) => "@kept",
            _ if names.iter().any(|n| path.contains(n)) => "@file",
            _ => "",
        }
    };
    features(prompts, kind, &role, &BTreeSet::new())
}

/// The features of a command.
#[must_use]
pub fn of_command(prompts: &[String], command: &str) -> Vec<(u32, f32)> {
    let (mut options, mut own, mut given): (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>) = Default::default();
    for word in command.split(|c: char| c.is_whitespace() || "'\"".contains(c)).filter(|w| !w.is_empty()) {
        let plain = word.bytes().all(|b| b.is_ascii_lowercase()) && is_common(word);
        let set = if word.starts_with('-') {
            &mut options
        } else if plain {
            &mut own
        } else {
            &mut given
        };
        set.extend(pieces(word).flat_map(|p| [stem(&p).to_owned(), p]));
    }
    let role = |word: &str| {
        let (names, parts) = (names(word), pieces(word).collect::<Vec<_>>());
        let hits = parts.iter().filter(|p| given.contains(*p) || given.contains(stem(p))).count();
        match hits {
            _ if is_small(word) => "",
            0 if names.iter().any(|n| own.contains(n)) => "@does",
            0 if names.iter().any(|n| options.contains(n)) => "@how",
            0 => "",
            n if n == parts.len() => "@it",
            _ => "@part",
        }
    };
    features(prompts, "", &role, &own.union(&options).cloned().collect())
}

/// A word, its parts, and their stems.
fn names(word: &str) -> BTreeSet<String> {
    let parts: Vec<String> = pieces(word).filter(|p| !is_small(p)).collect();
    parts.iter().map(|p| stem(p).to_owned()).chain(parts.iter().cloned()).chain([word.to_owned()]).collect()
}

/// Runs of up to three words, each by its role or as it is, by turns.
fn features(
    prompts: &[String],
    kind: &str,
    role: &dyn Fn(&str) -> &'static str,
    own: &BTreeSet<String>,
) -> Vec<(u32, f32)> {
    let mut bag = Bag::of(b'r');
    let mut said: BTreeSet<String> = BTreeSet::new();
    for (back, turn) in last_turns(prompts).iter().rev().take(TURNS).enumerate() {
        let turn = end_of(turn);
        let words = Words::of(turn);
        let keys = keys(&words, turn.trim_end().ends_with('?'), role);
        said.extend(words.order.iter().flat_map(|w| names(w)));
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let place = ["last", "before", "first"].get(back).copied().unwrap_or_default();
        for size in 1..=3 {
            for run in keys.windows(size) {
                bag.put(place, run.iter().copied());
                if back == 0 && size < 3 && !kind.is_empty() {
                    bag.put(kind, run.iter().copied());
                }
            }
        }
        if back > 0 {
            continue;
        }
        for run in keys.windows(3) {
            bag.put("over", [run.first(), run.last()].into_iter().flatten().copied());
        }
        for word in own.iter().take(OWN) {
            keys.iter()
                .filter(|k| !k.starts_with(['@', '<', '>', ',']))
                .for_each(|k| bag.put("for", [word.as_str(), *k]));
        }
    }
    own.iter().filter(|w| !said.contains(*w)).for_each(|w| bag.put("unsaid", [w.as_str()]));
    bag.once()
}

/// The words of a turn by their roles; others by themselves where many people say them.
fn keys(words: &Words, asks: bool, role: &dyn Fn(&str) -> &'static str) -> Vec<String> {
    let mut out = vec!["<".to_owned()];
    let from = words.order.len().saturating_sub(MOST);
    for (at, word) in words.order.iter().enumerate().skip(from) {
        let key = match role(word) {
            "" if is_small(word) || is_common(word) => word,
            "" if word.contains(|c: char| c.is_ascii_digit()) => "@number",
            "" if word.contains(['-', '_', '.', '/', ':', '@']) => "@name",
            "" => "@word",
            role => role,
        };
        out.push(key.to_owned());
        if words.is_end(at) && at + 1 < words.order.len() {
            out.push(",".to_owned());
        }
    }
    out.push(if asks { "?>" } else { ">" }.to_owned());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::entries::steps::of_lines;

    #[test]
    fn the_models_are_of_this_version() {
        for model in [&EDITS, &COMMANDS] {
            assert!(Linear::load(model.bytes, MAGIC, SETS).unwrap().used() > 1_000, "{}", model.path);
        }
    }

    #[test]
    fn whoever_is_named_the_words_are_the_same() {
        let edit = |gone: &str, kept: &str, words: &str| {
            let edit = of_lines("conf/list.txt", &format!("{gone}\n{kept}"), kept).unwrap();
            of_edit(&[words.to_owned()], &edit)
        };
        let right = edit("okonjo", "lindqvist", "please remove okonjo, lindqvist stays");
        assert_eq!(right, edit("brandt", "morel", "please remove brandt, morel stays"));
        assert_ne!(right, edit("morel", "brandt", "please remove brandt, morel stays"));
        assert_eq!(
            of_command(&["stop web-7 please".to_owned()], "docker stop web-7"),
            of_command(&["stop db-3 please".to_owned()], "docker stop db-3"),
        );
    }

    #[test]
    fn the_wrong_one_asks_for_less() {
        let asks = |gone: &str, left: &str| {
            let edit = of_lines("conf/list.txt", "okonjo\nlindqvist", left).unwrap();
            EDITS.logit(&of_edit(&[format!("please remove {gone} from the list")], &edit)).unwrap()
        };
        assert!(asks("okonjo", "lindqvist") > asks("okonjo", "okonjo"));
    }
}
