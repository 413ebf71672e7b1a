//! Which commands, deletions and writes a source plainly names, in languages that have no reader of their own: Dart, Nim, Zig, D,
//! Crystal, Haskell, OCaml, F#, Racket, Prolog, Tcl, CMake. By the names of calls and the literal texts behind them, with brackets or
//! without; what is computed is not found. Called by `compiled`.

use automode_model::Verb;

use super::Named;

/// A family of languages with the same comments and texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// `// a`, `'text'`: Dart.
    Dart,
    /// `// a`, `'c'`: D, Zig.
    Slashes,
    /// `# a`: Nim, Crystal.
    Hash,
    /// `-- a`: Haskell.
    Dashes,
    /// `(* a *)`, `// a`: OCaml, F#.
    Stars,
    /// `; a`: Racket.
    Lisp,
    /// `% a`, `'text'`: Prolog.
    Prolog,
    /// Words without quotes: Tcl.
    Tcl,
    /// Words without quotes, in brackets: CMake.
    Cmake,
}

impl Tongue {
    /// The language of a file with this ending.
    pub fn of(ending: &str) -> Option<Self> {
        Some(match ending {
            "dart" => Self::Dart,
            "d" | "zig" => Self::Slashes,
            "nim" | "nims" | "cr" => Self::Hash,
            "hs" => Self::Dashes,
            "ml" | "fs" | "fsx" => Self::Stars,
            "rkt" => Self::Lisp,
            "prolog" => Self::Prolog,
            "tcl" => Self::Tcl,
            "cmake" => Self::Cmake,
            _ => return None,
        })
    }

    fn comment(self) -> &'static str {
        match self {
            Self::Dart | Self::Slashes | Self::Stars => "//",
            Self::Hash | Self::Tcl | Self::Cmake => "#",
            Self::Dashes => "--",
            Self::Lisp => ";",
            Self::Prolog => "%",
        }
    }

    /// Texts stand between these signs.
    fn quotes(self) -> &'static [char] {
        match self {
            Self::Dart | Self::Prolog => &['"', '\''],
            Self::Hash => &['"', '`'],
            _ => &['"'],
        }
    }
}

/// How long a source may be to be read, and how many things of one are followed.
const MAX_SOURCE_BYTES: usize = 256 * 1024;
const MAX_NAMED: usize = 64;

/// Calls with one text that a shell runs.
const SHELLS: &str = "
    system shell execShellCmd execCmd execCmdEx executeShell spawnShell pipeShell callCommand spawnCommand readCommand command
    open_process_in open_process system/exit-code process shell_exec gorge gorgeEx staticExec evalPipe";

/// Calls with a program and its words.
const PROGRAMS: &str = "
    callProcess readProcess readCreateProcess spawnProcess rawSystem execProcess startProcess execute pipeProcess process_create
    create_process system* process* subprocess run start runSync execvp execv execve executeFile proc";

/// Calls that delete what they name.
const DELETES: &str = "
    removeDir removeFile removeDirectory removeDirectoryRecursive removePathForcibly rmdirRecurse rmdir remove unlink deleteTree
    deleteTreeAbsolute deleteFile deleteFileAbsolute deleteDir deleteDirAbsolute rm_r rm_rf rm delete Delete delete-file
    delete-directory delete-directory/files delete_file delete_directory delete_directory_and_contents delete_directory_contents
    tryRemoveFile removeItem deleteSync deleteRecursively";

/// Calls that write the file which they name.
const WRITES: &str = "
    writeFile appendFile open_out WriteAllText AppendAllText writeAsString writeAsStringSync writeAsBytes writeAsBytesSync
    call-with-output-file with-output-to-file display-to-file write-to-file";

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
    Line,
}

/// What the source plainly names.
pub fn named(tongue: Tongue, text: &str) -> Vec<Named> {
    if text.len() > MAX_SOURCE_BYTES {
        return Vec::new();
    }
    let mut out = match tongue {
        Tongue::Tcl => tcl(text),
        _ => {
            let tokens = tokens(tongue, text);
            (0..tokens.len()).filter_map(|at| one(tongue, &tokens, at)).collect()
        }
    };
    out.truncate(MAX_NAMED);
    out
}

