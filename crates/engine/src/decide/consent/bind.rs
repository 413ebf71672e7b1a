//! Whether a statement is about an effect's target: names, scope words, labels of environments, and what is taken out.
//! A target that is not named is not authorised; a name within another object (`the tests in a.py`) names nothing.

use automode_model::{Action, Effect, EnvLabel, Scope, Target, Verb};

use super::nouns::{self, Kinds};
use super::read::Statement;
use super::token::{Kind, Token};
use super::words::Ops;

/// How a statement is about a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It names it, or a set that it certainly belongs to.
    Named,
    /// It names nothing in particular.
    General,
    /// It is about something else.
    No,
}

/// Whether a request covers this effect.
#[must_use]
pub fn request(s: &Statement, action: &Action, effect: &Effect) -> Bound {
    if contradicts(s, action) {
        return Bound::No;
    }
    let o = Object::of(s, action, effect);
    if commanded(s, action) {
        return Bound::Named;
    }
    let names = names(action, effect);
    if names.is_empty() || effect.verb == Verb::Elevate {
        return o.without_name(action, effect);
    }
    let all = names.iter().all(|n| o.names(n) || o.covers(n));
    if all || o.described(effect, s) || general_push(effect, s) {
        return Bound::Named;
    }
    if o.is_general() { Bound::General } else { Bound::No }
}

/// Whether the words that are taken out, or a prohibition's object, name this effect's target. Wider than a request:
/// every mention counts.
#[must_use]
pub fn mentions(tokens: &[Token], action: &Action, effect: &Effect) -> bool {
    let names = names(action, effect);
    let mut hit = names.iter().any(|n| tokens.iter().any(|t| parts(t).any(|p| same(n, p))));
    hit |= names.is_empty()
        && matches!(&effect.target, Target::Named { name, .. } if tokens.iter().any(|t| t.lower == *name));
    hit || tokens.iter().any(|t| labelled(t, action, effect))
}

fn labelled(t: &Token, action: &Action, effect: &Effect) -> bool {
    let Some(label) = nouns::label(&t.lower) else { return false };
    if label != EnvLabel::Production {
        return false;
    }
    let target = effect.target.text().to_lowercase();
    let part = target.split(|c: char| !c.is_alphanumeric()).any(|p| nouns::label(p) == Some(EnvLabel::Production));
    part || environments(action).contains(&EnvLabel::Production)
}

/// The environments that an action's words and targets tell.
fn environments(action: &Action) -> Vec<EnvLabel> {
    let mut out: Vec<EnvLabel> = Vec::new();
    for e in &action.effects {
        if let Target::Named { env, .. } = e.target
            && env != EnvLabel::Unknown
        {
            out.push(env);
        }
        if let Target::Host { host, .. } | Target::Url { host, .. } = &e.target {
            out.push(crate::understand::net::environment_of(host));
        }
    }
    if action.effects.iter().any(|e| !matches!(e.target, Target::Path(_))) {
        let words = action.words.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2);
        out.extend(words.filter_map(nouns::label).filter(|l| *l == EnvLabel::Production));
    }
    out.retain(|l| *l != EnvLabel::Unknown);
    out
}

/// The user said one environment and the action is about another.
fn contradicts(s: &Statement, action: &Action) -> bool {
    let said: Vec<EnvLabel> = s.object.iter().filter_map(|t| nouns::label(&t.lower)).collect();
    let done = environments(action);
    let differs =
        |a: &[EnvLabel], b: &[EnvLabel]| a.contains(&EnvLabel::Production) && !b.contains(&EnvLabel::Production);
    if said.is_empty() {
        // What is marked as production is only meant where that is said, or where the marked name itself is.
        return done.contains(&EnvLabel::Production) && !names_marked(s, action);
    }
    differs(&done, &said) || (!done.is_empty() && differs(&said, &done))
}

/// The sentence has a name with the mark in it: `prod-api`.
fn names_marked(s: &Statement, action: &Action) -> bool {
    let marked = |t: &Token| {
        t.lower.split(|c: char| !c.is_alphanumeric()).any(|p| nouns::label(p) == Some(EnvLabel::Production))
            && action.words.to_lowercase().contains(t.lower.as_str())
    };
    s.object.iter().chain(&s.context).any(marked)
}

