//! Whether a request and a command account for each other, word by word: each word by which the command says what it hits stands
//! in the request, and each name of the request stands in the command. However the sentence is built and whatever the command's
//! kind, that is the strongest evidence there is; and what one of the two names and the other does not speaks against any reading.
//! `deed` asks for the first, `against` for the second.

use automode_model::{Action, Category, Effect, Target, Verb};

use super::address::is_collection;
use super::bind;
use super::bounds;
use super::command::Command;
use super::deed::Deed;
use super::gist::{self, Clause, Stance};
use super::heard::{self, Heard, Want};
use super::mismatch;
use super::nouns;
use super::points::range_of;
use super::token::{Kind, Token};
use super::words::{self, Ops};
use crate::decide::entries::ENTRY;
use crate::decide::whereabouts::Places;

/// Options whose value says how, or why, and not what.
const HOW: &[&str] = &[
    "-o",
    "--output",
    "--format",
    "-m",
    "--message",
    "--reason",
    "--comment",
    "--description",
    "--timeout",
    "--wait",
    "--query",
    "--auth-mode",
    "--grace-period",
    "--api-key",
    "--source",
    "-e",
    "--eval",
    "--loglevel",
    "--verbosity",
    "--retries",
];

/// Words of queries that pick nothing by themselves.
const GRAMMAR: &[&str] = &[
    "table",
    "tables",
    "database",
    "schema",
    "from",
    "on",
    "to",
    "user",
    "role",
    "column",
    "index",
    "view",
    "with",
    "alter",
    "query",
    "set",
    "where",
    "and",
    "in",
    "warehouse",
    "select",
    "privileges",
    "logs",
    "binary",
    "if",
    "exists",
    "force",
    "flushdb",
    "processlist",
    "sql",
    "client",
];

impl Deed<'_> {
    /// Each word by which the command says what it hits is one of the request, and each name of the request is in it.
    pub(super) fn is_accounted(&self, want: &Want) -> bool {
        let about = want.about();
        if matches!(self.effect.target, Target::Path(_) | Target::Named { kind: ENTRY, .. })
            || bounds::words_of(self.action).any(|w| w == "all" || w.contains(['{', '$', '*', '…']))
            || self.command.text.contains("xargs")
            || self.effect.target.text().contains(['*', '…', '$'])
            || matches!(self.effect.verb, Verb::RemoteExec)
        {
            return false;
        }
        let said = self.said_by(want);
        let hit = hits(self.action);
        let names = (0..about.len()).filter(|at| bounds::is_name(about, *at)).count();
        (names > 0 || about.iter().all(|t| self.is_plainly_there(t)))
            && !hit.is_empty()
            && hit.iter().any(|w| about.iter().any(|t| says(std::slice::from_ref(t), w)))
            && hit.iter().all(|w| says(&said, w))
            && (0..about.len())
                .filter(|at| bounds::is_name(about, *at))
                .all(|at| about.get(at).is_some_and(|t| self.is_there(t)))
            && self.has_head(about)
            && !(0..about.len()).any(|at| bounds::is_name(about, at) && self.is_part(about, at))
    }

    /// `delete x logs`: a kind of thing behind the name that the command does not speak of.
    fn is_part(&self, about: &[Token], at: usize) -> bool {
        about.get(at + 1).is_some_and(|n| nouns::kinds(n.word()) != 0 && !self.is_plainly_there(n))
    }

    /// A name of the request stands in the command, or says by what means.
    fn is_there(&self, t: &Token) -> bool {
        self.in_command(t)
            || nouns::is_tool(&t.lower, &self.action.program)
            || t.lower.split(['/', ':', '@', '.']).all(|p| self.command.touches(p))
    }

    /// A word that says nothing, or one of the command's own words: `the tunnel homelab`.
    fn is_plainly_there(&self, t: &Token) -> bool {
        const SHORTEST: usize = 4;
        let w = nouns::stem(&t.lower);
        let own = |c: &str| c.split(['-', '_', ':', '.']).any(|p| nouns::stem(p) == w);
        t.kind == Kind::Mark
            || t.kind != Kind::Quote
                && (gist::is_small(t)
                    || nouns::is_tool(&t.lower, &self.action.program)
                    || w.len() >= SHORTEST && self.action.program.starts_with(w)
                    || self.action.words.to_lowercase().split_whitespace().skip(1).any(own))
    }

    /// The words of a request: what it is about, and what stands before it in its sentence, without the parts that tell something.
    fn said_by(&self, want: &Want) -> Vec<Token> {
        let tells = |t: &Token| {
            matches!(
                t.word(),
                "is" | "are"
                    | "was"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "isn't"
                    | "aren't"
                    | "will"
                    | "keeps"
                    | "stays"
                    | "keep"
            )
        };
        let Some(own) = self.heard.clauses.get(want.clause) else { return Vec::new() };
        let before = self
            .heard
            .clauses
            .iter()
            .take(want.clause)
            .filter(|c| own.sentence == c.sentence && c.stance == Stance::Tells);
        let parts = [&own.before[..], &own.object, want.about(), &want.aside].into_iter();
        let parts = parts.chain(before.flat_map(|c| [&c.before[..], &c.object]));
        let verb = Token { text: own.verb.clone(), lower: own.verb.clone(), kind: Kind::Word };
        let beside =
            self.heard.clauses.iter().filter(|c| c.aside && own.sentence == c.sentence && c.stance == Stance::Tells);
        let parts = parts.chain(beside.map(|c| &c.object[..]));
        let segments = parts.flat_map(|p| p.split(|t| t.kind == Kind::Mark)).filter(|p| !p.iter().any(tells));
        segments.flatten().cloned().chain([verb]).collect()
    }

    /// What stands before the first name makes it no part of what is meant, and says no other kind of thing: `the members of team-1`,
    /// `the config map x`.
    fn has_head(&self, about: &[Token]) -> bool {
        let first = (0..about.len()).find(|at| bounds::is_name(about, *at)).unwrap_or(0);
        let head = about.get(..first).unwrap_or_default();
        let place =
            |t: &Token| matches!(t.word(), "of" | "from" | "in" | "on" | "for" | "at" | "with" | "within" | "inside");
        let told = self.action.words.split_whitespace().skip(1).take_while(|w| is_step(&w.to_lowercase()));
        let done = told
            .flat_map(|w| w.split(['-', '_']))
            .map(|w| nouns::kinds(w) | nouns::resource(w))
            .fold(0, |all, k| all | k);
        let kinds = if done == 0 { nouns::of_effect(self.action, self.effect) } else { done };
        match head.iter().position(place) {
            Some(at) => {
                let small = |t: &Token| gist::is_small(t) || nouns::is_tool(t.word(), &self.action.program);
                let fits = |t: &Token| {
                    self.in_command(t)
                        || self.command.touches(t.word())
                        || done == 0 && nouns::kinds(t.word()) & kinds != 0 && kinds != nouns::Kinds::MAX
                };
                head.iter().take(at).all(|t| small(t) || fits(t))
            }
            None => {
                let said = head.iter().map(|t| nouns::kinds(t.word())).fold(0, |all, k| all | k);
                said == 0 || said & kinds != 0
            }
        }
    }
}

