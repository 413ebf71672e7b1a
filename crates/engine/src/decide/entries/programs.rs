//! Edits of data that a program makes (`sed -i`, `yq -i`, `jq … f > x && mv x f`, `grep -v`), step by step as if somebody had made
//! them by hand: which entries go, which values become others. Read from the program's own words, without the file; what is not
//! understood is kept as text. Called by `steps`.

use automode_model::{Action, PathTarget, Verb, World};

use super::steps::{Step, atoms, data, head, words};
use patterns::Found;

mod paths;
mod patterns;

/// What stands for everything there is.
pub(super) const ALL: &str = "*";

/// What a command makes of one file.
pub(super) struct Made {
    pub(super) path: String,
    pub(super) steps: Vec<Step>,
    /// The words of what was not understood.
    pub(super) text: String,
}

/// How many actions of a command are looked at.
const MAX_ACTIONS: usize = 64;

/// The one file of data that a command edits; none where it edits several, or none.
pub(super) fn made(actions: &[Action], world: &dyn World) -> Option<Made> {
    let mut out: Option<Made> = None;
    let mut others: Vec<&Action> = Vec::new();
    for (at, action) in actions.iter().enumerate().take(MAX_ACTIONS) {
        let Some((path, program)) = edited(actions, at, action) else {
            others.push(action);
            continue;
        };
        let made = out.get_or_insert_with(|| Made { path: path.clone(), steps: Vec::new(), text: String::new() });
        if made.path != path {
            return None;
        }
        let is_there = |name: &str| whole(world, &path, name);
        match steps(program, &path, &is_there) {
            Some(more) if !more.is_empty() => made.steps.extend(more),
            _ => {
                made.text.push_str(&program.words);
                made.text.push('\n');
            }
        }
    }
    let mut made = out?;
    let over = |a: &&Action| paths(a, &[Verb::Write, Verb::Append]).any(|p| p.resolved == made.path);
    let text: String = others.into_iter().filter(over).map(|a| format!("{}\n", a.words)).collect();
    made.text.push_str(&text);
    Some(made)
}

/// The file that this action writes anew from what it holds, and the action whose words say how.
fn edited<'a>(actions: &'a [Action], at: usize, action: &'a Action) -> Option<(String, &'a Action)> {
    let own =
        matches!(action.program.as_str(), "sed" | "gsed" | "perl" | "yq" | "ruby" | "python" | "python3" | "node");
    let written = paths(action, &[Verb::Write]).find(|p| data(&p.resolved))?;
    if own {
        return Some((written.resolved.clone(), action));
    }
    let shapes = |a: &&Action| {
        matches!(
            a.program.as_str(),
            "jq" | "yq" | "grep" | "egrep" | "fgrep" | "awk" | "gawk" | "sed" | "gsed" | "perl"
        ) && paths(a, &[Verb::Read, Verb::Inspect]).any(|p| p.resolved == written.resolved)
    };
    let from =
        actions.get(..at)?.iter().rev().find(shapes).filter(|_| matches!(action.program.as_str(), "mv" | "cp"))?;
    Some((written.resolved.clone(), from))
}

fn paths<'a>(action: &'a Action, verbs: &'static [Verb]) -> impl Iterator<Item = &'a PathTarget> {
    action.effects.iter().filter(move |e| verbs.contains(&e.verb)).filter_map(|e| e.target.path())
}

/// Each line of the file that has this has it as a word of its own. Of a file that cannot be read nobody knows.
fn whole(world: &dyn World, path: &str, name: &str) -> bool {
    const MAX_BYTES: usize = 64 * 1024;
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let ends = |text: &str, at: usize| {
        !text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(part)
            && !text.get(at + name.len()..).and_then(|t| t.chars().next()).is_some_and(part)
    };
    let text = world.read(path, MAX_BYTES).ok();
    text.is_some_and(|t| !name.is_empty() && t.match_indices(name).all(|(at, _)| ends(&t, at)))
}

/// What a program's words make of a file; none where they are not understood.
fn steps(action: &Action, path: &str, is_there: &dyn Fn(&str) -> bool) -> Option<Vec<Step>> {
    let given = path.rsplit('/').next()?;
    let (line, last) = action.words.trim_end().rsplit_once(' ')?;
    let file = last.rsplit('/').next()? == given;
    let (_, args) = line.split_once(' ').filter(|_| file)?;
    let (options, script) = split(args);
    let has = |c: char| options.iter().any(|o| !o.starts_with("--") && o.contains(c));
    match action.program.as_str() {
        "jq" | "yq" => paths::steps(&script),
        "sed" | "gsed" => sed(&script, has('E') || has('r'), path, is_there),
        "perl" => match script.trim().trim_end_matches(';').strip_prefix("print unless ") {
            Some(pattern) => gone(pattern.trim().strip_prefix('/')?.strip_suffix('/')?, true, false, is_there),
            None => sed(&script, true, path, is_there),
        },
        "grep" | "egrep" | "fgrep" if has('v') => {
            let extended = action.program == "egrep" || has('E') || has('P');
            gone(script.trim(), extended, has('x') || has('w'), is_there)
        }
        "awk" | "gawk" => awk(&script, is_there),
        _ => None,
    }
}

