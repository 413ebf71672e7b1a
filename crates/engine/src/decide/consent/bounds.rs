//! The bounds of what was asked for: `everything older than 30 days`, `all failed pods in batch`, `down to 2`. A command that
//! leaves a bound out goes beyond the request; one that keeps all of them, and adds none, is the set that was meant although
//! no single name was said. Called by `bind`.

mod width;

use automode_model::{Action, Effect, Verb};

use super::alternatives;
use super::amounts;
use super::bind;
use super::nouns;
use super::object::{FOLLOWERS, GENERAL};
use super::small::VAGUE;
use super::token::{Kind, Token, numeral};
use super::words;
use crate::decide::entries::{ENTRY, FROM};
use crate::decide::whereabouts::Places;
use width::{is_wide, says_wide};

/// How old or how new something has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Age {
    minutes: u64,
    newer: bool,
}

/// States by which people and commands tell the things of a set apart; one line, one state.
const STATES: &[&[&str]] = &[
    &["failed", "failing", "failure", "fail", "errored", "error"],
    &["pending", "queued", "waiting", "pd"],
    &["completed", "complete", "succeeded", "successful", "successfully", "success", "finished", "done"],
    &["running", "active", "in_progress", "in-progress"],
    &["stopped", "exited"],
    &["crashed", "crashing", "crashlooping", "crashloopbackoff"],
    &["evicted"],
    &["cancelled", "canceled"],
    &["merged"],
    &["closed"],
    &["dangling"],
    &["untagged"],
    &["paused", "suspended"],
    &["disabled", "inactive"],
    &["expired"],
    &["archived"],
    &["terminated"],
    &["terminating"],
    &["empty"],
    &["draft", "drafts"],
    &["published"],
    &["unattached", "detached", "available"],
];

fn state(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    // `status.successful=1`
    let last = lower.rsplit('.').next().unwrap_or("");
    STATES.iter().position(|s| s.contains(&lower.as_str()) || s.contains(&last))
}

/// All words for the state that this one is for.
pub(super) fn states(word: &str) -> Option<&'static [&'static str]> {
    state(word).and_then(|at| STATES.get(at).copied())
}

/// The minutes of `30d`, or of a number with the unit that follows.
fn minutes(number: &str, unit: &str) -> Option<u64> {
    let count: u64 = number.parse().ok().filter(|n| *n < 1_000_000)?;
    let each = match unit.trim_end_matches('s') {
        "m" | "min" | "minute" => 1,
        "h" | "hr" | "hour" => 60,
        "d" | "day" => 60 * 24,
        "w" | "wk" | "week" => 60 * 24 * 7,
        "mo" | "month" => 60 * 24 * 30,
        "y" | "yr" | "year" => 60 * 24 * 365,
        _ => return None,
    };
    Some(count * each)
}

/// `30d` in one word, or `30 days` in two.
fn duration(word: &str, next: &str) -> Option<u64> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = (word.get(..digits)?, word.get(digits..)?);
    if digits == 0 { None } else { minutes(number, if unit.is_empty() { next } else { unit }) }
}

/// The ages that the words ask for.
fn said_ages(tokens: &[Token]) -> Vec<Age> {
    let older = ["older", "before", "over", "more", "least", "ago", "past", "exceeding", "beyond", "untouched"];
    let newer = ["newer", "younger", "within", "last", "less"];
    let mut out = Vec::new();
    for (at, t) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map_or("", |n| n.lower.as_str());
        let Some(minutes) = duration(&t.lower, next) else { continue };
        let near = || tokens.iter().skip(at.saturating_sub(NEAR)).take(2 * NEAR).map(Token::word);
        if near().any(|w| older.contains(&w)) {
            out.push(Age { minutes, newer: false });
        } else if near().any(|w| newer.contains(&w)) {
            out.push(Age { minutes, newer: true });
        }
    }
    out
}

/// How far from a duration the word stands that says whether it bounds: `not touched for more than 30 days`, `30 days ago`.
const NEAR: usize = 4;

/// The words of a command, small, without quotation marks and signs that join a value to its name.
fn pieces(action: &Action) -> Vec<String> {
    let split = |c: char| c.is_whitespace() || matches!(c, '=' | '\'' | '"' | '(' | ')' | ',' | ';' | '`' | '{' | '}');
    action.words.split(split).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// The ages by which a command picks.
fn done_ages(words: &[String]) -> Vec<Age> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", String::as_str);
        let signed = |each: u64| {
            let count = next.trim_start_matches(['+', '-']).parse::<u64>().ok().filter(|n| *n < 1_000_000)?;
            // Without a sign it is exactly that day.
            next.starts_with(['+', '-']).then(|| Age { minutes: count * each, newer: next.starts_with('-') })
        };
        let age = match word.as_str() {
            "-mtime" | "-ctime" | "-atime" => signed(60 * 24),
            "-mmin" | "-cmin" | "-amin" => signed(1),
            _ => duration(word, next).map(|minutes| Age { minutes, newer: false }),
        };
        out.extend(age);
    }
    out
}

/// What was said is old, and a query takes what is newer: `last_seen > now() - interval '30 days'`.
fn is_newer(action: &Action, said: &[Age]) -> bool {
    let text = action.words.to_lowercase();
    // `… or user_id is null` takes more.
    if !said.is_empty() && text.split_once(" where ").is_some_and(|(_, picked)| picked.contains(" or ")) {
        return true;
    }
    let now = |p: &str| {
        let p = p.trim_start_matches(['=', ' ', '(']);
        ["now", "current", "date", "(now", "sysdate", "getdate"].iter().any(|w| p.starts_with(w))
    };
    said.iter().any(|a| !a.newer) && text.split('>').skip(1).any(now)
}

