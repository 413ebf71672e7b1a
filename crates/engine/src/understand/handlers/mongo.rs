//! The JavaScript that mongosh is given: what its calls do to a database. What is more than such calls is unknown.

use automode_model::{Action, Verb};

use super::super::value::Val;
use super::super::{effects, invoke};
use super::Call;

/// Calls that a database's shell offers, and what they do.
const CALLS: &[(&str, Verb)] = &[
    ("dropDatabase", Verb::DbDestroy),
    ("drop", Verb::DbDestroy),
    ("dropIndex", Verb::DbSchema),
    ("dropIndexes", Verb::DbSchema),
    ("dropUser", Verb::DbAdmin),
    ("dropRole", Verb::DbAdmin),
    ("deleteMany", Verb::DbDestroy),
    ("remove", Verb::DbDestroy),
    ("deleteOne", Verb::DbWrite),
    ("findOneAndDelete", Verb::DbWrite),
    ("findAndModify", Verb::DbWrite),
    ("findOneAndUpdate", Verb::DbWrite),
    ("findOneAndReplace", Verb::DbWrite),
    ("insert", Verb::DbWrite),
    ("insertOne", Verb::DbWrite),
    ("insertMany", Verb::DbWrite),
    ("update", Verb::DbWrite),
    ("updateOne", Verb::DbWrite),
    ("updateMany", Verb::DbWrite),
    ("replaceOne", Verb::DbWrite),
    ("bulkWrite", Verb::DbWrite),
    ("save", Verb::DbWrite),
    ("createCollection", Verb::DbSchema),
    ("createView", Verb::DbSchema),
    ("createIndex", Verb::DbSchema),
    ("createIndexes", Verb::DbSchema),
    ("ensureIndex", Verb::DbSchema),
    ("renameCollection", Verb::DbSchema),
    ("createUser", Verb::DbAdmin),
    ("updateUser", Verb::DbAdmin),
    ("changeUserPassword", Verb::DbAdmin),
    ("createRole", Verb::DbAdmin),
    ("grantRolesToUser", Verb::DbAdmin),
    ("revokeRolesFromUser", Verb::DbAdmin),
    ("initiate", Verb::DbAdmin),
    ("reconfig", Verb::DbAdmin),
    ("stepDown", Verb::DbAdmin),
    ("setFeatureCompatibilityVersion", Verb::DbAdmin),
    ("shutdownServer", Verb::ServiceStop),
    ("killOp", Verb::DbAdmin),
];

/// Calls that only ask, or shape what is asked.
const ASKING: &[&str] = &[
    "find",
    "findOne",
    "aggregate",
    "count",
    "countDocuments",
    "estimatedDocumentCount",
    "distinct",
    "getIndexes",
    "getCollectionNames",
    "getCollectionInfos",
    "getCollection",
    "getSiblingDB",
    "getName",
    "getMongo",
    "getUsers",
    "getUser",
    "getRoles",
    "stats",
    "dataSize",
    "storageSize",
    "totalSize",
    "explain",
    "limit",
    "sort",
    "skip",
    "pretty",
    "toArray",
    "forEach",
    "map",
    "size",
    "hint",
    "project",
    "projection",
    "batchSize",
    "status",
    "hello",
    "isMaster",
    "serverStatus",
    "hostInfo",
    "version",
    "currentOp",
    "printjson",
    "print",
    "ObjectId",
    "ISODate",
    "Date",
    "NumberLong",
    "NumberInt",
    "stringify",
    "parse",
    "itcount",
    "next",
    "hasNext",
    "conf",
    "config",
    "validate",
    "listDatabases",
    "getDBNames",
    "ping",
    "tojson",
    "EJSON",
    "UUID",
    "keys",
    "length",
    "join",
    "filter",
    "log",
];

