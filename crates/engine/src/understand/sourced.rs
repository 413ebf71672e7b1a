//! Settings of the project that a command loads for what it starts: `source .env && npm test`, `dotenv -e .env -- jest`. Where all
//! else is the project's own work, and no word of it holds what was loaded, nobody is shown a secret: it is as if the program
//! loaded them itself. Called for the actions of a command as a whole.

mod exported;

use automode_model::{Action, Certainty, Effect, Place, Reversibility, Target, Verb};

pub use exported::taken_out;

/// Words of what is not for work on this machine.
const OTHER: &[&str] = &["prod", "production", "prd", "live", "staging", "stage", "stg", "vault", "keys"];

/// What such a file is called where it is for work on this machine.
fn is_own(effect: &Effect) -> bool {
    let Target::Path(path) = &effect.target else { return false };
    let name = path.resolved.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let words = || name.split(['.', '-', '_']);
    path.place == Place::Workspace && words().any(|w| w == "env") && !words().any(|w| OTHER.contains(&w))
}

/// It only loads such a file, or what a keeper of secrets hands to the program that it starts (`op run -- npm test`).
pub fn loads(action: &Action) -> bool {
    hands_on(action) || loads_file(action)
}

/// The settings of this project as its keeper has them for work on this machine: no word says that they are for another place.
fn hands_on(action: &Action) -> bool {
    let mut words = action.words.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase);
    let word = match action.program.as_str() {
        "op" | "doppler" | "infisical" => "run",
        "chamber" => "exec",
        "sops" => "exec-env",
        _ => return false,
    };
    let starts = action.words.split(' ').any(|w| w == word);
    let given = |e: &Effect| match e.verb {
        Verb::SecretRead => e.target.path().is_none() || is_own(e),
        Verb::Inspect => true,
        Verb::Read => e.target.path().is_some_and(|p| p.place == Place::Workspace),
        _ => false,
    };
    starts && !words.any(|w| OTHER.contains(&w.as_str())) && action.effects.iter().all(given)
}

/// A container of an image of this project, or of one that everybody uses, which is given such a file. What it runs is judged
/// beside it.
fn carries(action: &Action) -> bool {
    let engine =
        matches!(action.program.as_str(), "docker" | "podman" | "nerdctl" | "docker-compose" | "podman-compose");
    let given = |e: &Effect| match e.verb {
        Verb::SecretRead => is_own(e),
        Verb::ContainerRun => is_near_image(e),
        Verb::Inspect => true,
        Verb::Read => is_within(e),
        _ => false,
    };
    engine && action.effects.iter().any(|e| e.verb == Verb::SecretRead) && action.effects.iter().all(given)
}

/// An image by a name without an owner: what was built here, or one of the registry's own.
fn is_near_image(effect: &Effect) -> bool {
    match &effect.target {
        Target::Named { name, .. } => !name.contains('/') || name.starts_with("localhost/"),
        Target::None => true,
        _ => false,
    }
}

fn is_within(effect: &Effect) -> bool {
    effect.target.path().is_none_or(|p| matches!(p.place, Place::Workspace | Place::WorkspaceRoot))
}

fn loads_file(action: &Action) -> bool {
    matches!(action.program.as_str(), "source" | "cross-env" | "dotenvx" | "script")
        && action
            .effects
            .iter()
            .all(|e| e.verb == Verb::Inspect || matches!(e.verb, Verb::SecretRead | Verb::Run) && is_own(e))
}

/// Programs that may print what they were given, and code on the command line.
fn may_show(action: &Action) -> bool {
    let shows = ["set", "declare", "typeset", "printenv", "compgen", "envsubst"];
    let runs =
        ["node", "bun", "deno", "python", "ruby", "perl", "php", "bash", "sh", "zsh", "elixir", "lua", "awk", "jq"];
    let inline =
        |w: &str| w.starts_with("--eval") || w.starts_with("--print") || is_short(w, &['c', 'e', 'p', 'r', 'E']);
    let program = action.program.as_str();
    let lists = match program {
        "export" => !action.words.split(' ').skip(1).any(|w| !w.starts_with('-')),
        "env" => !starts_program(&action.words),
        other => shows.contains(&other),
    };
    lists || runs.contains(&program) && action.words.split(' ').any(inline)
}

