//! Tokens on their way to a service. A secret that a request presents as its credential, at the service that it belongs to, is
//! what it is for; at a host that nobody vouches for a person is asked; anything else that carries a secret out exposes it.
//! Called where a program's effects are handed over (`invoke`) and where code sends a request (`code`).
//!
//! Everything here is an allow-list: only a value that is wholly understood (this header, a variable of the environment with a
//! token's name, an encrypted address whose host is known, no option that leads elsewhere) is a credential.

mod services;

pub use services::{Fit, are_namesakes};

use automode_model::{Action, Dimensions, Effect, Span, Target, Verb};

use super::handlers::Call;
use super::invoke::Invocation;
use super::net;
use super::state::{FROM_ENVIRONMENT, State};
use super::value::{Gap, Piece, Val};
use super::{effects, scene::Scene};

/// What a request presents, and whether nothing is in its way.
pub struct Presented {
    /// The variables.
    tokens: Vec<String>,
    /// Addresses that name no scheme are encrypted.
    encrypted: bool,
    /// The other side need not prove who it is.
    unproven: bool,
    /// They stand in the address, before the machine: `https://$USER:$PASS@couch.example.com`.
    in_address: bool,
}

/// How the reason of a gap ends that a program prints in a variable's place: `gh auth token`.
const AS_PRINTED: &str = " as a program prints it";

/// Whether an effect carries data out.
#[must_use]
pub fn is_outward(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::NetSend
            | Verb::NetFetch
            | Verb::RemoteCopy
            | Verb::ForgeWrite
            | Verb::ExternalWrite
            | Verb::RemoteExec
            | Verb::NetProbe
            | Verb::VcsPush
            | Verb::Publish
    )
}

/// A secret goes out with it.
pub fn expose(e: &mut Effect) {
    let local = matches!(&e.target, Target::Url { local: true, .. } | Target::Host { local: true, .. });
    if !local {
        e.dimensions = e.dimensions.max(Dimensions::new([3, 2, 3, 2, 1]));
    }
}

/// A secret goes out with it, whatever it seemed to be.
pub fn send(e: &mut Effect) {
    let local = matches!(&e.target, Target::Url { local: true, .. } | Target::Host { local: true, .. });
    if !local {
        e.verb = Verb::NetSend;
        expose(e);
    }
}

/// Weighs the secrets that a program's arguments, input or effects carry.
pub fn weigh(c: &mut Call<'_, '_, '_>) {
    let words = || c.call.argv.iter().skip(1);
    let read = c.call.stdin.is_secret() || c.effects.iter().any(|e| e.verb == Verb::SecretRead);
    if !read && !words().any(Val::is_secret) {
        return;
    }
    let presented = if read { None } else { by_options(c) };
    let mut known = Vec::new();
    let logs_in = !read && logs_in(c);
    for e in c.effects.iter_mut().filter(|e| is_outward(e.verb)) {
        match presented.as_ref().map_or(Fit::Foreign, |p| p.fit(&e.target)) {
            Fit::Own => {}
            Fit::Foreign if logs_in && e.verb == Verb::Publish => {}
            Fit::NotKnown => known.push(e.target.clone()),
            Fit::Foreign => expose(e),
        }
    }
    let Some(presented) = presented else { return };
    for target in known.into_iter().filter(|_| !c.dry) {
        ask(c.shell.scene, &presented, c.program.name, target, c.call.span);
    }
    if shows_headers(c) {
        for name in &presented.tokens {
            c.effects.push(effects::on_name(Verb::EnvRead, "variable", name, c.call.span));
        }
    }
}

/// An action of its own, so that what is asked about says which token would go where.
pub fn ask(scene: &Scene<'_>, presented: &Presented, program: &str, target: Target, span: Span) {
    let names = presented.tokens.iter().map(|t| format!("${t}")).collect::<Vec<_>>().join(", ");
    let host = match &target {
        Target::Url { host, .. } => host.as_str(),
        other => other.text(),
    };
    let words = format!("{names} to {host}");
    let effect = effects::plain(Verb::SecretPresent, target, span);
    scene.add(Action { words, program: program.to_owned(), span, effects: vec![effect] });
}

impl Presented {
    /// The same for code, whose addresses always name their scheme.
    #[must_use]
    pub fn by_code(mut tokens: Vec<String>) -> Self {
        tokens.sort();
        tokens.dedup();
        Self { tokens, encrypted: false, unproven: false, in_address: false }
    }