/// The user wrote the command itself: `run \`git push --force origin x\``.
#[must_use]
pub fn commanded(s: &Statement, action: &Action) -> bool {
    let runs = s.ops.meets(Ops::RUN);
    let same = |t: &Token| t.kind == Kind::Name && t.text.contains(' ') && squeezed(&t.text) == squeezed(&action.words);
    runs && s.object.iter().any(same)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names by which a target must be called; none where it has none.
#[must_use]
pub fn names(action: &Action, effect: &Effect) -> Vec<Name> {
    match &effect.target {
        Target::Path(p) => vec![Name::Path { resolved: p.resolved.clone(), given: p.given.clone() }],
        Target::Named { name, .. } => {
            let own: Vec<Name> = named(action, name);
            let siblings = || {
                let others = action.effects.iter().filter(|e| e.verb == effect.verb);
                others.filter_map(|e| if let Target::Named { name, .. } = &e.target { Some(name) } else { None })
            };
            if own.is_empty() {
                // A word like `pod`, a namespace: what else the action names says what is meant.
                return siblings().flat_map(|n| named(action, n)).collect();
            }
            own
        }
        Target::Host { host, .. } | Target::Url { host, .. } => vec![Name::Text(host.clone())],
        Target::None => Vec::new(),
        Target::Unknown(why) => vec![Name::Text(why.clone())],
    }
}

fn named(action: &Action, name: &str) -> Vec<Name> {
    let in_cluster = matches!(action.program.as_str(), "kubectl" | "oc" | "helm");
    let parts = name.split_whitespace().map(|w| w.trim_start_matches(['+', ':']));
    let parts = parts.filter(|w| !(w.is_empty() || in_cluster && nouns::resource(w) != 0 || is_qualifier(action, w)));
    let mut out: Vec<String> = parts.map(str::to_owned).collect();
    if out.len() > 1 && is_remote(out.first().map_or("", String::as_str)) {
        out.remove(0);
    }
    out.into_iter().map(Name::Text).collect()
}

fn is_remote(name: &str) -> bool {
    matches!(name, "origin" | "upstream" | "github" | "gitlab")
}

/// The value of an option that says where: it narrows, it is not what is hit.
fn is_qualifier(action: &Action, word: &str) -> bool {
    let long = [
        "--namespace",
        "--context",
        "--cluster",
        "--kubeconfig",
        "--project",
        "--region",
        "--zone",
        "--profile",
        "--resource-group",
        "--account",
        "--subscription",
        "--host",
        "--username",
        "--user",
        "--repo",
        "--app",
        "--location",
        "--port",
        "--dbname",
        "--database",
        "--server",
    ];
    let short: &[&str] = match action.program.as_str() {
        "kubectl" | "oc" | "helm" | "k9s" | "istioctl" | "nomad" => &["-n"],
        "az" => &["-g"],
        "psql" | "dropdb" | "createdb" | "pg_restore" => &["-h", "-U", "-d", "-p"],
        "mysql" | "mariadb" | "mysqladmin" => &["-h", "-u", "-D", "-P"],
        "mongosh" | "mongo" | "redis-cli" => &["-h", "-p", "-n"],
        "gh" | "glab" => &["-R"],
        "heroku" | "fly" | "flyctl" => &["-a"],
        "tmux" => &["-L", "-S"],
        _ => &[],
    };
    let options = |o: &str| long.contains(&o) || short.contains(&o);
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let behind = words.windows(2).any(|w| matches!(w, [o, v] if options(o) && *v == word));
    let joined = words.iter().any(|w| w.split_once('=').is_some_and(|(o, v)| options(o) && v == word));
    let only = words.iter().filter(|w| **w == word).count() == 1;
    joined || behind && only
}

/// What a target is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A path.
    Path {
        /// Absolute.
        resolved: String,
        /// As the command has it.
        given: String,
    },
    /// Anything else.
    Text(String),
}

/// The names in one token: `a,b` is two.
fn parts(t: &Token) -> impl Iterator<Item = &str> {
    let split = |c: char| (t.kind == Kind::Name && c.is_whitespace()) || c == ',';
    t.text.split(split).filter(|p| !p.is_empty())
}

