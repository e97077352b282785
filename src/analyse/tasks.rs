//! Tasks: who they were taken on with, and where they stand.

use jiff::civil::Date;

use crate::model::vocabulary::{Initiative, Size, Status, Step};
use crate::model::{Entry, Journal, Owner, Slug};
use crate::ownership::{OwnedTask, TaskOwnership, says_that_it_takes_on};

/// A task, as the entries that name it tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its slug.
    pub id: Slug,
    /// What its file says, else its slug in words.
    pub title: String,
    /// Where it stands; `None` where no entry took it on.
    pub status: Option<Status>,
    /// What its file states, else the last that an entry states.
    pub size: Option<Size>,
    /// As for its size.
    pub due: Option<Date>,
    /// As for its size.
    pub project: Option<Slug>,
    /// The person in whose thread it was taken on.
    pub thread: Option<Slug>,
    /// The loop in which it was taken on, as an index of [`Timeline::loops`](super::Timeline).
    pub in_loop: Option<usize>,
    /// Who saw first that it was needed; `None` where no entry took it on, or where a reader other
    /// than the author is not told.
    pub initiative: Option<Initiative>,
    /// Whose it is: the direct report's in whose thread it was taken on, else the author's.
    pub owner: Owner,
    /// The entry that took it on, as an index of [`Journal::entries`].
    pub taken_by: Option<usize>,
    /// The date of that entry; `None` if the reader is not the author and it does not say who saw the need:
    /// a hidden entry may be earlier.
    pub taken_on: Option<Date>,
    /// When it was delivered, while it stands so.
    pub delivered: Option<Date>,
    /// The entries that name it, in order.
    pub entries: Vec<usize>,
}

/// All tasks: those that entries name and those that only have a file, by the day they were taken
/// on, then by id. `thread_of` and `loop_of` say where each entry is. `unstated` is the initiative of a
/// task whose taker states none; for a reader other than the author there is no such default.
pub fn tasks(
    journal: &Journal,
    ownership: &TaskOwnership<'_>,
    thread_of: &[Option<Slug>],
    loop_of: &[Option<usize>],
    unstated: Option<Initiative>,
) -> Vec<Task> {
    let is_authors = unstated.is_some();
    let named = ownership.iter().map(|(id, owned): (&Slug, &OwnedTask)| {
        let mut task = blank(id.clone(), journal);
        if let Some(taken_by) = owned.taker {
            let taker = &journal.entries[taken_by];
            task.owner = taker.owner.clone();
            task.initiative = taker.initiative.or(unstated);
            // For others, a hidden note may have taken it on. A talk says that it did, and one that says who
            // saw the need also says that it was the first.
            if is_authors || says_that_it_takes_on(taker) {
                let says_who = is_authors || !taker.with.is_empty();
                task.thread = thread_of[taken_by].clone().filter(|_| says_who);
                task.in_loop = loop_of[taken_by];
                task.taken_by = Some(taken_by);
                task.taken_on = Some(taker.date).filter(|_| task.initiative.is_some());
            }
        }
        let mut owners = owned.entries.iter().map(|at| &journal.entries[*at].owner);
        if owned.taker.is_none() && owners.clone().all(|owner| !owner.is_author()) {
            // Only a direct report's notes refer to it.
            task.owner = owners.next().cloned().unwrap_or_default();
        }
        task.entries.clone_from(&owned.entries);
        for at in &owned.entries {
            follow(&mut task, &journal.entries[*at]);
        }
        overrule(&mut task, journal);
        task
    });
    let planned = journal.tasks.iter().filter(|file| !ownership.names(&file.id)).map(|file| {
        let mut task = blank(file.id.clone(), journal);
        overrule(&mut task, journal);
        task
    });
    let mut tasks: Vec<Task> = named.chain(planned).collect();
    tasks.sort_by(|a, b| {
        // What nobody took on yet stands last.
        let key = |task: &Task| (task.taken_on.is_none(), task.taken_on);
        (key(a), &a.id).cmp(&(key(b), &b.id))
    });
    tasks
}

fn blank(id: Slug, journal: &Journal) -> Task {
    let title = journal.task(id.as_str()).map(|file| &file.title).or(journal.task_names.get(&id));
    let title = title.cloned().unwrap_or_else(|| id.title());
    Task {
        id,
        title,
        status: None,
        size: None,
        due: None,
        project: None,
        thread: None,
        in_loop: None,
        initiative: None,
        owner: Owner::Author,
        taken_by: None,
        taken_on: None,
        delivered: None,
        entries: Vec::new(),
    }
}

/// Moves a task by one entry that names it.
fn follow(task: &mut Task, entry: &Entry) {
    let deliver = entry.step == Some(Step::Deliver);
    let next = entry.status.or(match task.status {
        _ if deliver && entry.impact.is_some() => Some(Status::Delivered),
        None | Some(Status::Open) if deliver => Some(Status::Started),
        None => entry.step.map(|_| Status::Open),
        Some(_) => None,
    });
    if let Some(next) = next {
        task.status = Some(next);
        // The work was delivered the first time; what is said of it later makes it no later.
        let delivered = task.delivered.unwrap_or(entry.date);
        task.delivered = (next == Status::Delivered).then_some(delivered);
    }
    task.size = entry.size.or(task.size);
    task.due = entry.due.or(task.due);
    if entry.project.is_some() {
        task.project.clone_from(&entry.project);
    }
}

/// What the file in `tasks/` states overrules what entries state.
fn overrule(task: &mut Task, journal: &Journal) {
    if let Some(file) = journal.task(task.id.as_str()) {
        task.size = file.size.or(task.size);
        task.due = file.due.or(task.due);
        if file.project.is_some() {
            task.project.clone_from(&file.project);
        }
    }
}

impl Task {
    /// Whether something is still to be done for it.
    pub fn is_open(&self) -> bool {
        matches!(self.status, Some(Status::Open | Status::Started))
    }
}
