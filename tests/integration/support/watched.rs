//! A journal on disk that is watched, and what is told of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use jiff::civil::date;
use loopbook::diagnostic::Diagnostic;
use loopbook::model::vocabulary::Audience;
use loopbook::output::Written;
use loopbook::watch::subscribers::Subscribers;
use loopbook::watch::{self, Message, News, Options, folders, messages};
use tempfile::TempDir;

use super::wait::PATIENCE;

/// What was told.
#[derive(Debug)]
pub(crate) enum Told {
    /// The site was written: what changed, what was done, and the errors in the journal.
    Built(BTreeSet<String>, Written, Vec<String>),
    /// It was not: why.
    Refused(Vec<String>),
    /// It could not be written: why.
    Unwritten(#[expect(dead_code, reason = "shown where a test fails")] String),
    /// The system refuses to watch.
    Polling(String),
    /// It is over.
    Ended(String),
}

/// The journal; it is watched until it is dropped, for with it the folder goes.
pub(crate) struct Watched {
    told: Receiver<Told>,
    /// What else it can be told.
    pub sender: Sender<Message>,
    /// Who has pages open.
    pub readers: Subscribers,
    /// The journal, and its site in `site`.
    pub root: PathBuf,
    _folder: TempDir,
}

impl Watched {
    /// A journal of these files, built.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let watched = Self::with(files, |_| {});
        watched.built();
        watched
    }

    /// A journal of these files, watched in another way.
    pub(crate) fn with(files: &[(&str, &str)], change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("journal");
        fs::create_dir(&root).expect("a folder");
        for (path, text) in files {
            save(&root.join(path), text);
        }
        let mut options = Options {
            root: root.clone(),
            output: None,
            force: false,
            audience: Audience::Me,
            poll: false,
            watcher: Box::new(folders::system),
            today: Box::new(|| date(2026, 11, 21)),
            editor: None,
        };
        change(&mut options);
        let (sender, receiver) = messages();
        let (tell, told) = channel();
        let ends = (sender.clone(), receiver);
        let readers = Subscribers::default();
        let those = readers.clone();
        thread::spawn(move || {
            let over = watch::run(&options, ends, &those, |news| drop(tell.send(own(&news))));
            drop(tell.send(Told::Ended(over.expect_err("it ends for a reason").to_string())));
        });
        Self { told, sender, readers, root, _folder: folder }
    }

    /// What is told next.
    pub(crate) fn next(&self) -> Told {
        self.told.recv_timeout(PATIENCE).expect("something is told in time")
    }

    /// What is told next, if anything is.
    pub(crate) fn next_in_time(&self) -> Option<Told> {
        self.told.recv_timeout(PATIENCE).ok()
    }

    /// What is told until now.
    pub(crate) fn so_far(&self) -> Vec<Told> {
        self.told.try_iter().collect()
    }

    /// The next build: what changed.
    pub(crate) fn built(&self) -> Vec<String> {
        match self.next() {
            Told::Built(changed, ..) => changed.into_iter().collect(),
            other => panic!("{other:?}"),
        }
    }

    /// The next build that something changed for: that, and what was written.
    pub(crate) fn wrote(&self) -> (Vec<String>, Written) {
        match self.next() {
            Told::Built(changed, written, _) => (changed.into_iter().collect(), written),
            other => panic!("{other:?}"),
        }
    }

    /// Nothing of what was done until now makes a build: the next one is for another note alone.
    pub(crate) fn quiet(&self) {
        self.save("entries/2026-11-20-marker.md", "Now.\n");
        assert_eq!(self.built(), ["entries/2026-11-20-marker.md"]);
        assert!(self.so_far().is_empty());
        fs::remove_file(self.root.join("entries/2026-11-20-marker.md")).expect("removed");
        assert_eq!(self.built(), ["entries/2026-11-20-marker.md"]);
    }

    /// All builds until something is so: what changed in each.
    pub(crate) fn until(&self, so: impl Fn(&Self) -> bool) -> Vec<BTreeSet<String>> {
        let mut builds = Vec::new();
        while !so(self) {
            match self.next() {
                Told::Built(changed, ..) => builds.push(changed),
                other => panic!("{other:?}"),
            }
        }
        builds
    }

    /// Writes a file of the journal, with its folders.
    pub(crate) fn save(&self, path: &str, text: &str) {
        save(&self.root.join(path), text);
    }

    /// A file of the site; empty where there is none.
    pub(crate) fn site(&self, path: &str) -> String {
        fs::read_to_string(self.root.join("site").join(path)).unwrap_or_default()
    }
}

fn save(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("its folders");
    fs::write(path, text).expect("a file");
}

fn own(news: &News<'_>) -> Told {
    let errors = |problems: &[Diagnostic]| {
        let errors = problems.iter().filter(|problem| problem.is_error());
        errors.map(|error| format!("{}: {}", error.path, error.message)).collect()
    };
    match news {
        News::Built { changed, written, problems, .. } => {
            let Written { written, unchanged, removed } = *written;
            let written = Written { written, unchanged, removed };
            Told::Built((*changed).clone(), written, errors(problems))
        }
        News::Refused(problems) | News::Unmade(problems) => Told::Refused(errors(problems)),
        News::Unwritten(error) => Told::Unwritten(error.to_string()),
        News::Polling(error) => Told::Polling(error.to_string()),
    }
}
