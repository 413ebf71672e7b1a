//! R, Julia, Elixir and others, read by their names: everything that is called must be on a list of what computes, prints, reads
//! or draws, be defined in the text, or be the project's own; what is only named must not be a way out. Where calls have no
//! brackets, everything that is named must be. Called by `code`.

mod lisps;
mod more;
mod tables;
mod tokens;

use automode_model::{Risk, Verb};

use super::super::{handlers, tools};
use super::Small;
use tables::Table;
use tokens::Token;

/// What such a text reaches for; none where something in it is not known.
#[must_use]
pub fn scan(lang: &str, text: &str) -> Option<Small> {
    let table = Table::of(lang)?;
    let tokens = tokens::read(lang, text)?;
    if matches!(lang, "clojure" | "scheme") {
        return lisps::scan(&table, &tokens);
    }
    // A function by a text with its name: `x."execute"()`.
    let by_text = |w: &[Token]| matches!(w, [Token::Text(_), Token::Sign('(')] | [Token::Sign('.'), Token::Text(_)]);
    if table.every() && tokens.windows(2).any(by_text) {
        return None;
    }
    let own = if table.every() { Vec::new() } else { defined(&tokens) };
    let loads = |t: &Token| matches!(t, Token::Name(n) if n.rsplit("::").next() == Some("load_all"));
    let loaded = lang == "r" && tokens.iter().any(loads);
    let mut out = Small::default();
    for (i, token) in tokens.iter().enumerate() {
        let name = match token {
            Token::Name(name) => name,
            // R and Octave take a function by its name in a text: `sapply("id", "system")`.
            Token::Text(text) if matches!(lang, "r" | "octave") && is_function(text) => return None,
            _ => continue,
        };
        if name == "ENV" && lang == "julia" {
            let key = match (tokens.get(i + 1), tokens.get(i + 2)) {
                (Some(Token::Sign('[')), Some(Token::Text(key))) => Some(key.clone()),
                _ => None,
            };
            out.variables.push(key);
        }
        let of_module = lang == "elixir" && name.contains('.') || lang == "erlang" && name.contains(':');
        if table.every() || is_called(&tokens, i) || of_module || name.starts_with('@') {
            let projects = is_projects(&table, name) || loaded && is_of_package(name);
            if own.contains(&name.as_str()) || table.computes(name) || projects {
                continue;
            }
            if lang == "elixir" && [".Repo.query!", ".Repo.query"].iter().any(|q| name.ends_with(q)) {
                out.statements.push(first_text(&tokens, i)?);
                continue;
            }
            if table.reads(name) {
                out.paths.push((Verb::Read, Some(first_text(&tokens, i)?)));
                continue;
            }
            if !table.writes(name) {
                return None;
            }
            out.paths.extend(files_of(&tokens, i)?);
        } else if is_way_out(name) && !is_argument(&tokens, i) {
            return None;
        }
    }
    Some(out)
}

/// A name with an argument list behind it, or with a value piped into it.
fn is_called(tokens: &[Token], at: usize) -> bool {
    let sign = |i: Option<usize>| match i.and_then(|i| tokens.get(i)) {
        Some(Token::Sign(c)) => *c,
        _ => ' ',
    };
    let behind = sign(at.checked_add(1)) == '(' || sign(at.checked_add(1)) == '.' && sign(at.checked_add(2)) == '(';
    let before = (sign(at.checked_sub(1)), sign(at.checked_sub(2)));
    behind || matches!(before, ('>', '|') | ('%', '>'))
}

/// A text that is the name of a way out, and no value that is called like one.
fn is_function(text: &str) -> bool {
    let word = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':'));
    word && is_way_out(text) && !matches!(text, "parse" | "run" | "cmd" | "source" | "pipe")
}

/// `name = value` in an argument list, `name: value`.
fn is_argument(tokens: &[Token], at: usize) -> bool {
    matches!(tokens.get(at + 1), Some(Token::Sign('=' | ':')))
}

/// Functions that the text defines.
fn defined(tokens: &[Token]) -> Vec<&str> {
    let keyword = |t: Option<&Token>, words: &[&str]| matches!(t, Some(Token::Name(n)) if words.contains(&n.as_str()));
    let sign = |t: Option<&Token>, c: char| t == Some(&Token::Sign(c));
    let mut out = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let Token::Name(name) = token else { continue };
        let value = match (tokens.get(i + 1), tokens.get(i + 2)) {
            (Some(Token::Sign('<')), Some(Token::Sign('-'))) => tokens.get(i + 3),
            (Some(Token::Sign('=')), next) => next,
            _ => None,
        };
        let before = i.checked_sub(1).and_then(|i| tokens.get(i));
        if keyword(value, &["function", "fn"]) || sign(value, '\\') || keyword(before, &["function", "def", "defp"]) {
            out.push(name.as_str());
        }
    }
    out
}

