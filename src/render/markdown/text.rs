//! Running text: its tags, `==marks==` and the names of blocks.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::{Writer, escape};
use crate::markdown::{block_anchor, inline};
use crate::model::Slug;

impl<'b> Writer<'b, '_> {
    /// Text outside of tags: without a callout's `[!kind]`, with tags, marks and block names.
    pub(super) fn running(&mut self, text: CowStr<'b>, at: Range<usize>) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(&text);
            return;
        }
        if let Some(title) = &self.title {
            if at.end <= title.range.start {
                return;
            }
            if at.start < title.range.start {
                let from = title.range.start;
                self.running(self.source[from..at.end].into(), from..at.end);
                return;
            }
        }
        // Almost every text is plain.
        if !text.contains(['#', '=', '^']) {
            self.out.push(Event::Text(text));
            return;
        }
        let named = inline::block_name(&text)
            .filter(|name| self.named.contains(text[name.clone()].to_lowercase().as_str()));
        let shown = named.as_ref().map_or(&*text, |name| text[..name.start - 1].trim_end());
        let mut from = 0;
        // What leads nowhere is no link.
        let in_link = !self.links.is_empty() || self.is_alone();
        let before = self.source[..at.start].chars().next_back();
        for tag in inline::tags(shown, before).filter(|_| !in_link) {
            self.marked(&shown[from..tag.start]);
            let slug = Slug::new(&shown[tag.start + 1..tag.end]);
            let name = escape(&shown[tag.clone()]);
            self.html(format!(
                "<a class=\"tag\" href=\"{}tags/{slug}.html\">{name}</a>",
                self.root
            ));
            from = tag.end;
        }
        self.marked(&shown[from..]);
        if let Some(name) = named.filter(|_| self.nest.within.is_empty() && !self.is_alone()) {
            let name = &text[name];
            // Of two blocks with one name, links lead to the first.
            self.named.remove(name.to_lowercase().as_str());
            self.html(format!("<span id=\"{}\"></span>", block_anchor(name)));
        }
    }

    /// Text with `==marks==`, which may have other markup inside and end in a later text.
    pub(super) fn marked(&mut self, text: &str) {
        let mut rest = text;
        while let Some(i) = rest.find("==") {
            let (before, after) = (&rest[..i], &rest[i + 2..]);
            self.plain(before);
            let closes = self.mark.is_some_and(|(_, depth)| depth == self.depth)
                && !before.ends_with(char::is_whitespace);
            if closes && let Some((open, _)) = self.mark.take() {
                self.out[open] = Event::Html("<mark>".into());
                self.html("</mark>");
            } else if self.mark.is_none()
                && !after.starts_with(|c: char| c.is_whitespace() || c == '=')
            {
                self.mark = Some((self.out.len(), self.depth));
                self.out.push(Event::Text("==".into()));
            } else {
                self.plain("==");
            }
            rest = after;
        }
        self.plain(rest);
    }

    /// A mark does not reach beyond the block it began in.
    pub(super) fn close_mark(&mut self) {
        if self.mark.is_some_and(|(_, depth)| depth >= self.depth) {
            self.mark = None;
        }
    }

    pub(super) fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push(Event::Text(text.to_owned().into()));
        }
    }
}
