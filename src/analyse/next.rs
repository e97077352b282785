//! The next move: what to do now with each person, and why.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::gaps::{GoalGaps, Need, NeedStatus, is_clear};
use super::health::{
    HealthContext, Overload, Shaky, manager_on, missed_bars, missed_words, overload, shaky,
    unmended,
};
use super::setbacks::Setback;
use super::tasks::{Task, recurring_words};
use super::timeline::{Loop, LoopState, Thread};
use crate::model::dates::days_between;
use crate::model::phrasing::{ago, spoken};
use crate::model::vocabulary::{Answer, Cadence, GoalState, Relation, Step};
use crate::model::{Entry, Journal, Owner, Slug};

/// Days within which a baseline is fresh, as the rule `baseline-missing` has it.
const BASELINE: i32 = 180;
/// Days after a delivery within which its impact is best found.
const FRESH: i32 = 90;
/// Days from one conversation to the next: a quarter.
const CADENCE: i32 = 91;

/// The next step with one person.
#[derive(Debug)]
pub struct NextMove<'a> {
    /// The thread.
    pub thread: &'a Thread,
    /// What.
    pub kind: Move,
    /// Why, in a sentence.
    pub reason: String,
    /// The tasks it is about, the main one first.
    pub tasks: Vec<&'a Task>,
    /// The goal it is about.
    pub goal: Option<usize>,
    /// The need it is about.
    pub need: Option<&'a Need>,
    /// The setback it is about, as an index of the setbacks.
    pub setback: Option<usize>,
    /// What the author turned down, for an `ask` that puts it right.
    pub declined: Option<&'a Task>,
    /// The wishes it is about.
    pub wishes: Vec<&'a str>,
    /// The entries that stand behind it.
    pub entries: Vec<usize>,
    /// By when.
    pub due: Option<Date>,
}

/// The kinds of next steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Say what happened, the plan, and when the next update comes.
    OwnIt,
    /// Ask how the work is seen.
    Master,
    /// Settle what the leader wishes were different.
    Fix,
    /// Finish what is open.
    Deliver,
    /// Ask which of the open work can wait.
    SlowDown,
    /// Say that the work fell short, and offer a second version; or ask whether that one is good now.
    MakeGood,
    /// Find the number, get the quote.
    ShowImpact,
    /// Ask for work that also serves the goal.
    Pivot,
    /// Make the goal clear first.
    SetGoal,
    /// Close the loop, note the lesson.
    Repeat,
    /// Ask what is needed.
    Ask,
}

impl Move {
    /// All of them, in the order of the rules.
    pub const ALL: [Self; 11] = [
        Self::OwnIt,
        Self::SlowDown,
        Self::MakeGood,
        Self::Master,
        Self::Fix,
        Self::Deliver,
        Self::ShowImpact,
        Self::Pivot,
        Self::SetGoal,
        Self::Repeat,
        Self::Ask,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::OwnIt => "own-it",
            Self::Master => "master",
            Self::Fix => "fix",
            Self::Deliver => "deliver",
            Self::SlowDown => "slow-down",
            Self::MakeGood => "make-good",
            Self::ShowImpact => "show-impact",
            Self::Pivot => "pivot",
            Self::SetGoal => "set-goal",
            Self::Repeat => "repeat",
            Self::Ask => "ask",
        }
    }
}

/// One for the manager's thread, always, first; and one for every other thread whose person is here, in the threads'
/// order. Peers and sponsors without notes are left alone, unless they have to hear of a setback.
pub fn next_moves<'a>(context: &HealthContext<'a>) -> Vec<NextMove<'a>> {
    let manager = manager_on(context.journal, context.today);
    let is_met = |thread: &Thread| {
        let seldom = matches!(thread.relation, Some(Relation::Peer | Relation::Sponsor));
        !thread.entries.is_empty() || !seldom || own_it(context, thread).is_some()
    };
    let has_step = |thread: &&Thread| {
        thread.person == *manager || (context.is_here(&thread.person) && is_met(thread))
    };
    let mut threads: Vec<&Thread> = context.timeline.threads.iter().filter(has_step).collect();
    threads.sort_by_key(|thread| thread.person != *manager);
    threads.into_iter().map(|thread| next_move(context, thread)).collect()
}

