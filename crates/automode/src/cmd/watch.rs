//! `automode watch`: tells somebody as soon as something is decided that they should know: anomalies that were asked
//! about, halted sessions, hard refusals, verdicts that could not be made. To the terminal, the desktop, syslog or a
//! webhook. Never on the hook's way: it follows the ledger as a reader, so that a slow receiver delays no agent.

use std::io::Write;
use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use automode_ledger::StoredRecord;
use automode_ledger::read::{self, Follower};
use automode_model::{Decision, Outcome};
use clap::Args;
use serde_json::json;

use crate::out::{self, Done, Failure};
use crate::{state, time, view};

/// How often new records are looked for.
const POLL: Duration = Duration::from_millis(300);
/// How long a webhook may take; its failure is told and never stops the watch.
const WEBHOOK_TIMEOUT: Duration = Duration::from_secs(5);
/// Alerts at once beyond this are told as a number: a storm of notifications is read by nobody.
const MAX_AT_ONCE: usize = 5;

/// Arguments of `watch`.
#[derive(Args, Debug)]
pub struct Watch {
    /// Also as a notification of the desktop (notify-send, osascript)
    #[arg(long)]
    desktop: bool,
    /// Also to the system's log (/dev/log)
    #[arg(long)]
    syslog: bool,
    /// Also as a JSON POST to this address
    #[arg(long, value_name = "URL", value_parser = webhook)]
    webhook: Option<Webhook>,
    /// Begin with this record instead of the next one
    #[arg(long, value_name = "NUMBER")]
    from: Option<u64>,
    /// Look once and end; exit 1 where there was an alert
    #[arg(long)]
    once: bool,
    /// The ledger's directory
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

/// Where an alert is posted to. TLS is left to a proxy of the reader's or to `curl`.
#[derive(Clone, Debug)]
struct Webhook {
    url: String,
    /// Host, port and path of a plain address; none where `curl` has to do it.
    plain: Option<(String, u16, String)>,
}

fn webhook(url: &str) -> Result<Webhook, String> {
    if url.starts_with("https://") {
        return Ok(Webhook { url: url.to_owned(), plain: None });
    }
    let rest = url.strip_prefix("http://").ok_or("an address that begins with http:// or https://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
    let port = port.parse().map_err(|_| format!("`{port}` is no port"))?;
    Ok(Webhook { url: url.to_owned(), plain: Some((name.to_owned(), port, format!("/{path}"))) })
}

/// Runs the command; ends when it is ended, or after one look.
pub fn run(args: &Watch) -> Done {
    let dir = state::ledger(args.state.as_deref())?;
    let after = match args.from {
        Some(from) => from.saturating_sub(1),
        None => read::last_seq(&dir)?,
    };
    let mut follower = Follower::new(&dir, after);
    loop {
        let alerts: Vec<Alert> = follower.poll()?.iter().filter_map(alert).collect();
        tell(args, &alerts)?;
        if args.once {
            return Ok(out::answer(alerts.is_empty()));
        }
        std::thread::sleep(POLL);
    }
}

/// Something that somebody should know.
struct Alert {
    seq: u64,
    time_ms: u64,
    title: &'static str,
    rule: String,
    text: String,
    session: String,
}

/// What a record has to say, where it has. Everything is escaped: the words are an agent's.
fn alert(record: &StoredRecord) -> Option<Alert> {
    let verdict = record.verdict.as_ref()?;
    let live = || verdict.judgement().findings.iter().filter(|f| f.lifted_by.is_none() && f.outcome > Outcome::Note);
    let unusual = live().find(|f| f.rule.starts_with("anomaly."));
    let (title, finding) = if let Some(f) = unusual {
        (if f.rule.starts_with("anomaly.halt") { "session halted" } else { "unusual action" }, Some(f))
    } else if verdict.hard() {
        ("refused for good", live().max_by_key(|f| f.outcome))
    } else if verdict.decision() == Decision::Unavailable {
        ("could not judge", None)
    } else {
        return None;
    };
    let reason = finding.map_or("", |f| f.reason.as_str());
    Some(Alert {
        seq: record.seq,
        time_ms: record.time_ms(),
        title,
        rule: finding.map(|f| f.rule.clone()).unwrap_or_default(),
        text: format!("{}: {}", view::text::line(reason), view::text::subject(&record.event)),
        session: view::text::line(&record.event.session),
    })
}

fn tell(args: &Watch, alerts: &[Alert]) -> Result<(), Failure> {
    for alert in alerts {
        out::print(&format!("{:>6}  {}  {}: {}\n", alert.seq, time::show(alert.time_ms), alert.title, alert.text))?;
    }
    for alert in alerts.iter().take(MAX_AT_ONCE) {
        send(args, alert);
    }
    if let Some(last) = alerts.last().filter(|_| alerts.len() > MAX_AT_ONCE) {
        let more = alerts.len() - MAX_AT_ONCE;
        let text = format!("{more} more; `automode log --rule anomaly` lists them");
        send(args, &Alert { text, title: "many alerts", rule: String::new(), session: last.session.clone(), ..*last });
    }
    Ok(())
}

fn send(args: &Watch, alert: &Alert) {
    let told = [
        args.desktop.then(|| desktop(alert)),
        args.syslog.then(|| syslog(alert)),
        args.webhook.as_ref().map(|to| post(to, alert)),
    ];
    for error in told.into_iter().flatten().filter_map(Result::err) {
        let _ = writeln!(anstream::stderr(), "automode watch: {error}");
    }
}

fn desktop(alert: &Alert) -> Result<(), String> {
    let title = format!("automode: {}", alert.title);
    let mac = cfg!(target_os = "macos");
    let mut program = Command::new(if mac { "osascript" } else { "notify-send" });
    if mac {
        // Arguments, not text of the script: the words are an agent's.
        program.args([
            "-e",
            "on run a",
            "-e",
            "display notification (item 2 of a) with title (item 1 of a)",
            "-e",
            "end run",
        ]);
    } else {
        program.args(["--urgency=critical", "--"]);
    }
    run_quietly(program.args([&title, &alert.text]), None)
}

/// One datagram as RFC 3164 has it: facility user, severity warning.
fn syslog(alert: &Alert) -> Result<(), String> {
    const USER_WARNING: u8 = 12;
    let line = format!(
        "<{USER_WARNING}>automode[{}]: {} {} record={}",
        std::process::id(),
        alert.title,
        alert.text,
        alert.seq
    );
    let socket = UnixDatagram::unbound().map_err(|e| format!("syslog: {e}"))?;
    socket.send_to(line.as_bytes(), "/dev/log").map(drop).map_err(|e| format!("cannot write to /dev/log: {e}"))
}

fn post(to: &Webhook, alert: &Alert) -> Result<(), String> {
    let body = json!({"source": "automode", "title": alert.title, "rule": alert.rule, "text": alert.text,
                      "session": alert.session, "record": alert.seq, "time_ms": alert.time_ms})
    .to_string();
    let Some((host, port, path)) = &to.plain else {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--fail", "--max-time", "5", "--header", "content-type: application/json"]);
        return run_quietly(curl.args(["--data-binary", "@-", "--", &to.url]), Some(&body));
    };
    let failed = |e: std::io::Error| format!("cannot post to {}: {e}", to.url);
    let address = (host.as_str(), *port).to_socket_addrs().map_err(failed)?.next();
    let address = address.ok_or_else(|| format!("cannot post to {}: no such host", to.url))?;
    let mut stream = TcpStream::connect_timeout(&address, WEBHOOK_TIMEOUT).map_err(failed)?;
    stream.set_write_timeout(Some(WEBHOOK_TIMEOUT)).map_err(failed)?;
    stream.set_read_timeout(Some(WEBHOOK_TIMEOUT)).map_err(failed)?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut status = [0; 12];
    std::io::Read::read_exact(&mut stream, &mut status).map_err(failed)?;
    let ok = matches!(status, [b'H', b'T', b'T', b'P', b'/', _, b'.', _, b' ', b'2', _, _]);
    if ok { Ok(()) } else { Err(format!("{} answered {}", to.url, String::from_utf8_lossy(&status))) }
}

/// Runs a helper program; its output is nobody's.
fn run_quietly(program: &mut Command, input: Option<&str>) -> Result<(), String> {
    let name = program.get_program().to_string_lossy().into_owned();
    program.stdout(Stdio::null()).stderr(Stdio::null()).stdin(if input.is_some() {
        Stdio::piped()
    } else {
        Stdio::null()
    });
    let mut child = program.spawn().map_err(|e| format!("cannot start {name}: {e}"))?;
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        pipe.write_all(input.as_bytes()).map_err(|e| format!("{name}: {e}"))?;
    }
    let status = child.wait().map_err(|e| format!("{name}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
}
