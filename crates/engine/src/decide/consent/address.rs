//! What a request at an address is about: `repos/acme/web/hooks/7`, `https://registry.example.com/v2/web/manifests/…`, and what
//! such a request is given. Each part of it was said, or says only of what kind the next one is. Called by `deed`.

use automode_model::Target;

use super::bind::{self, Name};
use super::bounds;
use super::deed::{Deed, is_named};
use super::heard::Want;
use super::nouns;
use super::token::{Kind, Token};
use super::words::{self, Ops};

impl Deed<'_> {
    /// `gs://runs/a and /b … delete a`: the whole address was said, and its end is what is meant.
    pub(super) fn was_written(&self, text: &str, about: &[Token]) -> bool {
        let tail = text.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        let whole = |t: &Token| {
            t.kind != Kind::Quote && t.lower.trim_end_matches('/') == text.to_lowercase().trim_end_matches('/')
        };
        text.contains("://")
            && tail.len() > 1
            && self.said.iter().any(whole)
            && about.iter().any(|t| t.lower == tail.to_lowercase())
    }

    /// `-d '{"name": "x", "version": "7"}'`: what an address is given says what is meant, and each of it was said.
    pub(super) fn in_body(&self, about: &[Token]) -> bool {
        let Some((head, body)) = self.action.words.split_once('{') else { return false };
        let given = head.trim_end().ends_with("-d")
            || head.trim_end().ends_with("--data")
            || head.trim_end().ends_with("--json");
        let Target::Url { url, host, .. } = &self.effect.target else { return false };
        let mut values = bind::leaves(body).peekable();
        let path = url.split_once("://").and_then(|(_, r)| r.split_once('/')).map_or("", |(_, path)| path);
        // `purge_cache`: what is done, and to what kind of thing.
        let step = |p: &str| self.is_of_kind(p) || words::of_base(p).meets(self.ops) || nouns::kinds(p) != 0;
        // What is meant is told by whole addresses: the zone that they are in is no other.
        let whole = || bind::leaves(body).all(|n| matches!(n, Name::Text(v) if v.contains("://")));
        let known = |p: &str| {
            is_collection(p)
                || self.is_of_kind(p)
                || words::of_base(p).meets(self.ops)
                || p.split('-').all(|p| self.is_of_kind(p))
                || p.split_once('_').is_some_and(|(does, what)| words::of_base(does).meets(self.ops) && step(what))
                || matches!(p, "client" | "…") && whole()
        };
        let place = host.split('.').any(|p| p.len() > 3 && self.said.iter().any(|t| t.lower == p));
        given
            && place
            && values.peek().is_some()
            && path.split('/').all(known)
            && values.all(|n| about.iter().any(|t| is_named(&n, t)))
    }

    /// `repos/acme/web/git/refs/heads/x` of `the branch x of acme/web`: each part of an address was said, or says only of what
    /// kind the next is, and the last is one of the request.
    pub(super) fn in_address(&self, text: &str, about: &[Token]) -> bool {
        const MOST: usize = 16;
        const TAIL: usize = 3;
        let (host, path) = match text.split_once("://") {
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", text),
        };
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let decoded = path.replace("%2F", "/").replace("%2f", "/");
        let mut parts: Vec<&str> = decoded.split('/').filter(|p| !p.is_empty()).collect();
        let one = |part: &str, tokens: &[Token]| tokens.iter().any(|t| has_part(t, part));
        // `…/runs/7/cancel`: what is done to it.
        if parts.len() > 2 && parts.last().is_some_and(|p| words::of_base(&p.to_lowercase()).meets(self.ops)) {
            parts.pop();
        }
        let verb = |key: &str| self.heard.wants.iter().any(|w| w.ask.verb == key);
        let asked = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            verb(key) || one(key, self.said) && !is_option_word(key) || !value.is_empty() && one(value, self.said)
        };
        if !query.split('&').filter(|p| !p.is_empty()).all(asked) {
            return false;
        }
        let rest = |upto: usize| {
            parts.iter().take(upto).enumerate().all(|(at, p)| {
                // `team/api`: behind what was said a plain word may be a name.
                let named = is_root(p) && parts.iter().take(at).any(|p| !is_collection(p) && one(p, self.said));
                is_collection(p) && !named
                    || one(p, self.said)
                    || nouns::is_tool(p, &self.action.program)
                    || self.is_of_kind(p)
            })
        };
        let ends = |n: usize| {
            let at = parts.len().checked_sub(n)?;
            let tail = parts.get(at..)?.join("/");
            Some(
                about.iter().any(|t| is_named(&Name::Text(tail.clone()), t) || n == 1 && has_part(t, &tail))
                    && rest(at),
            )
        };
        let place = host.is_empty() || host.split(['.', ':']).any(|p| p.len() > 3 && one(p, self.said));
        parts.len() > 1 && parts.len() <= MOST && place && (1..=TAIL).any(|n| ends(n).unwrap_or(false))
    }

    /// `hooks` of `the webhook 7`, `dagRuns` of `the run x`: the part of an address that says of what kind the next one is.
    pub(super) fn is_of_kind(&self, part: &str) -> bool {
        const SHORTEST: usize = 3;
        let part = part.to_lowercase();
        let stem = nouns::stem(&part);
        let like = |t: &Token| {
            let said = nouns::stem(t.word());
            said.len() >= SHORTEST && (stem.ends_with(said) || stem.starts_with(said) || said.ends_with(stem))
        };
        stem.len() >= SHORTEST
            && part.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'))
            && self
                .said
                .iter()
                .any(|t| t.kind == Kind::Word && t.lower.bytes().all(|b| b.is_ascii_alphabetic()) && like(t))
    }

    /// What is taken away at an address is what was asked for: its last part, and no other folder than those that were said.
    pub(super) fn is_address_of<'w>(&self, mut wants: impl Iterator<Item = &'w Want>) -> bool {
        let Target::Url { url, .. } = &self.effect.target else { return true };
        if !super::asked::of_method(self.action).meets(Ops::DELETE) {
            return true;
        }
        let folder = |t: &Token| t.text.contains('/') && !t.text.contains("://") && !t.text.starts_with(['/', '.']);
        let end = |w: &Want| {
            w.about().iter().chain(&w.aside).any(|t| {
                t.lower == url.to_lowercase()
                    || t.kind != Kind::Quote
                        && bounds::is_name(std::slice::from_ref(t), 0)
                        && self.command.path_ends(bounds::bind_name(&t.lower))
            })
        };
        wants.any(|w| end(w) && w.about().iter().filter(|t| folder(t)).all(|t| self.in_command(t)))
    }
}

