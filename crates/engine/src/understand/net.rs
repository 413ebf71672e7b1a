//! Addresses and machines: parsed once, IP spellings brought to one form, local told from remote, production from the
//! rest by name.

use automode_model::EnvLabel;

/// What matters of a web address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlFacts {
    /// Lower case, without port and trailing dot; IP addresses in dotted form.
    pub host: String,
    /// It is this machine.
    pub local: bool,
    /// A private, link-local or metadata address.
    pub private: bool,
    /// Spelled so that a reader may take it for another host: user-info, numbers for an IP, backslashes, controls.
    pub odd: bool,
}

/// `s3://bucket/x`: an address, whatever the role says.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    // Nothing is known behind it where a gap follows: `https://$HOST/x`.
    let named = rest.is_empty() || rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '$' | '@'));
    let word = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    named && word && scheme.len() > 1 && !scheme.eq_ignore_ascii_case("file")
}

/// Parses an address as web clients do (WHATWG rules where they matter for the host); none where no host can be told.
#[must_use]
pub fn parse_url(text: &str) -> Option<UrlFacts> {
    let cleaned: String = text.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let mut odd = cleaned != text.trim() || cleaned.contains('\\') || cleaned.chars().any(char::is_control);
    let cleaned = cleaned.replace('\\', "/");
    let rest = match cleaned.split_once(':') {
        Some((scheme, rest)) if rest.starts_with("//") && is_scheme(scheme) => {
            if scheme.eq_ignore_ascii_case("file") {
                return None;
            }
            rest.trim_start_matches('/')
        }
        // `https:/host` and `https:host` are the same to a web client.
        Some((scheme, rest))
            if ["http", "https", "ws", "wss", "ftp"].iter().any(|s| scheme.eq_ignore_ascii_case(s))
                && !rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            rest.trim_start_matches('/')
        }
        _ => cleaned.as_str(),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(u, h)| (Some(u), h));
    odd |= user.is_some_and(|u| u.contains('.'));
    let host = if host.starts_with('[') {
        host.split(']').next().map(|h| format!("{h}]")).unwrap_or_default()
    } else {
        host.split(':').next().unwrap_or("").to_owned()
    };
    let decoded = percent_decode(&host)?;
    odd |= decoded != host;
    let host = decoded.trim_end_matches('.').to_lowercase();
    if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\0') {
        return None;
    }
    let usual = usual_address(&host);
    odd |= usual != host;
    let host = usual;
    Some(UrlFacts { local: is_local(&host), private: is_private(&host), odd, host })
}

/// The beginning of an address already says its host.
#[must_use]
pub fn host_is_known(prefix: &str) -> bool {
    prefix.strip_prefix("http://").or_else(|| prefix.strip_prefix("https://")).is_some_and(|r| r.contains('/'))
}

fn is_scheme(s: &str) -> bool {
    s.starts_with(|c: char| c.is_ascii_alphabetic())
        && s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        if b == b'%' {
            let (a, b) = (bytes.next()?, bytes.next()?);
            let nibble = |c: u8| char::from(c).to_digit(16);
            out.push(u8::try_from(nibble(a)? * 16 + nibble(b)?).ok()?);
        } else {
            out.push(b);
        }
    }
    String::from_utf8(out).ok()
}

/// An IPv4 address in any spelling that web clients take: dotted, decimal, octal, hex, fewer parts.
fn ipv4(host: &str) -> Option<u32> {
    let parts: Vec<&str> = host.split('.').collect();
    if parts.len() > 4 || !host.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let numbers: Option<Vec<u64>> = parts.iter().map(|p| number(p)).collect();
    let numbers = numbers?;
    let (last, head) = numbers.split_last()?;
    let mut value = 0u64;
    for n in head {
        if *n > 255 {
            return None;
        }
        value = value * 256 + n;
    }
    let room = 8 * (4 - u32::try_from(head.len()).ok()?);
    if *last >= 1u64 << room {
        return None;
    }
    u32::try_from((value << room) | last).ok()
}

/// An address in its usual spelling; IPv6 that only wraps an IPv4 address is that address. Other names as they are.
fn usual_address(host: &str) -> String {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
    let bare = bare.unwrap_or(host).split('%').next().unwrap_or("");
    if let Ok(v6) = bare.parse::<std::net::Ipv6Addr>() {
        let [a, b, ..] = v6.segments();
        let [.., y, z] = v6.segments();
        let wraps = v6.to_ipv4_mapped().or_else(|| {
            // `64:ff9b::` of NAT64 and the old compatible form.
            let old = v6.segments().iter().take(6).all(|s| *s == 0) && y > 0;
            let nat = a == 0x64 && b == 0xff9b;
            (old || nat).then(|| std::net::Ipv4Addr::from((u32::from(y) << 16) | u32::from(z)))
        });
        return match wraps {
            Some(v4) => v4.to_string(),
            None if host.starts_with('[') => format!("[{v6}]"),
            None => v6.to_string(),
        };
    }
    ipv4(host).map_or_else(|| host.to_owned(), dotted)
}

fn number(part: &str) -> Option<u64> {
    if part.is_empty() {
        return None;
    }
    if let Some(hex) = part.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok();
    }
    if part.len() > 1 && part.starts_with('0') {
        return u64::from_str_radix(part, 8).ok();
    }
    part.parse().ok()
}

fn dotted(ip: u32) -> String {
    let [a, b, c, d] = ip.to_be_bytes();
    format!("{a}.{b}.{c}.{d}")
}

