//! Commands of debuggers, and what Java's shell is told: understood only where each is on a list. Called by `code` for what the
//! other readers do not know.

use super::compiled::{self, Source};

/// AppleScript that only tells the user something: `display notification "done" with title "build" sound name "Glass"`, `beep`,
/// `say "done"`. Between its fixed words stand texts and nothing else.
#[must_use]
pub fn only_tells(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('"').collect();
    if text.contains(['\\', '\n', '&', '(']) || parts.len().is_multiple_of(2) {
        return false;
    }
    let words = parts.iter().step_by(2).map(|w| w.trim());
    let fixed = |w: &str| matches!(w, "" | "with title" | "subtitle" | "sound name" | "using");
    words.enumerate().all(|(i, w)| match i {
        0 => matches!(w, "display notification" | "say") && parts.len() > 1 || w == "beep" && parts.len() == 1,
        _ => fixed(w),
    })
}

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

/// Of these, those that show what an expression is.
const SHOWS: &[&str] = &["print", "p", "x", "display", "ptype", "whatis"];

/// Whether an expression calls and changes nothing: brackets only where an operand may begin (`*(char *)p`) or behind `sizeof`.
fn shows_only(text: &str) -> bool {
    let called = |(at, _): (usize, &str)| {
        let before = text.get(..at).unwrap_or("").trim_end();
        !before.ends_with("sizeof")
            && before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ')' | ']' | '"' | '\''))
    };
    // A sign in the midst of two others (`a--b`) may change something too.
    let changes = ["++", "--"].iter().any(|sign| text.contains(sign));
    let calm = text.replace("==", "").replace("->", "");
    !changes && !calm.contains(['!', '`', '|', '=', ';', '~', '<', '>']) && !text.match_indices('(').any(called)
}

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
    let plain = match SHOWS.contains(&word) {
        true => shows_only(line.get(word.len()..).unwrap_or("")),
        false => !line.contains(['(', ')', '!', '`', '|', '<', '>', ';', '&', '$', '=', '~']),
    };
    let runs_file = ["process launch -", "process save", "thread apply all shell", "info proc exe"]
        .iter()
        .any(|p| line.starts_with(p));
    // Arguments given here reach a program that was judged without them.
    let given = ["run", "r", "start", "starti"].contains(&word) && line != word;
    line.is_empty()
        || settings.contains(&line)
        || plain && !runs_file && !given && DEBUGGER.contains(&word) && !line.contains("shell")
}

/// Whether a text for `dc` stays with numbers: `!` before a comparison only, nothing read from elsewhere, no sign made of a number.
#[must_use]
pub fn only_calculates(text: &str) -> bool {
    let marks = |rest: &str| rest.starts_with(['<', '>', '=']);
    text.bytes().all(|b| b.is_ascii() && !matches!(b, b'?' | b'a' | b'"' | b'#')) && text.split('!').skip(1).all(marks)
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
            ("print sizeof(int)", true),
            ("p *(struct node *)ptr->next", true),
            ("p $rip", true),
            ("x/10i $pc", true),
            ("p system (x)", false),
            ("p (system)(x)", false),
            ("p x = 1", false),
            ("p x++", false),
            ("p $_shell(\"id\")", false),
            ("run > /etc/x", false),
            ("run -rf thesis", false),
            ("python import os", false),
        ] {
            assert_eq!(super::only_debugs(text), fine, "{text}");
        }
    }
}
