//! Encodes the notes of each word in few characters.

use super::postings::{FIELDS, Field, Postings};
use super::short_word::IndexedWord;

/// Encoded postings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct EncodedPostings<'p> {
    /// Each word, in order.
    pub words: Vec<IndexedWord<'p>>,
    /// The number of each word in the postings.
    pub places: Vec<u32>,
    /// How many notes have each word in their text.
    pub texts: Vec<u32>,
    /// The notes that have each word, parted by blanks: of each as `write_word` writes them.
    pub lists: String,
    /// The words that too many notes have in their text, which are not written down for it.
    pub common: Vec<IndexedWord<'p>>,
}

/// The notes of one word in each part.
#[derive(Clone, Copy, Default)]
struct WordList {
    /// How many notes have it; none where they are not written down.
    notes: [u32; FIELDS],
    /// Where its next note is put down.
    next: [u32; FIELDS],
}

/// Writes postings down, without texts for the words that more than `most` of them have.
pub(super) fn encode(postings: &Postings, most: usize) -> EncodedPostings<'_> {
    let words = postings.words();
    let mut lists = vec![WordList::default(); words.len()];
    postings.each(|word, field, _, _| lists[word].notes[field as usize] += 1);
    let mut written = EncodedPostings::default();
    written.places.reserve(words.len());
    let mut sum = 0;
    for (word, place) in words {
        let list = &mut lists[place as usize];
        // A note that was read again may have been the only one with a word.
        if list.notes == [0; FIELDS] {
            continue;
        }
        written.texts.push(list.notes[Field::Text as usize]);
        if list.notes[Field::Text as usize] as usize > most {
            list.notes[Field::Text as usize] = 0;
            written.common.push(word);
        }
        for field in 0..FIELDS {
            list.next[field] = sum;
            sum += list.notes[field];
        }
        written.words.push(word);
        written.places.push(place);
    }
    // The notes of all words are put into one list, so that each word has its own in one piece; how often a note has it
    // stands in another, because pairs of the two would take eight bytes in place of five.
    let (mut notes, mut times) = (vec![0_u32; sum as usize], vec![0_u8; sum as usize]);
    postings.each(|word, field, note, count| {
        let list = &mut lists[word];
        if list.notes[field as usize] > 0 {
            let next = &mut list.next[field as usize];
            (notes[*next as usize], times[*next as usize]) = (note, count);
            *next += 1;
        }
    });
    let total = postings.lengths.len() as u32;
    let mut text = Vec::with_capacity(notes.len());
    for place in &written.places {
        let WordList { notes: counts, next } = lists[*place as usize];
        let own = |field: usize| {
            let own = (next[field] - counts[field]) as usize..next[field] as usize;
            notes[own.clone()].iter().copied().zip(times[own].iter().copied())
        };
        if !text.is_empty() {
            text.push(b' ');
        }
        write_word([0, 1, 2].map(own), total, &mut text);
    }
    // All digits are ASCII.
    written.lists = String::from_utf8(text).unwrap_or_default();
    written
}

/// Writes the notes of one word, of `total`, each with how often it has the word: for each part of a note the list of
/// those that have it, in order; and where there are any, the list of places in that list that have it once more.
pub(super) fn write_word(
    fields: [impl ExactSizeIterator<Item = (u32, u8)> + Clone; FIELDS],
    total: u32,
    into: &mut Vec<u8>,
) {
    let mut bits = Bits { into, waiting: 0, length: 0 };
    for notes in fields {
        let count = notes.len() as u32;
        bits.push_list(notes.clone().map(|(note, _)| note), count, total);
        if count > 0 {
            let times: u32 = notes.clone().map(|(_, times)| u32::from(times)).sum();
            let again = (0..).zip(notes).flat_map(|(place, (_, times))| {
                std::iter::repeat_n(place, usize::from(times).saturating_sub(1))
            });
            bits.push_list(again, times - count, count);
        }
    }
    bits.finish();
}

/// The notes of a word in each part, in order, and how often each has it there.
pub(super) type WordNotes = [Vec<(u32, u8)>; FIELDS];

