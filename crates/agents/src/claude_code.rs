//! Claude Code (command hooks): decode, encode, install, transcripts. Facts: docs/design/profiles.md, install.md.

pub mod answers;
pub mod decode;
pub mod encode;
pub mod install;
pub mod masking;
pub mod tools;
pub mod transcript;
pub mod typed;

pub use decode::{DecodeError, decode};
pub use encode::{Rendering, encode, unavailable};
pub use install::{InstallError, Options, Plan, apply, plan_install};
