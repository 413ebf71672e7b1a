//! Circumstances in which a program's effects are milder than its words: what is there to be made anew, and what was not there
//! before. Called by `invoke` when a program's effects are complete.

use automode_model::{
    Category, Dimensions, Effect, EnvLabel, PathClass, PathTarget, Place, Reversibility, Target, Verb,
};

use super::handlers::Call;
use super::value::Val;

/// Weighs again what these circumstances make milder.
pub fn weigh(c: &mut Call<'_, '_, '_>) {
    in_test_environment(c);
    with_own_pages(c);
    on_own_database(c);
    from_example(c);
    work_tree(c);
    own_containers(c);
    release_for_development(c);
    scratch_key(c);
    own_sessions(c);
    own_database(c);
    on_emulator(c);
    built_beside(c);
    task_for_development(c);
    super::handlers::vcs::keep(c);
    super::nearby::weigh(c);
    super::names_only::weigh(c);
}

/// `make migrate-dev`, `npm run db:seed:test`: a task that says for which database it is, and that empties none.
fn task_for_development(c: &mut Call<'_, '_, '_>) {
    let says = |name: &str| name.split(|ch: char| !ch.is_alphanumeric()).any(|w| matches!(w, "dev" | "test" | "local"));
    let tests = |name: &str| name.split(|ch: char| !ch.is_alphanumeric()).any(|w| w == "test");
    let own = |e: &&mut Effect| match &e.target {
        Target::Named { kind, name, env } if *env != EnvLabel::Production => {
            !matches!(*kind, "table" | "database")
                && (e.verb == Verb::DbSchema && says(name) || e.verb == Verb::DbDestroy && tests(name))
        }
        _ => false,
    };
    for e in c.effects.iter_mut().filter(own) {
        (e.verb, e.dimensions) = (Verb::DbSchema, Dimensions::new([1, 1, 0, 0, 1]));
    }
}

/// `rm -rf src/*/bin src/*/obj`: beside `obj`, `bin` is what .NET builds.
fn built_beside(c: &mut Call<'_, '_, '_>) {
    let path = |e: &Effect| e.target.path().filter(|_| e.verb == Verb::Delete).map(|p| p.resolved.clone());
    let gone: Vec<String> = c.effects.iter().filter_map(path).collect();
    let built = |e: &&mut Effect| {
        let stem = path(e).and_then(|p| p.strip_suffix("/bin").map(str::to_owned));
        stem.is_some_and(|s| gone.iter().any(|g| g.strip_suffix("/obj") == Some(&s)))
            && e.target.path().is_some_and(|p| p.place == Place::Workspace && p.tracked != Some(true))
    };
    for e in c.effects.iter_mut().filter(built) {
        let [_, b, d, comp, v] = e.dimensions.values();
        (e.reversibility, e.dimensions) = (Reversibility::Regenerable, Dimensions::new([1, b, d, comp, v]));
    }
}

/// `tmux new-session -d -s dev …; tmux kill-session -t dev`: a session of terminals that this event starts and ends.
fn own_sessions(c: &mut Call<'_, '_, '_>) {
    let scene = c.shell.scene;
    let own = |e: &&mut Effect| match &e.target {
        Target::Named { kind: "session", name, .. } => {
            e.verb == Verb::ProcessKill && e.scope < automode_model::Scope::Many && scene.makes("session", name)
        }
        _ => false,
    };
    if matches!(c.program.name, "tmux" | "screen") {
        for e in c.effects.iter_mut().filter(own) {
            (e.verb, e.dimensions) = (Verb::ProcessSignal, Verb::ProcessSignal.dimensions());
            e.category = Verb::ProcessSignal.category();
        }
    }
}

/// `aws --endpoint-url http://localhost:4566 …`, `awslocal …`: a cloud that is played on this machine.
fn on_emulator(c: &mut Call<'_, '_, '_>) {
    let local = |v: &Val| v.known().and_then(super::net::parse_url).is_some_and(|u| u.local);
    let variable = || c.call.env.iter().find(|(n, _)| n == "AWS_ENDPOINT_URL").is_some_and(|(_, v)| local(v));
    let played = || {
        c.call.argv.first().and_then(Val::known) == Some("awslocal")
            || c.bound.value("--endpoint-url").map_or_else(variable, local)
    };
    if c.program.name != "aws" || !played() {
        return;
    }
    let cloud = |v: Verb| {
        matches!(
            v,
            Verb::CloudRead
                | Verb::CloudChange
                | Verb::CloudDestroy
                | Verb::ExternalWrite
                | Verb::NetSend
                | Verb::DbRead
                | Verb::DbWrite
                | Verb::DbSchema
                | Verb::DbDestroy
        )
    };
    for e in c.effects.iter_mut().filter(|e| cloud(e.verb)) {
        as_own_work(e);
    }
}

