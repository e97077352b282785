//! Many files become one journal: names get their ids, links their targets, and everything its
//! order.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::ParsedFiles;
use super::front_matter::{FrontMatter, SpannedName};
use super::links::{LinkIndex, NameSource};
use super::names::Names;
use super::notes::{GoalHead, NoteHead, ParsedNote, PersonHead, page_id};
use super::source::SourceFile;
use crate::diagnostic::{Diagnostic, nearest};
use crate::markdown::section;
use crate::model::words::{Initiative, Kind, Relation, Step, Visibility};
use crate::model::{
    Body, Config, Entry, Evidence, Goal, Journal, Page, Person, Shows, Slug, Target, TaskNote,
};

/// Makes the journal; with it comes what links were resolved against, for notes that change later.
pub fn resolve(
    config: Config,
    mut parsed: ParsedFiles,
    problems: &mut Vec<Diagnostic>,
) -> (Journal, LinkIndex) {
    parsed
        .notes
        .sort_by(|a, b| (a.value.date, &a.source.path).cmp(&(b.value.date, &b.source.path)));
    name_pages(&mut parsed.notes);
    drop_twins(&mut parsed.notes, |d| (d.value.date.is_some(), d.value.id.clone()), problems);
    drop_twins(&mut parsed.goals, |d| d.value.goal.id.clone(), problems);
    warn_of_ladders(&parsed, problems);
    drop_twins(&mut parsed.tasks, |d| d.value.id.clone(), problems);
    drop_twins(&mut parsed.people, |d| d.value.person.id.clone(), problems);

    let mut vocabulary = Vocabulary::new(&config, &parsed);
    let mut named: Vec<Named> = parsed.notes.iter().map(|note| vocabulary.name(note)).collect();
    for note in &mut parsed.goals {
        let goal = &mut note.value.goal;
        goal.with = goal.with.iter().map(|slug| vocabulary.people.id(slug)).collect();
    }
    choose_stories(&mut parsed, &vocabulary, problems);
    for note in &mut parsed.tasks {
        note.value.asked_by = note.value.asked_by.as_ref().map(|slug| vocabulary.people.id(slug));
    }
    let index = index(&parsed, &vocabulary);
    link_all(&index, &mut parsed, problems);
    for (note, named) in parsed.notes.iter().zip(&mut named) {
        let evidence = note.value.front.evidence.iter();
        named.evidence = evidence.map(|text| index.evidence(&note.source.path, text)).collect();
    }

    let manager = vocabulary.people.id(&config.manager);
    let theme = super::theme::choose(&config, &parsed.files, problems);
    let mut journal = Journal {
        theme,
        goals: parsed
            .goals
            .into_iter()
            .map(|d| Goal { body: d.scanned.body, ..d.value.goal })
            .collect(),
        tasks: parsed
            .tasks
            .into_iter()
            .map(|d| TaskNote { body: d.scanned.body, ..d.value })
            .collect(),
        people: parsed.people.into_iter().map(|d| related(d, &manager)).collect(),
        ladders: parsed.ladders,
        files: parsed.files.into_iter().map(|file| (file.path, file.on_disk)).collect(),
        ..Journal::default()
    };
    let config = Config { manager, ..config };
    add_named(&mut journal, &vocabulary, &config);
    let default_goal = journal.only_active_goal().map(|goal| goal.id.clone());
    for (note, named) in parsed.notes.into_iter().zip(named) {
        match note.value.date {
            Some(date) => journal
                .entries
                .push(Entry { date, ..entry(note, named, default_goal.as_ref(), &config) }),
            None => journal.pages.push(page(note)),
        }
    }
    journal.pages.sort_by(|a, b| a.id.cmp(&b.id));
    journal.config = config;
    vocabulary.warnings(problems);
    (journal, index)
}

