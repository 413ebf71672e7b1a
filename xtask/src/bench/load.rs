//! Many hooks at once on two cores: a host with sub-agents starts them together, and a hook that is too slow is killed
//! and guards nothing.

use std::sync::Barrier;
use std::time::Instant;

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

use super::{Figure, Place, events, stats};
use crate::run::Result;

/// How many start together.
const HOOKS: usize = 64;
/// How often they do.
const ROUNDS: usize = 10;
/// The promise, in milliseconds of wall time.
const MAX_P99_MS: f64 = 250.0;

pub fn at_once(place: &Place) -> Result<Vec<Figure>> {
    let case = events::status();
    let before = sched_getaffinity(Pid::from_raw(0)).map_err(|e| e.to_string())?;
    two_cores()?;
    let mut walls = Vec::new();
    for round in 0..ROUNDS {
        let inputs: Vec<_> = (0..HOOKS).map(|n| case.event(&place.cwd(), round * HOOKS + n)).collect();
        walls.extend(round_of(place, &inputs)?);
    }
    sched_setaffinity(Pid::from_raw(0), &before).map_err(|e| e.to_string())?;
    let at = |share| stats::quantile(walls.iter().copied(), share);
    let note = format!("p99 of {} runs; interval is median to maximum", walls.len());
    let (value, low, high) = (at(0.99), at(0.5), at(1.0));
    Ok(vec![Figure { name: "64 at once, wall".into(), unit: "ms", value, low, high, bound: Some(MAX_P99_MS), note }])
}

/// Starts all at the same moment, each on its own thread, and gives their wall times in milliseconds.
fn round_of(place: &Place, inputs: &[Vec<u8>]) -> Result<Vec<f64>> {
    let start = Barrier::new(inputs.len());
    std::thread::scope(|scope| {
        let one = |input| {
            let mut hook = place.hook();
            start.wait();
            let began = Instant::now();
            hook.run(input).map(|_| began.elapsed().as_secs_f64() * 1e3)
        };
        let threads: Vec<_> = inputs.iter().map(|input| scope.spawn(move || one(input))).collect();
        threads.into_iter().map(|t| t.join().map_err(|_| "a thread of the bench died".to_owned())?).collect()
    })
}

/// Children inherit it. On a machine with one core there is one.
fn two_cores() -> Result {
    let all = sched_getaffinity(Pid::from_raw(0)).map_err(|e| e.to_string())?;
    let mut two = CpuSet::new();
    let free = (0..CpuSet::count()).filter(|n| all.is_set(*n).unwrap_or(false));
    for n in free.take(2) {
        two.set(n).map_err(|e| e.to_string())?;
    }
    sched_setaffinity(Pid::from_raw(0), &two).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_run_on_at_most_two_cores() {
        let set = std::thread::spawn(|| {
            two_cores().expect("two cores");
            sched_getaffinity(Pid::from_raw(0)).expect("affinity")
        });
        let set = set.join().expect("the thread");
        assert!((0..CpuSet::count()).filter(|n| set.is_set(*n).unwrap_or(false)).count() <= 2);
    }
}
