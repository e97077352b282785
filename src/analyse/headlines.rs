//! A sentence for each chart of what compounds: the last four quarters beside the four before.
//!
//! The rule is in `docs/loop.md`. Sentences are made from the numbers of the table below the chart, so that a reader
//! can check them. Other readers are told of shared notes only, for a hidden one may be of any quarter.

use super::effects::{Effects, Energy};
use crate::model::quarter::Quarter;

/// How many quarters are compared with how many before.
const RECENT: usize = 4;

/// The sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headlines {
    /// What the chart of visibility shows.
    pub visibility: String,
    /// What the chart of scope shows.
    pub scope: String,
    /// What the chart of trust shows.
    pub trust: String,
    /// What the chart of energy shows.
    pub energy: String,
}

impl Headlines {
    /// What the quarters up to this one show, to the author or to another reader.
    pub fn of(effects: &[Effects], now: Quarter, is_author: bool) -> Self {
        let past = effects.iter().take_while(|quarter| quarter.quarter <= now).count();
        let past = Past::of(&effects[..past]);
        let of = |author: &str, other: &str| if is_author { author } else { other }.to_owned();
        let size = past.largest();
        let tasks = of(size.author, size.other);
        let own = |quarter: &Effects| quarter.trust.suggested + quarter.trust.acted;
        let all = |quarter: &Effects| own(quarter) + quarter.trust.asked;
        // What nobody noted as suggested is asked for by default; other readers are told of no default.
        let all: Option<Count<'_>> = if is_author { Some(&all) } else { None };
        Self {
            visibility: past.counted(
                &of("Notes that others saw", "Shared notes that others saw"),
                &|quarter| quarter.visibility,
                None,
            ),
            scope: past.counted(&tasks, &|quarter| size.count(quarter), None),
            trust: past.counted(
                &of(
                    "Tasks you suggested or began unasked",
                    "Tasks that shared notes call suggested or begun unasked",
                ),
                &own,
                all,
            ),
            energy: past.energy(),
        }
    }
}

/// A number of a quarter.
type Count<'a> = &'a dyn Fn(&Effects) -> usize;

/// The quarters up to this one.
struct Past<'a> {
    recent: &'a [Effects],
    before: &'a [Effects],
    older: &'a [Effects],
}

impl<'a> Past<'a> {
    fn of(past: &'a [Effects]) -> Self {
        let (past, recent) = past.split_at(past.len().saturating_sub(RECENT));
        let (older, before) = past.split_at(past.len().saturating_sub(RECENT));
        Self { recent, before, older }
    }

    /// `Large tasks: 3 in the last four quarters, 1 in the four before.` Where there is a number of all, each number
    /// says of how many.
    fn counted(&self, subject: &str, count: Count<'_>, all: Option<Count<'_>>) -> String {
        let sum = |quarters: &[Effects], count: Count<'_>| quarters.iter().map(count).sum();
        let said = |quarters: &[Effects]| {
            let all = all.map_or(0, |all| sum(quarters, all));
            match (sum(quarters, count), all) {
                (0, 0) => "none".to_owned(),
                (0, all) => format!("none of {all}"),
                (some, 0) => some.to_string(),
                (some, all) => format!("{some} of {all}"),
            }
        };
        let [recent, before, older] =
            [self.recent, self.before, self.older].map(|quarters| sum(quarters, count));
        let newest = self.older.iter().rfind(|quarter| count(quarter) > 0);
        let last = self.last();
        match (recent, before, newest) {
            (0, 0, Some(newest)) => {
                format!(
                    "{subject}: none in the last eight quarters, the newest in {}.",
                    newest.quarter
                )
            }
            (0, 0, None) => format!("{subject}: none up to today."),
            (_, 0, _) if older == 0 && !self.before.is_empty() => {
                format!("{subject}: {} {last}, none before.", said(self.recent))
            }
            _ if self.before.is_empty() => format!("{subject}: {} {last}.", said(self.recent)),
            _ => format!(
                "{subject}: {} {last}, {} {}.",
                said(self.recent),
                said(self.before),
                self.words_of_before()
            ),
        }
    }

    fn energy(&self) -> String {
        let mean = |quarters: &[Effects]| {
            let felt = quarters.iter().filter_map(|quarter| quarter.energy);
            let add =
                |(sum, entries), felt: Energy| (sum + felt.sum, entries + felt.entries as u32);
            let (sum, entries) = felt.fold((0, 0), add);
            // Half a tenth is rounded up.
            let tenths = (20 * sum + entries).checked_div(2 * entries)?;
            Some(format!("{}.{}", tenths / 10, tenths % 10))
        };
        let last = self.last();
        match (mean(self.recent), mean(self.before)) {
            (Some(recent), Some(before)) => {
                format!("Your energy: {recent} of 5 {last}, {before} {}.", self.words_of_before())
            }
            (Some(recent), None) => format!("Your energy: {recent} of 5 {last}."),
            (None, Some(before)) => {
                format!("Your energy: not noted {last}, {before} of 5 {}.", self.words_of_before())
            }
            (None, None) => format!("Your energy: not noted {last}."),
        }
    }

