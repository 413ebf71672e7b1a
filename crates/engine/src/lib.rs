//! Understands, inspects and decides (DESIGN §3). Pure: no files, no clock, no environment, no network; what it knows of
//! the machine comes through `automode_model::World`.
#![forbid(unsafe_code)]

pub mod inspect;
pub mod knowledge;
pub mod secrets;
