//! The syntax of git's configuration files. Pure: text in, keys and values out. Called by `settings`.

/// Most settings of one file; a real one has some hundred.
const MAX_SETTINGS: usize = 20_000;

/// Most names are shorter: saves the growing of a key.
const USUAL_NAME_BYTES: usize = 32;

/// One setting: the key as git prints it (section and name in lower case, subsection as written), and the value; none
/// where only the name stands, which means "true".
pub(super) type Setting = (String, Option<String>);

/// Reads a whole file, or says on which line it is none: git would refuse it too.
pub(super) fn parse(text: &str) -> Result<Vec<Setting>, usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser { rest: text.chars().peekable(), line: 1, section: String::new() };
    let mut settings = Vec::new();
    while let Some(c) = parser.next() {
        match c {
            '\n' | ' ' | '\t' => {}
            '#' | ';' => parser.skip_line(),
            '[' => parser.section().ok_or(parser.line)?,
            c if c.is_ascii_alphabetic() && !parser.section.is_empty() => {
                settings.push(parser.setting(c).ok_or(parser.line)?);
            }
            _ => return Err(parser.line),
        }
        if settings.len() > MAX_SETTINGS {
            return Err(parser.line);
        }
    }
    Ok(settings)
}

struct Parser<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    section: String,
}

impl Parser<'_> {
    /// The next character; a carriage return before a line feed does not count.
    fn next(&mut self) -> Option<char> {
        let mut c = self.rest.next()?;
        if c == '\r' && self.rest.peek() == Some(&'\n') {
            c = self.rest.next()?;
        }
        if c == '\n' {
            self.line = self.line.saturating_add(1);
        }
        Some(c)
    }

    fn skip_line(&mut self) {
        while self.next().is_some_and(|c| c != '\n') {}
    }

    /// `[core]`, `[remote "origin"]`, and the old `[branch.main]`.
    fn section(&mut self) -> Option<()> {
        let mut name = String::new();
        loop {
            match self.next()? {
                ']' => break,
                c if c.is_ascii_alphanumeric() || c == '-' || c == '.' => name.push(c.to_ascii_lowercase()),
                c if c == ' ' || c == '\t' => {
                    name.push('.');
                    self.subsection(&mut name)?;
                    break;
                }
                _ => return None,
            }
        }
        self.section = name;
        (!self.section.is_empty()).then_some(())
    }

    fn subsection(&mut self, name: &mut String) -> Option<()> {
        while matches!(self.rest.peek(), Some(' ' | '\t')) {
            self.next();
        }
        (self.next()? == '"').then_some(())?;
        loop {
            match self.next()? {
                '\n' => return None,
                '"' => break,
                '\\' => match self.next()? {
                    '\n' => return None,
                    c => name.push(c),
                },
                c => name.push(c),
            }
        }
        (self.next()? == ']').then_some(())
    }

    fn setting(&mut self, first: char) -> Option<Setting> {
        let mut key = String::with_capacity(self.section.len().saturating_add(USUAL_NAME_BYTES));
        key.push_str(&self.section);
        key.push('.');
        key.push(first.to_ascii_lowercase());
        while let Some(&c) = self.rest.peek() {
            if !c.is_ascii_alphanumeric() && c != '-' {
                break;
            }
            key.push(c.to_ascii_lowercase());
            self.next();
        }
        loop {
            match self.next() {
                Some(' ' | '\t') => {}
                Some('\n') | None => return Some((key, None)),
                Some('=') => return Some((key, Some(self.value()?))),
                Some(_) => return None,
            }
        }
    }

    fn value(&mut self) -> Option<String> {
        let mut value = String::new();
        // How much of the value stands whatever follows: space at the end does not count unless quoted.
        let mut kept = 0;
        let mut quoted = false;
        loop {
            match self.next() {
                None | Some('\n') if quoted => return None,
                None | Some('\n') => break,
                Some('#' | ';') if !quoted => {
                    self.skip_line();
                    break;
                }
                Some(' ' | '\t') if !quoted && value.is_empty() && kept == 0 => {}
                Some(c @ (' ' | '\t')) if !quoted => value.push(c),
                Some('"') => {
                    quoted = !quoted;
                    kept = value.len();
                }
                Some('\\') => {
                    if let Some(c) = self.escape()? {
                        value.push(c);
                    }
                    kept = value.len();
                }
                Some(c) => {
                    value.push(c);
                    kept = value.len();
                }
            }
        }
        value.truncate(kept);
        Some(value)
    }

    /// After a backslash: one character, or none where the line goes on; no answer where git gives up.
    fn escape(&mut self) -> Option<Option<char>> {
        match self.next()? {
            '\n' => Some(None),
            'n' => Some(Some('\n')),
            't' => Some(Some('\t')),
            'b' => Some(Some('\u{8}')),
            c @ ('"' | '\\') => Some(Some(c)),
            _ => None,
        }
    }
}

