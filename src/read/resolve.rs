//! Many files become one journal: names get their ids, links their targets, and everything its
//! order.

use std::borrow::BorrowMut;
use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use rayon::prelude::*;

use super::front_matter::AsWritten;
use super::journal_names::{JournalNames, NameKind};
use super::levels::{named_levels, warn_of_goals, warn_of_levels};
use super::links::LinkIndex;
use super::names::Names;
use super::notes::{NoteHead, NoteHeader, ParsedNote, ParsedPart};
use super::parts;
use super::path_name::note_ids;
use super::rules::{NameResolver, NameTable, ResolveKeys, mean_the_same};
use super::source::SourceFile;
use super::{ParsedFiles, Texts};
use crate::diagnostic::{Diagnostic, codes};
use crate::markdown::has_only_questions;
use crate::markdown::name_index::{LinkedName, NameIndex, NameSource};
use crate::markdown::parts::Parts;
use crate::model::dates::Period;
use crate::model::entry::PartOf;
use crate::model::keys::{EntryKeys, GoalKeys, PersonKeys, TaskKeys};
use crate::model::note_path::may_be_linked;
use crate::model::phrasing::counted;
use crate::model::vocabulary::{Relation, Visibility};
use crate::model::{
    Config, Document, Entry, Evidence, Goal, Journal, Link, Owner, Page, Person, Slug, Target,
    TaskNote,
};
use crate::ownership::{self, SeveralOwners};

/// What names and links are resolved against; kept for notes that change later.
pub struct References {
    index: LinkIndex,
    names: JournalNames,
}

impl References {
    /// What a link in a text that is no note leads to, where the file with the text is at `path`.
    pub fn target(&self, path: &str, text: &Document, link: &Link) -> Option<Target> {
        let link = LinkedName::of(text, link).filter(|link| !link.target.is_empty())?;
        self.index.names.find(path, &link).first()
    }

    /// What an item of `evidence` in the file at `path` leads to.
    pub fn proof(&self, path: &str, written: &str) -> Evidence {
        self.index.names.evidence(path, written)
    }
}

