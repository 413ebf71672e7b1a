//! The hooks that we want in the settings, and finding those that are there. Pure: values in, values out.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde_json::Number;

use crate::detect::Version;
use crate::json::Value;
use crate::profile::Profile;
use crate::settings::Step;

/// The version from which `onFailure: "block"` counts.
pub const ON_FAILURE: Version = Version(2, 1, 295);

/// The version from which all the events below exist; to older ones we only name the old events, because an unknown name
/// can make such a version reject its whole settings file.
pub const ALL_EVENTS: Version = Version(2, 1, 49);

/// The version from which the host tells of each file of instructions that it loads.
pub const INSTRUCTIONS: Version = Version(2, 1, 69);

/// Seconds after which the host gives up on a hook that decides. One fleet's 10 s guard was killed in 86 % of its runs
/// under load, so this is far above our own deadline.
const DECIDES_TIMEOUT_S: u64 = 60;

/// Seconds for hooks that only record.
const RECORDS_TIMEOUT_S: u64 = 20;

/// Seconds after which the wrapper kills the gate: below the host's, above the gate's own deadline.
const KILL_AFTER_S: u64 = 10;

/// What depends on machine and options.
#[derive(Clone, Debug)]
pub struct Shape<'a> {
    /// The gate.
    pub binary: &'a Path,
    /// The profile it runs under.
    pub profile: Profile,
    /// The host's version; unknown counts as new.
    pub version: Option<Version>,
    /// The `timeout` program. By its full path: a repository's settings may set PATH for hooks.
    pub timeout: Option<PathBuf>,
}

/// One hook in the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Hook {
    /// Its event.
    pub event: &'static str,
    /// Its group's matcher.
    matcher: Option<String>,
    /// The handler.
    handler: Value<'static>,
}

struct Row {
    event: &'static str,
    /// Exists since before [`ALL_EVENTS`].
    old: bool,
    /// The answer decides, and exit 2 blocks.
    blocks: bool,
    /// The answer decides.
    decides: bool,
    /// It is about tools and takes a matcher.
    tool: bool,
}

const fn row(event: &'static str, old: bool, blocks: bool, decides: bool, tool: bool) -> Row {
    Row { event, old, blocks, decides, tool }
}

/// PermissionRequest does not honour exit 2; if the gate fails there, the host asks its person or refuses by itself.
const EVENTS: &[Row] = &[
    row("PreToolUse", true, true, true, true),
    row("PermissionRequest", false, false, true, true),
    row("PostToolUse", true, false, false, true),
    row("PostToolUseFailure", false, false, false, true),
    row("UserPromptSubmit", true, false, false, false),
    row("SessionStart", true, false, false, false),
    row("SessionEnd", true, false, false, false),
    row("SubagentStart", false, false, false, false),
    row("SubagentStop", true, false, false, false),
    row("ConfigChange", false, true, true, false),
    row(INSTRUCTIONS_LOADED, false, false, false, false),
];

/// A rules file was loaded, also one of a folder that the agent came to later.
pub const INSTRUCTIONS_LOADED: &str = "InstructionsLoaded";

/// The hooks as they should stand in the settings, in this order.
#[must_use]
pub fn wanted(shape: &Shape<'_>) -> Vec<Hook> {
    let older = |than: Version| shape.version.is_some_and(|v| v < than);
    let has = |row: &&Row| match row.event {
        INSTRUCTIONS_LOADED => !older(INSTRUCTIONS),
        _ => row.old || !older(ALL_EVENTS),
    };
    EVENTS.iter().filter(has).map(|row| hook(row, shape)).collect()
}

