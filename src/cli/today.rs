//! Days on the command line. No other module reads the clock.

use anyhow::bail;
use jiff::civil::{Date, Weekday};
use jiff::{Span, Timestamp, Zoned, tz::TimeZone};

use super::Usage;
use crate::model::dates::YEARS;

/// `--today`.
#[derive(Debug, clap::Args)]
pub(super) struct TodayArg {
    /// The day to compute for, such as 2026-11-21 or yesterday [default: SOURCE_DATE_EPOCH, then
    /// today]
    #[arg(long, value_name = "DATE", value_parser = date, allow_hyphen_values = true)]
    today: Option<TypedDay>,
}

impl TodayArg {
    /// The day: the argument, else the day of `SOURCE_DATE_EPOCH` (in UTC), else today.
    pub(super) fn day(&self) -> anyhow::Result<Date> {
        let clock = today()?;
        Ok(self.today.map(|day| day.latest(clock)).transpose()?.unwrap_or(clock))
    }
}

/// A day as people type it. It may be relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypedDay {
    /// `2026-11-21`.
    Date(Date),
    /// The number of days from today: `today`, `yesterday`, `-3d`, `+2w`.
    Days(i32),
    /// `monday`, or `mon`.
    Weekday(Weekday),
}

impl TypedDay {
    /// The day. A weekday means the latest one up to today.
    pub(super) fn latest(self, today: Date) -> anyhow::Result<Date> {
        self.resolve(today, |weekday| -i32::from(today.weekday().since(weekday)))
    }

    /// The day. A weekday means the next one after today.
    pub(super) fn next(self, today: Date) -> anyhow::Result<Date> {
        self.resolve(today, |weekday| match weekday.since(today.weekday()) {
            0 => 7,
            days => i32::from(days),
        })
    }

    fn resolve(self, today: Date, days_to: impl Fn(Weekday) -> i32) -> anyhow::Result<Date> {
        let days = match self {
            Self::Date(date) => return Ok(date),
            Self::Days(days) => days,
            Self::Weekday(weekday) => days_to(weekday),
        };
        let day = Span::new().try_days(days).and_then(|span| today.checked_add(span));
        match day {
            Ok(day) if YEARS.contains(&day.year()) => Ok(day),
            _ => bail!(Usage(format!("{days} days from {today} {}", outside()))),
        }
    }
}

/// Parses a day.
pub(super) fn date(typed: &str) -> Result<TypedDay, String> {
    let word = typed.trim().to_lowercase();
    let relative = match word.as_str() {
        "today" => Some(TypedDay::Days(0)),
        "yesterday" => Some(TypedDay::Days(-1)),
        "tomorrow" => Some(TypedDay::Days(1)),
        word => days(word).map(TypedDay::Days).or_else(|| weekday(word).map(TypedDay::Weekday)),
    };
    if let Some(day) = relative {
        return Ok(day);
    }
    let wrong = |_| {
        format!("`{typed}` is not a date; write it as 2026-11-21, `yesterday`, `-3d` or `monday`")
    };
    let day: Date = word.parse().map_err(wrong)?;
    if YEARS.contains(&day.year()) {
        Ok(TypedDay::Date(day))
    } else {
        Err(format!("`{typed}` {}", outside()))
    }
}

pub(super) fn outside() -> String {
    format!("is not between {} and {}", YEARS.start(), YEARS.end())
}

/// Parses `-3d` or `+2w`. The sign is needed, because without it both directions are possible.
fn days(word: &str) -> Option<i32> {
    if !word.starts_with(['-', '+']) {
        return None;
    }
    let (number, unit) = match word.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (word.strip_suffix('d')?, 1),
    };
    number.parse::<i32>().ok()?.checked_mul(unit)
}

/// Parses the name of a weekday, or its first three letters.
fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    NAMES.into_iter().find(|(name, _)| *name == word || name[..3] == *word).map(|(_, day)| day)
}

/// The day of `SOURCE_DATE_EPOCH` (in UTC), else today.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(super) fn today() -> anyhow::Result<Date> {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|epoch| !epoch.is_empty());
    let Some(epoch) = epoch else { return Ok(Zoned::now().date()) };
    match epoch.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()) {
        Some(moment) => Ok(moment.to_zoned(TimeZone::UTC).date()),
        None => {
            bail!(Usage(format!("SOURCE_DATE_EPOCH is `{epoch}`, not a number of seconds")))
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::date;

    #[test]
    fn days_are_read_as_people_say_them() {
        // A Wednesday.
        let today = day(2026, 1, 7);
        for (typed, latest, next) in [
            ("2026-02-01", day(2026, 2, 1), day(2026, 2, 1)),
            ("today", today, today),
            (" Yesterday ", day(2026, 1, 6), day(2026, 1, 6)),
            ("tomorrow", day(2026, 1, 8), day(2026, 1, 8)),
            ("-7d", day(2025, 12, 31), day(2025, 12, 31)),
            ("+3d", day(2026, 1, 10), day(2026, 1, 10)),
            ("+2w", day(2026, 1, 21), day(2026, 1, 21)),
            ("monday", day(2026, 1, 5), day(2026, 1, 12)),
            ("Wed", today, day(2026, 1, 14)),
            ("thursday", day(2026, 1, 1), day(2026, 1, 8)),
        ] {
            let typed = date(typed).expect("a day");
            assert_eq!(typed.latest(today).expect("in range"), latest, "{typed:?}");
            assert_eq!(typed.next(today).expect("in range"), next, "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for typed in ["3d", "moonday", "mo", "2026-02-30", "9999-01-01", "-3", "", "+99999999999d"]
        {
            assert!(date(typed).is_err(), "{typed}");
        }
        assert!(date("+2000000000d").expect("a span").latest(day(2026, 1, 7)).is_err());
    }
}
