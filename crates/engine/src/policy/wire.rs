//! The compiled form of a policy: what a hook reads instead of TOML. A header names the version that made it (another
//! version compiles anew), then every field in order, lengths before contents. Reading is total: what is cut, too long or
//! not understood is no policy. Texts are borrowed from the bytes, which therefore live as long as the process.

use automode_model::{Authorization, Category, EnvLabel, Lift, Outcome, Reversibility, Risk, Scope};

use super::rule::{Given, Rule, Texts, When, Who};
use super::words::{Autonomy, Categories, Classes, Envs, Facet, Layer, Personals, Places, Stage, Stages, Verbs};
use super::{Broken, Guardrail, Policy, Role, Setting};
use crate::inspect::breakers::Limits;

const MAGIC: &[u8] = b"automode policy 2\n";

/// Most of anything in one list: bounds what a damaged length can ask for.
const MAX_ITEMS: usize = 1 << 16;

/// The bytes of a policy; the same policy gives the same bytes. Its hash is not among them, nor is what only people read
/// (titles, tags, examples): a hook reads and hashes all of it at each call.
#[must_use]
pub fn encode(policy: &Policy) -> Vec<u8> {
    let mut out = Out(MAGIC.to_vec());
    out.text(crate::VERSION);
    out.list(&policy.rules, Out::rule);
    for setting in &policy.categories {
        out.byte(setting.mode as u8);
        out.byte(setting.mode_by as u8);
        out.byte(setting.threshold);
        out.byte(setting.threshold_by as u8);
        out.byte(setting.stage as u8);
        out.byte(setting.stage_by as u8);
        out.texts(setting.needs);
        out.byte(setting.needs_by as u8);
    }
    out.byte(policy.auto_off.map_or(0, |l| 1 + l as u8));
    out.list(&policy.labels, |out, (label, pattern)| {
        out.byte(*label as u8);
        out.text(pattern);
    });
    out.list(&policy.roles, |out, role| {
        out.text(role.name);
        out.who(&role.who);
    });
    out.list(&policy.guardrails, Out::guardrail);
    let Limits { in_a_row, in_session, of_last, last } = policy.breakers;
    [in_a_row, in_session, of_last, last, policy.personal.0].into_iter().for_each(|n| out.u32(n));
    out.u16(policy.utc_offset_minutes.cast_unsigned());
    out.byte(policy.broken.as_ref().map_or(0, |b| 1 + b.layer as u8));
    out.text(policy.broken.as_ref().map_or("", |b| &b.why));
    out.texts(policy.ignored);
    out.0
}

/// The policy of these bytes; none where they are not whole or another version made them.
#[must_use]
pub fn decode(bytes: &'static [u8]) -> Option<Policy> {
    let mut from = In(bytes.strip_prefix(MAGIC)?);
    (from.text()? == crate::VERSION).then_some(())?;
    let rules = from.list(In::rule)?;
    let mut categories = [Setting::DEFAULT; Category::ALL.len()];
    for setting in &mut categories {
        *setting = Setting {
            mode: from.word(Autonomy::ALL)?,
            mode_by: from.word(Layer::ALL)?,
            threshold: from.byte()?,
            threshold_by: from.word(Layer::ALL)?,
            stage: from.word(Stage::ALL)?,
            stage_by: from.word(Layer::ALL)?,
            needs: from.texts()?,
            needs_by: from.word(Layer::ALL)?,
        };
    }
    let auto_off = from.option(Layer::ALL)?;
    let labels = from.list(|from| Some((from.word(ENVS)?, from.text()?)))?;
    let roles = from.list(|from| Some(Role { name: from.text()?, who: from.who()? }))?;
    let guardrails = from.list(In::guardrail)?;
    let breakers = Limits { in_a_row: from.u32()?, in_session: from.u32()?, of_last: from.u32()?, last: from.u32()? };
    let personal = Personals(from.u32()?);
    let utc_offset_minutes = from.u16()?.cast_signed();
    let broken = from.option(Layer::ALL)?;
    let why = from.text()?;
    let broken = broken.map(|layer| Broken { layer, why: why.to_owned() });
    let ignored = from.texts()?;
    let hash = String::new();
    let policy = Policy {
        rules,
        categories,
        auto_off,
        labels,
        roles,
        guardrails,
        breakers,
        personal,
        utc_offset_minutes,
        broken,
        ignored,
        hash,
    };
    from.0.is_empty().then_some(policy)
}

const ENVS: &[EnvLabel] = &[EnvLabel::Local, EnvLabel::Staging, EnvLabel::Production, EnvLabel::Unknown];
const RISKS: &[Risk] = &[Risk::Low, Risk::Medium, Risk::High, Risk::Critical];
const AUTHORIZATIONS: &[Authorization] =
    &[Authorization::None, Authorization::Implied, Authorization::Named, Authorization::Approved];
const OUTCOMES: &[Outcome] = &[Outcome::Note, Outcome::Contain, Outcome::Ask, Outcome::Deny, Outcome::Hard];
const SCOPES: &[Scope] = &[Scope::One, Scope::Many, Scope::Tree, Scope::All];
const REVERSIBILITIES: &[Reversibility] =
    &[Reversibility::Nothing, Reversibility::Regenerable, Reversibility::Checkpointable, Reversibility::Irreversible];

