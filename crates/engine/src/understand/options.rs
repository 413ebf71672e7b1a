//! Splits an argument list into options and operands, as the program itself would, by its knowledge file.

mod plain;

use automode_model::Verb;

use crate::knowledge::{Arg, Form, Opt, Program, Role, Style};

use super::trial;
use super::value::{NUMBER, Piece, Val};

/// How many words a subcommand's path may have.
const MAX_PATH_WORDS: usize = 5;

/// An argument list, read.
#[derive(Debug)]
pub struct Bound {
    /// The form that it uses.
    pub form: &'static Form,
    /// The options, in order, with their values.
    pub options: Vec<(Opt, Option<Val>)>,
    /// The operands, in order.
    pub operands: Vec<Val>,
    /// The subcommand's words.
    pub path: Vec<String>,
    /// The words behind `--`, where the form says whose they are.
    pub behind: Vec<Val>,
    /// Options that are not listed, or operands that no subcommand fits.
    pub unknown: Vec<String>,
}

impl Bound {
    /// Whether an option with this spelling was given.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(o, _)| o.names.contains(&name))
    }

    /// The value of the last option with this spelling.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Val> {
        self.options.iter().rev().find(|(o, _)| o.names.contains(&name)).and_then(|(_, v)| v.as_ref())
    }
}

/// Reads the arguments after the program's name.
#[must_use]
pub fn bind(program: &'static Program, args: &[Val]) -> Bound {
    let (form, path) = select(program, args);
    let missing = !program.forms.is_empty() && path.is_empty() && std::ptr::eq(form, &program.root);
    let mut bound = read_as(program, form, args, &path);
    if missing && !bound.operands.is_empty() && form.operands.rest.is_none() && form.operands.head.is_empty() {
        let first = bound.operands.first().map(Val::show).unwrap_or_default();
        bound.unknown.push(first);
    }
    bound
}

/// Reads words behind `--` by the forms whose paths begin so (`-- native`), which no argument list selects.
#[must_use]
pub fn bind_behind(program: &'static Program, lead: &str, args: &[Val]) -> Bound {
    let lead: Vec<(usize, String)> = lead.split(' ').map(|word| (usize::MAX, word.to_owned())).collect();
    let words = lead.iter().cloned().chain(path_words(program, args)).collect();
    let (form, path) = best(program, words);
    let path: Vec<usize> = path.into_iter().filter(|at| *at != usize::MAX).collect();
    read_as(program, form, args, &path)
}

