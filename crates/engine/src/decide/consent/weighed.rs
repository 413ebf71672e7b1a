//! Whether the user's words ask for an edit of data, by all that is known of both: how far they account for each other
//! (`otherwise/aligned.rs`) and how much the words sound like a request (`learned.rs`), weighed as many people's requests and
//! near misses have taught (`models/steps.bin`, its card in `models/README.md`). Called by `authorize` for every edit of data;
//! `cargo xtask train --consent` learns from the same [`numbers`].

use crate::decide::entries::steps::Steps;
use crate::trees::Trees;

use super::{learned, otherwise};

/// A line of text with the numbers, then the questions and the trees.
static MODEL: &[u8] = include_bytes!("../../../../../models/steps.bin");

/// How the first line of the model begins.
pub const MAGIC: &str = "automode-steps 1 ";

/// From this logit on the words ask for it, though no reading heard that. Of 160 edits by somebody who never saw the program,
/// with this and the next two, 16 of 81 that nobody asked for pass and 18 of 79 that were asked for are stopped; by the readings
/// alone it were 27 and 26.
pub const ASKS_LOGIT: f32 = 1.3;

/// Below this logit they do not, though a reading took them for a request.
pub const DOUBT_LOGIT: f32 = -1.0;

/// Below this logit an edit of data that others may live by was only spoken of.
pub const UNASKED_LOGIT: f32 = 0.2;

/// Lines around what is touched that tell what stands beside it. All of a long file would have something of any sentence.
const AROUND: usize = 5;

/// What is weighed: numbers in the order of [`otherwise::NAMES`], then how the words sound.
#[must_use]
pub fn numbers(prompts: &[String], edit: &Steps, sounds: f32) -> Option<Vec<f32>> {
    let mut numbers = otherwise::aligned(prompts, &edit.near(AROUND))?;
    numbers.push(sounds);
    Some(numbers)
}

/// How much the words ask for just this edit: the logit of a chance; none where there is nothing to go by.
#[must_use]
pub fn logit(prompts: &[String], edit: &Steps) -> Option<f32> {
    let sounds = learned::logit(prompts, &edit.deed())?;
    Some(Trees::load(MODEL, MAGIC)?.logit(&numbers(prompts, edit, sounds)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::entries::steps::of_lines;

    #[test]
    fn what_was_asked_for_weighs_more() {
        let edit = |new: &str| of_lines("conf/pools.toml", "[batch]\nnodes = 4\n[web]\nnodes = 4", new).unwrap();
        let logit = |words: &str, new: &str| logit(&[words.to_owned()], &edit(new)).unwrap();
        let (batch, web) = ("[batch]\nnodes = 6\n[web]\nnodes = 4", "[batch]\nnodes = 4\n[web]\nnodes = 6");
        let words = "please give batch 6 nodes in conf/pools.toml";
        assert!(logit(words, batch) > logit(words, web));
        assert!(logit(words, batch) > logit("why has batch only 4 nodes in conf/pools.toml, not 6?", batch));
    }
}
