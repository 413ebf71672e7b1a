//! A prompt into sentences of the user's own words: what was pasted, quoted or forwarded is left out, since whoever wrote
//! it is not the user. Linear in the text; called by `read`.

use std::borrow::Cow;

use super::dropped;
use super::overtaken;
use super::tables::Rows;

/// A sentence and how it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, one line, without its end mark.
    pub text: String,
    /// It is a question.
    pub asks: bool,
    /// Lines of a list or of a block that follow it and that it announces with a colon.
    pub items: Vec<String>,
    /// It begins a paragraph: what came before is not its context.
    pub begins: bool,
}

/// How many sentences of a prompt are read. More than a person types; the rest authorises nothing.
const MAX_SENTENCES: usize = 400;

/// A heading has no more words.
const HEADING_WORDS: usize = 6;

/// How many items of a list belong to its sentence.
const MAX_ITEMS: usize = 64;

/// The user's own sentences, in order.
#[must_use]
pub fn sentences(prompt: &str) -> Vec<Sentence> {
    let mut reader = Reader::default();
    let listed = unfolded(prompt);
    let all: Vec<&str> = listed.lines().collect();
    for (at, line) in all.iter().enumerate() {
        if reader.out.len() >= MAX_SENTENCES || !reader.line(line, all.get(at + 1).copied()) {
            break;
        }
    }
    reader.flush();
    reader.out = reader.out.into_iter().enumerate().flat_map(|(at, s)| parted(s, at == 0)).collect();
    let own: Vec<&str> = reader.out.iter().filter(|s| !s.asks).map(|s| s.text.as_str()).collect();
    for text in reader.rows.sentences(&own) {
        if reader.out.len() < MAX_SENTENCES {
            reader.out.push(Sentence { text, asks: false, items: Vec::new(), begins: true });
        }
    }
    reader.out
}

/// A sentence, and the words at its end that take it back.
fn parted(whole: Sentence, first: bool) -> Vec<Sentence> {
    let plain = |text: &str| Sentence { text: text.to_owned(), asks: false, items: Vec::new(), begins: false };
    if whole.asks && overtaken::hesitates(&whole.text) {
        return vec![whole, plain(dropped::NOT_YET)];
    }
    if whole.asks || !whole.items.is_empty() {
        return vec![whole];
    }
    if let Some(text) = dropped::alone(&whole.text) {
        return vec![Sentence { text, ..whole }];
    }
    if overtaken::overtakes(&whole.text, first || whole.begins) {
        return vec![whole, plain(dropped::NOT_YET)];
    }
    let Some(found) = dropped::behind(&whole.text) else { return vec![whole] };
    let (head, rest) = (found.head.to_owned(), found.rest.map(plain));
    let said = plain(&found.said);
    [Sentence { text: head, ..whole }, said].into_iter().chain(rest).collect()
}

