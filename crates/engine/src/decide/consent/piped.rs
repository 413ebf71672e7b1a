//! A set that a command picks itself: `git branch --merged | grep -v main | xargs git branch -d`, `docker rm $(docker ps -q -f
//! status=exited)`. No name is in the command; what its list is narrowed by is held against the words that describe the set.
//! Whatever the words demand the list must demand too; that it demands more takes less. Called by
//! `command` and `sets`.

use automode_model::{Action, Effect};

use super::alternatives;
use super::bounds;
use super::nouns::{self, Kinds};
use super::ranked::Order;
use super::token::Token;
use crate::decide::whereabouts;

/// How much of a command is looked at, and how many steps of a pipe.
const MAX_BYTES: usize = 2048;
const MAX_STAGES: usize = 8;

/// Behind how many words a program says that it lists: `redis-cli -h host -n 3 --scan`.
const MAX_HEAD: usize = 6;

/// What a list is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Picked {
    /// Words that each thing has to fit: options of the list, patterns that are kept, conditions.
    pub(super) by: Vec<String>,
    /// Patterns of names that are taken out.
    pub(super) without: Vec<String>,
    /// The program that lists.
    pub(super) program: String,
    /// The words of the list's own command.
    pub(super) list: Vec<String>,
    /// How it is sorted and cut.
    pub(super) order: Order,
    /// The command picks by options of its own, without a list.
    pub(super) own: bool,
}

/// A word for who runs the command.
pub(super) fn is_me(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', '{', '}']);
    matches!(
        word,
        "$user" | "$username" | "$logname" | "@me" | "me" | "mine" | "self" | "whoami" | "${user" | "$(whoami)"
    )
}

impl Picked {
    /// What kinds of things the list has.
    pub(super) fn kinds(&self) -> Kinds {
        self.list.iter().map(|w| nouns::resource(w) | nouns::kinds(w)).find(|k| *k != 0).unwrap_or(0)
    }

    /// The list demands what this word of the user's does.
    pub(super) fn demands(&self, tokens: &[Token], at: usize) -> bool {
        let Some(t) = tokens.get(at) else { return false };
        let word = t.lower.trim_matches(['*', '"', '\'', '…']);
        if bounds::same_state(&t.lower, &self.by) {
            return true;
        }
        // `merged into main`: without a name it is what is checked out.
        if at > 1
            && tokens.get(at - 1).is_some_and(|b| matches!(b.word(), "into" | "to" | "in"))
            && self.by.iter().any(|b| b == "merged")
            && self.by.iter().all(|b| b != word)
        {
            return self.list.iter().rev().find(|w| !w.starts_with('-')).is_some_and(|w| w == "branch");
        }
        let part = t.lower.contains(['*', '…']) || word.ends_with(['/', '-', '_']) || bounds::is_affix(tokens, at);
        // `owner=mira` for `tag:owner` with the value `mira`.
        let has = |part: &str| self.by.iter().any(|b| b == part || b.rsplit(':').next() == Some(part));
        if word.split_once('=').is_some_and(|(key, value)| has(key) && has(value)) {
            return true;
        }
        self.by.iter().any(|b| b == word || part && word.len() > 1 && (b.starts_with(word) || b.ends_with(word)))
    }

    /// Nothing of this name is in the list.
    pub(super) fn leaves(&self, name: &str) -> bool {
        let name = name.trim_matches(['*', '"', '\'', '`']);
        self.without.iter().any(|p| !p.is_empty() && (name == p || name.contains(p.as_str())))
    }
}

/// What the one list of a command is narrowed by; none where there is none, where there are several, or where a step in between
/// is not understood.
pub(super) fn picked(command: &str) -> Option<Picked> {
    if command.len() > MAX_BYTES {
        return None;
    }
    let command = &dated(command);
    let mut lists = pipes(command)?.into_iter().filter(|p| p.len() > 1 || p.iter().any(|s| inner(s).is_some()));
    let (pipe, None) = (lists.next()?, lists.next()) else { return None };
    let pipe = match pipe.iter().find_map(|s| inner(s)) {
        Some(inner) if pipe.len() == 1 => pipes(&inner)?.into_iter().next()?,
        Some(_) => return None,
        None => pipe,
    };
    let mut out = Picked::default();
    for (at, stage) in pipe.iter().enumerate().take(MAX_STAGES + 1) {
        let words = split(stage);
        let words: Vec<String> = words.into_iter().filter(|w| !w.starts_with("2>")).collect();
        match (at, words.first().map(String::as_str)?) {
            (0, program) => out.listed(program, words.get(1..)?)?,
            (MAX_STAGES.., _) => return None,
            (_, "xargs" | "while" | "parallel") => return Some(out),
            (_, step) if step == out.program && reads_names(&words) => return Some(out),
            (_, step) => out.narrow(step, words.get(1..)?)?,
        }
    }
    Some(out)
}

