//! The live `World` on paths, files and programs, with what an attacker puts in their way (FAULTS X1).

use crate::support::{Dir, mkfifo};
use automode_model::{NotKnown, PathKind, World};

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn playground() -> Dir {
    let dir = Dir::new();
    dir.write("a/b/file", "text").write("out/secret", "s").dir("home").dir("a/empty");
    dir.link("to-file", "a/b/file").link("to-dir", "a/b").link("chain", "to-dir").link("dangling", "a/none/x");
    dir.link("loop1", "loop2").link("loop2", "loop1").link("self", "self");
    dir.link("a/up", "../out").link("abs", &dir.at("out")).link("a/b/to-here", ".");
    dir.link("to-proc", "/proc/self/root/etc").link("to-null", "/dev/null");
    dir.executable("bin/tool").write("bin/plain", "x");
    std::fs::hard_link(dir.at("a/b/file"), dir.at("hard")).unwrap();
    mkfifo(&dir.at("fifo"));
    dir.link("to-fifo", "fifo");
    dir
}

#[test]
fn paths_resolve_as_the_kernel_does() {
    let dir = playground();
    let world = dir.world("");
    // given | real | kind | link?
    for row in "
        a/b/file               | a/b/file        | file
        a//b/./file            | a/b/file        | file
        a/b/../b/file          | a/b/file        | file
        to-file                | a/b/file        | file    | link
        to-dir/file            | a/b/file        | file
        chain                  | a/b             | dir     | link
        chain/                 | a/b             | dir     | link
        chain/file             | a/b/file        | file
        chain/..               | a               | dir
        chain/../up/secret     | out/secret      | file
        a/up/../out/secret     | out/secret      | file
        abs/secret             | out/secret      | file
        a/b/to-here/to-here    | a/b             | dir     | link
        hard                   | hard            | file
        dangling               | a/none/x        | missing | link
        dangling/y             | a/none/x/y      | missing
        none                   | none            | missing
        none/x/../y            | none/y          | missing
        none/../a/b/file       | a/b/file        | file
        none/../../none        | ../none         | missing
        a/b/file/x             | a/b/file/x      | missing
        to-dir/new             | a/b/new         | missing
        loop1                  | -               | unknown | link
        loop1/x                | -               | unknown
        self                   | -               | unknown | link
        fifo                   | fifo            | special
        to-fifo                | fifo            | special | link
        .                      | .               | dir
    "
    .lines()
    .map(str::trim)
    .filter(|l| !l.is_empty())
    {
        let mut cells: Vec<&str> = row.split('|').map(str::trim).collect();
        cells.resize(4, "");
        let facts = world.path(&dir.at(cells[0]));
        let real = match cells[1] {
            "-" => facts.real.clone(),
            "." => dir.at(""),
            "../none" => std::path::Path::new(&dir.at("")).with_file_name("none").to_str().unwrap().to_string(),
            other => dir.at(other),
        };
        assert_eq!(
            (facts.real.as_str(), facts.kind.name(), facts.is_link),
            (real.as_str(), cells[2], cells[3] == "link"),
            "{row}"
        );
        // What the machine itself says, where it says something.
        if let Ok(canonical) = std::fs::canonicalize(dir.at(cells[0])) {
            assert_eq!(canonical.to_str(), Some(facts.real.as_str()), "{row}");
        }
    }
}

#[test]
fn what_is_not_followed() {
    let dir = playground();
    let world = dir.world("");
    let real_and_kind = |path: &str| {
        let facts = world.path(path);
        (facts.real, facts.kind)
    };
    for (path, real) in [
        ("/proc/self/root/etc/passwd", "/proc/self/root/etc/passwd"),
        ("/proc/self/cwd/../../../x", "/proc/self/cwd/../../../x"),
        ("/proc/1/root", "/proc/1/root"),
        ("/proc/thread-self/fd/0", "/proc/thread-self/fd/0"),
        ("/dev/fd/3", "/dev/fd/3"),
        ("/dev/stdout", "/dev/stdout"),
        ("/dev/null", "/dev/null"),
        (&dir.at("to-proc"), "/proc/self/root/etc"),
        (&dir.at("to-null"), "/dev/null"),
    ] {
        assert_eq!(real_and_kind(path), (real.to_string(), PathKind::Special), "{path}");
    }
    for path in ["relative", "", "/a\0b", &format!("/{}", "x/".repeat(3000)), &format!("/{}", "x".repeat(300))] {
        assert_eq!(world.path(path).kind, PathKind::Unknown, "{path}");
    }
    assert_eq!(world.path("/").real, "/");
    assert_eq!(world.path("/../..").kind, PathKind::Dir);
}