/// The next move with one person, whether or not they would be listed.
pub fn next_move<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> NextMove<'a> {
    // The first is what to do; what else is due comes after it.
    let mut due = all_due(context, thread);
    due.truncate(1);
    due.pop().unwrap_or_else(|| ask(context, thread))
}

/// A line of the rules.
type MoveRule = for<'a> fn(&HealthContext<'a>, &'a Thread) -> Option<NextMove<'a>>;

/// The lines of the rules, the first that applies standing first; without the last, which always
/// does. A task that is late stands before what the leader was to be asked.
const RULES: [MoveRule; 10] =
    [own_it, slow_down, late, make_good, master, fix, deliver, show_impact, pivot, repeat];

/// All that is due with one person, in the order of the rules.
pub fn all_due<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Vec<NextMove<'a>> {
    let mut due: Vec<NextMove<'a>> = Vec::new();
    for next in RULES.iter().filter_map(|rule| rule(context, thread)) {
        // What is late is delivered once.
        if !due.iter().any(|before| before.kind == next.kind) {
            due.push(next);
        }
    }
    due
}

impl<'a> NextMove<'a> {
    fn new(thread: &'a Thread, kind: Move, reason: String) -> Self {
        Self {
            thread,
            kind,
            reason,
            tasks: Vec::new(),
            goal: None,
            need: None,
            setback: None,
            declined: None,
            wishes: Vec::new(),
            entries: Vec::new(),
            due: None,
        }
    }
}

impl NextMove<'_> {
    /// Whether its main task is recurring work.
    pub fn is_about_recurring(&self) -> bool {
        self.tasks.first().is_some_and(|task| task.repeats.is_some())
    }

    /// Whether what it makes good was delivered again, and nobody has judged that yet.
    pub fn is_to_be_judged(&self, journal: &Journal) -> bool {
        let first = self.tasks.first().filter(|_| self.kind == Move::MakeGood);
        first.is_some_and(|task| task.unjudged(journal).is_some())
    }

    /// Whether its day is that of recurring work, which nobody set.
    pub fn is_due_by_rhythm(&self) -> bool {
        self.kind == Move::Deliver && self.is_about_recurring() && self.due.is_some()
    }

    /// What is said before its day.
    pub fn before_due(&self) -> &'static str {
        if self.is_due_by_rhythm() { "by its rhythm " } else { "" }
    }

    /// Whether it is about a setback of another thread, which the person only has to hear of.
    pub fn is_others_setback(&self, context: &HealthContext<'_>) -> bool {
        let setback = self.setback.map(|at| context.setbacks[at].entry);
        setback.is_some_and(|at| !context.is_of(self.thread, at))
    }
}

fn own_it<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    let of_thread = |at: usize| context.is_of(thread, at);
    let must_hear =
        |setback: &Setback| setback.untold(context.journal).any(|person| *person == thread.person);
    let mut open = context.setbacks.iter().enumerate().filter(|(_, setback)| setback.is_open());
    // The oldest first: it has waited longest.
    let (at, setback) = open.find(|(_, s)| of_thread(s.entry) || must_hear(s))?;
    let entry = context.entry(setback.entry);
    let age = days_between(entry.date, context.today);
    let still = match of_thread(setback.entry) {
        true => "is still open".to_owned(),
        false => format!("is open, and no note tells it to {}", context.spoken(&thread.person)),
    };
    let how = match thread.relation {
        Some(Relation::Report) if of_thread(setback.entry) => "",
        _ => "; say it face to face if you can",
    };
    let reason = format!("the setback `{}`, {}, {still}{how}", entry.title, ago(age));
    let tasks = entry.tasks.iter().filter_map(|id| context.timeline.task(id));
    Some(NextMove {
        tasks: tasks.collect(),
        setback: Some(at),
        entries: setback.told().collect(),
        // What was promised to others is no promise to this person.
        due: setback
            .awaited(context.journal)
            .filter(|(_, said)| context.took_part(thread, *said))
            .map(|(by, _)| by),
        ..NextMove::new(thread, Move::OwnIt, reason)
    })
}