/// `createdb scratch; …; dropdb scratch`: with the same words, so on the same machine.
fn own_database(c: &mut Call<'_, '_, '_>) {
    if c.program.name != "dropdb" || !c.call.env.is_empty() {
        return;
    }
    let quiet = |w: &&str| !matches!(*w, "--if-exists" | "-f" | "--force" | "-e" | "--echo");
    let args: Vec<String> = c.call.argv.iter().skip(1).map(Val::show).collect();
    let made = format!("createdb {}", args.iter().map(String::as_str).filter(quiet).collect::<Vec<_>>().join(" "));
    if c.shell.scene.succeeded(&made) {
        for e in c.effects.iter_mut().filter(|e| e.verb == Verb::DbDestroy) {
            as_own_work(e);
        }
    }
}

/// `docker run --name x …; docker stop x`: a container that this event starts and ends.
fn own_containers(c: &mut Call<'_, '_, '_>) {
    if !matches!(c.program.name, "docker" | "podman" | "nerdctl") {
        return;
    }
    let ends = |e: &Effect| matches!(e.verb, Verb::ContainerStop | Verb::ContainerDelete);
    let scene = c.shell.scene;
    let own = |e: &Effect| match &e.target {
        Target::Named { kind: "container", name, .. } => {
            name.split(' ').all(|n| scene.makes("container", n)) && e.scope < automode_model::Scope::Tree
        }
        _ => false,
    };
    if c.effects.iter().any(ends) && c.effects.iter().filter(|e| ends(e)).all(own) {
        for e in c.effects.iter_mut().filter(|e| ends(e)) {
            (e.verb, e.dimensions) = (Verb::ContainerRun, Verb::ContainerRun.dimensions());
        }
    }
}

/// `helm get values api -n dev`: what a release for development was given are settings of the project.
fn release_for_development(c: &mut Call<'_, '_, '_>) {
    let develops = |e: &&mut Effect| match &e.target {
        Target::Named { env: EnvLabel::Local | EnvLabel::Staging, .. } => e.verb == Verb::SecretRead,
        _ => false,
    };
    for e in c.effects.iter_mut().filter(|_| c.program.name == "helm").filter(develops) {
        (e.verb, e.category, e.dimensions) = (Verb::Read, Verb::Read.category(), Verb::Read.dimensions());
    }
}

/// `openssl req … -keyout /tmp/x.key`: a key that nobody had is made where nothing is kept.
fn scratch_key(c: &mut Call<'_, '_, '_>) {
    if !matches!(c.program.name, "openssl" | "ssh-keygen" | "age-keygen") {
        return;
    }
    let scene = c.shell.scene;
    let free = |p: &PathTarget| p.place == Place::Temp && (p.exists == Some(false) || p.created_here);
    let named = ["-f", "-o"].iter().find_map(|n| c.bound.value(n)).and_then(Val::known);
    let named = named.filter(|t| t.starts_with('/')).is_some_and(|t| free(&super::paths::target(scene, t, t)));
    let made = |e: &&mut Effect| e.verb == Verb::SecretWrite && e.target.path().map_or(named, free);
    for e in c.effects.iter_mut().filter(made) {
        (e.verb, e.category, e.dimensions) = (Verb::Write, Verb::Write.category(), Dimensions::new([1, 1, 0, 0, 1]));
    }
}

/// `git worktree add ../project-fix`: a new folder beside the project; git leaves one alone that is there, and does not
/// remove one with work in it unless forced.
fn work_tree(c: &mut Call<'_, '_, '_>) {
    if c.program.name != "git" || c.bound.path.first().is_none_or(|w| w != "worktree") {
        return;
    }
    let removes = c.bound.path.last().is_some_and(|w| w == "remove");
    if removes && own_work_tree(c) {
        return;
    }
    if c.forced || c.bound.has("-f") {
        return;
    }
    let shelf = c.shell.scene.workspace.rsplit_once('/').map_or("", |(d, _)| d).to_owned();
    let beside = |e: &&mut Effect| {
        let fits = |p: &PathTarget| {
            let parent = p.resolved.rsplit_once('/').map_or("", |(d, _)| d);
            parent == shelf && !shelf.is_empty() && (removes || p.exists == Some(false)) && p.class == PathClass::Other
        };
        e.target.path().is_some_and(fits)
    };
    for e in c.effects.iter_mut().filter(beside) {
        (e.verb, e.category) = (Verb::VcsChange, Category::VcsLocal);
        e.dimensions = Verb::VcsChange.dimensions();
    }
}

