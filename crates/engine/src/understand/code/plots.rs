//! What `gnuplot -e` is told: it draws, unless a text begins with `<` or `|`, or a statement runs, loads or evaluates. Called by
//! `code`; a statement that is not listed is not understood.

use automode_model::Verb;

use super::Small;

/// Statements that draw, compute and print.
const STATEMENTS: &[&str] = &[
    "set", "unset", "reset", "plot", "splot", "replot", "p", "sp", "rep", "print", "printerr", "fit", "stats", "pause",
    "exit", "quit", "show", "do", "if", "else", "while", "array", "clear", "refresh", "help", "undefine", "continue",
    "break", "test",
];

/// What such a text reaches for.
#[must_use]
pub fn scan(text: &str) -> Small {
    let mut out = Small::default();
    let Some(statements) = split(text) else {
        out.unclear = Some("a text that does not end".to_owned());
        return out;
    };
    for s in &statements {
        statement(s.bare.trim().trim_matches(['{', '}']).trim(), &s.texts, &mut out);
    }
    out
}

/// One statement: its words with the texts in it taken out, and the texts.
#[derive(Default)]
struct Statement {
    bare: String,
    texts: Vec<String>,
}

/// Statements, apart at `;`, line ends and braces; none where a text does not end or a shell is called between.
fn split(text: &str) -> Option<Vec<Statement>> {
    let mut out = vec![Statement::default()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let at = out.last_mut()?;
        match c {
            '\'' | '"' => {
                let mut inner = String::new();
                loop {
                    match chars.next()? {
                        '\\' if c == '"' => inner.extend(chars.next()),
                        e if e == c => break,
                        e => inner.push(e),
                    }
                }
                at.texts.push(inner);
                at.bare.push('\'');
            }
            '#' => while chars.next_if(|c| *c != '\n').is_some() {},
            '\\' if chars.next_if_eq(&'\n').is_some() => {}
            ';' | '\n' | '{' | '}' => out.push(Statement::default()),
            c => at.bare.push(c),
        }
    }
    Some(out)
}

fn statement(bare: &str, texts: &[String], out: &mut Small) {
    for t in texts {
        match t.trim_start().strip_prefix(['<', '|']) {
            Some(command) => out.shell.push(command.trim().to_owned()),
            None if t.contains('`') => unclear(out),
            None => {}
        }
    }
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let first = words.first().copied().unwrap_or("");
    let runs = ["system", "shell", "load", "call", "eval", "evaluate", "import", "exec", "cd", "save", "raise", "bind"];
    // `a = 1`, `f(x) = x**2`.
    let defines = bare.find('=').is_some_and(|i| {
        let name = bare.get(..i).unwrap_or("").trim_end();
        !name.contains(' ') && bare.get(i + 1..).is_some_and(|r| !r.starts_with('='))
    });
    if bare.contains(['!', '`']) && !bare.contains("!=")
        || words.iter().any(|w| runs.contains(w))
        || bare.starts_with('!')
    {
        unclear(out);
    } else if bare.is_empty() || defines {
    } else if !STATEMENTS.contains(&first) {
        unclear(out);
    } else if first == "set" && words.get(1).is_some_and(|w| "output".starts_with(w) || matches!(*w, "print" | "table"))
    {
        let path = texts
            .first()
            .filter(|t| !t.trim_start().starts_with('|'))
            .filter(|_| bare.matches('\'').count() == 1 && bare.ends_with('\''));
        if !bare.ends_with("output") && !texts.iter().any(|t| t.trim_start().starts_with('|')) {
            out.paths.push((Verb::Write, path.cloned()));
        }
    }
}

fn unclear(out: &mut Small) {
    out.unclear.get_or_insert_with(|| "a statement that may run something".to_owned());
}

#[cfg(test)]
mod tests {
    use super::scan;

    #[test]
    fn drawing_is_told_from_running() {
        for (text, want) in [
            ("set terminal png; set output 'plot.png'; plot 'data.dat' using 1:2 with lines", "plot.png"),
            ("datafile='x.csv'", ""),
            ("f(x) = x**2; plot f(x)", ""),
            ("set output \"/etc/x\"", "/etc/x"),
            ("plot '< rm -rf x'", "!rm -rf x"),
            ("set output '| sh'", "!sh"),
            ("system('id')", "?"),
            ("x = system('id')", "?"),
            ("! id", "?"),
            ("print `id`", "?"),
            ("load 'a.plt'", "?"),
            ("do for [i=1:3] { plot sin(i*x) }", ""),
        ] {
            let found = scan(text);
            let mut got: String = found.shell.iter().map(|s| format!("!{s}")).collect();
            got.extend(found.paths.iter().filter_map(|(_, p)| p.clone()));
            got.push_str(if found.unclear.is_some() { "?" } else { "" });
            assert_eq!(got, want, "{text}");
        }
    }
}
