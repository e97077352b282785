//! What there is for a reader, and what it is called: found before any text is touched.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::ShareOptions;
use super::attachments;
use super::filter::value::words;
use super::filter::{LEFT_OUT, LinkDecision, WrittenLink, filter, outline};
use super::ids::IdAllocator;
use super::rules::{NamedThings, NamingKeys};
use crate::markdown::inline::split_target;
use crate::markdown::parts::Parts;
use crate::model::document::LinkKind;
use crate::model::vocabulary::Visibility;
use crate::model::{Document, Entry, Evidence, Journal, Link, Slug, Target};

/// A goal, task, person or note as a reader knows it.
pub struct VisibleThing {
    /// It, by the id that it has for them.
    pub target: Target,
    /// Its title.
    pub title: String,
    /// Whether it has another name than for the author.
    renamed: bool,
    /// Whether it has no name at all: it is the manager, whom nothing names.
    nameless: bool,
}

/// Everything that a reader gets, with the names and ids that they see.
pub struct VisibleSet<'j> {
    journal: &'j Journal,
    options: &'j ShareOptions,
    /// The entries, by index.
    pub entries: Vec<usize>,
    /// The notes without a date, by index.
    pub pages: Vec<usize>,
    /// The things whose own file is there, not only their title.
    whole: HashSet<Target>,
    /// All of them, by what they are for the author.
    known: HashMap<Target, VisibleThing>,
    /// By which names the author calls them.
    names: HashMap<Slug, Target>,
    /// What texts and keys name, in order, each with how it is spelled there.
    named: Vec<(Target, Vec<&'j str>)>,
    places: HashMap<Target, usize>,
    /// The texts that are there, each with its file.
    texts: HashMap<Target, VisibleText<'j>>,
}

/// A text that a reader gets.
pub struct VisibleText<'j> {
    /// Its file.
    pub path: &'j str,
    /// The text as its author wrote it.
    pub body: &'j Document,
    /// The same without what is private, where anything is.
    outline: Option<Document>,
    /// What links to it can name.
    parts: Parts,
}

impl<'j> VisibleText<'j> {
    /// The text without what is private.
    pub fn outline(&self) -> &Document {
        self.outline.as_ref().unwrap_or(self.body)
    }
}

impl<'j> VisibleSet<'j> {
    /// Finds out.
    pub fn of(journal: &'j Journal, options: &'j ShareOptions) -> Self {
        let mut visible = Self {
            journal,
            options,
            entries: Vec::new(),
            pages: Vec::new(),
            whole: HashSet::new(),
            known: HashMap::new(),
            names: HashMap::new(),
            named: Vec::new(),
            places: HashMap::new(),
            texts: HashMap::new(),
        };
        let entries = journal.entries.iter().enumerate();
        let seen = entries.filter(|(at, entry)| options.hides(*at, entry).is_none());
        visible.entries = seen.map(|(at, _)| at).collect();
        let pages = journal.pages.iter().enumerate();
        let seen = pages.filter(|(_, page)| visible.reaches(page.visibility));
        visible.pages = seen.map(|(at, _)| at).collect();
        // The journal has them in the order of their ids, which hidden notes may change.
        visible.pages.sort_by(|a, b| journal.pages[*a].path.cmp(&journal.pages[*b].path));
        visible.find_whole();
        visible.find_named();
        visible.assign_ids();
        visible.retitle();
        visible
    }

    fn reaches(&self, visibility: Visibility) -> bool {
        visibility.reaches(self.options.audience)
    }

    /// Whether the thing's own file is there.
    pub fn is_whole(&self, target: &Target) -> bool {
        self.whole.contains(target)
    }

    /// Whether proof is the name of something that is not there, and nothing else.
    pub fn lacks(&self, proof: &Evidence) -> bool {
        let known = proof.target.as_ref().and_then(|own| self.known.get(own));
        known.is_none() && proof.bare
    }

    /// Whether the thing is there under a name of its own.
    pub fn is_there(&self, own: &Target) -> bool {
        self.known.get(own).is_some_and(|known| !known.nameless)
    }

    /// The thing, if it is there.
    pub fn known(&self, target: &Target) -> Option<&VisibleThing> {
        self.known.get(target)
    }

    /// The person, if they are there.
    pub fn person(&self, id: &Slug) -> Option<&VisibleThing> {
        self.known.get(&Target::Person(id.clone()))
    }

    /// The names of their own that the headings of a person's text are not to say, without accents:
    /// `Rene` gives `René` away.
    pub fn unnamed(&self, own: &Target) -> Vec<Slug> {
        let shared = self.share_as(own).and_then(|_| self.thing(own));
        let names =
            shared.map(|(title, aliases, _)| aliases.iter().map(String::as_str).chain([title]));
        let names = names.into_iter().flatten().map(Slug::new);
        let names = names.chain(self.share_as(own).and_then(|_| own.slug().cloned()));
        names.map(|name| name.without_accents()).collect()
    }

