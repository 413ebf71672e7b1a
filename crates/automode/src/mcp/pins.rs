//! What a server was when it was trusted: its program and the definitions of its tools, by hash. The first sight is trusted,
//! but for tools whose descriptions give orders; what is other later waits until a person accepts it. A file for each server in
//! the ledger's directory, which agents may not write.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use automode_ledger::Hash;
use serde_json::{Value, json};

/// A larger file is not ours.
const MAX_FILE_BYTES: u64 = 4 << 20;

/// Larger files among a server's arguments are data, and are known by their length.
const MAX_PROGRAM_BYTES: u64 = 64 << 20;

/// Most tools that are kept of one server; those beyond are withheld.
const MAX_TOOLS: usize = 2000;

/// The pins of one server.
#[derive(Debug, Default)]
pub struct Pins {
    file: PathBuf,
    /// The program's hash; none before its first start.
    launch: Option<String>,
    /// Hashes of definitions by name.
    tools: BTreeMap<String, String>,
    /// What was other, and is not used: the program under an empty name.
    waiting: BTreeMap<String, String>,
    /// The tools were listed once.
    listed: bool,
}

/// What is known of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// As it was pinned.
    Same,
    /// Not there when the tools were pinned.
    New,
    /// Another than the pinned one.
    Changed,
}

impl Pins {
    /// The pins of a server of this name; empty where it was never seen.
    pub fn open(state: &Path, server: &str) -> io::Result<Self> {
        let file = state.join("mcp").join(format!("{}.json", plain(server)));
        let own = Self { file: file.clone(), ..Self::default() };
        match fs::metadata(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(own),
            Err(error) => return Err(error),
            Ok(facts) if facts.len() > MAX_FILE_BYTES => return Err(io::Error::other("larger than any of ours")),
            Ok(_) => {}
        }
        let value: Value = serde_json::from_slice(&fs::read(&file)?).map_err(io::Error::other)?;
        let map = |key: &str| -> BTreeMap<String, String> {
            let entries = value.get(key).and_then(Value::as_object).into_iter().flatten();
            entries.filter_map(|(name, hash)| Some((name.clone(), hash.as_str()?.to_owned()))).collect()
        };
        let launch = value.get("launch").and_then(Value::as_str).map(str::to_owned);
        let listed = value.get("listed").and_then(Value::as_bool).unwrap_or(false);
        Ok(Self { launch, tools: map("tools"), waiting: map("waiting"), listed, ..own })
    }

    /// Whether the program may start: at its first start it is pinned.
    pub fn launch(&mut self, hash: &str) -> io::Result<Known> {
        match &self.launch {
            Some(known) if known == hash => return Ok(Known::Same),
            Some(_) => {
                self.waiting.insert(String::new(), hash.to_owned());
            }
            None => self.launch = Some(hash.to_owned()),
        }
        let known = if self.waiting.contains_key("") { Known::Changed } else { Known::New };
        self.save().map(|()| known)
    }

    /// Compares a definition; at the first sight of the server's tools it is pinned, where `trusted`.
    pub fn tool(&mut self, name: &str, hash: &str, trusted: bool) -> Known {
        match self.tools.get(name) {
            Some(known) if known == hash => {
                // It is again what it was.
                self.waiting.remove(name);
                return Known::Same;
            }
            Some(_) => {
                self.waiting.insert(name.to_owned(), hash.to_owned());
                return Known::Changed;
            }
            None => {}
        }
        if !self.listed && trusted && self.tools.len() < MAX_TOOLS {
            self.tools.insert(name.to_owned(), hash.to_owned());
            return Known::Same;
        }
        if self.waiting.len() < MAX_TOOLS {
            self.waiting.insert(name.to_owned(), hash.to_owned());
        }
        Known::New
    }

    /// All tools were listed: from now on others are new.
    pub fn close(&mut self) -> io::Result<()> {
        self.listed = true;
        self.save()
    }

    /// The definition may be used: as it is pinned, and nothing about it waits.
    pub fn holds(&self, name: &str) -> bool {
        self.tools.contains_key(name) && !self.waiting.contains_key(name)
    }

    /// What waits for a person.
    pub fn waiting(&self) -> impl Iterator<Item = &str> {
        self.waiting.keys().map(|name| if name.is_empty() { "(the program)" } else { name.as_str() })
    }

    /// A person accepts everything that waits.
    pub fn accept(&mut self) -> io::Result<()> {
        for (name, hash) in std::mem::take(&mut self.waiting) {
            if name.is_empty() {
                self.launch = Some(hash);
            } else {
                self.tools.insert(name, hash);
            }
        }
        self.save()
    }

    fn save(&self) -> io::Result<()> {
        let text = json!({"version": 1, "launch": self.launch, "listed": self.listed, "tools": self.tools,
            "waiting": self.waiting});
        if let Some(dir) = self.file.parent() {
            fs::create_dir_all(dir)?;
        }
        // Whole or not at all: another gate of the same server may read it.
        let beside = self.file.with_extension(format!("{}.new", std::process::id()));
        fs::write(&beside, format!("{text:#}\n"))?;
        fs::rename(&beside, &self.file)
    }
}

/// A server's name as a file's.
fn plain(name: &str) -> String {
    let one = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let short: String = name.chars().map(one).take(64).collect();
    let tail = Hash::of(&[b"mcp-server", name.as_bytes()]).to_string();
    format!("{short}-{}", tail.get(..12).unwrap_or(&tail))
}

/// What is started: the command line, the program's bytes, and those of every file among the arguments.
pub fn launch_hash(program: &Path, command: &[String]) -> String {
    let mut parts: Vec<Vec<u8>> = vec![b"mcp-launch".to_vec()];
    parts.extend(command.iter().map(|word| word.as_bytes().to_vec()));
    let words = command.iter().skip(1).map(PathBuf::from);
    parts.extend(std::iter::once(program.to_owned()).chain(words).filter_map(|path| file_hash(&path)));
    Hash::of(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()).to_string()
}

fn file_hash(path: &Path) -> Option<Vec<u8>> {
    let facts = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    if facts.len() > MAX_PROGRAM_BYTES {
        return Some(facts.len().to_be_bytes().to_vec());
    }
    Some(Hash::of(&[b"mcp-file", &fs::read(path).ok()?]).to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_waits_until_it_is_accepted() {
        let dir = std::env::temp_dir().join(format!("automode-pins-{}", std::process::id()));
        let open = || Pins::open(&dir, "notes/é").unwrap();
        let mut pins = open();
        assert_eq!(pins.launch("p1").unwrap(), Known::New);
        assert_eq!(pins.tool("read", "h1", true), Known::Same);
        assert_eq!(pins.tool("bad", "h2", false), Known::New);
        pins.close().unwrap();

        let mut pins = open();
        assert!(pins.holds("read") && !pins.holds("bad"));
        assert_eq!(pins.launch("p1").unwrap(), Known::Same);
        assert_eq!(pins.tool("read", "h3", true), Known::Changed);
        assert_eq!(pins.tool("later", "h4", true), Known::New);
        assert_eq!(pins.launch("p2").unwrap(), Known::Changed);
        let mut pins = open();
        assert!(pins.waiting().eq(["(the program)", "bad", "later", "read"]));
        assert!(!pins.holds("read"));
        pins.accept().unwrap();

        let mut pins = open();
        assert_eq!(pins.launch("p2").unwrap(), Known::Same);
        assert_eq!(pins.tool("read", "h3", true), Known::Same);
        assert_eq!(pins.tool("bad", "h2", false), Known::Same);
        fs::remove_dir_all(&dir).unwrap();
    }
}