/// Reads what [`write_word`] wrote; `None` where it is something else.
pub(super) fn read_word(text: &str, total: u32) -> Option<WordNotes> {
    let mut bits = WrittenBits { rest: text.as_bytes(), waiting: 0, length: 0 };
    let mut fields = WordNotes::default();
    for notes in &mut fields {
        let own = bits.take_list(total)?;
        notes.extend(own.into_iter().map(|note| (note, 1)));
        if !notes.is_empty() {
            for again in bits.take_list(notes.len() as u32)? {
                let (_, times) = notes.get_mut(again as usize)?;
                *times = times.saturating_add(1);
            }
        }
    }
    Some(fields)
}

/// The 91 characters that can stand in a string of JavaScript without an escape, from `#` to `~`.
const CHARACTERS: u16 = 91;

/// What two characters say: thirteen bits.
static PAIRS: [[u8; 2]; 1 << 13] = {
    const fn character(digit: u16) -> u8 {
        // A backslash is left out.
        let character = b'#' + digit as u8;
        if character < b'\\' { character } else { character + 1 }
    }
    let mut pairs = [[0; 2]; 1 << 13];
    let mut bits = 0;
    while bits < pairs.len() {
        let (first, second) = (bits as u16 / CHARACTERS, bits as u16 % CHARACTERS);
        pairs[bits] = [character(first), character(second)];
        bits += 1;
    }
    pairs
};

/// Writes bits, thirteen of them as two characters.
struct Bits<'a> {
    into: &'a mut Vec<u8>,
    /// The last of these are not yet written.
    waiting: u64,
    /// How many.
    length: u32,
}

impl Bits<'_> {
    /// Adds a number of that many bits, which are at most 51.
    fn push(&mut self, number: u64, width: u32) {
        self.waiting = self.waiting << width | number;
        self.length += width;
        while self.length >= 13 {
            self.length -= 13;
            self.into.extend(PAIRS[(self.waiting >> self.length & 0x1fff) as usize]);
        }
    }

    /// Adds numbers below `total`, none smaller than the one before: how many there are, plus one,
    /// as an Elias gamma code, then the distance of each from the one before as a Rice code, whose
    /// parameter both sides work out from what they know. Few codes are shorter for notes that
    /// stand anywhere.
    fn push_list(&mut self, numbers: impl Iterator<Item = u32>, count: u32, total: u32) {
        let digits = (count + 1).ilog2();
        self.push(0, digits);
        self.push(u64::from(count) + 1, digits + 1);
        let low = (total / count.max(1)).max(1).ilog2();
        let mut before = 0;
        for number in numbers {
            let distance = number - before;
            let mut ones = distance >> low;
            while ones >= 16 {
                self.push(0xffff, 16);
                ones -= 16;
            }
            let end = u64::from(distance) & ((1 << low) - 1);
            self.push(((1_u64 << ones) - 1) << (low + 1) | end, ones + 1 + low);
            before = number;
        }
    }

    /// Writes what waits.
    fn finish(mut self) {
        self.push(0, 12);
    }
}

/// Reads what [`Bits`] wrote.
struct WrittenBits<'a> {
    rest: &'a [u8],
    /// The last of these are not yet taken.
    waiting: u64,
    /// How many.
    length: u32,
}

