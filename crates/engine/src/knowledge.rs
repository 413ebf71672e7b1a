//! What programs do, as embedded from `knowledge/*.toml` by `build.rs`. Look-up only; `understand` interprets it.

mod packed;

use std::sync::LazyLock;

use automode_model::{Scope, Verb};

use packed::Packed;

include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));

/// How a program reads its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Clusters, attached values, abbreviated long options, options and operands mixed.
    Gnu,
    /// As [`Style::Gnu`], long options only in full.
    LongExact,
    /// `-long`, `-long=v`, `--long v`.
    SingleDash,
    /// `key=value` operands.
    KeyValue,
    /// A handler reads everything.
    Raw,
}

/// What an operand or an option's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nothing to judge.
    Text,
    /// A path, and what happens to it.
    Path(Verb),
    /// A web address, and what happens there.
    Url(Verb),
    /// A machine, and what happens there.
    Host(Verb),
    /// A thing with a name. Without a verb it is the target of what the form does; the flag says that the name may tell
    /// production from staging.
    Named(Option<Verb>, &'static str, bool),
    /// A local path or `host:path`.
    CopyEnd(Verb),
    /// The directory in which the rest happens.
    Cd,
    /// This and all later operands are a command.
    Command,
    /// Text that a shell runs.
    Shell,
    /// Text in a language.
    Code(&'static str),
    /// A file of a language that is run; later operands are its arguments.
    Script(&'static str),
    /// A task of the project.
    Task(&'static str),
    /// `NAME=value` for what runs.
    Assign,
    /// `key=value` of git.
    GitConfig,
    /// What to install.
    Package,
    /// The directory that an extraction writes into.
    ArchiveOut,
    /// A word of parts (`output:dir=PATH`, `a:PATH`): patterns of what it may begin with, and what then follows; last,
    /// without a pattern, what any other word is.
    Parts(&'static [(&'static str, Role)]),
}

/// Roles of operands, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operands {
    /// Before the repeating one.
    pub head: &'static [Role],
    /// Any number.
    pub rest: Option<Role>,
    /// After the repeating one.
    pub tail: &'static [Role],
}

/// Whether an option takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg {
    /// None.
    No,
    /// One, attached or the next word.
    Required,
    /// One, only attached.
    Attached,
}

/// The spellings of an option, as one text, a part of [`Form::spellings`]: tables of slices would make the binary three
/// times as large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names(pub &'static str);

impl Names {
    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.0.split_ascii_whitespace()
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn contains(&self, name: &&str) -> bool {
        self.iter().any(|n| n == *name)
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> &'static str {
        self.iter().next().unwrap_or("")
    }
}

/// What options mean for a trial run, as bits.
pub mod trial {
    /// What it names is still read, and may be shown.
    pub const READ: u8 = 1;
    /// Code is still run.
    pub const RUN: u8 = 2;
    /// Beside this option no run is a trial.
    pub const REAL: u8 = 4;
    /// What happens to the value of the option happens in a trial run too.
    pub const ALWAYS: u8 = 8;
}

/// An option, all its spellings.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// `-o`, `--output`.
    pub names: Names,
    /// Whether it takes a value.
    pub arg: Arg,
    /// What the value is.
    pub value: Role,
    /// Effects in addition.
    pub does: &'static [Verb],
    /// Effects instead of the form's.
    pub instead: Option<&'static [Verb]>,
    /// Operands instead of the form's.
    pub operands: Option<&'static Operands>,
    /// Switches a safety question off.
    pub forced: bool,
    /// Widens the scope.
    pub scope: Option<Scope>,
    /// Nothing is changed.
    pub dry: bool,
    /// Runs code that is not followed.
    pub code: bool,
    /// It takes two words.
    pub pair: bool,
    /// What comes behind it are operands.
    pub ends: bool,
    /// What it means for a trial run; see [`trial`].
    pub trial: u8,
    /// Effects that only some values have, or that it has only beside other options or without an operand.
    pub on: &'static [(&'static str, &'static [Verb])],
}

