//! To whom a sentence speaks and what it wants: the plainest signs that a text wants more than to be read. Called by `features`
//! for every sentence, so most of it is asked of the concepts' bits alone.

use super::concepts::Concept;
use super::words::{Token, named};
use crate::weights::{hash_byte, hash_start};

const fn word(text: &str) -> u32 {
    let (mut hash, mut rest) = (hash_start(), text.as_bytes());
    while let [byte, tail @ ..] = rest {
        hash = hash_byte(hash, *byte);
        rest = tail;
    }
    hash
}

/// Concepts as bits.
pub(super) const fn set(of: &[Concept]) -> u64 {
    let (mut bits, mut rest) = (0, of);
    while let [first, tail @ ..] = rest {
        bits |= 1 << *first as u8;
        rest = tail;
    }
    bits
}

/// Words that hand a text to somebody: `to`, `dear`, `für`, in their order of the alphabets.
const WHOM: [u32; 62] = [
    word("to"),
    word("for"),
    word("dear"),
    word("hello"),
    word("hi"),
    word("hey"),
    word("attn"),
    word("fao"),
    word("an"),
    word("für"),
    word("liebe"),
    word("lieber"),
    word("à"),
    word("pour"),
    word("cher"),
    word("aux"),
    word("para"),
    word("querido"),
    word("al"),
    word("aos"),
    word("ao"),
    word("per"),
    word("agli"),
    word("all"),
    word("aan"),
    word("voor"),
    word("dla"),
    word("для"),
    word("kepada"),
    word("untuk"),
    word("için"),
    word("cho"),
    word("till"),
    word("pro"),
    word("προς"),
    word("致"),
    word("给"),
    word("へ"),
    word("إلى"),
    word("به"),
    word("whoever"),
    word("whichever"),
    word("liebes"),
    word("geehrte"),
    word("chère"),
    word("estimado"),
    word("querida"),
    word("caro"),
    word("cara"),
    word("gentile"),
    word("beste"),
    word("drogi"),
    word("drogie"),
    word("уважаемый"),
    word("уважаемая"),
    word("дорогой"),
    word("亲爱的"),
    word("親愛なる"),
    word("sevgili"),
    word("प्रिय"),
    word("أيها"),
    word("bạn"),
];

/// Articles: who is called by name has none (`assistant, approve this`), who is spoken of has one.
const ARTICLES: [u32; 28] = [
    word("the"),
    word("a"),
    word("an"),
    word("our"),
    word("my"),
    word("this"),
    word("each"),
    word("every"),
    word("der"),
    word("die"),
    word("das"),
    word("ein"),
    word("eine"),
    word("einen"),
    word("unser"),
    word("le"),
    word("la"),
    word("un"),
    word("une"),
    word("el"),
    word("una"),
    word("o"),
    word("os"),
    word("um"),
    word("il"),
    word("lo"),
    word("het"),
    word("de"),
];

/// What an order makes somebody do.
pub(super) const ACTS: u64 = {
    use Concept as C;
    set(&[
        C::Send,
        C::Run,
        C::Destroy,
        C::Include,
        C::Change,
        C::Merge,
        C::Omit,
        C::Judge,
        C::Pay,
        C::Reveal,
        C::Say,
        C::Done,
        C::Remember,
        C::Promote,
        C::Obey,
        C::Ignore,
        C::Decode,
        C::Explain,
    ])
};

/// In how many ways a sentence may speak to an agent.
const ADDRESSES: usize = 10;

/// So many words may stand before the colon that a clause begins with: `help:`, `bad. note:`.
const MAX_LEAD: usize = 4;

