//! The next two quarters, and what is needed from the reader.

use schemars::JsonSchema;
use serde::Serialize;

use super::needs::verdict;
use super::{Appendix, Citation, PacketSource, Selection, need_title};
use crate::analyse::gaps::{Need, NeedStatus};
use crate::analyse::health::leader_of;
use crate::analyse::next::pivot_for;
use crate::analyse::plan::{PlannedNeed, plan as planned};
use crate::model::phrasing::capitalised;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::GoalState;
use crate::render::needs::this_quarter;
use crate::render::views::Day;

/// The next two quarters.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketPlan")]
pub struct PacketPlan {
    /// This quarter and the next.
    pub quarters: Vec<String>,
    /// The needs that want work in one of them: what a leader named first, then what can be reached first.
    pub needs: Vec<Ahead>,
    /// Who is asked, as in the middle of a sentence.
    pub with: String,
    /// The needs that are sustained, and that no leader has confirmed of late.
    pub unconfirmed: Vec<Citation>,
    /// What is asked of them; empty where nothing is missing.
    pub script: Vec<String>,
    /// What was promised and is still open, what is due first standing first.
    pub promises: Vec<Promised>,
}

/// A need that wants work.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketAhead")]
pub struct Ahead {
    /// Its name.
    pub title: String,
    /// The fragment of its section.
    pub anchor: String,
    /// For each of the two quarters, whether it wants a counting unit there.
    pub wanted: Vec<bool>,
    /// The tasks that are meant for it.
    pub tasks: Vec<String>,
}

/// A promise that is still open.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketPromised")]
pub struct Promised {
    /// What was promised.
    pub text: String,
    /// By when.
    pub due: Day,
    /// Whether that day is past; never for readers other than the author.
    pub late: bool,
    /// The number of the note that promises it.
    pub note: Option<usize>,
}

/// The plan for a goal; `None` where it is not worked towards, or nothing is left to be said.
pub(crate) fn plan(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Option<PacketPlan> {
    let PacketSource { ctx, goal, gaps, .. } = source;
    if goal.state_on(source.made) != GoalState::Active || source.is_past() {
        return None;
    }
    let now = this_quarter(ctx);
    let quarters = [now, now.plus(1)];
    let context = ctx.analysis.context();
    let pivot = pivot_for(&context, gaps);
    let leader = pivot.map(|next| &next.thread.person);
    let leader = leader.or(goal.owner.report());
    let leader = leader.unwrap_or_else(|| leader_of(ctx.journal, goal, source.made));
    let is_authors = ctx.analysis.shared.direct_report().is_none();
    let needs = planned(&context, gaps);
    let unconfirmed = gaps.needs.iter().filter(|need| need.status == NeedStatus::Sustained);
    let plan = PacketPlan {
        quarters: quarters.iter().map(ToString::to_string).collect(),
        needs: needs.iter().map(|own| ahead(source, own, quarters)).collect(),
        with: ctx.spoken(leader),
        unconfirmed: unconfirmed.map(|need| place(source, need)).collect(),
        script: needs
            .first()
            .filter(|_| is_authors)
            .map(|_| asked(source, &needs))
            .into_iter()
            .collect(),
        promises: promises(source, selection, appendix),
    };
    let empty = plan.needs.is_empty()
        && plan.unconfirmed.is_empty()
        && plan.script.is_empty()
        && plan.promises.is_empty();
    (!empty).then_some(plan)
}

/// What is asked of the leader, of what is known alone: a script for a talk would say more.
fn asked(source: &PacketSource<'_, '_>, needs: &[PlannedNeed<'_>]) -> String {
    let titles: Vec<String> = needs.iter().map(|own| need_title(source, own.need)).collect();
    let listed = match titles.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    format!("Work that shows {listed}; and tell me where something I did already shows it.")
}

fn place(source: &PacketSource<'_, '_>, need: &Need) -> Citation {
    Citation { anchor: format!("need-{}", need.id), title: need_title(source, need) }
}

/// Where no quarter of a run is missing, what is missing can come at once.
fn ahead(
    source: &PacketSource<'_, '_>,
    PlannedNeed { need, tasks }: &PlannedNeed<'_>,
    quarters: [Quarter; 2],
) -> Ahead {
    let missing = verdict(source, need).missing();
    let at_once = missing.is_empty();
    let wanted =
        |quarter: &Quarter| missing.contains(quarter) || (at_once && *quarter == quarters[0]);
    let Citation { anchor, title } = place(source, need);
    Ahead {
        title,
        anchor,
        wanted: quarters.iter().map(wanted).collect(),
        tasks: tasks.iter().map(|task| capitalised(&task.title)).collect(),
    }
}

fn promises(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Vec<Promised> {
    let view = |at: &usize| {
        let promise = &source.ctx.analysis.promises[*at];
        Promised {
            text: promise.text.clone(),
            due: promise.due.into(),
            late: source.ctx.knows_ends() && promise.due < source.ctx.today,
            note: appendix.number(promise.entry),
        }
    };
    selection.promises.iter().map(view).collect()
}
