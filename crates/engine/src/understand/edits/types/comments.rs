//! Types that stand in comments, where a language has no place for them or had none: `@param {T} x` of JavaScript, `@return T` of
//! PHP, `[T]` of Ruby's documentation, `:type x: T` of Python's. A comment without them, so that two can be compared.

/// A longer type is not read.
const MAX_TYPE: usize = 400;

/// Tags behind which a type stands.
const TAGS: &[&str] = &[
    "@param",
    "@params",
    "@arg",
    "@return",
    "@returns",
    "@var",
    "@type",
    "@typedef",
    "@property",
    "@property-read",
    "@property-write",
    "@prop",
    "@throws",
    "@template",
    "@yield",
    "@yields",
    "@yieldparam",
    "@yieldreturn",
    "@extends",
    "@implements",
    "@satisfies",
    "@this",
    "@enum",
    "@method",
    "@phpstan-param",
    "@phpstan-return",
    "@phpstan-var",
    "@phpstan-type",
    "@psalm-param",
    "@psalm-return",
    "@psalm-var",
    "@overload",
    "@option",
];
/// Fields of Python's documentation that say a type.
const FIELDS: &[&str] = &[":type", ":rtype:", ":vartype"];

/// The comment without the types that its tags say, and whether a tag said one.
#[must_use]
pub fn erase(comment: &str) -> (String, bool) {
    let (mut out, mut had) = (String::with_capacity(comment.len()), false);
    for line in comment.lines() {
        let plain = line.trim_start_matches([' ', '\t', '*', '/', '#', '-']);
        let tag = plain.split([' ', '\t', '{', '[']).next().unwrap_or("");
        if TAGS.contains(&tag) {
            out.push_str(tag);
            out.push_str(&without_type(plain.get(tag.len()..).unwrap_or("")));
            had = true;
        } else if let Some(field) = FIELDS.iter().find(|f| plain.starts_with(**f)) {
            // `:type name: T`: all behind the second colon.
            let name = plain.get(field.len()..).and_then(|r| r.split(':').next()).unwrap_or("");
            out.push_str(field);
            out.push_str(if field.ends_with(':') { "" } else { name });
            had = true;
        } else {
            out.push_str(plain);
        }
        out.retain(|c| !c.is_whitespace());
    }
    (out, had)
}

/// What is left behind a tag when its type is gone: in brackets, or the first word with what it holds in brackets.
fn without_type(rest: &str) -> String {
    let rest = rest.trim_start();
    if let Some(open) = rest.find(['{', '[']).filter(|at| rest.get(..*at).is_some_and(|b| !b.trim().contains(' '))) {
        let end = closing(rest, open);
        return format!("{}{}", rest.get(..open).unwrap_or(""), rest.get(end..).unwrap_or(""));
    }
    let (mut depth, mut joined) = (0usize, false);
    for (at, c) in rest.char_indices().take(MAX_TYPE) {
        match c {
            '<' | '(' | '{' | '[' => depth += 1,
            '>' | ')' | '}' | ']' => depth = depth.saturating_sub(1),
            '|' | '&' | ',' | ':' => joined = true,
            ' ' | '\t'
                if depth == 0 && !joined && !rest.get(at..).is_some_and(|r| r.trim_start().starts_with(['|', '&'])) =>
            {
                return rest.get(at..).unwrap_or("").to_owned();
            }
            ' ' | '\t' => {}
            _ => joined = false,
        }
    }
    String::new()
}

/// Behind the bracket that closes the one at `open`.
fn closing(text: &str, open: usize) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < open).take(MAX_TYPE) {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::erase;

    #[test]
    fn only_the_types_of_tags_go() {
        let same = [
            ("* @param {Object} opts all of them", "* @param {LoadOptions} opts all of them"),
            ("* @return array", "* @return array<int, Order>"),
            ("* @param string|null $x a name", "* @param string | int | null $x a name"),
            ("# @param name [String] who", "# @param name [String, nil] who"),
            (":type x: int", ":type x: list of int"),
        ];
        for (a, b) in same {
            assert_eq!(erase(a), erase(b));
            assert!(erase(a).1, "{a}");
        }
        let other = [
            ("* @param {Object} opts all", "* @param {Object} options all"),
            ("* @return array the rows", "* @return array the columns"),
            ("a string", "an int"),
        ];
        for (a, b) in other {
            assert_ne!(erase(a).0, erase(b).0);
        }
    }
}
