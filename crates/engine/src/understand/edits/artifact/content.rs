//! What a file is by what it says, where neither its name nor its place tells: pipelines, migrations, playbooks, the settings
//! of servers. The first lines are looked at, for what only such a file has.

use super::Name;

/// Lines that tell what a file is.
const MAX_HEAD: usize = 200;

fn head(content: &str) -> impl Iterator<Item = &str> {
    content.lines().take(MAX_HEAD)
}

/// Whether one of the first lines holds one of these. They are searched together: a mark without an end of a line in it lies
/// within one line, and line by line the search costs five times as much.
fn has(content: &str, marks: &[&str]) -> bool {
    let end = content.match_indices('\n').nth(MAX_HEAD - 1).map_or(content.len(), |(at, _)| at);
    let lines = content.get(..end).unwrap_or(content);
    marks.iter().filter(|m| !m.contains('\n')).any(|m| lines.contains(m))
}

/// Keys of the outermost level.
fn top(content: &str, key: &str) -> bool {
    head(content).any(|l| l.strip_prefix(key).is_some_and(|r| r.trim_start().starts_with(':')))
}

/// A pipeline, a deployment's description, or a program that publishes.
pub fn delivers(n: &Name<'_>, content: &str) -> bool {
    let named = [
        "appspec.yml", "appspec.yaml", "dockerrun.aws.json", "captain-definition", "nixpacks.toml", "railway.toml", "now.json",
        ".cirrus.yml", ".cirrus.star", "codemagic.yaml", "bitrise.yml", "screwdriver.yaml", ".build.yml", ".appveyor.yml", "heroku.yml",
        "release-please-config.json", ".releaserc", ".releaserc.json", ".releaserc.yml", "release.config.js", "fastfile", "cloudbuild.json",
        "buildspec.yaml", "okteto.yml", "devspace.yaml", "garden.yml", "werf.yaml", "waypoint.hcl", "apphosting.yaml", "app.yaml",
        "dagger.json", ".onedev-buildspec.yml", "semaphore.yml", "pipeline.yml", "pipeline.yaml", "jenkinsfile.groovy", "amplify.yml",
        "copilot.yml", "wrangler.json", ".deployment", "kamal.yml",
    ]
    .contains(&n.name)
        || n.stem.ends_with(".gitlab-ci")
        || n.stem.starts_with("azure-pipelines")
        || n.stem.starts_with("cloudbuild")
        || n.stem.starts_with("jenkinsfile")
        || n.name.starts_with("fly.") && n.ext == "toml"
        // Capistrano's, Kamal's.
        || n.dir(&["config"]) && matches!(n.name, "deploy.rb" | "deploy.yml" | "deploy.yaml")
        || n.dir(&["config"]) && n.dir(&["deploy"]) && n.ext == "rb"
        // `deploy/blue_green.sh`
        || n.is_script() && n.dir(&["deploy", "deployment", "deployments", "rollout"])
        || n.dir(&[".forgejo", ".gitea"]) && n.dir(&["workflows"])
        || n.dir(&[".builds", ".teamcity", ".woodpecker", ".tekton", ".screwdriver", ".kamal"])
        || n.data() && n.dir(&["tekton", "concourse", "buildkite", "jenkins", "gitlab-ci", "drone", "spinnaker", "argo-workflows"])
        // Heroku's describes how an app is set up; others use the name for the app itself.
        || n.name == "app.json" && has(content, &["buildpacks", "postdeploy", "\"formation\"", "\"addons\""]);
    let yaml = n.ext(&["yml", "yaml"]);
    named || yaml && is_pipeline(content) || n.program() && is_named_release(n) && publishes(content)
}

