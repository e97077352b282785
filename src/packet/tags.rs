//! What tags are in a document: a tag that files a note is left out, and one in a sentence is its word.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::Document;
use crate::model::document::{Kind, NodeId, Words};

/// The text with its tags as a reader who knows nothing of them would write them, and its parts without paragraphs
/// that only have tags.
///
/// A tag that stands behind a sentence, up to the end of a line, files the note: `It went out. #launch`.
pub(crate) fn without_signs<'d>(
    body: &'d Document,
    parts: &[Range<NodeId>],
) -> (Cow<'d, Document>, Vec<Range<NodeId>>) {
    if !parts.iter().cloned().flatten().any(|id| is_tag(body, id)) {
        return (Cow::Borrowed(body), parts.to_vec());
    }
    let mut own = body.clone();
    let mut blocks = Vec::new();
    for id in body.whole() {
        if has_running_text(body.node(id).kind) {
            blocks.push(id);
        }
    }
    for block in blocks {
        let is_heading = matches!(body.node(block).kind, Kind::Heading(_));
        said(&mut own, body, &running(body, block), is_heading);
    }
    let is_empty = |id: NodeId| {
        body.node(id).kind == Kind::Paragraph
            && body.subtree(id).any(|id| is_tag(body, id))
            && running(body, id).iter().all(|id| own.text(*id).trim().is_empty())
    };
    let mut left = Vec::new();
    for part in parts {
        let mut from = part.start;
        for id in part.clone().filter(|id| is_empty(*id)) {
            left.push(from..id);
            from = body.node(id).end;
        }
        left.push(from..part.end);
    }
    left.retain(|part| !part.is_empty());
    (Cow::Owned(own), left)
}

fn is_tag(body: &Document, id: NodeId) -> bool {
    matches!(body.node(id).kind, Kind::Tag(_))
}

/// The leaves of running text in a block, without those of blocks within it.
fn running(body: &Document, block: NodeId) -> Vec<NodeId> {
    let mut leaves = Vec::new();
    let mut id = block + 1;
    while id < body.node(block).end {
        let node = body.node(id);
        if node.kind.is_leaf() {
            leaves.push(id);
            id += 1;
        } else if is_inline(node.kind) {
            id += 1;
        } else {
            id = node.end;
        }
    }
    leaves
}

fn has_running_text(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Paragraph | Kind::Item | Kind::Heading(_) | Kind::TableCell | Kind::CalloutTitle
    )
}

fn is_inline(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_) | Kind::Element(_)
    )
}

/// Makes words of the tags of a block, or nothing of those that file the note. Behind a heading, each does.
fn said(own: &mut Document, body: &Document, leaves: &[NodeId], is_heading: bool) {
    let is_break = |id: NodeId| matches!(body.node(id).kind, Kind::SoftBreak | Kind::HardBreak);
    let mut at = 0;
    while at < leaves.len() {
        let Kind::Tag(words) = body.node(leaves[at]).kind else {
            at += 1;
            continue;
        };
        // The tags that follow each other, and the blanks between them.
        let is_filing = |id: NodeId| match body.node(id).kind {
            Kind::Tag(_) => true,
            Kind::Text(words) => body.words(words).trim().is_empty(),
            _ => false,
        };
        let end =
            leaves[at..].iter().position(|id| !is_filing(*id)).map_or(leaves.len(), |n| at + n);
        let before: String = leaves[..at].iter().map(|id| spoken(body, *id)).collect();
        let after: String = leaves[end..].iter().map(|id| spoken(body, *id)).collect();
        let ends_line = end == leaves.len()
            || is_break(leaves[end]) && !after.trim_start().starts_with(char::is_lowercase);
        let before = before.trim_end();
        let several = leaves[at..end].iter().filter(|id| is_tag(body, **id)).count() > 1;
        let is_behind = before.is_empty() || before.ends_with(is_end) || several || is_heading;
        let files = ends_line && is_behind;
        if !files {
            own.set_kind(leaves[at], Kind::Text(word(body, words)));
            at += 1;
            continue;
        }
        for id in &leaves[at..end] {
            own.set_kind(*id, Kind::Text(Words::default()));
        }
        // The blank before them, and a line that had nothing else.
        let before = leaves[..at].iter().rev();
        for id in before {
            match own.nodes[*id as usize].kind {
                Kind::Text(words) => {
                    let kept = own.words(words).trim_end().len();
                    own.set_kind(*id, Kind::Text(part(words, 0, kept)));
                    if kept > 0 {
                        break;
                    }
                }
                Kind::SoftBreak | Kind::HardBreak => {
                    own.set_kind(*id, Kind::Text(Words::default()));
                }
                _ => break,
            }
        }
        if at == 0 && end < leaves.len() {
            own.set_kind(leaves[end], Kind::Text(Words::default()));
        }
        at = end;
    }
}

/// What ends a sentence, or the quote or bracket that it stands in.
fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | ')' | '”' | '"' | '»' | '。' | '！' | '？')
}

fn spoken(body: &Document, id: NodeId) -> &str {
    match body.node(id).kind {
        Kind::SoftBreak | Kind::HardBreak => "\n",
        _ => body.text(id),
    }
}

/// The word of a tag, without its sign and what it is nested in.
fn word(body: &Document, words: Words) -> Words {
    let text = body.words(words);
    part(words, text.rfind(['/', '#']).map_or(0, |at| at + 1), text.len())
}

/// A part of words, by its bytes.
pub(super) fn part(words: Words, from: usize, to: usize) -> Words {
    let at = |offset: usize| words.start + u32::try_from(offset).unwrap_or(0);
    Words { start: at(from), end: at(to) }
}

#[cfg(test)]
mod tests {
    use super::without_signs;
    use crate::markdown::{parse, plain_range};

    fn said(text: &str) -> Vec<String> {
        let body = parse(text).document;
        let (own, parts) = without_signs(&body, &[body.whole()]);
        parts
            .into_iter()
            .map(|part| plain_range(&own, part, |_| None))
            .filter(|text| !text.is_empty())
            .collect()
    }

    #[test]
    fn a_tag_behind_a_sentence_files_the_note_and_one_in_it_is_a_word() {
        for (text, expected) in [
            ("It is the ceiling, for now. #prototype", "It is the ceiling, for now."),
            ("It went out. #a #b/c\nThen it came back. #d", "It went out. Then it came back."),
            ("#launch\nIt went out.", "It went out."),
            ("Only #work/hiring helps.", "Only hiring helps."),
            ("We talked about #hiring", "We talked about hiring"),
            ("Shipped it #launch #q3", "Shipped it"),
            ("It was late. #hiring\nwas why.", "It was late. hiring was why."),
            ("*It went out.* #launch", "It went out."),
            ("No sign here.", "No sign here."),
        ] {
            assert_eq!(said(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_paragraph_of_tags_is_left_out() {
        assert_eq!(said("One.\n\n#a #b\n\nTwo."), ["One.", "Two."]);
        assert!(said("#a").is_empty());
        assert_eq!(said("### Head #a\n\n- item. #b\n- #c").join("|"), "Head item.");
    }
}
