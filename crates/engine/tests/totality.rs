//! No command makes a judgement slow, whatever it is made of: pieces of shell and of everyday commands by the hundred thousand
//! bytes, alone, behind a beginning and within quotes, just below the length to which commands are read and far over it.

mod common;
#[path = "../../shell/tests/common/cpu.rs"]
mod cpu;

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
