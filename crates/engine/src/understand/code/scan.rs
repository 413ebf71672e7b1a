//! A lexer over Python, JavaScript, Ruby, Perl, PHP and small languages (awk, sed, jq, lua) that finds calls which reach
//! out of the program. It knows names, not types: what is dynamic where such names are near is reported as unclear.

use automode_model::Verb;

/// What code reaches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Literal command lines that a shell runs.
    pub shell: Vec<String>,
    /// Argument lists that are run; an argument that the code computes is none.
    pub argv: Vec<Vec<Option<String>>>,
    /// Paths: what happens, and the path where it is literal.
    pub paths: Vec<(Verb, Option<String>)>,
    /// Addresses: what happens, and the address where it is literal.
    pub urls: Vec<(Verb, Option<String>)>,
    /// It reads the environment.
    pub environment: bool,
    /// It uses code of the project or of installed packages.
    pub project: bool,
    /// Something that could do anything; why.
    pub unclear: Option<String>,
}

/// How much code is lexed; more is unclear.
const MAX_CODE_BYTES: usize = 256 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A name with its dots: `os.path.join`.
    Name(String),
    Str(String),
    /// Text in backticks.
    Tick(String),
    Sign(char),
}

/// Whether calls of this language are known here.
pub fn is_known(lang: &str) -> bool {
    matches!(lang, "python" | "node" | "ruby" | "perl" | "php" | "lua" | "awk" | "sed" | "jq")
}

/// What this code reaches for.
pub fn scan(lang: &str, text: &str) -> Facts {
    if text.len() > MAX_CODE_BYTES {
        return unclear("code over the length limit");
    }
    match lang {
        "jq" => return Facts::default(),
        "sed" => return sed(text),
        "awk" => return awk(text),
        l if !is_known(l) => return unclear(&format!("code in {l}, which is not read")),
        _ => {}
    }
    let tokens = aliased(lex(text, lang));
    let mut facts = Facts::default();
    for i in 0..tokens.len() {
        match tokens.get(i) {
            Some(Token::Name(name)) => named(lang, name, tokens.get(i + 1..).unwrap_or_default(), &mut facts),
            Some(Token::Tick(command)) if lang != "node" => facts.shell.push(command.clone()),
            _ => {}
        }
    }
    facts
}

/// Calls by another name under their own: `import subprocess as s`, `from os import system`, `const { rmSync } = require('fs')`.
fn aliased(tokens: Vec<Token>) -> Vec<Token> {
    let mut known: Vec<(String, String)> = Vec::new();
    let name = |i: usize| match tokens.get(i) {
        Some(Token::Name(n)) => n.as_str(),
        _ => "",
    };
    for i in 0..tokens.len() {
        if name(i) == "as" && i > 0 && !name(i - 1).is_empty() {
            known.push((name(i + 1).to_owned(), name(i - 1).to_owned()));
        }
        if name(i) == "from" && name(i + 2) == "import" {
            let mut at = i + 3;
            while let Some(Token::Name(n)) = tokens.get(at).filter(|_| at < i + 40) {
                known.push((n.clone(), format!("{}.{n}", name(i + 1))));
                at += if tokens.get(at + 1) == Some(&Token::Sign(',')) { 2 } else { 40 };
            }
        }
        if name(i) == "require"
            && let Some(Token::Str(module)) = tokens.get(i + 2)
            && tokens.get(i.wrapping_sub(1)) == Some(&Token::Sign('='))
            && !name(i.wrapping_sub(2)).is_empty()
        {
            known.push((name(i.wrapping_sub(2)).to_owned(), module.trim_start_matches("node:").to_owned()));
        }
    }
    if known.is_empty() {
        return tokens;
    }
    let rename = |n: String| {
        let (head, rest) = n.split_once('.').map_or((n.as_str(), ""), |(h, r)| (h, r));
        match known.iter().find(|(alias, _)| alias == head) {
            Some((_, real)) if rest.is_empty() => real.clone(),
            Some((_, real)) => format!("{real}.{rest}"),
            None => n,
        }
    };
    let mut out = Vec::with_capacity(tokens.len());
    for t in tokens {
        out.push(match t {
            Token::Name(n) => Token::Name(rename(n)),
            other => other,
        });
    }
    out
}

