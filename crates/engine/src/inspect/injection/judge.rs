//! The trained model over the sentences of a text: each sentence has a sum of weights, an attack is the strongest window of
//! neighbouring sentences, and the document around it shifts what counts. Called by `scan`; learned by `cargo xtask train`.

use automode_model::{Hit, Reaction, Span, Technique};

use super::concepts::Concept;
use super::context::Context;
use super::features::{self, Class, WINDOW};
use super::place::{Kind, Place};
use super::sentences::{Region, Sentence};
use super::table::Model;

/// From this logit on a text is warned of: chosen so that, with weights that never saw its source, 3 of 1,000 ordinary texts
/// reach it; chosen on other sources than it judges, such a threshold flags three or four (docs/EVALUATION.md).
pub(super) const WARN_LOGIT: f32 = 2.53;

/// How steeply the score rises with the logit; with it, a mask needs some two units more than a warning.
const SLOPE: f32 = 0.8;

/// Windows this far below the warning are not kept.
const FLOOR: f32 = WARN_LOGIT - 6.0;

/// Windows that are kept while the text is read.
const MAX_WINDOWS: usize = 64;

fn logit(model: &Model, sentence: &Sentence<'_>, stranger: bool) -> f32 {
    let (mut words, mut concepts) = (0i32, 0i32);
    features::each(sentence, stranger, |class, hash| match class {
        Class::Word => words += model.weight(hash),
        Class::Concept => concepts += model.weight(hash),
        Class::Dense => concepts += model.of_place(hash),
    });
    #[expect(clippy::cast_precision_loss, reason = "some hundred weights of a byte each")]
    let sum = (words as f32).mul_add(model.words, concepts as f32);
    sum * model.step * features::share(sentence.tokens.len())
}

/// Neighbouring sentences.
#[derive(Clone, Copy)]
struct Window {
    sum: f32,
    sentences: usize,
    span: Span,
    /// The concepts in it, a bit each.
    concepts: u64,
    /// Some of it is not shown to people.
    unseen: bool,
    /// A sentence of it is a plain order to drop what was said before.
    orders: bool,
}

/// Reads sentences and remembers the strongest windows.
pub(super) struct Judge {
    model: Option<Model>,
    pub(super) context: Context,
    /// The windows that the next sentence may go on, the longest first.
    open: [Option<Window>; WINDOW],
    best: Vec<Window>,
    fresh: bool,
    /// The text has no business with instructing agents.
    stranger: bool,
}

impl Judge {
    pub(super) fn new(place: Place<'_>) -> Self {
        Self {
            model: Model::load(),
            context: Context::default(),
            open: [None; WINDOW],
            best: Vec::new(),
            fresh: true,
            stranger: place.is_stranger(),
        }
    }

    pub(super) fn take(&mut self, sentence: &Sentence<'_>) {
        self.fresh |= sentence.fresh;
        let speaks = features::speaks(sentence);
        self.context.take(sentence, speaks);
        let Some(model) = self.model.filter(|_| speaks) else { return };
        if self.fresh {
            self.open = [None; WINDOW];
            self.fresh = false;
        }
        let sum = logit(&model, sentence, self.stranger);
        let alone = Window {
            sum,
            sentences: 1,
            span: sentence.span,
            concepts: sentence.concepts,
            unseen: matches!(sentence.region, Region::Hidden | Region::Attribute | Region::Comment),
            orders: features::plain_order(sentence),
        };
        let mut next = [None; WINDOW];
        let open = self.open;
        let longer = open.iter().skip(1).map(|w| w.map(|w| w.and(&alone)));
        for (slot, window) in next.iter_mut().zip(longer.chain([Some(alone)])) {
            *slot = window;
            if let Some(window) = window.filter(|w| w.worth() + model.bias > FLOOR) {
                self.keep(window);
            }
        }
        self.open = next;
    }

