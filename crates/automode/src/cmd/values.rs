//! Values that several commands take, read and refused in one way.

use automode_model::Category;

use crate::{judge, time};

/// The category of that name, or the list of them.
pub fn category(text: &str) -> Result<Category, String> {
    let names = || Category::ALL.iter().map(|c| c.name()).collect::<Vec<_>>().join(", ");
    Category::from_name(text).ok_or_else(|| format!("one of {}", names()))
}

/// The moment from which on something is looked at, in milliseconds since 1970.
pub fn since(text: &str) -> Result<u64, String> {
    time::since(text, judge::now_ms()).ok_or_else(|| "a time like 30m, 12h, 7d or 2026-11-20".to_owned())
}