/// A word with a digit that bounds: a date, a version, a number.
fn is_dated(t: &Token) -> bool {
    t.lower.len() >= 8
        && t.lower.matches(['-', '/']).count() >= 2
        && t.lower.bytes().filter(u8::is_ascii_digit).count() >= 6
        && t.lower.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b':' | b't' | b'z' | b'.'))
}

/// Whether the command keeps to the bounds that were said. `set`: what was named holds the things meant, whose states bound as well.
pub(super) fn kept(tokens: &[Token], set: bool, action: &Action, effect: &Effect) -> bool {
    let words = pieces(action);
    let ages = done_ages(&words);
    let says = |text: &str| words.iter().any(|w| w == text);
    let said = said_ages(tokens);
    let in_time = said.iter().all(|a| ages.contains(a)) && !is_newer(action, &said);
    let dated = tokens.iter().filter(|t| is_dated(t)).all(|t| action.words.to_lowercase().contains(&t.lower));
    let states =
        !set || tokens.iter().filter_map(|t| state(t.word())).all(|s| words.iter().any(|w| state(w) == Some(s)));
    let rows = effect.verb != Verb::DbWrite && effect.verb != Verb::DbDestroy || keeps_rows(tokens, action, &says);
    let all =
        |t: &Token| matches!(t.word(), "cascade" | "cascading" | "everything" | "contents" | "dependents" | "all");
    let cascades = effect.category == automode_model::Category::Database && says("cascade");
    in_time
        && alternatives::says_values(tokens, action)
        && (!cascades || tokens.iter().any(all))
        && dated
        && states
        && rows
        && keeps_selector(tokens, action)
        && counts_agree(tokens, action, effect)
        && keeps_mine(tokens, action)
        && keeps_width(tokens, action)
        && keeps_list(tokens, action, effect)
}

/// `remove kim from admins`: of two lists that have the name, the one that was said.
fn keeps_list(tokens: &[Token], action: &Action, effect: &Effect) -> bool {
    let list = |e: &Effect| {
        let why = &e.change.as_ref().filter(|c| c.kind == ENTRY)?.why;
        why.strip_prefix(FROM).map(|l| l.trim_matches('`').to_lowercase())
    };
    let says = |l: &String| {
        let one = |w: &str| nouns::stem(w) == nouns::stem(l);
        tokens.iter().any(|t| t.kind != Kind::Quote && one(&t.lower))
    };
    let Some(own) = list(effect) else { return true };
    says(&own) || !action.effects.iter().filter_map(list).any(|l| says(&l))
}

/// Options with which a command takes more than its targets were asked for as well.
pub(super) fn keeps_width(tokens: &[Token], action: &Action) -> bool {
    let says = |word: &str| tokens.iter().any(|t| t.word() == word);
    let prunes = action.words.split_whitespace().any(|w| w == "prune");
    let all: Vec<&str> = words_of(action).collect();
    // `--remove-label wip`: what an option takes away is what was named.
    let given = |at: usize, w: &str| {
        let taken = w.starts_with("--remove-");
        let value = all.get(at + 1).filter(|v| !v.starts_with('-'));
        taken && value.is_some_and(|v| v.split([',', '=']).any(|v| is_said(tokens, v)))
    };
    all.iter().enumerate().filter(|(at, w)| w.starts_with('-') && !given(*at, w)).all(|(_, w)| {
        let w = *w;
        // With `-a` a prune takes what is unused, not only what is dangling.
        let more = prunes && (w == "--all" || !w.starts_with("--") && w.contains('a'));
        // What an option deletes beside is an effect of its own, or a tool's own cache.
        let wide = is_wide(w, action) && (!w.starts_with("--delete-") || action.program == "rsync");
        !(more && says("dangling")) && (!wide || says_wide(tokens, w))
    })
}

