//! Footnotes and bookmarks: what a link within a page leads to.

use std::collections::{HashMap, HashSet};

use super::block::DocxWriter;
use super::inline::{RunLine, RunLook};
use super::tree::PageElement;

/// What links within the page lead to.
pub(super) struct Targets<'p> {
    by_id: HashMap<&'p str, &'p PageElement>,
    linked: HashSet<&'p str>,
    /// Bookmarks have short names: each id has a number.
    numbers: HashMap<&'p str, usize>,
}

impl<'p> Targets<'p> {
    pub(super) fn of(page: &'p PageElement) -> Self {
        let all = page.all();
        let hrefs = all.iter().filter_map(|element| element.attribute("href"));
        let linked: HashSet<&str> = hrefs.filter_map(|href| href.strip_prefix('#')).collect();
        let with_id = all.iter().filter_map(|element| Some((element.attribute("id")?, *element)));
        let by_id: HashMap<&str, &PageElement> = with_id.collect();
        let ids = all.iter().filter_map(|element| element.attribute("id"));
        let numbers = ids.filter(|id| linked.contains(id)).zip(1..).collect();
        Self { by_id, linked, numbers }
    }

    fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }
}

/// The first mark of a footnote, in a bookmark for those that come later. Word counts them.
fn first(number: usize) -> String {
    let id = BOOKMARKS + number;
    format!(
        "<w:bookmarkStart w:id=\"{id}\" w:name=\"note{number}\"/><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>\
         <w:footnoteReference w:id=\"{number}\"/></w:r><w:bookmarkEnd w:id=\"{id}\"/>"
    )
}

/// A later mark: the number of the first, which Word keeps right, as a link to it.
fn again(number: usize) -> String {
    let look = "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>";
    format!(
        "<w:fldSimple w:instr=\" NOTEREF note{number} \\f \\h \"><w:r>{look}<w:t>{number}</w:t></w:r></w:fldSimple>"
    )
}

/// The ids of the bookmarks at footnotes come after those of the places in the text.
const BOOKMARKS: usize = 1_000_000;

/// Whether an element is a footnote, which stands at the foot and not where it is written.
pub(super) fn is_note(element: &PageElement) -> bool {
    element.has_class("margin-note")
}

impl<'p> DocxWriter<'p> {
    /// A mark, as the footnote that it leads to. A second mark of the same one is a link to it.
    pub(super) fn footnote(&mut self, mark: &PageElement, line: &mut RunLine) -> bool {
        let links: Vec<&PageElement> =
            mark.all().into_iter().filter(|own| own.name == "a").collect();
        let target = |link: &PageElement| {
            let id = link.attribute("href")?.strip_prefix('#')?;
            let (id, element) = self.targets.by_id.get_key_value(id)?;
            (is_note(element) || element.name == "tr").then_some((*id, *element))
        };
        let targets: Option<Vec<_>> = links.iter().map(|link| target(link)).collect();
        let Some(targets) = targets.filter(|all| !all.is_empty() && !self.in_footnote) else {
            return false;
        };
        for (id, element) in targets {
            let known = self.told.iter().position(|own| *own == id);
            let number = known.map_or(self.told.len(), |at| at) + 1;
            line.other(&if known.is_some() { again(number) } else { first(number) });
            if known.is_none() {
                self.told.push(id);
                self.tell(element, number);
            }
            // Two marks side by side are not one number.
            line.run(" ", RunLook::default());
            line.after_blank = true;
        }
        true
    }

    /// Writes a footnote: of a row of the index, its number there, and what it is of.
    fn tell(&mut self, element: &'p PageElement, number: usize) {
        self.in_footnote = true;
        let mut text = RunLine::new();
        let cells: Vec<&PageElement> =
            element.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")).collect();
        if let Some(own) = cells.first() {
            text.text(&format!("No. {} in the index", own.text().trim()), RunLook::default());
        } else {
            self.inline_without_sign(element, &mut text);
        }
        for (n, cell) in cells.iter().skip(1).take(3).enumerate() {
            if cell.text().trim().is_empty() {
                continue;
            }
            text.text(if n == 0 { ": " } else { ", " }, RunLook::default());
            for child in &cell.children {
                self.inline_node(child, RunLook::default(), &mut text);
            }
        }
        self.footnotes += &format!(
            "<w:footnote w:id=\"{number}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr>\
             <w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>\
             <w:r><w:t xml:space=\"preserve\"> </w:t></w:r>{}</w:p></w:footnote>",
            text.runs
        );
        self.in_footnote = false;
    }

    /// A note's own footnote, without the number and the way back that a page has in it.
    fn inline_without_sign(&mut self, element: &PageElement, text: &mut RunLine) {
        for child in element.elements() {
            let is_sign =
                child.has_class("note-number") || child.name == "a" && child.has_class("back");
            if !is_sign {
                self.inline(child, RunLook::default(), text);
                text.text(" ", RunLook::default());
            }
        }
    }

    /// The name of the bookmark at an id; `None` where nothing is.
    pub(super) fn anchor(&self, id: &str) -> Option<String> {
        Some(format!("at{}", self.targets.number(id)?))
    }

    /// Marks the place of an element that links lead to. A place is marked once.
    pub(super) fn bookmark(&mut self, element: &PageElement, line: &mut RunLine) {
        let Some(id) = element.attribute("id").filter(|id| self.targets.linked.contains(id)) else {
            return;
        };
        let Some(number) = self.targets.number(id) else { return };
        if self.in_footnote || !self.marked.insert(number) {
            return;
        }
        line.runs += &format!(
            "<w:bookmarkStart w:id=\"{number}\" w:name=\"at{number}\"/><w:bookmarkEnd w:id=\"{number}\"/>"
        );
    }
}
