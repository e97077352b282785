//! Where the files of a site come from.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::OutputError;
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Audience;

use crate::site::{Content, Site, SiteRenderer};

/// Makes the files of a site one by one, so that not all of them are in memory at once.
pub trait FileSource: Sync {
    /// The paths of all files.
    fn paths(&self) -> BTreeSet<&str>;

    /// Makes the file with this path.
    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>>;

    /// Makes the files that are made together, and hands on each.
    fn make_together(&self, _put: &(dyn Fn(&str, &Content) + Sync)) {}

    /// Whether the file with this path is one of these.
    fn is_made_together(&self, _path: &str) -> bool {
        false
    }

    /// Whether nobody needs the files any more.
    fn is_stopped(&self) -> bool {
        false
    }

    /// Who reads the site.
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
        self.routes().paths().collect()
    }

    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>> {
        self.make(path).unwrap_or(Ok(Content::Bytes(Vec::new()))).map(Cow::Owned)
    }

    fn make_together(&self, put: &(dyn Fn(&str, &Content) + Sync)) {
        self.each_search_file(&|path, content| put(path, &content));
    }

    fn is_made_together(&self, path: &str) -> bool {
        self.is_of_search(path)
    }

    fn audience(&self) -> Audience {
        self.audience()
    }
}

/// The most files that one thread takes on at once. The longest pages are neighbours: they follow those of the entries.
const AT_A_TIME: usize = 8;

/// Makes files and calls `act` on each. The error reports every file that can't be made, not only the
/// first.
pub(super) fn each<T: Send>(
    source: &impl FileSource,
    paths: &BTreeSet<&str>,
    act: impl Fn(&str, &Content) -> Result<T, OutputError> + Sync,
) -> Result<Vec<T>, OutputError> {
    let together = Mutex::new(Vec::new());
    let failures = Mutex::new(BTreeMap::new());
    let make_together = || {
        source.make_together(&|path, content| {
            let done = act(path, content);
            together.lock().unwrap_or_else(PoisonError::into_inner).push(done);
        });
    };
    let make = |path: &&str| match source.make(path) {
        _ if source.is_stopped() => Err(OutputError::Stopped),
        Ok(content) => act(path, &content).map(Some),
        Err(problem) => {
            let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
            // A template that fails on several pages is reported once.
            let key = (problem.path.clone(), problem.message.clone());
            failures.entry(key).or_insert(*problem);
            Ok(None)
        }
    };
    let alone: Vec<&str> =
        paths.iter().copied().filter(|path| !source.is_made_together(path)).collect();
    // The search index is put together on one thread. Meanwhile the others make pages.
    let ((), alone) = rayon::join(make_together, || {
        alone
            .par_iter()
            .with_max_len(AT_A_TIME)
            .map(make)
            .collect::<Result<Vec<Option<T>>, OutputError>>()
    });
    let together = together.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut all = together.into_iter().collect::<Result<Vec<T>, _>>()?;
    let done = alone?;
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    if failures.is_empty() {
        all.extend(done.into_iter().flatten());
        Ok(all)
    } else {
        Err(OutputError::Unmade(failures.into_values().collect()))
    }
}
