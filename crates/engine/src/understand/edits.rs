//! A change of a file by what it changes (DESIGN §5, Edits): the tokens before and after are compared, so that a comment in a
//! workflow is a comment, and an assertion that goes is a weakened test wherever it stands. Pure: text in, judgement out.
//! Called by `tools` for every write and edit. Only what is proven lowers a judgement; all else keeps or raises it.

pub mod artifact;
pub mod authority;
pub mod delta;
pub mod deps;
pub mod editor;
pub mod infra;
pub mod lang;
pub mod learned;
pub mod lex;
pub mod lookalike;
pub mod made_up;
pub mod migration;
pub mod norm;
pub mod outline;
pub mod parts;
pub mod proofs;
pub mod secrets;
pub mod security;
pub mod test_code;
pub mod types;
pub mod weaken;
pub mod window;

#[cfg(test)]
mod tests;

use automode_model::{Category, Certainty, Dimensions, Edit, Effect, PathClass, PathTarget, Place, Text, Verb, World};

use super::paths;
use super::scene::Scene;
use artifact::Artifact;
use lang::Language;
use proofs::{Proof, Source};

/// Longest file that is compared; a longer one is judged by its path, as likely.
pub const MAX_BYTES: usize = 256 * 1024;

/// What a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Layout only.
    Format,
    /// Comments and prose.
    Docs,
    /// Type annotations.
    Types,
    /// Names.
    Rename,
    /// Tests.
    Test,
    /// Program text.
    Source,
    /// Patch steps of dependencies.
    DepPatch,
    /// Minor steps.
    DepMinor,
    /// Major steps.
    DepMajor,
    /// New dependencies.
    DepNew,
    /// Dependencies that go.
    DepRemoved,
    /// Dependencies that come from elsewhere than the registry, now.
    DepSource,
    /// Code that runs when dependencies are installed.
    InstallScript,
    /// Pinned versions.
    Lockfile,
    /// Settings of tools.
    DevConfig,
    /// What a database becomes.
    Migration,
    /// A migration that destroys data.
    MigrationDestroys,
    /// Infrastructure.
    Infra,
    /// Infrastructure that goes.
    InfraDestroys,
    /// CI and deployment.
    DeployCi,
    /// Production configuration.
    ProdConfig,
    /// A secret in clear text.
    Secret,
    /// A name that says secret with a value that is none.
    Lookalike,
    /// Who may do what.
    AccessControl,
    /// What controls agents, editors, hooks.
    Control,
    /// Tests that tell less than before.
    TestWeakened,
    /// A protection that is gone.
    SecurityWeakened,
    /// Whatever the path says.
    Path,
}

