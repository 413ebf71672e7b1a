//! Requests that leave their words to others of the same talk: `do step 2 now` to the item of a numbered plan, `do it in ns b` to the
//! request before with its place, `the branch is called x` to a request without the name, `forget aws_eip.x` to what Terraform means
//! by that. They are written out, as if the user had said all of it. Called by `corrections` before the prompts are read.

use super::gist::{self, Stance, is_small};
use super::literal::Verbs;
use super::nouns;
use super::text::{self, Sentence};
use super::token::{self, Kind, Token};
use super::turns;

/// Longer prompts are left as they are.
const MOST_BYTES: usize = 4000;

/// The prompt with such a request written out; none where it has none.
pub(super) fn written_out(earlier: &[String], prompt: &str, known: &Verbs) -> Option<String> {
    if prompt.len() > MOST_BYTES {
        return None;
    }
    if let Some(quoted) = written_down(prompt, known) {
        return Some(quoted);
    }
    let all = text::sentences(prompt);
    all.iter().enumerate().find_map(|(at, s)| {
        let tokens = token::tokens(&s.text);
        let plain = || !s.asks && !tokens.iter().any(|t| gist::is_limit(t.word()) && !is_said_here(t));
        let new = plain()
            .then(|| {
                step(&tokens, earlier, known).or_else(|| moved(&tokens, earlier, known)).or_else(|| forgotten(&tokens))
            })
            .flatten()
            .or_else(|| called(s, all.get(at + 1..)?, known))?;
        Some(prompt.replacen(s.text.as_str(), &new, 1)).filter(|out| out != prompt)
    })
}

/// `only`, and `forget`, which asks here.
fn is_said_here(t: &Token) -> bool {
    matches!(t.word(), "only" | "forget") || t.lower.ends_with("day")
}

/// `please do step 2 now`: the item of the plan.
fn step(tokens: &[Token], earlier: &[String], known: &Verbs) -> Option<String> {
    let own = tokens.rsplit(|t| t.kind == Kind::Mark).next()?;
    let does = |t: &Token| matches!(t.word(), "do" | "run" | "execute" | "perform");
    let lead = own.iter().position(does).filter(|at| own.iter().take(*at).all(is_small))?;
    let [_, noun, number, rest @ ..] = own.get(lead..)? else { return None };
    let numbered = matches!(noun.word(), "step" | "item" | "point" | "task" | "number" | "part");
    let number: usize = number.lower.parse().ok()?;
    if !numbered || !rest.iter().all(is_small) {
        return None;
    }
    let items = earlier.iter().rev().map(|p| items(p)).find(|i| !i.is_empty())?;
    let mut found = items.iter().filter(|(n, _)| *n == number);
    let (_, item) = found.next().filter(|_| found.next().is_none())?;
    is_request(item, known).then(|| (*item).to_owned())
}

/// `plan: 1. tag x 2. delete y. put it into plan.md as a checklist`: items that are to be written down are not asked for. They are
/// set as a quotation.
fn written_down(prompt: &str, known: &Verbs) -> Option<String> {
    let writes = |s: &Sentence| {
        let tokens = token::tokens(&s.text);
        let does =
            |t: &Token| matches!(t.word(), "put" | "turn" | "write" | "make" | "copy" | "convert" | "format" | "paste");
        let down = |t: &Token| matches!(t.word(), "checklist" | "table") || t.lower.ends_with(".md");
        tokens.iter().any(does) && tokens.iter().any(down)
    };
    let from = ["1. ", "1) "].iter().find_map(|m| {
        let at = prompt
            .find(m)
            .filter(|at| prompt.get(..*at).is_some_and(|h| h.is_empty() || h.ends_with(char::is_whitespace)))?;
        prompt.get(at..)?.contains(&m.replace('1', "2")).then_some((at, m.replace("1", "")))
    });
    let (from, mark) = from?;
    let list = prompt.get(from..)?;
    let last = (2..20).map_while(|n| list.find(&format!("{n}{mark}")).filter(|at| *at > 0)).last()?;
    let behind = list.get(last + 2..)?;
    let ends = [". ", "? ", "\n"].iter().filter_map(|e| behind.find(e)).min()?;
    let to = last + 2 + ends + 1;
    let (items, rest) = (list.get(..to)?, list.get(to..)?);
    let head = prompt.get(..from)?;
    let limits = |c: &gist::Clause| c.stance == Stance::Limits && !c.put_off;
    let quoted: Vec<String> = items.lines().map(|l| format!("> {}", l.trim())).collect();
    let plain = !gist::clauses(&[items.to_owned()], known).iter().any(limits);
    (plain && !head.contains('>') && text::sentences(rest).iter().any(writes))
        .then(|| format!("{}\n{}\n\n{}", head.trim_end(), quoted.join("\n"), rest.trim_start()))
}

