//! `{a,b}` and `{1..9}`: one word into several. Called by `expand`.

use std::borrow::Cow;

use automode_shell::tree::{Part, Word};

/// How many words one brace expansion may give; more is a gap.
const MAX_BRACE_WORDS: usize = 256;

/// Brace expansion: the words in order.
pub(super) fn braces(word: &Word) -> Cow<'_, [Word]> {
    if !word.parts.iter().any(|p| matches!(p, Part::Brace(_) | Part::Range(_))) {
        return Cow::Borrowed(std::slice::from_ref(word));
    }
    let mut words = vec![Word { parts: Vec::new(), span: word.span }];
    for part in &word.parts {
        let choices: Vec<Vec<Part>> = match part {
            Part::Brace(list) => {
                list.iter().flat_map(|w| braces(w).iter().map(|w| w.parts.clone()).collect::<Vec<_>>()).collect()
            }
            Part::Range(r) => range(r),
            other => vec![vec![other.clone()]],
        };
        if words.len() * choices.len() > MAX_BRACE_WORDS {
            return Cow::Borrowed(std::slice::from_ref(word));
        }
        words = words
            .iter()
            .flat_map(|w| {
                choices.iter().map(|c| Word { parts: [w.parts.as_slice(), c.as_slice()].concat(), span: w.span })
            })
            .collect();
    }
    Cow::Owned(words)
}

fn range(text: &str) -> Vec<Vec<Part>> {
    let mut ends = text.split("..");
    let as_is = || vec![vec![Part::Range(text.to_owned())]];
    let (Some(a), Some(b), step) = (ends.next(), ends.next(), ends.next()) else { return as_is() };
    let (first, last) = (a.trim_start_matches('+').to_owned(), b.trim_start_matches('+').to_owned());
    let items: Vec<String> = match (a.parse::<i64>(), b.parse::<i64>(), step.map_or(Ok(1), str::parse::<i64>)) {
        (Ok(a), Ok(b), Ok(step)) if step != 0 && a.abs_diff(b) / step.unsigned_abs() < MAX_BRACE_WORDS as u64 => {
            let count = a.abs_diff(b) / step.unsigned_abs();
            let sign = if b >= a { 1 } else { -1 };
            let at = |i: u64| {
                i64::try_from(i).unwrap_or(0).saturating_mul(step.abs()).saturating_mul(sign).saturating_add(a)
            };
            // `{01..10}`: as many digits as the longer end has.
            let padded = |t: &str| t.trim_start_matches('-').len() > 1 && t.trim_start_matches('-').starts_with('0');
            let width = if padded(&first) || padded(&last) { first.len().max(last.len()) } else { 0 };
            (0..=count).map(|i| format!("{:0width$}", at(i))).collect()
        }
        _ => match (single(a), single(b)) {
            // Between the cases lie signs that some versions quote.
            (Some(a), Some(b))
                if a.is_ascii_lowercase() && b.is_ascii_lowercase()
                    || a.is_ascii_uppercase() && b.is_ascii_uppercase() =>
            {
                let by = step.map_or(Ok(1), str::parse::<i64>).map(i64::unsigned_abs);
                let Some(by) = by.ok().and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0) else { return as_is() };
                let letters: Vec<String> = if a <= b {
                    (a..=b).map(String::from).collect()
                } else {
                    (b..=a).rev().map(String::from).collect()
                };
                letters.into_iter().step_by(by).collect()
            }
            _ => return as_is(),
        },
    };
    items.into_iter().map(|i| vec![Part::Lit(i)]).collect()
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let c = chars.next()?;
    chars.next().is_none().then_some(c)
}
