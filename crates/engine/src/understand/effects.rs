//! Verb and target into an effect: category, risk dimensions and reversibility follow from both. The one place that
//! weighs targets.

use automode_model::{
    Category, Certainty, Dimensions, Effect, EnvLabel, NotKnown, PathClass, PathTarget, Place, Reversibility, Scope,
    Span, Target, Verb,
};

use super::Scene;
use super::net;
use super::value::NUMBER;

/// A path that was touched, for what follows from its content.
#[derive(Clone, Debug)]
pub struct Touched {
    /// Absolute, links resolved.
    pub resolved: String,
    /// It may hold a secret.
    pub secret: bool,
}

/// An effect with the verb's usual weight.
#[must_use]
pub fn plain(verb: Verb, target: Target, span: Span) -> Effect {
    let dimensions = verb.dimensions();
    let reversibility = match dimensions.reversibility {
        0 => Reversibility::Nothing,
        1 => Reversibility::Regenerable,
        _ => Reversibility::Irreversible,
    };
    Effect {
        verb,
        target,
        scope: Scope::One,
        forced: false,
        reversibility,
        certainty: Certainty::Sure,
        category: verb.category(),
        dimensions,
        span,
        change: None,
    }
}

/// An effect on a thing with a name.
#[must_use]
pub fn on_name(verb: Verb, kind: &'static str, name: &str, span: Span) -> Effect {
    let env = net::environment_of(name);
    let mut effect = plain(verb, Target::Named { kind, name: name.to_owned(), env }, span);
    effect.raise_for(env);
    effect
}

/// An effect on a web address.
#[must_use]
pub fn on_url(verb: Verb, url: &str, span: Span) -> Effect {
    let parsed = net::parse_url(url);
    let Some(u) = parsed else {
        let mut e = plain(verb, Target::Unknown(format!("the address `{url}`")), span);
        e.dimensions = e.dimensions.max(Dimensions::new([0, 2, 1, 0, 1]));
        return e;
    };
    let mut effect = plain(verb, Target::Url { url: url.to_owned(), host: u.host.clone(), local: u.local }, span);
    if u.local {
        effect.make_local();
    } else if u.private || u.odd {
        // Metadata services, private ranges, unusual spellings of addresses: somebody else's network or a disguise.
        effect.dimensions = effect.dimensions.max(Dimensions::new([0, 2, 2, 0, 1]));
    }
    effect.raise_for(net::environment_of(&u.host));
    effect
}

/// An effect on a machine: `user@host:port` is understood.
#[must_use]
pub fn on_host(verb: Verb, text: &str, span: Span) -> Effect {
    let host = net::host_of(text);
    let local = net::is_local(&host);
    let env = net::environment_of(&host);
    let mut effect = plain(verb, Target::Host { host, local }, span);
    if local {
        effect.make_local();
    }
    effect.raise_for(env);
    effect
}

trait Weigh {
    fn make_local(&mut self);
    fn raise_for(&mut self, env: EnvLabel);
}

impl Weigh for Effect {
    /// On this machine nothing leaves and nobody else is hit.
    fn make_local(&mut self) {
        let [r, b, d, c, v] = self.dimensions.values();
        let destructive = matches!(self.verb, Verb::DbDestroy | Verb::Deploy);
        let floor = if destructive { 2 } else { 1 };
        self.dimensions = Dimensions::new([r.min(floor), b.min(1), d.min(1), c.min(1), v]);
    }

    fn raise_for(&mut self, env: EnvLabel) {
        let changes = self.dimensions.reversibility >= 1;
        if env == EnvLabel::Production && changes {
            self.dimensions = self.dimensions.max(Dimensions::new([0, 3, 0, 2, 0]));
        }
    }
}

