//! Files that hold secrets, by name and place: keys, tokens and passwords, what browsers and messengers keep of their user, hashes of
//! a machine's accounts. Called by `class`; what people note down themselves is told by `noted`.

use automode_model::PathClass;

use super::Parts;

/// Names that mean it wherever they lie.
const NAMES: &[&str] = &[
    ".boto",
    ".cifscredentials",
    ".cvspass",
    ".databrickscfg",
    ".dockercfg",
    ".erlang.cookie",
    ".fetchmailrc",
    ".git-credential-cache",
    ".git-credentials",
    ".gitcookies",
    ".htdigest",
    ".htpasswd",
    ".mbsyncrc",
    ".msmtprc",
    ".my.cnf",
    ".mylogin.cnf",
    ".netrc",
    ".npmrc",
    ".offlineimaprc",
    ".ovh.conf",
    ".pgpass",
    ".pypirc",
    ".s3cfg",
    ".sentryclirc",
    ".smbcredentials",
    ".vault-password",
    ".vault-token",
    ".vault_pass",
    ".vault_password",
    ".yarnrc.yml",
    "_netrc",
    "application_default_credentials.json",
    "auth.json",
    "client_secret.json",
    "cookies.binarycookies",
    "cookies.sqlite",
    "credentials.csv",
    "credentials.json",
    "deploy_key",
    "gshadow",
    "gshadow-",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
    "key3.db",
    "key4.db",
    "keystore",
    "krb5.keytab",
    "kubeconfig",
    "login data",
    "logins.json",
    "master.key",
    "master.passwd",
    "passwords.txt",
    "private.key",
    "private_key",
    "rootkey.csv",
    "sam",
    "secret.txt",
    "secret.yaml",
    "secret.yml",
    "secrets.json",
    "secrets.toml",
    "secrets.txt",
    "secrets.yaml",
    "secrets.yml",
    "security",
    "service-account.json",
    "service_account.json",
    "service_account_key.json",
    "serviceaccount.json",
    "shadow",
    "shadow-",
    "ssh_host_dsa_key",
    "ssh_host_ecdsa_key",
    "ssh_host_ed25519_key",
    "ssh_host_rsa_key",
    "ssh_key",
    "token.json",
    "vault-password.txt",
    "vault_pass.txt",
    "wallet.dat",
];

/// Endings that mean it wherever they lie.
const ENDINGS: &[&str] = &[
    "_accesskeys.csv",
    ".agekey",
    ".asc.key",
    ".bks",
    ".jceks",
    ".jks",
    ".kdb",
    ".kdbx",
    ".keychain",
    ".keychain-db",
    ".keystore",
    ".keytab",
    ".ovpn",
    ".p12",
    ".p8",
    ".pfx",
    ".pk8",
    ".ppk",
    ".psafe3",
    ".tfstate",
    ".tfstate.backup",
    ".tfvars",
];

