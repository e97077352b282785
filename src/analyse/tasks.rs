//! Tasks: who they were taken on with, and where they stand.

use jiff::Span;
use jiff::civil::Date;

use crate::model::dates::days_between;
use crate::model::phrasing::ago;
use crate::model::vocabulary::{Initiative, Kind, MetBar, Repeats, Size, Status, Step};
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
    /// As for its size; of recurring work, the day of its next cycle.
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
    /// How often it comes back, if it is recurring work.
    pub repeats: Option<Repeats>,
    /// The days on which recurring work was done.
    pub cycles: Vec<Date>,
    /// Whether it is recurring work whose next cycle is not late.
    waits: bool,
    /// The days on which a version of it was delivered, and on which it was taken up again or replaced, if it was.
    deliveries: Vec<(Date, Option<Date>)>,
    /// How it compared with the bar that was agreed, and the entry that says so last.
    pub judged: Option<(MetBar, usize)>,
    /// The entries that name it, in order.
    pub entries: Vec<usize>,
}

/// All tasks: those that entries name and those that only have a file, by the day they were taken
/// on, then by id. What is dated after today does nothing to a task yet. `thread_of` and `loop_of` say where each entry
/// is. `unstated` is the initiative of a task whose taker states none, if a talk took it on or its file says who asked
/// for it; for a reader other than the author, and in a packet, there is no such default.
pub fn tasks(
    journal: &Journal,
    ownership: &TaskOwnership<'_>,
    thread_of: &[Option<Slug>],
    loop_of: &[Option<usize>],
    is_authors: bool,
    unstated: Option<Initiative>,
    today: Date,
) -> Vec<Task> {
    let known = journal.entries_until(today).len();
    let named = ownership.iter().map(|(id, owned): (&Slug, &OwnedTask)| {
        let mut task = blank(id.clone(), journal);
        let taker = owned.taker.filter(|at| *at < known);
        if let Some(taken_by) = taker {
            let taker = &journal.entries[taken_by];
            task.owner = taker.owner.clone();
            task.initiative = taker.initiative.or_else(|| {
                let file = journal.task(task.id.as_str()).and_then(|file| file.asked_by.as_ref());
                let is_talk = matches!(taker.step, Some(Step::Ask | Step::Pivot));
                unstated.filter(|_| is_talk || file.is_some())
            });
            // For others, a hidden note may have taken it on. A talk says that it did, and one that says who
            // saw the need also says that it was the first.
            if is_authors || says_that_it_takes_on(taker) {
                let says_who = is_authors || !taker.with.is_empty();
                task.thread = thread_of[taken_by].clone().filter(|_| says_who);
                task.in_loop = loop_of[taken_by];
                task.taken_by = Some(taken_by);
                task.taken_on =
                    Some(taker.date).filter(|_| is_authors || task.initiative.is_some());
            }
        }
        let mut owners = owned.entries.iter().map(|at| &journal.entries[*at].owner);
        if taker.is_none() && owners.clone().all(|owner| !owner.is_author()) {
            // Only a direct report's notes refer to it.
            task.owner = owners.next().cloned().unwrap_or_default();
        }
        for at in owned.entries.iter().copied().take_while(|at| *at < known) {
            task.entries.push(at);
            follow(&mut task, at, &journal.entries[at]);
        }
        overrule(&mut task, journal);
        await_cycle(&mut task, today);
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
    let file = journal.task(id.as_str());
    let title = file.map(|file| &file.title).or(journal.task_names.get(&id));
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
        repeats: file.and_then(|file| file.repeats),
        cycles: Vec::new(),
        waits: false,
        deliveries: Vec::new(),
        judged: None,
        entries: Vec::new(),
    }
}

/// Moves a task by one entry that names it.
fn follow(task: &mut Task, at: usize, entry: &Entry) {
    let deliver = entry.step == Some(Step::Deliver);
    let judged = judgement(entry);
    // What is delivered after a version that fell short is another version.
    let is_new_version = deliver && task.missed_bar();
    task.judged = judged.map(|met_bar| (met_bar, at)).or(task.judged);
    let is_finished = entry.impact.is_some() || judged.is_some();
    let next = entry.status.or(match task.status {
        _ if deliver && is_finished && task.repeats.is_none() => Some(Status::Delivered),
        None | Some(Status::Open) if deliver => Some(Status::Started),
        None => entry.step.map(|_| Status::Open),
        Some(_) => None,
    });
    if let Some(next) = next {
        task.status = Some(next);
        // The version was delivered the first time; what is said of it later makes it no later.
        let is_delivered = next == Status::Delivered;
        let before = task.delivered.filter(|_| is_delivered && !is_new_version);
        if before.is_none() {
            if let Some((_, until @ None)) = task.deliveries.last_mut() {
                *until = Some(entry.date);
            }
            task.deliveries.extend(is_delivered.then_some((entry.date, None)));
        }
        task.delivered = before.or(Some(entry.date).filter(|_| is_delivered));
    }
    if deliver && task.repeats.is_some() && task.cycles.last() != Some(&entry.date) {
        task.cycles.push(entry.date);
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

/// The next cycle of recurring work that has not ended.
fn await_cycle(task: &mut Task, today: Date) {
    let Some(repeats) = task.repeats.filter(|_| task.is_unfinished()) else { return };
    let last = task.cycles.last().copied().or(task.taken_on);
    task.due = last.and_then(|day| day.checked_add(Span::new().days(repeats.days())).ok());
    task.waits = task.due.is_some_and(|due| today <= due);
}

/// What notes say of recurring work whose next cycle is late: when it was last done.
pub fn recurring_words(task: &Task, today: Date) -> String {
    match task.cycles.last() {
        Some(day) => format!("recurring work, last done {}", ago(days_between(*day, today))),
        None => "recurring work, and no note says that it was done yet".to_owned(),
    }
}

/// How an entry says that the work compared with the bar: a delivery, or feedback.
pub(super) fn judgement(entry: &Entry) -> Option<MetBar> {
    let judges = entry.step == Some(Step::Deliver) || entry.kind == Kind::Feedback;
    entry.met_bar.filter(|_| judges)
}

impl Task {
    /// The day that somebody set for it. That of recurring work is reckoned.
    pub fn set_due(&self) -> Option<Date> {
        self.due.filter(|_| self.repeats.is_none())
    }

    /// The day on which it was taken on, as one says it: none where the first note that one has is of its
    /// delivery, for the work began before.
    pub fn said_taken_on(&self, journal: &Journal) -> Option<Date> {
        let taker = self.taken_by.map(|at| &journal.entries[at]);
        let is_delivery = taker.is_some_and(|entry| entry.step == Some(Step::Deliver));
        self.taken_on.filter(|_| !is_delivery)
    }

    /// Whether the last word on it is that it fell short of the bar.
    pub fn missed_bar(&self) -> bool {
        self.judged.is_some_and(|(met_bar, _)| met_bar == MetBar::Missed)
    }

    /// The latest delivery after the note that says that it fell short: nobody has compared it with the bar yet.
    pub fn unjudged(&self, journal: &Journal) -> Option<usize> {
        let (_, judged_by) = self.judged.filter(|_| self.missed_bar())?;
        let is_delivery = |at: &usize| journal.entries[*at].step == Some(Step::Deliver);
        self.entries.iter().copied().filter(|at| *at > judged_by).rfind(is_delivery)
    }

    /// Whether it is delivered.
    pub fn is_delivered(&self) -> bool {
        self.status == Some(Status::Delivered)
    }

    /// Whether it is delivered, or recurring work that was done, and not short of the bar.
    pub fn is_win(&self) -> bool {
        self.last_done().is_some() && !self.missed_bar()
    }

    /// The day on which it was delivered, or its last cycle.
    pub fn last_done(&self) -> Option<Date> {
        self.delivered.max(self.cycles.last().copied())
    }

    /// Whether it stood delivered at the end of a day, or was recurring work done by then.
    pub fn was_done_by(&self, day: Date) -> bool {
        let stood = |(from, until): &(Date, Option<Date>)| {
            *from <= day && until.is_none_or(|until| day < until)
        };
        self.deliveries.iter().any(stood) || self.cycles.iter().any(|done| *done <= day)
    }

    /// Whether it was delivered, or recurring work done, on one of these days.
    pub fn was_done_between(&self, first: Date, last: Date) -> bool {
        let mut done = self.deliveries.iter().map(|(from, _)| from).chain(&self.cycles);
        done.any(|done| (first..=last).contains(done))
    }

    /// What it counts for as a win after a day: small work 1 and other work 2, each cycle of
    /// recurring work 1.
    pub fn points_after(&self, day: Option<Date>) -> usize {
        let is_after = |done: &Date| day.is_none_or(|day| *done > day);
        match (self.missed_bar(), self.repeats, self.size) {
            (true, ..) => 0,
            (false, Some(_), _) => self.cycles.iter().filter(|done| is_after(done)).count(),
            (false, None, Some(Size::Small)) => {
                usize::from(self.delivered.is_some_and(|d| is_after(&d)))
            }
            (false, None, _) => 2 * usize::from(self.delivered.is_some_and(|d| is_after(&d))),
        }
    }

    /// Whether something is to be done for it now: recurring work waits for its next cycle.
    pub fn is_open(&self) -> bool {
        self.is_unfinished() && !self.waits
    }

    /// Whether it has not ended.
    pub fn is_unfinished(&self) -> bool {
        matches!(self.status, Some(Status::Open | Status::Started))
    }
}
