//! What a note's path says: its date and its name.

use jiff::civil::Date;

use crate::model::Slug;

/// What a path says of a note.
#[derive(Debug, PartialEq, Eq)]
pub struct PathName {
    /// The date in it.
    pub date: Option<Date>,
    /// Text that is shaped as a date and is none, as `2026-02-30`.
    pub invalid_date: Option<String>,
    /// The rest of the file's name; may be empty.
    pub name: String,
}

/// Reads a path: a name that begins `YYYY-MM-DD` or `YYYYMMDD`, or a path that ends `YYYY/MM/DD`.
pub fn path_name(path: &str) -> PathName {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let digits = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
    };
    let dashed = stem.split_at_checked(10).filter(|(day, rest)| {
        let parts: Vec<&str> = day.split('-').collect();
        matches!(parts[..], [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2))
            && !rest.starts_with(|c: char| c.is_ascii_digit())
    });
    if let Some((day, rest)) = dashed {
        let date = day.parse().ok();
        let invalid_date = if date.is_none() { Some(day.to_owned()) } else { None };
        return PathName { date, invalid_date, name: name(rest) };
    }
    let packed = stem
        .split_at_checked(8)
        .filter(|(day, rest)| digits(day, 8) && !rest.starts_with(|c: char| c.is_ascii_digit()));
    if let Some((day, rest)) = packed
        && let Some(date) = date(&day[..4], &day[4..6], &day[6..])
    {
        return PathName { date: Some(date), invalid_date: None, name: name(rest) };
    }
    let parts: Vec<&str> = path.rsplit('/').collect();
    if let [_, month, year, ..] = parts[..]
        && digits(year, 4)
        && digits(month, 2)
        && digits(stem, 2)
        && let Some(date) = date(year, month, stem)
    {
        return PathName { date: Some(date), invalid_date: None, name: String::new() };
    }
    PathName { date: None, invalid_date: None, name: stem.to_owned() }
}

/// `YYYY-MM-DD-slug`; the slug is that of the file's name, else of the title.
pub fn entry_id(date: Date, name: &str, title: Option<&str>) -> Slug {
    let slug = Some(Slug::new(name)).filter(|slug| !slug.is_empty());
    let slug = slug.or_else(|| title.map(Slug::new)).filter(|slug| !slug.is_empty());
    let day = Slug::new(&date.to_string());
    slug.map_or_else(|| day.clone(), |slug| day.with(slug))
}

fn name(rest: &str) -> String {
    rest.trim_start_matches(['-', '_', '.', ' ']).to_owned()
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{entry_id, path_name};

    #[test]
    fn a_date_begins_a_name_or_is_the_path() {
        for (path, date, name) in [
            ("entries/2026-01-05-stand-up.md", Some("2026-01-05"), "stand-up"),
            ("2026-01-05 Stand up.md", Some("2026-01-05"), "Stand up"),
            ("20260105-x.md", Some("2026-01-05"), "x"),
            ("20260105.md", Some("2026-01-05"), ""),
            ("log/2026/01/05.md", Some("2026-01-05"), ""),
            ("2026/01/05-x.md", None, "05-x"),
            ("12345678-x.md", None, "12345678-x"),
            ("202601051-x.md", None, "202601051-x"),
            ("2026-01.md", None, "2026-01"),
            ("a.md", None, "a"),
        ] {
            let path_name = path_name(path);
            assert_eq!(path_name.date.map(|d| d.to_string()).as_deref(), date, "{path}");
            assert_eq!(path_name.name, name, "{path}");
        }
        assert_eq!(path_name("2026-02-30-x.md").invalid_date.as_deref(), Some("2026-02-30"));
    }

    #[test]
    fn an_id_is_the_date_and_a_slug() {
        let date = jiff::civil::date(2026, 1, 5);
        assert_eq!(entry_id(date, "Stand up", Some("Title")).as_str(), "2026-01-05-stand-up");
        assert_eq!(entry_id(date, "", Some("The title")).as_str(), "2026-01-05-the-title");
        assert_eq!(entry_id(date, "", None).as_str(), "2026-01-05");
    }
}
