//! curl: which of its many options make a request send, which files it reads and writes.

use automode_model::Verb;

use super::super::value::Val;
use super::http::{self, Body};
use super::{Call, Handled};

/// Options whose value is a body, `@file` where the flag says so.
const DATA: &[(&str, bool)] = &[
    ("--data", true),
    ("--data-ascii", true),
    ("--data-binary", true),
    ("--data-raw", false),
    ("--data-urlencode", true),
    ("--json", true),
    ("--form", true),
    ("--form-string", false),
];

/// Judges the addresses; options without a meaning of their own are left to the knowledge file.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut urls = std::mem::take(&mut c.bound.operands);
    urls.extend(values(c, "--url"));
    let body = body(c);
    let upload = values(c, "--upload-file");
    for file in &upload {
        let _ = c.path(Verb::Read, file);
    }
    let body = if upload.is_empty() { body } else { Body::File };
    let method = method(c, &body);
    files(c);
    let socket = c.bound.value("--unix-socket").or_else(|| c.bound.value("--abstract-unix-socket")).cloned();
    let mut verb = Verb::NetFetch;
    for url in &urls {
        verb = http::verb_of(method.as_deref(), &url.show(), &body);
        match &socket {
            // The address only names a path there: who may write to the socket (docker.sock) owns the service behind it.
            Some(path) => drop(c.path(if verb == Verb::NetFetch { Verb::Read } else { Verb::Write }, path)),
            None => http::request(c, verb, url),
        }
    }
    outputs(c, &urls);
    if c.bound.has("--insecure") {
        http::unproven(c, &urls);
    }
    for value in values(c, "--resolve").into_iter().chain(values(c, "--connect-to")) {
        redirect(c, verb, &value);
    }
    Handled::Partly
}

fn values(c: &Call<'_, '_, '_>, name: &str) -> Vec<Val> {
    c.bound.options.iter().filter(|(o, _)| o.names.contains(&name)).filter_map(|(_, v)| v.clone()).collect()
}

/// What the request carries; reads the files that it names.
fn body(c: &mut Call<'_, '_, '_>) -> Body {
    let mut body = Body::None;
    for (name, at) in DATA {
        for value in values(c, name) {
            let file = at.then(|| file_of(name, &value)).flatten();
            if let Some(file) = &file {
                let _ = c.path(Verb::Read, file);
                body = Body::File;
            } else if body != Body::File {
                body = Body::Text(value.show());
            }
        }
    }
    if c.bound.has("--get") && body != Body::File { Body::None } else { body }
}

/// The file in `@file`, `name@file`, `name=@file`, `name=<file;type=…`.
fn file_of(option: &str, value: &Val) -> Option<Val> {
    let text = value.prefix();
    let at = match option {
        "--form" => {
            text.find('=').map(|i| i + 1).filter(|i| text.get(*i..).is_some_and(|r| r.starts_with(['@', '<'])))?
        }
        "--data-urlencode" => text.find(['=', '@']).filter(|i| text.get(*i..).is_some_and(|r| r.starts_with('@')))?,
        _ => text.starts_with('@').then_some(0)?,
    };
    let file = value.skip(at + 1);
    match (option, file.known().and_then(|f| f.split_once(';'))) {
        ("--form", Some((path, _))) => Some(Val::text(path)),
        _ => Some(file),
    }
}

/// The method; none where it is not known.
fn method(c: &Call<'_, '_, '_>, body: &Body) -> Option<String> {
    if let Some(m) = c.bound.value("--request") {
        return m.known().map(str::to_owned);
    }
    let default = match body {
        _ if c.bound.has("--head") => "HEAD",
        Body::None => "GET",
        Body::File if c.bound.has("--upload-file") => "PUT",
        Body::File if c.bound.has("--get") => "GET",
        _ => "POST",
    };
    Some(default.to_owned())
}

/// Files that other options read, and send.
fn files(c: &mut Call<'_, '_, '_>) {
    for name in ["--header", "--proxy-header", "--cookie", "--write-out", "--url-query", "--variable"] {
        for value in values(c, name) {
            let text = value.prefix().to_owned();
            let file = match name {
                "--cookie" if !text.contains('=') && !text.is_empty() => Some(value),
                "--variable" | "--url-query" => text.find('@').map(|i| value.skip(i + 1)),
                _ if text.starts_with('@') => Some(value.skip(1)),
                _ => None,
            };
            if let Some(file) = file {
                let _ = c.path(Verb::Read, &file);
            }
            if name == "--write-out" && text.contains("%output{") {
                c.unknown("`curl --write-out` that writes a file");
            }
        }
    }
}

/// What the answer is written to.
fn outputs(c: &mut Call<'_, '_, '_>, urls: &[Val]) {
    let dir = c.bound.value("--output-dir").cloned();
    for name in values(c, "--output") {
        http::download(c, &http::within(dir.as_ref(), &name));
    }
    if c.bound.has("--remote-name") || c.bound.has("--remote-name-all") {
        for url in urls {
            http::download(c, &http::name_in(dir.as_ref(), url, "curl_response"));
        }
        if c.bound.has("--remote-header-name") {
            http::download(c, &http::within(dir.as_ref(), &Val::gap("a name that the server chooses")));
        }
    }
}

/// `host:port:address`, `host1:port1:host2:port2`: where the request really goes.
fn redirect(c: &mut Call<'_, '_, '_>, verb: Verb, value: &Val) {
    let Some(text) = value.known() else { return c.unknown("a `curl --resolve` that is not known") };
    let to = text.splitn(3, ':').nth(2).unwrap_or("");
    let hosts: Vec<&str> = if text.matches(':').count() == 3 && !to.contains('[') {
        vec![to.split(':').next().unwrap_or("")]
    } else {
        to.split(',').collect()
    };
    for host in hosts.into_iter().filter(|h| !h.is_empty()) {
        http::redirected(c, verb, host);
    }
}
