//! The table of docs/design/profiles.md as a test, and the property that every verdict becomes one valid, short line.

use automode_model::{
    Authorization, Dimensions, Edit, Host, Judgement, Lift, McpSource, Outcome, Span, Text, ToolCall,
};

use super::*;
use crate::json::{Value, parse};

fn finding(outcome: Outcome) -> Finding {
    Finding {
        rule: "delete.outside-workspace".to_owned(),
        outcome,
        reason: "deletes a tree outside the workspace".to_owned(),
        remedy: "delete below the workspace".to_owned(),
        words: "rm -rf ~/thesis".to_owned(),
        span: Span::default(),
        lifts: vec![Lift::Named],
        lifted_by: None,
    }
}

fn verdict(decision: Decision, risk: Risk, category: Category, findings: Vec<Finding>) -> Verdict {
    Verdict::settle(Judgement {
        decision,
        dimensions: Dimensions::default(),
        risk,
        authorization: Authorization::None,
        evidence: Vec::new(),
        category,
        confidence: 90,
        findings,
        actions: Vec::new(),
    })
}

fn plain(decision: Decision, risk: Risk) -> Verdict {
    let outcome = match decision {
        Decision::Ask => Outcome::Ask,
        Decision::Contain => Outcome::Contain,
        Decision::Deny => Outcome::Deny,
        Decision::Allow | Decision::Unavailable => Outcome::Note,
    };
    verdict(decision, risk, Category::Delete, vec![finding(outcome)])
}

fn shell() -> ToolCall {
    let tool = Tool::Shell { command: Text::whole("x"), background: false };
    ToolCall { name: "Bash".to_owned(), id: None, tool }
}

fn event(phase: Phase, mode: Mode) -> Event {
    Event {
        host: Host::ClaudeCode,
        session: String::new(),
        agent: None,
        agent_kind: None,
        cwd: String::new(),
        mode,
        time_ms: 0,
        reading: None,
        phase,
    }
}

fn profile(profile: Profile) -> Rendering<'static> {
    Rendering { profile, ..Rendering::default() }
}

/// allow, ask, deny or - of an answer.
fn word(answer: &str) -> &'static str {
    if answer.is_empty() {
        return "-";
    }
    let v = parse(answer).unwrap();
    let inner = v.get("hookSpecificOutput");
    let said = inner
        .and_then(|i| i.get("permissionDecision").or_else(|| i.get("decision")?.get("behavior")))
        .or_else(|| v.get("decision"))
        .and_then(Value::text);
    ["allow", "ask", "deny", "block"].into_iter().find(|w| Some(*w) == said).unwrap()
}

const MODES: [Mode; 7] =
    [Mode::Manual, Mode::AcceptEdits, Mode::Plan, Mode::Auto, Mode::DontAsk, Mode::Bypass, Mode::Unknown];

