//! The data for the template of a new note.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Request;
use crate::analyse::next::NextMove;
use crate::analyse::{Analysis, Thread};
use crate::model::phrasing::spoken;
use crate::model::vocabulary::GoalState;
use crate::render::script::{self, ScriptContext, TaskWords};

/// The data for a new note's template. Each text is on one line and cannot end a comment.
#[derive(Debug, JsonSchema, Serialize)]
pub struct NoteContext<'a> {
    /// The front matter, as lines of YAML.
    pub keys: &'a str,
    /// The note's date, as `2026-11-21`.
    pub date: String,
    /// The note's title.
    pub title: Option<&'a str>,
    /// The text of the theme's script for this step.
    pub script: &'a str,
    /// The ids of the tasks that the note is about.
    pub named: Vec<&'a str>,
    /// The person's open tasks, by due date.
    pub open: Vec<OpenTask<'a>>,
    /// The tasks delivered in the current loop with the person.
    pub wins: Vec<TaskWords<'a>>,
    /// The setbacks that are not resolved.
    pub setbacks: Vec<OpenSetback<'a>>,
    /// The ids of the competencies that active goals need.
    pub competencies: Vec<&'a str>,
    /// The fields that a script sees.
    #[serde(flatten)]
    pub known: ScriptContext<'a>,
}

/// An open task, for a new note's template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct OpenTask<'a> {
    /// The task's id.
    pub id: &'a str,
    /// The task's title.
    pub title: &'a str,
    /// The due date in words.
    pub due: Option<String>,
}

/// An open setback, for a new note's template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct OpenSetback<'a> {
    /// The id of the setback's note.
    pub id: &'a str,
    /// The title of the setback's note.
    pub title: &'a str,
    /// The date in words.
    pub on: String,
}

/// Builds the data for the template. No text can end the comment that contains it.
pub fn note<'a>(
    analysis: &'a Analysis<'a>,
    request: &Request,
    next: &NextMove<'a>,
    title: Option<&str>,
    script: &str,
    keys: &str,
) -> Value {
    let context = analysis.context();
    let timeline = &analysis.timeline;
    let day = |date: Date| spoken(date, analysis.today);
    let mut open: Vec<_> = context.tasks_of(next.thread).filter(|task| task.is_open()).collect();
    open.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_by));
    let current = timeline.current_loop(next.thread).into_iter();
    let wins = current.flat_map(|current| &current.wins).map(|index| &timeline.tasks[*index]);
    let setbacks = analysis.setbacks.iter().filter(|setback| setback.is_open());
    let page = NoteContext {
        keys: "",
        date: request.date.to_string(),
        title,
        script,
        named: request.tasks.iter().map(|id| id.as_str()).collect(),
        open: open
            .iter()
            .map(|task| OpenTask {
                id: task.id.as_str(),
                title: &task.title,
                due: task.set_due().map(day),
            })
            .collect(),
        wins: wins.map(|task| script::task_words(analysis, task)).collect(),
        setbacks: setbacks
            .map(|setback| {
                let entry = &analysis.journal.entries[setback.entry];
                OpenSetback { id: entry.id.as_str(), title: &entry.title, on: day(entry.date) }
            })
            .collect(),
        competencies: competencies(analysis, next.thread),
        known: script::context(analysis, next),
    };
    // This can't fail, because every value is a text, a number or a list of these.
    let mut page = serde_json::to_value(page).unwrap_or_default();
    escape_comments(&mut page);
    page["keys"] = Value::from(keys);
    page
}

/// The ids of the competencies that the active goals of a thread's person need, without duplicates.
fn competencies<'a>(analysis: &'a Analysis<'a>, thread: &Thread) -> Vec<&'a str> {
    let owner = analysis.context().owner_of(thread);
    let is_active = |goal: usize| {
        let goal = &analysis.journal.goals[goal];
        goal.state_on(analysis.today) == GoalState::Active && goal.owner == owner
    };
    let needs =
        analysis.gaps.iter().filter(|gaps| is_active(gaps.goal)).flat_map(|gaps| &gaps.needs);
    let mut ids: Vec<&str> = Vec::new();
    for need in needs {
        if !ids.contains(&need.id.as_str()) {
            ids.push(need.id.as_str());
        }
    }
    ids
}

fn escape_comments(value: &mut Value) {
    match value {
        Value::String(text) => *text = one_line(text).replace("%%", "% %").replace("-->", "->"),
        Value::Array(values) => values.iter_mut().for_each(escape_comments),
        Value::Object(fields) => fields.values_mut().for_each(escape_comments),
        _ => {}
    }
}

/// A text on one line, without control characters.
pub fn one_line(text: &str) -> String {
    let is_visible = |c: char| !c.is_control() && c != '\u{feff}';
    let words =
        text.split_whitespace().map(|word| word.chars().filter(|c| is_visible(*c)).collect());
    words.collect::<Vec<String>>().join(" ")
}
