//! What to say: the words of a move, from a template, filled in from the journal.
//!
//! A theme has its scripts in `scripts/`. Of `<move>.<relation>.<stage>.txt`, `<move>.<relation>.txt`,
//! `<move>.<stage>.txt` and `<move>.txt`, the first that there is is taken; those of the journal
//! stand before all that are shipped.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::bar::bar;
use crate::analyse::gaps::{Need, NeedStatus, lacks};
use crate::analyse::heard::{delivered_since, is_taken_on, last_heard, last_heard_on, open_since};
use crate::analyse::next::{Move, NextMove, is_told, named_gap, put_off};
use crate::analyse::plan::meant_for;
use crate::analyse::promises::OwnedPromise;
use crate::analyse::seen::{SeenProblem, seen_problem};
use crate::analyse::verdict::{ShortOf, Uncounted, Verdict};
use crate::analyse::{Analysis, Task, Thread};
use crate::diagnostic::Diagnostic;
use crate::model::dates::days_between;
use crate::model::phrasing::{mid_sentence, mid_title, spoken};
use crate::model::vocabulary::{Initiative, Relation, Repeats};
use crate::model::{Entry, Metric, Slug};
use crate::render::moves::lower;
use crate::theme::Theme;

/// What a script sees. What the journal does not say is `null`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ScriptContext<'a> {
    /// The person it is said to.
    pub person: Addressee,
    /// `junior`, `mid` or `senior`.
    pub stage: &'static str,
    /// What they said last; for an `ask`, nothing once all work of that talk is delivered, for a `pivot`
    /// nothing if that talk took on work, and for a `deliver` what they said last in a talk about the task.
    pub heard: Option<Heard<'a>>,
    /// For an `ask`, the titles of the tasks that the last such talk took on, if all are delivered.
    pub solved: Option<String>,
    /// The task that the move is about.
    pub task: Option<TaskWords<'a>>,
    /// Other tasks that belong to it.
    pub tasks: Vec<TaskWords<'a>>,
    /// The goal.
    pub goal: Option<GoalWords<'a>>,
    /// The need.
    pub need: Option<NeedWords>,
    /// An open task of the thread that the author began unasked; where there is a need, one that shows
    /// it.
    pub begun: Option<TaskWords<'a>>,
    /// For a `pivot`, an open task whose file says that it is meant for the need.
    pub serving: Option<TaskWords<'a>>,
    /// For an `ask` or `pivot`, the newest problem of the thread that the author saw and nobody took on.
    pub seen: Option<SeenWords<'a>>,
    /// For a `pivot`, the recurring work of the thread that was done most often since the last pivot.
    pub routine: Option<RoutineWords<'a>>,
    /// For an `ask`, the title of what the author turned down after asking how to help.
    pub declined: Option<&'a str>,
    /// The setback.
    pub setback: Option<SetbackWords<'a>>,
    /// What the author promised in this thread and is late with, the oldest first.
    pub owed: Vec<OwedWords<'a>>,
    /// What they wish were different, and nothing settled.
    pub wishes: Vec<&'a str>,
    /// The day of the last `ask` or `pivot` with them.
    pub last_talk: Option<String>,
    /// The last lesson noted in the current loop with them.
    pub lesson: Option<&'a str>,
}

/// Somebody, as they are named in the middle of a sentence.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Addressee {
    /// `the CPO`, `Ines`.
    pub name: String,
}

/// What somebody said last.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "HeardWords")]
pub struct Heard<'a> {
    /// What they are trying to do.
    pub trying: Option<&'a str>,
    /// What blocks them.
    pub blocking: Option<&'a str>,
    /// When they said it.
    pub on: String,
    /// The titles of the open tasks that this talk took on.
    pub taken: Option<String>,
}

