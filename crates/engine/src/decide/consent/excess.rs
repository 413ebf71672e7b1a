//! What a command does beyond the words for it, told by its options and by what it leaves out: an option that deletes or forces and
//! that nobody asked for, a safeguard that was wanted and is missing, all of a kind instead of the one that was named, the real
//! thing where only a look or a trial was asked for. Called by `against` for whatever was found to ask, and by `Wishes`.

use automode_model::{Action, EnvLabel, Target, Verb};

use super::bounds;
use super::command::Command;
use super::gist::{self, Clause, Stance};
use super::heard::Heard;
use super::nouns;
use super::token::{Kind, Token};
use super::words::{self, Form, Ops};

/// Programs, words of theirs, options with which they do more, and beginnings of the words that ask for that.
type Harder = (&'static [&'static str], &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// What a copy that also deletes is asked for by.
const DELETES: &[&str] =
    &["delet", "remov", "mirror", "disappear", "gone", "prun", "purg", "clean", "exact", "identical", "wip", "drop"];

/// The same where something of the copy is to stay.
const PLAINLY: &[&str] = &["delet", "remov"];

/// What overwrites or makes anew is asked for by.
const FORCES: &[&str] = &["forc", "replac", "recreat", "overwrit", "hard"];

const HARDER: &[Harder] = &[
    (&["kubectl", "oc"], &["drain"], &["--force"], &["forc", "bare", "unmanaged", "naked", "standalone", "orphan"]),
    (&["kubectl", "oc"], &["drain"], &["--disable-eviction"], &["forc", "evict", "disruption", "budget", "pdb"]),
    (&["kubectl", "oc"], &["apply", "replace"], &["--force"], FORCES),
    (
        &["kubectl", "oc"],
        &["delete"],
        &["--force"],
        &[
            "forc",
            "kill",
            "hard",
            "immediate",
            "instant",
            "now",
            "stuck",
            "hang",
            "hung",
            "terminating",
            "grace",
            "gone",
        ],
    ),
    (&["aws"], &["sync"], &["--delete"], DELETES),
    (&["s3cmd"], &["sync"], &["--delete-removed"], DELETES),
    (&["azcopy"], &["sync"], &["--delete-destination"], DELETES),
    (&["mc"], &["mirror"], &["--remove"], DELETES),
    (&["gsutil"], &["rsync"], &["-d"], DELETES),
    (&["gcloud"], &["rsync"], &["--delete-unmatched-destination-objects"], DELETES),
    (&["rclone"], &["sync"], &["sync"], &["sync", "delet", "mirror", "exact", "identical"]),
    (&["argocd"], &["sync"], &["--force", "--replace"], FORCES),
    (&["helm"], &["upgrade"], &["--force", "--force-replace"], FORCES),
    (&["helm"], &["upgrade"], &["--reset-values"], &["reset", "default", "fresh"]),
    (
        &["userdel", "deluser"],
        &[],
        &["-r", "-rf", "--remove", "--remove-home"],
        &["home", "file", "folder", "director", "everything", "data", "complet", "entire", "trace"],
    ),
    (&["prisma"], &["push"], &["--accept-data-loss"], &["loss", "lose", "lost", "drop", "accept"]),
    (&["prisma"], &["push"], &["--force-reset"], &["reset", "wip", "fresh", "scratch"]),
    (&["pg_restore"], &[], &["-c", "--clean"], &["clean", "drop", "overwrit", "replac", "scratch", "fresh"]),
    (&["mongorestore"], &[], &["--drop"], &["clean", "drop", "overwrit", "replac", "scratch", "fresh", "wip"]),
    (
        &["git"],
        &["switch", "checkout"],
        &["-f", "--force", "--discard-changes"],
        &["forc", "discard", "throw", "drop", "overwrit", "los", "away", "clean"],
    ),
    (&["npm", "pnpm"], &["audit"], &["--force"], &["forc", "break", "major"]),
    (
        &["terraform", "tofu"],
        &["init"],
        &["-migrate-state", "-force-copy", "-reconfigure"],
        &["migrat", "forc", "copy", "reconfig", "backend", "state"],
    ),
    (&["psql"], &["vacuum", "VACUUM"], &["full", "FULL"], &["full"]),
    (&["zfs"], &["rollback"], &["-r", "-R", "-rf", "-Rf"], &["newer", "later", "intermediate", "recursiv", "destroy"]),
];

