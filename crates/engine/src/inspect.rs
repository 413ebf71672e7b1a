//! Rules over effects: each that matches gives a finding, and a finding can only tighten.

pub mod rules;