/// An entry whose note has changed and still [tells the others the same](tells_the_same): its names
/// mean what they did, and its links are resolved against the same journal.
pub fn resolve_again(
    mut note: ParsedNote<NoteHead>,
    before: &Entry,
    index: &LinkIndex,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Entry {
    let own = note_target(&note.value);
    index.resolve(&own, &note.source, &mut note.scanned, problems);
    let evidence = note.value.front.evidence.iter();
    let named = Named {
        tasks: before.tasks.clone(),
        goals: before.goals.clone(),
        with: before.with.clone(),
        confirmed_by: before.confirmed_by.clone(),
        seen_by: before.seen_by.clone(),
        quote_from: before.quote_from.clone(),
        shows: before.shows.clone(),
        spelled: before.spelled.clone(),
        names_goal: before.names_goal,
        evidence: evidence.map(|text| index.evidence(&note.source.path, text)).collect(),
    };
    entry(note, named, None, config)
}

/// Whether a changed note is to all others what it was: it is reached by the same names, and names
/// the same things.
pub fn tells_the_same(before: &ParsedNote<NoteHead>, now: &ParsedNote<NoteHead>) -> bool {
    fn outward(note: &ParsedNote<NoteHead>) -> impl PartialEq + '_ {
        let NoteHead { front, date, id, title } = &note.value;
        let names = |placed: &'_ [SpannedName]| -> Vec<(String, Slug)> {
            placed.iter().map(|(name, _)| (name.text.clone(), name.slug.clone())).collect()
        };
        let body = &note.scanned.body;
        let headings: Vec<_> = body.headings.iter().map(|h| (&h.text, &h.anchor)).collect();
        let blocks: Vec<_> = body.blocks.iter().map(|(name, _)| name).collect();
        let shows: Vec<_> = front.shows.iter().map(|(shows, _)| shows).collect();
        let gaps: Vec<_> = front.gaps.iter().map(|gap| &gap.slug).collect();
        let people = [&front.with, &front.confirmed_by, &front.seen_by].map(|names_| names(names_));
        let quoted = front.quote_from.as_ref().map(|(name, _)| (&name.text, &name.slug));
        (
            (date, id, title, &front.aliases, &note.source.path),
            (headings, blocks, front.step == Some(Step::Pivot), gaps, shows),
            (names(&front.task), names(&front.goal), people, quoted),
        )
    }
    outward(before) == outward(now)
}

/// A note without a date has its name for its id; of several with one name, each has its folders
/// as well.
fn name_pages(notes: &mut [ParsedNote<NoteHead>]) {
    let mut times: HashMap<Slug, usize> = HashMap::new();
    for note in notes.iter().filter(|note| note.value.date.is_none()) {
        *times.entry(note.value.id.clone()).or_default() += 1;
    }
    for note in notes.iter_mut().filter(|note| note.value.date.is_none()) {
        if times.get(&note.value.id).is_some_and(|times| *times > 1) {
            let path = &note.source.path;
            note.value.id = page_id(path.rsplit_once('.').map_or(path, |(path, _)| path));
        }
    }
}

