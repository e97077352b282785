//! A document as a Word file, for companies with a form of their own: its headings, tables, lists, links
//! and pictures, and real footnotes, in Word's own styles.
//!
//! It is made of the page that [`html`](super::html) writes, so it says what that page says, to the same
//! reader, in the journal's own templates too. Charts are left out with what is only said of them (`of-picture`):
//! Word shows a drawing only with a picture of it beside, for programs that do not, and the tables say the same. `docx-rs` would write the XML, but its footnotes have no
//! marks and no separators, and it numbers them in a global variable. There are no properties: no
//! author, no time, no program.

mod archive;
mod block;
mod inline;
mod notes;
mod parts;
mod picture;
mod tree;
mod widths;

use std::borrow::Cow;

use self::block::DocxWriter;
use self::parts::{
    content_types, foot, footnotes, head, numbering, own_relations, part, relations, section,
    settings, styles, text_width,
};
use self::tree::PageElement;
use super::html::Paper;

/// The page as a Word document for that paper.
pub fn docx(page: &[u8], paper: Paper) -> Vec<u8> {
    let page = PageElement::read(&String::from_utf8_lossy(page));
    let html = page.find("html");
    let attribute = |name| html.and_then(|html| html.attribute(name)).unwrap_or_default();
    let leftward = attribute("dir") == "rtl";
    let title = page.find("title").map(PageElement::text).unwrap_or_default();
    let mut writer = DocxWriter::new(&page, text_width(paper));
    if let Some(body) = page.find("body") {
        writer.blocks(body);
    }
    let written = writer.finish();
    let document = format!("<w:body>{}{}</w:body>", written.body, section(paper, leftward));
    let mut own = own_relations();
    own.extend(written.relations);
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), content_types(&written.endings).into_bytes()),
        ("_rels/.rels".to_owned(), relations(&[root()]).into_bytes()),
        ("word/_rels/document.xml.rels".to_owned(), relations(&own).into_bytes()),
        ("word/_rels/footnotes.xml.rels".to_owned(), relations(&written.of_footnotes).into_bytes()),
    ];
    for (name, content) in [
        ("document", part("document", &document)),
        ("styles", styles(attribute("lang"), leftward)),
        ("numbering", numbering(&written.numbered)),
        ("settings", settings()),
        ("footnotes", footnotes(&written.footnotes)),
        ("header", head(title.trim())),
        ("footer", foot()),
    ] {
        files.push((format!("word/{name}.xml"), content.into_bytes()));
    }
    files.extend(written.pictures.into_iter().map(|(name, bytes)| (format!("word/{name}"), bytes)));
    archive::archive(&files)
}

/// Whether a file is a Word document that loopbook made, by its beginning.
pub fn is_ours(beginning: &[u8]) -> bool {
    let named = beginning.get(..512).unwrap_or(beginning);
    beginning.starts_with(b"PK\x03\x04")
        && memchr::memmem::find(named, parts::GENERATOR.as_bytes()).is_some()
}

/// Where the document is in the archive.
fn root() -> parts::Relation {
    parts::Relation {
        id: "document".to_owned(),
        kind: "officeDocument",
        target: "word/document.xml".to_owned(),
    }
}

/// A text as XML, without the control characters that it cannot have.
fn xml(text: &str) -> String {
    let allowed = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    let text: Cow<'_, str> =
        match text.chars().all(|c| allowed(c) && !matches!(c, '\u{fffe}' | '\u{ffff}')) {
            true => text.into(),
            false => text
                .chars()
                .filter(|c| allowed(*c) && !matches!(c, '\u{fffe}' | '\u{ffff}'))
                .collect(),
        };
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests;