fn tokens(tongue: Tongue, text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let begins = |at: usize, word: &str| word.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c));
    let part = |c: char| c.is_alphanumeric() || c == '_' || matches!(tongue, Tongue::Lisp) && "-*/!?".contains(c);
    let bare = |c: char| tongue == Tongue::Cmake && "-./~+:@$={}".contains(c);
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(c) = chars.get(at).copied() {
        let rest = || chars.iter().skip(at);
        if begins(at, tongue.comment()) {
            at += rest().take_while(|c| **c != '\n').count();
        } else if tongue == Tongue::Stars && begins(at, "(*") {
            let from = at;
            at += 2;
            while at < chars.len() && !begins(at, "*)") {
                at += 1;
            }
            at = (at + 2).max(from + 2);
        } else if tongue.quotes().contains(&c) {
            let (text, used) = quoted(&chars, at + 1, c);
            out.push(if c == '`' { Token::Word("system".to_owned()) } else { Token::Sign(' ') });
            out.push(Token::Text(text));
            at = used;
        } else if part(c) || bare(c) {
            let word: String = rest().take_while(|c| part(**c) || bare(**c)).collect();
            at += word.chars().count();
            out.push(Token::Word(word));
        } else {
            out.push(if c == '\n' { Token::Line } else { Token::Sign(c) });
            at += 1;
        }
    }
    out.retain(|t| !matches!(t, Token::Sign(c) if c.is_whitespace()));
    out
}

/// The text up to this sign, and where what follows begins.
fn quoted(chars: &[char], mut at: usize, end: char) -> (String, usize) {
    let mut text = String::new();
    while let Some(c) = chars.get(at).copied().filter(|c| *c != end) {
        at += 1;
        match (c, chars.get(at)) {
            ('\\', Some(next)) => {
                text.push(if *next == 'n' { '\n' } else { *next });
                at += 1;
            }
            _ => text.push(c),
        }
    }
    (text, at + 1)
}

fn is_in(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|n| n == name)
}

/// What the call of this name with literal texts does, or what is done with the text before it: `File("a").deleteSync()`.
fn one(tongue: Tongue, tokens: &[Token], at: usize) -> Option<Named> {
    let Some(Token::Word(name)) = tokens.get(at) else { return None };
    if tongue == Tongue::Cmake {
        return cmake(tokens, at, name);
    }
    let owner = match at.checked_sub(2).map(|from| tokens.get(from..at)) {
        Some(Some([Token::Word(owner), Token::Sign('.')])) => owner.as_str(),
        _ => "",
    };
    let texts = texts(tokens, at + 1);
    let first = || texts.first().cloned();
    let before = || match tokens.get(..at)? {
        [.., Token::Text(text), Token::Sign(')'), Token::Sign('.')] => Some(text.clone()),
        _ => None,
    };
    // Names that mean something else as often as not need a path, or their module.
    let common = matches!(name.as_str(), "remove" | "delete" | "Delete" | "rm" | "command" | "process" | "shell");
    let module = matches!(owner, "Sys" | "Unix" | "File" | "Directory" | "FileUtils" | "Dir");
    let plain = |text: &String| module || !common || text.contains(['/', ' ']);
    if is_in(DELETES, name) {
        return Some(Named::Path(Verb::Delete, before().or_else(first).filter(plain)?));
    }
    if is_in(WRITES, name) {
        return Some(Named::Path(Verb::Write, before().or_else(first)?));
    }
    if is_in(SHELLS, name) {
        return Some(Named::Shell(first().filter(plain)?));
    }
    // `run` and `start` are of a process only.
    let process = !matches!(name.as_str(), "run" | "start" | "runSync" | "execute") || owner == "Process" || {
        name == "execute" && tongue == Tongue::Slashes
    };
    let starts = is_in(PROGRAMS, name) && process;
    starts.then_some(texts).filter(|words| !words.is_empty()).map(Named::Words)
}

/// The literal texts of a call: within its brackets, or to the end of its line.
fn texts(tokens: &[Token], from: usize) -> Vec<String> {
    let (mut depth, mut out) = (0_u32, Vec::new());
    let bracket = tokens.get(from) == Some(&Token::Sign('('));
    for token in tokens.iter().skip(from) {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') if depth == 0 => break,
            Token::Sign(')' | ']' | '}') => {
                depth -= 1;
                if depth == 0 && bracket {
                    break;
                }
            }
            Token::Line | Token::Sign(';') if depth == 0 => break,
            Token::Text(text) => out.push(text.clone()),
            _ => {}
        }
    }
    out
}

/// `execute_process(COMMAND rm -rf x)`, `file(REMOVE_RECURSE x)`.
fn cmake(tokens: &[Token], at: usize, name: &str) -> Option<Named> {
    if tokens.get(at + 1) != Some(&Token::Sign('(')) {
        return None;
    }
    let inside = tokens.iter().skip(at + 2).take_while(|t| **t != Token::Sign(')'));
    let words: Vec<String> = inside
        .filter_map(|t| match t {
            Token::Word(w) | Token::Text(w) => Some(w.clone()),
            _ => None,
        })
        .collect();
    let keyword = |w: &String| w.len() > 3 && w.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    match (name.to_ascii_lowercase().as_str(), words.split_first()?) {
        ("execute_process" | "exec_program", _) => {
            let behind = words.iter().skip_while(|w| *w != "COMMAND").skip(1);
            let command: Vec<String> = behind.take_while(|w| !keyword(w)).cloned().collect();
            (!command.is_empty()).then_some(Named::Words(command))
        }
        ("file", (verb, rest)) if verb == "REMOVE_RECURSE" || verb == "REMOVE" => {
            Some(Named::Path(Verb::Delete, rest.first()?.clone()))
        }
        ("file", (verb, rest)) if matches!(verb.as_str(), "WRITE" | "APPEND" | "TOUCH") => {
            Some(Named::Path(Verb::Write, rest.first()?.clone()))
        }
        _ => None,
    }
}

