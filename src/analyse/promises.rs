//! What was promised: in the items of notes, and by `update_by`.
//!
//! Who promised something is read from the journal of its reader: a name is somebody's only where this
//! reader knows the person.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::Timeline;
use super::setbacks::Setback;
use crate::model::phrasing::mid_title;
use crate::model::vocabulary::{Kind, Status};
use crate::model::{Entry, Journal, Slug};

/// Something that was promised for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedPromise {
    /// The entry that says so.
    pub entry: usize,
    /// Every entry that says so for the same day, in order: a note carries over what an earlier one says.
    pub said_in: Vec<usize>,
    /// What was promised, with the name that it begins with.
    pub text: String,
    /// Who promised it; `None` for the author.
    pub person: Option<Slug>,
    /// The day.
    pub due: Date,
    /// Whether it is an update, which `update_by` promises.
    pub is_update: bool,
    /// Whether it is the author's own to-do: nothing says that anybody was promised it.
    pub is_to_do: bool,
    /// Whether it stands in a private callout, which is for the author's eyes.
    pub is_private: bool,
    /// Whether it is over: kept, or cancelled.
    pub done: bool,
    /// The day on which it was kept, or moved after its own day had passed, as far as a note says.
    pub done_on: Option<Date>,
    /// Whether nobody need keep it any more: its day is past, and the work that its entry is about is over; a later
    /// note promises it for another day; or whoever promised it has left.
    pub settled: bool,
}

impl OwnedPromise {
    /// Whether somebody has still to keep it.
    pub fn is_open(&self) -> bool {
        !self.done && !self.settled
    }

    /// Whether the author promised it and has still to keep it.
    pub fn is_open_for_author(&self) -> bool {
        self.is_open() && self.person.is_none() && !self.is_to_do
    }

    /// Whether it is a to-do of the author's that is still to be done.
    pub fn is_open_to_do(&self) -> bool {
        self.is_open() && self.is_to_do
    }

    /// Takes it as over, from that day on if one is known.
    fn end(&mut self, day: Option<Date>) {
        (self.done, self.done_on, self.settled) = (true, day, false);
    }

    /// Whether somebody else has still to keep it.
    pub fn is_open_for_others(&self) -> bool {
        self.is_open() && self.person.is_some()
    }
}

/// The promises of a journal, in the order of its entries.
pub(super) fn promises(
    journal: &Journal,
    timeline: &Timeline,
    setbacks: &[Setback],
    today: Date,
) -> Vec<OwnedPromise> {
    let names = Names::of(journal);
    let has_left = |person: Option<&Slug>| {
        let file = person.and_then(|id| journal.person(id.as_str()));
        file.and_then(|person| person.until).is_some_and(|until| until < today)
    };
    // What a setback and its updates promise is shown with the setback.
    let told: HashSet<usize> = setbacks.iter().flat_map(Setback::told).collect();
    let mut promises = Vec::new();
    for (at, entry) in journal.entries.iter().enumerate() {
        let is_past = entry.date <= today;
        promises.extend(entry.body.promises.iter().map(|promise| {
            // What a note of a later day says nobody was promised yet: until then it is a to-do.
            let person = names.begin(&promise.text).cloned().filter(|_| is_past);
            let is_settled =
                is_settled(timeline, entry, promise.due, today) || has_left(person.as_ref());
            OwnedPromise {
                entry: at,
                said_in: vec![at],
                text: promise.text.clone(),
                is_to_do: person.is_none() && !(is_past && is_about_others(entry)),
                person,
                due: promise.due,
                is_update: false,
                is_private: entry.body.is_private(promise.item),
                done: promise.done,
                done_on: promise.done_on,
                settled: !promise.done && is_settled,
            }
        }));
        if let Some(due) = entry.update_by.filter(|_| is_past && !told.contains(&at)) {
            let done_on = updated_on(journal, timeline, at, today);
            let done = done_on.is_some();
            let text = format!("an update on {}", subject(timeline, entry));
            // An update on a direct report's work comes from them.
            let person = entry.owner.report().cloned();
            let is_settled = is_settled(timeline, entry, due, today) || has_left(person.as_ref());
            promises.push(OwnedPromise {
                entry: at,
                said_in: vec![at],
                text,
                is_to_do: person.is_none() && !is_about_others(entry),
                person,
                due,
                is_update: true,
                is_private: false,
                done,
                done_on,
                settled: !done && is_settled,
            });
        }
    }
    carried_over(journal, timeline, promises, today)
}

