//! `team.html`: where each direct report is, and what is next. For the author only.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::team::{LateItem, LateKind, TeamMember, members};
use crate::model::phrasing::spoken;
use crate::render::RenderContext;
use crate::render::moves::{MoveScripts, MoveView};
use crate::render::rows::{EntryRow, GoalRow, LoopRow};
use crate::render::script::what_is_missing;
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TeamPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The direct reports, by their names.
    pub team: Vec<TeamRow<'a>>,
}

impl PageContext for TeamPage<'_> {
    const TEMPLATE: &'static str = "team.html";
}

/// What is late that the page names of each direct report.
const LATE: usize = 5;

/// A direct report.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TeamRow<'a> {
    /// The person.
    pub person: Ref,
    /// Their active goal, of several a clear one.
    pub goal: Option<GoalRow<'a>>,
    /// What the goal lacks to be clear, in words.
    pub lacks: Option<String>,
    /// How many active goals they have besides.
    pub more_goals: usize,
    /// The competency furthest from what the goal needs; absent if each is sustained, or there is none.
    pub furthest: Option<Furthest<'a>>,
    /// The current loop with them.
    pub current: Option<LoopRow<'a>>,
    /// The last conversation with them.
    pub last_talk: Option<CachedView<EntryRow<'a>>>,
    /// What is late, the oldest first.
    pub late: Vec<LateRow<'a>>,
    /// How much more is late.
    pub more_late: usize,
    /// The next step with them.
    pub next: Option<MoveView<'a>>,
}

/// The competency furthest from what a goal needs.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Furthest<'a> {
    /// Its name.
    pub title: &'a str,
    /// The word for its status.
    pub status: &'static str,
    /// Where its evidence is shown.
    pub url: String,
}

/// Something whose day is past.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LateRow<'a> {
    /// What is said before its title.
    pub before: &'static str,
    /// Its title.
    pub title: &'a str,
    /// What is said between its title and its day.
    pub after: &'static str,
    /// Its day, in words.
    pub day: String,
    /// Its page.
    pub url: String,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>, said: &MoveScripts<'_>) -> TeamPage<'a> {
    TeamPage {
        page: Head::top("Team", "team").on(ctx.today),
        team: members(ctx.analysis).into_iter().map(|member| row(ctx, &member, said)).collect(),
    }
}

fn row<'a>(
    ctx: &RenderContext<'a>,
    member: &TeamMember<'a>,
    said: &MoveScripts<'_>,
) -> TeamRow<'a> {
    let person = &member.thread.person;
    let goal = member.goal.map(|gaps| &ctx.journal.goals[gaps.goal]);
    let furthest = goal.zip(member.weakest).map(|(goal, need)| Furthest {
        title: &need.title,
        status: need.status.word(),
        url: format!("goals/{}.html#need-{}", goal.id, need.id),
    });
    let next = said.moves.iter().find(|(next, _)| next.thread.person == *person);
    TeamRow {
        person: Ref::heading(ctx, person),
        goal: goal.map(|goal| GoalRow::new(ctx, goal)),
        lacks: member.goal.and_then(|gaps| what_is_missing(ctx.analysis, gaps.goal)),
        more_goals: member.more_goals,
        furthest,
        current: member.current.map(|own| LoopRow::new(ctx, own)),
        last_talk: member.last_talk.map(|at| ctx.entry_row(at)),
        late: member.late.iter().take(LATE).map(|item| late(ctx, item)).collect(),
        more_late: member.late.len().saturating_sub(LATE),
        next: next.map(|(next, words)| MoveView::new(ctx, next, words)),
    }
}

fn late<'a>(ctx: &RenderContext<'a>, item: &LateItem<'a>) -> LateRow<'a> {
    let (before, after) = item.words();
    let url = match item.kind {
        LateKind::Task(task) => format!("tasks/{}.html", task.id),
        LateKind::Update(at) | LateKind::PromiseOfAuthor(at) | LateKind::PromiseOfOthers(at) => {
            format!("entries/{}.html", ctx.journal.entries[at].id)
        }
    };
    LateRow { before, title: item.title, after, day: spoken(item.due, ctx.today), url }
}
