//! Settings of editors by their keys. A file of them can name programs that run when a folder is opened, so that it controls as
//! much as a hook does; but most of what people change there is how text looks and is laid out. A change of keys that are known
//! to be of that kind is one of a tool's settings; any other stays what the path says. Called by `edits`.

use super::lex::{Kind, Token};
use super::proofs::Source;
use super::{Input, lang};

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 8;
/// More settings than these are nobody's choice of how text looks.
const MAX_SETTINGS: usize = 300;

/// Settings that only say how text looks, is laid out or searched. A name that ends in a dot stands for all below it.
const LOOKS: &[&str] = &[
    "editor.",
    "diffEditor.",
    "files.exclude",
    "files.watcherExclude",
    "files.associations",
    "files.eol",
    "files.encoding",
    "files.insertFinalNewline",
    "files.trimTrailingWhitespace",
    "files.trimFinalNewlines",
    "files.autoSave",
    "files.autoSaveDelay",
    "files.readonlyInclude",
    "search.exclude",
    "search.useIgnoreFiles",
    "workbench.colorTheme",
    "workbench.colorCustomizations",
    "workbench.iconTheme",
    "workbench.productIconTheme",
    "workbench.editor.",
    "workbench.tree.",
    "workbench.startupEditor",
    "window.zoomLevel",
    "window.title",
    "explorer.",
    "breadcrumbs.",
    "outline.",
    "zenMode.",
    "cSpell.words",
    "cSpell.ignoreWords",
    "cSpell.language",
    "cSpell.ignorePaths",
    // Zed's.
    "tab_size",
    "hard_tabs",
    "theme",
    "soft_wrap",
    "preferred_line_length",
    "show_wrap_guides",
    "wrap_guides",
    "buffer_font_size",
    "buffer_font_family",
    "ui_font_size",
    "ui_font_family",
    "remove_trailing_whitespace_on_save",
    "ensure_final_newline_on_save",
    "relative_line_numbers",
    "cursor_blink",
    "indent_guides",
    "file_scan_exclusions",
];
/// Settings of tools that check and lay out text: what they are told in one plain word, a number or a yes.
const TOOLS: &[&str] = &[
    "prettier.",
    "eslint.",
    "stylelint.",
    "html.",
    "css.",
    "scss.",
    "less.",
    "javascript.",
    "typescript.",
    "json.",
    "markdown.",
    "emmet.",
    "python.analysis.",
    "format_on_save",
];
/// Words of settings that start, find or trust something, in whatever part of a setting's name.
const STARTS: &[&str] = &[
    "path",
    "command",
    "exec",
    "binary",
    "runtime",
    "sdk",
    "plugin",
    "arg",
    "server",
    "env",
    "shell",
    "terminal",
    "interpret",
    "trust",
    "approv",
    "task",
    "hook",
    "config",
    "option",
    "url",
    "proxy",
    "program",
    "launch",
    "debug",
    "node",
    "workspace",
    "schema",
    "external",
    "agent",
    "chat",
    "tool",
    "experimental",
];

/// Whether the change of an editor's settings is one of how text looks and is laid out.
#[must_use]
pub fn only_looks(input: &Input<'_>) -> bool {
    let lower = input.path.to_ascii_lowercase();
    let mut parts = lower.rsplit('/');
    let (name, folder) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    match (folder, name) {
        (".vscode" | ".zed", "settings.json") => of_json(input),
        // Options, words and notices: nothing there names a program.
        ("codestyles" | "dictionaries" | "copyright", _) => parts.next() == Some(".idea") && name.ends_with(".xml"),
        (".idea", "encodings.xml" | "codestylesettings.xml") => true,
        _ => false,
    }
}

fn of_json(input: &Input<'_>) -> bool {
    let Some(language) = lang::of(input.path, input.after) else { return false };
    let before = input.before.filter(|b| !b.trim().is_empty());
    let Some((a, b)) = Source::pair(Some(before.unwrap_or("{}")), input.after, language, false) else { return false };
    let (Some(old), Some(new)) = (settings(&a), settings(&b)) else { return false };
    let mut changed = old.iter().filter(|s| !new.contains(s)).chain(new.iter().filter(|s| !old.contains(s)));
    changed.all(|s| is_look(s.name, &s.value))
}

/// A setting and the tokens of its value.
#[derive(PartialEq)]
struct Setting<'a> {
    name: &'a str,
    value: Vec<&'a str>,
}

/// The settings of the outermost object; none where the text is not one, or says a name in another way than by its letters.
fn settings<'a>(source: &Source<'a>) -> Option<Vec<Setting<'a>>> {
    let all: Vec<&Token<'a>> =
        source.tokens.iter().filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline | Kind::Indent)).collect();
    // A piece of a file that was not there to be read may stand without them.
    let inner = match all.as_slice() {
        [open, inner @ .., close] if open.is("{") && close.is("}") => inner,
        all => all,
    };
    of_object(inner)
}

