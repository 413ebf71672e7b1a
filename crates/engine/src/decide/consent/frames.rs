//! Words around a request that make it none of the user's to the agent: a text that has it in it, a word to somebody else, what
//! another said, something that is said *about* the request, one of two alternatives. Called by `read` and `gist`, which take no
//! request from such words.

use std::ops::Range;

use super::bounds;
use super::leads::{ADVERBS, OPENERS, PROGRAMS};
use super::nouns;
use super::reports::SPEECH;
use super::stance::skip_openers;
use super::token::Token;
use super::turns;
use super::words::{self, Form, Ops};

/// The words of this sentence in which nothing is asked for.
pub(super) fn framed(tokens: &[Token]) -> Option<Range<usize>> {
    let w: Vec<&str> = tokens.iter().map(Token::word).collect();
    let whole = Some(0..w.len());
    if is_to_another(&w) || is_of_another(&w) || is_choice(tokens, &w) || is_meant_otherwise(&w) {
        return whole;
    }
    written(&w).or_else(|| coded(&w)).map(|from| from..w.len()).or_else(|| subject(&w)).or_else(|| thought(&w))
}

/// Whether the word is one of these.
fn among(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|w| w == word)
}

fn word<'w>(w: &[&'w str], at: usize) -> &'w str {
    w.get(at).copied().unwrap_or("")
}

/// A word for an operation, and for nothing else.
fn is_verb(word: &str) -> bool {
    words::is_base(word) && nouns::kinds(word) == 0
}

/// `delete`, `deleting`
fn is_act(word: &str) -> bool {
    matches!(words::of_word(word), Some((_, Form::Base | Form::Ing))) && nouns::kinds(word) == 0
}

fn is_mark(word: &str) -> bool {
    matches!(word, "," | "—" | ":")
}

/// Where the clause ends that goes on here.
fn clause_end(w: &[&str], from: usize) -> usize {
    (from..w.len()).find(|n| is_mark(word(w, *n))).unwrap_or(w.len())
}

/// What somebody may be told to write.
const TEXTS: &str = "note notes memo todos list message msg mail email title titled subject body comment summary headline heading \
    caption changelog entry log sentence text string prompt tweet post ticket issue card proposal idea suggestion draft runbook docs \
    readme wiki section paragraph bullet quote translation example slack channel chat documentation docstring agenda backlog board \
    journal diary calendar reply announcement statement question faq manual guide tutorial option alternative reminder step steps \
    checklist procedure plan called named saying down story scenario criteria line todo fixme";

/// Words for writing something.
const WRITES: &str = "make write add create draft document note print log say type echo put post send compose translate open file \
    record jot append insert explain describe quote commit message email mail tell ping slack dm text reply answer announce tweet \
    title name call";

/// Words for doing something with a text, whatever stands behind the colon.
const ON_TEXT: &str = "rephrase reword paraphrase translate proofread spellcheck summarize summarise parse interpret classify \
    evaluate grade autocomplete repeat quote capitalize capitalise shorten explain";

/// Nouns that are a text even where nobody says that it is to be written.
const LABELS: &str = "memo title subject headline changelog proposal idea suggestion draft quote translation example message option \
    alternative log self plan story goes fixme";

/// Where a text begins that is to be written, or that is somebody's: `make a note: …`, `commit message: …`, `name it …`.
fn written(w: &[&str]) -> Option<usize> {
    const LABEL: usize = 9;
    const FEW: usize = 4;
    let at = skip_openers(w, 0);
    let colon = w.iter().position(|t| *t == ":").filter(|c| *c > 0 && *c <= LABEL);
    if let Some(colon) = colon {
        let label = w.get(at.min(colon)..colon).unwrap_or_default();
        let whole = w.get(..colon).unwrap_or_default();
        let verb = whole.iter().take(FEW).position(|t| among(WRITES, t));
        let writes = verb.is_some_and(|at| whole.iter().skip(at + 1).any(|t| among(TEXTS, t)));
        let told = matches!(whole, [to, _] if among("message email mail tell ping slack dm text", to));
        let noun = label.len() < FEW && label.iter().any(|t| among(LABELS, t)) && !label.contains(&"my");
        let on_text = label.first().is_some_and(|t| among(ON_TEXT, t));
        let numbered = matches!(whole, ["step", _, "of", _]);
        let remark = whole.contains(&"comment") && whole.iter().any(|t| matches!(*t, "todo" | "fixme"));
        return (writes || told || noun || on_text || remark || numbered).then_some(colon + 1);
    }
    let verb = |from: usize| (from..w.len()).find(|n| words::is_base(word(w, *n)));
    let own = matches!(word(w, at + 1), "the" | "it" | "this" | "that" | "my" | "our" | "a");
    match word(w, at) {
        "say" | "type" | "echo" | "print" | "shout" | "google" => verb(at + 1).filter(|n| *n == at + 1),
        "name" | "call" | "title" | "label" if own => verb(at + 2).filter(|n| *n <= at + FEW),
        _ => None,
    }
}

