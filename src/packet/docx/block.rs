//! Paragraphs, lists and tables.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::inline::{RunLine, RunLook, SKIPPED};
use super::notes::{Targets, is_note};
use super::parts::Relation;
use super::tree::{PageElement, PageNode};
use super::widths::widths;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "details",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "ol",
    "p",
    "pre",
    "section",
];
const MORE_BLOCKS: [&str; 4] = ["summary", "table", "ul", "math"];

/// What a page becomes.
#[derive(Default)]
pub(super) struct DocxParts {
    pub(super) body: String,
    pub(super) footnotes: String,
    /// The relations of the document, and those of its footnotes.
    pub(super) relations: Vec<Relation>,
    pub(super) of_footnotes: Vec<Relation>,
    /// The first number of each numbered list.
    pub(super) numbered: Vec<u32>,
    /// Pictures, by the names of their files, and the endings of those names.
    pub(super) pictures: Vec<(String, Vec<u8>)>,
    pub(super) endings: Vec<&'static str>,
}

/// Writes the parts of a document.
pub(super) struct DocxWriter<'p> {
    pub(super) targets: Targets<'p>,
    pub(super) body: String,
    pub(super) footnotes: String,
    pub(super) in_footnote: bool,
    /// The ids of what became a footnote, and the bookmarks that are set.
    pub(super) told: Vec<&'p str>,
    pub(super) marked: HashSet<usize>,
    pub(super) relations: Vec<Relation>,
    pub(super) of_footnotes: Vec<Relation>,
    pub(super) pictures: Vec<(String, Vec<u8>)>,
    pub(super) endings: Vec<&'static str>,
    /// How many pictures were drawn.
    pub(super) drawn: usize,
    numbered: Vec<u32>,
    titled: bool,
    /// The lists around this place, by the numbers of their kinds.
    lists: Vec<u32>,
    /// Whether the item of the list around this place has its mark.
    has_mark: bool,
    quoted: bool,
    /// What is in this place's bookmarks before the next paragraph.
    waiting: RunLine,
    /// Whether the next paragraph begins a sheet.
    begins_sheet: bool,
    /// How wide the text is, in twentieths of a point.
    width: usize,
}

impl<'p> DocxWriter<'p> {
    pub(super) fn new(page: &'p PageElement, width: usize) -> Self {
        Self {
            targets: Targets::of(page),
            body: String::new(),
            footnotes: String::new(),
            in_footnote: false,
            told: Vec::new(),
            marked: HashSet::new(),
            relations: Vec::new(),
            of_footnotes: Vec::new(),
            pictures: Vec::new(),
            endings: Vec::new(),
            drawn: 0,
            numbered: Vec::new(),
            titled: false,
            lists: Vec::new(),
            has_mark: false,
            quoted: false,
            waiting: RunLine::new(),
            begins_sheet: false,
            width,
        }
    }

    pub(super) fn finish(self) -> DocxParts {
        DocxParts {
            body: self.body,
            footnotes: self.footnotes,
            relations: self.relations,
            of_footnotes: self.of_footnotes,
            numbered: self.numbered,
            pictures: self.pictures,
            endings: self.endings,
        }
    }

    /// Writes what is within an element: blocks as they are, and text between them as paragraphs.
    pub(super) fn blocks(&mut self, element: &PageElement) {
        let mut waiting = std::mem::take(&mut self.waiting);
        self.bookmark(element, &mut waiting);
        self.waiting = waiting;
        let style = if element.has_class("meta") { "Small" } else { "" };
        let mut line = RunLine::new();
        for child in &element.children {
            match child {
                PageNode::PageElement(own) if is_block(own) => {
                    self.paragraph(std::mem::replace(&mut line, RunLine::new()), style);
                    self.block(own);
                }
                _ => self.inline_node(child, RunLook::default(), &mut line),
            }
        }
        self.paragraph(line, style);
    }

    fn block(&mut self, element: &PageElement) {
        match element.name.as_str() {
            _ if is_note(element) || is_of_picture(element) => {}
            name if SKIPPED.contains(&name) => {}
            "h1" if !std::mem::replace(&mut self.titled, true) => self.text(element, "Title"),
            "h1" | "h2" => self.text(element, "Heading1"),
            "h3" => self.text(element, "Heading2"),
            "h4" => self.text(element, "Heading3"),
            "h5" | "h6" => self.text(element, "Heading4"),
            "p" if element.has_class("part") => {
                self.begins_sheet = true;
                self.text(element, "Title");
            }
            "p" if element.has_class("side") => self.parted(element),
            "p" => {
                let small = ["kicker", "meta", "side", "by"];
                let is_small = small.into_iter().any(|class| element.has_class(class));
                self.text(element, if is_small { "Small" } else { "" });
            }
            "figcaption" | "summary" => self.text(element, "Caption"),
            "div" if element.has_class("ruled") => {
                self.blocks(element);
                // Room to write in, as the page has it.
                let lines = element.elements().filter(|own| own.children.is_empty()).count();
                self.body += &RULED.repeat(lines);
            }
            "blockquote" => {
                let around = std::mem::replace(&mut self.quoted, true);
                self.blocks(element);
                self.quoted = around;
            }
            "ul" | "ol" => self.list(element),
            "dl" => self.terms(element),
            "table" => self.table(element),
            "pre" => self.code(element),
            "hr" => {}
            "math" => self.text(element, ""),
            _ => self.blocks(element),
        }
    }

