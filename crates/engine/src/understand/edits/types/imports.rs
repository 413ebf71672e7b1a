//! The import statements of Python: a change of these alone is one of types only where what is imported is used here, or is
//! of a module of types; a name that nothing in sight uses may be there for others.

use std::collections::BTreeSet;

use super::super::lex::Kind;
use super::super::norm::Norm;

/// A file cut into what it imports and all the rest.
struct Cut<'t> {
    imports: BTreeSet<(String, String)>,
    rest: Vec<&'t str>,
}

/// Only imports differ, and not in a way that is about types: reordered, or of names that are not used here.
#[must_use]
pub fn alone(a: &[Norm<'_>], b: &[Norm<'_>]) -> bool {
    let (x, y) = (cut(a), cut(b));
    if x.rest != y.rest {
        return false;
    }
    let used: BTreeSet<&str> = x.rest.iter().copied().collect();
    let mut changed = x.imports.symmetric_difference(&y.imports).peekable();
    let typing = |name: &str| ["typing", "collections.abc", "__future__", "types "].iter().any(|m| name.contains(m));
    changed.peek().is_none() || !changed.all(|(name, bound)| used.contains(bound.as_str()) || typing(name))
}

fn cut<'t>(t: &'t [Norm<'_>]) -> Cut<'t> {
    let mut out = Cut { imports: BTreeSet::new(), rest: Vec::new() };
    let (mut depth, mut from) = (0i32, 0usize);
    for (i, n) in t.iter().enumerate() {
        depth += i32::from(n.is("(") || n.is("{") || n.is("[")) - i32::from(n.is(")") || n.is("}") || n.is("]"));
        if n.kind == Kind::Newline && depth <= 0 || i + 1 == t.len() {
            statement(t.get(from..=i).unwrap_or_default(), &mut out);
            from = i + 1;
        }
    }
    out
}

fn statement<'t>(t: &'t [Norm<'_>], out: &mut Cut<'t>) {
    let words = || t.iter().filter(|n| !matches!(n.kind, Kind::Newline | Kind::Indent));
    let first = words().next();
    let python = first.is_some_and(|w| w.is("from"));
    if !python && !first.is_some_and(|w| w.is("import")) {
        out.rest.extend(words().map(|n| n.text.as_ref()));
        return;
    }
    let at = t.iter().position(|w| w.is("import")).unwrap_or(0);
    let module: String = t.get(..at).unwrap_or_default().iter().map(|w| w.text.as_ref()).collect();
    for name in t.get(at + 1..).unwrap_or_default().split(|w| w.is(",")) {
        let bound = name.iter().rev().find(|w| w.kind == Kind::Word);
        if let Some(bound) = bound {
            let whole: String = name.iter().map(|w| w.text.as_ref()).collect();
            out.imports.insert((format!("{module} {whole}"), bound.text.to_string()));
        }
    }
}
