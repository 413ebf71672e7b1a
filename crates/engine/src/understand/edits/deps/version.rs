//! Versions: what kind of step leads from one demand to another.

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The same, or no version to compare.
    None,
    /// Fixes.
    Patch,
    /// Additions; what anything may be at 0.x.
    Minor,
    /// Breaks.
    Major,
}

/// The step between two demands (`^1.2.3`, `>=1,<2`, `v1.2.3-pre`, `1.2.+`).
#[must_use]
pub fn step(old: &str, new: &str) -> Step {
    let (a, b) = (numbers(old), numbers(new));
    let (Some(x), Some(y)) = (a.first(), b.first()) else {
        return if a.is_empty() && b.is_empty() { Step::None } else { Step::Minor };
    };
    let main = between(x, y);
    // An upper bound that moves lets more in than the lower one tells.
    let bound = match (a.get(1), b.get(1)) {
        (Some(x), Some(y)) => between(x, y).min(Step::Minor),
        (Some(_), None) => Step::Minor,
        _ => Step::None,
    };
    let wider = main == Step::None && operator(old) != operator(new);
    main.max(bound).max(if wider { Step::Minor } else { Step::None })
}

fn operator(demand: &str) -> &str {
    let end = demand.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(demand.len());
    demand.get(..end).unwrap_or("").trim()
}

struct Version {
    parts: Vec<u64>,
    rest: String,
}

fn between(x: &Version, y: &Version) -> Step {
    let at = |v: &Version, i: usize| v.parts.get(i).copied().unwrap_or(0);
    if at(x, 0) != at(y, 0) {
        // Calendar years and the step from 0 to 1 are breaks as well.
        Step::Major
    } else if at(x, 1) != at(y, 1) {
        Step::Minor
    } else if x.parts.iter().skip(2).ne(y.parts.iter().skip(2)) || x.rest != y.rest {
        // Commits of a Go module or snapshots: no promise is made between them.
        if is_commit(&x.rest) && is_commit(&y.rest) && x.parts == y.parts { Step::Minor } else { Step::Patch }
    } else {
        Step::None
    }
}

/// `20160112160757-b6b7b6733b8c`
fn is_commit(rest: &str) -> bool {
    rest.len() > 20 && rest.bytes().filter(u8::is_ascii_hexdigit).count() > 20
}

/// The versions in a demand, in order.
fn numbers(demand: &str) -> Vec<Version> {
    let mut out = Vec::new();
    let mut rest = demand;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let tail = rest.get(at..).unwrap_or("");
        let end = tail.find([',', ' ', '|', '"', '\'', ')', ']']).unwrap_or(tail.len());
        let one = tail.get(..end).unwrap_or("");
        let digits = one.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(one.len());
        let parts = one
            .get(..digits)
            .unwrap_or("")
            .split('.')
            .filter(|p| !p.is_empty())
            .map(|p| p.parse().unwrap_or(u64::MAX))
            .collect();
        out.push(Version { parts, rest: one.get(digits..).unwrap_or("").to_owned() });
        rest = tail.get(end..).unwrap_or("");
        if out.len() >= 4 {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps() {
        for (a, b, want) in [
            ("^1.2.3", "^1.2.4", Step::Patch),
            ("1.2", "1.3", Step::Minor),
            ("v1.2.3", "v2.0.0", Step::Major),
            ("0.27.2", "0.28.0", Step::Minor),
            ("0.9", "1.0", Step::Major),
            (">=1.0,<2", ">=1.0,<3", Step::Minor),
            ("^1.0.0", "*", Step::Minor),
            ("^1.0.0", ">=1.0.0", Step::Minor),
            ("1.0.0-alpha.1", "1.0.0-alpha.2", Step::Patch),
            ("v0.0.0-20160112160757-b6b7b6733b8c", "v0.0.0-20240112160757-aaaaaa733b8c", Step::Minor),
            ("", "", Step::None),
        ] {
            assert_eq!(step(a, b), want, "{a} {b}");
        }
    }
}
