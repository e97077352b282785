//! A need's status in words: the rule beside it, and what would move it up.
//!
//! Sentences are made from the same numbers that the status was, so that a reader can check them.

use super::gaps::{Need, NeedStatus, longest_run};
use crate::model::phrasing::counted;
use crate::model::quarter::Quarter;
use crate::model::thresholds::GapThresholds;

/// A need, and the rules by which it is judged.
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
                "no note shows it yet; claimed needs one that does".to_owned()
            }
            NeedStatus::None => {
                let below = counted(self.need.units.len(), "unit");
                format!("{below}, below the level wanted; claimed needs one at that level")
            }
            NeedStatus::Claimed => {
                let all = counted(self.need.units.len(), "unit");
                format!("{all}, and none counts; emerging needs one that is backed or better")
            }
            NeedStatus::Emerging => format!("{has}; supported needs {projects} projects"),
            NeedStatus::Supported if self.need.held => {
                format!("{has}; that is enough, and an open setback holds it here")
            }
            NeedStatus::Supported => {
                format!(
                    "{has}; sustained needs {units} units, and units in {quarters} consecutive quarters"
                )
            }
            NeedStatus::Sustained => format!(
                "{has}, {quarters} quarters in a row; confirmed needs a manager's or \
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
                "A note with `shows: {id}` makes it claimed; with an impact, a metric or a link \
                 to proof in it, emerging."
            ),
            NeedStatus::Claimed => "Write down what one of these units changed: an `impact`, a \
                 `metric` or an `evidence` link makes it emerging."
                .to_owned(),
            NeedStatus::Emerging => {
                let missing = (self.wanted.projects as usize).saturating_sub(self.need.projects);
                let more = counted(missing.max(1), "more project");
                format!("Counting units from {more} make it supported.")
            }
            NeedStatus::Supported if self.need.held => {
                "Settle the setback, and note it with `resolves`: it is sustained then.".to_owned()
            }
            NeedStatus::Supported => self.up_to_sustained(),
            NeedStatus::Sustained => format!(
                "A unit of {} that a manager or skip-level confirms, with `confirmed_by`, makes \
                 it confirmed.",
                self.now
            ),
            NeedStatus::Confirmed => format!(
                "It is as high as it goes, while its newest confirmation is at most {} old.",
                counted(self.wanted.recent as usize, "quarter")
            ),
        }
    }

    /// What would move it up one status, to somebody who reads the evidence and keeps no journal.
    pub fn ahead(&self) -> String {
        match self.need.status {
            NeedStatus::None => {
                "One piece of work that shows it, and says what it changed, makes it \
                 emerging."
                    .to_owned()
            }
            NeedStatus::Claimed => "What one of these units changed, with a number, a link or \
                 somebody's words, makes it emerging."
                .to_owned(),
            NeedStatus::Supported if self.need.held => {
                "It is sustained once the open setback is settled.".to_owned()
            }
            NeedStatus::Sustained => format!(
                "A unit of {} that a manager or skip-level confirms makes it confirmed.",
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
            NeedStatus::None => "only below the level wanted".to_owned(),
            NeedStatus::Claimed => "claimed, and nothing backs it yet".to_owned(),
            NeedStatus::Emerging => format!("{} so far", counted(self.need.projects, "project")),
            NeedStatus::Supported if self.need.held => "held by an open setback".to_owned(),
            NeedStatus::Supported if self.run_is_short() => {
                format!("needs {} quarters in a row", self.wanted.quarters)
            }
            NeedStatus::Supported => {
                format!("{} of {} units", self.need.counting, self.wanted.units)
            }
            NeedStatus::Sustained | NeedStatus::Confirmed => {
                let projects = counted(self.need.projects, "project");
                newest.map_or(projects.clone(), |newest| format!("{projects} · newest {newest}"))
            }
        }
    }

    fn has(&self) -> String {
        let units = counted(self.need.counting, "counting unit");
        format!("{units} from {}", counted(self.need.projects, "project"))
    }

    fn up_to_sustained(&self) -> String {
        let short = (self.wanted.units as usize).saturating_sub(self.need.counting);
        let quarters = self.missing();
        let more = counted(short.max(quarters.len()), "more counting unit");
        let makes = if short.max(quarters.len()) == 1 { "makes" } else { "make" };
        let each: Vec<String> =
            quarters.iter().map(|quarter| format!("one in {quarter}")).collect();
        let each = each.join(" and ");
        match (quarters.len(), short) {
            (0, _) => format!("{more} {makes} it sustained, whatever the quarter."),
            (1, 0 | 1) => format!("A counting unit in {} makes it sustained.", quarters[0]),
            (of, more_units) if more_units > of => {
                format!("{more} {makes} it sustained, if {each} is among them.")
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
        assert_eq!(said(2, &[-1]), "A counting unit in 2026-Q4 makes it sustained.");
        assert_eq!(said(3, &[0]), "A counting unit in 2027-Q1 makes it sustained.");
        assert_eq!(
            said(2, &[-4]),
            "2 more counting units make it sustained: one in 2026-Q4 and one in 2027-Q1."
        );
        assert_eq!(
            said(2, &[-2, -1]),
            "1 more counting unit makes it sustained, whatever the quarter."
        );
    }

    #[test]
    fn a_rule_has_its_numbers() {
        let need = need(NeedStatus::Supported, 2, 2, &[-1]);
        let now = Quarter::of(date(2026, 11, 21), 1);
        let verdict = Verdict { need: &need, wanted: GapThresholds::default(), now };
        assert_eq!(
            verdict.rule(),
            "2 counting units from 2 projects; sustained needs 3 units, and units in 2 consecutive quarters"
        );
        assert_eq!(verdict.short(), "needs 2 quarters in a row");
    }
}
