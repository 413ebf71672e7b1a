//! The words of an answer, for an agent that must plan anew and for a person who must decide: rule, why, the offending
//! words, a permitted way. Every adapter's `encode` uses it; nothing here says how to switch the gate off.
//!
//! The words come from whoever wrote the command, so nothing invisible is shown as it is, and what has to be cut is cut
//! in its middle: an end that hides behind a long beginning is an old trick.

/// Longest text that a host is told, in characters. A refusal goes into the model's context each time; one existing gate
/// spends 3.9 kB on `rm -rf /`.
pub const MAX_CHARS: usize = 300;

/// Longest rule id that is shown; ours are below 40.
const MAX_RULE_CHARS: usize = 64;
/// The offending words are shortened first, down to this.
const MIN_WORDS_CHARS: usize = 32;
/// Then the reason, down to this.
const MIN_REASON_CHARS: usize = 48;
/// Then the remedy, down to this: with all at their least, lead, rule and tail still fit.
const MIN_REMEDY_CHARS: usize = 40;

/// What an answer says; empty parts are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<'a> {
    /// What happened: `denied`, `needs a person`.
    pub lead: &'a str,
    /// The rule's id.
    pub rule: &'a str,
    /// Why.
    pub reason: &'a str,
    /// The offending words.
    pub words: &'a str,
    /// A permitted way.
    pub remedy: &'a str,
    /// What a person can do.
    pub tail: &'a str,
}

/// `lead [rule]: reason: `words`. Instead: remedy. tail`, in one line of at most [`MAX_CHARS`] visible characters.
#[must_use]
pub fn compose(parts: &Parts<'_>) -> String {
    let lead = visible(parts.lead);
    let rule = shorten(&visible(parts.rule), MAX_RULE_CHARS);
    let (reason, words, remedy) = (visible(parts.reason), visible(parts.words), visible(parts.remedy));
    let tail = visible(parts.tail);
    let with = |reason: &str, words: &str, remedy: &str| sentence(&lead, &rule, reason, words, remedy, &tail);

    let full = with(&reason, &words, &remedy);
    let Some(over) = excess(&full) else { return full };
    let words = shorten(&words, length(&words).saturating_sub(over).max(MIN_WORDS_CHARS));
    let Some(over) = excess(&with(&reason, &words, &remedy)) else { return with(&reason, &words, &remedy) };
    let reason = shorten(&reason, length(&reason).saturating_sub(over).max(MIN_REASON_CHARS));
    let Some(over) = excess(&with(&reason, &words, &remedy)) else { return with(&reason, &words, &remedy) };
    let remedy = shorten(&remedy, length(&remedy).saturating_sub(over).max(MIN_REMEDY_CHARS));
    shorten(&with(&reason, &words, &remedy), MAX_CHARS)
}

fn sentence(lead: &str, rule: &str, reason: &str, words: &str, remedy: &str, tail: &str) -> String {
    let mut out = lead.to_owned();
    if !rule.is_empty() {
        out.push_str(&format!(" [{rule}]"));
    }
    if !reason.is_empty() {
        out.push_str(&format!(": {reason}"));
    }
    if !words.is_empty() {
        let fence = if words.contains('`') { "``" } else { "`" };
        out.push_str(&format!(": {fence}{words}{fence}"));
    }
    if !remedy.is_empty() {
        out.push_str(&format!(". Instead: {remedy}"));
    }
    if !tail.is_empty() {
        out.push_str(&format!(". {tail}"));
    }
    out
}

fn excess(text: &str) -> Option<usize> {
    length(text).checked_sub(MAX_CHARS).filter(|over| *over > 0)
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The text in at most `max` characters: head and tail with `…` between; the tail gets the larger half of a command's
/// worth, since that is where the target stands.
#[must_use]
pub fn shorten(text: &str, max: usize) -> String {
    let all = length(text);
    if all <= max {
        return text.to_owned();
    }
    let keep = max.saturating_sub(1);
    let head = keep / 2;
    let mut out: String = text.chars().take(head).collect();
    out.push('…');
    out.extend(text.chars().skip(all - (keep - head)));
    out
}

/// The text with everything that a reader cannot see, or would see in another order, written out.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// Controls, blanks that are not the blank, marks of direction, letters without a shape, tags.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said() {
        let parts = Parts {
            lead: "denied",
            rule: "delete.outside-workspace",
            reason: "deletes a tree outside the workspace",
            words: "rm -rf ~/thesis",
            remedy: "delete below the workspace",
            tail: "A person can run it",
        };
        assert_eq!(
            compose(&parts),
            "denied [delete.outside-workspace]: deletes a tree outside the workspace: `rm -rf ~/thesis`. \
             Instead: delete below the workspace. A person can run it"
        );
        assert_eq!(compose(&Parts { lead: "denied", reason: "no", ..Parts::default() }), "denied: no");
    }

    #[test]
    fn the_middle_of_the_words_goes_first() {
        let words = format!("echo {} && rm -rf /srv/data", "x".repeat(900));
        let parts = Parts { lead: "denied", rule: "a.b", reason: "because", words: &words, remedy: "do c", tail: "" };
        let said = compose(&parts);
        assert_eq!(said.chars().count(), MAX_CHARS);
        assert!(said.starts_with("denied [a.b]: because: `echo xxx"), "{said}");
        assert!(said.contains("…x") && said.ends_with("rm -rf /srv/data`. Instead: do c"), "{said}");
    }

    #[test]
    fn rule_remedy_and_tail_survive_everything() {
        let long = "y".repeat(5000);
        let parts = Parts { lead: "denied", rule: "a.b", reason: &long, words: &long, remedy: "do c", tail: "Ask." };
        let said = compose(&parts);
        assert_eq!(said.chars().count(), MAX_CHARS);
        assert!(said.contains("[a.b]") && said.ends_with("Instead: do c. Ask."), "{said}");
    }

    #[test]
    fn nothing_stays_invisible() {
        assert_eq!(
            visible("a\u{202e}b\u{200b}c\nd\u{e0041}\u{a0}\u{7}"),
            "a\\u{202e}b\\u{200b}c\\nd\\u{e0041}\\u{a0}\\u{7}"
        );
        assert_eq!(visible("ü 日本 😀"), "ü 日本 😀");
        let said = compose(&Parts { lead: "x", words: "a`b", ..Parts::default() });
        assert_eq!(said, "x: ``a`b``");
    }
}
