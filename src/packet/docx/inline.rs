//! The text of a paragraph: runs of characters that look alike, links, marks of footnotes, pictures.

use std::fmt::Write as _;

use super::block::{DocxWriter, is_of_picture};
use super::parts::Relation;
use super::picture::Picture;
use super::tree::{PageElement, PageNode};
use super::xml;
use crate::model::direction::has_leftward;

/// How characters look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RunLook {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) code: bool,
    pub(super) strike: bool,
    pub(super) underline: bool,
    pub(super) mark: bool,
    pub(super) raised: bool,
    pub(super) lowered: bool,
    pub(super) quiet: bool,
    pub(super) link: bool,
}

impl RunLook {
    /// How an element's characters look, where those around it look like this.
    fn within(self, element: &PageElement) -> Self {
        let mut look = self;
        match element.name.as_str() {
            "strong" | "b" | "th" | "dt" | "summary" => look.bold = true,
            "em" | "i" | "cite" | "dfn" => look.italic = !element.has_class("cell"),
            "code" | "kbd" | "samp" | "tt" => look.code = true,
            "del" | "s" => look.strike = true,
            "ins" | "u" => look.underline = true,
            "mark" => look.mark = true,
            "sup" => look.raised = true,
            "sub" => look.lowered = true,
            _ => {}
        }
        look.quiet |= ["meta", "by", "chip", "also"].iter().any(|class| element.has_class(class));
        look.bold &= !element.has_class("chip") && !element.has_class("meta");
        look.bold |= element.has_class("impact");
        look
    }

    fn properties(self, leftward: bool) -> String {
        let mut all = String::new();
        let parts = [
            (self.link, "<w:rStyle w:val=\"Hyperlink\"/>"),
            (self.code, "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>"),
            (self.bold, "<w:b/><w:bCs/>"),
            (self.italic, "<w:i/><w:iCs/>"),
            (self.strike, "<w:strike/>"),
            (self.quiet && !self.link, "<w:color w:val=\"595959\"/>"),
            (self.mark, "<w:highlight w:val=\"yellow\"/>"),
            (self.underline, "<w:u w:val=\"single\"/>"),
            (self.raised, "<w:vertAlign w:val=\"superscript\"/>"),
            (self.lowered, "<w:vertAlign w:val=\"subscript\"/>"),
            (leftward, "<w:rtl/>"),
        ];
        parts.iter().filter(|(is_so, _)| *is_so).for_each(|(_, part)| all += part);
        if all.is_empty() { all } else { format!("<w:rPr>{all}</w:rPr>") }
    }
}

/// Elements whose content a document has no place for.
pub(super) const SKIPPED: [&str; 10] =
    ["script", "style", "nav", "svg", "button", "template", "head", "audio", "video", "annotation"];

/// The classes of words that a page sets apart by their look.
const ASIDES: [&str; 5] = ["chip", "meta", "also", "new", "result"];

/// A paragraph that is being written.
#[derive(Default)]
pub(super) struct RunLine {
    pub(super) runs: String,
    /// Whether a blank at this place would be one too many.
    pub(super) after_blank: bool,
    /// A blank that is only written before more text.
    blank: bool,
    /// What stands last in it.
    last: Option<char>,
    /// Whether what follows needs a colon before it: what stands last is set apart by its look alone.
    is_aside: bool,
}

