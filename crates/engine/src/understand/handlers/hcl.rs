//! What a Terraform folder runs on this machine: programs of `external` data sources at every plan, `local-exec` provisioners
//! when something is applied. Called for `terraform plan`, `apply` and their kin.

use automode_model::Verb;
use automode_shell::Dialect;

use super::super::value::{Gap, Piece, Val};
use super::super::{effects, invoke, paths};
use super::{Call, Handled, source};

/// Blocks of one folder that are read; more are not understood.
const MAX_BLOCKS: usize = 2_000;
/// How deep blocks may nest.
const MAX_DEPTH: u32 = 24;
/// How many levels of modules of the project are followed.
const MAX_MODULES: u32 = 4;

/// A block: its words, its settings as written, the blocks in it.
#[derive(Default)]
struct Block {
    words: Vec<String>,
    settings: Vec<(String, String)>,
    blocks: Vec<Block>,
}

impl Block {
    fn is(&self, words: &[&str]) -> bool {
        self.words.len() >= words.len() && self.words.iter().zip(words).all(|(a, b)| a == b)
    }

    fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// The folder that is planned or applied.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let applies = c.bound.path.first().is_none_or(|w| w != "plan" && w != "validate");
    let destroys = c.bound.path.first().is_some_and(|w| w == "destroy") || c.bound.has("-destroy");
    for dir in super::recipes::directories(c) {
        folder(c, &dir, applies, destroys, 0);
    }
    Handled::Partly
}

fn folder(c: &mut Call<'_, '_, '_>, dir: &str, applies: bool, destroys: bool, depth: u32) {
    let Some(files) = source::within(c, dir, &[".tf", ".tofu", ".tf.json", ".tofu.json"]) else { return };
    for f in files {
        let read = if f.text.trim_start().starts_with('{') { json(&f.text) } else { read(&f.text) };
        let Some(blocks) = read else {
            if f.made_here {
                c.unknown("infrastructure code that is not understood");
            }
            continue;
        };
        for b in &blocks {
            block(c, b, dir, applies, destroys);
            let local = b.setting("source").map(|s| s.trim_matches('"')).filter(|s| s.starts_with('.'));
            if let Some(path) = local.filter(|_| b.is(&["module"]) && depth < MAX_MODULES) {
                folder(c, &paths::join(dir, path), applies, destroys, depth + 1);
            }
        }
    }
}

fn block(c: &mut Call<'_, '_, '_>, b: &Block, dir: &str, applies: bool, destroys: bool) {
    if b.is(&["data", "external"]) {
        let argv: Vec<Val> =
            b.setting("program").map(|p| texts(p).iter().map(|t| word(t)).collect()).unwrap_or_default();
        within(c, dir, b.setting("working_dir"), |c| match argv.is_empty() {
            true => c.unknown("a program of an `external` data source that is not known"),
            false => c.run_inner(argv.clone()),
        });
    }
    if b.is(&["data", "http"])
        && let Some(url) = b.setting("url").map(|u| word(u.trim_matches('"')))
        && url.known().is_some()
    {
        c.effects.push(effects::on_url(Verb::NetFetch, &url.show(), c.call.span));
    }
    if !applies || !b.is(&["resource"]) {
        return;
    }
    for p in b.blocks.iter().filter(|p| p.is(&["provisioner"])) {
        let at_destroy = p.setting("when").is_some_and(|w| w.contains("destroy"));
        if at_destroy != destroys {
            continue;
        }
        match (p.words.get(1).map(String::as_str), p.setting("command")) {
            (Some("local-exec"), Some(command)) => {
                let text = word(&unquoted(command));
                within(c, dir, p.setting("working_dir"), |c| {
                    let (span, mut state) = (c.call.span, c.inner_state());
                    invoke::shell_text(c.shell, &mut state, &text, Dialect::Sh, &Val::default(), span);
                });
            }
            (Some("local-exec"), None) => c.unknown("a provisioner whose command is not known"),
            (Some("remote-exec"), _) => {
                c.effects.push(effects::on_name(Verb::RemoteExec, "host", "provisioned", c.call.span))
            }
            _ => {}
        }
    }
}

/// Runs something in the folder that a block names.
fn within(c: &mut Call<'_, '_, '_>, dir: &str, given: Option<&str>, run: impl FnOnce(&mut Call<'_, '_, '_>)) {
    let before = c.cwd.take();
    let named = given.map(|g| word(g.trim_matches('"')));
    c.cwd = Some(match named {
        None => vec![dir.to_owned()],
        Some(v) => v.known().map(|p| paths::join(dir, p)).into_iter().collect(),
    });
    run(c);
    c.cwd = before;
}

/// The texts of a list as written: `["bash", "x.sh"]`.
fn texts(list: &str) -> Vec<String> {
    let Some(inner) = list.trim().strip_prefix('[') else { return Vec::new() };
    inner.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A text without its quotes, or of a here-document.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"),
        None => text.to_owned(),
    }
}

/// `${path.module}` is the folder itself; what else is filled in is not known.
fn word(text: &str) -> Val {
    let mut out = Val::default();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if !before.is_empty() {
            out.push(Piece::Text(before.to_owned()));
        }
        let (inner, more) = after.split_once('}').unwrap_or((after, ""));
        out.push(match inner.trim() {
            "path.module" | "path.root" | "path.cwd" => Piece::Text(".".into()),
            other => Piece::Gap(Gap { why: format!("the value of `{other}`"), ..Gap::default() }),
        });
        rest = more;
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest.to_owned()));
    }
    out
}

