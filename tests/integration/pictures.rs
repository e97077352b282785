//! Pictures for other readers: what they told is gone, and what they show is as it was.
//!
//! The files of `tests/pictures` are small, made with Pillow and exiftool, and have a word that begins
//! `canary` in each place where something can be said.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use img_parts::{Bytes, ImageICC};
use loopbook::share::picture::clean;
use proptest::prelude::*;

use crate::support::effort::cases;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

/// The pictures, by name: each with its extension and its bytes.
fn pictures() -> Vec<(String, String, Vec<u8>)> {
    let mut pictures: Vec<_> = fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| {
            let name = entry.expect("a file").file_name().into_string().expect("a name");
            let extension = name.rsplit('.').next().expect("an extension").to_owned();
            let bytes = fs::read(folder().join(&name)).expect("the file can be read");
            (name, extension, bytes)
        })
        .collect();
    pictures.sort();
    assert!(pictures.len() > 10, "only {} pictures", pictures.len());
    pictures
}

/// How often the word is in these bytes, as UTF-8 or UTF-16, in any case.
fn canaries(bytes: &[u8]) -> usize {
    let lower = bytes.to_ascii_lowercase();
    let wide: Vec<u8> = b"canary".iter().flat_map(|letter| [*letter, 0]).collect();
    let count = |word: &[u8]| lower.windows(word.len()).filter(|at| *at == word).count();
    count(b"canary") + count(&wide)
}

fn profile(extension: &str, bytes: &[u8]) -> Option<Bytes> {
    let bytes = Bytes::copy_from_slice(bytes);
    match extension {
        "jpg" => img_parts::jpeg::Jpeg::from_bytes(bytes).ok()?.icc_profile(),
        "png" => img_parts::png::Png::from_bytes(bytes).ok()?.icc_profile(),
        "webp" => img_parts::webp::WebP::from_bytes(bytes).ok()?.icc_profile(),
        _ => None,
    }
}

#[test]
fn nothing_that_was_told_is_left() {
    let mut with_profile = 0;
    for (name, extension, bytes) in pictures() {
        let cleaned = clean(&extension, &bytes).expect(&name);
        assert!(canaries(&bytes) > 5, "{name} has {} to look for", canaries(&bytes));
        assert_eq!(canaries(&cleaned), 0, "{name}: {}", String::from_utf8_lossy(&cleaned));
        // A profile is compressed in PNG, so it is looked at by itself.
        let (told, left) = (profile(&extension, &bytes), profile(&extension, &cleaned));
        assert_eq!(told.is_some(), left.is_some(), "{name} keeps its profile");
        if let (Some(told), Some(left)) = (told, left) {
            assert!(canaries(&told) > 2, "{name}");
            assert_eq!(canaries(&left), 0, "{name}");
            with_profile += 1;
        }
        assert_eq!(clean(&extension, &cleaned).expect(&name), cleaned, "{name} is clean now");
    }
    assert_eq!(with_profile, 4);
}

/// What each picture is made of, after: so that a reader of this test sees what stays.
#[test]
fn these_parts_stay() {
    let mut all = String::new();
    for (name, extension, bytes) in pictures() {
        let cleaned = clean(&extension, &bytes).expect(&name);
        let (before, after) = (parts(&extension, &bytes), parts(&extension, &cleaned));
        if extension == "svg" {
            continue;
        }
        let names: Vec<_> =
            after.iter().map(|(kind, data)| format!("{kind} {}", data.len())).collect();
        writeln!(all, "{name}: {}", names.join(", ")).expect("a string can be written to");
        // All but the profile and the way it is turned was there, byte for byte, in this order.
        let made = ["APP0", "APP1", "APP2", "iCCP", "eXIf", "EXIF", "ICCP", "VP8X", "ANMF"];
        let mut before = before.iter();
        for part in after.iter().filter(|(kind, _)| !made.contains(&kind.as_str())) {
            assert!(before.any(|was| was == part), "{name}: {} is new", part.0);
        }
    }
    insta::assert_snapshot!(all);
}

