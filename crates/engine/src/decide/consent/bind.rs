//! Whether a statement is about an effect's target: names, scope words, labels of environments, and what is taken out.
//! A target that is not named is not authorised; a name within another object (`the tests in a.py`) names nothing.

use automode_model::{Action, Effect, EnvLabel, Target, Verb};

use super::amounts;
use super::bounds;
use super::clone;
use super::holders;
use super::literal;
use super::nouns;
use super::object::{FOLLOWERS, GENERAL, Object};
use super::patches;
use super::read::Statement;
use super::token::{Kind, Token};
use super::words::{Form, Ops};
use crate::decide::entries::{ENTRY, tree::ALSO};
use crate::decide::{reach, whereabouts};

/// How a statement is about a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It names it, or a set that it certainly belongs to.
    Named,
    /// It names nothing, and what it asks for has one usual meaning: `push`.
    Usual,
    /// It names nothing in particular.
    General,
    /// It names this, or things like it, and the action goes further.
    Beyond,
    /// It is about something else.
    No,
}

/// Whether a request covers this effect.
#[must_use]
pub fn request(s: &Statement, action: &Action, effect: &Effect, command: &str) -> Bound {
    // Whoever writes the command itself means all that stands in it.
    if commanded(s, action, command) {
        return Bound::Named;
    }
    if contradicts(s, action)
        || hides_production(s, action, command)
        || clone::is_meant(s.object.iter(), effect)
        || only_membership(s, action, effect)
    {
        return Bound::No;
    }
    let o = Object::of(s, action, effect);
    if holders::takes_holder(s, action, effect) || holders::takes_owner(s, o.tokens(), action, effect) {
        return Bound::Beyond;
    }
    if bounds::elsewhere(o.tokens(), action) || other_resource(&o, action, effect) || takes_all_stashes(&o, action) {
        return Bound::Beyond;
    }
    let mut names = names(action, effect);
    // What the command is to do was said as the verb.
    names.retain(|n| !matches!(n, Name::Text(t) if *t == s.verb || patches::is_said(s, t)));
    if effect.verb == Verb::Elevate {
        // That the system's own operation needs its rights lifts no `don't use sudo`.
        let said = s.object.iter().any(|t| matches!(t.word(), "sudo" | "root" | "administrator"));
        return match o.without_name(action, effect) {
            Bound::Named if !said => Bound::Usual,
            other => other,
        };
    }
    if names.is_empty() {
        if !bounds::keeps_mine(o.tokens(), action) {
            return Bound::Beyond;
        }
        let spelled = spelled(s, &o, action, effect) || frees_port(o.tokens(), effect, command);
        return if spelled { Bound::Named } else { o.without_name(action, effect) };
    }
    let all = names.iter().all(|n| o.names(n) || o.covers(n) || effect.verb == Verb::DbWrite && o.names_row(n, action));
    if all || o.described(effect, s) {
        let set = o.universal() || !names.iter().all(|n| o.names(n));
        return if bounds::kept(o.tokens(), set, action, effect) { Bound::Named } else { Bound::Beyond };
    }
    if s.except.is_empty() && !s.loose && bounds::is_set(o.tokens(), o.kinds(), action) {
        return Bound::Named;
    }
    if spelled(s, &o, action, effect) || frees_port(o.tokens(), effect, command) {
        return Bound::Named;
    }
    if general_push(effect, s) {
        return Bound::Usual;
    }
    if goes_beyond(s, &o, action, effect, &names) {
        return Bound::Beyond;
    }
    if o.is_general() { Bound::General } else { Bound::No }
}

/// The request names each thing that is hit: no set, no description.
#[must_use]
pub fn literally(s: &Statement, action: &Action, effect: &Effect) -> bool {
    let o = Object::of(s, action, effect);
    let names = names(action, effect);
    let plain = !matches!(effect.target, Target::Path(_)) && !contradicts(s, action);
    plain && !names.is_empty() && names.iter().all(|n| o.names(n))
}

/// `the service x` is not the deployment of that name, where it would be destroyed.
pub(super) fn other_resource(o: &Object<'_>, action: &Action, effect: &Effect) -> bool {
    if effect.verb != Verb::InfraDestroy || !matches!(action.program.as_str(), "kubectl" | "oc") {
        return false;
    }
    let done =
        action.words.split_whitespace().skip(1).find_map(|w| nouns::object(w.split_once('/').map_or(w, |(k, _)| k)));
    let word = |at: usize| o.tokens().get(at).map_or("", Token::word);
    let one = |at: usize| match (at.checked_sub(1).map_or("", word), nouns::object(word(at))) {
        ("cron", Some("job")) => Some("cronjob"),
        (_, kind) => kind.filter(|k| *k != "namespace"),
    };
    let said: Vec<&str> = (0..o.tokens().len()).filter_map(one).collect();
    done.is_some_and(|d| !said.is_empty() && !said.contains(&d))
}

