//! A text of the training with its features, and the numbering of the features that enough sources have.

use std::collections::{BTreeSet, HashMap};

use automode_engine::inspect::injection::Place;
use automode_engine::inspect::injection::features::Class;
use automode_engine::inspect::injection::observe::{decoded, fixed, observe};
use automode_model::Span;

/// A feature of fewer sources is not learned: it says who wrote, not what.
pub const MIN_SOURCES: usize = 4;

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
    pub reserve: f32,
    /// It writes about attacks: what it quotes is not cut out.
    pub about_attacks: bool,
    /// Which sentences are the attack, where it is put into a carrier that is otherwise harmless.
    pub payload: Option<Vec<bool>>,
    /// For showing what was found.
    text: String,
    spans: Vec<Span>,
    /// All features, sentence after sentence: hashes first, then numbers of `Features`.
    pool: Vec<u32>,
    words: Vec<bool>,
    /// Where each sentence begins in the pool, and whether it is fresh.
    starts: Vec<(u32, bool)>,
    /// How much each sentence's features count.
    shares: Vec<f32>,
    /// Which sentences are plain orders to drop what was said; none in a text about attacks.
    orders: Vec<bool>,
    context: Vec<u32>,
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
        let (mut pool, mut words, mut starts) = (Vec::new(), Vec::new(), Vec::new());
        let spans = sentences.iter().map(|s| s.span).collect();
        let shares = sentences.iter().map(|s| s.share).collect();
        let orders = sentences.iter().map(|s| s.orders && !context.is_about_attacks()).collect();
        for sentence in sentences {
            starts.push((u32::try_from(pool.len()).unwrap_or(u32::MAX), sentence.fresh));
            pool.extend(sentence.features.iter().map(|(_, hash)| *hash));
            words.extend(sentence.features.iter().map(|(class, _)| *class == Class::Word));
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
            words,
            starts,
            shares,
            orders,
            context: context.features().to_vec(),
            reserve: context.reserve(),
            about_attacks: context.is_about_attacks(),
            payload: None,
        }
    }

    /// What the sentences say, without where they stand. Before the features are numbered.
    pub fn fingerprints(&self) -> Vec<u64> {
        let of = |n: usize| {
            let range = self.range(n);
            let words = self.words.get(range.clone()).unwrap_or(&[]);
            let hashes = self.pool.get(range).unwrap_or(&[]).iter().zip(words).filter(|(_, word)| **word);
            hashes.fold(0xcbf2_9ce4_8422_2325, |h: u64, (b, _)| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
        };
        (0..self.len()).map(of).collect()
    }

    /// Marks the sentences that are among those of the attack alone.
    pub fn mark(&mut self, attack: &BTreeSet<u64>) {
        let payload = self.fingerprints().iter().map(|f| attack.contains(f)).collect();
        self.set_payload(payload);
    }

    /// Marks the sentences that begin within a span.
    pub fn mark_span(&mut self, start: usize, end: usize) {
        let within = |span: &Span| (start..end).contains(&(span.start as usize));
        let payload = self.spans.iter().map(within).collect();
        self.set_payload(payload);
    }

    fn set_payload(&mut self, payload: Vec<bool>) {
        let changes = payload.windows(2).map(|pair| pair.first() != pair.last());
        for (start, changes) in self.starts.iter_mut().skip(1).zip(changes) {
            start.1 |= changes;
        }
        self.payload = Some(payload);
    }

    pub fn features(&self) -> usize {
        self.pool.len()
    }

    fn range(&self, n: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(n).map_or(0, |s| s.0 as usize);
        let end = self.starts.get(n + 1).map_or(self.pool.len(), |s| s.0 as usize);
        start..end
    }

    /// The numbers of a sentence's features.
    pub fn sentence(&self, n: usize) -> &[u32] {
        self.pool.get(self.range(n)).unwrap_or(&[])
    }

    /// How much they count.
    pub fn share(&self, n: usize) -> f32 {
        self.shares.get(n).copied().unwrap_or(1.0)
    }

    /// Whether one of some sentences is a plain order to drop what was said.
    pub fn orders(&self, first: usize, count: usize) -> bool {
        self.orders.iter().skip(first).take(count).any(|d| *d)
    }

    pub fn context(&self) -> &[u32] {
        &self.context
    }

    pub fn is_fresh(&self, n: usize) -> bool {
        self.starts.get(n).is_none_or(|s| s.1)
    }

    /// The text from one sentence to another.
    pub fn passage(&self, first: usize, count: usize) -> &str {
        let start = self.spans.get(first).copied().unwrap_or_default();
        let end = self.spans.get(first + count - 1).copied().unwrap_or_default();
        start.join(end).of(&self.text)
    }

    pub fn len(&self) -> usize {
        self.starts.len()
    }
}

/// The features that are learned.
pub struct Features {
    /// The hash of each.
    pub hashes: Vec<u32>,
    /// Whether each is made of words.
    pub words: Vec<bool>,
}

impl Features {
    /// Numbers the features that enough sources have; the texts keep no others. `unseen` has no say in which.
    pub fn number(docs: &mut [Doc], unseen: &mut [Doc]) -> Self {
        let sources: BTreeSet<String> = docs.iter().map(|d| d.source.clone()).collect();
        let mut seen = HashMap::<u32, (u32, u32, bool)>::new();
        for (n, source) in (1u32..).zip(&sources) {
            for doc in docs.iter().filter(|d| d.source == *source) {
                let context = doc.context.iter().map(|h| (h, &false));
                for (hash, word) in doc.pool.iter().zip(&doc.words).chain(context) {
                    let slot = seen.entry(*hash).or_insert((0, 0, *word));
                    if slot.0 != n {
                        *slot = (n, slot.1 + 1, slot.2 && *word);
                    }
                }
            }
        }
        let mut kept: Vec<(u32, bool)> = seen
            .into_iter()
            .filter(|(_, (_, count, _))| *count as usize >= MIN_SOURCES)
            .map(|(hash, (_, _, word))| (hash, word))
            .collect();
        kept.sort_unstable();
        let numbers: HashMap<u32, u32> = (0u32..).zip(&kept).map(|(n, (hash, _))| (*hash, n)).collect();
        for doc in docs.iter_mut().chain(unseen) {
            doc.renumber(&numbers);
        }
        Self { hashes: kept.iter().map(|(h, _)| *h).collect(), words: kept.iter().map(|(_, w)| *w).collect() }
    }
}

impl Doc {
    fn renumber(&mut self, numbers: &HashMap<u32, u32>) {
        let (mut pool, mut starts) = (Vec::new(), Vec::with_capacity(self.starts.len()));
        for n in 0..self.len() {
            starts.push((u32::try_from(pool.len()).unwrap_or(u32::MAX), self.is_fresh(n)));
            pool.extend(self.sentence(n).iter().filter_map(|hash| numbers.get(hash)));
        }
        self.pool = pool;
        self.starts = starts;
        self.words = Vec::new();
        self.context = self.context.iter().filter_map(|hash| numbers.get(hash)).copied().collect();
        for doc in &mut self.decoded {
            doc.renumber(numbers);
        }
    }
}
