//! A skill or a slash command that the agent loads: instructions in Markdown, in which lines marked as commands run while
//! they are loaded. Those of the project are read, since a repository brings them; those that the user installed for all
//! projects are the user's own. Called by `tools`.

use automode_model::{PathKind, Span, Target, Text, Verb};
use automode_shell::Dialect;

use super::effects;
use super::paths;
use super::scene::{MAX_SCRIPT_BYTES, Scene, unknown_action};
use super::shell::{Shell, Through};
use super::state::State;

/// How many commands of one skill are followed; more make it not understood.
const MAX_COMMANDS: usize = 64;

/// Judges the loading of what these arguments name; false where they name nothing that could be looked for.
#[must_use]
pub fn load(scene: &Scene<'_>, tool: &str, args: &[(String, Text)]) -> bool {
    let named = |key: &str| args.iter().find(|(k, _)| k.trim_start_matches('/') == key).map(|(_, v)| v.body.as_str());
    let Some(name) = named("skill").or_else(|| named("command")) else { return false };
    let name = name.trim_start_matches('/').split_whitespace().next().unwrap_or("");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    if name.is_empty() || name.contains("..") || !name.chars().all(plain) {
        return false;
    }
    let nested = name.replace(':', "/");
    let files = [
        format!(".claude/skills/{nested}/SKILL.md"),
        format!(".claude/commands/{nested}.md"),
        format!(".agents/skills/{nested}/SKILL.md"),
    ];
    let found: Vec<String> = folders(scene)
        .iter()
        .flat_map(|dir| files.iter().map(move |f| paths::join(dir, f)))
        .filter(|f| scene.world.path(f).kind != PathKind::Missing)
        .collect();
    for file in &found {
        match scene.world.read(file, MAX_SCRIPT_BYTES) {
            Ok(text) => commands(scene, &text),
            Err(_) => scene.add(unknown_action("a skill of this project that could not be read", Span::default())),
        }
    }
    let effect = effects::plain(
        Verb::Inspect,
        Target::Named { kind: "skill", name: name.to_owned(), env: automode_model::EnvLabel::Unknown },
        Span::default(),
    );
    super::tools::one(scene, tool, name, effect);
    true
}

/// The working directory and what lies above it within the project.
fn folders(scene: &Scene<'_>) -> Vec<String> {
    let mut out = vec![scene.cwd.clone()];
    if scene.workspace != scene.cwd {
        out.push(scene.workspace.clone());
    }
    out.retain(|d| !d.is_empty());
    out
}

/// What runs while the text is loaded: `` !`command` `` and blocks that are marked by an exclamation mark.
fn commands(scene: &Scene<'_>, text: &str) {
    let mut found: Vec<&str> = Vec::new();
    for part in text.split("!`").skip(1) {
        found.extend(part.split('`').next().filter(|c| !c.is_empty()));
    }
    for part in text.split("```!").skip(1) {
        found.extend(part.split("```").next());
    }
    if found.len() > MAX_COMMANDS {
        scene.add(unknown_action("a skill with more commands than are followed", Span::default()));
        return;
    }
    for command in found {
        let mut state = State { cwd: vec![scene.cwd.clone()], ..State::default() };
        let walker = Shell { scene, depth: 1, outer: Some(Span::default()), through: Through::Plain };
        walker.run_event(&mut state, command, Dialect::Bash);
    }
}
