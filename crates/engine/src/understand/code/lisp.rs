//! Emacs Lisp of a command line (`emacs --batch --eval '(…)'`, `-f FUNCTION`): every function that is called must be on a list of
//! what computes, prints or works on the file that was given, or be defined in the text; files and commands that are named
//! plainly are told. Called by `code`.

use automode_model::Verb;

use super::Small;

/// Functions that compute, print, move in a text and change it, and what a build of Lisp consists of.
const CALLS: &str = "
    progn prog1 let let* setq setq-default setq-local if when unless cond and or not null while dolist dotimes lambda quote function
    save-excursion save-restriction with-temp-buffer with-current-buffer condition-case unwind-protect ignore-errors interactive
    with-eval-after-load eval-when-compile declare defvar defconst defcustom defun defsubst cl-defun pcase case message princ print prin1
    terpri format format-message concat string-join string-trim mapconcat mapcar mapc cl-loop car cdr cons list append nth length reverse
    + - * / = < > <= >= /= 1+ 1- % mod max min eq eql equal string= string-equal string< string> stringp numberp listp symbolp boundp
    fboundp featurep require provide emacs-version version buffer-string buffer-name buffer-file-name current-buffer point point-min
    point-max goto-char forward-line forward-char beginning-of-line end-of-line beginning-of-buffer end-of-buffer search-forward
    re-search-forward re-search-backward replace-match replace-regexp replace-string replace-regexp-in-string match-string match-beginning
    match-end looking-at insert delete-region delete-char kill-line erase-buffer indent-region indent-buffer untabify tabify
    whitespace-cleanup delete-trailing-whitespace sort-lines align fill-paragraph fill-region mark-whole-buffer save-buffer
    save-some-buffers kill-emacs kill-buffer number-to-string string-to-number symbol-name intern gethash puthash make-hash-table assoc
    assq alist-get plist-get expand-file-name file-name-directory file-name-nondirectory file-exists-p locate-library
    checkdoc-current-buffer checkdoc byte-compile-warning byte-compile-file batch-byte-compile batch-byte-recompile-directory
    batch-native-compile native-compile ert-run-tests-batch ert-run-tests-batch-and-exit ert buttercup-run-discover buttercup-run-at-point
    org-mode text-mode emacs-lisp-mode prog-mode org-html-export-to-html org-md-export-to-markdown org-latex-export-to-pdf
    org-latex-export-to-latex org-ascii-export-to-ascii org-table-align org-texinfo-export-to-texinfo package-lint-batch-and-exit
    package-version-join emacs-lisp-docstring-fill-column add-to-list add-hook lisp-mode-variables toggle-debug-on-error elint-file
    string-match string-match-p substring split-string upcase downcase capitalize face-list elisp-lint-files-batch undercover
";

/// Functions whose first argument is a file, and what happens to it.
const FILES: &[(&str, Verb)] = &[
    ("find-file", Verb::Write),
    ("find-file-noselect", Verb::Write),
    ("insert-file-contents", Verb::Read),
    ("insert-file", Verb::Read),
    ("write-file", Verb::Write),
    ("delete-file", Verb::Delete),
    ("delete-directory", Verb::Delete),
    ("make-directory", Verb::Write),
    ("load-file", Verb::Run),
];

/// Whether such a function, named by `-f`, does no more than the listed ones do.
#[must_use]
pub fn is_listed(name: &str) -> bool {
    CALLS.split_ascii_whitespace().any(|c| c == name)
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Quote,
    Text(String),
    Symbol(String),
}

/// What such a text reaches for.
#[must_use]
pub fn scan(text: &str) -> Small {
    let mut out = Small::default();
    let Some(tokens) = tokens(text) else {
        out.unclear = Some("Lisp that is not understood".to_owned());
        return out;
    };
    let enclosing = enclosing(&tokens);
    let own: Vec<&str> = tokens.windows(2).filter_map(defined).collect();
    for (i, token) in tokens.iter().enumerate() {
        let Token::Symbol(name) = token else { continue };
        let head = i > 0 && tokens.get(i - 1) == Some(&Token::Open);
        // `'((a . 1))`, `(let ((a 1)) …)`: a list that is no call; its words count all the same where they could run something.
        let data = head && matches!(i.checked_sub(2).and_then(|i| tokens.get(i)), Some(Token::Quote));
        let binds = head && is_binding(&tokens, &enclosing, i);
        if own.contains(&name.as_str()) || is_listed(name) || data || binds && !is_way_out(name) {
            continue;
        }
        if !head {
            if is_way_out(name) {
                unclear(&mut out);
            }
            continue;
        }
        match (name.as_str(), tokens.get(i + 1)) {
            ("shell-command" | "shell-command-to-string", Some(Token::Text(t))) => out.shell.push(t.clone()),
            (name, argument) => match FILES.iter().find(|(n, _)| *n == name) {
                Some((_, verb)) => {
                    let path = if let Some(Token::Text(t)) = argument { Some(t.clone()) } else { None };
                    out.paths.push((*verb, path));
                }
                None => unclear(&mut out),
            },
        }
    }
    out
}

