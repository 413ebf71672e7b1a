//! Names of variables that the shell treats in its own way, and what one holds that the script does not set. Used by `State`.

use super::{Gap, Set, State, Val};

/// Whether a variable may bear this name: `1` and `@` are set otherwise. `0` stands for the script's name.
pub(super) fn is_name(name: &str) -> bool {
    name == "0"
        || !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Variables that every shell sets when it begins, whatever it is given.
pub(super) const BEGUN_ANEW: &[&str] = &["IFS", "PWD", "OPTIND", "OPTERR", "SHLVL"];

/// Variables that every shell sets when it begins where it is not given them.
pub(super) const BEGUN_WITH: &[&str] = &["PS4", "TERM", "SHELL", "HOSTNAME", "HOSTTYPE", "MACHTYPE", "OSTYPE"];

/// Variables whose value the shell decides, whatever is assigned to them.
pub(super) fn is_shells_own(name: &str) -> bool {
    match name {
        "_" | "RANDOM" | "SRANDOM" | "SECONDS" | "EPOCHSECONDS" | "EPOCHREALTIME" | "LINENO" | "UID" | "EUID"
        | "PPID" | "GROUPS" | "FUNCNAME" | "DIRSTACK" | "PIPESTATUS" | "HISTCMD" | "SHELLOPTS" => true,
        _ => name.starts_with("BASH") && !matches!(name, "BASH_ENV" | "BASH_XTRACEFD" | "BASH_COMPAT"),
    }
}

/// Variables that say how the shell reads words and where it goes.
pub(super) fn is_read_by_shell(name: &str) -> bool {
    matches!(name, "HOME" | "IFS" | "CDPATH" | "PWD" | "OLDPWD" | "OPTIND" | "PS4" | "LANG" | "LC_ALL" | "LC_CTYPE")
}

/// Why a working directory has no name that is known, where the script gave it one.
pub const NAMED_HERE: &str = "a name of the working directory";

impl State {
    /// A shell takes a name of its directory that it is given, be it another one than where it came from: two slashes in front, a
    /// link.
    pub(super) fn named_here(&mut self, given: &Set) {
        let same = |v: &Val| matches!(self.cwd.as_slice(), [cwd] if v.known() == Some(cwd));
        if !given.values().iter().all(same) {
            self.vars.insert("PWD".to_owned(), Set::one(Val::gap(NAMED_HERE)));
        }
    }
}

/// How the reason of a gap ends that is a variable's value, behind `$` and its name.
pub const FROM_ENVIRONMENT: &str = " from the environment";

/// The value of a variable that the script does not set. A name that says so may hold a secret.
#[must_use]
pub fn from_environment(name: &str) -> Val {
    let upper = name.to_ascii_uppercase();
    let secret = is_secret(&upper);
    Val::from_gap(Gap { why: format!("${name}{FROM_ENVIRONMENT}"), secret, network: false })
}

/// Whether a variable of this name, in capitals, usually holds a secret.
fn is_secret(name: &str) -> bool {
    const ANYWHERE: &[&str] = &[
        "TOKEN",
        "SECRET",
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "API_KEY",
        "APIKEY",
        "PRIVATE_KEY",
        "CREDENTIAL",
        "WEBHOOK_URL",
        "CONNECTION_STRING",
        "DATABASE_URL",
        "MONGO_URL",
        "MONGODB_URI",
        "REDIS_URL",
    ];
    const LAST: &[&str] = &[
        "KEY", "PWD", "PAT", "PASS", "DSN", "SK", "AUTH", "CREDS", "COOKIE", "WEBHOOK", "JWT", "SALT", "SIGNING",
        "CONNSTR",
    ];
    // Addresses of stores hold a name and a password.
    const STORES: &[&str] = &[
        "DATABASE",
        "DB",
        "POSTGRES",
        "POSTGRESQL",
        "PG",
        "MYSQL",
        "MARIADB",
        "MONGO",
        "MONGODB",
        "REDIS",
        "AMQP",
        "RABBITMQ",
        "CLICKHOUSE",
        "CELERY_BROKER",
        "SQLALCHEMY_DATABASE",
    ];
    let (before, last) = name.rsplit_once('_').unwrap_or(("", name));
    ANYWHERE.iter().any(|w| name.contains(w))
        || !before.is_empty() && LAST.contains(&last)
        || matches!(last, "URL" | "URI") && STORES.iter().any(|w| before.ends_with(w))
}
