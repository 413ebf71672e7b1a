//! Reads manifests of every ecosystem into one form. Light scanners over tokens and lines: they read fragments and files
//! with comments too, and what they do not understand is no dependency.

mod generic;
mod lines;
mod more;
mod tables;

use super::super::lang::Language;
use super::super::lex::{Kind, Token};
use super::super::proofs::Source;
use super::Manifest;

pub use lines::demand;

/// How deep below a list of dependencies an entry is looked for.
const MAX_PATH: usize = 8;
/// More dependencies than this are not compared one by one.
pub const MAX_DEPS: usize = 4000;

/// What this manifest declares; none where its form is not known.
#[must_use]
pub fn manifest(path: &str, source: &Source<'_>, language: &'static Language) -> Option<Manifest> {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let mut m = match name.as_str() {
        "package.json" | "composer.json" | "deno.json" | "deno.jsonc" | "vcpkg.json" | "package.json5"
        | "bower.json" | "import_map.json" | "importmap.json" => json(source),
        "go.mod" | "go.work" => lines::go(source.text),
        "pom.xml" => lines::maven(source.text),
        "setup.cfg" => lines::requirements(source.text),
        "stack.yaml" => more::stack(source.text),
        "description" => more::fields(source.text, &["Depends", "Imports", "Suggests", "LinkingTo"], &["Remotes"]),
        "gradle-wrapper.properties" | "maven-wrapper.properties" => more::wrapper(source.text),
        "deps.edn" | "project.clj" | "bb.edn" | "shadow-cljs.edn" => more::clojure(&source.tokens),
        "cpanfile" => calls(&source.tokens, &["requires", "recommends", "suggests", "test_requires", "on"]),
        "conanfile.txt" | "cartfile" | "brewfile.lock" => more::listed(source.text),
        "nuget.config"
        | ".npmrc"
        | ".yarnrc"
        | ".yarnrc.yml"
        | "pip.conf"
        | "pip.ini"
        | ".condarc"
        | ".gemrc"
        | "bunfig.toml"
        | ".pydistutils.cfg"
        | "uv.toml"
        | ".terraformrc"
        | "terraform.rc"
        | "vcpkg-configuration.json"
        | ".gitmodules"
        | ".bazelrc"
        | "workspace"
        | "workspace.bazel"
        | "flake.nix"
        | "config.toml"
        | "config"
        | "settings.xml" => more::sources(source.text),
        ".pnpmfile.cjs" | ".pnpmfile.mjs" | "pnpmfile.js" => more::code(source.text),
        "pubspec.yaml"
        | "chart.yaml"
        | "requirements.yaml"
        | "pnpm-workspace.yaml"
        | "environment.yml"
        | "environment.yaml"
        | "package.yaml"
        | "shard.yml"
        | "galaxy.yml" => lines::yaml(source.text),
        _ => other(&name, source, language).unwrap_or_else(|| generic::versions(source.text)),
    };
    m.deps.truncate(MAX_DEPS);
    m.deps.sort();
    Some(m)
}

fn other(name: &str, source: &Source<'_>, language: &'static Language) -> Option<Manifest> {
    let ends = |list: &[&str]| list.iter().any(|e| name.ends_with(e));
    if name == "pipfile" || name == "cargo.toml" || ends(&[".toml"]) {
        Some(tables::toml(source.text))
    } else if ends(&[".txt", ".in"]) {
        Some(lines::requirements(source.text))
    } else if name == "gemfile" || name == "podfile" || name == "brewfile" || ends(&[".gemspec", ".podspec"]) {
        Some(calls(
            &source.tokens,
            &[
                "gem",
                "pod",
                "add_dependency",
                "add_development_dependency",
                "add_runtime_dependency",
                "dependency",
                "brew",
                "tap",
            ],
        ))
    } else if ends(&[".gradle", ".gradle.kts"]) {
        Some(lines::gradle(&source.tokens))
    } else if ends(&[".sbt", ".scala"]) {
        Some(more::sbt(&source.tokens))
    } else if ends(&[".cabal"]) {
        let lists = ["build-depends", "build-tool-depends", "build-tools", "setup-depends"];
        Some(more::fields(source.text, &lists, &[]))
    } else if ends(&[".csproj", ".fsproj", ".vbproj", ".props", "packages.config"]) {
        Some(lines::dotnet(source.text))
    } else if name == "mix.exs"
        || name == "package.swift"
        || name == "setup.py"
        || name == "conanfile.py"
        || name == "rebar.config"
    {
        Some(lines::strings(&source.tokens, language))
    } else {
        None
    }
}

/// A string without quotes.
fn inner<'a>(t: &Token<'a>) -> &'a str {
    super::super::delta::body(t.text)
}

