//! How much an assertion says, in three steps: what exactly, something about it, that it is there. A test whose assertions stand on a lower
//! step than those they took the place of says less, whatever the library. And tests that try less: one case for many, a constant for
//! generated values. Called by `weaken`.

use super::super::delta::{Delta, Line};
use super::super::lex::Kind;

/// Longest assertion that is read.
const MAX_WORDS: usize = 300;
/// More assertions than these that change are another test.
const MAX_CHANGED: usize = 6;

/// The assertion that stands lower than all that went.
#[must_use]
pub fn lower<'x>(gone: &[&'x String], come: &[&'x String]) -> Option<&'x str> {
    if come.is_empty() || come.len() > gone.len() || gone.len() > MAX_CHANGED {
        return None;
    }
    let most = |of: &[&String]| of.iter().filter_map(|a| step(a)).max();
    let (was, is) = (most(gone)?, most(come)?);
    let all = come.iter().all(|c| step(c) == Some(1));
    (all && is < was).then(|| come.first().map(|c| c.as_str()))?
}

/// So many times fewer rounds are no correction.
const FEWER: f64 = 100.0;

/// Letters of a word, lower case.
fn plain(w: &str) -> String {
    w.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Names that say exactly what.
const EXACT: &[&str] = &[
    "equal",
    "equals",
    "tobe",
    "toequal",
    "tostrictequal",
    "eq",
    "eql",
    "same",
    "assertsame",
    "asserteq",
    "areequal",
    "isequalto",
    "tohavelength",
    "havelength",
    "tohavetext",
    "findsonewidget",
    "findsnwidgets",
    "by",
    "calledwith",
    "assertraise",
    "assertraises",
    "raises",
    "throws",
    "assertthrows",
    "torejectwith",
    "shouldbe",
    "mustequal",
    "containsexactly",
    "haveexactly",
    "containexactly",
    "containexactlyinanyorder",
    "havestatus",
    "havehttpstatus",
    "expecteq",
    "doubleeq",
    "floateq",
    "xctassertequal",
    "xctassertthrowserror",
    "isequalbycomparingto",
    "hassize",
    "ends",
    "include",
    "contains",
    "contain",
    "tocontain",
    "tomatch",
    "matches",
    "tothrow",
    "change",
    "snapshot",
];
/// Names that say that it is there, or of what kind.
const THERE: &[&str] = &[
    "exist",
    "exists",
    "tobedefined",
    "tobetruthy",
    "notnull",
    "isnotnull",
    "assertnotnull",
    "notnil",
    "notempty",
    "isnotempty",
    "assertnotempty",
    "isstring",
    "assertisstring",
    "assertisarray",
    "assertisint",
    "isinstance",
    "tobeinstanceof",
    "assertinstanceof",
    "findswidgets",
    "findsanything",
    "catcherror",
    "doesnotthrow",
    "doesnotthrowanyexception",
    "assertdoesnotthrow",
    "raiseerror",
    "nothrow",
    "typeof",
    "shouldnotbenull",
    "assertany",
    "beok",
    "bea",
    "bean",
    "assertcallable",
    "assertnotfalse",
    "anything",
    "isnotnone",
    "iserr",
    "isok",
    "expecttype",
    "expects3class",
    "expects4class",
    "expectvector",
    "expectnoerror",
    "expectsilent",
    "shouldnotbenil",
    "notbenil",
    "expectnofatalfailure",
    "assertnofatalfailure",
    "expectnothrow",
];

/// 3 exactly what, 2 something about it, 1 that it is there; none where it is not known.
#[must_use]
pub fn step(text: &str) -> Option<u8> {
    let w: Vec<&str> = text.split(' ').take(MAX_WORDS).collect();
    let names: Vec<String> =
        w.iter().filter(|t| !t.starts_with('"')).map(|t| plain(t)).filter(|t| !t.is_empty()).collect();
    // `cy.url().should("exist")`: the matcher is a text.
    let told = w.windows(3).filter(|x| matches!(x, ["should", "(", _])).filter_map(|x| x.get(2)).map(|t| plain(t));
    let names: Vec<String> = names.into_iter().chain(told).collect();
    let is = |list: &[&str]| {
        names.iter().any(|n| list.contains(&n.as_str()) || list.iter().any(|l| l.len() > 6 && n.ends_with(l)))
    };
    let none = w.windows(2).any(|x| matches!(x, ["(" | "," | ">" | "=", "0"]));
    let ordered = w.windows(3).any(|x| matches!(x, [a, ">", b] if !["=", "-", ">", "|"].contains(a) && *b != "("))
        || names.iter().any(|n| n.contains("greater") || n.contains("atleast"));
    // That it is not one of all others.
    let other = names.iter().any(|n| {
        ["assertne", "assertnotequal", "assertnotequals", "notequal", "expectne", "arenotequal"].contains(&n.as_str())
    }) || w.windows(2).any(|x| matches!(x, ["!", "="])) && names.first().is_some_and(|n| n == "assert");
    let kind = other || w.contains(&"typeof") || names.iter().any(|n| n == "istype");
    let negated = names.iter().any(|n| ["nottobenull", "notto", "not"].contains(&n.as_str()))
        && is(&["raiseerror", "throw", "tothrow", "tobenull", "benil", "tobenil"]);
    // `assertFalse(text.isBlank())`.
    let filled = names.first().is_some_and(|n| n.ends_with("false"))
        && names.iter().any(|n| ["isblank", "isempty", "empty"].contains(&n.as_str()));
    if filled || kind || negated || ordered && none || is(THERE) {
        return Some(1);
    }
    if is(EXACT) || w.windows(2).any(|x| matches!(x, ["=", "="])) {
        return Some(3);
    }
    names.iter().any(|n| n.starts_with("expect") || n.starts_with("assert") || n.starts_with("contains")).then_some(2)
}

/// Fewer values are tried: a loop over fewer of the same, a generator that only makes one.
#[must_use]
pub fn tries_less(delta: &Delta<'_>) -> Option<String> {
    let loops = |l: &&Line<'_>| {
        l.tokens.first().is_some_and(|t| t.is("for") || t.is("foreach")) || l.tokens.iter().any(|t| t.is("forEach"))
    };
    let values = |l: &Line<'_>| -> Vec<String> {
        let all = l.tokens.iter().filter(|t| matches!(t.kind, Kind::Text | Kind::Number));
        all.map(|t| t.text.to_owned()).collect()
    };
    let (old, new) = (delta.removed.iter().find(loops), delta.added.iter().find(loops));
    if let (Some(old), Some(new)) = (old, new) {
        let (was, is) = (values(old), values(new));
        if !is.is_empty() && is.len() < was.len() && was.len() > 2 && is.iter().all(|v| was.contains(v)) {
            return Some("fewer cases are tried".to_owned());
        }
    }
    let most = |l: &&Line<'_>| {
        let numbers = l.tokens.iter().filter(|t| t.kind == Kind::Number);
        numbers.filter_map(|t| t.text.replace('_', "").parse::<f64>().ok()).reduce(f64::max)
    };
    if let (Some(was), Some(is)) = (old.as_ref().and_then(most), new.as_ref().and_then(most))
        && is.max(1.0) * FEWER <= was
    {
        return Some(format!("it is tried {is} times, not {was}"));
    }
    let assumes = |l: &Line<'_>, exactly: bool| {
        let verb = l.tokens.iter().any(|t| ["assume", "given", "pre", "Assume", "classify"].contains(&t.text));
        verb && exactly == l.tokens.windows(2).any(|w| matches!(w, [a, b] if a.is("=") && b.is("=")))
    };
    if delta.removed.iter().any(|l| assumes(l, false)) && delta.added.iter().any(|l| assumes(l, true)) {
        return Some("only one value is tried".to_owned());
    }
    let made = |l: &Line<'_>, list: &[&str]| {
        l.tokens.windows(2).any(|w| matches!(w, [f, p] if f.kind == Kind::Word && list.contains(&f.text) && p.is("(")))
    };
    let given = |l: &Line<'_>| {
        made(l, &["given", "forAll", "for_all", "property", "check", "assert", "proptest", "quickcheck", "fuzz"])
    };
    let constant = |l: &Line<'_>| made(l, &["just", "constant", "constantFrom", "always", "Just", "elements"]);
    let was = delta.removed.iter().any(|l| given(l) && !constant(l));
    (was && delta.added.iter().any(|l| given(l) && constant(l))).then(|| "only one value is tried".to_owned())
}