fn unclear(why: &str) -> Facts {
    Facts { unclear: Some(why.to_owned()), ..Facts::default() }
}

fn lex(text: &str, lang: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    let hash = !matches!(lang, "node");
    while let Some(c) = chars.next() {
        match c {
            '#' if hash => while chars.next_if(|d| *d != '\n').is_some() {},
            '/' if !hash && chars.peek() == Some(&'/') => while chars.next_if(|d| *d != '\n').is_some() {},
            '\'' | '"' => out.push(Token::Str(quoted(&mut chars, c))),
            '`' => out.push(Token::Tick(quoted(&mut chars, c))),
            c if c.is_alphabetic() || c == '_' || c == '$' => {
                let mut name = String::from(c);
                while let Some(d) = chars.next_if(|d| d.is_alphanumeric() || matches!(d, '_' | '.' | ':' | '$')) {
                    name.push(d);
                }
                out.push(Token::Name(name.trim_end_matches([':', '.']).to_owned()));
            }
            c if c.is_whitespace() => {}
            c => out.push(Token::Sign(c)),
        }
    }
    out
}

fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, end: char) -> String {
    let mut out = String::new();
    // Python's triple quotes: two more of the same at the start end only with three.
    while let Some(c) = chars.next() {
        if c == end {
            break;
        }
        if c == '\\' {
            match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('x') => {
                    let n: String = chars.by_ref().take(2).collect();
                    out.extend(u8::from_str_radix(&n, 16).ok().map(char::from));
                }
                Some(d) => out.push(d),
                None => {}
            }
            continue;
        }
        out.push(c);
    }
    out
}

/// A name in code, and what stands after it.
fn named(lang: &str, name: &str, rest: &[Token], facts: &mut Facts) {
    let bare_exec = matches!(lang, "ruby" | "perl" | "php")
        && matches!(name, "exec" | "system")
        && matches!(rest.first(), Some(Token::Name(_)));
    let calls = bare_exec
        || matches!(rest.first(), Some(Token::Sign('(')))
        || (matches!(lang, "ruby" | "perl" | "php") && matches!(rest.first(), Some(Token::Str(_) | Token::Tick(_))));
    if matches!(
        name,
        "TCPServer"
            | "TCPSocket"
            | "UNIXSocket"
            | "UDPSocket"
            | "Socket"
            | "socket.socket"
            | "net.createServer"
            | "net.connect"
            | "IO::Socket::INET"
            | "fsockopen"
    ) || lang == "perl" && name == "use" && matches!(rest.first(), Some(Token::Name(m)) if m.contains("Socket"))
    {
        facts.unclear = Some(format!("`{name}` opens a connection"));
    }
    if name == "import" || name == "from" || name == "require" {
        return import(rest, facts);
    }
    if is_environment(name) {
        facts.environment = true;
    }
    if !calls {
        return;
    }
    let last = name.rsplit(['.', ':']).next().unwrap_or(name);
    let literal = first_string(rest);
    if runs_shell(lang, name, last) {
        command(name, last, rest, facts);
    } else if deletes(name, last) {
        facts.paths.push((Verb::Delete, literal));
    } else if writes(name, last, rest) {
        facts.paths.push((Verb::Write, literal));
    } else if reads(name, last) {
        facts.paths.push((Verb::Read, literal));
    } else if let Some(verb) = network(name, last, rest) {
        facts.urls.push((verb, literal.filter(|l| l.contains("://"))));
    } else if is_dynamic(name, last) {
        facts.unclear = Some(format!("`{name}` evaluates or loads code"));
    }
}

