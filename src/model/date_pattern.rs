//! How other programs write a day: `YYYY-MM-DD`, `dddd, MMMM Do YYYY`.

use jiff::civil::{Date, ISOWeekDate, Weekday};

/// A way of writing a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DatePattern(Vec<DatePart>);

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
enum DatePart {
    Text(String),
    Year,
    Month,
    /// As two digits.
    PaddedMonth,
    MonthName,
    ShortMonthName,
    Day,
    /// As two digits.
    PaddedDay,
    /// `1st`, `2nd`.
    OrdinalDay,
    WeekdayName,
    ShortWeekdayName,
    WeekYear,
    /// As two digits.
    Week,
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

/// The letters of a pattern, and what they stand for: those of Moment, which Obsidian uses.
const MOMENT: &[(&str, DatePart)] = &[
    ("YYYY", DatePart::Year),
    ("MMMM", DatePart::MonthName),
    ("MMM", DatePart::ShortMonthName),
    ("MM", DatePart::PaddedMonth),
    ("M", DatePart::Month),
    ("Do", DatePart::OrdinalDay),
    ("DD", DatePart::PaddedDay),
    ("D", DatePart::Day),
    ("dddd", DatePart::WeekdayName),
    ("ddd", DatePart::ShortWeekdayName),
    ("GGGG", DatePart::WeekYear),
    ("gggg", DatePart::WeekYear),
    ("WW", DatePart::Week),
    ("ww", DatePart::Week),
];

/// Those of Unicode, which Logseq uses.
const UNICODE: &[(&str, DatePart)] = &[
    ("yyyy", DatePart::Year),
    ("MMMM", DatePart::MonthName),
    ("MMM", DatePart::ShortMonthName),
    ("MM", DatePart::PaddedMonth),
    ("M", DatePart::Month),
    ("do", DatePart::OrdinalDay),
    ("dd", DatePart::PaddedDay),
    ("d", DatePart::Day),
    ("EEEE", DatePart::WeekdayName),
    ("EEE", DatePart::ShortWeekdayName),
    ("E", DatePart::ShortWeekdayName),
];

impl DatePattern {
    /// A pattern of Moment; `None` where it has a part that is no day's.
    pub fn moment(pattern: &str) -> Option<Self> {
        Self::new(pattern, MOMENT, ('[', ']'))
    }

    /// A pattern of Unicode.
    pub fn unicode(pattern: &str) -> Option<Self> {
        Self::new(pattern, UNICODE, ('\'', '\''))
    }

    fn new(pattern: &str, letters: &[(&str, DatePart)], quotes: (char, char)) -> Option<Self> {
        let mut parts: Vec<DatePart> = Vec::new();
        let mut rest = pattern;
        while let Some(c) = rest.chars().next() {
            let known = letters.iter().find(|(name, _)| rest.starts_with(name));
            let text = if c == quotes.0 {
                let (quoted, after) = rest[c.len_utf8()..].split_once(quotes.1)?;
                rest = after;
                quoted
            } else if let Some((name, part)) = known {
                rest = &rest[name.len()..];
                parts.push(part.clone());
                continue;
            } else if c.is_ascii_alphabetic() {
                return None;
            } else {
                let (text, after) = rest.split_at(c.len_utf8());
                rest = after;
                text
            };
            match parts.last_mut() {
                Some(DatePart::Text(before)) => before.push_str(text),
                _ => parts.push(DatePart::Text(text.to_owned())),
            }
        }
        (!parts.is_empty()).then_some(Self(parts))
    }

