//! Versions of dependencies as people say them and as manifests write them. Called by `edit`.

/// The numbers of a demand: `^4.2.1`, `>=5`, `~> 7.1.3`, `v9`.
fn numbers(demand: &str) -> Option<Vec<u64>> {
    let plain = demand.trim_start_matches(['^', '~', '>', '<', '=', '!', ' ', 'v']);
    let parts: Vec<u64> = plain.split('.').map_while(|p| p.parse().ok()).collect();
    (!parts.is_empty()).then_some(parts)
}

/// Whether a demand is for the version that was said: `5` for `^5.0.6`.
pub(super) fn begins(demand: &str, said: &str) -> bool {
    let (Some(demand), Some(said)) = (numbers(demand), numbers(said)) else { return false };
    demand.starts_with(&said)
}

/// Something goes, or gets a version that promises to fit where the old one did.
pub(super) fn is_small(old: &[String], new: &[String]) -> bool {
    let first = |v: &[String]| match v {
        [one] => numbers(one),
        _ => None,
    };
    match (first(old), first(new)) {
        (Some(a), Some(b)) => match (&a[..], &b[..]) {
            ([0, x, ..], [0, y, ..]) => x == y,
            ([x, ..], [y, ..]) => x == y,
            _ => false,
        },
        _ => new.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_versions() {
        let words = |t: &str| t.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for (old, new, small) in [
            ("^4.2.1", "^4.3.0", true),
            ("4.2", "5.0", false),
            ("0.3.1", "0.4.0", false),
            ("1.0", "", true),
            ("", "1.0", false),
        ] {
            assert_eq!(is_small(&words(old), &words(new)), small, "{old} {new}");
        }
        assert!(begins("^5.0.6", "5") && begins("9.4.0", "v9") && !begins("^5.0.6", "50") && !begins("^5.0.6", "soon"));
    }
}
