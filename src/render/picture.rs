//! Pictures within a document of one file.

use base64ct::{Base64, Encoding};

use crate::model::Journal;
use crate::share::picture;

/// The most bytes of a picture that a document takes in: a packet is sent by mail.
const MOST: u64 = 4 << 20;

/// A picture of the journal as the address of its own content, without its metadata; `None` for what is
/// no picture that can be cleaned, is too large, or can't be read.
pub fn data(journal: &Journal, path: &str) -> Option<String> {
    let kind = kind(path)?;
    let on_disk = journal.files.get(path)?;
    if std::fs::metadata(on_disk).ok()?.len() > MOST {
        return None;
    }
    let bytes = crate::regular_file::read(on_disk).ok()?;
    // A document is handed on, whoever it is made for.
    let bytes = picture::copy(path, bytes).ok()?;
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
        _ => return None,
    })
}
