//! The ledger from outside: what is written is what is read, and what happens when something breaks (FAULTS §4.2).

mod append;
mod common;
