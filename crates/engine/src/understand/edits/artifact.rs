//! Which part of a project a changed file is: by its name, place and the first lines of its content. Finer than
//! `PathClass` and only for edits: a Go file below `k8s/` is a program, a YAML file with `kind: ClusterRole` is access
//! control wherever it lies.

mod content;

use automode_model::PathClass;

use super::super::paths::manifests;
use super::Input;

/// What a file is to its project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// Controls agents, editors, hooks, or what runs at start.
    Control,
    /// Says who may do what.
    Access,
    /// CI and deployment.
    Ci,
    /// Declares dependencies.
    Manifest,
    /// Pins dependencies.
    Lockfile,
    /// Changes a database.
    Migration,
    /// Infrastructure as code.
    Infra,
    /// Configuration of production.
    ProdConfig,
    /// Tests.
    Test,
    /// Prose.
    Docs,
    /// Settings of tools and of development.
    DevConfig,
    /// Program text.
    Source,
    /// Judged by its path class alone.
    Other,
}

struct Name<'a> {
    parts: Vec<&'a str>,
    name: &'a str,
    stem: &'a str,
    ext: &'a str,
}

impl<'a> Name<'a> {
    fn of(lower: &'a str) -> Self {
        let parts: Vec<&str> = lower.split('/').filter(|p| !p.is_empty()).collect();
        let name = parts.last().copied().unwrap_or("");
        let (stem, ext) = name.rsplit_once('.').unwrap_or((name, ""));
        Self { parts, name, stem, ext }
    }

    fn dir(&self, names: &[&str]) -> bool {
        let dirs = self.parts.len().saturating_sub(1);
        self.parts.iter().take(dirs).any(|p| names.contains(p))
    }

    fn ext(&self, list: &[&str]) -> bool {
        list.contains(&self.ext)
    }

    /// One of the words of the name, split at `.`, `-`, `_`.
    fn word(&self, words: &[&str]) -> bool {
        self.name.split(['.', '-', '_', '+']).any(|w| words.contains(&w))
    }

    fn data(&self) -> bool {
        self.ext(&[
            "yml",
            "yaml",
            "json",
            "jsonc",
            "toml",
            "ini",
            "conf",
            "cfg",
            "properties",
            "xml",
            "tpl",
            "j2",
            "env",
            "hcl",
            "cnf",
        ])
    }

    /// A script of a shell.
    fn is_script(&self) -> bool {
        self.ext(&["sh", "bash", "zsh", "fish", "ksh", "nu", "ps1", "bat", "cmd"])
    }

    /// Settings in a language that is evaluated.
    fn evaluated(&self) -> bool {
        self.ext(&["dhall", "cue", "pkl", "ncl", "jsonnet", "libsonnet", "kdl", "hocon", "config", "edn"])
    }

    fn program(&self) -> bool {
        self.ext(&[
            "go", "rs", "java", "kt", "rb", "php", "py", "ts", "tsx", "js", "jsx", "mjs", "cjs", "mts", "c", "h", "cc",
            "cpp", "hpp", "cs", "swift", "scala", "ex", "exs", "dart", "vue", "svelte", "lua", "pl", "cr", "nim",
            "zig", "clj", "erl", "hs", "ml", "fs", "groovy", "jl", "d", "pm",
        ])
    }
}

/// What this file is, with what it will hold.
#[must_use]
pub fn of(input: &Input<'_>) -> Artifact {
    let (class, content) = (input.class, input.after);
    let (path, own) = (input.path.to_ascii_lowercase(), input.own.to_ascii_lowercase());
    let n = Name::of(&path);
    if is_control(&n, class) {
        return Artifact::Control;
    }
    if n.is_lock() && class != PathClass::Generated {
        return Artifact::Lockfile;
    }
    match class {
        PathClass::Generated
        | PathClass::Secret
        | PathClass::Log
        | PathClass::SystemBinary
        | PathClass::SystemConfig => {
            return Artifact::Other;
        }
        PathClass::AccessControl => return Artifact::Access,
        PathClass::Ci => return Artifact::Ci,
        PathClass::Lockfile => return Artifact::Lockfile,
        PathClass::Manifest => return Artifact::Manifest,
        _ => {}
    }
    project(&n, &Name::of(&own), class, content)
}

