//! Programs that do less or more than their file says when they are given certain words or a certain input: debuggers of boards
//! that only look, recorders of traffic that read a file or this machine's own, names that an expression makes, lists of files.

use automode_model::{Target, Verb};

use super::super::effects;
use super::super::value::Val;
use super::{Call, Handled};
use crate::knowledge::Role;

/// Commands of OpenOCD that write nothing to the board.
const LOOKS: &[&str] = &[
    "init",
    "reset",
    "halt",
    "resume",
    "exit",
    "shutdown",
    "targets",
    "mdw",
    "mdh",
    "mdb",
    "reg",
    "poll",
    "adapter",
    "transport",
    "version",
    "sleep",
    "echo",
    "scan_chain",
    "bp",
    "rbp",
    "wait_halt",
    "gdb_port",
    "telnet_port",
    "tcl_port",
    "tpiu",
    "itm",
    "rtt",
];

/// `openocd -c "init; reset halt; exit"`: a session of debugging.
pub fn board(c: &mut Call<'_, '_, '_>) -> Handled {
    let told = values(c, "-c");
    let looks = |line: &Val| {
        let mut commands = line.known().unwrap_or("[").split([';', '\n']).map(str::trim).filter(|l| !l.is_empty());
        commands.all(|l| {
            let mut words = l.split_whitespace();
            let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            let listed =
                LOOKS.contains(&first) || first == "flash" && matches!(second, "info" | "list" | "banks" | "probe");
            listed && !l.contains(['[', '$', '{'])
        })
    };
    if c.program.name == "openocd"
        && c.call.argv.first().is_some_and(|p| p.show().ends_with("openocd"))
        && !told.is_empty()
        && told.iter().all(looks)
    {
        c.by_data();
        c.effects.retain(|e| e.verb != Verb::ExternalWrite);
        c.effects.push(effects::plain(Verb::Run, Target::None, c.call.span));
        return Handled::Wholly;
    }
    Handled::Partly
}

/// `tcpdump -r FILE`, `tcpdump -i lo`: nobody else's traffic.
pub fn capture(c: &mut Call<'_, '_, '_>) -> Handled {
    let own = values(c, "-i");
    let local = !own.is_empty() && own.iter().all(|v| matches!(v.known(), Some("lo" | "lo0" | "docker0")));
    let reads = !values(c, "-r").is_empty() && own.is_empty();
    if !local && !reads {
        return Handled::Partly;
    }
    c.by_data();
    c.effects.retain(|e| e.verb != Verb::NetScan);
    c.effects.push(effects::plain(if local { Verb::NetProbe } else { Verb::Inspect }, Target::None, c.call.span));
    Handled::Wholly
}

/// What was given for this option.
fn values(c: &Call<'_, '_, '_>, name: &str) -> Vec<Val> {
    c.bound.options.iter().filter(|(o, _)| o.names.contains(&name)).filter_map(|(_, v)| v.clone()).collect()
}

/// `rename 's|^|/srv/|' *`: names that an expression makes, which may lie elsewhere.
pub fn rename(c: &mut Call<'_, '_, '_>) -> Handled {
    let given = c.bound.options.iter().filter(|(o, _)| o.names.contains(&"-e")).find_map(|(_, v)| v.clone());
    let Some(expression) = given.or_else(|| c.bound.operands.first().cloned()) else { return Handled::Partly };
    for made in expression.known().into_iter().flat_map(|e| e.split([';', '\n'])).filter_map(replacement) {
        match made {
            Some(name) if name.starts_with('/') || name.contains("..") => {
                let fixed = name.split(['$', '@']).next().unwrap_or("").to_owned();
                let _ = c.path(Verb::Write, &Val::text(fixed));
            }
            Some(_) => {}
            None => c.unknown("names that an expression of `rename` makes"),
        }
    }
    Handled::Partly
}

