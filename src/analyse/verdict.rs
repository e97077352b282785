//! A need's status in words: the rule beside it, and what would move it up.
//!
//! Sentences are made from the same numbers that the status was, so that a reader can check them.

use super::gaps::{Need, NeedStatus, longest_run};
use crate::model::phrasing::counted;
use crate::model::quarter::Quarter;
use crate::model::thresholds::GapThresholds;

/// A competency with the rules for its status.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// The need.
    pub need: &'a Need,
    /// How much evidence is wanted.
    pub wanted: GapThresholds,
    /// This quarter.
    pub now: Quarter,
}

impl Verdict<'_> {
    /// The rule that gives the status, with its numbers.
    pub fn rule(&self) -> String {
        let has = self.has();
        let GapThresholds { units, projects, quarters, .. } = self.wanted;
        match self.need.status {
            NeedStatus::None if self.need.units.is_empty() => {
                "no note shows it yet; mentioned needs one that does".to_owned()
            }
            NeedStatus::None => {
                let below = pieces(self.need.units.len(), "");
                let level = "mentioned needs one at the level of the goal";
                format!("{below}, at a lower level; {level}")
            }
            NeedStatus::Claimed => {
                let all = pieces(self.need.units.len(), "");
                format!("{all}, but none counts; emerging needs one that is backed or better")
            }
            NeedStatus::Emerging => format!("{has}; supported needs {projects} projects"),
            NeedStatus::Supported if self.need.held => {
                format!("{has}; this is enough, but an open setback holds it back")
            }
            NeedStatus::Supported => {
                format!(
                    "{has}; sustained needs {units}, and one in each of {quarters} consecutive quarters"
                )
            }
            NeedStatus::Sustained => format!(
                "{has}, {quarters} quarters in a row; endorsed needs a manager's or \
                 skip-level's confirmation in {} or later",
                self.recent()
            ),
            NeedStatus::Confirmed => {
                format!(
                    "{has}, {quarters} quarters in a row, confirmed in {} or later",
                    self.recent()
                )
            }
        }
    }

    /// What would move it up one status; for the highest, what keeps it there.
    pub fn up(&self) -> String {
        let id = &self.need.id;
        match self.need.status {
            NeedStatus::None => format!(
                "A note with `shows: {id}` makes it mentioned; with an impact, a metric or a link \
                 to proof in it, emerging."
            ),
            NeedStatus::Claimed => {
                "Write down what one piece of this evidence changed: an `impact`, a \
                 `metric` or an `evidence` link makes it emerging."
                    .to_owned()
            }
            NeedStatus::Emerging => {
                let missing = (self.wanted.projects as usize).saturating_sub(self.need.projects);
                match missing.max(1) {
                    1 => "One more project with evidence makes it supported.".to_owned(),
                    more => format!("{more} more projects with evidence make it supported."),
                }
            }
            NeedStatus::Supported if self.need.held => {
                "Settle the setback and write a note with `resolves`: that makes it sustained."
                    .to_owned()
            }
            NeedStatus::Supported => self.up_to_sustained(),
            NeedStatus::Sustained => format!(
                "Evidence in {} that a manager or skip-level confirms, with `confirmed_by`, makes \
                 it endorsed.",
                self.now
            ),
            NeedStatus::Confirmed => format!(
                "This is the highest status; it stays while the newest confirmation is at most {} old.",
                counted(self.wanted.recent as usize, "quarter")
            ),
        }
    }

    /// What would move it up one status, to somebody who reads the evidence and keeps no journal.
    pub fn ahead(&self) -> String {
        match self.need.status {
            NeedStatus::None => "One piece of work that shows it, with what it changed, makes it \
                 emerging."
                .to_owned(),
            NeedStatus::Claimed => {
                "What one piece of this evidence changed, with a number, a link or \
                 somebody's words, makes it emerging."
                    .to_owned()
            }
            NeedStatus::Supported if self.need.held => {
                "Settling the open setback makes it sustained.".to_owned()
            }
            NeedStatus::Sustained => format!(
                "Evidence in {} that a manager or skip-level confirms makes it endorsed.",
                self.now
            ),
            _ => self.up(),
        }
    }

    /// The same in a few words, for a row.
    pub fn short(&self) -> String {
        let newest = self.need.quarters.last();
        match self.need.status {
            NeedStatus::None if self.need.units.is_empty() => "no evidence yet".to_owned(),
            NeedStatus::None => "only at a lower level".to_owned(),
            NeedStatus::Claimed => "mentioned, with no proof yet".to_owned(),
            NeedStatus::Emerging => format!("{} so far", counted(self.need.projects, "project")),
            NeedStatus::Supported if self.need.held => "held back by an open setback".to_owned(),
            NeedStatus::Supported if self.run_is_short() => {
                format!("needs {} quarters in a row", self.wanted.quarters)
            }
            NeedStatus::Supported => {
                format!("{} of {} pieces of evidence", self.need.counting, self.wanted.units)
            }
            NeedStatus::Sustained | NeedStatus::Confirmed => {
                let projects = counted(self.need.projects, "project");
                newest.map_or(projects.clone(), |newest| format!("{projects} · newest {newest}"))
            }
        }
    }

    fn has(&self) -> String {
        let units = pieces(self.need.counting, "");
        let (verb, projects) = (
            if self.need.counting == 1 { "counts" } else { "count" },
            counted(self.need.projects, "project"),
        );
        format!("{units} that {verb}, from {projects}")
    }

    fn up_to_sustained(&self) -> String {
        let short = (self.wanted.units as usize).saturating_sub(self.need.counting);
        let quarters = self.missing();
        let more = pieces(short.max(quarters.len()), "more ");
        let makes = if short.max(quarters.len()) == 1 { "makes" } else { "make" };
        let each: Vec<String> =
            quarters.iter().map(|quarter| format!("one in {quarter}")).collect();
        let each = each.join(" and ");
        match (quarters.len(), short) {
            (0, _) => format!("{more} {makes} it sustained, in any quarter."),
            (1, 0 | 1) => format!("One piece of evidence in {} makes it sustained.", quarters[0]),
            (of, more_units) if more_units > of => {
                format!("{more} {makes} it sustained, including {each}.")
            }
            _ => format!("{more} {makes} it sustained: {each}."),
        }
    }

    fn run_is_short(&self) -> bool {
        longest_run(&self.need.quarters) < self.wanted.quarters
    }

    /// The quarters without a counting unit, of those that would be the first run.
    pub fn missing(&self) -> Vec<Quarter> {
        let Some(last) = self.need.earliest.filter(|_| self.run_is_short()) else {
            return Vec::new();
        };
        let run = i32::try_from(self.wanted.quarters).unwrap_or(1).max(1);
        let all = (1 - run..=0).map(|back| last.plus(back));
        all.filter(|quarter| !self.need.quarters.contains(quarter)).collect()
    }

    /// The first of the quarters that are recent.
    fn recent(&self) -> Quarter {
        self.now.plus(-i32::try_from(self.wanted.recent).unwrap_or(i32::MAX))
    }
}

