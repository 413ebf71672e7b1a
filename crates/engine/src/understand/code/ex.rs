//! What editors that work by lines are told: `ed`, `ex` and Vim's command lines (`vim -es -c '%s/a/b/g' -c wq`). Changes stay in
//! the file that the editor was given; what reaches further is `!` (a shell), `w`, `r` and `e` with a name, and code. Called by
//! `code`; a command that is not listed is not understood.

use automode_model::Verb;

use super::Small;

/// How deep commands may stand within each other (`g/a/g/b/…`, `silent! bufdo …`).
const MAX_DEPTH: u32 = 12;

/// What a script for `ed` (`vim` false) or `ex` reaches for.
#[must_use]
pub fn scan(text: &str, vim: bool) -> Small {
    let mut out = Small::default();
    let mut typing = false;
    for line in text.lines() {
        if typing {
            typing = line != ".";
            continue;
        }
        typing = command(line, vim, &mut out, 0);
    }
    out
}

/// Whether such a script deletes every line.
#[must_use]
pub fn empties(text: &str) -> bool {
    text.split(['\n', '|']).any(|part| {
        let part = part.trim().trim_start_matches([':', ' ']);
        let global =
            ["g/.*/", "g/./", "g/^/", "g/$/", "g//", "/./", "/^/", "/.*/"].iter().find_map(|g| part.strip_prefix(g));
        let whole = global.or_else(|| ["%", "1,$", "0,$", ","].iter().find_map(|r| part.strip_prefix(r)));
        let keys =
            part.strip_prefix("normal").or_else(|| part.strip_prefix("norm")).map(|k| k.trim_start_matches(['!', ' ']));
        part == "d" && !text.contains('\n')
            || whole.is_some_and(|w| matches!(w.trim().trim_end_matches(['_', ' ']), "d" | "delete"))
            || keys == Some("ggdG")
    })
}

/// One command with its range; whether text follows until a line with a dot.
fn command(line: &str, vim: bool, out: &mut Small, depth: u32) -> bool {
    let Some(rest) = after_range(line.trim_start_matches([' ', '\t', ':'])) else {
        unclear(out, "a range that is not understood");
        return false;
    };
    if depth > MAX_DEPTH {
        unclear(out, "an editor's commands nested deeper than is followed");
        return false;
    }
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (word, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
    if word.is_empty() {
        return bare(rest, vim, out, depth);
    }
    match if vim { word } else { word.get(..1).unwrap_or("") } {
        "s" | "substitute" => substitute(tail, rest, vim, out, depth),
        "g" | "v" | "G" | "V" | "global" | "vglobal" => {
            let tail = if vim { tail.trim_start_matches('!') } else { rest.get(1..).unwrap_or("") };
            match past(tail) {
                Some("") => {}
                Some(inner) => return command(inner, vim, out, depth + 1),
                None => unclear(out, "a pattern that does not end"),
            }
        }
        "w" | "W" | "wq" | "x" | "r" | "e" | "E" | "f" if !vim => {
            let name = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            file(word.get(..1).unwrap_or("w"), name, out);
        }
        "a" | "i" | "c" | "append" | "insert" | "change" => return true,
        _ if !vim => ed_word(word, out),
        _ => vim_word(word, tail, out, depth),
    }
    false
}

/// What is no word: an address alone, a shell, a shift, a comment.
fn bare(rest: &str, vim: bool, out: &mut Small, depth: u32) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None | Some('"' | '#' | '=') => {}
        Some('!') => out.shell.push(chars.as_str().trim().to_owned()),
        Some('&' | '>' | '<' | '~') if vim => {
            return next(chars.as_str().trim_start_matches(['>', '<', '&']), out, depth);
        }
        Some('|') if vim => return command(chars.as_str(), vim, out, depth + 1),
        Some(_) => unclear(out, "an editor's command that is not known"),
    }
    false
}

/// What stands behind a command that ends at `|`.
fn next(tail: &str, out: &mut Small, depth: u32) -> bool {
    match tail.split_once('|') {
        Some((_, more)) => command(more, true, out, depth + 1),
        None => false,
    }
}

/// Commands of `ed` that stay in its file.
fn ed_word(word: &str, out: &mut Small) {
    let stays = "dhHjklmnpPqQtuyz=";
    // A move's address may be a mark, and suffixes print.
    if !word.starts_with(|c| stays.contains(c)) || word.len() > 3 {
        unclear(out, "a command of `ed` that is not known");
    }
}

