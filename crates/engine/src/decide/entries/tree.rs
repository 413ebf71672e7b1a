//! Two versions of a file of state, compared as trees (JSON, YAML, pieces of both): which entries are gone, and which are
//! in another state than before. An entry is told by what names it, wherever in the tree it stands. Called by `entries`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::understand::yaml::{self, Node};

/// What differs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Entries that are gone.
    pub(super) removed: Vec<String>,
    /// Entries whose state is another, and what it becomes.
    pub(super) turned: Vec<(String, String)>,
    /// Of what is gone and was a name in a list: which list.
    pub(super) lists: Vec<(String, String)>,
}

impl Difference {
    /// Only what is kept no longer, or not as long: data in any file by which something is thrown away.
    pub(super) fn only_let_go(self) -> Self {
        const HOLDS: &[&str] = &["keep", "kept", "retain", "pinned", "protected", "expires", "expiry"];
        let held = |how: &str| {
            let (key, value) = how.split_once("` becomes `").unwrap_or_default();
            let off = matches!(value.trim_end_matches('`'), "false" | "off" | "no");
            let date = value.starts_with(|c: char| c.is_ascii_digit()) && value.matches('-').count() == 2;
            HOLDS.contains(&key.trim_start_matches('`').to_ascii_lowercase().as_str()) && (off || date)
        };
        let turned = self.turned.into_iter().filter(|(_, how)| held(how)).collect();
        Self { turned, ..Self::default() }
    }

    /// Both.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.removed.extend(other.removed);
        self.turned.extend(other.turned);
        self.lists.extend(other.lists);
        self
    }
}

/// What stands between the names by which one entry may be called.
pub const ALSO: &str = " · ";

/// How deep two versions are compared; what is deeper counts as changed.
const MAX_DEPTH: u32 = 40;

/// What differs between two versions, of a whole file or of a piece of one; none where one of them is not plain JSON or
/// YAML.
pub(super) fn between(old: &str, new: &str, piece: bool) -> Option<Difference> {
    let text = if piece { old.trim() } else { "" };
    let (old, new) = (read(old)?, read(new)?);
    let mut out = Difference::default();
    // A piece with one entry beside one with several.
    let listed = |n: Node| if matches!(n, Node::Map(_)) { Node::List(vec![n]) } else { n };
    let (old, new) = match (&old, &new) {
        (Node::List(l), Node::Map(_)) | (Node::Map(_), Node::List(l)) if piece && !l.is_empty() => {
            (listed(old), listed(new))
        }
        _ => (old, new),
    };
    match (&old, &new) {
        // A piece of a file that is one entry itself.
        (Node::Map(m), Node::List(l)) if l.is_empty() && is_entry(text, m) => out.removed.push(label(&old)),
        (Node::Map(m), Node::Map(_)) if is_entry(text, m) => compare(&old, &new, &label(&old), 0, &mut out),
        _ => compare(&old, &new, "", 0, &mut out),
    }
    Some(out)
}

/// A text that is one entry, and no list of them. A piece of a file may be one without a name.
pub(super) fn is_one(text: &str, map: &[(String, Node)], piece: bool) -> bool {
    if piece { is_entry(text.trim(), map) } else { !own_names(map).is_empty() }
}

/// A piece of a file that is one entry: an object on its own, or something with names.
fn is_entry(piece: &str, map: &[(String, Node)]) -> bool {
    let flat = map.iter().all(|(_, v)| matches!(v, Node::Text(_))) && map.iter().any(|(k, _)| !is_property(k));
    piece.starts_with('{') && flat || !piece.is_empty() && !own_names(map).is_empty()
}

/// A whole file, or a piece of one: entries of a list, members of an object.
pub(super) fn read(text: &str) -> Option<Node> {
    let text = text.trim().trim_end_matches(',').trim_end();
    let many = || {
        let lines: Vec<&str> = text.lines().map(|l| l.trim().trim_end_matches(',')).collect();
        lines.iter().all(|l| l.starts_with('{') && l.ends_with('}')).then(|| lines.join(","))
    };
    match text.chars().next() {
        None => Some(Node::List(Vec::new())),
        Some('{') => match many() {
            Some(rows) if text.lines().count() > 1 => yaml::inline(&format!("[{rows}]")),
            _ => {
                yaml::inline(text).filter(|n| matches!(n, Node::Map(_))).or_else(|| yaml::inline(&format!("[{text}]")))
            }
        },
        Some('[') => yaml::inline(text),
        Some('"') if !is_lined(text) => {
            yaml::inline(&format!("{{{text}}}")).or_else(|| yaml::inline(&format!("[{text}]")))
        }
        Some(_) => yaml::parse(&levelled(text)).filter(|n| !matches!(n, Node::Text(_)) && is_plain(n)),
    }
}

