//! Checks the PDF that a browser printed, and replaces its times and the browser's own numbers.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use jiff::civil::Date;

/// The beginning of every PDF.
const MAGIC: &[u8] = b"%PDF-";

/// Checks the PDF, sets its times to midnight on a day, and numbers its tags anew. The real time would reveal when and
/// in which time zone the user made it, and the same journal would give different bytes each time.
pub(super) fn checked(mut pdf: Vec<u8>, day: Date) -> Result<Vec<u8>> {
    if !pdf.starts_with(MAGIC) {
        bail!("what it wrote does not begin as a PDF");
    }
    if !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        bail!("what it wrote does not end as a PDF");
    }
    for key in ["/CreationDate (D:", "/ModDate (D:"] {
        set_date(&mut pdf, key.as_bytes(), day);
    }
    number_tags(&mut pdf);
    Ok(pdf)
}

/// Whether the PDF names this creator.
pub(super) fn is_by(creator: &str, pdf: &[u8]) -> bool {
    let named = format!("/Creator ({creator})");
    pdf.starts_with(MAGIC) && pdf.windows(named.len()).any(|bytes| bytes == named.as_bytes())
}

/// Overwrites a date. Its length must not change, because PDFs contain byte offsets.
fn set_date(pdf: &mut [u8], key: &[u8], day: Date) {
    let Some(start) = pdf.windows(key.len()).position(|bytes| bytes == key) else { return };
    let written = &mut pdf[start + key.len()..];
    let Some(end) = written.iter().position(|byte| *byte == b')') else { return };
    let written = &mut written[..end];
    let stamp = format!("{}000000", day.strftime("%Y%m%d"));
    for zone in ["+00'00'", "+00'00", "Z", ""] {
        let stamp = format!("{stamp}{zone}");
        if stamp.len() == written.len() {
            written.copy_from_slice(stamp.as_bytes());
        }
    }
}

/// What stands before and after the number in the name of a tag, as in `(node00000081)`.
const TAG: (&[u8], &[u8]) = (b"(node", b")");
const DIGITS: usize = 8;

/// Numbers the tags from 1 on, in the order of their numbers. Chromium counts them in a way that depends on how busy the
/// system is.
fn number_tags(pdf: &mut [u8]) {
    let length = TAG.0.len() + DIGITS + TAG.1.len();
    let is_tag = |place: usize| {
        let name = &pdf[place..place + length];
        let number = name.strip_prefix(TAG.0).and_then(|name| name.strip_suffix(TAG.1));
        // A bracket within a text is escaped.
        let is_text = place > 0 && pdf[place - 1] == b'\\';
        !is_text && number.is_some_and(|number| number.iter().all(u8::is_ascii_digit))
    };
    let places: Vec<usize> =
        (0..pdf.len().saturating_sub(length - 1)).filter(|place| is_tag(*place)).collect();
    let number = |pdf: &[u8], place: usize| pdf[place + TAG.0.len()..][..DIGITS].to_vec();
    let numbers: BTreeSet<Vec<u8>> = places.iter().map(|place| number(pdf, *place)).collect();
    let numbers: Vec<Vec<u8>> = numbers.into_iter().collect();
    for place in places {
        let Ok(rank) = numbers.binary_search(&number(pdf, place)) else { continue };
        let written = format!("{:0DIGITS$}", rank + 1);
        pdf[place + TAG.0.len()..][..DIGITS].copy_from_slice(written.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{checked, is_by};

    #[test]
    fn it_is_made_on_the_day_and_is_as_long_as_it_was() {
        for (written, stamped) in [
            ("D:20261121104031+05'30'", "D:20260228000000+00'00'"),
            ("D:20261121104031Z", "D:20260228000000Z"),
            ("D:20261121104031", "D:20260228000000"),
            ("D:2026", "D:2026"),
        ] {
            let pdf = |date: &str| {
                format!("%PDF-1.4\n<</CreationDate ({date})\n/ModDate ({date})>>\n%%EOF\n")
            };
            let made = checked(pdf(written).into_bytes(), date(2026, 2, 28)).expect("a PDF");
            assert_eq!(String::from_utf8(made).expect("text"), pdf(stamped));
        }
    }

    #[test]
    fn its_tags_are_numbered_from_1_on() {
        let pdf = |[a, b, c]: [&str; 3]| {
            format!(
                "%PDF-1.4\n/ID (node{b}) /Headers [(node{a}) (node{b})] /Title (\\(node00000099)\n\
                 /Names [(node{a}) 1 (node{b}) 2 (node{c}) 3]\n%%EOF\n"
            )
        };
        let made =
            checked(pdf(["00000081", "00000087", "00000110"]).into_bytes(), date(2026, 2, 28));
        let made = String::from_utf8(made.expect("a PDF")).expect("text");
        assert_eq!(made, pdf(["00000001", "00000002", "00000003"]));
    }

    #[test]
    fn it_is_known_by_its_maker() {
        assert!(is_by("loopbook", b"%PDF-1.4\n<</Title (A)\n/Creator (loopbook)\n>>"));
        assert!(!is_by("loopbook", b"%PDF-1.4\n<</Creator (another)>>"));
        assert!(!is_by("loopbook", b"<!doctype html>/Creator (loopbook)"));
    }

    #[test]
    fn what_is_cut_short_or_something_else_is_no_pdf() {
        for bytes in ["", "<!doctype html>", "%PDF-1.4\n1 0 obj", "PDF %%EOF"] {
            checked(bytes.into(), date(2026, 2, 28)).expect_err("no PDF");
        }
    }
}