/// An effect on a path.
#[must_use]
pub fn on_path(scene: &Scene<'_>, verb: Verb, mut path: PathTarget, scope: Scope, span: Span) -> Effect {
    let kept = verb == Verb::Delete || path.class == PathClass::Data && verb.dimensions().reversibility > 0;
    if kept && path.place == Place::Workspace && path.exists == Some(true) {
        path.tracked = scene.world.git_tracked(&path.resolved);
    }
    if matches!(verb, Verb::Write | Verb::Append)
        && matches!(path.resolved.as_str(), "/tmp" | "/var/tmp" | "/private/tmp")
    {
        // Into the folder: what lies there stays.
        path.place = Place::Temp;
    }
    let many = is_pattern(&path.resolved);
    if many && matches!(verb, Verb::Write | Verb::Append) && !is_pattern(&path.resolved.replace(NUMBER, "")) {
        return on_numbered(scene, verb, path, scope, span);
    }
    let scope = if many { scope.max(Scope::Many) } else { scope };
    on_place(scene, verb, path, scope, span)
}

fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// A file with a number in its name that only the run knows: one file, a new one where none of such a name is there.
fn on_numbered(scene: &Scene<'_>, verb: Verb, mut path: PathTarget, scope: Scope, span: Span) -> Effect {
    let (folder, name) = path.resolved.rsplit_once('/').unwrap_or(("", &path.resolved));
    if !folder.contains(NUMBER) {
        let begins = name.split(NUMBER).next().unwrap_or("");
        path.exists = match scene.world.list(folder, MAX_LISTED) {
            Ok(names) if names.len() < MAX_LISTED => Some(names.iter().any(|n| n.starts_with(begins))),
            Ok(_) => None,
            Err(NotKnown::Missing) => Some(false),
            Err(_) => None,
        };
    }
    on_place(scene, verb, path, scope, span)
}

/// Names in a folder that are looked through for one that a pattern means.
const MAX_LISTED: usize = 1000;

fn on_place(scene: &Scene<'_>, verb: Verb, path: PathTarget, scope: Scope, span: Span) -> Effect {
    let w = weigh(scene, verb, &path, scope);
    Effect {
        verb: w.verb,
        target: Target::Path(path),
        scope,
        forced: false,
        reversibility: w.reversibility,
        certainty: Certainty::Sure,
        category: w.category,
        dimensions: w.dimensions,
        span,
        change: None,
    }
}

/// A path that is not known.
#[must_use]
pub fn on_unknown_path(verb: Verb, why: &str, given: &str, scope: Scope, span: Span) -> Effect {
    let path = PathTarget {
        given: given.to_owned(),
        resolved: given.to_owned(),
        place: Place::Unknown,
        class: PathClass::Other,
        exists: None,
        tracked: None,
        created_here: false,
    };
    let mut e = plain(verb, Target::Path(path), span);
    e.scope = scope;
    e.certainty =
        if matches!(verb, Verb::Read | Verb::Inspect) { Certainty::Likely } else { Certainty::Unknown(why.to_owned()) };
    if !matches!(verb, Verb::Read | Verb::Inspect) {
        e.dimensions = e.dimensions.max(Dimensions::new([2, 2, 0, 0, 1]));
        e.reversibility = Reversibility::Irreversible;
    }
    e
}

struct Weight {
    verb: Verb,
    category: Category,
    dimensions: Dimensions,
    reversibility: Reversibility,
}

fn weigh(scene: &Scene<'_>, verb: Verb, path: &PathTarget, scope: Scope) -> Weight {
    if path.place == Place::Sink || verb == Verb::Inspect {
        return Weight {
            verb: Verb::Inspect,
            category: Category::Inspect,
            dimensions: Verb::Inspect.dimensions(),
            reversibility: Reversibility::Nothing,
        };
    }
    match verb {
        Verb::Read
            if scope >= Scope::Tree && holds_keys(scene, path)
                || matches!(path.place, Place::HomeRoot | Place::Root) && is_all_hidden(path) =>
        {
            whole_home()
        }
        Verb::Read => weigh_read(path),
        Verb::Delete | Verb::Wipe => weigh_delete(scene, verb, path, scope),
        _ => weigh_change(verb, path),
    }
}