    /// `in the last four quarters`; in a shorter journal since when.
    fn last(&self) -> String {
        match self.recent {
            [] => "up to today".to_owned(),
            [only] if self.before.is_empty() => format!("in {}", only.quarter),
            [first, ..] if self.before.is_empty() => format!("since {}", first.quarter),
            _ => "in the last four quarters".to_owned(),
        }
    }

    fn words_of_before(&self) -> &'static str {
        match self.before.len() {
            1 => "in the quarter before",
            2 => "in the two before",
            3 => "in the three before",
            _ => "in the four before",
        }
    }

    /// The largest size of which a task was taken on in the quarters that are compared, else in any.
    fn largest(&self) -> &'static SizeWords {
        let of = |quarters: &[Effects]| {
            SIZES.iter().find(|size| quarters.iter().any(|quarter| size.count(quarter) > 0))
        };
        let compared = [of(self.recent), of(self.before)].into_iter().flatten();
        let largest = compared.min_by_key(|size| size.place).or_else(|| of(self.older));
        largest.unwrap_or(&SIZES[SIZES.len() - 1])
    }
}

/// What tasks of a size are called.
struct SizeWords {
    place: usize,
    author: &'static str,
    other: &'static str,
}

const SIZES: [SizeWords; 4] = [
    SizeWords { place: 0, author: "Large tasks", other: "Large tasks in shared notes" },
    SizeWords { place: 1, author: "Medium tasks", other: "Medium tasks in shared notes" },
    SizeWords { place: 2, author: "Small tasks", other: "Small tasks in shared notes" },
    SizeWords {
        place: 3,
        author: "Tasks without a size",
        other: "Tasks without a size in shared notes",
    },
];

impl SizeWords {
    fn count(&self, quarter: &Effects) -> usize {
        let scope = quarter.scope;
        [scope.large, scope.medium, scope.small, scope.unsized_][self.place]
    }
}

#[cfg(test)]
mod tests {
    use super::super::effects::{Effects, Energy, Scope, Trust};
    use super::{Headlines, Quarter};

    /// A quarter: large tasks, notes seen, tasks suggested and asked for, and the sum and number of energies.
    type Numbers = (usize, usize, usize, usize, (u32, usize));

    fn said(quarters: &[Numbers]) -> Headlines {
        let first = Quarter::of_year(2024, 1);
        let quarter = |(at, numbers): (usize, &Numbers)| {
            let (large, visibility, suggested, asked, (sum, entries)) = *numbers;
            Effects {
                quarter: first.plus(at as i32),
                visibility,
                scope: Scope { large, small: 3, ..Scope::default() },
                trust: Trust { suggested, asked, ..Trust::default() },
                energy: (entries > 0).then_some(Energy {
                    mean: 0.0,
                    lowest: 1,
                    highest: 5,
                    entries,
                    sum,
                }),
            }
        };
        let effects: Vec<Effects> = quarters.iter().enumerate().map(quarter).collect();
        Headlines::of(&effects, first.plus(quarters.len() as i32 - 1), true)
    }

    #[test]
    fn the_last_four_quarters_stand_beside_the_four_before() {
        let none = (0, 0, 0, 0, (0, 0));
        let grown =
            said(&[none, (0, 2, 1, 3, (3, 1)), none, none, none, (2, 0, 2, 1, (7, 2)), none]);
        assert_eq!(grown.scope, "Large tasks: 2 in the last four quarters, none before.");
        assert_eq!(
            grown.visibility,
            "Notes that others saw: none in the last four quarters, 2 in the three before."
        );
        let trust = "Tasks you suggested or began unasked: 2 of 3 in the last four quarters, 1 of 4 in the three before.";
        assert_eq!(grown.trust, trust);
        assert_eq!(
            grown.energy,
            "Your energy: 3.5 of 5 in the last four quarters, 3.0 in the three before."
        );
        let past = said(&[&[(1, 1, 0, 0, (0, 0))][..], &[none; 8]].concat());
        assert_eq!(
            past.visibility,
            "Notes that others saw: none in the last eight quarters, the newest in 2024-Q1."
        );
        assert_eq!(past.scope, "Small tasks: 12 in the last four quarters, 12 in the four before.");
        assert_eq!(past.energy, "Your energy: not noted in the last four quarters.");
    }

    #[test]
    fn a_short_journal_is_compared_with_nothing() {
        assert_eq!(said(&[(1, 0, 0, 2, (0, 0))]).scope, "Large tasks: 1 in 2024-Q1.");
        let two = said(&[(1, 0, 0, 2, (0, 0)), (1, 0, 1, 0, (5, 1))]);
        assert_eq!(two.scope, "Large tasks: 2 since 2024-Q1.");
        assert_eq!(two.visibility, "Notes that others saw: none up to today.");
        assert_eq!(two.trust, "Tasks you suggested or began unasked: 1 of 3 since 2024-Q1.");
        assert_eq!(two.energy, "Your energy: 5.0 of 5 since 2024-Q1.");
    }
}