/// `everything with label app=a`: the command selects by what was said, and by nothing else.
fn keeps_selector(tokens: &[Token], action: &Action) -> bool {
    let pair = |t: &&Token| t.kind != Kind::Quote && t.lower.contains('=') && !t.lower.starts_with('-');
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let value = |at: usize, w: &str| match w.split_once('=') {
        Some(("-l" | "--selector", v)) => Some(v.to_lowercase()),
        _ if matches!(w, "-l" | "--selector") => words.get(at + 1).map(|v| v.to_lowercase()),
        _ => None,
    };
    if !matches!(action.program.as_str(), "kubectl" | "oc") {
        return true;
    }
    let selected: Vec<String> = words.iter().enumerate().filter_map(|(at, w)| value(at, w)).collect();
    let parts = |v: &str| v.split(['=', ',']).filter(|p| !p.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let kept = tokens.iter().filter(pair).all(|t| {
        words.iter().any(|w| w.to_lowercase() == t.lower)
            || selected.iter().any(|v| v.split(',').any(|one| one == t.lower))
    });
    // `job-name=x` for the job x.
    let kind = |p: &String, t: &Token| {
        nouns::kinds(t.word()) != 0 && p.strip_suffix("-name").is_some_and(|k| k == nouns::stem(t.word()))
    };
    let said = |p: &String| tokens.iter().any(|t| t.lower.split(['=', ',']).any(|w| w == p) || kind(p, t));
    kept && selected.iter().flat_map(|v| parts(v)).all(|p| said(&p))
}

/// `my jobs` where many people's jobs are: the command says whose.
pub(super) fn keeps_mine(tokens: &[Token], action: &Action) -> bool {
    let mine = tokens.windows(2).any(|p| matches!(p, [a, _] if matches!(a.word(), "my" | "own")))
        || tokens.iter().any(|t| t.word() == "mine");
    let all_of_mine = mine && tokens.iter().any(|t| matches!(t.word(), "all" | "every" | "everything"));
    let own = |w: &str| matches!(w, "…" | "@me" | "--me" | "--mine") || w.ends_with("=…");
    let picked = words_of(action).any(|w| w.bytes().all(|b| b.is_ascii_digit()) || own(w));
    // The value of an option names no job, but who has them.
    let words: Vec<&str> = action.words.split_whitespace().skip(1).collect();
    let plain = |at: usize| {
        let before = at.checked_sub(1).and_then(|b| words.get(b));
        before.is_none_or(|b| !b.starts_with('-') || matches!(*b, "-u" | "--user"))
    };
    let named = words
        .iter()
        .enumerate()
        .any(|(at, w)| !w.starts_with('-') && plain(at) && tokens.iter().any(|t| t.lower == *w));
    !(all_of_mine && nouns::is_shared(&action.program)) || picked || named
}

/// `in namespace qa-2`, and the command goes to `-n qa-3`: a place that was said and is not in the command, where the command
/// has one that was not said.
pub(super) fn elsewhere(tokens: &[Token], action: &Action) -> bool {
    let leads = [
        "in",
        "namespace",
        "ns",
        "zone",
        "region",
        "project",
        "cluster",
        "on",
        "from",
        "context",
        "account",
        "group",
        "database",
        "db",
        "schema",
        "vhost",
        "profile",
        "subscription",
    ];
    let here = |t: &Token| {
        let one = |w: &str| w.trim_matches(['\'', '"', ';', '`']).eq_ignore_ascii_case(&t.text);
        // `db-1.example.com:5432` is on that machine.
        let machine = |w: &str| w.rsplit_once(':').is_some_and(|(host, _)| one(host));
        action.words.split(|c: char| c.is_whitespace() || c == '=').any(|w| one(w) || machine(w))
    };
    // `they are from Oksana`
    // `in phase Failed`
    let quality = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            matches!(t.word(), "phase" | "state" | "status" | "stream" | "set" | "list" | "hash" | "partition")
        })
    };
    let person = |t: &Token| t.text.chars().all(char::is_alphabetic) && t.text.starts_with(char::is_uppercase);
    let place = |at: usize| {
        let before = at.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", Token::word);
        leads.contains(&before)
            && !quality(at)
            && !tokens.get(at).is_some_and(person)
            && (is_name(tokens, at) || tokens.get(at).is_some_and(is_strange))
            && !tokens.get(at).is_some_and(|t| nouns::is_tool(&t.lower, &action.program))
    };
    // `a.py` is no place of a command; `db-1.example.com` is.
    let file = |t: &Token| t.text.contains('/') || t.text.matches('.').count() == 1;
    let said_elsewhere = (0..tokens.len()).any(|at| place(at) && tokens.get(at).is_some_and(|t| !here(t) && !file(t)));
    let options = words_of(action).map(|w| w.split_once('=').filter(|_| w.starts_with('-')).map_or(w, |(_, v)| v));
    let at = Places::of(action);
    let mut places = options.filter(|w| at.has(w));
    said_elsewhere && places.any(|w| !tokens.iter().any(|t| t.text.eq_ignore_ascii_case(w)))
}

/// A word that is none of the language's small ones and no kind of thing: behind `in` the name of a place.
pub(super) fn is_strange(t: &Token) -> bool {
    let w = t.word();
    let small = ["order", "case", "fact", "general", "total", "parallel", "question", "advance", "time", "use", "full"];
    let known = GENERAL.contains(&w) || FOLLOWERS.contains(&w) || VAGUE.contains(&w) || small.contains(&w);
    let plain = !w.is_empty() && w.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    plain && !known && nouns::kinds(w) == 0 && nouns::label(w).is_none() && words::of_word(w).is_none()
}

