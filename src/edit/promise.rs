//! Ticking a promise.

use std::ops::Range;

use jiff::civil::Date;

use super::Change;

/// The changes that tick an item of a task list and add the day on which it was done. `task_box` is the
/// place of its box, `text` the file as it is read. `None` if there is no open box.
pub fn completed(text: &str, task_box: Range<usize>, day: Date) -> Option<Vec<Change>> {
    let start = task_box.start;
    let line = text[start..].split('\n').next()?;
    let state = line.strip_prefix('[')?.chars().next()?;
    let is_box = line[1 + state.len_utf8()..].starts_with(']');
    if !is_box || matches!(state, 'x' | 'X' | '-') {
        return None;
    }
    // The Tasks plugin reads its own sign, and only at the end of the line.
    let is_tasks = line.contains(['📅', '📆', '🗓']);
    let done = if is_tasks { format!(" ✅ {day}") } else { format!(" (done {day})") };
    let end = start + before_block_id(line);
    Some(vec![
        Change { range: start + 1..start + 1 + state.len_utf8(), text: "x".to_owned() },
        Change { range: end..end, text: done },
    ])
}

/// Where a line's own words end: before the name of its block (` ^id`) and blanks.
fn before_block_id(line: &str) -> usize {
    let words = line.trim_end();
    let name = words.rsplit_once(' ').filter(|(_, last)| last.len() > 1 && last.starts_with('^'));
    name.map_or(words, |(before, _)| before.trim_end()).len()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::completed;
    use crate::edit::FileText;

    #[test]
    fn a_promise_is_ticked_with_its_day() {
        for (before, after) in [
            (
                "- [ ] Send it (by 2026-03-05)\n",
                "- [x] Send it (by 2026-03-05) (done 2026-03-04)\n",
            ),
            ("* [/] Send 📅 2026-03-05 ^a\n", "* [x] Send 📅 2026-03-05 ✅ 2026-03-04 ^a\n"),
            (
                "- [ ] a (by 2026-03-05)  \n  more\n",
                "- [x] a (by 2026-03-05) (done 2026-03-04)  \n  more\n",
            ),
        ] {
            let file = FileText::decode(before.as_bytes().to_vec()).expect("text");
            let changes = completed(before, 2..5, date(2026, 3, 4)).expect("open");
            assert_eq!(file.changed(changes), after);
        }
        assert_eq!(completed("- [x] a", 2..5, date(2026, 3, 4)), None);
    }
}