impl Kind {
    /// The name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Docs => "docs",
            Self::Types => "types",
            Self::Rename => "rename",
            Self::Test => "test-only",
            Self::Source => "source",
            Self::DepPatch => "dep-patch",
            Self::DepMinor => "dep-minor",
            Self::DepMajor => "dep-major",
            Self::DepNew => "dep-new",
            Self::DepRemoved => "dep-removed",
            Self::DepSource => "dep-source",
            Self::InstallScript => "install-script",
            Self::Lockfile => "lockfile",
            Self::DevConfig => "dev-config",
            Self::Migration => "db-migration",
            Self::MigrationDestroys => "db-migration-destroys",
            Self::Infra => "iac",
            Self::InfraDestroys => "iac-destroys",
            Self::DeployCi => "ci-deploy",
            Self::ProdConfig => "prod-config",
            Self::Secret => "secret-added",
            Self::Lookalike => "secret-lookalike",
            Self::AccessControl => "access-control",
            Self::Control => "agent-hook-editor",
            Self::TestWeakened => "test-weakened",
            Self::SecurityWeakened => "security-weakening",
            Self::Path => "path",
        }
    }

    /// The category in reports: what a person would file the change under.
    #[must_use]
    pub fn report(self, class: PathClass) -> &'static str {
        match self {
            Self::DepRemoved => "dep-minor",
            Self::DepSource if class == PathClass::Lockfile => "lockfile",
            Self::DepSource | Self::InstallScript => "dep-new",
            Self::MigrationDestroys => "db-migration",
            Self::InfraDestroys => "iac",
            Self::Path => by_class(class),
            other => other.name(),
        }
    }

    /// A change of the work itself, in which tests may have become quiet.
    fn is_mild(self) -> bool {
        let work =
            matches!(self, Self::Test | Self::Source | Self::DevConfig | Self::Types | Self::Rename | Self::Lookalike);
        work || matches!(self, Self::Format | Self::Docs | Self::DepPatch | Self::DepMinor | Self::DepRemoved)
    }

    /// Category and risk; none where the path says it. High, where a person should want it: a change that is undone with a
    /// command, but acts for others before anybody looks.
    fn weight(self) -> Option<(Category, Dimensions)> {
        let d = Dimensions::new;
        Some(match self {
            Self::Format | Self::DevConfig => (Category::Format, d([1, 1, 0, 0, 0])),
            Self::Docs => (Category::Docs, d([1, 0, 0, 0, 0])),
            Self::Types | Self::Rename | Self::Source | Self::Lookalike => (Category::Refactor, d([1, 1, 0, 0, 0])),
            Self::Test => (Category::Test, d([1, 1, 0, 0, 0])),
            Self::DepPatch | Self::Lockfile => (Category::DepsPatch, d([1, 1, 0, 1, 1])),
            Self::DepMinor | Self::DepRemoved => (Category::DepsMinor, d([1, 1, 0, 1, 1])),
            Self::DepNew => (Category::DepsMinor, d([1, 2, 0, 2, 1])),
            Self::DepMajor => (Category::DepsMajor, d([1, 3, 0, 1, 1])),
            Self::DepSource => (Category::DepsMajor, d([1, 3, 0, 2, 2])),
            Self::InstallScript => (Category::Persistence, d([1, 2, 0, 2, 3])),
            Self::Migration => (Category::Database, d([2, 3, 0, 1, 1])),
            Self::MigrationDestroys => (Category::Database, d([3, 3, 0, 1, 1])),
            Self::Infra => (Category::Infra, d([1, 3, 0, 2, 1])),
            Self::InfraDestroys => (Category::Infra, d([3, 3, 0, 2, 1])),
            Self::DeployCi => (Category::DeployCi, d([1, 3, 0, 2, 1])),
            Self::ProdConfig => (Category::Environment, d([1, 3, 0, 2, 1])),
            Self::Secret => (Category::Secrets, d([2, 2, 3, 2, 2])),
            Self::AccessControl => (Category::AccessControl, d([1, 2, 1, 3, 1])),
            Self::Control => (Category::AgentControl, d([1, 2, 0, 3, 2])),
            Self::TestWeakened => (Category::Test, d([1, 1, 0, 2, 3])),
            Self::SecurityWeakened => (Category::AccessControl, d([1, 2, 1, 3, 2])),
            Self::Path => return None,
        })
    }
}

/// What a change of a file of this class is, where its content says nothing.
fn by_class(class: PathClass) -> &'static str {
    match class {
        PathClass::Docs => "docs",
        PathClass::Test => "test-only",
        PathClass::Lockfile => "lockfile",
        PathClass::Ci => "ci-deploy",
        PathClass::Iac => "iac",
        PathClass::Migration => "db-migration",
        PathClass::ProdConfig => "prod-config",
        PathClass::AccessControl => "access-control",
        PathClass::Secret => "secret-added",
        PathClass::AgentControl
        | PathClass::VcsHook
        | PathClass::VcsInternal
        | PathClass::ShellRc
        | PathClass::Persistence
        | PathClass::Memory => "agent-hook-editor",
        PathClass::Source => "source",
        _ => "dev-config",
    }
}

/// A judged change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is.
    pub kind: Kind,
    /// What is proven may lower what the path alone would say.
    pub proven: bool,
    /// What was seen, for people: lower case, no full stop.
    pub reason: String,
    /// How sure it is.
    pub certainty: Certainty,
}

impl Change {
    fn new(kind: Kind, reason: impl Into<String>) -> Self {
        Self { kind, proven: false, reason: reason.into(), certainty: Certainty::Sure }
    }

