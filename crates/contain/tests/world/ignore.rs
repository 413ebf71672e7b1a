//! Our ignore rules against git's own, on written cases and on generated ones.

use std::io::Write;
use std::process::Stdio;

use automode_model::World;

use crate::support::{Dir, has_git};

/// What git says: which of these paths its rules cover.
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn judge(dir: &Dir, paths: &[String]) -> Vec<bool> {
    let mut command = dir.git_command("repo", &["check-ignore", "--no-index", "-z", "--stdin"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    paths.iter().for_each(|p| write!(input, "{p}\0").unwrap());
    drop(input);
    let out = child.wait_with_output().unwrap();
    let covered: Vec<&str> = std::str::from_utf8(&out.stdout).unwrap().split('\0').collect();
    paths.iter().map(|p| covered.contains(&p.as_str())).collect()
}

fn compare(dir: &Dir, paths: &[String], context: &str) -> usize {
    let world = dir.world("");
    let want = judge(dir, paths);
    for (path, want) in paths.iter().zip(&want) {
        let got = world.git_ignored(&format!("{}/{path}", dir.at("repo")));
        assert_eq!(got, Some(*want), "{path} under\n{context}");
    }
    want.iter().filter(|covered| **covered).count()
}

fn repo() -> Dir {
    let dir = Dir::new();
    dir.dir("home").dir("repo");
    dir.git("repo", &["init", "-q"]);
    dir
}

#[test]
fn all_sources_and_their_order() {
    if !has_git() {
        return;
    }
    let dir = repo();
    dir.write(
        "repo/.gitignore",
        "\u{feff}# c\n*.log\n!keep.log\n/top\nbuild/\nsp \\ \ntail   \n\\#x\n\\!y\ndir/*\n!dir/a\r\n",
    );
    dir.write("repo/sub/.gitignore", "!x.log\n/own\n*.c\n").write("repo/.git/info/exclude", "*.tmp\n!user\n");
    dir.write("home/.config/git/ignore", "user\n*.user\n").write("repo/build/f", "").write("repo/dir/b/f", "");
    dir.link("repo/linked", "build").dir("repo/deep").link("repo/deep/.gitignore", "../sub/.gitignore");
    let paths: Vec<String> =
        "a.log keep.log sub/x.log sub/y.log top sub/top build build/f build/new/x linked own sub/own \
        sub/a.c a.c a.tmp user b.user tail #x !y dir dir/a dir/a/b dir/b dir/b/f dir/b/../a sub deep/a.c none"
            .split_whitespace()
            .filter(|p| !p.contains(".."))
            .map(str::to_string)
            .chain(["sp  ".to_string(), "sp".to_string(), "tail   ".to_string()])
            .collect();
    assert!(compare(&dir, &paths, "written cases") > 10);
    dir.git("repo", &["config", "core.excludesFile", "~/mine"]);
    dir.write("home/mine", "a.c\n");
    assert!(compare(&dir, &paths, "core.excludesFile") > 10);
}

/// A small generator of our own: the same rows on every machine.
struct Rng(u64);

impl Rng {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % below
    }
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.next(from.len())).copied().unwrap_or_default()
    }
}

#[test]
fn generated_rules() {
    if !has_git() {
        return;
    }
    let parts = [
        "a",
        "b",
        "ab",
        "*",
        "**",
        "***",
        "?",
        "/",
        "/",
        "[ab]",
        "[!a]",
        "[a-",
        "]",
        "[[:alpha:]]",
        "[^b]",
        "\\",
        "\\*",
        "!",
        "#",
        " ",
        "a*",
        "*b",
        ".",
        "-",
        "[a/b]",
        "[]a]",
        "[[:x:]]",
        "[a-b-c]",
        "[\\]]",
    ];
    let names = ["a", "b", "ab", "ba", "a.b", "*", "abc", "]", "-", "a b", "#a", "!a", "aab"];
    let dir = repo();
    let mut rng = Rng(7);
    let mut covered = 0;
    // Real directories, so that rules for directories have something to cover.
    dir.dir("repo/a/b/ab").dir("repo/ab/a").dir("repo/b").write("repo/ba", "");
    for _ in 0..400 {
        let mut rules = |n: usize| -> String {
            (0..n).map(|_| (0..=rng.next(4)).map(|_| rng.pick(&parts)).collect::<String>() + "\n").collect()
        };
        let (top, sub) = (rules(4), rules(2));
        dir.write("repo/.gitignore", &top).write("repo/a/.gitignore", &sub);
        let paths: Vec<String> =
            (0..40).map(|_| (0..=rng.next(4)).map(|_| rng.pick(&names)).collect::<Vec<_>>().join("/")).collect();
        covered += compare(&dir, &paths, &format!("{top:?} and in a/ {sub:?}"));
    }
    assert!(covered > 1000, "the generated rules cover too little: {covered}");
}

#[test]
fn where_it_cannot_be_told() {
    let dir = Dir::new();
    dir.write("plain/f", "");
    assert_eq!(dir.world("").git_ignored(&dir.at("plain/f")), None);
    dir.dir("repo/.git/objects").dir("repo/.git/refs").write("repo/.git/HEAD", "ref: refs/heads/x\n");
    assert_eq!(dir.world("").git_ignored(&dir.at("repo/f")), Some(false));
    dir.write("repo/.gitignore", "x".repeat(2000));
    assert_eq!(dir.world("").git_ignored(&dir.at("repo/f")), None);
    dir.write("repo/.gitignore", "x\n".repeat(5001));
    assert_eq!(dir.world("").git_ignored(&dir.at("repo/f")), None);
    dir.write("repo/.gitignore", ("*a".repeat(500) + "\n").repeat(200));
    assert_eq!(dir.world("").git_ignored(&dir.at(&format!("repo/{}", "a".repeat(200)))), None);
    dir.write("repo/.gitignore", "f\n").write("repo/.git/config", "[core]\nignorecase = true\n");
    assert_eq!(dir.world("").git_ignored(&dir.at("repo/f")), None);
}
