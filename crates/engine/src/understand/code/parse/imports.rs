//! Imports, and declarations that say nothing about what runs.

use super::super::lex::Tok;
use super::super::tree::{Expr, Imported};
use super::Parser;

impl Parser {
    fn dotted(&mut self) -> String {
        let mut name = String::new();
        while let Some(Tok::Op("." | "...")) = self.tok(0) {
            name.push('.');
            self.at += 1;
        }
        name.push_str(self.name_at(0));
        self.at += 1;
        while self.is(".") {
            name.push('.');
            name.push_str(self.name_at(1));
            self.at += 2;
        }
        name
    }

    fn alias(&mut self, otherwise: &str) -> String {
        if self.eat_name("as") {
            let n = self.name_at(0).to_owned();
            self.at += 1;
            return n;
        }
        otherwise.to_owned()
    }

    pub(super) fn python_import(&mut self, out: &mut Vec<Expr>) {
        self.at += 1;
        let mut list = Vec::new();
        loop {
            let module = self.dotted();
            let head = module.split('.').next().unwrap_or("").to_owned();
            let alias = self.alias("");
            let (module, alias) = if alias.is_empty() { (module, head) } else { (module, alias) };
            // `import os.path` binds `os`.
            let bound = if alias == module.split('.').next().unwrap_or("") { alias.clone() } else { module.clone() };
            list.push(Imported { module: module.clone(), name: None, alias: alias.clone() });
            if bound != module {
                list.push(Imported { module: bound, name: None, alias });
            }
            if !self.eat(",") {
                break;
            }
        }
        out.push(Expr::Import(list));
    }

    pub(super) fn python_from(&mut self, out: &mut Vec<Expr>) {
        self.at += 1;
        let module = self.dotted();
        if !self.eat_name("import") {
            return self.trouble("an import that is not understood");
        }
        let group = self.eat("(");
        let mut list = Vec::new();
        loop {
            if group && self.is(")") {
                break;
            }
            if self.eat("*") {
                list.push(Imported { module: module.clone(), name: Some("*".into()), alias: String::new() });
                break;
            }
            let name = self.name_at(0).to_owned();
            self.at += 1;
            let alias = self.alias(&name);
            list.push(Imported { module: module.clone(), name: Some(name), alias });
            if !self.eat(",") {
                break;
            }
        }
        if group {
            self.expect(")");
        }
        out.push(Expr::Import(list));
    }

    /// `import a, { b as c } from 'm'`, `import * as d from 'm'`, `import 'm'`, `export … from 'm'`.
    pub(super) fn node_import(&mut self, out: &mut Vec<Expr>) {
        self.at += 1;
        let _ = self.eat_name("type");
        let mut names: Vec<(Option<String>, String)> = Vec::new();
        while let Some(tok) = self.tok(0).cloned() {
            match tok {
                Tok::Str(parts) => {
                    self.at += 1;
                    let module = match parts.as_slice() {
                        [super::Part::Text(t)] => t.clone(),
                        _ => String::new(),
                    };
                    let list = if names.is_empty() { vec![(None, String::new())] } else { names };
                    let make = |(name, alias)| Imported { module: module.clone(), name, alias };
                    return out.push(Expr::Import(list.into_iter().map(make).collect()));
                }
                Tok::Op("{") => {
                    self.at += 1;
                    while !self.eat("}") {
                        match self.tok(0).cloned() {
                            Some(Tok::Name(n)) => {
                                self.at += 1;
                                let alias = self.alias(&n);
                                names.push((Some(n).filter(|n| n != "default"), alias));
                            }
                            Some(_) => self.at += 1,
                            None => return self.trouble("an import that is not understood"),
                        }
                    }
                }
                Tok::Op("*") => {
                    self.at += 1;
                    let alias = self.alias("");
                    names.push((None, alias));
                }
                Tok::Name(n) => {
                    self.at += 1;
                    if n != "from" {
                        names.push((None, n));
                    }
                }
                Tok::Op(",") => self.at += 1,
                // `export { a, b }` alone.
                _ => return,
            }
        }
    }

    /// `use Module qw(a b);`
    pub(super) fn perl_use(&mut self, out: &mut Vec<Expr>) {
        self.at += 1;
        let module = self.name_at(0).to_owned();
        self.at += 1;
        let mut list = vec![Imported { module: module.clone(), name: None, alias: String::new() }];
        let mut import = |name: &str| {
            list.push(Imported { module: module.clone(), name: Some(name.to_owned()), alias: name.to_owned() })
        };
        while let Some(tok) = self.tok(0).cloned() {
            match tok {
                Tok::Words(words) => words.iter().for_each(|w| import(w)),
                Tok::Str(parts) => {
                    if let [super::Part::Text(t)] = parts.as_slice() {
                        import(t);
                    }
                }
                Tok::Op(";" | "}") => break,
                Tok::Op("," | "=>" | "(" | ")" | "." | "-" | "::") | Tok::Num => {}
                Tok::Name(n) if n.chars().all(|c| c.is_alphanumeric() || c == ':' || c == '_') => {}
                _ => self.trouble("an import that computes something"),
            }
            self.at += 1;
        }
        out.push(Expr::Import(list));
    }

    pub(super) fn until_semicolon(&mut self) {
        while !matches!(self.tok(0), None | Some(Tok::Op(";" | "{"))) {
            self.at += 1;
        }
    }

    /// `interface X { … }`, `type X = …`: says nothing that runs.
    pub(super) fn skip_declaration(&mut self) {
        while !matches!(self.tok(0), None | Some(Tok::Op(";" | "{") | Tok::Newline)) {
            self.at += 1;
        }
        if self.is("{") {
            self.at = self.mates.get(self.at).copied().unwrap_or(0).max(self.at) + 1;
        }
    }
}
