//! A `World` that writes down what it was asked and answered, and one that answers from such a list: a verdict can be
//! recomputed bit for bit without the machine.

use std::borrow::Cow;
use std::cell::RefCell;

use automode_model::{Experience, GitFacts, NotKnown, PathFacts, PathKind, Sent, World};

/// A question and its answer, as text.
pub type Fact = (String, String);

/// How much of a file's content one answer may carry into the record.
const MAX_CONTENT_BYTES: usize = 256 * 1024;

/// Passes questions on and keeps the answers.
pub struct Recording<'a> {
    inner: &'a dyn World,
    redact: &'a dyn Fn(&str) -> String,
    facts: RefCell<Vec<Fact>>,
}

impl<'a> Recording<'a> {
    /// Records what this world answers; contents pass through `redact` first, so that what is judged is what is stored.
    pub fn new(inner: &'a dyn World, redact: &'a dyn Fn(&str) -> String) -> Self {
        Self { inner, redact, facts: RefCell::default() }
    }

    /// What was asked and answered, in order.
    #[must_use]
    pub fn into_facts(self) -> Vec<Fact> {
        self.facts.into_inner()
    }

    /// The answer, from the list where the question was asked before.
    fn ask(&self, question: String, answer: impl FnOnce() -> String) -> String {
        if let Some((_, known)) = self.facts.borrow().iter().find(|(q, _)| *q == question) {
            return known.clone();
        }
        let answer = answer();
        self.facts.borrow_mut().push((question, answer.clone()));
        answer
    }
}

/// Answers from a record.
pub struct Replaying {
    facts: Vec<Fact>,
}

impl Replaying {
    /// A world of these answers.
    #[must_use]
    pub fn new(facts: Vec<Fact>) -> Self {
        Self { facts }
    }

    fn ask(&self, question: &str) -> String {
        self.facts.iter().find(|(q, _)| q == question).map_or_else(|| "!".to_owned(), |(_, a)| a.clone())
    }
}

impl World for Recording<'_> {
    fn home(&self) -> String {
        self.ask("home".into(), || self.inner.home())
    }
    fn user(&self) -> String {
        self.ask("user".into(), || self.inner.user())
    }
    fn groups(&self) -> Result<Vec<String>, NotKnown> {
        let text = self.ask("groups".into(), || result_text(self.inner.groups().map(|g| g.join("\n"))));
        result(&text).map(lines)
    }
    fn path(&self, path: &str) -> PathFacts {
        let text = self.ask(about("path ", path), || path_text(&self.inner.path(path), path));
        path_facts(&text, path)
    }
    fn read(&self, path: &str, max_bytes: usize) -> Result<String, NotKnown> {
        let max = max_bytes.min(MAX_CONTENT_BYTES);
        let text =
            self.ask(about("read ", path), || result_text(self.inner.read(path, max).map(|t| (self.redact)(&t))));
        result(&text)
    }
    fn list(&self, path: &str, max: usize) -> Result<Vec<String>, NotKnown> {
        let text = self.ask(about("list ", path), || result_text(self.inner.list(path, max).map(|l| l.join("\n"))));
        result(&text).map(lines)
    }
    fn git_root(&self, dir: &str) -> Result<String, NotKnown> {
        let text = self.ask(about("git-root ", dir), || result_text(self.inner.git_root(dir)));
        result(&text)
    }
    fn git(&self, dir: &str) -> Result<GitFacts, NotKnown> {
        let text = self.ask(about("git ", dir), || result_text(self.inner.git(dir).map(|g| git_text(&g))));
        result(&text).map(|t| git_facts(&t))
    }
    fn git_tracked(&self, path: &str) -> Option<bool> {
        flag(&self.ask(about("tracked ", path), || flag_text(self.inner.git_tracked(path))))
    }
    fn git_ignored(&self, path: &str) -> Option<bool> {
        flag(&self.ask(about("ignored ", path), || flag_text(self.inner.git_ignored(path))))
    }
    fn git_sent(&self, dir: &str) -> Option<Sent> {
        let answer = || self.inner.git_sent(dir).map_or("unknown", Sent::name).to_owned();
        Sent::from_name(&self.ask(format!("sent {dir}"), answer))
    }
    fn which(&self, program: &str) -> Result<String, NotKnown> {
        let text = self.ask(about("which ", program), || result_text(self.inner.which(program)));
        result(&text)
    }
    fn experience(&self, project: &str, kind: &str, name: &str) -> Result<Experience, NotKnown> {
        let answer = || result_text(self.inner.experience(project, kind, name).map(|e| experience_text(&e)));
        result(&self.ask(format!("past {kind} {name}"), answer)).and_then(|t| experience(&t))
    }
}