/// Programs, words of theirs, what is not wanted of them, and the option that leaves it out.
const LEFT_OUT: &[Harder] = &[
    (&["gcloud"], &["deploy"], &["traffic"], &["--no-traffic"]),
    (&["gcloud"], &["deploy"], &["promote", "promotion"], &["--no-promote"]),
    (&["aws"], &["create-image"], &["reboot", "restart", "downtime"], &["--no-reboot"]),
    (&["aws"], &["delete-stack"], &["bucket", "table", "resource", "resources"], &["--retain-resources"]),
    (&["helm"], &["upgrade", "install", "uninstall", "rollback"], &["hook", "hooks"], &["--no-hooks"]),
];

/// Programs, words of theirs, what something is to be, and the options that make it that.
const MADE_AS: &[Harder] = &[
    (&["gh", "glab"], &["create"], &["draft"], &["--draft", "-d", "--wip"]),
    (&["gh"], &["create"], &["prerelease", "pre-release"], &["--prerelease", "-p"]),
    (&["gh", "glab"], &["merge"], &["squash", "squash-merge"], &["--squash", "-s"]),
    (&["gh", "glab"], &["merge"], &["rebase-merge"], &["--rebase", "-r"]),
    (&["airflow"], &["clear"], &["failed"], &["--only-failed", "-f"]),
];

/// Words by which a tool is only asked to look; whatever else it does was not asked for.
const LOOKS: &[&str] = &[
    "validate", "info", "status", "history", "diff", "plan", "lint", "check", "preview", "show", "template", "verify",
    "outdated", "list", "describe", "doctor", "current", "pending", "test", "fmt",
];

/// Whether the command goes beyond what was asked for in these words.
pub(super) fn goes_further(heard: &Heard, turn: usize, words: &str, action: &Action, command: &Command) -> bool {
    // What was granted in other words is of its prompt.
    let told = heard.clauses.iter().any(|c| c.turn == turn && c.words == words);
    let own = || heard.clauses.iter().filter(move |c| c.turn == turn && (!told || c.words == words));
    is_harder(heard, action)
        || is_left_in(heard, turn, action)
        || is_denied(heard, turn, action)
        || is_made_otherwise(heard, turn, action)
        || is_tried_only(own(), action, command)
        || is_looked_at_only(heard, own(), action)
        || is_only_written(heard, turn, own(), action, command)
        || own().any(|c| is_other_way(c, action) || is_part_only(c, action, command) || is_other_stage(c, action))
        || own().any(|c| is_other_file(c, action) || is_holder_of_contents(c, action))
        || leaves_folder(own(), action, command)
        || sets_unsaid(heard, action)
        || own().any(|c| is_another_revision(c, heard, action) || takes_folder(c, action))
        || !own().any(says_whole) && own().any(|c| is_all_of_kind(c, action))
}

/// Whether the command takes more than this request names, or does what it only wants to be tried.
pub(super) fn is_more(ask: &Clause, action: &Action, command: &Command) -> bool {
    let program = || said_in(ask).iter().any(|t| t.lower.rsplit('/').next() == action.program.rsplit('/').next());
    takes_folder(ask, action)
        || is_all_of_kind(ask, action)
        || is_tried_only(std::iter::once(ask), action, command) && program()
}

/// The command is one of this program and of this operation.
fn is_of(action: &Action, programs: &[&str], subs: &[&str]) -> bool {
    let mut words = action.words.split_whitespace();
    let lead = words.by_ref().take(4).any(|w| programs.contains(&w.rsplit('/').next().unwrap_or(w)));
    (lead || programs.contains(&action.program.as_str()))
        && (subs.is_empty() || action.words.split_whitespace().any(|w| subs.contains(&w)))
}

