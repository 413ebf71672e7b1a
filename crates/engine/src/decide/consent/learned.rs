//! Whether words that seem to ask for a command really do, by what was learned from thousands of requests and of sentences that
//! only look like one (`models/consent.bin`, its card in `models/README.md`): plans, reports, questions, quotations, what is put
//! off or taken back. The readings of this folder know forms; this knows how people sound. Where it doubts, nobody asked; where it
//! hears a request, `meant` says of what. Called by `authorize` behind all readings; `cargo xtask train --consent` learns from the same [`features`].

use std::collections::{BTreeMap, BTreeSet};

use super::meant::{MAX_TURNS, end_of, last_turns};
use crate::weights::{self, Linear};

/// A line of text with the numbers, then the sets.
static MODEL: &[u8] = include_bytes!("../../../../../models/consent.bin");

/// How the first line of the model begins.
pub const MAGIC: &str = "automode-consent 1 ";

/// Sets of the table.
pub const SETS: usize = 1 << 13;

/// Below this logit it doubts. Of 3,164 requests and 3,735 that were none, by many authors, at -0.9 fifteen more requests
/// are stopped, and seven fewer of the others pass.
pub const DOUBT_LOGIT: f32 = -1.4;

/// Below this logit words that speak of what a command takes away did not ask for it, though it cost little: 11 fewer pass and 4
/// more are stopped than at -2.
pub const UNASKED_LOGIT: f32 = -1.2;

/// Tokens of a turn in whole sentences, counted from its end.
const MAX_TOKENS: usize = 300;

/// Words of a command that are held against the words of the user.
const MAX_WORDS: usize = 48;

/// Letters in which forms of a word are alike.
const STEM: usize = 4;

/// How often the same thing counts.
const MAX_COUNT: f32 = 3.0;

/// Signs that stand before and behind words.
const OPENS: &[char] = &['(', '[', '{', '"', '\'', '`', '<', '“', '‘', '«'];
const CLOSES: &[char] = &[')', ']', '}', '"', '\'', '`', ',', '.', ';', ':', '!', '?', '…', '>', '”', '’', '»'];

/// Words that stand in commands, too, and say nothing about what is meant.
const SMALL: &str = "the a an of in on to and or for it is that this with at from by all not no do my our its be was has i you \
                     we they he she if so but as are me now go run up";

/// What a part of a sentence is to the command.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// A name that stands in the command.
    Target,
    /// A name of which a part does.
    Part,
    /// Another name.
    Other,
    /// A number.
    Number,
    /// A plain word that stands in the command.
    Done(String),
    /// Any other word or sign.
    Word(String),
}

impl Piece {
    /// What it counts as beside others.
    fn key(&self) -> &str {
        match self {
            Self::Target => "@T",
            Self::Part => "@P",
            Self::Other => "@N",
            Self::Number => "@#",
            Self::Done(_) => "@w",
            Self::Word(word) => word,
        }
    }

    fn is_hit(&self) -> bool {
        matches!(self, Self::Target | Self::Done(_))
    }
}

/// The words of a command.
struct Deed {
    /// Names and words, in small letters.
    parts: BTreeSet<String>,
    /// The plain words, which say what is done.
    words: BTreeSet<String>,
}

impl Deed {
    fn of(command: &str) -> Self {
        let parts = cut(command).take(MAX_WORDS).collect();
        let words = command.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 1);
        Self { parts, words: words.take(MAX_WORDS).map(str::to_ascii_lowercase).collect() }
    }

    fn piece(&self, token: &str) -> Piece {
        let lower = token.to_lowercase();
        if !lower.contains(char::is_alphanumeric) {
            return Piece::Word(lower);
        }
        if is_name(token) {
            let parts: Vec<String> = cut(token).collect();
            let hits = parts.iter().filter(|p| self.parts.contains(*p)).count();
            return match hits {
                0 if lower.bytes().all(|b| b.is_ascii_digit() || b".,:%".contains(&b)) => Piece::Number,
                0 => Piece::Other,
                n if n == parts.len() => Piece::Target,
                _ => Piece::Part,
            };
        }
        let single = lower.strip_suffix('s').filter(|s| s.len() > 2).unwrap_or(&lower);
        let done = self.parts.contains(&lower) || self.parts.contains(single);
        if done && !SMALL.split_whitespace().any(|w| w == lower) { Piece::Done(lower) } else { Piece::Word(lower) }
    }
}

/// Names have digits, signs, or capitals behind their first letter.
fn is_name(token: &str) -> bool {
    token.contains(|c: char| c.is_ascii_digit() || "_/@$*\\{}.=~-".contains(c))
        || token.chars().skip(1).any(char::is_uppercase)
}