/// Jobs with steps, stages with scripts: what CI of any kind looks like.
fn is_pipeline(content: &str) -> bool {
    let key = |k: &str| {
        head(content)
            .any(|l| l.trim_start().trim_start_matches("- ").strip_prefix(k).is_some_and(|r| r.starts_with(':')))
    };
    let runs = key("script") || key("run") || key("steps") || key("commands") || key("uses") || key("task");
    let github = top(content, "on") && top(content, "jobs");
    let stages = (top(content, "stages") || key("stage")) && runs;
    let jobs =
        (top(content, "jobs") || top(content, "pipelines") || top(content, "pipeline") || top(content, "workflows"))
            && runs;
    let azure = (top(content, "trigger") || top(content, "pool")) && runs;
    // A GitLab fragment: jobs at the outermost level, with an image and a script.
    let gitlab =
        head(content).any(|l| l == "  script:") && (key("image") || key("stage") || key("rules") || key("only"));
    let kinds =
        has(content, &["kind: pipeline", "apiVersion: tekton.dev", "apiVersion: skaffold", "apiVersion: argoproj.io"]);
    github || stages || jobs || azure || gitlab || kinds
}

fn is_named_release(n: &Name<'_>) -> bool {
    n.word(&["deploy", "publish", "release", "rollout", "promote", "deployment"])
        && n.dir(&["bin", "scripts", "script", "ci", "deploy", "tools", "hack", "release", "build", "tasks"])
}

/// A program that brings something to others.
fn publishes(content: &str) -> bool {
    has(
        content,
        &[
            "twine",
            "npm publish",
            "\"publish\"",
            "cargo publish",
            "git push",
            "\"push\"",
            "docker push",
            "gh release",
            "kubectl",
            "helm",
            "gcloud",
            "gem push",
            "ssh ",
            "rsync",
            "scp ",
            "s3 sync",
            "mvn deploy",
            "vsce",
            "dotnet nuget push",
            "poetry publish",
        ],
    )
}

/// A migration of any library, by what it inherits or calls.
pub fn migrates(n: &Name<'_>, content: &str) -> bool {
    let library = n.program()
        && has(
            content,
            &[
                "MigrationInterface",
                "migrations.Migration)",
                "< ActiveRecord::Migration",
                "extends Migration",
                "AbstractMigration",
                "queryInterface.",
                "from alembic import",
                "use Ecto.Migration",
                ": Migration\n",
                "MigrationBuilder",
                "MigrationTrait",
                "goose.AddMigration",
                "goose.AddNamedMigration",
                "from yoyo import",
                "BaseJavaMigration",
                "knex.schema.",
                "exports.up =",
                "Sequel.migration",
                "Illuminate\\Database\\Migrations",
                "Mongock",
                "@ChangeUnit",
                "IMigration",
                "Kysely<",
                // Room, Drift, SwiftData, Realm.
                "object : Migration(",
                "fallbackToDestructiveMigration",
                "MigrationStrategy(",
                "SchemaMigrationPlan",
                "migrationBlock",
            ],
        )
        && has(content, &["up", "Up", "change", "upgrade", "operations", "step(", "execution", "migrate", "igration"]);
    // A schema that a tool turns into statements.
    let schema = n.program()
        && n.word(&["schema", "schemas", "tables"])
        && has(content, &["drizzle-orm/", "pgTable(", "mysqlTable(", "sqliteTable("]);
    let changelog = n.ext(&["xml", "yml", "yaml", "json"]) && has(content, &["databaseChangeLog", "<changeSet"]);
    let numbered = n.ext(&["cql", "js", "rs"])
        && n.name.starts_with(|c: char| c.is_ascii_digit())
        && n.dir(&["migrations", "cql", "migrate"]);
    library || schema || changelog || numbered || n.ext == "cql"
}

