//! What an edit touches that nobody spoke of. Words that name a file and entries of it say which of them are meant, and what becomes
//! of them: another entry, or another value of one that was named, is not. Called by `edit` where not all of an edit was asked for.

use super::bounds;
use super::edit::{AWAY, CHANGES, One, Words, has, is_file, is_manifest, is_marked, is_property, names_file, turned};
use super::gist::{self, Clause, Stance};
use super::heard::Want;
use super::nouns;
use super::read::{Mood, Statement};
use super::thread::is_camel;
use super::token::{Kind, Token};
use super::turns;
use super::words::Ops;
use crate::decide::entries::rows::{Row, Rows, Set, Touch};
use crate::decide::entries::steps::{Step, Steps};

/// The clause beside which an edit goes: it touches what was not named, or makes something else of what was.
pub(super) fn request(heard: &Words<'_>, edit: &Steps) -> Option<usize> {
    let said: Vec<&Clause> = heard.clauses.iter().filter(|c| speaks(c)).collect();
    if edit.aside
        || is_manifest(&edit.path)
        || said.is_empty()
        || !names_file(&edit.path, &heard.words)
        || leaves_open(heard)
    {
        return None;
    }
    let clause = heard.clauses.iter().rposition(speaks)?;
    let said = Said { heard, edit, said };
    // What a program does that is not understood has at least to speak of what was named.
    if let Some(text) = edit.program.as_deref().filter(|t| !t.is_empty()) {
        let lower = text.to_lowercase();
        let number = |n: &String| n.len() > 2 && n.bytes().all(|b| b.is_ascii_digit());
        let figures = said.said.iter().filter(|c| c.stance == Stance::Asks).flat_map(|c| c.tokens());
        let figures = figures.map(|t| t.lower.clone()).filter(number);
        let unsaid = said.entries().into_iter().chain(figures).any(|n| !lower.contains(&n));
        return unsaid.then_some(clause);
    }
    let found = match edit.rows.as_ref().filter(|r| !r.touched.is_empty()) {
        Some(rows) => rows.touched.iter().any(|t| said.is_beside(rows, t)),
        None => edit.steps.iter().any(|s| !s.old.is_empty() && said.is_step_beside(s)),
    };
    (found && (!said.entries().is_empty() || said.limits_name())).then_some(clause)
}

/// Each step was asked for by itself, and what it stands in was not: the words name another thing that has it.
pub(super) fn is_of_another(heard: &Words<'_>, edit: &Steps) -> bool {
    let said = Said { heard, edit, said: heard.clauses.iter().filter(|c| speaks(c)).collect() };
    let beside = match edit.rows.as_ref() {
        Some(rows) => rows.touched.iter().any(|t| said.is_beside(rows, t)),
        None => edit.steps.iter().any(|s| s.new.is_empty() && s.old == [s.key.clone()] && said.is_list(&s.key)),
    };
    let text = || {
        let steps = edit.steps.iter().flat_map(|s| s.names.iter().chain(&s.owners).chain(&s.old).chain(&s.new));
        steps.map(|w| w.to_lowercase()).collect::<Vec<_>>().join(" ")
    };
    let unused = |names: Vec<String>| {
        let text = text();
        names.iter().any(|n| !text.contains(n.as_str()))
    };
    if edit.aside || is_manifest(&edit.path) {
        return false;
    }
    beside && unused(said.entries()) || edit.program.is_some() && unused(said.conditions())
}

/// It asks for something or tells of it.
fn speaks(c: &Clause) -> bool {
    const STRONG: &[&str] = &[
        "not",
        "never",
        "keep",
        "leave",
        "stay",
        "stays",
        "remain",
        "remains",
        "except",
        "excluding",
        "untouched",
        "alone",
        "spare",
        "without",
        "skip",
        "preserve",
        "no",
    ];
    let strong = |t: &Token| STRONG.contains(&t.word()) || t.word().ends_with("n't");
    !c.asked && (c.stance != Stance::Limits || !c.whole && !c.tokens().any(strong))
}

/// What the last prompt asks for is described, or is about all there is.
fn leaves_open(heard: &Words<'_>) -> bool {
    let Some(last) = heard.clauses.last().map(|c| c.turn) else { return true };
    let all = |t: &Token| {
        matches!(
            t.word(),
            "all"
                | "every"
                | "each"
                | "everything"
                | "everyone"
                | "everybody"
                | "others"
                | "rest"
                | "remaining"
                | "any"
        ) || t.lower.ends_with(['-', '*', '_'])
    };
    let mut now = heard.clauses.iter().filter(|c| c.turn == last && speaks(c));
    let changes = |c: &Clause| c.stance == Stance::Asks && c.ops.meets(AWAY.or(CHANGES));
    now.any(|c| c.tokens().any(all) || changes(c) && c.names() == 0 && !points(c))
}