/// The parts of a command or a name, in small letters.
fn cut(text: &str) -> impl Iterator<Item = String> {
    let ends = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !"_.@{}~^%+#-".contains(c);
    let parts = text.split(ends).map(|p| p.trim_matches(['-', '.', '{', '}']));
    parts.filter(|p| p.len() > 1).map(str::to_lowercase)
}

/// The last sentences of a turn, as what they are to the command.
fn sentences(turn: &str, deed: &Deed) -> Vec<Vec<Piece>> {
    let mut all = Vec::new();
    for line in end_of(turn).lines() {
        let mut sentence = Vec::new();
        for token in line.split_whitespace().flat_map(tokens) {
            let ends = matches!(token, "." | "?" | "!" | ";");
            sentence.push(deed.piece(token));
            if ends {
                all.push(std::mem::take(&mut sentence));
            }
        }
        all.push(sentence);
    }
    all.retain(|s| !s.is_empty());
    let mut left = MAX_TOKENS;
    let fits = |s: &&Vec<Piece>| {
        let fits = s.len() <= left;
        left = left.saturating_sub(s.len());
        fits
    };
    let kept = all.iter().rev().take_while(fits).count();
    all.split_off(all.len() - kept)
}

/// A word without the signs around it, and these.
fn tokens(word: &str) -> Vec<&str> {
    let start = word.find(|c| !OPENS.contains(&c)).unwrap_or(word.len());
    let (opening, rest) = word.split_at(start);
    let end = rest.trim_end_matches(CLOSES).len();
    let (middle, closing) = rest.split_at(end);
    let signs = |text| str::split_inclusive(text, |_: char| true);
    signs(opening).chain((!middle.is_empty()).then_some(middle)).chain(signs(closing)).collect()
}

/// The turns that have to do with the command, and one after each.
fn turns(prompts: &[String], deed: &Deed) -> Vec<Vec<Vec<Piece>>> {
    let mut kept: Vec<Vec<Vec<Piece>>> = Vec::new();
    let mut before = false;
    for prompt in prompts {
        let read = sentences(prompt, deed);
        let hit = read.iter().flatten().any(Piece::is_hit);
        if hit || before || kept.is_empty() {
            kept.push(read);
        }
        before = hit;
    }
    kept.split_off(kept.len().saturating_sub(MAX_TURNS))
}

/// Counts features by their hash.
pub(super) struct Bag {
    seed: u8,
    counts: BTreeMap<u32, f32>,
}

impl Bag {
    pub(super) fn of(seed: u8) -> Self {
        Self { seed, counts: BTreeMap::new() }
    }

    pub(super) fn put<'a>(&mut self, kind: &str, parts: impl IntoIterator<Item = &'a str>) {
        let start = weights::add(weights::begin(self.seed), kind);
        let hash = parts.into_iter().fold(start, |h, part| weights::add(weights::hash_byte(h, b' '), part));
        *self.counts.entry(weights::finish(hash)).or_default() += 1.0;
    }

    /// How much each counts; the sum of the squares is one.
    fn normal(self) -> Vec<(u32, f32)> {
        let values = || self.counts.values().map(|v| v.min(MAX_COUNT).ln_1p());
        let norm = values().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        self.counts.keys().copied().zip(values().map(|v| v / norm)).collect()
    }

    /// The same where it does not matter how often.
    pub(super) fn once(mut self) -> Vec<(u32, f32)> {
        self.counts.values_mut().for_each(|v| *v = 1.0);
        self.normal()
    }
}

/// What the user's words are to a command, as hashes with how much each counts.
#[must_use]
pub fn features(prompts: &[String], command: &str) -> Vec<(u32, f32)> {
    let deed = Deed::of(command);
    let turns = turns(prompts, &deed);
    let mut bag = Bag::of(b'c');
    for (n, turn) in turns.iter().enumerate() {
        let last = n + 1 == turns.len();
        for sentence in turn {
            of_sentence(sentence, last, &mut bag);
        }
        bag.put("order", [if last { "L" } else { "E" }, &order(turn)]);
    }
    bag.put("turns", [digit(turns.len())]);
    turns.last().into_iter().for_each(|turn| of_places(turn, &mut bag));
    of_names(prompts, &turns, &deed, &mut bag);
    deed.words.iter().for_each(|w| bag.put("done", [w.as_str()]));
    bag.normal()
}

