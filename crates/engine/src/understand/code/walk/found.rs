//! Names that folders, patterns and paths give (`os.listdir`, `os.walk`, `.name`, `relative_to`), and scratch folders that the
//! code makes. Such a name is one part of a path and never `..`: a path that ends in it stays where its beginning leads.
//! Called by `apply`, `act` and `method`.

use super::super::super::value::{Gap, NUMBER, Piece, Set, Val};
use super::super::lex::Lang;
use super::super::tree::{Arg, Expr};
use super::apply::Given;
use super::text::product;
use super::{COMPUTED, V, Walk};

impl Walk<'_, '_, '_> {
    /// What reading a folder gives: its names.
    pub(super) fn names_in(&mut self, path: &str, given: &[Given], args: &[Arg]) -> Option<V> {
        let folder = match given.first() {
            Some((_, v @ (V::Text(_) | V::Path(_)))) => self.texts(v),
            Some(_) => return None,
            None => Set::one(Val::text(".")),
        };
        let option = |name: &str| {
            args.iter()
                .skip(1)
                .any(|a| matches!(&a.value, Expr::Dict(list) if list.iter().any(|(k, _)| k.as_deref() == Some(name))))
        };
        let any = if option("recursive") { "**" } else { "*" };
        Some(match path {
            "os.listdir" => V::Text(pattern("*")),
            "os.scandir" => V::Path(within(&folder, "*")),
            // Each round: a folder of the tree, the names of folders in it, the names of files in it.
            "os.walk" => V::List(vec![V::List(vec![
                V::Text(folder.join(&within(&folder, "**"))),
                V::Text(pattern("*")),
                V::Text(pattern("*")),
            ])]),
            "fs.readdirSync" | "fs.promises.readdir" if option("withFileTypes") => V::Path(within(&folder, any)),
            "fs.readdirSync" | "fs.promises.readdir" if given.len() == 1 || option("recursive") => {
                V::Text(pattern(any))
            }
            _ => return None,
        })
    }

    /// What is made for scratch: a folder or a file that nothing else has.
    pub(super) fn scratch(&mut self, path: &str, given: &[Given]) -> Option<V> {
        // In another folder, or with a beginning that leads elsewhere.
        if given.iter().any(|g| !matches!(g.0.as_deref(), Some("prefix" | "suffix"))) {
            return None;
        }
        if given.iter().any(|g| self.known(&g.1).is_none_or(|t| t.contains('/'))) {
            return None;
        }
        let name = format!("/tmp/tmp.made-here-{}", self.shell.scene.count());
        let made = V::Text(Set::one(Val::text(name.clone())));
        let out = match path {
            "tempfile.mkdtemp" | "tempfile.TemporaryDirectory" => made,
            "tempfile.mkstemp" => V::List(vec![self.data(&[]), made]),
            _ => return None,
        };
        self.shell.keep(&name, &Val::gap("a scratch file"), false);
        Some(out)
    }

    /// `["a", "b"].forEach(f => …)`, `Dir["src/*.rb"].each { |f| … }`: over names that are listed or were found the function is
    /// entered with one of them.
    pub(super) fn each_of(&mut self, owner: &V, name: &str, given: &[Given]) -> Option<V> {
        let (keep, make): (&[&str], &[&str]) = match self.lang {
            Lang::Node => (&["forEach", "filter"], &["map", "flatMap"]),
            Lang::Ruby => (&["each", "filter", "reject", "select"], &["collect", "filter_map", "flat_map", "map"]),
            _ => return None,
        };
        let keeps = keep.contains(&name);
        if !keeps && !make.contains(&name) {
            return None;
        }
        let [(None, V::Func(function))] = given else { return None };
        let one = match owner {
            V::Text(set) | V::Path(set) if is_found(set) => owner.clone(),
            V::List(list) if !list.is_empty() && list.iter().all(|v| matches!(v, V::Text(_) | V::Path(_))) => {
                self.either(list.clone())
            }
            _ => return None,
        };
        let out = self.enter(*function, &[(None, one)]);
        Some(if keeps { owner.clone() } else { out })
    }
}

/// What a group of expressions keeps of one value: a path, something of a library, names that were found, alone or as what a loop
/// makes of others (`[f for f in os.listdir("src") if f.endswith(".py")]`).
pub(super) fn kept(list: &[Expr], values: &[V]) -> Option<V> {
    match (list.first(), values) {
        (_, [v @ (V::Path(_) | V::Foreign(_))]) => Some(v.clone()),
        (_, [v @ V::Text(set)]) | (Some(Expr::Each(..)), [_, .., v @ (V::Text(set) | V::Path(set))]) => {
            is_found(set).then(|| v.clone())
        }
        _ => None,
    }
}

