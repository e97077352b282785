//! The review as Markdown, to be pasted into the form of a self-review: headings, lists and no HTML.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::MADE;
use crate::model::dates;
use crate::packet::md::text::{line, text};
use crate::render::review::{ReviewView, SaidView, WorkView};

/// The review as Markdown.
pub fn markdown(review: &ReviewView<'_>, made: Date) -> String {
    let mut out = format!("# {}\n\n", line(&review.heading()));
    if review.is_empty() {
        let notes = if review.of_shared { "shared note" } else { "note" };
        let _ = writeln!(out, "No {notes} names a task that was delivered in this time.\n");
    }
    if !review.works.is_empty() {
        out.push_str("## What changed most\n\n");
        (1..).zip(&review.works).for_each(|(number, own)| work(&mut out, number, own));
    }
    if !review.others.is_empty() {
        let titles: Vec<String> = review.others.iter().map(|task| text(&task.title)).collect();
        let _ = writeln!(out, "Also done: {}.\n", titles.join(", "));
    }
    if !review.choice.is_empty() {
        out.push_str("## How I decide what to take on beyond what I am given\n\n");
        let _ = writeln!(out, "{}\n", line(&review.choice.join(" ")));
    }
    let quotes: Vec<String> = review.quotes.iter().map(said).collect();
    list(&mut out, "What others said", &quotes);
    let lessons: Vec<String> = review.lessons.iter().map(|own| line(own.text)).collect();
    list(&mut out, "What I learned", &lessons);
    let setbacks: Vec<String> = review
        .setbacks
        .iter()
        .map(|own| {
            let lessons: Vec<String> =
                own.lessons.iter().map(|lesson| format!(" Learned: {}", text(lesson))).collect();
            let (title, date) = (line(own.title), &own.date.text);
            format!("{title} ({date}). {}{}", own.ended, lessons.concat())
        })
        .collect();
    list(&mut out, "What went wrong, and how it ended", &setbacks);
    if !review.sums.is_empty() {
        let _ = writeln!(out, "## Asked and kept\n\n{}\n", review.sums.join(" "));
    }
    let _ = writeln!(out, "{MADE}{}.", dates::long(made));
    out
}

fn list(out: &mut String, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "## {title}\n");
    for item in items {
        let _ = writeln!(out, "- {item}");
    }
    out.push('\n');
}

fn work(out: &mut String, number: usize, work: &WorkView<'_>) {
    let _ = writeln!(out, "### {number}. {}\n", text(&work.title));
    let _ = writeln!(out, "{}\n", text(&work.facts));
    for impact in &work.impact {
        let _ = writeln!(out, "{}\n", line(impact));
    }
    for metric in &work.metrics {
        let unit =
            if metric.unit.is_empty() { String::new() } else { format!(" {}", text(metric.unit)) };
        let (name, before, after) = (line(metric.name), text(metric.before), text(metric.after));
        let _ = writeln!(out, "- {name}: {before} → **{after}**{unit}");
    }
    for quote in &work.quotes {
        let _ = writeln!(out, "- {}", said(quote));
    }
    if !work.metrics.is_empty() || !work.quotes.is_empty() {
        out.push('\n');
    }
    let story: Vec<String> = work.story.iter().map(|sentence| text(sentence)).collect();
    if !story.is_empty() {
        let _ = writeln!(out, "{}\n", story.join(" "));
    }
}

fn said(quote: &SaidView<'_>) -> String {
    format!("“{}” ({}, {})", text(quote.text), text(&quote.who), quote.date.text)
}