/// With the author's manager alone: they decide what comes first.
fn slow_down<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    if thread.person != *manager_on(context.journal, context.today) {
        return None;
    }
    let Overload { tasks, tired, reason } = overload(context)?;
    // What is open with others is not for this person.
    let own = tasks.into_iter().filter(|task| task.thread.as_ref() == Some(&thread.person));
    let mut own: Vec<&Task> = own.collect();
    own.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_by));
    Some(NextMove { tasks: own, entries: tired, ..NextMove::new(thread, Move::SlowDown, reason) })
}

fn make_good<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    let missed = missed_bars(context, thread);
    let first = *missed.first()?;
    let reason = missed_words(context, first);
    let judged_by = first.judged.map(|(_, at)| at);
    Some(NextMove {
        entries: judged_by.into_iter().chain(first.unjudged(context.journal)).collect(),
        tasks: missed,
        ..NextMove::new(thread, Move::MakeGood, reason)
    })
}

fn is_manager(thread: &Thread) -> bool {
    thread.relation == Some(Relation::Manager)
}

fn master<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    let last = context.with_step(thread, &[Step::Master]).next_back();
    let near = context.ago(BASELINE);
    if !is_manager(thread) || last.is_some_and(|at| context.entry(at).date >= near) {
        return None;
    }
    let name = context.spoken(&thread.person);
    let reason = match last {
        Some(at) => {
            let age = days_between(context.entry(at).date, context.today);
            format!("you last asked {name} how they see your work {}", ago(age))
        }
        None => format!("no note with `step: master` asks {name} how they see your work"),
    };
    let kind = Move::Master;
    Some(NextMove { entries: last.into_iter().collect(), ..NextMove::new(thread, kind, reason) })
}

fn fix<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    if !is_manager(thread) {
        return None;
    }
    let Shaky { master, wishes, below } = shaky(context, thread)?;
    let name = context.spoken(&thread.person);
    let reason = match (wishes.len(), below) {
        (0, _) => format!("{name} sees your work as below what is needed"),
        (1, _) => format!("{name} wishes one thing were different"),
        (several, _) => format!("{name} wishes {several} things were different"),
    };
    Some(NextMove { wishes, entries: vec![master], ..NextMove::new(thread, Move::Fix, reason) })
}

/// A delivery whose day is past.
fn late<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    deliver(context, thread).filter(|next| next.due.is_some_and(|due| due < context.today))
}

fn deliver<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    let mut open: Vec<&Task> = context.tasks_of(thread).filter(|task| task.is_open()).collect();
    open.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_by));
    let first = *open.first()?;
    let due = match first.due {
        // The day of its next cycle is reckoned, and nobody set it.
        Some(_) if first.repeats.is_some() => {
            format!("is {}", recurring_words(first, context.today))
        }
        Some(due) if due < context.today => {
            format!("was due {}", ago(days_between(due, context.today)))
        }
        Some(due) if due == context.today => "is due today".to_owned(),
        Some(due) => format!("is due {}", ago(days_between(due, context.today))),
        None => "is open and has no due date".to_owned(),
    };
    let also = match open.len() - 1 {
        0 => String::new(),
        1 => ", and one more task is open".to_owned(),
        more => format!(", and {more} more tasks are open"),
    };
    let reason = format!("`{}` {due}{also}", first.title);
    Some(NextMove {
        due: first.due,
        entries: first.entries.last().copied().into_iter().collect(),
        tasks: open,
        ..NextMove::new(thread, Move::Deliver, reason)
    })
}

fn show_impact<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    let near = context.ago(FRESH);
    let recent = |task: &&Task| !task.missed_bar() && task.delivered.is_some_and(|day| day >= near);
    let mut bare: Vec<&Task> =
        context.tasks_of(thread).filter(recent).filter(|task| !context.has_impact(task)).collect();
    // The latest is the easiest to find the number of.
    bare.sort_by_key(|task| std::cmp::Reverse(task.delivered));
    let first = *bare.first()?;
    let reason = format!("`{}` is delivered, but no note says what it changed", first.title);
    Some(NextMove {
        entries: first.entries.last().copied().into_iter().collect(),
        tasks: bare,
        ..NextMove::new(thread, Move::ShowImpact, reason)
    })
}

/// The current loop of a thread, while it is not closed. A peer's has no pivot and no end.
fn going_on<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<&'a Loop> {
    let own = context.timeline.current_loop(thread)?;
    (own.state != LoopState::Closed && thread.relation != Some(Relation::Peer)).then_some(own)
}

