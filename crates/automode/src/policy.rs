//! The policy in force: which files say something, read and joined. The hook takes the compiled form (`cache`), which it makes
//! again where a file changed; commands read the files themselves (`load`), because they tell where each value comes from.
//!
//! A file that is there and cannot be used is never passed over: of the administrator or the user, nothing is judged until it
//! can be; of the repository, everything is asked about.

pub mod cache;
pub mod example;
pub mod mistake;
pub mod places;
pub mod read;
pub mod schema;

use std::collections::HashMap;
use std::path::Path;

use automode_engine::policy::words::Personals;
use automode_engine::policy::{Ignored, Joined, Layer, Origin, Personal, Policy, Sheet, join, sheet, wire};
use automode_ledger::Hash;
use automode_ledger::redact::pii;
use automode_model::World;

use mistake::Mistake;
use places::{Found, Places};

/// A policy with everything there is to tell about it.
pub struct Loaded {
    /// What is in force.
    pub policy: Policy,
    /// What a layer wanted and may not.
    pub ignored: Vec<Ignored>,
    /// Where each value comes from.
    pub origins: Vec<Origin>,
    /// What is wrong in the files.
    pub mistakes: Vec<Mistake>,
    /// The files that there are, and whose they are.
    pub files: Vec<(Layer, String)>,
}

/// The policy for what happens in a directory, read from its files.
pub fn load(world: &dyn World, cwd: &str) -> Loaded {
    of_files(&Places::of(world, cwd).find())
}

/// The policies of several directories, each read once: for commands that judge many events.
#[derive(Default)]
pub struct Memo(HashMap<String, Policy>);

impl Memo {
    /// The policy for what happens in a directory.
    pub fn of(&mut self, world: &dyn World, cwd: &str) -> &Policy {
        self.0.entry(cwd.to_owned()).or_insert_with(|| load(world, cwd).policy)
    }
}

/// The policy of these files.
pub fn of_files(found: &[Found]) -> Loaded {
    joined(found, Vec::new())
}

/// The policy for what happens in a directory if the user's file also said this.
pub fn load_with(world: &dyn World, cwd: &str, more: &str) -> Result<Policy, Vec<Mistake>> {
    let more = read::read(more, "", Layer::User)?;
    Ok(joined(&Places::of(world, cwd).find(), vec![more]).policy)
}

fn joined(found: &[Found], mut sheets: Vec<Sheet>) -> Loaded {
    let nothing = found.is_empty() && sheets.is_empty();
    let mut mistakes = Vec::new();
    let mut broken: Option<(Layer, String)> = None;
    for file in found {
        let name = file.path.display().to_string();
        match file.text().and_then(|text| read::read(&text, &name, file.layer)) {
            Ok(sheet) => sheets.push(sheet),
            Err(wrong) => {
                let first = wrong.first().map_or_else(String::new, Mistake::brief);
                match file.layer {
                    Layer::Project => sheets.push(asks_about_all(&name)),
                    layer => broken = broken.or(Some((layer, first))),
                }
                mistakes.extend(wrong);
            }
        }
    }
    let joined = join(&sheets);
    let files = found.iter().map(|f| (f.layer, f.path.display().to_string())).collect();
    finish(joined, broken, mistakes, files, nothing)
}

fn finish(
    joined: Joined,
    broken: Option<(Layer, String)>,
    mistakes: Vec<Mistake>,
    files: Vec<(Layer, String)>,
    nothing: bool,
) -> Loaded {
    let Joined { mut policy, ignored, origins } = joined;
    if let Some((layer, why)) = broken {
        policy = Policy::unusable(layer, why);
    }
    if !nothing {
        policy.hash = hash(&wire::encode(&policy));
    }
    Loaded { policy, ignored, origins, mistakes, files }
}

/// What the ledger replaces by this policy.
pub fn personal(wanted: Personals) -> pii::Personal {
    let has = |kind: Personal| !wanted.is_any() && wanted.holds(kind);
    pii::Personal {
        mail: has(Personal::Mail),
        phone: has(Personal::Phone),
        iban: has(Personal::Iban),
        card: has(Personal::Card),
        national: has(Personal::National),
    }
}

/// The content hash of a compiled policy: what records carry and what its file is called by.
pub fn hash(compiled: &[u8]) -> String {
    Hash::of(&[compiled]).to_string()
}

/// A repository's file that cannot be read may have wanted to tighten anything: what changes something is asked about.
fn asks_about_all(file: &str) -> Sheet {
    let auto = sheet::At { value: false, line: 1 };
    Sheet { auto: Some(auto), ..Sheet::empty(Layer::Project, file) }
}

/// Tells on standard error what a repository tried and what is wrong with the files.
pub fn report(loaded: &Loaded) {
    for mistake in &loaded.mistakes {
        eprint!("{}", mistake.show());
    }
    for ignored in &loaded.ignored {
        eprintln!("note: {}", ignored.text());
    }
}

/// The compiled form and the hash of what is in a policy file, for the tests and commands that compare files.
pub fn of_file(path: &Path, layer: Layer) -> Result<Loaded, Vec<Mistake>> {
    let found = Found { layer, path: path.to_owned(), trusted: Ok(()) };
    let loaded = of_files(&[found]);
    if loaded.mistakes.is_empty() { Ok(loaded) } else { Err(loaded.mistakes) }
}