/// An option of the command, with or without a value; what is set to `false` is not set.
fn has_option(action: &Action, options: &[&str]) -> bool {
    action.words.split_whitespace().any(|w| {
        let (name, value) = w.split_once('=').map_or((w, ""), |(n, v)| (n, v));
        options.contains(&name) && value != "false"
    })
}

/// All words of a clause as they were said.
fn said_in(c: &Clause) -> Vec<Token> {
    let verb = (!c.verb.is_empty()).then(|| Token { text: c.verb.clone(), lower: c.verb.clone(), kind: Kind::Word });
    c.before.iter().cloned().chain(verb).chain(c.object.iter().cloned()).collect()
}

/// Words that turn what follows them around.
fn negates(word: &str) -> bool {
    matches!(word, "no" | "not" | "never" | "without" | "nothing" | "none" | "keep" | "leave" | "avoid" | "skip")
        || word.ends_with("n't")
}

/// A word that begins so was said, and not right behind a word that negates it.
fn says(heard: &Heard, starts: &[&str]) -> bool {
    const NEAR: usize = 3;
    heard.clauses.iter().any(|c| {
        let all = said_in(c);
        (0..all.len()).any(|at| {
            let meant = all.get(at).is_some_and(|t| {
                let bare = t.lower.trim_start_matches('-');
                t.kind != Kind::Quote && starts.iter().any(|s| bare.starts_with(s))
            });
            let before = all.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
            meant && !before.iter().any(|t| negates(t.word()))
        })
    })
}

/// An option with which it deletes or forces, of which nobody spoke.
fn is_harder(heard: &Heard, action: &Action) -> bool {
    // `mirror it, keep what is only there`
    let kept = |t: &Token| matches!(t.word(), "keep" | "leave" | "stay" | "stays" | "survive" | "remain" | "remains");
    let keeps = || heard.limits().any(|l| !l.asked && l.tokens().any(kept));
    let unsaid = |(programs, subs, options, asked): &Harder| {
        let does = has_option(action, options) && is_of(action, programs, subs);
        let asked = if *asked == DELETES && keeps() { PLAINLY } else { asked };
        let written = || heard.words.iter().any(|t| t.kind == Kind::Name && options.iter().any(|o| t.text.contains(o)));
        does && !says(heard, asked) && !written()
    };
    HARDER.iter().any(unsaid) || takes_volumes(heard, action)
}

/// `drain x, daemonsets can be ignored`: what else the pods lose is named apart.
fn takes_volumes(heard: &Heard, action: &Action) -> bool {
    is_of(action, &["kubectl", "oc"], &["drain"])
        && has_option(action, &["--delete-emptydir-data", "--delete-local-data"])
        && says(heard, &["daemonset"])
        && !says(heard, &["emptydir", "data", "delet", "scratch", "local", "everything", "whatever", "volume"])
}

/// `no traffic yet`, and the option that leaves that out is not there.
fn is_left_in(heard: &Heard, turn: usize, action: &Action) -> bool {
    LEFT_OUT.iter().any(|(programs, subs, things, options)| {
        let says = |l: &Clause| l.all().any(|t| things.contains(&t.word()));
        is_of(action, programs, subs)
            && !has_option(action, options)
            && heard.limits().any(|l| l.turn >= turn && !l.asked && says(l))
    })
}

/// `no squash`, `don't fake anything`: an option that is called by the very word.
fn is_denied(heard: &Heard, turn: usize, action: &Action) -> bool {
    let denied = |l: &Clause| {
        let all = said_in(l);
        all.windows(2).any(|p| match p {
            [no, what] => {
                negates(no.word()) && what.lower.len() > 2 && has_option(action, &[&format!("--{}", what.lower)])
            }
            _ => false,
        })
    };
    heard.limits().any(|l| l.turn >= turn && !l.asked && denied(l))
}

/// `as a draft`, `squash-merge`: what was said to be made of it, and another is made.
fn is_made_otherwise(heard: &Heard, turn: usize, action: &Action) -> bool {
    MADE_AS.iter().any(|(programs, subs, things, options)| {
        let asks = |c: &&Clause| c.turn == turn && c.stance != Stance::Limits && !c.asked;
        let said = |c: &Clause| {
            let all = said_in(c);
            (0..all.len()).any(|at| {
                let before = at.checked_sub(1).and_then(|b| all.get(b)).map_or("", Token::word);
                all.get(at).is_some_and(|t| things.contains(&t.word()))
                    && !matches!(before, "no" | "not" | "my")
                    && !(before == "the" && things.contains(&"draft"))
            })
        };
        is_of(action, programs, subs) && !has_option(action, options) && heard.clauses.iter().filter(asks).any(said)
    })
}