/// Folders and files below a home directory.
const HOME: &[&str] = &[
    "/.acme.sh",
    "/.age",
    "/.aliyun",
    "/.android/adbkey",
    "/.appstoreconnect",
    "/.arcrc",
    "/.aws",
    "/.awsvault",
    "/.azure",
    "/.bitcoin",
    "/.bluemix/config.json",
    "/.brownie/accounts",
    "/.bundle/config",
    "/.cache/huggingface/stored_tokens",
    "/.cache/huggingface/token",
    "/.cargo/credentials",
    "/.cargo/credentials.toml",
    "/.ccloud",
    "/.cf/config.json",
    "/.chef/credentials",
    "/.circleci/cli.yml",
    "/.cloudflared",
    "/.composer/auth.json",
    "/.conda/.condarc",
    "/.confluent",
    "/.consul",
    "/.crc",
    "/.databricks",
    "/.dbt/profiles.yml",
    "/.docker/config.json",
    "/.docker/trust",
    "/.dropbox",
    "/.electrum",
    "/.ethereum",
    "/.exercism.json",
    "/.expo/state.json",
    "/.fly",
    "/.foundry/keystores",
    "/.gem/credentials",
    "/.gist",
    "/.gnome2/keyrings",
    "/.gnupg",
    "/.gradle/gradle.properties",
    "/.hcloud",
    "/.heroku",
    "/.hex/hex.config",
    "/.huggingface",
    "/.ivy2/.credentials",
    "/.jfrog",
    "/.jira.d",
    "/.jupyter/jupyter_server_config.json",
    "/.kaggle",
    "/.kde/share/apps/kwallet",
    "/.kube",
    "/.lego",
    "/.lein/credentials.clj",
    "/.librewolf",
    "/.litecoin",
    "/.m2/settings.xml",
    "/.mail",
    "/.mbsyncrc",
    "/.megacmd",
    "/.minisign",
    "/.monero",
    "/.mozilla",
    "/.mutt",
    "/.muttrc",
    "/.near-credentials",
    "/.netlify",
    "/.ngrok",
    "/.ngrok2",
    "/.nomad-token",
    "/.now",
    "/.nuget/nuget",
    "/.nuget/nuget.config",
    "/.oci",
    "/.okta",
    "/.openshift",
    "/.password-store",
    "/.pki/nssdb",
    "/.private_keys",
    "/.pub-cache/credentials.json",
    "/.pulumi/credentials.json",
    "/.purple",
    "/.railway",
    "/.remmina",
    "/.replicate",
    "/.saml2aws",
    "/.sbt/.credentials",
    "/.sbt/credentials",
    "/.sigstore",
    "/.snowflake",
    "/.snowsql",
    "/.step",
    "/.subversion/auth",
    "/.supabase",
    "/.tccli",
    "/.terraform.d",
    "/.thunderbird",
    "/.transifexrc",
    "/.travis",
    "/.tsh",
    "/.var/app/com.google.chrome",
    "/.var/app/org.mozilla.firefox",
    "/.vnc/passwd",
    "/.wandb",
    "/.waterfox",
    "/.weechat/sec.conf",
    "/.wrangler",
    "/.zcash",
    "/library/application support/addressbook",
    "/library/cookies",
    "/library/keychains",
    "/library/mail",
    "/library/messages",
    "/library/safari",
    "/maildir",
    "/snap/chromium",
    "/snap/firefox",
];

/// What programs keep in their folder of settings, wherever a system has such folders ([`settings`]).
const SETTINGS: &[&str] = &[
    "/.jira/.config.yml",
    "/.wrangler",
    "/1password",
    "/addressbook",
    "/age",
    "/anthropic",
    "/atlascli/config.toml",
    "/aws-sso",
    "/bitwarden",
    "/borg/keys",
    "/bravesoftware",
    "/chromium",
    "/circleci",
    "/civo.json",
    "/cloudflared",
    "/code/user/globalstorage/state.vscdb",
    "/com.vercel.cli",
    "/com.vercel.cli/auth.json",
    "/configstore/firebase-tools.json",
    "/containers/auth.json",
    "/cursor/user/globalstorage/state.vscdb",
    "/dart/pub-credentials.json",
    "/dbeaverdata",
    "/discord",
    "/doctl",
    "/element",
    "/evolution",
    "/exercism/user.json",
    "/exodus",
    "/filezilla",
    "/firebase",
    "/firefox",
    "/fly",
    "/gcloud",
    "/gh",
    "/gist",
    "/git/credentials",
    "/github cli",
    "/glab-cli",
    "/google-chrome",
    "/google/chrome",
    "/google/cloud",
    "/hcloud",
    "/heroku",
    "/hex/hex.config",
    "/hub",
    "/keyrings",
    "/kwalletd",
    "/linode-cli",
    "/microsoft-edge",
    "/microsoft/credentials",
    "/microsoft/edge",
    "/microsoft/protect",
    "/microsoft/teams",
    "/mongocli",
    "/neonctl",
    "/netlify",
    "/ngrok",
    "/nuget/nuget.config",
    "/op",
    "/openai",
    "/opera",
    "/planetscale",
    "/pulumi",
    "/pypoetry/auth.toml",
    "/railway",
    "/rclone",
    "/remmina",
    "/scw",
    "/signal",
    "/slack",
    "/solana",
    "/sops",
    "/step",
    "/stripe",
    "/supabase",
    "/syncthing",
    "/tailscale",
    "/telegramdesktop",
    "/turso",
    "/uv/credentials",
    "/vercel",
    "/vivaldi",
    "/vultr-cli.yaml",
    "/weechat/sec.conf",
    "/wrangler",
];