/// Words, pairs and triples of a sentence, by whether it names something of the command, and in the last turn.
fn of_sentence(sentence: &[Piece], last: bool, bag: &mut Bag) {
    let hit = sentence.iter().any(Piece::is_hit);
    let place = match (last, hit) {
        (true, true) => "Lt",
        (true, false) => "Ln",
        (false, true) => "Et",
        (false, false) => "En",
    };
    let keys: Vec<&str> =
        std::iter::once("<").chain(sentence.iter().map(Piece::key)).chain(std::iter::once(">")).collect();
    for size in 1..=3 {
        for run in keys.windows(size) {
            bag.put(place, run.iter().copied());
            if size < 3 {
                bag.put("any", run.iter().copied());
            }
        }
    }
    for run in keys.windows(3) {
        if let [first, _, third] = run {
            bag.put(place, [*first, "_", *third]);
        }
    }
    if let Some(at) = sentence.iter().position(Piece::is_hit) {
        let side = |n: usize| if n < at { "before" } else { "behind" };
        for (n, piece) in sentence.iter().enumerate().filter(|(n, _)| *n != at) {
            bag.put(side(n), [if last { "L" } else { "E" }, piece.key()]);
        }
    }
    for piece in sentence {
        match piece {
            Piece::Done(word) => bag.put(place, ["done", word.as_str()]),
            Piece::Word(word) => {
                // Forms of a word begin alike.
                if let Some((end, _)) = word.char_indices().nth(STEM) {
                    let stem = word.get(..end).unwrap_or(word);
                    bag.put(place, ["stem", stem]);
                    bag.put("any", ["stem", stem]);
                }
            }
            _ => {}
        }
    }
}

/// Where in the last turn words stand: it is often the end that decides.
fn of_places(turn: &[Vec<Piece>], bag: &mut Bag) {
    for (n, sentence) in turn.iter().enumerate() {
        let place = match n {
            n if n + 1 == turn.len() => "end",
            0 => "begin",
            _ => "middle",
        };
        sentence.iter().for_each(|p| bag.put(place, [p.key()]));
    }
}

/// In which order sentences name things of the command, and ask.
fn order(turn: &[Vec<Piece>]) -> String {
    const FIRST: usize = 4;
    let asks = |s: &[Piece]| s.last().is_some_and(|p| p.key() == "?");
    let signs = turn.iter().take(FIRST).flat_map(|s| {
        let hit = if s.iter().any(Piece::is_hit) { "t" } else { "n" };
        [hit, if asks(s) { "?" } else { "" }]
    });
    signs.collect()
}

/// How many names there are, and how many of the command were said.
fn of_names(prompts: &[String], turns: &[Vec<Vec<Piece>>], deed: &Deed, bag: &mut Bag) {
    let said: BTreeSet<String> = prompts.iter().flat_map(|p| cut(p)).collect();
    let names = || deed.parts.iter().filter(|p| p.contains(|c: char| c.is_ascii_digit() || c == '_' || c == '-'));
    let known = names().filter(|p| said.contains(*p)).count();
    bag.put("known", [digit(known)]);
    bag.put("unsaid", [digit(names().count() - known)]);
    // `--force`, `staging`: what the command adds by itself.
    let added = || deed.parts.iter().filter(|p| !said.contains(*p));
    added().for_each(|p| bag.put("adds", [p.as_str()]));
    bag.put("adds", [digit(added().count() / 2)]);
    let count =
        |turns: &[Vec<Vec<Piece>>], key: &str| turns.iter().flatten().flatten().filter(|p| p.key() == key).count();
    for key in ["@T", "@P", "@N", "@w"] {
        bag.put("count", [key, digit(count(turns, key))]);
        let last = turns.last().map_or(0, |t| count(std::slice::from_ref(t), key));
        bag.put("count last", [key, digit(last)]);
    }
}

/// A small number; more than a few are as good as any.
fn digit(n: usize) -> &'static str {
    ["0", "1", "2", "3", "4"].get(n).copied().unwrap_or("many")
}

/// Whether the last turns speak of anything that the command has.
#[must_use]
pub fn is_spoken_of(prompts: &[String], command: &str) -> bool {
    let last = last_turns(prompts);
    turns(last, &Deed::of(command)).iter().flatten().flatten().any(Piece::is_hit)
}

/// How much the words sound like a request for this command: the logit of a chance.
#[must_use]
pub fn logit(prompts: &[String], command: &str) -> Option<f32> {
    Some(Linear::load(MODEL, MAGIC, SETS)?.logit(&features(prompts, command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_of_this_version() {
        let model = Linear::load(MODEL, MAGIC, SETS).unwrap();
        assert!(model.used() > 1000);
    }

    #[test]
    fn words_are_told_by_the_command() {
        let deed = Deed::of("kubectl -n web delete pod a-1");
        let keys = |text: &str| {
            let all = sentences(text, &deed);
            all.iter().map(|s| s.iter().map(Piece::key).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(keys("Please delete pod a-1!"), "please @w @w @T !");
        assert_eq!(keys("(web/old is old.) 12 b-2 remain"), "( @P is old . | ) @# @N remain");
    }

    #[test]
    fn what_only_mentions_it_sounds_otherwise() {
        let logit = |said: &str| logit(&[said.to_owned()], "kubectl delete pod a-1").unwrap();
        assert!(logit("please delete pod a-1") > logit("Lea told the team that we should delete pod a-1 next week"));
    }
}
