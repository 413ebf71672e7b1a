//! Code in other languages: inline (`python -c`), from standard input, in files. Looks for what reaches out of the
//! program: commands, files, network, environment, evaluation. First cut: a lexer and tables of calls, see `code/scan.rs`.

mod scan;
mod sql;

use automode_model::{Action, Certainty, Effect, PathClass, PathTarget, Place, Scope, Target, Verb};
use automode_shell::Dialect;

use super::effects;
use super::invoke::{self, Invocation};
use super::shell::{Shell, quote};
use super::state::State;
use super::value::Val;
use super::{Scene, paths};

/// What setting an environment variable for a program means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvCode {
    /// Nothing to judge.
    No,
    /// Its value is run as a command.
    Shell,
    /// Its value names code that is loaded.
    Loads,
    /// It decides where an agent sends its words, or what it may do.
    Agent,
    /// It switches a protection off.
    Weakens,
}

/// Variables that are code, whatever the program.
#[must_use]
pub fn environment_code(name: &str, value: &str) -> EnvCode {
    let requires = ["--require", "-r ", "--import", "--loader", "--experimental-loader", "--eval"];
    if matches!(name, "NODE_OPTIONS" | "BUN_OPTIONS") && requires.iter().any(|r| value.contains(r)) {
        return EnvCode::Loads;
    }
    let shell = [
        "PAGER",
        "GIT_PAGER",
        "MANPAGER",
        "EDITOR",
        "VISUAL",
        "GIT_EDITOR",
        "GIT_SEQUENCE_EDITOR",
        "GIT_SSH_COMMAND",
        "GIT_EXTERNAL_DIFF",
        "GIT_ASKPASS",
        "SSH_ASKPASS",
        "LESSOPEN",
        "LESSCLOSE",
        "BROWSER",
        "TERMINAL",
        "PROMPT_COMMAND",
        "PS1",
        "PS4",
        "GIT_PROXY_COMMAND",
        "SUDO_ASKPASS",
        "MANROFFOPT",
        "TAR_OPTIONS",
        "RSYNC_RSH",
        "CVS_RSH",
        "GIT_SSH",
        "SUDO_EDITOR",
        "FCEDIT",
        "SYSTEMD_PAGER",
        "AWS_PAGER",
        "GH_PAGER",
        "BAT_PAGER",
        "DELTA_PAGER",
        "KUBE_EDITOR",
        "CARGO_BUILD_RUSTC_WRAPPER",
        "RUSTC_WRAPPER",
        "RUSTC",
    ];
    // Not PATH, PYTHONPATH, NODE_PATH, MAKEFLAGS and their like: often set for harmless reasons, and then to folders of the
    // project; they are judged with the program that they are given to.
    let loads = [
        "LD_PRELOAD",
        "LD_AUDIT",
        "DYLD_INSERT_LIBRARIES",
        "DYLD_LIBRARY_PATH",
        "BASH_ENV",
        "ZDOTDIR",
        "PERL5OPT",
        "PERL5DB",
        "PYTHONSTARTUP",
        "PYTHONINSPECT",
        "RUBYOPT",
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "GCONV_PATH",
        "GIT_EXEC_PATH",
        "GIT_TEMPLATE_DIR",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_COUNT",
        "NPM_CONFIG_GLOBALCONFIG",
        "npm_config_script_shell",
        "ANSIBLE_CONFIG",
        "KUBECONFIG_EXEC",
        "VIMINIT",
        "EXINIT",
        "GTK_MODULES",
        "QT_PLUGIN_PATH",
        "OPENSSL_CONF",
        "OPENSSL_ENGINES",
        "SSLKEYLOGFILE",
        "HTTPS_PROXY_EXEC",
    ];
    if name.starts_with("BASH_FUNC_") || name.starts_with("GIT_CONFIG_KEY") || name.starts_with("GIT_CONFIG_VALUE") {
        return EnvCode::Loads;
    }
    let agent = [
        "ANTHROPIC_",
        "CLAUDE_CODE_",
        "CLAUDE_CONFIG",
        "CODEX_",
        "GEMINI_CLI",
        "GEMINI_SANDBOX",
        "COPILOT_",
        "OPENCODE_",
        "CURSOR_",
        "HERMES_",
    ];
    let weakens = [
        "NODE_TLS_REJECT_UNAUTHORIZED",
        "GIT_SSL_NO_VERIFY",
        "PYTHONHTTPSVERIFY",
        "CURL_INSECURE",
        "NODE_EXTRA_CA_CERTS",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "GOINSECURE",
        "GONOSUMCHECK",
        "GONOSUMDB",
    ];
    if agent.iter().any(|a| name.starts_with(a))
        || matches!(name, "OPENAI_BASE_URL" | "OPENAI_API_BASE" | "DISABLE_AUTOUPDATER")
    {
        return EnvCode::Agent;
    }
    if weakens.contains(&name) {
        return EnvCode::Weakens;
    }
    if shell.contains(&name) {
        EnvCode::Shell
    } else if loads.contains(&name) {
        EnvCode::Loads
    } else {
        EnvCode::No
    }
}

/// Code that stands in the command line or comes through standard input.
pub fn inline(shell: &Shell<'_, '_>, state: &mut State, lang: &str, text: &Val, call: &Invocation) {
    if matches!(lang, "sh" | "bash" | "zsh" | "shell") {
        invoke::shell_text(shell, state, text, Dialect::Bash, &Val::default(), call.span);
        return;
    }
    if text.why().is_some() {
        // A text with gaps in it (`"… $X …"`) can hold anything where the gaps are.
        return invoke::code_gap(shell.scene, text, call);
    }
    // A live pattern that nobody quoted (`sed s/[ab]/c/`) is the text itself unless a file has such a name.
    let known = &text.show();
    if lang == "sql" {
        return add(shell.scene, call, sql::effects(known, &call.words(), call.span));
    }
    run_facts(shell, state, &scan::scan(lang, known), call, true);
}

