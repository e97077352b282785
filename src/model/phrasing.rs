//! Numbers, days and names, as one says them.

use std::borrow::Cow;

use jiff::civil::Date;

/// A number and its noun: `1 day`, `2 days`.
pub fn counted(number: impl TryInto<i64>, noun: &str) -> String {
    let number = number.try_into().unwrap_or(i64::MAX);
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// What there is to choose from: `the goal is a`, `the goals are a, b`.
pub fn choices(one: &str, several: &str, names: &[impl AsRef<str>]) -> String {
    let listed: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let lead = if listed.len() == 1 { one } else { several };
    format!("{lead} {}", listed.join(", "))
}

/// The number before a title, and its words without it: `2. Why now`. A number with more than two digits is a year or an
/// amount.
pub fn split_number(title: &str) -> (Option<u32>, &str) {
    let digits = title.find(|c: char| !c.is_ascii_digit()).unwrap_or(title.len());
    let words = title[digits..].strip_prefix(['.', ')']).filter(|_| digits < 3);
    match words.and_then(|words| words.strip_prefix(char::is_whitespace)) {
        Some(words) if digits > 0 => (title[..digits].parse().ok(), words.trim_start()),
        _ => (None, title),
    }
}

/// The days of two years: beyond them, a number of days tells nobody how long that is.
const LONG: i32 = 2 * 366;

/// A number of days, or of years where there are many.
pub fn days_or_years(days: i32) -> String {
    if days > LONG { format!("over {} years", days / 366) } else { counted(days, "day") }
}

/// How long ago a number of days is.
pub fn ago(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days if days < 0 => format!("in {}", days_or_years(-days)),
        days => format!("{} ago", days_or_years(days)),
    }
}

/// A date as one says it; the year only where it is another one.
pub fn spoken(date: Date, today: Date) -> String {
    let format = if date.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    date.strftime(format).to_string()
}

/// A title as it stands at the head of something.
pub fn capitalised(title: &str) -> String {
    let mut chars = title.chars();
    let first = chars.next().map(char::to_uppercase);
    first.map_or_else(String::new, |first| first.chain(chars).collect())
}

/// A person's title as it reads in the middle of a sentence for the author: *with the chief executive*. A manager
/// whom the journal does not name is *your manager*.
pub fn mid_sentence(title: &str) -> String {
    match title {
        "manager" => "your manager".to_owned(),
        title => mid_title(title).into_owned(),
    }
}

/// The title of a thing as it reads in the middle of a sentence: an article has no capital there; what else has one
/// may be a name.
pub fn mid_title(title: &str) -> Cow<'_, str> {
    let article = ["The ", "A ", "An "].into_iter().find(|article| title.starts_with(article));
    article.map_or(Cow::Borrowed(title), |article| {
        Cow::Owned(article.to_lowercase() + &title[article.len()..])
    })
}

#[cfg(test)]
mod tests {
    use super::{ago, counted, mid_title, split_number};

    #[test]
    fn a_number_before_a_title_is_no_part_of_it() {
        assert_eq!(split_number("2. Why now"), (Some(2), "Why now"));
        assert_eq!(split_number("12)  Why now"), (Some(12), "Why now"));
        for title in ["Why now", "2.5 million", "2026. A year", "2 results", ". Dot", "1.", ""] {
            assert_eq!(split_number(title), (None, title));
        }
    }

    #[test]
    fn an_article_has_no_capital_within_a_sentence() {
        assert_eq!(mid_title("The budget round"), "the budget round");
        assert_eq!(mid_title("A rubric"), "a rubric");
        assert_eq!(mid_title("Kafka migration"), "Kafka migration");
    }

    #[test]
    fn long_times_are_years() {
        let said = [-1098, -2, 0, 1, 2, 732, 733, 3240].map(ago);
        let days =
            ["in over 3 years", "in 2 days", "today", "yesterday", "2 days ago", "732 days ago"];
        assert_eq!(said, [&days[..], &["over 2 years ago", "over 8 years ago"]].concat()[..]);
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "day")), ["0 days", "1 day", "2 days"]);
        assert_eq!([-1, 0, 1, 9].map(ago), ["in 1 day", "today", "yesterday", "9 days ago"]);
    }
}
