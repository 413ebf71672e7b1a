//! The entries of a file of data with all their values, and which of them an edit takes out, changes or adds: words may tell
//! them by what they have (`the failed jobs of web`, `the two oldest`) where no name is said. Objects of JSON and YAML,
//! sections, lines of a table or a list. Called by `steps`, for `consent/rows.rs`, and by `entries` for what is no tree.

use std::collections::{BTreeMap, BTreeSet};

use super::{lives, sections, tree};
use crate::understand::yaml::Node;

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// By which names it is called.
    pub names: Vec<String>,
    /// The keys that it stands in, the nearest first.
    pub owners: Vec<String>,
    /// Keys and values; a list's items each by themselves.
    pub fields: Vec<(String, String)>,
}

/// A value that is another: none where it was not there before, or is not there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Its key; empty where the entry is a name and a value.
    pub key: String,
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
}

/// An entry that is touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Which one of the old file's.
    pub row: usize,
    /// What changes of it; nothing where it goes.
    pub sets: Vec<Set>,
}

/// Old entries, and what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// What the file holds before.
    pub rows: Vec<Row>,
    /// What is touched of it.
    pub touched: Vec<Touch>,
    /// What is new.
    pub added: Vec<Row>,
}

/// How many entries a file may have, and how many values all of them; of more nothing is told.
const MAX_ROWS: usize = 2_000;
const MAX_FIELDS: usize = 16_000;

/// How deep an entry is looked into.
const MAX_DEPTH: u32 = 12;

/// What becomes of the entries of this text; none where it is no list of entries, or too long.
#[must_use]
pub fn between(path: &str, old: &str, new: &str, piece: bool) -> Option<Rows> {
    let (rows, mut after) = (read(path, old, None, piece)?, read(path, new, Some(old), piece)?);
    let mut out = Rows::default();
    // What is the same is the same entry; of the others, those that are called the same.
    let mut same: BTreeMap<&Row, Vec<usize>> = BTreeMap::new();
    for (at, row) in after.iter().enumerate().rev() {
        same.entry(row).or_default().push(at);
    }
    let mut left: Vec<usize> = Vec::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        match same.get_mut(row).and_then(Vec::pop) {
            Some(to) => {
                taken.insert(to);
            }
            None => left.push(at),
        }
    }
    let fresh: Vec<usize> = (0..after.len()).filter(|at| !taken.contains(at)).collect();
    let mut places: BTreeMap<(String, usize), usize> = keyed(&after, &fresh).into_iter().collect();
    for (key, at) in keyed(&rows, &left) {
        let Some(row) = rows.get(at) else { continue };
        match places.remove(&key).and_then(|to| after.get(to)) {
            Some(now) => {
                let sets = sets(row, now);
                if !sets.is_empty() {
                    out.touched.push(Touch { row: at, sets });
                }
            }
            None => out.touched.push(Touch { row: at, sets: Vec::new() }),
        }
    }
    let mut new: Vec<usize> = places.into_values().collect();
    new.sort_unstable();
    out.added = new.into_iter().filter_map(|at| after.get_mut(at).map(std::mem::take)).collect();
    out.rows = rows;
    Some(out)
}

/// Each entry under what it is called and where it stands; those that are called the same are counted.
fn keyed(rows: &[Row], which: &[usize]) -> Vec<((String, usize), usize)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let key = |r: &Row| format!("{}\0\0{}", r.owners.join("\0"), r.names.join("\0"));
    let each = which.iter().filter_map(|at| {
        let key = key(rows.get(*at)?);
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        Some(((key, *count), *at))
    });
    each.collect()
}

/// What differs between an entry and the same one later.
fn sets(old: &Row, new: &Row) -> Vec<Set> {
    fn of(row: &Row) -> BTreeMap<&str, Vec<&str>> {
        let mut map: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (key, value) in &row.fields {
            map.entry(key).or_default().push(value);
        }
        map
    }
    let (a, b) = (of(old), of(new));
    let mut out = Vec::new();
    let none = Vec::new();
    let keys: BTreeSet<&str> = a.keys().chain(b.keys()).copied().collect();
    for key in keys {
        let (before, after) = (a.get(key).unwrap_or(&none), b.get(key).unwrap_or(&none));
        match (&before[..], &after[..]) {
            (x, y) if x == y => {}
            ([x], [y]) => out.push(set(key, Some(x), Some(y))),
            (x, y) => {
                let (was, is): (BTreeSet<_>, BTreeSet<_>) = (x.iter().collect(), y.iter().collect());
                out.extend(was.difference(&is).map(|v| set(key, Some(v), None)));
                out.extend(is.difference(&was).map(|v| set(key, None, Some(v))));
            }
        }
    }
    out
}

