//! Settings of the project that a command loads for what it starts: `source .env && npm test`, `dotenv -e .env -- jest`. Where all
//! else is the project's own work, and no word of it holds what was loaded, nobody is shown a secret: it is as if the program
//! loaded them itself. Called for the actions of a command as a whole.

use automode_model::{Action, Certainty, Effect, Place, Reversibility, Target, Verb};

/// What such a file is called where it is for work on this machine.
fn is_own(effect: &Effect) -> bool {
    let Target::Path(path) = &effect.target else { return false };
    let name = path.resolved.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let words = || name.split(['.', '-', '_']);
    let other = ["prod", "production", "prd", "live", "staging", "stage", "stg", "vault", "keys"];
    path.place == Place::Workspace && words().any(|w| w == "env") && !words().any(|w| other.contains(&w))
}

/// It only loads such a file.
pub fn loads(action: &Action) -> bool {
    matches!(action.program.as_str(), "source" | "cross-env" | "dotenvx" | "script")
        && action
            .effects
            .iter()
            .all(|e| e.verb == Verb::Inspect || matches!(e.verb, Verb::SecretRead | Verb::Run) && is_own(e))
}

/// Programs that may print what they were given, and code on the command line.
fn may_show(action: &Action) -> bool {
    let shows = ["set", "export", "declare", "typeset", "env", "printenv", "compgen", "envsubst"];
    let runs =
        ["node", "bun", "deno", "python", "ruby", "perl", "php", "bash", "sh", "zsh", "elixir", "lua", "awk", "jq"];
    let inline =
        |w: &str| w.starts_with("--eval") || w.starts_with("--print") || is_short(w, &['c', 'e', 'p', 'r', 'E']);
    let program = action.program.as_str();
    shows.contains(&program) || runs.contains(&program) && action.words.split(' ').any(inline)
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

/// Work of the project that is given no value.
fn is_work(action: &Action) -> bool {
    if may_show(action) {
        return false;
    }
    let plain = !action.words.contains('…') && !crate::secrets::is_marked(&action.words);
    let within =
        |e: &Effect| e.target.path().is_none_or(|p| matches!(p.place, Place::Workspace | Place::WorkspaceRoot));
    let work = |e: &Effect| match e.verb {
        Verb::Build | Verb::Test | Verb::Format | Verb::VcsRead | Verb::NetListen | Verb::ToolRun => true,
        Verb::Run | Verb::Read => within(e),
        Verb::Inspect => true,
        _ => false,
    };
    plain && action.effects.iter().all(|e| work(e) && !matches!(e.certainty, Certainty::Unknown(_)))
}

/// Makes what this command loads so a look.
pub fn weigh(command: &str, actions: &mut [Action]) {
    let loading: Vec<bool> = actions.iter().map(loads).collect();
    if !loading.contains(&true)
        || !loading.contains(&false)
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