/// `(defun NAME`.
fn defined(pair: &[Token]) -> Option<&str> {
    match pair {
        [Token::Symbol(d), Token::Symbol(n)] if matches!(d.as_str(), "defun" | "defsubst" | "cl-defun") => Some(n),
        _ => None,
    }
}

/// For each token the bracket that it stands in.
fn enclosing(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut out = Vec::with_capacity(tokens.len());
    for (i, t) in tokens.iter().enumerate() {
        if *t == Token::Close {
            open.pop();
        }
        out.push(open.last().copied());
        if *t == Token::Open {
            open.push(i);
        }
    }
    out
}

/// `(let ((NAME …) (NAME …))`.
fn is_binding(tokens: &[Token], enclosing: &[Option<usize>], at: usize) -> bool {
    let list = at.checked_sub(1).and_then(|own| *enclosing.get(own)?);
    let before = list.and_then(|l| l.checked_sub(1)).and_then(|b| tokens.get(b));
    matches!(before, Some(Token::Symbol(s)) if matches!(s.as_str(), "let" | "let*"))
}

/// A function that could be handed to what calls functions, or a variable that programs are started by.
fn is_way_out(name: &str) -> bool {
    let parts: Vec<&str> = name.split(['-', '/', ':']).collect();
    let words = [
        "shell",
        "process",
        "eval",
        "load",
        "call",
        "funcall",
        "apply",
        "url",
        "network",
        "delete",
        "rename",
        "copy",
        "write",
        "compile",
        "tangle",
        "babel",
        "package",
        "install",
        "tramp",
        "getenv",
        "setenv",
        "directory",
        "async",
        "command",
        "program",
        "hook",
        "advice",
        "add",
    ];
    parts.iter().any(|p| words.contains(p))
}

fn unclear(out: &mut Small) {
    out.unclear.get_or_insert_with(|| "a function of Lisp that is not known".to_owned());
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' => out.push(Token::Open),
            ')' => out.push(Token::Close),
            '\'' | '`' | '#' => out.push(Token::Quote),
            ',' | '@' => {}
            ';' => while chars.next_if(|c| *c != '\n').is_some() {},
            '"' => {
                let mut inner = String::new();
                loop {
                    match chars.next()? {
                        '\\' => inner.extend(chars.next()),
                        '"' => break,
                        c => inner.push(c),
                    }
                }
                out.push(Token::Text(inner));
            }
            '?' => {
                chars.next_if_eq(&'\\');
                chars.next();
            }
            c if c.is_whitespace() => {}
            c => {
                let mut name = String::from(c);
                while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !"()'`\";".contains(*c)) {
                    name.push(c);
                }
                out.push(Token::Symbol(name));
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::scan;

    #[test]
    fn what_is_called_must_be_listed() {
        for (text, want) in [
            ("(message \"%s\" (emacs-version))", ""),
            ("(progn (find-file \"a.org\") (org-html-export-to-html))", "wa.org"),
            ("(let ((a 1) (indent-tabs-mode nil)) (indent-region (point-min) (point-max)))", ""),
            ("(setq byte-compile-error-on-warn t)", "?"),
            ("(delete-directory \"~/\" t)", "d~/"),
            ("(shell-command \"rm -rf x\")", "!rm -rf x"),
            ("(mapc #'delete-file (list \"a\"))", "?"),
            ("(funcall 'shell-command \"id\")", "?"),
            ("(call-process \"rm\" nil nil nil \"x\")", "?"),
            ("(zap)", "?"),
        ] {
            let found = scan(text);
            let mut got: String = found.shell.iter().map(|s| format!("!{s}")).collect();
            got.extend(
                found
                    .paths
                    .iter()
                    .map(|(v, p)| format!("{}{}", v.name().chars().next().unwrap(), p.as_deref().unwrap_or("…"))),
            );
            got.push_str(if found.unclear.is_some() { "?" } else { "" });
            assert_eq!(got, want, "{text}");
        }
    }
}
