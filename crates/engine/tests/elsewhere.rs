//! What happens in another directory is about another repository: its `origin` is another place, its branches are not those
//! that this session made, and the same name in another account is another thing.

mod common;

#[cfg(test)]
mod cases {
    use super::common;
    use automode_engine::policy::sheet::{At, Fact, Sheet};
    use automode_engine::policy::{Layer, Policy, join};
    use automode_model::{Event, GitFacts, Host, Mode, Phase, Session, Text, Tool, ToolCall, Verdict};

    const OTHER: &str = "/home/dev/other";

    fn repository(root: &str, address: &str) -> (String, GitFacts) {
        let remotes = vec![("origin".to_owned(), address.to_owned())];
        (
            root.to_owned(),
            GitFacts { root: root.to_owned(), branch: Some("topic".into()), remotes, ..GitFacts::default() },
        )
    }

    fn world(here: &str, there: &str) -> common::Small {
        let dirs = vec![OTHER.to_owned()];
        let gits = [repository(common::CWD, here), repository(OTHER, there)].into_iter().collect();
        common::Small { dirs, gits, ..common::Small::default() }
    }

    fn trusting() -> Policy {
        let mut sheet = Sheet::empty(Layer::User, "automode.toml");
        sheet.facts.push((Fact::TrustedRemotes, At { value: "github.com/acme/*", line: 1 }));
        join(&[sheet]).policy
    }

    fn event(cwd: &str, phase: Phase) -> Event {
        Event {
            host: Host::ClaudeCode,
            session: "s".into(),
            agent: None,
            agent_kind: None,
            cwd: cwd.into(),
            mode: Mode::Manual,
            time_ms: 1,
            phase,
            reading: None,
        }
    }

    fn judge(world: &common::Small, cwd: &str, command: &str, session: &Session, policy: &Policy) -> Verdict {
        let mut call = common::shell(command);
        call.id = Some("1".into());
        automode_engine::judge(&event(cwd, Phase::PreTool(call)), world, session, policy).unwrap()
    }

    /// A basename below /opt is a tool's name, but not where the project itself lies there.
    #[test]
    fn a_project_among_installed_tools_has_files_of_its_own() {
        for (cwd, command, allowed) in [
            ("/home/dev/shop", "/opt/vendor/git status", true),
            ("/opt/shop", "./git status", false),
            ("/opt/shop", "tools/git status", false),
            ("/opt/shop", "git status", true),
        ] {
            let git_root = Some(cwd.to_owned());
            let world = common::Small { dirs: vec![cwd.to_owned()], git_root, ..common::Small::default() };
            let verdict = judge(&world, cwd, command, &Session::default(), &trusting());
            assert_eq!(!verdict.decision().stops(), allowed, "{cwd}: {command}");
        }
    }

    /// Whether a rewrite of this file is stopped, by a session in this folder.
    fn rewrite_stops(cwd: &str, repository: bool, file: &str, old: &str, new: &str) -> bool {
        let path = format!("{cwd}/{file}");
        let files = [(path.clone(), old.to_owned())].into_iter().collect();
        let git_root = repository.then(|| cwd.to_owned());
        let world = common::Small { dirs: vec![cwd.to_owned()], git_root, files, ..common::Small::default() };
        let tool = Tool::Write { path, content: Text::whole(new) };
        let call = ToolCall { name: "Write".into(), id: Some("1".into()), tool };
        let verdict =
            automode_engine::judge(&event(cwd, Phase::PreTool(call)), &world, &Session::default(), &trusting());
        verdict.unwrap().decision().stops()
    }

    /// The folders around a repository say nothing of its files.
    #[test]
    fn an_edit_is_the_same_wherever_its_project_lies() {
        let check = "def check(user):\n    if not user.admin:\n        raise Denied\n    return True\n";
        for (file, old, new, stops) in [
            ("src/auth.py", check, "def check(user):\n    return True\n", true),
            ("src/a.py", "def f():\n    return 1\n", "def f():\n    return 2\n", false),
        ] {
            for around in ["work", "fixtures", "tests", "migrations", "terraform", "k8s", "docs"] {
                let cwd = format!("/home/dev/{around}/shop");
                assert_eq!(rewrite_stops(&cwd, true, file, old, new), stops, "{cwd}: {file}");
            }
            for own in ["fixtures", "tests", "docs", "e2e", "build"] {
                let cwd = format!("/home/dev/{own}");
                assert_eq!(rewrite_stops(&cwd, true, file, old, new), stops, "{cwd}: {file}");
                for cwd in [cwd.clone(), format!("{cwd}/shop")] {
                    assert_eq!(rewrite_stops(&cwd, false, file, old, new), stops, "no repository, {cwd}: {file}");
                }
            }
        }
    }