    /// Whether nothing is presented.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// How the target fits all that is presented.
    #[must_use]
    pub fn fit(&self, target: &Target) -> Fit {
        let Target::Url { url, host, local } = target else { return Fit::Foreign };
        if *local {
            return Fit::Own;
        }
        let scheme = url.split_once("://").map(|(s, _)| s);
        let encrypted = scheme.map_or(self.encrypted, |s| s.eq_ignore_ascii_case("https"));
        let authority = url.split_once("://").map_or(url.as_str(), |(_, r)| r).split(['/', '?', '#']).next();
        let behind =
            |a: &'_ str| if self.in_address { a.split_once('@').map_or(a.len(), |(b, _)| b.len() + 1) } else { 0 };
        let authority = authority.and_then(|a| a.get(behind(a)..));
        let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let plain = net::parse_url(url).is_some_and(|u| !u.odd && u.host.chars().all(usual))
            && authority.is_some_and(|a| !a.contains(['@', '…', '{', '}', '[']));
        if !encrypted || !plain {
            return Fit::Foreign;
        }
        let least = if self.unproven { Fit::NotKnown } else { Fit::Own };
        self.tokens.iter().map(|t| services::fit(t, host)).max().map_or(Fit::Foreign, |f| f.max(least))
    }
}

/// The variable that a gap stands for, where it holds something that services take as a credential: not a key that signs or
/// encrypts, which nobody sends, and not the password of a store.
#[must_use]
pub fn token(gap: &Gap) -> Option<&str> {
    let why = gap.why.strip_prefix('$')?;
    let name = why.strip_suffix(FROM_ENVIRONMENT).or_else(|| why.strip_suffix(AS_PRINTED))?;
    let upper = name.to_ascii_uppercase();
    let parts: Vec<&str> = upper.split('_').collect();
    let has = |list: &[&str]| parts.iter().any(|p| list.contains(p));
    let sent = ["TOKEN", "PAT", "KEY", "APIKEY", "BEARER", "AUTH", "PASSWORD", "PASSWD", "PASS", "PWD", "CREDENTIAL"];
    let ends = parts.last().is_some_and(|p| sent.contains(p) || p.ends_with("TOKEN"));
    let client = upper.ends_with("CLIENT_SECRET");
    let bare_key = parts.last() == Some(&"KEY") && (parts.len() < 2 || upper == "SECRET_KEY");
    let never = has(&[
        "AWS",
        "PRIVATE",
        "SSH",
        "GPG",
        "PGP",
        "RSA",
        "TLS",
        "SSL",
        "SIGNING",
        "ENCRYPTION",
        "DB",
        "DATABASE",
        "POSTGRES",
        "POSTGRESQL",
        "PG",
        "PGPASSWORD",
        "MYSQL",
        "MARIADB",
        "REDIS",
        "MONGO",
        "MONGODB",
        "SESSION",
        "COOKIE",
        "MASTER",
        "ROOT",
        "SUDO",
        "WALLET",
        "MNEMONIC",
        "KEYSTORE",
        "VAPID",
        "HMAC",
        "DJANGO",
        "FLASK",
    ]);
    ((ends && !bare_key || client) && !never).then_some(name)
}

/// The variables in a credential: a scheme's word, then the token; with `pair`, a user and a password around a colon. None
/// where anything else is in it.
#[must_use]
pub fn tokens_of(value: &Val, pair: bool) -> Option<Vec<String>> {
    let mut tokens = Vec::new();
    let mut others = 0;
    for piece in value.pieces() {
        match piece {
            Piece::Gap(gap) if gap.secret => tokens.push(token(gap)?.to_owned()),
            // The user's name, or an account's number.
            Piece::Gap(gap) if pair && gap.why.ends_with(FROM_ENVIRONMENT) => others += 1,
            Piece::Text(text) if is_scheme(text, pair) => {}
            _ => return None,
        }
    }
    let room = if pair { 2 } else { 1 };
    (!tokens.is_empty() && tokens.len() + others <= room).then_some(tokens)
}