    /// The texts that are there, and what each is of.
    pub fn texts(&self) -> impl Iterator<Item = (&Target, &VisibleText<'j>)> {
        self.texts.iter()
    }

    /// The id that the thing has for the reader.
    pub fn id(&self, target: Target) -> Option<Slug> {
        self.known.get(&target)?.target.slug().cloned()
    }

    fn find_whole(&mut self) {
        let Journal { goals, tasks, people, .. } = self.journal;
        let asked = self.options.packet.as_ref().map(|packet| &packet.goal);
        let goals = goals.iter().filter(|goal| {
            goal.path.is_some() && (self.reaches(goal.visibility) || Some(&goal.id) == asked)
        });
        let tasks = tasks.iter().filter(|task| self.reaches(task.visibility));
        let people = people.iter().filter(|one| one.path.is_some() && self.reaches(one.visibility));
        self.whole = goals
            .map(|goal| Target::Goal(goal.id.clone()))
            .chain(tasks.map(|task| Target::Task(task.id.clone())))
            .chain(people.map(|one| Target::Person(one.id.clone())))
            .collect();
        // A goal without a file is all that there is of it.
        let asked = asked.filter(|goal| self.journal.goal(goal.as_str()).is_some());
        self.whole.extend(asked.map(|goal| Target::Goal(goal.clone())));
    }

    /// What those name that are there.
    fn find_named(&mut self) {
        let journal = self.journal;
        for at in self.entries.clone() {
            let entry = &journal.entries[at];
            self.keys(entry);
            self.text(Target::Entry(entry.id.clone()), &entry.path, &entry.body);
        }
        for at in self.pages.clone() {
            let page = &journal.pages[at];
            self.text(Target::Page(page.id.clone()), &page.path, &page.body);
        }
        for goal in &journal.goals {
            let own = Target::Goal(goal.id.clone());
            if self.is_whole(&own) {
                self.names(goal.keys.named(NamedThings::of(true, true)).into_iter());
                self.text(own, goal.path.as_deref().unwrap_or_default(), &goal.body);
            }
        }
        for task in &journal.tasks {
            let own = Target::Task(task.id.clone());
            if self.is_whole(&own) {
                self.names(task.keys.named(NamedThings::of(true, true)).into_iter());
                self.text(own, &task.path, &task.body);
            }
        }
        for person in &journal.people {
            let own = Target::Person(person.id.clone());
            if self.is_whole(&own) {
                self.text(own, person.path.as_deref().unwrap_or_default(), &person.body);
            }
        }
    }

    fn is_goal(&self, id: &Slug) -> bool {
        self.is_whole(&Target::Goal(id.clone()))
    }

    fn keys(&mut self, entry: &'j Entry) {
        for target in entry.keys.named(NamedThings::of(entry.names_goal, entry.quote_ok)) {
            let others = entry.spelled.iter().filter(|(own, _)| *own == target);
            let spelled: Vec<&str> = others.map(|(_, name)| name.as_str()).collect();
            match &spelled[..] {
                [] => self.name(target, None),
                _ => spelled.into_iter().for_each(|name| self.name(target.clone(), Some(name))),
            }
        }
        let proof = entry.evidence.iter().filter_map(|proof| proof.target.clone());
        let proof: Vec<Target> = proof.filter(|own| self.has_file(own)).collect();
        self.names(proof.into_iter());
    }

    fn has_file(&self, own: &Target) -> bool {
        matches!(own, Target::File(_)) || self.thing(own).is_some_and(|(.., has_file)| has_file)
    }

    fn text(&mut self, own: Target, path: &'j str, body: &'j Document) {
        let outline = outline(body, &self.unnamed(&own));
        let parts = Parts::of(outline.as_ref().unwrap_or(body));
        self.texts.insert(own, VisibleText { path, body, outline, parts });
        for link in body.links.iter().filter(|link| !body.is_private(link.node)) {
            // What has no file is there because a key names it, and that may be a hidden one.
            if let Some(target) = link.target.as_ref().filter(|own| self.has_file(own)) {
                self.name(target.clone(), spelled(body, link));
            }
        }
    }

    /// Something names things, nobody knows how: by their titles, for their files' names are nobody's.
    fn names(&mut self, targets: impl Iterator<Item = Target>) {
        targets.for_each(|target| {
            let title = self.thing(&target).map(|(title, ..)| title);
            self.name(target, title);
        });
    }

    /// Something names a thing, by its id where it is not said how.
    fn name(&mut self, target: Target, spelled: Option<&'j str>) {
        let next = self.named.len();
        let at = *self.places.entry(target.clone()).or_insert(next);
        if at == next {
            self.named.push((target, Vec::new()));
        }
        self.named[at].1.push(spelled.unwrap_or(""));
    }

