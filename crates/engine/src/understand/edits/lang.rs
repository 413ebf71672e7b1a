//! The languages as data: how comments, strings, here-documents and line ends look in each family. Read by the lexer of
//! edits; the only place that knows a file's language.

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
    /// HTML and XML.
    Markup,
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
    /// What opens and closes a string, longest first; `true` where it may run over lines.
    pub strings: &'static [(&'static str, &'static str, bool)],
    /// Characters beyond letters, digits and `_` that belong to a word.
    pub word: &'static str,
    /// How statements end.
    pub layout: Layout,
    /// What the rest does not say.
    pub dialect: Dialect,
}

const SLASHES: &[&str] = &["//"];
const HASH: &[&str] = &["#"];
const STARS: &[(&str, &str)] = &[("/*", "*/")];
const BOTH: &[(&str, &str, bool)] = &[("\"", "\"", false), ("'", "'", false)];
const DOUBLE: &[(&str, &str, bool)] = &[("\"", "\"", true)];
const TRIPLE: &[(&str, &str, bool)] = &[("\"\"\"", "\"\"\"", true), ("\"", "\"", false), ("'", "'", false)];
const PYTHON: &[(&str, &str, bool)] =
    &[("\"\"\"", "\"\"\"", true), ("'''", "'''", true), ("\"", "\"", false), ("'", "'", false)];

macro_rules! language {
    ($name:literal, $ext:expr, $names:expr, $line:expr, $block:expr, $strings:expr, $word:literal, $layout:ident, $dialect:ident) => {
        Language {
            name: $name,
            extensions: $ext,
            names: $names,
            line_comments: $line,
            block_comments: $block,
            nested: matches!(Dialect::$dialect, Dialect::Rust),
            strings: $strings,
            word: $word,
            layout: Layout::$layout,
            dialect: Dialect::$dialect,
        }
    };
}