/// `… as a dry run`, and the command is none.
fn is_tried_only<'a>(mut own: impl Iterator<Item = &'a Clause>, action: &Action, command: &Command) -> bool {
    let trial = |c: &Clause| {
        let all = said_in(c);
        let word = |at: usize| all.get(at).map_or("", Token::word);
        (0..all.len()).any(|at| {
            let dry = match word(at) {
                "dry" if word(at + 1) == "run" => 2,
                "dry-run" | "dryrun" | "dry-running" => 1,
                w if w.starts_with("--dry-run") => 1,
                _ => return false,
            };
            let before = at.checked_sub(1).map_or("", word);
            let behind = word(at + dry);
            // `the dry run looks good`, `after a dry run`, `no dry run`
            let told = matches!(
                behind,
                "is" | "was" | "looks" | "looked" | "passed" | "went" | "showed" | "shows" | "fine" | "ok"
            );
            !told && !negates(before) && !matches!(before, "the" | "that" | "this" | "your" | "my" | "after" | "last")
        })
    };
    let short = matches!(action.program.as_str(), "rsync" | "make" | "git");
    let dry = |w: &str| {
        let bare = w.trim_start_matches('-');
        let named = ["dry", "check", "simulat", "what-if", "noop", "plan", "preview", "diff", "validate"];
        short && w.starts_with('-') && !w.starts_with("--") && w.contains('n')
            || named.iter().any(|n| bare.starts_with(n))
    };
    own.any(trial) && !action.words.split_whitespace().chain(command.text.split_whitespace()).any(dry)
}

/// `flyway validate with x.conf`: the tool and a word of its own by which it only looks, and the command is another one.
fn is_looked_at_only<'a>(heard: &Heard, mut own: impl Iterator<Item = &'a Clause>, action: &Action) -> bool {
    const HEAD: usize = 4;
    let tells = |t: &Token| {
        matches!(
            t.word(),
            "is" | "was"
                | "looks"
                | "looked"
                | "says"
                | "said"
                | "shows"
                | "showed"
                | "fails"
                | "failed"
                | "passes"
                | "passed"
                | "complains"
                | "reports"
                | "went"
                | "ran"
                | "lists"
                | "good"
                | "fine"
                | "ok"
                | "first"
        )
    };
    let looks = |c: &Clause| {
        let all = said_in(c);
        let tool = all.first().is_some_and(|t| t.lower.len() > 2 && is_of(action, &[&t.lower], &[]));
        let rest = all.get(1..).unwrap_or_default();
        tool && rest.iter().take(2).any(|t| LOOKS.contains(&t.word())) && !all.iter().any(tells)
    };
    let said = |w: &str| {
        let like = |t: &Token| {
            t.lower == w || words::of_word(t.word()).is_some_and(|(_, f)| f != Form::Base) && t.lower.starts_with(w)
        };
        heard.clauses.iter().any(|c| said_in(c).iter().any(like))
    };
    let plain = |w: &&str| w.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !w.starts_with('-');
    let does = |w: &str| !LOOKS.contains(&w) && !said(w);
    own.next().is_some_and(looks)
        && !action
            .words
            .split_whitespace()
            .skip(1)
            .filter(|w| !w.starts_with('-'))
            .take(HEAD)
            .any(|w| LOOKS.contains(&w))
        && action.words.split_whitespace().skip(1).filter(|w| !w.starts_with('-')).take(HEAD).filter(plain).any(does)
}

