//! The strongest evidence that words give: the request names the operation of the command, and each word by which the command
//! says what it hits stands in it. Whatever the tool is, and however little is known of what it does: nothing but what was said
//! is in the command. Called by `authorize` where the readings of sentences found no answer.

use automode_model::{Action, Category, Certainty, Effect, Target, Verb};

use super::Wishes;
use super::against::{self, Grant};
use super::asked::asked_as;
use super::bind;
use super::bounds;
use super::deed::Deed;
use super::gist::{Clause, is_small};
use super::heard::Want;
use super::nouns;
use super::token::{Kind, Token};
use super::words::{self, Ops};
use crate::decide::whereabouts;

/// Longer commands are no plain ones.
const MOST_WORDS: usize = 24;

/// Words in front of which nothing but the path of a subcommand stands: `compute instances delete`.
const HEAD: usize = 4;

/// A plain command: what it does, of what kind its things are, what they are called, and how else it is told to do it.
#[derive(Default)]
struct Plain<'a> {
    ops: Vec<&'a str>,
    kinds: Vec<&'a str>,
    names: Vec<&'a str>,
    places: Vec<&'a str>,
    flags: Vec<&'a str>,
    /// How many of the names stand before the operation: they may be groups of commands.
    before: usize,
}

impl Wishes {
    /// The request that recites this command, and that no other clause limits.
    #[must_use]
    pub fn recital(&self, action: &Action, effect: &Effect) -> Option<&str> {
        let own = matches!(effect.verb, Verb::Run | Verb::RunCode | Verb::RunRemote | Verb::Elevate | Verb::RemoteExec);
        let git = matches!(effect.verb, Verb::VcsForcePush | Verb::VcsPush | Verb::VcsDeleteRemote);
        if own || git || matches!(effect.target, Target::Path(_) | Target::Url { .. }) {
            return None;
        }
        let plain = Plain::of(action)?;
        let command = &*self.command_of(action);
        if command.is_too_long() {
            return None;
        }
        let heard = &self.heard;
        let deed =
            Deed::new((action, effect), command, plain.all_ops().or(asked_as(action, effect)), heard, &heard.said);
        // What was said after a request may be about it, in words that are not understood.
        let last = heard.clauses.last().map(|c| c.turn);
        let found = heard.wants.iter().rev().find(|w| Some(w.ask.turn) == last && plain.is_in(w, &deed))?;
        let clause = heard.clause(found)?;
        let limited = |l: &Clause| !std::ptr::eq(l, clause) && deed.limited(l, clause);
        let speaks = against::speaks(heard, Grant::from(clause), action, effect, command);
        (!speaks && !heard.limits().any(limited)).then_some(clause.words.as_str())
    }
}

impl<'a> Plain<'a> {
    fn of(action: &'a Action) -> Option<Self> {
        let odd = |w: &&str| w.contains(['…', '$', '`', '(', ')', '<', '>', '|', ';', '*', '?', '{', '}', '&']);
        let words: Vec<&str> = action.words.split_whitespace().skip(1).collect();
        if words.is_empty() || words.len() > MOST_WORDS || words.iter().any(odd) || action.program.contains('/') {
            return None;
        }
        let mut plain = Self::default();
        let places = whereabouts::Places::of(action);
        let mut option = "";
        for (at, word) in words.iter().enumerate() {
            let of = std::mem::take(&mut option);
            if places.has(word) {
                plain.places.push(word);
                plain.flags.pop();
                continue;
            }
            if let Some(name) = word.strip_prefix('-') {
                let (name, value) = name.split_once('=').map_or((name, None), |(n, v)| (n, Some(v)));
                match value {
                    Some(value) if places.has(value) => plain.places.push(value),
                    Some(value) => plain.value(name, value),
                    None => {
                        plain.flags.push(word);
                        option = word;
                    }
                }
                continue;
            }
            match word.split_once('=') {
                Some((key, value)) if is_word(key) => plain.value(key, value),
                _ => plain.word(word, at < HEAD && of.is_empty()),
            }
            // An option with a value is told by it.
            if !of.is_empty() && plain.names.last() == Some(word) && of.starts_with("--") {
                plain.flags.pop();
            }
        }
        let all = plain.names.iter().any(|n| matches!(*n, "all" | "everything" | "any"));
        (!plain.names.is_empty() && !all).then_some(plain)
    }

