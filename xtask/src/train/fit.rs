//! The fit: logistic regression over hashed features, where a text counts as its strongest window of neighbouring sentences
//! (multiple-instance learning), because an attack is a few sentences in a text that is otherwise harmless.

use automode_engine::inspect::injection::dense::PLACES;
use automode_engine::inspect::injection::features::{PLAIN, WINDOW, spread};
use automode_engine::inspect::injection::table::SETS;
use automode_engine::weights::{WAYS, place};

use super::doc::{Doc, Features, MIN_SOURCES};

/// Passes over the texts.
const EPOCHS: usize = 14;
/// How far one text moves a weight that was never moved.
const RATE: f32 = 0.25;
/// Fits of which the mean is taken, each without other sources.
const BAGS: usize = 4;
/// How often all of them are made, in another order: what the order of the texts alone decided is noise.
const ROUNDS: usize = 2;
/// From this pass on the weights are averaged.
const MEAN_FROM: usize = 5;
/// In the first passes the windows are not yet chosen by what was learned.
const WARM_EPOCHS: usize = 2;
/// Pulls weights to zero, per update.
const DECAY: f32 = 2e-4;
/// How much a word counts against a concept: words are of their source.
const WORD_SHARE: f32 = 0.25;
/// One in so many words is left out of an update, so that no single word carries an attack.
const DROP_ONE_IN: usize = 2;
/// How much an update moves the context against the sentences.
const CONTEXT_SHARE: f32 = 0.6;
/// The strongest windows of a harmless text that learn.
const HARD_WINDOWS: usize = 3;

/// A small generator of numbers: the training must not depend on anything but the texts.
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: &str) -> Self {
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 16).unwrap_or(0) % n.max(1)
    }
}

/// The weights and how far each has come.
pub struct Weights<'f> {
    features: &'f Features,
    pub of: Vec<f32>,
    sums: Vec<f32>,
    shared: Vec<bool>,
    pub bias: f32,
}

impl<'f> Weights<'f> {
    fn new(features: &'f Features) -> Self {
        let n = features.hashes.len();
        Self { features, of: vec![0.0; n], sums: vec![1e-3; n], shared: vec![true; n], bias: -1.0 }
    }

    fn at(&self, n: u32) -> f32 {
        self.of.get(n as usize).copied().unwrap_or(0.0)
    }

    fn is_word(&self, n: u32) -> bool {
        self.features.words.get(n as usize).copied().unwrap_or(false)
    }

    fn value(&self, n: u32) -> f32 {
        self.at(n) * if self.is_word(n) { WORD_SHARE } else { 1.0 }
    }

    fn step(&mut self, n: u32, gradient: f32) {
        let n = n as usize;
        if !self.shared.get(n).copied().unwrap_or(false) {
            return;
        }
        if let (Some(w), Some(s)) = (self.of.get_mut(n), self.sums.get_mut(n)) {
            let g = gradient + DECAY * *w;
            *s += g * g;
            *w -= RATE * g / s.sqrt();
        }
    }
}

/// The mean of the weights after several passes: what only the last texts taught is noise.
#[derive(Default)]
struct Mean {
    of: Vec<f32>,
    bias: f32,
    count: f32,
}

impl Mean {
    fn add(&mut self, weights: &Weights<'_>) {
        self.of.resize(weights.of.len(), 0.0);
        for (sum, w) in self.of.iter_mut().zip(&weights.of) {
            *sum += w;
        }
        self.bias += weights.bias;
        self.count += 1.0;
    }

    fn put(self, weights: &mut Weights<'_>) {
        if self.count > 0.0 {
            weights.of = self.of.iter().map(|sum| sum / self.count).collect();
            weights.bias = self.bias / self.count;
        }
    }
}

/// A window: its first sentence, how many, and its sum.
pub type Window = (usize, usize, f32);

/// The windows of a text, the best for each beginning, strongest first.
pub fn windows(doc: &Doc, weights: &Weights<'_>) -> Vec<Window> {
    let sums: Vec<f32> =
        (0..doc.len()).map(|n| doc.share(n) * doc.sentence(n).iter().map(|f| weights.value(*f)).sum::<f32>()).collect();
    let mut all: Vec<Window> = Vec::with_capacity(sums.len());
    for first in 0..sums.len() {
        let mut best = (first, 1, f32::MIN);
        let mut sum = 0.0;
        for n in 0..WINDOW {
            let at = first + n;
            let fresh = doc.is_fresh(at);
            let Some(s) = sums.get(at).filter(|_| n == 0 || !fresh) else { break };
            sum += s;
            let worth = sum * spread(n + 1);
            if worth > best.2 {
                best = (first, n + 1, worth);
            }
        }
        all.push(best);
    }
    all.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    all
}

/// What is decoded needs this much less to be taken for an attack: the scan's `HIDDEN_FROM` as a logit.
const DECODED_BONUS: f32 = 1.06;

/// The logit of a text and of what it holds encoded.
pub fn score(doc: &Doc, weights: &Weights<'_>) -> f32 {
    let decoded = doc.decoded.iter().map(|d| plain_score(d, weights) + DECODED_BONUS);
    decoded.fold(plain_score(doc, weights), f32::max)
}

