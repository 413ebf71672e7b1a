//! Programs that load a tool and run it, that run a command under another version or with other variables, or several
//! commands at once: `npx`, `uvx`, `mise exec`, `cross-env`, `concurrently`, `go run`.

use automode_model::Verb;

use super::super::value::Val;
use super::super::{effects, net, undeclared};
use super::{Call, Handled, scripts, vcs};
use crate::knowledge::{self, Role};

/// `npx prettier@3 …`, `uvx ruff …`: a tool that we know is judged as itself; any other is code from the network.
pub fn package(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut rest = std::mem::take(&mut c.bound.operands);
    if rest.is_empty() {
        return Handled::Partly;
    }
    let first = rest.remove(0);
    let span = c.call.span;
    let Some(given) = first.known().map(str::to_owned) else {
        c.unknown("a package whose name is not known");
        return Handled::Partly;
    };
    let name = bare_name(&given);
    let declared = vcs::exists(c, &format!("node_modules/.bin/{name}"))
        || c.inner_state().cwd.first().is_some_and(|dir| undeclared::is_dependency(c.shell.scene, dir, name));
    let loads = ["-p", "--package", "--from", "--spec", "--with"].iter().any(|n| c.bound.has(n));
    // `npx -p ../x tool`: what brings the tool is a folder, or an address.
    let brought = ["-p", "--package", "--from", "--spec", "--with"].iter().find_map(|n| c.bound.value(n)).cloned();
    if let Some(from) = brought {
        bring(c, &from, name);
    }
    let path = given.starts_with(['/', '.', '~']);
    if path {
        c.run_inner(std::iter::once(first).chain(rest).collect());
    } else if let Some(known) = knowledge::find(name) {
        c.effects.push(effects::on_name(Verb::ToolRun, "package", &given, span));
        // Typed as a command, a name with a scope would be a file of the project.
        let name = if name.contains('/') { known.name } else { name };
        c.run_inner(std::iter::once(Val::text(name)).chain(rest).collect());
    } else if declared {
        c.effects.push(effects::on_name(Verb::Run, "tool", &given, span));
    } else if loads {
        c.effects.push(effects::on_name(Verb::ToolRun, "package", &given, span));
    } else {
        c.effects.push(effects::on_name(Verb::RunRemote, "package", &given, span));
    }
    Handled::Partly
}

/// `npx -p typescript tsc`: the package holds the program, whatever that is called. One that neither the project nor anybody knows
/// is code from the network.
fn bring(c: &mut Call<'_, '_, '_>, from: &Val, tool: &str) {
    if from.prefix().starts_with(['/', '.', '~']) {
        drop(c.path(Verb::Run, from));
        return;
    }
    let given = from.show();
    let package = bare_name(&given);
    let known = package == tool || KNOWN_PACKAGES.contains(&package) || knowledge::find(package).is_some();
    let declared =
        c.inner_state().cwd.first().is_some_and(|dir| undeclared::is_dependency(c.shell.scene, dir, package));
    if !known && !declared {
        c.effects.push(effects::on_name(Verb::RunRemote, "package", &given, c.call.span));
    }
}

/// Packages of known programs by other names.
const KNOWN_PACKAGES: &[&str] = &[
    "@commitlint/cli",
    "@openapitools/openapi-generator-cli",
    "@stoplight/spectral-cli",
    "@tailwindcss/cli",
    "aws-cdk",
    "awscli",
    "azure-cli",
    "babel-cli",
    "build",
    "commitizen",
    "django",
    "eslint-cli",
    "httpie",
    "jupyter-core",
    "jupyterlab",
    "markdownlint-cli",
    "markdownlint-cli2",
    "mkdocs-material",
    "nbconvert",
    "python-semantic-release",
    "typescript",
    "vue-cli",
    "webpack-cli",
];

/// The name without version and scope: `@scope/tool@3`, `tool==1.2`, `tool[extra]`.
fn bare_name(given: &str) -> &str {
    let name = given.split("==").next().unwrap_or(given);
    let name = name.split('[').next().unwrap_or(name);
    let (scope, tail) = name.strip_prefix('@').and_then(|n| n.split_once('/')).unwrap_or(("", name));
    let tail = tail.split('@').next().unwrap_or(tail);
    match (scope, tail) {
        ("biomejs", "biome") => "biome",
        ("angular", "cli") => "ng",
        ("nestjs", "cli") => "nest",
        ("playwright", "test") => "playwright",
        ("vscode", "vsce") => "vsce",
        ("redocly", "cli") => "redocly",
        ("changesets", "cli") => "changeset",
        ("", t) => t,
        // A scoped package may hold any program: it is known by its whole name.
        _ => given.get(..scope.len() + tail.len() + 2).unwrap_or(given),
    }
}