/// Pairs in lines with nothing between them, of which the first key is quoted.
fn is_lined(text: &str) -> bool {
    let joined = |l: &str| l.trim_end().ends_with([',', '{', '[', '}', ']']);
    text.lines().count() > 1 && !text.lines().any(joined)
}

/// A piece of a file may begin within a line: its first line is as deep as those beside it.
fn levelled(text: &str) -> Cow<'_, str> {
    let deep = |l: &str| l.len() - l.trim_start().len();
    let rest = || text.lines().skip(1).filter(|l| !l.trim().is_empty());
    let (Some(first), Some(next), Some(least)) = (text.lines().next(), rest().next().map(deep), rest().map(deep).min())
    else {
        return Cow::Borrowed(text);
    };
    let item = first.starts_with("- ");
    let beside = |l: &str| deep(l) == least && l.trim_start().starts_with("- ");
    let missing = match () {
        () if deep(first) > 0 => 0,
        () if item && rest().any(beside) => least,
        () if item => least.saturating_sub(2),
        () if !first.trim_end().ends_with(':') || least < next => least,
        () => 0,
    };
    if missing == 0 { Cow::Borrowed(text) } else { Cow::Owned(format!("{}{text}", " ".repeat(missing))) }
}

/// No text of it is several pairs in one line, which is somebody's own notation.
fn is_plain(node: &Node) -> bool {
    match node {
        Node::Text(t) => !(t.contains(", ") && t.contains(": ")),
        Node::Map(m) => m.iter().all(|(_, v)| is_plain(v)),
        Node::List(l) => l.iter().all(is_plain),
    }
}

fn compare(old: &Node, new: &Node, within: &str, depth: u32, out: &mut Difference) {
    if old == new {
        return;
    }
    match (old, new) {
        _ if depth > MAX_DEPTH => out.removed.push(within.to_owned()),
        (Node::Map(a), Node::Map(b)) => members(a, b, within, depth, out),
        (Node::List(a), Node::List(b)) => items(a, b, within, depth, out),
        (Node::Map(a), _) => out.removed.extend(a.iter().map(|(k, v)| keyed(k, v))),
        (Node::List(a), _) => out.removed.extend(a.iter().map(label)),
        (Node::Text(_), _) => {}
    }
}

/// Each name with the first node that bears it: long files are not looked through again for each entry.
fn first_of<'a, K: Ord>(named: impl Iterator<Item = (K, &'a Node)>) -> BTreeMap<K, &'a Node> {
    let mut out = BTreeMap::new();
    for (name, node) in named {
        out.entry(name).or_insert(node);
    }
    out
}

fn members(old: &[(String, Node)], new: &[(String, Node)], within: &str, depth: u32, out: &mut Difference) {
    let own = own_names(old);
    let whose = |key: &str| match (own.is_empty(), within.is_empty()) {
        (false, _) => own.join(ALSO),
        (true, false) if is_property(key) => within.to_owned(),
        _ => key.to_owned(),
    };
    let after = first_of(new.iter().map(|(k, v)| (k.as_str(), v)));
    for (key, before) in old {
        match (before, after.get(key.as_str()).copied()) {
            (Node::Text(_), None) if !own.is_empty() || is_property(key) => {
                out.turned.push((whose(key), format!("without `{key}`")));
            }
            (_, None) => out.removed.push(keyed(key, before)),
            (Node::Text(a), Some(Node::Text(b))) if a != b && turns(key, a, b) => {
                out.turned.push((whose(key), format!("`{key}` becomes `{b}`")));
            }
            (_, Some(after)) => compare(before, after, key, depth + 1, out),
        }
    }
}

fn items(old: &[Node], new: &[Node], within: &str, depth: u32, out: &mut Difference) {
    let after = first_of(new.iter().map(|n| (label(n), n)));
    for item in old {
        let name = label(item);
        match after.get(&name) {
            Some(same) => compare(item, same, &name, depth + 1, out),
            None => {
                if matches!(item, Node::Text(_)) && !within.is_empty() {
                    out.lists.push((name.clone(), within.to_owned()));
                }
                out.removed.push(name);
            }
        }
    }
}

/// By which names an object may be called: the values that are there for it.
pub(super) fn own_names(map: &[(String, Node)]) -> Vec<String> {
    let names = ["name", "id", "uid", "key", "slug", "title"];
    let text = |key: &str| map.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).and_then(|(_, v)| v.text());
    names.iter().filter_map(|n| text(n)).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

/// What an item is called: its own names, or else the first thing that it says.
pub(super) fn label(node: &Node) -> String {
    match node {
        Node::Text(t) => t.clone(),
        Node::Map(m) => {
            let own = own_names(m);
            let first = || m.iter().filter(|(k, _)| !is_property(k)).find_map(|(_, v)| v.text()).unwrap_or("");
            // `metadata: {name: x}`
            let below = || {
                m.iter().find_map(|(_, v)| if let Node::Map(i) = v { own_names(i).into_iter().next() } else { None })
            };
            if own.is_empty() { below().unwrap_or_else(|| first().to_owned()) } else { own.join(ALSO) }
        }
        Node::List(l) => l.iter().find_map(Node::text).unwrap_or("").to_owned(),
    }
}

