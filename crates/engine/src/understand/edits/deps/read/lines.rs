//! Manifests that are read line by line: requirements, Go modules, Maven, .NET, YAML; and those that are programs, by
//! their strings.

use super::super::super::lang::Language;
use super::super::super::lex::{Kind, Token};
use super::super::{Dep, Manifest};
use super::inner;

/// A dependency with a demand as a string: `^1.2`, `workspace:*`, `git+https://…`, `github:o/r`, `file:../x`, `npm:x@^1`.
#[must_use]
pub fn dep(name: &str, value: &str) -> Dep {
    let plain = |demand: &str, source: &str| Dep {
        name: name.to_owned(),
        demand: demand.to_owned(),
        source: source.to_owned(),
    };
    if value.starts_with("workspace:")
        || value.starts_with("file:")
        || value.starts_with("link:")
        || value.starts_with("portal:")
        || value.starts_with("./")
    {
        return plain("", "local");
    }
    if value.starts_with("catalog:") {
        return plain("", "");
    }
    let remote = ["git+", "git:", "git@", "http:", "https:", "github:", "gitlab:", "bitbucket:", "gist:", "ssh:"]
        .iter()
        .any(|p| value.starts_with(p));
    let short =
        value.contains('/') && !value.contains([' ', '@', ':']) && value.starts_with(|c: char| c.is_ascii_alphabetic());
    if remote || short {
        return plain(value.rsplit('#').next().unwrap_or(""), value.split('#').next().unwrap_or(value));
    }
    let alias = value.strip_prefix("npm:").or_else(|| value.strip_prefix("jsr:"));
    if let Some(rest) = alias {
        let (who, version) = rest.rsplit_once('@').unwrap_or((rest, ""));
        return Dep { name: format!("{name}={who}"), demand: version.to_owned(), source: String::new() };
    }
    plain(value, "")
}

/// The version part of a text.
#[must_use]
pub fn demand(text: &str) -> &str {
    let at = text.find(['<', '>', '=', '~', '^', '!', '@', '*']).unwrap_or(text.len());
    text.get(at..).unwrap_or("")
}

/// `name[extra]>=1,<2 ; marker`, `name @ git+https://…`.
#[must_use]
pub fn requirement(text: &str) -> Dep {
    let text =
        text.split(';').next().unwrap_or("").split(" --").next().unwrap_or("").trim().trim_end_matches('\\').trim();
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(text.len());
    let name = text.get(..end).unwrap_or("").to_ascii_lowercase().replace('_', "-");
    let rest = text.get(end..).unwrap_or("").trim();
    let rest = if rest.starts_with('[') { rest.split_once(']').map_or("", |(_, r)| r).trim() } else { rest };
    if let Some(url) = rest.strip_prefix('@') {
        return Dep { name, demand: String::new(), source: url.trim().to_owned() };
    }
    Dep { name, demand: rest.trim_matches(['(', ')']).to_owned(), source: String::new() }
}

/// `requirements.txt` and `setup.cfg`.
#[must_use]
pub fn requirements(text: &str) -> Manifest {
    let mut m = Manifest::default();
    for line in text.lines() {
        let line = line.split(" #").next().unwrap_or("").trim();
        if line.is_empty() || line.starts_with(['#', '[']) || line.starts_with("--hash") {
            continue;
        }
        let option = ["-i ", "--index-url", "--extra-index-url", "-f ", "--find-links", "index-url"]
            .iter()
            .find_map(|o| line.strip_prefix(o));
        if let Some(url) = option {
            m.registries.push(url.trim_start_matches(['=', ' ']).to_owned());
        } else if let Some(rest) = line.strip_prefix("-e ").or_else(|| line.starts_with("git+").then_some(line)) {
            let local = rest.starts_with('.') || rest.starts_with('/');
            m.deps.push(Dep {
                name: rest.split(['#', '@']).next().unwrap_or(rest).to_owned(),
                demand: String::new(),
                source: if local { "local" } else { rest }.to_owned(),
            });
        } else if !line.starts_with('-') && line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            let about = line.find(['<', '>', '=', '~', '!', '@', '[', ';', ' ']).unwrap_or(line.len());
            // A key of an INI file is no requirement.
            if !(line.get(about..).unwrap_or("").trim_start().starts_with("= ") || line.ends_with('=')) {
                m.deps.push(requirement(line));
            }
        }
    }
    m
}

/// `go.mod`: a module's major version is part of its path, and left out of its name.
#[must_use]
pub fn go(text: &str) -> Manifest {
    let mut m = Manifest::default();
    let mut block = String::new();
    for line in text.lines() {
        let (line, comment) = line.split_once("//").unwrap_or((line, ""));
        let source = if comment.trim().starts_with("indirect") { super::super::INDIRECT } else { "" };
        let line = line.trim();
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [")"] => block.clear(),
            [kind, "("] => (*kind).clone_into(&mut block),
            ["require", path, version] => m.deps.push(module(path, version, source)),
            ["replace", rest @ ..] => replace(&mut m, rest),
            rest if block == "replace" => replace(&mut m, rest),
            [path, version]
                if block == "require" || block.is_empty() && version.starts_with('v') && path.contains('.') =>
            {
                m.deps.push(module(path, version, source))
            }
            _ => {}
        }
    }
    m
}