/// Makes the journal, and what its names and links were resolved against.
pub fn resolve(
    config: Config,
    mut parsed: ParsedFiles,
    texts: Texts,
    problems: &mut Vec<Diagnostic>,
) -> (Journal, References) {
    parsed
        .notes
        .sort_by(|a, b| (a.value.date, &a.source.path).cmp(&(b.value.date, &b.source.path)));
    assign_ids(&mut parsed.notes);
    drop_twins(&mut parsed.goals, |goal| goal.id.clone(), problems);
    warn_of_ladders(&parsed, problems);
    drop_twins(&mut parsed.tasks, |task| task.id.clone(), problems);
    drop_twins(&mut parsed.people, |person| person.id.clone(), problems);

    let levels = named_levels(&parsed.notes);
    let mut names = JournalNames::new(&config, &parsed);
    let mut keys: Vec<(ResolvedKeys, Vec<ResolvedKeys>)> = Vec::with_capacity(parsed.notes.len());
    for note in &mut parsed.notes {
        let own = resolve_keys(note, NameTable::First(&mut names), problems);
        keys.push((own, resolve_parts(note, &mut names, problems)));
    }
    let goal_keys: Vec<GoalKeys> = things(&mut parsed.goals, &names, problems);
    let task_keys: Vec<TaskKeys> = things(&mut parsed.tasks, &names, problems);
    let person_keys: Vec<PersonKeys> = things(&mut parsed.people, &names, problems);
    // Without texts there are no links to resolve, and nobody is shown evidence.
    let index = match texts {
        Texts::All => index(&parsed, &names, &config),
        Texts::WithKeys => LinkIndex::default(),
    };
    if texts == Texts::All {
        link_all(&index, &mut parsed, problems);
    }
    for (note, (own, parts)) in parsed.notes.iter().zip(&mut keys) {
        for resolved in std::iter::once(own).chain(parts) {
            resolved.find_proof(&index, &note.source.path);
        }
    }

    let manager = names.of(NameKind::Person).id(&config.manager);
    let theme = super::theme::choose(&config, &parsed.files, problems);
    let periods = periods(&parsed);
    let people = parsed.people.into_iter().zip(person_keys);
    let mut journal = Journal {
        theme,
        periods,
        goals: parsed.goals.into_iter().zip(goal_keys).map(goal).collect(),
        tasks: parsed.tasks.into_iter().zip(task_keys).map(task).collect(),
        people: people.map(|(note, keys)| person(note, keys, &manager)).collect(),
        ladders: parsed.ladders,
        files: parsed.files.into_iter().map(|file| (file.path, file.on_disk)).collect(),
        ..Journal::default()
    };
    let config = Config { manager, ..config };
    add_named(&mut journal, &names, &config);
    journal.entries.reserve(keys.len());
    for (note, keys) in parsed.notes.into_iter().zip(keys) {
        match note.value.date {
            Some(date) => add_entries(*note, date, keys, &config, &mut journal.entries),
            None => journal.pages.push(page(*note)),
        }
    }
    journal.pages.sort_by(|a, b| a.id.cmp(&b.id));
    journal.config = config;
    for several in ownership::assign(&mut journal) {
        problems.extend(goal_of_nobody(&journal, &several));
    }
    if let Some(first) = journal.pages.iter().map(|page| page.path.as_str()).min()
        && journal.entries.is_empty()
    {
        let message = match journal.pages.len() - 1 {
            0 => "this is the only note, and it has no date, so there are no entries".to_owned(),
            others => {
                let others = counted(others, "other note");
                format!("this note and {others} have no date, so there are no entries")
            }
        };
        let hint = "begin the file's name with its day, as in `2026-01-31.md`, or give it a `date`";
        problems.push(Diagnostic::warning(codes::NO_DATE, first, message).hint(hint));
    }
    names.warnings(journal.config.strict_names, problems);
    warn_of_levels(&journal, &levels, problems);
    warn_of_goals(&journal, problems);
    (journal, References { index, names })
}

/// A goal that no one person owns is an error of its file.
fn goal_of_nobody(journal: &Journal, several: &SeveralOwners) -> Option<Diagnostic> {
    let goal = journal.goal(several.goal.as_str())?;
    let people = several.people.iter().map(|person| format!("`{person}`"));
    let people = people.collect::<Vec<_>>().join(" and ");
    let (message, hint) = match &goal.of {
        Some(_) => (
            format!("`of` names {people}, who is not a direct report, so the goal is nobody's"),
            "set `relation: report` in that person's file; a goal of your own needs no `of`",
        ),
        None => (
            format!("`with` names several direct reports, {people}, so the goal is nobody's"),
            "say whose it is with `of`, or `of: me` if it is your own",
        ),
    };
    Some(Diagnostic::error(codes::GOAL_OWNER, goal.path.as_ref()?, message).hint(hint))
}

/// The files that others may see on some days only.
fn periods(parsed: &ParsedFiles) -> BTreeMap<String, Period> {
    let notes = parsed.notes.iter().map(|note| (&note.source.path, note.value.head.period));
    let goals = parsed.goals.iter().map(|note| (&note.source.path, note.value.period));
    let tasks = parsed.tasks.iter().map(|note| (&note.source.path, note.value.period));
    let people = parsed.people.iter().map(|note| (&note.source.path, note.value.period));
    let all = notes.chain(goals).chain(tasks).chain(people);
    let bounded = all.filter(|(_, period)| *period != Period::default());
    bounded.map(|(path, period)| (path.clone(), period)).collect()
}

