//! Answers requests with the latest good pages, and tells open pages when they change.

use std::borrow::Cow;
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

/// Answers requests, and remembers the pages that it served.
pub(super) struct PageServer<'d> {
    subscribers: &'d Subscribers,
    options: &'d Options,
    /// The last good version of each page that was served. It is shown while the note has an error.
    served: HashMap<String, Vec<u8>>,
    /// The files of the journal that such pages may show, by their path in the site.
    copies: HashMap<String, PathBuf>,
    /// The errors that pages show, and what they do to the pages.
    errors: Vec<(Diagnostic, Effect)>,
    /// How often each of `copies` changed.
    change_counts: BTreeMap<String, u32>,
}

impl<'d> PageServer<'d> {
    /// Creates a server that has served nothing yet.
    pub(super) fn new(subscribers: &'d Subscribers, options: &'d Options) -> Self {
        Self {
            subscribers,
            options,
            served: HashMap::new(),
            copies: HashMap::new(),
            errors: Vec::new(),
            change_counts: BTreeMap::new(),
        }
    }

    /// Tells all open pages of a new state of the journal.
    pub(super) fn publish(&mut self, snapshot: &Snapshot<'_>, loaded: &LoadedJournal) {
        self.show(&snapshot.problems, Effect::LeftOut);
        if self.errors.is_empty() {
            self.copies.clear();
        }
        let changed: BTreeSet<&str> = loaded.reread.changed.iter().map(String::as_str).collect();
        // Other readers get copies without metadata, which are made each time.
        let authors = self.is_authors();
        let files = snapshot.renderer.routes().journal_files().filter(|_| authors);
        for (url, source) in files {
            if changed.contains(source) {
                *self.change_counts.entry(url.to_owned()).or_default() += 1;
            }
            self.copies.insert(url.to_owned(), self.options.root.join(source));
        }
        let asset = |(url, bytes): (&String, &Cow<'static, [u8]>)| (url.clone(), version(bytes));
        let copy = |(url, count): (&String, &u32)| (url.clone(), count.to_string());
        let assets =
            loaded.theme.assets.iter().map(asset).chain(self.change_counts.iter().map(copy));
        let assets: BTreeMap<String, String> = assets.collect();
        self.subscribers.send("assets", &assets);
        if !self.is_closed() {
            self.send_versions(&snapshot.renderer, self.subscribers.pages());
        }
    }

    /// Shows errors on all open pages, or removes them if there are none.
    pub(super) fn show(&mut self, problems: &[Diagnostic], effect: Effect) {
        let errors = problems.iter().filter(|problem| problem.is_error());
        let effect = |error: &Diagnostic| match error.code {
            codes::TEMPLATE if effect == Effect::LeftOut => Effect::Unmade,
            _ => effect,
        };
        self.errors = errors.map(|error| (error.clone(), effect(error))).collect();
        self.send_errors();
    }

    /// Shows the error of a page that can't be made. A template that fails on several pages is shown
    /// once.
    fn add_error(&mut self, problem: Diagnostic) {
        if !self.errors.iter().any(|(error, _)| error.message == problem.message) {
            self.errors.push((problem, Effect::Unmade));
            self.send_errors();
        }
    }

    fn send_errors(&self) {
        let (root, editor) = (&self.options.root, self.options.editor.as_ref());
        // Errors quote notes, which may be hidden from the reader.
        let overlays: Vec<ErrorOverlay<'_>> = match (self.options.audience, self.errors.first()) {
            (Audience::Me, _) => {
                let errors = self.errors.iter();
                errors
                    .map(|(error, effect)| ErrorOverlay::new(error, *effect, root, editor))
                    .collect()
            }
            (_, Some((_, effect))) => vec![ErrorOverlay::without_details(*effect)],
            (_, None) => Vec::new(),
        };
        self.subscribers.send("problems", &overlays);
    }

    /// Answers a request. Without a renderer, only pages that were served before are available.
    pub(super) fn answer(&mut self, request: ReaderRequest, renderer: Option<&SiteRenderer<'_>>) {
        let renderer = renderer.filter(|_| !self.is_closed());
        match request {
            ReaderRequest::File(request) => {
                let reply = self.file(&request.path, renderer);
                // This fails if the reader closed the connection.
                let _ = request.reply.send(reply);
            }
            ReaderRequest::Subscribe(page) => {
                if let Some(renderer) = renderer {
                    self.send_versions(renderer, vec![page]);
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
                self.add_error(*problem);
                self.last_good(path)
            }
            None if renderer.is_none() || !self.errors.is_empty() => self.last_good(path),
            None => None,
        };
        reply.unwrap_or_else(|| Reply::Missing(not_found(renderer)))
    }

    /// Whether other readers get nothing: the configuration has an error and might say what they may not see, or
    /// nothing was built, and a note may have become private since the last time.
    fn is_closed(&self) -> bool {
        let closes = |(error, effect): &(Diagnostic, Effect)| {
            error.path == CONFIG || *effect == Effect::Refused
        };
        !self.is_authors() && self.errors.iter().any(closes)
    }

    fn is_authors(&self) -> bool {
        self.options.audience == Audience::Me
    }

    /// The last good version of a page. Other readers don't get it, because the part of a note with the
    /// error might make the note private.
    fn last_good(&self, path: &str) -> Option<Reply> {
        if !self.is_authors() {
            return None;
        }
        let page = self.served.get(path).map(|page| Reply::Page(page.clone(), version(page)));
        page.or_else(|| copy(self.copies.get(path)?))
    }

    /// Sends the versions of these pages to the browsers. A page that the site no longer has gets an
    /// empty version. A page that can't be made, or is missing because of an error, is not sent.
    fn send_versions(&mut self, renderer: &SiteRenderer<'_>, pages: Vec<String>) {
        let mut versions = BTreeMap::new();
        for page in pages {
            match renderer.make(&page) {
                Some(Ok(Content::Bytes(bytes))) => {
                    versions.insert(page, version(&bytes));
                }
                Some(Err(problem)) => self.add_error(*problem),
                None if self.errors.is_empty() || !self.is_authors() => {
                    versions.insert(page, String::new());
                }
                Some(Ok(Content::Copy(_))) | None => {}
            }
        }
        self.subscribers.send("pages", &versions);
    }
}

/// The content of a file of the journal. If it was replaced by a symbolic link, the link is not
/// followed.
fn copy(from: &Path) -> Option<Reply> {
    let is_file = fs::symlink_metadata(from).is_ok_and(|found| found.is_file());
    fs::read(from).ok().filter(|_| is_file).map(Reply::File)
}

fn not_found(renderer: Option<&SiteRenderer<'_>>) -> Vec<u8> {
    match renderer.map(SiteRenderer::not_found) {
        Some(Ok(page)) => page,
        _ => b"<!doctype html><html lang=\"en\"><head><title>Not built yet</title></head><body><p>The site could not be built yet.</p></body></html>".to_vec(),
    }
}

/// A short word that identifies the content of a page.
fn version(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
