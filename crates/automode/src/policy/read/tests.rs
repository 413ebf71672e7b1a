//! Reading policy files: every key, every mistake with its place.

use automode_engine::policy::Layer;

use super::*;

fn wrong(text: &str) -> String {
    read(text, "x.toml", Layer::User).unwrap_err().iter().map(Mistake::show).collect()
}

const WHOLE: &str = r#"
auto = true
utc_offset = "+01:00"
[facts]
trusted_hosts = ["*.example.com"]
production = "acme-live-*"
[category.docs]
mode = "auto"
confidence = 90
stage = "scale"
[role.release]
user = ["ana"]
[[rule]]
id = "team.release"
title = "Releases"
reason = "only releasers publish"
outcome = "deny"
lifts = ["approved"]
tags = ["SOC2-CC8.1"]
who = { role = ["release"], agent = "claude-code" }
when = { verb = ["publish", "deploy"], env = ["production"] }
unless = { forced = false, program = ["npm"] }
with = { verb = "net.*" }
given = { risk_at_least = "medium", days = ["fri"], from = "12:00", to = "08:00", tainted = false, stage = ["pilot"], blast_radius = 2 }
match = ["npm publish"]
not_match = ["npm test"]
[[rule]]
id = "team.push"
outcome = "allow"
when = { verb = ["vcs.push"], branch = ["topic/*"] }
"#;

#[test]
fn every_key_is_read() {
    let sheet = read(WHOLE, "x.toml", Layer::User).unwrap_or_else(|w| panic!("{w:?}"));
    assert_eq!((sheet.utc_offset.unwrap().value, sheet.utc_offset.unwrap().line), (60, 3));
    assert_eq!(sheet.facts.len(), 2);
    assert_eq!(sheet.categories.len(), 3);
    assert_eq!(sheet.roles[0].value.name, "release");
    let [first, second] = sheet.rules.as_slice() else { panic!("{:?}", sheet.rules) };
    assert_eq!((first.value.id, first.line), ("team.release", 13));
    assert_eq!(first.value.given.minutes, (720, 480));
    assert_eq!(first.value.given.days, 1 << 4);
    assert_eq!(first.value.given.dimensions_at_least, [0, 2, 0, 0, 0]);
    assert!(second.value.grants && second.value.lifts.is_empty());
}

#[test]
fn limits_have_their_mistakes() {
    for (text, message) in [
        ("[breakers]\nin_a_row = 0\n", "`in_a_row` is out of range"),
        ("[breakers]\nof_last = 9\nlast = 5\n", "9 of 5 actions can never be stopped"),
        ("[breakers]\nlast = 65\n", "`last` is out of range"),
        ("[guardrail.x]\nsays = \"y\"\n", "nobody says when it was checked"),
        ("[guardrail.x]\nchecked = \"2026-02-30\"\n", "`2026-02-30` is no day"),
        ("[category.docs]\nneeds = [\"a b\"]\n", "`a b` is no name of a guardrail"),
        ("personal = [\"mial\"]\n", "did you mean `mail`?"),
    ] {
        assert!(wrong(text).contains(message), "{text}: {}", wrong(text));
    }
    let fine = "[guardrail.x]\nchecked = 2026-11-20\n[category.docs]\nneeds = [\"x\"]\n";
    let sheet = read(fine, "x.toml", Layer::User).unwrap();
    assert_eq!((sheet.guardrails[0].value.checked, sheet.guardrails[0].value.days), (20_777, 90));
}

