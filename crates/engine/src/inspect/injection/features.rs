//! What a sentence is made of, as numbers of buckets: words and their neighbours, concepts and their order, where the
//! sentence stands. The same code feeds the training and the scan, so that both see the same.

use super::address::{addressed, does, set, wants};
use super::concepts::Concept;
use super::dense;
use super::sentences::{Region, Sentence};
use super::words::{Token, named};

/// An attack is at most this many neighbouring sentences; longer ones are several.
pub const WINDOW: usize = 4;

/// Words of the set of features that a sentence had already.
const SEEN_WORDS: usize = 64;

/// Concepts further apart than this have nothing to do with each other.
const MAX_GAP: usize = 6;

/// Concepts that say what is spoken of, not what is wanted: they count where an agent is addressed, and else part no others.
const ASIDES: u64 = set(&[Concept::This, Concept::Guard, Concept::Access]);

/// Shorter sentences say nothing.
const MIN_TOKENS: usize = 2;

/// What kind of feature a bucket stands for: the training trusts concepts more than words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Words, which may be those of one source only.
    Word,
    /// Concepts and structure, which hold everywhere.
    Concept,
    /// The same, of few values: a place of `dense`, not a hash.
    Dense,
}

#[inline]
fn mix(kind: u32, a: u32, b: u32) -> u32 {
    let mut h = kind.wrapping_mul(0x9e37_79b9) ^ a.wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 15)).wrapping_mul(0xc2b2_ae35) ^ b.wrapping_mul(0x27d4_eb2f);
    h = (h ^ (h >> 13)).wrapping_mul(0x1656_67b1);
    h ^ (h >> 16)
}

/// True where a sentence is prose enough to be judged.
pub(super) fn speaks(sentence: &Sentence<'_>) -> bool {
    let words = sentence.tokens.len();
    words >= MIN_TOKENS && sentence.symbols <= words && sentence.odd * 2 <= words && sentence.concepts & !ASIDES != 0
}

/// Sentences up to so many words count in full.
const FULL_WORDS: f32 = 10.0;

/// How much the features of a sentence count: a long one has more of them, and is no more an attack for that.
#[must_use]
pub fn share(words: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a sentence has some dozen words")]
    let words = words as f32;
    (FULL_WORDS / words.max(FULL_WORDS)).sqrt()
}

/// How much each sentence of a window of so many counts: by chance alone the sum of more sentences is larger.
#[must_use]
pub fn spread(sentences: usize) -> f32 {
    const SPREAD: [f32; WINDOW + 1] = [1.0, 1.0, std::f32::consts::FRAC_1_SQRT_2, 0.577_350_3, 0.5];
    SPREAD.get(sentences).copied().unwrap_or(0.5)
}

/// Hands over every feature of a sentence; `stranger` where the text has no business with instructing agents.
#[inline]
pub(super) fn each(sentence: &Sentence<'_>, stranger: bool, mut take: impl FnMut(Class, u32)) {
    let mut seen = [0u64; SEEN_WORDS];
    let mut once = |class: Class, place: u32| {
        // What is said twice is not said louder. Two features that share a bit cost one of them.
        let bit = place as usize % (SEEN_WORDS * 64);
        let Some(word) = seen.get_mut(bit / 64) else { return };
        if *word >> (bit % 64) & 1 == 0 {
            *word |= 1 << (bit % 64);
            take(class, place);
        }
    };
    words(sentence.tokens, &mut once);
    orders(sentence.tokens, &mut once);
    alone(sentence, stranger, &mut |place| take(Class::Dense, place));
}

/// Words and their neighbours.
fn words(tokens: &[Token], take: &mut impl FnMut(Class, u32)) {
    let mut word = |h: u32| take(Class::Word, h);
    let mut last = Token::sign(const { named("^") });
    for token in tokens {
        // Who repeats a word does not say it louder.
        if token.hash == last.hash {
            continue;
        }
        word(mix(1, token.hash, 0));
        word(mix(2, last.hash, token.hash));
        if token.stem != token.hash {
            word(mix(4, token.stem, 0));
        }
        if token.stem != token.hash || last.stem != last.hash {
            word(mix(5, last.stem, token.stem));
        }
        last = *token;
    }
    word(mix(2, last.hash, const { named("$") }));
}

