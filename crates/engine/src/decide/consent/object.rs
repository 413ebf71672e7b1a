//! The object of a request, read for one effect: whether a name in it is the thing itself or a part of something else.
//! The grammar's half of `bind`.

use automode_model::{Action, Effect, EnvLabel, Scope, Target, Verb};

use super::bind::{Bound, Name, in_two, parts, points_back, same};
use super::nouns::{self, Kinds};
use super::read::Statement;
pub(super) use super::small::{FOLLOWERS, GENERAL};
use super::token::{Kind, Token};
use super::words::Ops;
use crate::decide::entries::{ENTRY, tree::ALSO};

/// The object of a request, read for one effect.
pub(super) struct Object<'a> {
    tokens: &'a [Token],
    ops: Ops,
    kinds: Kinds,
    loose: bool,
    path: bool,
    bucket: bool,
    entry: bool,
    /// The effect is on a file whose entries the action tells one by one.
    entries: bool,
    empties: bool,
    /// The parts of the command's word for what it does: `delete`, `login`, `profile`.
    verbs: Vec<String>,
    /// The command's words, small.
    words: Vec<String>,
    /// The effect is on somebody's rights.
    rights: bool,
    /// Options of the command that say of what kind their value is: `--repository-name web`.
    held: Vec<(String, String)>,
}

impl<'a> Object<'a> {
    pub(super) fn of(s: &'a Statement, action: &Action, effect: &Effect) -> Self {
        let back = points_back(pointer(&s.object)) && !s.context.is_empty();
        let tokens: &[Token] = if back { &s.context } else { &s.object };
        Self {
            tokens,
            ops: s.ops,
            kinds: nouns::of_effect(action, effect),
            loose: s.loose || back,
            path: matches!(effect.target, Target::Path(_)),
            bucket: matches!(&effect.target, Target::Named { name, .. } if name.contains("://")),
            entry: matches!(&effect.target, Target::Named { kind: ENTRY, .. }),
            entries: action.effects.iter().any(|e| matches!(&e.target, Target::Named { kind: ENTRY, .. })),
            verbs: verbs(action),
            words: action.words.split_whitespace().map(str::to_lowercase).collect(),
            rights: matches!(effect.verb, Verb::Grant | Verb::DbAdmin | Verb::ForgeAdmin),
            held: held(action, effect),
            empties: matches!(s.verb.as_str(), "empty" | "clear" | "purge" | "flush" | "wipe"),
        }
    }

    /// The words that are the object.
    pub(super) fn tokens(&self) -> &[Token] {
        self.tokens
    }

    /// What kinds of things the effect falls on.
    pub(super) fn kinds(&self) -> Kinds {
        self.kinds
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", Token::word)
    }

    /// The object has this name as a thing of its own.
    pub(super) fn names(&self, name: &Name) -> bool {
        if let Name::Path { resolved, .. } = name
            && resolved.contains(['*', '?', '['])
            && !self.is_within(resolved)
        {
            return false;
        }
        (0..self.tokens.len()).any(|at| {
            let Some(t) = self.tokens.get(at) else { return false };
            t.kind != Kind::Quote
                && !self.is_of_another(at)
                && parts(t)
                    .any(|p| same(name, p) && (self.stands(at, t, p) || self.is_address(name, p) || self.holds(at, p)))
        })
    }

    /// `delete the board a, the new one is b`: behind the mark it is told of what stays.
    fn is_of_another(&self, at: usize) -> bool {
        let takes = self.ops.meets(Ops::DELETE.or(Ops::KILL).or(Ops::STOP));
        let mark = (0..at).rev().find(|b| self.tokens.get(*b).is_some_and(|t| t.kind == Kind::Mark));
        let told = mark.and_then(|m| self.tokens.get(m + 1..at)).unwrap_or_default();
        let other =
            |t: &Token| matches!(t.word(), "new" | "live" | "current" | "right" | "real" | "replacement" | "other");
        let is =
            |t: &Token| matches!(t.word(), "is" | "has" | "was" | "stays" | "belongs" | "works" | "must" | "needs");
        // `a and b, c is in use`
        let subject = mark.is_some_and(|m| m + 1 == at) && self.tokens.get(at + 1).is_some_and(is);
        takes && (subject || told.iter().any(other) && told.iter().any(|t| matches!(t.word(), "is" | "are")))
    }