/// Modules that only compute.
fn import(rest: &[Token], facts: &mut Facts) {
    let pure = [
        "json",
        "sys",
        "re",
        "math",
        "datetime",
        "time",
        "collections",
        "itertools",
        "functools",
        "base64",
        "hashlib",
        "struct",
        "textwrap",
        "csv",
        "string",
        "random",
        "statistics",
        "decimal",
        "fractions",
        "typing",
        "dataclasses",
        "enum",
        "pprint",
        "unicodedata",
        "uuid",
        "zlib",
        "gzip",
        "io",
        "copy",
        "operator",
        "ast",
        "html",
        "difflib",
        "secrets",
        "calendar",
        "bisect",
        "heapq",
        "inspect",
        "argparse",
        "logging",
        "platform",
        "sysconfig",
        "site",
        "xml",
        "tomllib",
        "toml",
        "yaml",
        "os",
        "pathlib",
        "fs",
        "path",
        "util",
        "assert",
        "crypto",
        "url",
        "querystring",
        "buffer",
        "events",
        "stream",
        "glob",
        "warnings",
        "contextlib",
        "abc",
        "codecs",
        "locale",
        "timeit",
        "traceback",
        "keyword",
        "token",
        "binascii",
        "configparser",
        "colorsys",
        "ipaddress",
    ];
    let module = rest.iter().take(8).find_map(|t| match t {
        Token::Name(n) if n != "import" && n != "from" && n != "as" => {
            Some(n.split('.').next().unwrap_or("").to_owned())
        }
        Token::Str(s) => Some(s.trim_start_matches("node:").to_owned()),
        _ => None,
    });
    if let Some(m) = module
        && !pure.contains(&m.as_str())
    {
        match m.as_str() {
            "ctypes" | "cffi" | "pty" | "pickle" | "marshal" | "shelve" | "importlib" | "runpy" | "code" | "codeop"
            | "vm" | "worker_threads" | "inspector" | "module" | "socket" | "net" | "dgram" | "tls" => {
                facts.unclear = Some(format!("the module `{m}`"));
            }
            _ => facts.project = true,
        }
    }
}

fn is_environment(name: &str) -> bool {
    ["os.environ", "os.getenv", "process.env", "ENV", "$_ENV", "getenv", "$ENV"]
        .iter()
        .any(|e| name == *e || name.starts_with(&format!("{e}.")))
}

fn runs_shell(lang: &str, name: &str, last: &str) -> bool {
    let module = name.contains("subprocess")
        || name.contains("child_process")
        || name.starts_with("cp.")
        || name.contains("Open3")
        || name.starts_with("sp.");
    matches!(
        name,
        "os.system"
            | "os.popen"
            | "os.execv"
            | "os.execl"
            | "os.execvp"
            | "os.execlp"
            | "os.execve"
            | "os.spawnl"
            | "os.spawnv"
            | "os.posix_spawn"
            | "pty.spawn"
            | "IO.popen"
            | "Kernel.system"
            | "Kernel.exec"
            | "Process.spawn"
            | "Bun.spawn"
            | "Bun.spawnSync"
            | "Deno.run"
            | "Deno.Command"
            | "os.execute"
            | "io.popen"
            | "commands.getoutput"
    ) || module
        && matches!(
            last,
            "run"
                | "call"
                | "check_call"
                | "check_output"
                | "Popen"
                | "getoutput"
                | "getstatusoutput"
                | "exec"
                | "execSync"
                | "spawn"
                | "spawnSync"
                | "execFile"
                | "execFileSync"
                | "fork"
                | "capture2"
                | "capture3"
                | "popen3"
        )
        || matches!(
            last,
            "execSync"
                | "spawnSync"
                | "execFileSync"
                | "check_output"
                | "check_call"
                | "Popen"
                | "shell_exec"
                | "passthru"
                | "proc_open"
                | "pcntl_exec"
        )
        || matches!(lang, "ruby" | "perl" | "php")
            && matches!(name, "system" | "exec" | "popen" | "spawn" | "qx" | "open3")
        || lang == "node" && matches!(name, "exec" | "spawn" | "execFile" | "fork")
}

