use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::docx;
use crate::packet::html::Paper;

/// The parts of an archive, by their names.
fn parts(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let number = |at: usize, length: usize| {
        (0..length).rev().fold(0_usize, |sum, n| sum << 8 | usize::from(archive[at + n]))
    };
    let mut parts = BTreeMap::new();
    let mut at = 0;
    while archive[at..].starts_with(b"PK\x03\x04") {
        let (method, packed) = (number(at + 8, 2), number(at + 18, 4));
        let start = at + 30 + number(at + 26, 2);
        let name = String::from_utf8(archive[at + 30..start].to_vec()).expect("a name");
        let content = &archive[start..start + packed];
        let content = match method {
            0 => content.to_vec(),
            _ => miniz_oxide::inflate::decompress_to_vec(content).expect("deflated"),
        };
        assert_eq!(crc32fast::hash(&content) as usize, number(at + 14, 4), "{name}");
        assert_eq!(content.len(), number(at + 22, 4), "{name}");
        parts.insert(name, content);
        at = start + packed;
    }
    assert!(archive[at..].starts_with(b"PK\x01\x02"), "then comes the directory");
    parts
}

/// A part as text, which is well formed.
fn xml(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let text = String::from_utf8(parts[name].clone()).expect("text");
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return text,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error} in {text}"),
        }
    }
}

fn page(body: &str) -> Vec<u8> {
    format!("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>A title</title>\n<style>p {{}}</style></head><body>{body}</body></html>").into_bytes()
}

/// The body of the document that such a page becomes.
fn body(html: &str) -> String {
    let document = xml(&parts(&docx(&page(html), Paper::A4)), "word/document.xml");
    let start = document.find("<w:body>").expect("a body") + "<w:body>".len();
    document[start..document.find("<w:sectPr>").expect("a section")].to_owned()
}

/// The texts of its paragraphs, with their styles.
fn paragraphs(html: &str) -> Vec<String> {
    let body = body(html);
    let each = body.split("<w:p>").skip(1).map(|paragraph| {
        let style =
            paragraph.split("<w:pStyle w:val=\"").nth(1).and_then(|rest| rest.split('"').next());
        let texts = paragraph
            .split("<w:t ")
            .skip(1)
            .filter_map(|rest| rest.split_once('>')?.1.split("</w:t>").next());
        format!("{}: {}", style.unwrap_or("-"), texts.collect::<String>())
    });
    each.collect()
}

#[test]
fn headings_and_paragraphs_have_words_own_styles() {
    let html = "<nav><ul><li>Contents</li></ul></nav><main><header><p class=\"kicker\">Made</p>\n<h1>Zoë\n  &amp; <em>co</em></h1></header>\
                <section><h2>One</h2> <p>Some <b>bold</b>\n<i>text</i>.<br>More</p><h3>Two</h3>loose <b>words</b>\
                <blockquote><p>Said</p></blockquote><pre><code>a\n b</code></pre></section></main>";
    let expected = [
        "Small: Made",
        "Title: Zoë &amp; co",
        "Heading1: One",
        "-: Some bold text.More",
        "Heading2: Two",
        "-: loose words",
        "Quote: Said",
        "PlainText: a b",
    ];
    assert_eq!(paragraphs(html), expected);
}

#[test]
fn lists_have_their_marks_and_numbers_begin_anew() {
    let html = "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul><ol><li>e</li></ol><ol start=\"4\"><li>f</li></ol>";
    let body = body(html);
    let marks: Vec<_> = body
        .split("<w:p>")
        .skip(1)
        .map(|p| {
            let value = |name: &str| {
                p.split(&format!("<w:{name} w:val=\""))
                    .nth(1)
                    .and_then(|rest| rest.split('"').next())
            };
            (value("ilvl"), value("numId"))
        })
        .collect();
    let item = |level, list| (Some(level), Some(list));
    let expected = [
        item("0", "1"),
        item("1", "1"),
        item("0", "1"),
        (None, None),
        item("0", "2"),
        item("0", "3"),
    ];
    assert_eq!(marks, expected);
    let numbering = xml(&parts(&docx(&page(html), Paper::A4)), "word/numbering.xml");
    assert!(numbering.contains("<w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"4\"/>"));
}

#[test]
fn a_table_repeats_its_head_and_has_a_cell_in_each_column() {
    let html = "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th>c</th><td></td></tr><tr><td colspan=\"2\">d</td></tr><tr><td>e</td></tr></tbody></table>";
    let body = body(html);
    assert_eq!(body.matches("<w:tblHeader/>").count(), 1);
    let rows: Vec<_> =
        body.split("<w:tr>").skip(1).map(|row| row.matches("<w:tc>").count()).collect();
    assert_eq!(rows, [2, 2, 1, 2]);
    assert!(body.contains("<w:gridSpan w:val=\"2\"/>") && body.contains("</w:tbl><w:p>"));
    assert!(!body.contains("</w:tcPr></w:tc>"), "no cell is without a paragraph");
}

