//! The fit: logistic regression over hashed features, where a text counts as its strongest window of neighbouring sentences
//! (multiple-instance learning), because an attack is a few sentences in a text that is otherwise harmless.

use automode_engine::inspect::injection::Place;
use automode_engine::inspect::injection::features::{BUCKETS, Class, WINDOW};
use automode_engine::inspect::injection::observe::{decoded, fixed, observe};
use automode_model::Span;

/// Passes over the texts.
const EPOCHS: usize = 14;
/// How far one text moves a weight that was never moved.
const RATE: f32 = 0.25;
/// Fits of which the mean is taken, each without other sources.
const BAGS: usize = 4;
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
/// A feature of fewer sources is not learned.
const MIN_SOURCES: usize = 4;
/// The strongest windows of a harmless text that learn.
const HARD_WINDOWS: usize = 3;

/// A text with its features.
pub struct Doc {
    pub id: String,
    pub source: String,
    pub category: String,
    pub technique: String,
    pub attack: bool,
    pub embedded: bool,
    pub own: bool,
    pub hidden_unicode: bool,
    pub permissive: bool,
    /// The score of the detectors that are not learned, in thousandths.
    pub fixed: u16,
    /// What it holds encoded.
    pub decoded: Vec<Doc>,
    /// For showing what was found.
    text: String,
    spans: Vec<Span>,
    /// All features, sentence after sentence.
    pool: Vec<(bool, u16)>,
    /// Where each sentence begins in the pool, and whether it is fresh.
    starts: Vec<(u32, bool)>,
    context: Vec<u32>,
    reserve: f32,
    /// Which sentences are the attack, where it is put into a carrier that is otherwise harmless.
    payload: Option<Vec<bool>>,
}

impl Doc {
    pub fn new(text: &str, place: Place<'_>, attack: bool) -> Self {
        Self {
            fixed: fixed(text),
            decoded: decoded(text).iter().map(|text| Self::plain(text, place, attack)).collect(),
            ..Self::plain(text, place, attack)
        }
    }

    /// Without a look at what is hidden in it.
    fn plain(text: &str, place: Place<'_>, attack: bool) -> Self {
        let (sentences, context) = observe(text, place);
        let mut pool = Vec::new();
        let mut starts = Vec::new();
        let spans = sentences.iter().map(|s| s.span).collect();
        for sentence in sentences {
            starts.push((u32::try_from(pool.len()).unwrap_or(u32::MAX), sentence.fresh));
            let bucket = |b: u32| u16::try_from(b % BUCKETS as u32).unwrap_or(0);
            pool.extend(sentence.features.iter().map(|(class, b)| (*class == Class::Word, bucket(*b))));
        }
        Self {
            id: String::new(),
            source: String::new(),
            category: String::new(),
            technique: String::new(),
            attack,
            embedded: false,
            own: false,
            hidden_unicode: false,
            permissive: false,
            fixed: 0,
            decoded: Vec::new(),
            text: text.to_owned(),
            spans,
            pool,
            starts,
            context: context.features().to_vec(),
            reserve: context.reserve(),
            payload: None,
        }
    }

