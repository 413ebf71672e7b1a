//! Patterns of paths: `*` and `?` within a name, `**` over directories. Called by the facets of typed rules only; names
//! of other things use the plain `inspect::rules::glob`.
//!
//! The text is an attacker's, the pattern a policy's. The matcher keeps one point to go back to for each kind of star, so
//! its work is bounded by the product of both lengths; [`MAX_STEPS`] bounds that, and passing it is an error, which denies.

/// Longest run of the matcher: a path of 4,096 bytes against a pattern of some hundred stays far below.
const MAX_STEPS: usize = 1 << 20;

/// The matcher gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// Whether the pattern names this path. A pattern that ends in `/**` names the directory itself, too.
pub fn path(pattern: &str, path: &str) -> Result<bool, TooLong> {
    if let Some(dir) = pattern.strip_suffix("/**")
        && run(dir.as_bytes(), path.as_bytes())?
    {
        return Ok(true);
    }
    run(pattern.as_bytes(), path.as_bytes())
}

/// Most parts of a path that are compared one by one; a longer one is taken for one that meets.
const MAX_PARTS: usize = 128;

/// Whether two patterns may name the same file, or with `tree` one below: the target of a command may be a pattern, too.
/// Where it cannot be told the answer is yes.
#[must_use]
pub fn may_meet(pattern: &str, target: &str, tree: bool) -> bool {
    let parts = |t: &str| t.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (mut a, mut b) = (parts(pattern), parts(target.trim_end_matches('/')));
    if a.last().is_some_and(|p| p == "**") && !tree {
        // `dir/**` is about what lies in it, of which a plain use of `dir` touches nothing.
        a.insert(a.len() - 1, "*".to_owned());
    }
    if tree {
        b.push("**".to_owned());
    }
    if a.len() > MAX_PARTS || b.len() > MAX_PARTS {
        return true;
    }
    // What is left of the one can meet what is left of the other: from the ends to the beginnings.
    let mut after: Vec<bool> = ends(&b);
    for part in a.iter().rev() {
        let mut now = vec![false; b.len() + 1];
        if let (Some(last), Some(end)) = (now.last_mut(), after.last()) {
            *last = part == "**" && *end;
        }
        for (j, other) in b.iter().enumerate().rev() {
            let at = |row: &[bool], j: usize| row.get(j).copied().unwrap_or(false);
            let meets = match (part == "**", other == "**") {
                (false, false) => at(&after, j + 1) && part_may_meet(part, other),
                (_, _) => at(&after, j) && part == "**" || at(&now, j + 1) || at(&after, j) || at(&after, j + 1),
            };
            if let Some(cell) = now.get_mut(j) {
                *cell = meets;
            }
        }
        after = now;
    }
    after.first().copied().unwrap_or(true)
}

/// Where nothing of the pattern is left: only `**` may be left of the target.
fn ends(target: &[String]) -> Vec<bool> {
    let mut row = vec![true; target.len() + 1];
    let mut only = true;
    for (j, part) in target.iter().enumerate().rev() {
        only &= part == "**";
        if let Some(cell) = row.get_mut(j) {
            *cell = only;
        }
    }
    row
}

/// Two names, each of which may have wildcards: decided by what stands before the first and behind the last of them.
fn part_may_meet(a: &str, b: &str) -> bool {
    let wild = ['*', '?', '[', '{'];
    let head = |t: &str| t.find(wild).map_or(t.len(), |at| at);
    let tail = |t: &str| t.rfind(['*', '?', ']', '}']).map_or(0, |at| at + 1);
    let (ha, hb) = (a.get(..head(a)).unwrap_or(""), b.get(..head(b)).unwrap_or(""));
    let (ta, tb) = (a.get(tail(a)..).unwrap_or(""), b.get(tail(b)..).unwrap_or(""));
    if !a.contains(wild) && !b.contains(wild) {
        return a == b;
    }
    (ha.starts_with(hb) || hb.starts_with(ha)) && (ta.ends_with(tb) || tb.ends_with(ta))
}

/// A point to go back to: the pattern after the star, and how far it has eaten.
#[derive(Clone, Copy)]
struct Star {
    pattern: usize,
    text: usize,
    /// Only whole directories are eaten (`**/`).
    whole: bool,
}

