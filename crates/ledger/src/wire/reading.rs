//! Readings on the wire, since the injection scanner; records without them are from before it.

use std::borrow::Cow;

use automode_model as model;
use serde::{Deserialize, Serialize};

use super::sensitive::Trace;
use super::words::Word;

type Str<'a> = Cow<'a, str>;

#[derive(Serialize, Deserialize)]
pub(super) struct Reading<'a> {
    reaction: Word<model::Reaction>,
    score: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hits: Vec<Hit>,
    #[serde(default)]
    source: Str<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    secrets: Vec<Trace<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Hit {
    technique: Word<model::Technique>,
    span: [u32; 2],
    score: u16,
}

impl<'a> Reading<'a> {
    pub(super) fn of(reading: &'a model::Reading) -> Self {
        let model::Reading { reaction, score, hits, source, secrets } = reading;
        let hit =
            |h: &model::Hit| Hit { technique: Word(h.technique), span: [h.span.start, h.span.end], score: h.score };
        Self {
            reaction: Word(*reaction),
            score: *score,
            hits: hits.iter().map(hit).collect(),
            source: Cow::Borrowed(source),
            secrets: secrets.iter().map(Trace::of).collect(),
        }
    }

    pub(super) fn model(self) -> model::Reading {
        let hit = |h: Hit| model::Hit {
            technique: h.technique.0,
            span: model::Span { start: h.span[0], end: h.span[1] },
            score: h.score,
        };
        model::Reading {
            reaction: self.reaction.0,
            score: self.score,
            hits: self.hits.into_iter().map(hit).collect(),
            source: self.source.into_owned(),
            secrets: self.secrets.into_iter().map(Trace::model).collect(),
        }
    }
}
