//! A session's snapshot on the wire, version 1.

use std::borrow::Cow;

use automode_model as model;
use serde::{Deserialize, Serialize};

use super::reading::Taint;

type Str<'a> = Cow<'a, str>;

#[derive(Serialize, Deserialize)]
pub(super) struct Session<'a> {
    prompts: Vec<Str<'a>>,
    created: Vec<Str<'a>>,
    pending: Vec<(Str<'a>, Vec<Str<'a>>)>,
    judged: u64,
    stopped: u64,
    unjudged: u64,
    stops_in_a_row: u64,
    /// Not in snapshots of versions before the scanner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    taints: Vec<Taint<'a>>,
}

fn borrow<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<Str<'a>> {
    texts.into_iter().map(|t| Cow::Borrowed(t.as_str())).collect()
}

fn own<C: FromIterator<String>>(texts: Vec<Str<'_>>) -> C {
    texts.into_iter().map(Cow::into_owned).collect()
}

impl<'a> Session<'a> {
    pub(super) fn of(session: &'a model::Session) -> Self {
        // Taken apart by name, so that a new field of the model does not compile until it is stored.
        let model::Session { prompts, created, pending, judged, stopped, unjudged, stops_in_a_row, taints } = session;
        Self {
            prompts: borrow(prompts),
            created: borrow(created),
            pending: pending.iter().map(|(id, paths)| (Cow::Borrowed(id.as_str()), borrow(paths))).collect(),
            judged: *judged,
            stopped: *stopped,
            unjudged: *unjudged,
            stops_in_a_row: *stops_in_a_row,
            taints: taints.iter().map(Taint::of).collect(),
        }
    }

    pub(super) fn model(self) -> model::Session {
        model::Session {
            prompts: own(self.prompts),
            created: own(self.created),
            pending: self.pending.into_iter().map(|(id, paths)| (id.into_owned(), own(paths))).collect(),
            judged: self.judged,
            stopped: self.stopped,
            unjudged: self.unjudged,
            stops_in_a_row: self.stops_in_a_row,
            taints: self.taints.into_iter().map(Taint::model).collect(),
        }
    }
}
