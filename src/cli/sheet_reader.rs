//! What the person of a 1:1 may read of the author's notes: the sheet quotes nothing else.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use crate::analyse::bar::bar;
use crate::analyse::promises::OwnedPromise;
use crate::analyse::{Analysis, Task, Thread};
use crate::model::vocabulary::{Audience, Relation};
use crate::model::{Entry, Goal, Slug, TaskNote};
use crate::share::{ShareOptions, Shared, share};

/// The notes as the reader of a sheet gets them, and how much of them was asked for in vain.
pub(super) struct SheetReader<'j> {
    analysis: &'j Analysis<'j>,
    /// The journal of the person who reads the sheet, and the place in it of each entry of the author's;
    /// `None` if only the author reads the sheet.
    reads: Option<(Shared<'j>, HashMap<usize, usize>)>,
    left_out: Cell<usize>,
}

impl<'j> SheetReader<'j> {
    /// The author, who may read everything.
    pub(super) fn author(analysis: &'j Analysis<'j>) -> Self {
        Self { analysis, reads: None, left_out: Cell::new(0) }
    }

    /// The person of a thread.
    pub(super) fn person(analysis: &'j Analysis<'j>, thread: &Thread) -> Self {
        let options = ShareOptions::new(audience(thread)).on(analysis.today);
        let (shared, report) = share(analysis.journal, &[], &options);
        let places = report.entries.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        Self { analysis, reads: Some((shared, places)), left_out: Cell::new(0) }
    }

    /// How many lines were left out because no note that the person may see says them.
    pub(super) fn left_out(&self) -> usize {
        self.left_out.get()
    }

    /// Counts something that is left out, which for the author nothing is.
    pub(super) fn leave_out(&self) {
        self.left_out.set(self.left_out.get() + usize::from(self.reads.is_some()));
    }

    /// A text of an entry, as the reader gets it.
    pub(super) fn text(&self, at: usize, text: fn(&Entry) -> Option<&str>) -> Option<&str> {
        let shown = self.shown(at).and_then(text);
        let is_hidden = shown.is_none() && text(&self.analysis.journal.entries[at]).is_some();
        self.left_out.set(self.left_out.get() + usize::from(is_hidden));
        shown
    }

    /// Some texts of an entry, as the reader gets them.
    pub(super) fn texts(&self, at: usize, texts: fn(&Entry) -> Vec<String>) -> Vec<String> {
        let shown = self.shown(at).map(texts).unwrap_or_default();
        let all = texts(&self.analysis.journal.entries[at]).len();
        self.left_out.set(self.left_out.get() + all.saturating_sub(shown.len()));
        shown
    }

