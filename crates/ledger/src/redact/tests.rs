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
    let token = format!("ghp_{}", "q7Xk2mN9rT4vW1zB8cD5fG3hJ6kL0pS2xY4Z");
    let one = redactor().redact(&token).into_owned();
    let digits = one.rsplit('_').next().unwrap().to_owned();
    assert!(is_one(&one), "{one}");
    assert_eq!(redactor().redact(&format!("say {token}.")), format!("say {one}."));
    let named = redactor().redact_named("/password", &token).unwrap();
    assert!(named.ends_with(&digits), "{named} {one}");
    assert_ne!(Redactor::ephemeral().redact(&token), one);
    assert!(!one.contains("q7Xk2mN9rT"));
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

#[test]
fn personal_data_is_replaced_where_it_is_asked_for() {
    let text = "pay jo@example.com from DE89 3704 0044 0532 0130 00, PASSWORD=hunter2x";
    let asked = Redactor::ephemeral().with_personal(pii::Personal::all()).redact(text).into_owned();
    assert_eq!(short(&asked), "pay #mail@x from #iban x x x x x, PASSWORD=#password");
    assert_eq!(
        short(&redactor().redact(text)),
        "pay jo@example.com from DE89 3704 0044 0532 0130 00, PASSWORD=#password"
    );
}

#[test]
fn a_file_of_secrets_hides_what_chance_or_mixture_made() {
    let text = "MODE=production\nBILLING=a8f3kq2m9z\nexport TOKEN=q8Zk2LmN4pRs\n";
    let (body, traces) = redactor().redact_traced(text, true);
    assert_eq!(short(&body), "MODE=production\nBILLING=#key\nexport TOKEN=#randomtoken\n");
    assert_eq!(traces.len(), 2);
    assert_eq!(
        short(&redactor().redact_traced(text, false).0),
        "MODE=production\nBILLING=a8f3kq2m9z\nexport TOKEN=#randomtoken\n"
    );
}

/// The rows of `lookalikes.txt`: mark, text; the parts that chance makes are different for each seed.
fn rows(seed: u64) -> Vec<(char, String)> {
    let lines = include_str!("lookalikes.txt").lines().filter(|l| !l.starts_with("# ") && l.len() > 2);
    let mut chance = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    lines.map(|line| (line.chars().next().unwrap(), filled(&line[2..], &mut chance))).collect()
}

fn filled(text: &str, chance: &mut u64) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        let made = made(&rest[open + 1..close], chance);
        out += &rest[..open];
        let known = made.is_some();
        out += &made.unwrap_or_else(|| "{".to_owned());
        rest = if known { &rest[close + 1..] } else { &rest[open + 1..] };
    }
    out + rest
}

/// What a part stands for.
fn made(part: &str, chance: &mut u64) -> Option<String> {
    let mut next = || {
        *chance ^= *chance << 13;
        *chance ^= *chance >> 7;
        *chance ^= *chance << 17;
        usize::try_from(*chance >> 33).unwrap()
    };
    let digits = b"0123456789abcdef";
    if part == "n" {
        return Some("\n".to_owned());
    }
    if part == "uuid" {
        return Some(
            [8, 4, 4, 4, 12].map(|n| (0..n).map(|_| char::from(digits[next() % 16])).collect::<String>()).join("-"),
        );
    }
    let (name, len) = part.split_once(':')?;
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".to_owned();
    let from = match name {
        "hex" => "0123456789abcdef".to_owned(),
        "HEX" => "0123456789ABCDEF".to_owned(),
        "b32" => letters[..26].to_owned() + "234567",
        "b62" => letters,
        "b64" => letters + "+/",
        "url" => letters + "-_",
        "low" => letters[26..].to_owned(),
        "dig" => letters[52..].to_owned(),
        // Weighted as people's generators are; no character that ends a word.
        "mark" => letters + "!@#%^*_-+?!@%^",
        _ => return None,
    };
    Some((0..len.parse::<usize>().ok()?).map(|_| char::from(from.as_bytes()[next() % from.len()])).collect())
}

/// What a text holds at the most: `+` a secret, `~` a stand-in with a provider's beginning, `-` nothing that counts.
fn held(text: &str) -> char {
    let redacted = redactor().redact(text).into_owned();
    let marks: Vec<_> = automode_model::secret::marks(&redacted).collect();
    match () {
        () if marks.iter().any(|m| m.strength() > Strength::StandIn) => '+',
        () if marks.iter().any(automode_model::secret::Mark::is_shaped) => '~',
        () => '-',
    }
}

#[test]
fn secrets_are_told_from_what_looks_like_them() {
    let (mut wrong, mut counts) = (String::new(), [(0, 0); 2]);
    for seed in 1..=20 {
        for (expected, text) in rows(seed) {
            let count = &mut counts[usize::from(expected == '-')];
            count.0 += 1;
            let found = held(&text);
            // A value of chance may, by chance, look typed.
            if found != expected {
                count.1 += 1;
                wrong += &format!("{found} for {expected} {text}\n");
            }
        }
    }
    let [real, alike] = counts.map(|(all, wrong)| f64::from(wrong) / f64::from(all));
    assert!(rows(1).len() >= 300 && real <= 0.01 && alike <= 0.0, "missed {real:.4}, false {alike:.4}\n{wrong}");
}
