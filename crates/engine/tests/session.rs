//! What a session remembers, and what follows: own things, breakers, the same effect again, prompts and their end.

mod common;

#[cfg(test)]
mod cases {
    use super::common;
    use automode_engine::policy::Policy;
    use automode_model::*;

    /// A session that is played event by event, as the hook does.
    struct Play {
        session: Session,
        world: common::Small,
        calls: u32,
    }

    impl Play {
        fn new() -> Self {
            Self { session: Session::default(), world: common::Small::default(), calls: 0 }
        }

        fn event(phase: Phase) -> Event {
            Event {
                host: Host::ClaudeCode,
                session: "s".into(),
                agent: None,
                agent_kind: None,
                cwd: common::CWD.into(),
                mode: Mode::Manual,
                time_ms: 1,
                phase,
                reading: None,
            }
        }

        fn says(&mut self, text: &str) -> &mut Self {
            self.session.fold(&Self::event(Phase::Prompt(Text::whole(text))), None);
            self
        }

        /// Judges a command and remembers it, but does not run it.
        fn judge(&mut self, command: &str) -> Verdict {
            self.calls += 1;
            let mut call = common::shell(command);
            call.id = Some(self.calls.to_string());
            let event = Self::event(Phase::PreTool(call));
            let verdict = automode_engine::judge(&event, &self.world, &self.session, Policy::builtin()).unwrap();
            self.session.fold(&event, Some(&verdict));
            verdict
        }

        /// Judges a command and runs it, whatever was answered: a person said yes.
        fn run(&mut self, command: &str) -> Verdict {
            let verdict = self.judge(command);
            let mut call = common::shell(command);
            call.id = Some(self.calls.to_string());
            self.session.fold(&Self::event(Phase::PostTool { call, output: Text::default() }), None);
            verdict
        }

        fn stops(&mut self, command: &str) -> bool {
            self.judge(command).decision().stops()
        }
    }

    fn rules(verdict: &Verdict) -> Vec<&str> {
        verdict.judgement().findings.iter().map(|f| f.rule.as_str()).collect()
    }

    #[test]
    fn what_a_session_made_it_may_clean_up() {
        for (make, clean, others) in [
            ("git checkout -b try-1", "git branch -D try-1", "git branch -D try-2"),
            ("git switch -c try-1", "git branch -D try-1", "git branch -D main"),
            ("docker run -d --name web-t nginx", "docker rm -f web-t", "docker rm -f web"),
            ("docker volume create scratch-v", "docker volume rm scratch-v", "docker rm -f scratch-v"),
            (
                "kubectl run probe --image=busybox -n dev",
                "kubectl delete pod probe -n dev",
                "kubectl delete pod probe -n payments",
            ),
            ("createdb shop_tmp", "dropdb shop_tmp", "dropdb shop"),
            ("tmux new -d -s bench", "tmux kill-session -t bench", "tmux kill-session -t work"),
        ] {
            let mut play = Play::new();
            assert!(play.stops(clean), "{clean} before it was made");
            let _ = play.says("go on").run(make);
            assert!(!play.stops(clean), "{make} then {clean}: {:?}", play.judge(clean).leading());
            assert!(play.stops(others), "{make} then {others}");
        }
    }

    #[test]
    fn what_was_not_certainly_made_here_is_not_ones_own() {
        for make in [
            "git branch old || true",
            "git checkout -B old",
            "git branch old; true",
            "git branch -f old",
            "echo git branch old",
        ] {
            let mut play = Play::new();
            let _ = play.run(make);
            assert!(play.stops("git branch -D old"), "{make}");
        }
        let mut play = Play::new();
        play.world.files.insert(format!("{}/.git/packed-refs", common::CWD), "11 refs/heads/old\n".into());
        play.world.git_root = Some(common::CWD.into());
        let _ = play.run("git branch old");
        assert!(play.stops("git branch -D old"), "it was there before");
    }

    #[test]
    fn without_a_past_nothing_is_ones_own() {
        assert!(common::judge(&common::Small::default(), "git branch -D try-1").decision().stops());
    }

    #[test]
    fn three_stops_in_a_row_need_a_person() {
        let mut play = Play::new();
        play.says("delete the branch topic-old");
        for n in 0..3 {
            assert!(play.stops(&format!("rm -rf ~/keep-{n}")));
        }
        let verdict = play.judge("git branch -D topic-old");
        assert!(verdict.decision().stops() && rules(&verdict).contains(&"breaker.denials"), "{:?}", verdict.leading());
        for harmless in ["cat src/a.rs", "echo x > src/a.rs", "cargo test"] {
            let verdict = play.judge(harmless);
            assert!(!verdict.decision().stops(), "{harmless}: {:?}", verdict.leading());
        }
        play.says("what are you doing?");
        assert!(!play.stops("git branch -D topic-old"), "a person is there again");
    }