/// `write an answer to PR 7 in a.md`, and the command posts the file.
fn is_only_written<'a>(
    heard: &Heard,
    turn: usize,
    own: impl Iterator<Item = &'a Clause>,
    action: &Action,
    command: &Command,
) -> bool {
    // `good, post it`
    let posts = |c: &Clause| {
        c.turn > turn
            && c.stance == Stance::Asks
            && matches!(c.verb.as_str(), "post" | "send" | "publish" | "submit" | "share")
            && c.object.iter().all(gist::is_small)
    };
    let file = |t: &Token| {
        let end = t.text.rsplit_once('.').map_or("", |(_, e)| e);
        t.kind != Kind::Quote
            && matches!(end, "md" | "txt" | "json" | "yaml" | "yml" | "html" | "rst" | "adoc")
            && command.touches(&t.lower)
    };
    let writes = |c: &Clause| {
        let into = |p: &[Token]| matches!(p, [w, f] if matches!(w.word(), "in" | "into" | "to" | "as") && file(f));
        matches!(c.verb.as_str(), "write" | "draft" | "prepare" | "compose" | "save") && c.object.windows(2).any(into)
    };
    let others = action
        .effects
        .iter()
        .any(|e| matches!(e.verb, Verb::ForgeWrite | Verb::Publish | Verb::NetSend | Verb::ExternalWrite));
    let mut asks = own.filter(|c| c.stance == Stance::Asks).peekable();
    others && asks.peek().is_some() && asks.all(writes) && !heard.clauses.iter().any(posts)
}

/// A command that takes all of a kind where it is given no name: what that kind is called.
fn all_of(action: &Action) -> Option<&'static [&'static str]> {
    let words: Vec<&str> = action.words.split_whitespace().filter(|w| *w != "sudo").collect();
    let operands: Vec<&str> = words.iter().copied().filter(|w| !w.starts_with('-')).collect();
    let last = operands.last().copied().unwrap_or("");
    match action.program.as_str() {
        "kubectl" | "oc" => {
            let picks = words.iter().any(|w| {
                matches!(*w, "-l" | "--selector" | "--field-selector" | "-f" | "-k" | "--filename" | "--all")
                    || w.starts_with("--selector=")
                    || w.starts_with("-f")
            });
            let rolls = operands.iter().position(|w| *w == "rollout")?;
            let kind = operands.get(rolls + 2).copied()?;
            let named = kind.contains('/') || operands.get(rolls + 3).is_some_and(|w| !is_value(&words, w));
            (!picks && !named && nouns::resource(kind) != 0).then_some(&["deployment", "statefulset", "daemonset"][..])
        }
        "docker" | "docker-compose" | "podman" | "podman-compose" => {
            let compose = action.program.ends_with("-compose") || operands.get(1) == Some(&"compose");
            let all = matches!(last, "restart" | "stop" | "kill" | "pause" | "rm" | "start" | "down");
            (compose && all).then_some(&["service", "container"][..])
        }
        "vagrant" => matches!(last, "destroy" | "halt" | "reload" | "suspend").then_some(&["box", "vm", "machine"][..]),
        "heroku" => matches!(last, "ps:restart" | "dyno:restart" | "restart").then_some(&["dyno"][..]),
        _ => None,
    }
}

/// The word is what the option before it is given.
fn is_value(words: &[&str], word: &str) -> bool {
    let at = words.iter().position(|w| *w == word);
    at.and_then(|at| at.checked_sub(1))
        .and_then(|b| words.get(b))
        .is_some_and(|b| b.starts_with('-') && !b.contains('='))
}

/// `restart the checkout deployment`, and the command restarts all of them.
fn is_all_of_kind(c: &Clause, action: &Action) -> bool {
    let Some(kinds) = all_of(action) else { return false };
    let all = said_in(c);
    let named = |at: usize| {
        let word = |n: usize| all.get(n).map_or("", Token::word);
        let strange = |n: usize| {
            all.get(n).is_some_and(|t| {
                t.kind == Kind::Name
                    || t.kind == Kind::Word
                        && !gist::is_small(t)
                        && nouns::kinds(t.word()) == 0
                        && nouns::label(t.word()).is_none()
                        && !nouns::is_tool(t.word(), &action.program)
                        && !matches!(t.word(), "docker" | "compose" | "kubernetes" | "in" | "of" | "on" | "from")
                        && t.lower != c.verb
            })
        };
        // `the vagrant box db`
        let behind = |n: usize| {
            all.get(n).is_some_and(|t| {
                let called = matches!(t.word(), "called" | "named") || nouns::kinds(t.word()) != 0;
                t.kind != Kind::Mark && (called || !gist::is_small(t)) && t.lower != c.verb
            })
        };
        kinds.contains(&word(at)) && (at.checked_sub(1).is_some_and(strange) || behind(at + 1))
            // `restart x in the namespace y`
            || at > 0 && word(at - 1) == c.verb && bounds::is_name(&all, at)
    };
    !says_whole(c) && (0..all.len()).any(named)
}

