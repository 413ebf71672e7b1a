//! Constraints on single fields, in schemas of any library: `z.string().email().max(80)`, `Field(ge=1, le=100)`, `binding:"required"`,
//! `validates :age, numericality: true`. A field that stays with fewer of them accepts more.

use super::super::super::delta::{Line, body};
use super::super::super::lex::{Kind, Token};
use super::super::beside::Beside;
use super::super::plain_name;

/// The constraint that a field has no more.
pub fn fewer(b: &Beside<'_, '_>) -> Option<String> {
    let both = |old: &Line<'_>, new: &Line<'_>| match library(old) {
        Some(name) => library(new) == Some(name),
        None => tag(old).is_some() && old.tokens.first().map(|t| t.text) == new.tokens.first().map(|t| t.text),
    };
    b.pairs
        .iter()
        .filter(|(old, new)| both(old, new))
        .find_map(|(old, new)| {
            let (was, is) = (constraints(old), constraints(new));
            let fields: Vec<String> = is.iter().map(|(f, _)| f.clone()).chain(names(new)).collect();
            let fresh = is.iter().filter(|c| !was.contains(c)).count();
            let mut gone = was.iter().filter(|c| !is.contains(c));
            let first = gone.next().filter(|_| fresh == 0 || gone.clone().count() > fresh)?;
            fields.contains(&first.0).then(|| format!("`{}` is not asked of `{}` any more", first.1, first.0))
        })
        .or_else(|| b.pairs.iter().find_map(|(old, new)| listed(old, new)))
}

/// Rules that ask for no more than that there is something: `'avatar' => ['file']`.
const LOOSE: &[&str] =
    &["file", "string", "nullable", "sometimes", "any", "array", "required", "bail", "present", "filled", "optional"];

/// Rules of a field as a list of texts: fewer of them say what is accepted.
fn listed(old: &Line<'_>, new: &Line<'_>) -> Option<String> {
    let rules = |l: &Line<'_>| -> Option<(String, Vec<String>)> {
        let mut texts = l.tokens.iter().filter(|t| t.kind == Kind::Text).map(|t| body(t.text).to_owned());
        let field = texts.next()?;
        let list = l.tokens.iter().skip(1).take(3).any(|t| t.is("[")) || texts.clone().any(|t| t.contains('|'));
        let all: Vec<String> = texts.flat_map(|t| t.split('|').map(str::to_owned).collect::<Vec<_>>()).collect();
        (list && !all.is_empty()).then_some((field, all))
    };
    let ((field, was), (same, is)) = (rules(old)?, rules(new)?);
    let asks = |all: &[String]| all.iter().filter(|r| !LOOSE.contains(&r.as_str())).count();
    let known =
        was.iter().any(|r| LOOSE.contains(&r.as_str()) || r.contains(':') && !r.contains(' ') && !r.contains('/'));
    (field == same && known && asks(&is) == 0 && asks(&was) > 0)
        .then(|| format!("`{field}` is hardly asked about any more"))
}

/// Libraries and forms of schemas.
const SCHEMAS: &[&str] = &[
    "z",
    "Joi",
    "joi",
    "yup",
    "Yup",
    "v",
    "Type",
    "S",
    "Field",
    "constr",
    "conint",
    "Schema",
    "validates",
    "serializers",
    "forms",
    "models",
    "t",
    "vine",
    "rules",
    "param",
    "body",
    "query",
    "superstruct",
    "valibot",
    "fields",
    "wtforms",
    "Param",
    "Query",
    "Body",
    "Path",
    "cerberus",
];
/// What is asked of a field.
const CONSTRAINTS: &[&str] = &[
    "strict",
    "email",
    "url",
    "uri",
    "uuid",
    "min",
    "max",
    "length",
    "len",
    "minlength",
    "maxlength",
    "regex",
    "pattern",
    "matches",
    "int",
    "integer",
    "positive",
    "nonnegative",
    "enum",
    "nonempty",
    "gt",
    "gte",
    "ge",
    "lt",
    "lte",
    "le",
    "oneof",
    "literal",
    "datetime",
    "ip",
    "cidr",
    "alphanum",
    "maxdigits",
    "validators",
    "multipleof",
    "between",
    "maxitems",
    "minitems",
    "additionalproperties",
    "required",
    "valid",
    "choices",
    "format",
    "picklist",
    "isin",
    "isemail",
    "isint",
    "islength",
    "isurl",
    "isuuid",
    "inclusion",
    "numericality",
    "maxvalue",
    "minvalue",
    "nanoid",
    "iso",
];

/// The name of the library whose schema the line declares.
fn library<'x>(l: &'x Line<'_>) -> Option<&'x str> {
    let known = |w: &&[Token<'_>]| matches!(w, [a, b] if a.kind == Kind::Word && SCHEMAS.contains(&a.text) && (b.is(".") || b.is("(") || b.is(":") || b.kind == Kind::Text));
    l.tokens.windows(2).find(known).and_then(|w| w.first()).map(|t| t.text)
}

/// The rules in a tag of a field of Go.
fn tag<'x>(l: &'x Line<'_>) -> Option<&'x str> {
    let text = l.tokens.iter().filter(|t| t.kind == Kind::Text).map(|t| t.text);
    text.filter_map(|t| t.split_once("binding:\"").or_else(|| t.split_once("validate:\"")))
        .find_map(|(_, r)| r.split('"').next())
}

/// Names of fields in the line.
fn names(l: &Line<'_>) -> Vec<String> {
    let key = |w: &[Token<'_>]| match w {
        [k, c] if k.kind != Kind::Mark && (c.is(":") || c.is("=")) => Some(body(k.text).to_owned()),
        _ => None,
    };
    let first = l.tokens.first().map(|t| body(t.text).to_owned());
    l.tokens.windows(2).filter_map(key).chain(first).collect()
}

/// Fields with what is asked of each.
fn constraints(l: &Line<'_>) -> Vec<(String, String)> {
    let mut field = l.tokens.first().map_or("", |t| body(t.text)).to_owned();
    let mut out = Vec::new();
    for (i, t) in l.tokens.iter().enumerate().filter(|(_, t)| t.kind != Kind::Mark) {
        let next = l.tokens.get(i + 1);
        let plain = plain_name(t.text);
        let known = CONSTRAINTS.contains(&plain.as_str());
        if known && next.is_some_and(|n| n.is("(") || n.is("=") || n.is(":")) {
            out.push((field.clone(), plain));
        } else if next.is_some_and(|n| n.is(":") || n.is("=")) && t.kind == Kind::Word {
            field = body(t.text).to_owned();
        }
    }
    if let Some(rules) = tag(l) {
        let first = l.tokens.first().map_or("", |t| t.text).to_owned();
        out.extend(rules.split(',').map(|r| (first.clone(), r.split('=').next().unwrap_or("").to_owned())));
    }
    out
}
