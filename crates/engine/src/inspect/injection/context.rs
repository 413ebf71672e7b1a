//! What a document is like as a whole, as far as it changes what a sentence in it means: a text that speaks to agents
//! everywhere, a text that writes about attacks. Counted while the sentences go by.

use super::concepts::Concept;
use super::sentences::Sentence;

/// Counts over a document's sentences.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    sentences: u32,
    addressed: u32,
    attacks: u32,
    shown: u32,
}

/// Fewer sentences than this have no context.
const MIN_SENTENCES: u32 = 8;

/// One of so many sentences about attacks makes a text about attacks.
const ATTACK_SHARE: u32 = 20;

/// So many sentences that speak to somebody are a system prompt or a rule book; jailbreaks are shorter.
const MANY_ORDERS: u32 = 32;
const RESERVE: f32 = 2.0;

/// What a text about attacks quotes is there to be read.
const QUOTED: f32 = 1.0;

/// How many features a context has.
pub const FEATURES: usize = 4;

impl Context {
    pub(super) fn take(&mut self, sentence: &Sentence<'_>, speaks: bool) {
        self.shown += 1;
        if !speaks {
            return;
        }
        let is = |c: Concept| sentence.concepts >> c as u8 & 1 == 1;
        self.sentences += 1;
        self.addressed += u32::from(is(Concept::You) || is(Concept::Agent));
        self.attacks += u32::from(is(Concept::Attack));
    }

    /// What a window needs more in a text that is written for an agent from end to end: one of its many orders is not the
    /// stranger that an injection is elsewhere; and less so in a text about attacks.
    #[must_use]
    pub fn reserve(&self) -> f32 {
        match () {
            () if self.addressed >= MANY_ORDERS => RESERVE,
            () if self.is_about_attacks() => QUOTED,
            () => 0.0,
        }
    }

    /// A text about attacks: it quotes them, and what it quotes is to be read.
    #[must_use]
    pub fn is_about_attacks(&self) -> bool {
        self.attacks > 3 && self.attacks * ATTACK_SHARE >= self.sentences
    }

    /// The buckets of the context: how many sentences speak to somebody (a text that does so everywhere is written for an
    /// agent and needs more to be taken for an attack), how much of the text they are, how much is about attacks, how much
    /// is no prose.
    #[must_use]
    pub fn features(&self) -> [u32; FEATURES] {
        let count = 32 - self.addressed.leading_zeros();
        let enough = self.sentences >= MIN_SENTENCES;
        let share = |n: u32| match n * 100 / self.sentences.max(1) {
            _ if !enough => 0,
            0..=2 => 1,
            3..=9 => 2,
            10..=24 => 3,
            25..=49 => 4,
            _ => 5,
        };
        [
            super::features::mixed(30, count),
            super::features::mixed(31, share(self.addressed)),
            super::features::mixed(32, share(self.attacks)),
            super::features::mixed(33, u32::from(enough && self.sentences * 2 < self.shown)),
        ]
    }
}
