//! What a Dockerfile does to more than its image: secrets that it copies into it, what its steps send elsewhere, privileges
//! that they ask of the builder. Called for builds and for compose services that are built.

use automode_model::{Effect, Target, Verb};
use automode_shell::Dialect;

use super::super::state::State;
use super::super::value::{Set, Val};
use super::super::{foreign, invoke, paths};
use super::{Call, docker, source};

/// Steps that are followed; more are not understood.
const MAX_STEPS: usize = 400;

/// `docker build`: its Dockerfile, where one can be read.
pub fn of_build(c: &mut Call<'_, '_, '_>, pushes: bool) {
    let Some(context) = c.bound.operands.last().and_then(Val::known).map(str::to_owned) else { return };
    if context == "-" || context.contains("://") || context.starts_with("git@") {
        return;
    }
    let file = ["-f", "--file"].iter().find_map(|n| c.bound.value(n)).map(Val::show);
    for base in super::recipes::directories(c) {
        let context = paths::join(&base, &context);
        let path = match &file {
            Some(f) => paths::join(&base, f),
            None => paths::join(&context, "Dockerfile"),
        };
        // A Dockerfile that is not the project's, as a compose file there.
        let elsewhere = foreign::place(c, &context).or_else(|| foreign::place(c, &path));
        c.effects.extend(elsewhere);
        build(c, &context, &path, pushes);
    }
}

/// Judges a Dockerfile that is built in this folder.
pub fn build(c: &mut Call<'_, '_, '_>, context: &str, file: &str, pushes: bool) {
    let Some(found) = source::at(c, file) else { return };
    let steps = steps(&found.text);
    if steps.len() > MAX_STEPS {
        return c.unknown("a Dockerfile with more steps than are followed");
    }
    let mut variables = Vec::new();
    for (word, rest) in &steps {
        match word.as_str() {
            "RUN" => run(c, rest, &variables),
            "COPY" | "ADD" => copy(c, rest, context, pushes),
            "ARG" | "ENV" => variables.extend(assigned(rest)),
            _ => {}
        }
    }
}

/// The instructions: their word in capitals and the rest, lines that go on joined, here-documents behind a line break.
fn steps(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut step = line.trim().to_owned();
        if step.is_empty() || step.starts_with('#') {
            continue;
        }
        while step.ends_with('\\') {
            step.pop();
            let Some(more) = lines.next() else { break };
            if !more.trim_start().starts_with('#') {
                step.push(' ');
                step.push_str(more.trim());
            } else {
                step.push('\\');
            }
        }
        let (word, rest) = step.split_once(char::is_whitespace).unwrap_or((&step, ""));
        let mut rest = rest.trim().to_owned();
        if let Some(mark) = heredoc(&rest) {
            for body in lines.by_ref() {
                rest.push('\n');
                rest.push_str(body);
                if body.trim() == mark {
                    break;
                }
            }
        }
        out.push((word.to_ascii_uppercase(), rest));
    }
    out
}

/// What ends a here-document that begins in this line.
fn heredoc(line: &str) -> Option<String> {
    let (_, after) = line.split_once("<<")?;
    let mark: String = after
        .trim_start_matches('-')
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    (!mark.is_empty() && !after.starts_with('<')).then_some(mark)
}

/// `A=b C="d e"`, `A b`: what later steps see.
fn assigned(rest: &str) -> Vec<(String, String)> {
    let plain = |v: &str| v.trim_matches(['"', '\'']).to_owned();
    match rest.split_once('=') {
        None => rest.split_once(' ').map(|(k, v)| (k.to_owned(), plain(v.trim()))).into_iter().collect(),
        Some(_) => rest
            .split_whitespace()
            .filter_map(|w| w.split_once('='))
            .filter(|(_, v)| !v.contains('$'))
            .map(|(k, v)| (k.to_owned(), plain(v)))
            .collect(),
    }
}

