//! Layers into one policy. The strictest wins: what a lower layer set can only be tightened by a higher one, and a repository can
//! loosen nothing at all. What a layer wanted and may not is told, each attempt by its line. The order of the files and of
//! what stands in them has no effect.

use automode_model::Category;

use super::sheet::{At, Fact, Pin, Sheet, Wish};
use super::words::{Autonomy, Layer, Stage};
use super::{Guardrail, Policy, Role, Rule, Setting, facts};

/// Something that a layer wanted and may not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ignored {
    /// Whose file.
    pub layer: Layer,
    /// Which.
    pub file: String,
    /// Where.
    pub line: u32,
    /// What it says.
    pub what: String,
    /// Why it does not count.
    pub why: String,
}

impl Ignored {
    /// One line for people.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}:{}: {} is ignored: {}", self.file, self.line, self.what, self.why)
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// What it sets, as in the file: `category.docs.mode`.
    pub key: String,
    /// To what.
    pub value: String,
    /// Who set it.
    pub layer: Layer,
    /// In which file; empty for the default pack.
    pub file: String,
    /// On which line.
    pub line: u32,
}

/// The joined policy and what there is to tell about the joining.
#[derive(Clone, Debug)]
pub struct Joined {
    /// What is in force.
    pub policy: Policy,
    /// What was wanted and does not count.
    pub ignored: Vec<Ignored>,
    /// Where each value in force comes from, in order of keys.
    pub origins: Vec<Origin>,
}

/// Joins the layers.
#[must_use]
pub fn join(sheets: &[Sheet]) -> Joined {
    let mut sheets: Vec<&Sheet> = sheets.iter().collect();
    // Of two files of one layer, too, the order in which they were found has no effect.
    sheets.sort_by(|a, b| (a.layer, &a.file).cmp(&(b.layer, &b.file)));
    let mut joining = Joining {
        policy: Policy::builtin().clone(),
        pins: sheets.iter().filter(|s| s.layer == Layer::Managed).flat_map(|s| &s.pins).map(|p| p.value).collect(),
        ignored: Vec::new(),
        origins: Vec::new(),
    };
    for sheet in sheets {
        joining.take(sheet);
    }
    joining.end()
}

struct Joining {
    policy: Policy,
    pins: Vec<Pin>,
    ignored: Vec<Ignored>,
    origins: Vec<Origin>,
}

const ONLY_TIGHTENS: &str = "a repository can only tighten";
const PINNED: &str = "the managed policy keeps this for itself";

impl Joining {
    fn take(&mut self, sheet: &Sheet) {
        for pin in sheet.pins.iter().filter(|_| sheet.layer != Layer::Managed) {
            self.ignore(sheet, pin.line, "`pin`", "only the managed policy can pin");
        }
        for pin in sheet.pins.iter().filter(|_| sheet.layer == Layer::Managed) {
            self.origin(sheet, pin.line, "pin".into(), pin.value.name());
        }
        self.clock(sheet);
        self.auto(sheet);
        for (category, wish) in &sheet.categories {
            self.category(sheet, *category, *wish);
        }
        self.facts(sheet);
        self.breakers(sheet);
        for personal in &sheet.personal {
            self.policy.personal = self.policy.personal.and(personal.value);
            self.origin(sheet, personal.line, "personal".into(), personal.value.name());
        }
        for guardrail in &sheet.guardrails {
            self.guardrail(sheet, *guardrail);
        }
        for role in &sheet.roles {
            self.role(sheet, *role);
        }
        for rule in &sheet.rules {
            self.rule(sheet, *rule);
        }
    }

    fn end(mut self) -> Joined {
        self.policy.rules.sort_by_key(|r| (r.id, r.layer));
        self.policy.roles.sort_by_key(|r| r.name);
        self.policy.guardrails.sort_by_key(|g| g.name);
        self.policy.labels.sort_by_key(|(label, pattern)| (label.name(), *pattern));
        self.policy.labels.dedup();
        self.ignored.sort();
        self.origins.sort();
        let texts: Vec<&'static str> = self.ignored.iter().map(|i| &*i.text().leak()).collect();
        self.policy.ignored = texts.leak();
        Joined { policy: self.policy, ignored: self.ignored, origins: self.origins }
    }

    fn ignore(&mut self, sheet: &Sheet, line: u32, what: impl Into<String>, why: &str) {
        self.ignored.push(Ignored {
            layer: sheet.layer,
            file: sheet.file.clone(),
            line,
            what: what.into(),
            why: why.to_owned(),
        });
    }

    fn origin(&mut self, sheet: &Sheet, line: u32, key: String, value: impl Into<String>) {
        self.origins.push(Origin { key, value: value.into(), layer: sheet.layer, file: sheet.file.clone(), line });
    }

    fn pinned(&self, sheet: &Sheet, pin: Pin) -> bool {
        sheet.layer != Layer::Managed && self.pins.contains(&pin)
    }

