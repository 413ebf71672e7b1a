//! What looking for injections costs, by file: `cargo run --release -p automode-engine --example scan -- FILE…`; prints
//! microseconds of the best of some rounds. `ROUNDS=1` for callgrind.
#![expect(clippy::unwrap_used, reason = "a bench has nobody to tell but its user")]

use std::hint::black_box;
use std::time::Instant;

use automode_engine::inspect::injection::{Kind, Place, scan};

fn main() {
    let rounds = std::env::var("ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file).unwrap();
        let time = |_| {
            let start = Instant::now();
            black_box(scan(black_box(&text), Place::new(Kind::Output, "")));
            start.elapsed().as_secs_f64() * 1e6
        };
        let best = (0..rounds).map(time).fold(f64::MAX, f64::min);
        println!("{file:40} {:>8} bytes {best:10.1} µs", text.len());
    }
}
