//! What each task shows: the highest grade of its evidence for each need of each goal.

use ahash::HashMap;

use super::context::RenderContext;
use crate::analyse::Analysis;
use crate::analyse::evidence::Grade;
use crate::model::Slug;

/// Whether evidence is at the level that the goal asks for, then its grade.
type TaskGrade = (bool, Grade);

/// A goal, as an index of the journal's, and a need, as an index of the goal's.
type NeedPlace = (usize, usize);

/// The highest grades of each task, by its id, in the order of the needs.
pub(super) type TaskGrades = HashMap<Slug, Vec<(NeedPlace, TaskGrade)>>;

impl RenderContext<'_> {
    /// The highest grade of a task's evidence for a need of a goal; `None` where it has none.
    pub fn grade_of_task(&self, task: &Slug, need: NeedPlace) -> Option<TaskGrade> {
        let grades = self.task_grades.get_or_init(|| task_grades(self.analysis));
        grades.get(task)?.iter().find(|(place, _)| *place == need).map(|(_, grade)| *grade)
    }
}

fn task_grades(analysis: &Analysis<'_>) -> TaskGrades {
    let mut grades = TaskGrades::default();
    for gaps in &analysis.gaps {
        for (at, need) in gaps.needs.iter().enumerate() {
            for unit in &need.units {
                let Some(task) = &unit.task else { continue };
                let own = grades.entry(task.clone()).or_default();
                let (place, grade) = ((gaps.goal, at), (!unit.below_level, unit.grade));
                match own.last_mut() {
                    Some((last, highest)) if *last == place => *highest = grade.max(*highest),
                    _ => own.push((place, grade)),
                }
            }
        }
    }
    grades
}
