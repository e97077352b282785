//! The spelling of tags.

use std::collections::HashMap;

use crate::model::{Document, Journal, Slug};

/// The spelling of each tag that is not its slug: `CamelCase`, `project/website`.
#[derive(Default)]
pub(super) struct TagNames {
    spelled: HashMap<Slug, String>,
}

/// The spellings of a tag, each with how often it is used, in the order of their first use.
type Spellings<'j> = Vec<(&'j str, usize)>;

impl TagNames {
    /// The tags of a journal. Of several spellings the one that is used most counts; among equals,
    /// the first.
    pub(super) fn new(journal: &Journal) -> Self {
        let mut found: HashMap<Slug, Spellings<'_>> = HashMap::new();
        let mut add = |written| {
            let spellings = found.entry(Slug::new(written)).or_default();
            match spellings.iter_mut().find(|(spelling, _)| *spelling == written) {
                Some((_, times)) => *times += 1,
                None => spellings.push((written, 1)),
            }
        };
        for entry in &journal.entries {
            written(&entry.key_tags, &entry.body).for_each(&mut add);
        }
        for page in &journal.pages {
            written(&page.key_tags, &page.body).for_each(&mut add);
        }
        let goals = journal.goals.iter().map(|goal| &goal.body);
        let tasks = journal.tasks.iter().map(|task| &task.body);
        let people = journal.people.iter().map(|person| &person.body);
        for body in goals.chain(tasks).chain(people) {
            written(&[], body).for_each(&mut add);
        }
        let most = |spellings: Spellings<'_>| {
            let first = spellings.into_iter().rev().max_by_key(|(_, times)| *times);
            first.map(|(spelling, _)| spelling.to_owned())
        };
        let spelled = found.into_iter().filter_map(|(slug, all)| Some((slug, most(all)?)));
        Self { spelled: spelled.filter(|(slug, name)| slug.as_str() != name).collect() }
    }

    /// A tag as it is spelled, without its `#`.
    pub(super) fn name<'t>(&'t self, tag: &'t Slug) -> &'t str {
        self.spelled.get(tag).map_or(tag.as_str(), String::as_str)
    }
}

/// The tags of a note, as its keys and its text have them.
fn written<'j>(of_keys: &'j [String], body: &'j Document) -> impl Iterator<Item = &'j str> {
    let of_text = body.tags.iter().map(|tag| body.text(tag.node).trim_start_matches('#'));
    of_keys.iter().map(String::as_str).chain(of_text)
}
