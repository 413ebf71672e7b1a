//! Who may do what, wherever it is written: grants of a database, rules of an authorization library, tables of roles, keys of a
//! data file. From the changed lines and what they stand in. Called by `edits` for what no path told to be access control.

mod lists;

use std::cell::OnceCell;

use super::delta::{Delta, Line, body};
use super::lang::{Dialect, Language};
use super::lex::Kind;
use super::outline::Outline;
use super::proofs::Source;
use super::security::{has_word, words};

/// More changed lines than these are a change of the program.
const MAX_LINES: usize = 60;
/// A longer line is data, no declaration.
const MAX_LINE: usize = 400;

/// What the change says about who may, in words; none where it says nothing about it.
#[must_use]
pub fn changed(path: &str, a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Option<String> {
    if delta.removed.len() + delta.added.len() > MAX_LINES {
        return None;
    }
    let (ability, rules, rules_here) = Default::default();
    let file = File { path, text: b.text, language, ability, rules, rules_here };
    let (before, after) = (Outline::of(a.text), Outline::of(b.text));
    let hit = |lines: &[Line<'_>], outline: &Outline<'_>| lines.iter().find_map(|l| file.line(l, outline));
    // Something new beside others that says of itself what they say: a rule in use, not another one.
    let there = |l: &Line<'_>| {
        let annotation = l.tokens.first().is_some_and(|t| t.text.starts_with('@'));
        let same = |o: &str| b.text.lines().nth(l.number as usize).is_some_and(|n| n.trim() == o.trim());
        annotation && a.text.lines().any(same)
    };
    let fresh: Vec<Line<'_>> = delta.added.iter().filter(|l| !there(l)).cloned().collect();
    hit(&fresh, &after).or_else(|| hit(&delta.removed, &before))
}

/// What a list of who may, or of whom something is taken from, says otherwise than before.
#[must_use]
pub fn listed(path: &str, a: &Source<'_>, b: &Source<'_>, delta: &Delta<'_>, language: &Language) -> Option<String> {
    let data = language.is_data();
    let prose = matches!(language.dialect, Dialect::Prose | Dialect::Markup | Dialect::Sql);
    if prose || data && (is_of_words(path) || super::made_up::is_path(path)) {
        return None;
    }
    let row = if data { None } else { lists::row(path, delta) };
    row.map(told).or_else(|| lists::changed(a.text, b.text, delta, data))
}

fn told(line: u32) -> String {
    format!("changes who may do what (line {})", line + 1)
}

struct File<'a> {
    path: &'a str,
    text: &'a str,
    language: &'a Language,
    /// The library whose `can` says who may is used. Asked of the whole text, so once, and only where a line could mean it.
    ability: OnceCell<bool>,
    /// See [`File::is_of_rules`].
    rules: OnceCell<bool>,
    /// See [`File::is_of_rules_by_place`].
    rules_here: OnceCell<bool>,
}