/// A step runs in the image: only what leaves it counts, and what it is given of the builder.
fn run(c: &mut Call<'_, '_, '_>, rest: &str, variables: &[(String, String)]) {
    let mut text = rest;
    while let Some(flag) = text.strip_prefix("--") {
        let (flag, more) = flag.split_once(char::is_whitespace).unwrap_or((flag, ""));
        if flag == "security=insecure" {
            docker::elevate(c, "a build step without its cage");
        }
        text = more.trim_start();
    }
    // A here-document without a command is the script itself.
    if text.starts_with("<<") {
        let body = text.split_once('\n').map_or("", |(_, body)| body);
        text = body.rsplit_once('\n').map_or("", |(script, _)| script);
    }
    let words = list(text);
    let line = match &words {
        Some(words) => words.iter().map(|w| super::super::shell::quote(w)).collect::<Vec<_>>().join(" "),
        None => text.to_owned(),
    };
    let mut state = State { cwd: vec!["/".to_owned()], ..State::default() };
    for (name, value) in variables {
        state.set(name, Set::one(Val::text(value.clone())));
    }
    let from = c.shell.scene.count();
    invoke::shell_text(c.shell, &mut state, &Val::text(line), Dialect::Sh, &Val::default(), c.call.span);
    c.shell.scene.keep_effects(from, |_, e| reaches_out(e));
}

/// `["a", "b"]`
fn list(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let words = inner.split(',').map(|w| w.trim().trim_matches('"').to_owned()).collect();
    Some(words)
}

/// Effects of a step in a container that holds nothing of this machine: they change something elsewhere.
pub fn reaches_out(e: &Effect) -> bool {
    let elsewhere = matches!(
        e.verb,
        Verb::Publish
            | Verb::Unpublish
            | Verb::NetSend
            | Verb::NetTunnel
            | Verb::RemoteExec
            | Verb::RemoteCopy
            | Verb::ExternalWrite
            | Verb::CloudChange
            | Verb::CloudDestroy
            | Verb::InfraChange
            | Verb::InfraDestroy
            | Verb::Deploy
            | Verb::VcsPush
            | Verb::VcsForcePush
            | Verb::VcsDeleteRemote
            | Verb::ForgeWrite
            | Verb::ForgeDelete
            | Verb::ForgeAdmin
    );
    elsewhere && !matches!(e.target, Target::Path(_))
}

/// What is copied into the image: a secret in it goes wherever the image goes.
fn copy(c: &mut Call<'_, '_, '_>, rest: &str, context: &str, pushes: bool) {
    if rest.contains("--from=") {
        return;
    }
    let words: Vec<String> = list(rest).unwrap_or_else(|| rest.split_whitespace().map(str::to_owned).collect());
    let plain: Vec<&String> = words.iter().filter(|w| !w.starts_with("--")).collect();
    let Some((_, sources)) = plain.split_last() else { return };
    for given in sources {
        if given.contains("://") || given.contains('$') || given.starts_with("<<") {
            continue;
        }
        let path = paths::join(context, given.trim_start_matches('/'));
        if paths::normalise(&path) != paths::normalise(context) {
            secret(c, &path);
        } else if pushes {
            whole(c, context);
        }
    }
}

/// Notes a file where it is a secret.
fn secret(c: &mut Call<'_, '_, '_>, path: &str) {
    let before = c.effects.len();
    c.path(Verb::Read, &Val::text(path));
    let read = c.effects.split_off(before);
    c.effects.extend(read.into_iter().filter(|e| e.verb == Verb::SecretRead));
}

/// `COPY . .` for an image that is published: the secrets of the folder that `.dockerignore` does not keep out.
fn whole(c: &mut Call<'_, '_, '_>, context: &str) {
    let Ok(names) = c.shell.scene.world.list(context, 10 * source::MAX_FILES) else { return };
    let ignored = source::at(c, &paths::join(context, ".dockerignore")).map(|s| s.text).unwrap_or_default();
    let rules: Vec<&str> = ignored.lines().map(|l| l.trim().trim_start_matches("**/").trim_matches('/')).collect();
    for name in names {
        if !rules.iter().any(|r| !r.is_empty() && crate::inspect::rules::glob(r, &name)) {
            secret(c, &paths::join(context, &name));
        }
    }
}

/// For containers that run steps of a workflow: keeps what leaves them.
pub fn keep_reaching(c: &Call<'_, '_, '_>, from: usize) {
    c.shell.scene.keep_effects(from, |_, e| reaches_out(e));
}
