//! Claims without anything behind them: a unit whose notes have only the competency's name. Readers
//! who find one stop believing the others.

use super::AuditFinding;
use crate::analyse::evidence::Grade;
use crate::audit::{AuditContext, AuditInput};

/// The code of these findings.
const CODE: &str = "no-impact";

/// Each unit that is only claimed.
pub(super) fn check(AuditContext { input, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let Some(gaps) = AuditInput::gaps_of(input.shared, input.goal) else { return Vec::new() };
    let units = gaps.needs.iter().flat_map(|need| need.units.iter().map(move |unit| (need, unit)));
    let claimed = units
        .filter(|(_, unit)| unit.grade == Grade::Claimed && !unit.below_level && !unit.missed_bar);
    claimed
        .map(|(need, unit)| {
            let task = unit.task.as_ref().and_then(|id| input.shared.timeline.task(id));
            let name = task.map_or("a note without a task", |task| &task.title);
            AuditFinding {
                code: CODE,
                message: format!(
                    "`{name}` claims `{}` in {} without any proof",
                    need.title, unit.quarter
                ),
                advice: "add an `impact`, a `metric` or an `evidence` link to one of these notes",
                paths: unit.entries.iter().map(|at| input.source(*at).path.clone()).collect(),
            }
        })
        .collect()
}
