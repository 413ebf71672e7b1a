//! Renders a tree in one line, so that tests can be a readable text.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use automode_shell::tree::*;

pub fn script(script: &Script) -> String {
    let mut out = stmts(&script.body);
    for problem in &script.problems {
        out.push_str(&format!(" !{}", problem.why));
    }
    out.trim().to_owned()
}

pub fn stmts(list: &[Stmt]) -> String {
    list.iter().map(stmt).collect::<Vec<_>>().join("; ")
}

fn block(list: &[Stmt]) -> String {
    format!("{{{}}}", stmts(list))
}

fn stmt(s: &Stmt) -> String {
    let mut out = String::new();
    if s.negated {
        out.push_str("! ");
    }
    out.push_str(&node(&s.node));
    for r in &s.redirects {
        out.push_str(&redirect(r));
    }
    if s.background {
        out.push_str(" &");
    }
    out
}

fn redirect(r: &Redirect) -> String {
    let fd = r.fd.map(|n| n.to_string()).unwrap_or_default();
    let name = r.fd_name.as_ref().map(|n| format!("{{{n}}}")).unwrap_or_default();
    format!(" [{fd}{name}{:?} {}]", r.op, word(&r.target))
}

fn words(list: &[Word]) -> String {
    list.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn node(n: &Node) -> String {
    match n {
        Node::Simple(s) => simple(s),
        Node::Pipeline(parts) => {
            let parts: Vec<_> =
                parts.iter().map(|(s, both)| format!("{}{}", stmt(s), if *both { " 2>&1" } else { "" })).collect();
            format!("pipe({})", parts.join(" | "))
        }
        Node::List(first, rest) => {
            let rest: String = rest
                .iter()
                .map(|(j, s)| format!(" {} {}", if *j == Join::And { "&&" } else { "||" }, stmt(s)))
                .collect();
            format!("list({}{rest})", stmt(first))
        }
        Node::Subshell(b) => format!("sub{}", block(b)),
        Node::Group(b) => format!("group{}", block(b)),
        Node::If(branches, otherwise) => {
            let b: String = branches.iter().map(|(c, b)| format!("if{}{}", block(c), block(b))).collect();
            if otherwise.is_empty() { b } else { format!("{b}else{}", block(otherwise)) }
        }
        Node::Loop { until, cond, body } => {
            format!("{}{}{}", if *until { "until" } else { "while" }, block(cond), block(body))
        }
        Node::For { names, words: w, body, select } => {
            let w = w.as_ref().map_or_else(|| " $@".to_owned(), |w| format!(" in {}", words(w)));
            format!("{} {}{w} {}", if *select { "select" } else { "for" }, names.join(","), block(body))
        }
        Node::ForArith(a, body) => {
            format!("for(({})) {}", a.iter().map(arith).collect::<Vec<_>>().join(";"), block(body))
        }
        Node::Repeat(w, body) => format!("repeat {} {}", word(w), block(body)),
        Node::Case(w, arms) => {
            let arms: Vec<_> = arms
                .iter()
                .map(|a| {
                    let p: Vec<_> = a.patterns.iter().map(word).collect();
                    format!("{}=>{}{}", p.join("|"), block(&a.body), if a.falls_through { "+" } else { "" })
                })
                .collect();
            format!("case {} [{}]", word(w), arms.join(" "))
        }
        Node::Function(names, body) => format!("fn {}={}", names.join(","), stmt(body)),
        Node::Anonymous(body, args) => format!("anon={} {}", stmt(body), words(args)),
        Node::Arith(a) => format!("(({}))", arith(a)),
        Node::Test(parts) => {
            let parts = parts.iter().map(|p| match p {
                TestPart::Op(o) => format!("`{o}`"),
                TestPart::Word(w) => word(w),
            });
            format!("[[{}]]", parts.collect::<Vec<_>>().join(" "))
        }
        Node::Coproc(name, s) => format!("coproc {}={}", name.as_deref().unwrap_or(""), stmt(s)),
        Node::Time(s) => format!("time {}", stmt(s)),
        Node::Always(a, b) => format!("always{}{}", block(a), block(b)),
        Node::Opaque(t) => format!("??{t:?}"),
    }
}

fn simple(s: &Simple) -> String {
    let mut parts: Vec<String> = s.assignments.iter().map(assignment).collect();
    parts.extend(s.words.iter().map(word));
    parts.extend(s.declared.iter().map(|a| format!("decl:{}", assignment(a))));
    parts.join(" ")
}

fn assignment(a: &Assignment) -> String {
    let index = a.index.as_ref().map(|i| format!("[{}]", word(i))).unwrap_or_default();
    let value = match &a.value {
        Value::Scalar(w) => word(w),
        Value::Array(items) => {
            let items = items.iter().map(|(k, w)| match k {
                Some(k) => format!("[{}]={}", word(k), word(w)),
                None => word(w),
            });
            format!("({})", items.collect::<Vec<_>>().join(" "))
        }
    };
    format!("<{}{index}{}={value}>", a.name, if a.append { "+" } else { "" })
}

fn visible(text: &str) -> String {
    text.replace('\n', "⏎").replace('\t', "⇥").replace('\r', "␍").replace('\u{1b}', "␛")
}

pub fn word(w: &Word) -> String {
    if w.parts.is_empty() { "∅".to_owned() } else { parts(&w.parts) }
}

fn parts(list: &[Part]) -> String {
    list.iter().map(part).collect()
}

fn part(p: &Part) -> String {
    match p {
        Part::Lit(t) => visible(t),
        Part::Quoted(t) => format!("'{}'", visible(t)),
        Part::Double(d) => format!("\"{}\"", parts(d)),
        Part::Glob(t) => format!("‹{t}›"),
        Part::Tilde(t) => format!("~‹{t}›"),
        Part::Param(p) => param(p),
        Part::Command(b) => format!("$({})", stmts(b)),
        Part::Process(input, b) => format!("{}({})", if *input { '<' } else { '>' }, stmts(b)),
        Part::Arith(a) => format!("$(({}))", arith(a)),
        Part::Brace(w) => format!("{{{}}}", w.iter().map(word).collect::<Vec<_>>().join(",")),
        Part::Range(t) => format!("{{{t}}}"),
        Part::Opaque(t) => format!("?{t:?}?"),
    }
}

fn arith(a: &Arith) -> String {
    word(&a.word)
}

fn param(p: &Param) -> String {
    let index = p.index.as_ref().map(|i| format!("[{}]", word(i))).unwrap_or_default();
    let colon = |c: &bool| if *c { ":" } else { "" };
    let op = match &p.op {
        ParamOp::None => String::new(),
        ParamOp::Length => " len".to_owned(),
        ParamOp::Default(c, w) => format!("{}-{}", colon(c), word(w)),
        ParamOp::Assign(c, w) => format!("{}={}", colon(c), word(w)),
        ParamOp::Alternative(c, w) => format!("{}+{}", colon(c), word(w)),
        ParamOp::Error(c, w) => format!("{}?{}", colon(c), word(w)),
        ParamOp::TrimPrefix(l, w) => format!("{}{}", if *l { "##" } else { "#" }, word(w)),
        ParamOp::TrimSuffix(l, w) => format!("{}{}", if *l { "%%" } else { "%" }, word(w)),
        ParamOp::Replace { pattern, with, all, anchor } => {
            let anchor = anchor.map(String::from).unwrap_or_default();
            format!("{}{anchor}{}/{}", if *all { "//" } else { "/" }, word(pattern), word(with))
        }
        ParamOp::Slice(o, l) => {
            format!(" slice {}{}", arith(o), l.as_ref().map(|l| format!(" {}", arith(l))).unwrap_or_default())
        }
        ParamOp::Case(up, all, w) => {
            let w = w.as_ref().map(word).unwrap_or_default();
            format!(" {}{} {w}", if *up { "up" } else { "low" }, if *all { "*" } else { "" })
        }
        ParamOp::Transform(c) => format!("@{c}"),
        ParamOp::Names => " names".to_owned(),
        ParamOp::Keys => " keys".to_owned(),
        ParamOp::Other(t, w) => format!(" other {t:?} {}", words(w)),
    };
    format!("${{{}{}{index}{op}}}", if p.indirect { "!" } else { "" }, p.name)
}
