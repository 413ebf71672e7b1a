//! The lines between client and server. What a client says is read strictly: a line that two readers could read differently is
//! not passed on. Called by `cmd::mcp`.

use std::collections::HashMap;
use std::io::{self, BufRead, Read, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use automode_agents::json as strict;
use serde_json::{Map, Value, json};

use super::judge::{Judge, Outcome};
use super::pins::{Known, Pins};
use super::tools;

/// Longest line either side may send; a longer one ends the connection, because half a message is none.
const MAX_LINE_BYTES: u64 = 16 << 20;

/// Most requests that wait for an answer; a client that has more gets an error for the next.
const MAX_PENDING: usize = 4096;

/// An error of JSON-RPC for what is not understood, and for what is not offered.
const INVALID: i32 = -32600;
const NOT_OFFERED: i32 = -32601;

/// What an answer of the server will be about.
enum Asked {
    /// The list of its tools.
    Tools,
    /// A call: the tool and its arguments.
    Call(String, Value),
    /// A resource, a prompt: text that a model will read.
    Text(String, Value),
}

/// What both directions share.
pub struct Gate<'a, C: Write, S: Write> {
    judge: &'a Judge,
    pins: Mutex<Pins>,
    asked: Mutex<HashMap<String, Asked>>,
    client: Mutex<C>,
    server: Mutex<Option<S>>,
}

/// A panic while a lock is held ends the process; there is nobody to be protected from a half-made change.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next line; none at the end.
fn line(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    from.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == MAX_LINE_BYTES {
        return Err(io::Error::other(format!("a line longer than {MAX_LINE_BYTES} bytes")));
    }
    String::from_utf8(bytes).map(Some).map_err(io::Error::other)
}

impl<'a, C: Write, S: Write> Gate<'a, C, S> {
    /// Between these two.
    pub fn new(judge: &'a Judge, pins: Pins, client: C, server: S) -> Self {
        Self {
            judge,
            pins: Mutex::new(pins),
            asked: Mutex::default(),
            client: Mutex::new(client),
            server: Mutex::new(Some(server)),
        }
    }

    /// What the client says, until it says no more; the server is told so by the end of its input.
    pub fn hear_client(&self, mut from: impl BufRead) -> io::Result<()> {
        while let Some(line) = line(&mut from)? {
            if line.trim().is_empty() {
                continue;
            }
            match self.request(&line) {
                Ok(()) => self.to_server(&line)?,
                Err(Some(answer)) => self.to_client(&answer)?,
                Err(None) => {}
            }
        }
        held(&self.server).take();
        Ok(())
    }

    /// What the server says, until it ends.
    pub fn hear_server(&self, mut from: impl BufRead) -> io::Result<()> {
        while let Some(line) = line(&mut from)? {
            let Ok(message) = serde_json::from_str::<Value>(&line) else {
                // Some servers print to their output what belongs to their log.
                eprint!("{line}");
                continue;
            };
            if let Some(changed) = self.answer(message)? {
                self.to_client(&changed)?;
            }
        }
        Ok(())
    }

    fn to_server(&self, line: &str) -> io::Result<()> {
        match held(&self.server).as_mut() {
            Some(server) => server.write_all(format!("{}\n", line.trim_end()).as_bytes()).and_then(|()| server.flush()),
            None => Ok(()),
        }
    }

    fn to_client(&self, message: &Value) -> io::Result<()> {
        let mut client = held(&self.client);
        client.write_all(format!("{message}\n").as_bytes())?;
        client.flush()
    }

    /// Whether a line of the client goes on; else the answer in its place.
    fn request(&self, line: &str) -> Result<(), Option<Value>> {
        if let Err(error) = strict::parse(line) {
            return Err(Some(refusal(&Value::Null, INVALID, &format!("this is not read alike by everybody: {error}"))));
        }
        let message: Value =
            serde_json::from_str(line).map_err(|e| Some(refusal(&Value::Null, INVALID, &e.to_string())))?;
        let Some(message) = message.as_object() else {
            return Err(Some(refusal(&Value::Null, INVALID, "a batch of messages is not passed on")));
        };
        let id = message.get("id").cloned().unwrap_or(Value::Null);
        let asked = match message.get("method").and_then(Value::as_str) {
            Some("tools/call") => self.call(&id, message)?,
            Some("tools/list") => Asked::Tools,
            Some(method @ ("resources/read" | "prompts/get")) => {
                Asked::Text(method.to_owned(), message.get("params").cloned().unwrap_or_default())
            }
            _ => return Ok(()),
        };
        let mut waiting = held(&self.asked);
        if id.is_null() || waiting.len() >= MAX_PENDING || waiting.contains_key(&id.to_string()) {
            return Err(Some(refusal(&id, INVALID, "a request needs an id of its own, and not too many may wait")));
        }
        waiting.insert(id.to_string(), asked);
        Ok(())
    }

