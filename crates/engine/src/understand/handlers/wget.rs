//! wget: where it writes, what it sends, and settings of its start-up file given by `-e`.

use automode_model::Verb;

use super::super::value::Val;
use super::http::{self, Body};
use super::{Call, Handled, listed};

/// Settings of `.wgetrc` that change nothing that we judge.
const HARMLESS: &[&str] = &[
    "robots",
    "timeout",
    "tries",
    "wait",
    "waitretry",
    "quiet",
    "verbose",
    "continue",
    "timestamping",
    "user_agent",
    "useragent",
    "header",
    "referer",
    "reclevel",
    "check_certificate",
    "checkcertificate",
    "use_proxy",
    "useproxy",
    "no_proxy",
    "progress",
    "limit_rate",
    "content_disposition",
    "retry_connrefused",
    "inet4_only",
    "inet6_only",
];

/// Judges the addresses and what is written; the rest is left to the knowledge file.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let urls = std::mem::take(&mut c.bound.operands);
    let body = if c.bound.has("--post-file") || c.bound.has("--body-file") {
        Body::File
    } else if let Some(text) = c.bound.value("--post-data").or_else(|| c.bound.value("--body-data")) {
        Body::Text(text.show())
    } else {
        Body::None
    };
    let method = match c.bound.value("--method") {
        Some(m) => m.known().map(str::to_owned),
        None => Some(if body == Body::None { "GET" } else { "POST" }.to_owned()),
    };
    for url in &urls {
        http::request(c, http::verb_of(method.as_deref(), &url.show(), &body), url);
    }
    listed::addresses(c);
    outputs(c, &urls);
    if c.bound.has("--no-check-certificate") {
        http::unproven(c, &urls);
    }
    settings(c);
    Handled::Partly
}

fn outputs(c: &mut Call<'_, '_, '_>, urls: &[Val]) {
    if c.bound.has("--spider") || c.bound.has("--help") {
        return;
    }
    if let Some(to) = c.bound.value("--output-document").cloned() {
        return http::download(c, &to);
    }
    let dir = c.bound.value("--directory-prefix").cloned();
    if c.bound.has("--recursive") || c.bound.has("--page-requisites") || c.bound.has("--input-file") {
        return http::download(c, &dir.unwrap_or_else(|| Val::text(".")));
    }
    for url in urls {
        http::download(c, &http::name_in(dir.as_ref(), url, "index.html"));
    }
}

fn settings(c: &mut Call<'_, '_, '_>) {
    let given: Vec<Val> =
        c.bound.options.iter().filter(|(o, _)| o.names.contains(&"--execute")).filter_map(|(_, v)| v.clone()).collect();
    for setting in given {
        let key = setting.split_once('=').map(|(k, _)| k.trim().to_ascii_lowercase().replace('-', "_"));
        match key.as_deref() {
            Some("http_proxy" | "https_proxy" | "ftp_proxy") => {
                let (_, proxy) = setting.split_once('=').unwrap_or_default();
                http::request(c, Verb::NetSend, &Val::text(proxy.show().trim()));
            }
            Some(k) if HARMLESS.contains(&k) => {}
            _ => c.unknown("a setting of wget that can write or run something"),
        }
    }
}
