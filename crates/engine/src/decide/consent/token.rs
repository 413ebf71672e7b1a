//! A sentence into words, names and separators. Called by `read`.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word.
    Word,
    /// A name: in backticks, or quoted where the quotation is nothing but a name.
    Name,
    /// A quotation of more than a name: somebody else's words.
    Quote,
    /// A comma, colon, dash or bracket.
    Mark,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As written, without the punctuation around it.
    pub text: String,
    /// In small letters.
    pub lower: String,
    /// What it is.
    pub kind: Kind,
}

impl Token {
    fn new(text: &str, kind: Kind) -> Self {
        let lower = text.to_lowercase().replace('’', "'");
        let lower = match kind {
            Kind::Word => contracted(&lower).map_or(lower, str::to_owned),
            _ => lower,
        };
        Self { text: text.to_owned(), lower, kind }
    }

    /// `LEG-14`: the number of a ticket, which says why.
    pub(super) fn is_ticket(&self) -> bool {
        let (key, number) = self.text.split_once('-').unwrap_or_default();
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        key.len() > 1 && key.bytes().all(|b| b.is_ascii_uppercase()) && digits
    }

    /// The word; empty for names and quotations, which are nobody's grammar.
    #[must_use]
    pub fn word(&self) -> &str {
        match self.kind {
            Kind::Word | Kind::Mark => &self.lower,
            Kind::Name | Kind::Quote => "",
        }
    }
}

/// The word is one of this list, apart by blanks.
pub(super) fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word)
}

/// What stands between the parts of a list.
#[must_use]
pub fn comma() -> Token {
    Token { text: ",".into(), lower: ",".into(), kind: Kind::Mark }
}

/// The number that a numeral says, up to a dozen.
#[must_use]
pub fn numeral(word: &str) -> Option<usize> {
    const NUMERALS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    NUMERALS.iter().position(|n| *n == word)
}

/// Short forms as people type them in haste; each is no other word.
fn contracted(word: &str) -> Option<&'static str> {
    Some(match word {
        "dont" => "don't",
        "doesnt" => "doesn't",
        "didnt" => "didn't",
        "isnt" => "isn't",
        "arent" => "aren't",
        "wasnt" => "wasn't",
        "shouldnt" => "shouldn't",
        "thats" => "that's",
        "theyre" => "they're",
        "ive" => "i've",
        "theres" => "there's",
        "em" | "'em" => "them",
        "ur" => "your",
        "localy" => "locally",
        "plse" | "plx" => "pls",
        _ => return None,
    })
}

/// How many tokens of a sentence are read. A longer one authorises nothing beyond them.
const MAX_TOKENS: usize = 600;

/// The tokens of a sentence.
#[must_use]
pub fn tokens(sentence: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = sentence;
    while out.len() < MAX_TOKENS {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { break };
        rest = next(first, rest, &mut out);
    }
    out
}

/// Takes one token off the text.
fn next<'a>(first: char, rest: &'a str, out: &mut Vec<Token>) -> &'a str {
    let after = rest.get(first.len_utf8()..).unwrap_or("");
    let closing = match first {
        '`' => Some('`'),
        '"' => Some('"'),
        '“' | '„' => Some('”'),
        '«' => Some('»'),
        '»' => Some('«'),
        '「' => Some('」'),
        '『' => Some('』'),
        '‘' => Some('’'),
        '\'' => Some('\''),
        _ => None,
    };
    if let Some(close) = closing {
        let end = after.find(close).or_else(|| after.find('“').filter(|_| first == '„'));
        let ends_word = |at: usize| {
            let behind = after.get(at..).and_then(|t| t.chars().nth(1));
            first != '\'' || behind.is_none_or(|c| !c.is_alphanumeric())
        };
        if let Some(at) = end.filter(|at| ends_word(*at)) {
            out.push(quoted(first, after.get(..at).unwrap_or("").trim()));
            let behind = after.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            return after.get(at + behind..).unwrap_or("");
        }
        return after;
    }
    if is_mark(first) {
        out.push(Token::new(&first.to_string(), Kind::Mark));
        return after;
    }
    word(rest, out)
}

