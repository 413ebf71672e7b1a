//! awk programs: `system`, pipes, redirections, `getline`, includes and calls by name reach out.

use automode_model::Verb;

use super::Small;

/// What a program reaches for.
#[must_use]
pub fn scan(text: &str) -> Small {
    let mut out = Small::default();
    let Some(tokens) = lex(text) else {
        out.unclear = Some("an awk program that is not understood".into());
        return out;
    };
    for i in 0..tokens.len() {
        reach(&tokens, i, &mut out);
    }
    out
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Str(String),
    Regex,
    Number,
    Sign(&'static str),
    Line,
}

const SIGNS: &[&str] = &[
    "|&", "||", "&&", ">>", ">=", "<=", "==", "!=", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "**", "!~", "(",
    ")", "[", "]", "{", "}", ",", ";", "+", "-", "*", "/", "%", "^", "<", ">", "!", "~", "?", ":", "|", "=", "$", "@",
    "&", "\\",
];

fn lex(text: &str) -> Option<Vec<Token>> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out: Vec<Token> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = at(i);
        let value = matches!(
            out.last(),
            Some(Token::Name(_) | Token::Str(_) | Token::Number | Token::Sign(")" | "]" | "$" | "++" | "--"))
        );
        let keyword = matches!(out.last(), Some(Token::Name(n)) if matches!(n.as_str(), "print" | "printf" | "return" | "in" | "if" | "while"));
        match c {
            '\n' => {
                out.push(Token::Line);
                i += 1;
            }
            '\\' if at(i + 1) == '\n' => i += 2,
            _ if c.is_whitespace() => i += 1,
            '#' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '"' => {
                let (text, next) = string(&chars, i + 1)?;
                out.push(Token::Str(text));
                i = next;
            }
            '/' if !value || keyword => {
                i = regex(&chars, i + 1)?;
                out.push(Token::Regex);
            }
            _ if c.is_alphabetic() || c == '_' => {
                let name: String =
                    chars.iter().skip(i).take_while(|c| c.is_alphanumeric() || **c == '_' || **c == ':').collect();
                i += name.chars().count();
                out.push(Token::Name(name));
            }
            _ if c.is_ascii_digit() || c == '.' => {
                while at(i).is_ascii_alphanumeric() || at(i) == '.' {
                    i += 1;
                }
                out.push(Token::Number);
            }
            _ => {
                let sign = SIGNS.iter().find(|s| s.chars().enumerate().all(|(n, c)| at(i + n) == c))?;
                i += sign.len();
                out.push(Token::Sign(sign));
            }
        }
    }
    Some(out)
}

fn string(chars: &[char], mut i: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    loop {
        match chars.get(i)? {
            '"' => return Some((text, i + 1)),
            '\n' => return None,
            '\\' => {
                let c = chars.get(i + 1)?;
                match c {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    '0'..='7' | 'x' => return escaped(chars, i, text),
                    other => text.push(*other),
                }
                i += 2;
            }
            c => {
                text.push(*c);
                i += 1;
            }
        }
    }
}

/// A string with characters given by number: its text is not worked out, which is told by a mark that no command has.
fn escaped(chars: &[char], mut i: usize, mut text: String) -> Option<(String, usize)> {
    text.push('\u{fffd}');
    loop {
        match chars.get(i)? {
            '"' => return Some((text, i + 1)),
            '\\' => i += 2,
            _ => i += 1,
        }
    }
}

fn regex(chars: &[char], mut i: usize) -> Option<usize> {
    let mut class = false;
    loop {
        match chars.get(i)? {
            '\\' => i += 1,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return Some(i + 1),
            '\n' => return None,
            _ => {}
        }
        i += 1;
    }
}