/// `package.json` and its kin: every string below a key that names dependencies.
fn json(source: &Source<'_>) -> Manifest {
    let mut m = Manifest::default();
    let mut path: Vec<String> = Vec::new();
    let mut key: Option<&str> = None;
    let tokens: Vec<&Token<'_>> =
        source.tokens.iter().filter(|t| !matches!(t.kind, Kind::Newline | Kind::Comment)).collect();
    for (i, t) in tokens.iter().enumerate() {
        let next_colon = tokens.get(i + 1).is_some_and(|n| n.is(":"));
        match t.kind {
            Kind::Text if next_colon => key = Some(inner(t)),
            Kind::Text => {
                let name = key.take().unwrap_or("");
                json_entry(&mut m, &path, name, inner(t));
            }
            Kind::Mark if t.is("{") || t.is("[") => {
                path.push(key.take().unwrap_or("").to_owned());
            }
            Kind::Mark if t.is("}") || t.is("]") => {
                path.pop();
            }
            _ => {}
        }
    }
    m
}

fn json_entry(m: &mut Manifest, path: &[String], name: &str, value: &str) {
    let section = path.iter().rev().find(|p| !p.is_empty()).map_or("", String::as_str);
    let lists = [
        "dependencies",
        "devDependencies",
        "peerDependencies",
        "optionalDependencies",
        "bundledDependencies",
        "require",
        "require-dev",
        "imports",
        "resolutions",
        "overrides",
        "catalog",
    ];
    let path = path.get(path.len().saturating_sub(MAX_PATH)..).unwrap_or_default();
    // vcpkg lists names alone, or objects with one.
    let listed =
        path.iter().any(|p| p == "dependencies") && (name.is_empty() || name == "name" && section == "dependencies");
    if listed && !value.is_empty() {
        m.deps.push(super::Dep { name: value.to_owned(), demand: String::new(), source: String::new() });
        return;
    }
    if path.iter().any(|p| lists.contains(&p.as_str()) || p == "pnpm" || p == "catalogs") && !name.is_empty() {
        let deep = path.iter().any(|p| p == "peerDependenciesMeta" || p == "imports" && value.starts_with("./"));
        if !deep {
            m.deps.push(lines::dep(name, value));
        }
    }
    let hooks = [
        "preinstall",
        "install",
        "postinstall",
        "prepare",
        "prepublish",
        "preprepare",
        "postprepare",
        "post-install-cmd",
        "post-update-cmd",
        "post-autoload-dump",
        "pre-install-cmd",
    ];
    if path.iter().any(|p| p == "scripts") && (hooks.contains(&name) || hooks.contains(&section)) {
        m.hooks.push((if name.is_empty() { section } else { name }.to_owned(), value.to_owned()));
    }
    if name == "registry"
        || section == "repositories" && name == "url"
        || path.iter().any(|p| p == "repositories") && name == "url"
    {
        m.registries.push(value.to_owned());
    }
}

/// `gem "x", "~> 1"`, `pod 'x', :git => '…'`: the first string is the name, the next that looks like one the version.
fn calls(tokens: &[Token<'_>], names: &[&str]) -> Manifest {
    let mut m = Manifest::default();
    let significant: Vec<&Token<'_>> = tokens.iter().filter(|t| t.kind != Kind::Comment).collect();
    for (i, t) in significant.iter().enumerate() {
        if t.kind == Kind::Word
            && t.text == "source"
            && let Some(url) = significant.iter().skip(i + 1).take(2).find(|t| t.kind == Kind::Text)
        {
            m.registries.push(inner(url).to_owned());
        }
        if t.kind != Kind::Word || !names.contains(&t.text) {
            continue;
        }
        let line: Vec<&&Token<'_>> = significant
            .iter()
            .skip(i + 1)
            .take(60)
            .scan(true, |go, t| {
                let now = *go;
                *go = t.kind != Kind::Newline;
                (now && *go).then_some(t)
            })
            .collect();
        let Some(name) = line.iter().find(|t| t.kind == Kind::Text) else { continue };
        let texts: Vec<&str> = line.iter().filter(|t| t.kind == Kind::Text).skip(1).map(|t| inner(t)).collect();
        let versions: Vec<&str> = texts
            .iter()
            .copied()
            .filter(|t| {
                t.trim_start_matches(['~', '>', '<', '=', ' ', '^', '!']).starts_with(|c: char| c.is_ascii_digit())
            })
            .collect();
        let keyword = |k: &str| {
            line.iter()
                .position(|t| t.is(k))
                .and_then(|at| line.iter().skip(at).find(|t| t.kind == Kind::Text))
                .map(|t| inner(t))
        };
        let foreign = ["git", "github", "gitlab", "bitbucket", "gist"].iter().find_map(|k| keyword(k));
        let local = keyword("path").is_some();
        m.deps.push(super::Dep {
            name: inner(name).to_owned(),
            demand: versions.join(", "),
            source: foreign.map_or_else(|| if local { "local".to_owned() } else { String::new() }, str::to_owned),
        });
    }
    m
}