/// Folders and files of the machine.
const MACHINE: &[&str] = &[
    "/etc/apt/auth.conf",
    "/etc/apt/auth.conf.d",
    "/etc/corosync/authkey",
    "/etc/credstore",
    "/etc/cryptsetup-keys.d",
    "/etc/davfs2/secrets",
    "/etc/dkimkeys",
    "/etc/docker/key.json",
    "/etc/gitlab/gitlab-secrets.json",
    "/etc/ipsec.d/private",
    "/etc/ipsec.secrets",
    "/etc/letsencrypt/accounts",
    "/etc/luks",
    "/etc/munge",
    "/etc/mysql/debian.cnf",
    "/etc/networkmanager/system-connections",
    "/etc/opendkim/keys",
    "/etc/ppp/chap-secrets",
    "/etc/ppp/pap-secrets",
    "/etc/rancher",
    "/etc/samba/secrets.tdb",
    "/etc/ssl/private",
    "/etc/sssd",
    "/etc/swanctl/private",
    "/etc/wireguard",
    "/etc/wpa_supplicant",
    "/etc/zfs/keys",
    "/run/credentials",
    "/run/secrets",
    "/var/lib/bluetooth",
    "/var/lib/cloud/instance",
    "/var/lib/cloud/instances",
    "/var/lib/cloudflared",
    "/var/lib/etcd",
    "/var/lib/fprint",
    "/var/lib/iwd",
    "/var/lib/jenkins/credentials.xml",
    "/var/lib/jenkins/secrets",
    "/var/lib/kubelet/pods",
    "/var/lib/rancher/k3s/server",
    "/var/lib/samba/private",
    "/var/lib/shadow",
    "/var/lib/systemd/credential.secret",
    "/var/lib/tailscale",
    "/var/lib/vault",
    "/var/lib/waagent",
    "/var/mail",
    "/var/run/secrets",
    "/var/spool/mail",
];

/// What the programs that nobody listed call such a file, without its ending.
const STEMS: &[&str] = &[
    "access-token",
    "access_token",
    "accesstoken",
    "accesstokens",
    "api-key",
    "api_key",
    "apikey",
    "auth",
    "auth-token",
    "auth_token",
    "authtoken",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "creds",
    "id_token",
    "oauth",
    "oauth-token",
    "oauth_creds",
    "oauth_token",
    "passwd",
    "password",
    "passwords",
    "private-key",
    "private_key",
    "refresh-token",
    "refresh_token",
    "secret",
    "secrets",
    "token",
    "tokens",
    "vault-pass",
    "vault-password",
    "vault_pass",
    "vault_password",
];

/// The endings of such a file.
const DATA: &[&str] = &[
    "",
    "cfg",
    "conf",
    "csv",
    "dat",
    "db",
    "enc",
    "env",
    "ini",
    "json",
    "plist",
    "properties",
    "sqlite",
    "toml",
    "txt",
    "xml",
    "yaml",
    "yml",
];

/// Folders, hidden in a home, of what was installed: a name means something else there.
const INSTALLED: &[&str] = &[
    "extensions",
    "lib",
    "node_modules",
    "packages",
    "plugins",
    "registry",
    "repos",
    "site-packages",
    "src",
    "toolchains",
    "versions",
    "worktrees",
];

/// The deepest place below a home at which [`STEMS`] count: `~/.config/program/profile/token`.
const MAX_DEPTH: usize = 4;

/// The class of what holds secrets, or of a template for it.
pub(super) fn secret(p: &Parts<'_>) -> Option<PathClass> {
    if is_example(p) {
        return Some(PathClass::SecretExample);
    }
    let hit = is_environment(p.name) || named(p) || ended(p) || in_home(p) || of_machine(p);
    hit.then_some(PathClass::Secret)
}

/// `.env` and its like.
fn is_environment(name: &str) -> bool {
    name.ends_with(".env") || name.starts_with(".env.") || name == ".envrc" || name.starts_with(".dev.vars")
}

fn named(p: &Parts<'_>) -> bool {
    let elsewhere = match p.name {
        ".npmrc" | ".yarnrc.yml" => p.in_home.matches('/').count() != 1,
        "sam" | "security" => !p.has("config") && !p.has("system32"),
        "keystore" => !p.in_home.is_empty() && p.has("src"),
        _ => false,
    };
    let keys = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "krb5cc_"];
    let downloaded = p.name.ends_with(".json") && (p.name.starts_with("client_secret") || p.name.contains("adminsdk"));
    !elsewhere && NAMES.contains(&p.name)
        || keys.iter().any(|k| p.name.starts_with(k)) && !p.name.ends_with(".pub")
        || downloaded
}

fn ended(p: &Parts<'_>) -> bool {
    p.ends(ENDINGS) || p.ends(&[".pem"]) && !is_certificate(p.name) || p.ends(&[".key"]) && !p.has("node_modules")
}