/// `delete the rows where x`, `user 991`: the command's condition is the one that was said, and an equation.
fn keeps_rows(tokens: &[Token], action: &Action, says: &dyn Fn(&str) -> bool) -> bool {
    let number = |t: &&str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let lower = action.words.to_lowercase();
    let condition = lower.split_once(" where ").map(|(_, c)| c);
    let said_where = tokens.iter().position(|t| t.word() == "where" || t.word() == "whose");
    let plain = |t: &Token| t.lower.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@'));
    let literal = |t: &Token| t.kind == Kind::Name || t.lower.contains('_') || number(&t.lower.as_str());
    if let Some(at) = said_where {
        let rest = tokens.iter().skip(at + 1).filter(|t| plain(t) && literal(t));
        if !rest.into_iter().all(|t| says(&t.lower) || lower.contains(&t.lower)) {
            return false;
        }
    }
    // The number that was said picks the row.
    let said_number = |t: &&Token| number(&t.lower.as_str()) && !is_count(t, tokens);
    let picks = |c: &str| {
        tokens.iter().filter(said_number).all(|t| c.split(|c: char| !c.is_alphanumeric()).any(|p| p == t.lower))
    };
    if condition.is_some_and(|c| !picks(c)) && !lower.contains("insert ") {
        return false;
    }
    // `set status to cancelled for jobs 71 and 72` is not every row's.
    let each =
        ["update ", "delete from "].iter().any(|verb| lower.contains(verb)) && tokens.iter().any(|t| said_number(&t));
    let Some(condition) = condition else { return said_where.is_none() && !says_rows(tokens) && !each };
    // A comparison that nobody spoke of takes more than the one.
    let spoken = |op: &str| tokens.iter().any(|t| t.lower.contains(op));
    let compared = ["<", ">", "!=", " like ", " or ", " not "];
    let silent = compared.iter().any(|op| condition.contains(op) && !spoken(op.trim()));
    let aged =
        !said_ages(tokens).is_empty() || tokens.iter().any(is_dated) || tokens.iter().any(|t| t.word() == "before");
    let split = |c: char| !c.is_alphanumeric() && c != '_';
    let numbers_said = condition
        .split(split)
        .filter(number)
        .all(|n| aged || tokens.iter().any(|t| t.lower.split(split).any(|p| p == n)));
    (!silent || aged) && numbers_said
}

/// Rows of a table are meant, not the table: `the row 7`, `user 991`.
fn says_rows(tokens: &[Token]) -> bool {
    let rows = ["row", "rows", "record", "records", "entry", "entries"];
    let universal = |t: &Token| matches!(t.word(), "all" | "every" | "everything");
    tokens.iter().any(|t| rows.contains(&t.word())) && !tokens.iter().any(universal)
}

/// `to 2` is not `--replicas=0`.
fn counts_agree(tokens: &[Token], action: &Action, effect: &Effect) -> bool {
    const COUNTED: &[&str] = &[
        "--replicas",
        "--desired-capacity",
        "--desired-count",
        "--size",
        "--num-nodes",
        "--count",
        "--to-revision",
        "--revision",
        "--min-size",
        "--max-size",
        "--capacity",
    ];
    let words = &pieces(action)[..];
    let wanted = match of_names(tokens, action, effect) {
        counts if counts.is_empty() => to_count(tokens).into_iter().collect(),
        counts => counts,
    };
    if let Some(change) = effect.change.as_ref().filter(|c| c.kind == ENTRY) {
        return wanted.iter().all(|n| change.why.contains(&format!("`{n}`")));
    }
    if let Some(given) = words_of(action).find_map(amounts::patched_replicas) {
        return !wanted.is_empty() && wanted.iter().all(|w| *w == given);
    }
    let Some(&first) = wanted.first() else { return says_count(tokens, words) };
    let agrees = |n: u64| wanted.iter().all(|w| *w == n);
    let at = words.iter().position(|w| COUNTED.contains(&w.as_str()));
    let given = at.and_then(|at| words.get(at + 1)).and_then(|w| w.parse::<u64>().ok());
    if let Some(given) = given {
        return agrees(given);
    }
    // `to revision 41` is not `rollback x 40`.
    let behind = words.iter().position(|w| w == "rollback" || w == "resize" || w == "scale");
    let bare: Vec<u64> = words.iter().skip(behind.unwrap_or(words.len())).filter_map(|w| w.parse().ok()).collect();
    bare.is_empty() || bare.contains(&first)
}

/// A count that is set to another number than those that were said: `skaliere api auf 3` is not `--replicas=0`.
fn says_count(tokens: &[Token], words: &[String]) -> bool {
    let said: Vec<u64> = tokens.iter().filter_map(|t| t.lower.parse().ok()).collect();
    let at = words.iter().position(|w| matches!(w.as_str(), "--replicas" | "--desired-count" | "--desired-capacity"));
    let given = at.and_then(|at| words.get(at + 1)).and_then(|w| w.parse::<u64>().ok());
    said.is_empty() || given.is_none_or(|g| said.contains(&g))
}

/// The number that a count is to become: `to 2`, `to zero`, `to revision 41`.
fn to_count(tokens: &[Token]) -> Option<u64> {
    let number = |w: &str| w.parse::<u64>().ok().or_else(|| numeral(w).and_then(|n| u64::try_from(n).ok()));
    let to = tokens.windows(3).find_map(|p| match p {
        [a, b, c] if a.word() == "to" => number(&b.lower).or_else(|| number(&c.lower)),
        _ => None,
    });
    let last = tokens.last_chunk::<2>().and_then(|[a, b]| if a.word() == "to" { number(&b.lower) } else { None });
    to.or(last)
}

/// `a to 0, b to 1`: the number behind each name that is hit, up to the next name.
fn of_names(tokens: &[Token], action: &Action, effect: &Effect) -> Vec<u64> {
    let many = tokens.windows(2).filter(|p| matches!(p, [a, b] if a.word() == "to" && b.lower.parse::<u64>().is_ok()));
    if many.count() < 2 {
        return Vec::new();
    }
    let numeral = |t: &Token| t.lower.parse::<u64>().is_ok();
    let behind = |name: &bind::Name| {
        let at = tokens.iter().position(|t| bind::same(name, &t.text))?;
        let next = (at + 1..tokens.len()).find(|n| is_name(tokens, *n) && tokens.get(*n).is_some_and(|t| !numeral(t)));
        to_count(tokens.get(at..next.unwrap_or(tokens.len()))?)
    };
    bind::names(action, effect).iter().filter_map(behind).collect()
}

