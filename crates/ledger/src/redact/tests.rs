//! What is replaced, and what must stay: `cases.txt`, and properties over all of it.

#![expect(clippy::string_slice, reason = "a test cuts where it knows the characters to end")]

use super::*;

fn redactor() -> Redactor {
    let redactor = Redactor::ephemeral();
    redactor.key.set([7; 32]).unwrap();
    redactor
}

/// The cases: text, expected.
fn cases() -> Vec<(String, String)> {
    let plain = |line: &str| line.replace("{n}", "\n").replace("{-}", "").replace("{t}", "\t");
    let lines: Vec<&str> =
        include_str!("cases.txt").lines().filter(|l| !l.starts_with("# ") && !l.is_empty()).collect();
    let (pairs, rest) = lines.as_chunks::<2>();
    assert!(rest.is_empty());
    let case = |[text, becomes]: &[&str; 2]| {
        let becomes = becomes.strip_prefix("=> ").unwrap_or_else(|| panic!("no result for `{text}`"));
        let text = plain(text);
        let becomes = if becomes == "same" { text.clone() } else { plain(becomes) };
        (text, becomes)
    };
    pairs.iter().map(case).collect()
}

/// The text with `#kind` for each placeholder.
fn short(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < text.len() {
        if let Some(len) = placeholder_bytes(text.as_bytes(), at) {
            out.push('#');
            out.push_str(text[at..at + len].split('_').nth(1).unwrap());
            at += len;
        } else {
            let c = text[at..].chars().next().unwrap();
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

#[test]
fn the_cases_become_what_they_say() {
    let mut wrong = String::new();
    for (text, becomes) in cases() {
        let redacted = redactor().redact(&text).into_owned();
        // A placeholder that was in the text stays as it is, so both sides are shortened.
        if short(&redacted) != short(&becomes) {
            wrong += &format!("{text}\n  expected {}\n  found    {}\n", short(&becomes), short(&redacted));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn redacting_twice_changes_nothing() {
    for (text, _) in cases() {
        let once = redactor().redact(&text).into_owned();
        assert_eq!(redactor().redact(&once), once);
    }
}

#[test]
fn what_a_shell_obeys_stays_where_it_is() {
    let obeyed = |text: &str| text.chars().filter(|c| !c.is_ascii() || !harmless(*c as u8)).collect::<String>();
    for (text, _) in cases() {
        assert_eq!(obeyed(&redactor().redact(&text)), obeyed(&text));
    }
}

#[test]
fn no_case_hides_another_and_no_beginning_panics() {
    let all: String = cases().iter().map(|(text, _)| format!("{text} ü\n")).collect();
    let redactor = redactor();
    for (end, _) in all.char_indices().step_by(13) {
        let _ = redactor.redact(&all[..end]);
        let _ = redactor.redact(&all[end..].chars().take(50).collect::<String>());
    }
    let kinds = |text: &str| short(text).matches('#').count();
    let alone: usize = cases().iter().map(|(text, _)| kinds(&redactor.redact(text))).sum();
    assert_eq!(kinds(&redactor.redact(&all)), alone);
}

#[test]
fn equal_secrets_have_equal_digits_under_one_key_only() {
    let token = format!("ghp_{}", "1234567890abcdefghijABCDEFGHIJ123456");
    let one = redactor().redact(&token).into_owned();
    let digits = one.rsplit('_').next().unwrap().to_owned();
    assert!(is_one(&one), "{one}");
    assert_eq!(redactor().redact(&format!("say {token}.")), format!("say {one}."));
    let named = redactor().redact_named("/password", &token).unwrap();
    assert!(named.ends_with(&digits), "{named} {one}");
    assert_ne!(Redactor::ephemeral().redact(&token), one);
    assert!(!one.contains("1234567890"));
}

fn is_one(text: &str) -> bool {
    placeholder_bytes(text.as_bytes(), 0) == Some(text.len())
}

#[test]
fn placeholders_are_recognised_in_any_text() {
    assert!(contains_placeholder("rm -rf build/SECRET_aws_0123456789ab/x"));
    assert!(contains_placeholder("SECRET_SECRET_aws_0123456789ab"));
    for other in ["SECRET_aws_0123456789", "SECRET_aws_0123456789abc", "SECRET_KEY", "SECRET__0123456789ab", ""] {
        assert!(!contains_placeholder(other), "{other}");
    }
}

#[test]
fn the_key_is_made_once_whoever_comes_first() {
    let dir = std::env::temp_dir().join(format!("automode-key-{}", random::hex8()));
    fs::create_dir(&dir).unwrap();
    let path = dir.join("key");
    let texts: Vec<String> = std::thread::scope(|s| {
        let threads: Vec<_> = (0..16)
            .map(|_| s.spawn(|| Redactor::with_key_file(path.clone()).redact("PASSWORD=hunter2x").into_owned()))
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(texts.windows(2).all(|w| w[0] == w[1]), "{texts:?}");
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
    fs::write(&path, b"half").unwrap();
    assert!(contains_placeholder(&Redactor::with_key_file(path.clone()).redact("PASSWORD=hunter2x")));
    assert_eq!(fs::read(&path).unwrap().len(), 32);
    fs::remove_dir_all(&dir).unwrap();
}

/// Hostile texts: much of what begins something and never ends it.
#[test]
fn the_time_is_linear() {
    let pieces =
        ["-----BEGIN RSA PRIVATE KEY-----", "://", "password=\"", "eyJ.", "a:b@", "-p", "token: ", "SECRET_", "--x "];
    let pieces = pieces.iter().chain(&[
        "token=",
        "token=${x}",
        "eyJaaaaaaaa.b.",
        "authorization:",
        "SG.",
        "a_token=a.b",
        "\\\"password\\\":\\\"",
        "://u:",
        "ghp_",
        "Bearer ",
        "a=",
        "mysql -p",
        "é",
        "sk-",
    ]);
    for piece in pieces {
        let time = |n: usize| {
            let text = piece.repeat(n);
            let start = cpu_us();
            assert!(find(text.as_bytes()).len() <= n);
            cpu_us().zip(start).map(|(end, start)| end - start)
        };
        // Sixteen times the text; a quadratic scanner would need 256 times as long. The system counts in steps of 4 ms.
        let is_linear = || time(16_000).zip(time(1_000)).is_none_or(|(large, small)| large < 64 * small.max(4_000));
        assert!((0..5).any(|_| is_linear()), "`{piece}`: {:?} µs, then {:?} µs", time(1_000), time(16_000));
    }
}

/// What this thread has computed so far: on a busy machine the clock says nothing. None where the system does not tell.
fn cpu_us() -> Option<u64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(stat.split(' ').next()?.parse::<u64>().ok()? / 1000)
}
