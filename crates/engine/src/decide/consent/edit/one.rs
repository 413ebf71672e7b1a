//! One step of an edit against one request: whether the words ask for it, its entry and its value. Called by `edit` and `strange`.

use automode_model::EnvLabel;

use super::super::gist::Clause;
use super::super::heard::Want;
use super::super::rows::Pick;
use super::super::token::{Kind, Token};
use super::super::values::number;
use super::super::words::Ops;
use super::super::{amounts, gist, nouns, turns};
use super::{
    ADDS, AWAY, CHANGES, FRAMES, has, is_file, is_marked, is_negative, is_property, names_file, of_verb, within_home,
};
use crate::decide::entries::steps::{Step, Steps};

/// What is gone when it is killed.
const RUNNING: &[&str] = &[
    "pod",
    "pods",
    "container",
    "containers",
    "process",
    "processes",
    "session",
    "sessions",
    "connection",
    "connections",
    "worker",
    "workers",
    "instance",
    "instances",
    "vm",
    "vms",
    "entry",
    "entries",
];

/// `for deletion`
pub(super) fn is_removal(pair: &[Token]) -> bool {
    matches!(pair, [f, what] if f.word() == "for" && matches!(what.word(), "deletion" | "removal"))
}

/// One step against one request.
pub(in crate::decide::consent) struct One<'a> {
    pub(in crate::decide::consent) want: &'a Want,
    pub(in crate::decide::consent) clause: &'a Clause,
    pub(in crate::decide::consent) said: &'a [Token],
    pub(in crate::decide::consent) edit: &'a Steps,
    pub(in crate::decide::consent) step: &'a Step,
}

