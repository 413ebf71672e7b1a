//! Requests whose operation does not stand at their head: `I want x gone`, `x can go`, `branches to remove: x, y`. Called by
//! `read`.

use super::conditions::is_conditional;
use super::nouns;
use super::read::{Mood, Statement};
use super::reports::is_reported;
use super::stance::skip_openers;
use super::text::Sentence;
use super::token::{Token, comma, tokens as tokens_of};
use super::turns;
use super::words::{self, Form, Ops};

/// Reads such a sentence; false where it is none.
pub(super) fn wished(sentence: &Sentence, tokens: &[Token], w: &[&str], out: &mut Vec<Statement>) -> bool {
    if sentence.asks {
        return false;
    }
    let conditional = is_conditional(w);
    let listed = !sentence.items.is_empty();
    let found = go_away(w)
        .or_else(|| gone(w))
        .or_else(|| may_go(w, tokens, listed))
        .or_else(|| headed(w, listed))
        .or_else(|| behind(w, tokens));
    let Some((ops, from, to)) = found else { return false };
    let mut object: Vec<Token> = tokens.get(from..to).unwrap_or_default().to_vec();
    for item in sentence.items.iter().filter(|i| !i.ends_with('?')) {
        object.push(comma());
        object.extend(tokens_of(item));
    }
    let negated =
        object.iter().any(|t| matches!(t.word(), "not" | "never" | "except" | "but" | "keep" | "don't" | "no"));
    if negated || object.is_empty() {
        return false;
    }
    out.push(Statement::plain(Mood::Ask, ops, object, conditional));
    true
}

/// How far the last word of the wish may stand from the first.
const REACH: usize = 40;

/// `I want x gone`, `we need x and y deleted`, `please have x removed`.
fn gone(w: &[&str]) -> Option<(Ops, usize, usize)> {
    let at = skip_openers(w, 0);
    let word = |n: usize| w.get(at + n).copied().unwrap_or("");
    let from = match (word(0), word(1), word(2)) {
        ("i" | "we", "want" | "need", _) => at + 2,
        ("i'd" | "we'd", "like", _) => at + 2,
        ("i", "would", "like") => at + 3,
        ("get" | "have", _, _) => at + 1,
        _ => return None,
    };
    let to = (from + 1..w.len().min(from + REACH)).find(|i| w.get(*i).is_some_and(|t| past(t).is_some()))?;
    // What goes on is another wish, or says more about it.
    let next = w.get(to + 1).copied().unwrap_or("");
    let ends = matches!(
        next,
        "" | ","
            | "."
            | "—"
            | "please"
            | "now"
            | "today"
            | "too"
            | "from"
            | "on"
            | "in"
            | "at"
            | "locally"
            | "and"
            | "asap"
    );
    let plain =
        !w.get(from..to)?.iter().any(|t| matches!(*t, "to" | "you" | "that" | "if" | "was" | "were" | "is" | "are"));
    (ends && plain).then(|| w.get(to).and_then(|t| past(t)).map(|ops| (ops, from, to)))?
}

/// The operation of a participle that says what is to have happened.
fn past(word: &str) -> Option<Ops> {
    if word == "gone" {
        return Some(Ops::DELETE);
    }
    let clear = Ops::DELETE.or(Ops::KILL).or(Ops::STOP).or(Ops::RESTART).or(Ops::MERGE).or(Ops::PUSH).or(Ops::DEPLOY);
    words::of_word(word).filter(|(ops, form)| *form == Form::Past && ops.meets(clear)).map(|(ops, _)| ops)
}

/// `make x go away`.
fn go_away(w: &[&str]) -> Option<(Ops, usize, usize)> {
    let at = skip_openers(w, 0);
    let to = w.windows(2).position(|p| p == ["go", "away"]).filter(|to| *to > at + 1)?;
    (w.get(at) == Some(&"make")).then_some((Ops::DELETE, at + 1, to))
}

/// `x can go`, `a and b should go`, `x must go`.
fn may_go(w: &[&str], tokens: &[Token], listed: bool) -> Option<(Ops, usize, usize)> {
    let at = (0..w.len()).find(|at| {
        let rest = w.get(*at..).unwrap_or_default();
        matches!(
            rest,
            ["can" | "may" | "should" | "must", "go", ..] | ["has" | "have" | "needs" | "need", "to", "go", ..]
        )
    })?;
    let behind = w.iter().skip(at).position(|t| *t == "go").map_or(w.len(), |n| at + n + 1);
    let ends = matches!(
        w.get(behind).copied().unwrap_or(""),
        "" | "," | ":" | "now" | "too" | "away" | "." | "—" | "as" | "please"
    );
    let from = skip_openers(w, 0).min(at);
    let named = listed || turns::names(tokens.get(from..at)?) > 0;
    (ends && named && !is_reported(w, at)).then_some((Ops::DELETE, from, at))
}

/// `namespace x-1 pls delete`: the operation last.
fn behind(w: &[&str], tokens: &[Token]) -> Option<(Ops, usize, usize)> {
    let at = w.windows(2).position(|p| matches!(p, ["please" | "pls" | "plz", v] if words::of_word(v).is_some()))?;
    let (ops, form) = words::of_word(w.get(at + 1)?)?;
    let ends = matches!(w.get(at + 2).copied().unwrap_or(""), "" | "," | "—" | "(");
    let before = w.get(..at)?;
    let bare = !before.iter().any(|t| {
        matches!(*t, "," | ":" | "is" | "are" | "was" | "not" | "don't" | "if") || words::of_word(t).is_some()
    });
    (form == Form::Base && ends && bare && turns::names(tokens.get(..at)?) > 0).then_some((ops, 0, at))
}

/// `branches to remove: x, y`, `to delete: x`.
fn headed(w: &[&str], listed: bool) -> Option<(Ops, usize, usize)> {
    const HEAD: usize = 4;
    let to = w.iter().take(HEAD).position(|t| matches!(*t, "to" | "2"))?;
    let be = w.get(to + 1) == Some(&"be");
    let at = to + 1 + usize::from(be);
    let (ops, form) = words::of_word(w.get(at)?)?;
    let noun = to == 0 || w.get(to.wrapping_sub(1)).is_some_and(|n| nouns::kinds(n) != 0);
    let behind = w.get(at + 1).copied();
    let ends = behind == Some(":") || behind.is_none() && listed;
    (form == if be { Form::Past } else { Form::Base } && noun && ends).then_some((ops, 0, w.len()))
}

#[cfg(test)]
mod tests {
    use super::super::read::statements;
    use super::*;

    #[test]
    fn wishes_without_a_verb_at_their_head() {
        for (said, want) in [
            ("I want branch feature/x1 gone, local and remote.", true),
            ("We need pod web-1 deleted.", true),
            ("feature/x1 can go.", true),
            ("web-1 and web-2 should go now", true),
            ("Branches to remove:\n- a-1\n- a-2", true),
            ("I want to know why x-1 was deleted", false),
            ("should x-1 go?", false),
            ("we can go on", false),
            ("I have the branch x-1 deleted in my fork", false),
            ("I want x-1 deleted if nobody uses it", false),
        ] {
            let all = statements(&[said.to_owned()], "");
            let asks = all.iter().any(|s| s.mood == Mood::Ask && !s.conditional && s.ops.meets(Ops::DELETE));
            assert_eq!(asks, want, "{said}: {all:?}");
        }
    }
}
