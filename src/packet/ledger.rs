//! The loop ledger: what was asked, and what was delivered.

use schemars::JsonSchema;
use serde::Serialize;

use super::select::RequestItem;
use super::{Appendix, PacketSource, Selection};
use crate::analyse::kept::date_kept;
use crate::model::dates::days_between;
use crate::model::phrasing::{capitalised, counted};
use crate::model::vocabulary::{Initiative, Size, Status};
use crate::render::rows::{status_word, without_status};
use crate::render::views::Day;

/// What was asked, and what was delivered.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketLedger")]
pub struct Ledger {
    /// The tasks, oldest first.
    pub rows: Vec<LedgerRow>,
    /// Whether any of them says how big it is.
    pub sized: bool,
    /// What they add up to, a sentence each.
    pub sums: Vec<String>,
}

/// A task.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketLedgerRow")]
pub struct LedgerRow {
    /// Its slug.
    pub id: String,
    /// Its name.
    pub title: String,
    /// When it was asked for; absent where no note says so.
    pub asked: Option<Day>,
    /// The number of the note that does.
    pub asked_note: Option<usize>,
    /// When it was delivered.
    pub delivered: Option<Day>,
    /// The number of the note that says so.
    pub delivered_note: Option<usize>,
    /// Days from the one to the other; absent where either is not noted.
    pub days: Option<i32>,
    /// The word of its status.
    pub status: &'static str,
    /// Whether it fell short of the bar that was agreed.
    pub missed: bool,
    /// Whether that was an earlier version: no note compares the latest one with the bar.
    pub missed_before: bool,
    /// When it is due, while it is open.
    pub due: Option<Day>,
    /// The word of its size.
    pub size: Option<&'static str>,
    /// Who saw first that it was needed: `asked`, `suggested`, `acted` or `not noted`.
    pub initiative: &'static str,
    /// The same as one says it: `asked for`, `suggested`, `begun unasked` or `not noted`.
    pub initiative_said: &'static str,
    /// What it changed.
    pub result: Option<String>,
    /// Whether the packet that this one is compared to does not have it, or not as delivered.
    #[serde(rename = "fresh")]
    pub is_new: bool,
}

