//! The case in one minute: the author's own words, from the body of the goal's file.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::headings::tidied;
use super::md::body as markdown_of;
use super::tags::without_signs;
use super::{PacketSource, SECTIONS};
use crate::markdown::plain_range;
use crate::model::document::NodeId;
use crate::model::{Slug, Target};
use crate::render::RenderContext;
use crate::render::context::NoteText;
use crate::render::markdown::alone;

/// The author's words: the case, or another text of theirs.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketCase")]
pub struct Case {
    /// As HTML.
    pub html: String,
    /// As Markdown that stands by itself.
    pub markdown: String,
    /// How many words it has.
    pub words: usize,
    /// Without markup, for the author's check.
    #[serde(skip)]
    pub plain: String,
}

/// The case for a goal; `None` where its file has no words but the bars of its needs.
pub(crate) fn case(source: &PacketSource<'_, '_>) -> Option<Case> {
    let PacketSource { ctx, goal, .. } = source;
    let (body, parts) = tidied(&goal.body, &parts(source));
    let text = NoteText {
        own: Target::Goal(goal.id.clone()),
        title: &goal.title,
        body: &body,
        // What a note says may be read, not run: a document that is handed on has no HTML but ours.
        raw_html: false,
    };
    case_of(ctx, &text, &parts)
}

/// These parts of a text of the author's; `None` where they say nothing.
pub(crate) fn case_of(
    ctx: &RenderContext<'_>,
    text: &NoteText<'_>,
    parts: &[Range<NodeId>],
) -> Option<Case> {
    let (body, parts) = without_signs(text.body, parts);
    let (text, parts) = (&NoteText { body: &body, own: text.own.clone(), ..*text }, &parts[..]);
    let plain = parts.iter().map(|part| plain_range(text.body, part.clone(), |_| None));
    let plain = plain.collect::<Vec<_>>().join("\n");
    let words = plain.split_whitespace().count();
    (words > 0).then(|| Case {
        html: alone(ctx, text, parts),
        markdown: markdown_of(ctx, text, parts),
        words,
        plain,
    })
}

/// The parts of the body that are not the bar of a need, nor a section with a place of its own, nor the goal's
/// own title.
fn parts(source: &PacketSource<'_, '_>) -> Vec<Range<NodeId>> {
    let PacketSource { goal, gaps, .. } = source;
    let body = &goal.body;
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, heading) in body.headings.iter().enumerate() {
        let slug = Slug::new(heading.name());
        let is_apart =
            SECTIONS.iter().any(|(_, title)| heading.level == 2 && Slug::new(title) == slug);
        let is_bar = is_apart || gaps.needs.iter().any(|need| need.id == slug);
        let is_title = heading.level == 1 && heading.text == goal.title;
        if heading.quoted || heading.node < from || !(is_bar || is_title) {
            continue;
        }
        parts.push(from..heading.node);
        from = if is_bar { body.section(at).end } else { body.node(heading.node).end };
    }
    parts.push(from..body.len());
    parts.retain(|part| !part.is_empty());
    parts
}
