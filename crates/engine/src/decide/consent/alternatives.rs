//! What makes a list wider than any one of its words says: alternatives. `-t PENDING,RUNNING`, a filter that is given twice, two patterns
//! of names, `/a|b/`. A list that has some is not held against the words of a request. Called by `piped` and `bounds`.

use automode_model::{Action, Category};

use super::bounds;
use super::token::Token;

/// Options whose value says what is shown of each thing, and not which things.
const SHOWS: &[&str] =
    &["-o", "--output", "--query", "--json", "--jq", "--format", "--template", "--sort", "--sort-by", "--fields"];

/// The same of a program's own: with `-O` others fetch, and with `-q` most are quiet and a name may follow.
const SHOWS_OF: &[(&str, &str)] = &[("squeue", "-O"), ("sacct", "-O"), ("gh", "-q")];

/// The value of this option says what is shown of each thing.
pub(super) fn only_shows(program: &str, option: &str) -> bool {
    SHOWS.contains(&option) || SHOWS_OF.contains(&(program, option))
}

/// Options of which all parts between commas must hold.
const ALL_HOLD: &[&str] = &["-l", "--selector", "--field-selector"];

/// Whether the words of a list say several things of which one is enough.
pub(super) fn of_list(program: &str, words: &[String]) -> bool {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut patterns = 0;
    let mut option = "";
    for word in words {
        let of = std::mem::take(&mut option);
        let (name, value) = match word.split_once('=').filter(|_| word.starts_with('-')) {
            Some((name, value)) => (name, value),
            None if word.starts_with('-') => {
                option = word;
                continue;
            }
            None => (of, word.as_str()),
        };
        if only_shows(program, name) {
            continue;
        }
        if ALL_HOLD.contains(&name) {
            if value.contains(" in ") || value.contains('(') {
                return true;
            }
            continue;
        }
        // `Name=status,Values=available`: what is behind the last sign lists the values.
        if value.rsplit('=').next().is_some_and(|v| v.contains(',')) {
            return true;
        }
        let key = value.split_once('=').map_or("", |(key, _)| key);
        let again = !name.is_empty() && !matches!(key, "label" | "Name") && seen.contains(&(name, key));
        if again {
            return true;
        }
        seen.push((name, key));
        patterns += usize::from(matches!(name, "" | "--list") && value.contains(['*', '?']) && !value.contains("://"));
    }
    patterns > 1
}

/// Whether a program of awk's or jq's prints what fits one of several conditions, or what fits none.
pub(super) fn of_program(step: &str, words: &[String]) -> bool {
    let program = words.iter().rev().find(|w| !w.starts_with('-')).map_or("", |w| w.trim());
    if step == "jq" {
        return program.split("select(").skip(1).any(has_comma);
    }
    // One condition, and one block behind it.
    let (condition, block) = program.split_once('{').unwrap_or((program, "}"));
    let one = block.trim_end().ends_with('}') && block.matches(['{', '}']).count() == 1;
    !one || condition.contains('|') || condition.contains(';')
}

/// Whether a step makes other names of those that it reads: `sed 's#tmp/#release/#'`, `tr a b`, `awk '{print "v" $1}'`.
pub(super) fn renames(step: &str, words: &[String]) -> bool {
    let program = words.iter().rev().find(|w| !w.starts_with('-')).map_or("", |w| w.trim());
    let spells = |text: &str| text.split('"').skip(1).step_by(2).any(|p| p.contains(char::is_alphanumeric));
    match step {
        "sed" => words.iter().filter(|w| !w.starts_with('-')).any(|w| {
            let sign = w.chars().nth(1).unwrap_or('/');
            let put = w.split(sign).nth(2).unwrap_or("");
            put.split('\\').any(|p| p.trim_start_matches(|c: char| c.is_ascii_digit()).contains(char::is_alphanumeric))
                || put.starts_with(|c: char| c.is_ascii_digit())
                || w.matches(sign).count() > 3
        }),
        "tr" => {
            let deletes = words.first().is_some_and(|w| w == "-d");
            let mut sets = words.iter().filter(|w| !w.starts_with('-'));
            !deletes
                && sets.any(|w| {
                    w.trim_start_matches(['\\']).len() > 1
                        || w.contains(|c: char| c.is_alphanumeric() && !w.starts_with('\\'))
                })
        }
        "jq" => program.contains('+') && spells(program),
        _ => program.split_once('{').is_some_and(|(_, block)| spells(&unprefixed(block))),
    }
}