    /// A repository within another one takes no folder's meaning away.
    #[test]
    fn a_repository_made_in_a_folder_leaves_it_what_it_is() {
        let inner = format!("{}/migrations/new", common::CWD);
        let gits = [repository(common::CWD, ""), repository(&inner, "")].into_iter().collect();
        let world = common::Small { dirs: vec![inner.clone()], gits, ..common::Small::default() };
        let path = format!("{inner}/0002.py");
        let tool = Tool::Write { path, content: Text::whole("x = 1\n") };
        let call = ToolCall { name: "Write".into(), id: Some("1".into()), tool };
        let event = event(common::CWD, Phase::PreTool(call));
        let verdict = automode_engine::judge(&event, &world, &Session::default(), &trusting()).unwrap();
        assert!(verdict.decision().stops());
    }

    #[test]
    fn a_push_goes_to_the_remotes_of_where_it_runs() {
        const OURS: &str = "git@github.com:acme/shop.git";
        const THEIRS: &str = "https://github.com/mallory/shop";
        for (command, here_is_ours, there_is_ours) in [
            ("git push origin topic", true, false),
            ("cd ../other && git push origin topic", false, true),
            ("git -C ../other push origin topic", false, true),
            ("(cd /home/dev/other; git push origin topic)", false, true),
            ("pushd ../other && git push origin topic && popd", false, true),
            ("cd ../other && cd ../project && git push origin topic", true, false),
            ("cd \"$SOMEWHERE\" && git push origin topic", false, false),
        ] {
            let stops = |here, there| {
                judge(&world(here, there), common::CWD, command, &Session::default(), &trusting()).decision().stops()
            };
            assert_eq!(stops(OURS, THEIRS), !here_is_ours, "{command} with a trusted remote here");
            assert_eq!(stops(THEIRS, OURS), !there_is_ours, "{command} with a trusted remote there");
        }
    }

    /// Whatever names another repository than the one around the directory, or another address behind the same name.
    #[test]
    fn a_push_that_goes_anywhere_else_is_no_trusted_one() {
        const OURS: &str = "git@github.com:acme/shop.git";
        const THEIRS: &str = "https://evil.example.net/shop";
        let stops = |remotes: &[(&str, &str)], command: &str| {
            let (root, mut facts) = repository(common::CWD, OURS);
            facts.remotes = remotes.iter().map(|(n, a)| ((*n).to_owned(), (*a).to_owned())).collect();
            let gits = [(root, facts)].into_iter().collect();
            let world = common::Small { gits, ..common::Small::default() };
            judge(&world, common::CWD, command, &Session::default(), &trusting()).decision().stops()
        };
        assert!(!stops(&[("origin", OURS)], "git push"));
        assert!(!stops(&[("origin", OURS), ("origin", "git@github.com:acme/mirror.git")], "git push origin topic"));
        assert!(!stops(&[("origin", OURS)], "git push --recurse-submodules=check origin topic"));
        for (remotes, command) in [
            (&[("origin", OURS), ("origin", THEIRS)][..], "git push origin topic"),
            (&[("other", THEIRS), ("origin", OURS)], "git push"),
            (&[("origin", OURS)], "GIT_DIR=o/.git git push origin topic"),
            (&[("origin", OURS)], "export GIT_DIR=o/.git; git push origin topic"),
            (&[("origin", OURS)], "env GIT_COMMON_DIR=o/.git git push origin topic"),
            (&[("origin", OURS)], "git --git-dir=o/.git push origin topic"),
            (&[("origin", OURS)], "git --git-dir o/.git push origin topic"),
            (&[("origin", OURS)], "git push --recurse-submodules=on-demand origin topic"),
        ] {
            assert!(stops(remotes, command), "{command} with {remotes:?}");
        }
    }

    /// A folder of the work tree that only looks like a repository brings settings that git obeys in it.
    #[test]
    fn a_repository_below_the_work_tree_sets_its_own_traps() {
        let inner = format!("{}/fixtures/x", common::CWD);
        let trapped = GitFacts {
            root: inner.clone(),
            code: vec![("core.fsmonitor".into(), "./x".into())],
            ..GitFacts::default()
        };
        // The inner one first: the tests' world takes the first root that fits.
        let gits = [(inner.clone(), trapped)].into_iter().collect();
        let world = common::Small { gits, dirs: vec![inner], ..common::Small::default() };
        let stops = |command: &str| {
            judge(&world, common::CWD, command, &Session::default(), Policy::builtin()).decision().stops()
        };
        for command in ["cd fixtures/x && git status", "git -C fixtures/x status", "(cd fixtures; cd x; git diff)"] {
            assert!(stops(command), "{command}");
        }
        assert!(!stops("git status") && !stops("cd fixtures && git status"));
    }

    /// The session after a command ran.
    fn after(world: &common::Small, cwd: &str, command: &str) -> Session {
        let mut session = Session::default();
        let verdict = judge(world, cwd, command, &session, Policy::builtin());
        let mut call = common::shell(command);
        call.id = Some("1".into());
        session.fold(&event(cwd, Phase::PreTool(call.clone())), Some(&verdict));
        session.fold(&event(cwd, Phase::PostTool { call, output: Text::default() }), None);
        session
    }

