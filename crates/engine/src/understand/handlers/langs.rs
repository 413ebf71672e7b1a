//! Interpreters and compilers whose command lines data cannot read: Python, Perl and Ruby in place, PHP, Java, `jar`, C.

use automode_model::{Effect, Target, Verb};

use super::super::value::{Piece, Val};
use super::super::{effects, foreign, identity, paths};
use super::{Call, Handled, vcs};
use crate::knowledge::{self, Role};

/// `python`: `-c` and `-m` end the options; everything behind belongs to the program.
pub fn python(c: &mut Call<'_, '_, '_>) -> Handled {
    let args: Vec<Val> = c.call.argv.get(1..).unwrap_or_default().to_vec();
    if goes_on(&args) && !c.call.stdin.pieces().is_empty() {
        let _ = code(c, &c.call.stdin.clone());
    }
    let mut i = 0;
    while let Some(arg) = args.get(i) {
        let rest = args.get(i + 1..).unwrap_or_default();
        let Some(text) = arg.known() else {
            if identity::is_of_tools(arg) {
                c.effects.push(effects::plain(Verb::Run, Target::None, c.call.span));
            } else {
                c.unknown("an argument of an interpreter that is not known");
            }
            return Handled::Wholly;
        };
        match text {
            "-h" | "-?" | "-V" | "-VV" | "--help" | "--version" | "--help-all" | "--help-env" | "--help-xoptions" => {
                return Handled::Wholly;
            }
            "-W" | "-X" | "--check-hash-based-pycs" => i += 2,
            "-" => return code(c, &c.call.stdin.clone()),
            _ if text.starts_with("-W") || text.starts_with("-X") => i += 1,
            _ if text.starts_with("--") => {
                let why = format!("`python` with `{text}` is not understood");
                c.unknown(&why);
                return Handled::Wholly;
            }
            _ if text.starts_with('-') => match python_cluster(c, arg, text, rest) {
                Some(done) => return done,
                None => i += 1,
            },
            _ => return python_script(c, arg, rest),
        }
    }
    code(c, &c.call.stdin.clone())
}

/// `-i`, alone or among letters before those that say what runs: it goes on with what its input says.
fn goes_on(args: &[Val]) -> bool {
    let options = args.iter().map_while(|v| v.known()?.strip_prefix('-')).filter(|t| !t.starts_with('-'));
    for letters in options {
        let before = letters.split(['c', 'm', 'W', 'X']).next().unwrap_or_default();
        if before.contains('i') {
            return true;
        }
        if before.len() < letters.len() && letters.contains(['c', 'm']) {
            return false;
        }
    }
    false
}

/// Letters of one word; `c` and `m` take the rest of it, or the next word.
fn python_cluster(c: &mut Call<'_, '_, '_>, arg: &Val, text: &str, rest: &[Val]) -> Option<Handled> {
    for (at, ch) in text.char_indices().skip(1) {
        match ch {
            'c' | 'm' => {
                let attached = arg.skip(at + 1);
                let (value, rest) = if attached.show().is_empty() {
                    (rest.first().cloned(), rest.get(1..).unwrap_or_default())
                } else {
                    (Some(attached), rest)
                };
                let Some(value) = value else { return Some(Handled::Wholly) };
                return Some(if ch == 'c' { code(c, &value) } else { module(c, &value, rest) });
            }
            'b' | 'B' | 'd' | 'E' | 'i' | 'I' | 'O' | 'P' | 'q' | 'R' | 's' | 'S' | 'u' | 'v' | 'x' => {}
            _ => {
                let why = format!("`python` with `-{ch}` is not understood");
                c.unknown(&why);
                return Some(Handled::Wholly);
            }
        }
    }
    None
}

fn code(c: &mut Call<'_, '_, '_>, text: &Val) -> Handled {
    c.give(Role::Code("python"), text, &[]);
    Handled::Wholly
}

fn python_script(c: &mut Call<'_, '_, '_>, script: &Val, rest: &[Val]) -> Handled {
    let name = script.show();
    let base = name.rsplit('/').next().unwrap_or("");
    if base == "manage.py" {
        let there: Vec<_> = c.folders().iter().filter_map(|dir| foreign::place(c, &paths::join(dir, &name))).collect();
        c.effects.extend(there);
        let argv = std::iter::once(Val::text("django-admin")).chain(rest.iter().cloned()).collect();
        c.run_inner(argv);
        return Handled::Wholly;
    }
    c.give(Role::Script("python"), script, rest);
    Handled::Wholly
}

