//! `automode completions` and `automode man`: made from the command line's own definition.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::out::{self, Done, Failure};

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub struct Completions {
    /// For which shell
    shell: Shell,
}

/// Arguments of `man`.
#[derive(Args, Debug)]
pub struct Man {
    /// Where the pages are written to
    dir: PathBuf,
}

/// Prints a completion script.
pub fn completions(args: &Completions) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "automode", &mut script);
    out::print(&String::from_utf8_lossy(&script))?;
    Ok(out::answer(true))
}

/// Writes `automode.1` and a page for each command.
pub fn man(args: &Man) -> Done {
    std::fs::create_dir_all(&args.dir).map_err(|e| failed("make", &args.dir, &e))?;
    clap_mangen::generate_to(Cli::command(), &args.dir).map_err(|e| failed("write manual pages to", &args.dir, &e))?;
    out::print(&format!("manual pages written to {}\n", args.dir.display()))?;
    Ok(out::answer(true))
}

fn failed(doing: &str, dir: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot {doing} `{}`: {error}", dir.display()))
}
