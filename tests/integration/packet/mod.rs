//! The packet: what it tells of whom, and how. How the journals are written is said in
//! `support/notation.rs`.

mod documents;
mod opening;
mod rules;
mod since;
mod whose;
mod written;

use loopbook::analyse::Analysis;
use loopbook::model::Journal;
use loopbook::model::packet_file::PacketFile;
use loopbook::model::vocabulary::Audience;
use loopbook::packet::{Baseline, Packet, Recipient, Window, draft, html, md};
use loopbook::pipeline;
use loopbook::share::{PacketOptions, ShareOptions, share};
use loopbook::theme::Theme;

use crate::support::{notation, read};

/// What a packet was made of, and what came of it.
struct Made {
    packet: Packet,
    html: String,
    markdown: String,
    draft: String,
}

/// The packets of the example and of the stories, each on a day on which its goal was being pursued or reached.
const STORIES: [(&str, &str, &str); 6] = [
    ("example-journal", "director", "2026-11-21"),
    ("example-journal", "group-pm", "2026-11-21"),
    ("tests/stories/entry-level-engineer", "senior-engineer", "2025-12-01"),
    ("tests/stories/product-manager-to-ai", "ai-product-role", "2026-08-15"),
    ("tests/stories/engineer-to-executive", "executive", "2025-10-01"),
    ("tests/stories/leader-of-three", "group-lead", "2026-06-30"),
];

/// The packet for the goal `g` on a day of 2026.
fn packet(today: &str, text: &str) -> Packet {
    made(&read::journal(text), "g", today, &Window::default(), None).packet
}

/// Made for its author, who sees all notes.
fn made(
    journal: &Journal,
    goal: &str,
    today: &str,
    window: &Window,
    last: Option<&Baseline>,
) -> Made {
    made_for(Audience::Me, journal, goal, today, window, last)
}

/// Made for the manager, who gets all parts of it.
fn made_for(
    audience: Audience,
    journal: &Journal,
    goal: &str,
    today: &str,
    window: &Window,
    last: Option<&Baseline>,
) -> Made {
    made_to((audience, Recipient::Manager), journal, goal, today, window, last)
}

/// Made for that reader, and written to them.
fn made_to(
    to: (Audience, Recipient),
    journal: &Journal,
    goal: &str,
    today: &str,
    window: &Window,
    last: Option<&Baseline>,
) -> Made {
    made_of(None, to, journal, goal, today, window, last)
}

/// Made of the file that its author wrote, if there is one.
fn made_of(
    file: Option<&PacketFile>,
    (audience, recipient): (Audience, Recipient),
    journal: &Journal,
    goal: &str,
    today: &str,
    window: &Window,
    last: Option<&Baseline>,
) -> Made {
    let today = notation::day(today).or(today.parse().ok()).expect("a day");
    let goal = journal.goal(goal).expect("the goal");
    let packet =
        PacketOptions::for_goal(journal, goal, window.from, Some(window.to.unwrap_or(today)));
    let packet = Some(packet.expect("one person's goal"));
    let (shared, _) = share(journal, &[], &ShareOptions { packet, ..ShareOptions::new(audience) });
    let analysis = Analysis::of(&shared, today);
    let packet = pipeline::packet(&analysis, &goal.id, window, last, recipient, file);
    let packet = packet.expect("the goal is in it");
    let mut problems = Vec::new();
    let theme = Theme::load(&shared, &mut problems).expect("a theme");
    let html = String::from_utf8(html::html(&packet, &theme, None).expect("a page")).expect("text");
    assert_eq!(problems, []);
    let markdown = md::markdown(&packet);
    let draft = draft::draft(&packet, &theme).expect("a draft");
    Made { packet, html, markdown, draft }
}
