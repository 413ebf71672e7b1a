//! What only one language has, for those that came last: sigils, letters that are quoted on one side, and the like.

use super::{Kind, Lexer};

/// Longest name of a sigil.
const MAX_SIGIL: usize = 8;

impl Lexer<'_> {
    /// Elixir's `~r/…/`, `~w(…)`, `~S"""…"""`.
    pub(super) fn sigil(&self, b: u8) -> Option<(Kind, usize)> {
        if b != b'~' || !self.byte(1).is_ascii_alphabetic() {
            return None;
        }
        let name = self.bytes.get(self.at + 1..)?.iter().take(MAX_SIGIL).take_while(|b| b.is_ascii_alphabetic());
        let n = 1 + name.count();
        let open = self.text.get(self.at + n..)?;
        let long = ["\"\"\"", "'''"].into_iter().find(|q| open.starts_with(q));
        let close = long.or(match self.byte(n) {
            b'(' => Some(")"),
            b'[' => Some("]"),
            b'{' => Some("}"),
            b'<' => Some(">"),
            b'/' => Some("/"),
            b'|' => Some("|"),
            b'"' => Some("\""),
            b'\'' => Some("'"),
            _ => None,
        })?;
        Some((Kind::Text, self.string_end(self.at + n + close.len(), close, true)?))
    }

    /// `'a'` of Haskell and its kin; any other `'` belongs to a name or a type.
    pub(super) fn quoted_letter(&self, b: u8) -> Option<(Kind, usize)> {
        if b != b'\'' {
            return None;
        }
        let from = self.at + 1 + usize::from(self.byte(1) == b'\\');
        let width = self.text.get(from..)?.chars().next().map_or(1, char::len_utf8);
        let closed = self.bytes.get(from + width) == Some(&b'\'');
        closed.then_some((Kind::Text, from + width + 1))
    }

    /// A letter of a Lisp: `\a`, `\"`, `\;`.
    pub(super) fn lisp_letter(&self, b: u8) -> Option<(Kind, usize)> {
        let width = self.rest().chars().nth(1).map_or(1, char::len_utf8);
        (b == b'\\').then_some((Kind::Text, self.at + 1 + width))
    }

    /// Perl's documentation, from `=head1` to `=cut`; true where it was consumed.
    pub(super) fn perl_pod(&mut self) -> bool {
        if self.byte(0) != b'=' || !self.byte(1).is_ascii_alphabetic() {
            return false;
        }
        let end = self.rest().find("\n=cut").map_or(self.bytes.len(), |e| self.end_of_line(self.at + e + 1));
        self.push(Kind::Comment, end, true);
        true
    }
}
