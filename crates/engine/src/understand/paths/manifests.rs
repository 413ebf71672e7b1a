//! Which files declare dependencies, pin them, or say where they come from: the one list, for the class of a path and for the
//! judgement of an edit.

/// Files that declare what a project needs, by their whole lower-case name.
const MANIFESTS: &[&str] = &[
    "package.json",
    "package.json5",
    "cargo.toml",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "pipfile",
    "go.mod",
    "go.work",
    "gemfile",
    "gems.rb",
    "composer.json",
    "pom.xml",
    "settings.gradle",
    "libs.versions.toml",
    "pubspec.yaml",
    "mix.exs",
    "podfile",
    "cartfile",
    "brewfile",
    "deno.json",
    "deno.jsonc",
    "jsr.json",
    "bower.json",
    "import_map.json",
    "importmap.json",
    "package.swift",
    "build.sbt",
    "build.sc",
    "project.clj",
    "deps.edn",
    "bb.edn",
    "shadow-cljs.edn",
    "environment.yml",
    "environment.yaml",
    "pixi.toml",
    "pnpm-workspace.yaml",
    "directory.packages.props",
    "packages.config",
    "paket.dependencies",
    "vcpkg.json",
    "conanfile.txt",
    "conanfile.py",
    "rebar.config",
    "gleam.toml",
    "elm.json",
    "dub.json",
    "dub.sdl",
    "shard.yml",
    "stack.yaml",
    "package.yaml",
    "cabal.project",
    "cpanfile",
    "chart.yaml",
    "galaxy.yml",
    "build.zig.zon",
    "module.bazel",
    "build.mill",
    "opam",
    "dune-project",
    "jpm.janet",
    "haxelib.json",
    "foundry.toml",
    "requirements.yaml",
    "collections.yml",
    "spago.yaml",
    "spago.dhall",
    "rockspec",
    "info.rkt",
    "nimble",
    "v.mod",
    "fpm.toml",
    "alire.toml",
    "buf.yaml",
    "puppetfile",
    "berksfile",
    "gpr.yaml",
];

/// The same by their endings.
const MANIFEST_ENDINGS: &[&str] = &[
    ".gemspec",
    ".csproj",
    ".fsproj",
    ".vbproj",
    ".cabal",
    ".podspec",
    ".nimble",
    ".rockspec",
    ".sbt",
    ".gradle",
    ".gradle.kts",
    ".versions.toml",
    ".opam",
];

/// Files that pin what a project gets.
const LOCKS: &[&str] = &[
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "bun.lockb",
    "go.sum",
    "go.work.sum",
    "packages.lock.json",
    ".terraform.lock.hcl",
    "package.resolved",
    "cartfile.resolved",
    "conda-lock.yml",
    "manifest.toml",
    "cabal.project.freeze",
    "verification-metadata.xml",
];

/// Settings that say where packages come from, and which version of the tool that fetches them.
const SOURCES: &[&str] = &[
    "nuget.config",
    ".npmrc",
    ".yarnrc",
    ".yarnrc.yml",
    "pip.conf",
    "pip.ini",
    ".condarc",
    ".gemrc",
    "bunfig.toml",
    ".pydistutils.cfg",
    "gradle-wrapper.properties",
    "maven-wrapper.properties",
    "uv.toml",
    ".terraformrc",
    "terraform.rc",
    "vcpkg-configuration.json",
    ".gitmodules",
    ".bazelrc",
    "workspace",
    "workspace.bazel",
    "flake.nix",
    ".pnpmfile.cjs",
    ".pnpmfile.mjs",
    "pnpmfile.js",
];

/// Declares dependencies. `dirs`: the folders above it, lower case.
#[must_use]
pub fn declares(name: &str, dirs: &[&str]) -> bool {
    let (stem, ext) = name.rsplit_once('.').unwrap_or((name, ""));
    // R's has no ending; Julia's is a name that others use for anything.
    let plain = MANIFESTS.contains(&name) || name == "description" || name == "project.toml";
    let python = ext == "txt"
        && (["requirements", "constraints", "dev-requirements", "test-requirements"]
            .iter()
            .any(|s| stem.starts_with(s))
            || stem.ends_with("requirements")
            || stem.ends_with("constraints")
            || dirs.last() == Some(&"requirements"))
        || ext == "in" && (stem.contains("requirements") || dirs.last() == Some(&"requirements"));
    // A build that is written as a program keeps its versions apart: sbt's `project/Dependencies.scala`, Gradle's `buildSrc`.
    let program = matches!(stem, "dependencies" | "versions" | "deps" | "libs")
        && (ext == "scala" && dirs.last() == Some(&"project")
            || matches!(ext, "kt" | "groovy" | "java")
                && dirs.iter().any(|d| matches!(*d, "buildsrc" | "build-logic")))
        || matches!(name, "versions.props" | "version.props");
    // What an Ansible project fetches from its galaxy.
    let galaxy = matches!(name, "requirements.yml" | "requirements.yaml");
    plain || python || program || galaxy || MANIFEST_ENDINGS.iter().any(|e| name.ends_with(e))
}

/// Pins dependencies.
#[must_use]
pub fn pins(name: &str) -> bool {
    LOCKS.contains(&name) || name.ends_with(".lock") || name.ends_with(".lockfile")
}

/// Says where dependencies come from. `dirs`: the folders above it, lower case.
#[must_use]
pub fn sources(name: &str, dirs: &[&str]) -> bool {
    let within = |dir: &str| dirs.last() == Some(&dir);
    SOURCES.contains(&name)
        || matches!(name, "config.toml" | "config") && within(".cargo")
        || name == "settings.xml" && (within(".mvn") || within(".m2"))
}
