//! Which way a change of rights goes. To take a right from one, to shut one account, to withdraw one setting narrows, and what
//! was withdrawn can be given again; to hand one out cannot be called back once it was used. Called by `reach`, and through it
//! by the readers of requests.
//!
//! It is an allow-list: whatever gives beside it, takes from everybody, or takes a protection away, is a change like any other.

use automode_model::Action;

/// First words of what takes away: `remove-user-from-group`, `owner rm`, `user-disable`.
const TAKES: &[&str] = &[
    "delete",
    "remove",
    "rm",
    "revoke",
    "detach",
    "deactivate",
    "disable",
    "userdel",
    "deluser",
    "groupdel",
    "archive",
    "unset",
    "demote",
    "unshare",
    "suspend",
    "lock",
    "unassign",
    "expel",
    "del",
];

/// First words of what gives: behind one of these a word that takes is a name.
const GIVES: &[&str] = &[
    "add", "attach", "grant", "create", "put", "set", "enable", "allow", "invite", "promote", "unlock", "update",
    "assign", "share", "restore", "activate", "post", "patch", "write", "import", "edit", "useradd", "adduser",
    "modify", "mod",
];

/// What is taken from everybody when it goes: what stands before everything else.
const PROTECTS: &[&str] = &[
    "protect",
    "ruleset",
    "bucket-policy",
    "organizations",
    "mfa",
    "2fa",
    "hooks",
    "guardduty",
    "trail",
    "approval",
    "push_rule",
    "push-rule",
    "secret-scanning",
    "code-scanning",
    "vulnerability-alerts",
    "security-fixes",
    "deny",
];

/// How many words of a command may lead to what it does.
const LEAD: usize = 8;

/// Access that is taken from one: what is withdrawn can be given again.
#[must_use]
pub fn takes_access(action: &Action) -> bool {
    if let Some(text) = statements(action) {
        return text.split(';').all(|s| takes(s.trim()));
    }
    let words: Vec<String> = action.words.split_whitespace().map(str::to_lowercase).collect();
    let lead = words.get(..words.len().min(LEAD)).unwrap_or_default();
    // What one address is told of by a repository.
    let hook = |w: &String| w.rsplit_once("/hooks/").is_some_and(|(_, id)| id.bytes().all(|b| b.is_ascii_digit()));
    let guarded = lead.iter().any(|w| PROTECTS.iter().any(|p| w.contains(p)));
    lead.iter().any(|w| w == "archived=true")
        || is_one_entry(action)
        || by_option(action)
        || is_taking(lead) && (!guarded || lead.iter().any(hook))
}

/// `ldapdelete … uid=bob,ou=people,dc=example,dc=com`: one account, not the branch that holds them.
fn is_one_entry(action: &Action) -> bool {
    let mut words = action.words.split_whitespace();
    let own = words.next() == Some("ldapdelete");
    let words: Vec<&str> = words.collect();
    let account = words.last().is_some_and(|w| w.starts_with("uid="));
    own && account && !words.iter().any(|w| matches!(*w, "-r" | "-f" | "-c"))
}

/// Whether the command's own word says that something goes: `releases delete`, `schedule rm`.
#[must_use]
pub fn says_away(action: &Action) -> bool {
    let words: Vec<String> = action.words.split_whitespace().take(LEAD).map(str::to_lowercase).collect();
    is_taking(&words)
}

/// Whether the first word that says what is done takes away: `iam remove-user-from-group`, not `iam attach-policy remove-bot`.
fn is_taking(lead: &[String]) -> bool {
    let says = |word: &str, list: &[&str]| {
        let mut parts = word.split(['-', '_', ':']).filter(|p| !p.is_empty());
        let first = parts.next().unwrap_or("");
        list.contains(&first) || parts.next_back().is_some_and(|last| list.contains(&last))
    };
    for (at, word) in lead.iter().enumerate() {
        if word.starts_with("--") {
            continue;
        }
        let before = at.checked_sub(1).and_then(|b| lead.get(b)).map_or("", String::as_str);
        // What an option says is no word for what is done, except where it is a request's method.
        let value = before.starts_with("--") && !before.contains('=') && !matches!(before, "--method" | "--request");
        if says(word, GIVES) {
            return false;
        }
        if !value && says(word, TAKES) {
            return true;
        }
    }
    false
}

/// `DROP USER x`, `DROP ROLE x`.
#[must_use]
pub fn drops_account(action: &Action) -> bool {
    let words: Vec<String> = action.words.split_whitespace().map(str::to_lowercase).collect();
    words.windows(2).any(|p| matches!(p, [a, b] if a == "drop" && matches!(b.as_str(), "user" | "role")))
}

/// An option that takes away, in all its spellings, with those that would give beside it.
struct Way {
    programs: &'static [&'static str],
    /// Words that lead there, where the program has several commands.
    path: &'static [&'static str],
    takes: &'static [&'static str],
    gives: &'static [&'static str],
}

