//! The `automode` program. A hook call is recognised here, before anything else is set up: it starts some hundred times
//! an hour and its host kills it when it is slow. Everything else goes through `cli`.

#![cfg_attr(not(test), no_main)]

mod adoption;
mod ancestry;
mod approval;
mod cli;
mod cmd;
mod exit;
mod hook;
mod import;
mod judge;
mod mcp;
mod nowhere;
mod out;
mod past;
mod policy;
mod state;
mod time;
mod view;

use std::ffi::OsString;

use automode_contain::guard::alloc::Alloc;

#[global_allocator]
static ALLOC: Alloc = Alloc;

#[cfg(not(test))]
automode_contain::entry!(start);

#[cfg(test)]
fn main() {
    start(Vec::new());
}

/// All arguments, our own name first, to the exit code.
fn start(args: Vec<OsString>) -> u8 {
    match hook::arguments(args.get(1..).unwrap_or_default()) {
        Some(args) => hook::run(args),
        None => command(args),
    }
}

/// A command for people or programs. Apart, as is all that a hook's stack would be deeper for.
#[inline(never)]
fn command(args: Vec<OsString>) -> u8 {
    automode_contain::start::as_command();
    exit::number(cli::main(args))
}
