//! Where a statement's redirections lead its output and its error messages. Called by the walk for each statement.

use automode_shell::tree::{Redirect, RedirectOp};

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
