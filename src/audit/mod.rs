//! What a packet's reader will see, what they won't, and what weakens the case: for its author alone.
//!
//! What is seen is asked of the packet itself, value by value, so that it can't be told wrong.

pub mod about_others;
pub mod lints;
pub mod seen;

use crate::analyse::Analysis;
use crate::analyse::gaps::GoalGaps;
use crate::model::{Entry, Goal, Journal, Slug};
use crate::packet::Packet;
use crate::share::ShareReport;
use crate::share::omission::Omission;
use about_others::AboutOthers;
use lints::AuditFinding;
use seen::{PacketText, Seen};

/// The data that an audit examines.
pub struct AuditInput<'a> {
    /// All that the author wrote.
    pub journal: &'a Journal,
    /// What they would put into the packet if its reader could see everything.
    pub own: &'a Analysis<'a>,
    /// What its reader may see.
    pub shared: &'a Analysis<'a>,
    /// What was left out of that.
    pub report: &'a ShareReport,
    /// The goal.
    pub goal: &'a Slug,
    /// The packet.
    pub packet: &'a Packet,
    /// The path of the file in which its author wrote it, if there is one.
    pub file: Option<&'a str>,
}

impl<'a> AuditInput<'a> {
    /// The author's entry of one that the reader sees.
    fn source(&self, at: usize) -> &'a Entry {
        // Where nothing is left out, both are the same.
        let own = self.report.entries.get(at).copied().unwrap_or(at);
        &self.journal.entries[own]
    }

    fn goal(&self) -> Option<&'a Goal> {
        self.journal.goal(self.goal.as_str())
    }

    fn gaps_of(analysis: &'a Analysis<'a>, goal: &Slug) -> Option<&'a GoalGaps> {
        let place = analysis.journal.goals.iter().position(|own| own.id == *goal)?;
        analysis.gaps.iter().find(|gaps| gaps.goal == place)
    }
}

/// The data that audit lints examine.
pub struct AuditContext<'a> {
    /// What it is all made from.
    input: &'a AuditInput<'a>,
    /// The notes that the reader sees something of.
    seen: Vec<Seen>,
    /// All words of the packet.
    shown: PacketText,
}

/// What a packet's reader will see, and what weakens the packet.
#[derive(Debug)]
pub struct Audit {
    /// The notes that they see something of, as the packet's appendix has them, the goal's file first.
    pub seen: Vec<Seen>,
    /// The files that they could see, and that the packet does not use.
    pub unused: Vec<String>,
    /// The sentences that speak of somebody else.
    pub about_others: Vec<AboutOthers>,
    /// What they don't see.
    pub omissions: Vec<Omission>,
    /// What weakens the case.
    pub findings: Vec<AuditFinding>,
}

/// Looks at a packet.
pub fn audit(input: &AuditInput<'_>) -> Audit {
    let shown = PacketText::of(input.packet);
    let context = AuditContext { input, seen: seen::seen(input, &shown), shown };
    let cited = |at: &usize| input.packet.notes.iter().any(|note| note.entry == *at);
    let unused = (0..input.shared.journal.entries.len()).filter(|at| !cited(at));
    Audit {
        unused: unused.map(|at| input.source(at).path.clone()).collect(),
        about_others: about_others::about_others(input.journal, input.packet),
        omissions: input.report.omissions.clone(),
        findings: lints::check(&context),
        seen: context.seen,
    }
}