fn vim_word(word: &str, tail: &str, out: &mut Small, depth: u32) {
    const STAYS: &str = " d delete y yank j join m move t co copy p print P Print nu number l list k ma mark u undo red redo retab sort normal \
        norm q quit qa qall cq cquit wqa wqall xa xall xit x wq w write up update wa wall r read e edit sav saveas sp split vs vsplit \
        new tabe tabedit b buffer bn bnext bp n next first last prev bd bdelete bw bwipeout noh nohlsearch syntax syn filetype ft set se \
        setlocal setl echo echom echomsg colorscheme highlight hi retab left right center ce le ri normal star startinsert stopinsert \
        fold foldopen foldclose sleep version ve file f pwd cd lcd exit version help args marks reg registers changes ju jumps ls buffers \
        scriptnames messages mes checkhealth ";
    const WRAPS: &str = " silent sil keepalt keepjumps keeppatterns keepp noautocmd noa lockmarks argdo bufdo windo tabdo undojoin verbose \
        confirm conf vert vertical tab ";
    let listed = |list: &str| list.split_ascii_whitespace().any(|w| w == word);
    if word == "lua" && !tail.trim_start().starts_with("<<") {
        // All of the line is its own; `=` prints.
        let tail = tail.trim();
        out.statements.push(tail.strip_prefix('=').map_or_else(|| tail.to_owned(), |value| format!("print({value})")));
    } else if listed(WRAPS) {
        command(tail.trim_start_matches('!'), true, out, depth + 1);
    } else if !listed(STAYS) {
        unclear(out, &format!("the editor's command `{word}`"));
    } else if word.starts_with("norm") {
        // Keys: a shell, a command line, a register that is run.
        if tail.trim_start_matches('!').contains(['!', ':', '@', '\u{12}']) {
            unclear(out, "keys that run commands");
        }
    } else {
        let (own, more) = tail.split_once('|').map_or((tail, None), |(a, b)| (a, Some(b)));
        match word {
            "w" | "write" | "wq" | "x" | "xit" | "exit" | "up" | "update" | "r" | "read"
                if own.trim_start().starts_with('!') && !own.starts_with('!') =>
            {
                return out.shell.push(tail.trim_start().trim_start_matches('!').trim().to_owned());
            }
            "w" | "write" | "wq" | "x" | "xit" | "exit" | "up" | "update" | "sav" | "saveas" => file("w", own, out),
            "r" | "read" => file("r", own, out),
            "e" | "edit" | "sp" | "split" | "vs" | "vsplit" | "new" | "tabe" | "tabedit" => file("e", own, out),
            "set" | "se" | "setlocal" | "setl" => settings(own, out),
            "cd" | "lcd" => unclear(out, "an editor that changes its folder"),
            "echo" | "echom" | "echomsg" if own.trim_start().starts_with('$') => {
                out.variables.push(own.trim().strip_prefix('$').map(str::to_owned))
            }
            "echo" | "echom" | "echomsg" if own.contains(['(', '`']) => unclear(out, "what an editor computes"),
            _ => {}
        }
        if let Some(more) = more {
            command(more, true, out, depth + 1);
        }
    }
}

/// Options whose value is a program, an expression or a place of code.
fn settings(text: &str, out: &mut Small) {
    let code = |o: &str| {
        let name = o.split(['=', ':', '+', '^', '-']).next().unwrap_or("");
        let short = [
            "sh", "shcf", "fex", "fde", "inde", "inex", "rtp", "pp", "kp", "ep", "mp", "gp", "fp", "exrc", "ex", "tfu",
            "ofu", "cfu",
        ];
        o.contains(['=', ':'])
            && (name.ends_with("prg")
                || name.ends_with("expr")
                || name.ends_with("func")
                || name.starts_with("shell")
                || name.ends_with("path"))
            || short.contains(&name)
    };
    if text.split_ascii_whitespace().any(code) {
        unclear(out, "a setting of an editor that runs code");
    }
}

/// A file that a command names. A name that the editor would expand is not known.
fn file(how: &str, name: &str, out: &mut Small) {
    let name = name.trim_start_matches('!').trim_start_matches(|c: char| c == '>' || c.is_whitespace()).trim_end();
    if let Some(shell) = name.strip_prefix('!') {
        return out.shell.push(shell.trim().to_owned());
    }
    if name.is_empty() || how == "f" {
        return;
    }
    let plain = !name.contains(['%', '#', '`', '$', '*', '+']);
    let verb = if how == "r" { Verb::Read } else { Verb::Write };
    out.paths.push((verb, plain.then(|| name.to_owned())));
}

