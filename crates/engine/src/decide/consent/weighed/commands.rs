//! How far the words account for a command, and the command for the words, as numbers: whether its targets, names, numbers and
//! options were said, what was said that it does not have, and in which kind of clause. The learned judge of commands weighs them.

use std::collections::BTreeSet;

use automode_model::{Action, Category, Certainty, Effect, Reversibility, Target};

use super::super::asked::{asked_as, of_method};
use super::super::bind::is_sibling;
use super::super::literal::is_verb_of;
use super::super::meant::{end_of, last_turns};
use super::super::otherwise::aligned::{CORRECTS, DESCRIBES, NAMES, WIDE, few, flag, stem};
use super::super::otherwise::clause::{FLAGS, KINDS, OPENERS, PARTICLES, Part, VERBS, tally};
use super::super::otherwise::words::{Words, is_small, pieces};
use super::super::token::{is_in, numeral};
use super::super::words::{self, Form, Ops, is_base};
use super::super::{edit, nouns};

/// Of more actions and targets the first say enough.
const MOST: usize = 24;

/// Longer commands are not held against words: a request is not about that much.
const LONGEST: usize = 8 << 10;

/// Options that say how one is asked, and not what is done.
const QUIET: &str =
    "y yes q quiet no-edit non-interactive no-input no-prompt assume-yes auto-approve verbose v wait o output";

/// Options that take it harder.
const HARDER: &str = "f r R rf fr v9 D F force recursive purge delete delete-branch include-untracked hard now grace-period cascade \
                      force-with-lease skip-final-snapshot yes-i-really-mean-it 9 KILL signal";

/// Options that take more than is named.
const WIDER: &str = "a A all all-namespaces volumes prune mirror tags cascade no-verify admin l selector all-tags remove-orphans u user \
                     p partition t state";

/// What SQL and addresses have between names.
const LANGUAGE: &str = "from where and or table database set into values if exists not null in is view index user role group schema \
                        http https s3 gs api v1 v2 repos localhost com org example net io internal select true false like any order by";

/// What is weighed, by its name.
pub(super) type Numbers = Vec<(&'static str, f32)>;

/// The numbers, always the same in the same order; none where nothing was typed.
#[must_use]
pub(super) fn aligned(prompts: &[String], command: &str, actions: &[Action]) -> Option<Numbers> {
    if command.len() > LONGEST {
        return None;
    }
    let turns: Vec<&str> = last_turns(prompts).iter().map(|t| end_of(t)).collect();
    let all: Vec<Words> = turns.iter().map(|t| Words::of(t)).collect();
    let deed = Deed::of(command, actions);
    let current = all.iter().rposition(|w| deed.is_spoken_of(w)).or(all.len().checked_sub(1))?;
    let held = Held {
        turns: &turns,
        all: &all,
        now: all.get(current)?,
        last: all.last()?,
        current,
        now_parts: Part::all(turns.get(current)?),
        last_parts: Part::all(turns.last()?),
        deed: &deed,
    };
    let mut out = Numbers::new();
    held.reach(&mut out);
    held.names(&mut out);
    held.options(&mut out);
    held.unused(&mut out);
    held.operations(&mut out);
    held.own_operations(&mut out);
    held.manner(&mut out);
    held.clauses(&mut out);
    Some(out)
}

/// The last turns name something of this action, or what it does by its own word.
#[must_use]
pub fn is_spoken_of(prompts: &[String], action: &Action) -> bool {
    let deed = Deed::of(&action.words, std::slice::from_ref(action));
    let speaks = |t: &String| {
        let words = Words::of(end_of(t));
        deed.is_spoken_of(&words) || words.order.iter().any(|w| is_verb_of(w, action))
    };
    last_turns(prompts).iter().any(speaks)
}

/// A command by its parts.
struct Deed<'a> {
    text: &'a str,
    /// What it does but look.
    actions: Vec<&'a Action>,
    /// How many of its actions only look.
    reads: usize,
    effects: Vec<(&'a Action, &'a Effect)>,
    /// What its effects fall on.
    targets: Vec<String>,
    /// Words behind the programs that are no options and none of the language of commands.
    operands: Vec<String>,
    /// Values of options.
    values: Vec<String>,
    options: Vec<String>,
    /// Its names, each by its parts.
    names: BTreeSet<Vec<String>>,
    /// Parts of all of it, and of its names alone.
    parts: BTreeSet<String>,
    own: BTreeSet<String>,
}