/// The ledger; `None` where nothing was done for the goal.
pub(crate) fn ledger(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Option<Ledger> {
    let rows: Vec<LedgerRow> =
        selection.ledger.iter().map(|item| ledger_row(source, appendix, item)).collect();
    let sums = sums(source, &selection.ledger, &rows);
    let sized = rows.iter().any(|row| row.size.is_some());
    (!rows.is_empty()).then_some(Ledger { rows, sized, sums })
}

fn ledger_row(
    source: &PacketSource<'_, '_>,
    appendix: &Appendix,
    item: &RequestItem<'_>,
) -> LedgerRow {
    let RequestItem { task, asked, delivered } = item;
    let journal = source.ctx.journal;
    let file = journal.task(task.id.as_str()).and_then(|file| file.asked_on);
    let stated = file.filter(|day| task.delivered.is_none_or(|done| *day <= done));
    let asked_on = stated.or_else(|| asked.map(|at| journal.entries[at].date));
    let results = task.entries.iter().rev().filter_map(|at| journal.entries[*at].impact.clone());
    LedgerRow {
        id: task.id.to_string(),
        title: capitalised(&task.title),
        asked: asked_on.map(Day::from),
        asked_note: asked.and_then(|at| appendix.number(at)),
        delivered: task.delivered.map(Day::from),
        delivered_note: delivered.and_then(|at| appendix.number(at)),
        days: asked_on.zip(task.delivered).map(|(from, to)| days_between(from, to)),
        status: task
            .status
            .map_or_else(|| without_status(source.ctx), |status| status_word(source.ctx, status)),
        missed: task.missed_bar(),
        missed_before: task.unjudged(journal).is_some(),
        due: task.set_due().filter(|_| task.is_open()).map(Day::from),
        size: task.size.map(Size::word),
        initiative: task.initiative.map_or("not noted", Initiative::word),
        initiative_said: task.initiative.map_or("not noted", Initiative::said),
        result: results.into_iter().next(),
        is_new: false,
    }
}

/// How many were delivered, how soon, how big they were, and who saw first that they were needed.
fn sums(
    source: &PacketSource<'_, '_>,
    items: &[RequestItem<'_>],
    rows: &[LedgerRow],
) -> Vec<String> {
    let knows_ends = source.ctx.knows_ends();
    let count =
        |is: &dyn Fn(&RequestItem<'_>) -> bool| items.iter().filter(|item| is(item)).count();
    let with = |status: &'static [Status]| {
        count(&move |item| item.task.status.is_some_and(|own| status.contains(&own)))
    };
    let states = [
        (with(&[Status::Delivered]), "delivered"),
        (count(&|item| item.task.missed_bar()), "fell short of the bar"),
        (
            with(&[Status::Open, Status::Started]),
            if knows_ends { "open" } else { "not noted as done" },
        ),
        (with(&[Status::Declined]), "declined"),
        (with(&[Status::Dropped]), "dropped"),
    ];
    let sized = |size: Option<Size>| count(&move |item| item.task.size == size);
    let sizes = [
        (sized(Some(Size::Large)), "large"),
        (sized(Some(Size::Medium)), "medium"),
        (sized(Some(Size::Small)), "small"),
        (sized(None), "without a size"),
    ];
    let seen = |first: Option<Initiative>| count(&move |item| item.task.initiative == first);
    let initiative = [
        (seen(Some(Initiative::Asked)), Initiative::Asked.said()),
        (seen(Some(Initiative::Suggested)), Initiative::Suggested.said()),
        (seen(Some(Initiative::Acted)), Initiative::Acted.said()),
        (seen(None), "not noted"),
    ];
    let tasks = counted(items.len(), "task");
    let mut sums = vec![match (items.len(), with(&[Status::Delivered])) {
        (1, 1) => format!("{tasks}, delivered"),
        (all, delivered) if all == delivered => format!("{tasks}, all delivered"),
        _ => format!("{tasks}: {}", listed(&states)),
    }];
    sums.extend(spans(rows));
    sums.extend(dates_kept(source, items));
    if items.iter().any(|item| item.task.size.is_some()) {
        sums.push(format!("Size: {}", listed(&sizes)));
    }
    if items.iter().any(|item| item.task.initiative.is_some()) {
        sums.push(format!("Initiative: {}", listed(&initiative)));
    }
    sums
}

/// How many of the dates that are past were kept.
fn dates_kept(source: &PacketSource<'_, '_>, items: &[RequestItem<'_>]) -> Option<String> {
    let ctx = source.ctx;
    // For others, the note that tells of a delivery may be hidden.
    let known = |item: &&RequestItem<'_>| ctx.knows_ends() || item.task.delivered.is_some();
    let kept =
        items.iter().filter(known).filter_map(|item| date_kept(ctx.journal, item.task, ctx.today));
    let kept: Vec<bool> = kept.collect();
    let number = kept.iter().filter(|kept| **kept).count();
    let by = if ctx.is_authors() { "" } else { ", by the shared notes" };
    (!kept.is_empty()).then(|| format!("Dates kept{by}: {number} of {}", kept.len()))
}

fn listed(counts: &[(usize, &str)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0);
    some.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}

/// The days from asking to delivery, over the tasks of which both are noted.
fn spans(rows: &[LedgerRow]) -> Option<String> {
    let mut spans: Vec<i32> = rows.iter().filter_map(|row| row.days).collect();
    spans.sort_unstable();
    let (first, last) = (*spans.first()?, *spans.last()?);
    let unknown = rows.iter().filter(|row| row.delivered.is_some() && row.days.is_none()).count();
    let rest = match unknown {
        0 => String::new(),
        1 => "; one delivery has no request date".to_owned(),
        some => format!("; {some} deliveries have no request date"),
    };
    let said = match spans.len() {
        1 => format!("From request to delivery: {}", counted(first, "day")),
        several if first == last => {
            let all = if several == 2 { "both" } else { "each" };
            format!("From request to delivery: {all} {}", counted(first, "day"))
        }
        // Half of two or three says nothing.
        2 | 3 => format!("From request to delivery: {first} to {last} days"),
        many => {
            let middle = spans[(many - 1) / 2];
            format!(
                "From request to delivery: {first} to {last} days, half of them within {middle}"
            )
        }
    };
    Some(said + &rest)
}
