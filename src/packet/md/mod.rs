//! The packet as Markdown, to be pasted into whatever a company uses: headings, lists, tables as
//! GitHub has them, and no HTML. Notes have their numbers in brackets, and no link: there would be
//! nothing to lead to.

mod body;
mod evidence;
mod opening;
mod outlook;
mod phrasing;
mod tables;
pub(crate) mod text;

use std::fmt::Write as _;

pub(crate) use body::body;
use evidence::{matrix, need};
use opening::opening;
use outlook::{gaps, new_since, plan};
use phrasing::{quote_of, section};
use tables::{appendix, growth, ledger, setbacks};
use text::text;

use super::Packet;

/// The last line of a packet, by which one is known.
pub const MADE: &str = "Made with loopbook on ";

/// The packet as Markdown.
pub fn markdown(packet: &Packet) -> String {
    let mut out = String::new();
    head(&mut out, packet);
    opening(&mut out, packet);
    if !packet.needs.is_empty() || packet.ledger.is_some() || !packet.notes.is_empty() {
        let _ = writeln!(out, "# Annex\n");
    }
    new_since(&mut out, packet);
    if let Some(grid) = &packet.matrix {
        if !packet.opening.has_matrix {
            matrix(&mut out, packet, grid);
        }
        section(&mut out, "The evidence for each competency");
        packet.needs.iter().for_each(|own| need(&mut out, own));
    }
    if let Some(own) = packet.ledger.as_ref().filter(|_| !packet.opening.has_log) {
        ledger(&mut out, own);
    }
    if let Some(own) = &packet.growth {
        growth(&mut out, own);
    }
    setbacks(&mut out, &packet.setbacks);
    if !packet.quotes.is_empty() {
        section(&mut out, "More words of others");
        packet.quotes.iter().for_each(|said| {
            let _ = writeln!(out, "- {}", quote_of(said));
        });
        out.push('\n');
    }
    appendix(&mut out, packet);
    if packet.plan.is_some() || packet.gaps.shown {
        let _ = writeln!(out, "# For {}\n", text(&packet.who.reader));
        if let Some(own) = &packet.plan {
            plan(&mut out, own, &packet.who);
        }
        gaps(&mut out, packet, &packet.gaps);
    }
    foot(&mut out, packet);
    // A part may end in an empty line, and the next begin with one.
    out.replace("\n\n\n", "\n\n")
}

fn head(out: &mut String, packet: &Packet) {
    let who = &packet.who;
    let _ = writeln!(out, "# {}\n", text(&packet.opening.title));
    let name = who.name.as_deref().map(text);
    let made = packet.covers.made.text.clone();
    let reader = format!("for {}", text(&who.reader));
    let leader = who.by_leader.as_deref().map(|leader| format!("made by {}", text(leader)));
    let facts: Vec<String> = name.into_iter().chain([made, reader]).chain(leader).collect();
    let _ = writeln!(out, "{}\n", facts.join(" · "));
    if !packet.covers.all {
        let window = packet.covers.window();
        let rest = match (packet.covers.reached, &packet.covers.from) {
            (true, _) => "",
            (false, Some(_)) => ": earlier and later notes are not included",
            (false, None) => ": later notes are not included",
        };
        let _ = writeln!(out, "{window}{rest}.\n");
    }
}

fn foot(out: &mut String, packet: &Packet) {
    let covers = &packet.covers;
    let ladder = covers.ladder.as_ref();
    let ladder = ladder.map_or(String::new(), |title| format!(" Ladder: {}.", text(title)));
    let _ = writeln!(out, "{}.{ladder} {MADE}{}.", covers.window(), covers.made.text);
}
