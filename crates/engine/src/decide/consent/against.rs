//! What speaks against words that some reading took for a request, whichever reading that was: a later turn that objects, a
//! folder around the one that was named, an option that takes more, another operation beside the one that was asked for. Called
//! by `Wishes` before what was granted counts.

mod numbers;

use automode_model::{Action, Category, Effect, Target, Verb};

use super::account;
use super::around;
use super::asked::asked_as;
use super::bind;
use super::bounds;
use super::clone;
use super::command::Command;
use super::edit;
use super::excess;
use super::gist::{Clause, Stance, is_small};
use super::heard::{self, Heard};
use super::introduced;
use super::machine;
use super::nouns;
use super::parts;
use super::read::Statement;
use super::spared;
use super::text;
use super::token::{self, Kind, Token};
use super::turns;
use super::words::{self, Ops};
use numbers::{drops_column, is_renumbered, praises, takes_several};

/// A request, as a reading found it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grant<'a> {
    /// The user's sentence.
    pub(super) words: &'a str,
    /// In which prompt it stands.
    pub(super) turn: usize,
}

impl<'a> From<&'a Statement> for Grant<'a> {
    fn from(s: &'a Statement) -> Self {
        Self { words: &s.words, turn: s.turn }
    }
}

impl<'a> From<&'a Clause> for Grant<'a> {
    fn from(c: &'a Clause) -> Self {
        Self { words: &c.words, turn: c.turn }
    }
}

/// Whether something else that was said speaks against this.
pub(super) fn speaks(heard: &Heard, grant: Grant<'_>, action: &Action, effect: &Effect, command: &Command) -> bool {
    let of_turn = || heard.clauses.iter().filter(|c| c.stance == Stance::Asks && c.turn == grant.turn);
    let spoken = spoken_before(heard, grant);
    let said = heard.clauses.iter().filter(|c| c.turn == grant.turn && c.words == grant.words);
    let mut own = said.chain(&spoken);
    let deletes = of_turn().any(|c| c.ops.meets(Ops::DELETE.or(Ops::CLEAN)));
    objected(heard, grant.turn, command)
        || later_limited(heard, grant.turn, action, effect)
        || is_ambiguous(heard, grant, action)
        || denied(heard, grant.turn, command)
        || takes_more(heard, grant, action)
        || excess::goes_further(heard, grant.turn, grant.words, action, command)
        || keeps_kind(heard, grant.turn, action)
        || takes_branch(heard, grant, action, effect)
        || is_variant(heard, action, command)
        || parts::is_holder(heard, grant.turn, action, effect, command)
        || parts::is_only_place(heard, grant.turn, action, effect)
        || is_reported(heard, grant)
        || is_of_clone(heard, grant.turn, effect)
        || is_ruled_out(heard, grant.turn, action, effect)
        || is_planned(grant)
        || is_unkept(heard, grant.turn, action)
        || takes_resource(heard, action)
        || introduced::hits_neighbour(heard, grant.turn, command)
        || words::of_verb(effect.verb).meets(Ops::DELETE.or(Ops::CLEAN)) && spared::is_taken(grant.words, command)
        || is_harder(heard, action, effect)
        || is_renumbered(action, command)
        || drops_column(heard, action, effect)
        || !deletes
            && takes_row(effect, action)
            && of_turn().any(|c| matches!(c.verb.as_str(), "set" | "mark" | "change" | "update"))
        || is_elsewhere(own.clone(), action)
        || account::differ(heard, own.clone(), action, effect, command)
        || own.any(|c| {
            let asks = c.stance == Stance::Asks;
            is_only_listed(c, effect, command)
                || c.stance != Stance::Limits
                    && (is_other_thing(c, action)
                        || is_whole(c, action, effect)
                        || is_all_of_it(c, command)
                        || is_other_table(c, heard, effect)
                        || is_other_remote(c, action)
                        || is_other_repository(heard, c, action)
                        || is_other_number(c, action)
                        || machine::is_other(c, action)
                        || is_sibling(heard, c, effect)
                        || is_all_run_again(c, action)
                        || is_other_environment(c, action, command)
                        || clone::is_only_meant(c.tokens(), effect)
                        || is_of_owner(c, action))
                || asks && (is_only_edited(c, action) || is_only_made(c, action) || takes_several(c, command))
                || asks && (is_around(c, effect, command) || is_newer(c, action))
                || asks && !deletes && is_beside(c, action, effect, command)
        })
}

/// Where a request only points (`now do that`), the sentences that said what is meant, and where it is: they are held against the
/// command as if they were its own.
fn spoken_before(heard: &Heard, grant: Grant<'_>) -> Vec<Clause> {
    let own = |c: &Clause| c.turn == grant.turn && c.words == grant.words;
    // `that job` may have been written out as the job that it is.
    let places = |c: &Clause| c.object.iter().any(|t| heard::LEADS_AWAY.contains(&t.word()));
    let whole = |c: &Clause| c.object.iter().any(|t| matches!(t.word(), "whole" | "entire" | "all" | "complete"));
    let points = |c: &Clause| c.names() == 0 || c.names() == 1 && !places(c) && !whole(c);
    let wants = || heard.wants.iter().filter(|w| heard.clause(w).is_some_and(|c| own(c) && points(c)));
    let meant = |t: &Token| {
        (t.kind == Kind::Name || edit::is_marked(&t.lower))
            && wants().any(|w| w.about().iter().any(|o| o.lower == t.lower))
    };
    if wants().next().is_none() {
        return Vec::new();
    }
    let near = |c: &&Clause| c.turn <= grant.turn && c.turn + 2 >= grant.turn && !own(c) && !c.asked;
    let open = |c: &&Clause| c.stance != Stance::Limits || c.put_off || heard::is_not_yet(c);
    let told = heard.clauses.iter().filter(near).filter(open).filter(|c| c.tokens().any(meant));
    told.cloned()
        .map(|mut c| {
            c.stance = Stance::Tells;
            c
        })
        .collect()
}

