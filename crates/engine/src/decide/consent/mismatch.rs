//! A command of the right kind on the right thing that gives it something else: `label 12 as bug` and `--add-label wontfix`, `set
//! the base to develop` and `--base main`. What an option is given was not said, and what was said in its place is not in the
//! command: only both together speak against it. Called by `account`.

use automode_model::{Action, Verb};

use super::bounds;
use super::command::Command;
use super::gist::{self, Clause};
use super::heard::Heard;
use super::nouns;
use super::recital::is_said;
use super::token::{Kind, Token, numeral};
use super::words::{self, Ops};

/// Options whose value is text of the agent's own, or says how.
const FREE: &[&str] = &[
    "--output",
    "--format",
    "--message",
    "--reason",
    "--comment",
    "--description",
    "--timeout",
    "--wait",
    "--query",
    "--body",
    "--title",
    "--notes",
    "--json",
    "--jq",
    "--template",
    "--color",
    "--grace-period",
    "--propagation-policy",
    "--type",
    "--method",
    "--request",
    "--header",
    "--data",
    "--cascade",
    "--field-selector",
    "--selector",
    "--filter",
    "--config",
    "--profile",
    "--execution-role",
    "--dry-run",
    "--kubeconfig",
    "--context",
    "--user",
    "--password",
    "--host",
    "--port",
    "--url",
    "--limit",
    "--state",
    "--sort",
    "--reference",
    "--bootstrap-server",
    "--command-config",
    "--payload",
    "--cli-binary-format",
];

/// Options that take a list of things: each of them has to be said where one was.
const LISTS: &[&str] = &["reviewer", "reviewers", "assignee", "assignees", "label", "labels", "milestone"];

/// What one word asks for, and another word of a command that undoes it or goes further.
const OTHERS: &[(&[&str], &[&str])] = &[
    (&["install", "reinstall", "upgrade"], &["remove", "purge", "uninstall", "autoremove"]),
    (&["remove", "uninstall"], &["install"]),
    (&["pin"], &["unpin"]),
    (&["unpin"], &["pin"]),
    (&["lock"], &["unlock"]),
    (&["unlock"], &["lock"]),
    (&["pause", "suspend", "resume"], &["undo", "rollback", "delete"]),
    (&["resume", "unpause"], &["pause", "suspend"]),
    (&["roll", "back", "rollback", "undo", "revert"], &["pause", "resume", "restart"]),
    (&["label", "assign", "pin", "lock", "retitle"], &["close", "merge", "delete", "transfer", "reopen"]),
    (&["enable"], &["disable"]),
    (&["disable"], &["enable"]),
];

/// The command gives it another value than the one that was said, or does another thing by its own words.
pub(super) fn is_other(ask: &Clause, heard: &Heard, action: &Action, command: &Command) -> bool {
    let database = action.is_of(automode_model::Category::Database);
    !database
        && !matches!(action.program.as_str(), "git" | "ssh" | "curl" | "docker" | "podman")
        && (does_other(ask, heard, action)
            || is_other_value(ask, heard, action, command)
            || is_other_text(ask, action, command)
            || is_other_kind(ask, heard, action)
            || is_reversed(ask, action))
}

/// `install x`, and the command removes it.
fn does_other(ask: &Clause, heard: &Heard, action: &Action) -> bool {
    let mut head = bounds::words_of(action).filter(|w| !w.starts_with('-')).take(3);
    let first =
        |w: &str, of: &[&str]| of.contains(&w) || w.split_once([':', '-']).is_some_and(|(f, _)| of.contains(&f));
    // Of a package its settings as well; of a process that is managed, what it is known by.
    let program = action.program.as_str();
    let more = |w: &str| match ask.verb.as_str() {
        "stop" => program == "pm2" && w == "delete",
        "remove" | "uninstall" => matches!(program, "apt" | "apt-get" | "dpkg") && w == "purge",
        _ => false,
    };
    let said = |w: &str| heard.clauses.iter().any(|c| c.verb == w) || heard.words.iter().any(|t| t.lower == w);
    let other = |w: &str| {
        let listed = OTHERS.iter().any(|(asked, done)| asked.contains(&ask.verb.as_str()) && first(w, done));
        (listed || more(w)) && !said(w)
    };
    head.any(other)
}

/// Things of one service that are called by the same names.
const KINDS: &[&[&str]] = &[
    &["topic", "subscription", "schema"],
    &["queue", "exchange", "vhost", "binding"],
    &["disk", "snapshot", "image", "instance"],
    &["revision", "service", "job", "function"],
    &["stream", "consumer"],
    &["secret", "metadata"],
];

