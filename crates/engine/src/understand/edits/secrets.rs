//! Secrets that a change brings in clear text. What is known by its shape was replaced by a placeholder before the engine saw
//! it; here the placeholders that are new are found, and what only its surroundings show to be a secret.

use std::collections::BTreeSet;

use automode_model::secret::{Strength, marks};

/// Shortest value that chance does not make.
const MIN_RANDOM: usize = 20;
/// Length from which a value of chance is a key, even in a test.
const MIN_KEY: usize = 40;
/// Longest line that is looked at.
const MAX_LINE: usize = 4096;

/// What secret the change brings, in words; none where it brings none. `guess`: names and chance count, not shapes alone.
#[must_use]
pub fn added(before: &str, after: &str, guess: bool) -> Option<String> {
    let old: BTreeSet<&str> = marks(before).map(|m| m.digits).collect();
    let least = if guess { Strength::Named } else { Strength::Random };
    let fresh = marks(after).find(|m| !old.contains(m.digits) && m.strength() >= least);
    if let Some(mark) = fresh {
        return Some(format!("a secret in clear text ({})", mark.plain_kind()));
    }
    let known: BTreeSet<&str> = before.lines().map(str::trim).collect();
    let mut new =
        after.lines().map(str::trim).filter(|l| l.len() > MIN_RANDOM && l.len() < MAX_LINE && !known.contains(l));
    new.find_map(|l| line(l, guess).or_else(|| address(l).or_else(|| login(l)).filter(|_| guess)))
}

/// Calls and names that take somebody's name and password, without their marks and in small letters.
const LOGINS: &[&str] = &[
    "basicauth",
    "basicauthentication",
    "credentials",
    "networkcredential",
    "passwordauthentication",
    "plainauth",
    "getconnection",
    "httpauth",
    "userpass",
    "userpassword",
    "usernamepassword",
    "credentialsbasic",
    "login",
    "connect",
    "pdo",
    "mysqli",
];

/// A name and a password that are written out where both are asked for: `SetBasicAuth("sync", "…")`, `auth=("sync", "…")`.
fn login(line: &str) -> Option<String> {
    let texts: Vec<(usize, &str)> = quoted_all(line).collect();
    let [.., (at, user), (then, password)] = texts.as_slice() else { return None };
    let between = line.get(at + user.len() + 1..then.checked_sub(1)?)?;
    let together = between.trim_matches([' ', ',']).is_empty() && between.contains(',');
    let head = line.get(..line.get(..*at)?.rfind('(')?)?;
    let name = head.rsplit(['(', ',', ';', ' ']).find(|w| !w.is_empty() && *w != "=")?.to_ascii_lowercase();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let asked = LOGINS.iter().any(|l| name.ends_with(l) || name.contains("auth") && name.contains(l)) || name == "auth";
    (together && asked && is_password(password) && user != password && is_plain(user))
        .then(|| "a name with its password".to_owned())
}

/// The texts in quotes, and where each begins.
fn quoted_all(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let open = from + line.get(from..)?.find(['"', '\''])?;
        let quote = line.get(open..=open)?;
        let len = line.get(open + 1..)?.find(quote)?;
        from = open + len + 2;
        Some((open + 1, line.get(open + 1..open + 1 + len)?))
    })
}

/// The name of a person or of an account.
fn is_plain(user: &str) -> bool {
    !user.is_empty() && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.@+".contains(&b))
}

/// What somebody made up to be kept to themselves: letters, and numbers or signs among them; no placeholder, and no name.
fn is_password(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let said = [
        "pass", "secret", "test", "example", "change", "your", "dummy", "token", "env", "xxx", "fake", "guest", "1234",
    ];
    let digit = text.bytes().any(|b| b.is_ascii_digit());
    let sign = text.bytes().any(|b| b"!@#%^&*?+=".contains(&b));
    let letters = text.bytes().any(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_lowercase());
    (8..=64).contains(&text.len())
        && (letters && digit || sign && (digit || letters))
        && !text.contains([' ', '$', '{', '<', '/', '(', '*'])
        && !said.iter().any(|s| lower.contains(s))
}

/// What a name says that has a secret for its value.
const SAYS: &[&str] = &[
    "secret",
    "passwd",
    "password",
    "pwd",
    "private_key",
    "privatekey",
    "api_key",
    "apikey",
    "access_key",
    "accesskey",
    "token",
    "credential",
    "entropy",
    "encryption_key",
    "signing_key",
    "master_key",
];

