//! Which files of the site the change of a note can't change.
//!
//! Most saves change only words: then nothing that other pages show of the note is different, and most pages need not
//! even be compared with what they were.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;

use crate::markdown::text::first_words;
use crate::model::{Document, Entry, Journal, Target};
use crate::render::preview;
use crate::site::SiteRenderer;
use crate::site::route::{Route, ShownTexts};
use crate::site::search::cache::SearchStamps;

/// Counts the changes of a journal.
pub(super) struct Revisions {
    /// The last change that any page may show.
    journal: u64,
    /// Of each entry, the last change that only its own page and lists of whole texts show.
    entries: Vec<u64>,
    /// The last change of what problems the journal has, and where.
    problems: u64,
}

/// What a file was made from. As long as it is the same, so is the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Revision {
    journal: u64,
    texts: Option<u64>,
    day: Date,
}

/// A number that no other change has.
fn next() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

impl Revisions {
    /// For a journal that was read whole.
    pub(super) fn of(journal: &Journal) -> Self {
        let now = next();
        Self { journal: now, entries: vec![now; journal.entries.len()], problems: now }
    }

    /// Takes note that an entry of the journal becomes another one.
    pub(super) fn change_entry(&mut self, journal: &Journal, at: usize, entry: &Entry) {
        if differs_in_words_alone(journal, &journal.entries[at], entry) {
            self.entries[at] = next();
        } else {
            self.change_journal();
        }
    }

    /// Takes note that something changed that any page may show.
    pub(super) fn change_journal(&mut self) {
        self.journal = next();
    }

    /// The last change that any page may show.
    pub(super) fn of_journal(&self) -> u64 {
        self.journal
    }

    /// Takes note that problems changed, or are elsewhere.
    pub(super) fn change_problems(&mut self) {
        self.problems = next();
    }

    /// When what the search finds changed; `None` where it finds something else than the journal says.
    pub(super) fn of_search(&self, renderer: &SiteRenderer<'_>, day: Date) -> Option<SearchStamps> {
        let mut hasher = DefaultHasher::new();
        (self.journal, day).hash(&mut hasher);
        let stamps = SearchStamps { journal: hasher.finish(), entries: self.entries.clone() };
        // For other readers, a text decides what is left out elsewhere.
        renderer.is_authors().then_some(stamps)
    }

    /// What a file is made from on a day; `None` where that may be anything.
    pub(super) fn of_file(
        &self,
        renderer: &SiteRenderer<'_>,
        route: &Route,
        day: Date,
    ) -> Option<Revision> {
        // A template of the journal's own may show anything on any page, and for other readers a text decides what is left
        // out elsewhere.
        if !renderer.has_shipped_theme() || !renderer.is_authors() {
            return None;
        }
        // A later change has a larger number.
        let texts = match route.shown_texts() {
            ShownTexts::OfEntries(entries) => {
                let entries = entries.start..entries.end.min(self.entries.len());
                self.entries.get(entries).and_then(|own| own.iter().max()).copied()
            }
            ShownTexts::OfFeed => {
                let entries = renderer.entries_of_feed(route).into_iter();
                entries.filter_map(|at| self.entries.get(at)).max().copied()
            }
            ShownTexts::Lines => Some(self.problems),
            ShownTexts::Any => return None,
        };
        Some(Revision { journal: self.journal, texts, day })
    }
}

/// Whether an entry became another one of which only its own page and lists of whole texts show the difference.
fn differs_in_words_alone(journal: &Journal, before: &Entry, now: &Entry) -> bool {
    let entry = Target::Entry(now.id.clone());
    let embeds = |body: &Document| {
        body.links.iter().any(|link| link.embed && link.target.as_ref() == Some(&entry))
    };
    reaches_others(before) == reaches_others(now) && !journal.bodies().any(embeds)
}

