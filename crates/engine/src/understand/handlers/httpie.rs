//! HTTPie and xh: `[METHOD] URL [ITEM…]`, where the items decide whether something is sent.

use automode_model::Verb;

use super::super::value::Val;
use super::http::{self, Body};
use super::{Call, Handled};

const METHODS: &[&str] =
    &["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PURGE", "PROPFIND", "REPORT"];

/// Judges method, address and items; options are left to the knowledge file.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut operands = std::mem::take(&mut c.bound.operands).into_iter();
    let Some(first) = operands.next() else { return Handled::Partly };
    let method = first.known().map(str::to_ascii_uppercase).filter(|m| METHODS.contains(&m.as_str()));
    let url = if method.is_some() { operands.next() } else { Some(first) };
    let Some(url) = url.map(|u| whole(&u)) else { return Handled::Partly };
    let body = body(c, operands.as_slice());
    let method = method.unwrap_or_else(|| if body == Body::None { "GET" } else { "POST" }.to_owned());
    http::request(c, http::verb_of(Some(&method), &url.show(), &body), &url);
    if c.bound.has("--download") && !c.bound.has("--output") {
        http::download(c, &http::name_in(None, &url, "index.html"));
    }
    if let Some(to) = c.bound.value("--output").cloned() {
        http::download(c, &to);
    }
    Handled::Partly
}

/// `:3000/x` is an address of this machine.
fn whole(url: &Val) -> Val {
    match url.prefix().strip_prefix(':') {
        Some(rest) if !rest.starts_with(':') => {
            let mut out = Val::text(if rest.starts_with('/') || rest.is_empty() {
                "http://localhost"
            } else {
                "http://localhost:"
            });
            out.extend(&url.skip(1));
            out
        }
        _ => url.clone(),
    }
}

/// `a=b` and `a:=b` are data, `a@f`, `a=@f`, `a:=@f` files, `a==b` a query, `A:b` a header.
fn body(c: &mut Call<'_, '_, '_>, items: &[Val]) -> Body {
    let mut body = match c.bound.value("--raw") {
        Some(raw) => Body::Text(raw.show()),
        None if !c.call.stdin.pieces().is_empty() && !c.bound.has("--ignore-stdin") => Body::File,
        None => Body::None,
    };
    for item in items {
        let text = item.prefix();
        let at = text.find([':', '=', '@']).unwrap_or(text.len());
        let rest = text.get(at..).unwrap_or("");
        let file = ["=@", ":=@", ":@", "==@", "@"].iter().find(|p| rest.starts_with(**p));
        if let Some(mark) = file {
            let _ = c.path(Verb::Read, &item.skip(at + mark.len()));
            body = Body::File;
        } else if !rest.starts_with("==") && (rest.starts_with('=') || rest.starts_with(":=")) && body == Body::None {
            body = Body::Text(item.show());
        }
    }
    body
}
