//! What a value looks like: made by chance, typed by a hand, masked, or not a value at all but a word, a name in code, a
//! path, a version, a digest. Asked by `shapes.rs` about tokens and by `assign.rs` about what stands behind a name.
//!
//! No dictionary: chance changes between kinds of characters at nearly every step, people and programs do not.

use memchr::memmem;

use super::alphabet;

/// How a token came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// By chance.
    Chance,
    /// Somebody pressed a key often, or went along the row.
    Typed,
    /// It says itself that it is none.
    Mask,
}

/// Fewer different characters than this is `aaaaaaaa` or `01010101`.
const MIN_DIFFERENT: u32 = 6;

/// The longest block whose repetition is looked for (`deadbeefdeadbeef`).
const MAX_PERIOD: usize = 16;

/// Words that no issued token has, whatever surrounds them.
const NEVER: [&[u8]; 15] = [
    b"example",
    b"placeholder",
    b"changeme",
    b"change-me",
    b"change_me",
    b"dummy",
    b"redacted",
    b"xxxx",
    b"****",
    b"....",
    b"your-",
    b"your_",
    b"yourtoken",
    b"replace",
    b"notreal",
];

/// How a token came to be, by its characters.
pub(super) fn hand(token: &[u8]) -> Hand {
    let masks = token.iter().all(|b| matches!(b, b'x' | b'X' | b'*' | b'.' | b'-' | b'_' | b'#' | b'?'));
    if masks || says_no(token) {
        return Hand::Mask;
    }
    if different(token) < MIN_DIFFERENT || is_sequence(token) || is_repeated(token) {
        return Hand::Typed;
    }
    Hand::Chance
}

/// Longer texts are not searched for the words.
const MAX_SAYING_BYTES: usize = 160;

/// What the words begin with: most characters are dismissed by it.
#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which refuses an index out of bounds")]
static BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let mut at = 0;
    while at < NEVER.len() {
        if let [first, ..] = NEVER[at] {
            begins[*first as usize] = true;
            begins[first.to_ascii_uppercase() as usize] = true;
        }
        at += 1;
    }
    begins
};

fn says_no(token: &[u8]) -> bool {
    let token = token.get(..token.len().min(MAX_SAYING_BYTES)).unwrap_or_default();
    let begins = |b: u8| BEGINS.get(usize::from(b)).copied().unwrap_or(false);
    let starts =
        |at: usize, word: &&[u8]| token.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
    token.iter().enumerate().filter(|(_, b)| begins(**b)).any(|(at, _)| NEVER.iter().any(|word| starts(at, word)))
}

/// How many different bytes there are.
pub(super) fn different(token: &[u8]) -> u32 {
    let mut seen = [0u64; 4];
    for b in token {
        if let Some(word) = seen.get_mut(usize::from(b >> 6)) {
            *word |= 1 << (b & 63);
        }
    }
    seen.iter().map(|w| w.count_ones()).sum()
}

/// Most characters follow the one before them in the alphabet, repeat it, or come before it.
fn is_sequence(token: &[u8]) -> bool {
    let steps = token.windows(2).filter(|w| matches!(w, [a, b] if a.abs_diff(*b) <= 1)).count();
    token.len() >= 6 && steps * 10 >= (token.len() - 1) * 6
}

fn is_repeated(token: &[u8]) -> bool {
    let longest = MAX_PERIOD.min(token.len() / 2);
    (1..=longest).any(|period| token.iter().zip(token.iter().skip(period)).all(|(a, b)| a == b))
}

/// What a value consists of.
#[derive(Default)]
struct Mix {
    lower: usize,
    upper: usize,
    digit: usize,
    other: usize,
    /// Changes between kinds of characters; a capital at a word's beginning is none.
    turns: usize,
}