/// An entry whose note has changed and still [tells the others the same](tells_the_same): its names
/// mean what they did, and its links are resolved against the same journal.
pub fn resolve_again(
    mut note: ParsedNote<NoteHead>,
    before: &Entry,
    references: &References,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Entry {
    note.value.head.id.clone_from(&before.id);
    let own = note_target(&note.value);
    references.index.resolve(&own, &note.source, &mut note.scanned, problems);
    let mut keys = resolve_keys(&mut note, NameTable::Again(&references.names), problems);
    keys.find_proof(&references.index, &note.source.path);
    let mut entry = entry(note, before.date, keys, config);
    entry.owner.clone_from(&before.owner);
    if !entry.names_goal {
        entry.keys.goals.clone_from(&before.goals);
    }
    entry
}

/// Whether a changed note is to all others what it was: it is reached by the same names, and names
/// the same things.
pub fn tells_the_same(before: &ParsedNote<NoteHead>, now: &ParsedNote<NoteHead>) -> bool {
    fn reached_by(note: &ParsedNote<NoteHead>) -> impl PartialEq + '_ {
        // Taken apart in full: what is added must be dealt with here.
        let NoteHead { head, date, name: _, plain_id: _, tags: _, extra: _, parts: _ } =
            &note.value;
        let NoteHeader { id, title, aliases, visibility: _, raw_html: _, period, keys } = head;
        // What takes tasks on decides in whose thread other notes are.
        let takes_on = keys.step.is_some() || keys.status.is_some();
        let body = &note.scanned.body;
        let headings: Vec<_> = body.headings.iter().map(|h| (&h.text, &h.anchor)).collect();
        let blocks: Vec<_> = body.blocks.iter().map(|block| &block.name).collect();
        (date, id, title, aliases, period, takes_on, &note.source.path, headings, blocks)
    }
    // Its parts are other entries.
    before.value.parts.is_empty()
        && now.value.parts.is_empty()
        && reached_by(before) == reached_by(now)
        && mean_the_same(&before.value.head.keys, &now.value.head.keys)
}

/// The keys of an entry, resolved.
struct ResolvedKeys {
    keys: Box<EntryKeys>,
    spelled: Vec<(Target, String)>,
}

impl ResolvedKeys {
    fn find_proof(&mut self, index: &LinkIndex, path: &str) {
        for proof in &mut self.keys.evidence {
            *proof = index.names.evidence(path, &proof.text);
        }
    }
}

fn resolve_keys(
    note: &mut ParsedNote<NoteHead>,
    names: NameTable<'_>,
    problems: &mut Vec<Diagnostic>,
) -> ResolvedKeys {
    let keys = std::mem::take(&mut note.value.head.keys);
    let mut resolver = NameResolver::new(names, &note.source, &note.scanned.body);
    let keys = Box::new(keys.resolve(&mut resolver));
    problems.append(&mut resolver.problems);
    ResolvedKeys { keys, spelled: resolver.spelled }
}

/// The keys of the parts of a note, resolved.
fn resolve_parts(
    note: &mut ParsedNote<NoteHead>,
    names: &mut JournalNames,
    problems: &mut Vec<Diagnostic>,
) -> Vec<ResolvedKeys> {
    let ParsedNote { value, source, scanned } = note;
    let none = Slug::default();
    let resolve = |(at, part): (usize, &mut ParsedPart)| {
        let keys = std::mem::take(&mut part.head.keys);
        let body = parts::cut(&scanned.body, at, &none, &none);
        let mut resolver = NameResolver::new(NameTable::First(names), source, &body);
        let keys = Box::new(keys.resolve(&mut resolver));
        problems.append(&mut resolver.problems);
        ResolvedKeys { keys, spelled: resolver.spelled }
    };
    value.parts.iter_mut().enumerate().map(resolve).collect()
}

/// The keys of goals, tasks or people, resolved.
fn things<K: ResolveKeys + Default>(
    notes: &mut [ParsedNote<NoteHeader<K>>],
    names: &JournalNames,
    problems: &mut Vec<Diagnostic>,
) -> Vec<K::Resolved> {
    let resolve = |note: &mut ParsedNote<NoteHeader<K>>| {
        let keys = std::mem::take(&mut note.value.keys);
        let body = &note.scanned.body;
        let mut resolver = NameResolver::new(NameTable::Again(names), &note.source, body);
        let keys = keys.resolve(&mut resolver);
        problems.append(&mut resolver.problems);
        keys
    };
    notes.iter_mut().map(resolve).collect()
}

