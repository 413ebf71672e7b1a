//! What people say about decisions that ran without them, and what becomes of a category that errs.

use crate::common::Machine;

/// Runs some formatting through the hook and gives the records' numbers.
fn formatted(machine: &Machine, count: usize) -> Vec<String> {
    for _ in 0..count {
        assert_eq!(machine.hook(machine.bash("cargo fmt")).answer().0, "allow");
    }
    let records = machine.records();
    records.iter().filter(|r| r["verdict"]["category"] == "format").map(|r| r["seq"].to_string()).collect()
}

#[test]
fn a_category_that_errs_asks_again_until_a_person_begins_anew() {
    let machine = Machine::new();
    if machine.run(&["review", "mark", "1", "right"], "").err.contains("an agent started this") {
        eprintln!("skipped: this test was started by an agent, which must not review");
        return;
    }
    let records = formatted(&machine, 3);
    let waiting = machine.run(&["review", "list"], "").json();
    assert_eq!(waiting.as_array().unwrap().len(), 3, "{waiting}");
    assert_eq!(machine.run(&["review", "mark", &records[0], "right"], "").code, Some(0));
    for record in &records[1..] {
        assert_eq!(machine.run(&["review", "mark", record, "wrong"], "").code, Some(0));
    }
    // A decision counts once.
    assert_eq!(machine.run(&["review", "mark", &records[1], "wrong"], "").code, Some(3));
    let stages = machine.run(&["stages", "--json"], "");
    assert_eq!(stages.code, Some(1), "{stages:?}");
    let row = stages.json().as_array().unwrap().iter().find(|r| r["category"] == "format").cloned().unwrap();
    assert_eq!((&row["test"], &row["mode"], &row["wrong"]), (&"failed".into(), &"ask".into(), &2.into()), "{row}");
    assert_eq!(machine.hook(machine.bash("cargo fmt")).answer().0, "ask");
    assert_eq!(machine.hook(machine.bash("git status")).answer().0, "allow", "other categories stay");
    assert_eq!(machine.run(&["stages", "begin", "format"], "").code, Some(0));
    assert_eq!(machine.hook(machine.bash("cargo fmt")).answer().0, "allow");
    assert_eq!(machine.verify().code, Some(0));
}

/// While everything of a kind is asked about, what would have run is the evidence on which it goes on.
#[test]
fn a_pilot_gathers_its_evidence() {
    let machine = Machine::new();
    if machine.run(&["review", "mark", "1", "right"], "").err.contains("an agent started this") {
        eprintln!("skipped: this test was started by an agent, which must not review");
        return;
    }
    let file = machine.home().join(".config/automode/automode.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "[category.format]\nstage = \"pilot\"\n[category.delete]\nstage = \"pilot\"\n").unwrap();
    assert_eq!(machine.hook(machine.bash("cargo fmt")).answer().0, "ask");
    assert_ne!(machine.hook(machine.bash("rm -rf /srv/thesis")).answer().0, "allow");
    let waiting = machine.run(&["review", "list", "--count", "5", "--category", "format"], "").json();
    let [one] = waiting.as_array().unwrap().as_slice() else { panic!("{waiting}") };
    assert_eq!((&one["words"], &one["asked"]), (&"cargo fmt".into(), &true.into()));
    let deletes = machine.run(&["review", "list", "--category", "delete"], "").json();
    assert_eq!(deletes, serde_json::json!([]), "what another rule stopped would not have run");
    assert_eq!(machine.run(&["review", "mark", &one["record"].to_string(), "right"], "").code, Some(0));
    let rows = machine.run(&["stages", "--json"], "").json();
    let row = rows.as_array().unwrap().iter().find(|r| r["category"] == "format").cloned().unwrap();
    assert!(row["reviews"] == 1 && row["next"].as_str().unwrap().contains("19 more reviews"), "{row}");
}
