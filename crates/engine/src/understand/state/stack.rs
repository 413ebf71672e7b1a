//! The directories that `pushd` left behind, and where the shell is, on each of the ways that it may have gone.

use std::rc::Rc;

use super::{MAX_DIRECTORIES, Shared};

/// One of the ways that the shell may have gone, as one `pushd` may fail and another not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Where it is then; none: wherever the shell may be.
    pub here: Vec<String>,
    /// What `pushd` left behind, the last one on top, each with all directories that it may be.
    pub left: Vec<Vec<String>>,
}

/// The directories that `pushd` left behind.
#[derive(Clone, Debug, PartialEq)]
pub enum Stack {
    /// Those of each way; no way: nothing was left behind.
    Known(Shared<Vec<Way>>),
    /// They were turned, or may be too many.
    Unknown,
}

impl Default for Stack {
    fn default() -> Self {
        Self::Known(Shared::default())
    }
}

impl Stack {
    /// The ways of a shell that may be in these directories; none where they are not known.
    #[must_use]
    pub fn ways(&self, cwd: &[String]) -> Option<Vec<Way>> {
        let Self::Known(list) = self else { return None };
        let here = |way: &Way| if way.here.is_empty() { cwd.to_vec() } else { way.here.clone() };
        Some(match list.as_slice() {
            [] => vec![Way { here: cwd.to_vec(), left: Vec::new() }],
            list => list.iter().map(|way| Way { here: here(way), left: way.left.clone() }).collect(),
        })
    }

    /// Either of these ways: those that left the same behind are one.
    #[must_use]
    pub fn of(ways: Vec<Way>) -> Self {
        let mut list: Vec<Way> = Vec::new();
        for way in ways {
            match list.iter_mut().find(|other| other.left == way.left) {
                Some(other) => either_place(&mut other.here, &way.here),
                None => list.push(way),
            }
        }
        match list.as_slice() {
            [only] if only.left.is_empty() => Self::default(),
            _ if list.len() > MAX_DIRECTORIES => Self::Unknown,
            _ => Self::Known(Shared(Some(Rc::new(list)))),
        }
    }
}

/// Either of these directories; too many are none that is known.
pub fn either_place(here: &mut Vec<String>, other: &[String]) {
    if here.is_empty() || other.is_empty() {
        return here.clear();
    }
    for dir in other {
        if !here.contains(dir) {
            here.push(dir.clone());
        }
    }
    if here.len() > MAX_DIRECTORIES {
        here.clear();
    }
}
