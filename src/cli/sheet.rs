//! The sheet for the next 1:1, as Markdown to paste into a document that both share. Empty sections are left
//! out, and so is everything that the other person does not know yet: what notes say stands there only if a
//! note that this person may see says it. The names of tasks, days, and what was promised are known to both; which of
//! these come from notes that the person may not see is told to the author.

use std::borrow::Cow;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashSet;

use jiff::civil::Date;

use super::phrasing::{due, name};
use super::sheet_reader::SheetReader;
use super::topics::topic;
use crate::analyse::gaps::{GoalGaps, Need};
use crate::analyse::heard::{delivered_since, last_heard};
use crate::analyse::kept::{KeptCount, kept_with};
use crate::analyse::next::{Move, NextMove, all_due, clear_goal, is_told, next_need};
use crate::analyse::plan::meant_for;
use crate::analyse::promises::{OwnedPromise, is_about_others};
use crate::analyse::tasks::recurring_words;
use crate::analyse::verdict::Verdict;
use crate::analyse::{Analysis, Task};
use crate::model::Entry;
use crate::model::phrasing::{mid_title, spoken};
use crate::model::vocabulary::Relation;
use crate::render::points;

/// The sheet for the next step with a person, with its script. With `notes`, it also has what is for
/// the author's eyes alone. Without them, it also has what the author must know before it is pasted.
pub(super) fn sheet(
    analysis: &Analysis<'_>,
    next: &NextMove<'_>,
    script: &str,
    notes: bool,
) -> SheetText {
    let reader = match notes {
        true => SheetReader::author(analysis),
        false => SheetReader::person(analysis, next.thread),
    };
    let sheet = Sheet { analysis, next, notes, reader, unseen: RefCell::default() };
    let name = name(analysis, next);
    let day = analysis.today.strftime("%-d %B %Y");
    let mut text = format!("# 1:1 with {name}, {day}\n");
    let talk = sheet.last_talk();
    let delivered = match talk {
        Some(day) => format!("Delivered since {}", sheet.day(day)),
        None => "Delivered so far".to_owned(),
    };
    let sections = [
        ("What you are trying to do".to_owned(), sheet.heard()),
        (delivered, sheet.delivered(talk)),
        ("Dates and promises kept".to_owned(), sheet.kept()),
        ("Open".to_owned(), sheet.open()),
        ("Open points".to_owned(), sheet.open_points(talk)),
        ("Promised by me".to_owned(), sheet.promises(OwnedPromise::is_open_for_author)),
        (format!("Promised by {name}"), sheet.promises(OwnedPromise::is_open_for_others)),
        ("To talk about".to_owned(), sheet.agenda()),
        (format!("To say to {name}"), sheet.words(script)),
        ("To show".to_owned(), sheet.to_show()),
    ];
    for (title, lines) in sections {
        if !lines.is_empty() {
            text.push_str(&format!("\n## {title}\n\n{}\n", lines.join("\n")));
        }
    }
    // A `<!--` from a note would hide the rest of the page that the sheet is pasted into.
    let text = text.replace('<', "\\<");
    SheetText { text, left_out: sheet.reader.left_out(), unseen: sheet.unseen.into_inner() }
}

/// A sheet, and what its author must know of it.
#[derive(Default)]
pub(super) struct SheetText {
    pub text: String,
    /// How many details were left out because no note that the person may see says them.
    pub left_out: usize,
    /// The lines on it that come only from notes that the person may not see.
    pub unseen: Vec<String>,
}

struct Sheet<'a> {
    analysis: &'a Analysis<'a>,
    next: &'a NextMove<'a>,
    notes: bool,
    reader: SheetReader<'a>,
    unseen: RefCell<Vec<String>>,
}

impl<'a> Sheet<'a> {
    fn day(&self, day: Date) -> String {
        spoken(day, self.analysis.today)
    }

