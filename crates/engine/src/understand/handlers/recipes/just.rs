//! Justfiles: recipes with parameters, dependencies and variables.

use std::collections::{BTreeMap, BTreeSet};

use super::{Asked, MAX_RECIPES, Recipe, Source};

/// What stands for a value that is not known.
const UNKNOWN: &str = "$not_known_by_just";

struct Body {
    name: String,
    params: Vec<(String, Option<String>)>,
    needs: Vec<String>,
    lines: Vec<String>,
}

/// The recipes that were asked for, and what they need.
pub fn recipes(source: &Source, asked: &Asked) -> Option<Vec<Recipe>> {
    let mut vars: BTreeMap<String, String> = BTreeMap::new();
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    let mut bodies: Vec<Body> = Vec::new();
    let mut gap = None;
    for line in source.text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some(b) = bodies.last_mut() {
                b.lines.push(line.trim().to_owned());
            }
            continue;
        }
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') || line.starts_with('[') {
            continue;
        }
        top(line, &mut vars, &mut aliases, &mut bodies, &mut gap);
    }
    vars.extend(asked.texts(UNKNOWN));
    let first = asked.names.first().cloned().or_else(|| bodies.first().map(|b| b.name.clone()))?;
    let name = aliases.get(&first).cloned().unwrap_or(first);
    let arguments: Vec<String> =
        asked.arguments.iter().map(|v| v.known().map_or_else(|| UNKNOWN.to_owned(), str::to_owned)).collect();
    let mut out = Vec::new();
    collect(&bodies, &vars, &name, &arguments, &mut BTreeSet::new(), &mut out);
    if out.is_empty() {
        return None;
    }
    if let Some(r) = out.first_mut() {
        r.gap = gap;
    }
    Some(out)
}

/// A line that is not indented: a setting, a variable, the head of a recipe.
fn top(
    line: &str,
    vars: &mut BTreeMap<String, String>,
    aliases: &mut BTreeMap<String, String>,
    bodies: &mut Vec<Body>,
    gap: &mut Option<String>,
) {
    let word = line.split_whitespace().next().unwrap_or("");
    match word {
        "set" | "import" | "import?" | "mod" | "mod?" => {
            if line.contains("shell") || word != "set" {
                gap.get_or_insert_with(|| "a justfile that loads others or sets its shell".into());
            }
            return;
        }
        "alias" => {
            if let Some((a, b)) = line.trim_start_matches("alias").split_once(":=") {
                aliases.insert(a.trim().to_owned(), b.trim().to_owned());
            }
            return;
        }
        _ => {}
    }
    if let Some((name, value)) =
        line.split_once(":=").filter(|(n, _)| !n.trim().trim_start_matches("export ").contains(' '))
    {
        vars.insert(name.trim().trim_start_matches("export ").trim().to_owned(), literal(value.trim()));
        return;
    }
    let Some((head, needs)) = line.split_once(':') else { return };
    let mut words = head.trim_start_matches('@').split_whitespace();
    let Some(name) = words.next() else { return };
    let params = words
        .map(|p| {
            let p = p.trim_start_matches(['*', '+', '$']);
            p.split_once('=').map_or((p.to_owned(), None), |(n, d)| (n.to_owned(), Some(literal(d))))
        })
        .collect();
    let needs = needs.replace("&&", " ").split_whitespace().map(|w| w.trim_matches(['(', ')']).to_owned()).collect();
    bodies.push(Body { name: name.to_owned(), params, needs, lines: Vec::new() });
}

/// A string in quotes; anything else is computed.
fn literal(text: &str) -> String {
    for quote in ['\'', '"'] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote))
            && !inner.contains(quote)
        {
            return inner.to_owned();
        }
    }
    match text.strip_prefix('`').and_then(|t| t.strip_suffix('`')) {
        Some(command) => format!("$({command})"),
        None => UNKNOWN.to_owned(),
    }
}

fn collect(
    bodies: &[Body],
    vars: &BTreeMap<String, String>,
    name: &str,
    arguments: &[String],
    seen: &mut BTreeSet<String>,
    out: &mut Vec<Recipe>,
) {
    if out.len() > MAX_RECIPES || seen.len() > MAX_RECIPES || !seen.insert(name.to_owned()) {
        return;
    }
    let Some(body) = bodies.iter().find(|b| b.name == name) else { return };
    for need in &body.needs {
        collect(bodies, vars, need, &[], seen, out);
    }
    let mut known = vars.clone();
    for (i, (param, default)) in body.params.iter().enumerate() {
        let last = i + 1 == body.params.len();
        let rest = if last {
            arguments.get(i..).map(|r| r.join(" ")).filter(|r| !r.is_empty())
        } else {
            arguments.get(i).cloned()
        };
        known.insert(param.clone(), rest.or_else(|| default.clone()).unwrap_or_else(|| UNKNOWN.to_owned()));
    }
    let lines: Vec<String> = body.lines.iter().map(|l| filled(l.trim_start_matches(['@', '-']), &known)).collect();
    // A recipe with an interpreter of its own is one script.
    let script = lines.first().is_some_and(|l| l.starts_with("#!"));
    let shell = script && lines.first().is_some_and(|l| l.contains("sh"));
    let (lines, gap) = match (script, shell) {
        (false, _) => (lines, None),
        (true, true) => (vec![lines.join("\n")], None),
        (true, false) => (Vec::new(), Some("a recipe in another language".to_owned())),
    };
    out.push(Recipe { lines, dir: None, gap });
}

/// A line with its `{{…}}` filled in.
fn filled(line: &str, vars: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((inner, tail)) = after.split_once("}}") else { break };
        out.push_str(vars.get(inner.trim()).map_or(UNKNOWN, String::as_str));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::super::value::Val;
    use super::*;

    #[test]
    fn recipes_as_just_would_run_them() {
        let file = "out := 'build'\nalias c := clean\n\n# all\ndefault: test\n    echo done\n\ntest *args:\n    cargo test {{args}}\n\nclean dir=out: && test\n    @rm -rf {{dir}}\n\nset dotenv-load\n";
        for (names, arguments, want) in [
            (&[][..], &[][..], "cargo test $not_known_by_just | echo done"),
            (&["test"], &["-q", "x"], "cargo test -q x"),
            (&["c"], &["/srv"], "cargo test $not_known_by_just | rm -rf /srv"),
            (&["none"], &[], ""),
        ] {
            let source = Source { dir: "/w".into(), text: file.into(), made_here: false };
            let asked = Asked {
                names: names.iter().map(|g: &&str| (*g).to_owned()).collect(),
                assigned: Vec::new(),
                arguments: arguments.iter().map(|a: &&str| Val::text(*a)).collect(),
            };
            let got: Vec<String> = recipes(&source, &asked).into_iter().flatten().flat_map(|r| r.lines).collect();
            assert_eq!(got.join(" | "), want, "{names:?}");
        }
    }
}
