//! A span of a text, underlined for a terminal.

use automode_agents::message::visible;
use automode_model::Span;

/// Widest line that is shown.
const MAX_CHARS: usize = 110;
/// How much of the line is kept before the span where the line is cut.
const BEFORE_CHARS: usize = 30;

/// The line in which the span begins and a line of marks below it; none for an empty span. What goes on over more lines
/// is marked to the end of the first.
pub fn underlined(text: &str, span: Span) -> Option<(String, String)> {
    let (start, end) = (span.start as usize, span.end as usize);
    let (before, inside) = (text.get(..start)?, text.get(start..end)?);
    if inside.is_empty() {
        return None;
    }
    let before = before.rsplit('\n').next().unwrap_or("");
    let after = text.get(end..)?.split('\n').next().unwrap_or("");
    let (inside, after) = match inside.split_once('\n') {
        Some((first, _)) => (first, ""),
        None => (inside, after),
    };
    let goes_on = if span.of(text).contains('\n') { " …" } else { "" };
    let (before, inside) = (visible(before), visible(inside));
    let before = tail(&before);
    let room = MAX_CHARS.saturating_sub(before.chars().count());
    let inside = head(&inside, room);
    let after = head(&visible(after), room.saturating_sub(inside.chars().count()));
    let mark = format!("{}{}{goes_on}", " ".repeat(before.chars().count()), "^".repeat(inside.chars().count().max(1)));
    Some((format!("{before}{inside}{after}"), mark))
}

fn tail(text: &str) -> String {
    let all = text.chars().count();
    if all <= MAX_CHARS / 2 {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(all - BEFORE_CHARS).collect();
    format!("…{kept}")
}

fn head(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, words: &str) -> String {
        let start = text.find(words).unwrap();
        let (line, mark) = underlined(text, Span::new(start, start + words.len())).unwrap();
        format!("{line}|{mark}")
    }

    #[test]
    fn marks_stand_below_their_words() {
        assert_eq!(show("cd x && rm -rf y", "rm -rf y"), "cd x && rm -rf y|        ^^^^^^^^");
        assert_eq!(show("ls\nrm ü; ls", "rm ü"), "rm ü; ls|^^^^");
        assert_eq!(show("a\tb", "b"), "a\\tb|   ^");
        assert_eq!(show("cat <<E\nx\nE", "cat <<E\nx\nE"), "cat <<E|^^^^^^^ …");
        assert_eq!(underlined("ls", Span::default()), None);
        assert_eq!(underlined("ls", Span::new(1, 9)), None);
    }

    #[test]
    fn long_lines_are_cut_around_the_span() {
        let text = format!("{} rm x {}", "a".repeat(300), "b".repeat(300));
        let (line, mark) = underlined(&text, Span::new(301, 305)).unwrap();
        assert!(line.chars().count() <= MAX_CHARS && line.starts_with('…') && line.ends_with('…'), "{line}");
        let at = mark.find('^').unwrap();
        assert_eq!(line.chars().skip(at).take(4).collect::<String>(), "rm x");
    }
}
