//! Programs whose output follows from their arguments and input: the pieces that obfuscated commands are made of.

mod compute;

use super::streamed;
use super::value::{MAX_WORD_BYTES, Piece, Val};

/// What this program prints; none where it is not one of these or its input is not known.
#[must_use]
pub fn output(program: &str, args: &[Val], stdin: &Val) -> Option<Val> {
    let out = match program {
        "echo" => echo(args)?,
        "basename" | "dirname" if args.iter().any(Val::has_glob) => return part_of_path(program, args),
        "printf" => return printf(args),
        "find" => return super::handlers::find_output(args),
        // Fewer of the same lines: patterns stay what they are.
        "sort" | "uniq" | "head" | "tail" | "shuf" | "tac" if is_patterns(stdin) && reads_input(program, args) => {
            return Some(stdin.clone());
        }
        "tee" if is_patterns(stdin) => return Some(stdin.clone()),
        "grep" if is_patterns(stdin) && keeps_lines(args) => return Some(stdin.clone()),
        "ls" | "rg" | "grep" | "git" | "fd" | "gofmt" | "date" | "nproc" | "getconf" | "sysctl" | "id" | "xargs" => {
            return super::listing::output(program, args, stdin);
        }
        _ => {
            let words: Option<Vec<&str>> = args.iter().map(Val::known).collect();
            // These read nothing.
            let alone = matches!(program, "basename" | "dirname" | "seq");
            let input = if alone { "" } else { stdin.known()? };
            // Decoding nothing means that the input comes from elsewhere.
            let decodes = matches!(program, "base64" | "base32" | "xxd");
            text(program, &words?, Some(input).filter(|t| !decodes || !t.is_empty())?)?
        }
    };
    (out.len() <= MAX_WORD_BYTES).then(|| Val::text(out))
}

/// `basename "$f"` of what a pattern names: a pattern again, of names in no folder.
fn part_of_path(program: &str, args: &[Val]) -> Option<Val> {
    let (path, suffix) = match args {
        [path] => (path, ""),
        [path, suffix] if program == "basename" => (path, suffix.known()?),
        _ => return None,
    };
    if path.why().is_some() || path.many || path.prefix().starts_with('-') {
        return None;
    }
    let text = path.show();
    let (folder, name) = text.rsplit_once('/').unwrap_or((".", &text));
    let part = if program == "dirname" { folder } else { name.strip_suffix(suffix).unwrap_or(name) };
    // What `**` stands for lies in folders, too.
    let part = part.replace("**", "*");
    let mut out = Val::default();
    out.push(if part.contains(['*', '?', '[']) { Piece::Glob(part) } else { Piece::Text(part) });
    out.push(Piece::Text("\n".into()));
    Some(out)
}

/// Lines of names that are known as patterns (what `find` prints).
fn is_patterns(stdin: &Val) -> bool {
    stdin.has_glob() && stdin.why().is_none()
}

/// Only options, and none that names another input.
fn reads_input(program: &str, args: &[Val]) -> bool {
    let mut value = false;
    args.iter().all(|a| {
        let word = a.known().unwrap_or("x");
        let fine = value || word.starts_with('-') && !word.starts_with("--files0") || word.starts_with('+');
        value = !value && matches!((program, word), ("head" | "tail", "-n") | ("sort", "-k" | "-t") | ("shuf", "-n"));
        fine
    })
}

/// `grep PATTERN` with options that print whole lines of the input.
fn keeps_lines(args: &[Val]) -> bool {
    let plain = |a: &&Val| !a.known().is_some_and(|t| t.starts_with('-') && t.len() > 1);
    let options = args.iter().filter(|a| !plain(a)).all(|a| {
        let t = a.known().unwrap_or("");
        t.strip_prefix('-').is_some_and(|l| l.bytes().all(|b| b"vivEFPwxazZ".contains(&b)))
    });
    options && args.iter().filter(plain).count() == 1
}