    /// Gives each thing an id, and the title that it has for the author.
    fn assign_ids(&mut self) {
        let Journal { entries, pages, goals, tasks, people, config, .. } = self.journal;
        let mut ids = IdAllocator::default();
        for entry in self.entries.clone().into_iter().map(|at| &entries[at]) {
            // The author's own id may tell of a folder, and that a hidden note has the plain one.
            let own = Target::Entry(entry.id.clone());
            self.called(&entry.aliases, stem(&entry.path), &own);
            self.know(own, ids.free(Target::Entry, entry.plain_id.clone()), &entry.title);
        }
        for page in self.pages.clone().into_iter().map(|at| &pages[at]) {
            let own = Target::Page(page.id.clone());
            self.called(&page.aliases, stem(&page.path), &own);
            self.know(own, ids.free(Target::Page, page.plain_id.clone()), &page.title);
        }
        let mut whole: Vec<Target> = Vec::new();
        whole.extend(goals.iter().map(|goal| Target::Goal(goal.id.clone())));
        whole.extend(tasks.iter().map(|task| Target::Task(task.id.clone())));
        whole.extend(people.iter().map(|person| Target::Person(person.id.clone())));
        whole.retain(|own| self.is_whole(own));
        let has_alias = |own: &Target| self.share_as(own).is_some();
        let (aliased, own): (Vec<_>, Vec<_>) = whole.into_iter().partition(has_alias);
        own.iter().cloned().for_each(|own| ids.insert(own));
        own.into_iter().for_each(|own| self.assign_id(own, None, &mut ids));
        for (own, spelled) in std::mem::take(&mut self.named) {
            self.assign_id(own, Some(&spelled), &mut ids);
        }
        aliased.into_iter().for_each(|own| self.assign_id(own, None, &mut ids));
        // The manager is in every journal; where nothing names them, they have no name.
        self.known.entry(Target::Person(config.manager.clone())).or_insert_with(|| {
            let target = ids.free(Target::Person, Slug::new("manager"));
            VisibleThing { target, title: "manager".to_owned(), renamed: true, nameless: true }
        });
    }

    /// A goal, a task, a person or a file. What is only named has an id that is spelled out
    /// somewhere.
    fn assign_id(&mut self, own: Target, spelled: Option<&[&str]>, ids: &mut IdAllocator) {
        if self.known.contains_key(&own) {
            return;
        }
        if let Some(name) = self.share_as(&own) {
            let slug = Some(Slug::new(name)).filter(|slug| !slug.is_empty());
            let slug = slug.unwrap_or_else(|| Slug::new("somebody"));
            let target = ids.free(Target::Person, slug);
            let known =
                VisibleThing { target, title: name.to_owned(), renamed: true, nameless: false };
            if let Some((title, aliases, _)) = self.thing(&own) {
                self.called(aliases, title, &own);
            }
            self.known.insert(own, known);
            return;
        }
        if let Target::File(path) = &own {
            if !attachments::may_be_shared(path) {
                return;
            }
            let target = Target::File(ids.free_file(path));
            let title = path.rsplit('/').next().unwrap_or(path).to_owned();
            self.known.insert(own, VisibleThing { target, title, renamed: false, nameless: false });
            return;
        }
        let Some((title, aliases, has_file)) = self.thing(&own) else { return };
        let id = own.slug().cloned().unwrap_or_default();
        let spelled = spelled.filter(|_| !self.is_whole(&own)).unwrap_or_default();
        let slugs: Vec<Slug> = spelled.iter().map(|name| Slug::new(name)).collect();
        let by_id = |slug: &Slug| slug.is_empty() || *slug == id;
        let target = match (slugs.first(), slugs.iter().any(by_id)) {
            (Some(first), false) => ids.free(own.kind(), first.clone()),
            _ if self.is_whole(&own) => own.clone(),
            _ => ids.free(own.kind(), id.clone()),
        };
        self.called(aliases, title, &own);
        // What has no file is called as it is spelled first, if that is more than its slug.
        let worded = spelled.iter().find(|name| !name.is_empty() && **name != id.as_str());
        let is_manager = own == Target::Person(self.journal.config.manager.clone());
        let title = match worded {
            _ if has_file || is_manager => title.to_owned(),
            Some(name) => (*name).to_owned(),
            None => id.title(),
        };
        self.know(own, target, &title);
    }

