//! Aliases: what they are set to, and what they would run. Part of the shell's walk.

use automode_shell::Dialect;

use super::super::invoke::{self, Invocation};
use super::super::state::State;
use super::super::value::Val;
use super::{Done, Shell, quote};

/// Stands for an argument that is not known in a text that is made of a command's words: one word or many.
pub(super) const UNKNOWN_ARGUMENT: &str = "${automode_unknown_argument[@]}";

impl Shell<'_, '_> {
    /// What an alias of this name would run. Where aliases are off the command itself runs, so this comes besides it.
    pub(super) fn alias(&self, state: &mut State, name: &str, call: &Invocation) {
        if let Some(to) = state.aliases.get(name).cloned() {
            self.run_alias(state, name, &to, call);
        }
    }

    /// Apart from the question, which every command asks: a state that is copied lies on the stack.
    #[inline(never)]
    fn run_alias(&self, state: &mut State, name: &str, to: &Val, call: &Invocation) {
        let mut inner = state.clone();
        inner.aliases.remove(name);
        inner.maybe = true;
        let Some(text) = to.known() else {
            return self.scene.add_unknown("an alias whose text is not known", call.span);
        };
        if text.split([' ', '\t', '\n', ';', '&', '|', '(', ')']).any(|word| word.starts_with('#')) {
            return self.scene.add_unknown("an alias that takes the rest of the line away", call.span);
        }
        let next = call.argv.get(1).and_then(Val::known);
        if text.ends_with([' ', '\t']) && next.is_some_and(|n| state.aliases.contains_key(n)) {
            return self.scene.add_unknown("an alias that makes the next word one", call.span);
        }
        // What is not known among the arguments is not known to the alias either.
        let mut argv = vec![Val::text(text.to_owned())];
        argv.extend(call.argv.iter().skip(1).map(|v| match v.known() {
            Some(known) => Val::text(quote(known)),
            None => Val::text(UNKNOWN_ARGUMENT),
        }));
        let text: Vec<String> = argv.iter().map(Val::show).collect();
        self.inner(call.span).run_text(&mut inner, &text.join(" "), Dialect::Bash, &call.stdin);
        let maybe = state.maybe;
        *state = State { maybe, ..std::mem::take(state).join(&inner) };
    }
}

/// `alias NAME=TEXT…`
pub(super) fn define(shell: &Shell<'_, '_>, state: &mut State, args: &[Val], call: &Invocation) -> Done {
    if args.iter().any(|a| a.known().is_some_and(|t| t.starts_with('-') && t.contains(['g', 's']))) {
        shell.scene.add_unknown("an alias that stands for words anywhere", call.span);
    }
    for a in args {
        if let Some((name, text)) = a.split_once('=') {
            state.changes(&name);
            let differs = state.aliases.get(&name).is_some_and(|t| *t != text);
            // What was read before, the rest of the line and functions, has what it was then.
            let text = if differs { Val::gap("an alias that has several texts") } else { text };
            state.aliases.insert(name, text);
        } else if a.why().is_some() {
            shell.scene.add_unknown("an alias that is not known", call.span);
        }
    }
    invoke::inspect(shell.scene, call);
    // One that is only named may not be there.
    if args.iter().all(|a| a.prefix().contains('=')) { Done::sure() } else { Done::settled(Val::default()) }
}
