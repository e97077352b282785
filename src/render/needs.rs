//! The competencies that a goal needs, as pages show them: the matrix, and the rule behind each status.

use schemars::JsonSchema;
use serde::Serialize;

use super::charts::matrix::{Cell, Column, cells, columns, unit_name};
use super::context::RenderContext;
use super::level::level_title;
use super::phrase::{PhrasePart, plain};
use super::rows::{EntryRow, GoalRow};
use super::view_cache::CachedView;
use crate::analyse::bar::bar;
use crate::analyse::evidence::Unit;
use crate::analyse::gaps::{GoalGaps, NamedBy, Need, NeedStatus};
use crate::analyse::health::HealthContext;
use crate::analyse::next::weakness;
use crate::analyse::verdict::Verdict;
use crate::model::Goal;
use crate::model::phrasing::spoken;
use crate::model::quarter::Quarter;

/// The pieces of evidence that a page has room for, for each competency.
const UNITS: usize = 24;

/// A goal with the competencies that it needs.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalView<'a> {
    /// The goal in short.
    pub goal: GoalRow<'a>,
    /// The fragment by which a page of several goals reaches it.
    pub anchor: String,
    /// Whether the page explains the circles above this goal, its first.
    pub key: bool,
    /// The columns of the matrix.
    pub columns: Vec<Column>,
    /// The competencies that the goal needs.
    pub needs: Vec<NeedView<'a>>,
    /// How many of the competencies are sustained or confirmed.
    pub sustained: usize,
    /// Whether the statuses are only those of the shared notes, because the reader is not the author.
    pub of_shared: bool,
    /// The earliest possible quarter for all of them; absent if the goal is not active or needs none, and for readers other than the author.
    pub outlook: Option<Outlook>,
}

/// The earliest possible quarter of a goal.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Outlook {
    /// The quarter in a sentence.
    pub text: String,
    /// Whether that is after the goal's `by`.
    pub too_late: bool,
}

/// A competency that a goal needs.
#[derive(Debug, JsonSchema, Serialize)]
pub struct NeedView<'a> {
    /// Its slug.
    pub id: &'a str,
    /// Its name.
    pub title: &'a str,
    /// The word for the status.
    pub status: &'static str,
    /// The rule for this status, with its numbers.
    pub rule: String,
    /// The rule in a few words.
    pub short: String,
    /// What improves the status.
    pub up: Vec<PhrasePart>,
    /// Who named the competency.
    pub named_by: &'static str,
    /// Whether the newest evidence is old; never for readers other than the author, who may not see newer.
    pub stale: bool,
    /// Whether an open setback holds it back.
    pub held: bool,
    /// The earliest possible quarter in which it is sustained; absent once it is, and for readers other than the author.
    pub earliest: Option<String>,
    /// Whether that is after the goal's `by`.
    pub too_late: bool,
    /// What is expected.
    pub bar: Option<String>,
    /// The row of the matrix.
    pub cells: Vec<Cell>,
    /// The newest pieces of evidence, newest first.
    pub units: Vec<UnitView<'a>>,
    /// How many there are besides.
    pub older_units: usize,
}

/// A piece of evidence.
#[derive(Debug, JsonSchema, Serialize)]
pub struct UnitView<'a> {
    /// The title of the task, else of the entry.
    pub title: String,
    /// The page of the task, else of the entry.
    pub url: String,
    /// `2026-Q3`.
    pub quarter: String,
    /// The word for the grade.
    pub grade: &'static str,
    /// The level that it shows.
    pub level: Option<String>,
    /// Whether that level is below the goal's `to`.
    pub below: bool,
    /// Whether its task fell short of the bar, so that it does not count.
    pub missed: bool,
    /// Its entries.
    pub entries: Vec<CachedView<EntryRow<'a>>>,
}

impl<'a> GoalView<'a> {
    /// A view of a goal, with these quarters as columns.
    pub fn new(ctx: &RenderContext<'a>, gaps: &'a GoalGaps, quarters: &[Quarter]) -> Self {
        let goal = &ctx.journal.goals[gaps.goal];
        let reached = |need: &&Need| need.status >= NeedStatus::Sustained;
        let needs = gaps.needs.iter();
        Self {
            goal: GoalRow::new(ctx, goal),
            anchor: format!("goal-{}", goal.id),
            key: false,
            columns: columns(quarters),
            sustained: needs.clone().filter(reached).count(),
            needs: needs.map(|need| NeedView::new(ctx, gaps, need, quarters)).collect(),
            of_shared: !ctx.is_authors(),
            outlook: outlook(ctx, goal, gaps),
        }
    }

