//! Options that no knowledge file lists and that are harmless all the same: switches, words and files of a tool that builds, tests
//! or looks. Called by `options` for forms that say `lenient`; never for one that runs, sends or changes what it is told.
//!
//! An option is taken as plain only where nothing about it could name an address, code in words, a right or a credential, or switch a
//! question off. A file that it names is judged by what the option may do with it: made, run as code, or read.

use automode_model::Verb;

use super::super::value::Val;
use crate::knowledge::{Arg, Opt, Role};

/// What a name may not speak of, as beginnings of its words: addresses, commands, credentials, rights, what is taken away or let
/// through, and what says that something is genuine.
const SPEAKS: &str = "
    accept access addr admin agent allow apply approve arg attach auth bind body bypass call cert chdir cmd command connect cookie
    cred cwd daemon danger database db debugger delete deploy destroy discard download drop editor endpoint env eval exec expose
    extension fetch force global hdr header home hook host http inject insecure inspect install key launch listen load login mcp
    mirror net opt pager pass persist pip post pre priv program property proxy prune publish pull purge push rc registry
    remote remove replace repo reset restore rm run sandbox script secret send serve shell sign socket ssh store sudo system template
    token trust tunnel unsafe upgrade upload uri url use user xdg yes";

/// Names by which a tool loads code: a file is run, any other word is a module that nobody read.
const LOADS: &str = "import loader middleware module plugin preload preset register require setup transform";

/// Words that begin like one of [`SPEAKS`] and mean something else.
const FINE: &str = "
    headless headed keyword keywords optimize optimization optimizations optional optimistic passed passing postcss preview pretty
    prefix precision present preserve previous prepend execution report reports reporter networkidle";

/// Words that speak of a file.
const FILES: &str = "
    append backup cache conf config copy csv data dest dir dist dump emit entry export file folder from generat html include init
    input journal json junit lcov lib link log manifest map out path prefix project record report root save schema settings snapshot sourc
    target write xml";

/// Of these, the ones by which it is made.
const MADE: &str = "append backup cache copy dest dist dump emit export generat journal junit lcov log out record report save snapshot write";

/// Endings of files that are code.
const CODE: &str = "
    js mjs cjs ts mts cts jsx tsx py rb sh bash pl php lua so dylib dll jar exe rs go java kt groovy ps1 node
    wasm c cc cpp cxx h hpp m mm cs fs swift vue svelte";

/// How long such an option may be: names that people write.
const MAX_NAME_BYTES: usize = 40;

/// How long the path that it names may be.
const MAX_PATH_BYTES: usize = 200;

/// What an option does that no file lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Nothing that is judged.
    Switch,
    /// This happens to the file that its value or the word behind it names.
    File(Verb),
}

impl Plain {
    /// The option as a knowledge file would list it.
    #[must_use]
    pub fn option(self) -> Option<Opt> {
        let Self::File(verb) = self else { return None };
        Some(Opt { value: Role::Path(verb), ..Opt::plain("--…", Arg::Required) })
    }
}

/// What this option may be, by its name, its value and the word behind it, which may be its value; none where it could be anything.
#[must_use]
pub fn reading(name: &str, value: Option<&Val>, next: Option<&Val>) -> Option<Plain> {
    let bare = name.trim_start_matches('-');
    let shape = bare.len() > 1
        && bare.len() <= MAX_NAME_BYTES
        && bare.starts_with(|c: char| c.is_ascii_lowercase())
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !shape {
        return None;
    }
    if matches!(bare, "dry-run" | "dryRun" | "dry_run") && value.is_none() {
        return Some(Plain::Switch);
    }
    let words = super::super::tools::words_of(bare);
    let speaks = |list: &str| words.iter().any(|w| begins(w, list));
    // `--verify` looks closer, `--no-verify` looks away.
    let away = || words.iter().any(|w| matches!(w.as_str(), "no" | "skip" | "without" | "disable" | "ignore" | "off"));
    if speaks(SPEAKS) || speaks("verif") && away() {
        return None;
    }
    let word = match (value, next) {
        (Some(v), _) => v,
        (None, Some(n)) if !(n.prefix().starts_with('-') && n.known().is_some()) => n,
        (None, _) => return (!speaks(LOADS)).then_some(Plain::Switch),
    };
    let text = word.known()?;
    if is_word(text) {
        return (!speaks(LOADS)).then_some(Plain::Switch);
    }
    if !is_path(text) {
        return None;
    }
    let bare = !text.rsplit('/').next().unwrap_or("").contains('.');
    let code = if bare { !speaks(FILES) } else { is_code(text) };
    match (speaks(LOADS), speaks(FILES), code) {
        // `--report out.html`; what is code there may be a reporter.
        _ if speaks(MADE) || !is_code(text) && words.iter().any(|w| matches!(w.as_str(), "report" | "reports")) => {
            Some(Plain::File(Verb::Write))
        }
        (true, ..) | (_, true, true) => Some(Plain::File(Verb::Run)),
        // What a name that says nothing does with code, nobody knows.
        (_, false, true) => None,
        (_, _, false) => Some(Plain::File(Verb::Read)),
    }
}

