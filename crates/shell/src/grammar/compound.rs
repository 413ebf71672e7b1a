//! Compound commands. Part of the grammar.

use super::Parser;
use super::token::{Keyword, Op, Place, Token};
use crate::limits::MAX_RESCANNED_BYTES;
use crate::read::{self, Mode, balanced};
use crate::tree::{Arith, Arm, Node, Stmt, Word};

impl Parser<'_, '_> {
    /// The command that a reserved word begins; the inner `None` where the word is none here.
    pub(super) fn reserved(&mut self, word: Keyword, next: usize) -> Option<Option<Node>> {
        use Keyword as K;
        let start = self.pos;
        if matches!(word, K::In | K::Always | K::Time) {
            return Some(None);
        }
        self.advance(next);
        let node = match word {
            K::If => self.if_command(),
            K::While | K::Until => self.while_loop(word == K::Until),
            K::For => self.for_loop(),
            K::Select => self.select(),
            K::Case => self.case(),
            K::Function => self.function_keyword(),
            K::Coproc => self.coproc(),
            K::Open => self.group(),
            K::Test => self.conditional(start),
            K::Repeat => self.repeat(),
            K::Foreach => self.foreach(),
            _ => {
                (self.pos, self.last) = (start, start);
                self.refuse("a reserved word that nothing begins");
                None
            }
        };
        node.map(Some)
    }

    fn if_command(&mut self) -> Option<Node> {
        let mut branches = Vec::new();
        loop {
            let condition = self.list();
            let body = if self.take_word(Keyword::Then) {
                self.list()
            } else if self.zsh() && self.at_zsh_body() {
                let body = self.body()?;
                branches.push((condition, body));
                match self.zsh_branch() {
                    Some(true) => continue,
                    Some(false) => return Some(Node::If(branches, self.body()?)),
                    None => return Some(Node::If(branches, Vec::new())),
                }
            } else {
                self.expect(Keyword::Then);
                branches.push((condition, Vec::new()));
                return Some(Node::If(branches, Vec::new()));
            };
            branches.push((condition, body));
            if !self.take_word(Keyword::Elif) {
                break;
            }
        }
        let otherwise = if self.take_word(Keyword::Else) { self.list() } else { Vec::new() };
        self.expect(Keyword::Fi);
        Some(Node::If(branches, otherwise))
    }

    /// zsh: what follows a braced branch: `elif` is true, `else` false.
    fn zsh_branch(&mut self) -> Option<bool> {
        if self.take_word(Keyword::Elif) {
            return Some(true);
        }
        self.take_word(Keyword::Else).then_some(false)
    }

    fn at_zsh_body(&mut self) -> bool {
        matches!(self.keyword(), Some((Keyword::Open, _)))
    }

    fn while_loop(&mut self, until: bool) -> Option<Node> {
        let cond = self.list();
        let body = self.body()?;
        Some(Node::Loop { until, cond, body })
    }

    /// `do … done` or `{ … }`; in zsh also one command.
    pub(super) fn body(&mut self) -> Option<Vec<Stmt>> {
        self.newlines();
        if self.take_word(Keyword::Do) {
            let body = self.list();
            self.expect(Keyword::Done);
            return Some(body);
        }
        if self.take_word(Keyword::Open) {
            return Some(self.braced());
        }
        if self.zsh() {
            return self.short_body();
        }
        self.expect(Keyword::Do);
        None
    }

    /// From behind `{` to behind `}`.
    fn braced(&mut self) -> Vec<Stmt> {
        self.groups += 1;
        let body = self.list();
        self.groups -= 1;
        self.expect(Keyword::Close);
        body
    }

    fn group(&mut self) -> Option<Node> {
        let body = self.braced();
        if self.zsh() && self.take_word(Keyword::Always) {
            self.expect(Keyword::Open);
            return Some(Node::Always(body, self.braced()));
        }
        Some(Node::Group(body))
    }

    /// The variables of a loop: several only in zsh.
    pub(super) fn loop_names(&mut self) -> Option<Vec<String>> {
        let mut names = Vec::new();
        loop {
            self.blanks();
            let (start, end) = self.bounds(Place::Plain)?;
            match read::word(self, start, end, Mode::ARG).literal() {
                Some(name) => names.push(name),
                None => self.problem("a loop over what is no name", start, end),
            }
            let more = self.zsh() && self.peek() == Token::Word && self.keyword().is_none();
            if !more {
                return Some(names);
            }
        }
    }

    fn for_loop(&mut self) -> Option<Node> {
        self.blanks();
        if self.at(self.pos) == b'(' && self.at(self.pos + 1) == b'(' {
            return self.arith_for();
        }
        let names = self.loop_names()?;
        let words = self.loop_words();
        let body = self.body()?;
        Some(Node::For { names, words, body, select: false })
    }

    fn select(&mut self) -> Option<Node> {
        self.bash_only("`select`", self.pos, self.pos);
        let names = self.loop_names()?;
        let words = self.loop_words();
        let body = self.body()?;
        Some(Node::For { names, words, body, select: true })
    }

