//! What a hook costs on a result of 64 KiB that the agent is about to read: looked at for injections and secrets, recorded,
//! hashed. In milliseconds of CPU time, because that is how it is promised; one figure for each kind of text.

use std::fmt::Write;
use std::path::Path;

use serde_json::json;

use super::{Figure, Place, events, stats};
use crate::run::{self, Result};

/// The length of each text.
const BYTES: usize = 64 << 10;

/// The promise.
const MAX_MS: f64 = 3.0;

/// Runs are fewer than of the short events: each takes ten times as long and spreads less.
const SHARE_OF_RUNS: usize = 5;

/// The figure of each kind.
pub fn figures(place: &Place, runs: usize) -> Result<Vec<Figure>> {
    let prose = folder("docs", "md")?;
    let kinds = [
        ("Markdown", "notes.md", prose.clone()),
        ("code", "lib.rs", folder("crates/ledger/src", "rs")?),
        ("HTML", "page.html", page(&prose)),
        ("log", "build.log", log()),
    ];
    kinds.iter().map(|(kind, name, text)| figure(place, kind, name, cut(text), runs / SHARE_OF_RUNS)).collect()
}

fn figure(place: &Place, kind: &str, name: &str, text: &str, runs: usize) -> Result<Figure> {
    let mut hook = place.hook();
    let mut times = Vec::with_capacity(runs);
    for n in 0..runs.max(1) {
        let run = hook.run(&event(&place.cwd(), name, text, n))?;
        if String::from_utf8_lossy(&run.stdout).contains("updatedToolOutput") {
            return Err(format!("the hook masked a harmless text ({kind})"));
        }
        times.push(run.cpu_us / 1000.0);
    }
    let at = |share| stats::quantile(times.iter().copied(), share);
    let note = format!("CPU time, median, 5 % and 95 % of {} runs", times.len());
    Ok(Figure {
        name: format!("64 KiB read, {kind}"),
        unit: "ms",
        value: at(0.5),
        low: at(0.05),
        high: at(0.95),
        bound: Some(MAX_MS),
        note,
    })
}

fn event(cwd: &str, name: &str, text: &str, n: usize) -> Vec<u8> {
    let path = format!("{cwd}/{name}");
    let lines = text.lines().count();
    let mut event = events::event(cwd, n, "PostToolUse", "Read", &json!({"file_path": path}));
    let file = json!({"filePath": path, "content": text, "numLines": lines, "startLine": 1, "totalLines": lines});
    if let Some(fields) = event.as_object_mut() {
        fields.insert("tool_response".into(), json!({"type": "text", "file": file}));
    }
    event.to_string().into_bytes()
}

/// The files of a folder of this repository with that ending, one behind the other.
fn folder(dir: &str, ending: &str) -> Result<String> {
    let mut files = Vec::new();
    list(&run::root().join(dir), ending, &mut files)?;
    files.sort();
    let texts = files.iter().map(|f| std::fs::read_to_string(f).map_err(|e| format!("{}: {e}", f.display())));
    texts.collect()
}

fn list(dir: &Path, ending: &str, files: &mut Vec<std::path::PathBuf>) -> Result {
    let entries = std::fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            list(&path, ending, files)?;
        } else if path.extension().is_some_and(|e| e == ending) {
            files.push(path);
        }
    }
    Ok(())
}

/// The first 64 KiB.
fn cut(text: &str) -> &str {
    let end = (0..=BYTES.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

/// A page as a documentation tool makes it.
fn page(prose: &str) -> String {
    let mut out = "<!doctype html><html lang=\"en\"><head><title>Guide</title></head><body>\n".to_owned();
    for (n, part) in prose.split("\n\n").filter(|p| p.len() > 80 && !p.contains('|')).cycle().enumerate() {
        if out.len() > BYTES {
            break;
        }
        let part = part.replace('\n', " ");
        // Writing into a text does not fail.
        let _ = writeln!(
            out,
            "<div class=\"section s{n}\" id=\"s-{n}\"><h2 class=\"title\"><a href=\"https://docs.example.com/g/{n}#top\">Section {n}</a></h2>\
             <p>{part}</p><ul class=\"links\"><li><a href=\"/a/{n}.html\" title=\"More about section {n} of the guide\">next</a></li>\
             <li><img src=\"/img/{n}.png\" alt=\"a figure of part {n}\"></li></ul></div>"
        );
    }
    out
}

/// What a server and a build print.
fn log() -> String {
    let mut out = String::new();
    for n in 0u64.. {
        if out.len() > BYTES {
            break;
        }
        // Numbers that look like those of requests; the same in each run.
        let id = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let _ = writeln!(
            out,
            "2026-03-0{}T12:{:02}:{:02}.{:03}Z INFO  [worker-{}] request_id={id:016x} GET /api/v2/orders/{n} 200 {}ms bytes={} \
             user_agent=\"Mozilla/5.0 (X11; Linux x86_64)\"",
            n % 9 + 1,
            n % 60,
            n * 7 % 60,
            n % 1000,
            n % 8,
            n % 97,
            n * 31
        );
        if n % 5 == 0 {
            let _ = writeln!(out, "   Compiling table v1.0.{}", n % 200);
        }
        if n % 11 == 0 {
            let _ = writeln!(
                out,
                "WARN  [pool] connection to db-{}.internal:5432 was closed by the peer, retrying in {} s",
                n % 3,
                n % 30
            );
        }
    }
    out
}
