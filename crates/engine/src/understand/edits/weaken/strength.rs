//! How much an assertion says: an exact value, a property, or only that something is there. An assertion that takes the place of one
//! that said more is weaker, whatever either is called. Called by `weaken` with the assertions that went and came.

/// An assertion, read as words.
struct Said {
    /// Its words, lower case.
    words: Vec<String>,
    /// What it was called with, at the outermost level.
    arguments: Vec<String>,
}

/// Parts of matchers that fix a value.
const EXACT: &[&str] = &[
    "equal",
    "same",
    "exactly",
    "equivalent",
    "tobe",
    "shouldbe",
    "_eq",
    "strictly",
    "snapshot",
    "deep",
    "identical",
    "matches",
];
/// Whole words that do.
const EXACTLY: &[&str] =
    &["eq", "eql", "is", "=", "==", "be", "expect", "match", "have_http_status", "value", "haslength", "like"];
/// Parts of matchers that most values satisfy.
const VAGUE: &[&str] = &[
    "notnull",
    "notnil",
    "notempty",
    "nonnull",
    "defined",
    "truthy",
    "isnotnone",
    "some",
    "anything",
    "notbenull",
    "notbeempty",
    "isnotnull",
    "exists",
    "notbe",
    "notblank",
    "nothrow",
    "not_nil",
    "present",
    "instanceof",
    "be_ok",
    "is_ok",
];
/// Errors of any kind.
const ANY_ERROR: &[&str] = &[
    "exception",
    "throwable",
    "error",
    "baseexception",
    "standarderror",
    "runtimeexception",
    "any",
    "assert_any_throw",
    "expect_any_throw",
];
/// Words of somebody being kept out, and of being let in.
const KEPT_OUT: &[&str] = &[
    "forbidden",
    "isforbidden",
    "unauthorized",
    "isunauthorized",
    "denied",
    "401",
    "403",
    "rejected",
    "locked",
    "unauthenticated",
    "http_403_forbidden",
    "http_401_unauthorized",
    "statusforbidden",
    "statusunauthorized",
    "assertforbidden",
    "assertunauthorized",
    "429",
];
const LET_IN: &[&str] = &[
    "ok",
    "isok",
    "success",
    "200",
    "201",
    "204",
    "created",
    "authorized",
    "allowed",
    "successful",
    "statusok",
    "http_200_ok",
    "nocontent",
    "isnocontent",
    "isfound",
    "assertok",
    "assertsuccessful",
    "assertnocontent",
    "assertcreated",
    "isaccepted",
    "iscreated",
    "accepted",
];

/// Longest assertion that is read.
const MAX_WORDS: usize = 400;

/// The assertion that says less than what it takes the place of.
#[must_use]
pub fn less<'x>(gone: &[&'x String], come: &[&'x String]) -> Option<&'x str> {
    if gone.len() != come.len() {
        return None;
    }
    let weaker = |(g, c): &(&&String, &&String)| {
        let (g, c) = (said(g), said(c));
        vague(&g, &c)
            || any_error(&g, &c)
            || let_in(&g, &c)
            || fewer_arguments(&g, &c)
            || reordered(&g, &c)
            || unlikely(&g, &c)
            || nothing_new(&g, &c)
            || wildcard(&g, &c)
            || not_nothing(&g, &c)
            || tautology(&c) && !tautology(&g)
            || denied(&g, &c)
            || property(&g, &c)
            || often(&g, &c)
            || nothing_asked(&g, &c)
            || one_of_many(&g, &c)
    };
    gone.iter().zip(come).find(weaker).map(|(_, c)| c.as_str())
}

fn said(text: &str) -> Said {
    let words = super::pieces(text).take(MAX_WORDS).map(str::to_ascii_lowercase).collect();
    Said { words, arguments: arguments(text) }
}

/// What stands between the commas of the first bracket.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut out) = (0i32, Vec::new());
    let mut now: Vec<&str> = Vec::new();
    for w in text.split(' ').take(MAX_WORDS) {
        let opens = matches!(w, "(" | "[" | "{");
        let closes = matches!(w, ")" | "]" | "}");
        if depth == 1 && (closes || w == ",") {
            if !now.is_empty() {
                out.push(now.join(" "));
            }
            now.clear();
        } else if depth > 0 {
            now.push(w);
        }
        depth += i32::from(opens) - i32::from(closes);
        if closes && depth == 0 {
            break;
        }
    }
    out
}

