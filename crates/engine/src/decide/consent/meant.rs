//! What the user asks for in words that no reading knows (`away with it`, `x needs to go`, `it is only in the way, so …`): where all
//! of it sounds like a request (`learned`), the operation was said, the command has no name, number, word or option that nobody
//! said, and nobody spoke of anything that is not in the command. Called by `authorize` where the readings found neither a request
//! nor a prohibition nor one for less; what is critical is asked about whatever this says.

use std::collections::BTreeSet;

use automode_model::{Action, Category, Certainty, Effect, Target, Verb};

use super::asked::asked_as;
use super::bind;
use super::literal;
use super::nouns;
use super::token::{is_in, numeral};
use super::understood;
use super::words::{self, Ops};

/// From this logit on it is a request: with weights that never saw their file, of 2,690 requests that no reading hears 30 are heard
/// here, and 2 of 2,690 that were none.
const ASKS_LOGIT: f32 = 0.6;

/// The same where the command names nothing.
const ASKS_WIDE_LOGIT: f32 = 1.0;

/// Turns that are held against the command; what stands in older ones may be about anything.
pub(super) const MAX_TURNS: usize = 4;

/// Targets of an action that are held against the words.
const MAX_EFFECTS: usize = 24;

/// Options that say how one is asked, and not what is done.
const QUIET: &str = "y yes q quiet no-edit non-interactive no-input no-prompt assume-yes verbose wait";

/// Options that take it harder. They have to be said, whatever stands behind them.
const HARDER: &str = "f r R v D F force recursive purge delete delete-branch include-untracked hard";

/// Commands that do, too.
const THOROUGH: &str = "purge prune";

/// Options that take more than is named. What is to be in such a set is for the readings to tell.
const WIDER: &str = "a A all all-namespaces volumes prune mirror tags cascade no-verify admin";

/// Words of sets, of one among several, and of what is not meant: their bounds are for the readings to tell.
const BOUNDS: &str = "all every each except excluding besides others other another rest remaining else everywhere whatever mine \
                      only one ones first second last latter former without instead rather actually yet";

/// Plain words that say where and how.
const PLACES: &str = "origin upstream lease dry draft local locally";

/// What SQL has between names.
const SQL: &str = "from where and table database set into values if exists user role index view is null in";

/// Those of the turns that are held against an action.
pub(super) fn last_turns(prompts: &[String]) -> &[String] {
    prompts.get(prompts.len().saturating_sub(MAX_TURNS)..).unwrap_or_default()
}

/// The last part of a turn: behind a pasted log stands what is wanted.
pub(super) fn end_of(turn: &str) -> &str {
    const MAX_BYTES: usize = 4000;
    let mut start = turn.len().saturating_sub(MAX_BYTES);
    while !turn.is_char_boundary(start) {
        start += 1;
    }
    turn.get(start..).unwrap_or_default()
}

/// Whether the words, which sound so much like a request for this command, ask for what this action does.
#[must_use]
pub fn is_asked(prompts: &[String], command: &str, action: &Action, sounds: f32) -> bool {
    if sounds < ASKS_LOGIT || action.effects.len() > MAX_EFFECTS || !is_single(command) {
        return false;
    }
    let turns = last_turns(prompts);
    let said = Said::of(turns);
    let known = said.operands(action).is_some_and(|named| named > 0 || sounds >= ASKS_WIDE_LOGIT);
    known
        && !said.sets_bounds()
        && !turns.iter().flat_map(|t| t.lines()).any(is_foreign_line)
        && action.effects.iter().all(|e| said.asks(action, e))
        && said.speaks_only_of(command)
        && is_english(prompts, command)
}

/// What is quoted, pasted or a note of somebody is not the user's.
fn is_foreign_line(line: &str) -> bool {
    let noted = line.split_whitespace().next().is_some_and(|w| w.ends_with(':'));
    noted || line.trim_start().starts_with('>') || line.contains("```")
}

/// The last turns quote somebody.
#[must_use]
pub fn quotes(prompts: &[String]) -> bool {
    last_turns(prompts).iter().flat_map(|t| t.lines()).any(|l| l.trim_start().starts_with('>'))
}

/// Nothing was learned of other languages; what is read of them is bounded elsewhere (`understood`).
#[must_use]
pub fn is_english(prompts: &[String], command: &str) -> bool {
    !understood::is_foreign_talk(prompts, command)
}

/// The last turn, for the record.
#[must_use]
pub fn words(prompts: &[String]) -> &str {
    prompts.last().map_or("", |p| p.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or(p).trim())
}