    fn entry(&self, at: usize) -> &'a Entry {
        &self.analysis.journal.entries[at]
    }

    fn tasks(&self) -> impl Iterator<Item = &'a Task> {
        let tasks = &self.analysis.timeline.tasks;
        self.next.thread.tasks.iter().map(|index| &tasks[*index])
    }

    /// Keeps a line that comes only from notes that the person may not see.
    fn tell_unseen(&self, entries: &[usize], line: &str) {
        if !entries.iter().any(|at| self.reader.sees(*at)) {
            self.unseen.borrow_mut().push(line.to_owned());
        }
    }

    /// The entries on a task that are in this thread, newest first: what was said to others is not for
    /// this person.
    fn entries_on<'t>(&'t self, task: &'t Task) -> impl Iterator<Item = usize> + 't {
        let thread_of = &self.analysis.timeline.thread_of;
        let of_thread = |at: &usize| thread_of[*at].as_ref() == Some(&self.next.thread.person);
        task.entries.iter().rev().copied().filter(of_thread)
    }

    fn last_talk(&self) -> Option<Date> {
        let context = self.analysis.context();
        let last = context.last_talk(self.next.thread)?;
        Some(context.entry(last).date)
    }

    /// What they said in their last talk about it. What was in the way, and where to help, are left out once the
    /// work that this talk took on is delivered.
    fn heard(&self) -> Vec<String> {
        let heard = last_heard(self.analysis, self.next.thread);
        let mut entries = self.next.thread.entries.iter().copied();
        let help = entries.rfind(|at| self.entry(*at).help.is_some());
        let help = help.filter(|at| heard.is_none_or(|heard| *at >= heard));
        let current = |at: &usize| delivered_since(self.analysis, *at).is_empty();
        let of = |lead: &str, at: Option<usize>, said: fn(&Entry) -> Option<&str>| {
            let at = at?;
            let said = self.reader.text(at, said)?;
            Some(format!("- {lead} ({}): {}", self.day(self.entry(at).date), line(said)))
        };
        // With a direct report, the questions turn round.
        let help_lead = match self.next.thread.relation {
            Some(Relation::Report) => "What you could take on",
            _ => "Where I can help",
        };
        let answers = [
            of("Trying", heard, |entry| entry.trying.as_deref()),
            of("Blocked by", heard.filter(current), |entry| entry.blocking.as_deref()),
            of(help_lead, help.filter(current), |entry| entry.help.as_deref()),
        ];
        answers.into_iter().flatten().collect()
    }

    fn delivered(&self, since: Option<Date>) -> Vec<String> {
        let since = |day: Date| since.is_none_or(|since| day >= since);
        let done = self.tasks().filter_map(|task| Some((task, task.delivered?)));
        let mut done: Vec<(&Task, Date)> =
            done.filter(|(_, day)| since(*day) && *day <= self.analysis.today).collect();
        done.sort_by_key(|(_, day)| *day);
        done.into_iter().flat_map(|(task, day)| self.one_delivered(task, day)).collect()
    }

    fn one_delivered(&self, task: &Task, day: Date) -> Vec<String> {
        let impact = self.entries_on(task).find(|at| self.entry(*at).impact.is_some());
        let impact = impact.and_then(|at| self.reader.text(at, |entry| entry.impact.as_deref()));
        let impact = impact.map_or_else(String::new, |impact| format!(": {}", line(impact)));
        let mut lines = vec![format!("- **{}** ({}){impact}", task.title, self.day(day))];
        self.tell_unseen(&task.entries, &lines[0]);
        // The last entry that measured says how it ended.
        let metrics = self.entries_on(task).find(|at| !self.entry(*at).metrics.is_empty());
        let metrics = metrics.map_or_else(Vec::new, |at| {
            self.reader.texts(at, |entry| entry.metrics.iter().map(ToString::to_string).collect())
        });
        lines.extend(metrics.iter().map(|metric| format!("  - {metric}")));
        lines
    }

    /// How many of the dates and promises agreed with this person were kept: of those that they can read of, for a number
    /// has to be one that they can trace.
    fn kept(&self) -> Vec<String> {
        let own = kept_with(self.analysis, &self.next.thread.person, |word| {
            let is_known = self.notes
                || !word.is_private
                    && word.entries.iter().any(|at| self.reader.sees(*at))
                    && word.task.is_none_or(|task| self.reader.knows_due(task));
            if !is_known {
                self.reader.leave_out();
            }
            is_known
        });
        let line = |what: &str, count: KeptCount| {
            (count.all > 0).then(|| format!("- {}: {} of {}", what, count.kept, count.all))
        };
        [line("Dates", own.dates), line("Promises", own.promises)].into_iter().flatten().collect()
    }

    fn open(&self) -> Vec<String> {
        let mut open: Vec<&Task> = self.tasks().filter(|task| task.is_open()).collect();
        open.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_by));
        open.into_iter().map(|task| self.one_open(task)).collect()
    }

    fn one_open(&self, task: &Task) -> String {
        let today = self.analysis.today;
        let when = match task.due {
            // The day of its next cycle is reckoned, and nobody agreed on it.
            Some(_) if task.repeats.is_some() && self.reader.knows_rhythm(task) => {
                recurring_words(task, today)
            }
            Some(_) if task.repeats.is_some() => "no due date".to_owned(),
            Some(day) if day < today => format!("late: it was due on {}", due(day, today)),
            Some(day) => format!("due {}", due(day, today)),
            None => "no due date".to_owned(),
        };
        let status = task.status.map_or("planned", |status| status.word());
        let last = self.entries_on(task).next();
        let last = last.map_or_else(String::new, |at| {
            let date = self.entry(at).date;
            let title = self.reader.text(at, |entry| Some(&entry.title));
            // A note of the day is called as its day.
            let title = title.filter(|title| *title != date.to_string());
            let title = title.map_or_else(String::new, |title| format!(": {title}"));
            format!("; last note {}{title}", self.day(date))
        });
        let line = format!("- **{}**: {when}; {status}{last}", task.title);
        self.tell_unseen(&task.entries, &line);
        line
    }

    /// Whether the person took part in what an entry tells.
    fn took_part(&self, at: usize) -> bool {
        self.analysis.context().took_part(self.next.thread, at)
    }

    /// The entries from the last talk on: those with this person, and notes of the author's that are with nobody.
    fn noted_since(&self, talk: Option<Date>) -> Vec<usize> {
        let entries = self.analysis.journal.entries_until(self.analysis.today);
        let first = talk.map_or(0, |day| entries.partition_point(|entry| entry.date < day));
        (first..entries.len())
            .filter(|at| self.took_part(*at) || !is_about_others(&entries[*at]))
            .collect()
    }

    /// What was noted in task lists from the last talk on, and is open: promises have a day, and a list of
    /// their own.
    fn open_points(&self, talk: Option<Date>) -> Vec<String> {
        let newest = self.noted_since(talk).into_iter().rev();
        let open = |entry: &Entry| -> Vec<String> {
            let open = points(&entry.body).into_iter().filter(|(_, is_open)| *is_open);
            open.map(|(text, _)| text).collect()
        };
        // What a newer note says again is listed there, or over. A note that the person may not see lists nothing, so
        // an older one that they may see does.
        let mut newer: HashSet<String> = HashSet::new();
        let mut hidden: HashSet<String> = HashSet::new();
        let mut lines = Vec::new();
        for at in newest {
            let entry = self.entry(at);
            let day = self.day(entry.date);
            let took_part = self.took_part(at);
            // What was promised has a list of its own, which a note to oneself adds nothing to.
            let said = entry.body.promises.iter().filter(|own| took_part || own.done);
            let said = said.filter(|own| !entry.body.is_private(own.item));
            newer.extend(said.map(|own| own.text.clone()));
            if !took_part {
                let own = points(&entry.body).into_iter();
                newer.extend(own.filter(|(_, is_open)| !is_open).map(|(text, _)| text));
                continue;
            }
            let shown = self.reader.shown(at).map(open).unwrap_or_default();
            let listed = shown.iter().filter(|text| !newer.contains(*text));
            lines.extend(listed.map(|text| format!("- [ ] {} ({day})", line(text))));
            let is_whole = shown.len() == open(entry).len();
            for (text, is_open) in points(&entry.body) {
                if is_open && !is_whole && !shown.contains(&text) {
                    if !newer.contains(&text) {
                        hidden.insert(text);
                    }
                    continue;
                }
                if is_open {
                    hidden.remove(&text);
                }
                newer.insert(text);
            }
            newer.extend(shown);
        }
        hidden.iter().for_each(|_| self.reader.leave_out());
        lines
    }

    /// The promises of the thread's notes, by the author or by this person.
    fn promises(&self, is_listed: fn(&OwnedPromise) -> bool) -> Vec<String> {
        let thread = self.next.thread;
        let by_us = |promise: &OwnedPromise| {
            promise.person.as_ref().is_none_or(|person| *person == thread.person)
        };
        let all = self.analysis.promises.iter();
        let own = all.filter(|promise| {
            let is_for_both = self.notes || !promise.is_private;
            is_for_both && is_listed(promise) && by_us(promise) && self.took_part(promise.entry)
        });
        let mut open: Vec<&OwnedPromise> = own.collect();
        open.sort_by_key(|promise| (promise.due, Reverse(promise.entry)));
        let row = |promise: &OwnedPromise| {
            let late = if promise.due < self.analysis.today { ", late" } else { "" };
            let text = self.promised(promise)?;
            let line = format!("- [ ] {} ({}{late})", line(&text), self.day(promise.due));
            self.tell_unseen(&promise.said_in, &line);
            Some(line)
        };
        open.into_iter().filter_map(row).collect()
    }

    /// What was promised. An update is on what its note is called, which only who may see the note is told.
    fn promised(&self, promise: &'a OwnedPromise) -> Option<Cow<'a, str>> {
        let entry = self.entry(promise.entry);
        if !promise.is_update {
            return self.reader.promise(promise);
        }
        if self.notes || !entry.tasks.is_empty() {
            return Some(Cow::Borrowed(&promise.text));
        }
        Some(match self.reader.text(promise.entry, |entry| Some(&entry.title)) {
            Some(title) => Cow::Owned(format!("an update on {}", mid_title(title))),
            None => Cow::Borrowed("an update"),
        })
    }

    /// All that is due, in the order of the rules.
    fn agenda(&self) -> Vec<String> {
        let context = self.analysis.context();
        let due = all_due(&context, self.next.thread);
        let shown = due.iter().filter(|next| self.may_be_told(next));
        let row = |next: &NextMove<'_>| {
            let line = format!("- {}", topic(self.analysis, &self.reader, next));
            if let Some(task) = next.tasks.first() {
                self.tell_unseen(&task.entries, &line);
            }
            line
        };
        shown.map(row).collect()
    }

    /// What to say, which is for the author's eyes alone.
    fn words(&self, script: &str) -> Vec<String> {
        if self.notes { quote(script) } else { Vec::new() }
    }

    /// Whether a step can stand in a document that the person reads: it is about no goal that they were
    /// not told of, and not about how they see the author's work or how the author feels.
    fn may_be_told(&self, next: &NextMove<'_>) -> bool {
        let told = next.goal.is_none_or(|goal| self.is_told(goal));
        let is_tired = next.kind == Move::SlowDown && next.tasks.is_empty();
        // That there is a setback is told only by its note.
        let setback = next.setback.filter(|_| next.kind == Move::OwnIt);
        let setback = setback.map(|at| self.analysis.setbacks[at].entry);
        let is_hidden = |at: usize| self.reader.text(at, |setback| Some(&setback.title)).is_none();
        if !self.notes && setback.is_some_and(is_hidden) {
            return false;
        }
        self.notes || (told && next.kind != Move::Fix && !is_tired)
    }

    /// Whether the person knows of a goal. A file that the author keeps on a direct report's is not yet theirs to read.
    fn is_told(&self, goal: usize) -> bool {
        let (context, thread) = (self.analysis.context(), self.next.thread);
        let goal_file = &self.analysis.journal.goals[goal];
        if goal_file.owner.report() != Some(&thread.person) {
            return is_told(&context, thread, goal);
        }
        goal_file.told_by(self.analysis.today).is_some()
            || context.told_on(thread, goal_file).is_some()
            || self.reader.knows_goal(goal_file)
    }

    /// The competency of the goal that comes next: the move's own, else the clear goal's. A peer is not
    /// asked for work that serves it, unless the move says so.
    fn to_show(&self) -> Vec<String> {
        let context = self.analysis.context();
        let thread = self.next.thread;
        let of_move = self.next.goal.and_then(|at| self.analysis.gaps.get(at));
        let clear =
            || clear_goal(&context, thread).filter(|_| thread.relation != Some(Relation::Peer));
        let shown = of_move.or_else(clear);
        let shown = shown.filter(|gaps| self.notes || self.is_told(gaps.goal));
        let Some(gaps) = shown else { return Vec::new() };
        match self.next.need.or_else(|| next_need(&context, thread, gaps)) {
            Some(need) => self.need(gaps, need),
            None => Vec::new(),
        }
    }

    /// The open work that is meant for a competency, as far as its file tells the person: that of the thread, and other
    /// work of which a note that they may see tells.
    fn in_hand(&self, gaps: &GoalGaps, need: &Need) -> Option<String> {
        let meant = meant_for(&self.analysis.context(), gaps, need).into_iter();
        let is_known = |task: &&Task| {
            let is_own = task.thread.as_ref() == Some(&self.next.thread.person);
            let is_known = self.reader.knows_purpose(task, &need.id)
                && (is_own || task.entries.iter().any(|at| self.reader.sees(*at)));
            if !is_known {
                self.reader.leave_out();
            }
            is_known
        };
        let known = meant.filter(|task| task.is_open()).filter(is_known);
        let titles: Vec<String> = known.map(|task| format!("**{}**", task.title)).collect();
        (!titles.is_empty()).then(|| format!("- In hand for it: {}", titles.join(", ")))
    }

    fn need(&self, gaps: &GoalGaps, need: &Need) -> Vec<String> {
        let goal = &self.analysis.journal.goals[gaps.goal];
        let by = goal.by.map_or_else(String::new, |by| match by < self.analysis.today {
            true => format!("; it was wanted by {}", self.day(by)),
            false => format!(", by {}", self.day(by)),
        });
        // A status follows from notes: it is told to somebody who may see them all.
        let mut behind = need.units.iter().flat_map(|unit| &unit.entries);
        let is_known = behind.all(|at| self.reader.sees(*at));
        let status = if is_known { format!(" ({})", need.status.label()) } else { String::new() };
        let mut lines = vec![format!("- Goal: **{}**{by}", goal.title)];
        if !self.reader.knows_need(goal, &need.id) {
            self.reader.leave_out();
            return lines;
        }
        lines.push(format!("- Comes next: **{}**{status}", need.title));
        lines.extend(self.in_hand(gaps, need));
        if let Some(bar) = self.reader.bar(goal, &need.id) {
            lines.push(format!("- The bar: {}", line(&bar)));
        }
        if !is_known {
            return lines;
        }
        let verdict = Verdict { need, wanted: self.analysis.journal.config.gaps, now: gaps.now };
        let up = if self.notes { verdict.up() } else { verdict.ahead() };
        lines.push(format!("- {up}"));
        lines
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