    /// Writes an element as one paragraph, or as several where there are blocks in it.
    fn text(&mut self, element: &PageElement, style: &str) {
        if element.elements().any(is_block) {
            return self.blocks(element);
        }
        let mut line = RunLine::new();
        self.inline(element, RunLook::default(), &mut line);
        self.paragraph(line, style);
    }

    /// Ends a paragraph.
    fn paragraph(&mut self, line: RunLine, style: &str) {
        if line.is_empty() {
            return;
        }
        let waiting = std::mem::replace(&mut self.waiting, RunLine::new()).runs;
        let style = match style {
            "" if self.quoted => "Quote",
            "" if !self.lists.is_empty() => "ListParagraph",
            style => style,
        };
        let mut properties = String::new();
        if !style.is_empty() {
            let _ = write!(properties, "<w:pStyle w:val=\"{style}\"/>");
        }
        if std::mem::take(&mut self.begins_sheet) {
            properties += "<w:pageBreakBefore/>";
        }
        if let Some(list) = self.lists.last() {
            let level = (self.lists.len() - 1).min(8);
            if std::mem::replace(&mut self.has_mark, true) {
                let _ = write!(properties, "<w:ind w:left=\"{}\"/>", 284 * (level + 1));
            } else {
                let _ = write!(
                    properties,
                    "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"
                );
            }
        }
        let _ = write!(self.body, "<w:p><w:pPr>{properties}</w:pPr>{waiting}{}</w:p>", line.runs);
    }

    /// Writes what a page has below each other as one line.
    fn parted(&mut self, element: &PageElement) {
        let mut line = RunLine::new();
        for child in element.elements() {
            if !line.is_empty() {
                line.text(" · ", RunLook::default());
            }
            self.inline(child, RunLook::default(), &mut line);
        }
        self.paragraph(line, "Small");
    }

    /// Measures: a page has the numbers first, in large type.
    fn measure(&mut self, item: &PageElement) {
        let mut line = RunLine::new();
        let (numbers, name): (Vec<_>, Vec<_>) = item
            .children
            .iter()
            .partition(|child| matches!(child, PageNode::PageElement(own) if own.name == "span"));
        name.iter().for_each(|child| self.inline_node(child, RunLook::default(), &mut line));
        line.text(": ", RunLook::default());
        numbers.iter().for_each(|child| self.inline_node(child, RunLook::default(), &mut line));
        self.paragraph(line, "");
    }

    fn list(&mut self, element: &PageElement) {
        let kind = match element.name.as_str() {
            "ol" => {
                let first = element.attribute("start").and_then(|first| first.parse().ok());
                self.numbered.push(first.unwrap_or(1));
                u32::try_from(self.numbered.len()).unwrap_or(u32::MAX).saturating_add(1)
            }
            _ => 1,
        };
        let around = std::mem::replace(&mut self.has_mark, false);
        self.lists.push(kind);
        for item in element.elements() {
            self.has_mark = false;
            if element.has_class("measures") {
                self.measure(item);
            } else {
                self.blocks(item);
            }
        }
        self.lists.pop();
        self.has_mark = around;
    }

    /// Terms, each with what it means in the same paragraph.
    fn terms(&mut self, element: &PageElement) {
        let mut line = RunLine::new();
        for own in element.all() {
            match own.name.as_str() {
                "dt" => {
                    self.paragraph(std::mem::replace(&mut line, RunLine::new()), "");
                    self.inline(own, RunLook::default(), &mut line);
                    line.text(": ", RunLook { bold: true, ..RunLook::default() });
                }
                "dd" => {
                    for child in &own.children {
                        self.inline_node(child, RunLook::default(), &mut line);
                        if matches!(child, PageNode::PageElement(own) if is_block(own)) {
                            line.text(" ", RunLook::default());
                        }
                    }
                }
                _ => {}
            }
        }
        self.paragraph(line, "");
    }

