//! What a name promises of its value: `DB_PASSWORD`, `clientSecret`, `X-Api-Key`, `contraseña`; not `password_file`,
//! `next_page_token` or `primary_key`. Asked by `assign.rs` for every name before a separator, so most are dismissed by
//! their last letter.

/// The longest name that is looked at; beyond it only its end counts.
pub(super) const MAX_NAME_BYTES: usize = 64;

/// What a name promises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    /// Any literal is one.
    Password,
    /// A token or key: words are not.
    Token,
    /// Some keys are secret: only what chance made.
    Key,
}

impl Named {
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Token => "token",
            Self::Key => "key",
        }
    }
}

/// Names that end in these mean passwords: by their last letter, in the languages that settings are written in.
fn passwords(last: u8) -> &'static [&'static str] {
    match last {
        b'a' => &["contrasena", "senha", "salasana", "parola"],
        b'd' => &["password", "passwd", "pwd", "losenord", "lozenord", "passord", "wachtwoord"],
        b'e' => &["passphrase", "passcode", "motdepasse", "seedphrase", "recoveryphrase", "sifre"],
        b'i' => &["katasandi", "sandi"],
        b'n' => &["adgangskoden"],
        b'o' => &["haslo", "heslo", "jelszo"],
        b's' => &["rootpass", "passwords"],
        b't' => &["passwort", "kennwort"],
        b'w' => &["dbpw", "rootpw", "userpw", "adminpw", "bindpw"],
        _ => &[],
    }
}

/// Names that end in these mean tokens and keys.
fn tokens(last: u8) -> &'static [&'static str] {
    match last {
        b'a' => &["keydata"],
        b'c' => &["mnemonic"],
        b'e' => &["secretkeybase"],
        b'g' => &["connectionstring"],
        b'l' => &["credential"],
        b'n' => &["token", "jeton"],
        b's' => &["credentials", "secrets", "geheimnis"],
        b't' => &["secret", "tokensecret"],
        b'y' => &[
            "apikey",
            "secretkey",
            "accesskey",
            "privatekey",
            "accountkey",
            "authkey",
            "encryptionkey",
            "signingkey",
            "masterkey",
            "sharedkey",
            "servicekey",
            "adminkey",
            "clientkey",
            "appkey",
            "consumerkey",
            "hmackey",
            "jwtkey",
            "licensekey",
            "storagekey",
            "subscriptionkey",
            "sessionkey",
            "sshkey",
            "gpgkey",
            "aeskey",
            "rsakey",
            "deploykey",
            "webhookkey",
            "integrationkey",
            "serverkey",
            "writekey",
            "cookiekey",
            "cryptkey",
            "cipherkey",
            "tokenkey",
        ],
        _ => &[],
    }
}

/// Names in other scripts, compared as bytes.
const FOREIGN: [&str; 12] = [
    "contraseña",
    "пароль",
    "密码",
    "口令",
    "パスワード",
    "비밀번호",
    "şifre",
    "hasło",
    "jelszó",
    "lösenord",
    "ключ",
    "密钥",
];

/// Marks of a place in a list, words of a language model, and other tokens that nobody guards.
const CURSORS: [&str; 22] = [
    "pagetoken",
    "nexttoken",
    "continuationtoken",
    "synctoken",
    "tokentoken",
    "marktoken",
    "resumetoken",
    "cursortoken",
    "eostoken",
    "bostoken",
    "padtoken",
    "unktoken",
    "septoken",
    "clstoken",
    "masktoken",
    "specialtoken",
    "stoptoken",
    "cancellationtoken",
    "canceltoken",
    "publickey",
    "publictoken",
    "publishablekey",
];

/// Before `key`, these make it a name of something that is no secret.
const OPEN_KEYS: [&str; 39] = [
    "public",
    "primary",
    "foreign",
    "cache",
    "sort",
    "partition",
    "row",
    "map",
    "idempotency",
    "translation",
    "routing",
    "query",
    "lookup",
    "object",
    "group",
    "dedup",
    "message",
    "index",
    "unique",
    "composite",
    "hash",
    "range",
    "react",
    "list",
    "item",
    "meta",
    "sha",
    "fingerprint",
    "host",
    "search",
    "sorting",
    "record",
    "event",
    "arrow",
    "shortcut",
    "hot",
    "registry",
    "s3",
    "site",
];