fn in_home(p: &Parts<'_>) -> bool {
    let ssh = p.has(".ssh")
        && !p.ends(&[".pub", "known_hosts", "known_hosts.old", "config"])
        && !p.name.starts_with("authorized_keys");
    // Most paths are of projects: they touch none of the tables.
    let kept = matches!(p.in_home.as_bytes().get(1), Some(b'.' | b'a' | b'l' | b'm' | b's'));
    ssh || kept && is_kept(p)
}

/// Among what programs keep in a home.
fn is_kept(p: &Parts<'_>) -> bool {
    HOME.iter().any(|h| below(p.in_home, h))
        || settings(p.in_home).is_some_and(|rest| SETTINGS.iter().any(|s| below(rest, s)))
        || called_so(p)
}

/// Whether a path is this one, lies below it, or is a pattern for files of its folder.
fn below(path: &str, of: &str) -> bool {
    let shared = path.bytes().zip(of.bytes()).take_while(|(a, b)| a == b).count();
    let rest = path.get(shared..).unwrap_or_default();
    match of.get(shared..).unwrap_or_default() {
        "" => rest.is_empty() || rest.starts_with('/'),
        left => rest.starts_with(['*', '?', '[']) && !left.contains('/') && of.matches('/').count() > 1,
    }
}

/// What follows a folder of settings.
fn settings(in_home: &str) -> Option<&str> {
    let folders = [
        "/.config",
        "/.local/share",
        "/.local/state",
        "/library/application support",
        "/appdata/roaming",
        "/appdata/local",
    ];
    if let Some(rest) = folders.iter().find_map(|f| in_home.strip_prefix(f)) {
        return Some(rest);
    }
    // Where the packages that lock programs in keep a home for each.
    let packed = ["/.var/app/", "/snap/"].iter().find_map(|f| in_home.strip_prefix(f))?;
    ["/config/", "/data/", "/.config/"]
        .iter()
        .find_map(|f| packed.find(f).and_then(|at| packed.get(at + f.len() - 1..)))
}

/// `~/.program/token`, `~/.config/program/credentials.yml`.
fn called_so(p: &Parts<'_>) -> bool {
    let kept = p.in_home.starts_with("/.") || settings(p.in_home).is_some();
    let (stem, ending) = p.name.trim_start_matches('.').split_once('.').unwrap_or((p.name.trim_start_matches('.'), ""));
    kept && p.in_home.matches('/').count() <= MAX_DEPTH
        && STEMS.contains(&stem)
        && DATA.contains(&ending)
        && !INSTALLED.iter().any(|d| p.has(d))
}

fn of_machine(p: &Parts<'_>) -> bool {
    let at = |dir: &str| p.lower.starts_with(dir);
    if !matches!(p.parts.first(), Some(&("etc" | "var" | "run" | "proc"))) {
        return false;
    }
    let accounts = (at("/etc/") || at("/var/backups/"))
        && matches!(p.name.split(['.', '-']).next(), Some("shadow" | "gshadow" | "opasswd"));
    let words = ["secret", "secrets", "credentials", "smbcredentials", "keyring"];
    let configured = at("/etc/")
        && (p.name.split(['.', '-', '_']).any(|w| words.contains(&w))
            || p.name.starts_with("sasl_passwd")
            || p.name == "passwd.client");
    let cluster = at("/etc/") && p.has("kubernetes") && p.ends(&[".conf", ".key"]);
    let process = at("/proc/") && p.is(&["environ", "mem", "kcore"]);
    accounts || configured || cluster || process || MACHINE.iter().any(|m| below(p.lower, m))
}

/// Certificates are public; what lies beside them under other names may be the key.
fn is_certificate(name: &str) -> bool {
    let stem = name.strip_suffix(".pem").unwrap_or(name);
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let public = [
        "cert",
        "certs",
        "certificate",
        "ca",
        "cacert",
        "cacerts",
        "chain",
        "fullchain",
        "crt",
        "public",
        "pub",
        "pubkey",
        "dhparam",
    ];
    !has(&["key", "private", "priv", "secret", "privkey", "combined"]) && has(&public)
}

/// `.env.example` and its like: templates without secrets, and encrypted ones.
fn is_example(p: &Parts<'_>) -> bool {
    let words = ["example", "sample", "template", "dist", "defaults", "schema"];
    let about_secrets = p.name.contains(".env")
        || p.name.starts_with("env.")
        || p.name.contains("secret")
        || p.name.contains("credential")
        || p.name.contains("tfvars");
    (about_secrets && p.name.split(['.', '-', '_']).any(|w| words.contains(&w))
        || p.ends(&[".pub", ".enc.yaml", ".age", ".gpg"]))
        && !p.has(".gnupg")
}
