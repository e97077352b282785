//! What scripts say, checked against the files: each fact of each sentence follows from a note, and
//! without the notes that it follows from, the sentence is gone.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use loopbook::analyse::Analysis;
use loopbook::analyse::next::{Move, all_due, planned};
use loopbook::pipeline;
use loopbook::share::for_author;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::gaps::Unit;
use super::journal::{Journal, Note, journal};
use super::timeline::{Reading, Task, has_proof, is_active, is_open};
use crate::support::effort::cases;
use crate::support::folder::folder;

/// What is said to whom.
fn scripts(journal: &Journal) -> Vec<(String, String)> {
    let folder = folder(&journal.files());
    let read = loopbook::read::read(folder.path(), None);
    let read = read.journal.expect("a journal");
    let own = for_author(&read, &[]);
    let analysis = Analysis::of(&own, journal.today);
    // All that is due with somebody, and what a new note for a talk suggests.
    let context = analysis.context();
    let of_thread = |thread| {
        let talks = [Move::Ask, Move::Pivot];
        let talks = talks.map(|kind| planned(&context, thread, kind, None, None));
        all_due(&context, thread).into_iter().chain(talks)
    };
    let moves = analysis.timeline.threads.iter().flat_map(of_thread).collect();
    let moves = pipeline::with_words(&analysis, moves, &mut Vec::new());
    moves.into_iter().map(|(next, words)| (next.thread.person.to_string(), words)).collect()
}

/// The sentences of a text; what stands in quotation marks belongs to one.
fn sentences(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quoted = false;
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        quoted = match c {
            '“' => true,
            '”' => false,
            _ => quoted,
        };
        all.last_mut().expect("a sentence").push(*c);
        let ends = matches!(c, '.' | '?') && chars.get(at + 1).is_none_or(|next| *next == ' ');
        if ends && !quoted {
            all.push(String::new());
        }
    }
    let trimmed = all.iter().map(|text| text.trim().to_owned());
    trimmed.filter(|text| !text.is_empty()).collect()
}

/// What stands between two texts.
fn between<'a>(text: &'a str, from: &str, to: &[&str]) -> Option<&'a str> {
    let rest = &text[text.find(from)? + from.len()..];
    let end = to.iter().filter_map(|to| rest.find(to)).min()?;
    Some(&rest[..end])
}