/// Takes items of several notes as one promise, where a note carries over what an earlier one says: in its thread, or as a
/// to-do.
fn carried_over(
    journal: &Journal,
    timeline: &Timeline,
    promises: Vec<OwnedPromise>,
    today: Date,
) -> Vec<OwnedPromise> {
    let mut kept: Vec<Option<OwnedPromise>> = Vec::with_capacity(promises.len());
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for mut promise in promises {
        let date = journal.entries[promise.entry].date;
        if promise.is_update || date > today {
            kept.push(Some(promise));
            continue;
        }
        let thread = |promise: &OwnedPromise| timeline.thread_of[promise.entry].as_ref();
        let is_carried = |earlier: &OwnedPromise| {
            let is_to_do = earlier.is_to_do || promise.is_to_do;
            earlier.entry != promise.entry && (is_to_do || thread(earlier) == thread(&promise))
        };
        let due = promise.due;
        let is_said = |day: Date| {
            let mut own = journal.entries[promise.entry].body.promises.iter();
            own.any(|own| own.text == promise.text && own.due == day)
        };
        let is_moved = |earlier: &OwnedPromise| earlier.is_open() && !is_said(earlier.due);
        let own = places.entry(promise.text.clone()).or_default();
        let find = |is_it: &dyn Fn(&OwnedPromise) -> bool| {
            let is_it = |earlier: &OwnedPromise| is_carried(earlier) && is_it(earlier);
            own.iter().rev().copied().find(|place| kept[*place].as_ref().is_some_and(is_it))
        };
        let place = find(&|earlier| earlier.due == due).or_else(|| find(&is_moved));
        if let Some(place) = place
            && let Some(earlier) = &mut kept[place]
        {
            let is_same_day = earlier.due == due;
            // The day that somebody was promised is not changed by a note to oneself.
            if is_same_day || !earlier.is_to_do && promise.is_to_do {
                if !earlier.done && promise.done {
                    earlier.end(promise.done_on);
                }
                let says_more = earlier.is_to_do && !promise.is_to_do
                    || earlier.is_private && !promise.is_private;
                // Nobody else reads what a private callout says.
                let is_as_open = earlier.is_private == promise.is_private;
                if !(is_same_day && says_more) {
                    if is_same_day && is_as_open {
                        earlier.said_in.push(promise.entry);
                    }
                    continue;
                }
                if is_as_open {
                    promise.said_in.splice(0..0, std::mem::take(&mut earlier.said_in));
                }
                if !promise.done && earlier.done {
                    promise.end(earlier.done_on);
                }
                kept[place] = None;
            } else if earlier.is_to_do {
                kept[place] = None;
            } else {
                earlier.settled = true;
                earlier.done_on = Some(date).filter(|date| *date > earlier.due);
            }
        }
        // The same twice in one note is said once.
        let is_same = |earlier: &OwnedPromise| earlier.entry == promise.entry && earlier.due == due;
        if !own.iter().any(|place| kept[*place].as_ref().is_some_and(is_same)) {
            own.push(kept.len());
        }
        kept.push(Some(promise));
    }
    kept.into_iter().flatten().collect()
}

/// Whether a note is about somebody besides the author: it names them, or it is a step or about a task of their
/// thread. A plain note stands in the manager's thread only because no other is known.
pub fn is_about_others(entry: &Entry) -> bool {
    !entry.with.is_empty() || entry.step.is_some() || !entry.tasks.is_empty()
}

fn subject(timeline: &Timeline, entry: &Entry) -> String {
    let task = entry.tasks.first().and_then(|id| timeline.task(id));
    mid_title(task.map_or(&entry.title, |task| &task.title)).into_owned()
}

/// Whether the day of a promise is past, and all work that its entry names is over.
fn is_settled(timeline: &Timeline, entry: &Entry, due: Date, today: Date) -> bool {
    let over = |status| matches!(status, Status::Delivered | Status::Declined | Status::Dropped);
    let mut statuses = entry.tasks.iter().map(|id| timeline.task(id).and_then(|task| task.status));
    due < today && !entry.tasks.is_empty() && statuses.all(|status| status.is_some_and(over))
}

/// The day of the update that an entry promised: the first later note that names one of its tasks, or that
/// resolves it; without a task, the first `update` in its thread.
fn updated_on(journal: &Journal, timeline: &Timeline, at: usize, today: Date) -> Option<Date> {
    let own = &journal.entries[at];
    let mut later = journal.entries_until(today).iter().enumerate().skip(at + 1);
    let update = later.find(|(other, entry)| {
        let shares = entry.tasks.iter().any(|task| own.tasks.contains(task));
        let told = own.tasks.is_empty()
            && entry.kind == Kind::Update
            && timeline.thread_of[at].is_some()
            && timeline.thread_of[*other] == timeline.thread_of[at];
        shares || told || entry.resolves.contains(&own.id)
    });
    update.map(|(_, entry)| entry.date)
}

/// The people of a journal by their names.
struct Names<'j>(HashMap<Slug, &'j Slug>);

impl<'j> Names<'j> {
    fn of(journal: &'j Journal) -> Self {
        let mut names = HashMap::new();
        for person in &journal.people {
            let own = person.names().map(|name| Slug::new(name));
            for name in own.chain([person.id.clone()]) {
                names.entry(name).or_insert(&person.id);
            }
        }
        // The author's own name is the author's.
        if let Some(author) = &journal.config.author {
            names.remove(&Slug::new(author));
        }
        Self(names)
    }

    /// The person whose name a text begins with: `Wen: send the plan`.
    fn begin(&self, text: &str) -> Option<&'j Slug> {
        let (name, rest) = text.split_once(':')?;
        let name = Slug::new(name.trim().trim_start_matches('@'));
        self.0.get(&name).copied().filter(|_| rest.starts_with(char::is_whitespace))
    }
}
