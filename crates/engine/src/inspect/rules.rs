//! The default rule pack as embedded from `policy/*.toml` by `build.rs`, as typed rules of the same kind that users write
//! (`crate::policy::rule`). Always in force; `decide` asks it about every effect.

use automode_model::{Action, Authorization, Effect, Finding, Lift, Outcome};

use crate::policy::apply;
use crate::policy::occasion::Occasion;
use crate::policy::rule::{Given, Rule, When, Who};
use crate::policy::truth::Truth;
use crate::policy::words::{Categories, Classes, Envs, Layer, Places, Verbs};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// All rules of the default pack.
#[must_use]
pub fn all() -> &'static [Rule] {
    RULES
}

/// What the pack says about one effect of one action. Only what certainly fits counts: a doubt about a target is the
/// table's business.
pub fn about(
    (action, effect): (&Action, &Effect),
    all: &[Action],
    authorization: Authorization,
    now: &Occasion<'_>,
    out: &mut Vec<Finding>,
) {
    // The verbs lie side by side: a rule fills a tenth of a page, and most of them speak of another verb.
    let speaks = VERBS.iter().zip(RULES).filter(|(verbs, _)| verbs.holds(effect.verb));
    for rule in speaks.map(|(_, rule)| rule) {
        if rule.applies(action, effect, all, authorization, now) == Truth::Yes {
            out.push(apply::finding(rule, action, effect));
        }
    }
}

/// `*` stands for any text; linear in the text for each star, no allocation: every subcommand of a program is compared.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    // Most have no star, and most of those another length.
    if !pattern.bytes().any(|b| b == b'*') {
        return pattern == text;
    }
    let Some((first, mut pattern)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    while let Some((part, more)) = pattern.split_once('*') {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
        pattern = more;
    }
    rest.ends_with(pattern)
}
