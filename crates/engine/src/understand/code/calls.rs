//! What the calls of each language do: an allow-list. A call that stands in no table is not known, and code that makes it is
//! not understood. Read by `walk`.

mod index;
mod node;
mod perl;
mod php;
mod python;
mod ruby;
mod small;

use automode_model::Verb;

use super::lex::Lang;

pub use index::Index;

/// Calls that print their arguments.
pub const PRINTS: &[&str] = &[
    "print",
    "console.log",
    "console.info",
    "console.error",
    "console.warn",
    "console.debug",
    "console.dir",
    "console.table",
    "process.stdout.write",
    "sys.stdout.write",
    "pprint.pprint",
    "pprint",
    "puts",
    "p",
    "pp",
    "say",
    "printf",
    "print_r",
    "var_dump",
    "var_export",
    "echo",
    "STDOUT.puts",
    "$stdout.puts",
];

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Do {
    /// Computes; what comes out holds what went in.
    Pure,
    /// Gives the names that a pattern finds.
    Glob,
    /// Something happens to the path that this argument names.
    Path(Verb, usize),
    /// The same to a whole tree.
    Tree(Verb, usize),
    /// Every argument is such a path.
    Paths(Verb),
    /// One thing happens to the first path, another to the second.
    Two(Verb, Verb),
    /// Opens a file: path and mode.
    Open,
    /// Perl's `open`: handle, mode, path.
    PerlOpen,
    /// Gives a path object.
    PathObject,
    /// The first argument is a command line, or a list of words.
    Shell,
    /// The arguments are the words of a command.
    Words,
    /// The first is a program, the second the list of its arguments.
    Program,
    /// Starts a script of this language.
    Fork,
    /// Loads from the address in this argument; sends where a body or method says so.
    Fetch(usize),
    /// Sends to the address in this argument.
    Send(usize),
    /// Makes a client of the web, whose methods are requests.
    Client,
    /// Sends to the machine in the first argument.
    SendHost,
    /// Asks the network.
    Probe,
    /// Opens a port.
    Listen,
    /// The first argument is code of the same language.
    Eval,
    /// The first argument is code of the same language, behind what the second sets up.
    Timed,
    /// The first argument names a module or file whose code is loaded.
    Load,
    /// A member by name: object and name.
    Member,
    /// Calls a method of the receiver by name.
    Method,
    /// Joins paths or texts with a separator.
    Join,
    /// The home directory; with an argument, the argument with its `~` expanded.
    Home,
    /// The working directory.
    Cwd,
    /// Changes the working directory.
    Chdir,
    /// The first argument as it is.
    Same,
    /// A variable of the environment, or all of them.
    Env,
    /// Decodes the first argument from base 64.
    Base64,
    /// The first argument is a function or its name, which is called.
    Callback(usize),
    /// Ends processes.
    Kill,
    /// Adds a folder that modules are loaded from.
    SearchPath,
    /// The first argument is SQL.
    Sql,
    /// Can do anything.
    Unclear,
}

/// A row: names separated by blanks, and what they do. `x.*` is every member of `x`.
pub type Row = (&'static str, Do);

/// What is known of a language.
pub struct Table {
    /// Calls.
    pub calls: &'static [Row],
    /// Methods of objects whose kind is not known, which act all the same.
    pub methods: &'static [Row],
    /// Modules that belong to the language or are well known: what is not listed of them is not known.
    pub modules: &'static str,
    /// Libraries that compute; they act only by the names in [`saves`] and [`loads`].
    pub computing: &'static str,
}

/// The calls and the methods of a language, for searching.
#[must_use]
pub fn indexes(lang: Lang) -> [&'static Index; 2] {
    match lang {
        Lang::Python => [index::of!(python::TABLE.calls), index::of!(python::TABLE.methods)],
        Lang::Node => [index::of!(node::TABLE.calls), index::of!(node::TABLE.methods)],
        Lang::Ruby => [index::of!(ruby::TABLE.calls), index::of!(ruby::TABLE.methods)],
        Lang::Perl => [index::of!(perl::TABLE.calls), index::of!(perl::TABLE.methods)],
        Lang::Php => [index::of!(php::TABLE.calls), index::of!(php::TABLE.methods)],
        Lang::Lua => [index::of!(small::LUA.calls), index::of!(small::LUA.methods)],
    }
}

/// The table of a language.
#[must_use]
pub fn table(lang: Lang) -> &'static Table {
    match lang {
        Lang::Python => &python::TABLE,
        Lang::Node => &node::TABLE,
        Lang::Ruby => &ruby::TABLE,
        Lang::Perl => &perl::TABLE,
        Lang::Php => &php::TABLE,
        Lang::Lua => &small::LUA,
    }
}

