//! Where a statement's redirections lead its output and its error messages. Called by the walk for each statement.

use automode_shell::tree::{Part, Redirect, RedirectOp};

use super::super::state::State;
use super::super::value::{Set, Val};
use super::{Shell, copy, params};

/// Why an output is not known that does not come out where it is awaited.
pub(super) const ELSEWHERE: &str = "output that goes to another descriptor";

/// Why an output is not known into which something is printed at any time.
pub(super) const LATE: &str = "what a background job prints";

/// Where error messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errors {
    /// Where nobody takes them for output.
    Apart,
    /// To where the output goes.
    Beside,
    /// To where the output would go, which goes elsewhere (`2>&1 >file`).
    Instead,
}

/// What a descriptor leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Out,
    Err,
    /// The target of this redirection.
    Other(usize),
}

impl Shell<'_, '_> {
    /// What stands behind the sign of a redirection.
    pub(super) fn target_of(&self, state: &mut State, r: &Redirect) -> Set {
        let twice = !matches!(r.op, RedirectOp::Heredoc | RedirectOp::HereString) && params::assigns(&r.target.parts);
        let targets = self.expand_scalar(state, &r.target);
        if twice {
            // Where nothing can be opened it is expanded once more, for the message.
            let before = copy(state);
            self.expand_scalar(state, &r.target);
            state.rejoin(Some(before));
        }
        targets
    }
}

/// Where the messages go behind these redirections, which hold from left to right.
pub(super) fn errors(redirects: &[Redirect]) -> Errors {
    let (mut out, mut err) = (Place::Out, Place::Err);
    for (i, r) in redirects.iter().enumerate() {
        let to = match (r.op, r.target.literal().as_deref()) {
            (RedirectOp::DupOut | RedirectOp::DupIn, Some("1")) => out,
            (RedirectOp::DupOut | RedirectOp::DupIn, Some("2")) => err,
            _ => Place::Other(i),
        };
        match (r.op, r.fd) {
            _ if r.fd_name.is_some() => {}
            (RedirectOp::WriteBoth | RedirectOp::AppendBoth, _) => (out, err) = (to, to),
            (_, Some(2)) => err = to,
            (_, Some(1)) => out = to,
            (op, None) if writes(op) => out = to,
            _ => {}
        }
    }
    match (out, err) {
        (Place::Out, Place::Out) => Errors::Beside,
        (_, Place::Out) => Errors::Instead,
        (out, err) if out == err => Errors::Beside,
        _ => Errors::Apart,
    }
}

/// Operators whose own descriptor is the output.
fn writes(op: RedirectOp) -> bool {
    use RedirectOp as R;
    matches!(op, R::Write | R::Clobber | R::Append | R::DupOut | R::WriteBoth | R::AppendBoth)
}

/// `exec >log`, `exec 2>&1`: output or messages go elsewhere from here on.
pub(super) fn moves(redirects: &[Redirect]) -> bool {
    redirects.iter().any(|r| r.fd_name.is_none() && (r.fd.map_or(writes(r.op), |fd| fd == 1 || fd == 2)))
}

/// `>&2`: what is printed does not come out where it is awaited.
pub(super) fn leaves_stdout(r: &Redirect) -> bool {
    let fd = r.fd_name.is_none() && r.fd.is_none_or(|fd| fd == 1);
    r.op == RedirectOp::DupOut && fd && r.target.literal().is_none_or(|t| t != "1")
}

/// The same to neither output nor messages: `>&3`, `>&$fd`, `>/dev/fd/3`.
pub(super) fn leaves_both(r: &Redirect) -> bool {
    let known = |t: &str| matches!(t, "1" | "2" | "-");
    let place = |t: &str| t.starts_with("/dev/") && t != "/dev/null" || t.starts_with("/proc/");
    match r.op {
        RedirectOp::DupOut => !r.target.literal().is_some_and(|t| known(&t)),
        op => writes(op) && r.target.literal().is_none_or(|t| place(&t)),
    }
}

/// Whether the input of one of these may not be there: then the command does not run.
pub(super) fn any_missing(redirects: &[Redirect]) -> bool {
    let opened = |before: &[Redirect], r: &Redirect| {
        let fd = r.target.literal().and_then(|t| t.parse().ok());
        r.op != RedirectOp::Read && fd.is_some() && before.iter().any(|b| b.fd == fd)
    };
    let before = |i: usize| redirects.get(..i).unwrap_or_default();
    redirects.iter().enumerate().any(|(i, r)| may_be_missing(r) && !opened(before(i), r))
}

/// `<file`, `<&word`: what is read may not be there.
fn may_be_missing(r: &Redirect) -> bool {
    let reads = matches!(r.op, RedirectOp::Read | RedirectOp::DupIn | RedirectOp::DupOut);
    // Behind `<` alone a number is a file like any other.
    let number = |t: &str| r.op != RedirectOp::Read && matches!(t, "-" | "0" | "1" | "2");
    let sure = |t: &str| matches!(t, "/dev/null" | "/dev/stdin") || number(t);
    let made_here = matches!(r.target.parts.as_slice(), [Part::Process(..)]);
    reads && !made_here && !r.target.literal().is_some_and(|t| sure(&t))
}

/// A word that may be a pattern, which finds a file of another name.
pub(super) fn may_find(word: &Val) -> bool {
    word.has_glob() || word.known().is_some_and(|t| t.contains(['*', '?', '[']))
}

/// `>dir/file`: where there is no such directory the command does not run, nor where `set -C` protects a file.
pub(super) fn may_not_open(shell: &Shell<'_, '_>, state: &State, r: &Redirect) -> bool {
    use RedirectOp as R;
    if !matches!(r.op, R::Write | R::Clobber | R::Append | R::WriteBoth | R::AppendBoth | R::ReadWrite) {
        return false;
    }
    let opens = |t: &str| match t.strip_prefix("/tmp/").unwrap_or(t) {
        "" => false,
        name if name.contains('/') => name.starts_with("/dev/"),
        _ => !state.options.noclobber,
    };
    if let Some(text) = r.target.literal() {
        return !opens(&text);
    }
    if r.target.parts.iter().any(|p| !matches!(p, Part::Param(_) | Part::Double(_) | Part::Lit(_) | Part::Quoted(_))) {
        return true;
    }
    let targets = shell.expand_scalar(&mut state.clone(), &r.target);
    // Several words are none.
    let one = |t: &str| opens(t) && !t.contains([' ', '\t', '\n', '*', '?', '[']);
    !targets.values().iter().all(|t| t.known().is_some_and(one))
}