/// Modules that are programs under another name.
const MODULES: &[(&str, &str)] = &[
    ("IPython", "ipython"),
    ("build", "pyproject-build"),
    ("pre_commit", "pre-commit"),
    ("sphinx", "sphinx-build"),
    ("sphinx.ext.apidoc", "sphinx-apidoc"),
    ("django", "django-admin"),
    ("notebook", "jupyter"),
    ("jupyterlab", "jupyter"),
    ("jupyter_core", "jupyter"),
    ("grpc_tools.protoc", "protoc"),
    ("awscli", "aws"),
    ("azure.cli", "az"),
    ("piptools", "pip-compile"),
    ("pip_audit", "pip-audit"),
    ("ruff", "ruff"),
    ("esptool", "esptool.py"),
    ("huggingface_hub", "huggingface-cli"),
];

/// `python -m NAME`: a module of the standard library, a program that we know, or the project's own.
fn module(c: &mut Call<'_, '_, '_>, name: &Val, rest: &[Val]) -> Handled {
    let Some(module) = name.known().map(str::to_owned) else {
        c.unknown("a module whose name is not known");
        return Handled::Wholly;
    };
    if module == "timeit" {
        return timed(c, rest);
    }
    if let ("runpy", Some((inner, rest))) = (module.as_str(), rest.split_first()) {
        return self::module(c, inner, rest);
    }
    if module == "pdb" && !c.call.stdin.pieces().is_empty() {
        stepped(c);
    }
    if module == "debugpy" {
        return debugged(c, rest);
    }
    let with = |lead: Vec<Val>| lead.into_iter().chain(rest.iter().cloned()).collect::<Vec<_>>();
    let dashed = module.replace('_', "-");
    let program = MODULES.iter().find(|(m, _)| *m == module).map_or(dashed.as_str(), |(_, p)| p);
    let standard = knowledge::find("python-m").is_some_and(|p| p.paths().any(|(_, path)| path == module.as_str()));
    let file = module.replace('.', "/");
    let own = [format!("{file}.py"), format!("{file}/__main__.py"), format!("src/{file}/__main__.py")];
    if let Some(path) = own.iter().find(|p| vcs::exists(c, p)) {
        // A file of that name in the work comes first, whatever it is called.
        c.give(Role::Script("python"), &Val::text(path.clone()), rest);
    } else if standard {
        c.run_inner(with(vec![Val::text("python-m"), name.clone()]));
    } else if knowledge::find(program).is_some() && !matches!(program, "test" | "python" | "sh" | "bash") {
        c.run_inner(with(vec![Val::text(program)]));
    } else {
        c.effects.push(effects::on_name(Verb::Run, "module", &module, c.call.span));
    }
    Handled::Wholly
}

/// What `pdb` is told through standard input: words that step and show, or code.
fn stepped(c: &mut Call<'_, '_, '_>) {
    let stdin = c.call.stdin.clone();
    let Some(text) = stdin.known() else {
        c.unknown("commands for a debugger that are not known");
        return;
    };
    let steps = "n next s step c cont continue r return u up d down w where bt l ll list b break tbreak cl clear q quit exit a args unt until h help j jump";
    let code = |line: &str| {
        let (word, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        match word {
            // A look at what the program holds.
            "p" | "pp" | "whatis" | "display" if !rest.contains(['(', '=']) => String::new(),
            "p" | "pp" | "whatis" | "display" => format!("{rest}\n"),
            _ if !rest.contains('(') && steps.split(' ').any(|s| s == word) => String::new(),
            _ => format!("{}\n", line.trim().trim_start_matches('!')),
        }
    };
    let code: String = text.lines().map(code).collect();
    self::code(c, &Val::text(code));
}

/// `debugpy --listen ADDRESS file`: Python behind a door for its debugger.
fn debugged(c: &mut Call<'_, '_, '_>, rest: &[Val]) -> Handled {
    let mut at = 0;
    while let Some(word) = rest.get(at) {
        let value = rest.get(at + 1).cloned().unwrap_or_default();
        match word.prefix() {
            "--listen" if value.known().is_some_and(|v| v.bytes().all(|b| b.is_ascii_digit())) => {}
            "--listen" => c.give(Role::Host(Verb::NetListen), &value, &[]),
            "--connect" => c.give(Role::Host(Verb::NetSend), &value, &[]),
            "--log-to" => c.give(Role::Path(Verb::Write), &value, &[]),
            "--wait-for-client" | "--log-to-stderr" => {
                at += 1;
                continue;
            }
            t if t.starts_with("--configure-") => {}
            _ => break,
        }
        at += 2;
    }
    let python = std::iter::once(Val::text("python"));
    c.run_inner(python.chain(rest.get(at..).unwrap_or_default().iter().cloned()).collect());
    Handled::Wholly
}

/// `timeit -s SETUP STATEMENT…`: one program, the set-up before the statements.
fn timed(c: &mut Call<'_, '_, '_>, rest: &[Val]) -> Handled {
    let (mut setup, mut statements) = (Val::default(), Val::default());
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        let to = match word.prefix() {
            t if t.starts_with('-') && t.len() > 1 => {
                let Some((letter, value)) = timing(word, &mut words) else { continue };
                if letter != 's' {
                    continue;
                }
                setup.extend(&value);
                &mut setup
            }
            _ => {
                statements.extend(word);
                &mut statements
            }
        };
        to.push(Piece::Text("\n".into()));
    }
    setup.extend(&statements);
    code(c, &setup)
}