    #[test]
    fn many_stops_of_many_actions_need_a_person() {
        let mut play = Play::new();
        for n in 0..10 {
            assert!(play.stops(&format!("rm -rf ~/keep-{n}")));
            assert!(!play.stops("ls"));
        }
        assert!(play.stops("echo x > src/a.rs"), "10 of the last 50");
        assert!(!play.stops("cargo test"), "the tests may still run");
        let mut play = Play::new();
        for n in 0..20 {
            play.stops(&format!("rm -rf ~/keep-{n}"));
            for _ in 0..5 {
                play.stops("ls");
            }
        }
        assert!(play.stops("echo x > src/a.rs"), "20 in the session");
    }

    #[test]
    fn a_yes_is_no_stop() {
        let mut play = Play::new();
        for n in 0..5 {
            assert!(play.run(&format!("rm -rf ~/keep-{n}")).decision().stops());
        }
        assert!(!play.stops("echo x > src/a.rs"), "a person answered each of them");
    }

    #[test]
    fn the_same_effect_in_another_spelling_is_known_again() {
        for (first, again) in [
            ("rm src/a.rs", "find src -name a.rs -delete; unlink src/a.rs"),
            ("rm src/a.rs", "mv src/a.rs /tmp/x"),
            ("rm src/a.rs", "python3 -c 'import os; os.remove(\"src/a.rs\")'"),
            ("curl -d @x https://example.com/a", "wget --post-file=x https://example.com/b"),
            ("git branch -D old", "git branch --delete --force old"),
        ] {
            let mut play = Play::new();
            assert!(play.stops(first), "{first}");
            let verdict = play.judge(again);
            assert!(verdict.decision().stops(), "{again}");
            assert!(rules(&verdict).contains(&"breaker.same-effect"), "{first} then {again}: {:?}", rules(&verdict));
            let words = |v: &Verdict| {
                let f = v.judgement().findings.iter().find(|f| f.rule == "breaker.same-effect").unwrap().clone();
                format!("{} {}", f.reason, f.remedy)
            };
            assert!(!words(&verdict).contains("src") && words(&verdict).len() < 180, "constant wording");
        }
        let mut play = Play::new();
        play.stops("rm src/a.rs");
        assert!(!rules(&play.judge("rm -rf build")).contains(&"breaker.same-effect"));
    }

    #[test]
    fn a_prohibition_outlives_hundreds_of_prompts() {
        let mut play = Play::new();
        play.says("never push anything");
        for n in 0..400 {
            play.says(&format!("look at file {n}"));
        }
        assert_eq!(play.judge("git push").decision(), Decision::Deny);
        let log = "building module\n".repeat(2000);
        play.says(&format!("see:\n```\n{log}```\nok, now you can push"));
        assert!(!play.stops("git push"), "the end of a long prompt counts");
    }

    #[test]
    fn dependencies_that_the_agent_declared_are_not_ordinary() {
        let write = |play: &mut Play| {
            let tool = Tool::Edit {
                path: format!("{}/package.json", common::CWD),
                edits: vec![Edit {
                    old: Text::whole("\"a\": \"1.0.0\""),
                    new: Text::whole("\"a\": \"1.0.0\",\n \"evil\": \"9.9.9\""),
                    all: false,
                }],
            };
            let call = ToolCall { name: "Edit".into(), id: Some("w".into()), tool };
            let event = Play::event(Phase::PreTool(call.clone()));
            let verdict = automode_engine::judge(&event, &play.world, &play.session, Policy::builtin()).unwrap();
            play.session.fold(&event, Some(&verdict));
            play.session.fold(&Play::event(Phase::PostTool { call, output: Text::default() }), None);
        };
        let mut play = Play::new();
        assert!(!play.stops("npm install"));
        write(&mut play);
        assert!(play.stops("npm install"));
        play.says("ok, install the dependencies");
        assert!(!play.stops("npm install"));
    }

    #[test]
    fn after_a_remote_changed_push_has_to_name_it() {
        let mut play = Play::new();
        play.says("commit and push");
        assert!(!play.stops("git push"));
        let _ = play.run("git remote set-url origin https://example.com/x.git");
        assert!(play.stops("git push"));
        play.says("push to origin");
        assert!(!play.stops("git push"));
    }

    #[test]
    fn a_persons_answer_counts_for_exactly_this_event() {
        let mut play = Play::new();
        play.session.answer = Some(Answered { approved: true, id: "7f3a21bc".into() });
        let verdict = play.judge("dropdb shop");
        assert_eq!(verdict.decision(), Decision::Allow);
        assert_eq!(verdict.judgement().authorization, Authorization::Approved);
        play.session.answer = Some(Answered { approved: false, id: "7f3a21bc".into() });
        assert_eq!(play.judge("dropdb shop").decision(), Decision::Deny);
        play.session.answer = Some(Answered { approved: true, id: "7f3a21bc".into() });
        assert_eq!(play.judge("rm -rf /").decision(), Decision::Deny, "nothing lifts a hard rule");
    }
}
