//! Commands of debuggers, and what Java's shell is told: understood only where each is on a list. Called by `code` for what the
//! other readers do not know.

use super::compiled::{self, Source};

/// Commands of debuggers that look, or run the program that is debugged.
const DEBUGGER: &[&str] = &[
    "run",
    "r",
    "start",
    "starti",
    "backtrace",
    "bt",
    "where",
    "thread",
    "info",
    "i",
    "frame",
    "f",
    "list",
    "l",
    "break",
    "b",
    "tbreak",
    "continue",
    "c",
    "next",
    "n",
    "step",
    "s",
    "stepi",
    "nexti",
    "finish",
    "up",
    "down",
    "print",
    "p",
    "x",
    "display",
    "disassemble",
    "disas",
    "quit",
    "q",
    "watch",
    "until",
    "advance",
    "ptype",
    "whatis",
    "catch",
    "process",
    "breakpoint",
    "image",
    "register",
    "br",
    "di",
    "kill",
    "exit",
];

/// Whether such a text only looks at the program that is debugged, or runs it.
#[must_use]
pub fn only_debugs(text: &str) -> bool {
    text.lines().all(is_debugging)
}

/// One command: no shell, no call of a function in the program, no redirection.
fn is_debugging(line: &str) -> bool {
    let line = line.trim();
    let settings = ["set pagination off", "set confirm off", "set print pretty on", "set width 0", "set height 0"];
    let word = line.split([' ', '/']).next().unwrap_or("");
    let plain = !line.contains(['(', ')', '!', '`', '|', '<', '>', ';', '&', '$', '=', '~']);
    let runs_file = ["process launch -", "process save", "thread apply all shell", "info proc exe"]
        .iter()
        .any(|p| line.starts_with(p));
    // Arguments given here reach a program that was judged without them.
    let given = ["run", "r", "start", "starti"].contains(&word) && line != word;
    line.is_empty()
        || settings.contains(&line)
        || plain && !runs_file && !given && DEBUGGER.contains(&word) && !line.contains("shell")
}

/// Whether Java's shell is told nothing but to compute with Java's own classes and those of the project.
#[must_use]
pub fn only_computes(text: &str) -> bool {
    let command = |line: &&str| line.trim_start().starts_with('/') && !line.trim_start().starts_with("//");
    let shows = |line: &str| ["/exit", "/list", "/vars", "/methods", "/types", "/imports"].contains(&line.trim());
    let project = |line: &&str| {
        let name = line.trim().strip_prefix("import ").unwrap_or("");
        !name.is_empty()
            && name.trim_end_matches(';').bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
            && !["java", "jdk.", "sun.", "com.sun."].iter().any(|own| name.starts_with(own))
    };
    let rest: Vec<&str> = text.lines().filter(|l| !command(l) && !project(l)).collect();
    text.lines().filter(command).all(shows) && compiled::is_pure(Source::Java, &rest.join("\n"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_shell_of_java_only_computes() {
        for (text, fine) in [
            ("System.out.println(1 + 1)", true),
            ("import com.example.Money;\nMoney.of(1)\n/exit\n", true),
            ("Runtime.getRuntime().exec(\"id\")", false),
            ("import java.lang.reflect.Method;", false),
            ("/open x.jsh", false),
        ] {
            assert_eq!(super::only_computes(text), fine, "{text}");
        }
    }

    #[test]
    fn every_command_must_be_listed() {
        for (text, fine) in [
            ("thread apply all bt", true),
            ("b main", true),
            ("shell id", false),
            ("print system(\"id\")", false),
            ("run > /etc/x", false),
            ("run -rf thesis", false),
            ("python import os", false),
        ] {
            assert_eq!(super::only_debugs(text), fine, "{text}");
        }
    }
}
