//! A host tells that its settings changed or are about to: what would switch the gate off is refused where the host lets
//! us. Called by `judge` for `ConfigChange`.

use automode_model::{
    Authorization, Category, Decision, Dimensions, Finding, Judgement, Lift, Outcome, Risk, Span, Verb, Verdict, World,
};

/// How much of a settings file is looked at; a longer one is not understood.
const MAX_SETTINGS_BYTES: usize = 256 * 1024;

/// The verdict about changed settings; none where nothing speaks against them.
#[must_use]
pub fn judge(source: &str, path: Option<&str>, cwd: &str, world: &dyn World) -> Option<Verdict> {
    let path = path.filter(|p| p.starts_with('/'))?;
    if matches!(source, "policy_settings" | "skills") {
        // The administrator's own, which the host does not let us refuse; and texts, which are read when they are used.
        return None;
    }
    let why = weakens(path, cwd, world)?;
    Some(refusal(why, path))
}

fn weakens(path: &str, cwd: &str, world: &dyn World) -> Option<&'static str> {
    let text = match world.read(path, MAX_SETTINGS_BYTES) {
        Ok(text) => text,
        Err(automode_model::NotKnown::Missing) => String::new(),
        Err(_) => return Some("the changed settings cannot be read"),
    };
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.contains("\"disableAllHooks\":true") {
        return Some("the changed settings switch all hooks off");
    }
    if plain.contains("\"allowManagedHooksOnly\":true") && !holds_gate(MANAGED, world) {
        return Some("the changed settings switch the user's hooks off");
    }
    let known = places(cwd, world);
    let touched = known.iter().any(|k| k == path) && !text.contains("automode");
    (touched && !known.iter().any(|k| holds_gate(k, world))).then_some("the changed settings no longer call this gate")
}

/// The administrator's settings.
const MANAGED: &str = "/etc/claude-code/managed-settings.json";

/// Where the host reads hooks from.
fn places(cwd: &str, world: &dyn World) -> Vec<String> {
    let home = world.home();
    let work = world.git_root(cwd).unwrap_or_else(|_| cwd.to_owned());
    vec![
        format!("{home}/.claude/settings.json"),
        format!("{work}/.claude/settings.json"),
        format!("{work}/.claude/settings.local.json"),
        MANAGED.to_owned(),
    ]
}

fn holds_gate(path: &str, world: &dyn World) -> bool {
    world.read(path, MAX_SETTINGS_BYTES).is_ok_and(|t| t.contains("automode") && t.contains("hook"))
}

fn refusal(why: &str, path: &str) -> Verdict {
    let finding = Finding {
        rule: "control.settings-weaken-gate".to_owned(),
        outcome: Outcome::Deny,
        reason: why.to_owned(),
        remedy: "a person may change this outside a running session".to_owned(),
        words: path.to_owned(),
        span: Span::default(),
        lifts: vec![Lift::Managed],
        lifted_by: None,
    };
    Verdict::settle(Judgement {
        decision: Decision::Deny,
        dimensions: Verb::AgentControl.dimensions().max(Dimensions::new([0, 0, 0, 3, 2])),
        risk: Risk::High,
        authorization: Authorization::None,
        evidence: Vec::new(),
        category: Category::AgentControl,
        confidence: 98,
        findings: vec![finding],
        actions: Vec::new(),
    })
}