fn plain(w: &str) -> String {
    w.chars().filter(|c| c.is_alphanumeric() || *c == '_' || *c == '=').collect()
}

fn is_vague(w: &str) -> bool {
    let w = plain(w);
    VAGUE.iter().any(|v| w.contains(v))
}

fn is_exact(w: &str) -> bool {
    let p = plain(w);
    !is_vague(w) && !w.starts_with('"') && (EXACT.iter().any(|e| p.contains(e)) || EXACTLY.contains(&p.as_str()))
}

fn is_value(w: &str) -> bool {
    w.starts_with(|c: char| c.is_ascii_digit() || c == '"' || c == '\'')
}

/// Something exact becomes something that only is there; all that was said beside goes.
fn vague(g: &Said, c: &Said) -> bool {
    let exact = |s: &Said| s.words.iter().any(|w| is_exact(w));
    let values = |s: &Said| s.words.iter().filter(|w| is_value(w)).count();
    let loosely = c.words.iter().any(|w| is_vague(w)) && !g.words.iter().any(|w| is_vague(w));
    // `assert_equal 30, total` becomes `assert total`; `x == {…}` becomes `"net" in x`.
    let subject = c.words.iter().filter(|w| w.len() > 1 && !is_exact(w) && !w.starts_with("assert") && *w != "in");
    let inside = subject.clone().count() > 0 && subject.clone().all(|w| g.words.contains(w));
    let bare = inside && !exact(c) && values(g) > values(c);
    exact(g) && (loosely && values(c) <= values(g) || bare)
}

/// An error of a kind becomes any.
fn any_error(g: &Said, c: &Said) -> bool {
    let throws = |s: &Said| {
        s.words.iter().any(|w| w.contains("throw") || w.contains("raise") || w.contains("error") || w.contains("panic"))
    };
    let kinds = |s: &Said| -> Vec<String> {
        let named = s.words.iter().map(|w| plain(w)).filter(|w| w.len() > 2);
        named
            .filter(|w| {
                w.contains("error")
                    || w.contains("exception")
                    || w.contains("throwable")
                    || w.contains("funds")
                    || ANY_ERROR.contains(&w.as_str())
            })
            .collect()
    };
    let general = kinds(c).iter().any(|k| ANY_ERROR.contains(&k.as_str()) && !kinds(g).contains(k));
    // The kind may be any word: it is the one that went.
    let changed = g.words.len() >= c.words.len() && g.words.iter().filter(|w| !c.words.contains(w)).count() <= 16;
    throws(g) && throws(c) && general && changed
}

/// Whoever was kept out is let in, and the test says so now.
fn let_in(g: &Said, c: &Said) -> bool {
    let has = |s: &Said, list: &[&str]| {
        s.words.iter().any(|w| {
            let w = plain(w);
            list.iter().any(|l| w == *l || l.len() > 5 && w.ends_with(l))
        })
    };
    // By the number of an answer: a refusal becomes anything else.
    let code = |s: &Said, from: u16, to: u16| {
        s.words.iter().any(|w| w.len() == 3 && w.parse::<u16>().is_ok_and(|n| (from..to).contains(&n)))
    };
    let about = g.words.iter().any(|w| {
        ["status", "code", "statuscode", "status_code", "response", "tohavestatus"].contains(&plain(w).as_str())
    });
    has(g, KEPT_OUT) && !has(c, KEPT_OUT) && (has(c, LET_IN) || code(c, 200, 400))
        || about && code(g, 400, 500) && code(c, 200, 400) && !code(c, 400, 500)
}