fn set(key: &str, old: Option<&str>, new: Option<&str>) -> Set {
    Set { key: key.to_owned(), old: old.map(str::to_owned), new: new.map(str::to_owned) }
}

/// The entries of a text. Of a table that is cut, the columns are those of the other version.
pub(super) fn read(path: &str, text: &str, like: Option<&str>, piece: bool) -> Option<Vec<Row>> {
    let ext = path.rsplit('/').next().and_then(|n| n.rsplit_once('.')).map_or("", |(_, e)| e).to_lowercase();
    let mut out = Vec::new();
    match ext.as_str() {
        "csv" | "tsv" => table(text, like.unwrap_or(text), piece, &mut out),
        "json" | "yaml" | "yml" | "jsonl" | "ndjson" | "tfstate" => {
            let tree = tree::read(text)?;
            // A piece that is one entry by itself.
            match &tree {
                Node::Map(m) if tree::is_one(text, m, piece) => push(&tree, None, &[], &mut out),
                _ => walk(&tree, &[], 0, &mut out),
            }
        }
        "toml" | "ini" | "cfg" | "conf" | "cnf" | "properties" | "tfvars" | "config" | "service" | "timer" => {
            sections::read(text, &mut out);
        }
        _ => lines(text, &mut out),
    }
    let fields: usize = out.iter().map(|r| r.fields.len() + r.names.len() + r.owners.len()).sum();
    (out.len() <= MAX_ROWS && fields <= MAX_FIELDS).then_some(out)
}

fn walk(node: &Node, owners: &[String], depth: u32, out: &mut Vec<Row>) {
    if depth > MAX_DEPTH || out.len() > MAX_ROWS {
        return;
    }
    let below = |key: &String| std::iter::once(key.clone()).chain(owners.iter().cloned()).collect::<Vec<_>>();
    match node {
        Node::Map(m) => {
            for (key, value) in m {
                match value {
                    Node::Map(inner) if is_frame(inner) => walk(value, &below(key), depth + 1, out),
                    Node::List(_) => walk(value, &below(key), depth + 1, out),
                    _ => push(value, Some(key), owners, out),
                }
            }
        }
        Node::List(items) => items.iter().for_each(|item| push(item, None, owners, out)),
        Node::Text(_) => push(node, None, owners, out),
    }
}

/// It only holds others: no value of its own stands in it.
fn is_frame(map: &[(String, Node)]) -> bool {
    map.iter().all(|(_, v)| !matches!(v, Node::Text(_))) && map.iter().any(|(_, v)| matches!(v, Node::Map(_)))
        || map.is_empty()
}

fn push(node: &Node, key: Option<&String>, owners: &[String], out: &mut Vec<Row>) {
    let mut row = Row { owners: owners.to_vec(), ..Row::default() };
    row.names.extend(key.cloned());
    match node {
        Node::Text(t) if key.is_some() => row.fields.push((String::new(), t.clone())),
        Node::Text(t) => row.names.push(t.clone()),
        Node::Map(m) => {
            let own = tree::label(node);
            let named = key.is_none() || !tree::own_names(m).is_empty();
            row.names.extend(own.split(tree::ALSO).filter(|n| named && !n.is_empty()).map(str::to_owned));
            row.names.dedup();
            flatten(node, "", 0, &mut row.fields);
        }
        Node::List(_) => flatten(node, "", 0, &mut row.fields),
    }
    out.push(row);
}

/// The values of an entry under their own keys, however deep they stand.
fn flatten(node: &Node, key: &str, depth: u32, out: &mut Vec<(String, String)>) {
    if depth > MAX_DEPTH || out.len() > MAX_FIELDS {
        return;
    }
    match node {
        Node::Text(t) => out.push((key.to_owned(), t.clone())),
        Node::List(items) => items.iter().for_each(|i| flatten(i, key, depth + 1, out)),
        Node::Map(m) => m.iter().for_each(|(k, v)| {
            let joined = if key.is_empty() { k.clone() } else { format!("{key}.{k}") };
            flatten(v, &joined, depth + 1, out);
        }),
    }
}

