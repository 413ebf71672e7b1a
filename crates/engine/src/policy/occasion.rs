//! Who acts, where and when: what rules may ask about besides the effects. Made once per judgement; what the machine says of
//! it is asked through the `World` and so recorded.

use automode_model::{Action, Category, Event, Phase, Session, World};

use super::guardrail::Proof;
use super::rule::Who;
use super::truth::Truth;
use super::words::Stage;
use super::{Needs, Policy};
use crate::decide::entries::steps::Steps;
use crate::decide::whereabouts;

/// Who acts, where and when.
#[derive(Clone, Debug)]
pub struct Occasion<'a> {
    /// The coding agent.
    pub host: &'a str,
    /// The whole command that is judged; the empty text where it is none.
    pub command: &'a str,
    /// What is changed of a file of data, where it is such an edit and somebody said something.
    pub edit: Option<&'a Steps>,
    /// The subagent's kind; none is the main agent.
    pub subagent: Option<&'a str>,
    /// The model, where the host told.
    pub model: Option<&'a str>,
    /// The system's user, where it was asked for and known.
    pub user: Option<&'a str>,
    /// The groups that the user is in, where they were asked for and known.
    pub groups: Option<&'a [String]>,
    /// The proofs of guardrails that were asked for.
    pub proofs: &'a [Proof],
    /// Milliseconds since 1970; 0 is not told.
    pub time_ms: u64,
    /// The user's home.
    pub home: &'a str,
    /// The top of the repository, or the working directory.
    pub root: &'a str,
    /// The present branch, where it was asked for and known.
    pub branch: Option<&'a str>,
    /// The remotes of the repository: name and address, where they were asked for.
    pub remotes: &'a [(String, String)],
    /// The same of other directories in which commands of this event run.
    pub elsewhere: &'a [Elsewhere],
    /// The session has read what nobody vouches for, where that is known.
    pub tainted: Option<bool>,
    /// The policy in force.
    pub policy: &'a Policy,
}

/// What the machine says about an occasion.
#[derive(Clone, Debug, Default)]
pub struct Place {
    user: Option<String>,
    groups: Option<Vec<String>>,
    proofs: Vec<Proof>,
    home: String,
    root: String,
    branch: Option<String>,
    remotes: Vec<(String, String)>,
    elsewhere: Vec<Elsewhere>,
}

/// Another directory in which a command of version control runs, and what its repository has.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    dir: String,
    branch: Option<String>,
    remotes: Vec<(String, String)>,
}

/// Most other directories of one command that are looked at; of more nothing is told, which only asks.
const MAX_ELSEWHERE: usize = 8;

impl Place {
    /// Asks only for what the policy's rules need.
    #[must_use]
    pub fn ask(world: &dyn World, cwd: &str, needs: Needs) -> Self {
        let mut place = Self::default();
        if needs.user {
            place.user = Some(world.user()).filter(|u| !u.is_empty());
        }
        if needs.groups {
            place.groups = world.groups().ok();
        }
        if needs.root {
            place.home = world.home();
            place.root = world.git_root(cwd).unwrap_or_else(|_| cwd.trim_end_matches('/').to_owned());
        }
        if needs.branch
            && let Ok(git) = world.git(cwd)
        {
            (place.branch, place.remotes) = (git.branch, git.remotes);
        }
        place
    }

    /// Asks for the proofs of every guardrail, for people who look at the policy and not at an action.
    pub fn prove(&mut self, world: &dyn World, policy: &Policy) {
        self.proofs = policy.prove_all(&self.home, &self.root, world);
    }

    /// Asks what follows from these actions, where the policy needs it: the proofs of guardrails, and the repositories of
    /// other directories in which commands run (`cd other && git push` goes to the remotes of `other`).
    pub fn follow(&mut self, actions: &[Action], world: &dyn World, policy: &Policy) {
        self.proofs = policy.prove(actions, &self.home, &self.root, world);
        if !policy.needs().branch {
            return;
        }
        for dir in actions.iter().filter_map(whereabouts::directory).filter(|d| !d.is_empty()) {
            if self.elsewhere.len() >= MAX_ELSEWHERE || self.elsewhere.iter().any(|e| e.dir == dir) {
                continue;
            }
            let git = world.git(dir).unwrap_or_default();
            self.elsewhere.push(Elsewhere { dir: dir.to_owned(), branch: git.branch, remotes: git.remotes });
        }
    }
}