    /// A whole address is nothing else, wherever it stands: `the flag at https://…`.
    fn is_address(&self, name: &Name, word: &str) -> bool {
        matches!(name, Name::Text(t) if t.starts_with("http") && word.contains("://") && t.split(ALSO).next() == Some(word))
    }

    /// `the tags a and b in repository web`, where the command has `--repository-name web`.
    fn holds(&self, at: usize, word: &str) -> bool {
        let beside = [at.checked_sub(1).map_or("", |b| self.word(b)), self.word(at + 1)];
        let of = |option: &str, noun: &&str| option.split('-').any(|p| p == nouns::stem(noun) && !p.is_empty());
        self.held.iter().any(|(option, value)| value == word && beside.iter().any(|n| of(option, n)))
    }

    /// The value of an option that says in what the things are: `--repository-name web`.
    pub(super) fn is_holder(&self, name: &Name) -> bool {
        let Name::Text(text) = name else { return false };
        let holds = |option: &str| option.split('-').any(super::holders::is_holder);
        self.held.iter().any(|(option, value)| value == text && holds(option))
    }

    /// `the user with id 5` for a row of the table `users`, where the command has the same number.
    pub(super) fn names_row(&self, name: &Name, action: &Action) -> bool {
        let Name::Text(table) = name else { return false };
        let number =
            |t: &Token| t.lower.len() <= 20 && !t.lower.is_empty() && t.lower.bytes().all(|b| b.is_ascii_digit());
        let in_command = |n: &str| action.words.split(|c: char| !c.is_alphanumeric()).any(|w| w == n);
        let one = |t: &Token| {
            t.kind != Kind::Quote && table.strip_suffix('s').is_some_and(|s| s.eq_ignore_ascii_case(&t.lower))
        };
        let narrowed = action.words.to_lowercase().contains(" where ");
        narrowed && self.tokens.iter().any(one) && self.tokens.iter().any(|t| number(t) && in_command(&t.lower))
    }

    /// A mention that is the object itself, not a part of another: `the main menu`, `the tests in a.py`.
    fn stands(&self, at: usize, t: &Token, text: &str) -> bool {
        let plain =
            t.kind == Kind::Word && text.chars().all(|c| c.is_lowercase()) && !text.contains(['-', '_', '.', '/']);
        if self.conflicts(at) {
            return false;
        }
        if self.loose {
            // What is pushed, stopped or started is mostly called by a plain word: `nginx neu starten`.
            let running = Ops::PUSH.or(Ops::STOP).or(Ops::START).or(Ops::RESTART);
            return !plain || self.has_noun_beside(at) || self.ops.meets(running) && !self.path;
        }
        if !self.ends_here(at) || self.is_place(at) {
            return false;
        }
        if !plain || self.has_noun_beside(at) {
            return true;
        }
        let before = at.checked_sub(1).map_or("", |b| self.word(b));
        let articles = ["the", "my", "our", "this", "that", "whole", "entire", "of"];
        match before {
            "" => at == 0,
            "," | "and" | "or" | ":" | "(" | "called" | "named" | "&" => true,
            "to" | "into" | "onto" | "on" => self.to_place(),
            "from" | "in" | "of" => self.rows() || self.entry,
            b => {
                (self.path
                    || self.kinds & nouns::kinds("server") != 0
                        && self.ops.meets(Ops::STOP.or(Ops::START).or(Ops::RESTART)))
                    && articles.contains(&b)
            }
        }
    }

    /// The noun beside a name says what it is, and the effect falls on something else.
    fn conflicts(&self, at: usize) -> bool {
        let beside = [self.noun(at + 1), at.checked_sub(1).map_or(0, |b| self.noun(b))];
        let own = beside.into_iter().find(|k| *k != 0).or_else(|| self.leading_noun(at));
        own.is_some_and(|k| k & self.kinds == 0)
    }

