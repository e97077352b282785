//! Which notes have a word, and how that is written down in a few characters.

use ahash::AHashMap;

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

/// A word that a note has in one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Posting {
    /// The word's place in [`Postings::words`].
    word: u32,
    note: u32,
    field: Field,
    /// How often; 255 stands for more too.
    count: u8,
}

/// The words of some notes: one list of all postings, for a list a word would be allocated and
/// grown tens of thousands of times.
#[derive(Debug, Default)]
pub struct Postings {
    places: AHashMap<Box<str>, u32>,
    /// For each word, its newest posting.
    newest: Vec<u32>,
    /// By note, then by part.
    all: Vec<Posting>,
    /// For each note, how many different words each of its parts has.
    pub lengths: Vec<[u32; FIELDS]>,
}

/// Postings as they are written down.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct EncodedPostings {
    /// Each word, in order.
    pub words: Vec<Box<str>>,
    /// The notes that have it, as [`digits`].
    pub lists: Vec<String>,
    /// The words that too many notes have in their text, which are not written down for it.
    pub common: Vec<Box<str>>,
}

impl Postings {
    /// Takes the words of one part of a note. All parts of a note come one after the other.
    pub fn add(&mut self, note: u32, field: Field, text: &str) {
        let before = self.all.len();
        words(text, |word| {
            let place = self.place(word);
            let newest = self.newest[place as usize];
            match self.all.get_mut(newest as usize) {
                Some(last) if newest as usize >= before => {
                    last.count = last.count.saturating_add(1);
                }
                _ => {
                    self.newest[place as usize] = self.all.len() as u32;
                    self.all.push(Posting { word: place, note, field, count: 1 });
                }
            }
        });
        if let Some(lengths) = self.lengths.last_mut() {
            lengths[field as usize] = (self.all.len() - before) as u32;
        }
    }

    fn place(&mut self, word: &str) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = self.newest.len() as u32;
        self.places.insert(word.into(), place);
        self.newest.push(u32::MAX);
        place
    }

    /// Joins those of later notes to these.
    pub fn append(&mut self, later: Self) {
        let mut places = vec![0; later.newest.len()];
        for (word, place) in &later.places {
            places[*place as usize] = self.place(word);
        }
        self.lengths.extend(later.lengths);
        let moved = |posting: Posting| Posting { word: places[posting.word as usize], ..posting };
        self.all.extend(later.all.into_iter().map(moved));
    }

    /// Writes them down, without texts for the words that more than `most` of them have.
    pub fn write(self, most: usize) -> EncodedPostings {
        let mut words: Vec<(Box<str>, u32)> = self.places.into_iter().collect();
        words.sort_unstable();
        // Where the postings of each word begin, once they stand together.
        let mut starts = vec![0; words.len() + 1];
        for posting in &self.all {
            starts[posting.word as usize + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; self.all.len()];
        for (at, posting) in (0..).zip(&self.all) {
            order[next[posting.word as usize]] = at;
            next[posting.word as usize] += 1;
        }
        let mut written = EncodedPostings::default();
        for (word, place) in words {
            let own = &order[starts[place as usize]..starts[place as usize + 1]];
            let own = own.iter().map(|at| self.all[*at as usize]);
            let mut fields: [Vec<Posting>; FIELDS] = Default::default();
            own.for_each(|posting| fields[posting.field as usize].push(posting));
            if fields[Field::Text as usize].len() > most {
                fields[Field::Text as usize].clear();
                written.common.push(word.clone());
            }
            written.lists.push(list(&fields));
            written.words.push(word);
        }
        written
    }
}

/// The notes of each part in turn: how many there are, then for each its distance from the one
/// before and whether it has the word more than once, then how often, less two.
fn list(fields: &[Vec<Posting>; FIELDS]) -> String {
    let mut text = String::new();
    let used = fields.iter().rposition(|own| !own.is_empty()).map_or(0, |last| last + 1);
    for own in &fields[..used] {
        digits(own.len() as u32, &mut text);
        let mut before = 0;
        for Posting { note, count, .. } in own {
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
    use super::{EncodedPostings, Field, Postings, digits};

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
        let EncodedPostings { words, lists, common } = postings.write(9);
        assert!(common.is_empty());
        let read: Vec<_> =
            words.iter().zip(&lists).map(|(word, list)| (&**word, read(list))).collect();
        // text: two notes, 0 (three times) and 0 + 2; names: none; title: one note, 2.
        assert_eq!(read, [("a", vec![1, 4]), ("plan", vec![2, 1, 1, 4, 0, 1, 4])]);
    }

    #[test]
    fn what_most_texts_say_is_kept_of_titles_alone() {
        let written = postings(&[("the plan", "The end"), ("the", ""), ("the", "")]).write(2);
        assert_eq!(written.common, ["the".into()]);
        let the = written.words.iter().position(|word| &**word == "the").expect("it has a title");
        assert_eq!(read(&written.lists[the]), [0, 0, 1, 0]);
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
