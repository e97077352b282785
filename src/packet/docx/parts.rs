//! The parts of a Word document that are the same for each, or nearly so.

use quick_xml::escape::escape;

use super::xml;
use crate::packet::html::Paper;

/// What a document of loopbook is recognized by: the first part is not compressed.
pub(super) const GENERATOR: &str = "<!-- loopbook document -->";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(super) const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A part: its root element with the namespaces, around this.
pub(super) fn part(root: &str, content: &str) -> String {
    format!("{HEAD}<w:{root} {NAMESPACES}>{content}</w:{root}>")
}

/// What kind each part is of.
pub(super) fn content_types(endings: &[&str]) -> String {
    let mut types = String::new();
    for ending in endings {
        types += &format!("<Default Extension=\"{ending}\" ContentType=\"image/{ending}\"/>");
    }
    let parts =
        ["document.main", "styles", "numbering", "settings", "footnotes", "header", "footer"];
    for own in parts {
        let file = own.trim_end_matches(".main");
        types +=
            &format!("<Override PartName=\"/word/{file}.xml\" ContentType=\"{MAIN}.{own}+xml\"/>");
    }
    format!(
        "{HEAD}{GENERATOR}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{types}</Types>"
    )
}

/// A relation of a part to another one, or to a page of the web.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) target: String,
}

/// The relations of a part.
pub(super) fn relations(relations: &[Relation]) -> String {
    let mut list = String::new();
    for Relation { id, kind, target } in relations {
        let mode = if *kind == "hyperlink" { " TargetMode=\"External\"" } else { "" };
        let target = escape(target);
        list += &format!(
            "<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"{mode}/>"
        );
    }
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("{HEAD}<Relationships xmlns=\"{namespace}\">{list}</Relationships>")
}

/// The relations that every document has.
pub(super) fn own_relations() -> Vec<Relation> {
    ["styles", "numbering", "settings", "footnotes", "header", "footer"]
        .map(|kind| Relation { id: kind.to_owned(), kind, target: format!("{kind}.xml") })
        .into()
}

/// How paragraphs and characters of each kind look. The names are Word's own, so that a form of a
/// company's takes over.
pub(super) fn styles(language: &str, leftward: bool) -> String {
    let mut styles = String::new();
    let bidi = if leftward { "<w:bidi/>" } else { "" };
    styles += &format!(
        "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/>\
         <w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"{0}\" w:bidi=\"{0}\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr>{bidi}<w:spacing w:after=\"100\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>",
        xml(language)
    );
    let paragraphs = [
        ("Normal", "Normal", "", ""),
        (
            "Title",
            "Title",
            "<w:spacing w:after=\"160\"/>",
            "<w:b/><w:sz w:val=\"40\"/><w:szCs w:val=\"40\"/>",
        ),
        (
            "Heading1",
            "heading 1",
            "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
            "<w:b/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
        ),
        (
            "Heading2",
            "heading 2",
            "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
            "<w:b/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
        ),
        (
            "Heading3",
            "heading 3",
            "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
            "<w:b/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>",
        ),
        ("Heading4", "heading 4", "<w:keepNext/><w:outlineLvl w:val=\"3\"/>", "<w:b/><w:i/>"),
        ("ListParagraph", "List Paragraph", "<w:spacing w:after=\"40\"/>", ""),
        ("Quote", "Quote", "<w:ind w:left=\"425\"/>", "<w:i/><w:iCs/>"),
        (
            "Caption",
            "caption",
            "<w:keepNext/><w:spacing w:after=\"60\"/>",
            "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        (
            "Small",
            "Small",
            "<w:spacing w:after=\"60\"/>",
            "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        (
            "PlainText",
            "Plain Text",
            "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>",
            "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:sz w:val=\"19\"/>",
        ),
        (
            "FootnoteText",
            "footnote text",
            "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
            "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        (
            "Header",
            "header",
            "",
            "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        (
            "Footer",
            "footer",
            "<w:jc w:val=\"right\"/>",
            "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
    ];
    for (id, name, paragraph, run) in paragraphs {
        let default = if id == "Normal" { " w:default=\"1\"" } else { "" };
        let based = if id == "Normal" { "" } else { "<w:basedOn w:val=\"Normal\"/>" };
        let next = if id.starts_with("Heading") || id == "Title" {
            "<w:next w:val=\"Normal\"/>"
        } else {
            ""
        };
        styles += &format!(
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}{next}<w:qFormat/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        );
    }
    for (id, name, run) in [
        ("Hyperlink", "Hyperlink", "<w:color w:val=\"0563C1\"/><w:u w:val=\"single\"/>"),
        ("FootnoteReference", "footnote reference", "<w:vertAlign w:val=\"superscript\"/>"),
    ] {
        styles += &format!(
            "<w:style w:type=\"character\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:rPr>{run}</w:rPr></w:style>"
        );
    }
    let edges = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders = edges.map(|edge| {
        format!("<w:{edge} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/>")
    });
    styles += &format!(
        "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/>\
         <w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>\
         <w:rPr><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>\
         <w:tblPr><w:tblBorders>{}</w:tblBorders><w:tblCellMar><w:left w:w=\"80\" w:type=\"dxa\"/>\
         <w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
        borders.concat()
    );
    part("styles", &styles)
}