impl Opt {
    /// An option that changes nothing that is judged.
    #[must_use]
    pub const fn plain(name: &'static str, arg: Arg) -> Self {
        Self {
            names: Names(name),
            arg,
            value: Role::Text,
            does: &[],
            instead: None,
            operands: None,
            forced: false,
            scope: None,
            dry: false,
            code: false,
            pair: false,
            ends: false,
            trial: 0,
            on: &[],
        }
    }

    /// Whether it changes nothing that is judged.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let meant = self.forced || self.dry || self.code || self.ends || self.pair || self.trial != 0;
        let quiet = !(meant || self.scope.is_some());
        let silent = self.does.is_empty() && self.on.is_empty() && self.instead.is_none() && self.operands.is_none();
        quiet && silent && self.value == Role::Text
    }
}

/// What a command form does, but for its options: there are thousands of forms, and most do what others do.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Effects of running it.
    pub does: &'static [Verb],
    /// Effects when there is no operand.
    pub bare: Option<&'static [Verb]>,
    /// Roles of the operands.
    pub operands: &'static Operands,
    /// Options that are not listed are harmless.
    pub open: bool,
    /// Options that are not listed are harmless where they are plain (`options::plain`).
    pub lenient: bool,
    /// What standard input is.
    pub stdin: Option<&'static Role>,
    /// It counts although an operand or an option says what runs (`kas shell kas.yml`).
    pub fed: bool,
    /// Options end at the first operand.
    pub stops_at_operand: bool,
    /// How much its operands stand for, whatever the options say.
    pub scope: Option<Scope>,
    /// Whose the words behind `--` are: a form of the program's own (`-- native`), or another program with its first words.
    /// Its number in [`BEHIND`], from one on: there are a handful, and a thousand manners.
    behind: u8,
    /// The function that reads what data cannot say.
    pub handler: Option<&'static str>,
}

/// A command form: a subcommand, or the program itself.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What its options that matter mean, as their numbers in [`OPTIONS`].
    options: &'static [u16],
    /// Every name of every option in one text: a line for each of `options`, then three for those that change nothing:
    /// without a value, with one, and with one that is attached if there is any. A space stands behind each name.
    spellings: &'static str,
    /// Where the last three lines begin in that text.
    plain: [u16; 3],
    /// An open hash table from names (without dashes where one dash is as good as two) to 1 + where they stand in that
    /// text. Comparing name by name was half of what a script of 200 lines costs.
    slots: &'static [u16],
    /// Some names are patterns (`--no-*`).
    pub patterns: bool,
    /// What it does, as its number in [`MANNERS`].
    manner: u16,
}

impl std::ops::Deref for Form {
    type Target = Manner;
    fn deref(&self) -> &Manner {
        // The build writes no other number.
        MANNERS.get(usize::from(self.manner)).unwrap_or(&NO_MANNER)
    }
}

/// Understands nothing.
const NO_MANNER: Manner = Manner {
    does: &[Verb::Unknown],
    bare: None,
    operands: &Operands { head: &[], rest: None, tail: &[] },
    open: false,
    lenient: false,
    stdin: None,
    fed: false,
    stops_at_operand: false,
    scope: None,
    behind: 0,
    handler: None,
};

impl Manner {
    /// Whose the words behind `--` are.
    #[must_use]
    pub fn behind(&self) -> Option<&'static str> {
        BEHIND.get(usize::from(self.behind).checked_sub(1)?).copied()
    }
}

impl Form {
    /// The options that matter.
    pub fn options(&self) -> impl Iterator<Item = Opt> + use<> {
        self.options.iter().zip(self.spellings.lines()).filter_map(|(number, names)| meaning(*number, names))
    }