/// `the run 7 in acme/web`, and the command goes to another repository, of which nobody spoke.
fn is_other_repository(heard: &Heard, clause: &Clause, action: &Action) -> bool {
    let mut words = action.words.split_whitespace();
    let used = words.find_map(|w| match w {
        "--repo" | "-R" => Some(""),
        w => w.strip_prefix("--repo="),
    });
    let Some(used) = used.and_then(|r| if r.is_empty() { words.next() } else { Some(r) }) else { return false };
    let repository = |t: &Token| {
        let plain = |p: &str| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        t.kind != Kind::Quote && t.lower.split_once('/').is_some_and(|(a, b)| plain(a) && plain(b))
    };
    let name = used.rsplit('/').next().unwrap_or(used).to_lowercase();
    let said = |t: &Token| t.lower.split(['/', ':']).any(|p| p == name);
    clause.tokens().any(repository) && !heard.words.iter().any(said)
}

/// `POST https://alerts.example.com/alerts/7/ack`, and the request goes to `…/alerts/8/ack`: an address beside the one that was said.
fn is_sibling(heard: &Heard, clause: &Clause, effect: &Effect) -> bool {
    let Target::Url { url, .. } = &effect.target else { return false };
    let bare = |u: &str| {
        let lower = u.to_lowercase();
        lower.split(['?', '#']).next().unwrap_or("").trim_end_matches('/').to_owned()
    };
    let own = bare(url);
    let host = |u: &str| u.split('/').nth(2).map(str::to_owned);
    let parts = |u: &str| u.split('/').count();
    let full = |t: &&Token| {
        t.lower.starts_with("http") && !t.lower.contains(char::is_whitespace) && t.lower.split('/').count() > 4
    };
    let said = |t: &Token| full(&t) && bare(&t.lower) == own;
    let beside = |t: &Token| {
        let other = bare(&t.lower);
        full(&t) && other != own && host(&other) == host(&own) && parts(&other) == parts(&own)
    };
    clause.tokens().any(beside) && !heard.words.iter().any(said)
}

/// `rerun the failed jobs of that run`, and all of them run again.
fn is_all_run_again(clause: &Clause, action: &Action) -> bool {
    let some = |p: &[Token]| matches!(p, [how, what] if how.word() == "failed" && matches!(nouns::stem(what.word()), "job" | "step" | "test" | "one" | "check"));
    let picks = |w: &str| matches!(w, "--failed" | "--job" | "-j" | "retry") || w.starts_with("--job=");
    matches!(action.program.as_str(), "gh" | "glab")
        && clause.stance == Stance::Asks
        && clause.object.windows(2).any(some)
        && action.words.split_whitespace().any(|w| w == "rerun")
        && !action.words.split_whitespace().any(picks)
}

/// Words at the head of a turn that objects to what was said before.
const OBJECTIONS: &[&str] = &[
    "no",
    "nope",
    "nah",
    "wait",
    "hmm",
    "hm",
    "hold",
    "stop",
    "actually",
    "argh",
    "oops",
    "whoops",
    "sorry",
    "damn",
    "not",
    "scratch",
    "correction",
    "pardon",
    "apologies",
    "careful",
    "don't",
    "forget",
    "partly",
    "partially",
    "almost",
    "rather",
    "lets",
    "let's",
    "mm",
    "mmm",
    "hmmm",
    "er",
    "err",
    "erm",
    "only",
    "just",
    "undo",
    "revert",
    "did",
    "have",
];

/// What `let's` puts something off with.
const PUTS_OFF: &[&str] =
    &["talk", "think", "discuss", "wait", "hold", "postpone", "leave", "skip", "not", "keep", "see", "stop"];

/// Words that may stand before an objection.
const SIGHS: &[&str] = &["oh", "ah", "uh", "um", "ok", "okay", "hey", "well", "but", ",", "—", ":", "yes", "and"];

/// Words of a turn that adds to what was asked for, or says it again.
const AGREES: &[&str] = &[
    "also", "too", "yes", "yep", "ahead", "problem", "worries", "fine", "perfect", "great", "thanks", "thank", "good",
    "nice",
];

/// The turns whose first sentence objects.
pub(super) fn objections(prompts: &[String]) -> Vec<usize> {
    let objects = |prompt: &String| {
        let first = text::sentences(prompt).into_iter().next()?;
        let tokens = token::tokens(&first.text);
        let mut heads = tokens.iter().map(Token::word).skip_while(|w| SIGHS.contains(w));
        let head = heads.next()?;
        let second = heads.next().unwrap_or("");
        let near = || tokens.iter().take(REACH).map(Token::word);
        let objects = match head {
            // `don't forget the docs`, `forget about the rest`
            "don't" => !matches!(second, "forget" | "worry" | "bother" | "ask"),
            "lets" | "let's" => PUTS_OFF.contains(&second),
            // `did you check the pipeline?`
            "did" | "have" => second == "you" && first.asks,
            // `just delete it`
            "only" | "just" => {
                !near().take_while(|w| *w != ",").any(|w| words::of_word(w).is_some() || matches!(w, "go" | "do"))
            }
            _ => OBJECTIONS.contains(&head) || near().any(|w| matches!(w, "instead" | "rather")),
        };
        let agrees = !matches!(head, "only" | "just" | "forget") && near().any(|w| AGREES.contains(&w));
        (objects && !agrees).then_some(())
    };
    prompts.iter().enumerate().filter(|(_, p)| objects(p).is_some()).map(|(turn, _)| turn).collect()
}