/// `drop the last stash` is not `git stash clear`.
pub(super) fn takes_all_stashes(o: &Object<'_>, action: &Action) -> bool {
    let all = |t: &Token| matches!(t.word(), "all" | "every" | "stashes" | "everything");
    action.words.contains("stash clear") && !o.tokens().iter().any(all)
}

/// The request spells the action out, word for word, and the things it is about are of the kind that is hit.
fn spelled(s: &Statement, o: &Object<'_>, action: &Action, effect: &Effect) -> bool {
    let head = o.tokens().iter().map(|t| nouns::kinds(t.word())).find(|k| *k != 0);
    let fits = head.is_none_or(|k| k & o.kinds() != 0);
    fits && s.except.is_empty()
        && bounds::is_spelled(&s.verb, o.tokens(), o.kinds(), action)
        && bounds::kept(o.tokens(), o.universal(), action, effect)
}

/// `whatever listens on port 3000`, where the command looks up just that.
fn frees_port(tokens: &[Token], effect: &Effect, command: &str) -> bool {
    let port = tokens.windows(2).find_map(|p| match p {
        [a, b] if a.word() == "port" && b.lower.bytes().all(|c| c.is_ascii_digit()) => Some(b.lower.as_str()),
        _ => None,
    });
    let Some(port) = port.filter(|_| matches!(effect.verb, Verb::ProcessKill | Verb::ProcessSignal)) else {
        return false;
    };
    let looks_up = command.contains("lsof") || command.contains("fuser");
    let numbers = command.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() > 1);
    let ports: Vec<&str> = numbers.filter(|n| *n != "15").collect();
    looks_up && !ports.is_empty() && ports.iter().all(|n| *n == port)
}

/// Others of the kind that was named, or the folder around what was named.
fn goes_beyond(s: &Statement, o: &Object<'_>, action: &Action, effect: &Effect, names: &[Name]) -> bool {
    if s.loose || !takes_away(action, effect) {
        return false;
    }
    if let Target::Path(p) = &effect.target {
        let given = p.given.trim_start_matches("./").trim_end_matches('/');
        let within = |t: &Token| {
            let text = t.text.trim_start_matches("./");
            let named = text.strip_prefix(given).or_else(|| text.strip_prefix(p.resolved.as_str()));
            !given.is_empty() && given != "." && named.is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
        };
        return s.object.iter().any(within);
    }
    let kinds = s.object.iter().map(|t| nouns::kinds(t.word())).find(|k| *k != 0).unwrap_or(nouns::Kinds::MAX);
    let told = |n: &Name| matches!(n, Name::Text(t) if !t.is_empty());
    kinds & o.kinds() != 0 && super::turns::names(&s.object) > 0 && names.iter().all(told)
}

/// The effect takes something with a name away.
#[must_use]
pub fn takes_away(action: &Action, effect: &Effect) -> bool {
    let deletes = |w: &str| matches!(w, "-d" | "-D" | "--delete" | "remove" | "rm" | "delete" | "drop");
    match effect.verb {
        Verb::VcsChange => action.words.split_whitespace().skip(1).any(deletes),
        v => super::words::of_verb(v).meets(Ops::DELETE.or(Ops::KILL)),
    }
}

/// What an effect's target is called, found once to be looked for in many sentences.
pub struct Called<'a> {
    action: &'a Action,
    effect: &'a Effect,
    names: Vec<Name>,
}

impl<'a> Called<'a> {
    /// The names of this effect's target.
    #[must_use]
    pub fn of(action: &'a Action, effect: &'a Effect) -> Self {
        Self { action, effect, names: names(action, effect) }
    }

    /// Whether the words that are taken out, or a prohibition's object, name the target. Wider than a request: every mention
    /// counts.
    #[must_use]
    pub fn is_in(&self, tokens: &[Token]) -> bool {
        let mut hit = self.names.iter().any(|n| tokens.iter().any(|t| parts(t).any(|p| same(n, p))));
        hit |= self.names.is_empty()
            && matches!(&self.effect.target, Target::Named { name, .. } if tokens.iter().any(|t| t.lower == *name));
        hit || tokens.iter().any(|t| labelled(t, self.action, self.effect))
    }
}