const CITED: &str = "<p>First.<sup class=\"cite\"><a href=\"#note-7\">7</a> <a href=\"#note-9\">9</a></sup> Again.<sup><a href=\"#note-7\">7</a></sup></p>\
    <table><tbody><tr id=\"note-7\"><td>7</td><td>5 May</td><td>Draft <a href=\"https://a.example/?b&amp;c\">proof</a></td><td>x</td></tr>\
    <tr id=\"note-9\"><td>9</td><td>6 May</td><td>Other</td></tr></tbody></table>";

#[test]
fn a_mark_is_a_real_footnote_once_and_then_a_link() {
    let parts = parts(&docx(&page(CITED), Paper::A4));
    let (document, notes) = (xml(&parts, "word/document.xml"), xml(&parts, "word/footnotes.xml"));
    assert_eq!(document.matches("<w:footnoteReference w:id=\"1\"/>").count(), 1);
    assert_eq!(document.matches("<w:footnoteReference w:id=\"2\"/>").count(), 1);
    assert_eq!(document.matches("<w:footnoteReference ").count(), 2);
    assert_eq!(document.matches("NOTEREF note1 \\f \\h").count(), 1, "the second mark");
    assert_eq!(document.matches("w:name=\"note1\"/>").count(), 1);
    for kind in ["separator", "continuationSeparator"] {
        assert!(notes.contains(&format!("<w:r><w:{kind}/></w:r>")), "{kind}");
    }
    assert_eq!(notes.matches("<w:footnote ").count(), 4);
    assert!(
        notes.contains("No. 7 in the index") && notes.contains("5 May") && !notes.contains(">x<"),
        "{notes}"
    );
    let relations = xml(&parts, "word/_rels/footnotes.xml.rels");
    assert!(
        relations.contains("Target=\"https://a.example/?b&amp;c\" TargetMode=\"External\""),
        "{relations}"
    );
}

#[test]
fn a_notes_own_footnote_is_one_too() {
    let html = "<p>Text<sup class=\"footnote\" id=\"fnref-1\"><a href=\"#fn-1\" aria-label=\"Footnote 1\">1</a></sup>.</p>\
                <aside class=\"margin-note\" id=\"fn-1\"><span class=\"note-number\">1</span> <p>Told &lt;later&gt;. <a class=\"back\" href=\"#fnref-1\">back</a></p></aside>";
    let parts = parts(&docx(&page(html), Paper::A4));
    let notes = xml(&parts, "word/footnotes.xml");
    assert!(notes.contains("Told &lt;later&gt;."), "{notes}");
    assert!(!xml(&parts, "word/document.xml").contains("later"));
}

/// A PNG of one pixel.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[test]
fn a_picture_is_within_once_with_its_words() {
    let img =
        format!("<img src=\"data:image/png;base64,{DOT}\" alt=\"A &quot;dot&quot;\" width=\"20\">");
    let html = format!(
        "<p>{img}</p><p>{img}</p><p><img src=\"data:image/webp;base64,AAAA\" alt=\"No web\"></p><svg><text>chart</text></svg>"
    );
    let parts = parts(&docx(&page(&html), Paper::A4));
    let pictures: Vec<_> = parts.keys().filter(|name| name.starts_with("word/media/")).collect();
    assert_eq!(pictures, ["word/media/picture1.png"]);
    let document = xml(&parts, "word/document.xml");
    assert_eq!(document.matches("descr=\"A &quot;dot&quot;\"").count(), 4, "{document}");
    assert_eq!(document.matches("cx=\"190500\" cy=\"190500\"").count(), 4);
    assert!(document.contains(">No web<") && !document.contains("chart"));
    assert!(xml(&parts, "[Content_Types].xml").contains("Extension=\"png\""));
}

#[test]
fn a_square_of_the_matrix_is_a_word() {
    let html = "<table><tr><td><a class=\"cell g-backed\" href=\"#n\" title=\"backed: 2\"><span>2</span></a></td>\
                <td><span class=\"cell g-below\" title=\"x\"></span></td><td><span class=\"cell\" title=\"none\"></span></td>\
                <td><i class=\"cell g-claimed\"></i> claimed</td></tr></table>";
    let texts: Vec<_> = paragraphs(html).into_iter().filter(|text| text != "-: ").collect();
    assert_eq!(texts, ["-: backed ×2", "-: at a lower level", "-: claimed"]);
}

