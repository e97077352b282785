//! What kills the loop: one rule a file, listed in [`RULES`].

mod asked_not_delivered;
mod bar_missed;
mod baseline_missing;
mod baseline_shaky;
mod gave_up;
mod goal_untold;
mod impact_missing;
mod late_and_asking;
mod leader_changed;
mod manager_left;
mod mode_stuck;
mod no_bar;
mod no_next_update;
mod no_skip_level;
mod one_sided;
mod overloaded;
mod perception_missing;
mod pivot_too_early;
mod plateau;
mod promise_late;
mod quarter_skipped;
mod refused;
mod review_due;
mod silent;
mod too_easy;
mod too_pushy;
mod vague_goal;
mod waiting_for_recognition;

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::gaps::GoalGaps;
use super::promises::OwnedPromise;
use super::setbacks::Setback;
use super::tasks::Task;
use super::timeline::{Thread, Timeline};
use crate::model::phrasing::mid_sentence;
use crate::model::quarter::Quarter;
use crate::model::thresholds::{HEALTH, HealthSettings};
use crate::model::vocabulary::{Initiative, Relation, Step};
use crate::model::{Entry, Goal, Journal, Owner, Slug};

pub use bar_missed::{missed_bars, missed_words};
pub use baseline_shaky::{Shaky, shaky};
pub use overloaded::{Overload, overload};
pub use refused::unmended;

pub use crate::ownership::{is_here, manager_on};

/// A health rule.
#[derive(Debug)]
pub struct Rule {
    /// Its stable name, by which `loopbook.yaml` knows it.
    pub code: &'static str,
    /// How bad it is.
    pub severity: FindingSeverity,
    /// When it holds, with the names of its thresholds in braces; see [`Rule::text`].
    rule: &'static str,
    find: fn(&HealthContext<'_>) -> Vec<Finding>,
}

/// The severity of a health finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Severity")]
pub enum FindingSeverity {
    /// It stops the loop.
    Warning,
    /// It is worth a thought.
    Info,
}

/// A finding of a health rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub code: &'static str,
    /// How bad it is.
    pub severity: FindingSeverity,
    /// The id of the person, task, goal or entry it is about, or `journal`.
    pub subject: Slug,
    /// The entries it is about, in order.
    pub entries: Vec<usize>,
    /// The tasks it is about.
    pub tasks: Vec<Slug>,
    /// What was found.
    pub message: String,
    /// What to do.
    pub advice: String,
}

/// Every rule, in the order in which findings are listed.
pub const RULES: &[Rule] = &[
    baseline_missing::RULE,
    baseline_shaky::RULE,
    perception_missing::RULE,
    asked_not_delivered::RULE,
    bar_missed::RULE,
    refused::RULE,
    vague_goal::RULE,
    goal_untold::RULE,
    no_bar::RULE,
    pivot_too_early::RULE,
    gave_up::RULE,
    waiting_for_recognition::RULE,
    quarter_skipped::RULE,
    late_and_asking::RULE,
    too_pushy::RULE,
    no_skip_level::RULE,
    too_easy::RULE,
    impact_missing::RULE,
    silent::RULE,
    no_next_update::RULE,
    promise_late::RULE,
    mode_stuck::RULE,
    leader_changed::RULE,
    manager_left::RULE,
    one_sided::RULE,
    review_due::RULE,
    overloaded::RULE,
    plateau::RULE,
];

/// The data that health rules examine.
#[derive(Debug)]
pub struct HealthContext<'a> {
    /// The journal.
    pub journal: &'a Journal,
    /// Its threads, loops and tasks.
    pub timeline: &'a Timeline,
    /// The needs of its goals.
    pub gaps: &'a [GoalGaps],
    /// Its setbacks.
    pub setbacks: &'a [Setback],
    /// What was promised.
    pub promises: &'a [OwnedPromise],
    /// The day.
    pub today: Date,
}

