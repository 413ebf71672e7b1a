//! The decision table of DESIGN §2. Until containment and checkpoints exist, *contain* is answered as *ask*.

use automode_model::{Authorization, Decision, Risk};

/// What a risk and an authorization come to.
#[must_use]
pub fn decide(risk: Risk, authorization: Authorization) -> Decision {
    use Authorization as A;
    match (risk, authorization) {
        (Risk::Low, _) => Decision::Allow,
        (Risk::Medium, A::None) => Decision::Ask,
        (Risk::Medium, A::Implied | A::Named | A::Approved) => Decision::Allow,
        (Risk::High, A::None | A::Implied) => Decision::Ask,
        (Risk::High, A::Named | A::Approved) => Decision::Allow,
        (Risk::Critical, A::None | A::Implied | A::Named) => Decision::Ask,
        (Risk::Critical, A::Approved) => Decision::Allow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_authorization_never_tightens_and_more_risk_never_loosens() {
        use Authorization as A;
        let risks = [Risk::Low, Risk::Medium, Risk::High, Risk::Critical];
        let auths = [A::None, A::Implied, A::Named, A::Approved];
        for (i, r) in risks.iter().enumerate() {
            for (j, a) in auths.iter().enumerate() {
                let here = decide(*r, *a);
                assert!(risks.iter().skip(i).all(|r| decide(*r, *a) >= here), "{r:?} {a:?}");
                assert!(auths.iter().skip(j).all(|a| decide(*r, *a) <= here), "{r:?} {a:?}");
            }
        }
    }
}
