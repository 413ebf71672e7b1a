//! A patch written as JSON (`kubectl patch cronjob x -p '{"spec":{"suspend":true}}'`): what it sets has to be said like anything
//! else. Called by `bind`.

use super::read::Statement;
use super::token;
use super::words;
use crate::understand::yaml::{self, Node};

/// How deep a patch may nest, and how many things it may set.
const MAX_DEPTH: u32 = 12;
const MAX_SET: usize = 16;

/// Whether this word of a command is a patch that sets just what the statement says.
#[must_use]
pub fn is_said(s: &Statement, word: &str) -> bool {
    if !word.starts_with(['{', '[']) || !word.contains(':') {
        return false;
    }
    let mut set = Vec::new();
    let read = yaml::inline(word).is_some_and(|node| leaves(&node, "", 0, &mut set));
    read && !set.is_empty() && set.iter().all(|(key, value)| says(s, key, value))
}

/// What a patch sets, by its last key; false where it is too deep or too much.
fn leaves(node: &Node, key: &str, depth: u32, out: &mut Vec<(String, String)>) -> bool {
    match node {
        _ if depth > MAX_DEPTH || out.len() >= MAX_SET => false,
        Node::Text(t) => {
            out.push((key.to_lowercase(), t.to_lowercase()));
            true
        }
        Node::Map(m) => operation(m, out).unwrap_or_else(|| m.iter().all(|(k, v)| leaves(v, k, depth + 1, out))),
        Node::List(l) => l.iter().all(|v| leaves(v, key, depth + 1, out)),
    }
}

/// `{"op": "replace", "path": "/spec/replicas", "value": 0}`
fn operation(map: &[(String, Node)], out: &mut Vec<(String, String)>) -> Option<bool> {
    let text = |key: &str| map.iter().find(|(k, _)| k == key).and_then(|(_, v)| v.text());
    let (op, path) = (text("op")?, text("path")?);
    let key = path.rsplit('/').next().unwrap_or("").to_lowercase();
    let value = if op == "remove" { "null" } else { text("value")? };
    out.push((key, value.to_lowercase()));
    Some(true)
}

/// The statement says that this is to have that value: by name and value, or by the word for it (`suspend`).
fn says(s: &Statement, key: &str, value: &str) -> bool {
    let number = |t: &str| token::numeral(t).is_some_and(|n| value == n.to_string());
    let word = |w: &str| {
        s.verb == w
            || s.object.iter().any(|t| t.lower == w || t.lower == format!("{w}s") || w == value && number(&t.lower))
    };
    let does = words::of_word(key).map_or(words::Ops::NONE, |(ops, _)| ops);
    let switched = match value {
        "true" => !does.is_empty() && s.ops.meets(does),
        "false" => {
            word(&format!("un{key}")) || key.starts_with("suspend") && matches!(s.verb.as_str(), "resume" | "enable")
        }
        "null" => word(key) && s.ops.meets(words::Ops::DELETE),
        _ => false,
    };
    let scaled = key == "replicas" && s.ops.meets(words::Ops::APPLY) && word(value);
    switched || scaled || word(key) && word(value)
}

#[cfg(test)]
mod tests {
    use super::super::read::statements;
    use super::*;

    #[test]
    fn what_a_patch_sets_was_said() {
        for (said, patch, want) in [
            ("suspend the cronjob x", "{\"spec\":{\"suspend\":true}}", true),
            ("resume the cronjob x", "{\"spec\":{\"suspend\":false}}", true),
            ("resume the cronjob x", "{\"spec\":{\"suspend\":true}}", false),
            ("suspend the cronjob x", "{\"spec\":{\"replicas\":0}}", false),
            ("scale deployment x to 2", "{\"spec\":{\"replicas\":2}}", true),
            ("scale deployment x to 2", "{\"spec\":{\"replicas\":0}}", false),
            ("set replicas of x to 3", "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]", true),
            ("set replicas of x to 3", "[{\"op\":\"replace\",\"path\":\"/spec/paused\",\"value\":3}]", false),
        ] {
            let all = statements(&[said.to_owned()], "");
            assert_eq!(all.iter().any(|s| is_said(s, patch)), want, "{said} / {patch}");
        }
    }
}