/// Among how many words at the head of a turn those stand that agree.
const REACH: usize = 8;

/// Words that take the next one out.
const SPARES: &[&str] = &["except", "besides", "excluding", "without"];

/// `wait, leave 2.x`, `no, 41`: a later turn that objects without naming just what the command hits.
pub(super) fn objected(heard: &Heard, turn: usize, command: &Command) -> bool {
    let asks = |c: &&Clause| c.stance == Stance::Asks;
    // `did you look at it? … good, then remove it`: asked for once more.
    let again = |o: usize| {
        // What an objection names is what a later `it` means.
        if heard.clauses.iter().any(|c| c.turn == o && c.names() > 0) {
            return false;
        }
        let mut later = heard.clauses.iter().filter(asks).filter(|c| c.turn > o && c.names() == 0);
        later.any(|l| heard.clauses.iter().filter(asks).any(|c| c.turn == turn && c.ops.meets(l.ops)))
    };
    heard.objections.iter().filter(|o| **o > turn && !again(**o)).any(|o| {
        let own = || heard.clauses.iter().filter(|c| c.turn == *o);
        let first = own().map(|c| c.sentence).min();
        // `b is nearly through, let that one finish`
        let goes_on = own().any(|c| {
            let words: Vec<&str> = c.tokens().map(Token::word).chain([c.verb.as_str()]).collect();
            let on =
                |w: &&str| matches!(*w, "finish" | "run" | "be" | "stay" | "complete" | "live" | "continue" | "go");
            // `that one must fire`
            let ends =
                |w: &&str| words::of_word(w).is_some_and(|(ops, _)| ops.meets(Ops::DELETE.or(Ops::KILL).or(Ops::STOP)));
            let must = words.contains(&"must") && !words.iter().any(|w| ends(w) || matches!(*w, "go" | "die"));
            must || words.contains(&"let") && words.iter().any(on)
        });
        let named = || {
            own().filter(|c| Some(c.sentence) == first).flat_map(|c| {
                let tokens: Vec<Token> = c.tokens().cloned().collect();
                let at = (0..tokens.len()).filter(|at| turns::is_name(&tokens, *at));
                let names: Vec<Token> = at.filter_map(|at| tokens.get(at).cloned()).collect();
                let other = tokens.iter().any(|t| matches!(t.word(), "rather" | "instead"));
                names.into_iter().map(move |t| ((c.stance == Stance::Limits || goes_on) && !other, t))
            })
        };
        let hit = |t: &Token| command.touches(&t.lower);
        // `except b`: what is taken out is no part of the command.
        let spares = |c: &Clause| {
            let tokens: Vec<&Token> = c.tokens().collect();
            tokens.windows(2).any(|p| matches!(p, [lead, t] if SPARES.contains(&lead.word()) && !hit(t)))
        };
        if own().any(spares) {
            return false;
        }
        // `wait, is b still read by anybody?`: first an answer is wanted.
        if own().any(|c| c.asked) && !own().any(|c| c.stance == Stance::Asks && !c.asked) {
            return true;
        }
        // `no, 17 is the rollback`: it stays, or it alone goes; both of them is neither.
        let asked = heard.clauses.iter().filter(|c| c.turn == turn && asks(c));
        let others = asked.flat_map(|c| {
            let tokens: Vec<Token> = c.tokens().cloned().collect();
            let at = (0..tokens.len()).filter(|at| turns::is_name(&tokens, *at));
            at.filter_map(|at| tokens.get(at).cloned()).collect::<Vec<_>>()
        });
        let own_names: Vec<Token> = named().map(|(_, t)| t).collect();
        let of_list = |t: &Token| own_names.iter().any(|o| o.lower == t.lower);
        let listed: Vec<Token> = others.collect();
        let some = listed.iter().any(of_list) && listed.iter().any(|t| !of_list(t) && heard::things(&listed) > 1);
        if some && own_names.iter().any(hit) && listed.iter().any(|t| !of_list(t) && hit(t)) && !own().any(|c| asks(&c))
        {
            return true;
        }
        named().next().is_none() || named().any(|(limits, t)| limits == hit(&t)) || own().any(|c| praises(c, &hit))
    })
}

/// `a waits for b. kill it`: either might be meant, and the command has one of them.
fn is_ambiguous(heard: &Heard, grant: Grant<'_>, action: &Action) -> bool {
    let own = |c: &&Clause| c.turn == grant.turn && c.words == grant.words;
    let Some(ask) = heard.clauses.iter().filter(own).find(|c| c.stance == Stance::Asks) else { return false };
    let object = if ask.passive { &ask.before } else { &ask.object };
    let near = heard::near(object);
    let one = near.iter().any(|t| matches!(t.word(), "it" | "this" | "that"));
    let small = |t: &Token| matches!(t.word(), "it" | "this" | "that" | "one" | "please" | "pls" | "now" | "then");
    let noun = |t: &Token| nouns::kinds(t.word()) != 0 && !t.word().ends_with('s');
    if !one || !near.iter().all(|t| small(t) || noun(t)) || ask.names() > 0 {
        return false;
    }
    let before = |c: &&Clause| c.sentence < ask.sentence && c.names() > 0;
    let Some(last) = heard.clauses.iter().rev().find(before).filter(|c| c.turn + 1 >= ask.turn) else { return false };
    let same = |c: &&Clause| c.sentence == last.sentence && c.stance != Stance::Limits;
    let told: Vec<Token> = heard.clauses.iter().filter(same).flat_map(|c| c.tokens().cloned()).collect();
    let led = |at: usize| {
        let lead = |n: usize| {
            at.checked_sub(n).and_then(|b| told.get(b)).is_some_and(|t| heard::LEADS_AWAY.contains(&t.word()))
        };
        let needs = at
            .checked_sub(2)
            .and_then(|b| told.get(b))
            .is_some_and(|t| matches!(t.word(), "depends" | "relies" | "waits" | "hangs"));
        (lead(1) || lead(2)) && !needs
    };
    let done = |t: &Token| {
        action
            .words
            .split([' ', ';', ',', '(', ')'])
            .any(|w| bounds::bind_name(w).eq_ignore_ascii_case(bounds::bind_name(&t.lower)))
    };
    let names: Vec<usize> =
        (0..told.len()).filter(|at| turns::is_name(&told, *at) && !heard::is_amount(&told, *at)).collect();
    let form = |at: usize| told.get(at).map(around::form);
    let rival = |at: &usize| !led(*at) && told.get(*at).is_some_and(|t| !done(t) && !heard.is_alias(t));
    let hit = || names.iter().filter(|at| told.get(**at).is_some_and(done));
    names.iter().filter(|at| rival(at)).any(|r| hit().any(|h| form(*h) == form(*r)))
}