/// Adds what this text does as an action of its own.
pub fn run(c: &Call<'_, '_, '_>, text: &Val) {
    let Some(known) = text.known() else { return invoke::code_gap(c.shell.scene, text, c.call) };
    let span = c.call.span;
    let words = c.call.words();
    let found = match calls(known) {
        Some(found) => found
            .into_iter()
            .map(|(verb, on)| {
                let on = if on == "db" { database(&words).unwrap_or(on) } else { on };
                let mut e = effects::on_name(verb, "collection", &on, span);
                if words.contains("localhost") || words.contains("127.0.0.1") || verb == Verb::DbRead {
                    let [r, b, d, comp, v] = e.dimensions.values();
                    let floor = if verb == Verb::DbDestroy { 3 } else { 1 };
                    e.dimensions =
                        automode_model::Dimensions::new([r.min(floor), b.min(floor), d.min(1), comp.min(1), v]);
                }
                e
            })
            .collect(),
        None => {
            return invoke::code_gap(
                c.shell.scene,
                &Val::gap("JavaScript that is more than calls of a database"),
                c.call,
            );
        }
    };
    c.shell.scene.add(Action { words, program: c.program.name.to_owned(), span, effects: found });
}

/// The database that the client is given, as an address or by its name; `db` stands for it in the text.
fn database(words: &str) -> Option<String> {
    let given = words.split_whitespace().skip(1).find(|w| w.starts_with("mongodb") && w.contains("://"));
    let first = || words.split_whitespace().nth(1).filter(|w| !w.starts_with('-') && !w.contains(['(', '\'', '"']));
    let path = match given.or_else(first)?.split_once("://") {
        Some((_, address)) => address.split_once('/')?.1,
        None => first()?,
    };
    let name = path.split(['?', '#']).next().filter(|n| !n.is_empty())?;
    Some(name.to_owned())
}

/// What the calls do and to which collection; none where there is more than known calls.
fn calls(text: &str) -> Option<Vec<(Verb, String)>> {
    let mut out = Vec::new();
    let lower = text.to_ascii_lowercase();
    if [
        "require(",
        "import(",
        "load(",
        "eval(",
        "function",
        "process.",
        "fs.",
        "$where",
        "child_process",
        "runcommand",
        "admincommand",
    ]
    .iter()
    .any(|w| lower.contains(w))
    {
        return None;
    }
    for (at, _) in text.match_indices('(') {
        let before = text.get(..at)?.trim_end();
        let start = before.rfind(|ch: char| !ch.is_alphanumeric() && ch != '_' && ch != '$').map_or(0, |i| i + 1);
        let name = before.get(start..)?;
        if name.is_empty() || matches!(name, "if" | "for" | "while" | "new") {
            continue;
        }
        let on = before.get(..start)?.trim_end_matches('.');
        let on = on
            .rfind(|ch: char| !ch.is_alphanumeric() && ch != '_' && ch != '-')
            .map_or(on, |i| on.get(i + 1..).unwrap_or(""));
        match CALLS.iter().find(|(n, _)| *n == name) {
            Some((_, verb)) => out.push((*verb, on.to_owned())),
            None if name == "aggregate" && (text.contains("$out") || text.contains("$merge")) => {
                out.push((Verb::DbWrite, on.to_owned()));
            }
            None if ASKING.contains(&name) => {
                let verb = Verb::DbRead;
                if matches!(name, "find" | "findOne" | "aggregate" | "count" | "countDocuments" | "distinct") {
                    out.push((verb, on.to_owned()));
                }
            }
            None => return None,
        }
    }
    if out.is_empty() {
        out.push((Verb::DbRead, String::new()));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_a_database() {
        for (text, want) in [
            ("db.users.find({a: 1}).limit(5)", Some((Verb::DbRead, "users"))),
            ("db.users.drop()", Some((Verb::DbDestroy, "users"))),
            ("db.dropDatabase()", Some((Verb::DbDestroy, "db"))),
            ("db.a.updateOne({}, {$set: {b: 1}})", Some((Verb::DbWrite, "a"))),
            ("show dbs", Some((Verb::DbRead, ""))),
            ("require('child_process').execSync('id')", None),
            ("zap()", None),
        ] {
            let got = calls(text).and_then(|c| c.first().cloned());
            assert_eq!(got, want.map(|(v, n)| (v, n.to_owned())), "{text}");
        }
    }
}