fn pivot<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    if thread.relation == Some(Relation::Peer) {
        return None;
    }
    let again = match put_off(context, thread) {
        Some(again) if again.until > context.today => return None,
        again => again,
    };
    let own = context.timeline.current_loop(thread)?;
    let begins = points(context, thread).is_some_and(|points| points >= POINTS);
    if !begins && again.is_none() {
        return None;
    }
    let wins = finished(context, own);
    // An answer that was put off is behind the step, not what was delivered before it.
    let behind = again.as_ref().map_or_else(|| latest(&wins), |again| vec![again.at]);
    let won = match (again, &wins[..]) {
        (Some(PutOff { pivot, .. }), _) => {
            let name = context.spoken(&thread.person);
            match pivot.answer_by {
                Some(day) => {
                    format!("{name} put the answer off until {}", spoken(day, context.today))
                }
                None => format!(
                    "{name} put the answer off {}",
                    ago(days_between(pivot.date, context.today))
                ),
            }
        }
        (None, []) => "you keep up recurring work in this loop".to_owned(),
        (None, [one]) => format!("`{}` is delivered in this loop", one.title),
        (None, several) => format!("{} tasks are delivered in this loop", several.len()),
    };
    let Some(gaps) = clear_goal(context, thread) else {
        let goal = unclear_goal(context, thread);
        let whose = match context.owner_of(thread) {
            Owner::Author => "you have".to_owned(),
            _ => format!("{} has", context.spoken(&thread.person)),
        };
        let reason = format!("{won}, but {whose} no clear goal yet");
        return Some(NextMove {
            entries: behind,
            tasks: wins,
            goal: goal.map(|gaps| gaps.goal),
            ..NextMove::new(thread, Move::SetGoal, reason)
        });
    };
    let goal = &context.journal.goals[gaps.goal];
    let need = next_need(context, thread, gaps);
    let reason = match need {
        Some(need) if need.status == NeedStatus::None && need.units.is_empty() => {
            format!("{won}; for `{}`, no note shows `{}` yet", goal.title, need.title)
        }
        Some(need) if need.status == NeedStatus::None => {
            format!("{won}; for `{}`, no note shows `{}` at its level yet", goal.title, need.title)
        }
        Some(need) => {
            format!("{won}; for `{}`, `{}` is {}", goal.title, need.title, need.status.label())
        }
        None => won,
    };
    Some(NextMove {
        goal: Some(gaps.goal),
        need,
        entries: behind,
        tasks: wins,
        ..NextMove::new(thread, Move::Pivot, reason)
    })
}

/// The points that wins need before the goal is brought up.
const POINTS: usize = 2;

/// The points of a thread's wins since the day of its last pivot, while its current loop is not closed, has
/// a win and no pivot.
fn points(context: &HealthContext<'_>, thread: &Thread) -> Option<usize> {
    let own = going_on(context, thread)?;
    if own.aligned || own.wins.is_empty() {
        return None;
    }
    let since = context.pivots(thread).next_back().map(|at| context.entry(at).date);
    Some(context.tasks_of(thread).map(|task| task.points_after(since)).sum())
}

/// The wins of a loop that are done for good, the latest first.
fn finished<'a>(context: &HealthContext<'a>, own: &Loop) -> Vec<&'a Task> {
    let wins = own.wins.iter().map(|at| &context.timeline.tasks[*at]);
    let mut wins: Vec<&Task> = wins.filter(|task| task.delivered.is_some()).collect();
    wins.sort_by_key(|task| std::cmp::Reverse(task.delivered));
    wins
}

/// An answer that a leader put off.
pub struct PutOff<'a> {
    /// The newest pivot, to which it is.
    pub pivot: &'a Entry,
    /// Where that is among the entries.
    at: usize,
    /// Until when nobody asks again: `answer_by`, else one cadence after the pivot.
    until: Date,
}

