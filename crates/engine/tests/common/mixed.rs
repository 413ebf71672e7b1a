//! Scripts made of the statements of written scripts: taken apart, those of several scripts in one, each group of them in a
//! place of its own. What one statement leaves behind meets what nobody had in mind for it. Used by `differential`.

use automode_shell::tree::{Node, Stmt};
use automode_shell::{Dialect, parse};

use crate::flow;
use crate::mutate::Random;

/// The statements of written scripts.
pub struct Pool {
    /// Script by script, in order; each can stand on a line of its own.
    scripts: Vec<Vec<String>>,
    /// Those of loops, functions and branches, which had others around them.
    inner: Vec<String>,
}

/// Longer statements are scripts again, and leave little to be mixed.
const MAX_BYTES: usize = 600;

/// Deeper, what is quoted is quoted so often that it is hardly read any more.
const MAX_DEPTH: usize = 2;

/// What a group of statements is put into: `«p»` is the group, `«q»` the same within single quotes, `«r»` another group, `«d»` how deep
/// it stands, for names that must not meet.
const PLACES: [&str; 46] = [
    "h«d»() {\n«p»\n}\nh«d» k 'l m'",
    "h«d»() {\n«p»\n}\n«r»\nh«d»",
    "h«d»() (\n«p»\n)\nh«d» \"$@\"; c9 $?x",
    "h«d»() {\nlocal x v a=c1 b w\n«p»\n}\nh«d»; c9 \"$x\" \"$v\" $a",
    "h«d»() {\n«p»\nreturn\n«r»\n}\nh«d» a && c9 \"$v\"",
    "h«d»() { if c1; then return; fi\n«p»\n}\nh«d»\n«r»",
    "h«d»() {\n«p»\n}\nx=$(h«d» c2); c9 \"$x\"",
    "h«d»() {\n«p»\n} > o«d»\nh«d»; c9 \"$(cat o«d»)\"",
    "for i«d» in 1 2; do\n«p»\ndone",
    "for v in c1 'c2 x'; do\n«p»\ndone\nc9 \"$v\"",
    "for i«d» in a b c; do\n«p»\nc1 && continue\n«r»\ndone",
    "for x; do\n«p»\nc1 || break\ndone",
    "for ((i«d»=0; i«d»<2; i«d»++)); do\n«p»\ndone",
    "while c1; do\n«p»\ndone",
    "until c2; do\n«p»\n«r»\ndone",
    "while read -r l«d»; do\n«p»\nc9 \"$l«d»\"\ndone <<< $'a\\nb c'",
    "printf 'a\\nb c\\n' | while read -r v; do\n«p»\ndone",
    "while :; do\n«p»\nbreak\ndone",
    "if c1; then\n«p»\nelse\n«r»\nfi",
    "if\n«p»\nthen\n«r»\nfi",
    "if c1; then\n«p»\nelif c2; then\n«r»\nfi\nc9 \"$x\" \"$v\" \"${a[@]}\"",
    "case $v in c*)\n«p»\n;; *)\n«r»\n;; esac",
    "case k in k)\n«p»\n;& j)\n«r»\n;; esac",
    "c1 && {\n«p»\n}\n«r»",
    "c1 || {\n«p»\n}\n«r»",
    "c1 && {\n«p»\n} || {\n«r»\n}",
    "{\n«p»\n} &&\n{\n«r»\n}",
    "! {\n«p»\n}",
    "(\n«p»\n)",
    "(\n«p»\n); {\n«r»\n}",
    "{\n«p»\n} | {\n«r»\n}",
    "echo 'c3 k' | {\n«p»\n}",
    "{\n«p»\n} | cat > o«d»; c9 \"$(< o«d»)\"",
    "y=$(\n«p»\n)\nc9 \"$y\"",
    "c9 \"$(\n«p»\n)\" $(\n«r»\n)",
    "{\n«p»\n} & wait\n«r»",
    "eval '«q»'",
    "eval '«q»'\n«r»",
    "bash -c '«q»' n k l",
    "cat > s«d».sh <<'M«d»'\n«p»\nM«d»\n. ./s«d».sh k l",
    "cat > s«d».sh <<'M«d»'\n«p»\nM«d»\nbash s«d».sh m",
    "bash <<'M«d»'\n«p»\nM«d»",
    "trap '«q»' EXIT\n«r»",
    "trap '«q»' ERR\n«r»",
    "trap '«q»' EXIT\n(\n«r»\n)",
    "c9 <(\n«p»\n) || {\n«r»\n}",
];

/// What stands before it all.
const HEADS: [&str; 12] = [
    "",
    "v=1 x=2 y=3 n=4 a=5\n",
    "v=1 x=2 y='k l' n=0 b=c3 w=1 i=1 s=q\n",
    "v=c1 x='c2 y' y=c3 w= a=(c6 'd e')\n",
    "set -e\n",
    "set -u\n",
    "set -- k 'l m' c3\n",
    "shopt -s lastpipe\n",
    "shopt -s expand_aliases\n",
    "trap 'c9 \"$v\" \"$x\"' EXIT\n",
    "x=c4 v=c5 a=(c6 'd e')\n",
    "exec 2>/dev/null\n",
];

/// What shows what is known in the end.
const TAILS: [&str; 6] = [
    "",
    "\nc9 \"$v\" \"$x\" \"${a[@]}\"",
    "\nc9 \"$v\" \"$x\"; \"c$v\" \"c$x\"",
    "\nc9 $# \"$1\" \"$w\" $n",
    "\nc9 \"$y\" \"$(cat g)\"; f k",
    "\nc9 \"$PWD\" \"$b\" \"$i\"",
];

