//! What programs that list files print, as patterns: `ls *.log | xargs rm` touches what `*.log` names. Called by
//! `filters`; `find` has its own in its handler.

use super::value::{Piece, Val};

/// One pattern per line; none where the words are not known or something else is printed.
#[must_use]
pub fn output(program: &str, args: &[Val]) -> Option<Val> {
    match program {
        "ls" => named(args),
        "rg" => searched(args, true),
        "grep" => searched(args, false),
        "git" if args.first()?.known() == Some("ls-files") && args.len() == 1 => Some(lines(&[everything()])),
        _ => None,
    }
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
    let mut listed = false;
    let mut tree = always_tree;
    let mut words: Vec<Val> = Vec::new();
    for a in args {
        if !is_option(a) {
            words.push(a.clone());
            continue;
        }
        let text = a.known()?;
        let letters = text.strip_prefix('-').filter(|t| !t.starts_with('-'));
        let plain = letters.is_some_and(|l| l.bytes().all(|b| b"lrRiIwFEPvsSuz".contains(&b)));
        listed |= text == "--files-with-matches" || plain && text.contains('l');
        tree |= plain && text.contains(['r', 'R']);
        let glob = text.starts_with("--include=") || text.starts_with("--exclude") || text.starts_with("--type=");
        if !(plain || glob || text == "--files-with-matches") {
            return None;
        }
    }
    let paths = words.get(1..).unwrap_or_default();
    let spaced = |p: &Val| p.why().is_some() || p.show().contains(char::is_whitespace) || p.prefix().starts_with('-');
    if !listed || words.is_empty() || paths.iter().any(spaced) {
        return None;
    }
    if paths.is_empty() {
        return tree.then(|| lines(&[everything()]));
    }
    let mut out = paths.to_vec();
    if tree {
        out.extend(paths.iter().map(|p| {
            let mut v = p.clone();
            v.push(Piece::Text("/".into()));
            v.push(Piece::Glob("**".into()));
            v
        }));
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
        ] {
            let got = output(program, &words(args)).map(|v| v.show());
            assert_eq!(got.as_deref(), want, "{program} {args}");
        }
    }
}