/// The answer to the newest pivot of a thread, if it was put off. Where the goals of that pivot were all given up, paused
/// or reached since, nobody waits for it.
pub fn put_off<'a>(context: &HealthContext<'a>, thread: &Thread) -> Option<PutOff<'a>> {
    let at = context.pivots(thread).next_back()?;
    let pivot = context.entry(at);
    let cadence = Span::new().days(cadence(context, &thread.person));
    let until = pivot.answer_by.or_else(|| pivot.date.checked_add(cadence).ok())?;
    let mut goals = context.journal.goals.iter().filter(|goal| pivot.goals.contains(&goal.id));
    let is_wanted = pivot.goals.is_empty()
        || goals.any(|goal| goal.state_on(context.today) == GoalState::Active);
    (pivot.answer == Some(Answer::Later) && is_wanted).then_some(PutOff { pivot, at, until })
}

/// A competency that a leader named in a pivot, and the entry that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedGap<'a> {
    /// The competency.
    pub need: &'a Need,
    /// The pivot.
    pub pivot: usize,
}

/// The first competency that the leader named in the newest pivot of this thread for that goal, and
/// that no evidence later than the pivot shows.
pub fn named_gap<'a>(
    context: &HealthContext<'a>,
    thread: &Thread,
    gaps: &'a GoalGaps,
) -> Option<NamedGap<'a>> {
    let goal = &context.journal.goals[gaps.goal].id;
    let for_it = |at: &usize| context.entry(*at).goals.contains(goal);
    let pivot = context.pivots(thread).rev().find(for_it)?;
    let asked = context.entry(pivot);
    let is_open = |need: &&Need| {
        let counting = need.units.iter().filter(|unit| unit.counts());
        let mut entries = counting.flat_map(|unit| &unit.entries);
        !entries.any(|at| context.entry(*at).date > asked.date)
    };
    let named = asked.gaps.iter().filter_map(|id| gaps.needs.iter().find(|need| need.id == *id));
    named.into_iter().find(is_open).map(|need| NamedGap { need, pivot })
}

/// Whether the person of a thread knows of a goal: a pivot with them was for it; or its file says that it
/// was told, and they are the one who can help with it. A direct report knows their own.
pub fn is_told(context: &HealthContext<'_>, thread: &Thread, goal: usize) -> bool {
    let goal = &context.journal.goals[goal];
    goal.owner.report() == Some(&thread.person) || context.told_on(thread, goal).is_some()
}

/// The competency that a pivot is about: what the leader named comes first, then the weakest.
pub fn next_need<'a>(
    context: &HealthContext<'a>,
    thread: &Thread,
    gaps: &'a GoalGaps,
) -> Option<&'a Need> {
    let named = named_gap(context, thread, gaps).map(|named| named.need);
    named.or_else(|| weakest(gaps, context))
}

/// What a pivot for one goal would be, whether or not it is the next move: with the direct report whose it is, or for the
/// author's with the first person of its `with` who is here, else with the manager. `None` where the goal is not clear, and
/// where it is of a direct report who is not here.
pub fn pivot_for<'a>(context: &HealthContext<'a>, gaps: &'a GoalGaps) -> Option<NextMove<'a>> {
    if !is_clear(context.journal, gaps, context.today) {
        return None;
    }
    let goal = &context.journal.goals[gaps.goal];
    let thread_of = |person: &Slug| context.timeline.thread(person.as_str());
    let is_here = |person: &&Slug| context.is_here(person);
    let thread = match goal.owner.report() {
        Some(report) => Some(report).filter(is_here).and_then(thread_of),
        None => {
            let named = goal.with.iter().filter(is_here).find_map(thread_of);
            named.or_else(|| thread_of(manager_on(context.journal, context.today)))
        }
    }?;
    let own = context.timeline.current_loop(thread);
    let wins = own.map_or_else(Vec::new, |own| finished(context, own));
    Some(NextMove {
        goal: Some(gaps.goal),
        need: next_need(context, thread, gaps),
        tasks: wins,
        ..NextMove::new(thread, Move::Pivot, String::new())
    })
}