/// A file of code: the project's own is what the task is about, unless this session wrote it; what it plainly does to
/// paths and hosts counts either way.
pub fn script(shell: &Shell<'_, '_>, state: &mut State, lang: &str, text: &str, path: &PathTarget, call: &Invocation) {
    let facts = scan::scan(lang, text);
    let ours = matches!(path.place, Place::Workspace | Place::WorkspaceRoot) && !path.created_here;
    let known_lang = scan::is_known(lang);
    if !ours || !known_lang && path.created_here {
        let mut effect = effects::plain(Verb::RunCode, Target::Path(path.clone()), call.span);
        effect.certainty = Certainty::Unknown(format!("a {lang} program that is not the project's"));
        if !known_lang || !matches!(path.place, Place::Workspace | Place::WorkspaceRoot | Place::Temp) {
            add(shell.scene, call, vec![effect]);
        }
    }
    let mut run = effects::plain(
        if path.class == PathClass::Test { Verb::Test } else { Verb::Run },
        Target::Path(path.clone()),
        call.span,
    );
    run.certainty = Certainty::Likely;
    add(shell.scene, call, vec![run]);
    run_facts(shell, state, &facts, call, !ours);
}

/// Turns what the code reaches for into actions. `strict`: what is not understood counts.
fn run_facts(shell: &Shell<'_, '_>, state: &mut State, facts: &scan::Facts, call: &Invocation, strict: bool) {
    let scene = shell.scene;
    let mut found: Vec<Effect> = Vec::new();
    for command in &facts.shell {
        let stdin = Val::default();
        invoke::shell_text(shell, &mut state.clone(), &Val::text(command.clone()), Dialect::Bash, &stdin, call.span);
    }
    for argv in &facts.argv {
        // What the code computes becomes a variable that nobody sets: one word that is not known.
        let word = |a: &Option<String>| a.as_deref().map_or_else(|| "\"$computed_by_code\"".to_owned(), quote);
        let text = argv.iter().map(word).collect::<Vec<_>>().join(" ");
        invoke::shell_text(shell, &mut state.clone(), &Val::text(text), Dialect::Bash, &Val::default(), call.span);
    }
    for (verb, path) in &facts.paths {
        found.push(path_effect(scene, state, *verb, path.as_deref(), call));
    }
    let reads_secret = facts.environment || found.iter().any(|e| e.verb == Verb::SecretRead) || call.stdin.is_secret();
    for (verb, url) in &facts.urls {
        let mut e = match url {
            Some(u) => effects::on_url(*verb, u, call.span),
            None => effects::plain(*verb, Target::Unknown("an address that the code computes".into()), call.span),
        };
        let local = matches!(&e.target, Target::Url { local: true, .. });
        if reads_secret && !local {
            e.verb = Verb::NetSend;
            e.dimensions = e.dimensions.max(automode_model::Dimensions::new([3, 2, 3, 2, 1]));
        }
        found.push(e);
    }
    if facts.environment {
        found.push(effects::plain(Verb::EnvRead, Target::None, call.span));
    }
    if let Some(why) = facts.unclear.as_ref().filter(|_| strict) {
        let mut e = effects::plain(Verb::RunCode, Target::Unknown(why.clone()), call.span);
        e.certainty = Certainty::Unknown(why.clone());
        found.push(e);
    }
    if facts.project && strict {
        let mut e = effects::plain(Verb::Run, Target::None, call.span);
        e.certainty = Certainty::Likely;
        found.push(e);
    }
    if found.is_empty() {
        found.push(effects::plain(Verb::Inspect, Target::None, call.span));
    }
    if !strict {
        // Of the project's own code only what is certain counts: a literal path outside the workspace, a literal host.
        found.retain(|e| !matches!(e.certainty, Certainty::Unknown(_)) && !matches!(e.target, Target::Unknown(_)));
    }
    add(scene, call, found);
}

fn path_effect(scene: &Scene<'_>, state: &State, verb: Verb, path: Option<&str>, call: &Invocation) -> Effect {
    let Some(path) = path else {
        return effects::on_unknown_path(verb, "a path that the code computes", "…", Scope::One, call.span);
    };
    let scope = if verb == Verb::Delete { Scope::Tree } else { Scope::One };
    let path = path.strip_prefix("~/").map_or_else(|| path.to_owned(), |r| format!("{}/{r}", scene.home));
    let base = state.cwd.first().cloned().unwrap_or_else(|| scene.cwd.clone());
    let target = paths::target(scene, &path, &paths::join(&base, &path));
    effects::on_path(scene, verb, target, scope, call.span)
}

/// The effects of SQL that reaches a database by another way than a command line.
#[must_use]
pub fn sql_effects(text: &str, place: &str, span: automode_model::Span) -> Vec<Effect> {
    sql::effects(text, place, span)
}

fn add(scene: &Scene<'_>, call: &Invocation, effects: Vec<Effect>) {
    if effects.is_empty() {
        return;
    }
    let program = call.argv.first().map(Val::show).unwrap_or_default();
    let program = program.rsplit('/').next().unwrap_or("").to_owned();
    scene.add(Action { words: call.words(), program, span: call.span, effects });
}