    fn code(&mut self, element: &PageElement) {
        let text = element.text();
        let mut line = RunLine::new();
        for (number, row) in text.trim_end().split('\n').enumerate() {
            if number > 0 {
                line.runs += "<w:r><w:br/></w:r>";
            }
            line.run(row, RunLook::default());
        }
        self.paragraph(line, "PlainText");
    }

    fn table(&mut self, element: &PageElement) {
        let all = element.all();
        let rows: Vec<&PageElement> = all.iter().copied().filter(|own| own.name == "tr").collect();
        let span = |cell: &PageElement| -> usize {
            cell.attribute("colspan").and_then(|span| span.parse().ok()).unwrap_or(1)
        };
        let counts = rows.iter().map(|row| row.elements().map(span).sum::<usize>());
        let Some(columns) = counts.max().filter(|columns| *columns > 0) else { return };
        if let Some(caption) = element.find("caption") {
            self.text(caption, "Caption");
        }
        let heads: Vec<*const PageElement> = all
            .iter()
            .filter(|own| own.name == "thead")
            .flat_map(|head| head.elements())
            .map(std::ptr::from_ref)
            .collect();
        // A table within a list or a quote stands by itself.
        let around = (std::mem::take(&mut self.lists), std::mem::take(&mut self.quoted));
        let widths = widths(&rows, columns, span, self.width);
        let grid: String =
            widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        let _ = write!(
            self.body,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr>\
             <w:tblGrid>{grid}</w:tblGrid>"
        );
        for row in rows {
            let is_head = heads.contains(&std::ptr::from_ref(row));
            let head = if is_head { "<w:tblHeader/>" } else { "" };
            let _ = write!(self.body, "<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
            let mut waiting = std::mem::take(&mut self.waiting);
            self.bookmark(row, &mut waiting);
            self.waiting = waiting;
            let mut filled = 0;
            for cell in row.elements() {
                let span = span(cell);
                let width: usize = widths.iter().skip(filled).take(span).sum();
                filled += span;
                let across = if span > 1 {
                    format!("<w:gridSpan w:val=\"{span}\"/>")
                } else {
                    String::new()
                };
                let shade = shade(cell);
                let _ = write!(
                    self.body,
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{across}{shade}</w:tcPr>"
                );
                let before = self.body.len();
                self.table_cell(cell, is_head);
                if self.body.len() == before {
                    self.body += "<w:p/>";
                }
                self.body += "</w:tc>";
            }
            for width in widths.iter().skip(filled) {
                let _ = write!(
                    self.body,
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p/></w:tc>"
                );
            }
            self.body += "</w:tr>";
        }
        // Two tables need a paragraph between them.
        self.body += "</w:tbl>";
        self.body += BETWEEN;
        (self.lists, self.quoted) = around;
    }

    fn table_cell(&mut self, cell: &PageElement, is_head: bool) {
        if cell.elements().any(is_block) {
            return self.blocks(cell);
        }
        let mut line = RunLine::new();
        let look = RunLook { bold: is_head, ..RunLook::default() };
        self.inline(cell, look, &mut line);
        self.paragraph(line, "");
    }
}

/// The paragraph after a table, and one with a line below it.
const BETWEEN: &str =
    "<w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"140\" w:lineRule=\"exact\"/></w:pPr></w:p>";
const RULED: &str = "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"A6A6A6\"/>\
     <w:between w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"A6A6A6\"/></w:pBdr><w:spacing w:before=\"160\" w:after=\"0\"/></w:pPr></w:p>";

/// The shade of a cell with a square of the matrix: the higher the grade, the darker. Its word stands on it.
fn shade(cell: &PageElement) -> String {
    let all = cell.all();
    let is_square = |own: &&&PageElement| own.has_class("cell") && own.attribute("title").is_some();
    let grade = all.iter().find(is_square).and_then(|own| {
        own.classes().find_map(|class| class.strip_prefix("g-")).map(ToOwned::to_owned)
    });
    let fill = match grade.as_deref() {
        Some("confirmed") => "8CC7AD",
        Some("vouched") => "B4DBC9",
        Some("backed") => "D3EADF",
        Some("claimed") => "EDF6F2",
        _ => return String::new(),
    };
    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>")
}

/// Whether an element only speaks of a picture beside it, which a Word document does not have.
pub(super) fn is_of_picture(element: &PageElement) -> bool {
    element.has_class("of-picture")
}

fn is_block(element: &PageElement) -> bool {
    let name = element.name.as_str();
    BLOCKS.contains(&name)
        || MORE_BLOCKS.contains(&name)
            && (name != "math" || element.attribute("display") == Some("block"))
        || is_note(element)
        || SKIPPED.contains(&name) && name == "nav"
}
