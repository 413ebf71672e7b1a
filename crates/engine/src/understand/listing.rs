//! What programs that list files print, as patterns: `ls *.log | xargs rm` touches what `*.log` names. Called by
//! `filters`; `find` has its own in its handler.

use automode_model::NotKnown;

use super::Scene;
use super::handlers::below_folder as below;
use super::value::{NUMBER, Piece, Val};

/// One pattern per line; none where the words are not known or something else is printed.
#[must_use]
pub fn output(program: &str, args: &[Val], stdin: &Val) -> Option<Val> {
    match program {
        "ls" => named(args),
        "rg" => searched(args, true),
        "grep" => searched(args, false),
        "git" => tracked(args),
        "fd" => super::handlers::fd_output(args),
        "gofmt" => unformatted(args),
        "date" => date(args),
        "nproc" if args.iter().all(|a| a.prefix().starts_with("--all") || a.prefix().starts_with("--ignore=")) => {
            Some(digits())
        }
        "getconf" if matches!(args, [a] if a.known() == Some("_NPROCESSORS_ONLN")) => Some(digits()),
        "sysctl" if matches!(args, [n, a] if n.known() == Some("-n") && a.prefix().starts_with("hw.") && a.prefix().contains("cpu")) => {
            Some(digits())
        }
        "id" if args.iter().all(|a| matches!(a.known(), Some("-u" | "-g"))) && !args.is_empty() => Some(digits()),
        "xargs" => filtered(args, stdin),
        _ => None,
    }
}

/// Where the repository lies, what its present branch and commit are called.
#[must_use]
pub fn repository(scene: &Scene<'_>, cwd: &str, args: &[Val]) -> Option<Val> {
    let words: Vec<&str> = args.iter().map(Val::known).collect::<Option<_>>()?;
    match words.as_slice() {
        ["rev-parse", "--show-toplevel"] => match scene.world.git_root(cwd) {
            Ok(root) => Some(Val::text(format!("{root}\n"))),
            // No repository: it prints nothing, and `cd ""` stays.
            Err(NotKnown::Missing) => Some(Val::text(format!("{cwd}\n"))),
            Err(_) => None,
        },
        ["rev-parse", "--abbrev-ref", "HEAD"] | ["branch", "--show-current"] => {
            let branch = scene.world.git(cwd).ok()?.branch?;
            Some(Val::text(format!("{branch}\n")))
        }
        _ => None,
    }
}

/// A number.
fn digits() -> Val {
    let mut v = Val::default();
    v.push(Piece::Glob(NUMBER.into()));
    v.push(Piece::Text("\n".into()));
    v
}

/// `date +%Y%m%d-%H%M`: digits where a format's letters give nothing else.
fn date(args: &[Val]) -> Option<Val> {
    let mut format = None;
    let mut args = args.iter();
    while let Some(a) = args.next() {
        match a.prefix() {
            // Of which day, of which file: what is printed has the same form.
            "-d" | "--date" | "-r" | "--reference" | "-v" => {
                args.next()?;
                continue;
            }
            t if t.starts_with("--date=") || t.starts_with("-v") || t.starts_with("--reference=") => continue,
            _ => {}
        }
        match a.known()? {
            "-u" | "--utc" => {}
            t => format = Some(t.strip_prefix('+').filter(|_| format.is_none())?),
        }
    }
    let mut out = Val::default();
    let mut chars = format?.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' => {
                let letter = chars.by_ref().find(|c| !matches!(c, '-' | '_' | '0'..='9'))?;
                match letter {
                    'F' => {
                        for (i, sign) in ["", "-", "-"].iter().enumerate() {
                            out.push(Piece::Text(if i == 0 { String::new() } else { (*sign).to_owned() }));
                            out.push(Piece::Glob(NUMBER.into()));
                        }
                    }
                    'Y' | 'm' | 'd' | 'H' | 'M' | 'S' | 's' | 'N' | 'y' | 'j' | 'I' | 'u' | 'V' => {
                        out.push(Piece::Glob(NUMBER.into()));
                    }
                    _ => return None,
                }
            }
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | 'T' | 'Z' | ' ') => {
                out.push(Piece::Text(c.to_string()));
            }
            _ => return None,
        }
    }
    out.push(Piece::Text("\n".into()));
    Some(out)
}

