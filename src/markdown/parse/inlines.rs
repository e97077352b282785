//! Links, and what Obsidian finds in running text: tags, highlights and the names of blocks.

use std::ops::Range;

use memchr::memchr3;
use pulldown_cmark::LinkType;

use super::{Parse, span};
use crate::markdown::bare_url::{self, BareUrl};
use crate::markdown::inline;
use crate::markdown::url::{Destination, destination};
use crate::model::document::{Defined, Kind, LinkKind, NodeId, Words};
use crate::model::{Link, Slug};

/// HTML in which an address is no text: it is a link already, or code.
const VERBATIM_HTML: [&str; 11] =
    ["a", "button", "code", "math", "option", "pre", "samp", "script", "style", "svg", "textarea"];

impl Parse<'_> {
    pub(super) fn link(
        &mut self,
        written: LinkType,
        url: &str,
        title: &str,
        at: Range<usize>,
        embed: bool,
    ) -> NodeId {
        self.in_link += 1;
        let kind = self.link_kind(written, url, &at);
        // What stands behind its words is what is left of it where the definition is not there.
        let tail = match written {
            LinkType::Reference => match self.text[at.clone()].rfind("][") {
                Some(from) => &self.text[at.start + from..at.end],
                None => "]",
            },
            LinkType::Collapsed => "][]",
            LinkType::Shortcut => "]",
            _ => "",
        };
        let link = Link {
            kind,
            destination: self.builder.words(url),
            title: self.builder.words(title),
            tail: self.builder.words(tail),
            defined: Defined::Openly,
            definitions: Vec::new(),
            target: None,
            fragment: None,
            embed,
            node: 0,
        };
        let link = self.builder.link(link);
        if matches!(written, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.labels.push((link, label(&self.text[at.clone()])));
        }
        let kind = if embed { Kind::Image(link) } else { Kind::Link(link) };
        self.builder.open(kind, span(&at))
    }

    fn link_kind(&mut self, written: LinkType, url: &str, at: &Range<usize>) -> LinkKind {
        match written {
            LinkType::WikiLink { has_pothole } => {
                let empty = self.text[at.clone()].trim_end_matches(']').ends_with('|');
                LinkKind::Wiki { labelled: has_pothole && !empty }
            }
            LinkType::Email => LinkKind::Email,
            _ => match destination(url) {
                Destination::Refused(scheme) => {
                    let message =
                        format!("a link may not have the scheme `{scheme}`: it stays plain text");
                    self.problems.push((at.clone(), message, "use https, http, mailto or tel"));
                    if written == LinkType::Autolink {
                        LinkKind::Autolink
                    } else {
                        LinkKind::Refused
                    }
                }
                _ if written == LinkType::Autolink => LinkKind::Autolink,
                Destination::External => LinkKind::External,
                Destination::Fragment(_) | Destination::Path(..) => LinkKind::Path,
            },
        }
    }

    /// Text: without a callout's `[!kind]`, with tags, highlights and the name of its block.
    pub(super) fn running(&mut self, text: &str, at: Range<usize>) {
        if self.in_code {
            let last = self.builder.next() - 1;
            let continues = matches!(self.builder.kind(last), Kind::Text(_));
            if !continues || !self.builder.extend(text, &span(&at)) {
                self.builder.text(text, span(&at));
            }
            return;
        }
        if let Some(from) = self.title.as_ref().map(|title| title.start)
            && at.start < from
        {
            if at.end > from {
                let rest = self.text[from..at.end].to_owned();
                self.running(&rest, from..at.end);
            }
            return;
        }
        if self.in_link == 0
            && self.html.is_none()
            && self.url_signs.any_in(&at)
            && self.text[at.clone()] == *text
        {
            self.with_urls(at);
        } else {
            self.words(text, at);
        }
    }

    /// Text that may have bare addresses in it, which can go on behind it: the parser takes the signs of
    /// an address for those of emphasis.
    fn with_urls(&mut self, mut at: Range<usize>) {
        let source = self.text;
        let limit = self.ends.last().copied().unwrap_or(source.len());
        while let Some(url) = bare_url::find(source, at.clone(), limit, self.mark.is_some()) {
            let BareUrl { place, lacks_scheme } = url;
            if at.start < place.start {
                self.words(&source[at.start..place.start], at.start..place.start);
            }
            self.bare_url(&place, lacks_scheme);
            self.block_name = None;
            self.skip_to = place.end;
            at.start = place.end;
        }
        if at.start < at.end {
            self.words(&source[at.clone()], at);
        }
    }

    fn bare_url(&mut self, place: &Range<usize>, lacks_scheme: bool) {
        let shown = bare_url::unescaped(&self.text[place.clone()]);
        let (kind, address) = if lacks_scheme {
            (LinkKind::External, format!("http://{shown}"))
        } else {
            (LinkKind::Autolink, shown.clone())
        };
        let link = Link {
            kind,
            destination: self.builder.words(&address),
            title: Words::default(),
            tail: Words::default(),
            defined: Defined::Openly,
            definitions: Vec::new(),
            target: None,
            fragment: None,
            embed: false,
            node: 0,
        };
        let link = self.builder.link(link);
        let node = self.builder.open(Kind::Link(link), span(place));
        self.builder.text(&shown, span(place));
        self.builder.close(node);
    }

    /// Notes a tag whose words, up to its end, are no text to look for addresses in.
    pub(super) fn note_html(&mut self, tag: &str) {
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let name = name.to_ascii_lowercase();
        let closes = tag.starts_with("</");
        match &self.html {
            None if !closes && VERBATIM_HTML.contains(&name.as_str()) => self.html = Some(name),
            Some(open) if closes && *open == name => self.html = None,
            _ => {}
        }
    }

    /// Words without addresses: tags, highlights, and the name of the block.
    fn words(&mut self, text: &str, at: Range<usize>) {
        self.block_name = None;
        // Almost every text is plain.
        if memchr3(b'#', b'=', b'^', text.as_bytes()).is_none() {
            self.builder.text(text, span(&at));
            return;
        }
        let name = inline::block_name(text);
        let shown = name.map_or(text, |name| text[..name.start - 1].trim_end());
        self.tagged(shown, &at);
        if shown.len() < text.len() {
            self.block_name = Some(self.builder.next());
            self.builder
                .text(&text[shown.len()..], at.start as u32 + shown.len() as u32..at.end as u32);
        }
    }

    fn tagged(&mut self, text: &str, at: &Range<usize>) {
        // Where the text is not what stands in the file (`&amp;`), places in it are not known.
        let exact = self.text[at.clone()].starts_with(text);
        let before = self.text[..at.start].chars().next_back();
        let mut from = 0;
        if exact && self.in_link == 0 {
            for tag in inline::tags(text, before) {
                if Slug::new(&text[tag.start + 1..tag.end]).is_empty() {
                    continue;
                }
                self.highlighted(&text[from..tag.start], at.start + from);
                let words = self.builder.words(&text[tag.clone()]);
                let place = at.start + tag.start..at.start + tag.end;
                self.builder.leaf(Kind::Tag(words), span(&place));
                from = tag.end;
            }
        }
        self.highlighted(&text[from..], at.start + from);
    }

    /// Text with `==highlights==`, which may have other markup inside and end in a later text.
    fn highlighted(&mut self, text: &str, at: usize) {
        let mut rest = text;
        let mut at = at;
        while let Some(i) = rest.find("==") {
            let (before, after) = (&rest[..i], &rest[i + 2..]);
            let place = at + i..at + i + 2;
            self.builder.text(before, span(&(at..place.start)));
            let closes = self.mark.is_some_and(|(_, depth)| depth == self.open.len())
                && !before.ends_with(char::is_whitespace);
            if closes && let Some((mark, _)) = self.mark.take() {
                self.builder.set_kind(mark, Kind::Highlight);
                self.builder.close(mark);
            } else {
                let opens = self.mark.is_none()
                    && !after.starts_with(|c: char| c.is_whitespace() || c == '=');
                let node = self.builder.next();
                self.builder.text("==", span(&place));
                if opens {
                    self.mark = Some((node, self.open.len()));
                }
            }
            at = place.end;
            rest = after;
        }
        self.builder.text(rest, span(&(at..at + rest.len())));
    }
}

/// The name of the definition of a link by reference, as it is compared.
fn label(written: &str) -> String {
    let written = written.trim_end_matches("[]").trim_end_matches(']');
    let from =
        written.rfind("][").map_or_else(|| written.find('[').map(|at| at + 1), |at| Some(at + 2));
    super::folded(&written[from.unwrap_or(0)..])
}