/// `delete the subscription x`, and the command deletes the topic of that name.
fn is_other_kind(ask: &Clause, heard: &Heard, action: &Action) -> bool {
    if !ask.ops.meets(Ops::DELETE) {
        return false;
    }
    let kind = |w: &str| KINDS.iter().find(|k| k.contains(&nouns::stem(w))).map(|k| (k, nouns::stem(w).to_owned()));
    let plain = |w: &&str| w.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'));
    let lead = action.words.split_whitespace().skip(1).take(HEAD).take_while(plain);
    let head: Vec<&str> = lead.flat_map(|w| w.split(['-', '_'])).collect();
    let said = |w: &str| heard.words.iter().any(|t| nouns::stem(t.word()) == nouns::stem(w));
    // Right before the name: what it is the name of.
    let meant = (1..ask.object.len())
        .filter(|at| bounds::is_name(&ask.object, *at))
        .filter_map(|at| kind(ask.object.get(at - 1)?.word()));
    let mut meant = meant.filter(|(_, noun)| !head.iter().any(|w| nouns::stem(w) == noun));
    meant.any(|(set, _)| head.iter().any(|w| kind(w).is_some_and(|(k, _)| std::ptr::eq(k, set)) && !said(w)))
}

/// `move a to b`, and the command moves b to a.
fn is_reversed(ask: &Clause, action: &Action) -> bool {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let place = |t: &Token| {
        let at = words.iter().position(|w| w.eq_ignore_ascii_case(&t.text))?;
        let option = at.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|b| b.starts_with('-'));
        (!option).then_some(at)
    };
    let turned = |p: &[Token]| match p {
        [a, to, b] if to.word() == "to" => place(a).zip(place(b)).is_some_and(|(a, b)| b < a),
        _ => false,
    };
    ask.ops.meets(Ops::MOVE) && ask.object.windows(3).any(turned)
}

/// How far behind the program the words stand that say of what kind a thing is.
const HEAD: usize = 4;

/// The values of its long options, with their options.
fn given(action: &Action) -> Vec<(&str, &str)> {
    let all: Vec<&str> = bounds::words_of(action).collect();
    let one = |(at, word): (usize, &&'_ str)| -> Option<(usize, usize)> {
        word.starts_with("--").then_some((at, word.len()))
    };
    let mut out = Vec::new();
    for (at, _) in all.iter().enumerate().filter_map(one) {
        let Some(word) = all.get(at) else { continue };
        match word.split_once('=') {
            Some(pair) => out.push(pair),
            None => out.extend(all.get(at + 1).filter(|v| !v.starts_with('-')).map(|v| (*word, *v))),
        }
    }
    out.retain(|(option, _)| !FREE.contains(option));
    out
}

fn is_other_value(ask: &Clause, heard: &Heard, action: &Action, command: &Command) -> bool {
    let plain = |v: &str| {
        !v.is_empty() && v.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | ','))
    };
    let label = |v: &str| {
        heard.words.iter().any(|t| nouns::label(t.word()).is_some() && nouns::label(t.word()) == nouns::label(v))
    };
    let state = |v: &str| bounds::states(v).is_some_and(|s| heard.words.iter().any(|t| s.contains(&t.word())));
    let number = |v: &str| numeral_of(v).is_some_and(|n| heard.words.iter().any(|t| numeral(t.word()) == Some(n)));
    let said = |v: &str| {
        is_said(v, &heard.words) || label(v) || state(v) || number(v) || matches!(v, "true" | "false" | "now" | "@me")
    };
    let given = given(action);
    let more = |option: &str, value: &str| {
        let list = option.rsplit('-').next().is_some_and(|o| LISTS.contains(&o));
        let mut parts = value.split(',').filter(|p| !p.is_empty());
        list && value.contains(',') && parts.clone().any(said) && !parts.all(said)
    };
    // `--milestone v2 --add-label urgent` of the milestone alone.
    let beside = |option: &str, value: &str| {
        let adds = option.starts_with("--add-") || option.starts_with("--remove-");
        adds && !value.split(',').any(said) && given.iter().any(|(o, v)| *o != option && v.split(',').all(said))
    };
    if given.iter().any(|(o, v)| more(o, v) || beside(o, v)) {
        return true;
    }
    let amount = |v: &str| v.bytes().all(|b| b.is_ascii_digit());
    let unsaid: Vec<&str> = given.iter().map(|(_, v)| *v).filter(|v| plain(v) && !said(v)).collect();
    !unsaid.is_empty() && is_left_out(ask, heard, action, command, unsaid.iter().all(|v| amount(v)))
}

fn numeral_of(value: &str) -> Option<usize> {
    value.parse().ok().filter(|n| *n <= 12)
}

