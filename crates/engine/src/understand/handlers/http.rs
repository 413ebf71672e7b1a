//! What a web request does, told by method, address and body. Used by the handlers of curl, wget and HTTPie.

use automode_model::{Dimensions, Verb};

use super::super::effects;
use super::super::net;
use super::super::value::{Gap, Val};
use super::Call;
use crate::knowledge::Role;

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// Text of the command line, as far as known.
    Text(String),
    /// The content of a file or of standard input.
    File,
}

/// Ports on which stores speak HTTP: a DELETE there drops data, wherever the server runs.
const STORE_PORTS: &[&str] = &[
    "9200", "9201", "7700", "8983", "6333", "8108", "5984", "8086", "8123", "9090", "8529", "7474", "15672", "8500",
    "8200", "2375", "2376", "2379", "8001", "19530", "28017",
];

/// Parts of a path that only search engines have.
const SEARCH_ENGINE: &[&str] = &[
    "_all",
    "_alias",
    "_aliases",
    "_bulk",
    "_cat",
    "_close",
    "_cluster",
    "_count",
    "_create",
    "_data_stream",
    "_delete_by_query",
    "_doc",
    "_forcemerge",
    "_ilm",
    "_index_template",
    "_ingest",
    "_mapping",
    "_msearch",
    "_nodes",
    "_open",
    "_refresh",
    "_reindex",
    "_search",
    "_security",
    "_settings",
    "_shrink",
    "_snapshot",
    "_stats",
    "_tasks",
    "_template",
    "_update",
    "_update_by_query",
];

/// Ends of a path that only ask, though they are asked by POST.
const QUERIES: &[&str] = &[
    "_search",
    "_count",
    "_msearch",
    "_mget",
    "_analyze",
    "_explain",
    "_validate",
    "_field_caps",
    "_sql",
    "search",
    "multi-search",
    "query",
    "query_range",
    "scroll",
    "recommend",
    "facet-search",
];

/// Ends of names that only stand for machines of one's own.
const OWN_NAMES: &[&str] = &[".test", ".localhost", "host.docker.internal"];

/// Methods that only ask.
const ASKING: &[&str] =
    &["GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY", "LIST", "NLST", "MLSD"];

/// Words in a path that say that something goes away.
fn is_destroying(segment: &str) -> bool {
    let s = segment.to_ascii_lowercase();
    ["delete", "dodelete", "destroy", "purge", "truncate", "drop", "wipe", "shutdown", "kill", "terminate", "quit"]
        .iter()
        .any(|w| s == *w || s.starts_with(&format!("{w}-")) || s.starts_with(&format!("{w}_")))
        || matches!(s.as_str(), "_delete_by_query" | "_close" | "_shutdown" | "flushall" | "clean_tombstones")
}

/// What a request with this method does at this address.
#[must_use]
pub fn verb_of(method: Option<&str>, url: &str, body: &Body) -> Verb {
    let scheme = url.split_once("://").map_or(String::new(), |(s, _)| s.to_ascii_lowercase());
    if matches!(scheme.as_str(), "gopher" | "gophers" | "telnet" | "dict" | "smtp" | "smtps" | "mqtt" | "tftp") {
        return Verb::NetSend;
    }
    let Some(method) = method else { return Verb::NetSend };
    let method = method.to_ascii_uppercase();
    if ASKING.contains(&method.as_str()) {
        return if *body == Body::File { Verb::NetSend } else { Verb::NetFetch };
    }
    let path = path_of(url);
    let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
    let last = segments.last().copied().unwrap_or("");
    let destroys = matches!(method.as_str(), "DELETE" | "PURGE" | "UNLINK" | "DELE" | "RMD")
        || segments.iter().any(|s| is_destroying(s));
    if is_store(url, &segments) {
        return store_verb(destroys, last, &segments, body);
    }
    if last == "graphql"
        && let Body::Text(text) = body
    {
        return graphql(text);
    }
    let local = net::parse_url(url).is_some_and(|u| u.local);
    if destroys && !local { Verb::ExternalWrite } else { Verb::NetSend }
}

/// A query only asks; a mutation changes something at a third party.
fn graphql(text: &str) -> Verb {
    let lower = text.to_ascii_lowercase();
    let known = !lower.contains('…') && lower.contains("query");
    match (lower.contains("mutation"), lower.contains("delete") || lower.contains("remove")) {
        (true, true) => Verb::ExternalWrite,
        (true, false) => Verb::NetSend,
        (false, _) if known => Verb::NetFetch,
        (false, _) => Verb::NetSend,
    }
}

fn store_verb(destroys: bool, last: &str, segments: &[&str], body: &Body) -> Verb {
    if QUERIES.contains(&last) && *body != Body::File {
        return Verb::NetFetch;
    }
    if destroys || segments.iter().any(|s| s.starts_with("delete_")) {
        return Verb::DbDestroy;
    }
    let admin = ["_cluster", "_settings", "_security", "_nodes", "_ilm", "_snapshot", "keys", "acl", "config", "users"];
    if segments.iter().any(|s| admin.contains(s)) { Verb::DbAdmin } else { Verb::DbWrite }
}

fn is_store(url: &str, segments: &[&str]) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, r)| r).split(['/', '?', '#']).next().unwrap_or("");
    let port = authority.rsplit_once(':').map_or("", |(_, p)| p);
    STORE_PORTS.contains(&port) || segments.iter().any(|s| SEARCH_ENGINE.contains(s))
}

fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    let rest = rest.split(['?', '#']).next().unwrap_or("");
    rest.split_once('/').map_or("", |(_, p)| p).to_owned()
}

/// The request itself: `file:` is a path of this machine, everything else an address.
pub fn request(c: &mut Call<'_, '_, '_>, verb: Verb, url: &Val) {
    let text = url.prefix();
    if text.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("file:")) {
        let slashes = text.get(5..).unwrap_or("").bytes().take_while(|b| *b == b'/').count();
        let host =
            usize::from(text.get(5 + slashes..).is_some_and(|r| r.starts_with("localhost/"))) * "localhost".len();
        let path = url.skip(5 + slashes.saturating_sub(usize::from(host == 0)) + host);
        let _ = c.path(if verb == Verb::NetFetch { Verb::Read } else { Verb::Write }, &path);
        return;
    }
    c.role(Role::Url(verb), url, &[]);
    // Settings of a store outlive the run, on this machine too.
    if let Some(e) = c.effects.last_mut().filter(|_| verb == Verb::DbAdmin) {
        e.dimensions = e.dimensions.max(Dimensions::new([2, 0, 0, 0, 0]));
    }
}

/// The other side need not prove who it is: whoever sits in between reads and answers. On this machine nobody does.
pub fn unproven(c: &mut Call<'_, '_, '_>, urls: &[Val]) {
    for url in urls {
        let text = url.show();
        let host = net::parse_url(&text).filter(|u| !u.local).map(|u| u.host);
        let Some(host) = host.filter(|h| !OWN_NAMES.iter().any(|n| h.ends_with(n))) else { continue };
        let mut e = effects::on_name(Verb::SecurityWeaken, "proof", &host, c.call.span);
        e.dimensions = Dimensions::new([1, 2, 2, 2, 1]);
        c.effects.push(e);
    }
}

/// A file that receives what came from the network: what runs it later runs code from there.
pub fn download(c: &mut Call<'_, '_, '_>, to: &Val) {
    let content = Val::from_gap(Gap { why: "a download".into(), secret: false, network: true });
    for touched in c.path(Verb::Write, to) {
        c.shell.keep(&touched.resolved, &content, false);
    }
}

/// The file name that an address ends in, within a folder; not known where the address is not.
#[must_use]
pub fn name_in(dir: Option<&Val>, url: &Val, empty: &str) -> Val {
    let name = match url.known() {
        Some(u) => {
            let path = path_of(u);
            let last = path.rsplit('/').next().unwrap_or("");
            Val::text(if last.is_empty() { empty } else { last })
        }
        None => Val::gap("a name taken from an address"),
    };
    within(dir, &name)
}

/// A name within a folder.
#[must_use]
pub fn within(dir: Option<&Val>, name: &Val) -> Val {
    let Some(dir) = dir else { return name.clone() };
    if name.prefix().starts_with('/') || name.known() == Some("-") {
        return name.clone();
    }
    let mut out = dir.clone();
    if !out.prefix().ends_with('/') {
        out.extend(&Val::text("/"));
    }
    out.extend(name);
    out
}

/// Another machine that the request really goes to (`--resolve`, `--connect-to`).
pub fn redirected(c: &mut Call<'_, '_, '_>, verb: Verb, host: &str) {
    let e = effects::on_host(verb, host, c.call.span);
    c.effects.push(e);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_by_method_address_and_body() {
        let text = |t: &str| Body::Text(t.to_owned());
        for (method, url, body, want) in [
            ("GET", "https://example.com/a", Body::None, Verb::NetFetch),
            ("GET", "https://example.com/a", Body::File, Verb::NetSend),
            ("POST", "https://example.com/a", text("a=1"), Verb::NetSend),
            ("delete", "https://api.example.com/v1/users/1", Body::None, Verb::ExternalWrite),
            ("DELETE", "http://localhost:3000/shares/1", Body::None, Verb::NetSend),
            ("DELETE", "http://localhost:9200/my-index", Body::None, Verb::DbDestroy),
            ("POST", "http://localhost:9200/my-index/_search", text("{}"), Verb::NetFetch),
            ("POST", "http://es.example.com/logs/_delete_by_query", text("{}"), Verb::DbDestroy),
            ("PUT", "http://localhost:9200/_cluster/settings", text("{}"), Verb::DbAdmin),
            ("POST", "http://localhost:9090/api/v1/admin/tsdb/delete_series", Body::None, Verb::DbDestroy),
            ("POST", "https://ci.example.com/job/x/doDelete", Body::None, Verb::ExternalWrite),
            ("POST", "https://api.example.com/graphql", text("{\"query\":\"{ me { id } }\"}"), Verb::NetFetch),
            (
                "POST",
                "https://api.example.com/graphql",
                text("{\"query\":\"mutation { deleteX }\"}"),
                Verb::ExternalWrite,
            ),
            ("GET", "gopher://203.0.113.9/_x", Body::None, Verb::NetSend),
        ] {
            assert_eq!(verb_of(Some(method), url, &body), want, "{method} {url}");
        }
        assert_eq!(verb_of(None, "https://example.com", &Body::None), Verb::NetSend);
    }
}