/// All of an entry that other pages may show or follow from.
fn reaches_others(entry: &Entry) -> impl PartialEq + '_ {
    // Taken apart in full: what is added must be dealt with here.
    let Entry {
        id,
        plain_id,
        path,
        date,
        title,
        tags,
        key_tags,
        aliases,
        names_goal,
        owner,
        spelled,
        visibility,
        extra,
        raw_html,
        part,
        keys,
        body,
    } = entry;
    let keys = (
        (id, plain_id, path, date, title, tags, key_tags, aliases),
        (names_goal, owner, spelled, visibility, extra, raw_html, part, keys),
    );
    (keys, reaches_others_of(body))
}

/// The same of a text. Where in it something stands is shown nowhere else.
fn reaches_others_of(body: &Document) -> impl PartialEq + '_ {
    let Document {
        nodes: _,
        pool: _,
        headings,
        links,
        callouts: _,
        formulas: _,
        tables: _,
        tags,
        promises,
        blocks,
        fields,
        parts,
        spaced: _,
        private: _,
    } = body;
    let headings: Vec<_> = headings
        .iter()
        .map(|heading| (heading.level, &heading.text, &heading.anchor, heading.quoted))
        .collect();
    let links: Vec<_> = links
        .iter()
        .map(|link| {
            let place = (body.is_private(link.node), body.is_in_part(link.node));
            (link.kind, &link.target, &link.fragment, link.embed, link.defined, place)
        })
        .collect();
    let tags: Vec<_> = tags.iter().map(|tag| body.text(tag.node)).collect();
    let promises: Vec<_> = promises
        .iter()
        .map(|own| (&own.text, own.due, own.done, own.done_on, body.is_private(own.item)))
        .collect();
    let fields: Vec<_> =
        fields.iter().map(|field| (body.words(field.key), body.words(field.value))).collect();
    let blocks: Vec<_> = blocks.iter().map(|block| &block.name).collect();
    let parts: Vec<_> = parts.iter().map(|part| &part.id).collect();
    (headings, links, tags, promises, fields, blocks, parts, first_words(body, preview::WORDS))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::differs_in_words_alone;
    use crate::read;

    const BEFORE: &str =
        "---\ntask: docs\n---\nFirst.\n\nThen [[b]], #tag.\n\n- [ ] call (by 2026-02-01)\n";

    /// Whether a note that says `BEFORE` and then something else differs in words alone, beside another note.
    fn is_local(now: &str, other: &str) -> bool {
        let folder = tempfile::tempdir().expect("a folder");
        let entry = |text: &str| {
            fs::write(folder.path().join("2026-01-05-a.md"), text).expect("written");
            fs::write(folder.path().join("2026-01-06-b.md"), other).expect("written");
            read::read(folder.path(), None).journal.expect("a journal")
        };
        let (before, now) = (entry(BEFORE), entry(now));
        differs_in_words_alone(&before, &before.entries[0], &now.entries[0])
    }

    #[test]
    fn words_below_the_first_are_of_one_page() {
        assert!(is_local(BEFORE, "Text."));
        for (from, to) in [
            ("Then", "Then, two lines\nlater,"),
            ("Then", "> [!tip] New\n\nThen"),
            ("#tag", "#tag, `code` and **more**"),
        ] {
            assert!(is_local(&BEFORE.replace(from, to), "Text."), "{to}");
        }
    }

    #[test]
    fn what_other_pages_show_is_of_all() {
        for (from, to) in [
            ("docs", "site"),
            ("task: docs", "task: docs\nmood: good"),
            ("First", "Second"),
            ("[[b]]", "b"),
            ("[[b]]", "[[b#Part]]"),
            ("Then [[b]]", "> [!private]\n> Then [[b]]"),
            ("#tag", "#Tag"),
            ("call", "call again"),
            ("[ ]", "[x]"),
            ("02-01", "02-02"),
            ("Then", "## Then\n\n"),
            ("Then", "# Then\n\n"),
            ("#tag.", "#tag. ^block"),
            ("First", "step:: ask\n\nFirst"),
        ] {
            assert!(!is_local(&BEFORE.replace(from, to), "Text.\n\n## Part\n"), "{to}");
        }
        let now = BEFORE.replace("Then", "Later");
        assert!(is_local(&now, "[[a]]"));
        assert!(!is_local(&now, "![[a]]"), "another page shows it");
    }
}