/// The numbered lines of a prompt; `Tue:` before an item says when.
fn items(prompt: &str) -> Vec<(usize, &str)> {
    let item = |line: &'_ str| -> Option<(usize, usize)> {
        let text = line.trim_start_matches(['>', ' ', '\t']);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: usize = text.get(..digits)?.parse().ok()?;
        let rest = text.get(digits..)?;
        let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
        let day = rest.split_once(": ").filter(|(day, _)| day.len() <= 9 && day.chars().all(char::is_alphabetic));
        Some((number, day.map_or(rest, |(_, rest)| rest).len()))
    };
    let own = |line: &'_ str| item(line).map(|(number, length)| (number, line.len() - length));
    let lines: Vec<(usize, &str)> =
        prompt.lines().filter_map(|l| own(l).and_then(|(n, from)| Some((n, l.get(from..)?.trim())))).collect();
    if lines.len() < 2 { inline(prompt) } else { lines }
}

/// `1) move x 2) delete y. tell me`: items in one line, the last one up to the end of its sentence.
fn inline(prompt: &str) -> Vec<(usize, &str)> {
    const MOST: usize = 20;
    let mut out = Vec::new();
    let mut rest = prompt;
    for n in 1..MOST {
        let Some((before, behind)) = rest.split_once(&format!("{n}) ")) else { break };
        if n > 1 {
            out.push((n - 1, before.trim()));
        }
        rest = behind;
    }
    let last = rest.split(['.', '\n']).next().unwrap_or("");
    if !out.is_empty() {
        out.push((out.len() + 1, last.trim()));
    }
    out
}

/// The words ask for something, and for nothing under a condition.
fn is_request(text: &str, known: &Verbs) -> bool {
    let clauses = gist::clauses(&[text.to_owned()], known);
    clauses.iter().any(|c| c.stance == Stance::Asks) && clauses.iter().all(|c| c.stance != Stance::Limits && !c.asked)
}

/// `do it in ns staging only`: the one request of the prompt before, there.
fn moved(tokens: &[Token], earlier: &[String], known: &Verbs) -> Option<String> {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let at = (0..tokens.len()).find(|at| word(*at) == "do" && matches!(word(at + 1), "it" | "that" | "this"))?;
    let noun = usize::from(nouns::kinds(word(at + 3)) != 0 || turns::is_place(word(at + 3)));
    let name = tokens.get(at + 3 + noun).filter(|t| t.kind != Kind::Mark && t.kind != Kind::Quote && !is_small(t))?;
    let small = |t: &Token| is_small(t) || matches!(t.word(), "only" | "instead" | "just");
    let rest = tokens.get(at + 4 + noun..).unwrap_or_default();
    if !matches!(word(at + 2), "in" | "on") || !tokens.iter().take(at).chain(rest).all(small) {
        return None;
    }
    let before = text::sentences(earlier.last()?);
    let mut asks = before.iter().filter(|s| is_request(&s.text, known));
    let one = asks.next().filter(|_| asks.next().is_none())?;
    let said = token::tokens(&one.text);
    let lead: Vec<&str> = (at + 2..at + 3 + noun).map(word).collect();
    let there = |i: &usize| said.iter().skip(*i).zip(&lead).filter(|(t, w)| t.word() == **w).count() == lead.len();
    let mut places = (0..said.len()).filter(there);
    let old = places.next().filter(|_| places.next().is_none()).and_then(|i| said.get(i + lead.len()))?;
    let from = format!("{} {}", lead.join(" "), old.text);
    let out = one.text.replacen(&from, &format!("{} {}", lead.join(" "), name.text), 1);
    (out != one.text).then_some(out)
}

