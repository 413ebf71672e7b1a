//! Whether an edit of a file of data changes just what some clause of the user's asks for: each entry that goes was named, each
//! value that is set was said or is what the operation means, and each belongs to what was named. Whatever else it changes goes
//! further than the words. Called by `Wishes` with the steps of the edit.

use automode_model::EnvLabel;

use super::bind::{self, Name};
use super::gist::{self, Clause, Heard, Stance, Want};
use super::nouns;
use super::token::{Kind, Token};
use super::words::Ops;
use crate::decide::entries::steps::{Step, Steps};

/// How an edit stands to the words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Fit {
    /// Each step was asked for, the last by this clause, counted among all.
    All(usize),
    /// Something was asked for of it, and it changes more.
    More(usize),
    /// Nothing of it was.
    #[default]
    None,
}

/// Holds the steps of an edit against all clauses.
pub(super) fn fit(heard: &Heard, edit: &Steps) -> Fit {
    let (mut asked, mut beyond) = (None, false);
    for step in &edit.steps {
        let found = heard.wants.iter().rev().find_map(|want| {
            let clause = heard.clause(want)?;
            let one = One { want, clause, said: &heard.said, edit, step };
            (one.is_asked() && !heard.limits().any(|l| one.is_limited(l))).then_some(want.clause)
        });
        match found {
            Some(clause) => asked = Some(clause),
            None => beyond = true,
        }
    }
    match asked {
        Some(clause) if !beyond => Fit::All(clause),
        Some(clause) => Fit::More(clause),
        None => Fit::None,
    }
}

/// All that the last prompt asks for is named, this among it: no task that leaves its steps to whoever does it.
pub(super) fn is_particular(all: &[Clause], clause: &Clause) -> bool {
    let last = all.last().map(|c| c.turn);
    let mut now = all.iter().filter(|c| Some(c.turn) == last && c.stance == Stance::Asks);
    Some(clause.turn) == last && now.all(|c| c.names() > 0 || c.sentence == clause.sentence)
}

/// One step against one request.
struct One<'a> {
    want: &'a Want,
    clause: &'a Clause,
    said: &'a [Token],
    edit: &'a Steps,
    step: &'a Step,
}