/// An option of `timeit` that takes a value, by its letter: behind it or the next word. Long names may be cut short.
fn timing<'v>(word: &Val, words: &mut impl Iterator<Item = &'v Val>) -> Option<(char, Val)> {
    let mut next = || words.next().cloned().unwrap_or_default();
    if let Some(name) = word.prefix().strip_prefix("--") {
        let value = word.split_once('=').map(|(_, v)| v);
        let letter = name.chars().next().filter(|c| "nrus".contains(*c))?;
        return Some((letter, value.unwrap_or_else(next)));
    }
    let (at, letter) = word.prefix().char_indices().skip(1).find(|(_, c)| "nrus".contains(*c))?;
    let attached = word.skip(at + 1);
    Some((letter, if attached.pieces().is_empty() { next() } else { attached }))
}

/// `coverage run`: of a module or of a script.
pub fn coverage(c: &mut Call<'_, '_, '_>) -> Handled {
    let rest = std::mem::take(&mut c.bound.operands);
    if let Some(m) = ["-m", "--module"].iter().find_map(|n| c.bound.value(n)).cloned() {
        let mut argv = vec![Val::text("python"), Val::text("-m"), m];
        argv.extend(rest);
        c.run_inner(argv);
    } else if let Some((first, rest)) = rest.split_first() {
        c.give(Role::Script("python"), first, rest);
    }
    Handled::Partly
}

/// `pipx runpip APP …`: pip of another environment.
pub fn run_pip(c: &mut Call<'_, '_, '_>) -> Handled {
    let rest = std::mem::take(&mut c.bound.operands);
    let argv = std::iter::once(Val::text("pip")).chain(rest.into_iter().skip(1)).collect();
    c.run_inner(argv);
    Handled::Partly
}

/// `perl -pi -e …`, `ruby -i -pe …`: with code on the command line the operands are files, rewritten with `-i`.
pub fn in_place(c: &mut Call<'_, '_, '_>) -> Handled {
    // `ruby -run -e httpd`: a library made of commands, a web server among them.
    if c.bound.value("-r").is_some_and(|v| v.known() == Some("un")) {
        c.unknown("the library `un` of Ruby, which runs what the operands say");
    }
    let inline = whole_program(c);
    if !inline || c.program.name == "lua" {
        return Handled::Partly;
    }
    // The option that decides about the files is read last.
    let (last, mut first): (Vec<_>, Vec<_>) =
        std::mem::take(&mut c.bound.options).into_iter().partition(|(o, _)| o.names.contains(&"-i"));
    first.extend(last);
    c.bound.options = first;
    if c.bound.operands.is_empty() {
        c.bound.operands.push(Val::text("/dev/stdin"));
    }
    Handled::Partly
}

