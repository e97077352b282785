//! Composes new notes: their text and their path. Nothing here writes a file.
//!
//! The texts come from templates of the theme, `notes/<step or kind>.md`, so that a journal can replace
//! them. Everything that they fill in is in a comment, which never reaches the site, or is a key that
//! the user asked for. So a new note makes no claims of its own.

pub mod context;
pub mod editors;
pub mod first;
pub mod found;
mod keys;
pub mod log;
pub mod names;
pub mod path;
mod properties;
pub mod reply;

use jiff::civil::Date;

use crate::analyse::next::{Move, NextMove, planned};
use crate::analyse::{Analysis, Task, Thread};
use crate::diagnostic::Diagnostic;
use crate::model::keys::{COMMON_KEYS, PERSON_KEYS};
use crate::model::vocabulary::{Kind, Relation, Step, Word};
use crate::model::{Journal, NoteTemplate, Slug};
use crate::render::script::say;
use crate::share::for_author;
use crate::theme::Theme;
pub use keys::scalar;
use names::ThingKind;

/// A request for a new note. Its names are ids of the journal, or new ids.
#[derive(Clone, Debug)]
pub struct Request {
    /// The template to use.
    pub template: NoteTemplate,
    /// The note's title; `None` for one that fits the template.
    pub title: Option<String>,
    /// The note's date.
    pub date: Date,
    /// The tasks that the note is about.
    pub tasks: Vec<Slug>,
    /// The goals that the note is for.
    pub goals: Vec<Slug>,
    /// The people whom the note is with. The first one decides the thread.
    pub with: Vec<Slug>,
    /// The next step that the note carries out, if it was created for one.
    pub about: Option<Move>,
    /// The folder for the note; `None` for the folder of similar notes.
    pub folder: Option<String>,
}

/// A new file: its path and text.
#[derive(Debug, PartialEq, Eq)]
pub struct NewNote {
    /// The path in the journal, with `/` as separator.
    pub path: String,
    /// The text of the file.
    pub text: String,
}

/// The path of a template in a theme.
pub fn template_path(template: NoteTemplate) -> String {
    format!("notes/{}.md", template.word())
}

/// Composes a note. If only the script fails, the note has no script and `problems` says why.
///
/// # Errors
///
/// If the note's template fails.
pub fn note(
    theme: &Theme,
    analysis: &Analysis<'_>,
    request: &Request,
    problems: &mut Vec<Diagnostic>,
) -> Result<NewNote, Box<Diagnostic>> {
    let thread = thread(analysis, request);
    let context = analysis.context();
    let tasks = request.tasks.iter().filter_map(|id| analysis.timeline.task(id));
    let tasks: Option<Vec<&Task>> = (!request.tasks.is_empty()).then(|| tasks.collect());
    let goal = request
        .goals
        .first()
        .and_then(|id| analysis.journal.goals.iter().position(|goal| goal.id == *id));
    let plan = |kind| planned(&context, &thread, kind, tasks.clone(), goal);
    let mut next = plan(request.about.unwrap_or_else(|| move_of(request.template)));
    let is_update = request.template == NoteTemplate::Kind(Kind::Update);
    if is_update && next.setback.is_none() && next.kind != Move::MakeGood {
        next = plan(Move::Fix);
    }
    let has_words = match request.template {
        NoteTemplate::Step(_) => true,
        NoteTemplate::Kind(Kind::Update) => {
            next.kind == Move::MakeGood || next.setback.is_some() || !next.wishes.is_empty()
        }
        NoteTemplate::Kind(_) => request.about.is_some(),
    };
    let script = if has_words { say(theme, analysis, &next, problems) } else { String::new() };
    let title = request.title.clone().or_else(|| default_title(analysis, request, &thread));
    let keys = keys::keys(analysis, request, title.as_deref(), next.goal);
    let page = context::note(analysis, request, &next, title.as_deref(), &script, &keys);
    let text = theme.render(&template_path(request.template), &page)?;
    let text = tidy(&String::from_utf8_lossy(&text));
    Ok(NewNote { path: path::path(analysis.journal, request, title.as_deref()), text })
}

/// The text of a template without any data of a journal: only its keys and its questions.
pub fn blank(template: NoteTemplate) -> String {
    let journal = Journal::default();
    let day = Date::ZERO;
    let shared = for_author(&journal, &[]);
    let analysis = Analysis::of(&shared, day);
    let request = Request {
        template,
        title: None,
        date: day,
        tasks: Vec::new(),
        goals: Vec::new(),
        with: Vec::new(),
        about: None,
        folder: None,
    };
    let thread = thread(&analysis, &request);
    let next = planned(&analysis.context(), &thread, move_of(template), None, None);
    let keys = keys::keys(&analysis, &request, None, None);
    let page = context::note(&analysis, &request, &next, None, "", &keys);
    // The shipped templates load and render without data, as a test shows for each.
    let theme = Theme::load_for_notes(&journal, &mut Vec::new());
    let text = theme.and_then(|theme| theme.render(&template_path(template), &page).ok());
    tidy(&String::from_utf8_lossy(&text.unwrap_or_default()))
}