impl File<'_> {
    fn line(&self, line: &Line<'_>, outline: &Outline<'_>) -> Option<String> {
        let chain = || outline.chain(line.number).filter(|l| l.len() < MAX_LINE);
        let found = match self.language.dialect {
            Dialect::Sql => chain().any(is_grant),
            Dialect::Prose | Dialect::Markup => false,
            // A label of the interface that speaks of roles gives nobody one.
            _ if self.language.is_data() && (is_of_words(self.path) || super::made_up::is_path(self.path)) => false,
            // Ansible's roles are lists of tasks.
            _ if self.language.is_data() => {
                let playbook = self.text.contains("hosts:")
                    || self.path.contains("/ansible/")
                    || self.path.contains("/playbooks/");
                chain().filter_map(key).any(|k| is_about(k) && !(playbook && k == "roles"))
            }
            _ => chain().any(|l| self.declares(l)) || self.calls(line) || asks_for_scopes(line),
        };
        found.then(|| told(line.number))
    }

    /// A class, table or function whose business it is.
    fn declares(&self, line: &str) -> bool {
        let mut names = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
        let first = names.next().unwrap_or("");
        if self.is_of_rules_by_place() {
            return true;
        }
        let class = ["class", "final", "export", "public", "abstract", "module", "object", "interface", "impl"]
            .contains(&first)
            && line.contains("class ");
        let ending = |w: &str| {
            ["Policy", "Ability", "Voter", "Permission", "Authorizer"]
                .iter()
                .any(|e| w.ends_with(e) && w.len() >= e.len())
        };
        if class && line.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(ending) && self.is_of_rules() {
            return true;
        }
        is_table(line)
    }

    /// The same, in a folder of such files.
    fn is_of_rules_by_place(&self) -> bool {
        let folders = ["/policies/", "/Policies/", "/abilities/", "/voters/", "/permissions/"];
        *self.rules_here.get_or_init(|| {
            (folders.iter().any(|d| self.path.contains(d)) || self.path.ends_with("/ability.rb")) && self.is_of_rules()
        })
    }

    /// The library or the shape of rules about who may.
    fn is_of_rules(&self) -> bool {
        *self.rules.get_or_init(|| self.has_marks_of_rules())
    }

    fn has_marks_of_rules(&self) -> bool {
        let marks = [
            "ApplicationPolicy",
            "CanCan",
            "can :manage",
            "can [:",
            "casl",
            "Voter",
            "BasePermission",
            "has_permission",
            "has_object_permission",
            "def update?",
            "def show?",
            "def index?",
            "def destroy?",
            "def create?",
            "User $user",
            "$user->",
            "user.admin",
            "Bodyguard",
            "AuthorizationHandler",
            "def authorize(",
            "authorize?(",
        ];
        marks.iter().any(|m| self.text.contains(m))
    }

    fn has_ability(&self) -> bool {
        let marks = ["CanCan", "AbilityBuilder", "@casl/"];
        *self.ability.get_or_init(|| marks.iter().any(|m| self.text.contains(m)))
    }

    /// A call that says who may: `can(:manage, Post)`, `requestMatchers(…)`, `bucket.grantRead(fn)`.
    fn calls(&self, line: &Line<'_>) -> bool {
        line.tokens.iter().enumerate().filter(|(_, t)| t.kind == Kind::Word).any(|(i, t)| {
            let next = line.tokens.get(i + 1);
            let called = next.is_some_and(|n| n.is("("));
            let grants = called
                && line.tokens.get(i.wrapping_sub(1)).is_some_and(|b| b.is("."))
                && words(t.text).first().is_some_and(|w| w == "grant");
            let rules = ["can", "cannot"].contains(&t.text)
                && (called || next.is_some_and(|n| n.is(":")))
                && self.has_ability();
            let matchers = [
                "requestMatchers",
                "antMatchers",
                "mvcMatchers",
                "authorizeHttpRequests",
                "hasRole",
                "hasAnyRole",
                "hasAuthority",
                "RequireRole",
                "addToRolePolicy",
                "PolicyStatement",
                "addToResourcePolicy",
                "addManagedPolicy",
                "fromAwsManagedPolicyName",
                "add_perm",
                "enforcer",
                "addRoleForUser",
                "AddPolicy",
                "RolesAllowed",
                "PreAuthorize",
            ]
            .contains(&t.text.trim_start_matches('@'));
            // How often somebody may call is another matter.
            let limits = t.text == "AddPolicy"
                && ["RateLimit", "RateLimiter", "Cors", "Retry"].iter().any(|w| self.text.contains(w));
            let matchers = matchers && !limits;
            grants || rules || matchers
        })
    }
}

/// Texts of an interface, or a description of one.
fn is_of_words(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let texts =
        ["locale", "i18n", "lang", "translation", "messages", "openapi", "swagger", "schema", "theme", "prompts"];
    path.split(['/', '.', '-', '_']).any(|p| texts.iter().any(|t| p.starts_with(t)))
}

/// What another service is asked for, in its own words: `scopes: ["openid", "email"]`, `scope = "repo user:email"`.
fn asks_for_scopes(line: &Line<'_>) -> bool {
    let t = &line.tokens;
    let named = t.iter().position(|t| t.kind != Kind::Mark && has_word(t.text, &["scope", "scopes"]));
    let Some(at) = named.filter(|at| t.get(at + 1).is_some_and(|n| n.is(":") || n.is("="))) else { return false };
    let granted = |text: &str| {
        let whole = ["openid", "offline_access", "profile", "email", "repo", "admin", "read", "write", "public_repo"];
        text.split([' ', ',']).any(|s| {
            whole.contains(&s)
                || s.contains("/auth/")
                || s.split_once([':', '.']).is_some_and(|(a, b)| {
                    let rights =
                        ["read", "write", "admin", "delete", "manage", "all", "full", "send", "modify", "readwrite"];
                    !a.is_empty() && b.split([':', '.', '_']).any(|p| rights.iter().any(|r| p.eq_ignore_ascii_case(r)))
                        || rights.contains(&a)
                        || s == "user:email"
                })
        })
    };
    t.get(at + 1..).unwrap_or_default().iter().any(|t| t.kind == Kind::Text && granted(body(t.text)))
}