    fn proven(kind: Kind, reason: impl Into<String>) -> Self {
        Self { proven: true, ..Self::new(kind, reason) }
    }

    /// Its category; none where the path's stands.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        self.kind.weight().map(|(c, _)| c)
    }

    /// Brings what was found into the effect of the write. Outside of the work and on protected files it only raises.
    pub fn apply(&self, effect: &mut Effect) {
        let class = effect.target.path().map_or(PathClass::Other, |p| p.class);
        let kind = self.kind.report(class).to_owned();
        effect.change = Some(Box::new(automode_model::Change { kind, why: self.reason.clone() }));
        let Some((category, dimensions)) = self.kind.weight() else {
            if self.certainty != Certainty::Sure && effect.certainty == Certainty::Sure {
                effect.certainty = self.certainty.clone();
            }
            return;
        };
        let Some(path) = effect.target.path() else { return };
        let inside = matches!(path.place, Place::Workspace | Place::WorkspaceRoot | Place::Temp | Place::Cache);
        let guarded = super::effects::is_protected(path.class);
        let floor = Dimensions::new([1, 1, 0, 0, 0]);
        if inside && !guarded {
            let lowers = self.proven || dimensions.level() >= effect.dimensions.level();
            effect.dimensions = if lowers { dimensions.max(floor) } else { effect.dimensions.max(dimensions) };
            effect.category = category;
        } else {
            if dimensions.level() > effect.dimensions.level() {
                effect.category = category;
            }
            effect.dimensions = effect.dimensions.max(dimensions);
        }
        if matches!(self.kind, Kind::Secret) && effect.verb == Verb::Write {
            effect.verb = Verb::SecretWrite;
        }
        if matches!(self.kind, Kind::SecurityWeakened) && effect.verb == Verb::Write {
            effect.verb = Verb::SecurityWeaken;
        }
        if self.certainty != Certainty::Sure && effect.certainty == Certainty::Sure {
            effect.certainty = self.certainty.clone();
        }
    }
}

/// The dependencies that a manifest declares; none where it is not read as one.
#[must_use]
pub fn declared(path: &str, text: &str) -> Option<Vec<deps::Dep>> {
    let language = lang::of(path, text)?;
    let (_, source) = proofs::Source::pair(None, text, language, false)?;
    Some(deps::read::manifest(path, &source, language)?.deps)
}

/// A change to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The resolved path, without the folders around its repository: these say nothing of the file.
    pub path: &'a str,
    /// The path in its project, without the name of that: what makes a file harmless stands here.
    pub own: &'a str,
    /// What the path says.
    pub class: PathClass,
    /// The file before; none where there was none.
    pub before: Option<&'a str>,
    /// The file after.
    pub after: &'a str,
}

impl<'a> Input<'a> {
    /// Of this file, with nothing in it yet.
    fn of(scene: &Scene<'_>, path: &'a PathTarget) -> Self {
        let whole = &path.resolved;
        Self {
            path: paths::in_repository(scene.world, whole).unwrap_or(whole),
            own: paths::in_project(scene, whole),
            class: path.class,
            before: None,
            after: "",
        }
    }
}

/// What the machine has of the file before, and what the tool would make of it.
#[must_use]
pub fn of_write(scene: &Scene<'_>, path: &PathTarget, content: &Text) -> Option<Change> {
    if !is_judged(path) {
        return None;
    }
    let blank = Input::of(scene, path);
    let world = scene.world;
    let before = world.read(&path.resolved, MAX_BYTES);
    let over = matches!(&before, Err(automode_model::NotKnown::Refused(_)));
    if over || !content.is_whole() {
        // A file that is too long to be read was there.
        let before = if over { Some("…") } else { before.as_deref().ok() };
        return Some(over_limit(&Input { before, after: &content.body, ..blank }));
    }
    let before = before.ok();
    let input = Input { before: before.as_deref(), after: &content.body, ..blank };
    Some(explained(world, &path.resolved, &input, judge(&input)))
}