/// The words by which a command says what it hits: all behind its operation but options, what says how, and places.
fn hits(action: &Action) -> Vec<&str> {
    let places = Places::of(action);
    let query = action.effects.iter().any(is_query);
    let words: Vec<&str> = bounds::words_of(action).collect();
    let mut steps = steps(&words);
    let mut option = "";
    let mut out = Vec::new();
    for word in words {
        let of = std::mem::take(&mut option);
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if word.starts_with('-') => (name, value),
            _ if word.starts_with('-') => {
                option = word;
                continue;
            }
            _ => (of, word),
        };
        if steps > 0 && !word.starts_with('-') {
            steps -= 1;
            continue;
        }
        let bare = value.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let fixed = query && (GRAMMAR.contains(&bare.as_str()) || words::of_word(&bare).is_some());
        if !(bare.is_empty()
            || fixed
            || HOW.contains(&name)
            || places.has(value)
            || matches!(bare.as_str(), "true" | "yes"))
        {
            out.push(value);
        }
    }
    out
}

fn is_query(effect: &Effect) -> bool {
    effect.category == Category::Database
        || matches!(effect.verb, Verb::DbAdmin | Verb::DbRead | Verb::DbWrite | Verb::DbDestroy | Verb::DbSchema)
}

/// How many words lead to what is done, with it: `osd pool delete`.
fn steps(words: &[&str]) -> usize {
    const LONGEST: usize = 4;
    let plain = |w: &&&str| w.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b':'));
    let lead: Vec<&&str> = words.iter().filter(|w| !w.starts_with('-')).take(LONGEST).take_while(plain).collect();
    let does = |w: &str| {
        w.split(['-', '_', ':']).any(|p| words::of_word(p).is_some_and(|(_, form)| form == words::Form::Base))
    };
    let done = lead.iter().position(|w| does(w)).map_or(0, |at| at + 1);
    done + lead.iter().skip(done).take_while(|w| is_step(w)).count()
}