impl WrittenBits<'_> {
    /// Takes a number of that many bits, which are at most 32.
    fn take(&mut self, width: u32) -> Option<u32> {
        let digit = |byte: u8| u64::from(byte) - u64::from(b'#') - u64::from(byte > b'\\');
        while self.length < width {
            let ([first, second], rest) = self.rest.split_first_chunk()?;
            self.rest = rest;
            let pair = digit(*first) * u64::from(CHARACTERS) + digit(*second);
            self.waiting = self.waiting << 13 | pair;
            self.length += 13;
        }
        self.length -= width;
        Some((self.waiting >> self.length & ((1 << width) - 1)) as u32)
    }

    /// Takes a list that [`Bits::push_list`] added.
    fn take_list(&mut self, total: u32) -> Option<Vec<u32>> {
        let mut digits = 0;
        while self.take(1)? == 0 {
            digits += 1;
        }
        let count = (1 << digits | self.take(digits)?) - 1;
        let low = (total / count.max(1)).max(1).ilog2();
        let mut numbers = Vec::with_capacity(count as usize);
        let mut number = 0;
        for _ in 0..count {
            while self.take(1)? == 1 {
                number += 1 << low;
            }
            number += self.take(low)?;
            numbers.push(number);
        }
        Some(numbers)
    }
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
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::postings::{Field, Postings};
    use super::super::short_word::IndexedWord;
    use super::{EncodedPostings, WordNotes, digits, write_word};

    /// Reads a number as the page's script does, and goes on behind it.
    fn read(text: &mut &[u8]) -> u32 {
        let (mut number, mut scale) = (0, 1);
        while let Some(byte) = text.split_off_first() {
            if *byte < b'\\' {
                return number + u32::from(byte - b'#') * scale;
            }
            number += (u32::from(byte - b']') + 57) * scale;
            scale = scale.wrapping_mul(34);
        }
        panic!("a number has no end");
    }

    /// All bits of a text, by their definition.
    fn bits(text: &str) -> String {
        let digits: Vec<u16> = (b'#'..=b'~').filter(|byte| *byte != b'\\').zip(0..).fold(
            vec![0; 128],
            |mut digits, (byte, digit)| {
                digits[usize::from(byte)] = digit;
                digits
            },
        );
        let value = |byte: u8| digits[usize::from(byte)];
        let pairs = text.as_bytes().chunks(2);
        pairs.map(|pair| format!("{:013b}", value(pair[0]) * 91 + value(pair[1]))).collect()
    }

    /// Reads a list, and goes on behind it.
    fn read_list(bits: &mut &str, total: u32) -> Vec<u32> {
        let mut take = |length: usize| {
            let (taken, rest) = bits.split_at(length);
            *bits = rest;
            taken
        };
        let mut zeros = 0;
        while take(1) == "0" {
            zeros += 1;
        }
        let count = u32::from_str_radix(&format!("1{}", take(zeros)), 2).expect("a number") - 1;
        // The largest power of two that all the numbers have room for.
        let fits = |low: &usize| u64::from(count) << low <= u64::from(total);
        let low = (0..32).rev().find(fits).unwrap_or(0);
        let mut number = 0;
        let mut next = || {
            while take(1) == "1" {
                number += 1 << low;
            }
            number += u32::from_str_radix(&format!("0{}", take(low)), 2).expect("a number");
            number
        };
        (0..count).map(|_| next()).collect()
    }

    /// Reads the notes of a word, as often as they have it.
    fn read_word(text: &str, total: u32) -> [Vec<u32>; 3] {
        let bits = bits(text);
        let mut rest = &*bits;
        let fields = [0, 1, 2].map(|_| {
            let notes = read_list(&mut rest, total);
            let again = match notes.len() {
                0 => Vec::new(),
                length => read_list(&mut rest, length as u32),
            };
            let again = again.iter().map(|place| notes[*place as usize]);
            let mut all: Vec<u32> = notes.iter().copied().chain(again).collect();
            all.sort_unstable();
            all
        });
        assert!(rest.len() < 13 && !rest.contains('1'), "{rest} is left");
        fields
    }

    /// Notes that stand as often as they have a word.
    fn counted(fields: &[Vec<u32>; 3]) -> WordNotes {
        fields.each_ref().map(|notes| {
            let runs = notes.chunk_by(|a, b| a == b);
            runs.map(|run| (run[0], run.len() as u8)).collect::<Vec<_>>()
        })
    }

    /// Writes the notes of a word, in order and as often as they have it.
    fn word(fields: &[Vec<u32>; 3], total: u32) -> String {
        let counted = counted(fields);
        let mut text = Vec::new();
        write_word(counted.each_ref().map(|notes| notes.iter().copied()), total, &mut text);
        String::from_utf8(text).expect("ASCII")
    }

    fn all_may_stand_in_a_string(text: &str) -> bool {
        text.bytes().all(|b| (b'#'..=b'~').contains(&b) && b != b'\\')
    }

    #[test]
    fn any_number_is_read_as_it_was_written_and_no_character_needs_an_escape() {
        let numbers: Vec<u32> =
            (0..5_000).chain([65_889, 65_890, 1_000_000, u32::MAX / 2]).collect();
        let mut text = String::new();
        numbers.iter().for_each(|number| digits(*number, &mut text));
        let mut rest = text.as_bytes();
        assert_eq!(numbers.iter().map(|_| read(&mut rest)).collect::<Vec<_>>(), numbers);
        assert!(rest.is_empty() && all_may_stand_in_a_string(&text));
        for (number, length) in [(56, 1), (57, 2), (1_994, 2), (1_995, 3)] {
            let mut text = String::new();
            digits(number, &mut text);
            assert_eq!(text.len(), length, "{number}");
        }
    }

    proptest! {
        #[test]
        fn any_notes_are_read_as_they_were_written(
            mut fields in [0, 1, 2].map(|_| vec(prop_oneof![0..100_u32, any::<u32>()], 0..50)),
            more in 1..1_000_000_u32,
        ) {
            fields.iter_mut().for_each(|notes| notes.sort_unstable());
            let largest = fields.iter().flatten().max().copied().unwrap_or(0);
            let total = largest.saturating_add(more);
            let text = word(&fields, total);
            prop_assert!(all_may_stand_in_a_string(&text), "{}", text);
            prop_assert_eq!(super::read_word(&text, total), Some(counted(&fields)));
            prop_assert_eq!(read_word(&text, total), fields);
        }
    }

    #[test]
    fn few_characters_are_enough() {
        // One of 2,000 has ten bits and some, each of 1,000 of them has two or three, and the same
        // one again a single bit.
        let half: Vec<u32> = (0..2_000).step_by(2).collect();
        for (list, most) in [(&[1_999][..], 4), (&half, 480), (&[7; 99], 20)] {
            let text = word(&[list.to_vec(), Vec::new(), Vec::new()], 2_000);
            assert!(text.len() <= most, "{}: {text}", text.len());
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

    /// Each word with its notes in each part.
    fn decoded<'w>(written: &'w EncodedPostings<'_>, total: u32) -> Vec<(&'w str, [Vec<u32>; 3])> {
        let lists = written.lists.split(' ').map(|text| read_word(text, total));
        written.words.iter().map(AsRef::as_ref).zip(lists).collect()
    }

    /// All that is written down; the numbers of words are by the order in which they were found.
    fn said(written: &EncodedPostings<'_>) -> (Vec<String>, String, Vec<String>) {
        let texts =
            |words: &[IndexedWord<'_>]| words.iter().map(|word| word.as_ref().to_owned()).collect();
        (texts(&written.words), written.lists.clone(), texts(&written.common))
    }

    #[test]
    fn a_word_has_its_notes_by_part_as_often_as_they_have_it() {
        let postings = postings(&[("plan plan plan", ""), ("", ""), ("a plan", "Plan")]);
        assert_eq!(postings.lengths, [[1, 0, 0], [0, 0, 0], [2, 0, 1]]);
        let written = postings.write(9);
        assert_eq!(written.common, []);
        let plan = [vec![0, 0, 0, 2], vec![], vec![2]];
        assert_eq!(decoded(&written, 3), [("a", [vec![2], vec![], vec![]]), ("plan", plan)]);
    }

    #[test]
    fn what_most_texts_say_is_kept_of_titles_alone() {
        let postings = postings(&[("the plan", "The end"), ("the", ""), ("the", "")]);
        let written = postings.write(2);
        assert_eq!(written.common.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["the"]);
        let lists = decoded(&written, 3);
        let the = lists.iter().find(|(word, _)| *word == "the").expect("it has a title");
        assert_eq!(the.1, [vec![], vec![], vec![0]]);
    }

    #[test]
    fn a_note_that_changed_is_as_if_it_had_always_been_so() {
        let notes = [("one two", "x"), ("three five two", "y"), ("one", "x")];
        for at in 0..notes.len() {
            let mut changed = postings(&notes);
            changed.replace(at, |postings| {
                postings.add(Field::Text, "one four four");
                postings.add(Field::Title, "z");
            });
            changed.replace(0, |postings| {
                postings.add(Field::Text, "two");
                postings.add(Field::Title, "x");
            });
            let mut now = notes;
            now[at] = ("one four four", "z");
            now[0] = ("two", "x");
            let now = postings(&now);
            assert_eq!(changed.lengths, now.lengths);
            assert_eq!(said(&changed.write(9)), said(&now.write(9)), "{at}");
        }
    }

    #[test]
    fn joining_gives_what_one_run_gives() {
        let notes = [("one two", "x"), ("two three", "y"), ("one", "x")];
        let mut joined = postings(&notes[..1]);
        joined.append(postings(&notes[1..]));
        let whole = postings(&notes);
        assert_eq!(joined.lengths, whole.lengths);
        assert_eq!(said(&joined.write(9)), said(&whole.write(9)));
    }
}