/// The same with less to compare: `ErrorIs(t, err, X)` becomes `Error(t, err)`.
fn fewer_arguments(g: &Said, c: &Said) -> bool {
    let (verb, other) = (verb(g), verb(c));
    let prefix = verb.starts_with(&other);
    let gone: Vec<&String> = g.arguments.iter().filter(|a| !c.arguments.contains(a)).collect();
    let subset = !c.arguments.is_empty() && c.arguments.iter().all(|a| g.arguments.contains(a));
    // A number that goes is a tolerance; a sentence is only a message.
    let message = |a: &String| a.starts_with('"') && a.contains(' ') || a.parse::<f64>().is_ok();
    let matters = gone.iter().any(|a| !message(a));
    prefix && subset && g.arguments.len() > c.arguments.len() && matters && verb != other
}

/// The last name before the first bracket.
fn verb(s: &Said) -> String {
    let at = s.words.iter().position(|w| w == "(").unwrap_or(s.words.len());
    s.words.get(..at).and_then(|w| w.last()).cloned().unwrap_or_default()
}

/// The same values in another order: what was sorted is not.
fn reordered(g: &Said, c: &Said) -> bool {
    let values = |s: &Said| -> Vec<String> { s.words.iter().filter(|w| is_value(w)).cloned().collect() };
    let (a, b) = (values(g), values(c));
    let sorted = |v: &[String]| {
        let mut v = v.to_vec();
        v.sort();
        v
    };
    let rest = |s: &Said| -> Vec<String> { s.words.iter().filter(|w| !is_value(w)).cloned().collect() };
    a.len() > 2 && a != b && sorted(&a) == sorted(&b) && rest(g) == rest(c)
}

/// Words that are how something is said, not what.
fn says_how(w: &str) -> bool {
    let p = plain(w);
    p.len() < 2
        || is_vague(&p)
        || ["tobe", "tohave", "toequal", "tomatch", "tocontain"].iter().any(|m| p.starts_with(m))
        || [
            "expect",
            "assert",
            "should",
            "to",
            "have",
            "be",
            "is",
            "that",
            "verify",
            "t",
            "self",
            "require",
            "check",
            "not",
            "and",
            "of",
            "with",
            "called",
            "throw",
            "raise",
            "error",
            "exception",
            "any",
            "ok",
            "err",
            "empty",
            "snapshot",
            "insta",
            "status",
        ]
        .iter()
        .any(|h| {
            p == *h
                || p.starts_with("to") && h.len() > 2 && p.contains(h)
                || p.starts_with("assert")
                || p.starts_with("expect_")
        })
}

/// What an assertion is about, in words: values and names.
fn told(s: &Said) -> Vec<&String> {
    s.words
        .iter()
        .filter(|w| {
            !says_how(w) && (is_value(w) || w.starts_with(char::is_alphabetic) || w.starts_with('_') && w.len() > 1)
        })
        .collect()
}

/// Nothing that is said is new, and a value or a kind that was said is not any more.
fn nothing_new(g: &Said, c: &Said) -> bool {
    let (was, is) = (told(g), told(c));
    // The last words are the subject in another form: `assert_eq!(a, b)`, `Assert.Equal(a, b)`.
    let added = is.iter().filter(|w| !was.contains(w)).count();
    let lost = was.iter().filter(|w| !is.contains(w)).collect::<Vec<_>>();
    let value = lost.iter().any(|w| is_value(w) && !(w.starts_with('"') && w.contains(' ')));
    !is.is_empty()
        && added == 0
        && (value && was.len() > is.len() || lost.len() > 1)
        && how(g) != how(c)
        && exactness(c) < 2
}

/// The words that say how.
fn how(s: &Said) -> Vec<&String> {
    s.words.iter().filter(|w| w.len() > 1 && says_how(w)).collect()
}

/// Something is left open that was said: `{:error, _}`.
fn wildcard(g: &Said, c: &Said) -> bool {
    let open = |s: &Said| s.words.iter().filter(|w| *w == "_" || *w == "..").count();
    open(c) > open(g) && c.words.len() <= g.words.len()
}

