//! Closed sets of words: an enum whose variants have a name for files, ledger and messages, and a text for people. Used by
//! this crate and by the policy of `engine`.

/// Makes an enum of such words: `words! { /// What it is. Name { Variant "name" "What it means.", … } }`.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $ty:ident { $($variant:ident $name:literal $doc:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $ty { $(#[doc = $doc] $variant),+ }
        impl $ty {
            /// All, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The name in files, policy, ledger and messages.
            #[must_use]
            pub fn name(self) -> &'static str { match self { $(Self::$variant => $name),+ } }
            /// The one of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> { match name { $($name => Some(Self::$variant),)+ _ => None } }
            /// What it is, in words for people.
            #[must_use]
            pub fn doc(self) -> &'static str { match self { $(Self::$variant => $doc),+ } }
        }
    };
}
