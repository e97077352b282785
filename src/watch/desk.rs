//! Where readers are answered: each gets the newest good page, and is told when there is another.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Options;
use super::audience::Audience;
use super::edition::Edition;
use super::inbox::Wish;
use super::problem::Shown;
use super::server::Reply;
use crate::diagnostic::Diagnostic;
use crate::render::Content;
use crate::render::press::Press;
use crate::render::theme::Theme;

/// Who reads, and what they were given last.
pub struct Desk<'d> {
    audience: &'d Audience,
    options: &'d Options,
    /// The pages that somebody saw. One whose note has an error is shown as it was before.
    served: HashMap<String, Vec<u8>>,
    /// The errors that are shown.
    errors: Vec<Diagnostic>,
}

impl<'d> Desk<'d> {
    /// Readers of one journal.
    pub fn new(audience: &'d Audience, options: &'d Options) -> Self {
        Self { audience, options, served: HashMap::new(), errors: Vec::new() }
    }

    /// Tells all that there is a new state of the journal.
    pub fn open(&mut self, edition: &Edition<'_>, theme: &Theme) {
        self.show(edition.problems);
        let own = |(url, bytes): (&String, &Vec<u8>)| (url.clone(), version(bytes));
        let assets: BTreeMap<String, String> = theme.assets.iter().map(own).collect();
        self.audience.tell("assets", &assets);
        self.tell_pages(edition.press, self.audience.pages());
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
        let shown = self.errors.iter().map(|error| Shown::new(error, root, editor));
        self.audience.tell("problems", &shown.collect::<Vec<_>>());
    }

    /// Grants a wish; without a press there is nothing but what was served before.
    pub fn answer(&mut self, wish: Wish, press: Option<&Press<'_>>) {
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
        let made = press.and_then(|press| press.make(path));
        match made {
            Some(Ok(Content::Bytes(bytes))) if path.ends_with(".html") => {
                self.served.insert(path.to_owned(), bytes.clone());
                let version = version(&bytes);
                Reply::Page(bytes, version)
            }
            Some(Ok(Content::Bytes(bytes))) => Reply::File(bytes),
            Some(Ok(Content::Copy(from))) => {
                // What became a link since it was found is not followed.
                let plain = fs::symlink_metadata(&from).is_ok_and(|found| found.is_file());
                let bytes = fs::read(from).ok().filter(|_| plain);
                bytes.map_or_else(|| Reply::Missing(self.missing(press)), Reply::File)
            }
            Some(Err(problem)) => {
                self.add(*problem);
                self.before(path, press)
            }
            None if press.is_none() || !self.errors.is_empty() => self.before(path, press),
            None => Reply::Missing(self.missing(press)),
        }
    }

    /// A page as it was when all was well.
    fn before(&self, path: &str, press: Option<&Press<'_>>) -> Reply {
        match self.served.get(path) {
            Some(page) => Reply::Page(page.clone(), version(page)),
            None => Reply::Missing(self.missing(press)),
        }
    }

    fn missing(&self, press: Option<&Press<'_>>) -> Vec<u8> {
        match press.and_then(|press| press.make("404.html")) {
            Some(Ok(Content::Bytes(page))) => page,
            _ => b"<!doctype html><html lang=\"en\"><head><title>Not built yet</title></head><body><p>The site could not be built yet.</p></body></html>".to_vec(),
        }
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
                None if self.errors.is_empty() => {
                    versions.insert(page, String::new());
                }
                Some(Ok(Content::Copy(_))) | None => {}
            }
        }
        self.audience.tell("pages", &versions);
    }
}

/// Content as a short word.
fn version(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