/// Only that it is not nothing.
fn not_nothing(g: &Said, c: &Said) -> bool {
    let nothing = |s: &Said| {
        s.words
            .iter()
            .any(|w| ["be_nil", "nil", "null", "none", "tobenull", "isnull", "be_null"].contains(&plain(w).as_str()))
    };
    let not = |s: &Said| {
        s.words.iter().any(|w| ["not", "not_to", "isnot", "!", "refute"].contains(&w.as_str()) || w.contains("not_to"))
    };
    let values = |s: &Said| s.words.iter().filter(|w| is_value(w)).count();
    nothing(c) && not(c) && !nothing(g) && values(c) < values(g).max(1)
}

/// 2 fixes a value, 1 a property of it, 0 hardly anything.
fn exactness(s: &Said) -> u8 {
    if s.words.iter().any(|w| is_exact(w) && !["is", "be", "expect", "="].contains(&w.as_str()))
        || s.words.windows(2).any(|w| matches!(w, [a, b] if a == "=" && b == "="))
    {
        2
    } else {
        1
    }
}

/// Both sides are the same: nothing can fail.
fn tautology(s: &Said) -> bool {
    let sign = s.words.windows(2).position(|w| matches!(w, [a, b] if a == "=" && b == "="));
    let sides = sign.and_then(|at| Some((s.words.get(1..at)?, s.words.get(at + 2..)?)));
    let same = sides
        .is_some_and(|(l, r)| !l.is_empty() && l == r.get(..l.len()).unwrap_or_default() && r.len() <= l.len() + 1);
    // At least none of something is always there.
    let least = s.words.iter().any(|w| w.contains("greaterthanorequal") || w == "atleast" || w.contains("_ge"));
    let none = s.words.windows(2).any(|w| matches!(w, [a, b] if a == "(" && b == "0"))
        || s.words.windows(3).any(|w| matches!(w, [a, b, c] if a == ">" && b == "=" && c == "0"));
    same || least && none || s.words.windows(3).any(|w| matches!(w, [a, b, c] if a == ">" && b == "=" && c == "0"))
}

/// An object with fields becomes one without any: every object has all of them.
fn nothing_asked(g: &Said, c: &Said) -> bool {
    let empty =
        |s: &Said| s.words.windows(2).any(|w| matches!(w, [a, b] if a == "{" && b == "}" || a == "[" && b == "]"));
    let loose =
        c.words.iter().any(|w| ["match", "containing", "include", "subset"].iter().any(|m| plain(w).contains(m)));
    let values = |s: &Said| s.words.iter().filter(|w| is_value(w)).count();
    empty(c) && !empty(g) && loose && values(c) < values(g)
}

/// One value becomes any of several, or of all that there are.
fn one_of_many(g: &Said, c: &Said) -> bool {
    let equal = g.words.windows(2).any(|w| matches!(w, [a, b] if a == "=" && b == "="));
    let among = c.words.iter().any(|w| w == "in") && !g.words.iter().any(|w| w == "in");
    let values = |s: &Said| s.words.iter().filter(|w| is_value(w)).count();
    equal
        && among
        && !c.words.windows(2).any(|w| matches!(w, [a, b] if a == "=" && b == "="))
        && (values(c) == 0 || values(c) > values(g))
}

/// How often something happened was fixed, and is not any more: `once` becomes `at_least(:once)`.
fn often(g: &Said, c: &Said) -> bool {
    let fixed = ["once", "twice", "thrice", "exactly", "times", "never"];
    let counts = |s: &Said| {
        let open = s.words.iter().any(|w| {
            let p = plain(w);
            ["at_least", "atleast", "at_most", "atmost", "any_number"].iter().any(|o| p.contains(o))
        });
        let named = s.words.iter().any(|w| {
            let p = plain(w);
            !w.starts_with('"')
                && (fixed.contains(&p.as_str())
                    || p.contains("calledonce")
                    || p.contains("calledtimes")
                    || p.contains("called_once"))
        });
        named && !open
    };
    let about = |s: &Said| {
        s.words.iter().any(|w| {
            ["received", "receive", "called", "verify", "invoked", "calls"].iter().any(|a| plain(w).contains(a))
        })
    };
    // `verify(x)` of some libraries says once.
    let default = c.words.first().is_some_and(|w| w == "verify")
        && g.words.windows(3).any(|w| matches!(w, [t, _, n] if t == "times" && n == "1"));
    about(g) && about(c) && counts(g) && !counts(c) && !default
}

