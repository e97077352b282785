//! What the search page looks through: an index of every word, and the texts that excerpts come
//! from. A page that is opened from the disk may load nothing but scripts, so both are scripts
//! that hold data. `themes/notebook/static/assets/search.js` reads them.

pub mod cache;
pub mod encode;
mod hash;
mod index_text;
pub mod notes;
pub mod postings;
mod short_word;
pub mod words;

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::model::dates::days_between;
use crate::render::RenderContext;
use encode::{EncodedPostings, digits};
use notes::Note;
use postings::{Field, Postings};
use short_word::IndexedWord;

/// How many notes have their texts in one file; each file is loaded when one of them is shown.
const IN_A_FILE: usize = 32;
/// How many notes a core takes at a time.
const AT_A_TIME: usize = 32 * IN_A_FILE;
/// In a journal of more notes, what more than half of the texts say is not written down: such
/// words tell no note from another, and are a sixth of all postings.
const SMALL: usize = 1_000;

/// What the index says of notes beside the words of their texts; `write_index` adds those. Lists over all notes are in one
/// order; numbers are as [`digits`] writes them.
#[derive(Debug, Serialize)]
struct IndexHead<'a> {
    /// How many notes have their texts in one file.
    in_a_file: usize,
    /// The page of each note, without what it shares with the one before it, parted by blanks.
    urls: String,
    /// The title of each note.
    titles: Vec<&'a str>,
    /// The day of each note: 0 where it has none, else how many days it is from the one before, the
    /// first from 1970: forward *n* days as 2*n* + 1, back as 2*n*.
    dates: String,
    /// What notes can be narrowed to: the key of a filter, `=`, and a choice.
    facets: Vec<String>,
    /// How many facets each note has, and which.
    facets_of: String,
}

/// The words of all notes.
pub const INDEX: &str = "search/index.js";

/// How many files have texts of notes.
pub fn text_files(ctx: &RenderContext<'_>) -> usize {
    notes::count(ctx).div_ceil(IN_A_FILE)
}

/// The places of the notes whose texts are in a file. Entries come first, so these are their indices in the journal.
pub fn places_in(number: usize) -> Range<usize> {
    number * IN_A_FILE..(number + 1) * IN_A_FILE
}

/// The path of a file with texts.
pub fn text_path(number: usize) -> String {
    format!("search/text-{number}.js")
}

/// Makes the files of the search page, and hands on each with its path in the site.
pub fn each_file(ctx: &RenderContext<'_>, put: &(impl Fn(String, Vec<u8>) + Sync)) {
    let notes = notes::notes(ctx);
    let put_text = |number, bytes| put(text_path(number), bytes);
    if let Some(postings) = read_all(ctx, &notes, &|| false, &put_text) {
        put(INDEX.to_owned(), index_script(&notes, &postings));
    }
}

/// The texts of one file.
pub fn text_file(ctx: &RenderContext<'_>, number: usize) -> Vec<u8> {
    text_script(number, &texts(ctx, &notes::notes_in(ctx, places_in(number))))
}

