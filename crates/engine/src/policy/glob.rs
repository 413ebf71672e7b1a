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

/// Whether something that the pattern names may lie below this directory.
#[must_use]
pub fn below(pattern: &str, dir: &str) -> bool {
    let fixed = pattern.find(['*', '?']).map_or(pattern, |at| pattern.get(..at).unwrap_or(""));
    let dir = dir.trim_end_matches('/');
    // The fixed part reaches into the directory, or the directory into what the stars take.
    fixed.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/')) || (fixed != pattern && dir.starts_with(fixed))
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
    fn what_may_lie_below() {
        assert!(below("/p/src/keys/**", "/p/src"));
        assert!(below("/p/**/keys", "/p/src"));
        assert!(!below("/p/src/keys/**", "/p/doc"));
        assert!(!below("/p/src", "/p/src"));
        assert!(!below("/p/srcs/x", "/p/src"));
    }
}