/// One simple command: each of its words means something to the program.
fn is_single(command: &str) -> bool {
    let end = command.trim_end().trim_end_matches(['"', '\'', ';']);
    !end.contains(['|', ';', '&', '\n', '`', '<', '>', '$'])
}

/// What was said.
struct Said {
    /// Parts of names, and words.
    parts: BTreeSet<String>,
    /// The same as they stand.
    order: Vec<String>,
    /// Names, each with its parts.
    names: Vec<Vec<String>>,
    /// Operations.
    ops: Ops,
}

impl Said {
    fn of(turns: &[String]) -> Self {
        let tokens: Vec<&str> = turns.iter().flat_map(|t| t.split_whitespace()).map(bare).collect();
        let words = || tokens.iter().flat_map(|t| parts(t));
        let numbers = words().filter_map(|w| numeral(&w)).map(|n| n.to_string());
        let names = tokens.iter().filter(|t| is_name(t)).map(|t| parts(t).collect());
        let ops = words().filter_map(|w| words::of_word(&w)).fold(Ops::NONE, |all, (ops, _)| all.or(ops));
        Self { parts: words().chain(numbers).collect(), order: words().collect(), names: names.collect(), ops }
    }

    /// `pods` of `pod`, and the other way round.
    fn has(&self, part: &str) -> bool {
        let single = part.strip_suffix('s').filter(|s| s.len() > 2);
        self.parts.contains(part)
            || self.parts.contains(&format!("{part}s"))
            || single.is_some_and(|s| self.parts.contains(s))
    }

    fn sets_bounds(&self) -> bool {
        self.parts.iter().any(|p| is_in(BOUNDS, p))
    }

    /// The operation was said, and what it hits was named; what only the run can tell was not.
    fn asks(&self, action: &Action, effect: &Effect) -> bool {
        if matches!(effect.verb, Verb::Inspect | Verb::Elevate) {
            return true;
        }
        // Who may do what is told by readings that know who it is.
        if effect.category == Category::AccessControl {
            return false;
        }
        if self.parts.iter().any(|w| bind::is_sibling(w, action)) {
            return false;
        }
        let own = || self.parts.iter().any(|w| literal::is_verb_of(w, action));
        let reads = words::only_reads(effect.verb);
        let does = reads || self.ops.meets(asked_as(action, effect)) || own();
        does && !matches!(effect.certainty, Certainty::Unknown(_)) && self.names_target(&effect.target)
    }

    fn names_target(&self, target: &Target) -> bool {
        let text = match target {
            Target::None | Target::Host { local: true, .. } => return true,
            Target::Unknown(_) => return false,
            Target::Path(p) => p.given.as_str(),
            Target::Url { url, .. } => url,
            Target::Host { host, .. } => host,
            Target::Named { name, .. } => name,
        };
        !text.contains(['…', '*', '$']) && parts(text).all(|p| self.has(&p) || nouns::kinds(&p) != 0 || is_scheme(&p))
    }

    /// How many things the command names; none where it has a name, a word or an option that nobody said.
    fn operands(&self, action: &Action) -> Option<usize> {
        let mut words = action.words.split_whitespace().skip(1).peekable();
        let (mut named, mut numbers, mut before) = (0, 0, None);
        while let Some(word) = words.next() {
            if let Some(option) = word.strip_prefix('-') {
                let value = words.next_if(|w| !w.starts_with('-'));
                let lacks = self.lacks_option(option.trim_start_matches('-'), value);
                // What stands behind an option without a value is a name.
                named += usize::from(!lacks && value.is_some() && is_in(QUIET, option.trim_start_matches('-')));
                // Which of two numbers is which, nothing here tells.
                numbers += usize::from(word.split('=').chain(value).any(|v| v.bytes().all(|b| b.is_ascii_digit())));
                if lacks || numbers > 1 {
                    return None;
                }
                continue;
            }
            if self.turns_round(word) || is_in(THOROUGH, word) && !self.has(word) {
                return None;
            }
            let language = |p: &String| self.may_say(p) || named == 0 && is_command(p);
            if !parts(word).all(|p| self.has(&p) || is_scheme(&p) || !is_name(word) && language(&p)) {
                return None;
            }
            if is_name(word) || parts(word).any(|p| self.has(&p) && !is_of_language(&p)) {
                // `a` to `b` is not `b` to `a`.
                let at = parts(word).last().and_then(|p| self.order.iter().position(|o| *o == p));
                if at.is_some() && at < before {
                    return None;
                }
                (named, before) = (named + 1, at.or(before));
            }
        }
        Some(named)
    }

