//! Approvals from outside: what was stopped is listed, an answer lets exactly it run once, an agent cannot answer.

use automode_ledger::Hash;
use automode_ledger::approvals::{Answer, Approval, Approvals};

use crate::common::{BINARY, Machine, Value, finish};

const STOPPED: &str = "rm -rf /srv/thesis";

fn pending(machine: &Machine, args: &[&str]) -> Vec<Value> {
    let said = machine.run(&[&["pending", "--json"], args].concat(), "");
    said.json().as_array().unwrap().clone()
}

/// A person's answer, as `approve` and `reject` keep it.
fn answer(machine: &Machine, answer: Answer) {
    let listed = pending(machine, &[]);
    let action = Hash::from_hex(listed[0]["action"].as_str().unwrap()).unwrap();
    let record = listed[0]["record"].as_u64().unwrap();
    let given = Approval { action, answer, record, made_ms: now(), expires_ms: now() + 60_000 };
    Approvals::at(&machine.state()).keep(&given).unwrap();
}

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

#[test]
fn an_approval_lets_exactly_this_run_once() {
    let machine = Machine::new();
    assert_ne!(machine.hook(machine.bash(STOPPED)).answer().0, "allow");
    let listed = pending(&machine, &[]);
    assert_eq!((listed.len(), listed[0]["status"].as_str()), (1, Some("waiting")), "{listed:?}");
    answer(&machine, Answer::Approve);
    assert_eq!(pending(&machine, &["--all"])[0]["status"], "approved");
    assert_ne!(machine.hook(machine.bash("rm -rf /srv/theses")).answer().0, "allow", "another action");
    assert_eq!(machine.hook(machine.bash(STOPPED)).answer().0, "allow");
    assert_ne!(machine.hook(machine.bash(STOPPED)).answer().0, "allow", "used up");
    let replayed = machine.run(&["replay", "--ledger", "--json"], "").json();
    assert_eq!(replayed["differs"], serde_json::json!([]), "{replayed}");
    let approved = machine.records().into_iter().find(|r| r["verdict"]["authorization"] == "approved");
    assert!(approved.is_some(), "the record says by which right");
}

#[test]
fn a_rejected_action_is_denied_and_says_so() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    answer(&machine, Answer::Reject);
    for _ in 0..2 {
        let (decision, reason) = machine.hook(machine.bash(STOPPED)).answer();
        assert_eq!(decision, "deny");
        assert!(reason.contains("approval.rejected"), "{reason}");
    }
}

#[test]
fn the_agent_is_told_the_way_to_a_person() {
    let machine = Machine::new();
    let said = machine.run(&["hook", "claude", "--ask-as", "deny"], machine.bash(STOPPED));
    let (decision, reason) = said.answer();
    let id = pending(&machine, &[])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(decision, "deny");
    assert!(reason.contains(&format!("automode approve {id}")), "{reason}");
}

#[test]
fn an_agent_does_not_answer_itself() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    let id = pending(&machine, &[])[0]["id"].as_str().unwrap().to_owned();
    for args in [&["approve", &id, "--yes"][..], &["approve", &id], &["reject", &id]] {
        let mut command = machine.command(BINARY, args);
        command.env("CLAUDECODE", "1");
        let said = finish(command, b"y\n");
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains("only a person may answer"), "{said:?}");
    }
    assert!(!machine.state().join("approvals").exists());
    let shown = machine.run(&["approve", &id, "--show"], "");
    assert_eq!(shown.code, Some(0), "{shown:?}");
    assert!(shown.out.contains(&format!("  | {STOPPED}\n")), "{shown:?}");
}

