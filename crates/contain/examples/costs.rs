//! What guard and `World` cost, in microseconds: the first call as a hook run pays it, and the median of many.
//! `cargo run --release -p automode-contain --target x86_64-unknown-linux-musl --example costs [PATH…]`
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use automode_contain::guard::{Guard, OnDeath};
use automode_contain::world::LiveWorld;
use automode_model::World;

const RUNS: usize = 200;

fn measure(name: &str, mut run: impl FnMut()) {
    let mut once = || {
        let began = Instant::now();
        run();
        began.elapsed()
    };
    let first = once();
    let mut times: Vec<Duration> = (0..RUNS).map(|_| once()).collect();
    times.sort_unstable();
    let median = times.get(RUNS / 2).copied().unwrap_or_default();
    println!("{name:34} first {:8.1}  median {:8.1}", micros(first), micros(median));
}

fn consume<T>(value: T) {
    let _ = black_box(value);
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn main() {
    let began = Instant::now();
    let guard = Guard::install(OnDeath::Block, Duration::from_secs(60));
    println!("{:34} first {:8.1}", "Guard::install", micros(began.elapsed()));
    measure("set_deadline", || guard.set_deadline(Duration::from_secs(60)));
    let cwd = std::env::current_dir().map(|d| d.to_string_lossy().into_owned()).unwrap_or_default();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let file = args.first().cloned().unwrap_or(format!("{cwd}/Cargo.toml"));
    measure("LiveWorld::new", || consume(LiveWorld::new()));
    measure("path, new world", || consume(LiveWorld::new().path(&file)));
    let world = LiveWorld::new();
    measure("path, again", || consume(world.path(&file)));
    measure("read", || consume(world.read(&file, 1 << 20)));
    measure("list", || consume(world.list(&cwd, 10_000)));
    measure("which git", || consume(world.which("git")));
    measure("git, new world", || consume(LiveWorld::new().git(&cwd)));
    measure("git, again", || consume(world.git(&cwd)));
    measure("git_ignored, new world", || consume(LiveWorld::new().git_ignored(&file)));
    measure("git_ignored, again", || consume(world.git_ignored(&file)));
    measure("git_tracked, new world", || consume(LiveWorld::new().git_tracked(&file)));
    measure("git_tracked, again", || consume(world.git_tracked(&file)));
    println!("tracked {:?}, ignored {:?}", world.git_tracked(&file), world.git_ignored(&file));
    guard.finish(0)
}
