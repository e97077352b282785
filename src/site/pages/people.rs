//! `people.html`: everybody whom the journal names.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Person;
use crate::model::vocabulary::Relation;
use crate::render::RenderContext;
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The rows that the page has room for.
const MOST: usize = 400;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PeoplePage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The people, those of the newest notes first.
    pub people: Vec<PeopleRow<'a>>,
    /// How many there are besides.
    pub unlisted: usize,
}

impl PageContext for PeoplePage<'_> {
    const TEMPLATE: &'static str = "people.html";
}

/// A person.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PeopleRow<'a> {
    /// The person.
    pub person: Ref,
    /// What they are to the author; empty if the reader does not see that.
    pub relation: &'static str,
    /// Until when.
    pub until: Option<Day>,
    /// How many notes their thread has.
    pub entries: usize,
    /// How many loops it has.
    pub loops: usize,
    /// The newest note.
    pub newest: Option<CachedView<EntryRow<'a>>>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> PeoplePage<'a> {
    let newest = |person: &Person| ctx.timeline.thread(person.id.as_str())?.entries.last().copied();
    let mut people: Vec<&Person> = ctx.journal.people.iter().collect();
    people.sort_by_key(|person| std::cmp::Reverse(newest(person)));
    PeoplePage {
        page: Head::top("People", "timeline").within("people").on(ctx.today),
        unlisted: people.len().saturating_sub(MOST),
        people: people.into_iter().take(MOST).map(|person| row(ctx, person)).collect(),
    }
}

fn row<'a>(ctx: &RenderContext<'a>, person: &Person) -> PeopleRow<'a> {
    let thread = ctx.timeline.thread(person.id.as_str());
    PeopleRow {
        person: Ref::heading(ctx, &person.id),
        relation: person.relation.map_or("", Relation::word),
        until: person.until.map(Day::from),
        entries: thread.map_or(0, |thread| thread.entries.len()),
        loops: thread.map_or(0, |thread| thread.loops.len()),
        newest: thread.and_then(|thread| thread.entries.last()).map(|at| ctx.entry_row(*at)),
    }
}