/// `git ls-files`, `git diff --name-only`, `git grep -l`: names of files in the work tree.
fn tracked(args: &[Val]) -> Option<Val> {
    let words: Vec<&str> = args.iter().map(|a| a.known().unwrap_or("x")).collect();
    let (command, rest) = words.split_first()?;
    let short = |w: &str| w.starts_with('-') && !w.starts_with("--") && w.contains('l');
    let named = rest.iter().any(|w| matches!(*w, "--name-only" | "--files-with-matches") || short(w));
    let names = match *command {
        "ls-files" => true,
        "diff" | "diff-index" | "diff-tree" => rest.contains(&"--name-only"),
        "grep" => named,
        _ => false,
    };
    let quiet = |w: &&str| {
        let plain = [
            "--name-only",
            "--cached",
            "--staged",
            "-z",
            "--relative",
            "-r",
            "-o",
            "-m",
            "-c",
            "-l",
            "-i",
            "-w",
            "-E",
            "-F",
            "-P",
            "--others",
            "--modified",
            "--exclude-standard",
            "--files-with-matches",
            "--no-renames",
            "--",
            "-e",
            "-C",
            "-M",
        ];
        // `-lE`, `-rlwF`: several letters in one.
        let joined = w.strip_prefix('-').is_some_and(|l| !l.is_empty() && l.bytes().all(|b| b"liwEFPIzn".contains(&b)));
        !w.starts_with('-') || plain.contains(w) || joined && *command == "grep" || w.starts_with("--diff-filter=")
    };
    // What git itself printed is a commit or a branch, and neither begins with a dash: `base=$(git merge-base main HEAD)`.
    let gits = |a: &Val| a.why().is_some_and(|w| w.starts_with("the output of `git`")) && !a.many && *command != "grep";
    let fixed = args.iter().all(|a| a.known().is_some() || a.has_glob() && a.why().is_none() || gits(a));
    (names && fixed && rest.iter().all(quiet)).then(|| lines(&[everything()]))
}

/// `gofmt -l .`: those of the files that it would write otherwise.
fn unformatted(args: &[Val]) -> Option<Val> {
    let (options, paths): (Vec<&Val>, Vec<&Val>) = args.iter().partition(|a| is_option(a));
    let fine = options.iter().all(|o| matches!(o.known(), Some("-l" | "-s" | "-e")));
    let lists = options.iter().any(|o| o.known() == Some("-l"));
    let names: Vec<Val> = paths.into_iter().flat_map(|p| [p.clone(), below(p)]).collect();
    (fine && lists && !names.is_empty() && names.iter().all(|n| n.why().is_none())).then(|| lines(&names))
}

/// `xargs grep -l`: some of the names that came in.
fn filtered(args: &[Val], stdin: &Val) -> Option<Val> {
    let at = args.iter().position(|a| matches!(a.known(), Some("grep" | "rg" | "egrep" | "fgrep")))?;
    let own = args
        .get(..at)?
        .iter()
        .all(|a| matches!(a.known(), Some("-0" | "--null" | "-r" | "--no-run-if-empty" | "-0r" | "-r0")));
    let words: Vec<&str> = args.get(at + 1..)?.iter().map(Val::known).collect::<Option<_>>()?;
    let letters = |w: &&&str| {
        w.starts_with('-') && !w.starts_with("--") && w.bytes().skip(1).all(|b| b"lrsiIwEFPvqZ".contains(&b))
    };
    let options: Vec<&&str> = words.iter().filter(|w| w.starts_with('-')).collect();
    let lists = options.iter().all(letters) && options.iter().any(|w| w.contains('l'));
    let patterns = stdin.has_glob() && stdin.why().is_none();
    (own && lists && patterns && words.len() == options.len() + 1).then(|| stdin.clone())
}

fn is_option(a: &Val) -> bool {
    a.prefix().starts_with('-') && a.prefix().len() > 1
}

fn everything() -> Val {
    let mut v = Val::default();
    v.push(Piece::Glob("**".into()));
    v
}

fn lines(words: &[Val]) -> Val {
    let mut out = Val::default();
    for w in words {
        out.extend(w);
        out.push(Piece::Text("\n".into()));
    }
    out.whole()
}

/// `ls` prints the names that it gets; of a plain name it may be a directory, whose content is not known.
fn named(args: &[Val]) -> Option<Val> {
    let (options, names): (Vec<&Val>, Vec<&Val>) = args.iter().partition(|a| is_option(a));
    let short = |a: &&Val| a.known().is_some_and(|t| t.bytes().skip(1).all(|b| b"1trSdaAUv".contains(&b)));
    let pattern = |a: &&Val| a.has_glob() && a.why().is_none() && !a.prefix().contains(char::is_whitespace);
    let fine = !names.is_empty() && options.iter().all(short) && names.iter().all(pattern);
    fine.then(|| lines(&names.into_iter().cloned().collect::<Vec<_>>()))
}

