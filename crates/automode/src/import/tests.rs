//! Foreign rules of each kind, and what becomes of them.

use super::*;

/// What becomes of each rule: `rule` with its condition, `refused`, `not needed`.
fn said(foreign: &[Foreign]) -> Vec<String> {
    let one = |outcome: Outcome| match outcome {
        Outcome::Rule { toml, .. } => toml.lines().find(|l| l.starts_with("when")).unwrap_or("").to_owned(),
        Outcome::NotNeeded(_) => "not needed".to_owned(),
        Outcome::Refused(_) => "refused".to_owned(),
    };
    convert(foreign, "x").into_iter().map(|(_, outcome)| one(outcome)).collect()
}

fn of_claude(list: &str, rule: &str) -> String {
    let text = serde_json::json!({"permissions": {list: [rule]}}).to_string();
    said(&claude::read(&text).unwrap()).join("\n")
}

#[test]
fn what_allows_everything_is_refused() {
    for rule in [
        "Bash",
        "Bash(*)",
        "Bash(:*)",
        "Bash(python:*)",
        "Bash(python3 -c:*)",
        "Bash(bash -c:*)",
        "Bash(sudo:*)",
        "Bash(sudo apt install:*)",
        "Bash(rm:*)",
        "Bash(rm -rf:*)",
        "Bash(node:*)",
        "Bash(npx:*)",
        "Bash(env:*)",
        "Bash(xargs:*)",
        "Bash(* install)",
        "Bash(ssh:*)",
        "Bash(git:*)",
        "Bash(docker:*)",
        "Bash(kubectl delete:*)",
        "Bash(/usr/bin/python3:*)",
        "Read(//**)",
        "Read(~/**)",
        "Edit(//**)",
        "Write(~/**)",
        "WebFetch",
        "WebFetch(domain:*)",
        "WebFetch(domain:*.com)",
        "mcp__github",
        "mcp__github__*",
        "Frobnicate(x)",
        "additional",
    ] {
        assert_eq!(of_claude("allow", rule), "refused", "{rule}");
    }
}

#[test]
fn what_runs_anyway_needs_no_rule() {
    for rule in ["Bash(ls:*)", "Bash(git status)", "Bash(git diff:*)", "Read", "Edit", "WebSearch", "Task", "Edit(**)"]
    {
        assert_eq!(of_claude("allow", rule), "not needed", "{rule}");
    }
}

