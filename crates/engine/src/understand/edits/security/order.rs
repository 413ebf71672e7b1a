//! The order of what is registered: a guard stands in front of what is registered behind it. Where the guard moves down, or what it
//! guarded moves above it, nothing is gone and nothing came, and something is open. Called by `security` on the lines that the bags
//! of `delta` do not show: they are the same on both sides.

use std::collections::BTreeMap;

use super::super::delta::{Line, body, lines};
use super::super::lex::{Kind, Token};
use super::{Scene, has_word, shapes};

/// More lines than these between the first and the last that differ are a new program.
const MAX_LINES: usize = 400;
/// A longer line registers nothing.
const MAX_TOKENS: usize = 60;

/// What is in front of no guard any more, in words.
#[must_use]
pub fn changed(s: &Scene<'_>) -> Option<String> {
    let (before, after) = (lines(&s.before.tokens), lines(&s.after.tokens));
    let same = |x: &Line<'_>, y: &Line<'_>| x.tokens.iter().map(|t| t.text).eq(y.tokens.iter().map(|t| t.text));
    let head = before.iter().zip(&after).take_while(|(x, y)| same(x, y)).count();
    let left = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(left).take_while(|(x, y)| same(x, y)).count();
    let cut = |l: &[Line<'_>]| l.len().saturating_sub(head + tail) <= MAX_LINES;
    if !cut(&before) || !cut(&after) {
        return None;
    }
    let (a, b) = (before.get(head..before.len() - tail)?, after.get(head..after.len() - tail)?);
    let (was, is) = (entries(a), entries(b));
    let uncovered = |guard: &Entry| {
        let there = is.get(guard.key.as_str()).filter(|there| !there.twice && !guard.twice)?;
        let mut others = was.values().filter(|e| !e.guards && !e.twice && e.routes);
        others.find(|e| {
            let covered = |g: &Entry, e: &Entry| if g.wraps { e.at < g.at } else { g.at < e.at };
            covered(guard, e) && is.get(e.key.as_str()).is_some_and(|now| !covered(there, now))
        })
    };
    let guards = was.values().filter(|e| e.guards);
    guards.filter_map(|g| uncovered(g).map(|e| (g, e))).next().map(|(g, e)| {
        let short = |e: &Entry| e.key.chars().take(60).collect::<String>();
        format!("`{}` does not stand in front of `{}` any more", short(g), short(e))
    })
}

/// A line that registers something.
struct Entry {
    key: String,
    at: usize,
    /// It guards.
    guards: bool,
    /// It stands around what was registered above it: layers of a router that is built by a chain.
    wraps: bool,
    /// Something answers here.
    routes: bool,
    /// Stands there more than once: which one moved cannot be told.
    twice: bool,
}

fn entries(all: &[Line<'_>]) -> BTreeMap<String, Entry> {
    let mut out: BTreeMap<String, Entry> = BTreeMap::new();
    for (at, line) in all.iter().enumerate().filter(|(_, l)| l.tokens.len() <= MAX_TOKENS) {
        let Some(verb) = verb(line) else { continue };
        // What ends the statement moves on when something else comes last.
        let key: String = line.tokens.iter().filter(|t| !t.is(";")).map(|t| t.text).collect();
        let wraps = matches!(verb, "layer" | "route_layer" | "wrap_fn");
        let guards = !is_route(line, verb) && line.tokens.iter().any(guards);
        let routes = is_route(line, verb);
        let entry = Entry { key: key.clone(), at, guards, wraps, routes, twice: false };
        out.entry(key).and_modify(|e| e.twice = true).or_insert(entry);
    }
    out
}

/// Verbs by which something is put into an order.
const VERBS: &[&str] = &[
    "use",
    "Use",
    "plug",
    "layer",
    "route_layer",
    "route",
    "nest",
    "service",
    "Handle",
    "HandleFunc",
    "handle",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "all",
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "mount",
    "Mount",
    "register",
    "group",
    "Group",
    "addHook",
    "before_action",
    "before_request",
    "include_router",
    "add_middleware",
    "register_blueprint",
    "pipe_through",
    "scope",
    "add_url_rule",
    "merge",
    "middleware",
];

fn verb<'a>(line: &Line<'a>) -> Option<&'a str> {
    let named = |t: &&Token<'_>| {
        t.kind == Kind::Word
            && (VERBS.contains(&t.text)
                || ["Use", "Map"]
                    .iter()
                    .any(|p| t.text.strip_prefix(p).is_some_and(|r| r.starts_with(char::is_uppercase))))
    };
    line.tokens.iter().take(4).find(named).map(|t| t.text)
}

/// Answers somebody: an address with a handler, or a router that is hung in.
fn is_route(line: &Line<'_>, verb: &str) -> bool {
    let path = |t: &Token<'_>| t.kind == Kind::Text && body(t.text).starts_with('/');
    let answers =
        ["routes", "router", "routers", "handler", "handlers", "controllers", "endpoints", "api", "blueprint"];
    let named = |t: &Token<'_>| t.kind == Kind::Word && has_word(t.text, &answers) && !guards(t);
    if verb.starts_with("Map") && verb.len() > 3 {
        return true;
    }
    line.tokens.iter().any(path) && !matches!(verb, "layer" | "route_layer")
        || matches!(verb, "include_router" | "register_blueprint" | "mount" | "nest" | "merge" | "use" | "service")
            && line.tokens.iter().any(named)
}

fn guards(t: &Token<'_>) -> bool {
    let who = ["auth", "authenticate", "authentication", "authorization", "session", "csrf", "admin", "limiter", "jwt"];
    t.kind == Kind::Word
        && (shapes::is_guard_name(t.text)
            || has_word(
                t.text,
                &["require", "requires", "ensure", "guard", "protect", "verify", "limiter", "throttle"],
            )
            || super::mass::is_guard(t) && has_word(t.text, &who)
            || has_word(t.text, &["authentication", "authorization", "csrf", "csurf", "helmet"]))
}