/// All languages.
pub static LANGUAGES: &[Language] = &[
    language!("rust", &["rs"], &[], SLASHES, STARS, DOUBLE, "", Free, Rust),
    language!("python", &["py", "pyi", "bzl", "star"], &["sconstruct"], HASH, &[], PYTHON, "", Indent, Python),
    language!(
        "typescript",
        &["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro"],
        &[],
        SLASHES,
        &[("/*", "*/"), ("<!--", "-->")],
        &[("\"", "\"", false), ("'", "'", false), ("`", "`", true)],
        "$@",
        Lines,
        Script
    ),
    language!(
        "go",
        &["go"],
        &["go.mod", "go.work"],
        SLASHES,
        STARS,
        &[("\"", "\"", false), ("`", "`", true), ("'", "'", false)],
        "",
        Lines,
        Go
    ),
    language!("java", &["java"], &[], SLASHES, STARS, TRIPLE, "$", Free, Common),
    language!(
        "kotlin",
        &["kt", "kts", "scala", "sc", "swift", "groovy", "gradle", "sbt"],
        &["jenkinsfile"],
        SLASHES,
        STARS,
        TRIPLE,
        "$",
        Lines,
        Common
    ),
    language!("csharp", &["cs"], &[], SLASHES, STARS, TRIPLE, "@", Free, CSharp),
    language!(
        "c",
        &["c", "h", "cc", "cpp", "cxx", "hpp", "hh", "m", "mm", "proto", "zig", "dart", "sol", "wgsl", "cu"],
        &[],
        SLASHES,
        STARS,
        BOTH,
        "#",
        Free,
        Common
    ),
    language!(
        "ruby",
        &["rb", "rake", "gemspec", "ru", "podspec", "ex", "exs"],
        &["gemfile", "rakefile", "podfile", "vagrantfile", "fastfile", "brewfile"],
        HASH,
        &[],
        &[("\"", "\"", true), ("'", "'", true), ("`", "`", true)],
        "@$?!",
        Lines,
        Ruby
    ),
    language!(
        "php",
        &["php", "phtml"],
        &[],
        &["//", "#"],
        STARS,
        &[("\"", "\"", true), ("'", "'", true)],
        "$",
        Free,
        Php
    ),
    language!(
        "shell",
        &["sh", "bash", "zsh", "fish", "ksh", "bats"],
        &["pre-commit", "pre-push", "commit-msg", ".envrc", ".bashrc", ".profile", ".zshrc"],
        HASH,
        &[],
        &[("\"", "\"", true), ("'", "'", true)],
        "-./$@%+~",
        Lines,
        Shell
    ),
    language!(
        "sql",
        &["sql"],
        &[],
        &["--"],
        STARS,
        &[("'", "'", true), ("\"", "\"", true), ("`", "`", false)],
        "$",
        Free,
        Sql
    ),
    language!(
        "json",
        &["json", "jsonc", "json5", "code-workspace"],
        &[".prettierrc", ".eslintrc"],
        SLASHES,
        STARS,
        BOTH,
        "-.+",
        Free,
        Common
    ),
    language!("yaml", &["yaml", "yml"], &[], HASH, &[], BOTH, "-./@%+~$&*", Indent, Yaml),
    language!("toml", &["toml"], &["pipfile", "cargo.lock", "poetry.lock"], HASH, &[], PYTHON, "-.+", Lines, Common),
    language!(
        "markdown",
        &["md", "mdx", "rst", "adoc", "txt", "org", "tex"],
        &[],
        &[],
        &[("<!--", "-->")],
        &[],
        "-'",
        Plain,
        Prose
    ),
    language!(
        "hcl",
        &["tf", "hcl", "tfvars", "nomad"],
        &[],
        &["#", "//"],
        STARS,
        &[("\"", "\"", false)],
        "-",
        Lines,
        Hcl
    ),
    language!(
        "markup",
        &["html", "htm", "xml", "svg", "csproj", "fsproj", "vbproj", "props", "targets", "config", "plist"],
        &[],
        &[],
        &[("<!--", "-->")],
        BOTH,
        "-.:",
        Free,
        Markup
    ),
    language!("css", &["css", "scss", "sass", "less"], &[], SLASHES, STARS, BOTH, "-.#%@$", Free, Common),
    language!(
        "dockerfile",
        &["dockerfile"],
        &["dockerfile", "containerfile"],
        HASH,
        &[],
        BOTH,
        "-./$@%+~:=",
        Plain,
        Common
    ),
    language!(
        "makefile",
        &["mk"],
        &["makefile", "gnumakefile", "justfile"],
        HASH,
        &[],
        BOTH,
        "-./$@%+~:=",
        Plain,
        Common
    ),
    language!(
        "ini",
        &["ini", "cfg", "conf", "properties", "env", "editorconfig", "service", "npmrc"],
        &[".env", ".npmrc", ".editorconfig", ".flake8", "codeowners"],
        &["#", ";"],
        &[],
        BOTH,
        "-./$@%+~:",
        Plain,
        Common
    ),
];

/// The language of a file, by its name; a leading `#!` decides where the name does not.
#[must_use]
pub fn of(path: &str, content: &str) -> Option<&'static Language> {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let by_name = LANGUAGES.iter().find(|l| l.names.contains(&name.as_str()));
    if by_name.is_some() {
        return by_name;
    }
    let ext = name.rsplit_once('.').map_or("", |(_, e)| e);
    let template = ["j2", "tpl", "tmpl", "erb", "example", "sample", "template", "dist"];
    let ext = if template.contains(&ext) { name.rsplit('.').nth(1).unwrap_or("") } else { ext };
    let known = LANGUAGES.iter().find(|l| !ext.is_empty() && l.extensions.contains(&ext));
    if known.is_some() {
        return known;
    }
    if name.starts_with("dockerfile") || name.starts_with("containerfile") {
        return named("dockerfile");
    }
    if name.starts_with(".env") {
        return named("ini");
    }
    if ext == "tpl" || name.ends_with(".tpl") {
        return named("yaml");
    }
    by_interpreter(content)
}

fn by_interpreter(content: &str) -> Option<&'static Language> {
    let line = content.strip_prefix("#!")?.lines().next()?;
    let of = |n: &str| line.contains(n);
    if of("python") {
        named("python")
    } else if of("node") || of("deno") || of("bun") {
        named("typescript")
    } else if of("ruby") {
        named("ruby")
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
