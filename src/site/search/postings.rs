//! The words of each note.

use std::collections::HashMap;

use super::encode::{EncodedPostings, encode};
use super::hash::WordHashes;
use super::short_word::ShortWord;
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
    /// For each word, where it was met last in [`Postings::words`].
    newest: Vec<u32>,
    /// The words of each note, part by part, each once.
    words: Vec<u32>,
    /// How often each of them stands there; 255 stands for more too.
    counts: Vec<u8>,
    /// For each note, how many different words each of its parts has.
    pub lengths: Vec<[u32; FIELDS]>,
}

impl Postings {
    /// Begins the next note.
    pub fn begin(&mut self) {
        self.lengths.push([0; FIELDS]);
    }

    /// Takes the words of one part of the note that was begun last. Its parts come in their order.
    pub fn add(&mut self, field: Field, text: &str) {
        let before = self.words.len();
        words(text, |word| {
            let place = self.place(word);
            let newest = self.newest[place as usize] as usize;
            match self.counts.get_mut(newest) {
                Some(count) if newest >= before => *count = count.saturating_add(1),
                _ => {
                    self.newest[place as usize] = self.words.len() as u32;
                    self.words.push(place);
                    self.counts.push(1);
                }
            }
        });
        if let Some(lengths) = self.lengths.last_mut() {
            lengths[field as usize] = (self.words.len() - before) as u32;
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
        self.lengths.extend(later.lengths);
        self.words.extend(later.words.into_iter().map(|word| places[word as usize]));
        self.counts.extend(later.counts);
    }

    /// Calls `each` for every word of every part of every note, with its place, the part, the number
    /// of the note, and how often it stands there.
    pub(super) fn each(&self, mut each: impl FnMut(usize, Field, u32, u8)) {
        let mut all = self.words.iter().zip(&self.counts);
        for (note, lengths) in (0..).zip(&self.lengths) {
            for field in [Field::Text, Field::About, Field::Title] {
                for (word, count) in all.by_ref().take(lengths[field as usize] as usize) {
                    each(*word as usize, field, note, *count);
                }
            }
        }
    }

    /// Every word with its place, in the order of the words.
    pub(super) fn take_words(&mut self) -> Vec<(Box<str>, u32)> {
        let short = std::mem::take(&mut self.short).into_iter();
        let short = short.map(|(word, place)| (word, None, place));
        let long = std::mem::take(&mut self.long).into_iter();
        let long = long.map(|(word, place)| (ShortWord::beginning(&word), Some(word), place));
        let mut words: Vec<(ShortWord, Option<Box<str>>, u32)> = short.chain(long).collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let text = |short: ShortWord, long: Option<Box<str>>| long.unwrap_or_else(|| short.text());
        words.into_iter().map(|(short, long, place)| (text(short, long), place)).collect()
    }

    /// Writes them down, without texts for the words that more than `most` of them have.
    pub fn write(self, most: usize) -> EncodedPostings {
        encode(self, most)
    }
}
