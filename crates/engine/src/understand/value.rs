//! What is known of a word before it runs: text, live patterns, and gaps. Used by the shell evaluator and by everything
//! that reads arguments.

/// Text that is not known before it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// Why, for people.
    pub why: String,
    /// A secret may be in it.
    pub secret: bool,
    /// It comes from the network.
    pub network: bool,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Known text.
    Text(String),
    /// A live pattern: stands for names that we do not list.
    Glob(String),
    /// Not known.
    Gap(Gap),
}

/// A word, as far as it is known. Adjacent texts are merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Val {
    pieces: Vec<Piece>,
    /// Unquoted and not known: may be several words or none.
    pub many: bool,
}

/// The pattern that stands for some number.
pub const NUMBER: &str = "[0-9]";

/// Some number.
#[must_use]
pub fn number() -> Val {
    Val { pieces: vec![Piece::Glob(NUMBER.into())], many: false }
}

/// A known word longer than this counts as not known: bounds what repeated concatenation can build.
pub const MAX_WORD_BYTES: usize = 128 * 1024;

impl Val {
    /// A known word.
    pub fn text(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(text.into())], many: false }
    }

    /// A word of which nothing is known.
    pub fn gap(why: impl Into<String>) -> Self {
        Self::from_gap(Gap { why: why.into(), ..Gap::default() })
    }

    /// A word of which nothing but its origin is known.
    #[must_use]
    pub fn from_gap(gap: Gap) -> Self {
        Self { pieces: vec![Piece::Gap(gap)], many: false }
    }

    /// The same, but unquoted: it may be several words or none.
    #[must_use]
    pub fn spread(mut self) -> Self {
        self.many = true;
        self
    }

    /// The same, in quotes: exactly one word.
    #[must_use]
    pub fn whole(mut self) -> Self {
        self.many = false;
        self
    }

    /// Adds a piece at the end.
    pub fn push(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Text(have)), Piece::Text(more)) if have.len() + more.len() <= MAX_WORD_BYTES => {
                have.push_str(&more)
            }
            (Some(Piece::Text(have)), Piece::Text(_)) => {
                have.clear();
                self.pieces.push(Piece::Gap(Gap { why: "a word over the length limit".into(), ..Gap::default() }));
            }
            (_, piece) => self.pieces.push(piece),
        }
    }

    /// Adds a word at the end.
    pub fn extend(&mut self, other: &Self) {
        for p in &other.pieces {
            self.push(p.clone());
        }
        self.many |= other.many;
    }

    /// The pieces.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The whole word where all of it is known (a live pattern is not).
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(t)] => Some(t),
            _ => None,
        }
    }

    /// The same as a shell reads it from a file or its input: a backslash at the very end is nothing.
    #[must_use]
    pub fn as_script(&self) -> Self {
        let continued = |t: &&str| t.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
        match self.known().filter(continued).and_then(|t| t.strip_suffix('\\')) {
            Some(text) => Self::text(text),
            None => self.clone(),
        }
    }

    /// It is no text once the shell decodes it: it ends at a NUL, whatever a reader sees behind it, as in
    /// `$'https://a.example\x00.trusted.example/'`.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.why().is_some_and(|why| why.starts_with("$'") && why.contains(['/', '.']))
    }

    /// The known text at its beginning.
    #[must_use]
    pub fn prefix(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Text(t)) => t,
            _ => "",
        }
    }

    /// Exactly one word.
    #[must_use]
    pub fn is_one(&self) -> bool {
        !self.many && !self.pieces.iter().any(|p| matches!(p, Piece::Glob(g) if g != NUMBER))
    }

    /// It holds a live pattern.
    #[must_use]
    pub fn has_glob(&self) -> bool {
        self.pieces.iter().any(|p| matches!(p, Piece::Glob(_)))
    }

    /// Why it is not known, where it has a gap.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        self.pieces.iter().find_map(|p| match p {
            Piece::Gap(gap) => Some(gap.why.as_str()),
            _ => None,
        })
    }

    /// A secret may be in it.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.pieces.iter().any(|p| match p {
            Piece::Gap(gap) => gap.secret,
            Piece::Text(t) | Piece::Glob(t) => crate::secrets::is_marked(t),
        })
    }

    /// Some of it comes from the network.
    #[must_use]
    pub fn is_network(&self) -> bool {
        self.pieces.iter().any(|p| matches!(p, Piece::Gap(gap) if gap.network))
    }

    /// For people: gaps as `…`.
    #[must_use]
    pub fn show(&self) -> String {
        let mut out = String::new();
        for p in &self.pieces {
            match p {
                Piece::Text(t) | Piece::Glob(t) => out.push_str(t),
                Piece::Gap(_) => out.push('…'),
            }
        }
        out
    }

    /// A name below somebody's domain whose first part is what a command prints.
    #[must_use]
    pub fn carries_output(&self) -> bool {
        let [Piece::Gap(first), .., Piece::Text(last)] = self.pieces() else { return false };
        first.why.starts_with("the output of") && last.starts_with('.') && last.trim_matches('.').contains('.')
    }

    /// The word without its first `bytes` bytes, all of which must be known text.
    #[must_use]
    pub fn skip(&self, bytes: usize) -> Self {
        let mut out = self.clone();
        if let Some(Piece::Text(t)) = out.pieces.first_mut() {
            *t = t.get(bytes..).unwrap_or("").to_owned();
        }
        out.pieces.retain(|p| !matches!(p, Piece::Text(t) if t.is_empty()));
        out
    }

    /// Splits at the first `at` within the known text at the beginning: the text before, the word after.
    #[must_use]
    pub fn split_once(&self, at: char) -> Option<(String, Self)> {
        let (before, _) = self.prefix().split_once(at)?;
        let before = before.to_owned();
        let rest = self.skip(before.len() + at.len_utf8());
        Some((before, rest))
    }
}

/// How many alternative values of one variable or word are followed; more count as not known.
pub const MAX_ALTERNATIVES: usize = 24;

/// The values that something may have: never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    values: Vec<Val>,
}

impl Set {
    /// One value.
    #[must_use]
    pub fn one(value: Val) -> Self {
        Self { values: vec![value] }
    }

    /// Several; none or too many make it a gap.
    pub fn of(mut values: Vec<Val>, why: &str) -> Self {
        values.sort();
        values.dedup();
        if values.is_empty() || values.len() > MAX_ALTERNATIVES {
            return Self::one(Val::gap(why));
        }
        Self { values }
    }

    /// What it may be.
    #[must_use]
    pub fn values(&self) -> &[Val] {
        &self.values
    }

    /// The same, or nothing: where it may be unset. What is not known may be nothing anyway.
    #[must_use]
    pub fn or_empty(&self) -> Self {
        if self.values.iter().all(|v| v.why().is_some() && v.pieces().len() == 1) {
            return self.clone();
        }
        self.join(&Self::one(Val::default()))
    }

    /// Either this or that.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        Self::of(self.values.iter().chain(&other.values).cloned().collect(), "a variable with too many possible values")
    }
}
