//! Numbers with their units, as people say them and as files write them: `3 days` and `259200`, `4am` and `4`. Called by
//! `edit` and `otherwise`.

/// Milliseconds of a unit of time.
pub(super) fn millis(word: &str) -> Option<u64> {
    Some(match word.trim_end_matches('s') {
        "m" if word == "ms" => 1,
        "milli" | "millisecond" | "msec" => 1,
        "" if word == "s" => 1_000,
        "sec" | "second" => 1_000,
        "m" | "min" | "minute" => 60_000,
        "h" | "hr" | "hour" => 3_600_000,
        "d" | "day" => 86_400_000,
        "w" | "week" => 7 * 86_400_000,
        "month" => 30 * 86_400_000,
        "quarter" => 90 * 86_400_000,
        "y" | "yr" | "year" => 365 * 86_400_000,
        _ => return None,
    })
}

/// Digits and what stands behind them.
fn parted(word: &str) -> Option<(u64, &str)> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = word.get(..digits)?.parse().ok()?;
    Some((number, word.get(digits..)?))
}

/// A figure, with or without a unit of its own.
pub(super) fn is_number(word: &str) -> bool {
    parted(word).is_some_and(|(_, rest)| {
        rest.is_empty()
            || rest == "%"
            || millis(rest).is_some()
            || rest.strip_prefix('.').is_some_and(|r| r.parse::<u64>().is_ok())
    })
}

/// Whether a word, with the one behind it, says the value that this key has.
pub(super) fn is_same(said: &str, next: &str, value: &str, key: &str) -> bool {
    let Some((number, rest)) = parted(said) else { return false };
    if rest == "%" || matches!(next, "%" | "percent") {
        return value.trim_end_matches('%') == number.to_string()
            || value.parse().is_ok_and(|v: f64| (v * 100.0 - number as f64).abs() < 0.001);
    }
    if matches!(rest, "am" | "pm") || matches!(next, "am" | "pm") {
        let noon = rest == "pm" || next == "pm";
        return value.parse() == Ok(number % 12 + if noon { 12 } else { 0 });
    }
    if let Some(minutes) = rest.strip_prefix(':').and_then(|m| m.parse::<u64>().ok()) {
        return value.parse() == Ok(number) || value.parse() == Ok(minutes);
    }
    let Some(said) = millis(if rest.is_empty() { next } else { rest }).and_then(|u| number.checked_mul(u)) else {
        return false;
    };
    let Some((value, own)) = parted(value) else { return false };
    let named = key.split(|c: char| !c.is_alphanumeric()).rev().find_map(millis);
    let own = if own.is_empty() { named } else { millis(own) };
    match own {
        Some(own) => value.checked_mul(own) == Some(said),
        // Whoever does not write the unit means seconds or thousandths of them.
        None => value == said || value.checked_mul(1_000) == Some(said),
    }
}

/// The number in `{"spec":{"replicas":0}}`, and in nothing more than that.
pub(super) fn patched_replicas(word: &str) -> Option<u64> {
    let plain: String = word.chars().filter(|c| !matches!(c, '\'' | '"' | ' ')).collect();
    plain.strip_prefix("{spec:{replicas:")?.strip_suffix("}}")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_and_what_is_written() {
        for (said, next, value, key, same) in [
            ("3", "days", "259200", "ttl", true),
            ("1", "day", "86400000", "retention_ms", true),
            ("1", "day", "86400000", "retention", true),
            ("3", "seconds", "3000", "duration", true),
            ("2h", "", "120", "minutes", true),
            ("2h", "", "120m", "timeout", true),
            ("14", "days", "1", "keep_days", false),
            ("4am", "", "4", "vacuum", true),
            ("4", "pm", "16", "vacuum", true),
            ("50%", "", "0.5", "rollout", true),
            ("1", "day", "24", "keep_days", false),
            ("3", "replicas", "3000", "n", false),
        ] {
            assert_eq!(is_same(said, next, value, key), same, "{said} {next} {value}");
        }
    }
}