/// Whether the command takes just the set that the words describe: each bound that was said is in it, and each of its words
/// was said. Only where the set is told by something that can be compared.
pub(super) fn is_set(tokens: &[Token], kinds: nouns::Kinds, action: &Action) -> bool {
    let plural = |t: &Token| nouns::kinds(t.word()) & kinds != 0 && t.word().ends_with('s');
    let universal = |t: &Token| matches!(t.word(), "all" | "every" | "everything" | "each");
    if !tokens.iter().any(|t| plural(t) || universal(t)) || tokens.iter().any(|t| t.kind == Kind::Quote) {
        return false;
    }
    let words = pieces(action);
    let ages = said_ages(tokens);
    let aged = |t: &Token| matches!(t.word(), "older" | "newer") && !ages.is_empty();
    let vague = |t: &Token| VAGUE.contains(&t.word()) && !aged(t);
    let bounds: Vec<&Token> =
        tokens.iter().filter(|t| is_bound(t) && !nouns::is_tool(t.word(), &action.program)).collect();
    if tokens.iter().any(vague) || bounds.is_empty() && ages.is_empty() {
        return false;
    }
    let in_command = |t: &&Token| match state(t.word()) {
        Some(s) => words.iter().any(|w| state(w) == Some(s)),
        None => duration(&t.lower, "").is_some() || is_count(t, tokens) || names(action, &t.lower),
    };
    let same_ages = !is_newer(action, &ages) && {
        let done = done_ages(&words);
        ages.iter().all(|a| done.contains(a)) && done.iter().all(|a| ages.contains(a))
    };
    bounds.iter().all(in_command)
        && same_ages
        && keeps_width(tokens, action)
        && keeps_mine(tokens, action)
        && alternatives::says_values(tokens, action)
        && is_all_said(tokens, action)
}

/// An age, or what holds one: `480h`, `until=480h`.
pub(super) fn is_age(word: &str) -> bool {
    let value = word.rsplit('=').next().unwrap_or(word);
    duration(&value.to_lowercase(), "").is_some()
}

/// A word that bounds by somebody's judgement.
pub(super) fn is_vague(t: &Token) -> bool {
    VAGUE.contains(&t.word())
}

/// Small words that say nothing about which things are meant.
pub(super) fn is_small(word: &str) -> bool {
    GENERAL.contains(&word)
        || FOLLOWERS.contains(&word)
        || AFFIX.contains(&word)
        || matches!(word, "already" | "one" | "")
}

/// Whether one of these words is of the same state as the one that was said.
pub(super) fn same_state(said: &str, by: &[String]) -> bool {
    state(said).is_some_and(|s| by.iter().any(|w| state(w) == Some(s)))
}

/// The ages that were said are those of these words, and no word has another.
pub(super) fn said_ages_are(tokens: &[Token], words: &[String]) -> bool {
    let (said, done) = (said_ages(tokens), done_ages(words));
    said.iter().all(|a| done.contains(a)) && done.iter().all(|a| said.contains(a))
}

/// Words before the beginning or the end of names.
const AFFIX: &[&str] = &[
    "start",
    "starts",
    "starting",
    "begin",
    "begins",
    "beginning",
    "end",
    "ends",
    "ending",
    "prefix",
    "prefixed",
    "suffix",
    "match",
    "matches",
    "matching",
    "contain",
    "contains",
    "containing",
    "like",
    "with",
    "pattern",
    "whose",
    "name",
    "names",
];

/// The word is what names begin or end with: `starting with spike-`.
pub(super) fn is_affix(tokens: &[Token], at: usize) -> bool {
    let back = |n: usize| at.checked_sub(n).and_then(|b| tokens.get(b)).map_or("", Token::word);
    AFFIX.contains(&back(1)) || AFFIX.contains(&back(2)) && matches!(back(1), "with" | "in" | "by" | "to")
}

/// The number of an age is compared as an age.
pub(super) fn is_count(t: &Token, tokens: &[Token]) -> bool {
    let digits = t.lower.bytes().all(|b| b.is_ascii_digit());
    let unit = |n: &Token| minutes("1", &n.lower).is_some();
    digits && tokens.windows(2).any(|p| matches!(p, [a, b] if a == t && unit(b)))
}

/// The number of an age among these words: `30` of `30 days`.
pub(super) fn is_count_of(word: &str, words: &[String]) -> bool {
    let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    digits && words.windows(2).any(|p| matches!(p, [a, b] if a == word && minutes("1", b).is_some()))
}

/// The command has this as a word, or as the value of an option.
fn names(action: &Action, word: &str) -> bool {
    let word = word.trim_end_matches('/');
    action.words.split_whitespace().any(|w| {
        let value = w.split_once('=').map_or("", |(_, v)| v);
        [w, value].iter().any(|v| v.trim_matches(['\'', '"']).trim_end_matches('/').eq_ignore_ascii_case(word))
    })
}