fn text(program: &str, args: &[&str], input: &str) -> Option<String> {
    match (program, args) {
        ("cat" | "tee", []) | ("cat", ["-"]) => Some(input.to_owned()),
        ("tee", args) if args.iter().all(|a| !a.starts_with('-') || *a == "-a") => Some(input.to_owned()),
        ("base64" | "basename" | "dirname" | "seq" | "sort" | "uniq", args) if !decodes(args) => {
            compute::run(program, args, input)
        }
        ("base64" | "gbase64", ["-d" | "--decode" | "-D" | "-di"]) => {
            String::from_utf8(base64(input).filter(|_| is_plain_base64(input))?).ok()
        }
        ("base32", ["-d" | "--decode"]) => String::from_utf8(base32(input)?).ok(),
        // What one character is beyond ASCII the locale decides.
        ("rev", []) if input.is_ascii() => Some(input.split_inclusive('\n').map(reversed).collect()),
        // A last line without an end is glued to the one before it.
        ("tac", []) if input.is_empty() || input.ends_with('\n') => Some(input.split_inclusive('\n').rev().collect()),
        ("xxd", args) if args.contains(&"-r") && args.iter().any(|a| a.contains('p')) => from_hex(input),
        ("xxd", ["-rp" | "-pr"]) => from_hex(input),
        ("tr", ["-d", from]) => translate(input, from, None),
        ("tr", [from, to]) => translate(input, from, Some(to)),
        ("sed", [script] | ["-e", script]) => streamed::filter(script, false, input),
        ("sed", ["-E" | "-r", script] | ["-E" | "-r", "-e", script]) => streamed::filter(script, true, input),
        ("head", [n]) => lines(input, n.strip_prefix("-n").or(n.strip_prefix('-'))?, true),
        ("head", ["-n", n]) => lines(input, n, true),
        ("tail", ["-n", n]) if !n.starts_with('+') => lines(input, n, false),
        ("head", ["-c", n]) => input.get(..n.parse::<usize>().ok()?.min(input.len())).map(str::to_owned),
        ("cut", args) => cut(input, args),
        _ => None,
    }
}

/// The line backwards; its end stays where it is.
fn reversed(line: &str) -> String {
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    text.chars().rev().chain(end.chars()).collect()
}

fn decodes(args: &[&str]) -> bool {
    args.iter().any(|a| matches!(*a, "-d" | "-D" | "-di" | "--decode"))
}

fn echo(args: &[Val]) -> Option<String> {
    let words: Option<Vec<&str>> = args.iter().map(Val::known).collect();
    let mut words = words?;
    let (mut newline, mut escapes) = (true, false);
    while let Some(flags) = words
        .first()
        .and_then(|w| w.strip_prefix('-'))
        .filter(|f| !f.is_empty() && f.chars().all(|c| "neE".contains(c)))
    {
        newline &= !flags.contains('n');
        escapes |= flags.contains('e');
        words.remove(0);
    }
    let mut out = words.join(" ");
    if escapes && out.contains("\\c") {
        // It ends the output, the newline as well.
        return None;
    }
    if escapes {
        out = unescape(&out, Escapes::Echo)?;
    }
    if newline {
        out.push('\n');
    }
    Some(out)
}

/// What `printf FORMAT ARGS…` prints.
#[must_use]
pub fn printf(args: &[Val]) -> Option<Val> {
    let words: Option<Vec<&str>> = args.iter().map(Val::known).collect();
    let words = words?;
    let ended = words.first() == Some(&"--");
    let (format, mut rest) = words.get(usize::from(ended)..)?.split_first()?;
    if format.contains("\\c") || !ended && format.starts_with('-') {
        // A format says it literally, an argument of `%b` ends the output; an option that there is not is an error.
        return None;
    }
    let format = unescape(format, Escapes::Format)?;
    let mut out = String::new();
    loop {
        let before = rest.len();
        format_once(&format, &mut rest, &mut out)?;
        if rest.is_empty() || rest.len() == before || out.len() > MAX_WORD_BYTES {
            break;
        }
    }
    (out.len() <= MAX_WORD_BYTES).then(|| Val::text(out))
}

fn format_once(format: &str, rest: &mut &[&str], out: &mut String) -> Option<()> {
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (arg, used) = rest.split_first().map_or(("", *rest), |(a, r)| (*a, r));
        match chars.next()? {
            '%' => {
                out.push('%');
                continue;
            }
            's' => out.push_str(arg),
            'b' if arg.contains("\\c") => return None,
            'b' => out.push_str(&unescape(arg, Escapes::Word)?),
            // Of nothing it prints a NUL.
            'c' => out.push(arg.chars().next().filter(char::is_ascii)?),
            // A zero in front makes it octal.
            'd' | 'i' | 'u' | 'x' | 'o' if arg.len() > 1 && arg.trim_start_matches(['+', '-']).starts_with('0') => {
                return None;
            }
            'd' | 'i' => out.push_str(&arg.parse::<i64>().ok().or(arg.is_empty().then_some(0))?.to_string()),
            'u' => out.push_str(&arg.parse::<u64>().ok().or(arg.is_empty().then_some(0))?.to_string()),
            'x' => out.push_str(&format!("{:x}", arg.parse::<u64>().ok()?)),
            'o' => out.push_str(&format!("{:o}", arg.parse::<u64>().ok()?)),
            first => {
                // Flags, a width: all up to the letter that ends them.
                let mut spec = String::from(first);
                while !spec.ends_with(|c: char| c.is_ascii_alphabetic()) {
                    spec.push(chars.next()?);
                }
                out.push_str(&compute::directive(&spec, arg)?);
            }
        }
        *rest = used;
    }
    Some(())
}

