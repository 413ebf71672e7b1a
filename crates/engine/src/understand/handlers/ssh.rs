//! ssh and what speaks through it (scp, sftp, sshfs, autossh): settings that run programs or open tunnels, and commands
//! sent to this very machine.

use automode_model::{Dimensions, Verb};

use super::super::value::Val;
use super::super::{effects, net};
use super::{Call, Handled};
use crate::knowledge::Role;

/// Settings that neither run a program nor open a way.
const HARMLESS: &[&str] = &[
    "addkeystoagent",
    "addressfamily",
    "batchmode",
    "bindaddress",
    "bindinterface",
    "canonicaldomains",
    "canonicalizehostname",
    "casignaturealgorithms",
    "certificatefile",
    "channeltimeout",
    "checkhostip",
    "ciphers",
    "compression",
    "connectionattempts",
    "connecttimeout",
    "controlmaster",
    "controlpath",
    "controlpersist",
    "enableescapecommandline",
    "escapechar",
    "exitonforwardfailure",
    "fingerprinthash",
    "forkafterauthentication",
    "forwardagent",
    "forwardx11",
    "forwardx11timeout",
    "forwardx11trusted",
    "gatewayports",
    "globalknownhostsfile",
    "gssapiauthentication",
    "gssapidelegatecredentials",
    "hashknownhosts",
    "hostbasedacceptedalgorithms",
    "hostbasedauthentication",
    "hostkeyalgorithms",
    "hostkeyalias",
    "identitiesonly",
    "identityagent",
    "identityfile",
    "ipqos",
    "kbdinteractiveauthentication",
    "kexalgorithms",
    "loglevel",
    "logverbose",
    "macs",
    "nohostauthenticationforlocalhost",
    "numberofpasswordprompts",
    "obscurekeystroketiming",
    "passwordauthentication",
    "permitremoteopen",
    "port",
    "preferredauthentications",
    "proxyjump",
    "proxyusefdpass",
    "pubkeyacceptedalgorithms",
    "pubkeyacceptedkeytypes",
    "pubkeyauthentication",
    "rekeylimit",
    "requesttty",
    "requiredrsasize",
    "sendenv",
    "serveralivecountmax",
    "serveraliveinterval",
    "sessiontype",
    "setenv",
    "stdinnull",
    "streamlocalbindmask",
    "streamlocalbindunlink",
    "stricthostkeychecking",
    "syslogfacility",
    "tcpkeepalive",
    "updatehostkeys",
    "user",
    "userknownhostsfile",
    "verifyhostkeydns",
    "visualhostkey",
    "challengeresponseauthentication",
    "rsaauthentication",
    "permitlocalcommand",
    "hostname",
    "tag",
    // of sshfs and fuse
    "reconnect",
    "allow_other",
    "allow_root",
    "default_permissions",
    "uid",
    "gid",
    "umask",
    "idmap",
    "cache",
    "ro",
    "rw",
    "follow_symlinks",
    "transform_symlinks",
    "password_stdin",
    "volname",
    "kernel_cache",
    "auto_cache",
    "nonempty",
    "delay_connect",
    "sshfs_sync",
    "no_readahead",
    "max_conns",
    "cache_timeout",
    "dir_cache",
    "noappledouble",
    "debug",
    "defer_permissions",
    "noapplexattr",
    "local",
    "auto_unmount",
    "big_writes",
    "workaround",
    "nodev",
    "nosuid",
    "noexec",
];

/// Settings whose value a shell runs.
const COMMANDS: &[&str] = &["proxycommand", "localcommand", "knownhostscommand"];

/// Settings that open a way in or out.
const TUNNELS: &[&str] = &["localforward", "remoteforward", "dynamicforward", "tunnel", "tunneldevice"];