/// A lock file whose new host is one that the tool's settings name is a lock file like others.
fn explained(world: &dyn World, path: &str, input: &Input<'_>, change: Change) -> Change {
    if change.kind != Kind::DepSource || !deps::lock::settings::apply(input.path) {
        return change;
    }
    let mut named = Vec::new();
    while let Some(doubt) = deps::lock::doubt(input.before.unwrap_or(""), input.after, input.path, &named) {
        let host = doubt.host.filter(|host| named.len() < MAX_NAMED && !named.contains(host));
        match host.filter(|host| deps::lock::settings::name(world, path, host)) {
            Some(host) => named.push(host),
            None => return Change::new(Kind::DepSource, doubt.reason),
        }
    }
    Change::proven(Kind::Lockfile, format!("pinned versions, from `{}` as the settings say", named.join("`, `")))
}

/// More hosts than these are not looked for in settings.
const MAX_NAMED: usize = 3;

/// The same for replacements. Where the old text is not found, the pieces alone are compared.
#[must_use]
pub fn of_edit(scene: &Scene<'_>, path: &PathTarget, edits: &[Edit]) -> Option<Change> {
    if !is_judged(path) {
        return None;
    }
    let join = |f: fn(&Edit) -> &str| edits.iter().map(f).collect::<Vec<_>>().join("\n");
    let whole = edits.iter().all(|e| e.old.is_whole() && e.new.is_whole());
    let world = scene.world;
    let before = world.read(&path.resolved, MAX_BYTES).unwrap_or_default();
    let replaced = if whole { replace(&before, edits) } else { None };
    let (old, new) = (join(|e| &e.old.body), join(|e| &e.new.body));
    let (before, after) = replaced.as_ref().map_or((&old, &new), |after| (&before, after));
    let input = Input { before: Some(before), after, ..Input::of(scene, path) };
    if !whole {
        return Some(over_limit(&input));
    }
    let mut change = explained(world, &path.resolved, &input, judge(&input));
    if replaced.is_none() {
        // Comments are comments wherever they stand; of all else it depends on what is around it.
        change.proven &= change.kind == Kind::Docs;
        change.certainty = Certainty::Likely;
    }
    Some(change)
}

/// The file as the tool would leave it; none where an old text is not there.
fn replace(before: &str, edits: &[Edit]) -> Option<String> {
    let mut text = before.to_owned();
    for e in edits {
        if e.old.body.is_empty() && text.is_empty() {
            text.clone_from(&e.new.body);
            continue;
        }
        if e.old.body.is_empty() || !text.contains(&e.old.body) {
            return None;
        }
        text = if e.all { text.replace(&e.old.body, &e.new.body) } else { text.replacen(&e.old.body, &e.new.body, 1) };
        if text.len() > 2 * MAX_BYTES {
            return None;
        }
    }
    Some(text)
}

/// Caches, logs and sinks are not compared.
fn is_judged(path: &PathTarget) -> bool {
    !matches!(path.place, Place::Sink | Place::Device) && path.place != Place::Cache
}

/// Judged by the path, and by what any excerpt shows: a secret stays one.
fn over_limit(input: &Input<'_>) -> Change {
    let mut change = match secrets::added(input.before.unwrap_or(""), input.after, true) {
        Some(what) => Change::new(Kind::Secret, what),
        None => by_artifact(artifact::of(input), "too long to be compared"),
    };
    change.certainty = uncompared(input, change.kind);
    change
}

/// How sure a judgement is that rests on no comparison. Where there was a program or a test before, what it lost was not seen: that
/// is not known. A new file loses nothing, and of all else the kind says what it is.
fn uncompared(input: &Input<'_>, kind: Kind) -> Certainty {
    let compared = matches!(kind, Kind::Source | Kind::Test | Kind::DevConfig);
    match compared && input.before.is_some_and(|b| !b.is_empty()) {
        true => Certainty::Unknown("the file is too long to be compared with what it was".to_owned()),
        false => Certainty::Likely,
    }
}