    /// Every option of this form, those that matter first.
    pub fn every_option(&self) -> impl Iterator<Item = Opt> + use<> {
        let text = self.spellings;
        let plain = self.plain.into_iter().zip(PLAIN).flat_map(move |(from, arg)| {
            let line = text.get(usize::from(from)..).and_then(|t| t.lines().next()).unwrap_or_default();
            Names(line).iter().map(move |name| Opt::plain(name, arg))
        });
        self.options().chain(plain)
    }

    /// The option of exactly this name. `bare` takes off what does not count.
    pub fn option(&self, name: &str, bare: impl Fn(&str) -> &str) -> Option<Opt> {
        let name = bare(name);
        let mut at = slot(name, self.slots.len());
        for _ in 0..self.slots.len() {
            let start = self.slots.get(at)?.checked_sub(1)?;
            let known = self.spellings.get(usize::from(start)..)?;
            let known = known.split_once(' ').map_or(known, |(known, _)| known);
            if bare(known) == name {
                return self.option_at(start, known);
            }
            at = (at + 1) % self.slots.len();
        }
        None
    }

    /// The option with the longest pattern (`--no-*`) whose part before the star fits. Few of the names are patterns, and
    /// only these are looked at.
    pub fn option_like(&self, fits: impl Fn(&str) -> bool) -> Option<Opt> {
        let ends = |star: &usize| self.spellings.as_bytes().get(star + 1) == Some(&b' ');
        let mut best: Option<(usize, usize)> = None;
        for star in self.spellings.match_indices('*').map(|(star, _)| star).filter(ends) {
            let lead = self.spellings.get(..star)?.rsplit([' ', '\n']).next()?;
            let start = star.checked_sub(lead.len())?;
            if fits(lead) && best.is_none_or(|(start, star)| star - start < lead.len()) {
                best = Some((start, star));
            }
        }
        let (start, star) = best?;
        self.option_at(u16::try_from(start).ok()?, self.spellings.get(start..=star)?)
    }

    /// The option whose name `known` stands there in the text.
    fn option_at(&self, start: u16, known: &'static str) -> Option<Opt> {
        let plain = self.plain.into_iter().zip(PLAIN).rev().find(|(from, _)| *from <= start);
        if let Some((_, arg)) = plain {
            return Some(Opt::plain(known, arg));
        }
        let (before, _) = self.spellings.split_at_checked(usize::from(start))?;
        let number = self.options.get(before.bytes().filter(|byte| *byte == b'\n').count())?;
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        meaning(*number, self.spellings.get(line..)?.lines().next()?)
    }
}

/// The option that means what stands at this number, under these names.
fn meaning(number: u16, names: &'static str) -> Option<Opt> {
    OPTIONS.get(usize::from(number)).map(|option| Opt { names: Names(names), ..*option })
}

/// How the options that change nothing take a value, in the order of [`Form::plain`].
const PLAIN: [Arg; 3] = [Arg::No, Arg::Required, Arg::Attached];

impl Paths {
    /// Leads on to the next group of paths with the same first letter whose letter is wanted.
    fn group(&mut self) -> Option<()> {
        loop {
            let (head, rest) = self.rest.split_first_chunk::<3>()?;
            let (group, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([head[1], head[2]])))?;
            self.rest = rest;
            if self.lead.is_none() || self.lead == Some(head[0]) || head[0] == b'*' {
                self.group = group;
                return Some(());
            }
        }
    }

    /// Only the paths that may begin with this word: their first letters are its own, or a star.
    pub fn beginning(self, word: &str) -> Self {
        let mut letters = word.bytes();
        // A word without a letter has no path but a star's.
        Self { lead: Some(letters.next().unwrap_or(b'*')), second: letters.next(), ..self }
    }

    /// Whether a path may be one of those that are wanted. Of git's two hundred, some thirty begin with one letter.
    fn is_wanted(&self, path: &[u8]) -> bool {
        let second = path.get(1).copied().filter(|byte| *byte != b' ');
        self.lead.is_none() || path.first() == Some(&b'*') || second == Some(b'*') || second == self.second
    }
}

