//! The packet: what it tells of whom, and how. How the journals are written is said in
//! `support/notation.rs`.

mod documents;
mod rules;
mod since;
mod whose;

use loopbook::model::Journal;
use loopbook::model::words::Audience;
use loopbook::packet::{Frozen, Packet, Window, html, md};
use loopbook::pipeline;
use loopbook::share::{PacketOptions, ShareOptions, share};

use crate::support::{notation, read};

/// What a packet was made of, and what came of it.
struct Made {
    packet: Packet,
    html: String,
    markdown: String,
}

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
    last: Option<&Frozen>,
) -> Made {
    made_for(Audience::Me, journal, goal, today, window, last)
}

fn made_for(
    audience: Audience,
    journal: &Journal,
    goal: &str,
    today: &str,
    window: &Window,
    last: Option<&Frozen>,
) -> Made {
    let today = notation::day(today).or(today.parse().ok()).expect("a day");
    let goal = journal.goal(goal).expect("the goal");
    let packet = PacketOptions::of(journal, goal, window.from, Some(window.to.unwrap_or(today)));
    let packet = Some(packet.expect("one person's goal"));
    let (shared, _) = share(journal, &[], &ShareOptions { audience, packet });
    let mut problems = Vec::new();
    let made =
        pipeline::packet(&shared, &goal.id, window, today, last, &mut problems, |packet, theme| {
            let html = String::from_utf8(html::html(&packet, theme, None)?).expect("text");
            let markdown = md::markdown(&packet);
            Ok(Made { packet, html, markdown })
        });
    assert_eq!(problems, []);
    made.expect("a packet")
}