impl<'a> Deed<'a> {
    fn of(text: &'a str, actions: &'a [Action]) -> Self {
        let looks = |e: &Effect| words::only_reads(e.verb);
        let does = |a: &&Action| !a.effects.iter().all(looks);
        let kept: Vec<&Action> = actions.iter().filter(does).take(MOST).collect();
        let reads = actions.len() - actions.iter().filter(does).count();
        let effects: Vec<(&Action, &Effect)> =
            kept.iter().flat_map(|a| a.effects.iter().filter(|e| !looks(e)).map(move |e| (*a, e))).take(MOST).collect();
        let mut deed = Self {
            text,
            reads,
            targets: Vec::new(),
            operands: Vec::new(),
            values: Vec::new(),
            options: Vec::new(),
            names: BTreeSet::new(),
            parts: with_stems(pieces(text)),
            own: BTreeSet::new(),
            actions: kept,
            effects,
        };
        for (_, effect) in &deed.effects {
            for name in target(&effect.target) {
                if !deed.targets.contains(&name) {
                    deed.targets.push(name);
                }
            }
        }
        deed.targets.truncate(MOST);
        for action in deed.actions.clone() {
            deed.words_of(&action.words);
        }
        if deed.actions.is_empty() {
            deed.words_of(text);
        }
        let names = deed.targets.iter().chain(&deed.operands).chain(&deed.values);
        deed.names = names.map(|n| pieces(n).collect()).collect();
        deed.own = with_stems(deed.names.iter().flatten().filter(|p| is_telling(p)).cloned());
        deed
    }

    /// The words of one action into options, their values, and names.
    fn words_of(&mut self, text: &str) {
        let mut words = text.split_whitespace().skip(1).take(64).peekable();
        let mut place = 0;
        while let Some(word) = words.next() {
            let plain = bare(word);
            if plain.is_empty() {
                continue;
            }
            if let Some(option) = word.strip_prefix('-').map(|o| o.trim_start_matches('-')) {
                let (name, value) = option.split_once('=').map_or((option, None), |(n, v)| (n, Some(v)));
                self.options.push(name.to_owned());
                let free = !is_in(QUIET, name) && !is_in(HARDER, name);
                let value = value.or_else(|| words.next_if(|w| free && !w.starts_with('-')));
                self.values.extend(value.map(|v| bare(v).to_owned()).filter(|v| !v.is_empty()));
                continue;
            }
            place += 1;
            let lower = plain.to_lowercase();
            let letters = lower.chars().all(|c| c.is_alphabetic() || c == '-');
            let language = is_in(LANGUAGE, &lower) || nouns::resource(&lower) != 0 || nouns::kinds(&lower) != 0;
            if !(letters && (language || is_base(&lower) || place == 1)) {
                self.operands.push(plain.to_owned());
            }
        }
        self.operands.truncate(2 * MOST);
        self.values.truncate(MOST);
    }

    /// The words have something of its names.
    fn is_spoken_of(&self, words: &Words) -> bool {
        self.own.iter().any(|p| words.has(p))
    }

    fn has(&self, word: &str) -> bool {
        pieces(word).any(|p| self.parts.contains(&p) || self.parts.contains(stem(&p)))
    }

    fn has_all(&self, word: &str) -> bool {
        pieces(word).all(|p| self.parts.contains(&p) || self.parts.contains(stem(&p)))
    }

    fn names(&self, word: &str) -> bool {
        pieces(word).any(|p| self.own.contains(&p) || self.own.contains(stem(&p)))
    }
}

/// What an effect falls on, as people would name it.
fn target(target: &Target) -> Vec<String> {
    match target {
        Target::Named { name, .. } => {
            name.split_whitespace().map(|n| bare(n).to_owned()).filter(|n| !n.is_empty()).collect()
        }
        Target::Path(p) => vec![p.given.clone()],
        Target::Url { url, .. } => {
            vec![
                url.split_once("://")
                    .and_then(|(_, rest)| rest.split_once('/'))
                    .map_or(url.clone(), |(_, path)| path.to_owned()),
            ]
        }
        Target::Host { host, local: false } => vec![host.clone()],
        _ => Vec::new(),
    }
}

/// The command, held against the words.
struct Held<'a> {
    turns: &'a [&'a str],
    /// All that are looked at, the last that speaks of the command, and the last.
    all: &'a [Words],
    now: &'a Words,
    last: &'a Words,
    current: usize,
    /// The clauses of these two turns.
    now_parts: Vec<Part>,
    last_parts: Vec<Part>,
    deed: &'a Deed<'a>,
}