/// A word that leads to what is done: an operation or a kind of thing.
fn is_step(word: &str) -> bool {
    let plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b':'));
    plain
        && word
            .split(['-', '_', ':'])
            .any(|p| words::of_word(p).is_some() || nouns::kinds(p) != 0 || nouns::resource(p) != 0)
}

/// A word of a command was said: whole, or each of its parts.
fn says(said: &[Token], word: &str) -> bool {
    let word = word.trim_matches(['\'', '"', '`', ';', '(', ')', '[', ']', ',']).trim_end_matches('/').to_lowercase();
    let one = |v: &str| {
        let own = bounds::bind_name(v);
        said.iter().filter(|t| t.kind != Kind::Quote).any(|t| {
            let told = bounds::bind_name(&t.lower);
            told == own
                || told.split([' ', '/', ':', '@', '=', ',', '.']).any(|p| p == own && !p.is_empty())
                || bind::same(&bind::Name::Text(v.to_owned()), &t.text)
        })
    };
    let scheme = word.split_once("://").map_or("", |(s, _)| s);
    let known = |p: &str| p.is_empty() || p == scheme || one(p) || !scheme.is_empty() && is_collection(p);
    one(&word) || word.split(['/', ':', '@', '=', ',']).all(|p| known(p) || p.contains('.') && p.split('.').all(one))
}

/// What the one names and the other does not.
pub(super) fn differ<'a>(
    heard: &Heard,
    own: impl Iterator<Item = &'a Clause>,
    action: &Action,
    effect: &Effect,
    command: &Command,
) -> bool {
    if matches!(effect.target, Target::Path(_) | Target::Named { kind: ENTRY, .. }) {
        return false;
    }
    let mut asks = own.filter(|c| c.stance == Stance::Asks).peekable();
    asks.peek().is_some()
        && asks.all(|c| {
            unused(c, command, heard)
                || takes_instead(heard, c, action, effect)
                || takes_all(c, action, command)
                || is_narrower(c, command)
                || has_strays(heard, action, effect, command)
                || mismatch::is_other(c, heard, action, command)
        })
}

/// `destroy the machine db`, and the command has no name at all.
fn takes_all(ask: &Clause, action: &Action, command: &Command) -> bool {
    let near = heard::near(&ask.object);
    let name = |at: &usize| {
        let named = |t: &Token| bounds::states(&t.lower).is_none() && !nouns::is_tool(&t.lower, &action.program);
        bounds::is_name(near, *at) && near.get(*at).is_some_and(named)
    };
    let mut names = (0..near.len()).filter(name).peekable();
    hits(action).is_empty()
        // What picks its things itself has no names to be held against: `sets` does that.
        && !command.picked().is_some_and(|p| p.feeds(action))
        && Places::of(action).is_empty()
        && names.peek().is_some()
        && !names.any(|at| near.get(at).is_some_and(|t| command.touches(&t.lower)))
}

/// `slot staging only`, and the command knows no such thing.
fn is_narrower(ask: &Clause, command: &Command) -> bool {
    (1..ask.object.len()).any(|at| {
        let before = ask.object.get(at - 1);
        ask.object.get(at).is_some_and(|t| t.word() == "only")
            && ask.object.get(at + 1).is_none_or(|t| t.kind == Kind::Mark)
            && before.is_some_and(|t| {
                t.word() != "local"
                    && (bounds::is_name(&ask.object, at - 1) || nouns::label(t.word()).is_some())
                    && !command.touches(&t.lower)
            })
    })
}

/// A name right behind the one that was said, of which nobody spoke: `token revoke a b`.
fn has_strays(heard: &Heard, action: &Action, effect: &Effect, command: &Command) -> bool {
    let plain = |w: &str| {
        w.len() > 2
            && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
            && !is_step(w)
            && !matches!(w, "true" | "false" | "yes")
    };
    let hit = hits(action);
    let said = |w: &str| hit.contains(&w) && says(&heard.words, w);
    // What stands in quotation marks is a text or code.
    let odd = matches!(action.program.as_str(), "git" | "docker" | "podman" | "ssh")
        || effect.category == Category::Database
        || command.text.contains(['"', '\'', '{', '(', '$', '|', ';']);
    let all: Vec<&str> = action.words.split_whitespace().collect();
    let stray = |p: &[&str]| matches!(p, [o, a, b] if (!o.starts_with('-') || o.contains('=')) && said(a) && plain(b) && range_of(b).is_none() && hit.contains(b) && !says(&heard.words, b));
    !odd && all.windows(3).any(stray)
}

