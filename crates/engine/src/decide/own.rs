//! What this session made itself, and what follows: things with a name that an action makes are marked, and taking away
//! what was made here is weighed as what it is. Also: an install after the agent changed what is declared. Called by
//! `judge` between understanding and deciding.

use automode_model::doings::Made;
use automode_model::{
    Action, Certainty, Dimensions, Effect, Place, Reversibility, Scope, Session, Target, Verb, World,
};

use super::consent::{bind, nouns};
use super::whereabouts::{self, within};
use crate::understand::effects;

/// How much of a list of packed references is looked at for a branch that may be there already.
const MAX_REFS_BYTES: usize = 1 << 20;

/// Weighs again what the actions do to single things, and to things that this session made.
pub fn weigh(actions: &mut [Action], session: &Session) {
    for action in actions.iter_mut() {
        super::loud::weigh(action);
        super::reach::narrow(action);
    }
    super::through::narrow(actions);
    for action in actions {
        own_things(action, session);
        declared(action, session);
    }
}

/// The session as it is in this repository, where it made branches and tags in another one: they are not its own here. None where
/// it is what it is everywhere.
#[must_use]
pub fn present(session: &Session, world: &dyn World, cwd: &str) -> Option<Box<Session>> {
    let first = session.doings.made.iter().find(|m| repository(m).is_some())?;
    let here = world.git_root(cwd).unwrap_or_default();
    let strange = |m: &Made| repository(m).is_some_and(|r| r != here);
    let any = strange(first) || session.doings.made.iter().any(strange);
    any.then(|| without(session, &strange))
}

/// On the heap: the stack of every judgement would be deeper by a session.
#[inline(never)]
fn without(session: &Session, strange: &dyn Fn(&Made) -> bool) -> Box<Session> {
    let mut present = Box::new(session.clone());
    present.doings.made.retain(|m| !strange(m));
    present
}

/// The repository in which a branch or tag was made.
fn repository(made: &Made) -> Option<&str> {
    made.within.strip_prefix(REPOSITORY).map(|r| r.split('\t').next().unwrap_or(r))
}

/// Where a thing lies besides its repository.
fn place_of(made: &Made) -> &str {
    match repository(made) {
        Some(_) => made.within.split_once('\t').map_or("", |(_, rest)| rest),
        None => &made.within,
    }
}

/// How a place begins that says in which repository a branch or tag was made.
const REPOSITORY: &str = "repository=";

/// Marks what the actions make, so that the session's fold knows it once they ran.
pub fn mark(actions: &mut [Action], world: &dyn World, cwd: &str) {
    for action in actions.iter_mut() {
        if let Some(mut made) = creation(action).filter(|m| !exists(m, world, cwd)) {
            if matches!(made.kind.as_str(), "branch" | "tag")
                && let Ok(root) = world.git_root(cwd)
            {
                made.within = format!("{REPOSITORY}{root}\t{}", made.within);
            }
            action.effects.push(making(action, &made));
        }
    }
}

/// The evidence that an effect falls on something that this session made; none where it does not.
#[must_use]
pub fn evidence(action: &Action, effect: &Effect, session: &Session) -> Option<String> {
    if session.doings.made.is_empty() || !takes_away(effect.verb) || effect.scope == Scope::All {
        return None;
    }
    let names = bind::names(action, effect);
    if names.is_empty() {
        return None;
    }
    let mine = |name: &bind::Name| match name {
        bind::Name::Text(text) => session.doings.made.iter().any(|m| is(m, text, action, effect)),
        bind::Name::Path { .. } => false,
    };
    let all = names.iter().all(mine);
    all.then(|| format!("made in this session: {}", effect.target.text()))
}

fn is(made: &Made, name: &str, action: &Action, effect: &Effect) -> bool {
    if made.kind == PROCESS {
        // Without `-x`, other programs whose names hold this one end as well.
        let exact = action.program == "pkill" || action.program == "killall";
        return exact && effect.verb == Verb::ProcessKill && ends_exactly(&action.words) && made.name == name;
    }
    let kind = nouns::kinds(&made.kind) | nouns::resource(&made.kind);
    let plain = |t: &str| t.trim_start_matches("s3://").trim_start_matches("gs://").trim_end_matches('/').to_owned();
    plain(&made.name) == plain(name) && place_of(made) == within(action) && kind & nouns::of_effect(action, effect) != 0
}

/// What runs of a file of the project's own, or of one that was built beside it, by the name of that file.
const PROCESS: &str = "process";

