//! Programs that do less than their file says when they are given certain words: debuggers of boards that only look, recorders of
//! traffic that read a file or this machine's own.

use automode_model::{Target, Verb};

use super::super::effects;
use super::super::value::Val;
use super::{Call, Handled};

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
