//! Pictures, and other notes in place: `![[…]]`.

use std::ops::Range;

use super::{DEEPEST, MOST, Writer, escape, part};
use crate::markdown::{block_anchor, plain_range};
use crate::model::document::{LinkKind, NodeId, Walk};
use crate::model::{Link, Target};
use crate::render::context::NoteText;
use crate::render::picture;

impl<'b> Writer<'b, '_> {
    /// `![…](…)` and `![[…]]`. A picture from elsewhere is linked, not shown: whoever serves it
    /// would learn who reads the page, and when.
    pub(super) fn image(&mut self, id: NodeId, link: &'b Link, walk: &mut Walk<'_>) {
        if !link.kind.is_internal() {
            self.link(link, walk);
            return;
        }
        match (&link.target, self.url(link)) {
            (Some(target), _) if self.is_alone() => match target {
                Target::File(path) => self.file_within(path, &self.file_label(id, link)),
                target => self.html(escape(&self.ctx.title(target)).into_owned()),
            },
            (Some(Target::File(path)), Some(url)) => {
                self.file(path, &url, &self.file_label(id, link));
            }
            (Some(target), Some(url)) => self.embed(target, link, &url),
            _ => {
                self.dead_link();
                return;
            }
        }
        self.links.push("");
        walk.skip_children();
    }

    /// What a picture is called: its alternative text, or what stands behind the bar of a wikilink.
    fn file_label(&self, id: NodeId, link: &Link) -> String {
        if link.kind == (LinkKind::Wiki { labelled: false }) {
            return String::new();
        }
        let inner = id + 1..self.document.node(id).end;
        plain_range(self.document, inner, |_| None)
    }

    pub(super) fn file(&mut self, path: &str, url: &str, label: &str) {
        let (text, size) = match label.rsplit_once('|').unwrap_or(("", label)) {
            (text, size) if is_size(size) => (text, Some(size)),
            _ => (label, None),
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let text = escape(if text.is_empty() { name } else { text });
        let url = escape(url);
        let size = size.map_or_else(String::new, |size| match size.split_once('x') {
            Some((width, height)) => format!(" width=\"{width}\" height=\"{height}\""),
            None => format!(" width=\"{size}\""),
        });
        self.html(if is_picture(path) {
            format!("<img src=\"{url}\" alt=\"{text}\"{size} loading=\"lazy\">")
        } else {
            format!("<a href=\"{url}\">{text}</a>")
        });
    }

    /// A picture as part of the document; where it can't be, and for any other file, what it is called.
    fn file_within(&mut self, path: &str, label: &str) {
        match picture::data(self.ctx.journal, path) {
            Some(url) => self.file(path, &url, label),
            None => {
                let name = path.rsplit('/').next().unwrap_or(path);
                let text = label.rsplit_once('|').map_or(label, |(text, _)| text);
                let text = if text.is_empty() || is_size(text) { name } else { text };
                self.html(escape(text).into_owned());
            }
        }
    }

    /// `![[note#part]]`: that part of the note, in place; a link to it where it can't be.
    pub(super) fn embed(&mut self, target: &Target, link: &Link, url: &str) {
        let title = self.ctx.title(target);
        let head = format!("<a href=\"{}\">{}</a>", escape(url), escape(&title));
        // Not inside a link or other markup: blocks can't stand there.
        let place =
            self.block.filter(|(depth, _)| *depth + 1 == self.depth && self.links.is_empty());
        let room = self.nest.within.len() < DEEPEST && self.nest.shown < MOST;
        let again = *target == self.text.own || self.nest.within.contains(target);
        let text = self.ctx.text(target).filter(|_| room && !again);
        let (Some(text), Some((_, paragraph))) = (text, place) else {
            self.html(head);
            return;
        };
        let range = range_of(&text, link.fragment.as_deref());
        self.nest.within.push(self.text.own.clone());
        self.nest.shown += 1;
        let inner = part(self.ctx, &text, &[range], self.root, self.nest);
        self.nest.within.pop();
        self.embeds = true;
        // A paragraph can't hold blocks: it ends before them and goes on behind.
        let (end, begin) = if paragraph { ("</p>\n", "\n<p>") } else { ("", "") };
        self.html(format!(
            "{end}<figure class=\"embed\">\n{inner}<figcaption>{head}</figcaption></figure>{begin}"
        ));
    }
}

/// The part of a note that a fragment names; the whole of it without one.
fn range_of(text: &NoteText<'_>, fragment: Option<&str>) -> Range<NodeId> {
    let body = text.body;
    let Some(fragment) = fragment else { return body.whole() };
    if let Some(at) = body.headings.iter().position(|heading| heading.anchor == fragment) {
        return body.headings[at].node..body.section(at).end;
    }
    let block = body.blocks.iter().find(|block| block_anchor(&block.name) == fragment);
    block.map_or(body.whole(), |block| block.node.map_or(0..0, |node| node..node + 1))
}

/// `300` or `300x200`.
fn is_size(text: &str) -> bool {
    let number =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('x').map_or_else(|| number(text), |(w, h)| number(w) && number(h))
}

fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif")
}
