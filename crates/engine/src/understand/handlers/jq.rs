//! `jq`: options with two values; filters that print the environment. `yq`: filters that read variables and other files.

use automode_model::{Target, Verb};

use super::super::effects;
use super::super::paths;
use super::super::value::Val;
use super::{Call, Handled, reread, source};

/// Options of jq that take a name and a value.
const TWO: &[(&str, usize)] = &[("--arg", 2), ("--argjson", 2), ("--slurpfile", 2), ("--rawfile", 2), ("--argfile", 2)];

/// Takes the pairs out, then the data apply.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    for t in reread::without(c, TWO, false) {
        if matches!(t.name.as_str(), "--slurpfile" | "--rawfile" | "--argfile")
            && let Some(file) = t.values.get(1)
        {
            c.path(Verb::Read, file);
        }
    }
    let filter = c.bound.operands.first();
    let shows = filter.and_then(Val::known).is_some_and(prints_environment);
    if shows || written(c).iter().any(|text| prints_environment(text)) {
        c.effects.push(effects::plain(Verb::EnvRead, Target::None, c.call.span));
    }
    Handled::Partly
}

/// The filters in files that this session wrote.
fn written(c: &Call<'_, '_, '_>) -> Vec<String> {
    let files = c.bound.options.iter().filter(|(o, _)| o.names.contains(&"--from-file"));
    let named = files.filter_map(|(_, v)| v.as_ref()?.known());
    let paths = named.flat_map(|name| c.inner_cwd().iter().map(move |dir| paths::join(dir, name)));
    let found = paths.filter_map(|path| source::at(c, &path)).filter(|s| s.made_here);
    found.map(|s| s.text.lines().map(|l| l.split('#').next().unwrap_or("")).collect::<Vec<_>>().join("\n")).collect()
}

/// `yq`: what its filter takes from the environment (`env(NAME)`, `strenv(NAME)`) and from other files (`load("a.yaml")`).
pub fn yq(c: &mut Call<'_, '_, '_>) -> Handled {
    let filters: Vec<Val> =
        c.bound.operands.first().into_iter().chain(c.bound.value("--expression")).cloned().collect();
    let written = written(c);
    let written = written.iter().map(String::as_str);
    for text in filters.iter().filter_map(Val::known).chain(written).map(str::to_owned).collect::<Vec<_>>() {
        let text = text.as_str();
        for (name, arguments) in called(text) {
            let quoted = arguments.strip_prefix('"').and_then(|a| a.split_once('"')).map(|(file, _)| file);
            match name {
                "env" | "strenv" => {
                    let variable = arguments.split(')').next().unwrap_or("").trim();
                    c.effects.push(effects::on_name(Verb::EnvRead, "variable", variable, c.call.span));
                }
                _ if !name.starts_with("load") => {}
                _ => match quoted {
                    Some(file) => drop(c.path(Verb::Read, &Val::text(file))),
                    None => c.unknown("a file that a filter names by what it reads"),
                },
            }
        }
        if prints_environment(&text.replace("env(", "")) {
            c.effects.push(effects::plain(Verb::EnvRead, Target::None, c.call.span));
        }
    }
    Handled::Partly
}

/// Functions that are called in a filter, each with the text behind its bracket.
fn called(filter: &str) -> impl Iterator<Item = (&str, &str)> {
    filter.match_indices('(').filter_map(move |(at, _)| {
        let before = filter.get(..at)?;
        let from = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |i| i + 1);
        Some((before.get(from..)?, filter.get(at + 1..)?.trim_start()))
    })
}

/// `$ENV`, or the function `env` (not a field `.env`, not in a string).
fn prints_environment(filter: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    filter.contains("$ENV")
        || filter.match_indices("env").any(|(i, _)| {
            let before = filter.get(..i).and_then(|t| t.chars().next_back());
            let after = filter.get(i + 3..).and_then(|t| t.chars().next());
            !before.is_some_and(|c| word(c) || matches!(c, '.' | '"' | '-' | '$'))
                && !after.is_some_and(|c| word(c) || c == '"' || c == ':')
        })
}

#[cfg(test)]
mod tests {
    use super::prints_environment;

    #[test]
    fn the_function_is_not_the_field() {
        for f in ["env", "$ENV.HOME", "env.PATH", "[env|keys]"] {
            assert!(prints_environment(f), "{f}");
        }
        for f in [".env", ".a.env", "{env: .x}", ".[\"env\"]", "environment", ".dev_env"] {
            assert!(!prints_environment(f), "{f}");
        }
    }
}