/// `exec rm -rf x`, `file delete -force x`, each at the beginning of a command.
fn tcl(text: &str) -> Vec<Named> {
    let commands = text.split(['\n', ';', '[', '{', '}', ']']).map(str::trim);
    let mut out = Vec::new();
    for command in commands.filter(|c| !c.starts_with('#')) {
        if let Some(rest) = command.strip_prefix("exec ") {
            out.push(Named::Shell(
                rest.trim().trim_start_matches("-ignorestderr ").trim_start_matches("-- ").to_owned(),
            ));
        } else if let Some(rest) = command.strip_prefix("file delete ") {
            let paths = rest.split_whitespace().filter(|w| !w.starts_with('-'));
            out.extend(paths.map(|p| Named::Path(Verb::Delete, p.trim_matches('"').to_owned())));
        } else if let Some(rest) = command.strip_prefix("open ") {
            let mut words = rest.split_whitespace();
            let (file, mode) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            match rest.trim_matches('"').strip_prefix('|') {
                Some(piped) => out.push(Named::Shell(piped.trim_matches('"').to_owned())),
                None if mode.contains(['w', 'a', '+']) => {
                    out.push(Named::Path(Verb::Write, file.trim_matches('"').to_owned()));
                }
                None => {}
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_languages_plainly_name_is_found() {
        let shell = |s: &str| Named::Shell(s.to_owned());
        let gone = |s: &str| Named::Path(Verb::Delete, s.to_owned());
        let words = |w: &[&str]| Named::Words(w.iter().map(|s| (*s).to_owned()).collect());
        for (ending, text, want) in [
            ("dart", "void main() { Directory('/srv/x').deleteSync(recursive: true); }", vec![gone("/srv/x")]),
            (
                "dart",
                "await Process.run('rm', ['-rf', '/srv/x']); // system(\"a\")",
                vec![words(&["rm", "-rf", "/srv/x"])],
            ),
            (
                "nim",
                "import os\nremoveDir(\"/srv/x\")\ndiscard execShellCmd \"rm -rf /srv/x\"",
                vec![gone("/srv/x"), shell("rm -rf /srv/x")],
            ),
            ("d", "void main(){ rmdirRecurse(\"/srv/x\"); executeShell(\"id\"); }", vec![gone("/srv/x"), shell("id")]),
            ("zig", "try std.fs.deleteTreeAbsolute(\"/srv/x\");", vec![gone("/srv/x")]),
            ("cr", "`rm -rf /srv/x`\nFileUtils.rm_rf \"/srv/y\"", vec![shell("rm -rf /srv/x"), gone("/srv/y")]),
            (
                "hs",
                "main = callProcess \"rm\" [\"-rf\", \"/srv/x\"] -- system \"a\"",
                vec![words(&["rm", "-rf", "/srv/x"])],
            ),
            ("hs", "main = system \"rm -rf /srv/x\"", vec![shell("rm -rf /srv/x")]),
            (
                "ml",
                "let () = ignore (Sys.command \"rm -rf /srv/x\") (* Sys.command \"a\" *)",
                vec![shell("rm -rf /srv/x")],
            ),
            ("fsx", "System.IO.Directory.Delete(\"/srv/x\", true)", vec![gone("/srv/x")]),
            ("rkt", "(delete-directory/files \"/srv/x\") ; (system \"a\")", vec![gone("/srv/x")]),
            ("rkt", "(system* \"/bin/rm\" \"-rf\" \"/srv/x\")", vec![words(&["/bin/rm", "-rf", "/srv/x"])]),
            ("prolog", ":- shell('rm -rf /srv/x').", vec![shell("rm -rf /srv/x")]),
            ("tcl", "exec rm -rf /srv/x\nfile delete -force /srv/y", vec![shell("rm -rf /srv/x"), gone("/srv/y")]),
            (
                "cmake",
                "execute_process(COMMAND rm -rf /srv/x WORKING_DIRECTORY /a)",
                vec![words(&["rm", "-rf", "/srv/x"])],
            ),
            ("cmake", "file(REMOVE_RECURSE /srv/x)", vec![gone("/srv/x")]),
            ("dart", "list.remove('a'); map.remove(\"b\"); print('rm -rf /srv/x');", vec![]),
            ("hs", "main = putStrLn \"system\"", vec![]),
            ("ml", "let command = \"a\" in print_endline command", vec![]),
            ("tcl", "puts \"exec rm\"", vec![]),
        ] {
            assert_eq!(named(Tongue::of(ending).unwrap(), text), want, "{text}");
        }
    }
}
