//! Names of tasks (`gradle publish`, `rake db:drop`, `mvn deploy`) and scripts of packages: what a name promises where
//! the file behind it is code that is not followed.

use automode_model::{Certainty, Target, Verb};

use super::super::value::Val;
use super::super::{effects, net, paths};
use super::{Call, Handled, builds, recipes, scripts, source, task};
use crate::knowledge;

/// Each operand is a task; its name says what it does, unless this session wrote the file that defines it.
pub fn by_names(c: &mut Call<'_, '_, '_>) -> Handled {
    let operands = std::mem::take(&mut c.bound.operands);
    if c.program.name == "deno"
        && let Some((first, rest)) = operands.split_first()
        && let Some(name) = first.known().map(str::to_owned)
        && recipes::listed(c, "deno", &name, rest)
    {
        return Handled::Partly;
    }
    let fallback = c.bound.form.does.first().copied().unwrap_or(Verb::Build);
    // Where only the first operand is a task, the others are its arguments.
    let roles = c.bound.form.operands;
    let count = if matches!(roles.rest, Some(knowledge::Role::Named(..))) { operands.len() } else { roles.head.len() };
    let mut names: Vec<String> =
        operands.iter().take(count).map(Val::show).filter(|n| !n.contains('=') && !n.starts_with('-')).collect();
    for option in ["-t", "--target", "--targets", "-s", "--session"] {
        if matches!(c.program.name, "turbo" | "scons") {
            names.extend(
                c.bound
                    .value(option)
                    .map(Val::show)
                    .into_iter()
                    .flat_map(|v| v.split(',').map(str::to_owned).collect::<Vec<_>>()),
            );
        }
    }
    if c.program.name == "fastlane" {
        // A platform, and what a lane is given.
        names.retain(|n| !(matches!(n.as_str(), "ios" | "android" | "mac") || n.contains(':')));
    }
    builds::look(c, &names);
    if c.program.name == "mvn" {
        maven_plugins(c, &names);
    }
    if !names.is_empty() {
        scripts::look_through(c, &mut names);
        if names.is_empty() {
            return Handled::Partly;
        }
    }
    if names.is_empty() {
        let known = operands.iter().all(|v| v.known().is_some());
        c.effects.push(effects::plain(fallback, Target::None, c.call.span));
        return if known { Handled::Partly } else { unknown_task(c) };
    }
    let ours = written_here(c);
    for name in &names {
        let whole = whole_name(c.program, name).unwrap_or(name);
        let verb = verb_of(c.program.name, whole, fallback);
        let mut e = effects::plain(
            verb,
            Target::Named { kind: "task", name: name.clone(), env: net::environment_of(name) },
            c.call.span,
        );
        e.certainty = Certainty::Likely;
        if let Some(file) = ours {
            e.verb = Verb::RunCode;
            e.dimensions = Verb::RunCode.dimensions();
            e.certainty = Certainty::Unknown(format!("a task in `{file}`, which this session wrote"));
        }
        c.effects.push(e);
    }
    Handled::Partly
}

/// Commands that consoles and builds take by the beginnings of their words as well, and that do more than compute.
const BEGUN: &[&str] = &[
    "migrate:fresh",
    "migrate:refresh",
    "migrate:reset",
    "migrate:rollback",
    "db:wipe",
    "doctrine:database:drop",
    "doctrine:schema:drop",
    "doctrine:schema:update",
    "doctrine:migrations:migrate",
    "publish",
    "deploy",
    "release",
    "publishToMavenLocal",
    "publishToMavenRepository",
    "publishAllPublicationsToMavenRepository",
    "publishMavenPublicationToMavenRepository",
    "publishAndReleaseToMavenCentral",
    "publishPlugins",
    "uploadArchives",
    "closeAndReleaseRepository",
    "releaseStagingRepository",
];

/// The command that this name is short for: `mig:fr`, `d:d:d`, `gradle publ`.
fn whole_name(program: &knowledge::Program, name: &str) -> Option<&'static str> {
    let builds = program.name == "gradle";
    // `:app:pub` of one of several projects.
    let name = if builds { name.rsplit(':').next().unwrap_or(name) } else { name };
    let begins = |whole: &str| {
        let parts = whole.split(':').count() == name.split(':').count();
        parts && whole.split(':').zip(name.split(':')).all(|(w, n)| !n.is_empty() && w.starts_with(n))
    };
    let fits = |whole: &&str| {
        whole.contains(':') != builds && (!builds || name.len() > 2) && begins(whole)
            || builds && abbreviates(name, whole)
    };
    if builds || program.abbreviates { BEGUN.iter().copied().find(fits) } else { None }
}

