//! Features of few values: which concepts meet, which follow each other, how a sentence begins. Each has a place of its own in
//! the model, so that it is found without a hash and never taken for another. Used by `features` and by the training.

/// Concepts and what is none.
const CONCEPTS: u32 = 64;
/// Regions, ways to speak to an agent, classes of what is wanted: rounded up.
const REGIONS: u32 = 8;
const WAYS: u32 = 16;
const CLASSES: u32 = 16;
const SAYINGS: u32 = 32;

/// Two concepts in one sentence.
const PAIR: u32 = 0;
/// One concept behind another.
const NEAR: u32 = PAIR + CONCEPTS * CONCEPTS;
/// What a sentence begins with: two concepts.
const BEGIN: u32 = NEAR + CONCEPTS * CONCEPTS;
/// What it begins with, and what else is in it.
const MOOD: u32 = BEGIN + CONCEPTS * CONCEPTS;
/// The concept of its first word.
const FIRST: u32 = MOOD + CONCEPTS * CONCEPTS;
/// A concept in it.
const HAS: u32 = FIRST + CONCEPTS;
/// A concept in a sentence that speaks to an agent.
const TOLD: u32 = HAS + CONCEPTS;
/// A concept and the region it stands in; 0 for the region alone.
const REGION: u32 = TOLD + CONCEPTS;
/// A way to speak to an agent.
const WAY: u32 = REGION + CONCEPTS * REGIONS;
/// What is said.
const SAID: u32 = WAY + WAYS;
/// Two classes of what is wanted.
const WANTED: u32 = SAID + SAYINGS;

/// Two classes of what an agent is said to do.
const DEED: u32 = WANTED + CLASSES * CLASSES;

/// Places of all of them.
pub const PLACES: usize = (DEED + CLASSES * CLASSES) as usize;

pub(super) const fn pair(a: u32, b: u32) -> u32 {
    PAIR + (a % CONCEPTS) * CONCEPTS + b % CONCEPTS
}

pub(super) const fn near(before: u32, concept: u32) -> u32 {
    NEAR + (before % CONCEPTS) * CONCEPTS + concept % CONCEPTS
}

pub(super) const fn begin(first: u32, second: u32) -> u32 {
    BEGIN + (first % CONCEPTS) * CONCEPTS + second % CONCEPTS
}

pub(super) const fn mood(first: u32, other: u32) -> u32 {
    MOOD + (first % CONCEPTS) * CONCEPTS + other % CONCEPTS
}

pub(super) const fn first(concept: u32) -> u32 {
    FIRST + concept % CONCEPTS
}

pub(super) const fn has(concept: u32) -> u32 {
    HAS + concept % CONCEPTS
}

pub(super) const fn told(concept: u32) -> u32 {
    TOLD + concept % CONCEPTS
}

pub(super) const fn region(concept: u32, region: u32) -> u32 {
    REGION + (concept % CONCEPTS) * REGIONS + region % REGIONS
}

pub(super) const fn way(n: u32) -> u32 {
    WAY + n % WAYS
}

pub(super) const fn said(n: u32) -> u32 {
    SAID + n % SAYINGS
}

pub(super) const fn wanted(a: u32, b: u32) -> u32 {
    WANTED + (a % CLASSES) * CLASSES + b % CLASSES
}

pub(super) const fn deed(a: u32, b: u32) -> u32 {
    DEED + (a % CLASSES) * CLASSES + b % CLASSES
}
