//! Addresses that a downloader takes from a file or from its input (`wget -i -`, `aria2c -i list`). Called by wget's handler and
//! for aria2c.

use automode_model::Verb;

use super::super::paths;
use super::super::value::Val;
use super::{Call, Handled, http, source};

/// How many lines of such a list are looked at; more are not understood.
const MAX_LINES: usize = 2_000;

/// aria2's lists: several addresses of one thing in a line, between tabs; lines that begin with a blank are options.
pub fn aria2(c: &mut Call<'_, '_, '_>) -> Handled {
    addresses(c);
    Handled::Partly
}

/// The addresses of the lists that are named. A file that cannot be read is the knowledge file's: it is read, and something fetched.
pub fn addresses(c: &mut Call<'_, '_, '_>) {
    let lists = c.bound.options.iter().filter(|(o, _)| o.names.contains(&"--input-file"));
    for list in lists.filter_map(|(_, v)| v.clone()).collect::<Vec<_>>() {
        match list.known() {
            Some("-" | "/dev/stdin") => match c.call.stdin.clone().known() {
                Some(text) => lines(c, text),
                None => c.unknown("addresses that come in and are not known"),
            },
            Some(name) => {
                let path = c.inner_cwd().first().map(|dir| paths::join(dir, name));
                if let Some(found) = path.and_then(|path| source::at(c, &path)) {
                    lines(c, &found.text);
                }
            }
            None => {}
        }
    }
}

fn lines(c: &mut Call<'_, '_, '_>, text: &str) {
    if text.lines().count() > MAX_LINES {
        return c.unknown("a list of more addresses than are looked at");
    }
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        if c.program.name == "aria2c" && line.starts_with([' ', '\t']) {
            c.unknown("a list that says how each address is loaded");
            continue;
        }
        for address in line.split('\t').map(str::trim).filter(|a| !a.is_empty()) {
            http::request(c, Verb::NetFetch, &Val::text(address));
        }
    }
}
