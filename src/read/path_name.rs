//! What a note's path says: its date and its name.

use jiff::civil::{Date, ISOWeekDate, Time, Weekday};
use percent_encoding::percent_decode_str;

use crate::markdown::comments;
use crate::model::Slug;
use crate::model::conventions::Conventions;
use crate::model::dates::YEARS;
use crate::model::note_path::without_ending;

/// What a path says of a note.
#[derive(Debug, PartialEq, Eq)]
pub struct PathName {
    /// The date in it.
    pub date: Option<Date>,
    /// Whether that is the Monday of a week.
    pub is_week: bool,
    /// Text that is shaped as a date and is none, as `2026-02-30`.
    pub invalid_date: Option<String>,
    /// The rest of the file's name, as it is written; may be empty.
    pub name: String,
}

impl PathName {
    /// The date in the name, where that is another one. A note that is named by its week may be of
    /// any of its days.
    pub fn other_date(&self, stated: Date) -> Option<Date> {
        let named = self.date?;
        let same = if self.is_week {
            stated.iso_week_date().week() == named.iso_week_date().week()
                && stated.iso_week_date().year() == named.iso_week_date().year()
        } else {
            stated == named
        };
        (!same).then_some(named)
    }
}

/// Reads a path. A date begins the file's name (`2026-01-31`, `2026_1_31`, `2026.01.31`,
/// `20260131`, `2026-W05`, stamps as `202601311230`), or is the path's end (`2026/01/31.md`), or is
/// the folders around the file (`2026/01/31/plan.md`). A page bundle (`first/index.md`) is named
/// after its folder.
pub fn path_name(path: &str) -> PathName {
    let (folders, stem) = split(path);
    let cut = comments::cut(stem);
    let stem = cut.text.as_str();
    let begins = [separated, week, packed].into_iter().find_map(|reading| reading(stem));
    if let Some((shaped, rest)) = begins {
        let is_week = week(stem).is_some();
        let named = named(shaped, rest.trim_start_matches(['-', '_', '.', ' ']));
        return PathName { is_week, ..named };
    }
    let mut upward = folders.rsplit('/');
    let up = [upward.next(), upward.next(), upward.next()].map(Option::unwrap_or_default);
    let [day, month, year] = up;
    for (year, month, day, name) in [(month, day, stem, ""), (year, month, day, stem)] {
        if is_digits(year, 4..=4) && is_digits(month, 1..=2) && is_digits(day, 1..=2) {
            return named(shaped(&format!("{year}/{month}/{day}"), date(year, month, day)), name);
        }
    }
    named(Ok(None), stem)
}

/// Reads a path of a folder that another program wrote, which may say a day or a name its own way.
pub fn path_name_in(path: &str, conventions: &Conventions) -> PathName {
    let daily = conventions.daily.as_ref().and_then(|(folder, pattern)| {
        let rest = match folder.as_str() {
            "" => path,
            folder => path.strip_prefix(folder)?.strip_prefix('/')?,
        };
        pattern.read(without_ending(rest)).filter(|date| YEARS.contains(&date.year()))
    });
    if daily.is_some() {
        return named(Ok(daily), "");
    }
    let plain = path_name(path);
    if plain.date.is_none()
        && conventions.dotted
        && let Some((date, name)) = dotted(&plain.name)
    {
        return named(Ok(Some(date)), &name);
    }
    if conventions.namespaces {
        let name = plain.name.replace("___", "/");
        let name = percent_decode_str(&name).decode_utf8_lossy().into_owned();
        return PathName { name, ..plain };
    }
    plain
}

/// The day in a path with dots, `daily.journal.2026.01.31`, and the path without it.
fn dotted(name: &str) -> Option<(Date, String)> {
    let parts: Vec<&str> = name.split('.').collect();
    let day = |at: usize| match parts[at..at + 3] {
        [year, month, day]
            if is_digits(year, 4..=4) && is_digits(month, 2..=2) && is_digits(day, 2..=2) =>
        {
            Some((at, date(year, month, day)?))
        }
        _ => None,
    };
    let (at, date) = (0..parts.len().saturating_sub(2)).find_map(day)?;
    let rest: Vec<&str> = parts[..at].iter().chain(&parts[at + 3..]).copied().collect();
    Some((date, rest.join(".")))
}

