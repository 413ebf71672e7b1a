//! `[[ … ]]`. Part of the conversion.

use shuck_ast as ast;

use super::Convert;
use crate::cover::Kind;
use crate::read::{self, Mode};
use crate::tree::{Node, TestPart};

impl Convert<'_, '_> {
    pub(super) fn conditional(&mut self, c: &ast::ConditionalCommand) -> Node {
        self.bash_only("`[[`", c.span);
        let mut parts = Vec::new();
        self.test(&c.expression, &mut parts);
        Node::Test(parts)
    }

    fn op(&mut self, span: ast::Span, parts: &mut Vec<TestPart>) {
        self.span_leaf(span, Kind::Block);
        parts.push(TestPart::Op(self.slice(span.start.offset(), span.end.offset()).to_owned()));
    }

    fn test(&mut self, expression: &ast::ConditionalExpr, parts: &mut Vec<TestPart>) {
        let (start, end) = (expression.span().start.offset(), expression.span().end.offset());
        if self.deeper(start, end, |cx| cx.test_inner(expression, parts)).is_none() {
            parts.push(TestPart::Op(self.slice(start, end).to_owned()));
        }
    }

    fn test_inner(&mut self, expression: &ast::ConditionalExpr, parts: &mut Vec<TestPart>) {
        use ast::ConditionalExpr as E;
        match expression {
            E::Binary(binary) => {
                self.test(&binary.left, parts);
                self.op(binary.op_span, parts);
                self.test(&binary.right, parts);
            }
            E::Unary(unary) => {
                self.op(unary.op_span, parts);
                self.test(&unary.expr, parts);
            }
            E::Parenthesized(inner) => {
                self.op(inner.left_paren_span, parts);
                self.test(&inner.expr, parts);
                self.op(inner.right_paren_span, parts);
            }
            E::Word(word) => parts.push(TestPart::Word(self.arg(word, Mode::SINGLE))),
            E::Regex(word) => parts.push(TestPart::Word(self.arg(word, Mode::REGEX))),
            E::Pattern(pattern) => parts.push(TestPart::Word(self.pattern(pattern, Mode::PATTERN))),
            E::VarRef(reference) => {
                let (start, end) = (reference.span.start.offset(), reference.span.end.offset());
                self.leaf(start, end, Kind::Word);
                parts.push(TestPart::Word(read::word(self, start, end, Mode::SUBSCRIPT, &[])));
            }
        }
    }
}