/// A folder below which keys lie among other things: the home directory, the folders in which programs keep their settings.
fn holds_keys(scene: &Scene<'_>, path: &PathTarget) -> bool {
    let settings = || {
        let rest = path.resolved.strip_prefix(&scene.home).unwrap_or("");
        matches!(rest, "/.config" | "/.local" | "/.local/share" | "/Library" | "/Library/Application Support")
    };
    matches!(path.place, Place::HomeRoot | Place::Root) || settings()
}

/// Every file of a home directory, or of the machine: keys, tokens and histories are among them.
fn whole_home() -> Weight {
    let (verb, category) = (Verb::SecretRead, Category::Secrets);
    Weight { verb, category, dimensions: verb.dimensions(), reversibility: Reversibility::Nothing }
}

fn weigh_read(path: &PathTarget) -> Weight {
    let disk = path.place == Place::Device
        && path.resolved.starts_with("/dev/")
        && !super::paths::is_serial_port(&path.resolved);
    // The gate's own keys lie among its control files.
    let key = path.class == PathClass::AgentControl && is_key_of_agent(&path.resolved);
    let (verb, category, dimensions) = match path.class {
        _ if key => (Verb::SecretRead, Category::Secrets, Verb::SecretRead.dimensions()),
        PathClass::Secret => (Verb::SecretRead, Category::Secrets, Verb::SecretRead.dimensions()),
        PathClass::Log if path.place == Place::Home => {
            (Verb::Read, Category::Inspect, Dimensions::new([0, 1, 2, 0, 1]))
        }
        // Another user's home: private until somebody says otherwise.
        _ if path.place == Place::Outside
            && (path.resolved.starts_with("/root/")
                || path.resolved.starts_with("/home/")
                || path.resolved.starts_with("/Users/")) =>
        {
            (Verb::Read, Category::Inspect, Dimensions::new([0, 1, 2, 1, 1]))
        }
        _ if disk => (Verb::Read, Category::Privilege, Dimensions::new([0, 2, 3, 1, 1])),
        _ => (Verb::Read, Category::Inspect, Verb::Read.dimensions()),
    };
    Weight { verb, category, dimensions, reversibility: Reversibility::Nothing }
}

/// Keys among the control files: the gate's own, and what agents log in with.
fn is_key_of_agent(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let own = name.ends_with("key") && path.contains("automode");
    let stem = name.split('.').find(|w| !w.is_empty()).unwrap_or("");
    let login =
        ["credentials", "auth", "oauth_creds", "oauth", "token", "tokens", "secrets", "access_token", "api_key"];
    let copilot = path.contains("github-copilot") && matches!(stem, "hosts" | "apps");
    own || login.contains(&stem) && !path.ends_with(".md") || copilot
}

/// A pattern that finds hidden files too: `~/.*`, and the trees that `find` and `Path.rglob` walk.
fn is_all_hidden(path: &PathTarget) -> bool {
    matches!(path.resolved.rsplit('/').next(), Some("**" | ".*" | "{,.}*"))
}