/// A value of chance behind a name that says secret.
fn line(line: &str, guess: bool) -> Option<String> {
    let at = line.bytes().position(|b| matches!(b, b'=' | b':'))?;
    let name = line.get(..at)?;
    if !may_say(name.as_bytes()) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let name = name.trim().trim_end_matches(['"', '\'', ' ']).trim_start_matches(['"', '\'']);
    let public = ["public", "sha", "hash", "checksum", "digest", "integrity", "commit", "fingerprint", "id"];
    if !(SAYS.iter().any(|s| name.contains(s)) || name == "key")
        || name.split(['_', '-', '.', ' ']).any(|w| public.contains(&w))
    {
        return None;
    }
    let value = line.get(at + 1..)?;
    let value = quoted(value).unwrap_or_else(|| value.trim().trim_start_matches("!!binary").trim());
    // In a test only what no one would invent: keys as long as providers make them.
    let enough = guess
        || value.len() >= MIN_KEY && !value.contains(['-', '.', ':'])
        || value.len() >= MIN_KEY && value.contains(['@', '!', '%', '^', '&']);
    (is_random(value) && enough).then(|| "a value of chance behind a name that says secret".to_owned())
}

/// Whether a name can say secret: a sieve by two letters beside each other that each word of [`SAYS`] has, since most lines have
/// none of them.
fn may_say(name: &[u8]) -> bool {
    name.windows(2).any(|pair| {
        let pair = [pair.first(), pair.last()].map(|b| b.map_or(0, u8::to_ascii_lowercase));
        // secret; passwd, password; pwd; …key; token; credential; entropy.
        matches!(&pair, b"cr" | b"ss" | b"wd" | b"ke" | b"op")
    })
}

/// The last string in quotes.
fn quoted(text: &str) -> Option<&str> {
    let end = text.rfind(['"', '\''])?;
    let quote = text.get(end..=end)?;
    let start = text.get(..end)?.rfind(quote)?;
    text.get(start + 1..end)
}

/// `scheme://user:password@host` with a password of chance on another machine.
fn address(line: &str) -> Option<String> {
    let at = line.find("://")?;
    let rest = line.get(at + 3..)?;
    let end = rest.find(['"', '\'', ' ', '`', ')']).unwrap_or(rest.len());
    let (login, host) = rest.get(..end)?.rsplit_once('@')?;
    let (user, password) = login.split_once(':')?;
    let machine = host.split([':', '/', '?']).next().unwrap_or(host);
    let near = ["localhost", "127.0.0.1", "db", "postgres", "redis", "mysql", "host", "database", "hostname"]
        .contains(&machine)
        || machine.contains("example");
    let shaped = password.contains("${")
        || password.contains("{{")
        || password.contains(['<', '*', '[', '{'])
        || user == password;
    let kinds = [u8::is_ascii_uppercase as fn(&u8) -> bool, u8::is_ascii_lowercase, u8::is_ascii_digit];
    let mixed = kinds.iter().filter(|k| password.bytes().any(|b| k(&b))).count() >= 2;
    (!near && !shaped && mixed && password.len() >= 8).then(|| "an address with its password".to_owned())
}

/// Long, of one run, with many different characters of several kinds.
fn is_random(value: &str) -> bool {
    let template = value.contains("${")
        || value.contains("{{")
        || value.contains("%{")
        || value.contains("://")
        || value.contains("__");
    if value.len() < MIN_RANDOM
        || template
        || value.contains([' ', '<', '*', '\\', '(', ')'])
        || value.starts_with(['/', '.', '$'])
    {
        return false;
    }
    let (mut upper, mut lower, mut digit) = (0, 0, 0);
    let mut seen = [0u32; 128];
    for b in value.bytes() {
        upper += u32::from(b.is_ascii_uppercase());
        lower += u32::from(b.is_ascii_lowercase());
        digit += u32::from(b.is_ascii_digit());
        let Some(n) = seen.get_mut(usize::from(b)) else { return false };
        *n += 1;
    }
    let different = seen.iter().filter(|n| **n > 0).count();
    let uuid = value.len() == 36 && value.matches('-').count() == 4;
    // Words joined by dashes or dots are names, whatever follows.
    let words = value
        .split(['-', '_', '.', '/', ':'])
        .filter(|w| w.len() >= 3 && w.bytes().all(|b| b.is_ascii_alphabetic()))
        .count();
    let mixed = upper >= 2 && lower >= 3 || lower >= 6 || upper >= 6;
    different >= 11 && digit >= 3 && mixed && !uuid && words < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sieve_lets_every_word_through() {
        for word in SAYS.iter().copied().chain(["key"]) {
            assert!(may_say(word.as_bytes()) && may_say(word.to_uppercase().as_bytes()), "{word}");
        }
        assert!(!may_say(b"price_of_step"));
    }
}