    /// A word: of the path that leads to what is done, or a name.
    fn word(&mut self, word: &'a str, head: bool) {
        let parts = || word.split(['-', '_', ':', '.']).filter(|p| !p.is_empty());
        let plain = is_word(word) && word.bytes().all(|b| !b.is_ascii_uppercase());
        // Behind the operation a word with a dash is a name, whatever it is made of.
        let next = head && self.names.len() == self.before && !word.contains('-');
        if plain && (next || self.ops.is_empty()) && parts().any(does) {
            self.before = self.before.max(self.names.len());
            self.ops.extend(parts().filter(|p| does(p)));
            self.kinds.extend(parts().filter(|p| !does(p)));
        } else if plain && head && is_kind(word) {
            self.kinds.push(word);
        } else {
            self.names.push(word);
        }
    }

    /// `--replicas=0`, `State=DRAIN`, `name=web-1`.
    fn value(&mut self, key: &'a str, value: &'a str) {
        let lower = value.to_lowercase();
        if lower != value && does(&lower) || does(value) && self.names.is_empty() {
            self.ops.push(value);
        } else if !matches!(key, "-output" | "o" | "-format") {
            self.names.push(value);
        }
    }

    fn all_ops(&self) -> Ops {
        self.ops.iter().map(|w| op_of(w)).fold(Ops::NONE, Ops::or)
    }

    /// The request has each word of it.
    fn is_in(&self, want: &Want, deed: &Deed<'_>) -> bool {
        let want = &whole_quotes(want, deed);
        let ask = &want.ask;
        let about = want.about();
        let known = !matches!(deed.effect.certainty, Certainty::Unknown(_));
        let asked = known && asked_as(deed.action, deed.effect).meets(ask.ops);
        // What an `update` does is told by what it is given.
        let sets = known && ask.ops.meets(Ops::APPLY.or(Ops::EDIT).or(Ops::CONFIG));
        let means = |op: &&str| {
            let op = op.to_lowercase();
            asked
                || sets && matches!(op.as_str(), "update" | "set" | "put" | "modify" | "patch" | "edit")
                || ask.verb == op
                || op_of(&op).meets(ask.ops)
                || deed.heard.wants.iter().any(|w| w.ask.verb == op)
        };
        // Of what a client sends the statement says what is done, and not its name.
        let client = deed.action.is_of(Category::Database);
        let does = asked || !self.ops.is_empty() || !client && ask.verb == deed.action.program;
        let head = self.own_words(about, deed);
        let kind = |k: &&str| head.iter().any(|t| same_kind(t.word(), k));
        let says = |name: &str| is_said(name, about) || is_said(name, &want.aside);
        let there = |place: &&str| is_said(place, deed.said);
        let meant = |name: &&str| is_said(name, head);
        let used = |at: usize| !bounds::is_name(head, at) || head.get(at).is_some_and(|t| deed.in_command(t));
        // What nobody knows is the tool that was spoken of, and told nothing that was not.
        let sure = known;
        let known = known || self.is_tool_said(deed);
        !ask.conditional
            && ask.except.is_empty()
            && does
            && self.ops.iter().all(means)
            && (self.kinds.is_empty() || self.kinds.iter().any(kind))
            && self.names.iter().enumerate().all(|(at, name)| says(name) || at < self.before && is_group(name))
            && self.places.iter().all(there)
            && self.names.iter().any(meant)
            && (0..head.len()).all(used)
            && known
            && self.flags.iter().all(|f| is_quiet_flag(f) || sure && !is_wider(f) || is_flag_said(f, deed.said))
            && !deed.is_other(ask, want)
            && bounds::keeps_width(deed.said, deed.action)
            && deed.all_used(about)
    }

    /// What is meant, without where it is or what it belongs to: `the crontab of user deploy` is the crontab, where the command
    /// is one of crontabs.
    fn own_words<'t>(&self, about: &'t [Token], deed: &Deed<'_>) -> &'t [Token] {
        let place =
            |t: &Token| matches!(t.word(), "of" | "from" | "in" | "on" | "for" | "at" | "inside" | "within" | "under");
        let first = about.iter().position(place).filter(|at| *at > 0);
        let head = first.map_or(about, |at| about.get(..at).unwrap_or_default());
        let named = (0..head.len()).any(|at| bounds::is_name(head, at)) || self.names.iter().any(|n| is_said(n, head));
        let here = |t: &Token| {
            is_small(t) || bounds::is_vague(t) || deed.action.program == t.word() || deed.command.has(&t.lower)
        };
        if named || !head.iter().all(here) { head } else { about }
    }

