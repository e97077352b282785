//! Needs whose newest evidence is old. A committee asks what was done lately.

use super::AuditFinding;
use crate::audit::{AuditContext, AuditInput};

/// The code of these findings.
const CODE: &str = "stale";

/// Each need that is stale.
pub(super) fn check(AuditContext { input, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let Some(gaps) = AuditInput::gaps_of(input.shared, input.goal) else { return Vec::new() };
    let stale = gaps.needs.iter().filter(|need| need.stale);
    stale
        .map(|need| {
            let newest = need.units.iter().max_by_key(|unit| unit.quarter);
            let since = newest.map_or_else(String::new, |unit| format!(" since {}", unit.quarter));
            let entries = newest.map_or(&[][..], |unit| &unit.entries);
            AuditFinding {
                code: CODE,
                message: format!("`{}` has no new evidence{since}", need.title),
                advice: "show it in something you deliver this quarter, or explain why the old evidence is enough",
                paths: entries.iter().map(|at| input.source(*at).path.clone()).collect(),
            }
        })
        .collect()
}
