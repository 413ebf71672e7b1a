//! Stands in for the registry's crate of that name, as far as `sha2` uses it. Called by `sha2` through its macro, and by
//! the ledger, which knows from its head what an earlier process on the same boot found.
//!
//! Asking an x86 processor (`cpuid`) leaves a virtual machine each time: some twelve microseconds, and a program asks
//! several times. Hashing a record takes less even without the processor's own instructions, and a tenth of that with
//! them. So nobody asks before [`tell`] or [`detect`] was called: until then everything is done in plain code.
//! On ARM the kernel says it at no cost, and is asked.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether SHA-256 may use the processor's own instructions.
static SHA256: AtomicBool = AtomicBool::new(false);

/// Says what [`detect`] found on this machine since it was started.
pub fn tell(sha256: bool) {
    SHA256.store(sha256, Ordering::Relaxed);
}

/// Asks the processor, uses the answer from now on and gives it.
pub fn detect() -> bool {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let has = std::is_x86_feature_detected!("sha") && std::is_x86_feature_detected!("sse4.1");
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let has = false;
    tell(has);
    has
}

/// Whether all of these may be used; the macro's side.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn has(features: &[&str]) -> bool {
    features.iter().all(|feature| match *feature {
        "sha" | "sse4.1" => SHA256.load(Ordering::Relaxed),
        #[cfg(target_arch = "aarch64")]
        "sha2" => std::arch::is_aarch64_feature_detected!("sha2"),
        _ => false,
    })
}

/// Declares a module that says whether all of these features may be used.
#[macro_export]
macro_rules! new {
    ($module:ident, $($feature:tt),+ $(,)?) => {
        mod $module {
            /// Whether all of them may be used.
            #[inline]
            pub fn get() -> bool {
                $crate::has(&[$($feature),+])
            }
        }
    };
}

#[cfg(test)]
mod tests {
    new!(both, "sha", "sse4.1");
    new!(other, "sha", "avx2");

    #[test]
    fn nothing_is_used_that_nobody_told() {
        assert!(!both::get());
        super::tell(true);
        assert!(both::get() && !other::get());
        let found = super::detect();
        assert_eq!(both::get(), found);
    }
}