/// The words of a command that an event proposes.
fn command(event: &Event) -> &str {
    match &event.phase {
        Phase::PreTool(call) | Phase::PermissionRequest(call) => call.command(),
        _ => "",
    }
}

/// What is known of the repository in which an action runs.
#[derive(Clone, Copy, Debug)]
pub struct Repository<'a> {
    /// Its present branch.
    pub branch: Option<&'a str>,
    /// Its remotes.
    pub remotes: &'a [(String, String)],
    /// Which repository it is cannot be told.
    pub unknown: bool,
}

impl<'a> Occasion<'a> {
    /// The occasion of an event.
    #[must_use]
    pub fn of(event: &'a Event, place: &'a Place, session: &'a Session, policy: &'a Policy) -> Self {
        let mut now = Self::plain(policy, place);
        now.host = event.host.name();
        now.command = command(event);
        now.subagent = event.agent_kind.as_deref().or(event.agent.as_ref().map(|_| ""));
        now.model = session.model.as_deref();
        now.time_ms = event.time_ms;
        now.tainted = Some(!session.taints.is_empty());
        now
    }

    /// Nobody in particular, at no time.
    #[must_use]
    pub fn plain(policy: &'a Policy, place: &'a Place) -> Self {
        Self {
            host: "",
            command: "",
            edit: None,
            subagent: None,
            model: None,
            user: place.user.as_deref(),
            groups: place.groups.as_deref(),
            proofs: &place.proofs,
            time_ms: 0,
            home: &place.home,
            root: &place.root,
            branch: place.branch.as_deref(),
            remotes: &place.remotes,
            elsewhere: &place.elsewhere,
            tainted: None,
            policy,
        }
    }

    /// The repository in which an action runs.
    #[must_use]
    pub fn repository(&self, action: &Action) -> Repository<'a> {
        let Some(dir) = whereabouts::directory(action) else {
            return Repository { branch: self.branch, remotes: self.remotes, unknown: false };
        };
        match self.elsewhere.iter().find(|e| e.dir == dir) {
            Some(there) => Repository { branch: there.branch.as_deref(), remotes: &there.remotes, unknown: false },
            None => Repository { branch: None, remotes: &[], unknown: true },
        }
    }

    /// Whether who acts has this role. One that nobody declares is misspelt, or somebody else's to declare: a rule about it
    /// is not silently about nobody.
    #[must_use]
    pub fn has_role(&self, name: &str) -> Truth {
        let mut named = self.policy.roles.iter().filter(|role| role.name == name).peekable();
        if named.peek().is_none() {
            return Truth::Maybe("no policy file says who has the role that it names");
        }
        // A role is not made of roles: no circle can be written.
        Truth::any(named.map(|role| Who { roles: &[], ..role.who }.holds(self)))
    }

    /// The stage of a category.
    #[must_use]
    pub fn stage(&self, category: Category) -> Stage {
        self.policy.setting(category).stage
    }

    /// The day of the week (Monday is 0) and the minute of the day, by the policy's clock.
    #[must_use]
    pub fn clock(&self) -> Option<(u8, u16)> {
        if self.time_ms == 0 {
            return None;
        }
        let minutes = i64::try_from(self.time_ms / 60_000).ok()? + i64::from(self.policy.utc_offset_minutes);
        // The first of January 1970 was a Thursday.
        let day = u8::try_from((minutes.div_euclid(1440) + 3).rem_euclid(7)).ok()?;
        Some((day, u16::try_from(minutes.rem_euclid(1440)).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_minutes() {
        let mut policy = Policy::builtin().clone();
        let place = Place::default();
        let at = |policy: &Policy, ms| Occasion { time_ms: ms, ..Occasion::plain(policy, &place) }.clock();
        // 2026-11-20 was a Friday; 11:53 UTC.
        assert_eq!(at(&policy, 1_795_175_594_985), Some((4, 11 * 60 + 53)));
        policy.utc_offset_minutes = 13 * 60;
        assert_eq!(at(&policy, 1_795_175_594_985), Some((5, 53)));
        assert_eq!(at(&policy, 0), None);
    }
}
