//! What people call the kinds of things, as groups of a bit mask: `delete the branch main` is not about a file `main`.
//! Called by `bind`.

use automode_model::{Action, Effect, EnvLabel, Target, Verb};

/// A set of kinds of things.
pub type Kinds = u32;

const FILE: Kinds = 1;
const BRANCH: Kinds = 1 << 1;
const TAG: Kinds = 1 << 2;
const STASH: Kinds = 1 << 3;
const CONTAINER: Kinds = 1 << 4;
const IMAGE: Kinds = 1 << 5;
const VOLUME: Kinds = 1 << 6;
const NETWORK: Kinds = 1 << 7;
const POD: Kinds = 1 << 8;
const WORKLOAD: Kinds = 1 << 9;
const NAMESPACE: Kinds = 1 << 10;
const JOB: Kinds = 1 << 11;
const PROCESS: Kinds = 1 << 12;
const SERVICE: Kinds = 1 << 13;
const DATABASE: Kinds = 1 << 14;
const TABLE: Kinds = 1 << 15;
const BUCKET: Kinds = 1 << 16;
const MACHINE: Kinds = 1 << 17;
const PACKAGE: Kinds = 1 << 18;
const REPOSITORY: Kinds = 1 << 19;
const RELEASE: Kinds = 1 << 20;
const REVIEW: Kinds = 1 << 21;
const RUN: Kinds = 1 << 22;
const SECRET: Kinds = 1 << 23;
const USER: Kinds = 1 << 24;
const STACK: Kinds = 1 << 25;
const ARTIFACT: Kinds = 1 << 26;
const CHANGES: Kinds = 1 << 27;
const HISTORY: Kinds = 1 << 28;
const QUEUE: Kinds = 1 << 29;

/// What singular and plural of a noun share: for comparing two words, not for showing.
#[must_use]
pub fn stem(noun: &str) -> &str {
    noun.trim_end_matches('s')
}