/// Concepts in their order, what is between them left out.
fn orders(tokens: &[Token], take: &mut impl FnMut(Class, u32)) {
    let mut last = (0u32, 0usize);
    let mut before = 0u32;
    for (at, Token { hash, concept, .. }) in tokens.iter().enumerate() {
        let concept = if ASIDES >> concept & 1 == 1 { 0 } else { u32::from(*concept) };
        if concept == 0 {
            continue;
        }
        let near = if at - last.1 <= MAX_GAP { last.0 } else { 0 };
        take(Class::Dense, dense::near(near, concept));
        if near != 0 {
            take(Class::Concept, mix(13, mix(0, before, near), concept));
            take(Class::Concept, mix(16, near, *hash));
        }
        before = near;
        last = (concept, at);
    }
}

/// What is of few values and occurs once: which concepts meet, how the sentence begins, what it says and to whom.
fn alone(sentence: &Sentence<'_>, stranger: bool, put: &mut impl FnMut(u32)) {
    let seen = sentence.concepts & !ASIDES;
    let region = sentence.region as u32;
    let opens = sentence.tokens.first().map_or(0, |t| if ASIDES >> t.concept & 1 == 1 { 0 } else { t.concept });
    put(dense::first(u32::from(opens)));
    bits(seen).for_each(|concept| put(dense::has(concept)));
    let first = mood(sentence, seen, put);
    for (n, _) in (0u32..).zip(said(sentence.tokens, seen)).filter(|(_, fits)| *fits) {
        put(dense::said(n));
    }
    if stranger && seen >> (Concept::Agent as u8) & 1 == 1 {
        let ways = addressed(sentence.tokens, sentence.concepts);
        for (way, _) in (0u32..).zip(ways).filter(|(_, fits)| *fits) {
            put(dense::way(way));
        }
        if ways.contains(&true) {
            put(dense::told(0));
            bits(seen).for_each(|concept| put(dense::told(concept)));
            meet(wants(sentence.concepts, first), dense::wanted, put);
        } else if does(sentence.tokens) {
            meet(wants(sentence.concepts, first), dense::deed, put);
        }
    }
    meet(seen, dense::pair, put);
    put(dense::region(0, region));
    if region != Region::Prose as u32 {
        bits(seen).for_each(|concept| put(dense::region(concept, region)));
    }
}

/// How a sentence begins, once politeness and marks are left aside: an order begins with what is to be done. And what else
/// is spoken of in it.
/// Returns what it begins with.
fn mood(sentence: &Sentence<'_>, seen: u64, put: &mut impl FnMut(u32)) -> u32 {
    use Concept as C;
    const ASIDE: u64 = set(&[C::Please, C::Now, C::Urgent, C::Not, C::Edge, C::Number]);
    let mut words =
        sentence.tokens.iter().take(MAX_GAP).filter(|t| ASIDE >> t.concept & 1 == 0 && t.hash != const { named(":") });
    let mut next = || words.next().map_or(0, |t| if ASIDES >> t.concept & 1 == 1 { 0 } else { u32::from(t.concept) });
    let (first, second) = (next(), next());
    put(dense::mood(first, 0));
    put(dense::begin(first, second));
    if first != 0 {
        bits(seen).for_each(|other| put(dense::mood(first, other)));
    }
    first
}

/// Each two of some bits.
fn meet(set: u64, place: impl Fn(u32, u32) -> u32, put: &mut impl FnMut(u32)) {
    let mut rest = set;
    for a in bits(set) {
        rest &= rest.wrapping_sub(1);
        bits(rest).for_each(|b| put(place(a, b)));
    }
}

/// What a plain order to the agent counts by itself, where the text is not about attacks: of 3,616 ordinary texts none has
/// a sentence like these, so that no source has to teach them.
pub const PLAIN: f32 = 3.5;

/// The sentence is such an order by how it begins: to drop what was said before, to tell what the agent was told, to decode
/// what stands there.
pub(super) fn plain_order(sentence: &Sentence<'_>) -> bool {
    use Concept as C;
    const ASIDE: [u8; 4] = [C::Please as u8, C::Now as u8, C::Urgent as u8, C::Edge as u8];
    let said = |t: &&Token| t.concept != 0 && !ASIDE.contains(&t.concept);
    let mut head = [0u8; 5];
    for (slot, token) in head.iter_mut().zip(sentence.tokens.iter().take(MAX_GAP * 2).filter(said)) {
        *slot = token.concept;
    }
    let [first, second, third, ..] = head;
    let is = |concept: u8, wanted: &[Concept]| wanted.iter().any(|w| *w as u8 == concept);
    let has = |wanted: &[Concept]| head.iter().any(|c| is(*c, wanted));
    if is(first, &[C::Ignore]) {
        let behind = is(second, &[C::Instruction]) && is(third, &[C::Prior]);
        return behind
            || is(second, &[C::Prior, C::All]) && is(third, &[C::Instruction, C::Prior, C::You, C::All, C::System]);
    }
    if is(first, &[C::Reveal, C::Say]) {
        return has(&[C::Instruction]) && has(&[C::You, C::Prior]) && !has(&[C::Not, C::Data, C::Code, C::When]);
    }
    is(first, &[C::Decode]) && has(&[C::Blob])
}

