//! The strategic competencies of a goal beside its functional ones.
//!
//! What got somebody to one level does not get them to the next: above senior management, influence,
//! coordination and strategy count for more than the trade itself (the text on career strategies).

use super::gaps::{GoalGaps, Need};
use crate::model::quarter::Quarter;
use crate::model::{Journal, Slug};

/// The competencies of a goal, by what they are of.
#[derive(Debug)]
pub struct SkillSplit<'g> {
    /// Those that the goal's ladder calls strategic.
    pub strategic: Vec<&'g Need>,
    /// All others.
    pub functional: Vec<&'g Need>,
}

impl<'g> SkillSplit<'g> {
    /// The competencies of a goal; `None` where its ladder calls none of them strategic.
    pub fn of(journal: &Journal, gaps: &'g GoalGaps) -> Option<Self> {
        let ladder = journal.goals[gaps.goal].ladder.as_ref();
        let ladder = ladder.and_then(|id| journal.ladder(id.as_str()))?;
        let is_strategic =
            |id: &Slug| ladder.competencies.iter().any(|own| own.id == *id && own.strategic);
        let (strategic, functional): (Vec<&Need>, Vec<&Need>) =
            gaps.needs.iter().partition(|need| is_strategic(&need.id));
        (!strategic.is_empty()).then_some(Self { strategic, functional })
    }
}

/// How many pieces of evidence that count these competencies have in a quarter.
pub fn evidence_in(needs: &[&Need], quarter: Quarter) -> usize {
    let units = needs.iter().flat_map(|need| &need.units);
    units.filter(|unit| unit.counts() && unit.quarter == quarter).count()
}