fn points(c: &Clause) -> bool {
    c.tokens().any(|t| matches!(t.word(), "it" | "them" | "that" | "those" | "these" | "both" | "this" | "one"))
}

/// What was said, against one edit.
struct Said<'a> {
    heard: &'a Words<'a>,
    edit: &'a Steps,
    said: Vec<&'a Clause>,
}

impl Said<'_> {
    /// Some clause speaks of it, and does not only say how it is or that it stays.
    fn mentions(&self, name: &str) -> bool {
        self.said.iter().any(|c| {
            let tokens: Vec<Token> = c.all().collect();
            has(&tokens, name) && !is_told_of(&tokens, name) || spells_out(&tokens, name)
        })
    }

    /// `owner ivo and status stale`: by which values entries are meant.
    fn conditions(&self) -> Vec<String> {
        let key = |t: &Token| {
            matches!(t.word(), "owner" | "user" | "status" | "state" | "phase" | "team" | "type" | "region")
        };
        let of = |c: &&Clause| {
            let tokens: Vec<Token> = c.tokens().cloned().collect();
            let pairs = tokens
                .windows(2)
                .filter(|p| matches!(p, [k, v] if key(k) && v.kind != Kind::Mark && !gist::is_small(v)));
            pairs.filter_map(|p| p.last().map(|v| v.lower.clone())).collect::<Vec<_>>()
        };
        self.said.iter().filter(|c| c.stance == Stance::Asks).flat_map(of).collect()
    }

    /// A word for what holds the things.
    fn is_list(&self, word: &str) -> bool {
        nouns::kinds(&word.to_lowercase()) != 0 || self.is_of_path(word)
    }

    /// Something is named where it is said what to leave, or until when.
    fn limits_name(&self) -> bool {
        let letters = |t: &Token| t.lower.contains(char::is_alphabetic);
        let named = |t: &Token| is_marked(&t.lower) && letters(t) && !is_file(t);
        self.heard.limits().any(|l| !l.asked && l.tokens().any(named))
    }

    /// What the words name that stands in such a file.
    fn entries(&self) -> Vec<String> {
        let rows = self.edit.rows.as_ref().map_or(&[][..], |r| &r.rows);
        let entry = |tokens: &[Token], at: usize| {
            let t = tokens.get(at).filter(|t| t.kind != Kind::Mark && t.kind != Kind::Quote && !is_file(t))?;
            let before = at.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", Token::word);
            let number = t.lower.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | ':'));
            let far = at.checked_sub(2).and_then(|b| tokens.get(b)).map_or("", Token::word);
            let kind = nouns::kinds(before) != 0
                || self.is_of_path(before)
                || matches!(before, "of" | "for") && (is_property(far) || is_property(nouns::stem(far)));
            let own = rows.iter().any(|r| r.names.iter().any(|n| n.eq_ignore_ascii_case(&t.lower)))
                || is_marked(&t.lower) && !t.lower.contains("://") && !number
                || is_camel(t)
                || turns::is_name(tokens, at) && !number && !self.is_of_path(&t.lower)
                || kind && bounds::is_strange(t)
                || number && kind;
            own.then(|| t.lower.clone())
        };
        let of = |c: &&Clause| {
            let tokens: Vec<Token> = c.tokens().cloned().collect();
            (0..tokens.len()).filter_map(|at| entry(&tokens, at)).collect::<Vec<_>>()
        };
        self.said.iter().flat_map(of).collect()
    }

    /// The word is one of the file's own: `year` for `datasets/years.json`.
    fn is_of_path(&self, word: &str) -> bool {
        let name = self.edit.path.rsplit('/').next().unwrap_or("");
        word.len() > 2 && name.split(['.', '-', '_']).any(|p| nouns::stem(p) == nouns::stem(word))
    }

    /// An entry that goes or changes, and nobody spoke of it, or of another value.
    fn is_beside(&self, rows: &Rows, touch: &Touch) -> bool {
        let Some(row) = rows.rows.get(touch.row) else { return false };
        let holders = row.owners.iter().filter(|o| !self.is_list(o));
        let named = row.names.iter().chain(holders).any(|n| self.mentions(n));
        if touch.sets.is_empty() {
            let names = row.names.iter().any(|n| self.mentions(n));
            return !names && !row.fields.iter().any(|(_, v)| self.describes(v));
        }
        let own = |(k, v): &(String, String)| !touch.sets.iter().any(|s| s.key == *k) && self.describes(v);
        let known = named || row.fields.iter().any(own);
        !known || touch.sets.iter().any(|s| self.is_other(row, s, touch.sets.len() == 1))
    }

    /// The value tells which entries are meant.
    fn describes(&self, value: &str) -> bool {
        value.len() > 1 && !matches!(value, "true" | "false") && self.mentions(value)
    }

    /// A value of an entry that was named becomes another one than was said, or leaves it though nobody named it.
    fn is_other(&self, row: &Row, set: &Set, alone: bool) -> bool {
        let key = set.key.rsplit('.').next().unwrap_or("");
        match (&set.old, &set.new) {
            // Another key of it was said.
            (Some(_), Some(_))
                if !key.is_empty()
                    && !self.mentions(key)
                    && row.fields.iter().any(|(k, _)| {
                        *k != set.key && !k.is_empty() && !row.names.contains(k) && self.is_key_of(k)
                    }) =>
            {
                true
            }
            (Some(old), None) => !self.mentions(key) && !self.mentions(old),
            (Some(_), Some(_)) if alone || self.mentions(key) => self.is_contradicted(&turned(row, set)),
            _ => false,
        }
    }

    /// A request has this key, and it is no plain word of the language.
    fn is_key_of(&self, key: &str) -> bool {
        self.heard.wants.iter().any(|w| has(w.about(), key))
    }

    fn is_step_beside(&self, step: &Step) -> bool {
        let unit = step.old.contains(&step.key);
        let any = |words: &[String]| words.iter().any(|w| self.mentions(w));
        match step.new.is_empty() {
            true if unit => !any(&step.old),
            true => !any(&step.old) && !self.mentions(&step.key),
            false => {
                let holders: Vec<String> = step.owners.iter().filter(|o| !self.is_list(o)).cloned().collect();
                let loose = step.names.is_empty() && holders.is_empty();
                let named = any(&step.names) || any(&holders) || loose && self.mentions(&step.key);
                let both = || self.edit.program.is_none() && any(&step.old) && any(&step.new);
                !(named || both()) || self.is_contradicted(step)
            }
        }
    }

    /// The last clause that speaks of what this belongs to says another value.
    fn is_contradicted(&self, step: &Step) -> bool {
        let about = |tokens: &[Token]| step.names.iter().chain(&step.owners).any(|n| has(tokens, n));
        let back = |t: &Token| matches!(t.word(), "it" | "them" | "that");
        let asks = self.heard.wants.iter().rev().find(|w| about(w.about()) || w.about().first().is_some_and(back));
        let plain = || {
            let at = self
                .heard
                .clauses
                .iter()
                .rposition(|c| speaks(c) && about(&c.tokens().cloned().collect::<Vec<_>>()))?;
            let tokens = self.heard.clauses.get(at)?.tokens().cloned().collect();
            let ask = Statement::plain(Mood::Ask, Ops::CONFIG, tokens, false);
            Some(Want { clause: at, head: Vec::new(), aside: Vec::new(), ask, picked: false })
        };
        let Some(want) = asks.cloned().or_else(plain) else { return false };
        let Some(clause) = self.heard.clause(&want) else { return false };
        let one = One { want: &want, clause, said: &self.heard.said, edit: self.edit, step };
        one.is_other_value()
    }
}