    /// The name that a reader gets instead of a person's own.
    fn share_as(&self, own: &Target) -> Option<&'j str> {
        let Target::Person(id) = own else { return None };
        self.journal.person(id.as_str())?.share_as.as_deref()
    }

    /// The title and the other names of a thing, and whether it has a file.
    fn thing(&self, own: &Target) -> Option<(&'j str, &'j [String], bool)> {
        let journal = self.journal;
        Some(match own {
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
            // What is left out stays so, however often it is named.
            Target::Entry(_) | Target::Page(_) | Target::File(_) => return None,
        })
    }

    fn know(&mut self, own: Target, target: Target, title: &str) {
        self.called(&[], title, &own);
        self.known.insert(
            own,
            VisibleThing { target, title: title.to_owned(), renamed: false, nameless: false },
        );
    }

    /// The author has these names for a thing, and its id.
    fn called(&mut self, names: &[String], name: &str, own: &Target) {
        let names = names.iter().map(String::as_str).chain([name]).map(Slug::new);
        let names: Vec<Slug> = names.chain(own.slug().cloned()).collect();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.names.entry(name).or_insert_with(|| own.clone());
        }
    }

    /// Gives things the titles that they have for the reader, now that it is known who is there.
    fn retitle(&mut self) {
        let mut titles: Vec<(Target, String)> = self
            .known
            .iter()
            .filter(|(_, known)| !known.renamed && !matches!(known.target, Target::File(_)))
            .map(|(own, known)| (own.clone(), self.note_title(&known.title, self.texts.get(own))))
            .filter(|(own, title)| self.known.get(own).is_some_and(|known| known.title != *title))
            .collect();
        titles.sort();
        for (own, title) in titles {
            if let Some(known) = self.known.get_mut(&own) {
                known.title = title;
            }
        }
    }

    /// A title that is a note's first heading is that heading still.
    fn note_title(&self, title: &str, text: Option<&VisibleText<'_>>) -> String {
        let is_own =
            |text: &&VisibleText<'_>| text.body.title() == Some(title) && has_links(text.body);
        match text.filter(is_own) {
            Some(text) => {
                let shown = filter(text.body, text.outline(), &[], |link| self.decide(link));
                shown.document.title().unwrap_or(LEFT_OUT).to_owned()
            }
            None => self.words(title),
        }
    }

    /// A text that is shown without markup, as the reader gets it.
    pub fn words(&self, text: &str) -> String {
        words(text, |written| self.decide_by_name(written))
    }

    /// What becomes of a link in a text that is no note's own.
    fn decide_by_name(&self, written: &WrittenLink<'_>) -> LinkDecision {
        let (name, part) = split_target(written.name);
        if !written.wiki || part.is_some() {
            return LinkDecision::Goes;
        }
        let known = self.names.get(&Slug::new(stem(name))).and_then(|own| self.known.get(own));
        known.map_or(LinkDecision::Goes, |known| LinkDecision::Stays {
            to: None,
            label: known.title.clone(),
        })
    }

    /// What becomes of a link in a note's text.
    pub fn decide(&self, written: &WrittenLink<'_>) -> LinkDecision {
        let Some(link) = written.link else { return LinkDecision::Goes };
        let known = link.target.as_ref().and_then(|own| Some((own, self.known.get(own)?)));
        let Some((own, known)) = known else { return LinkDecision::Goes };
        let (name, part) = split_target(written.name);
        let parts = self.texts.get(own).map(|text| &text.parts);
        // The parts of a file are known to the program that opens it.
        let (part, fragment) = match own {
            Target::File(_) => (None, link.fragment.clone()),
            _ => (part, part.and_then(|part| parts?.find(part))),
        };
        if written.wiki && part.is_some() && fragment.is_none() {
            return LinkDecision::Goes;
        }
        let plain = !known.renamed && !name.contains('/');
        let title = if written.in_heading && plain { name } else { &known.title };
        let label = match part.map(|part| part.trim_start_matches('^')) {
            Some(part) if name.is_empty() => part.to_owned(),
            Some(part) => format!("{title} › {part}"),
            None => title.to_owned(),
        };
        LinkDecision::Stays { to: Some((known.target.clone(), fragment)), label }
    }

    /// The ladders that goals climb whose file is there.
    pub fn ladders(&self) -> BTreeSet<&'j Slug> {
        let goals = self.journal.goals.iter().filter(|goal| self.is_goal(&goal.id));
        goals.filter_map(|goal| goal.ladder.as_ref()).collect()
    }
}

/// The name of a file without its folders and its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

/// Whether a text has links into the journal.
fn has_links(document: &Document) -> bool {
    document.links.iter().any(|link| link.kind.is_internal())
}

/// How a wikilink spells what it names.
fn spelled<'j>(document: &'j Document, link: &Link) -> Option<&'j str> {
    if !matches!(link.kind, LinkKind::Wiki { .. }) {
        return None;
    }
    let name = split_target(document.words(link.destination)).0;
    Some(stem(name)).filter(|name| !name.is_empty())
}
