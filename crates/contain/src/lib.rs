//! What touches the machine: the crash guard around a hook run ([`guard`]), the live window on the file system
//! ([`world`]), and the points where tests make the gate die ([`fault`]). All `unsafe` of the project lives in this
//! crate. Called by the binary; decides nothing.

pub mod clock;
pub mod fault;
pub mod guard;
mod memory;
pub mod start;
pub mod world;
