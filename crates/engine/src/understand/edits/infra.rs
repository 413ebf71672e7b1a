//! Infrastructure as code by what a change touches: who may do what (IAM, RBAC, policies), resources that go, and the rest.

use super::delta::{Delta, body};
use super::lang::{Dialect, Language};
use super::lex::{Kind as Token, Token as Piece};
use super::proofs::Source;
use super::{Change, Kind};

/// Judges a change of infrastructure.
#[must_use]
pub fn judge(path: &str, a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Change {
    if language.dialect == Dialect::Hcl {
        return hcl(path, a, b, delta);
    }
    if names_access(path) || touches(delta) {
        return Change::new(Kind::AccessControl, "changes who may do what");
    }
    Change::new(Kind::Infra, "infrastructure")
}

/// A path that is about access.
fn names_access(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or("");
    stem.split(['-', '_']).any(|w| {
        matches!(
            w,
            "iam" | "rbac" | "role" | "roles" | "policy" | "policies" | "permissions" | "sso" | "access" | "auth"
        )
    })
}

/// Lines of YAML and JSON that are about access.
fn touches(delta: &Delta<'_>) -> bool {
    let keys = [
        "serviceAccountName",
        "clusterRole",
        "roleRef",
        "subjects",
        "verbs",
        "apiGroups",
        "Principal",
        "nacl",
        "nacls",
        "additional_cidrs",
        "allowed_cidrs",
        "PolicyDocument",
        "AssumeRolePolicyDocument",
        "ManagedPolicyArns",
    ];
    delta.removed.iter().chain(&delta.added).flat_map(|l| &l.tokens).any(|t| keys.contains(&body(t.text)))
}

/// A top-level block of HCL: its words and its lines.
struct Block {
    head: Vec<String>,
    from: u32,
    to: u32,
}

fn blocks(tokens: &[Piece<'_>]) -> Vec<Block> {
    let t: Vec<&Piece<'_>> = tokens.iter().filter(|t| !matches!(t.kind, Token::Comment | Token::Newline)).collect();
    let mut out: Vec<Block> = Vec::new();
    let mut depth = 0usize;
    for token in &t {
        if token.is("{") {
            depth += 1;
        } else if token.is("}") {
            depth = depth.saturating_sub(1);
            if depth == 0
                && let Some(b) = out.last_mut()
            {
                b.to = token.line;
            }
        } else if depth == 0 {
            let line = token.line;
            match out.last_mut().filter(|b| b.from == line && b.to == u32::MAX) {
                Some(b) => b.head.push(body(token.text).to_owned()),
                None => out.push(Block { head: vec![body(token.text).to_owned()], from: line, to: u32::MAX }),
            }
        }
    }
    out
}

fn hcl(path: &str, a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>) -> Change {
    let (old, new) = (blocks(&a.tokens), blocks(&b.tokens));
    let kept = |b: &Block| new.iter().any(|n| n.head == b.head) || moved(&b.head, &new);
    let gone = old.iter().find(|b| b.head.first().is_some_and(|h| h == "resource") && !kept(b));
    let within = |blocks: &[Block], line: u32| {
        blocks
            .get(blocks.partition_point(|b| b.to < line))
            .filter(|b| b.from <= line)
            .map(|b| b.head.join(" "))
            .unwrap_or_default()
    };
    let went = delta.removed.iter().map(|l| (l, within(&old, l.number)));
    let came = delta.added.iter().map(|l| (l, within(&new, l.number)));
    let changed: Vec<bool> = went
        .chain(came)
        .filter(|(l, _)| l.tokens.iter().any(|t| matches!(t.kind, Token::Word | Token::Text)))
        .map(|(l, head)| is_access_head(&head) || l.tokens.iter().any(is_access_word))
        .collect();
    // A new part of an infrastructure has a role somewhere; what is mostly about roles is about access.
    let about = changed.iter().filter(|a| **a).count();
    let access = about > 0 && (changed.len() <= MAX_FEW || about * 3 >= changed.len());
    if access || names_access(path) {
        return Change::new(Kind::AccessControl, "changes who may do what");
    }
    if let Some(block) = gone {
        return Change::new(Kind::InfraDestroys, format!("`{}` goes", block.head.join(" ")));
    }
    Change::new(Kind::Infra, "infrastructure")
}

/// In a change of so few lines one line about access is what it is about.
const MAX_FEW: usize = 5;

/// `moved` and `removed` blocks keep what they name.
fn moved(head: &[String], blocks: &[Block]) -> bool {
    let _ = head;
    blocks.iter().any(|b| b.head.first().is_some_and(|h| h == "moved"))
}

fn is_access_head(head: &str) -> bool {
    let lower = head.to_ascii_lowercase();
    [
        "_iam",
        "iam_",
        "role",
        "policy",
        "rbac",
        "permission",
        "ssoadmin",
        "access_key",
        "bucket_acl",
        "organizations_",
        "aws_auth",
        "identity",
        "service_account",
        "membership",
        "_member",
        "_team",
        "collaborator",
        "_group_user",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// How a role is called says nothing about what it may.
fn is_label(name: &str) -> bool {
    ["_name", "_name_prefix", "_path", "_description", "_tags"].iter().any(|e| name.ends_with(e))
}

fn is_access_word(t: &Piece<'_>) -> bool {
    let text = body(t.text);
    let lower = text.to_ascii_lowercase();
    match t.kind {
        Token::Word => {
            matches!(
                lower.as_str(),
                "assume_role_policy"
                    | "permissions_boundary"
                    | "principals"
                    | "managed_policy_arns"
                    | "role_arn"
                    | "iam_role_arn"
                    | "iam_instance_profile"
                    | "actions"
                    | "not_actions"
            ) || lower.contains("aws_iam")
                || lower.contains("_iam_") && !is_label(&lower)
                || lower.ends_with("_iam")
                || lower.contains("role_binding")
                || lower.contains("administrators")
        }
        Token::Text => {
            lower.starts_with("arn:aws:iam")
                || lower.starts_with("sts:")
                || lower.starts_with("iam:")
                || lower.contains("sts:assumerole")
        }
        _ => false,
    }
}