impl One<'_> {
    fn is_asked(&self) -> bool {
        let (old, new) = (self.step.old.is_empty(), self.step.new.is_empty());
        let ops = self.want.ask.ops;
        let fits = match (old, new) {
            (false, true) => ops.meets(AWAY) && self.goes(),
            (false, false) => ops.meets(CHANGES) && self.owned() && self.step.new.iter().all(|v| self.becomes(v)),
            (true, false) => ops.meets(ADDS) && self.step.new.iter().all(|v| self.says(v)),
            (true, true) => false,
        };
        fits && self.is_here()
    }

    /// What goes is named: the line by its key or by a name in it, each item of a list by itself; and its list, where another
    /// one has it, too.
    fn goes(&self) -> bool {
        let named = |w: &String| self.names(w);
        let unit = self.step.old.contains(&self.step.key);
        let all = if unit { named(&self.step.key) || self.names_line() } else { self.step.old.iter().all(named) };
        let list = (!unit).then_some(&self.step.key);
        all && (!self.step.again || self.step.owners.iter().chain(list).any(|o| self.says(o)))
    }

    /// Of a line whose first word is no name of its own (a time, a kind), a name in it.
    fn names_line(&self) -> bool {
        let first = self.step.key.as_str();
        let plain = first.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'*' | b'/'))
            || matches!(first, "name" | "id" | "key" | "v");
        plain && self.step.old.iter().skip(1).any(|w| w.len() > 2 && self.names(w))
    }

    /// What the value belongs to was named: the names of its entry, or its key and what that stands in.
    fn owned(&self) -> bool {
        let step = self.step;
        if !step.names.is_empty() {
            return step.names.iter().any(|n| self.names(n));
        }
        let named = step.owners.iter().position(|o| self.names(o));
        let loose = |o: &String| {
            !is_marked(o)
                && (is_property(o)
                    || nouns::kinds(&o.to_lowercase()) != 0
                    || FRAMES.contains(&o.to_lowercase().as_str())
                    || self.in_path(o))
        };
        let reached = |at: usize| step.owners.iter().take(at).all(loose);
        match named {
            Some(at) => reached(at),
            None if self.names(&step.key) || step.owners.is_empty() && self.says(&step.key) => {
                reached(step.owners.len()) && (!is_property(&step.key) || self.names_file() || self.stem_is_named())
            }
            None => self.stem_is_named() && reached(step.owners.len()),
        }
    }

    /// The word is a part of the file's path.
    fn in_path(&self, word: &str) -> bool {
        let one = |w: &str| w.trim_end_matches('s').to_lowercase();
        within_home(&self.edit.path).split(['/', '.', '-', '_']).any(|p| one(p) == one(word))
    }

    /// The value was said, or is what the operation means.
    fn becomes(&self, value: &str) -> bool {
        let lower = value.to_lowercase();
        let verb = self.want.ask.verb.as_str();
        let on = matches!(lower.as_str(), "true" | "on" | "yes" | "enabled" | "active" | "running" | "1");
        let off = matches!(lower.as_str(), "false" | "off" | "no" | "disabled" | "inactive" | "stopped" | "0" | "null");
        let turned = is_negative(&self.step.key);
        let ops = self.want.ask.ops;
        let stops = ops.meets(Ops::STOP.or(Ops::KILL).or(Ops::WEAKEN)) && !ops.meets(Ops::START.or(Ops::RESTART));
        let starts = ops.meets(Ops::START) && !ops.meets(Ops::STOP);
        let told = self.said_value(&lower);
        if told {
            return true;
        }
        if self.any_value_said() {
            return false;
        }
        stops && (off && !turned || on && turned) || starts && (on && !turned || off && turned) || of_verb(verb, &lower)
    }

    /// The words have this value.
    fn said_value(&self, value: &str) -> bool {
        self.want.about().iter().any(|t| t.kind != Kind::Quote && (t.lower == value || number(&t.lower) == Some(value)))
    }

    /// The words say what it is to become: another value is not meant.
    fn any_value_said(&self) -> bool {
        let t = &self.want.about();
        t.windows(2).any(|p| matches!(p, [a, b] if matches!(a.word(), "to" | "as") && b.kind != Kind::Mark && !b.text.contains(['/', '.'])))
    }

    /// The file is the one that was said, or where the words say none, one whose name they have; of the environment that was said.
    fn is_here(&self) -> bool {
        let label = |text: &str| {
            within_home(text).to_lowercase().split(|c: char| !c.is_alphanumeric()).rev().find_map(nouns::label)
        };
        let own = label(&self.edit.path);
        let said: Vec<EnvLabel> = self.want.about().iter().filter_map(|t| nouns::label(t.word())).collect();
        let named = self.names_file();
        let other = !named && self.said.iter().any(is_file);
        let place = match own {
            Some(own) if !named => said.contains(&own) || self.said.iter().any(|t| nouns::label(t.word()) == Some(own)),
            Some(own) => said.is_empty() || said.contains(&own),
            None => true,
        };
        let known = || {
            let parts = within_home(&self.edit.path).split(['/', '.', '-', '_']).filter(|p| p.len() > 2);
            let parts: Vec<String> = parts.map(|p| p.trim_end_matches('s').to_lowercase()).collect();
            self.said.iter().any(|t| parts.iter().any(|p| t.lower.trim_end_matches('s') == p)) || self.stem_is_named()
        };
        place && !other && (named || known())
    }

    fn names_file(&self) -> bool {
        let name = Name::Path { resolved: self.edit.path.clone(), given: self.edit.path.clone() };
        self.said
            .iter()
            .any(|t| t.kind != Kind::Quote && bind::parts(t).any(|p| bind::same(&name, p.trim_end_matches(':'))))
    }

    /// `deployment report-worker` for `k8s/staging/report-worker.yaml`.
    fn stem_is_named(&self) -> bool {
        let file = self.edit.path.rsplit('/').next().unwrap_or("");
        let stem = file.rsplit_once('.').map_or(file, |(s, _)| s);
        is_marked(stem) && self.names(stem)
    }

    /// The request has this name.
    fn names(&self, name: &str) -> bool {
        has(self.want.about(), name)
    }

    /// The word was said at all in this request, or as a part of a name.
    fn says(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        self.names(word)
            || self.want.about().iter().any(|t| t.lower.trim_end_matches('s') == lower.trim_end_matches('s'))
    }

    /// A limit that was set in the same prompt or later, and that has a name of this.
    fn is_limited(&self, limit: &Clause) -> bool {
        if limit.asked || limit.turn < self.clause.turn {
            return false;
        }
        if limit.whole {
            return limit.sentence > self.clause.sentence;
        }
        let tokens: Vec<Token> = limit.tokens().cloned().collect();
        let touched = |w: &String| w.len() > 1 && has(&tokens, w) && !is_property(w);
        let step = self.step;
        let hit = touched(&step.key)
            || step.names.iter().chain(step.owners.iter().take(1)).any(touched)
            || step.old.iter().any(touched);
        let nothing = !tokens
            .iter()
            .any(|t| !gist::is_small(t) && !gist::is_limit(t.word()) && super::words::of_word(t.word()).is_none());
        let rest =
            tokens.iter().any(|t| matches!(t.word(), "else" | "other" | "others" | "rest" | "everything" | "nothing"));
        hit || nothing && !rest && !self.clause.words.is_empty() && limit.sentence != self.clause.sentence
    }
}

/// By which operations something may be taken out of a file.
const AWAY: Ops = Ops::DELETE.or(Ops::GRANT).or(Ops::CLEAN);