/// `pubToMav` for `publishToMavenLocal`: the beginnings of its words, from the first.
fn abbreviates(name: &str, whole: &str) -> bool {
    let mut rest = whole;
    let mut parts = 0;
    let mut begun = name;
    while !begun.is_empty() {
        let end =
            |t: &str| t.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map_or(t.len(), |(at, _)| at);
        let ((part, more), (word, others)) = (begun.split_at(end(begun)), rest.split_at(end(rest)));
        if !word.starts_with(part) {
            return false;
        }
        (begun, rest, parts) = (more, others, parts + 1);
    }
    parts > 1
}

/// Who publishes the plugins that projects use; a group below one of these is theirs as well.
const MAVEN_GROUPS: &str = "
    com.diffplug.spotless com.github.spotbugs com.google.cloud.tools com.spotify.fmt io.micronaut io.quarkus io.spring net.revelc.code
    org.antlr org.apache.maven org.codehaus.mojo org.cyclonedx org.eclipse org.flywaydb org.graalvm org.hibernate org.jacoco
    org.jetbrains.kotlin org.jooq org.liquibase org.mybatis org.openrewrite org.owasp org.pitest org.sonarsource
    org.springframework.boot";

/// `mvn group:artifact:version:goal`: a plugin that the project does not name is loaded and run. So are the scripts of an archetype.
fn maven_plugins(c: &mut Call<'_, '_, '_>, names: &[String]) {
    let known = |group: &str| {
        let below = |g: &str| group.strip_prefix(g).is_some_and(|r| r.is_empty() || r.starts_with('.'));
        MAVEN_GROUPS.split_ascii_whitespace().any(below)
    };
    let dirs = recipes::directories(c);
    let named = |group: &str, artifact: &str| {
        let poms = dirs.iter().filter_map(|d| source::at(c, &paths::join(d, "pom.xml")));
        let inside = |text: &str, word: &str| text.contains(&format!(">{word}<"));
        poms.into_iter().any(|pom| !pom.made_here && inside(&pom.text, group) && inside(&pom.text, artifact))
    };
    let mut loaded: Vec<String> = Vec::new();
    for name in names {
        let parts: Vec<&str> = name.split(':').collect();
        if let [group, artifact, _, ..] = parts.as_slice()
            && !known(group)
            && !named(group, artifact)
        {
            loaded.push(name.clone());
        }
    }
    let defined = |key: &str| builds::defined(c).into_iter().find(|(k, _)| k == key).map(|(_, v)| v);
    loaded.extend(defined("archetypeGroupId").filter(|g| !known(g)));
    let fetched = names.iter().any(|n| maven_goal(n).is_some_and(|(p, g)| p == "dependency" && g == "get"));
    let artifact = defined("artifact").filter(|_| fetched);
    let written: Vec<String> = builds::defined(c).into_iter().filter(|(k, _)| is_output(k)).map(|(_, v)| v).collect();
    for name in loaded {
        c.effects.push(effects::on_name(Verb::RunRemote, "package", &name, c.call.span));
    }
    if let Some(artifact) = artifact {
        c.does(Verb::DepsAdd, &[("package", artifact)]);
    }
    for path in written {
        drop(c.path(Verb::Write, &Val::text(path)));
    }
}

/// Properties by which plugins are told where to write.
fn is_output(key: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or(key).to_ascii_lowercase();
    last == "output" || ["outputfile", "outputdirectory", "outputdir"].iter().any(|e| last.ends_with(e))
}

/// A plugin as it is called for short, and its goal: `scm:checkin`, `org.apache.maven.plugins:maven-scm-plugin:2.1:checkin`.
fn maven_goal(name: &str) -> Option<(&str, &str)> {
    let (plugin, goal) = name.rsplit_once(':')?;
    let artifact = plugin.split(':').nth(1).unwrap_or(plugin);
    let short = artifact.strip_prefix("maven-").and_then(|a| a.strip_suffix("-plugin"));
    Some((short.or_else(|| artifact.strip_suffix("-maven-plugin")).unwrap_or(artifact), goal.split('@').next()?))
}

