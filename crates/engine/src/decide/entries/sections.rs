//! Entries of files with sections: TOML, INI, inventories, properties. A section with its pairs is one entry, and so is each plain
//! line in it (`web1.example.com`, with or without values of its own) and each inline table. Called by `rows`.

use std::collections::BTreeSet;

use super::rows::Row;

/// Keys that say what a section is called.
const NAMING: &[&str] = &["name", "id", "key"];

/// The same where each of several sections is called alike: `[[release]]`.
const NAMING_EACH: &[&str] = &["version", "tag", "slug", "title", "host", "code", "path", "branch", "job", "file"];

/// The entries of a text.
pub(super) fn read(text: &str, out: &mut Vec<Row>) {
    let mut reader = Reader { section: None, out };
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with(['#', ';'])) {
        reader.line(line);
    }
    for row in out.iter_mut() {
        call(row);
    }
    // A section that only holds lines is where they stand, and no entry beside them.
    let holds: BTreeSet<Vec<String>> = out.iter().filter(|r| !r.owners.is_empty()).map(|r| r.owners.clone()).collect();
    let path = |r: &Row| r.names.iter().chain(&r.owners).cloned().collect::<Vec<_>>();
    out.retain(|r| !(r.fields.is_empty() && holds.contains(&path(r))));
}

/// What a section is called may be a key of its own: `[[pool]]`, `name = "x"`.
fn call(row: &mut Row) {
    let each = row.fields.iter().any(|(k, _)| k == EACH);
    row.fields.retain(|(k, _)| k != EACH);
    let of = |keys: &[&str]| {
        let named = row.fields.iter().filter(|(k, _)| keys.contains(&k.to_lowercase().as_str()));
        named.map(|(_, v)| v.clone()).filter(|v| !row.names.contains(v)).collect::<Vec<_>>()
    };
    let mut own = of(NAMING);
    if own.is_empty() && each {
        own = of(NAMING_EACH).into_iter().take(1).collect();
    }
    row.names.extend(own);
}

/// Marks a section that stands for each of several, until all of it is read.
const EACH: &str = "\0each";

struct Reader<'a> {
    /// The section that is open, and what it is called.
    section: Option<(usize, Vec<String>)>,
    out: &'a mut Vec<Row>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        let section =
            line.strip_prefix('[').and_then(|l| l.split_once(']')).map(|(s, _)| s.trim_matches(['[', '"', ' ']));
        if let Some(name) = section.filter(|_| !line.contains('=')) {
            return self.open(name, line.starts_with("[["));
        }
        match line.split_once(['=', ':']) {
            None => self.plain(line, Vec::new()),
            Some((key, _)) if is_host(key) => {
                let mut words = line.split_whitespace();
                let name = words.next().unwrap_or(line);
                let pairs = words.filter_map(|w| w.split_once('=')).map(|(k, v)| (clean(k), clean(v))).collect();
                self.plain(name, pairs);
            }
            Some((key, value)) => self.pair(&clean(key), without_remark(value.trim())),
        }
    }

    fn open(&mut self, name: &str, each: bool) {
        let mut parts = name.rsplit(['.', ' ']).map(|p| p.trim_matches('"').to_owned());
        let names: Vec<String> = parts.next().into_iter().collect();
        let owners: Vec<String> = parts.collect();
        let path = names.iter().chain(&owners).cloned().collect();
        self.section = Some((self.out.len(), path));
        let fields = if each { vec![(EACH.to_owned(), String::new())] } else { Vec::new() };
        self.out.push(Row { names, owners, fields });
    }

    /// A line without a sign is an entry of its section.
    fn plain(&mut self, name: &str, fields: Vec<(String, String)>) {
        let owners = self.section.as_ref().map(|(_, path)| path.clone()).unwrap_or_default();
        self.out.push(Row { names: vec![name.to_owned()], owners, fields });
    }

    fn pair(&mut self, key: &str, value: &str) {
        // `"1.8.2" = { yanked = false }`
        if let Some(inner) = value.strip_prefix('{').and_then(|v| v.strip_suffix('}')) {
            let pairs = inner.split(',').filter_map(|p| p.split_once('=')).map(|(k, v)| (clean(k), clean(v))).collect();
            return self.plain(key, pairs);
        }
        let items = value.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
        let values: Vec<String> = match items {
            Some(list) => list.split(',').map(clean).filter(|v| !v.is_empty()).collect(),
            None => vec![clean(value)],
        };
        match self.section.as_ref().and_then(|(at, _)| self.out.get_mut(*at)) {
            Some(row) => row.fields.extend(values.into_iter().map(|v| (key.to_owned(), v))),
            // A list by itself: each item is an entry.
            None if items.is_some() => {
                let item = |v: String| Row { names: vec![v], owners: vec![key.to_owned()], ..Row::default() };
                self.out.extend(values.into_iter().map(item));
            }
            None => {
                let fields = values.into_iter().map(|v| (String::new(), v)).collect();
                self.out.push(Row { names: vec![key.to_owned()], fields, ..Row::default() });
            }
        }
    }
}

/// `web1 ansible_host` before a sign: a host with values, no key.
fn is_host(key: &str) -> bool {
    let mut words = key.split_whitespace();
    let (Some(host), Some(name), None) = (words.next(), words.next(), words.next()) else { return false };
    !host.contains(['"', '\'']) && name.starts_with("ansible_")
}

fn clean(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).to_owned()
}

fn without_remark(value: &str) -> &str {
    value.split_once(" #").map_or(value, |(v, _)| v.trim_end())
}