/// A date, or text that is shaped as one and is none.
type Shaped = Result<Option<Date>, String>;

fn named(shaped: Shaped, name: &str) -> PathName {
    let (date, invalid_date) = match shaped {
        Ok(date) => (date, None),
        Err(text) => (None, Some(text)),
    };
    PathName { date, is_week: false, invalid_date, name: name.to_owned() }
}

fn shaped(text: &str, date: Option<Date>) -> Shaped {
    date.map(Some).ok_or_else(|| text.to_owned())
}

/// The folders of a file, and its name without its ending.
fn split(path: &str) -> (&str, &str) {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_index = stem.eq_ignore_ascii_case("index") || stem == "_index";
    if is_index && !folders.is_empty() {
        return folders.rsplit_once('/').unwrap_or(("", folders));
    }
    (folders, stem)
}

/// `2026-1-31`, with one of `-`, `_` and `.` between its parts.
fn separated(stem: &str) -> Option<(Shaped, &str)> {
    let (year, rest) = stem.split_at_checked(4)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '_' | '.'))?;
    let (month, rest) = leading_digits(&rest[1..]);
    let (day, rest) = leading_digits(rest.strip_prefix(separator)?);
    let is_date = is_digits(year, 4..=4) && is_digits(month, 1..=2) && is_digits(day, 1..=2);
    let text = &stem[..stem.len() - rest.len()];
    is_date.then(|| (shaped(text, date(year, month, day)), rest))
}

/// `2026-W05`, which is its Monday.
fn week(stem: &str) -> Option<(Shaped, &str)> {
    let (year, rest) = stem.split_at_checked(4)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let (week, rest) = leading_digits(rest.strip_prefix(['W', 'w'])?);
    let ends = !rest.starts_with(char::is_alphanumeric);
    if !(is_digits(year, 4..=4) && is_digits(week, 2..=2) && ends) {
        return None;
    }
    let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday);
    let text = &stem[..stem.len() - rest.len()];
    let monday = monday.ok().map(ISOWeekDate::date).filter(|day| YEARS.contains(&day.year()));
    Some((shaped(text, monday), rest))
}

/// `20260131`, and the same with a time behind it: stamps of 12 and 14 digits.
fn packed(stem: &str) -> Option<(Shaped, &str)> {
    let (digits, rest) = leading_digits(stem);
    let pair = |at: usize| digits.get(at..at + 2).map_or(Some(0), |pair| pair.parse().ok());
    let timed = Time::new(pair(8)?, pair(10)?, pair(12)?, 0).is_ok();
    if !(matches!(digits.len(), 8 | 12 | 14) && timed) {
        return None;
    }
    let [year, month, day] = [&digits[..4], &digits[4..6], &digits[6..8]];
    let found = date(year, month, day);
    // A number of eight digits may be anything. It is a slip only where it nearly is a day.
    let nearly = ("1900".."2200").contains(&year)
        && ("01"..="12").contains(&month)
        && ("01"..="31").contains(&day);
    (found.is_some() || nearly).then(|| (shaped(&digits[..8], found), rest))
}

/// The id of a note: its date and the slug of its name, or either alone.
pub fn note_id(date: Option<Date>, name: &str) -> Slug {
    let name = Slug::new(name);
    match date.map(|date| Slug::new(&date.to_string())) {
        Some(day) if name.is_empty() => day,
        Some(day) => day.with(name),
        None if name.is_empty() => Slug::new("note"),
        None => name,
    }
}

