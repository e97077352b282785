//! The page for the next 1:1, as Markdown to paste: what is left empty is left out.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::phrasing::{due, name};
use crate::analyse::gaps::{GoalGaps, Need};
use crate::analyse::health::Finding;
use crate::analyse::next::{NextMove, clear_goal, next_need};
use crate::analyse::promises::OwnedPromise;
use crate::analyse::verdict::Verdict;
use crate::analyse::{Analysis, Task};
use crate::model::Entry;
use crate::model::phrasing::spoken;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::Relation;
use crate::render::script::bar;

/// The sheet for the thread of a move; `script` is what to say.
pub(super) fn sheet(analysis: &Analysis<'_>, next: &NextMove<'_>, script: &str) -> String {
    let sheet = Sheet { analysis, next };
    let name = name(analysis, next);
    let day = analysis.today.strftime("%-d %B %Y");
    let mut text = format!("# 1:1 with {name}, {day}\n");
    let talk = sheet.last_talk();
    let delivered = match talk {
        Some(day) => format!("Delivered since {}", sheet.day(day)),
        None => "Delivered so far".to_owned(),
    };
    let sections = [
        ("What they are trying to do".to_owned(), sheet.heard()),
        (delivered, sheet.delivered(talk)),
        ("Open".to_owned(), sheet.open()),
        ("Promised".to_owned(), sheet.promises()),
        ("To ask".to_owned(), quote(script)),
        ("To show".to_owned(), sheet.to_show()),
        ("To put right".to_owned(), sheet.findings()),
    ];
    for (title, lines) in sections {
        if !lines.is_empty() {
            text.push_str(&format!("\n## {title}\n\n{}\n", lines.join("\n")));
        }
    }
    // Where it is pasted, a `<!--` from a note would swallow the rest of the page.
    text.replace('<', "\\<")
}

struct Sheet<'a> {
    analysis: &'a Analysis<'a>,
    next: &'a NextMove<'a>,
}

impl<'a> Sheet<'a> {
    fn day(&self, day: Date) -> String {
        spoken(day, self.analysis.today)
    }