/// A claim: its sort, and the entries from which it follows; without one, it is false. A claim that
/// follows from the absence of notes has none to take away.
type Claim = (&'static str, Option<Vec<usize>>);

impl Reading {
    fn spoken(&self, day: Date) -> String {
        let format = if day.year() == self.today.year() { "%-d %B" } else { "%-d %B %Y" };
        day.strftime(format).to_string()
    }

    fn naming_at(&self, task: &str) -> Vec<usize> {
        (0..self.entries.len()).filter(|at| self.entries[*at].says("task", task)).collect()
    }

    /// A task of a thread that a sentence names, and that is as it says.
    fn task_called(
        &self,
        person: &str,
        title: &str,
        is: impl Fn(&Task) -> bool,
    ) -> Option<Vec<usize>> {
        let own = self.tasks_of(person).into_iter().find(|task| task.id == title && is(task))?;
        Some(self.naming_at(&own.id))
    }

    /// The notes of a thread in which one of these keys says a text.
    fn wrote(&self, person: &str, text: &str) -> Option<Vec<usize>> {
        let keys = ["trying", "blocking", "impact", "wishes", "lesson", "bar"];
        let said = |at: &usize| {
            let note = &self.entries[*at];
            let is = |word: &String| word.trim_end_matches('.') == text;
            keys.iter().any(|key| note.list(key).iter().any(is)) || note.id[11..] == *text
        };
        // A task's impact may be in a note of another thread.
        let near = |at: &usize| {
            self.person(*at) == person
                || self.tasks_of(person).iter().any(|task| self.entries[*at].says("task", &task.id))
        };
        let notes: Vec<usize> = (0..self.entries.len()).filter(said).filter(near).collect();
        (!notes.is_empty()).then_some(notes)
    }

    /// The notes of the author's on a problem of this name, seen on a day, about which nothing was done.
    fn saw(&self, person: &str, title: &str, on: &str) -> Option<Vec<usize>> {
        let is_called = |note: &Note| match note.list("task").first() {
            Some(task) => task == title,
            None => note.id[11..] == *title,
        };
        let is_taken = |note: &Note| self.tasks.iter().any(|task| note.says("task", &task.id));
        let is_settled = |at: usize| {
            let later = &self.entries[at + 1..];
            later.iter().any(|later| later.says("resolves", &self.entries[at].id))
        };
        let saw = |at: &usize| {
            let note = &self.entries[*at];
            let is_own = note.says("kind", "seen") && self.whose_work(*at) == "me";
            let is_open = !is_taken(note) && !is_settled(*at);
            is_own && is_open && is_called(note) && self.spoken(note.date()) == on
        };
        let notes: Vec<usize> = self.thread(person).into_iter().filter(saw).collect();
        (!notes.is_empty()).then_some(notes)
    }

    /// The notes with a person in which the author promised an update for a day that is past.
    fn owes_update(&self, person: &str, title: &str, by: &str) -> Option<Vec<usize>> {
        let owes = |at: &usize| {
            let note = &self.entries[*at];
            let subject = note.list("task").first().map_or(&note.id[11..], String::as_str);
            let by_then = note.day("update_by").is_some_and(|day| self.spoken(day) == by);
            self.person(*at) == person && by_then && subject == title
        };
        let notes: Vec<usize> = self.late_promises().into_iter().filter(owes).collect();
        (!notes.is_empty()).then_some(notes)
    }

    fn took_part(&self, person: &str, at: usize) -> bool {
        self.person(at) == person || self.entries[at].says("with", person)
    }

    /// The updates on a setback of this title in which a person took part.
    fn updated(&self, person: &str, title: &str) -> Option<Vec<usize>> {
        let called = |at: &usize| self.entries[*at].id[11..] == *title;
        let setbacks: Vec<usize> = self.open_setbacks().into_iter().filter(called).collect();
        // Whoever the setback names was there, too.
        let named = setbacks.iter().copied().filter(|at| self.entries[*at].says("with", person));
        let updates = setbacks.iter().flat_map(|at| self.updates(*at));
        let updates = updates.filter(|at| self.took_part(person, *at));
        let theirs: Vec<usize> = named.chain(updates).collect();
        (!theirs.is_empty()).then_some(theirs)
    }

    /// The last notes on open setbacks that promise the next update for a day, and in which a person took part.
    fn next_update(&self, person: &str, by: &str) -> Option<Vec<usize>> {
        let last = |at: usize| self.updates(at).into_iter().max().unwrap_or(at);
        let promises = |at: &usize| {
            let day = self.entries[*at].day("update_by");
            day.is_some_and(|day| self.spoken(day) == by) && self.took_part(person, *at)
        };
        let said: Vec<usize> =
            self.open_setbacks().into_iter().map(last).filter(promises).collect();
        (!said.is_empty()).then_some(said)
    }

    /// The pivots with a person, on a day, that name a competency.
    fn named(&self, person: &str, need: &str, on: &str) -> Option<Vec<usize>> {
        let thread = self.thread(person).into_iter();
        let names = |at: &usize| {
            let note = &self.entries[*at];
            let gaps = note.list("gaps");
            note.says("step", "pivot")
                && self.spoken(note.date()) == on
                && gaps.iter().any(|gap| gap.eq_ignore_ascii_case(need))
        };
        let pivots: Vec<usize> = thread.filter(names).collect();
        (!pivots.is_empty()).then_some(pivots)
    }

    /// The last entry of a thread that says what the person tries to do, or what is in the way.
    fn last_heard(&self, person: &str) -> Option<usize> {
        let says = |at: &usize| {
            let note = &self.entries[*at];
            note.has("trying") || note.has("blocking")
        };
        self.thread(person).into_iter().rfind(says)
    }

    fn goal_called(&self, title: &str, owner: &str) -> Option<Vec<usize>> {
        let all = self.all_goals();
        let id = id_of(title);
        let own = |goal: &&Note| goal.id == id && self.whose_goal(goal) == owner;
        all.iter().find(own).map(|_| Vec::new())
    }

    /// The newest pivot, if its answer on a goal was put off until that day.
    fn put_off_said(
        &self,
        person: &str,
        title: &str,
        on: &str,
        until: Option<&str>,
    ) -> Option<Vec<usize>> {
        let pivot = |at: &usize| self.entries[*at].says("step", "pivot");
        let at = self.thread(person).into_iter().rfind(pivot)?;
        let note = &self.entries[at];
        let day = note.day("answer_by").map(|day| self.spoken(day));
        let is = note.says("answer", "later")
            && self.is_pivot_for(at, &id_of(title))
            && self.spoken(note.date()) == on
            && day.as_deref() == until;
        is.then(|| vec![at])
    }

    fn status_called(&self, owner: &str, need: &str, statuses: &[usize]) -> Option<Vec<usize>> {
        let goals = self.all_goals();
        let own = goals.iter().filter(|goal| self.whose_goal(goal) == owner);
        let needs = own.flat_map(|goal| self.needs(goal));
        let is = |own: &super::gaps::Need| own.id == need && statuses.contains(&own.status);
        needs.into_iter().find(is).map(|_| Vec::new())
    }

    /// Whether a goal's competency has no higher status for the reason that a sentence gives.
    fn is_short_for(&self, owner: &str, need: &str, reason: &str, sentence: &str) -> bool {
        let all = self.all_goals();
        let goals = all.iter().filter(|goal| self.whose_goal(goal) == owner && is_active(goal));
        goals.into_iter().any(|goal| {
            let needs = self.needs(goal);
            let Some(own) = needs.iter().find(|own| own.id == need) else { return false };
            let now = self.this_quarter();
            let counting: Vec<_> = own.units.iter().filter(|unit| unit.counts()).collect();
            let late: Vec<_> =
                counting.iter().filter(|unit| self.span(now).contains(&unit.quarter)).collect();
            let quarters: BTreeSet<_> = late.iter().map(|unit| unit.quarter).collect();
            let projects: BTreeSet<_> = late.iter().map(|unit| &unit.project).collect();
            let few = late.len() < self.gap("units", 2) || projects.len() < self.gap("projects", 2);
            let has_older = late.len() < counting.len();
            let few_quarters = quarters.len() < self.gap("quarters", 2);
            let of_quarters = match quarters.len() {
                1 => " is from one quarter".to_owned(),
                some => format!(" is from {some} quarters"),
            };
            let level: Vec<_> = own.units.iter().filter(|unit| !unit.below).collect();
            let fell_short = |unit: &&&Unit| {
                unit.task.as_ref().is_some_and(|task| self.missed(task, Some(goal)).is_some())
            };
            let has_level = |unit: &&&Unit| {
                let mut shown =
                    unit.entries.iter().flat_map(|at| Self::shown(&self.entries[*at], need));
                shown.any(|level| Self::standing(Some(goal), level) == 2)
            };
            let count = |is: &dyn Fn(&&&Unit) -> bool| level.iter().filter(|unit| is(unit)).count();
            let missed = count(&|unit| fell_short(unit));
            let proofless = count(&|unit| !fell_short(unit) && has_level(unit));
            match reason {
                "fell short" => missed == level.len(),
                "level" => missed == 0 && proofless == 0,
                "proof" => proofless == level.len(),
                "mixed" => own.status == 1,
                "confirmed" => {
                    let recent = now - self.gap("recent", 2) as i32..=now;
                    !counting.iter().any(|unit| unit.grade == 3 && recent.contains(&unit.quarter))
                }
                _ if sentence.contains("too little of it is recent") => has_older && few,
                _ if sentence.contains("it is not enough yet") => !has_older && few,
                _ => {
                    let what = if has_older { "what is recent of it" } else { "all of it" };
                    !few && few_quarters && sentence.contains(&format!("{what}{of_quarters}"))
                }
            }
        })
    }

    /// Every claim of a sentence that this reading knows.
    fn claims(&self, person: &str, sentence: &str) -> Vec<Claim> {
        let mut claims: Vec<Claim> = Vec::new();
        let owner =
            if self.relation(person) == "report" { person.to_owned() } else { "me".to_owned() };
        let acted = |task: &Task| is_open(task) && task.initiative == "acted";
        if let Some(title) = between(sentence, "I've begun on ", &[",", " and"]) {
            let shown = between(sentence, "it shows ", &[" as well"]);
            let shows = |task: &Task| {
                shown.is_none_or(|need| {
                    let shows = |note: &&Note| {
                        note.list("shows").iter().any(|s| s.split('@').next() == Some(need))
                    };
                    self.naming(&task.id).iter().any(shows)
                })
            };
            claims.push(("begun", self.task_called(person, title, |t| acted(t) && shows(t))));
        }
        for who in ["I've finished ", "you've finished ", "You've finished "] {
            let Some(list) = between(sentence, who, &[" and more", ".", ", so"]) else { continue };
            for title in list.split(", ").flat_map(|part| part.split(" and ")) {
                let delivered = |task: &Task| task.delivered.is_some();
                claims.push(("finished", self.task_called(person, title, delivered)));
            }
        }
        if sentence.starts_with("I'd suggest that I take on a piece of that") {
            let heard = self.last_heard(person);
            let came_to_nothing =
                |task: &Task| matches!(task.status.as_deref(), Some("declined" | "dropped"));
            let taken = |task: &Task| Some(task.taker) == heard && !came_to_nothing(task);
            claims.push(("a piece", (!self.tasks.iter().any(taken)).then(Vec::new)));
        }
        if let Some(list) = between(sentence, "Did ", &[" do what you needed?"]) {
            let heard = self.last_heard(person);
            for title in list.split(", ").flat_map(|part| part.split(" and ")) {
                let is_done = |task: &Task| {
                    Some(task.taker) == heard && task.delivered.is_some() && task.missed.is_none()
                };
                claims.push(("solved", self.task_called(person, title, is_done)));
            }
        }
        if let Some(title) = between(sentence, "On ", &[":"]) {
            let due = between(sentence, "the date was ", &[","])
                .or_else(|| between(sentence, "it is due on ", &[".", ";"]))
                .or_else(|| between(sentence, "the date is ", &["."]));
            if let Some(due) = due {
                let open = |task: &Task| {
                    is_open(task) && task.due.is_some_and(|day| self.spoken(day) == due)
                };
                claims.push(("due", self.task_called(person, title, open)));
            }
            if let Some(on) = between(sentence, "I've had it since ", &[","]) {
                let taken = |task: &Task| self.spoken(self.entries[task.taker].date()) == on;
                claims.push(("taken on", self.task_called(person, title, taken)));
            }
            if sentence.contains("it fell short") {
                let missed = |task: &Task| task.missed.is_some() && task.last_done().is_some();
                claims.push(("fell short", self.task_called(person, title, missed)));
            }
            let again = between(sentence, "that I delivered it again on ", &["."]);
            if sentence.contains("it fell short") {
                let is_again = |task: &Task| {
                    let judged = task.missed.expect("a judgement");
                    let mut later = (judged + 1..self.entries.len())
                        .map(|at| &self.entries[at])
                        .filter(|note| note.says("step", "deliver") && note.says("task", &task.id));
                    later.next_back().map(|note| self.spoken(note.date()))
                        == again.map(ToOwned::to_owned)
                };
                let is_missed = |task: &Task| task.missed.is_some() && is_again(task);
                claims.push(("delivered again", self.task_called(person, title, is_missed)));
            }
            if sentence.contains("it's finished") {
                let bare = |task: &Task| {
                    task.delivered.is_some() && !self.naming(&task.id).into_iter().any(has_proof)
                };
                claims.push(("no impact", self.task_called(person, title, bare)));
            }
        }
        for whose in ["I have ", "You have "] {
            let Some(title) = between(sentence, whose, &[" open, which is meant"]) else {
                continue;
            };
            let serves =
                self.file(&self.journal.tasks, title).is_some_and(|file| file.has("serves"));
            let open = self.tasks.iter().any(|task| task.id == title && is_open(task));
            claims.push(("meant for it", (serves && open).then(|| self.naming_at(title))));
        }
        if let Some(title) = between(sentence, "I've kept up ", &[", ", "."]) {
            let done = |task: &Task| !task.cycles.is_empty();
            claims.push(("kept up", self.task_called(person, title, done)));
        }
        if let Some(on) = between(sentence, "On ", &[" I noted a problem"]) {
            let title = between(sentence, "“", &["”"]).expect("what it is called");
            claims.push(("saw", self.saw(person, title, on)));
        }
        if let Some(title) = between(sentence, "then I turned down ", &["."]) {
            let declined = |task: &Task| task.status.as_deref() == Some("declined");
            claims.push(("turned down", self.task_called(person, title, declined)));
        }
        if sentence.starts_with("I promised an update") || sentence.starts_with("I'm late with") {
            for update in sentence.split("an update on ").skip(1) {
                let owed = update.split_once(" for ").and_then(|(title, rest)| {
                    let by = rest.split([',', '.']).next()?.split(" and ").next()?;
                    self.owes_update(person, title, by)
                });
                claims.push(("owed", owed));
            }
        }
        if let Some(title) = between(sentence, "There is more on this: “", &["”"]) {
            claims.push(("updated", self.updated(person, title)));
        }
        let late = between(sentence, "I promised an update for ", &[", and that day"]);
        if let Some(by) =
            late.or_else(|| between(sentence, "I promised the next update for ", &["."]))
        {
            claims.push(("next update", self.next_update(person, by)));
        }
        if let Some(list) = between(sentence, "Open with you I have ", &[" and more", "."]) {
            for title in list.split(", ").flat_map(|part| part.split(" and ")) {
                claims.push(("open", self.task_called(person, title, is_open)));
            }
        }
        for named in ["you named ", "I named "] {
            let need = between(sentence, named, &[".", ":"]);
            let on = between(sentence, "On ", &[" you named", " I named"]);
            if let Some((need, on)) = need.zip(on) {
                claims.push(("named", self.named(person, need, on)));
            }
        }
        if sentence.contains("wrote down") || sentence.contains("have this down") {
            for part in sentence.split('“').skip(1) {
                let text = part.split('”').next().expect("a quotation");
                claims.push(("wrote", self.wrote(person, text)));
            }
        }
        for (words, whose) in [("My goal is ", "me"), ("Your goal, as I have it, is ", person)] {
            if let Some(title) = between(sentence, words, &[", by", ", which", "."]) {
                claims.push(("goal", self.goal_called(title, whose)));
                let by = between(sentence, " wanted by ", &["."]);
                let is_past = |goal: &Note| goal.day("by").is_some_and(|by| by < self.today);
                let own = self.all_goals().into_iter().find(|goal| goal.id == id_of(title));
                let is_late = own.is_some_and(|goal| is_past(&goal));
                claims.push(("goal's day", (by.is_some() == is_late).then(Vec::new)));
            }
        }
        for whose in ["we talked about my goal, ", "we talked about your goal, "] {
            let title = between(sentence, whose, &[", and "]);
            let on = between(sentence, "On ", &[" we talked"]);
            if let Some((title, on)) = title.zip(on) {
                let until = between(sentence, "off until ", &["."]);
                claims.push(("put off", self.put_off_said(person, title, on, until)));
            }
        }
        let reasons: [(&str, &[&str], &str); 7] = [
            ("For ", &[" I have work from", " I have noted work from"], "short"),
            ("The work that I have to show for ", &[" fell short"], "fell short"),
            ("The work that I have noted for ", &[" fell short"], "fell short"),
            ("What I have noted for ", &[" names a level"], "level"),
            ("I have noted work that shows ", &[", but nothing that proves"], "proof"),
            ("What I have noted for ", &[" does not count"], "mixed"),
            (
                "For ",
                &[" I have enough to show, but no note", " I have noted enough, but no note"],
                "confirmed",
            ),
        ];
        for (from, to, reason) in reasons {
            let is_said = sentence.starts_with(from);
            if let Some(need) = between(sentence, from, to).filter(|_| is_said) {
                let is = self.is_short_for(&owner, need, reason, sentence);
                claims.push(("reason", is.then(Vec::new)));
            }
        }
        let statuses: [(&str, &[&str], &[usize]); 14] = [
            ("For ", &[" I have nothing to show"], &[0]),
            ("I have no note of work that shows ", &[" yet"], &[0]),
            ("What I have to show for ", &[" is at"], &[0]),
            ("What I have noted for ", &[" is at"], &[0]),
            ("The work that I have to show for ", &[" fell short"], &[1]),
            ("The work that I have noted for ", &[" fell short"], &[1]),
            ("What I have noted for ", &[" names a level"], &[1]),
            ("What I have noted for ", &[" does not count"], &[1]),
            ("I have noted work that shows ", &[","], &[1]),
            (
                "For ",
                &[" I have enough to show, but a setback", " I have noted enough, but a setback"],
                &[3],
            ),
            ("For ", &[" I can point to", " I have noted one", " I have noted 2"], &[2]),
            ("For ", &[" I have work from", " I have noted work from"], &[3]),
            (
                "For ",
                &[" I have enough to show, but no note", " I have noted enough, but no note"],
                &[4],
            ),
            ("I want to keep up ", &["."], &[5]),
        ];
        for (from, to, status) in statuses {
            let is_said = sentence.starts_with(from);
            if let Some(need) = between(sentence, from, to).filter(|_| is_said) {
                claims.push(("status", self.status_called(&owner, need, status)));
            }
        }
        claims
    }
}

/// The id of a goal that is called so.
fn id_of(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// A journal without some of its entries.
fn without(journal: &Journal, entries: &[usize]) -> Journal {
    let kept = journal.entries.iter().enumerate().filter(|(at, _)| !entries.contains(at));
    Journal { entries: kept.map(|(_, note)| note.clone()).collect(), ..journal.clone() }
}

#[test]
#[expect(clippy::print_stdout, reason = "`--no-capture` shows how much was checked")]
fn each_sentence_of_a_script_follows_from_notes() {
    let config = cases(80);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]);
    let seen: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let counted: RefCell<(usize, usize)> = RefCell::default();
    let result = TestRunner::new_with_rng(config, rng).run(&journal(), |journal| {
        let reading = Reading::of(journal.clone());
        counted.borrow_mut().0 += 1;
        for (person, script) in scripts(&journal) {
            for sentence in sentences(&script) {
                counted.borrow_mut().1 += 1;
                for (sort, notes) in reading.claims(&person, &sentence) {
                    *seen.borrow_mut().entry(sort).or_default() += 1;
                    let Some(notes) = notes else {
                        return Err(TestCaseError::fail(format!(
                            "{sort}, to {person}: {sentence}"
                        )));
                    };
                    if notes.is_empty() {
                        continue;
                    }
                    let left = scripts(&without(&journal, &notes));
                    let left = left.into_iter().filter(|(other, _)| *other == person);
                    let still = left.flat_map(|(_, text)| sentences(&text)).any(|s| s == sentence);
                    prop_assert!(!still, "without its notes, to {person}: {sentence}");
                }
            }
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let (journals, sentences) = *counted.borrow();
    println!("{sentences} sentences of {journals} journals; claims: {:?}", seen.borrow());
    assert!(sentences > 10 * journals, "{sentences} sentences of {journals} journals");
    // Work begun unasked, and what a leader named, come up in longer runs.
    for sort in [
        "due",
        "finished",
        "goal",
        "no impact",
        "saw",
        "status",
        "taken on",
        "next update",
        "wrote",
    ] {
        assert!(seen.borrow().contains_key(sort), "never said: {sort}");
    }
}
