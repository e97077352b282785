//! SVG: the elements and attributes that draw.
//!
//! Editors keep much else in a drawing: the path it was exported to, names of layers, guides,
//! whole documents (draw.io's `content`, Excalidraw's `metadata`), pictures with all their metadata. What stays is
//! on a list ([`words`]). Left out, too, is what a drawing may do: scripts, handlers of events, and
//! every address elsewhere, of links as well. So are `title`, `desc` and labels, which nothing paints.
//!
//! Of what is left, only what is painted stays ([`paint`]), under names that say nothing ([`mod@write`]).
//!
//! HTML in a `foreignObject` is how diagrams write labels, so a plain sort of it stays. What would
//! be seen and can't be cleaned makes the whole drawing [`SanitizeError`], rather than one with holes; so
//! does what may be seen or not.

mod color;
mod context;
mod paint;
mod place;
mod read;
mod shape;
mod sheet;
mod styled;
mod tree;
mod words;
mod write;

use super::{SanitizeError, raster, style};
use base64ct::{Base64, Base64Unpadded, Encoding as _};

/// An element, a text or an end, in their order in the file.
enum Item {
    Open { name: String, attributes: Vec<(&'static str, String)>, html: bool },
    Text(String),
    Close,
}

/// Whether the first element is `svg`, of any prefix.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        use quick_xml::events::Event;
        match reader.read_event() {
            Ok(Event::Start(root) | Event::Empty(root)) => {
                return root.local_name().as_ref() == "svg";
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(Event::Text(text)) if !text.trim().is_empty() => return false,
            Ok(_) => {}
        }
    }
}

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, SanitizeError> {
    let text = std::str::from_utf8(bytes).map_err(|_| SanitizeError::damaged("SVG in UTF-8"))?;
    let mut cleaned = once(text.trim_start_matches('\u{feff}'))?;
    // What showed something that is left out now shows nothing: it goes in the next round.
    for _ in 0..8 {
        let again = once(&cleaned)?;
        if again == cleaned {
            return Ok(cleaned.into_bytes());
        }
        cleaned = again;
    }
    Err(SanitizeError::foreign("has parts that show each other in too many steps"))
}

fn once(text: &str) -> Result<String, SanitizeError> {
    let styled = styled::Styled::new(tree::tree(read::items(text)?)?)?;
    let painted = paint::painted(&styled)?;
    Ok(write::document(&styled, &painted))
}

/// The value of an attribute as it may stay; `None` where it may not.
fn attribute(element: &str, name: &str, value: &str) -> Result<Option<String>, SanitizeError> {
    match name {
        "href" | "xlink:href" if value.trim().starts_with('#') => Ok(Some(value.trim().to_owned())),
        "href" | "xlink:href" if element == "a" => Ok(None),
        "href" | "xlink:href" => picture(value.trim()),
        // What moves may be any attribute, so its name says whether it is harmless.
        "attributeName" if !words::animated(value) => {
            Err(SanitizeError::foreign(format!("animates `{value}`")))
        }
        _ if name == "style" || value.contains('(') => style::clean(value, &picture).map(Some),
        _ => Ok(Some(value.to_owned())),
    }
}

/// A picture within the drawing, cleaned; `None` for an address elsewhere.
fn picture(address: &str) -> Result<Option<String>, SanitizeError> {
    let Some((mime, data)) = address.strip_prefix("data:").and_then(|data| data.split_once(','))
    else {
        return Ok(None);
    };
    let unclear =
        || SanitizeError::foreign("contains another picture in a way that cannot be cleaned");
    let mime = mime.strip_suffix(";base64").ok_or_else(unclear)?;
    let data: String = data.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = Base64Unpadded::decode_vec(data.trim_end_matches('=')).map_err(|_| unclear())?;
    let kind = super::kind(&bytes).ok_or_else(unclear)?;
    let kept = raster(kind, &bytes)?;
    // The browser goes by the bytes; of the rest only that it is a picture has to stay.
    let mime = mime.split(';').next().unwrap_or(mime);
    if !matches!(mime, "image/png" | "image/jpeg" | "image/jpg" | "image/webp" | "image/gif") {
        return Err(unclear());
    }
    Ok(Some(format!("data:{mime};base64,{}", Base64::encode_string(&kept))))
}
