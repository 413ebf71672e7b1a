//! The words of automode (DESIGN §2): what the hosts tell us, what it would do, what we think of it.
//!
//! Pure data and the arithmetic on it. No I/O, no clock, no environment; every other crate depends on this one.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod activity;
pub mod category;
pub mod doings;
pub mod effect;
pub mod event;
pub mod experience;
pub mod finding;
pub mod path;
pub mod reading;
pub mod risk;
pub mod secret;
pub mod sensitive;
pub mod session;
pub mod span;
pub mod verb;
pub mod verdict;
pub mod words;
pub mod world;

pub use activity::{Act, Activity, Halt, Notable};
pub use category::Category;
pub use doings::{Answered, Doings, Made};
pub use effect::{Action, Certainty, Change, Effect, EnvLabel, Reversibility, Scope, Target};
pub use event::{Edit, Event, Host, McpSource, Mode, Phase, Text, Tool, ToolCall};
pub use experience::Experience;
pub use finding::{Finding, Lift, Outcome};
pub use path::{PathClass, PathTarget, Place};
pub use reading::{Hit, Reaction, Reading, Taint, Technique};
pub use risk::{Dimensions, Risk};
pub use sensitive::Sensitive;
pub use session::Session;
pub use span::Span;
pub use verb::Verb;
pub use verdict::{Authorization, Decision, Evidence, Judgement, Verdict};
pub use world::{GitFacts, NotKnown, PathFacts, PathKind, Sent, World};