/// A task, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TaskWords<'a> {
    /// Its title.
    pub title: Cow<'a, str>,
    /// When it is due.
    pub due: Option<String>,
    /// Whether the due date is past.
    pub late: bool,
    /// How often it comes back, if it is recurring work: `every week`.
    pub repeats: Option<&'static str>,
    /// When recurring work was done last.
    pub last_done: Option<String>,
    /// When it was taken on.
    pub taken_on: Option<String>,
    /// Days since then.
    pub days: Option<i32>,
    /// What it changed, as noted last.
    pub impact: Option<&'a str>,
    /// What was measured, as noted last.
    pub metric: Option<String>,
    /// The day of the last note on it.
    pub last_note: Option<String>,
    /// The bar that was agreed for it, as noted last.
    pub bar: Option<&'a str>,
    /// If it fell short: the day on which it was delivered again, while no note says how that compares with the bar.
    pub redelivered: Option<String>,
}

/// A problem that the author saw, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SeenWords<'a> {
    /// What it is called: the title of its task, else of its note.
    pub title: &'a str,
    /// The day of the note.
    pub on: String,
}

/// Recurring work, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct RoutineWords<'a> {
    /// Its title.
    pub title: Cow<'a, str>,
    /// How many times it was done since the last pivot.
    pub times: usize,
}

/// A late promise of the author's, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct OwedWords<'a> {
    /// What was promised.
    pub text: &'a str,
    /// The day for which it was.
    pub due: String,
    /// Whether it is an update, which `update_by` promises: `an update on Billing API`.
    pub is_update: bool,
}

/// A goal, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalWords<'a> {
    /// Its title.
    pub title: &'a str,
    /// The word of its kind: `promotion`, `raise`, `role`, `skill`, `project`, `team` or `balance`.
    pub kind: &'static str,
    /// What it leads to.
    pub to: Option<&'a str>,
    /// When it is wanted.
    pub by: Option<String>,
    /// Whether that day is past.
    pub late: bool,
    /// For `pivot`: the answer to the last one for it, if it was put off.
    pub put_off: Option<PutOffWords>,
    /// Whether the person knows of it: a pivot with them was for it, or its file says so.
    pub told: bool,
    /// What it lacks to be clear: `a date and the competencies it takes`.
    pub lacks: Option<String>,
}

/// An answer that was put off, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PutOffWords {
    /// The day of the talk.
    pub on: String,
    /// The day until which it was put off, if a note says so.
    pub until: Option<String>,
}

/// A need, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct NeedWords {
    /// Its title, as it reads in the middle of a sentence.
    pub title: String,
    /// The word for the status.
    pub status: &'static str,
    /// What is expected there: the goal's own text, else the ladder's.
    pub bar: Option<String>,
    /// From how many projects evidence counts.
    pub projects: usize,
    /// Whether there is evidence, but all of it at a lower level.
    pub lower: bool,
    /// Whether an open setback holds it back.
    pub held: bool,
    /// Why none of the evidence counts, where none does: `fell-short`, `unknown-level`, `unproven` or `mixed`.
    pub uncounted: Option<&'static str>,
    /// What a supported competency is short of, unless a setback holds it: `recent`, `quarters` or `evidence`.
    pub short_of: Option<&'static str>,
    /// How many of the quarters in which evidence is looked for have some that counts.
    pub quarters: usize,
    /// Whether some evidence that counts lies outside of these quarters.
    pub older: bool,
    /// The day of the pivot in which the leader named it, while nothing later shows it.
    pub named_on: Option<String>,
}

/// A setback, in words.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SetbackWords<'a> {
    /// Its title.
    pub title: &'a str,
    /// When it happened.
    pub on: String,
    /// The day for which this person was promised the next update.
    pub update_by: Option<String>,
    /// Whether that day is past.
    pub late: bool,
    /// How many notes on it this person took part in: updates, and the setback itself if it names them.
    pub updates: usize,
}