/// `keep the tag`, and the command has `--cleanup-tag`: an option that takes along what was taken out.
#[must_use]
pub fn takes_along<'a>(mut except: impl Iterator<Item = &'a Token>, action: &Action) -> bool {
    let names = || action.words.split_whitespace().filter_map(|w| w.strip_prefix("--"));
    let options = || names().map(|w| w.split_once('=').map_or(w, |(option, _)| option));
    let away = |p: &str| super::words::of_base(p).meets(Ops::DELETE.or(Ops::CLEAN));
    // `--with-tag`: it goes with what is deleted.
    let along_with = |o: &str| o.starts_with("with-") && action.words.split_whitespace().take(4).any(away);
    let takes =
        |o: &str, noun: &str| (o.split('-').any(away) || along_with(o)) && o.split('-').any(|p| nouns::stem(p) == noun);
    let alone = along(action);
    except.any(|t| {
        let noun = nouns::stem(t.word());
        alone.contains(&noun) || nouns::kinds(t.word()) != 0 && options().any(|o| takes(o, noun))
    })
}

/// What a command takes along by an option that does not say that it deletes: `docker rm -v`, `userdel -r`.
fn along(action: &Action) -> Vec<&'static str> {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let does = |verbs: &[&str]| words.iter().take(4).any(|w| verbs.contains(w));
    let has = |short: char, long: &str| {
        let cluster = |w: &str| w.strip_prefix('-').is_some_and(|s| !s.starts_with('-') && s.contains(short));
        let long = |w: &str| !long.is_empty() && w.split('=').next() == Some(long);
        words.iter().any(|w| cluster(w) || long(w))
    };
    let image = |w: &&str| w.split('=').next() == Some("--rmi");
    match action.program.as_str() {
        "docker" | "podman" | "nerdctl" | "docker-compose" | "podman-compose" => {
            let volumes = does(&["rm", "remove", "down", "prune"]) && has('v', "--volumes");
            let images = words.iter().any(image);
            [(volumes, "volume"), (images, "image")].iter().filter(|(taken, _)| *taken).map(|(_, what)| *what).collect()
        }
        "gh" | "glab" if does(&["close", "merge"]) && has('d', "--delete-branch") => vec!["branch", "branche"],
        "userdel" if has('r', "--remove") => vec!["home", "file", "directory", "folder", "mail"],
        _ => Vec::new(),
    }
}

fn labelled(t: &Token, action: &Action, effect: &Effect) -> bool {
    let Some(label) = nouns::label(&t.lower) else { return false };
    if label != EnvLabel::Production {
        return false;
    }
    let target = effect.target.text().to_lowercase();
    let part = target.split(|c: char| !c.is_alphanumeric()).any(|p| nouns::label(p) == Some(EnvLabel::Production));
    part || environments(action).contains(&EnvLabel::Production)
}

/// The environments that an action's words and targets tell.
#[must_use]
pub fn environments(action: &Action) -> Vec<EnvLabel> {
    let mut out: Vec<EnvLabel> = Vec::new();
    for e in &action.effects {
        if let Target::Named { env, .. } = e.target
            && env != EnvLabel::Unknown
        {
            out.push(env);
        }
        if let Target::Host { host, .. } | Target::Url { host, .. } = &e.target {
            out.push(crate::understand::net::environment_of(host));
        }
    }
    if action.effects.iter().any(|e| e.verb == Verb::Deploy || !matches!(e.target, Target::Path(_))) {
        let words = action.words.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2);
        out.extend(words.filter_map(|w| nouns::label(&w.to_lowercase())).filter(|l| *l == EnvLabel::Production));
    }
    out.retain(|l| *l != EnvLabel::Unknown);
    out
}

/// The user said one environment and the action is about another.
pub(super) fn contradicts(s: &Statement, action: &Action) -> bool {
    if is_sibling(&s.verb, action) {
        return true;
    }
    let said: Vec<EnvLabel> = s.object.iter().filter_map(|t| nouns::label(&t.lower)).collect();
    let done = environments(action);
    let differs =
        |a: &[EnvLabel], b: &[EnvLabel]| a.contains(&EnvLabel::Production) && !b.contains(&EnvLabel::Production);
    if said.is_empty() {
        // What is marked as production is only meant where that is said, or where the marked name itself is.
        return done.contains(&EnvLabel::Production) && !names_marked(s, action);
    }
    differs(&done, &said) || (!done.is_empty() && differs(&said, &done))
}

/// `cordon` is not `drain`: two operations of one kind that are not the same.
pub(super) fn is_sibling(verb: &str, action: &Action) -> bool {
    let sense = |w: &str| SENSES.iter().position(|s| s.contains(&w));
    let Some(said) = sense(verb) else { return false };
    // `--type merge` says how.
    let mut option = "";
    let own = bounds::words_of(action).filter(|w| std::mem::replace(&mut option, w) != "--type");
    let mut done = own.filter_map(|w| sense(&w.to_lowercase())).peekable();
    done.peek().is_some() && done.all(|d| d != said)
}

