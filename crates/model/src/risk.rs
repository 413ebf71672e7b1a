//! How bad could it be: five dimensions, one level.

/// Five dimensions, 0 (none) to 3 (worst) each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dimensions {
    /// 0 undone by itself · 1 undone with a command · 2 with work or loss · 3 not at all.
    pub reversibility: u8,
    /// 0 this command · 1 this workspace · 2 this machine or a shared service · 3 production, other people.
    pub blast_radius: u8,
    /// 0 none · 1 ordinary content · 2 private or internal · 3 secrets.
    pub data_exposure: u8,
    /// 0 none · 1 reviewable · 2 controlled · 3 regulated: access, audit, payments.
    pub compliance: u8,
    /// 0 seen at once · 1 seen in review · 2 seen late · 3 hidden.
    pub visibility: u8,
}

impl Dimensions {
    /// In the order reversibility, blast radius, data exposure, compliance, visibility; values over 3 count as 3.
    #[must_use]
    pub const fn new(d: [u8; 5]) -> Self {
        let [a, b, c, e, f] = d;
        Self { reversibility: c3(a), blast_radius: c3(b), data_exposure: c3(c), compliance: c3(e), visibility: c3(f) }
    }

    /// The five values in the order of [`Dimensions::new`].
    #[must_use]
    pub fn values(&self) -> [u8; 5] {
        [self.reversibility, self.blast_radius, self.data_exposure, self.compliance, self.visibility]
    }

    /// The names in the order of [`Dimensions::values`].
    pub const NAMES: [&'static str; 5] = ["reversibility", "blast radius", "data exposure", "compliance", "visibility"];

    /// The larger of the two in each dimension: adding an effect never lowers a risk.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            reversibility: self.reversibility.max(other.reversibility),
            blast_radius: self.blast_radius.max(other.blast_radius),
            data_exposure: self.data_exposure.max(other.data_exposure),
            compliance: self.compliance.max(other.compliance),
            visibility: self.visibility.max(other.visibility),
        }
    }

    /// The level. One dimension at 3 is high; what cannot be undone *and* reaches beyond the workspace, or exposes
    /// secrets beyond it, is critical; one at 2 is medium. Monotone: raising a dimension never lowers the level.
    #[must_use]
    pub fn level(&self) -> Risk {
        let top = self.values().into_iter().max().unwrap_or(0);
        let threes = self.values().into_iter().filter(|v| *v >= 3).count();
        match top {
            0 | 1 => Risk::Low,
            2 => Risk::Medium,
            _ if threes >= 2 => Risk::Critical,
            _ => Risk::High,
        }
    }
}

const fn c3(v: u8) -> u8 {
    if v > 3 { 3 } else { v }
}

/// The level that the decision table works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Risk {
    /// Safe or undone by itself.
    Low,
    /// Undoable with help.
    Medium,
    /// A person should want it.
    High,
    /// Cannot be taken back and reaches far.
    Critical,
}

impl Risk {
    /// The name in ledger and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Low, Self::Medium, Self::High, Self::Critical].into_iter().find(|r| r.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raising_a_dimension_never_lowers_the_level() {
        let all = (0..1024u32).map(|n| {
            let d = |i: u32| u8::try_from(n / 4u32.pow(i) % 4).unwrap();
            [d(0), d(1), d(2), d(3), d(4)]
        });
        for base in all {
            for i in 0..5 {
                let mut up = base;
                up[i] = (up[i] + 1).min(3);
                assert!(Dimensions::new(up).level() >= Dimensions::new(base).level(), "{base:?} {up:?}");
            }
        }
    }
}