const OPTIONS: &[Way] = &[
    Way {
        programs: &["usermod"],
        path: &[],
        takes: &["-L", "--lock"],
        gives: &[
            "-U",
            "--unlock",
            "-G",
            "-aG",
            "-g",
            "--groups",
            "--gid",
            "-p",
            "--password",
            "-u",
            "--uid",
            "-o",
            "-a",
        ],
    },
    Way { programs: &["passwd"], path: &[], takes: &["-l", "--lock"], gives: &["-u", "--unlock", "-d", "--delete"] },
    Way { programs: &["chage"], path: &[], takes: &["-E0", "--expiredate=0"], gives: &[] },
    Way { programs: &["smbpasswd"], path: &[], takes: &["-d", "-x"], gives: &["-a", "-e", "-n"] },
    Way {
        programs: &["gpasswd"],
        path: &[],
        takes: &["-d", "--delete"],
        gives: &["-a", "--add", "-A", "-M", "-r", "-R"],
    },
    Way { programs: &["gem"], path: &["owner"], takes: &["-r", "--remove"], gives: &["-a", "--add"] },
    Way { programs: &["cargo"], path: &["owner"], takes: &["-r", "--remove"], gives: &["-a", "--add"] },
    Way {
        programs: &["kafka-acls", "kafka-acls.sh"],
        path: &[],
        takes: &["--remove"],
        gives: &["--add", "--deny-principal", "--deny-host"],
    },
];

/// `usermod -L bob`, `gem owner --remove bob`, `gsutil iam ch -d user:bob:admin gs://x`.
fn by_option(action: &Action) -> bool {
    let words: Vec<&str> = action.words.split_whitespace().collect();
    // A family shares one entry of knowledge: which of them it is, its own name says.
    let called = words.first().copied().unwrap_or("");
    if called == "gsutil" {
        return only_withdraws(&words);
    }
    let bare = |w: &str| w.split_once('=').map_or(w, |(o, _)| o).to_owned();
    let fits = |o: &&Way| o.programs.contains(&called) && o.path.iter().all(|p| words.get(1) == Some(p));
    let Some(option) = OPTIONS.iter().find(fits) else { return false };
    let rest = words.get(1..).unwrap_or_default();
    // An account that is over since 1970.
    let over = |p: &[&str]| matches!(p, ["-e" | "-E" | "--expiredate", "0" | "1"]);
    let takes = rest.iter().any(|w| option.takes.contains(w) || option.takes.contains(&bare(w).as_str()))
        || matches!(called, "chage" | "usermod") && rest.windows(2).any(over);
    takes && !rest.iter().any(|w| option.gives.contains(w) || option.gives.contains(&bare(w).as_str()))
}

/// `gsutil iam ch -d user:a:viewer -d user:b gs://x`: each binding stands behind the option that takes it away.
fn only_withdraws(words: &[&str]) -> bool {
    let Some(at) = words.iter().position(|w| *w == "ch") else { return false };
    if !matches!(words.get(..at), Some([.., "iam" | "acl" | "defacl"])) {
        return false;
    }
    let rest = words.get(at + 1..).unwrap_or_default();
    let mut taken = 0;
    for (i, word) in rest.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|b| rest.get(b)).copied().unwrap_or("");
        match *word {
            "-d" => taken += 1,
            "-r" | "-R" | "-f" | "-m" => {}
            w if before == "-d" || w.starts_with("gs://") => {}
            _ => return false,
        }
    }
    taken > 0
}

/// The statements of a database's client, where they are about roles and their rights.
fn statements(action: &Action) -> Option<String> {
    const STARTS: &[&str] = &[
        "alter user ",
        "alter role ",
        "alter login ",
        "drop user ",
        "drop role ",
        "drop login ",
        "create user ",
        "create role ",
    ];
    let lower = action.words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let of = |start: &str, then: &str| {
        lower.find(&format!(" {start} ")).filter(|at| lower.get(*at..).is_some_and(|r| r.contains(then)))
    };
    let moves = [of("revoke", " from "), of("grant", " to ")].into_iter().flatten();
    let at = STARTS.iter().filter_map(|s| lower.find(&format!(" {s}"))).chain(moves).min()?;
    let (before, text) = (lower.get(..at)?, lower.get(at..)?);
    // Whatever was said before it is not looked at, and so is no part of what only takes.
    let text = if before.contains(';') { "" } else { text };
    Some(text.trim().trim_end_matches(';').to_owned())
}