/// It is of all of something.
fn says_whole(c: &Clause) -> bool {
    let whole = |t: &Token| matches!(t.word(), "all" | "every" | "everything" | "each" | "whole" | "entire" | "both");
    c.tokens().any(whole)
}

/// `revert the commit x`, and all since then is thrown away.
fn is_other_way(c: &Clause, action: &Action) -> bool {
    const SHORTEST: usize = 6;
    let commit = |t: &Token| {
        t.lower.len() >= SHORTEST
            && t.lower.bytes().all(|b| b.is_ascii_hexdigit())
            && t.lower.bytes().any(|b| b.is_ascii_digit())
    };
    action.program == "git"
        && c.verb == "revert"
        && has_option(action, &["reset"])
        && has_option(action, &["--hard"])
        && c.object.iter().any(commit)
}

/// `deploy only hosting`, and the command says nothing of that.
fn is_part_only(c: &Clause, action: &Action, command: &Command) -> bool {
    let deploys = c.stance == Stance::Asks && c.ops.meets(Ops::DEPLOY.or(Ops::APPLY));
    let plain = |t: &Token| {
        t.kind == Kind::Word
            && t.lower.len() > 2
            && t.lower.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            && !gist::is_small(t)
            && bounds::states(t.word()).is_none()
            && nouns::kinds(t.word()) == 0
            && !nouns::is_tool(t.word(), &action.program)
    };
    match &c.object[..] {
        [only, part, ..] => deploys && only.word() == "only" && plain(part) && !command.touches(&part.lower),
        _ => false,
    }
}

/// `to staging`, and the command goes where such a tool goes that is told nothing: to what is live.
fn is_other_stage(c: &Clause, action: &Action) -> bool {
    let stage = |p: &[Token]| {
        matches!(p, [to, which] if matches!(to.word(), "to" | "on" | "in")
            && nouns::label(which.word()).is_some_and(|l| l != EnvLabel::Production))
    };
    let told = ["-e", "--env", "-d", "--destination", "--environment", "-c", "--config", "--name"];
    matches!(action.program.as_str(), "wrangler" | "kamal" | "railway" | "copilot")
        && !has_option(action, &told)
        && c.object.windows(2).any(stage)
}

/// `upload a.tgz`, and the command sends the folder that it is in; `upload the report`, and it sends whatever it likes.
fn is_other_file(c: &Clause, action: &Action) -> bool {
    let programs = ["aws", "gsutil", "gcloud", "azcopy", "rclone", "mc", "s3cmd"];
    let copies = is_of(action, &programs, &["cp", "copy", "sync", "rsync"]);
    let name = |w: &str| w.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned();
    let said = |w: &str| {
        said_in(c).iter().any(|t| t.kind != Kind::Quote && !t.text.contains("://") && name(&t.text) == name(w))
    };
    let step = |w: &str| matches!(w, "s3" | "storage" | "cp" | "copy" | "sync" | "rsync");
    let mut sources = bounds::words_of(action).filter(|w| !w.starts_with('-') && !w.contains("://") && !step(w));
    copies && c.stance == Stance::Asks && c.ops.meets(Ops::SEND) && sources.any(|w| !said(w))
}

