//! Claims without anything behind them: a unit whose notes have only the competency's name. Readers
//! who find one stop believing the others.

use super::Doubt;
use crate::analyse::evidence::Grade;
use crate::audit::{Look, Material};

/// The code of these doubts.
const CODE: &str = "no-impact";

/// Each unit that is only claimed.
pub fn doubts(Look { material, .. }: &Look<'_>) -> Vec<Doubt> {
    let Some(gaps) = Material::gaps_of(material.shared, material.goal) else { return Vec::new() };
    let units = gaps.needs.iter().flat_map(|need| need.units.iter().map(move |unit| (need, unit)));
    let claimed = units.filter(|(_, unit)| unit.grade == Grade::Claimed && !unit.below_level);
    claimed
        .map(|(need, unit)| {
            let task = unit.task.as_ref().and_then(|id| material.shared.timeline.task(id));
            let name = task.map_or("a note without a task", |task| &task.title);
            Doubt {
                code: CODE,
                message: format!(
                    "`{name}` claims `{}` in {} and shows nothing for it",
                    need.title, unit.quarter
                ),
                advice: "add an `impact`, a `metric` or an `evidence` link to one of these notes",
                paths: unit.entries.iter().map(|at| material.source(*at).path.clone()).collect(),
            }
        })
        .collect()
}
