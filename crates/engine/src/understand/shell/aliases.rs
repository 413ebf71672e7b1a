//! Aliases: what they are set to, and what they would run. Part of the shell's walk.

use automode_shell::Dialect;
use automode_shell::tree::Simple;

use super::super::invoke::{self, Invocation};
use super::super::state::State;
use super::super::value::Val;
use super::{Done, Shell, declare, flow, quote};

/// Stands for an argument that is not known in a text that is made of a command's words: one word or many.
pub(super) const UNKNOWN_ARGUMENT: &str = "${automode_unknown_argument[@]}";

/// Words of the grammar, which is another one where an alias takes their place.
const RESERVED: [&str; 22] = [
    "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "select", "in",
    "function", "time", "coproc", "{", "}", "!", "[[", "]]",
];

impl Shell<'_, '_> {
    /// What an alias of this name would run. Where aliases are off the command itself runs, so this comes besides it.
    #[inline(never)]
    pub(super) fn alias_or_command(
        &self,
        state: &mut State,
        name: &str,
        call: Invocation,
        simple: Option<&Simple>,
    ) -> Done {
        let declares = simple.is_some_and(|s| !s.declared.is_empty());
        let other = self.run_alias(state, name, &if declares { declare::as_words(&call) } else { call.clone() });
        let done = self.past_alias(state, call, simple, true);
        let Some((other, out)) = other else { return done };
        let maybe = state.maybe;
        *state = State { maybe, ..std::mem::take(state).join(&other) };
        Done { out: flow::either(done.out, out), certain: false, settled: done.settled }
    }

    /// What it leaves behind, and prints; none where it is not followed.
    fn run_alias(&self, state: &State, name: &str, call: &Invocation) -> Option<(Box<State>, Val)> {
        let unknown = |why: &str| {
            self.scene.add_unknown(why, call.span);
            None
        };
        let to = state.aliases.get(name)?;
        let mut inner = Box::new(state.clone());
        inner.aliases.remove(name);
        inner.maybe = true;
        let Some(text) = to.known() else {
            return unknown("an alias whose text is not known");
        };
        if text.split([' ', '\t', '\n', ';', '&', '|', '(', ')']).any(|word| word.starts_with('#')) {
            return unknown("an alias that takes the rest of the line away");
        }
        if text.replace("<<<", "").contains("<<") {
            return unknown("an alias that takes the lines behind it");
        }
        let next = call.argv.get(1).and_then(Val::known);
        if text.ends_with([' ', '\t']) && next.is_some_and(|n| state.aliases.contains_key(n)) {
            return unknown("an alias that makes the next word one");
        }
        // What is not known among the arguments is not known to the alias either.
        let mut argv = vec![Val::text(text.to_owned())];
        argv.extend(call.argv.iter().skip(1).map(|v| match v.known() {
            Some(known) => Val::text(quote(known)),
            None => Val::text(UNKNOWN_ARGUMENT),
        }));
        let text: Vec<String> = argv.iter().map(Val::show).collect();
        let out = self.inner(call.span).run_text(&mut inner, &text.join(" "), Dialect::Bash, &call.stdin);
        Some((inner, out))
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
            if RESERVED.contains(&name.as_str()) {
                shell.scene.add_unknown("an alias in whose place the grammar has a word", call.span);
            }
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