/// What a program prints where that is a token: one of its own service, one that it is given, or that in the form of a login.
#[must_use]
pub fn printed(program: &str, call: &Invocation) -> Option<Val> {
    let args = call.argv.get(1..).unwrap_or_default();
    let words = || args.iter().map(Val::known).collect::<Option<Vec<&str>>>();
    let name = match program {
        "echo" | "printf" if args.iter().any(Val::is_secret) => return handed_on(program, args),
        "gh" if words()? == ["auth", "token"] => "GITHUB_TOKEN".to_owned(),
        "gcloud" if matches!(words()?.as_slice(), ["auth", .., "print-access-token"]) => "GCLOUD_TOKEN".to_owned(),
        "az" if words()?.starts_with(&["account", "get-access-token"]) => "AZURE_TOKEN".to_owned(),
        "base64" if matches!(words()?.as_slice(), [] | ["-w0" | "--wrap=0"] | ["-w" | "--wrap", "0"]) => {
            let mut tokens = tokens_of(&trimmed(&call.stdin), true)?;
            tokens.pop().filter(|_| tokens.is_empty())?
        }
        _ => return None,
    };
    let why = format!("${name}{AS_PRINTED}");
    Some(Val::from_gap(Gap { why, secret: true, network: false }))
}

/// What `echo` and `printf` make of a token, or of a user and a token.
fn handed_on(program: &str, args: &[Val]) -> Option<Val> {
    let mut out = Val::default();
    let (format, rest) = args.split_first()?;
    if program == "echo" {
        let said = args.iter().skip_while(|a| matches!(a.known(), Some("-n" | "-e" | "-E" | "-ne")));
        for (i, word) in said.enumerate() {
            if i > 0 {
                out.push(Piece::Text(" ".into()));
            }
            out.extend(word);
        }
    } else if rest.is_empty() && !format.pieces().iter().any(|p| matches!(p, Piece::Text(t) if t.contains('%'))) {
        out = format.clone();
    } else {
        let mut rest = rest.iter();
        for (i, text) in format.known()?.split("%s").enumerate() {
            if i > 0 {
                out.extend(rest.next()?);
            }
            out.push(Piece::Text(text.replace("\\n", "")));
        }
        rest.next().is_none().then_some(())?;
    }
    let out = trimmed(&out);
    tokens_of(&out, true).map(|_| out)
}

/// Without the ends of lines, and without pieces that are empty then.
fn trimmed(value: &Val) -> Val {
    let mut out = Val::default();
    for piece in value.pieces() {
        match piece {
            Piece::Text(t) if t.trim_end_matches('\n').is_empty() => {}
            Piece::Text(t) => out.push(Piece::Text(t.trim_end_matches('\n').to_owned())),
            other => out.push(other.clone()),
        }
    }
    out
}

/// The longest text beside a token: `Authorization: GenieKey `, a user's address before the colon.
const MAX_SCHEME_BYTES: usize = 64;

fn is_scheme(text: &str, pair: bool) -> bool {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '=' | '"' | '\'' | ',');
    text.len() <= MAX_SCHEME_BYTES
        && !crate::secrets::is_marked(text)
        && text.chars().all(|c| usual(c) || pair && matches!(c, ':' | '@' | '.' | '+' | '/'))
}

/// Whether a request's header is where a service looks for its credential.
#[must_use]
pub fn is_header(name: &str) -> bool {
    let lower = name.trim().to_ascii_lowercase().replace('_', "-");
    let last = lower.rsplit('-').next().unwrap_or("");
    matches!(last, "authorization" | "token" | "key" | "apikey" | "auth" | "authentication" | "pat")
        && !matches!(
            lower.as_str(),
            "idempotency-key" | "surrogate-key" | "x-cache-key" | "csrf-token" | "x-csrf-token"
        )
}

/// The tokens in `Name: value`.
fn in_header(value: &Val) -> Option<Vec<String>> {
    let (name, rest) = value.split_once(':')?;
    is_header(&name).then(|| tokens_of(&rest, false)).flatten()
}

/// The option whose value is a credential, by its spelling.
fn in_option(name: &str, value: &Val) -> Option<Vec<String>> {
    match name {
        "-H" | "--header" => in_header(value),
        "-u" | "--user" | "-a" | "--auth" => tokens_of(value, true),
        "--oauth2-bearer" | "--bearer" | "--password" | "--http-password" => tokens_of(value, false),
        "-d" | "--data" | "--data-urlencode" | "--data-raw" => in_field(value),
        _ => None,
    }
}

/// The token in a field of a form that is there for nothing else: `access_token=$GITEE_TOKEN`. One that is just called `token` may
/// be what is stored.
fn in_field(value: &Val) -> Option<Vec<String>> {
    const FIELDS: &[&str] = &["access_token", "private_token"];
    let (name, rest) = value.split_once('=')?;
    let bare = rest.pieces().iter().all(|p| matches!(p, Piece::Gap(_)));
    (FIELDS.contains(&name.as_str()) && bare).then(|| tokens_of(&rest, false)).flatten()
}

