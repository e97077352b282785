//! Dates as people and other programs write them in a key.

use jiff::civil::Date;

use super::fields::ValueError;
use crate::markdown::index::civil_date;
use crate::model::dates::YEARS;

/// Reads a date. A time or a zone behind it never moves it to another day.
pub fn written_date(text: &str) -> Result<Date, ValueError> {
    let text = unlinked(text.trim());
    if let Some(date) = civil_date(text) {
        return Ok(date);
    }
    let figures = text.split([' ', ',', 'T', 't']).next().unwrap_or(text);
    let read = chinese(text)
        .or_else(|| packed(figures))
        .or_else(|| epoch(figures))
        .or_else(|| separated(figures));
    match read.or_else(|| in_words(text)) {
        Some(Found::Day(date)) => Ok(date),
        Some(Found::Impossible) => Err(ValueError::new(
            format!("there is no date `{text}`"),
            "write a date as `2026-01-31`",
        )),
        Some(Found::Ambiguous(one, other)) => Err(ValueError::new(
            format!("`{text}` may be {one} or {other}"),
            format!("write `{one}` or `{other}`"),
        )),
        None => {
            Err(ValueError::new(format!("`{text}` is not a date"), "write a date as `2026-01-31`"))
        }
    }
}

enum Found {
    Day(Date),
    Impossible,
    /// Day first or month first.
    Ambiguous(Date, Date),
}

/// What a wikilink names: the last part of its path.
fn unlinked(text: &str) -> &str {
    let Some(inner) = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) else {
        return text;
    };
    let name = inner.split(['|', '#']).next().unwrap_or(inner);
    name.rsplit('/').next().unwrap_or(name).trim()
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date.filter(|date| YEARS.contains(&date.year()))
}

fn found(date: Option<Date>) -> Found {
    date.map_or(Found::Impossible, Found::Day)
}

fn is_digits(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `20260131`, also with a time behind it.
fn packed(text: &str) -> Option<Found> {
    let digits = text.trim_end_matches(['Z', 'z']);
    let stamp = matches!(digits.len(), 8 | 12 | 14) && digits.bytes().all(|b| b.is_ascii_digit());
    stamp.then(|| found(day(&digits[..4], &digits[4..6], &digits[6..8])))
}

/// Milliseconds since 1970, as Dendron writes: a day in UTC.
fn epoch(text: &str) -> Option<Found> {
    let is_one = text.len() == 13 && text.bytes().all(|b| b.is_ascii_digit());
    let days: i32 = text
        .get(..10)
        .filter(|_| is_one)?
        .parse::<i64>()
        .ok()?
        .div_euclid(86_400)
        .try_into()
        .ok()?;
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok();
    Some(found(date.filter(|date| YEARS.contains(&date.year()))))
}

/// `2026/1/31`, `31/12/2026`, also with `-` and `.`.
fn separated(text: &str) -> Option<Found> {
    let separator = ['/', '-', '.'].into_iter().find(|separator| text.contains(*separator))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, third] = parts[..] else { return None };
    if !(is_digits(first, 4) && is_digits(second, 2) && is_digits(third, 4)) {
        return None;
    }
    match (first.len(), third.len()) {
        (4, 1..=2) => Some(found(day(first, second, third))),
        (1..=2, 4) => {
            let (day_first, month_first) = (day(third, second, first), day(third, first, second));
            Some(match (day_first, month_first) {
                // Nobody writes the month first with dots.
                (one, _) if separator == '.' => found(one),
                (Some(one), Some(other)) if one != other => Found::Ambiguous(one, other),
                (one, other) => found(one.or(other)),
            })
        }
        _ => None,
    }
}

/// `2026年1月31日`.
fn chinese(text: &str) -> Option<Found> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (date, _) = rest.split_once('日')?;
    Some(found(day(year.trim(), month.trim(), date.trim())))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The number of a word that is, or abbreviates, one of `words`.
fn number_of(word: &str, words: &[&str]) -> Option<usize> {
    let word = word.to_lowercase();
    let known = word.chars().count() >= 3;
    words.iter().position(|full| known && full.starts_with(&word)).map(|index| index + 1)
}

/// `5 January 2026`, `January 5th, 2026`, `Mon, 05 Jan 2026 10:00:00 +0000`.
fn in_words(text: &str) -> Option<Found> {
    let words = text.split([' ', ',', '.']).filter(|word| !word.is_empty() && *word != "of");
    let mut words = words.filter(|word| number_of(word, &WEEKDAYS).is_none());
    let first = [words.next()?, words.next()?, words.next()?];
    let month = first.iter().position(|word| number_of(word, &MONTHS).is_some())?;
    let month_number = number_of(first[month], &MONTHS)?.to_string();
    let rest: Vec<&str> =
        first.iter().enumerate().filter(|(at, _)| *at != month).map(|(_, word)| *word).collect();
    let year = rest.iter().position(|word| word.len() == 4 && is_digits(word, 4))?;
    let date = rest[1 - year].trim_end_matches(|c: char| c.is_ascii_alphabetic());
    is_digits(date, 2).then(|| found(day(rest[year], &month_number, date)))
}

#[cfg(test)]
mod tests {
    use super::written_date;

    #[test]
    fn a_date_is_read_as_people_write_it() {
        for text in [
            "2024-01-05",
            "2024-01-05T22:12:00Z",
            "2024-01-05 23:59 +0900",
            "2024/01/05",
            "2024/1/5 10:30",
            "2024-1-5",
            "2024.1.5",
            "20240105",
            "202401051230",
            "20240105T123000Z",
            "5 January 2024",
            "5th of January 2024",
            "January 5, 2024",
            "Jan 5th, 2024",
            "Jan. 5, 2024",
            "Friday, 5 Jan 2024",
            "Fri, 05 Jan 2024 10:00:00 +0000",
            "Fri Jan 05 2024 10:00:00 GMT+0100",
            "[[2024-01-05]]",
            "[[Daily/2024-01-05|yesterday]]",
            "05.01.2024",
            "2024年1月5日",
        ] {
            let date = written_date(text).map(|date| date.to_string());
            assert_eq!(date.ok().as_deref(), Some("2024-01-05"), "{text}");
        }
        for (text, day) in
            [("25/12/2024", "2024-12-25"), ("12/25/2024", "2024-12-25"), ("5/5/2024", "2024-05-05")]
        {
            assert_eq!(written_date(text).map(|d| d.to_string()).ok().as_deref(), Some(day));
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, message) in [
            ("05/01/2024", "`05/01/2024` may be 2024-01-05 or 2024-05-01"),
            ("2026-02-30", "there is no date `2026-02-30`"),
            ("31 February 2026", "there is no date `31 February 2026`"),
            ("TBD", "`TBD` is not a date"),
            ("tomorrow", "`tomorrow` is not a date"),
            ("5 March", "`5 March` is not a date"),
            ("2026-01-056", "`2026-01-056` is not a date"),
            ("-026-01-05", "`-026-01-05` is not a date"),
            ("1.2.3", "`1.2.3` is not a date"),
        ] {
            let error = written_date(text).expect_err(text);
            assert_eq!(error.message, message);
        }
    }
}