/// The words of a move.
fn script(
    theme: &Theme,
    analysis: &Analysis<'_>,
    next: &NextMove<'_>,
) -> Result<String, Box<Diagnostic>> {
    let kind = next.kind.word();
    let relation = match next.thread.relation {
        // Of what is not theirs to put right, a direct report hears as anybody else does.
        Some(Relation::Report) if next.is_others_setback(&analysis.context()) => Relation::Peer,
        relation => relation.unwrap_or(Relation::Peer),
    };
    let relation = relation.word();
    let stage = analysis.journal.config.stage.word();
    let names = [
        format!("scripts/{kind}.{relation}.{stage}.txt"),
        format!("scripts/{kind}.{relation}.txt"),
        format!("scripts/{kind}.{stage}.txt"),
        format!("scripts/{kind}.txt"),
    ];
    // What the journal says itself stands before what is shipped, however plain its name.
    let own = names.iter().find(|name| theme.has_own(name));
    let name = own.or_else(|| names.iter().find(|name| theme.has(name))).unwrap_or(&names[3]);
    let known = context(analysis, next);
    let mut said = vec![theme.render(name, &known)?];
    // A script of the journal's own says all of it by itself.
    if own.is_none() && !known.owed.is_empty() {
        let owed = theme.render(OWED, &known)?;
        // Bad news stands before what is late.
        said.insert(usize::from(next.kind == Move::OwnIt), owed);
    }
    let said: Vec<_> = said.iter().map(|text| String::from_utf8_lossy(text)).collect();
    Ok(tidy(&said.join("\n\n")))
}

/// The words for what the author owes a person, with which each shipped script begins.
const OWED: &str = "scripts/owed.txt";

/// The words of a move; where its script fails, none, and the problem says why, once.
pub fn say(
    theme: &Theme,
    analysis: &Analysis<'_>,
    next: &NextMove<'_>,
    problems: &mut Vec<Diagnostic>,
) -> String {
    script(theme, analysis, next).unwrap_or_else(|problem| {
        if !problems.contains(&problem) {
            problems.push(*problem);
        }
        String::new()
    })
}

