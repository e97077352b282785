//! A leader's direct reports: where each of them is, and what is next.

use jiff::civil::Date;

use super::gaps::{GoalGaps, Need, NeedStatus};
use super::health::HealthContext;
use super::next::{NextMove, clear_goal, goals_of, next_move, weakest};
use super::timeline::{Loop, Thread};
use super::{Analysis, Task};
use crate::model::vocabulary::{GoalState, Relation, Step};

/// The steps that are a conversation: a delivery need not be one.
const TALKS: &[Step] = &[Step::Master, Step::Ask, Step::Pivot, Step::Repeat];

/// A direct report.
#[derive(Debug)]
pub struct TeamMember<'a> {
    /// The thread with them.
    pub thread: &'a Thread,
    /// Their active goal: of the clear ones that which is wanted first, else the first.
    pub goal: Option<&'a GoalGaps>,
    /// How many active goals they have besides.
    pub more_goals: usize,
    /// The competency of that goal that is furthest from what it needs; `None` where each is sustained.
    pub weakest: Option<&'a Need>,
    /// The current loop with them.
    pub current: Option<&'a Loop>,
    /// The entry of the last conversation.
    pub last_talk: Option<usize>,
    /// What is late, the oldest first.
    pub late: Vec<LateItem<'a>>,
    /// The next step with them.
    pub next: NextMove<'a>,
}

/// Something in a direct report's thread whose day is past.
#[derive(Debug)]
pub struct LateItem<'a> {
    /// What.
    pub kind: LateKind<'a>,
    /// Its name.
    pub title: &'a str,
    /// Its day.
    pub due: Date,
}

/// What can be late.
#[derive(Clone, Copy, Debug)]
pub enum LateKind<'a> {
    /// An open task.
    Task(&'a Task),
    /// The next update on an open setback, by the setback's entry.
    Update(usize),
    /// A promise of the author's, by its entry.
    PromiseOfAuthor(usize),
    /// A promise of somebody else's, by its entry. Its text begins with their name.
    PromiseOfOthers(usize),
}

impl LateItem<'_> {
    /// What is said before its title, and between the title and the day.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self.kind {
            LateKind::Task(task) if task.repeats.is_some() => ("", ", by its rhythm due "),
            LateKind::Task(_) => ("", ", due "),
            LateKind::Update(_) => ("the next update on “", "”, promised for "),
            LateKind::PromiseOfAuthor(_) => ("", ", promised by you for "),
            LateKind::PromiseOfOthers(_) => ("", ", promised for "),
        }
    }
}

/// The threads with direct reports, by their names; without those who left or are still to come.
pub fn threads<'a>(context: &HealthContext<'a>) -> Vec<&'a Thread> {
    let mut threads: Vec<&Thread> = context
        .timeline
        .threads
        .iter()
        .filter(|thread| {
            thread.relation == Some(Relation::Report) && context.is_here(&thread.person)
        })
        .collect();
    threads.sort_by_key(|thread| context.name(&thread.person));
    threads
}

/// The direct reports, by their names.
pub fn members<'a>(analysis: &'a Analysis<'a>) -> Vec<TeamMember<'a>> {
    threads(&analysis.context()).into_iter().map(|thread| member(analysis, thread)).collect()
}

fn member<'a>(analysis: &'a Analysis<'a>, thread: &'a Thread) -> TeamMember<'a> {
    let context = analysis.context();
    let is_active = |gaps: &&GoalGaps| {
        analysis.journal.goals[gaps.goal].state_on(analysis.today) == GoalState::Active
    };
    let goals: Vec<&GoalGaps> = goals_of(&context, thread).filter(is_active).collect();
    let goal = clear_goal(&context, thread).or_else(|| goals.first().copied());
    let weakest = goal.and_then(|gaps| weakest(gaps, &context));
    TeamMember {
        thread,
        goal,
        more_goals: goals.len().saturating_sub(1),
        weakest: weakest.filter(|need| need.status < NeedStatus::Sustained),
        current: analysis.timeline.current_loop(thread),
        last_talk: context.met_for(thread, TALKS).pop(),
        late: late(analysis, thread),
        next: next_move(&context, thread),
    }
}

fn late<'a>(analysis: &'a Analysis<'a>, thread: &'a Thread) -> Vec<LateItem<'a>> {
    let Analysis { journal, today, .. } = analysis;
    let context = analysis.context();
    let is_past = |due: &Date| due < today;
    let tasks = context.tasks_of(thread).filter(|task| task.is_open());
    let tasks = tasks.filter_map(|task| {
        let due = task.due.filter(is_past)?;
        Some(LateItem { kind: LateKind::Task(task), title: &task.title, due })
    });
    let of_thread =
        |entry: usize| analysis.timeline.thread_of[entry].as_ref() == Some(&thread.person);
    let setbacks = analysis.setbacks.iter().filter(|own| own.is_open() && of_thread(own.entry));
    let updates = setbacks.filter_map(|own| {
        let due = own.overdue(journal, *today)?;
        let title = &journal.entries[own.entry].title;
        Some(LateItem { kind: LateKind::Update(own.entry), title, due })
    });
    let promises = analysis.promises.iter().filter(|own| {
        let is_promise = own.is_open_for_author() || own.is_open_for_others();
        is_promise && of_thread(own.entry)
    });
    let promises = promises.filter(|own| is_past(&own.due)).map(|own| {
        let kind = match own.person {
            None => LateKind::PromiseOfAuthor(own.entry),
            Some(_) => LateKind::PromiseOfOthers(own.entry),
        };
        LateItem { kind, title: &own.text, due: own.due }
    });
    let mut late: Vec<LateItem<'_>> = tasks.chain(updates).chain(promises).collect();
    late.sort_by_key(|item| item.due);
    late
}
