//! What data cannot say about a program: one file per program, called from its knowledge file by name.

mod builds;
mod bwrap;
mod chmod;
mod compose;
mod copy;
mod curl;
mod database;
mod docker;
mod dockerfile;
mod editors;
mod environment;
mod fd;
mod find;
mod flock;
mod forge;
mod git;
mod hcl;
mod http;
mod httpie;
mod jq;
mod kill;
mod kube;
mod langs;
mod lesser;
mod listed;
mod ln;
mod media;
mod mongo;
mod nodes;
mod parallel;
mod patch;
mod playbook;
mod recipes;
mod reread;
mod runners;
mod scripts;
mod socat;
mod source;
mod ssh;
mod strace;
mod tables;
mod tar;
mod task;
mod tasks;
mod typed;
pub mod vcs;
mod wget;
mod workflow;
mod xargs;

use automode_model::{Effect, Scope};

use crate::knowledge::{Program, Role};

use super::invoke::Invocation;
use super::options::Bound;
use super::shell::Shell;
use super::state::State;
use super::value::Val;

pub use docker::picked_environment;
pub use fd::output as fd_output;
pub use find::{below as below_folder, output as find_output};
pub use git::{config as git_config, elsewhere as git_elsewhere, helper_address, trap as git_trap};
pub use kill::number as process_number;
pub use lesser::emptied_by_variable;
pub use ln::copied as links_copied;
pub use task::by_name as verb_by_name;
pub use task::run as task;
pub use xargs::{patterns as found_names, takes_options};

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
    /// But for this (`knowledge::trial`).
    pub keeps: u8,
    /// The directories in which it works, where an option changes them.
    pub cwd: Option<Vec<String>>,
}

impl Call<'_, '_, '_> {
    /// Whether its options ask for a trial run.
    pub fn tries(&self) -> bool {
        super::trial::in_force(&self.bound.options).is_some()
    }

    /// The folders in which it works; an option that names one may not have been gone through yet.
    pub fn folders(&self) -> Vec<String> {
        if self.cwd.is_some() { self.inner_cwd().to_vec() } else { recipes::directories(self) }
    }

    /// The state in which what it starts begins: `npm --prefix web test` runs the scripts of `web`.
    pub fn state_there(&self) -> State {
        State { cwd: self.folders(), ..self.inner_state() }
    }

    /// A command that is handed what this program writes, which is not known here: `strace -o '|sh'`.
    pub fn pipes(&mut self, command: &Val) {
        if !self.dry {
            self.shell_script(command, &[], &Val::gap("what a program writes"));
        }
    }

    /// What a word causes in this role, where a handler decided that it has it.
    pub fn give(&mut self, role: Role, value: &Val, rest: &[Val]) {
        let _ = self.role(role, value, rest);
    }
}

/// Whether this is a compiler at work on nothing but sources that the project has: none that this event writes, none that
/// this session made and nobody read.
pub fn builds_project(call: &Call<'_, '_, '_>) -> bool {
    let compiles =
        call.program.name == "go" || call.bound.form.handler == Some("compiler") || langs::compiles(call.program.name);
    let builds = call.bound.form.does.contains(&automode_model::Verb::Build)
        || call.program.name == "go" && call.bound.path.first().is_some_and(|w| w == "test") && call.bound.has("-c");
    if !compiles || !builds || !call.bound.unknown.is_empty() {
        return false;
    }
    let scene = call.shell.scene;
    let [cwd] = call.state.cwd.as_slice() else { return false };
    let own = |path: &str| {
        let target = super::paths::target(scene, path, &super::paths::join(cwd, path));
        let place = matches!(target.place, automode_model::Place::Workspace | automode_model::Place::WorkspaceRoot);
        let new = |p: &String| *p == target.resolved || super::paths::below(p, &target.resolved);
        let written = scene.files.borrow().keys().any(|p| new(p) && !only_computes(call, p));
        only_computes(call, &target.resolved) || place && !target.created_here && !written
    };
    let sources = &call.bound.operands;
    own(".")
        && sources.iter().all(|v| {
            v.known().is_some_and(|t| own(t.trim_end_matches("/...")))
                || v.has_glob() && v.why().is_none() && own(&v.show())
        })
}

/// Whether this is a source that this event or session wrote and that can do nothing but compute and print.
fn only_computes(call: &Call<'_, '_, '_>, path: &str) -> bool {
    let Some(source) = super::code::compiled::Source::of(path) else { return false };
    let scene = call.shell.scene;
    let text = match call.shell.written(path) {
        Some(v) => v.known().map(str::to_owned),
        None if scene.session.created.contains(path) => scene.world.read(path, super::scene::MAX_SCRIPT_BYTES).ok(),
        None => None,
    };
    text.is_some_and(|t| super::code::compiled::is_pure_beside(source, &t, |header| is_own_header(call, path, header)))
}