fn reach(tokens: &[Token], i: usize, out: &mut Small) {
    let unclear = |out: &mut Small, why: &str| {
        out.unclear.get_or_insert_with(|| why.to_owned());
    };
    match tokens.get(i) {
        Some(Token::Name(n)) if n == "system" => match tokens.get(i + 1..i + 4) {
            Some([Token::Sign("("), Token::Str(command), Token::Sign(")")]) if !command.contains('\u{fffd}') => {
                out.shell.push(command.clone())
            }
            _ => unclear(out, "an awk program that runs a command it computes"),
        },
        Some(Token::Name(n)) if n == "getline" => {
            if let (Some(Token::Sign("<")), next) = (tokens.get(i + 1), tokens.get(i + 2)) {
                file(Verb::Read, next, tokens.get(i + 3), out);
            } else if let (Some(Token::Name(_)), Some(Token::Sign("<"))) = (tokens.get(i + 1), tokens.get(i + 2)) {
                file(Verb::Read, tokens.get(i + 3), tokens.get(i + 4), out);
            }
        }
        Some(Token::Sign("|" | "|&")) => pipe(tokens, i, out),
        Some(Token::Sign(">" | ">>")) if is_redirection(tokens, i) => {
            file(Verb::Write, tokens.get(i + 1), tokens.get(i + 2), out)
        }
        // `ENVIRON["NAME"]`, or the loop over all; `"NAME" in ENVIRON` only asks whether it is there.
        Some(Token::Name(n)) if n == "ENVIRON" => match tokens.get(i + 1..i + 4) {
            Some([Token::Sign("["), Token::Str(name), Token::Sign("]")]) => out.variables.push(Some(name.clone())),
            _ if asks_for(tokens.get(..i).unwrap_or_default()) => {}
            _ => out.variables.push(None),
        },
        // The files that it reads, told by the program: `BEGIN { ARGV[1] = "/etc/shadow"; ARGC = 2 }`.
        Some(Token::Name(n)) if n == "ARGV" => operand(tokens, i, out),
        Some(Token::Sign("@")) => unclear(out, "an awk program that loads or calls by name"),
        _ => {}
    }
}