impl One<'_> {
    pub(super) fn is_asked(&self) -> bool {
        let (old, new) = (self.step.old.is_empty(), self.step.new.is_empty());
        let ops = self.want.ask.ops;
        let fits = match (old, new) {
            // `comment it out`: it is there, and does nothing.
            (false, true) if self.step.quiet => ops.meets(Ops::STOP.or(Ops::WEAKEN)) && self.goes(),
            (false, true) => self.takes_away() && self.goes(),
            (false, false) => self.changes() && self.owned() && self.step.new.iter().all(|v| self.becomes(v)),
            (true, false) => ops.meets(ADDS) && self.step.new.iter().all(|v| self.says(v)),
            (true, true) => false,
        };
        fits && self.is_here()
    }

    /// The operation gives values, or is what the new one is called by.
    fn changes(&self) -> bool {
        let participle = |v: &String| of_verb(&self.want.ask.verb, &v.to_lowercase());
        self.want.ask.ops.meets(CHANGES)
            || self.is_of_verb()
            || !self.step.new.is_empty() && self.step.new.iter().all(participle)
    }

    /// What was asked for, of what a file can hold: a lock that is released is none.
    fn ops(&self) -> Ops {
        let own = self.want.ask.ops;
        match self.want.ask.verb.as_str() {
            "release" | "free" | "lift" => own.or(Ops::DELETE).or(Ops::STOP),
            // What runs is in the list as long as it runs.
            "kill" | "terminate" | "end" if self.is_about(RUNNING) => own.or(Ops::DELETE),
            "close" if self.is_about(&["port", "ports"]) => own.or(Ops::DELETE),
            // Who is locked out, or let in, stays in the list.
            "lock" | "unlock" | "grant" | "allow" | "permit" | "invite" | "share" | "authorize" | "authorise" => {
                own.or(Ops::CONFIG)
            }
            _ => own,
        }
    }

    fn is_about(&self, kinds: &[&str]) -> bool {
        self.want.about().iter().any(|t| kinds.contains(&t.word()))
    }

    pub(in crate::decide::consent) fn takes_away(&self) -> bool {
        let ops = self.ops();
        let rights = !ops.meets(Ops::DELETE.or(Ops::CLEAN)) && self.want.ask.verb != "revoke";
        ops.meets(AWAY) && !rights
    }

    /// What becomes of an entry that is meant: it goes, its values are those that were said, an item leaves or joins it.
    pub(super) fn fits_entry(&self, pick: &Pick) -> bool {
        let ops = self.ops();
        match (self.step.old.is_empty(), self.step.new.is_empty()) {
            (false, true) if self.step.key.is_empty() => self.takes_away(),
            (false, true) => {
                self.takes_away()
                    && (self.step.alone && self.names(&self.step.key) || self.step.old.iter().all(|w| self.names(w)))
            }
            (true, false) => ops.meets(ADDS) && self.step.new.iter().all(|v| self.says(v)),
            (false, false) if self.is_for_removal() => true,
            (false, false) => {
                let differs = self.step.new.iter().filter(|v| !self.step.old.contains(v));
                // Of several entries none was called: what is set has to be its state, or said.
                let plain = pick.named
                    || is_property(&self.step.key)
                    || self.says(&self.step.key)
                    || self.is_of_verb()
                    || self.is_cordoned();
                (ops.meets(CHANGES) || self.is_of_verb()) && plain && differs.into_iter().all(|v| self.becomes(v))
            }
            (true, true) => false,
        }
    }

    /// `mark a for deletion`, and its `delete` becomes true.
    fn is_for_removal(&self) -> bool {
        let key = self.step.key.to_lowercase();
        let goes = ["delet", "remov", "purge", "drop", "prune"].iter().any(|w| key.contains(w));
        let on = |v: &String| matches!(v.to_lowercase().as_str(), "true" | "yes" | "1");
        let marked = self.want.about().windows(2).any(is_removal);
        goes && marked && self.want.ask.verb == "mark" && !self.step.new.is_empty() && self.step.new.iter().all(on)
    }

    /// A node that is cordoned is not schedulable.
    fn is_cordoned(&self) -> bool {
        self.want.ask.verb == "cordon" && self.step.key.to_lowercase().contains("schedul")
    }

    /// The key says what the verb does: `revoke` and `revoked`.
    fn is_of_verb(&self) -> bool {
        let (verb, key) = (self.want.ask.verb.as_str(), self.step.key.to_lowercase());
        let undone = verb.strip_prefix("un").or_else(|| verb.strip_prefix("re").filter(|_| key == "locked"));
        of_verb(verb, &key) || undone.is_some_and(|v| of_verb(v, &key))
    }

    /// What goes is named: the line by its key or by a name in it, each item of a list by itself; and its list, where another
    /// one has it, too.
    fn goes(&self) -> bool {
        let named = |w: &String| self.names(w);
        let unit = self.step.old.contains(&self.step.key);
        if unit && (self.is_own_line() || self.step.quiet && self.has_address()) {
            return true;
        }
        let all = if unit { named(&self.step.key) || self.names_line() } else { self.step.old.iter().all(named) };
        let list = (!unit).then_some(&self.step.key);
        all && (!self.step.again || self.step.owners.iter().chain(list).any(|o| self.says(o)))
    }

    /// `comment out 203.0.113.40`: the line has just this, with or without its port.
    fn has_address(&self) -> bool {
        let said = |w: &str| self.want.about().iter().any(|t| t.lower == w.to_lowercase());
        self.step.old.iter().any(|w| is_marked(w) && (said(w) || w.split_once(':').is_some_and(|(host, _)| said(host))))
    }

    /// `the vacuum entry`, `the 02:30 line`: of all lines only this one has it.
    fn is_own_line(&self) -> bool {
        let about = self.want.about();
        let line = |t: &Token| matches!(t.word(), "line" | "entry" | "job" | "cron" | "cronjob" | "task" | "one");
        let clock = |t: &Token| {
            let (hour, minute) = t.lower.split_once(':')?;
            Some((hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?))
        };
        let number = |at: usize| self.step.old.get(at).and_then(|w| w.parse::<u32>().ok());
        let own_time = |t: (u32, u32)| number(0) == Some(t.1) && number(1) == Some(t.0);
        let mut times = about.iter().filter_map(clock).peekable();
        let timed = times.peek().is_some();
        if !times.all(own_time) {
            return false;
        }
        let called = about.windows(2).any(|p| matches!(p, [t, n] if line(n) && self.step.own.contains(&t.lower)));
        called || timed && about.iter().any(line) || self.step.quiet && self.is_as_often()
    }

    /// `the weekly report`: the line runs as often, and only it has the other word.
    fn is_as_often(&self) -> bool {
        let fields: Vec<&str> = self.step.old.iter().take(5).map(String::as_str).collect();
        let [_, hour, day, _, weekday] = &fields[..] else { return false };
        let set = |f: &str| f.bytes().all(|b| b.is_ascii_digit());
        let often = |w: &str| match w {
            "hourly" => *hour == "*",
            "daily" | "nightly" => set(hour) && *day == "*" && *weekday == "*",
            "weekly" => set(weekday) && *day == "*",
            "monthly" => set(day) && *weekday == "*",
            _ => false,
        };
        let called = |p: &[Token]| matches!(p, [o, n] if often(o.word()) && self.step.own.contains(&n.lower));
        self.want.about().windows(2).any(called)
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
        let one = |w: &str| nouns::stem(w).to_lowercase();
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
        if self.said_value(&lower) || self.said_amount(&lower) {
            return true;
        }
        // `unpublish x`: it is unpublished.
        if self.is_cordoned() && off || verb == lower || verb.len() > 3 && of_verb(verb, &lower) {
            return true;
        }
        // `lift the hold`, `release the lock`
        if matches!(verb, "lift" | "release" | "free") && (off || lower.is_empty()) {
            return true;
        }
        if self.any_switch_said(on, off) || on && self.is_said_of_key() {
            return true;
        }
        if self.is_of_verb() {
            return if verb.starts_with("un") || verb.starts_with("re") && !of_verb(verb, &self.step.key.to_lowercase())
            {
                off
            } else {
                on
            };
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

    /// `set it to suspended`, `mark a as archived`: the key is what it is to be.
    fn is_said_of_key(&self) -> bool {
        let key = self.step.key.to_lowercase();
        let said = |p: &[Token]| matches!(p, [to, k] if matches!(to.word(), "to" | "as") && k.lower == key);
        self.want.about().windows(2).any(said)
    }

    /// `flip x on`, `set x to false`: how the switch is to stand.
    fn any_switch_said(&self, on: bool, off: bool) -> bool {
        let about = self.want.about();
        about.iter().enumerate().any(|(at, t)| {
            let next = about.get(at + 1).map_or("", Token::word);
            let ends = next.is_empty()
                || !next.contains(char::is_alphanumeric)
                || matches!(next, "for" | "again" | "please" | "now" | "in" | "on");
            ends && (on && t.word() == "on" || off && t.word() == "off")
        })
    }

    /// `3 days` is 259200 seconds; `4am` is 4, `90%` is 90.
    fn said_amount(&self, value: &str) -> bool {
        let about = self.want.about();
        let key = self.step.key.to_lowercase();
        about.iter().enumerate().any(|(at, t)| {
            let next = about.get(at + 1).map_or("", |n| n.lower.as_str());
            t.kind != Kind::Quote && amounts::is_same(&t.lower, next, value, &key)
        })
    }

    /// A number where the words say another one.
    pub(in crate::decide::consent) fn is_other_number(&self) -> bool {
        let numeric = |v: &[String]| matches!(v, [one] if amounts::is_number(one));
        let said = |t: &Token| {
            t.kind != Kind::Quote
                && (amounts::is_number(&t.lower) || number(&t.lower).is_some() && t.lower != "one")
                && !self.step.names.contains(&t.text)
        };
        numeric(&self.step.old)
            && numeric(&self.step.new)
            && self.want.about().iter().any(said)
            && !self.step.new.iter().all(|v| self.becomes(v))
    }

    /// The words say a value, and it is not the one that this gets.
    pub(in crate::decide::consent) fn is_other_value(&self) -> bool {
        let says = self.any_value_said() || self.is_other_number();
        says && !self.step.new.iter().filter(|v| !self.step.old.contains(v)).all(|v| self.becomes(v))
    }

    /// The words say what it is to become: another value is not meant.
    fn any_value_said(&self) -> bool {
        let t = self.want.about();
        let value = |at: usize, a: &Token| {
            let before = at.checked_sub(1).and_then(|b| t.get(b)).map_or("", Token::word);
            let whose =
                matches!(before, "belong" | "belongs" | "belonging" | "assigned" | "related" | "due" | "thanks");
            let next = t.get(at + 1).is_some_and(|b| b.kind != Kind::Mark && !b.text.contains(['/', '.']));
            matches!(a.word(), "to" | "as") && !whose && next
        };
        t.iter().enumerate().any(|(at, a)| value(at, a))
    }

    /// The file is the one that was said, or where the words say none, one whose name they have; of the environment that was said.
    pub(super) fn is_here(&self) -> bool {
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
            let parts: Vec<String> = parts.map(|p| nouns::stem(p).to_lowercase()).collect();
            // `unlock x-1`: what is locked, and called so.
            let own = || self.is_of_verb() && self.step.names.iter().any(|n| is_marked(n) && self.names(n));
            let crons = |t: &Token| matches!(nouns::stem(t.word()), "cron" | "cronjob" | "crontab");
            let cron = || self.edit.path.contains("cron") && self.said.iter().any(crons);
            self.said.iter().any(|t| parts.iter().any(|p| nouns::stem(&t.lower) == p))
                || self.stem_is_named()
                || own()
                || cron()
        };
        place && !other && (named || known())
    }

    fn names_file(&self) -> bool {
        names_file(&self.edit.path, self.said)
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
        self.names(word) || self.want.about().iter().any(|t| nouns::stem(&t.lower) == nouns::stem(&lower))
    }

    /// A limit that was set in the same prompt or later, and that has a name of this.
    pub(super) fn is_limited(&self, limit: &Clause) -> bool {
        if limit.asked || limit.turn < self.clause.turn {
            return false;
        }
        // `no wait, only a`
        if limit.sentence < self.clause.sentence && limit.tokens().all(|t| turns::HESITATIONS.contains(&t.word())) {
            return false;
        }
        // `don't remove it` is what a comment does.
        if self.step.quiet && limit.ops == Ops::DELETE && limit.names() == 0 {
            return false;
        }
        let tokens: Vec<Token> = limit.tokens().cloned().collect();
        // `the rest of the pool stays`: what it is in is no name of what goes.
        let others = tokens.iter().any(|t| matches!(t.word(), "other" | "others" | "rest" | "remaining"));
        let touched = |w: &String| w.len() > 1 && has(&tokens, w) && !is_property(w) && (!others || is_marked(w));
        let step = self.step;
        let hit = touched(&step.key)
            || step.names.iter().chain(step.owners.iter().take(1)).any(touched)
            || step.old.iter().any(touched);
        let nothing = !tokens.iter().any(|t| {
            !gist::is_small(t) && !gist::is_limit(t.word()) && super::super::words::of_word(t.word()).is_none()
        });
        let rest =
            tokens.iter().any(|t| matches!(t.word(), "else" | "other" | "others" | "rest" | "everything" | "nothing"));
        hit || nothing && !rest && !self.clause.words.is_empty() && limit.sentence != self.clause.sentence
    }
}
