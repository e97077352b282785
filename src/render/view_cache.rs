//! Values that many pages show: each is made and converted for templates once.

use std::borrow::Cow;
use std::cell::Cell;
use std::hash::Hasher;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use ahash::AHasher;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::charts::ring::{Ring, ring};
use super::context::RenderContext;
use super::preview::LinkPreview;
use super::rows::{EntryRow, TaskRow};
use crate::model::Target;

/// A value that several pages show. Serialised, it is the value.
pub struct CachedView<T>(Arc<Converted<T>>);

/// A value, and the same as Tera has it.
struct Converted<T> {
    value: T,
    /// The same as Tera has it.
    converted: OnceLock<tera::Value>,
    /// Its fingerprint.
    hash: OnceLock<u64>,
}

impl<T> CachedView<T> {
    /// Shares a value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Converted { value, converted: OnceLock::new(), hash: OnceLock::new() }))
    }

    /// What templates see in its place, made when it is first asked for.
    pub fn in_templates(&self, make: impl FnOnce(&T) -> tera::Value) -> &tera::Value {
        self.0.converted.get_or_init(|| make(&self.0.value))
    }
}

impl<T> Clone for CachedView<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for CachedView<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for CachedView<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.value.fmt(f)
    }
}

impl<T: JsonSchema> JsonSchema for CachedView<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// For what a thread serialises.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// For anybody, who sees the values themselves, whose fields have an order.
    Any,
    /// For templates: what is a [`CachedView`] is taken as it was converted before.
    Templates,
    /// For a fingerprint: what is a [`CachedView`] is its own fingerprint.
    Fingerprint,
}

thread_local! {
    static PURPOSE: Cell<Purpose> = const { Cell::new(Purpose::Any) };
    /// The memory in which values are written down for their fingerprints.
    static WRITTEN: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

fn serialising<R>(purpose: Purpose, act: impl FnOnce() -> R) -> R {
    struct Reset(Purpose);
    impl Drop for Reset {
        fn drop(&mut self) {
            PURPOSE.set(self.0);
        }
    }
    let _reset = Reset(PURPOSE.replace(purpose));
    act()
}

/// Converts a value for templates: what is a [`CachedView`] in it is converted once for all pages.
pub fn convert<R>(conversion: impl FnOnce() -> R) -> R {
    serialising(Purpose::Templates, conversion)
}

/// A number that stands for a value, and for what is in it. It means nothing to another run of the program.
pub fn fingerprint(value: &impl Serialize) -> u64 {
    let mut written = WRITTEN.take();
    // A value that cannot be serialised cannot be rendered either, and that is reported there.
    let _ = serialising(Purpose::Fingerprint, || serde_json::to_writer(&mut written, value));
    let mut hasher = AHasher::default();
    hasher.write(&written);
    written.clear();
    WRITTEN.set(written);
    hasher.finish()
}

impl<T: Serialize> Serialize for CachedView<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Converted { value, hash, .. } = &*self.0;
        match PURPOSE.get() {
            Purpose::Any => value.serialize(serializer),
            Purpose::Templates => {
                self.in_templates(tera::Value::from_serializable).serialize(serializer)
            }
            Purpose::Fingerprint => hash.get_or_init(|| fingerprint(value)).serialize(serializer),
        }
    }
}

/// What pages share, made when the first of them asks for it.
pub(super) struct ViewCache {
    entries: Vec<OnceLock<CachedView<EntryRow<'static>>>>,
    tasks: Vec<OnceLock<CachedView<TaskRow<'static>>>>,
    rings: Vec<OnceLock<CachedView<Ring>>>,
    previews: Vec<OnceLock<CachedView<LinkPreview>>>,
}

impl ViewCache {
    /// Room for those of that many entries, tasks and loops.
    pub(super) fn new(entries: usize, tasks: usize, loops: usize) -> Self {
        let (previews, entries) = (none(entries), none(entries));
        Self { entries, tasks: none(tasks), rings: none(loops), previews }
    }
}

fn none<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

impl RenderContext<'_> {
    /// An entry in a list, by its index in the journal.
    pub fn entry_row(&self, at: usize) -> CachedView<EntryRow<'static>> {
        let row = || CachedView::new(EntryRow::new(&self.journal.entries[at]));
        self.views.entries[at].get_or_init(row).clone()
    }

    /// Entries in a list.
    pub fn entry_rows(&self, entries: &[usize]) -> Vec<CachedView<EntryRow<'static>>> {
        entries.iter().map(|at| self.entry_row(*at)).collect()
    }

    /// A task in a list, by its index in the timeline.
    pub fn task_row(&self, at: usize) -> CachedView<TaskRow<'static>> {
        let row = || CachedView::new(TaskRow::new(self, &self.timeline.tasks[at]));
        self.views.tasks[at].get_or_init(row).clone()
    }

    /// What a link leads to; `None` for a file, and for what has no page.
    pub fn preview(&self, target: &Target) -> Option<CachedView<LinkPreview>> {
        let Target::Entry(id) = target else {
            return LinkPreview::of(self, target).map(CachedView::new);
        };
        let at = self.entry_place(id)?;
        let preview = || CachedView::new(LinkPreview::of_entry(&self.journal.entries[at]));
        Some(self.views.previews[at].get_or_init(preview).clone())
    }

    /// The ring of a loop, by its index in the timeline.
    pub fn ring(&self, at: usize) -> CachedView<Ring> {
        let ring = || CachedView::new(ring(self, &self.timeline.loops[at]));
        self.views.rings[at].get_or_init(ring).clone()
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::{CachedView, convert, fingerprint};

    #[derive(Serialize)]
    struct Page {
        one: CachedView<Row>,
        more: Vec<CachedView<Row>>,
    }

    #[derive(Serialize)]
    struct Row {
        title: &'static str,
        days: u32,
    }

    #[test]
    fn what_is_shared_is_what_it_would_be_alone() {
        let row = CachedView::new(Row { title: "a", days: 3 });
        let page = Page { one: row.clone(), more: vec![row.clone(), row] };
        let expected = r#"{"one":{"title":"a","days":3},"more":[{"title":"a","days":3},{"title":"a","days":3}]}"#;
        assert_eq!(serde_json::to_string(&page).expect("JSON"), expected);
        let converted = convert(|| tera::Value::from_serializable(&page));
        assert_eq!(converted, tera::Value::from_serializable(&page));
        assert_eq!(serde_json::to_string(&page).expect("JSON"), expected);
    }

    #[test]
    fn a_fingerprint_is_that_of_what_is_shared() {
        let page = |title, days| {
            let row = CachedView::new(Row { title, days });
            Page { one: row.clone(), more: vec![row] }
        };
        assert_eq!(fingerprint(&page("a", 3)), fingerprint(&page("a", 3)));
        assert_ne!(fingerprint(&page("a", 3)), fingerprint(&page("b", 3)));
        assert_ne!(fingerprint(&page("a", 3)), fingerprint(&page("a", 4)));
    }
}