/// What a move of that kind would be with a person, whether or not it is the next one; without what
/// the journal does not know. `about` are the tasks it is to be about, where the rules are not to
/// choose them, and `towards` the goal.
pub fn planned<'a>(
    context: &HealthContext<'a>,
    thread: &'a Thread,
    kind: Move,
    about: Option<Vec<&'a Task>>,
    towards: Option<usize>,
) -> NextMove<'a> {
    let bare = || NextMove::new(thread, kind, String::new());
    let own = context.timeline.current_loop(thread);
    let mut next = match kind {
        Move::OwnIt => own_it(context, thread).unwrap_or_else(bare),
        Move::Fix => fix(context, thread).unwrap_or_else(bare),
        Move::Deliver => deliver(context, thread).unwrap_or_else(bare),
        Move::ShowImpact => show_impact(context, thread).unwrap_or_else(bare),
        Move::SlowDown => slow_down(context, thread).unwrap_or_else(bare),
        Move::MakeGood => make_good(context, thread).unwrap_or_else(bare),
        Move::Ask => ask(context, thread),
        Move::Pivot | Move::Repeat | Move::SetGoal => {
            let wins = own.map_or_else(Vec::new, |own| finished(context, own));
            NextMove { tasks: wins, ..bare() }
        }
        Move::Master => bare(),
    };
    if kind == Move::Pivot {
        let named = towards.and_then(|goal| context.gaps.iter().find(|gaps| gaps.goal == goal));
        match named.or_else(|| clear_goal(context, thread)) {
            Some(gaps) => {
                next.goal = Some(gaps.goal);
                next.need = next_need(context, thread, gaps);
            }
            None => next.kind = Move::SetGoal,
        }
    }
    if next.kind == Move::SetGoal {
        next.goal = unclear_goal(context, thread).map(|gaps| gaps.goal);
    }
    next.tasks = about.unwrap_or(next.tasks);
    next
}

/// The latest entry of each task.
fn latest(tasks: &[&Task]) -> Vec<usize> {
    let mut entries: Vec<usize> = tasks.iter().filter_map(|t| t.entries.last().copied()).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// The clear goal of a thread's owner that is wanted first.
pub fn clear_goal<'a>(context: &HealthContext<'a>, thread: &Thread) -> Option<&'a GoalGaps> {
    let clear =
        goals_of(context, thread).filter(|gaps| is_clear(context.journal, gaps, context.today));
    clear.min_by_key(|gaps| (context.journal.goals[gaps.goal].by, gaps.goal))
}

/// The only active goal of a thread's owner, where it lacks something.
fn unclear_goal<'a>(context: &HealthContext<'a>, thread: &Thread) -> Option<&'a GoalGaps> {
    let goals = &context.journal.goals;
    let mut active = goals_of(context, thread).filter(|gaps| {
        let goal = &goals[gaps.goal];
        goal.path.is_some() && goal.state_on(context.today) == GoalState::Active
    });
    let only = active.next().filter(|_| active.next().is_none());
    only.filter(|gaps| !is_clear(context.journal, gaps, context.today))
}

/// The goals of a thread's owner: a direct report's in their thread, else the author's.
pub fn goals_of<'a>(
    context: &HealthContext<'a>,
    thread: &Thread,
) -> impl Iterator<Item = &'a GoalGaps> + use<'a> {
    let (owner, goals) = (context.owner_of(thread), &context.journal.goals);
    context.gaps.iter().filter(move |gaps| goals[gaps.goal].owner == owner)
}

/// The weakest need of a goal.
pub fn weakest<'a>(gaps: &'a GoalGaps, context: &HealthContext<'_>) -> Option<&'a Need> {
    gaps.needs.iter().min_by_key(|need| weakness(context, need))
}

/// By which needs are compared, the weakest first: the lowest status; of those, the oldest evidence.
/// Where both are the same, the one listed first stays first.
pub fn weakness(context: &HealthContext<'_>, need: &Need) -> (NeedStatus, Option<Date>) {
    let entries = need.units.iter().flat_map(|unit| &unit.entries);
    (need.status, entries.map(|at| context.entry(*at).date).max())
}

