//! Facts of a task that a packet's reader does not learn, or not as the author knows them: each was
//! noted in something that is not shared.

use super::AuditFinding;
use crate::analyse::Task;
use crate::audit::{AuditContext, AuditInput};

const CODE: &str = "not-noted";

/// What is missing of each task of the request log.
pub(super) fn check(AuditContext { input, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let rows = input.packet.ledger.iter().flat_map(|ledger| &ledger.rows);
    let missing = rows.filter_map(|row| {
        let of = |tasks: &[Task]| tasks.iter().position(|task| task.id.as_str() == row.id);
        let (own, shared) = (&input.own.timeline.tasks, &input.shared.timeline.tasks);
        missing(input, &own[of(own)?], &shared[of(shared)?])
    });
    missing.collect()
}

fn missing(input: &AuditInput<'_>, own: &Task, shared: &Task) -> Option<AuditFinding> {
    // The author's default is in no note, so no note could show it.
    let taker = own.taken_by.map(|at| &input.own.journal.entries[at]);
    let stated = taker.and_then(|entry| entry.initiative);
    let lacks = [
        ("when it was taken on", own.taken_on != shared.taken_on),
        ("with whom", own.thread.is_some() && shared.thread.is_none()),
        ("who saw the need first", stated != shared.initiative),
        ("its size", own.size != shared.size),
        ("its status", own.status != shared.status),
        ("when it was delivered", own.delivered != shared.delivered),
    ];
    let lacks: Vec<&str> =
        lacks.iter().filter(|(_, lacks)| *lacks).map(|(what, _)| *what).collect();
    if lacks.is_empty() {
        return None;
    }
    let entries = own.entries.iter().map(|at| &input.own.journal.entries[*at]);
    let hidden = entries.filter(|entry| !entry.visibility.reaches(input.packet.audience));
    let paths: Vec<String> = hidden.map(|entry| entry.path.clone()).collect();
    let file = input.journal.task(own.id.as_str()).map(|file| file.path.clone());
    let file = file.filter(|_| input.shared.journal.task(shared.id.as_str()).is_none());
    Some(AuditFinding {
        code: CODE,
        message: format!("the packet does not say of `{}`: {}", own.title, lacks.join(", ")),
        advice: "share one of these, or state it in a note that is shared (`initiative`, `size`, `with`)",
        paths: paths.into_iter().chain(file).collect(),
    })
}