fn weigh_delete(scene: &Scene<'_>, verb: Verb, path: &PathTarget, scope: Scope) -> Weight {
    let category = match path.class {
        PathClass::Secret => Category::Secrets,
        PathClass::AgentControl => Category::AgentControl,
        _ => Category::Delete,
    };
    let protected = is_protected(path.class);
    let reach = match path.place {
        Place::Workspace | Place::Temp | Place::Cache => 1,
        Place::WorkspaceRoot => 2,
        _ => 3,
    };
    let swept = scope >= Scope::Many && matches!(path.place, Place::Temp) && path.resolved.ends_with("/*");
    let again = can_be_made_again(scene, path, scope) && !protected && !swept;
    let (r, reversibility) = match path.place {
        Place::Workspace | Place::Temp | Place::Cache if again => (1, Reversibility::Regenerable),
        Place::Workspace | Place::Temp | Place::Cache if !protected => (2, Reversibility::Checkpointable),
        _ => (3, Reversibility::Irreversible),
    };
    let everything = matches!(path.place, Place::Root | Place::HomeRoot | Place::WorkspaceRoot | Place::Device);
    let dimensions =
        Dimensions::new([r, if everything || reach == 3 { 3 } else { reach }, 0, u8::from(protected) * 2, 1]);
    let dimensions =
        if path.place == Place::Home && !protected { Dimensions::new([3, 2, 0, 0, 1]) } else { dimensions };
    let dimensions =
        if verb == Verb::Wipe && !again { dimensions.max(Dimensions::new([3, 1, 0, 0, 1])) } else { dimensions };
    Weight { verb, category, dimensions, reversibility }
}

/// Build outputs, what this session made, what git has or ignores on purpose.
fn can_be_made_again(scene: &Scene<'_>, path: &PathTarget, scope: Scope) -> bool {
    if path.created_here || matches!(path.place, Place::Cache | Place::Temp) {
        return true;
    }
    if path.place == Place::Workspace && super::paths::in_new_folder(scene, &path.resolved) {
        return true;
    }
    if path.place == Place::Workspace && is_leftover(&path.resolved, &scene.home) {
        return true;
    }
    if matches!(path.class, PathClass::Data | PathClass::Secret) {
        return false;
    }
    matches!(path.class, PathClass::Generated | PathClass::Lockfile)
        || (scope == Scope::One && path.tracked == Some(true))
        || (path.exists == Some(true) && scene.world.git_ignored(&path.resolved) == Some(true))
}

/// What patches, merges, editors and `sed -i.bak` leave beside a file of the project: `a.ts.orig`, `a.ts.bak`, `a.ts~`.
fn is_leftover(path: &str, home: &str) -> bool {
    let kept = [".orig", ".rej", ".bak", ".swp", "~"].iter().find_map(|end| path.strip_suffix(end));
    // All copies of a folder, where it is not one that keeps backups.
    let keeps = ["backup", "backups", "data", "db", "dumps", "archive"];
    let all = kept.and_then(|k| k.strip_suffix("/*")).is_some_and(|dir| !dir.split('/').any(|d| keeps.contains(&d)));
    all || kept.is_some_and(|kept| {
        let class = crate::understand::paths::classify(kept, home);
        kept.rsplit('/').next().is_some_and(|n| n.trim_start_matches('.').contains('.'))
            && !is_protected(class)
            && !matches!(class, PathClass::Data | PathClass::Migration)
    })
}

/// Whose change reaches further than its bytes.
#[must_use]
pub fn is_protected(class: PathClass) -> bool {
    matches!(
        class,
        PathClass::Secret
            | PathClass::AccessControl
            | PathClass::VcsInternal
            | PathClass::VcsHook
            | PathClass::AgentControl
            | PathClass::ShellRc
            | PathClass::Persistence
            | PathClass::SystemConfig
            | PathClass::SystemBinary
    )
}

