//! The text that a command makes of a file, where it is one of those that edit by a script: `sed`, `perl -p`, `sd`, `awk` with a
//! substitution, `jq` and `yq` with one assignment. Called by `carried`, with the words of the command as they are written.

use super::super::streamed;

/// More words than these are no edit by hand.
const MAX_WORDS: usize = 64;

/// What a command makes.
pub struct Made {
    /// The files it reads, as they are written in the command.
    pub files: Vec<String>,
    /// It writes them; otherwise it prints.
    pub in_place: bool,
    script: Script,
}

enum Script {
    Sed { text: String, extended: bool },
    Assigned(String),
}

impl Made {
    /// What it makes of this text; none where that is not known.
    #[must_use]
    pub fn of(&self, text: &str) -> Option<String> {
        match &self.script {
            Script::Sed { text: script, extended } => streamed::sed(script, *extended, text),
            Script::Assigned(filter) => streamed::assigned(filter, text),
        }
    }
}

/// Reads a command; none where it is not one of these, or says something that is not read here.
#[must_use]
pub fn read(command: &str) -> Option<Made> {
    let words = words(command)?;
    let (program, args) = words.split_first()?;
    match program.rsplit('/').next()? {
        "sed" | "gsed" => sed(args),
        "perl" => perl(args),
        "sd" => sd(args),
        "awk" | "gawk" => awk(args),
        "jq" | "yq" => assigned(args),
        _ => None,
    }
}

/// Where one simple command prints to, by its redirection.
#[must_use]
pub fn target(command: &str) -> Option<String> {
    let mut quote = None;
    let at = command.char_indices().find(|(_, c)| {
        match (quote, *c) {
            (None, '\'' | '"') => quote = Some(*c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
        quote.is_none() && *c == '>'
    })?;
    let rest = command.get(at.0 + 1..).filter(|r| !r.starts_with(['>', '&', '(']))?;
    words(rest)?.into_iter().next()
}

/// The words of one simple command, without its redirections; none where a word is not written out.
#[must_use]
pub fn words(command: &str) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    let (mut word, mut open) = (String::new(), false);
    let mut chars = command.trim().chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => {
                open = true;
                loop {
                    match chars.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                open = true;
                loop {
                    match chars.next()? {
                        '"' => break,
                        '$' | '`' => return None,
                        '\\' => match chars.next()? {
                            c @ ('"' | '\\' | '$' | '`') => word.push(c),
                            c => word.extend(['\\', c]),
                        },
                        c => word.push(c),
                    }
                }
            }
            '\\' => word.push(chars.next()?),
            '$' | '`' | '(' | '{' => return None,
            '>' | '<' | '|' | ';' | '&' | '\n' => break,
            c if c.is_whitespace() => {
                if open || !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
                open = false;
            }
            c => word.push(c),
        }
        if out.len() > MAX_WORDS {
            return None;
        }
    }
    if open || !word.is_empty() {
        out.push(word);
    }
    Some(out)
}

fn sed(args: &[String]) -> Option<Made> {
    let (mut scripts, mut files) = (Vec::new(), Vec::new());
    let (mut extended, mut in_place) = (false, false);
    let mut rest = args.iter();
    while let Some(a) = rest.next() {
        match a.as_str() {
            "-E" | "-r" | "--regexp-extended" => extended = true,
            "-e" | "--expression" => scripts.push(rest.next()?.clone()),
            "--in-place" | "-i" => in_place = true,
            "-Ei" | "-ri" => (extended, in_place) = (true, true),
            "-ie" => {
                in_place = true;
                scripts.push(rest.next()?.clone());
            }
            // The form without a copy of some systems.
            "" if in_place && files.is_empty() && scripts.is_empty() => {}
            a if a.starts_with("-i.") || a.starts_with("--in-place=") => in_place = true,
            a if a.starts_with('-') => return None,
            a => files.push(a.to_owned()),
        }
    }
    if scripts.is_empty() {
        scripts.push((!files.is_empty()).then(|| files.remove(0))?);
    }
    Some(Made { files, in_place, script: Script::Sed { text: scripts.join("\n"), extended } })
}