fn read_as(program: &'static Program, form: &'static Form, args: &[Val], path: &[usize]) -> Bound {
    let words = path.iter().filter_map(|i| args.get(*i)).map(Val::show).collect();
    let (options, operands, behind, unknown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut reader = Reader {
        program,
        bound: Bound { form, options, operands, path: words, behind, unknown },
        only_operands: program.style == Style::Raw,
        before_path: false,
        handed: false,
        begun: false,
        hung: false,
    };
    reader.read(args, path);
    reader.bound
}

struct Reader {
    program: &'static Program,
    bound: Bound,
    only_operands: bool,
    /// The word being read stands before the subcommand's last word: `git -c x commit`, `docker compose -f a.yml logs`.
    before_path: bool,
    /// What comes now stands behind `--`, and a tool that builds or tests hands it on.
    handed: bool,
    /// A word of the subcommand stands before it: `gh config get -h HOST oauth_token`.
    begun: bool,
    /// The word being read begins with a dash and stands where a value may: it is read as the option that it is else.
    hung: bool,
}

impl Reader {
    fn read(&mut self, args: &[Val], path: &[usize]) {
        let last = path.last().copied();
        let mut i = 0;
        while let Some(arg) = args.get(i) {
            if path.contains(&i) {
                i += 1;
                continue;
            }
            let after_path = last.is_none_or(|l| i > l);
            self.before_path = !after_path;
            self.begun = path.first().is_some_and(|first| i > *first);
            if !self.only_operands && arg.known() == Some("--") && self.bound.form.behind().is_some() {
                self.bound.behind = args.get(i + 1..).unwrap_or_default().to_vec();
                return;
            }
            let hung = std::mem::take(&mut self.hung);
            let used = self.one(arg, args.get(i + 1));
            if hung && used > 1 {
                // Read the one way the word behind it is its value, read the other way it is not.
                self.either(arg, args.get(i + 1..).unwrap_or_default(), after_path && last.is_some());
            }
            i += used;
            if self.bound.form.stops_at_operand && after_path && !self.bound.operands.is_empty() {
                self.only_operands = true;
            }
        }
    }

    /// The word behind this option is its value or stands for itself, and is judged as both, unless that says which command it is.
    fn either(&mut self, arg: &Val, behind: &[Val], settled: bool) {
        let leads = |word: &str| {
            let first =
                |path: &str| path.split(' ').next().is_some_and(|f| f != "*" && crate::inspect::rules::glob(f, word));
            self.program.paths().any(|(_, path)| first(path))
        };
        if !settled && behind.iter().any(|v| v.known().is_none_or(leads)) {
            self.bound.unknown.push(arg.show());
        } else {
            self.bound.operands.extend(behind.first().cloned());
        }
    }

    /// Whether this word may be the next option although one before it takes a value: JavaScript's parsers never take such a
    /// word for a value, or only where it is declared so (`prettier --tab-width --plugin=./x.js`). Numbers are values.
    fn is_next_option(&self, next: Option<&Val>) -> bool {
        let text = next.map_or("", Val::prefix);
        let dash = text.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && rest != "-");
        self.program.dashed && dash && !is_negative(text)
    }

    /// Reads one argument; returns how many were used. Its frame is only needed where there is one.
    #[inline(never)]
    fn one(&mut self, arg: &Val, next: Option<&Val>) -> usize {
        let text = arg.prefix();
        if self.program.style == Style::KeyValue {
            return self.key_value(arg);
        }
        if let Some(opt) =
            self.exact(text).filter(|_| text.starts_with('+') && arg.known().is_some() && !self.only_operands)
        {
            return self.take(opt, None, next);
        }
        if let Some((opt, value)) = self.plus(arg).filter(|_| !self.only_operands) {
            self.bound.options.push((opt, Some(value)));
            return 1;
        }
        // `chmod +x`: a plus begins an option only where the program has it.
        let plus = text.starts_with('+') && self.exact(text).is_none();
        if self.only_operands || plus || !is_option(arg) && !self.slashed(text) {
            if self.handed && text.starts_with('-') {
                self.handed_on(arg, next);
            }
            self.bound.operands.push(arg.clone());
            return 1;
        }
        if arg.known() == Some("--") {
            self.only_operands = true;
            self.handed = self.bound.form.does.iter().any(|v| matches!(v, Verb::Build | Verb::Test));
            return 1;
        }
        if let Some(opt) = text.strip_prefix("--no-").and_then(|rest| self.trial_taken_back(text, rest)) {
            self.bound.options.push((opt, None));
            return 1;
        }
        if let Some((opt, value)) = self.behind_colon(arg) {
            self.bound.options.push((opt, Some(value)));
            return 1;
        }
        if let Some(opt) = self.whole(text).filter(|_| arg.known().is_some()) {
            return self.take(opt, None, next);
        }
        if self.program.style == Style::SingleDash || text.starts_with("--") {
            return self.long(arg, next);
        }
        // `-std=c++20`: an option of several letters behind one dash, with its value.
        if let Some((name, value)) = arg.split_once('=').filter(|(n, _)| n.len() > 2)
            && let Some(opt) = self.exact(&name)
        {
            return self.take(opt, Some(value), next);
        }
        self.cluster(arg, next)
    }

    /// `+10`, `+%F`, `+/text`: options whose name begins with a plus and whose value is attached.
    fn plus(&self, arg: &Val) -> Option<(Opt, Val)> {
        let text = arg.prefix();
        if !text.starts_with('+') || self.exact(text).is_some_and(|o| o.arg != Arg::Attached) {
            return None;
        }
        let all =
            self.bound.form.every_option().chain(self.program.root.every_option()).filter(|o| o.arg == Arg::Attached);
        let names = all.flat_map(|o| o.names.iter().map(move |n| (o, n)));
        let (opt, name) =
            names.filter(|(_, n)| n.starts_with('+') && text.starts_with(n)).max_by_key(|(_, n)| n.len())?;
        Some((opt, arg.skip(name.len())))
    }

    fn key_value(&mut self, arg: &Val) -> usize {
        match arg.split_once('=') {
            Some((key, value)) => match self.exact(&format!("{key}=")) {
                Some(opt) => self.bound.options.push((opt, Some(value))),
                None => self.bound.unknown.push(format!("{key}=")),
            },
            None if arg.known().is_some_and(|t| self.exact(t).is_some()) => {
                if let Some(opt) = self.exact(arg.prefix()) {
                    self.bound.options.push((opt, None));
                }
            }
            None => self.bound.operands.push(arg.clone()),
        }
        1
    }

    fn long(&mut self, arg: &Val, next: Option<&Val>) -> usize {
        let (name, value) = match arg.split_once('=') {
            Some((n, v)) => (n, Some(v)),
            None => (arg.prefix().to_owned(), None),
        };
        let whole = value.is_some() || arg.known().is_some();
        match self.exact(&name).or_else(|| self.abbreviated(&name)).filter(|_| whole) {
            Some(opt) => self.take(opt, value, next),
            None => {
                self.unlisted(name, value, next, whole);
                1
            }
        }
    }

    /// An option that is not listed: its value, if it has one, cannot be told from an operand, and is judged as both.
    fn unlisted(&mut self, name: String, value: Option<Val>, next: Option<&Val>, whole: bool) {
        let lenient = whole && self.bound.form.lenient;
        match lenient.then(|| plain::reading(&name, value.as_ref(), next)).flatten() {
            Some(plain) => {
                let file = plain.option().zip(value.or_else(|| next.cloned()));
                self.bound.options.extend(file.map(|(opt, value)| (opt, Some(value))));
            }
            None if self.open() && whole => {
                let made = plain::made(&name, value.as_ref(), next);
                self.bound.options.extend(made.map(|(opt, value)| (opt, Some(value))));
            }
            None => self.bound.unknown.push(name),
        }
    }

    /// An option behind `--`, which a tool that builds or tests hands to another: a file that it names is made, run or read, as
    /// the name says.
    fn handed_on(&mut self, arg: &Val, next: Option<&Val>) {
        let (name, value) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (arg.prefix().to_owned(), None),
        };
        let short = name.strip_prefix('-').filter(|rest| rest.len() == 1).and_then(|rest| rest.chars().next());
        let plain = match short {
            Some(letter) => plain::letter(letter, next),
            None => plain::reading(&name, value.as_ref(), next),
        };
        let file = plain.and_then(plain::Plain::option).zip(value.or_else(|| next.cloned()));
        self.bound.options.extend(file.map(|(opt, value)| (opt, Some(value))));
    }

    fn cluster(&mut self, arg: &Val, next: Option<&Val>) -> usize {
        let text = arg.prefix().to_owned();
        if text.len() > 1 && text.bytes().skip(1).all(|b| b.is_ascii_digit()) && arg.known().is_some() {
            return 1; // `head -5`, `git log -3`
        }
        let mut at = 1;
        for c in text.chars().skip(1) {
            at += c.len_utf8();
            let lead = text.chars().next().unwrap_or('-');
            let Some(opt) = self.exact(&format!("{lead}{c}")) else {
                let last = arg.known().is_some() && at == text.len();
                let lenient = lead == '-' && self.bound.form.lenient;
                match lenient.then(|| plain::letter(c, next.filter(|_| last))).flatten() {
                    Some(plain) => {
                        let file = plain.option().zip(next.cloned());
                        self.bound.options.extend(file.map(|(opt, value)| (opt, Some(value))));
                        continue;
                    }
                    None if self.open() => {
                        let rest = Some(arg.skip(at)).filter(|rest| !rest.pieces().is_empty());
                        let made = (c == 'o').then(|| plain::made("--out", rest.as_ref(), next)).flatten();
                        self.bound.options.extend(made.map(|(opt, value)| (opt, Some(value))));
                    }
                    None => self.bound.unknown.push(format!("{lead}{c}")),
                }
                return 1;
            };
            let rest = arg.skip(at);
            let attached = (!rest.pieces().is_empty()).then_some(rest);
            match opt.arg {
                Arg::No => self.bound.options.push((opt, None)),
                Arg::Required | Arg::Attached => {
                    let attached = attached.map(|v| {
                        if v.prefix().starts_with('=') && opt.names.iter().any(|n| n.starts_with("--")) {
                            v.skip(1)
                        } else {
                            v
                        }
                    });
                    return self.take(opt, attached, next);
                }
            }
        }
        if arg.known().is_none() {
            self.bound.unknown.push(arg.show());
        }
        1
    }

    fn take(&mut self, opt: Opt, value: Option<Val>, next: Option<&Val>) -> usize {
        self.only_operands |= opt.ends;
        match (opt.arg, value) {
            // `vite --host --port 3000`: an address never begins with a dash.
            (Arg::Required, None)
                if opt.value == Role::Host(Verb::NetListen) && next.is_some_and(|n| n.prefix().starts_with('-')) =>
            {
                self.bound.options.push((opt, None));
                1
            }
            // `make -j "$(nproc)"`: a number behind it is how many, not a target.
            (Arg::Attached, None)
                if next.is_some_and(is_count) && ["-j", "--jobs"].iter().any(|n| opt.names.contains(n)) =>
            {
                self.bound.options.push((opt, next.cloned()));
                2
            }
            (Arg::Required, None) if self.is_next_option(next) => {
                self.hung = true;
                self.bound.options.push((opt, next.cloned()));
                1
            }
            (Arg::Required, None) => {
                self.bound.options.push((opt, next.cloned()));
                2 + usize::from(opt.pair)
            }
            (Arg::Required, value) if opt.pair => {
                self.bound.options.push((opt, value));
                2
            }
            (_, value) => {
                let value = value.or_else(|| trial::next_word(&opt, next).cloned());
                self.bound.options.push((opt, value));
                1
            }
        }
    }

    fn open(&self) -> bool {
        self.bound.form.open
    }

    /// `/out`, `/out:a`: an option only where the program has one of that name.
    fn slashed(&self, text: &str) -> bool {
        let name = text.split(':').next().unwrap_or("");
        let plain = name.strip_prefix('/').is_some_and(|name| !name.contains('/'));
        plain && (self.exact(name).is_some() || self.exact(text).is_some())
    }

    /// `-out:a/b`, `/out:a/b`: the value of an option whose name ends in a colon and a star, or begins with a slash.
    fn behind_colon(&self, arg: &Val) -> Option<(Opt, Val)> {
        let (text, style) = (arg.prefix(), self.program.style);
        let at = text.find(':')?;
        let (name, lead) = (text.get(..at)?, text.get(..=at)?);
        let is_lead = |n: &str| n.strip_suffix('*').is_some_and(|n| bare(n, style) == bare(lead, style));
        let starred = |o: &Opt| o.arg == Arg::Attached && !o.is_plain() && o.names.iter().any(is_lead);
        let slashed = || self.exact(name).filter(|o| text.starts_with('/') && o.arg != Arg::No);
        let found = self.exact(text).filter(starred).or_else(slashed);
        Some((found?, arg.skip(lead.len())))
    }

    /// `--no-dry-run`, where `--dry-run` makes a trial run and nothing else is said about its opposite.
    fn trial_taken_back(&self, text: &str, rest: &str) -> Option<Opt> {
        let (name, rest) = (text.split('=').next()?, rest.split('=').next()?);
        let said = self.exact(name).is_some_and(|o| !o.is_plain());
        (!said && self.exact(&format!("--{rest}")).is_some_and(|o| o.dry)).then(trial::taken_back)
    }

    /// The option that is this whole word. Where a pattern takes it for a name with `=` in it, what stands before may be
    /// a name in full, or the pattern's with its value.
    fn whole(&self, text: &str) -> Option<Opt> {
        let opt = self.exact(text)?;
        let style = self.program.style;
        let is_named = |o: &Opt, name: &str| o.names.iter().any(|n| bare(n, style) == bare(name, style));
        match text.split_once('=') {
            Some((name, _)) if !is_named(&opt, text) => {
                let before = self.exact(name).is_some_and(|o| o.arg != Arg::No || is_named(&o, name));
                (!before || opt.names.iter().any(|n| n.contains('='))).then_some(opt)
            }
            _ => Some(opt),
        }
    }

    fn exact(&self, name: &str) -> Option<Opt> {
        let style = self.program.style;
        let own = || find(self.bound.form, name, style);
        let parents = || self.parents().find_map(|f| find(f, name, style));
        let root = || find(&self.program.root, name, style);
        if !self.before_path {
            return own().or_else(parents).or_else(root);
        }
        if self.begun {
            return parents().or_else(own).or_else(root);
        }
        // `glab -F json variable list`: what says nothing at the top may mean something to the subcommand.
        let Some(above) = parents().or_else(root) else { return own() };
        if !above.is_plain() {
            return Some(above);
        }
        own().filter(|o| o.arg == above.arg).or(Some(above))
    }

    /// The forms of the words before the subcommand's last one: `compose` for `compose up`. Their options hold for it too.
    fn parents(&self) -> impl Iterator<Item = &'static Form> + '_ {
        let path = &self.bound.path;
        // A path of one word has nothing above it, and most have one.
        let program = self.program.paths().take(if path.len() > 1 { usize::MAX } else { 0 });
        let above = program
            .filter(move |(_, p)| p.split(' ').count() < path.len() && p.split(' ').zip(path).all(|(a, b)| a == b));
        let mut last = None;
        let once = above.map(|(form, _)| form).filter(move |form| last.replace(*form) != Some(*form));
        once.filter_map(|form| self.program.forms.get(form))
    }

    /// A unique beginning of a long option, as GNU getopt takes it.
    fn abbreviated(&self, name: &str) -> Option<Opt> {
        if self.program.style != Style::Gnu || name.len() < 3 {
            return None;
        }
        let all = self.bound.form.every_option().chain(self.program.root.every_option());
        let mut hits = all.filter(|o| o.names.iter().any(|n| n.starts_with("--") && n.starts_with(name)));
        let first = hits.next()?;
        hits.all(|o| o.names == first.names).then_some(first)
    }
}

