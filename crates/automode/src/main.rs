//! The `automode` program. A hook call is recognised here, before anything else is set up: it starts some hundred times
//! an hour and its host kills it when it is slow. Everything else goes through `cli`.

mod cli;
mod cmd;
mod exit;
mod hook;
mod judge;
mod nowhere;
mod out;
mod past;
mod state;
mod time;
mod view;

use std::ffi::OsString;
use std::process::ExitCode;

use automode_contain::guard::alloc::Alloc;

#[global_allocator]
static ALLOC: Alloc = Alloc;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    match hook::arguments(&args) {
        Some(args) => hook::run(args),
        None => cli::main(),
    }
}