/// The ids of a note, most wanted first: the bare one, then with its folders, from the innermost,
/// before its name; then numbered without end.
pub fn note_ids(date: Option<Date>, name: &str, path: &str) -> impl Iterator<Item = Slug> {
    let (folders, _) = split(path);
    let folders: Vec<&str> = folders.rsplit('/').filter(|folder| !folder.is_empty()).collect();
    let bare = note_id(date, name);
    let longest = folders.len();
    let with_folders = move |count: usize| {
        let parts = folders[..count].iter().rev().copied().chain([name]);
        note_id(date, &parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    };
    let nested: Vec<Slug> = (1..=longest).map(with_folders).collect();
    let numbered = (2..).map({
        let bare = bare.clone();
        move |number: u32| bare.with(number)
    });
    std::iter::once(bare).chain(nested).chain(numbered)
}

fn leading_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

fn is_digits(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date.filter(|date| YEARS.contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::{note_id, note_ids, path_name};

    #[test]
    fn a_date_begins_a_name_or_is_the_path() {
        for (path, date, name) in [
            ("entries/2026-01-05-stand-up.md", Some("2026-01-05"), "stand-up"),
            ("2026-01-05 Stand up.md", Some("2026-01-05"), "Stand up"),
            ("2026_01_05.md", Some("2026-01-05"), ""),
            ("2026.01.05 Fri.md", Some("2026-01-05"), "Fri"),
            ("2026-1-5.md", Some("2026-01-05"), ""),
            ("2026-1-5-11.md", Some("2026-01-05"), "11"),
            ("2026-W05.md", Some("2026-01-26"), ""),
            ("2026-W05 Review.md", Some("2026-01-26"), "Review"),
            ("20260105-x.md", Some("2026-01-05"), "x"),
            ("20260105.md", Some("2026-01-05"), ""),
            ("202601051230 Zettel.md", Some("2026-01-05"), "Zettel"),
            ("20260105123059.md", Some("2026-01-05"), ""),
            ("log/2026/01/05.md", Some("2026-01-05"), ""),
            ("log/2026/1/5.md", Some("2026-01-05"), ""),
            ("2026/01/05/plan.md", Some("2026-01-05"), "plan"),
            ("posts/2026-01-05-first/index.md", Some("2026-01-05"), "first"),
            ("posts/v1.2/index.md", None, "v1.2"),
            ("index.md", None, "index"),
            ("2026/01/05-x.md", None, "05-x"),
            ("12345678-x.md", None, "12345678-x"),
            ("202601051-x.md", None, "202601051-x"),
            ("202601052460-x.md", None, "202601052460-x"),
            ("2026-W5x.md", None, "2026-W5x"),
            ("2026-01.md", None, "2026-01"),
            ("2026-01_05.md", None, "2026-01_05"),
            ("模板.md", None, "模板"),
            ("a.md", None, "a"),
        ] {
            let path_name = path_name(path);
            assert_eq!(path_name.date.map(|d| d.to_string()).as_deref(), date, "{path}");
            assert_eq!(path_name.name, name, "{path}");
            assert_eq!(path_name.invalid_date, None, "{path}");
        }
    }

    #[test]
    fn a_name_may_be_shaped_as_a_date_and_be_none() {
        for (path, shaped) in [
            ("2026-02-30-x.md", "2026-02-30"),
            ("20260230.md", "20260230"),
            ("2026_13_1.md", "2026_13_1"),
            ("2026-W54.md", "2026-W54"),
            ("2025-W53.md", "2025-W53"),
            ("1026-W05.md", "1026-W05"),
            ("2026/02/30.md", "2026/02/30"),
        ] {
            assert_eq!(path_name(path).invalid_date.as_deref(), Some(shaped), "{path}");
        }
    }

    #[test]
    fn an_id_is_the_date_and_a_slug() {
        let date = Some(jiff::civil::date(2026, 1, 5));
        assert_eq!(note_id(date, "Stand up").as_str(), "2026-01-05-stand-up");
        assert_eq!(note_id(date, "").as_str(), "2026-01-05");
        assert_eq!(note_id(None, "C++").as_str(), "c-plus-plus");
    }

    #[test]
    fn an_id_that_is_taken_gets_folders_then_a_number() {
        let of = |date, path| {
            note_ids(date, &path_name(path).name, path).take(4).map(|id| id.to_string()).collect()
        };
        let date = Some(jiff::civil::date(2026, 1, 5));
        let ids: Vec<String> = of(date, "Work/Daily/2026-01-05.md");
        assert_eq!(
            ids,
            ["2026-01-05", "2026-01-05-daily", "2026-01-05-work-daily", "2026-01-05-2"]
        );
        let ids: Vec<String> = of(None, "a/Todo.md");
        assert_eq!(ids, ["todo", "a-todo", "todo-2", "todo-3"]);
    }
}