/// `yarn exec x`, `yarn workspace NAME x`, `yarn workspaces foreach x`, `yarn node x.js`.
pub fn yarn(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut rest = std::mem::take(&mut c.bound.operands);
    let word = c.bound.path.last().cloned().unwrap_or_default();
    let lead: Option<&str> = match word.as_str() {
        // One word is a line of shell.
        "exec" if rest.len() == 1 => {
            c.give(Role::Shell, &rest.remove(0), &[]);
            return Handled::Partly;
        }
        "exec" => None,
        "node" => Some("node"),
        "workspace" => {
            if !rest.is_empty() {
                rest.remove(0);
            }
            Some("yarn")
        }
        _ => Some("yarn"),
    };
    let argv: Vec<Val> = lead.map(Val::text).into_iter().chain(rest).collect();
    if !argv.is_empty() {
        c.run_inner(argv);
    }
    Handled::Partly
}

/// What versions of a program join to one line of shell or start word by word (`watchexec -- sh -c 'make x'`): judged as both.
pub fn line_or_words(c: &mut Call<'_, '_, '_>) -> Handled {
    let words = c.bound.operands.clone();
    if words.len() > 1 {
        c.run_inner(words);
    }
    Handled::Partly
}

/// `go run`: a package of the project, or one with a version from the network.
pub fn go_run(c: &mut Call<'_, '_, '_>) -> Handled {
    let rest = std::mem::take(&mut c.bound.operands);
    let Some(first) = rest.first() else { return Handled::Partly };
    let text = first.show();
    if text == "-" {
        c.unknown("a program in Go that comes through standard input");
        return Handled::Wholly;
    }
    let remote = text.contains('@') && !text.starts_with(['.', '/']);
    if remote {
        c.effects.push(effects::on_name(Verb::RunRemote, "package", &text, c.call.span));
    } else if text.ends_with(".go") {
        c.give(Role::Script("go"), first, rest.get(1..).unwrap_or_default());
    } else {
        drop(c.path(Verb::Run, first));
    }
    Handled::Partly
}

/// `deno run`: a file, an address, or a package.
pub fn deno_run(c: &mut Call<'_, '_, '_>) -> Handled {
    let Some(first) = c.bound.operands.first().cloned() else { return Handled::Partly };
    let text = first.show();
    let remote = ["http:", "https:", "npm:", "jsr:"].iter().any(|s| text.starts_with(s));
    if remote {
        c.bound.operands.clear();
        let span = c.call.span;
        let known = net::parse_url(&text).is_some() && text.contains("://");
        let e = if known {
            effects::on_url(Verb::RunRemote, &text, span)
        } else {
            effects::on_name(Verb::RunRemote, "package", &text, span)
        };
        c.effects.push(e);
    }
    Handled::Partly
}