/// A name with a number in it that stands in the request, and not in the command: `roll x back to v141`.
fn unused(ask: &Clause, command: &Command, heard: &Heard) -> bool {
    // What follows says why, or with what.
    let ends = |t: &Token| {
        t.kind == Kind::Mark
            || matches!(t.word(), "as" | "with" | "message" | "because" | "since" | "so" | "instead" | "saying")
    };
    let near = ask.object.iter().position(ends).unwrap_or(ask.object.len());
    let (object, rest) = ask.object.split_at(near);
    let digits = |t: &Token| t.lower.bytes().filter(u8::is_ascii_digit).count() > 1;
    // Of a list a command may do one part after another; and what follows may say it in other words.
    let other = (0..rest.len())
        .any(|at| bounds::is_name(rest, at) && rest.get(at).is_some_and(|t| digits(t) && command.touches(&t.lower)));
    let listed = ask.object.iter().any(|t| matches!(t.word(), "and" | "or" | "both" | "through"))
        || rest.first().is_some_and(|t| t.word() == "," && bounds::is_name(rest, 1));
    let from = |at: usize| at.checked_sub(1).and_then(|b| object.get(b)).is_some_and(|b| b.word() == "from");
    // `the 2023 ones`
    let year = |t: &Token| t.lower.len() == 4 && t.lower.starts_with("20") && t.lower.parse::<u16>().is_ok();
    let counted = |t: &Token| year(t) || bounds::is_count(t, object) || bounds::is_age(&t.lower);
    let used = |t: &Token| command.touches(&t.lower) || t.lower.split(['/', ':', '@', '.']).all(|p| command.touches(p));
    let unused = |at: usize, t: &Token| {
        t.kind != Kind::Quote
            && digits(t)
            && bounds::is_name(object, at)
            && !counted(t)
            && !from(at)
            && !heard.is_alias(t)
            && !used(t)
    };
    !other && !listed && !ask.aside && object.iter().enumerate().any(|(at, t)| unused(at, t))
}

/// `cancel the update of x`, and the command deletes x; `stop x`, and it stays off for good.
fn takes_instead(heard: &Heard, ask: &Clause, action: &Action, effect: &Effect) -> bool {
    const MILDER: &[&str] = &["cancel", "abort", "pause", "suspend", "restart", "reload", "scale", "resume", "stop"];
    let stops = ask.verb == "stop";
    let away = |w: &str| match w {
        "disable" | "mask" => stops,
        // What is cancelled may clean up after itself.
        "terminate" => !stops && effect.verb == Verb::ExternalWrite,
        w => !stops && matches!(w, "delete" | "destroy" | "remove" | "rm" | "drop"),
    };
    let mut head = action.words.split_whitespace().skip(1).take_while(|w| !w.starts_with('-')).take(4);
    let takes = head.any(|w| w.split(['-', '_', ':']).next().is_some_and(away));
    let asks = |c: &Clause| c.stance == Stance::Asks && c.turn == ask.turn && c.ops.meets(Ops::DELETE);
    // A pod that is taken away is made again.
    takes
        && nouns::of_effect(action, effect) != nouns::kinds("pod")
        && MILDER.contains(&ask.verb.as_str())
        && !heard.clauses.iter().any(asks)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;
    use automode_model::Span;

    fn action(words: &str) -> Action {
        let program = words.split_whitespace().next().unwrap_or("").to_owned();
        Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() }
    }

    #[test]
    fn words_by_which_a_command_says_what_it_hits() {
        for (command, want) in [
            ("ceph osd pool delete bench-ec --yes", vec!["bench-ec"]),
            ("npm dist-tag rm @acme/cli next", vec!["@acme/cli", "next"]),
            ("aws ec2 delete-snapshot --snapshot-id snap-1", vec!["snap-1"]),
            ("cloudflared tunnel delete homelab", vec!["homelab"]),
            ("gh issue close 5 --reason done -R acme/web", vec!["5"]),
        ] {
            assert_eq!(hits(&action(command)), want, "{command}");
        }
    }

    #[test]
    fn a_word_that_was_said_whole_or_in_parts() {
        for (said, word, want) in [
            ("the table shop.tmp.clicks", "shop:tmp.clicks", true),
            ("version 1.4 of @acme/forms", "@acme/forms@1.4", true),
            ("release/1.8-rc", "release/1.9", false),
            ("group/shop", "shop", true),
            ("the tag v141", "v114", false),
        ] {
            assert_eq!(says(&tokens(said), word), want, "{said} / {word}");
        }
    }
}
