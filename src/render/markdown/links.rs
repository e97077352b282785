//! Links. Their targets were resolved when the journal was read.

use std::borrow::Cow;

use pulldown_cmark::Event;

use super::{Writer, escape};
use crate::markdown::inline;
use crate::markdown::url::{Destination, destination, encode};
use crate::model::Link;
use crate::model::document::{LinkKind, Walk};

impl<'b> Writer<'b, '_> {
    /// Begins a link. Where what it shows is not its own words, these are left out.
    pub(super) fn link(&mut self, link: &'b Link, walk: &mut Walk<'_>) {
        if link.kind.is_internal() {
            match self.url(link) {
                _ if self.is_alone() => self.links.push(""),
                Some(url) => {
                    self.html(["<a href=\"", &escape(&url), "\">"].concat());
                    self.links.push("</a>");
                }
                None => self.dead_link(),
            }
            let bare = link.kind == LinkKind::Wiki { labelled: false };
            if bare && let Some(label) = self.label(link) {
                self.out.push(Event::Text(label.into()));
                walk.skip_children();
            }
            return;
        }
        let written = self.document.words(link.destination);
        let url = match link.kind {
            LinkKind::Email => Cow::Owned(format!("mailto:{written}")),
            _ if destination(written) == Destination::External => Cow::Borrowed(written),
            _ => {
                self.links.push("");
                return;
            }
        };
        let title = self.document.words(link.title);
        let title =
            if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.html(["<a href=\"", &escape(&url), "\"", &title, " rel=\"noreferrer\">"].concat());
        self.links.push("</a>");
    }

    pub(super) fn dead_link(&mut self) {
        self.html("<span class=\"dead-link\">");
        self.links.push("</span>");
    }

    /// What a wikilink without an alias shows: the title of what it leads to.
    pub(super) fn label(&self, link: &Link) -> Option<String> {
        let target = link.target.as_ref()?;
        let written = self.document.words(link.destination);
        let (name, part) = inline::split_target(written);
        let part = part.map(|part| part.trim_start_matches('^'));
        match (name.is_empty(), part) {
            (true, part) => part.map(ToOwned::to_owned),
            (false, Some(part)) => Some(format!("{} › {part}", self.ctx.title(target))),
            (false, None) => Some(self.ctx.title(target)),
        }
    }

    pub(super) fn url(&self, link: &Link) -> Option<String> {
        let target = link.target.as_ref()?;
        let own = *target == self.text.own && self.nest.within.is_empty();
        let page = if own && link.fragment.is_some() {
            String::new()
        } else {
            [self.root, &*encode(self.ctx.url(target)?)].concat()
        };
        Some(match &link.fragment {
            Some(fragment) => [&page, "#", fragment].concat(),
            None => page,
        })
    }
}