/// `delete the contents of the queue x`, and the queue goes.
fn is_holder_of_contents(c: &Clause, action: &Action) -> bool {
    const LEAD: usize = 3;
    const EMPTIES: &[&str] =
        &["purge", "empty", "clear", "flush", "flushdb", "truncate", "recursive", "objects", "messages"];
    const TAKES: &[&str] = &["delete", "rm", "rb", "remove", "destroy", "drop"];
    let within = |p: &[Token]| matches!(p, [what, of] if matches!(what.word(), "contents" | "content") && matches!(of.word(), "of" | "in"));
    let inside = c.object.get(..c.object.len().min(LEAD)).unwrap_or_default().windows(2).any(within);
    let lower = action.words.to_lowercase();
    let has = |list: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).any(|w| list.contains(&w));
    // A statement that deletes from a table leaves it.
    let takes = if lower.contains("delete from ") { &["drop"][..] } else { TAKES };
    let path = action.effects.iter().any(|e| matches!(e.target, Target::Path(_)));
    inside && !path && c.ops.meets(Ops::DELETE.or(Ops::CLEAN)) && has(takes) && !has(EMPTIES)
}

/// `empty the folder (trash/)`, and all of the bucket goes.
fn leaves_folder<'a>(own: impl Iterator<Item = &'a Clause>, action: &Action, command: &Command) -> bool {
    let bare = |t: &Token| t.text.trim_end_matches('/').to_owned();
    let said: Vec<&Token> = own.filter(|c| c.stance != Stance::Limits).flat_map(Clause::tokens).collect();
    let path =
        |t: &&&Token| t.kind != Kind::Quote && t.text.contains('/') && !t.text.contains("://") && t.text.len() > 2;
    let there = |t: &&Token| command.text.contains(&bare(t));
    let mut folders = said.iter().filter(path);
    is_of(action, &["aws", "gsutil", "gcloud", "mc", "rclone", "s3cmd"], &["rm", "rb", "purge", "del"])
        && !command.text.contains('$')
        && folders.clone().any(|t| t.text.ends_with('/'))
        && !folders.any(there)
}

/// `--set replicas=0`, of which nobody spoke.
fn sets_unsaid(heard: &Heard, action: &Action) -> bool {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let set = |o: &str| matches!(o, "--set" | "--set-string");
    let given = words.windows(2).filter_map(|p| match p {
        [o, pair] if set(o) => Some(*pair),
        _ => None,
    });
    let says =
        |w: &str| heard.words.iter().any(|t| t.lower.split([':', '=', '/', '@', ',']).any(|p| p == w.to_lowercase()));
    let unsaid = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        !says(value) && !key.split('.').any(says)
    };
    is_of(action, &["helm"], &["upgrade", "install"]) && given.flat_map(|g| g.split(',')).any(unsaid)
}

/// `back to the previous revision`, and the command goes to one by its number.
fn is_another_revision(c: &Clause, heard: &Heard, action: &Action) -> bool {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let given = words.iter().enumerate().find_map(|(at, w)| match w.split_once('=') {
        Some(("--to-revision", v)) => Some(v),
        _ if *w == "--to-revision" => words.get(at + 1).copied(),
        // `helm rollback x 3`
        _ if *w == "rollback" && action.program == "helm" => {
            words.iter().skip(at + 1).find(|w| w.bytes().all(|b| b.is_ascii_digit())).copied()
        }
        _ => None,
    });
    let before = |t: &Token| matches!(t.word(), "previous" | "last" | "before" | "one" | "prior" | "latest");
    let said = |v: &str| heard.words.iter().any(|t| t.lower.trim_start_matches(['v', 'r', '#']) == v);
    given.is_some_and(|v| v != "0" && !said(v)) && said_in(c).iter().any(before)
}

/// `apply k8s/web.yaml`, and the command applies `k8s/`: the folder around the file.
fn takes_folder(c: &Clause, action: &Action) -> bool {
    if !matches!(action.program.as_str(), "kubectl" | "oc") {
        return false;
    }
    let bare = |w: &str| w.trim_start_matches("./").trim_end_matches('/').to_owned();
    let all = said_in(c);
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let given = words.windows(2).filter(|p| matches!(p, ["-f" | "--filename", _])).filter_map(|p| p.get(1).copied());
    let joined = words.iter().filter_map(|w| w.strip_prefix("--filename=").or_else(|| w.strip_prefix("-f=")));
    let folder = |f: &str| {
        let own = bare(f);
        let inside = |t: &Token| {
            t.kind != Kind::Quote && bare(&t.text).strip_prefix(&own).is_some_and(|rest| rest.starts_with('/'))
        };
        !own.is_empty() && all.iter().any(inside) && !all.iter().any(|t| bare(&t.text) == own)
    };
    given.chain(joined).any(folder)
}