/// Whether a word is this name.
fn same(name: &Name, word: &str) -> bool {
    match name {
        Name::Text(text) => plain_of(text).eq_ignore_ascii_case(&plain_of(word)),
        Name::Path { resolved, given } => is_path(resolved, given, word),
    }
}

/// A name without the marks that people leave out.
fn plain_of(text: &str) -> String {
    let text = text.trim_matches(|c: char| matches!(c, '\'' | '"' | '`' | '.' | ',' | ';' | '(' | ')'));
    let text = text.strip_suffix("'s").unwrap_or(text);
    let text = text.trim_start_matches(['#', '@', '%', '+', ':']).trim_end_matches('/');
    let text = [
        "refs/heads/",
        "refs/tags/",
        "remotes/origin/",
        "origin/",
        "s3://",
        "gs://",
        "pod/",
        "job/",
        "deployment/",
        "deploy/",
    ]
    .iter()
    .fold(text, |t, p| t.strip_prefix(p).unwrap_or(t));
    text.to_owned()
}

fn is_path(resolved: &str, given: &str, word: &str) -> bool {
    let word = word.trim_start_matches("./").trim_end_matches('/');
    let word = word.strip_prefix("~/").unwrap_or(word);
    if word.is_empty() || word == "." || word == ".." || word.starts_with("../") {
        return false;
    }
    let given = given.trim_start_matches("./").trim_end_matches('/');
    word == given
        || resolved == word
        || !word.starts_with('/') && resolved.strip_suffix(word).is_some_and(|rest| rest.ends_with('/'))
}

/// The object of a request, read for one effect.
struct Object<'a> {
    tokens: &'a [Token],
    ops: Ops,
    kinds: Kinds,
    loose: bool,
    path: bool,
}

impl<'a> Object<'a> {
    fn of(s: &'a Statement, action: &Action, effect: &Effect) -> Self {
        let back = points_back(&s.object) && !s.context.is_empty();
        let tokens = if back { &s.context } else { &s.object };
        Self {
            tokens,
            ops: s.ops,
            kinds: nouns::of_effect(action, effect),
            loose: s.loose || back,
            path: matches!(effect.target, Target::Path(_)),
        }
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", Token::word)
    }

    /// The object has this name as a thing of its own.
    fn names(&self, name: &Name) -> bool {
        (0..self.tokens.len()).any(|at| {
            let Some(t) = self.tokens.get(at) else { return false };
            t.kind != Kind::Quote && parts(t).any(|p| same(name, p) && self.stands(at, t, p))
        })
    }

    /// A mention that is the object itself, not a part of another: `the main menu`, `the tests in a.py`.
    fn stands(&self, at: usize, t: &Token, text: &str) -> bool {
        let plain =
            t.kind == Kind::Word && text.chars().all(|c| c.is_lowercase()) && !text.contains(['-', '_', '.', '/']);
        if self.conflicts(at) {
            return false;
        }
        if self.loose {
            return !plain || self.has_noun_beside(at);
        }
        if !self.ends_here(at) || self.is_place(at) {
            return false;
        }
        if !plain || self.has_noun_beside(at) {
            return true;
        }
        let before = at.checked_sub(1).map_or("", |b| self.word(b));
        let articles = ["the", "my", "our", "this", "that", "old", "whole", "entire", "all", "of"];
        match before {
            "" => at == 0,
            "," | "and" | "or" | ":" | "(" | "called" | "named" | "&" => true,
            "to" | "into" | "onto" | "on" => self.to_place(),
            b => {
                (self.path || self.kinds & nouns::kinds("server") != 0 && self.ops.meets(Ops::STOP.or(Ops::START)))
                    && articles.contains(&b)
            }
        }
    }

    /// The noun beside a name says what it is, and the effect falls on something else.
    fn conflicts(&self, at: usize) -> bool {
        let beside = [self.noun(at + 1), at.checked_sub(1).map_or(0, |b| self.noun(b))];
        let own = beside.into_iter().find(|k| *k != 0).or_else(|| self.leading_noun(at));
        own.is_some_and(|k| k & self.kinds == 0)
    }

