//! Verdicts as JSON. These names are a promise to whoever reads them; the ledger has its own format.

use automode_model::{Action, Certainty, Decision, Dimensions, Effect, Finding, Judgement, Reading, Verdict};
use serde_json::{Map, Value, json};

/// Everything about a verdict.
pub fn verdict(verdict: &Verdict) -> Value {
    let j = verdict.judgement();
    json!({
        "decision": verdict.decision().name(),
        "hard": verdict.hard(),
        "risk": j.risk.name(),
        "dimensions": dimensions(j.dimensions),
        "authorization": j.authorization.name(),
        "evidence": j.evidence.iter().map(|e| json!({"kind": e.kind, "text": e.text})).collect::<Vec<_>>(),
        "category": j.category.name(),
        "confidence": j.confidence,
        "rule": verdict.leading().map(|f| f.rule.as_str()),
        "reason": verdict.leading().map(|f| f.reason.as_str()),
        "remedy": verdict.leading().map(|f| f.remedy.as_str()),
        "findings": j.findings.iter().map(finding).collect::<Vec<_>>(),
        "actions": j.actions.iter().map(action).collect::<Vec<_>>(),
        "engine": automode_engine::VERSION,
    })
}

/// The line of a batch: the verdict in short. Until there is a cage to run it in, *contain* is told as ask.
pub fn brief(verdict: &Verdict) -> Map<String, Value> {
    let j = verdict.judgement();
    let decision = match verdict.decision() {
        Decision::Contain => Decision::Ask,
        other => other,
    };
    let leading = verdict.leading();
    let effects = j.actions.iter().flat_map(|a| &a.effects).map(brief_effect).collect();
    [
        ("decision", Value::from(decision.name())),
        ("hard", Value::from(verdict.hard())),
        ("risk", Value::from(j.risk.name())),
        ("category", Value::from(filed_under(j))),
        ("confidence", Value::from(j.confidence)),
        ("rule", Value::from(leading.map_or("", |f| f.rule.as_str()))),
        ("reason", Value::from(leading.map_or("", |f| f.reason.as_str()))),
        ("effects", Value::Array(effects)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// What was found in a text that an agent reads: clean, warn or mask, how sure (0–1), how it steers, and where.
pub fn reading(reading: &Reading) -> Map<String, Value> {
    let spans = reading.hits.iter().map(|hit| {
        json!({
            "start": hit.span.start,
            "end": hit.span.end,
            "technique": hit.technique.name(),
            "score": f64::from(hit.score) / 1000.0,
        })
    });
    [
        ("verdict", Value::from(reading.reaction.name())),
        ("score", Value::from(f64::from(reading.score) / 1000.0)),
        ("technique", Value::from(reading.technique().map_or("none", |t| t.name()))),
        ("spans", spans.collect()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// The category that decided; for an edit, what it changes, which says more.
fn filed_under(j: &Judgement) -> &str {
    let mut effects = j.actions.iter().flat_map(|a| &a.effects).filter(|e| e.category == j.category);
    effects.find_map(|e| e.change.as_ref()).map_or(j.category.name(), |c| c.kind.as_str())
}

fn brief_effect(e: &Effect) -> Value {
    let mut out = json!({
        "verb": e.verb.name(),
        "target": e.target.text(),
        "scope": e.scope.name(),
        "certainty": certainty(&e.certainty),
        "category": e.category.name(),
    });
    add_why(&mut out, e);
    out
}

fn action(a: &Action) -> Value {
    json!({
        "words": a.words,
        "program": a.program,
        "span": [a.span.start, a.span.end],
        "effects": a.effects.iter().map(effect).collect::<Vec<_>>(),
    })
}

fn effect(e: &Effect) -> Value {
    let mut out = json!({
        "verb": e.verb.name(),
        "target": e.target.text(),
        "scope": e.scope.name(),
        "forced": e.forced,
        "reversibility": e.reversibility.name(),
        "certainty": certainty(&e.certainty),
        "category": e.category.name(),
        "risk": e.dimensions.level().name(),
        "dimensions": dimensions(e.dimensions),
        "span": [e.span.start, e.span.end],
    });
    add_why(&mut out, e);
    if let (Some(path), Value::Object(out)) = (e.target.path(), &mut out) {
        out.insert("place".into(), path.place.name().into());
        out.insert("class".into(), path.class.name().into());
    }
    out
}

fn add_why(out: &mut Value, e: &Effect) {
    let Value::Object(out) = out else { return };
    if let Certainty::Unknown(why) = &e.certainty {
        out.insert("why".into(), why.as_str().into());
    }
    if let Some(change) = &e.change {
        out.insert("change".into(), json!({"kind": change.kind, "why": change.why}));
    }
}

/// `sure`, `likely` or `unknown`.
pub fn certainty(c: &Certainty) -> &'static str {
    match c {
        Certainty::Sure => "sure",
        Certainty::Likely => "likely",
        Certainty::Unknown(_) => "unknown",
    }
}

fn dimensions(d: Dimensions) -> Value {
    let named = Dimensions::NAMES.iter().zip(d.values()).map(|(name, v)| (name.replace(' ', "_"), Value::from(v)));
    Value::Object(named.collect())
}

fn finding(f: &Finding) -> Value {
    json!({
        "rule": f.rule,
        "outcome": f.outcome.name(),
        "reason": f.reason,
        "remedy": f.remedy,
        "words": f.words,
        "span": [f.span.start, f.span.end],
        "lifts": f.lifts.iter().map(|l| l.name()).collect::<Vec<_>>(),
        "lifted_by": f.lifted_by,
    })
}
