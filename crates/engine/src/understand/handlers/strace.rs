//! `strace -o '|command'` and `-o '!command'` send the trace to a command.

use super::{Call, Handled};

/// Runs that command; the rest is the data's.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    if let Some(file) = c.bound.value("-o").filter(|f| f.prefix().starts_with(['|', '!'])) {
        let command = file.skip(1);
        c.pipes(&command);
    }
    Handled::Partly
}
