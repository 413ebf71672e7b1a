//! Months and spans of time as people say them: `march 2024`, `for the weekend`. Called by `rows`, `edit` and `times`.

use super::token::{Kind, Token};

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const FULL: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
];

/// Months by their names, but for the one that is a verb as well.
pub(super) fn is_month(word: &str) -> bool {
    word != "may" && (FULL.contains(&word) || MONTHS.contains(&word))
}

/// `march 2024` as the beginning of a date.
pub(super) fn month(name: &str, year: &str) -> Option<String> {
    let known = FULL.contains(&name) || MONTHS.contains(&name);
    let at = MONTHS.iter().position(|m| known && name.starts_with(m))?;
    let plain = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| format!("{year}-{:02}", at + 1))
}

/// `for the weekend`, `over the holidays`: for how long, which says nothing of what is meant. How many words it has.
pub(super) fn while_it_lasts(tokens: &[Token], at: usize) -> Option<usize> {
    const SPANS: &[&str] = &[
        "weekend",
        "night",
        "day",
        "week",
        "month",
        "holiday",
        "holidays",
        "moment",
        "summer",
        "winter",
        "time",
        "being",
        "christmas",
        "easter",
    ];
    let word = |n: usize| tokens.get(at + n).map_or("", Token::word);
    if !matches!(word(0), "for" | "over" | "during") || !matches!(word(1), "the" | "this") {
        return None;
    }
    let mut n = 2;
    while SPANS.contains(&word(n)) {
        n += 1;
    }
    let ends = tokens.get(at + n).is_none_or(|t| t.kind == Kind::Mark || matches!(t.word(), "please" | "pls" | "and"));
    (n > 2 && ends).then_some(n)
}

/// A day as files write it.
pub(super) fn is_day(value: &str) -> bool {
    let parts: Vec<&str> = value.get(..10).unwrap_or("").split('-').collect();
    let digits = |p: &str, n: usize| p.len() == n && p.bytes().all(|b| b.is_ascii_digit());
    matches!(&parts[..], [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::consent::token;

    #[test]
    fn months_and_spans() {
        assert_eq!(month("march", "2024").as_deref(), Some("2024-03"));
        assert_eq!(month("sept", "2023").as_deref(), Some("2023-09"));
        assert_eq!((month("marches", "2024"), month("may", "5")), (None, None));
        for (words, n) in [
            ("for the weekend", Some(3)),
            ("over the christmas holidays, please", Some(4)),
            ("for the weekend of jobs", None),
            ("from the weekend", None),
        ] {
            assert_eq!(while_it_lasts(&token::tokens(words), 0), n, "{words}");
        }
        assert!(is_day("2024-10-01") && is_day("2024-10-01T10:00") && !is_day("2024-1-1") && !is_day("10"));
    }
}