    /// The day that a text says by this pattern.
    pub fn read(&self, text: &str) -> Option<Date> {
        let (mut year, mut month, mut day, mut week) = (None, None, None, None);
        let mut rest = text;
        for part in &self.0 {
            rest = match part {
                DatePart::Text(text) => rest.strip_prefix(text.as_str())?,
                DatePart::Year | DatePart::WeekYear => number(rest, 4, 4, &mut year)?,
                DatePart::Month => number(rest, 1, 2, &mut month)?,
                DatePart::PaddedMonth => number(rest, 2, 2, &mut month)?,
                DatePart::Day => number(rest, 1, 2, &mut day)?,
                DatePart::PaddedDay => number(rest, 2, 2, &mut day)?,
                DatePart::Week => number(rest, 2, 2, &mut week)?,
                DatePart::OrdinalDay => letters(number(rest, 1, 2, &mut day)?).1,
                DatePart::MonthName | DatePart::ShortMonthName => {
                    let (name, after) = letters(rest);
                    month = Some(month_of(name)?);
                    after
                }
                DatePart::WeekdayName | DatePart::ShortWeekdayName => letters(rest).1,
            };
        }
        if !rest.is_empty() {
            return None;
        }
        let narrow = |number: i16| i8::try_from(number).ok();
        match (month, day, week) {
            (Some(month), Some(day), _) => Date::new(year?, narrow(month)?, narrow(day)?).ok(),
            (_, _, Some(week)) => {
                let monday = ISOWeekDate::new(year?, narrow(week)?, Weekday::Monday).ok()?;
                Some(monday.date())
            }
            _ => None,
        }
    }

    /// A day by this pattern, in English.
    pub fn write(&self, date: Date) -> String {
        let part = |part: &DatePart| match part {
            DatePart::Text(text) => text.clone(),
            DatePart::Year => date.strftime("%Y").to_string(),
            DatePart::Month => date.month().to_string(),
            DatePart::PaddedMonth => date.strftime("%m").to_string(),
            DatePart::MonthName => date.strftime("%B").to_string(),
            DatePart::ShortMonthName => date.strftime("%b").to_string(),
            DatePart::Day => date.day().to_string(),
            DatePart::PaddedDay => date.strftime("%d").to_string(),
            DatePart::OrdinalDay => ordinal(date.day()),
            DatePart::WeekdayName => date.strftime("%A").to_string(),
            DatePart::ShortWeekdayName => date.strftime("%a").to_string(),
            DatePart::WeekYear => date.iso_week_date().year().to_string(),
            DatePart::Week => format!("{:02}", date.iso_week_date().week()),
        };
        self.0.iter().map(part).collect()
    }
}

fn number<'t>(text: &'t str, least: usize, most: usize, into: &mut Option<i16>) -> Option<&'t str> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    *into = Some(text[..digits].parse().ok()?);
    Some(&text[digits..])
}

fn letters(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len()))
}

/// A month by its English name, or the beginning of it.
fn month_of(name: &str) -> Option<i16> {
    let name = name.to_lowercase();
    let begins = |month: &&str| name.len() >= 3 && month.to_lowercase().starts_with(&name);
    (1..).zip(MONTHS).find(|(_, month)| begins(month)).map(|(number, _)| number)
}

fn ordinal(day: i8) -> String {
    let ending = match (day, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::DatePattern;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        let day = date(2025, 2, 3);
        for (pattern, text) in [
            ("YYYY-MM-DD", "2025-02-03"),
            ("DD.MM.YYYY", "03.02.2025"),
            ("YYYY/MM/YYYY-MM-DD", "2025/02/2025-02-03"),
            ("dddd, MMMM Do YYYY", "Monday, February 3rd 2025"),
            ("D-M-YYYY ddd", "3-2-2025 Mon"),
            ("[Log] YYYYMMDD", "Log 20250203"),
            ("GGGG-[W]WW", "2025-W06"),
        ] {
            let pattern = DatePattern::moment(pattern).expect("a pattern");
            assert_eq!(pattern.write(day), text);
            assert_eq!(pattern.read(text), Some(day), "{text}");
            assert_eq!(pattern.read(&format!("{text}!")), None);
        }
        let logseq = DatePattern::unicode("MMM do, yyyy").expect("a pattern");
        assert_eq!(logseq.write(date(2025, 2, 11)), "Feb 11th, 2025");
        assert_eq!(logseq.read("Feb 11th, 2025"), Some(date(2025, 2, 11)));
        assert_eq!(DatePattern::moment("YYYY-MM-DD HH:mm"), None);
        assert_eq!(DatePattern::moment(""), None);
        // In another language, a month's name says nothing here.
        let pattern = DatePattern::moment("D MMMM YYYY").expect("a pattern");
        assert_eq!(pattern.read("3 février 2025"), None);
    }
}
