//! `automode init`: puts the hooks into the coding agents of this machine, or takes them out.

use std::path::PathBuf;

use automode_agents::Profile;
use automode_agents::claude_code::install;
use automode_contain::world::LiveWorld;
use automode_model::{Host, World};
use clap::Args;
use serde_json::json;

use crate::out::{self, Done, Failure};
use crate::{judge, time};

/// Arguments of `init`.
#[derive(Args, Debug)]
pub struct Init {
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Take the hooks out again
    #[arg(long)]
    uninstall: bool,
    /// Who answers: strict (unattended), interactive (you are there), overlay (only stops), observe (only records)
    #[arg(long, value_name = "PROFILE", default_value = "strict", value_parser = profile)]
    profile: Profile,
    /// Only this agent: claude-code (claude)
    #[arg(long, value_name = "AGENT", default_value = "claude-code", value_parser = host)]
    host: Host,
    /// Install a binary that lies in a scratch directory or in this repository all the same
    #[arg(long)]
    force_path: bool,
    /// For programs
    #[arg(long)]
    json: bool,
}

fn profile(text: &str) -> Result<Profile, String> {
    Profile::from_name(text).ok_or_else(|| "one of strict, interactive, overlay, observe".to_owned())
}

fn host(text: &str) -> Result<Host, String> {
    Host::from_name(text)
        .filter(|h| *h == Host::ClaudeCode)
        .ok_or_else(|| "this version knows claude-code only".to_owned())
}

/// Plans, shows, and writes unless it is a dry run.
pub fn run(args: &Init) -> Done {
    let Host::ClaudeCode = args.host else { return Err(Failure::usage("this version knows claude-code only")) };
    let plan = install::plan_install(&options(args)?).map_err(Failure::new)?;
    if !args.dry_run {
        install::apply(&plan).map_err(Failure::new)?;
    }
    let applied = !args.dry_run;
    if args.json {
        out::print_json(&json!({
            "host": args.host.name(),
            "found": plan.found,
            "version": plan.version.map(|v| v.to_string()),
            "settings": plan.settings.display().to_string(),
            "backup": plan.backup.as_ref().map(|b| b.display().to_string()),
            "changes": plan.changes(),
            "applied": applied && plan.changes(),
            "uninstall": plan.uninstall,
            "profile": plan.profile.name(),
            "warnings": plan.warnings,
        }))?;
    } else {
        let diff = if args.dry_run && plan.changes() { plan.diff() } else { String::new() };
        out::print(&format!("{diff}{}", plan.screen(applied)))?;
    }
    Ok(out::answer(true))
}

fn options(args: &Init) -> Result<install::Options, Failure> {
    let missing = |what: &str, e: std::io::Error| Failure::new(format!("{what} cannot be told: {e}"));
    Ok(install::Options {
        home: PathBuf::from(LiveWorld::new().home()),
        config_dir: std::env::var_os("CLAUDE_CONFIG_DIR").filter(|d| !d.is_empty()).map(PathBuf::from),
        path: std::env::var_os("PATH").unwrap_or_default(),
        cwd: std::env::current_dir().map_err(|e| missing("the working directory", e))?,
        binary: std::env::current_exe().map_err(|e| missing("the place of this program", e))?,
        profile: args.profile,
        uninstall: args.uninstall,
        force_path: args.force_path,
        stamp: time::stamp(judge::now_ms()),
    })
}