/// A quotation: only a name counts as the user's word.
fn quoted(open: char, text: &str) -> Token {
    let one = !text.contains(char::is_whitespace) && !text.is_empty();
    if open == '`' {
        // A code span may be a whole command.
        return Token::new(text, Kind::Name);
    }
    Token::new(text, if one { Kind::Name } else { Kind::Quote })
}

fn word<'a>(rest: &'a str, out: &mut Vec<Token>) -> &'a str {
    let end = rest.char_indices().find(|(at, c)| stops(rest, *at, *c)).map_or(rest.len(), |(at, _)| at);
    let end = end.max(rest.chars().next().map_or(1, char::len_utf8));
    let text = rest.get(..end).unwrap_or("");
    if matches!(text, "-" | "--" | "->" | "=>" | "&") {
        out.push(Token::new(if text == "&" { "and" } else { "—" }, if text == "&" { Kind::Word } else { Kind::Mark }));
        return rest.get(end..).unwrap_or("");
    }
    let bare = text.trim_matches(|c: char| matches!(c, '!' | '?' | ';' | '.' | '*') && !is_pattern(text));
    let bare = if bare.is_empty() { text } else { bare };
    // `.log` and `./x` keep their dot.
    let lead = text.len() - text.trim_start_matches('.').len();
    let bare = if lead > 0 && lead < 3 { text.trim_end_matches(['!', '?', ';', '.']) } else { bare };
    if !bare.is_empty() {
        out.push(Token::new(bare, Kind::Word));
    }
    rest.get(end..).unwrap_or("")
}

/// `*.log` is a name, `*really*` an emphasis.
fn is_pattern(text: &str) -> bool {
    let emphasis = text.starts_with('*')
        && text.trim_end_matches(['.', '!', '?']).ends_with('*')
        && text.matches('*').count() == 2;
    let marked = text.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | ':' | '.'));
    text.starts_with("*.")
        || text.ends_with("/*")
        || text == "*"
        || text.contains('*') && marked && !emphasis && !text.contains("**")
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | ':' | '(' | ')' | '[' | ']' | '—' | '–' | '、' | '，' | '：' | '（' | '）')
}

/// Where a word ends: before a blank, and before punctuation that is not within a name.
fn stops(text: &str, at: usize, c: char) -> bool {
    if c.is_whitespace() || matches!(c, '`' | '"' | '“' | '”' | '「' | '」' | '，' | '、' | '：' | '（' | '）' | '—')
    {
        return true;
    }
    if matches!(c, ',' | ':' | ')' | ']') {
        let behind = text.get(at + 1..).and_then(|t| t.chars().next());
        return behind.is_none_or(|n| n.is_whitespace() || matches!(n, ')' | '"' | ',' | '.')) || c == ')';
    }
    matches!(c, '(' | '–')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_words_and_quotations() {
        let shown = |s: &str| {
            tokens(s)
                .iter()
                .map(|t| match t.kind {
                    Kind::Word => t.text.clone(),
                    Kind::Name => format!("<{}>", t.text),
                    Kind::Quote => format!("<<{}>>", t.text),
                    Kind::Mark => format!("[{}]", t.text),
                })
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (sentence, want) in [
            ("delete `a b`, then \"feature-x\"", "delete <a b> [,] then <feature-x>"),
            ("he said \"delete it all\"", "he said <<delete it all>>"),
            ("don't push v1.2.", "don't push v1.2"),
            ("drop 'users' (not orders)", "drop <users> [(] not orders [)]"),
            ("delete ./build/ and *.log", "delete ./build/ and *.log"),
            ("host:5432, s3://x/y: yes", "host:5432 [,] s3://x/y [:] yes"),
            ("remove the devs' files", "remove the devs' files"),
            ("do this - now", "do this [—] now"),
        ] {
            assert_eq!(shown(sentence), want, "{sentence}");
        }
    }
}