/// `Terraform should forget aws_eip.gate`: what is taken out of its state.
fn forgotten(tokens: &[Token]) -> Option<String> {
    let at = tokens.iter().position(|t| t.word() == "forget")?;
    let name = tokens.get(at + 1)?;
    let (kind, _) = name.text.split_once('.')?;
    let address =
        kind == "module" || kind.contains('_') && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let lead = |t: &Token| {
        is_small(t)
            || matches!(t.word(), "terraform" | "tofu" | "opentofu" | "should" | "must" | "let" | "make" | "have")
    };
    let ends =
        tokens.get(at + 2).is_none_or(|t| t.kind == Kind::Mark || matches!(t.word(), "from" | "in" | "please" | "now"));
    (address && ends && tokens.iter().take(at).all(lead)).then(|| {
        let rest: Vec<&str> = tokens.iter().skip(at + 2).map(|t| t.text.as_str()).collect();
        let stated = rest.contains(&"state");
        let from = if stated { "" } else { " from the state" };
        format!("please remove {}{from} {}", name.text, rest.join(" ")).trim().replace(" ,", ",")
    })
}

/// `remove the source branch of MR 7 … the branch is called x`: the name in the place of what stood for it.
fn called(sentence: &Sentence, behind: &[Sentence], known: &Verbs) -> Option<String> {
    let ended = format!("{}{}", sentence.text, if sentence.asks { "?" } else { "." });
    let clauses = gist::clauses(&[ended], known);
    let [ask] = &clauses[..] else { return None };
    if ask.stance != Stance::Asks || ask.passive {
        return None;
    }
    let (noun, name) = behind.iter().find_map(is_called)?;
    let stem = nouns::stem(&noun);
    let word = |at: usize| ask.object.get(at).map_or("", Token::word);
    let kind = (0..ask.object.len()).find(|at| nouns::stem(word(*at)) == stem)?;
    let article =
        ask.object.iter().position(|t| matches!(t.word(), "the" | "its" | "that" | "this")).filter(|a| *a < kind)?;
    let rest = ask.object.get(kind + 1..).unwrap_or_default();
    let of = rest.is_empty() || word(kind + 1) == "of" && !rest.iter().any(|t| t.kind == Kind::Mark);
    let lone = (article..=kind).all(|at| !turns::is_name(&ask.object, at));
    let start = ask.object.get(article).and_then(|t| sentence.text.find(&format!("{} ", t.text)))?;
    (of && lone).then(|| format!("{}the {noun} {name}", sentence.text.get(..start).unwrap_or_default()))
}

/// `the branch is called x`, `its name is x`
fn is_called(sentence: &Sentence) -> Option<(String, String)> {
    let tokens = token::tokens(&sentence.text);
    let words: Vec<&str> = tokens.iter().map(Token::word).collect();
    let name = match words[..] {
        ["the" | "this" | "that", noun, "is", "called" | "named", _] if nouns::kinds(noun) != 0 => tokens.get(4)?,
        ["the" | "this" | "that", noun, "is", _] if nouns::kinds(noun) != 0 => tokens.get(3)?,
        _ => return None,
    };
    let named = name.kind == Kind::Name || turns::is_name(std::slice::from_ref(name), 0);
    (named && !sentence.asks).then(|| (words.get(1).map_or("", |w| w).to_owned(), name.text.clone()))
}
