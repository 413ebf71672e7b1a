//! Installing into a made-up home and taking it out again.

#![cfg(unix)]
#![cfg(test)]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use automode_agents::Profile;
use automode_agents::claude_code::{InstallError, Options, Plan, apply, plan_install};
use automode_agents::json::{Value, parse};

/// A home with a gate in it, removed at the end.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("automode-install-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("bin")).unwrap();
        fs::create_dir_all(dir.join("shop/.git")).unwrap();
        let dir = dir.canonicalize().unwrap();
        program(&dir.join("bin/automode"), "");
        Self(dir)
    }

    /// Claude Code as npm lays it out.
    fn with_claude(self, version: &str) -> Self {
        let package = self.0.join("lib/node_modules/@anthropic-ai/claude-code");
        fs::create_dir_all(package.join("bin")).unwrap();
        let json = format!(r#"{{"name":"@anthropic-ai/claude-code","version":"{version}"}}"#);
        fs::write(package.join("package.json"), json).unwrap();
        program(&package.join("bin/claude.exe"), "echo 9.9.9");
        std::os::unix::fs::symlink(package.join("bin/claude.exe"), self.0.join("bin/claude")).unwrap();
        self
    }

    fn with_settings(self, text: &str) -> Self {
        fs::create_dir_all(self.0.join(".claude")).unwrap();
        fs::write(self.settings(), text).unwrap();
        self
    }

    fn settings(&self) -> PathBuf {
        self.0.join(".claude/settings.json")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.settings()).unwrap()
    }

    fn options(&self) -> Options {
        Options {
            home: self.0.clone(),
            config_dir: None,
            path: OsString::from(self.0.join("bin")),
            cwd: self.0.join("shop"),
            binary: self.0.join("bin/automode"),
            profile: Profile::Strict,
            uninstall: false,
            // The made-up home lies in a scratch directory.
            force_path: true,
            stamp: "20300102T030405".to_owned(),
        }
    }

    fn run(&self, change: impl FnOnce(&mut Options)) -> Plan {
        let mut options = self.options();
        change(&mut options);
        let plan = plan_install(&options).unwrap();
        apply(&plan).unwrap();
        plan
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.join(".claude"))
            .map(|entries| entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        names.sort();
        names
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn program(path: &Path, body: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

const FOREIGN: &str = r#"{
    "model": "opus",
    "env": { "FOO": "1",   "BAR": "ü" },
    "hooks": {
        "PreToolUse": [
            {
                "matcher": "Bash",
                "hooks": [ { "type": "command", "command": "/opt/other/guard --strict" } ]
            }
        ],
        "Stop": [ { "hooks": [ { "type": "command", "command": "say automode hook done" } ] } ]
    },
    "permissions": { "allow": ["Bash(npm run test:*)"], "deny": [] }
}
"#;

#[test]
fn a_fresh_machine() {
    let home = Home::new("fresh").with_claude("2.1.328");
    let plan = home.run(|_| {});
    assert!(plan.changes() && plan.backup.is_none());
    let gate = home.0.join("bin/automode");
    let text = home.text();
    let settings = parse(&text).unwrap();
    let hooks = settings.get("hooks").unwrap();
    let Value::Object(events) = hooks else { panic!() };
    assert_eq!(events.len(), 11);
    let first = |event: &str| hooks.get(event).unwrap().list().unwrap()[0].clone();
    let pre = first("PreToolUse");
    assert_eq!(pre.get("matcher").unwrap().text(), Some("*"));
    let pre = pre.get("hooks").unwrap().list().unwrap()[0].clone();
    assert_eq!(
        pre.get("command").unwrap().text().unwrap(),
        format!("{} hook claude --profile strict || exit 2", gate.display()),
        "no `timeout` on this PATH"
    );
    assert_eq!(pre.get("onFailure").unwrap().text(), Some("block"));
    assert!(pre.get("args").is_none());
    let post = first("PostToolUse").get("hooks").unwrap().list().unwrap()[0].clone();
    assert_eq!(post.get("command").unwrap().text(), Some(gate.to_str().unwrap()));
    assert_eq!(post.get("args").unwrap().list().unwrap().len(), 4);
    assert!(post.get("onFailure").is_none());
    assert!(first("SessionStart").get("matcher").is_none());
    let screen = plan.screen(true);
    assert!(
        screen.contains("Claude Code 2.1.328: hooks written to") && screen.contains("Next: start `claude`"),
        "{screen}"
    );

    home.run(|o| o.uninstall = true);
    assert!(home.files().is_empty(), "{:?}", home.files());
}

#[test]
fn twice_is_once() {
    for (name, settings) in
        [("empty", "{}"), ("foreign", FOREIGN), ("nothing", ""), ("flat", r#"{"hooks":{"PreToolUse":[]}}"#)]
    {
        let home = Home::new(&format!("twice-{name}")).with_claude("2.1.328").with_settings(settings);
        home.run(|_| {});
        let once = home.text();
        let plan = home.run(|o| o.stamp = "later".to_owned());
        assert!(!plan.changes(), "{name}: {}", plan.diff());
        assert_eq!(home.text(), once, "{name}");
        assert!(plan.screen(true).contains("already, nothing to do"));
        assert_eq!(home.files().len(), 2, "{name}: one backup");
    }
}

#[test]
fn uninstalling_gives_the_old_bytes() {
    let odd = "{ \"hooks\" : { \"PreToolUse\": [ ], \"Stop\":[] } ,\n\n \"x\":[1,\n2] }";
    for (name, settings) in
        [("foreign", FOREIGN), ("odd", odd), ("empty", "{ }"), ("newline", "{\n}\n"), ("tabs", "{\n\t\"a\": 1\n}")]
    {
        let home = Home::new(&format!("gone-{name}")).with_claude("2.1.328").with_settings(settings);
        home.run(|_| {});
        assert_ne!(home.text(), settings);
        home.run(|o| o.uninstall = true);
        assert_eq!(home.text(), settings, "{name}");
        let plan = home.run(|o| o.uninstall = true);
        assert!(!plan.changes() && plan.screen(true).contains("no hook of automode"), "{}", plan.screen(true));
    }
}

#[test]
fn others_and_their_order_stay() {
    let home = Home::new("foreign").with_claude("2.1.328").with_settings(FOREIGN);
    home.run(|_| {});
    let now = home.text();
    assert!(now.starts_with(FOREIGN.split_once("            }\n        ],").unwrap().0), "{now}");
    assert!(now.contains("\"permissions\": { \"allow\": [\"Bash(npm run test:*)\"], \"deny\": [] }\n}\n"));
    assert!(now.contains("say automode hook done"));
    // What a person changes afterwards survives the uninstall.
    fs::write(home.settings(), now.replace("\"opus\"", "\"sonnet\"")).unwrap();
    home.run(|o| o.uninstall = true);
    assert_eq!(home.text(), FOREIGN.replace("\"opus\"", "\"sonnet\""));
}

#[test]
fn a_hook_of_ours_in_another_group_is_taken_out_alone() {
    let shared = r#"{
  "hooks": {
    "PreToolUse": [
      {
        "matcher": "Bash",
        "hooks": [
          {"type": "command", "command": "a"},
          {"type": "command", "command": "timeout -s KILL 10 '/old place/automode' hook claude-code || exit 2"}
        ]
      }
    ]
  }
}"#;
    let home = Home::new("shared").with_claude("2.1.328").with_settings(shared);
    home.run(|o| o.uninstall = true);
    assert_eq!(home.text().matches("command").count(), 2, "{}", home.text());
    assert!(home.text().contains(r#"{"type": "command", "command": "a"}"#));
    // An upgrade replaces the entry of the old place.
    fs::write(home.settings(), shared).unwrap();
    home.run(|_| {});
    assert!(!home.text().contains("/old place/"));
    assert_eq!(home.text().matches("|| exit 2").count(), 2, "{}", home.text());
}

#[test]
fn a_change_of_profile_replaces() {
    let home = Home::new("profile").with_claude("2.1.328");
    home.run(|_| {});
    for profile in Profile::ALL {
        home.run(|o| o.profile = profile);
        let text = home.text();
        assert_eq!(text.matches("\"type\": \"command\"").count(), 11, "{text}");
        let closed = profile == Profile::Strict;
        assert_eq!(text.contains("onFailure") && text.contains("exit 2"), closed, "{}", profile.name());
        assert!(text.contains(profile.name()));
    }
}

#[test]
fn each_version_gets_what_it_understands() {
    for (version, events, on_failure, args) in [
        ("2.1.328", 11, true, true),
        ("2.1.295", 11, true, true),
        ("2.1.294", 11, false, false),
        ("2.1.60", 10, false, false),
        ("2.1.20", 6, false, false),
    ] {
        let home = Home::new(&format!("v{version}")).with_claude(version);
        let plan = home.run(|_| {});
        let text = home.text();
        assert_eq!(text.matches("\"type\": \"command\"").count(), events, "{version}");
        assert_eq!((text.contains("onFailure"), text.contains("\"args\"")), (on_failure, args), "{version}");
        assert!(text.contains("|| exit 2"), "{version}");
        assert_eq!(plan.warnings.is_empty(), on_failure, "{version} {:?}", plan.warnings);
    }
}

#[test]
fn the_wrapper_kills_what_hangs() {
    let home = Home::new("timeout").with_claude("2.1.328");
    program(&home.0.join("bin/timeout"), "");
    home.run(|_| {});
    let want =
        format!("{0}/bin/timeout -s KILL 10 {0}/bin/automode hook claude --profile strict || exit 2", home.0.display());
    assert!(home.text().contains(&want), "{}", home.text());
}

#[test]
fn a_dry_run_writes_nothing() {
    let home = Home::new("dry").with_claude("2.1.328").with_settings(FOREIGN);
    let plan = plan_install(&home.options()).unwrap();
    assert!(plan.changes());
    let diff = plan.diff();
    assert!(diff.contains("+         \"PermissionRequest\": [") && !diff.contains("-     \"model\""), "{diff}");
    assert_eq!((home.text().as_str(), home.files().len()), (FOREIGN, 1));
    assert!(plan.screen(false).contains("would be written"));
}

#[test]
fn settings_that_cannot_be_read_stay_as_they_are() {
    for (name, text, want) in [
        ("comment", "{\n  // mine\n  \"a\": 1\n}", "not valid JSON"),
        ("cut", "{\"a\": ", "ends too early"),
        ("double", "{\"hooks\": {}, \"hooks\": {}}", "stands twice"),
        ("list", "[]", "it is a list, expected an object"),
        ("hooks", "{\"hooks\": []}", "its `hooks` is a list"),
        ("event", "{\"hooks\": {\"PreToolUse\": {}}}", "its hooks for `PreToolUse` are an object"),
    ] {
        let home = Home::new(&format!("bad-{name}")).with_claude("2.1.328").with_settings(text);
        let error = plan_install(&home.options()).unwrap_err().to_string();
        assert!(error.contains(want) && error.contains("nothing was changed"), "{error}");
        assert_eq!((home.text().as_str(), home.files().len()), (text, 1));
    }
}

#[test]
fn a_linked_file_is_written_through() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new("link").with_claude("2.1.328");
    fs::create_dir_all(home.0.join(".claude")).unwrap();
    fs::create_dir_all(home.0.join("dotfiles")).unwrap();
    let real = home.0.join("dotfiles/claude.json");
    fs::write(&real, "{\n  \"a\": 1\n}\n").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("../dotfiles/claude.json", home.settings()).unwrap();
    let plan = home.run(|_| {});
    assert_eq!(plan.settings.canonicalize().unwrap(), real);
    assert!(home.settings().symlink_metadata().unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("onFailure"));
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert!(home.0.join("dotfiles/claude.json.automode-backup-20300102T030405").exists());
    home.run(|o| o.uninstall = true);
    assert_eq!(fs::read_to_string(&real).unwrap(), "{\n  \"a\": 1\n}\n");
    // A link that leads nowhere yet.
    fs::remove_file(&real).unwrap();
    home.run(|_| {});
    assert!(real.exists() && home.settings().symlink_metadata().unwrap().is_symlink());
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let home = Home::new("race").with_claude("2.1.328").with_settings("{}");
    let plan = plan_install(&home.options()).unwrap();
    fs::write(home.settings(), "{\"new\": 1}").unwrap();
    assert!(matches!(apply(&plan), Err(InstallError::Changed(_))));
    assert_eq!((home.text().as_str(), home.files().len()), ("{\"new\": 1}", 1));
}

#[test]
fn the_gate_must_not_lie_where_agents_write() {
    let home = Home::new("where").with_claude("2.1.328");
    let mut options = home.options();
    options.force_path = false;
    assert!(plan_install(&options).unwrap_err().to_string().contains("scratch directory"));
    options.force_path = true;
    options.binary = home.0.join("bin/nothing");
    assert!(plan_install(&options).is_err());
    options.binary = home.0.join("shop/automode");
    fs::write(&options.binary, "").unwrap();
    assert!(plan_install(&options).unwrap_err().to_string().contains("not an executable file"));
}

#[test]
fn what_switches_hooks_off_is_reported() {
    let home = Home::new("off").with_claude("2.1.328").with_settings("{\n  \"disableAllHooks\": true\n}\n");
    fs::create_dir_all(home.0.join("shop/.claude")).unwrap();
    fs::write(home.0.join("shop/.claude/settings.local.json"), "{\"disableAllHooks\": true}").unwrap();
    let plan = home.run(|_| {});
    assert_eq!(plan.warnings.iter().filter(|w| w.contains("disableAllHooks")).count(), 2, "{:?}", plan.warnings);
    assert!(home.text().contains("\"disableAllHooks\": true"), "a user's own switch is reported, not turned");
}

#[test]
fn without_claude_code_nothing_happens() {
    let home = Home::new("none");
    fs::create_dir_all(home.0.join(".codex")).unwrap();
    let plan = home.run(|_| {});
    assert!(!plan.found && !plan.changes() && home.files().is_empty());
    let screen = plan.screen(true);
    assert!(
        screen.contains("not found")
            && screen.contains("Codex CLI: found")
            && screen.contains("adapter not in this version"),
        "{screen}"
    );
}

#[test]
fn another_directory_for_the_settings() {
    let home = Home::new("dir").with_claude("2.1.328");
    let dir = home.0.join("elsewhere");
    home.run(|o| o.config_dir = Some(dir.clone()));
    assert!(dir.join("settings.json").exists() && home.files().is_empty());
}

#[test]
fn paths_with_blanks_are_quoted() {
    let home = Home::new("blank").with_claude("2.1.20");
    let gate = home.0.join("my tools/auto'mode dir");
    fs::create_dir_all(&gate).unwrap();
    program(&gate.join("automode"), "");
    home.run(|o| o.binary = gate.join("automode"));
    assert!(home.text().contains(r"'\\''mode dir/automode' hook claude --profile strict"), "{}", home.text());
    let again = home.run(|o| o.binary = gate.join("automode"));
    assert!(!again.changes(), "{}", again.diff());
}
