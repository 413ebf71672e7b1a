//! The options that say *where*: a namespace, a host, an account. Their values narrow what a command falls on and are not
//! themselves hit; and a thing of the same name elsewhere is another thing. One list for both: `consent/bind.rs` leaves the
//! values out of what has to be named, `own.rs` compares them.

use automode_model::{Action, Target, Verb};

/// Whether an option tells things of one name apart, or only how to get there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tells {
    /// Another value is another thing.
    Apart,
    /// Who connects, or where the thing was put: no part of what it is.
    Nothing,
}

/// An option in all its spellings for these programs; none named is every program. The first spelling is the canonical one.
struct Where {
    programs: &'static [&'static str],
    spellings: &'static [&'static str],
    tells: Tells,
}

const fn apart(programs: &'static [&'static str], spellings: &'static [&'static str]) -> Where {
    Where { programs, spellings, tells: Tells::Apart }
}

const fn nothing(programs: &'static [&'static str], spellings: &'static [&'static str]) -> Where {
    Where { programs, spellings, tells: Tells::Nothing }
}

const CLUSTER: &[&str] =
    &["kubectl", "oc", "helm", "k9s", "istioctl", "argocd", "argo", "flux", "kustomize", "stern", "velero", "tkn"];
const POSTGRES: &[&str] = &["psql", "dropdb", "createdb", "pg_restore", "pg_dump", "vacuumdb", "reindexdb"];
const MYSQL: &[&str] = &["mysql", "mariadb", "mysqladmin", "mariadb-admin", "mysqldump"];
const SMALL_STORES: &[&str] = &["mongosh", "mongo", "redis-cli", "valkey-cli"];
const SYSTEMD: &[&str] =
    &["systemctl", "loginctl", "hostnamectl", "timedatectl", "localectl", "journalctl", "machinectl"];
const LDAP: &[&str] = &["ldapdelete", "ldapmodify", "ldapadd", "ldappasswd", "ldapsearch"];
const DOCKER: &[&str] = &["docker", "podman", "nerdctl"];

/// What says where. A program's own short options come before what every program means by a long one.
const ALL: &[Where] = &[
    apart(CLUSTER, &["--namespace", "-n"]),
    apart(CLUSTER, &["--context", "--kube-context"]),
    apart(&["kubectl", "oc"], &["--server", "-s"]),
    apart(&["jenkins-cli"], &["--server", "-s"]),
    apart(&["helm"], &["--server", "--kube-apiserver"]),
    apart(&["nomad"], &["--namespace", "-namespace"]),
    apart(&["nomad"], &["--region", "-region"]),
    apart(&["nomad", "consul", "vault"], &["--address", "-address", "-http-addr"]),
    apart(&["az"], &["--resource-group", "-g"]),
    // In Azure a thing's location is a property of it: its group and name say which it is.
    nothing(&["az"], &["--location", "-l"]),
    apart(&["gsutil"], &["--project", "-p"]),
    apart(POSTGRES, &["--host", "-h"]),
    apart(POSTGRES, &["--port", "-p"]),
    apart(POSTGRES, &["--dbname", "-d"]),
    nothing(POSTGRES, &["--username", "-U"]),
    apart(MYSQL, &["--host", "-h"]),
    apart(MYSQL, &["--port", "-P"]),
    apart(MYSQL, &["--database", "-D"]),
    nothing(MYSQL, &["--user", "-u"]),
    apart(SMALL_STORES, &["--host", "-h"]),
    apart(SMALL_STORES, &["--port", "-p"]),
    apart(SMALL_STORES, &["--dbname", "-n"]),
    apart(DOCKER, &["--host", "-H"]),
    apart(SYSTEMD, &["--host", "-H"]),
    apart(&["virsh"], &["--connect", "-c"]),
    apart(LDAP, &["-H"]),
    nothing(LDAP, &["-D"]),
    nothing(LDAP, &["-y"]),
    apart(&["gh", "glab"], &["--repo", "-R"]),
    apart(&["rabbitmqctl", "rabbitmqadmin"], &["--vhost", "-p", "-V"]),
    apart(&["heroku", "fly", "flyctl"], &["--app", "-a"]),
    apart(&["tmux"], &["--socket", "-L", "-S"]),
    apart(&["git"], &["--git-dir", "-C"]),
    apart(&[], &["--namespace"]),
    apart(&[], &["--context"]),
    apart(&[], &["--cluster"]),
    apart(&[], &["--kubeconfig"]),
    apart(&[], &["--project", "--project-id"]),
    apart(&[], &["--region"]),
    apart(&[], &["--zone"]),
    apart(&[], &["--location"]),
    apart(&[], &["--profile"]),
    apart(&[], &["--resource-group"]),
    apart(&[], &["--account", "--account-name", "--account-id"]),
    apart(&[], &["--subscription"]),
    apart(&[], &["--organization", "--org"]),
    apart(&[], &["--vault-name"]),
    apart(&[], &["--host"]),
    apart(&[], &["--port"]),
    apart(&[], &["--repo"]),
    apart(&[], &["--app"]),
    apart(&[], &["--dbname", "--database"]),
    apart(&[], &["--server"]),
    apart(&[], &["--endpoint-url", "--endpoint"]),
    apart(&[], &["--bootstrap-server", "--broker-list", "--zookeeper"]),
    nothing(&[], &["--username", "--user"]),
];

