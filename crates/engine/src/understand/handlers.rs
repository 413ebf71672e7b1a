//! What data cannot say about a program: one file per program, called from its knowledge file by name.

mod bwrap;
mod chmod;
mod copy;
mod curl;
mod database;
mod docker;
mod fd;
mod find;
mod flock;
mod git;
mod http;
mod httpie;
mod jq;
mod kill;
mod ln;
mod media;
mod mongo;
mod parallel;
mod reread;
mod socat;
mod ssh;
mod strace;
mod tar;
mod task;
mod typed;
mod wget;
mod xargs;

use automode_model::{Effect, Scope};

use crate::knowledge::Program;

use super::invoke::Invocation;
use super::options::Bound;
use super::shell::Shell;
use super::state::State;

pub use find::output as find_output;
pub use git::{config as git_config, trap as git_trap};
pub use task::by_name as verb_by_name;
pub use task::run as task;

/// A program's run while it is judged.
pub struct Call<'c, 'a, 'w> {
    /// The shell that runs it.
    pub shell: &'c Shell<'a, 'w>,
    /// That shell's state.
    pub state: &'c mut State,
    /// What the knowledge file says.
    pub program: &'static Program,
    /// Its arguments, read.
    pub bound: Bound,
    /// Its arguments as they came, input and environment.
    pub call: &'c Invocation,
    /// The effects found so far.
    pub effects: Vec<Effect>,
    /// The scope that its options set.
    pub scope: Scope,
    /// Its options switch safety questions off.
    pub forced: bool,
    /// Its options make it change nothing.
    pub dry: bool,
    /// The directories in which it works, where an option changes them.
    pub cwd: Option<Vec<String>>,
}

/// How much a handler did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handled {
    /// All: the knowledge file's roles do not apply.
    Wholly,
    /// It added to what the knowledge file says.
    Partly,
}

/// Runs the handler of this name; an unknown name makes the program unknown (a test holds that none is).
pub fn run(name: &str, call: &mut Call<'_, '_, '_>) -> Handled {
    match name {
        "bwrap" => bwrap::run(call),
        "chmod" => chmod::run(call),
        "curl" => curl::run(call),
        "database" => database::run(call),
        "database-named" => database::run_named(call),
        "docker_build" => docker::build(call),
        "docker_run" => docker::run(call),
        "exiftool" => media::exiftool(call),
        "fd" => fd::run(call),
        "ffmpeg" => media::ffmpeg(call),
        "find" => find::run(call),
        "flock" => flock::run(call),
        "gs" => media::ghostscript(call),
        "httpie" => httpie::run(call),
        "jq" => jq::run(call),
        "kill" => kill::run(call),
        "ln" => ln::run(call),
        "mode" => chmod::given_mode(call),
        "object_copy" => copy::run(call),
        "parallel" => parallel::run(call),
        "socat" => socat::run(call),
        "ssh" => ssh::run(call),
        "strace" => strace::run(call),
        "tar" => tar::run(call),
        "typed" => typed::run(call),
        "wget" => wget::run(call),
        "xargs" => xargs::run(call),
        "git-push" => git::push(call),
        _ => {
            let why = format!("`{}` needs `{name}`, which is not known", call.program.name);
            call.unknown(&why);
            Handled::Wholly
        }
    }
}
