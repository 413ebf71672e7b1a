//! Every variant of everything comes back as it was, and version 1 stays readable: `fixtures/v1.jsonl` was written once
//! and is never changed; a new format gets a new file.

use automode_model::*;

use super::*;

/// Texts that a format trips over.
const TEXTS: [&str; 8] = [
    "",
    "plain",
    "quotes \" ' ` \\ and {\"json\":[1]}",
    "lines\r\n\ttabs\u{0}\u{7}\u{1b}[31m",
    "bidi \u{202e}cod\u{2066} zero\u{200b}width \u{feff} \u{85}\u{7f} tag\u{e0041}",
    "ü 漢字 🦀 \u{2028}",
    "</script><!--",
    "=cmd|' /C calc'!A0",
];

fn text(i: usize) -> Text {
    Text { body: TEXTS[i % TEXTS.len()].to_owned(), cut_bytes: [0, 1, u64::MAX][i % 3] }
}

fn string(i: usize) -> String {
    TEXTS[i % TEXTS.len()].to_owned()
}

fn option(i: usize) -> Option<String> {
    (i.is_multiple_of(2)).then(|| string(i / 2))
}

fn tools(i: usize) -> Vec<Tool> {
    let args = || vec![("/a/0".to_owned(), text(i)), (string(i), text(i + 1))];
    let edit = |n| Edit { old: text(n), new: text(n + 3), all: n.is_multiple_of(2) };
    let source = [McpSource::User, McpSource::Managed, McpSource::Project, McpSource::Unknown][i % 4];
    vec![
        Tool::Shell { command: text(i), background: i.is_multiple_of(2) },
        Tool::Read { path: string(i) },
        Tool::Write { path: string(i), content: text(i) },
        Tool::Edit { path: string(i), edits: (0..i % 3).map(edit).collect() },
        Tool::Search { path: option(i), pattern: string(i) },
        Tool::Fetch { url: string(i) },
        Tool::WebSearch { query: string(i) },
        Tool::Subagent { prompt: text(i), kind: option(i) },
        Tool::Mcp { server: string(i), tool: string(i + 1), args: args(), source },
        Tool::Internal,
        Tool::Unknown { args: args() },
    ]
}

fn phases(i: usize) -> Vec<Phase> {
    let call = |tool| ToolCall { name: string(i), id: option(i), tool };
    let mut phases: Vec<Phase> = tools(i).into_iter().map(|t| Phase::PreTool(call(t))).collect();
    phases.extend([
        Phase::PermissionRequest(call(Tool::Internal)),
        Phase::PostTool { call: call(Tool::Internal), output: text(i) },
        Phase::PostToolFailure { call: call(Tool::Internal), error: text(i) },
        Phase::Prompt(text(i)),
        Phase::SessionStart { source: string(i), model: option(i) },
        Phase::SessionEnd { reason: string(i) },
        Phase::SubagentStart,
        Phase::SubagentStop,
        Phase::ConfigChange { source: string(i), path: option(i) },
        Phase::Other(string(i)),
    ]);
    phases
}

fn reading(i: usize) -> Option<Reading> {
    let hit = |n: usize| Hit {
        technique: pick(&Technique::ALL, i + n),
        span: Span::new(n, i + n),
        score: u16::try_from(i % 1001).unwrap(),
    };
    (!i.is_multiple_of(3)).then(|| Reading {
        reaction: [Reaction::Clean, Reaction::Warn, Reaction::Mask][i % 3],
        score: 7,
        hits: (0..i % 4).map(hit).collect(),
        source: string(i),
        secrets: (0..i % 3).map(trace).collect(),
    })
}

fn trace(i: usize) -> automode_model::secret::Trace {
    automode_model::secret::Trace { kind: string(i), digits: string(i + 1), prints: vec![0, i as u64, u64::MAX] }
}

fn sensitive(i: usize) -> automode_model::Sensitive {
    use automode_model::sensitive::{Label, Seen};
    let seen =
        |n: usize| Seen { trace: trace(n), source: string(n), call: option(n), time_ms: 7, sure: n.is_multiple_of(2) };
    let label = |n: usize| if n.is_multiple_of(2) { Label::Sensitive(string(n)) } else { Label::Untrusted(string(n)) };
    automode_model::Sensitive {
        secrets: (0..i).map(seen).collect(),
        places: (0..i).map(string).collect(),
        carriers: (0..i % 3).map(string).collect(),
        untrusted: (0..i % 4).map(string).collect(),
        pending: (0..i).map(|n| (string(n), label(n))).collect(),
    }
}

fn taint(i: usize) -> Taint {
    Taint {
        source: string(i),
        technique: pick(&Technique::ALL, i),
        reaction: Reaction::Warn,
        call: option(i),
        time_ms: i as u64,
    }
}

fn events(i: usize) -> Vec<Event> {
    let modes = ["manual", "accept-edits", "plan", "auto", "dont-ask", "bypass", "?"];
    let event = |phase| Event {
        host: [Host::ClaudeCode, Host::Check][i % 2],
        session: string(i),
        agent: option(i),
        agent_kind: option(i + 1),
        cwd: string(i),
        mode: Mode::from_name(modes[i % 7]),
        time_ms: [0, 1_790_000_000_000, u64::MAX][i % 3],
        reading: reading(i),
        phase,
    };
    phases(i).into_iter().map(event).collect()
}

