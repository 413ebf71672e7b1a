//! What users' words authorise and forbid: the wordings of `corpus/consent`, and that no word reaches further than it says.

mod common;

use automode_engine::decide::consent::{Said, Wishes};
use automode_engine::understand::tools;
use automode_model::{Risk, Session};

/// `asked`, `banned` or `nothing`, as the corpus says it.
fn said(prompts: &str, command: &str) -> &'static str {
    let prompts: Vec<String> = prompts.split(" // ").map(|p| p.replace('⏎', "\n")).collect();
    let session = Session { prompts, ..Session::default() };
    let world = common::Small::default();
    let wishes = Wishes::of(&session, "");
    let actions = tools::understand(&common::shell(command), common::CWD, &world, &session);
    let all = || actions.iter().flat_map(|a| a.effects.iter().map(move |e| (a, e)));
    if all().any(|(a, e)| matches!(wishes.about(a, e), Said::Forbidden { .. })) {
        return "banned";
    }
    let matters = |e: &automode_model::Effect| e.dimensions.level() > Risk::Low;
    let mut serious = all().filter(|(_, e)| matters(e)).peekable();
    let any = serious.peek().is_some();
    if any && serious.all(|(a, e)| matches!(wishes.about(a, e), Said::Asked(_))) { "asked" } else { "nothing" }
}

#[test]
fn words_say_what_they_say_and_no_more() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/consent");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (want, rest) = line.split_once(' ').unwrap();
            let (command, prompts) = rest.split_once(" <- ").unwrap_or_else(|| panic!("no `<-` in `{line}`"));
            let got = said(prompts, command.trim());
            count += 1;
            if got != want {
                wrong.push(format!("{want}, but {got}: {command} <- {prompts}"));
            }
        }
    }
    assert!(count > 250, "only {count} wordings were read");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_word_about_one_target_says_nothing_about_another() {
    let session = |p: &str| Session { prompts: vec![p.into()], ..Session::default() };
    let world = common::Small::default();
    let judge = |prompt: &str, command: &str| {
        automode_engine::judge_call(&common::shell(command), common::CWD, &world, &session(prompt)).decision()
    };
    use automode_model::Decision;
    assert_eq!(judge("delete notes/a.txt", "rm notes/a.txt"), Decision::Allow);
    assert!(judge("delete notes/a.txt", "rm notes/a.txt notes/b.txt").stops());
    assert!(judge("delete the branch a-1", "git branch -D a-1 && git branch -D b-2").stops());
    assert_eq!(judge("never delete notes/a.txt", "rm notes/a.txt"), Decision::Deny);
    assert!(common::judge(&world, "rm notes/a.txt").decision().stops());
    // What only changes the own repository goes no further than a commit that was asked for.
    assert_eq!(judge("fix it and commit on a branch", "git add -A && git commit -qam fix"), Decision::Allow);
    assert!(judge("push the branch a-1", "git push --all origin").stops());
}

/// More prohibitions times targets than are compared in time end in a question, whatever the targets are.
#[test]
fn too_many_words_for_too_many_targets_ask() {
    let bans = |upto: usize| -> Vec<String> { (0..upto).map(|i| format!("Leave job-{i} alone.")).collect() };
    let targets: String = (0..300).map(|i| format!(" notes/{i}.txt")).collect();
    let judge = |prompts: Vec<String>, command: &str| {
        let session = Session { prompts, ..Session::default() };
        automode_engine::judge_call(&common::shell(command), common::CWD, &common::Small::default(), &session)
    };
    let verdict = judge(bans(400), &format!("touch{targets}"));
    assert_eq!(verdict.leading().map(|f| f.rule.as_str()), Some("consent.prohibited"));
    assert_eq!(verdict.decision(), automode_model::Decision::Ask);
    assert_eq!(judge(bans(4), &format!("touch{targets}")).decision(), automode_model::Decision::Allow);
}

/// What was forbidden first holds behind thousands of other sentences.
#[test]
fn an_old_prohibition_holds() {
    let mut prompts = vec!["Never push to main.".to_owned()];
    prompts.extend((0..3000).map(|i| format!("add a test for case {i}")));
    let session = Session { prompts, ..Session::default() };
    let push = common::shell("git push origin main");
    let verdict = automode_engine::judge_call(&push, common::CWD, &common::Small::default(), &session);
    assert_eq!(verdict.leading().map(|f| f.rule.as_str()), Some("consent.prohibited"));
}