/// Things made of commands.
const CODE: &str = "script alias target function hook cron cronjob crontab button snippet one-liner playbook workflow recipe macro \
    shortcut helper wrapper endpoint makefile pipeline command line job step task handler trigger plugin action test runbook rule";

/// Where the words for a piece of code begin that is to be written: `make an alias that runs …`, `turn it into a cron job: …`.
fn coded(w: &[&str]) -> Option<usize> {
    const REACH: usize = 3;
    let at = skip_openers(w, 0);
    let makes =
        among("make write add create put turn generate give define build draft prepare implement compose", word(w, at));
    let noun = (at + 1..w.len()).find(|n| among(CODE, word(w, *n)))?;
    let leads = |n: &usize| among("that which : doing where calling running", word(w, *n));
    let lead = (noun + 1..noun + 1 + REACH).find(leads);
    lead.filter(|_| makes).map(|n| n + 1)
}

/// Who may be spoken to: the agent, or everybody.
const AGENTS: &str = "claude codex gemini copilot cursor opencode aider goose cline bot agent assistant ai computer gpt chatgpt team \
    folks guys all everyone there mate dude buddy bro man friend sir robot you both jarvis devin amp kiro qwen llm";

/// Words before a comma that call nobody.
const INTERJECTIONS: &str = "urgent quick alas anyways besides hence thus therefore ergo worse ugh argh sigh damn wow lol haha ha \
    aha ah eh er um uh mm hm hmm k kk sorry apologies whatever enough bingo true indeed oops whoops gotcha understood noted roger \
    cheers ta dead stale old stuck broken so still thx ty ack ok okay good great morning afternoon evening today also too otherwise \
    instead fyi asap sweet super nice awesome excellent wonderful lovely amazing brilliant deal works same ditto checked no nope stop \
    wait help emergency cleanup housekeeping question request reminder important note update hello hi hey yo howdy greetings sup hola \
    bitte danke go yay voila right left fair obvious ready better easy simple last first second third however nevertheless \
    nonetheless sadly ps p.s btw imo tbh yup yep aye jup meh phew welp nah naw bah boo ouch well";

/// A word that may be somebody's name.
fn may_be_person(name: &str) -> bool {
    let other = among(AGENTS, name)
        || among(INTERJECTIONS, name)
        || OPENERS.contains(&name)
        || ADVERBS.contains(&name)
        || PROGRAMS.contains(&name)
        || name.ends_with("ly") && name.len() > 4
        || name.ends_with("ed")
        || name.ends_with("ing")
        || words::of_word(name).is_some()
        || nouns::kinds(name) != 0
        || nouns::label(name).is_some()
        || bounds::states(name).is_some();
    name.len() > 1 && name.chars().all(char::is_alphabetic) && !other
}

/// Pronouns and words for whom the agent is.
const OWN: &str = "you u i we it let's lets they that this which who what there y'all";

/// Somebody else is spoken to, or is to do it: `sam, delete x`, `have sam delete x`, `ci should delete x`.
fn is_to_another(w: &[&str]) -> bool {
    let greets = usize::from(matches!(word(w, 0), "hey" | "hi" | "hello" | "dear" | "yo" | "ok" | "okay"));
    let first = word(w, greets);
    let behind = greets + 1 + usize::from(is_mark(word(w, greets + 1)));
    let request = |at: usize| among("please pls plz can could would will you", word(w, at)) || is_verb(word(w, at));
    if let Some(name) = first.strip_prefix('@') {
        return !among(AGENTS, name) && request(behind);
    }
    let marked = matches!(word(w, greets + 1), "," | "—");
    marked && may_be_person(first) && request(behind) || is_done_by(w) || is_left_to(w)
}

