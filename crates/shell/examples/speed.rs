//! How long a parse takes: `cargo run --release -p automode-shell --example speed`.

use std::hint::black_box;
use std::time::Instant;

use automode_shell::{Dialect, parse};

const ROUNDS: u32 = 300;

/// The fastest of many rounds, in nanoseconds.
fn time(text: &str) -> u128 {
    let mut best = u128::MAX;
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        black_box(parse(black_box(text), Dialect::Bash));
        best = best.min(begin.elapsed().as_nanos());
    }
    best
}

fn main() {
    let heredoc = format!("cat > src/x.py <<'EOF'\n{}EOF\n", "    print(f\"{x} it's $y\")\n".repeat(40));
    let big = format!("cat <<'EOF' > f\n{}EOF\n", "let x = foo(bar[1], {a: 2});\n".repeat(8000));
    let script = "for f in *.c; do gcc -c \"$f\" -o \"${f%.c}.o\" || exit 1; done\n".repeat(100);
    let live = format!("cat <<EOF\n{}EOF\n", "a $(x) $y\n".repeat(1500));
    let cases = [
        ("git status", "git status"),
        ("typical", "cd /repo/app && npm run test -- --watch=false 2>&1 | tail -50"),
        ("quotes", "git commit -m \"fix: it's done\" --author='A <a@example.com>' && git push origin \"$BRANCH\""),
        ("find", "find . -name '*.rs' -not -path './target/*' -exec grep -n \"TODO\" {} \\; | head -20"),
        ("substitution", "echo \"$(git rev-parse --show-toplevel)/$(basename \"$PWD\")\" > /tmp/x"),
        ("loop", "for f in $(ls src/*.py); do if grep -q foo \"$f\"; then sed -i 's/foo/bar/' \"$f\"; fi; done"),
        ("heredoc of 40 lines", &heredoc),
        ("heredoc of 230 KB", &big),
        ("script of 100 lines", &script),
        ("live heredoc of 15 KB", &live),
    ];
    for (name, text) in cases {
        let ns = time(text);
        println!("{name:24} {:8} bytes {:10.2} µs", text.len(), ns as f64 / 1000.0);
    }
}
