//! The packet as Markdown, to be pasted into whatever a company uses: headings, lists, tables as
//! GitHub has them, and no HTML. Notes have their numbers in brackets, and no link: there would be
//! nothing to lead to.

mod body;
mod evidence;
mod outlook;
mod phrasing;
mod tables;
pub(crate) mod text;

use std::fmt::Write as _;

pub(crate) use body::body;
use evidence::{matrix, need, story};
use outlook::{gaps, new_since, plan};
use phrasing::{quote_of, section};
use tables::{appendix, growth, ledger};
use text::{line, text};

use super::Packet;

/// The last line of a packet, by which one is known.
pub const MADE: &str = "Made with loopbook on ";

/// The packet as Markdown.
pub fn markdown(packet: &Packet) -> String {
    let mut out = String::new();
    head(&mut out, packet);
    if let Some(case) = &packet.case {
        section(&mut out, "The case in one minute");
        let _ = writeln!(out, "{}\n", case.markdown);
    }
    new_since(&mut out, packet);
    if let Some(grid) = &packet.matrix {
        matrix(&mut out, packet, grid);
        section(&mut out, "The evidence for each competency");
        packet.needs.iter().for_each(|own| need(&mut out, own));
    }
    if !packet.stories.is_empty() {
        section(&mut out, "Stories");
        (1..).zip(&packet.stories).for_each(|(number, own)| story(&mut out, number, own));
    }
    if let Some(own) = &packet.ledger {
        ledger(&mut out, own);
    }
    if let Some(own) = &packet.growth {
        growth(&mut out, own);
    }
    if !packet.quotes.is_empty() {
        section(&mut out, "What others said");
        packet.quotes.iter().for_each(|said| {
            let _ = writeln!(out, "- {}", quote_of(said));
        });
        out.push('\n');
    }
    gaps(&mut out, packet, &packet.gaps);
    if let Some(own) = &packet.plan {
        plan(&mut out, own, packet.who.by_leader.is_some());
    }
    appendix(&mut out, packet);
    foot(&mut out, packet);
    // A part may end in an empty line, and the next begin with one.
    out.replace("\n\n\n", "\n\n")
}

fn head(out: &mut String, packet: &Packet) {
    let who = &packet.who;
    let name = who.name.as_deref().map_or(String::new(), |name| format!("{}: ", line(name)));
    let _ = writeln!(out, "# {name}{}\n", text(&who.goal));
    let mut facts = Vec::new();
    if let Some(ask) = &who.ask {
        facts.push(format!("**{}.**", text(ask)));
    }
    match (&who.from, &who.to) {
        (Some(from), Some(to)) => facts.push(format!("{} → {}.", text(from), text(to))),
        (Some(one), None) | (None, Some(one)) => facts.push(format!("{}.", text(one))),
        (None, None) => {}
    }
    if who.ask.is_none() {
        facts.push(format!("This goal is {}.", who.state));
    }
    if let Some(leader) = &who.by_leader {
        facts.push(format!("Made by {}.", text(leader)));
    }
    facts.push(format!("{}.", packet.covers.made.text));
    if !packet.covers.all {
        let window = packet.covers.window();
        facts.push(format!("{window}: earlier and later notes are not included."));
    }
    let _ = writeln!(out, "{}\n", facts.join(" "));
}

fn foot(out: &mut String, packet: &Packet) {
    let covers = &packet.covers;
    let ladder = covers.ladder.as_ref();
    let ladder = ladder.map_or(String::new(), |title| format!(" Ladder: {}.", text(title)));
    let _ = writeln!(out, "{}.{ladder} {MADE}{}.", covers.window(), covers.made.text);
}
