//! Documents and columns of a database, said by what tells them apart: `the docs with status "draft" in posts` for
//! `db.posts.deleteMany({status: "draft"})`, `the column fax from customers` for `ALTER TABLE customers DROP COLUMN fax`. The
//! whole statement was said, and nothing stands beside it. Called by `deed`.

use super::bounds;
use super::deed::Deed;
use super::token::{Kind, Token};

/// A collection or a table, and by what its part is told.
struct Part<'a> {
    whole: &'a str,
    pairs: Vec<(&'a str, &'a str)>,
}

/// So many conditions are read.
const MOST_PAIRS: usize = 4;

impl Deed<'_> {
    /// Each condition by which documents are taken away was said, of their collection, in their database.
    pub(super) fn are_documents(&self, about: &[Token]) -> bool {
        if !matches!(self.action.program.as_str(), "mongosh" | "mongo") {
            return false;
        }
        let Some((before, code)) = self.action.words.split_once(" --eval ") else { return false };
        let Some(part) = removed(code) else { return false };
        let said = |name: &str| self.said.iter().any(|t| is_called(t, name));
        let database = before.split_whitespace().skip(1).filter(|w| !w.starts_with('-'));
        let there = |w: &str| match w.split_once("://") {
            Some((_, rest)) => rest.split(['/', '@', '?']).all(|p| p.is_empty() || said(p)),
            None => said(w),
        };
        about.iter().any(|t| is_called(t, part.whole))
            && part.pairs.iter().all(|(key, value)| is_pair(about, key, value))
            && database.into_iter().all(there)
    }

    /// The column that is dropped was said as one, and its table.
    pub(super) fn is_column(&self, about: &[Token]) -> bool {
        let Some((table, column)) = dropped_column(&self.action.words) else { return false };
        let word = |at: usize| about.get(at).map_or("", Token::word);
        let noun = |w: &str| matches!(w, "column" | "columns" | "field");
        let whole = format!("{table}.{column}");
        (0..about.len()).any(|at| {
            let own = word(at) == column || about.get(at).is_some_and(|t| t.lower == column);
            let beside = at.checked_sub(1).is_some_and(|b| noun(word(b))) || noun(word(at + 1));
            own && beside && about.iter().any(|t| bounds::bind_name(&t.lower) == table)
                || about.get(at).is_some_and(|t| t.lower == whole) && beside
        })
    }
}

/// `db.posts.deleteMany({status: "draft"})`, and nothing beside it but counting the same.
fn removed(code: &str) -> Option<Part<'_>> {
    let mut found = None;
    let mut counted = Vec::new();
    for statement in code.split(';').map(str::trim).filter(|s| !s.is_empty()) {
        let (whole, call) = statement.strip_prefix("db.")?.split_once('.')?;
        let (verb, rest) = call.split_once('(')?;
        let filter = rest.strip_suffix(')')?.trim().strip_prefix('{')?.strip_suffix('}')?;
        match verb {
            "countDocuments" => counted.push((whole, filter)),
            "deleteMany" if found.is_none() => found = Some((whole, filter)),
            _ => return None,
        }
    }
    let (whole, filter) = found.filter(|f| counted.iter().all(|c| c == f))?;
    let pairs: Vec<(&str, &str)> = filter.split(',').map(pair).collect::<Option<_>>()?;
    (pairs.len() <= MOST_PAIRS).then_some(Part { whole, pairs })
}

/// `status: "draft"`; of no operator.
fn pair(text: &str) -> Option<(&str, &str)> {
    let bare = |w: &'_ str| -> bool {
        !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@'))
    };
    let (key, value) = text.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let value = value.trim().trim_matches(['"', '\'']);
    (bare(key) && bare(value)).then_some((key, value))
}

/// `ALTER TABLE customers DROP COLUMN fax;`, and nothing behind it.
fn dropped_column(words: &str) -> Option<(String, String)> {
    let lower = words.to_lowercase();
    let (_, statement) = lower.split_once("alter table ")?;
    let (table, rest) = statement.split_once(" drop column ")?;
    let column = rest.trim().trim_end_matches(';').trim_start_matches("if exists ").trim();
    let plain = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
    (plain(table) && plain(column)).then(|| (table.to_owned(), column.to_owned()))
}

/// The token is this name, or ends with it behind a dot: `posts` of `blog.posts`.
fn is_called(t: &Token, name: &str) -> bool {
    let lower = name.to_lowercase();
    let own = bounds::bind_name(&t.lower);
    own == lower
        || own.split('.').any(|p| p == lower) && !own.contains('/')
        || lower.split_once('.').is_some_and(|(host, _)| host == own && host.len() > 2)
}

/// `status "draft"`, `source = "simulator"`, `status is draft`.
fn is_pair(about: &[Token], key: &str, value: &str) -> bool {
    let (key, value) = (key.to_lowercase(), value.to_lowercase());
    let small = |t: &Token| t.kind == Kind::Mark || matches!(t.lower.as_str(), "=" | "is" | "of" | "==" | ":");
    let at = |from: usize| about.iter().skip(from).position(|t| !small(t)).map(|n| from + n);
    about.iter().enumerate().any(|(k, t)| {
        t.lower.trim_end_matches(':') == key && at(k + 1).and_then(|v| about.get(v)).is_some_and(|t| t.lower == value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_that_take_away_what_conditions_tell() {
        for (code, want) in [
            ("db.posts.deleteMany({status: \"draft\"})", Some(1)),
            ("db.posts.deleteMany({status: \"draft\", n: 4});", Some(2)),
            ("db.posts.countDocuments({a:1}); db.posts.deleteMany({a:1})", Some(1)),
            ("db.posts.countDocuments({a:1}); db.posts.deleteMany({a:2})", None),
            ("db.posts.deleteMany({})", None),
            ("db.posts.deleteMany({status: {$ne: \"draft\"}})", None),
            ("db.posts.deleteMany({a:1}); db.posts.drop()", None),
        ] {
            assert_eq!(removed(code).map(|p| p.pairs.len()), want, "{code}");
        }
    }

    #[test]
    fn one_column_and_nothing_more() {
        let want = Some(("customers".to_owned(), "fax".to_owned()));
        assert_eq!(dropped_column("psql crm -c ALTER TABLE customers DROP COLUMN fax;"), want);
        for words in [
            "psql crm -c ALTER TABLE customers DROP COLUMN fax, DROP COLUMN phone;",
            "psql crm -c ALTER TABLE customers DROP COLUMN fax CASCADE",
            "psql crm -c ALTER TABLE customers DROP COLUMN fax; DROP TABLE x",
        ] {
            assert_eq!(dropped_column(words), None, "{words}");
        }
    }
}