/// The options that a program's words begin with, and the rest. Each further script stands behind its `-e`.
fn split(args: &str) -> (Vec<&str>, String) {
    let (mut options, mut rest) = (Vec::new(), args.trim_start());
    while let Some(option) = rest.split_whitespace().next().filter(|w| w.starts_with('-') && w.len() > 1) {
        options.push(option);
        rest = rest.get(option.len()..).unwrap_or("").trim_start();
    }
    (options, rest.replace(" -e ", "\n"))
}

/// `/^a,/d; s/^b,up/b,down/`
fn sed(script: &str, extended: bool, path: &str, is_there: &dyn Fn(&str) -> bool) -> Option<Vec<Step>> {
    let mut out = Vec::new();
    let mut rest = script.trim();
    while !rest.is_empty() {
        let (address, behind) = match rest.strip_prefix('/') {
            Some(inner) => {
                let (pattern, behind) = patterns::until(inner, '/')?;
                (Some(pattern), behind.trim_start())
            }
            None => (None, rest),
        };
        rest = if let Some(behind) = behind.strip_prefix('d') {
            out.extend(gone(address?, extended, false, is_there)?);
            behind
        } else {
            let behind = behind.strip_prefix('s')?;
            let sign = behind.chars().next().filter(|c| !c.is_alphanumeric())?;
            let (from, behind) = patterns::until(behind.get(sign.len_utf8()..)?, sign)?;
            let (to, behind) = patterns::until(behind, sign)?;
            out.extend(replaced(address, from, to, extended, path)?);
            behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == 'g')
        };
        rest = rest.trim_start();
        (rest.is_empty() || rest.starts_with([';', '\n']) || script.contains('\n')).then_some(())?;
        rest = rest.trim_start_matches([';', '\n', ' ']);
    }
    Some(out)
}

/// The lines that go: each by the words that the pattern has for it.
fn gone(pattern: &str, extended: bool, bound: bool, is_there: &dyn Fn(&str) -> bool) -> Option<Vec<Step>> {
    let each = patterns::read(pattern, extended)?.into_iter().map(|found| {
        let Found { text, begins, ends, .. } = found;
        // `/\/a.sh$/`: a file by its name, in whatever folder.
        let file = text.strip_prefix('/').filter(|_| ends);
        let begins = begins || file.is_some();
        let line = patterns::plain(file.unwrap_or(&text))?;
        let own = words(&line);
        let complete = bound || begins && ends || own.len() == 1 && own.first().is_some_and(|w| is_there(w));
        let key = head(&line, &own);
        (complete && !own.is_empty()).then(|| Step { key, old: own, ..Step::default() })
    });
    each.collect()
}

/// What `s/from/to/` makes of the lines that it is about.
fn replaced(address: Option<&str>, from: &str, to: &str, extended: bool, path: &str) -> Option<Vec<Step>> {
    let about = match address.map(|a| patterns::read(a, extended)) {
        Some(found) => match &found?[..] {
            [one] if one.begins && one.ends => words(&patterns::plain(&one.text)?),
            _ => return None,
        },
        None => Vec::new(),
    };
    let table = ["csv", "tsv", "txt", "list", "lst", "hosts"].iter().any(|e| path.ends_with(e));
    let each = patterns::read(from, extended)?.into_iter().map(|found| {
        let after = patterns::filled(to, &found)?;
        let before = patterns::plain(&found.text)?;
        let (a, b) = (words(&before), words(&patterns::plain(&after)?));
        let old: Vec<String> = a.iter().filter(|w| !b.contains(w)).cloned().collect();
        let new: Vec<String> = b.iter().filter(|w| !a.contains(w)).cloned().collect();
        // Of a tree a line has its key, and not whose it is.
        let signs = atoms(&before);
        let is_key = |w: &String| {
            signs.windows(2).any(|p| matches!(p, [key, sign] if key == w && matches!(sign.as_str(), ":" | "=")))
        };
        let (keys, mut names): (Vec<String>, Vec<String>) =
            a.into_iter().filter(|w| b.contains(w)).partition(|w| !table && is_key(w));
        names.extend(about.iter().cloned());
        let top = keys.first().filter(|_| names.is_empty() && found.text.starts_with(patterns::EDGE)).cloned();
        names.extend(top);
        if names.is_empty() || names.len() == about.len() && about.is_empty() {
            names.push(ALL.to_owned());
        }
        let key = keys.last().or(names.first()).cloned().unwrap_or_default();
        (!old.is_empty()).then_some(Step { key, names, old, new, ..Step::default() })
    });
    each.collect()
}