/// A function of a module of the project, by what its name promises.
fn is_projects(table: &Table, name: &str) -> bool {
    let root = name.split('.').next().unwrap_or("");
    let last = name.rsplit('.').next().unwrap_or("");
    let module = name.contains('.') && root.starts_with(|c: char| c.is_ascii_uppercase());
    module && table.has_modules() && !table.reaches(root) && is_mild(last)
}

/// The name of a function promises that nothing changes.
fn is_mild(name: &str) -> bool {
    handlers::verb_by_name(name).dimensions().level() == Risk::Low
        && !tools::words_of(name).iter().any(|w| tables::CHANGES.iter().any(|c| w.starts_with(c)))
}

/// A function of the package that `load_all()` has loaded, by what its name promises: `sim_tide`, no name of the language's own.
fn is_of_package(name: &str) -> bool {
    let words = tools::words_of(name);
    let plain = name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let acts = |w: &String| {
        tables::WAYS_OUT.contains(&w.as_str())
            || matches!(w.as_str(), "file" | "dir" | "write" | "save" | "install" | "upload" | "url" | "use" | "create")
    };
    plain && !words.iter().any(acts) && is_mild(name)
}

/// A name that could hand a way out to what takes functions.
fn is_way_out(name: &str) -> bool {
    let last = name.rsplit([':', '.']).next().unwrap_or(name);
    tools::words_of(last).iter().any(|w| tables::WAYS_OUT.contains(&w.as_str()))
        || tools::words_of(name).iter().any(|w| w == "system" || w == "unlink")
}

/// The text that is all of a call's first argument: `f("a.txt")`, `f("a.txt", b)`.
fn first_text(tokens: &[Token], at: usize) -> Option<String> {
    match (tokens.get(at + 1)?, tokens.get(at + 2)?, tokens.get(at + 3)?) {
        (Token::Sign('('), Token::Text(text), Token::Sign(')' | ',')) if !text.contains("#{") => Some(text.clone()),
        _ => None,
    }
}

/// The files that a call names, which it writes; none where it names no file.
fn files_of(tokens: &[Token], at: usize) -> Option<Vec<(Verb, Option<String>)>> {
    let mut depth = 0_usize;
    let mut out = Vec::new();
    for token in tokens.iter().skip(at + 1) {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            Token::Text(t) if t.contains('.') && !t.contains(char::is_whitespace) => {
                out.push((Verb::Write, Some(t.clone())));
            }
            _ => {}
        }
    }
    if out.is_empty() { None } else { Some(out) }
}

#[cfg(test)]
mod tests {
    use super::scan;