fn weigh_change(verb: Verb, path: &PathTarget) -> Weight {
    let (category, by_class) = class_weight(path);
    let by_place = match path.place {
        Place::Workspace | Place::WorkspaceRoot | Place::Temp | Place::Cache | Place::Sink => {
            Dimensions::new([1, 1, 0, 0, 1])
        }
        Place::Home | Place::HomeRoot | Place::Outside | Place::Unknown => Dimensions::new([2, 2, 0, 0, 1]),
        Place::System | Place::Root => Dimensions::new([2, 3, 0, 2, 1]),
        Place::Device => Dimensions::new([3, 3, 0, 1, 1]),
    };
    // What a formatter leaves means what it meant before.
    let shared = matches!(path.class, PathClass::Ci | PathClass::Iac | PathClass::Migration | PathClass::ProdConfig);
    let by_class = if verb == Verb::Format && shared { Dimensions::new([1, 1, 0, 0, 1]) } else { by_class };
    let verb = match (verb, path.place, path.class) {
        (Verb::Write | Verb::Append, Place::Device, _) if path.resolved.starts_with("/dev/") => Verb::Wipe,
        (Verb::Write | Verb::Append, _, PathClass::Secret) => Verb::SecretWrite,
        (Verb::Write | Verb::Append, _, PathClass::AgentControl) => Verb::AgentControl,
        (Verb::Write | Verb::Append, _, PathClass::ShellRc | PathClass::Persistence | PathClass::VcsHook) => {
            Verb::Persist
        }
        // Code that lies outside the work is not the project's own.
        (Verb::Run, p, _) if !matches!(p, Place::Workspace | Place::WorkspaceRoot | Place::Sink) => Verb::RunCode,
        _ => verb,
    };
    let plain = matches!(verb, Verb::Write | Verb::Append | Verb::Move | Verb::Chmod | Verb::Link | Verb::Format);
    let (category, own) = if plain { (category, by_place) } else { (verb.category(), verb.dimensions()) };
    let reversibility = match path.place {
        Place::Workspace | Place::WorkspaceRoot | Place::Temp | Place::Cache => Reversibility::Checkpointable,
        _ => Reversibility::Irreversible,
    };
    Weight { verb, category, dimensions: by_class.max(by_place).max(own), reversibility }
}

/// What a change to a file of this class means, wherever it lies.
fn class_weight(path: &PathTarget) -> (Category, Dimensions) {
    let d = Dimensions::new;
    match path.class {
        PathClass::Source | PathClass::Other | PathClass::SecretExample | PathClass::Memory => {
            (Category::Refactor, d([1, 1, 0, 0, 0]))
        }
        PathClass::Test => (Category::Test, d([1, 1, 0, 0, 0])),
        PathClass::Docs => (Category::Docs, d([1, 0, 0, 0, 0])),
        PathClass::DevConfig => (Category::Format, d([1, 1, 0, 0, 0])),
        PathClass::Generated | PathClass::Log => (Category::Build, d([1, 1, 0, 0, 0])),
        PathClass::Lockfile | PathClass::Manifest => (Category::DepsMinor, d([1, 1, 0, 1, 1])),
        PathClass::Ci => (Category::DeployCi, d([1, 2, 0, 2, 1])),
        PathClass::Iac => (Category::Infra, d([1, 2, 0, 2, 1])),
        PathClass::Migration => (Category::Database, d([2, 2, 0, 1, 1])),
        PathClass::ProdConfig => (Category::Environment, d([1, 3, 0, 2, 1])),
        // What git has as it is, it gives back.
        PathClass::Data if path.exists == Some(false) || path.created_here || path.tracked == Some(true) => {
            (Category::Refactor, d([1, 1, 0, 0, 0]))
        }
        PathClass::Data => (Category::Database, d([2, 1, 0, 0, 1])),
        PathClass::Secret => (Category::Secrets, d([2, 2, 1, 2, 1])),
        PathClass::AccessControl => (Category::AccessControl, d([2, 3, 1, 3, 1])),
        PathClass::VcsInternal => (Category::VcsLocal, d([2, 1, 0, 1, 2])),
        PathClass::VcsHook => (Category::Persistence, d([1, 2, 0, 2, 3])),
        PathClass::AgentControl => (Category::AgentControl, d([2, 2, 0, 3, 2])),
        PathClass::ShellRc | PathClass::Persistence => (Category::Persistence, d([2, 2, 0, 2, 3])),
        PathClass::SystemConfig | PathClass::SystemBinary => (Category::Privilege, d([2, 3, 0, 2, 1])),
    }
}
