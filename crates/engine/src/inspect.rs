//! Rules over effects: each that matches gives a finding, and a finding can only tighten. And the scanner of what the agent
//! reads, whose readings mark the session.

pub mod anomaly;
pub mod breakers;
pub mod injection;
pub mod leak;
pub mod rules;
