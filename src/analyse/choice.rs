//! Which stories a packet tells: three, and together as broad as the goal.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::evidence::Grade;
use super::gaps::GoalGaps;
use super::stories::Story;
use crate::model::{Journal, Slug};

/// As many are told, where there are so many; more only if the author pins them.
pub const STORIES: usize = 3;

/// Chooses among the stories of a journal for a goal: those pinned first, as they are listed; then,
/// one after the other, the one that shows most of the needs that none before it shows; of those the
/// one of highest grade, then the one delivered last, then the first by its task's name.
pub fn choose<'a>(journal: &Journal, gaps: &GoalGaps, stories: Vec<Story<'a>>) -> Vec<Story<'a>> {
    let goal = &journal.goals[gaps.goal];
    let shown = shown(gaps);
    let mut left: Vec<Candidate<'a>> = stories
        .into_iter()
        .filter(|story| !goal.packet.dropped.contains(&story.task.id))
        .map(|story| {
            let (shows, grade) = shown.get(&story.task.id).cloned().unwrap_or_default();
            Candidate { story, shows, grade }
        })
        .collect();
    let mut chosen: Vec<Candidate<'a>> = Vec::new();
    for task in &goal.packet.pinned {
        if let Some(at) = left.iter().position(|candidate| candidate.story.task.id == *task) {
            chosen.push(left.remove(at));
        }
    }
    left.retain(|candidate| {
        let mut entries = candidate.story.task.entries.iter().map(|at| &journal.entries[*at]);
        !candidate.shows.is_empty() || entries.any(|entry| entry.goals.contains(&goal.id))
    });
    while chosen.len() < STORIES {
        let adds = |candidate: &Candidate<'_>| {
            let told = |need: &usize| chosen.iter().any(|before| before.shows.contains(need));
            candidate.shows.iter().filter(|need| !told(need)).count()
        };
        let key = |candidate: &Candidate<'_>| {
            let task = candidate.story.task;
            (adds(candidate), candidate.grade, task.delivered, Reverse(task.id.clone()))
        };
        let best = (0..left.len()).max_by_key(|at| key(&left[*at]));
        let Some(best) = best else { break };
        chosen.push(left.remove(best));
    }
    chosen.into_iter().map(|candidate| candidate.story).collect()
}

struct Candidate<'a> {
    story: Story<'a>,
    /// The needs for which the task has a unit that counts, by their place in the goal.
    shows: Vec<usize>,
    /// The highest grade of those units.
    grade: Option<Grade>,
}

/// For each task, what it shows and how well, found in one pass.
fn shown(gaps: &GoalGaps) -> HashMap<&Slug, (Vec<usize>, Option<Grade>)> {
    let mut shown: HashMap<&Slug, (Vec<usize>, Option<Grade>)> = HashMap::new();
    for (at, need) in gaps.needs.iter().enumerate() {
        for unit in need.units.iter().filter(|unit| unit.counts()) {
            let Some(task) = &unit.task else { continue };
            let (needs, grade) = shown.entry(task).or_default();
            if needs.last() != Some(&at) {
                needs.push(at);
            }
            *grade = (*grade).max(Some(unit.grade));
        }
    }
    shown
}