    fn clock(&mut self, sheet: &Sheet) {
        let Some(offset) = sheet.utc_offset else { return };
        if !sheet.layer.may_loosen() {
            return self.ignore(sheet, offset.line, "`utc_offset`", "it would change when rules hold");
        }
        if self.origins.iter().any(|o| o.key == "utc_offset") {
            return self.ignore(sheet, offset.line, "`utc_offset`", "the managed policy has set it");
        }
        self.policy.utc_offset_minutes = offset.value;
        self.origin(sheet, offset.line, "utc_offset".into(), format!("{} minutes", offset.value));
    }

    fn auto(&mut self, sheet: &Sheet) {
        let Some(auto) = sheet.auto else { return };
        if self.pinned(sheet, Pin::Auto) {
            return self.ignore(sheet, auto.line, "`auto`", PINNED);
        }
        match (auto.value, self.policy.auto_off) {
            (false, None) => {
                self.policy.auto_off = Some(sheet.layer);
                self.origin(sheet, auto.line, "auto".into(), "false");
            }
            (true, Some(by)) => {
                let why = format!("the {} policy has switched it off", by.name());
                self.ignore(sheet, auto.line, "`auto = true`", &why);
            }
            (true, None) if !sheet.layer.may_loosen() => self.ignore(sheet, auto.line, "`auto = true`", ONLY_TIGHTENS),
            (false, Some(_)) | (true, None) => {}
        }
    }

    /// Modes, thresholds and stages: a higher layer can only be stricter than what is set.
    fn category(&mut self, sheet: &Sheet, category: Category, wish: Wish) {
        let name = category.name();
        let line = match wish {
            Wish::Mode(at) => at.line,
            Wish::Threshold(at) => at.line,
            Wish::Stage(at) => at.line,
            Wish::Needs(at) => at.line,
        };
        if self.pinned(sheet, Pin::Category(category)) {
            return self.ignore(sheet, line, format!("`category.{name}`"), PINNED);
        }
        if let Wish::Needs(at) = wish {
            return self.needs(sheet, category, at);
        }
        let Some(have) = self.policy.categories.get_mut(category as usize) else { return };
        let (key, said, by) = match wish {
            Wish::Mode(at) => {
                (format!("category.{name}.mode"), at.value.name().to_owned(), set_mode(have, at.value, sheet))
            }
            Wish::Threshold(at) => {
                (format!("category.{name}.confidence"), at.value.to_string(), set_threshold(have, at.value, sheet))
            }
            Wish::Stage(at) => {
                (format!("category.{name}.stage"), at.value.name().to_owned(), set_stage(have, at.value, sheet))
            }
            Wish::Needs(_) => return,
        };
        match by {
            Ok(()) => {
                self.origins.retain(|o| o.key != key);
                self.origin(sheet, line, key, said);
            }
            Err(by) => {
                let why = format!("the {} policy is stricter, and a layer above it can only tighten", by.name());
                self.ignore(sheet, line, format!("`{key} = {said}`"), &why);
            }
        }
    }