/// Where backslash escapes stand: they differ in octal numbers and quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// `echo -e`
    Echo,
    /// `printf %b`
    Word,
    /// The format of `printf`.
    Format,
}

/// Backslash escapes as `echo -e` and `printf` know them; none where the result is not text.
#[must_use]
pub fn unescape(text: &str, place: Escapes) -> Option<String> {
    let mut out: Vec<u8> = Vec::new();
    let mut chars = text.chars().peekable();
    let push = |c: char, out: &mut Vec<u8>| out.extend(c.encode_utf8(&mut [0; 4]).bytes());
    while let Some(c) = chars.next() {
        if c != '\\' {
            push(c, &mut out);
            continue;
        }
        match chars.next() {
            None => push('\\', &mut out),
            Some('n') => out.push(b'\n'),
            Some('t') => out.push(b'\t'),
            Some('r') => out.push(b'\r'),
            Some('a') => out.push(7),
            Some('b') => out.push(8),
            Some('e' | 'E') => out.push(27),
            Some('f') => out.push(12),
            Some('v') => out.push(11),
            Some('c') => break,
            Some('x') => out.push(u8::try_from(digits(&mut chars, 16, 2)?).ok()?),
            Some('u') => push(char::from_u32(digits(&mut chars, 16, 4)?)?, &mut out),
            Some('U') => push(char::from_u32(digits(&mut chars, 16, 8)?)?, &mut out),
            // A zero in front is one of three digits in a format, and none of them elsewhere.
            Some('0') if place != Escapes::Format => {
                out.push(u8::try_from(digits(&mut chars, 8, 3).unwrap_or(0)).ok()?);
            }
            Some(d) if d.is_digit(8) && place != Escapes::Echo => {
                let mut n = d.to_digit(8)?;
                for _ in 0..2 {
                    let Some(v) = chars.peek().and_then(|c| c.to_digit(8)) else { break };
                    n = n * 8 + v;
                    chars.next();
                }
                out.push(u8::try_from(n).ok()?);
            }
            Some('\\') => out.push(b'\\'),
            Some(q @ ('\'' | '"' | '?')) if place == Escapes::Format => push(q, &mut out),
            Some(other) => {
                push('\\', &mut out);
                push(other, &mut out);
            }
        }
    }
    String::from_utf8(out).ok()
}

fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, radix: u32, max: u32) -> Option<u32> {
    let mut n: Option<u32> = None;
    for _ in 0..max {
        let Some(v) = chars.peek().and_then(|c| c.to_digit(radix)) else { break };
        n = Some(n.unwrap_or(0).checked_mul(radix)?.checked_add(v)?);
        chars.next();
    }
    n
}

/// Neither the other alphabet nor text behind the end, of which the program makes something else.
fn is_plain_base64(text: &str) -> bool {
    !text.contains(['-', '_']) && !text.trim_end().trim_end_matches('=').contains('=')
}

/// Base 64, decoded.
#[must_use]
pub fn base64(text: &str) -> Option<Vec<u8>> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    bits(text, 6, value)
}

fn base32(text: &str) -> Option<Vec<u8>> {
    let value = |c: u8| match c.to_ascii_uppercase() {
        c @ b'A'..=b'Z' => Some(c - b'A'),
        c @ b'2'..=b'7' => Some(c - b'2' + 26),
        _ => None,
    };
    bits(text, 5, value)
}

fn bits(text: &str, per_char: u32, value: impl Fn(u8) -> Option<u8>) -> Option<Vec<u8>> {
    let (mut have, mut count, mut out) = (0u32, 0u32, Vec::new());
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace()) {
        if c == b'=' {
            break;
        }
        have = (have << per_char) | u32::from(value(c)?);
        count += per_char;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((have >> count) & 0xff).ok()?);
            have &= (1 << count) - 1;
        }
    }
    Some(out)
}

fn from_hex(text: &str) -> Option<String> {
    let nibbles: Option<Vec<u32>> = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(16)).collect();
    let bytes: Vec<u8> =
        nibbles?.chunks_exact(2).filter_map(|p| u8::try_from(p.iter().fold(0, |a, n| a * 16 + n)).ok()).collect();
    String::from_utf8(bytes).ok()
}