/// A word that bounds the set: a state, or anything that is no small word, no kind of thing and no operation.
fn is_bound(t: &Token) -> bool {
    let w = t.word();
    let small = [
        "all",
        "every",
        "everything",
        "each",
        "my",
        "mine",
        "own",
        "our",
        "than",
        "older",
        "newer",
        "days",
        "day",
        "hours",
        "hour",
        "weeks",
        "week",
        "months",
        "month",
        "minutes",
        "partition",
        "region",
        "project",
        "zone",
        "context",
        "label",
        "labelled",
        "labeled",
        "tagged",
        "ones",
        "box",
        "laptop",
        "computer",
        "localhost",
        "named",
        "called",
        "status",
        "state",
        "phase",
        "more",
        "ago",
        "currently",
        "just",
        "really",
        "stay",
        "back",
        "come",
        "their",
        "belong",
        "belonging",
        "match",
        "matching",
    ];
    match t.kind {
        Kind::Name => true,
        Kind::Quote | Kind::Mark => false,
        Kind::Word if state(w).is_some() => true,
        Kind::Word => {
            !(w.is_empty()
                || small.contains(&w)
                || GENERAL.contains(&w)
                || FOLLOWERS.contains(&w)
                || nouns::kinds(w) != 0
                || VAGUE.contains(&w))
        }
    }
}

/// Every word of the command that picks something was said.
fn is_all_said(tokens: &[Token], action: &Action) -> bool {
    let said = |v: &str| is_said(tokens, v);
    let mine = tokens.iter().any(|t| matches!(t.word(), "my" | "mine" | "own"));
    let mut option = "";
    words_of(action).enumerate().all(|(at, word)| {
        let of = std::mem::take(&mut option);
        if let Some((name, value)) = word.split_once('=').filter(|_| word.starts_with('-')) {
            let inner = value.rsplit('=').next().unwrap_or(value);
            return is_age_option(name) || done_ages(&[inner.to_lowercase()]).len() == 1 || said(value) || said(inner);
        }
        if word == "all" {
            return tokens.iter().any(|t| t.word() == "everything");
        }
        if word.starts_with('-') {
            option = word;
            return !is_wide(word, action) || says_wide(tokens, word);
        }
        let (key, inner) = word.rsplit_once('=').unwrap_or(("", word));
        let own = matches!(of, "-u" | "--user" | "-user" | "--author" | "--owner") && (word == "…" || word == "@me");
        let lower = word.to_lowercase();
        let does = at < 2 && lower.split_once(['-', '_']).is_some_and(|(first, _)| !words::of_base(first).is_empty());
        let sub = does || words::of_word(&lower).is_some() || nouns::kinds(&lower) != 0 || nouns::resource(&lower) != 0;
        let age = is_age_option(of) || done_ages(&[inner.to_lowercase()]).len() == 1;
        let flag = state(key).is_some() && matches!(inner, "1" | "true") && said(key);
        let sub = sub || at == 0 && lower == "api";
        own && mine || sub || age || flag || said(word) || said(inner)
    })
}

/// The words behind the program and behind what gives it its rights; of a program of many services, behind what it is to do.
pub(super) fn words_of(action: &Action) -> impl Iterator<Item = &str> {
    let words: Vec<&str> = action.words.split_whitespace().skip_while(|w| *w == "sudo").skip(1).collect();
    let services = matches!(action.program.as_str(), "aws" | "az" | "gcloud" | "oci" | "ibmcloud" | "doctl" | "aliyun");
    let does = |w: &&str| w.split('-').any(|p| !words::of_base(p).is_empty());
    let skipped = words.iter().take(SERVICE_WORDS).position(does).map_or(2, |at| at + 1);
    let skipped = if services { skipped } else { 0 };
    words.into_iter().skip(skipped)
}

/// Behind how many words such a program says what it does: `gcloud compute instances delete`.
const SERVICE_WORDS: usize = 4;

/// The words have this as one of theirs, as a state, or in parts: `repos/acme/shop/artifacts/7` of `artifact 7 of acme/shop`.
pub(super) fn is_said(tokens: &[Token], value: &str) -> bool {
    let value = value.trim_matches(['\'', '"']).trim_end_matches('/').to_lowercase();
    let one = |v: &str| {
        let own = tokens.iter().any(|t| t.kind != Kind::Quote && bind_name(&t.lower) == v);
        own || state(v).is_some_and(|s| tokens.iter().any(|t| state(t.word()) == Some(s)))
    };
    let plain = bind_name(&value);
    if one(plain) {
        return true;
    }
    // `collaborators/x` for `the collaborator x`
    let plural = |v: &str| {
        let many = v.strip_suffix('s').filter(|s| s.len() > 3);
        many.is_some_and(|s| tokens.iter().any(|t| t.kind == Kind::Word && t.lower == s))
    };
    let segment = |v: &str| {
        one(v) || plural(v) || tokens.iter().any(|t| t.lower.contains('/') && t.lower.split('/').any(|p| p == v))
    };
    let small = |v: &str| {
        v.is_empty() || nouns::kinds(v) != 0 || matches!(v, "actions" | "api" | "v1" | "repos" | "refs" | "heads")
    };
    let parts = || plain.split('/');
    // A path is not the sum of its folders' names.
    plain.contains('/')
        && !plain.starts_with(['/', '.', '~'])
        && parts().any(segment)
        && parts().all(|p| small(p) || segment(p))
}

/// A name without the signs that people and tools put before it: `#41`, `!88`, `refs/tags/v1`.
pub(super) fn bind_name(word: &str) -> &str {
    let word = word.trim_matches(['\'', '"', '`', '(', ')', ',']).trim_end_matches('/');
    let word = word.trim_start_matches(['#', '!', '@', ':', '+']);
    ["refs/heads/", "refs/tags/", "pod/", "deployment/", "deploy/", "job/"]
        .iter()
        .find_map(|p| word.strip_prefix(p))
        .unwrap_or(word)
}

