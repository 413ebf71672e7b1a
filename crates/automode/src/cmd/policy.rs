//! `automode policy`: what is in force and where it comes from, whether policy files are right, what a change would do, and
//! rules that people have elsewhere.

mod access;
mod diff;
mod docs;
mod lint;
mod show;
mod simulate;

use clap::{Args, Subcommand};

use crate::out::{self, Done};
use crate::policy::schema;

/// Arguments of `policy`.
#[derive(Args, Debug)]
pub struct Policy {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// What is in force here, of all layers
    Show(show::Show),
    /// Whether policy files are right, and what in them is doubtful; exit 1 where something is wrong
    Lint(lint::Lint),
    /// Run the examples of the rules; exit 1 where one does not hold
    Test(lint::Test),
    /// How two policy files differ, and which example decisions
    Diff(diff::Diff),
    /// Which past decisions would change under another policy file
    Simulate(simulate::Simulate),
    /// Rules that people have elsewhere, as typed rules
    Import(super::policy_import::Import),
    /// Who may do what: role, kind of work, resource
    Access(access::Access),
    /// The JSON schema of policy files
    Schema,
    /// The pages about the default rules, or about the keys of policy files, as Markdown
    Docs(docs::Docs),
}

/// Runs the command.
pub fn run(args: &Policy) -> Done {
    match &args.action {
        Action::Show(args) => show::run(args),
        Action::Lint(args) => lint::lint(args),
        Action::Test(args) => lint::test(args),
        Action::Diff(args) => diff::run(args),
        Action::Simulate(args) => simulate::run(args),
        Action::Import(args) => super::policy_import::run(args),
        Action::Access(args) => access::run(args),
        Action::Schema => {
            out::print(&format!("{:#}\n", schema::schema()))?;
            Ok(out::answer(true))
        }
        Action::Docs(args) => docs::run(args),
    }
}
