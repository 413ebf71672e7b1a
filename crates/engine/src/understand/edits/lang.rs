//! The languages as data: how comments, strings, here-documents and line ends look in each family. Read by the lexer of
//! edits; the only place that knows a file's language. The rows are in `table`.

mod table;

pub use table::LANGUAGES;

/// How statements end and what white space means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// White space means nothing (Rust, Java, C, SQL, JSON, CSS).
    Free,
    /// A line's end may end a statement (Go, Kotlin, Ruby, JavaScript, shell, HCL).
    Lines,
    /// Indentation is structure (Python, YAML).
    Indent,
    /// Every line stands for itself, white space included only as separation (INI, Dockerfile, Makefile).
    Plain,
}

/// What the common rules do not say about a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Nothing special.
    Common,
    /// Python: prefixes of strings, docstrings.
    Python,
    /// JavaScript and TypeScript: templates, regular expressions.
    Script,
    /// Rust: lifetimes, raw strings.
    Rust,
    /// Ruby: here-documents, `%w[]`, regular expressions, `=begin`.
    Ruby,
    /// Shell: here-documents, `#` at the start of a word only.
    Shell,
    /// PHP: here-documents, text outside of `<?php`.
    Php,
    /// SQL: doubled quotes, dollar quotes.
    Sql,
    /// YAML: block scalars.
    Yaml,
    /// HCL: here-documents.
    Hcl,
    /// Go: raw strings, automatic semicolons.
    Go,
    /// C#: verbatim strings.
    CSharp,
    /// Prose: every word counts.
    Prose,
    /// HTML, XML and templates.
    Markup,
    /// Elixir: sigils, documentation in attributes.
    Elixir,
    /// Perl: documentation between `=head1` and `=cut`.
    Perl,
    /// Lisps: `'` quotes, it opens nothing.
    Lisp,
    /// Languages in which `'` may be part of a name or a type variable (Haskell, OCaml, F#).
    Ml,
}

/// A language.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Its name.
    pub name: &'static str,
    /// Extensions, lower case.
    pub extensions: &'static [&'static str],
    /// Whole file names, lower case.
    pub names: &'static [&'static str],
    /// What begins a comment to the end of the line.
    pub line_comments: &'static [&'static str],
    /// What opens and closes a comment.
    pub block_comments: &'static [(&'static str, &'static str)],
    /// Block comments nest.
    pub nested: bool,
    /// A comment begins only where a word could.
    pub at_word: bool,
    /// What opens and closes a string, longest first; `true` where it may run over lines.
    pub strings: &'static [(&'static str, &'static str, bool)],
    /// Characters beyond letters, digits and `_` that belong to a word.
    pub word: &'static str,
    /// How statements end.
    pub layout: Layout,
    /// What the rest does not say.
    pub dialect: Dialect,
}

impl Language {
    /// Holds data or prose, no program.
    #[must_use]
    pub fn is_data(&self) -> bool {
        matches!(self.dialect, Dialect::Yaml | Dialect::Prose | Dialect::Markup | Dialect::Hcl)
            || matches!(
                self.name,
                "json" | "toml" | "ini" | "neon" | "css" | "sass" | "dockerfile" | "makefile" | "nginx"
            )
    }
}

/// The language of a file, by its name; a leading `#!` decides where the name does not.
#[must_use]
pub fn of(path: &str, content: &str) -> Option<&'static Language> {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let by_name = LANGUAGES.iter().find(|l| l.names.contains(&name.as_str()));
    if by_name.is_some() {
        return by_name;
    }
    let ext = name.rsplit_once('.').map_or("", |(_, e)| e);
    let template = ["j2", "jinja", "tpl", "tmpl", "erb", "example", "sample", "template", "dist", "in", "bak", "orig"];
    let inner = name.rsplit('.').nth(1).filter(|_| template.contains(&ext) && name.matches('.').count() > 1);
    let ext = inner.filter(|i| LANGUAGES.iter().any(|l| l.extensions.contains(i))).unwrap_or(ext);
    let known = LANGUAGES.iter().find(|l| !ext.is_empty() && l.extensions.contains(&ext));
    if known.is_some_and(|l| l.name == "scala" && is_indented_scala(content)) {
        return named("scala 3");
    }
    if known.is_some() {
        return known;
    }
    if name.starts_with("dockerfile") || name.starts_with("containerfile") {
        return named("dockerfile");
    }
    if name.starts_with(".env") {
        return named("ini");
    }
    // What pip is to compile.
    if ext == "in" && path.contains("requirements") {
        return named("markdown");
    }
    if ext == "tpl" || name.ends_with(".tpl") {
        return named("yaml");
    }
    by_interpreter(content)
}

/// Scala whose blocks are told by indentation: a line ends with what opens one.
fn is_indented_scala(content: &str) -> bool {
    content.lines().map(str::trim_end).any(|l| {
        [" =", ":", " then", " else", " do", "=>", " match", " yield", " try"].iter().any(|e| l.ends_with(e))
            && !l.trim_start().starts_with("//")
    })
}

/// By the line that says which program runs it.
fn by_interpreter(content: &str) -> Option<&'static Language> {
    let line = content.strip_prefix("#!")?.lines().next()?;
    let of = |n: &str| line.contains(n);
    if of("python") {
        named("python")
    } else if of("node") || of("deno") || of("bun") {
        named("typescript")
    } else if of("ruby") {
        named("ruby")
    } else if of("perl") {
        named("perl")
    } else if of("php") {
        named("php")
    } else if of("elixir") {
        named("elixir")
    } else if of("lua") {
        named("lua")
    } else if of("pwsh") {
        named("powershell")
    } else if of("Rscript") {
        named("r")
    } else if of("sh") {
        named("shell")
    } else {
        None
    }
}

/// The language of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|l| l.name == name)
}