    /// `the branches a, b and c`: the noun before the list.
    fn leading_noun(&self, at: usize) -> Option<Kinds> {
        let list = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "and" | "or" | "&" | "called" | "named");
        let mut noun = None;
        for (i, t) in self.tokens.iter().enumerate().take(at).rev() {
            let k = self.noun(i);
            if k != 0 {
                noun = Some(k);
                break;
            }
            let name = t.kind == Kind::Name || !t.text.chars().all(|c| c.is_lowercase());
            if !list(t) && !name {
                break;
            }
        }
        noun
    }

    fn noun(&self, at: usize) -> Kinds {
        let before = at.checked_sub(1).map_or("", |b| self.word(b));
        nouns::compound(before, self.word(at)).unwrap_or_else(|| nouns::kinds(self.word(at)))
    }

    fn has_noun_beside(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(0, |b| self.noun(b));
        self.noun(at + 1) & self.kinds != 0
            || before & self.kinds != 0
            || self.leading_noun(at).is_some_and(|k| k & self.kinds != 0)
    }

    /// Nothing behind the name makes it a part of another name: `web-1 logs`.
    fn ends_here(&self, at: usize) -> bool {
        let Some(next) = self.tokens.get(at + 1) else { return true };
        let is_path = |at: usize| self.tokens.get(at).is_some_and(|t| t.text.contains(['/', '.']));
        // Paths in a row are a list.
        if next.kind != Kind::Word || is_path(at) && is_path(at + 1) {
            return true;
        }
        let w = next.word();
        self.noun(at + 1) & self.kinds != 0 || FOLLOWERS.contains(&w) || w.ends_with("ly") || nouns::label(w).is_some()
    }

    /// It stands behind a preposition, as the place of something else.
    fn is_place(&self, at: usize) -> bool {
        let mut place = false;
        // What is taken from a file is its entries, which are effects of their own.
        if self.path && self.entries {
            return false;
        }
        for i in 0..at {
            match self.word(i) {
                ":" => place = false,
                // `reset to origin/x`, `roll back to v3`: where it leads is what is asked for.
                "to" if self.ops.meets(Ops::DISCARD) => {}
                // `the changes in src/a.ts`, `the replicas of web`: the changes of a file are the file, an entry's are the entry.
                "in" | "to" | "of" | "from" if self.is_whole_of(i) => {}
                // `the runs below`
                "below" | "above" | "after" | "before"
                    if self.tokens.get(i + 1).is_none_or(|t| t.kind == Kind::Mark) => {}
                // `the process with PID 7` is named by it.
                "with" if matches!(self.word(i + 1), "pid" | "id" | "name" | "number" | "the" | "sha") => {}
                "with" if i > 0 && matches!(self.word(i - 1), "one" | "line" | "entry" | "row") => {}
                "of" | "from" if self.is_verbs_own(i) || self.is_group(i, at) => {}
                "of" => place |= !self.selects(i),
                // `in ops/crontab.txt the line of x`: the place ends with its path.
                "in" | "from" if self.entry && self.path_behind(i).is_some_and(|end| end < at) => {}
                "from" | "in" | "inside" | "within" | "under" | "on" | "at" | "for" | "with" | "using" | "into"
                | "to" | "via" | "like" | "because" | "since" | "after" | "before" | "below" | "beneath" | "than"
                | "about" | "against" | "through" | "by" => place = true,
                _ => {}
            }
        }
        place && !self.to_place() && !((self.path || self.bucket) && self.everything())
    }

    /// Where the path stands that follows a preposition.
    fn path_behind(&self, preposition: usize) -> Option<usize> {
        const REACH: usize = 5;
        let path = |t: &Token| t.text.contains('/') || t.text.contains('.');
        (preposition + 1..preposition + REACH).find(|i| self.tokens.get(*i).is_some_and(path))
    }

    /// `the login profile of user x` for `delete-login-profile`: what is taken of x is said by the command's own word.
    fn is_verbs_own(&self, preposition: usize) -> bool {
        let head = (0..preposition).map(|i| self.word(i)).filter(|w| !matches!(*w, "the" | "a" | "my" | "our" | ""));
        let mut head = head.peekable();
        head.peek().is_some() && head.all(|w| self.verbs.iter().any(|v| v == w || v.trim_end_matches('s') == w))
    }

    /// `jane out of the docker group`: who is taken out is in the command, and so is what of.
    fn is_group(&self, preposition: usize, at: usize) -> bool {
        let group = |i: usize| self.noun(i) & nouns::kinds("group") != 0;
        let beside = group(at + 1) || at.checked_sub(1).is_some_and(group);
        let who = |i: usize| self.tokens.get(i).is_some_and(|t| self.words.contains(&t.lower));
        self.rights && beside && (0..preposition).any(who)
    }

    /// Changes of a file that are thrown away, or a property of an entry that is set.
    fn is_whole_of(&self, preposition: usize) -> bool {
        let before = preposition.checked_sub(1).map_or("", |b| self.word(b));
        let changes = self.ops.meets(Ops::DISCARD) && nouns::kinds(before) & nouns::kinds("changes") != 0;
        let line = self.entry && matches!(before, "line" | "entry" | "item" | "row") && self.word(preposition) != "in";
        let property = self.entry && self.ops.meets(Ops::EDIT.or(Ops::CONFIG)) && self.word(preposition) == "of";
        changes || property || line
    }

    /// `all of`, `both of`, `the branches of`.
    fn selects(&self, of: usize) -> bool {
        let before = of.checked_sub(1).map_or("", |b| self.word(b));
        matches!(before, "all" | "both" | "each" | "any" | "either" | "rest" | "contents" | "content")
            || nouns::kinds(before) & self.kinds != 0
    }

    /// `with sudo`; or an operation of the system's that was named with its target, which nobody else may do.
    fn elevates(&self, action: &Action) -> bool {
        let words: Vec<&str> = action.words.split_whitespace().filter(|w| !w.starts_with('-')).collect();
        let system = [
            "systemctl",
            "service",
            "apt",
            "apt-get",
            "dnf",
            "yum",
            "pacman",
            "zypper",
            "snap",
            "reboot",
            "shutdown",
            "userdel",
            "deluser",
            "gpasswd",
            "umount",
            "groupdel",
            "delgroup",
            "usermod",
            "useradd",
            "adduser",
            "groupadd",
        ];
        let unit = |w: &str| w.trim_end_matches(".service").to_lowercase();
        let named = |w: &&str| self.tokens.iter().any(|t| unit(&t.lower) == unit(w));
        // `userdel x` has no word for what it does but its own name.
        let behind = if words
            .get(1)
            .is_some_and(|p| p.contains("user") || p.contains("group") || matches!(*p, "gpasswd" | "umount"))
        {
            2
        } else {
            3
        };
        self.tokens.iter().any(|t| matches!(t.word(), "sudo" | "root" | "administrator"))
            || words.get(1).is_some_and(|p| system.contains(p))
                && self.ops.meets(
                    Ops::STOP
                        .or(Ops::START)
                        .or(Ops::RESTART)
                        .or(Ops::INSTALL)
                        .or(Ops::DELETE)
                        .or(Ops::LITERAL)
                        .or(Ops::GRANT),
                )
                && words.iter().skip(behind).any(named)
                && words.len() > behind
    }

    /// `delete the row 7 from sessions`: what is changed is the table.
    fn rows(&self) -> bool {
        let rows = ["row", "rows", "record", "records", "entry", "entries"];
        !self.path && self.tokens.iter().any(|t| rows.contains(&t.word()))
    }

    /// Operations whose target stands behind a preposition.
    fn to_place(&self) -> bool {
        let ops = Ops::PUSH.or(Ops::FORCE).or(Ops::DEPLOY).or(Ops::MERGE).or(Ops::SEND).or(Ops::COPY).or(Ops::DOWNLOAD);
        self.rows()
            || self.ops.meets(
                ops.or(Ops::GRANT)
                    .or(Ops::CONFIG)
                    .or(Ops::RUN)
                    .or(Ops::LOGIN)
                    .or(Ops::APPLY)
                    .or(Ops::PUBLISH)
                    .or(Ops::MOVE),
            )
    }

    /// All of a set are meant.
    pub(super) fn universal(&self) -> bool {
        self.tokens.iter().any(|t| matches!(t.word(), "all" | "every" | "everything" | "each" | "entire" | "whole"))
    }

    /// `everything under`, `all files in`, `the contents of`.
    fn everything(&self) -> bool {
        let first = (0..self.tokens.len()).map(|i| self.word(i)).find(|w| !matches!(*w, "the" | "" | "of"));
        let head =
            matches!(first, Some("everything" | "all" | "contents" | "content" | "whatever" | "anything" | "every"));
        let nouns = self
            .tokens
            .iter()
            .map(|t| t.word())
            .take_while(|w| !matches!(*w, "in" | "under" | "from" | "inside" | "below" | "within"));
        let plain = [
            "everything",
            "all",
            "the",
            "of",
            "contents",
            "content",
            "files",
            "file",
            "directories",
            "folders",
            "whatever",
            "is",
            "anything",
            "every",
            "stuff",
            "objects",
            "object",
            "data",
            "artifacts",
            "logs",
            "and",
        ];
        let age = |w: &str| {
            matches!(w, "older" | "than" | "days" | "weeks" | "hours" | "months")
                || w.bytes().all(|b| b.is_ascii_digit())
        };
        head && nouns.into_iter().all(|w| plain.contains(&w) || age(w))
    }

    /// A part of a directory that is named, or a pattern that is written out.
    pub(super) fn covers(&self, name: &Name) -> bool {
        let Name::Path { resolved, given } = name else {
            return self.in_set(name) || in_two(name, self.tokens) || self.empties && self.names_contents(name);
        };
        let pattern = resolved.contains(['*', '?', '[']);
        if pattern
            && self
                .tokens
                .iter()
                .any(|t| t.text == *given || t.text.trim_start_matches("./") == given.trim_start_matches("./"))
        {
            return true;
        }
        if pattern && self.universal() && self.by_suffix(given) && self.is_within(resolved) {
            return true;
        }
        // `*.log.1 in /var/log/myapp`: pattern and folder, both in the user's words.
        if let (true, Some((dir, last))) = (pattern, resolved.rsplit_once('/')) {
            let says = |text: &str| self.tokens.iter().any(|t| t.text.trim_end_matches('/') == text);
            if last.contains('*') && last.len() > 3 && !dir.contains(['*', '?', '[']) && says(last) && says(dir) {
                return true;
            }
        }
        if !pattern && self.tokens.iter().any(|t| fits_pattern(&t.text, resolved)) {
            return true;
        }
        let mut at = resolved.len();
        while let Some(cut) = resolved.get(..at).and_then(|r| r.rfind('/')).filter(|c| *c > 1) {
            let dir = resolved.get(..cut).unwrap_or("");
            let parent = Name::Path { resolved: dir.to_owned(), given: dir.to_owned() };
            if self.names_folder(&parent) {
                return true;
            }
            at = cut;
        }
        false
    }

    /// `empty the bucket x` for `x/**`.
    fn names_contents(&self, name: &Name) -> bool {
        let Name::Text(text) = name else { return false };
        let whole = text.strip_suffix("/**").or_else(|| text.strip_suffix("/*"));
        whole.is_some_and(|w| !w.ends_with(['/', ':']) && self.names(&Name::Text(w.to_owned())))
    }

    /// Where folders were named beside a pattern, it lies in one of them.
    fn is_within(&self, resolved: &str) -> bool {
        let folder = |t: &&Token| t.text.contains('/') && !t.text.contains(['*', '?']) && t.kind != Kind::Quote;
        let lies = |t: &Token| {
            let text = t.text.trim_start_matches("./").trim_start_matches('~').trim_matches('/');
            format!("{resolved}/").contains(&format!("/{text}/"))
        };
        let mut folders = self.tokens.iter().filter(folder).peekable();
        folders.peek().is_none() || folders.any(lies)
    }

    /// `all branches that start with tmp/`, `wip-*`: a set that is told by how its names begin or end.
    fn in_set(&self, name: &Name) -> bool {
        let Name::Text(text) = name else { return false };
        let told = |at: usize, t: &Token| {
            let word = t.text.trim_matches(['*', '"', '\'']);
            let back = |n: usize| at.checked_sub(n).map_or("", |b| self.word(b));
            let lead = if matches!(back(1), "with" | "by" | "in") { back(2) } else { back(1) };
            let begins =
                matches!(lead, "start" | "starts" | "starting" | "begin" | "begins" | "beginning" | "prefixed")
                    || back(1) == "prefix";
            let ends = matches!(lead, "end" | "ends" | "ending" | "suffixed") || back(1) == "suffix";
            let star = t.text.len() > 2 && t.text.matches('*').count() == 1;
            let long = word.len() >= MIN_SET && !word.contains('*');
            let begins =
                begins || word.ends_with('/') && matches!(back(1), "under" | "below" | "in" | "inside" | "within");
            (self.universal() || self.is_class())
                && long
                && (begins && text.starts_with(word) || ends && text.ends_with(word))
                || star && long && (t.text.ends_with('*') && text.starts_with(word))
        };
        self.tokens.iter().enumerate().any(|(at, t)| t.kind != Kind::Quote && told(at, t)) && !self.is_narrowed()
    }

    /// `those branches that …`, `the tags ending in …`: all that are so.
    fn is_class(&self) -> bool {
        let tells =
            ["that", "which", "whose", "with", "starting", "ending", "beginning", "under", "matching", "prefixed"];
        (0..self.tokens.len()).any(|at| {
            self.noun(at) & self.kinds != 0 && self.word(at).ends_with('s') && tells.contains(&self.word(at + 1))
        })
    }

    /// `all pods that crash`: a set that is told by more than its names.
    fn is_narrowed(&self) -> bool {
        let more = ["older", "merged", "unused", "stale", "crashed", "failed", "failing", "finished", "old", "newer"];
        self.tokens.iter().any(|t| more.contains(&t.word()))
    }

    /// A folder is named as one: `artifacts/`, `the artifacts folder`, `everything in artifacts`; `old artifacts` is a
    /// description.
    fn names_folder(&self, name: &Name) -> bool {
        let clear = |at: usize, t: &Token| {
            t.kind == Kind::Name
                || self.has_noun_beside(at)
                || self.everything()
                || t.text.contains(['-', '_', '.', '/'])
        };
        self.names(name)
            && self.tokens.iter().enumerate().any(|(at, t)| parts(t).any(|p| same(name, p)) && clear(at, t))
    }

    /// `all .log files` for `*.log`.
    fn by_suffix(&self, given: &str) -> bool {
        let Some(suffix) = given.strip_prefix("*.").or_else(|| given.rsplit_once("/*.").map(|(_, s)| s)) else {
            return false;
        };
        let wanted = [format!(".{suffix}"), format!("*.{suffix}")];
        self.tokens.iter().any(|t| wanted.contains(&t.lower)) && !suffix.contains('*')
    }

    /// `the staging database`: kind and environment say which, where the target itself says that it is this one.
    pub(super) fn described(&self, effect: &Effect, s: &Statement) -> bool {
        let Target::Named { env, .. } = &effect.target else { return false };
        if matches!(env, EnvLabel::Unknown | EnvLabel::Production) || effect.scope == Scope::All || !s.except.is_empty()
        {
            return false;
        }
        // Of these an environment has one; `the scratch tables` are many.
        let one = |w: &str| {
            let singles =
                ["database", "db", "cluster", "environment", "env", "namespace", "server", "stack", "datenbank"];
            singles.contains(&w)
        };
        let said = |i: usize| {
            one(self.word(i + 1))
                && nouns::label(self.word(i)) == Some(*env)
                && self.noun(i + 1) & self.kinds != 0
                && !self.is_place(i)
        };
        (0..self.tokens.len()).any(said)
    }

    /// Only words that name nothing: `it`, `my changes`.
    pub(super) fn is_general(&self) -> bool {
        let fine = |t: &Token| t.kind == Kind::Mark || GENERAL.contains(&t.word()) || FOLLOWERS.contains(&t.word());
        self.tokens.iter().all(fine)
    }

    /// An effect whose target has no name: what it is follows from the operation.
    pub(super) fn without_name(&self, action: &Action, effect: &Effect) -> Bound {
        use Verb as V;
        let known = |t: &Token| {
            let w = t.word();
            t.kind == Kind::Mark
                || GENERAL.contains(&w)
                || FOLLOWERS.contains(&w)
                || nouns::label(w).is_some()
                || action.words.to_lowercase().split_whitespace().any(|a| a.trim_start_matches('-') == t.lower)
        };
        let place = |t: &Token| {
            matches!(
                t.word(),
                "namespace"
                    | "cluster"
                    | "environment"
                    | "region"
                    | "context"
                    | "host"
                    | "machine"
                    | "laptop"
                    | "box"
                    | "computer"
                    | "server"
                    | "runner"
                    | "workstation"
                    | "vm"
                    | "here"
            )
        };
        let said = |t: &Token| {
            let digits = t.lower.bytes().all(|b| b.is_ascii_digit()) && !t.lower.is_empty();
            digits && action.words.contains(t.lower.as_str())
                || t.lower.len() > 2 && action.program.starts_with(t.lower.as_str())
                || nouns::is_tool(t.word(), &action.program)
        };
        // A prune takes away just what nobody uses.
        let state = |t: &Token| {
            let idle = ["stopped", "exited", "dangling", "unused", "finished", "unreferenced"];
            let untagged = t.word() == "untagged" && action.words.contains("image prune");
            (untagged || idle.contains(&t.word())) && action.words.split_whitespace().any(|w| w == "prune")
        };
        // What a project is made of, and is taken down with.
        let compose = |t: &Token| {
            let volumes =
                t.word() == "volumes" && action.words.split_whitespace().any(|w| matches!(w, "-v" | "--volumes"));
            action.words.contains("compose")
                && (volumes || matches!(t.word(), "project" | "stack" | "containers" | "its" | "all"))
        };
        let noun = |t: &Token| {
            nouns::kinds(t.word()) & self.kinds != 0 || known(t) || place(t) || said(t) || state(t) || compose(t)
        };
        let own = match effect.verb {
            V::Publish | V::Deploy | V::DepsInstall | V::DepsUpdate | V::VcsFetch | V::DbSchema | V::Login => true,
            V::VcsDiscard => self.tokens.iter().any(|t| {
                nouns::kinds(t.word()) & self.kinds != 0
                    || matches!(t.word(), "everything" | "untracked" | "uncommitted")
            }),
            V::InfraChange | V::CloudChange | V::CiTrigger | V::RemoteExec | V::Power => true,
            V::Elevate => return if self.elevates(action) { Bound::Named } else { Bound::No },
            _ => {
                self.tokens.iter().any(|t| nouns::kinds(t.word()) & self.kinds != 0 || compose(t) && t.word() != "its")
            }
        };
        // The cache of builds is one thing.
        let builds = action.words.contains("buildx prune") || action.words.contains("builder prune");
        let cache = builds && self.tokens.iter().any(|t| t.word() == "cache");
        let wide = effect.scope == Scope::All && !self.universal() && effect.verb != V::VcsDiscard && !cache;
        let strange = self.tokens.iter().any(|t| !noun(t));
        // It takes images, networks and more than was spoken of.
        let system = action.words.contains(" system prune");
        let whole = self.tokens.iter().any(|t| matches!(t.word(), "everything" | "system"));
        if system && !whole {
            return Bound::No;
        }
        let loose = matches!(effect.verb, V::Publish | V::Deploy | V::DepsInstall | V::DbSchema);
        let other = self.tokens.iter().any(|t| t.kind == Kind::Name && !known(t));
        match (own && !wide, strange) {
            (true, false) if !super::bounds::keeps_width(self.tokens, action) => Bound::Beyond,
            (true, false) => Bound::Named,
            (true, true) if loose && !other => Bound::Named,
            _ if self.is_general() => Bound::General,
            _ => Bound::No,
        }
    }
}

