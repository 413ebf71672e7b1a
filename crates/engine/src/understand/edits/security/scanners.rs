//! Tools that look for weaknesses, told to look at less: their settings and lists of what is passed over.

use super::super::delta::body;
use super::super::lex::Kind;
use super::Scene;

/// The tools, as they stand in the names of their files.
const SCANNERS: &[&str] = &[
    "bandit",
    "trivy",
    "snyk",
    "gitleaks",
    "checkov",
    "tfsec",
    "semgrep",
    "brakeman",
    "trufflehog",
    "secrets.baseline",
    "grype",
    "osv-scanner",
    "dependency-check",
    "nsprc",
    "audit-ci",
    "auditrc",
    "gosec",
    "kics",
    "kubesec",
    "codeql",
    "dockle",
    "whitesource",
    "safety-policy",
    "talisman",
    "ggshield",
    "gitguardian",
    "cargo-audit",
    "deny.toml",
    "bundler-audit",
];
/// Settings that say what is passed over.
const PASSES_OVER: &[&str] = &[
    "skip",
    "skips",
    "ignore",
    "ignored",
    "exclude",
    "excluded",
    "allowlist",
    "whitelist",
    "allow",
    "disable",
    "suppress",
    "except",
];

/// What a scanner is told to pass over, in words.
#[must_use]
pub fn told_to_skip(s: &Scene<'_>) -> Option<String> {
    let name = s.path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let tool = SCANNERS.iter().find(|t| name.contains(**t))?;
    let more = s.delta.added.len() > s.delta.removed.len();
    if name.ends_with("ignore") || name.ends_with(".baseline") {
        return more.then(|| format!("`{tool}` passes over more"));
    }
    let says = |l: &super::Line<'_>| {
        l.tokens.iter().any(|t| t.kind != Kind::Mark && super::has_word(body(t.text), PASSES_OVER))
    };
    // An entry of a list further up.
    let listed = || {
        let file = super::super::delta::lines(&s.after.tokens);
        let first = s.delta.added.first().map_or(0, |l| l.number);
        file.iter().rev().filter(|l| l.number < first && first - l.number <= 10).any(says)
    };
    (s.delta.added.iter().any(says) || more && listed()).then(|| format!("`{tool}` passes over more"))
}