/// `b after 22:00 only`: a later turn says something that limits of what is hit.
fn later_limited(heard: &Heard, turn: usize, action: &Action, effect: &Effect) -> bool {
    let waits =
        |t: &Token| matches!(t.word(), "after" | "before" | "until" | "once" | "when" | "only" | "later" | "tomorrow");
    let holds = |c: &Clause| {
        c.stance == Stance::Limits
            || c.stance == Stance::Tells && c.tokens().any(waits) && !c.tokens().any(|t| t.word() == "also")
    };
    let later = heard.clauses.iter().filter(|c| c.turn > turn && !c.asked && !c.whole && c.names() > 0);
    let mut later = later.filter(|c| holds(c)).peekable();
    later.peek().is_some() && {
        let names = bind::names(action, effect);
        let hit = |t: &Token| t.kind != Kind::Quote && names.iter().any(|n| bind::parts(t).any(|p| bind::same(n, p)));
        later.any(|l| l.tokens().any(hit))
    }
}

/// `that's the remote fork, not origin!`: what a later turn says no to is in the command.
fn denied(heard: &Heard, turn: usize, command: &Command) -> bool {
    let not = |c: &Clause| {
        let tokens: Vec<&Token> = c.tokens().collect();
        // `not the one on origin`
        if let [no, the, one, on, name] = &tokens[..]
            && no.word() == "not"
            && the.word() == "the"
            && matches!(one.word(), "one" | "ones" | "copy" | "remote" | "version")
            && matches!(on.word(), "on" | "in" | "at" | "from")
        {
            return command.touches(&name.lower);
        }
        matches!(&tokens[..], [no, name] if no.word() == "not" && name.kind != Kind::Mark && command.touches(&name.lower))
    };
    heard.limits().any(|l| l.turn > turn && !l.asked && not(l))
}

/// An option that takes more than was asked for, where the same words or later ones do not want that.
fn takes_more(heard: &Heard, grant: Grant<'_>, action: &Action) -> bool {
    let limits = heard.limits().filter(|l| l.turn >= grant.turn && !l.asked && !l.put_off);
    let options: Vec<&str> = bounds::words_of(action).filter(|w| w.starts_with('-')).collect();
    if options.is_empty() {
        return false;
    }
    // `I'll tag again later`: what is done is no thing that stays.
    let own = |l: &Clause| {
        let mine = l.object.first().is_some_and(|t| matches!(t.word(), "i'll" | "we'll" | "they'll"));
        l.before.is_empty() && mine
    };
    let things = |l: &'_ Clause| l.tokens().skip(if own(l) { 2 } else { 0 }).cloned().collect::<Vec<_>>();
    let spared = limits.into_iter().any(|l| bind::takes_along(things(l).iter(), action) || is_option(l, &options));
    let written = |o: &str| heard.words.iter().any(|t| t.text.split_whitespace().any(|w| w == o));
    let all_written = || options.iter().all(|o| written(o));
    let wide = || {
        !bounds::keeps_width(&heard.words, action)
            && !bounds::keeps_width(&[&heard.words[..], &heard.done_beside(grant.turn)].concat(), action)
    };
    spared || wide() && !all_written()
}

/// `without the emptydir flag`: the option whose name has that word.
fn is_option(limit: &Clause, options: &[&str]) -> bool {
    let flag = limit.tokens().any(|t| matches!(t.word(), "flag" | "option" | "switch"));
    // `don't lose emptyDir data`, and the command has `--delete-emptydir-data`
    const NAMED: usize = 6;
    let takes = |o: &str| ["--delete-", "--remove-", "--purge-", "--prune-"].iter().any(|lead| o.starts_with(lead));
    let taken = |t: &Token, o: &str| t.lower.len() >= NAMED && takes(o) && o.split(['-', '=']).any(|p| p == t.lower);
    let part =
        |t: &Token, o: &str| t.lower.len() > 2 && o.trim_start_matches('-').split(['-', '=']).any(|p| p == t.lower);
    limit.tokens().any(|t| options.iter().any(|o| t.text == *o || flag && part(t, o) || taken(t, o)))
}

