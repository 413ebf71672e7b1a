//! Variables by which a run works in production: the database that a test empties, the settings that it runs with, the machine that
//! containers start on. Not for clients that are told by an option. Called by `loads`.

use automode_model::{EnvLabel, Verb};

use super::super::invoke::Invocation;
use super::super::net;
use super::super::value::Val;

/// How names of variables end that say which database is worked in.
const STORES: &[&str] = &[
    "DATABASE_HOST",
    "DATABASE_URI",
    "DATABASE_URL",
    "DATASOURCE_URL",
    "DB_HOST",
    "DB_URI",
    "DB_URL",
    "MONGODB_URI",
    "MONGODB_URL",
    "MONGO_URI",
    "MONGO_URL",
    "MYSQL_HOST",
    "PGHOST",
    "PGSERVICE",
    "POSTGRES_HOST",
    "POSTGRES_URL",
    "REDIS_HOST",
    "REDIS_URL",
];

/// Variables that say with which settings or accounts the project's code runs. What builds for production does not touch it.
const STAGES: &[&str] = &[
    "APP_ENV",
    "ASPNETCORE_ENVIRONMENT",
    "AWS_PROFILE",
    "DJANGO_SETTINGS_MODULE",
    "RACK_ENV",
    "RAILS_ENV",
    "SPRING_PROFILES_ACTIVE",
];

/// What is done in production, to what kind of thing, and its name, where this variable brings a run there.
pub fn in_production(name: &str, value: &Val, call: &Invocation) -> Option<(Verb, &'static str, String)> {
    let named = if value.prefix().is_empty() { value.why().unwrap_or("") } else { value.prefix() };
    let live = net::environment_of(behind_user(named)) == EnvLabel::Production;
    if !live || net::parse_url(named).is_some_and(|u| u.local) {
        return None;
    }
    let found = if name == "DOCKER_CONTEXT" {
        (!looks(call)).then_some((Verb::ContainerRun, "context"))?
    } else if STORES.iter().any(|end| name.ends_with(end)) {
        (Verb::DbWrite, "database")
    } else {
        (STAGES.contains(&name) && tests(call)).then_some((Verb::DbWrite, "environment"))?
    };
    Some((found.0, found.1, behind_user(named).to_owned()))
}

/// An address without its user and password.
fn behind_user(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, rest)| rest)
}

/// Whether this only shows what is there.
fn looks(call: &Invocation) -> bool {
    let looking = ["config", "context", "events", "images", "info", "inspect", "logs", "ls", "ps", "stats", "version"];
    call.argv.iter().skip(1).take(3).filter_map(Val::known).any(|w| looking.contains(&w))
}

/// Whether this runs tests, which make and empty what they work with.
fn tests(call: &Invocation) -> bool {
    let words = call.argv.iter().take(5).filter_map(Val::known).filter(|w| !w.starts_with('-'));
    let runs = ["e2e", "jest", "pest", "phpunit", "pytest", "rspec", "spec", "test", "tests", "vitest"];
    words.flat_map(|w| w.split(|c: char| !c.is_alphanumeric())).any(|w| runs.contains(&w))
}
