//! The hook's command line, read by hand: `hook HOST [--profile P] [--ask-as A] [--state DIR]`. The full parser costs a
//! tenth of the run; `cli` has the same options for `--help`.

use std::ffi::OsString;
use std::path::PathBuf;

use automode_agents::{AskAs, Profile};
use automode_model::Host;

/// What `automode init` wrote into the host's settings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Who answers.
    pub profile: Profile,
    /// What a question becomes.
    pub ask_as: AskAs,
    /// The ledger's directory.
    pub state: Option<PathBuf>,
}

/// The arguments of a hook call; none where this is another command, or asks for help. Anything that is not understood
/// is an error, which stops the action: half a command line may lack the very option that makes it strict.
pub fn arguments(args: &[OsString]) -> Option<Result<Arguments, String>> {
    let (first, rest) = args.split_first()?;
    let helps = rest.is_empty() || rest.iter().any(|arg| arg == "-h" || arg == "--help");
    (first == "hook" && !helps).then(|| parse(rest))
}

fn parse(args: &[OsString]) -> Result<Arguments, String> {
    let (host, mut rest) = args.split_first().ok_or("the hook's command line names no agent")?;
    match host.to_str().and_then(Host::from_name) {
        Some(Host::ClaudeCode) => {}
        Some(Host::Check) | None => {
            return Err(format!("there is no adapter for the agent `{}` in this version", host.display()));
        }
    }
    let mut out = Arguments::default();
    while let Some((arg, after)) = rest.split_first() {
        let text = arg.to_str().unwrap_or("");
        let (name, attached) = match text.split_once('=') {
            Some((name, value)) => (name, Some(OsString::from(value))),
            None => (text, None),
        };
        let (value, after) = match attached {
            Some(value) => (value, after),
            None => after.split_first().map(|(v, a)| (v.clone(), a)).ok_or_else(|| format!("`{name}` has no value"))?,
        };
        out.set(name, value)?;
        rest = after;
    }
    Ok(out)
}

impl Arguments {
    fn set(&mut self, name: &str, value: OsString) -> Result<(), String> {
        let unknown = || format!("`{name}` cannot be `{}`", value.display());
        match name {
            "--profile" => self.profile = value.to_str().and_then(Profile::from_name).ok_or_else(unknown)?,
            "--ask-as" => self.ask_as = value.to_str().and_then(AskAs::from_name).ok_or_else(unknown)?,
            "--state" => self.state = Some(PathBuf::from(value)),
            _ => return Err(format!("the hook has no option `{name}`")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Result<Arguments, String>> {
        let args: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
        arguments(&args)
    }

    #[test]
    fn command_lines() {
        let strict = Arguments::default();
        assert_eq!(read("hook claude"), Some(Ok(Arguments::default())));
        assert_eq!(read("hook claude-code --profile strict"), Some(Ok(strict)));
        let full = Arguments { profile: Profile::Overlay, ask_as: AskAs::Deny, state: Some("/s".into()) };
        assert_eq!(read("hook claude --profile overlay --ask-as=deny --state /s"), Some(Ok(full)));
        for other in ["check -- ls", "hook", "hook claude --help", "hook -h", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for wrong in
            ["hook claude --profile", "hook claude --profile lax", "hook emacs", "hook claude now x", "hook check"]
        {
            assert!(matches!(read(wrong), Some(Err(_))), "{wrong}");
        }
    }
}
