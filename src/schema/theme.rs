//! What templates see, by template, and the promise that is made of it.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{DIALECT, generator};
use crate::compose::context::NoteContext;
use crate::packet::html::{self, PacketPage, PacketStyle};
use crate::render::script::ScriptContext;
use crate::site::pages::{
    calendar, effects, entry, feed, gaps, goal, health, home, ideas, journal, loop_page, person,
    plain, search, setbacks, sitemap, stories, tag, task, timeline,
};
use crate::site::renderer::Lost;

/// A template, `script` for all of `scripts/` or `note` for all of `notes/`, with what it makes and
/// what it sees.
pub struct Context {
    /// The name of the template.
    pub template: &'static str,
    /// The pages that it makes.
    pub makes: &'static str,
    schema: fn(&mut SchemaGenerator) -> Schema,
}

const fn of<T: JsonSchema>(template: &'static str, makes: &'static str) -> Context {
    Context { template, makes, schema: |generator| generator.subschema_for::<T>() }
}

/// Every context, in the order of the navigation.
pub const CONTEXTS: &[Context] = &[
    of::<home::HomePage<'_>>(home::TEMPLATE, "the first page"),
    of::<timeline::TimelinePage<'_>>(timeline::TEMPLATE, "all loops over time"),
    of::<loop_page::LoopPage<'_>>(loop_page::TEMPLATE, "`loops/…`: one loop"),
    of::<gaps::GapsPage<'_>>(gaps::TEMPLATE, "what each goal still needs"),
    of::<goal::GoalPage<'_>>(goal::TEMPLATE, "`goals/…`: one goal"),
    of::<journal::JournalPage<'_>>(journal::TEMPLATE, "the entries; `journal/…`: those of a year"),
    of::<calendar::CalendarPage<'_>>(calendar::TEMPLATE, "the days of the entries"),
    of::<entry::EntryPage<'_>>(entry::TEMPLATE, "`entries/…`: one entry"),
    of::<plain::PlainPage<'_>>(plain::TEMPLATE, "`pages/…`: one note without a date"),
    of::<task::TaskPage<'_>>(task::TEMPLATE, "`tasks/…`: one task"),
    of::<person::PersonPage<'_>>(person::TEMPLATE, "`people/…`: one person"),
    of::<tag::TagPage<'_>>(tag::TEMPLATE, "`tags/…`: what has one tag"),
    of::<stories::StoriesPage<'_>>(stories::TEMPLATE, "what was delivered"),
    of::<setbacks::SetbacksPage<'_>>(setbacks::TEMPLATE, "what went wrong"),
    of::<ideas::IdeasPage<'_>>(ideas::TEMPLATE, "what was thought of"),
    of::<effects::EffectsPage<'_>>(effects::TEMPLATE, "what compounds"),
    of::<health::HealthPage<'_>>(health::TEMPLATE, "what stops the loop, and what is wrong"),
    of::<search::SearchPage<'_>>(search::TEMPLATE, "the search"),
    of::<feed::Feed<'_>>(feed::TEMPLATE, "the feed of all entries; `goals/….xml`: of a goal's"),
    of::<sitemap::Sitemap>(sitemap::TEMPLATE, "the map of the site, with `base_url`"),
    of::<Lost<'_>>("404.html", "what a server shows for a page that is not there"),
    of::<PacketPage<'_>>(html::TEMPLATE, "the packet: what `loopbook packet` makes"),
    of::<PacketStyle>(html::STYLE, "the style of the packet, which is put into it"),
    of::<ScriptContext<'_>>("script", "what is said: each file of `scripts/`"),
    of::<NoteContext<'_>>("note", "a new note: each file of `notes/`"),
];

/// What one template sees; `None` for one that is not known.
pub fn page(template: &str) -> Option<Value> {
    let name = template.strip_suffix(".html").unwrap_or(template);
    let named = |context: &&Context| context.template.trim_end_matches(".html") == name;
    let context = CONTEXTS.iter().find(named)?;
    let (mut pages, definitions) = described(std::slice::from_ref(context));
    Some(json!({
        "$schema": DIALECT,
        "title": context.template,
        "description": context.makes,
        "$ref": pages[context.template]["$ref"].take(),
        "$defs": definitions,
    }))
}

/// What all templates see: a property for each of them.
pub fn all() -> Value {
    let (pages, definitions) = described(CONTEXTS);
    json!({
        "$schema": DIALECT,
        "title": "What templates see",
        "type": "object",
        "properties": pages,
        "$defs": definitions,
    })
}

/// References to what templates see, and the definitions that they lead to. Each page has an
/// address besides, which is given to it where it is rendered.
fn described(contexts: &[Context]) -> (Map<String, Value>, Map<String, Value>) {
    let mut generator = generator();
    let pages: Map<String, Value> = contexts
        .iter()
        .map(|context| (context.template.to_owned(), (context.schema)(&mut generator).to_value()))
        .collect();
    let mut definitions = generator.take_definitions(true);
    for (template, page) in &pages {
        let name = page["$ref"].as_str().and_then(|at| at.rsplit('/').next()).unwrap_or_default();
        let on_site = !["script", html::TEMPLATE, html::STYLE].contains(&template.as_str());
        if let Some(object) = definitions.get_mut(name).filter(|_| on_site) {
            object["properties"]["address"] = json!({
                "description": "Where the page is on the web, where `base_url` says it",
                "type": ["string", "null"],
            });
        }
    }
    (pages, definitions)
}
