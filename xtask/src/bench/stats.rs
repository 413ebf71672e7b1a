//! Medians and bootstrap intervals; no dependence on chance from outside, so that two readings of the same samples agree.

/// How often the bootstrap draws.
const DRAWS: usize = 2000;

/// The middle of the values; 0 where there are none.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    quantile(values, 0.5)
}

/// The value below which a share of the values lies.
pub fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    let at = (all.len() as f64 * share) as usize;
    all.get(at.min(all.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// The ratio of the second's median to the first's, with its 95 % interval.
pub fn ratio_of_medians(pairs: &[(f64, f64)]) -> (f64, f64, f64) {
    let ratio = |sample: &[(f64, f64)]| median(sample.iter().map(|p| p.1)) / median(sample.iter().map(|p| p.0));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut draws = Vec::with_capacity(DRAWS);
    let mut sample = Vec::with_capacity(pairs.len());
    for _ in 0..DRAWS {
        sample.clear();
        sample.extend((0..pairs.len()).filter_map(|_| pairs.get(random.below(pairs.len()))).copied());
        draws.push(ratio(&sample));
    }
    (ratio(pairs), quantile(draws.iter().copied(), 0.025), quantile(draws.iter().copied(), 0.975))
}

/// xorshift64*: good enough to draw samples.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((u128::from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_intervals() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert_eq!(median(std::iter::empty()), 0.0);
        let pairs: Vec<_> = (0..500).map(|n| (100.0 + f64::from(n % 7), 200.0 + f64::from(n % 11))).collect();
        let (ratio, low, high) = ratio_of_medians(&pairs);
        assert!(low <= ratio && ratio <= high && (1.9..2.1).contains(&ratio), "{low} {ratio} {high}");
    }
}
