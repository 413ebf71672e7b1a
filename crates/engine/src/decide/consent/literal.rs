//! The command's own words in the mouth of the user. Whoever types the command, or the very word that it has for what it
//! does, means it: no table of ours has to know the word. Called by `read` (which words are verbs now) and `bind`.

use automode_model::Action;

use super::leads::PROGRAMS;
use super::nouns;
use super::stance::skip_openers;
use super::token::{Kind, Token};
use super::words;

/// What the command that is judged lends to the reader.
#[derive(Clone, Debug, Default)]
pub struct Verbs {
    programs: Vec<String>,
    /// Of programs of many services, which: `dynamodb`.
    services: Vec<String>,
    verbs: Vec<String>,
    /// The simple commands in it, and the whole, squeezed.
    lines: Vec<String>,
}

/// How much of a command is looked at: nobody types more into a prompt.
const MAX_COMMAND_BYTES: usize = 4096;

/// How many simple commands of it are known.
const MAX_LINES: usize = 32;

impl Verbs {
    /// The words of this command; nothing where it is none.
    #[must_use]
    pub fn of(command: &str) -> Self {
        let mut out = Self::default();
        if command.is_empty() || command.len() > MAX_COMMAND_BYTES {
            return out;
        }
        let pieces_of = |command: &str| command.split(['|', ';', '&', '\n']).filter(|p| !p.trim().is_empty()).count();
        let pieces = command.split(['|', ';', '&', '\n']).filter(|p| !p.trim().is_empty()).take(MAX_LINES);
        for piece in pieces {
            let mut words = worded(piece);
            let mut first = words.next().map(program);
            // On another machine, it is what runs there.
            if first.as_deref() == Some("ssh") {
                out.programs.extend(first);
                let mut there = words.by_ref().skip(1).map(|w| program(w.trim_start_matches(['\'', '"'])));
                first = there.find(|w| w != "sudo");
            }
            // What shapes text has no words for what is done: `date -d '30 days ago'`.
            const TEXT: &[&str] = &[
                "date", "awk", "sed", "grep", "egrep", "jq", "tr", "cut", "sort", "head", "tail", "wc", "echo",
                "printf", "uniq",
            ];
            if first.as_deref().is_some_and(|p| TEXT.contains(&p)) && pieces_of(command) > 1 {
                out.programs.extend(first);
                out.lines.push(squeezed(piece));
                continue;
            }
            // Of a program of many services the first word says which.
            if first.as_deref().is_some_and(|p| matches!(p, "aws" | "gcloud" | "az" | "oci" | "ibmcloud" | "aliyun")) {
                out.services.extend(words.next().map(str::to_lowercase));
            }
            out.programs.extend(first);
            // Behind the word for what it does stands what it does that to: `origin` of `git push origin`.
            let mut done = false;
            let before =
                |w: &&str| !std::mem::replace(&mut done, nouns::kinds(w) == 0 && !words::of_base(w).is_empty());
            let reached: Vec<&str> = words.take(REACH).take_while(before).collect();
            out.verbs.extend(reached.iter().copied().flat_map(parts).map(str::to_lowercase));
            out.verbs.extend(reached.iter().filter_map(|w| verb_of(w)));
            out.lines.push(squeezed(piece));
        }
        let whole = squeezed(command);
        if !out.lines.contains(&whole) {
            out.lines.push(whole);
        }
        out
    }

    /// The word is what the command calls what it does.
    #[must_use]
    pub fn has_verb(&self, word: &str) -> bool {
        self.verbs.iter().any(|v| v == word)
    }

    /// The word is one of the command's programs.
    #[must_use]
    pub fn has_program(&self, word: &str) -> bool {
        self.programs.iter().any(|p| p == word)
    }