/// The text of a file for a new task, goal or person with this name.
pub fn named(kind: ThingKind, slug: &Slug, written: &str) -> String {
    let name = context::one_line(written);
    // A typed slug becomes words; any other name stays as typed.
    let title = if name == slug.as_str() { slug.title() } else { name };
    let relation = match kind {
        ThingKind::Person => {
            let words: Vec<&str> = Relation::WORDS.iter().map(|(word, _)| *word).collect();
            format!("# {}: {}\n", PERSON_KEYS.stated_relation, words.join(" | "))
        }
        ThingKind::Task | ThingKind::Goal => String::new(),
    };
    format!("---\n{}: {}\n{relation}---\n", COMMON_KEYS.title, keys::scalar(&title))
}

/// The thread that the note will be in, by the rules of the timeline. It is a new one if there is no
/// thread with that person yet.
fn thread(analysis: &Analysis<'_>, request: &Request) -> Thread {
    let journal = analysis.journal;
    let task = || request.tasks.iter().find_map(|id| analysis.timeline.task(id)?.thread.as_ref());
    let person = request.with.first().or_else(task).unwrap_or(&journal.config.manager);
    analysis.timeline.thread(person.as_str()).cloned().unwrap_or_else(|| Thread {
        person: person.clone(),
        relation: journal.person(person.as_str()).and_then(|person| person.relation),
        loops: Vec::new(),
        growth: Vec::new(),
        named_in: Vec::new(),
        entries: Vec::new(),
        tasks: Vec::new(),
    })
}

/// The next step whose script and data a template shows.
fn move_of(template: NoteTemplate) -> Move {
    match template {
        NoteTemplate::Step(Step::Master) => Move::Master,
        NoteTemplate::Step(Step::Deliver) => Move::Deliver,
        NoteTemplate::Step(Step::Pivot) => Move::Pivot,
        NoteTemplate::Step(Step::Repeat) => Move::Repeat,
        NoteTemplate::Kind(Kind::Setback | Kind::Update) => Move::OwnIt,
        NoteTemplate::Step(Step::Ask) | NoteTemplate::Kind(_) => Move::Ask,
    }
}

/// The template for the note that carries out a next step.
pub fn template_of(journal: &Journal, next: &NextMove<'_>) -> NoteTemplate {
    match next.kind {
        Move::MakeGood if next.is_to_be_judged(journal) => NoteTemplate::Kind(Kind::Feedback),
        Move::OwnIt | Move::MakeGood | Move::Fix => NoteTemplate::Kind(Kind::Update),
        Move::Master => NoteTemplate::Step(Step::Master),
        Move::Deliver | Move::ShowImpact => NoteTemplate::Step(Step::Deliver),
        Move::Pivot => NoteTemplate::Step(Step::Pivot),
        Move::SlowDown | Move::SetGoal => NoteTemplate::Kind(Kind::Note),
        Move::Repeat => NoteTemplate::Step(Step::Repeat),
        Move::Ask => NoteTemplate::Step(Step::Ask),
    }
}

/// The default title of a note.
fn default_title(analysis: &Analysis<'_>, request: &Request, thread: &Thread) -> Option<String> {
    // A title and a file's name are shared with their note, and nothing in them is replaced.
    let share_as = analysis.journal.person(thread.person.as_str());
    let share_as = share_as.and_then(|person| person.share_as.clone());
    let person = share_as.unwrap_or_else(|| analysis.context().spoken(&thread.person));
    let task = request
        .tasks
        .first()
        .map(|id| analysis.timeline.task(id).map_or_else(|| id.title(), |task| task.title.clone()));
    Some(match (request.template, task) {
        (NoteTemplate::Step(Step::Master), _) => format!("How {person} sees my work"),
        (NoteTemplate::Step(Step::Ask), _) => format!("What {person} needs"),
        (NoteTemplate::Step(Step::Deliver) | NoteTemplate::Kind(Kind::Update), Some(task)) => task,
        (NoteTemplate::Step(Step::Pivot), _) => "Where I want to go".to_owned(),
        (NoteTemplate::Step(Step::Repeat), _) => format!("Closing the loop with {person}"),
        (NoteTemplate::Kind(Kind::Setback), Some(task)) => format!("A setback on {task}"),
        (NoteTemplate::Kind(Kind::Feedback), _) => format!("What {person} said"),
        (NoteTemplate::Kind(Kind::Note), _) if request.about == Some(Move::SlowDown) => {
            "What can wait".to_owned()
        }
        (NoteTemplate::Kind(Kind::Note), _) if request.about == Some(Move::SetGoal) => {
            "Where I want to go".to_owned()
        }
        _ => return None,
    })
}

/// Removes repeated blank lines and blank lines at the end, and ends the text with a newline.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        let repeats = line.is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !repeats {
            lines.push(line);
        }
    }
    format!("{}\n", lines.join("\n").trim_end())
}

#[cfg(test)]
mod tests {
    use super::blank;
    use crate::model::NoteTemplate;

    #[test]
    fn every_note_template_renders_without_data() {
        for template in NoteTemplate::ALL {
            let text = blank(template);
            let keys = text.split("---").nth(1).expect("front matter");
            assert!(keys.contains("\n# "), "{}: {text}", template.word());
            if let NoteTemplate::Step(_) = template {
                assert!(keys.starts_with(&format!("\nstep: {}\n", template.word())), "{text}");
                assert!(text.matches("\n## ").count() > 1, "{text}");
            }
            for wrong in ["\n\n\n", "{{", "{%", "null", "%%%%", "%% %%"] {
                assert!(!text.contains(wrong), "{}: {text}", template.word());
            }
        }
    }
}
