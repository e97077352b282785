//! Footnotes. Each appears once, after the block that first refers to it. Styles may move it into the
//! margin. So it is read where it belongs, without a script, and screen readers read it only once.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Writer;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Footnotes<'b> {
    /// The numbers of those that were referred to, in that order from 1.
    numbers: HashMap<String, usize>,
    /// How often each was referred to.
    uses: HashMap<usize, usize>,
    definitions: Vec<(String, Vec<Event<'b>>)>,
    /// Those that were referred to since a place for them was met.
    waiting: Vec<usize>,
    /// Before which event of the text each stands.
    places: Vec<(usize, usize)>,
}

impl<'b> Footnotes<'b> {
    pub(super) fn define(&mut self, label: String, events: Vec<Event<'b>>) {
        self.definitions.push((label, events));
    }

    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }

    /// The definitions by number, those without a reference last.
    fn by_number(&mut self) -> Vec<(usize, Option<Vec<Event<'b>>>)> {
        let mut definitions = Vec::new();
        for (label, events) in std::mem::take(&mut self.definitions) {
            definitions.push((self.number(&label), Some(events)));
        }
        definitions.sort_by_key(|(number, _)| *number);
        definitions
    }
}

impl<'b> Writer<'b, '_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let number = self.footnotes.number(label);
        let uses = self.footnotes.uses.entry(number).or_insert(0);
        *uses += 1;
        let first = *uses == 1;
        let (prefix, back) = (&self.prefix, back(number, *uses));
        let reference = format!(
            "<sup class=\"footnote\" id=\"{prefix}{back}\"><a href=\"#{prefix}fn-{number}\" \
             aria-label=\"Footnote {number}\">{number}</a></sup>"
        );
        self.html(reference);
        if first && self.into_footnotes.is_empty() {
            self.footnotes.waiting.push(number);
        }
    }

    /// Takes what waits for a place.
    pub(super) fn take_waiting(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.footnotes.waiting)
    }

    /// Lets these wait for a place, before those that wait already.
    pub(super) fn wait(&mut self, mut earlier: Vec<usize>) {
        earlier.append(&mut self.footnotes.waiting);
        self.footnotes.waiting = earlier;
    }

    /// A block has ended: what it refers to stands here, unless this is inside of a quote, a
    /// callout or a table, behind which it has to wait.
    pub(super) fn place_footnotes(&mut self) {
        if self.boxes == 0 && self.into_footnotes.is_empty() {
            let here = self.out.len();
            let waiting = self.footnotes.waiting.drain(..);
            self.footnotes.places.extend(waiting.map(|number| (here, number)));
        }
    }

    /// What was written, with each footnote in its place. Those that only footnotes refer to, and
    /// those that nothing does, stand at the end.
    pub(super) fn with_footnotes(&mut self) -> Vec<Event<'b>> {
        let out = std::mem::take(&mut self.out);
        let referred = self.footnotes.numbers.len();
        let mut notes = self.footnotes.by_number();
        if notes.is_empty() {
            return out;
        }
        let mut whole = Vec::with_capacity(out.len() + 8 * notes.len());
        let mut places = std::mem::take(&mut self.footnotes.places).into_iter().peekable();
        for (at, event) in out.into_iter().enumerate() {
            while let Some((_, number)) = places.next_if(|(place, _)| *place <= at) {
                self.write(&mut notes, number, &mut whole);
            }
            whole.push(event);
        }
        for (_, number) in places {
            self.write(&mut notes, number, &mut whole);
        }
        // A part of a note has only the footnotes that it refers to.
        let rest: Vec<usize> = notes.iter().map(|(number, _)| *number).collect();
        for number in rest.into_iter().filter(|number| self.whole || *number <= referred) {
            self.write(&mut notes, number, &mut whole);
        }
        whole
    }

    /// Writes the footnote of that number, if it was not written yet.
    fn write(
        &self,
        notes: &mut [(usize, Option<Vec<Event<'b>>>)],
        number: usize,
        to: &mut Vec<Event<'b>>,
    ) {
        let Ok(at) = notes.binary_search_by_key(&number, |(number, _)| *number) else { return };
        let Some(mut events) = notes[at].1.take() else { return };
        let prefix = &self.prefix;
        let uses = self.footnotes.uses.get(&number).copied().unwrap_or(0);
        let mark = format!("<span class=\"note-number\" aria-hidden=\"true\">{number}</span> ");
        let links: String = (1..=uses)
            .map(|n| {
                let back = back(number, n);
                let which = if n == 1 { String::new() } else { format!(", place {n}") };
                format!(
                    " <a class=\"back\" href=\"#{prefix}{back}\" \
                     aria-label=\"Back to footnote {number} in the text{which}\">↩</a>"
                )
            })
            .collect();
        let begins = matches!(events.first(), Some(Event::Start(Tag::Paragraph)));
        events.insert(usize::from(begins), Event::Html(mark.into()));
        let ends = matches!(events.last(), Some(Event::End(TagEnd::Paragraph)));
        events.insert(events.len() - usize::from(ends), Event::Html(links.into()));
        to.push(Event::Html(
            format!(
                "<aside class=\"margin-note\" id=\"{prefix}fn-{number}\" role=\"note\" \
                 aria-label=\"Footnote {number}\">\n"
            )
            .into(),
        ));
        to.append(&mut events);
        to.push(Event::Html("</aside>\n".into()));
    }
}

/// The fragment of the place that refers to a footnote the n-th time.
fn back(number: usize, n: usize) -> String {
    if n == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{n}") }
}