/// `delete what is under logs/old`, and the command takes `logs`: the folder around the one that was named.
fn is_around(ask: &Clause, effect: &Effect, command: &Command) -> bool {
    let place = match &effect.target {
        Target::Path(path) => path.resolved.as_str(),
        Target::Url { url, .. } => {
            url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, p)| p)
        }
        _ => return false,
    };
    if matches!(effect.target, Target::Path(_)) && !words::of_verb(effect.verb).meets(Ops::DELETE) {
        return false;
    }
    let fixed: Vec<&str> = place.split('/').take_while(|p| !p.contains(['*', '?', '['])).collect();
    let parts: Vec<&str> = fixed.into_iter().filter(|p| !p.is_empty()).collect();
    let inner = |t: &Token| {
        let said: Vec<&str> = t.text.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
        let from = if t.text.starts_with('/') { 0 } else { parts.len().saturating_sub(said.len().saturating_sub(1)) };
        let reaches = || {
            (from..=parts.len()).any(|at| {
                let tail = parts.get(at..).unwrap_or_default();
                !tail.is_empty() && tail.len() < said.len() && said.starts_with(tail)
            })
        };
        t.kind != Kind::Quote && said.len() > 1 && reaches() && !command.touches(&t.lower)
    };
    ask.tokens().any(inner)
}

/// `terminate x`, and the command terminates and deletes it: what the asked word does is done by another part.
fn is_beside(ask: &Clause, action: &Action, effect: &Effect, command: &Command) -> bool {
    let away = words::of_verb(effect.verb).meets(Ops::DELETE) && ask.ops.meets(Ops::KILL.or(Ops::STOP));
    let own = |w: &str| w == ask.verb || w.split('-').next() == Some(ask.verb.as_str());
    let here = action.words.to_lowercase().split_whitespace().any(own);
    away && !ask.verb.is_empty() && nouns::kinds(&ask.verb) == 0 && !here && command.touches(&ask.verb)
}

/// `lower x in prod.tfvars`, and the command rolls the file out.
fn is_only_edited(ask: &Clause, action: &Action) -> bool {
    let rolls = action.words.split_whitespace().take(4).any(|w| matches!(w, "apply" | "up" | "deploy" | "upgrade"));
    let file = |t: &Token| {
        let end = t.text.rsplit_once('.').map_or("", |(_, e)| e);
        matches!(end, "tfvars" | "tf" | "yml" | "yaml" | "json" | "toml" | "env" | "ini" | "hcl")
    };
    let edits = ask.ops.meets(Ops::EDIT.or(Ops::CONFIG))
        && !ask.ops.meets(Ops::APPLY.or(Ops::DEPLOY).or(Ops::LITERAL).or(Ops::INSTALL));
    rolls && edits && ask.tokens().any(file) && !ask.tokens().any(|t| t.word() == "apply" || t.word() == "deploy")
}

/// `make a plan and save it as p`, and the command applies `p`.
fn is_only_made(ask: &Clause, action: &Action) -> bool {
    let applies = action.words.split_whitespace().take(4).any(|w| w == "apply");
    let made = ask.ops.meets(Ops::CREATE) && !ask.ops.meets(Ops::APPLY.or(Ops::DEPLOY).or(Ops::RUN).or(Ops::LITERAL));
    let draft = |t: &Token| matches!(t.word(), "plan" | "file" | "manifest" | "draft" | "diff" | "copy" | "as");
    let path = |t: &Token| t.text.contains('/') || t.text.ends_with(".yaml") || t.text.ends_with(".yml");
    // Where the words name what is applied, it is what was to be made.
    let named = |t: &Token| t.text.len() > 2 && action.words.split_whitespace().any(|w| w == t.text);
    let plan = matches!(action.program.as_str(), "terraform" | "tofu" | "terragrunt") && ask.tokens().any(named);
    applies && made && (plan || ask.tokens().any(|t| draft(t) || path(t)))
}

/// `on origin` is not `upstream`.
fn is_other_remote(ask: &Clause, action: &Action) -> bool {
    let remotes = ["origin", "upstream", "fork"];
    let said = |w: &str| ask.tokens().any(|t| t.word() == w);
    let mut used = action.words.split_whitespace().filter(|w| remotes.contains(w)).peekable();
    action.program == "git" && remotes.iter().any(|r| said(r)) && used.peek().is_some() && !used.any(said)
}

/// What programs leave only where an option says so, and how people call it.
const KEPT_BY: &[(&str, &[&str], &[&str], &str)] = &[
    ("helm", &["uninstall", "delete", "un", "del"], &["history"], "--keep-history"),
    ("git", &["rm"], &["file", "files", "disk", "copy"], "--cached"),
    ("virsh", &["undefine"], &["nvram"], "--keep-nvram"),
];

/// `keep the history`, and the option that keeps it is not there.
fn is_unkept(heard: &Heard, turn: usize, action: &Action) -> bool {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let keeps = |t: &Token| matches!(t.word(), "keep" | "preserve" | "retain" | "leave" | "stays" | "stay" | "survive");
    KEPT_BY.iter().any(|(program, subs, things, option)| {
        let does = action.program == *program && words.iter().skip(1).any(|w| subs.contains(w));
        let thing = |t: &Token| things.contains(&t.word());
        does && !words.iter().any(|w| w.starts_with(option))
            && heard.limits().any(|l| l.turn >= turn && !l.asked && l.tokens().any(keeps) && l.tokens().any(thing))
    })
}

