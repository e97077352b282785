//! A need's status in words: the rule beside it, and what would move it up.
//!
//! Sentences are made from the same numbers that the status was, so that a reader can check them.

use std::collections::HashSet;

use super::evidence::Unit;
use super::gaps::{Need, NeedStatus, in_span};
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

/// Why evidence does not count, where none does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncounted {
    /// All of it is on work that fell short of the bar.
    FellShort,
    /// All of it names levels that the goal's ladder does not have.
    UnknownLevel,
    /// All of it lacks an impact, a measure, a link, or the words of somebody who is named.
    Unproven,
    /// Some of it for one reason, some for another.
    Mixed,
}

impl Uncounted {
    /// Its word in scripts.
    pub fn word(self) -> &'static str {
        match self {
            Self::FellShort => "fell-short",
            Self::UnknownLevel => "unknown-level",
            Self::Unproven => "unproven",
            Self::Mixed => "mixed",
        }
    }
}

/// What a supported competency that no setback holds back is short of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortOf {
    /// Pieces of evidence or projects, though all of what there is counts as of late.
    Evidence,
    /// Pieces or projects of late: some of what there is lies outside of the quarters that are looked at.
    Recent,
    /// Quarters alone.
    Quarters,
}

impl ShortOf {
    /// Its word in scripts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Recent => "recent",
            Self::Quarters => "quarters",
        }
    }
}

