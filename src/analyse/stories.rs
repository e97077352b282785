//! Stories: what was delivered and changed something, as one tells it in an interview.
//!
//! Impact leads and work follows: a story without a result is no story yet.

use std::collections::HashSet;

use super::kept::met_date;
use super::tasks::Task;
use super::timeline::Timeline;
use crate::model::vocabulary::{Initiative, Kind, Relation, Size, Step};
use crate::model::{Entry, Journal, Slug};

/// A win with an impact.
#[derive(Clone, Debug)]
pub struct Story<'a> {
    /// The task.
    pub task: &'a Task,
    /// The entry with what the leader was trying to do and what blocked them: the first talk about
    /// this task that says it.
    pub situation: Option<usize>,
    /// What it shows, each once, in order.
    pub competencies: Vec<&'a Slug>,
    /// The questions that it answers.
    pub questions: Vec<Question>,
}

/// A common interview question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// A result with a number.
    Result,
    /// The biggest thing.
    Complex,
    /// What nobody had asked for.
    Beyond,
    /// What went wrong.
    WentWrong,
    /// People who need not follow.
    Influence,
    /// What somebody needed.
    Need,
    /// A date that was kept.
    Deadline,
    /// What one would do otherwise.
    Learned,
}

impl Question {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Result,
        Self::Complex,
        Self::Beyond,
        Self::WentWrong,
        Self::Influence,
        Self::Need,
        Self::Deadline,
        Self::Learned,
    ];

    /// Its name in an address.
    pub fn id(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Complex => "complex",
            Self::Beyond => "beyond",
            Self::WentWrong => "went-wrong",
            Self::Influence => "influence",
            Self::Need => "need",
            Self::Deadline => "deadline",
            Self::Learned => "learned",
        }
    }

    /// As it is asked.
    pub fn text(self) -> &'static str {
        match self {
            Self::Result => "What result are you proudest of, in numbers?",
            Self::Complex => "What is the most complex thing you delivered?",
            Self::Beyond => "When did you go beyond what was assigned?",
            Self::WentWrong => "Tell me about a time something went wrong.",
            Self::Influence => "How did you influence people without authority over them?",
            Self::Need => "How do you find out what somebody needs?",
            Self::Deadline => "Tell me about a deadline that you met.",
            Self::Learned => "What did you learn, and do differently since?",
        }
    }

    /// Which stories answer it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Result => "a note on the task has a `metric`",
            Self::Complex => "the task's size is `large`",
            Self::Beyond => "the task's initiative is `suggested` or `acted`",
            Self::WentWrong => "a `setback` names the task",
            Self::Influence => "a note on the task was `seen_by`, or quotes, a peer or a sponsor",
            Self::Need => {
                "the notes say what the leader was `trying` to do, or what was `blocking`"
            }
            Self::Deadline => {
                "the task was delivered by its `due` day, which no note had moved once it was past"
            }
            Self::Learned => "a note on the task has a `lesson`",
        }
    }

    fn is_answered(self, journal: &Journal, task: &Task, situation: Option<usize>) -> bool {
        let mut entries = task.entries.iter().map(|at| &journal.entries[*at]);
        match self {
            Self::Result => entries.any(|entry| !entry.metrics.is_empty()),
            Self::Complex => task.size == Some(Size::Large),
            Self::Beyond => task.initiative.is_some_and(|first| first != Initiative::Asked),
            Self::WentWrong => entries.any(|entry| entry.kind == Kind::Setback),
            Self::Influence => entries.any(|entry| is_from_others(journal, entry)),
            Self::Need => situation.is_some(),
            Self::Deadline => met_date(journal, task),
            Self::Learned => entries.any(|entry| entry.lesson.is_some()),
        }
    }
}

/// Whether an entry has the eyes or the words of somebody over whom the author has no authority,
/// and who has none over the author.
fn is_from_others(journal: &Journal, entry: &Entry) -> bool {
    let is_other = |id: &Slug| {
        let relation = journal.person(id.as_str()).and_then(|person| person.relation);
        matches!(relation, Some(Relation::Peer | Relation::Sponsor)) && !journal.is_author(id)
    };
    let quoted = entry.quote.as_ref().and(entry.quote_from.as_ref());
    entry.seen_by.iter().chain(quoted).any(is_other)
}

/// The stories of a journal, the newest first.
pub fn stories<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<Story<'a>> {
    let mut stories: Vec<Story<'a>> = timeline
        .tasks
        .iter()
        .filter(|task| task.delivered.is_some() && task.is_win() && has_result(journal, task))
        .map(|task| story(journal, timeline, task))
        .collect();
    stories.sort_by_key(|story| std::cmp::Reverse(story.task.delivered));
    stories
}

fn has_result(journal: &Journal, task: &Task) -> bool {
    let mut entries = task.entries.iter().map(|at| &journal.entries[*at]);
    entries.any(|entry| entry.impact.is_some() || !entry.metrics.is_empty())
}

fn story<'a>(journal: &'a Journal, timeline: &Timeline, task: &'a Task) -> Story<'a> {
    let situation = situation(journal, timeline, task);
    let mut seen = HashSet::new();
    let shown = task.entries.iter().flat_map(|at| &journal.entries[*at].shows);
    let shown = shown.map(|shows| &shows.competency).filter(|id| seen.insert(*id));
    let answers = |question: &Question| question.is_answered(journal, task, situation);
    Story {
        task,
        situation,
        competencies: shown.collect(),
        questions: Question::ALL.into_iter().filter(answers).collect(),
    }
}

/// The entry that says what the leader was trying to do, or what blocked them: the first talk in which
/// this very task was taken on or spoken of before it was done. What was said in a talk about other work
/// is no reason for this one.
pub(super) fn situation(journal: &Journal, timeline: &Timeline, task: &Task) -> Option<usize> {
    let with = task.taken_by.map(|at| &timeline.thread_of[at]);
    let is_about_it = |at: &usize| {
        let entry = &journal.entries[*at];
        let is_talk = matches!(entry.step, Some(Step::Ask | Step::Pivot));
        let is_before = task.delivered.is_none_or(|day| entry.date <= day);
        let is_with_them = with.is_none_or(|with| *with == timeline.thread_of[*at]);
        task.taken_by == Some(*at) || (is_talk && is_before && is_with_them)
    };
    let says = |at: &usize| {
        let entry = &journal.entries[*at];
        entry.trying.is_some() || entry.blocking.is_some()
    };
    task.entries.iter().copied().filter(is_about_it).find(says)
}
