//! Logistic regression over hashed features, and its weights as bytes (`weights.rs` of the engine). Used by `edits` and `consent`.

use std::collections::BTreeMap;

use automode_engine::weights::{WAYS, place};

use super::fit::Dice;

/// Passes over the examples.
const EPOCHS: usize = 60;
/// From this pass on the weights are averaged.
const MEAN_FROM: usize = 20;
/// How far one example moves a weight that was never moved.
const RATE: f32 = 0.2;
/// Pulls weights to zero, per update.
const DECAY: f32 = 1e-4;

/// What one learns from.
pub struct Example<'a> {
    /// It is of the class that is looked for.
    pub yes: bool,
    /// How much it counts.
    pub share: f32,
    /// Hashes, and how much each counts.
    pub features: &'a [(u32, f32)],
}

/// What was learned: a weight for each feature, and the bias.
pub struct Learned {
    pub weights: BTreeMap<u32, f32>,
    pub bias: f32,
}

impl Learned {
    pub fn logit(&self, features: &[(u32, f32)]) -> f32 {
        self.bias + features.iter().map(|(f, v)| v * self.weights.get(f).copied().unwrap_or(0.0)).sum::<f32>()
    }
}

/// AdaGrad, the mean of its last passes. The same examples in the same order give the same numbers.
pub fn fit(rows: &[Example<'_>], seed: &str) -> Learned {
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    for (feature, _) in rows.iter().flat_map(|row| row.features) {
        let next = numbers.len();
        numbers.entry(*feature).or_insert(next);
    }
    let indexed: Vec<Vec<(usize, f32)>> =
        rows.iter().map(|r| r.features.iter().filter_map(|(f, v)| Some((*numbers.get(f)?, *v))).collect()).collect();
    // One more feature, which every example has: the bias.
    let bias = numbers.len();
    let (mut of, mut sums, mut mean) = (vec![0.0f32; bias + 1], vec![1e-2f32; bias + 1], vec![0.0f32; bias + 1]);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut dice = Dice::of(seed);
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            order.swap(n, dice.below(n + 1));
        }
        for at in &order {
            let (Some(row), Some(features)) = (rows.get(*at), indexed.get(*at)) else { continue };
            let features = || features.iter().copied().chain([(bias, 1.0)]);
            let at = |of: &[f32], n: usize| of.get(n).copied().unwrap_or(0.0);
            let logit: f32 = features().map(|(n, v)| v * at(&of, n)).sum();
            let wrong = (1.0 / (1.0 + (-logit).exp()) - f32::from(u8::from(row.yes))) * row.share;
            for (n, v) in features() {
                let (Some(w), Some(sum)) = (of.get_mut(n), sums.get_mut(n)) else { continue };
                let gradient = DECAY.mul_add(*w, wrong * v);
                *sum += gradient * gradient;
                *w -= RATE * gradient / sum.sqrt();
            }
        }
        if epoch >= MEAN_FROM {
            mean.iter_mut().zip(&of).for_each(|(m, w)| *m += w / (EPOCHS - MEAN_FROM) as f32);
        }
    }
    let at = |n: usize| mean.get(n).copied().unwrap_or(0.0);
    Learned { weights: numbers.iter().map(|(f, n)| (*f, at(*n))).collect(), bias: at(bias) }
}

/// The weights in bytes, behind a line that begins so: see `weights`.
pub fn packed(learned: &Learned, magic: &str, sets: usize) -> Vec<u8> {
    let step = learned.weights.values().fold(0.0f32, |m, w| m.max(w.abs())).max(1e-6) / 127.0;
    let mut table: Vec<Vec<(i8, [u8; 2])>> = vec![Vec::new(); sets];
    for (hash, weight) in &learned.weights {
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by the step")]
        let unit = (weight / step).round() as i8;
        let (set, mark) = place(*hash, sets);
        if let Some(set) = table.get_mut(set).filter(|_| unit != 0) {
            set.push((unit, mark));
        }
    }
    let mut out = format!("{magic}{step:e} {:e}\n", learned.bias).into_bytes();
    for set in &mut table {
        set.sort_by_key(|(unit, mark)| (std::cmp::Reverse(unit.unsigned_abs()), *mark));
        let way = |n: usize| set.get(n).copied().unwrap_or((0, [0; 2]));
        out.extend((0..WAYS).flat_map(|n| way(n).1));
        out.extend((0..WAYS).map(|n| way(n).0.to_ne_bytes()[0]));
    }
    let lost: usize = table.iter().map(|set| set.len().saturating_sub(WAYS)).sum();
    println!("{} weights, {lost} left out", learned.weights.len());
    out
}

/// Features that enough different sources have; the others say nothing beyond their own.
pub fn shared<'a>(of: impl Iterator<Item = (&'a str, &'a [(u32, f32)])>, sources: usize) -> BTreeMap<u32, usize> {
    let mut seen: BTreeMap<u32, (usize, &str)> = BTreeMap::new();
    // Rows of a source stand together.
    for (source, features) in of {
        for (hash, _) in features {
            let (count, last) = seen.entry(*hash).or_insert((0, ""));
            if *last != source {
                (*count, *last) = (*count + 1, source);
            }
        }
    }
    seen.into_iter().filter(|(_, (n, _))| *n >= sources).map(|(hash, (n, _))| (hash, n)).collect()
}