/// `git worktree add /tmp/x v1 …; git worktree remove --force /tmp/x`: what this event checked out beside goes again.
fn own_work_tree(c: &mut Call<'_, '_, '_>) -> bool {
    let Some(given) = c.bound.operands.first().and_then(Val::known).map(str::to_owned) else { return false };
    let adds = |words: &str| {
        let mut all = words.split(' ');
        all.by_ref().any(|w| w == "worktree") && all.next() == Some("add") && all.any(|w| w == given)
    };
    // Where it was there before, adding it fails, and what is removed is another's.
    let new = c.effects.iter().filter_map(|e| e.target.path()).all(|p| p.exists == Some(false));
    let own = new && c.shell.scene.words_of(&["git"]).iter().any(|(_, words)| adds(words));
    for e in c.effects.iter_mut().filter(|_| own) {
        (e.verb, e.category) = (Verb::VcsChange, Category::VcsLocal);
        e.dimensions = Verb::VcsChange.dimensions();
    }
    own
}

/// `cp .env.example .env`: the file was not there, and what it holds now is no secret.
fn from_example(c: &mut Call<'_, '_, '_>) {
    let class = |e: &Effect, c: PathClass| e.target.path().is_some_and(|p| p.class == c);
    let reads = |e: &Effect| e.verb.dimensions().reversibility > 0 || class(e, PathClass::SecretExample);
    if c.program.name != "cp" || !c.effects.iter().all(reads) {
        return;
    }
    let new = |e: &&mut Effect| {
        let free = |p: &PathTarget| p.exists == Some(false) && p.place == Place::Workspace && !p.created_here;
        e.verb == Verb::SecretWrite && e.target.path().is_some_and(free)
    };
    for e in c.effects.iter_mut().filter(new) {
        (e.verb, e.category) = (Verb::Write, Category::Environment);
        e.dimensions = Dimensions::new([1, 1, 0, 0, 1]);
    }
}

/// `DATABASE_URL=postgres://localhost/app_test npx prisma migrate deploy`: migrations of a database on this machine, whose
/// address stands there. What drops or empties one asks as before.
fn on_own_database(c: &mut Call<'_, '_, '_>) {
    if !c.effects.iter().any(|e| e.verb == Verb::DbSchema) {
        return;
    }
    let names = ["DATABASE_URL", "DB_URL", "POSTGRES_URL", "SQLALCHEMY_DATABASE_URI", "TEST_DATABASE_URL"];
    let mut given: Vec<Val> = names.iter().filter_map(|n| c.variable(n)).collect();
    let words = c.bound.options.iter().filter_map(|(_, v)| v.as_ref()).chain(&c.bound.operands);
    let (files, others): (Vec<&Val>, Vec<&Val>) = words.partition(|v| v.prefix().starts_with("sqlite"));
    let local =
        |v: &Val| v.known().is_some_and(|t| super::net::parse_url(t).is_some_and(|u| u.local) || is_own_file(c, t));
    given.extend(files.into_iter().filter(|v| v.show().contains(':')).cloned());
    let elsewhere = others.into_iter().any(|v| v.show().contains("://"));
    if given.is_empty() || !given.iter().all(local) || elsewhere || c.forced {
        return;
    }
    for e in c.effects.iter_mut().filter(|e| e.verb == Verb::DbSchema && !is_production(e)) {
        as_own_work(e);
    }
}

/// `sqlite:///dev.db`, `sqlite:////tmp/x.db`, `file:./dev.db`: a database that is a file of the project, or one that is thrown away.
fn is_own_file(c: &Call<'_, '_, '_>, address: &str) -> bool {
    let Some((kind, rest)) = address.split_once(':') else { return false };
    if !kind.starts_with("sqlite") && kind != "file" || super::net::environment_of(address) == EnvLabel::Production {
        return false;
    }
    let rest = rest.split('?').next().unwrap_or(rest);
    let path = rest.trim_start_matches('/');
    let rooted = match rest.len() - path.len() {
        1 | 4 => true,
        // What is rooted for some is for others where the program works: then no such folder is at the root.
        3 => path.split_once('/').is_some_and(|(top, _)| {
            c.shell.scene.world.path(&format!("/{top}")).kind != automode_model::PathKind::Missing
        }),
        _ => false,
    };
    let place = |path: &str| super::paths::target(c.shell.scene, path, path).place;
    let fits = |path: &str| matches!(place(path), Place::Workspace | Place::Temp);
    let dirs = c.inner_cwd();
    if rooted {
        fits(&format!("/{path}"))
    } else {
        !dirs.is_empty() && dirs.iter().all(|d| fits(&super::paths::join(d, path)))
    }
}

