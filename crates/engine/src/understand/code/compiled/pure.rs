//! Whether a source can only compute and print: an allow-list of what it takes in, and no name by which the standard library
//! reaches files, processes or the network. What is not listed is not pure.

use super::Source;
use super::token::Token;

/// Packages of Go that compute.
const GO: &[&str] = &[
    "fmt",
    "strings",
    "strconv",
    "sort",
    "math",
    "errors",
    "bytes",
    "unicode",
    "time",
    "context",
    "sync",
    "regexp",
    "bufio",
    "testing",
    "reflect",
    "slices",
    "maps",
    "cmp",
    "iter",
    "log",
    "io",
    "path",
    "html",
    "hash",
    "container",
    "encoding",
    "crypto",
    "text",
    "unique",
    "os",
    "flag",
];

/// Headers of C and C++ that compute; names in them that act stand in [`C_ACTS`].
const C: &[&str] = &[
    "stdio.h",
    "stdlib.h",
    "string.h",
    "strings.h",
    "stdint.h",
    "stdbool.h",
    "stddef.h",
    "limits.h",
    "math.h",
    "ctype.h",
    "assert.h",
    "time.h",
    "errno.h",
    "inttypes.h",
    "stdarg.h",
    "float.h",
    "complex.h",
    "wchar.h",
    "stdalign.h",
    "iostream",
    "vector",
    "string",
    "map",
    "set",
    "unordered_map",
    "unordered_set",
    "algorithm",
    "numeric",
    "functional",
    "memory",
    "utility",
    "optional",
    "variant",
    "tuple",
    "array",
    "deque",
    "list",
    "queue",
    "stack",
    "chrono",
    "iomanip",
    "sstream",
    "cstdint",
    "cstdio",
    "cstdlib",
    "cstring",
    "cmath",
    "cassert",
    "climits",
    "cctype",
    "limits",
    "type_traits",
    "thread",
    "mutex",
    "atomic",
    "ranges",
    "span",
    "string_view",
    "bitset",
    "random",
    "regex",
    "iterator",
    "initializer_list",
    "concepts",
    "compare",
    "bit",
    "format",
    "print",
    "numbers",
    "stdexcept",
    "exception",
    "cstddef",
    "any",
    "expected",
];

/// Names by which C reaches files, processes, other code and the network.
const C_ACTS: &[&str] = &[
    "fopen",
    "fopen64",
    "freopen",
    "fdopen",
    "popen",
    "remove",
    "rename",
    "tmpfile",
    "tmpnam",
    "system",
    "open",
    "openat",
    "creat",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "fork",
    "vfork",
    "clone",
    "syscall",
    "asm",
    "__asm",
    "__asm__",
    "dlopen",
    "dlsym",
    "socket",
    "connect",
    "bind",
    "kill",
    "raise",
    "ptrace",
    "mmap",
    "truncate",
    "ftruncate",
    "chmod",
    "chown",
    "mount",
    "symlink",
    "link",
    "getenv",
    "setenv",
    "putenv",
    "environ",
    "filesystem",
    "fstream",
    "ofstream",
    "ifstream",
    "extern",
    "daemon",
    "chdir",
    "chroot",
    "ioctl",
    "quick_exit_handler",
    "import",
    "module",
    "environ_p",
    "posix_spawn",
    "posix_spawnp",
    "execl",
    "execlp",
    "execle",
    "execv",
    "execvp",
    "execvpe",
    "execve",
    "fexecve",
    "wordexp",
    "glob",
    "nftw",
    "ftw",
];

/// More such names, of headers that are not on the list, where one that is taken in may bring them.
const C_ACTS_TOO: &[&str] = &[
    "send",
    "sendto",
    "sendmsg",
    "sendfile",
    "accept",
    "listen",
    "write",
    "pwrite",
    "writev",
    "renameat",
    "linkat",
    "symlinkat",
    "mkdirat",
    "mkfifo",
    "mknod",
    "fchmod",
    "fchmodat",
    "fchown",
    "lchown",
    "execveat",
    "setuid",
    "seteuid",
    "reboot",
    "killpg",
    "tgkill",
    "shm_open",
    "shm_unlink",
    "utime",
    "utimes",
    "unshare",
    "setns",
    "dup2",
    "sigqueue",
    "process_vm_writev",
    "prctl",
    "pragma",
];

/// Whether a C source names something that acts beyond what the listed headers have.
pub fn reaches_out(tokens: &[Token]) -> bool {
    tokens.iter().any(|t| C_ACTS_TOO.contains(&word(Some(t))))
}

/// Modules and macros of Rust that reach beyond the program; `std::process::exit` and `std::env::args` are seen to apart.
const RUST_ACTS: &[&str] = &[
    "fs",
    "process",
    "net",
    "os",
    "ffi",
    "arch",
    "env",
    "asm",
    "global_asm",
    "extern",
    "unsafe",
    "include",
    "include_str",
    "include_bytes",
    "mod",
    "libc",
    "nix",
    "path",
    "macro_use",
    "link",
    "no_mangle",
    "File",
    "Command",
    "OpenOptions",
    "TcpStream",
    "UdpSocket",
    "UnixStream",
    "TcpListener",
];

