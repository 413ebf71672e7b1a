//! Code of languages that are not parsed, and commands of debuggers: understood only where every name in it is on a list,
//! or is the project's own. Called by `code` for what the other readers do not know.

use automode_model::Verb;

use super::super::handlers;

/// Names of R that compute, print, or test and document the project's own package.
const R: &[&str] = &[
    "c",
    "cat",
    "print",
    "paste",
    "paste0",
    "sum",
    "mean",
    "median",
    "length",
    "nrow",
    "ncol",
    "dim",
    "head",
    "tail",
    "names",
    "str",
    "summary",
    "sqrt",
    "exp",
    "log",
    "round",
    "seq",
    "rep",
    "rev",
    "sort",
    "order",
    "unique",
    "table",
    "min",
    "max",
    "range",
    "nchar",
    "toupper",
    "tolower",
    "sprintf",
    "format",
    "invisible",
    "is.na",
    "which",
    "any",
    "all",
    "packageVersion",
    "sessionInfo",
    "R.version.string",
    "R.version",
    "Sys.time",
    "Sys.Date",
    "getwd",
    "library",
    "require",
    "q",
    "quit",
    "suppressMessages",
    "suppressPackageStartupMessages",
    "requireNamespace",
    "TRUE",
    "FALSE",
    "T",
    "F",
    "NULL",
    "NA",
    "if",
    "else",
    "for",
    "in",
    "read.csv",
    "read.table",
    "readLines",
    "readRDS",
    "data.frame",
    "aggregate",
    "subset",
    "merge",
    "lapply",
    "sapply",
    "vapply",
    "apply",
    "tapply",
    "quantile",
    "sd",
    "var",
    "cor",
    "colnames",
    "rownames",
    "levels",
    "factor",
    "as.numeric",
    "as.character",
    "as.Date",
    "is.null",
    "stopifnot",
    "devtools::test",
    "devtools::check",
    "devtools::document",
    "devtools::load_all",
    "devtools::lint",
    "testthat::test_dir",
    "testthat::test_file",
    "testthat::test_local",
    "lintr::lint_package",
    "lintr::lint_dir",
    "lintr::lint",
    "styler::style_pkg",
    "rmarkdown::render",
    "covr::package_coverage",
    "pkgdown::build_site",
    "roxygen2::roxygenise",
    "renv::status",
    "renv::diagnostics",
    "usethis::use_test",
];

/// The same of Julia.
const JULIA: &[&str] = &[
    "println",
    "print",
    "show",
    "display",
    "using",
    "import",
    "Pkg",
    "Pkg.test",
    "Pkg.status",
    "Pkg.instantiate",
    "Pkg.precompile",
    "VERSION",
    "Test",
    "Statistics",
    "LinearAlgebra",
    "versioninfo",
    "InteractiveUtils",
    "sum",
    "length",
    "collect",
    "sqrt",
    "round",
    "typeof",
    "size",
    "zeros",
    "ones",
    "rand",
    "true",
    "false",
    "nothing",
    "end",
    "for",
    "in",
    "if",
    "else",
    "x",
];

/// The same of Elixir.
const ELIXIR: &[&str] = &[
    "IO.puts",
    "IO.inspect",
    "System.version",
    "System.otp_release",
    "Enum.sum",
    "Enum.count",
    "Enum.map",
    "Enum.filter",
    "Enum.to_list",
    "Enum.sort",
    "Enum.join",
    "Enum.at",
    "String.length",
    "String.upcase",
    "String.downcase",
    "String.split",
    "String.trim",
    "Map.keys",
    "Map.get",
    "Integer.to_string",
    "inspect",
    "length",
    "to_string",
    "DateTime.utc_now",
    "Mix.env",
    "true",
    "false",
    "nil",
    "do",
    "end",
    "label",
];

/// Modules of Elixir and Erlang that reach out of the program, beside their listed functions.
const ELIXIR_OWN: &[&str] = &[
    "System",
    "File",
    "Port",
    "Code",
    "Node",
    "Process",
    "Path",
    "Application",
    "Mix",
    "IEx",
    "Agent",
    "Task",
    "GenServer",
    "IO",
    "Kernel",
    "Module",
    "Macro",
    "Supervisor",
    "Registry",
    "Logger",
    "HTTPoison",
    "Req",
    "Tesla",
    "Finch",
    "Enum",
    "String",
    "Map",
    "Integer",
    "DateTime",
    "Function",
    "Stream",
    "Erlang",
];

/// Commands of debuggers that look, or run the program that is debugged.
const DEBUGGER: &[&str] = &[
    "run",
    "r",
    "start",
    "starti",
    "backtrace",
    "bt",
    "where",
    "thread",
    "info",
    "i",
    "frame",
    "f",
    "list",
    "l",
    "break",
    "b",
    "tbreak",
    "continue",
    "c",
    "next",
    "n",
    "step",
    "s",
    "stepi",
    "nexti",
    "finish",
    "up",
    "down",
    "print",
    "p",
    "x",
    "display",
    "disassemble",
    "disas",
    "quit",
    "q",
    "watch",
    "until",
    "advance",
    "ptype",
    "whatis",
    "catch",
    "process",
    "breakpoint",
    "image",
    "register",
    "br",
    "di",
    "kill",
    "exit",
];