/// `have sam delete x`, `get sam to delete x`
fn is_done_by(w: &[&str]) -> bool {
    let at = skip_openers(w, 0);
    let lead = word(w, at);
    let whom = word(w, at + 1);
    if !matches!(lead, "have" | "get") || among(OWN, whom) || matches!(whom, "to" | "a" | "been" | "rid") {
        return false;
    }
    let to = |n: usize| n + usize::from(word(w, n) == "to");
    let end = (at + 2..at + 5).find(|n| is_verb(word(w, to(*n))) && (lead == "have" || to(*n) > *n));
    let joined = |end: usize| w.get(at..end).unwrap_or_default().iter().any(|t| among("and , then ready", t));
    end.is_some_and(|n| !joined(n))
}

/// `the operator should delete x`: a subject that is neither the user nor the agent.
fn is_left_to(w: &[&str]) -> bool {
    const REACH: usize = 5;
    let modal = (1..=REACH).find(|at| among("should must shall may can could might ought", word(w, *at)));
    let Some(modal) = modal else { return false };
    let subject = w.get(..modal).unwrap_or_default();
    let from = subject.iter().take_while(|t| OPENERS.contains(t) && **t != "you").count();
    let subject = subject.get(from..).unwrap_or_default();
    let other = |t: &&str| among(OWN, t) || among(AGENTS, t) || is_mark(t) || among("and if when", t);
    let verb = modal + 1 + usize::from(among("to please just now", word(w, modal + 1)));
    let moves = among("go die leave be get stay stop move close end finish restart start", word(w, verb));
    let sets = words::of_base(word(w, verb)).meets(Ops::EDIT.or(Ops::CONFIG).or(Ops::RUN).or(Ops::TOUCH));
    let object = !matches!(word(w, verb + 1), "" | "," | "now" | "please");
    !subject.is_empty() && !subject.iter().any(other) && words::is_base(word(w, verb)) && !moves && !sets && object
}

/// `…, said sam`, `… they told me`, `… according to the docs`, `… - sam`: another's words.
fn is_of_another(w: &[&str]) -> bool {
    const TAIL: usize = 4;
    let from = w.iter().rposition(|t| matches!(*t, "," | "—" | "-" | "(")).map_or(0, |at| at + 1);
    let tail: Vec<&str> = w.get(from..).unwrap_or_default().iter().filter(|t| **t != ")").copied().collect();
    let says =
        |t: &str| SPEECH.contains(&t) && !among("asked asks reads told tells", t) || matches!(t, "say" | "quoting");
    let mine = |t: &str| among("i we you i've it as like", t);
    let agrees = |t: &str| among("so ok yes it's fine go to", t);
    let inverted = from > 1
        && tail.len() <= 2 * TAIL
        && matches!(tail.as_slice(), [said, who, ..] if says(said) && !mine(who) && !agrees(who));
    let spoken =
        from > 1 && tail.len() <= TAIL && matches!(tail.as_slice(), [first, .., last] if says(last) && !mine(first));
    let told = matches!(w, [.., they, "told", "me" | "us"] if among("they he she somebody someone", they));
    let signed = w.len() > 3 && matches!(w, [.., "—" | "-", who] if may_be_person(who));
    inverted || spoken || told || signed || is_cited(w) || is_demanded(w)
}

/// `delete x, according to the docs`
fn is_cited(w: &[&str]) -> bool {
    let at = w.windows(2).position(|p| matches!(p, ["according", "to"]));
    at == Some(0)
        || at.is_some_and(|at| {
            let before = w.get(..at).unwrap_or_default();
            let marked = before.last().is_some_and(|t| among(", — - (", t));
            let own = before.get(..at - usize::from(marked)).unwrap_or_default();
            let from = own.iter().rposition(|t| is_mark(t)).map_or(0, |at| at + 1);
            own.get(from + skip_openers(own.get(from..).unwrap_or_default(), 0)).is_some_and(|t| words::is_base(t))
        })
}

