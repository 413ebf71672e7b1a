//! `find`: starting points, then an expression whose actions delete, run and write.

use automode_model::{Scope, Verb};

use super::super::paths;
use super::super::value::{Gap, Piece, Val};
use super::{Call, Handled, xargs};

/// Tests and actions that take one argument and change nothing.
const ONE: &[&str] = &[
    "-amin",
    "-anewer",
    "-atime",
    "-cmin",
    "-cnewer",
    "-context",
    "-ctime",
    "-depth-limit",
    "-fstype",
    "-gid",
    "-group",
    "-ilname",
    "-iname",
    "-inum",
    "-ipath",
    "-iregex",
    "-iwholename",
    "-links",
    "-lname",
    "-maxdepth",
    "-mindepth",
    "-mmin",
    "-mtime",
    "-name",
    "-newer",
    "-path",
    "-perm",
    "-printf",
    "-regex",
    "-regextype",
    "-samefile",
    "-size",
    "-type",
    "-uid",
    "-used",
    "-user",
    "-wholename",
    "-xtype",
    "-D",
    "-files0-from",
    "-Bmin",
    "-Btime",
    "-flags",
];

/// Those without argument.
const NONE: &[&str] = &[
    "-a",
    "-and",
    "-o",
    "-or",
    "-not",
    "!",
    "(",
    ")",
    ",",
    "-daystart",
    "-depth",
    "-d",
    "-empty",
    "-executable",
    "-false",
    "-follow",
    "-H",
    "-help",
    "--help",
    "-ignore_readdir_race",
    "-L",
    "-ls",
    "-mount",
    "-nogroup",
    "-noignore_readdir_race",
    "-noleaf",
    "-nouser",
    "-nowarn",
    "-P",
    "-print",
    "-print0",
    "-prune",
    "-quit",
    "-readable",
    "-true",
    "-version",
    "--version",
    "-warn",
    "-writable",
    "-xdev",
    "-x",
    "-s",
    "-E",
    "-X",
    "-O0",
    "-O1",
    "-O2",
    "-O3",
];

/// How many words are made of starting points and what is given for each: names, words of a command.
const MAX_WORDS: usize = 1024;

/// Reads the whole expression.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let args: Vec<Val> = c.call.argv.get(1..).unwrap_or_default().to_vec();
    let starts = args.iter().position(is_expression).unwrap_or(args.len());
    let (mut roots, mut rest) =
        (args.get(..starts).unwrap_or_default().to_vec(), args.get(starts..).unwrap_or_default());
    while let Some((_, tail)) =
        rest.split_first().filter(|(f, _)| matches!(f.known(), Some("-H" | "-L" | "-P")) && roots.is_empty())
    {
        let next = tail.iter().position(is_expression).unwrap_or(tail.len());
        roots = tail.get(..next).unwrap_or_default().to_vec();
        rest = tail.get(next..).unwrap_or_default();
    }
    if roots.is_empty() {
        roots.push(Val::text("."));
    }
    let bounds = bounds(rest);
    let found = found(&below_path(&roots, &bounds), &names(&bounds));
    for r in &roots {
        c.path(Verb::Read, r);
    }
    expression(c, rest, &roots, &found);
    Handled::Wholly
}

/// What it prints, one pattern per line; none where an action prints something else or the words are not known.
pub fn output(args: &[Val]) -> Option<Val> {
    let starts = args.iter().position(is_expression).unwrap_or(args.len());
    let mut roots = args.get(..starts)?.to_vec();
    if roots.is_empty() {
        roots.push(Val::text("."));
    }
    let rest = args.get(starts..)?;
    let prints_names = |w: &str| ONE.contains(&w) && w != "-printf" || NONE.contains(&w) && w != "-ls";
    let mut i = 0;
    while let Some(word) = rest.get(i) {
        let word = word.known()?;
        if !prints_names(word) {
            return None;
        }
        i += if ONE.contains(&word) { 2 } else { 1 };
    }
    let spaced = |r: &Val| r.known().is_none_or(|t| t.contains(char::is_whitespace) || t.starts_with('-'));
    if roots.iter().any(spaced) {
        return None;
    }
    let names = names(&bounds(rest));
    if roots.len().saturating_mul(names.len()) > MAX_WORDS {
        return None;
    }
    let all = [String::new()];
    let mut out = Val::default();
    for root in &roots {
        for name in if names.is_empty() { &all[..] } else { &names } {
            out.extend(root);
            out.push(Piece::Text(if root.prefix().ends_with('/') { String::new() } else { "/".into() }));
            out.push(Piece::Glob(if name.is_empty() { "**".into() } else { format!("**/{name}") }));
            out.push(Piece::Text("\n".into()));
        }
    }
    Some(out)
}

