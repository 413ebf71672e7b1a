//! More turns of phrase, where a tool has a plain word: `leave a note on 140` adds one, `take a snapshot of x` creates it, `go one
//! revision down` is to roll the last migration back, `hard reset by two commits` names where to. Written out like those of
//! `idioms`, which calls this.

use super::bounds;
use super::gist;
use super::literal::Verbs;
use super::nouns;
use super::token::{Kind, Token, numeral};

/// Plain words, and in the place of which they stand.
struct Plain {
    from: usize,
    to: usize,
    words: String,
}

/// The sentence with its turn of phrase written out: what it begins with, the plain words, and what follows.
pub(super) fn of_sentence<'a>(tokens: &'a [Token], known: &Verbs) -> Option<(&'a [Token], String, &'a [Token])> {
    let at = tokens.iter().take_while(|t| is_lead(t)).count();
    // `alembic: go one revision down`
    let tool = tokens.get(at + 1).is_some_and(|t| t.word() == ":")
        && tokens.get(at).is_some_and(|t| known.is_tool(t.word()) || known.has_program(t.word()));
    // `alembic downgrade by one`
    let line = word(tokens, at + 1) == "downgrade" && tokens.get(at).is_some_and(|t| known.has_program(t.word()));
    let at = if tool { at + 2 } else { at + usize::from(line) };
    let plain = noted(tokens, at)
        .or_else(|| rebased(tokens, at, known))
        .or_else(|| created(tokens, at, known))
        .or_else(|| drafted(tokens, at))
        .or_else(|| one_back(tokens, at, known))
        .or_else(|| gone_back(tokens, known))
        .or_else(|| reset(tokens, at, known))
        .or_else(|| updated(tokens, at, known))
        .or_else(|| previewed(tokens, at, known))
        .or_else(|| brought_up(tokens, at, known))?;
    let head = tokens.get(..plain.from)?;
    let limited = head.iter().any(|t| gist::is_limit(t.word()) && t.word() != "still");
    (!limited).then_some((head, plain.words, tokens.get(plain.to..)?))
}

/// Words before a request that say nothing.
fn is_lead(t: &Token) -> bool {
    matches!(
        t.word(),
        "please"
            | "pls"
            | "now"
            | "then"
            | "ok"
            | "okay"
            | "also"
            | "and"
            | ","
            | "could"
            | "can"
            | "would"
            | "will"
            | "you"
            | "u"
            | "go"
            | "ahead"
            | "good"
            | "great"
            | "nice"
            | "thanks"
            | "perfect"
    ) && !matches!(t.word(), "go")
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::word)
}

fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "another" | "one")
}

/// `leave a note on MR 140`: a word that limits elsewhere.
fn noted(tokens: &[Token], from: usize) -> Option<Plain> {
    let w = |n: usize| word(tokens, from + n);
    let leaves = matches!(w(0), "leave" | "drop" | "add" | "put" | "write" | "post") && is_article(w(1));
    let noun = (2..4).find(|n| matches!(w(*n), "note" | "comment" | "reply" | "message" | "remark"))?;
    let there = matches!(w(noun + 1), "on" | "at" | "under" | "to");
    let rest = tokens.get(from + noun + 2..)?;
    // In a file it is an edit.
    let thread =
        rest.iter().take(3).any(|t| nouns::kinds(t.word()) & nouns::kinds("pr") != 0 || t.text.starts_with(['#', '!']));
    (leaves && there && thread && !rest.iter().any(|t| gist::is_limit(t.word()))).then(|| Plain {
        from,
        to: from + noun + 2,
        words: "comment on".to_owned(),
    })
}

/// `rebase x onto origin/main`, and what is pushed later is x.
fn rebased(tokens: &[Token], from: usize, known: &Verbs) -> Option<Plain> {
    let at = (from + 1..from + 4).find(|n| matches!(word(tokens, *n), "onto" | "on"))?;
    let ends =
        tokens.get(at + 2).is_none_or(|t| t.kind == Kind::Mark || matches!(t.word(), "please" | "pls" | "again"));
    let only = known.has_text("git push ") && !known.has_text("rebase");
    (word(tokens, from) == "rebase" && ends && only).then(|| Plain { from: at, to: at + 2, words: String::new() })
}