/// The command takes the names that it reads: `gcloud storage rm -I`.
fn reads_names(words: &[String]) -> bool {
    matches!(words.get(1..3), Some([a, b]) if a == "storage" && b == "rm")
        && words.iter().any(|w| matches!(w.as_str(), "-I" | "--read-paths-from-stdin"))
        && !words.iter().any(|w| w.contains("://"))
}

/// It lists jobs.
fn is_queue(program: &str) -> bool {
    matches!(program, "squeue" | "bjobs" | "qselect" | "qstat" | "condor_q")
}

/// The program that lists the jobs which the other one takes.
fn is_queue_of(lists: &str, takes: &str) -> bool {
    matches!(
        (lists, takes),
        // `qdel` is what they are known by that cancel jobs elsewhere.
        ("squeue", "scancel") | ("bjobs" | "qselect" | "qstat" | "condor_q", "qdel")
    )
}

/// States that a queue is asked for by letters: `bjobs -p`, `qselect -s Q`; none where several are.
fn queue_states(program: &str, words: &[String]) -> Option<Vec<String>> {
    let of = |w: &str| match w {
        "p" | "Q" => Some("pending"),
        "r" | "R" => Some("running"),
        "s" | "S" => Some("suspended"),
        _ => None,
    };
    let letters: Vec<&str> = match program {
        "bjobs" => words.iter().filter_map(|w| w.strip_prefix('-')).filter(|w| of(w).is_some()).collect(),
        "qselect" => {
            let pairs = words.windows(2).filter(|p| p.first().is_some_and(|o| o == "-s"));
            pairs.filter_map(|p| p.get(1)).map(String::as_str).collect()
        }
        _ => return Some(Vec::new()),
    };
    let states: Vec<String> = letters.iter().filter_map(|w| of(w)).map(str::to_owned).collect();
    (states.len() == letters.len() && states.len() < 2).then_some(states)
}

impl Picked {
    /// The list itself.
    fn listed(&mut self, program: &str, words: &[String]) -> Option<()> {
        const LISTS: &[&str] = &[
            "list",
            "ls",
            "get",
            "ps",
            "images",
            "branch",
            "tag",
            "for-each-ref",
            "ls-remote",
            "lists",
            "search",
            "--scan",
            "keys",
            "show",
            "view",
            "status",
        ];
        let gets = program == "curl"
            && !words
                .iter()
                .any(|w| w.starts_with("-X") || w.starts_with("-d") || w.starts_with("--d") || w.starts_with("--req"));
        let lists = words.iter().take(MAX_HEAD).any(|w| {
            LISTS.contains(&w.as_str()) || ["list-", "describe-", "get-"].iter().any(|lead| w.starts_with(lead))
        });
        let asks = words.iter().any(|w| w == "api")
            && !words.iter().any(|w| matches!(w.as_str(), "-X" | "--method" | "-f" | "-F"));
        if words.iter().any(|w| turns(w)) || alternatives::of_list(program, words) {
            return None;
        }
        (lists || asks || gets || is_queue(program)).then_some(())?;
        if shows_running(program, words) {
            self.by.push("running".to_owned());
        }
        self.by.extend(queue_states(program, words)?);
        for (at, w) in words.iter().enumerate() {
            let next = words.get(at + 1).map_or("", String::as_str);
            self.order.listed(w, next);
            if matches!(program, "gh" | "glab") {
                self.order.ends(w, next);
            }
            self.demand(w);
        }
        if matches!(program, "gh" | "glab") && words.get(1).is_some_and(|w| w == "list") {
            self.order.of_forge();
        }
        // There a pattern is a folder of names.
        if words.first().is_some_and(|w| w == "for-each-ref") {
            let folder = |w: &String| {
                w.strip_prefix("refs/")
                    .filter(|_| !w.ends_with('*'))
                    .map(|w| w.trim_end_matches('/').rsplit('/').next().unwrap_or(w).to_owned())
            };
            self.by.extend(words.iter().filter_map(folder).map(|w| format!("{w}/")));
        }
        self.list = words.to_vec();
        program.clone_into(&mut self.program);
        Some(())
    }

