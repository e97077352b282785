//! Encodes the notes of each word in few characters.

use serde::{Serialize, Serializer};

use super::postings::{FIELDS, Field, Postings};

/// Encoded postings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct EncodedPostings {
    /// Each word, in order.
    pub words: Vec<Box<str>>,
    /// The notes that have it.
    pub lists: PostingLists,
    /// The words that too many notes have in their text, which are not written down for it.
    pub common: Vec<Box<str>>,
}

/// The notes of each word, as [`digits`]. Serialised, it is a list of texts; here they are one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PostingLists {
    text: String,
    /// Where the list of each word ends.
    ends: Vec<u32>,
}

impl PostingLists {
    /// The list of each word.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start as usize..*end as usize])
    }
}

impl Serialize for PostingLists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The notes of one word, of each part in turn: how many there are, then for each its distance from
/// the one before and whether it has the word more than once, then how often, less two.
#[derive(Clone, Copy, Default)]
struct WordList {
    /// How many notes have the word in each part.
    counts: [u32; FIELDS],
    /// The note before.
    before: [u32; FIELDS],
    /// First how many bytes the notes of each part take; then where the next one is written.
    bytes: [u32; FIELDS],
}

impl WordList {
    /// Hands over the digits of one note.
    fn digits(&mut self, field: Field, note: u32, count: u8, mut each: impl FnMut(u32, u8)) {
        let field = field as usize;
        let mut at = self.bytes[field];
        let mut push = |byte| {
            each(at, byte);
            at += 1;
        };
        each_digit((note - self.before[field]) * 2 + u32::from(count > 1), &mut push);
        if count > 1 {
            each_digit(u32::from(count) - 2, &mut push);
        }
        (self.bytes[field], self.before[field]) = (at, note);
    }

    /// Makes room for it at the end of a text.
    fn place(&mut self, text: &mut Vec<u8>) {
        let used = self.counts.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
        for field in 0..used {
            each_digit(self.counts[field], |byte| text.push(byte));
            let start = text.len();
            text.resize(start + self.bytes[field] as usize, 0);
            (self.bytes[field], self.before[field]) = (start as u32, 0);
        }
    }
}

/// Writes postings down, without texts for the words that more than `most` of them have.
pub(super) fn encode(mut postings: Postings, most: usize) -> EncodedPostings {
    let words = postings.take_words();
    let mut lists = vec![WordList::default(); words.len()];
    postings.each(|word, field, note, count| {
        lists[word].counts[field as usize] += 1;
        lists[word].digits(field, note, count, |_, _| {});
    });
    let mut written = EncodedPostings::default();
    let mut text = Vec::new();
    for (word, place) in words {
        let list = &mut lists[place as usize];
        if list.counts[Field::Text as usize] as usize > most {
            list.counts[Field::Text as usize] = 0;
            list.bytes[Field::Text as usize] = 0;
            written.common.push(word.clone());
        }
        list.place(&mut text);
        written.lists.ends.push(text.len() as u32);
        written.words.push(word);
    }
    postings.each(|word, field, note, count| {
        if lists[word].counts[field as usize] > 0 {
            lists[word].digits(field, note, count, |at, byte| text[at as usize] = byte);
        }
    });
    // Digits are ASCII.
    written.lists.text = String::from_utf8(text).unwrap_or_default();
    written
}

const LAST: u32 = 57;
const MORE: u32 = 34;

/// Writes a number in as few characters as can stand in a string of JavaScript without an escape,
/// the lowest digit first: the last is one of the 57 from `#` to `[`, those before it of the 34
/// from `]` to `~`. Most distances between notes are one character.
pub fn digits(number: u32, into: &mut String) {
    each_digit(number, |digit| into.push(char::from(digit)));
}

fn each_digit(mut number: u32, mut each: impl FnMut(u8)) {
    while number >= LAST {
        number -= LAST;
        each(b']' + (number % MORE) as u8);
        number /= MORE;
    }
    each(b'#' + number as u8);
}

#[cfg(test)]
mod tests {
    use super::super::postings::{Field, Postings};
    use super::{EncodedPostings, digits};

    /// Reads numbers as the page's script does.
    fn read(text: &str) -> Vec<u32> {
        let (mut numbers, mut number, mut scale) = (Vec::new(), 0, 1);
        for byte in text.bytes() {
            if byte < b'\\' {
                numbers.push(number + u32::from(byte - b'#') * scale);
                (number, scale) = (0, 1);
            } else {
                number += (u32::from(byte - b']') + 57) * scale;
                scale *= 34;
            }
        }
        numbers
    }

    #[test]
    fn any_number_is_read_as_it_was_written_and_no_character_needs_an_escape() {
        let numbers: Vec<u32> =
            (0..5_000).chain([65_889, 65_890, 1_000_000, u32::MAX / 2]).collect();
        let mut text = String::new();
        numbers.iter().for_each(|number| digits(*number, &mut text));
        assert_eq!(read(&text), numbers);
        assert!(text.bytes().all(|b| (b'#'..=b'~').contains(&b) && b != b'\\'));
        for (number, length) in [(56, 1), (57, 2), (1_994, 2), (1_995, 3)] {
            let mut text = String::new();
            digits(number, &mut text);
            assert_eq!(text.len(), length, "{number}");
        }
    }

    fn postings(notes: &[(&str, &str)]) -> Postings {
        let mut postings = Postings::default();
        for (text, title) in notes {
            postings.begin();
            postings.add(Field::Text, text);
            postings.add(Field::Title, title);
        }
        postings
    }

    #[test]
    fn a_word_has_its_notes_by_part_with_distance_and_count() {
        let postings = postings(&[("plan plan plan", ""), ("", ""), ("a plan", "Plan")]);
        assert_eq!(postings.lengths, [[1, 0, 0], [0, 0, 0], [2, 0, 1]]);
        let EncodedPostings { words, lists, common } = postings.write(9);
        assert!(common.is_empty());
        let read: Vec<_> =
            words.iter().zip(lists.iter()).map(|(word, list)| (&**word, read(list))).collect();
        // text: two notes, 0 (three times) and 0 + 2; names: none; title: one note, 2.
        assert_eq!(read, [("a", vec![1, 4]), ("plan", vec![2, 1, 1, 4, 0, 1, 4])]);
    }

    #[test]
    fn what_most_texts_say_is_kept_of_titles_alone() {
        let written = postings(&[("the plan", "The end"), ("the", ""), ("the", "")]).write(2);
        assert_eq!(written.common, ["the".into()]);
        let the = written.words.iter().position(|word| &**word == "the").expect("it has a title");
        assert_eq!(written.lists.iter().nth(the).map(read), Some(vec![0, 0, 1, 0]));
    }

    #[test]
    fn joining_gives_what_one_run_gives() {
        let notes = [("one two", "x"), ("two three", "y"), ("one", "x")];
        let mut joined = postings(&notes[..1]);
        joined.append(postings(&notes[1..]));
        let whole = postings(&notes);
        assert_eq!(joined.lengths, whole.lengths);
        assert_eq!(joined.write(9), whole.write(9));
    }
}
