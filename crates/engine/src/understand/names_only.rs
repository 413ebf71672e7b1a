//! Looks at a file of settings that show no value: which names are set (`cut -d= -f1 .env`), whether one is (`grep -q`), how
//! many there are. What else reads such a file reads secrets. Called by `milder`, and by `shown` for what is printed.

use automode_model::{Action, Effect, PathClass, Verb};

use super::handlers::Call;
use super::value::Val;

/// What a program leaves of what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing, or a number.
    Nothing,
    /// The names of lines `NAME=value`.
    Names,
    /// The keys of an object.
    Keys,
}

/// Programs that print settings as `NAME: value` or `NAME = value`.
const PRINTS_SETTINGS: &[&str] = &["heroku", "dotnet", "doppler", "fly", "flyctl", "railway", "scalingo"];

/// What this program leaves, run with these words; none where a value may be among it.
#[must_use]
pub fn left(program: &str, words: &[&str]) -> Option<Left> {
    let short: String = words.iter().filter(|w| !w.starts_with("--")).filter_map(|w| w.strip_prefix('-')).collect();
    match program {
        "wc" => Some(Left::Nothing),
        "grep" | "egrep" | "rg" if short.contains(['q', 'c']) && !short.contains(['f', 'r', 'R']) => {
            Some(Left::Nothing)
        }
        "grep" | "egrep" | "rg" if short.contains('o') && words.iter().any(|w| finds_names(w)) => Some(Left::Names),
        "cut" => {
            let joined = words.iter().filter(|w| !is_file(w)).copied().collect::<Vec<_>>().join(" ");
            let fields = ["-d= -f1", "-d = -f 1", "-d= -f 1", "-d = -f1", "-f1 -d=", "-d: -f1", "-d : -f 1", "-f1 -d:"];
            fields.contains(&joined.as_str()).then_some(Left::Names)
        }
        "sed" => {
            let scripts = ["s/=.*//", "s/=.*/=/", "s/=.*/=***/", "s/=.*$//", "s/=.*/=<redacted>/", "s/=.*/=REDACTED/"];
            let mut rest = words.iter().filter(|w| !matches!(**w, "-e" | "-E" | "-r"));
            let script = rest.next().is_some_and(|w| scripts.contains(w));
            (script && rest.all(|w| is_file(w))).then_some(Left::Names)
        }
        "awk" => {
            let divides = words.iter().any(|w| matches!(*w, "-F=" | "-F:" | "=" | ":"));
            let prints =
                words.iter().filter(|w| w.contains('{')).all(|w| matches!(w.trim(), "{print $1}" | "{ print $1 }"));
            (divides && prints && words.iter().any(|w| w.contains('{'))).then_some(Left::Names)
        }
        "jq" => {
            let filter = words.iter().find(|w| !w.starts_with('-'))?;
            let last = filter.rsplit('|').next().unwrap_or("").trim();
            let keys = ["keys", "keys[]", "keys_unsorted", "keys_unsorted[]", "length", ".key"];
            (keys.contains(&last) && !filter.contains([',', ';', '\\'])).then_some(Left::Keys)
        }
        _ => None,
    }
}

/// A pattern that finds nothing behind a name: `^[A-Z_]*`, `^[A-Z0-9_]+=`.
fn finds_names(pattern: &str) -> bool {
    let Some(rest) = pattern.strip_prefix("^[") else { return false };
    let Some((class, tail)) = rest.split_once(']') else { return false };
    let names = class.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    names && !class.starts_with('^') && matches!(tail, "*" | "+" | "\\+" | "*=" | "+=" | "\\+=")
}

fn is_file(word: &str) -> bool {
    !word.starts_with('-') && (word.contains(".env") || word.contains('/') || word.contains('.'))
}

/// Takes the reading of secrets out of a look that shows none, and of what feeds it.
pub fn weigh(c: &mut Call<'_, '_, '_>) {
    let words: Option<Vec<&str>> = c.call.argv.iter().skip(1).map(Val::known).collect();
    let Some(left) = words.and_then(|w| left(c.program.name, &w)) else { return };
    for e in c.effects.iter_mut().filter(|e| shows_none(e, left)) {
        soften(e);
    }
    if c.call.stdin.why().is_some_and(|w| w.starts_with("the output of `")) && c.call.stdin.is_secret() {
        c.shell.scene.with_last_before(c.call.span, |action| {
            if feeds(action, left) {
                action.effects.iter_mut().filter(|e| e.verb == Verb::SecretRead).for_each(soften);
            }
        });
    }
}

/// Whether what this run reads is of a form of which such a look leaves no value.
fn shows_none(e: &Effect, left: Left) -> bool {
    let settings =
        |e: &Effect| e.target.path().is_some_and(|p| p.class == PathClass::Secret && is_settings(&p.resolved));
    e.verb == Verb::SecretRead && (left == Left::Nothing || left == Left::Names && settings(e))
}

/// `.env`, `.env.local`, `prod.env`: lines of names and values.
fn is_settings(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    name == ".envrc" || name.starts_with(".env") || name.ends_with(".env") || name.starts_with(".dev.vars")
}

/// Whether a program that does nothing but print fed this look.
fn feeds(action: &Action, left: Left) -> bool {
    let program = action.program.as_str();
    let only_reads = |e: &Effect| e.dimensions.reversibility == 0 && !matches!(e.verb, Verb::NetFetch | Verb::NetSend);
    let files = program == "cat" && action.effects.iter().all(|e| e.verb != Verb::SecretRead || shows_none(e, left));
    let settings = left != Left::Keys && PRINTS_SETTINGS.contains(&program);
    let objects = left != Left::Names
        && matches!(
            program,
            "kubectl" | "oc" | "helm" | "vault" | "aws" | "terraform" | "tofu" | "pulumi" | "doctl" | "cat"
        );
    action.effects.iter().all(only_reads) && (files || settings || objects)
}

fn soften(e: &mut Effect) {
    (e.verb, e.category) = (Verb::Read, Verb::Read.category());
    e.dimensions = Verb::Read.dimensions();
}

#[cfg(test)]
mod tests {
    use super::{Left, left};

    #[test]
    fn no_value_is_left() {
        for (program, words, want) in [
            ("cut", &["-d=", "-f1", ".env"][..], Some(Left::Names)),
            ("cut", &["-d=", "-f2", ".env"], None),
            ("cut", &["-d=", "-f1-", ".env"], None),
            ("grep", &["-q", "^API_KEY=", ".env"], Some(Left::Nothing)),
            ("grep", &["-oE", "^[A-Z_]+", ".env"], Some(Left::Names)),
            ("grep", &["-o", "^[A-Z_]*=.*", ".env"], None),
            ("grep", &["-o", "^[^#]*", ".env"], None),
            ("grep", &["KEY", ".env"], None),
            ("sed", &["s/=.*//", ".env"], Some(Left::Names)),
            ("sed", &["s/=.*//p", ".env"], None),
            ("sed", &["s/x//", ".env"], None),
            ("awk", &["-F=", "{print $1}", ".env"], Some(Left::Names)),
            ("awk", &["-F=", "{print $2}", ".env"], None),
            ("jq", &["-r", ".data | keys"], Some(Left::Keys)),
            ("jq", &[".data | keys, .data"], None),
            ("jq", &[".data"], None),
            ("cat", &[".env"], None),
        ] {
            assert_eq!(left(program, words), want, "{program} {words:?}");
        }
    }
}
