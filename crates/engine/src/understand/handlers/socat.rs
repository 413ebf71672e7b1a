//! socat: two addresses, each of which may be a machine, a file, a port to listen on or a program to run.

use automode_model::Verb;

use super::super::effects;
use super::super::value::Val;
use super::{Call, Handled};
use crate::knowledge::Role;

/// What one end is, for what both together make.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Here,
    Network,
    Program,
}

/// Reads both addresses.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let operands = std::mem::take(&mut c.bound.operands);
    let one_way = c.bound.has("-u") || c.bound.has("-U");
    let mut ends = Vec::new();
    for (i, operand) in operands.iter().enumerate() {
        let Some(text) = operand.known() else {
            c.unknown("a socat address that is not known");
            continue;
        };
        let writes = !one_way || (i == 1) == c.bound.has("-u");
        let reads = !one_way || !writes;
        for half in text.split("!!") {
            ends.push(address(c, half, reads, writes));
        }
    }
    let network = ends.iter().filter(|e| **e == End::Network).count();
    if network > 1 || network == 1 && ends.contains(&End::Program) {
        c.does(Verb::NetTunnel, &[]);
    }
    Handled::Partly
}

fn address(c: &mut Call<'_, '_, '_>, text: &str, reads: bool, writes: bool) -> End {
    let (head, options) = text.split_once(',').unwrap_or((text, ""));
    let (kind, rest) = head.split_once(':').unwrap_or((head, ""));
    let kind = kind.to_ascii_uppercase();
    let span = c.call.span;
    named(c, &kind, options);
    match kind.as_str() {
        "TUN" | "INTERFACE" | "IF" => {
            c.does(Verb::SystemConfig, &[]);
            End::Network
        }
        "-" | "STDIO" | "STDIN" | "STDOUT" | "STDERR" | "FD" | "PTY" | "READLINE" | "SOCKETPAIR" => End::Here,
        "EXEC" | "SYSTEM" | "SHELL" => {
            c.role(Role::Shell, &Val::text(rest), &[]);
            End::Program
        }
        "OPEN" | "FILE" | "GOPEN" | "CREATE" | "CREAT" | "PIPE" | "FIFO" | "ECHO" => {
            file(c, &kind, rest, options, reads, writes);
            End::Here
        }
        k if k.starts_with("UNIX") || k.starts_with("LOCAL") || k.starts_with("ABSTRACT") => {
            let _ = c.path(Verb::Write, &Val::text(rest));
            if k.contains("LISTEN") || k.contains("RECV") { End::Network } else { End::Here }
        }
        k if k.ends_with("-LISTEN") || k.ends_with("-L") || k.contains("-RECV") => {
            c.does(Verb::NetListen, &[]);
            End::Network
        }
        k if ["TCP", "UDP", "SSL", "OPENSSL", "SCTP", "SOCKS", "PROXY", "IP", "DCCP", "VSOCK"]
            .iter()
            .any(|p| k.starts_with(p)) =>
        {
            let host = rest.split(']').next().filter(|h| h.starts_with('[')).map(|h| format!("{h}]"));
            let host = host.unwrap_or_else(|| rest.split(':').next().unwrap_or("").to_owned());
            c.effects.push(effects::on_host(Verb::NetSend, &host, span));
            End::Network
        }
        _ if head.contains('/') || head.bytes().all(|b| b.is_ascii_digit()) && !head.is_empty() => {
            if head.contains('/') {
                file(c, "GOPEN", head, options, reads, writes);
            }
            End::Here
        }
        _ => {
            c.unknown(&format!("the socat address `{kind}` is not known"));
            End::Here
        }
    }
}

/// Files that an address's options make: `PTY,link=/x`, `READLINE,history=/x`.
fn named(c: &mut Call<'_, '_, '_>, kind: &str, options: &str) {
    for (name, file) in options.split(',').filter_map(|o| o.split_once('=')) {
        let makes =
            ["link", "symlink", "symbolic-link", "lockfile", "waitlock", "history", "history-file"].contains(&name);
        if makes || name == "bind" && kind.starts_with("UNIX") {
            let _ = c.path(Verb::Write, &Val::text(file));
        }
    }
}

fn file(c: &mut Call<'_, '_, '_>, kind: &str, path: &str, options: &str, reads: bool, writes: bool) {
    if path.is_empty() {
        return;
    }
    let path = Val::text(path);
    let only_read = options.split(',').any(|o| o == "rdonly");
    if reads && !kind.starts_with("CREAT") {
        let _ = c.path(Verb::Read, &path);
    }
    if writes && !only_read {
        let _ = c.path(if kind == "GOPEN" { Verb::Append } else { Verb::Write }, &path);
    }
}

/// Words of the plain-text protocols of caches, stores and coordinators that destroy what they hold, or end them.
const DESTROYS: &[&str] = &[
    "flush_all",
    "flushall",
    "flushdb",
    "shutdown",
    "delete",
    "del",
    "unlink",
    "drop",
    "purge",
    "slaveof",
    "replicaof",
    "debug",
    "eval",
    "config",
    "kill",
    "quit-server",
];

/// `echo flush_all | nc localhost 11211`: what is said in a protocol of lines to a server of this machine.
pub fn text_protocol(c: &mut Call<'_, '_, '_>) -> Handled {
    let said = c.call.stdin.known().unwrap_or("");
    let acts = |line: &str| {
        let word = line.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
        DESTROYS.contains(&word.as_str())
    };
    if said.lines().any(acts) {
        c.does(Verb::DbDestroy, &[]);
    }
    Handled::Partly
}
