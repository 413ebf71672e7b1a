//! The groups of the user whose rights we have: those that the kernel says this process is in, with their names from the
//! group database, and those that a directory of people (single sign-on) says, handed over in a file that only root may
//! write. Asked only where a rule is about groups.

use std::os::unix::fs::{MetadataExt, PermissionsExt};

use automode_model::NotKnown;

use super::files::Files;
use super::home;

/// Group claims of a directory of people: lines of `user: group, group`. Written by whatever logs users in, as root.
#[cfg(target_os = "macos")]
pub const CLAIMS: &str = "/Library/Application Support/automode/groups";
/// Group claims of a directory of people: lines of `user: group, group`. Written by whatever logs users in, as root.
#[cfg(not(target_os = "macos"))]
pub const CLAIMS: &str = "/etc/automode/groups";

/// Largest group database and largest file of claims: some ten thousand people.
const MAX_GROUPS_BYTES: usize = 4 * 1024 * 1024;

/// The names, sorted. A file of claims that others than root may write is an error, not an absence: rules that forbid by
/// group must not be switched off by it.
pub(super) fn of_user(files: &Files) -> Result<Vec<String>, NotKnown> {
    let database = files.text("/etc/group", MAX_GROUPS_BYTES)?;
    let user = home::user(files);
    let mut out = named(&database, &own_gids(files)?, &user);
    out.extend(claims(files, CLAIMS, &user)?);
    out.sort();
    out.dedup();
    Ok(out)
}

/// The numbers of the groups of this process, as the kernel tells.
fn own_gids(files: &Files) -> Result<Vec<String>, NotKnown> {
    const MAX_STATUS_BYTES: usize = 64 * 1024;
    match std::fs::read_to_string("/proc/self/status") {
        Ok(status) if status.len() <= MAX_STATUS_BYTES => Ok(gids(&status)),
        // Without /proc (macOS) the databases tell: the user's own group, and where the user is listed.
        _ => Ok(home::own_gid(files).into_iter().collect()),
    }
}

fn gids(status: &str) -> Vec<String> {
    let own = status.lines().filter_map(|l| l.strip_prefix("Gid:")).filter_map(|l| l.split_whitespace().nth(1));
    let more = status.lines().filter_map(|l| l.strip_prefix("Groups:")).flat_map(str::split_whitespace);
    own.chain(more).map(str::to_owned).collect()
}

/// The names of these groups, and of those that list the user.
fn named(database: &str, gids: &[String], user: &str) -> Vec<String> {
    let entry = |line: &str| {
        let mut parts = line.split(':');
        let (name, gid) = (parts.next()?, parts.nth(1)?);
        let listed = !user.is_empty() && parts.next().unwrap_or("").split(',').any(|m| m.trim() == user);
        (!name.is_empty() && (listed || gids.iter().any(|g| g == gid))).then(|| name.to_owned())
    };
    database.lines().filter_map(entry).collect()
}

fn claims(files: &Files, path: &str, user: &str) -> Result<Vec<String>, NotKnown> {
    let meta = match std::fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound || e.kind() == std::io::ErrorKind::NotADirectory => {
            return Ok(Vec::new());
        }
        Err(e) => return Err(NotKnown::Refused(format!("{path}: {e}"))),
    };
    if !meta.is_file() || meta.uid() != 0 || meta.permissions().mode() & 0o022 != 0 {
        return Err(NotKnown::Refused(format!("{path}: others than root may write it")));
    }
    Ok(claimed(&files.text(path, MAX_GROUPS_BYTES)?, user))
}

/// What the lines about this user say.
fn claimed(text: &str, user: &str) -> Vec<String> {
    let about = |line: &str| {
        let (who, groups) = line.split('#').next()?.split_once(':')?;
        (who.trim() == user && !user.is_empty()).then(|| groups.to_owned())
    };
    let split = |c: char| c == ',' || c.is_whitespace();
    let all = text.lines().filter_map(about);
    all.flat_map(|g| g.split(split).filter(|g| !g.is_empty()).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_the_process_and_of_the_database() {
        let database = "root:x:0:\nsre:x:50:ana,ben\nstaff:x:100:\nqa:x:60:cy\n";
        assert_eq!(named(database, &["100".into()], "ana"), ["sre", "staff"]);
        assert_eq!(named(database, &[], ""), Vec::<String>::new());
        assert_eq!(gids("Name:\tx\nGid:\t100\t7\t100\t100\nGroups:\t50 60 \n"), ["7", "50", "60"]);
    }

    #[test]
    fn claims_are_of_this_user_only() {
        let text =
            "# from the directory\nana: payments, on-call\nben: payments\nanabel: admin\nana: release # both count\n";
        assert_eq!(claimed(text, "ana"), ["payments", "on-call", "release"]);
        assert_eq!(claimed(text, "dora"), Vec::<String>::new());
        assert_eq!(claimed("x", ""), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_anybody_may_write_is_refused() {
        let path = std::env::temp_dir().join(format!("automode-claims-{}", std::process::id()));
        std::fs::write(&path, "ana: admin\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
        let path = path.display().to_string();
        assert!(matches!(claims(&Files::default(), &path, "ana"), Err(NotKnown::Refused(_))));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(claims(&Files::default(), &path, "ana"), Ok(Vec::new()));
    }
}