/// The parts of the word by which a command of several words says what it does: `delete-login-profile`.
fn verbs(action: &Action) -> Vec<String> {
    const HEAD: usize = 4;
    let head = action.words.split_whitespace().skip(1).take_while(|w| !w.starts_with('-')).take(HEAD);
    let does = |w: &&str| w.contains(['-', '_']) && w.split(['-', '_']).any(|p| !super::words::of_base(p).is_empty());
    head.filter(does).flat_map(|w| w.split(['-', '_'])).map(str::to_lowercase).collect()
}

/// The long options of a command with their values, where it names more than one thing.
fn held(action: &Action, effect: &Effect) -> Vec<(String, String)> {
    if matches!(effect.target, Target::Path(_)) || super::bind::names(action, effect).len() < 2 {
        return Vec::new();
    }
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let value = |at: usize, w: &str| {
        let option = w.strip_prefix("--")?;
        let (option, value) = option.split_once('=').or_else(|| Some((option, *words.get(at + 1)?)))?;
        Some((option.to_owned(), value.to_owned()))
    };
    words.iter().enumerate().filter_map(|(at, w)| value(at, w)).collect()
}

/// `it from infra/inventory.yaml`: what points back, without the place that follows.
fn pointer(object: &[Token]) -> &[Token] {
    let it = object.first().is_some_and(|t| matches!(t.word(), "it" | "them" | "these" | "those" | "that" | "this"));
    let place = object.get(1).is_some_and(|t| matches!(t.word(), "from" | "in" | "on" | "at" | "inside"));
    if it && place { object.get(..1).unwrap_or_default() } else { object }
}

/// The shortest beginning of names that tells a set.
const MIN_SET: usize = 3;

/// `src/old/*.js` names each file that it stands for.
fn fits_pattern(pattern: &str, path: &str) -> bool {
    let plain = pattern.trim_start_matches("./");
    let told = plain.contains('*') && plain.contains(['/', '.']) && !plain.starts_with("..") && !plain.contains("/..");
    let full = if plain.starts_with('/') { plain.to_owned() } else { format!("**/{plain}") };
    told && crate::policy::glob::path(&full, path).unwrap_or(false)
}
