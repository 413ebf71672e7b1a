//! How much of a branch was sent: real repositories with a bare one as their remote.

use automode_model::{Sent, World};

use crate::support::{Dir, has_git};

fn commit(dir: &Dir, text: &str) {
    dir.write("repo/f", text);
    dir.git("repo", &["add", "f"]);
    dir.git("repo", &["commit", "-qm", text]);
}

fn sent(dir: &Dir) -> Option<Sent> {
    dir.world("").git_sent(&dir.at("repo"))
}

#[test]
fn what_was_sent_is_told_from_what_was_not() {
    if !has_git() {
        return;
    }
    let dir = Dir::new();
    dir.dir("far").dir("repo").dir("home");
    dir.git("far", &["init", "-q", "--bare", "-b", "main"]);
    dir.git("repo", &["init", "-q", "-b", "main"]);
    assert_eq!(sent(&dir), None, "no commit yet");
    commit(&dir, "one");
    assert_eq!(sent(&dir), Some(Sent::Nothing), "no remote");
    dir.git("repo", &["remote", "add", "origin", &dir.at("far")]);
    assert_eq!(sent(&dir), Some(Sent::Nothing), "a remote that nothing was sent to");
    dir.git("repo", &["push", "-q", "origin", "main"]);
    assert_eq!(sent(&dir), Some(Sent::All));
    commit(&dir, "two");
    assert_eq!(sent(&dir), Some(Sent::NotLast));
    dir.git("repo", &["commit", "-q", "--amend", "-m", "two again"]);
    assert_eq!(sent(&dir), Some(Sent::NotLast), "amended here");
    dir.git("repo", &["push", "-q", "origin", "main"]);
    dir.git("repo", &["pack-refs", "--all"]);
    assert_eq!(sent(&dir), Some(Sent::All), "packed");
    dir.git("repo", &["reset", "-q", "--hard", "HEAD~1"]);
    assert_eq!(sent(&dir), Some(Sent::All), "what lies behind the remote was sent");
    dir.git("repo", &["checkout", "-q", "-b", "topic"]);
    commit(&dir, "three");
    assert_eq!(sent(&dir), Some(Sent::Nothing), "a branch of its own");
    dir.git("repo", &["push", "-q", "origin", "topic:other"]);
    assert_eq!(sent(&dir), Some(Sent::All), "sent under another name");
    dir.git("repo", &["checkout", "-q", "--detach"]);
    assert_eq!(sent(&dir), None, "on no branch");
}
