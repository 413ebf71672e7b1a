//! The rows of `lang`: one for each family whose comments, strings and line ends look alike. Data only.

use super::{Dialect, Language, Layout};

type Strings = &'static [(&'static str, &'static str, bool)];

const SLASHES: &[&str] = &["//"];
const HASH: &[&str] = &["#"];
const SEMICOLONS: &[&str] = &[";"];
const STARS: &[(&str, &str)] = &[("/*", "*/")];
const BOTH: Strings = &[("\"", "\"", false), ("'", "'", false)];
const LONG: Strings = &[("\"", "\"", true), ("'", "'", true)];
const DOUBLE: Strings = &[("\"", "\"", true)];
const TRIPLE: Strings = &[("\"\"\"", "\"\"\"", true), ("\"", "\"", false), ("'", "'", false)];
const PYTHON: Strings = &[("\"\"\"", "\"\"\"", true), ("'''", "'''", true), ("\"", "\"", false), ("'", "'", false)];
const TICKS: Strings = &[("\"", "\"", false), ("`", "`", true), ("'", "'", false)];

/// A language of one name; the rest is said by the methods below.
const fn language(name: &'static str, extensions: &'static [&'static str]) -> Language {
    Language {
        name,
        extensions,
        names: &[],
        line_comments: &[],
        block_comments: &[],
        nested: false,
        at_word: false,
        strings: BOTH,
        word: "",
        layout: Layout::Free,
        dialect: Dialect::Common,
    }
}

impl Language {
    const fn names(mut self, names: &'static [&'static str]) -> Self {
        self.names = names;
        self
    }

    const fn comments(mut self, line: &'static [&'static str], block: &'static [(&'static str, &'static str)]) -> Self {
        self.line_comments = line;
        self.block_comments = block;
        self
    }

    const fn nested(mut self) -> Self {
        self.nested = true;
        self
    }

    const fn at_word(mut self) -> Self {
        self.at_word = true;
        self
    }

    const fn strings(mut self, strings: Strings) -> Self {
        self.strings = strings;
        self
    }

    const fn word(mut self, word: &'static str) -> Self {
        self.word = word;
        self
    }

    const fn laid(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    const fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }
}

