//! Whether git could bring a content back: our reading of the index against indexes that git wrote.

use std::fs;
use std::time::Duration;

use automode_model::World;

use crate::support::{Dir, has_git};

/// A repository with everything committed, and an index that is clearly younger than the files.
fn committed(version: &str, format: &str) -> Dir {
    let dir = Dir::new();
    dir.dir("home").dir("repo");
    dir.git("repo", &["init", "-q", "--object-format", format]);
    dir.write("repo/a", "one")
        .write("repo/src/b", "two")
        .write("repo/src/long/name/c", "3")
        .write("repo/src/empty", "");
    dir.write("repo/src-other", "x").write("repo/.gitignore", "*.o\n").link("repo/link", "src/b");
    std::thread::sleep(Duration::from_millis(30));
    dir.git("repo", &["add", "."]);
    dir.git("repo", &["update-index", "--index-version", version]);
    dir.git("repo", &["commit", "-q", "-m", "one"]);
    std::thread::sleep(Duration::from_millis(30));
    dir.git("repo", &["update-index", "-q", "--refresh", "--force-write-index"]);
    dir
}

#[track_caller]
fn check(dir: &Dir, path: &str, want: Option<bool>) {
    assert_eq!(dir.world("").git_tracked(&dir.at(&format!("repo/{path}"))), want, "{path}");
}

#[test]
fn indexes_of_all_versions() {
    if !has_git() {
        return;
    }
    for (version, format) in [("2", "sha1"), ("3", "sha1"), ("4", "sha1"), ("2", "sha256"), ("4", "sha256")] {
        let dir = committed(version, format);
        for path in ["a", "src/b", "src/long/name/c", "src/empty", "link", "src", "src/long", ".gitignore"] {
            check(&dir, path, Some(true));
        }
        dir.write("repo/src/new.o", "");
        for (path, want) in [("src", Some(false)), ("src/new.o", Some(false)), ("none", None), ("src/long", Some(true))]
        {
            check(&dir, path, want);
        }
        check(&dir, ".git", Some(false));
    }
}

#[test]
fn changes_show() {
    if !has_git() {
        return;
    }
    let dir = committed("2", "sha1");
    dir.write("repo/a", "longer than before");
    check(&dir, "a", Some(false));
    // Same size, and the old time set back: the change time tells.
    let old = fs::metadata(dir.at("repo/src/b")).unwrap().modified().unwrap();
    dir.write("repo/src/b", "TWO");
    fs::File::options().write(true).open(dir.at("repo/src/b")).unwrap().set_modified(old).unwrap();
    check(&dir, "src/b", None);
    check(&dir, "src", None);
    // A link in place of a file, and the reverse.
    fs::remove_file(dir.at("repo/src-other")).unwrap();
    dir.link("repo/src-other", "a");
    check(&dir, "src-other", Some(false));
    fs::remove_file(dir.at("repo/link")).unwrap();
    dir.write("repo/link", "src/b");
    check(&dir, "link", Some(false));
    // Announced, but no content is with git.
    dir.write("repo/later", "");
    dir.git("repo", &["add", "-N", "later"]);
    check(&dir, "later", Some(false));
    dir.git("repo", &["update-index", "--assume-unchanged", "src/long/name/c"]);
    check(&dir, "src/long/name/c", None);
}

#[test]
fn a_file_written_with_the_index_is_not_trusted() {
    if !has_git() {
        return;
    }
    let dir = committed("2", "sha1");
    let now = fs::metadata(dir.at("repo/a")).unwrap().modified().unwrap();
    fs::File::options().write(true).open(dir.at("repo/.git/index")).unwrap().set_modified(now).unwrap();
    check(&dir, "a", None);
}

#[test]
fn a_conflict_and_a_split_index() {
    if !has_git() {
        return;
    }
    let dir = committed("2", "sha1");
    dir.git("repo", &["checkout", "-q", "-b", "other"]);
    dir.write("repo/a", "other");
    dir.git("repo", &["commit", "-q", "-am", "other"]);
    dir.git("repo", &["checkout", "-q", "-"]);
    dir.write("repo/a", "mine!");
    dir.git("repo", &["commit", "-q", "-am", "mine"]);
    assert!(!dir.git_command("repo", &["merge", "-q", "other"]).output().unwrap().status.success());
    check(&dir, "a", Some(false));
    let dir = committed("2", "sha1");
    dir.git("repo", &["update-index", "--split-index"]);
    check(&dir, "a", None);
}

#[test]
fn many_names_and_damaged_bytes() {
    if !has_git() {
        return;
    }
    let dir = Dir::new();
    dir.dir("home").dir("repo");
    dir.git("repo", &["init", "-q"]);
    for n in 1..300 {
        dir.write(&format!("repo/d{}/{}", n % 7, "n".repeat(n)).chars().take(230).collect::<String>(), n.to_string());
    }
    std::thread::sleep(Duration::from_millis(30));
    dir.git("repo", &["add", "."]);
    dir.git("repo", &["update-index", "--index-version", "4"]);
    std::thread::sleep(Duration::from_millis(30));
    dir.git("repo", &["update-index", "-q", "--refresh", "--force-write-index"]);
    let names = dir.git("repo", &["ls-files"]);
    assert!(names.lines().count() > 150);
    let world = dir.world("");
    names
        .lines()
        .for_each(|name| assert_eq!(world.git_tracked(&dir.at(&format!("repo/{name}"))), Some(true), "{name}"));
    // Cut anywhere, the index is no answer; the last entries are followed by nothing but the hash.
    let whole = fs::read(dir.at("repo/.git/index")).unwrap();
    let first = names.lines().next().unwrap();
    for cut in (0..whole.len()).step_by(97) {
        fs::write(dir.at("repo/.git/index"), &whole[..cut]).unwrap();
        assert_eq!(dir.world("").git_tracked(&dir.at(&format!("repo/{first}"))), None, "cut at {cut}");
    }
}

#[test]
fn too_many_files_are_not_walked() {
    if !has_git() {
        return;
    }
    let dir = committed("2", "sha1");
    for n in 0..2_001 {
        dir.write(&format!("repo/many/{n}"), "");
    }
    dir.git("repo", &["add", "."]);
    check(&dir, "many", None);
}
