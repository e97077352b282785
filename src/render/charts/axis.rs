//! A time axis: days to places, and where quarters or years begin.

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::dates::days_between;
use crate::model::quarter::Quarter;

/// The narrowest that a label of a quarter is still apart from the next, on paper too, where letters are larger.
const LABEL: f64 = 74.0;
/// The room of a label, which begins at its quarter, and how far it may reach past the last day.
const LABEL_WIDTH: f64 = 66.0;
const PAST: f64 = 28.0;

/// The fewest days of an axis: today, or its last day, stands at its end.
const QUARTER: i32 = 91;

/// Days as places between two margins.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    first: Date,
    last: Date,
    left: f64,
    per_day: f64,
    year_start: i8,
}

/// The beginning of a quarter.
#[derive(Debug, PartialEq, JsonSchema, Serialize)]
pub struct Tick {
    /// Where.
    pub x: f64,
    /// What it says; empty where there is no room.
    pub label: String,
    /// Whether a fiscal year begins there.
    pub year: bool,
}

impl Axis {
    /// From one day to another, or from a quarter before that one, if that is earlier, between two places.
    pub fn new(first: Date, last: Date, left: f64, right: f64, year_start: i8) -> Self {
        let first = first.min(last.saturating_sub(QUARTER.days()));
        let length = days_between(first, last);
        Self { first, last, left, per_day: (right - left) / f64::from(length), year_start }
    }

    /// Where a day is.
    pub fn x(&self, date: Date) -> f64 {
        round(self.left + f64::from(days_between(self.first, date)) * self.per_day)
    }

    /// Where each quarter begins; each year, where quarters are too narrow for labels.
    pub fn quarters(&self) -> Vec<Tick> {
        let quarter = Quarter::of(self.first, self.year_start);
        let wide = self.per_day * 91.0 >= LABEL;
        let every = (LABEL / (self.per_day * 365.25)).ceil().max(1.0) as i32;
        let tick = |quarter: Quarter| {
            let (year, number) = (quarter.year(), quarter.number());
            let x = self.x(quarter.first_day(self.year_start));
            let room = self.x(self.last) + PAST - x;
            let label = match number {
                _ if room < if wide { LABEL_WIDTH } else { LABEL_WIDTH * 0.6 } => String::new(),
                _ if wide => format!("Q{number} {year}"),
                _ if year % every == 0 => year.to_string(),
                _ => String::new(),
            };
            Tick { x, label, year: number == 1 }
        };
        let after = |step| quarter.plus(step);
        let within = |quarter: &Quarter| quarter.first_day(self.year_start) <= self.last;
        let inside = |quarter: &Quarter| quarter.first_day(self.year_start) >= self.first;
        let all = (0..).map(after).take_while(within).filter(inside);
        all.filter(|quarter| wide || quarter.number() == 1).map(tick).collect()
    }
}

/// To a tenth of a unit, which nobody sees, and which keeps pages small.
pub fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Axis;

    fn labels(axis: &Axis) -> Vec<String> {
        axis.quarters().into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn quarters_have_labels_while_there_is_room() {
        let year = Axis::new(date(2025, 10, 1), date(2026, 11, 21), 0.0, 1000.0, 1);
        assert_eq!(labels(&year), ["Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026"]);
        assert!((year.x(date(2025, 10, 1)) - 0.0).abs() < 0.1);
        assert!((year.x(date(2026, 11, 21)) - 1000.0).abs() < 0.1);
        let ten = Axis::new(date(2016, 10, 1), date(2026, 11, 21), 0.0, 1000.0, 1);
        assert_eq!(labels(&ten).len(), 10);
        assert_eq!(labels(&ten)[0], "2017");
        let small = Axis::new(date(2016, 10, 1), date(2026, 11, 21), 0.0, 400.0, 1);
        assert_eq!(labels(&small)[..4], ["", "2018", "", "2020"]);
    }

    #[test]
    fn a_fiscal_year_has_its_own_quarters() {
        let axis = Axis::new(date(2026, 4, 1), date(2026, 12, 31), 0.0, 900.0, 4);
        assert_eq!(labels(&axis), ["Q1 2026", "Q2 2026", "Q3 2026"]);
    }

    #[test]
    fn a_single_day_is_an_axis_too() {
        let axis = Axis::new(date(2026, 5, 5), date(2026, 5, 5), 10.0, 110.0, 1);
        assert!((axis.x(date(2026, 5, 5)) - 110.0).abs() < 0.1);
        assert!(axis.x(date(2026, 4, 5)) > 10.0);
    }
}