/// The tokens before the machine in an address: `https://$COUCH_USER:$COUCH_PASS@couch.example.com/inbox`.
#[must_use]
pub fn in_address(value: &Val) -> Option<Vec<String>> {
    const SCHEME: &str = "https://";
    value.prefix().starts_with(SCHEME).then_some(())?;
    let mut user = Val::default();
    let mut pieces = value.skip(SCHEME.len()).pieces().to_vec().into_iter();
    let host = loop {
        match pieces.next()? {
            Piece::Text(text) => match text.split_once('@') {
                Some((before, host)) => {
                    if !before.is_empty() {
                        user.push(Piece::Text(before.to_owned()));
                    }
                    break host.to_owned();
                }
                None => user.push(Piece::Text(text)),
            },
            piece => user.push(piece),
        }
    };
    // The machine is told, and no second secret stands behind it.
    let slashes = user.pieces().iter().any(|p| matches!(p, Piece::Text(t) if t.contains(['/', '?', '#', '@'])));
    let secret = pieces.any(|p| matches!(p, Piece::Gap(g) if g.secret));
    (host.contains('/') && !slashes && !secret).then(|| tokens_of(&user, true)).flatten()
}

/// Options with a value that do not change where a request goes, who reads it and what is presented to whom.
const BESIDE: &str = " -H --header -X --request -d --data --data-ascii --data-binary --data-raw --data-urlencode --json -F \
--form --form-string -T --upload-file -o --output --output-dir -w --write-out -u --user --oauth2-bearer -A --user-agent \
-U -e --referer -m --max-time --connect-timeout --retry --retry-delay --retry-max-time --url --url-query -r --range \
-y -Y --speed-time --speed-limit --limit-rate --max-redirs -D --dump-header -b --cookie -c --cookie-jar -C --continue-at \
-z --time-cond --etag-save --etag-compare --max-filesize --keepalive-time --tls-max --aws-sigv4 --create-file-mode \
--http-user --http-password --password -O --output-document -P --directory-prefix -t --tries --timeout --method \
--body-data --post-data --post-file --body-file --waitretry --read-timeout --dns-timeout --wait --progress --compression \
--retry-on-http-error -a --auth --auth-type --bearer --pretty -s --style -p --print --response-mime --response-charset \
--format-options --max-redirects --default-scheme --raw --session --http-version --max-headers ";

/// Options that let anybody answer: asked about, as such.
const UNPROVEN: &[&str] = &["-k", "--insecure", "--no-check-certificate"];

/// Whether all secrets are tokens that a tool's own options take, and none says where to: `twine upload -p "$TOKEN"`. What is
/// published is asked about as such.
fn logs_in(c: &Call<'_, '_, '_>) -> bool {
    const TAKES: &[&str] = &["-p", "--password", "--token", "-t", "--api-key", "--key", "-k", "--auth-token", "--pat"];
    const WHERE: &[&str] = &["url", "registry", "repo", "-r", "host", "server", "endpoint", "index", "source", "proxy"];
    let mut seen = 0;
    for (option, value) in &c.bound.options {
        if option.names.iter().any(|n| WHERE.iter().any(|w| if w.starts_with('-') { n == *w } else { n.contains(w) })) {
            return false;
        }
        let Some(value) = value.as_ref().filter(|v| v.is_secret()) else { continue };
        if !option.names.iter().any(|n| TAKES.contains(&n)) || tokens_of(value, false).is_none() {
            return false;
        }
        seen += 1;
    }
    c.bound.unknown.is_empty() && c.call.argv.iter().skip(1).filter(|w| w.is_secret()).count() == seen
}

/// Parts of the names of options without a value that make a request go another way, or unproven.
const ASIDE: &[&str] = &["proxy", "span-hosts", "requisites", "trusted", "doh-", "socks", "ssl-allow", "ssl-auto"];