fn is_expression(a: &Val) -> bool {
    a.prefix().starts_with('-') && a.prefix().len() > 1 || matches!(a.known(), Some("(" | ")" | "!" | ","))
}

/// The tests that what an action gets must pass: of the alternatives that act, without what actions are given and without tests
/// that are turned round, which only take away. (`-path ./x -prune -o -name '*.pyc' -delete` deletes what is named so.)
fn bounds(rest: &[Val]) -> Vec<Val> {
    let acts = |w: &str| ACTS.iter().any(|x| w.starts_with(x)) || w.starts_with("-print") || w == "-ls";
    let (mut kept, mut one, mut active, mut depth, mut i) = (Vec::new(), Vec::new(), false, 0_u32, 0);
    let mut close = |one: &mut Vec<Val>, active: &mut bool, or: Option<&Val>| {
        if *active {
            kept.append(one);
            kept.extend(or.cloned());
        }
        one.clear();
        *active = false;
    };
    let explicit = rest.iter().any(|a| a.known().is_none_or(acts));
    while let Some(a) = rest.get(i) {
        let word = a.known().unwrap_or("");
        i += 1;
        match word {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        active |= acts(word) || !explicit || word.is_empty();
        let negated = matches!(word, "!" | "-not");
        let next = rest.get(i).and_then(Val::known).unwrap_or("");
        if matches!(word, "-o" | "-or") && depth == 0 {
            close(&mut one, &mut active, Some(a));
        } else if negated && ONE.contains(&next) {
            i += 2;
        } else if negated && next.starts_with('-') && NONE.contains(&next) && !matches!(next, "-not" | "-o" | "-or") {
            i += 1;
        } else if matches!(word, "-exec" | "-execdir" | "-ok" | "-okdir") {
            let end = |v: &Val| matches!(v.known(), Some(";" | "+"));
            i += rest.get(i..).and_then(|t| t.iter().position(end)).map_or(rest.len(), |n| n + 1);
        } else {
            one.push(a.clone());
            if ONE.contains(&word) {
                one.extend(rest.get(i).cloned());
                i += 1;
            }
        }
    }
    close(&mut one, &mut active, None);
    if matches!(kept.last().and_then(Val::known), Some("-o" | "-or")) {
        kept.pop();
    }
    kept
}

/// The name patterns that everything found must match; none where any name may be found.
fn names(rest: &[Val]) -> Vec<String> {
    let mut out = Vec::new();
    // With `-o` or a negation the patterns no longer bound what is found.
    if rest.iter().any(|a| matches!(a.known(), Some("-o" | "-or" | "!" | "-not" | ","))) {
        let all_named = rest.iter().filter(|a| matches!(a.known(), Some("-o" | "-or"))).count();
        let named = rest.iter().filter(|a| matches!(a.known(), Some("-name" | "-iname"))).count();
        if rest.iter().any(|a| matches!(a.known(), Some("!" | "-not" | ","))) || named != all_named + 1 {
            return out;
        }
    }
    for pair in rest.windows(2) {
        if let [flag, value] = pair
            && matches!(flag.known(), Some("-name" | "-iname"))
        {
            out.push(value.show());
        }
    }
    out
}

/// What is found, as words: the tree below each root, or the names in it. Of too many names the trees are all that is told.
fn found(roots: &[Val], names: &[String]) -> Vec<Val> {
    if names.is_empty() || roots.len().saturating_mul(names.len()) > MAX_WORDS {
        return roots.to_vec();
    }
    let mut out = Vec::new();
    for r in roots {
        for n in names {
            let mut v = r.clone();
            v.push(Piece::Text(if r.prefix().ends_with('/') { String::new() } else { "/".into() }));
            v.push(Piece::Glob(format!("**/{n}")));
            out.push(v);
        }
    }
    out
}

/// The starting points, narrowed to the folder that everything found must lie in: `-path './dist/*'`, `-path '*/dist/*'`.
fn below_path(roots: &[Val], rest: &[Val]) -> Vec<Val> {
    let loose = |a: &Val| matches!(a.known(), None | Some("-o" | "-or" | "!" | "-not" | ","));
    let given = rest.windows(2).find_map(|w| match w {
        [flag, value] if matches!(flag.known(), Some("-path" | "-wholename")) => value.known(),
        _ => None,
    });
    let (Some(pattern), [root], false) = (given, roots, rest.iter().any(loose)) else { return roots.to_vec() };
    let folder = pattern.strip_suffix("/*").unwrap_or("");
    let plain = |t: &str| !t.is_empty() && !t.contains(['*', '?', '[', '\\']) && !t.split('/').any(|p| p == "..");
    let below = root.known().and_then(|r| folder.strip_prefix(r)).and_then(|f| f.strip_prefix('/'));
    let mut out = root.clone();
    match (below, folder.strip_prefix("*/")) {
        (Some(inside), _) if plain(inside) => out.push(Piece::Text(format!("/{inside}"))),
        (_, Some(name)) if plain(name) => {
            out.push(Piece::Text("/".into()));
            out.push(Piece::Glob(format!("**/{name}")));
        }
        _ => return roots.to_vec(),
    }
    vec![out]
}

/// Words that act begin so. `find` reads its whole expression before it does anything: where none of them stands in it, a
/// word that is not known ends it with a message or tests something.
const ACTS: &[&str] = &["-exec", "-ok", "-delete", "-fprint", "-fls", "-rm", "-unlink", "-files0"];

/// Whether what stands before an action lets nothing through that holds something.
fn only_empty(before: &[Val]) -> bool {
    let either = |a: &Val| matches!(a.known(), None | Some("-o" | "-or" | ","));
    let negated =
        |w: &[Val]| matches!(w, [n, e] if matches!(n.known(), Some("!" | "-not")) && e.known() == Some("-empty"));
    before.iter().any(|a| a.known() == Some("-empty")) && !before.iter().any(either) && !before.windows(2).any(negated)
}

fn expression(c: &mut Call<'_, '_, '_>, rest: &[Val], roots: &[Val], found: &[Val]) {
    let acts = rest.iter().any(|a| a.known().is_none_or(|w| ACTS.iter().any(|x| w.starts_with(x))));
    let mut i = 0;
    while let Some(a) = rest.get(i) {
        i += 1;
        let Some(word) = a.known() else {
            c.unknown("an expression of `find` that is not known");
            continue;
        };
        match word {
            "-delete" if only_empty(rest.get(..i).unwrap_or_default()) => {
                // Nothing is lost with an empty file or folder.
                for root in roots {
                    c.path(Verb::Write, root);
                }
            }
            "-delete" => {
                c.scope = c.scope.max(Scope::Tree);
                for f in found {
                    c.path(Verb::Delete, f);
                }
            }
            "-exec" | "-execdir" | "-ok" | "-okdir" => {
                let tail = rest.get(i..).unwrap_or_default();
                let end = tail
                    .iter()
                    .position(|v| matches!(v.known(), Some(";")) || v.known() == Some("+"))
                    .unwrap_or(tail.len());
                let command = tail.get(..end).unwrap_or_default();
                let together = tail.get(end).and_then(Val::known) == Some("+");
                match together.then(|| at_once(command, found)).flatten() {
                    Some(argv) => c.run_inner(argv),
                    None => execute(c, command, found),
                }
                i += end + 1;
            }
            "-fprint" | "-fprint0" | "-fls" | "-fprintf" => {
                if let Some(file) = rest.get(i) {
                    c.path(Verb::Write, file);
                }
                i += if word == "-fprintf" { 2 } else { 1 };
            }
            w if ONE.contains(&w) || w.starts_with("-newer") && w.len() == 8 => i += 1,
            w if NONE.contains(&w) || !acts => {}
            // It reads its whole expression before it does anything, and no `find` has such a word.
            w if !w.starts_with('-') || w.starts_with("--") || w == "-!" => return,
            w => {
                let why = format!("`find` with `{w}` is not understood");
                c.unknown(&why);
            }
        }
    }
}

/// How deep a `find` may stand whose command is followed for the starting point and for what lies below it.
const MAX_NESTED: u32 = 10;

/// `-exec rm -rf {} +`: one run with all that is found, where names below the starting points are known as patterns.
fn at_once(command: &[Val], found: &[Val]) -> Option<Vec<Val>> {
    let (last, words) = command.split_last().filter(|(last, _)| last.known() == Some("{}"))?;
    let patterns = found.len() > 1 && found.iter().all(|f| f.has_glob() && f.why().is_none());
    let plain = !words.iter().any(|w| w.show().contains("{}")) && last.known().is_some();
    (patterns && plain).then(|| words.iter().chain(found).cloned().collect())
}

/// The command of `-exec`, once for each kind of thing that is found.
fn execute(c: &mut Call<'_, '_, '_>, command: &[Val], found: &[Val]) {
    if command.len().saturating_mul(found.len()) > MAX_WORDS {
        return c.unknown("a command of `find` for more starting points than are followed");
    }
    for f in found {
        let argv = command.iter().map(|w| replace(w, f)).collect();
        c.run_inner(argv);
        if !f.has_glob() && f.why().is_none() && command.iter().any(|w| w.known().is_some_and(|t| t.contains("{}"))) {
            // All below the starting point is found as well. Each level of `find` in `find` runs twice so.
            if c.shell.depth > MAX_NESTED {
                return c.unknown("`find` within commands that are nested too deep");
            }
            let (below, from) = (below(f), c.shell.scene.count());
            c.run_inner(command.iter().map(|w| replace(w, &below)).collect());
            if !may_hold_secrets(c, f) {
                c.shell.scene.keep_effects(from, |_, e| e.verb != Verb::SecretRead);
            }
        }
    }
}

/// Whether secrets are to be expected somewhere below: in homes and in the settings of the machine, not among logs, shared
/// files and scratch files.
fn may_hold_secrets(c: &Call<'_, '_, '_>, root: &Val) -> bool {
    let text = root.show();
    let places = ["/etc", "/root", "/home", "/Users", "/run", "/var/run", "/proc"];
    let held = |path: &str| path == "/" || places.iter().any(|p| path == *p || paths::below(path, p));
    c.inner_cwd().iter().any(|cwd| held(&paths::join(cwd, &text)))
}

/// What lies below a starting point.
#[must_use]
pub fn below(root: &Val) -> Val {
    let mut v = root.clone();
    v.push(Piece::Text(if root.prefix().ends_with('/') { String::new() } else { "/".into() }));
    v.push(Piece::Glob("**".into()));
    v
}

/// `{}` stands for a found path.
fn replace(word: &Val, found: &Val) -> Val {
    let Some(text) = word.known() else { return word.clone() };
    if text == "{}" {
        return found.clone();
    }
    if !text.contains("{}") {
        return word.clone();
    }
    // Inside a script (of `sh -c`) the name may hold anything; beside plain text (`{}.bak`) it stays a pattern.
    let script = xargs::is_script(text);
    let mut out = Val::default();
    for (i, part) in text.split("{}").enumerate() {
        if i > 0 {
            if found.known().is_some() || !script && found.why().is_none() {
                out.extend(found);
            } else {
                out.push(Piece::Gap(Gap { why: "a name that is found".into(), ..Gap::default() }));
            }
        }
        out.push(Piece::Text(part.to_owned()));
    }
    out
}
