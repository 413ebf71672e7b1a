//! How far taking one named thing away reaches. The verbs weigh the worst (a namespace, a whole account); one pod, one
//! table, one topic branch outside production is a shared thing and no more. Called by `own::weigh` before deciding.

use automode_model::{Action, Dimensions, Effect, EnvLabel, Target, Verb};

use super::consent::{bind, nouns};

/// What one named thing reaches: a shared service, not production or everybody.
const SHARED: u8 = 2;

/// Lowers the reach of effects on single named things.
pub fn narrow(action: &mut Action) {
    if bind::environments(action).contains(&EnvLabel::Production) {
        return;
    }
    let narrow: Vec<bool> = action.effects.iter().map(|e| is_narrow(action, e)).collect();
    for (effect, narrow) in action.effects.iter_mut().zip(narrow) {
        if narrow {
            let d = effect.dimensions;
            effect.dimensions = Dimensions { blast_radius: d.blast_radius.min(SHARED), ..d };
        }
    }
}

fn is_narrow(action: &Action, effect: &Effect) -> bool {
    let removes = matches!(
        effect.verb,
        Verb::InfraDestroy
            | Verb::CloudDestroy
            | Verb::DbDestroy
            | Verb::ForgeDelete
            | Verb::Unpublish
            | Verb::VcsForcePush
            | Verb::ForgeMerge
            | Verb::ServiceStop
    );
    if !removes || matches!(effect.target, Target::Path(_)) {
        return false;
    }
    let names = bind::names(action, effect);
    let labelled = bind::environments(action).iter().any(|e| matches!(e, EnvLabel::Staging | EnvLabel::Local));
    if names.is_empty() && labelled && !matches!(effect.target, Target::None) {
        return !is_wide(action, effect);
    }
    let told = |n: &bind::Name| matches!(n, bind::Name::Text(t) if !t.is_empty() && !t.contains(['*', '…', '$', '?']));
    !names.is_empty() && names.iter().all(told) && !is_wide(action, effect)
}

/// Things that hold others: all that is in them goes too.
fn is_wide(action: &Action, effect: &Effect) -> bool {
    let words: Vec<String> = action.words.split_whitespace().map(str::to_lowercase).collect();
    let says = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let labelled = bind::environments(action).iter().any(|e| matches!(e, EnvLabel::Staging | EnvLabel::Local));
    let protected = ["main", "master", "trunk", "develop", "head", "production", "prod", "release", "stable", "origin"];
    match effect.verb {
        Verb::VcsForcePush => {
            let branch =
                effect.target.text().split_whitespace().nth(1).unwrap_or("").trim_start_matches('+').to_lowercase();
            let branch = branch.rsplit(':').next().unwrap_or("");
            branch.is_empty() || protected.contains(&branch) || branch.starts_with("release/")
        }
        Verb::DbDestroy => {
            !labelled && (says(&["database", "schema"]) || matches!(action.program.as_str(), "dropdb" | "mysqladmin"))
        }
        Verb::InfraDestroy => {
            let namespace = nouns::kinds("namespace");
            words.iter().any(|w| nouns::resource(w) & namespace != 0)
                || says(&["node", "nodes", "cluster", "crd", "pv"])
        }
        Verb::CloudDestroy => {
            // A whole database, a key that others' data are encrypted with, a zone of names: as much as all that is in it.
            let whole =
                |w: &String| ["db-instance", "db-cluster", "hosted-zone", "key-deletion"].iter().any(|p| w.contains(p));
            says(&["projects", "project", "group", "account", "accounts", "organizations", "clusters", "eks"])
                || says(&["sql", "rds", "kms", "keyvault", "route53", "dns", "organization", "backup", "backups"])
                || words.iter().filter(|w| !w.starts_with("--")).any(whole)
        }
        Verb::ForgeDelete => says(&["repo", "repository", "org", "project"]),
        _ => false,
    }
}
