//! The command tree: what the shell would read. Own types, so that the parser behind them can change.
//!
//! Quotes are removed, spans kept. What was not understood is a [`Part::Opaque`], [`Node::Opaque`] or an entry in
//! [`Script::problems`]; whoever walks the tree must treat each as "anything could happen here".

use automode_model::Span;

/// A whole text for a shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Its commands.
    pub body: Vec<Stmt>,
    /// What the grammar or our limits refused; not empty means that the tree may lack commands.
    pub problems: Vec<Problem>,
}

/// Something that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Why, for people: lower case, one clause.
    pub why: String,
    /// Where.
    pub span: Span,
}

/// A command with its redirections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stmt {
    /// What it is.
    pub node: Node,
    /// In order; they apply to the whole node.
    pub redirects: Vec<Redirect>,
    /// Ended by `&` (or zsh's `&!`, `&|`).
    pub background: bool,
    /// Preceded by `!`.
    pub negated: bool,
    /// All of it.
    pub span: Span,
}

/// What joins a command to the one before it in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// `&&`
    And,
    /// `||`
    Or,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Words, assignments, both.
    Simple(Simple),
    /// `a | b |& c`; each part runs in its own subshell. The flag says that stderr goes along (`|&`) out of that part.
    Pipeline(Vec<(Stmt, bool)>),
    /// `a && b || c`
    List(Box<Stmt>, Vec<(Join, Stmt)>),
    /// `( … )`
    Subshell(Vec<Stmt>),
    /// `{ …; }`
    Group(Vec<Stmt>),
    /// `if`; condition and body of each branch, then `else`.
    If(Vec<(Vec<Stmt>, Vec<Stmt>)>, Vec<Stmt>),
    /// `while` and `until`
    Loop {
        /// It is `until`.
        until: bool,
        /// Condition.
        cond: Vec<Stmt>,
        /// Body.
        body: Vec<Stmt>,
    },
    /// `for x in …`, `select`, zsh `foreach`
    For {
        /// The variables (several only in zsh).
        names: Vec<String>,
        /// What they run over; none is `"$@"`.
        words: Option<Vec<Word>>,
        /// Body.
        body: Vec<Stmt>,
        /// It is `select`: the value comes from the user.
        select: bool,
    },
    /// `for ((a; b; c))`
    ForArith(Vec<Arith>, Vec<Stmt>),
    /// zsh `repeat N`
    Repeat(Word, Vec<Stmt>),
    /// `case`
    Case(Word, Vec<Arm>),
    /// `name() …`
    Function(Vec<String>, Box<Stmt>),
    /// zsh `() { … } args` and `function { … }`
    Anonymous(Box<Stmt>, Vec<Word>),
    /// `(( … ))`
    Arith(Arith),
    /// `[[ … ]]`: the operators and operands in order; operands of `-v`, `-eq` and the like are arithmetic or names.
    Test(Vec<TestPart>),
    /// `coproc NAME …`
    Coproc(Option<String>, Box<Stmt>),
    /// `time …`
    Time(Box<Stmt>),
    /// zsh `{ … } always { … }`
    Always(Vec<Stmt>, Vec<Stmt>),
    /// Not understood.
    Opaque(String),
}

/// One arm of a `case`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arm {
    /// The patterns.
    pub patterns: Vec<Word>,
    /// The body.
    pub body: Vec<Stmt>,
    /// `;&` or `;;&`: the next arm may run too.
    pub falls_through: bool,
}

/// A part of `[[ … ]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestPart {
    /// `-f`, `==`, `&&`, `(` …
    Op(String),
    /// An operand.
    Word(Word),
}

/// Assignments and words. `words[0]` is the command; none means that only assignments and redirections happen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Simple {
    /// `A=b` before the command.
    pub assignments: Vec<Assignment>,
    /// The command and its arguments. For a declaration builtin the keyword, its options and plain names.
    pub words: Vec<Word>,
    /// For a declaration builtin (`declare`, `local`, `export`, `readonly`, `typeset`): what it assigns, in order.
    pub declared: Vec<Assignment>,
}

/// `NAME=value`, `NAME[i]+=value`, `NAME=(…)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The variable.
    pub name: String,
    /// The subscript, which is arithmetic: `a[$(cmd)]=1` runs `cmd`.
    pub index: Option<Word>,
    /// `+=`
    pub append: bool,
    /// What it becomes.
    pub value: Value,
    /// All of it.
    pub span: Span,
}

/// The right side of an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One word, not split, no globs.
    Scalar(Word),
    /// `( … )` with an optional subscript for each.
    Array(Vec<(Option<Word>, Word)>),
}

