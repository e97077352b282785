//! What is missing: a packet that does not say so is not believed.

use schemars::JsonSchema;
use serde::Serialize;

use super::needs::verdict;
use super::{Appendix, PacketSource, Selection, need_title};
use crate::analyse::gaps::{Need, NeedStatus};
use crate::model::dates::days_between;
use crate::model::phrasing::capitalised;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{GoalKind, GoalState};
use crate::render::needs::{Outlook, has_forecast, is_late, outlook};
use crate::render::rows::{status_word, without_status};
use crate::render::views::Day;

/// With fewer days than these left, a quarter is not said to be the earliest possible one.
const LEAST_DAYS: i32 = 14;

/// What is missing.
#[derive(Debug, Default, JsonSchema, Serialize)]
#[schemars(rename = "PacketGaps")]
pub struct Gaps {
    /// Whether the document says what is missing: it is written to a manager, and there is something to say.
    pub shown: bool,
    /// The needs that are not sustained yet, the weakest first.
    pub needs: Vec<Gap>,
    /// When all of them could be; absent where the goal is not worked towards, or has no needs, and for readers other
    /// than the author.
    pub outlook: Option<Outlook>,
    /// What is taken on and not delivered, what is due first standing first.
    pub tasks: Vec<PacketOpenTask>,
    /// What went wrong, and is not put right yet.
    pub setbacks: Vec<PacketOpenSetback>,
}

/// A need that is not sustained yet.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketGap")]
pub struct Gap {
    /// Its name.
    pub title: String,
    /// The fragment of its section.
    pub anchor: String,
    /// The word of its status.
    pub status: &'static str,
    /// What would move it up, in a sentence; in a packet that ends before the day on which it is made, why it stands so.
    pub ahead: String,
    /// When it could be sustained; absent where the goal is not worked towards, and for readers other than the author.
    pub earliest: Option<String>,
    /// Whether that is later than the goal is wanted.
    pub too_late: bool,
    /// Whether its newest evidence is old; never for readers other than the author.
    pub stale: bool,
}

/// A task that is not delivered yet.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketOpenTask")]
pub struct PacketOpenTask {
    /// Its name.
    pub title: String,
    /// The word of its status.
    pub status: &'static str,
    /// The word of its size.
    pub size: Option<&'static str>,
    /// When it was taken on.
    pub taken_on: Option<Day>,
    /// When it is due.
    pub due: Option<Day>,
    /// Whether that day is past; never for readers other than the author, who may not see the note that ends it.
    pub late: bool,
}

/// What a setback is on that names no task.
const NO_TASK: &str = "Work without a task";

/// A setback that nothing has settled yet.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketOpenSetback")]
pub struct PacketOpenSetback {
    /// The tasks on which something went wrong; `Work without a task` without one.
    pub title: String,
    /// Its day.
    pub date: Day,
    /// Days since then.
    pub days: i32,
    /// How many updates there were.
    pub updates: usize,
    /// When the next one is promised for.
    pub update_by: Option<Day>,
    /// Whether that day is past, and none came; never for readers other than the author.
    pub late: bool,
    /// The number of its note.
    pub note: Option<usize>,
}

/// The needs that are not sustained yet, the weakest first.
pub(crate) fn missing<'a>(source: &PacketSource<'_, 'a>) -> Vec<&'a Need> {
    let needs = source.gaps.needs.iter();
    let mut missing: Vec<&Need> =
        needs.filter(|need| need.status < NeedStatus::Sustained).collect();
    // Of one status, the goal's order.
    missing.sort_by_key(|need| need.status);
    missing
}