/// `own` is its name within the project, which alone makes it a test or a setting of tools.
fn project(n: &Name<'_>, own: &Name<'_>, class: PathClass, content: &str) -> Artifact {
    let test = is_test(own, class);
    if n.is_lock() {
        Artifact::Lockfile
    } else if n.is_manifest() {
        Artifact::Manifest
    } else if is_ci(n) || !test && content::delivers(n, content) {
        Artifact::Ci
    } else if n.name == "owners" || n.name == "owners_aliases" {
        Artifact::Access
    } else if (is_migration(n) || !test && content::migrates(n, content)) && !is_test_name(n) {
        Artifact::Migration
    } else if is_access(n, content) && !test {
        Artifact::Access
    } else if is_dev(n, class) && is_dev(own, class) {
        Artifact::DevConfig
    } else if (is_production(n) || n.name == "runtime.exs" && n.dir(&["config"])) && !test {
        Artifact::ProdConfig
    } else if (is_infra(n, class, content) || content::runs_machines(n, content)) && !(test && n.ext != "tf") {
        if n.data() && (is_rbac(content) || rbac_name(n)) { Artifact::Access } else { Artifact::Infra }
    } else if n.data()
        && n.dir(&["environments"])
        && !test
        && ["\"access\"", "sso_group", "permissions"].iter().any(|w| content.contains(w))
    {
        Artifact::Access
    } else if test {
        Artifact::Test
    } else if class == PathClass::Docs && !n.program() && n.ext != "sql"
        || n.ext(&["md", "mdx", "rst", "adoc"])
        || is_manual(own)
    {
        Artifact::Docs
    } else if n.program()
        || class == PathClass::Source
        || matches!(class, PathClass::Other | PathClass::Iac | PathClass::Docs)
    {
        Artifact::Source
    } else {
        Artifact::Other
    }
}

impl Name<'_> {
    fn is_lock(&self) -> bool {
        manifests::pins(self.name)
    }

    fn is_manifest(&self) -> bool {
        let dirs = self.parts.split_last().map_or(&[][..], |(_, dirs)| dirs);
        manifests::declares(self.name, dirs) || manifests::sources(self.name, dirs)
    }
}

fn is_control(n: &Name<'_>, class: PathClass) -> bool {
    let by_class = matches!(
        class,
        PathClass::AgentControl
            | PathClass::VcsHook
            | PathClass::ShellRc
            | PathClass::Persistence
            | PathClass::VcsInternal
    );
    let instructions = class == PathClass::Memory && !n.dir(&["memory", "memories", "projects"]);
    let agents = n.dir(&[
        ".agents",
        ".claude",
        ".cursor",
        ".clinerules",
        ".cline",
        ".codex",
        ".gemini",
        ".windsurf",
        ".roo",
        ".factory",
    ]);
    let others = n.dir(&[
        ".junie",
        ".trae",
        ".kilocode",
        ".augment",
        ".qodo",
        ".agent",
        ".aiassistant",
        ".amazonq",
        ".kiro",
        ".opencode",
        ".crush",
        ".tabnine",
        ".sourcegraph",
        ".continue",
        ".goose",
    ]) || n.dir(&[".github"]) && n.dir(&["instructions", "prompts", "chatmodes", "agents"])
        || matches!(
            n.name,
            ".goosehints"
                | "warp.md"
                | "qwen.md"
                | "crush.md"
                | "gemini.md"
                | ".clinerules"
                | ".roomodes"
                | ".rules"
                | ".roorules"
        )
        || n.name.starts_with(".aider")
        || n.name.ends_with(".instructions.md")
        || n.name.ends_with(".prompt.md");
    let editor = n.dir(&[".vscode", ".idea", ".devcontainer", ".zed", ".fleet", ".nvim", ".helix", ".vs", ".sublime"])
        // Run by the editor when the folder is opened.
        || matches!(n.name, ".nvim.lua" | ".nvimrc" | ".exrc" | ".vimrc" | ".dir-locals.el" | ".projectile" | ".lvimrc");
    let skill = n.name == "skill.md" || n.dir(&["skills"]) && n.name == "agents.md";
    let hooks = n.stem.trim_start_matches('.').starts_with("lefthook") || n.dir(&[".husky", ".githooks"]);
    by_class
        || instructions
        || others
        || (agents && !n.dir(&["projects"]))
        || editor
        || skill
        || hooks
        || n.name == ".envrc"
}

