//! Requests for the migrations of a project's database, which have no names: `roll the last migration back`, `run the pending
//! migrations`, `seed the dev database`. Tools of all languages have one command for each of these, and with nothing behind it
//! that command does just that. Called by `authorize` where the readings found no answer.

use automode_model::{Action, Effect, EnvLabel, Verb};

use super::Wishes;
use super::against::{self, Grant};
use super::bind;
use super::gist::{Clause, Stance};
use super::nouns;
use super::token::{Kind, Token, numeral};

/// What is done with migrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// Those that are pending are run.
    Up,
    /// The last one, the last batch, or so many are taken back.
    Back(usize),
    /// The database is filled with the data of the project's own.
    Seed,
}

impl Wishes {
    /// The request that asks for what this command does with the migrations, and for no other.
    #[must_use]
    pub fn migrated(&self, action: &Action, effect: &Effect) -> Option<&str> {
        if !matches!(effect.verb, Verb::DbSchema | Verb::DbDestroy | Verb::DbWrite) {
            return None;
        }
        let command = &*self.command_of(action);
        let (done, place) = done(action, &command.text)?;
        let heard = &self.heard;
        let last = heard.clauses.last().map(|c| c.turn);
        let asks = |c: &&Clause| c.stance == Stance::Asks && !c.asked && Some(c.turn) == last;
        let clause = heard.clauses.iter().rev().filter(asks).find(|c| said(c, action, place) == Some(done))?;
        let speaks = command.is_too_long() || against::speaks(heard, Grant::from(clause), action, effect, command);
        let limited = heard.limits().any(|l| l.turn >= clause.turn);
        let production = bind::environments(action).contains(&EnvLabel::Production);
        (!speaks && !limited && !production).then_some(clause.words.as_str())
    }
}

/// What a clause asks for, where it says nothing else. `place`: the environment that the command names.
fn said(clause: &Clause, action: &Action, place: Option<EnvLabel>) -> Option<Deed> {
    let all: Vec<Token> = clause.all().collect();
    let has = |words: &[&str]| all.iter().any(|t| words.contains(&t.word()));
    let label = |t: &Token| nouns::label(t.word());
    let where_said: Vec<EnvLabel> = all.iter().filter_map(label).collect();
    let many = all.windows(2).find_map(|p| match p {
        [last, n] if last.word() == "last" => n.lower.parse().ok().or_else(|| numeral(n.word())).filter(|n| *n > 0),
        _ => None,
    });
    let plain = all.iter().all(|t| {
        t.kind == Kind::Mark && t.word() == ","
            || label(t).is_some_and(|l| l != EnvLabel::Production)
            || nouns::is_tool(t.word(), &action.program)
            || t.kind == Kind::Word
                && action
                    .words
                    .split([' ', '/'])
                    .any(|w| w == t.lower && w.len() > 3 && w.bytes().all(|b| b.is_ascii_lowercase()))
            || WORDS.contains(&t.word())
            || many.is_some_and(|n| t.lower == n.to_string() || numeral(t.word()) == Some(n))
    });
    let one = !has(&["migrations"]);
    let at_all = has(&["migration", "migrations"]) || clause.verb == "migrate";
    // An environment that was said is the command's, where it names one.
    let there = place.is_none_or(|p| where_said.is_empty() && p == EnvLabel::Local || where_said.contains(&p));
    if !plain || !there {
        return None;
    }
    match clause.verb.as_str() {
        "roll" | "back" | "rollback" | "undo" | "revert" | "downgrade"
            if at_all && (one || many.is_some()) && has(&["last", "latest", "newest"]) =>
        {
            Some(Deed::Back(many.unwrap_or(1)))
        }
        "run" | "apply" | "migrate" | "execute" if at_all && !has(&["last", "latest", "back", "down"]) => {
            Some(Deed::Up)
        }
        "seed" => Some(Deed::Seed),
        _ => None,
    }
}

/// All words that such a request may have beside names of environments and of the tool.
const WORDS: &[&str] = &[
    "roll",
    "back",
    "rollback",
    "undo",
    "revert",
    "downgrade",
    "run",
    "apply",
    "migrate",
    "execute",
    "seed",
    "the",
    "my",
    "our",
    "a",
    "last",
    "latest",
    "newest",
    "pending",
    "new",
    "missing",
    "all",
    "database",
    "db",
    "schema",
    "migration",
    "migrations",
    "on",
    "in",
    "for",
    "to",
    "of",
    "please",
    "pls",
    "now",
    "again",
    "local",
    "data",
    "with",
    "one",
];