fn mix(value: &[u8]) -> Mix {
    let mut mix = Mix::default();
    let mut before = 0;
    for b in value {
        let kind = match b {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            b'0'..=b'9' => 3,
            _ => 4,
        };
        match kind {
            1 => mix.lower += 1,
            2 => mix.upper += 1,
            3 => mix.digit += 1,
            _ => mix.other += 1,
        }
        mix.turns += usize::from(before != 0 && before != kind && !(before == 2 && kind == 1));
        before = kind;
    }
    mix
}

/// The longest run that chance is looked for in.
const EXAMINED_BYTES: usize = 128;

/// Whether chance made this value: nothing that a person would type or a program would be called.
pub(super) fn is_random(value: &[u8]) -> bool {
    let value = value.get(..value.len().min(EXAMINED_BYTES)).unwrap_or_default();
    if value.len() < 10 || hand(value) != Hand::Chance || value.iter().any(|b| !b.is_ascii_graphic()) {
        return false;
    }
    let separators = |b: &u8| matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b'+' | b'=' | b'~' | b',');
    if value.split(separators).any(chance_in) {
        return true;
    }
    // Base 64 may have its marks anywhere.
    if !value.iter().any(|b| matches!(b, b'-' | b'_' | b'.' | b':' | b'~' | b',')) {
        let joined: Vec<u8> = value.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
        let both = joined.iter().any(u8::is_ascii_uppercase) && joined.iter().any(u8::is_ascii_lowercase);
        if both && joined.len() >= 24 && joined.len() + 8 >= value.len() && chance_in(&joined) {
            return true;
        }
    }
    let mixed_parts = value.split(separators).filter(|p| p.len() >= 5 && all_three(p)).count();
    mixed_parts >= 2 || is_strong_password(value)
}

fn all_three(part: &[u8]) -> bool {
    let mix = mix(part);
    mix.upper > 0 && mix.lower > 0 && mix.digit > 0 && mix.turns >= 2
}

/// A run of letters and digits that chance made.
fn chance_in(part: &[u8]) -> bool {
    let mix = mix(part);
    let (len, letters) = (part.len(), mix.lower + mix.upper);
    let hex = part.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        || part.iter().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    match () {
        () if mix.other > 0 => false,
        () if hex => len >= 20 && mix.digit * 8 >= len && letters * 8 >= len,
        // Letters of one case and digits: base 32, base 36.
        () if mix.lower == 0 || mix.upper == 0 => len >= 16 && mix.digit >= 3 && mix.turns * 4 >= len,
        () if mix.digit == 0 => len >= 24 && mix.turns * 3 >= len,
        () => {
            (len >= 12 && mix.turns * 2 >= len)
                || (len >= 16 && mix.turns * 3 >= len)
                || (len >= 30 && mix.turns * 4 >= len)
        }
    }
}

/// Eight or more characters of at least three kinds, marks among them, in no order.
pub(super) fn is_strong_password(value: &[u8]) -> bool {
    let mix = mix(value);
    let kinds = [mix.lower, mix.upper, mix.digit, mix.other].iter().filter(|n| **n > 0).count();
    let marks = value.iter().any(|b| b.is_ascii_punctuation() && !matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b','));
    value.len() >= 8
        && kinds >= 3
        && marks
        && (mix.digit > 0 || mix.other >= 2)
        && different(value) >= 7
        && mix.turns * 5 >= value.len() * 2
}

/// Made by the shell, a template or the environment, not written here.
pub(super) fn is_expansion(value: &[u8]) -> bool {
    // Chance begins a password with such a mark, too; nothing closes it then.
    let open = || {
        let closed = matches!(value.last(), Some(b'}' | b'>' | b')' | b']' | b'%'));
        closed || !is_strong_password(value)
    };
    match value.first() {
        Some(b'$' | b'<' | b'{' | b'%' | b'@' | b'(' | b'`' | b'*' | b'[') if open() => return true,
        _ => {}
    }
    let pairs = |w: &[u8]| matches!(w, b"${" | b"$(" | b"{{" | b"<%" | b"#{");
    let marks = value.iter().any(|b| matches!(b, b'$' | b'{' | b'<' | b'#'));
    marks && (value.windows(2).any(pairs) || is_variable(value))
}