fn hook(row: &Row, shape: &Shape<'_>) -> Hook {
    let blocks = row.blocks && shape.profile.fails_closed();
    let new_host = shape.version.is_none_or(|v| v >= ON_FAILURE);
    let mut handler = vec![member("type", text("command"))];
    if blocks {
        handler.push(member("command", text(&closed_command(shape))));
    } else if new_host && shape.version.is_some() {
        let args = ["hook", "claude", "--profile", shape.profile.name()];
        handler.push(member("command", text(&shape.binary.to_string_lossy())));
        handler.push(member("args", Value::List(args.into_iter().map(text).collect())));
    } else {
        handler.push(member("command", text(&plain_command(shape))));
    }
    let seconds = if row.decides { DECIDES_TIMEOUT_S } else { RECORDS_TIMEOUT_S };
    handler.push(member("timeout", Value::Number(Number::from(seconds))));
    if blocks && new_host {
        handler.push(member("onFailure", text("block")));
    }
    Hook { event: row.event, matcher: row.tool.then(|| "*".to_owned()), handler: Value::Object(handler) }
}

fn plain_command(shape: &Shape<'_>) -> String {
    format!("{} hook claude --profile {}", shell_word(&shape.binary.to_string_lossy()), shape.profile.name())
}

/// Whatever goes wrong with the gate, the shell says 2, which blocks.
fn closed_command(shape: &Shape<'_>) -> String {
    let plain = plain_command(shape);
    match &shape.timeout {
        Some(timeout) => format!("{} -s KILL {KILL_AFTER_S} {plain} || exit 2", shell_word(&timeout.to_string_lossy())),
        None => format!("{plain} || exit 2"),
    }
}

fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

fn text(text: &str) -> Value<'static> {
    Value::Text(Cow::Owned(text.to_owned()))
}

fn member(key: &'static str, value: Value<'static>) -> (Cow<'static, str>, Value<'static>) {
    (Cow::Borrowed(key), value)
}

impl Hook {
    /// The hook in a group of its own.
    #[must_use]
    pub fn group(&self) -> Value<'static> {
        let mut group = Vec::new();
        if let Some(matcher) = &self.matcher {
            group.push(member("matcher", text(matcher)));
        }
        group.push(member("hooks", Value::List(vec![self.handler.clone()])));
        Value::Object(group)
    }
}

/// Ours in these settings, in the order of [`EVENTS`] and then of the file, for the comparison with [`wanted`].
#[must_use]
pub fn present(settings: &Value<'_>) -> Vec<Hook> {
    let mut out = Vec::new();
    for (event, group, _, handler, _) in handlers(settings).filter(|(.., handler, _)| is_ours(handler)) {
        let known = EVENTS.iter().find(|row| row.event == event).map_or("", |row| row.event);
        let matcher = group.get("matcher").and_then(Value::text).map(str::to_owned);
        out.push(Hook { event: known, matcher, handler: owned(handler) });
    }
    out.sort_by_key(|hook| EVENTS.iter().position(|row| row.event == hook.event));
    out
}

/// Every handler with its event, group and places.
fn handlers<'v, 'a>(
    settings: &'v Value<'a>,
) -> impl Iterator<Item = (&'v str, &'v Value<'a>, usize, &'v Value<'a>, usize)> {
    let events = match settings.get("hooks") {
        Some(Value::Object(events)) => events.as_slice(),
        _ => &[],
    };
    events.iter().flat_map(|(event, groups)| {
        groups.list().unwrap_or(&[]).iter().enumerate().flat_map(move |(g, group)| {
            let inner = group.get("hooks").and_then(Value::list).unwrap_or(&[]);
            inner.iter().enumerate().map(move |(h, handler)| (event.as_ref(), group, g, handler, h))
        })
    })
}

/// Ours is what runs a program named `automode` as `hook claude`, in either form; where it lies does not matter, so that
/// an upgrade replaces the entry of the old place.
#[must_use]
pub fn is_ours(handler: &Value<'_>) -> bool {
    let Some(command) = handler.get("command").and_then(Value::text) else { return false };
    let args = handler.get("args").and_then(Value::list);
    let words: Vec<String> = match args {
        Some(args) => std::iter::once(command).chain(args.iter().filter_map(Value::text)).map(str::to_owned).collect(),
        None => words(command),
    };
    words.windows(3).any(|w| match w {
        [program, verb, host] => {
            let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
            matches!(name, "automode" | "automode.exe")
                && verb == "hook"
                && matches!(host.as_str(), "claude" | "claude-code")
        }
        _ => false,
    })
}