/// Without the blanks that a template leaves, and without arrows, which nobody can say; an empty line
/// parts paragraphs.
fn tidy(text: &str) -> String {
    let words = |paragraph: &str| {
        without_arrows(&paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let paragraphs = text.split("\n\n").map(words).filter(|paragraph| !paragraph.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Arrows as people write them, each before those that it begins or ends with.
const ARROWS: [&str; 9] = ["-->", "==>", "->", "=>", "→", "⇒", "⟶", "⟹", "➔"];

/// A text as one says it: an arrow is *to*, between two values *from … to*, and nothing where it joins
/// nothing.
fn without_arrows(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some((at, arrow)) = first_arrow(&text) {
        let (before, after) = (text[..at].trim_end(), text[at + arrow.len()..].trim_start());
        let opens = before.is_empty() || before.ends_with(['“', '"', '(', '‘']);
        let joins = !opens
            && !before.ends_with(['.', ',', ':', ';', '?', '!'])
            && after.starts_with(|first: char| {
                first.is_alphanumeric() || "+-~<>€$£'‘“\"".contains(first)
            });
        text = match joins {
            true => format!("{} to {after}", from(before, after)),
            false if opens || after.is_empty() || !after.starts_with(char::is_alphanumeric) => {
                format!("{before}{after}")
            }
            false => format!("{before} {after}"),
        };
    }
    text
}

fn first_arrow(text: &str) -> Option<(usize, &'static str)> {
    let found = ARROWS.iter().filter_map(|arrow| Some((text.find(arrow)?, *arrow)));
    found.min_by_key(|(at, arrow)| (*at, std::cmp::Reverse(arrow.len())))
}

/// What stands before *to*, with *from* before its last word where both are values.
fn from(before: &str, after: &str) -> String {
    let is_value = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let start = before.rfind(' ').map_or(0, |space| space + 1);
    let (head, last) = before.split_at(start);
    let says = ["from", "to"].contains(&head.split_whitespace().next_back().unwrap_or_default());
    if says || !is_value(last) || !is_value(after.split(' ').next().unwrap_or_default()) {
        return before.to_owned();
    }
    let value = last.trim_start_matches(['“', '"', '(', '‘']);
    let (opening, value) = last.split_at(last.len() - value.len());
    format!("{head}{opening}from {value}")
}

/// What is known about a move.
pub fn context<'a>(analysis: &'a Analysis<'a>, next: &NextMove<'a>) -> ScriptContext<'a> {
    let journal = analysis.journal;
    let context = analysis.context();
    let thread = next.thread;
    let heard = match next.kind {
        Move::Deliver => next.tasks.first().and_then(|task| last_heard_on(analysis, thread, task)),
        _ => last_heard(analysis, thread),
    };
    let solved = heard.and_then(|at| solved(analysis, next, at));
    let is_offered = |at: &usize| !offers_what_is_taken_on(analysis, next, *at);
    let heard = heard.filter(|_| solved.is_none()).filter(is_offered);
    let talk = context.last_talk(thread).map(|at| &journal.entries[at]);
    let words = |task: &&'a Task| task_words(analysis, task);
    let day = |date: Date| spoken(date, analysis.today);
    let in_loop = analysis.timeline.current_loop(thread);
    let in_loop = in_loop.into_iter().flat_map(|own| own.entries.iter().rev());
    ScriptContext {
        person: Addressee { name: mid_sentence(context.name(&thread.person)) },
        stage: journal.config.stage.word(),
        heard: heard.map(|at| Heard {
            trying: journal.entries[at].trying.as_deref(),
            blocking: journal.entries[at].blocking.as_deref(),
            on: day(journal.entries[at].date),
            taken: titles(&open_since(analysis, at)),
        }),
        solved,
        task: next.tasks.first().map(words),
        tasks: match next.kind {
            Move::Deliver => next.tasks.iter().skip(1).map(words).collect(),
            _ => next.tasks.iter().map(words).collect(),
        },
        goal: next.goal.map(|at| goal_words(analysis, next, at)),
        need: next.need.map(|need| need_words(analysis, next, need)),
        begun: begun(analysis, next).map(|task| task_words(analysis, task)),
        serving: serving(analysis, next).map(|task| task_words(analysis, task)),
        seen: seen(analysis, next),
        routine: routine(analysis, next),
        declined: next.declined.map(|task| task.title.as_str()),
        setback: next.setback.map(|at| {
            let setback = &analysis.setbacks[at];
            let entry = &journal.entries[setback.entry];
            SetbackWords {
                title: &entry.title,
                on: day(entry.date),
                update_by: next.due.map(day),
                late: next.due.is_some_and(|due| due < analysis.today),
                // Whoever was there when it was noted has heard of it.
                updates: setback
                    .updates
                    .iter()
                    .filter(|at| context.took_part(thread, **at))
                    .count()
                    + usize::from(entry.with.contains(&thread.person)),
            }
        }),
        owed: owed(analysis, next.thread),
        wishes: next.wishes.clone(),
        last_talk: talk.map(|entry| day(entry.date)),
        lesson: in_loop.into_iter().find_map(|at| journal.entries[*at].lesson.as_deref()),
    }
}

/// Whether a `pivot` would offer to take on a piece of what was said in a talk that took one on already.
fn offers_what_is_taken_on(analysis: &Analysis<'_>, next: &NextMove<'_>, at: usize) -> bool {
    let is_reports = next.thread.relation == Some(Relation::Report);
    next.kind == Move::Pivot && !is_reports && is_taken_on(analysis, at)
}

/// What an `ask` asks about instead of what was said in a talk of which all work is delivered. A direct report is
/// not asked: the work was theirs.
fn solved(analysis: &Analysis<'_>, next: &NextMove<'_>, at: usize) -> Option<String> {
    if next.kind != Move::Ask || next.thread.relation == Some(Relation::Report) {
        return None;
    }
    titles(&delivered_since(analysis, at))
}

/// The titles of some tasks in a sentence: `a, b and c`.
fn titles(tasks: &[&Task]) -> Option<String> {
    let titles: Vec<Cow<'_, str>> = tasks.iter().map(|task| mid_title(&task.title)).collect();
    let titles: Vec<&str> = titles.iter().map(|title| &**title).collect();
    (!titles.is_empty()).then(|| listed(&titles))
}

/// An open task that is meant for what a pivot is about, and that was not begun unasked: a script tells of that one
/// by itself.
fn serving<'a>(analysis: &'a Analysis<'a>, next: &NextMove<'a>) -> Option<&'a Task> {
    let gaps = &analysis.gaps[next.goal.filter(|_| next.kind == Move::Pivot)?];
    let meant = meant_for(&analysis.context(), gaps, next.need?);
    let begun = begun(analysis, next).map(|task| &task.id);
    meant.into_iter().find(|task| task.is_open() && Some(&task.id) != begun)
}

