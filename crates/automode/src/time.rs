//! Times for people, in UTC: what `log` prints, what `--since` takes, the stamp of a backup. The order of records is their
//! number, never a time.

const MINUTE_MS: u64 = 60_000;
/// A day.
pub const DAY_MS: u64 = 86_400_000;

/// `2026-11-20 11:14:29`.
pub fn show(ms: u64) -> String {
    let (year, month, day) = date(ms / DAY_MS);
    let seconds = ms % DAY_MS / 1000;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `20261120-111429`, for names of files.
pub fn stamp(ms: u64) -> String {
    show(ms).replace([':', '-'], "").replace(' ', "-")
}

/// The moment that `30m`, `12h`, `7d`, `2026-11-20` or `2026-11-20 11:14` names.
pub fn since(text: &str, now_ms: u64) -> Option<u64> {
    let text = text.trim();
    let unit = match text.chars().last()? {
        'm' => MINUTE_MS,
        'h' => 60 * MINUTE_MS,
        'd' => DAY_MS,
        _ => return moment(text),
    };
    let count: u64 = text.get(..text.len() - 1)?.parse().ok()?;
    Some(now_ms.saturating_sub(count.checked_mul(unit)?))
}

fn moment(text: &str) -> Option<u64> {
    let (day, time) = text.trim_end_matches('Z').split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let mut parts = day.splitn(3, '-').map(|p| p.parse::<u64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let mut clock = time.splitn(3, ':').map(|p| p.parse::<u64>().ok());
    let (hour, minute) = (clock.next()??, clock.next()??);
    let second = clock.next().unwrap_or(Some(0))?;
    if !(1970..=9999).contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
        || hour > 23
        || minute > 59
    {
        return None;
    }
    Some(days(year, month, day) * DAY_MS + (hour * 3600 + minute * 60 + second.min(59)) * 1000)
}

/// Days since 1970, with years that begin in March so that the leap day comes last.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year / 4 - year / 100 + year / 400 + of_year - 719_468
}

/// The inverse of [`days`].
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year + u64::from(month <= 2), month, of_year - (153 * from_march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for day in 0..60_000 {
            let (y, m, d) = date(day);
            assert_eq!(days(y, m, d), day);
        }
        assert_eq!(show(1_795_175_594_985), "2026-11-20 11:53:14");
        assert_eq!(stamp(1_795_175_594_985), "20261120-115314");
    }

    #[test]
    fn what_since_takes() {
        let now = 1_795_175_594_985;
        assert_eq!(since("30m", now), Some(now - 1_800_000));
        assert_eq!(since("2h", now), Some(now - 7_200_000));
        assert_eq!(since("1d", now), Some(now - 86_400_000));
        assert_eq!(since("2026-11-20", now), Some(1_795_132_800_000));
        assert_eq!(since("2026-11-20T11:53:14Z", now), Some(1_795_175_594_000));
        assert_eq!(since("2026-11-20 11:53", now), Some(1_795_175_580_000));
        for wrong in ["", "d", "yesterday", "2026-13-01", "2026-1", "99999999999999999999d"] {
            assert_eq!(since(wrong, now), None, "{wrong}");
        }
    }
}