fn run(pattern: &[u8], text: &[u8]) -> Result<bool, TooLong> {
    let (mut p, mut t) = (0, 0);
    let mut name: Option<Star> = None;
    let mut deep: Option<Star> = None;
    for _ in 0..MAX_STEPS {
        let here = pattern.get(p..).unwrap_or_default();
        if let Some(rest) = here.strip_prefix(b"**") {
            // `**/` also takes no directory at all.
            let whole = rest.first() == Some(&b'/') && at_start(text, t);
            p += if whole { 3 } else { 2 };
            deep = Some(Star { pattern: p, text: t, whole });
            name = None;
            continue;
        }
        match (here.first(), text.get(t)) {
            (Some(b'*'), _) => {
                p += 1;
                name = Some(Star { pattern: p, text: t, whole: false });
                continue;
            }
            (None, None) => return Ok(true),
            (Some(b'?'), Some(c)) if *c != b'/' => (p, t) = (p + 1, t + 1),
            (Some(a), Some(b)) if a == b => (p, t) = (p + 1, t + 1),
            _ => match back(&mut name, &mut deep, text) {
                Some(to) => (p, t) = to,
                None => return Ok(false),
            },
        }
    }
    Err(TooLong)
}

fn at_start(text: &[u8], t: usize) -> bool {
    t == 0 || text.get(t - 1) == Some(&b'/')
}

/// The star takes one byte more: that of a name if it may, else that over directories.
fn back(name: &mut Option<Star>, deep: &mut Option<Star>, text: &[u8]) -> Option<(usize, usize)> {
    if let Some(star) = name
        && text.get(star.text).is_some_and(|c| *c != b'/')
    {
        star.text += 1;
        return Some((star.pattern, star.text));
    }
    *name = None;
    let star = deep.as_mut().filter(|star| star.text < text.len())?;
    let rest = text.get(star.text..).unwrap_or_default();
    star.text += if star.whole { rest.iter().position(|c| *c == b'/')? + 1 } else { 1 };
    Some((star.pattern, star.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_paths() {
        let yes = [
            ("/a/b", "/a/b"),
            ("/a/*", "/a/b"),
            ("/a/*.rs", "/a/b.rs"),
            ("/a/**", "/a/b/c"),
            ("/a/**", "/a"),
            ("/a/**/c", "/a/c"),
            ("/a/**/c", "/a/x/y/c"),
            ("**/secrets/**", "/a/b/secrets/c"),
            ("/a/*/c", "/a/b/c"),
            ("/a/?", "/a/b"),
            ("/**/*.pem", "/etc/x/y.pem"),
            ("/a/**/b*/c", "/a/b1/x/b2/c"),
        ];
        for (p, t) in yes {
            assert_eq!(path(p, t), Ok(true), "{p} {t}");
        }
        let no = [
            ("/a/*", "/a/b/c"),
            ("/a/?", "/a//"),
            ("/a/**", "/ab"),
            ("/a", "/a/b"),
            ("/a/*/c", "/a/b/d/c"),
            ("", "/a"),
            ("**/b", "/ab"),
        ];
        for (p, t) in no {
            assert_eq!(path(p, t), Ok(false), "{p} {t}");
        }
    }

    #[test]
    fn a_hostile_path_ends() {
        let text = "/a".repeat(4000);
        assert!(path("/**/a/**/a/**/a/**/b", &text).is_ok());
        let text = "a".repeat(200_000);
        let pattern = format!("{}b", "a".repeat(100_000));
        assert_eq!(path(&format!("*{pattern}"), &text), Err(TooLong));
    }

    #[test]
    fn patterns_that_may_meet() {
        for (pattern, target, tree) in [
            ("/p/src/keys/**", "/p/src", true),
            ("/p/src/keys/**", "/p/src/*", true),
            ("/p/src/keys/**", "/p/src/*/*", false),
            ("/p/src/keys/**", "/p/src/k*/a", false),
            ("/p/**/keys", "/p/src", true),
            ("/p/**/*.pem", "/p/a/*", false),
            ("/p/**", "/p", true),
            ("/p/*.env", "/p/a*", false),
        ] {
            assert!(may_meet(pattern, target, tree), "{pattern} {target}");
        }
        for (pattern, target, tree) in [
            ("/p/src/keys/**", "/p/doc", true),
            ("/p/src/keys/**", "/p/src/*", false),
            ("/p/src", "/p/srcs", true),
            ("/p/**/*.pem", "/p/a/*.rs", false),
            ("/q/**", "/p", true),
        ] {
            assert!(!may_meet(pattern, target, tree), "{pattern} {target}");
        }
    }

    /// What the matcher takes, the comparison of patterns takes, too.
    #[test]
    fn what_matches_meets() {
        let patterns = ["/a/**", "/a/*", "/**/c", "/a/**/c", "/a/b", "/*/b", "/**", "/a/b*", "/a/?"];
        let paths = ["/a/b", "/a/b/c", "/a/c", "/c", "/x/b", "/a/bc", "/a/x/y/c"];
        for pattern in patterns {
            for target in paths {
                let matches = path(pattern, target) == Ok(true);
                assert!(!matches || may_meet(pattern, target, false), "{pattern} {target}");
            }
        }
    }
}