/// A `$` that a word follows, and nothing that chance would add.
fn is_variable(value: &[u8]) -> bool {
    let follows = value.windows(2).any(|w| matches!(w, [b'$', n] if n.is_ascii_alphabetic() || *n == b'_'));
    follows && (value.first() == Some(&b'$') || !is_strong_password(value))
}

/// Tokens that providers mean to be seen.
pub(super) fn is_public(value: &[u8]) -> bool {
    [b"pk.".as_slice(), b"pk_", b"phc_", b"pub-", b"public-"].iter().any(|p| value.starts_with(p))
}

/// `vault:secret/data/app#key`, `ssm:/app/key`: where a secret lies, not what it is.
fn is_locator(value: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', value) else { return false };
    let (scheme, rest) = value.split_at_checked(colon).unwrap_or_default();
    let plain = (2..=16).contains(&scheme.len()) && scheme.iter().all(|b| b.is_ascii_lowercase() || *b == b'-');
    let marks = |b: &u8| matches!(b, b'/' | b'_' | b'.' | b'#' | b':' | b'-');
    let named = rest.iter().all(|b| b.is_ascii_alphanumeric() || marks(b)) && !rest.split(marks).any(chance_in);
    plain && named && memchr::memchr(b'/', rest).is_some()
}

/// A file or address: its name is not secret.
pub(super) fn is_path(value: &[u8]) -> bool {
    if is_locator(value) {
        return true;
    }
    let starts =
        [b"/".as_slice(), b"~/", b"./", b"../", b"file:", b"arn:", b"projects/"].iter().any(|p| value.starts_with(p));
    let base64 = value.len() >= 40 && is_random(value);
    (starts && !base64) || memmem::find(value, b"/../").is_some() || memmem::find(value, b"://").is_some()
}

/// `1.2.3`, `v5.3.10.RELEASE`, `2024-01-31`, `15m`, `0x7f`: numbers, however written.
pub(super) fn is_number(value: &[u8]) -> bool {
    let rest = value.strip_prefix(b"v").unwrap_or(value);
    let starts = rest.first().is_some_and(u8::is_ascii_digit);
    let letters = rest.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let dotted =
        memchr::memchr(b'.', rest).is_some_and(|at| rest.get(..at).is_some_and(|n| n.iter().all(u8::is_ascii_digit)));
    starts && (letters <= 2 || dotted) && !is_random(value) && rest.len() < 32 && !rest.iter().all(u8::is_ascii_digit)
}

/// A digest or a stored hash, by its mark: `sha256-…`, `sha256:…`, `md5:…`, `pbkdf2_sha256$…`.
pub(super) fn is_digest(value: &[u8]) -> bool {
    let marks: [&[u8]; 9] =
        [b"sha1-", b"sha256-", b"sha384-", b"sha512-", b"sha1:", b"sha256:", b"sha512:", b"md5:", b"pbkdf2_"];
    marks.iter().any(|m| value.starts_with(m)) || value.starts_with(b"data:")
}