/// Whether a statement takes from one role or shuts one account: `REVOKE ALL ON t FROM bob`, `ALTER USER bob ACCOUNT LOCK`,
/// `DROP ROLE bob`.
fn takes(statement: &str) -> bool {
    const LESS: &[&str] =
        &["nologin", "nosuperuser", "nocreatedb", "nocreaterole", "noreplication", "nobypassrls", "disable"];
    let words: Vec<&str> = statement.split_whitespace().collect();
    let name = |w: &str| !matches!(w.trim_matches('"'), "public" | "current_user" | "all");
    match words.as_slice() {
        ["drop", "user" | "role" | "login", "if", "exists", who] | ["drop", "user" | "role" | "login", who] => {
            name(who) && !who.contains(',')
        }
        ["revoke", .., "from", who] => name(who) && !who.contains(','),
        ["revoke", .., "from", who, "cascade" | "restrict"] => name(who) && !who.contains(','),
        ["alter", "user", who, "account", "lock"] => name(who),
        ["alter", "login", who, "disable"] => name(who),
        ["alter", "user" | "role", who, rest @ ..] => {
            let rest = rest.strip_prefix(&["with"]).unwrap_or(rest);
            name(who) && !rest.is_empty() && rest.iter().all(|w| LESS.contains(w))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use automode_model::Span;

    fn withdraws(words: &str) -> bool {
        let program = words.split_whitespace().next().unwrap_or("").to_owned();
        takes_access(&Action { words: words.to_owned(), program, span: Span::default(), effects: Vec::new() })
    }

    #[test]
    fn what_is_withdrawn_from_one() {
        for words in [
            "npm owner rm bob acme-logger",
            "gem owner acme-auth --remove bob@example.com",
            "cargo owner --remove bob acme",
            "usermod --lock --expiredate 1 bob",
            "usermod -e 1 bob",
            "psql -c DROP ROLE svc_reports;",
            "mysql -e DROP USER IF EXISTS bob",
            "aws --profile heron iam delete-access-key --user-name bob --access-key-id AKIAEXAMPLE",
            "vault token revoke abc",
            "ldapdelete -x -H ldaps://ldap.example.com uid=svc-old,ou=people,dc=example,dc=com",
            "chage -E 0 bob",
            "passwd -l bob",
            "ipa user-disable r.stone",
            "samba-tool user disable bob",
            "gsutil iam ch -d allUsers:objectViewer gs://heron-press",
            "gsutil acl ch -d bob@example.com gs://heron/x",
            "travis env unset HOST -r acme/api",
            "heroku access:remove bob@example.com -a heron",
            "docker node demote mgr3",
            "kafka-acls --bootstrap-server b:9092 --remove --allow-principal User:bob --topic t",
            "psql -d crm -c REVOKE ALL ON SCHEMA public FROM intern;",
            "mysql -e REVOKE SELECT ON shop.* FROM 'bob'@'%'",
            "mysql -e ALTER USER 'bob'@'%' ACCOUNT LOCK",
            "psql -c ALTER ROLE bob NOLOGIN NOSUPERUSER",
            "aws iam detach-user-policy --user-name bob --policy-arn arn:aws:iam::1:policy/x",
            "gcloud projects remove-iam-policy-binding heron --member=user:a@example.com --role=roles/editor",
            "gh api -X DELETE repos/acme/web/collaborators/bob",
            "gh api -X DELETE repos/acme/web/hooks/77",
        ] {
            assert!(withdraws(words), "{words}");
        }
    }

    #[test]
    fn what_gives_or_takes_from_all() {
        for words in [
            "npm owner add rm acme-logger",
            "gem owner acme-auth --remove bob --add eve",
            "usermod -L -aG sudo bob",
            "usermod -e 2099-01-01 bob",
            "usermod -aG docker bob",
            "gsutil iam ch -d user:a:viewer user:eve:admin gs://x",
            "gsutil iam ch allUsers:objectViewer gs://x",
            "kafka-acls --remove --deny-principal User:bob --topic t",
            "psql -c REVOKE ALL ON t FROM bob; GRANT ALL ON t TO eve",
            "psql -c REVOKE ALL ON t FROM PUBLIC",
            "psql -c ALTER ROLE bob SUPERUSER",
            "psql -c ALTER ROLE bob NOLOGIN SUPERUSER",
            "psql -c GRANT ALL ON t TO revoke",
            "mysql -e ALTER USER 'bob'@'%' ACCOUNT UNLOCK",
            "mysql -e DROP USER a, b",
            "mysql -e DROP USER a; GRANT ALL ON t TO eve",
            "mysql -e CREATE USER eve; DROP USER a",
            "aws --profile x-remove iam attach-user-policy --user-name bob",
            "aws iam attach-user-policy --user-name remove-bot --policy-arn arn:aws:iam::1:policy/admin",
            "gh api -X DELETE repos/acme/web/branches/main/protection",
            "glab api -X DELETE projects/1/protected_branches/main",
            "passwd -d bob",
            "ldapdelete -r ou=people,dc=example,dc=com",
            "ldapdelete ou=people,dc=example,dc=com",
        ] {
            assert!(!withdraws(words), "{words}");
        }
    }
}
