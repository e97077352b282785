//! The next steps as pages show them: the step in a phrase, its script and its reason.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::context::RenderContext;
use super::phrase::{PhrasePart, phrase};
use super::rows::EntryRow;
use super::script::say;
use super::view_cache::CachedView;
use super::views::Ref;
use crate::analyse::Analysis;
use crate::analyse::heard::last_heard;
use crate::analyse::next::{Move, NextMove, pivot_for};
use crate::diagnostic::Diagnostic;
use crate::model::Slug;
use crate::model::phrasing::spoken;
use crate::model::phrasing::{mid_sentence, mid_title};
use crate::model::vocabulary::Relation;
use crate::theme::Theme;

/// The next steps and their scripts, rendered once for all pages.
#[derive(Debug)]
pub struct MoveScripts<'a> {
    /// The next move with each person, the manager's first, with its script; none for anybody but the
    /// author.
    pub moves: Vec<(NextMove<'a>, String)>,
    /// For each goal, what a pivot for it would say; `None` while the goal is not clear, and for anybody
    /// but the author.
    pub pivots: Vec<Option<PivotScript>>,
}

/// What a pivot for a goal would say.
#[derive(Debug)]
pub struct PivotScript {
    /// The name of the person it is said to, in the middle of a sentence.
    pub to: String,
    /// The competency that it is about.
    pub need: Option<String>,
    /// The script.
    pub words: String,
}

impl<'a> MoveScripts<'a> {
    /// Renders the scripts. If a script fails, its text is empty and `problems` says why.
    pub fn new(ctx: &RenderContext<'a>, theme: &Theme, problems: &mut Vec<Diagnostic>) -> Self {
        let mut say = |next: &NextMove<'_>| say(theme, ctx.analysis, next, problems);
        let moves = if ctx.is_authors() { ctx.analysis.next_moves() } else { Vec::new() };
        let moves = moves.into_iter().map(|next| {
            let words = say(&next);
            (next, words)
        });
        let moves = moves.collect();
        let context = ctx.analysis.context();
        let pivots = ctx.analysis.gaps.iter().map(|gaps| {
            let next = pivot_for(&context, gaps).filter(|_| ctx.is_authors())?;
            let words = Some(say(&next)).filter(|words| !words.is_empty())?;
            let to = context.spoken(&next.thread.person);
            Some(PivotScript { to, need: next.need.map(|need| lower(&need.title)), words })
        });
        Self { moves, pivots: pivots.collect() }
    }
}

/// A next step with a person.
#[derive(Debug, JsonSchema, Serialize)]
pub struct MoveView<'a> {
    /// The word for the kind of step.
    pub kind: &'static str,
    /// The person.
    pub person: Ref,
    /// The person's name as it reads after "say to".
    pub to: String,
    /// The step in a phrase.
    pub heading: String,
    /// The due date in words: `by 2 December`.
    pub when: Option<String>,
    /// Whether the due date is past.
    pub late: bool,
    /// The script, by paragraph.
    pub script: Vec<String>,
    /// Why.
    pub reason: Vec<PhrasePart>,
    /// The notes that it is based on.
    pub behind: Vec<CachedView<EntryRow<'a>>>,
}

impl<'a> MoveView<'a> {
    /// A view of a step and its script.
    pub fn new(ctx: &RenderContext<'a>, next: &NextMove<'_>, words: &str) -> Self {
        let tasks: Vec<&Slug> = next.tasks.iter().map(|task| &task.id).collect();
        Self {
            kind: next.kind.word(),
            person: Ref::heading(ctx, &next.thread.person),
            to: ctx.spoken(&next.thread.person),
            heading: heading(ctx.analysis, next),
            when: next.due.map(|due| next.before_due().to_owned() + &when(due, ctx.today)),
            late: next.due.is_some_and(|due| due < ctx.today),
            script: paragraphs(words),
            reason: phrase(ctx, &next.reason, &next.entries, &tasks),
            behind: ctx.entry_rows(&next.entries),
        }
    }
}

/// The paragraphs of a text.
pub fn paragraphs(words: &str) -> Vec<String> {
    let all = words.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    all.map(ToOwned::to_owned).collect()
}

fn when(due: Date, today: Date) -> String {
    match due {
        due if due == today => "today".to_owned(),
        due if due < today => format!("due since {}", spoken(due, today)),
        due => format!("by {}", spoken(due, today)),
    }
}

