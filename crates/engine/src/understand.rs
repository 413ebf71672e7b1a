//! An event into actions and their effects. Asks the machine only through `World`, under limits.

pub mod carried;
pub mod code;
pub mod edits;
pub mod effects;
mod emptied;
pub mod filters;
pub mod foreign;
pub mod handlers;
pub mod identity;
pub mod into;
pub mod invoke;
pub mod listing;
pub mod loaded;
mod milder;
mod names_only;
mod nearby;
pub mod net;
pub mod notebook;
pub mod operands;
pub mod options;
pub mod paths;
mod printed;
pub mod recording;
pub mod scene;
pub mod script;
pub mod servers;
pub mod shell;
pub mod skills;
pub mod state;
pub mod steps;
mod streamed;
pub mod tools;
pub mod value;
mod written;
pub mod yaml;

pub use scene::Scene;