/// Gives each note an id of its own. Of notes whose ids meet, the one with the fewest folders, then
/// the first by path, keeps the plain one.
fn assign_ids(notes: &mut [Box<ParsedNote<NoteHead>>]) {
    let mut order: Vec<usize> = (0..notes.len()).collect();
    order.sort_by_key(|index| {
        let path = notes[*index].source.path.as_str();
        (path.matches('/').count(), path)
    });
    let mut taken: HashSet<(bool, Slug)> = HashSet::new();
    let dated = |note: &ParsedNote<NoteHead>| note.value.date.is_some();
    order.retain(|index| {
        let note = &notes[*index];
        !taken.insert((dated(note), note.value.plain_id.clone()))
    });
    for index in order {
        let note = &mut notes[index];
        let mut ids = note_ids(note.value.date, &note.value.name, &note.source.path).skip(1);
        if let Some(id) = ids.find(|id| taken.insert((dated(note), id.clone()))) {
            note.value.head.id = id;
        }
    }
    // A part is numbered where another entry has its id: it has no file to be told by.
    let mut last: HashMap<Slug, u32> = HashMap::new();
    for part in notes.iter_mut().flat_map(|note| &mut note.value.parts) {
        let plain = &part.plain_id;
        let number = last.entry(plain.clone()).or_insert(0);
        part.head.id = loop {
            *number += 1;
            let id = if *number == 1 { plain.clone() } else { plain.with(*number) };
            if taken.insert((true, id.clone())) {
                break id;
            }
        };
    }
}

