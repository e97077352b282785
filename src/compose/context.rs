//! What the template of a new note sees.

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

/// The data for a new note's template. Each text is on one line, and has nothing in it that could
/// end a comment.
#[derive(Debug, JsonSchema, Serialize)]
pub struct NoteContext<'a> {
    /// The front matter that is known, as lines of YAML.
    pub keys: &'a str,
    /// Its day, as `2026-11-21`.
    pub date: String,
    /// Its title.
    pub title: Option<&'a str>,
    /// What to say to the person, in the words of the theme's script for this step.
    pub script: &'a str,
    /// The names of the tasks that it is about.
    pub named: Vec<&'a str>,
    /// The tasks that are open with the person, the first due first.
    pub open: Vec<OpenTask<'a>>,
    /// What was delivered in the current loop with the person.
    pub wins: Vec<TaskWords<'a>>,
    /// The setbacks that nothing settled yet.
    pub setbacks: Vec<OpenSetback<'a>>,
    /// The competencies that active goals need, by name.
    pub competencies: Vec<&'a str>,
    /// As in a script.
    #[serde(flatten)]
    pub known: ScriptContext<'a>,
}

/// An open task, for a new note's template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct OpenTask<'a> {
    /// Its name.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// When it is due.
    pub due: Option<String>,
}

/// An open setback, for a new note's template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct OpenSetback<'a> {
    /// The id of its note.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// When it happened.
    pub on: String,
}

/// What the template sees, each text made safe.
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
    let own = timeline.current_loop(next.thread);
    let wins = own.into_iter().flat_map(|own| &own.wins).map(|at| &timeline.tasks[*at]);
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
                due: task.due.map(day),
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
    // Every value of the context is a text, a number or a list of them, so this can't fail.
    let mut page = serde_json::to_value(page).unwrap_or_default();
    make_safe(&mut page);
    page["keys"] = Value::from(keys);
    page
}

/// The competencies that the active goals of a thread's person need, each once.
fn competencies<'a>(analysis: &'a Analysis<'a>, thread: &Thread) -> Vec<&'a str> {
    let owner = analysis.context().owner_of(thread);
    let active = |goal: usize| {
        let goal = &analysis.journal.goals[goal];
        goal.state == GoalState::Active && goal.owner == owner
    };
    let needs = analysis.gaps.iter().filter(|gaps| active(gaps.goal)).flat_map(|gaps| &gaps.needs);
    let mut ids: Vec<&str> = Vec::new();
    for need in needs {
        if !ids.contains(&need.id.as_str()) {
            ids.push(need.id.as_str());
        }
    }
    ids
}

fn make_safe(value: &mut Value) {
    match value {
        Value::String(text) => *text = one_line(text).replace("%%", "% %").replace("-->", "->"),
        Value::Array(values) => values.iter_mut().for_each(make_safe),
        Value::Object(fields) => fields.values_mut().for_each(make_safe),
        _ => {}
    }
}

/// A text on one line, without characters that are none.
pub fn one_line(text: &str) -> String {
    let shown = |c: char| !c.is_control() && c != '\u{feff}';
    let words = text.split_whitespace().map(|word| word.chars().filter(|c| shown(*c)).collect());
    words.collect::<Vec<String>>().join(" ")
}