/// `take a snapshot of x`
fn created(tokens: &[Token], from: usize, known: &Verbs) -> Option<Plain> {
    let w = |n: usize| word(tokens, from + n);
    let takes = matches!(w(0), "take" | "do") && is_article(w(1));
    let noun = (2..5).find(|n| matches!(w(*n), "snapshot" | "backup"))?;
    // Of a database in the cloud a backup is a snapshot.
    if takes && noun == 2 && w(noun) == "backup" && known.has_text("create-db-snapshot") && w(noun + 1) == "of" {
        return Some(Plain { from, to: from + noun + 1, words: "create a snapshot".to_owned() });
    }
    (takes && matches!(w(noun + 1), "of" | "from")).then(|| Plain { from, to: from + 2, words: "create a".to_owned() })
}

/// `draft me an answer`; a draft of a release is another thing.
fn drafted(tokens: &[Token], from: usize) -> Option<Plain> {
    let w = |n: usize| word(tokens, from + n);
    let me = usize::from(matches!(w(1), "me" | "us"));
    let open =
        (1 + me..6).any(|n| matches!(w(n), "answer" | "reply" | "comment" | "text" | "message" | "note" | "summary"));
    // Of what is only shown nothing is said to be posted.
    let into =
        |p: &[Token]| matches!(p, [w, f] if matches!(w.word(), "in" | "into" | "to" | "as") && f.text.contains('.'));
    let file = tokens.windows(2).any(into);
    (w(0) == "draft" && is_article(w(1 + me)) && open && file).then(|| Plain {
        from,
        to: from + 1 + me,
        words: "write".to_owned(),
    })
}

/// `go one revision down`, `downgrade by one revision`: of what is migrated step by step.
fn one_back(tokens: &[Token], from: usize, known: &Verbs) -> Option<Plain> {
    const TOOLS: &[&str] =
        &["downgrade", "db:rollback", "migrate:rollback", "migrate:undo", "migration:revert", "ecto.rollback"];
    let back = |w: &str| matches!(w, "down" | "back");
    let one = |w: &str| matches!(w, "one" | "1");
    let noun = |w: &str| matches!(w, "revision" | "migration" | "step" | "version");
    let mut at = from;
    let lead = word(tokens, at);
    let (moves, down) = (matches!(lead, "go" | "move" | "step"), lead == "downgrade");
    let mut turned = down;
    at += 1;
    while back(word(tokens, at)) || word(tokens, at) == "by" {
        turned |= back(word(tokens, at));
        at += 1;
    }
    if !(moves || down) || !one(word(tokens, at)) {
        return None;
    }
    at += 1;
    let tool = known.is_tool(word(tokens, at)) || known.has_program(word(tokens, at));
    at += usize::from(tool);
    let named = noun(word(tokens, at));
    at += usize::from(named);
    if back(word(tokens, at)) {
        turned = true;
        at += 1;
    }
    // Not `one revision of the document`.
    let ends = tokens.get(at).is_none_or(|t| {
        t.kind == Kind::Mark || matches!(t.word(), "on" | "in" | "with" | "for" | "please" | "pls" | "again" | "now")
    });
    let known = TOOLS.iter().any(|t| known.has_text(t));
    (turned && ends && known && (named || down)).then(|| Plain {
        from,
        to: at,
        words: "roll back the last migration".to_owned(),
    })
}

