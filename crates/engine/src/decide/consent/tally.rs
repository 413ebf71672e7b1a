//! Whether a request and a command say the same, counted both ways: each word of the command was said or only says how the tool is
//! told, and each word of the request is in the command or means nothing by itself. Then it does not matter how little is known of
//! the tool or of the verb's kind: nothing was asked for that is not done, and nothing is done that was not asked for. `recital`
//! counts one way and leans on what is known of the effect. Called by `authorize` where the readings found no answer.

use automode_model::{Action, Certainty, Effect, Target, Verb};

use super::Wishes;
use super::against::{self, Grant};
use super::asked::asked_as;
use super::bounds;
use super::deed::Deed;
use super::gist::{self, Clause};
use super::heard::Want;
use super::nouns;
use super::recital::{is_flag_said, is_quiet_flag, is_said, op_of};
use super::token::{Kind, Token};
use super::words::{self, Ops};
use crate::decide::whereabouts::Places;

/// Longer commands are no plain ones.
const MOST_WORDS: usize = 24;

/// Words in front of which nothing but the path of a subcommand stands: `compute instances delete`.
const HEAD: usize = 4;

/// The words of a command by what they say.
#[derive(Default)]
struct Line<'a> {
    /// What is done.
    does: Vec<&'a str>,
    /// What leads there: groups of commands and kinds of things.
    head: Vec<&'a str>,
    /// What is hit, and what it becomes.
    values: Vec<&'a str>,
    /// Of those, what is joined to a key of the user's: `web=2`.
    pairs: Vec<(&'a str, &'a str)>,
    /// The parts of the names of options.
    keys: Vec<&'a str>,
    /// Options without a value.
    flags: Vec<&'a str>,
    /// Values of options that say where.
    places: Vec<&'a str>,
}

impl Wishes {
    /// The request that says what this command says, word for word and both ways.
    #[must_use]
    pub fn tallied(&self, action: &Action, effect: &Effect) -> Option<&str> {
        let effect = match effect.verb {
            // Another user's rights are for what is done with them.
            Verb::Elevate => action.effects.iter().find(|e| e.verb != Verb::Elevate).unwrap_or(effect),
            _ => effect,
        };
        let own = matches!(effect.verb, Verb::Run | Verb::RunCode | Verb::RunRemote | Verb::RemoteExec);
        let git = matches!(effect.verb, Verb::VcsForcePush | Verb::VcsPush | Verb::VcsDeleteRemote);
        let file = matches!(effect.target, Target::Path(_)) && effect.verb != Verb::Deploy;
        if own || git || file || matches!(effect.target, Target::Url { .. }) {
            return None;
        }
        let command = &*self.command_of(action);
        let heard = &self.heard;
        // What is set before a command is not among its words.
        let set = |w: &str| w.split_once('=').is_some_and(|(key, value)| is_variable(key) && !says(value, &heard.said));
        if command.is_too_long() || command.text.split_whitespace().any(set) && !action.words.contains('=') {
            return None;
        }
        let last = heard.clauses.last().map(|c| c.turn);
        let found = heard.wants.iter().rev().filter(|w| Some(w.ask.turn) == last).find(|w| {
            let text = without_quotes(w.about(), &action.words);
            let words: Vec<&str> = text.split_whitespace().collect();
            let deed = Deed::new((action, effect), command, asked_as(action, effect), heard, &heard.said);
            Line::of(&words, action, &w.ask.verb).is_some_and(|line| line.is_what(w, &deed))
        })?;
        let clause = heard.clause(found)?;
        let deed = Deed::new((action, effect), command, found.ask.ops, heard, &heard.said);
        let limited = |l: &Clause| !std::ptr::eq(l, clause) && deed.limited(l, clause);
        let speaks = against::speaks(heard, Grant::from(clause), action, effect, command);
        (!speaks && !heard.limits().any(limited)).then_some(clause.words.as_str())
    }
}

/// The command without the texts that were quoted in the request.
fn without_quotes(about: &[Token], words: &str) -> String {
    let mut all = words.to_owned();
    for text in
        about.iter().filter(|t| t.kind == Kind::Quote && !t.lower.is_empty()).map(|t| t.text.to_ascii_lowercase())
    {
        if let Some(at) = all.to_ascii_lowercase().find(&text) {
            all.replace_range(at..at + text.len(), "");
        }
    }
    all
}