/// The lists: 1 is with bullets, and each with numbers is another one, which begins anew.
pub(super) fn numbering(numbered: &[u32]) -> String {
    let level = |level: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>\
             <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"284\"/></w:pPr></w:lvl>",
            284 * (level + 1)
        )
    };
    let bullets: String = (0..9).map(|at| level(at, "bullet", ["•", "–"][at % 2])).collect();
    let numbers: String = (0..9).map(|at| level(at, "decimal", &format!("%{}.", at + 1))).collect();
    let mut lists = format!(
        "<w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{bullets}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{numbers}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    for (id, first) in (2..).zip(numbered) {
        let starts: String = (0..9)
            .map(|level| {
                let first = if level == 0 { *first } else { 1 };
                format!("<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>")
            })
            .collect();
        lists += &format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/>{starts}</w:num>");
    }
    part("numbering", &lists)
}

/// What stands above and below the text of each page.
pub(super) fn head(running: &str) -> String {
    let text = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>",
        xml(running)
    );
    part("hdr", &text)
}

pub(super) fn foot() -> String {
    let words = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let field = |name: &str| {
        format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    let (page, pages) = (field("PAGE"), field("NUMPAGES"));
    let text = [words("Page "), page, words(" of "), pages].concat();
    part("ftr", &format!("<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{text}</w:p>"))
}

/// The footnotes, with the lines over them.
pub(super) fn footnotes(own: &str) -> String {
    let line = |id: i32, kind: &str| {
        format!(
            "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr>\
             <w:r><w:{kind}/></w:r></w:p></w:footnote>"
        )
    };
    let lines = line(-1, "separator") + &line(0, "continuationSeparator");
    part("footnotes", &(lines + own))
}

pub(super) fn settings() -> String {
    let lines = "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>";
    // Without a mode, Word opens a document as one of 2007.
    let mode = "<w:compat><w:compatSetting w:name=\"compatibilityMode\" \
                w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>";
    part("settings", &format!("{lines}{mode}"))
}

/// The width and height of a sheet, and its margins, in twentieths of a point.
fn size(paper: Paper) -> (usize, usize) {
    match paper {
        Paper::A4 => (11_906, 16_838),
        Paper::Letter => (12_240, 15_840),
    }
}
const MARGIN: usize = 1134;

/// How wide the text of a sheet is.
pub(super) fn text_width(paper: Paper) -> usize {
    size(paper).0 - 2 * MARGIN
}

/// The size of the sheets, and what stands on each of them.
pub(super) fn section(paper: Paper, leftward: bool) -> String {
    let (width, height) = size(paper);
    let bidi = if leftward { "<w:bidi/>" } else { "" };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/>\
         <w:footerReference w:type=\"default\" r:id=\"footer\"/><w:footerReference w:type=\"first\" r:id=\"footer\"/>\
         <w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>\
         <w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
         <w:titlePg/>{bidi}</w:sectPr>"
    )
}