/// What a web client's arguments present; none where a secret stands anywhere else, or the request may go another way.
fn by_options(c: &Call<'_, '_, '_>) -> Option<Presented> {
    let handler = c.bound.form.handler?;
    if !matches!(handler, "curl" | "wget" | "httpie") || !c.bound.unknown.is_empty() || is_led_aside(c.call, c.state) {
        return None;
    }
    let (mut tokens, mut values, mut unproven) = (Vec::new(), Vec::new(), false);
    for (option, value) in &c.bound.options {
        let Some(value) = value else {
            unproven |= option.names.iter().any(|n| UNPROVEN.contains(&n));
            let aside = |n: &str| ASIDE.iter().any(|a| n.contains(a)) || matches!(n, "-p" | "-H");
            if option.names.iter().any(aside) {
                return None;
            }
            continue;
        };
        // wget's `-e` is a line of its settings.
        let beside = |n: &str| BESIDE.contains(&format!(" {n} ")) && (handler, n) != ("wget", "-e");
        let header = option.names.iter().any(|n| matches!(n, "-H" | "--header"));
        if !option.names.iter().any(beside) || header && !is_whole(value) {
            return None;
        }
        if value.is_secret() {
            tokens.extend(option.names.iter().find_map(|n| in_option(n, value))?);
            values.push(value);
        }
    }
    let args = c.call.argv.get(1..).unwrap_or_default();
    let mut seen = values.len();
    let mut addressed = false;
    for word in args.iter().filter(|w| w.is_secret() && !values.contains(w)) {
        let header = if handler == "httpie" { in_header(word) } else { None };
        let address = if handler == "curl" { in_address(word) } else { None };
        addressed |= address.is_some();
        if let Some(more) = header.or(address) {
            tokens.extend(more);
            seen += 1;
        }
    }
    // Every word with a secret in it is accounted for.
    let all = args.iter().filter(|w| w.is_secret()).count() == seen;
    let name = c.call.argv.first().and_then(Val::known).unwrap_or("");
    let scheme = c.bound.value("--default-scheme").and_then(Val::known);
    let encrypted = scheme.map_or(matches!(name, "https" | "xhs"), |s| s == "https") || c.bound.has("--https");
    let aside = |w: &Val| may_split(w) || handler == "httpie" && other_host(w);
    (all && !args.iter().any(aside)).then_some(Presented { tokens, encrypted, unproven, in_address: addressed })
}

/// A header of which the name is known, and that ends with its line.
fn is_whole(header: &Val) -> bool {
    let lines = |p: &Piece| matches!(p, Piece::Text(t) if t.contains(['\r', '\n']));
    let named = header.prefix().contains([':', ';']) && !header.prefix().starts_with('@');
    named && !other_host(header) && !header.pieces().iter().any(lines)
}

/// `Host: …` makes a front end hand the request to somebody else.
fn other_host(value: &Val) -> bool {
    value.split_once(':').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("host"))
}

/// Words that may become several, and so another address: not what a variable of the environment holds.
fn may_split(value: &Val) -> bool {
    let own = |p: &Piece| matches!(p, Piece::Gap(g) if !g.why.ends_with(FROM_ENVIRONMENT));
    value.many && value.pieces().iter().any(own)
}

/// Whether variables that the command itself sets lead requests elsewhere or make another's certificate good.
#[must_use]
pub fn is_led_aside(call: &Invocation, state: &State) -> bool {
    let given = call.env.iter().any(|(n, v)| v.known() != Some("") && leads_aside(n));
    given || state.vars.keys().any(|n| leads_aside(n))
}

/// Names of variables by which clients find proxies, their settings and whom to trust.
#[must_use]
pub fn leads_aside(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let parts = [
        "_proxy",
        "ca_bundle",
        "ssl_cert",
        "ca_certs",
        "tls_reject",
        "curl_home",
        "wgetrc",
        "sslkeylog",
        "httpsverify",
        "hostaliases",
        "resolv_",
        "ld_preload",
        "httpie_config",
        "node_options",
        "pythonpath",
    ];
    lower != "no_proxy" && parts.iter().any(|p| lower.contains(p))
        || matches!(lower.as_str(), "home" | "xdg_config_home")
}

/// Whether what is presented is printed, too.
fn shows_headers(c: &Call<'_, '_, '_>) -> bool {
    let web = matches!(c.bound.form.handler, Some("curl" | "httpie"));
    let print = |n: &str| c.bound.value(n).is_some_and(|v| v.known().is_none_or(|t| t.contains('H')));
    web && (c.bound.has("-v") || c.bound.has("--verbose"))
        || c.bound.form.handler == Some("httpie") && (print("-p") || print("--print"))
        || c.bound.form.handler == Some("wget") && (c.bound.has("-d") || c.bound.has("--debug"))
}
