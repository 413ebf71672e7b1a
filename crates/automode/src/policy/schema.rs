//! The JSON schema of `automode.toml`, made from the same tables that the reader goes by. `docs/automode.schema.json` is its
//! output; a test holds that it is fresh.

use automode_engine::policy::sheet::{Breaker, Fact};
use automode_engine::policy::{Autonomy, Facet, Personal, Stage};
use automode_model::Category;
use serde_json::{Map, Value, json};

use super::read::rule::{GIVEN, Key, Kind, RULE, WHEN};
use super::read::{CATEGORY, GUARDRAIL, ROLE, TOP, pinnable};

/// The schema.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "automode policy",
        "description": "What may run without a person: automode.toml of a user or a repository, policy.toml of an administrator.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "auto": described(json!({"type": "boolean"}), doc(TOP, "auto")),
            "utc_offset": described(json!({"type": "string", "pattern": "^[+-][0-9]{2}:[0-9]{2}$"}), doc(TOP, "utc_offset")),
            "pin": described(json!({"type": "array", "items": {"enum": pinnable()}}), doc(TOP, "pin")),
            "facts": object(doc(TOP, "facts"), Fact::ALL.iter().map(|f| (f.name(), described(patterns(), f.doc())))),
            "category": object(doc(TOP, "category"), Category::ALL.iter().map(|c| (c.name(), json!({"$ref": "#/$defs/category"})))),
            "breakers": object(doc(TOP, "breakers"), Breaker::ALL.iter().map(|b| (b.name(), breaker(*b)))),
            "guardrail": described(json!({"type": "object", "additionalProperties": guardrail()}), doc(TOP, "guardrail")),
            "personal": described(personal(), doc(TOP, "personal")),
            "role": described(json!({"type": "object", "additionalProperties": who(false)}), doc(TOP, "role")),
            "rule": described(json!({"type": "array", "items": rule()}), doc(TOP, "rule")),
        },
        "$defs": {"patterns": texts(), "when": condition(), "category": category()},
    })
}

fn doc(keys: &[(&str, &'static str)], key: &str) -> &'static str {
    keys.iter().find(|(k, _)| *k == key).map_or("", |(_, doc)| doc)
}

fn described(mut value: Value, doc: &str) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.insert("description".into(), doc.into());
    }
    value
}

fn object<'a>(doc: &str, properties: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let properties: Map<String, Value> = properties.map(|(key, value)| (key.to_owned(), value)).collect();
    json!({"type": "object", "description": doc, "additionalProperties": false, "properties": properties})
}

fn texts() -> Value {
    json!({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]})
}

fn patterns() -> Value {
    json!({"$ref": "#/$defs/patterns"})
}

fn breaker(breaker: Breaker) -> Value {
    described(json!({"type": "integer", "minimum": 1, "maximum": breaker.limit()}), breaker.doc())
}

fn personal() -> Value {
    let kinds: Vec<&str> = Personal::ALL.iter().map(|p| p.name()).collect();
    json!({"anyOf": [{"type": "array", "items": {"enum": kinds}}, {"enum": kinds}]})
}

fn guardrail() -> Value {
    let of = |key: &str| match key {
        "checked" => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        "days" => json!({"type": "integer", "minimum": 1, "maximum": 3650}),
        _ => json!({"type": "string"}),
    };
    let mut value = object("A guardrail.", GUARDRAIL.iter().map(|(key, doc)| (*key, described(of(key), doc))));
    if let Some(object) = value.as_object_mut() {
        object.insert("required".into(), json!(["checked"]));
    }
    value
}

fn category() -> Value {
    let words = |all: Vec<&str>| json!({"enum": all});
    let of = |key: &str| match key {
        "mode" => words(Autonomy::ALL.iter().map(|m| m.name()).collect()),
        "needs" => patterns(),
        "stage" => words(Stage::ALL.iter().map(|s| s.name()).collect()),
        _ => json!({"type": "integer", "minimum": 0, "maximum": 100}),
    };
    object("Settings of a category.", CATEGORY.iter().map(|(key, doc)| (*key, described(of(key), doc))))
}

fn who(with_roles: bool) -> Value {
    let roles = with_roles.then_some(("role", "Roles, as the file defines them."));
    let keys = ROLE.iter().copied().chain(roles);
    object(
        "Who acts: each key that is set must have one that fits.",
        keys.map(|(key, doc)| (key, described(patterns(), doc))),
    )
}

fn rule() -> Value {
    let mut rule = object("A typed rule.", RULE.iter().map(property));
    if let Some(object) = rule.as_object_mut() {
        object.insert("required".into(), json!(["id", "outcome", "when"]));
    }
    rule
}

fn property((key, kind, doc): &Key) -> (&'static str, Value) {
    (*key, described(of_kind(*kind), doc))
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Words(words) => json!({"anyOf": [{"type": "array", "items": {"enum": words()}}, {"enum": words()}]}),
        Kind::Word(words) => json!({"enum": words()}),
        Kind::Patterns => patterns(),
        Kind::Text => json!({"type": "string"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Number(max) => json!({"type": "integer", "minimum": 0, "maximum": max}),
        Kind::When => json!({"$ref": "#/$defs/when"}),
        Kind::Who => who(true),
        Kind::Given => object("Circumstances.", GIVEN.iter().map(property)),
    }
}

fn condition() -> Value {
    let facets = Facet::ALL.iter().map(|f| (f.name(), described(patterns(), f.doc())));
    object("A condition on an effect.", WHEN.iter().map(property).chain(facets))
}