/// Says who may do what, in a file of its own.
fn is_access(n: &Name<'_>, content: &str) -> bool {
    let named = matches!(
        n.name,
        "firestore.rules"
            | "storage.rules"
            | "database.rules.json"
            | "sudoers"
            | "authorized_keys"
            | "roles.yml"
            | "roles.yaml"
            | "permissions.yml"
            | "permissions.yaml"
            | "permissions.json"
            | "roles.json"
            | "rbac.yml"
            | "rbac.yaml"
            | "rbac.json"
            | "aws-auth.yaml"
            | "policy.csv"
            | "rbac_model.conf"
            | "pg_hba.conf"
            | ".htaccess"
            | "teams.yml"
            | "org.yaml"
    );
    // The statements of a cloud's policy.
    let statements = || {
        let quoted = |key: &str| content.contains(&format!("\"{key}\""));
        quoted("Statement") && quoted("Effect") && (quoted("Action") || quoted("NotAction"))
    };
    named
        || n.ext(&["polar", "cedar", "fga", "rego"])
        || n.name == "sshd_config"
        || n.dir(&["sudoers.d"])
        || n.data()
            && n.stem
                .split(['-', '_', '.'])
                .any(|w| matches!(w, "acl" | "acls" | "rbac" | "permissions" | "authz" | "grants"))
        || n.data() && n.dir(&["rbac", "acl", "acls", "permissions", "access-control", "authorization"])
        || n.dir(&[".github"]) && matches!(n.name, "settings.yml" | "settings.yaml" | "safe-settings.yml")
        || n.ext == "hcl" && n.dir(&["policies"]) && content.contains("capabilities")
        || n.ext == "csv" && super::authority::is_rule_list(content)
        || n.ext == "json"
            && content.contains("\"realm\"")
            && ["\"roles\"", "\"composites\""].iter().any(|k| content.contains(k))
        || n.data()
            && n.dir(&["keycloak", "authentik", "authelia", "zitadel"])
            && n.word(&["realm", "clients", "roles", "groups", "policies", "blueprint"])
        || n.ext == "json" && statements() && !content.contains("AWSTemplateFormatVersion")
}

/// A program that describes infrastructure.
fn describes_infra(content: &str) -> bool {
    let libraries = [
        "aws-cdk-lib",
        "aws_cdk",
        "@pulumi/",
        "import pulumi",
        "pulumi_",
        "github.com/pulumi/",
        "cdktf",
        "software.amazon.awscdk",
        "github.com/aws/aws-cdk-go",
        "Amazon.CDK",
        "sst/config",
        "constructs\"",
    ];
    let imports = content.lines().take(MAX_HEAD_LINES).filter(|l| {
        let l = l.trim_start();
        ["import ", "from ", "const ", "using ", "require ", "\"", "use "].iter().any(|k| l.starts_with(k))
    });
    imports.into_iter().any(|l| libraries.iter().any(|k| l.contains(k))) || content.lines().any(is_stack)
}

/// A class that is a stack of resources, where the imports are not in sight: `class Api extends cdk.Stack {`.
fn is_stack(line: &str) -> bool {
    let bases = [
        "extends cdk.Stack",
        "extends Stack",
        "extends cdk.NestedStack",
        "extends TerraformStack",
        "extends Construct",
        "(cdk.Stack)",
        "(TerraformStack)",
        "(Construct)",
        "extends pulumi.ComponentResource",
        "(pulumi.ComponentResource)",
        ": Amazon.CDK.Stack",
    ];
    line.contains("class ")
        && bases.iter().any(|b| line.split_once(b).is_some_and(|(_, r)| !r.starts_with(char::is_alphanumeric)))
}

