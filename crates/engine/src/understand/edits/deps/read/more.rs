//! Manifests of the smaller ecosystems, and the files that say where packages come from.

use super::super::super::lex::{Kind, Token};
use super::super::{Dep, Manifest};
use super::{inner, lines};

fn named(name: &str, demand: &str) -> Dep {
    Dep { name: name.to_owned(), demand: demand.to_owned(), source: String::new() }
}

/// `name-1.2.3` into name and version.
fn dashed(text: &str) -> Dep {
    let text = text.split('@').next().unwrap_or(text);
    match text.rsplit_once('-').filter(|(_, v)| v.starts_with(|c: char| c.is_ascii_digit())) {
        Some((name, version)) => named(name, version),
        None => named(text, ""),
    }
}

/// Fields of a header file whose values are lists with commas: Haskell's `*.cabal`, R's `DESCRIPTION`.
pub fn fields(text: &str, of_deps: &[&str], of_sources: &[&str]) -> Manifest {
    let mut m = Manifest::default();
    let mut kind = 0u8;
    for line in text.lines() {
        let body = line.trim();
        if body.is_empty() || body.starts_with("--") || body.starts_with('#') {
            continue;
        }
        let field = body.split_once(':').filter(|(k, _)| k.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        let value = match field {
            Some((key, value)) => {
                let is = |list: &[&str]| list.iter().any(|k| k.eq_ignore_ascii_case(key));
                kind = u8::from(is(of_deps)) + 2 * u8::from(is(of_sources));
                value
            }
            None if line.starts_with([' ', '\t', ',']) => body,
            None => {
                kind = 0;
                continue;
            }
        };
        for part in value.split(',').map(str::trim).filter(|p| !p.is_empty() && kind > 0) {
            if kind == 1 {
                m.deps.push(lines::requirement(part));
            } else {
                m.deps.push(Dep { name: part.to_owned(), demand: String::new(), source: part.to_owned() });
            }
        }
    }
    m
}

/// `stack.yaml`: the resolver, and packages beyond it.
pub fn stack(text: &str) -> Manifest {
    let mut m = Manifest::default();
    let mut extra = false;
    for line in text.lines().map(|l| l.split(" #").next().unwrap_or("")) {
        let body = line.trim();
        if let Some(v) = body.strip_prefix("resolver:").or_else(|| body.strip_prefix("snapshot:")) {
            m.deps.push(named("resolver", v.trim()));
        } else if !line.starts_with([' ', '-']) {
            extra = body == "extra-deps:";
        } else if let Some(v) = body.strip_prefix("- ").filter(|_| extra) {
            match v.split_once(':').map(|(k, v)| (k, v.trim())) {
                Some(("git" | "github" | "archive" | "url", from)) => {
                    m.deps.push(Dep { name: from.to_owned(), demand: String::new(), source: from.to_owned() });
                }
                _ => m.deps.push(dashed(v)),
            }
        }
    }
    m
}

/// Clojure: `[group/name "1.2.3"]`, `name {:mvn/version "1.2.3"}`, `{:git/url "…"}`.
pub fn clojure(tokens: &[Token<'_>]) -> Manifest {
    let mut m = Manifest::default();
    let t: Vec<&Token<'_>> = tokens.iter().filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline)).collect();
    let mut name = "";
    for (i, token) in t.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|b| t.get(b));
        match token.kind {
            Kind::Word if !token.text.starts_with(':') => name = token.text,
            Kind::Text => {
                let value = inner(token);
                let key = before.filter(|b| b.kind == Kind::Word).map_or("", |b| b.text);
                if key == ":mvn/version" || key == name && t.get(i.wrapping_sub(2)).is_some_and(|o| o.is("[")) {
                    m.deps.push(named(name, value));
                } else if key == ":git/url" {
                    m.deps.push(Dep { name: name.to_owned(), demand: String::new(), source: value.to_owned() });
                } else if value.starts_with("http") {
                    m.registries.push(value.to_owned());
                }
            }
            _ => {}
        }
    }
    m
}