/// What a substitution puts into a name; an inner none where something else decides about it, a path among it.
fn replacement(statement: &str) -> Option<Option<String>> {
    let statement = statement.trim();
    let plain = |t: &str| t.replace('\\', "");
    let sign = statement.chars().nth(1).filter(|s| !s.is_alphanumeric() && !s.is_whitespace());
    let Some(sign) = sign.filter(|_| statement.starts_with('s')) else {
        return statement.contains(['/', '.']).then_some(None).filter(|_| statement.contains(['"', '\'']));
    };
    // A delimiter behind a backslash is part of the text.
    let text = statement.replace(&format!("\\{sign}"), if sign == '/' { "\u{1}" } else { " " });
    let close = match sign {
        '{' => '}',
        '(' => ')',
        '[' => ']',
        '<' => '>',
        other => other,
    };
    let made = text.split([sign, close]).filter(|p| close == sign || !p.trim().is_empty()).nth(2)?;
    Some(Some(plain(made).replace('\u{1}', "/")))
}

/// `ls | zip -m@ out.zip`: what is packed is gone, and the names come through standard input.
pub fn zip(c: &mut Call<'_, '_, '_>) -> Handled {
    if c.bound.has("-m") && c.bound.has("-@") {
        for name in super::xargs::words(&c.call.stdin, true) {
            let _ = c.path(Verb::Delete, &name.whole());
        }
    }
    Handled::Partly
}

/// `openssl s_client … < file`: more than a greeting goes to the other end.
pub fn client(c: &mut Call<'_, '_, '_>) -> Handled {
    let said = &c.call.stdin;
    let nothing = said.known().is_some_and(|t| matches!(t.trim(), "" | "Q" | "QUIT" | "quit"));
    if !nothing {
        let to = c.bound.value("-connect").or_else(|| c.bound.operands.first()).cloned();
        c.give(Role::Host(Verb::NetSend), &to.unwrap_or_default(), &[]);
    }
    Handled::Partly
}

/// Programs that empty a folder which a variable names: the variables, the words that do it, the option that says otherwise.
const EMPTIED: &[(&[&str], &[&str], &str)] = &[
    (&["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"], &["cargo", "clean"], "--target-dir"),
    (&["BUNDLE_PATH"], &["bundle", "clean"], ""),
    (&["CCACHE_DIR"], &["ccache", "-C"], "--dir"),
    (&["CCACHE_DIR"], &["ccache", "--clear"], "--dir"),
    (&["COMPOSER_CACHE_DIR"], &["composer", "clear-cache"], ""),
    (&["DENO_DIR"], &["deno", "clean"], ""),
    (&["GOCACHE"], &["go", "clean", "-cache"], ""),
    (&["GOMODCACHE"], &["go", "clean", "-modcache"], ""),
    (&["PIP_CACHE_DIR"], &["pip", "cache", "purge"], "--cache-dir"),
    (&["POETRY_CACHE_DIR"], &["poetry", "cache", "clear"], ""),
    (&["PRE_COMMIT_HOME"], &["pre-commit", "clean"], ""),
    (&["UV_CACHE_DIR"], &["uv", "cache", "clean"], "--cache-dir"),
    (&["UV_CACHE_DIR"], &["uv", "cache", "prune"], "--cache-dir"),
    (&["YARN_CACHE_FOLDER"], &["yarn", "cache", "clean"], "--cache-folder"),
    (&["npm_config_cache", "NPM_CONFIG_CACHE"], &["npm", "cache", "clean"], "--cache"),
];

/// `CARGO_TARGET_DIR=/srv cargo clean`: the folder that a variable names, where no option does.
pub fn emptied_by_variable(c: &mut Call<'_, '_, '_>) {
    let said = |word: &&str| c.call.argv.iter().skip(1).any(|v| v.known() == Some(*word));
    let does = |words: &[&str]| words.first() == Some(&c.program.name) && words.iter().skip(1).all(said);
    let names: Vec<&str> = EMPTIED
        .iter()
        .filter(|(_, words, option)| does(words) && (option.is_empty() || !c.bound.has(option)))
        .flat_map(|(names, ..)| names.iter().copied())
        .collect();
    for name in names {
        let given = c.call.env.iter().rev().find(|(n, _)| n == name).map(|(_, v)| vec![v.clone()]);
        let exported = || c.state.var(name).map(|set| set.values().to_vec());
        for dir in given.or_else(exported).unwrap_or_default() {
            let _ = c.path(Verb::Delete, &dir);
        }
    }
}