/// The entry of an option of this program.
fn entry(program: &str, option: &str) -> Option<&'static Where> {
    // All spellings are options.
    if !option.starts_with('-') {
        return None;
    }
    let fits = |w: &&Where| (w.programs.is_empty() || w.programs.contains(&program)) && w.spellings.contains(&option);
    ALL.iter().find(fits)
}

/// The options of an action that say where: entry and value.
fn said(action: &Action) -> Vec<(&'static Where, &str, bool)> {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate().skip(1) {
        if let Some((option, value)) = word.split_once('=')
            && let Some(place) = entry(&action.program, option)
        {
            out.push((place, value, true));
        } else if let Some(place) = entry(&action.program, word) {
            out.push((place, words.get(at + 1).copied().unwrap_or(""), false));
        }
    }
    out
}

/// The values of options that say where, by their canonical spelling. For rules that name a cluster, a namespace, an account.
#[must_use]
pub fn values<'a>(action: &'a Action, options: &[&str]) -> Vec<&'a str> {
    let wanted = |place: &Where| place.spellings.first().is_some_and(|s| options.contains(s));
    said(action).into_iter().filter(|(place, _, _)| wanted(place)).map(|(_, value, _)| value).collect()
}

/// The words behind the program without the options that say where, and without their values.
#[must_use]
pub fn apart_from(action: &Action) -> Vec<&str> {
    let mut words = action.words.split_whitespace().skip(1);
    let mut out = Vec::new();
    while let Some(word) = words.next() {
        let option = word.split_once('=').map_or(word, |(option, _)| option);
        match entry(&action.program, option) {
            None => out.push(word),
            Some(_) if option.len() == word.len() => drop(words.next()),
            Some(_) => {}
        }
    }
    out
}

/// Whether a word is the value of an option that says where: it narrows, it is not what is hit.
#[must_use]
pub fn is_place(action: &Action, word: &str) -> bool {
    Places::of(action).has(word)
}

/// The values of the options of an action that say where, to be asked for many words.
pub struct Places<'a> {
    said: Vec<(&'static Where, &'a str, bool)>,
    words: &'a str,
}

impl<'a> Places<'a> {
    /// Those of this action.
    #[must_use]
    pub fn of(action: &'a Action) -> Self {
        Self { said: said(action), words: &action.words }
    }

    /// No place is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// Whether the word is one of them.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        let joined = self.said.iter().any(|(_, value, joined)| *joined && *value == word);
        // A word that stands elsewhere, too, may be what is hit.
        let only = || self.words.split_whitespace().filter(|w| *w == word).count() == 1;
        joined || self.said.iter().any(|(_, value, joined)| !joined && *value == word) && only()
    }
}