/// What such a text does; none where a name in it is on no list.
#[must_use]
pub fn verb(lang: &str, text: &str) -> Option<Verb> {
    match lang {
        "gdb" => text.lines().all(is_debugging).then_some(Verb::Run),
        "r" => names(text).filter(|n| n.iter().all(|n| R.contains(&n.as_str()))).map(|_| Verb::Run),
        "julia" => names(text).filter(|n| n.iter().all(|n| JULIA.contains(&n.as_str()))).map(|_| Verb::Run),
        "elixir" => names(text).filter(|n| n.iter().all(|n| is_elixir(n))).map(|_| Verb::Run),
        _ => None,
    }
}

/// One command: no shell, no call of a function in the program, no redirection.
fn is_debugging(line: &str) -> bool {
    let line = line.trim();
    let settings = ["set pagination off", "set confirm off", "set print pretty on", "set width 0", "set height 0"];
    let word = line.split([' ', '/']).next().unwrap_or("");
    let plain = !line.contains(['(', ')', '!', '`', '|', '<', '>', ';', '&', '$', '=', '~']);
    let runs_file = ["process launch -", "process save", "thread apply all shell", "info proc exe"]
        .iter()
        .any(|p| line.starts_with(p));
    // Arguments given here reach a program that was judged without them.
    let given = ["run", "r", "start", "starti"].contains(&word) && line != word;
    line.is_empty()
        || settings.contains(&line)
        || plain && !runs_file && !given && DEBUGGER.contains(&word) && !line.contains("shell")
}

/// The project's own modules are the project; what their names promise counts.
fn is_elixir(name: &str) -> bool {
    let root = name.split('.').next().unwrap_or("");
    let last = name.rsplit('.').next().unwrap_or("");
    let own = name.contains('.') && root.starts_with(|c: char| c.is_ascii_uppercase()) && !ELIXIR_OWN.contains(&root);
    let low = handlers::verb_by_name(last).dimensions().level() == automode_model::Risk::Low;
    ELIXIR.contains(&name) || own && low && !last.contains("delete") && !last.contains("exec")
}

/// Every name in a text; none where it holds a sign or a string that could reach further: commands in backticks,
/// code within strings, macros, addresses, paths outside of the project and of `/tmp`.
fn names(text: &str) -> Option<Vec<String>> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\'' => {
                let mut string = String::new();
                loop {
                    match chars.next()? {
                        '\\' => drop(chars.next()),
                        d if d == c => break,
                        d => string.push(d),
                    }
                }
                if !is_harmless(&string) {
                    return None;
                }
            }
            '`' | '@' | '\\' | '~' | '#' | '&' | '^' => return None,
            c if c.is_ascii_alphabetic()
                || c == '_'
                || c == '.' && chars.peek().is_some_and(char::is_ascii_alphabetic) =>
            {
                let mut name = c.to_string();
                while let Some(d) = chars.next_if(|d| d.is_ascii_alphanumeric() || matches!(d, '_' | '.' | ':')) {
                    name.push(d);
                }
                let name = name.trim_end_matches([':', '.']).to_owned();
                while chars.next_if(|d| *d == ' ').is_some() {}
                // A named argument, or a value's name.
                let assigned = chars.peek() == Some(&'=') && !matches!(name.as_str(), "system" | "run");
                if !assigned {
                    out.push(name);
                }
            }
            _ => {}
        }
    }
    Some(out)
}

fn is_harmless(string: &str) -> bool {
    let inside = !string.starts_with(['/', '~']) || string == "/tmp" || string.starts_with("/tmp/");
    inside && !string.contains("..") && !string.contains("$(") && !string.contains("#{") && !string.contains("://")
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_name_must_be_listed() {
        for (lang, text, fine) in [
            ("r", "devtools::test(filter = \"parse\")", true),
            ("r", "cat(R.version.string, \"\\n\"); print(packageVersion(\"dplyr\"))", true),
            ("r", "system(\"id\")", false),
            ("r", "sapply(\"a\", system)", false),
            ("r", "f = system; f(\"id\")", false),
            ("r", "rmarkdown::render(\"a.Rmd\", output_dir = \"/etc\")", false),
            ("julia", "using Pkg; Pkg.test()", true),
            ("julia", "run(`id`)", false),
            ("julia", "println(\"$(read(x))\")", false),
            ("elixir", "IO.inspect(Acme.version())", true),
            ("elixir", "System.cmd(\"id\", [])", false),
            ("elixir", ":os.cmd('id')", false),
            ("elixir", "Acme.Repo.delete_all(Acme.User)", false),
            ("gdb", "thread apply all bt", true),
            ("gdb", "b main", true),
            ("gdb", "shell id", false),
            ("gdb", "print system(\"id\")", false),
            ("gdb", "run > /etc/x", false),
            ("gdb", "run -rf thesis", false),
            ("gdb", "python import os", false),
        ] {
            assert_eq!(super::verb(lang, text).is_some(), fine, "{lang}: {text}");
        }
    }
}
