//! A table that the user typed and says to act by: `| branch | action |`, `| a-1 | delete |`, "do what the table says". Each row
//! becomes a sentence. Without such words a table is something pasted. Called by `text`.

/// How many rows are read, and how long one may be.
const MAX_ROWS: usize = 64;
const MAX_ROW_BYTES: usize = 400;

/// The rows of the tables of a prompt.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Vec<String>>,
}

impl Rows {
    /// Takes a line; false where it is no row.
    pub(super) fn take(&mut self, line: &str) -> bool {
        let inner = line.strip_prefix('|').and_then(|l| l.strip_suffix('|'));
        let Some(inner) = inner.filter(|i| i.len() <= MAX_ROW_BYTES && i.contains('|')) else { return false };
        let cells: Vec<String> = inner.split('|').map(|c| c.trim().trim_matches('`').to_owned()).collect();
        let ruled = cells.iter().all(|c| c.chars().all(|c| matches!(c, '-' | ':' | ' ')));
        if !ruled && self.rows.len() < MAX_ROWS {
            self.rows.push(cells);
        }
        true
    }

    /// The sentences that the rows stand for, where one of the user's own says to act by the table.
    pub(super) fn sentences(&self, said: &[&str]) -> Vec<String> {
        let heading = self.rows.first().map_or(&[][..], |r| r.as_slice());
        if self.rows.len() < 2 || !said.iter().any(|s| acts_by_it(s, heading)) {
            return Vec::new();
        }
        self.rows.iter().skip(1).filter_map(|r| sentence(r)).collect()
    }
}

/// `do what the table says`, `apply the table below`.
fn acts_by_it(sentence: &str, heading: &[String]) -> bool {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty()).collect();
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let acts =
        ["do", "apply", "follow", "execute", "according", "carry", "per", "process", "implement", "perform", "handle"];
    let not = ["don't", "dont", "not", "never", "if", "should", "would", "why", "review", "check", "what's", "before"];
    // `carry out the verdicts`, of a table whose column has that name.
    let column = heading.iter().skip(1).any(|h| {
        let head = h.to_lowercase();
        matches!(head.as_str(), "verdict" | "decision" | "action")
            && words.iter().any(|w| w.trim_end_matches('s') == head)
    });
    (has(&["table"]) || column) && has(&acts) && !has(&not)
}

/// A name and one word that says what is to become of it.
fn sentence(cells: &[String]) -> Option<String> {
    let does = |c: &&String| {
        let word = c.to_lowercase();
        super::words::of_word(&word).is_some_and(|(_, form)| form == super::words::Form::Base) || stays(&word)
    };
    let (Some(op), Some(name)) = (cells.iter().find(does), cells.iter().find(|c| !does(c) && !c.is_empty())) else {
        return None;
    };
    let one = cells.iter().filter(does).count() == 1 && !name.contains(char::is_whitespace);
    let op = op.to_lowercase();
    let said = if stays(&op) { format!("don't touch `{name}`") } else { format!("{op} `{name}`") };
    one.then_some(said)
}

fn stays(word: &str) -> bool {
    matches!(word, "keep" | "stay" | "stays" | "leave" | "no" | "retain" | "preserve" | "-")
}
