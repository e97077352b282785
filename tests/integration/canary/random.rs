//! What is hidden changes nothing: two journals that differ only in what a reader may not see give them
//! the same bytes, whatever the journal.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::export::Export;
use loopbook::model::vocabulary::Audience;
use loopbook::share::{PacketOptions, ShareOptions, Shared, share};
use loopbook::{output, pipeline, read};
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

use super::generate::{Files, secret, visible};
use super::program::{Given, differ, files};
use crate::support::effort::cases;
use crate::support::folder::folder;

/// A journal on disk, read.
pub(super) struct Read {
    _folder: TempDir,
    loaded: read::Read,
}

impl Read {
    pub(super) fn new(files: &Files) -> Self {
        let folder = folder(files);
        let loaded = read::read(folder.path(), None);
        Self { _folder: folder, loaded }
    }

    /// Whether it has an entry of that file.
    pub(super) fn has(&self, path: &str) -> bool {
        let journal = self.loaded.journal.as_ref().expect("a journal");
        journal.entries.iter().any(|entry| entry.path == path)
    }

    pub(super) fn shared(&self, audience: Audience, asked: Asked) -> Shared<'_> {
        let journal = self.loaded.journal.as_ref().expect("a journal");
        let weeks = (Some(date(2026, 1, 6)), Some(date(2026, 1, 31)));
        let window = match asked {
            Asked::Site => None,
            Asked::Packet => Some((None, None)),
            Asked::Weeks => Some(weeks),
        };
        let goal = journal.goal("other").expect("a goal");
        let packet = window.map(|(from, to)| {
            PacketOptions::for_goal(journal, goal, from, to).expect("nobody has reports here")
        });
        share(
            journal,
            &self.loaded.diagnostics,
            &ShareOptions { packet, ..ShareOptions::new(audience) },
        )
        .0
    }
}

/// The site and the export that are made of it.
pub(super) fn given(shared: &Shared<'_>) -> Given {
    let folder = tempfile::tempdir().expect("a folder");
    let today = date(2026, 3, 1);
    let (site, problems) = pipeline::site(shared, today);
    assert!(problems.is_empty(), "{problems:#?}");
    output::write(&site, folder.path(), false).expect("written");
    let mut given = files(folder.path());
    let analysis = Analysis::of(shared, today);
    let moves = pipeline::moves(&analysis, &mut Vec::new());
    let export = Export::new(&analysis, &moves, &[]);
    given.insert("(export)".into(), serde_json::to_vec_pretty(&export).expect("JSON"));
    given
}

fn config() -> ProptestConfig {
    ProptestConfig { max_shrink_iters: 100, ..cases(20) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_hidden_changes_nothing(
        notes in visible(),
        (one, other) in (secret(), secret()),
        audience in select(&[Audience::Manager, Audience::Public][..]),
        asked in select(&[Asked::Site, Asked::Site, Asked::Packet, Asked::Weeks][..]),
    ) {
        let [one, other] = [one, other].map(|mut secret| secret.journal(&notes));
        let reads = [&one, &other].map(Read::new);
        let given = [0, 1].map(|at| given(&reads[at].shared(audience, asked)));
        let differ = differ(&given[0], &given[1]);
        prop_assert!(differ.is_empty(), "{differ}\n{}", sources(&one, &other));
    }
}

/// What is asked for: a site, a packet, or one of some weeks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    Site,
    Packet,
    Weeks,
}

/// What the files say that differ.
pub(super) fn sources(one: &Files, other: &Files) -> String {
    let mut told = String::new();
    let [one, other] = [one, other].map(|files| files.iter().cloned().collect::<BTreeMap<_, _>>());
    let paths: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    for path in paths.into_iter().filter(|path| one.get(*path) != other.get(*path)) {
        let text =
            |files: &BTreeMap<String, String>| files.get(path).cloned().unwrap_or("(none)".into());
        writeln!(told, "=== {path}\n{}\n--- or\n{}", text(&one), text(&other)).expect("written");
    }
    told
}