    /// The list is one for this action: the same program tells what it has, or the one that belongs to it.
    pub(super) fn feeds(&self, action: &Action) -> bool {
        self.program == action.program || is_queue_of(&self.program, &action.program)
    }

    /// A word of a list demands what its parts say.
    fn demand(&mut self, w: &str) {
        let plain = w.trim_start_matches('-');
        let split = ['=', ',', '\'', '"', '[', ']', '?', '&', '`', '(', ')', '|', '/', ' ', '<', '>'];
        let parts: Vec<&str> = plain.split(split).filter(|p| !p.is_empty()).collect();
        self.by.extend(parts.iter().map(|p| unanchored(p)));
        // `repos/acme/shop/…`: owner and repository are one name.
        self.by.extend(parts.windows(2).filter(|_| plain.contains('/')).map(|p| p.join("/").to_lowercase()));
        self.by.push(plain.to_lowercase());
        // `label=env=ci`
        self.by.extend(plain.split_once('=').map(|(_, v)| unanchored(v)));
        self.by.extend(plain.split_once('=').map(|(_, v)| v.to_lowercase()));
        self.by.extend(aged(&plain.replace(' ', "")));
        for lead in ["refs/heads/", "refs/tags/", "refs/remotes/origin/", "origin/"] {
            self.by.extend(w.strip_prefix(lead).map(|name| name.trim_end_matches('*').to_lowercase()));
        }
    }

    /// Its list tells of one thing: `gh release view v1`, `…/releases/tags/v1`.
    pub(super) fn is_lookup(&self) -> bool {
        let one = |w: &str| {
            matches!(w, "view" | "show" | "describe" | "id") || w.starts_with("get-") || w.starts_with("describe-")
        };
        let by_name = |w: &String| w.contains("/tags/") || w.contains("name==") || w.contains("name=");
        self.list.iter().any(|w| one(w) || by_name(w))
    }

    /// It picks by an age.
    pub(super) fn is_aged(&self) -> bool {
        self.by.iter().any(|w| bounds::is_age(w) || bounds::is_count_of(w, &self.by))
    }

    /// It picks those of the one who runs it: `-u …`, where the value is a variable.
    pub(super) fn is_of_me(&self) -> bool {
        let user = |o: &str| matches!(o, "-u" | "--user" | "--author" | "--owner" | "--me" | "-user");
        self.list.windows(2).any(|p| matches!(p, [o, v] if user(o) && v == "…"))
            || self.list.iter().any(|w| w == "--me" || w.split_once('=').is_some_and(|(o, v)| user(o) && v == "…"))
    }

    /// It picks those of somebody.
    pub(super) fn is_of_some_user(&self) -> bool {
        let user = |w: &String| matches!(w.split('=').next(), Some("-u" | "--user" | "--author" | "--owner" | "-user"));
        self.list.iter().any(user)
    }

    /// It picks those of this user.
    pub(super) fn is_user(&self, name: &str) -> bool {
        let user = |o: &str| matches!(o, "-u" | "--user" | "--author" | "--owner" | "-user");
        self.list.windows(2).any(|p| matches!(p, [o, v] if user(o) && v == name))
            || self.list.iter().any(|w| w.split_once('=').is_some_and(|(o, v)| user(o) && v == name))
    }

    /// All its things have names of which this is none.
    pub(super) fn is_other_name(&self, name: &str) -> bool {
        let prefix = |w: &&String| w.ends_with(['-', '_', '/', '.', ':']) && w.len() > 2 && !w.contains(' ');
        let mut prefixes = self.by.iter().filter(prefix).peekable();
        prefixes.peek().is_some() && prefixes.all(|p| !name.starts_with(p.as_str()))
    }