fn module(path: &str, version: &str, source: &str) -> Dep {
    let base = path.rsplit_once("/v").filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit())).map_or(path, |(b, _)| b);
    let base = base.rsplit_once(".v").filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit())).map_or(base, |(b, _)| b);
    Dep { name: base.to_owned(), demand: version.to_owned(), source: source.to_owned() }
}

fn replace(m: &mut Manifest, words: &[&str]) {
    let Some(arrow) = words.iter().position(|w| *w == "=>") else { return };
    let (Some(name), Some(to)) = (words.first(), words.get(arrow + 1)) else { return };
    let local = to.starts_with('.') || to.starts_with('/');
    m.deps.push(Dep {
        name: format!("replace {name}"),
        demand: words.get(arrow + 2).copied().unwrap_or("").to_owned(),
        source: if local { "local" } else { to }.to_owned(),
    });
}

/// The text without what stands between `<!--` and `-->`.
fn uncommented(text: &str) -> String {
    let mut parts = text.split("<!--");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, p| out + p.split_once("-->").map_or("", |(_, rest)| rest))
}

/// What holds an artifact with its version.
const HOLDERS: &[&str] =
    &["dependency", "plugin", "parent", "extension", "path", "annotationProcessorPath", "exclusion"];

/// `pom.xml`: artifacts by group and name, properties that are versions, repositories.
#[must_use]
pub fn maven(text: &str) -> Manifest {
    let text = uncommented(text);
    let mut m = Manifest::default();
    let mut open: Vec<&str> = Vec::new();
    let mut found = Artifact::default();
    for piece in text.split('<').skip(1) {
        let (head, value) = piece.split_once('>').unwrap_or((piece, ""));
        if let Some(name) = head.strip_prefix('/') {
            if HOLDERS.contains(&name) {
                found.finish(&mut m, name);
            }
            while open.pop().is_some_and(|o| o != name) {}
            continue;
        }
        let name = head.split([' ', '\n', '\t']).next().unwrap_or("");
        let holder = open.last().copied().unwrap_or("");
        let value = value.trim();
        match name {
            "groupId" if HOLDERS.contains(&holder) => value.clone_into(&mut found.group),
            "artifactId" if HOLDERS.contains(&holder) => value.clone_into(&mut found.name),
            "version" if HOLDERS.contains(&holder) => value.clone_into(&mut found.version),
            "systemPath" => value.clone_into(&mut found.source),
            "url" if holder.ends_with("epository") => m.registries.push(value.to_owned()),
            _ if holder == "properties" && name.to_ascii_lowercase().contains("version") => {
                m.deps.push(Dep { name: name.to_owned(), demand: value.to_owned(), source: String::new() })
            }
            _ => {}
        }
        if HOLDERS.contains(&name) {
            found = Artifact::default();
        }
        if !head.ends_with('/') && !head.starts_with(['?', '!']) {
            open.push(name);
        }
    }
    m
}

/// What stands between `<dependency>` and its end.
#[derive(Default)]
struct Artifact {
    group: String,
    name: String,
    version: String,
    source: String,
}

impl Artifact {
    fn finish(&mut self, m: &mut Manifest, holder: &str) {
        let it = std::mem::take(self);
        if !it.name.is_empty() && holder != "exclusion" {
            m.deps.push(Dep { name: format!("{}:{}", it.group, it.name), demand: it.version, source: it.source });
        }
    }
}

/// `<PackageReference Include="x" Version="1" />`
#[must_use]
pub fn dotnet(text: &str) -> Manifest {
    let mut m = Manifest::default();
    for line in text.lines().filter(|l| l.contains("Package") || l.contains("<package ") || l.contains("Version>")) {
        let attribute = |name: &str| {
            let rest = line.get(line.find(&format!("{name}=\""))? + name.len() + 2..)?;
            rest.split('"').next()
        };
        if let Some(name) = attribute("Include").or_else(|| attribute("Update")).or_else(|| attribute("id")) {
            let demand = attribute("Version").or_else(|| attribute("version")).unwrap_or("");
            m.deps.push(Dep { name: name.to_owned(), demand: demand.to_owned(), source: String::new() });
        }
    }
    m
}