/// Operations that one class holds, and that are told apart: each row is one.
const SENSES: &[&[&str]] = &[
    &["scale", "resize"],
    &["drain"],
    &["cordon"],
    &["uncordon"],
    &["pause", "suspend", "freeze"],
    &["stop", "halt", "shutdown"],
    &["close"],
    &["merge"],
    &["approve"],
    &["reload"],
    &["restart"],
    &["comment", "reply"],
    &["assign"],
    &["refund"],
    &["charge", "pay"],
    &["transfer"],
    &["revoke"],
    &["archive"],
];

/// `psql "$PROD_URL"`: what a variable leads to is told by its name.
pub(super) fn hides_production(s: &Statement, action: &Action, command: &str) -> bool {
    let production = |w: &str| nouns::label(&w.to_lowercase()) == Some(EnvLabel::Production);
    let variable = |v: &str| {
        let name = v.trim_start_matches('{').split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
        name.split('_').any(production)
    };
    let hidden = action.words.contains('…') && command.split('$').skip(1).any(variable);
    hidden
        && !s
            .object
            .iter()
            .chain(s.context.iter())
            .any(|t| t.lower.split(|c: char| !c.is_alphanumeric()).any(production))
}

/// `remove x from the group y`: x stays, and only y is left.
pub(super) fn only_membership(s: &Statement, action: &Action, effect: &Effect) -> bool {
    let group = |t: &Token| matches!(t.word(), "group" | "team" | "role" | "groups" | "teams");
    let out = s.object.windows(2).position(|p| matches!(p, [a, b] if a.word() == "out" && b.word() == "of"));
    let from = s.object.iter().position(|t| t.word() == "from").or(out).unwrap_or(s.object.len());
    let at = s.object.iter().skip(from).position(group).map(|at| from + at);
    let beside = at.map(|at| [s.object.get(at + 1), at.checked_sub(1).and_then(|b| s.object.get(b))]);
    let in_command = |t: &Token| action.words.split_whitespace().any(|w| w.eq_ignore_ascii_case(&t.text));
    let takes_user = matches!(effect.verb, Verb::Grant | Verb::DbAdmin | Verb::ForgeAdmin);
    takes_user && beside.is_some_and(|b| !b.into_iter().flatten().any(in_command))
}

/// The sentence has a name with the mark in it: `prod-api`.
fn names_marked(s: &Statement, action: &Action) -> bool {
    let marked = |t: &Token| {
        t.lower.split(|c: char| !c.is_alphanumeric()).any(|p| nouns::label(p) == Some(EnvLabel::Production))
            && action.words.to_lowercase().contains(t.lower.as_str())
    };
    s.object.iter().chain(s.context.iter()).any(marked)
}

/// The user wrote the command itself: `run \`git push --force origin x\``; the simple one, or all that is to be run.
#[must_use]
pub fn commanded(s: &Statement, action: &Action, command: &str) -> bool {
    let runs = s.ops.meets(Ops::RUN);
    let whole = |t: &Token| [action.words.as_str(), command].into_iter().any(|c| squeezed(&t.text) == squeezed(c));
    literal::is_line(&s.lines, action)
        || is_whole_verb(s, action)
        || bounds::recited(s, action)
        || runs && s.object.iter().any(|t| t.kind == Kind::Name && t.text.contains(' ') && whole(t))
}

