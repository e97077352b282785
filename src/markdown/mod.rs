//! The dialect of Markdown that notes are written in: CommonMark and GitHub's extensions as
//! pulldown-cmark parses them, and the parts of Obsidian's that it does not know.
//!
//! Reading and rendering both parse by [`events`], so that they can't disagree about what is a
//! heading, a link or code.

pub mod callout;
pub mod comments;
pub mod inline;
pub mod parts;
pub mod scan;
pub mod url;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::model::{Body, Slug};

/// The events of a text with the byte range of each. Every use of the parser goes through here.
///
/// `Options::all()` would be wrong: its metadata blocks swallow a section between two `---`.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    parser(text).into_offset_iter()
}

fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_WIKILINKS;
    Parser::new_ext(text, options)
}

/// The addresses in a text: those of its links, and those that stand in it bare.
pub fn urls(text: &str) -> Vec<String> {
    let mut urls = Vec::new();
    for (event, _) in events(text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                urls.push(dest_url.into_string());
            }
            Event::Text(text) => {
                let words = text.split(|c: char| c.is_whitespace() || "<>()\"'".contains(c));
                let bare = words.filter(|word| word.contains("://"));
                urls.extend(bare.map(|word| word.trim_end_matches(['.', ',', ';']).to_owned()));
            }
            _ => {}
        }
    }
    urls.sort();
    urls.dedup();
    urls
}

/// The definitions of links in a text, `[name]: address`: where each stands, and its address.
pub fn definitions(text: &str) -> Vec<(Range<usize>, String)> {
    let parser = parser(text);
    let definitions = parser.reference_definitions().iter();
    let mut found: Vec<_> =
        definitions.map(|(_, own)| (own.span.clone(), own.dest.to_string())).collect();
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Gives each heading of one note a fragment of its own.
pub struct Anchors(HashMap<String, usize>);

impl Default for Anchors {
    fn default() -> Self {
        // The page around the note has this one.
        Self(HashMap::from([("main".to_owned(), 0)]))
    }
}

impl Anchors {
    /// The fragment of the next heading with that text: its slug, numbered where it was taken.
    pub fn of(&mut self, text: &str) -> String {
        let slug = Slug::of_words(text).unwrap_or_default();
        // These begin the fragments of blocks, footnotes and a goal's needs.
        let taken = ["block-", "fn-", "fnref-", "e-", "need-"]
            .iter()
            .any(|start| slug.as_str().starts_with(start));
        let base = match slug.as_str() {
            "" => "section".to_owned(),
            own if taken => format!("h-{own}"),
            own => own.to_owned(),
        };
        let mut anchor = base.clone();
        while let Some(count) = self.0.get_mut(&anchor) {
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.0.insert(anchor.clone(), 0);
        anchor
    }
}

/// The fragment of a block's `^name`.
pub fn block_anchor(name: &str) -> String {
    format!("block-{}", name.to_lowercase())
}

/// The words of a text, without markup, and without what private callouts hold.
pub fn plain(text: &str) -> String {
    plain_with(text, |_| None)
}

/// The same, where a link that has no words of its own says what `name` gives for its place.
pub fn plain_with(text: &str, name: impl Fn(Range<usize>) -> Option<String>) -> String {
    let mut words = String::new();
    let mut private = 0;
    let mut named = false;
    let mut in_tag = false;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                let hides =
                    callout::callout(&text[range]).is_some_and(|callout| callout.is_private());
                private += usize::from(private > 0 || hides);
            }
            Event::End(TagEnd::BlockQuote(_)) => private = private.saturating_sub(1),
            _ if private > 0 => {}
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole: false },
                ..
            }) => {
                if let Some(name) = name(range) {
                    words.push_str(&name);
                    named = true;
                }
            }
            Event::End(TagEnd::Link) => named = false,
            Event::Text(_) if named => {}
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::Html(html) => words.extend(html.chars().filter(|c| match c {
                '<' => {
                    in_tag = true;
                    false
                }
                '>' => !std::mem::take(&mut in_tag),
                _ => !in_tag,
            })),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::Item
                | TagEnd::TableCell,
            ) => {
                words.push(' ');
            }
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words under the level-2 heading that asks that question, if there are any.
pub fn section(body: &Body, question: &str) -> Option<String> {
    let at = body.question(question)?;
    Some(plain(&body.markdown[body.section(at)])).filter(|text| !text.is_empty())
}

/// The first words of a text, up to that many characters: those of its first paragraph that
/// stands in no list, quote or footnote.
pub fn first_words(text: &str, most: usize) -> String {
    let mut words = String::new();
    // How many tags are open, and of these how many are pictures.
    let (mut depth, mut pictures, mut in_paragraph) = (0, 0, false);
    for (event, _) in events(text) {
        match event {
            Event::Start(tag) => {
                in_paragraph |= depth == 0 && tag == Tag::Paragraph;
                pictures += usize::from(matches!(tag, Tag::Image { .. }));
                depth += 1;
            }
            Event::End(tag) => {
                depth -= 1;
                pictures -= usize::from(tag == TagEnd::Image);
                in_paragraph &= depth > 0;
                // A paragraph may be a picture and nothing else.
                if depth == 0 && !words.trim().is_empty() {
                    break;
                }
            }
            _ if !in_paragraph || pictures > 0 => {}
            Event::Text(text) | Event::Code(text) => {
                words.push_str(inline::block_name(&text).map_or(&text, |at| &text[..at.start - 1]));
            }
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    cut(&words, most)
}

/// A text with single blanks, cut between words where it is longer.
fn cut(text: &str, most: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let own = word.chars().count() + usize::from(length > 0);
        if length + own > most {
            short.push('…');
            break;
        }
        if length > 0 {
            short.push(' ');
        }
        short.push_str(word);
        length += own;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{Anchors, first_words, plain, plain_with};

    #[test]
    fn the_first_words_are_those_of_the_first_paragraph() {
        let text = "## Head\n\n> [!private]\n> pay\n\n- item\n\n![a](b.png)\n\nOne *two*\n`three`[^a]. ^id\n\nMore.\n\n[^a]: x\n";
        assert_eq!(first_words(text, 80), "One two three.");
        assert_eq!(first_words(text, 9), "One two…");
        assert_eq!(first_words("> only a quote", 80), "");
    }

    #[test]
    fn no_two_headings_share_a_fragment() {
        let mut anchors = Anchors::default();
        let of = ["Notes", "Notes", "Notes 1", "Notes", "§"].map(|text| anchors.of(text));
        assert_eq!(of[..3], ["notes", "notes-1", "notes-1-1"]);
        let distinct: std::collections::HashSet<_> = of.iter().collect();
        assert_eq!(distinct.len(), of.len());
    }

    #[test]
    fn plain_words_have_no_markup_and_no_secrets() {
        let text =
            "Fix *what* `matters`,\nsoon.\n\n- a\n- b\n\n> [!private]\n> pay\n> > more\n\n> said\n";
        assert_eq!(plain(text), "Fix what matters, soon. a b said");
    }

    #[test]
    fn plain_words_keep_blocks_apart_and_name_what_links_only_point_at() {
        let text = "# One\ntwo\n\n```\nthree\n```\nfour [[five|six]] and [[seven]]";
        assert_eq!(plain(text), "One two three four six and seven");
        assert_eq!(plain("<div a='1'\n b>x > y</div>\n\n<b>z</b>"), "x > y z");
        let seven = text.find("[[seven").expect("it is there");
        let name = |at: std::ops::Range<usize>| (at.start == seven).then(|| "Eight".to_owned());
        assert_eq!(plain_with(text, name), "One two three four six and Eight");
    }
}