fn find(form: &'static Form, name: &str, style: Style) -> Option<Opt> {
    form.option(name, |n| bare(n, style)).or_else(|| form.patterns.then(|| begun(form, name, style))?)
}

/// `+*`, `--no-*`: any option that begins so. A name in full comes first.
fn begun(form: &'static Form, name: &str, style: Style) -> Option<Opt> {
    let name = bare(name, style);
    form.option_like(|lead| {
        let lead = bare(lead, style);
        name.len() > lead.len() && name.starts_with(lead)
    })
}

/// With one dash for all, `-x` and `--x` are the same.
fn bare(name: &str, style: Style) -> &str {
    if style == Style::SingleDash { name.trim_start_matches('-') } else { name }
}

fn is_option(arg: &Val) -> bool {
    let t = arg.prefix();
    (t.starts_with('-') && t.len() > 1)
        || (t.starts_with('+')
            && t.len() > 1
            && arg.known().is_some()
            && t.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic)
            && t.len() == 2)
        || (t == "-" && arg.known().is_none())
}

/// The form that the arguments use, and where its subcommand's words stand.
fn select(program: &'static Program, args: &[Val]) -> (&'static Form, Vec<usize>) {
    if program.forms.is_empty() {
        return (&program.root, Vec::new());
    }
    best(program, path_words(program, args))
}

