//! The search of a journal whose notes change while its site is shown: only notes that changed are read again.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use ahash::AHasher;

use super::index_text::IndexText;
use super::notes::{Note, notes, notes_in};
use super::postings::Postings;
use super::{
    IN_A_FILE, add_words, index_head, most, places_in, read_all, text_script, texts, write_index,
};
use crate::render::RenderContext;

/// What was read for the search the last time.
#[derive(Debug, Default)]
pub struct SearchCache(Mutex<Option<CachedSearch>>);

/// When the notes of a journal changed: two states with the same numbers say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchStamps {
    /// Of all that any file of the search may show.
    pub journal: u64,
    /// Of the words in the text of each entry.
    pub entries: Vec<u64>,
}

#[derive(Debug)]
struct CachedSearch {
    stamps: SearchStamps,
    postings: Postings,
    /// The beginning of the index.
    head: Vec<u8>,
    index: IndexText,
    texts: Vec<u64>,
}

/// The index, and what is known of the other files.
#[derive(Debug)]
pub struct SearchFiles {
    /// The index, whole.
    pub index: Vec<u8>,
    /// A hash of it.
    pub index_hash: u64,
    /// Of each file with texts, a hash of it.
    pub texts: Vec<u64>,
}

impl SearchCache {
    /// The files of the search; `None` where it is told to stop. Without `stamps`, everything is read.
    pub fn files(
        &self,
        ctx: &RenderContext<'_>,
        stamps: Option<SearchStamps>,
        stop: &(impl Fn() -> bool + Sync),
    ) -> Option<SearchFiles> {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut search = match (cached.take(), &stamps) {
            (Some(mut cached), Some(stamps)) if cached.stamps.journal == stamps.journal => {
                cached.update(ctx, stamps);
                cached
            }
            _ => CachedSearch::read(ctx, &notes(ctx), stop)?,
        };
        let CachedSearch { postings, head, index, .. } = &search;
        let index = write_index(head, postings, index.words(), index.lists(), index.common());
        let files = SearchFiles { index_hash: hash(&index), index, texts: search.texts.clone() };
        if let Some(stamps) = stamps {
            search.stamps = stamps;
            *cached = Some(search);
        }
        Some(files)
    }
}

impl CachedSearch {
    fn read(
        ctx: &RenderContext<'_>,
        notes: &[Note<'_>],
        stop: &(impl Fn() -> bool + Sync),
    ) -> Option<Self> {
        let texts = Mutex::new(vec![0; notes.len().div_ceil(IN_A_FILE)]);
        let put = |number: usize, bytes: Vec<u8>| {
            let own = hash(&bytes);
            texts.lock().unwrap_or_else(PoisonError::into_inner)[number] = own;
        };
        let postings = read_all(ctx, notes, stop, &put)?;
        let texts = texts.into_inner().unwrap_or_else(PoisonError::into_inner);
        let stamps = SearchStamps { journal: 0, entries: Vec::new() };
        let (head, index) = (index_head(notes), IndexText::new(&postings, most(notes.len())));
        Some(Self { stamps, postings, head, index, texts })
    }

    /// Reads again the entries that changed, which come first among the notes.
    fn update(&mut self, ctx: &RenderContext<'_>, stamps: &SearchStamps) {
        let pairs = self.stamps.entries.iter().zip(&stamps.entries).enumerate();
        let changed = pairs.filter(|(_, (before, now))| before != now).map(|(at, _)| at);
        for at in changed {
            let number = at / IN_A_FILE;
            let places = places_in(number);
            let place = at - places.start;
            let file = notes_in(ctx, places);
            let texts = texts(ctx, &file);
            let add = |postings: &mut Postings| add_words(postings, &file[place], &texts[place]);
            let words = self.postings.replace(at, add);
            let most = most(self.postings.lengths.len());
            self.index.update(&self.postings, at, &words, most);
            self.texts[number] = hash(&text_script(number, &texts));
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = AHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