/// What the author promised in a thread and is late with, the oldest first.
fn owed<'a>(analysis: &'a Analysis<'a>, thread: &Thread) -> Vec<OwedWords<'a>> {
    let is_late = |own: &&OwnedPromise| {
        own.is_open_for_author() && !own.is_private && own.due < analysis.today
    };
    let late = analysis.promises.iter().filter(is_late);
    let mut late: Vec<&OwnedPromise> =
        late.filter(|own| thread.entries.contains(&own.entry)).collect();
    late.sort_by_key(|own| own.due);
    let words = |own: &'a OwnedPromise| OwedWords {
        text: &own.text,
        due: spoken(own.due, analysis.today),
        is_update: own.is_update,
    };
    late.into_iter().map(words).collect()
}

/// An open task that the author began unasked, in the thread of a move. Where the move is about a
/// need, the task has to show it: a script says so.
fn begun<'a>(analysis: &'a Analysis<'a>, next: &NextMove<'a>) -> Option<&'a Task> {
    let tasks = next.thread.tasks.iter().rev().map(|at| &analysis.timeline.tasks[*at]);
    let shows = |task: &&Task| {
        let mut entries = task.entries.iter().map(|at| &analysis.journal.entries[*at]);
        let shows =
            |entry: &Entry, need: &Slug| entry.shows.iter().any(|shows| shows.competency == *need);
        next.need.is_none_or(|need| entries.any(|entry| shows(entry, &need.id)))
    };
    let own = tasks.filter(|task| task.is_open() && task.initiative == Some(Initiative::Acted));
    own.into_iter().find(shows)
}

/// The newest problem of a talk's thread that the author saw and about which nothing was done.
fn seen<'a>(analysis: &'a Analysis<'a>, next: &NextMove<'a>) -> Option<SeenWords<'a>> {
    if !matches!(next.kind, Move::Ask | Move::Pivot) {
        return None;
    }
    let entries = next.thread.entries.iter().rev();
    let mut problems = entries
        .filter_map(|at| seen_problem(analysis.journal, &analysis.timeline, *at, analysis.today));
    let problem = problems.find(SeenProblem::is_open)?;
    let entry = &analysis.journal.entries[problem.entry];
    let task = entry.tasks.first().and_then(|id| analysis.timeline.task(id));
    Some(SeenWords {
        title: task.map_or(&entry.title, |task| &task.title),
        on: spoken(entry.date, analysis.today),
    })
}

/// The recurring work of a pivot's thread that was done most often since the last pivot.
fn routine<'a>(analysis: &'a Analysis<'a>, next: &NextMove<'a>) -> Option<RoutineWords<'a>> {
    let context = analysis.context();
    let since = context.pivots(next.thread).next_back().map(|at| context.entry(at).date);
    let recurring = context.tasks_of(next.thread).filter(|task| task.repeats.is_some());
    let done = recurring.map(|task| (task.points_after(since), task));
    let (times, task) = done.max_by_key(|(times, _)| *times).filter(|(times, _)| *times > 0)?;
    (next.kind == Move::Pivot).then_some(RoutineWords { title: mid_title(&task.title), times })
}