fn of_object<'a>(tokens: &[&Token<'a>]) -> Option<Vec<Setting<'a>>> {
    let mut out = Vec::new();
    let mut rest = tokens;
    while let Some((key, behind)) = rest.split_first() {
        let (colon, value) = behind.split_first()?;
        let len = end_of_value(value)?;
        let name = key.text.strip_prefix('"')?.strip_suffix('"')?;
        // Of a name that stands twice the last counts, which is no comparison.
        if out.len() >= MAX_SETTINGS
            || !colon.is(":")
            || name.contains('\\')
            || len == 0
            || out.iter().any(|s: &Setting<'_>| s.name == name)
        {
            return None;
        }
        out.push(Setting { name, value: value.iter().take(len).map(|t| t.text).collect() });
        rest = value.get(len..)?;
        if let Some((comma, behind)) = rest.split_first() {
            rest = behind;
            comma.is(",").then_some(())?;
        }
    }
    Some(out)
}

/// How many tokens the value has that begins here; none where its brackets do not close.
fn end_of_value(tokens: &[&Token<'_>]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, t) in tokens.iter().enumerate() {
        if t.is("{") || t.is("[") {
            depth += 1;
        } else if t.is("}") || t.is("]") {
            depth = depth.checked_sub(1)?;
        } else if t.is(",") && depth == 0 {
            return Some(at);
        }
        if depth > MAX_DEPTH {
            return None;
        }
    }
    (depth == 0).then_some(tokens.len())
}

/// Whether this setting only says how text looks.
fn is_look(name: &str, value: &[&str]) -> bool {
    let below = |list: &[&str]| {
        list.iter().find_map(|n| if n.ends_with('.') { name.strip_prefix(n) } else { (name == *n).then_some("") })
    };
    let starts = |rest: &str| {
        let rest = rest.to_ascii_lowercase();
        STARTS.iter().any(|w| rest.contains(w))
    };
    // `"[python]": { … }` holds settings for one language.
    if name.starts_with('[') && name.ends_with(']') {
        return of_values(value);
    }
    match below(LOOKS) {
        Some(rest) => !starts(rest),
        None => below(TOOLS).is_some_and(|rest| !starts(rest)) && value.iter().all(|v| is_plain(v)),
    }
}

/// The settings within an object, each of them a look.
fn of_values(value: &[&str]) -> bool {
    let Some(inner) = value.split_first().and_then(|(_, r)| r.split_last()).map(|(_, inner)| inner) else {
        return false;
    };
    let mut depth = 0usize;
    let mut from = 0;
    let mut all = true;
    for (at, t) in inner.iter().enumerate() {
        match *t {
            "{" | "[" => depth += 1,
            "}" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && (*t == "," || at + 1 == inner.len()) {
            let part = inner.get(from..at + usize::from(*t != ",")).unwrap_or_default();
            let name = part.first().map_or("", |n| n.trim_matches('"'));
            all &= !name.starts_with('[') && !name.contains('\\') && is_look(name, part.get(2..).unwrap_or_default());
            from = at + 1;
        }
    }
    all && value.first() == Some(&"{")
}

/// A number, a yes, or one word.
fn is_plain(value: &str) -> bool {
    value.trim_matches('"').bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.[]{},:".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(before: &str, after: &str) -> bool {
        let path = "/srv/.vscode/settings.json";
        only_looks(&Input {
            path,
            own: path,
            class: automode_model::PathClass::AgentControl,
            before: Some(before),
            after,
        })
    }

    #[test]
    fn only_what_is_known_to_be_a_look_is_one() {
        assert!(looks("{}", r#"{ "editor.tabSize": 2, "[go]": { "editor.insertSpaces": false } }"#));
        assert!(looks(r#"{ "a.path": "x" }"#, r#"{ "a.path": "x", "files.eol": "\n" }"#));
        for setting in [
            r#""a": 2"#,
            r#""eslint.runtime": "node""#,
            r#""eslint.nodePath": "./x""#,
            r#""typescript.tsdk": "lib""#,
            r#""prettier.prettierPath": "./x""#,
            r#""[go]": { "go.alternateTools": { "go": "./go" } }"#,
            r#""[go]": "x""#,
            r#""editor.tabSize": 2, "editor.tabSize": 4"#,
            r#""editor.tabSize": {"#,
        ] {
            assert!(!looks("{}", &format!("{{ {setting} }}")), "{setting}");
        }
    }
}