/// The file that an option of a form makes which takes any option: `--output=/etc/x`. A word behind it is its value only
/// where the name leaves no doubt, and where it is a path by its look (`--output json`).
#[must_use]
pub fn made(name: &str, value: Option<&Val>, next: Option<&Val>) -> Option<(Opt, Val)> {
    let words = super::super::tools::words_of(name.trim_start_matches('-'));
    let sure = words.iter().any(|w| w.starts_with("out") || w == "dest");
    let speaks = sure || words.iter().any(|w| begins(w, MADE));
    let word = value.or_else(|| next.filter(|_| sure)).filter(|_| speaks)?;
    let text = word.known()?;
    let path = text.contains('/') && is_path(text);
    Some((Plain::File(Verb::Write).option()?, word.clone())).filter(|_| path)
}

/// The same for an option of one letter: those by which tools take code, an address, a user or a force are left out, and `-o` names
/// what is made.
#[must_use]
pub fn letter(letter: char, next: Option<&Val>) -> Option<Plain> {
    if !letter.is_ascii_lowercase() || "cehkruxy".contains(letter) {
        return None;
    }
    let option = |n: &Val| n.prefix().starts_with('-') && n.known().is_some();
    let Some(word) = next.filter(|n| !option(n)) else { return Some(Plain::Switch) };
    let text = word.known()?;
    match letter {
        'o' if is_path(text) => Some(Plain::File(Verb::Write)),
        _ if is_word(text) => Some(Plain::Switch),
        _ if is_path(text) && !is_code(text) => Some(Plain::File(Verb::Read)),
        _ => None,
    }
}

/// Whether a path's ending is one of code; without an ending it may be.
fn is_code(text: &str) -> bool {
    let (_, last) = text.rsplit_once('/').unwrap_or(("", text));
    last.rsplit_once('.').is_some_and(|(_, end)| CODE.split_ascii_whitespace().any(|c| c == end))
}

fn begins(word: &str, list: &str) -> bool {
    list.split_ascii_whitespace().any(|s| word.starts_with(s)) && !FINE.split_ascii_whitespace().any(|f| f == word)
}

/// A word that can be no path, no address and no code: letters and digits, with dashes and commas between, or a number.
fn is_word(text: &str) -> bool {
    let number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let word = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_,+%".contains(&b));
    text.len() <= MAX_NAME_BYTES && (number || word)
}

/// A path as people write them, without a scheme, a machine or anything that a shell or a template would read.
fn is_path(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./+~".contains(&b));
    plain && !text.is_empty() && text.len() <= MAX_PATH_BYTES && !text.starts_with("//")
}

#[cfg(test)]
mod tests {
    use automode_model::Verb;

    use super::super::super::value::Val;
    use super::{Plain, reading};

    #[test]
    fn plain_options_name_nothing_or_a_file_that_is_judged() {
        let (switch, no) = (Some(Plain::Switch), None);
        let file = |verb| Some(Plain::File(verb));
        for (name, value, next, want) in [
            ("--browsers", Some("ChromeHeadless"), None, switch),
            ("--summary", None, None, switch),
            ("--skip-sync", None, None, switch),
            ("--columns", Some("name,version"), None, switch),
            ("--max-depth", None, Some("3"), switch),
            ("--format", None, Some("json"), switch),
            ("--strip-leading-paths", None, None, switch),
            ("--zoom", None, Some("src/evil.js"), no),
            ("--resolver", None, Some("./resolver"), no),
            ("--entry-file", None, Some("src/a.js"), file(Verb::Run)),
            ("--watch", None, Some("docs/a.md"), file(Verb::Read)),
            ("--plugin", None, Some("./evil.js"), file(Verb::Run)),
            ("--bundle-output", None, Some("/tmp/main.jsbundle"), file(Verb::Write)),
            ("--entry-file", None, Some("app.json"), file(Verb::Read)),
            ("--report-file", None, Some("/etc/x"), file(Verb::Write)),
            ("--report", None, Some("./x.js"), no),
            ("--reporter", None, Some("./x.js"), no),
            ("--zoom", Some("http://198.51.100.7"), None, no),
            ("--zoom", None, Some("$(cmd)"), no),
            ("--exec", None, None, no),
            ("--run-before", None, None, no),
            ("--pluginName", Some("evil"), None, no),
            ("--no-verify", None, None, no),
            ("--force-yes", None, None, no),
            ("--preCommand", Some("ls"), None, no),
            ("--remote-output", None, None, no),
            ("-z", None, None, no),
        ] {
            let (value, next) = (value.map(Val::text), next.map(Val::text));
            assert_eq!(reading(name, value.as_ref(), next.as_ref()), want, "{name} {value:?} {next:?}");
        }
    }
}