fn pick<T: Copy>(all: &[T], i: usize) -> T {
    all[i % all.len()]
}

fn targets(i: usize) -> Vec<Target> {
    let tri = [None, Some(false), Some(true)];
    vec![
        Target::None,
        Target::Path(PathTarget {
            given: string(i),
            resolved: string(i + 1),
            place: pick(Place::ALL, i),
            class: pick(PathClass::ALL, i),
            exists: tri[i % 3],
            tracked: tri[i / 3 % 3],
            created_here: i.is_multiple_of(2),
        }),
        Target::Url { url: string(i), host: string(i + 1), local: i.is_multiple_of(2) },
        Target::Host { host: string(i), local: i % 2 == 1 },
        Target::Named {
            kind: ["branch", "table", "a kind that no version has"][i % 3],
            name: string(i),
            env: pick(&[EnvLabel::Local, EnvLabel::Staging, EnvLabel::Production, EnvLabel::Unknown], i),
        },
        Target::Unknown(string(i)),
    ]
}

fn effects(i: usize) -> Vec<Effect> {
    let certainties = [Certainty::Sure, Certainty::Likely, Certainty::Unknown(string(i))];
    let ways = [
        Reversibility::Nothing,
        Reversibility::Regenerable,
        Reversibility::Checkpointable,
        Reversibility::Irreversible,
    ];
    let digit = |n: usize| u8::try_from(i / 4usize.pow(n as u32) % 4).unwrap();
    let effect = |target| Effect {
        verb: pick(Verb::ALL, i),
        target,
        scope: pick(&[Scope::One, Scope::Many, Scope::Tree, Scope::All], i),
        forced: i.is_multiple_of(2),
        reversibility: pick(&ways, i),
        certainty: certainties[i % 3].clone(),
        category: pick(Category::ALL, i),
        dimensions: Dimensions::new([digit(0), digit(1), digit(2), digit(3), digit(4)]),
        span: Span { start: i as u32, end: u32::MAX },
        change: option(i).map(|why| Box::new(Change { kind: string(i), why })),
    };
    targets(i).into_iter().map(effect).collect()
}

fn finding(i: usize) -> Finding {
    Finding {
        rule: format!("rule.{i}"),
        outcome: pick(&[Outcome::Note, Outcome::Contain, Outcome::Ask, Outcome::Deny, Outcome::Hard], i),
        reason: string(i),
        remedy: string(i + 1),
        words: string(i + 2),
        span: Span { start: 0, end: i as u32 },
        lifts: [Lift::Named, Lift::Approved, Lift::Managed].into_iter().take(i % 4).collect(),
        lifted_by: option(i),
    }
}

fn verdict(i: usize) -> Verdict {
    let decisions = [Decision::Allow, Decision::Contain, Decision::Ask, Decision::Deny, Decision::Unavailable];
    let authorizations = [Authorization::None, Authorization::Implied, Authorization::Named, Authorization::Approved];
    let action = Action { words: string(i), program: string(i + 1), span: Span::default(), effects: effects(i) };
    Verdict::settle(Judgement {
        decision: pick(&decisions, i),
        dimensions: Dimensions::new([3, 2, 1, 0, 3]),
        risk: pick(&[Risk::Low, Risk::Medium, Risk::High, Risk::Critical], i),
        authorization: pick(&authorizations, i),
        evidence: vec![Evidence { kind: "user-words", text: string(i) }; i % 3],
        category: pick(Category::ALL, i),
        confidence: (i % 101) as u8,
        findings: (0..i % 4).map(|n| finding(i + n)).collect(),
        actions: vec![action; i % 3],
    })
}

fn meta(i: usize) -> RecordMeta {
    RecordMeta { policy_hash: string(i), engine_version: "0.1.0".into(), latency_us: i as u64 }
}

#[test]
fn every_variant_comes_back() {
    let mut seq = 0;
    for i in 0..130 {
        let (verdict, facts) = (verdict(i), vec![(string(i), string(i + 1)); i % 3]);
        for event in events(i) {
            seq += 1;
            let verdict = (seq & 1 == 0).then_some(&verdict);
            let repairs = [
                Repair::Torn { times: 2, bytes: 9 },
                Repair::Missed { count: 1, since_ms: 7 },
                Repair::Lost { from: 3, to: 4 },
                Repair::HeadRebuilt,
            ];
            let repairs = &repairs[..i % 5];
            let prev = Hash::of(&[b"prev"]);
            let line = encode_line(seq, encode_body(&event, &facts, verdict, &meta(i)), repairs, &prev);
            let line = line.strip_suffix(b"\n").unwrap();
            assert_eq!(place(line), Some((seq, prev)));
            let record = decode(line, 5, 6).unwrap();
            assert_eq!((record.seq, record.prev, record.segment, record.offset), (seq, prev, 5, 6));
            assert_eq!(record.event, event);
            assert_eq!(record.facts, facts);
            assert_eq!(record.verdict.as_ref(), verdict);
            assert_eq!(record.meta, meta(i));
            assert_eq!(record.repairs, repairs);
        }
    }
}