impl Verdict<'_> {
    /// Why none of the evidence counts, for a competency that is only claimed.
    pub fn uncounted(&self) -> Option<Uncounted> {
        if self.need.status != NeedStatus::Claimed {
            return None;
        }
        let reason = |unit: &Unit| match unit {
            Unit { missed_bar: true, .. } => Uncounted::FellShort,
            Unit { unknown_level: true, .. } => Uncounted::UnknownLevel,
            _ => Uncounted::Unproven,
        };
        let mut reasons = self.need.units.iter().filter(|unit| !unit.below_level).map(reason);
        let first = reasons.next()?;
        Some(if reasons.all(|other| other == first) { first } else { Uncounted::Mixed })
    }

    /// What is missing, for a competency that is supported and not held back.
    pub fn short_of(&self) -> Option<ShortOf> {
        if self.need.status != NeedStatus::Supported || self.need.held {
            return None;
        }
        let GapThresholds { units, projects, .. } = self.wanted;
        let few =
            self.units_of_late() < units as usize || self.projects_of_late() < projects as usize;
        Some(match few {
            true if self.has_older() => ShortOf::Recent,
            true => ShortOf::Evidence,
            false => ShortOf::Quarters,
        })
    }

    /// Whether some of the evidence that counts lies outside of the quarters in which it is looked for.
    pub fn has_older(&self) -> bool {
        self.units_of_late() < self.need.counting
    }

    /// How many of the quarters in which evidence is looked for have some that counts.
    pub fn quarters_of_late(&self) -> usize {
        self.of_late().len()
    }

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
                    "{has}; sustained needs {units} in {} or later, from {} and in {}",
                    self.first_of_span(),
                    counted(projects, "project"),
                    counted(quarters, "quarter"),
                )
            }
            NeedStatus::Sustained => format!(
                "{has}, in {} since {}; endorsed needs a manager's or skip-level's confirmation in \
                 {} or later",
                counted(self.of_late().len(), "quarter"),
                self.first_of_span(),
                self.recent()
            ),
            NeedStatus::Confirmed => {
                format!(
                    "{has}, in {} since {}, confirmed in {} or later",
                    counted(self.of_late().len(), "quarter"),
                    self.first_of_span(),
                    self.recent()
                )
            }
        }
    }

    /// The same for a reader: one who is not the author may see too few notes to say that none shows it, or that a
    /// setback is still open.
    pub fn rule_for(&self, is_author: bool) -> String {
        match self.need.status {
            _ if is_author => self.rule(),
            NeedStatus::None if self.need.units.is_empty() => {
                "no shared note shows it yet; mentioned needs one that does".to_owned()
            }
            NeedStatus::Supported if self.need.held => {
                let has = self.has();
                format!(
                    "{has}; this is enough, but a setback that no shared note resolves holds it back"
                )
            }
            _ => self.rule(),
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
            NeedStatus::Claimed if self.uncounted() == Some(Uncounted::FellShort) => {
                "A second version that meets the bar, noted with `met_bar: met` and what it changed, \
                 makes it emerging."
                    .to_owned()
            }
            NeedStatus::Claimed if self.uncounted() == Some(Uncounted::UnknownLevel) => format!(
                "A note with `shows: {id}`, or with a level that the goal's ladder has, and an impact, a \
                 metric or a link to proof makes it emerging."
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
            NeedStatus::Claimed if self.uncounted() == Some(Uncounted::FellShort) => {
                "A second version that meets the bar makes it emerging.".to_owned()
            }
            NeedStatus::Claimed if self.uncounted() == Some(Uncounted::UnknownLevel) => {
                "One piece of work at a level of the ladder, with what it changed, makes it emerging."
                    .to_owned()
            }
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

    /// What would move it up, to the author, or to a reader who may see too few notes to know it for certain.
    pub fn up_for(&self, is_author: bool) -> String {
        if is_author || self.need.status == NeedStatus::Confirmed {
            return self.up();
        }
        let ahead = self.ahead();
        let mut letters = ahead.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        format!("By the shared notes, {}{}", first.collect::<String>(), letters.as_str())
    }

    /// The same in a few words for a reader: of what one who is not the author may not see, nothing is said.
    pub fn short_for(&self, is_author: bool) -> String {
        match self.need.status {
            _ if is_author => self.short(),
            NeedStatus::Supported if self.need.held => {
                "held back by a setback that no shared note resolves".to_owned()
            }
            NeedStatus::None if self.need.units.is_empty() => "no shared evidence yet".to_owned(),
            NeedStatus::Claimed if self.uncounted() == Some(Uncounted::Unproven) => {
                "mentioned, with no shared proof yet".to_owned()
            }
            NeedStatus::Supported
                if matches!(self.short_of(), Some(ShortOf::Evidence | ShortOf::Recent)) =>
            {
                format!("too little shared since {}", self.first_of_span())
            }
            _ => self.short(),
        }
    }

    /// The same in a few words, for a row.
    pub fn short(&self) -> String {
        let newest = self.need.quarters.last();
        match self.need.status {
            NeedStatus::None if self.need.units.is_empty() => "no evidence yet".to_owned(),
            NeedStatus::None => "only at a lower level".to_owned(),
            NeedStatus::Claimed => match self.uncounted() {
                Some(Uncounted::FellShort) => "fell short of the bar",
                Some(Uncounted::UnknownLevel) => "only at a level that the ladder does not have",
                Some(Uncounted::Mixed) => "mentioned, but none counts yet",
                _ => "mentioned, with no proof yet",
            }
            .to_owned(),
            NeedStatus::Emerging => format!("{} so far", counted(self.need.projects, "project")),
            NeedStatus::Supported if self.need.held => "held back by an open setback".to_owned(),
            NeedStatus::Supported if self.short_of() == Some(ShortOf::Quarters) => {
                let (has, wants) = (self.of_late().len(), self.wanted.quarters);
                format!("{has} of {} since {}", counted(wants, "quarter"), self.first_of_span())
            }
            NeedStatus::Supported => format!("too little since {}", self.first_of_span()),
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
        let GapThresholds { units, projects, .. } = self.wanted;
        let quarters = self.missing();
        let units = (units as usize).saturating_sub(self.units_of_late());
        let projects = (projects as usize).saturating_sub(self.projects_of_late());
        let wanted = units.max(projects).max(quarters.len()).max(1);
        let more = pieces(wanted, "more ");
        let makes = if wanted == 1 { "makes" } else { "make" };
        let each: Vec<String> =
            quarters.iter().map(|quarter| format!("one in {quarter}")).collect();
        let each = each.join(" and ");
        let from = match projects {
            0 => String::new(),
            1 => ", from another project".to_owned(),
            more => format!(", from {more} other projects"),
        };
        match quarters.len() {
            0 => format!("{more} {makes} it sustained{from}."),
            1 if wanted == 1 => {
                format!("One piece of evidence in {}{from} makes it sustained.", quarters[0])
            }
            some if wanted > some => {
                format!("{more} {makes} it sustained{from}, including {each}.")
            }
            _ => format!("{more} {makes} it sustained{from}: {each}."),
        }
    }

    /// The quarters with counting evidence, of those in which it is looked for.
    fn of_late(&self) -> Vec<Quarter> {
        let quarters = self.need.quarters.iter().copied();
        quarters.filter(|own| in_span(self.wanted, *own, self.now)).collect()
    }

    fn units_of_late(&self) -> usize {
        let counting = self.need.units.iter().filter(|unit| unit.counts());
        counting.filter(|unit| in_span(self.wanted, unit.quarter, self.now)).count()
    }

    fn projects_of_late(&self) -> usize {
        let counting = self.need.units.iter().filter(|unit| unit.counts());
        let of_late = counting.filter(|unit| in_span(self.wanted, unit.quarter, self.now));
        of_late.map(|unit| &unit.project).collect::<HashSet<_>>().len()
    }

    fn quarters_are_few(&self) -> bool {
        self.of_late().len() < self.wanted.quarters as usize
    }

    /// The quarters that still want evidence: those without it, from this one to the earliest in
    /// which the competency could be sustained. None where it has enough quarters already.
    pub fn missing(&self) -> Vec<Quarter> {
        let Some(last) = self.need.earliest.filter(|_| self.quarters_are_few()) else {
            return Vec::new();
        };
        let all = (0..=last.since(self.now)).map(|ahead| self.now.plus(ahead));
        all.filter(|quarter| !self.need.quarters.contains(quarter)).collect()
    }

    /// The first of the quarters in which evidence is looked for.
    fn first_of_span(&self) -> Quarter {
        self.now.plus(1 - i32::try_from(self.wanted.span).unwrap_or(i32::MAX))
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
    use crate::analyse::evidence::{Grade, Unit};
    use crate::analyse::gaps::NamedBy;
    use crate::model::Slug;

    fn now() -> Quarter {
        Quarter::of(date(2026, 11, 21), 1)
    }

    /// A supported need with a counting unit for each pair of a project and a quarter.
    fn need(units: &[(&str, i32)]) -> Need {
        let unit = |(project, back): &(&str, i32)| Unit {
            task: None,
            quarter: now().plus(*back),
            grade: Grade::Backed,
            level: None,
            below_level: false,
            unknown_level: false,
            missed_bar: false,
            project: Slug::new(project),
            entries: Vec::new(),
        };
        let mut quarters: Vec<Quarter> = units.iter().map(|(_, back)| now().plus(*back)).collect();
        quarters.dedup();
        let past = units.iter().any(|(_, back)| (-4..0).contains(back));
        Need {
            id: Slug::new("strategy"),
            title: "Strategy".into(),
            named_by: NamedBy::Author,
            by_leader: false,
            status: NeedStatus::Supported,
            stale: false,
            held: false,
            counting: units.len(),
            projects: 2,
            quarters,
            units: units.iter().map(unit).collect(),
            earliest: Some(now().plus(i32::from(!past))),
        }
    }

    fn verdict(need: &Need) -> Verdict<'_> {
        Verdict { need, wanted: GapThresholds::default(), now: now() }
    }

    #[test]
    fn what_is_missing_is_said_with_its_quarters() {
        let said = |units: &[(&str, i32)]| verdict(&need(units)).up();
        assert_eq!(
            said(&[("a", -1), ("b", -1)]),
            "One piece of evidence in 2026-Q4 makes it sustained."
        );
        assert_eq!(
            said(&[("a", 0), ("b", 0)]),
            "One piece of evidence in 2027-Q1 makes it sustained."
        );
        assert_eq!(
            said(&[("a", -8), ("b", -7)]),
            "2 more pieces of evidence make it sustained, from 2 other projects: one in 2026-Q4 and \
             one in 2027-Q1."
        );
        assert_eq!(
            said(&[("b", -9), ("a", -2), ("a", -1)]),
            "1 more piece of evidence makes it sustained, from another project."
        );
    }

    #[test]
    fn a_rule_has_its_numbers() {
        let need = need(&[("a", -1), ("b", -1)]);
        assert_eq!(
            verdict(&need).rule(),
            "2 pieces of evidence that count, from 2 projects; sustained needs 2 in 2025-Q3 or later, from 2 projects and in 2 quarters"
        );
        assert_eq!(verdict(&need).short(), "1 of 2 quarters since 2025-Q3");
    }
}
