//! Where readers are answered: each gets the newest good page, and is told when there is another.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::Options;
use super::edition::Edition;
use super::inbox::Wish;
use super::problem::Shown;
use super::reader::Good;
use super::readers::Readers;
use super::server::Reply;
use crate::diagnostic::Diagnostic;
use crate::model::words::Audience;
use crate::read::files::CONFIG;
use crate::site::Content;
use crate::site::renderer::Press;

/// Who reads, and what they were given last.
pub struct Desk<'d> {
    readers: &'d Readers,
    options: &'d Options,
    /// The pages that somebody saw. One whose note has an error is shown as it was before.
    served: HashMap<String, Vec<u8>>,
    /// The pictures and files that such a page may show, by their path in the site: where they are.
    shown: HashMap<String, PathBuf>,
    /// The errors that are shown.
    errors: Vec<Diagnostic>,
    /// Those of them that changed since the beginning, and how often.
    renewed: BTreeMap<String, u32>,
}

impl<'d> Desk<'d> {
    /// Readers of one journal.
    pub fn new(readers: &'d Readers, options: &'d Options) -> Self {
        Self {
            readers,
            options,
            served: HashMap::new(),
            shown: HashMap::new(),
            errors: Vec::new(),
            renewed: BTreeMap::new(),
        }
    }

    /// Tells all that there is a new state of the journal.
    pub fn open(&mut self, edition: &Edition<'_>, good: &Good) {
        self.show(edition.problems);
        if self.errors.is_empty() {
            self.shown.clear();
        }
        let changed: BTreeSet<&str> = good.again.changed.iter().map(String::as_str).collect();
        for (own, url) in edition.press.copies() {
            if changed.contains(own.as_str()) {
                *self.renewed.entry(url.clone()).or_default() += 1;
            }
            self.shown.insert(url, self.options.root.join(own));
        }
        let own = |(url, bytes): (&String, &Vec<u8>)| (url.clone(), version(bytes));
        let copy = |(url, count): (&String, &u32)| (url.clone(), count.to_string());
        let assets = good.theme.assets.iter().map(own).chain(self.renewed.iter().map(copy));
        let assets: BTreeMap<String, String> = assets.collect();
        self.readers.tell("assets", &assets);
        if !self.is_closed() {
            self.tell_pages(edition.press, self.readers.pages());
        }
    }

    /// Shows the errors over whatever is open, or that there are none.
    pub fn show(&mut self, problems: &[Diagnostic]) {
        self.errors = problems.iter().filter(|problem| problem.is_error()).cloned().collect();
        self.tell_errors();
    }

    /// A page can't be made: a template fails on each of its pages, and is shown once.
    fn add(&mut self, problem: Diagnostic) {
        if !self.errors.iter().any(|error| error.message == problem.message) {
            self.errors.push(problem);
            self.tell_errors();
        }
    }

    fn tell_errors(&self) {
        let (root, editor) = (&self.options.root, self.options.editor.as_ref());
        // Errors quote notes that may be hidden.
        let shown: Vec<Shown<'_>> = match self.options.audience {
            Audience::Me => {
                self.errors.iter().map(|error| Shown::new(error, root, editor)).collect()
            }
            _ => self.errors.first().map(|_| Shown::untold()).into_iter().collect(),
        };
        self.readers.tell("problems", &shown);
    }

    /// Grants a wish; without a press there is nothing but what was served before.
    pub fn answer(&mut self, wish: Wish, press: Option<&Press<'_>>) {
        let press = press.filter(|_| !self.is_closed());
        match wish {
            Wish::File(ask) => {
                let reply = self.file(&ask.path, press);
                // A reader who went away in the meantime needs nothing.
                let _ = ask.reply.send(reply);
            }
            Wish::News(page) => {
                if let Some(press) = press {
                    self.tell_pages(press, vec![page]);
                }
            }
        }
    }

    fn file(&mut self, path: &str, press: Option<&Press<'_>>) -> Reply {
        let reply = match press.and_then(|press| press.make(path)) {
            Some(Ok(Content::Bytes(bytes))) if path.ends_with(".html") => {
                let version = version(&bytes);
                if self.is_authors() {
                    self.served.insert(path.to_owned(), bytes.clone());
                }
                Some(Reply::Page(bytes, version))
            }
            Some(Ok(Content::Bytes(bytes))) => Some(Reply::File(bytes)),
            Some(Ok(Content::Copy(from))) => copy(&from),
            Some(Err(problem)) => {
                self.add(*problem);
                self.before(path)
            }
            None if press.is_none() || !self.errors.is_empty() => self.before(path),
            None => None,
        };
        reply.unwrap_or_else(|| Reply::Missing(missing(press)))
    }

    /// Whether nothing is shown: what can't be read in the configuration may have said what others may
    /// not see.
    fn is_closed(&self) -> bool {
        !self.is_authors() && self.errors.iter().any(|error| error.path == CONFIG)
    }

    fn is_authors(&self) -> bool {
        self.options.audience == Audience::Me
    }

    /// What was there when all was well. Others don't get it: an error may stand where a note says that
    /// it is private now.
    fn before(&self, path: &str) -> Option<Reply> {
        if !self.is_authors() {
            return None;
        }
        let page = self.served.get(path).map(|page| Reply::Page(page.clone(), version(page)));
        page.or_else(|| copy(self.shown.get(path)?))
    }

    /// Tells the versions of these pages: an empty one for those that the site has no more. One that
    /// can't be made, or may be missing only for an error, stays as it is.
    fn tell_pages(&mut self, press: &Press<'_>, pages: Vec<String>) {
        let mut versions = BTreeMap::new();
        for page in pages {
            match press.make(&page) {
                Some(Ok(Content::Bytes(bytes))) => {
                    versions.insert(page, version(&bytes));
                }
                Some(Err(problem)) => self.add(*problem),
                None if self.errors.is_empty() || !self.is_authors() => {
                    versions.insert(page, String::new());
                }
                Some(Ok(Content::Copy(_))) | None => {}
            }
        }
        self.readers.tell("pages", &versions);
    }
}

/// A file of the journal; what became a link since it was found is not followed.
fn copy(from: &Path) -> Option<Reply> {
    let plain = fs::symlink_metadata(from).is_ok_and(|found| found.is_file());
    fs::read(from).ok().filter(|_| plain).map(Reply::File)
}

fn missing(press: Option<&Press<'_>>) -> Vec<u8> {
    match press.map(Press::missing) {
        Some(Ok(page)) => page,
        _ => b"<!doctype html><html lang=\"en\"><head><title>Not built yet</title></head><body><p>The site could not be built yet.</p></body></html>".to_vec(),
    }
}

/// Content as a short word.
fn version(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