/// The key of a line of data: `permissions:`, `"roles": {`, `[permissions]`, `acl = …`.
fn key(line: &str) -> Option<&str> {
    let line = line.trim_start_matches("- ").trim_start_matches('[');
    let end = line.find([':', '=', ']', '{'])?;
    Some(line.get(..end)?.trim().trim_matches(['"', '\'']))
}

/// A key whose business it is who may.
fn is_about(key: &str) -> bool {
    let whole = [
        "access_control",
        "accesscontrol",
        "access_rules",
        "access_policy",
        "allowed_roles",
        "allowed_groups",
        "registrationallowed",
    ];
    key.len() < 60
        && (has_word(
            key,
            &[
                "permissions",
                "roles",
                "rbac",
                "acl",
                "acls",
                "authorization",
                "privileges",
                "grants",
                "entitlements",
                "approvers",
                "admins",
                "verbs",
                "may",
                "rights",
                "collaborators",
                "rolebindings",
                "listrule",
                "viewrule",
                "createrule",
                "updaterule",
                "deleterule",
            ],
        ) || has_word(key, &["rule", "rules"])
            && has_word(key, &["list", "view", "create", "update", "delete", "read", "write", "access"])
            || whole.contains(&key.to_ascii_lowercase().as_str()))
}

/// A table of roles: `ROLE_PERMISSIONS = {`, `@permissions %{`, `var allowed = map[Role][]Action{`.
fn is_table(line: &str) -> bool {
    let opens = line.trim_end().ends_with(['{', '[', '(']) || line.contains("= {") || line.contains("= [");
    let Some((name, value)) = line.split_once(['=', ':']).or_else(|| line.split_once(" %{")).filter(|_| opens) else {
        return false;
    };
    let about =
        ["role", "roles", "permission", "permissions", "acl", "scopes", "privileges", "grants", "rbac", "entitlements"];
    let last = name.split_whitespace().next_back().unwrap_or("");
    let constant = last.bytes().any(|b| b.is_ascii_uppercase()) && !last.bytes().any(|b| b.is_ascii_lowercase());
    if constant && has_word(last, &about) {
        return true;
    }
    let begins = |d: &str| name.strip_prefix(d).is_some_and(|r| r.starts_with(' '));
    let declared = name.starts_with(['@', '$']) || DECLARES.iter().any(|d| begins(d));
    // The head of a function opens no table.
    let declared = declared && !name.contains('(');
    let by_role = ["<Role,", "[Role]", "<UserRole,", "[UserRole]"].iter().any(|t| line.contains(t));
    declared && is_literal(value) && (by_role || name.split_whitespace().any(|n| has_word(n, &about)))
}

/// Words that declare a name.
const DECLARES: &[&str] = &[
    "const",
    "var",
    "val",
    "let",
    "static",
    "private",
    "public",
    "final",
    "export",
    "readonly",
    "internal",
    "protected",
];

/// Opens a literal, where nothing is computed: `map[Role][]Action{`, `Map.of(`, `new Set([`.
fn is_literal(value: &str) -> bool {
    let value = value.rsplit_once("= ").map_or(value, |(_, v)| v);
    let made =
        ["of", "ofEntries", "mapOf", "listOf", "setOf", "dict", "set", "freeze", "from", "Set", "Map", "frozenset", ""];
    let called = value.trim_end().trim_end_matches(['[', '{', ' ']).strip_suffix('(');
    let name = called.map_or("", |c| c.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
    !["=>", "->", "await", " | ", "||"].iter().any(|m| value.contains(m)) && made.contains(&name)
}

/// A statement of SQL that gives or takes rights.
fn is_grant(line: &str) -> bool {
    let mut w = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_ascii_lowercase);
    let (first, second) = (w.next().unwrap_or_default(), w.next().unwrap_or_default());
    let lower = line.to_ascii_lowercase();
    match first.as_str() {
        "grant" | "revoke" | "deny" => true,
        "create" | "alter" | "drop" => {
            matches!(second.as_str(), "role" | "user" | "policy" | "group" | "login")
                || lower.contains("row level security")
                || second == "default" && lower.contains("privileges")
                || lower.contains(" owner to ")
        }
        _ => false,
    }
}

/// What a rule of its own language says, whatever its file is called: lists of `p, who, what, how`.
#[must_use]
pub fn is_rule_list(content: &str) -> bool {
    let rules = |l: &&str| {
        let mut cells = l.split(',').map(str::trim);
        matches!(cells.next(), Some("p" | "g" | "p2" | "g2")) && cells.count() >= 2
    };
    let lines = || content.lines().take(200).filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    lines().count() > 0 && lines().all(|l| rules(&l)) && !body(content).is_empty()
}
