//! The Merkle tree of RFC 6962 over the records: append with at most 64 hashes of state, and the two proofs that an
//! auditor can check without the ledger. Called by the ledger (frontier), the verifier and the proof commands.

use crate::hash::Hash;

/// The leaf of a record: its bytes without the newline.
#[must_use]
pub fn leaf(record: &[u8]) -> Hash {
    Hash::of(&[&[0], record])
}

/// The node above two others.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Hash::of(&[&[1], left.bytes(), right.bytes()])
}

/// What is needed to append to a tree: the roots of its full subtrees, largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// A frontier from its parts; none where the number of hashes does not fit the size.
    #[must_use]
    pub fn from_parts(size: u64, hashes: Vec<Hash>) -> Option<Self> {
        (hashes.len() == size.count_ones() as usize).then_some(Self { size, hashes })
    }

    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the full subtrees, largest first.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Adds one leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut rest = self.size;
        while rest & 1 == 1 {
            let Some(left) = self.hashes.pop() else { break };
            hash = node(&left, &hash);
            rest >>= 1;
        }
        self.hashes.push(hash);
        self.size += 1;
    }

    /// The root of the tree; that of the empty tree is the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut hashes = self.hashes.iter().rev();
        let Some(last) = hashes.next() else { return Hash::of(&[]) };
        hashes.fold(*last, |right, left| node(left, &right))
    }
}

/// The root of the tree over these leaves.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

/// The largest power of two below `n`; `n` is at least 2.
fn split(n: usize) -> usize {
    let half = n.next_power_of_two() / 2;
    half.max(1)
}

/// The proof that leaf `index` is in the tree over `leaves` (RFC 6962 §2.1.1); none where it is not.
#[must_use]
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    let mut proof = Vec::new();
    let (mut part, mut at) = (leaves, index);
    part.get(at)?;
    while part.len() > 1 {
        let (left, right) = part.split_at_checked(split(part.len()))?;
        if at < left.len() {
            proof.push(root(right));
            part = left;
        } else {
            proof.push(root(left));
            at -= left.len();
            part = right;
        }
    }
    proof.reverse();
    Some(proof)
}

/// The proof that the tree over the first `old` leaves is a beginning of the tree over all of them (RFC 6962 §2.1.2);
/// none where `old` is 0 or too large.
#[must_use]
pub fn consistency_proof(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let mut proof = Vec::new();
    let (mut part, mut m, mut known) = (leaves, old, true);
    while m != part.len() {
        let (left, right) = part.split_at_checked(split(part.len()))?;
        if m <= left.len() {
            proof.push(root(right));
            part = left;
        } else {
            proof.push(root(left));
            m -= left.len();
            part = right;
            known = false;
        }
    }
    if !known {
        proof.push(root(part));
    }
    proof.reverse();
    Some(proof)
}

/// Whether `proof` shows that `leaf` stands at `index` in the tree of `size` leaves with that root.
#[must_use]
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for step in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node(step, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, step);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether `proof` shows that the tree of `new` leaves begins with the tree of `old` leaves.
#[must_use]
pub fn verify_consistency(old: u64, old_root: &Hash, new: u64, new_root: &Hash, proof: &[Hash]) -> bool {
    if old == 0 || old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    let mut steps = proof.iter();
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    // Where the old tree is one full subtree of the new one, its root is known and not in the proof.
    let first = if at == 0 { Some(old_root) } else { steps.next() };
    let Some(first) = first else { return false };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_hash = node(step, &old_hash);
            new_hash = node(step, &new_hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node(&new_hash, step);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(n: usize) -> Vec<Hash> {
        (0..n).map(|i| leaf(format!("record {i}").as_bytes())).collect()
    }

    /// RFC 6962 §2.1 word for word.
    fn naive(d: &[Hash]) -> Hash {
        match d.len() {
            0 => Hash::of(&[]),
            1 => d[0],
            n => {
                let mut k = 1;
                while k * 2 < n {
                    k *= 2;
                }
                node(&naive(&d[..k]), &naive(&d[k..]))
            }
        }
    }

    #[test]
    fn the_frontier_gives_the_roots_of_the_definition() {
        let all = leaves(300);
        let mut frontier = Frontier::default();
        for n in 0..=300 {
            assert_eq!(frontier.root(), naive(&all[..n]), "size {n}");
            assert!(Frontier::from_parts(frontier.size(), frontier.hashes().to_vec()).is_some());
            if n < 300 {
                frontier.push(all[n]);
            }
        }
    }

    #[test]
    fn the_empty_tree_and_the_empty_leaf_are_those_of_rfc_6962() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Frontier::default().root().to_string(), empty);
        assert_eq!(leaf(b"").to_string(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    #[test]
    fn each_leaf_has_a_proof_and_no_other_leaf_has_it() {
        let all = leaves(70);
        for n in 1..=70usize {
            let (tree, top) = (&all[..n], naive(&all[..n]));
            for i in 0..n {
                let proof = inclusion_proof(tree, i).unwrap();
                let check = |l: &Hash, i: usize, p: &[Hash]| verify_inclusion(l, i as u64, n as u64, p, &top);
                assert!(check(&tree[i], i, &proof), "{i} of {n}");
                assert!(!check(&leaf(b"other"), i, &proof));
                assert!(n == 1 || !check(&tree[i], (i + 1) % n, &proof));
                assert!(proof.is_empty() || !check(&tree[i], i, &proof[1..]));
                let longer: Vec<Hash> = proof.iter().copied().chain([top]).collect();
                assert!(!check(&tree[i], i, &longer));
            }
            assert_eq!(inclusion_proof(tree, n), None);
        }
    }

    #[test]
    fn any_two_sizes_have_a_consistency_proof() {
        let all = leaves(66);
        for n in 1..=66usize {
            for m in 1..=n {
                let proof = consistency_proof(&all[..n], m).unwrap();
                let (old, new) = (naive(&all[..m]), naive(&all[..n]));
                let check = |o: &Hash, p: &[Hash]| verify_consistency(m as u64, o, n as u64, &new, p);
                assert!(check(&old, &proof), "{m} of {n}");
                assert!(!check(&leaf(b"other"), &proof), "{m} of {n}");
                assert!(proof.is_empty() || !check(&old, &proof[1..]));
            }
        }
        assert_eq!(consistency_proof(&all, 0), None);
        assert_eq!(consistency_proof(&all, 67), None);
    }
}
