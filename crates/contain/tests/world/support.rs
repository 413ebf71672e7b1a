//! A directory of a test's own, removed at its end, and a git that reads no configuration but the test's. Used by the
//! tests of the live `World`.
#![expect(clippy::unwrap_used, reason = "helpers of tests; clippy sees only the test functions")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use automode_contain::world::LiveWorld;

pub struct Dir(PathBuf);

impl Dir {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("automode-test-{}-{n}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }
    /// An absolute path below it.
    pub fn at(&self, inside: &str) -> String {
        self.0.join(inside).to_str().unwrap().trim_end_matches('/').to_string()
    }
    pub fn write(&self, inside: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(inside);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }
    pub fn dir(&self, inside: &str) -> &Self {
        fs::create_dir_all(self.0.join(inside)).unwrap();
        self
    }
    pub fn link(&self, inside: &str, target: &str) -> &Self {
        std::os::unix::fs::symlink(target, self.0.join(inside)).unwrap();
        self
    }
    pub fn executable(&self, inside: &str) -> &Self {
        use std::os::unix::fs::PermissionsExt;
        self.write(inside, "#!/bin/sh\n");
        fs::set_permissions(self.0.join(inside), fs::Permissions::from_mode(0o755)).unwrap();
        self
    }
    /// A `World` whose home is `home` in here, and whose PATH is given.
    pub fn world(&self, path: &str) -> LiveWorld {
        let (home, path) = (self.at("home"), path.to_string());
        LiveWorld::with_env(move |name| match name {
            "HOME" => Some(home.clone()),
            "PATH" => Some(path.clone()),
            _ => None,
        })
    }
    /// Runs git in a directory of here; its stdout.
    pub fn git(&self, inside: &str, args: &[&str]) -> String {
        let out = self.git_command(inside, args).output().unwrap();
        assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }
    pub fn git_command(&self, inside: &str, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(args).current_dir(self.0.join(inside)).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.at("home"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "a").env(format!("GIT_{who}_EMAIL"), "a@example.com");
        }
        command
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Whether git is on this machine; says so if not.
pub fn has_git() -> bool {
    let found = Command::new("git").arg("--version").stdout(Stdio::null()).status().is_ok_and(|s| s.success());
    if !found {
        println!("skipped: no git on this machine to compare with");
    }
    found
}

pub fn mkfifo(path: &str) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}