/// Whether only processes of that very name end; those of all users are not asked for.
fn ends_exactly(words: &str) -> bool {
    let options: Vec<&str> = words.split(' ').filter(|w| w.starts_with('-')).collect();
    let signal = |o: &str| o.strip_prefix('-').is_some_and(|s| matches!(s, "9" | "15" | "KILL" | "TERM" | "INT" | "2"));
    let killall = words.starts_with("killall");
    (killall || options.contains(&"-x")) && options.iter().all(|o| *o == "-x" || signal(o))
}

/// The program that an action starts from the work or from scratch files.
fn process(action: &Action) -> Option<&str> {
    let path = action.words.split(' ').next().filter(|w| w.contains('/'))?;
    let runs = |e: &Effect| {
        let placed = |p: &automode_model::PathTarget| {
            p.resolved.ends_with(path.trim_start_matches(['.', '/']))
                && matches!(p.place, Place::Workspace | Place::Temp)
        };
        e.verb == Verb::Run && e.target.path().is_some_and(placed)
    };
    let name = path.rsplit('/').next().filter(|n| n.len() > 2)?;
    // `./venv/bin/python`: others run under that name too.
    let shared = crate::knowledge::find(name).is_some();
    (!shared && action.effects.iter().any(runs)).then_some(name)
}

fn takes_away(verb: Verb) -> bool {
    use Verb as V;
    matches!(
        verb,
        V::VcsRewrite
            | V::ContainerDelete
            | V::ContainerStop
            | V::InfraDestroy
            | V::CloudDestroy
            | V::DbDestroy
            | V::ForgeDelete
            | V::Unpublish
            | V::ProcessKill
    )
}

/// Low risk: nobody but this session misses it.
fn own_things(action: &mut Action, session: &Session) {
    let whose: Vec<bool> = action.effects.iter().map(|e| evidence(action, e, session).is_some()).collect();
    for (effect, own) in action.effects.iter_mut().zip(whose) {
        if own {
            let ones = effect.dimensions.values().map(|v| v.min(1));
            effect.dimensions = Dimensions::new(ones);
            effect.reversibility = Reversibility::Regenerable;
        }
    }
}

/// What the agent itself declared in this session is not what somebody reviewed.
fn declared(action: &mut Action, session: &Session) {
    if session.doings.manifests.is_empty() {
        return;
    }
    for e in action.effects.iter_mut().filter(|e| e.verb == Verb::DepsInstall) {
        e.dimensions = e.dimensions.max(Dimensions::new([1, 2, 0, 2, 1]));
    }
}

/// An effect that says that something is made: low, and kept in the record for the session's fold.
fn making(action: &Action, made: &Made) -> Effect {
    let category = action.effects.first().map_or(automode_model::Category::Build, |e| e.category);
    let mut effect = effects::plain(Verb::Create, Target::None, action.span);
    effect.target = Target::Named { kind: "made", name: made.to_text(), env: automode_model::EnvLabel::Unknown };
    effect.category = category;
    effect.certainty = Certainty::Likely;
    effect
}

/// The thing with a name that this action makes, where its words say so plainly.
#[must_use]
pub fn creation(action: &Action) -> Option<Made> {
    let unsure = action.effects.iter().any(|e| matches!(e.certainty, Certainty::Unknown(_)));
    let quiet = matches!(action.program.as_str(), "tmux" | "screen");
    let changes = quiet || action.effects.iter().any(|e| e.dimensions.reversibility > 0);
    if unsure || !changes {
        return None;
    }
    let words = whereabouts::apart_from(action);
    let args = words.as_slice();
    let (kind, name) = match action.program.as_str() {
        "git" => git(args)?,
        "docker" | "podman" | "nerdctl" => container(args)?,
        "kubectl" | "oc" => cluster(args)?,
        "createdb" => ("database", *operands(args).last()?),
        "tmux" => session_of(args, &["new", "new-session"], "-s")?,
        "screen" => ("session", value(args, &["-S"])?),
        "aws" if args.starts_with(&["s3", "mb"]) => ("bucket", *operands(args).get(2)?),
        "gsutil" if args.first() == Some(&"mb") => ("bucket", *operands(args).get(1)?),
        "gcloud" if args.starts_with(&["compute", "instances", "create"]) => ("instance", *operands(args).get(3)?),
        "gh" if args.starts_with(&["release", "create"]) => ("release", *operands(args).get(2)?),
        "psql" | "mysql" | "sqlite3" | "mariadb" => sql(&action.words)?,
        _ => (PROCESS, process(action)?),
    };
    is_plain(name).then(|| Made { kind: kind.to_owned(), name: name.to_owned(), within: within(action) })
}

/// A name that stands for itself: no gap, no pattern, no quotation.
fn is_plain(name: &str) -> bool {
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@');
    !name.is_empty() && name.len() <= 200 && !name.starts_with('-') && name.chars().all(fine)
}

