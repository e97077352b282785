//! Pictures for readers other than the author: what they show, and nothing that they tell besides.
//!
//! A photo says where it was taken, by whose camera and with which program, and may hold an uncropped
//! preview of itself; a drawing says under which path it was saved. [`clean`] copies a picture by
//! lists of what may stay, so that what nobody thought of is left out:
//!
//! | file | keeps | besides |
//! |---|---|---|
//! | JPEG | frames, tables and scans | the sizes of JFIF, Adobe's colour transform |
//! | PNG, APNG | header, palette, data and frames | chunks about colour, transparency and density |
//! | WebP | data and frames | |
//! | GIF | screen, palettes, frames | how often it repeats |
//! | SVG | elements and attributes that draw, where they are painted | |
//!
//! The way a picture is turned is kept, as an Exif block that says only that, and its colour profile,
//! without words, serial numbers and dates (`icc`). What follows a picture's end is not copied: there
//! phones keep previews, and faulty editors what was cut away. Where it can't be known what a
//! file holds, there is no copy: [`SanitizeError`].

mod gif;
mod icc;
mod jpeg;
mod orientation;
mod png;
mod style;
mod svg;
mod webp;

use img_parts::Bytes;

/// Why a picture cannot be shared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct SanitizeError {
    /// What stood in the way, as the end of a sentence that begins with the picture's name.
    pub reason: String,
    /// What its author can do.
    pub hint: &'static str,
}

impl SanitizeError {
    fn damaged(kind: &str) -> Self {
        Self {
            reason: format!("is damaged, or is not a {kind} that can be read in full"),
            hint: "open it in a picture editor and save it again",
        }
    }

    fn foreign(reason: impl Into<String>) -> Self {
        let hint = "save it as PNG or JPEG, so that its metadata can be removed";
        Self { reason: reason.into(), hint }
    }
}

/// The extensions, in lower case, under which a browser shows one of these pictures.
const RASTER: [&str; 8] = ["jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif"];

/// A copy of a picture without its metadata.
///
/// What it is is told by its bytes, as browsers do; `extension`, without its dot, only has to be one
/// of a picture, for under another name the same bytes may mean something else.
///
/// # Errors
///
/// [`SanitizeError`] for what is no picture, of another kind (AVIF and HEIC have their metadata
/// among the data, by offset), or damaged.
pub fn clean(extension: &str, bytes: &[u8]) -> Result<Vec<u8>, SanitizeError> {
    let extension = extension.to_lowercase();
    match kind(bytes) {
        Some(Kind::Svg) if extension == "svg" => svg::clean(bytes),
        Some(Kind::Svg) => Err(SanitizeError {
            reason: format!("is named `.{extension}` but contains SVG"),
            hint: "rename it to match its content: `.svg`",
        }),
        Some(kind) if RASTER.contains(&extension.as_str()) => raster(kind, bytes),
        Some(_) if extension == "svg" => Err(SanitizeError {
            reason: "is named `.svg` but contains no SVG".to_owned(),
            hint: "rename it to match its content",
        }),
        _ => Err(SanitizeError::foreign("has a format whose metadata cannot be removed")),
    }
}

/// The extensions of pictures that there is no copy of without their metadata.
const OTHERS: [&str; 10] =
    ["avif", "bmp", "cur", "heic", "heif", "ico", "jxl", "tif", "tiff", "svgz"];

/// A file that others may have: a picture without its metadata, and anything else as it is.
///
/// # Errors
///
/// As [`clean`].
pub fn copy(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, SanitizeError> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    let named = |known: &[&str]| known.contains(&extension.as_str());
    if extension == "svg" || named(&RASTER) || named(&OTHERS) || kind(&bytes).is_some() {
        return clean(&extension, &bytes);
    }
    Ok(bytes)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    WebP,
    Gif,
    Svg,
}

fn kind(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Some(Kind::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Kind::WebP),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Kind::Gif),
        _ => svg::is_svg(bytes).then_some(Kind::Svg),
    }
}

fn raster(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, SanitizeError> {
    let copy = || Bytes::copy_from_slice(bytes);
    match kind {
        Kind::Jpeg => jpeg::clean(copy()).ok_or_else(|| SanitizeError::damaged("JPEG")),
        Kind::Png => png::clean(copy()).ok_or_else(|| SanitizeError::damaged("PNG")),
        Kind::WebP => webp::clean(copy()).ok_or_else(|| SanitizeError::damaged("WebP")),
        Kind::Gif => gif::clean(bytes).ok_or_else(|| SanitizeError::damaged("GIF")),
        Kind::Svg => Err(SanitizeError::foreign("contains another drawing")),
    }
}
