//! What a sentence is made of, as numbers of buckets: words and their neighbours, concepts and their order, where the
//! sentence stands. The same code feeds the training and the scan, so that both see the same.

use super::concepts::Concept;
use super::sentences::{Region, Sentence};
use super::words::{Token, named};

/// Buckets of the model.
pub const BUCKETS: usize = 1 << 16;

/// An attack is at most this many neighbouring sentences; longer ones are several.
pub const WINDOW: usize = 4;

/// Words of the set of features that a sentence had already.
const SEEN_WORDS: usize = 64;

/// Concepts further apart than this have nothing to do with each other.
const MAX_GAP: usize = 6;

/// Shorter sentences say nothing.
const MIN_TOKENS: usize = 2;

/// What kind of feature a bucket stands for: the training trusts concepts more than words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Words, which may be those of one source only.
    Word,
    /// Concepts and structure, which hold everywhere.
    Concept,
}

fn mix(kind: u32, a: u32, b: u32) -> u32 {
    let mut h = kind.wrapping_mul(0x9e37_79b9) ^ a.wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 15)).wrapping_mul(0xc2b2_ae35) ^ b.wrapping_mul(0x27d4_eb2f);
    h = (h ^ (h >> 13)).wrapping_mul(0x1656_67b1);
    h ^ (h >> 16)
}

/// True where a sentence is prose enough to be judged.
pub(super) fn speaks(sentence: &Sentence<'_>) -> bool {
    let words = sentence.tokens.len();
    words >= MIN_TOKENS && sentence.symbols <= words && sentence.odd * 2 <= words
}

/// Hands over every feature of a sentence.
pub(super) fn each(sentence: &Sentence<'_>, mut take: impl FnMut(Class, u32)) {
    let mut seen = [0u64; SEEN_WORDS];
    let mut take = |class: Class, bucket: u32| {
        // What is said twice is not said louder. Two features that share a bit cost one of them.
        let bit = bucket as usize % (SEEN_WORDS * 64);
        let Some(word) = seen.get_mut(bit / 64) else { return };
        if *word >> (bit % 64) & 1 == 0 {
            *word |= 1 << (bit % 64);
            take(class, bucket);
        }
    };
    let mut word = |h: u32| take(Class::Word, h % 0x1_0000);
    let tokens = sentence.tokens;
    let mut last = named("^");
    let mut before = named("^^");
    for token in tokens {
        // Who repeats a word does not say it louder.
        if token.hash == last {
            continue;
        }
        word(mix(1, token.hash, 0));
        word(mix(2, last, token.hash));
        word(mix(3, before, token.hash));
        before = last;
        last = token.hash;
    }
    word(mix(2, last, named("$")));
    concepts(sentence, &mut take);
}

/// Concepts in their order, those between them left out.
fn concepts(sentence: &Sentence<'_>, take: &mut impl FnMut(Class, u32)) {
    let mut put = |h: u32| take(Class::Concept, h % 0x1_0000);
    let region = sentence.region as u32;
    let mut last = (0u32, 0usize);
    let mut before = 0u32;
    let mut seen = 0u64;
    for (at, Token { hash, concept }) in sentence.tokens.iter().enumerate() {
        let concept = u32::from(*concept);
        if at == 0 {
            put(mix(10, concept, 0));
        }
        if concept == 0 {
            continue;
        }
        let near = if at - last.1 <= MAX_GAP { last.0 } else { 0 };
        put(mix(11, concept, 0));
        put(mix(12, near, concept));
        if near != 0 {
            put(mix(13, mix(0, before, near), concept));
            put(mix(16, near, *hash));
        }
        before = near;
        last = (concept, at);
        seen |= 1 << concept;
    }
    for (n, fits) in said(sentence.tokens).into_iter().enumerate() {
        if fits {
            put(mix(18, u32::try_from(n).unwrap_or(0), 0));
        }
    }
    pairs(seen, region, &mut put);
    put(mix(20, region, 0));
}

/// Whether concepts follow each other closely, at most one word between two.
fn follow(tokens: &[Token], wanted: &[&[Concept]]) -> bool {
    let (mut at, mut gap) = (0usize, 0usize);
    for token in tokens {
        let is = |n: usize| wanted.get(n).is_some_and(|set| set.iter().any(|c| *c as u8 == token.concept));
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
fn said(tokens: &[Token]) -> [bool; 10] {
    use Concept as C;
    [
        follow(tokens, &[&[C::Ignore], &[C::Prior], &[C::Instruction, C::Task, C::Data]]),
        follow(tokens, &[&[C::Not], &[C::Tell, C::Reveal], &[C::User]]),
        follow(tokens, &[&[C::Send, C::Include, C::Run], &[C::Secret, C::Data, C::Path], &[C::Url, C::Mail]]),
        follow(tokens, &[&[C::Reveal, C::Say, C::Decode], &[C::You, C::Prior, C::System], &[C::Instruction]]),
        follow(tokens, &[&[C::You], &[C::Not, C::Must, C::Now], &[C::Limit, C::Instruction, C::Persona, C::Free]]),
        follow(tokens, &[&[C::Include, C::Change, C::Say], &[C::You], &[C::Response]]),
        follow(tokens, &[&[C::Agent, C::You], &[C::Must], &[C::Send, C::Run, C::Destroy, C::Include, C::Say]]),
        follow(tokens, &[&[C::When], &[C::Tool, C::Run], &[C::Send, C::Data, C::Secret, C::Path]]),
        follow(
            tokens,
            &[&[C::Decode], &[C::Data, C::Response, C::Instruction, C::Blob], &[C::Blob, C::Obey, C::Run, C::Number]],
        ),
        follow(tokens, &[&[C::Task, C::Response], &[C::Done], &[C::Please, C::Now, C::Send, C::Change, C::Run]]),
    ]
}

/// Which concepts meet in a sentence, wherever; and in which region a concept stands.
fn pairs(seen: u64, region: u32, put: &mut impl FnMut(u32)) {
    let set = |mask: u64| (0..64u32).filter(move |n| mask >> n & 1 == 1);
    for a in set(seen) {
        for b in set(seen & !((2u64 << a) - 1)) {
            put(mix(14, a, b));
        }
        if region != Region::Prose as u32 {
            put(mix(15, a, region));
        }
    }
}

/// The bucket of a feature that is no part of a sentence.
pub(super) fn mixed(kind: u32, value: u32) -> u32 {
    mix(kind, value, 0) % 0x1_0000
}
