//! Words by which sets are described, and those that describe nothing: what stands for things that were spoken of, what says why,
//! and what of a command was said. Used by `sets`.

use super::super::bounds;
use super::super::gist::{explains, is_limit};
use super::super::heard::is_amount;
use super::super::nouns::{self, Kinds};
use super::super::small::VAGUE;
use super::super::token::{Kind, Token};
use super::super::words;

/// Nouns that say what a name is the name of.
pub(super) const HOLDERS: &[&str] = &[
    "partition",
    "ns",
    "table",
    "db",
    "region",
    "zone",
    "profile",
    "context",
    "column",
    "pool",
    "prefix",
    "vhost",
    "container",
    "suite",
];

/// Words that stand for things that were spoken of.
pub(super) const POINTS: &[&str] = &["those", "them", "these", "ones", "em", "its", "that", "they", "mine"];

/// A word of what was told before that says which things are meant: a name, a state.
pub(super) fn describes(tokens: &[Token], at: usize, kinds: Kinds) -> bool {
    let Some(t) = tokens.get(at) else { return false };
    if t.word() == "no" {
        return false;
    }
    // `how much room do the images take`: behind a plural stands what is told of it.
    let plural = at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| {
        nouns::kinds(b.word()) != 0 && b.word().ends_with('s') && t.text.chars().all(|c| c.is_ascii_lowercase())
    });
    if plural {
        return false;
    }
    let of_kind = tokens.get(at + 1).is_some_and(|n| nouns::kinds(n.word()) & kinds != 0);
    bounds::is_name(tokens, at) && !is_amount(tokens, at)
        || bounds::states(t.word()).is_some()
        || of_kind && VAGUE.contains(&t.word())
}

pub(super) fn is_unit(word: &str) -> bool {
    matches!(word.trim_end_matches('s'), "day" | "hour" | "week" | "month" | "year" | "minute" | "min")
}

/// Where things are if nothing else was said.
pub(super) fn is_usual(word: &str) -> bool {
    matches!(
        word,
        "builder"
            | "buildx"
            | "origin"
            | "api"
            | "localhost"
            | "127.0.0.1"
            | "text"
            | "json"
            | "true"
            | "false"
            | "name"
    )
}

/// A word of a command that says what is done, to things of which kind, or nothing.
pub(super) fn is_told(word: &str) -> bool {
    let word = word.to_lowercase();
    word.split(['-', '_', ':']).any(|p| words::of_word(p).is_some())
        || nouns::kinds(&word) != 0
        || nouns::resource(&word) != 0
        || is_usual(&word)
        || word.contains(['…', '$'])
        || ["list", "show", "get", "view", "describe"].iter().any(|l| word.starts_with(l))
}

/// It was said whole, or each part of its path was.
pub(super) fn is_said(said: &[Token], word: &str) -> bool {
    const LEADS: &[&str] = &[
        "repos",
        "refs",
        "heads",
        "tags",
        "git",
        "actions",
        "api",
        "v1",
        "v2",
        "v3",
        "v4",
        "projects",
        "_cat",
        "https:",
        "http:",
        "{owner}",
        "{repo}",
        ":id",
        ":fullpath",
    ];
    let inside = |p: &str| said.iter().any(|t| t.lower.contains('/') && t.lower.split('/').any(|own| own == p));
    let part = |p: &str| {
        p.is_empty()
            || inside(p)
            || p.contains(['…', '$', '{', '}'])
            || LEADS.contains(&p)
            || nouns::kinds(p) != 0
            || bounds::is_said(said, p)
    };
    bounds::is_said(said, word)
        || said
            .iter()
            .any(|t| word.split_once('.').is_some_and(|(host, _)| host == t.lower && host.contains(['-', '_'])))
        || word.contains('/') && word.to_lowercase().replace("%2f", "/").split('/').all(part)
}

/// The parts of a sentence between its marks.
pub(super) fn parts(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.split(|t| t.kind == Kind::Mark && t.word() != "/").filter(|p| !p.is_empty())
}

/// Why, and not what: a part with a verb of its own that names nothing.
pub(super) fn is_reason(tokens: &[Token]) -> bool {
    const TELLS: &[&str] = &[
        "we", "i", "nobody", "we're", "we've", "i've", "i'm", "there's", "they're", "it's", "because", "since", "he",
        "she", "i'll", "we'll", "he'd", "she'd", "they'd", "won't", "none",
    ];
    let first = tokens.first().map_or("", Token::word);
    let bounds = |t: &Token| {
        is_limit(t.word()) && !matches!(t.word(), "no" | "not" | "none") || matches!(t.word(), "only" | "just" | "but")
    };
    let named = (0..tokens.len()).any(|at| bounds::is_name(tokens, at));
    let second = tokens.get(1).map_or("", Token::word);
    // `nobody needs those`, `no matter what is in them`
    let unwanted = matches!(first, "nobody" | "none") && matches!(second, "needs" | "uses" | "wants" | "misses")
        || first == "no" && second == "matter";
    // `none is needed`
    let third = tokens.get(2).map_or("", Token::word);
    let idle = first == "none" && matches!(second, "is" | "are") && matches!(third, "needed" | "used" | "wanted");
    let rest = tokens.get(if idle { 3 } else { usize::from(unwanted) * 2 }..).unwrap_or_default();
    (TELLS.contains(&first) || unwanted || explains(tokens)) && !named && !rest.iter().any(bounds)
}