/// A header of the project itself, which nothing in this session wrote: what it declares is the project's own code.
fn is_own_header(call: &Call<'_, '_, '_>, source: &str, header: &str) -> bool {
    let scene = call.shell.scene;
    let [cwd] = call.state.cwd.as_slice() else { return false };
    let beside = source.rsplit_once('/').map_or(cwd.as_str(), |(dir, _)| dir).to_owned();
    let given = call.call.argv.iter().filter_map(Val::known).filter_map(|w| w.strip_prefix("-I"));
    let folders = std::iter::once(beside).chain(given.filter(|d| !d.is_empty()).map(|d| super::paths::join(cwd, d)));
    // The first folder that has it is the one that the compiler takes.
    let found = folders.map(|dir| super::paths::join(&dir, header)).find(|path| {
        call.shell.written(path).is_some() || scene.world.path(path).kind == automode_model::PathKind::File
    });
    found.is_some_and(|path| {
        let target = super::paths::target(scene, &path, &path);
        target.place == automode_model::Place::Workspace
            && !target.created_here
            && call.shell.written(&path).is_none()
            && !scene.session.created.contains(&path)
    })
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
        "broker" => database::broker(call),
        "remote-words" => ssh::plain_words(call),
        "binds" => docker::binds(call),
        "bwrap" => bwrap::run(call),
        "chmod" => chmod::run(call),
        "curl" => curl::run(call),
        "database" => database::run(call),
        "database-named" => database::run_named(call),
        "docker_build" => docker::build(call),
        "docker_run" => docker::run(call),
        "env" => environment::run(call),
        "exiftool" => media::exiftool(call),
        "fd" => fd::run(call),
        "ffmpeg" => media::ffmpeg(call),
        "find" => find::run(call),
        "flock" => flock::run(call),
        "gs" => media::ghostscript(call),
        "httpie" => httpie::run(call),
        "jq" => jq::run(call),
        "yq" => jq::yq(call),
        "kill" => kill::run(call),
        "kill-name" => kill::by_name(call),
        "kill-port" => kill::by_port(call),
        "ln" => ln::run(call),
        "mode" => chmod::given_mode(call),
        "object_copy" => copy::run(call),
        "parallel" => parallel::run(call),
        "socat" => socat::run(call),
        "ssh" => ssh::run(call),
        "strace" => strace::run(call),
        "tables" => tables::run(call),
        "tar" => tar::run(call),
        "typed" => typed::run(call),
        "wget" => wget::run(call),
        "xargs" => xargs::run(call),
        "go-test" => tasks::go_test(call),
        "git-push" => git::push(call),
        "git-checkout" => vcs::checkout(call),
        "git-config" => vcs::config(call),
        "git-remote" => vcs::remote(call),
        "git-restore" => vcs::restore(call),
        "git-rewrite" => vcs::rewrite(call),
        "compose-config" => compose::config(call),
        "nc" => socat::text_protocol(call),
        "screen" => typed::screen(call),
        "compose-stop" => compose::stop(call),
        "gh-api" => forge::api(call),
        "task-names" => tasks::by_names(call),
        "tasks-between-commas" => tasks::between_commas(call),
        "npm-lifecycle" => tasks::lifecycle(call),
        "bun-run" | "script-or-tool" => tasks::script_or_tool(call),
        "poetry-run" | "uv-run" => tasks::in_environment(call),
        "package-runner" => runners::package(call),
        "yarn-exec" => runners::yarn(call),
        "line-or-words" => runners::line_or_words(call),
        "npm-config" => runners::npm_config(call),
        "go-run" => runners::go_run(call),
        "deno-run" => runners::deno_run(call),
        "assign-command" => runners::assignments(call),
        "concurrently" => runners::concurrently(call),
        "around-server" => scripts::around_server(call),
        "between-colons" => runners::between_colons(call),
        "named-outputs" => runners::named_outputs(call),
        "nix-run" => runners::nix_run(call),
        "version-exec" => runners::versions(call),
        "python" => langs::python(call),
        "coverage-run" => langs::coverage(call),
        "run-pip" => langs::run_pip(call),
        "inplace" => langs::in_place(call),
        "php" => langs::php(call),
        "java" => langs::java(call),
        "jar" => langs::jar(call),
        "compiler" => langs::compiler(call),
        "npm-install" => task::install(call),
        _ => looks_through(name, call),
    }
}

/// The handlers that read what the program is handed.
fn looks_through(name: &str, call: &mut Call<'_, '_, '_>) -> Handled {
    match name {
        "backups" => langs::backups(call),
        "blender" => media::blender(call),
        "board" => lesser::board(call),
        "capture" => lesser::capture(call),
        "rename" => lesser::rename(call),
        "tls-client" => lesser::client(call),
        "zip" => lesser::zip(call),
        "compose" => compose::start(call),
        "hcl" => hcl::run(call),
        "just" => recipes::just(call),
        "make" => recipes::make(call),
        "chart" => kube::chart(call),
        "manifests" => kube::run(call),
        "aria2" => listed::aria2(call),
        "node-mounts" => nodes::run(call),
        "emacs" => editors::emacs(call),
        "patch-envelope" => patch::envelope(call),
        "playbook" => playbook::run(call),
        "ad-hoc" => playbook::ad_hoc(call),
        "taskfile" => recipes::task(call),
        "vim" => editors::vim(call),
        "workflow" => workflow::run(call),
        _ => {
            let why = format!("`{}` needs `{name}`, which is not known", call.program.name);
            call.unknown(&why);
            Handled::Wholly
        }
    }
}
