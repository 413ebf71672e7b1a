//! sed scripts, command by command: `e` runs, `w`, `W`, `r`, `R` and the flags `e` and `w` of `s` reach out. Anything that
//! is no command of sed is not understood.

use automode_model::Verb;

use super::Small;

/// What a script reaches for.
#[must_use]
pub fn scan(text: &str) -> Small {
    let mut r = Reader { chars: text.chars().collect(), at: 0, out: Small::default() };
    while r.at < r.chars.len() && r.out.unclear.is_none() {
        r.command();
    }
    r.out
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    out: Small,
}

impl Reader {
    fn peek(&self) -> char {
        self.chars.get(self.at).copied().unwrap_or('\0')
    }

    fn next(&mut self) -> char {
        let c = self.peek();
        self.at += 1;
        c
    }

    fn skip(&mut self, what: impl Fn(char) -> bool) {
        while self.at < self.chars.len() && what(self.peek()) {
            self.at += 1;
        }
    }

    fn unclear(&mut self, why: &str) {
        self.out.unclear.get_or_insert_with(|| why.to_owned());
    }

    /// The rest of the line.
    fn line(&mut self) -> String {
        let mut out = String::new();
        while self.at < self.chars.len() && self.peek() != '\n' {
            out.push(self.next());
        }
        out
    }

    fn address(&mut self) {
        loop {
            match self.peek() {
                '0'..='9' | '$' | '~' | '+' | ',' | ' ' | '!' | '\t' => self.at += 1,
                '/' => {
                    self.at += 1;
                    self.until('/');
                    self.skip(|c| matches!(c, 'I' | 'M'));
                }
                '\\' => {
                    self.at += 1;
                    let mark = self.next();
                    self.until(mark);
                    self.skip(|c| matches!(c, 'I' | 'M'));
                }
                _ => return,
            }
        }
    }

    /// Text up to this mark, which is taken; false where it does not come.
    fn until(&mut self, mark: char) -> bool {
        let mut class = false;
        while self.at < self.chars.len() {
            let c = self.next();
            match c {
                '\\' => self.at += 1,
                '[' if mark != '[' => class = true,
                ']' => class = false,
                // A mark within brackets ends the pattern in some versions and not in others: both readings end here.
                _ if c == mark => {
                    let _ = class;
                    return true;
                }
                _ => {}
            }
        }
        self.unclear("a sed pattern that does not end");
        false
    }

    fn command(&mut self) {
        self.skip(|c| c.is_whitespace() || matches!(c, ';' | '{' | '}'));
        self.address();
        self.skip(char::is_whitespace);
        if self.at >= self.chars.len() || self.peek() == '{' {
            return;
        }
        let c = self.next();
        match c {
            '#' => drop(self.line()),
            '{' | '}' | ';' => {}
            '=' | 'd' | 'D' | 'F' | 'g' | 'G' | 'h' | 'H' | 'n' | 'N' | 'p' | 'P' | 'x' | 'z' => self.end(),
            'l' | 'q' | 'Q' | 'L' => {
                self.skip(|c| c.is_ascii_digit() || c == ' ');
                self.end();
            }
            ':' | 'b' | 't' | 'T' | 'v' => self.skip(|c| !matches!(c, ';' | '\n' | '}')),
            'a' | 'i' | 'c' => self.text(),
            'e' => self.unclear("the sed command `e` runs a command"),
            'w' | 'W' => {
                let file = self.line();
                self.out.paths.push((Verb::Write, Some(file.trim().to_owned())));
            }
            'r' | 'R' => {
                let file = self.line();
                self.out.paths.push((Verb::Read, Some(file.trim().to_owned())));
            }
            's' => self.substitution(),
            'y' => {
                let mark = self.next();
                let _ = self.until(mark) && self.until(mark);
                self.end();
            }
            // sed reads all of its script before it does anything: what can be no command in any version ends it there.
            _ if !c.is_ascii() => self.at = self.chars.len(),
            _ => self.unclear("a sed command that is not known"),
        }
    }

    /// Text to be added, to the end of a line that does not end in a backslash.
    fn text(&mut self) {
        while self.at < self.chars.len() {
            match self.next() {
                '\\' => self.at += 1,
                '\n' => return,
                _ => {}
            }
        }
    }

    fn end(&mut self) {
        self.skip(|c| matches!(c, ' ' | '\t'));
        if !matches!(self.peek(), '\0' | '\n' | ';' | '}' | '#') {
            self.unclear("a sed command that is not understood");
        }
    }

    fn substitution(&mut self) {
        let mark = self.next();
        if mark == '\n' || mark == '\\' || mark == '\0' || !self.until(mark) || !self.until(mark) {
            return self.unclear("a sed pattern that does not end");
        }
        loop {
            match self.peek() {
                'e' => return self.unclear("the flag `e` of sed's `s` runs the result"),
                'w' => {
                    self.at += 1;
                    let file = self.line();
                    return self.out.paths.push((Verb::Write, Some(file.trim().to_owned())));
                }
                'g' | 'p' | 'i' | 'I' | 'm' | 'M' | '0'..='9' => self.at += 1,
                _ => return self.end(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_that_reach_out() {
        for (script, paths, unclear) in [
            ("s/a/b/g; s|/x|/y|", 0, false),
            ("s/;e rm//", 0, false),
            ("1,/x y/{/a\\/b/d;p}", 0, false),
            ("$!N;s/\\n/ /;P;D", 0, false),
            ("/^#/!s,a,b,2p", 0, false),
            ("s/a/b/e", 0, true),
            ("s/a/b/ge", 0, true),
            ("1e id", 0, true),
            ("e", 0, true),
            ("s/a/b/w /etc/passwd", 1, false),
            ("/x/w out.txt", 1, false),
            ("r /etc/passwd", 1, false),
            ("a\\\nwhatever e w r", 0, false),
            ("2i hello", 0, false),
            ("y/abc/xyz/;p", 0, false),
            ("s;a;b;e", 0, true),
            ("s\u{1}a\u{1}b\u{1}e", 0, true),
            ("0~3d", 0, false),
            ("s/a/b", 0, true),
            ("k", 0, true),
            ("\\,x,e", 0, true),
            (":a;N;$!ba;s/\\n/,/g", 0, false),
            ("/start/,/end/ { s/x/y/; e\n}", 0, true),
        ] {
            let got = scan(script);
            assert_eq!((got.paths.len(), got.unclear.is_some()), (paths, unclear), "{script}: {got:?}");
        }
    }
}
