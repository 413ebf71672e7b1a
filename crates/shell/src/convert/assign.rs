//! Assignments and declaration builtins. Part of the conversion.

use shuck_ast as ast;

use super::Convert;
use crate::cover::{Kind, Region, uncovered};
use crate::read::{self, Mode};
use crate::scan::Scan;
use crate::tree::{Assignment, Part, Simple, Value, Word};

impl Convert<'_, '_> {
    pub(super) fn assignments(&mut self, assignments: &[ast::Assignment]) -> Vec<Assignment> {
        assignments.iter().map(|assignment| self.assignment(assignment, Mode::VALUE)).collect()
    }

    /// Read anew from its text; the grammar only says where it stands and what its elements are.
    fn assignment(&mut self, assignment: &ast::Assignment, mode: Mode) -> Assignment {
        let (start, end) = (assignment.span.start.offset(), assignment.span.end.offset());
        self.leaf(start, end, Kind::Word);
        let name = assignment.target.name.to_string();
        let span = self.span(start, end);
        let mut at = start + name.len();
        let look =
            assignment.target.subscript.as_ref().and_then(|s| s.word_ast.as_ref()).map_or(&[][..], |word| &word.parts);
        let index = self.subscript(&mut at, end, look);
        let append = self.slice(at, end).starts_with('+');
        at += usize::from(append);
        if !self.slice(start, end).starts_with(&name) || !read::is_name(&name) || !self.slice(at, end).starts_with('=')
        {
            self.problem("an assignment that was misread", start, end);
            let value = Value::Scalar(Word { parts: vec![Part::Opaque(self.slice(start, end).to_owned())], span });
            return Assignment { name, index, append, value, span };
        }
        let value = self.value(&assignment.value, at + 1, end, mode);
        Assignment { name, index, append, value, span }
    }

    fn subscript(&mut self, at: &mut usize, end: usize, look: &[ast::WordPartNode]) -> Option<Word> {
        if !self.slice(*at, end).starts_with('[') {
            return None;
        }
        let close = Scan::new(self.src).matched(*at + 1, b'[', b']').filter(|close| *close <= end)?;
        let word = read::word(self, *at + 1, close - 1, Mode::SUBSCRIPT, look);
        *at = close;
        Some(word)
    }

    fn value(&mut self, value: &ast::AssignmentValue, start: usize, end: usize, mode: Mode) -> Value {
        match value {
            ast::AssignmentValue::Scalar(word) => Value::Scalar(read::word(self, start, end, mode, &word.parts)),
            ast::AssignmentValue::Compound(array) => {
                let raw = self.slice(start, end);
                if raw.len() < 2 || !raw.starts_with('(') || !raw.ends_with(')') {
                    self.problem("an array that was misread", start, end);
                }
                Value::Array(self.elements(&array.elements, start + 1, end.saturating_sub(1)))
            }
        }
    }

    fn elements(&mut self, elements: &[ast::ArrayElem], start: usize, end: usize) -> Vec<(Option<Word>, Word)> {
        let outer = std::mem::take(&mut self.leaves);
        let out = elements.iter().map(|element| self.element(element)).collect();
        let mut leaves = std::mem::replace(&mut self.leaves, outer);
        if let Some((from, to)) = uncovered(self.src, start, end, &mut leaves, Region::Array) {
            self.problem("the grammar left out a part of an array", from, to);
        }
        out
    }

    fn element(&mut self, element: &ast::ArrayElem) -> (Option<Word>, Word) {
        let value = element.value();
        let (start, end) = (value.word.span.start.offset(), value.word.span.end.offset());
        let key = match element {
            ast::ArrayElem::Sequential(_) => {
                self.subscript_guard(start, end);
                self.leaf(start, end, Kind::Word);
                return (None, read::word(self, start, end, Mode::ARG, &value.word.parts));
            }
            ast::ArrayElem::Keyed { key, .. } | ast::ArrayElem::KeyedAppend { key, .. } => {
                key.syntax_source_text().span()
            }
        };
        let from = key.start.offset().saturating_sub(1);
        let mut at = from;
        let index = self.subscript(&mut at, end, &[]);
        if index.is_none() || !matches!(self.slice(at, start), "=" | "+=") {
            self.problem("an element that was misread", from, end);
        }
        self.leaf(from, end, Kind::Word);
        (index, read::word(self, start, end, Mode::VALUE, &value.word.parts))
    }

    /// `declare -x a=b c "$d"`
    pub(super) fn declaration(&mut self, decl: &ast::DeclClause) -> Simple {
        let assignments = self.assignments(&decl.assignments);
        let (start, end) = (decl.variant_span.start.offset(), decl.variant_span.end.offset());
        self.leaf(start, end, Kind::Word);
        let mut words = vec![read::word(self, start, end, Mode::ARG, &[])];
        let mut declared = Vec::new();
        for operand in &decl.operands {
            if let ast::DeclOperand::Flag(word) | ast::DeclOperand::Dynamic(word) = operand {
                self.subscript_guard(word.span.start.offset(), word.span.end.offset());
            }
            match operand {
                ast::DeclOperand::Flag(word) | ast::DeclOperand::Dynamic(word) => words.push(self.arg(word, Mode::ARG)),
                ast::DeclOperand::Name(name) => {
                    let (start, end) = (name.span.start.offset(), name.span.end.offset());
                    self.leaf(start, end, Kind::Word);
                    words.push(read::word(self, start, end, Mode::ARG, &[]));
                }
                ast::DeclOperand::Assignment(assignment) => declared.push(self.assignment(assignment, Mode::DECLARED)),
            }
        }
        Simple { assignments, words, declared }
    }
}
