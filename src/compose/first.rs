//! Composes the files of a new journal. They contain the user's answers and make no other claims.

use jiff::civil::Date;
use serde::Serialize;
use tera::Tera;

use super::editors::{EditorFiles, SCHEMA};
use super::found::FoundFolder;
use super::keys::scalar;
use super::{NewNote, path};
use crate::ladder;
use crate::model::Slug;
use crate::model::folders::FolderKind;
use crate::model::phrasing::mid_sentence;
use crate::model::vocabulary::Stage;

/// The user's answers about a new journal.
#[derive(Clone, Debug)]
pub struct JournalPlan {
    /// The date of its first note.
    pub date: Date,
    /// The journal's title.
    pub title: String,
    /// The author's name.
    pub author: Option<String>,
    /// The author's stage of career.
    pub stage: Stage,
    /// The manager's name or role.
    pub manager: String,
    /// The author's goal, if they have one.
    pub goal: Option<GoalPlan>,
    /// The editor to add files for.
    pub editor: Option<EditorFiles>,
    /// What the journal's folder already has.
    pub found: FoundFolder,
}

/// The goal of a new journal.
#[derive(Clone, Debug)]
pub struct GoalPlan {
    /// The goal's title.
    pub title: String,
    /// The current level or role.
    pub from: Option<String>,
    /// The wanted level or role.
    pub to: Option<String>,
    /// When the author wants to reach it.
    pub by: Option<Date>,
    /// The shipped ladder that it uses.
    pub ladder: Option<&'static str>,
}

/// The data for the templates. Each text is formatted as a YAML value.
#[derive(Serialize)]
struct FirstContext {
    title: String,
    author: Option<String>,
    stage: &'static str,
    manager: String,
    manager_name: String,
    name: String,
    entries: String,
    folders: Vec<MappedFolder>,
    goal: Option<String>,
    from: Option<String>,
    to: Option<String>,
    since: String,
    by: Option<String>,
    ladder: Option<&'static str>,
    schema: Option<&'static str>,
}

/// A folder that has another name than usual.
#[derive(Serialize)]
struct MappedFolder {
    kind: &'static str,
    name: String,
}

impl MappedFolder {
    fn new((kind, folder): &(FolderKind, String)) -> Self {
        Self { kind: kind.name(), name: scalar(folder) }
    }
}

/// The templates by name.
const TEMPLATES: [(&str, &str); 4] = [
    ("loopbook.yaml", include_str!("first/loopbook.yaml")),
    ("person.md", include_str!("first/person.md")),
    ("goal.md", include_str!("first/goal.md")),
    ("entry.md", include_str!("first/entry.md")),
];

/// Composes the files of a new journal.
///
/// # Errors
///
/// If a template fails. No answer can cause that.
pub fn files(plan: &JournalPlan) -> tera::TeraResult<Vec<NewNote>> {
    let mut tera = Tera::default();
    tera.add_raw_templates(TEMPLATES)?;
    let found = &plan.found;
    let known = found.person(&plan.manager);
    let manager = known.map_or_else(|| slug(&plan.manager, "manager"), |person| person.id.clone());
    let name = known.map_or(&plan.manager, |person| &person.title);
    let person = found.path(FolderKind::People, &format!("{manager}.md"));
    let person = known.map_or(person, |person| person.path.clone());
    let context = tera::Context::from_serialize(&context(plan, &manager, name))?;
    let file = |path: String, template: &str| -> tera::TeraResult<NewNote> {
        Ok(NewNote { path, text: tera.render(template, &context)? })
    };
    let mut files =
        vec![file("loopbook.yaml".to_owned(), "loopbook.yaml")?, file(person, "person.md")?];
    let name = format!("{}-how-this-journal-works.md", plan.date);
    files.push(file(path::in_folder(&found.notes, &name), "entry.md")?);
    if let Some(goal) = &plan.goal {
        let name = format!("{}.md", slug(&goal.title, "goal"));
        files.push(file(found.path(FolderKind::Goals, &name), "goal.md")?);
        let text = goal.ladder.and_then(|name| Some((name, ladder::shipped_text(name)?)));
        files.extend(text.map(|(name, text)| NewNote {
            path: found.path(FolderKind::Ladders, &format!("{name}.yaml")),
            text: text.to_owned(),
        }));
    }
    files.push(NewNote { path: ".gitignore".to_owned(), text: "/site/\n".to_owned() });
    Ok(files)
}

fn context(plan: &JournalPlan, manager: &Slug, name: &str) -> FirstContext {
    let goal = plan.goal.as_ref();
    let value = |text: Option<&String>| text.map(|text| scalar(text));
    FirstContext {
        title: scalar(&plan.title),
        author: value(plan.author.as_ref()),
        stage: plan.stage.word(),
        manager: scalar(manager.as_str()),
        manager_name: mid_sentence(name).replace("%%", "% %"),
        name: scalar(&plan.manager),
        entries: list(&plan.found.entries),
        folders: plan.found.mapped.iter().map(MappedFolder::new).collect(),
        goal: value(goal.map(|goal| &goal.title)),
        from: value(goal.and_then(|goal| goal.from.as_ref())),
        to: value(goal.and_then(|goal| goal.to.as_ref())),
        since: plan.date.to_string(),
        by: goal.and_then(|goal| goal.by).map(|by| by.to_string()),
        ladder: goal.and_then(|goal| goal.ladder),
        schema: (plan.editor == Some(EditorFiles::Vscode)).then_some(SCHEMA),
    }
}

/// Folders as one value of YAML.
fn list(folders: &[String]) -> String {
    match folders {
        [one] => scalar(one),
        several => {
            format!("[{}]", several.iter().map(|one| scalar(one)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The slug of a name, or `default` if the name has no letters or digits.
fn slug(name: &str, default: &str) -> Slug {
    Slug::of_words(name).unwrap_or_else(|| Slug::new(default))
}