impl Held<'_> {
    /// How much the command does, and how.
    fn reach(&self, out: &mut Numbers) {
        let deed = self.deed;
        let any = |is: &dyn Fn(&Effect) -> bool| flag(deed.effects.iter().any(|(_, e)| is(e)));
        let most = |of: &dyn Fn(&Effect) -> f32| deed.effects.iter().map(|(_, e)| of(e)).fold(0.0, f32::max);
        out.push(("actions", few(deed.actions.len())));
        out.push(("reads", few(deed.reads)));
        out.push(("effects", few(deed.effects.len())));
        out.push(("targets", few(deed.targets.len())));
        out.push(("scope", most(&|e| f32::from(e.scope as u8))));
        out.push(("level", most(&|e| f32::from(e.dimensions.level() as u8))));
        out.push(("blast", most(&|e| f32::from(e.dimensions.blast_radius))));
        out.push(("lasting", any(&|e| e.reversibility == Reversibility::Irreversible)));
        out.push(("forced", any(&|e| e.forced)));
        out.push(("unknown", any(&|e| matches!(e.certainty, Certainty::Unknown(_)))));
        out.push(("deletes", flag(self.asked().meets(Ops::DELETE))));
        for (name, list) in [
            ("of-vcs", &[Category::VcsLocal][..]),
            ("of-remote", &[Category::VcsRemote]),
            ("of-files", &[Category::Delete]),
            ("of-data", &[Category::Database]),
            ("of-infra", &[Category::Infra]),
            ("of-cloud", &[Category::Cloud]),
            ("of-deploy", &[Category::DeployCi]),
            ("of-access", &[Category::AccessControl, Category::Secrets]),
            ("of-services", &[Category::ExternalApi, Category::Network]),
            ("of-else", &[Category::Unknown]),
        ] {
            out.push((name, any(&|e| list.contains(&e.category))));
        }
        for (name, signs) in [
            ("pipes", &["|"][..]),
            ("chains", &["&&", ";"]),
            ("inserts", &["$(", "`", "xargs"]),
            ("globs", &["*", "?["]),
            ("loops", &["for ", "while "]),
            ("all-of", &["--all", " -A", " -a ", "WHERE", "where", "-l ", "--selector", "{"]),
            ("remote", &["ssh ", "-h ", "--host"]),
        ] {
            out.push((name, flag(signs.iter().any(|s| deed.text.contains(s)))));
        }
    }

    /// How far targets, other names, values and numbers were said.
    fn names(&self, out: &mut Numbers) {
        let deed = self.deed;
        let scope = |which: usize| -> Vec<&Words> {
            match which {
                0 => self.all.iter().collect(),
                1 => vec![self.now],
                _ => vec![self.last],
            }
        };
        for (which, names) in [
            ["target-min", "target-max", "target-mean"],
            ["target-now-min", "target-now-max", "target-now-mean"],
            ["target-last-min", "target-last-max", "target-last-mean"],
        ]
        .into_iter()
        .enumerate()
        {
            let scope = scope(which);
            let [min, max, mean] = range(deed.targets.iter().map(|t| named(&scope, t)));
            let [a, b, c] = names;
            out.extend([(a, min), (b, max), (c, mean)]);
        }
        let all = scope(0);
        let exact = range(deed.targets.iter().map(|t| flag(all.iter().any(|w| w.means(t)))));
        out.extend([("exact-min", exact[0]), ("exact-max", exact[1])]);
        let tail = range(deed.targets.iter().map(|t| named(&all, tail(t))));
        out.extend([("tail-min", tail[0]), ("tail-max", tail[1])]);
        let near = range(deed.targets.iter().map(|t| fuzzy(&all, t)));
        out.extend([("fuzzy-min", near[0]), ("fuzzy-max", near[1])]);
        let silent = deed.targets.iter().filter(|t| fuzzy(&all, t) < 0.4).count();
        out.push(("targets-silent", few(silent)));
        let ops = range(deed.operands.iter().map(|o| named(&all, o)));
        out.extend([("operand-min", ops[0]), ("operand-max", ops[1]), ("operand-mean", ops[2])]);
        let now = range(deed.operands.iter().map(|o| named(&scope(1), o)));
        out.extend([("operand-now-min", now[0]), ("operand-now-max", now[1])]);
        out.push(("operands-silent", few(deed.operands.iter().filter(|o| named(&all, o) < 0.3).count())));
        let first = deed.operands.first().map_or(-1.0, |o| named(&all, o));
        let end = deed.operands.last().map_or(-1.0, |o| named(&all, o));
        out.extend([("operand-first", first), ("operand-last", end)]);
        let values = range(deed.values.iter().map(|v| named(&all, v)));
        out.extend([("value-min", values[0]), ("value-max", values[1])]);
        out.push(("values-silent", few(deed.values.iter().filter(|v| named(&all, v) < 0.3).count())));
        let digits = |w: &&String| w.chars().any(|c| c.is_ascii_digit());
        let told = |w: &String| {
            let numeral = |n: &String| numeral(n).is_some_and(|n| n.to_string() == **w);
            named(&all, w).max(flag(self.all.iter().any(|a| a.order.iter().any(numeral))))
        };
        let figures = range(deed.operands.iter().chain(&deed.values).filter(digits).map(told));
        out.extend([("figure-min", figures[0]), ("figure-max", figures[1])]);
        self.exactly(out);
        let own: Vec<&String> = deed.own.iter().collect();
        out.push(("own-said", share(&own, |p| all.iter().any(|w| w.has(p)))));
        out.push(("own-said-now", share(&own, |p| self.now.has(p))));
        out.push(("own-said-last", share(&own, |p| self.last.has(p))));
        out.push(("own", (1.0 + own.len() as f32).ln()));
    }

    /// Names of the command by how they were said: just so, as a part of a longer one, with a part that was not said, in part, not.
    fn exactly(&self, out: &mut Numbers) {
        let deed = self.deed;
        let mut names: Vec<&String> = Vec::new();
        for name in deed.targets.iter().chain(&deed.operands).chain(&deed.values) {
            if !names.contains(&name) && name.len() > 1 {
                names.push(name);
            }
        }
        let said = self.all.iter().flat_map(|a| &a.order).filter(|w| is_marked(w));
        let said: Vec<Vec<String>> = said.map(|w| pieces(w).collect()).collect();
        let kind = |name: &&String| {
            let own: Vec<String> = pieces(name).collect();
            if self.all.iter().any(|w| w.means(name)) {
                0
            } else if said.iter().any(|s| s.len() > own.len() && holds(s, &own)) {
                1
            } else if said.iter().any(|s| s.len() > 1 && s.len() < own.len() && holds(&own, s)) {
                2
            } else if own.iter().any(|p| is_telling(p) && self.all.iter().any(|w| w.has(p))) {
                3
            } else {
                4
            }
        };
        let kinds: Vec<usize> = names.iter().map(kind).collect();
        counted(&["named-just-so", "named-longer", "named-shorter", "named-partly", "not-named"], &kinds, out);
        let own: Vec<Vec<String>> = names.iter().map(|n| pieces(n).collect()).collect();
        for (words, names, [first, last]) in [
            (self.now, ["said-just-so", "said-in-longer", "said-with-more", "said-else"], ["said-first", "said-end"]),
            (self.last, ["last-just-so", "last-in-longer", "last-with-more", "last-else"], ["last-first", "last-end"]),
        ] {
            let kinds: Vec<usize> = words.order.iter().filter(|w| is_marked(w)).map(|w| kind_among(w, &own)).collect();
            counted(&names, &kinds, out);
            #[expect(clippy::cast_precision_loss, reason = "three at most")]
            let number = |kind: Option<&usize>| kind.map_or(-1.0, |k| *k as f32);
            out.extend([(first, number(kinds.first())), (last, number(kinds.last()))]);
        }
        self.softly(out);
    }

    /// In which order names stand, in both, and whether it was to be done gently.
    fn softly(&self, out: &mut Numbers) {
        let order: Vec<usize> = self.deed.operands.iter().filter_map(|n| self.now.place(n)).collect();
        let turned = order.windows(2).any(|w| matches!(w, [a, b] if a > b));
        out.push(("turned-round", flag(turned)));
        let soft = "gently graceful gracefully safe safely dry soft softly plain normal normally clean cleanly non-cascading merged";
        out.push(("says-soft", few(words_in(self.now, soft))));
    }

    /// Which options were said.
    fn options(&self, out: &mut Numbers) {
        let said = |o: &str| self.all.iter().any(|w| pieces(o).all(|p| w.has(&p)));
        let unsaid = |list: &str| self.deed.options.iter().filter(|o| is_in(list, o) && !said(o)).count();
        out.push(("harder", few(unsaid(HARDER))));
        out.push(("wider", few(unsaid(WIDER))));
        let forced = "force forced forcibly hard forcefully recursive recursively purge";
        out.push(("says-hard", few(words_in(self.now, forced))));
        let other = self.deed.options.iter().filter(|o| !is_in(HARDER, o) && !is_in(WIDER, o) && !is_in(QUIET, o));
        let (told, silent): (Vec<&String>, Vec<&String>) = other.partition(|o| said(o));
        out.extend([("options-said", few(told.len())), ("options-silent", few(silent.len()))]);
    }

    /// What was said that the command does not have.
    fn unused(&self, out: &mut Numbers) {
        let deed = self.deed;
        let marked = |w: &&String| is_marked(w);
        let plain = |w: &&String| w.len() > 2 && w.chars().all(char::is_alphabetic) && !is_known(w);
        for (words, [used, unused, partly, plain_used, plain_unused]) in [
            (self.now, ["marked-used", "marked-unused", "marked-partly", "plain-used", "plain-unused"]),
            (
                self.last,
                [
                    "marked-used-last",
                    "marked-unused-last",
                    "marked-partly-last",
                    "plain-used-last",
                    "plain-unused-last",
                ],
            ),
        ] {
            let (has, lacks): (Vec<&String>, Vec<&String>) =
                words.order.iter().filter(marked).partition(|w| deed.has(w));
            out.extend([(used, few(has.len())), (unused, few(lacks.len()))]);
            out.push((partly, few(has.iter().filter(|w| !deed.has_all(w)).count())));
            let (has, lacks): (Vec<&String>, Vec<&String>) =
                words.order.iter().filter(plain).partition(|w| deed.has(w));
            out.extend([(plain_used, few(has.len())), (plain_unused, few(lacks.len()))]);
        }
        let label = |w: &String| nouns::label(w).is_some();
        let said = |w: &String| self.all.iter().any(|a| a.parts.contains(w));
        out.push((
            "labels-absent",
            few(self.now.parts.iter().filter(|w| label(w) && !deed.parts.contains(*w)).count()),
        ));
        out.push(("labels-unsaid", few(deed.parts.iter().filter(|w| label(w) && !said(w)).count())));
        let mut parts = self.last_parts.iter().chain(&self.now_parts);
        let object = parts.find_map(|p| p.words.iter().skip(p.order()? + 1).find(|w| !is_in(PARTICLES, w)));
        out.push(("object", object.map_or(-1.0, |w| flag(deed.has(w)))));
        for (name, leads) in [
            ("behind-to", "to into onto becomes"),
            ("behind-from", "from off of"),
            ("behind-in", "in on at under inside within"),
            ("behind-instead", "instead than"),
            ("behind-not", "not keep leave except but without besides"),
            ("behind-called", "called named labelled tagged"),
        ] {
            out.push((name, self.behind(leads)));
        }
    }

    /// The last word behind one of these: 1 where the command has it, 0 where it does not, -1 where nothing is there.
    fn behind(&self, leads: &str) -> f32 {
        let order = &self.now.order;
        let skipped = "the a an of my our that this its it about only just one old";
        let found = order
            .iter()
            .rposition(|w| is_in(leads, w))
            .and_then(|at| order.iter().skip(at + 1).find(|w| !is_in(skipped, w)));
        found.map_or(-1.0, |w| flag(self.deed.has(w)))
    }

    fn asked(&self) -> Ops {
        self.deed.effects.iter().map(|(a, e)| asked_as(a, e)).filter(|o| *o != Ops(u64::MAX)).fold(Ops::NONE, Ops::or)
    }

    /// Whether what it does was said, and as what.
    fn operations(&self, out: &mut Numbers) {
        let asked = self.asked();
        let ops = |words: &Words| {
            words
                .order
                .iter()
                .filter_map(|w| words::of_word(w))
                .fold((Ops::NONE, Ops::NONE), |(any, base), (ops, form)| {
                    (any.or(ops), if form == Form::Base { base.or(ops) } else { base })
                })
        };
        let own = |w: &String| self.deed.actions.iter().any(|a| is_verb_of(w, a));
        let sibling = |w: &String| self.deed.actions.iter().any(|a| is_sibling(w, a));
        for (words, [any, base, other, literal, beside]) in [
            (self.now, ["op-now", "op-base-now", "op-other-now", "literal-now", "sibling-now"]),
            (self.last, ["op-last", "op-base-last", "op-other-last", "literal-last", "sibling-last"]),
        ] {
            let (of_any, of_base) = ops(words);
            out.extend([(any, flag(of_any.meets(asked))), (base, flag(of_base.meets(asked)))]);
            let strange =
                words.order.iter().filter(|w| is_base(w) && !words::of_base(w).meets(asked) && !own(w)).count();
            out.push((other, few(strange)));
            out.push((literal, few(words.order.iter().filter(|w| own(w)).count())));
            out.push((beside, few(words.order.iter().filter(|w| sibling(w)).count())));
        }
        let anywhere = self.all.iter().any(|w| ops(w).0.meets(asked));
        out.push(("op-any", flag(anywhere)));
        // The kinds of things.
        let kinds = self.deed.effects.iter().map(|(a, e)| nouns::of_effect(a, e)).fold(0, |all, k| all | k);
        let said = self.now.order.iter().map(|w| nouns::kinds(w)).filter(|k| *k != 0);
        let (met, other): (Vec<_>, Vec<_>) = said.partition(|k| k & kinds != 0);
        out.extend([("kind-met", few(met.len())), ("kind-other", few(other.len()))]);
        out.push(("kind-any", flag(kinds == nouns::Kinds::MAX)));
    }

    /// The same by the command's own words for what it does: to revert to a snapshot is not to remove it.
    fn own_operations(&self, out: &mut Numbers) {
        let own = self.own_ops();
        let meets = |ops: Option<Ops>| match ops {
            Some(ops) if !own.is_empty() => flag(ops.meets(own)),
            _ => -1.0,
        };
        for (parts, words, [any, order, literal]) in [
            (&self.now_parts, self.now, ["own-op-now", "own-op-order-now", "own-verb-order-now"]),
            (&self.last_parts, self.last, ["own-op-last", "own-op-order-last", "own-verb-order-last"]),
        ] {
            let said = words.order.iter().filter_map(|w| words::of_word(w)).map(|(o, _)| o).reduce(Ops::or);
            out.push((any, meets(said)));
            let verbs = || parts.iter().rev().filter_map(|p| p.words.get(p.order()?)).filter(|w| is_base(w));
            out.push((order, meets(verbs().next().map(|w| words::of_base(w)))));
            let is = |w: &String| self.deed.actions.iter().any(|a| is_verb_of(w, a));
            out.push((literal, verbs().next().map_or(-1.0, |w| flag(is(w)))));
        }
        let undone = |w: &&String| {
            ["un", "de", "dis", "re"]
                .iter()
                .filter_map(|p| w.strip_prefix(p))
                .map(|w| w.trim_start_matches('-'))
                .any(|rest| rest.len() > 2 && self.deed.parts.contains(rest))
                && !self.deed.parts.contains(*w)
        };
        out.push(("undone", few(self.now.order.iter().filter(undone).count())));
        let undoes = |w: &&String| {
            ["un", "de", "dis", "re"]
                .iter()
                .filter_map(|p| w.strip_prefix(p))
                .any(|rest| rest.len() > 2 && self.now.has(rest))
                && !self.now.has(w)
        };
        out.push(("undoes", few(self.deed.parts.iter().filter(undoes).count())));
        let mild = "archive inactive disable disabled lock locked suspend close pause hold freeze deactivate mute cordon detach stop apply \
                    untrack deprecate draft shutdown reboot restart retry rerun";
        let away = own.meets(Ops::DELETE.or(Ops::KILL));
        out.push(("milder", if away { few(words_in(self.now, mild)) } else { -1.0 }));
        out.push(("own-deletes", flag(own.meets(Ops::DELETE))));
    }

    /// What the words of the command say that it does.
    fn own_ops(&self) -> Ops {
        const FIRST: usize = 4;
        const STATEMENTS: &str = "delete drop truncate insert update alter create grant revoke rename";
        let heads = self.deed.actions.iter().flat_map(|a| {
            a.words.split_whitespace().skip(1).filter(|w| !w.starts_with('-')).take(FIRST).chain([a.program.as_str()])
        });
        let parts = heads.flat_map(|w| w.split(['-', '_', ':', '.', '/'])).map(str::to_lowercase);
        let statements = self.deed.parts.iter().filter(|p| is_in(STATEMENTS, p)).cloned();
        let methods = self.deed.actions.iter().map(|a| of_method(a)).fold(Ops::NONE, Ops::or);
        parts.chain(statements).map(|p| words::of_base(&p)).fold(methods, Ops::or)
    }

    /// How it was put.
    fn manner(&self, out: &mut Numbers) {
        out.push(("wide", few(words_in(self.now, WIDE))));
        out.push(("describes", few(words_in(self.now, DESCRIBES))));
        out.push(("wide-last", few(words_in(self.last, WIDE))));
        out.push(("here", few(words_in(self.last, "this that it these those them one ones"))));
        let count = self.now.order.iter().filter_map(|w| numeral(w)).find(|n| *n > 1);
        let fits = |n: usize| if n == self.deed.targets.len() || n == self.deed.operands.len() { 1.0 } else { -1.0 };
        out.push(("count", count.map_or(0.0, fits)));
        out.push(("turns", few(self.all.len())));
        out.push(("later", few(self.all.len().saturating_sub(1 + self.current))));
        out.push(("length", (1.0 + self.now.order.len() as f32).ln()));
        out.push(("length-last", (1.0 + self.last.order.len() as f32).ln()));
        let last = self.turns.last().copied().unwrap_or_default();
        out.push(("questions", few(last.matches('?').count())));
        out.push(("corrects", few(self.last.order.iter().take(4).filter(|w| is_in(CORRECTS, w)).count())));
        let yes = "yes yep yeah ok okay sure go do please right exactly confirmed correct";
        out.push(("agrees", few(self.last.order.iter().take(3).filter(|w| is_in(yes, w)).count())));
        let no = "no nope don't dont not never wait hold stop leave";
        out.push(("declines", few(self.last.order.iter().take(3).filter(|w| is_in(no, w)).count())));
    }

    /// What kind of clauses name the command's things, and of what kind those of the last turn are.
    fn clauses(&self, out: &mut Numbers) {
        let (now, last) = (&self.now_parts, &self.last_parts);
        let hits = |p: &&Part| p.words.iter().any(|w| !is_small(w) && self.deed.names(w));
        let asked = self.asked();
        let operates = |p: &&Part| {
            let meets = |w: &String| words::of_word(w).is_some_and(|(o, _)| o.meets(asked));
            p.words.iter().any(|w| meets(w) || self.deed.actions.iter().any(|a| is_verb_of(w, a)))
        };
        // Named as for edits, whose names end with them.
        let names = NAMES.iter().skip(NAMES.len() - 2 * FLAGS).copied();
        let sums = tally(now.iter().filter(hits)).into_iter().chain(tally(last.iter()));
        out.extend(names.zip(sums.map(few)));
        let ordered = |parts: &[Part]| parts.iter().filter(hits).filter(operates).filter(|p| p.flags()[0]).count();
        out.extend([("ordered-now", few(ordered(now))), ("ordered-last", few(ordered(last)))]);
        let does = |parts: &[Part]| parts.iter().filter(operates).filter(|p| p.flags()[0]).count();
        out.extend([("does-now", few(does(now))), ("does-last", few(does(last)))]);
        let spared = |p: &&Part| p.flags()[4] || p.flags()[9];
        let every: Vec<Part> = self.turns.iter().skip(self.current).flat_map(|t| Part::all(t)).collect();
        out.push(("spared-hit", few(every.iter().filter(spared).filter(hits).count())));
        let strange = |p: &&Part| {
            p.words.iter().any(|w| w.contains(|c: char| c.is_ascii_digit() || "-_/".contains(c)) && !self.deed.has(w))
        };
        out.push(("spared-else", few(every.iter().filter(spared).filter(strange).count())));
        let exact = |w: &String| !is_small(w) && self.deed.names.contains(&pieces(w).collect::<Vec<_>>());
        let exacts = |is: &dyn Fn(&Part) -> bool| {
            every.iter().filter(|p| is(p)).flat_map(|p| &p.words).filter(|w| exact(w)).count()
        };
        out.push(("spared-exact", few(exacts(&|p| spared(&p)))));
        out.push(("ordered-exact", few(exacts(&|p| p.flags()[0] && !spared(&p)))));
        let lost = |p: &&Part| p.flags()[0] && !spared(p) && strange(p);
        out.push(("ordered-else", few(every.iter().filter(lost).count())));
        out.push(("hits-now", few(now.iter().filter(hits).count())));
        out.push(("hits-last", few(last.iter().filter(hits).count())));
    }
}

