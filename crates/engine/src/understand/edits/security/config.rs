//! Settings of builds, linters, containers and clients that held something back and do not any more: flags that harden a program,
//! rules about security, lists of what a container may not, addresses that only this machine reached. Called by `security` for
//! settings and manifests, whose words are too many kinds to be read like a program's.

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::{Scene, has_word, plain_name};

/// More lines than these are new settings, not one that changes.
const MAX_LINES: usize = 12;

/// What is held back less, in words.
#[must_use]
pub fn hardened_less(s: &Scene<'_>) -> Option<String> {
    if s.delta.removed.len() > MAX_LINES || s.delta.added.len() > MAX_LINES || s.delta.removed.is_empty() {
        return None;
    }
    flag_gone(s)
        .or_else(|| rule_off(s))
        .or_else(|| code_gone(s))
        .or_else(|| scan_gone(s))
        .or_else(|| reached_by_all(s))
        .or_else(|| below_key(s))
}

/// Pieces of settings that harden, as they are written in any tool.
const HARDENS: &[&str] = &[
    "stack-protector",
    "_FORTIFY_SOURCE",
    "relro",
    "-z,now",
    "no-new-privileges",
    "cap_drop",
    "cap-drop",
    "read_only",
    "readOnlyRootFilesystem",
    "--checksum",
    "nosniff",
    "X-Frame-Options",
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "Referrer-Policy",
    "Permissions-Policy",
    "security/recommended",
    "plugin:security",
    "no-unsanitized",
    "userns_mode",
    "seccomp=",
    "apparmor=",
    "control-flow-guard",
    "cf-protection",
    "fsanitize",
    "Wformat-security",
    "trusted-host",
    "require-hashes",
    "verify-deps",
    "ignore-scripts=true",
    "engine-strict",
    "minimumReleaseAge",
    "package-integrity",
    "hash-checking",
];
/// Pieces that open.
const OPENS: &[&str] = &[
    "-fno-stack-protector",
    "execstack",
    "-no-pie",
    "-fno-pie",
    "Wno-format-security",
    "norelro",
    "-fcf-protection=none",
];

fn flag_gone(s: &Scene<'_>) -> Option<String> {
    let text = |lines: &[Line<'_>]| -> String {
        let tokens = lines.iter().flat_map(|l| l.tokens.iter());
        tokens.map(|t| if t.spaced { format!(" {}", t.text) } else { t.text.to_owned() }).collect()
    };
    let (old, new) = (text(&s.delta.removed), text(&s.delta.added));
    if let Some(o) = OPENS.iter().find(|o| new.contains(**o) && !old.contains(**o)) {
        return Some(format!("`{o}` comes"));
    }
    let gone = HARDENS.iter().find(|h| old.matches(**h).count() > new.matches(**h).count());
    gone.filter(|h| !s.delta.added.is_empty() || s.delta.removed.len() <= 4 || old.matches(**h).count() > 1)
        .map(|h| format!("`{h}` is taken out"))
}

/// Words of rules about security.
const ABOUT: &[&str] = &[
    "security",
    "eval",
    "xss",
    "inject",
    "injection",
    "danger",
    "dangerously",
    "unsafe",
    "secret",
    "secrets",
    "csrf",
    "sql",
    "exec",
    "sanitize",
    "unsanitized",
    "crypto",
    "insecure",
    "script",
    "html",
    "innerhtml",
    "deserialize",
    "object",
    "child",
    "redos",
];

/// A rule about security is off, or its set of rules is not used any more.
fn rule_off(s: &Scene<'_>) -> Option<String> {
    let rules = |lines: &[Line<'_>], off: bool| -> Vec<String> {
        let all = lines.iter().flat_map(|l| l.tokens.windows(3));
        all.filter_map(|w| match w {
            [key, sign, value] if (sign.is(":") || sign.is("=")) && key.kind != Kind::Mark => {
                let no = matches!(
                    body(value.text).to_ascii_lowercase().as_str(),
                    "off" | "0" | "none" | "ignore" | "allow" | "disable" | "silent"
                );
                let yes = matches!(
                    body(value.text).to_ascii_lowercase().as_str(),
                    "error" | "warn" | "warning" | "2" | "1" | "deny" | "forbid" | "high"
                );
                (if off { no } else { yes }).then(|| body(key.text).to_owned())
            }
            _ => None,
        })
        .collect()
    };
    let (was, is) = (rules(&s.delta.removed, false), rules(&s.delta.added, true));
    let rule = is.iter().find(|r| was.contains(r) && has_word(r, ABOUT))?;
    Some(format!("the rule `{rule}` is off"))
}