/// `flushall`: the word that was said is all that the command is given.
fn is_whole_verb(s: &Statement, action: &Action) -> bool {
    let mut words = action.words.split_whitespace().skip(1);
    let only = words.next().filter(|_| words.next().is_none());
    s.ops == Ops::LITERAL && only.is_some_and(|w| w.eq_ignore_ascii_case(&s.verb)) && s.object.is_empty()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names by which a target must be called; none where it has none.
#[must_use]
pub fn names(action: &Action, effect: &Effect) -> Vec<Name> {
    if let Some(pid) = reach::ends_session(action, effect).or_else(|| reach::drops_slot(action, effect)) {
        return vec![Name::Text(pid.to_owned())];
    }
    match &effect.target {
        Target::Host { host, .. } if effect.verb == Verb::RemoteExec && reach::remote(action).is_some() => {
            let things = reach::remote(action).map_or_else(Vec::new, |r| r.things);
            [called(host)].into_iter().chain(things.into_iter().map(str::to_owned)).map(Name::Text).collect()
        }
        Target::Host { host, .. } if effect.verb == Verb::RemoteExec => vec![Name::Text(called(host))],
        Target::Path(p) => vec![Name::Path { resolved: p.resolved.clone(), given: p.given.clone() }],
        Target::Named { kind: ENTRY, name, .. } if name.starts_with('/') => {
            vec![Name::Path { resolved: name.clone(), given: name.clone() }]
        }
        // Of several names of one entry any says which.
        Target::Named { kind: ENTRY, name, .. } if name.contains(ALSO) => vec![Name::Text(name.clone())],
        Target::Named { name, .. } => {
            let places = whereabouts::Places::of(action);
            let own: Vec<Name> = named(action, &places, name);
            let siblings = || {
                let others = action.effects.iter().filter(|e| e.verb == effect.verb);
                others.filter_map(|e| if let Target::Named { name, .. } = &e.target { Some(name) } else { None })
            };
            // A service's command says with several options what goes: the account in one, and what is in it.
            if effect.verb == Verb::CloudDestroy && is_of_services(action) && !name.contains("://") {
                let all = plain_words(action);
                return if own.iter().all(|n| all.contains(n)) { all } else { own };
            }
            if own.is_empty() {
                // A word like `pod`, a namespace: what else the action names says what is meant.
                let others: Vec<Name> = siblings().flat_map(|n| named(action, &places, n)).collect();
                return if others.is_empty() { unnamed(action, effect) } else { others };
            }
            own
        }
        // Where a remote leads to is its whole address.
        Target::Url { url, .. } if effect.verb == Verb::VcsRemoteChange => vec![Name::Text(url.clone())],
        // The address or its host: either says which.
        Target::Url { url, host, .. }
            if effect.verb == Verb::ExternalWrite || effect.verb == Verb::NetSend && sends_nothing(action) =>
        {
            vec![Name::Text(format!("{url}{ALSO}{host}"))]
        }
        // `http://host:9200/index-a,index-b`: what is in the store.
        Target::Url { url, .. } if effect.verb == Verb::DbDestroy && !in_store(url).is_empty() => in_store(url),
        Target::Host { host, .. } | Target::Url { host, .. } => vec![Name::Text(host.clone())],
        Target::None => unnamed(action, effect),
        Target::Unknown(why) => vec![Name::Text(why.clone())],
    }
}

/// A request without anything in it: `curl -X POST https://ci.example.com/job/x/7/stop`.
fn sends_nothing(action: &Action) -> bool {
    let given = |w: &str| {
        ["--data", "--form", "--json", "--upload-file", "--url-query", "--variable", "--config"]
            .iter()
            .any(|o| w.starts_with(o))
            || w.starts_with('-') && !w.starts_with("--") && w.contains(['d', 'F', 'T', 'K', 'G'])
    };
    let plain = |w: &str| !w.contains(['?', '@']);
    action.program == "curl"
        && action.words.split_whitespace().any(|w| w == "-X" || w == "--request" || w == "-XPOST")
        && !action.words.split_whitespace().any(given)
        && action.words.split_whitespace().filter(|w| w.contains("://")).all(plain)
}

/// A machine by its whole name, or by its first part where that is a name of its own: `web-4`.
fn called(host: &str) -> String {
    match host.split_once('.') {
        Some((first, _)) if first.contains('-') || first.contains(|c: char| c.is_ascii_digit()) && first.len() > 2 => {
            format!("{host}{ALSO}{first}")
        }
        _ => host.to_owned(),
    }
}

/// What the last step of an address names: several with commas between.
fn in_store(url: &str) -> Vec<Name> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split('?').next().unwrap_or("").trim_end_matches('/');
    // What is in a queue is emptied at its own address.
    let path = path.strip_suffix("/contents").unwrap_or(path);
    let last = path.split('/').skip(1).last().unwrap_or("");
    last.split(',').filter(|n| !n.is_empty()).map(|n| Name::Text(n.to_owned())).collect()
}

/// The names in a command whose effect on a cluster or a cloud has none: every word of it that is no part of the
/// subcommand, no option and no place. All of them have to be said, so that one too many only asks.
fn unnamed(action: &Action, effect: &Effect) -> Vec<Name> {
    if is_told(action, effect) { plain_words(action) } else { Vec::new() }
}

/// A client of many services, whose commands are told by their structure.
fn is_of_services(action: &Action) -> bool {
    matches!(action.program.as_str(), "aws" | "az" | "gcloud" | "oci" | "ibmcloud" | "doctl" | "aliyun")
}

