//! `calendar.ics`: what has a fixed day, for the author's own calendar (RFC 5545).
//!
//! Nothing in it is of the day on which the site was built: an event's id comes from what it is about,
//! and its stamp from the note that tells of it, so a calendar program sees what changed.

use jiff::Span;
use jiff::civil::Date;

use super::urn::urn;
use crate::analyse::next::{cadence, stated_cadence};
use crate::model::Slug;
use crate::model::vocabulary::GoalState;
use crate::render::RenderContext;

/// The path of the file.
pub(super) const PATH: &str = "calendar.ics";

/// Whether there is such a file: what is due, and with whom, is for the author alone.
pub(super) fn is_written(ctx: &RenderContext<'_>) -> bool {
    ctx.is_authors() && ctx.journal.config.calendar
}

/// The most bytes of a line, without its end.
const LINE: usize = 75;

/// Something that has a day.
struct DatedEvent {
    day: Date,
    /// What it is about: its id is made of these.
    about: Vec<String>,
    /// The day of the note that tells of it.
    told: Date,
    summary: String,
    /// The page that shows it.
    page: String,
}

/// The file.
pub(super) fn calendar(ctx: &RenderContext<'_>) -> String {
    let mut events: Vec<DatedEvent> = Vec::new();
    events.extend(tasks(ctx));
    events.extend(promises(ctx));
    events.extend(updates(ctx));
    events.extend(goals(ctx));
    events.extend(talks(ctx));
    events.sort_by(|a, b| (a.day, &a.about).cmp(&(b.day, &b.about)));
    let mut lines = Vec::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//loopbook//loopbook//EN"] {
        lines.push(line.to_owned());
    }
    for event in &events {
        lines.extend(event.lines(ctx));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().flat_map(|line| [folded(line), "\r\n".to_owned()]).collect()
}

impl DatedEvent {
    fn lines(&self, ctx: &RenderContext<'_>) -> Vec<String> {
        let config = &ctx.journal.config;
        let author = config.author.as_deref().unwrap_or("");
        let about = self.about.iter().map(String::as_str);
        let id = urn(&std::iter::once(author).chain(about).collect::<Vec<_>>());
        let url = config.base_url.as_ref().map(|base| format!("URL:{}", base.of(&self.page)));
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", id.trim_start_matches("urn:uuid:")),
            format!("DTSTAMP:{}T000000Z", self.told.strftime("%Y%m%d")),
            format!("DTSTART;VALUE=DATE:{}", self.day.strftime("%Y%m%d")),
            format!("SUMMARY:{}", escaped(&self.summary)),
        ];
        lines.extend(url);
        lines.extend(["TRANSP:TRANSPARENT", "END:VEVENT"].map(str::to_owned));
        lines
    }
}

/// The author's open tasks.
fn tasks<'a>(ctx: &'a RenderContext<'_>) -> impl Iterator<Item = DatedEvent> + 'a {
    let open = ctx.timeline.tasks.iter().filter(|task| task.is_open() && task.owner.is_author());
    open.filter_map(|task| {
        let day = task.due?;
        let last = task.entries.last().map(|at| ctx.journal.entries[*at].date);
        Some(DatedEvent {
            day,
            about: vec!["task".to_owned(), task.id.to_string()],
            told: last.unwrap_or(day),
            summary: match task.repeats {
                Some(_) => format!("{} is due by its rhythm", task.title),
                None => format!("{} is due", task.title),
            },
            page: format!("tasks/{}.html", task.id),
        })
    })
}

/// What the author and others promised and have still to keep.
fn promises<'a>(ctx: &'a RenderContext<'_>) -> impl Iterator<Item = DatedEvent> + 'a {
    let open = ctx.analysis.promises.iter().filter(|promise| promise.is_open());
    open.map(|promise| {
        let entry = &ctx.journal.entries[promise.entry];
        DatedEvent {
            day: promise.due,
            about: vec!["promise".to_owned(), entry.id.to_string(), promise.text.clone()],
            told: entry.date,
            summary: match promise.is_to_do {
                true => format!("To do: {}", promise.text),
                false => format!("Promised: {}", promise.text),
            },
            page: format!("entries/{}.html", entry.id),
        }
    })
}

/// The updates that were promised on setbacks and did not come yet.
fn updates<'a>(ctx: &'a RenderContext<'_>) -> impl Iterator<Item = DatedEvent> + 'a {
    let open = ctx.analysis.setbacks.iter().filter(|setback| setback.is_open());
    open.filter_map(|setback| {
        let (day, said) = setback.awaited(ctx.journal)?;
        let (setback, said) = (&ctx.journal.entries[setback.entry], &ctx.journal.entries[said]);
        Some(DatedEvent {
            day,
            about: vec!["update".to_owned(), setback.id.to_string()],
            told: said.date,
            summary: format!("Update on {}", setback.title),
            page: format!("entries/{}.html", setback.id),
        })
    })
}

/// The days by which the author wants to reach their goals.
fn goals<'a>(ctx: &'a RenderContext<'_>) -> impl Iterator<Item = DatedEvent> + 'a {
    let goals = ctx.journal.goals.iter();
    let active = goals
        .filter(|goal| goal.state_on(ctx.today) == GoalState::Active && goal.owner.is_author());
    active.filter_map(|goal| {
        let day = goal.by?;
        Some(DatedEvent {
            day,
            about: vec!["goal".to_owned(), goal.id.to_string()],
            // A goal's file has no day of its own.
            told: goal.shared_on.unwrap_or(day),
            summary: format!("Goal: {}", goal.title),
            page: format!("goals/{}.html", goal.id),
        })
    })
}

/// The next talk with the manager, and with everybody whose file has a `cadence`: that long after the
/// last one, also where the day is past.
fn talks<'a>(ctx: &'a RenderContext<'_>) -> impl Iterator<Item = DatedEvent> + 'a {
    let manager: &Slug = &ctx.journal.config.manager;
    ctx.timeline.threads.iter().filter_map(move |thread| {
        let context = ctx.analysis.context();
        let person = &thread.person;
        let has_rhythm = person == manager || stated_cadence(&context, person).is_some();
        let last = context.last_talk(thread).filter(|_| has_rhythm && !context.is_gone(person))?;
        let last = &ctx.journal.entries[last];
        let day = last.date.checked_add(Span::new().days(cadence(&context, person))).ok()?;
        Some(DatedEvent {
            day,
            about: vec!["talk".to_owned(), person.to_string(), last.id.to_string()],
            told: last.date,
            summary: format!("Talk with {}", context.spoken(person)),
            page: format!("people/{person}.html"),
        })
    })
}

/// A text as a value: on one line, without what would end it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line in pieces of 75 bytes, each after the first behind a blank. No character is cut.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / LINE * 3);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(c);
        length += c.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{escaped, folded};

    #[test]
    fn a_value_ends_no_line() {
        assert_eq!(escaped("a, b; c\\d\ne\r\u{7}: \"f\""), "a\\, b\\; c\\\\d\\ne: \"f\"");
    }

    #[test]
    fn no_line_is_longer_than_75_bytes_and_no_character_is_cut() {
        let line = "SUMMARY:".to_owned() + &"aé模".repeat(40);
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
        assert_eq!(folded.replace("\r\n ", ""), line);
    }
}