/// `cross-env A=1 command …`.
pub fn assignments(c: &mut Call<'_, '_, '_>) -> Handled {
    let rest = std::mem::take(&mut c.bound.operands);
    let is_assignment = |v: &Val| {
        v.split_once('=')
            .is_some_and(|(k, _)| !k.is_empty() && k.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
    };
    let at = rest.iter().position(|v| !is_assignment(v)).unwrap_or(rest.len());
    for a in rest.iter().take(at) {
        c.give(Role::Assign, a, &[]);
    }
    let argv: Vec<Val> = rest.get(at..).unwrap_or_default().to_vec();
    match argv.as_slice() {
        [] => {}
        [one] if one.known().is_some_and(|t| t.contains(' ')) => c.give(Role::Shell, one, &[]),
        _ => c.run_inner(argv),
    }
    Handled::Partly
}

/// `concurrently "a" npm:b`: each word is a command line.
pub fn concurrently(c: &mut Call<'_, '_, '_>) -> Handled {
    for word in std::mem::take(&mut c.bound.operands) {
        let managed = word
            .known()
            .and_then(|t| t.split_once(':'))
            .filter(|(m, _)| matches!(*m, "npm" | "pnpm" | "yarn" | "bun" | "node" | "deno"));
        match managed {
            Some((_, task)) if task.contains('*') && scripts::matching(c, task) => {}
            Some((manager, task)) => {
                let mut argv = vec![Val::text(manager), Val::text(if manager == "deno" { "task" } else { "run" })];
                argv.extend(task.split_whitespace().map(Val::text));
                c.run_inner(argv);
            }
            None => c.give(Role::Shell, &word, &[]),
        }
    }
    Handled::Partly
}

/// `mpirun -np 1 a : -np 1 b`: behind each colon another command begins, with options of its own.
pub fn between_colons(c: &mut Call<'_, '_, '_>) -> Handled {
    let operands = std::mem::take(&mut c.bound.operands);
    let mut parts = operands.split(|v| v.known() == Some(":"));
    c.bound.operands = parts.next().unwrap_or_default().to_vec();
    for part in parts {
        let program = c.call.argv.first().cloned();
        c.run_inner(program.into_iter().chain(part.iter().cloned()).collect());
    }
    Handled::Partly
}

/// `qgis_process run … -- INPUT=a OUTPUT=b`: outputs are named among the operands.
pub fn named_outputs(c: &mut Call<'_, '_, '_>) -> Handled {
    let named = c.bound.operands.iter().filter_map(|v| v.split_once('='));
    let made: Vec<Val> = named.filter(|(k, _)| k.contains("OUTPUT")).map(|(_, v)| v).collect();
    for value in
        made.iter().filter(|v| !v.prefix().starts_with("TEMPORARY_OUTPUT") && !v.prefix().starts_with("memory:"))
    {
        drop(c.path(Verb::Write, value));
    }
    Handled::Partly
}

/// `mise exec node@20 -- command`, `nvm exec 20 command`, `nvm run 20 app.js`, `mise run task`.
pub fn versions(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut rest = std::mem::take(&mut c.bound.operands);
    let is_version = |v: &Val| {
        v.known().is_some_and(|t| {
            t.contains('@')
                || t.starts_with("lts/")
                || t.trim_start_matches('v').bytes().next().is_some_and(|b| b.is_ascii_digit())
        })
    };
    while rest.first().is_some_and(|v| is_version(v) || v.known() == Some("--")) {
        rest.remove(0);
    }
    let word = c.bound.path.last().cloned().unwrap_or_default();
    let called = c.call.argv.first().map(Val::show).unwrap_or_default();
    if rest.is_empty() {
        return Handled::Partly;
    }
    if word == "run" && called.ends_with("nvm") {
        rest.insert(0, Val::text("node"));
    } else if word == "run" && !called.ends_with("volta") && !called.ends_with("rtx") {
        c.bound.operands = rest;
        return super::tasks::by_names(c);
    }
    c.run_inner(rest);
    Handled::Partly
}

/// `nix run nixpkgs#terraform -- destroy`: the program of that name, where it is known.
pub fn nix_run(c: &mut Call<'_, '_, '_>) -> Handled {
    let named = c.bound.operands.first().and_then(Val::known).and_then(|t| t.strip_prefix("nixpkgs#"));
    if let Some(name) = named.filter(|n| crate::knowledge::find(n).is_some()) {
        let behind = c.bound.operands.iter().skip(1).filter(|v| v.known() != Some("--")).cloned();
        let argv = std::iter::once(Val::text(name)).chain(behind).collect();
        c.run_inner(argv);
    }
    Handled::Partly
}

/// Settings of a package manager that name programs or files of code.
const NPM_CODE: &[&str] = &[
    "script-shell",
    "shell",
    "node-options",
    "git",
    "editor",
    "viewer",
    "onload-script",
    "init-module",
    "userconfig",
    "globalconfig",
    "node-gyp",
    "prefix",
    "browser",
    "pnpmfile",
    "global-pnpmfile",
    "yarnpath",
    "plugins",
    "enablescripts",
];

/// `npm config set KEY VALUE`, `key=value`: registries, credentials, code, protections.
pub fn npm_config(c: &mut Call<'_, '_, '_>) -> Handled {
    let span = c.call.span;
    let operands = std::mem::take(&mut c.bound.operands);
    let mut pairs: Vec<(String, Val)> = operands.iter().filter_map(|v| v.split_once('=')).collect();
    if pairs.is_empty()
        && let [key, rest @ ..] = operands.as_slice()
    {
        pairs.push((key.show(), rest.first().cloned().unwrap_or_default()));
    }
    for (name, value) in pairs {
        let key = name.to_lowercase();
        c.effects.push(effects::on_name(Verb::EnvSet, "setting", &name, span));
        if key.starts_with("//") || ["authtoken", "password", "_auth", "npmauthtoken"].iter().any(|k| key.ends_with(k))
        {
            c.effects.push(effects::on_name(Verb::Login, "setting", &name, span));
        } else if key.ends_with("registry") || key.ends_with("registryserver") {
            c.give(Role::Url(Verb::NetFetch), &value, &[]);
        } else if matches!(key.as_str(), "strict-ssl" | "enablestrictssl" | "ignore-scripts")
            && value.known() != Some("true")
        {
            c.effects.push(effects::on_name(Verb::SecurityWeaken, "setting", &name, span));
        } else if NPM_CODE.contains(&key.as_str()) {
            c.effects.push(effects::on_name(Verb::Persist, "setting", &name, span));
        } else if key.ends_with("proxy") {
            c.give(Role::Url(Verb::NetSend), &value, &[]);
        }
    }
    Handled::Partly
}