/// What the effect hits is told by nothing but the words of its command.
fn is_told(action: &Action, effect: &Effect) -> bool {
    use Verb as V;
    let many_services = is_of_services(action);
    match effect.verb {
        V::InfraChange | V::InfraDestroy | V::CloudChange | V::CloudDestroy => true,
        V::Unpublish => true,
        V::Persist => action.words.starts_with("atrm "),
        // `yarn application -kill a-7`: what is ended is told by no more than its name there.
        V::ProcessKill => matches!(effect.target, Target::None),
        V::Grant => many_services || crate::decide::reach::takes_access(action),
        V::SecurityWeaken | V::SecretWrite => many_services,
        // The keys stand behind the store's own word.
        V::DbWrite => matches!(action.program.as_str(), "redis-cli" | "valkey-cli"),
        // What these empty has no name in the command.
        V::DbDestroy => !matches!(action.program.as_str(), "redis-cli" | "valkey-cli" | "mongosh" | "mongo"),
        _ => false,
    }
}

/// Every word of a command that is no part of its subcommand, no option and no place.
#[must_use]
pub fn plain_words(action: &Action) -> Vec<Name> {
    let many_services = is_of_services(action);
    let places = whereabouts::Places::of(action);
    let mut out = Vec::new();
    let mut head = true;
    let path = path_of(action);
    // `purge_queue mail-x`: behind the word for what is done, a word with a dash is a name.
    let mut does = false;
    let mut option = "";
    // Words that are no options; behind the first an option ends the subcommand, before it it is one of the program's.
    let mut plain = 0;
    for word in action.words.split_whitespace().skip(1) {
        let dashed = word.starts_with('-');
        let (name, joined) = word.split_once('=').map_or((word, None), |(o, v)| (o, Some(v)));
        let value = if dashed { joined } else { Some(word) };
        let of = if dashed { name } else { std::mem::take(&mut option) };
        let parted = word.contains(['-', '_']);
        let valued = !dashed && !of.is_empty() && plain == 0 && !is_subcommand(word);
        plain += usize::from(!dashed && !valued);
        let goes_on = is_subcommand(word) && !(does && parted) || many_services && plain <= 2 || plain <= path;
        head &= if dashed || valued { plain == 0 } else { goes_on };
        does |= head && !dashed && word.split(['-', '_']).next().is_some_and(|w| super::words::of_word(w).is_some());
        if dashed && joined.is_none() {
            option = name;
        }
        let fine = |v: &&str| {
            !(head && !valued
                || v.is_empty()
                || amounts::patched_replicas(v).is_some()
                || COUNTS.contains(&of)
                || joined.is_some()
                    && matches!(name.to_ascii_lowercase().as_str(), "reason" | "comment" | "description")
                || places.has(v))
        };
        // `imageTag=build-1`: what it is called, not what of it is given.
        let bare = |v: &str| {
            let own = v.split_once('=').filter(|_| !dashed).map_or(v, |(_, v)| v);
            // A pattern that is no more than its word.
            own.strip_prefix('^').and_then(|o| o.strip_suffix('$')).unwrap_or(own).to_owned()
        };
        if of == "--key" && value.is_some_and(|v| v.starts_with('{')) {
            out.extend(value.map_or("", |v| v).split('{').flat_map(leaves));
            continue;
        }
        out.extend(value.filter(fine).into_iter().flat_map(several).map(|v| Name::Text(bare(&v))));
    }
    out
}

/// How many words lead to what is done, and are no names: the first two of `airflow variables delete x`.
fn path_of(action: &Action) -> usize {
    const LONGEST: usize = 4;
    if matches!(action.program.as_str(), "redis-cli" | "valkey-cli") {
        return commands_of_store(action);
    }
    let plain = |w: &&str| w.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !w.starts_with('-');
    let lead = action.words.split_whitespace().skip(1).take(LONGEST).take_while(plain);
    let done = lead.enumerate().filter(|(_, w)| super::words::of_word(w).is_some_and(|(_, form)| form == Form::Base));
    done.map(|(at, _)| at + 1).next().unwrap_or(0)
}

/// `XGROUP DESTROY`, `DEL`: the store's own words, in great letters.
fn commands_of_store(action: &Action) -> usize {
    let great = |w: &&str| w.len() > 1 && w.bytes().all(|b| b.is_ascii_uppercase());
    let words = action.words.split_whitespace().skip(1).skip_while(|w| !great(w));
    words.take_while(great).count()
}

/// The values in quotation marks of a piece of JSON: `pump-7` of `"S":"pump-7"}`.
pub(super) fn leaves(piece: &str) -> impl Iterator<Item = Name> {
    let quoted: Vec<&str> = piece.split('"').collect();
    let value = |at: usize| !quoted.get(at + 1).is_some_and(|n| n.trim_start().starts_with(':'));
    let own = (1..quoted.len()).step_by(2).filter(|at| value(*at)).filter_map(|at| quoted.get(at).copied());
    own.map(|v| Name::Text(v.to_owned())).collect::<Vec<_>>().into_iter()
}