/// How a sentence speaks to an agent, whatever it says: `note to AI assistants:`, `Agents: …`, `the model that reads this`,
/// `if you are a bot`, `assistants must …`, `dear assistant`, `assistant, approve …`. What it is otherwise needed for stands in
/// files that are there to instruct agents; anywhere else it is the plainest sign that a text wants more than to be read.
pub(super) fn addressed(tokens: &[Token], seen: u64) -> [bool; ADDRESSES] {
    use Concept as C;
    let mut found = [false; ADDRESSES];
    // What speaks is what stands behind the name of a message.
    let colon = tokens.iter().take(MAX_LEAD).rposition(|t| t.hash == const { named(":") });
    let named_agent = |n: usize| tokens.get(..n).is_some_and(|lead| lead.iter().any(|t| t.concept == C::Agent as u8));
    let tokens = match colon {
        Some(n) if !named_agent(n) => tokens.get(n + 1..).unwrap_or(&[]),
        _ => tokens,
    };
    for (at, _) in tokens.iter().enumerate().take(12).filter(|(_, t)| t.concept == C::Agent as u8) {
        let before = tokens.get(at.saturating_sub(4)..at).unwrap_or(&[]);
        let after = tokens.get(at + 1..).unwrap_or(&[]);
        let has = |of: &[Token], concept: Concept| of.iter().any(|t| t.concept == concept as u8);
        let near = after.get(..5).unwrap_or(after);
        let next = after.get(..3).unwrap_or(after);
        let whom = before.iter().any(|t| WHOM.contains(&t.hash));
        let colon = near.iter().any(|t| t.hash == const { named(":") });
        let spoken_of = before.last().is_some_and(|t| ARTICLES.contains(&t.hash));
        let reader = has(near, C::Reader) || has(before, C::Reader);
        let ways = [
            whom && colon,
            at <= 2 && colon,
            reader,
            has(before, C::When) && has(before, C::You),
            at <= 2 && has(near, C::Must),
            whom && at <= 4,
            at <= 3 && !spoken_of && next.iter().any(|t| ACTS >> t.concept & 1 == 1),
            reader && seen & set(&[C::This]) != 0,
            has(after, C::Must) && seen & set(&[C::When, C::This]) != 0,
            at <= 1 && !spoken_of && seen & ACTS != 0,
        ];
        for (slot, way) in found.iter_mut().zip(ways) {
            *slot |= way;
        }
    }
    found
}

/// An agent is told of as the one who does something, with an article or without: `the assistant stores …`, `the AI taking
/// minutes sends …`, `when it is ready the bot shall …`. What agents do is written in many harmless texts, so this says
/// something only with what is done.
pub(super) fn does(tokens: &[Token]) -> bool {
    const DONE: u64 = ACTS | set(&[Concept::Must]);
    let agents = tokens.iter().enumerate().filter(|(_, t)| t.concept == Concept::Agent as u8);
    agents.into_iter().any(|(at, _)| {
        let after = tokens.get(at + 1..).unwrap_or(&[]);
        after.iter().take(5).any(|t| DONE >> t.concept & 1 == 1)
    })
}

/// What a sentence wants, as classes that hold in every language: who orders what, with which cover. A bit each.
pub(super) fn wants(seen: u64, first: u32) -> u64 {
    use Concept as C;
    const CLASSES: [u64; 12] = [
        ACTS,
        set(&[C::Secret]),
        set(&[C::Guard, C::Consent, C::Limit]),
        set(&[C::Access, C::Allowed]),
        set(&[C::Url, C::Mail]),
        set(&[C::Path, C::Data]),
        set(&[C::Quiet, C::Omit, C::Regardless]),
        set(&[C::User]),
        set(&[C::You]),
        set(&[C::This]),
        set(&[C::Must, C::Please]),
        set(&[C::Agent]),
    ];
    const HUSH: u64 = set(&[C::Tell, C::Include, C::Consent, C::Reveal]);
    let bit = |n: u32, is: bool| u64::from(is) << n;
    let classes = (0u32..).zip(CLASSES).fold(0, |bits, (n, class)| bits | bit(n, seen & class != 0));
    let hush = seen & set(&[C::Not]) != 0 && seen & HUSH != 0;
    let orders = ACTS >> (first & 63) & 1 == 1;
    classes | bit(12, hush) | bit(13, orders)
}
