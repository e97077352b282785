//! Obsidian's callouts and GitHub's alerts, folded ones too.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Writer;
use crate::model::Slug;
use crate::model::document::NodeId;

/// A quote or a callout, while it is being written.
pub(super) struct Quote {
    /// For a callout, the end of what is written for it.
    end: Option<&'static str>,
    /// For a callout, the end of what is written for its title.
    title_end: &'static str,
    /// What a callout without a title shows.
    untitled: Option<String>,
    /// How many quotes and tables are around it that footnotes wait for. What a folded callout
    /// refers to is folded with it.
    boxes: usize,
    /// The footnotes that were referred to before it, and may not be folded away.
    waiting: Vec<usize>,
}

impl Writer<'_, '_> {
    pub(super) fn quote(&mut self) {
        let (boxes, waiting) = (self.boxes, Vec::new());
        self.quotes.push(Quote { end: None, title_end: "", untitled: None, boxes, waiting });
        self.boxes += 1;
        self.out.push(Event::Start(Tag::BlockQuote(None)));
    }

    pub(super) fn callout(&mut self, at: u32) {
        let callout = &self.document.callouts[at as usize];
        let kind = Slug::new(&callout.kind);
        let family = family(kind.as_str());
        let (open, title_end, end) = match callout.fold {
            // On paper, what is folded is lost.
            Some(_) if self.is_alone() => ("<details open", "</summary>\n", "</details>\n"),
            Some(true) => ("<details open", "</summary>\n", "</details>\n"),
            Some(false) => ("<details", "</summary>\n", "</details>\n"),
            None => ("<div role=\"note\"", "</p>\n", "</div>\n"),
        };
        let folds = callout.fold.is_some();
        let title = if folds { "<summary>" } else { "<p class=\"callout-title\">" };
        self.html(format!("{open} class=\"callout callout-{family}\">\n{title}"));
        let boxes = self.boxes;
        let waiting = if folds { self.take_waiting() } else { Vec::new() };
        self.boxes = if folds { 0 } else { boxes + 1 };
        let untitled = Some(kind.spaced());
        self.quotes.push(Quote { end: Some(end), title_end, untitled, boxes, waiting });
    }

    /// Folded blocks, as a folded callout but for the look.
    pub(super) fn details(&mut self) {
        // On paper, what is folded is lost.
        self.html(if self.is_alone() { "<details open>\n" } else { "<details>\n" });
        let (boxes, waiting) = (self.boxes, self.take_waiting());
        self.boxes = 0;
        let end = Some("</details>\n");
        self.quotes.push(Quote { end, title_end: "", untitled: None, boxes, waiting });
    }

    /// A callout without a title is titled by its kind.
    pub(super) fn callout_title(&mut self, id: NodeId) {
        let is_empty = self.document.node(id).span.is_empty();
        let untitled = self.quotes.last_mut().and_then(|quote| quote.untitled.take());
        if let Some(untitled) = untitled.filter(|_| is_empty) {
            self.out.push(Event::Text(untitled.into()));
        }
        self.block = None;
    }

    pub(super) fn end_callout_title(&mut self) {
        let end = self.quotes.last().map_or("", |quote| quote.title_end);
        self.html(end);
    }

    pub(super) fn end_quote(&mut self) {
        let Some(own) = self.quotes.pop() else { return };
        match own.end {
            Some(end) => self.html(end),
            None => self.out.push(Event::End(TagEnd::BlockQuote(None))),
        }
        self.boxes = own.boxes;
        self.wait(own.waiting);
        self.place_footnotes();
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
