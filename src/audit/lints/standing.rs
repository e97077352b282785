//! Needs that stand otherwise in the packet than in the journal. Lower, for what would lift them is not
//! shared: the author sees the one and believes that the reader sees it too. Higher, for what holds them
//! down is not: the reader will be told one day, and believe nothing any more.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::AuditFinding;
use crate::analyse::evidence::Unit;
use crate::analyse::gaps::Need;
use crate::audit::{AuditContext, AuditInput};
use crate::model::Slug;
use crate::model::vocabulary::{Answer, Step};

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
    let needs = own.needs.iter().filter_map(otherwise);
    needs.chain(short_of_the_bar(input)).chain(taken_back(input)).collect()
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

/// Each person whose *yes* the packet hands on, where only a hidden note says that they answered otherwise later.
fn taken_back(input: &AuditInput<'_>) -> Vec<AuditFinding> {
    let own = input.own;
    let entry = |at: usize| &own.journal.entries[at];
    let is_shared = |at: usize| {
        let mut shared = input.shared.journal.entries.iter();
        shared.any(|other| other.id == entry(at).id && other.answer.is_some())
    };
    let answers = (0..own.journal.entries_until(own.today).len()).filter(|at| {
        let entry = entry(*at);
        let is_for_it = entry.goals.contains(input.goal);
        is_for_it && entry.step == Some(Step::Pivot) && entry.answer.is_some()
    });
    let mut by_person: BTreeMap<&Slug, Vec<usize>> = BTreeMap::new();
    for at in answers {
        if let Some(person) = &own.timeline.thread_of[at] {
            by_person.entry(person).or_default().push(at);
        }
    }
    let is_yes = |at: usize| entry(at).answer == Some(Answer::Yes);
    let taken_back = |(person, answers): (&Slug, Vec<usize>)| {
        let last = *answers.last().filter(|at| !is_yes(**at) && !is_shared(**at))?;
        let seen = *answers.iter().rfind(|at| is_shared(**at))?;
        (is_yes(seen) && entry(seen).share_words).then(|| AuditFinding {
            code: HIGHER,
            message: format!(
                "the packet says that {} supports it, but they answered otherwise later",
                own.context().spoken(person)
            ),
            advice: "share the note with the later answer, or ask them again",
            paths: vec![entry(last).path.clone()],
        })
    };
    by_person.into_iter().filter_map(taken_back).collect()
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
