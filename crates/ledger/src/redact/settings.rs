//! Files that hold nothing but secrets and settings (`.env`, credentials of a program): there every value that is no word, number,
//! path or address may be one, whatever its name. Asked by `admit.rs` for what was read from such a file.

use std::ops::Range;

use automode_model::Tool;
use automode_model::secret::Strength;

use super::names::MAX_NAME_BYTES;
use super::{Found, placeholder_bytes, value};

/// Shorter values are switches and counts.
const MIN_VALUE_BYTES: usize = 8;

/// The longest line that is looked at.
const MAX_LINE_BYTES: usize = 4096;

/// Whether a call reads such a file: by the names that its path or command has.
pub(crate) fn is_read_by(tool: &Tool) -> bool {
    let named = |text: &str| text.split([' ', '"', '\'', '=', ';', '|', '<', '>', '(', ')', '\n']).any(holds_secrets);
    match tool {
        Tool::Read { path } => holds_secrets(path),
        Tool::Shell { command, .. } => named(&command.body),
        _ => false,
    }
}

/// The names under which programs keep secrets.
fn holds_secrets(path: &str) -> bool {
    const NAMES: [&str; 14] = [
        "credentials",
        ".netrc",
        "_netrc",
        ".pgpass",
        ".npmrc",
        ".pypirc",
        ".git-credentials",
        "kubeconfig",
        "secrets.yml",
        "secrets.yaml",
        "secrets.json",
        "secrets.toml",
        "terraform.tfvars",
        ".envrc",
    ];
    let name = path.rsplit('/').next().unwrap_or(path);
    let example = ["example", "sample", "template", "dist"].iter().any(|w| name.contains(w));
    let env = name == ".env" || name.starts_with(".env.") || (name.ends_with(".env") && name.len() < 40);
    !example && (env || NAMES.contains(&name))
}

/// The values in the lines of such a file.
pub(super) fn values(text: &[u8]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split(|b| *b == b'\n') {
        if line.len() <= MAX_LINE_BYTES
            && let Some(at) = value_of(line)
        {
            let strength = line.get(at.clone()).and_then(strength);
            out.extend(strength.map(|strength| Found {
                at: start + at.start..start + at.end,
                kind: "key",
                id: "key",
                min_run: 1,
                strength,
            }));
        }
        start += line.len() + 1;
    }
    out
}

/// The value in `NAME=value`, `name: value`, `name = "value"`.
fn value_of(line: &[u8]) -> Option<Range<usize>> {
    let mark = line.iter().position(|b| matches!(b, b'=' | b':'))?;
    let name = line.get(..mark)?.trim_ascii();
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' ');
    ((1..=MAX_NAME_BYTES).contains(&name.len()) && name.iter().all(plain)).then_some(())?;
    let rest = line.get(mark + 1..)?;
    let quote = |b: &u8| matches!(b, b'"' | b'\'' | b' ' | b'\t' | b'\r' | b',');
    let from = rest.iter().position(|b| !quote(b))?;
    let to = rest.iter().rposition(|b| !quote(b))? + 1;
    Some(mark + 1 + from..mark + 1 + to)
}

fn strength(value: &[u8]) -> Option<Strength> {
    let nothing = value::is_expansion(value)
        || value::is_stand_in(value)
        || value::is_path(value)
        || value::is_number(value)
        || value::is_words(value)
        || value::is_reference(value)
        || value.iter().any(u8::is_ascii_whitespace)
        || super::find(value).iter().any(|f| f.at.start == 0)
        || placeholder_bytes(value, 0).is_some();
    let mixed = value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_alphabetic);
    (value.len() >= MIN_VALUE_BYTES && mixed && !nothing)
        .then(|| if value::is_random(value) { Strength::Random } else { Strength::Named })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_one_is_taken() {
        let text = "MODE=production\nPORT=8080\nURL=https://example.com/a1\nBILLING=a8f3kq2m9z\n# x\nname: 'w4lrus-t5sk'\nDIR=/srv/app1\nRATE=1.5\n";
        let found: Vec<&str> = values(text.as_bytes()).into_iter().filter_map(|f| text.get(f.at)).collect();
        assert_eq!(found, ["a8f3kq2m9z", "w4lrus-t5sk"]);
    }

    #[test]
    fn files_of_secrets_are_known_by_their_names() {
        let shell = |command: &str| Tool::Shell { command: automode_model::Text::whole(command), background: false };
        for tool in [
            Tool::Read { path: "/p/.env".into() },
            shell("cat .env.production | head"),
            shell("cat ~/.aws/credentials"),
        ] {
            assert!(is_read_by(&tool), "{tool:?}");
        }
        for tool in [
            Tool::Read { path: "/p/.env.example".into() },
            shell("env | sort"),
            Tool::Read { path: "src/env.rs".into() },
        ] {
            assert!(!is_read_by(&tool), "{tool:?}");
        }
    }
}
