//! Random bytes from the system, for keys and names. Used a few times in a ledger's life.

use std::collections::hash_map::RandomState;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::Read;

use crate::hash::Hash;

/// 32 random bytes.
pub(crate) fn bytes32() -> [u8; 32] {
    let mut bytes = [0; 32];
    match File::open("/dev/urandom").and_then(|mut f| f.read_exact(&mut bytes)) {
        Ok(()) => bytes,
        // No device (a bare chroot): the standard library seeds its maps from the system call instead.
        Err(_) => fallback(),
    }
}

fn fallback() -> [u8; 32] {
    let words: Vec<u8> = (0..4u8).flat_map(|i| RandomState::new().hash_one(i).to_le_bytes()).collect();
    Hash::of(&[&words]).0
}

/// 32 random bits as text, for names of files that must not meet.
pub(crate) fn hex8() -> String {
    let mut text = Hash(bytes32()).to_string();
    text.truncate(8);
    text
}