/// Reads the settings and the host; the rest is left to the knowledge file.
pub fn run(c: &mut Call<'_, '_, '_>) -> Handled {
    let given: Vec<Val> =
        c.bound.options.iter().filter(|(o, _)| o.names.contains(&"-o")).filter_map(|(_, v)| v.clone()).collect();
    for value in given {
        for one in parts(c, &value) {
            setting(c, &one);
        }
    }
    if c.bound.value("-F").is_some_and(|f| !matches!(f.known(), Some("/dev/null" | "none"))) {
        c.unknown("an ssh configuration that is not the user's own");
    }
    if matches!(c.program.name, "ssh" | "autossh") {
        destination(c);
    }
    Handled::Partly
}

/// sshfs takes several settings in one word.
fn parts(c: &Call<'_, '_, '_>, value: &Val) -> Vec<Val> {
    match (c.program.name, value.known()) {
        ("sshfs", Some(text)) => text.split(',').map(Val::text).collect(),
        _ => vec![value.clone()],
    }
}

fn setting(c: &mut Call<'_, '_, '_>, value: &Val) {
    let text = value.prefix().trim_start().to_owned();
    let end = text.find(|ch: char| ch == '=' || ch.is_whitespace()).unwrap_or(text.len());
    let key = text.get(..end).unwrap_or("").to_ascii_lowercase();
    let answer = text.get(end..).unwrap_or("").trim_matches(['=', ' ', '\t', '"']).to_ascii_lowercase();
    if key == "stricthostkeychecking" && matches!(answer.as_str(), "no" | "off") {
        return unproven(c);
    }
    if HARMLESS.contains(&key.as_str()) {
        return;
    }
    if TUNNELS.contains(&key.as_str()) {
        return c.does(Verb::NetTunnel, &[]);
    }
    if COMMANDS.contains(&key.as_str()) {
        let start = value.prefix().len() - text.len() + end;
        let rest = value.skip(start);
        let command = rest.skip(rest.prefix().len() - rest.prefix().trim_start_matches(['=', ' ', '\t']).len());
        if command.known() != Some("none") {
            c.role(Role::Shell, &command, &[]);
        }
        return;
    }
    c.unknown(&format!("the ssh setting `{key}` is not known to be harmless"));
}

/// Any machine may answer in the place of the one that is meant.
fn unproven(c: &mut Call<'_, '_, '_>) {
    let host = c.bound.operands.first().map(Val::show).unwrap_or_default();
    if net::is_local(&net::host_of(&host)) {
        return;
    }
    let mut e = effects::on_name(Verb::SecurityWeaken, "proof", &host, c.call.span);
    e.dimensions = Dimensions::new([1, 2, 2, 2, 1]);
    c.effects.push(e);
}

/// A forge's greeting is no remote run; a command for this machine runs here.
fn destination(c: &mut Call<'_, '_, '_>) {
    let Some(host) = c.bound.operands.first().and_then(Val::known).map(str::to_owned) else { return };
    let tunnels = ["-L", "-R", "-D", "-W", "-w"].iter().any(|o| c.bound.has(o));
    let name = net::host_of(&host);
    let forges = ["github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "ssh.dev.azure.com", "gitea.com"];
    let alone = c.bound.operands.len() == 1;
    if alone && !tunnels && host.starts_with("git@") && forges.contains(&name.as_str()) {
        c.bound.operands.clear();
        let e = effects::on_host(Verb::NetProbe, &name, c.call.span);
        c.effects.push(e);
    } else if !alone && net::is_local(&name) {
        let mut command = Val::default();
        for (i, word) in c.bound.operands.iter().skip(1).enumerate() {
            if i > 0 {
                command.extend(&Val::text(" "));
            }
            command.extend(word);
        }
        c.role(Role::Shell, &command, &[]);
    }
}

/// Words that the shell of another machine reads: signs in them would be commands there.
pub fn plain_words(c: &mut Call<'_, '_, '_>) -> Handled {
    let plain =
        |v: &Val| v.known().is_some_and(|t| t.chars().all(|ch| ch.is_alphanumeric() || " -_./:,=+%@*".contains(ch)));
    if !c.call.argv.iter().skip(1).all(plain) {
        c.unknown("words with signs that another machine's shell reads");
    }
    Handled::Partly
}
