//! A repository, read as files. Git itself is never started. Called by the live `World`.

mod code;
mod config;
mod facts;
mod find;
mod ignore;
mod index;
mod pattern;
mod remotes;
mod sent;
mod settings;
mod tracked;

pub(super) use facts::facts;
pub(super) use find::{Repo, find};
pub(super) use ignore::ignored;
pub(super) use sent::sent;
pub(super) use settings::Settings;
pub(super) use tracked::tracked;
