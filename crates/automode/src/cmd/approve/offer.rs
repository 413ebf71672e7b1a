//! What a person's answer would change: whether an approval lets the action run at all, and the narrowest rule that would have
//! spared the question. Both are tried before they are told: the action is judged again, on this machine and under the
//! policy of its directory, in a session without a past. Called by `approve`; nothing here is applied.

use automode_contain::world::LiveWorld;
use automode_engine::decide::whereabouts;
use automode_engine::policy::Policy;
use automode_engine::policy::facets::plain_address;
use automode_ledger::Redactor;
use automode_model::{Action, Answered, Effect, Outcome, Risk, Session, Target, Verb, Verdict, World};
use serde_json::Value;

use crate::approval::Pending;
use crate::{judge, policy};

/// Most rules that are offered for one command; what needs more is no narrow permission.
const MAX_RULES: usize = 4;

/// Why an approval would not let this action run; none where it would.
pub fn useless(stop: &Pending) -> Option<String> {
    let policy = policy::load(&LiveWorld::new(), &stop.record.event.cwd).policy;
    let answer = Some(Answered { approved: true, id: stop.id() });
    let verdict = again(stop, answer, &policy)?;
    let against = verdict.leading().map_or("the policy", |f| f.rule.as_str());
    verdict.decision().stops().then(|| format!("no approval answers `{against}`, which stops this"))
}

/// What to tell after an approval. A rule of a person's counts as their having named the action, which what is critical
/// asks about all the same: there none is offered.
pub fn rule_for(stop: &Pending) -> String {
    let world = LiveWorld::new();
    let cwd = &stop.record.event.cwd;
    let policy = policy::load(&world, cwd).policy;
    let Some(verdict) = again(stop, None, &policy).filter(|v| v.decision().stops()) else { return String::new() };
    if verdict.judgement().risk >= Risk::Critical {
        return "\nwhat is critical is asked about each time; only a managed policy could permit it for good\n"
            .to_owned();
    }
    let Some(mut whens) = whens(&verdict, cwd, &world) else {
        return "\nno rule could permit exactly this and nothing else\n".to_owned();
    };
    let judged = |whens: &[String]| {
        let policy = policy::load_with(&world, cwd, &text(stop, whens)).ok()?;
        again(stop, None, &policy)
    };
    if let Some(v) = judged(&whens).filter(|v| v.decision().stops()) {
        let against = v.leading().map_or("the policy", |f| f.rule.as_str());
        return format!("\nno rule of your own file would spare this question: `{against}` stands against it\n");
    }
    // What nobody would have asked about by itself needs no rule.
    for at in (0..whens.len()).rev() {
        let mut fewer = whens.clone();
        fewer.remove(at);
        if !fewer.is_empty() && judged(&fewer).is_some_and(|v| !v.decision().stops()) {
            whens = fewer;
        }
    }
    let rules = text(stop, &whens);
    format!("\nto be asked no more about exactly this, a rule in your own policy file could say:\n\n{rules}")
}

/// The action judged again.
fn again(stop: &Pending, answer: Option<Answered>, policy: &Policy) -> Option<Verdict> {
    let redactor = Redactor::ephemeral();
    let redact = |text: &str| redactor.redact(text).into_owned();
    let session = Session { answer, ..Session::default() };
    judge::judge(&stop.record.event, &LiveWorld::new(), &redact, &session, policy).0
}

/// The effects that somebody is asked about.
fn asked(verdict: &Verdict) -> Vec<(&Action, &Effect)> {
    let live = |action: &Action, effect: &Effect| {
        let mut all = verdict.judgement().findings.iter();
        let here = |f: &&automode_model::Finding| f.span == effect.span && f.words == action.words;
        all.any(|f| f.lifted_by.is_none() && f.outcome >= Outcome::Ask && here(&f))
    };
    let all = verdict.judgement().actions.iter().flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    all.filter(|(a, e)| e.verb != Verb::Inspect && live(a, e)).collect()
}

/// The condition of a rule for each effect that somebody is asked about.
fn whens(verdict: &Verdict, cwd: &str, world: &dyn World) -> Option<Vec<String>> {
    let mut whens: Vec<String> = Vec::new();
    for (action, effect) in asked(verdict) {
        let target = bound(action, effect, cwd, world)?;
        let when =
            format!("verb = [{}], program = [{}], {target}", quoted(effect.verb.name())?, quoted(&action.program)?);
        if !whens.contains(&when) {
            whens.push(when);
        }
    }
    (!whens.is_empty() && whens.len() <= MAX_RULES).then_some(whens)
}

/// The rules, as they would stand in a file.
fn text(stop: &Pending, whens: &[String]) -> String {
    let id = |n: usize| if n == 0 { stop.id() } else { format!("{}-{}", stop.id(), n + 1) };
    let rule = |(n, when): (usize, &String)| {
        format!(
            "  [[rule]]\n  id      = \"mine.{}\"\n  reason  = \"allowed by hand\"\n  outcome = \"allow\"\n  when    = {{ {when} }}\n",
            id(n)
        )
    };
    whens.iter().enumerate().map(rule).collect::<Vec<_>>().join("\n")
}

/// What binds a rule to exactly this target. What a name alone does not tell (which repository's issue 5) is bound by the
/// whole command; none where only a broader rule could be written.
fn bound(action: &Action, effect: &Effect, cwd: &str, world: &dyn World) -> Option<String> {
    let one = |key: &str, text: &str| Some(format!("{key} = [{}]", quoted(text)?));
    let command = || one("command", &action.words);
    match &effect.target {
        Target::Unknown(_) => None,
        Target::None => command(),
        Target::Path(path) => one("path", &path.resolved),
        Target::Url { url, host, .. } => Some(format!("{}, {}", one("host", host)?, one("name", url)?)),
        Target::Host { host, .. } => Some(format!("{}, {}", one("host", host)?, command()?)),
        Target::Named { name, .. } => match effect.verb {
            Verb::VcsPush | Verb::VcsForcePush | Verb::VcsDeleteRemote => pushed(action, name, cwd, world),
            _ => Some(format!("{}, {}", one("name", name)?, command()?)),
        },
    }
}

/// Of a push, the address behind the remote's name, which the repository chose, and the branches.
fn pushed(action: &Action, name: &str, cwd: &str, world: &dyn World) -> Option<String> {
    let git = world.git(whereabouts::directory(action).unwrap_or(cwd)).ok()?;
    let mut words = name.split_whitespace();
    let remote = words.next()?;
    let address = git.remotes.iter().find(|(name, _)| name == remote).map_or(remote, |(_, address)| address);
    if !address.contains(['/', ':']) {
        return None;
    }
    let mut branches: Vec<String> = words.map(str::to_owned).collect();
    if branches.is_empty() {
        branches.push(git.branch?);
    }
    let branches: Option<Vec<String>> = branches.iter().map(|b| quoted(b)).collect();
    Some(format!("remote = [{}], branch = [{}]", quoted(&plain_address(address))?, branches?.join(", ")))
}

/// As TOML writes it; none where a star would stand for any text.
fn quoted(text: &str) -> Option<String> {
    let plain = !text.is_empty() && !text.contains(['*', '?', '[']);
    plain.then(|| Value::from(text).to_string())
}