/// Options whose value is how many or how, not what.
const COUNTS: &[&str] = &[
    "--replicas",
    "--current-replicas",
    "--desired-capacity",
    "--desired-count",
    "--count",
    "--size",
    "--timeout",
    "--wait",
    "--grace-period",
    "--status",
    "--state",
    "--output",
    "-o",
    "--query",
    "--format",
    "--cascade",
    "--type",
    "--revision",
    "--to-revision",
    "--num-nodes",
    "--min-size",
    "--max-size",
    "--capacity",
];

/// A word of a subcommand: an operation (`stop`, `delete-stack`), or a kind of thing (`job`).
fn is_subcommand(word: &str) -> bool {
    let op = |w: &str| super::words::of_word(w).is_some();
    op(word)
        || matches!(word, "kv" | "where")
        || word.split_once(['-', '_']).is_some_and(|(first, _)| op(first))
        || nouns::kinds(word) != 0
        || nouns::resource(word) != 0 && !word.contains('/')
}

fn named(action: &Action, places: &whereabouts::Places<'_>, name: &str) -> Vec<Name> {
    let in_cluster = matches!(action.program.as_str(), "kubectl" | "oc" | "helm");
    let parts = name.split_whitespace().map(|w| w.trim_start_matches(['+', ':']));
    let parts = parts.filter(|w| !(w.is_empty() || in_cluster && nouns::resource(w) != 0 || places.has(w)));
    // What a cluster calls `all` is of every kind.
    let plain = |w: &str| if in_cluster && w == "all" { "everything".to_owned() } else { w.to_owned() };
    let mut out: Vec<String> = parts.map(plain).collect();
    if out.len() > 1 && is_remote(out.first().map_or("", String::as_str)) {
        out.remove(0);
    }
    out.iter().flat_map(|n| several(n)).map(Name::Text).collect()
}

/// Names that a command writes as one word: `n-1,n-2`, `pool/home@a,b` for two snapshots of one dataset.
fn several(word: &str) -> Vec<String> {
    let plain = |p: &str| {
        !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '=' | ':'))
    };
    if !word.contains(',') || !word.split(',').all(plain) {
        return vec![word.to_owned()];
    }
    let of = word.split_once('@').map(|(holder, _)| holder).filter(|h| !h.is_empty() && !h.contains(','));
    let whole = |p: &str| match of {
        Some(holder) if !p.contains('@') => format!("{holder}@{p}"),
        _ => p.to_owned(),
    };
    word.split(',').map(whole).collect()
}

fn is_remote(name: &str) -> bool {
    matches!(name, "origin" | "upstream" | "github" | "gitlab")
}

/// What a target is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A path.
    Path {
        /// Absolute.
        resolved: String,
        /// As the command has it.
        given: String,
    },
    /// Anything else.
    Text(String),
}

/// The names in one token: `a,b` is two.
pub(super) fn parts(t: &Token) -> impl Iterator<Item = &str> {
    let split = |c: char| (t.kind == Kind::Name && c.is_whitespace()) || c == ',';
    t.text.split(split).filter(|p| !p.is_empty())
}

/// Whether a word is this name.
pub(super) fn same(name: &Name, word: &str) -> bool {
    match name {
        Name::Text(text) => text.split(ALSO).any(|n| is_text(n, word)),
        Name::Path { resolved, given } => is_path(resolved, given, word),
    }
}

fn is_text(name: &str, word: &str) -> bool {
    let (name, word) = (plain_of(name), plain_of(word));
    name.eq_ignore_ascii_case(word) || !word.is_empty() && tail_of(name).is_some_and(|t| t == word)
}

/// A name without the marks that people leave out.
fn plain_of(text: &str) -> &str {
    let text = text.trim_matches(|c: char| matches!(c, '\'' | '"' | '`' | '.' | ',' | ';' | '(' | ')'));
    let text = text.strip_suffix("'s").unwrap_or(text);
    let text = [".service", ".timer", ".socket", ".dvc"].iter().find_map(|s| text.strip_suffix(s)).unwrap_or(text);
    // `root@web-3.example.com`: who logs in is not what is meant.
    let text = text
        .split_once('@')
        .filter(|(user, host)| matches!(*user, "root" | "admin" | "ubuntu" | "ec2-user") && host.contains('.'))
        .map_or(text, |(_, host)| host);
    let text = text.trim_start_matches(['#', '@', '%', '+', ':', '!']).trim_end_matches(['/', '-']);
    [
        "refs/heads/",
        "refs/tags/",
        "remotes/origin/",
        "origin/",
        "s3://",
        "gs://",
        "pod/",
        "job/",
        "deployment/",
        "module.",
        "deploy/",
    ]
    .iter()
    .fold(text, |t, p| t.strip_prefix(p).unwrap_or(t))
}

