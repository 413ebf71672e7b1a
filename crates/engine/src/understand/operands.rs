//! Which role each operand has: the form's roles, as options change them, in order; and what copies and addresses among them mean beside. Called by `invoke` only.

use std::collections::BTreeSet;

use automode_model::{PathKind, Place, Verb};

use crate::inspect::rules::glob;
use crate::knowledge::{Operands, Opt, Role};

use super::effects::Touched;
use super::handlers::{self, Call};
use super::invoke::Rest;
use super::shell::gap_like;
use super::state::State;
use super::value::{Piece, Val};
use super::{net, paths, trial};

/// The roles in force. Where several options replace them, the fewest words around the repeating role count (`sed -e`
/// takes the script away, `ln -t` the last word) and the heaviest repeating role (`sed -i` writes): `sed -i -e s/a/b/ f`
/// writes `f`.
#[must_use]
pub fn in_force(form: &Operands, options: &[(Opt, Option<Val>)]) -> Operands {
    let said = |(o, v): &(Opt, Option<Val>)| o.operands.copied().zip(Some(trial::says_no(o, v.as_ref())));
    let doubted = options.iter().filter_map(said).any(|(_, no)| no.is_none()).then_some(*form);
    let meant = options.iter().filter_map(said).filter(|(_, no)| *no != Some(true)).map(|(given, _)| given);
    let mut given = doubted.into_iter().chain(meant);
    match given.next() {
        Some(first) => given.fold(first, both),
        None => *form,
    }
}

fn both(a: Operands, b: Operands) -> Operands {
    let runs = |o: &Operands| o.head.contains(&Role::Shell);
    let keep_a = match (runs(&a), runs(&b)) {
        (true, false) => true,
        (false, true) => false,
        _ => a.head.len() <= b.head.len(),
    };
    let heavier = |x: Option<Role>, y: Option<Role>| if weight(x) > weight(y) { x } else { y };
    let tail_a = match a.tail.len().cmp(&b.tail.len()) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Greater => false,
        std::cmp::Ordering::Equal => weight(a.tail.first().copied()) > weight(b.tail.first().copied()),
    };
    Operands {
        head: if keep_a { a.head } else { b.head },
        rest: heavier(a.rest, b.rest),
        tail: if tail_a { a.tail } else { b.tail },
    }
}

/// How much a role can do, for comparison only.
fn weight(role: Option<Role>) -> u8 {
    match role {
        None => 0,
        Some(Role::Text) => 1,
        Some(Role::Path(v) | Role::CopyEnd(v) | Role::Url(v) | Role::Host(v) | Role::Named(Some(v), ..)) => {
            2 + v.dimensions().values().iter().sum::<u8>()
        }
        Some(_) => u8::MAX,
    }
}

/// It says what runs, so that standard input is data.
#[must_use]
pub fn is_program(role: Role) -> bool {
    matches!(role, Role::Shell | Role::Code(_) | Role::Script(_) | Role::Command | Role::Task(_))
}

/// Whether the program text can only come through standard input: no operand and no option gives it. `bash -s a` and
/// `psql shop` read it from there although they have operands. The operands are those of the form, and those in force with the options.
#[must_use]
pub fn program_is_input(
    (form, operands): (&Operands, &Operands),
    count: usize,
    options: &[(Opt, Option<Val>)],
    fed: bool,
) -> bool {
    // A file that is run first (`kas shell kas.yml`) is not all where the program is fed behind it.
    let runs = |r: Role| is_program(r) || r == Role::Path(Verb::Run) && !fed;
    // With `-n` or `--check` the script is only read.
    let checked = |i| at(operands, i, count) == Some(Role::Path(Verb::Read)) && at(form, i, count).is_some_and(runs);
    let by_operand = !fed && (0..count).any(|i| at(operands, i, count).is_some_and(runs) || checked(i));
    // What a shell reads first is not what it runs.
    let first = |o: &Opt| o.names.contains(&"--rcfile");
    let by_option = options.iter().any(|(o, v)| v.is_some() && runs(o.value) && !first(o));
    !by_operand && !by_option
}