fn words_in(words: &Words, list: &str) -> usize {
    words.order.iter().filter(|w| is_in(list, w)).count()
}

/// How many are of each kind.
fn counted(names: &[&'static str], kinds: &[usize], out: &mut Numbers) {
    let count = |kind: usize| few(kinds.iter().filter(|k| **k == kind).count());
    out.extend(names.iter().enumerate().map(|(kind, name)| (*name, count(kind))));
}

/// A word that tells one thing from another: it has digits or signs.
fn is_marked(word: &str) -> bool {
    let signs = |c: char| c.is_ascii_digit() || "-_./@:".contains(c);
    word.len() > 1 && word.contains(signs) && word.contains(char::is_alphanumeric)
}

/// A name that was said is one of these, a part of one, one with more, or none.
fn kind_among(word: &str, names: &[Vec<String>]) -> usize {
    let parts: Vec<String> = pieces(word).collect();
    if names.contains(&parts) {
        0
    } else if names.iter().any(|n| n.len() > parts.len() && holds(n, &parts)) {
        1
    } else if names.iter().any(|n| n.len() < parts.len() && holds(&parts, n)) {
        2
    } else {
        3
    }
}

/// The parts stand in these, one behind the other.
fn holds(all: &[String], parts: &[String]) -> bool {
    !parts.is_empty() && all.windows(parts.len()).any(|w| w == parts)
}

/// The least, the most and the mean; -1 where there is nothing.
fn range(values: impl Iterator<Item = f32>) -> [f32; 3] {
    let values: Vec<f32> = values.collect();
    if values.is_empty() {
        return [-1.0; 3];
    }
    let least = values.iter().copied().fold(f32::MAX, f32::min);
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    [least, most, values.iter().sum::<f32>() / values.len() as f32]
}

/// How far a name was said: whole, or how many of its parts.
fn named(words: &[&Words], name: &str) -> f32 {
    if words.iter().any(|w| w.means(name)) {
        return 1.0;
    }
    let parts: Vec<String> = pieces(name).filter(|p| is_telling(p)).collect();
    let said = |p: &String| words.iter().any(|w| w.has(p) || w.has(stem(p)));
    if parts.is_empty() { 0.5 } else { 0.8 * share(&parts, said) }
}

/// The same, where a word within another one counts, too.
fn fuzzy(words: &[&Words], name: &str) -> f32 {
    const LEAST: usize = 4;
    let alike = |p: &String| {
        let like = |w: &String| {
            w.len() >= LEAST
                && p.len() >= LEAST
                && (p.contains(w.as_str())
                    || w.contains(p.as_str())
                    || w.as_bytes().get(..LEAST) == p.as_bytes().get(..LEAST))
        };
        words.iter().any(|a| a.has(p) || a.has(stem(p)) || a.parts.iter().any(like))
    };
    let parts: Vec<String> = pieces(name).filter(|p| is_telling(p)).collect();
    named(words, name).max(0.6 * share(&parts, alike))
}

/// The last part of a path or an address.
fn tail(name: &str) -> &str {
    let name = name.trim_end_matches('/');
    name.rsplit(['/', ':']).next().unwrap_or(name)
}

/// A part of a name that says which one it is.
fn is_telling(part: &str) -> bool {
    (part.len() > 1 || part.bytes().all(|b| b.is_ascii_digit()))
        && !is_in(LANGUAGE, part)
        && !matches!(part, "origin" | "refs" | "heads")
}

/// A word of any sentence, of orders, or of a kind of clause.
fn is_known(w: &str) -> bool {
    is_small(w)
        || KINDS.iter().any(|k| is_in(k, w))
        || is_in(OPENERS, w)
        || is_in(PARTICLES, w)
        || is_in(VERBS, w)
        || is_base(w)
        || nouns::kinds(w) != 0
        || edit::FRAMES.contains(&w)
}

fn with_stems(parts: impl Iterator<Item = String>) -> BTreeSet<String> {
    parts.flat_map(|p| [stem(&p).to_owned(), p]).collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| "([{<>}])\"'`,;!…“”‘’«»".contains(c))
}

