//! GNU `parallel`: a command template, then values behind `:::` or from the input.

use automode_model::Verb;
use automode_shell::Dialect;

use super::super::value::{Piece, Val};
use super::super::{invoke, operands, paths, shell};
use super::{Call, Handled, source, xargs};

/// More values than this are followed as one that is not known.
const MAX_VALUES: usize = 24;

/// Runs the template with each value; options are the data's.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut all = std::mem::take(&mut c.bound.operands);
    separated(c, &mut all);
    let end = all.iter().position(|w| w.prefix().starts_with(":::")).unwrap_or(all.len());
    let (template, sources) = all.split_at(end);
    let listed = ["-a", "--arg-file"].iter().find_map(|n| c.bound.value(n)).cloned();
    let values = match listed {
        Some(file) => lines(c, &file),
        None => values(c, sources),
    };
    if template.is_empty() {
        // Each value is a command itself.
        for v in &values {
            invoke::shell_text(c.shell, &mut c.inner_state(), v, Dialect::Bash, &Val::default(), c.call.span);
        }
        return Handled::Partly;
    }
    let text = operands::joined(template);
    for v in &values {
        if c.bound.has("-q") {
            quoted(c, template, v);
        } else {
            one(c, &text, v);
        }
    }
    Handled::Partly
}

/// `--arg-sep ,,`: another sign before the values. One that is not known may be any word.
fn separated(c: &mut Call<'_, '_, '_>, all: &mut [Val]) {
    for (name, sign) in [("--arg-sep", ":::"), ("--arg-file-sep", "::::")] {
        let Some(other) = c.bound.value(name).cloned() else { continue };
        if other.known().is_none() {
            c.unknown("values behind a sign that is not known");
        }
        all.iter_mut().filter(|w| **w == other).for_each(|w| *w = Val::text(sign));
    }
}

/// `-q`: the words run as they stand, without a shell.
fn quoted(c: &mut Call<'_, '_, '_>, template: &[Val], value: &Val) {
    let filled = |w: &Val| w.known().map_or_else(|| w.clone(), |text| place(text, value));
    let mut argv: Vec<Val> = template.iter().map(filled).collect();
    if !template.iter().any(|w| has_place(&w.show())) {
        argv.push(value.clone());
    }
    c.run_inner(argv);
}

/// The lines of a file, or one that is not known.
fn lines(c: &Call<'_, '_, '_>, file: &Val) -> Vec<Val> {
    let path = file.known().and_then(|f| c.inner_cwd().first().map(|cwd| paths::join(cwd, f)));
    match path.and_then(|p| source::at(c, &p)) {
        Some(source) if source.text.lines().count() <= MAX_VALUES => source.text.lines().map(Val::text).collect(),
        _ => vec![Val::gap(xargs::ELSEWHERE)],
    }
}

/// The values of a single source, or one that is not known.
fn values(c: &mut Call<'_, '_, '_>, sources: &[Val]) -> Vec<Val> {
    let marks = sources.iter().filter(|w| w.prefix().starts_with(":::")).count();
    let behind = sources.get(1..).unwrap_or_default();
    let files = sources.first().is_some_and(|w| w.prefix().starts_with("::::"));
    if files {
        for f in behind.iter().filter(|w| !w.prefix().starts_with(":::")) {
            c.path(Verb::Read, f);
        }
        return vec![Val::gap(xargs::ELSEWHERE)];
    }
    match (marks, c.call.stdin.known()) {
        (0, Some(text)) if !text.is_empty() && text.lines().count() <= MAX_VALUES => {
            text.lines().map(Val::text).collect()
        }
        (0, _) => xargs::words(&c.call.stdin, true).into_iter().map(Val::whole).collect(),
        (1, _) if behind.len() <= MAX_VALUES => behind.to_vec(),
        _ => vec![Val::gap("values of several sources")],
    }
}

/// The template with one value in it. Plain words run as words, so that a value that is not known stays one word; what
/// needs a shell goes through one.
fn one(c: &mut Call<'_, '_, '_>, template: &Val, value: &Val) {
    let Some(text) = template.known() else {
        invoke::shell_text(c.shell, &mut c.inner_state(), template, Dialect::Bash, &Val::default(), c.call.span);
        return;
    };
    let marked = if has_place(text) { text.to_owned() } else { format!("{text} {{}}") };
    let plain =
        !marked.contains(['|', '&', ';', '<', '>', '(', ')', '$', '`', '\'', '"', '\\', '*', '?', '\n', '~', '=']);
    if plain {
        let argv = marked.split_whitespace().map(|w| place(w, value)).collect();
        c.run_inner(argv);
        return;
    }
    let script = match value.known() {
        Some(v) => Val::text(marked.replace("{}", &shell::quote(v)).replace("{1}", &shell::quote(v))),
        None => place(&marked, value),
    };
    invoke::shell_text(c.shell, &mut c.inner_state(), &script, Dialect::Bash, &Val::default(), c.call.span);
}

fn has_place(text: &str) -> bool {
    ["{}", "{.}", "{/}", "{//}", "{/.}", "{#}", "{%}", "{1", "{2", "{3", "{-1"].iter().any(|p| text.contains(p))
}

/// A word with the value in the places that are plainly the value; other places (`{.}`) are not known.
fn place(word: &str, value: &Val) -> Val {
    let mut out = Val::default();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, tail)) = after.split_once('}') else { break };
        out.push(Piece::Text(before.to_owned()));
        match inside {
            "" | "1" => out.extend(value),
            "#" | "%" => out.push(Piece::Text("1".into())),
            _ => out.extend(&Val::gap("a part of a value")),
        }
        rest = tail;
    }
    if !rest.is_empty() || word.is_empty() {
        out.push(Piece::Text(rest.to_owned()));
    }
    out
}
