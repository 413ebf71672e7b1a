//! A reader of plain YAML: what task files, compose files and manifests are written in. Anchors, tags and anything else that
//! is not plain give nothing, which callers take for not known.

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A text, number or truth value as written.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Keys and values in order.
    Map(Vec<(String, Self)>),
}

impl Node {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(m) => m.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(t) => Some(t),
            _ => None,
        }
    }

    /// The elements of a list; a single value counts as one.
    #[must_use]
    pub fn items(&self) -> Vec<&Self> {
        match self {
            Self::List(l) => l.iter().collect(),
            other => vec![other],
        }
    }
}

/// How deep a document may nest, and how many lines are read.
const MAX_DEPTH: u32 = 40;
const MAX_LINES: usize = 5_000;

/// The first document of a text; none where it is not plain.
#[must_use]
pub fn parse(text: &str) -> Option<Node> {
    documents(text)?.into_iter().next()
}

/// All documents of a text.
#[must_use]
pub fn documents(text: &str) -> Option<Vec<Node>> {
    let mut out = Vec::new();
    for part in text.split("\n---") {
        let part = part.strip_prefix("---").unwrap_or(part);
        let lines: Vec<Line> = part.lines().map(Line::of).collect();
        if lines.len() > MAX_LINES {
            return None;
        }
        let mut reader = Reader { lines, at: 0 };
        reader.blanks();
        if reader.at < reader.lines.len() {
            let indent = reader.indent();
            out.push(reader.block(indent, 0)?);
            reader.blanks();
            if reader.at < reader.lines.len() {
                return None;
            }
        }
    }
    Some(out)
}

/// A text that is one `{…}` or `[…]`, over any number of lines: JSON, too.
#[must_use]
pub fn inline(text: &str) -> Option<Node> {
    flow(&text.replace(['\n', '\r', '\t'], " "), 0)
}

#[derive(Clone)]
struct Line {
    indent: usize,
    text: String,
    raw: String,
}

impl Line {
    fn of(raw: &str) -> Self {
        let text = raw.trim_start_matches(' ');
        Self { indent: raw.len() - text.len(), text: without_comment(text).trim_end().to_owned(), raw: raw.to_owned() }
    }
}

fn without_comment(text: &str) -> &str {
    let mut quote: Option<char> = None;
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        match quote {
            Some(q) if q == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | ',' | '{') => quote = Some(c),
            None if c == '#' && before == ' ' => return text.get(..i).unwrap_or(""),
            None => {}
        }
        before = c;
    }
    text
}

struct Reader {
    lines: Vec<Line>,
    at: usize,
}

impl Reader {
    fn line(&self) -> Option<&Line> {
        self.lines.get(self.at)
    }

    fn indent(&self) -> usize {
        self.line().map_or(0, |l| l.indent)
    }

    fn blanks(&mut self) {
        while self.line().is_some_and(|l| l.text.is_empty()) {
            self.at += 1;
        }
    }

