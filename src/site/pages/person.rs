//! `people/<slug>.html`: a person, and the thread with them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::GoalGaps;
use crate::model::phrasing::capitalised;
use crate::model::vocabulary::{GoalState, Relation};
use crate::model::{Person, Target};
use crate::render::RenderContext;
use crate::render::charts::coil::{self, Coil, CoilRow};
use crate::render::charts::matrix::quarters;
use crate::render::markdown;
use crate::render::mentions::mentions;
use crate::render::moves::{MoveScripts, MoveView};
use crate::render::needs::{GoalView, this_quarter};
use crate::render::perception::PerceptionStrip;
use crate::render::rows::{EntryRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, Ref};
use crate::site::fold::{NEWEST, PeriodLink};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The newest talks, loops and words on their perception that the page has room for.
const NEWEST_TALKS: usize = 12;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PersonPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// What they are to the author; empty if the reader does not see that.
    pub relation: &'static str,
    /// Since when.
    pub since: Option<Day>,
    /// Until when.
    pub until: Option<Day>,
    /// Where that is or was.
    pub employer: Option<&'a str>,
    /// How often the author talks with them.
    pub cadence: Option<&'static str>,
    /// The next step with the person; absent without a thread, or after `until`.
    pub next: Option<MoveView<'a>>,
    /// Their goals, where they are a direct report: the active ones first.
    pub goals: Vec<GoalView<'a>>,
    /// Their newest loops as a picture; absent before the first.
    pub coil: Option<Coil>,
    /// All of them as a table, newest first.
    pub loops: Vec<CoilRow<'a>>,
    /// What they said they are trying to do and what blocks them, newest first, each with what was taken on in
    /// that talk; empty for others than the author.
    pub heard: Vec<HeardRow<'a>>,
    /// How they see the author's work, by date; absent where no note says so.
    pub perception: Option<PerceptionStrip<'a>>,
    /// The newest entries of their thread, newest first.
    pub entries: Vec<CachedView<EntryRow<'a>>>,
    /// How many there are besides.
    pub older: usize,
    /// The pages of the years, newest first; empty where all entries are on this one.
    pub years: Vec<PeriodLink>,
    /// How many loops there are besides those in the table.
    pub older_loops: usize,
    /// How many talks there are besides those of which it says what was heard.
    pub older_heard: usize,
    /// The text of their file, as HTML; empty without one.
    pub content: String,
    /// The notes and things that link here.
    pub backlinks: Vec<Ref>,
    /// How many more there are.
    pub more_backlinks: usize,
}

impl PageContext for PersonPage<'_> {
    const TEMPLATE: &'static str = "person.html";
}

/// What a person said in an `ask`.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Heard")]
pub struct HeardRow<'a> {
    /// In which entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// What they are trying to do.
    pub trying: Option<&'a str>,
    /// What blocks them.
    pub blocking: Option<&'a str>,
    /// What was taken on in that talk.
    pub tasks: Vec<CachedView<TaskRow<'a>>>,
}

/// The page of a person.
pub fn page<'a>(
    ctx: &RenderContext<'a>,
    person: &'a Person,
    said: &MoveScripts<'_>,
    years: Vec<PeriodLink>,
) -> PersonPage<'a> {
    let next = said.moves.iter().find(|(next, _)| next.thread.person == person.id);
    let own = Target::Person(person.id.clone());
    let thread = ctx.timeline.thread(person.id.as_str());
    let all = thread.map_or(&[][..], |thread| &thread.entries);
    let newest: Vec<usize> = all.iter().rev().take(NEWEST).copied().collect();
    let loops = thread.map_or(0, |thread| thread.loops.len());
    let older_loops = if years.is_empty() { 0 } else { loops.saturating_sub(NEWEST_TALKS) };
    let heard: Vec<usize> = all.iter().rev().copied().filter(|at| is_heard(ctx, *at)).collect();
    let most_heard = if years.is_empty() { heard.len() } else { NEWEST_TALKS };
    let (nav, section) = section(ctx, person);
    let (backlinks, more_backlinks) = mentions(ctx, &own);
    PersonPage {
        page: Head::nested(capitalised(&person.title), nav).within(section).on(ctx.today),
        relation: person.relation.map_or("", Relation::word),
        since: person.since.map(Day::from),
        until: person.until.map(Day::from),
        employer: person.employer.as_deref(),
        cadence: person.cadence.map(crate::model::vocabulary::Cadence::word),
        next: next.map(|(next, words)| MoveView::new(ctx, next, words)),
        goals: goals(ctx, person),
        coil: thread.and_then(|thread| coil::newest(ctx, thread)),
        loops: thread.map_or_else(Vec::new, |thread| coil::rows(ctx, thread, older_loops)),
        older_loops,
        years,
        older_heard: heard.len().saturating_sub(most_heard),
        heard: heard.into_iter().take(most_heard).map(|at| heard_row(ctx, at)).collect(),
        perception: thread.and_then(|thread| PerceptionStrip::new(ctx, thread)),
        older: all.len() - newest.len(),
        entries: ctx.entry_rows(&newest),
        content: ctx.text(&own).map(|text| markdown::html(ctx, &text, "../")).unwrap_or_default(),
        backlinks,
        more_backlinks,
    }
}

/// Whether an entry says what its person is trying to do, or what blocks them. Others than the author are not
/// told it here.
fn is_heard(ctx: &RenderContext<'_>, at: usize) -> bool {
    let entry = &ctx.journal.entries[at];
    ctx.is_authors() && (entry.trying.is_some() || entry.blocking.is_some())
}

fn heard_row<'a>(ctx: &RenderContext<'a>, at: usize) -> HeardRow<'a> {
    let entry = &ctx.journal.entries[at];
    HeardRow {
        entry: ctx.entry_row(at),
        trying: entry.trying.as_deref(),
        blocking: entry.blocking.as_deref(),
        tasks: taken_on(ctx, at),
    }
}

/// The item of the navigation that a person belongs to, and the section.
pub fn section(ctx: &RenderContext<'_>, person: &Person) -> (&'static str, &'static str) {
    let is_on_team = ctx.has_team() && person.relation == Some(Relation::Report);
    if is_on_team { ("team", "team") } else { ("timeline", "people") }
}

/// The tasks that an entry took on.
fn taken_on(ctx: &RenderContext<'_>, at: usize) -> Vec<CachedView<TaskRow<'static>>> {
    let names = ctx.journal.entries[at].tasks.iter();
    let places = names.filter_map(|id| ctx.timeline.task_place(id));
    let own = places.filter(|task| ctx.timeline.tasks[*task].taken_by == Some(at));
    own.map(|task| ctx.task_row(task)).collect()
}

/// The goals that are a person's own: the active ones first, then by the day they are wanted.
fn goals<'a>(ctx: &RenderContext<'a>, person: &Person) -> Vec<GoalView<'a>> {
    let goal = |gaps: &GoalGaps| &ctx.journal.goals[gaps.goal];
    let is_own = |gaps: &&GoalGaps| goal(gaps).owner.report() == Some(&person.id);
    let mut own: Vec<&GoalGaps> = ctx.analysis.gaps.iter().filter(is_own).collect();
    own.sort_by_key(|gaps| {
        let goal = goal(gaps);
        (goal.state_on(ctx.today) != GoalState::Active, goal.by.is_none(), goal.by)
    });
    let quarters = quarters(own.iter().copied(), this_quarter(ctx));
    own.into_iter().map(|gaps| GoalView::new(ctx, gaps, &quarters)).collect()
}