    /// A step that takes things out of the list, or only rewrites its lines.
    fn narrow(&mut self, step: &str, words: &[String]) -> Option<()> {
        self.order.step(step, words);
        if matches!(step, "sed" | "tr" | "awk" | "gawk" | "jq") && alternatives::renames(step, words) {
            return None;
        }
        match step {
            "grep" | "egrep" | "rg" => self.sieve(step == "egrep", words),
            "sort" | "uniq" | "head" | "tail" | "column" | "cut" | "tr" | "tee"
                if words.iter().all(|w| !w.starts_with('/')) =>
            {
                Some(())
            }
            "sed" => words
                .iter()
                .all(|w| {
                    w.starts_with("s/") || w.starts_with("s#") || w.starts_with("s|") || w.starts_with('-') && w != "-i"
                })
                .then_some(()),
            "jq" | "awk" | "gawk" => {
                let split = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
                // What is not so is the other half, and so is what is newer.
                let text = words.join(" ");
                let ages = text.split([' ', '(', ')', ';', '=']).filter_map(aged).collect::<Vec<_>>();
                let spaced = aged(
                    &text
                        .replace(' ', "")
                        .split(['(', ')', '|'])
                        .find(|p| p.contains("86400"))
                        .unwrap_or("")
                        .replace("now-", ""),
                );
                let older = ages.is_empty() && spaced.is_none() || text.contains('<') && !text.contains('>');
                let turned = words.iter().any(|w| turns(w)) || !older || alternatives::of_program(step, words);
                self.by.extend(ages.into_iter().chain(spaced));
                // `/^sweep_/`
                let pattern = |w: &str| w.strip_suffix('/').filter(|p| !p.is_empty()).map(str::to_lowercase);
                self.by.extend(words.iter().flat_map(|w| w.split(['^', ' ', '{', '(', ')'])).filter_map(pattern));
                // `$2 < d` is no age of two days.
                let fields = |w: &String| if step == "jq" { w.clone() } else { w.replace('$', "field") };
                let words: Vec<String> = words.iter().map(fields).collect();
                self.by.extend(words.iter().flat_map(|w| w.split(split)).map(anchorless).filter(|w| !w.is_empty()));
                (!turned).then_some(())
            }
            _ => None,
        }
    }

    /// `grep -v 'main\|release/'`: each alternative is taken out; kept is only what one alternative says.
    fn sieve(&mut self, extended: bool, words: &[String]) -> Option<()> {
        let options: String = words.iter().filter(|w| w.starts_with('-')).map(|w| w.trim_start_matches('-')).collect();
        let extended = extended || options.contains(['E', 'P']);
        let patterns: Vec<&String> = words.iter().filter(|w| !w.starts_with('-')).collect();
        if patterns.is_empty() || options.contains('f') {
            return None;
        }
        let parts: Vec<String> = patterns
            .iter()
            .flat_map(|p| {
                let cut = if extended { p.replace("\\|", "\u{1}").replace('|', "\n") } else { p.replace("\\|", "\n") };
                cut.lines().map(anchorless).collect::<Vec<_>>()
            })
            .collect();
        if options.contains('v') {
            self.without.extend(parts);
        } else if parts.len() == 1 {
            self.by.extend(parts);
        } else {
            return None;
        }
        Some(())
    }
}

/// `docker ps`: without `-a`, and without a state, it lists what runs.
fn shows_running(program: &str, words: &[String]) -> bool {
    let lists = words.iter().find(|w| !w.starts_with('-')).is_some_and(|w| w == "ps");
    let more = |w: &String| {
        w.starts_with("--a")
            || w.starts_with("--l")
            || w.contains("status=")
            || w.starts_with('-') && !w.starts_with("--") && w.contains(['a', 'l', 'n'])
    };
    matches!(program, "docker" | "podman" | "nerdctl") && lists && !words.iter().any(more)
}