/// Takes the words of all notes, and hands on the file with each part of their texts; `None` where it is told to stop,
/// for nobody needs them any more.
fn read_all(
    ctx: &RenderContext<'_>,
    notes: &[Note<'_>],
    stop: &(impl Fn() -> bool + Sync),
    put: &(impl Fn(usize, Vec<u8>) + Sync),
) -> Option<Postings> {
    let mut all = Postings::default();
    // Each part has words of its own until it is joined to the others, so that only some are made at once.
    let at_once = AT_A_TIME * rayon::current_num_threads();
    for (round, notes) in notes.chunks(at_once).enumerate() {
        let part = |(part, notes)| read(ctx, round * at_once + part * AT_A_TIME, notes, stop, put);
        let parts: Vec<Postings> = notes.par_chunks(AT_A_TIME).enumerate().map(part).collect();
        for postings in parts {
            if stop() {
                return None;
            }
            all.append(postings);
        }
    }
    all.shrink();
    Some(all)
}

/// Takes the words of some notes, and writes down their texts: what is said about each, then what
/// it says.
fn read(
    ctx: &RenderContext<'_>,
    first: usize,
    notes: &[Note<'_>],
    stop: &impl Fn() -> bool,
    put: &impl Fn(usize, Vec<u8>),
) -> Postings {
    let mut postings = Postings::default();
    for (file, notes) in notes.chunks(IN_A_FILE).enumerate().take_while(|_| !stop()) {
        let first = first + file * IN_A_FILE;
        let texts = texts(ctx, notes);
        for (note, texts) in notes.iter().zip(&texts) {
            postings.begin();
            add_words(&mut postings, note, texts);
        }
        let number = first / IN_A_FILE;
        put(number, text_script(number, &texts));
    }
    postings
}

/// What is said about each of some notes, and what it says.
fn texts(ctx: &RenderContext<'_>, notes: &[Note<'_>]) -> Vec<[String; 2]> {
    notes.iter().map(|note| [note.about(ctx), note.text(ctx)]).collect()
}

/// Takes the words of the note that was begun last.
fn add_words(postings: &mut Postings, note: &Note<'_>, [about, text]: &[String; 2]) {
    postings.add(Field::Text, text);
    postings.add(Field::About, about);
    postings.add(Field::Title, &note.title);
}

fn index_script(notes: &[Note<'_>], postings: &Postings) -> Vec<u8> {
    let EncodedPostings { words, lists, common, .. } = postings.write(most(notes.len()));
    write_index(&index_head(notes), postings, &shortened(&words), &lists, common.into_iter())
}

/// How many texts may have a word that is written down for them.
fn most(notes: usize) -> usize {
    if notes > SMALL { notes / 2 } else { notes }
}

/// The beginning of the index, which no change of a text changes.
fn index_head(notes: &[Note<'_>]) -> Vec<u8> {
    let (facets, facets_of) = facets(notes);
    let head = IndexHead {
        in_a_file: IN_A_FILE,
        urls: shortened(notes.iter().map(Note::url)),
        titles: notes.iter().map(|note| &*note.title).collect(),
        dates: distances(notes.iter().map(|note| note.date)),
        facets,
        facets_of,
    };
    let mut bytes = b"searchIndex=".to_vec();
    // Strings and lists always are JSON, and writing to memory can't fail.
    let _ = serde_json::to_writer(&mut bytes, &head);
    bytes
}

/// The index, whole: behind its beginning, of each note, how many different words its text, its names and its title have;
/// every word, in order, written like the pages; the notes of each word, parted by blanks; and the words that most texts
/// have.
fn write_index<'w>(
    head: &[u8],
    postings: &Postings,
    words: &str,
    lists: &str,
    common: impl Iterator<Item = IndexedWord<'w>>,
) -> Vec<u8> {
    let mut lengths = String::new();
    for length in postings.lengths.iter().flatten() {
        digits(*length, &mut lengths);
    }
    let mut bytes =
        Vec::with_capacity(head.len() + lengths.len() + words.len() + lists.len() + 1024);
    bytes.extend_from_slice(head.strip_suffix(b"}").unwrap_or(head));
    for (name, text) in [("lengths", &*lengths), ("words", words), ("postings", lists)] {
        bytes.extend_from_slice(format!(",\"{name}\":").as_bytes());
        push_json(text, &mut bytes);
    }
    bytes.extend_from_slice(b",\"common\":[");
    for (at, word) in common.enumerate() {
        if at > 0 {
            bytes.push(b',');
        }
        push_json(word.as_ref(), &mut bytes);
    }
    bytes.extend_from_slice(b"]}\n");
    // Every file is held until all are made.
    bytes.shrink_to_fit();
    bytes
}

/// Every facet, in the order in which notes name them, and the numbers of each note's.
fn facets(notes: &[Note<'_>]) -> (Vec<String>, String) {
    let mut places: HashMap<(&str, &str), u32> = HashMap::new();
    let mut facets = Vec::new();
    let mut of_notes = String::new();
    for note in notes {
        let own: Vec<_> = note.facets().collect();
        digits(own.len() as u32, &mut of_notes);
        for (key, choice) in own {
            let place = *places.entry((key, choice)).or_insert_with(|| {
                facets.push(format!("{key}={choice}"));
                facets.len() as u32 - 1
            });
            digits(place, &mut of_notes);
        }
    }
    (facets, of_notes)
}

/// Dates, each as its distance from the one before.
fn distances(dates: impl Iterator<Item = Option<Date>>) -> String {
    let mut text = String::new();
    let mut before = Date::constant(1970, 1, 1);
    for date in dates {
        let number = date.map_or(0, |date| {
            let days = days_between(before, date);
            before = date;
            days.unsigned_abs() * 2 + u32::from(days >= 0)
        });
        digits(number, &mut text);
    }
    text
}

/// What one digit can say.
const MOST_SHARED: usize = 56;

/// Texts without blanks, parted by blanks: each as [`push_shortened`] writes it.
fn shortened<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let mut all = String::new();
    let mut before: Option<T> = None;
    for text in texts {
        if !all.is_empty() {
            all.push(' ');
        }
        push_shortened(text.as_ref(), before.as_ref().map_or("", AsRef::as_ref), &mut all);
        before = Some(text);
    }
    all
}

/// Writes of a text how many UTF-16 units it shares with the one before, as one digit, then the rest.
fn push_shortened(text: &str, before: &str, into: &mut String) {
    let (mut bytes, mut units) = (0, 0);
    for (c, other) in text.chars().zip(before.chars()) {
        if c != other || units + c.len_utf16() > MOST_SHARED {
            break;
        }
        (bytes, units) = (bytes + c.len_utf8(), units + c.len_utf16());
    }
    digits(units as u32, into);
    into.push_str(&text[bytes..]);
}

/// The texts of some notes: a list of what is said about each, and what it says.
fn text_script(number: usize, texts: &[[String; 2]]) -> Vec<u8> {
    let length: usize = texts.iter().flatten().map(|text| text.len() + 4).sum();
    let mut bytes = Vec::with_capacity(length + 32);
    bytes.extend_from_slice(format!("searchTexts[{number}]=").as_bytes());
    for (at, [about, text]) in texts.iter().enumerate() {
        bytes.extend_from_slice(if at == 0 { b"[[" } else { b",[" });
        push_json(about, &mut bytes);
        bytes.push(b',');
        push_json(text, &mut bytes);
        bytes.push(b']');
    }
    bytes.extend_from_slice(b"]\n");
    bytes.shrink_to_fit();
    bytes
}

/// Writes a text as JSON. Most have nothing to escape, and megabytes of them are written.
fn push_json(text: &str, bytes: &mut Vec<u8>) {
    let special = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\');
    if text.bytes().fold(false, |found, byte| found | special(byte)) {
        // Strings always are JSON, and writing to memory can't fail.
        let _ = serde_json::to_writer(bytes, text);
    } else {
        bytes.push(b'"');
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::{Date, date};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::{distances, shortened, text_script};

    #[test]
    fn texts_are_written_as_json() {
        let texts =
            [["a".to_owned(), "b \"c\"\n\\ é \u{1}".to_owned()], [String::new(), "d".to_owned()]];
        let mut expected = b"searchTexts[3]=".to_vec();
        serde_json::to_writer(&mut expected, &texts).expect("JSON");
        expected.push(b'\n');
        assert_eq!(text_script(3, &texts), expected);
    }

    #[test]
    fn a_text_is_written_without_what_it_shares_with_the_one_before() {
        // `#` is 0, `%` is 2, `&` is 3.
        assert_eq!(shortened(["ask", "asked", "plan"]), "#ask &ed #plan");
        assert_eq!(shortened(["𠀀𠀁", "𠀀𠀂"]), "#𠀀𠀁 %𠀂");
        assert_eq!(shortened([""; 0]), "");
        // `[` is 56, the most.
        let long = "a".repeat(60);
        assert_eq!(shortened([&long, &long]), format!("#{long} [aaaa"));
    }

    #[test]
    fn a_day_is_written_as_its_distance_from_the_one_before() {
        let days = [Some(date(1970, 1, 11)), None, Some(date(1970, 1, 11)), Some(date(1970, 1, 1))];
        // 10 forward is 21, 10 back 20.
        assert_eq!(distances(days.into_iter()), "8#$7");
    }

    /// What a text of numbers says, and what stands behind the first of them.
    fn first_number(text: &str) -> (u64, &str) {
        let (mut number, mut scale) = (0, 1);
        for (at, byte) in text.bytes().enumerate() {
            if byte < b'\\' {
                return (number + u64::from(byte - b'#') * scale, &text[at + 1..]);
            }
            number += u64::from(byte - b'$') * scale;
            scale *= 34;
        }
        panic!("{text} has no number");
    }

    proptest! {
        #[test]
        fn any_texts_are_read_as_they_were_written(
            texts in vec("[a-c\u{20000}-\u{20002}é-ë]{0,60}|[b\u{20000}]a{50,70}.|\\PC{0,5}", 0..20),
        ) {
            let texts: Vec<String> = texts.iter().map(|text| text.replace(' ', "-")).collect();
            let written = shortened(&texts);
            let (mut read, mut before) = (Vec::new(), Vec::new());
            for part in written.split(' ').filter(|part| !part.is_empty()) {
                before.truncate(usize::from(part.as_bytes()[0] - b'#'));
                before.extend(part[1..].encode_utf16());
                read.push(String::from_utf16(&before).expect("whole characters"));
            }
            prop_assert_eq!(read, texts);
        }

        #[test]
        fn any_days_are_read_as_they_were_written(
            days in vec(proptest::option::of(-4_000_000..2_900_000_i32), 0..20),
        ) {
            let dates: Vec<Option<Date>> =
                days.iter().map(|day| day.map(|day| date(1970, 1, 1) + day.days())).collect();
            let written = distances(dates.iter().copied());
            let (mut rest, mut day, mut read) = (&*written, 0, Vec::new());
            while !rest.is_empty() {
                let number;
                (number, rest) = first_number(rest);
                day += if number % 2 == 1 { number as i32 / 2 } else { -(number as i32 / 2) };
                read.push((number > 0).then_some(day));
            }
            prop_assert_eq!(read, days);
        }
    }
}