    /// `the branches a, b and c`: the noun before the list.
    fn leading_noun(&self, at: usize) -> Option<Kinds> {
        let list = |t: &Token| t.kind == Kind::Mark || matches!(t.word(), "and" | "or" | "&" | "called" | "named");
        let mut noun = None;
        for t in self.tokens.iter().take(at).rev() {
            let k = nouns::kinds(t.word());
            if k != 0 {
                noun = Some(k);
                break;
            }
            let name = t.kind == Kind::Name || !t.text.chars().all(|c| c.is_lowercase());
            if !list(t) && !name {
                break;
            }
        }
        noun
    }

    fn noun(&self, at: usize) -> Kinds {
        nouns::kinds(self.word(at))
    }

    fn has_noun_beside(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(0, |b| self.noun(b));
        self.noun(at + 1) & self.kinds != 0
            || before & self.kinds != 0
            || self.leading_noun(at).is_some_and(|k| k & self.kinds != 0)
    }

    /// Nothing behind the name makes it a part of another name: `web-1 logs`.
    fn ends_here(&self, at: usize) -> bool {
        let Some(next) = self.tokens.get(at + 1) else { return true };
        if next.kind != Kind::Word {
            return true;
        }
        let w = next.word();
        self.noun(at + 1) & self.kinds != 0 || FOLLOWERS.contains(&w) || w.ends_with("ly") || nouns::label(w).is_some()
    }

    /// It stands behind a preposition, as the place of something else.
    fn is_place(&self, at: usize) -> bool {
        let mut place = false;
        for i in 0..at {
            match self.word(i) {
                ":" => place = false,
                "of" => place |= !self.selects(i),
                "from" | "in" | "inside" | "within" | "under" | "on" | "at" | "for" | "with" | "using" | "into"
                | "to" | "via" | "like" | "because" | "since" | "after" | "before" | "below" | "beneath" | "than"
                | "about" | "against" | "through" | "by" => place = true,
                _ => {}
            }
        }
        place && !self.to_place() && !(self.path && self.everything())
    }

    /// `all of`, `both of`, `the branches of`.
    fn selects(&self, of: usize) -> bool {
        let before = of.checked_sub(1).map_or("", |b| self.word(b));
        matches!(before, "all" | "both" | "each" | "any" | "either" | "rest" | "contents" | "content")
            || nouns::kinds(before) & self.kinds != 0
    }

    /// Operations whose target stands behind a preposition.
    fn to_place(&self) -> bool {
        let ops = Ops::PUSH.or(Ops::FORCE).or(Ops::DEPLOY).or(Ops::MERGE).or(Ops::SEND).or(Ops::COPY).or(Ops::DOWNLOAD);
        self.ops.meets(
            ops.or(Ops::GRANT)
                .or(Ops::CONFIG)
                .or(Ops::RUN)
                .or(Ops::LOGIN)
                .or(Ops::APPLY)
                .or(Ops::PUBLISH)
                .or(Ops::MOVE),
        )
    }

    fn universal(&self) -> bool {
        self.tokens.iter().any(|t| matches!(t.word(), "all" | "every" | "everything" | "each" | "entire" | "whole"))
    }

    /// `everything under`, `all files in`, `the contents of`.
    fn everything(&self) -> bool {
        let first = (0..self.tokens.len()).map(|i| self.word(i)).find(|w| !matches!(*w, "the" | "" | "of"));
        let head =
            matches!(first, Some("everything" | "all" | "contents" | "content" | "whatever" | "anything" | "every"));
        let nouns = self
            .tokens
            .iter()
            .map(|t| t.word())
            .take_while(|w| !matches!(*w, "in" | "under" | "from" | "inside" | "below" | "within"));
        let plain = [
            "everything",
            "all",
            "the",
            "of",
            "contents",
            "content",
            "files",
            "file",
            "directories",
            "folders",
            "whatever",
            "is",
            "anything",
            "every",
            "stuff",
            "artifacts",
            "logs",
            "and",
        ];
        head && nouns.into_iter().all(|w| plain.contains(&w))
    }