/// The same in JSON: `{"resource": {"null_resource": {"x": {"provisioner": {"local-exec": {"command": "…"}}}}}}`.
fn json(text: &str) -> Option<Vec<Block>> {
    let root: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut out = Vec::new();
    for (kind, value) in root.as_object()? {
        let labels = if matches!(kind.as_str(), "resource" | "data" | "ephemeral") { 2 } else { 1 };
        labelled(vec![kind.clone()], value, labels, &mut out);
    }
    (out.len() <= MAX_BLOCKS).then_some(out)
}

/// Blocks under their labels; a list holds several.
fn labelled(words: Vec<String>, value: &serde_json::Value, labels: u32, out: &mut Vec<Block>) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|v| labelled(words.clone(), v, labels, out)),
        serde_json::Value::Object(map) if labels > 0 => {
            for (label, inner) in map {
                labelled(words.iter().chain([label]).cloned().collect(), inner, labels - 1, out);
            }
        }
        serde_json::Value::Object(map) => {
            let mut block = Block { words, ..Block::default() };
            for (name, inner) in map {
                match name.as_str() {
                    "provisioner" => labelled(vec![name.clone()], inner, 1, &mut block.blocks),
                    _ => block.settings.push((name.clone(), inner.to_string())),
                }
            }
            out.push(block);
        }
        _ => {}
    }
}

/// The blocks of a file; none where it is not plain.
fn read(text: &str) -> Option<Vec<Block>> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0, blocks: 0 };
    let top = reader.body(0)?;
    (reader.at >= reader.chars.len()).then_some(top.blocks)
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    blocks: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next_is(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    /// Blanks and comments.
    fn blanks(&mut self) {
        loop {
            match self.peek() {
                Some(c) if c.is_whitespace() => self.at += 1,
                Some('#') => self.line(),
                Some('/') if self.next_is("//") => self.line(),
                Some('/') if self.next_is("/*") => {
                    self.at += 2;
                    while self.at < self.chars.len() && !self.next_is("*/") {
                        self.at += 1;
                    }
                    self.at += 2;
                }
                _ => return,
            }
        }
    }

    fn line(&mut self) {
        while self.peek().is_some_and(|c| c != '\n') {
            self.at += 1;
        }
    }

    /// Settings and blocks up to the closing brace, or to the end at the top.
    fn body(&mut self, depth: u32) -> Option<Block> {
        let mut out = Block::default();
        loop {
            self.blanks();
            match self.peek() {
                None => return (depth == 0).then_some(out),
                Some('}') if depth > 0 => {
                    self.at += 1;
                    return Some(out);
                }
                _ => {}
            }
            self.blocks += 1;
            if self.blocks > MAX_BLOCKS || depth > MAX_DEPTH {
                return None;
            }
            let mut words = vec![self.name()?];
            loop {
                while self.peek().is_some_and(|c| c == ' ' || c == '\t') {
                    self.at += 1;
                }
                match self.peek()? {
                    '=' => {
                        self.at += 1;
                        let value = self.value()?;
                        out.settings.push((words.concat(), value));
                        break;
                    }
                    '{' => {
                        self.at += 1;
                        let inner = self.body(depth + 1)?;
                        out.blocks.push(Block { words, ..inner });
                        break;
                    }
                    _ => words.push(self.name()?),
                }
            }
        }
    }

    /// A name, bare or in quotes.
    fn name(&mut self) -> Option<String> {
        let quoted = self.peek() == Some('"');
        let from = self.at + usize::from(quoted);
        self.at = from;
        let inside = |c: char| if quoted { c != '"' && c != '\n' } else { c.is_alphanumeric() || "_-.".contains(c) };
        while self.peek().is_some_and(inside) {
            self.at += 1;
        }
        let name: String = self.chars.get(from..self.at)?.iter().collect();
        self.at += usize::from(quoted);
        (quoted || !name.is_empty()).then_some(name)
    }

    /// A value as written: to the end of the line, or of the brackets that it opens; of a here-document its body.
    fn value(&mut self) -> Option<String> {
        while self.peek().is_some_and(|c| c == ' ' || c == '\t') {
            self.at += 1;
        }
        if self.next_is("<<") {
            return self.heredoc();
        }
        let (from, mut open) = (self.at, 0_u32);
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.string()?;
                    continue;
                }
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' if open > 0 => open -= 1,
                '}' => break,
                '\n' if open == 0 => break,
                '#' => {
                    self.line();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        Some(self.chars.get(from..self.at)?.iter().collect::<String>().trim().to_owned())
    }

    /// A text in quotes; `${…}` in it may hold others.
    fn string(&mut self) -> Option<()> {
        let mut open = 0_u32;
        self.at += 1;
        loop {
            match self.peek()? {
                '\\' => self.at += 1,
                '$' if self.next_is("${") => {
                    open += 1;
                    self.at += 1;
                }
                '{' if open > 0 => open += 1,
                '}' if open > 0 => open -= 1,
                '"' if open == 0 => {
                    self.at += 1;
                    return Some(());
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn heredoc(&mut self) -> Option<String> {
        let from = self.at;
        self.line();
        let mark: String = self.chars.get(from..self.at)?.iter().collect();
        let mark = mark.trim_start_matches(['<', '-']).trim().to_owned();
        let mut out = String::new();
        while self.at < self.chars.len() {
            self.at += 1;
            let start = self.at;
            self.line();
            let line: String = self.chars.get(start..self.at)?.iter().collect();
            if line.trim() == mark {
                return Some(out);
            }
            out.push_str(&line);
            out.push('\n');
        }
        None
    }
}
