//! What is known of a condition. Not knowing travels: a demand that may hold asks, a permission that may hold permits
//! nothing, and an error inside a rule denies.

/// What is known of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It does not hold.
    No,
    /// It holds.
    Yes,
    /// It may hold; why that cannot be told.
    Maybe(&'static str),
    /// It could not be evaluated; why.
    Failed(&'static str),
}

impl Truth {
    /// A plain answer.
    #[must_use]
    pub fn of(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    /// Both: one that does not hold settles it, then an error, then a doubt. The other is only asked where it matters.
    #[must_use]
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::No {
            return self;
        }
        match (self, other()) {
            (_, Self::No) => Self::No,
            (Self::Failed(why), _) | (_, Self::Failed(why)) => Self::Failed(why),
            (Self::Maybe(why), _) | (_, Self::Maybe(why)) => Self::Maybe(why),
            _ => Self::Yes,
        }
    }

    /// The opposite; doubts and errors stay.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Yes => Self::No,
            other => other,
        }
    }

    /// One of these: one that holds settles it, then an error, then a doubt.
    #[must_use]
    pub fn any(all: impl Iterator<Item = Self>) -> Self {
        let mut best = Self::No;
        for one in all {
            best = match (best, one) {
                (Self::Yes, _) | (_, Self::Yes) => return Self::Yes,
                (Self::Failed(why), _) | (_, Self::Failed(why)) => Self::Failed(why),
                (Self::Maybe(why), _) | (_, Self::Maybe(why)) => Self::Maybe(why),
                (Self::No, Self::No) => Self::No,
            };
        }
        best
    }
}
