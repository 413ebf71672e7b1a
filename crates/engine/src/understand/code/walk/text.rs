//! Values: texts with what is known of them, joined, chosen, stored.

use super::super::super::paths;
use super::super::super::value::{MAX_ALTERNATIVES, Piece as ValPiece, Set, Val};
use super::super::super::{loads, shell};
use super::super::lex::Lang;
use super::super::tree::{Expr, Piece};
use super::{COMPUTED, V, Walk, tokens};

impl Walk<'_, '_, '_> {
    /// A string with values in it.
    pub(super) fn pieces(&mut self, pieces: &[Piece]) -> Set {
        let mut out = Set::one(Val::default());
        for p in pieces {
            let next = match p {
                Piece::Text(t) => Set::one(Val::text(t.clone())),
                Piece::Value(e) => {
                    let v = self.element(e);
                    self.texts(&v)
                }
            };
            out = product(&out, &next);
        }
        out
    }

    /// A value as texts.
    pub(super) fn texts(&self, v: &V) -> Set {
        match v {
            V::Text(s) | V::Path(s) => s.clone(),
            other => match self.data(std::slice::from_ref(other)) {
                V::Text(s) => s,
                _ => Set::one(Val::gap(COMPUTED)),
            },
        }
    }

    /// The one text that it is, where that is known.
    pub(super) fn known(&self, v: &V) -> Option<String> {
        match v {
            V::Text(s) | V::Path(s) => match s.values() {
                [one] => one.known().map(str::to_owned),
                _ => None,
            },
            _ => None,
        }
    }

    /// One of several values.
    pub(super) fn either(&mut self, values: Vec<V>) -> V {
        let mut kept: Vec<V> = Vec::new();
        for v in values {
            if !kept.contains(&v) {
                kept.push(v);
            }
        }
        if kept.len() == 1 {
            return kept.pop().unwrap_or_else(|| self.data(&[]));
        }
        if kept.iter().all(|v| matches!(v, V::Text(_) | V::Path(_))) && !kept.is_empty() {
            let path = kept.iter().any(|v| matches!(v, V::Path(_)));
            let all: Vec<Val> = kept.iter().flat_map(|v| self.texts(v).values().to_vec()).collect();
            let set = Set::of(all, COMPUTED);
            return if path { V::Path(set) } else { V::Text(set) };
        }
        kept.iter().for_each(|v| self.escape(v));
        self.data(&kept)
    }

    /// An element of it, any.
    pub(super) fn one_of(&mut self, v: V) -> V {
        match v {
            V::List(list) if !list.is_empty() => self.either(list),
            V::Foreign(r) => V::Foreign(r),
            V::Path(s) => V::Path(s),
            V::Text(s) => V::Text(Set::of(
                s.values().iter().map(|v| if v.known().is_some() { Val::gap(COMPUTED) } else { v.clone() }).collect(),
                COMPUTED,
            )),
            V::Ref(path) if !self.can_act(&path) => self.input(),
            other => {
                self.escape(&other);
                self.data(&[other])
            }
        }
    }

    pub(super) fn set(&mut self, name: &str, v: V) {
        if let Some(V::Ref(old)) = self.vars.get(name).cloned()
            && v != V::Ref(old.clone())
            && self.can_act(&old)
        {
            let why = format!("`{name}` gets another meaning");
            self.unclear(&why);
        }
        let v = match self.vars.get(name).cloned() {
            Some(old) if self.branches && old != v => {
                let joined = self.either(vec![old, v]);
                match joined {
                    V::List(_) => self.data(&[joined]),
                    other => other,
                }
            }
            _ => v,
        };
        self.vars.insert(name.to_owned(), v);
    }

    /// `base.name = v`, `base[name] = v`.
    pub(super) fn store(&mut self, base: &Expr, name: Option<String>, v: &V) {
        self.escape(v);
        self.misplaced |= name.as_deref().is_some_and(tokens::leads_aside);
        let owner = self.eval(base);
        if self.is_environment(&owner) {
            self.set_variable(&name.unwrap_or_else(|| "LD_PRELOAD".to_owned()), v);
            return;
        }
        if matches!(&owner, V::Ref(p) if p.starts_with("sys.path") || p == "package.path") {
            self.search_path(std::slice::from_ref(v));
        }
        if let Expr::Name(n) = base
            && !matches!(owner, V::Ref(_) | V::Foreign(_))
        {
            let whole = self.data(&[owner, v.clone()]);
            self.vars.insert(n.clone(), whole);
        }
    }

    /// A variable that the programs get which the code starts from here on.
    pub(super) fn set_variable(&mut self, name: &str, v: &V) {
        let values = self.texts(v);
        for value in values.values() {
            loads::variable(self.shell, &mut self.state, name, value, self.call);
        }
        // Programs are looked for in other folders then.
        let unsure = shell::names_unsure(self.shell.scene, name, &values).filter(|_| name == "PATH");
        self.state.names_unsure = self.state.names_unsure.take().or(unsure);
        self.state.set(name, values);
    }

    /// `a + b`, `a / b`, `a % b`.
    pub(super) fn sum(&mut self, sign: &str, values: Vec<V>) -> V {
        values.iter().for_each(|v| self.escape(v));
        let path = matches!(values.first(), Some(V::Path(_)));
        if sign == "/" && path || sign == "+" && path && self.lang == Lang::Ruby {
            return V::Path(self.joined(&values, "/"));
        }
        let concat = match sign {
            "+" => self.lang != Lang::Perl && self.lang != Lang::Php && self.lang != Lang::Lua,
            "." | ".." => true,
            _ => false,
        };
        if concat && values.iter().all(|v| matches!(v, V::List(_))) {
            return V::List(values.into_iter().flat_map(|v| if let V::List(l) = v { l } else { Vec::new() }).collect());
        }
        if concat {
            let sets: Vec<Set> = values.iter().map(|v| self.texts(v)).collect();
            return V::Text(sets.iter().fold(Set::one(Val::default()), |a, b| product(&a, b)));
        }
        if sign == "%" && matches!(self.lang, Lang::Python | Lang::Ruby) {
            return V::Text(self.formatted(&values));
        }
        self.data(&values)
    }

    /// `"rm %s" % x`: what stands before the first value is known.
    fn formatted(&mut self, values: &[V]) -> Set {
        if let [V::Text(lead), V::Text(value)] = values
            && let Some(set) = filled(lead, "%s", value)
        {
            return set;
        }
        let rest = self.data(values);
        let rest = self.texts(&rest);
        let lead = match values.first() {
            Some(V::Text(s)) => s.clone(),
            _ => return rest,
        };
        let cut: Vec<Val> = lead
            .values()
            .iter()
            .map(|v| Val::text(v.known().and_then(|t| t.split('%').next()).unwrap_or("").to_owned()))
            .collect();
        product(&Set::of(cut, COMPUTED), &rest)
    }

    /// Paths joined as the language joins them: an absolute one begins anew.
    pub(super) fn joined(&mut self, values: &[V], separator: &str) -> Set {
        let mut out: Option<Set> = None;
        for v in values {
            let next = self.texts(v);
            let absolute = next.values().iter().all(|v| v.prefix().starts_with('/'))
                && self.lang != Lang::Ruby
                && !self.plain_join();
            out = Some(match out {
                Some(have) if !absolute => {
                    let with = product(&have, &Set::one(Val::text(separator)));
                    product(&with, &next)
                }
                _ => next,
            });
        }
        out.unwrap_or_else(|| Set::one(Val::default()))
    }

    /// JavaScript's `path.join` and Perl's `catfile` append whatever comes.
    fn plain_join(&self) -> bool {
        matches!(self.lang, Lang::Node | Lang::Perl)
    }

    /// A folder that modules are loaded from: the project's own is nothing new.
    pub(super) fn search_path(&mut self, values: &[V]) {
        for v in values {
            let set = self.texts(v);
            let own = |t: &str| {
                let scene = self.shell.scene;
                !t.starts_with('/') && !t.starts_with("..")
                    || paths::below(&paths::normalise(t), &scene.workspace)
                    || paths::normalise(t) == scene.workspace
            };
            if !set
                .values()
                .iter()
                .all(|v| v.known().is_some_and(own) || v.known().is_none() && !v.prefix().starts_with('/'))
            {
                self.unclear("code that is loaded from elsewhere");
            }
        }
    }
}