    /// `unpin` of who said `pin`.
    fn turns_round(&self, word: &str) -> bool {
        let stems = ["un", "dis", "de"].iter().filter_map(|p| word.strip_prefix(p));
        !self.has(word) && stems.filter(|s| s.len() > 2).any(|s| self.has(s))
    }

    /// The command's own verb for what was said, or what SQL has between names. Its kind of thing has to be said itself.
    fn may_say(&self, part: &str) -> bool {
        self.ops.meets(words::of_base(part)) || is_in(SQL, part)
    }

    /// `--namespace shop` says a place that was said; `--force` has to be said itself.
    fn lacks_option(&self, option: &str, next: Option<&str>) -> bool {
        let (name, value) = option.split_once('=').map_or((option, next), |(name, value)| (name, Some(value)));
        if is_in(WIDER, name) {
            return true;
        }
        match value {
            Some(value) if !parts(value).all(|p| self.has(&p)) => return true,
            Some(_) if !name.split('-').any(|p| is_in(HARDER, p)) => return false,
            _ if is_in(QUIET, name) => return false,
            _ => {}
        }
        let lower = name.to_ascii_lowercase();
        name.len() < 2 || !lower.split('-').all(|p| self.has(p))
    }

    /// Each name that was said stands in the command, and so does each place and way that goes by a plain word.
    fn speaks_only_of(&self, command: &str) -> bool {
        let own: BTreeSet<String> = parts(command).collect();
        let has = |p: &String| own.contains(p) || is_scheme(p);
        let told = |p: &&String| is_in(PLACES, p) || nouns::label(p).is_some();
        self.names.iter().all(|name| name.iter().all(has))
            && self.parts.iter().filter(told).all(|p| command.contains(p))
    }
}

/// A word by which programs sort what they do: `compute`, `rollout`, `pr`.
fn is_command(part: &str) -> bool {
    words::of_base(part).is_empty() && nouns::kinds(part) == 0 && part.bytes().all(|b| b.is_ascii_lowercase())
}

/// A verb, a kind of thing, or a word of SQL.
fn is_of_language(part: &str) -> bool {
    !words::of_base(part).is_empty() || nouns::kinds(part) != 0 || is_in(SQL, part)
}

/// What any address begins with.
fn is_scheme(part: &str) -> bool {
    matches!(part, "http" | "https" | "s3" | "gs" | "ssh" | "origin")
}

/// Without the signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| "([{<>}])\"'`,.;:!?…“”‘’«»".contains(c))
}

fn is_name(token: &str) -> bool {
    token.contains(|c: char| c.is_ascii_digit() || "_/.@-$:=\\*".contains(c))
}

/// The parts of names and the words of a text, in small letters.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let ends = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !"_.@-$".contains(c);
    let parts = text.split(ends).map(|p| p.trim_matches(['-', '.']));
    parts.filter(|p| !p.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use automode_model::Span;

    use super::*;

    fn said(text: &str) -> Said {
        Said::of(&[text.to_owned()])
    }

    #[test]
    fn each_word_of_a_command_has_to_be_said() {
        let action = |words: &str| Action {
            words: words.into(),
            program: String::new(),
            span: Span::default(),
            effects: Vec::new(),
        };
        for (text, words, lacks) in [
            ("remove the volume pgdata", "docker volume rm pgdata", false),
            ("away with the volume pgdata", "docker volume rm pgdata cache", true),
            ("away with the volume pgdata", "docker volume rm -f pgdata", true),
            ("remove the volume pgdata by force", "docker volume rm --force pgdata", false),
            ("drop pod a-1 in shop", "kubectl delete pod a-1 -n shop", false),
            ("away with pod a-1 in shop", "kubectl delete pod a-1 -n live", true),
            ("scale web to two", "kubectl scale web --replicas=2", false),
            ("scale web to two", "kubectl scale web --replicas=20", true),
        ] {
            assert_eq!(said(text).operands(&action(words)).is_none(), lacks, "{text}: {words}");
        }
    }

    #[test]
    fn what_was_spoken_of_stands_in_the_command() {
        assert!(said("away with pod a-1, it is 100 % idle").names.len() == 2);
        assert!(said("away with pod a-1!").speaks_only_of("kubectl delete pod a-1"));
        assert!(!said("away with pod a-1, a-2 stays").speaks_only_of("kubectl delete pod a-1"));
    }
}
