//! What a command has another machine do, as that machine would be told it: behind the name of the machine (`ssh`), beside an
//! option that says which one (`systemctl -H`, `virsh -c`), in an option of its own (`fly ssh console -C`), or as a module's
//! arguments (`ansible web-1 -m service`). Called by `through`.

use automode_model::{Action, Certainty, Effect, Target, Verb};

use super::{loud, reach, whereabouts};
use crate::understand::{far, net};

/// What is carried to the other machine, where all of it is understood.
pub fn there(action: &Action) -> Option<Vec<Action>> {
    if let Some((own, _)) = by_itself(action) {
        return Some(vec![own]);
    }
    let text = match action.program.as_str() {
        "ssh" | "plink" => behind_host(action)?,
        "ansible" => by_module(action)?,
        _ => in_option(action)?,
    };
    let mut found = far::actions(&text)?;
    for one in &mut found {
        powers(one, action);
        loud::weigh(one);
        reach::narrow(one);
    }
    Some(found)
}

/// What is switched off or on there is the machine itself, by its own name.
fn powers(one: &mut Action, by: &Action) {
    let host = by.effects.iter().find_map(|e| match &e.target {
        Target::Host { host, .. } if e.verb == Verb::RemoteExec => host.split('.').next(),
        _ => None,
    });
    let Some(host) = host else { return };
    for e in one.effects.iter_mut().filter(|e| e.verb == Verb::Power && matches!(e.target, Target::None)) {
        e.target = Target::Named { kind: "machine", name: host.to_owned(), env: net::environment_of(host) };
    }
}

/// A client that speaks to the service of another machine: what it does there stands beside that it goes there. That, as it would
/// be told on the machine itself, and the machine.
pub fn by_itself(action: &Action) -> Option<(Action, &str)> {
    if !action.effects.iter().any(|e| e.verb == Verb::RemoteExec) {
        return None;
    }
    let hosts = whereabouts::values(action, &["--host", "--connect"]);
    let runs = |v: Verb| {
        matches!(v, Verb::Run | Verb::RunCode | Verb::RunRemote | Verb::ContainerRun | Verb::ToolRun | Verb::Unknown)
    };
    let goes = |e: &Effect| match &e.target {
        Target::Host { host, .. } | Target::Url { host, .. } => {
            e.verb == Verb::RemoteExec && hosts.iter().any(|h| net::host_of(h) == *host)
        }
        _ => false,
    };
    let (ways, does): (Vec<&Effect>, Vec<&Effect>) = action.effects.iter().partition(|e| goes(e));
    let sure =
        |e: &&Effect| !runs(e.verb) && e.verb != Verb::RemoteExec && !matches!(e.certainty, Certainty::Unknown(_));
    if does.is_empty() || !does.iter().all(sure) {
        return None;
    }
    let host = ways.first().and_then(|e| match &e.target {
        Target::Host { host, .. } | Target::Url { host, .. } => Some(host.as_str()),
        _ => None,
    })?;
    let words = without_place(action, &hosts);
    Some((Action { words, effects: does.into_iter().cloned().collect(), ..action.clone() }, host))
}

/// The words without those that say which machine.
fn without_place(action: &Action, hosts: &[&str]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for word in action.words.split_whitespace() {
        let joined = word.starts_with('-') && word.split_once('=').is_some_and(|(_, v)| hosts.contains(&v));
        if hosts.contains(&word) && out.last().is_some_and(|w| w.starts_with('-')) {
            out.pop();
        } else if !joined {
            out.push(word);
        }
    }
    out.join(" ")
}

/// What `ssh` hands to the shell of the machine, or to the program that an account has in the place of one.
fn behind_host(action: &Action) -> Option<String> {
    let host = action.effects.iter().find_map(|e| match &e.target {
        Target::Host { host, .. } if e.verb == Verb::RemoteExec => Some(host),
        _ => None,
    })?;
    let mut rest = action.words.as_str();
    loop {
        let (word, behind) = rest.trim_start().split_once(char::is_whitespace)?;
        if net::host_of(word) == *host {
            let text = behind.trim_start();
            let text = text.strip_prefix("-- ").unwrap_or(text);
            return of_account(word.split('@').next().unwrap_or(""), text);
        }
        rest = behind;
    }
}

/// `dokku@` and `git@` are no people: what they are told is one command of the program that answers there.
fn of_account(account: &str, text: &str) -> Option<String> {
    const GITOLITE: &[&str] = &["D", "info", "perms", "desc"];
    let first = text.split_whitespace().next().unwrap_or("");
    let program = match account {
        "dokku" => "dokku",
        "git" | "gitolite" if GITOLITE.contains(&first) => "gitolite",
        _ => return Some(text.to_owned()),
    };
    // No shell reads it.
    let plain = |c: char| c.is_alphanumeric() || " -_./:,=+@".contains(c);
    text.chars().all(plain).then(|| format!("{program} {text}"))
}