/// Imports stand at the top.
const MAX_HEAD_LINES: usize = 120;

fn is_ci(n: &Name<'_>) -> bool {
    let names = [
        "azure-pipelines.yml",
        "azure-pipelines.yaml",
        ".gitlab-ci.yaml",
        "cloudbuild.yml",
        "wercker.yml",
        "jenkinsfile",
        "action.yaml",
        "dependabot.yml",
    ];
    let script = (n.is_script() || n.ext.is_empty())
        && n.word(&["deploy", "publish", "release", "rollout", "promote"])
        && n.name != "release";
    names.contains(&n.name) && n.name != "dependabot.yml"
        || n.dir(&[".circleci", ".buildkite", ".azure-pipelines", ".gitlab", ".drone", ".semaphore"]) && n.data()
        || n.dir(&[".github"]) && n.dir(&["workflows", "actions"]) && n.data()
        || script && n.dir(&["bin", "scripts", "ci", "deploy", "tools", "hack"])
}

/// Statements, also those that one product names its own.
fn is_sql(n: &Name<'_>) -> bool {
    n.ext(&["sql", "psql", "pgsql", "plsql", "pls", "pks", "pkb", "ddl", "tsql", "hql", "cql"])
}

fn is_migration(n: &Name<'_>) -> bool {
    let code = n.program() || is_sql(n) || n.ext(&["prisma", "xml", "yaml", "yml", "edn"]);
    let schema = matches!(n.name, "schema.rb" | "schema.sql") && n.dir(&["db", "database", "sql"])
        || matches!(n.name, "structure.sql" | "schema.prisma");
    let digit = |s: &str| s.bytes().next().is_some_and(|b| b.is_ascii_digit());
    // Flyway's `V7__name.sql`, and numbered files of tools that keep them in a folder of their own.
    let flyway = is_sql(n) && n.name.strip_prefix(['v', 'r', 'u']).is_some_and(|r| digit(r) && r.contains("__"));
    let numbered = is_sql(n) && digit(n.name) && n.dir(&["drizzle", "db", "database", "schema", "sql", "evolutions"]);
    if schema || flyway || numbered {
        return true;
    }
    let dirs = n.dir(&["migrations", "migrate", "migration", "alembic", "changelog", "changelogs", "db_migrations"]);
    let versioned = is_sql(n)
        || n.dir(&["db", "database", "prisma", "alembic"])
        || n.name.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let init = matches!(n.name, "__init__.py" | "env.py" | "index.ts" | "mod.rs");
    dirs && code && (versioned || n.dir(&["migrations"])) && !init
}

