//! What limits autonomy as a whole: the breakers of a policy, guardrails that a category needs, and groups.

mod common;

#[cfg(test)]
mod cases {
    use super::common;
    use automode_engine::policy::guardrail::day;
    use automode_engine::policy::rule::{Given, Rule, Texts, When, Who};
    use automode_engine::policy::sheet::{At, Breaker, Pin, Sheet, Wish};
    use automode_engine::policy::words::Verbs;
    use automode_engine::policy::{Guardrail, Layer, Policy, join};
    use automode_model::{Category, Event, Host, Mode, Outcome, Phase, Session, Verb, Verdict};

    fn at<T>(value: T) -> At<T> {
        At { value, line: 1 }
    }

    fn sheet(layer: Layer) -> Sheet {
        Sheet::empty(layer, layer.name())
    }

    fn judge(policy: &Policy, world: &common::Small, command: &str, session: &Session, date: &str) -> Verdict {
        let event = Event {
            host: Host::ClaudeCode,
            session: "s".into(),
            agent: None,
            agent_kind: None,
            cwd: common::CWD.into(),
            mode: Mode::Manual,
            time_ms: u64::from(day(date).unwrap_or(0)) * 86_400_000,
            phase: Phase::PreTool(common::shell(command)),
            reading: None,
        };
        automode_engine::judge(&event, world, session, policy).unwrap()
    }

    fn rules(verdict: &Verdict) -> Vec<&str> {
        verdict.judgement().findings.iter().filter(|f| f.lifted_by.is_none()).map(|f| f.rule.as_str()).collect()
    }

    fn breakers(layer: Layer, limits: &[(Breaker, u32)]) -> Sheet {
        Sheet { breakers: limits.iter().map(|(b, n)| (*b, at(*n))).collect(), ..sheet(layer) }
    }

    #[test]
    fn breakers_are_what_the_strictest_layer_says_and_a_repository_only_tightens() {
        use Breaker as B;
        let limits = |sheets: &[Sheet]| join(sheets).policy.breakers;
        let default = limits(&[]);
        assert_eq!((default.in_a_row, default.in_session, default.of_last, default.last), (3, 20, 10, 50));
        assert_eq!(limits(&[breakers(Layer::User, &[(B::InARow, 5)])]).in_a_row, 5, "the user may loosen the default");
        let project = [breakers(Layer::Project, &[(B::InARow, 5), (B::InSession, 8), (B::OfLast, 12), (B::Last, 20)])];
        assert_eq!(limits(&project).in_a_row, 3);
        assert_eq!(limits(&project).in_session, 8);
        assert_eq!((limits(&project).of_last, limits(&project).last), (10, 50), "fewer looked back at is looser");
        assert_eq!(join(&project).ignored.len(), 3, "{:?}", join(&project).ignored);
        let managed = breakers(Layer::Managed, &[(B::InARow, 2)]);
        let both = [managed.clone(), breakers(Layer::User, &[(B::InARow, 4)])];
        assert_eq!(limits(&both).in_a_row, 2, "what a layer below set can only be tightened");
        let pinned = Sheet { pins: vec![at(Pin::Breakers)], ..managed };
        assert_eq!(limits(&[pinned, breakers(Layer::User, &[(B::InARow, 1)])]).in_a_row, 2);
    }

    #[test]
    fn a_breaker_trips_where_the_policy_says() {
        let policy = join(&[breakers(Layer::User, &[(Breaker::InARow, 1)])]).policy;
        let mut session = Session::default();
        session.doings.stops_in_a_row = 1;
        let command = "git push origin topic";
        let said = |policy: &Policy| {
            rules(&judge(policy, &common::Small::default(), command, &session, "2026-11-20"))
                .contains(&"breaker.denials")
        };
        assert!(said(&policy) && !said(Policy::builtin()));
    }

    const STAGING: Guardrail = Guardrail {
        name: "staging",
        says: "there is one",
        proof: "",
        checked: 20_000,
        days: 90,
        layer: Layer::BuiltIn,
    };

    fn needing(layer: Layer, need: &'static str) -> Sheet {
        Sheet { categories: vec![(Category::Test, Wish::Needs(at(need)))], ..sheet(layer) }
    }

