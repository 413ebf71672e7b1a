//! `jq`: options with two values; filters that print the environment.

use automode_model::{Target, Verb};

use super::super::effects;
use super::super::value::Val;
use super::{Call, Handled, reread};

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
    if filter.and_then(Val::known).is_some_and(prints_environment) {
        c.effects.push(effects::plain(Verb::EnvRead, Target::None, c.call.span));
    }
    Handled::Partly
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
