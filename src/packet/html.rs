//! The packet as one HTML file: its style and its pictures are within, and it asks for nothing.

use base64ct::{Base64, Encoding};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Packet;
use super::reply::ReplyPage;
use crate::diagnostic::Diagnostic;
use crate::model::direction::Direction;
use crate::render::quotes;
use crate::theme::Theme;

/// The template of the document.
pub const TEMPLATE: &str = "packet.html";
/// The template of its style.
pub const STYLE: &str = "packet.css";
/// What the document says that it was made by, in its head: a packet is known by it.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"loopbook packet\">";

/// The data for the packet's template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PacketPage<'a> {
    /// The packet.
    pub packet: &'a Packet,
    /// What the document is called.
    pub title: &'a str,
    /// The direction in which its language is written: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Which notes it could use, in words.
    pub window: String,
    /// Its style.
    pub style: &'a str,
    /// The hash by which its policy knows that style.
    pub style_hash: &'a str,
    /// The form with which its reader answers; absent in a copy for nobody in particular.
    pub reply: Option<&'a ReplyPage>,
}

/// The data for the template of the packet's style sheet.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PacketStyle {
    /// What stands at the head of each printed page, as a string of CSS.
    pub running: String,
    /// The rules of the theme's families for the letters of the document, each with its file within.
    pub fonts: String,
    /// The paper, `A4` or `letter`; absent where whoever prints it decides.
    pub paper: Option<&'static str>,
}

/// A size of paper.
#[derive(Clone, Copy, Debug)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Paper {
    /// As CSS names it.
    fn css(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}

/// The document, for that paper or for any.
///
/// # Errors
///
/// Where a template of the journal's theme fails.
pub fn html(
    packet: &Packet,
    theme: &Theme,
    paper: Option<Paper>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    document(packet, theme, paper, None)
}

/// The document with a form for its reader to answer.
///
/// # Errors
///
/// Where a template of the journal's theme fails.
pub fn html_with_reply(
    packet: &Packet,
    theme: &Theme,
    reply: &ReplyPage,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    document(packet, theme, None, Some(reply))
}

fn document(
    packet: &Packet,
    theme: &Theme,
    paper: Option<Paper>,
    reply: Option<&ReplyPage>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let title = title(packet);
    let running = format!("{title} · {} · for {}", packet.covers.made.text, packet.who.reader);
    let running = quotes::curl_text(&running, &packet.language);
    let DocumentStyle { style, style_hash } = DocumentStyle::new(theme, &running, packet, paper)?;
    let page = PacketPage {
        packet,
        title: &title,
        direction: Direction::of_language(&packet.language).word(),
        window: packet.covers.window(),
        style: &style,
        style_hash: &style_hash,
        reply,
    };
    Ok(quotes::curl(theme.render(TEMPLATE, &page)?, &packet.language))
}

/// The style of a document, which is put into it.
pub(crate) struct DocumentStyle {
    /// The style.
    pub style: String,
    /// The hash by which the document's policy knows it.
    pub style_hash: String,
}

impl DocumentStyle {
    /// The style of a document with that title at the head of each page, which shows that content.
    pub(crate) fn new(
        theme: &Theme,
        title: &str,
        content: &impl Serialize,
        paper: Option<Paper>,
    ) -> Result<Self, Box<Diagnostic>> {
        let text = serde_json::to_string(content).unwrap_or_default();
        let fonts = theme.embedded_fonts(&text);
        let values = PacketStyle { running: string(title), fonts, paper: paper.map(Paper::css) };
        let style = theme.render(STYLE, &values)?;
        let style = String::from_utf8_lossy(&style).replace("</", "<\\/");
        let digest = Sha256::digest(style.as_bytes());
        let style_hash = format!("sha256-{}", Base64::encode_string(&digest));
        Ok(Self { style, style_hash })
    }
}

/// Who, and for what.
fn title(packet: &Packet) -> String {
    let title = &packet.opening.title;
    packet.who.name.as_ref().map_or_else(|| title.clone(), |name| format!("{name}: {title}"))
}

/// A text as CSS writes it.
fn string(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '\n' | '\r' => {
                string.push_str(&format!("\\{:x} ", u32::from(c)));
            }
            _ => string.push(c),
        }
    }
    string + "\""
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn a_title_ends_no_string_and_no_style() {
        assert_eq!(string("a \"b\" </style>\\"), "\"a \\22 b\\22  \\3c /style>\\5c \"");
    }
}
