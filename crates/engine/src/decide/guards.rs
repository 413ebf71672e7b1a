//! What takes one small piece of a protection away and leaves the protection: one group of logs, entries that are past a time, one
//! address that is let in again, a filter that was made to try something. Called by `reach`.

use automode_model::{Action, Effect, Verb};

/// Whether this switches off no more than such a piece.
#[must_use]
pub fn is_one(action: &Action, effect: &Effect) -> bool {
    if effect.verb != Verb::SecurityWeaken {
        return false;
    }
    let words: Vec<&str> = action.words.split_whitespace().collect();
    match action.program.as_str() {
        "journalctl" => is_housekeeping(&words),
        "fail2ban-client" => is_one_ban(&words),
        "nft" => is_trial_filter(&words),
        _ => is_one_log(&words),
    }
}

/// One group of logs, and none of those by which others' doings are known.
fn is_one_log(words: &[&str]) -> bool {
    const KEPT: &[&str] = &["trail", "audit", "security", "flow", "prod", "guard"];
    let mut words = words.iter();
    words.any(|w| *w == "delete-log-group")
        && words.find(|w| **w == "--log-group-name").is_some()
        && words
            .next()
            .is_some_and(|n| n.len() > 2 && !n.contains(['*', '…', '$']) && !KEPT.iter().any(|k| n.contains(k)))
}

/// The journal keeps what is of use: the last day, and some megabytes. Less than that takes what happened just now.
fn is_housekeeping(words: &[&str]) -> bool {
    const LEAST_MB: u64 = 50;
    let mut kept = Vec::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let Some(option) = word.strip_prefix("--vacuum-") else { continue };
        let (what, amount) = match option.split_once('=') {
            Some((what, amount)) => (what, amount),
            None => (option, rest.next().copied().unwrap_or("")),
        };
        kept.push((what, amount));
    }
    let enough = |(what, amount): &(&str, &str)| {
        let digits = amount.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = amount.split_at_checked(digits).unwrap_or(("", ""));
        let number: u64 = number.parse().unwrap_or(0);
        match *what {
            "time" => {
                number > 0
                    && matches!(
                        unit,
                        "d" | "day"
                            | "days"
                            | "w"
                            | "week"
                            | "weeks"
                            | "month"
                            | "months"
                            | "M"
                            | "y"
                            | "year"
                            | "years"
                    )
            }
            "size" => matches!(unit, "G" | "T") && number > 0 || unit == "M" && number >= LEAST_MB,
            _ => false,
        }
    };
    !kept.is_empty() && kept.iter().all(enough)
}

/// `set sshd unbanip 203.0.113.9`, `unban 203.0.113.9`: one address.
fn is_one_ban(words: &[&str]) -> bool {
    let address = |w: &str| !w.contains('/') && w.parse::<std::net::IpAddr>().is_ok();
    match words.get(1..) {
        Some(["set", jail, "unbanip", one]) => !jail.starts_with('-') && address(one),
        Some(["unban", one]) => address(one),
        _ => false,
    }
}

/// `delete table inet scratch`: by its own name it guards nothing.
fn is_trial_filter(words: &[&str]) -> bool {
    const TRIALS: &[&str] = &["scratch", "test", "tmp", "temp", "demo", "playground", "throwaway", "trial"];
    match words.get(1..) {
        Some(["delete" | "destroy" | "flush", "table", "ip" | "ip6" | "inet" | "arp" | "bridge" | "netdev", name]) => {
            name.split(['-', '_']).any(|p| TRIALS.contains(&p))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use automode_model::Span;

    fn one(words: &str) -> bool {
        let program = words.split_whitespace().next().unwrap_or("").to_owned();
        let effect =
            crate::understand::effects::plain(Verb::SecurityWeaken, automode_model::Target::None, Span::default());
        is_one(&Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() }, &effect)
    }

    #[test]
    fn a_piece_and_a_protection() {
        for (words, want) in [
            ("journalctl --vacuum-time=2weeks", true),
            ("journalctl --vacuum-time 14d", true),
            ("journalctl --rotate --vacuum-size=500M", true),
            ("journalctl --vacuum-time=1s", false),
            ("journalctl --vacuum-time=2h", false),
            ("journalctl --vacuum-size=1K", false),
            ("journalctl --vacuum-time=2d --vacuum-files=1", false),
            ("fail2ban-client set sshd unbanip 203.0.113.9", true),
            ("fail2ban-client unban 203.0.113.9", true),
            ("fail2ban-client unban --all", false),
            ("fail2ban-client set sshd unbanip 203.0.113.0/24", false),
            ("fail2ban-client stop", false),
            ("nft delete table inet scratch", true),
            ("nft delete table inet filter", false),
            ("nft flush ruleset", false),
        ] {
            assert_eq!(one(words), want, "{words}");
        }
    }
}