#[test]
fn the_same_page_gives_the_same_document_without_properties() {
    let document = docx(&page(CITED), Paper::A4);
    assert_eq!(document, docx(&page(CITED), Paper::A4));
    let parts = parts(&document);
    assert!(parts.keys().all(|name| !name.starts_with("docProps")), "{:?}", parts.keys());
    let types = xml(&parts, "[Content_Types].xml");
    for name in parts.keys().filter(|name| name.starts_with("word/") && !name.contains("_rels/")) {
        let ending = name.rsplit('.').next().expect("an ending");
        assert!(
            types.contains(&format!("PartName=\"/{name}\""))
                || types.contains(&format!("Extension=\"{ending}\" ContentType=\"image/")),
            "{name}"
        );
        if name.ends_with(".xml") {
            xml(&parts, name);
        }
    }
    let letter = self::parts(&docx(&page(CITED), Paper::Letter));
    assert!(xml(&letter, "word/document.xml").contains("w:w=\"12240\" w:h=\"15840\""));
    assert!(super::is_ours(&document) && super::is_ours(&document[..300]));
}

#[test]
fn no_character_breaks_the_xml() {
    let html = "<p title=\"<\">a\u{1}b\u{fffe} &#0; &amp;lt; ]]&gt; \u{1f600} &nosuch; &lt;w:p&gt;</p><p dir=\"rtl\">שלום</p>";
    let texts = paragraphs(html);
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].contains("ab") && texts[0].contains("&lt;w:p&gt;"), "{texts:?}");
    assert!(body(html).contains("<w:rtl/>"));
}

#[test]
fn words_that_a_page_sets_apart_by_their_look_do_not_run_into_others() {
    let html = "<h3>Coaching <span class=\"chip\">none</span> <span class=\"chip\">stale</span></h3>\
        <ul><li><a href=\"#x\">Coaching</a> <span class=\"chip\">none</span> One piece more. <span class=\"meta\">Earliest: now.</span></li>\
        <li>Four of five pages. <span class=\"meta\">Draft</span></li><li>Draft<span class=\"meta\">, 2026-Q1</span></li></ul>\
        <p><span class=\"meta\">In the way</span> a plan</p>\
        <p class=\"side\"><span>backed</span> <time>2026-Q1</time> <span>at Senior</span></p>\
        <ul class=\"measures\"><li><span>34 → <strong>17</strong> days</span> First call</li></ul>\
        <table><tr><td>result 1 <span class=\"also\">also, as Senior: more</span></td></tr></table>";
    let texts = paragraphs(html);
    let expected = [
        "Heading2: Coaching · none · stale",
        "ListParagraph: Coaching · none: One piece more. Earliest: now.",
        "ListParagraph: Four of five pages. (Draft)",
        "ListParagraph: Draft, 2026-Q1",
        "-: In the way: a plan",
        "Small: backed · 2026-Q1 · at Senior",
        "ListParagraph: First call: 34 → 17 days",
        "-: result 1also, as Senior: more",
        "-: ",
    ];
    assert_eq!(texts, expected);
    assert!(body(html).contains("<w:br/></w:r><w:r><w:rPr><w:color w:val=\"595959\"/></w:rPr><w:t xml:space=\"preserve\">also"));
}

#[test]
fn a_picture_is_left_out_with_what_is_only_said_of_it() {
    let html = "<p class=\"of-picture\">Each turn is a loop.</p><svg><text>x</text></svg>\
        <p><strong>Scope</strong>: tasks<span class=\"of-picture\">; ✓ signs</span></p>\
        <details><summary class=\"of-picture\">The same as a table</summary><table><tr><td>3</td></tr></table></details>";
    assert_eq!(paragraphs(html), ["-: Scope: tasks", "-: 3", "-: "]);
}

#[test]
fn a_part_begins_a_sheet_and_there_is_room_to_write() {
    let html = "<p>Before</p><p class=\"part\">Annex</p><h2>One</h2><div class=\"ruled\"><p class=\"meta\">To be written</p><p></p><p></p></div>";
    let body = body(html);
    assert_eq!(body.matches("<w:pStyle w:val=\"Title\"/><w:pageBreakBefore/>").count(), 1);
    assert_eq!(body.matches("<w:pageBreakBefore/>").count(), 1);
    assert_eq!(body.matches("<w:pBdr>").count(), 2);
}

#[test]
fn a_square_of_the_matrix_is_a_word_on_a_shade_and_columns_fill_the_sheet() {
    let html = "<table><tr><th>Craft</th><td><a class=\"cell g-vouched\" title=\"2026-Q1: a\"></a></td>\
        <td><span class=\"cell\" title=\"2026-Q2: nothing\"></span></td></tr></table>";
    let body = body(html);
    assert_eq!(body.matches("<w:shd ").count(), 1);
    assert!(body.contains(">vouched<"), "{body}");
    let widths = body.split("<w:gridCol w:w=\"").skip(1);
    let widths = widths.filter_map(|rest| rest.split('"').next()?.parse::<usize>().ok());
    let sum: usize = widths.sum();
    assert!((9630..=9638).contains(&sum), "{sum}");
}