    /// Of windows that overlap only the strongest is kept.
    fn keep(&mut self, window: Window) {
        match self.best.iter_mut().rev().take(WINDOW).find(|b| b.span.end > window.span.start) {
            Some(known) if known.worth() < window.worth() => *known = window,
            Some(_) => {}
            None => self.best.push(window),
        }
        if self.best.len() > MAX_WINDOWS {
            self.best.sort_by(|a, b| b.worth().total_cmp(&a.worth()));
            self.best.truncate(MAX_WINDOWS / 2);
            self.best.sort_by_key(|w| w.span);
        }
    }

    /// The hits, where the strongest window is worth a score at all.
    pub(super) fn hits(&self, place: Place<'_>) -> Vec<Hit> {
        let Some(model) = self.model else { return Vec::new() };
        let features = self.context.features();
        #[expect(clippy::cast_precision_loss, reason = "four weights of a byte each")]
        let around = features.iter().map(|b| model.weight(*b)).sum::<i32>() as f32 * model.step;
        let reserve = |w: &Window| if w.unseen { 0.0 } else { self.context.reserve() };
        let about = self.context.is_about_attacks();
        let bonus = |w: &Window| if w.orders && !about { features::PLAIN } else { 0.0 };
        let hit = |w: &Window| Hit {
            technique: technique(w, place),
            span: w.span,
            score: score(w.worth() + model.bias + around - reserve(w) + bonus(w)),
        };
        self.best.iter().map(hit).collect()
    }
}

impl Window {
    fn and(&self, next: &Self) -> Self {
        Self {
            sum: self.sum + next.sum,
            sentences: self.sentences + next.sentences,
            span: self.span.join(next.span),
            concepts: self.concepts | next.concepts,
            unseen: self.unseen || next.unseen,
            orders: self.orders || next.orders,
        }
    }

    fn worth(&self) -> f32 {
        self.sum * features::spread(self.sentences)
    }

    fn has(&self, all: &[Concept]) -> bool {
        all.iter().all(|c| self.concepts >> (*c as u8) & 1 == 1)
    }
}

/// In thousandths; 500 at the threshold of a warning.
fn score(logit: f32) -> u16 {
    let p = 1.0 / (1.0 + (-(logit - WARN_LOGIT) * SLOPE).exp());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1,000")]
    let score = (p * 1000.0) as u16;
    score
}

/// What the window mostly is; the first that fits.
fn technique(w: &Window, place: Place<'_>) -> Technique {
    use Concept as C;
    let table: [(bool, Technique); 9] = [
        (place.kind == Kind::Tools, Technique::ToolPoisoning),
        (w.has(&[C::Decode, C::Blob]), Technique::Encoded),
        (w.has(&[C::Ignore, C::Prior]) || w.has(&[C::Ignore, C::Instruction]), Technique::Override),
        (w.has(&[C::Not, C::Tell, C::User]) || w.has(&[C::Quiet, C::User]), Technique::Concealment),
        (w.has(&[C::Reveal, C::Instruction]) || w.has(&[C::Say, C::Instruction, C::You]), Technique::PromptExtraction),
        (w.has(&[C::Persona]) || w.has(&[C::Free]), Technique::RolePlay),
        (w.has(&[C::Url, C::Secret]) || w.has(&[C::Url, C::Data]), Technique::ExfilLink),
        (w.has(&[C::System, C::Must]) || w.has(&[C::System, C::Allowed]), Technique::Authority),
        (w.unseen, Technique::HiddenText),
    ];
    table.into_iter().find(|(fits, _)| *fits).map_or(Technique::Directive, |(_, technique)| technique)
}

/// What is done about a score in a document: a text about attacks, and a file that is there to instruct agents, are not cut
/// on the model's word alone.
pub(super) fn reaction(score: u16, context: &Context, place: Place<'_>) -> Reaction {
    match score {
        super::MASK_FROM.. if !context.is_about_attacks() && place.kind != Kind::Prompt => Reaction::Mask,
        super::WARN_FROM.. => Reaction::Warn,
        _ => Reaction::Clean,
    }
}