/// All languages.
pub static LANGUAGES: &[Language] = &[
    language("rust", &["rs"]).comments(SLASHES, STARS).nested().strings(DOUBLE).dialect(Dialect::Rust),
    language("python", &["py", "pyi", "pyx", "bzl", "star", "bazel", "gd", "vy", "mojo"])
        .names(&["sconstruct", "build", "workspace", "tiltfile"])
        .comments(HASH, &[])
        .strings(PYTHON)
        .laid(Layout::Indent)
        .dialect(Dialect::Python),
    language(
        "typescript",
        &["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro", "gs", "qml"],
    )
    .comments(SLASHES, &[("/*", "*/"), ("<!--", "-->")])
    .strings(&[("\"", "\"", false), ("'", "'", false), ("`", "`", true)])
    .word("$@")
    .laid(Layout::Lines)
    .dialect(Dialect::Script),
    language("go", &["go"])
        .names(&["go.mod", "go.work"])
        .comments(SLASHES, STARS)
        .strings(TICKS)
        .laid(Layout::Lines)
        .dialect(Dialect::Go),
    language("java", &["java"]).comments(SLASHES, STARS).strings(TRIPLE).word("$"),
    language("kotlin", &["kt", "kts"]).comments(SLASHES, STARS).nested().strings(TRIPLE).word("$").laid(Layout::Lines),
    language("swift", &["swift"]).comments(SLASHES, STARS).nested().strings(TRIPLE).word("$@").laid(Layout::Lines),
    language("scala", &["scala", "sc", "sbt"])
        .comments(SLASHES, STARS)
        .nested()
        .strings(TRIPLE)
        .word("$")
        .laid(Layout::Lines),
    language("scala 3", &[]).comments(SLASHES, STARS).nested().strings(TRIPLE).word("$").laid(Layout::Indent),
    language("groovy", &["groovy", "gradle"])
        .names(&["jenkinsfile"])
        .comments(SLASHES, STARS)
        .strings(PYTHON)
        .word("$")
        .laid(Layout::Lines),
    language("csharp", &["cs", "csx"]).comments(SLASHES, STARS).strings(TRIPLE).word("@").dialect(Dialect::CSharp),
    language(
        "c",
        &[
            "c", "h", "cc", "cpp", "cxx", "hpp", "hh", "hxx", "inl", "ino", "m", "mm", "cu", "cuh", "glsl", "hlsl",
            "metal", "vala", "y", "l",
        ],
    )
    .comments(SLASHES, STARS)
    .word("#"),
    language("dart", &["dart"]).comments(SLASHES, STARS).nested().strings(PYTHON).word("$"),
    language("zig", &["zig", "zon"]).comments(SLASHES, &[]).word("@"),
    language(
        "d",
        &["d", "odin", "v", "wgsl", "sol", "cairo", "move", "proto", "thrift", "fbs", "capnp", "as", "hx", "pony"],
    )
    .comments(SLASHES, STARS)
    .word("#@"),
    language("bicep", &["bicep", "bicepparam"]).comments(SLASHES, STARS).strings(PYTHON).laid(Layout::Lines),
    language("ruby", &["rb", "rake", "gemspec", "ru", "podspec", "rbi", "jbuilder", "cr"])
        .names(&[
            "gemfile",
            ".simplecov",
            "rakefile",
            "podfile",
            "vagrantfile",
            "fastfile",
            "brewfile",
            "appfile",
            "dangerfile",
            "guardfile",
            "capfile",
            "berksfile",
            "puppetfile",
            "gems.rb",
        ])
        .comments(HASH, &[])
        .strings(&[("\"", "\"", true), ("'", "'", true), ("`", "`", true)])
        .word("@$?!")
        .laid(Layout::Lines)
        .dialect(Dialect::Ruby),
    language("rbs", &["rbs"]).comments(HASH, &[]).word("?!").laid(Layout::Lines),
    language("elixir", &["ex", "exs", "heex", "leex"])
        .names(&["mix.lock"])
        .comments(HASH, &[])
        .strings(&[("\"\"\"", "\"\"\"", true), ("'''", "'''", true), ("\"", "\"", true), ("'", "'", true)])
        .word("?!")
        .laid(Layout::Lines)
        .dialect(Dialect::Elixir),
    language("erlang", &["erl", "hrl", "escript"]).names(&["rebar.config"]).comments(&["%"], &[]).word("?"),
    language("php", &["php", "phtml", "php5", "inc"])
        .comments(&["//", "#"], STARS)
        .strings(LONG)
        .word("$")
        .dialect(Dialect::Php),
    language("perl", &["pl", "pm", "t", "psgi", "pod"])
        .names(&["cpanfile", "makefile.pl"])
        .comments(HASH, &[])
        .at_word()
        .word("$@%")
        .dialect(Dialect::Perl),
    language("lua", &["lua", "luau", "rockspec"]).comments(&["--"], &[("--[[", "]]"), ("--[=[", "]=]")]).strings(&[
        ("\"", "\"", false),
        ("'", "'", false),
        ("[[", "]]", true),
    ]),
    language("r", &["r", "rmd", "rprofile"]).comments(HASH, &[]).strings(LONG).word(".").laid(Layout::Lines),
    language("julia", &["jl"])
        .comments(HASH, &[("#=", "=#")])
        .nested()
        .strings(&[("\"\"\"", "\"\"\"", true), ("\"", "\"", true)])
        .word("!@")
        .laid(Layout::Lines),
    language("haskell", &["hs", "lhs", "elm", "purs", "idr", "agda", "cabal"])
        .names(&["cabal.project"])
        .comments(&["--"], &[("{-", "-}")])
        .nested()
        .strings(DOUBLE)
        .word("'")
        .laid(Layout::Indent)
        .dialect(Dialect::Ml),
    language("ocaml", &["ml", "mli", "mll", "mly", "re", "rei", "res", "resi", "sml"])
        .comments(&[], &[("(*", "*)"), ("/*", "*/")])
        .nested()
        .strings(DOUBLE)
        .word("'")
        .dialect(Dialect::Ml),
    language("fsharp", &["fs", "fsi", "fsx"])
        .comments(SLASHES, &[("(*", "*)")])
        .nested()
        .strings(&[("\"\"\"", "\"\"\"", true), ("\"", "\"", true)])
        .word("'")
        .laid(Layout::Indent)
        .dialect(Dialect::Ml),
    language("lisp", &["clj", "cljs", "cljc", "edn", "el", "lisp", "lsp", "scm", "rkt", "fnl", "bb", "janet"])
        .names(&["project.clj", ".emacs", "dune-project"])
        .comments(SEMICOLONS, &[("#|", "|#")])
        .strings(DOUBLE)
        .word("-?!*+./<>=:&")
        .dialect(Dialect::Lisp),
    language("shell", &["sh", "bash", "zsh", "fish", "ksh", "bats", "ebuild", "csh"])
        .names(&[
            "pre-commit",
            "pre-push",
            "commit-msg",
            ".envrc",
            ".bashrc",
            ".profile",
            ".zshrc",
            ".bash_profile",
            ".zprofile",
            "pkgbuild",
            "configure.ac",
        ])
        .comments(HASH, &[])
        .at_word()
        .strings(LONG)
        .word("-./$@%+~")
        .laid(Layout::Lines)
        .dialect(Dialect::Shell),
    language("powershell", &["ps1", "psm1", "psd1"])
        .comments(HASH, &[("<#", "#>")])
        .at_word()
        .strings(&[("@\"", "\"@", true), ("@'", "'@", true), ("\"", "\"", true), ("'", "'", true)])
        .word("$-")
        .laid(Layout::Lines),
    language("batch", &["bat", "cmd"])
        .comments(&["::", "rem ", "REM ", "@rem "], &[])
        .at_word()
        .word("-./$@%+~:=\\")
        .laid(Layout::Plain),
    language("nim", &["nim", "nims", "nimble", "coffee"])
        .comments(HASH, &[("#[", "]#")])
        .nested()
        .strings(PYTHON)
        .laid(Layout::Indent),
    language("nix", &["nix"]).comments(HASH, STARS).strings(&[("\"", "\"", true), ("''", "''", true)]).word("-'"),
    language("tcl", &["tcl", "awk", "jq", "mojo"])
        .comments(HASH, &[])
        .at_word()
        .strings(DOUBLE)
        .word("$")
        .laid(Layout::Lines),
    language("graphql", &["graphql", "gql", "graphqls"])
        .comments(HASH, &[])
        .strings(&[("\"\"\"", "\"\"\"", true), ("\"", "\"", false)])
        .word("$@"),
    language("rego", &["rego", "cue"]).comments(&["#", "//"], &[]).strings(TICKS).laid(Layout::Lines),
    language("jsonnet", &["jsonnet", "libsonnet", "dhall"]).comments(&["//", "#"], STARS).strings(LONG).word("$"),
    language("prisma", &["prisma"]).comments(SLASHES, &[]).word("@").laid(Layout::Lines),
    language("pascal", &["pas", "dpr", "lpr"]).comments(SLASHES, &[("{", "}"), ("(*", "*)")]),
    language("fortran", &["f90", "f95", "f03", "f08"]).comments(&["!"], &[]).laid(Layout::Lines),
    language("ada", &["adb", "ads", "vhd", "vhdl"]).comments(&["--"], &[]).strings(DOUBLE),
    language("verilog", &["sv", "svh", "vh"]).comments(SLASHES, STARS).strings(DOUBLE).word("$`"),
    language("basic", &["vb", "vbs", "bas"]).comments(&["'"], &[]).strings(DOUBLE).laid(Layout::Lines),
    language("asm", &["s", "asm", "nasm"]).comments(&[";", "#", "//"], STARS).at_word().laid(Layout::Plain),
    language("wat", &["wat", "wast"]).comments(&[";;"], &[("(;", ";)")]).strings(DOUBLE).word("$.-="),
    language("sql", &["sql", "psql", "pgsql", "plsql", "pls", "pks", "pkb", "ddl", "tsql", "cql", "hql"])
        .comments(&["--"], STARS)
        .strings(&[("'", "'", true), ("\"", "\"", true), ("`", "`", false)])
        .word("$")
        .dialect(Dialect::Sql),
    language(
        "json",
        &[
            "json",
            "jsonc",
            "json5",
            "code-workspace",
            "webmanifest",
            "geojson",
            "ipynb",
            "sublime-project",
            "jsonl",
            "avsc",
            "resolved",
            "har",
        ],
    )
    .names(&[
        ".nycrc",
        ".prettierrc",
        ".eslintrc",
        ".babelrc",
        ".swcrc",
        "bun.lock",
        "composer.lock",
        "flake.lock",
        "deno.lock",
    ])
    .comments(SLASHES, STARS)
    .word("-.+"),
    language("yaml", &["yaml", "yml", "clang-format", "clang-tidy", "sls"])
        .names(&[".clang-format", ".clang-tidy", "owners", "owners_aliases", "chart.lock"])
        .comments(HASH, &[])
        .at_word()
        .word("-./@%+~$&*")
        .laid(Layout::Indent)
        .dialect(Dialect::Yaml),
    language("neon", &["neon"]).comments(HASH, &[]).at_word().word("-./@%+~$&*").laid(Layout::Indent),
    language("toml", &["toml"])
        .names(&["pipfile", "cargo.lock", "poetry.lock", "uv.lock"])
        .comments(HASH, &[])
        .strings(PYTHON)
        .word("-.+")
        .laid(Layout::Lines),
    language("markdown", &["md", "mdx", "rst", "adoc", "txt", "org", "tex", "markdown", "asciidoc", "textile", "mdc"])
        .comments(&[], &[("<!--", "-->")])
        .strings(&[])
        .word("-'")
        .laid(Layout::Plain)
        .dialect(Dialect::Prose),
    language("hcl", &["tf", "tofu", "hcl", "tfvars", "nomad", "tofu", "pkr"])
        .comments(&["#", "//"], STARS)
        .strings(&[("\"", "\"", false)])
        .word("-")
        .laid(Layout::Lines)
        .dialect(Dialect::Hcl),
    language(
        "markup",
        &[
            "html",
            "htm",
            "xhtml",
            "xml",
            "svg",
            "csproj",
            "fsproj",
            "vbproj",
            "props",
            "targets",
            "config",
            "plist",
            "xaml",
            "axaml",
            "resx",
            "nuspec",
            "xsl",
            "xsd",
            "wsdl",
            "storyboard",
            "xib",
            "jsp",
            "jspx",
            "ftl",
            "cshtml",
            "razor",
            "aspx",
            "ejs",
            "hbs",
            "handlebars",
            "mustache",
            "njk",
            "twig",
            "liquid",
            "eex",
            "entitlements",
            "xliff",
            "gohtml",
        ],
    )
    .comments(
        &[],
        &[("<!--", "-->"), ("{{!--", "--}}"), ("{{--", "--}}"), ("{#", "#}"), ("<%--", "--%>"), ("@*", "*@")],
    )
    .word("-.:")
    .dialect(Dialect::Markup),
    language("css", &["css", "scss", "less", "pcss", "styl"]).comments(SLASHES, STARS).word("-.#%@$"),
    language("sass", &["sass"]).comments(SLASHES, STARS).word("-.#%@$").laid(Layout::Indent),
    language("pug", &["pug", "haml", "slim", "jade"]).comments(&["//", "-#"], &[]).at_word().laid(Layout::Indent),
    language("dockerfile", &["dockerfile", "containerfile"])
        .names(&["dockerfile", "containerfile", "earthfile"])
        .comments(HASH, &[])
        .at_word()
        .word("-./$@%+~:=")
        .laid(Layout::Plain),
    language("cmake", &["cmake"])
        .names(&["cmakelists.txt", "meson.build", "meson_options.txt"])
        .comments(HASH, &[("#[[", "]]")])
        .strings(LONG)
        .word("-./$@%+~"),
    language("makefile", &["mk", "mak", "just"])
        .names(&["makefile", "gnumakefile", "justfile", "makefile.am"])
        .comments(HASH, &[])
        .at_word()
        .word("-./$@%+~:=")
        .laid(Layout::Plain),
    language("nginx", &["nginx", "vcl", "dhcpd"])
        .names(&["nginx.conf", "caddyfile", ".htaccess", "httpd.conf"])
        .comments(HASH, &[])
        .at_word()
        .word("-./$@%+~:=*"),
    language(
        "ini",
        &[
            "ini",
            "cfg",
            "conf",
            "properties",
            "env",
            "editorconfig",
            "service",
            "npmrc",
            "cnf",
            "socket",
            "timer",
            "desktop",
            "target",
            "repo",
            "list",
            "rules",
            "cron",
            "sum",
            "lockfile",
            "lock",
        ],
    )
    .names(&[
        ".env",
        ".npmrc",
        ".yarnrc",
        ".condarc",
        ".terraformrc",
        "terraform.rc",
        ".gitmodules",
        ".bazelrc",
        ".editorconfig",
        ".flake8",
        "codeowners",
        ".pylintrc",
        ".coveragerc",
        "description",
        ".gitignore",
        ".semgrepignore",
        ".trivyignore",
        ".gitleaksignore",
        ".dockerignore",
        ".gitattributes",
        ".nvmrc",
        ".tool-versions",
        "crontab",
        "sudoers",
        "authorized_keys",
        "hosts",
        "sshd_config",
        "ssh_config",
        ".bandit",
        "opam",
        "v.mod",
        "paket.dependencies",
        "procfile",
        ".browserslistrc",
        ".npmignore",
        ".prettierignore",
        ".eslintignore",
        "cartfile",
    ])
    .comments(&["#", ";"], &[])
    .at_word()
    .word("-./$@%+~:")
    .laid(Layout::Plain),
];