/// Where the columns of a table have words for a state: counted once, for each of its lines may ask.
struct States {
    /// Of each cell of the first line, whether it is such a word.
    first: Vec<bool>,
    /// Below each of them, how many are.
    below: Vec<usize>,
    /// How many lines there are below.
    lines: usize,
}

impl States {
    fn of(whole: &str, cells: impl Fn(&str) -> Vec<String>) -> Self {
        let mut lines = whole.lines().filter(|l| !l.trim().is_empty());
        let first: Vec<bool> =
            lines.next().map_or_else(Vec::new, |l| cells(l).iter().map(|c| lives::is_state(c)).collect());
        let mut out = Self { below: vec![0; first.len()], first, lines: 0 };
        for line in lines {
            out.lines += 1;
            for (count, cell) in out.below.iter_mut().zip(cells(line)) {
                *count += usize::from(lives::is_state(&cell));
            }
        }
        out
    }

    /// The first line has such words as values. `email,bounced` is a head where what stands below is no state.
    fn are_values(&self) -> bool {
        self.first.iter().zip(&self.below).any(|(state, below)| *state && (self.lines == 0 || *below > 0))
    }

    /// All cells of this column are such words.
    fn fill(&self, column: usize) -> bool {
        self.first.get(column) == Some(&true) && self.below.get(column) == Some(&self.lines)
    }
}

/// A table whose first line names its columns.
fn table(text: &str, whole: &str, piece: bool, out: &mut Vec<Row>) {
    let head = whole.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let sign = [',', ';', '\t', '|'].into_iter().max_by_key(|c| head.matches(*c).count()).unwrap_or(',');
    let cells = |l: &str| l.split(sign).map(|c| c.trim().trim_matches('"').to_owned()).collect::<Vec<_>>();
    let titles = cells(head);
    let word = |t: &String| !t.is_empty() && !t.contains(['@', '/']) && !t.starts_with(|c: char| c.is_ascii_digit());
    // What stands below once more is a value: a part of a table has no head.
    let again = |l: &str| l != head && cells(l).iter().zip(&titles).any(|(value, title)| value == title);
    let states = States::of(whole, cells);
    // A part of a table seldom begins where the table does.
    let begins = !piece || titles.iter().any(|t| is_title(t));
    let headed = begins && titles.iter().all(word) && !states.are_values() && !whole.lines().any(again);
    let naming = titles.first().filter(|t| names_who(t)).map(|_| 0).or_else(|| {
        titles
            .iter()
            .position(|t| matches!(t.to_lowercase().as_str(), "id" | "name" | "key" | "slug" | "code" | "nr" | "no"))
    });
    for line in text.lines().filter(|l| !(l.trim().is_empty() || headed && l.trim() == head.trim())) {
        let values = cells(line);
        let mut row = Row::default();
        let at = naming.filter(|_| headed).unwrap_or(0);
        row.names.extend(values.get(at).filter(|v| !v.is_empty()).cloned());
        for (n, value) in values.into_iter().enumerate() {
            // Without a head a column is called by its number, so that one value is not taken for another, or by what all are in.
            let unnamed = || if states.fill(n) { "state".to_owned() } else { format!("column {}", n + 1) };
            let title = titles.get(n).filter(|_| headed).cloned().unwrap_or_else(unnamed);
            // A second column that is a name tells the entry as well.
            if n != at && title.eq_ignore_ascii_case("name") {
                row.names.push(value.clone());
            }
            row.fields.push((title.to_lowercase(), value));
        }
        out.push(row);
    }
}

/// A first column by which people tell the lines, whatever other names they have.
fn names_who(title: &str) -> bool {
    let lower = title.to_lowercase();
    matches!(
        lower.as_str(),
        "login"
            | "user"
            | "username"
            | "handle"
            | "email"
            | "mail"
            | "host"
            | "hostname"
            | "account"
            | "device"
            | "node"
    )
}

