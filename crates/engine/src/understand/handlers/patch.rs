//! `apply_patch`: a patch in the form of a coding agent's, which names each file that it adds, changes, moves or deletes. What
//! its pieces change is judged by `carried`.

use automode_model::Verb;

use super::super::value::Val;
use super::{Call, Handled};

/// How many files one patch may touch.
const MAX_FILES: usize = 200;

/// The files of the patch that it is given as a word or reads.
pub fn envelope(c: &mut Call<'_, '_, '_>) -> Handled {
    let given = c.bound.operands.first().unwrap_or(&c.call.stdin).clone();
    c.bound.operands.clear();
    let Some(text) = given.known().filter(|t| t.contains("*** Begin Patch")) else {
        c.unknown("a patch whose text is not known");
        return Handled::Partly;
    };
    let files: Vec<(Verb, &str)> = text.lines().filter_map(touched).collect();
    if files.is_empty() || files.len() > MAX_FILES {
        c.unknown("a patch that names no file, or more than are followed");
    }
    for (verb, path) in files.into_iter().take(MAX_FILES) {
        c.path(verb, &Val::text(path));
    }
    Handled::Wholly
}

/// What a line of the patch does to which file.
fn touched(line: &str) -> Option<(Verb, &str)> {
    let line = line.trim_end();
    let kinds = [
        ("*** Add File: ", Verb::Write),
        ("*** Update File: ", Verb::Write),
        ("*** Move to: ", Verb::Write),
        ("*** Delete File: ", Verb::Delete),
    ];
    kinds.into_iter().find_map(|(lead, verb)| Some((verb, line.strip_prefix(lead)?.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_told() {
        assert_eq!(touched("*** Add File: a b.txt "), Some((Verb::Write, "a b.txt")));
        assert_eq!(touched("*** Delete File: src/x.rs"), Some((Verb::Delete, "src/x.rs")));
        assert_eq!(touched("*** Move to: y.rs"), Some((Verb::Write, "y.rs")));
        assert_eq!(touched("+*** Add File: a"), None);
    }
}
