//! What a program is given without a word of its own: options that a variable holds, variables as it sees them, the folder in which
//! it runs, a command in the place of a file's name. Called by `invoke`, and by `loads` for options.

use automode_model::{Effect, PathTarget, Place, Scope, Target, Verb};

use super::{Call, Invocation, Program, Shell, State, Val, options, touch};

/// Options that a variable holds (`LESS='+!id'`), judged as their program would read them; whether they do anything by themselves.
pub fn by_options(shell: &Shell<'_, '_>, state: &mut State, program: &'static Program, call: &Invocation) -> bool {
    let bound = options::bind(program, call.argv.get(1..).unwrap_or_default());
    let mut c = Call::new(shell, state, program, bound, call);
    if let Some(word) = c.bound.unknown.first() {
        let why = format!("`{}` with `{word}` is not understood", program.name);
        c.unknown(&why);
    }
    let (given, mut names) = (std::mem::take(&mut c.bound.options), Vec::new());
    for (opt, value) in &given {
        c.option(opt, value.as_ref(), &mut names);
    }
    for (opt, value) in &given {
        let verbs = opt.instead.into_iter().flatten().chain(opt.does).copied();
        let verbs: Vec<Verb> = verbs.chain(options::on_value(&c.bound, opt, value.as_ref())).collect();
        for verb in verbs {
            match verb {
                Verb::Unknown => c.unknown("a value that is not understood"),
                _ => c.does(verb, &names),
            }
        }
    }
    let found = !c.effects.is_empty();
    if found {
        c.finish();
    }
    found
}

impl Call<'_, '_, '_> {
    /// What is written or deleted without a name (`unrar x a.rar`, `cargo init`) is in the folder in which the program runs, unless
    /// another was named.
    pub(super) fn places(&mut self) {
        let named = |e: &Effect| matches!(e.target, Target::Path(_)) && !matches!(e.verb, Verb::Read | Verb::Inspect);
        let nameless = |e: &Effect| {
            matches!(
                (e.verb, &e.target),
                (Verb::Write | Verb::Delete, Target::None) | (Verb::Write, Target::Named { .. })
            )
        };
        if !self.effects.iter().any(nameless) || self.effects.iter().any(named) {
            return;
        }
        let (scene, state) = (self.shell.scene, self.inner_state());
        let here = Val::text(".");
        let (placed, _) = touch::effects_on(scene, &state, &here, Verb::Write, Scope::One, self.call.span);
        let own = |e: &Effect| e.target.path().is_some_and(|p| p.place == Place::WorkspaceRoot);
        self.effects.extend(placed.into_iter().filter(|e| !own(e)));
    }

    /// A variable as this program sees it, where it has one value that is known.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<Val> {
        let own = self.call.env.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        let exported = || match self.state.var(name).filter(|_| self.state.exported.contains(name))?.values() {
            [one] => Some(one.clone()),
            _ => None,
        };
        own.or_else(exported)
    }

    /// Whether something is moved that was there before.
    pub(super) fn moves(&self) -> bool {
        let there = |p: &PathTarget| !p.created_here && p.exists != Some(false) && p.place != Place::Temp;
        self.effects.iter().any(|e| e.verb == Verb::Move && e.target.path().is_some_and(there))
    }
}

/// The command that a name of a file stands for: `|cmd`, `%pipe%cmd`, `cmd |` with Perl, `!cmd` with `ed`.
pub(super) fn piped(program: &str, value: &Val) -> Option<Val> {
    let text = value.prefix();
    let lead = ["|", "%pipe%"].iter().find(|l| text.starts_with(**l)).map(|l| l.len());
    let editor = program == "ed" && text.starts_with('!');
    let behind =
        || value.known().filter(|_| program == "perl").and_then(|t| t.trim_end().strip_suffix('|')).map(Val::text);
    lead.or(editor.then_some(1)).map(|skip| value.skip(skip)).or_else(behind)
}
