//! Grows the trees of `trees.rs` of the engine: logistic loss, each tree fitted to what those before it left (Newton's steps), on a
//! share of the examples and of the numbers. The same examples in the same order give the same bytes.

use std::collections::BTreeMap;

use automode_engine::trees::inner;

use super::fit::Dice;

/// Trees of a model.
const TREES: usize = 300;
/// How much of its step a tree goes.
const RATE: f32 = 0.08;
/// Of so many examples and numbers out of ten a tree is grown.
const ROWS_OF_TEN: usize = 7;
const NUMBERS_OF_TEN: usize = 4;
/// Places where a number may be cut.
const CUTS: usize = 20;
/// A leaf has at least this much to go by, in halves of examples that are wholly unsure.
const LEAST: f32 = 3.0;
/// Pulls leaves to zero.
const PULL: f32 = 1.0;

/// What one learns from.
pub struct Example<'a> {
    /// It is of the class that is looked for.
    pub yes: bool,
    /// How much it counts.
    pub share: f32,
    pub numbers: &'a [f32],
}

/// A question, as the number it asks about and the place of its cut.
type Question = (usize, usize);

/// What was grown.
pub struct Grown {
    bias: f32,
    cuts: Vec<Vec<f32>>,
    depth: usize,
    trees: Vec<Tree>,
}

impl Grown {
    pub fn logit(&self, numbers: &[f32]) -> f32 {
        let leaf = |(questions, leaves): &Tree| {
            let mut at = 0;
            for _ in 0..self.depth {
                let (of, cut) = questions.get(at).copied().unwrap_or_default();
                let above = numbers.get(of) > self.cuts.get(of).and_then(|c| c.get(cut)).or(Some(&f32::MAX));
                at = at * 2 + 1 + usize::from(above);
            }
            leaves.get(at - inner(self.depth)).copied().unwrap_or_default()
        };
        self.bias + self.trees.iter().map(leaf).sum::<f32>()
    }

    /// As the engine reads them, behind a line that begins so.
    pub fn packed(&self, magic: &str) -> Vec<u8> {
        let mut table: BTreeMap<Question, u16> = BTreeMap::new();
        for question in self.trees.iter().flat_map(|(q, _)| q) {
            let next = u16::try_from(table.len()).unwrap_or(u16::MAX);
            table.entry(*question).or_insert(next);
        }
        let most = self.trees.iter().flat_map(|(_, l)| l).fold(0.0f32, |m, l| m.max(l.abs())).max(1e-6);
        let step = most / 127.0;
        let mut out = format!("{magic}{step:e} {:e} {} {}\n", self.bias, table.len(), self.depth).into_bytes();
        let mut questions: Vec<(u16, Question)> = table.iter().map(|(q, n)| (*n, *q)).collect();
        questions.sort_unstable();
        for (_, (of, cut)) in questions {
            out.push(u8::try_from(of).unwrap_or(u8::MAX));
            out.extend(self.cuts.get(of).and_then(|c| c.get(cut)).copied().unwrap_or(f32::MAX).to_le_bytes());
        }
        for (questions, leaves) in &self.trees {
            out.extend(questions.iter().flat_map(|q| table.get(q).copied().unwrap_or_default().to_le_bytes()));
            #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127 by the step")]
            out.extend(leaves.iter().map(|l| ((l / step).round() as i8).to_ne_bytes()[0]));
        }
        out
    }
}

