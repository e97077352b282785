//! Counting with dates.

use jiff::civil::Date;

/// The days from one date to another; negative where the second is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a date's month: `January`.
pub fn month_name(date: Date) -> &'static str {
    MONTHS[date.month().unsigned_abs() as usize - 1]
}

/// A date in words: `5 January 2026`.
pub fn long(date: Date) -> String {
    let mut text = String::with_capacity(17);
    push_day(&mut text, date);
    text.push_str(month_name(date));
    text.push(' ');
    push_year(&mut text, date.year());
    text
}

/// A date in words without its year, and the month in three letters: `5 Jan`.
pub fn short(date: Date) -> String {
    let mut text = String::with_capacity(6);
    push_day(&mut text, date);
    text.push_str(&month_name(date)[..3]);
    text
}

/// A date in digits: `2026-01-05`.
pub fn iso(date: Date) -> String {
    if date.year() < 0 {
        return date.to_string();
    }
    let mut text = String::with_capacity(10);
    push_year(&mut text, date.year());
    for number in [date.month(), date.day()] {
        text.push('-');
        push_two(&mut text, number.unsigned_abs());
    }
    text
}

// Thousands of dates are written in each build: the formatter of the standard library is ten times
// as long at it.
fn push_day(text: &mut String, date: Date) {
    let day = date.day().unsigned_abs();
    if day < 10 {
        text.push(char::from(b'0' + day));
    } else {
        push_two(text, day);
    }
    text.push(' ');
}

fn push_year(text: &mut String, year: i16) {
    match u8::try_from(year / 100) {
        Ok(century) if year >= 0 => {
            push_two(text, century);
            push_two(text, (year % 100) as u8);
        }
        _ => text.push_str(&format!("{year:04}")),
    }
}

fn push_two(text: &mut String, number: u8) {
    text.push(char::from(b'0' + number / 10));
    text.push(char::from(b'0' + number % 10));
}

/// The years in which a date can lie; another one is a slip, which every count of days would believe.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// The days on which others may see a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first one.
    pub from: Option<Date>,
    /// The day from which they may not any more.
    pub until: Option<Date>,
}

impl Period {
    /// Whether a day lies in it.
    pub fn has(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{days_between, iso, long, short};

    #[test]
    fn dates_in_words_are_those_of_strftime() {
        for month in 1..=12 {
            for year in [-5, 7, 999, 2026] {
                let date = date(year, month, 9);
                assert_eq!(long(date), date.strftime("%-d %B %Y").to_string());
                assert_eq!(short(date), date.strftime("%-d %b").to_string());
                assert_eq!(iso(date), date.to_string());
            }
        }
        assert_eq!(days_between(date(2026, 3, 1), date(2026, 2, 28)), -1);
    }
}