/// What a name promises, read from its end.
pub(super) fn named_by(name: &[u8]) -> Option<Named> {
    let last = name.iter().rev().find(|b| !b.is_ascii_digit())?.to_ascii_lowercase();
    if !name.is_ascii() {
        return FOREIGN.iter().any(|w| name.ends_with(w.as_bytes())).then_some(Named::Password);
    }
    // Most names are dismissed here.
    ends_like_one(name, last).then_some(())?;
    let (mut plain, mut len) = ([0; MAX_NAME_BYTES], 0);
    for b in name.iter().filter(|b| b.is_ascii_alphanumeric()) {
        *plain.get_mut(len)? = b.to_ascii_lowercase();
        len += 1;
    }
    let plain = plain.get(..len)?;
    let digits = plain.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let plain = plain.get(..len - digits)?;
    let any = |words: &[&str]| words.iter().any(|w| plain.ends_with(w.as_bytes()));
    if any(passwords(last)) || last_word_is(name, b"pass") || last_word_is(name, b"pw") {
        return Some(Named::Password);
    }
    if any(tokens(last)) {
        return (!any(&CURSORS)).then_some(Named::Token);
    }
    let key = last == b'y' && last_word_is(name, b"key");
    (key && !OPEN_KEYS.iter().any(|w| plain.strip_suffix(b"key").is_some_and(|p| p.ends_with(w.as_bytes()))))
        .then_some(Named::Key)
}

/// The last two letters of every word that counts, as pairs.
const ENDS: [&[u8; 2]; 26] = [
    b"al", b"de", b"di", b"ds", b"en", b"et", b"ey", b"ha", b"ic", b"is", b"la", b"lo", b"ls", b"na", b"ng", b"on",
    b"pw", b"rd", b"re", b"rt", b"se", b"ss", b"ta", b"ts", b"wd", b"zo",
];

/// Whether the last two letters are those of a word that counts.
fn ends_like_one(name: &[u8], last: u8) -> bool {
    let mut letters = name.iter().rev().filter(|b| b.is_ascii_alphabetic()).map(u8::to_ascii_lowercase);
    let _ = letters.next();
    let Some(before) = letters.next() else { return false };
    ENDS.contains(&&[before, last])
}

/// The name without separators, in lower case, for the words in it.
pub(super) fn plain(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// `pass` only as a word of its own: `DB_PASS`, `smtpPass`, not `bypass`.
fn last_word_is(name: &[u8], word: &[u8]) -> bool {
    let Some((before, last)) = name.len().checked_sub(word.len()).and_then(|at| name.split_at_checked(at)) else {
        return false;
    };
    let hump = last.first().is_some_and(u8::is_ascii_uppercase);
    let alone = before.last().is_none_or(|b| !b.is_ascii_alphanumeric() || (b.is_ascii_lowercase() && hump));
    alone && last.eq_ignore_ascii_case(word)
}

/// A name that carries the value of another: `value:` below `name: DB_PASSWORD`, `default =` in `variable "db_password"`.
pub(super) fn is_carrier(name: &[u8]) -> bool {
    [b"value".as_slice(), b"default", b"secure", b"plaintext", b"literal", b"plain"]
        .iter()
        .any(|w| name.eq_ignore_ascii_case(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_dismissed_by_its_end() {
        let all = (b'a'..=b'z').flat_map(|last| passwords(last).iter().chain(tokens(last)).map(move |w| (last, *w)));
        for (last, word) in all {
            assert!(word.ends_with(char::from(last)) && named_by(word.as_bytes()).is_some(), "{word}");
        }
    }

    #[test]
    fn names_promise_what_they_say() {
        use Named::{Key, Password, Token};
        for (name, promised) in [
            ("DB_PASSWORD", Some(Password)),
            ("smtpPass", Some(Password)),
            ("clientSecret", Some(Token)),
            ("X-Api-Key", Some(Token)),
            ("contraseña", Some(Password)),
            ("Kennwort", Some(Password)),
            ("mot_de_passe", Some(Password)),
            ("пароль", Some(Password)),
            ("db_pw", Some(Password)),
            ("GITHUB_TOKEN2", Some(Token)),
            ("key", Some(Key)),
            ("encryption.key", Some(Token)),
            ("session_key", Some(Token)),
            ("bypass", None),
            ("compass", None),
            ("password_file", None),
            ("nextPageToken", None),
            ("primary_key", None),
            ("monkey", None),
            ("eos_token", None),
            ("publicKey", None),
            ("S3Key", None),
            ("tokens", None),
            ("", None),
            ("naïve", None),
        ] {
            assert_eq!(named_by(name.as_bytes()), promised, "{name}");
        }
    }
}