    fn declaring(layer: Layer, guardrail: Guardrail) -> Sheet {
        Sheet { guardrails: vec![at(guardrail)], ..sheet(layer) }
    }

    /// Whether `cargo test` is decided without a person on a day.
    fn runs(sheets: &[Sheet], world: &common::Small, date: &str) -> bool {
        let verdict = judge(&join(sheets).policy, world, "cargo test", &Session::default(), date);
        assert_eq!(verdict.decision().stops(), rules(&verdict).contains(&"policy.guardrail"), "{:?}", rules(&verdict));
        !verdict.decision().stops()
    }

    #[test]
    fn a_category_asks_while_a_guardrail_that_it_needs_does_not_hold() {
        let bare = common::Small::default();
        let fresh = Guardrail { checked: day("2026-11-01").unwrap(), ..STAGING };
        let need = || needing(Layer::Project, "staging");
        assert!(runs(&[], &bare, "2026-11-20"));
        assert!(!runs(&[need()], &bare, "2026-11-20"), "nobody declared it");
        assert!(runs(&[need(), declaring(Layer::User, fresh)], &bare, "2026-11-20"));
        assert!(runs(&[need(), declaring(Layer::User, fresh)], &bare, "2027-01-30"), "the last day");
        assert!(!runs(&[need(), declaring(Layer::User, fresh)], &bare, "2027-01-31"), "it is too old");
        assert!(!runs(&[need(), declaring(Layer::User, fresh)], &bare, "2026-10-31"), "checked in the future");
        assert!(!runs(&[need(), declaring(Layer::User, fresh)], &bare, "no time"));
        assert!(
            !runs(&[need(), declaring(Layer::Project, fresh)], &bare, "2026-11-20"),
            "a repository vouches for nothing"
        );
        assert_eq!(join(&[declaring(Layer::Project, fresh)]).ignored.len(), 1);
        let stale = Guardrail { checked: 1, ..STAGING };
        let both = [declaring(Layer::Managed, stale), declaring(Layer::User, fresh), need()];
        assert!(!runs(&both, &bare, "2026-11-20"), "the administrator's word stands");
    }

    #[test]
    fn what_proves_a_guardrail_has_to_be_there() {
        let proofs = [
            ("./ci/coverage.toml", "ci/coverage.toml"),
            ("ci/coverage.toml", "ci/coverage.toml"),
            ("coverage.toml", "coverage.toml"),
        ];
        for (proof, file) in proofs {
            let proven = Guardrail { checked: day("2026-11-01").unwrap(), proof, ..STAGING };
            let sheets = [needing(Layer::User, "staging"), declaring(Layer::User, proven)];
            assert!(!runs(&sheets, &common::Small::default(), "2026-11-20"));
            let mut world = common::Small::default();
            world.files.insert(format!("{}/{file}", common::CWD), String::new());
            assert!(runs(&sheets, &world, "2026-11-20"), "{proof}");
        }
    }

    fn only(groups: Texts) -> Policy {
        let when = When { verb: Verbs::one(Verb::Test), ..When::ANYTHING };
        let rule = Rule {
            id: "team.tests",
            title: "",
            reason: "these people do not run tests",
            remedy: "",
            outcome: Outcome::Deny,
            grants: false,
            layer: Layer::Managed,
            lifts: &[],
            tags: &[],
            who: Who { groups, ..Who::ANYONE },
            when,
            unless: None,
            with: None,
            given: Given::ALWAYS,
            matches: &[],
            not_matches: &[],
        };
        join(&[Sheet { rules: vec![at(rule)], ..sheet(Layer::Managed) }]).policy
    }

    #[test]
    fn a_rule_is_about_the_groups_that_the_user_is_in() {
        let stops = |groups: Option<&[&str]>| {
            let groups = groups.map(|all| all.iter().map(|g| (*g).to_owned()).collect());
            let world = common::Small { groups, ..common::Small::default() };
            judge(&only(&["contractors", "guest-*"]), &world, "cargo test", &Session::default(), "2026-11-20")
                .decision()
                .stops()
        };
        assert!(stops(Some(&["dev", "contractors"])));
        assert!(stops(Some(&["guest-7"])));
        assert!(!stops(Some(&["dev"])));
        assert!(stops(None), "what cannot be told is asked about");
    }
}