/// The words of a program, or of a script that is called by its path: `./scripts/deploy.sh`.
fn script(word: &str) -> Option<&str> {
    let name = word.contains('/').then(|| word.rsplit('/').next())??;
    Some(
        name.rsplit_once('.')
            .filter(|(_, end)| matches!(*end, "sh" | "bash" | "py" | "rb" | "js"))
            .map_or(name, |(n, _)| n),
    )
}

/// Programs of which the first word is a task of the project's own: each part of its name says something.
fn runs_tasks(program: &str) -> bool {
    matches!(program, "make" | "gmake" | "just" | "task" | "rake" | "npm" | "pnpm" | "yarn" | "bun" | "mage" | "invoke")
}

impl<'a> Line<'a> {
    fn of(words: &[&'a str], action: &Action, verb: &str) -> Option<Self> {
        let odd =
            |w: &&str| w.contains(['…', '$', '`', '(', ')', '<', '>', '|', ';', '*', '?', '{', '}', '&', '\'', '"']);
        let (first, rest) = words.split_first()?;
        let (first, rest) = if matches!(*first, "sudo" | "npx" | "bunx") { rest.split_first()? } else { (first, rest) };
        if rest.len() > MOST_WORDS || rest.iter().any(odd) {
            return None;
        }
        let mut line = Self::default();
        let own = script(first);
        if let Some(name) = own {
            name.split(['-', '_', '.']).for_each(|p| line.part(p, true, verb));
        }
        let whole = own.is_some() || runs_tasks(first);
        let places = Places::of(action);
        let mut option = None;
        for (at, word) in rest.iter().enumerate() {
            let of: Option<&str> = option.take();
            if places.has(word) {
                line.places.push(word);
                // What says where is no option without a value.
                line.flags.truncate(line.flags.len() - usize::from(of.is_some() && !line.flags.is_empty()));
                continue;
            }
            if let Some(name) = word.strip_prefix('-') {
                let (name, value) = name.split_once('=').map_or((name, None), |(n, v)| (n, Some(v)));
                match value {
                    Some(value) if places.has(value) => line.places.push(value),
                    Some(value) => {
                        line.key(name);
                        line.value(value);
                    }
                    None => {
                        line.flags.push(word);
                        option = Some(word);
                    }
                }
                continue;
            }
            if whole && matches!(*word, "run" | "run-script") {
                continue;
            }
            // A long option that is no flag has what follows as its value.
            if let Some(of) = of.filter(|o| o.starts_with("--") && !is_quiet_flag(o) || has_value(o)) {
                line.flags.pop();
                line.key(of);
                line.value(word);
            } else if line.does.last().is_some_and(|d| is_group_of(d, word)) && line.values.is_empty() {
                line.head.push(word);
            } else if of.is_none()
                && at < HEAD
                && line.values.is_empty()
                && (is_plain(word) || at == 0 && is_service(word))
            {
                line.word(word, whole, verb);
            } else {
                line.value(word);
            }
        }
        Some(line)
    }

    /// A word of the path that leads to what is done: `compute`, `delete-log-group`, `ps:scale`, `deploy-staging`.
    fn word(&mut self, word: &'a str, whole: bool, verb: &str) {
        let parts = || word.split(['-', '_', ':', '.']).filter(|p| !p.is_empty());
        // Behind what is done a word with a dash is a name, whatever it is made of.
        let name = !self.does.is_empty() && word.contains(['-', '_', '.']);
        if name || !self.does.is_empty() && !parts().any(|p| is_does(p, verb)) && !is_kind(word) {
            self.value(word);
        } else {
            parts().for_each(|p| self.part(p, whole, verb));
        }
    }

    fn part(&mut self, part: &'a str, whole: bool, verb: &str) {
        if is_does(part, verb) {
            self.does.push(part);
        } else if whole {
            self.values.push(part);
        } else {
            self.head.push(part);
        }
    }

    fn key(&mut self, name: &'a str) {
        self.keys.extend(name.split(['-', '_', '.']).filter(|p| p.len() > 1));
    }

    /// `orders`, `deployment/web`, `web=2`, `key=owner,value=shop`.
    fn value(&mut self, text: &'a str) {
        let tag = text.strip_prefix("Key=").or_else(|| text.strip_prefix("key="));
        let tag = tag.and_then(|t| t.split_once(",Value=").or_else(|| t.split_once(",value=")));
        if let Some(pair) = tag {
            self.pairs.push(pair);
        } else if let Some((key, value)) = text.split_once('=') {
            self.pairs.push((key, value));
        } else if let Some((kind, name)) = text.split_once('/').filter(|(k, _)| nouns::object(k).is_some()) {
            self.head.push(kind);
            self.values.push(name);
        } else {
            self.values.push(text);
        }
    }

    /// All words of the command that pick something, as they stand.
    fn picks(&self) -> impl Iterator<Item = &'a str> + '_ {
        let pairs = self.pairs.iter().flat_map(|(k, v)| [*k, *v]);
        self.values.iter().copied().chain(pairs)
    }

    /// The request says what the command says, and the other way round.
    fn is_what(&self, want: &Want, deed: &Deed<'_>) -> bool {
        let (ask, about) = (&want.ask, want.about());
        let known = !matches!(deed.effect.certainty, Certainty::Unknown(_));
        let tool = || {
            deed.said.iter().any(|t| t.lower == deed.action.program || nouns::is_tool(t.word(), &deed.action.program))
        };
        let said = |v: &str| says(v, about) || says(v, &want.aside);
        !ask.conditional
            && ask.except.is_empty()
            && (known || tool())
            && (self.picks().next().is_some() || self.is_app(deed) || about.iter().any(|t| t.kind == Kind::Quote))
            && self.picks().all(said)
            && self.does_it(want)
            && self.places.iter().all(|p| says(p, deed.said))
            && self.flags.iter().all(|f| is_quiet_flag(f) || is_flag_said(f, deed.said) || is_told(f, about, deed))
            && (0..about.len()).all(|at| self.explains(about, at, deed))
            && (0..want.aside.len()).all(|at| self.explains(&want.aside, at, deed))
            && self.in_order(want)
            && !deed.is_other(ask, want)
            && bounds::keeps_width(deed.said, deed.action)
    }

    /// `heroku ps:restart -a shop`: where it is done is what it is done to.
    fn is_app(&self, deed: &Deed<'_>) -> bool {
        matches!(deed.action.program.as_str(), "heroku" | "fly" | "flyctl" | "railway") && !self.places.is_empty()
    }

    /// What the command does is what was asked for: in the same word, or in one of the same meaning. That something is `set` or
    /// `edited` says little: then an option or a noun has the request's word for it.
    fn does_it(&self, want: &Want) -> bool {
        const SETS: Ops = Ops::EDIT.or(Ops::CONFIG).or(Ops::APPLY).or(Ops::CREATE);
        const TAKES: Ops = Ops::DELETE.or(Ops::KILL).or(Ops::STOP).or(Ops::WEAKEN);
        let ask = &want.ask;
        let fits = |w: &str| alike(w, &ask.verb) || op_of(w).meets(Ops(ask.ops.0 & !Ops::LITERAL.0));
        let flags = || self.flags.iter().flat_map(|f| f.trim_start_matches('-').split('-'));
        let led = || self.does.iter().chain(&self.keys).chain(&self.head).copied().chain(flags());
        let told = led().any(fits);
        let values = self.keys.len() + self.pairs.len() > 0 || self.values.len() > 1;
        let free = ask.ops.meets(SETS) && !ask.ops.meets(TAKES) && values;
        // A noun that is a verb as well: `label create`.
        let noun = |w: &str| told && want.about().iter().any(|t| nouns::stem(t.word()) == nouns::stem(w));
        let takes = |w: &str| words::of_base(w).meets(TAKES);
        let away = !ask.ops.meets(TAKES) || led().any(|w| takes(w) && fits(w));
        // What an option takes away was asked to be taken away.
        away && self.keys.iter().all(|k| !takes(k) || fits(k))
            && self.does.iter().all(|w| fits(w) || is_setting(w) && (told || free) || noun(w))
            && led().any(|w| fits(w) || is_setting(w))
    }

    /// The word of the request means nothing by itself, or the command has it.
    fn explains(&self, tokens: &[Token], at: usize, deed: &Deed<'_>) -> bool {
        let Some(t) = tokens.get(at) else { return false };
        let word = t.lower.as_str();
        let next = tokens.get(at + 1);
        if t.kind == Kind::Mark || t.kind == Kind::Word && is_empty_word(t) {
            return true;
        }
        if t.kind == Kind::Quote {
            return deed.action.words.to_lowercase().contains(word);
        }
        let name = bounds::bind_name(word);
        let has = |w: &str| w.eq_ignore_ascii_case(name) || same_place(name, w);
        let own = |w: &str| self.picks().any(|p| p.eq_ignore_ascii_case(w)) || self.places.contains(&w);
        let parts = || name.split(['/', ':', '@', '=', '.']).filter(|p| !p.is_empty());
        let whole = self.picks().chain(self.places.iter().copied()).any(|p| has(bounds::bind_name(p)));
        if whole
            || parts().count() > 1 && parts().all(own)
            || deed.command.has_whole(name) && name.contains(['-', '_', '/', '.', ':'])
        {
            return true;
        }
        if t.kind != Kind::Word || !word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') {
            return false;
        }
        // `the contents of a.json`, and the file is given.
        let given = self.does.iter().any(|w| matches!(*w, "put" | "set" | "update" | "create" | "add"));
        if given && matches!(word, "contents" | "content") && next.is_some_and(|n| n.word() == "of") {
            return true;
        }
        // To put a secret is to give it a new version.
        let before = |n: usize| at.checked_sub(n).and_then(|b| tokens.get(b)).map_or("", Token::word);
        if word == "version" && (before(1), before(2), before(3)) == ("new", "a", "as") && self.does.contains(&"put") {
            return true;
        }
        // `3 machines` for `count 3`
        if self.values.contains(&before(1))
            && nouns::kinds(word) != 0
            && word.ends_with('s')
            && self.head.contains(&"count")
        {
            return true;
        }
        let joined = next.map(|n| format!("{word}{}", n.lower)).unwrap_or_default();
        let before =
            at.checked_sub(1).and_then(|b| tokens.get(b)).map(|b| format!("{}{word}", b.lower)).unwrap_or_default();
        let option = self.flags.iter().map(|f| f.trim_start_matches('-'));
        let led = || self.keys.iter().chain(&self.head).chain(&self.does).copied().chain(option.clone());
        let place = next.is_some_and(|n| self.places.iter().any(|p| *p == bounds::bind_name(&n.lower)));
        led().any(|w| alike(w, word) || *w == joined || *w == before)
            || nouns::is_tool(word, &deed.action.program)
            || word.len() > 2 && deed.action.program.starts_with(word)
            || place
                && (nouns::kinds(word) != 0
                    || matches!(word, "app" | "cluster" | "rg" | "group" | "project" | "zone" | "region" | "ns"))
    }