/// The role of the operand at this place.
fn at(operands: &Operands, i: usize, count: usize) -> Option<Role> {
    let tail_from = count.saturating_sub(operands.tail.len()).max(operands.head.len().min(count));
    let tail = || operands.tail.get(i.saturating_sub(tail_from)).copied();
    operands.head.get(i).copied().or_else(|| if i >= tail_from { tail() } else { operands.rest })
}

/// `NAME=value`.
fn is_assignment(word: &Val) -> bool {
    // `env` takes any name, even none.
    word.split_once('=').is_some()
}

/// Words as a program joins them before it hands them to a shell (`watch ls -l`).
#[must_use]
pub fn joined(words: &[Val]) -> Val {
    let mut out = Val::default();
    for (i, w) in words.iter().enumerate() {
        if i > 0 {
            out.push(Piece::Text(" ".into()));
        }
        out.extend(w);
    }
    out
}

/// How many paths a single word is read as; more are not understood.
const MAX_PREFIXES: usize = 64;

/// A word as long as this is read as fewer: each time costs what it is long.
const LONG_WORD_BYTES: usize = 8 * 1024;

/// `name=value`, an option of one letter before it.
pub fn assigns(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        let name = name.strip_prefix("-v").unwrap_or(name);
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

/// What a word of parts is: behind the first sign to which a pattern leads, or as a whole. What is not known may be each part whose
/// pattern does not say otherwise.
pub fn parts(parts: &'static [(&'static str, Role)], value: &Val) -> Vec<(Role, Val)> {
    // A live pattern in it stands for names: what leads to a part is its text.
    let shown = (value.has_glob() && value.why().is_none()).then(|| Val::text(value.show()));
    let value = shown.as_ref().unwrap_or(value);
    let known = parts.iter().find_map(|(pattern, role)| Some((*role, value.skip(behind(pattern, value)?))));
    if let Some(part) = known {
        return vec![part];
    }
    let text = value.prefix();
    let may = |pattern: &str| {
        let lead = pattern.split('*').next().unwrap_or("");
        lead.starts_with(text) || text.starts_with(lead)
    };
    let open = parts.iter().filter(|(pattern, _)| value.why().is_some() && may(pattern)).map(|(_, role)| *role);
    let whole = parts.last().map(|(_, role)| *role).filter(|_| value.why().is_none());
    open.chain(whole).map(|role| (role, value.clone())).collect()
}

/// Where the part behind a pattern's sign begins; a pattern without one is about the whole word.
fn behind(pattern: &str, value: &Val) -> Option<usize> {
    if !pattern.ends_with(['=', ':', '@', ',']) {
        return value.known().filter(|text| !pattern.is_empty() && glob(pattern, text)).map(|_| 0);
    }
    let (text, sign) = (value.prefix(), pattern.len() - 1);
    let sign = pattern.get(sign..).unwrap_or("");
    let ends = text.match_indices(sign).map(|(at, _)| at + sign.len());
    ends.take(MAX_PREFIXES).find(|end| text.get(..*end).is_some_and(|before| glob(pattern, before)))
}

/// What is left of a script that a shell reads from its input, for the commands in it.
pub const REST: &str = "the rest of the script";