fn is_dev(n: &Name<'_>, class: PathClass) -> bool {
    let settings = n.data()
        || n.ext(&["rb", "py"]) && n.dir(&["environments", "settings"])
        || n.ext == "exs" && n.dir(&["config"]);
    let development =
        n.word(&["dev", "development", "local", "test", "ci"]) && settings && !n.dir(&["tests", "test", "terraform"]);
    let configured = development
        && (n.stem.starts_with("application")
            || n.ext == "exs"
            || n.stem.starts_with("values")
            || n.stem.starts_with("appsettings")
            || n.dir(&["environments", "settings", "config", "conf"]))
        && !n.dir(&["environments-networks"]);
    let compose = (n.stem.starts_with("docker-compose") || n.stem.starts_with("compose")) && !is_production(n);
    // `.toolrc`, `.toolrc.json`, `.toolignore`, `tool.config.ts`.
    let dotted = n.name.starts_with('.')
        && (n.stem.ends_with("rc") || n.name.ends_with("rc") || n.name.ends_with("ignore"))
        || n.stem.ends_with(".config") && n.program();
    let names = [
        "cmakelists.txt",
        "cmakepresets.json",
        "meson.build",
        "meson_options.txt",
        "build.bazel",
        "analysis_options.yaml",
        ".formatter.exs",
        ".credo.exs",
        ".scalafmt.conf",
        ".scalafix.conf",
        ".swiftlint.yml",
        ".swiftformat",
        "detekt.yml",
        "checkstyle.xml",
        "phpunit.xml",
        "phpunit.xml.dist",
        "psalm.xml",
        "infection.json",
        ".php-cs-fixer.php",
        "rector.php",
        "stylua.toml",
        ".luacheckrc",
        ".perltidyrc",
        ".perlcriticrc",
        ".lintr",
        ".hlint.yaml",
        "fourmolu.yaml",
        ".ocamlformat",
        "codecov.yml",
        ".codecov.yml",
        "sonar-project.properties",
        ".yamllint",
        ".yamllint.yml",
        ".yamllint.yaml",
        ".ansible-lint",
        ".tflint.hcl",
        ".hadolint.yaml",
        ".isort.cfg",
        "tslint.json",
        "jsconfig.json",
        "renovate.json5",
        "taskfile.yml",
        "taskfile.yaml",
        "tiltfile",
        "earthfile",
        ".mise.toml",
        "mise.toml",
        "devbox.json",
        ".ruff.toml",
        "pyrightconfig.json",
        "typos.toml",
        "_typos.toml",
        "cspell.json",
        "knip.json",
        ".oxlintrc.json",
        "dprint.json",
        ".swcrc",
        "gradle.properties",
        "bunit.runsettings",
        "global.json",
        "directory.build.props",
        ".globalconfig",
        "stylecop.json",
        "nodemon.json",
        "karma.conf.js",
    ];
    let phpstan = n.name.starts_with("phpstan") || n.name.starts_with("commitlint") || n.name.starts_with("cspell");
    let tool = dotted
        || phpstan
        || names.contains(&n.name)
        || n.name.starts_with(".golangci")
        || n.name.starts_with(".rubocop")
        || n.name.contains("rustfmt")
        || n.name.starts_with("pytest.")
        || n.name.starts_with("mypy.")
        || n.name.starts_with("tox.")
        || n.name.starts_with(".markdownlint")
        || content::is_scanner(n);
    class == PathClass::DevConfig
        || n.name.starts_with("dockerfile")
        || n.name.starts_with("containerfile")
        || compose
        || configured
        || tool
        || class == PathClass::SecretExample && n.ext(&["example", "sample", "template", "dist"])
}

fn is_production(n: &Name<'_>) -> bool {
    let word = n.word(&["prod", "production", "prd", "live"]);
    let place = n.dir(&["prod", "production"])
        && n.dir(&[
            "config",
            "configs",
            "conf",
            "deploy",
            "env",
            "envs",
            "environments",
            "settings",
            "overlays",
            "clusters",
            "inventories",
            "live",
            "stacks",
            "values",
            "secrets",
            "rel",
            "releases",
        ]);
    // What a server is set up with: `docker/php/production/www.conf`.
    let server = n.dir(&["prod", "production"]) && n.ext(&["conf", "ini", "cnf", "cfg", "properties", "env"]);
    // `environment.prod.ts`, `config.production.js`: settings of a program, in its language.
    let program = n.program()
        && (["environment", "environments", "config", "settings", "env", "application", "app"]
            .iter()
            .any(|s| n.stem.strip_prefix(s).is_some_and(|r| r.starts_with(['.', '-', '_'])))
            // `prod_config.dart`
            || n.stem.split_once(['-', '_']).is_some_and(|(_, s)| matches!(s, "config" | "settings" | "environment" | "env"))
            || n.dir(&["config", "configs", "environments", "settings", "conf"])
                && matches!(n.stem, "prod" | "production" | "live"));
    let config = n.data()
        || n.evaluated()
        || n.ext(&["rb", "py", "production", "exs"]) && n.dir(&["config", "environments", "settings"]);
    // A template of a chart is deployed everywhere, whatever its name.
    let template = n.dir(&["templates"]) && n.ext(&["yaml", "yml", "tpl"]);
    (word && (config || program) || server || place && (n.data() || config)) && !n.ext(&["hcl"]) && !template
}