/// Where the surroundings of a value may say that it is a secret: tests and manifests are full of values that only look so. A file of
/// requests that goes to another machine logs in there, wherever it lies.
fn guesses(artifact: Artifact, input: &Input<'_>) -> bool {
    let requests = [".http", ".rest", ".hurl"].iter().any(|e| input.path.ends_with(e));
    let local = ["localhost", "127.0.0.1", "//{{"];
    let away = |l: &str| l.contains("://") && !local.iter().any(|h| l.contains(h));
    artifact != Artifact::Manifest && (artifact != Artifact::Test || requests && input.after.lines().any(away))
}

/// Judges a change. What would run as no more than a test, a program or settings is asked once more whether it makes tests quiet, and
/// what only looks like something that holds back less: who knows what it sees says it better.
#[must_use]
pub fn judge(input: &Input<'_>) -> Change {
    let change = by_content(input);
    let small = input.before.unwrap_or("").len().max(input.after.len()) <= MAX_BYTES;
    let guessed = change.kind == Kind::SecurityWeakened && change.certainty == Certainty::Likely;
    let open = small && (change.kind.is_mild() || guessed);
    let Some(before) = input.before.filter(|_| open) else { return change };
    match weaken::quiet(input.path, before, input.after) {
        Some(what) => Change::new(Kind::TestWeakened, what),
        None => change,
    }
}

fn by_content(input: &Input<'_>) -> Change {
    if input.after.len() > 2 * MAX_BYTES {
        return over_limit(input);
    }
    let before = input.before.unwrap_or("");
    let artifact = artifact::of(input);
    if (!matches!(artifact, Artifact::Lockfile | Artifact::Other) || input.class == PathClass::SecretExample)
        && let Some(what) = secrets::added(before, input.after, guesses(artifact, input))
    {
        return Change::new(Kind::Secret, what);
    }
    match artifact {
        Artifact::Other => return Change::new(by_name(input), ""),
        Artifact::Control if editor::only_looks(input) => {
            return Change::new(Kind::DevConfig, "how an editor shows and lays out text");
        }
        Artifact::Control => return Change::new(Kind::Control, "controls agents, editors or hooks"),
        Artifact::Lockfile => return deps::lock::judge(before, input.after, input.path),
        Artifact::Docs => return Change::proven(Kind::Docs, "documentation"),
        _ => {}
    }
    // What a project needs is read line by line, in whatever language it is said.
    let plain = || lang::named("ini").filter(|_| artifact == Artifact::Manifest);
    let Some(language) = lang::of(input.path, input.after).or_else(plain) else {
        let broken = weaken::says_broken(before, input.after).filter(|_| artifact == Artifact::Test);
        return broken.map_or_else(
            || by_artifact(artifact, "of no known language"),
            |what| Change::new(Kind::TestWeakened, what),
        );
    };
    // What a file of data says depends on all that is around it.
    let part = matches!(artifact, Artifact::Source | Artifact::Test) && !language.is_data();
    let Some((a, b)) = Source::pair(input.before, input.after, language, part) else {
        let mut change = by_artifact(artifact, "too long to be compared");
        change.certainty = uncompared(input, change.kind);
        return change;
    };
    by_meaning(input, artifact, language, &a, &b)
}

/// What a file that is guarded by its name is, beside that.
fn by_name(input: &Input<'_>) -> Kind {
    let name = input.path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let word = |list: &[&str]| name.split(['.', '-', '_']).any(|w| list.contains(&w));
    match input.class {
        PathClass::Secret if name.contains(".tfvars") => Kind::Infra,
        PathClass::Secret if name.contains(".env") && word(&["prod", "production", "prd", "live"]) => Kind::ProdConfig,
        _ => Kind::Path,
    }
}