/// `rg -l x src` and `grep -rl x src` print files below the paths that they search.
fn searched(args: &[Val], always_tree: bool) -> Option<Val> {
    /// Options of `rg` that narrow the search by their next word.
    const NARROW: &[&str] = &["-t", "-T", "-g", "--type", "--type-not", "--glob", "--iglob", "--max-depth"];
    let mut listed = false;
    let mut tree = always_tree;
    let mut words: Vec<Val> = Vec::new();
    let mut pattern = true;
    let mut value = false;
    for a in args {
        if std::mem::take(&mut value) {
            continue;
        }
        if always_tree && a.known().is_some_and(|t| NARROW.contains(&t)) {
            value = true;
            continue;
        }
        // Without a pattern to look for all names are printed.
        if always_tree && a.known() == Some("--files") {
            (listed, pattern) = (true, false);
            continue;
        }
        if !is_option(a) {
            words.push(a.clone());
            continue;
        }
        // `--include=*.rb`: the text itself unless a file has such a name.
        let shown = a.show();
        let text = a.known().or_else(|| a.why().is_none().then_some(shown.as_str()))?;
        let letters = text.strip_prefix('-').filter(|t| !t.starts_with('-'));
        let known: &[u8] = if always_tree { b"lrRiIwFEPvsSuzZ0U" } else { b"lrRiIwFEPvsSuzZ" };
        let plain = letters.is_some_and(|l| l.bytes().all(|b| known.contains(&b)));
        listed |= text == "--files-with-matches" || plain && text.contains('l');
        tree |= plain && text.contains(['r', 'R']);
        let glob = ["--include=", "--exclude", "--type=", "--glob=", "--iglob="].iter().any(|g| text.starts_with(g))
            || always_tree && (text == "--hidden" || text.starts_with("-t") || text.starts_with("-g"));
        if !(plain || glob || text == "--files-with-matches") {
            return None;
        }
    }
    let paths = words.get(usize::from(pattern)..).unwrap_or_default();
    let spaced = |p: &Val| p.why().is_some() || p.show().contains(char::is_whitespace) || p.prefix().starts_with('-');
    if !listed || pattern && words.is_empty() || paths.iter().any(spaced) {
        return None;
    }
    if paths.is_empty() {
        return tree.then(|| lines(&[everything()]));
    }
    let mut out = paths.to_vec();
    if tree {
        out.extend(paths.iter().map(below));
    }
    Some(lines(&out))
}

#[cfg(test)]
mod tests {
    use super::super::value::{Piece, Val};
    use super::output;

    fn words(text: &str) -> Vec<Val> {
        let word = |w: &str| {
            let mut v = Val::default();
            v.push(if w.contains('*') { Piece::Glob(w.into()) } else { Piece::Text(w.into()) });
            v
        };
        text.split(' ').map(word).collect()
    }

    #[test]
    fn listings_are_patterns() {
        for (program, args, want) in [
            ("ls", "-1t *.log", Some("*.log\n")),
            ("ls", "-l *.log", None),
            ("ls", "src", None),
            ("rg", "-l x", Some("**\n")),
            ("rg", "-n x", None),
            ("grep", "-rl x src", Some("src\nsrc/**\n")),
            ("grep", "-l x a b", Some("a\nb\n")),
            ("grep", "-l -f pats a", None),
            ("git", "ls-files", Some("**\n")),
            ("git", "diff --name-only --diff-filter=ACM --cached", Some("**\n")),
            ("git", "diff --stat", None),
            ("git", "diff --name-only --output=x", None),
            ("git", "grep -l x", Some("**\n")),
            ("date", "+%Y%m%d", Some("[0-9][0-9][0-9]\n")),
            ("date", "+%F-%H", Some("[0-9]-[0-9]-[0-9]-[0-9]\n")),
            ("date", "-d yesterday +%F", Some("[0-9]-[0-9]-[0-9]\n")),
            ("date", "+%D", None),
            ("nproc", "--all", Some("[0-9]\n")),
        ] {
            let got = output(program, &words(args), &Val::default()).map(|v| v.show());
            assert_eq!(got.as_deref(), want, "{program} {args}");
        }
    }
}