/// Names that were found, with one text in them replaced by another: they stay where they are, or where the new text leads below.
pub(super) fn renamed(set: &Set, from: &str, to: &str) -> Option<Set> {
    if !is_found(set) || from.is_empty() || to.starts_with('/') || to.contains("..") {
        return None;
    }
    let one = |v: &Val| {
        let text = v.show();
        // A text that lies partly in what is not known.
        if from.contains('/') && !text.contains(from) || to.contains('/') && !text.contains('/') {
            return None;
        }
        let text = text.replace(from, to);
        let (folder, last) = text.rsplit_once('/').map_or(("", text.as_str()), |(d, l)| (d, l));
        let last = if last == "**" { "**" } else { "*" };
        let path = if folder.is_empty() { last.to_owned() } else { format!("{folder}/{last}") };
        (!text.starts_with('/') || v.show().starts_with('/')).then(|| pattern(&path).values().first().cloned())?
    };
    let all: Option<Vec<Val>> = set.values().iter().map(one).collect();
    Some(Set::of(all?, COMPUTED))
}

/// A pattern that stands for names.
fn pattern(text: &str) -> Set {
    let mut all = Val::default();
    all.push(Piece::Glob(text.to_owned()));
    Set::one(all)
}

/// What is found in a folder.
fn within(folder: &Set, found: &str) -> Set {
    product(&product(folder, &Set::one(Val::text("/"))), &pattern(found))
}

/// It stands for names that a pattern finds, and for nothing else.
fn is_found(set: &Set) -> bool {
    set.values().iter().all(|v| v.has_glob() && v.why().is_none())
}

/// The last part of each path (`.name`): known, a pattern, or computed where `..` could be it.
pub(super) fn last_part(set: &Set) -> Set {
    let one = |v: &Val| {
        let text = v.show();
        let last = text.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned();
        match v.pieces() {
            _ if v.why().is_some() || matches!(last.as_str(), "" | "." | "..") => Val::gap(COMPUTED),
            _ if v.has_glob() => pattern(&last.replace("**", "*")).values().first().cloned().unwrap_or_default(),
            _ => Val::text(last),
        }
    };
    Set::of(set.values().iter().map(one).collect(), COMPUTED)
}

/// The folder that each path lies in.
pub(super) fn folder_of(set: &Set) -> Set {
    let one = |v: &Val| {
        let text = v.show();
        let folder = text.rsplit_once('/').map_or(".", |(d, _)| if d.is_empty() { "/" } else { d });
        let gap = v.pieces().iter().find_map(|p| if let Piece::Gap(g) = p { Some(g.clone()) } else { None });
        match gap {
            Some(gap) => Val::from_gap(gap),
            None if v.has_glob() && folder.contains(['*', '?', '[']) => {
                pattern(folder).values().first().cloned().unwrap_or_default()
            }
            None => Val::text(folder),
        }
    };
    Set::of(set.values().iter().map(one).collect(), COMPUTED)
}

/// A part of such a name (`.stem`, `.suffix`): some letters of it.
pub(super) fn piece_of_name(set: &Set) -> Set {
    let sure = |v: &Val| v.why().is_none() && !v.show().split('/').any(|p| matches!(p, "." | ".."));
    if set.values().iter().all(|v| sure(v) && v.has_glob()) { pattern("*") } else { Set::one(Val::gap(COMPUTED)) }
}

/// Each path as seen from a folder that it lies below; computed where it does not.
pub(super) fn seen_from(set: &Set, base: Option<&str>) -> Set {
    let one = |v: &Val| {
        let text = v.show();
        let rest = base.and_then(|b| text.strip_prefix(b.trim_end_matches('/'))?.strip_prefix('/'));
        match rest.filter(|r| v.why().is_none() && !r.is_empty() && !r.split('/').any(|p| p == "..")) {
            Some(rest) if v.has_glob() => pattern(rest).values().first().cloned().unwrap_or_default(),
            Some(rest) => Val::text(rest),
            None => Val::from_gap(Gap { why: COMPUTED.into(), secret: v.is_secret(), network: v.is_network() }),
        }
    };
    let has_number = |v: &Val| v.pieces().iter().any(|p| matches!(p, Piece::Glob(g) if g == NUMBER));
    if set.values().iter().any(has_number) {
        return Set::one(Val::gap(COMPUTED));
    }
    Set::of(set.values().iter().map(one).collect(), COMPUTED)
}