/// A program.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// How it reads options.
    pub style: Style,
    /// `@file` stands for the words in that file.
    pub responses: bool,
    /// A word with a dash behind an option with a value may be that value or the next option.
    pub dashed: bool,
    /// It takes beginnings of its commands' words (`mig:fr` for `migrate:fresh`).
    pub abbreviates: bool,
    /// The form without subcommand.
    pub root: Form,
    /// The subcommands.
    pub forms: &'static [Form],
    /// Their words, in one piece: for each first letter of paths that letter, the length of its group (two bytes), and for
    /// each path of the group the number of its form (two bytes), its length and its words with spaces between. Looking for a
    /// subcommand would else touch a dozen pages of tables.
    pub words: &'static [u8],
}

impl Program {
    /// Each path of words with the number of the form that it leads to; in order among those with the same first letter.
    pub fn paths(&self) -> Paths {
        Paths { rest: self.words, group: &[], lead: None, second: None }
    }

    /// The paths of one form.
    pub fn paths_of(&self, form: usize) -> impl Iterator<Item = &'static str> + use<> {
        self.paths().filter(move |(at, _)| *at == form).map(|(_, path)| path)
    }
}

/// The paths of a program's subcommands.
pub struct Paths {
    rest: &'static [u8],
    group: &'static [u8],
    /// Only this first letter is wanted, or a star.
    lead: Option<u8>,
    /// And only this second one, where a first is wanted.
    second: Option<u8>,
}

impl Iterator for Paths {
    type Item = (usize, &'static str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.group.is_empty() {
                self.group()?;
            }
            let (head, rest) = self.group.split_first_chunk::<3>()?;
            let (path, rest) = rest.split_at_checked(usize::from(head[2]))?;
            self.group = rest;
            if self.is_wanted(path) {
                return Some((usize::from(u16::from_le_bytes([head[0], head[1]])), std::str::from_utf8(path).ok()?));
            }
        }
    }
}

/// The program of that name (a basename). A hash table: a search in the sorted list would touch a dozen pages.
#[must_use]
pub fn find(name: &str) -> Option<&'static Program> {
    let mut at = slot(name, SLOTS.len());
    for _ in 0..SLOTS.len() {
        let (known, program) = NAMES.get(usize::from(*SLOTS.get(at)?).checked_sub(1)?)?;
        if *known == name {
            return PROGRAMS.get(usize::from(*program));
        }
        at = (at + 1) % SLOTS.len();
    }
    None
}

/// Where the search for a name begins in a table of so many slots, a power of two or none; `build/knowledge.rs` fills the
/// tables by the same function.
fn slot(name: &str, slots: usize) -> usize {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    hash as usize & slots.wrapping_sub(1)
}

/// All names and the programs they stand for, in order of name.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Program)> {
    NAMES.iter().filter_map(|(n, i)| Some((*n, PROGRAMS.get(*i as usize)?)))
}

/// What people read of a program.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// Its own name.
    pub program: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The version whose documentation was read.
    pub checked: &'static str,
    /// The examples, one behind another.
    tests: &'static str,
}

impl Described {
    /// Commands and the effects that they are expected to have.
    pub fn examples(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let parts = |test: &'static str| test.split_once('→').unwrap_or((test, ""));
        self.tests.split('\u{1e}').map(parts).map(|(command, effects)| (command.trim(), effects.trim()))
    }
}

/// What people read of each program, one for each knowledge file.
pub fn described() -> impl Iterator<Item = Described> {
    static TEXT: LazyLock<String> = LazyLock::new(|| EXAMPLES.text());
    TEXT.split_terminator('\u{1d}').map(|family| {
        let mut parts = family.splitn(4, '\u{1e}');
        let mut next = || parts.next().unwrap_or_default();
        Described { program: next(), about: next(), checked: next(), tests: next() }
    })
}

/// The examples of the knowledge files: program, command, expected effects.
pub fn examples() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    described().flat_map(|d| d.examples().map(move |(command, effects)| (d.program, command, effects)))
}
