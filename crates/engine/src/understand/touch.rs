//! What happens to a path as a word names it: known, with a gap, or a pattern of several. Used by `invoke` for operands and
//! options, by the shell for redirections, by code for its calls.

use automode_model::{Action, Effect, Scope, Span, Verb};

use super::effects::{self, Touched};
use super::paths;
use super::scene::Scene;
use super::state::State;
use super::value::{Piece, Val};

/// The effects of something that happens to a path as it is written, and what it touches.
pub fn effects_on(
    scene: &Scene<'_>,
    state: &State,
    value: &Val,
    verb: Verb,
    scope: Scope,
    span: Span,
) -> (Vec<Effect>, Vec<Touched>) {
    let writes = matches!(verb, Verb::Write | Verb::Append);
    let named = Some(value).filter(|_| writes && value.why().is_some()).and_then(super::printed::stays);
    let value = named.as_ref().unwrap_or(value);
    let given = value.show();
    // Where a secret stood in a path, the path that the shell will see is not the one that is judged.
    let gap = value.pieces().iter().any(|p| matches!(p, Piece::Gap(_))) || crate::secrets::is_marked(&given);
    let absolute: Vec<String> = if given.starts_with('/') {
        vec![paths::normalise(&given)]
    } else {
        state.cwd.iter().map(|c| paths::join(c, &given)).collect()
    };
    // A gap behind a known folder stays below it only where it cannot climb; a name after a slash may hold `..`.
    if gap || absolute.is_empty() {
        let why = value.why().unwrap_or("a folder that is not known");
        let mut e = effects::on_unknown_path(verb, why, &given, scope, span);
        let fixed = value.prefix().rsplit_once('/').map_or("", |(d, _)| d);
        if let Some(dir) =
            state.cwd.first().map(|c| paths::join(c, fixed)).filter(|_| !value.prefix().is_empty() && gap)
        {
            // The place that it most likely lies in, for reads: `cat $HOME/.ssh/$f`.
            // `/proc/$PID/environ`: the name behind the gap says what it is.
            let last = given.rsplit_once('/').map_or("…", |(_, n)| if n.contains('…') { "…" } else { n });
            let inside = paths::target(scene, &given, &format!("{dir}/{last}"));
            if verb == Verb::Read {
                e = effects::on_path(scene, verb, inside, scope, span);
            }
        }
        let secret = value.is_secret() || e.verb == Verb::SecretRead;
        return (vec![e], vec![Touched { resolved: given, secret }]);
    }
    let mut effects = Vec::new();
    let mut touched = Vec::new();
    for path in absolute {
        let target = paths::target(scene, &given, &path);
        let resolved = target.resolved.clone();
        let effect = effects::on_path(scene, verb, target, scope, span);
        touched.push(Touched { resolved, secret: effect.verb == Verb::SecretRead });
        effects.push(effect);
    }
    (effects, touched)
}

/// A file that the shell itself touches (a redirection, `source`): its own action.
pub fn by_shell(scene: &Scene<'_>, state: &State, value: &Val, verb: Verb, span: Span, how: &str) -> Vec<Touched> {
    if let Some(socket) = value.prefix().strip_prefix("/dev/tcp/").or_else(|| value.prefix().strip_prefix("/dev/udp/"))
    {
        let host = socket.split('/').next().unwrap_or("");
        let effect = effects::on_host(Verb::NetSend, host, span);
        scene.add(Action {
            words: format!("{how} {}", value.show()),
            program: how.to_owned(),
            span,
            effects: vec![effect],
        });
        return Vec::new();
    }
    let (effects, touched) = effects_on(scene, state, value, verb, Scope::One, span);
    scene.add(Action { words: format!("{how} {}", value.show()), program: how.to_owned(), span, effects });
    touched
}
