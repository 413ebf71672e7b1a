//! How bash splits what an expansion gives into fields, and joins a list to one. Called by `expand`.

use automode_shell::tree::Part;

use super::super::state::State;
use super::super::value::{Piece, Val};
use super::expand::is_one;
use super::gap_like;

/// What splitting a value gives.
pub(super) struct Split {
    pub(super) fields: Vec<Val>,
    /// A separator stands before the first field.
    pub(super) cut_before: bool,
    /// One stands behind the last.
    pub(super) cut_after: bool,
}

/// Splits an unquoted value into fields; live patterns in it become patterns.
pub(super) fn split_value(value: &Val, ifs: Option<&Option<String>>) -> Split {
    let whole = |v: Val| Split { fields: vec![v], cut_before: false, cut_after: false };
    let Some(text) = value.known() else {
        return whole(value.clone().spread());
    };
    let separators = match ifs {
        None => " \t\n",
        Some(Some(chars)) => chars.as_str(),
        Some(None) => return whole(gap_like(value, "a value split at unknown characters").spread()),
    };
    let blank = |c: char| separators.contains(c) && matches!(c, ' ' | '\t' | '\n');
    let (mut fields, mut field, mut open, mut after_blank) = (Vec::new(), String::new(), false, true);
    for c in text.chars() {
        if blank(c) {
            after_blank |= open;
        } else if !separators.contains(c) {
            (open, after_blank) = (true, false);
            field.push(c);
            continue;
        } else if !open && after_blank && !fields.is_empty() {
            // Blanks and one such character are one separator.
            after_blank = false;
            continue;
        } else {
            // Two of them have an empty field between.
            (open, after_blank) = (true, false);
        }
        if open {
            fields.push(globbed(&std::mem::take(&mut field)));
        }
        open = false;
    }
    if open {
        fields.push(globbed(&field));
    }
    Split { fields, cut_before: text.starts_with(blank), cut_after: !open && !text.is_empty() }
}

/// Without quotes, and where the first separator is no blank, bash joins the elements and splits them again: empty ones
/// stay then, and where separators stand at their ends others come to be.
pub(super) fn joins_first(values: &[Val], ifs: &str, changed: bool) -> bool {
    if ifs.starts_with([' ', '\t', '\n']) {
        return false;
    }
    let plain = |v: &Val| {
        v.known()
            .is_some_and(|t| !t.is_empty() && !t.starts_with(|c| ifs.contains(c)) && !t.ends_with(|c| ifs.contains(c)))
    };
    changed || !values.iter().all(plain)
}

/// IFS where the script sets it; the inner `None` where to is not known.
pub(super) fn separators(state: &State) -> Option<Option<String>> {
    if state.referenced {
        return Some(None);
    }
    state.var("IFS").map(|s| match s.values() {
        // What one character is beyond ASCII the locale decides.
        [one] => one.known().filter(|t| t.is_ascii()).map(str::to_owned),
        _ => None,
    })
}

/// `"$*"`: one word.
pub(super) fn joined(values: &[Val], ifs: Option<&Option<String>>) -> Val {
    let mut all = Val::default();
    if !values.iter().all(is_one) {
        // How many there are is not known, and so not how many separators.
        values.iter().for_each(|v| all.extend(v));
        return gap_like(&all, "words joined, as many as there are").whole();
    }
    let separator = match ifs {
        None => " ".to_owned(),
        Some(Some(chars)) => chars.chars().take(1).collect(),
        Some(None) => {
            values.iter().for_each(|v| all.extend(v));
            return gap_like(&all, "words joined by unknown characters");
        }
    };
    for (i, v) in values.iter().enumerate() {
        if i > 0 && !separator.is_empty() {
            all.push(Piece::Text(separator.clone()));
        }
        all.extend(v);
    }
    all.whole()
}

fn globbed(text: &str) -> Val {
    let mut v = Val::default();
    // `+(…)` is a pattern under `extglob`.
    let live = text.contains(['*', '?', '[']) || ["+(", "@(", "!("].iter().any(|p| text.contains(p));
    v.push(if live { Piece::Glob(text.to_owned()) } else { Piece::Text(text.to_owned()) });
    v
}

/// `$x$.`: bash splits nothing where the last dollar outside of quotes stands for itself; other shells do.
pub(super) fn dollar_behind(parts: &[Part]) -> bool {
    let last = parts.iter().rev().find_map(|p| match p {
        Part::Lit(t) => t.contains('$').then_some(true),
        Part::Param(_) | Part::Command(_) | Part::Arith(_) | Part::Opaque(_) => Some(false),
        _ => None,
    });
    last == Some(true) && parts.len() > 1
}

/// What was not split, and may be split or stand for names of files.
pub(super) fn unsplit(fields: &mut Vec<Val>, ifs: Option<&Option<String>>) {
    let parts = |c: char| match ifs {
        None => c.is_ascii_whitespace(),
        Some(Some(separators)) => separators.contains(c),
        Some(None) => true,
    };
    let plain = |v: &Val| v.known().is_some_and(|t| !t.contains(['*', '?', '[', '(']) && !t.contains(parts));
    if !matches!(fields.as_slice(), [one] if plain(one)) {
        let mut all = Val::default();
        fields.iter().for_each(|v| all.extend(v));
        *fields = vec![gap_like(&all, "a word that may not be split").spread()];
    }
}
/// One word of what may be several: of what is known of them all together, nothing is known of each.
pub(super) fn one_of_several(v: Val) -> Val {
    match v.many && v.pieces().len() > 1 {
        true => gap_like(&v, "a word of a list that is split"),
        false => v.whole(),
    }
}