    /// A call: the definition must be the pinned one, and the engine must let it run.
    fn call(&self, id: &Value, message: &Map<String, Value>) -> Result<Asked, Option<Value>> {
        let params = message.get("params").cloned().unwrap_or_default();
        let tool = params.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let arguments = params.get("arguments").cloned().unwrap_or_else(|| json!({}));
        if !held(&self.pins).holds(&tool) {
            return Err(Some(stopped(id, &self.withheld(&tool))));
        }
        match self.judge.call(&self.name(id), &tool, &arguments) {
            Outcome::Runs => Ok(Asked::Call(tool, arguments)),
            Outcome::Stopped(why) => Err(Some(stopped(id, &why))),
        }
    }

    fn name(&self, id: &Value) -> String {
        format!("{}#{id}", self.judge.session)
    }

    fn withheld(&self, tool: &str) -> String {
        format!(
            "automode: the tool `{tool}` of `{0}` is not as a person accepted it, so it was not called. A person can look at it \
             and accept it: automode mcp --accept --name {0}",
            self.judge.server
        )
    }

    /// A message of the server as the client may have it; none where it is not for the client.
    fn answer(&self, message: Value) -> io::Result<Option<Value>> {
        let id = message.get("id").cloned().unwrap_or(Value::Null);
        if let Some(method) = message.get("method").and_then(Value::as_str) {
            // A server that asks the model, or where the user's files are, asks for more than its tools need.
            if !id.is_null() && matches!(method, "sampling/createMessage" | "roots/list") {
                let answer = refusal(&id, NOT_OFFERED, "not offered to this server by automode");
                self.to_server(&answer.to_string())?;
                return Ok(None);
            }
            return Ok(Some(message));
        }
        let asked = held(&self.asked).remove(&id.to_string());
        Ok(Some(match asked {
            Some(Asked::Tools) => self.listed(message)?,
            Some(Asked::Call(tool, arguments)) => self.looked_at(message, &id, &tool, &arguments, "content"),
            Some(Asked::Text(what, params)) => {
                let key = if what == "resources/read" { "contents" } else { "messages" };
                self.looked_at(message, &id, &what, &params, key)
            }
            None => message,
        }))
    }

    /// The list without tools that nobody accepted.
    fn listed(&self, mut message: Value) -> io::Result<Value> {
        let last = message.pointer("/result/nextCursor").is_none_or(Value::is_null);
        let mut pins = held(&self.pins);
        if let Some(list) = message.pointer_mut("/result/tools").and_then(Value::as_array_mut) {
            list.retain(|tool| tool.as_object().is_some_and(|tool| self.keeps(&mut pins, tool)));
        }
        if last {
            pins.close()?;
        }
        Ok(message)
    }

    fn keeps(&self, pins: &mut Pins, tool: &Map<String, Value>) -> bool {
        let Some(name) = tool.get("name").and_then(Value::as_str) else { return false };
        let hash = tools::hash(tool);
        let reading = tools::reading(name, tool);
        let known = pins.tool(name, &hash, !reading.warns());
        let why = match known {
            Known::Same => return true,
            Known::Changed => "is not as it was when it was pinned",
            Known::New if reading.warns() => "speaks to the model in its description",
            Known::New => "was not there when the tools were pinned",
        };
        eprintln!(
            "automode: the tool `{}` of `{}` {why} and is withheld; look at it, then: automode mcp --accept --name {1}",
            automode_agents::message::visible(name),
            self.judge.server
        );
        false
    }

    /// A result as the model may read it.
    fn looked_at(&self, mut message: Value, id: &Value, tool: &str, arguments: &Value, key: &str) -> Value {
        let Some(content) = message.pointer(&format!("/result/{key}")).cloned() else { return message };
        let seen = self.judge.result(&self.name(id), tool, arguments, &content);
        let Some(slot) = message.pointer_mut(&format!("/result/{key}")) else { return message };
        if let Some(masked) = seen.content.filter(Value::is_array) {
            *slot = masked;
        }
        if let (Some(warning), Some(items)) = (seen.warning, slot.as_array_mut()) {
            items.insert(0, warned(key, &warning));
        }
        message
    }
}

/// A warning in the form of what stands beside it.
fn warned(key: &str, text: &str) -> Value {
    match key {
        "contents" => json!({"uri": "automode:warning", "mimeType": "text/plain", "text": text}),
        "messages" => json!({"role": "user", "content": {"type": "text", "text": text}}),
        _ => json!({"type": "text", "text": text}),
    }
}

/// The result of a call that was not made: the model reads why.
fn stopped(id: &Value, why: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "result": {"content": [{"type": "text", "text": why}], "isError": true}})
}

fn refusal(id: &Value, code: i32, why: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": format!("automode: {why}")}})
}
