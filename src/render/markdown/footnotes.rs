//! Footnotes.

use std::collections::HashMap;

use pulldown_cmark::{Event, html};

use super::Writer;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Footnotes<'b> {
    pub(super) numbers: HashMap<String, usize>,
    pub(super) uses: HashMap<usize, usize>,
    pub(super) definitions: Vec<(usize, Vec<Event<'b>>)>,
}

impl Footnotes<'_> {
    pub(super) fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }
}

impl<'b> Writer<'b, '_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let number = self.footnotes.number(label);
        let uses = self.footnotes.uses.entry(number).or_insert(0);
        *uses += 1;
        let prefix = &self.prefix;
        let back =
            if *uses == 1 { format!(" id=\"{prefix}fnref-{number}\"") } else { String::new() };
        self.html(format!(
            "<sup class=\"footnote\"{back}><a href=\"#{prefix}fn-{number}\">{number}</a></sup>"
        ));
    }

    pub(super) fn write_footnotes(&mut self, html: &mut String) {
        if !self.footnotes.definitions.is_empty() {
            self.footnotes.definitions.sort_by_key(|(number, _)| *number);
            html.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
            for (number, events) in self.footnotes.definitions.drain(..) {
                let prefix = &self.prefix;
                html.push_str(&format!("<li id=\"{prefix}fn-{number}\" value=\"{number}\">"));
                html::push_html(html, events.into_iter());
                if self.footnotes.uses.contains_key(&number) {
                    html.push_str(&format!(
                        " <a href=\"#{prefix}fnref-{number}\" aria-label=\"Back to the text\">↩</a>"
                    ));
                }
                html.push_str("</li>\n");
            }
            html.push_str("</ol>\n</section>\n");
        }
    }
}