/// `deployment/api deployment/worker`: a resource beside the one that was named, of which nobody spoke.
fn takes_resource(heard: &Heard, action: &Action) -> bool {
    if !matches!(action.program.as_str(), "kubectl" | "oc") || heard.words.iter().any(|t| t.kind == Kind::Quote) {
        return false;
    }
    let operands = || bounds::words_of(action).filter(|w| !w.starts_with('-'));
    let named = |w: &&str| w.split_once('/').is_some_and(|(kind, name)| nouns::kinds(kind) != 0 && !name.is_empty());
    let said = |w: &str| {
        let name = w.split_once('/').map_or(w, |(_, name)| name).to_lowercase();
        let name = name.split('=').next().unwrap_or("");
        heard.words.iter().any(|t| t.lower.split(['/', ',', ':']).any(|p| bounds::bind_name(p) == name))
    };
    let several = operands().filter(named).count() > 1;
    several && operands().any(|w| named(&w) && said(w)) && operands().any(|w| named(&w) && !said(w))
}

/// `in redis db 2`, and the command goes to another database of that server, or to all of them.
pub(super) fn is_other_number(ask: &Clause, action: &Action) -> bool {
    if !matches!(action.program.as_str(), "redis-cli" | "valkey-cli" | "keydb-cli") {
        return false;
    }
    let tokens: Vec<&Token> = ask.tokens().collect();
    let number = |t: &Token| !t.lower.is_empty() && t.lower.bytes().all(|b| b.is_ascii_digit());
    let said = tokens.windows(2).find_map(|p| match p {
        [what, which] if matches!(what.word(), "db" | "database") && number(which) => Some(which.lower.as_str()),
        _ => None,
    });
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let used = words.windows(2).find(|p| matches!(p, ["-n", _])).and_then(|p| p.get(1)).copied().unwrap_or("0");
    let all = words.iter().any(|w| w.eq_ignore_ascii_case("flushall"));
    let address = words.iter().any(|w| w.contains("://"));
    said.is_some_and(|said| all || used != said && !address)
}

/// `delete the deployments in it` is not `kubectl delete namespace`, and what leaves a state is not destroyed.
fn is_other_thing(ask: &Clause, action: &Action) -> bool {
    let second = |w: &str| action.words.split_whitespace().nth(1) == Some(w);
    let places = ["in", "of", "from", "on", "at", "inside", "within"];
    let terraform = matches!(action.program.as_str(), "terraform" | "tofu" | "terragrunt");
    if terraform && !second("state") && ask.object.iter().any(|t| t.word() == "state") {
        return true;
    }
    let mut words = action.words.split_whitespace().skip(1);
    let done = words.find_map(|w| nouns::object(w.split_once('/').map_or(w, |(kind, _)| kind)));
    let head = ask.object.iter().take_while(|t| !places.contains(&t.word()));
    let said: Vec<&str> = head.filter_map(|t| nouns::object(t.word())).collect();
    let cluster = matches!(action.program.as_str(), "kubectl" | "oc");
    cluster && done == Some("namespace") && !said.is_empty() && !said.contains(&"namespace")
}

/// `leave the namespace`: a kind of thing that stays, and that the command speaks of and no request does.
fn keeps_kind(heard: &Heard, turn: usize, action: &Action) -> bool {
    let asked = |noun: &str| {
        let mut asks = heard.clauses.iter().filter(|c| c.stance == Stance::Asks && c.turn == turn);
        asks.any(|c| c.tokens().any(|t| nouns::stem(t.word()) == noun))
    };
    let done = |noun: &str| action.words.split_whitespace().skip(1).any(|w| nouns::stem(w) == noun);
    let mut limits = heard.limits().filter(|l| l.turn >= turn && !l.asked);
    limits.any(|l| {
        let stays = l
            .object
            .first()
            .is_some_and(|t| matches!(t.word(), "leave" | "keep" | "spare" | "not" | "don't" | "but" | "and"));
        let mut nouns = l.tokens().filter(|t| nouns::kinds(t.word()) != 0).map(|t| nouns::stem(t.word()));
        stays && nouns.any(|n| done(n) && !asked(n)) && l.tokens().all(is_plain)
    })
}

/// `git worktree remove x says that it has changes`: what a program printed, and nothing that asks.
fn is_reported(heard: &Heard, grant: Grant<'_>) -> bool {
    let mut own = heard.clauses.iter().filter(|c| c.turn == grant.turn && c.words == grant.words).peekable();
    let says = |t: &Token| matches!(t.word(), "says" | "prints" | "complains" | "fails" | "reports" | "answers");
    own.peek().is_some() && own.clone().all(|c| c.stance != Stance::Asks) && own.any(|c| c.tokens().skip(1).any(says))
}

/// `set the row to inactive`, and the row is deleted.
fn takes_row(effect: &Effect, action: &Action) -> bool {
    effect.verb == Verb::DbWrite && action.words.to_lowercase().contains("delete from ")
}

/// A word of letters: no name of one thing.
fn is_plain(t: &Token) -> bool {
    t.kind == Kind::Mark || t.text.chars().all(|c| c.is_alphabetic() || c == '\'')
}

/// `close the pull request`, and the command deletes its branch as well, which nobody spoke of.
fn takes_branch(heard: &Heard, grant: Grant<'_>, action: &Action, effect: &Effect) -> bool {
    let of_request = action.words.split_whitespace().nth(1).is_some_and(|w| matches!(w, "pr" | "mr"));
    let spoken = |c: &Clause| {
        let branch =
            |t: &Token| matches!(t.word(), "branch" | "branches") || t.lower.contains("-branch") || t.text == "-d";
        c.turn == grant.turn && c.stance != Stance::Limits && c.tokens().any(branch)
    };
    effect.verb == Verb::VcsDeleteRemote && of_request && !heard.clauses.iter().any(spoken)
}

