//! The text of a note: what is found in it before anything is rendered.

use std::ops::Range;

use super::Texts;
use super::inline_fields::{is_key, misplaced, misplaced_error};
use super::source::SourceFile;
use crate::diagnostic::{Diagnostic, codes};
use crate::markdown::{Parsed, comments, may_have_containers, parse_with_keys};
use crate::model::Document;

/// A note's text, with its links as they are written.
#[derive(Clone)]
pub struct Scanned {
    /// The text; what its links lead to is still missing.
    pub body: Document,
    /// From a place in the text to one in the file.
    places: Places,
}

#[derive(Clone)]
struct Places {
    start: usize,
    cut: comments::Cut,
}

impl Scanned {
    /// A range of the text as a range of the file.
    pub fn place(&self, range: &Range<u32>) -> Range<usize> {
        self.places.of(&(range.start as usize..range.end as usize))
    }
}

impl Places {
    fn of(&self, range: &Range<usize>) -> Range<usize> {
        self.start + self.cut.original(range.start)..self.start + self.cut.original(range.end)
    }
}

/// Scans the text in a range of a file.
pub fn scan(
    source: &mut SourceFile,
    range: Range<usize>,
    texts: Texts,
    problems: &mut Vec<Diagnostic>,
) -> Scanned {
    let mut cut = comments::cut(&source.text[range.clone()]);
    let mut text = std::mem::take(&mut cut.text);
    if texts == Texts::WithKeys && !may_have_keys(&text) {
        text.clear();
    }
    let places = Places { start: range.start, cut };
    let Parsed { document: body, problems: found, strays, comments } =
        parse_with_keys(&text, is_key);
    let unread = misplaced(&text, &body);
    let hidden = places.cut.cuts().map(|cut| range.start + cut.start..range.start + cut.end);
    source.hidden = hidden.chain(comments.iter().map(|comment| places.of(comment))).collect();
    source.hidden.sort_by_key(|hidden| hidden.start);
    if let Some(at) = places.cut.unclosed {
        let at = range.start + at;
        problems.push(
            Diagnostic::warning(
                codes::UNCLOSED_COMMENT,
                &source.path,
                "this comment is never closed, so the rest of the note is left out",
            )
            .at(source.location(at..at + 2))
            .hint("close it, or write `\\%\\%` if it is not a comment"),
        );
    }
    for stray in strays {
        let (message, hint) = if stray.in_code {
            (
                "this private callout is code here, because it is indented by four columns or more: it hides nothing",
                "indent it less, or put it between fences if it is code; until then the note is left out",
            )
        } else {
            (
                "this hides nothing: a private callout is a quote that begins with `[!private]`",
                "begin a line with `> [!private]`; until then the note is left out, because it was meant to hide something",
            )
        };
        problems.push(
            Diagnostic::error(codes::PRIVATE_CALLOUT, &source.path, message)
                .at(source.location(places.of(&stray.range)))
                .hint(hint),
        );
    }
    for range in unread {
        let place = source.location(places.of(&range));
        problems.push(misplaced_error(&source.path).at(place));
    }
    for (range, message, hint) in found {
        problems.push(
            Diagnostic::warning(codes::TEXT, &source.path, message)
                .at(source.location(places.of(&range)))
                .hint(hint),
        );
    }
    Scanned { body, places }
}

/// Whether a text may have inline fields, or a private callout that keeps its note out of the journal.
fn may_have_keys(text: &str) -> bool {
    text.contains("::") || text.contains("[!") || may_have_containers(text)
}

#[cfg(test)]
mod tests {
    use super::{Scanned, scan};
    use crate::markdown::section;
    use crate::model::document::{Block, Kind, LinkKind};
    use crate::read::Texts;
    use crate::read::source::SourceFile;

    fn read(text: &str) -> (Scanned, Vec<String>) {
        let mut source = SourceFile::new("a.md".into(), text.into());
        let mut problems = Vec::new();
        let scanned = scan(&mut source, 0..text.len(), Texts::All, &mut problems);
        (scanned, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn headings_give_the_title_and_the_answers() {
        let (note, _) =
            read("# The *title*\n\n## Trying\n\nShip it.\n\n- a\n\n## Blocking?\n\n## Help\n\nx\n");
        assert_eq!(note.body.title(), Some("The title"));
        assert_eq!(section(&note.body, "trying").as_deref(), Some("Ship it. a"));
        assert_eq!(section(&note.body, "blocking"), None);
        assert_eq!(section(&note.body, "help").as_deref(), Some("x"));
    }

    #[test]
    fn a_promise_is_an_item_with_a_box_and_a_date() {
        let (note, problems) = read(
            "- [ ] Send **it** (by 2026-03-01)\n- [x] Done (by 2026-02-01), late\n- [ ] no date\n- no box (by 2026-01-01)\n- [ ] wrong (by 2026-02-30)\n",
        );
        let promises: Vec<_> = note
            .body
            .promises
            .iter()
            .map(|p| (p.text.as_str(), p.due.to_string(), p.done))
            .collect();
        assert_eq!(
            promises,
            [
                ("Send it", "2026-03-01".to_owned(), false),
                ("Done, late", "2026-02-01".to_owned(), true),
            ]
        );
        assert_eq!(problems, ["`2026-02-30` is not a date, so this is no promise"]);
    }

    #[test]
    fn links_tags_and_blocks_are_found_outside_code() {
        let (note, problems) = read(
            "See [[Docs cleanup#What|x]], ![[a.png]] and [b](../b.md#c). #docs `[[no]]`\n\n    [[no]] #no\n\nA claim. ^claim-1\n\n| a |\n|---|\n| b |\n\n^table\n\n[x](javascript:a) [y](https://a.example/#b)\n",
        );
        let body = &note.body;
        let links = body.links.iter().filter(|link| link.kind.is_internal());
        let links: Vec<_> =
            links.map(|l| (body.words(l.destination), l.embed, l.kind == LinkKind::Path)).collect();
        assert_eq!(
            links,
            [
                ("Docs cleanup#What", false, false),
                ("a.png", true, false),
                ("../b.md#c", false, true),
            ]
        );
        assert_eq!(body.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["docs"]);
        let block = |block: &Block| Some((block.name.clone(), body.node(block.node?).kind));
        let blocks: Vec<_> = body.blocks.iter().filter_map(block).collect();
        assert_eq!(
            blocks,
            [("claim-1".to_owned(), Kind::Paragraph), ("table".to_owned(), Kind::Table(0))]
        );
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn private_callouts_are_marked_and_comments_gone() {
        let (note, _) = read("a\n\n> [!private]- Pay\n> secret\n\n%%hidden%%\n\n> [!note]\n> b\n");
        let [private] = &note.body.private[..] else { panic!("one") };
        let secret = |id| note.body.text(id) == "secret";
        assert_eq!((0..note.body.len()).filter(|id| secret(*id)).count(), 1);
        assert!(private.clone().any(secret));
        assert!(!note.body.pool.contains("hidden"));
    }
}