/// `1. close a 2. delete b 3. tell me`: the items of a list in one line, each in its own.
fn unfolded(prompt: &str) -> Cow<'_, str> {
    const MOST: usize = 20;
    let first = prompt.trim_start();
    let Some(mark) = [". ", ") "].into_iter().find(|m| first.starts_with(&format!("1{m}"))) else {
        return Cow::Borrowed(prompt);
    };
    if first.contains('\n') {
        return Cow::Borrowed(prompt);
    }
    let (mut out, mut rest) = (String::new(), first);
    for n in 2..MOST {
        let Some((item, behind)) = rest.split_once(&format!(" {n}{mark}")) else { break };
        out.push_str(item);
        out.push_str(&format!("\n{n}{mark}"));
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[derive(Default)]
struct Reader {
    out: Vec<Sentence>,
    /// Lines of the running paragraph.
    open: String,
    /// Within a fenced block; true where the sentence before announced it.
    fence: Option<bool>,
    /// Within `<tag>` … `</tag>`.
    tag: Option<String>,
    /// Lines of quoted speech in a paragraph of a log or mail.
    begins: bool,
    rows: Rows,
    /// How many words the line before had, where it was a row: its first word a number or a name with one.
    columns: usize,
    /// The line before that was such a row as well.
    listing: bool,
}

impl Reader {
    /// Reads a line; false where nothing after it is the user's own.
    fn line(&mut self, line: &str, next: Option<&str>) -> bool {
        let text = line.trim();
        if let Some(tag) = &self.tag {
            if text.ends_with(tag.as_str()) {
                self.tag = None;
            }
            return true;
        }
        if text.starts_with("```") || text.starts_with("~~~") {
            self.toggle_fence();
            return true;
        }
        if let Some(announced) = self.fence {
            self.fenced(announced, text);
            return true;
        }
        if text.is_empty() {
            // A list may stand apart from the sentence that announces it.
            if next.is_none_or(|n| bullet(n.trim()).is_none()) {
                self.flush();
                self.begins = true;
            }
            return true;
        }
        if forwards(text) {
            self.flush();
            return false;
        }
        if let Some(tag) = opened_tag(text) {
            self.flush();
            self.tag = Some(tag);
            return true;
        }
        if self.rows.take(text) {
            self.flush();
            return true;
        }
        if is_pasted(line) {
            self.flush();
            return true;
        }
        self.own(text);
        true
    }

    fn toggle_fence(&mut self) {
        if self.fence.take().is_none() {
            let announced = self.open.trim_end().ends_with(':');
            self.flush();
            self.fence = Some(announced);
        }
    }

    /// Of a block that a sentence announced, only plain names and single commands count, and only as that sentence's
    /// objects.
    fn fenced(&mut self, announced: bool, text: &str) {
        if let Some(last) = self.out.last_mut().filter(|_| announced && !text.is_empty())
            && last.items.len() < MAX_ITEMS
        {
            last.items.push(format!("`{}`", text.replace('`', "'")));
        }
    }

    fn own(&mut self, text: &str) {
        if let Some(item) = bullet(text) {
            let heads = self.open.trim_end().ends_with(':');
            if heads {
                self.flush();
            }
            let listed = self.open.trim().is_empty()
                && self.out.last().is_some_and(|s| s.text.trim_end().ends_with(':') || !s.items.is_empty());
            if listed && let Some(last) = self.out.last_mut().filter(|s| s.items.len() < MAX_ITEMS) {
                last.items.push(item.to_owned());
                return;
            }
            self.flush();
            self.open = item.to_owned();
            self.flush();
            return;
        }
        if is_name(text) && self.named(text) {
            return;
        }
        let starts = text.chars().next();
        // A line that goes on is a line that begins small and whose predecessor did not end.
        let listing = self.row(text);
        let goes_on = !listing
            && starts.is_some_and(|c| c.is_lowercase() || matches!(c, '`' | '(' | ','))
            && !self.open.trim_end().ends_with(['.', '!', '?', ':', ';', '。', '！', '？']);
        if !goes_on {
            self.flush();
        }
        if !self.open.is_empty() {
            self.open.push(' ');
        }
        self.open.push_str(text);
    }

    /// Whether rows of a listing stand before this line, which is none: what follows them is a sentence of its own.
    fn row(&mut self, text: &str) -> bool {
        let numbered = text.split_whitespace().next().is_some_and(|w| w.contains(|c: char| c.is_ascii_digit()));
        let columns = if numbered { text.split_whitespace().count() } else { 0 };
        let ends = self.listing && columns != self.columns;
        self.listing = columns > 1 && columns == self.columns;
        self.columns = columns;
        ends
    }

    /// A line that is nothing but a name belongs to the sentence right before, as the items of its list; false where
    /// there is none.
    fn named(&mut self, name: &str) -> bool {
        let announced = !self.open.trim().is_empty();
        let listed = self.out.last().is_some_and(|s| !s.items.is_empty()) && !self.begins;
        // A heading: a few words with nothing behind them but the list.
        let short = |s: &Sentence| s.text.split_whitespace().count() <= HEADING_WORDS && !s.asks && self.begins;
        let heads = self.out.last().is_some_and(|s| s.text.trim_end().ends_with(':') || short(s));
        if announced {
            self.flush();
        } else if !listed && !heads {
            return false;
        }
        let Some(last) = self.out.last_mut().filter(|s| s.items.len() < MAX_ITEMS) else { return false };
        last.items.push(name.to_owned());
        true
    }

    /// Ends the running paragraph.
    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        for (text, asks) in split(&open) {
            let begins = std::mem::take(&mut self.begins);
            if self.out.len() < MAX_SENTENCES {
                self.out.push(Sentence { text: text.to_owned(), asks, items: Vec::new(), begins });
            }
        }
    }
}