/// A goal's ladder that is not there would leave its needs out without a word.
fn warn_of_ladders(parsed: &ParsedFiles, problems: &mut Vec<Diagnostic>) {
    let mut ladders = Names::new("ladder", Some("ladders"));
    parsed.ladders.iter().for_each(|ladder| ladders.define(&ladder.id));
    for note in &parsed.goals {
        if let Some((name, place)) = &note.value.keys.ladder
            && ladders.id_of(&name.slug).is_none()
        {
            let message = format!("there is no ladder `{}`", name.slug);
            let hint = ladders.near(&name.slug).map_or_else(
                || {
                    let id = &name.slug;
                    format!(
                        "create `ladders/{id}.yaml`; `loopbook ladder list` lists the shipped ladders"
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            let location = note.source.location(place.clone());
            let warning = Diagnostic::warning(codes::UNKNOWN_NAME, &note.source.path, message);
            problems.push(warning.at(location).hint(hint));
        }
    }
}

/// Of two notes with one id, the first in order stays; the error names both.
fn drop_twins<T, K: std::hash::Hash + Eq>(
    parsed: &mut Vec<ParsedNote<T>>,
    id: impl Fn(&T) -> K,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<K, String> = HashMap::new();
    parsed.retain(|note| match seen.get(&id(&note.value)) {
        Some(first) => {
            let message = format!("this note has the same id as `{first}`");
            let problem = Diagnostic::error(codes::DUPLICATE_ID, &note.source.path, message);
            problems.push(
                problem.hint("rename one of the files: an id is the date and the file's name"),
            );
            false
        }
        None => {
            seen.insert(id(&note.value), note.source.path.clone());
            true
        }
    });
}

fn goal((note, keys): (ParsedNote<NoteHeader<GoalKeys<AsWritten>>>, GoalKeys)) -> Goal {
    let NoteHeader { id, title, aliases, visibility, period: _, raw_html, keys: _ } = note.value;
    let visibility = visibility.unwrap_or(Visibility::Private);
    let (path, body) = (Some(note.source.path), note.scanned.body);
    let owner = Owner::Author;
    Goal { id, path, title, aliases, visibility, raw_html, owner, keys, body }
}

fn task((note, keys): (ParsedNote<NoteHeader<TaskKeys>>, TaskKeys)) -> TaskNote {
    let NoteHeader { id, title, aliases, visibility, period: _, raw_html, keys: _ } = note.value;
    let visibility = visibility.unwrap_or(Visibility::Private);
    let (path, body) = (note.source.path, note.scanned.body);
    TaskNote { id, path, title, aliases, visibility, raw_html, keys, body }
}

/// A person; the journal's manager is a manager unless their file says otherwise.
fn person(note: ParsedNote<NoteHeader<PersonKeys>>, keys: PersonKeys, manager: &Slug) -> Person {
    let NoteHeader { id, title, aliases, visibility, period: _, raw_html, keys: _ } = note.value;
    let default = if id == *manager { Relation::Manager } else { Relation::Peer };
    let relation = keys.stated_relation.unwrap_or(default);
    let visibility = visibility.unwrap_or(Visibility::Private);
    let (path, body) = (Some(note.source.path), note.scanned.body);
    let relation = Some(relation);
    Person { id, path, title, aliases, relation, visibility, raw_html, keys, body }
}

/// Everything that a link can lead to.
fn index(parsed: &ParsedFiles, names: &JournalNames, config: &Config) -> LinkIndex {
    let (names, parts) = rayon::join(|| name_index(parsed, names, config), || text_parts(parsed));
    LinkIndex::new(names, parts)
}

/// What a link into each text can name.
fn text_parts(parsed: &ParsedFiles) -> ahash::HashMap<Target, Parts> {
    fn of<T>(note: &ParsedNote<T>, target: Target) -> (Target, Parts) {
        (target, Parts::of(&note.scanned.body))
    }
    let notes = parsed.notes.iter().map(|note| of(note, note_target(&note.value)));
    let goals = parsed.goals.iter().map(|note| of(note, Target::Goal(note.value.id.clone())));
    let tasks = parsed.tasks.iter().map(|note| of(note, Target::Task(note.value.id.clone())));
    let people = parsed.people.iter().map(|note| of(note, Target::Person(note.value.id.clone())));
    notes.chain(goals).chain(tasks).chain(people).collect()
}

/// By which names each thing is reached.
fn name_index(parsed: &ParsedFiles, names: &JournalNames, config: &Config) -> NameIndex {
    fn add<K>(index: &mut NameIndex, target: &Target, head: &NoteHeader<K>, source: &SourceFile) {
        index.file(&source.path, target);
        index.name(NameSource::Title, &head.title, target);
        head.aliases.iter().for_each(|alias| index.name(NameSource::Alias, alias, target));
    }
    let mut index = NameIndex::default();
    for note in &parsed.notes {
        add(&mut index, &note_target(&note.value), &note.value.head, &note.source);
    }
    for note in &parsed.goals {
        add(&mut index, &Target::Goal(note.value.id.clone()), &note.value, &note.source);
    }
    for note in &parsed.tasks {
        add(&mut index, &Target::Task(note.value.id.clone()), &note.value, &note.source);
    }
    for note in &parsed.people {
        add(&mut index, &Target::Person(note.value.id.clone()), &note.value, &note.source);
    }
    for note in parsed.notes.iter().map(|note| &note.value) {
        index.name(NameSource::File, note.head.id.as_str(), &note_target(note));
        for part in note.parts.iter().map(|part| &part.head) {
            let target = Target::Entry(part.id.clone());
            index.name(NameSource::File, part.id.as_str(), &target);
            part.aliases.iter().for_each(|alias| index.name(NameSource::Alias, alias, &target));
        }
    }
    for file in parsed.files.iter().filter(|file| file.is_drawing || may_be_linked(&file.path)) {
        let target = Target::File(file.path.clone());
        index.file(&file.path, &target);
        // On the site that Hugo makes, it is at the root.
        if let Some(path) = file.path.strip_prefix("static/").filter(|_| config.conventions.is_site)
        {
            index.file(path, &target);
        }
    }
    for kind in [NameKind::Task, NameKind::Goal, NameKind::Person] {
        for (id, _) in names.of(kind).undefined() {
            let target = kind.target(id);
            target.iter().for_each(|target| index.name(NameSource::Named, id.as_str(), target));
        }
    }
    index
}

fn note_target(note: &NoteHead) -> Target {
    match note.date {
        Some(_) => Target::Entry(note.head.id.clone()),
        None => Target::Page(note.head.id.clone()),
    }
}

fn link_all(index: &LinkIndex, parsed: &mut ParsedFiles, problems: &mut Vec<Diagnostic>) {
    fn each<T, N: BorrowMut<ParsedNote<T>> + Send>(
        index: &LinkIndex,
        parsed: &mut [N],
        target: impl Fn(&T) -> Target + Sync,
        problems: &mut Vec<Diagnostic>,
    ) {
        let found = parsed.par_iter_mut().map(|note| {
            let (note, mut found) = (note.borrow_mut(), Vec::new());
            let own = target(&note.value);
            index.resolve(&own, &note.source, &mut note.scanned, &mut found);
            found
        });
        problems.extend(found.collect::<Vec<_>>().into_iter().flatten());
    }
    each(index, &mut parsed.notes, note_target, problems);
    each(index, &mut parsed.goals, |goal| Target::Goal(goal.id.clone()), problems);
    each(index, &mut parsed.tasks, |task| Target::Task(task.id.clone()), problems);
    each(index, &mut parsed.people, |person| Target::Person(person.id.clone()), problems);
}

/// Goals and people that only entries name, and the manager: things like any other, with what is
/// known of them by default.
fn add_named(journal: &mut Journal, names: &JournalNames, config: &Config) {
    let goals = names.of(NameKind::Goal).undefined();
    journal.goals.extend(goals.map(|(id, title)| Goal::named(id.clone(), title.to_owned())));
    journal.goals.sort_by(|a, b| a.id.cmp(&b.id));
    let mut people: BTreeMap<&Slug, &str> = names.of(NameKind::Person).undefined().collect();
    let has_file = journal.people.iter().any(|person| person.id == config.manager);
    if !has_file {
        people.insert(&config.manager, &config.manager_name);
    }
    let tasks = names.of(NameKind::Task).undefined();
    journal.task_names = tasks.map(|(id, title)| (id.clone(), title.to_owned())).collect();
    journal.people.extend(people.into_iter().map(|(id, title)| {
        let manages = *id == config.manager;
        let relation = if manages { Relation::Manager } else { Relation::Peer };
        Person::named(id.clone(), title.to_owned(), Some(relation))
    }));
    journal.people.sort_by(|a, b| a.id.cmp(&b.id));
    journal.tasks.sort_by(|a, b| a.id.cmp(&b.id));
    journal.ladders.sort_by(|a, b| a.id.cmp(&b.id));
}

fn page(note: ParsedNote<NoteHead>) -> Page {
    let NoteHead { head, date: _, name: _, plain_id, tags: stated, extra: _, parts: _ } =
        note.value;
    let NoteHeader { id, title, aliases, visibility, period: _, raw_html, keys: _ } = head;
    Page {
        id,
        plain_id,
        title,
        tags: tags(&stated, &note.scanned.body),
        key_tags: stated,
        aliases,
        visibility: visibility.unwrap_or(Visibility::Private),
        raw_html,
        body: note.scanned.body,
        path: note.source.path,
    }
}

fn entry(note: ParsedNote<NoteHead>, date: Date, resolved: ResolvedKeys, config: &Config) -> Entry {
    let NoteHead { head, date: _, name: _, plain_id, tags: stated, extra, parts: _ } = note.value;
    let NoteHeader { id, title, aliases, visibility, period: _, raw_html, keys: _ } = head;
    let ResolvedKeys { mut keys, spelled } = resolved;
    if keys.step.is_some() && is_unanswered(&keys, &note.scanned.body, config) {
        // Its questions were put into it when it was created; that it has a step does not mean that anybody talked.
        keys.step = None;
    }
    let names_goal = !keys.goals.is_empty();
    Entry {
        id,
        plain_id,
        date,
        title,
        tags: tags(&stated, &note.scanned.body),
        key_tags: stated,
        aliases,
        names_goal,
        owner: Owner::Author,
        spelled,
        visibility: visibility.unwrap_or(config.visibility),
        extra,
        raw_html,
        part: None,
        keys,
        body: note.scanned.body,
        path: note.source.path,
    }
}

/// Whether a note says nothing but what it is to be about: its text has questions of a template without an answer and
/// nothing else, and so have its keys.
fn is_unanswered(keys: &EntryKeys, body: &Document, config: &Config) -> bool {
    if !has_only_questions(body, &config.template_headings) {
        return false;
    }
    let mut said = keys.clone();
    (said.step, said.stated_date, said.opens_loop) = (None, None, false);
    said.with.clear();
    said.goals.clear();
    said == EntryKeys::default()
}

/// Adds a note and its parts as entries.
fn add_entries(
    mut note: ParsedNote<NoteHead>,
    date: Date,
    (own, resolved): (ResolvedKeys, Vec<ResolvedKeys>),
    config: &Config,
    entries: &mut Vec<Entry>,
) {
    let ids = note.value.parts.iter().map(|part| part.head.id.clone());
    for (mark, id) in note.scanned.body.parts.iter_mut().zip(ids) {
        mark.id = id;
    }
    let parts = std::mem::take(&mut note.value.parts);
    let day = entry(note, date, own, config);
    let parts = parts.into_iter().zip(resolved).enumerate();
    let part = |(at, (part, resolved))| part_entry(&day, at, part, resolved);
    let parts: Vec<Entry> = parts.map(part).collect();
    entries.push(day);
    entries.extend(parts);
}

/// A part of a day's note. What it does not state of tasks, goals, people and tags is the note's.
fn part_entry(day: &Entry, at: usize, part: ParsedPart, resolved: ResolvedKeys) -> Entry {
    let ParsedPart { head, plain_id, block, tags: stated, extra } = part;
    let NoteHeader { id, title, aliases, visibility, period, raw_html, keys: _ } = head;
    let ResolvedKeys { mut keys, mut spelled } = resolved;
    let part = PartOf {
        note: Some(day.id.clone()),
        block,
        span: day.body.node(day.body.parts[at].node).span.clone(),
        period,
        note_tasks: keys.tasks.is_empty(),
        note_goals: keys.goals.is_empty() && day.names_goal,
        note_people: keys.with.is_empty(),
        note_tags: stated.is_empty(),
        own_spelled: spelled.len(),
    };
    let names_goal = !keys.goals.is_empty() || day.names_goal;
    if part.note_tasks {
        keys.tasks.clone_from(&day.tasks);
    }
    if part.note_people {
        keys.with.clone_from(&day.with);
    }
    if part.note_goals {
        keys.goals.clone_from(&day.goals);
    }
    spelled.extend(day.spelled.iter().cloned());
    let body = parts::cut(&day.body, at, &day.id, &id);
    let key_tags = if part.note_tags { day.key_tags.clone() } else { stated };
    Entry {
        id,
        plain_id,
        path: day.path.clone(),
        date: day.date,
        title,
        tags: tags(&key_tags, &body),
        key_tags,
        aliases,
        names_goal,
        owner: Owner::Author,
        spelled,
        visibility: visibility.unwrap_or(Visibility::Private),
        extra,
        raw_html,
        part: Some(part),
        keys,
        body,
    }
}

fn tags(stated: &[String], body: &Document) -> Vec<Slug> {
    let mut tags: Vec<Slug> = stated.iter().map(|tag| Slug::new(tag)).collect();
    tags.extend(body.tags.iter().map(|tag| tag.name.clone()));
    tags.retain(|tag| !tag.is_empty());
    tags.sort();
    tags.dedup();
    tags
}
