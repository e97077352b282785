//! Inline fields, and the parts of a day that are entries of their own.

use super::{Medium, Writer, escape};
use crate::model::Target;

impl Writer<'_, '_> {
    /// An inline field, as a small fact on a page. A feed and a packet have the facts elsewhere.
    pub(super) fn field(&mut self, at: u32) {
        if self.nest.medium != Medium::Page {
            // A paragraph of fields alone is empty.
            self.embeds = true;
            return;
        }
        let own = self.document.fields[at as usize];
        let [key, value] = [own.key, own.value].map(|words| escape(self.document.words(words)));
        let class = if own.line { "field field-line" } else { "field" };
        self.html(format!(
            " <span class=\"{class}\"><span class=\"field-key\">{key}</span> {value}</span>"
        ));
    }

    /// A part begins. Only on the page of its note is it marked.
    pub(super) fn start_part(&mut self) {
        // What an item says is a part's own text, and may hold what blocks of text may.
        if self.block == Some((self.depth - 1, false)) {
            self.block = Some((self.depth, false));
        }
        if self.marks_parts() {
            self.html("<div class=\"part\">\n");
        }
    }

    /// A part ends with a link to its own page.
    pub(super) fn end_part(&mut self, at: u32) {
        self.place_footnotes();
        if !self.marks_parts() {
            return;
        }
        let target = Target::Entry(self.document.parts[at as usize].id.clone());
        let title = self.ctx.title(&target);
        if let Some(url) = self.ctx.url(&target) {
            let (url, title) = (format!("{}{url}", self.root), escape(&title));
            self.html(format!(
                "<p class=\"part-link\"><a href=\"{}\">{title}</a></p>\n</div>\n",
                escape(&url)
            ));
        } else {
            self.html("</div>\n");
        }
    }

    fn marks_parts(&self) -> bool {
        self.nest.medium == Medium::Page && self.nest.within.is_empty()
    }
}