/// What the options by which a command picks its things itself demand of them: `scancel -u me -t PENDING`, `docker image prune`.
pub(super) fn selected(action: &Action, effect: &Effect) -> Option<Picked> {
    let words: Vec<String> = action.words.split_whitespace().skip(1).map(str::to_owned).collect();
    let has = |w: &str| words.iter().any(|o| o == w);
    let selects = |w: &String| {
        let name = w.split('=').next().unwrap_or(w);
        matches!(
            name,
            "-l" | "--selector"
                | "--field-selector"
                | "--filter"
                | "--all"
                | "-t"
                | "--state"
                | "-u"
                | "--user"
                | "--me"
                | "--keep-last"
        ) || w == "prune"
    };
    let mut out = Picked { own: true, program: action.program.clone(), ..Picked::default() };
    if effect.category == automode_model::Category::Database {
        return selected_rows(action);
    }
    let off = |w: &String| w.rsplit_once('=').is_some_and(|(_, v)| matches!(v, "0" | "false" | "False"));
    // `kubectl delete all` takes things of many kinds.
    if !words.iter().any(selects)
        || words.iter().any(|w| turns(w) || off(w) || w == "all")
        || alternatives::of_list(&action.program, &words)
    {
        return None;
    }
    // What a prune takes where nothing else is said.
    if has("prune") {
        let implied: &[&str] = match () {
            () if has("image") && (has("-a") || has("--all") || has("-af")) => &["unused", "image"],
            () if has("image") => &["dangling", "untagged", "image"],
            () if has("container") => &["stopped", "exited", "container"],
            () if has("builder") || has("buildx") => &["build", "cache"],
            () if has("volume") || has("network") => &["unused"],
            () => return None,
        };
        out.by.extend(implied.iter().map(|w| (*w).to_owned()));
    }
    for (at, w) in words.iter().enumerate() {
        out.demand(w);
        out.order.keeps(w, words.get(at + 1).map_or("", String::as_str));
    }
    out.list = words;
    Some(out)
}

/// The rows that a statement picks: each word of its conditions. What is joined by `or`, or turned, is not understood.
fn selected_rows(action: &Action) -> Option<Picked> {
    let text = action.words.replace("::", " ").to_lowercase();
    let (_, condition) = text.split_once(" where ")?;
    let odd = [" or ", " not ", "!=", "<>", " select ", ">", " union ", ";"];
    let condition = condition.trim_end_matches([';', '"', '\'', ' ']);
    if odd.iter().any(|o| condition.contains(o)) || text.matches(" where ").count() > 1 {
        return None;
    }
    let list = text.split_whitespace().map(str::to_owned).collect();
    let mut out = Picked { list, own: true, program: action.program.clone(), ..Picked::default() };
    let split = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '(' | ')' | ',' | ';' | '=' | '<' | '`');
    let value = |w: &str| match w.trim_end_matches('%') {
        w if w.starts_with('%') => w.replacen('%', "*", 1),
        w => w.to_owned(),
    };
    out.by = condition.split(split).filter(|w| !w.is_empty()).map(value).collect();
    Some(out)
}