/// What had to happen must not now.
fn denied(g: &Said, c: &Said) -> bool {
    let fails = |s: &Said| {
        s.words
            .iter()
            .any(|w| w.contains("throw") || w.contains("raise") || w.contains("panic") || w.contains("reject"))
    };
    let not = |s: &Said| {
        s.words.iter().any(|w| w == "not" || w.contains("doesnot") || w.contains("nothrow") || w.contains("not_to"))
    };
    fails(g) && fails(c) && !not(g) && not(c)
}

/// A value becomes one of its properties: how long it is, of which kind, in any order.
fn property(g: &Said, c: &Said) -> bool {
    let words = [
        "len",
        "size",
        "count",
        "empty",
        "is_empty",
        "isempty",
        "isinstance",
        "type",
        "haskey",
        "assertarrayhaskey",
        "assertcountequal",
        "is_ok",
        "is_err",
        "is_some",
        "throwsexception",
        "startswith",
        "include",
        "kind_of",
    ];
    let has = |s: &Said| s.words.iter().any(|w| words.contains(&plain(w).as_str()));
    let values = |s: &Said| s.words.iter().filter(|w| is_value(w)).count();
    let exact = g.words.iter().any(|w| {
        is_exact(w)
            || ["fullmatch", "elementsare", "containsexactly", "contain_exactly", "assertlistequal", "matches"]
                .contains(&plain(w).as_str())
            || w.contains("snapshot")
            || w.contains("isa")
    });
    exact
        && has(c)
        && !has(g)
        && values(c) <= values(g)
        && (values(g) > 1 || values(c) < values(g) || g.words.iter().any(|w| w.contains("snapshot") || w == "isa"))
}

/// A value that is nothing: the test repeats what a broken program says.
fn unlikely(g: &Said, c: &Said) -> bool {
    let broken = ["nan", "undefined", "\"nan\"", "\"undefined\"", "\"[object object]\""];
    let has = |s: &Said| s.words.iter().any(|w| broken.contains(&w.as_str()));
    has(c) && !has(g) && c.words.len() == g.words.len()
}

#[cfg(test)]
mod tests {
    use super::less;

    #[test]
    fn what_says_less_is_weaker() {
        let rows = [
            ("assertEquals ( 30 , cart . total ( ) )", "assertNotNull ( cart . total ( ) )"),
            ("assert_equal 30 , cart . total", "assert cart . total"),
            ("XCTAssertEqual ( cart . total , 30 )", "XCTAssertNotNil ( cart . total )"),
            ("raises ( InsufficientFunds )", "raises ( Exception )"),
            ("require . ErrorIs ( t , err , ErrNegative )", "require . Error ( t , err )"),
            (
                "expect ( response ) . to have_http_status ( : forbidden )",
                "expect ( response ) . to have_http_status ( : ok )",
            ),
            ("expect ( sort ( x ) ) . toEqual ( [ 1 , 2 , 3 ] )", "expect ( sort ( x ) ) . toEqual ( [ 3 , 1 , 2 ] )"),
            ("assert data = = { \"net\" : 10 , \"gross\" : 12 }", "assert \"net\" in data"),
        ];
        for (g, c) in rows {
            assert!(less(&[&g.to_owned()], &[&c.to_owned()]).is_some(), "{g} -> {c}");
        }
        let fine = [
            ("assertEquals ( 30 , cart . total ( ) )", "assertThat ( cart . total ( ) ) . isEqualTo ( 30 )"),
            ("expect ( r . length ) . toBe ( 3 )", "expect ( r ) . toHaveLength ( 3 )"),
            ("assertEquals ( 30 , total )", "assertEquals ( 30 , total , \"three times ten\" )"),
            ("raises ( Exception )", "raises ( InsufficientFunds )"),
        ];
        for (g, c) in fine {
            assert_eq!(less(&[&g.to_owned()], &[&c.to_owned()]), None, "{g} -> {c}");
        }
    }
}