/// `sed -i.bak`: what each file held stands beside it afterwards.
pub fn backups(c: &mut Call<'_, '_, '_>) -> Handled {
    let Some(suffix) = c.bound.value("-i").and_then(Val::known).filter(|s| !s.contains(['*', '/'])).map(str::to_owned)
    else {
        return Handled::Partly;
    };
    c.by_data();
    let written = |e: &Effect| match &e.target {
        Target::Path(p) if e.verb == Verb::Write => Some(format!("{}{suffix}", p.given)),
        _ => None,
    };
    let copies: Vec<String> = c.effects.iter().filter_map(written).collect();
    for copy in copies {
        c.give(Role::Path(Verb::Write), &Val::text(copy), &[]);
    }
    Handled::Wholly
}

/// Several `-e` are the lines of one program, which begins with the modules that options load.
fn whole_program(c: &mut Call<'_, '_, '_>) -> bool {
    let perl = matches!(c.program.name, "perl");
    let is_code = |o: &knowledge::Opt| o.names.contains(&"-e") || perl && o.names.contains(&"-E");
    let mut lead = Val::default();
    for (o, v) in &c.bound.options {
        let module = o.names.contains(&"-M")
            || o.names.contains(&"-l") && c.program.name == "lua"
            || o.names.contains(&"-r") && c.program.name == "ruby";
        if let (true, Some(v)) = (module, v) {
            lead.push(Piece::Text(opening(c.program.name, &v.show())));
        }
    }
    let given: Vec<usize> =
        c.bound.options.iter().enumerate().filter(|(_, (o, v))| is_code(o) && v.is_some()).map(|(i, _)| i).collect();
    let Some((last, before)) = given.split_last() else {
        if !lead.show().is_empty() && perl {
            c.give(Role::Code("perl"), &lead, &[]);
        }
        return false;
    };
    let mut text = lead;
    for i in before {
        if let Some(v) = c.bound.options.get_mut(*i).and_then(|o| o.1.take()) {
            text.extend(&v);
            text.push(Piece::Text("\n".into()));
        }
    }
    if let Some((_, slot)) = c.bound.options.get_mut(*last)
        && let Some(v) = slot
    {
        text.extend(v);
        *slot = Some(text);
    }
    true
}

/// `-MList::Util=sum,max`, `-rjson`, `-l mod` as the statement that they stand for.
fn opening(program: &str, module: &str) -> String {
    let module = module.trim();
    match program {
        "ruby" => format!("require {module:?}\n"),
        "lua" => format!("require({module:?})\n"),
        _ => {
            let word = if module.starts_with('-') { "no" } else { "use" };
            let module = module.trim_start_matches('-');
            match module.split_once('=') {
                Some((m, list)) if !list.contains([';', '\n', ')']) => {
                    format!("{word} {m} qw({});\n", list.replace(',', " "))
                }
                _ => format!("{word} {module};\n"),
            }
        }
    }
}

/// Settings of PHP that load or run code, or lift its limits.
const PHP_CODE: &[&str] = &[
    "auto_prepend_file",
    "auto_append_file",
    "extension",
    "zend_extension",
    "sendmail_path",
    "disable_functions",
    "open_basedir",
    "allow_url_include",
    "include_path",
    "opcache.preload",
    "ffi.enable",
    "error_log",
    "unserialize_callback_func",
];

/// `php`: settings that are code, and the consoles of frameworks.
pub fn php(c: &mut Call<'_, '_, '_>) -> Handled {
    let settings: Vec<String> = c
        .bound
        .options
        .iter()
        .filter(|(o, _)| o.names.contains(&"-d"))
        .filter_map(|(_, v)| v.as_ref().map(Val::show))
        .collect();
    for s in settings {
        let key = s.split('=').next().unwrap_or("").trim().to_lowercase();
        if PHP_CODE.contains(&key.as_str()) {
            let why = format!("the setting `{key}` makes PHP run or reach other code");
            c.unknown(&why);
        }
    }
    let base = c.bound.operands.first().map(Val::show).unwrap_or_default();
    let base = base.rsplit('/').next().unwrap_or("").trim_end_matches(".phar").to_owned();
    let console = match base.as_str() {
        "artisan" | "console" | "spark" | "yii" | "think" | "occ" => "artisan",
        "composer" | "phpunit" | "drush" => base.as_str(),
        "wp-cli" => "wp",
        _ => return Handled::Partly,
    };
    let rest = std::mem::take(&mut c.bound.operands);
    c.run_inner(std::iter::once(Val::text(console)).chain(rest.into_iter().skip(1)).collect());
    if c.bound.options.is_empty() {
        return Handled::Wholly;
    }
    c.bound.operands.clear();
    c.bound.options.retain(|(o, _)| !o.names.contains(&"-d"));
    if c.bound.options.is_empty() { Handled::Wholly } else { Handled::Partly }
}