/// `the auditors demand that x be removed`, `as an admin I want to remove x`: what somebody else wants.
fn is_demanded(w: &[&str]) -> bool {
    const WANTS: &str = "demand demands demanded insist insists insisted propose proposes proposed recommend request requests \
        requested wants wishes wished requires expects suggests begs";
    let at = w.iter().position(|t| among(WANTS, t)).filter(|at| *at > 0);
    let others = at.is_some_and(|at| {
        let mine = w.get(..at).unwrap_or_default().iter().any(|t| matches!(*t, "i" | "we" | "i'd" | "we'd"));
        !mine && word(w, at + 1) == "that"
    });
    let story = w.windows(2).any(|p| matches!(p, ["as", "a" | "an"]))
        && w.windows(3).any(|p| matches!(p, ["i", "want" | "need", "to"] | ["want", "to", _] | ["i", "can", _]))
        && w.iter().position(|t| *t == "as") < w.iter().position(|t| *t == "i")
        && w.contains(&"i");
    others || story
}

/// `I said delete x, what I meant was y`, `delete x /s`
fn is_meant_otherwise(w: &[&str]) -> bool {
    let said = w.windows(2).position(|p| matches!(p, ["i", "said" | "wrote" | "typed"]));
    let meant = w.windows(2).position(|p| matches!(p, ["i", "meant" | "mean"]));
    said.zip(meant).is_some_and(|(said, meant)| said < meant) || w.last() == Some(&"/s")
}

/// What the sentence only says something about: `delete x was a bad idea`, `to delete x you need admin rights`, `I ran …`.
fn subject(w: &[&str]) -> Option<Range<usize>> {
    let at = skip_openers(w, 0);
    let ran = among("i we they he she somebody someone you", word(w, at))
        && among("ran executed typed tried issued entered used did got", word(w, at + 1));
    if ran {
        let and = (at..w.len()).find(|n| among("and but so", word(w, *n))).unwrap_or(w.len());
        return Some(at..clause_end(w, at).min(and));
    }
    let lead = if word(w, at) == "to" { at + 1 } else { at };
    let verb = lead + usize::from(PROGRAMS.contains(&word(w, lead)));
    if !(words::is_base(word(w, verb)) && (nouns::kinds(word(w, verb)) == 0 || verb > lead)) {
        return None;
    }
    let stop = clause_end(w, verb);
    let needs = |p: &[&str]| {
        matches!(p, [who, must] if among("you one we i it", who)
            && among("need needs must has require requires takes should can use", must))
    };
    let before = word(w, 0) == "to" && w.get(verb..stop).unwrap_or_default().windows(2).any(needs);
    (before || is_judged(w.get(verb + 1..stop).unwrap_or_default())).then_some(0..stop)
}

/// Behind the thing a verb of which the request is the subject: `delete x fails with forbidden`.
fn is_judged(object: &[&str]) -> bool {
    const SAYS: &str = "is isn't was wasn't needs requires required fails doesn't does didn't returns returned throws threw crashes \
        breaks broke hangs errors gives gave works worked won't can't seems takes took happens happened would wouldn't should shouldn't \
        makes made helps helped causes caused means sounds feels looks could might will";
    // What has a subject of its own, or says which.
    const OF_ITS_OWN: &str = "which that because since as who whose where so it they he she i we you whatever what everything anything \
        all once when if after until till unless before while but and though although than there this these nobody nothing ( still sure the";
    let at = object.iter().position(|t| among(SAYS, t));
    let failed = object.iter().position(|t| *t == "failed").filter(|at| {
        *at > 0 && (at + 1 == object.len() || among("with because again yesterday due for", word(object, at + 1)))
    });
    let own = |(n, t): (usize, &&str)| among(OF_ITS_OWN, t) && (n > 0 || *t != "the");
    at.or(failed).is_some_and(|at| at > 0 && !object.iter().take(at).enumerate().any(own))
}