    fn is_tool_said(&self, deed: &Deed<'_>) -> bool {
        const SHORTEST: usize = 2;
        let program = deed.action.program.to_lowercase();
        let one = |t: &Token| {
            t.lower.len() >= SHORTEST
                && (program.starts_with(t.lower.as_str())
                    || t.lower.starts_with(program.as_str())
                    || nouns::is_tool(t.word(), &program))
        };
        // Or one that another program starts: `kubectl argo rollouts`.
        deed.said.iter().any(one) || self.names.iter().take(self.before).any(|n| is_said(n, deed.said))
    }
}

/// Quoted words that the command has are names.
fn whole_quotes(want: &Want, deed: &Deed<'_>) -> Want {
    let mut want = want.clone();
    for t in want.ask.object.iter_mut().filter(|t| t.kind == Kind::Quote) {
        if t.lower.split_whitespace().all(|w| deed.command.has(w)) {
            t.kind = Kind::Name;
        }
    }
    want
}

/// A word in front of the operation that no label of an environment is: `aws emr`, `argo rollouts`.
fn is_group(word: &str) -> bool {
    is_word(word) && nouns::label(word).is_none() && word.bytes().all(|b| !b.is_ascii_uppercase())
}

/// Short options that take all that is below, and long ones that say so.
fn is_wider(flag: &str) -> bool {
    match flag.strip_prefix("--") {
        Some(long) => {
            !long.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                || long.split('-').any(|p| {
                    matches!(
                        p,
                        "all"
                            | "recursive"
                            | "cascade"
                            | "purge"
                            | "prune"
                            | "volumes"
                            | "delete"
                            | "remove"
                            | "skip"
                            | "no"
                            | "every"
                            | "any"
                    )
                })
        }
        None => flag.contains(['a', 'A', 'R', 'r']),
    }
}

/// A word for an operation. What is stopped is there again, what is ended is not.
pub(super) fn op_of(word: &str) -> Ops {
    match words::of_base(&word.to_lowercase()) {
        ops if ops.meets(Ops::KILL) => Ops::KILL,
        ops => ops,
    }
}

fn does(word: &str) -> bool {
    const LOOKS: Ops = Ops::READ;
    let ops = words::of_base(word);
    !ops.is_empty() && ops != LOOKS && nouns::resource(word) == 0
}

fn is_kind(word: &str) -> bool {
    nouns::kinds(word) != 0 || nouns::resource(word) != 0
}

fn same_kind(said: &str, done: &str) -> bool {
    nouns::stem(said) == nouns::stem(done) || nouns::object(said).is_some_and(|o| nouns::object(done) == Some(o))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b':' | b'.'))
}

/// The name was said, whole or in its parts.
pub(super) fn is_said(name: &str, tokens: &[Token]) -> bool {
    let one = |part: &str| {
        let name = bind::Name::Text(part.to_owned());
        tokens.iter().any(|t| t.kind != Kind::Quote && bind::parts(t).any(|p| bind::same(&name, p)))
            || tokens
                .iter()
                .any(|t| t.kind == Kind::Name && t.lower.split_whitespace().any(|w| w == part.to_lowercase()))
    };
    let parts = || name.split(['/', ':', '@', ',']).filter(|p| !p.is_empty());
    one(name) || parts().count() > 1 && parts().all(|p| one(p) || is_kind(p) || nouns::is_tool(p, p) && p == "docker")
}

/// Options that only say how it is done.
pub(super) fn is_quiet_flag(flag: &str) -> bool {
    const LONG: &[&str] = &[
        "yes",
        "force",
        "quiet",
        "wait",
        "no-wait",
        "auto-approve",
        "non-interactive",
        "no-input",
        "noinput",
        "no-prompt",
        "batch",
        "verbose",
        "assume-yes",
        "force-yes",
        "json",
        "no-color",
        "confirm",
        "now",
        "async",
        "interactive",
    ];
    const SHORT: &str = "yfqvi";
    match flag.strip_prefix("--") {
        Some(long) => LONG.contains(&long),
        None => {
            let short = flag.trim_start_matches('-');
            LONG.contains(&short) || short.len() < 3 && short.chars().all(|c| SHORT.contains(c))
        }
    }
}

/// `--skip-final-snapshot` of `no final snapshot`: each word of the option, but for those that say no.
pub(super) fn is_flag_said(flag: &str, tokens: &[Token]) -> bool {
    let mut parts =
        flag.trim_start_matches('-').split('-').filter(|p| !matches!(*p, "skip" | "no" | "with" | "name" | "id"));
    flag.starts_with('-')
        && !flag.contains("all")
        && parts.clone().next().is_some()
        && parts.all(|p| tokens.iter().any(|t| nouns::stem(t.word()) == nouns::stem(p)))
}
