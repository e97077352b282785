//! The words of an index and their notes as they are written down. They are kept while a site is shown, so that a note
//! that changes costs only the words that it gained or lost.

use super::encode::{EncodedPostings, WordNotes, read_word, write_word};
use super::postings::{Field, Postings, WordChange};
use super::short_word::{IndexedWord, ShortWord};
use super::{push_shortened, shortened};

/// The part of an index that depends on the texts of notes.
#[derive(Debug)]
pub(super) struct IndexText {
    /// Every word that a note ever had, in order.
    words: Vec<KnownWord>,
    /// The words that notes have, in order, each without what it shares with the one before, and a blank behind each.
    words_text: String,
    /// Their notes, and a blank behind those of each.
    lists: String,
}

#[derive(Debug)]
struct KnownWord {
    short: ShortWord,
    /// All of a longer word.
    long: Option<Box<str>>,
    /// Its number in the postings.
    place: u32,
    /// How many bytes it has in [`IndexText::words_text`].
    spelled: usize,
    /// How many bytes its notes have in [`IndexText::lists`]: 0 where no note has it any more.
    listed: usize,
    /// How many notes have it in their text.
    texts: u32,
    /// Whether these are too many to be written down.
    is_common: bool,
}

impl KnownWord {
    fn word(&self) -> IndexedWord<'_> {
        IndexedWord::new(self.short, self.long.as_deref())
    }

    /// Its notes as they are written down now, after a change in one of them; empty where no note has it any more.
    fn changed(
        &mut self,
        list: &str,
        postings: &Postings,
        note: u32,
        change: &WordChange,
        most: usize,
        total: u32,
    ) -> String {
        const TEXT: usize = Field::Text as usize;
        self.texts += u32::from(change.now[TEXT] > 0);
        self.texts -= u32::from(change.before[TEXT] > 0);
        let was_common = std::mem::replace(&mut self.is_common, self.texts as usize > most);
        let known = match list {
            "" => Some(WordNotes::default()),
            // What was left out is written down again.
            _ if was_common && !self.is_common => None,
            _ => read_word(list, total),
        };
        let mut notes = match known {
            Some(mut notes) => {
                for (notes, times) in notes.iter_mut().zip(change.now) {
                    match notes.binary_search_by_key(&note, |(note, _)| *note) {
                        Ok(at) if times > 0 => notes[at].1 = times,
                        Ok(at) => _ = notes.remove(at),
                        Err(at) if times > 0 => notes.insert(at, (note, times)),
                        Err(_) => {}
                    }
                }
                notes
            }
            None => postings.notes_of(self.place),
        };
        if self.is_common {
            notes[TEXT].clear();
        }
        let mut text = Vec::new();
        if self.is_common || notes.iter().any(|notes| !notes.is_empty()) {
            write_word(notes.each_ref().map(|notes| notes.iter().copied()), total, &mut text);
        }
        // All digits are ASCII.
        String::from_utf8(text).unwrap_or_default()
    }
}

impl IndexText {
    /// What the postings say, without texts for the words that more than `most` of them have.
    pub(super) fn new(postings: &Postings, most: usize) -> Self {
        let EncodedPostings { words, places, texts, mut lists, common } = postings.write(most);
        let mut words_text = shortened(&words);
        let mut common = common.iter().peekable();
        let written = words_text.split(' ').zip(lists.split(' '));
        let numbers = places.into_iter().zip(texts);
        let known = words.iter().zip(numbers).zip(written);
        let known = known.map(|((word, (place, texts)), (spelled, list))| {
            let (short, long) = word.parts();
            KnownWord {
                texts,
                short,
                long: long.map(Into::into),
                place,
                spelled: spelled.len(),
                listed: list.len(),
                is_common: common.next_if_eq(&word).is_some(),
            }
        });
        let words = known.collect();
        words_text.push(' ');
        lists.push(' ');
        Self { words, words_text, lists }
    }

    /// The words, in order, each without what it shares with the one before, parted by blanks.
    pub(super) fn words(&self) -> &str {
        self.words_text.strip_suffix(' ').unwrap_or_default()
    }

    /// The notes of each word, parted by blanks.
    pub(super) fn lists(&self) -> &str {
        self.lists.strip_suffix(' ').unwrap_or_default()
    }

