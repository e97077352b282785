//! The words of each note.

use std::collections::{BTreeMap, HashMap};

use super::encode::{EncodedPostings, WordNotes, encode};
use super::hash::WordHashes;
use super::short_word::{IndexedWord, ShortWord};
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

/// The words of some notes: one list of all of them, for a list a word would be allocated and
/// grown tens of thousands of times.
#[derive(Debug, Default)]
pub struct Postings {
    short: HashMap<ShortWord, u32, WordHashes>,
    /// Those that are too long for that.
    long: HashMap<Box<str>, u32, WordHashes>,
    /// For each word, where it stands in [`Postings::current`], if it does.
    newest: Vec<u32>,
    /// The words of the part that is read, each once, and how often it stands there; 255 stands for more too.
    current: Vec<(u32, u8)>,
    /// The words of each note, part by part, as [`write_word`] writes them.
    written: Vec<u8>,
    /// For each note, how many different words each of its parts has.
    pub lengths: Vec<[u32; FIELDS]>,
    /// For each note, where its words begin in [`Postings::written`].
    starts: Vec<usize>,
}

/// A word that a note has in other parts, or more or less often, than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordChange {
    /// Its number.
    pub word: u32,
    /// How often each part had it before.
    pub before: [u8; FIELDS],
    /// How often each part has it now.
    pub now: [u8; FIELDS],
}

impl Postings {
    /// Begins the next note.
    pub fn begin(&mut self) {
        self.lengths.push([0; FIELDS]);
        self.starts.push(self.written.len());
    }

    /// Takes a note anew: forgets its words, and takes those that `add` adds. Gives the words that it has in other parts or
    /// more or less often than before. Words that no note has any more stay known.
    pub(super) fn replace(&mut self, note: usize, add: impl FnOnce(&mut Self)) -> Vec<WordChange> {
        let mut changes = BTreeMap::new();
        let change = |(word, field, times): (u32, usize, u8)| {
            let new = WordChange { word, before: [0; FIELDS], now: [0; FIELDS] };
            changes.entry(word).or_insert(new).before[field] = times;
        };
        self.words_of(note).for_each(change);
        let (start, end) = (self.starts[note], self.written.len());
        let next = self.starts.get(note + 1).copied().unwrap_or(end);
        // It is added as the last one, and moved to its place.
        self.begin();
        add(self);
        self.starts.pop();
        if let Some(lengths) = self.lengths.pop() {
            self.lengths[note] = lengths;
        }
        let now = self.written.split_off(end);
        self.starts[note + 1..].iter_mut().for_each(|own| *own = *own - next + start + now.len());
        self.written.splice(start..next, now);
        for (word, field, times) in self.words_of(note) {
            let new = WordChange { word, before: [0; FIELDS], now: [0; FIELDS] };
            changes.entry(word).or_insert(new).now[field] = times;
        }
        changes.into_values().filter(|change| change.before != change.now).collect()
    }

    /// The words of a note, each with its number, the part in which it is, and how often.
    fn words_of(&self, note: usize) -> impl Iterator<Item = (u32, usize, u8)> {
        let mut written = &self.written[self.starts[note]..];
        let fields = self.lengths[note].into_iter().enumerate();
        let fields = fields.flat_map(|(field, length)| (0..length).map(move |_| field));
        fields.map_while(move |field| {
            let (word, times) = read_word(&mut written)?;
            Some((word, field, times))
        })
    }

    /// The notes that have a word.
    pub(super) fn notes_of(&self, word: u32) -> WordNotes {
        let mut notes = WordNotes::default();
        self.each(|other, field, note, times| {
            if other == word as usize {
                notes[field as usize].push((note, times));
            }
        });
        notes
    }

    /// How many words are known.
    pub(super) fn word_count(&self) -> usize {
        self.newest.len()
    }

    /// The words from this number on, in any order: what they begin with, all of a longer one, and the number.
    pub(super) fn words_from(&self, first: u32) -> Vec<(ShortWord, Option<&str>, u32)> {
        if first as usize >= self.word_count() {
            return Vec::new();
        }
        let short = self.short.iter().map(|(word, place)| (*word, None, *place));
        let long = self.long.iter();
        let long = long.map(|(word, place)| (ShortWord::beginning(word), Some(&**word), *place));
        short.chain(long).filter(|(_, _, place)| *place >= first).collect()
    }

    /// Takes the words of one part of the note that was begun last. Its parts come in their order.
    pub fn add(&mut self, field: Field, text: &str) {
        self.current.clear();
        words(text, |word| {
            let place = self.place(word);
            let newest = &mut self.newest[place as usize];
            match self.current.get_mut(*newest as usize) {
                Some((known, count)) if *known == place => *count = count.saturating_add(1),
                _ => {
                    *newest = self.current.len() as u32;
                    self.current.push((place, 1));
                }
            }
        });
        for (place, count) in &self.current {
            write_word(*place, *count, &mut self.written);
        }
        if let Some(lengths) = self.lengths.last_mut() {
            lengths[field as usize] = self.current.len() as u32;
        }
    }