/// `2 more pieces of evidence`.
pub fn pieces(count: usize, more: &str) -> String {
    let noun = if count == 1 { "piece" } else { "pieces" };
    format!("{count} {more}{noun} of evidence")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{GapThresholds, Need, NeedStatus, Quarter, Verdict};
    use crate::analyse::gaps::NamedBy;
    use crate::model::Slug;

    fn need(status: NeedStatus, counting: usize, projects: usize, quarters: &[i32]) -> Need {
        let now = Quarter::of(date(2026, 11, 21), 1);
        Need {
            id: Slug::new("strategy"),
            title: "Strategy".into(),
            named_by: NamedBy::Author,
            status,
            stale: false,
            held: false,
            units: Vec::new(),
            counting,
            projects,
            quarters: quarters.iter().map(|back| now.plus(*back)).collect(),
            earliest: Some(now.plus(i32::from(!quarters.contains(&-1)))),
        }
    }

    fn up(need: &Need) -> String {
        let now = Quarter::of(date(2026, 11, 21), 1);
        Verdict { need, wanted: GapThresholds::default(), now }.up()
    }

    #[test]
    fn what_is_missing_is_said_with_its_quarters() {
        let said =
            |counting, quarters: &[i32]| up(&need(NeedStatus::Supported, counting, 2, quarters));
        assert_eq!(said(2, &[-1]), "One piece of evidence in 2026-Q4 makes it sustained.");
        assert_eq!(said(3, &[0]), "One piece of evidence in 2027-Q1 makes it sustained.");
        assert_eq!(
            said(2, &[-4]),
            "2 more pieces of evidence make it sustained: one in 2026-Q4 and one in 2027-Q1."
        );
        assert_eq!(
            said(2, &[-2, -1]),
            "1 more piece of evidence makes it sustained, in any quarter."
        );
    }

    #[test]
    fn a_rule_has_its_numbers() {
        let need = need(NeedStatus::Supported, 2, 2, &[-1]);
        let now = Quarter::of(date(2026, 11, 21), 1);
        let verdict = Verdict { need: &need, wanted: GapThresholds::default(), now };
        assert_eq!(
            verdict.rule(),
            "2 pieces of evidence that count, from 2 projects; sustained needs 3, and one in each of 2 consecutive quarters"
        );
        assert_eq!(verdict.short(), "needs 2 quarters in a row");
    }
}
