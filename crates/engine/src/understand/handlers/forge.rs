//! `gh api`, `glab api`, `hub api`: any request to a forge; method, address and fields say what it does.

use automode_model::Verb;

use super::super::effects;
use super::super::value::Val;
use super::{Call, Handled};

/// Parts of addresses whose change touches access, secrets or protections.
const ADMIN: &[&str] = &[
    "/collaborators",
    "/keys",
    "/hooks",
    "/secrets",
    "/variables",
    "/protection",
    "/permissions",
    "/teams",
    "/memberships",
    "/members",
    "/invitations",
    "/rulesets",
    "/environments",
    "/tokens",
    "/installations",
    "/vulnerability-alerts",
    "/automated-security-fixes",
    "/protected_branches",
    "/deploy_keys",
    "/runners",
    "/access_tokens",
    "/members",
    "/share",
];

/// The request as an effect on its address.
pub fn api(c: &mut Call<'_, '_, '_>) -> Handled {
    let span = c.call.span;
    let address = c.bound.operands.first().map_or_else(String::new, Val::show);
    let fields: Vec<Val> = c
        .bound
        .options
        .iter()
        .filter(|(o, _)| o.names.iter().any(|n| ["-f", "-F", "--field", "--raw-field"].contains(&n)))
        .filter_map(|(_, v)| v.clone())
        .collect();
    let sends = !fields.is_empty() || c.bound.has("--input");
    let method = ["-X", "--method"].iter().find_map(|n| c.bound.value(n)).map(|v| v.show().to_uppercase());
    let method = method.unwrap_or_else(|| if sends { "POST".into() } else { "GET".into() });
    let verb = if address.trim_start_matches('/') == "graphql" {
        graphql(c, &fields)
    } else {
        rest(&method, &address, &fields)
    };
    c.effects.push(effects::on_name(verb, "endpoint", &address, span));
    for f in &fields {
        if let Some(file) =
            f.split_once('=').and_then(|(_, v)| v.known().and_then(|t| t.strip_prefix('@')).map(Val::text))
        {
            drop(c.path(Verb::Read, &file));
        }
    }
    c.bound.operands.clear();
    Handled::Partly
}

/// What a method does at an address.
fn rest(method: &str, address: &str, fields: &[Val]) -> Verb {
    let has = |parts: &[&str]| parts.iter().any(|p| address.contains(p));
    match method {
        "GET" | "HEAD" | "OPTIONS" => Verb::ForgeRead,
        _ if has(ADMIN) => Verb::ForgeAdmin,
        "DELETE" if has(&["/git/refs", "/branches/"]) => Verb::VcsDeleteRemote,
        "DELETE" => Verb::ForgeDelete,
        _ if has(&["/merge", "/merges", "/approve"]) => Verb::ForgeMerge,
        _ if fields.iter().any(|f| f.show() == "event=APPROVE") => Verb::ForgeMerge,
        _ if has(&["/dispatches", "/rerun", "/cancel", "/actions/", "/trigger", "/retry", "/play", "/deployments"]) => {
            Verb::CiTrigger
        }
        "PATCH" | "POST" if has(&["/git/refs"]) => Verb::VcsForcePush,
        "PUT" | "POST" if has(&["/contents/", "/git/commits", "/git/trees"]) => Verb::VcsPush,
        "PATCH" if is_repository(address) => Verb::ForgeAdmin,
        _ if has(&["/releases"]) => Verb::Publish,
        _ => Verb::ForgeWrite,
    }
}

/// `repos/OWNER/NAME` and nothing behind it.
fn is_repository(address: &str) -> bool {
    let path = address.trim_start_matches('/');
    path.starts_with("repos/") && path.matches('/').count() == 2
}

/// A query reads, a mutation writes; one that is not known might be either.
fn graphql(c: &mut Call<'_, '_, '_>, fields: &[Val]) -> Verb {
    let Some(query) = fields.iter().find_map(|f| f.split_once('=').filter(|(k, _)| k == "query")).map(|(_, v)| v)
    else {
        c.unknown("a query whose text is not known");
        return Verb::ForgeWrite;
    };
    let text = query.show();
    if query.known().is_none_or(|t| t.starts_with('@')) && !text.trim_start().starts_with("query") {
        c.unknown("a query whose text is not known");
        return Verb::ForgeWrite;
    }
    // One document may hold several operations: the word anywhere counts.
    if !text.split(|ch: char| !ch.is_alphanumeric()).any(|w| w == "mutation") {
        return Verb::ForgeRead;
    }
    let lower = text.to_lowercase();
    if lower.contains("merge") {
        Verb::ForgeMerge
    } else if lower.contains("delete") {
        Verb::ForgeDelete
    } else {
        Verb::ForgeWrite
    }
}
