//! Where readers are answered: each gets the newest good page, and is told when there is another.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Options;
use super::inbox::Wish;
use super::problem::Shown;
use super::server::{Audience, Reply};
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
    broken: bool,
}

impl<'d> Desk<'d> {
    /// Readers of one journal.
    pub fn new(audience: &'d Audience, options: &'d Options) -> Self {
        Self { audience, options, served: HashMap::new(), broken: false }
    }

    /// Tells all that there is a new state of the journal.
    pub fn open(&mut self, press: &Press<'_>, theme: &Theme, problems: &[Diagnostic]) {
        self.show(problems);
        let own = |(url, bytes): (&String, &Vec<u8>)| (url.clone(), version(bytes));
        let assets: BTreeMap<String, String> = theme.assets.iter().map(own).collect();
        self.audience.tell("assets", &assets);
        self.tell_pages(press, self.audience.pages());
    }

    /// Shows the errors over whatever is open, or that there are none.
    pub fn show(&mut self, problems: &[Diagnostic]) {
        let errors = problems.iter().filter(|problem| problem.is_error());
        let shown: Vec<Shown<'_>> = errors
            .map(|error| Shown::new(error, &self.options.root, self.options.editor.as_ref()))
            .collect();
        self.broken = !shown.is_empty();
        self.audience.tell("problems", &shown);
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
            Some(Err(_)) | None => {
                match self.served.get(path).filter(|_| self.broken || press.is_none()) {
                    Some(page) => Reply::Page(page.clone(), version(page)),
                    None => Reply::Missing(self.missing(press)),
                }
            }
        }
    }

    fn missing(&self, press: Option<&Press<'_>>) -> Vec<u8> {
        match press.and_then(|press| press.make("404.html")) {
            Some(Ok(Content::Bytes(page))) => page,
            _ => b"<!doctype html><html lang=\"en\"><head><title>Not built yet</title></head><body><p>The site could not be built yet.</p></body></html>".to_vec(),
        }
    }

    /// Tells the versions of these pages. One that is gone while something is wrong stays as it is.
    fn tell_pages(&self, press: &Press<'_>, pages: Vec<String>) {
        let own = |page: String| match press.make(&page)? {
            Ok(Content::Bytes(bytes)) => Some((page, version(&bytes))),
            _ => None,
        };
        let versions: BTreeMap<String, String> = pages.into_iter().filter_map(own).collect();
        self.audience.tell("pages", &versions);
    }
}

/// Content as a short word.
fn version(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
