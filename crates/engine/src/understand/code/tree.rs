//! What code says, as far as it matters what it reaches for: expressions, with the statements around them flattened. Made by
//! `parse`, read by `walk`.

/// A piece of a string.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Itself.
    Text(String),
    /// A value.
    Value(Expr),
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub struct Arg {
    /// `name=value`, `name: value`.
    pub name: Option<String>,
    /// What is given.
    pub value: Expr,
}

/// A name that is brought in from a module.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The module.
    pub module: String,
    /// What of it; none for the module itself, `*` for everything.
    pub name: Option<String>,
    /// What it is called here.
    pub alias: String,
}

/// An expression or a statement.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A name, with its sigil.
    Name(String),
    /// A string.
    Text(Vec<Piece>),
    /// A command in backticks.
    Tick(Vec<Piece>),
    /// A number, a truth value, nothing.
    Plain,
    /// A list, tuple or set.
    List(Vec<Self>),
    /// Keys and values; a key that is no name or string is none.
    Dict(Vec<(Option<String>, Self)>),
    /// `a.b`
    Attr(Box<Self>, String),
    /// `a[b]`
    Index(Box<Self>, Box<Self>),
    /// `a(b)`; with `new` before it too.
    Call(Box<Self>, Vec<Arg>),
    /// `a + b`, `a / b`: the sign and its operands.
    Sum(&'static str, Vec<Self>),
    /// `a = b`
    Assign(Box<Self>, Box<Self>),
    /// `for a in b`
    Each(Box<Self>, Box<Self>),
    /// A function with parameters and body; a body that was flattened into its surroundings is empty.
    Func(Option<String>, Vec<(String, Option<Self>)>, Vec<Self>),
    /// Names that get values from elsewhere.
    Declare(Vec<String>),
    /// Names from modules.
    Import(Vec<Imported>),
    /// One of these.
    Either(Vec<Self>),
    /// All of these; what comes out is computed.
    Many(Vec<Self>),
    /// What a function gives back.
    Return(Box<Self>),
}

impl Expr {
    /// The name, where it is nothing else.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Name(n) => Some(n),
            _ => None,
        }
    }

    /// The text, where it is a plain string.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let Self::Text(pieces) = self else { return None };
        pieces
            .iter()
            .map(|p| match p {
                Piece::Text(t) => Some(t.as_str()),
                Piece::Value(_) => None,
            })
            .collect()
    }
}
