//! The day for everything computed: the only place where a clock is read.

use anyhow::bail;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::Usage;
use crate::model::dates::YEARS;

/// `--today`.
#[derive(Debug, clap::Args)]
pub(super) struct TodayArg {
    /// The day to compute for, such as 2026-11-21 [default: SOURCE_DATE_EPOCH, then today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
}

/// A day as it is written on the command line.
pub(super) fn date(written: &str) -> Result<Date, String> {
    let wrong = |_| format!("`{written}` is not a date; write it as 2026-11-21");
    let day: Date = written.trim().parse().map_err(wrong)?;
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        Err(format!("`{written}` is not between {} and {}", YEARS.start(), YEARS.end()))
    }
}

impl TodayArg {
    /// The day: as stated, else that of `SOURCE_DATE_EPOCH` (in UTC), else today here.
    pub(super) fn day(&self) -> anyhow::Result<Date> {
        day(self.today)
    }
}

/// The day that was stated, else that of `SOURCE_DATE_EPOCH` (in UTC), else today here.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(super) fn day(stated: Option<Date>) -> anyhow::Result<Date> {
    if let Some(day) = stated {
        return Ok(day);
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|epoch| !epoch.is_empty());
    let Some(epoch) = epoch else { return Ok(Zoned::now().date()) };
    match epoch.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()) {
        Some(moment) => Ok(moment.to_zoned(TimeZone::UTC).date()),
        None => {
            bail!(Usage(format!("SOURCE_DATE_EPOCH is `{epoch}`, not a number of seconds")))
        }
    }
}
