//! Manifests in TOML: Cargo, Python's, version catalogues.

use super::super::{Dep, Manifest};
use super::lines;

/// Reads sections, keys and values; a value may run over lines.
#[must_use]
pub fn toml(text: &str) -> Manifest {
    let mut m = Manifest::default();
    let mut section = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = uncommented(line).trim();
        if let Some(head) = line.strip_prefix('[') {
            section = head.trim_start_matches('[').split(']').next().unwrap_or("").trim().to_owned();
            if let Some(name) = single(&section) {
                m.deps.push(Dep { name: name.to_owned(), demand: String::new(), source: String::new() });
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let mut value = value.trim().to_owned();
        while balance(&value) > 0 {
            let Some(more) = lines.next() else { break };
            value.push(' ');
            value.push_str(uncommented(more).trim());
        }
        entry(&mut m, &section, key.trim().trim_matches(['"', '\'']), &value);
    }
    m
}

/// A line without its comment.
fn uncommented(line: &str) -> &str {
    let mut quote = None;
    for (at, b) in line.bytes().enumerate() {
        match (quote, b) {
            (Some(q), b) if b == q => quote = None,
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'#') => return line.get(..at).unwrap_or(line),
            _ => {}
        }
    }
    line
}

/// Brackets that are still open.
fn balance(value: &str) -> i32 {
    let mut quote = None;
    let mut n = 0;
    for b in value.bytes() {
        match (quote, b) {
            (Some(q), b) if b == q => quote = None,
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'[' | b'{') => n += 1,
            (None, b']' | b'}') => n -= 1,
            _ => {}
        }
    }
    n
}

/// `dependencies.foo` is a section about one dependency.
fn single(section: &str) -> Option<&str> {
    let (head, name) = section.rsplit_once('.')?;
    let list = head.ends_with("dependencies") && !head.contains("optional-dependencies") && name != "dependencies";
    list.then_some(name)
}

fn is_list(section: &str) -> bool {
    section.ends_with("dependencies")
        || section.ends_with("packages")
        || section == "libraries"
        || section == "plugins"
        || section == "versions"
        // Julia's.
        || matches!(section, "deps" | "compat" | "extras" | "weakdeps")
}

fn entry(m: &mut Manifest, section: &str, key: &str, value: &str) {
    let python = section == "project" && key == "dependencies"
        || section == "project.optional-dependencies"
        || section == "dependency-groups"
        || section == "build-system" && key == "requires"
        || section.starts_with("tool.")
            && matches!(
                key,
                "dev-dependencies"
                    | "constraint-dependencies"
                    | "override-dependencies"
                    | "extra-dependencies"
                    | "dependencies"
            )
            && value.starts_with('[');
    if python {
        m.deps.extend(strings(value).filter(|s| !s.is_empty()).map(lines::requirement));
    } else if section == "build-system" && key == "build-backend" && !is_usual(value)
        || section == "package" && key == "build"
    {
        m.hooks.push((key.to_owned(), value.to_owned()));
    } else if matches!(section, "tool.uv.sources") || section.starts_with("patch") || section.starts_with("replace") {
        let source = origin(value);
        m.deps.push(Dep { name: format!("{section}.{key}"), demand: String::new(), source });
    } else if (section.contains("source") || section.contains("index")) && key == "url"
        || section.starts_with("registries") && key == "index"
    {
        m.registries.push(value.trim_matches(['"', '\'']).to_owned());
    } else if let Some(name) = single(section) {
        table_key(m, name, key, value);
    } else if is_list(section) && !(key == "python" && section.starts_with("tool.poetry")) {
        m.deps.push(one(key, value));
    }
}

/// Back ends that build without running code of the project's own.
fn is_usual(value: &str) -> bool {
    let known = [
        "setuptools",
        "hatchling",
        "poetry",
        "flit",
        "pdm",
        "maturin",
        "scikit_build",
        "uv_build",
        "mesonpy",
        "jupyter_packaging",
    ];
    known.iter().any(|k| value.contains(k))
}

/// A key of a section about one dependency.
fn table_key(m: &mut Manifest, name: &str, key: &str, value: &str) {
    let Some(dep) = m.deps.iter_mut().rev().find(|d| d.name == name) else { return };
    let value = value.trim_matches(['"', '\'']);
    match key {
        "version" => value.clone_into(&mut dep.demand),
        "git" | "url" | "registry" => value.clone_into(&mut dep.source),
        "path" if dep.source.is_empty() => "local".clone_into(&mut dep.source),
        _ => {}
    }
}

fn one(key: &str, value: &str) -> Dep {
    if !value.starts_with('{') {
        let text = strings(value).next().unwrap_or(value.trim_matches(['"', '\'']));
        // A version catalogue writes `group:artifact:1.2.3`, or a demand alone; Julia an identity, which is no version.
        let identity = text.len() == 36 && text.matches('-').count() == 4;
        let demand = if identity { "" } else { text.rsplit(':').next().unwrap_or(text) };
        return Dep {
            name: key.trim_end_matches(".workspace").to_owned(),
            demand: demand.to_owned(),
            source: if key.ends_with(".workspace") || value.contains("workspace") {
                "local".into()
            } else {
                String::new()
            },
        };
    }
    let demand =
        field(value, "version").or_else(|| field(value, "rev")).or_else(|| field(value, "tag")).unwrap_or_default();
    Dep { name: key.to_owned(), demand: demand.to_owned(), source: origin(value) }
}

fn origin(value: &str) -> String {
    let foreign = ["git", "url", "registry", "index"].iter().find_map(|k| field(value, k));
    let local = field(value, "path").is_some() || value.contains("workspace");
    // A member of the same tree is published under this version too: the version counts, not the path.
    match foreign {
        Some(f) => f.to_owned(),
        None if local => "local".to_owned(),
        None => String::new(),
    }
}

/// The string behind `key =` in an inline table.
fn field<'a>(value: &'a str, key: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = value.get(from..).and_then(|v| v.find(key)).map(|a| a + from) {
        let before = value.get(..at).and_then(|v| v.chars().next_back());
        let after = value.get(at + key.len()..).unwrap_or("").trim_start();
        if before.is_none_or(|c| matches!(c, '{' | ',' | ' '))
            && let Some(rest) = after.strip_prefix('=')
        {
            return strings(rest).next();
        }
        from = at + key.len();
    }
    None
}

/// The strings in a value.
fn strings(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let at = rest.find(['"', '\''])?;
        let quote = rest.get(at..=at)?;
        let tail = rest.get(at + 1..)?;
        let end = tail.find(quote)?;
        rest = tail.get(end + 1..)?;
        tail.get(..end)
    })
}
