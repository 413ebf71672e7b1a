//! The live `World` against real directories and, where there is one, against the real git.

mod git;
mod ignore;
mod paths;
mod sent;
mod support;
mod tracked;
