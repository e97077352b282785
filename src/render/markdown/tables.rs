//! Tables. pulldown-cmark would align cells by `style`, which no page may have: a class does it.

use super::Writer;
use crate::model::document::{Alignment, NodeId};

/// A table, while it is being read.
pub(super) struct Table<'b> {
    alignments: &'b [Alignment],
    column: usize,
    head: bool,
}

impl<'b> Writer<'b, '_> {
    pub(super) fn start_table(&mut self, id: NodeId, alignments: &'b [Alignment]) {
        self.boxes += 1;
        self.table = Some(Table { alignments, column: 0, head: false });
        let mut nodes = self.document.subtree(id);
        let class = match nodes.any(|id| self.document.text(id).contains(is_cjk)) {
            true => "table cjk",
            false => "table",
        };
        // It scrolls by itself where it is too wide, so the keyboard has to reach it. A group, for
        // a page with many tables would be a page with many landmarks.
        self.html(format!(
            "<div class=\"{class}\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n"
        ));
    }

    pub(super) fn start_head(&mut self) {
        if let Some(table) = &mut self.table {
            (table.column, table.head) = (0, true);
        }
        self.html("<thead><tr>");
    }

    pub(super) fn start_row(&mut self) {
        if let Some(table) = &mut self.table {
            (table.column, table.head) = (0, false);
        }
        self.html("<tr>");
    }

    pub(super) fn start_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"end\"",
            Some(Alignment::Left | Alignment::Default) | None => "",
        };
        table.column += 1;
        let tag = if table.head { "th scope=\"col\"" } else { "td" };
        self.html(format!("<{tag}{class}>"));
    }

    pub(super) fn end_cell(&mut self) {
        let head = self.table.as_ref().is_some_and(|table| table.head);
        self.html(if head { "</th>" } else { "</td>" });
    }

    pub(super) fn end_table(&mut self) {
        self.html("</tbody>\n</table>\n</div>\n");
        self.table = None;
        self.boxes -= 1;
        self.place_footnotes();
    }
}

/// Whether a letter is Chinese, Japanese or Korean. Lines may break between any two of these, so a browser
/// makes a column of them as narrow as one letter, unless the style sheet gives it a width.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{20000}'..='\u{3ffff}')
}