    /// The same, with the weakest needs first, as a move picks them.
    #[must_use]
    pub fn weakest_first(mut self, context: &HealthContext<'_>, gaps: &GoalGaps) -> Self {
        let rank = |id: &str| {
            let need = gaps.needs.iter().find(|need| need.id.as_str() == id);
            need.map(|need| weakness(context, need))
        };
        self.needs.sort_by_key(|need| rank(need.id));
        self
    }
}

impl<'a> NeedView<'a> {
    fn new(ctx: &RenderContext<'a>, gaps: &GoalGaps, need: &'a Need, quarters: &[Quarter]) -> Self {
        let goal = &ctx.journal.goals[gaps.goal];
        let wanted = ctx.journal.config.gaps;
        let verdict = Verdict { need, wanted, now: gaps.now };
        let earliest = need.earliest.filter(|_| has_forecast(ctx, goal));
        Self {
            id: need.id.as_str(),
            title: &need.title,
            status: need.status.word(),
            rule: verdict.rule_for(ctx.is_authors()),
            short: verdict.short_for(ctx.is_authors()),
            up: plain(ctx, &verdict.up_for(ctx.is_authors())),
            named_by: match need.named_by {
                NamedBy::Author => "named in the goal",
                NamedBy::Ladder => "expected by the ladder",
                NamedBy::Leader if ctx.is_authors() && goal.owner.is_author() => {
                    "named by your leader"
                }
                NamedBy::Leader => "named by a leader",
            },
            // Newer evidence may not be shared.
            stale: need.stale && ctx.is_authors(),
            held: need.held,
            earliest: earliest.map(|quarter| quarter.to_string()),
            too_late: earliest.is_some_and(|quarter| is_late(ctx, goal, quarter)),
            bar: bar(ctx.journal, goal, &need.id),
            cells: cells(ctx, need, quarters),
            units: need
                .units
                .iter()
                .rev()
                .take(UNITS)
                .map(|unit| UnitView::new(ctx, goal, unit))
                .collect(),
            older_units: need.units.len().saturating_sub(UNITS),
        }
    }
}

impl<'a> UnitView<'a> {
    fn new(ctx: &RenderContext<'a>, goal: &Goal, unit: &Unit) -> Self {
        let first = &ctx.journal.entries[unit.entries[0]];
        Self {
            title: unit_name(ctx, unit),
            url: unit.task.as_ref().map_or_else(
                || format!("entries/{}.html", first.id),
                |task| format!("tasks/{task}.html"),
            ),
            quarter: unit.quarter.to_string(),
            grade: unit.grade.word(),
            level: unit.level.as_ref().map(|level| level_title(ctx.journal, goal, level.as_str())),
            below: unit.below_level,
            missed: unit.missed_bar,
            entries: ctx.entry_rows(&unit.entries),
        }
    }
}

/// The quarter of today.
pub fn this_quarter(ctx: &RenderContext<'_>) -> Quarter {
    Quarter::of(ctx.today, ctx.journal.config.fiscal_year_start)
}

/// Whether a goal is wanted before that quarter.
pub fn is_late(ctx: &RenderContext<'_>, goal: &Goal, quarter: Quarter) -> bool {
    goal.by.is_some_and(|by| Quarter::of(by, ctx.journal.config.fiscal_year_start) < quarter)
}

/// Whether it is said when a goal's competencies could be sustained: evidence that other readers may not see would make
/// any quarter wrong, so it is said to the author alone.
pub fn has_forecast(ctx: &RenderContext<'_>, goal: &Goal) -> bool {
    ctx.is_authors() && ctx.is_active(goal)
}

/// When all needs of a goal could be sustained; `None` where it is not worked towards, has none, or is not the reader's
/// own.
pub fn outlook(ctx: &RenderContext<'_>, goal: &Goal, gaps: &GoalGaps) -> Option<Outlook> {
    if !has_forecast(ctx, goal) || gaps.needs.is_empty() {
        return None;
    }
    let Some(earliest) = gaps.earliest() else {
        return Some(Outlook { text: "every competency is sustained".to_owned(), too_late: false });
    };
    let too_late = is_late(ctx, goal, earliest);
    let wanted = goal.by.map_or_else(String::new, |by| {
        let verdict = if too_late { ": too late" } else { "" };
        format!("; wanted by {}{verdict}", spoken(by, ctx.today))
    });
    let text = format!("earliest possible quarter: {earliest}{wanted}");
    Some(Outlook { text, too_late })
}
