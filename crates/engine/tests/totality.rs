//! No command makes a judgement slow, whatever it is made of: pieces of shell and of everyday commands by the hundred thousand
//! bytes, alone, behind a beginning and within quotes, just below the length to which commands are read and far over it.

mod common;
#[path = "../../shell/tests/common/cpu.rs"]
mod cpu;

use automode_model::{Edit, Session, Text, Tool, ToolCall};

/// What commands are made of.
const PIECES: [&str; 58] = [
    "a; ",
    "a | ",
    "a && ",
    "a || b\n",
    "a & ",
    "! ",
    "$(x) ",
    "$(",
    "`x` ",
    "\"$x\" ",
    "'x' ",
    "\"",
    "'",
    "`",
    "\\",
    "\\\n",
    "a=b ",
    "a=b; ",
    "a+=b\n",
    "x=(a b)\n",
    "a[1]=2\n",
    "${x:-$(y)} ",
    "${x//a/b}",
    "$((x)) ",
    "((",
    "{ ",
    "{a,b}",
    "[[ a ]];",
    "[a]",
    "*",
    "<(a) ",
    ">a ",
    "<<E\nE\n",
    "<<<a ",
    "# x\n",
    "f() { a; }; ",
    "f; f() { f; }\n",
    "case a in a) b;; esac;",
    "for i in a b; do c $i; done\n",
    "while read a; do b; done\n",
    "if a; then b; fi; ",
    "trap a EXIT; ",
    "alias a=b\n",
    "cd a; ",
    "cd .. && ",
    ". .env; ",
    "export $(cat .env); ",
    "env $(cat .env | xargs) ",
    "eval a; ",
    "sh -c a; ",
    "rm a; ",
    "cat a >> b\n",
    "git add a && git commit -m b; ",
    "curl -d @a https://example.com/a; ",
    "find . -exec a {} + ; ",
    "xargs ",
    "export A=b; $A ",
    "../",
];

/// What stands before them; the second half of a pair closes it.
const FRAMES: [(&str, &str); 7] =
    [("", ""), ("x ", ""), ("x \"", "\""), ("export ", ""), ("env ", " x"), ("x $(", ")"), ("cat <<E\n", "\nE\n")];

fn bounded(bytes: usize, budget_ms: u128) {
    for piece in PIECES {
        for (open, close) in FRAMES {
            let command = format!("{open}{}{close}", piece.repeat(bytes / piece.len()));
            let (_, took) = cpu::timed(|| common::judge(&common::Small::default(), &command));
            let took = took.as_millis();
            assert!(took < budget_ms, "{bytes} bytes of {piece:?} behind {open:?}: {took} ms");
        }
    }
}

#[test]
fn what_is_read_is_bounded() {
    bounded(20_000, if cfg!(debug_assertions) { 4_000 } else { 200 });
}

#[test]
fn what_is_too_long_is_bounded() {
    bounded(200_000, if cfg!(debug_assertions) { 4_000 } else { 200 });
}

/// Files of entries: a path, an entry of number `n`, what it says of its state and what stands there afterwards.
const STATES: [(&str, &str, &str, &str); 6] = [
    ("users.csv", "u{n}@example.com,active,{n}\n", "u7@example.com,active", "u7@example.com,bounced"),
    ("queue.csv", "job-{n},pending\n", "job-7,pending", "job-7,cancelled"),
    ("jobs.yaml", "- id: job-{n}\n  status: pending\n", "job-7\n  status: pending", "job-7\n  status: cancelled"),
    (
        "jobs.jsonl",
        "{\"id\": \"job-{n}\", \"status\": \"pending\"}\n",
        "job-7\", \"status\": \"pending",
        "job-7\", \"status\": \"x",
    ),
    ("pods.toml", "[pod-{n}]\nstatus = \"up\"\n", "[pod-7]\nstatus = \"up\"\n", ""),
    ("crontab", "{n} 2 * * * /opt/job-{n}.sh\n", "7 2 * * * /opt/job-7.sh\n", ""),
];

#[test]
fn long_files_of_state_are_bounded() {
    let budget_ms = if cfg!(debug_assertions) { 4_000 } else { 400 };
    for (name, entry, old, new) in STATES {
        for count in [3_000, 12_000] {
            let before: String = (0..count).map(|n| entry.replace("{n}", &n.to_string())).collect();
            let path = format!("{}/{name}", common::CWD);
            let content = Text::whole(before.replacen(old, new, 1));
            let edit = Edit { old: Text::whole(before.clone()), new: content.clone(), all: false };
            let edit = Tool::Edit { path: path.clone(), edits: vec![edit] };
            let tools = [("Edit", edit), ("Write", Tool::Write { path: path.clone(), content })];
            let world = common::Small { files: [(path, before)].into_iter().collect(), ..common::Small::default() };
            let prompts = vec!["cancel job-7 and remove pod-7, u7 has bounced".to_owned()];
            let session = Session { prompts, ..Session::default() };
            for (by, tool) in tools {
                let call = ToolCall { name: by.into(), id: None, tool };
                let (_, took) = cpu::timed(|| automode_engine::judge_call(&call, common::CWD, &world, &session));
                let took = took.as_millis();
                assert!(took < budget_ms, "{count} entries of {name} by {by}: {took} ms");
            }
        }
    }
}

