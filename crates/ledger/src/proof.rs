//! Roots and proofs over a ledger on the disk: what an auditor who kept an earlier root can check. Reads all records'
//! bytes once. Called by `automode log` and the export.

use std::path::Path;

use crate::error::LedgerError;
use crate::hash::Hash;
use crate::merkle;
use crate::verify::{self, Problem};

/// The leaves of a whole ledger, loaded once for any number of proofs.
pub struct Leaves {
    leaves: Vec<Hash>,
}

impl Leaves {
    /// Reads the ledger in `dir`. The inner error is what breaks the chain: without it there is nothing to prove.
    pub fn load(dir: &Path) -> Result<Result<Self, Problem>, LedgerError> {
        Ok(verify::leaves(dir)?.map(|leaves| Self { leaves }))
    }

    /// How many records there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// The leaf of record `seq`.
    #[must_use]
    pub fn leaf(&self, seq: u64) -> Option<Hash> {
        self.leaves.get(index(seq)?).copied()
    }

    /// The root over the first `size` records.
    #[must_use]
    pub fn root(&self, size: u64) -> Option<Hash> {
        Some(merkle::root(self.first(size)?))
    }

    /// The proof that record `seq` is among the first `size`; check it with [`merkle::verify_inclusion`], where the
    /// index is `seq - 1`.
    #[must_use]
    pub fn inclusion_proof(&self, seq: u64, size: u64) -> Option<Vec<Hash>> {
        merkle::inclusion_proof(self.first(size)?, index(seq)?)
    }

    /// The proof that the ledger of `old` records is the beginning of that of `new` records; check it with
    /// [`merkle::verify_consistency`].
    #[must_use]
    pub fn consistency_proof(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        merkle::consistency_proof(self.first(new)?, usize::try_from(old).ok()?)
    }

    fn first(&self, size: u64) -> Option<&[Hash]> {
        self.leaves.get(..usize::try_from(size).ok()?)
    }
}

fn index(seq: u64) -> Option<usize> {
    usize::try_from(seq.checked_sub(1)?).ok()
}
