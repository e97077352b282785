//! Filters titles and other texts that are shown without markup.

use super::{VisibleSet, VisibleText};
use crate::markdown::part_title;
use crate::model::document::Defined;
use crate::model::real_names::Writing;
use crate::model::{Document, Link, Slug, Target};
use crate::share::filter::{self, LEFT_OUT, value};

impl VisibleSet<'_> {
    /// Filters the links in titles. This needs all ids, because a title may link to anything visible.
    pub(super) fn filter_titles(&mut self) {
        let mut titles: Vec<(Target, String)> = self
            .things
            .iter()
            .filter(|(_, thing)| !thing.is_renamed && !matches!(thing.target, Target::File(_)))
            .map(|(target, thing)| {
                let title = self.title(&thing.title, self.texts.get(target));
                let writing = self.writing_of(target, &thing.title);
                let renamed = self.real_names.replaced(&title, writing);
                (target.clone(), renamed.unwrap_or(title))
            })
            .filter(|(target, title)| {
                self.things.get(target).is_some_and(|thing| thing.title != *title)
            })
            .collect();
        titles.sort();
        for (target, title) in titles {
            if let Some(thing) = self.things.get_mut(&target) {
                thing.title = title;
            }
        }
    }

    /// Whether a title is the name of its thing, which can say people's names in small letters.
    fn writing_of(&self, target: &Target, title: &str) -> Writing {
        let is_name = |id: &Slug| id.as_str().ends_with(Slug::new(title).as_str());
        let is_name = !self.real_names.is_empty() && target.slug().is_some_and(is_name);
        if is_name { Writing::Id } else { Writing::Prose }
    }

    /// A title for the reader. If the title is the first heading of the note, the reader gets that
    /// heading as it is filtered.
    fn title(&self, title: &str, text: Option<&VisibleText<'_>>) -> String {
        let is_heading =
            |text: &&VisibleText<'_>| text.body.title() == Some(title) && has_links(text.body);
        match text.filter(is_heading) {
            Some(text) => {
                let decide = |link: &filter::WrittenLink<'_>| self.decide_link(text, link);
                let filtered =
                    filter::filter(text.body, text.outline(), &[], &self.real_names, decide);
                filtered.document.title().unwrap_or(LEFT_OUT).to_owned()
            }
            None => self.filter_words(title, text),
        }
    }

    /// The title of a part of a day, if it is the part's first words: those of what the reader gets.
    fn filter_words(&self, title: &str, text: Option<&VisibleText<'_>>) -> String {
        let are_words =
            |text: &&VisibleText<'_>| has_links(text.body) && part_title(text.body) == title;
        let Some(text) = text.filter(are_words) else { return self.filter_value(title) };
        let decide = |link: &filter::WrittenLink<'_>| self.decide_link(text, link);
        let filtered = filter::filter(text.body, text.outline(), &[], &self.real_names, decide);
        part_title(&filtered.document)
    }

    /// Another name of a thing with the names of people that the reader knows.
    pub(in crate::share) fn renamed(&self, title: String) -> String {
        self.real_names.replaced(&title, Writing::Id).unwrap_or(title)
    }

    /// A text that is shown without markup, as the reader gets it.
    pub(in crate::share) fn filter_value(&self, text: &str) -> String {
        value::filter_value(text, |link| self.decide_name(link))
    }
}

/// Whether a text has links that the reader may get otherwise: into the journal, or defined where they do
/// not see it.
fn has_links(document: &Document) -> bool {
    let changes = |link: &Link| link.kind.is_internal() || link.defined != Defined::Openly;
    document.links.iter().any(changes)
}
