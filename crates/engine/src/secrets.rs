//! Marks of secrets: what `ledger` put in their place before anything was judged (`automode_model::secret`).

use automode_model::secret::{self, Strength};

/// Every placeholder begins so. Made by `automode-ledger`; whoever writes one by hand only makes a verdict stricter.
pub use automode_model::secret::MARK;

/// True where something stood in this text that must not leave the machine: a secret, or a stand-in with a provider's own
/// beginning, which a hand may have made of a real one.
#[must_use]
pub fn is_marked(text: &str) -> bool {
    secret::marks(text).any(|m| m.strength() > Strength::StandIn || m.is_shaped())
}

/// True where a secret stood in this text that is somebody's.
#[must_use]
pub fn is_real(text: &str) -> bool {
    secret::marks(text).any(|m| m.strength() > Strength::StandIn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_strengths() {
        for (text, marked, real) in [
            ("a SECRET_github_0123456789ab", true, true),
            ("a SECRET_stripestandin_0123456789ab", true, false),
            ("a SECRET_tokenstandin_0123456789ab", false, false),
            ("a SECRET_password_0123456789ab", true, true),
            ("SECRET_KEY=1 SECRET_x", false, false),
        ] {
            assert_eq!((is_marked(text), is_real(text)), (marked, real), "{text}");
        }
    }
}