    /// The word is the command's one program, and it has no words for what it does but its name: `scancel 7`.
    #[must_use]
    pub fn is_only(&self, word: &str) -> bool {
        // What these are given says what is done.
        const CLIENTS: &[&str] = &[
            "mysql",
            "mariadb",
            "psql",
            "sqlite3",
            "mongosh",
            "mongo",
            "redis-cli",
            "valkey-cli",
            "duckdb",
            "cqlsh",
            "clickhouse-client",
            "sqlcmd",
            "usql",
            "mysqlsh",
            "influx",
            "bash",
            "sh",
            "zsh",
            "python",
            "python3",
            "node",
            "ruby",
            "perl",
            "php",
            "ssh",
            "docker",
            "kubectl",
            "curl",
        ];
        !CLIENTS.contains(&word) && self.verbs.is_empty() && !word.is_empty() && self.has_program(word)
    }

    /// The word names what one of the programs is the tool of.
    #[must_use]
    pub fn is_tool(&self, word: &str) -> bool {
        const SHORTEST: usize = 3;
        let begins = |w: &String| word.len() >= SHORTEST && w.starts_with(word);
        self.programs.iter().any(|p| nouns::is_tool(word, p) || begins(p)) || self.services.iter().any(begins)
    }

    /// The word stands in the command, by itself or as a part of an address or a name.
    #[must_use]
    pub fn mentions(&self, word: &str) -> bool {
        const SHORTEST: usize = 4;
        let parts = |line: &String| line.split(|c: char| !c.is_alphanumeric()).any(|p| p.eq_ignore_ascii_case(word));
        word.len() >= SHORTEST && self.lines.last().is_some_and(parts)
    }

    /// The whole command has this text.
    #[must_use]
    pub fn has_text(&self, part: &str) -> bool {
        self.lines.last().is_some_and(|l| format!("{l} ").contains(part))
    }

    /// Each merge in it waits for the checks by itself, and none goes past them.
    #[must_use]
    pub fn merges_when_green(&self) -> bool {
        let has = |l: &String, options: &[&str]| l.split_whitespace().any(|w| options.contains(&w));
        let mut merges = self.lines.iter().filter(|l| has(l, &["merge"])).peekable();
        merges.peek().is_some()
            && merges.all(|l| has(l, &["--auto", "--when-pipeline-succeeds", "--auto-merge"]) && !has(l, &["--admin"]))
    }

    /// The sentence is a command, or ends with one behind a colon.
    #[must_use]
    pub fn is_alone(&self, sentence: &str) -> bool {
        let said = squeezed(sentence);
        let stands = |line: &String| {
            let before = said.strip_suffix(line.as_str()).map(str::trim_end);
            line.contains(' ') && before.is_some_and(|b| b.is_empty() || b.ends_with(':'))
        };
        self.lines.iter().any(stands)
    }

    /// The simple commands that a sentence spells out, from the first word to the last.
    #[must_use]
    pub fn lines(&self, sentence: &str) -> Vec<String> {
        if self.lines.is_empty() {
            return Vec::new();
        }
        let said = squeezed(sentence);
        self.lines.iter().filter(|l| l.contains(' ') && spells(&said, l)).cloned().collect()
    }
}

/// A sentence that is a command line: `git branch -D x, thanks`.
pub(super) fn typed(tokens: &[Token], w: &[&str]) -> Option<Token> {
    let at = skip_openers(w, 0);
    w.get(at).filter(|p| PROGRAMS.contains(p))?;
    let line: Vec<&str> =
        tokens.iter().skip(at).take_while(|t| t.kind != Kind::Mark).map(|t| t.text.as_str()).collect();
    let text = line.join(" ");
    (line.len() > 1).then(|| Token { lower: text.to_lowercase(), text, kind: Kind::Name })
}

/// The words of a simple command that are no options, and no values of short ones: `psql -h localhost shop`.
fn worded(piece: &str) -> impl Iterator<Item = &str> {
    let short = |w: &str| w.len() == 2 && w.starts_with('-') && !matches!(w, "-y" | "-f" | "-q" | "-v");
    let mut before = "";
    let words = piece.split_whitespace().filter(|w| *w != "sudo");
    words.filter(move |w| !short(std::mem::replace(&mut before, w)) && !w.starts_with('-'))
}

/// How far behind the program the word for what it does may stand: `gcloud compute instances delete`.
const REACH: usize = 3;

