//! Obsidian's syntax in running text: tags and block ids.

use pulldown_cmark::Event;

use super::{Medium, Writer, escape};
use crate::markdown::block_anchor;
use crate::model::Slug;
use crate::model::document::TaskState;

/// The box of a task. A browser's own has no look for what Obsidian's users write in theirs.
pub(super) fn task_marker(state: TaskState) -> String {
    let label = state.word();
    let mark = match state {
        TaskState::Open => "",
        TaskState::Done => " checked",
        _ => {
            let sign = state.sign();
            return format!(
                "<span class=\"task-state\" role=\"img\" aria-label=\"{label}\" title=\"{label}\">{sign}</span> "
            );
        }
    };
    format!("<input type=\"checkbox\" disabled{mark} aria-label=\"{label}\"> ")
}

impl<'b> Writer<'b, '_> {
    pub(super) fn tag(&mut self, written: &'b str) {
        if self.is_alone() {
            // What leads nowhere is no link.
            self.out.push(Event::Text(written.into()));
            return;
        }
        let slug = Slug::new(&written[1..]);
        let name = escape(written);
        self.html(format!("<a class=\"tag\" href=\"{}tags/{slug}.html\">{name}</a>", self.root));
    }

    /// A formula. One of its own line scrolls by itself where it is too wide.
    pub(super) fn math(&mut self, mathml: &'b str) {
        let scrolls =
            mathml.starts_with("<math display=\"block\"") && self.nest.medium != Medium::Feed;
        if scrolls {
            self.html(
                "<span class=\"formula\" role=\"group\" aria-label=\"Formula\" tabindex=\"0\">",
            );
        }
        self.html(mathml);
        if scrolls {
            self.html("</span>");
        }
    }

    /// A block's name is where links to it lead.
    pub(super) fn block_id(&mut self, written: &str) {
        let anchor = block_anchor(written.trim().trim_start_matches('^'));
        // Of two blocks with one name, links lead to the first.
        if self.nest.within.is_empty() && !self.is_alone() && self.named.insert(anchor.clone()) {
            self.html(format!("<span id=\"{anchor}\"></span>"));
        }
    }
}