    /// What a promise says, as the reader gets it: in the first note that they may see, if one says it. One in a note that
    /// they may not see is left out if it has links or pictures, because they name what they lead to.
    pub(super) fn promise<'a>(&self, own: &'a OwnedPromise) -> Option<Cow<'a, str>> {
        if self.reads.is_none() {
            return Some(Cow::Borrowed(&own.text));
        }
        let entry = self.source(own);
        let body = &self.analysis.journal.entries[entry].body;
        let alike = body.promises.iter().filter(|promise| promise.due == own.due);
        let mut alike = alike.filter(|promise| !body.is_private(promise.item)).enumerate();
        let (nth, promise) = alike.find(|(_, promise)| promise.text == own.text)?;
        let said = match self.shown(entry) {
            Some(shown) => {
                let mut alike = shown.body.promises.iter().filter(|shown| shown.due == own.due);
                alike.nth(nth).map(|shown| Cow::Owned(shown.text.clone()))
            }
            None => {
                let item = body.subtree(promise.item);
                let has_link = body.links.iter().any(|link| item.contains(&link.node));
                (!has_link).then_some(Cow::Borrowed(&*own.text))
            }
        };
        if said.is_none() {
            self.leave_out();
        }
        said
    }

    /// The first note that says a promise and that the reader may see, else the first of all.
    fn source(&self, own: &OwnedPromise) -> usize {
        own.said_in.iter().copied().find(|at| self.sees(*at)).unwrap_or(own.entry)
    }

    /// The bar of a competency, where the goal's file is shared with the reader.
    pub(super) fn bar(&self, goal: &Goal, need: &Slug) -> Option<String> {
        let all = bar(self.analysis.journal, goal, need);
        let Some((shared, _)) = &self.reads else { return all };
        let shown = self.shown_goal(goal).and_then(|shown| bar(shared, shown, need));
        let is_hidden = all.is_some() && shown.is_none();
        self.left_out.set(self.left_out.get() + usize::from(is_hidden));
        shown
    }

    /// Whether the file of a goal is shared with the reader.
    pub(super) fn knows_goal(&self, goal: &Goal) -> bool {
        self.shown_goal(goal).is_some_and(|shown| shown.path.is_some())
    }

    /// Whether the reader knows of a competency that a goal takes: the goal's file says it to them, or a note that they
    /// may see names it.
    pub(super) fn knows_need(&self, goal: &Goal, need: &Slug) -> bool {
        let Some((shared, _)) = &self.reads else { return true };
        let is_expected = |shown: &Goal| {
            let ladder = shown.ladder.as_ref().and_then(|id| shared.ladder(id.as_str()));
            let mut expected = ladder.into_iter().flat_map(|ladder| &ladder.competencies);
            shown.needs.iter().any(|own| own.id == *need) || expected.any(|own| own.id == *need)
        };
        let is_named = |entry: &Entry| {
            entry.gaps.contains(need) || entry.shows.iter().any(|shows| shows.competency == *need)
        };
        self.shown_goal(goal).is_some_and(is_expected)
            || shared.entries_until(self.analysis.today).iter().any(is_named)
    }

    fn shown_goal(&self, goal: &Goal) -> Option<&Goal> {
        let journal = self.reads.as_ref().map_or(self.analysis.journal, |(shared, _)| shared);
        journal.goal(goal.id.as_str())
    }

    /// Whether a note that the reader may see, or the file of a task, says the day for which the task is due.
    pub(super) fn knows_due(&self, task: &Task) -> bool {
        let Some((shared, _)) = &self.reads else { return true };
        let in_file = shared.task(task.id.as_str()).and_then(|file| file.keys.due);
        let mut stated = task.entries.iter().filter_map(|at| self.shown(*at)?.due).chain(in_file);
        stated.any(|day| Some(day) == task.due)
    }

    /// Whether the file of a task says to the reader that the work is meant for a competency.
    pub(super) fn knows_purpose(&self, task: &Task, need: &Slug) -> bool {
        self.file_says(task, |file| file.serves.contains(need))
    }

    /// Whether the file of a task says to the reader how often the work is done.
    pub(super) fn knows_rhythm(&self, task: &Task) -> bool {
        self.file_says(task, |file| file.repeats.is_some())
    }

    /// Whether the file of a task, as the reader gets it, says something that is in the author's.
    fn file_says(&self, task: &Task, says: impl Fn(&TaskNote) -> bool) -> bool {
        let Some((shared, _)) = &self.reads else { return true };
        shared.task(task.id.as_str()).is_some_and(says)
    }

    /// Whether the reader may see an entry.
    pub(super) fn sees(&self, at: usize) -> bool {
        self.shown(at).is_some()
    }

    /// An entry as the reader gets it.
    pub(super) fn shown(&self, at: usize) -> Option<&Entry> {
        match &self.reads {
            None => self.analysis.journal.entries.get(at),
            Some((shared, places)) => shared.entries.get(*places.get(&at)?),
        }
    }
}

/// What the person of a thread may see: leaders what is shared with the manager, others what anybody may.
pub(super) fn audience(thread: &Thread) -> Audience {
    match thread.relation {
        Some(Relation::Manager | Relation::SkipLevel) => Audience::Manager,
        _ => Audience::Public,
    }
}