    /// The list or map that begins here, at this indentation.
    fn block(&mut self, indent: usize, depth: u32) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let text = self.line()?.text.clone();
        if text == "-" || text.starts_with("- ") {
            return self.list(indent, depth);
        }
        if key(&text).is_some() {
            return self.map(indent, depth);
        }
        self.at += 1;
        scalar(&text)
    }

    fn list(&mut self, indent: usize, depth: u32) -> Option<Node> {
        let mut out = Vec::new();
        loop {
            self.blanks();
            let Some(line) =
                self.line().filter(|l| l.indent == indent && (l.text == "-" || l.text.starts_with("- "))).cloned()
            else {
                break;
            };
            let rest = line.text.get(1..).unwrap_or("").trim_start().to_owned();
            if rest.is_empty() {
                self.at += 1;
                self.blanks();
                let inner = self.indent();
                out.push(if inner > indent { self.block(inner, depth + 1)? } else { Node::Text(String::new()) });
            } else if key(&rest).is_some() || rest.starts_with("- ") {
                // A map or list that begins behind the dash.
                let inner = indent + (line.text.len() - rest.len());
                if let Some(l) = self.lines.get_mut(self.at) {
                    l.indent = inner;
                    l.text.clone_from(&rest);
                }
                out.push(self.block(inner, depth + 1)?);
            } else {
                out.push(self.value(&rest, indent, depth)?);
            }
        }
        Some(Node::List(out))
    }

    fn map(&mut self, indent: usize, depth: u32) -> Option<Node> {
        let mut out = Vec::new();
        loop {
            self.blanks();
            let Some(line) = self.line().filter(|l| l.indent == indent).cloned() else { break };
            let Some((name, rest)) = key(&line.text) else { break };
            if name == "<<" || rest.starts_with(['&', '*', '!']) {
                return None;
            }
            let node = if rest.is_empty() {
                self.at += 1;
                self.blanks();
                let inner = self.indent();
                let listed = self.line().is_some_and(|l| l.text == "-" || l.text.starts_with("- "));
                if self.line().is_some() && (inner > indent || inner == indent && listed) {
                    self.block(inner, depth + 1)?
                } else {
                    Node::Text(String::new())
                }
            } else {
                self.value(&rest, indent, depth)?
            };
            out.push((name, node));
        }
        Some(Node::Map(out))
    }

    /// A value that begins on this line.
    fn value(&mut self, rest: &str, indent: usize, _depth: u32) -> Option<Node> {
        self.at += 1;
        let style = rest.chars().next()?;
        if matches!(style, '|' | '>') && rest.len() <= 3 {
            return Some(Node::Text(self.literal(indent, style)));
        }
        let mut text = rest.to_owned();
        // A flow list, a quoted text or a plain one may go on over lines that are further in.
        while self.line().is_some_and(|l| l.indent > indent && !l.text.is_empty()) && !closed(&text) {
            text.push(' ');
            text.push_str(&self.line()?.text.clone());
            self.at += 1;
        }
        scalar(&text)
    }

    fn literal(&mut self, indent: usize, style: char) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut inner = None;
        while let Some(l) = self.line() {
            let blank = l.raw.trim().is_empty();
            if !blank && l.indent <= indent {
                break;
            }
            let from = *inner.get_or_insert(l.indent);
            lines.push(if blank { String::new() } else { l.raw.get(from.min(l.indent)..).unwrap_or("").to_owned() });
            self.at += 1;
        }
        lines.join(if style == '|' { "\n" } else { " " })
    }
}

fn closed(text: &str) -> bool {
    match text.chars().next() {
        Some('[') => text.ends_with(']'),
        Some('{') => text.ends_with('}'),
        Some(q @ ('"' | '\'')) => text.len() > 1 && text.ends_with(q),
        _ => false,
    }
}

/// `key: rest`
fn key(text: &str) -> Option<(String, String)> {
    let (name, rest) = match text.chars().next()? {
        q @ ('"' | '\'') => {
            let end = text.get(1..)?.find(q)? + 1;
            (text.get(1..end)?, text.get(end + 1..)?.strip_prefix(':')?)
        }
        '[' | '{' | '|' | '>' | '&' | '*' | '!' | '%' | '@' => return None,
        _ => match text.find(": ") {
            Some(i) => (text.get(..i)?, text.get(i + 1..)?),
            None => (text.strip_suffix(':')?, ""),
        },
    };
    if !(rest.is_empty() || rest.starts_with(' ')) {
        return None;
    }
    Some((name.trim().to_owned(), rest.trim().to_owned()))
}

fn scalar(text: &str) -> Option<Node> {
    flow(text, 0)
}