fn share<T>(of: &[T], is: impl Fn(&T) -> bool) -> f32 {
    if of.is_empty() { -1.0 } else { of.iter().filter(|x| is(x)).count() as f32 / of.len() as f32 }
}

#[cfg(test)]
mod tests {
    use automode_model::Span;

    use super::*;

    fn of(words: &str, command: &str) -> Numbers {
        let program = command.split(' ').next().unwrap().to_owned();
        let action = Action { words: command.into(), program, span: Span::default(), effects: Vec::new() };
        aligned(&[words.to_owned()], command, &[action]).unwrap()
    }

    fn number(words: &str, command: &str, name: &str) -> f32 {
        of(words, command).into_iter().find(|(n, _)| *n == name).unwrap().1
    }

    #[test]
    fn the_numbers_stand_in_one_order() {
        let names = |words: &str, command: &str| of(words, command).into_iter().map(|(n, _)| n).collect::<Vec<_>>();
        let some = names("drop pod a-1, keep b-2", "kubectl delete pod a-1 -n shop");
        assert_eq!(some, names("hm", "true"));
        let mut once = some.clone();
        once.sort_unstable();
        once.dedup();
        assert!(once.len() == some.len() && some.len() < 250, "{}", some.len());
    }

    #[test]
    fn names_are_told_by_how_they_were_said() {
        let command = "git push origin --delete fix/login-2";
        assert!(number("delete fix/login-2 on origin", command, "not-named") < 1.0);
        assert!(number("delete fix/login-2-old on origin", command, "named-longer") > 0.0);
        assert!(number("delete fix/login on origin", command, "named-shorter") > 0.0);
        assert!(number("delete fix/login-2, leave web-7 alone", command, "spared-exact") < 1.0);
        assert!(number("leave fix/login-2 alone", command, "spared-exact") > 0.0);
    }
}