/// Words that stand for a secret, in the languages that manuals are written in; a value of these alone is none.
const STAND_INS: &[&[u8]] = &[
    b"a",
    b"abc",
    b"abcd",
    b"abcdef",
    b"access",
    b"accesstoken",
    b"account",
    b"acme",
    b"admin",
    b"admin1",
    b"alice",
    b"all",
    b"amet",
    b"an",
    b"and",
    b"another",
    b"any",
    b"api",
    b"apikey",
    b"apitoken",
    b"app",
    b"aqui",
    b"are",
    b"as",
    b"asdf",
    b"at",
    b"auth",
    b"authorization",
    b"authtoken",
    b"aws",
    b"azure",
    b"bad",
    b"bar",
    b"base64",
    b"baz",
    b"be",
    b"bearer",
    b"beispiel",
    b"blah",
    b"bob",
    b"bogus",
    b"boolean",
    b"bot",
    b"brown",
    b"build",
    b"by",
    b"cambiame",
    b"censored",
    b"changeit",
    b"changeme",
    b"ci",
    b"clave",
    b"client",
    b"code",
    b"company",
    b"confidential",
    b"contrasena",
    b"correct",
    b"credential",
    b"credentials",
    b"data",
    b"default",
    b"demo",
    b"dev",
    b"disabled",
    b"do",
    b"docker",
    b"doe",
    b"dolor",
    b"dummy",
    b"e2e",
    b"ejemplo",
    b"elastic",
    b"empty",
    b"enabled",
    b"encoded",
    b"encrypted",
    b"enter",
    b"env",
    b"every",
    b"example",
    b"exemple",
    b"expired",
    b"fake",
    b"false",
    b"fill",
    b"filtered",
    b"first",
    b"fixme",
    b"fixture",
    b"foo",
    b"foobar",
    b"for",
    b"four",
    b"fox",
    b"from",
    b"geheim",
    b"get",
    b"github",
    b"gitlab",
    b"go",
    b"goes",
    b"good",
    b"google",
    b"grafana",
    b"guest",
    b"hash",
    b"hashed",
    b"hello",
    b"here",
    b"hidden",
    b"hier",
    b"ici",
    b"id",
    b"in",
    b"incorrect",
    b"inherit",
    b"insert",
    b"integration",
    b"invalid",
    b"ipsum",
    b"is",
    b"ist",
    b"it",
    b"john",
    b"json",
    b"jwt",
    b"key",
    b"keyboard",
    b"kibana",
    b"last",
    b"less",
    b"letmein",
    b"local",
    b"localhost",
    b"login",
    b"long",
    b"lorem",
    b"mariadb",
    b"masked",
    b"master",
    b"me",
    b"minio",
    b"minioadmin",
    b"missing",
    b"mock",
    b"mongo",
    b"mongodb",
    b"monkey",
    b"more",
    b"mot",
    b"motdepasse",
    b"my",
    b"mykey",
    b"mypassword",
    b"mysecret",
    b"mysql",
    b"mytoken",
    b"name",
    b"new",
    b"next",
    b"nginx",
    b"no",
    b"none",
    b"not",
    b"nothing",
    b"null",
    b"number",
    b"oauth",
    b"obfuscated",
    b"object",
    b"of",
    b"old",
    b"omitted",
    b"on",
    b"one",
    b"only",
    b"openai",
    b"optional",
    b"or",
    b"oracle",
    b"other",
    b"pass",
    b"passphrase",
    b"passwd",
    b"password",
    b"passwort",
    b"paste",
    b"pat",
    b"personal",
    b"pipeline",
    b"placeholder",
    b"plain",
    b"plaintext",
    b"please",
    b"postgres",
    b"postgresql",
    b"private",
    b"process",
    b"prod",
    b"production",
    b"project",
    b"prompt",
    b"provided",
    b"public",
    b"put",
    b"pwd",
    b"qa",
    b"quick",
    b"qwerty",
    b"rabbitmq",
    b"random",
    b"real",
    b"redacted",
    b"redis",
    b"refresh",
    b"removed",
    b"replace",
    b"replaceme",
    b"required",
    b"root",
    b"sa",
    b"sample",
    b"second",
    b"secret",
    b"secretkey",
    b"secrets",
    b"secrettoken",
    b"senha",
    b"sensitive",
    b"server",
    b"service",
    b"session",
    b"set",
    b"sit",
    b"sk",
    b"slack",
    b"some",
    b"something",
    b"spec",
    b"stage",
    b"staging",
    b"str",
    b"string",
    b"stripe",
    b"stripped",
    b"stub",
    b"super",
    b"supersecret",
    b"tbd",
    b"temp",
    b"temporary",
    b"test",
    b"tester",
    b"testing",
    b"text",
    b"that",
    b"the",
    b"these",
    b"this",
    b"three",
    b"tmp",
    b"to",
    b"todo",
    b"token",
    b"tokentoken",
    b"topsecret",
    b"true",
    b"tu",
    b"two",
    b"type",
    b"uat",
    b"undefined",
    b"unit",
    b"unknown",
    b"unset",
    b"unused",
    b"use",
    b"user",
    b"username",
    b"val",
    b"valid",
    b"value",
    b"value1",
    b"via",
    b"webhook",
    b"welcome",
    b"with",
    b"world",
    b"wrong",
    b"xxx",
    b"xyz",
    b"yes",
    b"you",
    b"your",
    b"yours",
    b"yourtoken",
    b"yyy",
    b"zzz",
];