/// The host of `user@host:port`, `[v6]:port`, `ssh://user@host/…`.
#[must_use]
pub fn host_of(text: &str) -> String {
    if let Some(url) = text.contains("://").then(|| parse_url(text)).flatten() {
        return url.host;
    }
    let host = text.rsplit_once('@').map_or(text, |(_, h)| h);
    let host = if host.starts_with('[') {
        host.trim_start_matches('[').split(']').next().unwrap_or("")
    } else {
        host.split(':').next().unwrap_or("")
    };
    usual_address(&host.trim_end_matches('.').to_lowercase())
}

/// This machine.
#[must_use]
pub fn is_local(host: &str) -> bool {
    let h = host.trim_start_matches('[').trim_end_matches(']');
    let h = &*usual_address(h);
    matches!(h, "localhost" | "::1" | "0.0.0.0" | "::" | "host.docker.internal" | "ip6-localhost" | "0:0:0:0:0:0:0:1")
        || h.ends_with(".localhost")
        || ipv4(h).is_some_and(|ip| ip >> 24 == 127)
}

/// A private, link-local or metadata address.
fn is_private(host: &str) -> bool {
    let h = host.trim_start_matches('[').trim_end_matches(']');
    if matches!(h, "metadata.google.internal" | "metadata" | "instance-data")
        || h.starts_with("fe80:")
        || h.starts_with("fd") && h.contains(':')
        || h.starts_with("::ffff:")
    {
        return true;
    }
    ipv4(h).is_some_and(|ip| {
        let [a, b, ..] = ip.to_be_bytes();
        a == 10
            || (a == 172 && (16..32).contains(&b))
            || (a == 192 && b == 168)
            || (a == 169 && b == 254)
            || (a == 100 && (64..128).contains(&b))
    })
}

/// Which environment a name speaks of, by the words in it. A heuristic, and said so where it decides.
#[must_use]
pub fn environment_of(name: &str) -> EnvLabel {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |list: &[&str]| {
        words.iter().any(|w| {
            list.contains(w)
                || list.iter().any(|l| {
                    l.len() >= 4
                        && w.starts_with(l)
                        && w.get(l.len()..).is_some_and(|r| r.bytes().all(|b| b.is_ascii_digit()))
                })
        })
    };
    if has(&["prod", "production", "prd", "live"]) {
        EnvLabel::Production
    } else if has(&["staging", "stage", "stg", "uat", "qa", "preprod", "test", "testing", "preview", "sandbox"]) {
        EnvLabel::Staging
    } else if has(&["dev", "development", "local", "localhost", "minikube", "kind"]) {
        EnvLabel::Local
    } else {
        EnvLabel::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_in_all_spellings() {
        for (url, host, local) in [
            ("https://Example.COM./x", "example.com", false),
            ("http://user@evil.example:8080/", "evil.example", false),
            ("http://good.example\\@evil.example/", "good.example", false),
            ("http://0x7f.1/", "127.0.0.1", true),
            ("http://2130706433/", "127.0.0.1", true),
            ("http://0177.0.0.1/", "127.0.0.1", true),
            ("example.com/path", "example.com", false),
            ("http://[::1]:3000/", "[::1]", true),
            ("http://%65xample.com/", "example.com", false),
            ("http://[::ffff:127.0.0.1]/", "127.0.0.1", true),
            ("http://[::ffff:7f00:1]:80/", "127.0.0.1", true),
            ("http://[0:0:0:0:0:0:0:1]/", "[::1]", true),
            ("http://[::ffff:a9fe:a9fe]/", "169.254.169.254", false),
            ("http://[64:ff9b::a9fe:a9fe]/", "169.254.169.254", false),
            ("http://0xA9FEA9FE/", "169.254.169.254", false),
            ("http://169.254.43518/", "169.254.169.254", false),
            ("http://0251.0376.0251.0376/", "169.254.169.254", false),
            ("http://127.1/", "127.0.0.1", true),
            ("HTTPS://LOCALHOST:3000", "localhost", true),
            ("http://a.localhost/", "a.localhost", true),
            ("http://localhost.example.com/", "localhost.example.com", false),
            ("https:/example.com/x", "example.com", false),
            ("http://example.com:80\t/", "example.com", false),
        ] {
            let facts = parse_url(url).unwrap();
            assert_eq!((facts.host.as_str(), facts.local), (host, local), "{url}");
        }
        for (text, host) in [
            ("root@web1.prod.example.com:22", "web1.prod.example.com"),
            ("git@example.com:owner/repo.git", "example.com"),
            ("ssh://git@example.com:2222/o/r", "example.com"),
            ("[::1]:22", "::1"),
            ("2130706433", "127.0.0.1"),
            ("user@Example.COM.", "example.com"),
        ] {
            assert_eq!(host_of(text), host, "{text}");
        }
        for (url, private) in [
            ("http://169.254.169.254/latest/meta-data/", true),
            ("http://[::ffff:169.254.169.254]/", true),
            ("http://metadata.google.internal/", true),
            ("http://10.0.0.1/", true),
            ("http://[fd00::1]/", true),
            ("http://203.0.113.5/", false),
        ] {
            assert_eq!(parse_url(url).unwrap().private, private, "{url}");
        }
    }

    #[test]
    fn environments_by_name() {
        assert_eq!(environment_of("acme-prod-backups"), EnvLabel::Production);
        assert_eq!(environment_of("production2"), EnvLabel::Production);
        assert_eq!(environment_of("product-catalog"), EnvLabel::Unknown);
        assert_eq!(environment_of("staging-eu"), EnvLabel::Staging);
    }
}
