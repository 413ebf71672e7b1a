//! `automode check --batch`: JSONL of host events on stdin, a line of verdict for each on stdout, in order. What the
//! scorers of corpora call. No ledger; each event is a session of its own unless asked otherwise.

use std::collections::HashMap;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::ExitCode;

use automode_agents::claude_code;
use automode_agents::json::{self, Value as Strict};
use automode_contain::world::LiveWorld;
use automode_engine::inspect::injection;
use automode_ledger::Redactor;
use automode_model::{Event, Session};
use serde_json::{Map, Value};

use crate::judge;
use crate::out::{self, Done, Failure};
use crate::policy::{self, Memo};
use crate::view;

/// Most lines that are judged before the first of them is answered: keeps order and memory bounded.
const BLOCK_LINES: usize = 2048;
/// How much of the input is asked for at once.
const READ_BYTES: usize = 1 << 20;
/// Fewer lines than this are not worth a thread.
const MIN_LINES_PER_THREAD: usize = 16;
/// The engine's own limits are made for the main thread's stack.
const STACK_BYTES: usize = 8 << 20;

/// Judges every line of stdin.
pub fn run(one_session: bool) -> Done {
    let mut input = BufReader::with_capacity(READ_BYTES, io::stdin().lock());
    let mut redactor = Redactor::ephemeral();
    let mut sessions = one_session.then(HashMap::new);
    loop {
        let lines = block(&mut input).map_err(|e| Failure::new(format!("cannot read standard input: {e}")))?;
        if lines.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let answers = match &mut sessions {
            Some(sessions) => in_order(&lines, &mut redactor, sessions),
            None => in_parallel(&lines)?,
        };
        let mut out = io::stdout().lock();
        out::told(out.write_all(answers.as_bytes()).and_then(|()| out.flush()))?;
    }
}

/// The lines that are there without waiting for more, at least one unless the input is at its end. So a program that
/// writes one event and waits for its answer gets it.
fn block<R: io::Read>(input: &mut BufReader<R>) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(lines);
        }
        lines.push(line);
        if lines.len() >= BLOCK_LINES || !input.buffer().contains(&b'\n') {
            return Ok(lines);
        }
    }
}

type Sessions = HashMap<String, Session>;

/// One redactor for all: a secret that comes back later is known by its key.
fn in_order(lines: &[Vec<u8>], redactor: &mut Redactor, sessions: &mut Sessions) -> String {
    let world = LiveWorld::new();
    let mut policies = Memo::default();
    let answers = lines.iter().filter_map(|line| {
        answer(line, &mut |event| {
            let session = sessions.entry(event.session.clone()).or_default();
            let policy = policies.of(&world, &event.cwd);
            redactor.set_personal(policy::personal(policy.personal));
            let redactor = &*redactor;
            let event = automode_ledger::admit_knowing(event, redactor, &session.sensitive.traces());
            let redact = |text: &str| redactor.redact(text).into_owned();
            let (verdict, _) = judge::judge(&event, &world, &redact, session, policy);
            session.fold(&event, verdict.as_ref());
            (event, verdict)
        })
    });
    answers.collect()
}

fn in_parallel(lines: &[Vec<u8>]) -> Result<String, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let per_thread = lines.len().div_ceil(cores).max(MIN_LINES_PER_THREAD);
    if lines.len() <= per_thread {
        return Ok(alone(lines));
    }
    std::thread::scope(|scope| {
        let spawn = |chunk| {
            let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
            thread.spawn_scoped(scope, move || alone(chunk))
        };
        let started: Vec<_> = lines.chunks(per_thread).map(spawn).collect();
        let mut answers = String::new();
        for thread in started {
            let thread = thread.map_err(|e| Failure::new(format!("cannot start a thread: {e}")))?;
            answers.push_str(&thread.join().map_err(|_| Failure::new("a thread died"))?);
        }
        Ok(answers)
    })
}

/// Each event without a past.
fn alone(lines: &[Vec<u8>]) -> String {
    let world = LiveWorld::new();
    let mut redactor = Redactor::ephemeral();
    let mut policies = Memo::default();
    let judge = &mut |event: Event| {
        let policy = policies.of(&world, &event.cwd);
        redactor.set_personal(policy::personal(policy.personal));
        let event = automode_ledger::admit(event, &redactor);
        let redact = |text: &str| redactor.redact(text).into_owned();
        let (verdict, _) = judge::judge(&event, &world, &redact, &Session::default(), policy);
        (event, verdict)
    };
    lines.iter().filter_map(|line| answer(line, judge)).collect()
}

/// Replaces an event's secrets and judges it.
type Judge<'a> = &'a mut dyn FnMut(Event) -> (Event, Option<automode_model::Verdict>);

/// The answer to one line; none for an empty line.
fn answer(line: &[u8], judge: Judge<'_>) -> Option<String> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return None;
    }
    let mut out = Map::new();
    match read(line) {
        Ok((id, event)) => {
            out.extend(id.map(|id| ("id".to_owned(), id)));
            let reading = injection::read(&event);
            out.extend(told(Event { reading, ..event }, judge));
        }
        Err(why) => {
            out.extend(rough_id(line).map(|id| ("id".to_owned(), id)));
            out.extend(unreadable(&why));
        }
    }
    Some(format!("{}\n", Value::Object(out)))
}

/// What is said about an event.
fn told(event: Event, judge: Judge<'_>) -> Map<String, Value> {
    let (event, verdict) = judge(event);
    if let Some(verdict) = verdict {
        return view::json::brief(&verdict);
    }
    let mut out = Map::from_iter([("decision".to_owned(), Value::from("none"))]);
    out.extend(event.reading.iter().flat_map(view::json::reading));
    out
}

fn unreadable(why: &str) -> [(String, Value); 8] {
    [
        ("decision", Value::from("ask")),
        ("hard", Value::from(false)),
        ("risk", Value::from("high")),
        ("category", Value::from("unknown")),
        ("confidence", Value::from(0)),
        ("rule", Value::from("event.unreadable")),
        ("reason", Value::from(why)),
        ("effects", Value::Array(Vec::new())),
    ]
    .map(|(key, value)| (key.to_owned(), value))
}

/// The event of a line and its id.
fn read(line: &[u8]) -> Result<(Option<Value>, Event), String> {
    let text = json::text_of(line).map_err(|e| e.to_string())?;
    let message = json::parse(text).map_err(|e| e.to_string())?;
    let event = claude_code::decode::event(&message, 0).map_err(|e| e.to_string())?;
    let id = match message.get("id") {
        Some(Strict::Text(id)) => Some(Value::from(id.as_ref())),
        Some(Strict::Number(id)) => Some(Value::Number(id.clone())),
        _ => None,
    };
    Ok((id, event))
}

/// The id of a line that is not an event: read leniently, or found by its key in what is not even JSON.
fn rough_id(line: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(line);
    if let Ok(value) = serde_json::from_str::<Value>(&text) {
        return value.get("id").cloned();
    }
    let after = text.split_once("\"id\"")?.1.trim_start().strip_prefix(':')?;
    serde_json::Deserializer::from_str(after).into_iter::<Value>().next()?.ok()
}
