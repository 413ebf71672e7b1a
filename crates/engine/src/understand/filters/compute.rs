//! Programs that only compute what they print: parts of paths, counted numbers, encoded and ordered text, formats. Called by
//! `filters`.

/// Numbers that `seq` prints at most here; more are not known.
const MAX_NUMBERS: usize = 1000;

/// What such a program prints.
pub fn run(program: &str, args: &[&str], input: &str) -> Option<String> {
    match (program, args) {
        ("basename" | "dirname", [path, ..]) if path.starts_with('-') => None,
        ("basename", [path]) => Some(base(path) + "\n"),
        ("basename", [path, suffix]) => {
            let base = base(path);
            let cut = base.strip_suffix(suffix).filter(|b| !b.is_empty()).map(str::to_owned);
            Some(cut.unwrap_or(base) + "\n")
        }
        ("dirname", [path]) => Some(folder(path) + "\n"),
        ("seq", args) => numbers(args),
        ("base64", []) => Some(wrapped(&encoded(input.as_bytes()))),
        ("base64", ["-w0" | "--wrap=0"] | ["-w", "0"]) => Some(encoded(input.as_bytes())),
        ("sort", args) => sorted(input, args),
        ("uniq", []) => {
            let mut lines: Vec<&str> = input.split_terminator('\n').collect();
            lines.dedup();
            Some(joined(lines))
        }
        _ => None,
    }
}

fn joined(lines: Vec<&str>) -> String {
    lines.into_iter().map(|l| l.to_owned() + "\n").collect()
}

/// By bytes, where no locale could order the lines otherwise.
fn sorted(input: &str, args: &[&str]) -> Option<String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'\n';
    if !args.iter().all(|a| matches!(*a, "-r" | "-u")) || !input.bytes().all(plain) {
        return None;
    }
    let mut lines: Vec<&str> = input.lines().collect();
    // Letters and digits side by side may be ordered either way.
    let kinds = |l: &&str| (l.bytes().any(|b| b.is_ascii_digit()), l.bytes().any(|b| b.is_ascii_lowercase()));
    if lines.iter().any(|l| kinds(l) == (true, true))
        || lines.windows(2).any(|w| w.iter().map(kinds).min() != w.iter().map(kinds).max())
    {
        return None;
    }
    lines.sort_unstable();
    if args.contains(&"-u") {
        lines.dedup();
    }
    if args.contains(&"-r") {
        lines.reverse();
    }
    Some(joined(lines))
}

/// The last part of a path.
fn base(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rsplit('/').next() {
        _ if trimmed.is_empty() && !path.is_empty() => "/".to_owned(),
        Some(last) => last.to_owned(),
        None => String::new(),
    }
}

/// All but the last part.
fn folder(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() && !path.is_empty() {
        return "/".to_owned();
    }
    match trimmed.rsplit_once('/') {
        None => ".".to_owned(),
        Some((before, _)) => {
            let before = before.trim_end_matches('/');
            if before.is_empty() { "/".to_owned() } else { before.to_owned() }
        }
    }
}

fn numbers(args: &[&str]) -> Option<String> {
    let whole = |t: &&str| (!t.starts_with('0') || t.len() == 1).then(|| t.parse::<i64>().ok())?;
    let parsed: Option<Vec<i64>> = args.iter().map(whole).collect();
    let (from, step, to) = match parsed?.as_slice() {
        [to] => (1, 1, *to),
        [from, to] => (*from, 1, *to),
        [from, step, to] if *step != 0 => (*from, *step, *to),
        _ => return None,
    };
    let mut out = String::new();
    let mut n = from;
    for _ in 0..=MAX_NUMBERS {
        if step > 0 && n > to || step < 0 && n < to {
            return Some(out);
        }
        out.push_str(&format!("{n}\n"));
        n = n.checked_add(step)?;
    }
    None
}

fn encoded(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let three = chunk.iter().chain([&0; 2]).take(3).fold(0_u32, |n, b| n << 8 | u32::from(*b));
        for i in 0..4_usize {
            let digit = usize::try_from(three >> (18 - 6 * i) & 63).unwrap_or(0);
            let char = DIGITS.get(digit).map_or('=', |b| char::from(*b));
            out.push(if i <= chunk.len() { char } else { '=' });
        }
    }
    out
}

/// Lines of 76 characters, as the program prints them.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i > 0 && i % 76 == 0 {
            out.push('\n');
        }
        out.push(c);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// One directive of `printf`: flags, width, precision, and what it does with its argument; none where that is not plain.
/// `spec` is what stands behind the `%`, its letter last.
pub fn directive(spec: &str, arg: &str) -> Option<String> {
    let letter = spec.chars().last()?;
    let body = spec.strip_suffix(letter)?;
    let flags: String = body.chars().take_while(|c| matches!(c, '-' | '0' | ' ' | '+' | '#')).collect();
    let rest = body.get(flags.len()..)?;
    let (width, precision) = rest.split_once('.').map_or((rest, None), |(w, p)| (w, Some(p)));
    let width: usize = if width.is_empty() { 0 } else { width.parse().ok().filter(|w| *w <= 200)? };
    let text = match letter {
        's' if arg.is_ascii() => match precision {
            None => arg.to_owned(),
            Some(p) => arg.chars().take(if p.is_empty() { 0 } else { p.parse().ok()? }).collect(),
        },
        'd' | 'i' if precision.is_none() && !flags.contains([' ', '+', '#']) => integer(arg)?.to_string(),
        'q' if body.is_empty() => protected(arg)?,
        _ => return None,
    };
    Some(if flags.contains('-') {
        format!("{text:<width$}")
    } else if flags.contains('0') && letter != 's' {
        let digits = text.trim_start_matches('-');
        let sign = if text.starts_with('-') { "-" } else { "" };
        format!("{sign}{digits:0>pad$}", pad = width.saturating_sub(sign.len()))
    } else {
        format!("{text:>width$}")
    })
}

fn integer(arg: &str) -> Option<i64> {
    let plain = !arg.trim_start_matches(['+', '-']).starts_with('0') || arg.len() == 1;
    if arg.is_empty() { Some(0) } else { arg.parse().ok().filter(|_| plain) }
}

/// `%q`: a word of harmless characters, or one with backslashes before blanks and signs.
fn protected(arg: &str) -> Option<String> {
    if arg.is_empty() {
        return Some("''".to_owned());
    }
    let harmless =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '=' | '%' | '@' | '+');
    let mut out = String::new();
    for c in arg.chars() {
        match c {
            c if harmless(c) => {}
            ' ' | '\'' | '"' | ';' | '&' | '|' | '(' | ')' | '<' | '>' | '$' | '`' | '*' | '?' | '\\' | '[' | ']' => {
                out.push('\\')
            }
            _ => return None,
        }
        out.push(c);
    }
    Some(out)
}