/// `mix do a --quiet, b`, `mix do a + b`: each is run for itself.
pub fn between_commas(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut words = c.call.argv.iter();
    let Some(program) = words.next().cloned() else { return Handled::Partly };
    let rest: Vec<Val> = words.skip_while(|w| w.known() != Some("do")).skip(1).cloned().collect();
    let mut tasks: Vec<Vec<Val>> = vec![Vec::new()];
    for word in rest {
        let ends = word.known().is_some_and(|t| t == "+" || t.ends_with(','));
        let own = match word.known() {
            Some(t) if ends => Some(t.trim_end_matches([',', '+'])).filter(|t| !t.is_empty()).map(Val::text),
            _ => Some(word),
        };
        if let Some(task) = tasks.last_mut() {
            task.extend(own);
        }
        if ends {
            tasks.push(Vec::new());
        }
    }
    for task in tasks.into_iter().filter(|t| !t.is_empty()) {
        c.run_inner(std::iter::once(program.clone()).chain(task).collect());
    }
    Handled::Wholly
}

fn unknown_task(c: &mut Call<'_, '_, '_>) -> Handled {
    c.unknown("a task whose name is not known");
    Handled::Partly
}

/// Where tasks of such programs are written down.
const FILES: &[&str] = &[
    "Rakefile",
    "build.gradle",
    "build.gradle.kts",
    "settings.gradle",
    "settings.gradle.kts",
    "pom.xml",
    "build.xml",
    "Taskfile.yml",
    "Taskfile.yaml",
    "SConstruct",
    "build.sbt",
    "project.clj",
    "deps.edn",
    "mix.exs",
    "tasks.py",
    "noxfile.py",
    "tox.ini",
    "gulpfile.js",
    "Gruntfile.js",
    "turbo.json",
    "nx.json",
    "magefile.go",
    "fastlane/Fastfile",
    "Makefile.toml",
    "artisan",
    "rebar.config",
    "deno.json",
];