/// A goal's ladder that is not there would leave its needs out without a word.
fn warn_of_ladders(parsed: &ParsedFiles, problems: &mut Vec<Diagnostic>) {
    let mut ladders = Names::new("ladder", Some("ladders"));
    parsed.ladders.iter().for_each(|ladder| ladders.define(&ladder.id));
    for note in &parsed.goals {
        if let Some((name, place)) = &note.value.ladder
            && ladders.id_of(&name.slug).is_none()
        {
            let message = format!("there is no ladder `{}`", name.slug);
            let hint = ladders.near(&name.slug).map_or_else(
                || {
                    let id = &name.slug;
                    format!(
                        "write `ladders/{id}.yaml`; `loopbook ladder list` names what is shipped"
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            let location = note.source.location(place.clone());
            let warning = Diagnostic::warning("unknown-name", &note.source.path, message);
            problems.push(warning.at(location).hint(hint));
        }
    }
}

/// Takes the stories that goals pin or drop, by the tasks that they name. A name that nothing has is
/// no task: it would pin a story that can never be.
fn choose_stories(
    parsed: &mut ParsedFiles,
    vocabulary: &Vocabulary,
    problems: &mut Vec<Diagnostic>,
) {
    for note in &mut parsed.goals {
        let GoalHead { goal, stories, .. } = &mut note.value;
        for (choice, place) in std::mem::take(stories) {
            let tasks = &vocabulary.tasks;
            let id = tasks.id(&choice.name.slug);
            if tasks.id_of(&id).is_none() && !tasks.undefined().any(|(known, _)| *known == id) {
                let named = tasks.undefined().map(|(id, _)| id.as_str());
                let near = tasks.near(&id).or_else(|| nearest(id.as_str(), named));
                let hint = near.map_or_else(
                    || "a story is named by its task".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("there is no task `{id}`");
                let location = note.source.location(place);
                let warning = Diagnostic::warning("unknown-name", &note.source.path, message);
                problems.push(warning.at(location).hint(hint));
                continue;
            }
            let chosen =
                if choice.dropped { &mut goal.packet.dropped } else { &mut goal.packet.pinned };
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
    }
}

/// Of two notes with one id, the first in order stays; the error names both.
fn drop_twins<T, K: std::hash::Hash + Eq>(
    parsed: &mut Vec<ParsedNote<T>>,
    id: impl Fn(&ParsedNote<T>) -> K,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<K, String> = HashMap::new();
    parsed.retain(|note| match seen.get(&id(note)) {
        Some(first) => {
            let message = format!("this note has the same id as `{first}`");
            let problem = Diagnostic::error("duplicate-id", &note.source.path, message);
            problems
                .push(problem.hint("an id is the date and the file's name: rename one of the two"));
            false
        }
        None => {
            seen.insert(id(note), note.source.path.clone());
            true
        }
    });
}

/// A person; the journal's manager is a manager unless their file says otherwise.
fn related(note: ParsedNote<PersonHead>, manager: &Slug) -> Person {
    let PersonHead { person, related } = note.value;
    let manages = !related && person.id == *manager;
    let relation = if manages { Relation::Manager } else { person.relation };
    Person { relation, body: note.scanned.body, ..person }
}

/// The names of an entry, as ids.
struct Named {
    tasks: Vec<Slug>,
    goals: Vec<Slug>,
    with: Vec<Slug>,
    confirmed_by: Vec<Slug>,
    seen_by: Vec<Slug>,
    quote_from: Option<Slug>,
    shows: Vec<Shows>,
    spelled: Vec<(Target, String)>,
    names_goal: bool,
    evidence: Vec<Evidence>,
}

/// All names of the journal.
struct Vocabulary {
    tasks: Names,
    goals: Names,
    people: Names,
    competencies: Names,
}

impl Vocabulary {
    fn new(config: &Config, parsed: &ParsedFiles) -> Self {
        let mut tasks = Names::new("task", Some("tasks"));
        define(
            &mut tasks,
            parsed.tasks.iter().map(|d| (&d.value.id, &d.value.title, &d.value.aliases)),
        );
        let mut goals = Names::new("goal", Some("goals"));
        define(
            &mut goals,
            parsed.goals.iter().map(|d| {
                let goal = &d.value.goal;
                (&goal.id, &goal.title, &goal.aliases)
            }),
        );
        let mut people = Names::new("person", Some("people"));
        define(
            &mut people,
            parsed.people.iter().map(|d| {
                let person = &d.value.person;
                (&person.id, &person.title, &person.aliases)
            }),
        );
        if !parsed.people.is_empty() {
            // Unless a person has that name already, the manager needs no file.
            people.alias(config.manager.as_str(), &config.manager);
        }
        let mut competencies = Names::new("competency", None);
        for ladder in &parsed.ladders {
            ladder.competencies.iter().for_each(|competency| competencies.define(&competency.id));
        }
        for goal in &parsed.goals {
            goal.value.goal.needs.iter().for_each(|need| competencies.define(&need.id));
        }
        for note in &parsed.notes {
            if note.value.front.step == Some(Step::Pivot) {
                note.value.front.gaps.iter().for_each(|gap| competencies.define(&gap.slug));
            }
        }
        Self { tasks, goals, people, competencies }
    }

    fn name(&mut self, note: &ParsedNote<NoteHead>) -> Named {
        let front = &note.value.front;
        let source = &note.source;
        let shows = front.shows.iter().map(|(shows, place)| {
            let name = super::types::Name { text: String::new(), slug: shows.competency.clone() };
            let competency = self.competencies.resolve(&name, place, source);
            Shows { competency, level: shows.level.clone() }
        });
        let shows = shows.collect();
        let mut spelled = Vec::new();
        let said = &mut spelled;
        let tasks = ids(&mut self.tasks, &front.task, Target::Task, source, said);
        let goals = ids(&mut self.goals, &front.goal, Target::Goal, source, said);
        let mut people =
            |written: &[SpannedName]| ids(&mut self.people, written, Target::Person, source, said);
        Named {
            with: people(&front.with),
            confirmed_by: people(&front.confirmed_by),
            seen_by: people(&front.seen_by),
            quote_from: people(front.quote_from.as_slice()).pop(),
            shows,
            tasks,
            names_goal: !goals.is_empty(),
            goals,
            spelled,
            evidence: Vec::new(),
        }
    }

    fn warnings(self, problems: &mut Vec<Diagnostic>) {
        self.tasks.warnings(problems);
        self.goals.warnings(problems);
        self.people.warnings(problems);
        self.competencies.warnings(problems);
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

/// The ids of names, each once, in the order of their first. Those that are written otherwise are
/// noted in `spelled`.
fn ids(
    names: &mut Names,
    written: &[SpannedName],
    target: fn(Slug) -> Target,
    source: &SourceFile,
    spelled: &mut Vec<(Target, String)>,
) -> Vec<Slug> {
    let mut ids = Vec::with_capacity(written.len());
    for (name, place) in written {
        let id = names.resolve(name, place, source);
        if id.as_str() != name.text {
            spelled.push((target(id.clone()), name.text.clone()));
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Everything that a link can lead to.
fn index(parsed: &ParsedFiles, vocabulary: &Vocabulary) -> LinkIndex {
    let mut index = LinkIndex::default();
    let mut add = |target: Target, path: &str, title: &str, aliases: &[String], body: &Body| {
        index.file(path, &target);
        index.name(NameSource::Title, title, &target);
        aliases.iter().for_each(|alias| index.name(NameSource::Alias, alias, &target));
        index.body(&target, body);
    };
    for d in &parsed.notes {
        add(
            note_target(&d.value),
            &d.source.path,
            &d.value.title,
            &d.value.front.aliases,
            &d.scanned.body,
        );
    }
    for d in &parsed.goals {
        add(
            Target::Goal(d.value.goal.id.clone()),
            &d.source.path,
            &d.value.goal.title,
            &d.value.goal.aliases,
            &d.scanned.body,
        );
    }
    for d in &parsed.tasks {
        add(
            Target::Task(d.value.id.clone()),
            &d.source.path,
            &d.value.title,
            &d.value.aliases,
            &d.scanned.body,
        );
    }
    for d in &parsed.people {
        let person = &d.value.person;
        let target = Target::Person(person.id.clone());
        add(target, &d.source.path, &person.title, &person.aliases, &d.scanned.body);
    }
    for d in &parsed.notes {
        index.name(NameSource::File, d.value.id.as_str(), &note_target(&d.value));
    }
    // A note that is not part of the journal, and what configures it, are not to be published by
    // a link to them.
    let shared = |path: &str| {
        let source =
            [".md", ".yaml", ".yml"].iter().any(|ending| path.to_lowercase().ends_with(ending));
        path.starts_with("static/") || !(source || path.starts_with("theme/"))
    };
    for file in parsed.files.iter().filter(|file| shared(&file.path)) {
        index.file(&file.path, &Target::File(file.path.clone()));
    }
    for (names, target) in [
        (&vocabulary.tasks, Target::Task as fn(Slug) -> Target),
        (&vocabulary.goals, Target::Goal),
        (&vocabulary.people, Target::Person),
    ] {
        names
            .undefined()
            .for_each(|(id, _)| index.name(NameSource::Named, id.as_str(), &target(id.clone())));
    }
    index
}

fn note_target(note: &NoteHead) -> Target {
    match note.date {
        Some(_) => Target::Entry(note.id.clone()),
        None => Target::Page(note.id.clone()),
    }
}

fn link_all(index: &LinkIndex, parsed: &mut ParsedFiles, problems: &mut Vec<Diagnostic>) {
    fn each<T: Send + Sync>(
        index: &LinkIndex,
        parsed: &mut [ParsedNote<T>],
        target: impl Fn(&T) -> Target + Sync,
        problems: &mut Vec<Diagnostic>,
    ) {
        let found = parsed.par_iter_mut().map(|note| {
            let mut found = Vec::new();
            let own = target(&note.value);
            index.resolve(&own, &note.source, &mut note.scanned, &mut found);
            found
        });
        problems.extend(found.collect::<Vec<_>>().into_iter().flatten());
    }
    each(index, &mut parsed.notes, note_target, problems);
    each(index, &mut parsed.goals, |note| Target::Goal(note.goal.id.clone()), problems);
    each(index, &mut parsed.tasks, |task| Target::Task(task.id.clone()), problems);
    each(index, &mut parsed.people, |note| Target::Person(note.person.id.clone()), problems);
}

/// Goals and people that only entries name, and the manager: things like any other, with what is
/// known of them by default.
fn add_named(journal: &mut Journal, vocabulary: &Vocabulary, config: &Config) {
    let goals = vocabulary.goals.undefined();
    journal.goals.extend(goals.map(|(id, title)| Goal::named(id.clone(), title.to_owned())));
    journal.goals.sort_by(|a, b| a.id.cmp(&b.id));
    let mut people: BTreeMap<&Slug, &str> = vocabulary.people.undefined().collect();
    let has_file = journal.people.iter().any(|person| person.id == config.manager);
    if !has_file {
        people.insert(&config.manager, &config.manager_name);
    }
    let tasks = vocabulary.tasks.undefined();
    journal.task_names = tasks.map(|(id, title)| (id.clone(), title.to_owned())).collect();
    journal.people.extend(people.into_iter().map(|(id, title)| {
        let manages = *id == config.manager;
        let relation = if manages { Relation::Manager } else { Relation::Peer };
        Person::named(id.clone(), title.to_owned(), relation)
    }));
    journal.people.sort_by(|a, b| a.id.cmp(&b.id));
    journal.tasks.sort_by(|a, b| a.id.cmp(&b.id));
    journal.ladders.sort_by(|a, b| a.id.cmp(&b.id));
}

fn page(note: ParsedNote<NoteHead>) -> Page {
    let NoteHead { front, id, title, .. } = note.value;
    Page {
        id,
        title,
        tags: tags(&front.tags, &note.scanned.body),
        key_tags: tags(&front.tags, &Body::default()),
        aliases: front.aliases,
        visibility: front.visibility.unwrap_or(Visibility::Private),
        raw_html: front.raw_html,
        body: note.scanned.body,
        path: note.source.path,
    }
}

fn entry(
    note: ParsedNote<NoteHead>,
    named: Named,
    default_goal: Option<&Slug>,
    config: &Config,
) -> Entry {
    let scanned = note.scanned;
    let NoteHead { front, date, id, title } = note.value;
    // Taken apart in full: a key that is added must be dealt with here.
    let FrontMatter {
        title: _,
        date: _,
        tags: stated_tags,
        aliases,
        step,
        opens_loop,
        task: _,
        goal: _,
        with: _,
        kind,
        visibility,
        energy,
        perception,
        wishes,
        trying,
        blocking,
        help,
        bar,
        initiative,
        status,
        due,
        size,
        project,
        impact,
        metric,
        evidence: _,
        shows: _,
        confirmed_by: _,
        seen_by: _,
        quote,
        quote_from: _,
        quote_ok,
        answer,
        gaps,
        lesson,
        resolves,
        update_by,
        combines,
        minutes,
        raw_html,
        extra,
    } = front;
    let Named { tasks, goals, with, confirmed_by, seen_by, quote_from, .. } = named;
    let Named { shows, spelled, names_goal, evidence, .. } = named;
    let goals = if goals.is_empty() { default_goal.cloned().into_iter().collect() } else { goals };
    Entry {
        id,
        date: date.unwrap_or_default(),
        title,
        tags: tags(&stated_tags, &scanned.body),
        key_tags: tags(&stated_tags, &Body::default()),
        aliases,
        step,
        opens_loop,
        tasks,
        goals,
        names_goal,
        with,
        spelled,
        kind: kind.unwrap_or(Kind::Note),
        visibility: visibility.unwrap_or(config.visibility),
        energy,
        perception,
        wishes,
        trying: trying.or_else(|| section(&scanned.body, "trying")),
        blocking: blocking.or_else(|| section(&scanned.body, "blocking")),
        help: help.or_else(|| section(&scanned.body, "help")),
        bar: bar.or_else(|| section(&scanned.body, "bar")),
        initiative: initiative.unwrap_or(Initiative::Asked),
        status,
        due,
        size,
        project: project.map(|name| name.slug),
        impact,
        metrics: metric,
        evidence,
        shows,
        confirmed_by,
        seen_by,
        quote,
        quote_from,
        quote_ok,
        answer,
        gaps: gaps.into_iter().map(|name| name.slug).collect(),
        lesson,
        resolves: resolves.into_iter().map(|name| name.slug).collect(),
        update_by,
        combines,
        minutes,
        extra,
        raw_html,
        body: scanned.body,
        path: note.source.path,
    }
}

fn tags(stated: &[String], body: &Body) -> Vec<Slug> {
    let mut tags: Vec<Slug> = stated.iter().map(|tag| Slug::new(tag)).collect();
    tags.extend(body.tags.iter().map(|(_, tag)| tag.clone()));
    tags.retain(|tag| !tag.is_empty());
    tags.sort();
    tags.dedup();
    tags
}