/// A value on one line: `[…]` and `{…}` may hold others.
fn flow(text: &str, depth: u32) -> Option<Node> {
    let text = text.trim();
    if depth > MAX_DEPTH {
        return None;
    }
    match text.chars().next() {
        Some('[') => {
            let inner = text.strip_prefix('[')?.strip_suffix(']')?;
            Some(Node::List(pieces(inner)?.iter().map(|p| flow(p, depth + 1)).collect::<Option<_>>()?))
        }
        // `{{.NAME}}`: a template is a text.
        Some('{') if text.starts_with("{{") => Some(Node::Text(text.to_owned())),
        Some('{') => {
            let inner = text.strip_prefix('{')?.strip_suffix('}')?;
            let entries = pieces(inner)?.into_iter().map(|p| {
                let quoted = p.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (k, v) = match quoted {
                    Some(q) => {
                        let end = p.get(1..)?.find(q)? + 2;
                        (p.get(..end)?, p.get(end..)?.trim_start().strip_prefix(':')?)
                    }
                    None => p.split_once(':')?,
                };
                Some((unquoted(k.trim()), flow(v, depth + 1)?))
            });
            Some(Node::Map(entries.collect::<Option<Vec<_>>>()?))
        }
        Some('&' | '*' | '!' | '@' | '%') => None,
        _ => Some(Node::Text(unquoted(text))),
    }
}

/// Parts between commas outside of quotes and brackets; none where those do not end.
fn pieces(text: &str) -> Option<Vec<String>> {
    let mut out = vec![String::new()];
    let (mut quote, mut open): (Option<char>, i32) = (None, 0);
    for c in text.chars() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => open = open.saturating_add(1),
            (None, ']' | '}') => open = open.saturating_sub(1),
            (None, ',') if open == 0 => {
                out.push(String::new());
                continue;
            }
            _ => {}
        }
        if open < 0 {
            return None;
        }
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    let parts = out.into_iter().map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
    (open == 0 && quote.is_none()).then_some(parts)
}

fn unquoted(text: &str) -> String {
    for q in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(q).and_then(|t| t.strip_suffix(q)).filter(|_| text.len() > 1) {
            return if q == '"' {
                inner.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\")
            } else {
                inner.replace("''", "'")
            };
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_documents_are_read() {
        let text = "version: '3'\n# c\nvars:\n  A: x\ntasks:\n  build:\n    deps: [lint, test]\n    cmds:\n      - go build {{.A}}  # why\n      - task: test\n      - cmd: |\n          a\n            b\n    dir: sub\n  lint: golint\nlist:\n- a: 1\n  b: 2\n- \"x: y\"\n";
        let n = parse(text).unwrap();
        let build = n.get("tasks").unwrap().get("build").unwrap();
        assert_eq!(build.get("deps").unwrap().items().len(), 2);
        let cmds = build.get("cmds").unwrap().items();
        assert_eq!(cmds[0].text(), Some("go build {{.A}}"));
        assert_eq!(cmds[1].get("task").and_then(Node::text), Some("test"));
        assert_eq!(cmds[2].get("cmd").and_then(Node::text), Some("a\n  b"));
        assert_eq!(build.get("dir").and_then(Node::text), Some("sub"));
        let list = n.get("list").unwrap().items();
        assert_eq!(list[0].get("b").and_then(Node::text), Some("2"));
        assert_eq!(list[1].text(), Some("x: y"));
        let nested = parse("a: {b: [1, {c: \"x, {y}\"}], d: {}}\n").unwrap();
        let list = nested.get("a").and_then(|a| a.get("b")).unwrap().items();
        assert_eq!(list[1].get("c").and_then(Node::text), Some("x, {y}"));
        assert_eq!(documents("a: 1\n---\nb: 2\n").unwrap().len(), 2);
    }

    #[test]
    fn what_is_not_plain_gives_nothing() {
        for text in ["a: &x 1\nb: *x\n", "a: !!python/object x\n", "a: [1, [2\n", "? a\n: b\n x\n"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