fn by_meaning(
    input: &Input<'_>,
    artifact: Artifact,
    language: &'static Language,
    a: &Source<'_>,
    b: &Source<'_>,
) -> Change {
    let proof = if input.before.is_some() { proofs::prove(a, b, language) } else { None };
    match proof {
        Some(Proof::Format) => return kept_apart(artifact, Kind::Format, "only layout"),
        Some(Proof::Docs) if security::silences(a, b).is_none() => {
            let typed = a.untyped_comments().filter(|_| a.untyped_comments() == b.untyped_comments());
            let kind = if typed.is_some() { Kind::Types } else { Kind::Docs };
            return kept_apart(artifact, kind, "only comments");
        }
        _ => {}
    }
    let delta = delta::delta(&a.tokens, &b.tokens);
    let fresh = input.before.is_none();
    let made_up = language.is_data() && made_up::is_path(input.own);
    let weakened = |scene: &security::Scene<'_>| if made_up { None } else { security::weakened(scene) };
    if let Some(what) =
        weakened(&security::Scene { path: input.path, artifact, language, before: a, after: b, delta: &delta, fresh })
    {
        return Change::new(Kind::SecurityWeakened, what);
    }
    if let Some(what) = weaken::coverage(&delta, input.after).filter(|_| !fresh && artifact != Artifact::Docs) {
        return Change::new(Kind::TestWeakened, what);
    }
    if let Some(what) = weaken::runs_less(input.path, &delta).filter(|_| !fresh && artifact != Artifact::Docs) {
        return Change::new(Kind::TestWeakened, what);
    }
    if made_up && artifact == Artifact::Test {
        return Change::new(Kind::Test, "data of tests");
    }
    let doubled = || weaken::doubles_its_own(input.path, &delta);
    if let Some(what) = (artifact == Artifact::Test && !fresh).then(doubled).flatten() {
        return Change::new(Kind::TestWeakened, what);
    }
    if let Some(change) = of_rights_or_rows(input, artifact, language, a, b, &delta) {
        return change;
    }
    match artifact {
        Artifact::Manifest => manifest(deps::judge(input.path, a, b, language, fresh), language),
        Artifact::Migration => migration::judge(a, b, &delta, language),
        Artifact::Infra => infra::judge(input.path, a, b, &delta, language),
        Artifact::Source if !fresh && declares_types(input.path) => Change::proven(Kind::Types, "a file of types"),
        Artifact::Test | Artifact::Source => {
            let change = program(artifact, language, a, b, &delta, proof, fresh);
            learned_apart(filed_apart(of_its_own(change, input), &delta, fresh), input, &delta)
        }
        other => learned_apart(filed_apart(by_artifact(other, ""), &delta, fresh), input, &delta),
    }
}

/// What no check knows, but what looks like changes that hold back less.
fn learned_apart(change: Change, input: &Input<'_>, delta: &delta::Delta<'_>) -> Change {
    let kind = match change.kind {
        Kind::Test => Kind::TestWeakened,
        Kind::Source | Kind::DevConfig | Kind::Lookalike => Kind::SecurityWeakened,
        _ => return change,
    };
    match learned::weakened(input.own, delta).filter(|_| input.before.is_some()) {
        Some(reason) => Change { certainty: Certainty::Likely, ..Change::new(kind, reason) },
        None => change,
    }
}

/// Who may do what, and statements that change a database, in files of any name.
fn of_rights_or_rows(
    input: &Input<'_>,
    artifact: Artifact,
    language: &'static Language,
    a: &Source<'_>,
    b: &Source<'_>,
    delta: &delta::Delta<'_>,
) -> Option<Change> {
    let program = matches!(artifact, Artifact::Source | Artifact::Infra) && language.dialect != lang::Dialect::Hcl;
    if (program || matches!(artifact, Artifact::DevConfig | Artifact::ProdConfig))
        && let Some(what) = authority::changed(input.path, a, b, delta, language).or_else(|| {
            let listed = authority::listed(input.path, a, b, delta, language);
            listed.filter(|_| input.before.is_some() && artifact != Artifact::ProdConfig)
        })
    {
        return Some(Change::new(Kind::AccessControl, what));
    }
    let statements = artifact == Artifact::Source && language.dialect == lang::Dialect::Sql;
    (statements && migration::changes(b, delta)).then(|| migration::judge(a, b, delta, language))
}

/// What only brings the name of a secret is what it was, by another name.
fn filed_apart(change: Change, delta: &delta::Delta<'_>, fresh: bool) -> Change {
    if !matches!(change.kind, Kind::Source | Kind::Test | Kind::DevConfig) {
        return change;
    }
    match lookalike::seen(delta, fresh, change.kind == Kind::Test) {
        Some(reason) => Change { kind: Kind::Lookalike, reason, ..change },
        None => change,
    }
}