/// Classes of Java's own packages that reach beyond the program.
const JAVA_ACTS: &[&str] = &[
    "Runtime",
    "ProcessBuilder",
    "Process",
    "ProcessHandle",
    "Class",
    "ClassLoader",
    "Method",
    "Files",
    "File",
    "Path",
    "Paths",
    "FileReader",
    "FileWriter",
    "FileInputStream",
    "FileOutputStream",
    "RandomAccessFile",
    "Socket",
    "ServerSocket",
    "URL",
    "URI",
    "HttpClient",
    "Unsafe",
    "Formatter",
    "ServiceLoader",
    "ResourceBundle",
    "PrintWriter",
    "PrintStream",
    "ModuleLayer",
    "MethodHandles",
    "ScriptEngineManager",
    "Preferences",
    "Logger",
    "FileHandler",
    "ZipFile",
    "JarFile",
    "native",
    "Desktop",
    "Robot",
    "Proxy",
    "Module",
    "loadLibrary",
    "load",
];

/// Whether nothing of it acts.
pub fn is_pure(source: Source, text: &str, tokens: &[Token]) -> bool {
    match source {
        Source::Go => !text.contains("//go:") && !text.contains("#cgo") && go(tokens),
        Source::Rust => rust(tokens),
        Source::Java => java(tokens),
        Source::C => c(text, tokens),
        Source::Other | Source::Spoken(_) => false,
    }
}

fn word(t: Option<&Token>) -> &str {
    match t {
        Some(Token::Word(w)) => w,
        _ => "",
    }
}

fn go(tokens: &[Token]) -> bool {
    let imports = tokens.iter().enumerate().filter(|(_, t)| word(Some(t)) == "import");
    for (at, _) in imports {
        if !go_import(tokens, at + 1) {
            return false;
        }
    }
    let alone = |at: usize| tokens.get(at + 1) == Some(&Token::Sign('.'));
    tokens.iter().enumerate().all(|(at, t)| {
        let next = word(tokens.get(at + 2));
        match word(Some(t)) {
            "os" => alone(at) && matches!(next, "Args" | "Stdout" | "Stderr" | "Stdin" | "Exit"),
            "unsafe" | "syscall" | "exec" | "net" | "http" | "plugin" | "ioutil" => false,
            _ => true,
        }
    })
}

/// `"fmt"`, or `("fmt"; "strings")`: no other names for them, and each on the list.
fn go_import(tokens: &[Token], at: usize) -> bool {
    let listed = |t: &Token| match t {
        Token::Text(path) => {
            let head = path.split('/').next().unwrap_or("");
            GO.contains(&head)
                && !matches!(path.as_str(), "path/filepath" | "io/ioutil" | "io/fs" | "crypto/tls" | "log/syslog")
                && (head != "os" || path == "os")
        }
        _ => false,
    };
    if tokens.get(at) == Some(&Token::Sign('(')) {
        return tokens
            .iter()
            .skip(at + 1)
            .take_while(|t| **t != Token::Sign(')'))
            .all(|t| *t == Token::Sign(';') || listed(t));
    }
    tokens.get(at).is_some_and(listed)
}

fn rust(tokens: &[Token]) -> bool {
    let path_to = |at: usize, wanted: &str| {
        tokens.get(at + 1) == Some(&Token::Sign(':'))
            && tokens.get(at + 2) == Some(&Token::Sign(':'))
            && word(tokens.get(at + 3)) == wanted
    };
    let roots = ["std", "core", "alloc", "self", "super", "crate"];
    tokens.iter().enumerate().all(|(at, t)| match word(Some(t)) {
        "process" => path_to(at, "exit"),
        "env" => path_to(at, "args"),
        "use" => roots.contains(&word(tokens.get(at + 1))) || word(tokens.get(at + 1)).starts_with(char::is_uppercase),
        w => !RUST_ACTS.contains(&w),
    })
}

fn java(tokens: &[Token]) -> bool {
    let dotted = |at: usize| tokens.get(at + 1) == Some(&Token::Sign('.'));
    tokens.iter().enumerate().all(|(at, t)| {
        let next = word(tokens.get(at + 2));
        match word(Some(t)) {
            "java" => !dotted(at) || matches!(next, "util" | "time" | "math" | "text" | "lang"),
            "javax" | "sun" | "jdk" | "com" | "org" => !dotted(at),
            "lang" | "util" => {
                !dotted(at)
                    || !matches!(
                        next,
                        "reflect" | "invoke" | "foreign" | "instrument" | "zip" | "jar" | "prefs" | "logging" | "spi"
                    )
            }
            "System" => {
                dotted(at)
                    && matches!(
                        next,
                        "out"
                            | "err"
                            | "in"
                            | "currentTimeMillis"
                            | "nanoTime"
                            | "exit"
                            | "lineSeparator"
                            | "arraycopy"
                            | "identityHashCode"
                    )
            }
            w => !JAVA_ACTS.contains(&w),
        }
    })
}

fn c(text: &str, tokens: &[Token]) -> bool {
    let directive = |line: &str| -> bool {
        let Some(rest) = line.trim_start().strip_prefix('#') else { return true };
        let rest = rest.trim_start();
        match rest.strip_prefix("include") {
            Some(header) => {
                header.trim().strip_prefix('<').and_then(|h| h.split_once('>')).is_some_and(|(h, _)| C.contains(&h))
            }
            None => !rest.starts_with("embed") && !rest.contains("##"),
        }
    };
    let spliced = text.contains("\\\n") || text.contains("??");
    !spliced && text.lines().all(directive) && tokens.iter().all(|t| !C_ACTS.contains(&word(Some(t))))
}