/// The kinds that a noun may mean; none where it is no such noun. Singular and plural, and other languages' words.
#[must_use]
pub fn kinds(noun: &str) -> Kinds {
    let one = match noun {
        "branches" => "branch",
        "directories" => "directory",
        "processes" => "process",
        "registries" => "registry",
        "repositories" => "repository",
        "policies" => "policy",
        "caches" => "cache",
        "databases" => "database",
        "stashes" => "stash",
        "indices" | "indexes" => "index",
        "entries" => "entry",
        other => other.strip_suffix('s').filter(|s| is_singular(s)).unwrap_or(other),
    };
    match one {
        "file" | "directory" | "folder" | "dir" | "path" | "script" | "symlink" | "link" | "archive" | "fixture"
        | "datei" | "ordner" | "verzeichnis" | "fichier" | "dossier" | "archivo" | "carpeta" | "arquivo" | "pasta"
        | "cartella" | "bestand" | "map" | "文件" | "目录" | "ファイル" | "フォルダ" | "파일" | "файл" | "файлы"
        | "папку" | "каталог" | "plik" | "pliki" | "katalog" | "filen" | "mappen" | "dosya" | "dosyasını" => {
            FILE
        }
        "log" | "report" | "dump" | "output" => FILE | ARTIFACT | BUCKET,
        "branch" | "branche" | "rama" | "ramo" | "tak" | "zweig" | "分支" | "ブランチ" | "브랜치" | "ветку"
        | "ветка" | "ветки" | "гілку" | "gałąź" | "gałęzie" | "gałęzi" | "grenen" | "dal" | "dalı" | "dalını" => {
            BRANCH
        }
        "ref" => BRANCH | TAG,
        "tag" => TAG | IMAGE,
        "stash" => STASH,
        "container" | "conteneur" | "contenedor" | "容器" | "コンテナ" | "컨테이너" | "контейнер" | "kontener" => {
            CONTAINER
        }
        "image" => IMAGE | FILE,
        "volume" | "pvc" | "disk" | "snapshot" => VOLUME | MACHINE | BUCKET,
        "network" => NETWORK,
        "pod" => POD,
        "deployment" | "daemonset" | "statefulset" | "replicaset" | "workload" | "ingress" | "configmap" => WORKLOAD,
        "namespace" | "ns" => NAMESPACE,
        "job" | "cronjob" | "task" | "dag" | "tarea" | "tâche" | "aufgabe" | "任务" | "作业" | "ジョブ" | "작업"
        | "задачу" | "zadanie" | "jobbet" => JOB | PROCESS | RUN | QUEUE,
        "process" | "pid" | "server" | "daemon" | "watcher" | "prozess" | "processus" | "proceso" | "进程"
        | "プロセス" => PROCESS | SERVICE | MACHINE,
        "session" | "window" => PROCESS,
        "service" | "unit" | "dienst" => SERVICE | WORKLOAD | PROCESS,
        "database" | "db" | "schema" | "datenbank" | "base" | "banco" | "数据库" | "データベース" => {
            DATABASE | MACHINE
        }
        "table" | "tabelle" | "tabla" | "tabela" | "tabella" | "tabel" | "row" | "record" | "collection" | "index"
        | "view" | "表" | "テーブル" | "테이블" | "таблицу" | "tabelę" | "tabellen" | "tablosunu" | "key" => {
            TABLE | QUEUE | SECRET
        }
        "bucket" | "object" | "blob" => BUCKET,
        "instance" | "vm" | "machine" | "host" | "node" | "droplet" => MACHINE,
        "package" | "dependency" | "dependencies" | "library" | "module" | "crate" | "plugin" | "paket" => PACKAGE,
        "repository" | "repo" => REPOSITORY,
        "registry" => REPOSITORY | IMAGE | PACKAGE,
        "dataset" => DATABASE | TABLE,
        "release" | "version" => RELEASE | TAG | PACKAGE | WORKLOAD,
        "pr" | "mr" | "pull-request" | "issue" | "ticket" | "comment" | "gist" | "conversation" | "discussion"
        | "thread" => REVIEW,
        "run" | "workflow" | "pipeline" | "build" => RUN | FILE | JOB,
        "secret" | "token" | "credential" | "password" | "certificate" => SECRET,
        "user" | "account" | "role" | "group" => USER | STACK,
        "policy" | "permission" | "binding" => USER | SECRET,
        "stack" | "resource" | "cluster" | "environment" | "project" | "app" | "application" | "function" => {
            STACK | MACHINE | WORKLOAD | SERVICE | FILE
        }
        "artifact" | "artefact" | "cache" | "build-output" => ARTIFACT | FILE | BUCKET,
        "asset" => ARTIFACT | FILE | RELEASE,
        "change" | "modification" | "edit" | "work" => CHANGES,
        "commit" | "history" => HISTORY | CHANGES,
        "queue" | "dlq" | "topic" | "message" | "entry" | "item" => QUEUE | TABLE,
        "chart" => WORKLOAD | RELEASE,
        _ => 0,
    }
}

/// What is left of a plural: `branch`, `pr`; not of a word that only ends so.
fn is_singular(word: &str) -> bool {
    word.len() > 2 && !word.ends_with('s') || matches!(word, "pr" | "mr" | "vm" | "db")
}

/// Whether a word names what a program is the tool of, or is one of its services: `my slurm jobs`, `the snapshot in ec2`.
#[must_use]
pub fn is_tool(word: &str, program: &str) -> bool {
    let of = |programs: &[&str]| programs.contains(&program);
    match word {
        "slurm" => of(&["scancel", "sbatch", "scontrol", "squeue", "salloc"]),
        "pbs" | "torque" | "sge" => of(&["qdel", "qsub", "qalter", "qselect", "qhold", "qrls"]),
        "lsf" => of(&["bkill", "bsub", "bjobs", "bstop", "bresume"]),
        "github" => of(&["gh", "git"]),
        "actions" => of(&["gh"]),
        "gitlab" => of(&["glab", "git"]),
        "k8s" | "kubernetes" | "kube" => of(&["kubectl", "helm", "oc", "k9s"]),
        "systemd" => of(&["systemctl", "journalctl"]),
        "redis" | "valkey" => of(&["redis-cli", "valkey-cli"]),
        "postgres" | "postgresql" => of(&["psql", "dropdb", "createdb", "dropuser"]),
        "mysql" | "mariadb" => of(&["mysql", "mysqladmin", "mariadb"]),
        "mongo" | "mongodb" => of(&["mongosh", "mongo"]),
        "ec2" | "ebs" | "s3" | "ecr" | "ecs" | "rds" | "sqs" | "sns" | "eks" | "lambda" | "iam" | "cloudwatch" => {
            of(&["aws"])
        }
        "gcs" | "gcp" | "gce" | "gke" => of(&["gcloud", "gsutil"]),
        "azure" | "aks" => of(&["az"]),
        "kafka" => program.starts_with("kafka-"),
        "rabbitmq" | "rabbit" => of(&["rabbitmqctl", "rabbitmqadmin"]),
        other => other == program || PRODUCTS.iter().any(|(name, tools)| *name == other && tools.contains(&program)),
    }
}

