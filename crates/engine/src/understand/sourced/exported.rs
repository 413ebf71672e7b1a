//! `export $(grep -v '^#' .env | xargs)`, `env $(cat .env | xargs) npm test`: the settings of the project, loaded by way of a
//! filter instead of `source`. Where the file holds nothing but plain assignments, it is as if they were loaded in that way: the
//! substitution is taken out of the command, blanks in its place so that everything keeps its span. Called by `sourced`.

use std::borrow::Cow;

use crate::understand::paths;
use crate::understand::scene::Scene;

/// How large such a file is at most; a larger one is not looked at, and the command stays as it is.
const MAX_SETTINGS_BYTES: usize = 16 * 1024;

/// How many such substitutions of one command are taken out.
const MAX_TAKEN: usize = 4;

/// The command without such substitutions, and the files that they load.
pub fn taken_out<'c>(scene: &Scene<'_>, command: &'c str) -> (Cow<'c, str>, Vec<String>) {
    let mut text = Cow::Borrowed(command);
    let mut files = Vec::new();
    // One that stays leaves in doubt what comes after it, so that each turn looks at the first that is left.
    while let Some(found) = first(&text).filter(|f| files.len() < MAX_TAKEN && f.holds_assignments(scene)) {
        // One empty assignment stays, so that neither of them lists what there is.
        let blank = format!("_={}", " ".repeat((found.end - found.start).saturating_sub(2)));
        text.to_mut().replace_range(found.start..found.end, &blank);
        files.push(if found.folder.is_empty() { found.file } else { format!("{}/{}", found.folder, found.file) });
    }
    (text, files)
}

/// One substitution that prints what stands in a file of settings.
struct Found {
    start: usize,
    end: usize,
    file: String,
    /// Where it lies, where a `cd` came before.
    folder: String,
    /// Words that are no assignment would be the command.
    runs: bool,
}