/// A playbook, a machine's description, the settings of a server.
pub fn runs_machines(n: &Name<'_>, content: &str) -> bool {
    let yaml = n.ext(&["yml", "yaml"]);
    let role = yaml && n.dir(&["roles"]) && n.dir(&["tasks", "handlers", "defaults", "vars", "meta"]);
    let playbook =
        yaml && head(content).any(|l| l.starts_with("- hosts:") || l.trim_start().starts_with("ansible.builtin."));
    let inventory = n.dir(&["group_vars", "host_vars", "inventory", "inventories"]) && (n.data() || n.ext.is_empty());
    let cloud = content.starts_with("#cloud-config");
    let nixos = n.ext == "nix"
        && has(
            content,
            &["services.", "networking.", "boot.", "environment.systemPackages", "users.users", "virtualisation."],
        );
    let alerts = yaml
        && has(content, &["- alert:", "- record:", "scrape_configs:", "receivers:"])
        && has(content, &["groups:", "scrape_configs:", "route:"]);
    let chart = yaml && n.stem.starts_with("values") && n.dir(&["chart", "charts", "helm", "deploy"]);
    let named = n.stem == "helmfile"
        || n.name.starts_with("helmfile.")
        || n.dir(&["helmfile.d"])
        || n.ext(&["bicepparam", "jsonnet", "libsonnet"])
        || matches!(
            n.name,
            "kustomization.yaml"
                | "kustomization.yml"
                | "kustomization"
                | "docker-stack.yml"
                | "docker-stack.yaml"
                | "samconfig.toml"
                | "samconfig.yaml"
                | "serverless.ts"
                | "serverless.js"
                | "serverless.json"
                | "serverless.yaml"
                | "zarf.yaml"
                | "azuredeploy.json"
                | "azuredeploy.parameters.json"
                | "eksctl.yaml"
                | "cdktf.json"
                | "terragrunt.hcl.json"
                | "pulumi.yml"
        )
        || n.ext == "json" && has(content, &["deploymentTemplate.json#", "deploymentParameters.json#"])
        || yaml && n.stem.ends_with("stack") && top(content, "services") && has(content, &["    deploy:"])
        || yaml && n.name.starts_with("azure.") && has(content, &["    host:"]);
    let other = named
        || n.ext(&["pp", "nomad", "sls"])
        || n.ext == "rb" && n.dir(&["cookbooks"])
        || n.dir(&["crossplane"]) && yaml;
    role || playbook || inventory || cloud || nixos || alerts || chart || other || is_server(n, content)
}

/// Settings of a program that serves others.
fn is_server(n: &Name<'_>, content: &str) -> bool {
    let named = [
        "haproxy.cfg",
        "redis.conf",
        "my.cnf",
        "mysqld.cnf",
        "postgresql.conf",
        "pgbouncer.ini",
        "nginx.conf",
        "httpd.conf",
        "apache2.conf",
        "caddyfile",
        "squid.conf",
        "traefik.yml",
        "traefik.toml",
        "envoy.yaml",
        "kong.yml",
        "supervisord.conf",
        "named.conf",
        "varnish.vcl",
        "prometheus.yml",
        "alertmanager.yml",
        "logstash.conf",
        "fluent-bit.conf",
        "fluent.conf",
        "filebeat.yml",
        "mongod.conf",
        "rabbitmq.conf",
        "elasticsearch.yml",
        "consul.hcl",
        "vault.hcl",
        "php-fpm.conf",
        "web.config",
        "dovecot.conf",
        "main.cf",
        "krakend.json",
        "crontab",
    ];
    let nginx = n.ext(&["conf", "nginx"]) && has(content, &["server {", "upstream ", "location ", "proxy_pass"]);
    let apache = n.ext == "conf" && has(content, &["<VirtualHost", "<Directory", "ServerName "]);
    let unit = n.ext(&["service", "timer", "socket"]) && has(content, &["[Unit]", "[Service]", "[Timer]", "ExecStart"]);
    // What only a developer starts.
    let local = n.dir(&["example", "examples"]) || n.word(&["dev", "local"]);
    (named.contains(&n.name) || nginx || apache || unit || n.ext == "vcl") && !local
}

/// Settings of a tool that looks for weaknesses or bad style.
pub fn is_scanner(n: &Name<'_>) -> bool {
    let tools = [
        ".bandit",
        ".trivyignore",
        ".snyk",
        ".gitleaks",
        ".checkov",
        ".tfsec",
        ".semgrep",
        ".gosec",
        ".secrets.baseline",
        ".nsprc",
        ".grype",
        "audit-ci",
    ];
    tools.iter().any(|t| n.name.starts_with(t))
}