/// What vendors and products call themselves, and the programs by which they are told what to do, where the one name does not
/// begin with the other.
const PRODUCTS: &[(&str, &[&str])] = &[
    ("1password", &["op"]),
    ("artifactory", &["jf", "jfrog"]),
    ("bigquery", &["bq"]),
    ("bitwarden", &["bw"]),
    ("buildkite", &["bk"]),
    ("cassandra", &["cqlsh", "nodetool"]),
    ("cloudflare", &["wrangler", "flarectl", "cloudflared"]),
    ("cocoapods", &["pod"]),
    ("cron", &["crontab"]),
    ("digitalocean", &["doctl"]),
    ("etcd", &["etcdctl"]),
    ("exoscale", &["exo"]),
    ("fail2ban", &["fail2ban-client"]),
    ("firewalld", &["firewall-cmd"]),
    ("forgejo", &["tea"]),
    ("freeipa", &["ipa"]),
    ("gitea", &["tea"]),
    ("hadoop", &["hdfs", "yarn"]),
    ("hetzner", &["hcloud"]),
    ("hive", &["beeline"]),
    ("huggingface", &["hf", "huggingface-cli"]),
    ("istio", &["istioctl"]),
    ("jenkins", &["jenkins-cli"]),
    ("jfrog", &["jf", "jfrog"]),
    ("k3s", &["kubectl", "helm"]),
    ("knative", &["kn"]),
    ("launchd", &["launchctl"]),
    ("libvirt", &["virsh"]),
    ("linode", &["linode-cli"]),
    ("mssql", &["sqlcmd"]),
    ("neo4j", &["cypher-shell"]),
    ("openshift", &["oc"]),
    ("oracle", &["oci", "sqlplus"]),
    ("proxmox", &["pct", "qm", "pvesh"]),
    ("pypi", &["twine"]),
    ("rubygems", &["gem"]),
    ("scaleway", &["scw"]),
    ("scylla", &["cqlsh", "nodetool"]),
    ("semaphore", &["sem"]),
    ("sentry", &["sentry-cli"]),
    ("snowflake", &["snow", "snowsql"]),
    ("spinnaker", &["spin"]),
    ("tekton", &["tkn"]),
    ("upcloud", &["upctl"]),
    ("vmware", &["govc"]),
    ("vsphere", &["govc"]),
    ("vultr", &["vultr-cli"]),
];

/// A program of things that many people have.
pub(super) fn is_shared(program: &str) -> bool {
    matches!(program, "scancel" | "qdel" | "bkill" | "condor_rm" | "gh" | "glab")
}

/// The kinds of two words that are one noun: `config map`, `pull request`.
#[must_use]
pub fn compound(first: &str, second: &str) -> Option<Kinds> {
    Some(match (first, second.trim_end_matches('s')) {
        ("config", "map") | ("stateful" | "daemon" | "replica", "set") => WORKLOAD,
        ("cron" | "batch", "job") => JOB | RUN,
        ("pull" | "merge", "request") => REVIEW,
        ("virtual", "machine") => MACHINE,
        ("load", "balancer") | ("security", "group") => STACK | MACHINE,
        _ => return None,
    })
}

