//! The titles of pages and charts, checked against the files: they are sentences too.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;
use loopbook::pipeline;
use loopbook::read::read;
use loopbook::share::for_author;
use loopbook::site::Content;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::journal::{Journal, journal};
use super::timeline::{Loop, Reading, Task};
use crate::support::effort::cases;
use crate::support::folder::folder;

const STEPS: [&str; 5] = ["master", "ask", "deliver", "pivot", "repeat"];

/// The pages of a journal's author.
fn pages(journal: &Journal) -> BTreeMap<String, String> {
    let read = read(folder(&journal.files()).path(), None);
    let read = read.journal.expect("a journal");
    let (site, problems) = pipeline::site(&for_author(&read, &[]), journal.today);
    assert_eq!(problems, []);
    let html = site.files.into_iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, content)| match content {
        Content::Bytes(bytes) => (path, String::from_utf8(bytes).expect("text")),
        Content::Copy(_) => (path, String::new()),
    })
    .collect()
}

/// What stands between two marks, wherever they are.
fn each<'a>(html: &'a str, from: &'a str, to: &'a str) -> impl Iterator<Item = String> + 'a {
    let parts = html.split(from).skip(1).filter_map(move |rest| rest.split(to).next());
    parts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

impl Reading {
    /// The loop of a text that begins `Loop 2 with ana`, and the rest of the text.
    fn loop_called<'t>(&self, text: &'t str) -> Option<(Option<&Loop>, &'t str)> {
        let (number, rest) = text.strip_prefix("Loop ")?.split_once(" with ")?;
        let end = rest.find([',', ' ']).unwrap_or(rest.len());
        let (person, rest) = rest.split_at(end);
        let number: usize = number.parse().ok()?;
        let own = self.loops.iter().filter(|own| own.person == person).nth(number - 1);
        Some((own, rest))
    }

    fn state(&self, own: &Loop) -> &str {
        let newest = self.current(&own.person).map(|at| &self.loops[at]);
        match self.has(own, "repeat") {
            true => "closed",
            false if newest.is_some_and(|newest| std::ptr::eq(newest, own)) => "open",
            false => "not closed",
        }
    }

    fn reached(&self, own: &Loop) -> &str {
        match self.position(own) {
            1 => "master",
            2 => "ask",
            4 => "pivot",
            6 => "repeat",
            _ => "deliver",
        }
    }

    fn opened(&self, own: &Loop) -> Date {
        self.entries[own.entries[0]].date()
    }

    /// Whether an entry has that step, name and day.
    fn has_entry(&self, step: &str, title: &str, is_on: impl Fn(Date) -> bool) -> bool {
        let is = |note: &super::journal::Note| {
            note.says("step", step) && note.id[11..] == *title && is_on(note.date())
        };
        self.entries.iter().any(is)
    }

    /// Whether a text of a chart is true; `None` where this reading does not know what it says.
    fn is_true(&self, text: &str) -> Option<(&'static str, bool)> {
        if let Some((own, rest)) = self.loop_called(text) {
            let Some(own) = own else { return Some(("no such loop", false)) };
            if rest.is_empty() || rest.starts_with(" ·") {
                return Some(("loop", true));
            }
            if let Some((state, day)) = rest[2..].split_once(", from ") {
                let is = self.state(own) == state && self.opened(own).to_string() == day;
                return Some(("bar", is));
            }
            return Some(("turn", self.is_turn(own, &rest[2..])));
        }
        let (head, rest) = text.split_once(": ")?;
        if STEPS.contains(&head) {
            let (title, day) = rest.split_once(", ")?;
            let long = |date: Date| date.strftime("%-d %B %Y").to_string() == day;
            return Some(("mark", self.has_entry(head, title, long)));
        }
        let (day, step) = head.split_once(", ")?;
        let day: Date = day.parse().ok()?;
        Some(("lane", self.has_entry(step, rest, |date| date == day)))
    }

    /// Whether what a turn says of its loop is so: its state, the last step, and what was delivered.
    fn is_turn(&self, own: &Loop, said: &str) -> bool {
        let said = said.split_once("; first ").map_or(said, |(said, _)| said);
        let (head, won) = said.split_once("; ").unwrap_or((said, ""));
        let state = self.state(own);
        let is_head = match state {
            "closed" => head == "closed",
            state => head == format!("{state} at {}", self.reached(own)),
        };
        let of_loop = |at: usize| std::ptr::eq(&self.loops[at], own);
        let tasks = || self.tasks.iter().filter(|task| task.own.is_some_and(of_loop));
        let sorted = |mut titles: Vec<String>| {
            titles.sort_unstable();
            titles
        };
        let told = |what: &str| {
            let part = won.split("; ").find_map(|part| part.split_once(what));
            let titles = part.map_or("", |(_, all)| all).split(", ").filter(|one| !one.is_empty());
            sorted(titles.map(str::to_owned).collect())
        };
        let of = |is: &dyn Fn(&Task) -> bool| {
            sorted(tasks().filter(|task| is(task)).map(|task| task.id.clone()).collect())
        };
        let is_kept_up = |task: &Task| task.delivered.is_none() && !task.cycles.is_empty();
        is_head
            && told("delivered: ") == of(&|task| task.delivered.is_some())
            && told("kept up: ") == of(&is_kept_up)
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "`--no-capture` shows how much was checked")]
fn each_title_of_a_page_or_chart_follows_from_notes() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
    let seen: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let result = TestRunner::new_with_rng(cases(12), rng).run(&journal(), |journal| {
        let reading = Reading::of(journal.clone());
        for (path, html) in pages(&journal) {
            let titles = each(&html, "<title>", "</title>");
            for text in titles.chain(each(&html, "aria-label=\"", "\"")) {
                let Some((sort, is_true)) = reading.is_true(&text) else { continue };
                *seen.borrow_mut().entry(sort).or_default() += 1;
                prop_assert!(is_true, "{sort} on {path}: {text}");
            }
            if path == "effects.html" {
                let told: Vec<String> = each(&html, "<h2 class=\"headline\">", "</h2>").collect();
                let expected = reading.headlines();
                prop_assert!(told.iter().all(|text| expected.contains(text)), "{told:?}");
                *seen.borrow_mut().entry("headline").or_default() += told.len();
            }
            let named = path.split_once('/').filter(|(folder, _)| *folder != "loops");
            let Some((folder, file)) = named else { continue };
            let id = file.trim_end_matches(".html");
            let title = each(&html, "<title>", " · ").next().unwrap_or_default();
            let is = match folder {
                "entries" => title == id[11..],
                "tasks" => title == id,
                // A heading begins with a capital; what a person is called may be a role.
                "people" => title == format!("{}{}", id[..1].to_uppercase(), &id[1..]),
                _ => continue,
            };
            *seen.borrow_mut().entry("page").or_default() += 1;
            prop_assert!(is, "{path} is called {title}");
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    println!("titles: {:?}", seen.borrow());
    for sort in ["bar", "headline", "lane", "loop", "mark", "page", "turn"] {
        assert!(seen.borrow().contains_key(sort), "never said: {sort}");
    }
}