/// What was said behind `to` or `as`, or called by name, and is not in the command.
fn is_left_out(ask: &Clause, heard: &Heard, action: &Action, command: &Command, amounts: bool) -> bool {
    const UNITS: &[&str] = &[
        "day", "hour", "minute", "week", "month", "year", "second", "min", "sec", "gb", "mb", "tb", "gib", "mib", "%",
    ];
    // What follows says why.
    let why = |t: &Token| {
        matches!(t.word(), "because" | "since" | "so" | "which" | "that" | "with" | "per" | "after" | "until" | "for")
    };
    let near = ask.object.get(..ask.object.iter().position(why).unwrap_or(ask.object.len())).unwrap_or_default();
    (0..near.len()).any(|at| {
        let Some(t) = near.get(at) else { return false };
        let before = at.checked_sub(1).and_then(|b| near.get(b)).map_or("", Token::word);
        let next = near.get(at + 1).map_or("", |n| nouns::stem(n.word()));
        let number = t.lower.bytes().all(|b| b.is_ascii_digit()) && !t.lower.is_empty();
        let becomes = matches!(before, "to" | "as") && t.kind != Kind::Mark && t.kind != Kind::Quote;
        let named = bounds::is_name(near, at) || becomes;
        let idle = gist::is_small(t)
            || nouns::kinds(t.word()) != 0
            || nouns::label(t.word()).is_some()
            || nouns::is_tool(t.word(), &action.program)
            || bounds::states(t.word()).is_some()
            || words::of_word(t.word()).is_some()
            || heard.is_alias(t)
            || bounds::is_age(&t.lower)
            || t.is_ticket()
            || numeral(t.word()).is_some_and(|n| command.has(&n.to_string()));
        let in_command = || {
            let own = t.lower.trim_start_matches(['@', '#', '!']);
            command.touches(own)
                || own.split(['/', ':', '@', '=', '.']).all(|p| p.is_empty() || command.touches(p))
                || command.has_whole(own)
        };
        // A number and its unit may be written in another unit, and a number says nothing against a word.
        let unit = number && (UNITS.contains(&next) || bounds::is_count(t, near) && !becomes);
        named && !idle && !unit && (!amounts || number) && !in_command()
    })
}

/// `comment "a" on it`, and the command says "b".
fn is_other_text(ask: &Clause, action: &Action, command: &Command) -> bool {
    let writes = action.effects.iter().any(|e| e.verb == Verb::ForgeWrite)
        && action
            .words
            .split_whitespace()
            .any(|w| matches!(w, "--title" | "--body" | "--comment" | "--message" | "-b" | "-t" | "-m"));
    let text = command.text.to_lowercase();
    let squeezed = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    let meant = |at: usize| {
        let before = at.checked_sub(1).and_then(|b| ask.object.get(b)).map_or("", Token::word);
        at == 0 || matches!(before, "to" | "titled" | "comment" | "message" | "saying" | "reply" | "title" | ":")
    };
    let other =
        |at: usize, t: &Token| t.kind == Kind::Quote && meant(at) && !squeezed(&text).contains(&squeezed(&t.lower));
    writes && ask.object.iter().enumerate().any(|(at, t)| other(at, t))
}

#[cfg(test)]
mod tests {
    use super::super::literal::Verbs;
    use super::*;
    use automode_model::Span;

    #[test]
    fn another_value_than_the_one_that_was_said() {
        for (said, words, want) in [
            ("label 12 as bug", "gh issue edit 12 --add-label wontfix", true),
            ("label 12 as bug", "gh issue edit 12 --add-label bug", false),
            ("label 12 as bug", "gh issue close 12", true),
            ("set the base of pr 41 to develop", "gh pr edit 41 --base main", true),
            ("set the base of pr 41 to develop", "gh pr edit 41 --base develop", false),
            ("assign 12 to @mira-k", "gh issue edit 12 --add-assignee mira-k,tomb", true),
            ("resize the cluster dev-1 to 3 nodes", "gcloud container clusters resize dev-1 --num-nodes=0", true),
            ("resize the cluster dev-1 to three nodes", "gcloud container clusters resize dev-1 --num-nodes=3", false),
            ("close 12 as done", "gh issue close 12 --reason completed", false),
            ("install htop", "apt-get remove htop", true),
            ("set the milestone of 12 to v2", "gh issue edit 12 --milestone v2 --add-label urgent", true),
            ("move aws_instance.web to aws_instance.app", "terraform state mv aws_instance.app aws_instance.web", true),
            (
                "move aws_instance.web to aws_instance.app",
                "terraform state mv aws_instance.web aws_instance.app",
                false,
            ),
            ("delete the subscription orders-1", "gcloud pubsub topics delete orders-1", true),
            ("delete the subscription orders-1", "gcloud pubsub subscriptions delete orders-1", false),
            ("remove the image vms/test-disk-4", "rbd rm vms/test-disk-4", false),
        ] {
            let program = words.split_whitespace().next().unwrap_or("").to_owned();
            let action = Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() };
            let heard = Heard::of(&[said.to_owned()], &Verbs::of(words));
            let ask = heard.clauses.first().unwrap();
            assert_eq!(is_other(ask, &heard, &action, &Command::of(words)), want, "{said} / {words}");
        }
    }
}