/// Whether the request spells the action out: each word of the command that picks something was said, and each name that was
/// said is in the command. However the sentence is built, it then speaks of nothing else.
pub(super) fn is_spelled(verb: &str, tokens: &[Token], kinds: nouns::Kinds, action: &Action) -> bool {
    let named: Vec<&Token> =
        (0..tokens.len()).filter(|at| is_name(tokens, *at)).filter_map(|at| tokens.get(at)).collect();
    let program =
        |t: &Token| t.lower.len() > 2 && (action.program.starts_with(&t.lower) || t.lower.starts_with(&action.program));
    let local =
        |t: &Token| matches!(t.lower.as_str(), "localhost" | "127.0.0.1") || nouns::is_tool(&t.lower, &action.program);
    let in_command = |t: &&Token| {
        let own = bind_name(&t.lower);
        let all =
            || action.words.split(|c: char| c.is_whitespace() || matches!(c, '=' | '\'' | '"' | '(' | ')' | ',' | ';'));
        let words = || all().chain(action.words.split_whitespace());
        let whole = || words().any(|w| bind_name(&w.to_lowercase()) == own);
        // `artifact 77001` in `repos/acme/shop/actions/artifacts/77001`.
        let parted = |w: &str| w.contains('/') && !w.starts_with(['/', '.', '~']);
        let segments = own.split('/').all(|p| all().any(|w| parted(w) && w.to_lowercase().split('/').any(|s| s == p)));
        whole() || segments || program(t) || local(t) || is_count(t, tokens)
    };
    !named.is_empty()
        && heads(tokens, kinds, action)
        && !tokens.iter().any(|t| t.kind == Kind::Quote)
        && named.iter().all(in_command)
        && picks(action)
        && is_all_said(&apart(verb, tokens, action), action)
}

/// Whether the sentence tells the command to be run in words of its own: `run docker system prune, with volumes`. Every word of
/// it was said, every option by its name, and nothing was said that is not in it.
pub(super) fn recited(s: &super::read::Statement, action: &Action) -> bool {
    let runs = s.ops.meets(words::Ops::RUN) && !action.program.is_empty();
    let starts = s.object.first().is_some_and(|t| t.lower == action.program);
    if !runs || !starts || !s.except.is_empty() || s.conditional {
        return false;
    }
    let said = |w: &str| s.object.iter().any(|t| t.kind != Kind::Quote && t.lower == w.to_lowercase());
    let confirms = |w: &str| matches!(w, "-f" | "-y" | "--force" | "--yes" | "-q" | "--quiet");
    let named = |w: &str| w.starts_with("--") && w.trim_start_matches('-').split(['-', '=']).all(said);
    let all = action.words.split_whitespace().skip(1).all(|w| said(w) || named(w) || confirms(w));
    let words = pieces(action);
    let of_command =
        |t: &Token| words.iter().any(|w| *w == t.lower || w.trim_start_matches('-').split('-').any(|p| p == t.lower));
    let small = |t: &Token| {
        t.kind == Kind::Mark || FOLLOWERS.contains(&t.word()) || matches!(t.word(), "the" | "and" | "option" | "flag")
    };
    all && s.object.iter().all(|t| of_command(t) || small(t))
}

/// The words with their verb, and what the command reaches its target by, which nobody has to name.
fn apart(verb: &str, tokens: &[Token], action: &Action) -> Vec<Token> {
    let mut out = tokens.to_vec();
    out.push(Token { text: verb.to_owned(), lower: verb.to_owned(), kind: Kind::Word });
    let at = Places::of(action);
    let place = |w: &&str| at.has(w) || is_connection(action, w);
    let value = |w: &str| w.split_once('=').filter(|_| w.starts_with('-')).map_or(w.to_owned(), |(_, v)| v.to_owned());
    let places: Vec<String> = words_of(action).map(value).filter(|w| place(&w.as_str())).collect();
    out.extend(places.into_iter().map(|p| Token { lower: p.to_lowercase(), text: p, kind: Kind::Name }));
    out
}

/// The database that a client connects to: a target of reading, where the change has its own.
fn is_connection(action: &Action, word: &str) -> bool {
    let reads = |e: &Effect| e.verb == Verb::DbRead && e.target.text() == word;
    let change = |e: &Effect| e.verb != Verb::DbRead && e.target.text() == word;
    action.effects.iter().any(reads) && !action.effects.iter().any(change)
}