#[test]
fn a_chain_of_links_ends_where_the_kernel_ends_it() {
    let dir = Dir::new();
    dir.write("l0", "x");
    for n in 1..=41 {
        dir.link(&format!("l{n}"), &format!("l{}", n - 1));
    }
    let world = dir.world("");
    assert_eq!(world.path(&dir.at("l40")).kind, PathKind::File);
    assert!(std::fs::metadata(dir.at("l40")).is_ok());
    assert_eq!(world.path(&dir.at("l41")).kind, PathKind::Unknown);
    assert!(std::fs::metadata(dir.at("l41")).is_err());
}

#[test]
fn a_bomb_of_links_ends() {
    // Each link spells out the one before twice: 2^30 components.
    let dir = Dir::new();
    dir.dir("d").link("b0", "d");
    for n in 1..=30 {
        dir.link(&format!("b{n}"), &format!("b{0}/../b{0}", n - 1));
    }
    assert_eq!(dir.world("").path(&dir.at("b30")).kind, PathKind::Unknown);
}

#[test]
fn sizes_counts_and_bits() {
    let dir = playground();
    let world = dir.world("");
    let facts = world.path(&dir.at("hard"));
    assert_eq!((facts.links, facts.size, facts.executable), (2, 4, false));
    assert!(world.path(&dir.at("bin/tool")).executable);
    let facts = world.path(&dir.at("a"));
    assert_eq!((facts.links, facts.executable), (1, false));
}

#[test]
fn texts() {
    let dir = playground();
    dir.write("nul", "a\0b").write("latin", b"caf\xe9").write("long", "x".repeat(100)).write("empty", "");
    let sparse = std::fs::File::create(dir.at("sparse")).unwrap();
    sparse.set_len(1 << 40).unwrap();
    let world = dir.world("");
    let read = |path: &str| match world.read(&dir.at(path), 99) {
        Ok(text) => text,
        Err(NotKnown::Refused(why)) => why.replace(&dir.at(""), ""),
        Err(other) => format!("{other:?}"),
    };
    for (path, want) in [
        ("to-file", "text"),
        ("empty", ""),
        ("none", "Missing"),
        ("dangling", "Missing"),
        ("nul", "`/nul`: is not text"),
        ("latin", "`/latin`: is not text"),
        ("long", "`/long` is longer than 99 bytes"),
        ("sparse", "`/sparse` is longer than 99 bytes"),
        ("a", "`/a`: is not a regular file"),
        ("to-fifo", "`/to-fifo`: is not a regular file"),
        ("to-null", "`/to-null`: is not a regular file"),
        ("to-proc", "`/to-proc`: is not a regular file"),
        ("loop1", "`/loop1`: a loop of links"),
    ] {
        assert_eq!(read(path), want, "{path}");
    }
    assert!(matches!(world.read("/proc/version", 999), Err(NotKnown::Refused(_))));
}

#[test]
fn names() {
    let dir = playground();
    let world = dir.world("");
    assert_eq!(world.list(&dir.at("chain"), 2), Ok(vec!["file".to_string(), "to-here".to_string()]));
    assert_eq!(world.list(&dir.at("a/empty"), 0), Ok(vec![]));
    assert_eq!(world.list(&dir.at("none"), 9), Err(NotKnown::Missing));
    assert!(matches!(world.list(&dir.at("chain"), 1), Err(NotKnown::Refused(_))));
    assert!(matches!(world.list(&dir.at("fifo"), 9), Err(NotKnown::Refused(_))));
    use std::os::unix::ffi::OsStrExt;
    std::fs::write(std::path::Path::new(&dir.at("a/empty")).join(std::ffi::OsStr::from_bytes(b"\xff")), "").unwrap();
    assert!(matches!(world.list(&dir.at("a/empty"), 9), Err(NotKnown::Refused(_))));
}

#[test]
fn programs() {
    let dir = playground();
    dir.executable("late/plain").link("late/alias", "../bin/tool").dir("bin/dir");
    let world = dir.world(&format!("{}:{}:{}", dir.at("nowhere"), dir.at("bin"), dir.at("late")));
    let which = |name: &str| world.which(name);
    assert_eq!(which("tool"), Ok(dir.at("bin/tool")));
    assert_eq!(which("plain"), Ok(dir.at("late/plain")));
    assert_eq!(which("alias"), Ok(dir.at("bin/tool")));
    assert_eq!(which(&dir.at("bin/tool")), Ok(dir.at("bin/tool")));
    for none in ["dir", "none", "", ".", "..", "./tool"] {
        assert_eq!(which(none), Err(NotKnown::Missing), "{none}");
    }
    // An empty entry is the working directory; for this test that is the crate's, which holds no such program.
    assert_eq!(dir.world("::").which("tool"), Err(NotKnown::Missing));
    assert_eq!(dir.world("").which("tool"), Err(NotKnown::Missing));
}

#[test]
fn the_home_is_real() {
    let dir = playground();
    std::fs::remove_dir(dir.at("home")).unwrap();
    dir.dir("data/ann").link("home", "data/ann");
    assert_eq!(dir.world("").home(), dir.at("data/ann"));
}