    /// The words that too many notes have in their text.
    pub(super) fn common(&self) -> impl Iterator<Item = IndexedWord<'_>> {
        self.words.iter().filter(|word| word.is_common).map(KnownWord::word)
    }

    /// Takes over that words of a note changed.
    pub(super) fn update(
        &mut self,
        postings: &Postings,
        note: usize,
        changes: &[WordChange],
        most: usize,
    ) {
        self.add_new(postings);
        let mut change_of = vec![None; postings.word_count()];
        changes.iter().for_each(|change| change_of[change.word as usize] = Some(change));
        let total = postings.lengths.len() as u32;
        let (mut lists, mut texts) = (Pieces::of(&self.lists), Pieces::of(&self.words_text));
        let mut before: Option<IndexedWord<'_>> = None;
        // Whether `before` is another word than it was.
        let mut is_behind_another = false;
        for known in &mut self.words {
            let (spelled, listed) = (known.spelled, known.listed);
            let (had_notes, mut has_notes) = (listed > 0, listed > 0);
            match change_of[known.place as usize] {
                Some(change) => {
                    let list = lists.next(listed);
                    let list = known.changed(list, postings, note as u32, change, most, total);
                    (has_notes, known.listed) = (!list.is_empty(), list.len());
                    lists.replace(listed, &list);
                }
                None if had_notes => lists.keep(listed),
                None => {}
            }
            if had_notes && has_notes && !is_behind_another {
                texts.keep(spelled);
            } else if had_notes || has_notes {
                let mut text = String::new();
                if has_notes {
                    let before = before.as_ref().map_or("", AsRef::as_ref);
                    push_shortened(known.word().as_ref(), before, &mut text);
                }
                known.spelled = text.len();
                texts.replace(spelled, &text);
                is_behind_another = had_notes != has_notes;
            }
            let known: &KnownWord = known;
            before = if has_notes { Some(known.word()) } else { before };
        }
        (self.lists, self.words_text) = (lists.finish(), texts.finish());
    }

    /// Adds the words that no note had before.
    fn add_new(&mut self, postings: &Postings) {
        for (short, long, place) in postings.words_from(self.words.len() as u32) {
            let order = |known: &KnownWord| {
                known.short.cmp(&short).then_with(|| known.long.as_deref().cmp(&long))
            };
            let at = self.words.binary_search_by(order).unwrap_or_else(|at| at);
            let long = long.map(Into::into);
            let new =
                KnownWord { short, long, place, spelled: 0, listed: 0, texts: 0, is_common: false };
            self.words.insert(at, new);
        }
    }
}

/// Puts together a text of pieces with a blank behind each: most of them from the text before, and there in one run.
struct Pieces<'t> {
    before: &'t str,
    /// What is kept, but was not copied yet.
    run: std::ops::Range<usize>,
    now: String,
}

impl<'t> Pieces<'t> {
    fn of(before: &'t str) -> Self {
        Self { before, run: 0..0, now: String::with_capacity(before.len() + 1024) }
    }

    /// The next piece, of this length.
    fn next(&self, length: usize) -> &'t str {
        &self.before[self.run.end..self.run.end + length]
    }

    /// Keeps a piece of this length.
    fn keep(&mut self, length: usize) {
        self.run.end += length + 1;
    }

    /// Replaces a piece of this length. An empty one is none.
    fn replace(&mut self, length: usize, piece: &str) {
        self.now.push_str(&self.before[self.run.clone()]);
        let next = self.run.end + length + usize::from(length > 0);
        self.run = next..next;
        if !piece.is_empty() {
            self.now.push_str(piece);
            self.now.push(' ');
        }
    }

    fn finish(mut self) -> String {
        self.now.push_str(&self.before[self.run]);
        self.now
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::postings::{Field, Postings};
    use super::{IndexText, shortened};

    /// A note of some words, of which many begin alike and some are long.
    fn note() -> impl Strategy<Value = Vec<String>> {
        vec("(a|ab|abcdefghijklmno|é|日本)[a-c]{0,3}", 0..6)
    }

    fn take(postings: &mut Postings, words: &[String]) {
        let (title, text) = words.split_at(words.len() / 3);
        postings.add(Field::Text, &text.join(" "));
        postings.add(Field::Title, &title.join(" "));
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_is_read_anew(
            mut notes in vec(note(), 1..8),
            changes in vec((any::<prop::sample::Index>(), note()), 1..12),
            most in 0..4_usize,
        ) {
            let mut postings = Postings::default();
            for words in &notes {
                postings.begin();
                take(&mut postings, words);
            }
            let mut kept = IndexText::new(&postings, most);
            for (at, words) in changes {
                let at = at.index(notes.len());
                notes[at] = words;
                let changed = postings.replace(at, |postings| take(postings, &notes[at]));
                kept.update(&postings, at, &changed, most);
                let mut anew = Postings::default();
                for words in &notes {
                    anew.begin();
                    take(&mut anew, words);
                }
                let written = anew.write(most);
                prop_assert_eq!(&postings.lengths, &anew.lengths);
                prop_assert_eq!(kept.words(), shortened(&written.words));
                prop_assert_eq!(kept.lists(), &written.lists);
                let common: Vec<String> = kept.common().map(|word| word.as_ref().to_owned()).collect();
                let expected: Vec<&str> = written.common.iter().map(AsRef::as_ref).collect();
                prop_assert_eq!(common, expected);
            }
        }
    }
}
