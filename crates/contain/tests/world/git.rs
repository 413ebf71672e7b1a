//! Repositories as the live `World` reads them: real ones, odd ones and hostile ones. Git is used to make them, and as
//! the judge of what they say.

use automode_model::{GitFacts, NotKnown, World};

use crate::support::{Dir, has_git};

fn show(facts: &GitFacts, dir: &Dir) -> String {
    let mut text = format!("root {}\nbranch {}\n", facts.root, facts.branch.as_deref().unwrap_or("-"));
    facts.remotes.iter().for_each(|(name, url)| text.push_str(&format!("remote {name} {url}\n")));
    facts.aliases.iter().for_each(|(name, what)| text.push_str(&format!("alias {name} {what}\n")));
    facts.code.iter().for_each(|(key, value)| text.push_str(&format!("code {key} {value}\n")));
    facts.hooks.iter().for_each(|hook| text.push_str(&format!("hook {hook}\n")));
    text.replace(&dir.at(""), "TOP")
}

/// A repository as git would make it, without git: enough for reading.
fn by_hand(dir: &Dir, at: &str, config: &str) {
    dir.dir(&format!("{at}/objects")).dir(&format!("{at}/refs/heads"));
    dir.write(&format!("{at}/HEAD"), "ref: refs/heads/main\n").write(&format!("{at}/config"), config);
}

#[track_caller]
fn check(dir: &Dir, at: &str, want: &str) {
    let got = match dir.world("").git(&dir.at(at)) {
        Ok(facts) => show(&facts, dir),
        Err(NotKnown::Refused(why)) => format!("refused {}\n", why.replace(&dir.at(""), "TOP")),
        Err(other) => format!("{other:?}\n"),
    };
    let want: String = want.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| format!("{l}\n")).collect();
    assert_eq!(got, want);
}

