//! Codex: `prefix_rule` and `network_rule` of its rules files. They are written in a small subset of Python, of which calls with
//! named texts and lists are read; anything else in a file is told, not guessed.

use super::{About, Decision, Foreign};

/// Where they lie below the home; a folder stands for its files.
pub const HOME: &[&str] = &[".codex/rules"];
/// In a project.
pub const PROJECT: &[&str] = &[".codex/rules"];

/// How many prefixes the alternatives of one rule may come to.
const MAX_PREFIXES: usize = 256;
/// How deep lists may be nested; the format has two levels.
const MAX_DEPTH: usize = 4;

/// A value of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    List(Vec<Value>),
    Other,
}

/// The rules of a file.
pub fn read(text: &str) -> Result<Vec<Foreign>, String> {
    let mut reader = Reader { rest: text, line: 1 };
    let mut out = Vec::new();
    while let Some(name) = reader.next_name()? {
        let arguments = reader.arguments()?;
        out.extend(of(&name, &arguments));
    }
    Ok(out)
}

type Arguments = Vec<(String, Value)>;

fn of(name: &str, arguments: &Arguments) -> Vec<Foreign> {
    let text = |key: &str| match arguments.iter().find(|(k, _)| k == key) {
        Some((_, Value::Text(text))) => Some(text.as_str()),
        _ => None,
    };
    let decision = match text("decision").unwrap_or("allow") {
        "allow" => Decision::Allow,
        "forbidden" | "deny" => Decision::Deny,
        _ => Decision::Ask,
    };
    match name {
        "prefix_rule" => match arguments.iter().find(|(k, _)| k == "pattern") {
            Some((_, Value::List(words))) => {
                prefixes(words, decision).into_iter().map(|rule| rule.because(text("justification"))).collect()
            }
            _ => vec![other(decision, name, "it has no `pattern`")],
        },
        "network_rule" => {
            vec![Foreign::new(decision, About::Host(text("host").unwrap_or("").to_owned()), "network_rule")]
        }
        "host_executable" => Vec::new(),
        _ => vec![other(decision, name, "this form is not known")],
    }
}

fn other(decision: Decision, name: &str, why: &str) -> Foreign {
    Foreign::new(decision, About::Other(why.to_owned()), name)
}

/// Every prefix that the alternatives come to.
fn prefixes(words: &[Value], decision: Decision) -> Vec<Foreign> {
    let mut all = vec![String::new()];
    for word in words {
        let choices: Vec<&str> = match word {
            Value::Text(text) => vec![text],
            Value::List(items) => {
                items.iter().filter_map(|i| if let Value::Text(t) = i { Some(t.as_str()) } else { None }).collect()
            }
            Value::Other => return vec![other(decision, "prefix_rule", "its pattern is not made of texts")],
        };
        all = all.iter().flat_map(|p| choices.iter().map(move |c| format!("{p} {c}").trim().to_owned())).collect();
        if all.len() > MAX_PREFIXES {
            return vec![other(decision, "prefix_rule", "its alternatives come to too many prefixes")];
        }
    }
    let source = |text: &str| format!("prefix_rule {text}");
    all.into_iter()
        .map(|t| Foreign::new(decision, About::Command { text: t.clone(), open: true }, source(&t)))
        .collect()
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.line += usize::from(c == '\n');
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or("");
        Some(c)
    }

    /// Past blanks and comments.
    fn skip(&mut self) {
        while let Some(c) = self.peek() {
            if c == '#' {
                while self.peek().is_some_and(|c| c != '\n') {
                    self.take();
                }
            } else if c.is_whitespace() || c == ';' {
                self.take();
            } else {
                return;
            }
        }
    }

    fn wrong<T>(&self, what: &str) -> Result<T, String> {
        Err(format!("line {}: {what}", self.line))
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self.peek().filter(|c| c.is_alphanumeric() || *c == '_') {
            word.push(c);
            self.take();
        }
        word
    }

    /// The name of the next call; none at the end.
    fn next_name(&mut self) -> Result<Option<String>, String> {
        self.skip();
        if self.peek().is_none() {
            return Ok(None);
        }
        let name = self.word();
        self.skip();
        if name.is_empty() || self.take() != Some('(') {
            return self.wrong("only calls like `prefix_rule(…)` are read");
        }
        Ok(Some(name))
    }

    fn arguments(&mut self) -> Result<Arguments, String> {
        let mut out = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                Some(')') => {
                    self.take();
                    return Ok(out);
                }
                Some(',') => _ = self.take(),
                None => return self.wrong("a call is not closed"),
                Some(_) => {
                    let key = self.word();
                    self.skip();
                    if key.is_empty() || self.take() != Some('=') {
                        return self.wrong("an argument is not written as `name = value`");
                    }
                    let value = self.value(MAX_DEPTH)?;
                    out.push((key, value));
                }
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        self.skip();
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.text(quote).map(Value::Text),
            Some('[' | '(') if depth > 0 => self.list(depth - 1).map(Value::List),
            Some(c) if c.is_alphanumeric() => {
                self.word();
                Ok(Value::Other)
            }
            _ => self.wrong("a value is not understood"),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Value>, String> {
        self.take();
        let mut items = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                Some(']' | ')') => {
                    self.take();
                    return Ok(items);
                }
                Some(',') => _ = self.take(),
                None => return self.wrong("a list is not closed"),
                Some(_) => items.push(self.value(depth)?),
            }
        }
    }

    fn text(&mut self, quote: char) -> Result<String, String> {
        self.take();
        let mut out = String::new();
        loop {
            match self.take() {
                Some(c) if c == quote => return Ok(out),
                Some('\\') => out.extend(self.take().map(|c| if c == 'n' { '\n' } else { c })),
                Some(c) => out.push(c),
                None => return self.wrong("a text is not closed"),
            }
        }
    }
}
