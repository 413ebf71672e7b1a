//! Clojure and the Lisps in a command line: what stands first in a list is called. Called by `named`.

use automode_model::Verb;

use super::super::Small;
use super::tables::{self, Table};
use super::tokens::Token;
use super::{is_mild, is_way_out, tools};

/// Words in names of functions that would reach out where they are handed on.
const LEADS: &[&str] = &[
    "load", "read", "resolve", "require", "use", "import", "alter", "intern", "slurp", "spit", "sh", "process",
    "future", "agent", "thread", "copy", "rename", "move", "write", "chmod", "symlink", "compile", "dump", "proxy",
    "send", "bean", "open", "file", "net", "url", "http",
];

/// What such a text reaches for; none where something in it is not known.
pub fn scan(table: &Table, tokens: &[Token]) -> Option<Small> {
    let own = defined(tokens);
    let mut out = Small::default();
    for (i, token) in tokens.iter().enumerate() {
        let Token::Name(name) = token else { continue };
        if own.contains(&name.as_str()) || table.computes(name) || is_projects(table, name, tokens) {
            continue;
        }
        if table.reads(name) {
            match tokens.get(i + 1) {
                Some(Token::Text(file)) => out.paths.push((Verb::Read, Some(file.clone()))),
                _ => return None,
            }
            continue;
        }
        let called = i.checked_sub(1).and_then(|i| tokens.get(i)) == Some(&Token::Sign('('));
        let leads = |w: &String| LEADS.contains(&w.as_str());
        let named = if name.contains('.') {
            table.reaches_from(name)
        } else {
            is_way_out(name) || tools::words_of(name).iter().any(leads)
        };
        // `Runtime/getRuntime`, `.delete`, `File.`: a way into the machine below.
        let below =
            name.contains('/') || name.starts_with('.') || name.ends_with('.') || name.contains(char::is_uppercase);
        // A Lisp whose functions nobody listed here.
        let foreign = !table.has_modules() && name.len() > 1;
        if called || named || below || foreign {
            return None;
        }
    }
    Some(out)
}

/// `(defn NAME`: only functions of the text, which are read where they stand.
fn defined(tokens: &[Token]) -> Vec<&str> {
    let definer = |n: &str| matches!(n, "defn" | "defn-" | "define" | "defun");
    tokens
        .windows(2)
        .filter_map(|w| match w {
            [Token::Name(d), Token::Name(n)] if definer(d) => Some(n.as_str()),
            _ => None,
        })
        .collect()
}

/// A function of a namespace of the project's, by what its name promises: `shop.cart/total`, `c/parse` after `[shop.cart :as c]`.
fn is_projects(table: &Table, name: &str, tokens: &[Token]) -> bool {
    let Some((place, last)) = name.split_once('/').filter(|_| table.has_modules()) else { return false };
    let named = |w: &[Token]| match w {
        [Token::Name(space), Token::Sign(':'), Token::Sign('='), Token::Name(short)] if short == place => {
            Some(space.clone())
        }
        _ => None,
    };
    let space = if place.contains('.') { Some(place.to_owned()) } else { tokens.windows(4).find_map(named) };
    let out = |w: &String| w != "parse" && tables::WAYS_OUT.contains(&w.as_str());
    let promises = is_mild(last) && !tools::words_of(last).iter().any(out);
    space.is_some_and(|s| s.contains('.') && !table.reaches_from(&s)) && promises
}
