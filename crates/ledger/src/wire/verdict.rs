//! Verdicts on the wire, version 1, with everything they were made from.

use std::borrow::Cow;

use automode_model as model;
use serde::{Deserialize, Serialize};

use super::words::{Word, kind};

type Str<'a> = Cow<'a, str>;

#[derive(Serialize, Deserialize)]
pub(super) struct Verdict<'a> {
    decision: Word<model::Decision>,
    /// For readers of the file; computed again when read.
    hard: bool,
    risk: Word<model::Risk>,
    dimensions: [u8; 5],
    authorization: Word<model::Authorization>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Evidence<'a>>,
    category: Word<model::Category>,
    confidence: u8,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actions: Vec<Action<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Evidence<'a> {
    kind: Str<'a>,
    text: Str<'a>,
}

#[derive(Serialize, Deserialize)]
struct Finding<'a> {
    rule: Str<'a>,
    outcome: Word<model::Outcome>,
    reason: Str<'a>,
    remedy: Str<'a>,
    words: Str<'a>,
    span: [u32; 2],
    lifts: Vec<Word<model::Lift>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lifted_by: Option<Str<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Action<'a> {
    words: Str<'a>,
    program: Str<'a>,
    span: [u32; 2],
    effects: Vec<Effect<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Effect<'a> {
    verb: Word<model::Verb>,
    target: Target<'a>,
    scope: Word<model::Scope>,
    forced: bool,
    reversibility: Word<model::Reversibility>,
    certainty: Certainty<'a>,
    category: Word<model::Category>,
    dimensions: [u8; 5],
    span: [u32; 2],
    /// Since edits are told by what they change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    change: Option<Change<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Change<'a> {
    kind: Str<'a>,
    why: Str<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Certainty<'a> {
    Sure,
    Likely,
    Unknown(Str<'a>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Target<'a> {
    None,
    Path {
        given: Str<'a>,
        resolved: Str<'a>,
        place: Word<model::Place>,
        class: Word<model::PathClass>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exists: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tracked: Option<bool>,
        created_here: bool,
    },
    Url {
        url: Str<'a>,
        host: Str<'a>,
        local: bool,
    },
    Host {
        host: Str<'a>,
        local: bool,
    },
    Named {
        kind: Str<'a>,
        name: Str<'a>,
        env: Word<model::EnvLabel>,
    },
    Unknown(Str<'a>),
}

fn b(text: &str) -> Str<'_> {
    Cow::Borrowed(text)
}

fn span_of(span: model::Span) -> [u32; 2] {
    [span.start, span.end]
}

fn span_model([start, end]: [u32; 2]) -> model::Span {
    model::Span { start, end }
}

impl<'a> Verdict<'a> {
    pub(super) fn of(verdict: &'a model::Verdict) -> Self {
        let model::Judgement {
            decision,
            dimensions,
            risk,
            authorization,
            evidence,
            category,
            confidence,
            findings,
            actions,
        } = verdict.judgement();
        Self {
            decision: Word(*decision),
            hard: verdict.hard(),
            risk: Word(*risk),
            dimensions: dimensions.values(),
            authorization: Word(*authorization),
            evidence: evidence.iter().map(|e| Evidence { kind: b(e.kind), text: b(&e.text) }).collect(),
            category: Word(*category),
            confidence: *confidence,
            findings: findings.iter().map(Finding::of).collect(),
            actions: actions.iter().map(Action::of).collect(),
        }
    }

    pub(super) fn model(self) -> Result<model::Verdict, String> {
        let evidence = |e: Evidence<'_>| -> Result<_, String> {
            Ok(model::Evidence { kind: kind(&e.kind)?, text: e.text.into_owned() })
        };
        Ok(model::Verdict::settle(model::Judgement {
            decision: self.decision.0,
            dimensions: model::Dimensions::new(self.dimensions),
            risk: self.risk.0,
            authorization: self.authorization.0,
            evidence: self.evidence.into_iter().map(evidence).collect::<Result<_, _>>()?,
            category: self.category.0,
            confidence: self.confidence,
            findings: self.findings.into_iter().map(Finding::model).collect(),
            actions: self.actions.into_iter().map(Action::model).collect::<Result<_, _>>()?,
        }))
    }
}

