//! What commands print: data to stdout in one piece, everything else to stderr. A reader that went away is not an error.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::exit;

/// Why a command could not do its work: what happened, on what, and what to do.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hint: String,
    code: u8,
}

/// What a command ends with.
pub type Done = Result<ExitCode, Failure>;

impl Failure {
    /// It could not be done.
    pub fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: String::new(), code: exit::FAILED }
    }

    /// The command line asks for something that makes no sense.
    pub fn usage(message: impl Display) -> Self {
        Self { code: exit::USAGE, ..Self::new(message) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// Ends with this code instead.
    #[must_use]
    pub fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    /// Says it on stderr.
    pub fn report(&self) -> ExitCode {
        let mut err = anstream::stderr().lock();
        let style = anstyle::AnsiColor::Red.on_default().bold();
        let _ = writeln!(err, "{style}error:{style:#} {}", self.message);
        if !self.hint.is_empty() {
            let style = anstyle::AnsiColor::Cyan.on_default();
            let _ = writeln!(err, "{style}hint:{style:#} {}", self.hint);
        }
        ExitCode::from(self.code)
    }
}

impl From<automode_ledger::LedgerError> for Failure {
    fn from(error: automode_ledger::LedgerError) -> Self {
        Self::new(error)
    }
}

/// Prints to stdout; colours only where the reader shows them.
pub fn print(text: &str) -> Result<(), Failure> {
    told(anstream::stdout().lock().write_all(text.as_bytes()))
}

/// Prints one line of JSON, or the indented form to a person.
pub fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let text = if io::IsTerminal::is_terminal(&out) { format!("{value:#}\n") } else { format!("{value}\n") };
    told(out.write_all(text.as_bytes()))
}

/// A closed pipe ends the program quietly: the reader has seen enough.
pub fn told(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(i32::from(exit::OK)),
        other => other.map_err(|error| Failure::new(format!("cannot write to standard output: {error}"))),
    }
}

/// Ends with 0, or with 1 where the answer is no.
pub fn answer(yes: bool) -> ExitCode {
    ExitCode::from(if yes { exit::OK } else { exit::NO })
}
