//! The sequential test by which a category keeps or loses its autonomy: each reviewed decision that ran without a person is
//! one step, and the test says as early as the evidence allows whether too many of them should not have run.
//!
//! A raw ratio would be wrong both ways: one error in three is no proof, and 4 % of ten thousand is one. This is Wald's
//! test (Sequential Tests of Statistical Hypotheses, 1945) of [`GOOD`] against [`BAD`], begun again after each pass, so that a
//! category that turns bad later is found too.

/// A rate of wrongly approved decisions that is as good as people are.
pub const GOOD: f64 = 0.01;

/// The rate from which a category is switched off (PRODUCT §2: false approvals above 5 %).
pub const BAD: f64 = 0.05;

/// How often a good category may be switched off, and a bad one pass.
const ERROR: f64 = 0.05;

/// Reviews without which a stage is not left, however good they were.
pub const MIN_REVIEWS: u64 = 20;

/// What the evidence says so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Not enough yet.
    Open,
    /// Good, at least once, and nothing against it since.
    Passed,
    /// Too much was wrong: the category asks again.
    Failed,
}

/// The state of one category's test.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trial {
    /// Reviewed and right.
    pub right: u64,
    /// Reviewed, and should not have run.
    pub wrong: u64,
    /// How often the test was passed.
    pub passes: u64,
    /// The test was failed; only a person begins a new one.
    pub failed: bool,
    /// The logarithm of how much likelier [`BAD`] is than [`GOOD`], since the last pass.
    weight: f64,
}

impl Trial {
    /// After one more reviewed decision.
    pub fn add(&mut self, right: bool) {
        if right {
            self.right += 1;
            self.weight += ((1.0 - BAD) / (1.0 - GOOD)).ln();
        } else {
            self.wrong += 1;
            self.weight += (BAD / GOOD).ln();
        }
        let bound = ((1.0 - ERROR) / ERROR).ln();
        if self.weight >= bound {
            self.failed = true;
        } else if self.weight <= -bound {
            self.passes += 1;
            self.weight = 0.0;
        }
    }

    /// What the evidence says.
    #[must_use]
    pub fn finding(&self) -> Finding {
        match (self.failed, self.passes) {
            (true, _) => Finding::Failed,
            (false, 0) => Finding::Open,
            (false, _) => Finding::Passed,
        }
    }

    /// How many decisions were reviewed.
    #[must_use]
    pub fn reviews(&self) -> u64 {
        self.right + self.wrong
    }

    /// The rate of wrong ones with its 95 % interval (Wilson), each from 0 to 1; nothing known is 0 to 1.
    #[must_use]
    pub fn rate(&self) -> (f64, f64, f64) {
        let (n, hits) = (self.reviews() as f64, self.wrong as f64);
        if n == 0.0 {
            return (0.0, 0.0, 1.0);
        }
        const Z: f64 = 1.96;
        let (p, z2) = (hits / n, Z * Z);
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        (p, (middle - half).max(0.0), (middle + half).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A seeded run of reviews with a true rate of errors, in a thousand.
    fn run(seed: u64, per_mille: u64, reviews: u64) -> Trial {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut trial = Trial::default();
        for _ in 0..reviews {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            let roll = (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % 1000;
            trial.add(roll >= per_mille);
        }
        trial
    }

    fn failed(per_mille: u64, reviews: u64) -> usize {
        (1..=400).filter(|seed| run(*seed, per_mille, reviews).failed).count()
    }

    #[test]
    fn bad_categories_are_switched_off_and_good_ones_stay() {
        // 400 runs each; the bounds leave room for three standard errors.
        assert!(failed(50, 400) >= 370, "5 %: {}", failed(50, 400));
        assert!(failed(150, 60) >= 380, "15 %: {}", failed(150, 60));
        assert!(failed(2, 400) <= 20, "0.2 %: {}", failed(2, 400));
        assert!(failed(10, 72) <= 32, "1 %: {}", failed(10, 72));
    }

    #[test]
    fn one_error_is_no_proof_and_two_at_once_are() {
        let mut trial = Trial::default();
        trial.add(false);
        assert_eq!(trial.finding(), Finding::Open);
        trial.add(false);
        assert_eq!(trial.finding(), Finding::Failed);
    }

    #[test]
    fn what_passed_is_watched_on() {
        let mut trial = run(1, 0, 80);
        assert_eq!(trial.finding(), Finding::Passed);
        for _ in 0..3 {
            trial.add(false);
        }
        assert_eq!(trial.finding(), Finding::Failed);
    }

    #[test]
    fn a_rate_comes_with_its_interval() {
        let (rate, low, high) = run(3, 50, 200).rate();
        assert!(low < rate && rate < high && low > 0.01 && high < 0.12, "{rate} {low} {high}");
        assert_eq!(Trial::default().rate(), (0.0, 0.0, 1.0));
    }
}