/// A11: nothing in a line moves a cursor, hides or reorders text, or ends the line.
#[test]
fn a_line_is_inert_in_a_terminal() {
    for i in 0..TEXTS.len() {
        for event in events(i) {
            let body = encode_body(&event, &[(string(i), string(i))], Some(&verdict(i)), &meta(i));
            let text = String::from_utf8(body).unwrap();
            assert!(!text.chars().any(|c| c.is_control() || json::hidden(c)), "{text}");
        }
    }
}

fn doings(i: usize) -> automode_model::Doings {
    let made = |n: usize| automode_model::Made { kind: "pod".into(), name: string(n), within: String::new() };
    automode_model::Doings {
        made: vec![made(0); i % 3],
        manifests: (0..i).map(|n| format!("/p/{n}")).collect(),
        remotes_changed: i % 2 == 1,
        start: (0..i).map(string).collect(),
        denied: vec![u64::MAX; i],
        recent_stops: u64::MAX,
        stops_in_a_row: i as u64,
        stops_since_person: 4,
        waiting: (0..i)
            .map(|n| automode_model::doings::Waiting {
                call: string(n),
                asked: true,
                made: vec![made(1)],
                manifests: vec![string(n)],
                remotes: false,
                denied: vec![7],
            })
            .collect(),
    }
}

#[test]
fn every_session_comes_back() {
    for i in 0..20 {
        let session = Session {
            prompts: (0..i).map(string).collect(),
            created: (0..i).map(|n| format!("/p/{n}")).collect(),
            pending: (0..i).map(|n| (string(n), vec![string(n); n % 3])).collect(),
            judged: i as u64,
            stopped: u64::MAX,
            unjudged: 1,
            stops_in_a_row: 2,
            taints: (0..i).map(taint).collect(),
            activity: automode_model::Activity {
                acts: (0..i as u64)
                    .map(|n| automode_model::Act {
                        time_ms: n,
                        what: automode_model::Notable::Outward,
                        target: u64::MAX - n,
                    })
                    .collect(),
                kinds: vec![automode_model::Category::Cloud; i % 2],
                since_prompt: i as u64,
                halted: (i % 2 == 0).then(|| automode_model::Halt { call: string(i), reason: string(i) }),
            },
            model: Some("opus".into()),
            sensitive: sensitive(i),
            doings: doings(i),
            answer: None,
        };
        assert_eq!(decode_session(&encode_session(&session)), Some(session));
    }
    assert_eq!(decode_session(b"{}"), None);
}

#[test]
fn a_sessions_needle_is_in_each_of_its_records() {
    for i in 0..TEXTS.len() {
        let body = encode_body(&events(i)[0], &[], None, &meta(0));
        let needle = session_needle(&string(i));
        assert!(memchr::memmem::find(&body, &needle).is_some());
    }
}

#[test]
fn what_is_not_a_record_is_refused_with_a_reason() {
    let good = encode_line(1, encode_body(&events(1)[0], &[], None, &meta(1)), &[], &Hash::default());
    let good = String::from_utf8(good).unwrap();
    let cases = [
        ("", "not a record"),
        ("{}", "not a record"),
        (&good.replacen("\"v\":1", "\"v\":2", 1), "format 2 is not known"),
        (&good.replacen("\"check\"", "\"nobody\"", 1), "`nobody` is not a known name"),
        (&good.replace("\"prev\":\"00", "\"prev\":\"0G"), "not a hash"),
        (&good.replace("\"time_ms\":1790000000000", "\"time_ms\":-1"), "not a record"),
    ];
    for (line, reason) in cases {
        let error = decode(line.trim_end().as_bytes(), 1, 0).unwrap_err();
        assert!(error.contains(reason), "{line}: {error}");
    }
}

/// The fixture as text: what a later version must still read in it.
#[test]
fn version_1_stays_readable() {
    let fixture = include_str!("fixtures/v1.jsonl");
    let records: Vec<StoredRecord> =
        fixture.lines().skip(1).map(|l| decode(l.as_bytes(), 1, 0).unwrap_or_else(|e| panic!("{e}: {l}"))).collect();
    let header = crate::segment::parse_header(fixture.lines().next().unwrap().as_bytes()).unwrap();
    let mut last = header.last;
    let mut told = String::new();
    for record in &records {
        assert_eq!(record.prev, last);
        last = record.hash;
        let decision = record.verdict.as_ref().map_or("-", |v| v.decision().name());
        let rules: Vec<_> =
            record.verdict.iter().flat_map(|v| &v.judgement().findings).map(|f| f.rule.as_str()).collect();
        let words = crate::read::words(record);
        let line = format!("{} {} {decision} {rules:?} {words}", record.seq, record.event.phase.name());
        told += line.trim_end();
        told.push('\n');
    }
    assert_eq!(told, include_str!("fixtures/v1.txt"));
}
