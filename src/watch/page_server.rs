//! Answers requests with the newest pages that could be made, and tells open pages when they changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::Options;
use super::event_queue::ReaderRequest;
use super::loader::LoadedJournal;
use super::problem::{Effect, ErrorOverlay};
use super::server::Reply;
use super::snapshot::Snapshot;
use super::subscribers::Subscribers;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::vocabulary::Audience;
use crate::read::files::CONFIG;
use crate::site::Content;
use crate::site::renderer::SiteRenderer;

/// Answers for one journal, and remembers what it served last.
pub(super) struct PageServer<'d> {
    subscribers: &'d Subscribers,
    options: &'d Options,
    /// The pages that somebody saw. One whose note has an error is shown as it was before.
    served: HashMap<String, Vec<u8>>,
    /// The pictures and files that such a page may show, by their path in the site: where they are.
    shown: HashMap<String, PathBuf>,
    /// The errors that are shown, and what they do to the pages.
    errors: Vec<(Diagnostic, Effect)>,
    /// Those of them that changed since the beginning, and how often.
    renewed: BTreeMap<String, u32>,
}

impl<'d> PageServer<'d> {
    /// A server that has served nothing yet.
    pub(super) fn new(subscribers: &'d Subscribers, options: &'d Options) -> Self {
        Self {
            subscribers,
            options,
            served: HashMap::new(),
            shown: HashMap::new(),
            errors: Vec::new(),
            renewed: BTreeMap::new(),
        }
    }

    /// Tells all open pages of a new state of the journal.
    pub(super) fn publish(&mut self, snapshot: &Snapshot<'_>, loaded: &LoadedJournal) {
        self.show(&snapshot.problems, Effect::LeftOut);
        if self.errors.is_empty() {
            self.shown.clear();
        }
        let changed: BTreeSet<&str> = loaded.reread.changed.iter().map(String::as_str).collect();
        // Others get copies without metadata, which are made each time.
        let authors = self.is_authors();
        let copies = snapshot.renderer.routes().journal_files().filter(|_| authors);
        for (url, source) in copies {
            if changed.contains(source) {
                *self.renewed.entry(url.to_owned()).or_default() += 1;
            }
            self.shown.insert(url.to_owned(), self.options.root.join(source));
        }
        let asset = |(url, bytes): (&String, &Vec<u8>)| (url.clone(), version(bytes));
        let copy = |(url, count): (&String, &u32)| (url.clone(), count.to_string());
        let assets = loaded.theme.assets.iter().map(asset).chain(self.renewed.iter().map(copy));
        let assets: BTreeMap<String, String> = assets.collect();
        self.subscribers.send("assets", &assets);
        if !self.is_closed() {
            self.tell_pages(&snapshot.renderer, self.subscribers.pages());
        }
    }

    /// Shows the errors over whatever is open, or that there are none.
    pub(super) fn show(&mut self, problems: &[Diagnostic], effect: Effect) {
        let errors = problems.iter().filter(|problem| problem.is_error());
        let effect = |error: &Diagnostic| match error.code {
            codes::TEMPLATE if effect == Effect::LeftOut => Effect::Unmade,
            _ => effect,
        };
        self.errors = errors.map(|error| (error.clone(), effect(error))).collect();
        self.tell_errors();
    }

    /// A page can't be made: a template fails on each of its pages, and is shown once.
    fn add(&mut self, problem: Diagnostic) {
        if !self.errors.iter().any(|(error, _)| error.message == problem.message) {
            self.errors.push((problem, Effect::Unmade));
            self.tell_errors();
        }
    }

    fn tell_errors(&self) {
        let (root, editor) = (&self.options.root, self.options.editor.as_ref());
        // Errors quote notes that may be hidden.
        let overlays: Vec<ErrorOverlay<'_>> = match (self.options.audience, self.errors.first()) {
            (Audience::Me, _) => {
                let errors = self.errors.iter();
                errors
                    .map(|(error, effect)| ErrorOverlay::new(error, *effect, root, editor))
                    .collect()
            }
            (_, Some((_, effect))) => vec![ErrorOverlay::untold(*effect)],
            (_, None) => Vec::new(),
        };
        self.subscribers.send("problems", &overlays);
    }

    /// Answers a request; without a renderer there is nothing but what was served before.
    pub(super) fn answer(&mut self, request: ReaderRequest, renderer: Option<&SiteRenderer<'_>>) {
        let renderer = renderer.filter(|_| !self.is_closed());
        match request {
            ReaderRequest::File(ask) => {
                let reply = self.file(&ask.path, renderer);
                // A reader who went away in the meantime needs nothing.
                let _ = ask.reply.send(reply);
            }
            ReaderRequest::Subscribe(page) => {
                if let Some(renderer) = renderer {
                    self.tell_pages(renderer, vec![page]);
                }
            }
        }
    }

    fn file(&mut self, path: &str, renderer: Option<&SiteRenderer<'_>>) -> Reply {
        let reply = match renderer.and_then(|renderer| renderer.make(path)) {
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
            None if renderer.is_none() || !self.errors.is_empty() => self.before(path),
            None => None,
        };
        reply.unwrap_or_else(|| Reply::Missing(not_found(renderer)))
    }

    /// Whether nothing is shown: what can't be read in the configuration may have said what others may
    /// not see.
    fn is_closed(&self) -> bool {
        !self.is_authors() && self.errors.iter().any(|(error, _)| error.path == CONFIG)
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
    fn tell_pages(&mut self, renderer: &SiteRenderer<'_>, pages: Vec<String>) {
        let mut versions = BTreeMap::new();
        for page in pages {
            match renderer.make(&page) {
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
        self.subscribers.send("pages", &versions);
    }
}

/// A file of the journal; what became a link since it was found is not followed.
fn copy(from: &Path) -> Option<Reply> {
    let plain = fs::symlink_metadata(from).is_ok_and(|found| found.is_file());
    fs::read(from).ok().filter(|_| plain).map(Reply::File)
}

fn not_found(renderer: Option<&SiteRenderer<'_>>) -> Vec<u8> {
    match renderer.map(SiteRenderer::not_found) {
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