impl RunLine {
    pub(super) fn new() -> Self {
        Self { after_blank: true, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Adds a text, with its blanks as a browser would show them.
    pub(super) fn text(&mut self, text: &str, look: RunLook) {
        let mut words = String::new();
        let first = text.trim_start().chars().next();
        if let Some(first) = first {
            if std::mem::take(&mut self.is_aside) && first.is_alphanumeric() {
                words.push(':');
                self.blank = true;
            }
            self.last = text.trim_end().chars().next_back();
        }
        for c in text.chars() {
            if c.is_ascii_whitespace() {
                self.blank = !self.after_blank;
            } else {
                if std::mem::take(&mut self.blank) {
                    words.push(' ');
                }
                words.push(c);
                self.after_blank = false;
            }
        }
        if !words.is_empty() {
            self.run(&words, look);
        } else if self.blank {
            // It may stand between two looks; it has that of what follows.
        }
    }

    /// Adds a run with this text.
    pub(super) fn run(&mut self, text: &str, look: RunLook) {
        let properties = look.properties(has_leftward(text));
        let _ = write!(
            self.runs,
            "<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
            xml(text)
        );
    }

    /// Adds what is no text.
    pub(super) fn other(&mut self, xml: &str) {
        if std::mem::take(&mut self.blank) {
            self.run(" ", RunLook::default());
        }
        self.after_blank = false;
        self.runs += xml;
    }

    fn line_break(&mut self) {
        self.runs += "<w:r><w:br/></w:r>";
        (self.after_blank, self.blank) = (true, false);
    }
}

impl DocxWriter<'_> {
    /// Writes what is within an element into a line.
    pub(super) fn inline(&mut self, element: &PageElement, look: RunLook, line: &mut RunLine) {
        let look = look.within(element);
        self.bookmark(element, line);
        for child in &element.children {
            self.inline_node(child, look, line);
        }
    }

    pub(super) fn inline_node(&mut self, node: &PageNode, look: RunLook, line: &mut RunLine) {
        let element = match node {
            PageNode::Text(text) => return line.text(text, look),
            PageNode::PageElement(element) => element,
        };
        match element.name.as_str() {
            name if SKIPPED.contains(&name) || is_of_picture(element) => {}
            "br" => line.line_break(),
            "img" => self.picture(element, line),
            "input" => {
                let sign = if element.attribute("checked").is_some() { "☑" } else { "☐" };
                line.text(sign, look);
            }
            "sup" if self.footnote(element, line) => {}
            _ if element.has_class("cell") => self.cell(element, look, line),
            "a" => self.link(element, look, line),
            "span" if ASIDES.iter().any(|class| element.has_class(class)) => {
                self.aside(element, look, line);
            }
            _ => self.inline(element, look, line),
        }
    }

    /// Words that a page sets apart by their look: a sign does it here, for they would run into the others where the look
    /// is lost.
    fn aside(&mut self, element: &PageElement, look: RunLook, line: &mut RunLine) {
        let text = element.text();
        let text = text.trim();
        let (first, last) = (text.chars().next(), text.chars().next_back());
        let is_sentence = last.is_some_and(|last| matches!(last, '.' | ':' | '?' | '!'));
        let follows = line.last.is_some_and(|before| match before {
            '.' | '?' | '!' => !is_sentence,
            before => before.is_alphanumeric() || matches!(before, ')' | '”' | '’' | '"' | '%'),
        });
        let is_first = line.is_empty();
        let after_sentence = line.last.is_some_and(|before| matches!(before, '.' | '?' | '!'));
        let (mut opens, mut closes) = ("", "");
        if element.has_class("also") && !is_first {
            line.line_break();
            line.is_aside = false;
        } else if follows && first.is_some_and(char::is_alphanumeric) {
            line.is_aside = false;
            (opens, closes) = if after_sentence { (" (", ")") } else { (" · ", "") };
        }
        line.text(opens, RunLook::default());
        self.inline(element, look, line);
        line.text(closes, RunLook::default());
        line.is_aside = !is_sentence && (is_first || element.has_class("chip"));
    }

    /// A square of the matrix, in words: its shape says nothing here.
    fn cell(&mut self, element: &PageElement, look: RunLook, line: &mut RunLine) {
        let grade = element.classes().find_map(|class| class.strip_prefix("g-"));
        // Beside its word, it is a key.
        let alone = element.name != "i" && element.attribute("title").is_some();
        if let Some(grade) = grade.filter(|_| alone) {
            let words = if grade == "below" { "at a lower level" } else { grade };
            let count = element.text();
            let count = Some(count.trim()).filter(|count| !count.is_empty());
            let words = count.map_or(words.to_owned(), |count| format!("{words} ×{count}"));
            line.text(&words, look);
        }
    }

    fn link(&mut self, element: &PageElement, look: RunLook, line: &mut RunLine) {
        let href = element.attribute("href").unwrap_or_default();
        let open = match href.strip_prefix('#') {
            Some(anchor) => {
                self.anchor(anchor).map(|name| format!("<w:hyperlink w:anchor=\"{name}\">"))
            }
            None if href.is_empty() => None,
            None => Some(format!("<w:hyperlink r:id=\"{}\">", self.relation(href))),
        };
        let Some(open) = open else { return self.inline(element, look, line) };
        // The blank before a link is not underlined.
        line.other(&open);
        line.after_blank = false;
        let look = RunLook { link: !look.raised && !href.starts_with('#'), ..look };
        self.inline(element, look, line);
        line.runs += "</w:hyperlink>";
    }

    /// The relation by which the part that is being written knows an address.
    fn relation(&mut self, address: &str) -> String {
        let list = if self.in_footnote { &mut self.of_footnotes } else { &mut self.relations };
        let known = list.iter().find(|own| own.kind == "hyperlink" && own.target == address);
        if let Some(known) = known {
            return known.id.clone();
        }
        let id = format!("link{}", list.len() + 1);
        list.push(Relation { id: id.clone(), kind: "hyperlink", target: address.to_owned() });
        id
    }

    fn picture(&mut self, img: &PageElement, line: &mut RunLine) {
        let alt = img.attribute("alt").unwrap_or_default();
        let Some(picture) = Picture::of(img).filter(|_| !self.in_footnote) else {
            return line.text(alt, RunLook::default());
        };
        let (wide, high) = picture.size;
        let known = self.pictures.iter().position(|(_, bytes)| *bytes == picture.bytes);
        let number = known.unwrap_or_else(|| {
            let name = format!("media/picture{}.{}", self.pictures.len() + 1, picture.ending);
            let id = format!("picture{}", self.pictures.len() + 1);
            self.relations.push(Relation { id, kind: "image", target: name.clone() });
            if !self.endings.contains(&picture.ending) {
                self.endings.push(picture.ending);
            }
            self.pictures.push((name, picture.bytes));
            self.pictures.len() - 1
        }) + 1;
        self.drawn += 1;
        let (id, alt) = (self.drawn, xml(alt));
        line.other(&format!(
            "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/>\
             <wp:docPr id=\"{id}\" name=\"Picture {id}\" descr=\"{alt}\"/>\
             <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"Picture {id}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"picture{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
             </wp:inline></w:drawing></w:r>"
        ));
    }
}