/// One word that is no word of a language: a branch, a number, a path.
fn is_name(text: &str) -> bool {
    let marked = |c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/');
    let bare = text.trim_matches(['`', ',']);
    !bare.contains(char::is_whitespace) && bare.contains(marked) && !bare.ends_with(['.', '!', '?', ':', ';'])
}

/// The text of a list's item.
fn bullet(text: &str) -> Option<&str> {
    for mark in ["- [ ] ", "- ", "* ", "• ", "– ", "+ "] {
        if let Some(rest) = text.strip_prefix(mark) {
            return Some(rest.trim());
        }
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text.get(digits..)?;
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    (digits > 0 && digits < 4).then(|| rest.trim())
}

/// Where a forwarded mail or a pasted conversation begins: what follows is not the user's.
fn forwards(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mail = ["-----original message", "---------- forwarded", "begin forwarded message", "-----forwarded"];
    mail.iter().any(|m| lower.starts_with(m))
        || (lower.ends_with("wrote:") && lower.contains('@'))
        || (lower.starts_with("on ") && lower.ends_with("wrote:"))
        || ["from:", "subject:", "received:", "message-id:"]
            .iter()
            .any(|h| lower.starts_with(h) && lower.len() > h.len())
}

/// `<selection>`: hosts and people wrap foreign text in tags.
fn opened_tag(text: &str) -> Option<String> {
    let rest = text.strip_prefix('<')?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
    let name = rest.get(..end).filter(|n| !n.is_empty())?;
    let close = format!("</{name}>");
    // Opened and closed in one line: that line is foreign, nothing more.
    let closed = text.contains(&close) || text.ends_with("/>");
    Some(if closed { String::new() } else { close })
}

/// Lines of logs, patches, terminals and quotations.
fn is_pasted(line: &str) -> bool {
    let text = line.trim();
    let indented = line.starts_with("    ") || line.starts_with('\t');
    text.starts_with('>')
        || text.starts_with('|')
        || text.starts_with("$ ")
        || text.starts_with("# ")
        || text.starts_with("% ")
        || text.starts_with("+++ ")
        || text.starts_with("--- ")
        || text.starts_with("@@ ")
        || text.starts_with("at ") && text.contains('(')
        || text.starts_with("diff --git")
        || text.starts_with('[') && text.contains(']') && !text.starts_with("[ ]") && !text.contains("](")
        || indented && !text.starts_with(['-', '*']) && bullet(text).is_none()
        || is_stamped(text)
        || is_shouted(text)
}

/// `2026-11-20 11:14:29 …`, `11:14:29 …`, `Nov 20 11:14:29 …`
fn is_stamped(text: &str) -> bool {
    let head: String = text.chars().take(24).collect();
    let digits = head.bytes().take(19).filter(u8::is_ascii_digit).count();
    let clock = head.split(|c: char| !(c.is_ascii_digit() || c == ':')).any(|w| w.matches(':').count() == 2);
    clock && digits >= 6
}

/// `ERROR: …`, `warning: …`, `npm ERR! …`, `WARN …`
fn is_shouted(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    let level = first.trim_end_matches([':', ']', '!']).trim_start_matches('[');
    matches!(level, "ERROR" | "WARN" | "WARNING" | "INFO" | "DEBUG" | "FATAL" | "TRACE" | "Traceback" | "Exception")
        || matches!(level, "error" | "warning" | "fatal" | "hint" | "remote" | "panic") && first.ends_with(':')
        || first == "npm" && text.starts_with("npm ERR")
}

/// Sentences of a paragraph with whether they ask.
fn split(text: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut in_code = false;
    let mut open = 0_u32;
    let last_close = text.rfind(')').unwrap_or(0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '`' {
            in_code = !in_code;
        }
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        // `suspend (don't delete!) the job`
        if open > 0 && at < last_close {
            continue;
        }
        let wide = matches!(c, '。' | '！' | '？');
        let ends = matches!(c, '.' | '!' | '?' | ';') || wide;
        if !ends || in_code {
            continue;
        }
        let follows = chars.peek().map(|(_, n)| *n);
        if !wide && !follows.is_none_or(|n| n.is_whitespace() || matches!(n, '!' | '?' | ')' | '"' | '\'' | '”')) {
            continue;
        }
        if c == '.' && (is_abbreviation(text.get(start..at).unwrap_or("")) || is_number_of_list(text, at)) {
            continue;
        }
        let sentence = text.get(start..at).unwrap_or("").trim();
        let quotes = text.get(at + c.len_utf8()..).is_some_and(|r| r.starts_with(['"', '”', '\'']));
        if quotes {
            continue;
        }
        push(&mut out, sentence, matches!(c, '?' | '？') || follows == Some('?'));
        start = at + c.len_utf8();
    }
    push(&mut out, text.get(start..).unwrap_or("").trim(), false);
    out
}

fn push<'a>(out: &mut Vec<(&'a str, bool)>, sentence: &'a str, asks: bool) {
    let sentence = sentence.trim_matches(|c: char| c.is_whitespace() || matches!(c, '!' | '?' | '.' | ')'));
    if !sentence.is_empty() {
        out.push((sentence, asks));
    }
}

