//! `loopbook packet --reply-to NAME`: a copy of the packet that its reader can answer.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Usage, reply_keys};
use crate::analyse::Timeline;
use crate::compose::names::{NameMatch, ThingKind, find};
use crate::compose::reply::{LONGEST, ReplyNote, reply, request};
use crate::model::reply::ReplyAnswers;
use crate::model::{Goal, Journal, Slug};
use crate::packet::Packet;
use crate::packet::reply::{LONGEST_WORDS, ReplyCopy, ReplyPage, page};

/// Whose copy a packet is.
pub(super) struct CopyReader {
    /// Their id.
    pub id: Slug,
    /// What they are called in it.
    name: String,
}

impl CopyReader {
    /// The person with that name.
    pub(super) fn named(journal: &Journal, timeline: &Timeline, typed: &str) -> Result<Self> {
        let found = find(ThingKind::Person, typed, journal, timeline);
        let id = match found {
            Some(NameMatch::Exact(id) | NameMatch::Alias(id) | NameMatch::New(id)) => id,
            Some(NameMatch::Near(id)) => {
                bail!(Usage(format!("there is no person `{typed}`: did you mean `{id}`?")))
            }
            Some(NameMatch::Several(ids)) => {
                let ids: Vec<&str> = ids.iter().map(Slug::as_str).collect();
                let ids = ids.join("`, `");
                bail!(Usage(format!("`{typed}` could be `{ids}`: write more of the name")))
            }
            None => bail!(Usage(format!(
                "`{typed}` is not the name of a person: it has no letters or digits"
            ))),
        };
        let person = journal.person(id.as_str());
        // A copy may be passed on.
        let name = person.map(|person| person.share_as.as_ref().unwrap_or(&person.title).clone());
        Ok(Self { name: name.unwrap_or_else(|| typed.trim().to_owned()), id })
    }

    /// The form of a new copy. `document` is the packet without it.
    pub(super) fn form(
        &self,
        folder: &Path,
        journal: &Journal,
        goal: &Goal,
        packet: &Packet,
        document: &[u8],
    ) -> Result<ReplyPage> {
        let form = page::form(packet, &self.name, document);
        // Whatever is answered has to fit into a note.
        let all = ReplyAnswers {
            confirms: form.competencies.iter().map(|asked| asked.id.clone()).collect(),
            ..ReplyAnswers::default()
        };
        let asked = request(jiff::civil::Date::ZERO, &goal.id, &self.id);
        let note = ReplyNote {
            id: &"0".repeat(32),
            form: &form,
            answers: &all,
            reader: &self.id,
            reader_name: &self.name,
            with: &self.id,
            request: &asked,
        };
        if reply(journal, &note).text.len() + 2 * LONGEST_WORDS + 256 > LONGEST {
            bail!("no packet was made: the goal has too many competencies for a form");
        }
        let key = reply_keys::for_new_copies(folder)?;
        let mut id = [0; 16];
        getrandom::fill(&mut id)
            .context("no packet was made: the system provides no random numbers")?;
        Ok(ReplyPage::new(packet, &form, &ReplyCopy::new(&key, id, &form)))
    }
}
