//! Secrets that a change brings in clear text. What is known by its shape was replaced by a placeholder before the engine saw
//! it; here the placeholders that are new are found, and what only its surroundings show to be a secret.

use crate::secrets::MARK;

/// Shortest value that chance does not make.
const MIN_RANDOM: usize = 20;

/// What secret the change brings, in words; none where it brings none.
#[must_use]
pub fn added(before: &str, after: &str, path: &str) -> Option<String> {
    let old = marks(before);
    let fresh = marks(after).into_iter().find(|m| !old.contains(m));
    if let Some(mark) = fresh {
        let kind = mark.trim_start_matches(MARK).split('_').next().unwrap_or("");
        return Some(format!("a secret in clear text ({kind})"));
    }
    let _ = path;
    let known: Vec<&str> = before.lines().map(str::trim).collect();
    after.lines().map(str::trim).filter(|l| l.len() > MIN_RANDOM && l.len() < 4096 && !known.contains(l)).find_map(line)
}

/// The placeholders in a text.
fn marks(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let rest = text.get(at + MARK.len()..).unwrap_or("");
        let kind = rest.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count();
        let hash = rest.get(kind + 1..).unwrap_or("").bytes().take_while(u8::is_ascii_hexdigit).count();
        if kind > 0 && rest.as_bytes().get(kind) == Some(&b'_') && hash >= 8 {
            out.push(text.get(at..at + MARK.len() + kind + 1 + hash).unwrap_or(""));
        }
    }
    out
}

/// A value of chance behind a name that says secret.
fn line(line: &str) -> Option<String> {
    let at = line.find(['=', ':'])?;
    let name = line.get(..at)?.to_ascii_lowercase();
    let says = ["secret", "passwd", "password", "private_key", "privatekey", "api_key", "apikey", "access_key", "auth_token", "credential", "entropy"];
    if !says.iter().any(|s| name.contains(s)) {
        return None;
    }
    let value = line.get(at + 1..)?.trim().trim_start_matches(['>', '=', ' ']).trim_start_matches("!!binary").trim();
    let value = value.trim_end_matches([',', ';']).trim_matches(['"', '\'', '`']);
    is_random(value).then(|| "a value of chance behind a name that says secret".to_owned())
}

/// Long, of one run, with many different characters of several kinds.
fn is_random(value: &str) -> bool {
    if value.len() < MIN_RANDOM || value.contains([' ', '$', '{', '(', '<', '*', '.']) || value.contains("://") || value.contains("__") {
        return false;
    }
    let (mut upper, mut lower, mut digit) = (0, 0, 0);
    let mut seen = [0u32; 128];
    for b in value.bytes() {
        upper += u32::from(b.is_ascii_uppercase());
        lower += u32::from(b.is_ascii_lowercase());
        digit += u32::from(b.is_ascii_digit());
        if let Some(n) = seen.get_mut(usize::from(b)) {
            *n += 1;
        } else {
            return false;
        }
    }
    let different = seen.iter().filter(|n| **n > 0).count();
    let uuid = value.len() == 36 && value.matches('-').count() == 4;
    different >= 11 && digit >= 3 && (upper >= 3 && lower >= 3 || lower >= 6) && !uuid
}