/// The file of tasks that this session wrote, where it did.
fn written_here(c: &Call<'_, '_, '_>) -> Option<&'static str> {
    let cwd = c.inner_cwd().to_vec();
    FILES.iter().copied().find(|f| {
        cwd.iter()
            .map(|d| paths::join(d, f))
            .any(|p| c.shell.scene.session.created.contains(&p) || c.shell.scene.files.borrow().contains_key(&p))
    })
}

/// The words of a name, `camelCase` taken apart.
fn words(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut last_lower = false;
    for ch in name.chars() {
        if !ch.is_alphanumeric() || ch.is_uppercase() && last_lower {
            out.push(String::new());
        }
        if ch.is_alphanumeric()
            && let Some(w) = out.last_mut()
        {
            w.extend(ch.to_lowercase());
        }
        last_lower = ch.is_lowercase();
    }
    out.retain(|w| !w.is_empty());
    out
}

/// What a task of this name does.
fn verb_of(program: &str, name: &str, fallback: Verb) -> Verb {
    // `:app:lintRelease` of a project of projects.
    let name = if program == "gradle" { name.rsplit(':').next().unwrap_or(name) } else { name };
    if let Some((plugin, goal)) = maven_goal(name).filter(|_| program == "mvn") {
        match (plugin, goal) {
            ("scm", "checkin" | "tag" | "untag" | "branch") => return Verb::VcsPush,
            ("sonar", _) => return Verb::NetSend,
            ("k8s" | "oc" | "fabric8", "apply" | "deploy") => return Verb::Deploy,
            _ => {}
        }
    }
    let w = words(name);
    let has = |list: &[&str]| w.iter().any(|x| list.contains(&x.as_str()));
    let first = w.first().map_or("", String::as_str);
    if first == "make" && w.len() > 1 {
        // `make:migration` writes a file.
        return Verb::Build;
    }
    let data = has(&["db", "database", "schema", "ecto", "migrate", "migration", "migrations", "liquibase", "flyway"]);
    if data
        && has(&["drop", "reset", "truncate", "wipe", "purge", "fresh", "refresh", "clean", "dropall", "load", "setup"])
    {
        return Verb::DbDestroy;
    }
    if data && has(&["create", "gen", "generate", "diff"]) {
        // A file of a migration, or a database that was not there before.
        return Verb::Build;
    }
    if data || has(&["seed", "upgradedb"]) {
        return if has(&["status", "version", "info", "validate"]) { Verb::DbRead } else { Verb::DbSchema };
    }
    match first {
        "assemble" | "bundle" | "compile" | "build" | "package" | "generate" | "process" | "clean" | "install" => {
            return Verb::Build;
        }
        "lint" | "format" | "fmt" | "spotless" | "ktlint" => return Verb::Format,
        // The sources go to a server.
        "sonar" | "sonarqube" => return Verb::NetSend,
        "test" | "verify" | "check" | "spec" | "connected" | "integration" => return Verb::Test,
        _ => {}
    }
    if has(&["local"]) && has(&["publish"]) {
        return Verb::Build;
    }
    if has(&["deploy", "ship", "rollout", "promote"]) {
        return if matches!(program, "mvn") { Verb::Publish } else { Verb::Deploy };
    }
    if has(&["publish", "release", "upload", "jib", "push"]) {
        return Verb::Publish;
    }
    if has(&["destroy", "nuke", "teardown", "undeploy", "terraform"]) {
        return Verb::InfraDestroy;
    }
    if has(&["test", "tests", "e2e", "coverage", "unit", "specs"]) {
        return Verb::Test;
    }
    if has(&["serve", "server", "run", "start", "exec", "dev", "make"]) { Verb::Run } else { fallback }
}

/// `npm test`, `yarn start`: a script of the package under its own name.
pub fn lifecycle(c: &mut Call<'_, '_, '_>) -> Handled {
    let word = c.bound.path.last().cloned().unwrap_or_default();
    let name = match word.as_str() {
        "t" | "tst" | "it" | "cit" | "install-test" | "install-ci-test" => "test",
        w => w,
    };
    let rest = std::mem::take(&mut c.bound.operands);
    task::run(c, "npm", &Val::text(name), &rest);
    c.dry = false;
    Handled::Wholly
}

/// `bun x.ts`, `pnpm tsc`, `yarn dev`: a file, a script of the package, or a tool of its dependencies.
pub fn script_or_tool(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut rest = std::mem::take(&mut c.bound.operands);
    if rest.is_empty() {
        return Handled::Partly;
    }
    let first = rest.remove(0);
    let Some(name) = first.known().map(str::to_owned) else {
        c.unknown("a script whose name is not known");
        return Handled::Partly;
    };
    let is_file = c.program.name == "bun"
        && (name.contains('/')
            || [".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"].iter().any(|e| name.ends_with(e)));
    if is_file {
        c.give(knowledge::Role::Script("node"), &first, &rest);
    } else if !task::has_script(c, &name) && knowledge::find(&name).is_some() && !is_common_script(&name) {
        let argv = std::iter::once(first).chain(rest).collect();
        c.run_inner(argv);
    } else {
        task::run(c, "npm", &first, &rest);
    }
    // A placeholder keeps the standard input from counting as the program.
    c.bound.operands = Vec::new();
    c.bound.options.retain(|(o, _)| !o.dry);
    finish_options(c)
}

/// Lets the options have their effects without the form's own operands.
fn finish_options(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.bound.options.is_empty() { Handled::Wholly } else { Handled::Partly }
}

/// Words that are programs of the system, but in a package nearly always scripts.
fn is_common_script(name: &str) -> bool {
    matches!(
        name,
        "test"
            | "build"
            | "watch"
            | "format"
            | "start"
            | "clean"
            | "check"
            | "install"
            | "link"
            | "w"
            | "time"
            | "sort"
            | "split"
            | "dev"
            | "serve"
            | "open"
            | "type"
            | "which"
            | "docs"
            | "make"
    )
}

/// `poetry run x`, `hatch run test`, `uv run x.py`: a file, a module, a program of the environment or a script of the
/// project.
pub fn in_environment(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut rest = std::mem::take(&mut c.bound.operands);
    if let Some(module) = ["-m", "--module"].iter().find_map(|n| c.bound.value(n)).cloned() {
        let mut argv = vec![Val::text("python"), Val::text("-m"), module];
        argv.append(&mut rest);
        c.run_inner(argv);
        return Handled::Partly;
    }
    if rest.is_empty() {
        return Handled::Partly;
    }
    let first = rest.remove(0);
    let text = first.show();
    if first.known().is_some() && ["python", "pipenv"].iter().any(|kind| recipes::listed(c, kind, &text, &rest)) {
        return Handled::Partly;
    }
    let script = text.rsplit(['/', ':']).next().unwrap_or("").to_owned();
    if text.ends_with(".py") || text.ends_with(".pyw") || text.contains("://") || text == "-" {
        c.give(knowledge::Role::Script("python"), &first, &rest);
    } else if first.known().is_some()
        && (text.contains('/') || knowledge::find(&text).is_some())
        && !is_common_script(&text)
    {
        c.run_inner(std::iter::once(first).chain(rest).collect());
    } else {
        let verb = verb_of(c.program.name, &script, Verb::Run);
        c.effects.push(effects::on_name(verb, "task", &text, c.call.span));
    }
    Handled::Partly
}

/// `gotestsum -- -race ./...`: what stands behind is given to `go test`.
pub fn go_test(c: &mut Call<'_, '_, '_>) -> Handled {
    let given = std::mem::take(&mut c.bound.operands);
    if !given.is_empty() {
        c.run_inner(["go", "test"].map(Val::text).into_iter().chain(given).collect());
    }
    Handled::Partly
}