#[test]
fn edits_of_nested_data_are_bounded() {
    let budget_ms = if cfg!(debug_assertions) { 4_000 } else { 1_000 };
    let words = "name size zone host port user role tier plan rate team unit ".repeat(20);
    let nested = |n: usize| format!("{}{words}:\n", " ".repeat(n % 60));
    let flat = |n: usize| format!("{{\"name\": \"job-{n}\", \"on\": true}},");
    let texts: [String; 4] = [
        (0..50).map(nested).collect(),
        (0..1_500).map(|n| format!("{}k{n}:\n", " ".repeat(n % 60))).collect(),
        (0..1_500).map(flat).collect(),
        format!("all: [{}]", (0..5_000).map(|n| format!("job-{n}, ")).collect::<String>()),
    ];
    let prompts = vec!["cancel job-7, set the port of every host in zone 3 to 80 and keep the rest, ".repeat(15); 4];
    let session = Session { prompts, ..Session::default() };
    for text in texts {
        let ends = |by: &str| Text::whole(format!("first: {by}\n{text}\nlast: {by}\n"));
        for new in [ends("2"), Text::whole("first: 2\n".to_owned())] {
            let tool =
                Tool::Edit { path: "conf/jobs.yaml".into(), edits: vec![Edit { old: ends("1"), new, all: false }] };
            let call = ToolCall { name: "Edit".into(), id: None, tool };
            let world = common::Small::default();
            let (_, took) = cpu::timed(|| automode_engine::judge_call(&call, common::CWD, &world, &session));
            assert!(took.as_millis() < budget_ms, "{:?}…: {} ms", text.get(..60), took.as_millis());
        }
    }
}

/// What took seconds to minutes once: a few hundred letters are enough.
#[test]
fn names_in_many_parts_and_many_names_are_bounded() {
    let budget_ms = if cfg!(debug_assertions) { 4_000 } else { 400 };
    let spread = format!("pg_te {}", "spg_te est_2, and rm -v pg_te ".repeat(12));
    let many =
        "rollout restwe'evh ad no interruptions batch_spot web_spot_percnt terraform/eks/pools.auto.tfvars ".repeat(4);
    let rows = [
        ("rm tag v2.4.0-rc1 on origin".to_owned(), format!("git push u{}pstream --delete v2.4.0-rc1", "/".repeat(80))),
        ("rm tag v2.4.0-rc1 on origin".to_owned(), format!("git push u{}pstream --delete v2.4.0-rc1", "/a".repeat(80))),
        (
            format!("delete {} from shop, keep its disks", "web/shop:1.8.1@x ".repeat(9)),
            format!("docker rmi {}", "@".repeat(90)),
        ),
        (format!("delete {spread}"), format!("az acr repository delete -n mine --image {}:{spread}", "x@".repeat(40))),
        (
            format!("the vm bench-1 in project acme, {many}"),
            format!("gcloud compute instances delete bench-1 --delete-di prod {many}"),
        ),
        (
            format!("stop {many} // the vm bench-1, {many}").repeat(3),
            format!("kubectl delete pod bench-1 {many}{many}"),
        ),
    ];
    for (said, command) in rows {
        let prompts = said.split(" // ").map(str::to_owned).collect();
        let session = Session { prompts, ..Session::default() };
        let (call, world) = (common::shell(&command), common::Small::default());
        let (_, took) = cpu::timed(|| automode_engine::judge_call(&call, common::CWD, &world, &session));
        assert!(took.as_millis() < budget_ms, "{:?}…: {} ms", command.get(..60), took.as_millis());
    }
}

#[test]
fn long_prompts_are_bounded() {
    let budget_ms = if cfg!(debug_assertions) { 4_000 } else { 400 };
    for piece in
        ["a-1, ", "a-1 but ", "a-1 - ", "a-1; ", "a-1 (", "not now, ", "ask me first, ", "hm, ", "a-1 and ", "a-1. "]
    {
        let prompts = vec![format!("delete pod {}", piece.repeat(100_000 / piece.len()))];
        let session = Session { prompts, ..Session::default() };
        let call = common::shell("kubectl delete pod a-1");
        let world = common::Small::default();
        let (_, took) = cpu::timed(|| automode_engine::judge_call(&call, common::CWD, &world, &session));
        assert!(took.as_millis() < budget_ms, "100 KB of {piece:?}: {} ms", took.as_millis());
    }
}
