//! `fd`: everything behind `-x` and `-X` is a command, run with what is found.

use super::super::value::{Piece, Val};
use super::{Call, Handled, reread};

/// Reads the search by the data, then runs each command on what it finds.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let args = c.call.argv.get(1..).unwrap_or_default();
    let (own, commands) = apart(args);
    if commands.is_empty() {
        return Handled::Partly;
    }
    reread::with(c, &own);
    c.by_data();
    let found = found(c);
    for (command, batch) in commands {
        let mut command = command.to_vec();
        if !command.iter().any(|w| w.show().contains('{')) {
            command.push(Val::text("{}"));
        }
        for f in &found {
            // All that is found at once: the first of them is not all (`sh -c 'rm "$@"'` skips it).
            let times = |w: &Val| if batch && w.known() == Some("{}") { 2 } else { 1 };
            let argv = command.iter().flat_map(|w| std::iter::repeat_n(place(w, f), times(w))).collect();
            c.run_inner(argv);
        }
    }
    Handled::Wholly
}

/// Its own words, and the commands between `-x` and `;`, with whether they get all at once.
fn apart(args: &[Val]) -> (Vec<Val>, Vec<(&[Val], bool)>) {
    let (mut own, mut commands, mut rest) = (Vec::new(), Vec::new(), args);
    while let Some(at) = rest.iter().position(|a| is_exec(a.known().unwrap_or(""))) {
        let (before, behind) = rest.split_at(at);
        own.extend_from_slice(before);
        let batch = behind.first().is_some_and(|w| w.show().ends_with(['X', 'h']));
        let behind = behind.get(1..).unwrap_or_default();
        let end = behind.iter().position(|w| w.known() == Some(";")).unwrap_or(behind.len());
        let (command, after) = behind.split_at(end);
        commands.push((command, batch));
        rest = after.get(1..).unwrap_or_default();
    }
    own.extend_from_slice(rest);
    (own, commands)
}

/// What it prints, one pattern per line; none where a command runs or the words are not known.
#[must_use]
pub fn output(args: &[Val]) -> Option<Val> {
    const VALUES: &[&str] = &[
        "-t",
        "--type",
        "-E",
        "--exclude",
        "-d",
        "--max-depth",
        "--min-depth",
        "-S",
        "--size",
        "--changed-within",
        "--changed-before",
    ];
    const FLAGS: &[&str] =
        &["--hidden", "--no-ignore", "--glob", "--print0", "--follow", "--full-path", "--unrestricted"];
    let (mut words, mut ends) = (Vec::new(), Vec::new());
    let mut i = 0;
    while let Some(word) = args.get(i).map(Val::known) {
        let word = word?;
        i += 1;
        if matches!(word, "-e" | "--extension") {
            ends.push(args.get(i)?.known()?.trim_start_matches('.').to_owned());
            i += 1;
        } else if VALUES.contains(&word) {
            i += 1;
        } else if let Some(letters) = word.strip_prefix('-').filter(|l| !l.is_empty() && !l.starts_with('-')) {
            letters.bytes().all(|b| b"HIuisgLp0".contains(&b)).then_some(())?;
        } else if word.starts_with('-') {
            FLAGS.contains(&word).then_some(())?;
        } else {
            words.push(word);
        }
    }
    let roots = words.get(1..).filter(|r| !r.is_empty()).unwrap_or(&["."]);
    let spaced = |r: &&str| r.contains(char::is_whitespace);
    let names: Vec<String> =
        if ends.is_empty() { vec!["*".into()] } else { ends.iter().map(|e| format!("*.{e}")).collect() };
    let mut out = Val::default();
    for (root, name) in roots.iter().flat_map(|r| names.iter().map(move |n| (r, n))) {
        out.extend(&below(&Val::text(root.trim_end_matches('/').to_owned()), name));
        out.push(Piece::Text("\n".into()));
    }
    (!roots.iter().any(spaced)).then_some(out)
}

/// `-x`, `-X`, their long forms, and clusters that end in one (`-Hx`).
fn is_exec(word: &str) -> bool {
    matches!(word, "--exec" | "--exec-batch")
        || word.strip_prefix('-').is_some_and(|w| {
            w == "x"
                || w == "X"
                || w.len() > 1
                    && !w.starts_with('-')
                    && w.ends_with(['x', 'X'])
                    && w.bytes().all(|b| b"HIusigaLlp0qFxX".contains(&b))
        })
}

/// What the command gets: below each root, the names that the search allows.
fn found(c: &Call<'_, '_, '_>) -> Vec<Val> {
    let operands = &c.bound.operands;
    let mut roots: Vec<Val> = operands.get(1..).unwrap_or_default().to_vec();
    if c.bound.has("--search-path") {
        roots = c
            .bound
            .options
            .iter()
            .filter(|(o, _)| o.names.contains(&"--search-path"))
            .filter_map(|(_, v)| v.clone())
            .collect();
    }
    if roots.is_empty() {
        roots.push(Val::text("."));
    }
    let name = match c.bound.value("-e").or(c.bound.value("--extension")).map(Val::show) {
        Some(e) => format!("*.{}", e.trim_start_matches('.')),
        None => match operands.first().map(Val::show) {
            Some(p) if p.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') && !p.is_empty() => {
                format!("*{p}*")
            }
            _ => return roots,
        },
    };
    roots.iter().map(|r| below(r, &name)).collect()
}

fn below(root: &Val, name: &str) -> Val {
    let mut v = root.clone();
    v.push(Piece::Text("/".into()));
    v.push(Piece::Glob(format!("**/{name}")));
    v
}

/// `{}` is a found path; `{/}`, `{//}`, `{.}` and `{/.}` are parts of one, and not known.
fn place(word: &Val, found: &Val) -> Val {
    let Some(text) = word.known() else { return word.clone() };
    if text == "{}" {
        return found.clone();
    }
    if ["{}", "{/}", "{//}", "{.}", "{/.}"].iter().any(|p| text.contains(p)) {
        return Val::gap("a name that is found");
    }
    word.clone()
}