/// `$1 != "a" && $1 != "b"`: what does not come through goes.
fn awk(script: &str, is_there: &dyn Fn(&str) -> bool) -> Option<Vec<Step>> {
    let plain = script.trim().trim_end_matches("{print}").trim_end_matches("{ print }").trim();
    if let Some(pattern) = plain.strip_prefix("!/").and_then(|p| p.strip_suffix('/')) {
        return gone(pattern, true, false, is_there);
    }
    let mut all = plain.split("&&").map(|part| {
        let (field, value) = part.split_once("!=")?;
        let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
        field.trim().starts_with('$').then(|| paths::of_name(value))
    });
    let keeps = plain.contains("==") && !plain.contains('{');
    if keeps { Some(vec![paths::of_name(ALL)]) } else { all.by_ref().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use automode_model::Span;

    fn told(words: &str) -> Option<Vec<String>> {
        let program = words.split(' ').next().unwrap().to_owned();
        let action = Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() };
        let path = words.rsplit(' ').next().unwrap();
        let all = steps(&action, path, &|_| false)?;
        let one = |s: &Step| {
            let of = s.names.iter().chain(&s.owners).cloned().collect::<Vec<_>>().join(" ");
            format!("{} [{of}] {} -> {}", s.key, s.old.join(" "), s.new.join(" "))
        };
        Some(all.iter().map(one).collect())
    }

    #[test]
    fn what_programs_make_of_a_file() {
        for (words, want) in [
            ("sed -i /^a-1,/d f.csv", vec!["a-1 [] a-1 -> "]),
            ("sed -i /^a-1,/d;/^a-2$/d f.csv", vec!["a-1 [] a-1 -> ", "a-2 [] a-2 -> "]),
            ("sed -i -e /^a-1 /d -e /^a-2 /d f.txt", vec!["a-1 [] a-1 -> ", "a-2 [] a-2 -> "]),
            ("sed -i -E s/^(t-1[12]),up,/\\1,down,/ f.csv", vec!["t-11 [t-11] up -> down", "t-12 [t-12] up -> down"]),
            (
                "sed -i -e /\\/a-1\\.sh$/d -e /\\/a-2\\.sh$/d f.txt",
                vec!["a-1.sh [] a-1.sh -> ", "a-2.sh [] a-2.sh -> "],
            ),
            ("sed -i s/,open$/,done/ f.csv", vec!["* [*] open -> done"]),
            ("sed -i /^q,/s/24/40/ f.csv", vec!["q [q] 24 -> 40"]),
            ("sed -i s/replicas: 2/replicas: 6/ f.yaml", vec!["replicas [*] 2 -> 6"]),
            ("yq -i .[\"p-1\"].state = \"done\" f.yaml", vec!["state [p-1] … -> done"]),
            ("yq -i .a.n = 6 | .b.n = 0 f.yaml", vec!["n [a] … -> 6", "n [b] … -> 0"]),
            ("yq -i .[].state = \"done\" f.yaml", vec!["state [*] … -> done"]),
            ("yq -i del(.v[] | select(. == \"a\" or . == \"b\")) f.yaml", vec!["a [v] a -> ", "b [v] b -> "]),
            ("yq -i del(.v) f.yaml", vec!["v [] v -> "]),
            ("yq -i .v -= [\"a\"] f.yaml", vec!["v [] a -> "]),
            ("yq -i .v = [] f.yaml", vec!["v [] * -> "]),
            ("jq map(select(.name != \"a\" and .name != \"b\")) f.json", vec!["a [] a -> ", "b [] b -> "]),
            (
                "jq map(if .y == 1 or .y == 2 then .k = false else . end) f.json",
                vec!["k [1] … -> false", "k [2] … -> false"],
            ),
            ("jq (.[] | select(.id == \"a\")).s = \"x\" f.json", vec!["s [a] … -> x"]),
            ("jq (.l[] | select(.n==\"a\") | .w) = 0 f.json", vec!["w [a l] … -> 0"]),
            ("jq map(.s = \"x\") f.json", vec!["s [*] … -> x"]),
            ("perl -i -ne print unless /^c-(7|9),/ f.csv", vec!["c-7 [] c-7 -> ", "c-9 [] c-9 -> "]),
            ("grep -vxE e-(3|9) f.txt", vec!["e-3 [] e-3 -> ", "e-9 [] e-9 -> "]),
            ("awk -F, $1 != \"a\" && $1 != \"b\" f.csv", vec!["a [] a -> ", "b [] b -> "]),
            ("awk -F, $1 == \"a\" f.csv", vec!["* [] * -> "]),
        ] {
            assert_eq!(told(words), Some(want.into_iter().map(str::to_owned).collect()), "{words}");
        }
        for words in [
            "sed -i /a-1/d f.csv",
            "sed -i 3d f.csv",
            "sed -i /\\/a-1/d f.csv",
            "sed -i /^a/,/^b/d f.csv",
            "grep -v edge f.txt",
            "jq map(if .y <= 2021 then .k = false else . end) f.json",
            "jq map_values(false) f.json",
            "yq -i .[0].s = 1 f.yaml",
            "perl -i -ne print unless /^c-/ f.csv",
        ] {
            assert_eq!(told(words), None, "{words}");
        }
    }
}