/// No more than code of the project that runs.
fn as_own_work(e: &mut Effect) {
    (e.verb, e.category) = (Verb::Run, Verb::Run.category());
    e.dimensions = Verb::Run.dimensions();
}

fn is_production(e: &Effect) -> bool {
    matches!(&e.target, Target::Named { env: EnvLabel::Production, .. })
}

/// A browser without its sandbox, as it has to be started in a container, that shows pages of this machine only.
fn with_own_pages(c: &mut Call<'_, '_, '_>) {
    let own = |v: &Val| {
        v.known().is_some_and(|t| t.starts_with("file:///") || super::net::parse_url(t).is_some_and(|u| u.local))
    };
    let pages = &c.bound.operands;
    if c.program.name != "chromium" || pages.is_empty() || !pages.iter().all(own) {
        return;
    }
    let sandbox = ["--no-sandbox", "--disable-setuid-sandbox"];
    let weakens = |o: &crate::knowledge::Opt| o.does.contains(&Verb::SecurityWeaken);
    let only =
        c.bound.options.iter().filter(|(o, _)| weakens(o)).all(|(o, _)| o.names.iter().any(|n| sandbox.contains(&n)));
    if only {
        c.effects.retain(|e| e.verb != Verb::SecurityWeaken);
    }
}

/// The database of a framework's test environment is there to be made anew.
fn in_test_environment(c: &mut Call<'_, '_, '_>) {
    let frameworks: &[(&str, &[&str])] = &[
        ("rails", &["RAILS_ENV", "RACK_ENV"]),
        ("rake", &["RAILS_ENV", "RACK_ENV"]),
        ("mix", &["MIX_ENV"]),
        ("artisan", &["APP_ENV"]),
    ];
    // By its own name too: `rake` stands among others that run tasks.
    let typed = c.call.argv.first().and_then(Val::known).and_then(|w| w.rsplit('/').next()).unwrap_or("");
    let Some((_, names)) = frameworks.iter().find(|(p, _)| *p == c.program.name || *p == typed) else { return };
    let given = |name: &&str| {
        let own = c.call.env.iter().find(|(n, _)| n == name).map(|(_, v)| v);
        let value = own.or_else(|| c.state.var(name).and_then(|s| s.values().first()));
        value.is_some_and(|v| matches!(v.known(), Some("test" | "testing")))
    };
    let by_option = ["-e", "--environment", "--env"].iter().filter_map(|n| c.bound.value(n));
    // `rails db:migrate RAILS_ENV=development`: what is there to be worked with is migrated, not emptied.
    let word = |v: &Val| {
        v.known().is_some_and(|t| t.split_once('=').is_some_and(|(n, v)| names.contains(&n) && v == "development"))
    };
    let develops = c.call.argv.iter().skip(1).any(word)
        || c.call.env.iter().any(|(n, v)| names.contains(&n.as_str()) && v.known() == Some("development"));
    if develops && !c.call.env.iter().any(|(n, _)| n.contains("DATABASE") || n.contains("URL")) {
        for e in c.effects.iter_mut().filter(|e| e.verb == Verb::DbSchema) {
            e.dimensions = Dimensions::new([1, 1, 0, 0, 1]);
        }
    }
    let made_to_test = |v: &Val| {
        v.known().and_then(|t| t.split_once('=')).is_some_and(|(n, v)| names.contains(&n) && v.starts_with("test"))
    };
    let tests = names.iter().any(given)
        || c.call.argv.iter().skip(1).any(made_to_test)
        || by_option.filter_map(Val::known).any(|v| v == "test" || v == "testing");
    // A database in memory is nowhere else.
    let named = |n: &str, v: &Val| {
        (n.contains("DATABASE") || n.contains("URL"))
            && !v.known().is_some_and(|t| t.ends_with(":memory:") || t == "testing")
    };
    let elsewhere = c.call.env.iter().any(|(n, v)| named(n, v));
    if tests && !elsewhere {
        for e in c.effects.iter_mut().filter(|e| matches!(e.verb, Verb::DbSchema | Verb::DbDestroy | Verb::DbWrite)) {
            (e.verb, e.dimensions) = (Verb::DbSchema, Dimensions::new([1, 1, 0, 0, 1]));
        }
    }
}