/// Maps of a YAML manifest, and lists of `name=version`.
#[must_use]
pub fn yaml(text: &str) -> Manifest {
    let mut m = Manifest::default();
    let mut list: Option<usize> = None;
    let mut name = String::new();
    for line in text.lines() {
        let body = line.split(" #").next().unwrap_or("");
        let indent = body.len() - body.trim_start().len();
        let body = body.trim();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        if list.is_some_and(|l| indent <= l) && !body.starts_with('-') {
            list = None;
        }
        let sections =
            ["dependencies:", "dev_dependencies:", "dependency_overrides:", "catalog:", "catalogs:", "overrides:"];
        if sections.contains(&body) {
            list = Some(indent);
            continue;
        }
        if list.is_none() {
            continue;
        }
        let item = body.trim_start_matches("- ");
        let Some((key, value)) = item.split_once(':') else {
            m.deps.push(requirement(item));
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim() {
            "name" => value.clone_into(&mut name),
            "version" => m.deps.push(Dep { name: name.clone(), demand: value.to_owned(), source: String::new() }),
            "repository" => m.registries.push(value.to_owned()),
            "git" | "url" => {
                m.deps.push(Dep { name: format!("{name} from"), demand: String::new(), source: value.to_owned() })
            }
            key if !value.is_empty() => m.deps.push(dep(key.trim_matches(['"', '\'']), value)),
            key => key.clone_into(&mut name),
        }
    }
    m
}

/// Gradle: coordinates in strings, plugins, versions in variables, catalogue accessors.
#[must_use]
pub fn gradle(tokens: &[Token<'_>]) -> Manifest {
    let mut m = Manifest::default();
    let t: Vec<&Token<'_>> = tokens.iter().filter(|t| t.kind != Kind::Comment).collect();
    for (i, token) in t.iter().enumerate() {
        let text = inner(token);
        if token.kind != Kind::Text {
            accessor(&mut m, &t, i);
            continue;
        }
        let parts: Vec<&str> = text.split(':').collect();
        let before = t.get(i.wrapping_sub(1)).filter(|b| b.is("=")).and_then(|_| t.get(i.wrapping_sub(2)));
        let plugin = t.get(i + 1..).unwrap_or_default().iter().take(3).position(|n| n.is("version"));
        if let [group, name, rest @ ..] = parts.as_slice() {
            if group.contains('.') || rest.len() == 1 || !group.is_empty() && !text.contains([' ', '/']) {
                m.deps.push(Dep {
                    name: format!("{group}:{name}"),
                    demand: rest.first().copied().unwrap_or("").to_owned(),
                    source: String::new(),
                });
            } else if text.starts_with("http") {
                m.registries.push(text.to_owned());
            }
        } else if let Some(at) = plugin {
            let version = t
                .get(i + 2 + at..)
                .unwrap_or_default()
                .iter()
                .take(2)
                .find(|n| n.kind == Kind::Text)
                .map_or("", |n| inner(n));
            m.deps.push(Dep { name: text.to_owned(), demand: version.to_owned(), source: String::new() });
        } else if let Some(name) = before.filter(|_| text.starts_with(|c: char| c.is_ascii_digit())) {
            m.deps.push(Dep { name: name.text.to_owned(), demand: text.to_owned(), source: String::new() });
        }
    }
    m
}

/// `implementation(libs.foo.bar)`
fn accessor(m: &mut Manifest, t: &[&Token<'_>], i: usize) {
    let is_libs =
        t.get(i).is_some_and(|w| w.kind == Kind::Word && w.text == "libs") && t.get(i + 1).is_some_and(|n| n.is("."));
    if is_libs {
        let name: Vec<&str> = t
            .get(i..)
            .unwrap_or_default()
            .iter()
            .take_while(|n| n.kind == Kind::Word || n.is("."))
            .map(|n| n.text)
            .take(16)
            .collect();
        m.deps.push(Dep { name: name.concat(), demand: String::new(), source: String::new() });
    }
}

/// Programs that declare dependencies in strings: `{:phoenix, "~> 1.7"}`, `.package(url: "…", from: "1.2.3")`,
/// `install_requires=["x>=1"]`.
#[must_use]
pub fn strings(tokens: &[Token<'_>], language: &Language) -> Manifest {
    let mut m = Manifest::default();
    let python = language.name == "python";
    let t: Vec<&Token<'_>> =
        tokens.iter().filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline | Kind::Indent)).collect();
    for (i, token) in t.iter().enumerate().filter(|(_, t)| t.kind == Kind::Text) {
        let text = inner(token);
        if python {
            let pinned = !demand(text).is_empty() && !text.contains(['/', '{', '%', ':']) && !text.contains(' ')
                || text.contains(">=")
                || text.contains("==");
            if pinned && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
                m.deps.push(requirement(text));
            }
        } else if text.starts_with("http") {
            let version = t
                .get(i + 1..)
                .unwrap_or_default()
                .iter()
                .take(12)
                .find(|n| n.kind == Kind::Text)
                .map_or("", |n| inner(n));
            m.deps.push(Dep { name: text.to_owned(), demand: version.to_owned(), source: String::new() });
        } else if let Some(atom) =
            t.get(i.wrapping_sub(2)).filter(|_| t.get(i.wrapping_sub(1)).is_some_and(|c| c.is(",")))
            && t.get(i.wrapping_sub(3)).is_some_and(|c| c.is(":") || language.name == "erlang" && c.is("{"))
        {
            m.deps.push(Dep { name: atom.text.to_owned(), demand: text.to_owned(), source: String::new() });
        }
    }
    m
}