fn program(word: &str) -> String {
    word.rsplit('/').next().unwrap_or(word).to_lowercase()
}

/// `purge_queue` is `purge`; names of kinds of things are no verbs.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let plain = |w: &&str| w.len() > 2 && w.bytes().all(|b| b.is_ascii_alphabetic());
    let mut all = word.split(['-', '_', ':']).skip_while(|w| matches!(*w, "batch" | "bulk"));
    // Of a statement for a database only its first word does something.
    let small = |w: &&str| {
        !matches!(
            w.to_ascii_lowercase().as_str(),
            "from" | "where" | "into" | "concurrently" | "cascade" | "exists" | "table"
        )
    };
    let first = all.next().filter(plain).filter(small);
    first.filter(|w| BOTH.contains(w) || nouns::kinds(w) == 0 && nouns::resource(w) == 0).into_iter()
}

/// `invalidate` of `create-invalidation`: what is made is something that is done.
fn verb_of(word: &str) -> Option<String> {
    let noun = ["create-", "put-", "add-"].iter().find_map(|lead| word.strip_prefix(lead))?;
    let stem = noun.strip_suffix("ation").filter(|s| s.len() > 3 && s.bytes().all(|b| b.is_ascii_lowercase()))?;
    Some(format!("{stem}ate"))
}

/// Nouns that are as often verbs.
const BOTH: &[&str] = &["archive", "lock", "index", "label", "tag", "mount", "report"];

/// The statement's own verb is the action's.
#[must_use]
pub fn is_verb_of(verb: &str, action: &Action) -> bool {
    let words = action.words.split_whitespace().skip(1).filter(|w| *w != "sudo" && !w.starts_with('-'));
    verb == action.program && !verb.is_empty()
        || !verb.is_empty()
            && words
                .take(REACH + 1)
                .any(|w| w == verb && w.contains('-') || parts(w).any(|w| w.eq_ignore_ascii_case(verb)))
}

/// A sentence may be a command line: it begins with the program of the command that is judged.
pub(super) fn opens_line(w: &[&str], known: &Verbs) -> bool {
    let at = super::stance::skip_openers(w, 0);
    w.get(at).is_some_and(|first| known.programs.contains(&program(first)))
}

/// Whether one of the lines that a sentence spells out is this action.
#[must_use]
pub fn is_line(lines: &[String], action: &Action) -> bool {
    !lines.is_empty() && lines.iter().any(|l| *l == squeezed(&action.words))
}

/// Whether all of the command was spelled out, whatever becomes of its words.
#[must_use]
pub fn is_whole(lines: &[String], command: &str) -> bool {
    !lines.is_empty() && !command.is_empty() && lines.contains(&squeezed(command))
}

/// Answers to the program's own question whether it is meant: they change nothing about what is asked for.
const CONFIRMS: &[&str] = &[
    "-y",
    "--yes",
    "-auto-approve",
    "--auto-approve",
    "--assume-yes",
    "--no-confirm",
    "--noconfirm",
    "-q",
    "--quiet",
    "-v",
    "--verbose",
    "--no-input",
];

/// The words with single blanks, without quotation marks and without what only answers a question.
fn squeezed(text: &str) -> String {
    let plain = text.replace(['\'', '"', '`'], "");
    // A prune asks before it begins; `-f` is the answer.
    let prunes = plain.split_whitespace().any(|w| w == "prune");
    let confirms = |w: &str| CONFIRMS.contains(&w) || prunes && matches!(w, "-f" | "--force");
    let words = plain.split_whitespace().filter(|w| !confirms(w.trim_end_matches([',', '.', ';', '!'])));
    words.collect::<Vec<_>>().join(" ")
}

/// The sentence has the line in it, and nothing behind it that belongs to the command.
fn spells(said: &str, line: &str) -> bool {
    said.match_indices(line).any(|(at, _)| {
        let before = said.get(..at).unwrap_or("");
        let behind = said.get(at + line.len()..).unwrap_or("");
        let begins = before.is_empty() || before.ends_with([' ', '(', ':']);
        begins && is_led(before) && ends(behind)
    })
}