/// A word: parts side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// In order; none is the empty word.
    pub parts: Vec<Part>,
    /// Where it stands.
    pub span: Span,
}

impl Word {
    /// The word's value where it holds nothing but literal text without live pattern characters.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Lit(t) | Part::Quoted(t) => out.push_str(t),
                Part::Double(parts) => out.push_str(&Self { parts: parts.clone(), span: self.span }.literal()?),
                _ => return None,
            }
        }
        Some(out)
    }
}

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Unquoted text without live pattern characters.
    Lit(String),
    /// Text from `'…'`, `$'…'` (decoded) or a backslash.
    Quoted(String),
    /// `"…"` and `$"…"`: its parts are neither split nor globbed.
    Double(Vec<Part>),
    /// A live pattern character or group, as written: `*`, `?`, `[a-z]`, `@(…)`, `**`.
    Glob(String),
    /// `~`, `~user`, `~+`: the text after the tilde.
    Tilde(String),
    /// `$x`, `${x…}`
    Param(Param),
    /// `$(…)`, `` `…` ``, `${ …; }`
    Command(Vec<Stmt>),
    /// `<(…)` (true) and `>(…)`
    Process(bool, Vec<Stmt>),
    /// `$((…))`, `$[…]`
    Arith(Arith),
    /// `{a,b}`: the alternatives.
    Brace(Vec<Word>),
    /// `{1..9}`, `{a..z..2}`: as written, without the braces.
    Range(String),
    /// Not understood.
    Opaque(String),
}

/// A parameter expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The variable, positional (`1`) or special (`@`, `?`) parameter.
    pub name: String,
    /// `[i]`, which is arithmetic; `@` and `*` are the literal words.
    pub index: Option<Box<Word>>,
    /// `${!x}`: the value is a name again.
    pub indirect: bool,
    /// What is done with the value.
    pub op: ParamOp,
}

/// What a parameter expansion does with the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamOp {
    /// Nothing.
    None,
    /// `${#x}`
    Length,
    /// `${x:-w}`, `${x-w}`; the flag says with colon.
    Default(bool, Word),
    /// `${x:=w}`, `${x=w}`
    Assign(bool, Word),
    /// `${x:+w}`, `${x+w}`
    Alternative(bool, Word),
    /// `${x:?w}`, `${x?w}`
    Error(bool, Word),
    /// `${x#p}`, `${x##p}`; the flag says longest.
    TrimPrefix(bool, Word),
    /// `${x%p}`, `${x%%p}`
    TrimSuffix(bool, Word),
    /// `${x/p/w}`: pattern, replacement, all, anchored at `#` or `%`.
    Replace {
        /// The pattern.
        pattern: Word,
        /// What it becomes.
        with: Word,
        /// `//`
        all: bool,
        /// `/#` or `/%`
        anchor: Option<char>,
    },
    /// `${x:o:l}`: arithmetic.
    Slice(Arith, Option<Arith>),
    /// `${x^}`, `${x,,}`: upper, all, pattern.
    Case(bool, bool, Option<Word>),
    /// `${x@Q}`; `P` and `E` evaluate.
    Transform(char),
    /// `${!p*}`, `${!p@}`: names.
    Names,
    /// `${!a[@]}`: keys.
    Keys,
    /// Something else (zsh flags and modifiers), as written; may evaluate its text.
    Other(String, Vec<Word>),
}

/// An arithmetic expression. Bash evaluates variables in it as expressions again and array subscripts as words, so each
/// name in it may run a command substitution that its *value* holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arith {
    /// As written.
    pub text: String,
    /// Its substitutions and text, as a word.
    pub word: Word,
}

/// A redirection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The descriptor, where written.
    pub fd: Option<i32>,
    /// `{name}>…`
    pub fd_name: Option<String>,
    /// Which.
    pub op: RedirectOp,
    /// Where to.
    pub target: Word,
    /// All of it.
    pub span: Span,
}

/// A kind of redirection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectOp {
    /// `>`
    Write,
    /// `>|`
    Clobber,
    /// `>>`
    Append,
    /// `<`
    Read,
    /// `<>`
    ReadWrite,
    /// `<<`, `<<-`: the target is the body (tabs stripped); in an unquoted one expansions are live, as in `"…"`.
    Heredoc,
    /// `<<<`
    HereString,
    /// `>&`: a descriptor, `-`, or a file.
    DupOut,
    /// `<&`
    DupIn,
    /// `&>`
    WriteBoth,
    /// `&>>`
    AppendBoth,
}