/// A command with each `$(date -d '30 days ago' +%s)` replaced by what it says.
fn dated(command: &str) -> String {
    let mut out = String::new();
    let mut rest = command;
    while let Some((before, behind)) = rest.split_once("$(date ") {
        let Some((inner, after)) = behind.split_once(')') else { break };
        let plain: String = inner.chars().filter(|c| !matches!(c, '\'' | '"')).collect();
        let age: Vec<&str> = plain.split_whitespace().filter(|w| !w.starts_with(['-', '+'])).collect();
        out.push_str(before);
        out.push_str(&age.join("_"));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The ages that a text tells: `30_days_ago`, `14*86400`.
fn aged(text: &str) -> Option<String> {
    let plain = text.trim_end_matches("_ago");
    if let Some((count, unit)) = plain.split_once('_').filter(|(n, _)| n.bytes().all(|b| b.is_ascii_digit())) {
        return Some(format!("{count}{}", unit.get(..1).filter(|_| !unit.starts_with("mo")).unwrap_or("mo")));
    }
    let seconds = text.split_once("86400").map(|(n, m)| format!("{n}{m}"))?;
    let count: String = seconds.chars().filter(char::is_ascii_digit).collect();
    (!count.is_empty() && text.contains('*')).then(|| format!("{count}d"))
}

/// Whether a word of a list is the value of an option that says where it lists.
pub(super) fn is_place_of(action: &Action, list: &[String], word: &str) -> bool {
    let words = format!("{} {}", action.program, list.join(" "));
    whereabouts::is_place(&Action { words, ..action.clone() }, word)
}

/// A condition takes what is not so. That something has a value at all turns nothing.
fn turns(condition: &str) -> bool {
    // `updated:>2024-01-01` takes what is newer.
    let newer = |p: &str| p.trim_start_matches(['=', ' ', '\'', '"', '`']).starts_with("20");
    if condition.split('>').skip(1).any(newer) {
        return true;
    }
    let plain = condition.replace("!= null", "").replace("!=null", "");
    ["!=", "!~", " not", "!/", "not(", " or ", "||"].iter().any(|sign| plain.contains(sign))
}

/// A pattern without what anchors it: `^namespace/pr-12` is `pr-12`, `^\*` nothing.
fn anchorless(pattern: &str) -> String {
    let plain: String =
        pattern.chars().filter(|c| !matches!(c, '^' | '$' | '\\' | '(' | ')' | '"' | '\'' | '*' | '?')).collect();
    let plain = plain.trim().trim_end_matches(".").to_lowercase();
    let plain = plain.trim_start_matches('/');
    // A pattern of awk's stands between strokes.
    let plain = if pattern.starts_with('/') { plain.trim_end_matches('/') } else { plain };
    match plain.split_once('/') {
        Some((kind, rest)) if nouns::resource(kind) != 0 || kind == "origin" => rest.to_owned(),
        _ => plain.to_owned(),
    }
}

/// The same; a pattern that begins anywhere (`*tmp`) keeps the sign for it.
fn unanchored(pattern: &str) -> String {
    let plain = anchorless(pattern);
    if pattern.starts_with('*') && !plain.is_empty() { format!("*{plain}") } else { plain }
}

/// The pipes of a command, each as its steps; none where it is not plain (loops, quotes that do not end).
fn pipes(command: &str) -> Option<Vec<Vec<String>>> {
    let (mut all, mut pipe, mut step) = (Vec::new(), Vec::new(), String::new());
    let (mut quote, mut depth): (Option<char>, u32) = (None, 0);
    let mut chars = command.chars().peekable();
    while let Some(c) = chars.next() {
        let plain = quote.is_none() && depth == 0;
        match c {
            '\\' => {
                step.push(c);
                step.extend(chars.next());
                continue;
            }
            '\'' | '"' if quote == Some(c) => quote = None,
            '\'' | '"' if quote.is_none() => quote = Some(c),
            '(' if quote != Some('\'') => depth += 1,
            ')' if quote != Some('\'') => depth = depth.checked_sub(1)?,
            '|' | ';' | '\n' | '&' if plain => {
                let twice = chars.next_if_eq(&c).is_some();
                pipe.push(std::mem::take(&mut step));
                if c != '|' || twice {
                    all.push(std::mem::take(&mut pipe));
                }
                continue;
            }
            _ => {}
        }
        step.push(c);
    }
    pipe.push(step);
    all.push(pipe);
    all.retain(|p| p.iter().any(|s| !s.trim().is_empty()));
    (quote.is_none() && depth == 0).then_some(all)
}

/// What stands in the one `$(…)` of a step.
fn inner(step: &str) -> Option<String> {
    let (_, rest) = step.split_once("$(")?;
    let (inner, behind) = rest.rsplit_once(')')?;
    (!inner.contains("$(") && !behind.contains("$(")).then(|| inner.to_owned())
}

/// The words of a step, without their quotation marks.
fn split(step: &str) -> Vec<String> {
    let (mut out, mut word, mut quote, mut any) = (Vec::new(), String::new(), None, false);
    for c in step.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => (quote, any) = (Some(c), true),
            (None, c) if c.is_whitespace() => {
                if any || !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
                any = false;
            }
            (_, c) => word.push(c),
        }
    }
    if any || !word.is_empty() {
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_that_commands_tell() {
        for (text, want) in [
            ("30_days_ago", Some("30d")),
            ("2_months_ago", Some("2mo")),
            ("14*86400", Some("14d")),
            ("86400*7", Some("7d")),
            ("86400", None),
            ("version_7", None),
        ] {
            assert_eq!(aged(text).as_deref(), want, "{text}");
        }
        assert_eq!(dated("awk -v c=\"$(date -d '30 days ago' +%s)\""), "awk -v c=\"30_days_ago\"");
    }
}