/// A call that runs a command: its literal text or list.
fn command(name: &str, last: &str, rest: &[Token], facts: &mut Facts) {
    let list = list_of_strings(rest);
    match (list, first_string(rest)) {
        (Some(list), _) => facts.argv.push(list),
        (None, Some(text)) => {
            let splits_itself = matches!(last, "execFile" | "execFileSync" | "spawn" | "spawnSync")
                || name.starts_with("os.exec")
                || name.starts_with("os.spawn");
            if splits_itself {
                let mut argv = vec![Some(text)];
                argv.extend(later_list(rest));
                facts.argv.push(argv);
            } else {
                facts.shell.push(text);
            }
        }
        (None, None) => facts.unclear = Some(format!("`{name}` runs a command that the code computes")),
    }
}

fn deletes(name: &str, last: &str) -> bool {
    matches!(
        last,
        "rmtree"
            | "unlink"
            | "unlinkSync"
            | "rmSync"
            | "rmdirSync"
            | "rmdir"
            | "removedirs"
            | "rm_rf"
            | "rm_r"
            | "rm_f"
            | "remove_dir"
            | "remove_entry"
            | "rimraf"
            | "emptyDirSync"
            | "removeSync"
            | "rmrf"
    ) || matches!(
        name,
        "os.remove"
            | "fs.rm"
            | "fsPromises.rm"
            | "FileUtils.rm"
            | "File.delete"
            | "Dir.rmdir"
            | "Deno.remove"
            | "fs.promises.rm"
            | "Dir.delete"
            | "remove_tree"
    )
}

fn writes(name: &str, last: &str, rest: &[Token]) -> bool {
    if matches!(last, "open" | "fopen" | "openSync") {
        return second_string(rest).is_some_and(|m| m.contains(['w', 'a', 'x', '+']));
    }
    matches!(
        last,
        "write_text"
            | "write_bytes"
            | "writeFile"
            | "writeFileSync"
            | "appendFile"
            | "appendFileSync"
            | "createWriteStream"
            | "file_put_contents"
            | "copyfile"
            | "copyFileSync"
            | "renameSync"
            | "symlinkSync"
            | "truncateSync"
    ) || matches!(
        name,
        "File.write"
            | "IO.write"
            | "Deno.writeTextFile"
            | "Bun.write"
            | "shutil.copy"
            | "shutil.move"
            | "os.rename"
            | "os.replace"
            | "shutil.copytree"
            | "os.symlink"
            | "os.chmod"
            | "os.truncate"
    )
}

fn reads(name: &str, last: &str) -> bool {
    matches!(
        last,
        "open"
            | "fopen"
            | "read_text"
            | "read_bytes"
            | "readFile"
            | "readFileSync"
            | "createReadStream"
            | "openSync"
            | "readlines"
            | "listdir"
            | "readdirSync"
            | "file_get_contents"
            | "readfile"
    ) || matches!(
        name,
        "File.read" | "IO.read" | "File.open" | "Deno.readTextFile" | "Bun.file" | "Path" | "pathlib.Path"
    )
}

fn network(name: &str, last: &str, rest: &[Token]) -> Option<Verb> {
    let lower = name.to_ascii_lowercase();
    let client = [
        "requests.",
        "httpx.",
        "axios",
        "urllib",
        "http.",
        "https.",
        "net::http",
        "aiohttp",
        "got.",
        "superagent",
        "lwp",
        "smtplib",
        "ftplib",
        "u.urlopen",
        "rest-client",
        "faraday",
        "curl",
    ]
    .iter()
    .any(|c| lower.starts_with(c));
    let posts =
        matches!(last, "post" | "put" | "patch" | "delete" | "sendmail" | "send_message" | "post_form" | "storbinary");
    let fetch = matches!(name, "fetch" | "urlopen" | "urlretrieve" | "curl_exec" | "curl_init" | "axios" | "got");
    if !(client
        && (posts
            || matches!(
                last,
                "get"
                    | "request"
                    | "urlopen"
                    | "urlretrieve"
                    | "Request"
                    | "head"
                    | "get_response"
                    | "URI"
                    | "SMTP"
                    | "FTP"
                    | "HTTPConnection"
                    | "HTTPSConnection"
                    | "ClientSession"
                    | "stream"
            )))
        && !fetch
        && last != "urlopen"
    {
        return None;
    }
    let body = rest
        .iter()
        .take(60)
        .any(|t| matches!(t, Token::Name(n) if matches!(n.as_str(), "data" | "body" | "method" | "files")));
    Some(if posts || body { Verb::NetSend } else { Verb::NetFetch })
}

