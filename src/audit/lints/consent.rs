//! Quotes without consent: somebody vouched for the work, and the packet can't say so. Asking takes a
//! minute, and most agree.

use super::AuditFinding;
use crate::audit::AuditContext;
use crate::share::omission::{What, Why};

/// The code of these findings.
const CODE: &str = "no-consent";

/// Each quote that was left out of a note that is shared.
pub(super) fn check(AuditContext { input, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let quotes = input.report.omissions.iter();
    let quotes = quotes.filter(|one| one.what == What::Quote && one.why == Why::Consent);
    quotes
        .map(|one| AuditFinding {
            code: CODE,
            message: "a quote is left out because nothing says that its speaker agreed".to_owned(),
            advice: "ask whether you may share it, then set `quote_ok: true`",
            paths: vec![one.path.clone()],
        })
        .collect()
}