#[test]
fn what_is_shown_hides_nothing() {
    let machine = Machine::new();
    let command = "rm -rf /srv/thesis \u{202e}# \u{1b}[2K ok\n  | ls";
    machine.hook(machine.bash(command));
    let id = pending(&machine, &[])[0]["id"].as_str().unwrap().to_owned();
    let shown = machine.run(&["approve", &id, "--show"], "");
    assert!(shown.out.contains("\\u{202e}") && shown.out.contains("\\u{1b}"), "{shown:?}");
    assert!(!shown.out.contains('\u{202e}') && !shown.out.contains('\u{1b}'), "{shown:?}");
    assert!(shown.out.contains("  |   | ls\n"), "a line of the command is no line of ours: {shown:?}");
}

#[test]
fn wrong_names_are_told() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    for (id, code) in [("xyz", 2), ("7f", 2), ("00000000", 3)] {
        let said = machine.run(&["approve", id, "--show"], "");
        assert_eq!(said.code, Some(code), "{id}: {said:?}");
    }
}

/// The answer of a person at a terminal of their own; none where there is no `script` to make one.
fn at_a_terminal(machine: &Machine, args: &str) -> Option<String> {
    if !cfg!(target_os = "linux") || !std::path::Path::new("/usr/bin/script").exists() {
        println!("skipped: no `script` here to make a terminal");
        return None;
    }
    let mut command = machine.command("/usr/bin/script", &["-qec", &format!("{BINARY} {args}"), "/dev/null"]);
    command.env("TERM", "dumb");
    let said = finish(command, b"").out.replace('\r', "");
    if said.contains("an agent started this") {
        println!("skipped: this test was started by an agent, which must not answer");
        return None;
    }
    Some(said)
}

#[test]
fn an_approval_is_given_at_a_terminal_only() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    let id = pending(&machine, &[])[0]["id"].as_str().unwrap().to_owned();
    let setsid = "/usr/bin/setsid";
    for args in [&["approve", &id, "--yes"][..], &["approve", &id]] {
        if !std::path::Path::new(setsid).exists() {
            println!("skipped: no `setsid` here to take the terminal away");
            return;
        }
        let mut command = machine.command(setsid, &["-w", BINARY]);
        command.args(args);
        let said = finish(command, b"y\n");
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{said:?}");
        assert!(["given at a terminal", "an agent started this"].iter().any(|t| said.err.contains(t)), "{said:?}");
    }
    assert!(!machine.state().join("approvals").exists());
    let Some(said) = at_a_terminal(&machine, &format!("approve {id} --yes")) else { return };
    assert!(said.contains("approved for 10 minutes"), "{said}");
    assert_eq!(machine.hook(machine.bash(STOPPED)).answer().0, "allow");
}

/// The rule that is offered binds the target whole, is enough, and is not more than needed.
#[test]
fn the_offered_rule_spares_exactly_this() {
    let machine = Machine::new();
    let git = machine.project().join(".git");
    std::fs::create_dir_all(git.join("refs/heads")).unwrap();
    std::fs::create_dir_all(git.join("objects")).unwrap();
    std::fs::write(git.join("HEAD"), "ref: refs/heads/topic\n").unwrap();
    std::fs::write(git.join("config"), "[remote \"origin\"]\n\turl = git@git.example.com:acme/shop.git\n").unwrap();
    let cases = [
        ("git push origin topic", "remote = [\"git.example.com/acme/shop\"], branch = [\"topic\"]"),
        ("curl -d a=1 https://api.example.com/v1/x", "host = [\"api.example.com\"]"),
        ("gh pr merge 5 -R acme/shop", "command = [\"gh pr merge 5 -R acme/shop\"]"),
    ];
    for (n, (command, bound)) in cases.into_iter().enumerate() {
        let event = machine.bash(command).replace("\"s1\"", &format!("\"s{n}\""));
        assert_ne!(machine.hook(&event).answer().0, "allow", "{command}");
        let listed = pending(&machine, &[]);
        let id = listed.iter().find(|p| p["words"] == command).unwrap()["id"].as_str().unwrap();
        let Some(said) = at_a_terminal(&machine, &format!("approve {id} --yes")) else { return };
        let rule = said.split_once("could say:\n\n").unwrap_or_else(|| panic!("no rule: {said}")).1;
        assert!(rule.contains(bound) && rule.matches("[[rule]]").count() == 1, "{rule}");
        assert_eq!(machine.hook(event.replace("call_1", "call_2")).answer().0, "allow", "the approval itself");
        let file = machine.home().join(".config/automode/automode.toml");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, rule).unwrap();
        let again = machine.bash(command).replace("\"s1\"", &format!("\"t{n}\""));
        assert_eq!(machine.hook(&again).answer().0, "allow", "{rule}");
        let other = machine.bash("git push backup main").replace("\"s1\"", &format!("\"u{n}\""));
        assert_ne!(machine.hook(&other).answer().0, "allow", "{rule}");
        std::fs::remove_file(&file).unwrap();
    }
}

