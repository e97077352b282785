//! What a reader may see, and by which names and ids. This is decided before any text is filtered.

mod collect;
mod links;
mod meant;
mod naming;
mod titles;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use super::ShareOptions;
use crate::markdown::name_index::NameIndex;
use crate::markdown::parts::Parts;
use crate::model::note_path::without_ending;
use crate::model::real_names::RealNames;
use crate::model::vocabulary::Visibility;
use crate::model::{Document, Evidence, Journal, Slug, Target};

/// A goal, task, person, note or file as a reader knows it.
pub(super) struct VisibleThing {
    /// The thing, by the id that the reader sees.
    pub(super) target: Target,
    /// The title that the reader sees.
    pub(super) title: String,
    /// Whether the reader sees another name than the author's.
    is_renamed: bool,
    /// Whether the reader sees no name. This is so for a manager whom nothing visible names.
    is_nameless: bool,
}

impl VisibleThing {
    fn new(target: Target, title: &str) -> Self {
        Self { target, title: title.to_owned(), is_renamed: false, is_nameless: false }
    }
}

/// Everything that a reader may see, with the names and ids that they see.
pub(super) struct VisibleSet<'j> {
    journal: &'j Journal,
    options: &'j ShareOptions,
    /// The entries, by index.
    pub(super) entries: Vec<usize>,
    /// The notes without a date, by index.
    pub(super) pages: Vec<usize>,
    /// The visible notes: other entries and pages do not exist for the reader.
    notes: HashSet<Target>,
    /// What links can name for the reader; made when a link leads to a hidden note.
    index: OnceLock<NameIndex>,
    /// The goals, tasks and people whose own file is visible, not only their name.
    full: HashSet<Target>,
    /// All visible things, by the author's ids.
    things: HashMap<Target, VisibleThing>,
    /// The names that the author uses for visible things.
    author_names: HashMap<Slug, Target>,
    /// What visible texts and keys name, in order of first use, each with its spellings.
    named: Vec<(Target, Vec<&'j str>)>,
    /// The index of each target in `named`.
    named_index: HashMap<Target, usize>,
    /// The visible texts, by the things that they belong to.
    texts: HashMap<Target, VisibleText<'j>>,
    /// The real names of people whom the reader knows by another one.
    pub(super) real_names: RealNames<'j>,
}

/// A text that a reader gets.
pub(super) struct VisibleText<'j> {
    /// The path of its file.
    pub(super) path: &'j str,
    /// The text as its author wrote it.
    pub(super) body: &'j Document,
    /// The text without its private parts; `None` if it has none.
    outline: Option<Document>,
    /// The headings and blocks that links can name.
    parts: Parts,
}

impl<'j> VisibleText<'j> {
    /// The text without its private parts.
    pub(super) fn outline(&self) -> &Document {
        self.outline.as_ref().unwrap_or(self.body)
    }
}

/// A goal, task or person as its author knows it.
struct AuthorThing<'j> {
    title: &'j str,
    aliases: &'j [String],
    has_file: bool,
}

impl<'j> VisibleSet<'j> {
    /// Decides what the reader may see.
    pub(super) fn new(journal: &'j Journal, options: &'j ShareOptions) -> Self {
        let mut visible = Self {
            journal,
            options,
            entries: Vec::new(),
            pages: Vec::new(),
            notes: HashSet::new(),
            index: OnceLock::new(),
            full: HashSet::new(),
            things: HashMap::new(),
            author_names: HashMap::new(),
            named: Vec::new(),
            named_index: HashMap::new(),
            texts: HashMap::new(),
            real_names: RealNames::of(&journal.people),
        };
        visible.collect_notes();
        visible.collect_full();
        visible.collect_named();
        visible.assign_ids();
        visible.filter_titles();
        visible
    }

    fn reaches(&self, visibility: Visibility) -> bool {
        visibility.reaches(self.options.audience)
    }

    /// Whether the thing's own file is visible, not only its name.
    pub(super) fn is_full(&self, target: &Target) -> bool {
        self.full.contains(target)
    }

    /// Whether the thing is visible, under some name.
    pub(super) fn is_named(&self, target: &Target) -> bool {
        self.things.get(target).is_some_and(|thing| !thing.is_nameless)
    }

    /// Whether evidence only names something that the reader may not see.
    pub(super) fn hides_evidence(&self, evidence: &Evidence) -> bool {
        let thing = evidence.target.as_ref().and_then(|target| self.things.get(target));
        thing.is_none() && evidence.bare
    }

    /// The thing, if it is visible.
    pub(super) fn get(&self, target: &Target) -> Option<&VisibleThing> {
        self.things.get(target)
    }

    /// The person, if they are visible.
    pub(super) fn person(&self, id: &Slug) -> Option<&VisibleThing> {
        self.things.get(&Target::Person(id.clone()))
    }

    /// The id that the reader sees for a thing.
    pub(super) fn id(&self, target: &Target) -> Option<Slug> {
        self.things.get(target)?.target.slug().cloned()
    }

    /// The direct report whom the packet is about.
    pub(super) fn packet_report(&self) -> Option<&Slug> {
        self.options.packet.as_ref()?.direct_report.as_ref()
    }

    /// The visible texts, each with the thing that it belongs to.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&Target, &VisibleText<'j>)> {
        self.texts.iter()
    }

    /// The ladders of goals whose file is visible.
    pub(super) fn ladders(&self) -> BTreeSet<&'j Slug> {
        let goals = self.journal.goals.iter();
        let goals = goals.filter(|goal| self.is_full(&Target::Goal(goal.id.clone())));
        goals.filter_map(|goal| goal.ladder.as_ref()).collect()
    }

    /// A goal, task or person as the author knows it; `None` for notes and files.
    fn author_thing(&self, target: &Target) -> Option<AuthorThing<'j>> {
        let journal = self.journal;
        let (title, aliases, has_file): (&str, &[String], bool) = match target {
            Target::Goal(id) => {
                let goal = journal.goal(id.as_str())?;
                (&goal.title, &goal.aliases, goal.path.is_some())
            }
            Target::Task(id) => match journal.task(id.as_str()) {
                Some(task) => (&task.title, &task.aliases, true),
                None => (journal.task_names.get(id)?, &[], false),
            },
            Target::Person(id) => {
                let person = journal.person(id.as_str())?;
                (&person.title, &person.aliases, person.path.is_some())
            }
            // A hidden note stays hidden, however often something names it.
            Target::Entry(_) | Target::Page(_) | Target::File(_) => return None,
        };
        Some(AuthorThing { title, aliases, has_file })
    }
}

/// The name of a file without its folders and without `.md`.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    without_ending(name)
}
