//! Pictures within a document of one file.

use base64ct::{Base64, Encoding};

use super::book::Book;
use crate::model::words::Audience;
use crate::share::picture;

/// The most bytes of a picture that a document takes in: a packet is sent by mail.
const MOST: u64 = 4 << 20;

/// A picture of the journal as the address of its own content; `None` for what is no picture, is too
/// large, or can't be read.
pub fn data(book: &Book<'_>, path: &str) -> Option<String> {
    let kind = kind(path)?;
    let on_disk = book.journal.files.get(path)?;
    if std::fs::metadata(on_disk).ok()?.len() > MOST {
        return None;
    }
    let bytes = std::fs::read(on_disk).ok()?;
    let bytes = match book.analysis.shared.audience() {
        Audience::Me => bytes,
        _ => picture::copy(path, bytes).ok()?,
    };
    Some(format!("data:{kind};base64,{}", Base64::encode_string(&bytes)))
}

fn kind(path: &str) -> Option<&'static str> {
    let extension = path.rsplit_once('.')?.1.to_lowercase();
    Some(match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => return None,
    })
}
