//! What somebody said last of what they try to do and what is in the way, and what came of that talk.

use super::{Analysis, Task, Thread};
use crate::model::vocabulary::Status;

/// The last entry of a thread that says what the person tries to do, or what is in the way. Both are told from
/// one talk: what was in the way of something else then is not in the way of this.
pub fn last_heard(analysis: &Analysis<'_>, thread: &Thread) -> Option<usize> {
    let says = |at: &usize| {
        let entry = &analysis.journal.entries[*at];
        entry.trying.is_some() || entry.blocking.is_some()
    };
    thread.entries.iter().copied().rfind(says)
}

/// The last entry of a thread that names a task and says what the person tries to do, or what is in the way.
pub fn last_heard_on(analysis: &Analysis<'_>, thread: &Thread, task: &Task) -> Option<usize> {
    let says = |at: &usize| {
        let entry = &analysis.journal.entries[*at];
        let is_of_thread = analysis.timeline.thread_of[*at].as_ref() == Some(&thread.person);
        is_of_thread && (entry.trying.is_some() || entry.blocking.is_some())
    };
    task.entries.iter().copied().rfind(says)
}

/// The tasks that an entry took on, without those that came to nothing.
fn taken_on<'a>(analysis: &'a Analysis<'_>, at: usize) -> impl Iterator<Item = &'a Task> {
    let ended = |task: &Task| matches!(task.status, Some(Status::Declined | Status::Dropped));
    let tasks = analysis.timeline.tasks.iter();
    tasks.filter(move |task| task.taken_by == Some(at) && !ended(task))
}

/// Whether an entry took on work that goes on or is delivered.
pub fn is_taken_on(analysis: &Analysis<'_>, at: usize) -> bool {
    taken_on(analysis, at).next().is_some()
}

/// The tasks that an entry took on, if all are delivered and none fell short: what was in the way then may
/// be gone.
pub fn delivered_since<'a>(analysis: &'a Analysis<'_>, at: usize) -> Vec<&'a Task> {
    let tasks: Vec<&Task> = taken_on(analysis, at).collect();
    let is_done = tasks.iter().all(|task| task.delivered.is_some() && !task.missed_bar());
    if is_done { tasks } else { Vec::new() }
}

/// The tasks that an entry took on and that are still open.
pub fn open_since<'a>(analysis: &'a Analysis<'_>, at: usize) -> Vec<&'a Task> {
    taken_on(analysis, at).filter(|task| task.is_open()).collect()
}