/// Every set of lifts there is, so that reading one needs no memory: its bits are the index.
const LIFTS: [&[Lift]; 8] = [
    &[],
    &[Lift::Named],
    &[Lift::Approved],
    &[Lift::Named, Lift::Approved],
    &[Lift::Managed],
    &[Lift::Named, Lift::Managed],
    &[Lift::Approved, Lift::Managed],
    &[Lift::Named, Lift::Approved, Lift::Managed],
];

struct Out(Vec<u8>);

impl Out {
    fn byte(&mut self, value: u8) {
        self.0.push(value);
    }
    fn u16(&mut self, value: u16) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }
    fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }
    /// Seven bits a byte, the lowest first: nearly every length is one byte, and a hook hashes all of them.
    fn length(&mut self, len: usize) {
        let mut rest = len;
        while rest > 0x7f {
            self.byte((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        self.byte(rest as u8);
    }
    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }
    fn list<T>(&mut self, items: &[T], each: impl Fn(&mut Self, &T)) {
        self.length(items.len());
        items.iter().for_each(|item| each(self, item));
    }
    fn texts(&mut self, texts: Texts) {
        self.list(texts, |out, text| out.text(text));
    }
    /// An optional word: 0 is none.
    fn option<T: Copy>(&mut self, word: Option<T>, index: impl Fn(T) -> u8) {
        self.byte(word.map_or(0, |w| 1 + index(w)));
    }
    fn flag(&mut self, flag: Option<bool>) {
        self.option(flag, u8::from);
    }

    fn rule(&mut self, rule: &Rule) {
        [rule.id, rule.reason, rule.remedy].into_iter().for_each(|t| self.text(t));
        self.byte(rule.outcome as u8);
        self.byte(u8::from(rule.grants));
        self.byte(rule.layer as u8);
        self.byte(rule.lifts.iter().fold(0, |all, l| all | 1 << (*l as u8)));
        self.who(&rule.who);
        self.when(&rule.when);
        for when in [&rule.unless, &rule.with] {
            self.byte(u8::from(when.is_some()));
            when.iter().for_each(|w| self.when(w));
        }
        self.given(&rule.given);
    }

    fn guardrail(&mut self, guardrail: &Guardrail) {
        [guardrail.name, guardrail.says, guardrail.proof].into_iter().for_each(|t| self.text(t));
        self.u32(guardrail.checked);
        self.u16(guardrail.days);
        self.byte(guardrail.layer as u8);
    }

    fn who(&mut self, who: &Who) {
        [who.users, who.hosts, who.models, who.subagents, who.groups, who.roles]
            .into_iter()
            .for_each(|l| self.texts(l));
    }

    fn when(&mut self, when: &When) {
        self.0.extend_from_slice(&when.verb.0.to_le_bytes());
        [when.category.0, when.place.0, when.class.0, when.env.0].into_iter().for_each(|bits| self.u32(bits));
        [when.kind, when.program, when.name].into_iter().for_each(|l| self.texts(l));
        self.list(when.facets, |out, (facet, patterns)| {
            out.byte(*facet as u8);
            out.texts(patterns);
        });
        self.option(when.scope_at_least, |s| s as u8);
        self.option(when.reversibility_at_least, |s| s as u8);
        let flags =
            [when.forced, when.local, when.tracked, when.created_here, when.exists, when.understood, when.has_secret];
        flags.into_iter().for_each(|f| self.flag(f));
        self.option(when.exposure_at_least, |x| x);
    }

    fn given(&mut self, given: &Given) {
        self.option(given.risk_at_least, |r| r as u8);
        self.option(given.risk_at_most, |r| r as u8);
        self.0.extend_from_slice(&given.dimensions_at_least);
        self.option(given.authorization_at_least, |a| a as u8);
        self.option(given.authorization_at_most, |a| a as u8);
        self.option(given.confidence_below, |c| c);
        self.option(given.confidence_at_least, |c| c);
        self.flag(given.tainted);
        self.u32(given.stages.0);
        self.byte(given.days);
        self.u16(given.minutes.0);
        self.u16(given.minutes.1);
    }
}

struct In(&'static [u8]);

impl In {
    fn take(&mut self, len: usize) -> Option<&'static [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }
    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }
    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }
    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
    fn length(&mut self) -> Option<usize> {
        let mut len = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = usize::from(self.byte()?);
            len |= (byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(len);
            }
        }
        None
    }
    fn text(&mut self) -> Option<&'static str> {
        let len = self.length()?;
        std::str::from_utf8(self.take(len)?).ok()
    }
    fn list<T>(&mut self, each: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let len = self.length().filter(|len| *len <= MAX_ITEMS)?;
        (0..len).map(|_| each(self)).collect()
    }
    fn texts(&mut self) -> Option<Texts> {
        let list = self.list(Self::text)?;
        Some(if list.is_empty() { &[] } else { list.leak() })
    }
    fn word<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.byte()?)).copied()
    }
    fn option<T: Copy>(&mut self, all: &[T]) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            n => all.get(usize::from(n) - 1).map(|w| Some(*w)),
        }
    }
    fn number(&mut self) -> Option<Option<u8>> {
        self.byte().map(|n| n.checked_sub(1))
    }
    fn flag(&mut self) -> Option<Option<bool>> {
        self.option(&[false, true])
    }

    fn rule(&mut self) -> Option<Rule> {
        let id = self.text()?;
        Some(Rule {
            id,
            title: id,
            reason: self.text()?,
            remedy: self.text()?,
            outcome: self.word(OUTCOMES)?,
            grants: self.word(&[false, true])?,
            layer: self.word(Layer::ALL)?,
            lifts: self.word(&LIFTS)?,
            tags: &[],
            who: self.who()?,
            when: self.when()?,
            unless: self.maybe_when()?,
            with: self.maybe_when()?,
            given: self.given()?,
            matches: &[],
            not_matches: &[],
        })
    }

    fn guardrail(&mut self) -> Option<Guardrail> {
        Some(Guardrail {
            name: self.text()?,
            says: self.text()?,
            proof: self.text()?,
            checked: self.u32()?,
            days: self.u16()?,
            layer: self.word(Layer::ALL)?,
        })
    }

    fn who(&mut self) -> Option<Who> {
        Some(Who {
            users: self.texts()?,
            hosts: self.texts()?,
            models: self.texts()?,
            subagents: self.texts()?,
            groups: self.texts()?,
            roles: self.texts()?,
        })
    }

    fn maybe_when(&mut self) -> Option<Option<When>> {
        match self.word(&[false, true])? {
            false => Some(None),
            true => self.when().map(Some),
        }
    }

    fn when(&mut self) -> Option<When> {
        Some(When {
            verb: Verbs(u128::from_le_bytes(self.take(16)?.try_into().ok()?)),
            category: Categories(self.u32()?),
            place: Places(self.u32()?),
            class: Classes(self.u32()?),
            env: Envs(self.u32()?),
            kind: self.texts()?,
            program: self.texts()?,
            name: self.texts()?,
            facets: self.facets()?,
            scope_at_least: self.option(SCOPES)?,
            reversibility_at_least: self.option(REVERSIBILITIES)?,
            forced: self.flag()?,
            local: self.flag()?,
            tracked: self.flag()?,
            created_here: self.flag()?,
            exists: self.flag()?,
            understood: self.flag()?,
            has_secret: self.flag()?,
            exposure_at_least: self.number()?,
        })
    }

    fn facets(&mut self) -> Option<&'static [(Facet, Texts)]> {
        let list = self.list(|from| Some((from.word(Facet::ALL)?, from.texts()?)))?;
        Some(if list.is_empty() { &[] } else { list.leak() })
    }

    fn given(&mut self) -> Option<Given> {
        Some(Given {
            risk_at_least: self.option(RISKS)?,
            risk_at_most: self.option(RISKS)?,
            dimensions_at_least: self.take(5)?.try_into().ok()?,
            authorization_at_least: self.option(AUTHORIZATIONS)?,
            authorization_at_most: self.option(AUTHORIZATIONS)?,
            confidence_below: self.number()?,
            confidence_at_least: self.number()?,
            tainted: self.flag()?,
            stages: Stages(self.u32()?),
            days: self.byte()?,
            minutes: (self.u16()?, self.u16()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::rules;

    fn sample() -> Policy {
        let mut policy = Policy::builtin().clone();
        policy.rules = rules::all().to_vec();
        policy.labels = vec![(EnvLabel::Production, "acme-*")];
        policy.auto_off = Some(Layer::Managed);
        policy.utc_offset_minutes = -90;
        let who = Who { users: &["dev"], roles: &["ops"], ..Who::ANYONE };
        policy.roles = vec![Role { name: "ops", who }];
        if let Some(rule) = policy.rules.first_mut() {
            rule.who = who;
            rule.when.facets = &[(Facet::Host, &["*.example.com"]), (Facet::Path, &["a/**"])];
            rule.given = Given { days: 3, minutes: (480, 1080), tainted: Some(true), ..Given::ALWAYS };
        }
        policy
    }

    #[test]
    fn there_and_back() {
        let mut policy = sample();
        let bytes: &'static [u8] = encode(&policy).leak();
        // What only people read is not compiled.
        policy.rules.iter_mut().for_each(|r| (r.title, r.tags, r.matches, r.not_matches) = (r.id, &[], &[], &[]));
        assert!(decode(bytes) == Some(policy));
    }

    #[test]
    fn what_is_cut_or_longer_is_no_policy() {
        let bytes: &'static [u8] = encode(&sample()).leak();
        for end in 0..bytes.len() {
            assert!(decode(&bytes[..end]).is_none(), "{end}");
        }
        assert!(decode([bytes, b"x"].concat().leak()).is_none());
    }

    #[test]
    fn no_changed_byte_makes_it_crash() {
        let bytes = encode(&sample());
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 0xff;
            let _ = decode(other.leak());
        }
    }
}