    fn facts(&mut self, sheet: &Sheet) {
        let mut kinds: Vec<(Fact, Vec<&'static str>)> = Fact::ALL.iter().map(|f| (*f, Vec::new())).collect();
        // `protected_branches = []` takes nothing away, and whoever writes it in a repository wants it to.
        for at in sheet.emptied.iter().filter(|at| !at.value.loosens() && !sheet.layer.may_loosen()) {
            self.ignore(sheet, at.line, format!("`{} = []`", at.value.name()), ONLY_TIGHTENS);
        }
        for (fact, at) in &sheet.facts {
            let what = format!("`{} = {}`", fact.name(), at.value);
            if fact.loosens() && !sheet.layer.may_loosen() {
                self.ignore(sheet, at.line, what, ONLY_TIGHTENS);
            } else if self.pinned(sheet, Pin::Fact(*fact)) {
                self.ignore(sheet, at.line, what, PINNED);
            } else {
                self.origin(sheet, at.line, format!("facts.{}", fact.name()), at.value);
                kinds.iter_mut().filter(|(f, _)| f == fact).for_each(|(_, list)| list.push(at.value));
            }
        }
        for (fact, mut patterns) in kinds.into_iter().filter(|(_, list)| !list.is_empty()) {
            patterns.sort_unstable();
            patterns.dedup();
            match fact.label() {
                // A label moves a target from one rule to another, which is not a repository's to choose.
                Some(_) if !sheet.layer.may_loosen() => {
                    self.policy.rules.push(facts::production(sheet.layer, patterns.leak()));
                }
                Some(label) => self.policy.labels.extend(patterns.iter().map(|p| (label, *p))),
                None => self.policy.rules.extend(facts::rules(fact, sheet.layer, patterns.leak())),
            }
        }
    }

    /// Every layer may demand more guardrails.
    fn needs(&mut self, sheet: &Sheet, category: Category, at: At<&'static str>) {
        self.origin(sheet, at.line, format!("category.{}.needs", category.name()), at.value);
        let Some(have) = self.policy.categories.get_mut(category as usize) else { return };
        if !have.needs.contains(&at.value) {
            let mut needs = [have.needs, &[at.value]].concat();
            needs.sort_unstable();
            have.needs_by = if have.needs.is_empty() { sheet.layer } else { have.needs_by.min(sheet.layer) };
            have.needs = needs.leak();
        }
    }

    /// A guardrail is what somebody outside the repository vouches for; the administrator's word stands.
    fn guardrail(&mut self, sheet: &Sheet, guardrail: At<Guardrail>) {
        let name = guardrail.value.name;
        let what = format!("the guardrail `{name}`");
        if !sheet.layer.may_loosen() {
            return self.ignore(sheet, guardrail.line, what, "a repository cannot vouch for itself");
        }
        if self.policy.guardrails.iter().any(|g| g.name == name) {
            return self.ignore(sheet, guardrail.line, what, "it is declared already");
        }
        self.policy.guardrails.push(Guardrail { layer: sheet.layer, ..guardrail.value });
        self.origin(sheet, guardrail.line, format!("guardrail.{name}"), guardrail.value.says);
    }

    /// Limits of the breakers: what a layer below set can only be tightened, by a repository also the default.
    fn breakers(&mut self, sheet: &Sheet) {
        for (breaker, at) in &sheet.breakers {
            let key = format!("breakers.{}", breaker.name());
            let what = format!("`{key} = {}`", at.value);
            if self.pinned(sheet, Pin::Breakers) {
                self.ignore(sheet, at.line, what, PINNED);
                continue;
            }
            let free = sheet.layer.may_loosen() && !self.origins.iter().any(|o| o.key == key);
            let have = breaker.of(&mut self.policy.breakers);
            if breaker.tighter(*have, at.value) && !free {
                let why = if sheet.layer.may_loosen() { "a layer below it is stricter" } else { ONLY_TIGHTENS };
                self.ignore(sheet, at.line, what, why);
                continue;
            }
            *have = at.value;
            self.origins.retain(|o| o.key != key);
            self.origin(sheet, at.line, key, at.value.to_string());
        }
    }

    fn role(&mut self, sheet: &Sheet, role: At<Role>) {
        let what = format!("the role `{}`", role.value.name);
        if !sheet.layer.may_loosen() {
            return self.ignore(sheet, role.line, what, "a repository cannot say who somebody is");
        }
        let taken = self.origins.iter().any(|o| o.key == format!("role.{}", role.value.name) && o.layer < sheet.layer);
        if taken {
            return self.ignore(sheet, role.line, what, "the managed policy has a role of this name");
        }
        self.policy.roles.push(role.value);
        self.origin(sheet, role.line, format!("role.{}", role.value.name), "");
    }

    fn rule(&mut self, sheet: &Sheet, rule: At<Rule>) {
        let line = rule.line;
        let rule = Rule { layer: sheet.layer, ..rule.value };
        let what = format!("the rule `{}`, which allows,", rule.id);
        if rule.grants && !sheet.layer.may_loosen() {
            return self.ignore(sheet, line, what, ONLY_TIGHTENS);
        }
        if rule.grants && self.pinned(sheet, Pin::AllowRules) {
            return self.ignore(sheet, line, what, PINNED);
        }
        self.origin(sheet, line, format!("rule.{}", rule.id), said(&rule));
        self.policy.rules.push(rule);
    }
}

/// What a rule says, in one word.
#[must_use]
pub fn said(rule: &Rule) -> &'static str {
    if rule.grants { "allow" } else { rule.outcome.name() }
}

/// Sets the mode, or tells who is stricter. What no file has set is the default, which any layer may state again.
fn set_mode(have: &mut Setting, mode: Autonomy, sheet: &Sheet) -> Result<(), Layer> {
    if mode < have.mode {
        return Err(have.mode_by);
    }
    if mode > have.mode || have.mode_by == Layer::BuiltIn {
        (have.mode, have.mode_by) = (mode, sheet.layer);
    }
    Ok(())
}

fn set_threshold(have: &mut Setting, threshold: u8, sheet: &Sheet) -> Result<(), Layer> {
    if threshold < have.threshold {
        return Err(have.threshold_by);
    }
    if threshold > have.threshold || have.threshold_by == Layer::BuiltIn {
        (have.threshold, have.threshold_by) = (threshold, sheet.layer);
    }
    Ok(())
}

/// A stage carries the mode that it allows. A repository only gets that: rules may ask for a stage, and which of them hold is
/// not a repository's to choose.
fn set_stage(have: &mut Setting, stage: Stage, sheet: &Sheet) -> Result<(), Layer> {
    if stage > have.stage {
        return Err(have.stage_by);
    }
    if !sheet.layer.may_loosen() {
        return set_mode(have, stage.autonomy().max(have.mode), sheet);
    }
    if stage < have.stage || have.stage_by == Layer::BuiltIn {
        (have.stage, have.stage_by) = (stage, sheet.layer);
    }
    if stage.autonomy() > have.mode {
        (have.mode, have.mode_by) = (stage.autonomy(), sheet.layer);
    }
    Ok(())
}
