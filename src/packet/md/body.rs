//! A note's own text as Markdown that stands by itself: what leads into the journal is only named,
//! what only Obsidian knows becomes what everybody does, and HTML is text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::markdown::{callout, events, inline, plain_with};
use crate::model::{Heading, Link, Target};
use crate::render::context::{RenderContext, Text};

/// What replaces a range of the text.
type Edit = (Range<usize>, String);

/// These parts of a text.
pub fn body(ctx: &RenderContext<'_>, text: &Text<'_>, parts: &[Range<usize>]) -> String {
    let source = text.body.markdown.as_str();
    let edits = edits(ctx, text);
    let part = |part: &Range<usize>| {
        let mut out = String::with_capacity(part.len());
        let mut from = part.start;
        for (range, with) in &edits {
            if range.start >= from && range.end <= part.end {
                out.push_str(&source[from..range.start]);
                out.push_str(with);
                from = range.end;
            }
        }
        out.push_str(&source[from..part.end]);
        out.trim().to_owned()
    };
    let parts: Vec<String> = parts.iter().map(part).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// All edits, in order; of those that overlap, the first, which is around the others.
fn edits(ctx: &RenderContext<'_>, text: &Text<'_>) -> Vec<Edit> {
    let body = text.body;
    let source = body.markdown.as_str();
    let mut edits: Vec<Edit> =
        body.private.iter().map(|range| (range.clone(), String::new())).collect();
    edits.extend(body.links.iter().map(|link| named(ctx, source, link)));
    edits.extend(body.headings.iter().map(|heading| lowered(source, heading)));
    for (event, at) in events(source) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => edits.extend(titled(source, at)),
            Event::Html(_) | Event::InlineHtml(_) => {
                let escaped = source[at.clone()].replace('<', "\\<");
                edits.push((at, escaped));
            }
            Event::Text(_) => edits.extend(unmarked(text, at)),
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    edits.retain(|(range, _)| {
        let apart = range.start >= end;
        end = if apart { range.end } else { end };
        apart
    });
    edits
}

/// A link into the journal becomes its words, or the title of what it leads to.
fn named(ctx: &RenderContext<'_>, source: &str, link: &Link) -> Edit {
    let title = || link.target.as_ref().map(|target| ctx.title(target));
    let written = &source[link.range.clone()];
    let words = plain_with(written, |_| title());
    let is_size = words.chars().all(|c| c.is_ascii_digit() || c == 'x');
    let words = match &link.target {
        Some(Target::File(_)) if is_size => title().unwrap_or_default(),
        _ if link.embed && words.trim().is_empty() => title().unwrap_or_default(),
        _ => words,
    };
    (link.range.clone(), super::text::text(&words))
}

/// A heading of the text stands below that of its section.
fn lowered(source: &str, heading: &Heading) -> Edit {
    let written = &source[heading.range.clone()];
    let level = usize::from(heading.level.clamp(2, 5)) + 1;
    let marks = written.len() - written.trim_start_matches('#').len();
    if marks > 0 {
        let start = heading.range.start;
        return (start..start + marks, "#".repeat(level));
    }
    let end = if written.ends_with('\n') { "\n" } else { "" };
    let text = super::text::text(&heading.text);
    (heading.range.clone(), format!("{} {text}{end}", "#".repeat(level)))
}

/// A callout's first line becomes a title in bold.
fn titled(source: &str, at: Range<usize>) -> Option<Edit> {
    let quote = &source[at.clone()];
    let callout = callout::callout(quote)?;
    let line = quote.lines().next()?;
    let mark = line.find("[!")?;
    let title = &quote[callout.title.clone()];
    let title = if title.is_empty() { callout.kind } else { title };
    let range = at.start + mark..at.start + line.len();
    Some((range, format!("**{}**\n>", super::text::text(title))))
}

/// Text without `==marks==`, and without the name of its block.
fn unmarked(text: &Text<'_>, at: Range<usize>) -> Option<Edit> {
    let written = &text.body.markdown[at.clone()];
    let name = inline::block_name(written).filter(|name| {
        let name = written[name.clone()].to_lowercase();
        text.body.blocks.iter().any(|(known, _)| known.to_lowercase() == name)
    });
    let shown = name.map_or(written, |name| written[..name.start - 1].trim_end());
    let marks = shown.matches("==").count();
    if shown.len() == written.len() && marks < 2 {
        return None;
    }
    Some((at, if marks.is_multiple_of(2) { shown.replace("==", "") } else { shown.to_owned() }))
}