fn is_dynamic(name: &str, last: &str) -> bool {
    matches!(
        name,
        "eval"
            | "exec"
            | "compile"
            | "__import__"
            | "getattr"
            | "setattr"
            | "globals"
            | "locals"
            | "vars"
            | "Function"
            | "instance_eval"
            | "class_eval"
            | "module_eval"
            | "create_function"
            | "assert_options"
            | "loadstring"
            | "load"
            | "dofile"
            | "execfile"
            | "send"
            | "public_send"
            | "const_get"
            | "call_user_func"
            | "call_user_func_array"
            | "setTimeoutString"
    ) || matches!(
        last,
        "import_module"
            | "run_path"
            | "run_module"
            | "runInThisContext"
            | "runInNewContext"
            | "runInContext"
            | "_load"
            | "__subclasses__"
            | "binding"
            | "dlopen"
            | "CDLL"
            | "loads_pickle"
    ) || name.starts_with("pickle.load")
        || name.starts_with("marshal.load")
        || name.contains("__builtins__")
        || name.contains("__globals__")
}

/// The first literal of a call, where its first argument is one.
fn first_string(rest: &[Token]) -> Option<String> {
    let start = usize::from(matches!(rest.first(), Some(Token::Sign('('))));
    match (rest.get(start), rest.get(start + 1)) {
        (Some(Token::Str(s)), after) if !matches!(after, Some(Token::Sign('+' | '%' | '.') | Token::Str(_))) => {
            Some(s.clone())
        }
        _ => None,
    }
}

fn second_string(rest: &[Token]) -> Option<String> {
    let mut depth = 0u32;
    let mut commas = 0u32;
    for t in rest.iter().take(40) {
        match t {
            Token::Sign('(' | '[') => depth += 1,
            Token::Sign(')' | ']') if depth <= 1 => return None,
            Token::Sign(')' | ']') => depth -= 1,
            Token::Sign(',') if depth <= 1 => commas += 1,
            Token::Str(s) if commas == 1 => return Some(s.clone()),
            _ => {}
        }
    }
    None
}

/// `(["a", x, "b"])`: the first must be literal; what the code computes is none.
fn list_of_strings(rest: &[Token]) -> Option<Vec<Option<String>>> {
    let (Some(Token::Sign('(')), Some(Token::Sign('['))) = (rest.first(), rest.get(1)) else { return None };
    let list = elements(rest.get(2..)?)?;
    list.first()?.as_ref()?;
    Some(list)
}

/// The list that is the second argument.
fn later_list(rest: &[Token]) -> Vec<Option<String>> {
    let at = rest.iter().take(8).position(|t| *t == Token::Sign('['));
    match at {
        Some(i) => elements(rest.get(i + 1..).unwrap_or_default()).unwrap_or_default(),
        None => {
            let literal = |t: &Token| match t {
                Token::Str(s) => Some(Some(s.clone())),
                _ => None,
            };
            rest.iter().skip(2).take_while(|t| **t != Token::Sign(')')).filter_map(literal).collect()
        }
    }
}

/// The elements of a list up to its end: a single literal, or none for anything else.
fn elements(rest: &[Token]) -> Option<Vec<Option<String>>> {
    let (mut out, mut current, mut depth) = (Vec::new(), Vec::new(), 0u32);
    for t in rest.iter().take(400) {
        match t {
            Token::Sign('[' | '(' | '{') => depth += 1,
            Token::Sign(']') if depth == 0 => {
                if !current.is_empty() {
                    out.push(element(&current));
                }
                return Some(out);
            }
            Token::Sign(']' | ')' | '}') => depth = depth.saturating_sub(1),
            Token::Sign(',') if depth == 0 => {
                out.push(element(&current));
                current.clear();
                continue;
            }
            _ => {}
        }
        current.push(t);
    }
    None
}