fn need_words(analysis: &Analysis<'_>, next: &NextMove<'_>, need: &Need) -> NeedWords {
    let journal = analysis.journal;
    let verdict =
        |at: usize| Verdict { need, wanted: journal.config.gaps, now: analysis.gaps[at].now };
    let verdict = next.goal.map(verdict);
    NeedWords {
        title: lower(&need.title),
        status: need.status.word(),
        bar: next.goal.and_then(|at| bar(journal, &journal.goals[at], &need.id)),
        projects: need.projects,
        lower: need.status == NeedStatus::None && !need.units.is_empty(),
        held: need.held,
        uncounted: verdict.and_then(|own| own.uncounted()).map(Uncounted::word),
        short_of: verdict.and_then(|own| own.short_of()).map(ShortOf::word),
        quarters: verdict.map_or(0, |own| own.quarters_of_late()),
        older: verdict.is_some_and(|own| own.has_older()),
        named_on: next.goal.and_then(|at| named_on(analysis, next, at, need)),
    }
}

fn goal_words<'a>(analysis: &'a Analysis<'a>, next: &NextMove<'a>, at: usize) -> GoalWords<'a> {
    let (goal, context) = (&analysis.journal.goals[at], analysis.context());
    let day = |day: Date| spoken(day, analysis.today);
    let put_off = put_off(&context, next.thread).filter(|_| next.kind == Move::Pivot);
    let put_off = put_off.filter(|again| again.pivot.goals.contains(&goal.id));
    GoalWords {
        title: &goal.title,
        kind: goal.kind.word(),
        to: goal.to.as_deref(),
        by: goal.by.map(day),
        late: goal.by.is_some_and(|by| by < analysis.today),
        put_off: put_off.map(|again| PutOffWords {
            on: day(again.pivot.date),
            until: again.pivot.answer_by.map(day),
        }),
        told: is_told(&context, next.thread, at),
        lacks: what_is_missing(analysis, at),
    }
}

/// What a goal lacks to be clear, in words: `a date and the competencies it takes`.
pub fn what_is_missing(analysis: &Analysis<'_>, at: usize) -> Option<String> {
    let goal = &analysis.journal.goals[at];
    let lacks = lacks(goal, analysis.gaps[at].needs.is_empty());
    let lacks: Vec<&str> = lacks.iter().map(|lack| lack.words).collect();
    (!lacks.is_empty()).then(|| listed(&lacks))
}

/// Several things in a sentence: `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The day on which the leader named a need in a pivot, while nothing later shows it.
fn named_on(
    analysis: &Analysis<'_>,
    next: &NextMove<'_>,
    goal: usize,
    need: &Need,
) -> Option<String> {
    let context = analysis.context();
    let named = named_gap(&context, next.thread, &analysis.gaps[goal])?;
    let pivot = &analysis.journal.entries[named.pivot];
    (named.need.id == need.id).then(|| spoken(pivot.date, analysis.today))
}

/// A measure as one says it.
fn spoken_metric(Metric { name, before, after, unit }: &Metric) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    format!("{name} went from {before} to {after}{unit}")
}

