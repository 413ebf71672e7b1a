//! Policies as teams write them (`corpus/teams`): each with what the team expects of everyday actions. A line `#= ask  COMMAND`
//! says what is decided about it under that policy, `#= ask  COMMAND <- WORDS` after the user said so.

use crate::common::Machine;

/// One expectation.
struct Case {
    want: String,
    action: String,
    said: Option<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let lines = text.lines().filter_map(|l| l.strip_prefix("#= "));
    lines
        .map(|l| {
            let (want, rest) = l.split_once(' ').unwrap();
            let (action, said) = rest.split_once(" <- ").map_or((rest, None), |(a, s)| (a, Some(s.trim().to_owned())));
            Case { want: want.to_owned(), action: action.trim().to_owned(), said }
        })
        .collect()
}

fn decide(machine: &Machine, case: &Case) -> String {
    let mut args = vec!["check", "--json"];
    if let Some(said) = &case.said {
        args.extend(["--said", said]);
    }
    let (args, input) = match case.action.strip_prefix("write: ") {
        Some(path) => (args.into_iter().chain(["--write", path]).collect::<Vec<_>>(), "x = 1\n"),
        None => (args.into_iter().chain(["--", &case.action]).collect(), ""),
    };
    machine.run(&args, input).json()["decision"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn teams_get_what_they_wrote() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/teams");
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 30, "only {} teams", files.len());
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let team = file.file_stem().unwrap().to_string_lossy().into_owned();
        let machine = Machine::new();
        let home = machine.home().join(".config/automode");
        std::fs::create_dir_all(&home).unwrap();
        std::fs::write(home.join("automode.toml"), &text).unwrap();
        let lint = machine.run(&["policy", "lint", file.to_str().unwrap()], "");
        assert!(lint.out.contains(" 0 mistakes"), "{team}: {}{}", lint.out, lint.err);
        let cases = cases(&text);
        assert!(cases.len() >= 5, "{team} has {} expectations", cases.len());
        for case in &cases {
            count += 1;
            let got = decide(&machine, case);
            if got != case.want {
                wrong.push(format!("{team}: {}, but {got}: {} <- {:?}", case.want, case.action, case.said));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
