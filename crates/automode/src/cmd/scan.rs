//! `automode scan`: files, folders, repositories and tool lists of MCP servers, for secrets and for texts that try to steer
//! an agent. For people, for CI (`--sarif`, `--fail-on`) and before a repository or a server is trusted.
//!
//! Nothing of a secret is printed: kinds, places, and the line with a placeholder.

mod files;
mod look;
mod sarif;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use automode_ledger::redact;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::exit;
use crate::out::{self, Done, Failure};
use look::{Finding, Level};

/// What is scanned and how it is told.
#[derive(Args, Debug)]
pub struct Scan {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required_unless_present = "kinds")]
    paths: Vec<PathBuf>,
    /// What makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    fail_on: FailOn,
    /// Record the tools of MCP servers in this file; where it exists, compare with it
    #[arg(long, value_name = "FILE")]
    pins: Option<PathBuf>,
    /// With --pins: take the tools as they are now
    #[arg(long, requires = "pins")]
    repin: bool,
    /// Look into files that the repository ignores, too
    #[arg(long)]
    no_ignore: bool,
    /// Also tell personal data (mail, phone, bank account, card, national numbers)
    #[arg(long)]
    personal: bool,
    /// For programs
    #[arg(long, conflicts_with = "sarif")]
    json: bool,
    /// As SARIF 2.1.0, for code scanning
    #[arg(long)]
    sarif: bool,
    /// List the kinds of secrets that are told apart
    #[arg(long, exclusive = true)]
    kinds: bool,
}

/// The least that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Notes, too
    Note,
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
    /// Nothing
    Never,
}

impl FailOn {
    fn counts(self, level: Level) -> bool {
        match self {
            Self::Note => true,
            Self::Warning => level >= Level::Warning,
            Self::Error => level == Level::Error,
            Self::Never => false,
        }
    }
}

/// What came of a scan.
#[derive(Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
    /// Files that were not looked at, and why.
    skipped: Vec<(String, String)>,
    files: usize,
    bytes: u64,
}

/// Scans and tells.
pub fn run(args: &Scan) -> Done {
    if args.kinds {
        return out::print(&(redact::kinds().join("\n") + "\n")).map(|()| ExitCode::SUCCESS);
    }
    let mut report = Report::default();
    let mut pins = tools::Pins::open(args.pins.as_deref(), args.repin)?;
    let found = files::collect(&args.paths, !args.no_ignore)?;
    report.skipped.extend(found.skipped);
    files::each(&found.files, |name, text| match text {
        Ok(text) => {
            report.files += 1;
            report.bytes += text.len() as u64;
            report.findings.extend(look::at(name, &text, args.personal));
            report.findings.extend(tools::check(name, &text, &mut pins));
        }
        Err(why) => report.skipped.push((name.to_owned(), why)),
    });
    report.findings.extend(pins.close()?);
    report.findings.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    tell(args, &report)?;
    let fails = report.findings.iter().any(|f| args.fail_on.counts(f.level));
    Ok(ExitCode::from(if fails { exit::NO } else { exit::OK }))
}

fn tell(args: &Scan, report: &Report) -> Result<(), Failure> {
    match (args.sarif, args.json) {
        (true, _) => out::print_json(&sarif::log(report)),
        (false, true) => out::print_json(&told(report)),
        (false, false) => out::print(&screen(report)),
    }
}

fn told(report: &Report) -> Value {
    let finding = |f: &Finding| {
        json!({
            "file": f.file, "line": f.line, "column": f.column, "rule": f.rule, "level": f.level.name(),
            "message": f.message, "excerpt": f.excerpt, "fingerprint": f.fingerprint,
        })
    };
    let skipped = |(file, why): &(String, String)| json!({"file": file, "why": why});
    json!({
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "skipped": report.skipped.iter().map(skipped).collect::<Vec<_>>(),
        "files": report.files,
        "bytes": report.bytes,
    })
}

/// How many skipped files are named on the screen.
const MAX_NAMED: usize = 5;

fn screen(report: &Report) -> String {
    let mut out = String::new();
    for f in &report.findings {
        let style = match f.level {
            Level::Error => anstyle::AnsiColor::Red.on_default().bold(),
            Level::Warning => anstyle::AnsiColor::Yellow.on_default().bold(),
            Level::Note => anstyle::AnsiColor::Cyan.on_default(),
        };
        out += &format!(
            "{}:{}:{}: {style}{}{style:#}: {} [{}]\n",
            f.file,
            f.line,
            f.column,
            f.level.name(),
            f.message,
            f.rule
        );
        if !f.excerpt.is_empty() {
            out += &format!("    {}\n", f.excerpt);
        }
    }
    for (file, why) in report.skipped.iter().take(MAX_NAMED) {
        out += &format!("{file}: skipped, {why}\n");
    }
    if report.skipped.len() > MAX_NAMED {
        out += &format!("{} more files skipped; --json names them\n", report.skipped.len() - MAX_NAMED);
    }
    let count = |level| report.findings.iter().filter(|f| f.level == level).count();
    let (errors, warnings, notes) = (count(Level::Error), count(Level::Warning), count(Level::Note));
    let (files, skipped) = (report.files, report.skipped.len());
    out + &format!("{files} files scanned, {skipped} skipped: {errors} errors, {warnings} warnings, {notes} notes\n")
}