/// What is known about a task.
pub fn task_words<'a>(analysis: &'a Analysis<'a>, task: &'a Task) -> TaskWords<'a> {
    let entries = || task.entries.iter().rev().map(|at| &analysis.journal.entries[*at]);
    let day = |date: Date| spoken(date, analysis.today);
    let taken_on = task.said_taken_on(analysis.journal);
    TaskWords {
        title: mid_title(&task.title),
        // Of recurring work the day is reckoned: nobody agreed on it.
        due: task.set_due().map(day),
        late: task.due.is_some_and(|due| due < analysis.today),
        repeats: task.repeats.map(Repeats::spoken),
        last_done: task.cycles.last().copied().map(day),
        taken_on: taken_on.map(day),
        days: taken_on.map(|from| days_between(from, analysis.today)),
        impact: entries().find_map(|entry| entry.impact.as_deref()),
        metric: entries().find_map(|entry| entry.metrics.last()).map(spoken_metric),
        last_note: entries().next().map(|entry| day(entry.date)),
        bar: entries().find_map(|entry| entry.bar.as_deref()),
        redelivered: task
            .unjudged(analysis.journal)
            .map(|at| day(analysis.journal.entries[at].date)),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Addressee, GoalWords, Heard, NeedWords, OwedWords, PutOffWords, RoutineWords,
        ScriptContext, SeenWords, SetbackWords, TaskWords, Theme, tidy,
    };
    use crate::model::Journal;

    fn task(title: &'static str, known: bool) -> TaskWords<'static> {
        let text = |text: &str| known.then(|| text.to_owned());
        TaskWords {
            title: title.into(),
            due: text("2 December"),
            late: known,
            repeats: None,
            last_done: text("2 November"),
            taken_on: text("8 October"),
            days: known.then_some(44),
            impact: known.then_some("two teams of three use it"),
            metric: text("time to first answer went from 4 to 1 days"),
            last_note: text("12 November"),
            bar: known.then_some("she can use most of it as it is"),
            redelivered: None,
        }
    }

    /// A context in which each bit says whether a fact is known.
    fn context(bits: u32) -> ScriptContext<'static> {
        let known = |bit: u32| bits & (1 << bit) != 0;
        let text = |bit: u32, text: &str| known(bit).then(|| text.to_owned());
        let kinds = ["promotion", "raise", "role", "skill", "project", "team", "balance"];
        let statuses = ["none", "claimed", "emerging", "supported", "sustained", "confirmed"];
        ScriptContext {
            person: Addressee { name: "the CPO".into() },
            stage: "mid",
            heard: known(0).then(|| Heard {
                trying: known(1).then_some("ship the new plan"),
                blocking: known(2).then_some("three teams count differently"),
                on: "8 October".into(),
                taken: text(5, "shared metrics"),
            }),
            solved: text(6, "shared metrics and planning tool").filter(|_| !known(0)),
            task: known(3).then(|| TaskWords {
                repeats: known(10).then_some("every week"),
                redelivered: text(12, "20 November"),
                ..task("Shared metrics", known(4))
            }),
            tasks: ["Docs debt", "Planning tool", "Interview loop", "Headcount case"]
                .into_iter()
                .take((bits >> 5 & 7) as usize)
                .map(|title| task(title, known(4)))
                .collect(),
            goal: known(8).then(|| GoalWords {
                title: "Director of Product",
                kind: kinds[(bits >> 3) as usize % 7],
                to: known(9).then_some("director"),
                by: text(10, "31 December 2027"),
                late: known(3),
                put_off: known(6).then(|| PutOffWords {
                    on: "1 February".into(),
                    until: text(13, "15 February"),
                }),
                told: known(9),
                lacks: text(2, "a date and the competencies it takes"),
            }),
            begun: known(5).then(|| task("Billing API", known(4))),
            serving: known(14).then(|| task("the budget round", known(4))),
            seen: known(12).then(|| SeenWords {
                title: "Nobody knows which test is flaky.",
                on: "3 October".into(),
            }),
            routine: known(10).then_some(RoutineWords {
                title: "Weekly figures".into(),
                times: 1 + (bits & 3) as usize,
            }),
            declined: known(9).then_some("Pager notes"),
            need: known(11).then(|| NeedWords {
                title: "financial judgement".into(),
                status: statuses[(bits >> 12) as usize % 6],
                bar: text(13, "Brings each proposal with its price."),
                projects: (bits & 3) as usize,
                lower: known(4),
                held: known(6),
                uncounted: Some(
                    ["fell-short", "unknown-level", "unproven", "mixed"][(bits & 3) as usize],
                ),
                short_of: known(2)
                    .then_some(["recent", "quarters", "evidence"][(bits % 3) as usize]),
                quarters: 1 + (bits & 1) as usize,
                older: known(9),
                named_on: text(7, "12 February"),
            }),
            setback: known(14).then(|| SetbackWords {
                title: "The import wiped the owners",
                on: "6 May".into(),
                update_by: text(15, "8 May"),
                late: known(15) && known(1),
                updates: (bits >> 16 & 1) as usize,
            }),
            owed: ["Find a second reviewer.", "an update on Billing API"]
                .into_iter()
                .enumerate()
                .take(2 - (bits & 1) as usize)
                .map(|(at, text)| OwedWords { text, due: "2 March".into(), is_update: at == 1 })
                .collect(),
            wishes: ["shorter updates", "bad news sooner"]
                .into_iter()
                .take((bits >> 17 & 3) as usize)
                .collect(),
            last_talk: text(19, "8 October"),
            lesson: known(18).then_some("agree on the measure first"),
        }
    }

    #[test]
    fn no_arrow_is_spoken() {
        for (written, said) in [
            ("“red builds: 9 -> 0 a week”", "“red builds: from 9 to 0 a week”"),
            ("Lead time 4→1 days.", "Lead time from 4 to 1 days."),
            ("“40 % => 5 %” and “9 ➔ 3 ⇒ 1”", "“40 % to 5 %” and “from 9 to 3 to 1”"),
            ("Went from 4 --> 1.", "Went from 4 to 1."),
            ("Draft → review: done ->.", "Draft to review: done."),
            ("“→ Ask Wen” so: -> Ines", "“Ask Wen” so: Ines"),
            ("More than 3 - 4; x >= 2.", "More than 3 - 4; x >= 2."),
        ] {
            assert_eq!(tidy(written), said);
        }
        let mut task = task("Builds", true);
        task.impact = Some("Waiting went 9 -> 0 minutes.");
        task.metric = Some("a -> b went from 4 to 1 days".into());
        let theme = Theme::load(&Journal::default(), &mut Vec::new()).expect("a theme");
        let known = ScriptContext { task: Some(task), ..context(u32::MAX) };
        for name in theme.names().filter(|name| name.contains("scripts/")) {
            let said = tidy(&String::from_utf8_lossy(&theme.render(name, &known).expect("words")));
            assert!(!said.contains("->") && !said.contains('→'), "{name}: {said}");
        }
    }

    #[test]
    fn every_script_is_a_sentence_whatever_is_known() {
        let theme = Theme::load(&Journal::default(), &mut Vec::new()).expect("a theme");
        let scripts: Vec<String> =
            theme.names().filter(|name| name.contains("scripts/")).map(ToOwned::to_owned).collect();
        assert!(scripts.len() > 20, "only {} scripts", scripts.len());
        let mut bits: u32 = 0x1234_5678;
        // Parts that others include say something only of a need, a goal or recurring work.
        let parts = ["need-status.txt", "goal.txt", "recurring.txt"];
        let is_part = |name: &String| parts.iter().any(|part| name.ends_with(part));
        for script in scripts.iter().filter(|name| !is_part(name)) {
            for _ in 0..40 {
                bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let said = theme.render(script, &context(bits >> 8)).expect("a script");
                let said = tidy(&String::from_utf8_lossy(&said));
                assert!(said.ends_with(['.', '?', '!', ':', '”', '"']), "{script}: {said}");
                for wrong in [" .", " ,", "..", " ?", "null", "{{", ",,", "()", "→", "->"] {
                    assert!(!said.contains(wrong), "{script}: {said}");
                }
                assert!(said.len() > 30, "{script}: {said}");
            }
        }
    }
}
