//! A session's snapshot on the wire, version 1.

use std::borrow::Cow;

use automode_model as model;
use serde::{Deserialize, Serialize};

use super::doings::Doings;
use super::reading::Taint;
use super::sensitive::Sensitive;

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    model: Option<Str<'a>>,
    /// Not in snapshots of versions before the scanner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    taints: Vec<Taint<'a>>,
    #[serde(default, skip_serializing_if = "Activity::is_empty")]
    activity: Activity,
    #[serde(default, skip_serializing_if = "Sensitive::is_empty")]
    sensitive: Sensitive<'a>,
    #[serde(default, skip_serializing_if = "Doings::is_empty")]
    doings: Doings,
}

/// Notable acts as time, name and target; what else was counted.
#[derive(Default, Serialize, Deserialize)]
struct Activity {
    acts: Vec<(u64, String, u64)>,
    kinds: Vec<String>,
    since_prompt: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    halted: Option<(String, String)>,
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
        let model::Session {
            prompts,
            created,
            pending,
            judged,
            stopped,
            unjudged,
            stops_in_a_row,
            taints,
            activity,
            model,
            sensitive,
            doings,
            // Belongs to one event, not to the session.
            answer: _,
        } = session;
        Self {
            prompts: borrow(prompts),
            created: borrow(created),
            pending: pending.iter().map(|(id, paths)| (Cow::Borrowed(id.as_str()), borrow(paths))).collect(),
            judged: *judged,
            stopped: *stopped,
            unjudged: *unjudged,
            stops_in_a_row: *stops_in_a_row,
            taints: taints.iter().map(Taint::of).collect(),
            model: model.as_deref().map(Cow::Borrowed),
            activity: Activity::of(activity),
            sensitive: Sensitive::of(sensitive),
            doings: Doings::of(doings),
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
            model: self.model.map(Cow::into_owned),
            activity: self.activity.model(),
            sensitive: self.sensitive.model(),
            doings: self.doings.model(),
            answer: None,
        }
    }
}

impl Activity {
    fn of(activity: &model::Activity) -> Self {
        let model::Activity { acts, kinds, since_prompt, halted } = activity;
        Self {
            acts: acts.iter().map(|a| (a.time_ms, a.what.name().to_owned(), a.target)).collect(),
            kinds: kinds.iter().map(|k| k.name().to_owned()).collect(),
            since_prompt: *since_prompt,
            halted: halted.as_ref().map(|h| (h.call.clone(), h.reason.clone())),
        }
    }

    fn is_empty(&self) -> bool {
        self.acts.is_empty() && self.kinds.is_empty() && self.since_prompt == 0 && self.halted.is_none()
    }

    fn model(self) -> model::Activity {
        let act = |(time_ms, what, target): (u64, String, u64)| {
            Some(model::Act { time_ms, what: model::Notable::from_name(&what)?, target })
        };
        model::Activity {
            acts: self.acts.into_iter().filter_map(act).collect(),
            kinds: self.kinds.iter().filter_map(|k| model::Category::from_name(k)).collect(),
            since_prompt: self.since_prompt,
            halted: self.halted.map(|(call, reason)| model::Halt { call, reason }),
        }
    }
}
