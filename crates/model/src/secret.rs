//! The words for secrets: the placeholder that stands for one, and how sure its finder was. Made by `automode-ledger`
//! before anything is judged or stored; read by the engine, the session's fold and `scan`.
//!
//! A placeholder is `SECRET_github_1a2b3c4d5e6f`: a kind, and digits of a keyed hash that are equal for equal secrets.

/// How every placeholder begins.
pub const MARK: &str = "SECRET_";

/// How many hexadecimal digits of the keyed hash a placeholder has.
pub const DIGITS: usize = 12;

/// The longest kind in a placeholder.
pub const MAX_KIND_BYTES: usize = 28;

/// How sure it is that a value is a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Has the shape of one and is made by hand (`sk_live_1111…`): nobody's secret, but nothing to send out either.
    StandIn,
    /// Only its name says so.
    Named,
    /// Its name says so, and chance made it.
    Random,
    /// A provider's own shape, or a place that holds nothing else.
    Certain,
}

/// The kinds that a name alone gives.
const BY_NAME: &[&str] = &["password", "token", "authorization", "key", "bearer"];

/// What marks a stand-in's kind.
pub const STAND_IN: &str = "standin";

/// What marks a kind whose value chance made.
pub const RANDOM: &str = "random";

/// The kind of a value that was recognised because the session read it before.
pub const TRACED: &str = "traced";

/// A placeholder in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark<'a> {
    /// What it is, as written.
    pub kind: &'a str,
    /// The digits of the keyed hash.
    pub digits: &'a str,
    /// Where it begins.
    pub at: usize,
    /// How long it is.
    pub len: usize,
}

impl<'a> Mark<'a> {
    /// How sure its finder was.
    #[must_use]
    pub fn strength(&self) -> Strength {
        match self.kind {
            kind if kind.ends_with(STAND_IN) => Strength::StandIn,
            kind if kind.starts_with(RANDOM) => Strength::Random,
            kind if BY_NAME.contains(&kind) => Strength::Named,
            _ => Strength::Certain,
        }
    }

    /// A provider's shape or place gave it away, be it a stand-in; not only a name.
    #[must_use]
    pub fn is_shaped(&self) -> bool {
        !BY_NAME.contains(&self.plain_kind())
    }

    /// It was recognised because the session had read it.
    #[must_use]
    pub fn is_traced(&self) -> bool {
        self.kind.starts_with(TRACED)
    }

    /// The kind without what it says of the strength.
    #[must_use]
    pub fn plain_kind(&self) -> &'a str {
        let kind = self.kind.strip_suffix(STAND_IN).unwrap_or(self.kind);
        let kind = kind.strip_prefix(TRACED).unwrap_or(kind);
        kind.strip_prefix(RANDOM).unwrap_or(kind)
    }
}

/// The placeholders in a text, in order.
pub fn marks(text: &str) -> impl Iterator<Item = Mark<'_>> {
    // By its first letter: thousands of short texts are asked, and a search made ready for each costs more than the text.
    let begins = text.bytes().zip(0..).filter(|(byte, _)| Some(byte) == MARK.as_bytes().first());
    begins.filter_map(|(_, at)| mark_at(text, at))
}

/// The placeholder that begins at `at`, where one does.
#[must_use]
pub fn mark_at(text: &str, at: usize) -> Option<Mark<'_>> {
    let rest = text.get(at..)?.strip_prefix(MARK)?;
    let is_kind = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let kind = rest.bytes().take(MAX_KIND_BYTES + 1).take_while(is_kind).count();
    let tail = rest.get(kind..)?.strip_prefix('_')?;
    let digits = tail.bytes().take(DIGITS + 1).take_while(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).count();
    let ends = !tail.as_bytes().get(digits).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let whole = (1..=MAX_KIND_BYTES).contains(&kind) && digits == DIGITS && ends;
    whole.then_some(Mark {
        kind: rest.get(..kind)?,
        digits: tail.get(..digits)?,
        at,
        len: MARK.len() + kind + 1 + digits,
    })
}

/// What is kept of a value that was read, to know it again when it leaves: keyed prints of its parts and of its other
/// spellings. Nobody can make the value of them, and without the key not even tell whether a guess is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// What it is.
    pub kind: String,
    /// The digits of its placeholder.
    pub digits: String,
    /// The prints, sorted.
    pub prints: Vec<u64>,
}

/// How many values are kept of one text, the first ones.
pub const MAX_TRACES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_say_how_sure_they_are() {
        let strength = |kind: &str| {
            let text = format!("a SECRET_{kind}_0123456789ab b");
            let all: Vec<_> = marks(&text).map(|m| (m.strength(), m.plain_kind().to_owned())).collect();
            all.first().cloned()
        };
        for (kind, expected, plain) in [
            ("github", Strength::Certain, "github"),
            ("githubstandin", Strength::StandIn, "github"),
            ("password", Strength::Named, "password"),
            ("randompassword", Strength::Random, "password"),
            ("passwordstandin", Strength::StandIn, "password"),
            ("tracedgithub", Strength::Certain, "github"),
        ] {
            assert_eq!(strength(kind), Some((expected, plain.to_owned())), "{kind}");
        }
        assert_eq!(strength("Github"), None);
    }

    #[test]
    fn only_whole_placeholders_count() {
        for other in ["SECRET_aws_0123456789", "SECRET_aws_0123456789abc", "SECRET_KEY", "SECRET__0123456789ab", ""] {
            assert_eq!(marks(other).count(), 0, "{other}");
        }
        assert_eq!(marks("SECRET_SECRET_aws_0123456789ab").count(), 1);
    }
}
