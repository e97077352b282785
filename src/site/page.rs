//! A page before it is rendered: the name of its template, and the data for the template.

use std::hash::{DefaultHasher, Hash};

use serde::Serialize;
use serde_json::Value;
use tera::value::Key;
use tera::{Context, TeraResult};

use crate::render::preview::LinkPreview;
use crate::render::view_cache::{CachedView, convert, fingerprint};

/// What the template of one kind of page sees. `site` and `address` are added to it when the page is
/// rendered.
pub trait PageContext: Serialize {
    /// The name of the template.
    const TEMPLATE: &'static str;
}

/// A page: a template, and the context to render it with.
pub struct PageTemplate<'p> {
    /// The name of the template.
    pub template: &'static str,
    context: Box<dyn Values + 'p>,
    /// Previews that are rendered once for all pages, beside the context.
    pub previews: Vec<CachedView<LinkPreview>>,
}

impl<'p> PageTemplate<'p> {
    /// A page of the template that belongs to the context.
    pub fn new<C: PageContext + 'p>(context: C) -> Self {
        Self { template: C::TEMPLATE, context: Box::new(context), previews: Vec::new() }
    }

    /// The same page with previews beside the context.
    pub fn with_previews(self, previews: Vec<CachedView<LinkPreview>>) -> Self {
        Self { previews, ..self }
    }

    /// The context as Tera takes it.
    pub fn values(&self) -> TeraResult<Context> {
        self.context.values()
    }

    /// The context as JSON, to explain errors in templates.
    pub fn json(&self) -> Value {
        self.context.json()
    }

    /// Hashes the template's name and the context.
    pub fn hash_into(&self, hasher: &mut DefaultHasher) {
        self.template.hash(hasher);
        self.context.hash_into(hasher);
        fingerprint(&self.previews).hash(hasher);
    }
}

/// A serialisable value of any type.
trait Values {
    fn values(&self) -> TeraResult<Context>;
    fn json(&self) -> Value;
    fn hash_into(&self, hasher: &mut DefaultHasher);
}

impl<C: Serialize> Values for C {
    fn values(&self) -> TeraResult<Context> {
        let value = convert(|| tera::Value::try_from_serializable(self))?;
        let mut context = Context::new();
        for (name, value) in value.into_map().unwrap_or_default() {
            // The names of fields need not be copied, as `Context::from_serialize` does.
            if let Key::Str(name) = name {
                context.insert_value(name, value);
            }
        }
        Ok(context)
    }

    fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn hash_into(&self, hasher: &mut DefaultHasher) {
        fingerprint(self).hash(hasher);
    }
}
