//! Decides which links a reader gets, and with which words.

use super::{VisibleSet, VisibleText, stem};
use crate::markdown::inline::split_target;
use crate::model::{Slug, Target};
use crate::share::filter::{LinkDecision, WrittenLink};

impl VisibleSet<'_> {
    /// Decides about a link in a text.
    pub(in crate::share) fn decide_link(
        &self,
        text: &VisibleText<'_>,
        written: &WrittenLink<'_>,
    ) -> LinkDecision {
        let Some(link) = written.link else { return LinkDecision::Drop };
        let target = self.link_target(text.path, text.body, link);
        let found = target.as_deref().and_then(|target| Some((target, self.things.get(target)?)));
        let Some((target, thing)) = found else { return LinkDecision::Drop };
        let (name, part) = split_target(written.name);
        let parts = self.texts.get(target).map(|text| &text.parts);
        let (part, fragment) = match target {
            // Only the program that opens a file knows the file's parts.
            Target::File(_) => (None, link.fragment.clone()),
            _ => (part, part.and_then(|part| parts?.find(part))),
        };
        if written.wiki && part.is_some() && fragment.is_none() {
            return LinkDecision::Drop;
        }
        let keeps_spelling = written.in_heading && !thing.is_renamed && !name.contains('/');
        let title = if keeps_spelling { name } else { &thing.title };
        let label = match part.map(|part| part.trim_start_matches('^')) {
            Some(part) if name.is_empty() => part.to_owned(),
            Some(part) => format!("{title} › {part}"),
            None => title.to_owned(),
        };
        LinkDecision::Keep { to: Some((thing.target.clone(), fragment)), label }
    }

    /// Decides about a link in a text that is shown without markup. Reading does not resolve such
    /// links, so this looks the name up.
    pub(super) fn decide_name(&self, written: &WrittenLink<'_>) -> LinkDecision {
        let (name, part) = split_target(written.name);
        if !written.wiki || part.is_some() {
            return LinkDecision::Drop;
        }
        let target = self.author_names.get(&Slug::new(stem(name)));
        match target.and_then(|target| self.things.get(target)) {
            Some(thing) => LinkDecision::Keep { to: None, label: thing.title.clone() },
            None => LinkDecision::Drop,
        }
    }
}