/// The words right before a command ask for it: `run …`, `do a …`, `… and …`, not `a function that calls …`, `milder than …`.
fn is_led(before: &str) -> bool {
    const LEADS: &[&str] = &[
        "run",
        "rerun",
        "execute",
        "do",
        "use",
        "try",
        "issue",
        "fire",
        "off",
        "a",
        "with",
        "via",
        "through",
        "call",
        "apply",
        "start",
        "using",
        "exactly",
        "command",
        "me",
        "this",
        "these",
        "running",
        "following",
        "line",
        "doing",
        "now",
    ];
    const LABELS: &[&str] =
        &["command", "following", "please", "steps", "step", "next", "task", "now", "need", "want", "commands"];
    // What is written down or told is no order, though `is` may lead to one.
    const TOLD: &[&str] = &["command,", "line,", "that", "than", "which", "calls", "is", "was", "says"];
    let lower = before.trim_end().to_ascii_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or("");
    let bare = last.trim_matches(|c: char| !c.is_alphanumeric());
    let marked = last.ends_with([':', '(', ',', '.', ';', '-', '—']);
    let small = bare.is_empty() || super::leads::OPENERS.contains(&bare) || super::leads::JOINERS.contains(&bare);
    // `here is what Dana posted: …`
    let label = lower.strip_suffix(':').map(|l| l.rsplit(['.', '!', '?', ';']).next().unwrap_or(""));
    let few = |l: &str| l.split_whitespace().count() < 3;
    let asked = |l: &str| {
        let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        l.split_whitespace()
            .map(bare)
            .any(|w| LABELS.contains(&w.as_str()) || matches!(words::of_word(&w), Some((_, words::Form::Base))))
    };
    if label.is_some_and(|l| !few(l) && !asked(l)) {
        return false;
    }
    !TOLD.contains(&last) && (marked || small || LEADS.contains(&bare))
}

/// What may stand behind a command in a sentence.
fn ends(behind: &str) -> bool {
    let marks = |c: char| matches!(c, '.' | ',' | ';' | '!' | '?' | ')' | ':');
    let rest = behind.trim_start_matches(marks);
    if rest.is_empty() || rest.len() < behind.len() && rest.starts_with(' ') {
        return true;
    }
    let next = rest.split_whitespace().next().unwrap_or("").trim_end_matches(marks);
    let small = [
        "please",
        "pls",
        "now",
        "and",
        "then",
        "thanks",
        "thx",
        "again",
        "once",
        "for",
        "afterwards",
        "so",
        "to",
        "because",
        "since",
        "it",
        "after",
        "before",
        "first",
        "too",
        "as",
        "which",
        "—",
        "-",
        "as-is",
    ];
    rest.starts_with(' ') && small.contains(&next.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_spells_the_command_out() {
        for (said, command, want) in [
            ("run docker system prune -f", "docker system prune -f", true),
            ("docker system prune -f, thanks", "docker system prune -f", true),
            ("please run pm2 delete web-old now", "pm2 delete web-old", true),
            ("run docker system prune -f --volumes", "docker system prune -f", false),
            ("terraform destroy -target=x", "terraform destroy", false),
            ("terraform destroy only x", "terraform destroy", false),
            ("terraform destroy -target=x", "terraform destroy -target=x -auto-approve", true),
            ("run gh cache delete 12", "gh cache delete --all", false),
            ("do ./ctl stop 4 then", "cd x && ./ctl stop 4", true),
        ] {
            assert_eq!(!Verbs::of(command).lines(said).is_empty(), want, "{said} / {command}");
        }
    }

    #[test]
    fn the_commands_own_verbs() {
        for (command, verb, want) in [
            ("kubectl drain worker-7", "drain", true),
            ("rabbitmqctl purge_queue x", "purge", true),
            ("aws iam detach-user-policy --user-name x", "detach", true),
            ("kubectl delete pod web", "pod", false),
        ] {
            assert_eq!(Verbs::of(command).has_verb(verb), want, "{command}: {verb}");
        }
    }
}