    /// The thread's entries, newest first.
    fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        let journal = self.analysis.journal;
        self.next.thread.entries.iter().rev().map(|at| &journal.entries[*at])
    }

    fn tasks(&self) -> impl Iterator<Item = &'a Task> {
        let tasks = &self.analysis.timeline.tasks;
        self.next.thread.tasks.iter().map(|at| &tasks[*at])
    }

    fn last_talk(&self) -> Option<Date> {
        let context = self.analysis.context();
        let last = context.talks(self.next.thread).next_back()?;
        Some(context.entry(last).date)
    }

    /// What they said last, each with its day: the two may be from different conversations.
    fn heard(&self) -> Vec<String> {
        let of = |lead: &str, said: fn(&Entry) -> Option<&str>| {
            let (entry, text) = self.entries().find_map(|entry| Some((entry, said(entry)?)))?;
            Some(format!("- {lead} ({}): {}", self.day(entry.date), line(text)))
        };
        let trying = of("Trying", |entry| entry.trying.as_deref());
        let blocking = of("Blocked by", |entry| entry.blocking.as_deref());
        trying.into_iter().chain(blocking).collect()
    }

    fn delivered(&self, since: Option<Date>) -> Vec<String> {
        let since = |day: Date| since.is_none_or(|since| day >= since);
        let done = self.tasks().filter_map(|task| Some((task, task.delivered?)));
        let mut done: Vec<(&Task, Date)> = done.filter(|(_, day)| since(*day)).collect();
        done.sort_by_key(|(_, day)| *day);
        done.into_iter().flat_map(|(task, day)| self.one_delivered(task, day)).collect()
    }

    fn one_delivered(&self, task: &Task, day: Date) -> Vec<String> {
        let entries = task.entries.iter().map(|at| &self.analysis.journal.entries[*at]);
        let impact = entries.clone().rev().find_map(|entry| entry.impact.as_deref());
        let impact = impact.map_or_else(String::new, |impact| format!(": {}", line(impact)));
        let mut lines = vec![format!("- **{}** ({}){impact}", task.title, self.day(day))];
        // The last entry that measured says how it ended.
        let metrics = entries.rev().find(|entry| !entry.metrics.is_empty());
        let metrics = metrics.map_or(&[][..], |entry| &entry.metrics);
        lines.extend(metrics.iter().map(|metric| format!("  - {metric}")));
        lines
    }

    fn open(&self) -> Vec<String> {
        let mut open: Vec<&Task> = self.tasks().filter(|task| task.is_open()).collect();
        open.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_by));
        open.into_iter().map(|task| self.one_open(task)).collect()
    }

    fn one_open(&self, task: &Task) -> String {
        let when = match task.due {
            Some(day) => format!("due {}", due(day, self.analysis.today)),
            None => "no due date".to_owned(),
        };
        let status = task.status.map_or("planned", |status| status.word());
        let last = task.entries.last().map(|at| &self.analysis.journal.entries[*at]);
        let last = last.map_or_else(String::new, |entry| {
            format!("; last note {}: {}", self.day(entry.date), entry.title)
        });
        format!("- **{}**: {when}; {status}{last}", task.title)
    }

    fn promises(&self) -> Vec<String> {
        let entries = &self.next.thread.entries;
        let all = self.analysis.promises.iter();
        let own = all.filter(|promise| promise.is_open() && entries.contains(&promise.entry));
        let mut open: Vec<&OwnedPromise> = own.collect();
        open.sort_by_key(|promise| (promise.due, Reverse(promise.entry)));
        let row = |promise: &OwnedPromise| {
            let late = if promise.due < self.analysis.today { ", late" } else { "" };
            format!("- [ ] {} ({}{late})", line(&promise.text), self.day(promise.due))
        };
        open.into_iter().map(row).collect()
    }

    /// The weakest need of the goal: the move's own, else the clear goal's. A peer and a report are
    /// not asked for work that serves it, unless the move says so.
    fn to_show(&self) -> Vec<String> {
        let context = self.analysis.context();
        let relation = self.next.thread.relation;
        let helps = relation != Relation::Peer;
        let of_move = self.next.goal.and_then(|at| self.analysis.gaps.get(at));
        let Some(gaps) =
            of_move.or_else(|| clear_goal(&context, self.next.thread).filter(|_| helps))
        else {
            return Vec::new();
        };
        match self.next.need.or_else(|| next_need(&context, self.next.thread, gaps)) {
            Some(need) => self.need(gaps, need),
            None => Vec::new(),
        }
    }

    fn need(&self, gaps: &GoalGaps, need: &Need) -> Vec<String> {
        let goal = &self.analysis.journal.goals[gaps.goal];
        let by = goal.by.map_or_else(String::new, |by| format!(", by {}", self.day(by)));
        let mut lines = vec![
            format!("- Goal: **{}**{by}", goal.title),
            format!("- Weakest competency: **{}** ({})", need.title, need.status.label()),
        ];
        if let Some(bar) = bar(self.analysis, gaps.goal, &need.id) {
            lines.push(format!("- The bar: {}", line(&bar)));
        }
        let config = &self.analysis.journal.config;
        let now = Quarter::of(self.analysis.today, config.fiscal_year_start);
        let up = Verdict { need, wanted: config.gaps, now }.up();
        lines.push(format!("- What moves it up: {up}"));
        lines
    }

    fn findings(&self) -> Vec<String> {
        let own = self.analysis.findings.iter().filter(|finding| self.is_about_us(finding));
        own.map(|finding| format!("- {}: {}", finding.message, finding.advice)).collect()
    }

    /// Whether a finding is about the person, a task taken on with them or an entry with them.
    fn is_about_us(&self, finding: &Finding) -> bool {
        finding.subject == self.next.thread.person
            || self.tasks().any(|task| finding.tasks.contains(&task.id))
            || self.entries().any(|entry| finding.subject == entry.id)
    }
}

/// A text as one line of a list.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quote(script: &str) -> Vec<String> {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    script.lines().map(line).collect()
}