/// Whether concepts follow each other closely, at most three words between two.
fn follow(tokens: &[Token], wanted: &[u64]) -> bool {
    let (mut at, mut gap) = (0usize, 0usize);
    for token in tokens {
        let is = |n: usize| wanted.get(n).is_some_and(|set| set >> token.concept & 1 == 1);
        if is(at) {
            at += 1;
            gap = 0;
        } else if at > 0 {
            gap += 1;
            if gap > 3 {
                at = usize::from(is(0));
                gap = 0;
            }
        }
        if at == wanted.len() {
            return true;
        }
    }
    false
}

/// What an injection says, whatever its words: what was ordered before is void; the user must not know; something private
/// is to be sent; the instructions are to be told; somebody without rules is to be played; an answer must hold something.
/// Of each, the ways in which concepts may follow each other.
const SAID: [&[&[u64]]; 16] = {
    use Concept as C;
    const ORDERS: u64 = set(&[C::Instruction, C::Task, C::Data, C::All, C::Prior]);
    const VOICE: u64 = set(&[C::Say, C::Reveal, C::Response, C::Explain, C::Tell]);
    const IGNORE: u64 = set(&[C::Ignore]);
    const PRIOR: u64 = set(&[C::Prior, C::All]);
    const ONLY: u64 = set(&[C::Only]);
    const YOU: u64 = set(&[C::You]);
    const SECRETS: u64 = set(&[C::Secret, C::Data, C::Path]);
    [
        &[&[IGNORE, PRIOR, ORDERS]],
        &[&[set(&[C::Not]), set(&[C::Tell, C::Reveal]), set(&[C::User])]],
        &[&[set(&[C::Send, C::Include, C::Run]), SECRETS, set(&[C::Url, C::Mail])]],
        &[&[
            set(&[C::Reveal, C::Say, C::Decode, C::Explain]),
            set(&[C::You, C::Prior, C::System]),
            set(&[C::Instruction]),
        ]],
        &[&[YOU, set(&[C::Not, C::Must, C::Now]), set(&[C::Limit, C::Instruction, C::Persona, C::Free])]],
        &[&[set(&[C::Include, C::Change, C::Say, C::Promote]), YOU, set(&[C::Response])]],
        &[&[set(&[C::Agent, C::You]), set(&[C::Must]), set(&[C::Send, C::Run, C::Destroy, C::Include, C::Say])]],
        &[&[set(&[C::When]), set(&[C::Tool, C::Run]), set(&[C::Send, C::Data, C::Secret, C::Path])]],
        &[&[
            set(&[C::Decode]),
            set(&[C::Data, C::Style, C::Instruction, C::Blob]),
            set(&[C::Blob, C::Obey, C::Run, C::Number]),
        ]],
        &[&[set(&[C::Task, C::Response]), set(&[C::Done]), set(&[C::Please, C::Now, C::Send, C::Change, C::Run])]],
        &[&[IGNORE, PRIOR]],
        &[&[IGNORE, ORDERS, VOICE]],
        &[&[VOICE, ONLY], &[ONLY, VOICE]],
        &[&[VOICE, set(&[C::Style, C::Data, C::All]), set(&[C::Prior])]],
        &[&[set(&[C::Agent, C::System, C::User]), set(&[C::Mode, C::Free, C::Limit])]],
        &[&[
            set(&[C::Include, C::Change, C::Promote]),
            set(&[C::Response, C::Code]),
            set(&[C::Promote, C::Url, C::Code, C::Style]),
        ]],
    ]
};

/// Which of those a sentence says.
fn said(tokens: &[Token], seen: u64) -> impl Iterator<Item = bool> {
    // Most sentences have not even the concepts that a pattern begins with.
    let follows = move |wanted: &[u64]| wanted.iter().all(|set| seen & set != 0) && follow(tokens, wanted);
    SAID.iter().map(move |ways| ways.iter().any(|way| follows(way)))
}

/// The numbers of the bits that are set.
fn bits(mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let lowest = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (lowest < 64).then_some(lowest)
    })
}

/// A feature that is no part of a sentence.
pub(super) fn mixed(kind: u32, value: u32) -> u32 {
    mix(kind, value, 0)
}
