//! All names of a journal, by what they name.

use ahash::HashMap;

use super::ParsedFiles;
use super::names::Names;
use super::notes::{NoteHead, ParsedNote};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::vocabulary::Step;
use crate::model::{Config, Slug, Target};

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A task.
    Task,
    /// A goal.
    Goal,
    /// A person.
    Person,
    /// A competency.
    Competency,
}

impl NameKind {
    /// What a link to that id would lead to; a competency has no page.
    pub fn target(self, id: &Slug) -> Option<Target> {
        match self {
            Self::Task => Some(Target::Task(id.clone())),
            Self::Goal => Some(Target::Goal(id.clone())),
            Self::Person => Some(Target::Person(id.clone())),
            Self::Competency => None,
        }
    }
}

/// All names of the journal.
pub struct JournalNames {
    tasks: Names,
    goals: Names,
    people: Names,
    competencies: Names,
    entries: EntryIds,
}

/// The ids and titles of entries, by their days: names that begin with a day are few, so what they could mean is
/// found when one is met.
#[derive(Default)]
struct EntryIds {
    by_day: HashMap<String, Vec<EntryName>>,
}

struct EntryName {
    id: Slug,
    title: String,
    /// Whether it is a part of a note, which has no file to be named by.
    is_part: bool,
}

impl EntryIds {
    fn new(notes: &[Box<ParsedNote<NoteHead>>]) -> Self {
        let mut entries = Self::default();
        let name = |id: &Slug, title: &String, is_part| EntryName {
            id: id.clone(),
            title: title.clone(),
            is_part,
        };
        for NoteHead { head, date, parts, .. } in notes.iter().map(|note| &note.value) {
            let Some(day) = date.map(|date| date.to_string()) else { continue };
            let of_day = entries.by_day.entry(day).or_default();
            of_day.push(name(&head.id, &head.title, false));
            let parts = parts.iter().map(|part| &part.head);
            of_day.extend(parts.map(|part| name(&part.id, &part.title, true)));
        }
        entries
    }

    /// The entry that a name means which begins with its day, and is not its id.
    fn meant_by(&self, name: &Slug) -> Option<&Slug> {
        let (day, _) = name.as_str().split_at_checked(10)?;
        let of_day = self.by_day.get(day)?;
        if of_day.iter().any(|own| own.id == *name) {
            return None;
        }
        let titled = |own: &&EntryName| Slug::new(day).with(Slug::new(&own.title)) == *name;
        let whole = || of_day.iter().filter(|own| !own.is_part).map(|own| &own.id);
        let near = || {
            let near = nearest(name.as_str(), whole().map(Slug::as_str))?;
            whole().find(|id| id.as_str() == near)
        };
        let only = || whole().next().filter(|_| whole().count() == 1);
        of_day.iter().find(titled).map(|own| &own.id).or_else(near).or_else(only)
    }
}

impl JournalNames {
    /// The names that files define, and the competencies that pivots name.
    pub fn new(config: &Config, parsed: &ParsedFiles) -> Self {
        let mut tasks = Names::new("task", Some("tasks"));
        let files = parsed.tasks.iter().map(|note| &note.value);
        define(&mut tasks, files.map(|task| (&task.id, &task.title, &task.aliases)));
        let mut goals = Names::new("goal", Some("goals"));
        let files = parsed.goals.iter().map(|note| &note.value);
        define(&mut goals, files.map(|goal| (&goal.id, &goal.title, &goal.aliases)));
        let mut people = Names::new("person", Some("people"));
        let files = parsed.people.iter().map(|note| &note.value);
        define(&mut people, files.map(|person| (&person.id, &person.title, &person.aliases)));
        if !parsed.people.is_empty() {
            // Unless a person has that name already, the manager needs no file.
            people.alias(config.manager.as_str(), &config.manager);
        }
        let mut competencies = Names::new("competency", None);
        for ladder in &parsed.ladders {
            ladder.competencies.iter().for_each(|competency| competencies.define(&competency.id));
        }
        for goal in &parsed.goals {
            goal.value.keys.needs.iter().for_each(|need| competencies.define(&need.id));
        }
        let keys = parsed.notes.iter().flat_map(|note| {
            let parts = note.value.parts.iter().map(|part| &part.head.keys);
            std::iter::once(&note.value.head.keys).chain(parts)
        });
        for keys in keys.filter(|keys| keys.step == Some(Step::Pivot)) {
            keys.gaps.iter().for_each(|gap| competencies.define(gap));
        }
        let entries = EntryIds::new(&parsed.notes);
        Self { tasks, goals, people, competencies, entries }
    }

    /// The names of one kind.
    pub fn of(&self, kind: NameKind) -> &Names {
        match kind {
            NameKind::Task => &self.tasks,
            NameKind::Goal => &self.goals,
            NameKind::Person => &self.people,
            NameKind::Competency => &self.competencies,
        }
    }

    /// The entry that a name means which begins with its day, and is not its id.
    pub fn entry_meant_by(&self, name: &Slug) -> Option<&Slug> {
        self.entries.meant_by(name)
    }

    /// The same, to note those that nothing defines.
    pub fn of_mut(&mut self, kind: NameKind) -> &mut Names {
        match kind {
            NameKind::Task => &mut self.tasks,
            NameKind::Goal => &mut self.goals,
            NameKind::Person => &mut self.people,
            NameKind::Competency => &mut self.competencies,
        }
    }

    /// Warns of names that are probably slips.
    pub fn warnings(&self, strict: bool, problems: &mut Vec<Diagnostic>) {
        let all = [&self.tasks, &self.goals, &self.people, &self.competencies];
        all.into_iter().for_each(|names| names.warnings(strict, problems));
    }
}

fn define<'a>(
    names: &mut Names,
    things: impl Iterator<Item = (&'a Slug, &'a String, &'a Vec<String>)> + Clone,
) {
    things.clone().for_each(|(id, ..)| names.define(id));
    for (id, title, aliases) in things {
        aliases.iter().chain([title]).for_each(|name| names.alias(name, id));
    }
}