    /// A part of a directory that is named, or a pattern that is written out.
    fn covers(&self, name: &Name) -> bool {
        let Name::Path { resolved, given } = name else { return false };
        let pattern = resolved.contains(['*', '?', '[']);
        if pattern
            && self
                .tokens
                .iter()
                .any(|t| t.text == *given || t.text.trim_start_matches("./") == given.trim_start_matches("./"))
        {
            return true;
        }
        if pattern && self.universal() && self.by_suffix(given) {
            return true;
        }
        let mut at = resolved.len();
        while let Some(cut) = resolved.get(..at).and_then(|r| r.rfind('/')).filter(|c| *c > 1) {
            let dir = resolved.get(..cut).unwrap_or("");
            let parent = Name::Path { resolved: dir.to_owned(), given: dir.to_owned() };
            if self.names(&parent) {
                return true;
            }
            at = cut;
        }
        false
    }

    /// `all .log files` for `*.log`.
    fn by_suffix(&self, given: &str) -> bool {
        let Some(suffix) = given.strip_prefix("*.").or_else(|| given.rsplit_once("/*.").map(|(_, s)| s)) else {
            return false;
        };
        let wanted = [format!(".{suffix}"), format!("*.{suffix}")];
        self.tokens.iter().any(|t| wanted.contains(&t.lower)) && !suffix.contains('*')
    }

    /// `the staging database`: kind and environment say which, where the target itself says that it is this one.
    fn described(&self, effect: &Effect, s: &Statement) -> bool {
        let Target::Named { env, .. } = &effect.target else { return false };
        if matches!(env, EnvLabel::Unknown | EnvLabel::Production) || effect.scope == Scope::All || !s.except.is_empty()
        {
            return false;
        }
        let said = |i: usize| nouns::label(self.word(i)) == Some(*env) && self.noun(i + 1) & self.kinds != 0;
        (0..self.tokens.len()).any(said)
    }

    /// Only words that name nothing: `it`, `my changes`.
    fn is_general(&self) -> bool {
        let fine = |t: &Token| t.kind == Kind::Mark || GENERAL.contains(&t.word()) || FOLLOWERS.contains(&t.word());
        self.tokens.iter().all(fine)
    }

    /// An effect whose target has no name: what it is follows from the operation.
    fn without_name(&self, action: &Action, effect: &Effect) -> Bound {
        use Verb as V;
        let known = |t: &Token| {
            let w = t.word();
            t.kind == Kind::Mark
                || GENERAL.contains(&w)
                || FOLLOWERS.contains(&w)
                || nouns::label(w).is_some()
                || action.words.to_lowercase().split_whitespace().any(|a| a.trim_start_matches('-') == t.lower)
        };
        let noun = |t: &Token| nouns::kinds(t.word()) & self.kinds != 0 || known(t);
        let own = match effect.verb {
            V::Publish | V::Deploy | V::DepsInstall | V::DepsUpdate | V::VcsFetch | V::DbSchema | V::Login => true,
            V::VcsDiscard => self.tokens.iter().any(|t| {
                nouns::kinds(t.word()) & self.kinds != 0
                    || matches!(t.word(), "everything" | "untracked" | "uncommitted")
            }),
            V::InfraChange | V::CloudChange | V::CiTrigger | V::RemoteExec | V::Power => true,
            V::Elevate => {
                return if self.tokens.iter().any(|t| matches!(t.word(), "sudo" | "root" | "administrator")) {
                    Bound::Named
                } else {
                    Bound::No
                };
            }
            _ => self.tokens.iter().any(|t| nouns::kinds(t.word()) & self.kinds != 0),
        };
        let wide = effect.scope == Scope::All && !self.universal() && effect.verb != V::VcsDiscard;
        let strange = self.tokens.iter().any(|t| !noun(t));
        let loose = matches!(effect.verb, V::Publish | V::Deploy | V::DepsInstall | V::DbSchema);
        let other = self.tokens.iter().any(|t| t.kind == Kind::Name && !known(t));
        match (own && !wide, strange) {
            (true, false) => Bound::Named,
            (true, true) if loose && !other => Bound::Named,
            _ if self.is_general() => Bound::General,
            _ => Bound::No,
        }
    }
}

