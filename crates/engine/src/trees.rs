//! Boosted trees over a few numbers: what a sum of yes-and-no questions says of them. Read by the judge of edits that were asked
//! for; written by `cargo xtask train`, which grows them.

use crate::weights::head;

/// Questions from the root to a leaf.
pub const DEPTH: usize = 3;

/// Questions of a tree.
pub const INNER: usize = (1 << DEPTH) - 1;

/// Where a tree ends.
pub const LEAVES: usize = 1 << DEPTH;

/// Bytes of a question: which number, and above what.
pub const CUT_BYTES: usize = 5;

/// Bytes of a tree: its questions by their place in the table, then its leaves.
pub const TREE_BYTES: usize = INNER * 2 + LEAVES;

/// A model. Behind its first line stand the questions that are asked anywhere, then the trees.
pub struct Trees {
    /// What a unit of a leaf is worth.
    step: f32,
    bias: f32,
    cuts: &'static [[u8; CUT_BYTES]],
    trees: &'static [[u8; TREE_BYTES]],
}

impl Trees {
    /// From a line of text with three numbers (the worth of a unit, the bias, how many questions) and what stands behind it. None
    /// where the file is of another form or version: then nothing is judged by it, and a test fails.
    #[must_use]
    pub fn load(file: &'static [u8], magic: &str) -> Option<Self> {
        let ([step, bias, cuts], rest) = head(file, magic)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count that was written as one")]
        let (cuts, rest) = rest.split_at_checked(cuts as usize * CUT_BYTES)?;
        let ((cuts, _), (trees, left)) = (cuts.as_chunks::<CUT_BYTES>(), rest.as_chunks::<TREE_BYTES>());
        (step > 0.0 && left.is_empty() && !trees.is_empty()).then_some(Self { step, bias, cuts, trees })
    }

    /// The logit of the chance that these numbers belong to what is looked for.
    #[must_use]
    pub fn logit(&self, numbers: &[f32]) -> f32 {
        let units: i32 = self.trees.iter().map(|tree| self.leaf(tree, numbers)).sum();
        #[expect(clippy::cast_precision_loss, reason = "some hundred bytes")]
        let units = units as f32;
        units.mul_add(self.step, self.bias)
    }

    fn leaf(&self, tree: &[u8; TREE_BYTES], numbers: &[f32]) -> i32 {
        let (questions, leaves) = tree.split_at(INNER * 2);
        let mut at = 0;
        for _ in 0..DEPTH {
            let question = questions.as_chunks::<2>().0.get(at).map_or(0, |b| usize::from(u16::from_le_bytes(*b)));
            at = at * 2 + 1 + usize::from(self.is_above(question, numbers));
        }
        leaves.get(at - INNER).map_or(0, |l| i32::from(i8::from_ne_bytes([*l])))
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
        let mut file = b"automode-test 1 0.5 1 2\n".to_vec();
        for (of, cut) in [(0u8, 1.5f32), (1, 0.0)] {
            file.push(of);
            file.extend(cut.to_le_bytes());
        }
        // The first question at the root, the second everywhere else.
        file.extend((0..INNER).flat_map(|n| u16::from(n > 0).to_le_bytes()));
        file.extend([0u8, 1, 2, 3, 4, 5, 6, 7]);
        let trees = Trees::load(Vec::leak(file), "automode-test 1 ").unwrap();
        assert!((trees.logit(&[1.0, -1.0]) - 1.0).abs() < 1e-6);
        assert!((trees.logit(&[2.0, 1.0]) - 4.5).abs() < 1e-6);
        assert!(Trees::load(b"automode-test 1 0.5 1 2\n", "automode-test 1 ").is_none());
    }
}
