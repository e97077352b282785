//! Needs that stand otherwise in the packet than in the journal. Lower, for what would lift them is not
//! shared: the author sees the one and believes that the reader sees it too. Higher, for what holds them
//! down is not: the reader will be told one day, and believe nothing any more.

use std::cmp::Ordering;

use super::AuditFinding;
use crate::analyse::evidence::Unit;
use crate::analyse::gaps::Need;
use crate::audit::{AuditContext, AuditInput};
use crate::model::Slug;

/// The code of needs that stand lower.
const LOWER: &str = "not-shared";
/// The code of needs that stand higher.
const HIGHER: &str = "overstated";

/// Each need that the reader sees otherwise.
pub(super) fn check(AuditContext { input, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let own = AuditInput::gaps_of(input.own, input.goal);
    let shared = AuditInput::gaps_of(input.shared, input.goal);
    let (Some(own), Some(shared)) = (own, shared) else { return Vec::new() };
    let otherwise = |need: &Need| {
        let seen = shared.needs.iter().find(|seen| seen.id == need.id)?;
        match seen.status.cmp(&need.status) {
            Ordering::Less => Some(lower(input, need, seen)),
            Ordering::Equal => None,
            Ordering::Greater => Some(higher(input, need, seen)),
        }
    };
    own.needs.iter().filter_map(otherwise).chain(short_of_the_bar(input)).collect()
}

/// Each task of the packet that fell short of the bar, where only a hidden note says so.
fn short_of_the_bar<'a>(input: &'a AuditInput<'_>) -> impl Iterator<Item = AuditFinding> + 'a {
    let rows = input.packet.ledger.iter().flat_map(|ledger| &ledger.rows);
    rows.filter(|row| !row.missed).filter_map(|row| {
        let own = input.own.timeline.task(&Slug::new(&row.id)).filter(|task| task.missed_bar())?;
        let (_, judged_by) = own.judged?;
        Some(AuditFinding {
            code: HIGHER,
            message: format!("`{}` fell short of the bar, and the packet does not say so", own.title),
            advice: "share the note that says `met_bar: missed`, or exclude the task's story and evidence",
            paths: vec![input.own.journal.entries[judged_by].path.clone()],
        })
    })
}

fn higher(input: &AuditInput<'_>, need: &Need, seen: &Need) -> AuditFinding {
    let tasks =
        need.units.iter().filter(|unit| unit.counts()).filter_map(|unit| unit.task.as_ref());
    let files = tasks.filter_map(|id| input.journal.task(id.as_str()));
    let hidden = files.filter(|file| input.shared.journal.task(file.id.as_str()).is_none());
    let mut paths: Vec<String> = hidden.map(|file| file.path.clone()).collect();
    paths.sort();
    paths.dedup();
    AuditFinding {
        code: HIGHER,
        message: format!(
            "`{}` is {} in the packet but {} in your journal",
            need.title,
            seen.status.label(),
            need.status.label()
        ),
        advice: "share what holds it back: the common `project` of its tasks, or an open setback",
        paths,
    }
}

fn lower(input: &AuditInput<'_>, need: &Need, seen: &Need) -> AuditFinding {
    let lost = need.units.iter().filter(|unit| unit.counts() && !stands(unit, seen));
    let entries = lost.flat_map(|unit| unit.entries.iter());
    let mut paths: Vec<String> =
        entries.map(|at| input.own.journal.entries[*at].path.clone()).collect();
    paths.sort();
    paths.dedup();
    let (own, shared) = (need.status.label(), seen.status.label());
    AuditFinding {
        code: LOWER,
        message: format!("`{}` is {own} in your journal but {shared} in the packet", need.title),
        advice: "share a note that shows it, a quote, or the file of the person who confirmed it (`visibility: manager`)",
        paths,
    }
}

/// Whether a unit is in the packet with the grade that it has for the author.
fn stands(own: &Unit, seen: &Need) -> bool {
    seen.units
        .iter()
        .any(|unit| unit.task == own.task && unit.quarter == own.quarter && unit.grade >= own.grade)
}
