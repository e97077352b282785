//! The text of a note that was created and not filled in.

use super::plain_range;
use crate::model::document::Kind;
use crate::model::{Document, TemplateHeading};

/// The headings of the shipped templates of steps, under which somebody is to answer.
const QUESTIONS: [&str; 14] = [
    "How they see it",
    "What they wish I did differently",
    "Trying",
    "Blocking",
    "Help",
    "Bar",
    "What changed",
    "What I did",
    "What I asked for",
    "What they said",
    "What comes next",
    "What came of it",
    "What I learned",
    "Since the last word",
];

/// Whether a text has questions of a template and nothing else: of a shipped one, or one of the journal's `own`.
pub fn has_only_questions(document: &Document, own: &[TemplateHeading]) -> bool {
    let mut id = 0;
    let mut any = false;
    while id < document.len() {
        let node = document.node(id);
        match node.kind {
            Kind::Heading(at) => {
                let heading = &document.headings[at as usize];
                let asks = |question: &&str| question.eq_ignore_ascii_case(heading.text.trim());
                let is_own = || own.iter().any(|own| own.is(heading.level, &heading.text));
                if !QUESTIONS.iter().any(asks) && !is_own() {
                    return false;
                }
                any = true;
            }
            // An item of a list that is to be filled in says nothing either.
            Kind::Paragraph | Kind::List(_)
                if plain_range(document, id..node.end, |_| None).trim().is_empty() => {}
            _ => return false,
        }
        id = node.end;
    }
    any && document.links.is_empty() && document.tags.is_empty()
}