fn repeat<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<NextMove<'a>> {
    let own = going_on(context, thread).filter(|own| own.aligned)?;
    let is_pivot = |at: &&usize| context.entry(**at).step == Some(Step::Pivot);
    let last = *own.entries.iter().rev().find(is_pivot)?;
    let day = context.entry(last).date;
    let since = |task: &&Task| task.last_done().is_some_and(|done| done >= day);
    let done: Vec<&Task> = context.tasks_of(thread).filter(since).collect();
    let done_what = match &done[..] {
        [] => return None,
        [one] if one.delivered.is_none() => format!("`{}` was kept up", one.title),
        [one] => format!("`{}` was delivered", one.title),
        several => format!("{} tasks were delivered", several.len()),
    };
    let reason = format!("{done_what} since the pivot, and the loop is still open");
    // What comes back again and again is not finished.
    let delivered = done.into_iter().filter(|task| task.delivered.is_some()).collect();
    Some(NextMove {
        entries: vec![last],
        tasks: delivered,
        ..NextMove::new(thread, Move::Repeat, reason)
    })
}

fn ask<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> NextMove<'a> {
    let last = context.last_talk(thread);
    let day = last.map(|at| context.entry(at).date);
    let cadence = cadence(context, &thread.person);
    let next = day.and_then(|day| day.checked_add(Span::new().days(cadence)).ok());
    let one_more = points(context, thread) == Some(1);
    let unmended = unmended(context, thread);
    let next = next.filter(|_| !one_more && unmended.is_none());
    let due = next.unwrap_or(context.today).max(context.today);
    let name = context.spoken(&thread.person);
    let reason = match day {
        _ if let Some((task, _)) = unmended => {
            format!("you declined `{}` after you had asked how to help", task.title)
        }
        _ if one_more => "one small win is done; one more comes before the goal".to_owned(),
        None => {
            let what = match thread.relation {
                Some(Relation::Report) => "want next",
                _ => "need",
            };
            format!("no note with `step: ask` or `pivot` asks {name} what they {what}")
        }
        Some(day) => {
            let age = days_between(day, context.today);
            format!("no task is open with {name}; the last `ask` or `pivot` was {}", ago(age))
        }
    };
    let since = |task: &&Task| task.delivered.is_some_and(|done| day.is_none_or(|day| done >= day));
    let named = refused_gap(context, thread);
    // Nobody is asked for what a goal says.
    let known = || aim(context, thread).map(|gaps| gaps.goal);
    NextMove {
        goal: named.map(|(gaps, _)| gaps.goal).or_else(known),
        need: named.map(|(_, need)| need),
        due: Some(due),
        entries: unmended.map(|(_, at)| at).or(last).into_iter().collect(),
        tasks: context.tasks_of(thread).filter(since).collect(),
        declined: unmended.map(|(task, _)| task),
        ..NextMove::new(thread, Move::Ask, reason)
    }
}

/// The goal of a direct report's: the clear one that is wanted first, else the only active one.
fn aim<'a>(context: &HealthContext<'a>, thread: &Thread) -> Option<&'a GoalGaps> {
    let is_report = thread.relation == Some(Relation::Report);
    let goal = clear_goal(context, thread).or_else(|| unclear_goal(context, thread));
    goal.filter(|_| is_report)
}

/// After `answer: partly` or `no`, the first competency that the leader named for an active goal and that nothing
/// shows yet, with its goal.
fn refused_gap<'a>(
    context: &HealthContext<'a>,
    thread: &Thread,
) -> Option<(&'a GoalGaps, &'a Need)> {
    let pivot = context.entry(context.pivots(thread).next_back()?);
    if !matches!(pivot.answer, Some(Answer::Partly | Answer::No)) {
        return None;
    }
    let goals = &context.journal.goals;
    goals_of(context, thread)
        .filter(|gaps| goals[gaps.goal].state_on(context.today) == GoalState::Active)
        .filter(|gaps| pivot.goals.contains(&goals[gaps.goal].id))
        .find_map(|gaps| Some((gaps, named_gap(context, thread, gaps)?.need)))
}

/// Days from one conversation with a person to the next.
pub fn cadence(context: &HealthContext<'_>, person: &Slug) -> i32 {
    stated_cadence(context, person).unwrap_or(CADENCE)
}

/// The same, if the person's file says it.
pub fn stated_cadence(context: &HealthContext<'_>, person: &Slug) -> Option<i32> {
    let cadence = context.journal.person(person.as_str())?.cadence?;
    Some(match cadence {
        Cadence::Weekly => 7,
        Cadence::Fortnightly => 14,
        Cadence::Monthly => 30,
        Cadence::Quarterly => CADENCE,
        Cadence::Yearly => 365,
    })
}