/// sbt: `"group" %% "name" % "1.2.3"`, `addSbtPlugin(…)`, `resolvers += "x" at "https://…"`.
pub fn sbt(tokens: &[Token<'_>]) -> Manifest {
    let mut m = Manifest::default();
    let t: Vec<&Token<'_>> =
        tokens.iter().filter(|t| !matches!(t.kind, Kind::Comment | Kind::Newline) && !t.is("%")).collect();
    let joined = |a: &Token<'_>, b: &Token<'_>| a.kind == Kind::Text && b.kind == Kind::Text;
    let mut i = 0;
    while let Some(token) = t.get(i) {
        let text = inner(token);
        let (next, third) = (t.get(i + 1), t.get(i + 2));
        if let Some(name) = next.filter(|n| joined(token, n)) {
            let version = third.filter(|v| matches!(v.kind, Kind::Text | Kind::Word)).map_or("", |v| inner(v));
            m.deps.push(named(&format!("{text}:{}", inner(name)), version));
            i += 3;
            continue;
        }
        if token.kind == Kind::Text && text.starts_with("http") {
            m.registries.push(text.to_owned());
        } else if token.kind == Kind::Text
            && text.starts_with(|c: char| c.is_ascii_digit())
            && let Some(key) = i.checked_sub(2).and_then(|k| t.get(k)).filter(|k| k.kind == Kind::Word)
        {
            m.deps.push(named(key.text, text));
        }
        i += 1;
    }
    m
}

/// A file of names and versions, one a line: `conanfile.txt` (`name/1.2.3`), `.tool-versions` (`name 1.2.3`), `Cartfile`.
pub fn listed(text: &str) -> Manifest {
    let mut m = Manifest::default();
    let mut requires = true;
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if line.starts_with('[') {
            requires = line.contains("requires");
            continue;
        }
        let found = line.split_once('/').or_else(|| line.split_once(' ')).filter(|_| requires);
        if let Some((name, version)) = found {
            m.deps.push(named(name.trim(), version.split('@').next().unwrap_or("").trim()));
        }
    }
    m
}

/// Gradle's own version, and where it is loaded from.
pub fn wrapper(text: &str) -> Manifest {
    let mut m = Manifest::default();
    for line in text.lines() {
        let Some(url) = line.trim().strip_prefix("distributionUrl=") else { continue };
        let url = url.replace('\\', "");
        let file = url.rsplit('/').next().unwrap_or("");
        m.deps.push(named("gradle", file.trim_start_matches("gradle-").split("-bin").next().unwrap_or(file)));
        let host = url.split("://").nth(1).and_then(|r| r.split('/').next()).unwrap_or("").to_owned();
        m.registries.push(host);
    }
    m
}

/// Settings of a package manager that take a check away, in lower case and without blanks and quotes.
const UNCHECKED: &[&str] = &[
    "strict-ssl=false",
    "strict_ssl=false",
    "enablestrictssl=false",
    "verify_ssl=false",
    "ssl_verify=false",
    "ssl_verify=<false>",
    "trusted-host=",
    "unsafehttpwhitelist=",
    "allow-insecure-host=",
    "checksumbehavior=update",
    "checksumbehavior=ignore",
    "enableimmutableinstalls=false",
    "package-lock=false",
    "check-revoke=false",
];

/// Where an address leads, without the part of it that names one version: the host and two folders.
fn origin(address: &str) -> String {
    let parts: Vec<&str> = address.split('/').filter(|p| !p.is_empty()).collect();
    let is_version = |p: &str| p.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let kept: Vec<&str> =
        parts.iter().take(3).copied().enumerate().filter(|(i, p)| *i == 0 || !is_version(p)).map(|(_, p)| p).collect();
    kept.join("/")
}

/// A file of code that a package manager runs: each line of it.
pub fn code(text: &str) -> Manifest {
    let lines = text.lines().map(str::trim).filter(|l| l.contains(char::is_alphanumeric) && !l.starts_with("//"));
    Manifest {
        hooks: lines.map(|l| ("the package manager's own hook".to_owned(), l.to_owned())).collect(),
        ..Manifest::default()
    }
}

/// Settings of a package manager: only the addresses in them count.
pub fn sources(text: &str) -> Manifest {
    let mut m = Manifest::default();
    let lines = text.lines().map(str::trim).filter(|l| !l.starts_with(['#', ';']) && !l.starts_with("<!--"));
    for line in lines {
        for (at, _) in
            line.match_indices("://").filter(|_| !["xmlns", "schemaLocation"].iter().any(|w| line.contains(w)))
        {
            let rest = line.get(at + 3..).unwrap_or("");
            let end = rest.find(['"', '\'', ' ', '<', '>', ',', ';']).unwrap_or(rest.len());
            m.registries.push(origin(rest.get(..end).unwrap_or("")));
        }
        // `url = "github:owner/name"`, `url = git@host:owner/name`.
        let short = line.split_once("url").and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
        let short =
            short.map(|s| s.trim().trim_matches(['"', ';', ' '])).filter(|s| s.contains(':') && !s.contains("://"));
        m.registries.extend(short.map(|s| s.replace(':', " ")));
        let said = line.to_ascii_lowercase().replace([' ', '"', '\''], "").replace(':', "=");
        m.unchecked.extend(UNCHECKED.iter().filter(|s| said.starts_with(**s)).map(|_| line.to_owned()));
        let hook = ["ignore-scripts=false", "enableScripts: true"].iter().find(|h| line.starts_with(**h));
        m.hooks.extend(hook.map(|h| ("install scripts".to_owned(), (*h).to_owned())));
    }
    m
}