/// By which a value may be set.
const CHANGES: Ops = Ops::EDIT
    .or(Ops::CONFIG)
    .or(Ops::SECRET)
    .or(Ops::STOP)
    .or(Ops::KILL)
    .or(Ops::START)
    .or(Ops::RESTART)
    .or(Ops::APPLY)
    .or(Ops::WEAKEN)
    .or(Ops::GRANT)
    .or(Ops::INSTALL)
    .or(Ops::DEPLOY)
    .or(Ops::DISCARD)
    .or(Ops::MOVE)
    .or(Ops::SEND)
    .or(Ops::SCHEDULE);

/// By which something may be added.
const ADDS: Ops = Ops::CREATE.or(Ops::EDIT).or(Ops::GRANT).or(Ops::INSTALL).or(Ops::CONFIG).or(Ops::MOVE);

/// The words have this name as one of theirs, alone or as a part: `base:1.8` for `1.8`.
fn has(tokens: &[Token], name: &str) -> bool {
    let lower = name.to_lowercase();
    let short = lower.len() < 2;
    tokens.iter().filter(|t| t.kind != Kind::Quote).any(|t| {
        let said = t.lower.trim_end_matches("'s");
        said == lower
            || !short && bind::parts(t).any(|p| bind::same(&Name::Text(name.to_owned()), p))
            || !short && is_marked(said) && said.split([':', '@', '/', '=']).any(|p| p == lower)
            || is_marked(&lower) && lower.split([':', '@', '/']).any(|p| p == said && is_marked(p))
            || lower.split_once(':').is_some_and(|(_, p)| p == said && p.len() > 2)
    })
}

/// A path without the folders that lead to somebody's home.
fn within_home(path: &str) -> &str {
    let rest = path.strip_prefix("/home/").or_else(|| path.strip_prefix("/Users/"));
    rest.and_then(|r| r.split_once('/')).map_or(path, |(_, inner)| inner)
}

/// A word that is no plain word of the language.
fn is_marked(word: &str) -> bool {
    word.len() > 1 && word.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/' | '@' | ':'))
}

/// A path or the name of a file.
fn is_file(t: &Token) -> bool {
    let ext = t.lower.rsplit_once('.').map_or("", |(_, e)| e);
    t.kind != Kind::Quote
        && matches!(
            ext,
            "json"
                | "yaml"
                | "yml"
                | "toml"
                | "ini"
                | "conf"
                | "cfg"
                | "csv"
                | "tsv"
                | "tfvars"
                | "txt"
                | "zone"
                | "tf"
                | "properties"
        )
}

/// A key that says in which state something is, whatever it is.
fn is_property(key: &str) -> bool {
    const PROPERTIES: &[&str] = &[
        "state",
        "status",
        "phase",
        "enabled",
        "active",
        "replicas",
        "desired",
        "paused",
        "is_paused",
        "suspended",
        "suspend",
        "disabled",
        "frozen",
        "locked",
        "role",
        "tag",
        "version",
        "image",
        "ttl",
        "value",
        "count",
        "rollout",
        "archived",
        "type",
        "level",
        "size",
        "min",
        "max",
        "schedule",
        "owner",
        "keep",
        "limit",
    ];
    PROPERTIES.contains(&key.to_lowercase().as_str())
}

/// Keys that only hold others.
const FRAMES: &[&str] = &[
    "spec",
    "metadata",
    "settings",
    "config",
    "data",
    "env",
    "options",
    "params",
    "features",
    "flags",
    "limits",
    "resources",
    "defaults",
    "properties",
    "values",
    "global",
    "items",
    "list",
];

/// A key whose truth means that something does not run.
fn is_negative(key: &str) -> bool {
    let lower = key.to_lowercase();
    [
        "paus",
        "suspend",
        "disab",
        "frozen",
        "freeze",
        "lock",
        "stop",
        "archiv",
        "deprecat",
        "hidden",
        "skip",
        "block",
        "revok",
        "expired",
        "maintenance",
        "mute",
        "silence",
        "drain",
    ]
    .iter()
    .any(|n| lower.contains(n))
}

/// `archive` makes `archived`, `cancel` `cancelled`.
fn of_verb(verb: &str, value: &str) -> bool {
    let stem = verb.trim_end_matches('e');
    let same = |v: &str| {
        v.strip_suffix("ed").is_some_and(|s| {
            s == stem || s.trim_end_matches(|c| stem.ends_with(c)) == stem.trim_end_matches(|c| stem.ends_with(c))
        })
    };
    verb.len() > 2 && same(value)
        || matches!(
            (verb, value),
            ("freeze", "frozen")
                | ("cancel" | "abort" | "kill", "cancelled" | "canceled" | "terminated" | "killed" | "aborted")
        )
        || matches!((verb, value), ("stop" | "halt" | "terminate" | "end", "stopped" | "terminated" | "ended"))
}

/// A numeral as a figure.
fn number(word: &str) -> Option<&'static str> {
    Some(match word {
        "zero" => "0",
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "ten" => "10",
        _ => return None,
    })
}
