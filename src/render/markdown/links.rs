//! Links: what they lead to was resolved when the journal was read.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType};

use super::{Writer, escape};
use crate::markdown::inline;
use crate::markdown::url::{Destination, destination, encode};
use crate::model::Link;

impl<'b> Writer<'b, '_> {
    pub(super) fn own_link(&self, at: &Range<usize>) -> Option<&'b Link> {
        let links = &self.text.body.links;
        links.binary_search_by_key(&at.start, |link| link.range.start).ok().map(|i| &links[i])
    }

    pub(super) fn link(
        &mut self,
        kind: LinkType,
        url: CowStr<'b>,
        title: CowStr<'b>,
        at: Range<usize>,
    ) {
        if let Some(link) = self.own_link(&at) {
            match self.url(link) {
                _ if self.is_alone() => self.links.push(""),
                Some(url) => {
                    self.html(format!("<a href=\"{}\">", escape(&url)));
                    self.links.push("</a>");
                }
                None => self.dead_link(),
            }
            let bare = match kind {
                LinkType::WikiLink { has_pothole } => {
                    !has_pothole || self.source[at].trim_end_matches(']').ends_with('|')
                }
                _ => false,
            };
            if bare && let Some(label) = self.label(link, &url) {
                self.out.push(Event::Text(label.into()));
                self.hide = 1;
            }
            return;
        }
        let url = match (kind, destination(&url)) {
            (LinkType::Email, _) => format!("mailto:{url}").into(),
            (_, Destination::External) => url,
            _ => {
                self.links.push("");
                return;
            }
        };
        let title =
            if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&title)) };
        self.html(format!("<a href=\"{}\"{title} rel=\"noreferrer\">", escape(&url)));
        self.links.push("</a>");
    }

    pub(super) fn dead_link(&mut self) {
        self.html("<span class=\"dead-link\">");
        self.links.push("</span>");
    }

    /// What a wikilink without an alias shows: the title of what it leads to.
    pub(super) fn label(&self, link: &Link, written: &str) -> Option<String> {
        let target = link.target.as_ref()?;
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
            format!("{}{}", self.root, encode(&self.ctx.url(target)?))
        };
        Some(match &link.fragment {
            Some(fragment) => format!("{page}#{fragment}"),
            None => page,
        })
    }
}
