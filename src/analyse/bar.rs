//! The bar of a competency: what is expected of it.

use crate::markdown::plain_range;
use crate::model::{Goal, Journal, Slug};

/// What a competency of a goal has to meet: the text under a heading of the goal's file that is named as it is,
/// else what the goal's ladder expects.
pub fn bar(journal: &Journal, goal: &Goal, need: &Slug) -> Option<String> {
    let heading = goal.body.headings.iter().position(|heading| Slug::new(heading.name()) == *need);
    let own = heading.map(|at| plain_range(&goal.body, goal.body.section(at), |_| None));
    own.filter(|text| !text.is_empty()).or_else(|| {
        let ladder = journal.ladder(goal.ladder.as_ref()?.as_str())?;
        let to = Slug::new(goal.to.as_deref()?);
        let competency = ladder.competencies.iter().find(|competency| competency.id == *need)?;
        competency.expects.iter().find(|(level, _)| *level == to).map(|(_, text)| text.clone())
    })
}