/// `go back to revision 14`, `revision 14 was good, go back to that one`
fn gone_back(tokens: &[Token], known: &Verbs) -> Option<Plain> {
    let noun = |at: usize| matches!(word(tokens, at), "revision" | "version" | "release");
    let number =
        |at: usize| tokens.get(at).is_some_and(|t| !t.lower.is_empty() && t.lower.bytes().all(|b| b.is_ascii_digit()));
    let goes = |at: usize| {
        matches!(word(tokens, at), "go" | "roll") && word(tokens, at + 1) == "back" && word(tokens, at + 2) == "to"
    };
    let at = (0..tokens.len()).find(|at| goes(*at))?;
    let own = at == 0 || tokens.get(at - 1).is_some_and(|t| t.kind == Kind::Mark || is_lead(t));
    if !own || !(known.has_text("rollback") || known.has_text("rollout undo")) {
        return None;
    }
    if noun(at + 3) && number(at + 4) {
        return (word(tokens, at) == "go").then(|| Plain { from: at, to: at + 1, words: "roll".to_owned() });
    }
    let again = number(at + 3) && (0..at).any(|n| noun(n) && word(tokens, n + 1) == word(tokens, at + 3));
    let points = again || matches!(word(tokens, at + 3), "that" | "it" | "this");
    let one = usize::from(matches!(word(tokens, at + 4), "one" | "revision" | "version"));
    let ends = tokens
        .get(at + 4 + one)
        .is_none_or(|t| t.kind == Kind::Mark || matches!(t.word(), "please" | "pls" | "then" | "now"));
    // Of several none is meant.
    let mut told = (0..at).filter(|n| noun(*n) && number(*n + 1));
    let told =
        told.next().filter(|_| told.next().is_none() && !(0..at).any(|n| number(n) && !noun(n.wrapping_sub(1))))?;
    let good = tokens
        .get(told + 2..at)?
        .iter()
        .any(|t| matches!(t.word(), "good" | "fine" | "ok" | "okay" | "stable" | "worked" | "working" | "healthy"));
    let which = tokens.get(told..told + 2)?;
    (points && ends && good).then(|| Plain {
        from: 0,
        to: at + 4 + one,
        words: format!(
            "roll back to {} {}",
            which.first().map_or("", |t| &t.text),
            which.last().map_or("", |t| &t.text)
        ),
    })
}

/// `hard reset this branch to drop the last two commits`: to where that is.
fn reset(tokens: &[Token], from: usize, known: &Verbs) -> Option<Plain> {
    let count = |at: usize| {
        let w = word(tokens, at);
        w.parse().ok().or_else(|| numeral(w)).or_else(|| (w == "commit").then_some(1)).filter(|n| *n > 0)
    };
    let lead = |at: usize| match (word(tokens, at), word(tokens, at + 1)) {
        ("last" | "latest", _) => Some(at + 1),
        ("by", _) => Some(at + 1),
        _ => None,
    };
    let end =
        tokens.iter().position(|t| matches!(t.word(), "," | ";" | "—")).filter(|e| *e > from).unwrap_or(tokens.len());
    let own = tokens.get(from..end)?;
    let says = |what: &str| own.iter().any(|t| t.word() == what);
    // Nothing that tells what became of it, and no other way to reset.
    const PLAIN: &[&str] = &[
        "hard",
        "reset",
        "hard-reset",
        "drop",
        "remove",
        "discard",
        "this",
        "the",
        "my",
        "our",
        "branch",
        "to",
        "by",
        "last",
        "latest",
        "a",
        "with",
        "it",
        "please",
        "pls",
        "commit",
        "commits",
        "of",
    ];
    let plain =
        |t: &Token| PLAIN.contains(&t.word()) || numeral(t.word()).is_some() || t.word().parse::<usize>().is_ok();
    let hard = says("hard") && says("reset") || own.iter().any(|t| t.word() == "hard-reset");
    let behind = (from..end).find_map(lead)?;
    let n: usize = count(behind)?;
    let noun = (behind..behind + 2).any(|at| matches!(word(tokens, at), "commit" | "commits"));
    let begins = matches!(word(tokens, from), "hard" | "reset" | "hard-reset" | "drop" | "remove" | "discard");
    (begins && hard && noun && own.iter().all(plain) && known.has_text("reset --hard ")).then(|| Plain {
        from,
        to: end,
        words: format!("reset this branch hard to HEAD~{n}"),
    })
}

/// `update the backup remote with our main branch`: a remote is given commits by a push.
fn updated(tokens: &[Token], from: usize, known: &Verbs) -> Option<Plain> {
    let w = |n: usize| word(tokens, from + n);
    let the = usize::from(matches!(w(1), "the" | "our" | "my"));
    let (remote, noun, with) = (tokens.get(from + 1 + the)?, w(2 + the), w(3 + the));
    let own = usize::from(matches!(w(4 + the), "the" | "our" | "my"));
    let branch = tokens.get(from + 4 + the + own)?;
    let last = usize::from(w(5 + the + own) == "branch");
    let ends = tokens.get(from + 5 + the + own + last).is_none_or(|t| t.kind == Kind::Mark);
    let plain = |t: &Token| matches!(t.kind, Kind::Word | Kind::Name) && !gist::is_small(t);
    let fits = w(0) == "update" && noun == "remote" && with == "with" && plain(remote) && plain(branch) && ends;
    (fits && known.has_text("git push ")).then(|| Plain {
        from,
        to: from + 5 + the + own + last,
        words: format!("push {} to {}", branch.text, remote.text),
    })
}