/// What holds today of the rules that are on: by rule, then by subject.
pub(super) fn findings(context: &HealthContext<'_>) -> Vec<Finding> {
    let on = RULES.iter().filter(|rule| context.journal.config.health.is_on(rule.code));
    on.flat_map(|rule| {
        let mut found = (rule.find)(context);
        found.sort_by(|a, b| a.subject.cmp(&b.subject));
        found
    })
    .collect()
}

impl Rule {
    /// When it holds, with the thresholds as they are set: for the page that prints it beside what
    /// it found.
    pub fn text(&self, settings: &HealthSettings) -> String {
        let thresholds =
            HEALTH.iter().find(|(code, _)| *code == self.code).map_or(&[][..], |(_, t)| t);
        thresholds.iter().fold(self.rule.to_owned(), |text, (name, _)| {
            let value = settings.threshold(self.code, name).to_string();
            text.replace(&format!("{{{name}}}"), &value)
        })
    }

    fn finding(&self, subject: &Slug, message: String, advice: impl Into<String>) -> Finding {
        Finding {
            code: self.code,
            severity: self.severity,
            subject: subject.clone(),
            entries: Vec::new(),
            tasks: Vec::new(),
            message,
            advice: advice.into(),
        }
    }
}

impl Finding {
    /// A finding of the rule that is only a remark.
    fn remark(mut self) -> Self {
        self.severity = FindingSeverity::Info;
        self
    }

    fn entries(mut self, entries: impl IntoIterator<Item = usize>) -> Self {
        self.entries.extend(entries);
        self
    }

    fn tasks<'t>(mut self, tasks: impl IntoIterator<Item = &'t Task>) -> Self {
        for task in tasks {
            self.tasks.push(task.id.clone());
        }
        self
    }
}

impl<'a> HealthContext<'a> {
    /// A threshold of a rule, in the rule's unit.
    pub fn threshold(&self, rule: &Rule, name: &str) -> i32 {
        self.journal.config.health.threshold(rule.code, name)
    }

    /// The day that many days before today.
    pub fn ago(&self, days: i32) -> Date {
        before(self.today, days)
    }

    /// The quarter of a day.
    pub fn quarter(&self, day: Date) -> Quarter {
        Quarter::of(day, self.journal.config.fiscal_year_start)
    }