fn plain_score(doc: &Doc, weights: &Weights<'_>) -> f32 {
    let context: f32 = doc.context().iter().map(|b| weights.at(*b)).sum();
    let worth = |w: &Window| w.2 + if doc.orders(w.0, w.1) { PLAIN } else { 0.0 };
    let best = windows(doc, weights).iter().map(worth).fold(-20.0, f32::max);
    best + weights.bias + context - doc.reserve
}

/// Marks the features that occur in enough of these sources to say something about more than one of them.
fn shared(docs: &[&Doc], features: &Features) -> Vec<bool> {
    let mut sources: Vec<&str> = docs.iter().map(|d| d.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let mut seen = vec![(usize::MAX, 0usize); features.hashes.len()];
    for (n, source) in sources.iter().enumerate() {
        for doc in docs.iter().filter(|d| d.source == *source) {
            let all = (0..doc.len()).flat_map(|n| doc.sentence(n)).chain(doc.context());
            for feature in all {
                if let Some(slot) = seen.get_mut(*feature as usize).filter(|slot| slot.0 != n) {
                    *slot = (n, slot.1 + 1);
                }
            }
        }
    }
    seen.into_iter().map(|(_, count)| count >= MIN_SOURCES).collect()
}

/// The weights that the texts teach.
pub fn fit<'f>(docs: &[&Doc], features: &'f Features) -> Weights<'f> {
    let mut mean = Mean::default();
    for turn in 0..BAGS * ROUNDS {
        fit_bag(docs, features, turn, &mut mean);
    }
    let mut weights = Weights::new(features);
    mean.put(&mut weights);
    weights
}

/// Texts that teach nothing about sentences: those that quote attacks, and those whose attack is in their characters.
fn teaches(doc: &Doc) -> bool {
    const QUOTE: &[&str] = &["security-doc", "security-code", "prompt-text"];
    !(doc.hidden_unicode || QUOTE.contains(&doc.category.as_str()) || doc.source == "own/about-attacks")
}

/// One fit, without one source of five; what it learned goes into the mean.
fn fit_bag(docs: &[&Doc], features: &Features, turn: usize, mean: &mut Mean) {
    let bag = turn % BAGS;
    let out = |doc: &Doc| usize::try_from(Dice::of(&doc.source).next() >> 20).unwrap_or(0) % BAGS == bag && !doc.own;
    let docs: Vec<&Doc> = docs.iter().copied().filter(|doc| BAGS == 1 || !out(doc)).collect();
    let docs = docs.as_slice();
    let mut weights = Weights { shared: shared(docs, features), ..Weights::new(features) };
    let shares = shares(docs);
    let mut order: Vec<usize> = (0..docs.len()).collect();
    let mut dice = Dice::of(&format!("automode injection {turn}"));
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            order.swap(n, dice.below(n + 1));
        }
        for at in &order {
            let (Some(doc), Some(share)) = (docs.get(*at), shares.get(*at)) else { continue };
            if doc.len() > 0 && teaches(doc) {
                learn(&mut weights, doc, *share, epoch, &mut dice);
            }
        }
        if epoch >= MEAN_FROM {
            mean.add(&weights);
        }
    }
}

/// How much a text counts beside one that others wrote: our own groups are many and small, and what others wrote says more about
/// what nobody has seen (chosen by the recall on sources left out: 62 % at full weight, 66 % so, at 0.5 %).
fn share(doc: &Doc) -> f32 {
    const NEIGHBOURS: [&str; 2] = ["trigger-", "placed-"];
    match doc.attack {
        _ if !doc.own => 1.0,
        true => 0.12,
        // The same words in honest use are what attacks are to be told from.
        false if NEIGHBOURS.iter().any(|group| doc.source.contains(group)) => 0.45,
        false => 0.22,
    }
}

/// How much each text counts: each source of attacks by the root of its size, all attacks as much as all harmless texts.
fn shares(docs: &[&Doc]) -> Vec<f32> {
    let mut sizes = std::collections::BTreeMap::<(&str, bool), f32>::new();
    for doc in docs {
        *sizes.entry((&doc.source, doc.attack)).or_default() += 1.0;
    }
    let of = |doc: &&Doc| {
        let size = sizes.get(&(doc.source.as_str(), doc.attack)).copied().unwrap_or(1.0);
        share(doc) / size.sqrt()
    };
    let raw: Vec<f32> = docs.iter().map(of).collect();
    let sum = |attack: bool| -> f32 { docs.iter().zip(&raw).filter(|(d, _)| d.attack == attack).map(|(_, s)| s).sum() };
    let (attacks, harmless) = (sum(true).max(1.0), sum(false).max(1.0));
    let half = docs.len() as f32 / 2.0;
    docs.iter().zip(&raw).map(|(d, s)| s * half / if d.attack { attacks } else { harmless }).collect()
}