fn is_infra(n: &Name<'_>, class: PathClass, content: &str) -> bool {
    let program =
        n.dir(&["pulumi", "cdk", "cdktf"]) || n.stem.ends_with("stack") && n.dir(&["infra", "infrastructure", "lib"]);
    if n.ext(&["tf", "tofu", "hcl", "tfvars", "bicep", "tpl"]) || n.name.ends_with(".tf.json") {
        return true;
    }
    if n.program() {
        // Where the imports are not in sight: a stack in the folder of those.
        let stack = n.dir(&["cdk", "cdktf", "pulumi"])
            && (n.dir(&["stacks", "constructs"]) || ["stack", "construct"].iter().any(|s| n.stem.ends_with(s)));
        return (program && class == PathClass::Iac || stack || describes_infra(content)) && !is_test_name(n);
    }
    let deployed = n.dir(&[
        "helm",
        "charts",
        "helm_deploy",
        "k8s",
        "kubernetes",
        "kustomize",
        "manifests",
        "overlays",
        "argocd",
        "flux",
        "ansible",
        "playbooks",
        "environments-networks",
        "deploy",
    ]);
    class == PathClass::Iac || n.data() && (deployed || is_manifest_yaml(content))
}

/// Kubernetes' and CloudFormation's own first keys.
fn is_manifest_yaml(content: &str) -> bool {
    let resource = |l: &str| {
        let l = l.trim_start().trim_start_matches('"');
        l.strip_prefix("Type").is_some_and(|r| r.trim_start_matches(['"', ':', ' ', '\'']).starts_with("AWS::"))
    };
    let top = |key: &str| content.lines().take(400).any(|l| l.starts_with(key));
    top("apiVersion:") && top("kind:")
        || top("AWSTemplateFormatVersion")
        || content.contains("\"AWSTemplateFormatVersion\"")
        || content.contains("AWS::") && content.lines().take(400).any(resource)
}

/// A kind of Kubernetes' that says who may do what.
fn is_rbac(content: &str) -> bool {
    content.lines().take(2000).any(|l| {
        l.trim_start().strip_prefix("kind:").is_some_and(|k| {
            matches!(
                k.trim().trim_matches(['"', '\'']),
                "Role"
                    | "ClusterRole"
                    | "RoleBinding"
                    | "ClusterRoleBinding"
                    | "ServiceAccount"
                    | "PodSecurityPolicy"
                    | "AuthorizationPolicy"
            )
        })
    })
}

fn rbac_name(n: &Name<'_>) -> bool {
    let stem = n.stem.replace(['-', '_', '.'], "");
    ["rbac", "clusterrole", "rolebinding", "serviceaccount", "workerrole"].iter().any(|w| stem.contains(w))
        || n.word(&["role", "roles", "iam"])
}

fn is_test(n: &Name<'_>, class: PathClass) -> bool {
    class == PathClass::Test
        || is_test_name(n)
        || n.dir(&[
            "test",
            "tests",
            "testing",
            "__tests__",
            "__test__",
            "spec",
            "specs",
            "testdata",
            "e2e",
            "testsuite",
            "integration-tests",
            "fixtures",
        ])
}

/// A page of the manual: `tool.1` below `man`.
fn is_manual(n: &Name<'_>) -> bool {
    n.ext.len() == 1
        && n.ext.bytes().all(|b| b.is_ascii_digit())
        && (n.dir(&["man", "doc", "docs"]) || n.dir(&["man1", "man5", "man7", "man8"]))
}

fn is_test_name(n: &Name<'_>) -> bool {
    let s = n.stem;
    n.ext(&["feature", "bats"])
        || n.ext == "t" && n.dir(&["t", "xt"])
        || s.starts_with("test_") && !n.ext(&["rs", "go", "java", "kt", "ts", "tsx", "js", "jsx"])
        || s.ends_with("_test")
        || s.ends_with("_spec")
        || s.ends_with(".test")
        || s.ends_with(".spec")
        || s.contains("_test_")
        || s == "tests"
        || s == "conftest"
        || n.ext(&["java", "kt", "scala", "php", "cs", "swift", "groovy"])
            && (s.ends_with("test") || s.ends_with("tests") || s.ends_with("spec"))
}