fn element(tokens: &[&Token]) -> Option<String> {
    match tokens {
        [Token::Str(s)] => Some(s.clone()),
        _ => None,
    }
}

/// sed scripts: `e` runs, `w`, `r` and the `w`/`e` flags of `s` touch files.
fn sed(text: &str) -> Facts {
    let mut facts = Facts::default();
    for command in text.split([';', '\n', '{', '}']) {
        let c = command
            .trim()
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '$' | '!' | ' ' | '+' | '~'));
        let c = skip_address(c);
        let mut chars = c.chars();
        match chars.next() {
            Some('e') => facts.unclear = Some("the sed command `e` runs a command".into()),
            Some('w' | 'W') => facts.paths.push((Verb::Write, Some(chars.as_str().trim().to_owned()))),
            Some('r' | 'R') => facts.paths.push((Verb::Read, Some(chars.as_str().trim().to_owned()))),
            Some('s') => substitution(chars.as_str(), &mut facts),
            _ => {}
        }
    }
    facts
}

fn skip_address(c: &str) -> &str {
    let Some(rest) = c.strip_prefix('/') else { return c };
    let mut escaped = false;
    for (i, ch) in rest.char_indices() {
        if ch == '/' && !escaped {
            let after = rest.get(i + 1..).unwrap_or("").trim_start_matches(['!', ' ', 'I', 'M']);
            return after.strip_prefix(',').map_or(after, |r| skip_address(r.trim_start()));
        }
        escaped = ch == '\\' && !escaped;
    }
    c
}

fn substitution(text: &str, facts: &mut Facts) {
    let Some(mark) = text.chars().next() else { return };
    let mut parts = 0;
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        if c == mark && !escaped {
            parts += 1;
            if parts == 3 {
                let flags = text.get(i + c.len_utf8()..).unwrap_or("");
                if let Some((before, file)) = flags.split_once('w') {
                    facts.paths.push((Verb::Write, Some(file.trim().to_owned())));
                    return sed_flags(before, facts);
                }
                return sed_flags(flags, facts);
            }
        }
        escaped = c == '\\' && !escaped;
    }
}

fn sed_flags(flags: &str, facts: &mut Facts) {
    if flags.contains('e') {
        facts.unclear = Some("the flag `e` of sed's `s` runs the result".into());
    }
}

/// `"command" | getline` comes next.
fn pipes_on(chars: &std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut next = chars.clone().skip_while(|c| c.is_whitespace());
    next.next() == Some('|') && next.find(|c| !c.is_whitespace()) == Some('g')
}

/// awk programs: `system`, pipes and redirections reach out.
fn awk(text: &str) -> Facts {
    let mut facts = Facts::default();
    let mut code = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let before = code.trim_end();
        if c == '"' {
            let s = quoted(&mut chars, '"');
            if before.ends_with('|') && !before.ends_with("||") || before.ends_with("system(") || pipes_on(&chars) {
                facts.shell.push(s);
            } else if before.ends_with('>') {
                facts.paths.push((Verb::Write, Some(s)));
                code.truncate(before.len().saturating_sub(1));
            } else {
                code.push_str("\"\"");
            }
        } else if c == '/' && (before.is_empty() || before.ends_with(['{', '(', '~', '!', '&', '|', ','])) {
            let _ = quoted(&mut chars, '/');
            code.push_str("//");
        } else {
            code.push(c);
        }
    }
    let dynamic_pipe = code.contains("| getline")
        || code.contains("|&")
        || code.replace("||", "").contains('|') && facts.shell.is_empty();
    let dynamic_system = code.contains("system(") && facts.shell.is_empty();
    if dynamic_pipe || dynamic_system || code.contains("@load") || code.contains("@include") {
        facts.unclear = Some("an awk program that runs a command it computes".into());
    }
    if code.contains("/inet/") {
        facts.unclear = Some("an awk program that opens a connection".into());
    }
    if code.contains("print >") || code.contains("printf >") {
        facts.paths.push((Verb::Write, None));
    }
    facts
}
