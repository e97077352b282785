//! Quarters of a fiscal year.

use std::fmt;

use jiff::civil::Date;

/// A quarter of a fiscal year. 2026-Q1 is the first quarter of the fiscal year that begins in 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

impl Quarter {
    /// The quarter of a date, where the fiscal year begins with that month (1 to 12).
    pub fn of(date: Date, year_start: i8) -> Self {
        let months = i32::from(date.year()) * 12 + i32::from(date.month() - year_start);
        Self(months.div_euclid(3))
    }

    /// A quarter, 1 to 4, of the fiscal year that begins in that year.
    pub fn of_year(year: i32, number: i32) -> Self {
        Self(year * 4 + number - 1)
    }

    /// The quarter that many after this one, or before it.
    #[must_use]
    pub fn plus(self, quarters: i32) -> Self {
        Self(self.0 + quarters)
    }

    /// How many quarters this one is after another.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Its first day.
    pub fn first_day(self, year_start: i8) -> Date {
        let months = self.0 * 3 + i32::from(year_start) - 1;
        let year = i16::try_from(months.div_euclid(12)).unwrap_or(i16::MAX);
        let month = i8::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    }

    /// The year in which its fiscal year begins.
    pub fn year(self) -> i32 {
        self.0.div_euclid(4)
    }

    /// 1 to 4.
    pub fn number(self) -> i32 {
        self.0.rem_euclid(4) + 1
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year(), self.number())
    }
}

impl schemars::JsonSchema for Quarter {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quarter".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "`2026-Q3`, of the fiscal year that begins in 2026",
            "type": "string",
            "pattern": "^[0-9]{4}-Q[1-4]$",
        })
    }
}

impl serde::Serialize for Quarter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Quarter;

    #[test]
    fn a_fiscal_year_is_named_after_the_year_it_begins_in() {
        for (day, start, quarter, first) in [
            (date(2026, 1, 1), 1, "2026-Q1", date(2026, 1, 1)),
            (date(2026, 12, 31), 1, "2026-Q4", date(2026, 10, 1)),
            (date(2026, 3, 31), 4, "2025-Q4", date(2026, 1, 1)),
            (date(2026, 4, 1), 4, "2026-Q1", date(2026, 4, 1)),
            (date(2026, 1, 31), 2, "2025-Q4", date(2025, 11, 1)),
            (date(2026, 11, 30), 12, "2025-Q4", date(2026, 9, 1)),
            (date(2026, 12, 1), 12, "2026-Q1", date(2026, 12, 1)),
        ] {
            let of = Quarter::of(day, start);
            assert_eq!(of.to_string(), quarter, "{day} from month {start}");
            assert_eq!(of.first_day(start), first);
        }
        let quarter = Quarter::of(date(2026, 11, 21), 1);
        assert_eq!(quarter.plus(1).to_string(), "2027-Q1");
        assert_eq!(quarter.plus(1).since(quarter), 1);
    }
}
