//! `completions`, `man`, `--help`.

use crate::common::Machine;

#[test]
fn completions() {
    let machine = Machine::new();
    for shell in ["bash", "zsh", "fish"] {
        let said = machine.run(&["completions", shell], "");
        assert!(said.code == Some(0) && said.out.contains("replay"), "{shell}");
    }
    assert_eq!(machine.run(&["completions", "cmd"], "").code, Some(2));
}

#[test]
fn manual_pages() {
    let machine = Machine::new();
    let dir = machine.dir.join("man/man1");
    assert_eq!(machine.run(&["man", dir.to_str().unwrap()], "").code, Some(0));
    for page in ["automode.1", "automode-check.1", "automode-log.1"] {
        assert!(std::fs::read_to_string(dir.join(page)).unwrap().contains(".TH"), "{page}");
    }
}

#[test]
fn help_names_the_exit_codes() {
    let machine = Machine::new();
    let said = machine.run(&["--help"], "");
    assert!(said.code == Some(0) && said.out.contains("Exit codes:"), "{said:?}");
    assert!(machine.run(&["--version"], "").out.starts_with("automode "));
}