impl World for Replaying {
    fn home(&self) -> String {
        let home = self.ask("home");
        if home == "!" { String::new() } else { home }
    }
    fn user(&self) -> String {
        let user = self.ask("user");
        if user == "!" { String::new() } else { user }
    }
    fn groups(&self) -> Result<Vec<String>, NotKnown> {
        result(&self.ask("groups")).map(lines)
    }
    fn path(&self, path: &str) -> PathFacts {
        path_facts(&self.ask(&about("path ", path)), path)
    }
    fn read(&self, path: &str, _max_bytes: usize) -> Result<String, NotKnown> {
        result(&self.ask(&about("read ", path)))
    }
    fn list(&self, path: &str, _max: usize) -> Result<Vec<String>, NotKnown> {
        result(&self.ask(&about("list ", path))).map(lines)
    }
    fn git_root(&self, dir: &str) -> Result<String, NotKnown> {
        result(&self.ask(&about("git-root ", dir)))
    }
    fn git(&self, dir: &str) -> Result<GitFacts, NotKnown> {
        result(&self.ask(&about("git ", dir))).map(|t| git_facts(&t))
    }
    fn git_tracked(&self, path: &str) -> Option<bool> {
        flag(&self.ask(&about("tracked ", path)))
    }
    fn git_ignored(&self, path: &str) -> Option<bool> {
        flag(&self.ask(&about("ignored ", path)))
    }
    fn git_sent(&self, dir: &str) -> Option<Sent> {
        Sent::from_name(&self.ask(&format!("sent {dir}")))
    }
    fn which(&self, program: &str) -> Result<String, NotKnown> {
        result(&self.ask(&about("which ", program)))
    }
    fn experience(&self, _project: &str, kind: &str, name: &str) -> Result<Experience, NotKnown> {
        result(&self.ask(&format!("past {kind} {name}"))).and_then(|t| experience(&t))
    }
}

/// A question about one thing. (The formatter takes five times as long, and a hook asks a dozen.)
fn about(what: &str, thing: &str) -> String {
    [what, thing].concat()
}

fn lines(text: String) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { text.split('\n').map(str::to_owned).collect() }
}

/// `=text`, `-` for missing, `?why` for refused.
fn result_text(r: Result<String, NotKnown>) -> String {
    match r {
        Ok(t) => about("=", &t),
        Err(NotKnown::Missing) => "-".into(),
        Err(NotKnown::Refused(why)) => about("?", &why),
        Err(NotKnown::NotRecorded) => "!".into(),
    }
}

fn result(text: &str) -> Result<String, NotKnown> {
    match text.split_at_checked(1) {
        Some(("=", t)) => Ok(t.to_owned()),
        Some(("-", _)) => Err(NotKnown::Missing),
        Some(("?", why)) => Err(NotKnown::Refused(why.to_owned())),
        _ => Err(NotKnown::NotRecorded),
    }
}

fn flag_text(f: Option<bool>) -> String {
    match f {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
    .into()
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Kind, link, links, executable, size; the real path only where it differs.
fn path_text(f: &PathFacts, asked: &str) -> String {
    let real = if f.real == asked { "" } else { &f.real };
    let (links, size) = (f.links.to_string(), f.size.to_string());
    let digit = |flag: bool| if flag { " 1 " } else { " 0 " };
    [f.kind.name(), digit(f.is_link), &links, digit(f.executable), &size, " ", real].concat()
}

fn path_facts(text: &str, asked: &str) -> PathFacts {
    let mut parts = text.splitn(6, ' ');
    let kind = PathKind::from_name(parts.next().unwrap_or(""));
    let mut number = || parts.next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
    let (is_link, links, executable, size) = (number() == 1, number(), number() == 1, number());
    let real = parts.next().filter(|r| !r.is_empty()).unwrap_or(asked).to_owned();
    PathFacts { real, kind, is_link, links, executable, size }
}

fn experience_text(e: &Experience) -> String {
    e.values().map(|v| v.to_string()).join(" ")
}

fn experience(text: &str) -> Result<Experience, NotKnown> {
    let mut numbers = text.split(' ').map(|n| n.parse::<u64>().map_err(|_| NotKnown::NotRecorded));
    let mut values = [0; 8];
    for value in &mut values {
        *value = numbers.next().unwrap_or(Err(NotKnown::NotRecorded))?;
    }
    Ok(Experience::from_values(values))
}

/// What most repositories say of themselves.
const USUAL_GIT_BYTES: usize = 256;

/// One entry a line: what it is, then its fields between tabs.
fn git_text(g: &GitFacts) -> String {
    let mut out = String::with_capacity(USUAL_GIT_BYTES);
    let mut line = |parts: &[&str]| {
        parts.iter().for_each(|part| out.push_str(part));
        out.push('\n');
    };
    line(&["root\t", &g.root]);
    if let Some(b) = &g.branch {
        line(&["branch\t", b]);
    }
    for (what, list) in [("remote\t", &g.remotes), ("alias\t", &g.aliases), ("code\t", &g.code)] {
        for (k, v) in list {
            let plain = !v.bytes().any(|b| matches!(b, b'\n' | b'\t'));
            let v = if plain { Cow::Borrowed(v.as_str()) } else { Cow::Owned(v.replace(['\n', '\t'], " ")) };
            line(&[what, k, "\t", &v]);
        }
    }
    g.hooks.iter().for_each(|h| line(&["hook\t", h]));
    out
}

fn git_facts(text: &str) -> GitFacts {
    let mut g = GitFacts::default();
    for line in text.lines() {
        let mut parts = line.splitn(3, '\t');
        let (what, a, b) =
            (parts.next().unwrap_or(""), parts.next().unwrap_or("").to_owned(), parts.next().unwrap_or("").to_owned());
        match what {
            "root" => g.root = a,
            "branch" => g.branch = Some(a),
            "remote" => g.remotes.push((a, b)),
            "alias" => g.aliases.push((a, b)),
            "code" => g.code.push((a, b)),
            "hook" => g.hooks.push(a),
            _ => {}
        }
    }
    g
}