/// The kinds of things that an effect may fall on: those that such effects have, that the command names (`delete_user x`), and
/// that its program is there for (`zfs destroy x`).
#[must_use]
pub fn of_effect(action: &Action, effect: &Effect) -> Kinds {
    by_verb(action, effect) | named(action) | of_program(action)
}

/// `rabbitmqctl delete_user x`: the nouns of the operation, where they are parts of its word.
fn named(action: &Action) -> Kinds {
    let head = action.words.split_whitespace().skip(1).take_while(|w| !w.starts_with('-')).take(2);
    let plain =
        head.filter(|w| w.contains(['_', '-']) && w.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_')));
    plain.flat_map(|w| w.split(['-', '_'])).map(kinds).fold(0, |all, k| all | k)
}

/// What a program is there for, where its words do not say it.
fn of_program(action: &Action) -> Kinds {
    let of = |words: &[&str]| words.iter().map(|w| kinds(w)).fold(0, |all, k| all | k);
    match action.program.as_str() {
        "zfs" | "zpool" | "btrfs" | "lvremove" | "lvm" | "restic" | "borg" | "kopia" | "sanoid" => {
            of(&["snapshot", "dataset", "volume", "backup", "archive"]) | VOLUME
        }
        // With its definition goes what `destroy` leaves.
        "virsh" if action.words.contains("undefine") => 0,
        "virsh" | "qm" | "VBoxManage" | "multipass" | "vagrant" | "virt-manager" => {
            of(&["vm", "domain", "snapshot"]) | MACHINE
        }
        "pct" | "lxc" | "incus" | "machinectl" => of(&["container", "vm", "snapshot"]) | CONTAINER | MACHINE,
        "mongosh" | "mongo" => of(&["collection", "index", "document", "user"]),
        "nomad" => of(&["job", "allocation", "volume", "variable", "node"]) | JOB,
        _ => 0,
    }
}

/// The kinds of things that effects of this verb have.
fn by_verb(action: &Action, effect: &Effect) -> Kinds {
    use Verb as V;
    let says = |word: &str| action.words.split_whitespace().any(|w| w == word || w.trim_end_matches('s') == word);
    match effect.verb {
        _ if matches!(effect.target, Target::Path(_)) => {
            FILE | ARTIFACT | if action.words.contains("worktree") { BRANCH } else { 0 }
        }
        V::VcsRewrite | V::VcsDiscard | V::VcsChange if says("tag") => TAG | RELEASE,
        V::VcsRewrite | V::VcsDiscard | V::VcsChange if says("stash") => STASH | CHANGES,
        V::VcsRewrite | V::VcsChange if says("branch") => BRANCH,
        V::VcsPush | V::VcsDeleteRemote if says("pr") || says("mr") => BRANCH | REVIEW,
        V::VcsDeleteRemote | V::VcsPush | V::VcsForcePush => BRANCH | TAG | RELEASE,
        V::VcsRewrite | V::VcsDiscard | V::VcsChange => BRANCH | TAG | STASH | CHANGES | HISTORY | FILE,
        V::ContainerDelete | V::ContainerStop | V::ContainerRun if says("volume") => VOLUME,
        V::ContainerDelete if says("pod") => POD | CONTAINER,
        V::ContainerDelete if says("builder") || says("buildx") => ARTIFACT,
        V::ContainerDelete if says("image") || says("rmi") => IMAGE,
        V::ContainerDelete if says("network") => NETWORK,
        V::ContainerDelete | V::ContainerStop | V::ContainerRun => CONTAINER | SERVICE | PROCESS,
        V::DbAdmin if crate::decide::reach::ends_session(action, effect).is_some() => DATABASE | PROCESS,
        V::DbAdmin => DATABASE | TABLE | USER,
        V::DbDestroy | V::DbWrite | V::DbSchema | V::DbRead => DATABASE | TABLE | QUEUE,
        V::Unpublish => RELEASE | ARTIFACT | TAG | PACKAGE | IMAGE | REPOSITORY,
        V::ProcessKill | V::ProcessSignal => PROCESS | JOB | SERVICE,
        V::ServiceStart | V::ServiceStop => SERVICE | PROCESS,
        V::ForgeDelete | V::ForgeMerge | V::ForgeWrite | V::CiTrigger => {
            let entry = if says("cache") { QUEUE } else { 0 };
            REVIEW | RELEASE | RUN | REPOSITORY | ARTIFACT | TAG | BRANCH | PACKAGE | JOB | SECRET | entry
        }
        V::InfraDestroy | V::InfraChange => of_cluster(action),
        V::CloudDestroy => of_cloud(action),
        _ => Kinds::MAX,
    }
}

/// `aws ecr delete-repository`, `gcloud compute instances delete`: the noun of the operation.
fn of_cloud(action: &Action) -> Kinds {
    const HEAD: usize = 4;
    let head = action.words.split_whitespace().skip(1).take_while(|w| !w.starts_with('-')).take(HEAD);
    let plain = head.filter(|w| w.chars().all(|c| c.is_ascii_alphabetic() || c == '-'));
    let found = plain.flat_map(|w| w.split('-')).map(kinds).fold(0, |all, k| all | k);
    if found == 0 { Kinds::MAX } else { found }
}

/// `kubectl delete pod x`: the word after the verb says what x is.
fn of_cluster(action: &Action) -> Kinds {
    let named = action.words.split_whitespace().skip(1).map(resource).find(|k| *k != 0);
    named.unwrap_or(Kinds::MAX)
}

/// A word of a command that names a kind of cluster object: `pod`, `pods`, `po`, `pod/web-1`.
#[must_use]
pub fn resource(word: &str) -> Kinds {
    match word.split_once('/').map_or(word, |(k, _)| k) {
        "pod" | "pods" | "po" => POD,
        "deployment" | "deployments" | "deploy" | "statefulset" | "statefulsets" | "sts" | "daemonset"
        | "daemonsets" | "ds" | "replicaset" | "rs" | "ingress" | "ing" | "configmap" | "configmaps" | "cm" | "hpa" => {
            WORKLOAD | SERVICE | STACK
        }
        "service" | "services" | "svc" => SERVICE | WORKLOAD,
        "job" | "jobs" | "cronjob" | "cronjobs" | "cj" => JOB | RUN,
        "namespace" | "namespaces" | "ns" => NAMESPACE,
        "pvc" | "pv" | "persistentvolumeclaim" | "persistentvolumeclaims" | "persistentvolume" => VOLUME,
        "secret" | "secrets" => SECRET,
        "node" | "nodes" => MACHINE,
        _ => 0,
    }
}

/// The kind of cluster object that a word names, in one spelling.
#[must_use]
pub fn object(word: &str) -> Option<&'static str> {
    Some(match word {
        "pod" | "pods" | "po" => "pod",
        "deployment" | "deployments" | "deploy" => "deployment",
        "statefulset" | "statefulsets" | "sts" => "statefulset",
        "daemonset" | "daemonsets" | "ds" => "daemonset",
        "service" | "services" | "svc" => "service",
        "ingress" | "ingresses" | "ing" => "ingress",
        "configmap" | "configmaps" | "cm" => "configmap",
        "job" | "jobs" => "job",
        "cronjob" | "cronjobs" | "cj" => "cronjob",
        "namespace" | "namespaces" | "ns" => "namespace",
        "pvc" | "pvcs" | "persistentvolumeclaim" => "pvc",
        "secret" | "secrets" => "secret",
        "node" | "nodes" => "node",
        _ => return None,
    })
}

/// The environment that a word names.
#[must_use]
pub fn label(word: &str) -> Option<EnvLabel> {
    match word {
        "prod" | "production" | "live" | "prd" | "produktion" | "producción" | "produção" | "produzione" | "生产"
        | "本番" => Some(EnvLabel::Production),
        "staging" | "stage" | "stg" | "test" | "testing" | "qa" | "uat" | "preprod" | "pre-prod" | "preview" => {
            Some(EnvLabel::Staging)
        }
        "dev" | "development" | "local" | "localhost" | "sandbox" | "scratch" => Some(EnvLabel::Local),
        _ => None,
    }
}
