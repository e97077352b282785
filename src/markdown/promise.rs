//! The day that a task-list item is promised for, in loopbook's own words and in those of Obsidian's
//! plug-ins.
//!
//! Tasks writes `📅 2026-03-05`, Dataview `[due:: 2026-03-05]`, Reminder `(@2026-03-05)`. Their other days
//! (`✅` done, `⏳` scheduled…) are no part of what was promised.

use std::ops::Range;

use super::index::civil_date;
use crate::model::Promise;
use crate::model::document::NodeId;

/// What a day says of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It is due.
    Due,
    /// It was done.
    Done,
    /// It was cancelled.
    Cancelled,
    /// Something else.
    Other,
}

/// Days that stand behind a sign.
const SIGNS: [(char, Role); 8] = [
    ('📅', Role::Due),
    ('📆', Role::Due),
    ('🗓', Role::Due),
    ('✅', Role::Done),
    ('❌', Role::Cancelled),
    ('➕', Role::Other),
    ('🛫', Role::Other),
    ('⏳', Role::Other),
];

/// Days of Dataview's fields, which Tasks can write too.
const FIELDS: [(&str, Role); 6] = [
    ("due", Role::Due),
    ("completion", Role::Done),
    ("cancelled", Role::Cancelled),
    ("created", Role::Other),
    ("start", Role::Other),
    ("scheduled", Role::Other),
];

/// How far a day can go behind its sign or bracket, in bytes: no text is looked through for each.
const LONGEST: usize = 200;

/// A day in a text.
struct Day<'t> {
    place: Range<usize>,
    role: Role,
    written: &'t str,
}

/// The promise that the text of an item makes, as if its box were open; the day as it is written, where
/// it is none. `None` where the item says no day.
pub(super) fn read(text: &str, item: NodeId) -> Option<Result<Promise, String>> {
    let days = days(text);
    let due = days.iter().rposition(|day| day.role == Role::Due)?;
    let Some(date) = civil_date(days[due].written) else {
        return Some(Err(days[due].written.to_owned()));
    };
    let gone = |(at, day): &(usize, &Day<'_>)| *at == due || day.role != Role::Due;
    let gone = days.iter().enumerate().filter(gone).map(|(_, day)| day.place.clone());
    let is_cancelled = days.iter().any(|day| day.role == Role::Cancelled);
    let kept = days.iter().rfind(|day| day.role == Role::Done);
    let done_on = kept.filter(|_| !is_cancelled).and_then(|day| civil_date(day.written));
    let done = is_cancelled || kept.is_some();
    Some(Ok(Promise { text: without(text, gone), due: date, done, done_on, item }))
}

/// The words of an item without its days, and whether one of them says that it is over.
pub(super) fn undated(text: &str) -> (String, bool) {
    let days = days(text);
    let is_over = days.iter().any(|day| matches!(day.role, Role::Done | Role::Cancelled));
    (without(text, days.iter().map(|day| day.place.clone())), is_over)
}

/// The text without these parts of it, nor the blanks before them.
fn without(text: &str, parts: impl Iterator<Item = Range<usize>>) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for part in parts {
        kept.push_str(text[from..part.start].trim_end());
        from = part.end;
    }
    kept.push_str(&text[from..]);
    kept.trim().to_owned()
}

fn days(text: &str) -> Vec<Day<'_>> {
    let mut days: Vec<Day<'_>> = Vec::new();
    for (start, sign) in text.char_indices() {
        let within = days.last().is_some_and(|day| start < day.place.end);
        let rest = beginning(&text[start + sign.len_utf8()..]);
        let found = if within { None } else { day(sign, rest) };
        // *(by Ann)* is no slip of a date.
        if let Some((role, written, length)) = found
            && written.starts_with(|c: char| c.is_ascii_digit())
        {
            let end = start + sign.len_utf8() + length;
            days.push(Day { place: start..end, role, written });
        }
    }
    days
}

/// As much of a text as a day can have.
fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// The day that a sign or a bracket begins, and how far it goes in what stands behind that.
fn day(sign: char, rest: &str) -> Option<(Role, &str, usize)> {
    let close = match sign {
        '(' => ')',
        '[' => ']',
        _ => {
            let (_, role) = SIGNS.iter().find(|(own, _)| *own == sign)?;
            let day = rest.trim_start_matches([' ', '\u{fe0f}']);
            let length = day.find(char::is_whitespace).unwrap_or(day.len());
            return Some((*role, &day[..length], rest.len() - day.len() + length));
        }
    };
    let (within, _) = rest.split_once(close)?;
    let due = within.strip_prefix("by ").or_else(|| within.strip_prefix('@'));
    let own = due.map(|day| (Role::Due, day));
    let own = own.or_else(|| within.strip_prefix("done ").map(|day| (Role::Done, day)));
    let (role, written) = match own.filter(|_| sign == '(') {
        Some(own) => own,
        None => {
            let (name, day) = within.split_once("::")?;
            let (_, role) = FIELDS.iter().find(|(own, _)| own.eq_ignore_ascii_case(name.trim()))?;
            (*role, day)
        }
    };
    Some((role, written.trim(), within.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn promised(text: &str) -> Option<(String, String, bool)> {
        let promise = read(text, 0)?.ok()?;
        Some((promise.text, promise.due.to_string(), promise.done))
    }

    #[test]
    fn a_day_is_written_as_each_tool_writes_it() {
        for text in [
            "send it (by 2026-03-05)",
            "send it 📅 2026-03-05",
            "send it 🗓️ 2026-03-05",
            "send it 📆2026-03-05",
            "send it [due:: 2026-03-05]",
            "send it (Due::2026-03-05)",
            "send it (@2026-03-05)",
            "send it (@2026-03-05 10:00)",
            "(by 2026-03-05) send it",
            "send ➕ 2026-03-01 it ⏳ 2026-03-02 📅 2026-03-05",
            "send it [created:: 2026-03-01] [due:: 2026-03-05]",
        ] {
            let expected = ("send it".to_owned(), "2026-03-05".to_owned(), false);
            assert_eq!(promised(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_day_on_which_it_was_done_ends_it() {
        for text in [
            "send it 📅 2026-03-05 ✅ 2026-03-04",
            "send it 📅 2026-03-05 ❌ 2026-03-04",
            "send it [due:: 2026-03-05] [completion:: 2026-03-04]",
        ] {
            let expected = ("send it".to_owned(), "2026-03-05".to_owned(), true);
            assert_eq!(promised(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_no_promise() {
        for text in [
            "send it",
            "send it (by Ann)",
            "send it 📅",
            "send it 📅 tomorrow",
            "send it (@ann)",
            "send it [due:: next week]",
            "send it ✅ 2026-03-05",
            "send it (by 2026-03-05",
            "send it [by 2026-03-05]",
        ] {
            assert_eq!(promised(text), None, "{text}");
        }
        assert_eq!(read("send it 📅 2026-02-30", 0), Some(Err("2026-02-30".to_owned())));
    }
}