/// What is missing for a goal.
pub(crate) fn gaps(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Gaps {
    let tasks = tasks(source, selection);
    let setbacks = setbacks(source, selection, appendix);
    // Of other goals than promotions, the open work is all there is to say.
    let takes_needs = !source.gaps.needs.is_empty() || source.goal.keys.kind == GoalKind::Promotion;
    Gaps {
        shown: takes_needs || !tasks.is_empty() || !setbacks.is_empty(),
        // Of a goal that is reached, nothing is missing any more.
        needs: missing(source)
            .into_iter()
            .filter(|_| source.goal.state_on(source.made) != GoalState::Reached)
            .map(|need| gap(source, need))
            .collect(),
        outlook: whole(source),
        tasks,
        setbacks,
    }
}

/// When the whole goal could be reached; dates have their year, because a document is read later, too.
fn whole(source: &PacketSource<'_, '_>) -> Option<Outlook> {
    let PacketSource { ctx, goal, gaps, .. } = source;
    let outlook = outlook(ctx, goal, gaps).filter(|_| !source.is_past())?;
    let Some(earliest) = gaps.earliest() else {
        return Some(outlook);
    };
    let wanted = goal.by.map(|by| Day::from(by).text);
    let wanted = match (wanted, outlook.too_late) {
        (None, _) => String::new(),
        (Some(by), true) => format!(", too late for {by}, when the goal is wanted"),
        (Some(by), false) => format!(", and the goal is wanted by {by}"),
    };
    let text = format!("the earliest possible quarter is {earliest}{wanted}");
    has_time(source, earliest).then_some(Outlook { text, ..outlook })
}

/// Whether enough of a quarter is left for it to be named as the earliest possible one.
fn has_time(source: &PacketSource<'_, '_>, quarter: Quarter) -> bool {
    let ctx = source.ctx;
    let next = quarter.plus(1).first_day(ctx.journal.config.fiscal_year_start);
    days_between(ctx.today, next) > LEAST_DAYS
}

fn gap(source: &PacketSource<'_, '_>, need: &Need) -> Gap {
    let PacketSource { ctx, goal, .. } = source;
    let forecast = has_forecast(ctx, goal) && !source.is_past();
    let earliest = need.earliest.filter(|quarter| forecast && has_time(source, *quarter));
    Gap {
        title: need_title(source, need),
        anchor: format!("need-{}", need.id),
        status: need.status.word(),
        // What was ahead then is behind now.
        ahead: match source.is_past() {
            true => capitalised(&format!("{}.", verdict(source, need).rule_for(ctx.is_authors()))),
            false => verdict(source, need).ahead(),
        },
        earliest: earliest.map(|quarter| quarter.to_string()),
        too_late: earliest.is_some_and(|quarter| is_late(ctx, goal, quarter)),
        stale: need.stale && ctx.is_authors(),
    }
}

fn tasks(source: &PacketSource<'_, '_>, selection: &Selection<'_>) -> Vec<PacketOpenTask> {
    let open = selection.ledger.iter().map(|item| item.task).filter(|task| task.is_open());
    let mut open: Vec<_> = open.collect();
    open.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_on));
    let view = |task: &crate::analyse::Task| PacketOpenTask {
        title: capitalised(&task.title),
        status: task
            .status
            .map_or_else(|| without_status(source.ctx), |status| status_word(source.ctx, status)),
        size: task.size.map(crate::model::vocabulary::Size::word),
        taken_on: task.taken_on.map(Day::from),
        // Of recurring work the day is reckoned: nobody agreed on it.
        due: task.set_due().map(Day::from),
        late: source.ctx.knows_ends() && task.due.is_some_and(|due| due < source.ctx.today),
    };
    open.into_iter().map(view).collect()
}

fn setbacks(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Vec<PacketOpenSetback> {
    let ctx = source.ctx;
    let view = |at: &usize| {
        let setback = &ctx.analysis.setbacks[*at];
        let entry = &ctx.journal.entries[setback.entry];
        let tasks = entry.tasks.iter().filter_map(|id| ctx.task(id));
        let tasks: Vec<String> = tasks.map(|task| capitalised(&task.title)).collect();
        PacketOpenSetback {
            // The title of a note is written for its author.
            title: if tasks.is_empty() { NO_TASK.to_owned() } else { tasks.join(", ") },
            date: entry.date.into(),
            days: days_between(entry.date, ctx.today),
            updates: setback.updates.len(),
            update_by: setback.awaited(ctx.journal).map(|(by, _)| by.into()),
            late: ctx.knows_ends() && setback.overdue(ctx.journal, ctx.today).is_some(),
            note: appendix.number(setback.entry),
        }
    };
    selection.other_setbacks.iter().map(view).collect()
}