    /// A language, a text of it, whether it is known to do nothing else.
    const CASES: &[(&str, &str, bool)] = &[
        ("elixir", "IO.puts(Chat.Markdown.render(File.read!(\"test/fixtures/long.md\")))", true),
        ("elixir", "IO.puts(File.read!(path))", false),
        ("elixir", "File.rm!(\"a\")", false),
        ("r", "devtools::test(filter = \"parse\")", true),
        ("r", "cat(R.version.string, \"\\n\"); print(packageVersion(\"dplyr\"))", true),
        ("r", "d <- read.csv('data/a.csv'); str(d); print(aggregate(score ~ arm, data = d, FUN = mean))", true),
        ("r", "f <- function(x) x + 1 # adds\nsapply(1:3, f)", true),
        ("r", "library(dplyr)\nmtcars %>% group_by(cyl) %>% summarise(m = mean(mpg)) %>% print()", true),
        ("r", "sapply(1:3, \\(x) x^2)", true),
        ("r", "ggsave(\"figures/fit.png\", p, width = 6)", true),
        ("r", "ggsave(\"/etc/fit.png\", p)", false),
        ("r", "saveRDS(x, \".Rprofile\")", false),
        ("r", "devtools::load_all(quiet = TRUE); x <- sim_tide(n = 1e4); print(bench::mark(interp_loop(x)))", true),
        ("r", "devtools::load_all(); write_all(x)", false),
        ("r", "devtools::load_all(); fs_delete(x)", false),
        ("r", "x <- sim_tide(n = 1e4)", false),
        ("r", "lintr::lint_dir(\"R\", linters = lintr::linters_with_defaults())", true),
        ("r", "styler::style_dir(\"R\")", true),
        ("r", "system(\"id\")", false),
        ("r", "sapply(\"a\", system)", false),
        ("r", "f = system; f(\"id\")", false),
        ("r", "sapply(\"id\", \"system\")", false),
        ("r", "sapply(\"a\", \"file.remove\")", false),
        ("octave", "cellfun('system', {'id'})", false),
        ("octave", "cellfun('numel', {'id'})", true),
        ("crystal", "puts %x(x)", false),
        ("scheme", "(for-each chmod (list \"x\") (list 511))", false),
        ("clojure", "(run! rename [\"a\"])", false),
        ("r", "do.call(\"system\", list(\"id\"))", false),
        ("r", "base::unlink('data', recursive = TRUE)", false),
        ("r", "readLines('.env')", false),
        ("r", "rmarkdown::render(\"a.Rmd\", output_dir = \"/etc\")", false),
        ("julia", "using Pkg; Pkg.test()", true),
        ("julia", "using Shop, BenchmarkTools; @btime Shop.solve(100)", true),
        ("julia", "df = CSV.read(\"data/a.csv\", DataFrame); println(describe(df))", true),
        ("julia", "run(`id`)", false),
        ("julia", "rm(\"data\", recursive=true)", false),
        ("julia", "println(\"$(read(x))\")", false),
        ("julia", "map(rm, [\"a\"])", false),
        ("erlang", "io:format(\"~s~n\", [erlang:system_info(otp_release)]), halt().", true),
        ("erlang", "{ok, B} = file:read_file(\"rebar.lock\"), io:put_chars(B), halt().", true),
        ("erlang", "os:cmd(\"id\").", false),
        ("erlang", "'os':cmd(\"id\").", false),
        ("erlang", "lists:foreach(fun os:cmd/1, [\"id\"]).", false),
        ("erlang", "M = os, M:cmd(\"id\").", false),
        ("haskell", "map (+1) [1,2,3]", true),
        ("haskell", ":t foldr", true),
        ("haskell", ":! id", false),
        ("haskell", "System.Process.callCommand \"id\"", false),
        ("ocaml", "print_endline Sys.ocaml_version", true),
        ("ocaml", "Sys.command \"id\"", false),
        ("scala", "println(util.Properties.versionString)", true),
        ("scala", "import sys.process._; \"id\".!", false),
        ("scala", "Seq(\"id\").!!", false),
        ("groovy", "println 1 + 1", true),
        ("groovy", "\"id\".execute()", false),
        ("groovy", "println \"${'id'.execute()}\"", false),
        ("swift", "print(1)", true),
        ("swift", "Process.launchedProcess(launchPath: \"a\", arguments: [])", false),
        ("crystal", "puts Crystal::VERSION", true),
        ("crystal", "puts \"#{system(\"id\")}\"", false),
        ("crystal", "puts `id`", false),
        ("raku", "say 1..10", true),
        ("raku", "shell 'id'", false),
        ("raku", "say qx{id}", false),
        ("nim", "echo NimVersion", true),
        ("nim", "exec \"id\"", false),
        ("groovy", "'id'.'execute'()", false),
        ("groovy", "def execute = 1; 'id'.execute()", false),
        ("raku", "&::('shell')('id')", false),
        ("clojure", "(println (+ 1 2))", true),
        ("clojure", "(-> (slurp \"deps.edn\") clojure.edn/read-string :deps keys)", true),
        ("clojure", "(require '[app.core :as c]) (prn (c/parse \"a\"))", true),
        ("clojure", "(require '[clojure.java.shell :as c]) (prn (c/sh \"a\"))", false),
        ("clojure", "(require 'shop.system) (shop.system/status)", true),
        ("clojure", "(clojure.java.shell/sh \"id\")", false),
        ("clojure", "(map slurp [\"/etc/passwd\"])", false),
        ("clojure", "(spit \"a\" 1)", false),
        ("clojure", "(.delete (java.io.File. \"a\"))", false),
        ("clojure", "(map load-string [\"(x)\"])", false),
        ("clojure", "(let [f eval] (map f []))", false),
        ("clojure", "((resolve 'sh) \"id\")", false),
        ("clojure", "(let [n -1 x 2] (println (* n x)))", true),
        ("scheme", "(display (version))", true),
        ("scheme", "(system \"id\")", false),
        ("scheme", "(map system '(\"id\"))", false),
        ("octave", "addpath('src'); A = load('testdata/stiff.mat'); disp(cond(A.K)); test('newmark', 'quiet')", true),
        ("octave", "system('id')", false),
        ("elixir", "IO.inspect(Acme.version())", true),
        ("elixir", "Shop.Cart.new() |> IO.inspect(label: \"cart\"); System.halt(0)", true),
        ("elixir", "IO.inspect(Application.spec(:shop, :modules) |> length())", true),
        ("elixir", "Enum.map([1, 2], fn x -> x * 2 end) |> IO.inspect()", true),
        ("elixir", "System.cmd(\"id\", [])", false),
        ("elixir", ":os.cmd('id')", false),
        ("elixir", "Acme.Repo.delete_all(Acme.User)", false),
        ("elixir", "Acme.Repo.query!(\"SELECT 1\").rows |> IO.inspect(limit: 50)", true),
        ("elixir", "Acme.Repo.query!(text)", false),
        ("elixir", "\"#{System.cmd(\"id\", [])}\"", false),
        ("elixir", "Enum.each([\"a\"], &File.rm!/1)", false),
    ];

    #[test]
    fn what_is_called_must_be_known() {
        let mut wrong = Vec::new();
        for &(lang, text, fine) in CASES {
            wrong.extend((scan(lang, text).is_some() != fine).then(|| format!("{lang}: {text}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
