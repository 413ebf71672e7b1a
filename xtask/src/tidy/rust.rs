//! Rules about Rust files: what each opens with, how long files and functions are, where `unsafe` may stand.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::{Exception, Problem, files::File};
use crate::run::Result;

/// Longer files hide more than one idea.
const MAX_FILE_LINES: usize = 800;
/// A function that does not fit on a screen is not reviewed.
const MAX_FUNCTION_LINES: usize = 70;
/// How far above an `unsafe` block its reason may begin.
const SAFETY_LINES: usize = 8;

pub fn check(files: &[File]) -> Result<Vec<Problem>> {
    let exceptions = super::exceptions()?;
    let mut sizes = Sizes { exceptions: &exceptions, used: vec![false; exceptions.len()], problems: Vec::new() };
    for file in files.iter().filter(|f| f.path.ends_with(".rs")) {
        opening(file, &mut sizes.problems);
        match syn::parse_file(&file.text) {
            Ok(tree) => sizes.file(file, &tree),
            Err(e) => {
                sizes.problems.push(Problem::new(&file.path, e.span().start().line, e.to_string(), "it must parse"))
            }
        }
        if let Ok(tokens) = file.text.parse() {
            unsafe_tokens(file, tokens, &mut sizes.problems);
        }
    }
    Ok(sizes.finish())
}

fn opening(file: &File, problems: &mut Vec<Problem>) {
    if !file.text.starts_with("//!") {
        problems.push(Problem::new(
            &file.path,
            1,
            "does not open with `//!`",
            "say what the file is for and who calls it",
        ));
    }
}

struct Sizes<'a> {
    exceptions: &'a [Exception],
    used: Vec<bool>,
    problems: Vec<Problem>,
}

impl Sizes<'_> {
    fn file(&mut self, file: &File, tree: &syn::File) {
        let mut seen = Functions::default();
        seen.visit_file(tree);
        // The length between two lines, without rows of tables: a list of names is long, not hard to read.
        let rows: Vec<bool> = file.text.lines().map(is_row).collect();
        let length = |first: usize, last: usize| rows.iter().take(last).skip(first - 1).filter(|row| !**row).count();
        let tests: usize = seen.tests.iter().map(|(first, last)| length(*first, *last)).sum();
        if !["/tests/", "tests.rs", "/examples/"].iter().any(|t| file.path.contains(t)) {
            self.size(file, 1, "file", &file.path, length(1, rows.len()) - tests, MAX_FILE_LINES);
        }
        for (name, first, last) in seen.found {
            let place = format!("{}::{name}", file.path);
            self.size(file, first, "function", &place, length(first, last), MAX_FUNCTION_LINES);
        }
    }

    fn size(&mut self, file: &File, line: usize, kind: &str, place: &str, lines: usize, limit: usize) {
        if lines <= limit {
            return;
        }
        let known = self.exceptions.iter().position(|e| e.kind == kind && e.place == place && lines <= e.limit);
        if let Some(used) = known.and_then(|at| self.used.get_mut(at)) {
            *used = true;
            return;
        }
        let what = format!("{kind} of {lines} lines, more than {limit}");
        self.problems.push(Problem::new(&file.path, line, what, "split it; a table goes into xtask/exceptions.txt"));
    }

    fn finish(mut self) -> Vec<Problem> {
        for (exception, _) in self.exceptions.iter().zip(&self.used).filter(|(_, used)| !**used) {
            let what = format!("`{}` is not needed", exception.place);
            self.problems.push(Problem::new("xtask/exceptions.txt", exception.line, what, "remove the line"));
        }
        self.problems
    }
}

/// Whether a line is a row of a table: nothing but texts and what separates them.
fn is_row(line: &str) -> bool {
    let mut parts = line.split('"');
    let outside = parts.by_ref().step_by(2).all(|p| p.chars().all(|c| c.is_whitespace() || ",|".contains(c)));
    outside && line.contains('"')
}

/// Every function with its name, first and last line, and the lines of test modules.
#[derive(Default)]
struct Functions {
    found: Vec<(String, usize, usize)>,
    tests: Vec<(usize, usize)>,
}

impl Functions {
    fn take(&mut self, signature: &syn::Signature, block: &syn::Block) {
        self.found.push((signature.ident.to_string(), signature.span().start().line, block.span().end().line));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let test = item.attrs.iter().any(|a| a.path().is_ident("cfg") && tokens_of(a).contains("test"));
        if test && item.content.is_some() {
            self.tests.push((item.span().start().line, item.span().end().line));
        }
        syn::visit::visit_item_mod(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.take(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.take(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }
}

fn tokens_of(attribute: &syn::Attribute) -> String {
    attribute.meta.require_list().map(|l| l.tokens.to_string()).unwrap_or_default()
}

/// `unsafe` stands in one crate, and each block says why it is sound. Macros are looked into as well.
fn unsafe_tokens(file: &File, tokens: TokenStream, problems: &mut Vec<Problem>) {
    let mut open = vec![tokens];
    while let Some(tokens) = open.pop() {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Ident(ident) if ident == "unsafe" => {
                    let line = ident.span().start().line;
                    let needs_reason = match tokens.peek() {
                        Some(TokenTree::Group(next)) => next.delimiter() == Delimiter::Brace,
                        Some(TokenTree::Ident(next)) => next == "impl",
                        _ => false,
                    };
                    unsafe_at(file, line, needs_reason, problems);
                }
                _ => {}
            }
        }
    }
}

fn unsafe_at(file: &File, line: usize, needs_reason: bool, problems: &mut Vec<Problem>) {
    if !file.path.starts_with("crates/contain/") {
        problems.push(Problem::new(
            &file.path,
            line,
            "`unsafe` outside crates/contain",
            "move it there behind a safe function",
        ));
        return;
    }
    let above = file.text.lines().take(line).skip(line.saturating_sub(SAFETY_LINES + 1));
    if needs_reason && !above.into_iter().any(|l| l.contains("SAFETY:")) {
        problems.push(Problem::new(&file.path, line, "`unsafe` without a reason", "write `// SAFETY:` above it"));
    }
}