    /// What the sentences say, without where they stand.
    pub fn fingerprints(&self) -> Vec<u64> {
        let of = |n| {
            let words = self.sentence(n).iter().filter(|(is_word, _)| *is_word);
            words.fold(0xcbf2_9ce4_8422_2325, |h: u64, (_, b)| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
        };
        (0..self.len()).map(of).collect()
    }

    /// Marks the sentences that are among those of the attack alone.
    pub fn mark(&mut self, attack: &std::collections::BTreeSet<u64>) {
        let payload: Vec<bool> = self.fingerprints().iter().map(|f| attack.contains(f)).collect();
        let changes = payload.windows(2).map(|pair| pair.first() != pair.last());
        for (start, changes) in self.starts.iter_mut().skip(1).zip(changes) {
            start.1 |= changes;
        }
        self.payload = Some(payload);
    }

    pub fn features(&self) -> usize {
        self.pool.len()
    }

    fn sentence(&self, n: usize) -> &[(bool, u16)] {
        let start = self.starts.get(n).map_or(0, |s| s.0 as usize);
        let end = self.starts.get(n + 1).map_or(self.pool.len(), |s| s.0 as usize);
        self.pool.get(start..end).unwrap_or(&[])
    }

    /// The words of a window.
    pub fn words(&self, (first, count, _): Window) -> &str {
        let start = self.spans.get(first).copied().unwrap_or_default();
        let end = self.spans.get(first + count - 1).copied().unwrap_or_default();
        start.join(end).of(&self.text)
    }

    fn len(&self) -> usize {
        self.starts.len()
    }
}

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
pub struct Weights {
    pub of: Vec<f32>,
    sums: Vec<f32>,
    shared: Vec<bool>,
    pub bias: f32,
}

impl Weights {
    fn new() -> Self {
        Self { of: vec![0.0; BUCKETS], sums: vec![1e-3; BUCKETS], shared: vec![true; BUCKETS], bias: -1.0 }
    }

    fn at(&self, bucket: usize) -> f32 {
        self.of.get(bucket).copied().unwrap_or(0.0)
    }

    fn value(&self, (is_word, bucket): (bool, u16)) -> f32 {
        self.at(usize::from(bucket)) * if is_word { WORD_SHARE } else { 1.0 }
    }