fn best(program: &'static Program, words: Vec<(usize, String)>) -> (&'static Form, Vec<usize>) {
    let mut best: Option<(Vec<usize>, &'static Form, usize)> = None;
    let mut guard: Option<(Vec<usize>, &'static Form, usize)> = None;
    let Some((_, first)) = words.first() else { return (&program.root, Vec::new()) };
    // git has some two hundred paths: comparing and ranking those that do not fit was a third of the whole judgement.
    for (form, path) in program.paths().beginning(first) {
        if !fits(path, &words) {
            continue;
        }
        let rank: Vec<usize> = path.split(' ').map(exactness).collect();
        let len = rank.len();
        if path.starts_with("* ") {
            let heavier = |f: &&Form| guard.as_ref().is_none_or(|(_, g, _)| heaviest(f) > heaviest(g));
            let heavier = program.forms.get(form).filter(heavier);
            guard = heavier.map(|form| (rank.clone(), form, len)).or(guard);
        }
        if best.as_ref().is_none_or(|(b, _, _)| rank > *b)
            && let Some(form) = program.forms.get(form)
        {
            best = Some((rank, form, len));
        }
    }
    if best.is_none() && program.abbreviates {
        let begun = program.paths().find(|(_, path)| is_begun(path, &words));
        best = begun.and_then(|(form, path)| Some((Vec::new(), program.forms.get(form)?, path.split(' ').count())));
    }
    // `pants fmt publish`, several of whose words are done one after the other: the first of them hides no heavier one.
    if let (Some((rank, form, _)), Some((other, guarded, _))) = (&best, &guard)
        && rank.first() > Some(&0)
        && rank.get(1..) < other.get(1..)
        && first != "help"
        && heaviest(guarded) > heaviest(form)
    {
        best = guard;
    }
    match best {
        Some((_, form, len)) => (form, words.iter().take(len).map(|(i, _)| *i).collect()),
        None => (&program.root, Vec::new()),
    }
}

/// How much the heaviest effect of a form can do, for comparison only.
fn heaviest(form: &Form) -> u8 {
    form.does.iter().map(|verb| verb.dimensions().values().iter().sum()).max().unwrap_or(0)
}

/// Whether the first words are beginnings of a path's, part by part between colons: `d:d:d` of `doctrine:database:drop`.
fn is_begun(path: &str, words: &[(usize, String)]) -> bool {
    let part = |(whole, begun): (&str, &str)| !begun.is_empty() && !whole.contains('*') && whole.starts_with(begun);
    let word = |whole: &str, begun: &str| {
        let same = whole.split(':').count() == begun.split(':').count();
        same && whole.split(':').zip(begun.split(':')).all(part)
    };
    let mut words = words.iter();
    path.split(' ').all(|whole| words.next().is_some_and(|(_, begun)| word(whole, begun)))
}

/// Whether the first words are those of a path.
fn fits(path: &str, words: &[(usize, String)]) -> bool {
    let mut words = words.iter();
    path.split(' ').all(|p| words.next().is_some_and(|(_, w)| crate::inspect::rules::glob(p, w)))
}

/// How exact a word of a form's path is. The leftmost word decides: were the longest path to win, `* * * list` would take
/// `gcloud compute instances delete list` from `* * delete`, and a resource's name would turn a deletion into a look.
fn exactness(pattern: &str) -> usize {
    let letters = pattern.chars().filter(|c| *c != '*').count();
    if pattern.contains('*') { letters } else { letters + 1000 }
}

/// `-1`, `-0.5`: a value, whatever else begins with a dash.
fn is_negative(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Some number, as `pgrep` prints it.
fn is_number(arg: &Val) -> bool {
    let printed = arg.why().is_some_and(|why| ["`pgrep`", "`pidof`"].iter().any(|p| why.ends_with(p)));
    printed && arg.prefix().is_empty() || is_count(arg)
}

/// A number, written or counted.
fn is_count(arg: &Val) -> bool {
    match arg.known() {
        Some(text) => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        None => !arg.pieces().is_empty() && arg.pieces().iter().all(|p| matches!(p, Piece::Glob(g) if g == NUMBER)),
    }
}

/// What stands for a word that is not known: only a path's star fits it.
const ANY_WORD: &str = "\u{1}";

/// The first operands, which may be a subcommand's path; options between them are skipped with their values.
fn path_words(program: &'static Program, args: &[Val]) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut i = 0;
    while let Some(arg) = args.get(i) {
        if words.len() >= MAX_PATH_WORDS || arg.known() == Some("--") {
            break;
        }
        // `cargo +nightly build`.
        let has = |name: &str| find(&program.root, name, program.style).is_some();
        if arg.known().is_some_and(|t| t.starts_with('+') && (has(t) || has("+"))) {
            i += 1;
            continue;
        }
        if is_option(arg) {
            let takes_next = arg.known().is_some_and(|t| !t.contains('=') && takes_value(program, &words, t));
            let pair =
                takes_next && arg.known().and_then(|t| find(&program.root, t, program.style)).is_some_and(|o| o.pair);
            i += 1 + usize::from(takes_next) + usize::from(pair);
            continue;
        }
        match arg.known() {
            Some(w) => words.push((i, w.to_owned())),
            // One word that is not known stands where a path takes any: `jcmd "$pid" Thread.print`.
            None if (!arg.many || is_number(arg)) && !arg.prefix().starts_with('-') => {
                words.push((i, ANY_WORD.to_owned()))
            }
            None => break,
        }
        i += 1;
    }
    words
}

/// Whether this option's value is the next word, for handlers that walk the arguments themselves.
#[must_use]
pub fn value_follows(program: &'static Program, text: &str) -> bool {
    is_option(&Val::text(text)) && !text.contains('=') && takes_value(program, &[], text)
}

/// Whether this option's value is the next word: in a form that these words lead to, whose meaning comes first (`gh config get -h
/// HOST`, where `-h` alone is help), or in the program.
fn takes_value(program: &'static Program, words: &[(usize, String)], text: &str) -> bool {
    let leads = |path: &str| path.split(' ').zip(words).all(|(p, (_, w))| crate::inspect::rules::glob(p, w));
    let mut last = None;
    let begun = words.first().map(|(_, w)| program.paths().beginning(w)).into_iter().flatten();
    let forms = begun.filter(|(_, path)| leads(path)).map(|(form, _)| form);
    let forms = forms.filter(|form| last.replace(*form) != Some(*form)).filter_map(|form| program.forms.get(form));
    let all = forms.chain(std::iter::once(&program.root));
    for form in all {
        if let Some(opt) = find(form, text, program.style) {
            return opt.arg == Arg::Required;
        }
        let short = text.strip_prefix('-').filter(|t| !t.starts_with('-') && program.style != Style::SingleDash);
        if let Some(last) = short.and_then(|t| t.chars().last())
            && short.is_some_and(|t| t.chars().all(|c| find(form, &format!("-{c}"), program.style).is_some()))
        {
            return find(form, &format!("-{last}"), program.style).is_some_and(|o| o.arg == Arg::Required);
        }
    }
    false
}

/// Patterns behind this are looked for in what is known of a value: `-X main.version=$(git describe)`.
const SEEN: &str = "seen:";

/// Patterns behind this, in lower case, are those of a program that minds no case (MSBuild).
const ANY_CASE: &str = "anycase:";

/// Behind this stand the names of options beside which an option has effects: `with:--apply -y`.
const WITH: &str = "with:";

/// The effects of an option where there is no operand.
const BARE: &str = "bare:";

/// What is known of `NAME=value` before the part that is not; nothing where the name is not known, or where others gave the value.
fn keyed(value: &Val, folded: bool) -> String {
    let known = value.prefix();
    if value.is_network() || !known.contains('=') {
        return String::new();
    }
    if folded { known.to_ascii_lowercase() } else { known.to_owned() }
}

/// Whether a pattern is about a value that begins so: its first fixed part stands there or begins there. What is nowhere in
/// what is known is another name's.
fn may_fit(pattern: &str, known: &str) -> bool {
    let Some(first) = pattern.split('*').find(|part| !part.is_empty()).filter(|_| !known.is_empty()) else {
        return true;
    };
    if !pattern.starts_with('*') {
        return known.starts_with(first) || first.starts_with(known);
    }
    let begins = |at: usize| {
        let (head, tail) = (first.get(..at), known.len().checked_sub(at).and_then(|n| known.get(n..)));
        head.is_some() && head == tail && head.is_some_and(|h| h.contains(char::is_alphanumeric))
    };
    known.contains(first) || (1..first.len()).any(begins)
}

/// The effects that an option has with this value, beside these options; a value that is not known may be any.
pub fn on_value<'o>(bound: &'o Bound, opt: &'o Opt, value: Option<&'o Val>) -> impl Iterator<Item = Verb> + 'o {
    let fits = move |patterns: &str| {
        if let Some(names) = patterns.strip_prefix(WITH) {
            return names.split(' ').any(|name| bound.has(name));
        }
        if patterns == BARE {
            return bound.operands.is_empty();
        }
        let seen = patterns.strip_prefix(SEEN);
        let patterns = seen.unwrap_or(patterns);
        let folded = patterns.strip_prefix(ANY_CASE);
        let shown = |v: &Val| if folded.is_some() { v.show().to_ascii_lowercase() } else { v.show() };
        let partly = |v: &Val| seen.is_some() && !v.prefix().is_empty();
        value.is_some_and(|v| match v.why().filter(|_| !partly(v)) {
            // Brackets that nobody quoted (`local[2]`) are the text itself unless a file has such a name.
            None => {
                let (patterns, text) = (folded.unwrap_or(patterns).replace("\\|", "\0"), shown(v));
                patterns.split('|').any(|p| crate::inspect::rules::glob(&p.replace('\0', "|"), &text))
            }
            Some(_) => patterns.split('|').any(|p| may_fit(p, &keyed(v, folded.is_some()))),
        })
    };
    opt.on.iter().filter(move |(patterns, _)| fits(patterns)).flat_map(|(_, verbs)| verbs.iter().copied())
}