/// `--type=A` was said, and the command does the same once more with `--type=MX`.
fn is_variant(heard: &Heard, action: &Action, command: &Command) -> bool {
    let said = |v: &str| heard.words.iter().any(|t| t.lower == v.to_lowercase());
    let options = |text: &'_ str| -> Vec<(String, String)> {
        let pairs = text.split_whitespace().filter_map(|w| w.strip_prefix("--")?.split_once('='));
        pairs.map(|(o, v)| (o.to_owned(), v.trim_matches(['\'', '"', ';']).to_owned())).collect()
    };
    let unsaid: Vec<_> = options(&action.words).into_iter().filter(|(_, v)| !said(v)).collect();
    let twin = |(o, v): &(String, String)| {
        options(&command.text).iter().any(|(other, value)| other == o && value != v && said(value))
    };
    unsaid.iter().any(twin)
}

/// `the secret x in the staging environment`, and the command speaks of no environment.
fn is_other_environment(clause: &Clause, action: &Action, command: &Command) -> bool {
    let tokens: Vec<&Token> = clause.tokens().collect();
    let named = tokens.windows(2).any(|p| match p {
        [which, what] => {
            matches!(what.word(), "environment" | "env")
                && nouns::label(which.word()).is_some()
                && !command.touches(&which.lower)
        }
        _ => false,
    });
    named && matches!(action.program.as_str(), "gh" | "glab" | "vercel" | "netlify" | "wrangler" | "fly" | "flyctl")
}

/// `older than 2022`, and the rows that go are those `> '2022'`: the other side of the date.
fn is_newer(ask: &Clause, action: &Action) -> bool {
    let lower = action.words.to_lowercase();
    let Some((_, condition)) = lower.split_once(" where ") else { return false };
    let says = |words: &[&str]| ask.tokens().any(|t| words.contains(&t.word()));
    let older = says(&["older", "before", "until"]);
    let newer = says(&["newer", "after", "since", "younger"]);
    let sides = |sign: char| {
        condition.match_indices(sign).any(|(at, _)| {
            let left = condition.get(..at).unwrap_or("").trim_end();
            let right = condition.get(at + 1..).unwrap_or("").trim_start_matches('=').trim_start();
            let column = left.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let date =
                ["'", "\"", "now(", "date", "current_", "(now", "timestamp"].iter().any(|p| right.starts_with(p));
            column && date
        })
    };
    older && !newer && sides('>') && !sides('<') || newer && !older && sides('<') && !sides('>')
}

/// `suspend it, it must not be killed`: that operation was named, and nothing else is spoken of beside it.
fn is_ruled_out(heard: &Heard, turn: usize, action: &Action, effect: &Effect) -> bool {
    const ENDS: Ops = Ops::KILL.or(Ops::DELETE);
    let own = asked_as(action, effect);
    let named = |t: &Token| words::of_word(t.word()).is_some_and(|(ops, _)| Ops(ops.0 & ENDS.0).meets(own));
    let must = |w: &str| matches!(w, "must" | "should" | "may" | "shall" | "mustn't" | "shouldn't");
    let fills = |t: &Token| {
        is_small(t) || must(t.word()) || named(t) || matches!(t.word(), "not" | "never" | "be" | "it" | "they" | "just")
    };
    heard.limits().filter(|l| l.turn == turn).any(|l| {
        let all: Vec<Token> = l.all().collect();
        all.iter().any(named) && all.iter().any(|t| t.word() == "be") && all.iter().all(fills)
    })
}

/// `two dead branches in my local clone. delete those two`: where they are was said, and nothing of others'.
fn is_of_clone(heard: &Heard, turn: usize, effect: &Effect) -> bool {
    let near = heard.clauses.iter().filter(|c| c.turn <= turn && c.turn + 1 >= turn);
    clone::is_spoken_of(near.flat_map(Clause::tokens), effect)
}

/// `the secret x in acme/site`, and the command is about all of `acme`.
fn is_of_owner(clause: &Clause, action: &Action) -> bool {
    let mut words = action.words.split_whitespace();
    let owner = words.find_map(|w| match w {
        "--org" | "--organization" | "--group" => Some(""),
        w => ["--org=", "--organization=", "--group="].iter().find_map(|o| w.strip_prefix(o)),
    });
    let Some(owner) = owner.and_then(|o| if o.is_empty() { words.next() } else { Some(o) }) else { return false };
    let owner = owner.to_lowercase();
    let part = |t: &Token| t.lower.split_once('/').is_some_and(|(head, _)| head == owner);
    clause.tokens().any(part) && !clause.tokens().any(|t| t.lower == owner)
}

/// `in the database shop_test`, and the command goes to `-d shop`.
fn is_elsewhere<'a>(own: impl Iterator<Item = &'a Clause>, action: &Action) -> bool {
    // `I'll fix the tag in git after lunch`: what the user does is somewhere else.
    let mine = |c: &&Clause| {
        let first = c.object.first().map_or("", Token::word);
        c.stance == Stance::Tells && matches!(first, "i'll" | "we'll" | "they'll" | "he'll" | "she'll" | "i" | "we")
    };
    let sentence: Vec<Token> = own.filter(|c| !mine(c)).flat_map(|c| c.tokens().cloned()).collect();
    bounds::elsewhere(&sentence, action)
}

/// `Tue: delete the branch`: a line of a plan.
fn is_planned(grant: Grant<'_>) -> bool {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let head = grant.words.split_once(':').map_or("", |(head, _)| head).trim().to_lowercase();
    let day = head.strip_suffix("day").map_or(head.as_str(), |h| h.get(..3).unwrap_or(h));
    days.contains(&day) || days.contains(&head.as_str())
}

