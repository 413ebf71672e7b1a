//! Boosted trees over a few numbers: what a sum of yes-and-no questions says of them. Read by the judge of edits that were asked
//! for; written by `cargo xtask train`, which grows them.

use crate::weights::head;

/// Bytes of a question: which number, and above what.
pub const CUT_BYTES: usize = 5;

/// More questions from the root to a leaf no model has.
const DEEPEST: usize = 8;

/// Questions of a tree of this depth.
#[must_use]
pub const fn inner(depth: usize) -> usize {
    (1 << depth) - 1
}

/// A model. Behind its first line stand the questions that are asked anywhere, then the trees: the places of their questions in that
/// table (two bytes each), then their leaves (a byte each).
pub struct Trees {
    /// What a unit of a leaf is worth.
    step: f32,
    bias: f32,
    /// Questions from the root to a leaf.
    depth: usize,
    cuts: &'static [[u8; CUT_BYTES]],
    trees: &'static [u8],
}

impl Trees {
    /// From a line of text with four numbers (the worth of a unit, the bias, how many questions, how deep the trees are) and what stands
    /// behind it. None where the file is of another form or version: then nothing is judged by it, and a test fails.
    #[must_use]
    pub fn load(file: &'static [u8], magic: &str) -> Option<Self> {
        let ([step, bias, cuts, depth], rest) = head(file, magic)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts that were written as such")]
        let (cuts, depth) = (cuts as usize, depth as usize);
        let (cuts, trees) = rest.split_at_checked(cuts * CUT_BYTES)?;
        let all = Self { step, bias, depth, cuts: cuts.as_chunks::<CUT_BYTES>().0, trees };
        let whole = (1..=DEEPEST).contains(&depth) && !trees.is_empty() && trees.len().is_multiple_of(all.tree_bytes());
        (step > 0.0 && whole).then_some(all)
    }

    fn tree_bytes(&self) -> usize {
        inner(self.depth) * 2 + (1 << self.depth)
    }

    /// The logit of the chance that these numbers belong to what is looked for.
    #[must_use]
    pub fn logit(&self, numbers: &[f32]) -> f32 {
        let units: i32 = self.trees.chunks_exact(self.tree_bytes()).map(|tree| self.leaf(tree, numbers)).sum();
        #[expect(clippy::cast_precision_loss, reason = "some hundred bytes")]
        let units = units as f32;
        units.mul_add(self.step, self.bias)
    }

    fn leaf(&self, tree: &[u8], numbers: &[f32]) -> i32 {
        let inner = inner(self.depth);
        let Some((questions, leaves)) = tree.split_at_checked(inner * 2) else { return 0 };
        let mut at = 0;
        for _ in 0..self.depth {
            let question = questions.as_chunks::<2>().0.get(at).map_or(0, |b| usize::from(u16::from_le_bytes(*b)));
            at = at * 2 + 1 + usize::from(self.is_above(question, numbers));
        }
        leaves.get(at - inner).map_or(0, |l| i32::from(i8::from_ne_bytes([*l])))
    }

    fn is_above(&self, question: usize, numbers: &[f32]) -> bool {
        let Some([of, cut @ ..]) = self.cuts.get(question) else { return false };
        numbers.get(usize::from(*of)).is_some_and(|n| *n > f32::from_le_bytes(*cut))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_walked_by_its_questions() {
        for depth in [1usize, 3, 5] {
            let mut file = format!("automode-test 1 0.5 1 2 {depth}\n").into_bytes();
            for (of, cut) in [(0u8, 1.5f32), (1, 0.0)] {
                file.push(of);
                file.extend(cut.to_le_bytes());
            }
            // The first question at the root, the second everywhere else.
            file.extend((0..inner(depth)).flat_map(|n| u16::from(n > 0).to_le_bytes()));
            let leaves = 1u8 << depth;
            file.extend(0..leaves);
            let trees = Trees::load(Vec::leak(file), "automode-test 1 ").unwrap();
            assert!((trees.logit(&[1.0, -1.0]) - 1.0).abs() < 1e-6);
            assert!((trees.logit(&[2.0, 1.0]) - (1.0 + 0.5 * f32::from(leaves - 1))).abs() < 1e-6);
        }
        for file in ["automode-test 1 0.5 1 2 3\n", "automode-test 1 0.5 1 0 0\n", "automode-test 1 0.5 1 0 1\nab"] {
            assert!(Trees::load(file.as_bytes(), "automode-test 1 ").is_none(), "{file}");
        }
    }
}