/// A plain second reading of the formats.
fn parts(extension: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    match extension {
        "jpg" => segments(bytes),
        "png" => chunks(&bytes[8..], true),
        "webp" => chunks(&bytes[12..], false),
        "gif" => blocks(bytes),
        _ => Vec::new(),
    }
}

fn segments(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut at = 2;
    while bytes[at..at + 2] != [0xFF, 0xD9] {
        assert_eq!(bytes[at], 0xFF);
        let name = match bytes[at + 1] {
            app @ 0xE0..=0xEF => format!("APP{}", app - 0xE0),
            0xC0 | 0xC2 => "SOF".to_owned(),
            0xC4 => "DHT".to_owned(),
            0xDB => "DQT".to_owned(),
            0xDA => "SOS".to_owned(),
            0xFE => "COM".to_owned(),
            other => format!("{other:02X}"),
        };
        let end = at + 2 + usize::from(bytes[at + 2]) * 256 + usize::from(bytes[at + 3]);
        found.push((name.clone(), bytes[at + 4..end].to_vec()));
        at = end;
        if name == "SOS" {
            while bytes[at] != 0xFF || bytes[at + 1] == 0 {
                at += 1;
            }
            found.push(("data".to_owned(), bytes[end..at].to_vec()));
        }
    }
    found
}

/// The chunks of PNG, or of WebP, whose fields stand the other way round.
fn chunks(mut bytes: &[u8], png: bool) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    while bytes.len() > 8 {
        let four = |at: usize| <[u8; 4]>::try_from(&bytes[at..at + 4]).expect("four bytes");
        let (length, kind) = if png {
            (u32::from_be_bytes(four(0)), four(4))
        } else {
            (u32::from_le_bytes(four(4)), four(0))
        };
        let Some(data) = bytes.get(8..8 + length as usize) else { break };
        let kind = String::from_utf8_lossy(&kind).trim().to_owned();
        found.push((kind.clone(), data.to_vec()));
        let end = if png { length + 12 } else { (length + 8).next_multiple_of(2) };
        bytes = &bytes[end as usize..];
        if kind == "IEND" {
            break;
        }
    }
    found
}

fn blocks(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let palette = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + palette(bytes[10]);
    let mut found = vec![("screen".to_owned(), bytes[..at].to_vec())];
    while bytes[at] != 0x3B {
        let start = at;
        let extension = bytes[at] == 0x21;
        let name = if extension { format!("{:02X}", bytes[at + 1]) } else { "image".to_owned() };
        at += if extension { 2 } else { 11 + palette(bytes[at + 9]) };
        while bytes[at] != 0 {
            at += usize::from(bytes[at]) + 1;
        }
        at += 1;
        found.push((name, bytes[start..at].to_vec()));
    }
    found
}

#[test]
fn a_photo_is_turned_as_it_was() {
    for (name, turned) in
        [("photo.jpg", 6), ("progressive.jpg", 6), ("shot.png", 3), ("lossy.webp", 8)]
    {
        let bytes = fs::read(folder().join(name)).expect("it can be read");
        let extension = name.rsplit('.').next().expect("an extension");
        let cleaned = clean(extension, &bytes).expect(name);
        let mut kept = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        kept.extend([turned, 0, 0, 0, 0, 0, 0]);
        assert!(cleaned.windows(kept.len()).any(|at| at == kept), "{name}");
    }
}

#[test]
fn an_animation_whose_end_was_forgotten_is_given_one() {
    let bytes = fs::read(folder().join("moving.gif")).expect("it can be read");
    let cleaned = clean("gif", &bytes).expect("it can be cleaned");
    let (end, rest) = cleaned.split_last().expect("it has an end");
    assert_eq!(*end, 0x3B);
    assert_eq!(clean("gif", rest), Ok(cleaned.clone()));
    assert!(clean("gif", &rest[..rest.len() - 1]).is_err());
}

#[test]
fn a_drawing_shows_what_it_showed_and_asks_for_nothing() {
    let bytes = fs::read(folder().join("drawing.svg")).expect("it can be read");
    let cleaned =
        String::from_utf8(clean("svg", &bytes).expect("it can be cleaned")).expect("text");
    insta::assert_snapshot!(cleaned);
}