/// `first: 1. tag, 2. delete x`: the number of an item in a line.
fn is_number_of_list(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let Ok(number) = word.parse::<u8>() else { return false };
    let marked = before.strip_suffix(word).unwrap_or("").trim_end().ends_with([':', ',', ';']);
    let next = if number == 1 { 2 } else { number.saturating_sub(1) };
    marked && text.contains(&format!(" {next}. "))
}

fn is_abbreviation(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    matches!(
        last.to_lowercase().as_str(),
        "e.g" | "i.e" | "etc" | "incl" | "excl" | "resp" | "vs" | "approx" | "z.b" | "bzw" | "ca" | "p.ex" | "nr"
    )
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn read(prompt: &str) -> Vec<String> {
        sentences(prompt)
            .into_iter()
            .map(|s| {
                format!(
                    "{}{}{}",
                    s.text,
                    if s.asks { "?" } else { "" },
                    s.items.iter().map(|i| format!(" +{i}")).collect::<String>()
                )
            })
            .collect()
    }

    #[test]
    fn own_words_and_foreign_ones() {
        for (prompt, want) in [
            ("Delete v1.2. Then push!", vec!["Delete v1.2", "Then push"]),
            ("should we delete x? no", vec!["should we delete x?", "no"]),
            ("fix this:\n```\ndelete x\n```\nthanks", vec!["fix this: +`delete x`", "thanks"]),
            ("look\n```\ndelete x\n```", vec!["look"]),
            ("> delete x\nwhat is this?", vec!["what is this?"]),
            ("delete these branches:\n- a-1\n- b-2", vec!["delete these branches: +a-1 +b-2"]),
            ("delete these branches:\n\n- a-1\n- b-2\n\nok", vec!["delete these branches: +a-1 +b-2", "ok"]),
            ("<log>\ndelete x\n</log>\nhelp", vec!["help"]),
            ("2026-11-20 11:14:29 delete x\nhelp", vec!["help"]),
            ("see below\nFrom: bob@example.com\ndelete x", vec!["see below"]),
            ("please delete\nfeature-x and\npush", vec!["please delete feature-x and push"]),
            ("please do this. ERROR: delete x", vec!["please do this", "ERROR: delete x"]),
            ("1. delete a\n2. push", vec!["delete a", "push"]),
            ("请删除分支。谢谢", vec!["请删除分支", "谢谢"]),
        ] {
            assert_eq!(read(prompt), want, "{prompt}");
        }
    }
}