    /// Values that could be told apart only by where they stand do so in the order in which they were said.
    fn in_order(&self, want: &Want) -> bool {
        let about = want.about();
        let place = |v: &str| about.iter().position(|t| says(v, std::slice::from_ref(t)));
        let rising = |all: Vec<Option<usize>>| all.windows(2).all(|p| matches!(p, [Some(a), Some(b)] if a <= b));
        let number = |v: &&str| v.starts_with(|c: char| c.is_ascii_digit());
        let numbers: Vec<Option<usize>> = self.values.iter().copied().filter(number).map(place).collect();
        // `web to 2`, `web=2`: nothing else of the command's stands between.
        let joined = self.pairs.iter().all(|(k, v)| match (place(k), place(v)) {
            (Some(a), Some(b)) => {
                let between = about.get(a + 1..b).unwrap_or_default();
                a <= b && !between.iter().any(|t| self.picks().any(|p| p.eq_ignore_ascii_case(&t.lower)))
            }
            _ => false,
        });
        let moves =
            want.ask.ops.meets(Ops::MOVE.or(Ops::COPY)) || about.iter().any(|t| matches!(t.word(), "from" | "into"));
        (numbers.len() < 2 || rising(numbers))
            && joined
            && (!moves || rising(self.values.iter().copied().map(place).collect()))
    }
}

