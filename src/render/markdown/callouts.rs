//! Obsidian's callouts and GitHub's alerts, folded ones too.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::Writer;
use crate::markdown::callout;
use crate::model::Slug;

/// The first line of a callout, while it is being read.
pub(super) struct Title {
    pub(super) range: Range<usize>,
    pub(super) line_end: usize,
    pub(super) end: &'static str,
}

/// A quote or a callout, while it is being read.
pub(super) struct Quote {
    /// For a callout, the end of what is written for it.
    end: Option<&'static str>,
    /// How many quotes and tables are around it that footnotes wait for. What a folded callout
    /// refers to is folded with it.
    boxes: usize,
    /// The footnotes that were referred to before it, and may not be folded away.
    waiting: Vec<usize>,
}

impl<'b> Writer<'b, '_> {
    /// Ends a callout's title where its line does; whether that was all the event meant.
    pub(super) fn end_title(&mut self, event: &Event<'_>, at: &Range<usize>) -> bool {
        let Some(title) = &self.title else { return false };
        let breaks = matches!(event, Event::SoftBreak | Event::HardBreak);
        let over = (breaks && at.start + 1 >= title.line_end) || at.start >= title.line_end;
        if !over {
            return false;
        }
        let end = title.end;
        self.title = None;
        self.html(end);
        if !matches!(event, Event::End(_)) {
            self.html("<p>");
            self.block = Some((self.depth, true));
        }
        breaks
    }

    pub(super) fn quote(&mut self, at: Range<usize>) {
        let callout = callout::callout(&self.source[at.clone()]);
        let folds = callout.as_ref().is_some_and(|callout| callout.fold.is_some());
        let mut own = Quote { end: None, boxes: self.boxes, waiting: Vec::new() };
        if folds {
            own.waiting = self.take_waiting();
            self.boxes = 0;
        } else {
            self.boxes += 1;
        }
        let Some(callout) = callout else {
            self.quotes.push(own);
            self.out.push(Event::Start(Tag::BlockQuote(None)));
            return;
        };
        let kind = Slug::new(callout.kind);
        let family = family(kind.as_str());
        let untitled = callout.title.is_empty();
        let (open, title_end, end) = match callout.fold {
            // On paper, what is folded is lost.
            Some(_) if self.is_alone() => ("<details open", "</summary>\n", "</details>\n"),
            Some(true) => ("<details open", "</summary>\n", "</details>\n"),
            Some(false) => ("<details", "</summary>\n", "</details>\n"),
            None => ("<div role=\"note\"", "</p>\n", "</div>\n"),
        };
        let title =
            if callout.fold.is_some() { "<summary>" } else { "<p class=\"callout-title\">" };
        self.html(format!("{open} class=\"callout callout-{family}\">\n{title}"));
        if untitled {
            self.out.push(Event::Text(kind.spaced().into()));
        }
        let line_end = self.source[at.clone()].find('\n').map_or(at.end, |i| at.start + i + 1);
        let range = at.start + callout.title.start..at.start + callout.title.end;
        self.title = Some(Title { range, line_end, end: title_end });
        own.end = Some(end);
        self.quotes.push(own);
    }

    pub(super) fn end_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(own) = self.quotes.pop() else { return };
        match own.end {
            Some(end) => self.html(end),
            None => self.out.push(Event::End(TagEnd::BlockQuote(kind))),
        }
        self.boxes = own.boxes;
        self.wait(own.waiting);
    }
}

/// The kind that looks the same, of those that have several names.
fn family(kind: &str) -> &str {
    match kind {
        "summary" | "tldr" => "abstract",
        "hint" => "tip",
        "check" | "done" => "success",
        "help" | "faq" => "question",
        "attention" | "caution" => "warning",
        "fail" | "missing" => "failure",
        "error" => "danger",
        "cite" => "quote",
        other => other,
    }
}