/// What an address or a resource name ends with: people say the queue's name, not its address.
fn tail_of(text: &str) -> Option<&str> {
    let address = text.starts_with("https://") || text.starts_with("arn:");
    text.rsplit(['/', ':']).next().filter(|t| address && !t.is_empty())
}

fn is_path(resolved: &str, given: &str, word: &str) -> bool {
    let word = word.trim_start_matches("./").trim_end_matches('/');
    let word = word.strip_prefix("~/").unwrap_or(word);
    let given = given.trim_start_matches("./").trim_end_matches('/');
    if word.is_empty() || word == "." || word == ".." {
        return false;
    }
    if word.starts_with("../") {
        return word == given;
    }
    word == given
        || resolved == word
        || !word.starts_with('/') && resolved.strip_suffix(word).is_some_and(|rest| rest.ends_with('/'))
}

/// `push` alone means the present branch and the usual remote; nothing that is forced, and no other remote.
fn general_push(effect: &Effect, s: &Statement) -> bool {
    let Target::Named { name, .. } = &effect.target else { return false };
    let usual = name.is_empty() || name.split_whitespace().next().is_some_and(is_remote);
    let fine = |t: &Token| t.kind == Kind::Mark || GENERAL.contains(&t.word()) || FOLLOWERS.contains(&t.word());
    effect.verb == Verb::VcsPush && usual && s.object.iter().all(fine)
}

/// An address that is said in two parts, `x.tgz from s3://builds/releases/`: both belong to it.
pub(super) fn in_two(name: &Name, tokens: &[Token]) -> bool {
    let Name::Text(text) = name else { return false };
    let cuts = text
        .match_indices(['/', '@', ':'])
        .map(|(at, _)| (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or("")));
    let says = |part: &str| {
        let fits = |t: &Token| t.kind != Kind::Quote && same(&Name::Text(part.to_owned()), &t.text);
        !part.is_empty() && !part.contains('*') && tokens.iter().any(fits)
    };
    let long = |part: &str| part.len() > 2;
    text.contains(['/', '@', ':'])
        && !text.starts_with(['/', '.', '~'])
        && cuts
            .filter(|(head, tail)| text.contains("://") || long(head) && long(tail))
            .filter(|(head, _)| !head.ends_with([':', '/']))
            .any(|(head, tail)| says(head) && says(tail))
}

/// A word of small letters: the name of a program.
fn is_plain(t: &Token) -> bool {
    !t.text.is_empty() && t.text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

/// The object only points to what was said before: `them`, `these branches`, `all three`.
pub(super) fn points_back(object: &[Token]) -> bool {
    let pointers = ["it", "them", "these", "those", "both", "that", "this", "they", "its", "their"];
    let around = [
        "all", "of", "the", "three", "two", "four", "five", "now", "please", "too", "one", "ones", "then", "for", "me",
        "as", "well",
    ];
    let definite =
        object.first().is_some_and(|t| t.word() == "the") && object.iter().any(|t| nouns::kinds(t.word()) != 0);
    let points = definite || object.iter().any(|t| pointers.contains(&t.word()));
    // `it with certbot`, `them via kubectl`: by what means.
    let means = object.iter().position(|t| matches!(t.word(), "with" | "using" | "via" | "through" | "by"));
    let signal = object.first().filter(|t| t.lower.starts_with('-') && object.len() > 1);
    let object = if signal.is_some() { object.get(1..).unwrap_or_default() } else { object };
    let by_tool = means.filter(|at| *at > 0 && object.len() == at + 2 && object.get(at + 1).is_some_and(is_plain));
    let object = by_tool.and_then(|at| object.get(..at)).unwrap_or(object);
    let rest = |t: &Token| {
        nouns::label(t.word()).is_some()
            || t.kind == Kind::Mark
            || pointers.contains(&t.word())
            || around.contains(&t.word())
            || matches!(
                t.word(),
                "origin"
                    | "github"
                    | "gitlab"
                    | "server"
                    | "everywhere"
                    | "itself"
                    | "everything"
                    | "contents"
                    | "including"
            )
            || nouns::kinds(t.word()) != 0
            || FOLLOWERS.contains(&t.word())
    };
    points && object.iter().all(rest)
}