/// `perl -pi -e 's/a/b/'`.
fn perl(args: &[String]) -> Option<Made> {
    let flags = |a: &String| {
        a.strip_prefix('-').is_some_and(|f| !f.is_empty() && f.bytes().all(|b| b"pienlw0.bak".contains(&b)))
    };
    let (options, rest): (Vec<&String>, Vec<&String>) = args.iter().partition(|a| flags(a));
    let letters: String = options.iter().flat_map(|o| o.chars()).collect();
    let (script, files) = rest.split_first()?;
    let text = script.trim_end_matches(';').to_owned();
    let edits = letters.contains('p') && letters.contains('e') && !letters.contains('0');
    edits.then(|| Made {
        files: files.iter().map(|f| (*f).clone()).collect(),
        in_place: letters.contains('i'),
        script: Script::Sed { text, extended: true },
    })
}

fn sd(args: &[String]) -> Option<Made> {
    let [old, new, files @ ..] = args else { return None };
    if args.iter().any(|a| a.starts_with('-') || a.contains('\u{1}')) {
        return None;
    }
    let text = format!("s\u{1}{old}\u{1}{new}\u{1}g");
    Some(Made { files: files.to_vec(), in_place: true, script: Script::Sed { text, extended: true } })
}

/// `awk '{gsub(/a/, "b")}1' file`.
fn awk(args: &[String]) -> Option<Made> {
    let [program, files @ ..] = args else { return None };
    let plain = program.trim().trim_end_matches(['1', ';', ' ']).trim();
    let call = plain
        .strip_prefix('{')?
        .strip_suffix('}')?
        .trim()
        .trim_end_matches(';')
        .trim_end_matches("print")
        .trim_end_matches([';', ' ']);
    let (all, inner) = match call.strip_prefix("gsub(/") {
        Some(inner) => ("g", inner),
        None => ("", call.strip_prefix("sub(/")?),
    };
    let (pattern, rest) = inner.strip_suffix(')')?.split_once("/,")?;
    let new = rest.trim().strip_prefix('"')?.strip_suffix('"')?;
    let text = format!("s\u{1}{pattern}\u{1}{new}\u{1}{all}");
    Some(Made { files: files.to_vec(), in_place: false, script: Script::Sed { text, extended: true } })
}

fn assigned(args: &[String]) -> Option<Made> {
    let in_place = args.iter().any(|a| matches!(a.as_str(), "-i" | "--inplace" | "-yi" | "-iy"));
    let mut operands = args.iter().filter(|a| !a.starts_with('-') && *a != "e" && *a != "eval");
    let filter = operands.next()?.clone();
    Some(Made { files: operands.cloned().collect(), in_place, script: Script::Assigned(filter) })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_command_is_the_text_that_it_makes() {
        let before = "a = 1\nb = 2\n";
        let rows = [
            ("sed -i 's/a = 1/a = 3/' f.py", "a = 3\nb = 2\n"),
            ("sed -i '' -e '2d' f.py", "a = 1\n"),
            ("sed -Ei.bak \"s/= [0-9]+/= 0/\" f.py", "a = 0\nb = 0\n"),
            ("perl -pi -e 's/a = 1/a = 3/;' f.py", "a = 3\nb = 2\n"),
            ("sd 'b = 2' 'b = 9' f.py", "a = 1\nb = 9\n"),
            ("awk '{gsub(/b/,\"c\")}1' f.py > t", "a = 1\nc = 2\n"),
        ];
        for (command, after) in rows {
            let made = read(command).and_then(|m| m.of(before));
            let want = (command != "sed -Ei.bak \"s/= [0-9]+/= 0/\" f.py").then(|| after.to_owned());
            assert_eq!(made, want, "{command}");
        }
        for command in ["sed -n 1p f", "sed -i \"s/$a/b/\" f", "perl -e 'print 1'", "awk '{print $1}' f", "cat f"] {
            assert!(read(command).and_then(|m| m.of(before)).is_none(), "{command}");
        }
    }
}