/// `--title` of `titled "x"`, where what was quoted is its value; `--body ""`, which is nothing.
fn is_told(flag: &str, about: &[Token], deed: &Deed<'_>) -> bool {
    let quoted = about.iter().any(|t| t.kind == Kind::Quote);
    let text = &deed.command.text;
    let named = || about.iter().any(|t| flag.strip_prefix("--").is_some_and(|f| alike(f, t.word())));
    quoted && (named() || flag == "--body" && (text.contains("--body \"\"") || text.contains("--body ''")))
}

/// Short options that have a value wherever they are known.
fn has_value(option: &str) -> bool {
    matches!(option, "-n" | "-g" | "-p" | "-m" | "-t" | "-u")
}

/// The name of a variable of the environment.
fn is_variable(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// What some verbs are told first: `set env`, `scale count`.
fn is_group_of(verb: &str, word: &str) -> bool {
    matches!((verb, word), ("set", "env" | "image" | "resources") | ("scale", "count"))
}

/// `ec2`, `s3`: the first word of a program of many services.
fn is_service(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b':' | b'.'))
}

fn is_kind(word: &str) -> bool {
    nouns::kinds(word) != 0 || nouns::resource(word) != 0
}

/// A word for what is done: one of ours, or the request's own.
fn is_does(part: &str, verb: &str) -> bool {
    let ops = words::of_base(part);
    part == verb || is_setting(part) || !ops.is_empty() && ops != Ops::READ && nouns::resource(part) == 0
}