/// `the artifacts of run 7`, and the command deletes the run: the whole instead of its part.
fn is_whole(clause: &Clause, action: &Action, effect: &Effect) -> bool {
    if !words::of_verb(effect.verb).meets(Ops::DELETE) {
        return false;
    }
    let of = clause.object.iter().position(|t| t.word() == "of");
    let Some((part, whole)) = of.map(|at| clause.object.split_at(at)) else { return false };
    let noun = |t: &&Token| nouns::kinds(t.word()) != 0;
    let (part, whole) = (part.iter().rev().find(noun), whole.iter().find(noun));
    let (Some(part), Some(whole)) = (part.map(|t| nouns::stem(t.word())), whole.map(|t| nouns::stem(t.word()))) else {
        return false;
    };
    let says = |n: &str| action.words.split(|c: char| !c.is_alphanumeric()).any(|w| nouns::stem(w) == n);
    let second = action.words.split_whitespace().skip(1).take(2).any(|w| nouns::stem(w) == whole);
    part != whole && second && !says(part)
}

/// `the row 7 of the users table`, and the command takes `sessions`, of which nobody spoke.
fn is_other_table(clause: &Clause, heard: &Heard, effect: &Effect) -> bool {
    let table = |t: &Token| matches!(t.word(), "table" | "tables" | "collection" | "collections");
    let Target::Named { name, .. } = &effect.target else { return false };
    let own = name.rsplit(['.', ':']).next().unwrap_or(name).to_lowercase();
    let said = |t: &Token| t.lower.split(['.', '`', '"']).any(|p| p == own);
    effect.category == Category::Database
        && effect.verb != Verb::DbRead
        && !own.is_empty()
        && clause.stance == Stance::Asks
        && clause.tokens().any(table)
        && !heard.words.iter().any(said)
}

/// `take x off the list in branches.yml`, and the command deletes x itself.
fn is_only_listed(ask: &Clause, effect: &Effect, command: &Command) -> bool {
    let lists = ["list", "file", "inventory", "config", "allowlist", "whitelist", "denylist", "blocklist", "roster"];
    let leads = |at: usize| {
        let word = |n: usize| ask.object.get(at + n).map_or("", Token::word);
        matches!(word(0), "off" | "from") || word(0) == "out" && word(1) == "of"
    };
    let pasted = |t: &Token| matches!(t.word(), "above" | "below" | "attached" | "this" | "pasted");
    let Some(at) = (0..ask.object.len()).find(|at| leads(*at)) else { return false };
    let rest = ask.object.get(at..).unwrap_or_default();
    let named = rest.iter().any(|t| t.text.contains(['/', '.']) && command.touches(&t.lower));
    let itself = !matches!(effect.target, Target::Path(_)) && effect.verb != Verb::Write;
    itself
        && words::of_verb(effect.verb).meets(Ops::DELETE)
        && rest.iter().any(|t| lists.contains(&t.word()))
        && !rest.iter().any(pasted)
        && !named
}

/// A version as it is written: `1.4.2`.
fn is_version(t: &Token) -> bool {
    let plain = t.lower.strip_prefix('v').unwrap_or(&t.lower);
    let mut parts = plain.split('.');
    plain.contains('.') && parts.all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

/// `version 17 of x`, `x 1.4.2`, and the command takes `x`: the part has a name that the command does not.
fn is_all_of_it(ask: &Clause, command: &Command) -> bool {
    let versioned = ask.object.windows(2).any(|p| match p {
        [what, which] => {
            is_version(which) && command.touches(&what.lower) && !command.has(which.lower.trim_start_matches('v'))
        }
        _ => false,
    });
    if versioned {
        return true;
    }
    let parts =
        ["version", "revision", "task", "row", "item", "entry", "record", "chunk", "partition", "shard", "layer"];
    ask.before.windows(2).chain(ask.object.windows(2)).any(|p| match p {
        [what, which] => {
            let number = which.lower.trim_start_matches('#');
            let counted = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
            parts.contains(&nouns::stem(what.word())) && counted && !command.touches(number)
        }
        _ => false,
    })
}

/// `with lease`, and the push is forced without one; `what is below 2021/`, and all that begins with `2021` goes.
fn is_harder(heard: &Heard, action: &Action, effect: &Effect) -> bool {
    let said = |w: &str| heard.words.iter().any(|t| t.lower == w);
    // `shut it down gracefully`, and its power is cut.
    let cut = ["virsh destroy", " --force", " --hard", " -9", "--now"].iter().any(|w| action.words.contains(w));
    if cut && ["gracefully", "graceful", "cleanly"].iter().any(|w| said(w)) {
        return true;
    }
    let lease = said("lease") || said("--force-with-lease");
    let below = format!("{}/", effect.target.text().to_lowercase());
    // What is orphaned is left behind.
    let orphans = said("orphan") && !action.words.contains("orphan") && !action.words.contains("cascade=false");
    orphans
        || effect.verb == Verb::VcsForcePush && lease && !action.words.contains("lease")
        || effect.verb == Verb::CloudDestroy && action.words.contains("--recursive") && said(&below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_that_object() {
        for (prompt, objects) in [
            ("wait, leave 2.x, there is a customer on it", true),
            ("hmm, legal wants a copy first, so not yet please. how large is it?", true),
            ("mm 40 rather, 41 had the bug", true),
            ("close it instead of deleting", true),
            ("let's talk about that later", true),
            ("don't apply yet, Piotr wants to see the plan", true),
            ("only the first two", true),
            ("yes 5521 only, go", false),
            ("no problem, go ahead", false),
            ("actually also delete b", false),
            ("just delete it", false),
            ("undo please", true),
            ("did you check the pipeline?", true),
            ("don't forget the changelog", false),
            ("thanks. now push", false),
        ] {
            assert_eq!(!objections(&[prompt.to_owned()]).is_empty(), objects, "{prompt}");
        }
    }
}