/// The spellings that everybody tries first.
const LEET: [&[u8]; 8] =
    [b"s3cr3t", b"p4ssw0rd", b"p@ssw0rd", b"passw0rd", b"pa$$w0rd", b"p@ssword", b"adm1n", b"ch4ngeme"];

/// The longest stand-in; what is longer is not worth the comparison and more likely real.
const MAX_STAND_IN_BYTES: usize = 64;

/// The longest number at the end of a stand-in (`test-token-1`, `secret123`).
const MAX_STAND_IN_DIGITS: usize = 4;

/// Stands for a secret without being one.
pub(super) fn is_stand_in(value: &[u8]) -> bool {
    if different(value) < 3 {
        return true;
    }
    if value.len() > MAX_STAND_IN_BYTES {
        return false;
    }
    says_no(value)
        || says_test(value)
        || is_type(value)
        || LEET.iter().any(|word| value.eq_ignore_ascii_case(word))
        || words(value).all(|word| is_stand_in_word(&word))
}

/// A value of several words, one of which says that it is for a test, or whose last one says what it should be.
fn says_test(value: &[u8]) -> bool {
    const TESTS: [&[u8]; 16] = [
        b"test",
        b"tests",
        b"testing",
        b"e2e",
        b"mock",
        b"fake",
        b"dummy",
        b"fixture",
        b"stub",
        b"sample",
        b"demo",
        b"example",
        b"unit",
        b"integration",
        b"dev",
        b"local",
    ];
    const NAMES: [&[u8]; 8] = [b"pass", b"password", b"token", b"key", b"secret", b"apikey", b"passwd", b"credential"];
    let parts = || value.split(|b| !b.is_ascii_alphanumeric()).filter(|p| !p.is_empty());
    let is = |part: &[u8], list: &[&[u8]]| list.iter().any(|w| part.eq_ignore_ascii_case(w));
    let marks = value.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'));
    let last = is_words(value) && parts().next_back().is_some_and(|part| is(part, &NAMES));
    marks && parts().count() >= 2 && !is_random(value) && (last || parts().any(|part| is(part, &TESTS)))
}

/// What a parameter is in code, not what it holds: `userPrivateKey: Uint8Array`, `cert: X509Certificate`.
fn is_type(value: &[u8]) -> bool {
    const KINDS: [&[u8]; 10] = [
        b"Array",
        b"ArrayLike",
        b"String",
        b"Buffer",
        b"Bytes",
        b"Certificate",
        b"Digest",
        b"Hash",
        b"View",
        b"Encoder",
    ];
    let named = value.first().is_some_and(u8::is_ascii_uppercase) && value.iter().all(u8::is_ascii_alphanumeric);
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    named && digits <= 3 && KINDS.iter().any(|k| value.ends_with(k))
}

/// A member of something in code: `process.env.API_KEY!`, `settings.db.password`.
pub(super) fn is_reference(value: &[u8]) -> bool {
    let name = |part: &[u8]| {
        part.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
            && part.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'!' | b'?' | b'$'))
            && !chance_in(part)
    };
    let head = value.split(|b| *b == b'.').next().unwrap_or_default();
    memchr::memchr(b'.', value).is_some()
        && head.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_')
        && value.split(|b| *b == b'.').all(name)
}