#[test]
fn the_table() {
    use Decision::{Allow, Ask, Contain, Deny, Unavailable};
    let pre = || Phase::PreTool(shell());
    let perm = || Phase::PermissionRequest(shell());
    type Row = (Profile, bool, Decision, Risk, &'static str);
    #[rustfmt::skip]
    let rows: &[Row] = &[
        // profile              PermissionRequest?  verdict  risk        manual edits plan auto dontAsk bypass unknown
        (Profile::Strict,      false, Allow,       Risk::Low,    "allow allow - allow allow allow allow"),
        (Profile::Strict,      false, Ask,         Risk::Medium, "ask ask ask ask deny ask ask"),
        (Profile::Strict,      false, Ask,         Risk::High,   "ask ask ask deny deny deny deny"),
        (Profile::Strict,      false, Contain,     Risk::Medium, "ask ask ask ask deny ask ask"),
        (Profile::Strict,      false, Deny,        Risk::Low,    "deny deny deny deny deny deny deny"),
        (Profile::Strict,      false, Unavailable, Risk::Low,    "deny deny deny deny deny deny deny"),
        (Profile::Interactive, false, Allow,       Risk::Low,    "allow allow - allow allow allow allow"),
        (Profile::Interactive, false, Ask,         Risk::High,   "ask ask ask ask deny ask ask"),
        (Profile::Interactive, false, Deny,        Risk::Low,    "deny deny deny deny deny deny deny"),
        (Profile::Overlay,     false, Allow,       Risk::Low,    "- - - - - - -"),
        (Profile::Overlay,     false, Ask,         Risk::High,   "ask ask ask ask deny ask ask"),
        (Profile::Overlay,     false, Deny,        Risk::Low,    "deny deny deny deny deny deny deny"),
        (Profile::Observe,     false, Deny,        Risk::Low,    "- - - - - - -"),
        (Profile::Observe,     false, Unavailable, Risk::Low,    "- - - - - - -"),
        (Profile::Strict,      true,  Allow,       Risk::Low,    "allow allow - allow allow allow allow"),
        (Profile::Strict,      true,  Ask,         Risk::High,   "- - - deny deny deny deny"),
        (Profile::Strict,      true,  Deny,        Risk::Low,    "deny deny deny deny deny deny deny"),
        (Profile::Interactive, true,  Allow,       Risk::Low,    "- - - - - - -"),
        (Profile::Interactive, true,  Ask,         Risk::High,   "- - - - deny - -"),
        (Profile::Overlay,     true,  Allow,       Risk::Low,    "- - - - - - -"),
        (Profile::Overlay,     true,  Deny,        Risk::Low,    "deny deny deny deny deny deny deny"),
        (Profile::Observe,     true,  Allow,       Risk::Low,    "- - - - - - -"),
    ];
    for (who, permission, decision, risk, want) in rows {
        let phase = || if *permission { perm() } else { pre() };
        let got: Vec<_> = MODES
            .iter()
            .map(|m| word(&answer_to(&event(phase(), *m), &plain(*decision, *risk), &profile(*who))))
            .collect();
        assert_eq!(got.join(" "), *want, "{} {decision:?} {risk:?} permission={permission}", who.name());
    }
}

#[test]
fn looking_is_allowed_while_planning() {
    let looks = verdict(Decision::Allow, Risk::Low, Category::Inspect, Vec::new());
    let e = event(Phase::PreTool(shell()), Mode::Plan);
    assert_eq!(word(&answer_to(&e, &looks, &profile(Profile::Strict))), "allow");
}

#[test]
fn plans_and_questions_stay_with_the_person() {
    let call = || ToolCall { name: "ExitPlanMode".to_owned(), id: None, tool: Tool::Internal };
    for phase in [Phase::PreTool(call()), Phase::PermissionRequest(call())] {
        let e = event(phase, Mode::Plan);
        let allowed = verdict(Decision::Allow, Risk::Low, Category::Inspect, Vec::new());
        assert_eq!(answer_to(&e, &allowed, &profile(Profile::Strict)), "");
        assert_eq!(word(&answer_to(&e, &plain(Decision::Deny, Risk::Low), &profile(Profile::Strict))), "deny");
    }
}

#[test]
fn configured_questions() {
    let e = event(Phase::PreTool(shell()), Mode::Manual);
    let ask = plain(Decision::Ask, Risk::Medium);
    let how = Rendering { ask_as: AskAs::Deny, approve: Some("automode approve 7f3a"), ..Rendering::default() };
    let said = answer_to(&e, &ask, &how);
    assert_eq!(
        said,
        r#"{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"needs a person, and nobody can be asked here [delete.outside-workspace]: deletes a tree outside the workspace: `rm -rf ~/thesis`. Instead: delete below the workspace. A person can approve it: automode approve 7f3a"}}"#
    );
    let e = event(Phase::PreTool(shell()), Mode::Bypass);
    let how = Rendering { ask_as: AskAs::Ask, ..Rendering::default() };
    assert_eq!(word(&answer_to(&e, &plain(Decision::Ask, Risk::Critical), &how)), "ask");
}

#[test]
fn the_exact_shapes() {
    let strict = profile(Profile::Strict);
    let e = event(Phase::PreTool(shell()), Mode::Manual);
    assert_eq!(
        answer_to(&e, &plain(Decision::Allow, Risk::Low), &strict),
        r#"{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"}}"#
    );
    let hard = verdict(Decision::Allow, Risk::Critical, Category::Delete, vec![finding(Outcome::Hard)]);
    assert_eq!(
        answer_to(&e, &hard, &strict),
        r#"{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"denied [delete.outside-workspace]: deletes a tree outside the workspace: `rm -rf ~/thesis`. Instead: delete below the workspace"}}"#
    );
    let e = event(Phase::PermissionRequest(shell()), Mode::Manual);
    assert_eq!(
        answer_to(&e, &plain(Decision::Allow, Risk::Low), &strict),
        r#"{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"allow"}}}"#
    );
    assert_eq!(
        answer_to(&e, &plain(Decision::Deny, Risk::Low), &strict),
        r#"{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":"denied [delete.outside-workspace]: deletes a tree outside the workspace: `rm -rf ~/thesis`. Instead: delete below the workspace. A person can run it themselves or allow it"}}}"#
    );
    let e = event(Phase::ConfigChange { source: "project_settings".to_owned(), path: None }, Mode::Unknown);
    assert!(answer_to(&e, &plain(Decision::Ask, Risk::Low), &strict).starts_with(r#"{"decision":"block","reason":"#));
    assert_eq!(answer_to(&e, &plain(Decision::Allow, Risk::Low), &strict), "");
}

#[test]
fn not_being_able_to_judge_is_not_a_denial() {
    let e = event(Phase::PreTool(shell()), Mode::Bypass);
    let said = answer_to(
        &e,
        &verdict(Decision::Unavailable, Risk::Low, Category::Unknown, Vec::new()),
        &profile(Profile::Strict),
    );
    assert!(said.contains("automode could not judge this now: no verdict could be reached. Nothing was run"), "{said}");
    let said = unavailable(&e.phase, "the ledger cannot be written (no space)", Profile::Strict);
    assert!(
        said.contains("the ledger cannot be written (no space). Nothing was run") && !said.contains("denied"),
        "{said}"
    );
    assert_eq!(unavailable(&e.phase, "x", Profile::Observe), "");
    assert_eq!(unavailable(&Phase::Prompt(Text::default()), "x", Profile::Strict), "");
}

#[test]
fn what_only_happened_is_not_answered() {
    let deny = plain(Decision::Deny, Risk::Critical);
    for phase in [
        Phase::PostTool { call: shell(), output: Text::default() },
        Phase::PostToolFailure { call: shell(), error: Text::default() },
        Phase::Prompt(Text::default()),
        Phase::SessionStart { source: String::new(), model: None },
        Phase::SessionEnd { reason: String::new() },
        Phase::SubagentStart,
        Phase::SubagentStop,
        Phase::Other("Stop".to_owned()),
    ] {
        assert_eq!(answer_to(&event(phase, Mode::Bypass), &deny, &profile(Profile::Strict)), "");
    }
}

/// A small generator with a fixed seed: the same verdicts on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
    fn text(&mut self) -> String {
        const LETTERS: [char; 16] = [
            'a', ' ', '`', '"', '\\', '\n', '\t', '\0', '\u{1b}', '\u{202e}', '\u{200b}', '\u{2028}', 'é', '日', '😀',
            '{',
        ];
        let length = self.one(&[0usize, 1, 5, 40, 200, 2000]);
        (0..length).map(|_| self.one(&LETTERS)).collect()
    }
}

fn any_call(dice: &mut Dice) -> ToolCall {
    let tool = match dice.roll(4) {
        0 => Tool::Internal,
        1 => Tool::Edit {
            path: dice.text(),
            edits: vec![Edit { old: Text::default(), new: Text::whole(dice.text()), all: true }],
        },
        2 => Tool::Mcp { server: dice.text(), tool: dice.text(), args: Vec::new(), source: McpSource::Unknown },
        _ => Tool::Shell { command: Text::whole(dice.text()), background: false },
    };
    ToolCall { name: dice.text(), id: None, tool }
}

fn any_verdict(dice: &mut Dice) -> Verdict {
    let outcomes = [Outcome::Note, Outcome::Contain, Outcome::Ask, Outcome::Deny, Outcome::Hard];
    let findings = (0..dice.roll(3))
        .map(|_| Finding {
            rule: dice.text(),
            outcome: dice.one(&outcomes),
            reason: dice.text(),
            remedy: dice.text(),
            words: dice.text(),
            ..finding(Outcome::Note)
        })
        .collect();
    let decisions = [Decision::Allow, Decision::Contain, Decision::Ask, Decision::Deny, Decision::Unavailable];
    let risks = [Risk::Low, Risk::Medium, Risk::High, Risk::Critical];
    verdict(dice.one(&decisions), dice.one(&risks), dice.one(Category::ALL), findings)
}

#[test]
fn every_verdict_becomes_one_short_valid_line() {
    let mut dice = Dice(7);
    for _ in 0..4_000 {
        let phase = match dice.roll(3) {
            0 => Phase::PermissionRequest(any_call(&mut dice)),
            1 => Phase::ConfigChange { source: dice.text(), path: None },
            _ => Phase::PreTool(any_call(&mut dice)),
        };
        let e = event(phase, dice.one(&MODES));
        let v = any_verdict(&mut dice);
        let approve = dice.text();
        let how = Rendering {
            profile: dice.one(&Profile::ALL),
            ask_as: dice.one(&[AskAs::ByRisk, AskAs::Ask, AskAs::Deny]),
            masked: None,
            approve: dice.one(&[None, Some(approve.as_str()), Some("automode approve 7f3a")]),
        };
        let said = answer_to(&e, &v, &how);
        if said.is_empty() {
            assert!(how.profile == Profile::Observe || !matches!(v.decision(), Decision::Deny | Decision::Unavailable));
            continue;
        }
        assert!(!said.chars().any(|c| c.is_control() || "\u{202e}\u{200b}\u{2028}".contains(c)), "{said:?}");
        let json = parse(&said).unwrap();
        let text = longest_text(&json);
        assert!(text.chars().count() <= message::MAX_CHARS, "{text}");
        // Never more than the verdict gives.
        assert!(word(&said) != "allow" || v.decision() == Decision::Allow);
    }
}

fn longest_text(v: &Value<'_>) -> String {
    match v {
        Value::Text(t) => t.to_string(),
        Value::Object(m) => m.iter().map(|(_, v)| longest_text(v)).max_by_key(String::len).unwrap_or_default(),
        _ => String::new(),
    }
}