fn refused(extension: &str, bytes: &[u8]) -> String {
    clean(extension, bytes).expect_err("it can't be cleaned").reason
}

#[test]
fn what_cannot_be_cleaned_is_not_copied() {
    let svg = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
    let photo = fs::read(folder().join("photo.jpg")).expect("it can be read");
    let all = [
        refused("avif", b"\0\0\0\x20ftypavif"),
        refused("pdf", b"%PDF-1.7"),
        refused("html", &photo),
        refused("png", svg("<rect/>").as_bytes()),
        refused("svg", &photo),
        refused("jpg", &photo[..300]),
        refused("svg", b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>"),
        refused("svg", b"<svg width='1'/>"),
        refused("svg", svg("<g>").as_bytes()),
        refused("svg", svg("<text>&name;</text>").as_bytes()),
        refused("svg", svg("<style>a{fill:\\75rl(b)}</style>").as_bytes()),
        refused("svg", svg("<a><set attributeName='href' to='https://a.example'/></a>").as_bytes()),
        refused("svg", svg("<image href='data:image/svg+xml,%3Csvg/%3E'/>").as_bytes()),
        refused("svg", svg("<image href='data:image/png;base64,AAAA'/>").as_bytes()),
        refused(
            "svg",
            svg("<foreignObject><img xmlns='http://www.w3.org/1999/xhtml' src='a'/></foreignObject>").as_bytes(),
        ),
        refused("svg", b"<?xml version='1.0' encoding='iso-8859-1'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

/// A picture of the folder, some of whose bytes are others, or missing, or twice there.
fn mutated() -> impl Strategy<Value = (String, Vec<u8>)> {
    let pictures = pictures();
    let change = (any::<prop::sample::Index>(), 0_u8..4, any::<u8>());
    (prop::sample::select(pictures), prop::collection::vec(change, 1..6)).prop_map(
        |((_, extension, mut bytes), changes)| {
            for (at, how, byte) in changes {
                if bytes.is_empty() {
                    break;
                }
                let at = at.index(bytes.len());
                match how {
                    0 => bytes[at] = byte,
                    1 => bytes.truncate(at),
                    2 => bytes.insert(at, byte),
                    _ => {
                        bytes.remove(at);
                    }
                }
            }
            (extension, bytes)
        },
    )
}

/// Bytes that begin as a picture does.
fn like_a_picture() -> impl Strategy<Value = Vec<u8>> {
    let starts: Vec<&[u8]> = vec![
        b"",
        b"\xFF\xD8\xFF",
        b"\x89PNG\r\n\x1A\n",
        b"RIFF\x20\0\0\0WEBP",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
    ];
    (prop::sample::select(starts), prop::collection::vec(any::<u8>(), 0..200))
        .prop_map(|(start, rest)| [start, &rest].concat())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn no_bytes_bring_it_down((extension, bytes) in mutated(), other in like_a_picture()) {
        for (extension, bytes) in [(extension.as_str(), &bytes), ("png", &other), ("svg", &other)] {
            if let Ok(cleaned) = clean(extension, bytes) {
                prop_assert_eq!(clean(extension, &cleaned), Ok(cleaned.clone()), "cleaning twice is cleaning");
            }
        }
    }

    /// A word, wherever it is put between the tags of a drawing, is seen or gone.
    #[test]
    fn a_drawing_says_nothing_outside_its_texts(at in any::<prop::sample::Index>()) {
        let (_, _, bytes) = pictures().into_iter().find(|(name, ..)| name == "drawing.svg").expect("it is there");
        let text = String::from_utf8(bytes).expect("text");
        let tags: Vec<usize> = text.match_indices('>').map(|(place, _)| place + 1).collect();
        let place = tags[at.index(tags.len())];
        let told = format!("{}<!-- Parrot --><x:y xmlns:x='parrot'>PARROT</x:y><?parrot?>{}", &text[..place], &text[place..]);
        if let Ok(cleaned) = clean("svg", told.as_bytes()) {
            let cleaned = String::from_utf8(cleaned).expect("text").to_lowercase();
            prop_assert!(!cleaned.contains("parrot"), "{}", cleaned);
        }
    }
}