fn is_stand_in_word(word: &[u8]) -> bool {
    let digits = word.iter().all(u8::is_ascii_digit) && (word.len() <= MAX_STAND_IN_DIGITS || is_sequence(word));
    digits || STAND_INS.binary_search(&word).is_ok() || word.iter().all(|b| *b == b'x')
}

/// The words of a value in lower case: parted by marks, by capitals, and where digits begin.
fn words(value: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    value.split(|b| !b.is_ascii_alphanumeric()).flat_map(parts).filter(|w| !w.is_empty())
}

fn parts(run: &[u8]) -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = vec![Vec::new()];
    let mut before = 0u8;
    for b in run {
        let hump = before.is_ascii_lowercase() && b.is_ascii_uppercase();
        if hump || before.is_ascii_digit() != b.is_ascii_digit() && before != 0 {
            out.push(Vec::new());
        }
        if let Some(word) = out.last_mut() {
            word.push(b.to_ascii_lowercase());
        }
        before = *b;
    }
    out
}

/// Only letters and what joins them: a name in code or a phrase.
pub(super) fn is_words(value: &[u8]) -> bool {
    value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.' | b'-' | b':' | b'\'' | b'!' | b'?' | b','))
}

/// Letters of both cases in no order: a token that by chance has no digit.
pub(super) fn is_random_letters(token: &[u8]) -> bool {
    let chance = |part: &[u8]| {
        let mix = mix(part);
        part.len() >= 12 && mix.upper >= 3 && mix.lower >= 3 && mix.turns * 3 >= part.len()
    };
    token.split(|b| !b.is_ascii_alphanumeric()).any(chance)
}

/// A universally unique id.
pub(super) fn is_uuid(value: &[u8]) -> bool {
    alphabet::is_uuid(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(
            STAND_INS.is_sorted(),
            "{:?}",
            STAND_INS.windows(2).find(|w| w[0] > w[1]).map(|w| String::from_utf8_lossy(w[1]).into_owned())
        );
    }

    #[test]
    fn chance_is_told_from_hands() {
        for value in [
            "q8Zk2LmN4pRs",
            "wJ4lrXU7nFEMI/K7M2ENG/bPx9fiC3zzQW1LKEY",
            "27643301f73cf1d5534f35644c056bd4",
            "yrf9qmrp3@x908y^v1qyr%@no6)pgxtv1p!&!v$=_d4e_5$%2!",
            "koTFjy!zp7t9lD",
            "QpMLkJ$1mY5ItR",
            "m6JTMNQiI9fDiE-wmM0U6XrS9UEuMk4O95LEk3-d",
            "y6OO3tv6msryTLO5V5Yq--g94OBMpxpLUq74l78h",
        ] {
            assert!(is_random(value.as_bytes()), "{value}");
        }
        for value in [
            "thisIsTheNameOfTheVariable",
            "production-database-2024-key",
            "my-s3-bucket-v2-key-01",
            "getAccessTokenSilently",
            "2024-01-31T10:00:00Z",
            "correct-horse-battery-staple",
            "com.example.security.oauth2",
            "aaaaaaaaaaaaaaaa",
            "0123456789abcdef0123456789abcdef",
            "refresh_token_expires_in_3600",
            "arn:aws:iam::123456789012:role/deploy",
        ] {
            assert!(!is_random(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn stand_ins() {
        for value in [
            "test-token",
            "YOUR_API_KEY",
            "<token>",
            "my-secret-key",
            "secret123",
            "changeme",
            "REPLACE_ME",
            "xxxxxxxx",
            "dummyToken1",
            "fake-api-key-for-testing",
            "sk-...",
            "not-a-real-token",
            "put-your-key-here",
            "placeholder",
            "passwort",
        ] {
            assert!(is_stand_in(value.as_bytes()), "{value}");
        }
        for value in ["hunter2x", "Tr0ub4dor", "q8Zk2LmN4pRs", "correct-horse-battery"] {
            assert!(!is_stand_in(value.as_bytes()), "{value}");
        }
    }
}