fn learn(weights: &mut Weights<'_>, doc: &Doc, share: f32, epoch: usize, dice: &mut Dice) {
    let mut found = windows(doc, weights);
    if doc.attack {
        if let Some(payload) = &doc.payload {
            found.retain(|w| payload.get(w.0).copied().unwrap_or(false));
        }
        if found.is_empty() {
            return;
        }
        if epoch < WARM_EPOCHS {
            let any = dice.below(found.len());
            found.swap(0, any);
        }
        found.truncate(1);
    } else {
        let mut kept: Vec<Window> = Vec::new();
        for window in found {
            if kept.len() < HARD_WINDOWS && kept.iter().all(|k| k.0.abs_diff(window.0) >= WINDOW) {
                kept.push(window);
            }
        }
        found = kept;
    }
    let target = if doc.attack { 1.0 } else { 0.0 };
    let context: f32 = doc.context().iter().map(|b| weights.at(*b)).sum();
    for (rank, (first, count, sum)) in found.into_iter().enumerate() {
        let logit = sum + weights.bias + context;
        let gradient = (1.0 / (1.0 + (-logit).exp()) - target) * share / (1.0 + rank as f32);
        if gradient.abs() < 1e-4 {
            continue;
        }
        for n in first..first + count {
            let gradient = gradient * doc.share(n) * spread(count);
            for feature in doc.sentence(n) {
                let is_word = weights.is_word(*feature);
                if is_word && dice.below(DROP_ONE_IN) == 0 {
                    continue;
                }
                weights.step(*feature, gradient * if is_word { WORD_SHARE } else { 1.0 });
            }
        }
        for feature in doc.context() {
            weights.step(*feature, gradient * CONTEXT_SHARE);
        }
        weights.bias -= 0.01 * gradient;
    }
}

/// A weight of the table: its unit and by what it is known.
type Entry = (i8, [u8; 2], usize);

impl Weights<'_> {
    fn step_of_unit(&self) -> f32 {
        self.of.iter().fold(0.0f32, |m, w| m.max(w.abs())).max(1e-6) / 127.0
    }

    /// Every weight as a unit, with its number and its hash.
    fn units(&self) -> impl Iterator<Item = (i8, usize, u32)> {
        let step = self.step_of_unit();
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by the step")]
        let unit = move |w: &f32| (w / step).round() as i8;
        self.features.hashes.iter().zip(&self.of).enumerate().map(move |(n, (hash, w))| (unit(w), n, *hash))
    }

    /// The units of the places of `dense`.
    fn dense(&self) -> Vec<i8> {
        let mut all = vec![0; PLACES];
        for (unit, _, hash) in self.units() {
            if let Some(slot) = all.get_mut(hash as usize) {
                *slot = unit;
            }
        }
        all
    }

    /// The sets of `table`. Where a set is full, the smallest weights go.
    fn sets(&self) -> Vec<Vec<Entry>> {
        let mut sets: Vec<Vec<Entry>> = vec![Vec::new(); SETS];
        for (unit, n, hash) in self.units().filter(|(_, _, hash)| *hash as usize >= PLACES) {
            let (set, mark) = place(hash, SETS);
            if let Some(set) = sets.get_mut(set).filter(|_| unit != 0) {
                set.push((unit, mark, n));
            }
        }
        for set in &mut sets {
            let worth = |(unit, _, n): &Entry| {
                let word = self.features.words.get(*n).copied().unwrap_or(false);
                f32::from(unit.unsigned_abs()) * if word { WORD_SHARE } else { 1.0 }
            };
            set.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.2.cmp(&b.2)));
            set.truncate(WAYS);
        }
        sets
    }

    /// Only what the table holds of them, as it holds it: what is measured is what is shipped.
    pub fn shipped(mut self) -> Self {
        let step = self.step_of_unit();
        let places = self.units().filter(|(_, _, hash)| (*hash as usize) < PLACES).map(|(unit, n, _)| (unit, n));
        let kept: Vec<(i8, usize)> =
            places.chain(self.sets().into_iter().flatten().map(|(unit, _, n)| (unit, n))).collect();
        self.of.fill(0.0);
        for (unit, n) in kept {
            if let Some(w) = self.of.get_mut(n) {
                *w = f32::from(unit) * step;
            }
        }
        self
    }
}

/// The weights in bytes: the step of a unit, the bias and the share of words as text, then the places of `dense` and the sets of
/// `table`.
pub fn packed(weights: &Weights<'_>) -> Vec<u8> {
    let step = weights.step_of_unit();
    let mut out = format!("automode-injection 3 {step:e} {:e} {:e}\n", weights.bias, WORD_SHARE).into_bytes();
    let sets = weights.sets();
    println!("{} weights in {} places", sets.iter().map(Vec::len).sum::<usize>(), SETS * WAYS);
    out.extend(weights.dense().into_iter().map(|unit| unit.to_ne_bytes()[0]));
    for set in sets {
        let way = |n: usize| set.get(n).map_or((0, [0; 2]), |(unit, mark, _)| (*unit, *mark));
        out.extend((0..WAYS).flat_map(|n| way(n).1));
        out.extend((0..WAYS).map(|n| way(n).0.to_ne_bytes()[0]));
    }
    out
}