/// Commands whose option takes a text for the other machine's shell; it has to be the last one, since its end is not told.
const OPTIONS: &[(&str, &[&str], &[&str])] = &[
    ("fly", &["ssh", "console"], &["-C", "--command"]),
    ("flyctl", &["ssh", "console"], &["-C", "--command"]),
    ("doctl", &["compute", "ssh"], &["--ssh-command"]),
];

fn in_option(action: &Action) -> Option<String> {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let fits =
        |o: &&(&str, &[&str], &[&str])| o.0 == action.program && words.get(1..).is_some_and(|w| w.starts_with(o.1));
    let (_, _, options) = OPTIONS.iter().find(fits)?;
    let at = words.iter().position(|w| options.contains(w))?;
    Some(words.get(at + 1..)?.join(" "))
}

/// A module of Ansible on one machine, as the command that it stands for: `-m service -a 'name=haproxy state=restarted'`.
fn by_module(action: &Action) -> Option<String> {
    const VALUED: &[&str] = &["-i", "--inventory", "-u", "--user", "-f", "--forks"];
    const PLAIN: &[&str] = &["-b", "--become", "-v", "-o"];
    let mut words = action.words.split_whitespace().skip(1);
    let (mut module, mut host, mut given) = ("command", None, None);
    while let Some(word) = words.next() {
        match word {
            "-m" | "--module-name" => module = words.next()?,
            "-a" | "--args" => {
                given = Some(words.by_ref().collect::<Vec<&str>>());
            }
            w if VALUED.contains(&w) => drop(words.next()?),
            w if PLAIN.contains(&w) => {}
            w if w.starts_with('-') || host.is_some() => return None,
            w => host = Some(w),
        }
    }
    let one = |h: &str| !h.contains(['*', ',', ':', '!', '&', '[']) && !matches!(h, "all" | "ungrouped");
    host.filter(|h| one(h))?;
    let given = given?;
    command_of(module.rsplit('.').next().unwrap_or(module), &given)
}

/// The command that a module stands for.
fn command_of(module: &str, given: &[&str]) -> Option<String> {
    if matches!(module, "command" | "shell" | "raw") {
        let set = given.first().is_some_and(|w| w.contains('='));
        return (!set).then(|| given.join(" "));
    }
    let pairs: Option<Vec<(&str, &str)>> = given.iter().map(|w| w.split_once('=')).collect();
    let pairs = pairs?;
    let plain = |v: &str| !v.is_empty() && v.chars().all(|c| c.is_alphanumeric() || "-_./@:+".contains(c));
    let value = |key: &str| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| *v);
    let only = |keys: &[&str]| pairs.iter().all(|(k, v)| keys.contains(k) && plain(v));
    let state = value("state").unwrap_or("");
    match module {
        "service" | "systemd" | "systemd_service" if only(&["name", "state"]) => {
            let does = [("restarted", "restart"), ("stopped", "stop"), ("started", "start"), ("reloaded", "reload")];
            let (_, does) = does.into_iter().find(|(s, _)| *s == state)?;
            Some(format!("systemctl {does} {}", value("name")?))
        }
        "file" if only(&["path", "dest", "state"]) && state == "absent" => {
            Some(format!("rm -rf {}", value("path").or_else(|| value("dest"))?))
        }
        "user" if only(&["name", "state"]) && state == "absent" => Some(format!("userdel {}", value("name")?)),
        "docker_container" if only(&["name", "state"]) && state == "absent" => {
            Some(format!("docker rm -f {}", value("name")?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_as_the_commands_that_they_stand_for() {
        for (module, given, want) in [
            ("service", "name=haproxy state=restarted", Some("systemctl restart haproxy")),
            ("systemd", "name=haproxy enabled=no", None),
            ("file", "path=/srv/ci/old state=absent", Some("rm -rf /srv/ci/old")),
            ("file", "path=/srv/{{x}} state=absent", None),
            ("shell", "uptime", Some("uptime")),
            ("copy", "src=a dest=b", None),
        ] {
            let given: Vec<&str> = given.split(' ').collect();
            assert_eq!(command_of(module, &given).as_deref(), want, "{module}");
        }
    }

    #[test]
    fn accounts_that_are_programs() {
        assert_eq!(of_account("dokku", "apps:destroy notes").as_deref(), Some("dokku apps:destroy notes"));
        assert_eq!(of_account("git", "D rm sandbox/tmp1").as_deref(), Some("gitolite D rm sandbox/tmp1"));
        assert_eq!(of_account("git", "ls").as_deref(), Some("ls"));
        assert_eq!(of_account("dokku", "apps:list; rm -rf /"), None);
    }
}
