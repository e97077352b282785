//! The plan of a goal: in which order its competencies are worked on, and which tasks are meant for them.
//!
//! The leader's word is the roadmap (the framework), so what they named comes first; then what can be
//! reached first.

use super::gaps::{GoalGaps, Need, NeedStatus};
use super::health::HealthContext;
use super::tasks::Task;
use crate::model::vocabulary::{GoalState, Status};

/// A competency that is not sustained yet.
#[derive(Debug)]
pub struct PlannedNeed<'a> {
    /// The competency.
    pub need: &'a Need,
    /// The tasks of the goal's owner whose file says that they serve it, and that have not ended.
    pub tasks: Vec<&'a Task>,
}

/// The competencies of a goal that are not sustained, in the order in which they are worked on: those that a
/// leader named in a pivot first, then by the earliest possible quarter, then as the goal lists them. Nothing is
/// planned for a goal that is not active.
pub fn plan<'a>(context: &HealthContext<'a>, gaps: &'a GoalGaps) -> Vec<PlannedNeed<'a>> {
    if context.journal.goals[gaps.goal].state_on(context.today) != GoalState::Active {
        return Vec::new();
    }
    let needs = gaps.needs.iter().filter(|need| need.status < NeedStatus::Sustained);
    let mut needs: Vec<&Need> = needs.collect();
    needs.sort_by_key(|need| (!need.by_leader, need.earliest));
    let planned = |need: &'a Need| PlannedNeed { need, tasks: meant_for(context, gaps, need) };
    needs.into_iter().map(planned).collect()
}

/// The tasks of a goal's owner whose file says that they serve a competency, and that have not ended.
pub fn meant_for<'a>(context: &HealthContext<'a>, gaps: &GoalGaps, need: &Need) -> Vec<&'a Task> {
    let owner = &context.journal.goals[gaps.goal].owner;
    let has_ended = |task: &Task| {
        matches!(task.status, Some(Status::Delivered | Status::Declined | Status::Dropped))
    };
    let tasks = context.timeline.tasks.iter();
    let open = tasks.filter(|task| task.owner == *owner && !has_ended(task));
    let serves = |task: &&Task| {
        let file = context.journal.task(task.id.as_str());
        file.is_some_and(|file| file.serves.contains(&need.id))
    };
    open.filter(serves).collect()
}
