//! Names of tasks, goals and people as they are typed on the command line.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use super::ask::Asker;
use super::{Usage, new_file, report};
use crate::analyse::Timeline;
use crate::compose;
use crate::compose::names::{NameMatch, ThingKind, find};
use crate::model::{Journal, Slug};

/// Looks up typed names in a journal, and remembers the ones that it does not have yet.
pub(super) struct TypedNames<'a> {
    journal: &'a Journal,
    timeline: &'a Timeline,
    /// Whether a name that is close to an existing one is taken as it is.
    as_written: bool,
    asker: Asker<'static>,
    /// New names, as they were typed, of kinds that have files in this journal.
    new: Vec<(ThingKind, Slug, String)>,
}

impl<'a> TypedNames<'a> {
    pub(super) fn new(journal: &'a Journal, timeline: &'a Timeline, as_written: bool) -> Self {
        Self { journal, timeline, as_written, asker: Asker::terminal(), new: Vec::new() }
    }

    /// The ids of several names, each id once.
    pub(super) fn all(&mut self, kind: ThingKind, typed: &[String]) -> Result<Vec<Slug>> {
        let mut slugs = Vec::new();
        for typed in typed {
            let slug = self.one(kind, typed)?;
            if !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        Ok(slugs)
    }

    /// The id of a name. If the name is close to an existing one, the user is asked; without a
    /// terminal, it is refused.
    fn one(&mut self, kind: ThingKind, typed: &str) -> Result<Slug> {
        let noun = kind.noun();
        let Some(found) = find(kind, typed, self.journal, self.timeline) else {
            bail!(Usage(format!(
                "`{typed}` is not the name of a {noun}: it has no letters or digits"
            )));
        };
        let insist = "use `--as-written` to keep it";
        let new = Slug::new(typed);
        match found {
            NameMatch::Exact(slug) => Ok(slug),
            NameMatch::New(slug) => self.add(kind, slug, typed),
            _ if self.as_written => self.add(kind, new, typed),
            NameMatch::Alias(slug) => {
                let shown = report::plain(typed);
                writeln!(anstream::stderr(), "the {noun} `{shown}` is `{slug}`; {insist}")?;
                Ok(slug)
            }
            NameMatch::Several(slugs) => {
                let slugs: Vec<&str> = slugs.iter().map(Slug::as_str).collect();
                let slugs = slugs.join("`, `");
                bail!(Usage(format!(
                    "`{typed}` could be `{slugs}`: write more of the name; {insist}"
                )))
            }
            NameMatch::Near(slug) => {
                let question = format!("there is no {noun} `{typed}`: did you mean `{slug}`?");
                if !self.asker.is_interactive() {
                    bail!(Usage(format!("{question} ({insist})")));
                }
                if self.asker.yes(&report::plain(&question))? {
                    return Ok(slug);
                }
                self.add(kind, new, typed)
            }
        }
    }

    /// Accepts a name that the journal does not have. A task or a person can begin with a note; a
    /// goal needs its file first.
    fn add(&mut self, kind: ThingKind, slug: Slug, typed: &str) -> Result<Slug> {
        if kind == ThingKind::Goal && kind.has_files(self.journal) {
            let goals = kind.ids(self.journal, self.timeline);
            let goals: Vec<&str> = goals.iter().map(Slug::as_str).collect();
            let goals = goals.join("`, `");
            let folder = self.journal.config.folders.of(kind.folder());
            bail!(Usage(format!(
                "there is no goal `{typed}`: the goals are `{goals}`; to add one, create `{folder}/{slug}.md`"
            )));
        }
        // Nobody is to have two notes.
        let has_note = self.journal.pages.iter().any(|page| page.plain_id == slug);
        let is_known = self.new.iter().any(|(_, known, _)| *known == slug);
        if kind.has_files(self.journal) && !has_note && !is_known {
            self.new.push((kind, slug.clone(), typed.to_owned()));
        }
        Ok(slug)
    }

    /// Creates the files of new tasks and people, if the journal has files of that kind: there, a
    /// name without a file looks like a misspelling.
    pub(super) fn create_files(&self, folder: &Path) -> Result<()> {
        for (kind, slug, typed) in &self.new {
            let folder_of_kind = self.journal.config.folders.of(kind.folder());
            let path = format!("{folder_of_kind}/{slug}.md");
            if new_file::create(&folder.join(&path), &compose::named(*kind, slug, typed))? {
                writeln!(anstream::stderr(), "created `{path}` for the new {}", kind.noun())?;
            }
        }
        Ok(())
    }
}
