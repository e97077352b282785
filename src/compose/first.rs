//! The files of a new journal. They say what was answered, and nothing that nobody has done.

use jiff::civil::Date;
use serde::Serialize;
use tera::Tera;

use super::editors::{EditorFiles, SCHEMA};
use super::keys::scalar;
use super::{NewNote, path};
use crate::ladder;
use crate::model::Slug;
use crate::model::phrasing::mid_sentence;
use crate::model::vocabulary::Stage;

/// What is known about a new journal.
#[derive(Clone, Debug)]
pub struct JournalPlan {
    /// The day it begins.
    pub date: Date,
    /// What it is called.
    pub title: String,
    /// Who writes it.
    pub author: Option<String>,
    /// How far along they are.
    pub stage: Stage,
    /// What their manager is called: a name, or a role.
    pub manager: String,
    /// What they want.
    pub goal: Option<GoalPlan>,
    /// What they write with.
    pub editor: Option<EditorFiles>,
    /// Where notes go: a folder, or `.` where there are some already in the whole of it.
    pub entries: String,
}

/// The goal of a new journal.
#[derive(Clone, Debug)]
pub struct GoalPlan {
    /// What it is called.
    pub title: String,
    /// The level, or the role, that it leads from.
    pub from: Option<String>,
    /// The level, or the role, that it leads to.
    pub to: Option<String>,
    /// By when.
    pub by: Option<Date>,
    /// A shipped ladder.
    pub ladder: Option<&'static str>,
}

/// What the templates see, each text as a value of YAML.
#[derive(Serialize)]
struct FirstContext {
    title: String,
    author: Option<String>,
    stage: &'static str,
    manager: String,
    manager_name: String,
    name: String,
    entries: String,
    goal: Option<String>,
    from: Option<String>,
    to: Option<String>,
    since: String,
    by: Option<String>,
    ladder: Option<&'static str>,
    schema: Option<&'static str>,
}

/// The templates, by the names they have here.
const TEMPLATES: [(&str, &str); 4] = [
    ("loopbook.yaml", include_str!("first/loopbook.yaml")),
    ("person.md", include_str!("first/person.md")),
    ("goal.md", include_str!("first/goal.md")),
    ("entry.md", include_str!("first/entry.md")),
];

/// The files of a journal, by their paths in it.
///
/// # Errors
///
/// Where a template fails, which no answer can bring about.
pub fn files(plan: &JournalPlan) -> tera::TeraResult<Vec<NewNote>> {
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES)?;
    let manager = slug(&plan.manager, "manager");
    let context = tera::Context::from_serialize(&context(plan, &manager))?;
    let file = |path: String, template: &str| -> tera::TeraResult<NewNote> {
        Ok(NewNote { path, text: tera.render(template, &context)? })
    };
    let folder = match path::trimmed(&plan.entries) {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let mut files = vec![
        file("loopbook.yaml".to_owned(), "loopbook.yaml")?,
        file(format!("people/{manager}.md"), "person.md")?,
        file(format!("{folder}{}-how-this-journal-works.md", plan.date), "entry.md")?,
    ];
    if let Some(goal) = &plan.goal {
        files.push(file(format!("goals/{}.md", slug(&goal.title, "goal")), "goal.md")?);
        let text = goal.ladder.and_then(|name| Some((name, ladder::shipped_text(name)?)));
        files.extend(text.map(|(name, text)| NewNote {
            path: format!("ladders/{name}.yaml"),
            text: text.to_owned(),
        }));
    }
    files.push(NewNote { path: ".gitignore".to_owned(), text: "/site/\n".to_owned() });
    Ok(files)
}

fn context(plan: &JournalPlan, manager: &Slug) -> FirstContext {
    let goal = plan.goal.as_ref();
    let value = |text: Option<&String>| text.map(|text| scalar(text));
    FirstContext {
        title: scalar(&plan.title),
        author: value(plan.author.as_ref()),
        stage: plan.stage.word(),
        manager: scalar(manager.as_str()),
        manager_name: mid_sentence(&plan.manager).replace("%%", "% %"),
        name: scalar(&plan.manager),
        entries: scalar(&plan.entries),
        goal: value(goal.map(|goal| &goal.title)),
        from: value(goal.and_then(|goal| goal.from.as_ref())),
        to: value(goal.and_then(|goal| goal.to.as_ref())),
        since: plan.date.to_string(),
        by: goal.and_then(|goal| goal.by).map(|by| by.to_string()),
        ladder: goal.and_then(|goal| goal.ladder),
        schema: (plan.editor == Some(EditorFiles::Vscode)).then_some(SCHEMA),
    }
}

/// The slug of a name; of one that has none, another word.
fn slug(name: &str, otherwise: &str) -> Slug {
    Slug::of_words(name).unwrap_or_else(|| Slug::new(otherwise))
}