/// What a command does with the migrations, and the environment that it names. Which database that is no other word may say: what
/// stands before a command is not among its words.
fn done(action: &Action, text: &str) -> Option<(Deed, Option<EnvLabel>)> {
    let mut words: Vec<&str> = action.words.split_whitespace().collect();
    let mut place = None;
    for (key, value) in
        text.split_whitespace().filter_map(|w| w.split_once('=')).filter(|(key, _)| *key != "STEP" && *key != "--step")
    {
        (key.ends_with("_ENV") || key == "--env").then_some(())?;
        place = Some(nouns::label(value)?);
    }
    if text.contains('$') || text.contains("export ") || text.contains("://") {
        return None;
    }
    while words.first().is_some_and(|w| {
        matches!(
            *w,
            "npx" | "bundle" | "exec" | "yarn" | "pnpm" | "poetry" | "uv" | "run" | "php" | "python" | "python3"
        )
    }) {
        words.remove(0);
    }
    // `--env development`, `-e test`
    let named = words.iter().position(|w| matches!(*w, "--env" | "-e" | "--environment"));
    if let Some(at) = named {
        place = Some(nouns::label(words.get(at + 1)?)?);
        words.drain(at..at + 2);
    }
    let (program, rest) = words.split_first()?;
    let program = program.rsplit('/').next().unwrap_or(program);
    if let Some(back) = back_by(program, rest) {
        return Some((Deed::Back(back), place));
    }
    let deed = match (program, rest) {
        ("flask", ["db", "downgrade"])
        | ("knex", ["migrate:rollback" | "migrate:down"])
        | ("sequelize" | "sequelize-cli", ["db:migrate:undo"])
        | ("typeorm", ["migration:revert"])
        | ("mix", ["ecto.rollback"])
        | ("dbmate", ["rollback" | "down"])
        | ("goose", [.., "down"])
        | ("diesel", ["migration", "revert"])
        | ("sqlx", ["migrate", "revert"]) => Deed::Back(1),
        ("rails" | "rake", ["db:migrate"])
        | ("alembic", ["upgrade", "head"])
        | ("flask", ["db", "upgrade"])
        | ("knex", ["migrate:latest"])
        | ("sequelize" | "sequelize-cli", ["db:migrate"])
        | ("typeorm", ["migration:run"])
        | ("artisan" | "manage.py", ["migrate"])
        | ("mix", ["ecto.migrate"])
        | ("dbmate", ["migrate" | "up"])
        | ("goose", [.., "up"])
        | ("diesel", ["migration", "run"])
        | ("sqlx", ["migrate", "run"])
        | ("prisma", ["migrate", "deploy"]) => Deed::Up,
        ("rails" | "rake", ["db:seed"])
        | ("knex", ["seed:run"])
        | ("sequelize" | "sequelize-cli", ["db:seed:all"])
        | ("artisan", ["db:seed"])
        | ("prisma", ["db", "seed"]) => Deed::Seed,
        _ => return None,
    };
    // What a driver is given beside says where.
    let bare = program != "goose" || rest.len() == 1;
    bare.then_some((deed, place))
}

/// How many a command takes back that may be told how many.
fn back_by(program: &str, rest: &[&str]) -> Option<usize> {
    match (program, rest) {
        ("rails" | "rake", ["db:rollback"]) | ("artisan", ["migrate:rollback"]) => Some(1),
        ("rails" | "rake", ["db:rollback", steps]) => steps.strip_prefix("STEP=")?.parse().ok(),
        ("artisan", ["migrate:rollback", steps]) => steps.strip_prefix("--step=")?.parse().ok(),
        ("alembic", ["downgrade", steps]) => steps.strip_prefix('-')?.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use automode_model::Span;

    #[test]
    fn commands_for_migrations() {
        for (said, want) in [
            ("rails db:rollback", Some((Deed::Back(1), None))),
            ("bin/rails db:rollback", Some((Deed::Back(1), None))),
            ("rails db:rollback STEP=5", Some((Deed::Back(5), None))),
            ("alembic downgrade -1", Some((Deed::Back(1), None))),
            ("alembic downgrade base", None),
            ("npx knex migrate:rollback --env development", Some((Deed::Back(1), Some(EnvLabel::Local)))),
            ("knex migrate:rollback --all", None),
            ("RAILS_ENV=production rails db:rollback", Some((Deed::Back(1), Some(EnvLabel::Production)))),
            ("DATABASE_URL=postgres://db.example.com/shop rails db:rollback", None),
            ("DATABASE_URL=$URL rails db:rollback", None),
            ("php artisan migrate --force", None),
            ("python manage.py migrate", Some((Deed::Up, None))),
        ] {
            let words = said.split_once(' ').filter(|(env, _)| env.contains('=')).map_or(said, |(_, rest)| rest);
            let action =
                Action { words: words.to_owned(), program: String::new(), span: Span::default(), effects: Vec::new() };
            assert_eq!(done(&action, said), want, "{said}");
        }
    }
}
