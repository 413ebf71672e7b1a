//! The format of the knowledge files: a mistake in one is an error that names the file and what is wrong there.

#[path = "../build/knowledge.rs"]
mod build;

/// What is said about a file with this text after its first lines.
fn fault(rest: &str) -> String {
    let text = format!(
        "program = \"x\"\nalso = [\"y\"]\nabout = \"a\"\nchecked = \"1\"\n[[form]]\ntests = [\"x → ∅\"]\n{rest}"
    );
    build::generate(&[("x.toml".to_owned(), text)]).err().unwrap_or_default()
}

#[test]
fn mistakes_are_named() {
    for (rest, said) in [
        ("operands = [\"out= write|text\"]", ""),
        ("operands = [\"out=write|text\"]", "a pattern, a blank and a role"),
        ("operands = [\"out= write|\"]", "verb `` is not known"),
        ("operands = [\"out= script:sh|text\"]", "`script:sh` is no role of a part"),
        ("operands = [\"out= writes|text\"]", "verb `writes` is not known"),
        ("[form.options]\n\"-n\" = { dry = true, keeps = [\"run\"] }", ""),
        ("[form.options]\n\"-n\" = { keeps = [\"run\"] }", "without `dry` it is none"),
        ("[form.options]\n\"-n\" = { dry = true, keeps = [\"write\"] }", "`keeps` is of `read` and `run`"),
        ("[form.options]\n\"-n\" = { dry = true, real = true }", "for the options beside it"),
        (
            "flags = \"-b\"\n[form.options]\n\"-a\" = { on = { \"with:-b\" = [\"publish\"], \"bare:\" = [\"test\"] } }",
            "",
        ),
        ("[form.options]\n\"-a\" = { on = { \"with:-b\" = [\"publish\"] } }", "`with:-b` names no option of this form"),
        ("[form.options]\n\"-a\" = { on = { \"with:\" = [\"publish\"] } }", "behind `with:` stand names"),
        ("[form.options]\n\"-a\" = { on = { \"b\" = [\"publish\"] } }", "are about a value"),
        ("[[form]]\nonly = [\"y\"]\nflags = \"-a\"\ntests = [\"y -a → ∅\"]", ""),
        ("[[form]]\nonly = [\"y\"]\nflags = \"-a\"", "no tests"),
        ("[[form]]\nonly = [\"z\"]\ntests = [\"z → ∅\"]", "`only` names `z`, which is not in `also`"),
    ] {
        let found = fault(rest);
        let fine = if said.is_empty() { found.is_empty() } else { found.contains(said) && found.contains("x.toml") };
        assert!(fine, "{rest}: {found}");
    }
}

/// A member's own form takes the place of the family's, and takes nothing from the others.
#[test]
fn members_differ_in_what_they_name() {
    use automode_engine::knowledge::find;
    let (family, member) = (find("sass").unwrap(), find("lessc").unwrap());
    assert!(find("node-sass").is_some_and(|p| std::ptr::eq(p, family)));
    assert_eq!(member.name, family.name);
    let code =
        |p: &automode_engine::knowledge::Program| p.root.every_option().any(|o| o.names.contains(&"--js") && o.code);
    assert!(code(member) && !code(family));
    assert!(member.root.every_option().any(|o| o.names.contains(&"--quiet")), "what the family's form lists holds");
}
