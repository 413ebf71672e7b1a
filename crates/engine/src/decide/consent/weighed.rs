//! Whether the user's words ask for a command or an edit of data, by all that is known of both: how far they account for each
//! other (`weighed/commands.rs`, `otherwise/aligned.rs`, `otherwise/loci.rs`), what the readings say of a command, how much the words
//! sound like a request (`learned.rs`) and whether such words ask for just that (`weighed/roles.rs`), weighed as many people's
//! requests and near misses have taught (`models/commands.bin`, `models/steps.bin`, their card in `models/README.md`). Called by
//! `authorize`; `cargo xtask train --consent` learns from the same [`of_command`] and [`of_edit`].

use automode_model::Action;

use crate::decide::entries::steps::Steps;
use crate::trees::Trees;

use super::{learned, otherwise};

mod commands;
pub mod roles;

pub use self::commands::is_spoken_of;

/// What becomes of the words by how much they weigh: the logit of a chance that they ask for it.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From here on they do, though no reading heard that.
    pub asks: f32,
    /// Below it they do not, though a reading took them for a request.
    pub doubt: f32,
}

/// Those of edits. Of 3,172 edits in eight sets that nothing had learned from, 370 of 1,670 that nobody asked for passed and 437 of
/// 1,502 that were asked for were stopped; with `asks` at 1.0 it were 384 and 407, at 2.0 some 345 and 515; `doubt` hardly matters.
pub const EDITS: Limits = Limits { asks: 1.3, doubt: -1.0 };

/// Those of commands. Of 6,899 commands by many authors, at 1.0 five more that nobody asked for pass, and 36 fewer of the others are
/// stopped.
pub const COMMANDS: Limits = Limits { asks: 1.2, doubt: -0.2 };

/// Below this logit an edit of data that others may live by was only spoken of.
pub const UNASKED_LOGIT: f32 = 0.2;

/// Lines around what is touched that tell what stands beside it. All of a long file would have something of any sentence.
const AROUND: usize = 5;

/// A model: a line of text with the numbers, then the questions and the trees.
pub struct Model {
    /// Where it lies in the repository.
    pub path: &'static str,
    /// How its first line begins.
    pub magic: &'static str,
    bytes: &'static [u8],
}

/// What was learned of edits.
pub static STEPS: Model = Model {
    path: "models/steps.bin",
    magic: "automode-steps 1 ",
    bytes: include_bytes!("../../../../../models/steps.bin"),
};

/// What was learned of commands.
pub static DEEDS: Model = Model {
    path: "models/commands.bin",
    magic: "automode-commands 1 ",
    bytes: include_bytes!("../../../../../models/commands.bin"),
};

impl Model {
    fn logit(&self, numbers: &[f32]) -> Option<f32> {
        Some(Trees::load(self.bytes, self.magic)?.logit(numbers))
    }
}

/// How much the words ask for it by themselves, as logits of a chance.
#[derive(Clone, Copy, Debug)]
pub struct Sounds {
    /// Whether they sound like a request (`learned.rs`).
    pub words: f32,
    /// Whether such words ask for just that (`weighed/roles.rs`).
    pub roles: f32,
}

/// What is weighed of an edit: how far words and edit account for each other, then how the words sound.
#[must_use]
pub fn of_edit(prompts: &[String], edit: &Steps, sounds: Sounds) -> Option<Vec<f32>> {
    let mut numbers = otherwise::aligned(prompts, &edit.near(AROUND))?;
    numbers.extend([sounds.roles, sounds.words]);
    Some(numbers)
}

/// The features of an edit by which `roles` goes.
#[must_use]
pub fn roles_of_edit(prompts: &[String], edit: &Steps) -> Vec<(u32, f32)> {
    roles::of_edit(prompts, &edit.near(AROUND))
}

/// What is weighed of a command: how far words and command account for each other, what the readings say of it, and how the words
/// sound.
#[must_use]
pub fn of_command(
    prompts: &[String],
    command: &str,
    actions: &[Action],
    heard: [f32; HEARD],
    sounds: Sounds,
) -> Option<Vec<f32>> {
    let aligned = commands::aligned(prompts, command, actions)?;
    Some(aligned.into_iter().map(|(_, n)| n).chain(heard).chain([sounds.roles, sounds.words]).collect())
}

/// Numbers that say what the readings heard.
pub const HEARD: usize = 5;

/// How much the words ask for just this edit; none where there is nothing to go by.
#[must_use]
pub fn edit(prompts: &[String], edit: &Steps) -> Option<f32> {
    let words = learned::logit(prompts, &edit.deed())?;
    let roles = roles::EDITS.logit(&roles_of_edit(prompts, edit))?;
    STEPS.logit(&of_edit(prompts, edit, Sounds { words, roles })?)
}

/// The same of a command.
#[must_use]
pub fn command(prompts: &[String], command: &str, actions: &[Action], heard: [f32; HEARD], words: f32) -> Option<f32> {
    let roles = roles::COMMANDS.logit(&roles::of_command(prompts, command))?;
    DEEDS.logit(&of_command(prompts, command, actions, heard, Sounds { words, roles })?)
}

#[cfg(test)]
mod tests {
    use crate::decide::entries::steps::of_lines;

    #[test]
    fn what_was_asked_for_weighs_more() {
        let edit = |new: &str| of_lines("conf/pools.toml", "[batch]\nnodes = 4\n[web]\nnodes = 4", new).unwrap();
        let logit = |words: &str, new: &str| super::edit(&[words.to_owned()], &edit(new)).unwrap();
        let (batch, web) = ("[batch]\nnodes = 6\n[web]\nnodes = 4", "[batch]\nnodes = 4\n[web]\nnodes = 6");
        let words = "please give batch 6 nodes in conf/pools.toml";
        assert!(logit(words, batch) > logit(words, web));
        assert!(logit(words, batch) > logit("why has batch only 4 nodes in conf/pools.toml, not 6?", batch));
    }

    #[test]
    fn a_command_weighs_by_its_target_and_its_manner() {
        let logit = |words: &str, command: &str| {
            let action = automode_model::Action {
                words: command.into(),
                program: "kubectl".into(),
                span: automode_model::Span::default(),
                effects: Vec::new(),
            };
            let prompts = [words.to_owned()];
            let sounds = super::learned::logit(&prompts, command).unwrap();
            super::command(&prompts, command, &[action], [1.0, 0.0, 0.0, 0.0, 0.0], sounds).unwrap()
        };
        let command = "kubectl delete pod web-7 -n shop";
        let asked = logit("please delete the pod web-7 in shop", command);
        assert!(asked > logit("please delete the pod web-8 in shop", command));
        assert!(asked > logit("why was the pod web-7 in shop deleted last week?", command));
    }
}