/// Whether a list of names separated by blanks has this one.
#[must_use]
pub fn listed(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|n| n == name)
}

/// Names that stand for something fixed: constants, kinds of errors.
#[must_use]
pub fn is_constant(path: &str) -> bool {
    let last = path.rsplit(['.', ':']).next().unwrap_or(path);
    let capitals = last.len() > 1 && last.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    capitals && last != "ENV" && last != "ARGF" && last != "DATA"
        || ["Error", "Exception", "Warning", "Expired", "Interrupt"].iter().any(|e| last.ends_with(e))
        || last == "SystemExit"
}

/// A name of a call of a library that saves something under a path.
#[must_use]
pub fn saves(name: &str) -> bool {
    matches!(
        name,
        "save"
            | "savefig"
            | "savetxt"
            | "savez"
            | "imsave"
            | "imwrite"
            | "dump"
            | "writeFile"
            | "outputFile"
            | "save_screenshot"
            | "save_pretrained"
            | "write_csv"
            | "write_parquet"
            | "write_json"
            | "write_image"
            | "write_html"
    ) || name.strip_prefix("to_").is_some_and(|f| {
        matches!(
            f,
            "csv"
                | "json"
                | "parquet"
                | "excel"
                | "pickle"
                | "hdf"
                | "feather"
                | "html"
                | "markdown"
                | "latex"
                | "xml"
                | "stata"
        )
    })
}

/// A name of a call of a library that reads what a path or an address names.
#[must_use]
pub fn loads(name: &str) -> bool {
    name.starts_with("read_")
        || matches!(
            name,
            "open" | "imread" | "loadtxt" | "genfromtxt" | "fromfile" | "parse" | "scan_csv" | "scan_parquet"
        )
}

/// Words in a call's name that say it changes something beyond the program.
#[must_use]
pub fn acts(name: &str) -> bool {
    const WORDS: &str = "delete del remove rm rmtree rmdir unlink drop destroy erase wipe clear purge truncate flush kill terminate stop \
        shutdown exec execute eval run system shell sh popen spawn call invoke send post put patch publish push upload write save dump \
        create update insert upsert commit merge deploy apply grant revoke login auth install uninstall start restart reset revert \
        reboot fork format migrate rollback set disable enable cancel close charge pay refund transfer mail email sms notify tweet \
        chmod chown symlink rename move copy mkdir connect ssh sudo request fetch download get_secret cmd command nuke rotate import load deliver flushall flushdb hset hdel lpush rpush \
        sadd srem zadd zrem setex xadd xtrim deleteone deletemany insertone insertmany updateone updatemany destroyall deleteall dropall";
    // What makes an object of the program and no more.
    const MAKES: &str = "create_app createapp create_application create_parser create_engine create_async_engine create_session \
        create_test_client format create_logger createlogger create_model createelement createcontext createpinia createrouter createstore \
        format_date format_number format_currency formatdate formatcurrency formatnumber";
    let makes = listed(MAKES, &name.to_ascii_lowercase());
    !makes && super::super::tools::words_of(name).iter().any(|w| listed(WORDS, w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_in_two_rows() {
        for lang in [Lang::Python, Lang::Node, Lang::Ruby, Lang::Perl, Lang::Php, Lang::Lua] {
            for rows in [table(lang).calls, table(lang).methods] {
                let mut seen: Vec<&str> = rows.iter().flat_map(|r| r.0.split_ascii_whitespace()).collect();
                seen.sort_unstable();
                let twice: Vec<&[&str]> = seen.windows(2).filter(|w| w.first() == w.last()).collect();
                assert!(twice.is_empty(), "{lang}: {twice:?}");
            }
        }
    }
}