/// `java`: options of the machine that run commands or load agents.
pub fn java(c: &mut Call<'_, '_, '_>) -> Handled {
    behind_jar(c);
    // Each part of a class path is a place of its own.
    let parted = |(o, v): (crate::knowledge::Opt, Option<Val>)| -> Vec<(crate::knowledge::Opt, Option<Val>)> {
        match v.as_ref().filter(|v| o.names.contains(&"-cp") && v.why().is_none() && v.show().contains(':')) {
            Some(v) => v.show().split(':').filter(|p| !p.is_empty()).map(|p| (o, Some(Val::text(p)))).collect(),
            None => vec![(o, v)],
        }
    };
    c.bound.options = std::mem::take(&mut c.bound.options).into_iter().flat_map(parted).collect();
    if let Some(first) = c.bound.operands.first().filter(|f| f.known().is_some_and(|t| t.ends_with(".java"))).cloned() {
        let rest = std::mem::take(&mut c.bound.operands);
        c.give(Role::Script("java"), &first, rest.get(1..).unwrap_or_default());
    }
    let values: Vec<Val> =
        c.bound.options.iter().filter(|(o, _)| o.names.contains(&"-X")).filter_map(|(_, v)| v.clone()).collect();
    for v in values {
        let text = v.show();
        if text.starts_with("X:OnError") || text.starts_with("X:OnOutOfMemoryError") {
            if let Some((_, command)) = v.split_once('=') {
                c.give(Role::Shell, &command, &[]);
            }
            c.unknown("an option of java that runs a command");
        } else if ["bootclasspath", "run", "debug", "X:Flags", "X:VMOptionsFile", "X:CompileCommandFile"]
            .iter()
            .any(|p| text.starts_with(p))
        {
            c.unknown("an option of java that loads other code");
        } else if let Some(file) = jvm_writes(&text) {
            drop(c.path(Verb::Write, &Val::text(file)));
        }
    }
    if c.call.argv.iter().skip(1).any(|a| a.prefix().starts_with('@')) {
        c.unknown("a file of arguments that is not followed");
    }
    Handled::Partly
}

/// The file that an option of the JVM (without its `-X`) makes it write.
fn jvm_writes(option: &str) -> Option<&str> {
    if let Some(file) = option.strip_prefix("loggc:") {
        return Some(file);
    }
    if let Some(log) = option.strip_prefix("log:") {
        // `-Xlog:gc*:file=gc.log:time:filecount=5`, `-Xlog:gc:gc.log`.
        let to = log.split(':').nth(1).filter(|t| !matches!(*t, "" | "stdout" | "stderr"))?;
        return Some(to.strip_prefix("file=").unwrap_or(to).trim_matches('"'));
    }
    let (name, value) = option.strip_prefix("X:")?.split_once('=')?;
    match name {
        "StartFlightRecording" | "StartFlightRecorder" | "FlightRecorderOptions" => {
            value.split(',').find_map(|p| p.strip_prefix("filename=").or_else(|| p.strip_prefix("repository=")))
        }
        "HeapDumpPath"
        | "ErrorFile"
        | "LogFile"
        | "ArchiveClassesAtExit"
        | "DumpLoadedClassList"
        | "ReplayDataFile"
        | "AOTCacheOutput"
        | "AOTConfiguration" => Some(value),
        _ => None,
    }
}

/// What stands behind `-jar FILE` belongs to the program in it, which may be one that we know (`jenkins-cli.jar`).
fn behind_jar(c: &mut Call<'_, '_, '_>) {
    let Some(at) = c.call.argv.iter().position(|a| a.known() == Some("-jar")) else { return };
    let own = c.call.argv.get(..at).unwrap_or_default();
    if !c.bound.unknown.iter().any(|u| own.iter().any(|a| a.prefix().starts_with(u.as_str()))) {
        c.effects.clear();
    }
    let file = c.call.argv.get(at + 1).map(Val::show).unwrap_or_default();
    let stem = file.rsplit('/').next().unwrap_or("").trim_end_matches(".jar");
    let name = stem.trim_end_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, '.' | '-'));
    if knowledge::find(name).is_some() && !matches!(name, "java" | "sh" | "bash") {
        let rest = c.call.argv.get(at + 2..).unwrap_or_default();
        let argv = std::iter::once(Val::text(name)).chain(rest.iter().cloned()).collect();
        c.run_inner(argv);
    }
}

