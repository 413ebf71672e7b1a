//! Options of the tasks, read by hand: `--name`, `--name value`, `--name=value`. A full parser would cost more build time
//! than all tasks together.

use std::cell::RefCell;

use crate::run::Result;

/// What stands after the task's name; each option is taken out by the task that knows it.
pub struct Args {
    left: RefCell<Vec<String>>,
}

impl Args {
    /// Splits `--name=value` into two words.
    pub fn new(words: Vec<String>) -> Self {
        let split = |word: String| match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => vec![name.to_owned(), value.to_owned()],
            _ => vec![word],
        };
        Self { left: RefCell::new(words.into_iter().flat_map(split).collect()) }
    }

    /// Whether the option is there.
    pub fn flag(&self, name: &str) -> bool {
        let mut left = self.left.borrow_mut();
        let at = left.iter().position(|w| w == name);
        at.map(|at| left.remove(at)).is_some()
    }

    /// The option's value.
    pub fn value(&self, name: &str) -> Option<String> {
        let mut left = self.left.borrow_mut();
        let at = left.iter().position(|w| w == name).filter(|at| at + 1 < left.len())?;
        left.remove(at);
        Some(left.remove(at))
    }

    /// The option's value as a number.
    pub fn number(&self, name: &str, default: usize) -> Result<usize> {
        self.value(name).map_or(Ok(default), |v| v.parse().map_err(|_| format!("`{name}` needs a number, not `{v}`")))
    }

    /// An option that nobody took is a mistake, and is said.
    pub fn finish(&self) -> Result {
        match self.left.borrow().first() {
            None => Ok(()),
            Some(word) => Err(format!("`{word}` was not understood")),
        }
    }
}