/// `s/a/b/flags`.
fn substitute(tail: &str, rest: &str, vim: bool, out: &mut Small, depth: u32) {
    let tail = if vim { tail } else { rest.get(1..).unwrap_or("") };
    if tail.is_empty() || tail.starts_with(|c: char| c.is_ascii_digit() || c == '&') {
        return;
    }
    let Some(with) = past(tail) else {
        return unclear(out, "a substitution that is not understood");
    };
    let mark = tail.chars().next().unwrap_or('/');
    let behind = past(&format!("{mark}{with}")).map(str::to_owned).unwrap_or_default();
    let replacement = with.get(..with.len() - behind.len()).unwrap_or(with);
    // `\=` computes, `e` lets vim be silent; `ed` knows no flag that does more than print.
    if vim && replacement.trim_start().starts_with("\\=") {
        return unclear(out, "a replacement that is computed");
    }
    if vim {
        next(&behind, out, depth);
    } else if behind.contains(|c: char| !c.is_ascii_alphanumeric() && !c.is_whitespace()) {
        unclear(out, "flags that are not known");
    }
}

/// What stands behind `/…/`, whatever the delimiter; nothing where it may end with the line.
fn past(text: &str) -> Option<&str> {
    let mark = text
        .chars()
        .next()
        .filter(|c| !c.is_alphanumeric() && !c.is_whitespace() && *c != '\\' && *c != '"' && *c != '|')?;
    let mut chars = text.char_indices().skip(1);
    while let Some((i, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == mark {
            return text.get(i + c.len_utf8()..);
        }
    }
    Some("")
}

/// What stands behind a range: numbers, `.`, `$`, `%`, marks, patterns, joined by `,` and `;`.
fn after_range(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { return Some("") };
        rest = match c {
            '0'..='9' | '.' | '$' | '%' | ',' | ';' | '+' | '-' | '*' | ' ' | '\t' => chars.as_str(),
            '\'' => {
                chars.next();
                chars.as_str()
            }
            '/' | '?' => past(rest)?,
            _ => return Some(rest),
        };
    }
}

fn unclear(out: &mut Small, why: &str) {
    out.unclear.get_or_insert_with(|| why.to_owned());
}

#[cfg(test)]
mod tests {
    use super::scan;

    #[test]
    fn what_stays_in_the_file_is_told_from_what_reaches_out() {
        for (vim, text, want) in [
            (false, "1,$s/foo/bar/g\nw\nq", ""),
            (false, "g/TODO/d\nwq", ""),
            (false, "/^}/i\nrm -rf /\n.\nw\nq", ""),
            (false, "!id\nq", "!id"),
            (false, "w !id", "!id"),
            (false, "r !id", "!id"),
            (false, "w /etc/hosts", "w/etc/hosts"),
            (false, "g/x/s//!y/\nw", ""),
            (false, "Zap", "?"),
            (true, "%s/a/b/ge|wq", ""),
            (true, "%s/a|b/c/g", ""),
            (true, "g/^$/d", ""),
            (true, "g/x/normal dd", ""),
            (true, "g/x/normal :!id", "?"),
            (true, "silent! %s/a/b/e | update", ""),
            (true, "w! /etc/hosts", "w/etc/hosts"),
            (true, "%!sort -u", "!sort -u"),
            (true, "r !id", "!id"),
            (true, "w !tee /etc/x", "!tee /etc/x"),
            (true, "%s/a/\\=system('id')/", "?"),
            (true, "call system('id')", "?"),
            (true, "set ff=unix nobomb | wq", ""),
            (true, "set shell=/tmp/x", "?"),
            (true, "10", ""),
            (true, "/pattern", ""),
            (true, "lua os.execute('id')", "Los.execute('id')"),
            (true, "lua =1 | 2", "Lprint(1 | 2)"),
            (true, "lua << EOF", "?"),
            (true, "e /etc/hosts | d | w", "w/etc/hosts"),
        ] {
            let found = scan(text, vim);
            let mut got: String = found.shell.iter().map(|s| format!("!{s}")).collect();
            got.extend(
                found
                    .paths
                    .iter()
                    .map(|(v, p)| format!("{}{}", v.name().chars().next().unwrap(), p.as_deref().unwrap_or("…"))),
            );
            got.extend(found.statements.iter().map(|s| format!("L{s}")));
            got.push_str(if found.unclear.is_some() { "?" } else { "" });
            assert_eq!(got, want, "{text}");
        }
    }
}