/// Grows trees of so many questions from the root to a leaf.
pub fn grow(rows: &[Example<'_>], depth: usize, seed: &str) -> Grown {
    let width = rows.first().map_or(0, |r| r.numbers.len());
    let cuts: Vec<Vec<f32>> = (0..width).map(|of| places(rows, of)).collect();
    let bin = |of: usize, n: f32| cuts.get(of).map_or(0, |c| c.partition_point(|cut| *cut < n));
    let bins: Vec<Vec<usize>> =
        rows.iter().map(|r| r.numbers.iter().enumerate().map(|(of, n)| bin(of, *n)).collect()).collect();
    let (yes, all) = rows.iter().fold((0.0, 0.0), |(y, a), r| (y + r.share * f32::from(u8::from(r.yes)), a + r.share));
    let bias = (yes / (all - yes).max(1e-6)).max(1e-6).ln();
    let mut logits = vec![bias; rows.len()];
    let mut dice = Dice::of(seed);
    let mut trees = Vec::new();
    for _ in 0..TREES {
        let picked: Vec<usize> = (0..rows.len()).filter(|_| dice.below(10) < ROWS_OF_TEN).collect();
        let numbers: Vec<usize> = (0..width).filter(|_| dice.below(10) < NUMBERS_OF_TEN).collect();
        let steep: Vec<(f32, f32)> = rows.iter().zip(&logits).map(|(r, l)| steepness(r, *l)).collect();
        let tree = tree(depth, &picked, &numbers, (&bins, &cuts), &steep);
        for (logit, row) in logits.iter_mut().zip(&bins) {
            *logit += tree.1.get(walk(&tree.0, depth, row)).copied().unwrap_or_default();
        }
        trees.push(tree);
    }
    Grown { bias, cuts, depth, trees }
}

/// How far the chance is off, and how fast it moves.
fn steepness(row: &Example<'_>, logit: f32) -> (f32, f32) {
    let chance = 1.0 / (1.0 + (-logit).exp());
    ((chance - f32::from(u8::from(row.yes))) * row.share, (chance * (1.0 - chance)).max(1e-4) * row.share)
}

/// Places between the values that a number has, so that about as many lie between each two.
fn places(rows: &[Example<'_>], of: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().filter_map(|r| r.numbers.get(of).copied()).collect();
    values.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for n in 1..=CUTS {
        let at = values.len() * n / (CUTS + 1);
        let Some(low) = values.get(at).copied() else { continue };
        let Some(high) = values.iter().skip(at).copied().find(|v| *v > low) else { continue };
        let middle = f32::midpoint(low, high);
        if out.last().is_none_or(|l| *l < middle) {
            out.push(middle);
        }
    }
    out
}

/// In which leaf a row of bins ends.
fn walk(questions: &[Question], depth: usize, row: &[usize]) -> usize {
    let mut at = 0;
    for _ in 0..depth {
        let (of, cut) = questions.get(at).copied().unwrap_or_default();
        at = at * 2 + 1 + usize::from(row.get(of).is_some_and(|b| *b > cut));
    }
    at - inner(depth)
}

/// The questions, and what the leaves are worth.
type Tree = (Vec<Question>, Vec<f32>);

/// In which bin each number of each row lies, and the cuts between the bins.
type Binned<'a> = (&'a [Vec<usize>], &'a [Vec<f32>]);

fn tree(depth: usize, picked: &[usize], numbers: &[usize], (bins, cuts): Binned<'_>, steep: &[(f32, f32)]) -> Tree {
    // A question that nothing answers with yes.
    let mut questions = vec![(0usize, usize::MAX); inner(depth)];
    let mut at: Vec<usize> = vec![0; picked.len()];
    for level in 0..depth {
        let first = (1 << level) - 1;
        for node in first..first * 2 + 1 {
            let here: Vec<usize> = picked.iter().zip(&at).filter(|(_, a)| **a == node).map(|(p, _)| *p).collect();
            if let Some(slot) = questions.get_mut(node) {
                *slot = best(&here, numbers, bins, steep, cuts).unwrap_or(*slot);
            }
        }
        for (row, at) in picked.iter().zip(&mut at) {
            let (of, cut) = questions.get(*at).copied().unwrap_or_default();
            let above = bins.get(*row).and_then(|r| r.get(of)).is_some_and(|b| *b > cut);
            *at = *at * 2 + 1 + usize::from(above);
        }
    }
    let mut sums = vec![(0.0f32, 0.0f32); 1 << depth];
    for (row, at) in picked.iter().zip(&at) {
        if let (Some(sum), Some((g, h))) = (sums.get_mut(at - inner(depth)), steep.get(*row)) {
            *sum = (sum.0 + g, sum.1 + h);
        }
    }
    (questions, sums.into_iter().map(|(g, h)| -RATE * g / (h + PULL)).collect())
}

/// The question that tells most apart.
fn best(
    rows: &[usize],
    numbers: &[usize],
    bins: &[Vec<usize>],
    steep: &[(f32, f32)],
    cuts: &[Vec<f32>],
) -> Option<Question> {
    let worth = |(g, h): (f32, f32)| g * g / (h + PULL);
    let mut found: Option<(f32, Question)> = None;
    for of in numbers {
        let mut sums = vec![(0.0f32, 0.0f32); cuts.get(*of).map_or(0, Vec::len) + 1];
        for row in rows {
            let bin = bins.get(*row).and_then(|r| r.get(*of)).copied().unwrap_or_default();
            if let (Some(sum), Some((g, h))) = (sums.get_mut(bin), steep.get(*row)) {
                *sum = (sum.0 + g, sum.1 + h);
            }
        }
        let all = sums.iter().fold((0.0, 0.0), |(a, b), (g, h)| (a + g, b + h));
        let mut below = (0.0f32, 0.0f32);
        for (cut, (g, h)) in sums.iter().enumerate().take(sums.len() - 1) {
            below = (below.0 + g, below.1 + h);
            let above = (all.0 - below.0, all.1 - below.1);
            let gain = worth(below) + worth(above) - worth(all);
            let fits = below.1 >= LEAST && above.1 >= LEAST;
            if fits && gain > found.map_or(0.0, |(g, _)| g) {
                found = Some((gain, (*of, cut)));
            }
        }
    }
    found.map(|(_, q)| q)
}
