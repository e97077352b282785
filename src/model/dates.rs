//! Counting with dates.

use jiff::civil::Date;

/// The days from one date to another; negative where the second is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
