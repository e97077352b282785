//! The text of jrnl: many entries in one file, each behind its day in brackets.

use std::ops::Range;

use jiff::civil::Date;

use crate::markdown::index::civil_date;

/// An entry in such a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct JrnlEntry<'t> {
    /// Where its first line begins.
    pub start: usize,
    /// Its day.
    pub date: Date,
    /// The rest of its first line.
    pub title: &'t str,
    /// The lines below it.
    pub body: Range<usize>,
    /// How many lines are above the body.
    pub lines_above: usize,
}

/// The entries of a text; what is above the first is none.
pub(super) fn entries(text: &str) -> Vec<JrnlEntry<'_>> {
    let mut found: Vec<JrnlEntry<'_>> = Vec::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if let Some((date, title)) = header(line) {
            if let Some(before) = found.last_mut() {
                before.body.end = start;
            }
            let body = start + line.len()..text.len();
            found.push(JrnlEntry { start, date, title, body, lines_above: number + 1 });
        }
        start += line.len();
    }
    found
}

/// `[2025-02-15 09:30] A title`. A star marks what is dear to the author.
fn header(line: &str) -> Option<(Date, &str)> {
    let (stamp, title) = line.strip_prefix('[')?.split_once(']')?;
    let date = civil_date(stamp).filter(|_| stamp.len() == 10 || stamp.contains(':'))?;
    let is_title = title.trim().is_empty() || title.starts_with(' ');
    is_title.then(|| (date, title.trim().trim_matches('*').trim()))
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn an_entry_begins_with_its_day() {
        let text = "before\n[2025-02-15 09:30] A title. *\nwords\n[no day] x\n[2025-02-16](x)\n\n\
                    [2025-02-16 09:30:10 PM] \n[2025-02-17] Last";
        let found: Vec<_> = entries(text)
            .into_iter()
            .map(|own| (own.date.to_string(), own.title, &text[own.body], own.lines_above))
            .collect();
        assert_eq!(
            found,
            [
                ("2025-02-15".to_owned(), "A title.", "words\n[no day] x\n[2025-02-16](x)\n\n", 2),
                ("2025-02-16".to_owned(), "", "", 7),
                ("2025-02-17".to_owned(), "Last", "", 8),
            ]
        );
    }
}