/// Words of a command line, quotes taken off: enough to recognise what we wrote.
fn words(command: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut letters = command.chars();
    while let Some(c) = letters.next() {
        match (quote, c) {
            (None, '\\') => word.extend(letters.next()),
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c.is_whitespace() => out.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            (_, c) => word.push(c),
        }
    }
    out.extend((!word.is_empty()).then_some(word));
    out
}

/// A step that outlives the value it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnedStep {
    /// A member.
    Key(String),
    /// An item.
    Index(usize),
}

impl OwnedStep {
    /// The step as the document takes it.
    #[must_use]
    pub fn step(&self) -> Step<'_> {
        match self {
            Self::Key(key) => Step::Key(key),
            Self::Index(index) => Step::Index(*index),
        }
    }
}

/// The next thing to take out: a handler of ours, or all that holds nothing else but it.
#[must_use]
pub fn next_removal(settings: &Value<'_>) -> Option<Vec<OwnedStep>> {
    let (event, group, g, _, h) = handlers(settings).find(|(.., handler, _)| is_ours(handler))?;
    let events = settings.get("hooks")?;
    let groups = events.get(event)?;
    let many = |v: &Value<'_>| match v {
        Value::Object(members) => members.len() > 1,
        Value::List(items) => items.len() > 1,
        _ => false,
    };
    let mut path = vec![OwnedStep::Key("hooks".to_owned())];
    let rest = [
        (events, OwnedStep::Key(event.to_owned())),
        (groups, OwnedStep::Index(g)),
        (group.get("hooks")?, OwnedStep::Key("hooks".to_owned())),
    ];
    let inner = group.get("hooks")?;
    if many(inner) {
        path.extend(rest.into_iter().map(|(_, step)| step));
        path.push(OwnedStep::Index(h));
        return Some(path);
    }
    let [(events, event), (groups, g), _] = rest;
    if many(groups) {
        path.extend([event, g]);
    } else if many(events) {
        path.push(event);
    }
    Some(path)
}

/// Refuses settings in which `hooks` is something else than an object of lists: we would have to guess.
///
/// # Errors
/// With what stands there instead.
pub fn check_shape(settings: &Value<'_>) -> Result<(), String> {
    if !matches!(settings, Value::Object(_)) {
        return Err(format!("it is {}, expected an object", settings.kind()));
    }
    match settings.get("hooks") {
        None => Ok(()),
        Some(Value::Object(events)) => match events.iter().find(|(_, groups)| groups.list().is_none()) {
            Some((event, other)) => Err(format!("its hooks for `{event}` are {}, expected a list", other.kind())),
            None => Ok(()),
        },
        Some(other) => Err(format!("its `hooks` is {}, expected an object", other.kind())),
    }
}

/// True where the old text has no hook of ours and says the same as `left`, but for empty lists and objects of hooks.
#[must_use]
pub fn same_but_ours(old: &str, left: &Value<'_>) -> bool {
    crate::json::parse(old).is_ok_and(|old| present(&old).is_empty() && bare(&old) == bare(left))
}

/// The settings without empty lists of hooks.
fn bare(settings: &Value<'_>) -> Value<'static> {
    let Value::Object(mut members) = owned(settings) else { return owned(settings) };
    for (key, value) in &mut members {
        if let ("hooks", Value::Object(events)) = (key.as_ref(), value) {
            events.retain(|(_, groups)| groups.list().is_none_or(|groups| !groups.is_empty()));
        }
    }
    members.retain(|(key, value)| key != "hooks" || !matches!(value, Value::Object(events) if events.is_empty()));
    Value::Object(members)
}

fn owned(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Null => Value::Null,
        Value::Bool(b) => Value::Bool(*b),
        Value::Number(n) => Value::Number(n.clone()),
        Value::Text(t) => text(t),
        Value::List(items) => Value::List(items.iter().map(owned).collect()),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(k, v)| (Cow::Owned(k.to_string()), owned(v))).collect())
        }
    }
}