/// That something is set, which may be anything.
fn is_setting(word: &str) -> bool {
    matches!(word, "set" | "edit" | "update" | "put" | "modify" | "patch" | "create" | "add" | "config")
}

/// The same word in another form: `reviewer` of `review`, `invalidation` of `invalidate`.
fn alike(one: &str, other: &str) -> bool {
    const SHORTEST: usize = 4;
    let (a, b) = (nouns::stem(one), nouns::stem(other));
    let begins = |a: &str, b: &str| {
        let root = b.trim_end_matches('e');
        root.len() >= SHORTEST && a.len() <= root.len() + SHORTEST + 1 && a.starts_with(root)
    };
    let synonym = |w: &str| SAME.iter().position(|s| s.contains(&w));
    a == b && !a.is_empty() || begins(a, b) || begins(b, a) || synonym(a).is_some() && synonym(a) == synonym(b)
}

/// What people and tools call the same thing by different words.
const SAME: &[&[&str]] = &[
    &["pr", "pull", "pullrequest"],
    &["mr", "mergerequest"],
    &["repo", "repository"],
    &["vm", "instance", "server", "machine"],
    &["deployment", "deploy"],
    &["p", "dyno", "proces"],
    &["namespace", "n"],
    &["service", "svc"],
    &["message", "body", "text", "comment"],
    &["configuration", "config"],
    &["database", "db"],
    &["image", "snapshot"],
    &["variable", "var", "env"],
    &["node", "nodepool"],
    &["app", "application"],
];

/// The word was said: as it stands, as a side of `key=value`, or in the parts that its own marks make.
fn says(value: &str, tokens: &[Token]) -> bool {
    let one = |v: &str| {
        is_said(v, tokens)
            || tokens.iter().filter(|t| t.kind != Kind::Quote).any(|t| {
                same_place(t.word(), v)
                    || t.lower.contains('=') && t.lower.split('=').any(|p| p.eq_ignore_ascii_case(v))
            })
    };
    one(value) || value.contains('@') && value.split('@').all(|p| !p.is_empty() && one(p))
}

/// `staging` for `stage`; production has to be said as it stands.
fn same_place(said: &str, done: &str) -> bool {
    use automode_model::EnvLabel;
    nouns::label(said).is_some_and(|l| l != EnvLabel::Production && Some(l) == nouns::label(done))
        && matches!(
            (said, done),
            ("staging" | "stage" | "stg", "staging" | "stage" | "stg") | ("dev" | "development", "dev" | "development")
        )
}

/// A word that says nothing of what is meant. How many, which ones and what not are no such words.
fn is_empty_word(t: &Token) -> bool {
    const SAYS: &[&str] = &[
        "all",
        "everything",
        "any",
        "both",
        "latest",
        "last",
        "current",
        "previous",
        "newest",
        "recent",
        "new",
        "missing",
        "pending",
        "local",
        "remote",
        "untracked",
        "uncommitted",
        "unstaged",
        "staged",
        "modified",
        "dirty",
        "some",
        "something",
        "anything",
        "if",
        "when",
        "once",
        "after",
        "before",
        "where",
        "whose",
        "older",
        "except",
        "not",
        "only",
        "without",
        "instead",
        "top",
        "origin",
        "upstream",
        "locally",
        "remotely",
        "off",
        "down",
        "up",
        "out",
        "which",
        "that",
        "still",
        "yet",
        "what",
        "whatever",
        "or",
        "but",
        "closed",
        "resolved",
        "done",
        "during",
        "while",
    ];
    let w = t.word();
    !SAYS.contains(&w) && !gist::is_limit(w) && gist::is_small(t)
        || matches!(
            w,
            "the" | "a" | "an" | "of" | "between" | "called" | "named" | "as" | "with" | "to" | "its" | "it" | "this"
        )
}