impl Places<'_> {
    /// It only says who connects, or with what: no other thing is hit by it.
    #[must_use]
    pub fn is_manner(&self, word: &str) -> bool {
        // Of a program of its own: elsewhere a user may be whose things are hit, `scancel --user=x`.
        let manner = |place: &Where| place.tells == Tells::Nothing && !place.programs.is_empty();
        self.said.iter().any(|(place, value, _)| *value == word && manner(place))
            && !self.said.iter().any(|(place, value, _)| *value == word && place.tells == Tells::Apart)
    }
}

/// Where a thing lies, as one text. The same name elsewhere is another thing.
#[must_use]
pub fn within(action: &Action) -> String {
    let apart = said(action).into_iter().filter(|(place, ..)| place.tells == Tells::Apart);
    let mut out: Vec<String> = apart
        .map(|(place, value, _)| format!("{}={value}", place.spellings.first().copied().unwrap_or("")))
        .chain(directory(action).map(|dir| format!("directory={dir}")))
        .collect();
    out.sort();
    out.dedup();
    out.join(" ")
}

/// The directory in which an action of version control runs, where that is not the session's; the empty text where it cannot
/// be told.
#[must_use]
pub fn directory(action: &Action) -> Option<&str> {
    action.effects.iter().find_map(|e| match &e.target {
        Target::Named { kind: DIRECTORY, name, .. } if e.verb == Verb::Inspect => Some(name.as_str()),
        _ => None,
    })
}

/// The kind of target that tells the directory in which a command of version control runs.
pub const DIRECTORY: &str = "directory";

#[cfg(test)]
mod tests {
    use super::*;
    use automode_model::Span;

    fn action(words: &str) -> Action {
        let program = words.split_whitespace().next().unwrap_or("").to_owned();
        Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() }
    }

    #[test]
    fn spellings_are_options() {
        for word in ALL.iter().flat_map(|w| w.spellings) {
            assert!(word.starts_with('-'), "{word}");
        }
    }

    #[test]
    fn one_place_in_all_its_spellings() {
        for (one, other) in [
            ("kubectl create ns x -n dev", "kubectl delete pod x --namespace=dev"),
            ("helm install x --kube-context a", "kubectl delete pod x --context a"),
            ("az vm create -g rg -n x --location eu", "az vm delete --resource-group rg -n x"),
            ("psql -U anna -h db -c x", "psql --host=db -c y"),
            ("mysql -D shop -e x", "mysql --database shop -e y"),
            ("docker -H tcp://h run x", "docker --host tcp://h rm x"),
        ] {
            assert_eq!(within(&action(one)), within(&action(other)), "{one} / {other}");
        }
    }

    #[test]
    fn other_places_are_told_apart() {
        for (one, other) in [
            ("az group create --subscription a", "az group delete --subscription b"),
            ("az vm create -g rg --subscription a", "az vm delete -g rg"),
            ("snow sql --account a", "snow sql --account b"),
            ("fly apps create -a one", "fly apps destroy -a two"),
            ("gcloud sql databases create x --location eu", "gcloud sql databases delete x --location us"),
            ("mysql --database a", "mysql --database b"),
            ("kubectl -n a get x", "kubectl -n b get x"),
            ("aws s3 mb s3://x --profile a", "aws s3 rb s3://x --profile b"),
            ("git -C a branch x", "git branch -D x"),
            ("nomad job run -namespace=a x", "nomad job stop -namespace=b x"),
        ] {
            assert_ne!(within(&action(one)), within(&action(other)), "{one} / {other}");
        }
    }

    #[test]
    fn a_short_option_means_what_its_program_means() {
        for (words, word, want) in [
            ("git checkout -b x -n", "x", false),
            ("docker run -d web", "web", false),
            ("tmux new -s bench", "bench", false),
            ("psql -d shop -c x", "shop", true),
            ("kubectl delete pod web -n web", "web", false),
            ("kubectl delete pod web -n dev", "dev", true),
            ("helm rollback cart 3 --kube-context dev", "dev", true),
            ("kafka-topics.sh --bootstrap-server h:1 --delete --topic t", "h:1", true),
        ] {
            assert_eq!(is_place(&action(words), word), want, "{words}");
        }
    }
}