/// A text of more pieces or bytes than this is not known: bounds what `a = a + a` can build.
const MAX_PIECES: usize = 24;
const MAX_TEXT_BYTES: usize = 16 * 1024;

fn is_long(v: &Val) -> bool {
    let bytes = |p: &ValPiece| match p {
        ValPiece::Text(t) | ValPiece::Glob(t) => t.len(),
        ValPiece::Gap(_) => 1,
    };
    v.pieces().len() > MAX_PIECES || v.pieces().iter().map(bytes).sum::<usize>() > MAX_TEXT_BYTES
}

/// A text with one place for a value, and the value in it; none where there is another place, or one of another form.
pub(super) fn filled(lead: &Set, place: &str, value: &Set) -> Option<Set> {
    let [lead] = lead.values() else { return None };
    let (before, after) = lead.known()?.split_once(place)?;
    let other = |t: &str| t.contains(['%', '{', '}']);
    let around = |text: &str| Set::one(Val::text(text));
    (!other(before) && !other(after)).then(|| product(&product(&around(before), value), &around(after)))
}

/// Every beginning with every end.
pub(super) fn product(a: &Set, b: &Set) -> Set {
    let long = a.values().iter().chain(b.values()).any(is_long);
    if long || a.values().len() * b.values().len() > MAX_ALTERNATIVES {
        let secret = a.values().iter().chain(b.values()).any(Val::is_secret);
        let network = a.values().iter().chain(b.values()).any(Val::is_network);
        return Set::one(Val::from_gap(super::Gap { why: COMPUTED.into(), secret, network }));
    }
    let mut out = Vec::new();
    for x in a.values() {
        for y in b.values() {
            let mut v = x.clone();
            v.extend(y);
            v.many = false;
            out.push(v);
        }
    }
    Set::of(out, COMPUTED)
}

/// Text that is known, changed.
pub(super) fn mapped(set: &Set, f: impl Fn(&str) -> String) -> Set {
    let one = |v: &Val| match v.known() {
        Some(t) => Val::text(f(t)),
        None => {
            let gap = v.pieces().iter().find_map(|p| if let ValPiece::Gap(g) = p { Some(g.clone()) } else { None });
            Val::from_gap(gap.unwrap_or_default())
        }
    };
    Set::of(set.values().iter().map(one).collect(), COMPUTED)
}