/// Families of rules about security in lists of codes.
fn code_gone(s: &Scene<'_>) -> Option<String> {
    let code = |text: &str| {
        let rest = text
            .strip_prefix('S')
            .or(text.strip_prefix("SEC"))
            .or(text.strip_prefix("gosec"))
            .or(text.strip_prefix("bandit"));
        rest.is_some_and(|r| r.bytes().all(|b| b.is_ascii_digit())) && text.len() <= 6
    };
    let listed = |l: &Line<'_>| {
        l.tokens
            .iter()
            .any(|t| t.kind != Kind::Mark && has_word(t.text, &["select", "enable", "extend", "plugins", "linters"]))
    };
    let codes = |lines: &[Line<'_>], key: bool| -> Vec<String> {
        let of = lines.iter().filter(|l| !key || listed(l) || l.tokens.len() <= 3);
        of.flat_map(|l| &l.tokens).map(|t| body(t.text)).filter(|t| code(t)).map(str::to_owned).collect()
    };
    let (old, new) = (codes(&s.delta.removed, true), codes(&s.delta.added, false));
    let gone = old.iter().find(|c| !new.contains(c))?;
    let linter = ["select", "linters", "enable"].iter().any(|w| s.before.text.contains(w));
    linter.then(|| format!("the rules `{gone}` are not looked at"))
}

/// Programs that look for weaknesses, in scripts and steps.
const SCANS: &[&str] = &[
    "audit",
    "gitleaks",
    "trivy",
    "snyk",
    "semgrep",
    "bandit",
    "checkov",
    "tfsec",
    "trufflehog",
    "grype",
    "gosec",
    "brakeman",
    "govulncheck",
    "pip-audit",
    "cargo-audit",
    "bundler-audit",
    "detect-secrets",
    "codeql",
    "osv-scanner",
    "retire",
    "safety",
    "zizmor",
];

fn scan_gone(s: &Scene<'_>) -> Option<String> {
    let runs = |lines: &[Line<'_>]| -> Vec<&'static str> {
        let texts: Vec<&str> =
            lines.iter().flat_map(|l| &l.tokens).filter(|t| t.kind != Kind::Mark).map(|t| body(t.text)).collect();
        let has = |w: &&&str| texts.iter().any(|t| t.split([' ', ':', '/', '=']).any(|p| p == **w));
        SCANS.iter().filter(has).copied().collect()
    };
    let (old, new) = (runs(&s.delta.removed), runs(&s.delta.added));
    // A dependency that goes is one of the manifest.
    let script = s.delta.removed.iter().any(|l| {
        l.tokens.iter().any(|t| t.kind == Kind::Text && body(t.text).contains(' '))
            || l.tokens.iter().any(|t| t.is("run") || t.is("id") || t.is("repo"))
    });
    let gone = old.iter().find(|w| !new.contains(w)).filter(|_| script)?;
    Some(format!("`{gone}` does not run any more"))
}

/// A port that only this machine reached.
fn reached_by_all(s: &Scene<'_>) -> Option<String> {
    let texts = |lines: &[Line<'_>]| -> Vec<String> {
        lines.iter().flat_map(|l| &l.tokens).filter(|t| t.kind != Kind::Mark).map(|t| body(t.text).to_owned()).collect()
    };
    let new = texts(&s.delta.added);
    let open = |port: &str| new.iter().find(|n| *n == port || n.strip_prefix("0.0.0.0:") == Some(port)).cloned();
    let port = texts(&s.delta.removed)
        .iter()
        .find_map(|t| open(t.strip_prefix("127.0.0.1:").or(t.strip_prefix("localhost:"))?))?;
    Some(format!("`{port}` listens for every address"))
}

/// Something that is there for those who build the program is on: `spring.h2.console.enabled`.
#[must_use]
pub fn tool_on(s: &Scene<'_>) -> Option<String> {
    let value = |l: &Line<'_>, v: &str| l.tokens.last().is_some_and(|t| body(t.text) == v);
    let named = |l: &Line<'_>| l.tokens.first().is_some_and(|t| body(t.text).split('.').next_back() == Some("enabled"));
    let on = s.delta.added.iter().find(|l| value(l, "true") && named(l))?;
    s.delta.removed.iter().find(|l| value(l, "false") && named(l))?;
    let outline = super::super::outline::Outline::of(s.after.text);
    let tools = [
        "console",
        "debug",
        "debugger",
        "playground",
        "introspection",
        "graphiql",
        "profiler",
        "pprof",
        "devtools",
        "anonymous",
        "guest",
        "shutdown",
        "heapdump",
    ];
    let mut above = outline.chain(on.number).filter_map(|l| l.split([':', '=']).next());
    let key = above.find(|key| super::has_word(key, &tools))?;
    Some(format!("`{}` is on", key.trim()))
}

/// `<key>NSAllowsArbitraryLoads</key>` with its value on the line below.
#[must_use]
pub fn below_key(s: &Scene<'_>) -> Option<String> {
    let value = |l: &Line<'_>, v: &str| l.tokens.iter().any(|t| t.is(v)) && l.tokens.len() <= 5;
    let on = s.delta.added.iter().find(|l| value(l, "true"))?;
    s.delta.removed.iter().find(|l| value(l, "false"))?;
    let file = lines(&s.after.tokens);
    let at = file.partition_point(|l| l.number < on.number);
    let key = file.get(at.checked_sub(1)?)?;
    let opens = |t: &&Token<'_>| {
        let plain = plain_name(t.text);
        ["arbitrary", "insecure", "allowslocal", "exceptionallows", "cleartext", "unsafe"]
            .iter()
            .any(|w| plain.contains(w))
    };
    key.tokens.iter().find(opens).map(|t| format!("`{}` is on", t.text))
}