/// What a member is called: its key, and the names that it has within.
fn keyed(key: &str, value: &Node) -> String {
    let own = if let Node::Map(m) = value { own_names(m) } else { Vec::new() };
    std::iter::once(key.to_owned()).chain(own.into_iter().filter(|n| n != key)).collect::<Vec<_>>().join(ALSO)
}

/// A key that every entry may have, and that therefore names none.
fn is_property(key: &str) -> bool {
    super::PROPERTIES.contains(&key.to_ascii_lowercase().as_str()) || keeps(key)
}

/// A key that says how much or how long something is kept.
pub(super) fn keeps(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|p| KEEPS.contains(&p))
}

const KEEPS: &[&str] = &[
    "keep",
    "kept",
    "expiration",
    "retain",
    "retention",
    "ttl",
    "expire",
    "expires",
    "expiry",
    "history",
    "protected",
];

/// Whether the new value puts the entry in another state: its state, a switch, nothing where there was something, or less
/// of what is kept.
pub(super) fn turns(key: &str, old: &str, new: &str) -> bool {
    let switch = |v: &str| matches!(v.to_ascii_lowercase().as_str(), "true" | "false" | "on" | "off" | "yes" | "no");
    let number = |v: &str| {
        let digits = v.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse::<f64>().ok()
    };
    let lowered = matches!((number(old), number(new)), (Some(a), Some(b)) if b < a && (b == 0.0 || keeps(key)) || a == 0.0 && b > a && keeps(key));
    // A date that comes earlier.
    let date = |v: &str| v.len() > 9 && v.matches('-').count() == 2 && v.starts_with(|c: char| c.is_ascii_digit());
    let sooner = keeps(key) && date(old) && date(new) && new < old;
    let stated = super::PROPERTIES.contains(&key.to_ascii_lowercase().as_str()) || super::lives::turns(old, new);
    stated || switch(old) && switch(new) || lowered || sooner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> Option<Vec<String>> {
        let d = between(old, new, true)?;
        Some(d.removed.into_iter().chain(d.turned.into_iter().map(|(n, how)| format!("{n}: {how}"))).collect())
    }

    #[test]
    fn what_differs() {
        for (old, new, want) in [
            (
                r#"{"runs": [{"run": 7, "state": "queued"}, {"run": 8, "state": "queued"}]}"#,
                r#"{"runs": []}"#,
                vec!["7", "8"],
            ),
            (
                r#"{"file": "a.tgz", "keep": true},"#,
                r#"{"file": "a.tgz", "keep": false},"#,
                vec!["a.tgz: `keep` becomes `false`"],
            ),
            (
                r#"[{"file": "a.tgz", "keep": true}]"#,
                r#"[{"file": "a.tgz", "keep": false}]"#,
                vec!["a.tgz: `keep` becomes `false`"],
            ),
            ("- name: a\n  phase: up", "", vec!["a"]),
            (r#"{"id": 7, "name": "import"}, {"id": 8, "name": "x"}"#, r#"{"id": 8, "name": "x"}"#, vec!["import · 7"]),
            (r#""w": {"replicas": 4}"#, r#""w": {"replicas": 0}"#, vec!["w: `replicas` becomes `0`"]),
            (r#""keep_last": 20"#, r#""keep_last": 1"#, vec!["keep_last: `keep_last` becomes `1`"]),
            (r#""keep_last": 20"#, r#""keep_last": 30"#, vec![]),
            (
                r#"{"flags": {"new-cart": true}}"#,
                r#"{"flags": {"new-cart": false}}"#,
                vec!["new-cart: `new-cart` becomes `false`"],
            ),
            ("pods:\n- a\n- b\n", "pods: []\n", vec!["a", "b"]),
            (r#"{"web": {"image": "x:1"}}"#, r#"{"web": {"image": "x:2"}}"#, vec![]),
            ("protected: [main, release]", "protected: []", vec!["main", "release"]),
            ("{\"id\": 1}\n{\"id\": 2}", "{\"id\": 2}", vec!["1"]),
        ] {
            assert_eq!(
                told(old, new).as_deref(),
                Some(&want.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..]),
                "{old}"
            );
        }
    }

    #[test]
    fn other_formats_are_left_to_their_lines() {
        for text in
            ["1041,anna@example.com,active", "[worker.w3]\nenabled = true", "db-2.example.com ansible_user=root"]
        {
            assert_eq!(told(text, ""), None, "{text}");
        }
    }
}