/// A `tr` set of single characters and ranges; classes are not followed.
fn set(spec: &str) -> Option<Vec<char>> {
    // It counts in bytes.
    let repeats = spec.contains('[') && spec.contains('*');
    if spec.contains("[:") || spec.contains("[=") || repeats || !spec.is_ascii() {
        return None;
    }
    let mut escaped = false;
    let known = spec.chars().all(|c| {
        let fine = !escaped || "01234567abfnrtv\\".contains(c);
        escaped = c == '\\' && !escaped;
        fine
    });
    if !known || escaped {
        return None;
    }
    let chars: Vec<char> = unescape(spec, Escapes::Format)?.chars().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(c) = chars.get(i) {
        match (chars.get(i + 1), chars.get(i + 2)) {
            // An error: nothing is printed.
            (Some('-'), Some(end)) if end < c => return None,
            (Some('-'), Some(end)) => {
                out.extend(*c..=*end);
                i += 3;
            }
            _ => {
                out.push(*c);
                i += 1;
            }
        }
        if out.len() > 1024 {
            return None;
        }
    }
    Some(out)
}

fn translate(input: &str, from: &str, to: Option<&str>) -> Option<String> {
    if from.starts_with('-') {
        return None;
    }
    let from = set(from)?;
    let Some(to) = to else { return Some(input.chars().filter(|c| !from.contains(c)).collect()) };
    let to = set(to)?;
    let last = *to.last()?;
    Some(
        input
            .chars()
            .map(|c| from.iter().rposition(|f| *f == c).map_or(c, |i| to.get(i).copied().unwrap_or(last)))
            .collect(),
    )
}

fn lines(input: &str, n: &str, first: bool) -> Option<String> {
    let n: usize = n.parse().ok()?;
    let all: Vec<&str> = input.split_inclusive('\n').collect();
    let skip = if first { 0 } else { all.len().saturating_sub(n) };
    Some(all.into_iter().skip(skip).take(n).collect())
}

/// A list of places as `cut` takes it: `2`, `1,3`, `2-`, `-4`; another one is an error, whatever the input.
fn is_list(spec: &str) -> bool {
    let place = |t: &str| t.parse::<usize>().ok().filter(|n| *n > 0 && t.bytes().all(|b| b.is_ascii_digit()));
    spec.split(',').all(|part| match part.split_once('-') {
        None => place(part).is_some(),
        Some(("", to)) => place(to).is_some(),
        Some((from, "")) => place(from).is_some(),
        Some((from, to)) => place(from).zip(place(to)).is_some_and(|(a, b)| a <= b),
    })
}

fn cut(input: &str, args: &[&str]) -> Option<String> {
    // A name of a file among the arguments, or a separator of several characters: it prints something else, or nothing.
    let mut value = false;
    let fine = args.iter().all(|a| {
        let option = a.starts_with("-d") || a.starts_with("-f") || a.starts_with("-c");
        let fine = value || option && (!a.starts_with("-d") || a.chars().count() <= 3);
        value = !value && matches!(*a, "-d" | "-f" | "-c");
        fine
    });
    // A newline as the separator joins lines. It counts in bytes.
    let bytes = |t: &str| args.iter().any(|a| a.starts_with("-c")) && !t.is_ascii();
    if !fine
        || value
        || bytes(input)
        || args.iter().any(|a| a.contains('\n') || !a.is_ascii())
        || args.windows(2).any(|w| matches!(w, ["-d", d] if d.chars().count() != 1))
    {
        return None;
    }
    let joined = args.join("\0");
    let option = |name: &str| {
        args.iter().enumerate().find_map(|(i, a)| {
            let rest = a.strip_prefix(name)?;
            if rest.is_empty() { args.get(i + 1).copied() } else { Some(rest) }
        })
    };
    // Without a list it is an error, and so is a separator where there are no fields.
    let listless = !option("-c").or(option("-f")).is_some_and(is_list);
    let both = option("-c").is_some() && option("-d").or(option("-f")).is_some();
    if joined.contains("--") || listless || both {
        return None;
    }
    let pick = |list: &[String], spec: &str, glue: &str| -> Option<String> {
        // In the order of the input, each once.
        let mut chosen = std::collections::BTreeSet::new();
        for part in spec.split(',') {
            let (a, b) = part.split_once('-').unwrap_or((part, part));
            let a: usize = if a.is_empty() { 1 } else { a.parse().ok()? };
            let b: usize = if b.is_empty() { list.len() } else { b.parse().ok()? };
            chosen.extend(a.checked_sub(1)?..b.min(list.len()));
        }
        let out: Vec<&str> = chosen.iter().filter_map(|i| list.get(*i).map(String::as_str)).collect();
        Some(out.join(glue))
    };
    let mut out = String::new();
    for line in input.split_terminator('\n') {
        let picked = if let Some(spec) = option("-c") {
            pick(&line.chars().map(String::from).collect::<Vec<_>>(), spec, "")?
        } else {
            let d = option("-d").unwrap_or("\t");
            let fields: Vec<String> = line.split(d).map(str::to_owned).collect();
            if fields.len() == 1 { line.to_owned() } else { pick(&fields, option("-f")?, d)? }
        };
        out.push_str(&picked);
        out.push('\n');
    }
    Some(out)
}