    /// `in a b;`, or nothing.
    fn loop_words(&mut self) -> Option<Vec<Word>> {
        if self.zsh() && matches!(self.peek(), Token::Op(Op::Open, _)) {
            return self.zsh_list();
        }
        self.newlines();
        if !self.take_word(Keyword::In) {
            let _ = self.take(Op::Semi);
            return None;
        }
        let mut words = Vec::new();
        while self.peek() == Token::Word || self.zsh() && matches!(self.peek(), Token::Op(Op::Open, _)) {
            let Some((start, end)) = self.bounds(Place::Plain) else { break };
            words.push(read::word(self, start, end, Mode::ARG));
        }
        if !self.take(Op::Semi) && self.peek() != Token::Newline {
            self.refuse("a list of words that does not end");
        }
        Some(words)
    }

    /// From `((`.
    fn arith_for(&mut self) -> Option<Node> {
        let start = self.pos;
        self.bash_only("`for ((`", start, start + 2);
        let end = self.scan.arith_end(start).flatten().filter(|end| *end <= self.end);
        let Some(end) = end.filter(|end| end - start <= MAX_RESCANNED_BYTES) else {
            self.refuse("a `for ((` that does not end");
            return None;
        };
        let (mut parts, mut from, mut i) = (Vec::new(), start + 2, start + 2);
        while i < end - 2 {
            if self.at(i) == b';' {
                parts.push(read::arith(self, from, i));
                from = i + 1;
                i += 1;
            } else {
                i = self.scan.item(i, false).unwrap_or(end);
            }
        }
        parts.push(read::arith(self, from, end - 2));
        if parts.len() != 3 {
            self.problem("a `for ((` without its three parts", start, end);
        }
        self.advance(end);
        let _ = self.take(Op::Semi);
        let body = self.body()?;
        Some(Node::ForArith(parts, body))
    }

    fn case(&mut self) -> Option<Node> {
        self.blanks();
        let (start, end) = self.bounds(Place::Plain)?;
        let word = read::word(self, start, end, Mode::SINGLE);
        self.newlines();
        if !self.expect(Keyword::In) {
            return Some(Node::Case(word, Vec::new()));
        }
        let mut arms = Vec::new();
        loop {
            self.newlines();
            if self.broken || self.take_word(Keyword::Esac) {
                return Some(Node::Case(word, arms));
            }
            let Some((arm, last)) = self.arm() else { return Some(Node::Case(word, arms)) };
            arms.push(arm);
            if last {
                self.expect(Keyword::Esac);
                return Some(Node::Case(word, arms));
            }
        }
    }

    /// `(a | b) commands ;;`; true where no terminator ends it, so that it is the last.
    fn arm(&mut self) -> Option<(Arm, bool)> {
        let open = self.take(Op::Open);
        let mut patterns = Vec::new();
        loop {
            self.blanks();
            if self.peek() != Token::Word {
                self.refuse("a pattern was expected here");
                return None;
            }
            let (start, end) = self.bounds(Place::Plain)?;
            patterns.push(read::word(self, start, end, Mode::CASE));
            if !self.take(Op::Pipe) {
                break;
            }
        }
        if !self.take(Op::Close) {
            self.refuse("a pattern that does not end");
            return None;
        }
        if self.zsh() && open && !matches!(self.at(self.pos), 0 | b' ' | b'\t' | b'\n' | b';') {
            self.problem("a pattern that zsh may read as a group", self.pos, self.pos);
        }
        let body = self.list();
        let (falls_through, last) = match self.peek() {
            Token::Op(Op::Break, next) => {
                self.advance(next);
                (false, false)
            }
            Token::Op(Op::Fall, next) => {
                self.advance(next);
                (true, false)
            }
            _ => (false, true),
        };
        Some((Arm { patterns, body, falls_through }, last))
    }

    /// At a `(` where a command is expected.
    pub(super) fn bracketed(&mut self) -> Option<Node> {
        let start = self.pos;
        if self.at(self.live(start + 1)) == b'(' && self.at(start + 1) != b'(' {
            self.refuse("a continuation splits `((`");
            return None;
        }
        if self.at(start + 1) == b'(' {
            match self.scan.arith_end(start) {
                None => {
                    self.refuse("`((` that does not end");
                    return None;
                }
                Some(Some(end)) if end <= self.end => return self.arith_command(start, end),
                Some(_) => {}
            }
        }
        self.advance(start + 1);
        if self.zsh() && self.take(Op::Close) {
            return self.anonymous();
        }
        let groups = std::mem::take(&mut self.groups);
        let body = self.list();
        self.groups = groups;
        if !self.take(Op::Close) {
            self.refuse("`)` was expected here");
        }
        Some(Node::Subshell(body))
    }

    fn arith_command(&mut self, start: usize, end: usize) -> Option<Node> {
        self.bash_only("`((`", start, end);
        let inner = self.slice(start + 2, end - 2);
        if inner.len() > MAX_RESCANNED_BYTES || !balanced(inner) {
            self.refuse("`((` that bash may read as subshells");
            return None;
        }
        let expression: Arith = read::arith(self, start + 2, end - 2);
        self.advance(end);
        Some(Node::Arith(expression))
    }
}