/// The command has a word that picks one thing: a name, a number, an address.
pub(super) fn picks(action: &Action) -> bool {
    words_of(action).any(|w| {
        let value = w.rsplit('=').next().unwrap_or(w);
        !w.starts_with('-')
            && value.len() > 1
            && value.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/'))
            || w.starts_with("--") && w.contains('=')
            || value.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The object begins with what is hit: a kind of thing that fits, or its name. `the tests in x` begins with a part of it.
pub(super) fn heads(tokens: &[Token], kinds: nouns::Kinds, action: &Action) -> bool {
    let passing = |t: &Token| {
        let w = t.word();
        t.kind == Kind::Mark
            || matches!(
                w,
                "the" | "a" | "an" | "my" | "our" | "this" | "that" | "these" | "those" | "all" | "both" | "whole"
            )
            || state(w).is_some()
            || VAGUE.contains(&w)
            || nouns::label(w).is_some()
            || action.program.starts_with(w) && w.len() > 2
            || action.words.split_whitespace().skip(1).take(2).any(|p| p == w)
    };
    let first = tokens.iter().enumerate().find(|(at, t)| is_name(tokens, *at) || !passing(t));
    // `the vagrant box dev-1`: a noun that is not known says what the name behind it is the name of.
    let apposed = |at: usize| {
        let noun = tokens.get(at).is_some_and(|t| is_strange(t) && t.kind == Kind::Word);
        noun && tokens.get(at + 1).is_some_and(|t| t.kind != Kind::Mark) && is_name(tokens, at + 1)
    };
    // `the function in a.rs`: of a file only its own name says that it is meant.
    let path = action.effects.iter().any(|e| matches!(e.target, automode_model::Target::Path(_)));
    first.is_some_and(|(at, t)| is_name(tokens, at) || !path && (nouns::kinds(t.word()) & kinds != 0 || apposed(at)))
}

/// A name: by its letters no word of the language (`web-1`, `idx_orders`, `m.keller`, `#41`), or behind a kind of thing.
pub(super) fn is_name(tokens: &[Token], at: usize) -> bool {
    let Some(t) = tokens.get(at) else { return false };
    let marked = |c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | '.' | '@' | ':' | '#' | '!' | '*' | '=');
    let plain = [
        "self-hosted",
        "left-over",
        "left-overs",
        "e-mail",
        "clean-up",
        "read-only",
        "i.e",
        "e.g",
        "and/or",
        "e2e",
        "k8s",
        "ci/cd",
        "24/7",
    ];
    match t.kind {
        Kind::Name => true,
        Kind::Quote | Kind::Mark => false,
        Kind::Word if plain.contains(&t.word()) || t.word().contains('\'') => false,
        Kind::Word => t.lower.contains(marked) || t.lower.contains('-') || super::turns::is_name(tokens, at),
    }
}

fn is_age_option(option: &str) -> bool {
    matches!(option, "-mtime" | "-mmin" | "-ctime" | "-cmin" | "-atime" | "-amin" | "--older-than" | "--min-age")
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
    fn a_described_set_and_the_command_that_takes_it() {
        for (said, command, want) in [
            (
                "the failed pods in namespace batch",
                "kubectl delete pods -n batch --field-selector status.phase=Failed",
                true,
            ),
            ("the failed pods in namespace batch", "kubectl delete pods -n batch --all", false),
            (
                "the failed pods in namespace batch",
                "kubectl delete pods -A --field-selector status.phase=Failed",
                false,
            ),
            (
                "the failed pods in namespace batch",
                "kubectl delete pods -n web --field-selector status.phase=Failed",
                false,
            ),
            ("all my pending jobs on partition gpu", "scancel -u … --state=PENDING --partition=gpu", true),
            ("all my pending jobs on partition gpu", "scancel -u … --partition=gpu", false),
            ("all pending jobs on partition gpu", "scancel -u … --state=PENDING --partition=gpu", false),
            ("the old pods in namespace batch", "kubectl delete pods -n batch --all", false),
            ("all stopped containers older than 24 hours", "docker container prune -f --filter until=24h", false),
            ("containers older than 24 hours", "docker container prune -f --filter until=24h", true),
        ] {
            assert_eq!(is_set(&tokens(said), nouns::Kinds::MAX, &action(command)), want, "{said} / {command}");
        }
    }

    #[test]
    fn ages_in_their_spellings() {
        for (said, command, want) in [
            ("everything older than 30 days", "find x -mtime +30 -delete", true),
            ("everything older than 30 days", "find x -mtime +3 -delete", false),
            ("everything older than 30 days", "find x -mtime -30 -delete", false),
            ("files not touched for over 2 weeks", "find x -mtime +14 -delete", true),
            ("everything before 2024-01-31", "aws x --before 2024-01-31", true),
            ("everything before 2024-01-31", "aws x --before 2024-06-30", false),
            ("images older than 48h", "docker image prune --filter until=48h", true),
            ("worker to 2", "kubectl scale deploy worker --replicas=0", false),
            ("worker to zero replicas", "kubectl scale deploy worker --replicas=0", true),
        ] {
            let effect = Effect { verb: Verb::Delete, ..plain() };
            assert_eq!(kept(&tokens(said), true, &action(command), &effect), want, "{said} / {command}");
        }
    }

    #[test]
    fn rows_that_were_meant() {
        for (said, command, want) in [
            ("user 991 from the users table", "sqlite3 d DELETE FROM users WHERE id = 991", true),
            ("user 991 from the users table", "sqlite3 d DELETE FROM users WHERE id >= 991", false),
            ("user 991 from the users table", "sqlite3 d DELETE FROM users WHERE id = 992", false),
            (
                "the rows from t where created_at < '2023-01-01'",
                "psql -c DELETE FROM t WHERE created_at < '2023-01-01'",
                true,
            ),
            ("the rows from t where created_at < '2023-01-01'", "psql -c DELETE FROM t", false),
            ("all rows in t", "psql -c DELETE FROM t", true),
        ] {
            let effect = Effect { verb: Verb::DbWrite, ..plain() };
            assert_eq!(kept(&tokens(said), false, &action(command), &effect), want, "{said} / {command}");
        }
    }

    fn plain() -> Effect {
        crate::understand::effects::plain(Verb::Delete, automode_model::Target::None, Span::default())
    }
}
