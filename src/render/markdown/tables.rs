//! Tables. pulldown-cmark would align cells by `style`, which no page may have: a class does it.

use super::Writer;
use crate::model::document::Alignment;

/// A table, while it is being read.
pub(super) struct Table<'b> {
    alignments: &'b [Alignment],
    column: usize,
    head: bool,
}

impl<'b> Writer<'b, '_> {
    pub(super) fn start_table(&mut self, alignments: &'b [Alignment]) {
        self.boxes += 1;
        self.table = Some(Table { alignments, column: 0, head: false });
        // It scrolls by itself where it is too wide, so the keyboard has to reach it. A group, for
        // a page with many tables would be a page with many landmarks.
        self.html(
            "<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n",
        );
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