/// `jar`: letters like `tar`, or long options.
pub fn jar(c: &mut Call<'_, '_, '_>) -> Handled {
    let mut args: Vec<Val> = c.call.argv.get(1..).unwrap_or_default().to_vec();
    // `-J-Xmx1g`: for the machine that runs it, which loads code by other such options.
    let machine = |v: &Val| v.prefix().starts_with("-J");
    if args.iter().any(|v| machine(v) && !v.known().is_some_and(|t| t.starts_with("-J-Xm") || t.starts_with("-J-Xs"))) {
        c.unknown("an option for the virtual machine of `jar`");
    }
    args.retain(|v| !machine(v));
    let Some(first) = args.first().and_then(Val::known) else {
        c.unknown("`jar` with arguments that are not known");
        return Handled::Wholly;
    };
    let mut mode = ' ';
    let mut files: Vec<Val> = Vec::new();
    let mut archive = None;
    let letters = if first.starts_with("--") { "" } else { first.trim_start_matches('-') };
    mode = letters.chars().find(|l| matches!(l, 'c' | 'u' | 'x' | 't' | 'i')).unwrap_or(mode);
    let mut i = usize::from(!letters.is_empty());
    let mut wants_file = letters.contains('f');
    let mut wants_text = letters.chars().filter(|l| matches!(l, 'e' | 'm')).count();
    while let Some(arg) = args.get(i) {
        i += 1;
        match arg.prefix() {
            "--list" => mode = 't',
            "--create" => mode = 'c',
            "--update" => mode = 'u',
            "--extract" => mode = 'x',
            "--file" | "-f" => {
                archive = args.get(i).cloned();
                i += 1;
            }
            t if t.starts_with("--file=") => archive = Some(arg.skip("--file=".len())),
            "--main-class" | "-e" | "--manifest" | "-m" | "--module-version" | "--release" | "--date" => i += 1,
            "-C" | "--verbose" | "-v" | "--no-manifest" | "--no-compress" | "-0" | "-M" => {}
            t if t.starts_with("--") => {
                let why = format!("`jar` with `{t}` is not understood");
                c.unknown(&why);
            }
            _ if wants_file => {
                archive = Some(arg.clone());
                wants_file = false;
            }
            _ if wants_text > 0 => wants_text -= 1,
            _ => files.push(arg.clone()),
        }
    }
    let reads = matches!(mode, 't' | 'x' | 'i');
    if let Some(a) = &archive {
        drop(c.path(if reads { Verb::Read } else { Verb::Write }, a));
    }
    match mode {
        'x' => drop(c.path(Verb::Write, &Val::text("."))),
        'c' | 'u' => files.iter().for_each(|f| drop(c.path(Verb::Read, f))),
        _ => {}
    }
    Handled::Wholly
}

/// Programs that turn sources into something that runs, beside those whose knowledge names the handler `compiler`.
#[must_use]
pub fn compiles(program: &str) -> bool {
    matches!(
        program,
        "rustc"
            | "cabal"
            | "swiftc"
            | "gfortran"
            | "kotlinc"
            | "javac"
            | "scalac"
            | "gcc"
            | "clang"
            | "cmake"
            | "meson"
            | "iverilog"
            | "solc"
    )
}

/// Compilers: plugins, specs and response files are code or hide options.
pub fn compiler(c: &mut Call<'_, '_, '_>) -> Handled {
    let traps =
        ["-fplugin", "-fpass-plugin", "-specs", "--specs", "-wrapper", "--config", "-run", "-load", "-fprofile-use"];
    let args: Vec<Val> = c.call.argv.iter().skip(1).cloned().collect();
    for a in &args {
        let text = a.prefix();
        if traps.iter().take(8).any(|t| text.starts_with(t)) || text.starts_with('@') {
            let why = format!("`{}` with `{text}` runs code or takes options that are not followed", c.program.name);
            c.unknown(&why);
        }
    }
    Handled::Partly
}
