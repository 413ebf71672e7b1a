//! A text of SQL as statements: quotes, comments and the lines that a client takes for itself, as each client reads them.
//! Called by `sql`; what a statement does is said there, what it reaches outside of the database in `outside.rs`.

/// Stands in a statement's words where a string or a quoted name stood.
pub const STRING: char = '\u{1}';

/// Whose SQL it is: dialects differ in what a quote ends, and clients in what they do themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Client {
    Sqlite,
    Duck,
    Click,
    Psql,
    Mysql,
    Mssql,
    Cql,
    Other,
}

impl Client {
    /// By the words that start it; a program that is none of them may name one.
    pub fn of(words: &str) -> Self {
        let first = words.split_ascii_whitespace().next().unwrap_or("");
        match first.rsplit('/').next().unwrap_or("") {
            "sqlite3" | "sqlite" | "litecli" | "libsql" => Self::Sqlite,
            "duckdb" => Self::Duck,
            "psql" | "pgcli" | "usql" => Self::Psql,
            "mysql" | "mariadb" | "mycli" => Self::Mysql,
            "sqlcmd" | "mssql-cli" | "isql" | "osql" => Self::Mssql,
            "cqlsh" => Self::Cql,
            name if name.starts_with("clickhouse") || name == "ch" => Self::Click,
            _ if words.contains("duckdb") => Self::Duck,
            _ if words.contains("clickhouse") => Self::Click,
            _ if words.contains("sqlite") => Self::Sqlite,
            _ => Self::Other,
        }
    }

    /// Files that a statement names are this machine's, opened by the program itself.
    pub const fn is_here(self) -> bool {
        matches!(self, Self::Sqlite | Self::Duck | Self::Click)
    }
}

/// One statement, or one line for the client.
#[derive(Default)]
pub struct Statement {
    /// Lower case, one blank between words, `STRING` for each string and quoted name.
    pub words: String,
    /// Those strings.
    pub strings: Vec<String>,
    /// What the client is told (`\o x`, `.once x`), as it stands.
    pub line: Option<String>,
}

/// All statements, and what could not be read with certainty.
#[derive(Default)]
pub struct Read {
    pub all: Vec<Statement>,
    pub unclear: Option<&'static str>,
    words: String,
    strings: Vec<String>,
}

/// Reads a text as this client does.
pub fn read(text: &str, client: Client) -> Read {
    let mut r = Read::default();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let rest = chars.as_str();
        let begins = r.words.trim_start().is_empty();
        let rest = match c {
            '\'' | '"' | '`' => r.quoted(c, rest, client),
            '$' if !matches!(client, Client::Mysql | Client::Sqlite) => r.dollars(rest, client),
            '-' if rest.starts_with('-') => line(rest).1,
            '#' if client == Client::Mysql => line(rest).1,
            // MySQL runs what stands in `/*! … */`.
            '/' if rest.starts_with("*!") || rest.starts_with("*M!") => {
                r.words.push(' ');
                rest.trim_start_matches(|c: char| matches!(c, '*' | 'M' | '!') || c.is_ascii_digit())
            }
            '*' if rest.starts_with('/') => rest.get(1..).unwrap_or(""),
            '/' if rest.starts_with('*') => {
                let (inside, rest) = rest.get(1..).unwrap_or("").split_once("*/").unwrap_or_default();
                if inside.contains("/*") {
                    r.unclear = Some("a comment within a comment");
                }
                r.words.push(' ');
                rest
            }
            '\\' if client == Client::Mysql && rest.starts_with(['g', 'G', 'c', 'p', 'q', 's', 't', 'n', 'w', 'W']) => {
                r.end();
                rest.get(1..).unwrap_or("")
            }
            '\\' | '.' if c == '\\' || begins => r.client_line(c, rest),
            ';' => r.end_before(rest),
            // `use shop` needs no semicolon, nor does `go`.
            '\n' if r.words.trim_start().starts_with("use ") || client == Client::Mssql && is_batch(rest) => {
                r.end_before(rest)
            }
            STRING => rest,
            _ => {
                r.words.extend(c.to_lowercase());
                rest
            }
        };
        chars = rest.chars();
    }
    r.end();
    r
}

