//! What the user would have to say: for an effect the plainest words that ask for exactly it, found by trying. For people
//! (`automode explain`, the page of the rules) and for the tests of every rule's lift; an agent is never told them.

use automode_model::{Action, Effect, EnvLabel, Session, Verb};

use super::bind::{self, Name};
use super::words::{self, Ops};
use super::{Said, Wishes, asked_as};

/// Operations as people say them, the plainest first.
const SAID: &[&str] = &[
    "delete",
    "push",
    "force-push",
    "commit",
    "merge",
    "publish",
    "deploy",
    "migrate",
    "apply",
    "install",
    "upgrade",
    "kill",
    "cancel",
    "stop",
    "restart",
    "start",
    "discard",
    "rebase",
    "grant",
    "disable",
    "rotate",
    "set",
    "configure",
    "create",
    "change",
    "write",
    "move",
    "copy",
    "send",
    "post",
    "download",
    "schedule",
    "enable",
    "login",
    "run",
    "read",
];

/// The words that ask for every effect of a command's actions that may need them, without doubles.
#[must_use]
pub fn of(actions: &[Action], command: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for action in actions {
        for effect in &action.effects {
            let said = plainest(action, effect).unwrap_or_else(|| format!("run `{command}`"));
            if !out.contains(&said) && effect.dimensions.values().iter().any(|d| *d > 0) {
                out.push(said);
            }
        }
    }
    out
}

/// The plainest words that ask for this effect; none where only the command itself does.
#[must_use]
pub fn plainest(action: &Action, effect: &Effect) -> Option<String> {
    let ops = asked_as(action, effect);
    let fits = |word: &&&str| words::of_base(word).meets(ops) || **word == "force-push" && ops.meets(Ops::FORCE);
    usual(effect.verb)
        .iter()
        .chain(SAID)
        .filter(fits)
        .flat_map(|word| sentences(word, action, effect))
        .find(|said| asks(said, action, effect))
}

/// How people call what a verb does, where the plainest word is not the first that fits.
fn usual(verb: Verb) -> &'static [&'static str] {
    use Verb as V;
    match verb {
        V::ForgeWrite => &["post"],
        V::SecurityWeaken => &["disable"],
        V::Persist => &["schedule"],
        V::DbWrite | V::SystemConfig | V::EnvSet => &["change"],
        V::VcsRemoteChange | V::VcsConfig | V::ForgeAdmin | V::SecretWrite => &["set"],
        V::ExternalWrite | V::NetSend => &["send"],
        V::CiTrigger | V::RemoteExec | V::RunCode => &["run"],
        V::InfraChange | V::CloudChange => &["apply", "change"],
        V::Write | V::Append => &["write"],
        V::RemoteCopy => &["copy"],
        V::CloudRead => &["download"],
        V::Login => &["login"],
        V::SecretPresent => &["use"],
        _ => &[],
    }
}

fn sentences(word: &str, action: &Action, effect: &Effect) -> Vec<String> {
    let names: Vec<String> = bind::names(action, effect).iter().map(shown).collect();
    let target = names.join(", ");
    let place = if bind::environments(action).contains(&EnvLabel::Production) { " in production" } else { "" };
    let rights = if effect.verb == Verb::Elevate { " with sudo" } else { "" };
    let said = |what: &str| format!("{word} {what}").trim_end().to_owned() + place + rights;
    match effect.verb {
        _ if !names.is_empty() => vec![said(&target)],
        Verb::VcsDiscard => vec![said("my changes"), said("")],
        _ => vec![said("")],
    }
}

fn shown(name: &Name) -> String {
    let text = match name {
        Name::Path { given, .. } => given,
        Name::Text(text) => text,
    };
    format!("`{text}`")
}

fn asks(said: &str, action: &Action, effect: &Effect) -> bool {
    let session = Session { prompts: vec![said.to_owned()], ..Session::default() };
    matches!(Wishes::of(&session, "").about(action, effect), Said::Asked(_))
}