#[test]
fn everything_that_a_configuration_says() {
    let dir = Dir::new();
    let config = r#"
[core]
    fsmonitor = /tmp/watch
    pager = cat
    hooksPath = .husky
    sshCommand = "ssh -i key"
    bare = false
[pager]
    log = less -X
    diff = false
[diff "pdf"]
    textconv = pdftotext
[filter "x"]
    clean = a %f
    required
[alias]
    st = status
    go = !sh -c evil
[remote "origin"]
    url = gh:me/it
    fetch = +refs/heads/*:refs/remotes/origin/*
[remote "backup"]
    url = https://example.com/b
    pushurl = ext::sh -c evil
[remote "third"]
    url = https://example.com/third
[url "https://example.com/"]
    insteadOf = gh:
[url "git@example.com:"]
    pushInsteadOf = gh:
[branch "main"]
    pushRemote = third
[protocol "ext"]
    allow = always
[protocol "file"]
    allow = always
"#;
    by_hand(&dir, "repo/.git", config);
    dir.executable("repo/.husky/pre-push").executable("repo/.husky/helper").write("repo/.husky/pre-commit", "");
    dir.executable("repo/.git/hooks/post-merge").executable("repo/.git/hooks/update.sample").dir("repo/src/deep");
    dir.write(
        "home/.gitconfig",
        "[alias]\n st = stash\n l = log\n[core]\n editor = vi\n[credential]\n helper = store\n",
    );
    check(
        &dir,
        "repo/src/deep",
        "
        root TOP/repo
        branch main
        remote third https://example.com/third
        remote origin git@example.com:me/it
        remote origin https://example.com/me/it
        remote backup ext::sh -c evil
        remote backup https://example.com/b
        alias go !sh -c evil
        alias st status
        alias l log
        code user:core.editor vi
        code user:credential.helper store
        code core.fsmonitor /tmp/watch
        code core.pager cat
        code core.hookspath .husky
        code core.sshcommand ssh -i key
        code pager.log less -X
        code diff.pdf.textconv pdftotext
        code filter.x.clean a %f
        code alias.go !sh -c evil
        code remote.backup.pushurl ext::sh -c evil
        code protocol.ext.allow always
        hook pre-push
        ",
    );
}

#[test]
fn includes_are_followed_and_bounded() {
    let dir = Dir::new();
    let config = "[include]\npath = ../tracked.cfg\n[includeIf \"onbranch:x\"]\npath = ../maybe.cfg\n[alias]\na = last\nb = mine\n";
    by_hand(&dir, "repo/.git", config);
    dir.write("repo/tracked.cfg", "[core]\npager = evil\n[include]\npath = ~/more\npath = none\n");
    dir.write("repo/maybe.cfg", "[alias]\na = maybe\nb = maybe\n[core]\nhooksPath = ../h\n");
    dir.write("home/more", "[core]\neditor = evil\n").executable("h/pre-commit").executable("repo/.git/hooks/pre-push");
    check(
        &dir,
        "repo",
        "
        root TOP/repo
        branch main
        alias b mine
        alias a last
        code core.pager evil
        code core.editor evil
        code core.hookspath ../h
        hook pre-commit
        hook pre-push
        ",
    );
    dir.write("repo/tracked.cfg", "[include]\npath = tracked.cfg\n");
    check(&dir, "repo", "refused `TOP/repo/.git/../tracked.cfg`: too many included configuration files");
    dir.write("repo/tracked.cfg", "[core\n");
    check(&dir, "repo", "refused `TOP/repo/.git/../tracked.cfg`: line 2 is no git configuration");
}

#[test]
fn odd_places() {
    let dir = Dir::new();
    dir.dir("plain/sub").dir("half/.git");
    check(&dir, "plain/sub", "Missing");
    check(&dir, "plain/none/at/all", "Missing");
    // Not whole: git looks further up.
    check(&dir, "half", "Missing");
    // A bare repository inside a work tree brings its own configuration.
    by_hand(&dir, "repo/.git", "");
    by_hand(&dir, "repo/docs/bare", "[core]\nfsmonitor = evil\nbare = true\n");
    check(&dir, "repo/docs/bare/refs", "root TOP/repo/docs/bare\nbranch main\ncode core.fsmonitor evil");
    dir.write("repo/sub/.git", "gitdir: ../../elsewhere\n");
    check(&dir, "repo/sub", "refused `TOP/elsewhere`: is not a repository, but a `.git` file points to it");
    by_hand(&dir, "elsewhere", "[alias]\nx = !y\n");
    dir.write("elsewhere/HEAD", "0123456789012345678901234567890123456789\n");
    check(&dir, "repo/sub/new/dir", "root TOP/repo/sub\nbranch -\nalias x !y\ncode alias.x !y");
    // Through a link, the repository is where the link leads.
    dir.link("short", "repo/sub");
    check(&dir, "short", "root TOP/repo/sub\nbranch -\nalias x !y\ncode alias.x !y");
    crate::support::mkfifo(&dir.at("plain/.git"));
    check(&dir, "plain", "refused `TOP/plain/.git`: cannot be read");
}

#[test]
fn a_configuration_made_to_cost_time() {
    let dir = Dir::new();
    let began = std::time::Instant::now();
    let remotes: String = (0..501).map(|n| format!("[remote \"r{n}\"]\nurl = u\n")).collect();
    by_hand(&dir, "repo/.git", &remotes);
    check(&dir, "repo", "refused `git configuration`: too many remotes");
    by_hand(&dir, "repo/.git", &format!("[alias]\n{}", "a = !b\n".repeat(19_000)));
    let facts = dir.world("").git(&dir.at("repo")).unwrap();
    assert_eq!((facts.aliases.len(), facts.code.len()), (1, 1));
    let aliases: String = (0..501).map(|n| format!("a{n} = !b\n")).collect();
    by_hand(&dir, "repo/.git", &format!("[alias]\n{aliases}"));
    check(&dir, "repo", "refused `git configuration`: too many settings that run commands");
    dir.write("repo/more", format!("[a]\n{}", "x\n".repeat(19_000)));
    by_hand(&dir, "repo/.git", &"[include]\npath = ../more\n".repeat(2));
    check(&dir, "repo", "refused `TOP/repo/.git/../more`: too many settings");
    assert!(began.elapsed() < std::time::Duration::from_secs(5));
}

#[test]
fn settings_of_the_environment_count() {
    let dir = Dir::new();
    by_hand(&dir, "repo/.git", "");
    let (home, count) = (dir.at("home"), std::cell::Cell::new("2"));
    let world = |n: &'static str| {
        count.set(n);
        automode_contain::world::LiveWorld::with_env(|name| match name {
            "HOME" => Some(home.clone()),
            "GIT_CONFIG_COUNT" => Some(count.get().to_string()),
            "GIT_CONFIG_KEY_0" => Some("Core.FSMonitor".to_string()),
            "GIT_CONFIG_KEY_1" => Some("alias.x".to_string()),
            "GIT_CONFIG_VALUE_0" | "GIT_CONFIG_VALUE_1" => Some("!evil".to_string()),
            _ => None,
        })
        .git(&dir.at("repo"))
    };
    assert_eq!(world("2").map(|f| f.code.len()), Ok(2));
    assert!(matches!(world("3"), Err(NotKnown::Refused(_))));
    assert!(matches!(world("65"), Err(NotKnown::Refused(_))));
}

#[test]
fn as_git_sees_it() {
    if !has_git() {
        return;
    }
    let dir = Dir::new();
    dir.dir("home").dir("repo");
    dir.git("repo", &["init", "-q", "-b", "feature/x"]);
    dir.write("repo/f", "1");
    dir.git("repo", &["add", "."]);
    dir.git("repo", &["commit", "-q", "-m", "one"]);
    dir.git("repo", &["remote", "add", "origin", "https://example.com/a.git"]);
    dir.git("repo", &["worktree", "add", "-q", "-b", "side", "../tree"]);
    dir.git("repo", &["config", "extensions.worktreeConfig", "true"]);
    dir.git("tree", &["config", "--worktree", "core.pager", "evil pager"]);
    dir.git("", &["clone", "-q", "--bare", "repo", "bare.git"]);
    let pager = "code core.pager evil pager";
    let remote = "remote origin https://example.com/a.git";
    check(&dir, "repo", &format!("root TOP/repo\nbranch feature/x\n{remote}"));
    check(&dir, "tree", &format!("root TOP/tree\nbranch side\n{remote}\n{pager}"));
    check(&dir, "bare.git", "root TOP/bare.git\nbranch feature/x\nremote origin TOP/repo");
    for (key, value) in [
        ("url.https://mirror.example.com/.insteadOf", "https://example.com/"),
        ("url.git@example.com:.pushInsteadOf", "https://example.com/"),
        ("url.https://short.example.com/.insteadOf", "https://"),
        ("remote.two.url", "https://example.com/b"),
        ("remote.two.pushurl", "https://example.com/c"),
        ("remote.three.url", "https://example.net/d"),
        ("remote.pushDefault", "two"),
    ] {
        dir.git("repo", &["config", key, value]);
    }
    let remotes = dir.world("").git(&dir.at("repo")).unwrap().remotes;
    assert_eq!(remotes[0].0, "two");
    for name in ["origin", "two", "three"] {
        let ours: Vec<&str> = remotes.iter().filter(|r| r.0 == name).map(|r| r.1.as_str()).collect();
        assert_eq!(dir.git("repo", &["remote", "get-url", "--push", name]).trim(), ours[0], "push to {name}");
        assert_eq!(dir.git("repo", &["remote", "get-url", name]).trim(), *ours.last().unwrap(), "fetch from {name}");
    }
    for at in ["repo", "tree"] {
        assert_eq!(dir.git(at, &["rev-parse", "--show-toplevel"]).trim(), dir.world("").git(&dir.at(at)).unwrap().root);
    }
}

/// FAULTS X3: a repository full of traps; reading it springs none.
#[test]
fn no_trap_is_sprung() {
    let dir = Dir::new();
    let trap = format!("touch {}", dir.at("sprung"));
    let keys = ["core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "credential.helper", "diff.external"];
    let mut config = String::new();
    for key in keys {
        let (section, name) = key.split_once('.').unwrap();
        config.push_str(&format!("[{section}]\n{name} = {trap}\n"));
    }
    config.push_str(&format!("[alias]\nstatus = !{trap}\n[filter \"f\"]\nclean = {trap}\nprocess = {trap}\n"));
    by_hand(&dir, "repo/.git", &config);
    dir.write("repo/.gitattributes", "* filter=f diff=f\n").write("repo/f", "x").write("repo/.gitignore", "f\n");
    for hook in ["pre-commit", "post-index-change", "fsmonitor-watchman", "post-checkout"] {
        dir.executable(&format!("repo/.git/hooks/{hook}"));
        dir.write(&format!("repo/.git/hooks/{hook}"), format!("#!/bin/sh\n{trap}\n"));
    }
    crate::support::mkfifo(&dir.at("repo/.git/index"));
    crate::support::mkfifo(&dir.at("repo/fifo"));
    let world = dir.world("");
    let facts = world.git(&dir.at("repo")).unwrap();
    assert_eq!((facts.code.len(), facts.hooks.len()), (9, 4));
    assert_eq!(world.git_tracked(&dir.at("repo/f")), None);
    assert_eq!(world.git_ignored(&dir.at("repo/f")), Some(true));
    assert!(matches!(world.read(&dir.at("repo/fifo"), 9), Err(NotKnown::Refused(_))));
    assert!(!std::path::Path::new(&dir.at("sprung")).exists());
}

#[test]
fn settings_behind_a_link_are_read_and_those_of_a_pipe_refused() {
    let dir = Dir::new();
    by_hand(&dir, "repo/.git", "[alias]\n own = log\n");
    dir.write("dotfiles/gitconfig", "[alias]\n st = status\n")
        .dir("home")
        .link("home/.gitconfig", "../dotfiles/gitconfig");
    let want = "root TOP/repo\nbranch main\nalias own log\nalias st status\n";
    check(&dir, "repo", want);
    std::fs::remove_file(dir.at("repo/.git/config")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(dir.at("repo/.git/config")).status().unwrap();
    assert!(made.success());
    check(&dir, "repo", "refused `TOP/repo/.git/config`: is not a regular file");
}

#[test]
fn a_missing_directory_is_missing_each_time_that_a_path_leads_through_it() {
    let dir = Dir::new();
    dir.dir("home").write("here/file", "x");
    let world = dir.world("");
    for inside in ["none/a", "none/b", "none/deep/c", "none"] {
        assert_eq!(world.path(&dir.at(inside)).kind, automode_model::PathKind::Missing, "{inside}");
    }
    assert_eq!(world.path(&dir.at("none/../here/file")).real, dir.at("none/../here/file").replace("none/../", ""));
    assert_eq!(world.path(&dir.at("here/file")).kind, automode_model::PathKind::File);
}