/// A key's three parts: section, subsection, name.
pub(super) fn split(key: &str) -> (&str, Option<&str>, &str) {
    let (section, rest) = key.split_once('.').unwrap_or((key, ""));
    match rest.rsplit_once('.') {
        Some((sub, name)) => (section, Some(sub), name),
        None => (section, None, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        match parse(text) {
            Ok(all) => all
                .into_iter()
                .map(|(k, v)| match v {
                    Some(v) => format!("{k}={v:?}\n"),
                    None => format!("{k}\n"),
                })
                .collect(),
            Err(line) => format!("error on line {line}\n"),
        }
    }

    #[test]
    fn texts() {
        for (text, want) in [
            ("[core]\n\teditor = vim\n", "core.editor=\"vim\"\n"),
            ("[Core] EDITOR=vim", "core.editor=\"vim\"\n"),
            ("[core]\n a\n b =\n", "core.a\ncore.b=\"\"\n"),
            ("[remote \"Or.i \\\"gin\"]\nurl = x # y\n", "remote.Or.i \"gin.url=\"x\"\n"),
            ("[branch.Main]\nremote = o ; c\n", "branch.main.remote=\"o\"\n"),
            ("[a]\nx = \"  q ; # \" z  \n", "a.x=\"  q ; #  z\"\n"),
            ("[a]\nx = one \\\n  two\n", "a.x=\"one   two\"\n"),
            ("[a]\r\nx = y\r\n", "a.x=\"y\"\n"),
            ("[a]\nx = \\n\\t\\\"\\\\\n", "a.x=\"\\n\\t\\\"\\\\\"\n"),
            ("\u{feff}# c\n; d\n[a] ; e\n", ""),
            ("x = 1\n", "error on line 1\n"),
            ("[a]\nx = \"open\n", "error on line 3\n"),
            ("[a]\nx = \\q\n", "error on line 2\n"),
            ("[a\n", "error on line 2\n"),
            ("[a]\n1x = 2\n", "error on line 2\n"),
            ("[a]\nx ! 2\n", "error on line 2\n"),
        ] {
            assert_eq!(show(text), want, "{text:?}");
        }
    }

    /// What git itself makes of a text; none if there is no git here.
    fn judge(text: &str, file: &std::path::Path) -> Option<String> {
        std::fs::write(file, text).unwrap();
        let out = std::process::Command::new("git")
            .args(["config", "--no-includes", "--list", "-z", "-f"])
            .arg(file)
            .output()
            .ok()?;
        if !out.status.success() {
            return Some("error".to_string());
        }
        let all = String::from_utf8(out.stdout).unwrap();
        let show = |one: &str| match one.split_once('\n') {
            Some((key, value)) => format!("{key}={value:?}\n"),
            None => format!("{one}\n"),
        };
        Some(all.split_terminator('\0').map(show).collect())
    }

    #[test]
    fn generated_texts_as_git_reads_them() {
        let parts = [
            "[a]",
            "[A \"B.c\"]",
            "[a.b]",
            "[a \"q\\\"\"]",
            "x",
            "y-1",
            "=",
            " = ",
            "v",
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\"",
            "\"w w\"",
            "\\n",
            "\\\n",
            "\\\\",
            "\\q",
            " ",
            "\t",
            "#c",
            ";",
            "  ",
            "1",
            "é",
            "[",
            "]",
            "x = v\n",
            "[b]\n",
        ];
        let file = std::env::temp_dir().join(format!("automode-config-{}", std::process::id()));
        let mut seed = 11_u64;
        let mut good = 0;
        for round in 0..400 {
            let mut text = "[s]\n".to_string();
            for n in 0..8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // Every other text has the shape of settings, so that enough of them are good ones.
                text.push_str(if round % 2 == 0 && n % 4 == 0 { "\nx = " } else { "" });
                text.push_str(parts[usize::try_from(seed >> 33).unwrap() % parts.len()]);
            }
            let Some(want) = judge(&text, &file) else {
                println!("skipped: no git on this machine to compare with");
                return;
            };
            let got = show(&text);
            let got = if got.starts_with("error") { "error".to_string() } else { got };
            good += usize::from(want != "error");
            assert_eq!(got, want, "{text:?}");
        }
        std::fs::remove_file(&file).unwrap();
        assert!(good > 50, "too few texts are good ones: {good}");
    }

    #[test]
    fn keys() {
        assert_eq!(split("core.pager"), ("core", None, "pager"));
        assert_eq!(split("remote.a.b.url"), ("remote", Some("a.b"), "url"));
    }
}