#[test]
fn mistakes_have_their_place_and_a_hint() {
    let text = "[facts]\ntrustd_hosts = [\"a\"]\n";
    assert_eq!(
        wrong(text),
        "x.toml:2:1: `trustd_hosts` is not a key of [facts]\n 2 | trustd_hosts = [\"a\"]\n   | ^^^^^^^^^^^^\n\
         hint: did you mean `trusted_hosts`?\n"
    );
    for (text, says) in [
        ("auto = 1", "x.toml:1:8: `auto` must be true or false"),
        ("[category.dosc]\nmode = \"auto\"", "did you mean `docs`?"),
        ("[category.docs]\nmode = \"atuo\"", "did you mean `auto`?"),
        ("[category.docs]\nconfidence = 120", "x.toml:2:14: `confidence` is out of range"),
        ("[facts]\ntrusted_hosts = [\"*\"]", "names everything"),
        ("[facts\n", "x.toml:1:7: it is not TOML"),
        ("[facts]\nproduction = [\"\"]", "x.toml:2:15: an empty text in `production` fits nothing"),
        ("[facts]\nproduction = [\"db \"]", "hint: write \"db\""),
        (
            "[facts]\ntrusted_hosts = [\"https://a.example.com/\"]",
            "hint: only the name is compared: write \"a.example.com\"",
        ),
        ("auto = “false”", "hint: use plain quotation marks"),
        ("auto =\u{a0}false", "a blank that is no plain one"),
        ("trusted_h\u{202e}osts = 1", "cannot be seen"),
        ("mode = auto", "hint: put a text in quotes"),
        ("auto: false", "the colon is YAML's"),
        ("{\"auto\": false}", "it looks like JSON"),
        ("a = \"C:\\Users\"", "a backslash begins a sign of its own"),
        ("[facts]\n[facts]", "stands once: join them"),
        ("[facts]\nproduction = [\"a\"\n[role.x]\nuser = [\"a\"]", "close the list with ]"),
        ("[guardrail.x]\nchecked = \"2026-11-02\"\ndays = \"90d\"", "digits alone, without quotes"),
        ("[guardrail.x]\nchecked = \"2026-11-02\"\nproof = \"ci/*\"", "name one file"),
        ("[rule]\nid = \"a\"", "write [[rule]], in two brackets"),
        ("[category.documentation]", "did you mean `docs`?"),
        ("pin = [\"facts.trusted_host\"]", "did you mean `facts.trusted_hosts`?"),
        ("utc_offset = \"1h\"", "is not an offset"),
        ("[role.x]\n", "is everybody's"),
        ("[[rule]]\noutcome = \"deny\"\nwhen = { verb = [\"delete\"] }", "has no `id`"),
        ("[[rule]]\nid = \"a\"\nwhen = { verb = [\"delete\"] }", "has no `outcome`"),
        ("[[rule]]\nid = \"a\"\noutcome = \"deny\"", "has no `when`"),
        ("[[rule]]\nid = \"a\"\noutcome = \"deny\"\nwhen = { }", "says nothing"),
        ("[[rule]]\nid = \"a\"\noutcome = \"deny\"\nwhen = { verb = [\"vcs.psh\"] }", "did you mean `vcs.push`?"),
        ("[[rule]]\nid = \"a\"\noutcome = \"allow\"\nwhen = { program = [\"x\"] }", "a rule that allows must say what"),
        (
            "[[rule]]\nid = \"a\"\noutcome = \"hard\"\nlifts = [\"named\"]\nwhen = { verb = [\"delete\"] }",
            "cannot be lifted",
        ),
        ("[[rule]]\nid = \"vcs.push\"\noutcome = \"deny\"\nwhen = { verb = [\"delete\"] }", "is taken"),
        (
            "[[rule]]\nid = \"a\"\noutcome = \"deny\"\nwhen = { verb = [\"delete\"] }\ngiven = { from = \"25:00\" }",
            "no time of the day",
        ),
    ] {
        assert!(wrong(text).contains(says), "{text}\n{}", wrong(text));
    }
}

/// Whatever is wrong, there is something to do about it.
#[test]
fn every_mistake_has_a_hint() {
    let broken = [
        "auto",
        "= 1",
        "[",
        "[[rule]",
        "a = [1,,2]",
        "a = {b = 1",
        "a = 1 b = 2",
        "a = '''x",
        "a.b = 1\na = 2",
        "a = 12x",
    ];
    let kinds = ["auto = []", "facts = 1", "rule = 1", "[facts]\nproduction = {}", "[category.docs]\nconfidence = 0.9"];
    for text in broken.iter().chain(&kinds) {
        let told = read(text, "x.toml", Layer::User).unwrap_err();
        assert!(told.iter().all(|m| !m.hint.is_empty()), "{text}: {}", wrong(text));
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let syntax = read("auto = yes\n[facts]\nproduction = [\"a\" \"b\"]\n", "x.toml", Layer::User).unwrap_err();
    assert_eq!(syntax.iter().map(|m| m.line).collect::<Vec<_>>(), [1, 3]);
    let text = "auto = 1\nfoo = 2\n[[rule]]\nid = \"a b\"\noutcome = \"no\"\nwhen = { verb = [\"x\"], color = 1 }\n";
    let told = read(text, "x.toml", Layer::User).unwrap_err();
    assert!(told.len() >= 6, "{}", wrong(text));
}

#[test]
fn no_cut_of_a_file_makes_it_crash() {
    for end in 0..WHOLE.len() {
        let _ = read(WHOLE.get(..end).unwrap(), "x.toml", Layer::Project);
    }
}

#[test]
fn every_family_of_verbs_is_a_word() {
    let known = rule::verbs();
    for v in automode_model::Verb::ALL {
        assert!(known.iter().any(|k| k == v.name()));
    }
    assert!(known.contains(&"vcs.*".to_owned()));
}
