//! The packet as a file for its author to write in: `packets/GOAL.md`. Its sections begin with what the notes say, and
//! its live blocks are filled in each time.

use schemars::JsonSchema;
use serde::Serialize;

use super::md::text::text;
use super::{OpeningBlock, Packet};
use crate::diagnostic::Diagnostic;
use crate::theme::Theme;

/// The template of the file.
pub const DRAFT: &str = "notes/packet.md";

/// The data for the template of a packet's draft.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PacketDraft {
    /// The reader for whom it is written: `me`, `manager` or `public`.
    pub audience: &'static str,
    /// From where to where, as Markdown.
    pub title: String,
    /// The sections, in order.
    pub sections: Vec<DraftSection>,
}

/// A section of a packet's draft.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DraftSection {
    /// Its heading, as Markdown.
    pub title: String,
    /// What stands below it: the author's words as Markdown, or a live block.
    pub blocks: Vec<String>,
    /// What to write there, where the notes say nothing.
    pub hint: Option<&'static str>,
}

/// The sections of a draft that are there even if the notes say nothing, each with what to write.
const WANTED: [(&str, &str, &str); 5] = [
    (
        "case",
        "The case",
        "What changed because of you, why it matters, what you ask for: in 150 words at most.",
    ),
    (
        "recommendation",
        "Recommendation",
        "Your manager's words. Without them, the packet has room to write them in.",
    ),
    ("why-now", "Why now", "Why this is decided now, and not in a year."),
    (
        "against",
        "What could speak against it",
        "What somebody who knows your work would object, and what there is to say to it.",
    ),
    ("growth-areas", "Growth areas", "What you learn next, and how."),
];

/// The draft of a packet.
///
/// # Errors
///
/// Where the theme's template fails.
pub fn draft(packet: &Packet, theme: &Theme) -> Result<String, Box<Diagnostic>> {
    let mut sections: Vec<DraftSection> = Vec::new();
    let mut wanted = WANTED.iter().peekable();
    for section in &packet.opening.sections {
        // What the notes say nothing of stands where it would.
        let at = WANTED.iter().position(|(anchor, ..)| *anchor == section.anchor);
        while let Some((_, title, hint)) =
            wanted.next_if(|(anchor, ..)| is_before(anchor, &section.anchor))
        {
            sections.push(unsaid(title, hint));
        }
        if at.is_some() {
            wanted.next();
        }
        let blocks = section.blocks.iter().flat_map(blocks).collect::<Vec<_>>();
        let hint = at.filter(|_| blocks.is_empty()).map(|at| WANTED[at].2);
        sections.push(DraftSection { title: text(&section.title), blocks, hint });
    }
    sections.extend(wanted.map(|(_, title, hint)| unsaid(title, hint)));
    let page = PacketDraft {
        audience: packet.audience.word(),
        title: text(&packet.opening.title),
        sections,
    };
    let written = theme.render(DRAFT, &page)?;
    Ok(tidy(&String::from_utf8_lossy(&written)))
}

/// The order of the sections.
const ORDER: [&str; 10] = [
    "decision",
    "case",
    "results",
    "readiness",
    "recommendation",
    "stories",
    "quotes",
    "why-now",
    "against",
    "growth-areas",
];

fn is_before(anchor: &str, other: &str) -> bool {
    let at = |anchor: &str| ORDER.iter().position(|own| *own == anchor);
    at(anchor) < at(other)
}

fn unsaid(title: &str, hint: &'static str) -> DraftSection {
    DraftSection { title: text(title), blocks: Vec::new(), hint: Some(hint) }
}

/// What a block is in the file.
fn blocks(block: &OpeningBlock) -> Vec<String> {
    let OpeningBlock {
        text: words,
        decision,
        results,
        readiness,
        story,
        quotes,
        recommendations,
        evidence: _,
        shows: _,
    } = block;
    let mut blocks = Vec::new();
    blocks.extend(words.iter().map(|words| words.markdown.clone()));
    blocks.extend(decision.iter().map(|_| live("decision")));
    if !results.is_empty() {
        blocks.push(live("results: 3"));
    }
    blocks.extend(readiness.iter().map(|_| live("readiness: 8")));
    if let Some(story) = story {
        blocks.push(format!("### {}", text(&story.title)));
        blocks.push(live(&format!("story: {}", story.id)));
        blocks.extend(story.text.iter().map(|words| words.markdown.clone()));
    }
    if !quotes.is_empty() {
        blocks.push(live("quotes: 3"));
    }
    if !recommendations.is_empty() {
        blocks.push(live("recommendation"));
    }
    blocks
}

fn live(line: &str) -> String {
    format!("```loopbook\n{line}\n```")
}

/// No blank line stands twice, and the last line ends.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    format!("{}\n", lines.join("\n").trim_end())
}