/// `push` alone means the present branch and the usual remote; nothing that is forced, and no other remote.
fn general_push(effect: &Effect, s: &Statement) -> bool {
    let Target::Named { name, .. } = &effect.target else { return false };
    let usual = name.is_empty() || name.split_whitespace().next().is_some_and(is_remote);
    let fine = |t: &Token| t.kind == Kind::Mark || GENERAL.contains(&t.word()) || FOLLOWERS.contains(&t.word());
    effect.verb == Verb::VcsPush && usual && s.object.iter().all(fine)
}

/// The object only points to what was said before: `them`, `these branches`, `all three`.
fn points_back(object: &[Token]) -> bool {
    let pointers = ["it", "them", "these", "those", "both", "that", "this", "they"];
    let around = [
        "all", "of", "the", "three", "two", "four", "five", "now", "please", "too", "one", "ones", "then", "for", "me",
        "as", "well",
    ];
    let points = object.iter().any(|t| pointers.contains(&t.word()));
    let rest = |t: &Token| {
        t.kind == Kind::Mark
            || pointers.contains(&t.word())
            || around.contains(&t.word())
            || nouns::kinds(t.word()) != 0
            || FOLLOWERS.contains(&t.word())
    };
    points && object.iter().all(rest)
}

/// Words behind a name that leave it a name.
const FOLLOWERS: &[&str] = &[
    "and",
    "or",
    "then",
    "but",
    "so",
    "too",
    "now",
    "please",
    "first",
    "again",
    "only",
    "also",
    "as",
    "well",
    "from",
    "in",
    "on",
    "at",
    "to",
    "into",
    "with",
    "using",
    "for",
    "of",
    "via",
    "by",
    "because",
    "since",
    "which",
    "that",
    "it",
    "it's",
    "they",
    "they're",
    "is",
    "are",
    "was",
    "were",
    "both",
    "if",
    "when",
    "once",
    "after",
    "before",
    "while",
    "i",
    "we",
    "you",
    "asap",
    "today",
    "tonight",
    "thanks",
    "thx",
    "pls",
    "plz",
    "right",
    "for",
    "me",
    "us",
    "yourself",
    "instead",
    "anyway",
    "here",
    "there",
    "forever",
    "altogether",
    "locally",
    "remotely",
    "upstream",
    "remote",
    "local",
    "&",
    "can",
    "should",
    "must",
    "needs",
    "will",
    "has",
    "have",
    "plus",
    "under",
    "inside",
    "within",
    "below",
    "not",
    "except",
    "up",
    "off",
    "down",
    "away",
    "out",
    "back",
    "over",
    "straight",
    "directory",
    "folder",
    "file",
    "branch",
    "everywhere",
    "though",
    "without",
    "go",
    "ahead",
    "yet",
    "still",
    "named",
    "called",
];

/// Words that name nothing in particular.
const GENERAL: &[&str] = &[
    "",
    "it",
    "this",
    "that",
    "them",
    "these",
    "those",
    "everything",
    "all",
    "changes",
    "change",
    "commit",
    "commits",
    "branch",
    "code",
    "work",
    "the",
    "your",
    "my",
    "our",
    "its",
    "result",
    "results",
    "current",
    "latest",
    "new",
    "fix",
    "fixes",
    "origin",
    "github",
    "gitlab",
    "upstream",
    "remote",
    "repo",
    "repository",
    "stuff",
    "anything",
    "any",
    "a",
    "an",
    "some",
    "something",
    "things",
    "thing",
    "dependencies",
    "deps",
    "packages",
    "requirements",
    "modules",
    "yourself",
    "app",
    "application",
    "site",
    "package",
    "version",
    "release",
    "crate",
    "library",
    "project",
    "files",
    "file",
    "npm",
    "pypi",
    "migrations",
    "migration",
    "database",
    "db",
    "pending",
    "missing",
    "needed",
    "required",
    "here",
    "one",
    "update",
    "updates",
    "latest",
    "done",
    "ready",
    "finished",
    "when",
    "once",
    "you're",
    "of",
    "what",
    "whatever",
    "uncommitted",
    "untracked",
    "unstaged",
    "staged",
    "local",
    "modified",
    "working",
    "tree",
    "dirty",
    "last",
    "recent",
    "previous",
];
