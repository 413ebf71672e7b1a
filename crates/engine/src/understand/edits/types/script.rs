//! TypeScript without its types.
use super::super::norm::Norm;

/// The words that are left.
#[must_use]
pub fn erase(t: &[Norm<'_>]) -> Vec<String> {
    t.iter().map(|n| n.text.to_string()).collect()
}