/// A program or test: tests weakened, types, names, test parts, the rest.
fn program(
    artifact: Artifact,
    language: &'static Language,
    a: &Source<'_>,
    b: &Source<'_>,
    delta: &delta::Delta<'_>,
    proof: Option<Proof>,
    fresh: bool,
) -> Change {
    let test = artifact == Artifact::Test;
    let inside = !test && test_code::only_in_tests(a, b, delta, language);
    if !fresh
        && (test || test_code::holds_tests(a, language))
        && let Some(what) = weaken::weakened(a, b, delta, language, test)
    {
        return Change::new(Kind::TestWeakened, what);
    }
    if matches!(proof, Some(Proof::Rename | Proof::RenameHere)) && proofs::declares(a, b) {
        return Change { proven: proof == Some(Proof::Rename), ..Change::new(Kind::Rename, "only names") };
    }
    let types = !fresh && types::only(a, b, language);
    if types && matches!(proof, Some(Proof::Rename | Proof::RenameHere)) && proofs::renames_types(a, b) {
        return Change::proven(Kind::Rename, "only names of types");
    }
    if let Some(change) = of_names(proof, types) {
        return change;
    }
    if test || inside {
        return Change::proven(Kind::Test, "tests");
    }
    Change::new(Kind::Source, "program text")
}

/// Holds declarations for a checker and nothing that runs.
fn declares_types(path: &str) -> bool {
    [".d.ts", ".d.mts", ".d.cts", ".pyi", ".rbs", ".rbi"].iter().any(|e| path.ends_with(e))
}

/// Names or types. A change that is both is one of the types alone.
fn of_names(proof: Option<Proof>, types: bool) -> Option<Change> {
    match proof {
        _ if types => Some(Change::proven(Kind::Types, "only types")),
        Some(Proof::Rename) => Some(Change::proven(Kind::Rename, "only names")),
        Some(Proof::RenameHere) => Some(Change::new(Kind::Rename, "names, as it seems")),
        _ => None,
    }
}

/// A program is a program, in whatever folder its path class saw infrastructure.
fn of_its_own(mut change: Change, input: &Input<'_>) -> Change {
    change.proven |= change.kind == Kind::Source && input.class == PathClass::Iac;
    change
}

/// A build file that is a program, where no dependency changes.
fn manifest(change: Change, language: &Language) -> Change {
    let program = matches!(
        language.name,
        "python" | "kotlin" | "ruby" | "groovy" | "scala" | "swift" | "elixir" | "perl" | "lisp"
    );
    if change.kind == Kind::Path && program {
        Change::new(Kind::Source, "a build file that is a program")
    } else {
        change
    }
}

/// Layout and comments are proven to do nothing; what controls production says so by its own name all the same.
fn kept_apart(artifact: Artifact, kind: Kind, reason: &str) -> Change {
    let own = match artifact {
        Artifact::DevConfig => Some(Kind::DevConfig),
        Artifact::Access => Some(Kind::AccessControl),
        Artifact::ProdConfig => Some(Kind::ProdConfig),
        _ => None,
    };
    match own {
        Some(kind) => Change::new(kind, reason),
        None => Change::proven(kind, reason),
    }
}

fn by_artifact(artifact: Artifact, reason: &str) -> Change {
    let kind = match artifact {
        Artifact::Control => Kind::Control,
        Artifact::Access => Kind::AccessControl,
        Artifact::Ci => Kind::DeployCi,
        Artifact::Manifest => Kind::DepMinor,
        Artifact::Lockfile => Kind::Lockfile,
        Artifact::Migration => Kind::Migration,
        Artifact::Infra => Kind::Infra,
        Artifact::ProdConfig => Kind::ProdConfig,
        Artifact::Test => Kind::Test,
        Artifact::Docs => Kind::Docs,
        Artifact::DevConfig => Kind::DevConfig,
        Artifact::Source => Kind::Source,
        Artifact::Other => Kind::Path,
    };
    Change::new(kind, reason)
}