impl Pool {
    /// Takes these scripts apart.
    pub fn new(written: &[String]) -> Self {
        let mut pool = Self { scripts: Vec::new(), inner: Vec::new() };
        for text in written {
            let script = parse(text, Dialect::Bash);
            if !script.problems.is_empty() || text.len() > 2 * MAX_BYTES {
                continue;
            }
            let statements = apart(text, &script.body);
            if !text.contains("<<") {
                script.body.iter().for_each(|stmt| pool.take_inner(text, stmt));
            }
            pool.scripts.push(statements);
        }
        pool
    }

    /// The statements within one.
    fn take_inner(&mut self, text: &str, stmt: &Stmt) {
        let lists: Vec<&[Stmt]> = match &stmt.node {
            Node::Subshell(body)
            | Node::Group(body)
            | Node::For { body, .. }
            | Node::ForArith(_, body)
            | Node::Loop { body, .. } => vec![body],
            Node::If(branches, otherwise) => {
                branches.iter().map(|(_, body)| body.as_slice()).chain([otherwise.as_slice()]).collect()
            }
            Node::Case(_, arms) => arms.iter().map(|arm| arm.body.as_slice()).collect(),
            Node::Function(_, body) => vec![std::slice::from_ref(&**body)],
            Node::Pipeline(stages) => stages.iter().map(|(stage, _)| std::slice::from_ref(stage)).collect(),
            Node::List(first, rest) => {
                let all = std::iter::once(&**first).chain(rest.iter().map(|(_, stmt)| stmt));
                all.map(std::slice::from_ref).collect()
            }
            _ => Vec::new(),
        };
        for list in lists {
            self.inner.extend(apart(text, list));
            list.iter().for_each(|stmt| self.take_inner(text, stmt));
        }
    }

    /// Statements of some scripts, those of one in their order, some of them left out.
    fn some(&self, r: &mut Random, most: usize) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for _ in 0..1 + r.below(most) {
            let mut at = 0;
            for statement in &self.scripts[r.below(self.scripts.len())] {
                if r.below(4) == 0 {
                    continue;
                }
                // Those of the next script come between those of the last.
                at += r.below(3);
                at = at.min(out.len());
                out.insert(at, statement.clone());
                at += 1;
            }
        }
        for _ in 0..r.below(3) {
            if !self.inner.is_empty() {
                let at = r.below(out.len() + 1);
                out.insert(at, self.inner[r.below(self.inner.len())].clone());
            }
        }
        out
    }
}

/// The statements of a list, each with all that must stay on its lines: the bodies of heredocs.
fn apart(text: &str, list: &[Stmt]) -> Vec<String> {
    let mut out = Vec::new();
    let mut from: Option<usize> = None;
    for (i, stmt) in list.iter().enumerate() {
        let start = from.unwrap_or(stmt.span.start as usize);
        let next = list.get(i + 1).map(|s| s.span.start as usize);
        let end = stmt.span.end as usize;
        let until = next.unwrap_or(text.len());
        let piece = text[start..end.max(start)].trim_end();
        if piece.replace("<<<", "").contains("<<") {
            // Its bodies stand behind the line, and what else stands on the line before them.
            let whole = &text[start..until.max(end)];
            if whole.contains('\n') || next.is_none() {
                out.push(whole.trim_end().to_owned());
                from = None;
            } else {
                from = Some(start);
            }
            continue;
        }
        out.push(if stmt.background { format!("{} &", piece.trim_end_matches('&')) } else { piece.to_owned() });
        from = None;
    }
    out.retain(|piece| !piece.trim().is_empty() && piece.len() < MAX_BYTES);
    out
}

/// Puts groups of them into places.
fn built(r: &mut Random, pool: &Pool, list: &[String], depth: usize) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let (group, more) = rest.split_at((1 + r.below(3)).min(rest.len()));
        rest = more;
        if depth == 0 || r.below(3) == 0 {
            out.push(plain(r, group));
            continue;
        }
        let inner = built(r, pool, group, depth - 1);
        let place = PLACES[r.below(PLACES.len())];
        let beside = if place.contains("«r»") {
            let (group, more) = rest.split_at((1 + r.below(2)).min(rest.len()));
            rest = more;
            match group {
                [] => pool.inner.get(r.below(pool.inner.len())).cloned().unwrap_or_else(|| ":".to_owned()),
                _ => built(r, pool, group, depth - 1),
            }
        } else {
            String::new()
        };
        let name = format!("{depth}{}", out.len());
        let quoted = inner.replace('\'', "'\\''");
        let place = place.replace("«d»", &name);
        out.push(place.replace("«p»", &inner).replace("«q»", &quoted).replace("«r»", &beside));
    }
    out.join("\n")
}

/// Statements one behind the other, on one line or on several.
fn plain(r: &mut Random, group: &[String]) -> String {
    let mut out = String::new();
    for piece in group {
        if !out.is_empty() {
            let ended = out.contains("<<") || out.ends_with(['&', '\\']) || out.contains('#');
            out.push_str(if ended || r.below(2) == 0 { "\n" } else { "; " });
        }
        out.push_str(piece);
    }
    out
}

/// A script of them.
pub fn script(r: &mut Random, pool: &Pool) -> String {
    let head = r.pick(&HEADS).to_owned();
    let values = if r.below(3) == 0 { flow::setup(r) + "\n" } else { String::new() };
    let list = pool.some(r, 3);
    let depth = r.below(MAX_DEPTH + 1);
    let body = built(r, pool, &list, depth);
    format!("{head}{values}{body}{}", r.pick(&TAILS))
}
