//! The words of `security`: data only.

/// A shape in a line that opens something.
pub struct Row {
    /// Tokens, as `delta::finds` reads them.
    pub pattern: &'static str,
    /// Only in these languages; empty is all.
    pub languages: &'static [&'static str],
    /// In tests as well: there, too, it may reach others.
    pub in_tests: bool,
    /// What it means.
    pub what: &'static str,
}

const fn row(pattern: &'static str, languages: &'static [&'static str], what: &'static str) -> Row {
    Row { pattern, languages, in_tests: false, what }
}

const fn anywhere(pattern: &'static str, languages: &'static [&'static str], what: &'static str) -> Row {
    Row { pattern, languages, in_tests: true, what }
}

const PY: &[&str] = &["python"];
const JS: &[&str] = &["typescript"];
const RB: &[&str] = &["ruby"];
const GO: &[&str] = &["go"];
const JVM: &[&str] = &["java", "kotlin"];
const SH: &[&str] = &["shell", "dockerfile", "makefile", "yaml"];
const TLS: &str = "certificates are not verified";
const RUNS: &str = "text becomes code";
const SHELL: &str = "a shell reads the arguments";
const OPEN: &str = "no login is needed";
const HTML: &str = "text becomes HTML";
const LOADS: &str = "data may run code when it is loaded";
const CSRF: &str = "requests may be forged";

/// What a change must not bring unseen.
pub const ADDED: &[Row] = &[
    anywhere("verify = False", PY, TLS),
    anywhere("check_hostname = False", PY, TLS),
    anywhere("CERT_NONE", PY, TLS),
    anywhere("_create_unverified_context", PY, TLS),
    anywhere("disable_warnings ( *", PY, TLS),
    anywhere("rejectUnauthorized : false", JS, TLS),
    anywhere("NODE_TLS_REJECT_UNAUTHORIZED", &[], TLS),
    anywhere("InsecureSkipVerify : true", GO, TLS),
    anywhere("InsecureSkipVerify = true", GO, TLS),
    anywhere("InsecureIgnoreHostKey", GO, TLS),
    anywhere("danger_accept_invalid_certs ( true", &["rust"], TLS),
    anywhere("danger_accept_invalid_hostnames ( true", &["rust"], TLS),
    anywhere("VERIFY_NONE", &[], TLS),
    anywhere("CURLOPT_SSL_VERIFYPEER * false", &["php"], TLS),
    anywhere("CURLOPT_SSL_VERIFYHOST * 0", &["php"], TLS),
    anywhere("ALLOW_ALL_HOSTNAME_VERIFIER", JVM, TLS),
    anywhere("NoopHostnameVerifier", JVM, TLS),
    anywhere("TrustAllCerts", JVM, TLS),
    anywhere("ServerCertificateCustomValidationCallback", &["csharp"], TLS),
    anywhere("DangerousAcceptAnyServerCertificateValidator", &["csharp"], TLS),
    anywhere("--no-check-certificate", SH, TLS),
    anywhere("--insecure", SH, TLS),
    anywhere("--no-verify-ssl", SH, TLS),
    anywhere("--skip-tls-verify", SH, TLS),
    anywhere("StrictHostKeyChecking=no", SH, TLS),
    anywhere("GIT_SSL_NO_VERIFY", &[], TLS),
    anywhere("curl -k", SH, TLS),
    anywhere("--trusted-host", SH, TLS),
    row("--allow-unauthenticated", &[], OPEN),
    row("csrf_exempt", PY, CSRF),
    row("disable_csrf", &[], CSRF),
    row("csrf ( ) . disable", JVM, CSRF),
    row("protect_from_forgery with : : null_session", RB, CSRF),
    row("skip_forgery_protection", RB, CSRF),
    row("skip_before_action : verify_authenticity_token", RB, CSRF),
    row("skip_before_action : *", RB, OPEN),
    row("skip_authorization", RB, OPEN),
    row("allow_unauthenticated_access", RB, OPEN),
    row("AllowAny", PY, OPEN),
    row("AllowAnonymous", &["csharp"], OPEN),
    row("permitAll ( )", JVM, OPEN),
    row("@ PermitAll", JVM, OPEN),
    row("shell = True", PY, SHELL),
    row("os . system (", PY, SHELL),
    row("eval (", &["python", "typescript", "ruby", "php"], RUNS),
    row("new Function (", JS, RUNS),
    row("instance_eval", RB, RUNS),
    row("class_eval", RB, RUNS),
    row("html_safe", RB, HTML),
    row("dangerouslySetInnerHTML", JS, HTML),
    row("v-html", JS, HTML),
    row(". innerHTML = *", JS, HTML),
    row("mark_safe (", PY, HTML),
    row("autoescape = False", PY, HTML),
    row("bypassSecurityTrustHtml", JS, HTML),
    row("pickle . loads", PY, LOADS),
    row("pickle . load", PY, LOADS),
    row("yaml . unsafe_load", PY, LOADS),
    row("trust_remote_code = True", PY, LOADS),
    row("allow_pickle = True", PY, LOADS),
    row("weights_only = False", PY, LOADS),
    row("Marshal . load", RB, LOADS),
    row("YAML . unsafe_load", RB, LOADS),
    row("unserialize (", &["php"], LOADS),
    row("ObjectInputStream (", JVM, LOADS),
    row("BinaryFormatter (", &["csharp"], LOADS),
    row("USER root", &["dockerfile"], "the container runs as root"),
    row("--privileged", SH, "the container is not confined"),
    row("SYS_ADMIN", &["yaml", "hcl"], "the container may administer the machine"),
    row("--dangerously-skip-permissions", &[], "an agent runs without a gate"),
    row("allow_origins = [ '*'", PY, "every site may call"),
    row("Access-Control-Allow-Origin * '*'", &[], "every site may call"),
    row("origin : '*'", JS, "every site may call"),
    row("AllowAllOrigins = true", GO, "every site may call"),
    row("AllowAnyOrigin (", &["csharp"], "every site may call"),
    row("setenforce 0", SH, "a protection of the system is off"),
    row("chmod 777", SH, "everybody may write"),
    row("chmod -R 777", SH, "everybody may write"),
    row("0o777", &["python", "typescript", "rust", "go"], "everybody may write"),
    row("alg : 'none'", &[], "signatures are not checked"),
    row("verify_signature ' : False", PY, "signatures are not checked"),
    row("'verify_signature' : False", PY, "signatures are not checked"),
];

/// Settings by their letters, and the value that opens; `false` and `true` stand for their spellings.
pub const SETTINGS: &[(&str, &str)] = &[
    ("verifyssl", "false"),
    ("sslverify", "false"),
    ("verifytls", "false"),
    ("tlsverify", "false"),
    ("strictssl", "false"),
    ("rejectunauthorized", "false"),
    ("insecureskipverify", "true"),
    ("insecureskiptlsverify", "true"),
    ("skiptlsverify", "true"),
    ("allowinsecure", "true"),
    ("privileged", "true"),
    ("allowprivilegeescalation", "true"),
    ("runasnonroot", "false"),
    ("readonlyrootfilesystem", "false"),
    ("hostnetwork", "true"),
    ("hostpid", "true"),
    ("hostipc", "true"),
    ("enablekeyrotation", "false"),
    ("encrypted", "false"),
    ("storageencrypted", "false"),
    ("encryptatrest", "false"),
    ("transitencryptionenabled", "false"),
    ("atrestencryptionenabled", "false"),
    ("forcessl", "false"),
    ("requiressl", "false"),
    ("persistcredentials", "true"),
    ("continueonerror", "true"),
    ("publiclyaccessible", "true"),
    ("blockpublicacls", "false"),
    ("blockpublicpolicy", "false"),
    ("ignorepublicacls", "false"),
    ("restrictpublicbuckets", "false"),
    ("deletionprotection", "false"),
    ("enablelogfilevalidation", "false"),
    ("ismultiregiontrail", "false"),
    ("httpbasicauthenabled", "false"),
    ("allowunauthenticated", "true"),
    ("authenabled", "false"),
    ("enableauth", "false"),
    ("authrequired", "false"),
    ("disableauth", "true"),
    ("anonymousauth", "true"),
    ("csrfprotection", "false"),
    ("allowforgeryprotection", "false"),
    ("usescleartexttraffic", "true"),
    ("nodeintegration", "true"),
    ("contextisolation", "false"),
    ("websecurity", "false"),
    ("autoescape", "false"),
    ("validaterequest", "false"),
    ("sessioncookiesecure", "false"),
    ("csrfcookiesecure", "false"),
    ("sessioncookiehttponly", "false"),
    ("httponly", "false"),
    ("securesslredirect", "false"),
    ("automountserviceaccounttoken", "true"),
    ("httptokens", "optional"),
    ("minimumtlsversion", "tlsv1"),
    ("mintlsversion", "1.0"),
];

/// Names about protection: the same setting switched from on to off.
pub const PROTECTIVE: &[&str] = &[
    "ssl", "tls", "https", "verify", "verification", "auth", "authentication", "authorization", "authenticate", "csrf", "xsrf", "encrypt", "encryption", "encrypted",
    "secure", "security", "signature", "signed", "permission", "permissions", "audit", "sandbox", "sandboxed", "firewall", "waf", "mfa", "2fa", "hsts", "csp", "protection",
    "protected", "confidential", "sanitize", "escape", "cors", "rbac", "guard", "isolation", "seccomp", "apparmor", "selinux",
];

/// Words that turn a name around: `skip_verify`, `allow_insecure`.
pub const NEGATION: &[&str] = &["skip", "disable", "disabled", "insecure", "bypass", "ignore", "no", "without", "unsafe", "allow", "public", "anonymous", "exempt", "force"];

/// Lines that harden: taking one out opens what it closed.
pub const HARDENING: &[(&str, &str)] = &[
    ("allowprivilegeescalation", "false"),
    ("readonlyrootfilesystem", "true"),
    ("runasnonroot", "true"),
    ("enablekeyrotation", "true"),
    ("encrypted", "true"),
    ("storageencrypted", "true"),
    ("deletionprotection", "true"),
    ("blockpublicacls", "true"),
    ("blockpublicpolicy", "true"),
    ("ignorepublicacls", "true"),
    ("restrictpublicbuckets", "true"),
    ("preventdestroy", "true"),
    ("persistcredentials", "false"),
    ("httptokens", "required"),
    ("forcessl", "true"),
    ("enablelogfilevalidation", "true"),
];

/// Words of functions and decorators that guard or clean.
pub const GUARDS: &[&str] = &[
    "authenticate", "authenticated", "authorize", "authorized", "authorise", "authorization", "sanitize", "sanitise", "sanitized", "sanitizer", "escape", "escaped", "redact", "redacted",
    "csrf", "verify", "permission", "permissions", "permitted", "chmod", "quote", "shellescape", "encrypt", "ratelimit", "throttle", "validate", "validated", "validates", "forbid", "login", "protect", "entitled",
    "constant", "timingsafeequal", "compare", "purify", "dompurify", "untrusted", "audit", "preauthorize", "rolesallowed", "secured",
];

/// Statements of Ruby that put a guard before what follows; their name stands behind them.
pub const DECLARED: &[&str] = &[
    "before_action", "before_filter", "prepend_before_action", "http_basic_authenticate_with", "protect_from_forgery", "load_and_authorize_resource", "authorize_resource", "force_ssl", "validates",
];

/// Words that leave a function early.
pub const EXITS: &[&str] = &["return", "raise", "throw", "abort", "halt", "bail", "panic", "head", "redirect_to", "render", "next", "err", "Err", "exit", "setHeader"];

/// Words of checks, in names and messages.
pub const GUARD_TALK: &[&str] = &[
    "unauthorized", "unauthorised", "unauthenticated", "forbidden", "permission", "permissions", "denied", "csrf", "xss", "ssrf", "injection", "traversal", "symlink", "symlinks", "untrusted", "unsafe",
    "dangerous", "malicious", "arbitrary", "sanitize", "sanitized", "escape", "authenticate", "authorize", "authenticated", "authorized", "ratelimit", "attempts", "signature", "hmac", "nonce", "secure", "security",
    "privilege", "privileged", "admin", "expired", "revoked", "allowlist", "whitelist", "denylist", "blocklist", "blacklist", "0o600", "captcha", "validate", "validated", "verify",
];

/// Words of comments that say what the code below keeps out.
pub const WARNINGS: &[&str] = &[
    "xss", "ssrf", "csrf", "injection", "traversal", "symlink", "symlinks", "malicious", "attacker", "attackers", "untrusted", "harden", "hardening", "sanitize", "sanitise", "escaping",
    "vulnerability", "exploit", "spoof", "spoofing", "tamper", "tampering", "privilege", "restrict", "outside", "unauthorized", "secrets", "leak", "leaking", "redirects", "dos",
];

/// Words in the steps of workflows and scripts.
pub const STEPS: &[&str] = &[
    "curl -k", "--insecure", "--no-check-certificate", "| sh", "| bash", "|sh", "|bash", "| sudo bash", "--no-verify", "StrictHostKeyChecking=no", "StrictHostKeyChecking no", "set +e", "|| true",
    "permissions: write-all", "--privileged", "sslVerify false", "strict-ssl false",
];