/// A block of awk without `sub("refs/heads/", "", $2)`: whole names become those that people say.
fn unprefixed(block: &str) -> String {
    let plain: String = block.chars().filter(|c| !c.is_whitespace()).collect();
    ["refs/heads/", "refs/tags/", "refs/remotes/origin/"].iter().fold(plain, |text, lead| {
        ["", ",$0", ",$1", ",$2"].iter().fold(text, |t, of| t.replace(&format!("sub(\"{lead}\",\"\"{of})"), ""))
    })
}

/// Up to the bracket that ends it, and in no bracket or quotation of its own.
fn has_comma(text: &str) -> bool {
    let (mut depth, mut quoted) = (0_u32, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return false,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// `status IN ('expired', 'active')`: each value was said.
pub(super) fn says_values(tokens: &[Token], action: &Action) -> bool {
    if !action.is_of(Category::Database) {
        return true;
    }
    let text = action.words.to_lowercase();
    let lists = text.split(" in (").skip(1).filter_map(|p| p.split_once(')')).map(|(list, _)| list);
    let mut values = lists.flat_map(|l| l.split(',')).map(|v| v.trim().trim_matches(['\'', '"']));
    values.all(|v| v.is_empty() || v.starts_with("select") || bounds::is_said(tokens, v))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_with_alternatives() {
        for (words, want) in [
            ("-u me -t PENDING", false),
            ("-u me -t PENDING,RUNNING", true),
            ("--state=PENDING,RUNNING", true),
            ("ps -aq --filter status=exited --filter name=^a", false),
            ("ps -aq --filter status=exited --filter status=running", true),
            ("get jobs -l a=b,c=d -o custom-columns=A,B", false),
            ("get jobs -l app@in@(a,b)", true),
            ("--filters Name=status,Values=available Name=tag:team,Values=x", false),
            ("--filters Name=tag:env,Values=dev,prod", true),
            ("--json id,name --limit 5", false),
            ("branch -r --list origin/a/*", false),
            ("branch -r --list origin/a/* origin/b/*", true),
        ] {
            let all: Vec<String> = words.split_whitespace().map(|w| w.replace('@', " ")).collect();
            assert_eq!(of_list("", &all), want, "{words}");
        }
    }

    #[test]
    fn programs_with_alternatives() {
        for (step, program, want) in [
            ("awk", "$3==\"Evicted\"{print $1}", false),
            ("awk", "/Evicted|Running/{print $1}", true),
            ("awk", "{print $1} /Evicted/", true),
            ("awk", "/a/{print} /b/{print}", true),
            ("awk", "{print $2}", false),
            ("jq", ".[] | select(.name==\"a\") | .id", false),
            ("jq", ".[] | select(test(\"a\",\"i\")) | .id", false),
            ("jq", ".[] | select(.a==\"x\" , .a==\"y\") | .id", true),
        ] {
            assert_eq!(of_program(step, &[program.to_owned()]), want, "{program}");
        }
        for (step, words, want) in [
            ("sed", "s#origin/##", false),
            ("sed", "s#tmp/#release/#", true),
            ("sed", r"s/^\(.*\)x$/\1/", false),
            ("tr", r"\t \n", false),
            ("tr", "-d ,", false),
            ("tr", "a b", true),
            ("awk", "{print@$1}", false),
            ("awk", "{print@\"v\"$1}", true),
            ("jq", ".[]@|@.name", false),
            ("jq", ".[]@|@\"prod-\"+.name", true),
        ] {
            let all: Vec<String> = words.split(' ').map(|w| w.replace('@', " ")).collect();
            assert_eq!(renames(step, &all), want, "{step} {words}");
        }
        assert!(has_comma("a, b)") && !has_comma("f(a, b)), c"));
    }
}
