//! The user's home directory. Asked once per hook run.

use super::files::Files;

/// Largest user database that is read for a missing HOME.
const MAX_PASSWD_BYTES: usize = 1024 * 1024;
/// Stands for a home that nobody knows: below it nothing is the user's.
const NOWHERE: &str = "/nonexistent";

/// HOME if it is an absolute path, else the user database. Links resolved, so that it compares with resolved paths. A home
/// below the directory of the session is not believed where the database has another: a repository can bring a folder that
/// looks like one, and settings of an agent that say so.
pub(super) fn find(files: &Files, env: &impl Fn(&str) -> Option<String>) -> String {
    let said = env("HOME").filter(|h| h.starts_with('/'));
    let doubtful = said.as_ref().is_none_or(|home| files.is_below_here(home));
    let home = if doubtful { from_passwd(files).or(said) } else { said };
    let Some(home) = home else { return NOWHERE.to_string() };
    if files.is_known_dir(&home) {
        return home;
    }
    files.resolve(&home).real
}

/// The name of the user whose rights we have, by the user database: a variable may say anything.
pub(super) fn user(files: &Files) -> String {
    let name = |text: String| entry_name(&text, &own_uid()).map(str::to_owned);
    files.text("/etc/passwd", MAX_PASSWD_BYTES).ok().and_then(name).unwrap_or_default()
}

/// The number of the group that the user database gives the user whose rights we have.
pub(super) fn own_gid(files: &Files) -> Option<String> {
    let text = files.text("/etc/passwd", MAX_PASSWD_BYTES).ok()?;
    let uid = own_uid();
    let line = text.lines().find(|l| l.split(':').nth(2) == Some(&uid))?;
    line.split(':').nth(3).map(str::to_owned)
}

fn entry_name<'a>(passwd: &'a str, uid: &str) -> Option<&'a str> {
    passwd.lines().find(|l| l.split(':').nth(2) == Some(uid))?.split(':').next().filter(|name| !name.is_empty())
}

fn from_passwd(files: &Files) -> Option<String> {
    let text = files.text("/etc/passwd", MAX_PASSWD_BYTES).ok()?;
    entry(&text, &own_uid())
}

fn entry(passwd: &str, uid: &str) -> Option<String> {
    let line = passwd.lines().find(|l| l.split(':').nth(2) == Some(uid))?;
    line.split(':').nth(5).filter(|home| home.starts_with('/')).map(str::to_string)
}

#[expect(unsafe_code, reason = "getuid has no counterpart in std")]
fn own_uid() -> String {
    // SAFETY: getuid cannot fail and has no preconditions.
    unsafe { libc::getuid() }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_of_the_environment_or_the_database() {
        let files = Files::default();
        let home = |value: &str| find(&files, &|_: &str| Some(value.to_string()));
        assert_eq!(home("/nowhere/at/all/"), "/nowhere/at/all");
        assert_ne!(home("relative"), "relative");
        let passwd = "root:x:0:0:root:/root:/bin/sh\nann:x:1001:1001::/home/ann:/bin/sh\nbad:x:7:7::home:/bin/sh\n";
        assert_eq!(entry(passwd, "1001").as_deref(), Some("/home/ann"));
        assert_eq!(entry(passwd, "7"), None);
        assert_eq!(entry(passwd, "8"), None);
    }
}