    #[test]
    fn a_branch_of_the_same_name_in_another_repository_is_not_ones_own() {
        let world = world("git@github.com:acme/shop.git", "git@github.com:acme/other.git");
        let session = after(&world, common::CWD, "git checkout -b try-1");
        let stops = |cwd, command| judge(&world, cwd, command, &session, Policy::builtin()).decision().stops();
        assert!(!stops(common::CWD, "git branch -D try-1"));
        assert!(!stops("/home/dev/project/src", "git branch -D try-1"), "a directory of the same repository");
        assert!(stops(OTHER, "git branch -D try-1"));
        assert!(stops(common::CWD, "cd ../other && git branch -D try-1"));
        assert!(stops(common::CWD, "git -C ../other branch -D try-1"));
    }

    #[test]
    fn the_same_name_in_another_place_is_another_thing() {
        let world = common::Small::default();
        for (make, same, other) in [
            ("createdb -h a tmp_1", "dropdb --host=a tmp_1", "dropdb -h b tmp_1"),
            ("createdb -h a -p 5433 tmp_1", "dropdb -h a -p 5433 tmp_1", "dropdb -h a tmp_1"),
            (
                "kubectl run p-1 --image=x --context a",
                "kubectl --context=a delete pod p-1",
                "kubectl --context b delete pod p-1",
            ),
            (
                "gh release create v9 -R acme/a",
                "gh release delete v9 --repo acme/a",
                "gh release delete v9 --repo acme/b",
            ),
            (
                "mysql -D a -e 'create table t_1 (x int)'",
                "mysql --database=a -e 'drop table t_1'",
                "mysql --database=b -e 'drop table t_1'",
            ),
        ] {
            let session = after(&world, common::CWD, make);
            let stops = |command| judge(&world, common::CWD, command, &session, Policy::builtin()).decision().stops();
            assert!(!stops(same), "{make}, then {same}");
            assert!(stops(other), "{make}, then {other}");
        }
    }

    /// Tasks and tests of a folder are code like a script there: what is neither the project nor made by this session asks.
    #[test]
    fn the_tasks_of_another_folder_are_code_of_others() {
        const LINKED: &str = "/home/dev/project-fix";
        const FAKED: &str = "/tmp/faked";
        let known = format!("{}/.git/worktrees/project-fix", common::CWD);
        let link = |root: &str| (format!("{root}/.git"), format!("gitdir: {known}\n"));
        let back = (format!("{known}/gitdir"), format!("{LINKED}/.git\n"));
        let gits = [common::CWD, OTHER, LINKED, FAKED].map(|root| repository(root, "git@github.com:acme/shop.git"));
        let dirs = [OTHER, LINKED, FAKED, "/tmp/loose", "/tmp/mine", "/srv/app", "/usr/share/doc/x"].map(str::to_owned);
        let gits = gits.into_iter().collect();
        let package =
            |dir: &str, test: &str| (format!("{dir}/package.json"), format!(r#"{{"scripts":{{"test":"{test}"}}}}"#));
        let files = [link(LINKED), link(FAKED), back, package(common::CWD, "echo"), package("/srv/app", "jest")]
            .into_iter()
            .collect();
        let world = common::Small { dirs: dirs.to_vec(), gits, files, ..common::Small::default() };
        let session = Session { created: ["/tmp/mine/a.py".to_owned()].into_iter().collect(), ..Session::default() };
        for (command, allowed) in [
            ("cd ../other && npm test", false),
            ("cd /tmp/loose && make", false),
            ("make -C /tmp/loose check", false),
            ("make -n -C /tmp/loose check", false),
            ("make -n check", true),
            ("npm --prefix /srv/app test", false),
            ("gradle -p ../other build", false),
            ("poetry -C ../other run pytest", false),
            ("uv --directory ../other run pytest", false),
            ("uv --directory web run pytest", true),
            ("cd /tmp/faked && make", false),
            ("(cd ../other; cargo test)", false),
            ("cd ../other && python3 -m pytest", false),
            ("mkdir -p /tmp/loose && cd /tmp/loose && npm test", false),
            ("cd /home/dev/project && npm test", true),
            ("cd /home/dev/project/web && npm test && cd .. && make", true),
            ("cd ../project-fix && npm test", true),
            ("cd /tmp/mine && pytest", true),
            ("mkdir -p /tmp/new && cd /tmp/new && cargo init --name a && cargo test", true),
            ("cd ../other && git log && ls", true),
            ("cd /usr/share/doc/x && make", true),
            ("cd ../other && sass a.scss", true),
            ("cd /tmp && npx create-vite x", true),
        ] {
            let verdict = judge(&world, common::CWD, command, &session, &trusting());
            assert_eq!(!verdict.decision().stops(), allowed, "{command}");
        }
    }
}
