//! The rules of the verdict, to be read from top to bottom: the first row that holds decides.
//!
//! Three things they never do. They never send anybody to a person by default: that takes an answer of the artist's, for figures can
//! show what fixed rules moved, not whether it matters. They never talk a throw-away demo or a cheap single into a person: that takes
//! the wish to discuss and revise. (A demo is no throw-away when the artist says that it will last, or weighs much.) And they never
//! advise on nothing: without a purpose, there is no verdict.

use serde::{Deserialize, Serialize};

use super::answers::Purpose::{self, Album, Demo, ImportantRelease, Library, SingleLowBudget};
use super::answers::Question::{Discuss, Distinctive, Lasting, Together, Weight};
use super::readiness::CheckId;
use super::reason::Reason::{self, Fault, Finished, For, No, NoPurpose, NotSaid, Yes};

/// What a verdict comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    AutomaticIsEnough,
    AutomaticForDemoPersonForRelease,
    ReasonsToAskAPerson,
    FixTheMixFirst,
    LeaveTheMixAlone,
    TooLittleToAdvise,
}

impl Advice {
    pub const ALL: [Self; 6] = [
        Self::AutomaticIsEnough,
        Self::AutomaticForDemoPersonForRelease,
        Self::ReasonsToAskAPerson,
        Self::FixTheMixFirst,
        Self::LeaveTheMixAlone,
        Self::TooLittleToAdvise,
    ];
}

/// Holds if the song is for one of `purposes` (none listed: for whatever) and any one of the reasons is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    pub advice: Advice,
    pub purposes: &'static [Purpose],
    pub any: &'static [Reason],
}

impl Rule {
    #[must_use]
    pub fn is_for(&self, purpose: Option<Purpose>) -> bool {
        self.purposes.is_empty() || purpose.is_some_and(|purpose| self.purposes.contains(&purpose))
    }
}

const WHATEVER: &[Purpose] = &[];
const A_DEMO: &[Purpose] = &[Demo];
const A_RELEASE: &[Purpose] = &[SingleLowBudget, ImportantRelease, Album, Library];
const A_GREAT_ONE: &[Purpose] = &[ImportantRelease, Album];

/// `Yes(Distinctive)` holds only where the automatic master was not measured to keep what sets the mix apart.
#[rustfmt::skip]
pub const RULES: [Rule; 11] = [
    rule(Advice::TooLittleToAdvise,                WHATEVER,    &[NoPurpose]),
    // What no master can mend comes first; in a demo, only what is plainly broken.
    rule(Advice::FixTheMixFirst,                   WHATEVER,    &[Fault(CheckId::Channels)]),
    rule(Advice::FixTheMixFirst,                   A_RELEASE,   &[Fault(CheckId::Clipping), Fault(CheckId::Density)]),
    // Asked for: no automatic master holds a conversation.
    rule(Advice::AutomaticForDemoPersonForRelease, A_DEMO,      &[Yes(Discuss)]),
    rule(Advice::ReasonsToAskAPerson,              A_RELEASE,   &[Yes(Discuss)]),
    rule(Advice::LeaveTheMixAlone,                 WHATEVER,    &[Finished]),
    rule(Advice::AutomaticForDemoPersonForRelease, A_DEMO,      &[Yes(Lasting), Yes(Weight)]),
    rule(Advice::ReasonsToAskAPerson,              A_GREAT_ONE, &[Yes(Lasting), Yes(Weight), Yes(Together), Yes(Distinctive)]),
    rule(Advice::AutomaticIsEnough,                WHATEVER,    &[For(Demo), For(SingleLowBudget), For(Library)]),
    rule(Advice::AutomaticIsEnough,                A_GREAT_ONE, &[No(Lasting), No(Weight)]),
    rule(Advice::TooLittleToAdvise,                A_GREAT_ONE, &[NotSaid(Lasting), NotSaid(Weight)]),
];

const fn rule(advice: Advice, purposes: &'static [Purpose], any: &'static [Reason]) -> Rule {
    Rule { advice, purposes, any }
}

/// What the reasons come to; the table answers every combination that answers and evidence can give.
#[must_use]
pub fn advise(reasons: &[Reason]) -> Advice {
    let purpose = reasons.iter().find_map(|reason| if let For(purpose) = reason { Some(*purpose) } else { None });
    let holds = |rule: &&Rule| rule.is_for(purpose) && rule.any.iter().any(|reason| reasons.contains(reason));
    RULES.iter().find(holds).map_or(Advice::TooLittleToAdvise, |rule| rule.advice)
}