/// `the ttl of session tokens` for `session_token_ttl`.
fn spells_out(tokens: &[Token], name: &str) -> bool {
    let mut parts = name.split(['_', '-']).filter(|p| !p.is_empty()).peekable();
    let said = |part: &str| tokens.iter().any(|t| nouns::stem(&t.lower) == nouns::stem(&part.to_lowercase()));
    name.contains(['_', '-'])
        && !name.contains(|c: char| c.is_ascii_digit())
        && parts.peek().is_some()
        && parts.all(said)
}

/// `run-7 is mine`, `champion has to stay`: how it is, and nothing that is to become of it.
fn is_told_of(tokens: &[Token], name: &str) -> bool {
    let at = tokens.iter().position(|t| has(std::slice::from_ref(t), name));
    let next = |n: usize| at.and_then(|a| tokens.get(a + n)).map_or("", Token::word);
    let stays = |w: &str| matches!(w, "stays" | "stay" | "remains" | "remain" | "continues" | "keeps");
    match next(1) {
        "is" | "are" => {
            matches!(
                next(2),
                "fine"
                    | "ok"
                    | "okay"
                    | "good"
                    | "right"
                    | "correct"
                    | "alive"
                    | "healthy"
                    | "needed"
                    | "used"
                    | "mine"
                    | "in"
                    | "still"
                    | ""
            ) || next(2).ends_with("'s")
        }
        "has" | "must" | "should" | "will" => stays(next(2)) || stays(next(3)),
        w => stays(w),
    }
}