impl<'a> Finding<'a> {
    fn of(f: &'a model::Finding) -> Self {
        Self {
            rule: b(&f.rule),
            outcome: Word(f.outcome),
            reason: b(&f.reason),
            remedy: b(&f.remedy),
            words: b(&f.words),
            span: span_of(f.span),
            lifts: f.lifts.iter().copied().map(Word).collect(),
            lifted_by: f.lifted_by.as_deref().map(b),
        }
    }

    fn model(self) -> model::Finding {
        model::Finding {
            rule: self.rule.into_owned(),
            outcome: self.outcome.0,
            reason: self.reason.into_owned(),
            remedy: self.remedy.into_owned(),
            words: self.words.into_owned(),
            span: span_model(self.span),
            lifts: self.lifts.into_iter().map(|l| l.0).collect(),
            lifted_by: self.lifted_by.map(Cow::into_owned),
        }
    }
}

impl<'a> Action<'a> {
    fn of(a: &'a model::Action) -> Self {
        Self {
            words: b(&a.words),
            program: b(&a.program),
            span: span_of(a.span),
            effects: a.effects.iter().map(Effect::of).collect(),
        }
    }

    fn model(self) -> Result<model::Action, String> {
        Ok(model::Action {
            words: self.words.into_owned(),
            program: self.program.into_owned(),
            span: span_model(self.span),
            effects: self.effects.into_iter().map(Effect::model).collect::<Result<_, _>>()?,
        })
    }
}

impl<'a> Effect<'a> {
    fn of(e: &'a model::Effect) -> Self {
        Self {
            verb: Word(e.verb),
            target: Target::of(&e.target),
            scope: Word(e.scope),
            forced: e.forced,
            reversibility: Word(e.reversibility),
            certainty: match &e.certainty {
                model::Certainty::Sure => Certainty::Sure,
                model::Certainty::Likely => Certainty::Likely,
                model::Certainty::Unknown(why) => Certainty::Unknown(b(why)),
            },
            category: Word(e.category),
            dimensions: e.dimensions.values(),
            span: span_of(e.span),
            change: e.change.as_ref().map(|c| Change { kind: b(&c.kind), why: b(&c.why) }),
        }
    }

    fn model(self) -> Result<model::Effect, String> {
        Ok(model::Effect {
            verb: self.verb.0,
            target: self.target.model()?,
            scope: self.scope.0,
            forced: self.forced,
            reversibility: self.reversibility.0,
            certainty: match self.certainty {
                Certainty::Sure => model::Certainty::Sure,
                Certainty::Likely => model::Certainty::Likely,
                Certainty::Unknown(why) => model::Certainty::Unknown(why.into_owned()),
            },
            category: self.category.0,
            dimensions: model::Dimensions::new(self.dimensions),
            span: span_model(self.span),
            change: self.change.map(|c| Box::new(model::Change { kind: c.kind.into_owned(), why: c.why.into_owned() })),
        })
    }
}

impl<'a> Target<'a> {
    fn of(target: &'a model::Target) -> Self {
        use model::Target as M;
        match target {
            M::None => Self::None,
            M::Path(p) => Self::Path {
                given: b(&p.given),
                resolved: b(&p.resolved),
                place: Word(p.place),
                class: Word(p.class),
                exists: p.exists,
                tracked: p.tracked,
                created_here: p.created_here,
            },
            M::Url { url, host, local } => Self::Url { url: b(url), host: b(host), local: *local },
            M::Host { host, local } => Self::Host { host: b(host), local: *local },
            M::Named { kind, name, env } => Self::Named { kind: b(kind), name: b(name), env: Word(*env) },
            M::Unknown(why) => Self::Unknown(b(why)),
        }
    }

    fn model(self) -> Result<model::Target, String> {
        use model::Target as M;
        Ok(match self {
            Self::None => M::None,
            Self::Path { given, resolved, place, class, exists, tracked, created_here } => M::Path(model::PathTarget {
                given: given.into_owned(),
                resolved: resolved.into_owned(),
                place: place.0,
                class: class.0,
                exists,
                tracked,
                created_here,
            }),
            Self::Url { url, host, local } => M::Url { url: url.into_owned(), host: host.into_owned(), local },
            Self::Host { host, local } => M::Host { host: host.into_owned(), local },
            Self::Named { kind: k, name, env } => M::Named { kind: kind(&k)?, name: name.into_owned(), env: env.0 },
            Self::Unknown(why) => M::Unknown(why.into_owned()),
        })
    }
}
