//! `loopbook status --line`: where you are, for a shell's prompt. It names nobody and nothing, since a
//! prompt is seen by who looks over a shoulder, and it reads keys only, since it is shown often.

use jiff::civil::Date;

use crate::analyse::health::manager_on;
use crate::analyse::{Task, Timeline};
use crate::model::Journal;
use crate::model::dates::days_between;
use crate::model::phrasing::counted;

/// The line: the loop with the manager, its step, and the days of the author's open tasks.
pub(super) fn line(journal: &Journal, timeline: &Timeline, today: Date) -> String {
    let thread = timeline.thread(manager_on(journal, today).as_str());
    let current = thread.and_then(|thread| timeline.current_loop(thread));
    let mut parts = vec![match current {
        Some(own) => format!("loop {} {}", own.number, own.reached().word()),
        None => "no loop".to_owned(),
    }];
    let open = timeline.tasks.iter().filter(|task| task.is_open() && task.owner.is_author());
    let days: Vec<i32> =
        open.filter_map(|task: &Task| task.due).map(|due| days_between(today, due)).collect();
    if let Some(next) = days.iter().filter(|days| **days >= 0).min() {
        parts.push(match next {
            0 => "due today".to_owned(),
            days => format!("due in {}", counted(*days as usize, "day")),
        });
    }
    let late = days.iter().filter(|days| **days < 0).count();
    if late > 0 {
        parts.push(format!("{late} late"));
    }
    parts.join(" · ")
}