/// The step in a phrase.
pub fn heading(analysis: &Analysis<'_>, next: &NextMove<'_>) -> String {
    let name = mid_sentence(analysis.context().name(&next.thread.person));
    let task = next
        .tasks
        .first()
        .map_or_else(|| "what is open".to_owned(), |task| mid_title(&task.title).into_owned());
    let report = next.thread.relation == Some(Relation::Report);
    match next.kind {
        Move::OwnIt if report && !next.is_others_setback(&analysis.context()) => {
            format!("Ask {name} where the setback stands")
        }
        Move::OwnIt => match next.setback {
            Some(at) => {
                let setback = &analysis.setbacks[at];
                let title = &analysis.journal.entries[setback.entry].title;
                format!("Own “{title}” and tell {name} what comes next")
            }
            None => format!("Tell {name} what happened and what comes next"),
        },
        Move::Master => format!("Ask {name} how they see your work"),
        Move::Fix => match next.wishes.as_slice() {
            [one] => format!("Settle what {name} wishes for: {one}"),
            _ => format!("Settle what {name} wishes were different"),
        },
        Move::Deliver if report => format!("Ask {name} where {task} stands"),
        Move::Deliver if next.is_about_recurring() => format!("Keep up {task}"),
        Move::Deliver => format!("Finish {task}"),
        Move::ShowImpact if report => format!("Ask {name} what {task} changed"),
        Move::ShowImpact => format!("Find out what {task} changed"),
        Move::Pivot if report => format!("Agree with {name} on work that leads to their goal"),
        Move::Pivot => match next.need {
            Some(need) => format!("Ask {name} for work that shows {}", lower(&need.title)),
            None => format!("Ask {name} for work that serves your goal"),
        },
        Move::SetGoal if report => match aim(analysis, next) {
            Aim::Goal(title) => format!("Make the goal “{title}” clear with {name}"),
            Aim::Heard => format!("Make a goal of what {name} is trying to do"),
            Aim::Asked => format!("Agree with {name} on a clear goal"),
            Aim::Unknown => format!("Ask {name} what they are aiming for"),
        },
        Move::SetGoal => format!("Make your goal clear and tell {name}"),
        Move::SlowDown => format!("Ask {name} which of your work can wait"),
        Move::MakeGood if next.is_to_be_judged(analysis.journal) => {
            format!("Ask {name} whether {task} meets the bar now")
        }
        Move::MakeGood => format!("Make {task} good with {name}"),
        Move::Repeat => format!("Close the loop with {name} and note the lesson"),
        Move::Ask if report => format!("Ask {name} what they want next"),
        Move::Ask => match next.declined {
            Some(declined) => {
                format!("Put it right with {name} that you declined {}", mid_title(&declined.title))
            }
            None => format!("Ask {name} what they need"),
        },
    }
}

/// What is known of a direct report's aim.
pub enum Aim<'a> {
    /// They have a goal.
    Goal(&'a str),
    /// A note says what they are trying to do.
    Heard,
    /// They were asked, and no key says what they answered.
    Asked,
    /// Nothing is.
    Unknown,
}

/// What is known of the aim of the person of a step.
pub fn aim<'a>(analysis: &'a Analysis<'_>, next: &NextMove<'_>) -> Aim<'a> {
    let heard = last_heard(analysis, next.thread);
    let is_heard = heard.is_some_and(|at| analysis.journal.entries[at].trying.is_some());
    match next.goal {
        Some(at) => Aim::Goal(&analysis.journal.goals[at].title),
        None if is_heard => Aim::Heard,
        None if analysis.context().last_talk(next.thread).is_some() => Aim::Asked,
        None => Aim::Unknown,
    }
}

/// A title of one or several plain words as it reads in the middle of a sentence; one with other
/// capitals is a name, and stays.
pub fn lower(title: &str) -> String {
    let mut chars = title.chars();
    match chars.next() {
        Some(first) if !chars.as_str().contains(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{lower, paragraphs};

    #[test]
    fn a_need_reads_on() {
        assert_eq!(lower("Financial judgement"), "financial judgement");
        assert_eq!(lower("SQL"), "SQL");
        assert_eq!(lower(""), "");
    }

    #[test]
    fn a_script_has_paragraphs() {
        assert_eq!(paragraphs("one\nline\n\n\n\ntwo\n"), ["one\nline", "two"]);
    }
}