impl Call<'_, '_, '_> {
    /// Standard input, where it is the program. Nothing there is nothing to run, but not behind `--compress-program sh`:
    /// what feeds that shell is the other program's data.
    pub fn input(&mut self, role: Role) {
        let stdin = self.call.stdin.clone();
        if stdin.known() != Some("") {
            if role == Role::Shell {
                // What the script itself reads is the rest of the script.
                let words: Vec<Val> =
                    std::iter::once(Val::text(self.program.name)).chain(self.bound.operands.clone()).collect();
                return self.shell_script(&stdin.as_script(), &words, &Val::gap(REST));
            }
            // `R --no-save < a.R`: the file is what it is under its name.
            let file = stdin.why().filter(|_| stdin.pieces().len() == 1);
            let file = file.and_then(|why| why.strip_prefix("the content of `")?.strip_suffix('`')).map(Val::text);
            let role = match (role, &file) {
                (Role::Code("settings"), Some(_)) => Role::Path(Verb::Run),
                (Role::Code(lang), Some(_)) if lang != "sql" => Role::Script(lang),
                _ => role,
            };
            let text = file.as_ref().filter(|_| !matches!(role, Role::Code(_))).unwrap_or(&stdin);
            let _ = self.role(role, text, &[]);
        } else if role == Role::Shell && self.shell.through != super::shell::Through::Plain {
            self.unknown("a shell that gets its commands from another program");
        }
    }

    /// An interactive shell or that of a login reads files first: one that `ENV` names, or one at home that was written here.
    pub fn reads_first(&mut self) {
        let interactive = self.bound.has("-i");
        let reads = interactive || self.bound.has("-l") || self.bound.has("--login");
        if !reads || !matches!(self.program.name, "bash" | "sh" | "zsh" | "ksh") {
            return;
        }
        let named = self.call.env.iter().any(|(name, _)| name == "ENV") || self.state.exported.contains("ENV");
        let at_home =
            [".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshrc", ".zprofile", ".zshenv", ".kshrc"];
        let scene = self.shell.scene;
        let written = |file: &str| scene.files.borrow().contains_key(&format!("{}/{file}", scene.home));
        if interactive && named || at_home.into_iter().any(written) {
            self.unknown("a file that a shell reads before its commands");
        }
    }

    /// What was written here is elsewhere under its name as well.
    pub(super) fn copies(&self, state: &State, value: &Val, touched: &[Touched]) {
        if !matches!(self.program.name, "cp" | "mv" | "install" | "rsync" | "ln") {
            return;
        }
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        handlers::links_copied(self, state, value);
        if value.has_glob() {
            let any = state.cwd.iter().flat_map(|cwd| self.shell.written_below(cwd, value.prefix()));
            self.shell.scene.copied.borrow_mut().extend(any.map(|path| name(&path)));
        }
        let mut names = BTreeSet::new();
        let mut files = self.shell.scene.files.borrow_mut();
        for t in touched {
            let below = format!("{}/", t.resolved.trim_end_matches('/'));
            let inside = files.range(below.clone()..).take_while(|(p, _)| p.starts_with(&below));
            let all = inside.map(|(p, _)| name(p)).chain(files.contains_key(&t.resolved).then(|| name(&t.resolved)));
            names.extend(all);
        }
        // It may come to lie where one of that name may not be.
        for path in self.shell.scene.unsure_files.borrow().iter().filter(|path| names.contains(&name(path))) {
            if let Some(content) = files.get_mut(path) {
                *content = gap_like(content, "a file in whose place a copy may lie");
            }
        }
        self.shell.scene.copied.borrow_mut().extend(names);
    }

    /// An effect on an address; in its place may stand a folder of the project, which is read (`--find-links ./wheels`).
    pub(super) fn address(&mut self, verb: Verb, value: &Val) {
        let lies =
            |dir: &String, text: &str| paths::place(self.shell.scene, &paths::join(dir, text)) == Place::Workspace;
        // `file:///srv/a.html#top`: a file that a browser shows, unless its name is written in another way. Who installs from there
        // runs what lies there.
        let shows = verb == Verb::NetFetch && self.program.name == "chromium";
        let file = value.known().filter(|text| shows && text.starts_with("file:///"));
        let path = file.and_then(|text| text.get("file://".len()..)?.split(['?', '#']).next());
        if let Some(path) = path.filter(|p| !p.contains('%')) {
            drop(self.path_itself(Verb::Read, &Val::text(path)));
            return;
        }
        let named = value.known().filter(|text| verb == Verb::NetFetch && text.starts_with("./"));
        if named.is_some_and(|text| matches!(self.inner_cwd(), [dir] if lies(dir, text))) {
            drop(self.path_itself(Verb::Read, value));
        } else {
            self.url(verb, value);
        }
    }

    /// An effect on each path or address that stands behind what says how it is read.
    pub(super) fn behind_prefixes(&mut self, verb: Verb, value: &Val) {
        // Git says by a colon where in the project (`:/`), or in which commit.
        if net::is_address(value.prefix()) || self.works_elsewhere() || self.program.name == "git" {
            return;
        }
        let mut inner = value.clone();
        let most = if value.prefix().len() > LONG_WORD_BYTES { 4 } else { MAX_PREFIXES };
        for _ in 0..most {
            let Some(at) = paths::behind_prefix(inner.prefix()) else { return };
            inner = inner.skip(at);
            drop(self.path_itself(verb, &inner));
            if net::is_address(inner.prefix()) {
                return;
            }
        }
        self.unknown("a word of more paths than are followed");
    }

    /// It works in a container or on another machine: behind the colon of `docker cp web:/app/log .` stands a path there.
    pub(super) fn works_elsewhere(&self) -> bool {
        let there = |v: &Verb| ["container.", "remote."].iter().any(|kind| v.name().starts_with(kind));
        self.bound.form.does.iter().any(there)
    }

    /// The files of `a.py,/tmp/b.py`, where programs are run that take several so, and no file has that name; those that settings
    /// name which stand there themselves (`jest -c '{"globalSetup":"/tmp/x"}'`).
    pub(super) fn listed(&self, verb: Verb, value: &Val) -> Option<Vec<Val>> {
        let text = value.known().filter(|t| verb == Verb::Run && t.contains([',', '{']))?;
        if text.starts_with('{') {
            let named = text.split('"').filter(|part| part.contains('/') && !part.contains("://"));
            return Some(named.map(Val::text).collect());
        }
        if !text.contains(',') {
            return None;
        }
        let there = |cwd: &String| self.shell.scene.world.path(&paths::join(cwd, text)).kind == PathKind::File;
        let parts = text.split(',').filter(|part| !part.is_empty()).map(Val::text);
        (!self.inner_cwd().iter().any(there)).then(|| parts.collect())
    }

    /// Gives each operand its role; adds the names that the form's own effects fall on.
    pub fn roles(&mut self, operands: &Operands, names: &mut Vec<(&'static str, String)>) {
        let list = std::mem::take(&mut self.bound.operands);
        self.each(operands, &list, names);
        self.bound.operands = list;
    }

    fn each(&mut self, operands: &Operands, list: &[Val], names: &mut Vec<(&'static str, String)>) {
        let head = operands.head.len();
        // Assignments repeat only as long as words are some; then comes what the tail says (`env A=1 cmd …`).
        let assigned = match operands.rest {
            Some(Role::Assign) => list.iter().skip(head).take_while(|w| is_assignment(w)).count(),
            _ => 0,
        };
        for (i, v) in list.iter().enumerate() {
            let role = match operands.rest {
                Some(Role::Assign) if i >= head + assigned => operands.tail.get(i - head - assigned).copied(),
                Some(Role::Assign) if i >= head => Some(Role::Assign),
                Some(Role::Shell) if i == head => {
                    let text = joined(list.get(i..).unwrap_or_default());
                    self.role(Role::Shell, &text, &[]);
                    return;
                }
                _ => at(operands, i, list.len()),
            };
            let Some(role) = role else {
                let why = format!("`{}` with `{}` is not understood", self.program.name, v.show());
                return self.unknown(&why);
            };
            let kind = match role {
                Role::Named(None, kind, _) => Some(kind),
                Role::Package => Some("package"),
                _ => None,
            };
            if let Some(kind) = kind {
                names.push((kind, v.show()));
            } else if self.role(role, v, list.get(i + 1..).unwrap_or_default()) == Rest::Taken {
                return;
            }
        }
    }
}

/// A word that is an absolute path, and those behind signs in it: `--files0-from=/x`, `concat:/x`, `src=/x`. What an option leaves
/// out is not opened, and what has blanks in it is a text.
pub fn paths_within(word: &str) -> impl Iterator<Item = &str> {
    let left_out = ["exclude", "ignore", "skip"].iter().any(|w| word.contains(w));
    let text = word.contains(char::is_whitespace) || left_out;
    let parts = word.split(['=', ':', '@']).take(if text { 1 } else { usize::MAX });
    parts.filter(|p| p.starts_with('/') && !p.starts_with("//"))
}