/// What stands before the end of the line, and behind it.
fn line(text: &str) -> (&str, &str) {
    text.find('\n').map_or((text, ""), |at| text.split_at(at))
}

/// A line that ends a batch of SQL Server's client or is a command of it.
fn is_batch(rest: &str) -> bool {
    let line = line(rest).0.trim();
    line.starts_with([':', '!']) || line.get(..2).is_some_and(|w| w.eq_ignore_ascii_case("go")) && line.len() < 6
}

impl Read {
    fn end(&mut self) {
        let words = std::mem::take(&mut self.words).split_whitespace().collect::<Vec<_>>().join(" ");
        let strings = std::mem::take(&mut self.strings);
        if !words.is_empty() {
            self.all.push(Statement { words, strings, line: None });
        }
    }

    fn end_before<'t>(&mut self, rest: &'t str) -> &'t str {
        self.end();
        rest
    }

    /// A string or a quoted name; what stands behind it.
    fn quoted<'t>(&mut self, quote: char, text: &'t str, client: Client) -> &'t str {
        let marked = self.words.ends_with(" e") || self.words.ends_with("(e");
        let escapes = matches!(client, Client::Mysql | Client::Click) || client == Client::Psql && marked;
        let mut string = String::new();
        let mut rest = text;
        loop {
            let Some((inside, behind)) = rest.split_once(quote) else {
                string.push_str(rest);
                rest = "";
                break;
            };
            string.push_str(inside);
            rest = behind;
            let odd = inside.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
            if odd && client == Client::Other && !marked {
                self.unclear = Some("a quote behind a backslash, which not all databases read alike");
            }
            if odd && (escapes || marked) {
                string.push(quote);
            } else if let Some(more) = behind.strip_prefix(quote) {
                string.push(quote);
                rest = more;
            } else {
                break;
            }
        }
        self.words.push(STRING);
        self.strings.push(string);
        rest
    }

    /// `$$ … $$`, `$tag$ … $tag$`: a string, and where it is a body, statements of their own.
    fn dollars<'t>(&mut self, text: &'t str, client: Client) -> &'t str {
        let named = |c: char| c.is_alphanumeric() || c == '_';
        let found =
            text.split_once('$').filter(|(tag, _)| tag.chars().all(named)).filter(|_| !self.words.ends_with(named));
        let Some((body, rest)) = found.and_then(|(tag, behind)| behind.split_once(&format!("${tag}$"))) else {
            self.words.push('$');
            return text;
        };
        let begins = self.words.trim_start();
        if begins.starts_with("do") || begins.starts_with("create") {
            let inner = read(body, client);
            self.unclear = self.unclear.or(inner.unclear);
            self.all.extend(inner.all);
        }
        self.words.push(STRING);
        self.strings.push(body.to_owned());
        rest
    }

    /// A client's own command, which ends with its line; one that takes no more than words ends before a semicolon too.
    fn client_line<'t>(&mut self, sign: char, text: &'t str) -> &'t str {
        self.end();
        let (mut inside, mut rest) = line(text);
        let name = inside.split(char::is_whitespace).next().unwrap_or("");
        let takes_words = inside.starts_with(|c: char| c.is_alphabetic() || c == '?')
            && !matches!(name, "copy" | "shell" | "system" | "set")
            && !inside.contains(['|', '`', '\'', '"']);
        if takes_words && let Some(at) = inside.find([';', '\\']) {
            (inside, rest) = text.split_at(at);
            // `\x \\ select 1`: two of them lead back to statements.
            rest = rest.strip_prefix("\\\\").unwrap_or(rest);
        }
        let words = inside.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let line = Some(format!("{sign}{}", inside.trim_end()));
        self.all.push(Statement { words: format!("{sign}{words}"), strings: Vec::new(), line });
        rest
    }
}
