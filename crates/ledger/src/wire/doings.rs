//! What a session did, on the wire: a part of its snapshot.

use automode_model as model;
use serde::{Deserialize, Serialize};

#[derive(Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Doings {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    made: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    manifests: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    remotes_changed: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    start: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    denied: Vec<u64>,
    recent_stops: u64,
    stops_in_a_row: u64,
    stops_since_person: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<Waiting>,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct Waiting {
    call: String,
    asked: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    made: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    manifests: Vec<String>,
    remotes: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    denied: Vec<u64>,
}

fn texts(made: &[model::Made]) -> Vec<String> {
    made.iter().map(model::Made::to_text).collect()
}

fn things(texts: &[String]) -> Vec<model::Made> {
    texts.iter().filter_map(|t| model::Made::from_text(t)).collect()
}

impl Doings {
    pub(super) fn of(doings: &model::Doings) -> Self {
        // Taken apart by name, so that a new field of the model does not compile until it is stored.
        let model::Doings {
            made,
            manifests,
            remotes_changed,
            start,
            denied,
            recent_stops,
            stops_in_a_row,
            stops_since_person,
            waiting,
        } = doings;
        Self {
            made: texts(made),
            manifests: manifests.iter().cloned().collect(),
            remotes_changed: *remotes_changed,
            start: start.clone(),
            denied: denied.clone(),
            recent_stops: *recent_stops,
            stops_in_a_row: *stops_in_a_row,
            stops_since_person: *stops_since_person,
            waiting: waiting.iter().map(Waiting::of).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn model(self) -> model::Doings {
        model::Doings {
            made: things(&self.made),
            manifests: self.manifests.into_iter().collect(),
            remotes_changed: self.remotes_changed,
            start: self.start,
            denied: self.denied,
            recent_stops: self.recent_stops,
            stops_in_a_row: self.stops_in_a_row,
            stops_since_person: self.stops_since_person,
            waiting: self.waiting.into_iter().map(Waiting::model).collect(),
        }
    }
}

impl Waiting {
    fn of(waiting: &model::doings::Waiting) -> Self {
        let model::doings::Waiting { call, asked, made, manifests, remotes, denied } = waiting;
        Self {
            call: call.clone(),
            asked: *asked,
            made: texts(made),
            manifests: manifests.clone(),
            remotes: *remotes,
            denied: denied.clone(),
        }
    }

    fn model(self) -> model::doings::Waiting {
        model::doings::Waiting {
            call: self.call,
            asked: self.asked,
            made: things(&self.made),
            manifests: self.manifests,
            remotes: self.remotes,
            denied: self.denied,
        }
    }
}
