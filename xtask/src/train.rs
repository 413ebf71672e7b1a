//! `cargo xtask train`: the weights of the injection scanner, from the texts in corpus/injection and those records of the
//! development corpora whose licence is permissive; with `--edits` those of the judge of edits (`edits.rs`), with
//! `--consent` those of the judge of what users say (`consent.rs`). Deterministic: the
//! same texts give the same bytes. `--evaluate` instead leaves out one source after the other and says what is found then.
//!
//! Needs a build with the engine (feature `train`), best an optimised one:
//! `cargo run --profile ci -p xtask --features train -- train`.

#[cfg(not(feature = "train"))]
pub fn run(_: &crate::args::Args) -> crate::run::Result {
    Err("built without the engine\nhint: cargo run --profile ci -p xtask --features train -- train".to_owned())
}

#[cfg(feature = "train")]
mod consent;
#[cfg(feature = "train")]
mod corpus;
#[cfg(feature = "train")]
mod doc;
#[cfg(feature = "train")]
mod edits;
#[cfg(feature = "train")]
mod evaluate;
#[cfg(feature = "train")]
mod fit;
#[cfg(feature = "train")]
mod fresh;
#[cfg(feature = "train")]
mod linear;
#[cfg(feature = "train")]
mod own;
#[cfg(feature = "train")]
mod trees;

#[cfg(feature = "train")]
pub use linked::run;

#[cfg(feature = "train")]
mod linked {
    use std::path::PathBuf;

    use super::doc::{Doc, Features};
    use super::{consent, corpus, edits, evaluate, fit, fresh, own};
    use crate::args::Args;
    use crate::run::{Result, root};

    /// Where the scanner takes them from.
    const WEIGHTS: &str = "models/injection.bin";

    pub fn run(args: &Args) -> Result {
        let given = args.value("--data").or_else(|| std::env::var("AUTOMODE_CORPORA_DATA").ok());
        let home = std::env::var("HOME").unwrap_or_default();
        let data = given.map_or_else(|| PathBuf::from(home).join(".cache/automode-corpora/injection"), PathBuf::from);
        if args.flag("--consent") {
            return consent::run(args);
        }
        if args.flag("--edits") {
            return edits::run(args, &data);
        }
        let mut docs = own::read(&root().join("corpus/injection"))?;
        if data.is_dir() {
            docs.extend(corpus::read(&data)?);
        } else {
            println!("skipped the development corpora: none at {} (--data DIR names another place)", data.display());
        }
        println!("{} texts, {} features", docs.len(), docs.iter().map(Doc::features).sum::<usize>());
        let mut unseen = fresh::read(&root().join("corpus/injection/fresh"))?;
        let features = Features::number(&mut docs, &mut unseen);
        println!("{} different features of enough sources", features.hashes.len());
        if args.flag("--evaluate") {
            return evaluate::run(&docs, &unseen, &features, args);
        }
        let kept: Vec<&Doc> = docs.iter().filter(|doc| doc.permissive).collect();
        let weights = fit::fit(&kept, &features);
        evaluate::learned(&kept, &weights);
        std::fs::create_dir_all(root().join("models")).map_err(|e| e.to_string())?;
        std::fs::write(root().join(WEIGHTS), fit::packed(&weights)).map_err(|e| format!("{WEIGHTS}: {e}"))?;
        println!("{WEIGHTS}: from {} texts", kept.len());
        Ok(())
    }
}
