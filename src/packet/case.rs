//! The case in one minute: the author's own words, from the body of the goal's file.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::PacketSource;
use super::md::body;
use crate::markdown::plain_range;
use crate::model::document::NodeId;
use crate::model::{Slug, Target};
use crate::render::context::NoteText;
use crate::render::markdown::alone;

/// The case.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketCase")]
pub struct Case {
    /// As HTML.
    pub html: String,
    /// As Markdown that stands by itself.
    pub markdown: String,
}

/// The case for a goal; `None` where its file has no words but the bars of its needs.
pub(crate) fn case(source: &PacketSource<'_, '_>) -> Option<Case> {
    let PacketSource { ctx, goal, .. } = source;
    let parts = parts(source);
    let words = parts.iter().map(|part| plain_range(&goal.body, part.clone(), |_| None));
    if words.into_iter().all(|words| words.trim().is_empty()) {
        return None;
    }
    let text = NoteText {
        own: Target::Goal(goal.id.clone()),
        title: &goal.title,
        body: &goal.body,
        // What a note says may be read, not run: a document that is handed on has no HTML but ours.
        raw_html: false,
    };
    Some(Case { html: alone(ctx, &text, &parts), markdown: body(ctx, &text, &parts) })
}

/// The parts of the body that are not the bar of a need, nor the goal's own title.
fn parts(source: &PacketSource<'_, '_>) -> Vec<Range<NodeId>> {
    let PacketSource { goal, gaps, .. } = source;
    let body = &goal.body;
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, heading) in body.headings.iter().enumerate() {
        let slug = Slug::new(&heading.text);
        let is_bar = gaps.needs.iter().any(|need| need.id == slug);
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
