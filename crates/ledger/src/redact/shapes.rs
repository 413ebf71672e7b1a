//! Secrets that are known by their shape: looks for the rows of `kinds.rs` in one text.

use automode_model::secret::Strength;

use super::alphabet::ALPHABETS;
use super::kinds::{INDEX, SECOND, SHAPES, Shape, may_begin};
use super::memo::Memo;
use super::value::{self, Hand};
use super::{Found, placeholder_bytes};

/// How much of a token is looked at to tell it from a word.
const EXAMINED_BYTES: usize = 128;

/// Looks for shapes in one text; remembers how far each alphabet reaches.
#[derive(Default)]
pub(super) struct Shapes {
    ends: [Memo; ALPHABETS],
}

impl Shapes {
    /// The secret that begins at `at`, which is the beginning of a word.
    pub(super) fn at(&mut self, bytes: &[u8], at: usize) -> Option<Found> {
        // What is shorter than three bytes is no secret.
        let head = *bytes.get(at..)?.first_chunk::<3>()?;
        let [first, second, _] = head;
        let seconds = SECOND.get(usize::from(first)).copied()?;
        if seconds >> (second & 63) & 1 == 0 || !may_begin(head) {
            return None;
        }
        self.row(bytes, at, first, second)
    }

    fn row(&mut self, bytes: &[u8], at: usize, first: u8, second: u8) -> Option<Found> {
        let rest = bytes.get(at..)?;
        let (from, to) = INDEX.get(usize::from(first)).copied()?;
        let rows = SHAPES.get(usize::from(from)..usize::from(to))?;
        let near = rows.iter().filter(|shape| shape.prefix.get(1) == Some(&second));
        for shape in near.filter(|shape| rest.starts_with(shape.prefix)) {
            let start = at + shape.prefix.len();
            // A public token of Mapbox goes on like a web token.
            if shape.id == "jwt" && bytes.get(..at).is_some_and(|before| before.ends_with(b"pk.")) {
                continue;
            }
            if let Some((end, strength)) = self.end(bytes, start, shape) {
                let at = if shape.keep { start } else { at };
                return Some(Found { at: at..end, kind: shape.kind, id: shape.id, min_run: 1, strength });
            }
        }
        None
    }

    /// Where the secret behind the prefix ends, where it is one.
    fn end(&mut self, bytes: &[u8], start: usize, shape: &Shape) -> Option<(usize, Strength)> {
        let body = bytes.get(start..)?;
        let of = shape.of;
        let memo = self.ends.get_mut(of as usize)?;
        let end = memo.end(start, || start + body.iter().position(|b| !of.has(*b)).unwrap_or(body.len()));
        // A sentence may end behind it.
        let token = body.get(..end - start)?;
        let dots = token.iter().rev().take(3).take_while(|b| **b == b'.').count();
        let token = token.get(..token.len() - dots)?;
        let whole = !body.get(token.len()).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let fits = (shape.min..=shape.max).contains(&token.len()) && whole && placeholder_bytes(body, 0).is_none();
        let looked_at = token.get(..token.len().min(EXAMINED_BYTES))?;
        if !fits || !of.jwt(token) {
            return None;
        }
        let strength = match value::hand(looked_at) {
            _ if shape.check.proof(token) == Some(true) => Strength::Certain,
            Hand::Mask => return None,
            // A stand-in without a provider's own mark is just a word (`Bearer 1111111111111111`).
            Hand::Typed if shape.keep || shape.prefix.len() < 3 => return None,
            Hand::Typed => Strength::StandIn,
            Hand::Chance if of.plausible(looked_at) && shape.check.holds(shape.prefix, looked_at) => Strength::Certain,
            Hand::Chance => return None,
        };
        Some((start + token.len(), strength))
    }
}