/// A part of an address that says of what kind the next one is, or nothing at all.
pub(super) fn is_collection(part: &str) -> bool {
    let part = part.trim_start_matches('/');
    let version = part.strip_prefix('v').unwrap_or(part);
    // `{owner}/{repo}`, `:id`: the repository that the command is in.
    if part.starts_with(':') || part.starts_with('{') && part.ends_with('}') {
        return true;
    }
    let plain = [
        "orgs",
        "repos",
        "members",
        "users",
        "teams",
        "projects",
        "api",
        "collaborators",
        "memberships",
        "git",
        "refs",
        "heads",
        "rest",
        "admin",
        "namespaces",
        "apis",
        "batch",
        "apps",
        "core",
        "id",
        "subscriptions",
        "groups",
        "accounts",
        "zones",
        "actions",
        "repository",
        "job",
        "merge_requests",
        "pulls",
    ];
    plain.contains(&part)
        || !version.is_empty() && version.len() < 5 && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || nouns::kinds(part) != 0 && part.ends_with('s')
}

/// What an address begins with, and what may be somebody's name for a thing as well.
fn is_root(part: &str) -> bool {
    matches!(part, "api" | "apis" | "rest" | "apps" | "core" | "admin" | "batch" | "git" | "job")
}

/// A word of an address that takes more, whoever spoke of it: `force=true`.
fn is_option_word(key: &str) -> bool {
    matches!(key, "force" | "recursive" | "cascade" | "all" | "prune")
}

/// The token is this part of an address, or has it between its own marks: `web` of `acme/web:1`.
fn has_part(t: &Token, part: &str) -> bool {
    let part = part.to_lowercase();
    let own = || t.lower.split(['/', ':', '@', ' ', ',']).chain(t.lower.split(['/', ':', '@', ' ', ',', '.']));
    t.kind != Kind::Quote && (bounds::bind_name(&t.lower) == part || own().any(|p| p == part))
}