#[test]
fn permissions_name_what_they_permit() {
    for (rule, when) in [
        ("Bash(git push:*)", r#"when = { verb = ["vcs.push"], command = ["git push", "git push *"] }"#),
        ("Bash(git push origin main)", r#"when = { verb = ["vcs.push"], command = ["git push origin main"] }"#),
        ("Bash(frobnicate --all)", r#"when = { verb = ["unknown"], command = ["frobnicate --all"] }"#),
        ("WebFetch(domain:docs.example.com)", r#"when = { verb = ["net.fetch"], host = ["docs.example.com"] }"#),
        ("Read(//etc/hosts)", r#"when = { verb = ["read", "secret.read"], path = ["/etc/hosts"] }"#),
        ("Read(/src/**)", r#"when = { verb = ["read", "secret.read"], path = ["./src/**"] }"#),
        ("Edit(~/notes/**)", r#"when = { verb = ["write", "append"], path = ["~/notes/**"] }"#),
        (
            "mcp__github__create_issue",
            r#"when = { verb = ["tool.call", "external.read", "external.write", "read", "write"], program = ["mcp:github"], command = ["github/create_issue", "github/create_issue *"] }"#,
        ),
    ] {
        assert_eq!(of_claude("allow", rule), when, "{rule}");
    }
}

#[test]
fn denials_may_be_broad() {
    for (rule, when) in [
        ("Bash(rm:*)", r#"when = { command = ["rm", "rm *"] }"#),
        ("Bash(sudo:*)", r#"when = { command = ["sudo", "sudo *"] }"#),
        ("mcp__github", r#"when = { program = ["mcp:github"] }"#),
        ("WebFetch", r#"when = { verb = ["net.*"] }"#),
        ("Read(.env)", r#"when = { verb = ["read", "secret.read"], path = [".env", ".env/**"] }"#),
    ] {
        assert_eq!(of_claude("deny", rule), when, "{rule}");
    }
    assert_eq!(of_claude("deny", "Bash"), "refused");
}

#[test]
fn codex_rules() {
    let text = r#"
# a comment
prefix_rule(
    pattern = ["git", ["push", "fetch"]],  # two
    decision = "prompt",
    justification = "say \"please\"",
    match = ["git push origin main", ["git", "fetch"]],
    not_match = [["git", "status"]],
)
prefix_rule(pattern=["python3"], decision="allow")
host_executable(name="git", paths=["/usr/bin/git"])
network_rule(host="api.example.com", protocol="https", decision="allow")
"#;
    assert_eq!(
        said(&codex::read(text).unwrap()),
        [
            r#"when = { command = ["git push", "git push *"] }"#,
            r#"when = { command = ["git fetch", "git fetch *"] }"#,
            "refused",
            r#"when = { verb = ["net.fetch"], host = ["api.example.com"] }"#,
        ]
    );
    for broken in ["prefix_rule(", "x = 1", "prefix_rule(pattern=[\"a)", "prefix_rule(1)", "[[[[[[[["] {
        assert!(codex::read(broken).is_err(), "{broken}");
    }
}

#[test]
fn gemini_rules() {
    let text = r#"
[[rule]]
toolName = "run_shell_command"
commandPrefix = ["git push", "npm publish"]
decision = "ask_user"
[[rule]]
toolName = "run_shell_command"
commandRegex = "git .*"
decision = "allow"
[[rule]]
mcpName = "github"
toolName = "list_issues"
decision = "deny"
[[rule]]
toolName = ["web_fetch"]
decision = "allow"
"#;
    assert_eq!(
        said(&gemini::read(text).unwrap()),
        [
            r#"when = { command = ["git push", "git push *"] }"#,
            r#"when = { command = ["npm publish", "npm publish *"] }"#,
            "refused",
            r#"when = { program = ["mcp:github"], command = ["github/list_issues", "github/list_issues *"] }"#,
            "refused",
        ]
    );
    let named = |tool: &str| {
        let rules = gemini::read(&format!("[[rule]]\ntoolName = {tool:?}\ndecision = \"deny\"")).unwrap();
        said(&rules).join(" ")
    };
    assert_eq!(
        named("mcp_github_list_issues"),
        r#"when = { program = ["mcp:github"], command = ["github/list_issues", "github/list_issues *"] }"#
    );
    assert_eq!(named("mcp_my-server_*"), r#"when = { program = ["mcp:my-server"] }"#);
    assert_eq!(named("mcp_*"), r#"when = { program = ["mcp:*"] }"#);
    assert_eq!(named("mcp_*_drop"), r#"when = { program = ["mcp:*"], command = ["*/drop", "*/drop *"] }"#);
    let settings =
        r#"{"tools": {"allowed": ["run_shell_command(git)", "read_file"], "exclude": ["run_shell_command(rm)"]}}"#;
    let mut all = said(&gemini::read(settings).unwrap());
    all.sort();
    assert_eq!(all, ["not needed", "refused", r#"when = { command = ["rm", "rm *"] }"#]);
}

#[test]
fn a_rule_that_holds_sometimes_is_not_taken_for_one_that_holds_always() {
    let rule = |condition: &str, decision: &str| {
        let text = format!(
            "[[rule]]\ntoolName = \"run_shell_command\"\ncommandPrefix = \"git push\"\ndecision = {decision:?}\n{condition}"
        );
        said(&gemini::read(&text).unwrap()).join(" ")
    };
    for decision in ["allow", "deny", "ask_user"] {
        for condition in [
            "modes = [\"plan\"]",
            "modes = [\"yolo\", \"autoEdit\"]",
            "subagent = \"reviewer\"",
            "interactive = false",
            "toolAnnotations = { readOnlyHint = true }",
        ] {
            assert_eq!(rule(condition, decision), "refused", "{decision} {condition}");
        }
        for condition in ["", "modes = []", "modes = [\"default\", \"autoEdit\", \"yolo\"]", "priority = 100"] {
            assert!(rule(condition, decision).starts_with("when"), "{decision} {condition}");
        }
    }
}

#[test]
fn reasons_are_taken_over() {
    let gemini = "[[rule]]\ntoolName = \"run_shell_command\"\ncommandPrefix = \"npm publish\"\ndecision = \"deny\"\n\
        denyMessage = \"CI publishes.\\nAsk \\\"rel\\\"\"";
    let codex = "prefix_rule(pattern=[\"npm\", \"publish\"], decision=\"forbidden\", justification=\"CI publishes.\")";
    for (rules, reason) in [
        (gemini::read(gemini).unwrap(), r#"reason = "CI publishes. Ask \"rel\"""#),
        (codex::read(codex).unwrap(), r#"reason = "CI publishes.""#),
    ] {
        let [(_, Outcome::Rule { toml, .. })] = &convert(&rules, "x")[..] else { panic!("{rules:?}") };
        assert!(toml.lines().any(|line| line == reason), "{toml}");
    }
}

#[test]
fn copilot_and_cursor_rules() {
    let text = r#"{"locations": {"/home/dev/shop": {"approvedTools": ["shell(git push)", "shell(rm)", "github(list_issues)"]}},
        "permissions": {"deny": ["Read(.env)"]},
        "chat.tools.terminal.autoApprove": {"git push": true, "rm": false, "/^git/": true, "ls": true}}"#;
    let mut all = said(&copilot::read(text).unwrap());
    all.sort();
    assert_eq!(
        all,
        [
            "not needed",
            "refused",
            "refused",
            r#"when = { command = ["rm", "rm *"] }"#,
            r#"when = { verb = ["read", "secret.read"], path = [".env", ".env/**"] }"#,
            r#"when = { verb = ["tool.call", "external.read", "external.write", "read", "write"], program = ["mcp:github"], command = ["github/list_issues", "github/list_issues *"] }"#,
            r#"when = { verb = ["vcs.push"], command = ["git push", "git push *"] }"#,
        ]
    );
    let text = r#"{"permissions": {"allow": ["Shell(git)", "Shell(ls)", "Write(src/**)"], "deny": ["Shell(rm)", "Read(.env*)"]}}"#;
    assert_eq!(
        said(&cursor::read(text).unwrap()),
        [
            r#"when = { command = ["rm", "rm *"] }"#,
            r#"when = { verb = ["read", "secret.read"], path = [".env*", ".env*/**"] }"#,
            "refused",
            "not needed",
            r#"when = { verb = ["write", "append"], path = ["src/**"] }"#,
        ]
    );
}

#[test]
fn what_is_taken_over_is_a_valid_file_whose_examples_hold() {
    let text = r#"{"permissions": {"allow": ["Bash(git push:*)", "Bash(npm publish)", "Bash(frob 'a\"b')", "Read(//x/\\y)"],
        "deny": ["Bash(rm:*)", "WebFetch(domain:evil.example)"], "additionalDirectories": ["../other"]}}"#;
    let converted = convert(&claude::read(text).unwrap(), "claude");
    let toml: String = converted
        .into_iter()
        .filter_map(|(_, o)| if let Outcome::Rule { toml, .. } = o { Some(toml) } else { None })
        .collect();
    let sheet = crate::policy::read::read(&toml, "x", automode_engine::policy::Layer::User);
    let sheet = sheet.unwrap_or_else(|w| panic!("{toml}\n{}", w[0].show()));
    assert!(sheet.rules.len() >= 5, "{toml}");
    let policy = automode_engine::policy::join(&[sheet]).policy;
    for rule in &policy.rules {
        let speaks = |e: &&&str| crate::policy::example::speaks(&policy, rule.id, e);
        assert!(rule.matches.iter().all(|e| speaks(&e)), "{:?}", rule);
        assert!(!rule.not_matches.iter().any(|e| speaks(&e)), "{:?}", rule);
    }
}

/// Forms that look like a permission or a denial and would be another one, or none, if they were read by their letters.
#[test]
fn what_would_be_another_rule_is_refused_or_read_as_the_agent_reads_it() {
    let became = |rule: &str, decision| {
        let read = claude::of(rule, decision);
        match convert(&[read], "claude").pop().unwrap().1 {
            Outcome::Rule { toml, .. } => toml,
            Outcome::NotNeeded(why) => format!("not needed: {why}"),
            Outcome::Refused(why) => format!("refused: {why}"),
        }
    };
    for (rule, decision, says) in [
        ("Bash(git * main)", Decision::Allow, "refused: what it does cannot be told"),
        ("Bash(ls && git push *)", Decision::Allow, "refused: it names several commands"),
        ("Bash(ls | git push)", Decision::Deny, "refused: it names several commands"),
        ("Bash(git push:*", Decision::Allow, "refused: its bracket is not closed"),
        ("Bash(run_in_background:true)", Decision::Deny, "refused: it is about a parameter"),
        ("Agent(model:opus)", Decision::Deny, "refused: it is about a parameter"),
        ("Edit(!secrets/**)", Decision::Allow, "refused: a pattern that only takes something out"),
        ("Read(secrets/)", Decision::Deny, "path = [\"**/secrets/**\"]"),
        ("Read(./config/keys/)", Decision::Deny, "path = [\"./config/keys/**\"]"),
        ("Read(secrets)", Decision::Deny, "path = [\"secrets\", \"secrets/**\"]"),
        ("Read(~/.aws/**)", Decision::Deny, "path = [\"~/.aws/**\"]"),
        ("Edit(docs/a.md)", Decision::Allow, "path = [\"docs/a.md\"]"),
        ("Bash(git push:*)", Decision::Allow, "verb = [\"vcs.push\"]"),
        ("WebFetch(domain:docs.example.com)", Decision::Allow, "host = [\"docs.example.com\"]"),
    ] {
        assert!(became(rule, decision).contains(says), "{rule}: {}", became(rule, decision));
    }
    let gemini = "[[rule]]\ntoolName = \"run_shell_command\"\ncommandPrefix = \"git push\"\ndecision = \"allow\"\nmodes = [\"yolo\"]\n";
    let read = gemini::read(gemini).unwrap();
    assert!(matches!(&convert(&read, "gemini")[0].1, Outcome::Refused(why) if why.contains("modes")), "{read:?}");
}