/// The words that are no options; the values of options are among them, which only makes fewer things one's own.
fn operands<'a>(args: &[&'a str]) -> Vec<&'a str> {
    args.iter().copied().filter(|a| !a.starts_with('-')).collect()
}

fn value<'a>(args: &[&'a str], options: &[&str]) -> Option<&'a str> {
    let joined = args.iter().find_map(|a| a.split_once('=').filter(|(o, _)| options.contains(o)).map(|(_, v)| v));
    joined.or_else(|| {
        args.windows(2).find_map(|w| matches!(w, [o, _] if options.contains(o)).then(|| w.get(1).copied())?)
    })
}

fn git<'a>(args: &[&'a str]) -> Option<(&'static str, &'a str)> {
    let forced =
        args.iter().any(|a| matches!(*a, "-B" | "-C" | "-f" | "--force" | "-d" | "-D" | "-m" | "-M" | "--delete"));
    if forced {
        return None;
    }
    match *args.first()? {
        "checkout" => Some(("branch", value(args, &["-b", "--orphan"])?)),
        "switch" => Some(("branch", value(args, &["-c", "--create", "--orphan"])?)),
        "worktree" if args.get(1) == Some(&"add") => Some(("branch", value(args, &["-b"])?)),
        "branch" if args.iter().skip(1).all(|a| !a.starts_with('-')) => Some(("branch", *args.get(1)?)),
        "tag" if args.len() == 2 => Some(("tag", args.get(1)?)),
        "tag" => {
            args.get(1).filter(|a| matches!(**a, "-a" | "-s" | "-am")).and_then(|_| args.get(2)).map(|n| ("tag", *n))
        }
        _ => None,
    }
}

fn container<'a>(args: &[&'a str]) -> Option<(&'static str, &'a str)> {
    match *args.first()? {
        "run" | "create" => Some(("container", value(args, &["--name"])?)),
        "container" if matches!(*args.get(1)?, "run" | "create") => Some(("container", value(args, &["--name"])?)),
        "volume" if args.get(1) == Some(&"create") => {
            Some(("volume", args.last().copied().filter(|_| args.len() > 2)?))
        }
        "network" if args.get(1) == Some(&"create") => {
            Some(("network", args.last().copied().filter(|_| args.len() > 2)?))
        }
        "build" => Some(("image", value(args, &["-t", "--tag"])?)),
        _ => None,
    }
}

fn cluster<'a>(args: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let plain = operands(args);
    match *plain.first()? {
        "run" => Some(("pod", *plain.get(1)?)),
        "create" if nouns::resource(plain.get(1)?) != 0 => {
            // `create secret generic x`, `create service clusterip x` name their type first.
            let typed = matches!(*plain.get(1)?, "secret" | "service" | "svc");
            Some((*plain.get(1)?, *plain.get(if typed { 3 } else { 2 })?))
        }
        _ => None,
    }
}

fn session_of<'a>(args: &[&'a str], subcommands: &[&str], option: &str) -> Option<(&'static str, &'a str)> {
    args.first().filter(|a| subcommands.contains(a))?;
    // `new-session -A` goes on with one that is there.
    let joins = |a: &&str| a.strip_prefix('-').is_some_and(|l| !l.starts_with('-') && l.contains('A'));
    if args.iter().any(joins) {
        return None;
    }
    Some(("session", value(args, &[option])?))
}

/// `CREATE TABLE x (…`, once and without `IF NOT EXISTS`.
fn sql(words: &str) -> Option<(&'static str, &str)> {
    let all: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ';' | '\'' | '"' | '`'))
        .filter(|w| !w.is_empty())
        .collect();
    let at = all.iter().position(|w| w.eq_ignore_ascii_case("create"))?;
    let kind = match all.get(at + 1)?.to_ascii_lowercase().as_str() {
        "table" => "table",
        "database" => "database",
        _ => return None,
    };
    let name = all.get(at + 2).copied().filter(|n| !n.eq_ignore_ascii_case("if"))?;
    Some((kind, name))
}

/// A branch or tag that is there already is not made by being named again.
fn exists(made: &Made, world: &dyn World, cwd: &str) -> bool {
    let folder = match made.kind.as_str() {
        "branch" => "heads",
        "tag" => "tags",
        _ => return false,
    };
    let Ok(root) = world.git_root(cwd) else { return false };
    let loose = format!("{root}/.git/refs/{folder}/{}", made.name);
    if world.path(&loose).kind != automode_model::PathKind::Missing {
        return true;
    }
    let packed = world.read(&format!("{root}/.git/packed-refs"), MAX_REFS_BYTES);
    let line = format!(" refs/{folder}/{}", made.name);
    packed.is_ok_and(|text| text.lines().any(|l| l.ends_with(&line)))
}
