//! What to write into a new note, and where it goes: pure functions, which write nothing.
//!
//! The texts are templates of the theme, `notes/<step or kind>.md`, so that a journal can replace
//! them. What they fill in stands in comments, which reach no output, or is a key that was asked
//! for: a new note says nothing that its author has not said.

pub mod context;
pub mod editors;
pub mod first;
pub mod found;
mod keys;
pub mod log;
pub mod names;
pub mod path;
mod properties;

use jiff::civil::Date;

use crate::analyse::next::{Move, planned};
use crate::analyse::{Analysis, Task, Thread};
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::{Kind, Relation, Step};
use crate::model::{Journal, NoteTemplate, Slug};
use crate::render::script::say;
use crate::share::for_author;
use crate::theme::Theme;
pub use keys::scalar;
use names::ThingKind;

/// What a new note is to be. Names are slugs of the journal, or new ones.
#[derive(Clone, Debug)]
pub struct Request {
    /// What sort of note.
    pub template: NoteTemplate,
    /// Its title; without one, it says what the note is for.
    pub title: Option<String>,
    /// Its day.
    pub date: Date,
    /// The tasks it is about.
    pub tasks: Vec<Slug>,
    /// The goals it is for.
    pub goals: Vec<Slug>,
    /// The people it is with, the leader first.
    pub with: Vec<Slug>,
    /// The move that it is for, where it is made for one.
    pub about: Option<Move>,
    /// The folder it goes to, in the journal; without one, where its fellows are.
    pub folder: Option<String>,
}

/// A new file: its path and text.
#[derive(Debug, PartialEq, Eq)]
pub struct NewNote {
    /// Where it goes in the journal, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The path of a template in a theme.
pub fn template_path(template: NoteTemplate) -> String {
    format!("notes/{}.md", template.word())
}

/// The note that was asked for. Where its template fails, the problem says why; where only the
/// words to say fail, they are missing, and `problems` says why.
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
    let mut next = plan(request.about.unwrap_or_else(|| shape(request.template)));
    if request.template == NoteTemplate::Kind(Kind::Update) && next.setback.is_none() {
        next = plan(Move::Fix);
    }
    let has_words = match request.template {
        NoteTemplate::Step(_) => true,
        NoteTemplate::Kind(Kind::Update) => next.setback.is_some() || !next.wishes.is_empty(),
        NoteTemplate::Kind(_) => request.about.is_some(),
    };
    let script = if has_words { say(theme, analysis, &next, problems) } else { String::new() };
    let title = request.title.clone().or_else(|| title(analysis, request, &thread));
    let keys = keys::keys(analysis, request, title.as_deref(), next.goal);
    let page = context::note(analysis, request, &next, title.as_deref(), &script, &keys);
    let text = theme.render(&template_path(request.template), &page)?;
    let text = tidy(&String::from_utf8_lossy(&text));
    Ok(NewNote { path: path::path(analysis.journal, request, title.as_deref()), text })
}

/// What a template begins with in any journal: its keys and its questions, and nothing else.
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
    let next = planned(&analysis.context(), &thread, shape(template), None, None);
    let keys = keys::keys(&analysis, &request, None, None);
    let page = context::note(&analysis, &request, &next, None, "", &keys);
    // The shipped templates load, and render without facts: a test has tried each.
    let theme = Theme::load(&journal, &mut Vec::new());
    let text = theme.and_then(|theme| theme.render(&template_path(template), &page).ok());
    tidy(&String::from_utf8_lossy(&text.unwrap_or_default()))
}

/// The file of a task or a person that the journal has not yet; it says what they are called.
pub fn named(sort: ThingKind, slug: &Slug, written: &str) -> String {
    let name = context::one_line(written);
    // A slug that was typed is shown in words; anything else stays as it was written.
    let title = if name == slug.as_str() { slug.title() } else { name };
    let relation = match sort {
        ThingKind::Person => "# relation: manager | skip-level | report | peer | sponsor\n",
        ThingKind::Task | ThingKind::Goal => "",
    };
    format!("---\ntitle: {}\n{relation}---\n", keys::scalar(&title))
}

/// The thread that the note will be in, by the rules of the timeline; a new one, where there is none
/// with that person yet.
fn thread(analysis: &Analysis<'_>, request: &Request) -> Thread {
    let journal = analysis.journal;
    let task = || request.tasks.iter().find_map(|id| analysis.timeline.task(id)?.thread.as_ref());
    let person = request.with.first().or_else(task).unwrap_or(&journal.config.manager);
    analysis.timeline.thread(person.as_str()).cloned().unwrap_or_else(|| Thread {
        person: person.clone(),
        relation: journal.person(person.as_str()).map_or(Relation::Peer, |known| known.relation),
        loops: Vec::new(),
        entries: Vec::new(),
        tasks: Vec::new(),
    })
}

/// The move whose words and facts a note from that template is about.
fn shape(template: NoteTemplate) -> Move {
    match template {
        NoteTemplate::Step(Step::Master) => Move::Master,
        NoteTemplate::Step(Step::Deliver) => Move::Deliver,
        NoteTemplate::Step(Step::Pivot) => Move::Pivot,
        NoteTemplate::Step(Step::Repeat) => Move::Repeat,
        NoteTemplate::Kind(Kind::Setback | Kind::Update) => Move::OwnIt,
        NoteTemplate::Step(Step::Ask) | NoteTemplate::Kind(_) => Move::Ask,
    }
}

/// The template of the note that a move leads to.
pub fn template_of(kind: Move) -> NoteTemplate {
    match kind {
        Move::OwnIt | Move::Fix => NoteTemplate::Kind(Kind::Update),
        Move::Master => NoteTemplate::Step(Step::Master),
        Move::Deliver | Move::ShowImpact => NoteTemplate::Step(Step::Deliver),
        Move::Pivot => NoteTemplate::Step(Step::Pivot),
        Move::SetGoal => NoteTemplate::Kind(Kind::Note),
        Move::Repeat => NoteTemplate::Step(Step::Repeat),
        Move::Ask => NoteTemplate::Step(Step::Ask),
    }
}

/// What a note is called that nobody named.
fn title(analysis: &Analysis<'_>, request: &Request, thread: &Thread) -> Option<String> {
    let person = analysis.context().spoken(&thread.person);
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
        (NoteTemplate::Kind(Kind::Note), _) if request.about == Some(Move::SetGoal) => {
            "Where I want to go".to_owned()
        }
        _ => return None,
    })
}

/// At most one blank line in a row, none at the end, and one line ending after the last line.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        let doubled = line.is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !doubled {
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
    fn every_form_has_a_template() {
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