/// Words by which columns are called.
const TITLES: &[&str] = &[
    "id",
    "uid",
    "uuid",
    "sid",
    "pid",
    "nr",
    "no",
    "key",
    "name",
    "title",
    "slug",
    "code",
    "ref",
    "login",
    "user",
    "username",
    "handle",
    "email",
    "mail",
    "host",
    "hostname",
    "ip",
    "address",
    "node",
    "device",
    "account",
    "owner",
    "team",
    "group",
    "role",
    "state",
    "status",
    "phase",
    "enabled",
    "active",
    "type",
    "kind",
    "level",
    "tier",
    "plan",
    "date",
    "created",
    "updated",
    "expires",
    "expiry",
    "until",
    "since",
    "from",
    "to",
    "start",
    "end",
    "due",
    "day",
    "year",
    "taken",
    "submitted",
    "size",
    "count",
    "amount",
    "total",
    "price",
    "quota",
    "limit",
    "ttl",
    "version",
    "tag",
    "branch",
    "image",
    "file",
    "path",
    "url",
    "repo",
    "service",
    "job",
    "queue",
    "topic",
    "table",
    "bucket",
    "region",
    "zone",
    "env",
    "environment",
    "namespace",
    "ns",
    "cluster",
    "port",
    "value",
    "label",
    "priority",
    "author",
    "by",
    "assignee",
    "customer",
    "tenant",
    "project",
    "note",
    "notes",
    "comment",
    "description",
    "weight",
    "replicas",
    "cpu",
    "memory",
    "gb",
    "mb",
    "bytes",
    "records",
    "rows",
    "last_used",
    "reason",
    "category",
    "severity",
];

/// A word by which columns are called.
fn is_title(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    TITLES.contains(&lower.as_str()) || lower.ends_with("_id") || lower.ends_with("_at") || lower.ends_with("_name")
}

/// A list of lines: each is an entry that its words call.
fn lines(text: &str, out: &mut Vec<Row>) {
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let names = line.split_whitespace().map(|w| w.trim_matches(['"', '\'', ',', ':']).to_owned());
        out.push(Row { names: names.filter(|w| !w.is_empty() && w != "-").collect(), ..Row::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, old: &str, new: &str) -> Vec<String> {
        let rows = between(path, old, new, false).unwrap();
        let name = |at: usize| rows.rows.get(at).map_or(String::new(), |r| r.names.join("/"));
        let set = |s: &Set| format!("{}:{}>{}", s.key, s.old.as_deref().unwrap_or(""), s.new.as_deref().unwrap_or(""));
        let touched = rows.touched.iter().map(|t| {
            let sets: Vec<String> = t.sets.iter().map(set).collect();
            format!("{} {}", name(t.row), sets.join(" ")).trim().to_owned()
        });
        touched.chain(rows.added.iter().map(|r| format!("+{}", r.names.join("/")))).collect()
    }

    #[test]
    fn entries_and_what_becomes_of_them() {
        for (path, old, new, want) in [
            (
                "a.json",
                r#"[{"id": 1, "s": "x"}, {"id": 2, "s": "y"}]"#,
                r#"[{"id": 2, "s": "z"}, {"id": 3}]"#,
                vec!["1", "2 s:y>z", "+3"],
            ),
            ("a.json", r#"{"old": ["a"], "new": ["c"]}"#, r#"{"old": [], "new": ["c"]}"#, vec!["a"]),
            ("a.json", r#"{"dark": 100, "nav": 35}"#, r#"{"nav": 36}"#, vec!["dark", "nav :35>36"]),
            (
                "a.yaml",
                "apps:\n  web:\n    n: 4\n  api:\n    n: 2",
                "apps:\n  web:\n    n: 0\n  api:\n    n: 2",
                vec!["web n:4>0"],
            ),
            ("a.toml", "[pool.a]\nn = 1\n[pool.b]\nn = 2", "[pool.a]\nn = 1", vec!["b"]),
            ("a.csv", "id,st\n1,up\n2,down", "id,st\n1,up", vec!["2"]),
            ("a.csv", "st,name\nup,x\ndown,y", "st,name\ndown,x\ndown,y", vec!["x st:up>down"]),
            ("a.txt", "main\nold", "main", vec!["old"]),
            ("a.yaml", "r: [a, b]\nw: [c]", "r: [b]\nw: [c, a]", vec!["a", "+a"]),
        ] {
            assert_eq!(told(path, old, new), want, "{old}");
        }
    }

    #[test]
    fn too_much_is_a_limit() {
        let long = |n: usize| (0..n).map(|i| format!("k{i}\n")).collect::<String>();
        assert!(between("a.txt", &long(MAX_ROWS), "", false).is_some());
        assert_eq!(between("a.txt", &long(MAX_ROWS + 1), "", false), None);
        let deep = format!("{}1{}", "{\"a\":".repeat(9_000), "}".repeat(9_000));
        assert_eq!(between("a.json", &deep, "{}", false), None);
    }
}