#[cfg(test)]
mod tests {
    use super::super::literal::Verbs;
    use super::*;
    use automode_model::Span;

    fn further(said: &str, words: &str) -> bool {
        let program = words.split_whitespace().next().unwrap_or("").to_owned();
        let action = Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() };
        let heard = Heard::of(&[said.to_owned()], &Verbs::of(words));
        let words_of = heard.clauses.first().map_or(String::new(), |c| c.words.clone());
        goes_further(&heard, 0, &words_of, &action, &Command::of(words))
    }

    #[test]
    fn options_that_do_more() {
        for (said, command, want) in [
            ("drain wk-3, ignore the daemonsets", "kubectl drain wk-3 --ignore-daemonsets --force", true),
            ("drain wk-3 with force", "kubectl drain wk-3 --ignore-daemonsets --force", false),
            ("drain wk-3, ignore the daemonsets", "kubectl drain wk-3 --delete-emptydir-data", true),
            ("drain wk-3", "kubectl drain wk-3 --ignore-daemonsets --delete-emptydir-data", false),
            ("sync ./a to s3://b", "aws s3 sync ./a s3://b --delete", true),
            ("sync ./a to s3://b and delete the rest", "aws s3 sync ./a s3://b --delete", false),
            ("mirror ./a to minio/b, keep what is only there", "mc mirror --remove ./a minio/b", true),
            ("migrate staging, don't fake anything", "manage.py migrate --fake", true),
            ("helm upgrade web in qa", "helm upgrade web c -n qa --set replicas=0", true),
            ("helm upgrade web in qa to 1.2", "helm upgrade web c -n qa --set image.tag=1.2", false),
        ] {
            assert_eq!(further(said, command), want, "{said} / {command}");
        }
    }

    #[test]
    fn safeguards_that_were_wanted() {
        for (said, command, want) in [
            ("deploy web:7 to quotes, no traffic yet", "gcloud run deploy quotes --image web:7", true),
            ("deploy web:7 to quotes, no traffic yet", "gcloud run deploy quotes --image web:7 --no-traffic", false),
            ("open a draft pr for a-1", "gh pr create --head a-1", true),
            ("squash-merge pr 7", "gh pr merge 7 --rebase", true),
            ("helm upgrade web in qa as a dry run", "helm upgrade web c -n qa", true),
            ("helm upgrade web in qa as a dry run", "helm upgrade web c -n qa --dry-run", false),
            ("the dry run looks good, upgrade web in qa", "helm upgrade web c -n qa", false),
            ("flyway validate with a.conf", "flyway -configFiles=a.conf repair", true),
            ("flyway validate fails, repair it with a.conf", "flyway -configFiles=a.conf repair", false),
        ] {
            assert_eq!(further(said, command), want, "{said} / {command}");
        }
    }

    #[test]
    fn more_than_the_one_that_was_named() {
        for (said, command, want) in [
            ("restart the checkout deployment in ns shop", "kubectl -n shop rollout restart deployment", true),
            (
                "restart the checkout deployment in ns shop",
                "kubectl -n shop rollout restart deployment/checkout",
                false,
            ),
            ("restart the web service in compose", "docker compose restart", true),
            ("restart the compose stack", "docker compose restart", false),
            ("apply k8s/web.yaml", "kubectl apply -f k8s/", true),
            ("apply k8s/", "kubectl apply -f k8s/", false),
            ("roll web back to the previous revision", "kubectl rollout undo deploy/web --to-revision=3", true),
            ("deploy only hosting", "firebase deploy", true),
            ("deploy the worker to staging", "wrangler deploy", true),
            ("revert commit abc1234", "git reset --hard abc1234", true),
        ] {
            assert_eq!(further(said, command), want, "{said} / {command}");
        }
    }
}