/// Whether `env` is given a program; else it prints the environment.
fn starts_program(words: &str) -> bool {
    let mut words = words.split(' ').skip(1);
    while let Some(word) = words.next() {
        match word {
            "-u" | "-C" | "--unset" | "--chdir" => drop(words.next()),
            w if w.starts_with('-') && !w.starts_with("--unset=") && !w.starts_with("--chdir=") => {
                if !matches!(w, "-i" | "-" | "--ignore-environment") {
                    return false;
                }
            }
            w if w.starts_with('-') || w.contains('=') || w.is_empty() => {}
            _ => return true,
        }
    }
    false
}

/// `-le`, `-c`: a word of short options, one of these among them.
fn is_short(word: &str, letters: &[char]) -> bool {
    word.strip_prefix('-').is_some_and(|w| !w.starts_with('-') && w.contains(letters))
}

/// The shell itself may print what it was given: by a trace, by what it lists, by a text that it is fed.
fn shell_shows(command: &str) -> bool {
    let words: Vec<&str> = command.split_whitespace().collect();
    let traces = |pair: &[&str]| match pair {
        [shell, option] => {
            let set = matches!(shell.rsplit('/').next(), Some("set" | "bash" | "sh" | "zsh" | "dash" | "ksh"));
            set && (is_short(option, &['x', 'v', 'o']) || option.contains("trace"))
        }
        _ => false,
    };
    let lists = ["<<", "declare", "typeset", "export -p", "readonly -p", "xtrace", "verbose"];
    lists.iter().any(|l| command.contains(l)) || words.windows(2).any(traces)
}

/// Nothing that was loaded is among its words, and it does not ask a process for what it was given.
fn is_plain(action: &Action) -> bool {
    let words = &action.words;
    !words.contains('…') && !words.contains("environ") && !crate::secrets::is_marked(words)
}

/// Work of the project that is given no value.
fn is_work(action: &Action) -> bool {
    if may_show(action) {
        return false;
    }
    let work = |e: &Effect| match e.verb {
        Verb::Build | Verb::Test | Verb::Format | Verb::VcsRead | Verb::NetListen | Verb::ToolRun => true,
        Verb::Run | Verb::Read => is_within(e),
        Verb::ContainerBuild | Verb::ContainerRead | Verb::Create | Verb::Inspect => true,
        Verb::ContainerRun => is_near_image(e),
        _ => false,
    };
    is_plain(action) && action.effects.iter().all(|e| work(e) && !matches!(e.certainty, Certainty::Unknown(_)))
}

/// Makes what this command loads so a look.
pub fn weigh(command: &str, actions: &mut [Action]) {
    let loading: Vec<bool> = actions.iter().map(|a| loads(a) || carries(a) && is_plain(a)).collect();
    let works = |(a, l): (&Action, &bool)| !*l || carries(a);
    if !loading.contains(&true)
        || !actions.iter().zip(&loading).any(works)
        || shell_shows(command)
        || !actions.iter().zip(&loading).all(|(a, l)| *l || is_work(a))
    {
        return;
    }
    let read = |e: &&mut Effect| e.verb == Verb::SecretRead;
    for e in actions.iter_mut().zip(loading).filter(|(_, l)| *l).flat_map(|(a, _)| a.effects.iter_mut()).filter(read) {
        (e.verb, e.category) = (Verb::Inspect, Verb::Inspect.category());
        (e.dimensions, e.reversibility) = (Verb::Inspect.dimensions(), Reversibility::Nothing);
    }
}