/// A word of the command line that the program looks at, drops (`delete ARGV[1]`, `ARGV[1] = ""`) or makes another.
fn operand(tokens: &[Token], i: usize, out: &mut Small) {
    let before = i.checked_sub(1).and_then(|b| tokens.get(b));
    if matches!(before, Some(Token::Name(n)) if matches!(n.as_str(), "delete" | "in")) {
        return;
    }
    const CHANGES: [&str; 8] = ["sub", "gsub", "split", "getline", "match", "asort", "asorti", "patsplit"];
    let changes = |t: &Token| matches!(t, Token::Name(n) if CHANGES.contains(&n.as_str()));
    let ends = |t: &&Token| matches!(t, Token::Line | Token::Sign(";" | "{" | "}"));
    let mut statement = tokens.get(..i).unwrap_or_default().iter().rev().take_while(|t| !ends(t));
    let changed = statement.any(changes);
    let behind = tokens.get(i + 1..).unwrap_or_default();
    let Some(Token::Sign("[")) = behind.first() else {
        // The whole list, handed to a function.
        out.unclear.get_or_insert_with(|| "an awk program that may change the files that it reads".into());
        return;
    };
    let mut depth = 0_usize;
    let end = behind.iter().position(|t| {
        match t {
            Token::Sign("[") => depth += 1,
            Token::Sign("]") => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    match end.and_then(|end| behind.get(end + 1..)) {
        Some([Token::Sign("="), Token::Str(none), ..]) if none.is_empty() => {}
        Some([Token::Sign("="), name, rest @ ..]) => file(Verb::Read, Some(name), rest.first(), out),
        Some([Token::Sign("+=" | "-=" | "*=" | "/=" | "%=" | "^=" | "++" | "--"), ..]) | None => {}
        Some(_) if changed => {
            out.unclear.get_or_insert_with(|| "an awk program that may change the files that it reads".into());
        }
        Some(_) => {}
    }
}

/// Whether this ends in `"NAME" in`.
fn asks_for(before: &[Token]) -> bool {
    matches!(before, [.., Token::Str(_), Token::Name(n)] if n == "in")
}

/// `"command" | getline`, `print | "command"`.
fn pipe(tokens: &[Token], i: usize, out: &mut Small) {
    let constant = |t: Option<&Token>| match t {
        Some(Token::Str(s)) if !s.contains('\u{fffd}') => Some(s.clone()),
        _ => None,
    };
    let before = constant(i.checked_sub(1).and_then(|b| tokens.get(b)));
    let joined_before = matches!(
        i.checked_sub(2).and_then(|b| tokens.get(b)),
        Some(Token::Name(_) | Token::Str(_) | Token::Number | Token::Sign(")" | "]"))
    );
    let reads = matches!(tokens.get(i + 1), Some(Token::Name(n)) if n == "getline");
    let joined_after =
        matches!(tokens.get(i + 2), Some(Token::Name(_) | Token::Str(_) | Token::Number | Token::Sign("$" | "(")));
    let command =
        if reads { before.filter(|_| !joined_before) } else { constant(tokens.get(i + 1)).filter(|_| !joined_after) };
    match command {
        Some(c) if c.starts_with("/inet") => out.unclear = Some("an awk program that opens a connection".into()),
        Some(c) => out.shell.push(c),
        None => {
            out.unclear.get_or_insert_with(|| "an awk program that runs a command it computes".into());
        }
    }
}

/// How long a statement may be before a sign in it; a longer one is taken for one that writes.
const MAX_STATEMENT_TOKENS: usize = 256;

/// In a `print` outside of parentheses `>` writes; elsewhere it compares.
fn is_redirection(tokens: &[Token], i: usize) -> bool {
    let mut depth = 0i32;
    let from = i.saturating_sub(MAX_STATEMENT_TOKENS);
    for t in tokens.iter().take(i).skip(from).rev() {
        match t {
            Token::Sign(")") => depth += 1,
            Token::Sign("(") => depth -= 1,
            Token::Sign(";" | "{" | "}") | Token::Line if depth == 0 => return false,
            Token::Name(n) if depth == 0 && matches!(n.as_str(), "print" | "printf") => return true,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    from > 0
}

fn file(verb: Verb, name: Option<&Token>, after: Option<&Token>, out: &mut Small) {
    let ends = matches!(after, None | Some(Token::Line | Token::Sign(";" | "}" | ")" | "{" | "&&" | "||")));
    match name {
        Some(Token::Str(s)) if s.starts_with("/inet") => {
            out.unclear = Some("an awk program that opens a connection".into())
        }
        Some(Token::Str(s)) if ends && !s.contains('\u{fffd}') => out.paths.push((verb, Some(s.clone()))),
        _ => out.paths.push((verb, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_reach_out() {
        for (program, shell, paths, unclear) in [
            ("{print $1}", 0, 0, false),
            ("$3 > 100 { print $1, $2 > 5 ? \"a\" : \"b\" }", 0, 1, false),
            ("$3 > 100 && /x|y/ { n++ } END { print n }", 0, 0, false),
            ("{ if ($1 > max) max = $1 } END { print (max > 3) }", 0, 0, false),
            ("BEGIN { system(\"id\") }", 1, 0, false),
            ("BEGIN { system (\"id\") }", 1, 0, false),
            ("{ system(\"rm \" $1) }", 0, 0, true),
            ("BEGIN { \"date\" | getline d; print d }", 1, 0, false),
            ("BEGIN { cmd = \"id\"; cmd | getline }", 0, 0, true),
            ("{ print | \"sort\" }", 1, 0, false),
            ("{ print | \"sh \" x }", 0, 0, true),
            ("{ print > \"out.txt\" }", 0, 1, false),
            ("{ print $2 >> $1\".txt\" }", 0, 1, false),
            ("BEGIN { while ((getline line < \"/etc/shadow\") > 0) print line }", 0, 1, false),
            ("BEGIN { s = \"/inet/tcp/0/h/80\"; print |& s }", 0, 0, true),
            ("@load \"x\"; BEGIN{}", 0, 0, true),
            ("BEGIN { f = \"system\"; @f(\"id\") }", 0, 0, true),
            ("a || b { print \"| sh\" }", 0, 0, false),
            ("BEGIN { system(\"\\151d\") }", 0, 0, true),
            ("BEGIN { ARGV[1] = \"/etc/shadow\"; ARGC = 2 } { print }", 0, 1, false),
            ("BEGIN { ARGV[ARGC++] = f } { print }", 0, 1, false),
            ("BEGIN { gsub(/x/, \"/etc/shadow\", ARGV[1]) } { print }", 0, 0, true),
            ("BEGIN { print ARGV[1]; delete ARGV[1] } { print }", 0, 0, false),
            ("{ gsub(/\"/, \"\"); print }", 0, 0, false),
            ("!seen[$0]++", 0, 0, false),
            ("BEGIN{print \"x", 0, 0, true),
        ] {
            let got = scan(program);
            assert_eq!(
                (got.shell.len(), got.paths.len(), got.unclear.is_some()),
                (shell, paths, unclear),
                "{program}: {got:?}"
            );
        }
    }
}