#[test]
fn what_no_approval_answers_is_not_offered_for_one() {
    let machine = Machine::new();
    let file = machine.home().join(".config/automode/automode.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let rule = "[[rule]]\nid = \"me.no\"\noutcome = \"deny\"\nwhen = { verb = [\"delete\"] }\n";
    std::fs::write(&file, rule).unwrap();
    let (decision, reason) = machine.hook(machine.bash(STOPPED)).answer();
    assert!(decision == "deny" && !reason.contains("automode approve"), "{reason}");
    assert!(pending(&machine, &["--all"]).is_empty());
    std::fs::write(&file, format!("{rule}lifts = [\"approved\"]\n")).unwrap();
    machine.hook(machine.bash(STOPPED));
    assert_eq!(pending(&machine, &["--all"]).len(), 1);
}

#[test]
fn an_approval_past_its_end_lets_nothing_run_and_waits_no_more() {
    let machine = Machine::new();
    machine.hook(machine.bash(STOPPED));
    let listed = pending(&machine, &[]);
    let action = Hash::from_hex(listed[0]["action"].as_str().unwrap()).unwrap();
    let (made_ms, expires_ms) = (now() - 120_000, now() - 60_000);
    let given = Approval { action, answer: Answer::Approve, record: 1, made_ms, expires_ms };
    Approvals::at(&machine.state()).keep(&given).unwrap();
    assert_eq!(pending(&machine, &[])[0]["status"], "waiting", "an answer that ended is none");
    assert_ne!(machine.hook(machine.bash(STOPPED)).answer().0, "allow");
}

/// Settings of an agent in a repository may hold variables: none of them brings a key and answers of its own.
#[test]
fn a_repository_brings_no_approvals() {
    let machine = Machine::new();
    std::fs::create_dir_all(machine.project().join(".git")).unwrap();
    machine.hook(machine.bash(STOPPED));
    answer(&machine, Answer::Approve);
    let theirs = machine.project().join("state");
    std::fs::create_dir_all(&theirs).unwrap();
    std::fs::rename(machine.state(), theirs.join("automode")).unwrap();
    let with = |name: &str, value: &std::path::Path| {
        let mut command = machine.command(BINARY, &["hook", "claude"]);
        command.env(name, value);
        finish(command, machine.bash(STOPPED).as_bytes()).answer().0
    };
    assert_ne!(with("XDG_STATE_HOME", &theirs), "allow", "a state directory in the repository");
    let up = machine.home().join("x/../shop/state");
    assert_ne!(with("XDG_STATE_HOME", &up), "allow", "by a way up");
    std::os::unix::fs::symlink(&theirs, machine.home().join("link")).unwrap();
    assert_ne!(with("XDG_STATE_HOME", &machine.home().join("link")), "allow", "by a link");
    assert_ne!(with("XDG_STATE_HOME", &machine.dir.join("elsewhere")), "allow");
    let mine = machine.home().join(".var/state");
    std::fs::create_dir_all(&mine).unwrap();
    std::fs::rename(theirs.join("automode"), mine.join("automode")).unwrap();
    assert_eq!(with("XDG_STATE_HOME", &mine), "allow", "one's own in the home counts");
}
