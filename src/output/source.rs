//! What a site is made of, one file at a time.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::OutputError;
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Audience;

use crate::site::{Content, Site, SiteRenderer};

/// The files of a site, each made when it is to be written, so that not all are held at once.
pub trait FileSource: Sync {
    /// Their paths.
    fn paths(&self) -> BTreeSet<&str>;

    /// One of them.
    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>>;

    /// For whom they are.
    fn audience(&self) -> Audience;
}

impl FileSource for Site {
    fn paths(&self) -> BTreeSet<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>> {
        Ok(Cow::Borrowed(&self.files[path]))
    }

    fn audience(&self) -> Audience {
        self.audience
    }
}

impl FileSource for SiteRenderer<'_> {
    fn paths(&self) -> BTreeSet<&str> {
        // First, while no page takes memory yet.
        self.search();
        self.routes().paths().collect()
    }

    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>> {
        self.make(path).unwrap_or(Ok(Content::Bytes(Vec::new()))).map(Cow::Owned)
    }

    fn audience(&self) -> Audience {
        self.audience()
    }
}

/// Makes files, and does something with each. All that can't be made is told, not the first alone.
pub(super) fn each<T: Send>(
    source: &impl FileSource,
    paths: &BTreeSet<&str>,
    act: impl Fn(&str, &Content) -> Result<T, OutputError> + Sync,
) -> Result<Vec<T>, OutputError> {
    let failures = Mutex::new(BTreeMap::new());
    let done: Vec<Option<T>> = paths
        .iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|path| match source.make(path) {
            Ok(content) => act(path, &content).map(Some),
            Err(problem) => {
                let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
                // A template that fails does so on each of its pages: once is enough.
                let key = (problem.path.clone(), problem.message.clone());
                failures.entry(key).or_insert(*problem);
                Ok(None)
            }
        })
        .collect::<Result<_, _>>()?;
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    if failures.is_empty() {
        Ok(done.into_iter().flatten().collect())
    } else {
        Err(OutputError::Unmade(failures.into_values().collect()))
    }
}