/// Up to the next mark only names, kinds of things and small words: nothing that tells what became of it.
fn tells_where(tokens: &[Token], from: usize, known: &Verbs) -> bool {
    let rest = tokens.get(from..).unwrap_or_default();
    let own = rest.iter().take_while(|t| t.kind != Kind::Mark);
    own.enumerate().all(|(at, t)| {
        gist::is_small(t)
            || nouns::kinds(t.word()) != 0
            || nouns::label(t.word()).is_some()
            || bounds::is_name(rest, at)
            || known.is_tool(t.word())
            || known.has_program(t.word())
    })
}

/// `preview deployment on vercel, please`: a noun, and a word that asks.
fn previewed(tokens: &[Token], from: usize, known: &Verbs) -> Option<Plain> {
    let the = from + usize::from(is_article(word(tokens, from)));
    let noun = matches!(word(tokens, the + 1), "deployment" | "deploy");
    let kind = nouns::label(word(tokens, the)).is_some() || word(tokens, the) == "draft";
    let asks = tokens.iter().any(|t| matches!(t.word(), "please" | "pls"));
    let there = matches!(word(tokens, the + 2), "on" | "to" | "for");
    (noun && kind && asks && there && tells_where(tokens, the + 3, known)).then(|| Plain {
        from,
        to: the + 2,
        words: format!("deploy a {}", word(tokens, the)),
    })
}

/// `pulumi up on stack dev`: a command line that goes on in words.
fn brought_up(tokens: &[Token], from: usize, known: &Verbs) -> Option<Plain> {
    let program = known.has_program(word(tokens, from));
    let place = matches!(word(tokens, from + 2), "on" | "in" | "for");
    let where_to = tells_where(tokens, from + 3, known);
    (program && word(tokens, from + 1) == "up" && place && where_to).then(|| Plain {
        from,
        to: from + 1,
        words: format!("run {}", word(tokens, from)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::idioms::written_out;
    use super::super::literal::Verbs;

    #[test]
    fn more_turns_of_phrase() {
        for (said, command, want) in [
            ("leave a note on MR 140: `done`", "glab mr note 140 -m done", "comment on MR 140: `done`"),
            ("could you leave a note on MR 140", "glab mr note 140", "could you comment on MR 140"),
            ("leave the note on MR 140", "glab mr note 140", ""),
            ("leave a note in a.md", "glab mr note 140", ""),
            ("don't leave a note on MR 140", "glab mr note 140", ""),
            ("take a snapshot of vol-1", "aws ec2 create-snapshot", "create a snapshot of vol-1"),
            ("alembic: go one revision down", "alembic downgrade -1", "alembic: roll back the last migration"),
            ("go one revision up", "alembic downgrade -1", ""),
            ("revision 7 was good, go back to that one", "helm rollback web 7", "roll back to revision 7"),
            ("revision 7 was broken, go back to that one", "helm rollback web 7", ""),
            ("hard reset to drop the last two commits", "git reset --hard HEAD~2", "reset this branch hard to HEAD~2"),
            ("soft reset by two commits", "git reset --hard HEAD~2", ""),
            ("update the backup remote with main", "git push backup main", "push main to backup"),
            ("rebase a-1 onto main", "git push --force-with-lease origin a-1", "rebase a-1"),
            ("rebase a-1 onto main", "git rebase main a-1", ""),
            ("preview deployment on vercel please", "vercel deploy", "deploy a preview on vercel please"),
            ("pulumi up on stack dev", "pulumi up --stack dev", "run pulumi up on stack dev"),
        ] {
            let new = written_out(&[], said, &Verbs::of(command)).unwrap_or_default();
            assert_eq!(new, want, "{said} / {command}");
        }
    }
}
