//! Which notes have a word, and how that is written down in a few characters.

use std::collections::HashMap;

use super::words::words;

/// The parts of a note that are ranked apart: what counts most stands last, for few words have it
/// and what is empty at the end is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// All that it says.
    Text,
    /// What its result says about it: its day, step, people, tasks, tags.
    About,
    /// Its title.
    Title,
}

/// How many there are.
pub const FIELDS: usize = 3;

/// A note that has a word in one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Posting {
    note: u32,
    field: Field,
    /// How often; 255 stands for more too.
    count: u8,
}

/// The words of some notes.
#[derive(Debug, Default)]
pub struct Postings {
    by_word: HashMap<Box<str>, Vec<Posting>>,
    /// For each note, how many different words each of its parts has.
    pub lengths: Vec<[u32; FIELDS]>,
}

impl Postings {
    /// Takes the words of one part of a note. All parts of a note come one after the other.
    pub fn add(&mut self, note: u32, field: Field, text: &str) {
        let mut distinct = 0;
        words(text, |word| {
            let postings = match self.by_word.get_mut(word) {
                Some(postings) => postings,
                None => self.by_word.entry(word.into()).or_default(),
            };
            match postings.last_mut() {
                Some(last) if last.note == note && last.field == field => {
                    last.count = last.count.saturating_add(1);
                }
                _ => {
                    postings.push(Posting { note, field, count: 1 });
                    distinct += 1;
                }
            }
        });
        if let Some(lengths) = self.lengths.last_mut() {
            lengths[field as usize] = distinct;
        }
    }

    /// Joins those of later notes to these.
    pub fn append(&mut self, later: Self) {
        self.lengths.extend(later.lengths);
        for (word, postings) in later.by_word {
            self.by_word.entry(word).or_default().extend(postings);
        }
    }

    /// Each word, in order, with the notes that have it as [`digits`]; and the words that more
    /// than `most` notes have in their text, which is not written down for them.
    pub fn write(self, most: usize) -> (Vec<(Box<str>, String)>, Vec<Box<str>>) {
        let mut sorted: Vec<_> = self.by_word.into_iter().collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut common = Vec::new();
        let mut written = Vec::with_capacity(sorted.len());
        for (word, mut postings) in sorted {
            if postings.iter().filter(|posting| posting.field == Field::Text).count() > most {
                postings.retain(|posting| posting.field != Field::Text);
                common.push(word.clone());
            }
            written.push((word, list(&postings)));
        }
        (written, common)
    }
}

/// The notes of each part in turn: how many there are, then for each its distance from the one
/// before and whether it has the word more than once, then how often, less two.
fn list(postings: &[Posting]) -> String {
    let mut text = String::new();
    let mut empty = 0;
    for field in [Field::Text, Field::About, Field::Title] {
        let own = || postings.iter().filter(|posting| posting.field == field);
        let count = own().count() as u32;
        if count == 0 {
            empty += 1;
            continue;
        }
        (0..empty).for_each(|_| digits(0, &mut text));
        empty = 0;
        digits(count, &mut text);
        let mut before = 0;
        for Posting { note, count, .. } in own() {
            digits((note - before) * 2 + u32::from(*count > 1), &mut text);
            if *count > 1 {
                digits(u32::from(*count) - 2, &mut text);
            }
            before = *note;
        }
    }
    text
}

const LAST: u32 = 57;
const MORE: u32 = 34;

/// Writes a number in as few characters as can stand in a string of JavaScript without an escape,
/// the lowest digit first: the last is one of the 57 from `#` to `[`, those before it of the 34
/// from `]` to `~`. Most distances between notes are one character.
pub fn digits(mut number: u32, into: &mut String) {
    let mut push = |from: u8, digit: u32| into.push(char::from(from + digit as u8));
    while number >= LAST {
        number -= LAST;
        push(b']', number % MORE);
        number /= MORE;
    }
    push(b'#', number);
}

#[cfg(test)]
mod tests {
    use super::{Field, Postings, digits};

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
        for (note, (text, title)) in (0..).zip(notes) {
            postings.lengths.push([0; 3]);
            postings.add(note, Field::Text, text);
            postings.add(note, Field::Title, title);
        }
        postings
    }

    #[test]
    fn a_word_has_its_notes_by_part_with_distance_and_count() {
        let postings = postings(&[("plan plan plan", ""), ("", ""), ("a plan", "Plan")]);
        assert_eq!(postings.lengths, [[1, 0, 0], [0, 0, 0], [2, 0, 1]]);
        let (words, common) = postings.write(9);
        assert!(common.is_empty());
        let read: Vec<_> = words.iter().map(|(word, list)| (&**word, read(list))).collect();
        // text: two notes, 0 (three times) and 0 + 2; names: none; title: one note, 2.
        assert_eq!(read, [("a", vec![1, 4]), ("plan", vec![2, 1, 1, 4, 0, 1, 4])]);
    }

    #[test]
    fn what_most_texts_say_is_kept_of_titles_alone() {
        let (words, common) =
            postings(&[("the plan", "The end"), ("the", ""), ("the", "")]).write(2);
        assert_eq!(common, ["the".into()]);
        let the = words.iter().find(|(word, _)| &**word == "the").expect("it has a title");
        assert_eq!(read(&the.1), [0, 0, 1, 0]);
    }

    #[test]
    fn joining_gives_what_one_run_gives() {
        let notes = [("one two", "x"), ("two three", "y"), ("one", "x")];
        let mut joined = postings(&notes[..1]);
        let mut later = Postings::default();
        for (note, (text, title)) in (1..).zip(&notes[1..]) {
            later.lengths.push([0; 3]);
            later.add(note, Field::Text, text);
            later.add(note, Field::Title, title);
        }
        joined.append(later);
        let whole = postings(&notes);
        assert_eq!(joined.lengths, whole.lengths);
        assert_eq!(joined.write(9), whole.write(9));
    }
}
