//! A reply as text that can be sent by mail or chat: base64 between two marks, in short lines. What mail programs do
//! to lines (other breaks, blanks, a `>` before each) does no harm.

use base64ct::{Base64Unpadded, Encoding};

const BEGIN: &str = "-----BEGIN LOOPBOOK REPLY-----";
const END: &str = "-----END LOOPBOOK REPLY-----";
/// Longer lines are broken by some programs. The padding is left out: mail writes `=` in another way.
const LINE: usize = 64;

/// Why a text has no reply that can be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArmorError {
    /// There is none.
    #[error(
        "there is no reply in it: it has to hold everything from `{BEGIN}` to `{END}`, with both lines"
    )]
    None,
    /// There are several, which differ.
    #[error("there are several replies in it: import each from a file of its own")]
    Several,
    /// What stands between the marks is not what a copy writes there.
    #[error("the reply is damaged: ask for it again, as a file or in another program")]
    Damaged,
}

/// A text between the marks.
pub(super) fn armored(text: &str) -> String {
    let base64 = Base64Unpadded::encode_string(text.as_bytes());
    let mut armored = format!("{BEGIN}\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        armored.push_str(line);
        armored.push('\n');
        rest = after;
    }
    armored + END + "\n"
}

/// The text between the marks.
pub(super) fn bare(text: &str) -> Result<String, ArmorError> {
    let mut found: Option<String> = None;
    let mut rest = text;
    while let Some((_, from)) = rest.split_once(BEGIN) {
        let (between, after) = from.split_once(END).ok_or(ArmorError::None)?;
        let base64: String = between.lines().flat_map(unquoted).collect();
        if found.as_ref().is_some_and(|known| *known != base64) {
            return Err(ArmorError::Several);
        }
        found = Some(base64);
        rest = after;
    }
    let base64 = found.ok_or(ArmorError::None)?;
    let bytes = Base64Unpadded::decode_vec(&base64).map_err(|_| ArmorError::Damaged)?;
    String::from_utf8(bytes).map_err(|_| ArmorError::Damaged)
}

/// A line without the marks by which mail programs quote, and without blanks.
fn unquoted(line: &str) -> impl Iterator<Item = char> {
    let is_mark = |c: char| c == '>' || c == '|' || c.is_whitespace();
    line.trim_start_matches(is_mark).chars().filter(|c| !c.is_whitespace())
}