    fn place(&mut self, word: &str) -> u32 {
        let next = self.newest.len() as u32;
        let place = match ShortWord::new(word) {
            Some(short) => *self.short.entry(short).or_insert(next),
            None => match self.long.get(word) {
                Some(place) => *place,
                None => *self.long.entry(word.into()).or_insert(next),
            },
        };
        if place == next {
            self.newest.push(u32::MAX);
        }
        place
    }

    /// Joins those of later notes to these.
    pub fn append(&mut self, later: Self) {
        if self.lengths.is_empty() {
            *self = later;
            return;
        }
        let mut places = vec![0; later.newest.len()];
        let mut next = self.newest.len() as u32;
        for (word, place) in later.short {
            let known = *self.short.entry(word).or_insert(next);
            next += u32::from(known == next);
            places[place as usize] = known;
        }
        for (word, place) in later.long {
            let known = *self.long.entry(word).or_insert(next);
            next += u32::from(known == next);
            places[place as usize] = known;
        }
        self.newest.resize(next as usize, u32::MAX);
        let mut written = &*later.written;
        for lengths in later.lengths {
            self.begin();
            for _ in 0..lengths.iter().sum() {
                let Some((place, count)) = read_word(&mut written) else { break };
                write_word(places[place as usize], count, &mut self.written);
            }
            if let Some(last) = self.lengths.last_mut() {
                *last = lengths;
            }
        }
    }

    /// Gives back the memory that they would have grown into.
    pub fn shrink(&mut self) {
        self.written.shrink_to_fit();
    }

    /// Calls `each` for every word of every part of every note, with its place, the part, the number
    /// of the note, and how often it stands there.
    pub(super) fn each(&self, mut each: impl FnMut(usize, Field, u32, u8)) {
        let mut written = &*self.written;
        for (note, lengths) in (0..).zip(&self.lengths) {
            for field in [Field::Text, Field::About, Field::Title] {
                for _ in 0..lengths[field as usize] {
                    let Some((place, count)) = read_word(&mut written) else { return };
                    each(place as usize, field, note, count);
                }
            }
        }
    }

    /// Every word with its place, in the order of the words.
    pub(super) fn words(&self) -> Vec<(IndexedWord<'_>, u32)> {
        let mut words = self.words_from(0);
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let word = |(short, long, place)| (IndexedWord::new(short, long), place);
        words.into_iter().map(word).collect()
    }

    /// Writes them down, without texts for the words that more than `most` of them have.
    pub fn write(&self, most: usize) -> EncodedPostings<'_> {
        encode(self, most)
    }
}

/// The number of a word that is written with four bytes more.
const LARGE: u32 = (1 << 23) - 1;

/// Writes down a word and how often it stands there: three bytes of the word's number, doubled, and one more if it stands
/// there more than once; then how often. There are millions of them, and they are read twice.
fn write_word(place: u32, count: u8, into: &mut Vec<u8>) {
    let [first, second, third, _] = (place.min(LARGE) * 2 + u32::from(count > 1)).to_le_bytes();
    into.extend([first, second, third]);
    if place >= LARGE {
        into.extend(place.to_le_bytes());
    }
    if count > 1 {
        into.push(count);
    }
}

/// Reads what [`write_word`] wrote, and goes on behind it.
fn read_word(from: &mut &[u8]) -> Option<(u32, u8)> {
    let ([first, second, third], rest) = from.split_first_chunk()?;
    *from = rest;
    let number = u32::from_le_bytes([*first, *second, *third, 0]);
    let mut place = number / 2;
    if place == LARGE {
        let (large, rest) = from.split_first_chunk()?;
        *from = rest;
        place = u32::from_le_bytes(*large);
    }
    let count = if number % 2 == 1 { *from.split_off_first()? } else { 1 };
    Some((place, count))
}

#[cfg(test)]
mod tests {
    use super::{LARGE, read_word, write_word};

    #[test]
    fn words_are_read_as_they_were_written() {
        let words: Vec<(u32, u8)> = [0, 1, 127, 70_000, LARGE - 1, LARGE, LARGE + 1, u32::MAX]
            .into_iter()
            .flat_map(|place| [1, 2, 3, 127, 128, 255].map(|count| (place, count)))
            .collect();
        let mut written = Vec::new();
        words.iter().for_each(|(place, count)| write_word(*place, *count, &mut written));
        let mut rest = &*written;
        let read: Vec<(u32, u8)> = std::iter::from_fn(|| read_word(&mut rest)).collect();
        assert_eq!(read, words);
    }
}