/// What is only thought about or set aside: `we could delete x`, `rather than delete x, …`, `so that we needn't delete x`.
fn thought(w: &[&str]) -> Option<Range<usize>> {
    let at = skip_openers(w, 0);
    // `the students delete it themselves`
    let others =
        word(w, 0) == "the" && word(w, 1).ends_with('s') && nouns::kinds(word(w, 1)) == 0 && is_verb(word(w, 2));
    if others {
        return Some(0..clause_end(w, 0));
    }
    let who = among("we i one people somebody someone anybody", word(w, at));
    let could = among("could might may would", word(w, at + 1));
    let like = word(w, at + 1) == "would" && among("like love prefer appreciate be", word(w, at + 2));
    if who && could && !like || word(w, at) == "neither" {
        return Some(0..clause_end(w, at));
    }
    let spared = |n: &usize| match word(w, *n) {
        "needn't" => true,
        "don't" | "doesn't" | "not" | "without" | "no" => {
            among("have need having needing", word(w, n + 1)) && word(w, n + 2) == "to"
        }
        // `rather than x`, `instead of x` take x out; here another operation is set aside.
        "rather" | "instead" => matches!(word(w, n + 1), "than" | "of") && is_act(word(w, n + 2)),
        "than" => is_verb(word(w, n + 1)) || PROGRAMS.contains(&word(w, n + 1)),
        // `make sure nobody closes it`
        "nobody" | "noone" => {
            let ends = Ops::DELETE.or(Ops::KILL).or(Ops::STOP).or(Ops::SEND).or(Ops::MERGE);
            words::of_word(word(w, n + 1)).is_some_and(|(ops, _)| ops.meets(ends))
        }
        _ => false,
    };
    let aside = (0..w.len()).find(spared)?;
    Some(aside..clause_end(w, aside))
}

/// `x or y`, `delete it or restart it`: which of them is somebody's choice.
fn is_choice(tokens: &[Token], w: &[&str]) -> bool {
    let negates = |t: &&str| t.ends_with("n't") || among("not never no without nor neither cannot dont", t);
    if w.iter().any(negates) {
        return false;
    }
    let says = |t: &str| among("tell let say ask explain report list show check at more", t);
    (1..w.len()).filter(|at| word(w, *at) == "or").any(|or| {
        let next = (or + 1..w.len()).find(|n| !ADVERBS.contains(&word(w, *n))).unwrap_or(w.len());
        let before = w.get(..or).unwrap_or_default();
        let kind = usize::from(nouns::kinds(word(w, or + 1)) != 0);
        let names = turns::is_name(tokens, or - 1) && turns::is_name(tokens, or + 1 + kind);
        let verbs = is_verb(word(w, next)) && !says(word(w, next)) || word(w, next) == "keep";
        names && before.iter().any(|t| words::is_base(t)) || verbs && before.iter().any(|t| is_verb(t) || *t == "keep")
    })
}

#[cfg(test)]
mod tests {
    use super::framed;
    use crate::decide::consent::token;

    #[test]
    fn what_is_no_request_of_the_users() {
        for text in [
            "make a note: delete pod a-1",
            "commit message: delete pod a-1",
            "rephrase this politely: delete pod a-1",
            "sam, delete pod a-1",
            "@sam please delete pod a-1",
            "have sam delete pod a-1",
            "the operator should delete pod a-1",
            "delete pod a-1, said sam",
            "delete pod a-1 - sam",
            "the auditors demand that pod a-1 be deleted",
            "delete pod a-1 was a bad idea",
            "to delete pod a-1 you need admin rights",
            "kubectl delete pod a-1 fails with forbidden",
            "I ran kubectl delete pod a-1 and it failed",
            "we could delete pod a-1",
            "fix the probe so that we needn't delete pod a-1",
            "delete pod a-1 or a-2",
            "delete pod a-1 or restart it",
            "I said delete pod a-1, what I meant was a-2",
        ] {
            assert!(framed(&token::tokens(text)).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is() {
        for text in [
            "delete pod a-1",
            "claude, delete pod a-1",
            "urgent, delete pod a-1",
            "you should delete pod a-1",
            "pod a-1 should go",
            "delete pod a-1, sam said it's fine",
            "delete pod a-1, it is stuck",
            "delete the pod that fails",
            "delete pod a-1 or tell me why not",
            "delete pods in state Failed or Evicted",
            "the job is: delete pod a-1",
            "I would like you to delete pod a-1",
            "have a look and delete pod a-1",
        ] {
            assert_eq!(framed(&token::tokens(text)), None, "{text}");
        }
    }
}
