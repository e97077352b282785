//! Quotes without consent: somebody vouched for the work, and the packet can't say so. Asking takes a
//! minute, and most agree.

use super::AuditFinding;
use crate::audit::AuditContext;
use crate::share::omission::{OmissionReason, OmittedItem};

/// The code of these findings.
const CODE: &str = "no-consent";

/// Each quote that was left out of a note that is shared.
pub(super) fn check(AuditContext { input, .. }: &AuditContext<'_>) -> Vec<AuditFinding> {
    let quotes = input.report.omissions.iter();
    let quotes = quotes.filter(|omission| {
        omission.item == OmittedItem::Quote && omission.reason == OmissionReason::Consent
    });
    quotes
        .map(|omission| AuditFinding {
            code: CODE,
            message: "somebody's words are left out because nothing says that they agreed"
                .to_owned(),
            advice: "ask whether you may share them, then set `quote_ok: true`",
            paths: vec![omission.path.clone()],
        })
        .collect()
}