    /// The thread of whoever is the author's manager now; none if the journal's manager left, and nobody's file says
    /// who followed.
    pub fn main_thread(&self) -> Option<&'a Thread> {
        let manager = manager_on(self.journal, self.today);
        self.timeline.thread(manager.as_str()).filter(|_| !self.is_gone(manager))
    }

    /// The entries up to today: of what is dated later, nothing follows yet.
    pub fn entries(&self) -> &'a [Entry] {
        self.journal.entries_until(self.today)
    }

    /// An entry by its index.
    pub fn entry(&self, at: usize) -> &'a Entry {
        &self.journal.entries[at]
    }

    /// The entries of a thread with one of these steps, in order.
    pub fn with_step(
        &self,
        thread: &'a Thread,
        steps: &'static [Step],
    ) -> impl DoubleEndedIterator<Item = usize> {
        let entries = self.journal.entries.as_slice();
        let wanted = move |at: &usize| entries[*at].step.is_some_and(|step| steps.contains(&step));
        thread.entries.iter().copied().filter(wanted)
    }

    /// The talks of a thread: what was asked, and what was named.
    pub fn talks(&self, thread: &'a Thread) -> impl DoubleEndedIterator<Item = usize> {
        self.with_step(thread, &[Step::Ask, Step::Pivot])
    }

    /// The pivots of a thread.
    pub fn pivots(&self, thread: &'a Thread) -> impl DoubleEndedIterator<Item = usize> {
        self.with_step(thread, &[Step::Pivot])
    }

    /// The entries with the person of a thread, in order: those of the thread, and those of others that name
    /// them in `with`.
    pub fn met(&self, thread: &Thread) -> Vec<usize> {
        let mut entries = [&thread.entries[..], &thread.named_in[..]].concat();
        entries.sort_unstable();
        entries
    }

    /// Whether an entry is in a thread.
    pub fn is_of(&self, thread: &Thread, at: usize) -> bool {
        self.timeline.thread_of[at].as_ref() == Some(&thread.person)
    }

    /// Whether the person of a thread took part in what an entry tells.
    pub fn took_part(&self, thread: &Thread, at: usize) -> bool {
        self.is_of(thread, at) || self.entry(at).with.contains(&thread.person)
    }

    /// The same, with one of these steps.
    pub fn met_for(&self, thread: &Thread, steps: &[Step]) -> Vec<usize> {
        let mut entries = self.met(thread);
        entries.retain(|at| self.entry(*at).step.is_some_and(|step| steps.contains(&step)));
        entries
    }

    /// The last talk in which the person of a thread took part.
    pub fn last_talk(&self, thread: &Thread) -> Option<usize> {
        self.met_for(thread, &[Step::Ask, Step::Pivot]).pop()
    }

    /// The talks in which the person of a thread took part, and what the author told them of work begun unasked.
    pub fn contacts(&self, thread: &Thread) -> Vec<usize> {
        let is_contact = |at: &usize| {
            let entry = self.entry(*at);
            matches!(entry.step, Some(Step::Ask | Step::Pivot)) || tells(entry)
        };
        self.met(thread).into_iter().filter(is_contact).collect()
    }

    /// The day on which the person of a thread was told of a goal, as far as notes say: the first pivot
    /// with them for it, or its `shared_on` where they could help with it on that day.
    pub fn told_on(&self, thread: &Thread, goal: &Goal) -> Option<Date> {
        let (journal, person) = (self.journal, &thread.person);
        let is_helper = |day: &Date| match goal.with.is_empty() {
            true => person == manager_on(journal, *day),
            false => goal.with.contains(person) && is_here(journal, person, *day),
        };
        let pivots = self.met_for(thread, &[Step::Pivot]).into_iter().map(|at| self.entry(at));
        let pivot = pivots.filter(|entry| entry.goals.contains(&goal.id)).map(|entry| entry.date);
        pivot.chain(goal.told_by(self.today).filter(is_helper)).min()
    }

    /// The tasks taken on in a thread, in order.
    pub fn tasks_of(&self, thread: &'a Thread) -> impl Iterator<Item = &'a Task> {
        thread.tasks.iter().map(|at| &self.timeline.tasks[*at])
    }

    /// The author's tasks that were taken on, by the entry that took them on.
    pub fn taken_on(&self) -> Vec<&'a Task> {
        let own = self.timeline.tasks.iter().filter(|task| task.owner.is_author());
        let mut tasks: Vec<&Task> = own.filter(|task| task.taken_by.is_some()).collect();
        tasks.sort_by_key(|task| task.taken_by);
        tasks
    }

    /// Whether an entry that names a task says what it changed, measured, or proves it.
    pub fn has_impact(&self, task: &Task) -> bool {
        task.entries.iter().map(|at| self.entry(*at)).any(|entry| {
            entry.impact.is_some() || !entry.metrics.is_empty() || !entry.evidence.is_empty()
        })
    }

    /// Whether the author works with a person today, as far as the person's file says: no `since` is still to come,
    /// and no `until` is past.
    pub fn is_here(&self, person: &Slug) -> bool {
        is_here(self.journal, person, self.today)
    }

    /// Whether somebody can still tell the author more of work or of a setback: the author of their own, whoever else it
    /// is of in the thread with them only while they are here.
    fn can_be_asked(&self, owner: &Owner, person: Option<&Slug>) -> bool {
        owner.is_author() || person.is_none_or(|person| self.is_here(person))
    }

    /// The tasks of which somebody can tell more.
    fn tasks_to_ask_about(&self) -> impl Iterator<Item = &'a Task> {
        let tasks = self.timeline.tasks.iter();
        tasks.filter(|task| self.can_be_asked(&task.owner, task.thread.as_ref()))
    }

    /// The open setbacks of which somebody can tell more.
    fn setbacks_to_ask_about(&self) -> impl Iterator<Item = &'a Setback> {
        self.setbacks.iter().filter(|setback| {
            let person = self.timeline.thread_of[setback.entry].as_ref();
            setback.is_open() && self.can_be_asked(&self.entry(setback.entry).owner, person)
        })
    }

    /// Whether a person's `until` is past.
    pub fn is_gone(&self, person: &Slug) -> bool {
        let person = self.journal.person(person.as_str());
        person.and_then(|person| person.until).is_some_and(|until| until < self.today)
    }

    /// What somebody is called who has left, and who can be told nothing any more.
    fn left(&self, person: Option<&Slug>) -> Option<String> {
        person.filter(|person| self.is_gone(person)).map(|person| self.spoken(person))
    }

    /// The threads of people with whom the author works today or will do so.
    fn threads_to_go_on(&self) -> impl Iterator<Item = &'a Thread> {
        self.timeline.threads.iter().filter(|thread| !self.is_gone(&thread.person))
    }

    /// Whose goals and tasks a thread is about.
    pub fn owner_of(&self, thread: &Thread) -> Owner {
        match thread.relation {
            Some(Relation::Report) => Owner::Report(thread.person.clone()),
            _ => Owner::Author,
        }
    }

    /// What else to do about an open task that has a `deliver`: one that does not say what came of the work leaves it
    /// started.
    fn or_finish(&self, task: &Task, advice: String) -> String {
        let is_delivery = |at: &usize| self.entry(*at).step == Some(Step::Deliver);
        match task.repeats.is_none() && task.entries.iter().any(is_delivery) {
            true => format!(
                "{advice}; if it is finished, add `impact` or `status: delivered` to its `deliver`"
            ),
            false => advice,
        }
    }

    /// Whom to ask about a task of a direct report's, and for whom it is not the author's to do.
    pub fn owner_name(&self, task: &Task) -> Option<String> {
        let thread = task.thread.as_ref().filter(|_| !task.owner.is_author())?;
        Some(self.spoken(thread))
    }

    /// What a person is called in the middle of a sentence.
    pub fn spoken(&self, person: &Slug) -> String {
        mid_sentence(self.name(person))
    }

    /// What a person is called.
    pub fn name(&self, person: &Slug) -> &'a str {
        self.journal.person(person.as_str()).map_or("", |person| &person.title)
    }
}

/// Whom the author can ask for help with a goal: the first person of its `with` who is here, else the manager.
pub fn leader_of<'a>(journal: &'a Journal, goal: &'a Goal, today: Date) -> &'a Slug {
    let named = goal.with.iter().find(|person| is_here(journal, person, today));
    named.unwrap_or_else(|| manager_on(journal, today))
}

/// Whether an entry tells of work that the author began unasked.
pub fn tells(entry: &Entry) -> bool {
    entry.initiative == Some(Initiative::Acted)
}

/// The day that many days before another.
pub fn before(day: Date, days: i32) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use super::{HEALTH, HealthSettings, RULES};

    #[test]
    fn every_rule_has_its_thresholds_and_says_them() {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
        let known: Vec<&str> = HEALTH.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, known);
        for (rule, (_, thresholds)) in RULES.iter().zip(HEALTH) {
            let text = rule.text(&HealthSettings::default());
            assert!(!text.contains(['{', '}']), "{text}");
            for (name, value) in *thresholds {
                assert!(
                    text.contains(&value.to_string()),
                    "{}: {name} is not in: {text}",
                    rule.code
                );
            }
        }
    }
}