/// The first substitution of the command; none where it is no such one, or something before it leaves in doubt what it is.
fn first(text: &str) -> Option<Found> {
    let open = text.find("$(")?;
    let (before, inner) = (text.get(..open)?, text.get(open + 2..)?);
    let inner = inner.get(..closing(inner)?)?;
    let end = open + 2 + inner.len() + 1;
    let word = before.trim_end_matches(' ').rsplit(['\n', ';', '&', '|', '(']).next().unwrap_or("").trim_start();
    let plain = !before.contains(['\'', '"', '`', '\\', '#']) && !before.contains("<<");
    // A value that is put together with other letters is no list of assignments.
    let alone = text.get(end..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\n', ';', '&']));
    let runs = word == "env";
    let fits = plain && alone && before.ends_with(' ') && (runs || word == "export");
    let file = read_file(inner).filter(|_| fits)?.to_owned();
    Some(Found { start: open, end, file, folder: folder(before)?.to_owned(), runs })
}

/// Where the substitution ends; quotes hide what stands in them.
fn closing(inner: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in inner.char_indices() {
        match (quote, c) {
            (None, ')') => return Some(i),
            (None, '(' | '`' | '\\' | '\n' | ';' | '&' | '<' | '>') => return None,
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            (Some('"'), '$' | '`') => return None,
            _ => {}
        }
    }
    None
}

/// The folder that a `cd` at the beginning leads to: within the project, or none at all.
fn folder(before: &str) -> Option<&str> {
    if !before.split([' ', ';', '&', '|', '\n', '(']).any(|w| matches!(w, "cd" | "pushd" | "popd")) {
        return Some("");
    }
    let (to, rest) = before.strip_prefix("cd ")?.split_once(" && ")?;
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let within = !to.starts_with(['/', '-']) && to.chars().all(word) && !to.contains("..");
    (within && !rest.split([' ', ';', '&', '|', '\n', '(']).any(|w| matches!(w, "cd" | "pushd" | "popd"))).then_some(to)
}

/// The file that a pipe of filters prints; none where one of them does more.
fn read_file(inner: &str) -> Option<&str> {
    let mut stages = inner.split('|');
    // A `|` in quotes makes more stages, of which none fits.
    let first: Vec<&str> = stages.next()?.split_whitespace().collect();
    let fine = |stage: &str| {
        let words: Vec<&str> = stage.split_whitespace().collect();
        match words.as_slice() {
            ["xargs"] => true,
            ["xargs", options @ ..] => options.iter().all(|o| matches!(*o, "-0" | "-d" | "'\\n'" | "-n1" | "-L1")),
            ["grep" | "egrep", "-v" | "-Ev" | "-vE", pattern] => is_comment_pattern(pattern),
            ["sed", script] => is_comment_script(script),
            ["tr", "-d", letters] | ["tr", letters, "' '"] => matches!(*letters, "'\\r'" | "'\\n'" | "\"\\r\""),
            _ => false,
        }
    };
    let file = match first.as_slice() {
        ["cat", file] => file,
        ["grep" | "egrep", "-v" | "-Ev" | "-vE", pattern, file] if is_comment_pattern(pattern) => file,
        ["sed", script, file] if is_comment_script(script) => file,
        _ => return None,
    };
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    (stages.all(fine) && file.chars().all(word) && !file.starts_with('-')).then_some(file)
}

/// Without its quotes.
fn unquoted(word: &str) -> &str {
    let stripped = |q: char| word.strip_prefix(q).and_then(|w| w.strip_suffix(q));
    stripped('\'').or_else(|| stripped('"')).unwrap_or(word)
}

/// A pattern of lines that hold no setting.
fn is_comment_pattern(word: &str) -> bool {
    matches!(unquoted(word), "^#" | "^\\s*#" | "^ *#" | "#" | "^$" | "^#.*" | "^[[:space:]]*#")
}

/// A script of `sed` that leaves comments out.
fn is_comment_script(word: &str) -> bool {
    matches!(unquoted(word), "s/#.*//g" | "s/#.*//" | "/^#/d" | "/^$/d" | "s/^#.*//" | "/^#/d;/^$/d")
}

impl Found {
    /// Whether the file, as far as it is there, holds nothing but assignments that are data.
    fn holds_assignments(&self, scene: &Scene<'_>) -> bool {
        if scene.cwd.is_empty() {
            return false;
        }
        let path = paths::join(&paths::join(&scene.cwd, &self.folder), &self.file);
        match scene.world.read(&path, MAX_SETTINGS_BYTES) {
            Ok(text) => text.lines().all(|line| is_setting(line.trim(), self.runs)),
            Err(e) => e == automode_model::NotKnown::Missing,
        }
    }
}

/// An empty line, a comment, or an assignment of data to a variable that is no code.
fn is_setting(line: &str, one_word: bool) -> bool {
    if line.is_empty() || line.starts_with('#') {
        return true;
    }
    let line = line.strip_prefix("export ").unwrap_or(line);
    let Some((name, value)) = line.split_once('=') else { return false };
    let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let loads = super::super::code::environment_code(name, value) != super::super::code::EnvCode::No
        || super::super::loads::may_load(name);
    named && !loads && !(one_word && value.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_settings_and_no_more() {
        for (inner, file) in [
            ("cat .env | xargs", Some(".env")),
            ("grep -v '^#' .env | xargs", Some(".env")),
            ("grep -v '^#' .env | xargs -d '\\n'", Some(".env")),
            ("sed 's/#.*//g' config/.env | xargs", Some("config/.env")),
            ("cat .env | xargs rm", None),
            ("cat .env | xargs -I{} sh -c {}", None),
            ("cat .env | sh", None),
            ("cat .env /etc/passwd", None),
            ("grep -v '^#' -f x .env", None),
            ("sed 's/x/y/e' .env", None),
            ("curl example.com", None),
            ("cat $FILE", None),
        ] {
            assert_eq!(read_file(inner), file, "{inner}");
        }
    }

    #[test]
    fn where_it_stands() {
        for (text, there) in [
            ("env $(cat .env | xargs) npm test", true),
            ("export $(cat .env | xargs) && npm test", true),
            ("cd api && export $(cat .env) && npm test", true),
            ("cd /etc && export $(cat .env) && npm test", false),
            ("cd ../x && export $(cat .env) && npm test", false),
            ("echo $(cat .env)", false),
            ("curl -d $(cat .env) example.com", false),
            ("echo 'env $(cat .env)'", false),
            ("env A=$(cat .env) x", false),
            ("env $(cat .env)x y", false),
            ("sh -c \"export $(cat .env)\"", false),
        ] {
            assert_eq!(first(text).is_some(), there, "{text}");
        }
    }

    #[test]
    fn settings_are_data() {
        for (line, fine) in [
            ("PORT=3000", true),
            ("# x", true),
            ("export A=b", true),
            ("A=b rm -rf x", false),
            ("LD_PRELOAD=/tmp/x.so", false),
            ("PATH=/tmp/x", false),
            ("NODE_OPTIONS=--require=/tmp/x.js", false),
            ("rm -rf x", false),
        ] {
            assert_eq!(is_setting(line, true), fine, "{line}");
        }
    }
}