    fn step(&mut self, bucket: usize, gradient: f32) {
        if !self.shared.get(bucket).copied().unwrap_or(false) {
            return;
        }
        if let (Some(w), Some(s)) = (self.of.get_mut(bucket), self.sums.get_mut(bucket)) {
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
    fn add(&mut self, weights: &Weights) {
        self.of.resize(weights.of.len(), 0.0);
        for (sum, w) in self.of.iter_mut().zip(&weights.of) {
            *sum += w;
        }
        self.bias += weights.bias;
        self.count += 1.0;
    }

    fn put(self, weights: &mut Weights) {
        if self.count > 0.0 {
            weights.of = self.of.iter().map(|sum| sum / self.count).collect();
            weights.bias = self.bias / self.count;
        }
    }
}

/// A window: its first sentence, how many, and its sum.
pub type Window = (usize, usize, f32);

/// The windows of a text, the best for each beginning, strongest first.
pub fn windows(doc: &Doc, weights: &Weights) -> Vec<Window> {
    let sums: Vec<f32> = (0..doc.len()).map(|n| doc.sentence(n).iter().map(|f| weights.value(*f)).sum()).collect();
    let mut all: Vec<Window> = Vec::with_capacity(sums.len());
    for first in 0..sums.len() {
        let mut best = (first, 1, f32::MIN);
        let mut sum = 0.0;
        for n in 0..WINDOW {
            let at = first + n;
            let fresh = doc.starts.get(at).is_none_or(|s| s.1);
            let Some(s) = sums.get(at).filter(|_| n == 0 || !fresh) else { break };
            sum += s;
            if sum > best.2 {
                best = (first, n + 1, sum);
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
pub fn score(doc: &Doc, weights: &Weights) -> f32 {
    let decoded = doc.decoded.iter().map(|d| plain_score(d, weights) + DECODED_BONUS);
    decoded.fold(plain_score(doc, weights), f32::max)
}

fn plain_score(doc: &Doc, weights: &Weights) -> f32 {
    let context: f32 = doc.context.iter().map(|b| weights.at(*b as usize)).sum();
    windows(doc, weights).first().map_or(-20.0, |w| w.2 + weights.bias + context - doc.reserve)
}

/// Marks the buckets that occur in enough sources to say something about more than one of them.
fn shared(docs: &[&Doc]) -> Vec<bool> {
    let mut sources: Vec<&str> = docs.iter().map(|d| d.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let mut seen = vec![(usize::MAX, 0usize); BUCKETS];
    for (n, source) in sources.iter().enumerate() {
        for doc in docs.iter().filter(|d| d.source == *source) {
            for (_, bucket) in &doc.pool {
                if let Some(slot) = seen.get_mut(usize::from(*bucket)).filter(|slot| slot.0 != n) {
                    *slot = (n, slot.1 + 1);
                }
            }
        }
    }
    seen.into_iter().map(|(_, count)| count >= MIN_SOURCES).collect()
}

/// The weights that the texts teach.
pub fn fit(docs: &[&Doc]) -> Weights {
    let mut mean = Mean::default();
    for bag in 0..BAGS {
        fit_bag(docs, bag, &mut mean);
    }
    let mut weights = Weights::new();
    mean.put(&mut weights);
    weights
}

/// One fit, without one source of five; what it learned goes into the mean.
fn fit_bag(docs: &[&Doc], bag: usize, mean: &mut Mean) {
    let out = |doc: &Doc| usize::try_from(Dice::of(&doc.source).next() >> 20).unwrap_or(0) % BAGS == bag && !doc.own;
    let docs: Vec<&Doc> = docs.iter().copied().filter(|doc| BAGS == 1 || !out(doc)).collect();
    let docs = docs.as_slice();
    let mut weights = Weights { shared: shared(docs), ..Weights::new() };
    let shares = shares(docs);
    let mut order: Vec<usize> = (0..docs.len()).collect();
    let mut dice = Dice::of(&format!("automode injection {bag}"));
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            order.swap(n, dice.below(n + 1));
        }
        for at in &order {
            let (Some(doc), Some(share)) = (docs.get(*at), shares.get(*at)) else { continue };
            if doc.len() > 0 && !doc.hidden_unicode {
                learn(&mut weights, doc, *share, epoch, &mut dice);
            }
        }
        if epoch >= MEAN_FROM {
            mean.add(&weights);
        }
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
        1.0 / size.sqrt()
    };
    let raw: Vec<f32> = docs.iter().map(of).collect();
    let sum = |attack: bool| -> f32 { docs.iter().zip(&raw).filter(|(d, _)| d.attack == attack).map(|(_, s)| s).sum() };
    let (attacks, harmless) = (sum(true).max(1.0), sum(false).max(1.0));
    let half = docs.len() as f32 / 2.0;
    docs.iter().zip(&raw).map(|(d, s)| s * half / if d.attack { attacks } else { harmless }).collect()
}

fn learn(weights: &mut Weights, doc: &Doc, share: f32, epoch: usize, dice: &mut Dice) {
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
    let context: f32 = doc.context.iter().map(|b| weights.at(*b as usize)).sum();
    for (rank, (first, count, sum)) in found.into_iter().enumerate() {
        let logit = sum + weights.bias + context;
        let gradient = (1.0 / (1.0 + (-logit).exp()) - target) * share / (1.0 + rank as f32);
        if gradient.abs() < 1e-4 {
            continue;
        }
        for n in first..first + count {
            for (is_word, bucket) in doc.sentence(n) {
                if *is_word && dice.below(DROP_ONE_IN) == 0 {
                    continue;
                }
                weights.step(usize::from(*bucket), gradient * if *is_word { WORD_SHARE } else { 1.0 });
            }
        }
        for bucket in &doc.context {
            weights.step(*bucket as usize, gradient * CONTEXT_SHARE);
        }
        weights.bias -= 0.01 * gradient;
    }
}

/// The weights in bytes: the step of a unit and the bias as text, then one signed byte for each bucket.
pub fn packed(weights: &Weights) -> Vec<u8> {
    let most = weights.of.iter().fold(0.0f32, |m, w| m.max(w.abs())).max(1e-6);
    let step = most / 127.0;
    let mut out = format!("automode-injection 1 {step:e} {:e} {:e}\n", weights.bias, WORD_SHARE).into_bytes();
    #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by the step")]
    out.extend(weights.of.iter().map(|w| ((w / step).round() as i8).to_ne_bytes()[0]));
    out
}
